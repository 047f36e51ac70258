"""Says whether what a kernel returned is what was expected, and if not, the first thing that differs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from autograder.exercise import Case, Exercise

# A right sampler fails a bound of six standard deviations once in 500 million draws.
SIGMAS = 6.0
# The two-sample Kolmogorov-Smirnov distance times sqrt(n m / (n + m)) exceeds 3.3 as rarely.
KOLMOGOROV = 3.3
BEYOND = 29
# A mean of draws is never so near 0, in standard deviations of one of them; rounding leaves one nearer.
EXACT = 1e-12
# What may be returned where the reference returns a Python number.
SCALARS = {"float": ("float", "int"), "int": ("int",), "bool": ("bool",)}


@dataclass(frozen=True)
class Difference:
    """The first thing wrong with one returned quantity.

    kind: wrong_type, wrong_shape, wrong_dtype, not_finite or wrong_value.
    step: which call, from 1; None where the case has but one.
    facet: of a sampler, what differs: mean, standard deviation, shape of the distribution.
    same_values: the numbers are right, only their form is not.
    """

    kind: str
    quantity: str
    case: str
    step: int | None
    expected: str
    got: str
    index: tuple[int, ...] | None = None
    facet: str = ""
    same_values: bool = False


def number(value) -> str:
    """A number as a student should read it: enough digits to see the difference, no more."""
    return f"{value:.6g}" if np.asarray(value).dtype.kind in "fc" else str(value)


def shape(value: np.ndarray) -> str:
    return "a 0-d array" if value.ndim == 0 else f"shape {value.shape}"


def first_difference(
    exercise: Exercise, case: Case, quantity: str, expected: dict, got: dict, form: bool = True
) -> Difference | None:
    """Compares one quantity over the steps of one case; steps that `got` lacks are not compared.

    form: whether it matters if one number comes back as a Python number, a NumPy scalar or an array without axes.
    """
    align = _same_signs if quantity in exercise.up_to_sign else lambda want, have: have
    steps = zip(expected["steps"], expected["forms"], got["steps"], got["forms"], strict=False)
    for number_of_step, (want, want_form, have, have_form) in enumerate(steps, start=1):
        step = number_of_step if case.steps else None
        values = want[quantity], align(want[quantity], have[quantity])
        found = _compare(exercise, case, values[0], want_form[quantity], values[1], have_form[quantity], form)
        if not found and exercise.sampler:
            found = _drawn_before(exercise.returns[: exercise.returns.index(quantity)], quantity, want, have)
        if found:
            return Difference(quantity=quantity, case=case.name, step=step, **found)
    return None


def agree(exercise: Exercise, case: Case, one: dict, other: dict) -> bool:
    """Whether two results of a case are the same numbers, errors included."""
    first, second = one["problem"], other["problem"]
    if (first is None) != (second is None) or len(one["steps"]) != len(other["steps"]):
        return False
    if first and (first["kind"], first["error"]) != (second["kind"], second["error"]):
        return False
    if _plainly_apart(exercise, case, one, other):
        return False
    return all(first_difference(exercise, case, name, one, other, form=False) is None for name in exercise.returns)


def _plainly_apart(exercise: Exercise, case: Case, one: dict, other: dict) -> bool:
    """Whether the last entry of some quantity is enough to tell two results apart.

    It most often is, and a diagnosis asks this of hundreds of mistakes.
    """
    if exercise.sampler:
        return False
    for name in exercise.returns:
        for first, second in zip(one["steps"], other["steps"], strict=True):
            want, have = first[name], second[name]
            if want.shape != have.shape:
                return True
            numbers = "c" not in (want.dtype.kind, have.dtype.kind)  # the size of a complex one can overflow
            if want.size and numbers and name not in exercise.up_to_sign:
                want, have = want.item(-1), have.item(-1)
                # Twice the bound, to leave its rounding to the whole comparison; false where a number is not finite.
                if abs(have - want) > 2 * (case.atol + case.rtol * abs(want)):
                    return True
    return False


def _compare(exercise, case, want, want_form: str, have, have_form: str, form: bool) -> dict | None:
    want, have = np.asarray(want), np.asarray(have)
    scalar = want_form in SCALARS
    allowed = SCALARS[want_form] if scalar else ("array", "numpy scalar")[: 1 + (want.ndim == 0)]
    if have_form not in allowed and (form or not _same_kind_of_number(want, have)):
        same = have.shape == want.shape and np.allclose(have, want, rtol=case.rtol, atol=case.atol, equal_nan=True)
        expected = f"a Python {want_form}" if scalar else "an array" + (" (0-d)" if want.ndim == 0 else "")
        return {"kind": "wrong_type", "expected": expected, "got": have_form, "same_values": bool(same)}
    if have.shape != want.shape:
        same = not exercise.sampler and have.size == want.size and bool(
            np.allclose(have.reshape(want.shape), want, rtol=case.rtol, atol=case.atol, equal_nan=True)
        )  # fmt: skip
        return {"kind": "wrong_shape", "expected": shape(want), "got": shape(have), "same_values": same}
    if not scalar and have_form in allowed and not _same_dtype(have.dtype, want.dtype):
        return {"kind": "wrong_dtype", "expected": want.dtype.name, "got": have.dtype.name}
    if np.array_equal(have, want):
        return None  # most are, and what follows takes ten times as long
    bad = np.isfinite(want) & ~np.isfinite(have) if want.dtype.kind in "fc" else np.zeros(want.shape, bool)
    if bad.any():
        return _at("not_finite", bad, want, have) | ({"index": None} if exercise.sampler else {})
    if exercise.sampler:
        return _compare_samples(want, have)
    wrong = ~np.isclose(have, want, rtol=case.rtol, atol=case.atol, equal_nan=True)
    return _at("wrong_value", wrong, want, have) if wrong.any() else None


def _same_kind_of_number(want: np.ndarray, have: np.ndarray) -> bool:
    """Two single numbers, in whatever form, of which one may stand for the other in a formula."""
    kinds = {"f": "fi", "i": "iu"}.get(want.dtype.kind, want.dtype.kind)
    return want.shape == have.shape == () and have.dtype.kind in kinds


def _same_signs(want: np.ndarray, have: np.ndarray) -> np.ndarray:
    """`have` with each column's sign turned to that of the column of `want`."""
    if have.shape != want.shape or have.ndim != 2 or have.dtype.kind != "f":
        return have
    return have * np.where(np.sum(want * have, axis=0) < 0, -1.0, 1.0).astype(have.dtype)


