"""What is done with the statistics of standardizing, by feature and by channel."""

from autograder.exercise import Misconception

from .shared import first, floored, guarded_otherwise, softened, unguarded, zeroed

GUARD = "scale = np.where(std == 0.0, 1.0, std)"


def wrong_use(mean: str, scale: str) -> tuple[Misconception, ...]:
    """What goes wrong when the statistics are used; `mean` and `scale` as the reference spells them."""
    return (
        unguarded(GUARD, "std"),
        *softened(GUARD, "std", "After fitting and applying, is the standard deviation of a feature exactly 1?"),
        *floored(GUARD, "std"),
        *guarded_otherwise(GUARD, "std", f"centred / {scale}"),
        *(
            Misconception(
                f"{eps}_under_the_root",
                f"{eps} is added to the square of std under a root, as in batch normalization. The exercise divides by "
                "std itself, and by 1 where that is 0.",
                "After fitting and applying, is the standard deviation of a feature exactly 1?",
                edits=((GUARD, f"scale = np.sqrt(std**2 + {eps})"),),
                convention=True,
                source="batch normalization",
            )
            for eps in ("1e-5", "1e-8")
        ),
        Misconception(
            "variance_for_std",
            "The data are divided by the square of std. Their spread is in the units of x, and so is std.",
            "Double x and its std. Should the result change?",
            edits=((f"centred / {scale}", f"centred / {scale} ** 2"),),
        ),
        Misconception(
            "root_of_std",
            "The data are divided by the root of std. It is a standard deviation already, not a variance.",
            "Double x and its std. Should the result change?",
            edits=((f"centred / {scale}", f"centred / np.sqrt({scale})"),),
        ),
        Misconception(
            "mean_not_subtracted",
            "x is divided by std, but the mean is not subtracted first.",
            "What should x = mean become?",
            edits=((f"centred = x - {mean}", "centred = x"),),
        ),
        Misconception(
            "not_divided",
            "The mean is subtracted, and that is all: std has no effect.",
            "Where in your lines does the argument std appear?",
            edits=((f"centred / {scale}", "centred"),),
        ),
        Misconception(
            "multiplied",
            "The centred data are multiplied by std. Dividing is what gives every feature the same spread.",
            "Double x, mean and std. Should the result change?",
            edits=((f"centred / {scale}", f"centred * {scale}"),),
        ),
        Misconception(
            "multiplied_unguarded",
            "The centred data are multiplied by std. Dividing is what gives every feature the same spread.",
            "Double x, mean and std. Should the result change?",
            edits=((f"centred / {scale}", f"centred * {scale.replace('scale', 'std')}"),),
        ),
        Misconception(
            "divided_before_subtracting",
            "x is divided by std first, and then the mean is subtracted, which is in the units of x. This is "
            "x / std - mean, with a pair of parentheses missing.",
            "Which comes first in Python, - or /?",
            edits=((f"centred = x - {mean}", f"centred = x - {mean} * {scale}"),),
        ),
        Misconception(
            "mean_divided_only",
            "Only the mean is divided by std: x - mean / std, with a pair of parentheses missing.",
            "Which comes first in Python, - or /?",
            edits=((f"centred / {scale}", f"x - {mean} / {scale}"),),
        ),
        Misconception(
            "sign_turned",
            "The sign is turned round: mean - x instead of x - mean.",
            "A value above the mean should come out positive. Does it?",
            edits=((f"centred = x - {mean}", f"centred = {mean} - x"),),
        ),
        Misconception(
            "mean_added",
            "The mean is added. Subtracting it brings the data around 0.",
            "What should x = mean become?",
            edits=((f"centred = x - {mean}", f"centred = x + {mean}"),),
        ),
        *(
            Misconception(
                f"the_way_back{suffix}",
                "x is multiplied by std and the mean is added: that is the way back, from standardized data to those "
                "that they came from.",
                "What should x = mean become?",
                edits=(
                    (f"centred = x - {mean}", "centred = x"),
                    (f"centred / {scale}", f"centred * {scale.replace('scale', name)} + {mean}"),
                ),
            )
            for suffix, name in (("", "scale"), ("_unguarded", "std"))
        ),
        Misconception(
            "constant_refused",
            "Where a std is 0 an error is raised, as in torchvision. The exercise divides by 1 there.",
            "What does the docstring say of a std of 0?",
            edits=first('if np.any(std == 0.0):\n        raise ValueError("std is 0")', "scale = "),
            source="torchvision.transforms.Normalize",
        ),
    )


