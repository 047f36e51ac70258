"""Freezes the rates that PyTorch, optax and Keras give, for the tests of chapter 05.

Run where these packages are installed: `python tests/oracles/make_schedules.py`. It rewrites schedules.json beside
it, byte for byte the same with the versions written there. All in float64.

A row names an oracle, the kernel and the known other convention (if any) that it is, the kernel's arguments, and the
rates of the steps in `t`. PyTorch's schedulers step an optimizer; optax's and Keras's are functions of the step.
"""

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
from keras.optimizers import schedules as keras_schedules  # noqa: E402
from torch.optim import lr_scheduler  # noqa: E402

LINE = [{"lr": 0.5, "final_lr": 0.1, "steps": 10}, {"lr": 0.3, "final_lr": 0.02, "steps": 7}]
DOWN = [{"lr": 0.5, "final_lr": 0.0, "steps": 8, "power": 2.0}, {"lr": 0.2, "final_lr": 0.0, "steps": 9, "power": 0.5}]
BEND = [{"lr": 0.5, "final_lr": 0.1, "steps": 8, "power": 2.0}, {"lr": 0.2, "final_lr": 0.01, "steps": 9, "power": 0.5}]
CUTS = [{"lr": 0.5, "factor": 0.4, "every": 3}, {"lr": 1.5, "factor": 0.1, "every": 5}]
POWER = [{"lr": 0.5, "gamma": 0.8}, {"lr": 1.2, "gamma": 0.97}]
TIMES = [{"lr": 0.5, "factor": 0.4, "milestones": [3, 5, 9]}, {"lr": 1.5, "factor": 0.1, "milestones": [1, 2, 12]}]
CYCLES = [
    {"lr": 0.5, "final_lr": 0.05, "first_cycle": 4, "growth": 1},
    {"lr": 0.4, "final_lr": 0.0, "first_cycle": 3, "growth": 2},
    {"lr": 0.4, "final_lr": 0.01, "first_cycle": 1, "growth": 3},
]
INNER = [{"inner": [lr * gamma**k for k in range(20)], "warmup": n} for lr, gamma, n in ((0.5, 0.8, 4), (0.3, 0.9, 7))]
ONE = [
    {"lr": 0.5, "start_lr": 0.02, "final_lr": 0.001, "steps": 12, "peak": 4},
    {"lr": 0.3, "start_lr": 0.03, "final_lr": 0.0003, "steps": 10, "peak": 3},
]
PLATEAU = [
    {"factor": 0.5, "patience": 2, "threshold": 0.01, "cooldown": 0, "min_lr": 0.0},
    {"factor": 0.3, "patience": 0, "threshold": 0.1, "cooldown": 2, "min_lr": 0.0},
    {"factor": 0.4, "patience": 1, "threshold": 0.0001, "cooldown": 1, "min_lr": 0.01},
    {"factor": 0.1, "patience": 3, "threshold": 0.05, "cooldown": 3, "min_lr": 0.002},
]
STEPS = list(range(16))


