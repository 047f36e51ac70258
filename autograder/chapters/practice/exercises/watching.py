"""Watching a run: the range test, the size of a step, the flowchart."""

import numpy as np

from autograder.chapters.practice import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


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


LEARNING_RATE_RANGE_TEST = Exercise(
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
)

UPDATE_TO_WEIGHT_RATIO = Exercise(
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
)

DIAGNOSE_BIAS_VARIANCE = Exercise(
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
)
