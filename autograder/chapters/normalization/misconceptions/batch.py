"""Batch normalization in training: of a matrix, and of images."""

from autograder.chapters.normalization.misconceptions.shared import (
    EPS_AFTER,
    wrong_affine,
    wrong_axes,
    wrong_root,
    wrong_statistics,
)
from autograder.exercise import Misconception

MEAN, VAR = "np.mean(x, axis=0)", "np.mean(centred**2, axis=0)"

BATCH = (
    *wrong_statistics(MEAN, VAR, "np.var(x, axis=0, ddof=1)", "mean"),
    *wrong_root(),
    EPS_AFTER,
    *wrong_affine(),
    Misconception(
        "over_features",
        "Mean and variance run over the features of each row: this is layer normalization, another exercise. Here "
        "they run over the rows, one of each for every feature.",
        "Which axis counts the examples, and is it gone in your mean?",
        edits=(
            (MEAN, "np.mean(x, axis=1, keepdims=True)"),
            (VAR, "np.mean(centred**2, axis=1, keepdims=True)"),
        ),
    ),
    Misconception(
        "over_everything",
        "There is one mean and one variance for the whole matrix. Each feature has its own.",
        "How many numbers are in your mean?",
        edits=((MEAN, "np.mean(x)"), (VAR, "np.mean(centred**2)")),
    ),
    Misconception(
        "one_variance",
        "The mean is each feature's own, but there is one variance for all. Each feature has its own.",
        "How many numbers are in your variance?",
        edits=((VAR, "np.mean(centred**2)"),),
    ),
    Misconception(
        "sum_of_squares",
        "The variance is a sum of squares that is not divided by the number of rows.",
        "Give every row twice. Should a variance change?",
        edits=((VAR, "np.sum(centred**2, axis=0)"),),
    ),
    Misconception(
        "one_feature_refused",
        "It raises for a single feature, and not for a single row. It is a single row that has no variance.",
        "Which of the two numbers in x.shape counts the rows?",
        edits=(("x.shape[0] < 2", "x.shape[1] < 2"),),
    ),
    Misconception(
        "axes_kept",
        "Mean and variance have shape (1, features): the axis of the rows is still there. The numbers are right.",
        "What is the shape of gamma?",
        edits=(("return y, x_hat, mean, var", "return y, x_hat, mean[None, :], var[None, :]"),),
    ),
)

IMAGES_MEAN, IMAGES_VAR = "np.mean(x, axis=(0, 2, 3))", "np.mean(centred**2, axis=(0, 2, 3))"
PER_CHANNEL = ("mean[:, None, None]", "std[:, None, None]")


def _images(mean: str, var: str, index: str) -> tuple[tuple[str, str], ...]:
    """The edits for statistics over other axes, that meet x through `index`."""
    return (
        (IMAGES_MEAN, mean),
        (PER_CHANNEL[0], f"mean[{index}]"),
        (IMAGES_VAR, var),
        (PER_CHANNEL[1], f"std[{index}]"),
    )


