"""Slips that every normalization invites: in the root, in the statistics, in scale and shift."""

from autograder.exercise import Misconception


def first(line: str, before: str) -> tuple[tuple[str, str], ...]:
    """The edit that puts a line before the line that begins with `before`."""
    return ((f"    {before}", f"    {line}\n    {before}"),)


def wrong_root(var: str = "var") -> tuple[Misconception, ...]:
    """What goes wrong with sqrt(var + eps), the number that is divided by; `var` is the variance's name."""
    right = f"np.sqrt({var} + eps)"
    return (
        Misconception(
            "eps_times_variance",
            "The root is of variance times eps. eps is added: it keeps the root away from 0 where a feature is "
            "constant, and hardly matters elsewhere. (One of the lectures prints the product, eq. 3.)",
            "What is your denominator for a variance of 0, and what for a variance of 1 and a tiny eps?",
            edits=((right, f"np.sqrt({var} * eps)"),),
            source="T1",
        ),
        Misconception(
            "eps_outside_root",
            "eps is added to the standard deviation. Here it is added to the variance, inside the root, as in the "
            "paper and in PyTorch.",
            "Make eps large, 0.5: is it added before or after the root?",
            edits=((right, f"(np.sqrt({var}) + eps)"),),
            convention=True,
            source="The Annotated Transformer; students",
        ),
        Misconception(
            "eps_forgotten",
            "eps is left out: a constant feature divides 0 by 0. (So it does in one of the lectures, eq. 20.)",
            "Where in your lines does the argument eps appear?",
            edits=((right, f"np.sqrt({var})"),),
            source="W9",
        ),
        Misconception(
            "eps_as_floor",
            "eps is used as a lower bound of the variance. It is added to it, whatever the variance is.",
            "With a variance of 1 and eps 0.5, what do you divide by?",
            edits=((right, f"np.sqrt(np.maximum({var}, eps))"),),
        ),
        Misconception(
            "eps_hard_coded",
            "eps is fixed at 1e-5: the one passed in has no effect.",
            "Where in your lines does the argument eps appear?",
            edits=((right, f"np.sqrt({var} + 1e-5)"),),
        ),
        Misconception(
            "root_missing",
            "The division is by the variance instead of its root, the standard deviation.",
            "Multiply x by 10. Does what you divide by grow tenfold, as it must for the factor to cancel?",
            edits=((right, f"({var} + eps)"),),
        ),
    )


def wrong_affine(gamma: str = "gamma", beta: str = "beta") -> tuple[Misconception, ...]:
    """What goes wrong with gamma x_hat + beta; the two as they are written there."""
    right = f"{gamma} * x_hat + {beta}"
    return (
        Misconception(
            "scale_and_shift_swapped",
            "gamma and beta have changed places: gamma scales, beta shifts.",
            "Which of the two is 1 in a fresh layer, and which 0?",
            edits=((right, f"{beta} * x_hat + {gamma}"),),
        ),
        Misconception(
            "shifted_before_scaled",
            "beta is added before the scale: it comes out multiplied by gamma. First scale, then shift.",
            "With x_hat = 0, what should come out?",
            edits=((right, f"{gamma} * (x_hat + {beta})"),),
        ),
        Misconception(
            "scale_and_shift_forgotten",
            "What comes out is x_hat itself: gamma and beta have no effect.",
            "Where in your lines do gamma and beta appear?",
            edits=((right, "x_hat + 0.0"),),
        ),
        Misconception(
            "shift_forgotten",
            "beta is not added.",
            "With x_hat = 0, what should come out?",
            edits=((right, f"{gamma} * x_hat"),),
        ),
        Misconception(
            "gamma_as_change",
            "The scale is 1 + gamma, as where gamma starts at 0. Here gamma is the scale itself, and starts at 1.",
            "What comes out for gamma = 1 and beta = 0?",
            edits=((right, f"(1.0 + {gamma}) * x_hat + {beta}"),),
            convention=True,
            source="Flax's and Gemma's zero-centred scale",
        ),
        Misconception(
            "shift_subtracted",
            "beta is taken away. It is added.",
            "With x_hat = 0, what should come out?",
            edits=((right, f"{gamma} * x_hat - {beta}"),),
        ),
        Misconception(
            "x_for_x_hat",
            "gamma and beta scale and shift x itself, not x_hat: y is not normalized.",
            "Multiply x by 10. Should y grow?",
            edits=((right, f"{gamma} * x + {beta}"),),
        ),
    )


def wrong_axes() -> tuple[Misconception, ...]:
    """gamma and beta meet images along an axis that is not that of the channels."""
    right = "gamma[:, None, None] * x_hat + beta[:, None, None]"
    return (
        Misconception(
            "affine_along_the_width",
            "gamma and beta meet the last axis of the images, the width. They belong to the channels, the second axis.",
            "Which axis of x does an array of shape (channels,) meet when the two are multiplied?",
            edits=((right, "gamma * x_hat + beta"),),
        ),
        Misconception(
            "affine_along_the_images",
            "gamma and beta meet the first axis, the images. They belong to the channels, the second axis.",
            "Which axis of x does an array of shape (channels, 1, 1, 1) meet when the two are multiplied?",
            edits=((right, "gamma[:, None, None, None] * x_hat + beta[:, None, None, None]"),),
        ),
    )


