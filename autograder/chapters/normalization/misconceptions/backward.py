"""Back through a normalization: the same slips for each set of axes; groups are in backward_groups."""

from autograder.chapters.normalization.misconceptions.shared import wrong_root
from autograder.exercise import Misconception

WHOLE = "dx_hat - through_mean - through_var"
GAMMA = {"batch": "gamma", "layer": "gamma", "group": "gamma[:, None, None]"}


def backward(
    mean: str, var: str, hats: str, axes: str, scaled: str, count: str, dx: str, bare: str = "dy"
) -> tuple[Misconception, ...]:
    """What goes wrong in any of the three; the pieces are those of the reference.

    mean, var : right sides of the lines through_mean and through_var; hats : x_hat as the second one has it
    axes : what the sums for gamma and beta run over; scaled : dy times gamma as it is written there
    count : how many numbers share a mean; dx : what is divided by; bare : dy in the shape of dx_hat
    """

    def plain(of: str) -> str:
        return of.replace("(dx_hat", f"({bare}")

    over = var.removeprefix(f"{hats} * ")
    dbeta, dgamma = f"np.sum(dy, axis={axes})", f"np.sum(dy * x_hat, axis={axes})"
    return (
        *wrong_root(),
        Misconception(
            "statistics_constant",
            "Mean and variance are treated as constants. Both depend on x, so each has a path of its own back to it.",
            "What does dx sum to over the numbers that share a mean? Shift them all by the same amount: does the loss "
            "change?",
            edits=((WHOLE, "dx_hat + 0.0"),),
        ),
        Misconception(
            "variance_constant",
            "The path through the variance is missing: the variance depends on x too.",
            "Multiply by 2 the centred numbers that share a variance. Does x_hat change? So what is the sum of dx "
            "times x_hat, without eps?",
            edits=((WHOLE, "dx_hat - through_mean"),),
        ),
        Misconception(
            "mean_constant",
            "The path through the mean is missing: the mean depends on x too.",
            "Shift the numbers that share a mean by the same amount: does x_hat change? So what is the sum of dx?",
            edits=((WHOLE, "dx_hat - through_var"),),
        ),
        Misconception(
            "gamma_forgotten",
            "gamma is missing on the way from dy to dx: y = gamma x_hat + beta, so the gradient with respect to x_hat "
            "is dy times gamma.",
            "Double gamma. Should dx change?",
            edits=((scaled, "dy" if scaled == "dy * gamma" else "1.0 * dy"),),
        ),
        Misconception(
            "sums_for_means",
            "The two terms are sums. They are means: each x enters the mean with the weight 1/n.",
            "What does dx sum to over the numbers that share a mean?",
            edits=((mean, mean.replace("np.mean", "np.sum")), (over, over.replace("np.mean", "np.sum"))),
        ),
        Misconception(
            "one_less",
            "The two means divide by one less than the number of terms, as if the variance were the unbiased one.",
            "What does dx sum to over the numbers that share a mean?",
            edits=(
                (mean, mean.replace("np.mean", "np.sum") + f" / (np.asarray({count}) - 1.0)"),
                (over, over.replace("np.mean", "np.sum") + f" / (np.asarray({count}) - 1.0)"),
            ),
        ),
        Misconception(
            "one_less_in_the_mean_path",
            "In the path through the mean the division is by one less than the number of terms. Each x enters the "
            "mean with the weight 1/n.",
            "What does dx sum to over the numbers that share a mean?",
            edits=((mean, mean.replace("np.mean", "np.sum") + f" / (np.asarray({count}) - 1.0)"),),
        ),
        Misconception(
            "one_less_in_the_variance_path",
            "In the path through the variance the division is by one less than the number of terms, as if the variance "
            "were the unbiased one. The layer divides by the plain one.",
            "What is the sum of dx times x_hat over the numbers that share a variance, without eps?",
            edits=((over, over.replace("np.mean", "np.sum") + f" / (np.asarray({count}) - 1.0)"),),
        ),
        Misconception(
            "mean_path_not_divided",
            "The path through the mean is a sum: the division by n is missing there. Each x enters the mean with the "
            "weight 1/n.",
            "What does dx sum to over the numbers that share a mean?",
            edits=((WHOLE, f"dx_hat - {count} * through_mean - through_var"),),
        ),
        Misconception(
            "variance_path_not_divided",
            "The path through the variance is a sum: the division by n is missing there. Each square enters the "
            "variance with the weight 1/n.",
            "What is the sum of dx times x_hat over the numbers that share a variance, without eps?",
            edits=((WHOLE, f"dx_hat - through_mean - {count} * through_var"),),
        ),
        Misconception(
            "x_hat_for_centred",
            "In the path through the variance x_hat stands where x minus its mean belongs, twice: that path is too "
            "small by the factor var + eps.",
            "You have x_hat, not x - mean. By which factor do the two differ?",
            edits=((WHOLE, f"dx_hat - through_mean - through_var / {dx} ** 2"),),
        ),
        Misconception(
            "x_hat_for_centred_once",
            "In the path through the variance x_hat stands once where x minus its mean belongs: that path is too small "
            "by the factor sqrt(var + eps).",
            "You have x_hat, not x - mean. By which factor do the two differ?",
            edits=((WHOLE, f"dx_hat - through_mean - through_var / {dx}"),),
        ),
        Misconception(
            "gamma_in_the_first_term_only",
            "Only the first of the three terms has gamma in it; the two means are of dy. All three are about the "
            "gradient with respect to x_hat, which is dy times gamma.",
            "Double gamma. Does all of dx double?",
            edits=((mean, plain(mean)), (over, plain(over))),
        ),
        Misconception(
            "gamma_missing_in_the_first_term",
            "The first of the three terms is dy without gamma. All three are about the gradient with respect to x_hat, "
            "which is dy times gamma.",
            "Double gamma. Does all of dx double?",
            edits=((WHOLE, f"{bare} - through_mean - through_var"),),
        ),
        Misconception(
            "gamma_missing_in_the_mean_path",
            "The path through the mean has the mean of dy, without gamma. All three terms are about the gradient with "
            "respect to x_hat, which is dy times gamma.",
            "Double gamma. Does all of dx double?",
            edits=((mean, plain(mean)),),
        ),
        Misconception(
            "gamma_missing_in_the_variance_path",
            "The path through the variance has the mean of dy times x_hat, without gamma. All three terms are about "
            "the gradient with respect to x_hat, which is dy times gamma.",
            "Double gamma. Does all of dx double?",
            edits=((over, plain(over)),),
        ),
        Misconception(
            "n_times_too_large",
            "dx is too large by the number of terms that share a mean: somewhere a division by it is missing.",
            "With mean and variance far away (a huge batch), what should dx be nearly?",
            edits=((f"({WHOLE}) / ", f"{count} * ({WHOLE}) / "),),
        ),
        Misconception(
            "first_term_divided",
            "The first of the three terms is divided by the number of numbers that share a mean. Only the two means "
            "have that division in them.",
            "With mean and variance far away (a huge batch), what should dx be nearly?",
            edits=((WHOLE, f"dx_hat / {count} - through_mean - through_var"),),
        ),
        Misconception(
            "variance_path_doubled",
            "The path through the variance counts twice: the 2 of the square is cancelled by the 1/2 of the root.",
            "Write var**(-1/2) and differentiate: which factor comes down?",
            edits=((WHOLE, "dx_hat - through_mean - 2.0 * through_var"),),
        ),
        Misconception(
            "variance_path_halved",
            "The path through the variance counts half: the 2 of the square is missing, which cancels the 1/2 of the "
            "root.",
            "Differentiate (x - mean)**2: which factor comes down?",
            edits=((WHOLE, "dx_hat - through_mean - 0.5 * through_var"),),
        ),
        Misconception(
            "variance_path_added",
            "The path through the variance is added. It is taken away: a larger x makes a larger variance, and so a "
            "smaller x_hat.",
            "Which sign has the derivative of var**(-1/2)?",
            edits=((WHOLE, "dx_hat - through_mean + through_var"),),
        ),
        Misconception(
            "mean_path_added",
            "The path through the mean is added. It is taken away: a larger x makes a larger mean, and so smaller "
            "centred numbers.",
            "What does dx sum to over the numbers that share a mean?",
            edits=((WHOLE, "dx_hat + through_mean - through_var"),),
        ),
        Misconception(
            "x_hat_once",
            "In the path through the variance x_hat appears only once, inside the mean. It comes again outside: how "
            "much the variance moves with each x is in proportion to its own x_hat.",
            "What is the derivative of the variance with respect to one x?",
            edits=((var, over),),
        ),
        Misconception(
            "multiplied_by_std",
            "dx is multiplied by the standard deviation. x_hat is x over it, so its derivative is divided by it.",
            "Multiply x by 10: x_hat stays. Should dx grow or shrink?",
            edits=((f"{WHOLE}) / {dx}", f"{WHOLE}) * {dx}"),),
        ),
        Misconception(
            "not_divided_by_std",
            "dx is not divided by the standard deviation.",
            "Multiply x by 10: x_hat stays. Should dx stay?",
            edits=((f"{WHOLE}) / {dx}", f"{WHOLE}) / 1.0"),),
        ),
        Misconception(
            "parameters_averaged",
            "dgamma and dbeta are means. They are sums: every number that gamma has scaled adds its share, and the 1/n "
            "of the mean loss is in dy already.",
            "If dy is 1 everywhere, what is dbeta?",
            edits=((dbeta, dbeta.replace("np.sum", "np.mean")), (dgamma, dgamma.replace("np.sum", "np.mean"))),
        ),
        Misconception(
            "not_summed",
            "dgamma and dbeta are not summed: they have the shape of dy. A parameter's gradient has the parameter's "
            "shape.",
            "What is the shape of gamma?",
            edits=((dbeta, "dy + 0.0"), (dgamma, "dy * x_hat")),
        ),
        Misconception(
            "dgamma_times_gamma",
            "dgamma has gamma in it. y = gamma x_hat + beta: its derivative with respect to gamma is x_hat.",
            "Double gamma, keep dy and x_hat. Should dgamma change?",
            edits=((f"dgamma = {dgamma}", f"dgamma = gamma * {dgamma}"),),
        ),
        Misconception(
            "parameters_times_gamma",
            "dgamma and dbeta have gamma in them, as if they were made of the gradient with respect to x_hat. They "
            "are made of dy.",
            "Double gamma, keep dy and x_hat. Should dgamma and dbeta change?",
            edits=(
                (f"dbeta = {dbeta}", f"dbeta = gamma * {dbeta}"),
                (f"dgamma = {dgamma}", f"dgamma = gamma * {dgamma}"),
            ),
        ),
        Misconception(
            "dgamma_without_x_hat",
            "dgamma is the sum of dy, which is dbeta. y = gamma x_hat + beta: its derivative with respect to gamma is "
            "x_hat.",
            "For which x_hat does gamma have no effect at all?",
            edits=((dgamma, dbeta),),
        ),
    )


