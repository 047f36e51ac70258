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
    Misconception(
        "only_the_mirrored",
        "Only the images that are mirrored come back. The others should come back too, as they were.",
        "How many images go in, and how many come out?",
        edits=(("np.where(told, mirrored, x)", "mirrored[flips]"),),
    ),
    Misconception(
        "mirrored_first",
        "The mirrored images come first, then the others. Each image should stay in its place.",
        "With flips False, True: which image is in place 0?",
        edits=(("np.where(told, mirrored, x)", "np.concatenate([mirrored[flips], x[~flips]])"),),
    ),
    Misconception(
        "told_ones_in_reverse_order",
        "The images to be mirrored come back in reverse order, each unmirrored: their axis is reversed, not that "
        "of the columns.",
        "Which axis of x[flips] does [::-1] reverse?",
        edits=(("mirrored = x[:, :, :, ::-1]", "mirrored = x.copy()\n    mirrored[flips] = x[flips][::-1]"),),
    ),
    Misconception(
        "right_half_stays",
        "The left half becomes the mirrored right one, but the right half is as it was: its new values were "
        "overwritten before they could be copied.",
        "When column W - 1 is filled from column 0, what is in column 0 by then?",
        edits=(
            (
                "mirrored = x[:, :, :, ::-1]",
                "half = x.shape[3] // 2\n    mirrored = x.copy()\n"
                "    mirrored[:, :, :, :half] = x[:, :, :, ::-1][:, :, :, :half]",
            ),
        ),
    ),
    Misconception(
        "one_column_off",
        "Column j comes from column W - j, so column 0 stays where it is and all others are one off. The last "
        "column is W - 1.",
        "From which column should column 0 come?",
        edits=(("x[:, :, :, ::-1]", "np.roll(x[:, :, :, ::-1], 1, axis=3)"),),
    ),
    Misconception(
        "first_channel_only",
        "Only the first channel is mirrored. All channels of an image are.",
        "In a colour image, which way do red and blue look?",
        edits=(("x[:, :, :, ::-1]", "np.concatenate([x[:, :1, :, ::-1], x[:, 1:]], axis=1)"),),
    ),
    Misconception(
        "one_column_off_the_other_way",
        "Column j comes from column W - 2 - j, so all columns are one off, and the last one stays where it is.",
        "From which column should column 0 come?",
        edits=(("x[:, :, :, ::-1]", "np.roll(x[:, :, :, ::-1], -1, axis=3)"),),
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
    Misconception(
        "negative_ignored",
        "Images whose shift is below 0 do not move that way. A negative shift is one up or to the left.",
        "What should a shift down by -1 do?",
        edits=first("down, right = np.maximum(down, 0), np.maximum(right, 0)", "rows = "),
    ),
    Misconception(
        "first_one_outside",
        "The first row and the first column of the image are lost: index 0 is counted as outside.",
        "A shift of 0 both ways: what should come back?",
        edits=((INSIDE, "if 0 < r < height and 0 < c < width:"),),
    ),
    Misconception(
        "edge_comes_twice",
        "Where an image moves up or to the left, its last row or column comes twice: index height or width is "
        "counted as inside.",
        "An image has 3 rows. Which index has the last one?",
        edits=(
            (INSIDE, "if 0 <= r <= height and 0 <= c <= width:"),
            ("x[image, :, r, c]", "x[image, :, min(r, height - 1), min(c, width - 1)]"),
        ),
    ),
    Misconception(
        "wraps_up_and_left",
        "What leaves at the top comes in at the bottom, and what leaves at the left comes in at the right. Down "
        "and right it is as asked, with zeros.",
        "What is in the bottom row after a shift up?",
        edits=((INSIDE, "if r >= 0 and c >= 0:"), ("x[image, :, r, c]", "x[image, :, r % height, c % width]"),),
    ),
    Misconception(
        "modulo_the_size",
        "The shifts are taken modulo height and width: one up by 1 becomes one down by height - 1, and one by the "
        "whole height none.",
        "What is -1 % 4, and what should a shift down by -1 do?",
        edits=first("down, right = down % x.shape[2], right % x.shape[3]", "rows = "),
    ),
    Misconception(
        "columns_repeated",
        "Rows that come in are zeros, but columns that come in repeat the edge. Both should be zeros.",
        "What is in the first column after a shift to the right?",
        edits=((INSIDE, "if 0 <= r < height:"), ("x[image, :, r, c]", "x[image, :, r, np.clip(c, 0, width - 1)]"),),
    ),
    Misconception(
        "cleared_where_a_shift_is_0",
        "An image that should not move up or down, or not to the left or right, comes back as zeros.",
        "For d = 0, which part of an axis is the slice `d:`?",
        edits=(("return y", "y[(down == 0) | (right == 0)] = 0.0\n    return y"),),
    ),
    Misconception(
        "sign_ignored",
        "Images whose shift is below 0 move down and to the right as well: the sign is lost. A negative shift is one "
        "up or to the left.",
        "What should a shift down by -1 do?",
        edits=first("down, right = np.abs(down), np.abs(right)", "rows = "),
    ),
    Misconception(
        "columns_wrap_round",
        "Rows that come in are zeros, but columns that leave at one edge come in at the other. Both should be zeros.",
        "What is in the first column after a shift to the right?",
        edits=((INSIDE, "if 0 <= r < height:"), ("x[image, :, r, c]", "x[image, :, r, c % width]")),
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
    Misconception(
        "mirrored_edge_included",
        "The frame mirrors the image, the edge's pixels included. The exercise asks for zeros.",
        "What is in the corner of the padded image?",
        edits=((PADDED, f'padded = np.pad(x, {FRAME}, mode="symmetric")'),),
        convention=True,
        source="torchvision's padding_mode='symmetric'",
    ),
    Misconception(
        "fails_without_padding",
        "With padding 0 this raises a ValueError; with more it is right. Is there a slice from padding to "
        "-padding? For 0 it is empty.",
        "What is x[0:-0]?",
        edits=(
            (
                "padded[:, :, padding : padding + height, padding : padding + width] = x",
                "padded[:, :, padding:-padding, padding:-padding] = x",
            ),
        ),
    ),
    Misconception(
        "images_and_channels_padded",
        "All four axes are padded, so images and channels of zeros come before the real ones and are taken for "
        "them. Only rows and columns get a frame.",
        "What is the shape of your padded array?",
        edits=(
            (PADDED, "padded = np.pad(x, padding)"),
            ("    padded[:, :, padding : padding + height, padding : padding + width] = x\n", ""),
            ("padded[image, :, t", "padded[image, :channels, t"),
        ),
    ),
    Misconception(
        "top_for_both",
        "top counts rows and columns: left has no effect.",
        "Where in your lines does the argument left appear?",
        edits=((PLACE, "t, s = top[image], top[image]"),),
    ),
    Misconception(
        "left_for_both",
        "left counts rows and columns: top has no effect.",
        "Where in your lines does the argument top appear?",
        edits=((PLACE, "t, s = left[image], left[image]"),),
    ),
)
