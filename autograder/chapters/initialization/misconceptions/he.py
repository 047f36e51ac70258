"""Known mistakes in He's initializers."""

from autograder.exercise import Misconception

from .shared import HALF_WIDTH, NORMAL, RAND_FOR_RANDN, UNIFORM, from_zero, transposed, truncated

HE_NORMAL = (
    Misconception(
        "half_for_two",
        "The standard deviation is 1 / sqrt(2 * fan_in): the 2 stands under the fraction. He's is sqrt(2 / "
        "fan_in), four times the variance. "
        "(So does one of the lectures, on its slide of initialization strategies.)",
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
        "The variance is 2 / fan_out. That is He's second choice, mode='fan_out' in PyTorch, which keeps the "
        "gradients even; "
        "this exercise asks for the first, which keeps the activations even.",
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
        "variance_as_std",
        "The weights are multiplied by 2 / fan_in, the variance. The factor is its square root.",
        "If z has variance 1, what is the variance of c * z?",
        (("std = math.sqrt(variance)", "std = variance"),),
    ),
    Misconception(
        "root_of_two_only",
        "The square root covers the 2 alone: sqrt(2) / fan_in. It covers fan_in, too.",
        "What is under the root in the equation?",
        (
            ("variance = 2.0 / fan_in", "variance = math.sqrt(2.0) / fan_in"),
            ("std = math.sqrt(variance)", "std = variance"),
        ),
    ),
    Misconception(
        "divided_by_std",
        "The normal numbers are divided by sqrt(2 / fan_in), so the weights grow with the layer. "
        "They should be multiplied by it.",
        "Should a wider layer have larger or smaller weights?",
        ((NORMAL, "w = rng.normal(shape) / std"),),
    ),
    Misconception(
        "uniform_limit_as_std",
        "The standard deviation is sqrt(6 / fan_in). That is the limit of the uniform form, sqrt(3) times as large.",
        "Where does a 6 come from in the uniform form, and is it needed here?",
        (("variance = 2.0 / fan_in", "variance = 6.0 / fan_in"),),
    ),
    Misconception(
        "uniform",
        "The standard deviation is right, but the weights are uniform: this is he_uniform. They should be normal.",
        "Can your answer draw a weight of three standard deviations?",
        ((NORMAL, "w = rng.uniform(shape, -math.sqrt(3.0) * std, math.sqrt(3.0) * std)"),),
    ),
    RAND_FOR_RANDN,
    truncated("Keras's HeNormal and JAX's he_normal do so"),
    transposed(),
)

HE_UNIFORM = (
    Misconception(
        "pytorch_default",
        "The limit is 1 / sqrt(fan_in). That is what torch.nn.Linear draws (kaiming_uniform_ with a = sqrt(5)), "
        "a sixth of He's variance. "
        "(One of the lectures prints it as He's.)",
        "What is the variance of a uniform number between -a and a, and what should it be here?",
        (("ratio = 6.0 / fan_in", "ratio = 1.0 / fan_in"),),
        source="W1",
    ),
    Misconception(
        "limit_as_std",
        "The limit is sqrt(2 / fan_in), which is the standard deviation that the weights should have. "
        "A uniform distribution reaches sqrt(3) times as far.",
        "What is the variance of a uniform number between -a and a?",
        (("ratio = 6.0 / fan_in", "ratio = 2.0 / fan_in"),),
    ),
    Misconception(
        "factor_two_missing",
        "The limit is sqrt(3 / fan_in), so the variance is 1 / fan_in, LeCun's. The factor 2 for ReLU is missing.",
        "What share of a symmetric pre-activation does ReLU let through?",
        (("ratio = 6.0 / fan_in", "ratio = 3.0 / fan_in"),),
    ),
    Misconception(
        "fan_out",
        "The limit is sqrt(6 / fan_out). That is mode='fan_out' in PyTorch, which keeps the gradients even; "
        "this exercise asks for the form that keeps the activations even.",
        "A pre-activation is a sum of how many terms?",
        (("ratio = 6.0 / fan_in", "ratio = 6.0 / fan_out"),),
        convention=True,
        source="PyTorch, mode='fan_out'",
    ),
    Misconception(
        "glorot",
        "The limit is sqrt(6 / (fan_in + fan_out)), which is Glorot's. He's knows only one fan.",
        "Which fan does equation 10 of the paper use?",
        (("ratio = 6.0 / fan_in", "ratio = 6.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "root_missing",
        "The limit is 6 / fan_in, without the square root.",
        "A variance and a limit have different units. Which step turns one into the other?",
        (("limit = math.sqrt(ratio)", "limit = ratio"),),
    ),
    Misconception(
        "root_of_six_only",
        "The square root covers the 6 alone: sqrt(6) / fan_in. It covers fan_in, too.",
        "What is under the root in the equation?",
        (("ratio = 6.0 / fan_in", "ratio = math.sqrt(6.0) / fan_in"), ("limit = math.sqrt(ratio)", "limit = ratio")),
    ),
    from_zero(),
    HALF_WIDTH,
    Misconception(
        "normal",
        "The weights are normal with the right standard deviation: this is he_normal. They should be uniform.",
        "Does any of your weights lie beyond the limit?",
        ((UNIFORM, "w = limit / math.sqrt(3.0) * rng.normal(shape)"),),
    ),
    transposed(),
)
