"""Rescaling, centring, standardizing and ranking the features of a table."""

import numpy as np

from autograder.chapters.preprocessing import misconceptions, reference, variants
from autograder.exercise import Case, Exercise

from .cases import table, with_constant


def fit_cases(rng):
    return [
        Case("7 examples, 3 features", {"x": table(rng, 7, 3)}),
        Case("as many examples as features", {"x": table(rng, 4, 4)}),
        Case("2 examples, 5 features", {"x": table(rng, 2, 5)}),
        Case("one example", {"x": np.round(table(rng, 1, 3), 1)}),
        Case("one feature", {"x": table(rng, 6, 1)}),
        Case("values around 50", {"x": table(rng, 8, 3, offset=50.0)}),
        Case("values around -50", {"x": table(rng, 8, 3, offset=-50.0)}),
        Case("the second feature is constant", {"x": with_constant(rng, 8, 3, 1)}),
    ]


def range_cases(rng):
    return [*fit_cases(rng), Case("values near 1e8", {"x": table(rng, 5, 2, size=1e8)})]


def spread_cases(rng):
    return [
        *fit_cases(rng),
        Case("values near a million, spreads near 1", {"x": table(rng, 8, 3, offset=1e6)}),
        Case("spreads near 1e-3", {"x": table(rng, 9, 2, size=1e-3)}),
    ]


def centre_cases(rng):
    return [*fit_cases(rng), Case("values near 1e8", {"x": table(rng, 5, 2, size=1e8)}),
            Case("all zeros", {"x": np.zeros((3, 2))})]  # fmt: skip


def apply_cases(rng):
    def case(name, n, features, lower, upper, *, beyond=0.0, size=1.0, constant=None):
        low = size * rng.uniform(-3.0, 2.0, features)
        high = low + size * rng.uniform(0.5, 4.0, features)
        share = rng.uniform(-beyond, 1.0 + beyond, (n, features))
        x = low + share * (high - low)
        if constant is not None:
            low[constant] = high[constant] = 3.0
            x[:, constant] = 3.0 + np.where(np.arange(n) % 2 == 0, 0.0, beyond)
        return Case(name, {"x": x, "low": low, "high": high, "lower": lower, "upper": upper})

    return [
        case("7 examples to [0, 1]", 7, 3, 0.0, 1.0),
        case("6 examples to [-1, 1]", 6, 4, -1.0, 1.0),
        case("to [0.1, 0.9]", 5, 2, 0.1, 0.9),
        case("to [2, 5]", 4, 4, 2.0, 5.0),
        case("new examples beyond the range", 8, 3, -2.0, 3.0, beyond=0.6),
        case("a constant feature, to [-1, 1]", 6, 3, -1.0, 1.0, constant=1),
        case("a constant feature, and new values in it", 6, 3, -1.0, 2.0, beyond=0.5, constant=0),
        case("one example, one feature", 1, 1, 0.2, 0.7),
        case("values near 1e8", 5, 2, 0.0, 1.0, size=1e8),
        case("values near 1e-13, none constant", 5, 3, -1.0, 1.0, size=1e-13),
    ]


def standardize_cases(rng):
    def case(name, n, features, *, size=1.0, offset=0.0, constant=None, new=0.0):
        mean = offset + size * rng.uniform(-2.0, 2.0, features)
        std = size * rng.uniform(0.4, 3.0, features)
        x = mean + std * (0.3 + 1.4 * rng.normal(size=(n, features)))
        if constant is not None:
            mean[constant], std[constant] = 3.0, 0.0
            x[:, constant] = 3.0 + np.where(np.arange(n) % 2 == 0, 0.0, new)
        return Case(name, {"x": x, "mean": mean, "std": std})

    return [
        case("7 examples, 3 features", 7, 3),
        case("as many examples as features", 4, 4),
        case("one example", 1, 5),
        case("one feature", 6, 1),
        case("a constant feature", 6, 3, constant=1),
        case("a constant feature, and new values in it", 6, 3, constant=0, new=0.5),
        case("spreads near 1e-3", 5, 2, size=1e-3),
        case("values near 1e6", 5, 3, size=1e6),
        case("values near 1e-13, none constant", 5, 3, size=1e-13),
    ]


