"""What people get wrong when they turn and zoom images."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception

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
