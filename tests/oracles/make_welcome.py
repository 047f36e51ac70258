"""Freezes what PyTorch, optax, Keras and SciPy make of the same numbers, for the tests of chapter 00.

Run where these packages are installed: `python tests/oracles/make_welcome.py`. It rewrites welcome.json
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
import scipy
import torch
from torch.nn import functional

jax.config.update("jax_enable_x64", True)
keras.backend.set_floatx("float64")


def entropy_cases(rng):
    """Logits and targets, one-hot and spread, at several levels."""
    for name, n, classes, level in (
        ("five examples", 5, 3, 0.0),
        ("one example", 1, 4, 0.0),
        ("logits near 10,000", 4, 3, 1e4),
        ("logits near -10,000", 4, 3, -1e4),
    ):
        labels = rng.integers(0, classes, n)
        spread = rng.uniform(0.05, 1.0, (n, classes))
        yield {
            "case": name,
            "logits": (level + 2.0 * rng.normal(size=(n, classes))).tolist(),
            "labels": labels.tolist(),
            "one-hot": np.eye(classes)[labels].tolist(),
            "spread": (spread / spread.sum(axis=1, keepdims=True)).tolist(),
        }
    ladder = rng.normal(size=(4, 4)) - 1000.0 * np.arange(4)
    yield {
        "case": "far off",
        "logits": ladder.tolist(),
        "labels": list(range(4)),
        "one-hot": np.eye(4).tolist(),
        "spread": np.full((4, 4), 0.25).tolist(),
    }


def given(case, targets):
    """The targets as PyTorch wants them; a list of floats alone would become float32."""
    return torch.tensor(case[targets], dtype=torch.int64 if targets == "labels" else torch.float64)


def torch_entropy(case, targets):
    logits = torch.tensor(case["logits"], dtype=torch.float64, requires_grad=True)
    loss = functional.cross_entropy(logits, given(case, targets))
    loss.backward()
    return loss.item(), logits.grad.tolist()


def optax_entropy(case, targets):
    whole = targets == "labels"
    each = optax.softmax_cross_entropy_with_integer_labels if whole else optax.softmax_cross_entropy
    wanted = jax.numpy.asarray(case[targets])
    loss, g = jax.value_and_grad(lambda z: each(z, wanted).mean())(jax.numpy.asarray(case["logits"]))
    return float(loss), g.tolist()


def keras_entropy(case, targets):
    whole = targets == "labels"
    kind = keras.losses.SparseCategoricalCrossentropy if whole else keras.losses.CategoricalCrossentropy
    logits = torch.tensor(case["logits"], dtype=torch.float64, requires_grad=True)
    loss = kind(from_logits=True, dtype="float64")(given(case, targets), logits)
    loss.backward()
    return loss.item(), logits.grad.tolist()


ENTROPIES = {"torch": torch_entropy, "optax": optax_entropy, "keras": keras_entropy}


def entropies(rng):
    for case in entropy_cases(rng):
        seen = {
            f"{name}, {targets}": dict(zip(("loss", "dlogits"), entropy(case, targets), strict=True))
            for name, entropy in ENTROPIES.items()
            for targets in ("labels", "one-hot", "spread")
        }
        yield case | {"seen": seen}


def rectified(rng):
    """ReLU, forward and backward, some inputs at 0."""
    x = rng.normal(size=(4, 5))
    x[0, 0] = x[2, 3] = 0.0
    dy = rng.normal(size=(4, 5))
    inputs = torch.tensor(x, requires_grad=True)
    y = torch.relu(inputs)
    y.backward(torch.tensor(dy))
    yield {"x": x.tolist(), "dy": dy.tolist(), "y": y.tolist(), "dx": inputs.grad.tolist()}


def spellings(rng):
    """The one-line kernels on one matrix."""
    x, indices = rng.normal(0.7, 1.0, (6, 3)), [4, 0, 4, 2]
    t = torch.tensor(x)
    seen = {
        "first_example": t[0],
        "feature_means": t.mean(dim=0),
        "sample_variance": t.var(dim=0, correction=1),
        "pick_rows": t.index_select(0, torch.tensor(indices)),
        "root_mean_square": t.square().mean().sqrt(),
    }
    yield {"x": x.tolist(), "indices": indices, "seen": {name: value.tolist() for name, value in seen.items()}}


def slopes(rng):
    """The Rosenbrock function's exact gradient, and SciPy's differences for it."""
    x, h = rng.normal(size=5), 1e-3
    exact = scipy.optimize.rosen_der(x)
    jacobian = scipy.optimize._numdiff.approx_derivative
    central = jacobian(scipy.optimize.rosen, x, method="3-point", abs_step=h)
    forward = scipy.optimize.approx_fprime(x, scipy.optimize.rosen, h)
    yield {"x": x.tolist(), "h": h, "exact": exact.tolist(), "central": central.tolist(), "forward": forward.tolist()}


def batches(rng):
    """PyTorch's batches of an order, with and without the ragged last one."""
    for n, size in ((10, 4), (8, 4), (7, 7), (5, 1)):
        u = rng.uniform(size=n)
        order = torch.argsort(torch.tensor(u)).tolist()
        kept, dropped = (
            [list(batch) for batch in torch.utils.data.BatchSampler(order, size, drop_last=drop)]
            for drop in (False, True)
        )
        yield {"n": n, "size": size, "u": u.tolist(), "order": order, "kept": kept, "dropped": dropped}


def main():
    rng = np.random.Generator(np.random.PCG64(0))
    parts = {f.__name__: list(f(rng)) for f in (entropies, rectified, spellings, slopes, batches)}
    packages = (torch, optax, jax, keras, scipy, np)
    text = f'{{"versions": {json.dumps({p.__name__: p.__version__.partition("+")[0] for p in packages})}'
    for name, rows in parts.items():  # a row a line, so that a change shows as one
        text += f',\n"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    Path(__file__).with_name("welcome.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
