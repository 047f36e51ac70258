"""Points on a line and on a plane, and directions that suit a net."""

from autograder.exercise import Misconception

LINE = (
    Misconception(
        "ends_swapped",
        "The line runs the wrong way: alpha = 0 gives the end, and alpha = 1 the start.",
        "What should alpha = 0 give?",
        edits=(("(1.0 - alpha) * start", "alpha * start"), ("rest + alpha * end", "rest + (1.0 - alpha) * end")),
    ),
    Misconception(
        "end_as_a_direction",
        "alpha times the end is added to all of the start. The direction of the line is the difference of the two.",
        "What does yours give for alpha = 1?",
        edits=(("(1.0 - alpha) * start", "1.0 * start"),),
    ),
    Misconception(
        "step_only",
        "This is the step from the start, not the point: the start is missing.",
        "What should alpha = 0 give?",
        edits=(("rest + alpha * end", "alpha * end - alpha * start"),),
    ),
    Misconception(
        "end_without_share",
        "The end comes in whole, whatever alpha is.",
        "What does yours give for alpha = 0?",
        edits=(("rest + alpha * end", "rest + end"),),
    ),
    Misconception(
        "sign_slip",
        "The second part is subtracted.",
        "What does yours give for alpha = 1?",
        edits=(("rest + alpha * end", "rest - alpha * end"),),
    ),
    Misconception(
        "away_from_the_end",
        "The difference has the wrong sign: the line leads away from the end.",
        "What should alpha = 1 give?",
        edits=(("(1.0 - alpha) * start", "(1.0 + alpha) * start"), ("rest + alpha * end", "rest - alpha * end")),
    ),
    Misconception(
        "cut_at_the_ends",
        "alpha is cut to between 0 and 1. The line goes on beyond the two nets, and figures look there.",
        "What should alpha = 1.5 give?",
        edits=(("rest = ", "alpha = min(max(alpha, 0.0), 1.0)\n    rest = "),),
    ),
    Misconception(
        "length_one",
        "The direction is scaled to length 1, so alpha = 1 is not the end.",
        "What should alpha = 1 give?",
        edits=(
            ("rest = (1.0 - alpha) * start", "rest = start"),
            ("rest + alpha * end", "rest + alpha * (end - start) / np.sqrt(np.sum((end - start) ** 2))"),
        ),
    ),
    Misconception(
        "halfway",
        "This is the middle, whatever alpha is.",
        "Where in your lines does the argument alpha appear?",
        edits=(("rest = ", "alpha = 0.5\n    rest = "),),
    ),
    Misconception(
        "on_the_sphere",
        "This interpolates on a sphere (slerp), as some do for latent vectors. The exercise asks for a straight line.",
        "Is your middle the mean of the two?",
        edits=(
            ("rest = (1.0 - alpha) * start",
             "angle = np.arccos(np.sum(start * end) / np.sqrt(np.sum(start**2) * np.sum(end**2)))\n"
             "    rest = np.sin((1.0 - alpha) * angle) / np.sin(angle) * start"),
            ("rest + alpha * end", "rest + np.sin(alpha * angle) / np.sin(angle) * end"),
        ),
        convention=True,
        source="slerp",
    ),
    Misconception(
        "brackets_missing",
        "alpha times the start is taken away from 1: the brackets round 1 - alpha are missing.",
        "What does yours give for alpha = 0?",
        edits=(("(1.0 - alpha) * start", "1.0 - alpha * start"),),
    ),
    Misconception(
        "from_the_end_on",
        "The line begins at the end and leads away from the start. alpha counts from the start.",
        "What should alpha = 0 give?",
        edits=(("(1.0 - alpha) * start", "end - alpha * start"),),
    ),
)  # fmt: skip

