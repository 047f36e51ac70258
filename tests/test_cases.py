"""What a case can ask for beside values: an error, a function as an argument, columns without a sign of their own."""

import numpy as np
import pytest

from autograder.confined import SandboxCaller
from autograder.direct import DirectCaller
from autograder.exercise import Case, Exercise, Function
from autograder.sandbox import launchers
from autograder.sandbox.worker import Limits
from autograder.submission import Submission
from autograder.suite import judge


def exercise(reference, returns, cases, **more):
    return Exercise(reference, 2.0, returns, lambda rng: cases, (), (), (), **more)


def centred(x):
    if x.shape[0] < 2:
        raise ValueError("one row")
    return x - x.mean(axis=0)


CENTRED = exercise(
    centred,
    ("y",),
    [
        Case("three rows", {"x": np.arange(6.0).reshape(3, 2)}),
        Case("one row", {"x": np.ones((1, 2))}, raises="ValueError"),
    ],
)


def accepts_one_row(x):
    return x - (x + 0.0).mean(axis=0)


def raises_another(x):
    if x.shape[0] < 2:
        raise KeyError(x.shape[0])
    return x - x.mean(axis=0)


def judged(kernel, of):
    return judge([of], DirectCaller({of.name: kernel}))[0]


def checks(verdict):
    return {check.name: check.state for check in verdict.checks}


def test_a_promised_error_is_asked_for():
    verdict = judged(centred, CENTRED)
    assert checks(verdict)["values"] == checks(verdict)["refuses bad input"] == "right"


@pytest.mark.parametrize(
    ("kernel", "told"), [(accepts_one_row, "It returns something."), (raises_another, "It raises KeyError.")]
)
def test_right_values_without_the_promised_error_lose_a_tenth(kernel, told):
    verdict, whole = judged(kernel, CENTRED), judged(centred, CENTRED)
    assert checks(verdict)["values"] == "right" and checks(verdict)["refuses bad input"] == "wrong"
    assert whole.score - verdict.score == pytest.approx(0.2)
    assert any(told in check.message and "ValueError" in check.message for check in verdict.checks)


def slope(f, x, *, h):
    return (f(x + h) - f(x - h)) / (2.0 * h)


SLOPE = exercise(slope, ("g",), [Case("a cubic", {"f": Function("cubic"), "x": np.array([2.0]), "h": 0.5})])
RIGHT = "def slope(f, x, *, h):\n    return (f(x + h) - f(x - h)) / (2 * h)\n"


def test_a_kernel_is_given_a_function():
    assert judged(slope, SLOPE).right
    assert judged(lambda f, x, *, h: (f(x + h) - f(x)) / h, SLOPE).verdict == "wrong value"


def test_a_kernel_in_the_sandbox_is_given_a_function():
    try:
        tier = launchers.choose()
    except launchers.Refused as refusal:
        pytest.skip(str(refusal))
    with SandboxCaller(Submission([RIGHT]), tier, Limits()) as caller:
        (verdict,) = judge([SLOPE], caller, (1, 7))
    assert (verdict.verdict, verdict.score) == ("right", 2.0)


def basis(x):
    return np.linalg.eigh(x.T @ x)[1]


BASIS = exercise(basis, ("basis",), [Case("3 by 3", {"x": np.diag([1.0, 2.0, 3.0]) + 0.1})], up_to_sign=("basis",))


def test_a_columns_sign_does_not_count():
    assert judged(lambda x: -basis(x), BASIS).quantities == {"basis": "right"}
    assert judged(lambda x: basis(x) * np.array([1.0, -1.0, 1.0]), BASIS).quantities == {"basis": "right"}


@pytest.mark.parametrize(
    "kernel",
    [lambda x: basis(x)[:, ::-1], lambda x: basis(x).T, lambda x: np.abs(basis(x)), lambda x: 2.0 * basis(x)],
    ids=["reversed", "rows", "absolute", "longer"],
)
def test_everything_else_of_a_column_counts(kernel):
    assert judged(kernel, BASIS).quantities == {"basis": "wrong"}
