"""Freezes what PyTorch, optax and Keras make of the same gradients, for the tests of chapter 04.

Run where these packages are installed: `python tests/oracles/make_adaptive.py`. It rewrites
adaptive.json beside it, byte for byte the same with the versions written there. All in float64.
Every oracle is a library's class with its state set by hand and read back after each step; `state`
below says under which name a library keeps what the course calls r, u, m, v and v_max.
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

SHAPE, STEPS = (2, 2), 7
MOMENTS = {  # t: the number of the first step; from t = 1 the state is zero
    "from zero": {"t": 1, "lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01},
    "large eps": {"t": 1, "lr": 0.05, "beta1": 0.7, "beta2": 0.9, "eps": 0.3},
    "usual": {"t": 1, "lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    "under way": {"t": 12, "lr": 0.2, "beta1": 0.85, "beta2": 0.97, "eps": 0.1},
}
DECAY = {"from zero": 0.2, "large eps": 1.5, "usual": 0.01, "under way": 0.6}
SQUARES = {  # for the methods without a step count
    "from zero": {"lr": 0.1, "rho": 0.8, "alpha": 0.7, "eps": 0.01},
    "large eps": {"lr": 0.05, "rho": 0.9, "alpha": 0.6, "eps": 0.3},
    "usual": {"lr": 0.001, "rho": 0.9, "alpha": 0.9, "eps": 1e-8},
    "under way": {"lr": 0.2, "rho": 0.95, "alpha": 0.85, "eps": 0.1},
}


def with_torch(optimizer, state):
    """Steps of a class of torch.optim; state: its name of each array -> ours."""

    def run(start, t=1, **setting):
        w = torch.tensor(start["w"], dtype=torch.float64, requires_grad=True)
        stepper = optimizer([w], foreach=False, **setting)
        kept = {theirs: torch.tensor(start[ours], dtype=torch.float64) for theirs, ours in state.items()}
        stepper.state[w] = {"step": torch.tensor(t - 1.0), **kept}
        if optimizer is torch.optim.NAdam:
            beta1, decay = setting["betas"][0], setting["momentum_decay"]
            share = [beta1 * (1 - 0.5 * 0.96 ** (k * decay)) for k in range(1, t)]
            stepper.state[w]["mu_product"] = torch.tensor(float(np.prod(share)), dtype=torch.float64)
        for g in start["gradients"]:
            w.grad = torch.tensor(g, dtype=torch.float64)
            stepper.step()
            yield {"w": w.tolist(), **{ours: stepper.state[w][theirs].tolist() for theirs, ours in state.items()}}

    return run


def with_optax(optimizer, state, of=0):
    """Steps of an alias of optax; state: its field of the state's part `of` -> ours."""

    def run(start, t=1, **setting):
        w = jax.numpy.asarray(start["w"])
        rule = optimizer(setting.pop("lr"), **setting)
        parts = list(rule.init(w))
        kept = {theirs: jax.numpy.asarray(start[ours]) for theirs, ours in state.items()}
        count = {"count": jax.numpy.asarray(t - 1)} if "count" in parts[of]._fields else {}
        parts[of] = parts[of]._replace(**count, **kept)
        parts = tuple(parts)
        for g in start["gradients"]:
            update, parts = rule.update(jax.numpy.asarray(g), parts, w)
            w = optax.apply_updates(w, update)
            yield {"w": w.tolist(), **{ours: getattr(parts[of], theirs).tolist() for theirs, ours in state.items()}}

    return run


def with_keras(optimizer, state):
    """Steps of a class of keras.optimizers; state: its list of variables -> ours."""

    def run(start, t=1, **setting):
        w = keras.Variable(start["w"], dtype="float64")
        rule = optimizer(setting.pop("lr"), **setting)
        rule.build([w])
        rule.iterations.assign(t - 1)
        kept = {ours: getattr(rule, theirs)[0] for theirs, ours in state.items()}
        for ours, variable in kept.items():
            variable.assign(start[ours])
        for g in start["gradients"]:
            rule.apply([keras.ops.convert_to_tensor(g, dtype="float64")])
            now = {"w": w, **kept}
            yield {name: keras.ops.convert_to_numpy(value).tolist() for name, value in now.items()}

    return run


