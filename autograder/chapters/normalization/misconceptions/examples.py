"""Normalization of each example by itself: layer, group and instance normalization."""

from autograder.chapters.normalization.misconceptions.shared import (
    EPS_AFTER,
    first,
    wrong_affine,
    wrong_axes,
    wrong_root,
    wrong_statistics,
)
from autograder.exercise import Misconception

MEAN, VAR = "np.mean(x, axis=-1, keepdims=True)", "np.mean(centred**2, axis=-1, keepdims=True)"
UNBIASED = "np.sum((x - mean) ** 2, axis=-1, keepdims=True) / (np.asarray(x.shape[-1]) - 1.0)"


def _over(axes: str) -> tuple[tuple[str, str], ...]:
    """Layer normalization's edits for statistics over other axes."""
    return (
        (MEAN, f"np.mean(x, axis={axes}, keepdims=True)"),
        (VAR, f"np.mean(centred**2, axis={axes}, keepdims=True)"),
    )


LAYER = (
    *wrong_statistics(MEAN, VAR, UNBIASED, "mean"),
    *wrong_root(),
    EPS_AFTER,
    *wrong_affine(),
    Misconception(
        "over_the_batch",
        "Mean and variance run over the first axis, over the examples: this is batch normalization. Here each row is "
        "normalized by itself, over its features.",
        "Change the last row of x. Does anything change in the first row's result?",
        edits=_over("0"),
    ),
    Misconception(
        "over_all_but_features",
        "Mean and variance run over all axes but the last: each feature is normalized over rows, as in batch "
        "normalization. Here it is the other way round.",
        "Change one row of x. Does anything change in the other rows' results?",
        edits=_over("tuple(range(x.ndim - 1))"),
    ),
    Misconception(
        "over_the_whole_example",
        "Mean and variance run over all axes but the first. For a sequence that mixes its steps: each step is "
        "normalized by itself, over the last axis.",
        "With x of shape (batch, steps, features): how many means are there?",
        edits=_over("tuple(range(1, x.ndim))"),
    ),
    Misconception(
        "second_axis",
        "Mean and variance run over axis 1, which is the last one only for a matrix. The features are the last axis, "
        "however many there are before.",
        "With x of shape (batch, steps, features): over which axis does your mean run?",
        edits=_over("1"),
    ),
    Misconception(
        "over_everything",
        "There is one mean and one variance for all rows together. Each row has its own.",
        "How many numbers are in your mean?",
        edits=_over("None"),
    ),
    Misconception(
        "last_axis_gone",
        "Mean and variance have lost the last axis. The numbers are right; the exercise asks for it with length "
        "1, so that they meet x.",
        "What is the shape of the mean in the docstring?",
        edits=(("return y, x_hat, mean, var", "return y, x_hat, mean[..., 0], var[..., 0]"),),
    ),
    Misconception(
        "single_row_refused",
        "It raises where the first axis has length 1. Each row is normalized by itself, over its features: one "
        "row is enough.",
        "Of how many numbers is the variance of a single row?",
        edits=first('if x.shape[0] == 1:\n        raise ValueError("one row")', "mean = "),
    ),
    Misconception(
        "batch_norm_copied",
        "Mean and variance run over the first axis, which is gone in them: these are batch normalization's lines. "
        "Here each row is normalized by itself, over its features.",
        "Change the last row of x. Does anything change in the first row's result?",
        edits=((MEAN, "np.mean(x, axis=0)"), (VAR, "np.mean(centred**2, axis=0)")),
    ),
)

PARTS = "np.reshape(x, (x.shape[0], groups, -1))"
GROUP_MEAN, GROUP_VAR = "np.mean(parts, axis=-1)", "np.mean(centred**2, axis=-1)"
GROUP_UNBIASED = "np.sum((parts - mean[:, :, None]) ** 2, axis=-1) / (np.asarray(parts.shape[-1]) - 1.0)"
# Channels that belong together lie `groups` apart: the reshape that puts them into one part, and the way back.
APART = "np.reshape(np.swapaxes(np.reshape(x, (x.shape[0], -1, groups, *x.shape[2:])), 1, 2), (x.shape[0], groups, -1))"
BACK = (
    "np.reshape(np.swapaxes(np.reshape(centred / std[:, :, None], (x.shape[0], groups, -1, *x.shape[2:])), 1, 2), "
    "x.shape)"
)

