"""Chapter 10: searching, watching, pruning, freezing, looking. Cases in which no convention can hide."""

import numpy as np

from autograder.chapters.practice import misconceptions, reference, variants
from autograder.chapters.practice.capstone import CAPSTONE
from autograder.exercise import Assignment, Case, Exercise


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


def range_cases(rng):
    def case(name, steps, smoothing, *, low=-5.0, high=1.5, diverged=0, noise=0.15, turn=0.7):
        rates = 10.0 ** np.linspace(low, high, steps)
        along = np.linspace(0.0, 1.0, steps)
        losses = 2.3 - 1.5 * np.clip(along / turn, 0.0, 1.0) ** 2 + 40.0 * np.clip(along - turn, 0.0, None) ** 2
        losses = losses * (1.0 + noise * rng.uniform(-1.0, 1.0, steps))
        if diverged:
            losses[-diverged:] = (np.inf, np.nan, 5.0)[:diverged]
        return Case(name, {"rates": rates, "losses": losses, "smoothing": smoothing})

    lucky = case("one lucky minibatch early on", 40, 0.8)
    lucky.args["losses"][6] = 0.05
    rising = case("the loss only rises", 15, 0.5)
    rising.args["losses"].sort()

    def falling():
        found = case("the loss only falls", 9, 0.4)
        found.args["losses"][:] = np.sort(found.args["losses"])[::-1]
        return found

    def ending(name, smoothing, *losses):
        """A run that ends with these losses."""
        found = case(name, 7, smoothing)
        found.args["losses"][-len(losses) :] = losses
        return found

    def exact(name, losses, smoothing):
        """Rates drawn; losses without rounding, so that equal ones are equal in every right formula."""
        rates = np.sort(10.0 ** rng.uniform(-4.0, 0.0, len(losses)))
        return Case(name, {"rates": rates, "losses": np.array(losses), "smoothing": smoothing})

    return [
        case("30 steps, smoothing .7", 30, 0.7),
        lucky,
        case("60 steps, the usual smoothing .9", 60, 0.9),
        case("the run diverges", 25, 0.6, diverged=2),
        case("the run diverges, and a number comes after it", 32, 0.75, diverged=3),
        case("hardly smoothed, .1", 20, 0.1, noise=0.05),
        case("not smoothed, 0", 12, 0.0, low=-3.0, high=0.0),
        rising,
        falling(),
        ending("a loss of minus infinity", 0.6, -np.inf, 1.0),
        ending("not smoothed, and the run diverges", 0.0, np.inf, 0.01, 0.02),
        exact("two minima of one height", [2.0, 0.0, 2.0, 0.5, 5.0], 0.5),  # smoothed: 2, 1, 1.5, 1, 3
        exact("one step", [1.25], 0.9),
    ]


LOOSE = 1e-5  # a tiny number that somebody adds to a denominator, to be safe, is no mistake


def ratio_cases(rng):
    def case(name, shape, step, *, size=1.0, mean=0.4):
        w = size * (rng.normal(size=shape) + mean)
        after = w + size * step * (rng.normal(size=shape) + mean)
        return Case(name, {"w_before": w, "w_after": after}, rtol=LOOSE)

    turned = case("a turn that does not stretch", (4, 2), 0.0)
    shorter = case("weights that shrink", (4, 3), 0.05)
    shorter.args["w_after"] = shorter.args["w_after"] - 0.4 * shorter.args["w_before"]
    turned.args["w_after"] = turned.args["w_before"][::-1, :] * [[1.0, -1.0]]
    return [
        case("a matrix, steps near 1e-3", (5, 4), 1e-3),
        case("a matrix, steps as large as the weights", (3, 6), 1.0),
        case("biases", (7,), 0.05),
        turned,
        shorter,
        case("three axes", (2, 3, 4), 0.2),
        case("one weight", (1, 1), 0.3),
        case("large weights", (4, 4), 0.02, size=1e3),
        case("tiny weights", (4, 4), 0.02, size=2e-5),
    ]


