"""Back through group normalization."""

from autograder.chapters.normalization.misconceptions.backward import AFTER_THE_MEANS, WHOLE, backward, divided
from autograder.exercise import Misconception

PIXELS = "(dy.shape[2] * dy.shape[3])"
OF_THE_GROUP = "np.repeat(np.sum(np.reshape({}, (len(dy), groups, -1)), axis=(0, 2)), dy.shape[1] // groups)"
SHORT = "gamma[:, None, None] * (dy - (dbeta[:, None, None] + x_hat * dgamma[:, None, None]) * dy.shape[1] / dy.size)"
APART = "np.reshape(np.swapaxes(np.reshape({}, (len(dy), -1, groups, *dy.shape[2:])), 1, 2), (len(dy), groups, -1))"
DEALT_OUT = (
    ("np.reshape(dy * gamma[:, None, None], (dy.shape[0], groups, -1))", APART.format("dy * gamma[:, None, None]")),
    ("np.reshape(x_hat, (dy.shape[0], groups, -1))", APART.format("x_hat")),
    (
        "np.reshape(dx, dy.shape)",
        "np.reshape(np.swapaxes(np.reshape(dx, (len(dy), groups, -1, *dy.shape[2:])), 1, 2), dy.shape)",
    ),
)
GROUP_BACKWARD = (
    *backward(
        "np.mean(dx_hat, axis=-1, keepdims=True)",
        "hats * np.mean(dx_hat * hats, axis=-1, keepdims=True)",
        "hats",
        "(0, 2, 3)",
        "dy * gamma[:, None, None]",
        "hats.shape[-1]",
        "std[:, :, None]",
        "np.reshape(dy, hats.shape)",
    ),
    Misconception(
        "gamma_after_the_means",
        AFTER_THE_MEANS,
        "Is gamma the same for all the channels of a group?",
        edits=(
            ("dy * gamma[:, None, None]", "1.0 * dy"),
            ("np.reshape(dx, dy.shape)", "gamma[:, None, None] * np.reshape(dx, dy.shape)"),
        ),
    ),
    Misconception(
        "means_over_the_batch",
        "The two means run over the images too. Each image's group has its own.",
        "Over which numbers does dx sum to 0?",
        edits=(
            ("np.mean(dx_hat, axis=-1, keepdims=True)", "np.mean(dx_hat, axis=(0, 2), keepdims=True)"),
            ("np.mean(dx_hat * hats, axis=-1, keepdims=True)", "np.mean(dx_hat * hats, axis=(0, 2), keepdims=True)"),
        ),
    ),
    divided("images", "np.sum({}, axis=(0, 2, 3))", "dy.shape[0]", "the number of images"),
    divided("pixels", "np.sum({}, axis=(0, 2, 3))", "(dy.shape[2] * dy.shape[3])", "the number of pixels"),
    Misconception(
        "means_over_the_image",
        "The two means run over all channels of an image: that is the backward pass for one group.",
        "Over which numbers does dx sum to 0?",
        edits=(
            ("np.mean(dx_hat, axis=-1, keepdims=True)", "np.mean(dx_hat, axis=(1, 2), keepdims=True)"),
            ("np.mean(dx_hat * hats, axis=-1, keepdims=True)", "np.mean(dx_hat * hats, axis=(1, 2), keepdims=True)"),
        ),
    ),
    Misconception(
        "means_over_each_channel",
        "The two means run over one channel each: that is the backward pass for as many groups as channels.",
        "Over which numbers does dx sum to 0?",
        edits=(
            (
                "np.mean(dx_hat, axis=-1, keepdims=True)",
                "np.reshape(np.repeat(np.mean(dy * gamma[:, None, None], axis=(2, 3)), "
                "dy.shape[2] * dy.shape[3], axis=1), dx_hat.shape)",
            ),
            (
                "np.mean(dx_hat * hats, axis=-1, keepdims=True)",
                "np.reshape(np.repeat(np.mean(dy * gamma[:, None, None] * x_hat, axis=(2, 3)), "
                "dy.shape[2] * dy.shape[3], axis=1), dx_hat.shape)",
            ),
        ),
    ),
    Misconception(
        "channels_dealt_out",
        "The channels are dealt out to the groups like cards: channel 0 to the first, channel 1 to the second. A "
        "group is made of neighbouring channels.",
        "With 6 channels and 2 groups: which channels are in the first?",
        edits=DEALT_OUT,
    ),
    Misconception(
        "parameters_over_images_only",
        "dgamma and dbeta are summed over the images only: the axes of the pixels are still there.",
        "What is the shape of gamma?",
        edits=(
            ("np.sum(dy, axis=(0, 2, 3))", "np.sum(dy, axis=0)"),
            ("np.sum(dy * x_hat, axis=(0, 2, 3))", "np.sum(dy * x_hat, axis=0)"),
        ),
    ),
    Misconception(
        "parameters_of_the_group",
        "All channels of a group get the same dgamma and dbeta, the sums over the group. gamma and beta belong to "
        "a channel; only mean and variance belong to a group.",
        "Which numbers of y does one entry of beta reach?",
        edits=(
            ("np.sum(dy, axis=(0, 2, 3))", OF_THE_GROUP.format("dy")),
            ("np.sum(dy * x_hat, axis=(0, 2, 3))", OF_THE_GROUP.format("dy * x_hat")),
        ),
    ),
    Misconception(
        "divided_by_pixels_only",
        "The two sums are divided by the number of pixels. Mean and variance run over all channels of the group too.",
        "How many numbers share a mean?",
        edits=(
            ("np.mean(dx_hat, axis=-1, keepdims=True)", f"np.sum(dx_hat, axis=-1, keepdims=True) / {PIXELS}"),
            (
                "np.mean(dx_hat * hats, axis=-1, keepdims=True)",
                f"np.sum(dx_hat * hats, axis=-1, keepdims=True) / {PIXELS}",
            ),
        ),
    ),
    Misconception(
        "sums_of_the_parameters",
        "dbeta and dgamma stand in dx, as in batch normalization's short formula. They run over the images; here "
        "dx needs means over the group of each image, of dy times gamma.",
        "Change the last image of dy. Should dx of the first one change?",
        edits=((WHOLE, "np.reshape(short, hats.shape)"), ("    dx = ", f"    short = {SHORT}\n    dx = ")),
    ),
)
