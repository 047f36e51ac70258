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
    "The weights reach half as far as they should, so their variance is a quarter of it. "
    "The limit is the distance from 0, not the width of the interval.",
    "What is the largest of your weights, and what is it by the equation?",
    ((UNIFORM, "w = rng.uniform(shape, -limit / 2.0, limit / 2.0)"),),
)

NOT_SHIFTED = Misconception(
    "not_shifted",
    "The interval is as wide as it should be, but it begins at 0: every weight is positive. "
    "It should lie evenly on both sides of 0.",
    "What is the smallest of your weights?",
    ((UNIFORM, "w = rng.uniform(shape, 0.0, 2.0 * limit)"),),
)

NEGATIVE_ONLY = Misconception(
    "negative_only",
    "Every weight is negative: the interval ends at 0, half as wide as it should be. "
    "It should lie evenly on both sides of 0.",
    "For u between 0 and 1: from where to where does c * u - limit run, and which c do you need?",
    ((UNIFORM, "w = rng.uniform(shape, -limit, 0.0)"),),
)

VARIANCE_AS_STD = Misconception(
    "variance_as_std",
    "The normal numbers are multiplied by the variance. The factor is its square root, the standard deviation.",
    "If z has variance 1, what is the variance of c * z?",
    (("std = math.sqrt(variance)", "std = variance"),),
)

DIVIDED_BY_STD = Misconception(
    "divided_by_std",
    "The normal numbers are divided by the standard deviation, so the weights grow with the layer. "
    "They should be multiplied by it.",
    "Should a wider layer have larger or smaller weights?",
    ((NORMAL, "w = rng.normal(shape) / std"),),
)

UNIFORM_TO_STD = Misconception(
    "uniform_to_std",
    "The weights are uniform between -std and std. They should be normal; and a uniform distribution that ends at "
    "its standard deviation has a smaller one, std / sqrt(3).",
    "Which method of rng has no largest number?",
    ((NORMAL, "w = rng.uniform(shape, -std, std)"),),
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

TRUNCATED_UNCORRECTED = Misconception(
    "truncated_uncorrected",
    "The normal distribution is cut at two standard deviations, which shrinks its spread to 0.88 of what it should be. "
    "This exercise asks for the plain normal distribution of the paper.",
    "Does the docstring speak of a cut?",
    ((NORMAL, TRUNCATED.removesuffix(" / TRUNCATED_STD")),),
)

CLIPPED = Misconception(
    "clipped",
    "What lies beyond two standard deviations is moved onto that line, so many weights sit exactly at the two ends "
    "and the spread is 0.96 of what it should be. This exercise asks for the plain normal distribution of the paper.",
    "How many of your weights are equal to the largest one?",
    ((NORMAL, "w = std * np.clip(rng.normal(shape), -CUT, CUT)"),),
)


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
