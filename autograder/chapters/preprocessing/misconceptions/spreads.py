"""The statistics of standardizing, by feature and by channel."""

from autograder.exercise import Misconception


def wrong_std(axis: str) -> tuple[Misconception, ...]:
    """What goes wrong in the standard deviation; `axis` is what the reference's statistics run over."""
    variance, count = (
        f"variance = np.mean(centred**2, axis={axis})",
        {"0": "x.shape[0]"}.get(axis, "(x.size / x.shape[1])"),
    )
    return (
        Misconception(
            "variance_for_std",
            "This is the variance. The exercise asks for its root, the standard deviation, which has the units of x.",
            "Double x. By which factor should the standard deviation grow?",
            edits=(("std = np.sqrt(variance)", "std = variance"),),
        ),
        Misconception(
            "unbiased",
            "This is the standard deviation with 1/(N-1), as in pandas and PyTorch. The exercise asks for 1/N, as in "
            "NumPy and scikit-learn's StandardScaler.",
            "After standardizing with yours, is the mean of the squares exactly 1?",
            edits=((variance, f"{variance} * {count} / ({count} - 1.0)"),),
            convention=True,
            source="torch.std, pandas",
        ),
        Misconception(
            "not_centred",
            "This is the root of the mean square, without subtracting the mean first: it measures the distance from 0, "
            "not from the mean.",
            "Add 100 to x. Should the standard deviation change?",
            edits=((variance, f"variance = np.mean(x**2, axis={axis})"),),
        ),
        Misconception(
            "mean_of_squares_minus_square_of_mean",
            "This is the mean of the squares minus the square of the mean. On paper that is the variance; on a "
            "computer it subtracts two large numbers that are nearly equal, and where the mean is far from 0 few or no "
            "digits are left. Subtract the mean first, then square.",
            "For values near a million with a spread of 1, how many of the 16 digits does the difference keep?",
            edits=((variance, f"variance = np.abs(np.mean(x**2, axis={axis}) - mean**2)"),),
        ),
        Misconception(
            "absolute_deviation",
            "This is the mean absolute deviation. The standard deviation is the root of the mean square.",
            "Which operation stands in the docstring's equation, an absolute value or a square?",
            edits=(("std = np.sqrt(variance)", f"std = np.mean(np.abs(centred), axis={axis})"),),
        ),
        Misconception(
            "sum_for_mean",
            "The squares are summed, not averaged.",
            "Give every example twice. Should the standard deviation change?",
            edits=((variance, f"variance = np.sum(centred**2, axis={axis})"),),
        ),
        Misconception(
            "one_for_a_constant",
            "Where nothing varies a 1 comes back, as in scikit-learn's scale_. Here fitting only looks, and says 0; "
            "the kernel that applies the statistics deals with it.",
            "What is the standard deviation of 3, 3, 3?",
            edits=(("std = np.sqrt(variance)", "std = np.sqrt(variance)\n    std = np.where(std == 0.0, 1.0, std)"),),
            convention=True,
            source="sklearn.preprocessing.StandardScaler's scale_",
        ),
        *(
            Misconception(
                f"{eps}_under_the_root",
                f"{eps} is added to the variance under the root, as batch normalization does. The exercise asks for "
                "the standard deviation itself.",
                "What is the standard deviation of 3, 3, 3?",
                edits=(("np.sqrt(variance)", f"np.sqrt(variance + {eps})"),),
                convention=True,
                source="batch normalization",
            )
            for eps in ("1e-5", "1e-6", "1e-8")
        ),
        *(
            Misconception(
                f"{eps}_added_to_std",
                f"{eps} is added to the standard deviation. The exercise asks for the standard deviation itself.",
                "What is the standard deviation of 3, 3, 3?",
                edits=(("std = np.sqrt(variance)", f"std = np.sqrt(variance) + {eps}"),),
                convention=True,
                source="many tutorials",
            )
            for eps in ("1e-3", "1e-5", "1e-6", "1e-7", "1e-8")
        ),
        Misconception(
            "divided_outside_the_root",
            "The root is taken of the sum of the squares, and divided by their number afterwards. Divide first, then "
            "take the root.",
            "Give every example twice. Should the standard deviation change?",
            edits=(("std = np.sqrt(variance)", f"std = np.sqrt(variance * {count}) / {count}"),),
        ),
        Misconception(
            "around_the_mean_of_all",
            "The deviations are from one mean of all numbers. Every standard deviation is around a mean of its own.",
            "Add 100 to one of them only. Should any standard deviation change?",
            edits=((variance, f"variance = np.mean((x - np.mean(x)) ** 2, axis={axis})"),),
        ),
        Misconception(
            "one_std_for_all",
            "The means are right, but there is one standard deviation, of all numbers together.",
            "How many numbers does the docstring want for std?",
            edits=(("std = np.sqrt(variance)", "std = np.std(x)"),),
        ),
    )


