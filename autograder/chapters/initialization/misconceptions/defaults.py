"""Known mistakes in what the frameworks draw by default: LeCun's truncated normal, PyTorch's Linear."""

from autograder.exercise import Misconception

from .shared import transposed

LECUN_NORMAL = (
    Misconception(
        "clipped",
        "What lies beyond the cut is moved onto it, so many weights sit exactly at the two ends. It should be drawn "
        "again. (The correction, too, is for numbers drawn again: moving them shrinks the spread to 0.96 only.)",
        "How many of your weights are equal to the largest one?",
        (("z = np.where(np.abs(z) > CUT, again, z)", "z = np.clip(z, -CUT, CUT)"),),
    ),
    Misconception(
        "clipped_uncorrected",
        "What lies beyond the cut is moved onto it, so many weights sit exactly at the two ends, and the spread is "
        "0.96 of what it should be. It should be drawn again, and the spread widened after that.",
        "How many of your weights are equal to the largest one?",
        (
            ("z = np.where(np.abs(z) > CUT, again, z)", "z = np.clip(z, -CUT, CUT)"),
            ("z = z / TRUNCATED_STD", "z = z"),
        ),
    ),
    Misconception(
        "uncorrected",
        "Cutting makes the standard deviation smaller (0.8796 of it is left where numbers beyond the cut are drawn "
        "again), and nothing widens it again, as JAX does. A lecture slide has the same slip (docs/errata.md, W2).",
        "Measure the standard deviation of your z after the cut.",
        (("z = z / TRUNCATED_STD", "z = z"),),
        source="W2",
    ),
    Misconception(
        "fan_out",
        "The variance is 1 / fan_out, over the number of outputs. It is 1 / fan_in: a pre-activation sums over "
        "the inputs. "
        "A lecture slide has the same slip (docs/errata.md, W2).",
        "A pre-activation is a sum of how many terms?",
        (("variance = 1.0 / fan_in", "variance = 1.0 / fan_out"),),
        source="W2",
    ),
    Misconception(
        "not_truncated",
        "Nothing is cut, and nothing corrected for a cut: this is the plain normal form. "
        "This exercise asks for JAX's, cut at two standard deviations.",
        "How large is the largest of your weights, in standard deviations?",
        (
            ("z = np.where(np.abs(z) > CUT, again, z)", "z = again"),
            ("z = z / TRUNCATED_STD", "z = z"),
        ),
        convention=True,
        source="gomez, calibrating the variances",
    ),
    Misconception(
        "corrected_without_a_cut",
        "Nothing is cut, but the weights are widened as if something were. The cut belongs at 2 standard deviations: "
        "of z, at 2; of weights already scaled, at twice their own.",
        "How large is the largest number that you compare with the cut?",
        (("z = np.where(np.abs(z) > CUT, again, z)", "z = again"),),
    ),
    Misconception(
        "redrawn_once",
        "Some weights still lie beyond the cut: of the numbers drawn again one in 22 lies outside, too. If you loop, "
        "is each round a fresh draw? A fixed number of fresh rounds, eight or more, leaves none.",
        "How many of your weights lie beyond the cut?",
        (("for _ in range(REDRAWS):", "for _ in range(1):"),),
    ),
    Misconception(
        "cut_after_correction",
        "The cut falls at two standard deviations of the widened numbers. It belongs before the correction, which "
        "moves it to 2 / 0.8796 final ones.",
        "What does the docstring say of where the cut is?",
        (("np.abs(z) > CUT", "np.abs(z) > CUT * TRUNCATED_STD"),),
    ),
    Misconception(
        "zeroed",
        "What lies beyond the cut becomes 0. It should be drawn again.",
        "How many of your weights are exactly 0?",
        (("z = np.where(np.abs(z) > CUT, again, z)", "z = np.where(np.abs(z) > CUT, 0.0, z)"),),
    ),
    Misconception(
        "one_sided",
        "Only the right tail is cut. The left one has to go, too, or the weights have a negative mean.",
        "What is the smallest of your weights, and what the largest?",
        (("z = np.where(np.abs(z) > CUT, again, z)", "z = np.where(z > CUT, again, z)"),),
    ),
    Misconception(
        "kept_the_outside",
        "The numbers inside the cut are replaced and those beyond it are kept: the condition is the wrong way round.",
        "In where(condition, a, b), which of the two is taken where the condition holds?",
        (("z = np.where(np.abs(z) > CUT, again, z)", "z = np.where(np.abs(z) < CUT, again, z)"),),
    ),
    Misconception(
        "correction_multiplied",
        "The cut has made the spread too small, and multiplying by 0.8796 makes it smaller still. It takes a division.",
        "Should the correction make the weights larger or smaller?",
        (("z = z / TRUNCATED_STD", "z = z * TRUNCATED_STD"),),
    ),
    Misconception(
        "correction_squared",
        "The correction divides by 0.774, the variance that the cut leaves. It takes the standard deviation, 0.8796.",
        "Does the s of the docstring have a root in it?",
        (("z = z / TRUNCATED_STD", "z = z / TRUNCATED_STD**2"),),
    ),
    Misconception(
        "correction_on_variance",
        "The variance is divided by 0.8796, which is a ratio of standard deviations: half of the correction is "
        "lost under the root.",
        "Is 0.8796 a ratio of variances or of standard deviations?",
        (
            ("z = z / TRUNCATED_STD", "z = z"),
            ("variance = 1.0 / fan_in", "variance = 1.0 / fan_in / TRUNCATED_STD"),
        ),
    ),
    Misconception(
        "divided_by_own_spread",
        "The numbers are divided by the standard deviation that they happen to have. The correction is a constant, "
        "0.8796; the spread of a single number is 0.",
        "What becomes of a layer with one input and one output?",
        (("z = z / TRUNCATED_STD", "z = (z - np.mean(z)) / np.std(z)"),),
    ),
    Misconception(
        "root_missing",
        "The numbers are multiplied by the variance. The factor is its square root, the standard deviation.",
        "If z has variance 1, what is the variance of c * z?",
        (("std = math.sqrt(variance)", "std = variance"),),
    ),
    Misconception(
        "he",
        "The variance is 2 / fan_in, which is He's, for ReLU. LeCun's is 1 / fan_in.",
        "Which variance keeps the signal even in a linear layer?",
        (("variance = 1.0 / fan_in", "variance = 2.0 / fan_in"),),
    ),
    Misconception(
        "glorot",
        "The variance is 2 / (fan_in + fan_out), which is Glorot's. LeCun's knows only one fan.",
        "Which variance keeps the signal even in a linear layer?",
        (("variance = 1.0 / fan_in", "variance = 2.0 / (fan_in + fan_out)"),),
    ),
    transposed(),
)

