"""Mistakes that any kernel can have are named without an author's help, and nothing else is."""

import numpy as np
import pytest

from autograder.direct import DirectCaller
from autograder.exercise import Case, Exercise
from autograder.suite import judge


def step(w, g, v, t, *, lr, alpha):
    v = alpha * v - lr * g / t
    w = w + v
    return w, v


def product(x, y):
    return x.T @ y / x.shape[0]


def steps(rng):
    def case(name, shape, t, lr, alpha, v=True):
        start = rng.normal(size=shape) if v else np.zeros(shape)
        args = {"w": rng.normal(size=shape), "g": rng.normal(size=shape), "v": start}
        return Case(name, {**args, "t": t, "lr": lr, "alpha": alpha}, ({"g": rng.normal(size=shape)},))

    return [
        case("one", (3, 2), 2, 0.3, 0.8),
        case("two", (4,), 5, 0.07, 0.6),
        case("at rest", (5,), 3, 0.2, 0.7, False),
    ]


def products(rng):
    return [
        Case(name, {"x": rng.normal(size=(n, 3)), "y": rng.normal(size=(n, k))})
        for name, n, k in (("seven", 7, 2), ("five", 5, 4))
    ]


STEP = Exercise(step, 4.0, ("w", "v"), steps, (), (), (), order=("v", "w"))
PRODUCT = Exercise(product, 2.0, ("c",), products, (), (), ())


MISTAKES = {
    "v_and_g_exchanged": (STEP, lambda w, g, v, t, *, lr, alpha: step(w, v, g, t, lr=lr, alpha=alpha)),
    "lr_and_alpha_exchanged": (STEP, lambda w, g, v, t, *, lr, alpha: step(w, g, v, t, lr=alpha, alpha=lr)),
    "alpha_fixed": (STEP, lambda w, g, v, t, *, lr, alpha: step(w, g, v, t, lr=lr, alpha=0.9)),
    "t_off_by_one": (STEP, lambda w, g, v, t, *, lr, alpha: step(w, g, v, t + 1, lr=lr, alpha=alpha)),
    "returned_in_another_order": (STEP, lambda *a, **k: step(*a, **k)[::-1]),
    "returned_unchanged": (STEP, lambda w, g, v, t, *, lr, alpha: (w, step(w, g, v, t, lr=lr, alpha=alpha)[1])),
    "opposite_sign": (STEP, lambda w, g, v, t, *, lr, alpha: (w - (n := step(w, g, v, t, lr=lr, alpha=alpha)[1]), n)),
    "transposed": (PRODUCT, lambda x, y: product(x, y).T),
    "constant_factor": (PRODUCT, lambda x, y: 2.0 * product(x, y)),
    "factor_x_shape_0_": (PRODUCT, lambda x, y: x.T @ y),
    "zero": (PRODUCT, lambda x, y: 0.0 * product(x, y)),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_of_any_kernel_is_named(name):
    exercise, kernel = MISTAKES[name]
    (verdict,) = judge([exercise], DirectCaller({exercise.name: kernel}))
    assert verdict.diagnosis in (name, "g_and_v_exchanged" if name == "v_and_g_exchanged" else name)
    assert verdict.score < exercise.points


NAMELESS = {
    "another formula": (PRODUCT, lambda x, y: np.tanh(product(x, y))),
    "one entry off": (PRODUCT, lambda x, y: product(x, y) + np.eye(3, y.shape[1]) * 0.1),
    "a factor of no meaning": (PRODUCT, lambda x, y: product(x, y) * float(abs(x[0, 0]) + 1.0)),
    "wrong only where v is not 0": (
        STEP, lambda w, g, v, t, *, lr, alpha: step(w, g, v, t, lr=lr * (1.0 + 0.3 * bool(v.any())), alpha=alpha)
    ),
    "it raises": (PRODUCT, lambda x, y: x @ y),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMELESS)
def test_what_is_something_else_stays_nameless(name):
    exercise, kernel = NAMELESS[name]
    (verdict,) = judge([exercise], DirectCaller({exercise.name: kernel}))
    assert not verdict.right
    assert verdict.diagnosis is None
