"""Freezes what PyTorch, Keras and optax make of the same arrays, for the tests of chapter 06.

Run where these packages are installed: `python tests/oracles/make_regularization.py`. It rewrites
regularization.json beside it, byte for byte the same with the versions written there. All in float64.
"""

import json
import math
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import jax
import keras
import numpy as np
import optax
import torch
from torch.nn import functional

jax.config.update("jax_enable_x64", True)
keras.backend.set_floatx("float64")


def with_gradient(penalty, w):
    """A penalty's value and its gradient by automatic differentiation."""
    weights = torch.tensor(w, requires_grad=True)
    value = penalty(weights)
    value.backward()
    return {"penalty": value.item(), "g_w": weights.grad.tolist()}


def penalties(w, strength, share):
    """The penalties typed as their formulas, differentiated by PyTorch, and Keras's regularizers."""
    norms = lambda x: torch.linalg.vector_norm(x, dim=0)  # noqa: E731
    formulas = {
        "l2": lambda x: strength / 2 * (x * x).sum(),
        "l1": lambda x: strength * x.abs().sum(),
        "elastic net": lambda x: strength * (share * x.abs().sum() + (1 - share) / 2 * (x * x).sum()),
        "group lasso": lambda x: strength * norms(x).sum(),
        "norm as printed": lambda x: strength * torch.linalg.vector_norm(x),
    }
    rows = [{"oracle": "torch.autograd", "penalty of": name, **with_gradient(f, w)} for name, f in formulas.items()]
    for name, rule in {
        "l2 without 1/2": keras.regularizers.L2(strength),
        "l1": keras.regularizers.L1(strength),
        "elastic net without 1/2": keras.regularizers.L1L2(l1=strength * share, l2=strength * (1 - share)),
    }.items():
        rows.append({"oracle": "keras.regularizers", "penalty of": name, **with_gradient(rule, w)})
    return rows


def decays(w, gradients, lr, decay):
    """Steps of torch.optim with weight_decay, and of optax with the decay before and after the optimizer."""
    rows = []
    for name, kind, more in (
        ("torch.optim.SGD", torch.optim.SGD, {}),
        ("torch.optim.SGD with momentum", torch.optim.SGD, {"momentum": 0.9}),
    ):
        weights = torch.tensor(w, requires_grad=True)
        stepper, path = kind([weights], lr=lr, weight_decay=decay, **more), []
        for g in gradients:
            weights.grad = torch.tensor(g, dtype=torch.float64)
            stepper.step()
            path.append(weights.detach().tolist())
        rows.append({"oracle": name, "path": path})
    parts = (optax.trace(0.9), optax.add_decayed_weights(decay), optax.scale(-lr))
    for name, rule in {
        "optax, decay after momentum": optax.chain(*parts),
        "optax, decay before momentum": optax.chain(parts[1], parts[0], parts[2]),
    }.items():
        weights, path = jax.numpy.asarray(w), []
        state = rule.init(weights)
        for g in gradients:
            update, state = rule.update(jax.numpy.asarray(g), state, weights)
            weights = optax.apply_updates(weights, update)
            path.append(weights.tolist())
        rows.append({"oracle": name, "path": path})
    return rows


def bounds(w, limit):
    keras_bound = keras.ops.convert_to_numpy(keras.constraints.MaxNorm(limit, axis=0)(keras.ops.convert_to_tensor(w)))
    return [
        {"oracle": "torch.renorm", "w": torch.renorm(torch.tensor(w), 2, 1, limit).tolist()},
        {"oracle": "keras.constraints.MaxNorm", "w": keras_bound.tolist()},
    ]


def smoothed(y, logits, share):
    """Labels by optax; the smoothed cross-entropy of PyTorch and Keras."""
    classes = np.argmax(y, axis=1)
    loss = functional.cross_entropy(torch.tensor(logits), torch.tensor(classes), label_smoothing=share)
    theirs = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=share)(y, logits)
    return {
        "labels": optax.smooth_labels(jax.numpy.asarray(y), share).tolist(),
        "losses": {"torch": loss.item(), "keras": float(keras.ops.convert_to_numpy(theirs))},
    }


