"""Clipping by value, by norm and by global norm."""

from autograder.chapters.sgd.misconceptions.shared import first
from autograder.exercise import Misconception

BY_VALUE = (
    Misconception(
        "upper_side_only",
        "Only entries above the limit are cut; those below minus the limit pass.",
        "What does yours make of -100?",
        edits=(("np.maximum(g, -limit)", "g"),),
    ),
    Misconception(
        "negatives_to_zero",
        "The lower bound is 0: all negative entries are lost.",
        "What does yours make of a small negative entry?",
        edits=(("np.maximum(g, -limit)", "np.maximum(g, 0.0)"),),
    ),
    Misconception(
        "sign_lost",
        "The size is cut and the sign is gone: entries below 0 come back above 0.",
        "What does yours make of -100?",
        edits=(("np.maximum(g, -limit)", "np.abs(g)"),),
    ),
    Misconception(
        "large_entries_zeroed",
        "Entries beyond the limit become 0. They should become the limit, with their sign.",
        "What does yours make of 100?",
        edits=(("np.maximum(g, -limit)", "g * (np.abs(g) <= limit)"),),
    ),
    Misconception(
        "all_entries_scaled",
        "All entries are scaled until the largest fits. Here each entry is cut by itself: those within the limit stay.",
        "What does yours make of a small entry beside a large one?",
        edits=(("np.maximum(g, -limit)", "g * (limit / np.maximum(np.max(np.abs(g)), limit))"),),
    ),
    Misconception(
        "by_norm",
        "This clips the whole gradient by its norm, which is another exercise. Here each entry is cut by itself.",
        "Does what yours does to one entry depend on the others?",
        edits=(("np.maximum(g, -limit)", "g * (limit / np.maximum(np.sqrt(np.sum(g**2)), limit))"),),
    ),
    Misconception(
        "every_entry_on_the_limit",
        "Every entry becomes the limit with its sign, small ones too.",
        "What does yours make of an entry within the limit?",
        edits=(("np.maximum(g, -limit)", "limit * np.sign(g)"),),
    ),
    Misconception(
        "limit_hard_coded",
        "The limit is fixed at 1: the one passed in has no effect.",
        "Where in your lines does the argument limit appear?",
        edits=first("limit = 1.0", "above = "),
    ),
    Misconception(
        "lower_side_only",
        "Only entries below minus the limit are cut; those above the limit pass.",
        "What does yours make of 100?",
        edits=(("np.minimum(above, limit)", "above"),),
    ),
    Misconception(
        "large_negatives_to_plus_limit",
        "Entries below minus the limit become plus the limit: they lose their sign.",
        "What does yours make of -100?",
        edits=(("np.maximum(g, -limit)", "np.where(g < -limit, limit, g)"),),
    ),
    Misconception(
        "all_become_the_limit",
        "Every entry comes back as plus the limit. An entry within the limit should stay as it is.",
        "Work through your line for 0.1 and limit 1. Which bound belongs to the minimum, which to the maximum?",
        edits=(("np.maximum(g, -limit)", "np.full_like(g, limit)"),),
    ),
    Misconception(
        "all_become_minus_the_limit",
        "Every entry comes back as minus the limit. An entry within the limit should stay as it is.",
        "Work through your line for 0.1 and limit 1. Which bound belongs to the minimum, which to the maximum?",
        edits=(("np.minimum(above, limit)", "np.full_like(g, -limit)"),),
    ),
    Misconception(
        "stretched_to_the_limit",
        "All entries are scaled so that the largest one is as large as the limit: small gradients grow, and zeros "
        "divide 0 by 0. Here each entry is cut by itself, and those within the limit stay.",
        "What does yours make of a gradient whose entries are all small?",
        edits=(("np.maximum(g, -limit)", "g * (limit / np.max(np.abs(g)))"),),
    ),
    Misconception(
        "branches_exchanged",
        "Entries within the limit are put on it, with their sign, and those beyond it pass. It is the other way round.",
        "In np.where(a, b, c), which one is taken where a is true?",
        edits=(
            ("np.maximum(g, -limit)", "np.where(np.abs(g) <= limit, np.sign(g) * limit, g)"),
            ("np.minimum(above, limit)", "above"),
        ),
    ),
)

