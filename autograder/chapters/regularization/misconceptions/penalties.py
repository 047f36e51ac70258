"""The four penalties: what they add to the loss, and to its gradient."""

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
        edits=(
            ("share * sizes + (1 - share) / 2 * squares", "(1 - share) * sizes + share / 2 * squares"),
            ("share * np.sign(w) + (1 - share) * w", "(1 - share) * np.sign(w) + share * w"),
        ),
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
)

GROUP_LASSO = (
    *wrong_biases("strength * np.sum(np.abs(b))", "strength * np.sign(b)"),
    *wrong_strength("strength * np.sum(norms)", "strength * w / safe"),
    Misconception(
        "groups_are_inputs",
        "The groups are the rows, all weights that leave one input. Here a group is what arrives at one output unit: a "
        "column of w.",
        "w is (fan_in, fan_out). Along which axis lie the weights of one output unit?",
        edits=(("axis=0", "axis=1"),),
    ),
    Misconception(
        "one_group",
        "All weights of the array are one group: its whole norm, without a square. (This is how one of the lectures "
        "has it, in eq. 19, once for each array of the net.) The exercise asks for a group for each output unit.",
        "How many norms does your sum add?",
        edits=(("np.sum(w**2, axis=0, keepdims=True)", "np.sum(w**2, keepdims=True)"),),
        source="W8",
    ),
    Misconception(
        "norms_squared",
        "The norms are squared: that is L2 again, which sets no group to 0. The group lasso adds plain norms.",
        "Double all weights. By what factor should the penalty grow?",
        edits=(("np.sum(norms)", "np.sum(squares)"), ("strength * w / safe", "2.0 * strength * w")),
    ),
    Misconception(
        "squares_in_the_penalty",
        "The penalty adds the squares of the norms. The gradient is that of the norms.",
        "Double all weights. By what factor should the penalty grow?",
        edits=(("np.sum(norms)", "np.sum(squares)"),),
    ),
    Misconception(
        "entries_for_groups",
        "This is L1: every weight is a group of its own.",
        "What is the norm of the group (3, 4)?",
        edits=(("np.sum(norms)", "np.sum(np.abs(w))"), ("strength * w / safe", "strength * np.sign(w)")),
    ),
    Misconception(
        "sizes_in_a_group",
        "The norm of a group is the sum of sizes. The group lasso takes the Euclidean norm.",
        "What is the norm of the group (3, 4)?",
        edits=(("np.sum(norms)", "np.sum(np.abs(w))"),),
    ),
    Misconception(
        "gradient_not_divided",
        "The gradient is not divided by the group's norm: it is that of L2. Of a norm the gradient is a vector of "
        "length 1.",
        "How long is the gradient of the length of a vector?",
        edits=(("strength * w / safe", "strength * w"),),
    ),
    Misconception(
        "divided_by_the_square",
        "The gradient is divided by the square of the norm. Differentiate the root once more: one norm stays below.",
        "How long is the gradient of the length of a vector?",
        edits=(("w / safe", "w / safe**2"),),
    ),
    Misconception(
        "half_in_the_gradient",
        "The 1/2 of the root's derivative is still there. The square inside brings a 2, and the two cancel.",
        "How long is the gradient of the length of a vector?",
        edits=(("w / safe", "w / (2.0 * safe)"),),
    ),
    Misconception(
        "divided_by_zero",
        "A group of zeros is divided by its norm, 0, and gives numbers that are none. The exercise asks for a gradient "
        "of zeros there.",
        "What do your lines give for a column of zeros?",
        edits=(("np.where(norms == 0, 1.0, norms)", "norms"),),
    ),
    Misconception(
        "eps_in_the_norm",
        "A small number is added to the norm below the fraction, so the gradient is a little short everywhere. The "
        "exercise asks for the exact quotient, and for zeros where the norm is 0.",
        "Is the length of each unit's gradient the strength, to the last digit?",
        edits=(("np.where(norms == 0, 1.0, norms)", "norms + 1e-8"),),
        convention=True,
    ),
    Misconception(
        "tiny_eps_in_the_norm",
        "1e-12 is added to the norm below the fraction, so the gradient of a unit with tiny weights is too short. The "
        "exercise asks for the exact quotient, and for zeros where the norm is 0.",
        "How long is the gradient of a unit whose norm is 1e-13?",
        edits=(("np.where(norms == 0, 1.0, norms)", "norms + 1e-12"),),
        convention=True,
    ),
    Misconception(
        "norm_at_least_1e_12",
        "The norm below the fraction is at least 1e-12, so the gradient of a unit with tiny weights is too short. The "
        "exercise asks for the exact quotient, and for zeros where the norm is 0.",
        "How long is the gradient of a unit whose norm is 1e-13?",
        edits=(("np.where(norms == 0, 1.0, norms)", "np.maximum(norms, 1e-12)"),),
        convention=True,
    ),
    Misconception(
        "norm_at_least_1e_8",
        "The norm below the fraction is at least 1e-8, so the gradient of a unit with tiny weights is too short. The "
        "exercise asks for the exact quotient, and for zeros where the norm is 0.",
        "How long is the gradient of a unit whose norm is 1e-9?",
        edits=(("np.where(norms == 0, 1.0, norms)", "np.maximum(norms, 1e-8)"),),
        convention=True,
    ),
    Misconception(
        "root_of_the_size",
        "Each norm is multiplied by the root of the group's size, as Yuan and Lin have it, so that large groups count "
        "more. The exercise asks for plain norms.",
        "What is your penalty for a single column (3, 4) and strength 1?",
        edits=(
            ("strength * np.sum(norms)", "strength * np.sqrt(w.shape[0]) * np.sum(norms)"),
            ("strength * w / safe", "strength * np.sqrt(w.shape[0]) * w / safe"),
        ),
        convention=True,
        source="Yuan and Lin 2006",
    ),
    Misconception(
        "mean_over_units",
        "The norms are averaged over the units. The exercise asks for their sum.",
        "Add a unit whose weights are 0. Should the penalty change?",
        edits=(("np.sum(norms)", "np.mean(norms)"), ("strength * w / safe", "strength * w / safe / w.shape[1]")),
    ),
    Misconception(
        "mean_square",
        "The norm of a group is the root of the mean of its squares. A norm takes their sum.",
        "What is the norm of the group (3, 4)?",
        edits=(("np.sum(w**2, axis=0, keepdims=True)", "np.mean(w**2, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "l1_in_the_gradient",
        "The gradient is that of L1, a sign for each weight. A norm's gradient is the vector over its length.",
        "How long is the gradient of the length of a vector?",
        edits=(("strength * w / safe", "strength * np.sign(w)"),),
    ),
    Misconception(
        "half_of_all",
        "Penalty and gradient are halved. A 1/2 belongs to a square; here is none.",
        "What is your penalty for a single column (3, 4) and strength 1?",
        edits=(
            ("strength * np.sum(norms)", "strength / 2 * np.sum(norms)"),
            ("strength * w / safe", "strength / 2 * w / safe"),
        ),
    ),
    Misconception(
        "bias_in_the_group",
        "The bias of a unit is a member of its group. Biases are not penalized, not even inside a norm.",
        "Change b alone. Does your penalty move?",
        edits=(("np.sum(w**2, axis=0, keepdims=True)", "np.sum(w**2, axis=0, keepdims=True) + b**2"),),
    ),
    Misconception(
        "eps_inside_the_root",
        "1e-12 is added under the root, so that it has a derivative at 0: a group of zeros then costs a little. The "
        "exercise asks for the norm itself, and treats a group of zeros apart.",
        "What is your penalty for weights that are all 0?",
        edits=(("np.sqrt(squares)", "np.sqrt(squares + 1e-12)"),),
        convention=True,
    ),
    Misconception(
        "larger_eps_inside_the_root",
        "1e-8 is added under the root, so that it has a derivative at 0: every norm is a little too large. The "
        "exercise asks for the norm itself, and treats a group of zeros apart.",
        "What is your penalty for weights that are all 0?",
        edits=(("np.sqrt(squares)", "np.sqrt(squares + 1e-8)"),),
        convention=True,
    ),
)