W_DRAW = "w = rng.uniform((fan_in, fan_out), -w_limit, w_limit)"
B_DRAW = "b = rng.uniform((fan_out,), -b_limit, b_limit)"


def one_limit(value):
    """Edits that give weights and biases one other limit."""
    return tuple((f"{name}_limit = 1.0 / math.sqrt(fan_in)", f"{name}_limit = {value}") for name in "wb")


PYTORCH_LINEAR = (
    Misconception(
        "he_weights",
        "The weights have He's limit sqrt(6 / fan_in), as kaiming_uniform_ would give by itself. "
        "PyTorch calls it with a = sqrt(5), the slope of a leaky ReLU that nobody uses, and that divides the "
        "limit by sqrt(6).",
        "The gain of a leaky ReLU of slope a is sqrt(2 / (1 + a**2)). What is it for a = sqrt(5)?",
        (("w_limit = 1.0 / math.sqrt(fan_in)", "w_limit = math.sqrt(6.0 / fan_in)"),),
        source="W1",
    ),
    Misconception(
        "he",
        "Weights and biases have He's limit sqrt(6 / fan_in), as kaiming_uniform_ would give by itself. "
        "PyTorch calls it with a = sqrt(5), the slope of a leaky ReLU that nobody uses, and that divides the "
        "limit by sqrt(6).",
        "The gain of a leaky ReLU of slope a is sqrt(2 / (1 + a**2)). What is it for a = sqrt(5)?",
        one_limit("math.sqrt(6.0 / fan_in)"),
    ),
    Misconception(
        "slope_not_squared",
        "The gain is taken as sqrt(2 / (1 + a)). The slope a enters with its square.",
        "The gain of a leaky ReLU of slope a is sqrt(2 / (1 + a**2)). What is it for a = sqrt(5)?",
        one_limit("math.sqrt(6.0 / (1.0 + math.sqrt(5.0)) / fan_in)"),
    ),
    Misconception(
        "limit_as_std",
        "Weights and biases reach 1 / sqrt(3 * fan_in), which is the standard deviation that they should have. "
        "A uniform distribution reaches sqrt(3) times as far.",
        "What is the variance of a uniform number between -a and a?",
        one_limit("1.0 / math.sqrt(3.0 * fan_in)"),
    ),
    Misconception(
        "root_missing",
        "The limit of weights and biases is 1 / fan_in, without the square root.",
        "What variance do your weights have, and what does a sum of fan_in of them have?",
        one_limit("1.0 / fan_in"),
    ),
    Misconception(
        "normal",
        "Weights and biases are normal with standard deviation 1 / sqrt(fan_in). "
        "They should be uniform, and that is their limit.",
        "Does any of your weights lie beyond the limit?",
        (
            (W_DRAW, "w = w_limit * rng.normal((fan_in, fan_out))"),
            (B_DRAW, "b = b_limit * rng.normal((fan_out,))"),
        ),
    ),
    Misconception(
        "positive",
        "Every weight and every bias is positive: the draws run from 0 to the limit. They should lie evenly on both "
        "sides of 0.",
        "What is the mean of your weights?",
        (
            (W_DRAW, "w = rng.uniform((fan_in, fan_out), 0.0, w_limit)"),
            (B_DRAW, "b = rng.uniform((fan_out,), 0.0, b_limit)"),
        ),
    ),
    Misconception(
        "slope_as_gain",
        "sqrt(5) is used as a gain: the limit is sqrt(5) * sqrt(3 / fan_in). "
        "It is the slope a, from which the gain follows.",
        "The gain of a leaky ReLU of slope a is sqrt(2 / (1 + a**2)). What is it for a = sqrt(5)?",
        (("w_limit = 1.0 / math.sqrt(fan_in)", "w_limit = math.sqrt(15.0 / fan_in)"),),
    ),
    Misconception(
        "std_for_limit",
        "The weights have standard deviation 1 / sqrt(fan_in), so they reach sqrt(3 / fan_in). "
        "In PyTorch 1 / sqrt(fan_in) is how far they reach.",
        "Is 1 / sqrt(fan_in) the largest weight, or the typical one?",
        (("w_limit = 1.0 / math.sqrt(fan_in)", "w_limit = math.sqrt(3.0 / fan_in)"),),
    ),
    Misconception(
        "weights_by_fan_out",
        "The limit of the weights is 1 / sqrt(fan_out). PyTorch's uses fan_in; its weight has the shape "
        "(out_features, in_features), which invites the mix-up.",
        "A pre-activation is a sum of how many terms?",
        (("w_limit = 1.0 / math.sqrt(fan_in)", "w_limit = 1.0 / math.sqrt(fan_out)"),),
    ),
    Misconception(
        "weights_root_missing",
        "The limit of the weights is 1 / fan_in, without the square root.",
        "What variance do your weights have, and what does a sum of fan_in of them have?",
        (("w_limit = 1.0 / math.sqrt(fan_in)", "w_limit = 1.0 / fan_in"),),
    ),
    Misconception(
        "normal_weights",
        "The weights are normal with standard deviation 1 / sqrt(fan_in). "
        "They should be uniform, and that is their limit.",
        "Does any of your weights lie beyond the limit?",
        ((W_DRAW, "w = w_limit * rng.normal((fan_in, fan_out))"),),
    ),
    Misconception(
        "positive_weights",
        "Every weight is positive: the draw runs from 0 to the limit. It should lie evenly on both sides of 0.",
        "What is the mean of your weights?",
        ((W_DRAW, "w = rng.uniform((fan_in, fan_out), 0.0, w_limit)"),),
    ),
    Misconception(
        "zero_biases",
        "The biases are 0, as Keras has them. PyTorch draws them like the weights.",
        "What does the docstring say of b?",
        ((B_DRAW, "b = np.zeros((fan_out,))"),),
        convention=True,
        source="Keras",
    ),
    Misconception(
        "biases_by_fan_out",
        "The limit of the biases is 1 / sqrt(fan_out). It is that of the weights: 1 / sqrt(fan_in).",
        "Do weights and biases of one unit share a limit?",
        (("b_limit = 1.0 / math.sqrt(fan_in)", "b_limit = 1.0 / math.sqrt(fan_out)"),),
    ),
    Misconception(
        "a_bias_per_input",
        "There is one bias for each input. There should be one for each output.",
        "What does b get added to?",
        ((B_DRAW, "b = rng.uniform((fan_in,), -b_limit, b_limit)"),),
    ),
    transposed(W_DRAW, "w = rng.uniform((fan_out, fan_in), -w_limit, w_limit)"),
    Misconception(
        "slope_five",
        "The slope a is taken as 5. It is sqrt(5), and enters with its square.",
        "What is a**2 in the gain sqrt(2 / (1 + a**2))?",
        one_limit("math.sqrt(6.0 / 26.0 / fan_in)"),
    ),
    Misconception(
        "biases_from_the_weights",
        "The biases are numbers that stand in the weights, too. Each has the right distribution, but a bias moves "
        "with a weight. It needs a draw of its own.",
        "How many numbers does your answer draw, and how many does it return?",
        ((B_DRAW, "b = w[0, :]"),),
    ),
    Misconception(
        "positive_biases",
        "Every bias is positive: the draw runs from 0 to the limit. It should lie evenly on both sides of 0.",
        "What is the mean of your biases?",
        ((B_DRAW, "b = rng.uniform((fan_out,), 0.0, b_limit)"),),
    ),
)
