"""What people get wrong in the penalty on groups of weights."""

from autograder.chapters.regularization.misconceptions.penalties import wrong_biases, wrong_strength
from autograder.exercise import Misconception

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
    Misconception(
        "largest_eps_inside_the_root",
        "1e-6 is added under the root, so that it has a derivative at 0: every norm is a little too large. The "
        "exercise asks for the norm itself, and treats a group of zeros apart.",
        "What is your penalty for weights that are all 0?",
        edits=(("np.sqrt(squares)", "np.sqrt(squares + 1e-6)"),),
        convention=True,
    ),
    Misconception(
        "bias_in_the_group_and_its_gradient",
        "The bias of a unit is a member of its group, in the penalty and in both gradients. Biases are not "
        "penalized, not even inside a norm.",
        "Change b alone. Does your penalty move?",
        edits=(
            ("np.sum(w**2, axis=0, keepdims=True)", "np.sum(w**2, axis=0, keepdims=True) + b**2"),
            ("np.zeros_like(b)", "(strength * b / safe)[0]"),
        ),
    ),
    Misconception(
        "one_dead_unit_stops_all",
        "If one unit's weights are all 0, the whole gradient is 0. Only that unit's column of it should be.",
        "One column of w is zeros. What is the gradient of the others?",
        edits=(("w / safe", "w / safe * np.all(norms > 0)"),),
    ),
)
