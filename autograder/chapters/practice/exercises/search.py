"""Searching: scales, grids, rounds, halving."""

import numpy as np

from autograder.chapters.practice import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def log_uniform_cases(rng):
    def case(name, shape, low, high):
        return Case(name, {"u": rng.uniform(0.05, 0.95, shape), "low": low, "high": high})

    return [
        case("rates from 1e-4 to 0.3", (9,), 1e-4, 0.3),
        case("from 20 to 700", (4, 3), 20.0, 700.0),
        case("less than a decade, from 0.2 to 0.9", (6,), 0.2, 0.9),
        case("one draw", (1,), 1e-6, 5.0),
        Case("a draw of 0, a draw of a half", {"u": np.array([0.0, 0.5, rng.uniform()]), "low": 0.003, "high": 40.0}),
        case("three axes", (2, 3, 2), 0.05, 2.0),
    ]


def bounds(rng, dimensions):
    """Lower and upper bounds, different in each dimension, some below 1 and some above."""
    low = 10.0 ** rng.uniform(-5.0, 0.5, dimensions)
    return {"low": low, "high": low * 10.0 ** rng.uniform(0.6, 3.0, dimensions)}


def grid_cases(rng):
    return [
        Case("3 values in each of 2 dimensions", bounds(rng, 2) | {"count": 3}),
        Case("2 values in each of 3 dimensions", bounds(rng, 3) | {"count": 2}),
        Case("5 values in one dimension", bounds(rng, 1) | {"count": 5}),
        Case("4 values in each of 2 dimensions", bounds(rng, 2) | {"count": 4}),
        Case("3 values in each of 4 dimensions", bounds(rng, 4) | {"count": 3}),
    ]


def random_cases(rng):
    def case(name, n, dimensions):
        return Case(name, {"u": rng.uniform(0.05, 0.95, (n, dimensions))} | bounds(rng, dimensions))

    wide = {"low": np.array([0.5, 30.0]), "high": np.array([2000.0, 90.0])}
    ends = Case("draws of 0 and close to 1", {"u": np.array([[0.0, 1.0 - 1e-7], [1.0 - 1e-7, 1e-7]])} | wide)
    return [
        case("5 points in 2 dimensions", 5, 2),
        case("3 points in 3 dimensions", 3, 3),
        case("one point", 1, 4),
        case("one dimension", 6, 1),
        case("2 points in 2 dimensions", 2, 2),
        ends,
    ]


def narrow_cases(rng):
    def case(name, n, dimensions, keep, margin, *, diverged=0, shift=0.0):
        points = 10.0 ** rng.uniform(-4.0, 1.0, (n, dimensions))
        scores = rng.permutation(np.linspace(0.1, 0.9, n)) + rng.uniform(-0.02, 0.02, n) + shift
        scores[rng.permutation(n)[:diverged]] = np.nan
        return Case(name, {"points": points, "scores": scores, "keep": keep, "margin": margin})

    def far_below():
        """All that did not diverge are kept, and the worst of them has the largest hyper-parameters."""
        found = case("a score far below the others, one job diverged", 5, 2, 4, 2.0, diverged=1)
        worst = np.nanargmin(found.args["scores"])
        found.args["scores"][worst] = -1e30
        found.args["points"][worst, :] = 10.0 ** rng.uniform(1.5, 2.5, 2)
        return found

    return [
        case("the best 3 of 9, margin 2", 9, 2, 3, 2.0),
        case("the best 2 of 7, margin 1.5, three dimensions", 7, 3, 2, 1.5),
        case("two jobs diverged", 8, 2, 3, 3.0, diverged=2),
        case("negative scores, one job diverged", 7, 2, 4, 1.2, diverged=1, shift=-5.0),
        case("the best alone", 6, 2, 1, 4.0),
        case("one dimension", 6, 1, 3, 1.3),
        far_below(),
    ]