ERRORS = ("train", "held_out", "validation", "test")


def diagnose_cases(rng):
    def case(name, target, gap, *rows):
        first, *more = [dict(zip(ERRORS, (float(error) for error in row), strict=True)) for row in rows]
        return Case(name, first | {"target": target, "gap": gap}, tuple(more))

    def jitter():
        return rng.uniform(-0.003, 0.003, 4)

    # Gaps of the four questions, in units of the allowed one.
    patterns = (
        (3, 0.2, 0.1, 0.3), (0.5, 2, 0.2, 0), (0.3, 0.4, 4, 0.1), (0.2, 0.1, 0.5, 2), (0.4, 0.4, 0.4, 0.4),
        (2, 5, 0.1, 0.1), (0.3, 2, 6, 0.3), (0.2, 0.4, 2, 5), (1.5, 1.4, 1.3, 1.2), (0.6, 0.7, 0.6, 0.7),
    )  # fmt: skip
    down = ((0.4, -3, 0.5, 0.2), (-4, 0.5, 2, 0.3), (-3, -2, -0.5, 0.3), (0.5, 3, -4, 0.1), (0.2, 0.3, -2, 3))

    beneath, above = ((0.3, 0.4, 0.2, -4), (0.5, -0.5, 0.5, -2)), 0.125 + 2.0**-17

    def rows(target, gap, gaps):
        return [np.cumsum(gap * np.array(row)) + target + gap * jitter() for row in gaps]

    return [
        case("target 2 %, gap 2 %", 0.02, 0.02, *rows(0.02, 0.02, patterns)),
        case("a hard task, target 30 %, gap 4 %", 0.3, 0.04, *rows(0.3, 0.04, patterns)),
        case("errors that fall on the way", 0.25, 0.05, *rows(0.25, 0.05, down)),
        case("gaps that are just the allowed one", 0.25, 0.125, (0.375, 0.5, 0.5, 0.5), (0.25, 0.375, 0.5, 0.625),
             (0.25, 0.375, 0.5, 0.875)),
        case("errors in percent", 3.0, 1.5, *rows(3.0, 1.5, patterns[::-1])),
        case("a test error far below the validation error", 0.25, 0.05, *rows(0.25, 0.05, beneath)),
        # A little more than rounding, and numbers that are not rounded.
        case("gaps just above the allowed one", 0.25, 0.125, *(0.25 + np.cumsum(above * row) for row in np.eye(4))),
    ]  # fmt: skip


def prune_cases(rng):
    def case(name, shape, share, *, size=1.0):
        return Case(name, {"w": size * rng.normal(size=shape), "share": share})

    negative = case("large negative weights", (4, 5), 0.5)
    negative.args["w"] -= 1.5
    few = case("equal magnitudes", (4, 6), 0.5)
    few.args["w"] = rng.choice([-1.0, 1.0], (4, 6)) * rng.permutation(np.repeat([0.5, 1.0, 2.0], 8)).reshape(4, 6)
    zeros = case("more zeros than are pruned", (3, 5), 0.4)
    zeros.args["w"] = rng.permutation(np.concatenate([np.zeros(9), rng.normal(size=6)])).reshape(3, 5)
    rows = case("rows of different size", (4, 4), 0.5)
    rows.args["w"] *= np.array([[0.01], [10.0], [0.1], [1.0]])
    return [
        case("half of 20", (4, 5), 0.5),
        case("a quarter of 7", (7,), 0.25),
        case("0.9 of 48", (6, 8), 0.9),
        negative,
        few,
        zeros,
        rows,
        Case("all equal", {"w": np.full((3, 4), float(rng.uniform(0.5, 1.5))), "share": 0.5}),
        case("nothing pruned", (3, 3), 0.0),
        case("all pruned", (2, 4), 1.0),
        case("three axes, 0.7 of 24", (2, 3, 4), 0.7),
        case("tiny weights", (5, 3), 0.3, size=1e-4),
        case("weights whose squares are too small for a number", (2, 4), 0.375, size=1e-200),
    ]


