"""Subtracting means: by feature, by channel, one for all."""

from autograder.exercise import Misconception

from .shared import first


def after_the_mean(axis: str, mean: str = "mean") -> tuple[Misconception, ...]:
    """What happens to x once the mean is right; `mean` is how the reference subtracts it."""
    return (
        Misconception(
            "mean_of_the_result",
            "The data are centred, but the mean that comes back is that of the centred data, 0 up to rounding. Work it "
            "out before x changes.",
            "What would you subtract from new data?",
            edits=(("return centred, mean", f"return centred, np.mean(centred{axis})"),),
        ),
        Misconception(
            "added",
            "The mean is added. Subtracting it is what brings the data around 0.",
            "What is the mean of what you return?",
            edits=((f"centred = x - {mean}", f"centred = x + {mean}"),),
        ),
        Misconception(
            "sign_turned",
            "The sign is turned round: mean - x instead of x - mean.",
            "A value above the mean should come out positive. Does it?",
            edits=((f"centred = x - {mean}", f"centred = {mean} - x"),),
        ),
        Misconception(
            "not_subtracted",
            "x comes back as it was: the mean is worked out but not subtracted.",
            "What is the mean of what you return?",
            edits=((f"centred = x - {mean}", "centred = x + 0.0"),),
        ),
        Misconception(
            "divided_by_the_mean",
            "x is divided by its mean. That gives a mean of 1, not of 0.",
            "What is the mean of what you return?",
            edits=((f"centred = x - {mean}", f"centred = x / {mean}"),),
        ),
    )


def median(line: str) -> Misconception:
    return Misconception(
        "median",
        "This is the median. With it the data have as much above 0 as below, but their mean is not 0.",
        "What is the mean of what you return?",
        edits=((line, line.replace("mean(", "median(")),),
    )


