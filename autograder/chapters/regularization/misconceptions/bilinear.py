"""What people get wrong between the pixels of an image."""

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
    Misconception(
        "truncated_and_extrapolated",
        "A position between -1 and 0 is cut to 0 instead of rounded down to -1, as int and astype do: its "
        "distance to the pixel is below 0, and the line through two pixels is continued outside.",
        "Between which two rows does -0.3 lie?",
        edits=(
            ("np.floor(rows)", "np.trunc(rows)"),
            ("np.floor(columns)", "np.trunc(columns)"),
            (
                WEIGHT,
                "np.where(below, rows - r + 1, 1 - rows + r) * np.where(beside, columns - c + 1, 1 - columns + c)",
            ),
        ),
    ),
    Misconception(
        "weights_made_to_add_up",
        "Near the edge the weights of the pixels inside are made to add up to 1. The exercise counts pixels "
        "outside as 0, so the value fades.",
        "What should come back half a pixel above the top row?",
        edits=(
            (
                "y = np.zeros((n, channels, *rows.shape[1:]))",
                "y = np.zeros((n, channels, *rows.shape[1:]))\n    total = np.zeros_like(rows)",
            ),
            (
                "y = y + (weight * inside)[:, None] * pixels",
                "y = y + (weight * inside)[:, None] * pixels\n            total = total + weight * inside",
            ),
            ("return y", "return y / np.where(total > 0, total, 1.0)[:, None]"),
        ),
    ),
    Misconception(
        "half_a_pixel_off",
        "1/2 is subtracted from the positions, as if pixel centres were at 0.5, 1.5 and so on. Here they are at "
        "whole numbers.",
        "At rows = 0 and columns = 0, how much does pixel (0, 0) count?",
        edits=first("rows, columns = rows - 0.5, columns - 0.5", "y = np.zeros"),
        convention=True,
        source="torch's align_corners=False",
    ),
    Misconception(
        "whole_positions_doubled",
        "The second neighbour is the position rounded up. At a whole number that is the first one again, and it "
        "counts twice. It should be the first one plus 1.",
        "Which two rows do floor and ceil give for 2.0?",
        edits=(
            ("np.floor(rows) + below", "np.where(below, np.ceil(rows), np.floor(rows))"),
            ("np.floor(columns) + beside", "np.where(beside, np.ceil(columns), np.floor(columns))"),
        ),
    ),
    Misconception(
        "nothing_at_whole_positions",
        "At a whole number the weights of both neighbours are 0: one is the distance to the position rounded up, "
        "the other to it rounded down.",
        "Which two weights do ceil(r) - r and r - floor(r) give for 2.0?",
        edits=(
            (
                WEIGHT,
                "np.where(below, rows - np.floor(rows), np.ceil(rows) - rows)\n"
                "            weight = weight * np.where(beside, columns - np.floor(columns), "
                "np.ceil(columns) - columns)",
            ),
        ),
    ),
    Misconception(
        "far_pixels_below_zero",
        "All pixels count, the far ones with 1 - distance below 0. Where the distance is above 1 the weight is 0.",
        "How much should a pixel count that is three rows away?",
        edits=(
            ("for below in (0, 1):", "for below in range(height):"),
            ("for beside in (0, 1):", "for beside in range(width):"),
            ("np.floor(rows) + below", "np.zeros_like(rows) + below"),
            ("np.floor(columns) + beside", "np.zeros_like(columns) + beside"),
        ),
    ),
    Misconception(
        "last_row_and_column_outside",
        "The last row and the last column never count: they are taken for outside.",
        "An image has 3 rows. Which index has the last one?",
        edits=(
            ("(r < height)", "(r < height - 1)"),
            ("(c < width)", "(c < width - 1)"),
        ),
    ),
    Misconception(
        "nothing_without_all_four",
        "Where one of the four neighbours is outside the result is 0, on the last row and column too. Each "
        "neighbour is in or out for itself.",
        "What should come back exactly at the last pixel?",
        edits=(
            (
                "(weight * inside)[:, None]",
                "(weight * (rows >= 0) * (rows < height - 1) * (columns >= 0) * (columns < width - 1))[:, None]",
            ),
        ),
    ),
    Misconception(
        "wraps_on_one_side",
        "A negative index counts from the end, so above the first row comes the last one, and to the left of the first "
        "column the last one. The exercise counts pixels outside as 0. Test for both ends.",
        "Which element is x[..., -1]?",
        edits=(
            ("(r >= 0)", "(r >= -height)"),
            ("(c >= 0)", "(c >= -width)"),
            (TO_ROW, "r = np.clip(r, -height, height - 1).astype(int)"),
            (TO_COLUMN, "c = np.clip(c, -width, width - 1).astype(int)"),
        ),
    ),
)
