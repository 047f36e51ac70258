"""Mistakes that several initializers share."""

from autograder.exercise import Misconception

NORMAL = "w = std * rng.normal(shape)"
UNIFORM = "w = rng.uniform(shape, -limit, limit)"


def transposed(old="shape = (fan_in, fan_out)", new="shape = (fan_out, fan_in)"):
    return Misconception(
        "transposed_layout",
        "The shape is (fan_out, fan_in), the layout of torch.nn.Linear. "
        "This course keeps (fan_in, fan_out), as Keras and JAX do.",
        "A layer here computes x @ w + b. Which axis of w meets the features of x?",
        ((old, new),),
        convention=True,
    )


def from_zero():
    return Misconception(
        "from_zero",
        "Every weight is positive: the draw runs from 0 to the limit. It should lie evenly on both sides of 0.",
        "What is the mean of your weights, and what does it do to a sum of fan_in terms?",
        ((UNIFORM, "w = rng.uniform(shape, 0.0, limit)"),),
    )


HALF_WIDTH = Misconception(
    "half_width",
    "The weights fill an interval of total width limit, so only half of what the equation gives. "
    "The limit is the distance from 0.",
    "How far from 0 does u - 0.5 reach, for u between 0 and 1?",
    ((UNIFORM, "w = rng.uniform(shape, -limit / 2.0, limit / 2.0)"),),
)

RAND_FOR_RANDN = Misconception(
    "uniform_noise",
    "The draw is uniform between 0 and 1 before it is scaled (rand), where it should be standard normal (randn).",
    "Which method of rng has mean 0?",
    ((NORMAL, "w = std * rng.uniform(shape)"),),
)

TRUNCATED = """z = rng.normal(shape)
    for _ in range(REDRAWS):
        again = rng.normal(shape)
        z = np.where(np.abs(z) > CUT, again, z)
    w = std * z / TRUNCATED_STD"""


def truncated(where):
    return Misconception(
        "truncated",
        f"The normal distribution is cut at two standard deviations and widened again: {where}. "
        "This exercise asks for the plain normal distribution of the paper.",
        "Does the docstring speak of a cut?",
        ((NORMAL, TRUNCATED),),
        convention=True,
        source="Keras",
    )