PLANE = (
    Misconception(
        "a_and_b_swapped",
        "a goes with the second direction and b with the first.",
        "With b = 0, along which direction should the point move?",
        edits=(("    first = ", "    a, b = b, a\n    first = "),),
    ),
    Misconception(
        "centre_missing",
        "This is the shift alone: the weights in the middle of the picture are missing.",
        "What should a = b = 0 give?",
        edits=(("w + first", "first"),),
    ),
    Misconception(
        "directions_as_points",
        "d1 and d2 are taken for points: w is subtracted from them, or scaled by 1 - a - b. They are directions "
        "already, and are added to all of w.",
        "What should a = 1, b = 0 give?",
        edits=(("a * d1", "a * (d1 - w)"), ("b * d2", "b * (d2 - w)")),
        convention=True,
        source="planes through three nets",
    ),
    Misconception(
        "same_direction_twice",
        "Both numbers move along the first direction.",
        "Where in your lines does d2 appear?",
        edits=(("b * d2", "b * d1"),),
    ),
    Misconception(
        "one_number",
        "Both directions get the same number: b has no effect.",
        "Where in your lines does the argument b appear?",
        edits=(("b * d2", "a * d2"),),
    ),
    Misconception(
        "subtracted",
        "The second shift is subtracted: the picture is mirrored.",
        "What should a = 0, b = 1 give?",
        edits=(("first + second", "first - second"),),
    ),
    Misconception(
        "both_subtracted",
        "Both shifts are subtracted: the picture is turned by half a turn.",
        "What should a = 1, b = 0 give?",
        edits=(("w + first + second", "w - first - second"),),
    ),
    Misconception(
        "lengths_one",
        "The directions are scaled to length 1 first. How long they are is the caller's business.",
        "What should a = 1, b = 0 give?",
        edits=(
            ("a * d1", "a * d1 / np.sqrt(np.sum(d1**2))"),
            ("b * d2", "b * d2 / np.sqrt(np.sum(d2**2))"),
        ),
    ),
    Misconception(
        "lengths_of_the_weights",
        "The directions are scaled to the length of w first. How long they are is the caller's business.",
        "What should a = 1, b = 0 give?",
        edits=(
            ("a * d1", "a * d1 * np.sqrt(np.sum(w**2) / np.sum(d1**2))"),
            ("b * d2", "b * d2 * np.sqrt(np.sum(w**2) / np.sum(d2**2))"),
        ),
    ),
    Misconception(
        "made_orthogonal",
        "The second direction is made orthogonal to the first. The exercise takes both as they come.",
        "What should a = 0, b = 1 give?",
        edits=(("b * d2", "b * (d2 - np.sum(d1 * d2) / np.sum(d1**2) * d1)"),),
    ),
    Misconception(
        "second_times_both",
        "The second direction is multiplied by a and by b. It is multiplied by b alone.",
        "What should a = 0, b = 1 give?",
        edits=(("b * d2", "a * b * d2"),),
    ),
    Misconception(
        "cut_at_one",
        "a and b are cut to between -1 and 1. The plane goes on beyond.",
        "What should a = 2, b = 0 give?",
        edits=(("    first = ", "    a, b = min(max(a, -1.0), 1.0), min(max(b, -1.0), 1.0)\n    first = "),),
    ),
)