# What goes wrong with norm and scale alike, whether one gradient is clipped or two.
SCALE = (
    Misconception(
        "small_gradients_stretched",
        "The gradient is always scaled to max_norm: a short one is made longer, and one of zeros divides 0 by 0. "
        "Clipping shortens, or leaves alone.",
        "What does yours make of a gradient of norm max_norm / 10?",
        edits=(("np.maximum(norm, max_norm)", "norm"),),
    ),
    Misconception(
        "root_missing",
        "The square of the norm is compared with max_norm: the root is missing.",
        "Multiply the gradient by 10. By how much should the norm grow?",
        edits=(("norm = np.sqrt(", "norm = 1.0 * ("),),
    ),
    Misconception(
        "square_compared",
        "The square of the norm is compared with max_norm, and the norm itself divides. A gradient whose norm lies "
        "between max_norm and its root is lengthened, or left too long.",
        "Take norm 3 and bound 4. What do you compare with the bound?",
        edits=(
            (
                "max_norm / np.maximum(norm, max_norm)",
                "np.where(norm**2 > max_norm, max_norm / np.where(norm == 0, 1.0, norm), 1.0)",
            ),
        ),
    ),
    Misconception(
        "shortened_to_one",
        "What is too long is shortened to length 1 instead of max_norm.",
        "What is the norm of what you return?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "1.0 / np.where(norm > max_norm, norm, 1.0)"),),
    ),
    Misconception(
        "scale_turned_over",
        "The scale is norm / max_norm where the norm is too large: it makes a long gradient longer still.",
        "Is your scale above or below 1 for a long gradient?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "np.maximum(norm, max_norm) / max_norm"),),
    ),
    Misconception(
        "short_ones_only",
        "The comparison is turned round: short gradients are stretched to max_norm and long ones pass.",
        "When is max_norm / norm below 1?",
        edits=(("np.maximum(norm, max_norm)", "np.minimum(norm, max_norm)"),),
    ),
    Misconception(
        "dropped",
        "A gradient that is too long becomes 0. It should become shorter and keep its direction.",
        "What is the norm of what you return for a long gradient?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "1.0 * (norm <= max_norm)"),),
    ),
    Misconception(
        "norm_not_divided",
        "A gradient that is too long is multiplied by max_norm, and its norm never divides it. So what comes back has "
        "a length that still depends on how long the gradient was.",
        "What is the norm of what you return for a long gradient?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "np.where(norm > max_norm, max_norm, 1.0)"),),
    ),
    Misconception(
        "zeros_divided_by_their_norm",
        "A gradient of zeros comes back as NaN: it is divided by its norm, 0. All others are right.",
        "What does yours make of a gradient of zeros, and what should it make of it?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "np.minimum(norm, max_norm) / norm"),),
    ),
    Misconception(
        "torch_eps",
        "This is PyTorch's scale, max_norm / (norm + 1e-6): it leaves the gradient a millionth too short. The exercise "
        "asks for min(1, max_norm / norm).",
        "Is the norm of what you return max_norm, to the last digit?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "np.minimum(1.0, max_norm / (norm + 1e-6))"),),
        convention=True,
        source="torch.nn.utils.clip_grad_norm_",
    ),
    Misconception(
        "always_max_norm_long",
        "Short gradients are lengthened: everything but zeros comes back with the norm max_norm. A gradient within the "
        "bound should stay.",
        "What does yours make of a gradient that is short already?",
        edits=(("max_norm / np.maximum(norm, max_norm)", "max_norm / np.where(norm == 0, 1.0, norm)"),),
    ),
    Misconception(
        "lengthened_and_never_shortened",
        "The factor is never below 1: short gradients are lengthened, and long ones stay as they are.",
        "For a norm of 10 and a bound of 2, what should the factor be, and what is yours?",
        edits=(
            (
                "max_norm / np.maximum(norm, max_norm)",
                "np.maximum(1.0, max_norm / np.where(norm == 0, 1.0, norm))",
            ),
        ),
    ),
    Misconception(
        "max_norm_hard_coded",
        "The bound is fixed at 1: the one passed in has no effect.",
        "Where in your lines does the argument max_norm appear?",
        edits=(("    norm = ", "    max_norm = 1.0\n    norm = "),),
    ),
)

BY_NORM = (
    *SCALE,
    Misconception(
        "sum_of_sizes",
        "The norm is the sum of absolute values (L1). The exercise asks for the Euclidean one.",
        "What is your norm of (3, 4)?",
        edits=(("    squares = np.sum(g**2)\n", ""), ("norm = np.sqrt(squares)", "norm = np.sum(np.abs(g))")),
    ),
    Misconception(
        "largest_entry",
        "The norm is the largest entry in size. The exercise asks for the Euclidean one.",
        "What is your norm of (3, 4)?",
        edits=(("    squares = np.sum(g**2)\n", ""), ("norm = np.sqrt(squares)", "norm = np.max(np.abs(g))")),
    ),
    Misconception(
        "mean_square",
        "The norm is the root of the mean square: it does not grow with the number of entries, as a norm does.",
        "What is your norm of (3, 4)?",
        edits=(("np.sum(g**2)", "np.mean(g**2)"),),
    ),
    Misconception(
        "row_by_row",
        "Each row is clipped by its own norm. The exercise asks for one norm of the whole array, so that its direction "
        "stays.",
        "How many different scales does your kernel use?",
        edits=(("np.sum(g**2)", "np.sum(g**2, axis=-1, keepdims=True)"),),
    ),
    Misconception(
        "by_value",
        "Each entry is cut at max_norm, which is another exercise: it turns the direction. Here all entries share one "
        "factor.",
        "Divide what you return by g, entry by entry. Is it one number?",
        edits=(
            ("squares = np.sum(g**2)", "lower = np.maximum(g, -max_norm)"),
            ("norm = np.sqrt(squares)", "clipped = np.minimum(lower, max_norm)"),
            ("    scale = max_norm / np.maximum(norm, max_norm)\n", ""),
            ("g * scale", "clipped"),
        ),
    ),
    Misconception(
        "along_the_first_axis",
        "The squares are summed along the first axis alone, so each column has a norm and a scale of its own. The "
        "exercise asks for one norm of the whole array.",
        "How many numbers are in your norm?",
        edits=(("np.sum(g**2)", "np.sum(g**2, axis=0)"),),
    ),
    Misconception(
        "spectral_norm",
        "The norm of a matrix is its largest singular value: that is what np.linalg.norm(g, 2) means for a matrix. The "
        "exercise asks for the root of the sum of all squares.",
        "What does the docstring of np.linalg.norm say of ord=2, for a matrix?",
        edits=(("np.sum(g**2)", "np.linalg.norm(g, 2) ** 2"),),
    ),
)