STANDARDIZE_FIT = (
    *wrong_std("0"),
    Misconception(
        "one_pair_for_all",
        "These are the mean and the standard deviation of the whole matrix. Every feature has its own.",
        "How many numbers should mean have if x has 13 features?",
        edits=(("np.mean(x, axis=0)", "np.mean(x)"), ("np.mean(centred**2, axis=0)", "np.mean(centred**2)")),
    ),
    Misconception(
        "by_example",
        "These are the statistics of every example (row). They belong to the features, and run over the examples.",
        "Which axis of x counts the examples?",
        edits=(
            (
                "mean = np.mean(x, axis=0)\n    centred = x - mean",
                "mean = np.mean(x, axis=1)\n    centred = x - mean[:, None]",
            ),
            ("np.mean(centred**2, axis=0)", "np.mean(centred**2, axis=1)"),
        ),
    ),
    Misconception(
        "axis_kept",
        "The numbers are right, but they stand in a row of shape (1, features), as with keepdims=True.",
        "Which shape does the docstring give for mean and std?",
        edits=(
            ("np.mean(x, axis=0)", "np.mean(x, axis=0, keepdims=True)"),
            ("np.mean(centred**2, axis=0)", "np.mean(centred**2, axis=0, keepdims=True)"),
        ),
    ),
    *(
        Misconception(
            f"mean_by_n_minus_1{suffix}",
            "The mean is the sum over N - 1, and the deviations are from that. N - 1 is for variances, where the mean "
            "has been estimated; the mean itself is the sum over N.",
            "For a feature that is 5 everywhere, what is the mean?",
            edits=(("np.mean(x, axis=0)", f"np.sum(x, axis=0) / {divisor}"),),
        )
        for suffix, divisor in (("", "(x.shape[0] - 1)"), ("_at_least_1", "max(x.shape[0] - 1, 1)"))
    ),
)