def moments(t, lr, beta1, beta2, eps, **decay):
    return {"t": t, "lr": lr, "betas": (beta1, beta2), "eps": eps, **decay}


def optax_moments(t, lr, beta1, beta2, eps, **more):
    return {"t": t, "lr": lr, "b1": beta1, "b2": beta2, "eps": eps, **more}


def keras_moments(t, lr, beta1, beta2, eps, **more):
    return {"t": t, "lr": lr, "beta_1": beta1, "beta_2": beta2, "epsilon": eps, **more}


MV, NU = {"exp_avg": "m", "exp_avg_sq": "v"}, {"mu": "m", "nu": "v"}
KERAS = {"_momentums": "m", "_velocities": "v"}
# name, the run, our settings -> the library's keywords, the arguments of ours that it takes
COUNTED = (
    ("torch.optim.Adam", with_torch(torch.optim.Adam, MV), moments, False),
    ("torch.optim.Adam with weight_decay", with_torch(torch.optim.Adam, MV), moments, True),
    ("torch.optim.AdamW", with_torch(torch.optim.AdamW, MV), moments, True),
    ("torch.optim.NAdam, schedule off", with_torch(torch.optim.NAdam, MV),
     lambda **s: {**moments(**s), "momentum_decay": 1e9}, False),
    ("torch.optim.NAdam", with_torch(torch.optim.NAdam, MV),
     lambda **s: {**moments(**s), "momentum_decay": 0.004}, False),
    ("torch.optim.Adam with amsgrad", with_torch(torch.optim.Adam, {**MV, "max_exp_avg_sq": "v_max"}),
     lambda **s: {**moments(**s), "amsgrad": True}, False),
    ("torch.optim.RAdam", with_torch(torch.optim.RAdam, MV), moments, False),
    ("optax.adam", with_optax(optax.adam, NU), optax_moments, False),
    ("optax.adamw", with_optax(optax.adamw, NU), optax_moments, True),
    ("optax.nadam", with_optax(optax.nadam, NU), optax_moments, False),
    ("optax.amsgrad", with_optax(optax.amsgrad, {**NU, "nu_max": "v_max"}), optax_moments, False),
    ("optax.radam, threshold 4", with_optax(optax.radam, NU), lambda **s: {**optax_moments(**s), "threshold": 4.0},
     False),
    ("optax.radam", with_optax(optax.radam, NU), optax_moments, False),
    ("keras.optimizers.Adam", with_keras(keras.optimizers.Adam, KERAS), keras_moments, False),
    ("keras.optimizers.AdamW", with_keras(keras.optimizers.AdamW, KERAS), keras_moments, True),
    ("keras.optimizers.Adam with amsgrad", with_keras(keras.optimizers.Adam, {**KERAS, "_velocity_hats": "v_max"}),
     lambda **s: {**keras_moments(**s), "amsgrad": True}, False),
)  # fmt: skip
UNCOUNTED = (
    ("torch.optim.Adagrad", with_torch(torch.optim.Adagrad, {"sum": "r"}),
     lambda lr, eps: {"lr": lr, "eps": eps}, ("lr", "eps")),
    ("torch.optim.RMSprop", with_torch(torch.optim.RMSprop, {"square_avg": "r"}),
     lambda lr, rho, eps: {"lr": lr, "alpha": rho, "eps": eps}, ("lr", "rho", "eps")),
    ("torch.optim.RMSprop with momentum",
     with_torch(torch.optim.RMSprop, {"square_avg": "r", "momentum_buffer": "v"}),
     lambda lr, rho, alpha, eps: {"lr": lr, "alpha": rho, "momentum": alpha, "eps": eps},
     ("lr", "rho", "alpha", "eps")),
    ("torch.optim.Adadelta", with_torch(torch.optim.Adadelta, {"square_avg": "r", "acc_delta": "u"}),
     lambda lr, rho, eps: {"lr": lr, "rho": rho, "eps": eps}, ("lr", "rho", "eps")),
    ("optax.adagrad", with_optax(optax.adagrad, {"sum_of_squares": "r"}),
     lambda lr, eps: {"lr": lr, "eps": eps}, ("lr", "eps")),
    ("optax.rmsprop", with_optax(optax.rmsprop, {"nu": "r"}),
     lambda lr, rho, eps: {"lr": lr, "decay": rho, "eps": eps}, ("lr", "rho", "eps")),
    ("optax.rmsprop, eps outside", with_optax(optax.rmsprop, {"nu": "r"}),
     lambda lr, rho, eps: {"lr": lr, "decay": rho, "eps": eps, "eps_in_sqrt": False}, ("lr", "rho", "eps")),
    ("optax.adadelta", with_optax(optax.adadelta, {"e_g": "r", "e_x": "u"}, of=1),
     lambda lr, rho, eps: {"lr": lr, "rho": rho, "eps": eps}, ("lr", "rho", "eps")),
    ("keras.optimizers.Adagrad", with_keras(keras.optimizers.Adagrad, {"_accumulators": "r"}),
     lambda lr, eps: {"lr": lr, "epsilon": eps}, ("lr", "eps")),
    ("keras.optimizers.RMSprop", with_keras(keras.optimizers.RMSprop, {"_velocities": "r"}),
     lambda lr, rho, eps: {"lr": lr, "rho": rho, "epsilon": eps}, ("lr", "rho", "eps")),
    ("keras.optimizers.RMSprop with momentum",
     with_keras(keras.optimizers.RMSprop, {"_velocities": "r", "_momentums": "v"}),
     lambda lr, rho, alpha, eps: {"lr": lr, "rho": rho, "momentum": alpha, "epsilon": eps},
     ("lr", "rho", "alpha", "eps")),
    ("keras.optimizers.Adadelta",
     with_keras(keras.optimizers.Adadelta, {"_accumulated_grads": "r", "_accumulated_delta_vars": "u"}),
     lambda lr, rho, eps: {"lr": lr, "rho": rho, "epsilon": eps}, ("lr", "rho", "eps")),
)  # fmt: skip


