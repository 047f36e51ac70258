"""Known mistakes in Glorot and Bengio's initializers."""

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

GLOROT_NORMAL = (
    Misconception(
        "fan_in_only",
        "The variance is 1 / fan_in. That is LeCun's; Glorot's is 2 / (fan_in + fan_out), "
        "and the two agree only where fan_in equals fan_out. "
        "A lecture slide has the same slip (docs/errata.md, G5).",
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
        "he_fan_out",
        "The variance is 2 / fan_out, which is He's with mode='fan_out'. Glorot's takes the average of both fans and "
        "knows nothing of ReLU.",
        "Which of the two fans does your answer never read?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 2.0 / fan_out"),),
    ),
    Misconception(
        "product_of_fans",
        "The fans are multiplied. They should be added: Glorot's variance is one over their average.",
        "For a square layer, fan_in == fan_out == n, the variance should be 1 / n. Is it?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 2.0 / (fan_in * fan_out)"),),
    ),
    Misconception(
        "two_outside_the_root",
        "The 2 stands outside the square root, which makes the variance twice what it should be.",
        "For a square layer, fan_in == fan_out == n, the variance should be 1 / n. Is it?",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 4.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "root_of_two_only",
        "The square root covers the 2 alone. It covers the sum of the fans, too.",
        "What is under the root in the equation?",
        (
            ("variance = 2.0 / (fan_in + fan_out)", "variance = math.sqrt(2.0) / (fan_in + fan_out)"),
            ("std = math.sqrt(variance)", "std = variance"),
        ),
    ),
    Misconception(
        "uniform_limit_as_std",
        "There is a 6 where a 2 should be. The 6 belongs to the limit of the uniform distribution, "
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
    VARIANCE_AS_STD,
    DIVIDED_BY_STD,
    Misconception(
        "parentheses_missing",
        "The variance is 2 / fan_in + fan_out: the division binds before the sum.",
        "Put numbers in: fan_in = 300, fan_out = 120.",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 2.0 / fan_in + fan_out"),),
    ),
    Misconception(
        "uniform",
        "The weights are uniform, as in glorot_uniform. They should be normal.",
        "Can your answer draw a weight of three standard deviations?",
        ((NORMAL, "w = rng.uniform(shape, -math.sqrt(3.0) * std, math.sqrt(3.0) * std)"),),
    ),
    UNIFORM_TO_STD,
    RAND_FOR_RANDN,
    truncated("Keras's GlorotNormal and JAX's glorot_normal do so"),
    TRUNCATED_UNCORRECTED,
    CLIPPED,
    transposed(),
    Misconception(
        "all_zero",
        "Every weight is 0: with `//` for `/` the fraction is rounded down to 0 before the root is taken.",
        "Print the number that you take the root of.",
        (("variance = 2.0 / (fan_in + fan_out)", "variance = 2 // (fan_in + fan_out)"),),
    ),
)

GLOROT_UNIFORM = (
    Misconception(
        "limit_as_std",
        "There is a 2 where a 6 should be, as in the standard deviation that the weights should have. "
        "A uniform distribution reaches sqrt(3) times as far.",
        "What is the variance of a uniform number between -a and a?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 2.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "factor_two_missing",
        "There is a 3 where a 6 should be, so half of the variance is missing: Glorot's is 2 / (fan_in + fan_out).",
        "For a square layer, fan_in == fan_out == n, the variance should be 1 / n. Is it?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 3.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "he",
        "6 is divided by fan_in alone, which is He's. Glorot's takes both fans.",
        "Which of the two fans does your answer never read?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 6.0 / fan_in"),),
    ),
    Misconception(
        "lecun",
        "3 is divided by fan_in: LeCun's variance, 1 / fan_in. Glorot's takes both fans.",
        "Which of the two fans does your answer never read?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 3.0 / fan_in"),),
    ),
    Misconception(
        "product_of_fans",
        "The fans are multiplied. They should be added: Glorot's variance is one over their average.",
        "For a square layer, fan_in == fan_out == n, the variance should be 1 / n. Is it?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 6.0 / (fan_in * fan_out)"),),
    ),
    Misconception(
        "average_for_sum",
        "6 is divided by the average of both fans, which makes the variance twice what it should be: the 6 goes with "
        "their sum, a 3 with their average.",
        "For a square layer, fan_in == fan_out == n, the variance should be 1 / n. Is it?",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 12.0 / (fan_in + fan_out)"),),
    ),
    Misconception(
        "old_heuristic",
        "1 is divided by fan_in: the older heuristic, limit 1 / sqrt(fan_in), that Glorot and Bengio set out to "
        "replace, and the default of torch.nn.Linear.",
        "Compare equations 1 and 16 of the paper.",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 1.0 / fan_in"),),
    ),
    Misconception(
        "root_missing",
        "The limit lacks its square root.",
        "A variance and a limit have different units. Which step turns one into the other?",
        (("limit = math.sqrt(ratio)", "limit = ratio"),),
    ),
    Misconception(
        "root_of_six_only",
        "The square root covers the 6 alone. It covers the sum of the fans, too.",
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
    NOT_SHIFTED,
    NEGATIVE_ONLY,
    HALF_WIDTH,
    Misconception(
        "normal",
        "The weights are normal, as in glorot_normal. They should be uniform.",
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
    Misconception(
        "all_zero",
        "Every weight is 0. Does `//` stand for `/`? It rounds the fraction down to 0 before the root is taken.",
        "Print the number that you take the root of.",
        (("ratio = 6.0 / (fan_in + fan_out)", "ratio = 6 // (fan_in + fan_out)"),),
    ),
)
