"""Cases in which no convention can hide: hyper-parameters off their defaults nearly everywhere."""

import numpy as np

from autograder.exercise import Case

# How large a state is before the first step, for gradients of size 1; a maximum lies a little above its v.
MEANS = {"m": 0.5, "v": 0.05, "velocity": 0.05}
SQUARES = {"r": (0.2, 1.5), "v": (0.2, 1.5), "u": (0.001, 0.05)}


def case(name, rng, shape, state, *, steps, t=None, size=1.0, zero_state=False, **hyper):
    """`steps` calls with fresh gradients of about the given size, counted from step `t` where a kernel counts.

    state: the kernel's state, in its order: the names of its arrays. "velocity" stands for a v that is one.
    """
    gradients = size * rng.normal(size=(steps, *shape))
    arrays = {}
    for one in state:
        if one == "v_max":
            arrays[one] = arrays["v"] * rng.uniform(1.0, 1.3, shape)
        elif one in SQUARES:
            arrays[one] = size ** (0 if one == "u" else 2) * rng.uniform(*SQUARES[one], shape)
        else:
            arrays["v" if one == "velocity" else one] = (
                MEANS[one] * (size if one == "m" else 1) * rng.normal(size=shape)
            )
    if zero_state:
        arrays = {one: np.zeros(shape) for one in arrays}
    count = [] if t is None else [{"t": t + k} for k in range(steps)]
    args = {"w": rng.normal(size=shape), "g": gradients[0], **arrays, **(count[0] if count else {}), **hyper}
    later = ({"g": g, **(count[k] if count else {})} for k, g in enumerate(gradients[1:], start=1))
    return Case(name, args, tuple(later))


def silence(case, index=...):
    """Sets the gradients at `index` to 0 in every step."""
    for gradient in (case.args["g"], *(step["g"] for step in case.steps)):
        gradient[index] = 0.0
    return case


def shrink(case, factor):
    """Makes each gradient smaller than the one before by this factor, so that averages fall."""
    for k, step in enumerate(case.steps, start=1):
        step["g"] *= factor**k
    return case


def accumulator_cases(rng, state, usual, **plain):
    """Cases of a method without a step count; `usual` are the settings people know, `plain` others."""
    return [
        case("four steps from zero, eps .01", rng, (3, 4), state, steps=4, zero_state=True, **plain),
        case("three steps from zero, eps .3", rng, (5, 2), state, steps=3, zero_state=True, **{**plain, "eps": 0.3}),
        case("three steps, state not zero", rng, (4, 3), state, steps=3, **plain),
        case("five steps at the usual settings", rng, (3, 3), state, steps=5, zero_state=True, **usual),
        case("one weight", rng, (1,), state, steps=3, zero_state=True, **plain),
        case("three axes, a high rate", rng, (2, 3, 2), state, steps=3, **{**plain, "lr": 1.5}),
        silence(case("one weight without gradient", rng, (2, 3), state, steps=3, zero_state=True, **plain), (0, 1)),
        case("gradients near 1e6", rng, (2, 4), state, steps=3, zero_state=True, size=1e6, **plain),
        case("gradients near 1e-6", rng, (4, 2), state, steps=3, zero_state=True, size=1e-6, **{**plain, "eps": 1e-8}),
    ]


def adam_cases(rng, state=("m", "v"), **decay):
    """Cases of Adam and its kin. decay: where a kernel has one, the weight decay of all cases."""
    plain = {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01, "t": 1, **decay}
    usual = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "t": 1, **decay}
    zero = {"zero_state": True}
    return [
        case("four steps from zero, betas .8 and .95, eps .01", rng, (3, 4), state, steps=4, **zero, **plain),
        case("four steps from zero, eps .3", rng, (5, 2), state, steps=4, **zero, **{**plain, "eps": 0.3}),
        case("three steps from t = 7, state not zero", rng, (4, 3), state, steps=3, **{**plain, "t": 7}),
        case(
            "three steps from t = 10,000", rng, (2, 5), state, steps=3, **{**usual, "t": 10_000, "lr": 0.02, "eps": 0.1}
        ),
        case("six steps at the usual settings", rng, (3, 3), state, steps=6, **zero, **usual),
        case("one weight, beta1 0", rng, (1,), state, steps=3, **zero, **{**plain, "beta1": 0.0}),
        case("three axes, beta2 .5", rng, (2, 3, 2), state, steps=3, **{**plain, "t": 2, "beta2": 0.5}),
        silence(case("one weight without gradient", rng, (2, 3), state, steps=3, **zero, **plain), (0, 1)),
        case("gradients near 1e6", rng, (2, 4), state, steps=3, size=1e6, **zero, **plain),
        case("gradients near 1e-6", rng, (4, 2), state, steps=3, size=1e-6, **zero, **{**plain, "eps": 1e-8}),
    ]


def decay_cases(rng):
    """Adam's cases with decay, and what decay alone makes visible."""
    plain = {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01, "t": 1}
    state = ("m", "v")
    return [
        *adam_cases(rng, weight_decay=0.2),
        case(
            "rate .5, weight decay 1.5", rng, (2, 3), state, steps=3, **{**plain, "lr": 0.5, "t": 3}, weight_decay=1.5
        ),
        silence(case("no gradient at all", rng, (3, 2), state, steps=3, zero_state=True, weight_decay=0.5, **plain)),
        case("weight decay 0", rng, (3, 2), state, steps=3, zero_state=True, weight_decay=0.0, **plain),
    ]


def amsgrad_cases(rng):
    """Adam's cases, and gradients that shrink, so that v falls below its maximum and stays there."""
    state = ("m", "v", "v_max")
    plain = {"lr": 0.1, "beta1": 0.7, "beta2": 0.6, "eps": 0.05}
    return [
        *adam_cases(rng, state),
        shrink(
            case("five shrinking gradients, beta2 .6", rng, (3, 3), state, steps=5, t=1, zero_state=True, **plain), 0.4
        ),
        shrink(case("four shrinking gradients from t = 20", rng, (2, 4), state, steps=4, t=20, **plain), 0.3),
    ]


def radam_cases(rng):
    """Adam's cases, and eight steps on which rho crosses 4 and 5 one after the other."""
    state = ("m", "v")
    plain = {"lr": 0.05, "beta1": 0.85, "beta2": 0.97, "eps": 0.1}
    return [
        *adam_cases(rng, state),
        case("eight steps from zero, rho from 1 to 7", rng, (3, 2), state, steps=8, t=1, zero_state=True, **plain),
        case("three steps from t = 40", rng, (2, 3), state, steps=3, t=40, **plain),
    ]