def images(rng):
    """Crops by padding, and affine maps by grid_sample, with coordinates from -1 to 1 as it wants them."""
    x = rng.normal(size=(3, 2, 5, 6))
    top, left, padding = [0, 4, 1], [3, 0, 2], 2
    padded = functional.pad(torch.tensor(x), (padding,) * 4)
    crops = torch.stack([one[:, t : t + 5, s : s + 6] for one, t, s in zip(padded, top, left, strict=True)])
    rows, columns = rng.uniform(-1.5, 5.5, (3, 4, 3)), rng.uniform(-1.5, 6.5, (3, 4, 3))
    grid = torch.tensor(np.stack([2 * columns / 5 - 1, 2 * rows / 4 - 1], axis=-1))
    sampled = functional.grid_sample(torch.tensor(x), grid, mode="bilinear", padding_mode="zeros", align_corners=True)
    border = functional.grid_sample(torch.tensor(x), grid, mode="bilinear", padding_mode="border", align_corners=True)
    # On square images affine_grid's coordinates are those of pixels but for one scale. It maps a place of the result
    # to one of the input, with y downwards: the matrix below turns the image counter-clockwise.
    square, angle, factor = rng.normal(size=(1, 1, 6, 6)), 0.7, 1.4
    cosine, sine = math.cos(angle), math.sin(angle)
    maps = {"rotated": [[cosine, -sine, 0.0], [sine, cosine, 0.0]], "zoomed": [[1 / factor, 0, 0], [0, 1 / factor, 0]]}
    mapped = {}
    for name, matrix in maps.items():
        grid = functional.affine_grid(torch.tensor([matrix], dtype=torch.float64), [1, 1, 6, 6], align_corners=True)
        mapped[name] = functional.grid_sample(torch.tensor(square), grid, align_corners=True).tolist()
    return {
        "x": x.tolist(), "top": top, "left": left, "padding": padding, "crops": crops.tolist(),
        "rows": rows.tolist(), "columns": columns.tolist(), "zeros": sampled.tolist(), "border": border.tolist(),
        "square": square.tolist(), "angle": angle, "factor": factor, "mapped": mapped,
        "quarter turn": torch.rot90(torch.tensor(square), 1, (2, 3)).tolist(),
        "flipped": torch.flip(torch.tensor(x), (3,)).tolist(),
    }  # fmt: skip


def stopping(patience, min_delta, losses):
    """What Keras's callback does on these validation losses: the epoch it stops at, and the one it restores."""
    model = keras.Sequential([keras.layers.Dense(1, use_bias=False)])
    model.build((None, 1))
    watch = keras.callbacks.EarlyStopping(
        monitor="val_loss", patience=patience, min_delta=min_delta, restore_best_weights=True
    )
    watch.set_model(model)
    watch.on_train_begin()
    model.stop_training, epoch = False, 0
    for epoch, loss in enumerate(losses):
        model.set_weights([np.array([[float(epoch)]])])
        watch.on_epoch_end(epoch, {"val_loss": loss})
        if model.stop_training:
            break
    stopped, best = model.stop_training, float(watch.best)
    watch.on_train_end()
    return {"patience": patience, "min_delta": min_delta, "losses": losses, "epochs": epoch + 1, "stopped": stopped,
            "best_loss": best, "restored": float(model.get_weights()[0][0, 0])}  # fmt: skip


def main():
    rng = np.random.Generator(np.random.PCG64(6))
    w = rng.normal(size=(4, 3))
    w[1, 2] = 0.0
    y, logits = np.eye(5)[[3, 0, 2, 2]], rng.normal(size=(4, 5))
    members = 3.0 * rng.normal(size=(3, 4, 5))
    gradients = rng.normal(size=(5, 4, 3)).tolist()
    runs = [
        stopping(*setting)
        for setting in (
            (2, 0.0, [3.0, 2.0, 2.5, 1.5, 1.75, 1.6, 1.0]),
            (1, 0.0, [2.0, 1.0, 1.0, 0.5]),
            (3, 0.25, [2.0, 1.9, 1.5, 1.25, 1.5, 1.0, 0.8, 0.7, 0.76, 0.6]),
            (2, 0.5, [4.0, 3.7, 3.4, 3.1, 2.8]),
        )
    ]
    average = torch.softmax(torch.tensor(members), dim=2).mean(dim=0).tolist()
    parts = {
        "penalties": {"w": w.tolist(), "strength": 0.3, "share": 0.4, "rows": penalties(w, 0.3, 0.4)},
        "decays": {
            "w": w.tolist(),
            "gradients": gradients,
            "lr": 0.1,
            "decay": 0.5,
            "rows": decays(w, gradients, 0.1, 0.5),
        },
        "bounds": {"w": w.tolist(), "limit": 1.3, "rows": bounds(w, 1.3)},
        "labels": {"y": y.tolist(), "logits": logits.tolist(), "share": 0.3, **smoothed(y, logits, 0.3)},
        "images": images(rng),
        "stopping": runs,
        "bagging": {"logits": members.tolist(), "probabilities": average},
    }
    versions = {p.__name__: p.__version__.partition("+")[0] for p in (torch, keras, optax, jax, np)}
    text = f'{{"versions": {json.dumps(versions)}'
    for name, part in parts.items():
        text += f',\n"{name}": {json.dumps(part)}'
    Path(__file__).with_name("regularization.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
