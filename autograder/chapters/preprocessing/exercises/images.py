"""The channels of images (N, C, H, W)."""

import numpy as np

from autograder.chapters.preprocessing import misconceptions, reference, variants
from autograder.exercise import Case, Exercise

from .cases import images


def centre_cases(rng):
    return [
        Case("5 images, 3 channels, 4 x 6", {"x": images(rng, 5, 3, 4, 6)}),
        Case("as many channels as columns", {"x": images(rng, 2, 4, 3, 4)}),
        Case("all four axes equal", {"x": images(rng, 3, 3, 3, 3)}),
        Case("one image", {"x": images(rng, 1, 3, 5, 2)}),
        Case("one channel", {"x": images(rng, 4, 1, 3, 2)}),
        Case("one pixel", {"x": images(rng, 6, 2, 1, 1)}),
        Case("values around 120", {"x": images(rng, 3, 2, 4, 5, offset=120.0)}),
    ]


def one_colour(rng, n, channels, height, width):
    """Images that are each of one colour."""
    return np.broadcast_to(rng.normal(size=(n, channels, 1, 1)), (n, channels, height, width)).copy()


def statistics_cases(rng):
    constant = images(rng, 4, 3, 2, 4)
    constant[:, 1, :, :] = 3.0
    return [
        *centre_cases(rng),
        Case("images of one colour each", {"x": one_colour(rng, 4, 3, 2, 5)}),
        Case("one channel is constant", {"x": constant}),
        Case("values near a million, spreads near 1", {"x": images(rng, 4, 3, 2, 5, offset=1e6)}),
    ]


def normalize_cases(rng):
    def case(name, shape, *, constant=None, new=0.0, size=1.0):
        x = size * images(rng, *shape)
        mean = np.mean(x, axis=(0, 2, 3)) + size * rng.uniform(-0.4, 0.4, shape[1])
        std = np.std(x, axis=(0, 2, 3)) * rng.uniform(0.5, 2.0, shape[1])
        if constant is not None:
            mean[constant], std[constant] = 3.0, 0.0
            x[:, constant, :, :] = 3.0
            x[0, constant, :, :] += new
        return Case(name, {"x": x, "mean": mean, "std": std})

    return [
        case("5 images, 3 channels, 4 x 6", (5, 3, 4, 6)),
        case("as many channels as columns", (2, 4, 3, 4)),
        case("all four axes equal", (3, 3, 3, 3)),
        case("as many channels as rows", (2, 4, 4, 3)),
        case("one image", (1, 3, 5, 2)),
        case("one channel", (4, 1, 3, 2)),
        case("a constant channel", (3, 2, 2, 3), constant=1),
        case("a constant channel, and an image in which it is not", (3, 3, 2, 4), constant=0, new=0.5),
        case("values near 1e-13, none constant", (3, 2, 2, 4), size=1e-13),
    ]


CHANNELS = Exercise(
    reference.subtract_channel_means,
    points=2,
    returns=("centred", "mean"),
    order=("mean", "centred"),
    cases=centre_cases,
    misconceptions=misconceptions.CHANNELS,
    hints=(
        "One number a channel: the mean runs over all axes but that of the channels, and axis= takes a tuple.",
        "Broadcasting lines shapes up from the right, so (C,) would meet the width. Which shape makes it meet axis 1? "
        "xp.reshape, or an index with None in it, gives it.",
    ),
    variants=variants.CHANNELS,
    minutes=5,
    difficulty=2,
)

CHANNEL_STATISTICS = Exercise(
    reference.channel_statistics,
    points=3,
    returns=("mean", "std"),
    cases=statistics_cases,
    misconceptions=misconceptions.CHANNEL_STATISTICS,
    hints=(
        "As standardize_fit, with other axes: every pixel of every image counts as one example of its channel.",
        "Not the mean of each image's standard deviation: one standard deviation over all images and places together.",
    ),
    variants=variants.CHANNEL_STATISTICS,
    minutes=4,
)

NORMALIZE_CHANNELS = Exercise(
    reference.normalize_channels,
    points=3,
    returns=("y",),
    cases=normalize_cases,
    misconceptions=misconceptions.NORMALIZE_CHANNELS,
    hints=(
        "As standardize_apply, but mean and std of shape (C,) have to meet axis 1 of x.",
        "Give both the shape (C, 1, 1). And where std is 0, divide by 1.",
    ),
    variants=variants.NORMALIZE_CHANNELS,
    minutes=4,
)
