"""What people get wrong when they turn and zoom images."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception

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
    Misconception(
        "whole_centre_rounded_down",
        "The centre is (height - 1) // 2 and (width - 1) // 2, a whole pixel. In an image with an even number of "
        "rows the middle is between two of them.",
        "What is the middle of rows 0, 1, 2, 3?",
        edits=(
            ("[None, :, None] - (height - 1) / 2", "[None, :, None] - (height - 1) // 2"),
            ("[None, None, :] - (width - 1) / 2", "[None, None, :] - (width - 1) // 2"),
            ("+ (height - 1) / 2", "+ (height - 1) // 2"),
            ("+ (width - 1) / 2", "+ (width - 1) // 2"),
        ),
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
    Misconception(
        "new_rows_in_the_columns",
        "The new rows are used for the columns: the old ones were overwritten before both were made. A rotation "
        "takes both from the old position.",
        "On which line did you last change what stands for the rows?",
        edits=((TURNED_COLUMNS, "cosine * right - sine * rows"),),
    ),
    Misconception(
        "grid_transposed",
        "The positions come back as (N, W, H): meshgrid puts its first argument along the columns, unless it is "
        "told indexing='ij'.",
        "What is the shape of the first thing that your meshgrid returns?",
        edits=(
            (
                "rows + (height - 1) / 2, columns + (width - 1) / 2",
                "(rows + (height - 1) / 2).swapaxes(1, 2), (columns + (width - 1) / 2).swapaxes(1, 2)",
            ),
        ),
    ),
    Misconception(
        "linspace_between_minus_one_and_one",
        "The rotation was made in coordinates from -1 to 1, as for PyTorch's affine_grid: where height and width "
        "differ it stretches the image. And a single row is then at -1, not in the middle.",
        "In an image twice as wide as high, does a quarter turn keep distances?",
        edits=(
            ("np.arange(height)[None, :, None] - (height - 1) / 2", "np.linspace(-1, 1, height)[None, :, None]"),
            ("np.arange(width)[None, None, :] - (width - 1) / 2", "np.linspace(-1, 1, width)[None, None, :]"),
            (
                "rows + (height - 1) / 2, columns + (width - 1) / 2",
                "(rows + 1) * (height - 1) / 2, (columns + 1) * (width - 1) / 2",
            ),
        ),
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
    Misconception(
        "factor_squared",
        "The factor is squared: a factor of 2 makes the image four times as wide and high. It is that of lengths.",
        "For a factor of 2, how far apart do two neighbouring positions lie?",
        edits=(("factors[:, None, None]", "(factors**2)[:, None, None]"),),
    ),
    Misconception(
        "only_the_centre_divided",
        "Only the centre is divided by the factor, not the distance from it: all positions move, and the image "
        "keeps its size. A pair of brackets is missing.",
        "For a factor of 2, how far apart do two neighbouring positions lie?",
        edits=(
            ("down / scale", "(down + (height - 1) / 2 - (height - 1) / 2 / scale)"),
            ("right / scale", "(right + (width - 1) / 2 - (width - 1) / 2 / scale)"),
        ),
    ),
    Misconception(
        "not_broadcast",
        "The rows come back as (N, H, 1) and the columns as (N, 1, W). The numbers are right, but the exercise "
        "asks for (N, H, W), both filled.",
        "What are the shapes of what you return?",
        edits=(("np.broadcast_arrays(rows, columns)", "rows, columns"),),
    ),
    Misconception(
        "grid_transposed",
        "The positions come back as (N, W, H): meshgrid puts its first argument along the columns, unless it is "
        "told indexing='ij'.",
        "What is the shape of the first thing that your meshgrid returns?",
        edits=(
            ("return rows.copy(), columns.copy()", "return rows.swapaxes(1, 2).copy(), columns.swapaxes(1, 2).copy()"),
        ),
    ),
)