FILTER = (
    Misconception(
        "by_row",
        "Each row is scaled: that is one input's weights to all units. A unit's weights are a column, since weights "
        "are (fan_in, fan_out).",
        "Over which axis does your norm sum?",
        edits=(
            ("d**2, axis=0", "d**2, axis=1, keepdims=True"),
            ("w**2, axis=0", "w**2, axis=1, keepdims=True"),
        ),
    ),
    Misconception(
        "whole_layer",
        "One factor for the whole array: that is layer normalization of the direction, also in use. The exercise asks "
        "for one factor a unit.",
        "Divide what you return by d. How many different numbers?",
        edits=(("d**2, axis=0", "d**2"), ("w**2, axis=0", "w**2")),
        convention=True,
        source="Li et al. 2018, their layer normalization",
    ),
    Misconception(
        "length_one",
        "Each column gets length 1. It should get the length of the unit's weights, or a net with large weights looks "
        "flat.",
        "Where in your lines does w appear?",
        edits=(("size_w / size_d", "1.0 / size_d"),),
    ),
    Misconception(
        "not_divided",
        "The direction is multiplied by the weights' length, but keeps its own as well.",
        "How long is a column of what you return?",
        edits=(("size_w / size_d", "size_w"),),
    ),
    Misconception(
        "times_the_weights",
        "The direction has length 1 and is then multiplied by the weights themselves, entry by entry, which turns it. "
        "It is multiplied by their length.",
        "Is what you return, column by column, a multiple of d?",
        edits=(("size_w / size_d", "w / size_d"),),
    ),
    Misconception(
        "upside_down",
        "The factor is upside down: columns of d that are too long become longer still.",
        "How long is a column of what you return?",
        edits=(("size_w / size_d", "size_d / size_w"),),
    ),
    Misconception(
        "roots_missing",
        "The factor is one of squared lengths: the roots are missing.",
        "Make w ten times as long. By how much should your result grow?",
        edits=(("size_w / size_d", "size_w**2 / size_d**2"),),
    ),
    Misconception(
        "divided_by_the_weights",
        "The direction is divided by the length of the weights. It should be divided by its own and multiplied by "
        "that of the weights.",
        "How long is a column of what you return?",
        edits=(("size_w / size_d", "1.0 / size_w"),),
    ),
    Misconception(
        "standard_deviations",
        "The lengths are standard deviations: the means of the columns do not count. The exercise asks for lengths.",
        "What is your length of a column of equal numbers?",
        edits=(
            ("np.sqrt(np.sum(d**2, axis=0))", "np.std(d, axis=0)"),
            ("np.sqrt(np.sum(w**2, axis=0))", "np.std(w, axis=0)"),
        ),
    ),
    Misconception(
        "weights_scaled",
        "These are the weights, scaled to the length of the direction: the two roles are swapped.",
        "Which way does what you return point, that of d or that of w?",
        edits=(("size_w / size_d", "size_d / size_w"), ("return d * scale", "return w * scale")),
    ),
    Misconception(
        "sums_of_sizes",
        "The lengths are sums of absolute values (L1). The exercise asks for Euclidean ones.",
        "What is your length of (3, 4)?",
        edits=(
            ("np.sqrt(np.sum(d**2, axis=0))", "np.sum(np.abs(d), axis=0)"),
            ("np.sqrt(np.sum(w**2, axis=0))", "np.sum(np.abs(w), axis=0)"),
        ),
    ),
    Misconception(
        "largest_entries",
        "The lengths are the largest entries in size. The exercise asks for Euclidean lengths.",
        "What is your length of (3, 4)?",
        edits=(
            ("np.sqrt(np.sum(d**2, axis=0))", "np.max(np.abs(d), axis=0)"),
            ("np.sqrt(np.sum(w**2, axis=0))", "np.max(np.abs(w), axis=0)"),
        ),
    ),
    Misconception(
        "entry_by_entry",
        "Each entry is scaled to the magnitude of the weight: only the signs of the direction are left. One factor a "
        "unit.",
        "Is what you return, column by column, a multiple of d?",
        edits=(("size_w / size_d", "np.abs(w) / np.abs(d)"),),
    ),
    Misconception(
        "padded_below",
        "A number is added below that is not small enough: next to a short direction it counts.",
        "How long is a column of what you return, for a direction of length 1e-4?",
        edits=(("size_w / size_d", "size_w / (size_d + 1e-8)"),),
    ),
    Misconception(
        "units_of_zeros_spared",
        "Where a unit's weights are all 0 the direction is left as it is. Its length should be 0 there too.",
        "How long is a column of what you return, for weights of length 0?",
        edits=(("size_w / size_d", "np.where(size_w > 0, size_w / size_d, 1.0)"),),
    ),
    Misconception(
        "whole_direction",
        "The direction is divided by its length over all units. Each column is divided by its own.",
        "How long is a column of what you return?",
        edits=(("d**2, axis=0", "d**2"),),
    ),
    Misconception(
        "centred_first",
        "The mean of each column is taken from the direction first, which turns it. The exercise only scales.",
        "Is what you return, column by column, a multiple of d?",
        edits=(("    size_d = ", "    d = d - np.mean(d, axis=0)\n    size_d = "),),
    ),
)