BY_GLOBAL_NORM = (
    *SCALE,
    Misconception(
        "each_by_its_own_norm",
        "Each gradient is clipped by its own norm: the direction of the two together turns. One norm, over all "
        "entries of both, and one factor.",
        "Divide what you return by what came in. Is it one number for both?",
        edits=(
            ("    scale = max_norm / np.maximum(norm, max_norm)\n", ""),
            ("g_w * scale", "g_w * (max_norm / np.maximum(np.sqrt(squares_w), max_norm))"),
            ("g_b * scale", "g_b * (max_norm / np.maximum(np.sqrt(squares_b), max_norm))"),
        ),
    ),
    Misconception(
        "norms_added",
        "The two norms are added. Lengths at right angles add by Pythagoras: the squares add.",
        "One gradient is (3), the other (4). What is the norm of both together?",
        edits=(("np.sqrt(squares_w + squares_b)", "np.sqrt(squares_w) + np.sqrt(squares_b)"),),
    ),
    Misconception(
        "weights_only",
        "The norm is that of g_w alone; g_b does not count in it.",
        "Make g_b huge and g_w tiny. Does your kernel clip?",
        edits=(("squares_w + squares_b", "squares_w"),),
    ),
    Misconception(
        "larger_norm",
        "The norm is the larger one of the two. The exercise asks for that of both together.",
        "One gradient is (3), the other (4). What is the norm of both together?",
        edits=(("squares_w + squares_b", "np.maximum(squares_w, squares_b)"),),
    ),
    Misconception(
        "biases_not_scaled",
        "g_b comes back as it came: both gradients are to be shortened by the same factor.",
        "Divide what you return by what came in. Is it one number for both?",
        edits=(("g_b * scale", "g_b"),),
    ),
    Misconception(
        "by_value",
        "Each entry is cut at max_norm, which is another exercise: it turns the direction. Here all entries share one "
        "factor.",
        "Divide what you return by what came in. Is it one number?",
        edits=(
            ("    scale = max_norm / np.maximum(norm, max_norm)\n", ""),
            ("g_w * scale", "np.minimum(np.maximum(g_w, -max_norm), max_norm)"),
            ("g_b * scale", "np.minimum(np.maximum(g_b, -max_norm), max_norm)"),
        ),
    ),
    Misconception(
        "sums_squared",
        "The entries of each gradient are summed first, and the sum is squared: entries of opposite sign cancel. The "
        "squares are summed.",
        "What is your norm of the entries 3 and -3?",
        edits=(("np.sum(g_w**2)", "np.sum(g_w) ** 2"), ("np.sum(g_b**2)", "np.sum(g_b) ** 2")),
    ),
    Misconception(
        "root_of_the_weights_only",
        "The root is taken of the squares of g_w alone, and the squares of g_b are added to it. Both belong under one "
        "root.",
        "One gradient is (3), the other (4). What is your norm of both together?",
        edits=(("np.sqrt(squares_w + squares_b)", "np.sqrt(squares_w) + squares_b"),),
    ),
    Misconception(
        "second_norm_after_the_first_scaling",
        "g_w is right, but the scale of g_b is made of a norm in which g_w is scaled already. Both have one norm, that "
        "of the gradients as they came in.",
        "Divide what you return by what came in. Is it one number for both?",
        edits=(
            (
                "g_b * scale",
                "g_b * (max_norm / np.maximum(np.sqrt(np.sum(g_w * g_w) + squares_b), max_norm))",
            ),
        ),
    ),
    Misconception(
        "mean_square",
        "The norm is the root of the mean square of all entries: it does not grow with their number, as a norm does.",
        "One gradient is (3), the other (4). What is your norm of both together?",
        edits=(("(squares_w + squares_b)", "((squares_w + squares_b) / (g_w.size + g_b.size))"),),
    ),
)