def _same_dtype(have: np.dtype, want: np.dtype) -> bool:
    return have == want or (want.kind in "iu" and have.kind in "iu")


def _at(kind: str, where: np.ndarray, want: np.ndarray, have: np.ndarray) -> dict:
    index = tuple(int(i) for i in np.argwhere(where)[0])
    expected, got = number(want[index]), number(have[index])
    if expected == got:  # the difference is further behind
        expected, got = f"{want[index]:.15g}", f"{have[index]:.15g}"
    return {"kind": kind, "index": index or None, "expected": expected, "got": got}


def _compare_samples(want: np.ndarray, have: np.ndarray) -> dict | None:
    """Two samples of one size: equal means, spreads and shapes, within bounds from that size?"""
    want, have = want.ravel().astype(np.float64), have.ravel().astype(np.float64)
    n = want.size
    if n < 2:
        return None  # a single number says nothing about its distribution
    if not (np.isfinite(want).all() and np.isfinite(have).all()):  # of a known mistake, say: it has no moments
        return {"kind": "not_finite", "expected": "finite numbers", "got": "others"}
    spread = float(want.std())
    if spread == 0.0:  # biases of 0, say: no distribution but a number
        return None if np.allclose(have, want) else _facet("mean", want[0], have.mean(), 0.0)
    per_entry = math.sqrt(2.0 / n)
    squares = ((want - want.mean()) / spread) ** 2
    kurtosis = float(np.mean(squares * squares))  # ** 4 takes six times as long
    bounds = SIGMAS * spread * per_entry, SIGMAS * spread * per_entry * math.sqrt(max(kurtosis - 1.0, 0.2)) / 2.0
    means, spreads = (want.mean(), have.mean()), (spread, float(have.std()))
    # Asked so that a NaN is a difference too.
    moments = [("mean", means, bounds[0]), ("standard deviation", spreads, bounds[1])]
    if not 0.4 < spreads[1] / spread < 2.5:
        moments.reverse()  # where the scale is far off, so is the mean, and says nothing
    for facet, (expected, got), bound in moments:
        if not abs(expected - got) <= bound:
            return _facet(facet, expected, got, bound)
    # Two right formulas may round one value differently, and clipped entries all sit at one.
    want, have = (spread * np.sort(np.round(x / spread, 9)) for x in (want, have))
    different = [1 + np.count_nonzero(np.diff(x)) for x in (want, have)]
    if different[1] < 0.99 * different[0]:
        facet, (many, few) = "number of different entries", different
        return {"kind": "wrong_value", "facet": facet, "expected": str(many), "got": str(few)}
    # Numbers that were centred after they were drawn are no independent draws any more.
    expected, got = ("exactly 0" if abs(m) <= EXACT * spread else "close to 0, as of draws" for m in means)
    if expected != got:
        return {"kind": "wrong_value", "facet": "mean", "expected": expected, "got": got}
    # The shares of the two samples at or below every entry of the one, which is where they lie furthest apart.
    share = [np.searchsorted(x, want, side="right") / n for x in (want, have)]
    distance = float(np.max(np.abs(share[0] - share[1])))
    if distance * math.sqrt(n / 2.0) > KOLMOGOROV:
        return {"kind": "wrong_value", "facet": "shape of the distribution", **_largest(want, have)}
    # How far the tails reach: k entries of one sample lie beyond all of the other with probability 2**-k.
    reach = [np.max(np.abs(x - want.mean())) for x in (want, have)]
    beyond = [np.count_nonzero(np.abs(x - want.mean()) > r) for x, r in zip((have, want), reach, strict=True)]
    if max(beyond) >= BEYOND:
        return {"kind": "wrong_value", "facet": "reach of the tails", **_largest(want, have)}
    return None


def _drawn_before(others: tuple[str, ...], quantity: str, want: dict, have: dict) -> dict | None:
    """Numbers of an earlier quantity that come again in this one: each is right for itself, together they are not."""
    for other in others:
        expected, got = (int(np.count_nonzero(np.isin(x[quantity], x[other]))) for x in (want, have))
        if bool(got) != bool(expected):
            told = [f"{many} of its entries in {other}" for many in (expected, got)]
            return {"kind": "wrong_value", "facet": "draws of its own", "expected": told[0], "got": told[1]}
    return None


def _largest(want: np.ndarray, have: np.ndarray) -> dict:
    expected, got = (f"largest entry about {number(np.max(np.abs(x)))}" for x in (want, have))
    return {"expected": expected, "got": got}


def _facet(facet: str, want: float, have: float, bound: float) -> dict:
    return {
        "kind": "wrong_value",
        "facet": facet,
        "expected": f"{want:.4g} (to within {bound:.1g})",
        "got": f"{have:.4g}",
    }