CHANNEL_STATISTICS = (
    *wrong_std("(0, 2, 3)"),
    Misconception(
        "reshaped_across_the_images",
        "x is reshaped to (C, N H W) without moving the channels to the front. Reshaping keeps the order of the "
        "numbers, so each row mixes channels of several images.",
        "Which numbers of x stand in the first row after your reshape?",
        edits=(
            ("mean = np.mean(x, axis=(0, 2, 3))", "mean = np.mean(np.reshape(x, (x.shape[1], -1)), axis=1)"),
            ("std = np.sqrt(variance)", "std = np.std(np.reshape(x, (x.shape[1], -1)), axis=1)"),
        ),
    ),
    Misconception(
        "reshaped_to_columns",
        "x is reshaped to (N H W, C) without moving the channels to the end. Reshaping keeps the order of the "
        "numbers, so each column mixes channels.",
        "Which numbers of x stand in the first column after your reshape?",
        edits=(
            ("mean = np.mean(x, axis=(0, 2, 3))", "mean = np.mean(np.reshape(x, (-1, x.shape[1])), axis=0)"),
            ("std = np.sqrt(variance)", "std = np.std(np.reshape(x, (-1, x.shape[1])), axis=0)"),
        ),
    ),
    Misconception(
        "mean_of_the_images_stds",
        "Each image's standard deviation is taken, and these are averaged. That leaves out how much the images differ "
        "from each other, so it is too small. Take one over all images and places at once.",
        "Images that are each of one colour, but of different ones: what should the standard deviation be?",
        edits=(("std = np.sqrt(variance)", "std = np.mean(np.std(x, axis=(2, 3)), axis=0)"),),
    ),
    Misconception(
        "root_of_the_images_mean_variance",
        "Each image's variance around its own mean is averaged. That leaves out how much the images differ from each "
        "other, so it is too small. Subtract the mean over all images.",
        "Images that are each of one colour, but of different ones: what should the standard deviation be?",
        edits=(
            ("variance = np.mean(centred**2, axis=(0, 2, 3))", "variance = np.mean(np.var(x, axis=(2, 3)), axis=0)"),
        ),
    ),
    Misconception(
        "std_of_the_images_means",
        "This is how much the means of the images differ. How much the pixels differ within an image is left out.",
        "One image, of many colours: what should the standard deviation be?",
        edits=(("std = np.sqrt(variance)", "std = np.std(np.mean(x, axis=(2, 3)), axis=0)"),),
    ),
    Misconception(
        "over_the_channels",
        "The statistics run over the channels and leave the other axes. It should be the other way round.",
        "The axes that you name in a mean are those that vanish. Which one must stay?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=1)\n    centred = x - mean[:, None]",
            ),
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.mean(centred**2, axis=1)"),
        ),
    ),
    Misconception(
        "of_each_pixel",
        "The statistics run over the examples alone: one pair for every pixel. The exercise asks for one pair a "
        "channel.",
        "How many numbers should mean have for colour images, three channels, of 8 x 8 pixels?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=0)\n    centred = x - mean",
            ),
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.mean(centred**2, axis=0)"),
        ),
    ),
    Misconception(
        "of_each_image",
        "Every image gets statistics of its own, as in instance normalization. Those of a channel run over the "
        "examples, too.",
        "How many numbers should mean have for a hundred colour images?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(2, 3))\n    centred = x - mean[:, :, None, None]",
            ),
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.mean(centred**2, axis=(2, 3))"),
        ),
    ),
    Misconception(
        "one_pair_for_all",
        "These are the statistics of all channels together. Every channel has its own.",
        "How many numbers should mean have for colour images?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x)\n    centred = x - mean",
            ),
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.mean(centred**2)"),
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
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.mean(centred**2, axis=(0, 1, 2))"),
        ),
        convention=True,
        source="Keras's channels_last",
    ),
    Misconception(
        "axes_kept",
        "The numbers are right, but have the shape (1, C, 1, 1), as with keepdims=True.",
        "Which shape does the docstring give for mean and std?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.mean(x, axis=(0, 2, 3), keepdims=True)\n    centred = x - mean",
            ),
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.mean(centred**2, axis=(0, 2, 3), keepdims=True)"),
        ),
    ),
    *(
        Misconception(
            f"{these}_kept_apart",
            f"The statistics run over examples and {those}, but not over {these}: one pair for each channel and "
            f"{these[:-1]}. The exercise asks for one pair a channel.",
            "The axes that you name in a mean are those that vanish. Which one alone must stay?",
            edits=(
                (
                    "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                    f"mean = np.mean(x, axis={axes})\n    centred = x - mean{index}",
                ),
                ("np.mean(centred**2, axis=(0, 2, 3))", f"np.mean(centred**2, axis={axes})"),
            ),
        )
        for these, those, axes, index in (
            ("columns", "rows", "(0, 2)", "[:, None, :]"),
            ("rows", "columns", "(0, 3)", "[:, :, None]"),
        )
    ),
    Misconception(
        "one_pair_for_every_channel",
        "Every channel gets the same two numbers, the statistics of all channels together. Each has its own.",
        "Add 100 to one channel. Should the statistics of another one change?",
        edits=(
            (
                "mean = np.mean(x, axis=(0, 2, 3))\n    centred = x - mean[:, None, None]",
                "mean = np.full(x.shape[1], np.mean(x))\n    centred = x - np.mean(x)",
            ),
            ("np.mean(centred**2, axis=(0, 2, 3))", "np.full(x.shape[1], np.mean(centred**2))"),
        ),
    ),
)
