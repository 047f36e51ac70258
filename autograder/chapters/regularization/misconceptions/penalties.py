"""The penalties on each weight: what they add to the loss, and to its gradient."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception


def wrong_biases(added: str, gradient: str) -> tuple[Misconception, ...]:
    """The biases are not left alone; `added` is what they add to the penalty, `gradient` theirs."""
    return (
        Misconception(
            "biases_penalized",
            "The biases are penalized too. The exercise leaves them alone: the penalty does not contain b, and g_b is "
            "zeros.",
            "Change b alone. Does your penalty move?",
            edits=(
                ("    g_b = ", f"    penalty = penalty + {added}\n    g_b = "),
                ("np.zeros_like(b)", gradient),
            ),
        ),
        Misconception(
            "bias_gradient",
            "g_b is not zero, although the penalty does not contain b. What a function does not depend on has a "
            "gradient of zeros.",
            "By how much does the penalty grow if b grows?",
            edits=(("np.zeros_like(b)", gradient),),
        ),
        Misconception(
            "ones_for_biases",
            "g_b is ones. The penalty does not depend on b, so its gradient there is zeros.",
            "By how much does the penalty grow if b grows?",
            edits=(("np.zeros_like(b)", "np.ones_like(b)"),),
        ),
    )


def wrong_strength(penalty: str, gradient: str) -> tuple[Misconception, ...]:
    """The strength is missing somewhere; the arguments are the two right sides that begin with it."""
    return (
        Misconception(
            "strength_missing_in_the_gradient",
            "The gradient lacks the strength: a factor of a function is a factor of its gradient.",
            "Double the strength. Does g_w double?",
            edits=((f"g_w = {gradient}", f"g_w = {gradient.replace('strength * ', '', 1)}"),),
        ),
        Misconception(
            "strength_missing_in_the_penalty",
            "The penalty lacks the strength, which the gradient has.",
            "Double the strength. Does the penalty double?",
            edits=((f"penalty = {penalty}", f"penalty = {penalty.replace('strength', '1.0', 1)}"),),
        ),
        Misconception(
            "strength_hard_coded",
            "The strength is fixed at 0.01: the one passed in has no effect.",
            "Where in your lines does the argument strength appear?",
            edits=(
                (f"penalty = {penalty}", f"penalty = {penalty.replace('strength', '0.01', 1)}"),
                (f"g_w = {gradient}", f"g_w = {gradient.replace('strength', '0.01', 1)}"),
            ),
        ),
        Misconception(
            "descent_direction",
            "The sign of g_w is turned round. A gradient points to where the penalty grows, away from 0; whoever uses "
            "it subtracts it.",
            "If a weight is positive and grows, does the penalty grow?",
            edits=((f"g_w = {gradient}", f"g_w = -({gradient})"),),
        ),
    )


L2 = (
    *wrong_biases("strength / 2 * np.sum(b**2)", "strength * b"),
    *wrong_strength("strength / 2 * np.sum(squares)", "strength * w"),
    Misconception(
        "no_half",
        "This is strength |w|^2 with the gradient 2 strength w, as Keras's L2 and one of the lectures have it: twice "
        "what the exercise asks for. Here the penalty has a 1/2 in it, which the 2 of the square cancels.",
        "Which factor stands before the sum in the docstring?",
        edits=(("strength / 2", "strength"), ("g_w = strength * w", "g_w = 2.0 * strength * w")),
        convention=True,
        source="keras.regularizers.L2",
    ),
    Misconception(
        "half_missing_in_the_penalty",
        "The penalty lacks its 1/2. The gradient is the one with it, so the two do not belong together.",
        "Differentiate the penalty that you return. Is it g_w?",
        edits=(("strength / 2", "strength"),),
    ),
    Misconception(
        "gradient_twice",
        "The gradient is twice the right one: the 2 of the square and the 1/2 of the penalty cancel.",
        "What is the derivative of w**2 / 2?",
        edits=(("g_w = strength * w", "g_w = 2.0 * strength * w"),),
    ),
    Misconception(
        "half_in_the_gradient",
        "The 1/2 is still in the gradient. The square brings down a 2, and the two cancel.",
        "What is the derivative of w**2 / 2?",
        edits=(("g_w = strength * w", "g_w = strength / 2 * w"),),
    ),
    Misconception(
        "norm_not_squared",
        "The penalty is the norm itself, without its square. Then its gradient has the same length however small the "
        "weights are. (One of the lectures has it so, in eq. 19, and calls it Tikhonov's, who squares.)",
        "Double all weights. By what factor does the penalty grow?",
        edits=(
            ("strength / 2 * np.sum(squares)", "strength * np.sqrt(np.sum(squares))"),
            ("g_w = strength * w", "g_w = strength * w / np.maximum(np.sqrt(np.sum(squares)), 1e-300)"),
        ),
        source="W8",
    ),
    Misconception(
        "norm_for_its_square",
        "The penalty holds the norm where its square belongs: the root is one too many. The gradient is right.",
        "Double all weights. By what factor does the penalty grow?",
        edits=(("np.sum(squares)", "np.sqrt(np.sum(squares))"),),
    ),
    Misconception(
        "mean_for_sum",
        "The squares are averaged, not added: the more weights, the weaker the penalty.",
        "Add a row of zeros to w. Should the penalty change?",
        edits=(("np.sum(squares)", "np.mean(squares)"), ("g_w = strength * w", "g_w = strength * w / w.size")),
    ),
    Misconception(
        "mean_in_the_penalty",
        "The penalty averages the squares; the gradient is that of their sum.",
        "Add a row of zeros to w. Should the penalty change?",
        edits=(("np.sum(squares)", "np.mean(squares)"),),
    ),
    Misconception(
        "l1_in_the_gradient",
        "The gradient is that of L1, a sign for each weight. A square's gradient is proportional to the weight.",
        "What is the derivative of w**2 / 2?",
        edits=(("g_w = strength * w", "g_w = strength * np.sign(w)"),),
    ),
    Misconception(
        "spectral_norm",
        "np.linalg.norm(w, 2) of a matrix is its largest singular value, not the root of the sum of squares.",
        "What is your penalty for the 2 by 2 identity matrix and strength 2?",
        edits=(("np.sum(squares)", "np.linalg.norm(w, 2) ** 2"),),
    ),
    Misconception(
        "sum_squared",
        "The weights are added and the sum is squared: positive and negative ones cancel. Square first, then add.",
        "What is your penalty for the weights 3 and -3?",
        edits=(("np.sum(squares)", "np.sum(w) ** 2"),),
    ),
    Misconception(
        "biases_in_the_penalty",
        "The penalty contains the biases' squares; g_b is right without them. Only the weights are charged.",
        "Change b alone. Does your penalty move?",
        edits=(("    g_b = ", "    penalty = penalty + strength / 2 * np.sum(b**2)\n    g_b = "),),
    ),
    Misconception(
        "penalty_for_its_gradient",
        "g_w holds what each weight adds to the penalty, with the square, and not the derivative of that.",
        "What is the derivative of w**2 / 2?",
        edits=(("g_w = strength * w", "g_w = strength / 2 * w**2"),),
    ),
    Misconception(
        "one_sum_a_unit",
        "The squares are added down each column: that is one penalty for each output unit. The exercise asks for "
        "one number for the whole layer.",
        "How many numbers is your penalty?",
        edits=(("np.sum(squares)", "np.sum(squares, axis=0)"),),
    ),
    Misconception(
        "products_of_different_weights",
        "The penalty adds all entries of w.T w. Those are products of different weights too; the squares alone "
        "are on its diagonal.",
        "What is your penalty for the weights 3 and -3 in one row, and strength 2?",
        edits=(("np.sum(squares)", "np.sum(w.T @ w)"),),
    ),
    Misconception(
        "strength_halved_to_a_whole_number",
        "Half the strength is rounded down to a whole number in the penalty: a strength below 2 costs nothing.",
        "What is 3 // 2? And 0.3 // 2?",
        edits=(("strength / 2", "strength // 2"),),
    ),
)

SIGN_OF_ZERO = (
    Misconception(
        "zero_counts_as_positive",
        "A weight of 0 gets the gradient of a positive one. The exercise asks for 0 there: a weight that has arrived "
        "at 0 is not to be pushed away.",
        "What do your lines give for a weight of exactly 0?",
        edits=(("np.sign(w)", "np.where(w >= 0, 1.0, -1.0)"),),
    ),
    Misconception(
        "zero_counts_as_negative",
        "A weight of 0 gets the gradient of a negative one. The exercise asks for 0 there.",
        "What do your lines give for a weight of exactly 0?",
        edits=(("np.sign(w)", "np.where(w > 0, 1.0, -1.0)"),),
    ),
    Misconception(
        "size_for_sign",
        "The gradient holds the weights' sizes where their signs belong: each weight is pushed up, and the larger the "
        "more. The derivative of |w| is 1 or -1.",
        "What is the slope of |w| at 3? At -3?",
        edits=(("np.sign(w)", "np.abs(w)"),),
    ),
    Misconception(
        "all_positive",
        "Every weight has the gradient of a positive one. The derivative of |w| is 1 or -1, as w is.",
        "What is the slope of |w| at -3?",
        edits=(("np.sign(w)", "np.ones_like(w)"),),
    ),
)

L1 = (
    *wrong_biases("strength * np.sum(np.abs(b))", "strength * np.sign(b)"),
    *wrong_strength("strength * np.sum(sizes)", "strength * np.sign(w)"),
    *SIGN_OF_ZERO,
    Misconception(
        "divided_by_zero",
        "w / |w| is the sign of a weight, except at 0, where it is not a number. The exercise asks for 0 there.",
        "What is 0 / 0?",
        edits=(("np.sign(w)", "w / np.abs(w)"),),
    ),
    Misconception(
        "l2_in_the_gradient",
        "The gradient is that of L2, proportional to the weight. That of L1 has the same size for every weight, and "
        "that is why it drives small weights to 0.",
        "What is the slope of |w| at 0.1? At 10?",
        edits=(("np.sign(w)", "w"),),
    ),
    Misconception(
        "half",
        "Here stands a 1/2. L2 has one, to cancel the 2 of its square; L1 has no square and no 1/2.",
        "Which factor stands before the sum in the docstring?",
        edits=(
            ("strength * np.sum(sizes)", "strength / 2 * np.sum(sizes)"),
            ("strength * np.sign(w)", "strength / 2 * np.sign(w)"),
        ),
    ),
    Misconception(
        "half_in_the_penalty",
        "The penalty has a 1/2. L2 has one, to cancel the 2 of its square; L1 has no square and no 1/2.",
        "Which factor stands before the sum in the docstring?",
        edits=(("strength * np.sum(sizes)", "strength / 2 * np.sum(sizes)"),),
    ),
    Misconception(
        "signs_kept",
        "The weights are added with their signs: positive and negative ones cancel. The penalty adds sizes.",
        "What is your penalty for the weights 3 and -3?",
        edits=(("np.abs(w)", "w"),),
    ),
    Misconception(
        "squares_in_the_penalty",
        "The penalty adds squares. L1 adds sizes; your gradient is already that of sizes.",
        "What is your penalty for the weights 3 and -3 and strength 1?",
        edits=(("np.abs(w)", "w**2"),),
    ),
    Misconception(
        "mean_for_sum",
        "The sizes are averaged, not added: the more weights, the weaker the penalty.",
        "Add a row of zeros to w. Should the penalty change?",
        edits=(("np.sum(sizes)", "np.mean(sizes)"), ("np.sign(w)", "np.sign(w) / w.size")),
    ),
    Misconception(
        "mean_in_the_penalty",
        "The penalty averages the sizes; the gradient is that of their sum.",
        "Add a row of zeros to w. Should the penalty change?",
        edits=(("np.sum(sizes)", "np.mean(sizes)"),),
    ),
    Misconception(
        "matrix_norm",
        "np.linalg.norm(w, 1) of a matrix is its largest column sum. The penalty adds the sizes of all weights.",
        "What is your penalty for the 2 by 2 identity matrix and strength 1?",
        edits=(("np.sum(sizes)", "np.max(np.sum(sizes, axis=0))"),),
    ),
)

ELASTIC_NET = (
    *wrong_biases(
        "strength * (share * np.sum(np.abs(b)) + (1 - share) / 2 * np.sum(b**2))",
        "strength * (share * np.sign(b) + (1 - share) * b)",
    ),
    *wrong_strength(
        "strength * (share * sizes + (1 - share) / 2 * squares)", "strength * (share * np.sign(w) + (1 - share) * w)"
    ),
    *SIGN_OF_ZERO,
    Misconception(
        "shares_swapped",
        "The share goes to L2 and the rest to L1. Here, as scikit-learn's l1_ratio, it is the share of L1.",
        "With share 1, which of the two penalties should be left?",
        edits=first("share = 1 - share", "sizes = "),
    ),
    Misconception(
        "no_half",
        "The part of L2 lacks its 1/2, in the penalty and in the gradient, as in Keras's L1L2 and in the paper. The "
        "exercise asks for (1 - share)/2.",
        "With share 0, is it what l2_penalty gives?",
        edits=(("(1 - share) / 2", "(1 - share)"), ("(1 - share) * w)", "2.0 * (1 - share) * w)")),
        convention=True,
        source="keras.regularizers.L1L2; Zou and Hastie 2005",
    ),
    Misconception(
        "half_missing_in_the_penalty",
        "The penalty's part of L2 lacks its 1/2; the gradient is the one with it.",
        "With share 0, is the penalty what l2_penalty gives?",
        edits=(("(1 - share) / 2", "(1 - share)"),),
    ),
    Misconception(
        "half_in_the_gradient",
        "The 1/2 is still in the gradient of the part of L2. The square brings down a 2, and the two cancel.",
        "With share 0, is the gradient what l2_penalty gives?",
        edits=(("(1 - share) * w)", "(1 - share) / 2 * w)"),),
    ),
    Misconception(
        "gradient_twice",
        "The gradient of the part of L2 is twice the right one: the 2 of the square and the 1/2 cancel.",
        "With share 0, is the gradient what l2_penalty gives?",
        edits=(("(1 - share) * w)", "2.0 * (1 - share) * w)"),),
    ),
    Misconception(
        "half_of_all",
        "Both parts are halved. Only that of L2 has a 1/2.",
        "With share 1, is it what l1_penalty gives?",
        edits=(
            ("penalty = strength", "penalty = strength / 2"),
            ("(1 - share) / 2 * squares", "(1 - share) * squares"),
            ("share * np.sign(w)", "share / 2 * np.sign(w)"),
        ),
    ),
    Misconception(
        "added_in_full",
        "Both penalties are added in full: share has no effect. It says how the strength is divided between them.",
        "Where in your lines does the argument share appear?",
        edits=(
            ("share * sizes + (1 - share) / 2 * squares", "sizes + squares / 2"),
            ("share * np.sign(w) + (1 - share) * w", "np.sign(w) + w"),
        ),
    ),
    Misconception(
        "l2_in_full",
        "The share is that of L1, but L2 is added in full: it should have what is left, 1 - share.",
        "With share 1, is it what l1_penalty gives?",
        edits=(
            ("(1 - share) / 2 * squares", "squares / 2"),
            ("share * np.sign(w) + (1 - share) * w", "share * np.sign(w) + w"),
        ),
    ),
    Misconception(
        "norm_not_squared",
        "The part of L2 in the penalty is the norm itself, without its square.",
        "With share 0, double all weights. By what factor does the penalty grow?",
        edits=(("np.sum(w**2)", "np.sqrt(np.sum(w**2))"),),
    ),
    Misconception(
        "signs_kept",
        "The part of L1 adds the weights with their signs: positive and negative ones cancel.",
        "With share 1, what is your penalty for the weights 3 and -3?",
        edits=(("np.sum(np.abs(w))", "np.sum(w)"),),
    ),
    Misconception(
        "strength_of_l1_only",
        "The strength is before the part of L1 alone. It is before both.",
        "Double the strength. Do penalty and gradient double?",
        edits=(
            (
                "strength * (share * sizes + (1 - share) / 2 * squares)",
                "strength * share * sizes + (1 - share) / 2 * squares",
            ),
            ("strength * (share * np.sign(w) + (1 - share) * w)", "strength * share * np.sign(w) + (1 - share) * w"),
        ),
    ),
    Misconception(
        "gradient_without_shares",
        "The gradient adds both parts in full: share has no effect on it. The penalty is right.",
        "With share 1, is the gradient what l1_penalty gives?",
        edits=(("share * np.sign(w) + (1 - share) * w", "np.sign(w) + w"),),
    ),
    Misconception(
        "divided_by_zero",
        "w / |w| is the sign of a weight, except at 0, where it is not a number. The exercise asks for 0 there.",
        "What is 0 / 0?",
        edits=(("np.sign(w)", "w / np.abs(w)"),),
    ),
    Misconception(
        "half_of_the_share_only",
        "The part of L2 is multiplied by 1 - share/2 in the penalty: only the share is halved. The 1/2 is of the "
        "whole of 1 - share.",
        "With share 0, is the penalty what l2_penalty gives?",
        edits=(("(1 - share) / 2", "(1 - share / 2)"),),
    ),
)