def rank_cases(rng):
    def ties(n, features, different):
        return np.floor(different * rng.uniform(0.0, 1.0, (n, features))) - 1.0

    mixed = np.stack([rng.permutation([2.0, 5.0, 5.0, 5.0, 7.0, 9.0]), rng.permutation([1.0, 1.0, 2.0, 3.0, 4.0, 4.0])])
    close = np.concat([1e-9 * rng.uniform(1.0, 1.5) * np.arange(-2.0, 3.0), [-2.0, 3.0]])
    shifted = rng.uniform(0.5, 1.5)
    return [
        Case("7 examples, 3 features, no ties", {"x": table(rng, 7, 3)}),
        Case("ties in the middle and at the ends", {"x": shifted * mixed.T}),
        Case("many ties", {"x": shifted * ties(12, 4, 4)}),
        Case("as many examples as features", {"x": table(rng, 5, 5)}),
        Case("2 examples", {"x": table(rng, 2, 3)}),
        Case("one feature", {"x": rng.permutation(table(rng, 9, 1))}),
        Case("a constant feature", {"x": with_constant(rng, 6, 3, 2)}),
        Case("unequal values 1e-9 apart", {"x": np.stack([rng.permutation(close) for _ in range(2)], axis=1)}),
        Case("a skewed feature", {"x": np.exp(3.0 * rng.normal(size=(10, 2)))}),
        Case("values of either sign near 1e12", {"x": 1e12 * rng.normal(size=(8, 2))}),
    ]


MINMAX_FIT = Exercise(
    reference.minmax_fit,
    points=2,
    returns=("low", "high"),
    cases=range_cases,
    misconceptions=misconceptions.MINMAX_FIT,
    hints=(
        "One number a feature: the examples are along axis 0, and they are what the minimum runs over.",
        "Look up min and max in the array API; both take axis=.",
    ),
    variants=variants.MINMAX_FIT,
    minutes=3,
)

MINMAX_APPLY = Exercise(
    reference.minmax_apply,
    points=3,
    returns=("y",),
    cases=apply_cases,
    misconceptions=misconceptions.MINMAX_APPLY,
    hints=(
        "Do it in two steps: first which share of the way from low to high x has gone, then the same share of the way "
        "from lower to upper.",
        "The share is (x - low) / (high - low). An `if` on an array would make a GPU wait, and fail for more than one "
        "feature: xp.where(condition, a, b) chooses feature by feature.",
        "Where the range is 0, put a 1 in its place before you divide. Python numbers may stand in xp.where.",
    ),
    variants=variants.MINMAX_APPLY,
    minutes=6,
)

FEATURES = Exercise(
    reference.subtract_feature_means,
    points=2,
    returns=("centred", "mean"),
    order=("mean", "centred"),
    cases=centre_cases,
    misconceptions=misconceptions.FEATURES,
    hints=(
        "One mean a feature: it runs over the examples, which are along axis 0.",
        "Broadcasting lines up an array of shape (features,) with the last axis of x.",
    ),
    variants=variants.FEATURES,
    minutes=3,
)

GLOBAL = Exercise(
    reference.subtract_global_mean,
    points=1,
    returns=("centred", "mean"),
    order=("mean", "centred"),
    cases=centre_cases,
    misconceptions=misconceptions.GLOBAL,
    hints=(
        "xp.mean without an axis runs over everything.",
        "Its result is a 0-d array. Return it as it is: float(...) would make a GPU wait.",
    ),
    variants=variants.GLOBAL,
    minutes=2,
)

STANDARDIZE_FIT = Exercise(
    reference.standardize_fit,
    points=3,
    returns=("mean", "std"),
    cases=spread_cases,
    misconceptions=misconceptions.STANDARDIZE_FIT,
    hints=(
        "The order of operations is: mean, difference, square, mean, root. Each mean runs over the examples.",
        "Subtract the mean before you square. Or look up std in the array API: what does it divide by unless told?",
    ),
    variants=variants.STANDARDIZE_FIT,
    minutes=4,
)

STANDARDIZE_APPLY = Exercise(
    reference.standardize_apply,
    points=3,
    returns=("y",),
    cases=standardize_cases,
    misconceptions=misconceptions.STANDARDIZE_APPLY,
    hints=(
        "Use the mean and std that are passed in, not those of this x: on test data they differ, and must.",
        "Where std is 0, put a 1 in its place before you divide: xp.where(condition, a, b).",
    ),
    variants=variants.STANDARDIZE_APPLY,
    minutes=4,
)

QUANTILE = Exercise(
    reference.quantile_normalize,
    points=4,
    returns=("y",),
    cases=rank_cases,
    misconceptions=misconceptions.QUANTILE,
    hints=(
        "The rank of a value is the number of values below it in its feature. Compare every value with every other "
        "one: x[:, None, :] against x[None, :, :] is a comparison of all pairs.",
        "Counting means summing, and the standard sums numbers, not booleans: xp.astype(comparison, x.dtype).",
        "k equal values with b values below them take the ranks b to b + k - 1. What is the mean of these?",
    ),
    variants=variants.QUANTILE,
    core=False,
    minutes=12,
    difficulty=3,
)
