"""Images turned and zoomed, by values between pixels."""

import math

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Case, Exercise

from .moves import images


def bilinear_cases(rng):
    def case(name, shape, low, high, grid, **more):
        rows = rng.uniform(low, shape[2] - 1 - low if high is None else high, (shape[0], *grid))
        columns = rng.uniform(low, shape[3] - 1 - low if high is None else high, (shape[0], *grid))
        return Case(name, {"x": images(rng, *shape, **more), "rows": rows, "columns": columns})

    whole = case("whole positions", (2, 1, 4, 5), 0.0, None, (3, 3))
    for name, size in (("rows", 4), ("columns", 5)):
        whole.args[name] = rng.integers(0, size, (2, 3, 3)).astype(float)
    edge = case("half a pixel outside", (1, 1, 3, 4), 0.0, None, (2, 3))
    edge.args["rows"] = np.array([[[-0.5, -0.25, 2.5], [1.0, 2.25, -0.5]]])
    edge.args["columns"] = np.array([[[1.0, 2.5, 1.0], [-0.5, 3.5, 3.75]]])
    return [
        case("inside, two channels", (3, 2, 4, 6), 0.0, None, (4, 6)),
        whole,
        edge,
        case("inside and outside", (2, 1, 5, 4), -2.5, None, (5, 4)),
        case("far outside", (1, 2, 3, 3), 9.0, 30.0, (2, 2)),
        case("another number of positions", (2, 3, 3, 5), -1.5, None, (2, 7)),
        case("one image of one row", (1, 1, 1, 4), -0.9, None, (1, 6)),
        case("pixels near 1e4", (2, 1, 3, 3), -1.0, None, (3, 3), size=1e4),
    ]


def rotation_cases(rng):
    def case(name, height, width, *angles):
        return Case(name, {"angles": np.array(angles), "height": height, "width": width})

    return [
        case("small angles", 5, 4, *rng.uniform(0.1, 0.3, 2), *rng.uniform(-0.3, -0.1, 2)),
        case("large angles", 3, 6, *rng.uniform(1.0, 3.0, 2), *rng.uniform(-3.0, -1.0, 1)),
        case("no angle", 4, 4, 0.0, 0.0),
        case("a quarter turn", 4, 4, math.pi / 2),
        case("one angle", 6, 3, *rng.uniform(0.4, 0.9, 1)),
        case("an odd number of rows and columns", 5, 7, *rng.uniform(0.2, 0.6, 3)),
        case("one row", 1, 5, *rng.uniform(0.3, 0.5, 2)),
    ]


def zoom_cases(rng):
    def case(name, height, width, *factors):
        return Case(name, {"factors": np.array(factors), "height": height, "width": width})

    return [
        case("larger and smaller", 5, 4, *rng.uniform(1.1, 1.6, 2), *rng.uniform(0.6, 0.9, 2)),
        case("factors 2 and 4", 3, 6, 2.0, 4.0),
        case("factor 1", 4, 4, 1.0, 1.0),
        case("one factor", 6, 3, *rng.uniform(0.4, 0.7, 1)),
        case("an odd number of rows and columns", 5, 7, *rng.uniform(1.2, 3.0, 3)),
        case("one row", 1, 5, *rng.uniform(1.3, 1.5, 2)),
    ]


BILINEAR_SAMPLE = Exercise(
    reference.bilinear_sample,
    points=5,
    returns=("y",),
    cases=bilinear_cases,
    misconceptions=misconceptions.BILINEAR,
    hints=(
        "A position has four neighbours: floor(rows) and one more, times floor(columns) and one more. Each "
        "weighs (1 - distance in rows) (1 - distance in columns).",
        "Flatten the images to (N, C, H W): pixel (r, c) is entry r W + c, and xp.take_along_axis with indices "
        "(N, 1, number of positions) takes it from all channels.",
        "Clip r and c so that the indices are valid, and set the weight to 0 where they were not.",
    ),
    variants=(
        variants.bilinear_sample__tents,
        variants.bilinear_sample__framed,
        variants.bilinear_sample__two_lines,
    ),
    core=False,
    minutes=15,
    difficulty=3,
)

ROTATED_POSITIONS = Exercise(
    reference.rotated_positions,
    points=3,
    returns=("rows", "columns"),
    cases=rotation_cases,
    misconceptions=misconceptions.ROTATED,
    hints=(
        "Measure from the centre: down = row - (H - 1)/2, right = column - (W - 1)/2. Add it again at the end.",
        "A pixel of the turned image is to be looked up where it was before: turned back. And rows count "
        "downwards, so up is minus down.",
        "Test with a quarter turn counter-clockwise: what is at the top left came from the top right.",
    ),
    variants=(
        variants.rotated_positions__matrix,
        variants.rotated_positions__upwards,
        variants.rotated_positions__polar,
    ),
    core=False,
    minutes=8,
    difficulty=2,
)

ZOOMED_POSITIONS = Exercise(
    reference.zoomed_positions,
    points=2,
    returns=("rows", "columns"),
    cases=zoom_cases,
    misconceptions=misconceptions.ZOOMED,
    hints=(
        "As for the rotation: measure from the centre, change, add the centre again.",
        "If the image becomes twice as large, two neighbours come from positions half a pixel apart. "
        "xp.broadcast_arrays, or a product with ones, fills both results to (N, H, W).",
    ),
    variants=(
        variants.zoomed_positions__linspace,
        variants.zoomed_positions__ones,
        variants.zoomed_positions__meshgrid,
    ),
    core=False,
    minutes=5,
    difficulty=2,
)