BATCH_BACKWARD = (
    *backward(
        "np.mean(dx_hat, axis=0)",
        "x_hat * np.mean(dx_hat * x_hat, axis=0)",
        "x_hat",
        "0",
        "dy * gamma",
        "dy.shape[0]",
        "std",
    ),
    Misconception(
        "means_over_features",
        "The two means run over the features of each row: that is layer normalization's backward pass. Here mean and "
        "variance belong to a feature and run over the rows.",
        "Along which axis does dx sum to 0?",
        edits=(
            ("np.mean(dx_hat, axis=0)", "np.mean(dx_hat, axis=1, keepdims=True)"),
            ("np.mean(dx_hat * x_hat, axis=0)", "np.mean(dx_hat * x_hat, axis=1, keepdims=True)"),
        ),
    ),
    Misconception(
        "means_over_everything",
        "The two means run over all entries. Each feature has its own.",
        "Along which axis does dx sum to 0?",
        edits=(
            ("np.mean(dx_hat, axis=0)", "np.mean(dx_hat)"),
            ("np.mean(dx_hat * x_hat, axis=0)", "np.mean(dx_hat * x_hat)"),
        ),
    ),
)


def divided(by: str, total: str, count: str, named: str) -> Misconception:
    """dgamma and dbeta as sums divided by a part of what they run over; {} in `total` is the summand."""
    sums = (total.format("dy"), total.format("dy * x_hat"))
    return Misconception(
        f"parameters_divided_by_{by}",
        f"dgamma and dbeta are divided by {named}. They are plain sums: every number that gamma has scaled adds its "
        "share, and the 1/n of the mean loss is in dy already.",
        "If dy is 1 everywhere, what is dbeta?",
        edits=tuple((right, f"{right} / {count}") for right in sums),
    )


