"""Bagging's two kernels."""

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def bootstrap_cases(rng):
    def case(name, *draws):
        """The uniforms of these draws: somewhere in the middle of their intervals."""
        n = len(draws)
        return Case(name, {"u": (np.array(draws) + rng.uniform(0.05, 0.95, n)) / n})

    return [
        case("ten examples", *rng.integers(0, 10, 10)),
        case("25 examples", *rng.integers(0, 25, 25)),
        case("one comes four times", 2, 5, 2, 2, 0, 2),
        case("the first and the last", 0, 4, 4, 0, 0),
        case("everyone once", 3, 0, 2, 1),
        Case("at the ends of the intervals", {"u": np.array([0.0, 0.25, 0.5, 0.999])}),
        Case("halves", {"u": np.array([0.3125, 0.4375, 0.9375, 0.0625, 0.8125, 0.5625, 0.4375, 0.9375])}),
        case("one example", 0),
        case("two examples", 1, 1),
    ]


def bagging_cases(rng):
    def case(name, *shape, size=1.0):
        return Case(name, {"logits": size * rng.normal(size=shape)})

    huge = case("one row of logits near 1000", 3, 4, 5, size=3.0)
    huge.args["logits"][1, 2, :] += 1000.0
    low = case("logits near -1000", 2, 3, 4, size=2.0)
    low.args["logits"] -= 1000.0
    apart = np.array([[[0.0, 3000.0, 0.0], [900.0, 0.0, 0.0]], [[3000.0, 0.0, 1.0], [0.0, 0.5, 900.0]]])
    return [
        case("3 members, 4 examples, 5 classes", 3, 4, 5),
        case("as many members as examples and classes", 4, 4, 4, size=3.0),
        case("one member", 1, 3, 4, size=2.0),
        case("two members, one example", 2, 1, 3, size=2.0),
        case("two classes", 5, 6, 2),
        case("sure of it", 3, 2, 6, size=20.0),
        huge,
        low,
        Case("logits of one row hundreds and thousands apart", {"logits": apart}),
    ]


BOOTSTRAP_INDICES = Exercise(
    reference.bootstrap_indices,
    points=3,
    returns=("indices", "left_out"),
    cases=bootstrap_cases,
    misconceptions=misconceptions.BOOTSTRAP,
    hints=(
        "u lies in [0, 1), so n u lies in [0, n). Rounded down it is an index; xp.astype(..., xp.int64) makes it one.",
        "Compare every example, xp.arange(n), with every draw: a table (n, n) of True and False. Then xp.any "
        "along the draws.",
    ),
    variants=(
        variants.bootstrap_indices__compare,
        variants.bootstrap_indices__counts,
        variants.bootstrap_indices__intervals,
    ),
    minutes=6,
)

BAGGING_AVERAGE = Exercise(
    reference.bagging_average,
    points=3,
    returns=("probabilities",),
    cases=bagging_cases,
    misconceptions=misconceptions.BAGGING,
    hints=(
        "First every member's probabilities: a softmax over the last axis. Then the mean over the first.",
        "A softmax does not change if a number is taken from the whole row. Take the largest, with "
        "keepdims=True, and no exponential overflows.",
    ),
    variants=(
        variants.bagging_average__logarithms,
        variants.bagging_average__loop,
        variants.bagging_average__differences,
        variants.bagging_average__logsumexp,
    ),
    minutes=5,
)