def some_mask(rng, shape):
    """Ones and zeros, at least one of each where there is room."""
    size = int(np.prod(shape))
    return rng.permutation(np.arange(size) < (size + 1) // 2).astype(np.float64).reshape(shape)


def rewind_cases(rng):
    def case(name, shape, mask=None):
        mask = some_mask(rng, shape) if mask is None else mask
        return Case(name, {"w": rng.normal(size=shape), "w_start": rng.normal(size=shape), "mask": mask})

    return [
        case("a matrix", (4, 5)),
        case("a vector", (7,)),
        case("nothing pruned", (3, 2), np.ones((3, 2))),
        case("all pruned", (2, 3), np.zeros((2, 3))),
        case("three axes", (2, 3, 2)),
    ]


def signs_cases(rng):
    def case(name, shape, mask=None):
        mask = some_mask(rng, shape) if mask is None else mask
        return Case(name, {"w_start": rng.normal(size=shape), "w_drawn": 0.3 * rng.normal(size=shape), "mask": mask})

    zero = case("a weight that started at 0", (3, 3), np.ones((3, 3)))
    zero.args["w_start"][1, 1] = 0.0
    return [
        case("a matrix", (4, 5)),
        case("a vector", (7,)),
        case("nothing pruned", (3, 4), np.ones((3, 4))),
        zero,
        case("three axes", (2, 3, 2)),
    ]


def masked_cases(rng):
    def case(name, shape, *, mask=None, steps=3, lr=0.1, alpha=0.8, rest=False):
        mask = some_mask(rng, shape) if mask is None else mask
        gradients = rng.normal(size=(steps, *shape))
        v = np.zeros(shape) if rest else rng.normal(size=shape)
        args = {"w": rng.normal(size=shape), "g": gradients[0], "v": v, "mask": mask, "lr": lr, "alpha": alpha}
        return Case(name, args, tuple({"g": g} for g in gradients[1:]))

    return [
        case("three steps, velocity not 0", (3, 4)),
        case("four steps from rest", (5,), steps=4, lr=0.3, alpha=0.6, rest=True),
        case("all frozen", (2, 3), mask=np.zeros((2, 3))),
        case("nothing frozen", (3, 2), mask=np.ones((3, 2)), lr=0.02, alpha=0.95),
        case("no momentum", (4, 2), alpha=0.0, lr=0.5),
        case("three axes", (2, 3, 2), lr=0.2, alpha=0.5),
    ]


def thawed(rng):
    """Frozen for two steps, then not: what the velocity kept shows only now."""
    shape = (3, 3)
    g = rng.normal(size=(4, *shape))
    args = {"w": rng.normal(size=shape), "g": g[0], "v": rng.normal(size=shape), "mask": some_mask(rng, shape)}
    steps = ({"g": g[1]}, {"g": g[2], "mask": np.ones(shape)}, {"g": g[3]})
    return Case("thawed after two steps", args | {"lr": 0.15, "alpha": 0.7}, steps)


def line_cases(rng):
    def case(name, shape, alpha):
        return Case(name, {"start": rng.normal(size=shape), "end": 2.0 * rng.normal(size=shape), "alpha": alpha})

    return [
        case("a third of the way", (3, 4), 0.3),
        case("nearly there", (5,), 0.85),
        case("beyond the end", (2, 3), 1.5),
        case("before the start", (4, 2), -0.4),
        case("the start", (3, 2), 0.0),
        case("the end", (3, 2), 1.0),
        case("three axes", (2, 3, 2), 0.6),
    ]


def plane_cases(rng):
    def case(name, shape, a, b):
        w, d1, d2 = rng.normal(size=(3, *shape))
        return Case(name, {"w": w, "d1": 0.5 * d1, "d2": 2.0 * d2, "a": a, "b": b})

    return [
        case("a .3, b -.7", (3, 4), 0.3, -0.7),
        case("a 1, b 0", (5,), 1.0, 0.0),
        case("a 0, b 1", (2, 3), 0.0, 1.0),
        case("the middle", (2, 2), 0.0, 0.0),
        case("far away", (4, 2), -3.0, 2.5),
        case("three axes", (2, 3, 2), 0.4, 0.2),
    ]


def filter_cases(rng):
    def case(name, shape, size=1.0):
        scale = rng.uniform(0.2, 3.0, shape[-1])
        return Case(name, {"d": rng.normal(size=shape), "w": size * scale * rng.normal(size=shape)}, rtol=LOOSE)

    dead = case("a unit whose weights are 0", (3, 4))
    dead.args["w"][:, 2] = 0.0

    def short():
        found = case("a short direction", (5, 3))
        found.args["d"] *= 1e-4
        return found

    return [
        case("4 inputs, 3 units", (4, 3)),
        case("2 inputs, 5 units", (2, 5)),
        case("a square", (4, 4)),
        case("one unit", (6, 1)),
        case("one input", (1, 4)),
        case("small weights", (5, 2), 1e-3),
        dead,
        short(),
    ]


ASSIGNMENT = Assignment(
    "10_practice",
    (
        Exercise(
            reference.log_uniform,
            points=2,
            returns=("x",),
            cases=log_uniform_cases,
            misconceptions=misconceptions.LOG_UNIFORM,
            hints=(
                "Go to the logarithms of the bounds, move between them by the share u, and come back.",
                "Base 10 or e does not matter, as long as the way out undoes the way in. What does u = 0 give, what "
                "u = 1?",
            ),
            variants=(
                variants.log_uniform__logarithms,
                variants.log_uniform__decades,
                variants.log_uniform__weighted,
                variants.log_uniform__from_above,
            ),
            minutes=4,
        ),
        Exercise(
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
        ),
        Exercise(
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
        ),
        Exercise(
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
        ),
        Exercise(
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
        ),
        Exercise(
            reference.learning_rate_range_test,
            points=4,
            returns=("rate", "smoothed"),
            order=("smoothed", "rate"),
            cases=range_cases,
            misconceptions=misconceptions.RANGE_TEST,
            hints=(
                "First the average, step by step, in a Python loop over losses[i]; collect the values and stack them.",
                "xp.where(xp.isfinite(s), s, math.inf) makes what is not a number infinite, at each step.",
                "The minimum's place is an array, and an array is no index here. xp.where(smoothed == its minimum, "
                "rates, infinity), and the smallest of that; or xp.take with a 1-D array of one index.",
            ),
            variants=(
                variants.learning_rate_range_test__loop,
                variants.learning_rate_range_test__weights,
                variants.learning_rate_range_test__selected,
            ),
            minutes=9,
            difficulty=2,
        ),
        Exercise(
            reference.update_to_weight_ratio,
            points=2,
            returns=("ratio",),
            cases=ratio_cases,
            misconceptions=misconceptions.RATIO,
            hints=(
                "How long is the difference, how long were the weights? The length of an array is the root of the sum "
                "of its squares.",
                "Subtract first, then take the length. And leave it a 0-d array: no float().",
            ),
            variants=(
                variants.update_to_weight_ratio__linalg,
                variants.update_to_weight_ratio__means,
                variants.update_to_weight_ratio__one_root,
                variants.update_to_weight_ratio__flat,
            ),
            minutes=3,
        ),
        Exercise(
            reference.diagnose_bias_variance,
            points=3,
            returns=("answer",),
            cases=diagnose_cases,
            misconceptions=misconceptions.DIAGNOSE,
            hints=(
                "Put the five errors in a row: target, train, held_out, validation, test. Each question is about one "
                "gap between neighbours.",
                "Ask in that order, and return at the first gap that is larger than allowed.",
            ),
            variants=(
                variants.diagnose_bias_variance__ifs,
                variants.diagnose_bias_variance__pairs,
                variants.diagnose_bias_variance__index,
            ),
            minutes=5,
        ),
        Exercise(
            reference.magnitude_prune,
            points=4,
            returns=("mask",),
            cases=prune_cases,
            misconceptions=misconceptions.PRUNE,
            hints=(
                "Flatten the magnitudes and ask for each weight how many come before it. Those with fewer than "
                "floor(share n) before them go.",
                "The argsort of the argsort is that number, and a stable sort settles ties by index.",
                "A mask is multiplied with weights: it has their shape and their dtype.",
            ),
            variants=(
                variants.magnitude_prune__scatter,
                variants.magnitude_prune__ranks,
                variants.magnitude_prune__counted,
                variants.magnitude_prune__threshold,
            ),
            minutes=9,
            difficulty=2,
        ),
        Exercise(
            reference.rewind,
            points=1,
            returns=("ticket",),
            cases=rewind_cases,
            misconceptions=misconceptions.REWIND,
            hints=(
                "Two of the three arguments do.",
                "What stays goes back to its first value; what is pruned is 0.",
            ),
            variants=(variants.rewind__where, variants.rewind__difference, variants.rewind__function),
            minutes=2,
        ),
        Exercise(
            reference.masked_step,
            points=3,
            returns=("w", "v"),
            order=("v", "w"),
            cases=lambda rng: [*masked_cases(rng), thawed(rng)],
            misconceptions=misconceptions.MASKED,
            hints=(
                "It is momentum_step of chapter 03 with one factor more. What must be 0 so that a frozen weight does "
                "not move, however much velocity it had?",
                "The whole new velocity is multiplied by the mask, not only the gradient.",
            ),
            variants=(
                variants.masked_step__where,
                variants.masked_step__both_masked,
                variants.masked_step__chosen_at_the_end,
            ),
            minutes=5,
        ),
        Exercise(
            reference.keep_signs,
            points=2,
            returns=("control",),
            cases=signs_cases,
            misconceptions=misconceptions.SIGNS,
            hints=(
                "Sign and magnitude of a number can be taken apart: xp.sign and xp.abs.",
                "The sign of one array, the magnitude of the other, and the mask over both.",
            ),
            variants=(
                variants.keep_signs__where,
                variants.keep_signs__turned,
                variants.keep_signs__masked_first,
            ),
            core=False,
            minutes=4,
        ),
        Exercise(
            reference.point_on_line,
            points=1,
            returns=("w",),
            cases=line_cases,
            misconceptions=misconceptions.LINE,
            hints=(
                "alpha = 0 gives the start and alpha = 1 the end.",
                "A weighted sum of the two, whose weights add up to 1.",
            ),
            variants=(
                variants.point_on_line__direction,
                variants.point_on_line__from_the_end,
                variants.point_on_line__functions,
            ),
            minutes=2,
        ),
        Exercise(
            reference.point_on_plane,
            points=1,
            returns=("point",),
            cases=plane_cases,
            misconceptions=misconceptions.PLANE,
            hints=(
                "Start at w, and go a steps of d1 and b steps of d2.",
                "Two products and two sums.",
            ),
            variants=(
                variants.point_on_plane__functions,
                variants.point_on_plane__one_after_the_other,
                variants.point_on_plane__shift_first,
            ),
            minutes=2,
        ),
        Exercise(
            reference.filter_normalize,
            points=3,
            returns=("direction",),
            cases=filter_cases,
            misconceptions=misconceptions.FILTER,
            hints=(
                "Two lengths for each unit: that of its column in d, and that of its column in w.",
                "Weights are (fan_in, fan_out): one column a unit. Sum the squares over axis 0.",
                "Column by column, what you return is as long as w and points as d does.",
            ),
            variants=(
                variants.filter_normalize__linalg,
                variants.filter_normalize__unit_first,
                variants.filter_normalize__one_root,
                variants.filter_normalize__with_eps,
            ),
            minutes=5,
            difficulty=2,
        ),
        CAPSTONE,
    ),
)
