"""Noise on labels and inputs."""

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def smooth_cases(rng):
    def one_hot(n, classes):
        return np.eye(classes)[rng.integers(0, classes, n)]

    return [
        Case("4 examples, 5 classes, share .2", {"y": one_hot(4, 5), "share": 0.2}),
        Case("7 examples, 3 classes, share .35", {"y": one_hot(7, 3), "share": 0.35}),
        Case("2 classes", {"y": one_hot(6, 2), "share": 0.4}),
        Case("one example", {"y": one_hot(1, 6), "share": 0.15}),
        Case("share 0", {"y": one_hot(3, 4), "share": 0.0}),
        Case("share 1: even", {"y": one_hot(3, 4), "share": 1.0}),
    ]


def noisy_cases(rng):
    def case(name, n, classes, share, *, highest=None, u=None):
        y = rng.integers(0, highest or classes, n)
        if n > 4:  # some that go round, and some that do not
            y[:4] = [0, (highest or classes) - 1, 1, (highest or classes) - 2]
        u = rng.uniform(size=n) if u is None else np.array(u)
        args = {"y": y, "u": u, "offsets": rng.integers(1, classes, n), "share": share, "classes": classes}
        if n > 4:
            args["offsets"][:4] = [classes - 1, classes - 1, 1, 2]
        return Case(name, args)

    some = [0.1, 0.2, 0.9, 0.05, 0.25, 0.6, 0.24, 0.26, 0.3, 0.01, 0.8, 0.02]
    return [
        case("12 labels of 5 classes, share .25, one u just there", 12, 5, 0.25, u=some),
        case("20 labels of 10 classes, share .5", 20, 10, 0.5),
        case("the highest classes not among the labels", 15, 6, 0.7, highest=4),
        case("15 labels of 4 classes, share .3", 15, 4, 0.3),
        case("3 classes, all moved", 8, 3, 1.0),
        case("share 0, one u of 0", 3, 4, 0.0, u=[0.0, 0.4, 0.7]),
        case("one label", 1, 5, 0.9, u=[0.5]),
    ]


def noise_cases(rng):
    def case(name, shape, std, *, size=1.0):
        return Case(name, {"x": size * rng.normal(0.3, 1.0, shape), "z": rng.normal(size=shape), "std": std})

    zeros = case("inputs 0", (2, 3), 0.6)
    zeros.args["x"][...] = 0.0
    rare = np.array([[-6.0, 0.3, 9.0], [4.5, -0.2, -40.0]])
    return [
        case("std .3", (4, 5), 0.3),
        case("std 2.5", (3, 2), 2.5),
        case("std 0", (2, 4), 0.0),
        case("images", (2, 3, 4, 2), 0.1),
        case("one number", (1, 1), 0.7),
        zeros,
        case("inputs near 1e4", (3, 3), 0.5, size=1e4),
        Case("draws far out", {"x": rng.normal(0.3, 1.0, (2, 3)), "z": rare, "std": 0.8}),
    ]


SMOOTH_LABELS = Exercise(
    reference.smooth_labels,
    points=2,
    returns=("y",),
    cases=smooth_cases,
    misconceptions=misconceptions.SMOOTH,
    hints=(
        "Every row should still add up to 1. What is taken from it, and what is given back?",
        "The even distribution is 1/K for each of the K classes; y.shape knows K.",
    ),
    variants=(
        variants.smooth_labels__towards_even,
        variants.smooth_labels__full,
        variants.smooth_labels__by_mean,
    ),
    minutes=3,
)

NOISY_LABELS = Exercise(
    reference.noisy_labels,
    points=3,
    returns=("y",),
    cases=noisy_cases,
    misconceptions=misconceptions.NOISY_LABELS,
    hints=(
        "First the label that each would move to, for all of them. Then decide with xp.where.",
        "After the last class comes class 0: the remainder, %, does that.",
    ),
    variants=(
        variants.noisy_labels__zero_offsets,
        variants.noisy_labels__multiplied,
        variants.noisy_labels__subtracted,
    ),
    minutes=4,
)

INPUT_NOISE = Exercise(
    reference.input_noise,
    points=1,
    returns=("x",),
    cases=noise_cases,
    misconceptions=misconceptions.INPUT_NOISE,
    hints=(
        "z has a standard deviation of 1. What has one of std?",
        "One line: x, and a product of the two other arguments.",
    ),
    variants=(
        variants.input_noise__functions,
        variants.input_noise__in_place_on_a_copy,
        variants.input_noise__minus,
    ),
    minutes=2,
)