STANDARDIZE_APPLY = (
    *wrong_use("mean", "scale"),
    *zeroed("centred / scale", "std", "0.0", "0"),
    Misconception(
        "own_statistics",
        "The statistics are taken from the x that comes in; the mean and std that were passed have no effect. Then "
        "test data are scaled by another rule than training data.",
        "Where in your lines do the arguments mean and std appear?",
        edits=first("mean, std = np.mean(x, axis=0), np.std(x, axis=0)", "scale = "),
    ),
    Misconception(
        "own_mean",
        "The mean of the x that comes in is subtracted; the one that was passed has no effect. Then test data are "
        "moved by another amount than training data.",
        "Where in your lines does the argument mean appear?",
        edits=(("centred = x - mean", "centred = x - np.mean(x, axis=0)"),),
    ),
)

NORMALIZE_CHANNELS = (
    *wrong_use("mean[:, None, None]", "scale[:, None, None]"),
    *zeroed("centred / scale[:, None, None]", "std[:, None, None]", "0.0", "0"),
    Misconception(
        "along_the_width",
        "The statistics line up with the last axis, the width. Broadcasting goes from the right: give them the shape "
        "(C, 1, 1).",
        "Which axis of x does an array of shape (C,) line up with in x - mean?",
        edits=(("x - mean[:, None, None]", "x - mean"), ("scale[:, None, None]", "scale")),
    ),
    Misconception(
        "along_the_height",
        "The statistics line up with the height. Broadcasting goes from the right: give them the shape (C, 1, 1).",
        "Which axis of x does an array of shape (C, 1) line up with in x - mean?",
        edits=(("x - mean[:, None, None]", "x - mean[:, None]"), ("scale[:, None, None]", "scale[:, None]")),
    ),
    Misconception(
        "own_statistics",
        "The statistics are taken from the x that comes in; the mean and std that were passed have no effect. Then "
        "test images are scaled by another rule than training images.",
        "Where in your lines do the arguments mean and std appear?",
        edits=first("mean, std = np.mean(x, axis=(0, 2, 3)), np.std(x, axis=(0, 2, 3))", "scale = "),
    ),
    Misconception(
        "statistics_of_each_image",
        "Every image is standardized by its own mean and standard deviation; those that were passed have no effect.",
        "Should two images, one bright and one dark, still differ in brightness?",
        edits=(
            ("x - mean[:, None, None]", "x - np.mean(x, axis=(2, 3), keepdims=True)"),
            (
                "return centred / scale[:, None, None]",
                "scale = np.std(x, axis=(2, 3), keepdims=True)\n"
                "    return centred / np.where(scale == 0.0, 1.0, scale)",
            ),
        ),
        source="instance normalization",
    ),
    Misconception(
        "divided_by_255_first",
        "x is divided by 255 first. The statistics that are passed belong to x as it comes.",
        "What should an x become that equals mean everywhere?",
        edits=(("x - mean[:, None, None]", "x / 255.0 - mean[:, None, None]"),),
        source="torchvision's ToTensor",
    ),
    Misconception(
        "halves_for_the_statistics",
        "This is (x - 0.5) / 0.5 for every channel; mean and std have no effect.",
        "Where in your lines do the arguments mean and std appear?",
        whole="""
            def normalize_channels(x, mean, std):
                return (x - 0.5) / 0.5
            """,
        source="Normalize((0.5,), (0.5,)) in many tutorials",
    ),
    Misconception(
        "reshaped_to_columns",
        "x is reshaped to (N H W, C) without moving the channels to the end. Reshaping keeps the order of the "
        "numbers, so each column mixes channels.",
        "Which numbers of x stand in the first column after your reshape?",
        edits=(
            ("x - mean[:, None, None]", "np.reshape(x, (-1, x.shape[1])) - mean"),
            ("return centred / scale[:, None, None]", "return np.reshape(centred / scale, x.shape)"),
        ),
    ),
    Misconception(
        "along_the_examples",
        "The statistics line up with the examples, which only works where there are as many as channels. Broadcasting "
        "goes from the right: give them the shape (C, 1, 1).",
        "Which axis of x does an array of shape (C, 1, 1, 1) line up with in x - mean?",
        edits=(
            ("x - mean[:, None, None]", "x - mean[:, None, None, None]"),
            ("scale[:, None, None]", "scale[:, None, None, None]"),
        ),
    ),
    Misconception(
        "height_and_width_exchanged",
        "The numbers are right, but height and width have changed places in what comes back.",
        "Give x four different lengths, and print the shape after every step. Where does it change?",
        edits=(("return centred / scale[:, None, None]", "return np.swapaxes(centred / scale[:, None, None], 2, 3)"),),
    ),
)
