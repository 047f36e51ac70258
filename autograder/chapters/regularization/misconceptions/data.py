"""What changes the data: labels, noise on the inputs, moved images."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception

SMOOTH = (
    Misconception(
        "only_the_others",
        "The share is divided among the other classes, share / (K - 1) each, and the right one gets none of it. Here, "
        "as in PyTorch and Keras, it is divided evenly among all K.",
        "With 2 classes and share 0.2, what is left for the right one?",
        edits=(("kept + share * even", "kept + share * (1 - y) / (y.shape[1] - 1)"),),
        convention=True,
        source="Tensor2Tensor",
    ),
    Misconception(
        "others_get_one_kth",
        "The other classes get share / K each and the right one nothing of it: the row no longer adds up to 1.",
        "What does each of your rows add up to?",
        edits=(("kept + share * even", "kept + share * even * (1 - y)"),),
    ),
    Misconception(
        "one_class_too_few",
        "share / (K - 1) is added to every class: the row adds up to more than 1.",
        "What does each of your rows add up to?",
        edits=(("1 / y.shape[1]", "1 / (y.shape[1] - 1)"),),
    ),
    Misconception(
        "nothing_taken_away",
        "The even part is added to the full label: the row adds up to 1 + share. What it gives, the label must lose.",
        "What does each of your rows add up to?",
        edits=(("(1 - share) * y", "y"),),
    ),
    Misconception(
        "nothing_given_back",
        "The label is multiplied by 1 - share, and no class gets what was taken away.",
        "What does each of your rows add up to?",
        edits=(("kept + share * even", "kept"),),
    ),
    Misconception(
        "not_divided",
        "The whole share is added to every class. It is divided among them.",
        "What does each of your rows add up to?",
        edits=(("1 / y.shape[1]", "1.0"),),
    ),
    Misconception(
        "divided_by_examples",
        "The share is divided by the number of examples. It is divided among the classes.",
        "Which of the two numbers in y.shape counts the classes?",
        edits=(("y.shape[1]", "y.shape[0]"),),
    ),
    Misconception(
        "shares_swapped",
        "The label keeps share, and 1 - share is spread: it is the other way round.",
        "With share 0, what should come back?",
        edits=(("(1 - share) * y", "share * y"), ("share * even", "(1 - share) * even")),
    ),
    Misconception(
        "as_for_two_classes",
        "share / 2 is added to every class: that is right for 2 classes alone.",
        "What does each of your rows add up to, with 5 classes?",
        edits=(("1 / y.shape[1]", "1 / 2"),),
    ),
    Misconception(
        "share_hard_coded",
        "The share is fixed at 0.1: the one passed in has no effect.",
        "Where in your lines does the argument share appear?",
        edits=first("share = 0.1", "even = "),
    ),
    Misconception(
        "renormalized",
        "The even part is added to the full label, and the row divided by 1 + share: the rows add up to 1, but the "
        "label keeps 1 / (1 + share) where it should keep 1 - share.",
        "With share 1, what should be left of the label?",
        edits=(("kept + share * even", "(y + share * even) / (1 + share)"),),
    ),
)

NOISY_LABELS = (
    Misconception(
        "not_round_the_classes",
        "Labels run out of the classes: after the last one comes 0 again.",
        "What do you return for class 4 of 5 and offset 3?",
        edits=(("(y + offsets) % classes", "y + offsets"),),
    ),
    Misconception(
        "offset_as_label",
        "The offset itself becomes the label: it may be the old one, and never is 0. It says how far the label moves.",
        "What do you return for class 2 and offset 2?",
        edits=(("(y + offsets) % classes", "offsets"),),
    ),
    Misconception(
        "moved_back",
        "The offset is subtracted. That too gives another class, but not the one that the docstring asks for.",
        "What do you return for class 0 and offset 1?",
        edits=(("y + offsets", "y - offsets"),),
    ),
    Misconception(
        "modulo_one_less",
        "The remainder is by classes - 1: the last class never comes, and some labels come back as they were.",
        "What do you return for class 0 of 5 and offset 4?",
        edits=(("% classes", "% (classes - 1)"),),
    ),
    Misconception(
        "modulo_one_more",
        "The remainder is by classes + 1: a label may become the number of classes, which is none.",
        "What do you return for class 4 of 5 and offset 1?",
        edits=(("% classes", "% (classes + 1)"),),
    ),
    Misconception(
        "classes_from_the_labels",
        "The number of classes is read off the labels. The highest class may be missing among them.",
        "Where in your lines does the argument classes appear?",
        edits=(("% classes", "% (np.max(y) + 1)"),),
    ),
    Misconception(
        "the_others_moved",
        "The comparison is turned round: labels move where u is not below share.",
        "With share 0, which labels should move?",
        edits=(("u < share", "u >= share"),),
    ),
    Misconception(
        "at_the_share_too",
        "A label whose u equals share moves as well. It moves where u is below: then share 0 moves none.",
        "With share 0 and u = 0, does a label move?",
        edits=(("u < share", "u <= share"),),
    ),
    Misconception(
        "all_moved",
        "Every label moves: share has no effect.",
        "Where in your lines does the argument share appear?",
        edits=(("np.where(chosen, moved, y)", "moved"),),
    ),
    Misconception(
        "exact_number",
        "Exactly that share of the labels moves, those with the smallest u. Here each label is decided by its own u, "
        "so the number varies.",
        "Can you decide about one label without looking at the others?",
        edits=(("u < share", "np.argsort(np.argsort(u)) < round(share * len(u))"),),
        convention=True,
        source="workbench.data.noisy_labels",
    ),
    Misconception(
        "first_ones",
        "The first labels move, share of them all, whatever u says.",
        "Where in your lines does the argument u appear?",
        edits=(("u < share", "np.arange(len(u)) < share * len(u)"),),
    ),
    Misconception(
        "above_the_share",
        "The comparison is turned round: labels move where u is above share.",
        "With share 0, which labels should move?",
        edits=(("u < share", "u > share"),),
    ),
    Misconception(
        "share_stays",
        "Labels move where u is below 1 - share: that is the share that should stay.",
        "With share 0, which labels should move?",
        edits=(("u < share", "u < 1 - share"),),
    ),
    Misconception(
        "cut_at_the_last_class",
        "Labels that would run out of the classes become the last class. After the last one comes 0 again.",
        "What do you return for class 4 of 5 and offset 3?",
        edits=(("(y + offsets) % classes", "np.minimum(y + offsets, classes - 1)"),),
    ),
    Misconception(
        "one_further",
        "The label moves by one more than its offset: with the largest offset it comes back to where it was.",
        "What do you return for class 0 and offset 1?",
        edits=(("y + offsets", "y + offsets + 1"),),
    ),
)

INPUT_NOISE = (
    Misconception(
        "variance",
        "The noise is multiplied by the variance, std squared.",
        "What is the standard deviation of 3 z?",
        edits=(("std * z", "std**2 * z"),),
    ),
    Misconception(
        "root",
        "The noise is multiplied by the root of std: that takes std for a variance.",
        "What is the standard deviation of 3 z?",
        edits=(("std * z", "np.sqrt(std) * z"),),
    ),
    Misconception(
        "not_scaled",
        "The noise has a standard deviation of 1: std has no effect.",
        "Where in your lines does the argument std appear?",
        edits=(("std * z", "z"),),
    ),
    Misconception(
        "in_proportion",
        "The noise is in proportion to the input: where the input is 0 there is none. The exercise adds the same noise "
        "everywhere.",
        "What do you return for an input of 0?",
        edits=(("x + noise", "x * (1 + noise)"),),
    ),
    Misconception(
        "subtracted",
        "The noise is subtracted. That is noise of the same kind, but the docstring adds it.",
        "Is what you return minus x a positive multiple of z?",
        edits=(("x + noise", "x - noise"),),
    ),
    Misconception(
        "noise_alone",
        "What comes back is the noise without the input.",
        "With std 0, what should come back?",
        edits=(("x + noise", "noise"),),
    ),
    Misconception(
        "a_shift",
        "std is added to every input, without the draws: that is a shift, no noise.",
        "Where in your lines does z appear?",
        edits=(("x + noise", "x + std"),),
    ),
    Misconception(
        "in_units_of_the_data",
        "The noise is measured in standard deviations of the input. The exercise takes std as it is.",
        "Multiply x by 10. Should the noise grow?",
        edits=(("std * z", "std * np.std(x) * z"),),
    ),
    Misconception(
        "cut_to_an_interval",
        "What comes back is cut to the interval from 0 to 1. The inputs of this course are centred: half of them are "
        "below 0.",
        "With std 0, what should come back?",
        edits=(("x + noise", "np.clip(x + noise, 0, 1)"),),
    ),
    Misconception(
        "outliers_cut",
        "Draws beyond 3 are cut off. The exercise cuts nothing off.",
        "What do you return for x = 0, z = 5 and std = 1?",
        edits=(("std * z", "std * np.clip(z, -3, 3)"),),
    ),
    Misconception(
        "mixed",
        "Input and noise are mixed, (1 - std) x + std z. The exercise leaves the input in full.",
        "With z = 0, what should come back?",
        edits=(("x + noise", "(1 - std) * x + noise"),),
    ),
    Misconception(
        "std_added",
        "std is added, where it should multiply the draws.",
        "With std 0, what should come back?",
        edits=(("x + noise", "x + std + z"),),
    ),
    Misconception(
        "centred_again",
        "1/2 is taken from the draws, as from uniform ones. These are normal, with a mean of 0 already.",
        "What is the mean of z?",
        edits=(("std * z", "std * (z - 0.5)"),),
    ),
)

FLIP = (
    Misconception(
        "upside_down",
        "The images stand on their heads: the rows are reversed. Left and right lie along the last axis.",
        "x is (N, C, H, W). Which axis runs from left to right?",
        edits=(("x[:, :, :, ::-1]", "x[:, :, ::-1, :]"),),
    ),
    Misconception(
        "both_ways",
        "Rows and columns are both reversed: the images are turned by half a turn.",
        "Where does the top left corner go?",
        edits=(("x[:, :, :, ::-1]", "x[:, :, ::-1, ::-1]"),),
    ),
    Misconception(
        "every_axis",
        "All four axes are reversed, the images and the channels too: flip without an axis does that.",
        "Which axes does your flip reverse?",
        edits=(("x[:, :, :, ::-1]", "x[::-1, ::-1, ::-1, ::-1]"),),
    ),
    Misconception(
        "channels",
        "The channels are reversed, not the columns.",
        "x is (N, C, H, W). Which axis runs from left to right?",
        edits=(("x[:, :, :, ::-1]", "x[:, ::-1, :, :]"),),
    ),
    Misconception(
        "order_of_the_images",
        "The order of the images is reversed, not their columns.",
        "x is (N, C, H, W). Which axis runs from left to right?",
        edits=(("x[:, :, :, ::-1]", "x[::-1, :, :, :]"),),
    ),
    Misconception(
        "all_of_them",
        "All images are mirrored: flips has no effect.",
        "Where in your lines does the argument flips appear?",
        edits=(("np.where(told, mirrored, x)", "mirrored"),),
    ),
    Misconception(
        "the_other_ones",
        "The images that should stay are mirrored, and those that should be mirrored stay.",
        "With flips all False, what should come back?",
        edits=(("np.where(told, mirrored, x)", "np.where(told, x, mirrored)"),),
    ),
    Misconception(
        "none_of_them",
        "No image is mirrored.",
        "Which axis do you reverse, and where does the result go?",
        edits=(("np.where(told, mirrored, x)", "x"),),
    ),
    Misconception(
        "all_if_any",
        "If one image is to be mirrored, all are. Each image has a flag of its own.",
        "How many different things can your kernel do in one call?",
        edits=(("told = flips[:, None, None, None]", "told = np.any(flips)"),),
    ),
    Misconception(
        "the_first_flag",
        "The first flag decides for all images. Each has one of its own.",
        "Change the last flag. Does anything change?",
        edits=(("told = flips[:, None, None, None]", "told = flips[0]"),),
    ),
)

SHIFT_INDEX = "r, c = rows[image, row], columns[image, column]"
INSIDE = "if 0 <= r < height and 0 <= c < width:"

SHIFT = (
    Misconception(
        "wraps_round",
        "What leaves at one edge comes in at the other, as np.roll does. The exercise asks for zeros there.",
        "What is in the top row after a shift down?",
        edits=((SHIFT_INDEX, "r, c = rows[image, row] % height, columns[image, column] % width"),),
        convention=True,
        source="np.roll",
    ),
    Misconception(
        "wraps_on_one_side",
        "A negative index counts from the end, so what leaves at the bottom or right comes in at the top or left. Test "
        "for both ends.",
        "Which element is x[..., -1]?",
        edits=((INSIDE, "if r < height and c < width and r >= -height and c >= -width:"),),
    ),
    Misconception(
        "edges_repeated",
        "The edge's pixels are repeated into the gap, as Keras's fill_mode='nearest' does. The exercise asks for zeros "
        "there.",
        "What is in the top row after a shift down?",
        edits=(
            (SHIFT_INDEX, "r = np.clip(rows[image, row], 0, height - 1)\n"
             "                c = np.clip(columns[image, column], 0, width - 1)"),
        ),
        convention=True,
        source="Keras's fill_mode='nearest'",
    ),
    Misconception(
        "the_other_way",
        "The images move up and to the left. The pixel that arrives at row i comes from row i - down.",
        "A shift down by 1: which row of x is in row 1?",
        edits=(("- down[:, None]", "+ down[:, None]"), ("- right[:, None]", "+ right[:, None]")),
    ),
    Misconception(
        "up_for_down",
        "The images move up instead of down; left and right are as asked.",
        "A shift down by 1: which row of x is in row 1?",
        edits=(("- down[:, None]", "+ down[:, None]"),),
    ),
    Misconception(
        "left_for_right",
        "The images move to the left instead of to the right; up and down are as asked.",
        "A shift to the right by 1: which column of x is in column 1?",
        edits=(("- right[:, None]", "+ right[:, None]"),),
    ),
    Misconception(
        "axes_swapped",
        "down moves the images to the right, and right moves them down: the two axes are swapped.",
        "x is (N, C, H, W). Along which axis is down?",
        edits=first("down, right = right, down", "rows = "),
    ),
    Misconception(
        "one_shift_for_all",
        "All images move by the first one's shift. Each has its own.",
        "Change the last shift. Does anything change?",
        edits=(("- down[:, None]", "- down[:1, None] - 0 * down[:, None]"),
               ("- right[:, None]", "- right[:1, None] - 0 * right[:, None]")),
    ),
    Misconception(
        "down_only",
        "The images move down, but not to the right.",
        "Where in your lines does the argument right appear?",
        edits=(("- right[:, None]", "- 0 * right[:, None]"),),
    ),
    Misconception(
        "right_only",
        "The images move to the right, but not down.",
        "Where in your lines does the argument down appear?",
        edits=(("- down[:, None]", "- 0 * down[:, None]"),),
    ),
)  # fmt: skip

PLACE = "t, s = top[image], left[image]"
PADDED = "padded = np.zeros((n, channels, height + 2 * padding, width + 2 * padding))"
FRAME = "((0, 0), (0, 0), (padding, padding), (padding, padding))"

CROP = (
    Misconception(
        "axes_swapped",
        "top counts columns and left counts rows: the two axes are swapped.",
        "x is (N, C, H, W). Along which axis does top count?",
        edits=((PLACE, "t, s = left[image], top[image]"),),
    ),
    Misconception(
        "from_the_image",
        "top and left are counted from the image's own corner. They are counted from the corner of the padded image, "
        "so that the window in the middle is at (padding, padding).",
        "With top = left = padding, what should come back?",
        edits=((PADDED, PADDED.replace("2 *", "4 *")), (PLACE, "t, s = top[image] + padding, left[image] + padding")),
    ),
    Misconception(
        "from_the_other_corner",
        "The window is counted from the bottom right: it moves up where it should move down.",
        "With top = left = 0, which corner of the padded image should come back?",
        edits=((PLACE, "t, s = 2 * padding - top[image], 2 * padding - left[image]"),),
    ),
    Misconception(
        "top_from_the_bottom",
        "The window is counted from the bottom: it moves up where it should move down. The columns are as asked.",
        "With top = 0, which rows of the padded image should come back?",
        edits=((PLACE, "t, s = 2 * padding - top[image], left[image]"),),
    ),
    Misconception(
        "left_from_the_right",
        "The window is counted from the right edge. The rows are as asked.",
        "With left = 0, which columns of the padded image should come back?",
        edits=((PLACE, "t, s = top[image], 2 * padding - left[image]"),),
    ),
    Misconception(
        "edges_repeated",
        "The frame repeats the edge's pixels. The exercise asks for zeros.",
        "What is in the corner of the padded image?",
        edits=((PADDED, f'padded = np.pad(x, {FRAME}, mode="edge")'),),
        convention=True,
        source="torchvision's padding_mode='edge'",
    ),
    Misconception(
        "reflected",
        "The frame mirrors the image. The exercise asks for zeros.",
        "What is in the corner of the padded image?",
        edits=((PADDED, f'padded = np.pad(x, {FRAME}, mode="reflect")'),),
        convention=True,
        source="torchvision's padding_mode='reflect'",
    ),
    Misconception(
        "wraps_round",
        "What leaves at one edge comes in at the other. The exercise asks for zeros there.",
        "What is in the corner of the padded image?",
        edits=((PADDED, f'padded = np.pad(x, {FRAME}, mode="wrap")'),),
    ),
    Misconception(
        "one_window_for_all",
        "All images are cut at the first one's window. Each has its own.",
        "Change the last entry of top. Does anything change?",
        edits=((PLACE, "t, s = top[0], left[0]"),),
    ),
    Misconception(
        "always_the_middle",
        "The window is always the middle one, so the image comes back as it was.",
        "Where in your lines do top and left appear?",
        edits=((PLACE, "t, s = padding, padding"),),
    ),
)

WEIGHT = "(1 - np.abs(rows - r)) * (1 - np.abs(columns - c))"
TO_ROW = "r = np.clip(r, 0, height - 1).astype(int)"
TO_COLUMN = "c = np.clip(c, 0, width - 1).astype(int)"
HERE = "(rows >= 0) & (rows <= height - 1) & (columns >= 0) & (columns <= width - 1)"

BILINEAR = (
    Misconception(
        "nearest",
        "The nearest pixel alone counts. The exercise asks for a mean of four, weighted by their nearness.",
        "What should come back half way between a 0 and a 1?",
        edits=((WEIGHT, "(r == np.round(rows)) * (c == np.round(columns))"),),
    ),
    Misconception(
        "pixel_below",
        "Positions are rounded down, and one pixel alone counts.",
        "What should come back half way between a 0 and a 1?",
        edits=((WEIGHT, "(r == np.floor(rows)) * (c == np.floor(columns))"),),
    ),
    Misconception(
        "axes_swapped",
        "rows is read as columns and columns as rows.",
        "At rows = 0 and columns = 2, which element of x[n, 0] is it?",
        edits=first("rows, columns = columns, rows", "y = np.zeros"),
    ),
    Misconception(
        "edges_repeated",
        "A position outside gets the value of the nearest edge, as PyTorch's padding_mode='border'. The exercise "
        "counts pixels outside as 0.",
        "What should come back ten pixels away from the image?",
        edits=(("(weight * inside)[:, None]", "weight[:, None]"),),
        convention=True,
        source="torch's padding_mode='border'",
    ),
    Misconception(
        "all_or_nothing_at_the_edge",
        "A position just outside gives 0, as scipy.ndimage's mode='constant' has it. Here each of the four neighbours "
        "is in or out for itself: half a pixel outside, half of the edge's value is left.",
        "What should come back half a pixel above the top row?",
        edits=(("(weight * inside)[:, None]", f"(weight * ({HERE}))[:, None]"),),
        convention=True,
        source="scipy.ndimage.map_coordinates",
    ),
    Misconception(
        "far_counts_most",
        "The weights are swapped: the further a pixel, the more it counts. At a whole position its own pixel gets 0.",
        "At rows = 0 and columns = 0, how much does pixel (0, 0) count?",
        edits=((WEIGHT, "np.abs(rows - r) * np.abs(columns - c)"),),
    ),
    Misconception(
        "four_equal_parts",
        "The four neighbours count a quarter each, wherever the position is between them.",
        "At rows = 0 and columns = 0, how much does pixel (0, 0) count?",
        edits=((WEIGHT, "0.25 * np.ones_like(rows)"),),
    ),
    Misconception(
        "truncated",
        "A position just above 0 on the negative side is cut to 0 instead of rounded down to -1, as astype does: its "
        "neighbours are then the wrong ones.",
        "Between which two rows does -0.3 lie?",
        edits=(("np.floor(rows)", "np.trunc(rows)"), ("np.floor(columns)", "np.trunc(columns)")),
    ),
    Misconception(
        "wraps_round",
        "A position outside gets a pixel from the other side of the image. The exercise counts pixels outside as 0.",
        "What should come back ten pixels away from the image?",
        edits=(
            ("(weight * inside)[:, None]", "weight[:, None]"),
            (TO_ROW, "r = (r % height).astype(int)"),
            (TO_COLUMN, "c = (c % width).astype(int)"),
        ),
    ),
    Misconception(
        "rows_only",
        "Between columns nothing is interpolated: the position is rounded down there.",
        "What should come back half way between two pixels that lie side by side?",
        edits=((WEIGHT, "(1 - np.abs(rows - r)) * (c == np.floor(columns))"),),
    ),
    Misconception(
        "weights_crossed",
        "The weights of two neighbours are exchanged: the one below gets the weight of the one beside.",
        "Between (0, 0) and (0, 1), three quarters of the way: which of the four pixels counts most?",
        edits=(
            (
                "(1 - np.abs(rows - r)) * (1 - np.abs(columns - c))",
                "(1 - np.abs(rows - np.floor(rows) - beside)) * (1 - np.abs(columns - np.floor(columns) - below))",
            ),
        ),
    ),
    Misconception(
        "extrapolated",
        "The neighbours are clipped into the image before the weights are taken from their distances: outside, the "
        "line through the last two pixels is continued. Weights belong to the neighbours before clipping.",
        "What should come back ten pixels away from the image?",
        edits=(
            ("r = np.floor(rows) + below", "r = np.clip(np.floor(rows), 0, max(height - 2, 0)) + below"),
            ("c = np.floor(columns) + beside", "c = np.clip(np.floor(columns), 0, max(width - 2, 0)) + beside"),
            (
                "(1 - np.abs(rows - r)) * (1 - np.abs(columns - c))",
                "np.where(below, rows - r + 1, 1 - rows + r) * np.where(beside, columns - c + 1, 1 - columns + c)",
            ),
            ("(weight * inside)[:, None]", "weight[:, None]"),
        ),
    ),
    Misconception(
        "clipped_before_the_weights",
        "The upper left neighbour is clipped into the image before its distance is taken: outside, weights are below "
        "0 or above 1.",
        "What should come back ten pixels away from the image?",
        edits=(
            ("r = np.floor(rows) + below", "r = np.clip(np.floor(rows), 0, height - 1) + below"),
            ("c = np.floor(columns) + beside", "c = np.clip(np.floor(columns), 0, width - 1) + beside"),
            (
                "(1 - np.abs(rows - r)) * (1 - np.abs(columns - c))",
                "np.where(below, rows - r + 1, 1 - rows + r) * np.where(beside, columns - c + 1, 1 - columns + c)",
            ),
            ("(weight * inside)[:, None]", "weight[:, None]"),
        ),
    ),
)

CENTRES = (
    Misconception(
        "about_the_corner",
        "The centre is the top left pixel. The exercise asks for the middle of the image.",
        "Which pixel stays where it is?",
        edits=(
            ("np.arange(height)[None, :, None] - (height - 1) / 2", "np.arange(height)[None, :, None]"),
            ("np.arange(width)[None, None, :] - (width - 1) / 2", "np.arange(width)[None, None, :]"),
            ("+ (height - 1) / 2", "+ 0"),
            ("+ (width - 1) / 2", "+ 0"),
        ),
    ),
    Misconception(
        "half_a_pixel_off",
        "The centre is taken as height / 2 and width / 2. Pixels are counted from 0, so the middle of the first and "
        "the last is (height - 1) / 2.",
        "What is the middle of rows 0, 1, 2?",
        edits=(
            ("[None, :, None] - (height - 1) / 2", "[None, :, None] - height / 2"),
            ("[None, None, :] - (width - 1) / 2", "[None, None, :] - width / 2"),
            ("+ (height - 1) / 2", "+ height / 2"),
            ("+ (width - 1) / 2", "+ width / 2"),
        ),
    ),
    Misconception(
        "whole_centre",
        "The centre is height // 2 and width // 2, a whole pixel. In an image with an even number of rows the middle "
        "is between two of them.",
        "What is the middle of rows 0, 1, 2, 3?",
        edits=(
            ("[None, :, None] - (height - 1) / 2", "[None, :, None] - height // 2"),
            ("[None, None, :] - (width - 1) / 2", "[None, None, :] - width // 2"),
            ("+ (height - 1) / 2", "+ height // 2"),
            ("+ (width - 1) / 2", "+ width // 2"),
        ),
    ),
    Misconception(
        "centre_not_added_back",
        "The positions are relative to the centre: it was subtracted and not added again.",
        "Which position should the middle of the image have?",
        edits=(("+ (height - 1) / 2", "+ 0"), ("+ (width - 1) / 2", "+ 0")),
    ),
)

TURNED_ROWS = "sine * right + cosine * down"
TURNED_COLUMNS = "cosine * right - sine * down"

ROTATED = (
    *CENTRES,
    Misconception(
        "centres_swapped",
        "Rows are centred with the width and columns with the height.",
        "Of an image with 5 rows and 9 columns, which row is in the middle?",
        edits=(
            ("[None, :, None] - (height - 1) / 2", "[None, :, None] - (width - 1) / 2"),
            ("[None, None, :] - (width - 1) / 2", "[None, None, :] - (height - 1) / 2"),
            (
                "rows + (height - 1) / 2, columns + (width - 1) / 2",
                "rows + (width - 1) / 2, columns + (height - 1) / 2",
            ),
        ),
    ),
    Misconception(
        "clockwise",
        "The images turn clockwise. Either the sign of the angle is off, or the positions are turned forward: a pixel "
        "must be looked up where it came from, which is back by the angle. Mind also that rows count downwards.",
        "For a quarter turn counter-clockwise, which corner of the old image is now at the top left?",
        edits=((TURNED_ROWS, "cosine * down - sine * right"), (TURNED_COLUMNS, "cosine * right + sine * down")),
    ),
    Misconception(
        "degrees",
        "The angles are taken for degrees. They are radians.",
        "What is your result for an angle of pi / 2?",
        edits=first("angles = angles * np.pi / 180", "cosine = "),
    ),
    Misconception(
        "no_minus",
        "Both sines have the same sign: that shears and stretches. A rotation has one of each.",
        "Does the distance between two positions stay the same?",
        edits=((TURNED_COLUMNS, "cosine * right + sine * down"),),
    ),
    Misconception(
        "both_minus",
        "Both sines have a minus: that shears and stretches. A rotation has one of each sign.",
        "Does the distance between two positions stay the same?",
        edits=((TURNED_ROWS, "cosine * down - sine * right"),),
    ),
    Misconception(
        "sine_and_cosine_swapped",
        "Sine and cosine are swapped: angle 0 does not leave the image as it is.",
        "What are sine and cosine of 0?",
        edits=(
            ("np.cos(angles)[:, None, None]", "np.sin(angles)[:, None, None]"),
            ("    sine = np.sin(angles)", "    sine = np.cos(angles)"),
        ),
    ),
    Misconception(
        "between_minus_one_and_one",
        "The rotation was made in coordinates from -1 to 1, as for PyTorch's affine_grid: where height and width "
        "differ it stretches the image.",
        "In an image twice as wide as high, does a quarter turn keep distances?",
        edits=(
            (TURNED_ROWS, "sine * right * (height - 1) / max(width - 1, 1) + cosine * down"),
            (TURNED_COLUMNS, "cosine * right - sine * down * (width - 1) / max(height - 1, 1)"),
        ),
    ),
    Misconception(
        "one_angle_for_all",
        "All images turn by the first one's angle. Each has its own.",
        "Change the last angle. Does anything change?",
        edits=first("angles = 0 * angles + angles[0]", "cosine = "),
    ),
)

ZOOMED = (
    *CENTRES,
    Misconception(
        "centres_swapped",
        "Rows are centred with the width and columns with the height.",
        "Of an image with 5 rows and 9 columns, which row is in the middle?",
        edits=(
            ("[None, :, None] - (height - 1) / 2", "[None, :, None] - (width - 1) / 2"),
            ("[None, None, :] - (width - 1) / 2", "[None, None, :] - (height - 1) / 2"),
            ("down / scale + (height - 1) / 2", "down / scale + (width - 1) / 2"),
            ("right / scale + (width - 1) / 2", "right / scale + (height - 1) / 2"),
        ),
    ),
    Misconception(
        "shrinks",
        "A factor above 1 makes the image smaller. Positions are where a pixel comes from: for a larger image they lie "
        "closer together.",
        "For a factor of 2, how far apart do two neighbouring positions lie?",
        edits=(("down / scale", "down * scale"), ("right / scale", "right * scale")),
    ),
    Misconception(
        "rows_only",
        "Only the rows are zoomed: the image is stretched in one direction.",
        "For a factor of 2, how far apart do two neighbouring positions of one row lie?",
        edits=(("right / scale", "right / scale**0"),),
    ),
    Misconception(
        "columns_only",
        "Only the columns are zoomed: the image is stretched in one direction.",
        "For a factor of 2, how far apart do two neighbouring positions of one column lie?",
        edits=(("down / scale", "down / scale**0"),),
    ),
    Misconception(
        "root",
        "The factor is taken as that of the area: its root is divided by. Here it is that of lengths.",
        "For a factor of 4, how far apart do two neighbouring positions lie?",
        edits=(("factors[:, None, None]", "np.sqrt(factors)[:, None, None]"),),
    ),
    Misconception(
        "one_factor_for_all",
        "All images are zoomed by the first one's factor. Each has its own.",
        "Change the last factor. Does anything change?",
        edits=(("factors[:, None, None]", "(0 * factors + factors[0])[:, None, None]"),),
    ),
    Misconception(
        "factor_less_one",
        "The factor is taken for a growth: 0.5 as one and a half times as large. A factor of 1 should leave the image "
        "as it is.",
        "For a factor of 1, what should come back?",
        edits=(("factors[:, None, None]", "(1 + factors)[:, None, None]"),),
    ),
)