GROUP = (
    *wrong_statistics(GROUP_MEAN, GROUP_VAR, GROUP_UNBIASED, "mean[:, :, None]", "std[:, :, None]"),
    *wrong_root(),
    *wrong_affine("gamma[:, None, None]", "beta[:, None, None]"),
    *wrong_axes(),
    Misconception(
        "groups_as_size",
        "groups is taken for the number of channels in a group. It is the number of groups.",
        "With 6 channels and groups = 2: how many means has an image?",
        edits=((PARTS, "np.reshape(x, (x.shape[0], x.shape[1] // groups, -1))"),),
    ),
    Misconception(
        "channels_dealt_out",
        "The channels are dealt out to the groups like cards: channel 0 to the first, channel 1 to the second. A group "
        "is made of neighbouring channels.",
        "With 6 channels and 2 groups: which channels are in the first?",
        edits=((PARTS, APART), ("np.reshape(centred / std[:, :, None], x.shape)", BACK)),
    ),
    Misconception(
        "over_the_batch",
        "A group's statistics run over all images of the batch. Each image is normalized by itself.",
        "Change the last image. Does anything change in the first one's result?",
        edits=(
            (GROUP_MEAN, "np.mean(parts, axis=(0, 2))"),
            ("mean[:, :, None]", "mean[:, None]"),
            (GROUP_VAR, "np.mean(centred**2, axis=(0, 2))"),
            ("std[:, :, None]", "std[:, None]"),
        ),
    ),
    Misconception(
        "variance_of_each_channel",
        "The variance is the mean of the channels' variances, each about its own channel's mean: how far apart the "
        "means are is lost. Take the squared distances from the group's mean.",
        "Two constant channels in one group, one 0 and one 2: what is the group's variance?",
        edits=(
            (
                GROUP_VAR,
                "np.mean(np.reshape(np.var(x, axis=(2, 3)), (x.shape[0], groups, -1)), axis=-1)",
            ),
        ),
    ),
    Misconception(
        "groups_ignored",
        "Each image has one mean and one variance for all its channels: groups has no effect. (That is group "
        "normalization with one group.)",
        "How many numbers should be in the mean of 2 images in 3 groups?",
        edits=((PARTS, "np.reshape(x, (x.shape[0], 1, -1))"),),
    ),
    Misconception(
        "each_channel_by_itself",
        "Each channel has its own mean and variance: groups has no effect. (That is instance normalization.)",
        "How many numbers should be in the mean of 2 images in 3 groups?",
        edits=((PARTS, "np.reshape(x, (x.shape[0], x.shape[1], -1))"),),
    ),
    Misconception(
        "remainder_turned_over",
        "The test asks whether the channels divide the groups: it raises for 6 channels in 2 groups. The groups "
        "must divide the channels.",
        "What is 6 % 2, and what is 2 % 6?",
        edits=(("x.shape[1] % groups", "groups % x.shape[1]"),),
    ),
    Misconception(
        "statistics_for_each_channel",
        "Mean and variance come back once for each channel. The exercise asks for one for each group.",
        "How many numbers should be in the mean of 2 images in 3 groups?",
        edits=(
            (
                "return y, x_hat, mean, var",
                "size = x.shape[1] // groups\n"
                "    return y, x_hat, np.repeat(mean, size, axis=1), np.repeat(var, size, axis=1)",
            ),
        ),
    ),
    Misconception(
        "axes_kept",
        "Mean and variance have a last axis of length 1. The numbers are right.",
        "What is the shape of the mean in the docstring?",
        edits=(("return y, x_hat, mean, var", "return y, x_hat, mean[..., None], var[..., None]"),),
    ),
    Misconception(
        "axes_of_the_image_kept",
        "Mean and variance have three last axes of length 1. The numbers are right.",
        "What is the shape of the mean in the docstring?",
        edits=(
            (
                "return y, x_hat, mean, var",
                "return y, x_hat, mean[:, :, None, None, None], var[:, :, None, None, None]",
            ),
        ),
    ),
    Misconception(
        "over_the_batch_for_every_image",
        "A group's statistics run over all images of the batch, and come back once for each image. Each image is "
        "normalized by itself.",
        "Change the last image. Does anything change in the first one's result?",
        edits=(
            (GROUP_MEAN, "np.mean(parts, axis=(0, 2)) + np.zeros((len(x), 1))"),
            (GROUP_VAR, "np.mean(centred**2, axis=(0, 2)) + np.zeros((len(x), 1))"),
        ),
    ),
)

