"""Freezes what PyTorch, optax and Keras make of the same gradients, for the tests of chapter 03.

Run where these packages are installed: `python tests/oracles/make_sgd.py`. It rewrites sgd.json
beside it, byte for byte the same with the versions written there. All in float64.
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import jax
import keras
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
keras.backend.set_floatx("float64")

SHAPE, STEPS = (2, 3), 4
SETTINGS = {"from zero": {"lr": 0.1, "share": 0.8}, "under way": {"lr": 0.3, "share": 0.6}}


def with_torch(start, lr, share, **more):
    """Steps of torch.optim.SGD; its buffer is set by hand, except at 0, where PyTorch makes its own."""
    w = torch.tensor(start["w"], dtype=torch.float64, requires_grad=True)
    stepper = torch.optim.SGD([w], lr=lr, momentum=share, foreach=False, **more)
    if np.any(start["state"]):
        stepper.state[w] = {"momentum_buffer": torch.tensor(start["state"], dtype=torch.float64)}
    for g in start["gradients"]:
        w.grad = torch.tensor(g, dtype=torch.float64)
        stepper.step()
        buffer = stepper.state[w]["momentum_buffer"] if share else torch.zeros_like(w)
        yield {"w": w.tolist(), "state": buffer.tolist()}


def with_optax(start, lr, share, **more):
    """Steps of optax.sgd, its trace set by hand."""
    w = jax.numpy.asarray(start["w"])
    rule = optax.sgd(lr, momentum=share or None, **more)
    state = rule.init(w)
    if share:
        state = (state[0]._replace(trace=jax.numpy.asarray(start["state"])), *state[1:])
    for g in start["gradients"]:
        update, state = rule.update(jax.numpy.asarray(g), state, w)
        w = optax.apply_updates(w, update)
        trace = state[0].trace if share else jax.numpy.zeros_like(w)
        yield {"w": w.tolist(), "state": trace.tolist()}


def with_keras(start, lr, share, **more):
    """Steps of keras.optimizers.SGD, its velocity set by hand."""
    w = keras.Variable(start["w"], dtype="float64")
    rule = keras.optimizers.SGD(lr, momentum=share, **more)
    rule.build([w])
    if share:
        rule.momentums[0].assign(start["state"])
    for g in start["gradients"]:
        rule.apply([keras.ops.convert_to_tensor(g, dtype="float64")])
        velocity = keras.ops.convert_to_numpy(rule.momentums[0]) if share else np.zeros(SHAPE)
        yield {"w": keras.ops.convert_to_numpy(w).tolist(), "state": velocity.tolist()}


STEPPERS = (
    ("torch.optim.SGD", with_torch, {}),
    ("torch.optim.SGD with dampening", with_torch, {"dampening": True}),  # as large as the momentum
    ("torch.optim.SGD with nesterov", with_torch, {"nesterov": True}),
    ("optax.sgd", with_optax, {}),
    ("optax.sgd with nesterov", with_optax, {"nesterov": True}),
    ("keras.optimizers.SGD", with_keras, {}),
    ("keras.optimizers.SGD with nesterov", with_keras, {"nesterov": True}),
    ("torch.optim.SGD without momentum", with_torch, None),
    ("optax.sgd without momentum", with_optax, None),
    ("keras.optimizers.SGD without momentum", with_keras, None),
)


def torch_clip(gradients, by, bound):
    """PyTorch's clipping in place, of one array or of several together."""
    parameters = [torch.zeros(np.shape(g), dtype=torch.float64, requires_grad=True) for g in gradients]
    for parameter, g in zip(parameters, gradients, strict=True):
        parameter.grad = torch.tensor(g, dtype=torch.float64)
    clip = torch.nn.utils.clip_grad_value_ if by == "value" else torch.nn.utils.clip_grad_norm_
    clip(parameters, bound)
    return [parameter.grad.tolist() for parameter in parameters]


def optax_clip(gradients, by, bound):
    """optax's clipping, a transformation of its own."""
    rule = optax.clip(bound) if by == "value" else optax.clip_by_global_norm(bound)
    arrays = [jax.numpy.asarray(g) for g in gradients]
    clipped, _ = rule.update(arrays, rule.init(arrays))
    return [g.tolist() for g in clipped]


def keras_clip(gradients, by, bound):
    """Keras's clipping: an argument of the optimizer."""
    name = {"value": "clipvalue", "norm": "clipnorm", "global norm": "global_clipnorm"}[by]
    rule = keras.optimizers.SGD(0.1, **{name: bound})
    clipped = rule._clip_gradients([keras.ops.convert_to_tensor(g, dtype="float64") for g in gradients])
    return [keras.ops.convert_to_numpy(g).tolist() for g in clipped]


CLIPPERS = (
    ("torch.nn.utils.clip_grad_value_", torch_clip, "value"),
    ("optax.clip", optax_clip, "value"),
    ("keras clipvalue", keras_clip, "value"),
    ("torch.nn.utils.clip_grad_norm_", torch_clip, "global norm"),
    ("optax.clip_by_global_norm", optax_clip, "global norm"),
    ("keras global_clipnorm", keras_clip, "global norm"),
    ("keras clipnorm", keras_clip, "norm"),
)


def by_autograd(rng):
    """Gradients of PyTorch's mse_loss for a linear model, over all examples, one, and some of them."""
    x, y, w = rng.normal(0.7, 1.0, (7, 3)), rng.normal(size=7), rng.normal(size=3)
    for indices in (list(range(7)), [4], [5, 1, 5]):
        weights = torch.tensor(w, requires_grad=True)
        rows, targets = torch.tensor(x)[indices], torch.tensor(y)[indices]
        torch.nn.functional.mse_loss(rows @ weights, targets).backward()
        g = weights.grad.tolist()
        yield {"x": x.tolist(), "y": y.tolist(), "w": w.tolist(), "indices": indices, "g": g}


def main():
    rng = np.random.Generator(np.random.PCG64(3))
    starts = {}
    for name in SETTINGS:
        state = 0.0 if name == "from zero" else 1.0
        starts[name] = {
            "w": rng.normal(size=SHAPE).tolist(),
            "state": (state * rng.normal(size=SHAPE)).tolist(),
            "gradients": rng.normal(size=(STEPS, *SHAPE)).tolist(),
        }
    steps = []
    for oracle, run, more in STEPPERS:
        for name, setting in SETTINGS.items():
            share = 0.0 if more is None else setting["share"]
            extra = {"dampening": share} if more == {"dampening": True} else more or {}
            seen = list(run(starts[name], setting["lr"], share, **extra))
            steps.append({"oracle": oracle, "start": name, "lr": setting["lr"], "share": share, "steps": seen})
    pairs = {"long": (1.5, 2.0), "short": (0.2, 0.3), "zero": (0.0, 0.0)}
    pairs = {name: [(s * rng.normal(size=shape)).tolist() for s, shape in zip(sizes, ((3, 2), (2,)), strict=True)]
             for name, sizes in pairs.items()}  # fmt: skip
    clips = [
        {"oracle": oracle, "pair": name, "by": by, "bound": 1.2, "clipped": clip(pair, by, 1.2)}
        for oracle, clip, by in CLIPPERS
        for name, pair in pairs.items()
    ]
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, optax, jax, keras, np)}
    parts = {"steps": steps, "clips": clips, "gradients": list(by_autograd(rng))}
    text = f'{{"versions": {json.dumps(versions)},\n"starts": {json.dumps(starts)},\n"pairs": {json.dumps(pairs)}'
    for name, rows in parts.items():  # a row a line, so that a change shows as one
        text += f',\n"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    Path(__file__).with_name("sgd.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
