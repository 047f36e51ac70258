"""Samples are told apart where their distributions differ, and never where only their draws do."""

import numpy as np
import pytest

from autograder.exercise import Case, Exercise
from autograder.suite.compare import agree, first_difference

SHAPE = (200, 150)
SAMPLER = Exercise(lambda *, rng: None, 1.0, ("w",), lambda rng: [], (), (), (), sampler=True)
CASE = Case("a sample", {})


def difference(want, have):
    results = [{"problem": None, "steps": [{"w": x}], "forms": [{"w": "array"}]} for x in (want, have)]
    return first_difference(SAMPLER, CASE, "w", *results)


def normal(seed, std=0.1):
    return std * np.random.default_rng(seed).standard_normal(SHAPE)


@pytest.mark.parametrize("seed", range(1, 40))
def test_two_draws_of_one_distribution_are_the_same(seed):
    assert difference(normal(0), normal(seed)) is None
    uniform = [np.random.default_rng(s).uniform(-1, 1, SHAPE) for s in (0, seed)]
    assert difference(*uniform) is None


def standardised(x):
    return 0.1 * (x - x.mean()) / x.std()


OTHERS = {
    "mean": (normal(1) + 0.01, "mean"),
    "spread": (normal(1, 0.108), "standard deviation"),
    "uniform of the same spread": (
        0.1 * 3**0.5 * np.random.default_rng(1).uniform(-1, 1, SHAPE),
        "shape of the distribution",
    ),
    "clipped at two sigma, corrected": (np.clip(normal(1, 0.1), -0.2, 0.2) * 1.027, "number of different entries"),
    "cut at three sigma": (np.where(np.abs(normal(1)) < 0.3, normal(1), normal(2) / 3), "reach of the tails"),
    "centred after drawing": (normal(1) - normal(1).mean(), "mean"),
    "ten rows over and over": (np.tile(standardised(normal(1)[:10]), (20, 1)), "number of different entries"),
}


@pytest.mark.parametrize(("have", "facet"), OTHERS.values(), ids=OTHERS.keys())
def test_another_distribution_is_told_apart(have, facet):
    assert difference(normal(0), have).facet == facet


def test_shape_and_finiteness_come_first():
    assert difference(normal(0), normal(1)[:, :-1]).kind == "wrong_shape"
    assert difference(normal(0), normal(1) * np.nan).kind == "not_finite"


@pytest.mark.parametrize(("form", "said"), [("int", "wrong_type"), ("numpy scalar", "wrong_type"), ("bool", None)])
def test_a_python_bool_is_asked_for_where_the_reference_returns_one(form, said):
    want, have = (
        {"problem": None, "steps": [{"w": np.asarray(True)}], "forms": [{"w": kind}]} for kind in ("bool", form)
    )
    found = first_difference(SAMPLER, CASE, "w", want, have)
    assert (found.kind, found.expected, found.same_values) == (said, "a Python bool", True) if said else found is None


NUMBERS = {
    "a NumPy scalar for a float": ("float", 0.5, "numpy scalar", np.float64(0.5), True),
    "an array for a float": ("float", 0.5, "array", np.asarray(0.5), True),
    "a float for an array": ("array", 0.5, "float", 0.5, True),
    "an int for an array": ("array", 2.0, "int", 2, True),
    "a NumPy integer for an int": ("int", 3, "numpy scalar", np.int64(3), True),
    "a NumPy truth value for a bool": ("bool", True, "numpy scalar", np.True_, True),
    "a float for an int": ("int", 3, "float", 3.0, False),
    "an int for a bool": ("bool", True, "int", 1, False),
    "an array with an axis for a float": ("float", 0.5, "array", np.asarray([0.5]), False),
    "another number": ("float", 0.5, "numpy scalar", np.float64(0.6), False),
}


@pytest.mark.parametrize(("asked", "right", "form", "value", "same"), NUMBERS.values(), ids=NUMBERS)
def test_the_form_of_a_number_is_no_part_of_its_value(asked, right, form, value, same):
    want, have = (
        {"problem": None, "steps": [{"w": np.asarray(number)}], "forms": [{"w": kind}]}
        for kind, number in ((asked, right), (form, value))
    )
    exact = Exercise(lambda x: x, 1.0, ("w",), lambda rng: [], (), (), ())
    assert first_difference(exact, CASE, "w", want, have) is not None
    assert (first_difference(exact, CASE, "w", want, have, form=False) is None) == same


def test_two_numbers_that_differ_do_not_look_alike():
    want, have = (
        {"problem": None, "steps": [{"w": np.asarray([value])}], "forms": [{"w": "array"}]}
        for value in (0.5, 0.5 + 1e-8)
    )
    exact = Exercise(lambda x: x, 1.0, ("w",), lambda rng: [], (), (), ())
    found = first_difference(exact, CASE, "w", want, have)
    assert found.expected != found.got


ODD = (np.nan, np.inf, -np.inf, 0.0, 1.0, 1.0 + 1e-10, 1.0 + 1.5e-9, 1.0 + 1e-8, -1.0, 1e300)
VALUES = [np.asarray(x) for x in (*ODD, 1, True, 1j)]
VALUES += [np.asarray([[0.5, x]]) for x in ODD] + [np.asarray(x) for x in ([], [[]], [1.0], [[2.0, 1.0]], [True])]


@pytest.mark.parametrize("signs", [(), ("w",)], ids=["as it is", "up to sign"])
def test_a_look_at_the_last_entry_never_says_what_the_whole_comparison_does_not(signs):
    """`agree` looks there first; each of these pairs is compared both ways."""
    exact = Exercise(lambda x: x, 1.0, ("w",), lambda rng: [], (), (), (), up_to_sign=signs)
    results = [{"problem": None, "steps": [{"w": value}], "forms": [{"w": "array"}]} for value in VALUES]
    outcomes = set()
    with np.errstate(all="ignore"):
        for one in results:
            for other in results:
                whole = first_difference(exact, CASE, "w", one, other, form=False) is None
                assert agree(exact, CASE, one, other) == whole
                outcomes.add(whole)
    assert outcomes == {True, False}
