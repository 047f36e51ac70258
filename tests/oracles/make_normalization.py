"""Freezes what PyTorch and Keras make of the same numbers, for the tests of chapter 08.

Run where these packages are installed: `python tests/oracles/make_normalization.py`. It rewrites
normalization.json beside it, byte for byte the same with the versions written there. All in float64.
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from torch.nn import functional

keras.backend.set_floatx("float64")
keras.config.set_dtype_policy("float64")

SHAPES = {  # each normalization's inputs; for groups the number of groups too
    "batch": {"rows": (5, 3), "two rows": (2, 4)},
    "images": {"images": (3, 2, 2, 3), "one image": (1, 3, 2, 2)},
    "layer": {"rows": (4, 5), "sequences": (2, 3, 4), "one row": (1, 6)},
    "group": {"two groups": (2, 4, 2, 3), "three groups": (3, 6, 1, 2)},
    "instance": {"images": (2, 3, 2, 3)},
}
GROUPS = {"two groups": 2, "three groups": 3}
EPS = {"usual": 1e-5, "large": 0.7}


def drawn(rng, shape, features):
    """Inputs, a gradient of the outputs, and off-default parameters."""
    return {
        "x": rng.normal(size=shape) * rng.uniform(0.5, 2.0, shape) + rng.normal(size=shape[-1:]),
        "dy": rng.normal(size=shape),
        "gamma": rng.uniform(0.4, 2.0, features) * rng.choice([-1.0, 1.0], features),
        "beta": rng.normal(size=features),
    }


def forward(kind, x, gamma, beta, eps, groups):
    """PyTorch's function for one of the five."""
    if kind in ("batch", "images"):
        return functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
    if kind == "layer":
        return functional.layer_norm(x, gamma.shape, gamma, beta, eps=eps)
    return functional.group_norm(x, groups or x.shape[1], gamma, beta, eps=eps)


def with_torch(kind, given, eps, groups):
    """Outputs and gradients by automatic differentiation."""
    x, gamma, beta = (torch.tensor(given[name], requires_grad=True) for name in ("x", "gamma", "beta"))
    y = forward(kind, x, gamma, beta, eps, groups)
    y.backward(torch.tensor(given["dy"]))
    named = {"y": y, "dx": x.grad, "dgamma": gamma.grad, "dbeta": beta.grad}
    return {name: value.detach().numpy() for name, value in named.items()}


def with_keras(kind, given, eps, groups):
    """Outputs of Keras's layer, channels second."""
    layer = {
        "batch": lambda: keras.layers.BatchNormalization(epsilon=eps),
        "images": lambda: keras.layers.BatchNormalization(axis=1, epsilon=eps),
        "layer": lambda: keras.layers.LayerNormalization(epsilon=eps),
        "group": lambda: keras.layers.GroupNormalization(groups, axis=1, epsilon=eps),
        "instance": lambda: keras.layers.GroupNormalization(-1, axis=1, epsilon=eps),
    }[kind]()
    layer.build(given["x"].shape)
    layer.gamma.assign(given["gamma"])
    layer.beta.assign(given["beta"])
    more = {"training": True} if kind in ("batch", "images") else {}
    return {"y": keras.ops.convert_to_numpy(layer(keras.ops.convert_to_tensor(given["x"]), **more))}


def running(rng, shape):
    """Running statistics and evaluation of three batches, by PyTorch's and Keras's layers."""
    batches, late = rng.normal(1.0, 2.0, (3, *shape)), rng.normal(size=shape)
    of_torch = (torch.nn.BatchNorm1d if len(shape) == 2 else torch.nn.BatchNorm2d)(shape[1], momentum=0.3, eps=0.1)
    of_torch.double()
    of_keras = keras.layers.BatchNormalization(axis=1, momentum=0.7, epsilon=0.1)
    seen = {"torch": [], "keras": []}
    for x in batches:
        of_torch(torch.tensor(x))
        of_keras(keras.ops.convert_to_tensor(x), training=True)
        seen["torch"].append([a.tolist() for a in (of_torch.running_mean, of_torch.running_var)])
        moving = of_keras.moving_mean, of_keras.moving_variance
        seen["keras"].append([keras.ops.convert_to_numpy(a).tolist() for a in moving])
    of_torch.eval()
    y = of_torch(torch.tensor(late)).detach().numpy()
    return {"batches": batches.tolist(), "momentum": 0.3, "eps": 0.1, "late": late.tolist(), "y": y.tolist(), **seen}


def listed(values):
    return {name: value.tolist() for name, value in values.items()}


def main():
    rng = np.random.Generator(np.random.PCG64(8))
    rows = []
    for kind, shapes in SHAPES.items():
        for name, shape in shapes.items():
            groups, features = GROUPS.get(name), shape[-1] if kind in ("batch", "layer") else shape[1]
            given = drawn(rng, shape, features)
            for eps_name, eps in EPS.items():
                row = {"kind": kind, "name": f"{name}, {eps_name} eps", "eps": eps, "groups": groups, **listed(given)}
                for oracle, run in (("torch", with_torch), ("keras", with_keras)):
                    row[oracle] = listed(run(kind, given, eps, groups))
                rows.append(row)
    averages = [running(rng, shape) for shape in ((4, 3), (2, 3, 2, 2))]
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, keras, np)}
    text = f'{{"versions": {json.dumps(versions)}'
    for name, part in {"rows": rows, "running": averages}.items():  # a row a line, so that a change shows as one
        text += f',\n"{name}": [\n' + ",\n".join(json.dumps(row) for row in part) + "\n]"
    Path(__file__).with_name("normalization.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
