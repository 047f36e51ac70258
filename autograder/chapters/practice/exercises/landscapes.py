"""Lines and planes through trained nets."""

from autograder.chapters.practice import misconceptions, reference, variants
from autograder.exercise import Case, Exercise

from .watching import LOOSE


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


POINT_ON_LINE = Exercise(
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
)

POINT_ON_PLANE = Exercise(
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
)

FILTER_NORMALIZE = Exercise(
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
)