def main():
    rng = np.random.Generator(np.random.PCG64(4))
    starts = {}
    for name in MOMENTS:
        state, squares = (0.0 if name != "under way" else 1.0), rng.uniform(0.2, 1.5, (3, *SHAPE))
        means = rng.normal(size=(3, *SHAPE))
        starts[name] = {
            "w": means[0].tolist(),
            "m": (state * means[1]).tolist(),
            "v": (state * squares[0]).tolist(),
            "v_max": (state * (squares[0] + 0.2 * squares[1])).tolist(),
            "r": (state * squares[1]).tolist(),
            "u": (state * 0.01 * squares[2]).tolist(),
            "gradients": (rng.normal(size=(STEPS, *SHAPE)) * 0.7 ** np.arange(STEPS)[:, None, None]).tolist(),
        }
    rows = []
    for oracle, run, keywords, decays in COUNTED:
        for name, setting in MOMENTS.items():
            ours = setting | ({"weight_decay": DECAY[name]} if decays else {})
            steps = list(run(starts[name], **keywords(**ours)))
            rows.append({"oracle": oracle, "start": name, "setting": ours, "steps": steps})
    for oracle, run, keywords, taken in UNCOUNTED:
        for name, setting in SQUARES.items():
            ours = {key: setting[key] for key in taken}
            steps = list(run(starts[name], **keywords(**ours)))
            rows.append({"oracle": oracle, "start": name, "setting": ours, "steps": steps})
    string = keras.optimizers.get("adam")  # its settings are Keras's own, and so the rate is not ours to choose
    ours = {"t": 1, "lr": float(string.learning_rate), "beta1": string.beta_1, "beta2": string.beta_2,
            "eps": string.epsilon}  # fmt: skip
    steps = list(with_keras(lambda lr: keras.optimizers.get("adam"), KERAS)(starts["usual"], lr=None))
    rows.append({"oracle": "keras.optimizers.get('adam')", "start": "usual", "setting": ours, "steps": steps})
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, optax, jax, keras, np)}
    lines = ",\n".join(json.dumps(row) for row in rows)  # a row a line, so that a change shows as one
    text = f'{{"versions": {json.dumps(versions)},\n"starts": {json.dumps(starts)},\n"rows": [\n{lines}\n]}}\n'
    Path(__file__).with_name("adaptive.json").write_text(text)


if __name__ == "__main__":
    main()