def halving_cases(rng):
    """Losses whose order changes from rung to rung, and in which no two of a rung are equal."""

    def table(jobs, rungs):
        columns = [rng.permutation(jobs) + rng.uniform(-0.3, 0.3, jobs) for _ in range(rungs)]
        return 0.5 + np.stack(columns, axis=1)

    def crossing(jobs, rungs):
        """The first to be cut would have won in the end, and the last ones lead at first."""
        slope = np.linspace(-1.0, 1.0, jobs)[:, None] * np.linspace(-1.0, 1.0, rungs)[None, :]
        return 3.0 + rng.permutation(slope + rng.uniform(-0.01, 0.01, (jobs, rungs)))

    diverged = table(12, 3)
    diverged[rng.permutation(12)[:4], 1:] = np.nan
    first = table(9, 2)
    first[rng.permutation(9)[:3], :] = np.nan
    return [
        Case("9 jobs, 3 rungs, factor 3", {"losses": table(9, 3), "factor": 3}),
        Case("11 jobs, 4 rungs, factor 2", {"losses": table(11, 4), "factor": 2}),
        Case("the order turns round on the way", {"losses": crossing(13, 3), "factor": 3}),
        Case("30 jobs, 3 rungs, factor 4", {"losses": table(30, 3), "factor": 4}),
        Case("more rungs than cuts", {"losses": table(5, 5), "factor": 3}),
        Case("four jobs diverge after the first rung", {"losses": diverged, "factor": 2}),
        Case("three jobs diverge at once", {"losses": first, "factor": 3}),
        Case("one rung", {"losses": table(6, 1), "factor": 2}),
        Case("one job", {"losses": table(1, 3), "factor": 2}),
    ]


LOG_UNIFORM = Exercise(
    reference.log_uniform,
    points=2,
    returns=("x",),
    cases=log_uniform_cases,
    misconceptions=misconceptions.LOG_UNIFORM,
    hints=(
        "Go to the logarithms of the bounds, move between them by the share u, and come back.",
        "Base 10 or e does not matter, as long as the way out undoes the way in. What does u = 0 give, what u = 1?",
    ),
    variants=(
        variants.log_uniform__logarithms,
        variants.log_uniform__decades,
        variants.log_uniform__weighted,
        variants.log_uniform__from_above,
    ),
    minutes=4,
)

GRID_SEARCH = Exercise(
    reference.grid_search,
    points=3,
    returns=("points",),
    cases=grid_cases,
    misconceptions=misconceptions.GRID,
    hints=(
        "First the shares: count numbers from 0 to 1, both included. Then all combinations of them, one a row. "
        "Then bounds and logarithms, as in log_uniform.",
        'xp.meshgrid(*lists, indexing="ij") gives one array a dimension; reshape each to (-1,) and stack them '
        "as columns.",
        "Or write the row's number in base count: its digits are the places. Digit j is "
        "(row // count**(d - 1 - j)) % count.",
    ),
    variants=(
        variants.grid_search__digits,
        variants.grid_search__meshgrid,
        variants.grid_search__grown,
    ),
    minutes=9,
    difficulty=2,
)

RANDOM_SEARCH = Exercise(
    reference.random_search,
    points=2,
    returns=("points",),
    cases=random_cases,
    misconceptions=misconceptions.RANDOM,
    hints=(
        "It is log_uniform with arrays for bounds. What does (n, d) times (d,) do?",
        "The ratio of the bounds to the power u, times the lower bounds.",
    ),
    variants=(
        variants.random_search__logarithms,
        variants.random_search__decades,
        variants.random_search__column_by_column,
    ),
    minutes=3,
)

NARROW_SEARCH = Exercise(
    reference.narrow_search,
    points=3,
    returns=("low", "high"),
    cases=narrow_cases,
    misconceptions=misconceptions.NARROW,
    hints=(
        "Three steps: put NaN where it can do no harm, find the rows of the `keep` best, take the smallest and "
        "the largest number of each column.",
        "xp.argsort sorts upwards; sort minus the scores, or take the end. xp.take(points, indices, axis=0) "
        "chooses rows.",
        "A margin of 2 means half the smallest and twice the largest.",
    ),
    variants=(
        variants.narrow_search__taken,
        variants.narrow_search__threshold,
        variants.narrow_search__logarithms,
    ),
    minutes=8,
    difficulty=2,
)

SUCCESSIVE_HALVING = Exercise(
    reference.successive_halving,
    points=5,
    returns=("runs", "best"),
    cases=halving_cases,
    misconceptions=misconceptions.HALVING,
    hints=(
        "Keep a boolean array of who is alive. At each rung: those run, so their count goes up by one; then "
        "all but the best are out.",
        "Give the dead and the diverged the loss infinity. The rank of each job is the argsort of the argsort; "
        "who has a rank below the number that goes on stays alive.",
        "How many go on is a Python int that needs no array: count = max(1, count // factor).",
    ),
    variants=(
        variants.successive_halving__ranks,
        variants.successive_halving__indices,
        variants.successive_halving__threshold,
    ),
    core=False,
    minutes=14,
    difficulty=3,
)
