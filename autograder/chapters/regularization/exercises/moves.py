"""Images moved by whole pixels."""

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def images(rng, n, channels, height, width, *, size=1.0):
    return size * rng.normal(0.4, 1.0, (n, channels, height, width))


def flip_cases(rng):
    def case(name, shape, *flips, **more):
        return Case(name, {"x": images(rng, *shape, **more), "flips": np.array(flips, dtype=bool)})

    return [
        case("three images, two of them", (3, 1, 4, 5), True, False, True),
        case("three channels", (2, 3, 3, 4), False, True),
        case("none", (2, 2, 3, 3), False, False),
        case("all", (4, 1, 2, 3), True, True, True, True),
        case("one image", (1, 2, 5, 2), True),
        case("one column", (2, 1, 3, 1), True, False),
        case("as many channels as images", (3, 3, 3, 3), False, False, True),
        case("pixels near 1e4", (2, 1, 2, 6), False, True, size=1e4),
    ]


def shift_cases(rng):
    def case(name, shape, down, right, **more):
        return Case(name, {"x": images(rng, *shape, **more), "down": np.array(down), "right": np.array(right)})

    return [
        case("one pixel, four directions", (4, 1, 5, 4), [1, -1, 0, 0], [0, 0, 1, -1]),
        case("three channels, further", (3, 3, 4, 6), [2, -3, 1], [-1, 2, 4]),
        case("no shift", (2, 2, 3, 3), [0, 0], [0, 0]),
        case("out of the picture", (3, 1, 3, 4), [3, -5, 1], [0, 2, -4]),
        case("one image", (1, 2, 6, 3), [-2], [1]),
        case("one pixel high", (2, 1, 1, 5), [0, 1], [2, -1]),
        case("as many channels as images", (4, 4, 4, 4), [1, 2, -1, -2], [2, -1, 1, -2]),
        case("pixels near 1e4", (2, 1, 3, 3), [1, -1], [-1, 2], size=1e4),
    ]


def crop_cases(rng):
    def case(name, shape, padding, top, left, **more):
        args = {"x": images(rng, *shape, **more), "top": np.array(top), "left": np.array(left), "padding": padding}
        return Case(name, args)

    return [
        case("padding 1", (4, 1, 4, 5), 1, [0, 2, 1, 0], [1, 0, 1, 2]),
        case("padding 2, three channels", (3, 3, 6, 4), 2, [0, 4, 1], [3, 1, 2]),
        case("the middle", (2, 2, 3, 3), 1, [1, 1], [1, 1]),
        case("the corners", (4, 1, 4, 4), 3, [0, 0, 6, 6], [0, 6, 0, 6]),
        case("padding 0", (2, 1, 3, 2), 0, [0, 0], [0, 0]),
        case("one image", (1, 2, 5, 4), 2, [3], [0]),
        case("as many channels as images", (3, 3, 3, 3), 1, [2, 0, 1], [0, 2, 2]),
        case("pixels near 1e4", (2, 1, 4, 3), 2, [1, 4], [0, 3], size=1e4),
        case("padding wider than the image", (3, 1, 3, 2), 5, [5, 4, 9], [6, 5, 2]),
    ]


FLIP = Exercise(
    reference.flip,
    points=2,
    returns=("x",),
    cases=flip_cases,
    misconceptions=misconceptions.FLIP,
    hints=(
        "Mirror all images along one axis (xp.flip), then choose for each whether to take it.",
        "flips is (N,), the images are (N, C, H, W). flips[:, None, None, None] is what xp.where can broadcast.",
    ),
    variants=(variants.flip__indices, variants.flip__slices, variants.flip__last_axis),
    minutes=4,
)

SHIFT = Exercise(
    reference.shift,
    points=4,
    returns=("x",),
    cases=shift_cases,
    misconceptions=misconceptions.SHIFT,
    hints=(
        "Ask of each place in the result which row and which column of x it comes from: row i comes from row "
        "i - down. For all images at once that is xp.arange(H) - down[:, None], of shape (N, H).",
        "xp.take_along_axis(x, rows[:, None, :, None], axis=2) takes the rows, if all indices are valid: clip "
        "them first. Then the same along axis 3.",
        "Where an index was out of range before you clipped it, the result is 0: remember that in a mask, and "
        "use xp.where. (Or build matrices of zeros and ones, and multiply.)",
    ),
    variants=(variants.shift__selection, variants.shift__padded, variants.shift__rolled),
    minutes=10,
    difficulty=2,
)

CROP = Exercise(
    reference.crop,
    points=3,
    returns=("x",),
    cases=crop_cases,
    misconceptions=misconceptions.CROP,
    hints=(
        "Row i of the result is row top + i of the padded image. So which row of the image itself is that?",
        "What shift does a crop amount to? At top = left = padding it is none.",
    ),
    variants=(variants.crop__selection, variants.crop__shifted, variants.crop__concatenated),
    minutes=5,
)
