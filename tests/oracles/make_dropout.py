"""Freezes what PyTorch and Keras make of dropout, and PyTorch and JAX of a softmax, for the tests of chapter 07.

Run where these packages are installed: `python tests/oracles/make_dropout.py`. It rewrites dropout.json
beside it, byte for byte the same with the versions written there. All in float64. A framework draws its own
masks: they are read off its outputs, from inputs without a zero.
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import jax
import keras
import numpy as np
import torch

jax.config.update("jax_enable_x64", True)
keras.backend.set_floatx("float64")

SHAPES = {0.15: (3, 8), 0.5: (4, 5), 0.8: (2, 3, 4)}


def row(oracle, rate, x, dy, layer):
    """What a layer in training returns for x, and what comes back for dy."""
    x = torch.tensor(x, requires_grad=True)
    y = layer(x)
    y.backward(torch.tensor(dy))
    mask = (y.detach() != 0).to(torch.float64)
    parts = {"x": x.detach(), "y": y.detach(), "mask": mask, "dy": torch.tensor(dy), "dx": x.grad}
    return {"oracle": oracle, "rate": rate} | {name: part.tolist() for name, part in parts.items()}


def dropouts(rng):
    for rate, shape in SHAPES.items():
        x, dy = rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape), rng.normal(size=shape)
        torch.manual_seed(7)
        keras.utils.set_random_seed(7)
        torch_layer, keras_layer = torch.nn.Dropout(p=rate).train(), keras.layers.Dropout(rate, seed=7)
        yield row("torch.nn.Dropout", rate, x, dy, torch_layer)
        yield row("keras.layers.Dropout", rate, x, dy, lambda x, layer=keras_layer: layer(x, training=True))
        yield row("torch.nn.Dropout in evaluation", rate, x, dy, torch_layer.eval())
        yield row("keras.layers.Dropout in evaluation", rate, x, dy,
                  lambda x, layer=keras_layer: layer(x, training=False))  # fmt: skip


def averages(rng):
    for name, size in {"ordinary": 1.5, "hundreds": 300.0}.items():
        logits = size * rng.normal(size=(5, 3, 4))
        torchs = torch.softmax(torch.tensor(logits), dim=-1).mean(dim=0).tolist()
        jaxs = jax.numpy.mean(jax.nn.softmax(jax.numpy.asarray(logits), axis=-1), axis=0).tolist()
        for oracle, probabilities in {"torch.softmax": torchs, "jax.nn.softmax": jaxs}.items():
            yield {"oracle": oracle, "logits": name, "z": logits.tolist(), "probabilities": probabilities}


def main():
    rng = np.random.Generator(np.random.PCG64(7))
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, jax, keras, np)}
    parts = {"dropouts": list(dropouts(rng)), "averages": list(averages(rng))}
    text = f'{{"versions": {json.dumps(versions)}'
    for name, rows in parts.items():  # a row a line, so that a change shows as one
        text += f',\n"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    Path(__file__).with_name("dropout.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
