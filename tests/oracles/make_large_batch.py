"""Freezes what optax, Keras and PyTorch make of the same gradients, for the tests of chapter 09.

Run where these packages are installed: `python tests/oracles/make_large_batch.py`. It rewrites
large_batch.json beside it, byte for byte the same with the versions written there. All in float64.
"""

import itertools
import json
import os
import warnings
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import jax
import keras
import numpy as np
import optax
import torch

jax.config.update("jax_enable_x64", True)
keras.backend.set_floatx("float64")

STEPS = 4
SHAPES = {"a matrix": (3, 2), "biases": (4,), "weights of 0": (2, 2)}
LARS = {"lr": 0.7, "alpha": 0.8, "trust_coefficient": 0.05}
LAMB = {"lr": 0.2, "beta1": 0.7, "beta2": 0.9, "eps": 0.01}
RAMPS = (
    {"lr": 0.1, "batch": 256, "base_batch": 32, "warmup": 5},
    {"lr": 0.03, "batch": 100, "base_batch": 40, "warmup": 9},
)


def with_optax(rule, start):
    """The weights after each step of an optax optimizer, from its own zero state."""
    w = jax.numpy.asarray(start["w"])
    state = rule.init(w)
    for g in start["gradients"]:
        update, state = rule.update(jax.numpy.asarray(g), state, w)
        w = optax.apply_updates(w, update)
        yield w.tolist()


def optax_lars(start, decay):
    return with_optax(
        optax.lars(LARS["lr"], decay, trust_coefficient=LARS["trust_coefficient"], momentum=LARS["alpha"]), start
    )


def optax_lamb(start, decay):
    return with_optax(optax.lamb(LAMB["lr"], LAMB["beta1"], LAMB["beta2"], eps=LAMB["eps"], weight_decay=decay), start)


def keras_lamb(start, decay):
    """The weights after each step of keras.optimizers.Lamb."""
    w = keras.Variable(start["w"], dtype="float64")
    rule = keras.optimizers.Lamb(
        LAMB["lr"], LAMB["beta1"], LAMB["beta2"], epsilon=LAMB["eps"], weight_decay=decay or None
    )
    rule.build([w])
    for g in start["gradients"]:
        rule.apply([keras.ops.convert_to_tensor(g, dtype="float64")])
        yield keras.ops.convert_to_numpy(w).tolist()


STEPPERS = (("optax.lars", optax_lars), ("optax.lamb", optax_lamb), ("keras.optimizers.Lamb", keras_lamb))


def torch_ramp(lr, batch, base_batch, warmup):
    """The rates of PyTorch's LinearLR, its optimizer at the scaled rate."""
    parameter = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([parameter], lr=lr * batch / base_batch)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=base_batch / batch, total_iters=warmup)
    for _ in range(warmup + 3):
        yield schedule.get_last_lr()[0]
        optimizer.step()
        schedule.step()


def optax_ramp(lr, batch, base_batch, warmup):
    schedule = optax.linear_schedule(lr, lr * batch / base_batch, warmup)
    return (float(schedule(t)) for t in range(warmup + 3))


def parts_of_a_batch(rng):
    """Gradients of a linear model's mse_loss: of each part, of the whole batch, and added up in .grad."""
    sizes = (4, 4, 3)
    x, y, w = rng.normal(0.7, 1.0, (11, 3)), rng.normal(size=11), rng.normal(size=3)
    ends = np.cumsum((0, *sizes))
    rows = [slice(*pair) for pair in itertools.pairwise(ends)]

    def backward(weights, part, share=1.0):
        loss = torch.nn.functional.mse_loss(torch.tensor(x[part]) @ weights, torch.tensor(y[part]))
        (share * loss).backward()
        return weights

    def fresh():
        return torch.tensor(w, requires_grad=True)

    added, averaged = fresh(), fresh()
    for part, size in zip(rows, sizes, strict=True):
        backward(added, part, size / 11)
        backward(averaged, part, 1 / len(sizes))
    gradients = [backward(fresh(), part).grad.tolist() for part in rows]
    several = optax.MultiSteps(optax.sgd(1.0), len(sizes), accumulator_dtype=np.float64)
    zero = jax.numpy.zeros(3)
    state = several.init(zero)
    for g in gradients:
        update, state = several.update(jax.numpy.asarray(g), state, zero)
    return {
        "sizes": sizes,
        "gradients": gradients,
        "whole": backward(fresh(), slice(0, 11)).grad.tolist(),
        "torch, loss times n_i / n": added.grad.tolist(),
        "torch, loss over parts": averaged.grad.tolist(),
        "optax.MultiSteps": (-update).tolist(),
    }


def main():
    rng = np.random.Generator(np.random.PCG64(9))
    starts = {}
    for name, shape in SHAPES.items():
        w = rng.normal(size=shape) * (name != "weights of 0")
        starts[name] = {"w": w.tolist(), "gradients": rng.normal(size=(STEPS, *shape)).tolist()}
    steps = [
        {"oracle": oracle, "start": name, "weight_decay": decay, "w": list(run(start, decay))}
        for oracle, run in STEPPERS
        for name, start in starts.items()
        for decay in (0.0, 0.3)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch's, about a first step that it has not seen
        ramps = [
            {"oracle": oracle, **ramp, "rates": list(rates(**ramp))}
            for oracle, rates in (("torch LinearLR", torch_ramp), ("optax.linear_schedule", optax_ramp))
            for ramp in RAMPS
        ]
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, optax, jax, keras, np)}
    text = f'{{"versions": {json.dumps(versions)},\n"lars": {json.dumps(LARS)},\n"lamb": {json.dumps(LAMB)}'
    text += f',\n"starts": {json.dumps(starts)},\n"parts": {json.dumps(parts_of_a_batch(rng))}'
    for name, rows in {"steps": steps, "ramps": ramps}.items():  # a row a line, so that a change shows as one
        text += f',\n"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    Path(__file__).with_name("large_batch.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