FEATURES = (
    *after_the_mean(", axis=0"),
    median("np.mean(x, axis=0)"),
    Misconception(
        "one_mean_for_all",
        "One mean over all features is subtracted. Every feature has its own.",
        "What is the mean of the first column that you return?",
        edits=(("np.mean(x, axis=0)", "np.mean(x)"),),
        source="Gomez's other line",
    ),
    Misconception(
        "by_example",
        "The mean of each example (row) is taken. Preprocessing centres the features: the mean runs over the examples.",
        "Which axis of x counts the examples?",
        edits=(
            (
                "mean = np.mean(x, axis=0)\n    centred = x - mean",
                "mean = np.mean(x, axis=1)\n    centred = x - mean[:, None]",
            ),
        ),
    ),
    Misconception(
        "by_example_broadcast",
        "The mean runs over axis 1, over the features of each example, and is then subtracted along the other axis, "
        "which only works where there are as many examples as features.",
        "Which axis of x counts the examples?",
        edits=(("np.mean(x, axis=0)", "np.mean(x, axis=1)"),),
    ),
    Misconception(
        "mean_for_the_data",
        "What comes back in place of the data is their mean: `x = mean` where `x = x - mean` was meant. (So it stands "
        "in the whitening code of one of the lectures.)",
        "Which shape must the first of the two returned arrays have?",
        edits=(("centred = x - mean", "centred = mean"),),
        source="G1",
    ),
    Misconception(
        "standardized",
        "The data are divided by their standard deviation as well. This kernel only centres.",
        "The distance between two examples should not change. Does it?",
        edits=(("centred = x - mean", "centred = (x - mean) / np.std(x, axis=0)"),),
    ),
    Misconception(
        "axis_kept",
        "The mean is right, but stands in a row of shape (1, features), as with keepdims=True.",
        "Which shape does the docstring give for mean?",
        edits=(("np.mean(x, axis=0)", "np.mean(x, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "divided_by_n_minus_1",
        "The sum is divided by N - 1. That is for variances, where the mean has been estimated; the mean itself is "
        "the sum over N.",
        "For a feature that is 5 everywhere, what is the mean?",
        edits=(("np.mean(x, axis=0)", "np.sum(x, axis=0) / (x.shape[0] - 1)"),),
    ),
    Misconception(
        "each_example_by_its_own",
        "The mean that comes back is that of the features, but from every example its own mean is subtracted.",
        "What is the mean of the first column that you return?",
        edits=(("x - mean", "x - np.mean(x, axis=1, keepdims=True)"),),
    ),
    Misconception(
        "standardized_guarded",
        "The data are divided by their standard deviation as well, or by 1 where that is 0. This kernel only centres.",
        "The distance between two examples should not change. Does it?",
        edits=(
            (
                "centred = x - mean",
                "std = np.std(x, axis=0)\n    centred = (x - mean) / np.where(std == 0.0, 1.0, std)",
            ),
        ),
    ),
    Misconception(
        "first_example_overwritten",
        "The mean is right, but in place of the first example stands the sum of all, less the mean. After `total = "
        "x[0, :]` both names mean one row, and `+=` changes that row.",
        "Print x just before the line that subtracts the mean. Is it still what came in?",
        edits=first("x = np.concatenate([np.sum(x, axis=0, keepdims=True), x[1:, :]])", "centred = "),
    ),
)

CHANNELS = (
    *after_the_mean(", axis=(0, 2, 3)", "mean[:, None, None]"),
    Misconception(
        "mean_of_each_pixel",
        "The mean runs over the examples alone, so every pixel has its own: that is the mean image. The exercise asks "
        "for one number a channel.",
        "How many numbers should mean have for colour images, three channels, of 8 x 8 pixels?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=0)\n    centred = x - mean",
            ),
        ),
        convention=True,
        source="AlexNet's mean image",
    ),
    Misconception(
        "of_each_image",
        "Every image gets means of its own. The statistic belongs to the channel: it runs over the examples, too.",
        "How many numbers should mean have for a hundred colour images?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(2, 3))\n    centred = x - mean[:, :, None, None]",
            ),
        ),
    ),
    Misconception(
        "each_image_by_its_own",
        "The mean that comes back is that of the channel, but from every image its own mean is subtracted.",
        "Should two images, one bright and one dark, still differ in brightness?",
        edits=(("x - mean[:, None, None]", "x - np.mean(x, axis=(2, 3))[:, :, None, None]"),),
    ),
    Misconception(
        "one_mean_for_each_image",
        "Every image has one mean, over its channels and places. The statistic belongs to the channel: it runs over "
        "the examples and places.",
        "How many numbers should mean have for a hundred colour images?",
        edits=(
            ("np.mean(x, axis=(0, 2, 3))", "np.mean(x, axis=(1, 2, 3))"),
            ("mean[:, None, None]", "mean[:, None, None, None]"),
        ),
    ),
    Misconception(
        "one_mean_for_all",
        "One mean over all channels is subtracted. Every channel has its own.",
        "What is the mean of the first channel that you return?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x)\n    centred = x - mean",
            ),
        ),
    ),
    Misconception(
        "channels_last",
        "The last axis is taken for the channels, as in TensorFlow and Keras: (N, H, W, C). Here the shape is "
        "(N, C, H, W).",
        "Which axis of x counts the channels?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(0, 1, 2))\n    centred = x - mean",
            ),
        ),
        convention=True,
        source="Keras's channels_last",
    ),
    Misconception(
        "subtracted_along_the_width",
        "The means are right, but are subtracted along the last axis, the width. Broadcasting lines shapes up from the "
        "right: give the means the shape (C, 1, 1).",
        "Which axis of x does a mean of shape (C,) line up with in x - mean?",
        edits=(("mean[:, None, None]", "mean"),),
    ),
    Misconception(
        "axes_kept",
        "The means are right, but have the shape (1, C, 1, 1), as with keepdims=True.",
        "Which shape does the docstring give for mean?",
        edits=(
            ("np.mean(x, axis=(0, 2, 3))", "np.mean(x, axis=(0, 2, 3), keepdims=True)"),
            ("mean[:, None, None]", "mean"),
        ),
    ),
    Misconception(
        "mean_over_the_channels",
        "The mean runs over the channels and leaves the other axes: one number for each example and place. It should "
        "be the other way round.",
        "The axes that you name in a mean are those that vanish. Which one must stay?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=1)\n    centred = x - mean[:, None]",
            ),
        ),
    ),
    Misconception(
        "sum_of_pixels_mean_of_images",
        "The values are summed over the places and averaged over the images only. The mean runs over all three axes.",
        "For images that are 5 everywhere, what is the mean of a channel?",
        edits=(("np.mean(x, axis=(0, 2, 3))", "np.mean(np.sum(x, axis=(2, 3)), axis=0)"),),
    ),
    Misconception(
        "mean_over_the_channels_axis_kept",
        "The mean runs over the channels and leaves the other axes: one number for each example and place. It should "
        "be the other way round.",
        "The axes that you name in a mean are those that vanish. Which one must stay?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=1, keepdims=True)\n    centred = x - mean",
            ),
        ),
    ),
    Misconception(
        "of_each_row",
        "The mean runs over examples, channels and columns: one number for each row of the image. One for each "
        "channel is asked for.",
        "Which axis of x counts the channels?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(0, 1, 3))\n    centred = x - mean[:, None]",
            ),
        ),
    ),
    Misconception(
        "reshaped_across_the_images",
        "x is reshaped to (C, N H W) without moving the channels to the front. Reshaping keeps the order of the "
        "numbers, so each row mixes channels of several images.",
        "Which numbers of x stand in the first row after your reshape?",
        edits=(("np.mean(x, axis=(0, 2, 3))", "np.mean(np.reshape(x, (x.shape[1], -1)), axis=1)"),),
    ),
    Misconception(
        "reshaped_to_columns",
        "x is reshaped to (N H W, C) without moving the channels to the end. Reshaping keeps the order of the "
        "numbers, so each column mixes channels.",
        "Which numbers of x stand in the first column after your reshape?",
        edits=(("np.mean(x, axis=(0, 2, 3))", "np.mean(np.reshape(x, (-1, x.shape[1])), axis=0)"),),
    ),
    Misconception(
        "standardized",
        "The data are divided by their standard deviation as well. This kernel only centres.",
        "The distance between two images should not change. Does it?",
        edits=(
            (
                "centred = x - mean[:, None, None]",
                "centred = (x - mean[:, None, None]) / np.std(x, axis=(0, 2, 3))[:, None, None]",
            ),
        ),
    ),
    Misconception(
        "columns_kept_apart",
        "The mean runs over examples and rows, but not over columns: one number for each channel and column. One for "
        "each channel is asked for.",
        "Which axes should vanish in the mean, and which one should stay?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(0, 2))\n    centred = x - mean[:, None, :]",
            ),
        ),
    ),
    Misconception(
        "rows_kept_apart",
        "The mean runs over examples and columns, but not over rows: one number for each channel and row. One for "
        "each channel is asked for.",
        "Which axes should vanish in the mean, and which one should stay?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(0, 3))\n    centred = x - mean[:, :, None]",
            ),
        ),
    ),
    Misconception(
        "one_mean_for_every_channel",
        "Every channel gets the same number, the mean of all of them together. Each has its own.",
        "What is the mean of the first channel that you return?",
        edits=(("np.mean(x, axis=(0, 2, 3))", "np.full(x.shape[1], np.mean(x))"),),
    ),
    Misconception(
        "first_mean_for_all",
        "The means are right, but that of the first channel is subtracted from all channels. Each has its own.",
        "What is the mean of the second channel that you return?",
        edits=(("mean[:, None, None]", "mean[0]"),),
    ),
)

