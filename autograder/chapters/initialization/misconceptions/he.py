"""Known mistakes in He's initializers."""

from autograder.exercise import Misconception

from .shared import (
    CLIPPED,
    DIVIDED_BY_STD,
    HALF_WIDTH,
    NEGATIVE_ONLY,
    NORMAL,
    NOT_SHIFTED,
    RAND_FOR_RANDN,
    TRUNCATED_UNCORRECTED,
    UNIFORM,
    UNIFORM_TO_STD,
    VARIANCE_AS_STD,
    from_zero,
    transposed,
    truncated,
)

HE_NORMAL = (
    Misconception(
        "half_for_two",
        "The 2 stands under the fraction: the variance is 1 / (2 * fan_in). He's is 2 / fan_in, four times as much. "
        "A lecture slide has the same slip (docs/errata.md, D1).",
        "ReLU throws half of the signal away. Should the weights make up for it or halve it again?",
        (("variance = 2.0 / fan_in", "variance = 1.0 / (2.0 * fan_in)"),),
        source="D1",
    ),
    Misconception(
        "factor_two_missing",
        "The variance is 1 / fan_in, which is LeCun's, right for a linear net. "
        "ReLU halves the second moment, and the factor 2 is missing.",
        "What share of a symmetric pre-activation does ReLU let through?",
        (("variance = 2.0 / fan_in", "variance = 1.0 / fan_in"),),
    ),
    Misconception(
        "fan_out",
        "fan_out stands where fan_in should. That is He's second choice, mode='fan_out' in PyTorch, which keeps the "
        "gradients even; this exercise asks for the first, which keeps the activations even.",
        "A pre-activation is a sum of how many terms?",
        (("variance = 2.0 / fan_in", "variance = 2.0 / fan_out"),),
        convention=True,
        source="PyTorch, mode='fan_out'",
    ),
    Misconception(
        "glorot",
        "The variance is 2 / (fan_in + fan_out), which is Glorot's. He's knows only one fan.",
        "Which fan does equation 10 of the paper use?",
        (("variance = 2.0 / fan_in", "variance = 2.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "glorot_with_gain",
        "The variance is 4 / (fan_in + fan_out): Glorot's with a gain for ReLU. He's knows only one fan.",
        "Which fan does equation 10 of the paper use?",
        (("variance = 2.0 / fan_in", "variance = 4.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "product_of_fans",
        "2 is divided by the product of both fans. He's knows only one fan.",
        "Which fan does equation 10 of the paper use?",
        (("variance = 2.0 / fan_in", "variance = 2.0 / (fan_in * fan_out)"),),
    ),
    Misconception(
        "multiplied_by_fan_in",
        "The 2 is multiplied by fan_in, so the weights grow with the layer. It should be divided by it.",
        "Should a wider layer have larger or smaller weights?",
        (("variance = 2.0 / fan_in", "variance = 2.0 * fan_in"),),
    ),
    Misconception(
        "two_outside_the_root",
        "The 2 stands outside the square root, which makes the variance twice what it should be.",
        "What is under the root in the equation?",
        (("variance = 2.0 / fan_in", "variance = 4.0 / fan_in"),),
    ),
    VARIANCE_AS_STD,
    Misconception(
        "root_of_two_only",
        "The square root covers the 2 alone. It covers fan_in, too.",
        "What is under the root in the equation?",
        (
            ("variance = 2.0 / fan_in", "variance = math.sqrt(2.0) / fan_in"),
            ("std = math.sqrt(variance)", "std = variance"),
        ),
    ),
    DIVIDED_BY_STD,
    Misconception(
        "uniform_limit_as_std",
        "There is a 6 where a 2 should be. The 6 belongs to the limit of the uniform form, which is sqrt(3) times as "
        "large as the standard deviation.",
        "Where does a 6 come from in the uniform form, and is it needed here?",
        (("variance = 2.0 / fan_in", "variance = 6.0 / fan_in"),),
    ),
    Misconception(
        "uniform",
        "The weights are uniform, as in he_uniform. They should be normal.",
        "Can your answer draw a weight of three standard deviations?",
        ((NORMAL, "w = rng.uniform(shape, -math.sqrt(3.0) * std, math.sqrt(3.0) * std)"),),
    ),
    UNIFORM_TO_STD,
    RAND_FOR_RANDN,
    truncated("Keras's HeNormal and JAX's he_normal do so"),
    TRUNCATED_UNCORRECTED,
    CLIPPED,
    transposed(),
    Misconception(
        "all_zero",
        "Every weight is 0: with `//` for `/` the fraction is rounded down to 0 before the root is taken.",
        "Print the number that you take the root of.",
        (("variance = 2.0 / fan_in", "variance = 2 // fan_in"),),
    ),
    Misconception(
        "corrected_without_a_cut",
        "Nothing is cut, but the weights are widened as if something were: they are 1 / 0.8796 times too large.",
        "Does the docstring speak of a cut?",
        (("std = math.sqrt(variance)", "std = math.sqrt(variance) / TRUNCATED_STD"),),
    ),
    Misconception(
        "rectified",
        "No weight is negative: a ReLU was put on the weights. It acts on what the layer gives; the weights keep "
        "both signs.",
        "What is the mean of your weights?",
        ((NORMAL, "w = std * np.maximum(rng.normal(shape), 0.0)"),),
    ),
)

HE_UNIFORM = (
    Misconception(
        "pytorch_default",
        "1 is divided by fan_in: the limit 1 / sqrt(fan_in) is what torch.nn.Linear draws (kaiming_uniform_ with a = "
        "sqrt(5)), a sixth of He's variance. A lecture slide has the same slip (docs/errata.md, W1).",
        "What is the variance of a uniform number between -a and a, and what should it be here?",
        (("ratio = 6.0 / fan_in", "ratio = 1.0 / fan_in"),),
        source="W1",
    ),
    Misconception(
        "limit_as_std",
        "There is a 2 where a 6 should be, as in the standard deviation that the weights should have. "
        "A uniform distribution reaches sqrt(3) times as far.",
        "What is the variance of a uniform number between -a and a?",
        (("ratio = 6.0 / fan_in", "ratio = 2.0 / fan_in"),),
    ),
    Misconception(
        "factor_two_missing",
        "There is a 3 where a 6 should be, which is LeCun's. The factor 2 for ReLU is missing.",
        "What share of a symmetric pre-activation does ReLU let through?",
        (("ratio = 6.0 / fan_in", "ratio = 3.0 / fan_in"),),
    ),
    Misconception(
        "fan_out",
        "fan_out stands where fan_in should. That is mode='fan_out' in PyTorch, which keeps the gradients even; "
        "this exercise asks for the form that keeps the activations even.",
        "A pre-activation is a sum of how many terms?",
        (("ratio = 6.0 / fan_in", "ratio = 6.0 / fan_out"),),
        convention=True,
        source="PyTorch, mode='fan_out'",
    ),
    Misconception(
        "glorot",
        "6 is divided by the sum of both fans, which is Glorot's. He's knows only one fan.",
        "Which fan does equation 10 of the paper use?",
        (("ratio = 6.0 / fan_in", "ratio = 6.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "multiplied_by_fan_in",
        "The 6 is multiplied by fan_in, so the weights grow with the layer. It should be divided by it.",
        "Should a wider layer have larger or smaller weights?",
        (("ratio = 6.0 / fan_in", "ratio = 6.0 * fan_in"),),
    ),
    Misconception(
        "root_missing",
        "The limit lacks its square root.",
        "A variance and a limit have different units. Which step turns one into the other?",
        (("limit = math.sqrt(ratio)", "limit = ratio"),),
    ),
    Misconception(
        "root_of_six_only",
        "The square root covers the 6 alone. It covers fan_in, too.",
        "What is under the root in the equation?",
        (("ratio = 6.0 / fan_in", "ratio = math.sqrt(6.0) / fan_in"), ("limit = math.sqrt(ratio)", "limit = ratio")),
    ),
    from_zero(),
    NOT_SHIFTED,
    NEGATIVE_ONLY,
    HALF_WIDTH,
    Misconception(
        "normal",
        "The weights are normal, as in he_normal. They should be uniform.",
        "Does any of your weights lie beyond the limit?",
        ((UNIFORM, "w = limit / math.sqrt(3.0) * rng.normal(shape)"),),
    ),
    transposed(),
    Misconception(
        "six_outside_the_root",
        "The limit is 6 / sqrt(fan_in): the 6 belongs under the root as well.",
        "Which numbers of the equation stand under the root?",
        (("limit = math.sqrt(ratio)", "limit = 6.0 / math.sqrt(fan_in)"),),
    ),
    Misconception(
        "gain_twice",
        "The limit is sqrt(12 / fan_in). The 6 has He's factor 2 in it already: 3 times 2.",
        "What is the variance of a uniform number between -a and a?",
        (("ratio = 6.0 / fan_in", "ratio = 12.0 / fan_in"),),
    ),
    Misconception(
        "width_for_limit",
        "The weights reach twice as far as they should: the limit is the distance from 0, not the width of the "
        "interval.",
        "What is the largest of your weights, and what is it by the equation?",
        (("ratio = 6.0 / fan_in", "ratio = 24.0 / fan_in"),),
    ),
    Misconception(
        "all_zero",
        "Every weight is 0. Does `//` stand for `/`? It rounds the fraction down to 0 before the root is taken.",
        "Print the number that you take the root of.",
        (("ratio = 6.0 / fan_in", "ratio = 6 // fan_in"),),
    ),
)
