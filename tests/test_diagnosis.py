"""Diagnosis ends, whatever was returned: it runs our own kernels with mistakes, and on arguments of other calls."""

import time

import numpy as np
import pytest

from autograder import chapters
from autograder.contest import Contest
from autograder.direct import DirectCaller
from autograder.exercise import Misconception
from autograder.suite import PUBLIC_SEED, judge
from autograder.suite.trial import PATIENCE, _slim, cases_of, expected_of, tried

KERNELS = [e for a in chapters.assignments() for e in a.exercises if not isinstance(e, Contest)]
ADAM = chapters.find("adam_step")


class Noise:
    """A caller whose kernel returns the right kinds and shapes, and values that nothing explains."""

    def call(self, exercise, jobs):
        rng = np.random.default_rng(3)
        right = [expected_of(exercise, PUBLIC_SEED)[i % len(cases_of(exercise, PUBLIC_SEED))] for i in range(len(jobs))]
        return [r | {"steps": [{n: self.noisy(v, rng) for n, v in s.items()} for s in r["steps"]]} for r in right]

    def noisy(self, value, rng):
        value = np.asarray(value)
        if value.dtype.kind == "b":
            return rng.random(value.shape) < 0.5
        if value.dtype.kind == "f":
            return (value + rng.standard_normal(value.shape)).astype(value.dtype)
        return value + rng.integers(-2, 3, value.shape)

    def place(self, file, line):
        return None


@pytest.mark.parametrize("exercise", KERNELS, ids=lambda e: e.name)
def test_what_nothing_explains_gets_its_verdict(exercise):
    (verdict,) = judge([exercise], Noise())
    assert not verdict.right and verdict.lines


def test_a_kernel_of_ours_that_never_ends_is_given_up():
    def endless(*arguments, **hyper):
        while True:
            pass

    before = time.monotonic()
    result = tried(ADAM, cases_of(ADAM, PUBLIC_SEED)[0], endless)
    assert result["problem"]["kind"] == "timed_out" and result["steps"] == []
    assert time.monotonic() - before < 20 * PATIENCE


def test_a_known_mistake_that_never_ends_explains_nothing_and_stops_nothing(monkeypatch):
    edits = (("m = beta1 * m", "while True:\n        pass\n    m = beta1 * m"),)
    endless = Misconception("endless", "It never ends.", "Where?", edits)
    monkeypatch.setitem(vars(ADAM), "misconceptions", (endless, *ADAM.misconceptions[:2]))
    (verdict,) = judge([ADAM], Noise())
    assert verdict.verdict == "wrong value" and verdict.diagnosis is None


ODD = {
    "complex numbers whose size overflows": complex(1.7e308, 1.7e308),
    "the largest numbers": 1.7e308,
    "unsigned integers": np.uint64(2**64 - 1),
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_numbers_are_wrong_and_no_more(value):
    def kernel(w, g, m, v, t, *, lr, beta1, beta2, eps):
        return np.full(w.shape, value), m, v

    (verdict,) = judge([ADAM], DirectCaller({"adam_step": kernel}))
    assert not verdict.right and verdict.score <= 0.5 * verdict.points


def test_of_an_array_that_is_far_too_large_only_the_shape_is_kept():
    (verdict,) = judge([chapters.find("relu")], DirectCaller({"relu": lambda x: np.ones((1500, 1500))}))
    assert verdict.verdict == "wrong shape" and "(1500, 1500)" in verdict.lines[0]
    kept = _slim({"steps": [{"y": np.ones((1500, 1500), np.float32), "z": np.ones(3)}]})["steps"][0]
    assert (kept["y"].shape, kept["y"].dtype, kept["y"].strides) == ((1500, 1500), np.float32, (0, 0))
    assert kept["z"].strides == (8,)