AFTER_THE_MEANS = (
    "gamma multiplies at the end, after the two means. That is right for batch normalization, where all numbers that "
    "share a mean share gamma; here they do not, so dy must be scaled first."
)
LAYER_BACKWARD = (
    *backward(
        "np.mean(dx_hat, axis=-1, keepdims=True)",
        "x_hat * np.mean(dx_hat * x_hat, axis=-1, keepdims=True)",
        "x_hat",
        "rows",
        "dy * gamma",
        "dy.shape[-1]",
        "std",
    ),
    Misconception(
        "gamma_after_the_means",
        AFTER_THE_MEANS,
        "Is gamma the same for all the numbers that your means run over?",
        edits=(("dy * gamma", "dy"), (f"({WHOLE}) / ", f"gamma * ({WHOLE}) / ")),
    ),
    Misconception(
        "means_over_the_batch",
        "The two means run over the first axis: that is batch normalization's backward pass. Here mean and variance "
        "belong to a row and run over its features.",
        "Along which axis does dx sum to 0?",
        edits=(
            ("np.mean(dx_hat, axis=-1, keepdims=True)", "np.mean(dx_hat, axis=0)"),
            ("np.mean(dx_hat * x_hat, axis=-1, keepdims=True)", "np.mean(dx_hat * x_hat, axis=0)"),
        ),
    ),
    Misconception(
        "parameters_over_the_first_axis",
        "dgamma and dbeta are summed over the first axis only. With sequences there are two axes of rows, and gamma "
        "has one axis.",
        "What is the shape of gamma, and what that of your dgamma for x of shape (batch, steps, features)?",
        edits=(("np.sum(dy, axis=rows)", "np.sum(dy, axis=0)"), ("(dy * x_hat, axis=rows)", "(dy * x_hat, axis=0)")),
    ),
    divided("batch", "np.sum({}, axis=rows)", "dy.shape[0]", "the length of the first axis"),
    Misconception(
        "means_over_the_rows",
        "The two means run over all axes but the last: that is batch normalization's backward pass. Here mean and "
        "variance belong to a row and run over its features.",
        "Along which axis does dx sum to 0?",
        edits=(
            ("np.mean(dx_hat, axis=-1, keepdims=True)", "np.mean(dx_hat, axis=rows)"),
            ("np.mean(dx_hat * x_hat, axis=-1, keepdims=True)", "np.mean(dx_hat * x_hat, axis=rows)"),
        ),
    ),
    Misconception(
        "sums_of_the_parameters",
        "dbeta and dgamma stand in dx, as in batch normalization's short formula. They run over rows; here dx "
        "needs means over the features of each row, of dy times gamma.",
        "Change the last row of dy. Should the first row of dx change?",
        edits=((WHOLE, "gamma * (dy - (dbeta + x_hat * dgamma) / dy.shape[-1])"),),
    ),
    Misconception(
        "parameters_over_the_features",
        "dgamma and dbeta are summed over the last axis, the features. gamma has one number for each feature: the "
        "sum runs over all other axes.",
        "What is the shape of gamma?",
        edits=(
            ("np.sum(dy, axis=rows)", "np.sum(dy, axis=-1)"),
            ("(dy * x_hat, axis=rows)", "(dy * x_hat, axis=-1)"),
        ),
    ),
)