IMAGES = (
    *wrong_statistics(
        IMAGES_MEAN, IMAGES_VAR, "np.var(x, axis=(0, 2, 3), ddof=1)", "mean[:, None, None]", "std[:, None, None]"
    ),
    *wrong_root(),
    *wrong_affine("gamma[:, None, None]", "beta[:, None, None]"),
    *wrong_axes(),
    Misconception(
        "each_pixel_by_itself",
        "Every pixel has its own mean and variance over the images. A channel's pixels share one of each, as they "
        "share the filter that made them.",
        "How many numbers should be in the mean of an image with 3 channels?",
        edits=_images("np.mean(x, axis=0)", "np.mean(centred**2, axis=0)", "None"),
    ),
    Misconception(
        "each_image_by_itself",
        "Each image has its own statistics: this is instance normalization, another exercise. Here a channel's "
        "statistics run over all images of the batch too.",
        "How many numbers should be in the mean of a batch of images with 3 channels?",
        edits=_images("np.mean(x, axis=(2, 3))", "np.mean(centred**2, axis=(2, 3))", "..., None, None"),
    ),
    Misconception(
        "each_image_over_channels",
        "Each image has one mean and one variance over its channels and pixels: this is layer normalization. Here each "
        "channel has its own, over all images.",
        "Which axis must still be there in your mean?",
        edits=_images("np.mean(x, axis=(1, 2, 3))", "np.mean(centred**2, axis=(1, 2, 3))", "..., None, None, None"),
    ),
    Misconception(
        "channels_last",
        "The statistics run over the first three axes, as if channels came last (Keras's order). Here x is "
        "(images, channels, height, width).",
        "Which axis of x counts the channels, in the docstring?",
        edits=_images("np.mean(x, axis=(0, 1, 2))", "np.mean(centred**2, axis=(0, 1, 2))", "..."),
        convention=True,
        source="Keras's default, axis=-1",
    ),
    Misconception(
        "over_everything",
        "There is one mean and one variance for all channels together. Each channel has its own.",
        "How many numbers are in your mean?",
        edits=_images("np.mean(x)", "np.mean(centred**2)", "..."),
    ),
    Misconception(
        "variance_of_each_image",
        "The mean is over all images, but the variance is that of the images' means added up wrongly: it is the mean "
        "of each image's own variance, which leaves out how the images differ.",
        "Two images, one all 0, one all 1: what is the variance of that channel?",
        edits=((IMAGES_VAR, "np.mean(np.var(x, axis=(2, 3)), axis=0)"),),
    ),
    Misconception(
        "axes_not_moved",
        "x is reshaped to (n height width, channels) with its channels still second, so each column is a jumble of "
        "channels. They must come last before that reshape.",
        "Which numbers of x are in the first column of your reshaped array?",
        whole="""
            def batch_norm_images_forward(x, gamma, beta, *, eps):
                if x.shape[0] * x.shape[2] * x.shape[3] < 2:
                    raise ValueError("one number a channel has no variance")
                rows = np.reshape(x, (-1, x.shape[1]))
                mean = np.mean(rows, axis=0)
                centred = rows - mean
                var = np.mean(centred**2, axis=0)
                std = np.sqrt(var + eps)
                x_hat = centred / std
                y = np.reshape(gamma * x_hat + beta, x.shape)
                return y, np.reshape(x_hat, x.shape), mean, var
        """,
    ),
    Misconception(
        "divided_by_images",
        "The variance is a sum of squares divided by the number of images alone. It runs over their pixels too.",
        "Of how many numbers is the variance of a channel?",
        edits=((IMAGES_VAR, "np.sum(centred**2, axis=(0, 2, 3)) / x.shape[0]"),),
    ),
    Misconception(
        "one_image_refused",
        "It raises for a single image. Its pixels have a variance: only one image of one pixel has none.",
        "Of how many numbers is the variance of a channel?",
        edits=(("x.shape[0] * x.shape[2] * x.shape[3] < 2", "x.shape[0] < 2"),),
    ),
    Misconception(
        "axes_kept",
        "Mean and variance have shape (1, channels, 1, 1): the other axes are still there. The numbers are right.",
        "What is the shape of gamma?",
        edits=(("return y, x_hat, mean, var", "return y, x_hat, mean[None, :, None, None], var[None, :, None, None]"),),
    ),
    Misconception(
        "channels_last_throughout",
        "The last axis is taken for the channels (Keras's order), in the statistics and at gamma and beta. Here x "
        "is (images, channels, height, width).",
        "Which axis of x counts the channels, in the docstring?",
        edits=(
            *_images("np.mean(x, axis=(0, 1, 2))", "np.mean(centred**2, axis=(0, 1, 2))", "..."),
            ("gamma[:, None, None] * x_hat + beta[:, None, None]", "gamma * x_hat + beta"),
        ),
        convention=True,
        source="Keras's default, axis=-1",
    ),
)
