"""What people get wrong when they move images by whole pixels."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception

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