# Where the line that divides is the same: a parenthesis in the wrong place.
EPS_AFTER = Misconception(
    "eps_after_the_division",
    "eps is added to the quotient: a parenthesis closes too early. It belongs under the root, with the variance.",
    "What is the mean of your x_hat over the numbers that share one?",
    edits=(("centred / std", "centred / np.sqrt(std**2 - eps) + eps"),),
)


def wrong_statistics(mean: str, var: str, unbiased: str, column: str, std: str = "std") -> tuple[Misconception, ...]:
    """What goes wrong with mean and variance in a forward kernel.

    mean, var : the right sides of these two lines; unbiased : the variance with n - 1
    column, std : mean and std as they meet x, with the axes that this takes
    """
    x = "parts" if "parts" in mean else "x"
    return (
        Misconception(
            "unbiased_variance",
            "The variance divides by one less than the number of terms. That estimate is for the running statistics; "
            "what the layer divides by is the plain mean square.",
            "What is the mean of x_hat**2 over the numbers that share a variance, without eps?",
            edits=((f"var = {var}", f"var = {unbiased}"),),
        ),
        Misconception(
            "unbiased_variance_returned",
            "x_hat is right, but the variance that comes back divides by one less than the number of terms. Return "
            "the one that you have divided by: the backward pass needs it.",
            "Can x_hat be worked out from x and the mean and variance that you return?",
            edits=(("return y, x_hat, mean, var", f"return y, x_hat, mean, {unbiased}"),),
        ),
        Misconception(
            "second_moment_for_variance",
            "The variance is the mean of the squares of x itself. It is that of the squared distances from the mean.",
            "Add 100 to every number of x. Should a variance change?",
            edits=((f"var = {var}", f"var = {var.replace('centred', 'parts' if 'parts' in mean else 'x')}"),),
        ),
        Misconception(
            "multiplied_by_std",
            "The centred numbers are multiplied by the standard deviation. Divide by it.",
            "What is the variance of your x_hat?",
            edits=((f"centred / {std}", f"centred * {std}"),),
        ),
        Misconception(
            "not_centred",
            "x_hat is x over its standard deviation: the mean is not taken away there.",
            "What is the mean of x_hat over the numbers that share a mean?",
            edits=((f"centred / {std}", f"{'parts' if 'parts' in mean else '(x - 0.0)'} / {std}"),),
        ),
        Misconception(
            "root_mean_square",
            "The mean is not taken away, neither in x_hat nor in the variance: this is RMS normalization, another "
            "layer. Here both are about the mean.",
            "Add 100 to every number of x. Does x_hat change?",
            edits=((f" - {column}", " - 0.0"),),
            convention=True,
            source="Zhang and Sennrich, Root mean square layer normalization, 2019",
        ),
        Misconception(
            "std_returned",
            "The last thing that comes back is the standard deviation. The exercise asks for the variance, without "
            "eps and without a root.",
            "What is the fourth quantity in the docstring?",
            edits=(("return y, x_hat, mean, var", "return y, x_hat, mean, np.sqrt(eps + var)"),),
        ),
        Misconception(
            "plain_std_returned",
            "The last thing that comes back is the root of the variance. The exercise asks for the variance itself.",
            "What is the fourth quantity in the docstring?",
            edits=(("return y, x_hat, mean, var", "return y, x_hat, mean, np.sqrt(var)"),),
        ),
        Misconception(
            "inverse_std_returned",
            "The last thing that comes back is 1 / sqrt(var + eps), as PyTorch keeps it for its backward pass. The "
            "exercise asks for the variance.",
            "What is the fourth quantity in the docstring?",
            edits=(("return y, x_hat, mean, var", "return y, x_hat, mean, 1.0 / std"),),
            convention=True,
            source="torch.native_layer_norm",
        ),
        Misconception(
            "eps_in_the_variance",
            "The variance that comes back has eps in it. Add eps under the root only.",
            "What should the variance of a constant feature be?",
            edits=(("return y, x_hat, mean, var", "return y, x_hat, mean, var + eps"),),
        ),
        Misconception(
            "y_for_x_hat",
            "The x_hat that comes back is y, scaled and shifted. x_hat is what it was before gamma and beta.",
            "What is the mean of x_hat over the numbers that share a mean?",
            edits=(("return y, x_hat, mean, var", "return y, y, mean, var"),),
        ),
        Misconception(
            "only_the_mean_divided",
            "Only the mean is divided by the standard deviation, not what is left of x: a pair of brackets is missing.",
            "Multiply x by 10. Does x_hat stay?",
            edits=((f"centred / {std}", f"{x} - {column} / {std}"),),
        ),
        Misconception(
            "mean_for_its_square",
            "The variance is the mean of the squares less the mean. It would have to be less the square of the mean.",
            "Add 100 to every number of x. Should a variance change?",
            edits=((f"var = {var}", f"var = {var.replace('centred', x)} - mean"),),
        ),
        Misconception(
            "absolute_deviation",
            "The variance is the mean of the distances from the mean, not of their squares.",
            "Multiply x by 10. By what factor should a variance grow?",
            edits=((f"var = {var}", f"var = {var.replace('centred**2', 'np.abs(centred)')}"),),
        ),
    )