GLOBAL = (
    *after_the_mean(""),
    median("np.mean(x)"),
    Misconception(
        "by_feature",
        "Every feature gets a mean of its own. Here one number is subtracted from all.",
        "How many numbers does the docstring want for mean?",
        edits=(("np.mean(x)", "np.mean(x, axis=0)"),),
        convention=True,
        source="subtract_feature_means",
    ),
    Misconception(
        "by_example",
        "Every example gets a mean of its own. Here one number is subtracted from all.",
        "How many numbers does the docstring want for mean?",
        edits=(
            ("mean = np.mean(x)\n    centred = x - mean", "mean = np.mean(x, axis=1)\n    centred = x - mean[:, None]"),
        ),
    ),
    Misconception(
        "divided_by_the_examples",
        "The sum of all numbers is divided by the number of examples alone. They are N times D.",
        "For a matrix of fives, what is the mean?",
        edits=(("np.mean(x)", "np.sum(x) / x.shape[0]"),),
    ),
    Misconception(
        "divided_by_the_features",
        "The sum of all numbers is divided by the number of features alone. They are N times D.",
        "For a matrix of fives, what is the mean?",
        edits=(("np.mean(x)", "np.sum(x) / x.shape[1]"),),
    ),
    Misconception(
        "standardized",
        "The data are divided by their standard deviation as well. This kernel only centres.",
        "The distance between two examples should not change. Does it?",
        edits=(("centred = x - mean", "centred = (x - mean) / np.std(x)"),),
    ),
    Misconception(
        "each_feature_by_its_own",
        "The mean that comes back is that of all numbers, but from every feature its own mean is subtracted.",
        "Should two features, one large and one small, still differ?",
        edits=(("x - mean", "x - np.mean(x, axis=0)"),),
    ),
    Misconception(
        "by_example_axis_kept",
        "Every example gets a mean of its own. Here one number is subtracted from all.",
        "How many numbers does the docstring want for mean?",
        edits=(("np.mean(x)", "np.mean(x, axis=1, keepdims=True)"),),
    ),
    Misconception(
        "axes_kept",
        "The mean is right, but still has both axes, of length 1, as with keepdims=True. It should be an array of no "
        "axes.",
        "Which shape does the docstring give for mean?",
        edits=(("np.mean(x)", "np.mean(x, keepdims=True)"),),
    ),
    Misconception(
        "one_axis_left",
        "The mean is right, but stands in an array of one entry. It should be an array of no axes.",
        "Which shape does the docstring give for mean, () or (1,)?",
        edits=(("np.mean(x)", "np.mean(x).reshape(1)"),),
    ),
    Misconception(
        "repeated_for_every_feature",
        "The mean is right, but it is repeated for every feature. One number is asked for; broadcasting subtracts it "
        "from all.",
        "How many numbers does the docstring want for mean?",
        edits=(("np.mean(x)", "np.full(x.shape[1], np.mean(x))"),),
    ),
    Misconception(
        "each_example_by_its_own",
        "The mean that comes back is that of all numbers, but from every example its own mean is subtracted.",
        "Should two examples, one large and one small, still differ?",
        edits=(("x - mean", "x - np.mean(x, axis=1, keepdims=True)"),),
    ),
)
