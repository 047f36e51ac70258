"""Known mistakes in Glorot and Bengio's initializers."""

from autograder.exercise import Misconception

from .shared import HALF_WIDTH, NORMAL, RAND_FOR_RANDN, UNIFORM, from_zero, transposed, truncated

GLOROT_NORMAL = (
    Misconception(
        "fan_in_only",
        "The standard deviation is sqrt(1 / fan_in). That is LeCun's; Glorot's variance is 2 / (fan_in + fan_out), "
        "and the two agree only where fan_in equals fan_out. (One of the lectures calls randn(n) / sqrt(n) Glorot's.)",
        "Which of the two fans does your answer never read?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 1.0 / fan_in"),),
        source="G5",
    ),
    Misconception(
        "fan_out_only",
        "The variance is 1 / fan_out, which keeps the gradients even and forgets the activations. "
        "Glorot's averages both demands.",
        "The forward pass asks for one variance, the backward pass for another. What lies between them?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 1.0 / fan_out"),),
    ),
    Misconception(
        "factor_two_missing",
        "The variance is 1 / (fan_in + fan_out), half of what it should be: one over the average of both fans is "
        "2 over their sum.",
        "For a square layer, fan_in == fan_out == n, the answer should be 1 / n. Is it?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 1.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "uniform_limit_as_std",
        "The standard deviation is sqrt(6 / (fan_in + fan_out)). The 6 belongs to the limit of the uniform "
        "distribution, "
        "which is sqrt(3) times as large as its standard deviation.",
        "Where does a 6 come from in the uniform form, and is it needed here?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 6.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "he",
        "The variance is 2 / fan_in, which is He's. Glorot's takes the average of both fans and knows nothing of ReLU.",
        "Which of the two fans does your answer never read?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 2.0 / fan_in"),),
    ),
    Misconception(
        "variance_as_std",
        "The variance multiplies the normal numbers; it takes its square root, the standard deviation, to do that.",
        "If z has variance 1, what is the variance of c * z?",
        (("std = math.sqrt(variance)", "std = variance"),),
    ),
    Misconception(
        "divided_by_std",
        "The normal numbers are divided by the standard deviation, so the weights grow with the layer. "
        "They should be multiplied by it.",
        "Should a wider layer have larger or smaller weights?",
        ((NORMAL, "w = rng.normal(shape) / std"),),
    ),
    Misconception(
        "parentheses_missing",
        "The variance is 2 / fan_in + fan_out: the division binds before the sum.",
        "Put numbers in: fan_in = 300, fan_out = 120.",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 2.0 / fan_in + fan_out"),),
    ),
    Misconception(
        "uniform",
        "The standard deviation is right, but the weights are uniform: this is glorot_uniform. They should be normal.",
        "Can your answer draw a weight of three standard deviations?",
        ((NORMAL, "w = rng.uniform(shape, -math.sqrt(3.0) * std, math.sqrt(3.0) * std)"),),
    ),
    RAND_FOR_RANDN,
    truncated("Keras's GlorotNormal and JAX's glorot_normal do so"),
    transposed(),
)

GLOROT_UNIFORM = (
    Misconception(
        "limit_as_std",
        "The limit is sqrt(2 / (fan_in + fan_out)), which is the standard deviation that the weights should have. "
        "A uniform distribution reaches sqrt(3) times as far.",
        "What is the variance of a uniform number between -a and a?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 2.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "factor_two_missing",
        "The limit is sqrt(3 / (fan_in + fan_out)), so the variance is half of what it should be, 2 / (fan_in + "
        "fan_out).",
        "For a square layer, fan_in == fan_out == n, the variance should be 1 / n. Is it?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 3.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "he",
        "The limit is sqrt(6 / fan_in), which is He's. Glorot's takes both fans.",
        "Which of the two fans does your answer never read?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 6.0 / fan_in"),),
    ),
    Misconception(
        "old_heuristic",
        "The limit is 1 / sqrt(fan_in): the older heuristic that Glorot and Bengio set out to replace, and the "
        "default of torch.nn.Linear.",
        "Compare equations 1 and 16 of the paper.",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 1.0 / fan_in"),),
    ),
    Misconception(
        "root_missing",
        "The limit is 6 / (fan_in + fan_out), without the square root.",
        "A variance and a limit have different units. Which step turns one into the other?",
        (("limit = math.sqrt(ratio)", "limit = ratio"),),
    ),
    Misconception(
        "root_of_six_only",
        "The square root covers the 6 alone: sqrt(6) / (fan_in + fan_out). It covers the sum, too.",
        "What is under the root in the equation?",
        (
            ("ratio = 6.0 / (fan_in + fan_out)", "ratio = math.sqrt(6.0) / (fan_in + fan_out)"),
            ("limit = math.sqrt(ratio)", "limit = ratio"),
        ),
    ),
    Misconception(
        "parentheses_missing",
        "The ratio is 6 / fan_in + fan_out: the division binds before the sum.",
        "Put numbers in: fan_in = 300, fan_out = 120.",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 6.0 / fan_in + fan_out"),),
    ),
    from_zero(),
    HALF_WIDTH,
    Misconception(
        "normal",
        "The weights are normal with the right standard deviation: this is glorot_normal. They should be uniform.",
        "Does any of your weights lie beyond the limit?",
        ((UNIFORM, "w = limit / math.sqrt(3.0) * rng.normal(shape)"),),
    ),
    Misconception(
        "normal_with_limit",
        "The weights are normal with the limit as their standard deviation. "
        "They should be uniform between -limit and limit.",
        "Does any of your weights lie beyond the limit?",
        ((UNIFORM, "w = limit * rng.normal(shape)"),),
    ),
    transposed(),
)