INSTANCE_MEAN, INSTANCE_VAR = "np.mean(x, axis=(2, 3))", "np.mean(centred**2, axis=(2, 3))"
INSTANCE_UNBIASED = (
    "np.sum((x - mean[:, :, None, None]) ** 2, axis=(2, 3)) / (np.asarray(x.shape[2] * x.shape[3]) - 1.0)"
)


def _instance(axes: str, index: str) -> tuple[tuple[str, str], ...]:
    """Instance normalization's edits for statistics over other axes, that meet x through `index`."""
    return (
        (INSTANCE_MEAN, f"np.mean(x, axis={axes})"),
        ("mean[:, :, None, None]", f"mean[{index}]"),
        (INSTANCE_VAR, f"np.mean(centred**2, axis={axes})"),
        ("std[:, :, None, None]", f"std[{index}]"),
    )


INSTANCE = (
    *wrong_statistics(
        INSTANCE_MEAN, INSTANCE_VAR, INSTANCE_UNBIASED, "mean[:, :, None, None]", "std[:, :, None, None]"
    ),
    *wrong_root(),
    *wrong_affine("gamma[:, None, None]", "beta[:, None, None]"),
    *wrong_axes(),
    Misconception(
        "over_the_batch",
        "A channel's statistics run over all images of the batch: this is batch normalization. Here each image is "
        "normalized by itself.",
        "Change the last image. Does anything change in the first one's result?",
        edits=_instance("(0, 2, 3)", ":, None, None"),
    ),
    Misconception(
        "over_the_channels",
        "Each image has one mean and one variance for all its channels: this is layer normalization. Here each channel "
        "of each image has its own.",
        "How many numbers should be in the mean of 2 images with 3 channels?",
        edits=_instance("(1, 2, 3)", ":, None, None, None"),
    ),
    Misconception(
        "over_one_axis",
        "Mean and variance run along the rows of pixels only. They run over all pixels of the channel, both axes.",
        "How many numbers should be in the mean of 2 images with 3 channels?",
        edits=_instance("3", "..., None"),
    ),
    Misconception(
        "axes_kept",
        "Mean and variance have shape (n, channels, 1, 1): the axes of the pixels are still there. The numbers "
        "are right.",
        "What is the shape of the mean in the docstring?",
        edits=(("return y, x_hat, mean, var", "return y, x_hat, mean[:, :, None, None], var[:, :, None, None]"),),
    ),
    Misconception(
        "one_pixel_refused",
        "It raises for images of one pixel, as PyTorch does in training. The exercise asks for no error: x_hat is "
        "0 there, and beta is left.",
        "What is x minus its mean, for one pixel?",
        edits=first('if x.shape[2] * x.shape[3] == 1:\n        raise ValueError("one pixel")', "mean = "),
        convention=True,
        source="torch.nn.InstanceNorm2d",
    ),
    Misconception(
        "channels_last",
        "The last axis is taken for the channels (Keras's order), in the statistics and at gamma and beta. Here x "
        "is (images, channels, height, width).",
        "Which axis of x counts the channels, in the docstring?",
        edits=(
            *_instance("(1, 2)", ":, None, None"),
            ("gamma[:, None, None] * x_hat + beta[:, None, None]", "gamma * x_hat + beta"),
        ),
        convention=True,
        source="Keras's default, axis=-1",
    ),
)
