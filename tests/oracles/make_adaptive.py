"""Freezes what PyTorch, optax and Keras make of the same gradients, for the tests of chapter 04.

Run where these packages are installed: `python tests/oracles/make_adaptive.py`. It rewrites
adaptive.json beside it, byte for byte the same with the versions written there. All in float64.
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
SETTINGS = {  # t: the number of the first step; from t = 1 the state is zero
    "from zero": {"t": 1, "lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01},
    "large eps": {"t": 1, "lr": 0.05, "beta1": 0.7, "beta2": 0.9, "eps": 0.3},
    "usual": {"t": 1, "lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "under way": {"t": 12, "lr": 0.2, "beta1": 0.85, "beta2": 0.97, "eps": 0.1},
}
DECAY = {"from zero": 0.2, "large eps": 1.5, "usual": 0.01, "under way": 0.6}


def with_torch(optimizer, start, t, lr, beta1, beta2, eps, **decay):
    """Steps of a class of torch.optim, its state set by hand; (w, m, v) after each."""
    w = torch.tensor(start["w"], dtype=torch.float64, requires_grad=True)
    stepper = optimizer([w], lr=lr, betas=(beta1, beta2), eps=eps, foreach=False, fused=False, **decay)
    m, v = (torch.tensor(start[name], dtype=torch.float64) for name in "mv")
    stepper.state[w] = {"step": torch.tensor(t - 1.0), "exp_avg": m, "exp_avg_sq": v}
    for g in start["gradients"]:
        w.grad = torch.tensor(g, dtype=torch.float64)
        stepper.step()
        yield {"w": w.tolist(), "m": m.tolist(), "v": v.tolist()}


def with_optax(optimizer, start, t, lr, beta1, beta2, eps, **decay):
    """Steps of an alias of optax, its state set by hand; (w, m, v) after each."""
    w = jax.numpy.asarray(start["w"])
    rule = optimizer(lr, b1=beta1, b2=beta2, eps=eps, **decay)
    moments, *rest = rule.init(w)
    count, m, v = jax.numpy.asarray(t - 1), jax.numpy.asarray(start["m"]), jax.numpy.asarray(start["v"])
    state = (moments._replace(count=count, mu=m, nu=v), *rest)
    for g in start["gradients"]:
        update, state = rule.update(jax.numpy.asarray(g), state, w)
        w = optax.apply_updates(w, update)
        yield {"w": w.tolist(), "m": state[0].mu.tolist(), "v": state[0].nu.tolist()}


def with_keras(optimizer, start, t, lr, beta1, beta2, eps, **decay):
    """Steps of a class of keras.optimizers, its state set by hand; (w, m, v) after each."""
    w = keras.Variable(start["w"], dtype="float64")
    rule = optimizer(lr, beta_1=beta1, beta_2=beta2, epsilon=eps, **decay)
    rule.build([w])
    rule.iterations.assign(t - 1)
    m, v = rule._momentums[0], rule._velocities[0]
    m.assign(start["m"])
    v.assign(start["v"])
    for g in start["gradients"]:
        rule.apply([keras.ops.convert_to_tensor(g, dtype="float64")])
        yield {name: keras.ops.convert_to_numpy(value).tolist() for name, value in (("w", w), ("m", m), ("v", v))}


ORACLES = (
    ("torch.optim.Adam", with_torch, torch.optim.Adam, False),
    ("torch.optim.Adam with weight_decay", with_torch, torch.optim.Adam, True),
    ("torch.optim.AdamW", with_torch, torch.optim.AdamW, True),
    ("optax.adam", with_optax, optax.adam, False),
    ("optax.adamw", with_optax, optax.adamw, True),
    ("keras.optimizers.Adam", with_keras, keras.optimizers.Adam, False),
    ("keras.optimizers.AdamW", with_keras, keras.optimizers.AdamW, True),
)


def main():
    rng = np.random.Generator(np.random.PCG64(4))
    starts = {}
    for name, setting in SETTINGS.items():
        state = 0.0 if setting["t"] == 1 else 1.0
        starts[name] = {
            "w": rng.normal(size=SHAPE).tolist(),
            "m": (state * rng.normal(size=SHAPE)).tolist(),
            "v": (state * rng.uniform(0.2, 1.5, SHAPE)).tolist(),
            "gradients": rng.normal(size=(STEPS, *SHAPE)).tolist(),
        }
    rows = []
    for oracle, run, optimizer, decays in ORACLES:
        for name, setting in SETTINGS.items():
            decay = {"weight_decay": DECAY[name]} if decays else {}
            steps = list(run(optimizer, starts[name], **setting, **decay))
            rows.append({"oracle": oracle, "start": name, "setting": {**setting, **decay}, "steps": steps})
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, optax, jax, keras, np)}
    lines = ",\n".join(json.dumps(row) for row in rows)  # a row a line, so that a change shows as one
    text = f'{{"versions": {json.dumps(versions)},\n"starts": {json.dumps(starts)},\n"rows": [\n{lines}\n]}}\n'
    Path(__file__).with_name("adaptive.json").write_text(text)


if __name__ == "__main__":
    main()
