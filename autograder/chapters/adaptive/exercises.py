"""Chapter 04: adaptive rates. Cases in which no convention of Adam or AdamW can hide."""

import numpy as np

from autograder.chapters.adaptive import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise


def case(name, rng, shape, *, steps, t=1, size=1.0, zero_state=False, **hyper):
    """`steps` calls from step `t` on, with fresh gradients of about the given size."""
    gradients = size * rng.normal(size=(steps, *shape))
    m = np.zeros(shape) if zero_state else 0.5 * size * rng.normal(size=shape)
    v = np.zeros(shape) if zero_state else size**2 * rng.uniform(0.2, 1.5, shape)
    args = {"w": rng.normal(size=shape), "g": gradients[0], "m": m, "v": v, "t": t, **hyper}
    return Case(name, args, tuple({"g": g, "t": t + k} for k, g in enumerate(gradients[1:], start=1)))


def silence(case, index=...):
    """Sets the gradients at `index` to 0 in every step."""
    for gradient in (case.args["g"], *(step["g"] for step in case.steps)):
        gradient[index] = 0.0
    return case


def adam_cases(rng, **decay):
    """Betas, eps and rate off their defaults nearly everywhere: the defaults hide mistakes.

    decay: nothing for Adam; for AdamW the weight decay of all cases that do not set their own.
    """
    plain = {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01, **decay}
    usual = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, **decay}
    return [
        case("four steps from zero, betas .8 and .95, eps .01", rng, (3, 4), steps=4, zero_state=True, **plain),
        case("four steps from zero, eps .3", rng, (5, 2), steps=4, zero_state=True, **{**plain, "eps": 0.3}),
        case("three steps from t = 7, state not zero", rng, (4, 3), steps=3, t=7, **plain),
        case("three steps from t = 10,000", rng, (2, 5), steps=3, t=10_000, **{**usual, "lr": 0.02, "eps": 0.1}),
        case("six steps at the usual settings", rng, (3, 3), steps=6, zero_state=True, **usual),
        case("one weight, beta1 0", rng, (1,), steps=3, zero_state=True, **{**plain, "beta1": 0.0}),
        case("three axes, beta2 .5", rng, (2, 3, 2), steps=3, t=2, **{**plain, "beta2": 0.5}),
        silence(case("one weight without gradient", rng, (2, 3), steps=3, zero_state=True, **plain), (0, 1)),
        case("gradients near 1e6", rng, (2, 4), steps=3, zero_state=True, size=1e6, **plain),
        case("gradients near 1e-6", rng, (4, 2), steps=3, zero_state=True, size=1e-6, **{**plain, "eps": 1e-8}),
    ]


def adamw_cases(rng):
    """Adam's cases with decay, and what decay alone makes visible."""
    plain = {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01}
    return [
        *adam_cases(rng, weight_decay=0.2),
        case("rate .5, weight decay 1.5", rng, (2, 3), steps=3, t=3, **{**plain, "lr": 0.5}, weight_decay=1.5),
        silence(case("no gradient at all", rng, (3, 2), steps=3, zero_state=True, weight_decay=0.5, **plain)),
        case("weight decay 0", rng, (3, 2), steps=3, zero_state=True, weight_decay=0.0, **plain),
    ]


ASSIGNMENT = Assignment(
    "04_adaptive",
    (
        Exercise(
            reference.adam_step,
            points=6,
            returns=("w", "m", "v"),
            order=("m", "v", "w"),
            cases=adam_cases,
            misconceptions=misconceptions.ADAM,
            hints=(
                "Write five lines in this order: the two moving averages, their two corrected forms, the step. Each "
                "line uses only what stands above it.",
                "A moving average keeps the share beta of the old value and takes 1 - beta of the new one. The new "
                "value is g for m and the square of g, entry by entry, for v.",
                "From zero state and with the same gradient at every step, m is g * (1 - beta1**t). What must you "
                "divide by to get g back? v works the same way, and the step compares m_hat with the root of v_hat.",
            ),
            variants=variants.ADAM,
            minutes=12,
            difficulty=2,
        ),
        Exercise(
            reference.adamw_step,
            points=6,
            returns=("w", "m", "v"),
            order=("m", "v", "w"),
            cases=adamw_cases,
            misconceptions=misconceptions.ADAMW,
            hints=(
                "m and v are exactly Adam's: whatever you do with weight_decay, they must not change.",
                "Two things are subtracted from the weight that came in: Adam's step and the decay. Neither sees the "
                "other.",
                "Set g, m and v to 0. One step must then leave w times one number, made of lr and weight_decay alone.",
            ),
            variants=variants.ADAMW,
            minutes=8,
            difficulty=2,
        ),
    ),
)