def with_torch(lr, make):
    """The rates of the steps 0, 1, ... of an optimizer that starts at lr."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True, dtype=torch.float64)], lr=lr)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no gradient is ever there, and SequentialLR complains about itself
        scheduler, rates = make(optimizer), []
        for _ in STEPS:
            rates.append(float(optimizer.param_groups[0]["lr"]))
            optimizer.step()
            scheduler.step()
    return rates


def with_function(schedule):
    """The rates of a schedule of optax or Keras."""
    return [float(schedule(t)) for t in STEPS]


def torch_decay(gamma):
    return lambda optimizer: lr_scheduler.ExponentialLR(optimizer, gamma)


def torch_warmup(given, low, count):
    """LinearLR or ConstantLR, then an exponential decay of 0.8 or 0.9, one after the other."""
    gamma = given["inner"][1] / given["inner"][0]

    def make(optimizer):
        first = low(optimizer)
        return lr_scheduler.SequentialLR(optimizer, [first, torch_decay(gamma)(optimizer)], [count])

    return with_torch(given["inner"][0], make)


def torch_chained(given, low):
    gamma = given["inner"][1] / given["inner"][0]
    return with_torch(
        given["inner"][0],
        lambda optimizer: lr_scheduler.ChainedScheduler([low(optimizer), torch_decay(gamma)(optimizer)], optimizer),
    )


def curves():
    """(oracle, kernel, other convention or "", arguments, rates)."""
    linear, bend = optax.linear_schedule, optax.polynomial_schedule
    for g in LINE:
        lr, final, n = g["lr"], g["final_lr"], g["steps"]
        yield (
            "LinearLR",
            "linear_decay",
            "",
            g,
            with_torch(lr, lambda o, a=final / lr, n=n: lr_scheduler.LinearLR(o, 1.0, a, n)),
        )
        yield (
            "LinearLR with end_factor",
            "linear_decay",
            "final_rate_as_factor",
            g,
            with_torch(lr, lambda o, a=final, n=n: lr_scheduler.LinearLR(o, 1.0, a, n)),
        )
        yield "optax.linear_schedule", "linear_decay", "", g, with_function(linear(lr, final, n))
        yield (
            "np.linspace",
            "linear_decay",
            "one_step_early",
            g,
            ([*np.linspace(lr, final, n).tolist(), *[final] * (len(STEPS) - n)]),
        )
        yield (
            "CosineAnnealingLR",
            "cosine",
            "rises_beyond_the_end",
            g,
            with_torch(lr, lambda o, a=final, n=n: lr_scheduler.CosineAnnealingLR(o, n, a)),
        )
        yield (
            "optax.cosine_decay_schedule",
            "cosine",
            "",
            g,
            with_function(optax.cosine_decay_schedule(lr, n, final / lr)),
        )
        yield (
            "optax.cosine_decay_schedule with alpha",
            "cosine",
            "final_rate_as_factor",
            g,
            with_function(optax.cosine_decay_schedule(lr, n, final)),
        )
        yield "keras CosineDecay", "cosine", "", g, with_function(keras_schedules.CosineDecay(lr, n, final / lr))
    for g in CUTS:
        lr, factor, every = g["lr"], g["factor"], g["every"]
        yield "StepLR", "step_decay", "", g, with_torch(lr, lambda o, f=factor, e=every: lr_scheduler.StepLR(o, e, f))
        yield (
            "optax.exponential_decay, staircase",
            "step_decay",
            "",
            g,
            with_function(optax.exponential_decay(lr, every, factor, staircase=True)),
        )
        yield (
            "optax.exponential_decay",
            "step_decay",
            "smooth",
            g,
            with_function(optax.exponential_decay(lr, every, factor)),
        )
        yield (
            "keras ExponentialDecay",
            "step_decay",
            "smooth",
            g,
            with_function(keras_schedules.ExponentialDecay(lr, every, factor)),
        )
    for g in POWER:
        lr, gamma = g["lr"], g["gamma"]
        yield "ExponentialLR", "exponential_decay", "", g, with_torch(lr, torch_decay(gamma))
        yield "LambdaLR's factor", "exponential_decay", "factor_without_lr", g, with_torch(1.0, torch_decay(gamma))
        yield (
            "optax.exponential_decay",
            "exponential_decay",
            "",
            g,
            with_function(optax.exponential_decay(lr, 1, gamma)),
        )
        yield (
            "keras ExponentialDecay",
            "exponential_decay",
            "",
            g,
            with_function(keras_schedules.ExponentialDecay(lr, 1, gamma)),
        )
    yield "ConstantLR", "constant", "pytorchs_constant_lr", {"lr": 0.3}, with_torch(0.3, lr_scheduler.ConstantLR)
    for g in INNER:
        n, lr, inner = g["warmup"], g["inner"][0], g["inner"]
        ramp = linear(0.0, lr, n)
        after = optax.exponential_decay(lr, 1, inner[1] / inner[0])
        yield (
            "LinearLR, then another",
            "gradual_warmup",
            "",
            g,
            torch_warmup(g, lambda o, n=n: lr_scheduler.LinearLR(o, 1.0 / n, 1.0, n - 1), n),
        )
        yield (
            "LinearLR chained",
            "gradual_warmup",
            "inner_runs_during_warmup",
            g,
            torch_chained(g, lambda o, n=n: lr_scheduler.LinearLR(o, 1.0 / n, 1.0, n - 1)),
        )
        yield "optax.warmup", "gradual_warmup", "from_zero", g, with_function(optax.join_schedules([ramp, after], [n]))
        low = g | {"factor": 0.2}
        yield (
            "ConstantLR, then another",
            "constant_warmup",
            "",
            low,
            torch_warmup(g, lambda o, n=n: lr_scheduler.ConstantLR(o, 0.2, n), n),
        )
        yield (
            "ConstantLR chained",
            "constant_warmup",
            "inner_runs_during_warmup",
            low,
            torch_chained(g, lambda o, n=n: lr_scheduler.ConstantLR(o, 0.2, n)),
        )
    for g in CYCLES:
        lr, final, first, growth = g["lr"], g["final_lr"], g["first_cycle"], g["growth"]
        yield (
            "CosineAnnealingWarmRestarts",
            "warm_restarts",
            "",
            g,
            with_torch(lr, lambda o, f=final, n=first, k=growth: lr_scheduler.CosineAnnealingWarmRestarts(o, n, k, f)),
        )
        parts = [optax.cosine_decay_schedule(lr, first * growth**k, final / lr) for k in range(16)]
        starts = np.cumsum([first * growth**k for k in range(15)]).tolist()
        yield "optax, cosines joined", "warm_restarts", "", g, with_function(optax.join_schedules(parts, starts))
    for g in CYCLES[:2]:  # Keras gets a cycle of one step, growing, wrong by rounding in its logarithm
        lr, final, first, growth = g["lr"], g["final_lr"], g["first_cycle"], g["growth"]
        yield (
            "keras CosineDecayRestarts",
            "warm_restarts",
            "",
            g,
            with_function(keras_schedules.CosineDecayRestarts(lr, first, float(growth), 1.0, final / lr)),
        )
    for g in DOWN:
        lr, n, power = g["lr"], g["steps"], g["power"]
        yield (
            "PolynomialLR",
            "polynomial",
            "",
            g,
            with_torch(lr, lambda o, n=n, p=power: lr_scheduler.PolynomialLR(o, n, p)),
        )
    for g in BEND:
        lr, final, n, power = g["lr"], g["final_lr"], g["steps"], g["power"]
        yield (
            "PolynomialLR without a final rate",
            "polynomial",
            "final_rate_ignored",
            g,
            with_torch(lr, lambda o, n=n, p=power: lr_scheduler.PolynomialLR(o, n, p)),
        )
        yield "optax.polynomial_schedule", "polynomial", "", g, with_function(bend(lr, final, power, n))
        yield (
            "keras PolynomialDecay",
            "polynomial",
            "",
            g,
            with_function(keras_schedules.PolynomialDecay(lr, n, final, power)),
        )
    for g in [{"lr": 0.5, "decay": 0.3}, {"lr": 0.2, "decay": 2.5}]:
        yield (
            "keras InverseTimeDecay",
            "inverse_time",
            "",
            g,
            with_function(keras_schedules.InverseTimeDecay(g["lr"], 1, g["decay"])),
        )
        yield (
            "LambdaLR",
            "inverse_time",
            "",
            g,
            with_torch(g["lr"], lambda o, k=g["decay"]: lr_scheduler.LambdaLR(o, lambda t: 1.0 / (1.0 + k * t))),
        )
    for g in TIMES:
        lr, factor, times = g["lr"], g["factor"], g["milestones"]
        yield (
            "MultiStepLR",
            "multi_step",
            "",
            g,
            with_torch(lr, lambda o, f=factor, m=times: lr_scheduler.MultiStepLR(o, m, f)),
        )
        yield (
            "optax.piecewise_constant_schedule",
            "multi_step",
            "",
            g,
            with_function(optax.piecewise_constant_schedule(lr, dict.fromkeys(times, factor))),
        )
        values = [lr * factor**k for k in range(len(times) + 1)]
        yield (
            "keras PiecewiseConstantDecay",
            "multi_step",
            "milestone_keeps_the_old_rate",
            g,
            with_function(keras_schedules.PiecewiseConstantDecay(times, values)),
        )
    for g in ONE:
        lr, start, final, n, peak = g["lr"], g["start_lr"], g["final_lr"], g["steps"], g["peak"]
        yield (
            "optax.cosine_onecycle_schedule",
            "one_cycle",
            "",
            g,
            with_function(optax.cosine_onecycle_schedule(n, lr, (peak + 1e-9) / n, lr / start, start / final)),
        )
        for strategy, other in (("cos", ["pytorchs_clock"]), ("linear", ["pytorchs_clock", "straight_lines"])):
            optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
            scheduler, rates = lr_scheduler.OneCycleLR(
                optimizer, lr, n, pct_start=peak / n, anneal_strategy=strategy, cycle_momentum=False,
                div_factor=lr / start, final_div_factor=start / final,
            ), []  # fmt: skip
            for _ in range(n - 1):
                rates.append(float(optimizer.param_groups[0]["lr"]))
                optimizer.step()
                scheduler.step()
            yield f"OneCycleLR, {strategy}", "one_cycle", "+".join(other), g, [
                *rates, float(optimizer.param_groups[0]["lr"])
            ]  # fmt: skip


def losses():
    """Noisy falls with long flat parts."""
    rng = np.random.Generator(np.random.PCG64(5))
    for level, noise in ((1.0, 0.02), (0.003, 0.2), (40.0, 0.05)):
        fall = [max(0.8**k, 0.3) if k < 15 else max(0.3 * 0.7 ** (k - 15), 0.1) for k in range(32)]
        yield [level * f * (1.0 + noise * z) for f, z in zip(fall, rng.standard_normal(32).tolist(), strict=True)]
    yield [0.5] * 14


def torch_plateau(seen, settings, **more):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True, dtype=torch.float64)], lr=0.4)
    scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, eps=0.0, **settings, **more)
    for loss in seen:
        scheduler.step(loss)
        yield [
            float(optimizer.param_groups[0]["lr"]),
            scheduler.best,
            scheduler.num_bad_epochs,
            scheduler.cooldown_counter,
        ]


def keras_plateau(seen, settings):
    settings = dict(settings)
    callback = keras.callbacks.ReduceLROnPlateau(min_delta=settings.pop("threshold"), mode="min", **settings)

    class Model:
        optimizer = keras.optimizers.SGD(0.4)

    callback.set_model(Model())
    callback.on_train_begin()
    for epoch, loss in enumerate(seen):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        rate = float(keras.ops.convert_to_numpy(Model.optimizer.learning_rate))
        yield [rate, float(callback.best), int(callback.wait), int(callback.cooldown_counter)]


def optax_plateau(seen, settings):
    """optax scales updates instead of a rate, and its floor is a scale."""
    rule = optax.contrib.reduce_on_plateau(
        settings["factor"], settings["patience"], rtol=settings["threshold"], cooldown=settings["cooldown"],
        min_scale=settings["min_lr"] / 0.4,
    )  # fmt: skip
    one = jax.numpy.ones((), dtype="float64")
    state = rule.init(one)
    for loss in seen:
        _, state = rule.update(one, state, value=loss)
        yield [0.4 * float(state.scale), float(state.best_value), int(state.plateau_count), int(state.cooldown_count)]


def plateaus():
    for seen in losses():
        for settings in PLATEAU:
            yield "ReduceLROnPlateau", "", settings, seen, list(torch_plateau(seen, settings))
            yield (
                "ReduceLROnPlateau, abs",
                "absolute_threshold",
                settings,
                seen,
                list(torch_plateau(seen, settings, threshold_mode="abs")),
            )
            if settings["patience"] > 0:  # optax counts to patience exactly, so 0 never cuts
                yield (
                    "optax.contrib.reduce_on_plateau",
                    "cut_when_patience_is_reached",
                    settings,
                    seen,
                    list(optax_plateau(seen, settings)),
                )
                keras_form = "cut_when_patience_is_reached+absolute_threshold+last_cooling_epoch_counts"
                yield "keras ReduceLROnPlateau", keras_form, settings, seen, list(keras_plateau(seen, settings))


def main():
    rows = [
        {"oracle": oracle, "kernel": kernel, "other": other, "given": given, "rates": rates}
        for oracle, kernel, other, given, rates in curves()
    ]
    for oracle, other, given, seen, states in plateaus():
        row = {"oracle": oracle, "kernel": "reduce_on_plateau", "other": other, "given": given}
        rows.append({**row, "losses": seen, "states": states})
    versions = {package.__name__: package.__version__.partition("+")[0] for package in (torch, optax, jax, keras, np)}
    lines = ",\n".join(json.dumps(row) for row in rows)  # a row a line, so that a change shows as one
    Path(__file__).with_name("schedules.json").write_text(
        f'{{"versions": {json.dumps(versions)},\n"rows": [\n{lines}\n]}}\n'
    )


if __name__ == "__main__":
    main()
