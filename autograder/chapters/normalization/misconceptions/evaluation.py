"""Running statistics, and batch normalization with them."""

from autograder.chapters.normalization.misconceptions.shared import EPS_AFTER, first, wrong_affine, wrong_root
from autograder.exercise import Misconception

RUNNING = (
    Misconception(
        "momentum_reversed",
        "This is Keras's momentum, the share of the old statistics that stays. Here, as in PyTorch, momentum is the "
        "share of the new batch: with 0.1, nine tenths stay.",
        "With a momentum near 0, should the running mean move fast or slowly?",
        edits=(
            ("kept = 1.0 - momentum", "kept = momentum"),
            ("momentum * mean", "(1.0 - momentum) * mean"),
            ("momentum * unbiased", "(1.0 - momentum) * unbiased"),
        ),
        convention=True,
        source="keras.layers.BatchNormalization",
    ),
    Misconception(
        "biased_variance",
        "The batch's variance goes in as it came, divided by n: Keras's form. Here, as in the paper and in PyTorch, "
        "the running variance is of the unbiased one, with n - 1.",
        "What do the arguments n and var stand for, and what does n do in your lines?",
        edits=(("var * n / (n - 1)", "1.0 * var"),),
        convention=True,
        source="keras.layers.BatchNormalization",
    ),
    Misconception(
        "correction_turned_over",
        "The correction is turned over: multiplied by (n - 1) / n, which makes the variance smaller still. An unbiased "
        "one is larger than the mean square.",
        "var is a sum of squares over n. Which factor makes it a sum over n - 1?",
        edits=(("var * n / (n - 1)", "var * (n - 1) / n"),),
    ),
    Misconception(
        "divided_only",
        "The variance is divided by n - 1 but not multiplied by n: var is a mean of squares already, not their sum.",
        "var is a sum of squares over n. Which factor makes it a sum over n - 1?",
        edits=(("var * n / (n - 1)", "var / (n - 1)"),),
    ),
    Misconception(
        "correction_off_by_one",
        "The correction is (n + 1) / n. From a sum over n to one over n - 1 it is n / (n - 1).",
        "What is your factor for n = 2?",
        edits=(("var * n / (n - 1)", "var * (n + 1) / n"),),
    ),
    Misconception(
        "mean_corrected_too",
        "The mean is multiplied by n / (n - 1) as well. The mean needs no correction.",
        "Of which estimate does the factor take away the bias?",
        edits=(("momentum * mean", "momentum * mean * n / (n - 1)"),),
    ),
    Misconception(
        "whole_corrected",
        "The factor n / (n - 1) is on the running variance as a whole: the old one is corrected again at every batch, "
        "and grows. It belongs to the batch's variance alone.",
        "Which of the two variances is of n numbers?",
        edits=(
            ("var * n / (n - 1)", "1.0 * var"),
            ("kept * running_var + momentum * unbiased", "(kept * running_var + momentum * unbiased) * n / (n - 1)"),
        ),
    ),
    Misconception(
        "nothing_forgotten",
        "The batch is added to the old statistics, and of those nothing fades: the sum grows for ever. The two shares "
        "add up to 1.",
        "What becomes of your running mean when every batch has the mean 1?",
        edits=(("kept = 1.0 - momentum", "kept = 1.0"),),
    ),
    Misconception(
        "replaced",
        "The batch's statistics replace the running ones.",
        "Where in your lines do running_mean and momentum appear?",
        edits=(
            ("kept * running_mean + momentum * mean", "mean + 0.0"),
            ("kept * running_var + momentum * unbiased", "unbiased + 0.0"),
        ),
    ),
    Misconception(
        "deviations_averaged",
        "Standard deviations are averaged and squared again. The running average is of variances.",
        "Of variances 1 and 9, half and half: is the average 5 or 4?",
        edits=(
            (
                "kept * running_var + momentum * unbiased",
                "(kept * np.sqrt(running_var) + momentum * np.sqrt(unbiased)) ** 2",
            ),
        ),
    ),
    Misconception(
        "mean_in_the_variance",
        "The batch's mean goes into the running variance.",
        "Which quantity of the batch belongs to which running one?",
        edits=(("momentum * unbiased", "momentum * mean"),),
    ),
    Misconception(
        "momentum_hard_coded",
        "The momentum is fixed at 0.1: the one passed in has no effect.",
        "Where in your lines does the argument momentum appear?",
        edits=first("momentum = 0.1", "kept = "),
    ),
    Misconception(
        "old_statistics_returned",
        "The running statistics come back as they were.",
        "Which names do you return?",
        edits=(("return new_mean, new_var", "return running_mean + 0.0, running_var + 0.0"),),
    ),
    Misconception(
        "correction_rounded_down",
        "n // (n - 1) is a whole number, 1 for every n above 2: the variance is not corrected.",
        "What is 5 // 4?",
        edits=(("var * n / (n - 1)", "var * (n // (n - 1))"),),
    ),
    Misconception(
        "one_taken_off_at_the_end",
        "1 is taken off the running variance: without brackets, `var * n / n - 1` goes from left to right.",
        "What is 8 / 4 - 1 in Python?",
        edits=(
            ("var * n / (n - 1)", "1.0 * var"),
            ("kept * running_var + momentum * unbiased", "kept * running_var + momentum * unbiased - 1.0"),
        ),
    ),
    Misconception(
        "one_taken_off_the_variance",
        "1 is taken off the batch's variance: without brackets, `var * n / n - 1` goes from left to right.",
        "What is 8 / 4 - 1 in Python?",
        edits=(("var * n / (n - 1)", "var - 1.0"),),
    ),
    Misconception(
        "two_numbers_refused",
        "It raises for n = 2. Two numbers have a variance; only n = 1 leads to a division by 0.",
        "What is n / (n - 1) for n = 2?",
        edits=(("n < 2", "n < 3"),),
    ),
)

INFERENCE = (
    *wrong_root("running_var"),
    EPS_AFTER,
    *wrong_affine(),
    Misconception(
        "only_the_mean_divided",
        "Only the running mean is divided by the standard deviation, not what is left of x: a pair of brackets is "
        "missing.",
        "What should come out for x equal to the running mean?",
        edits=(("centred = x - running_mean", "centred = x"), ("centred / std", "centred - running_mean / std")),
    ),
    Misconception(
        "batch_statistics",
        "Mean and variance are those of the rows that came in, as in training. In evaluation a row's result must not "
        "depend on its neighbours: use the running ones.",
        "Call your kernel with one row of the same x. Does that row's result change?",
        edits=(
            ("x - running_mean", "x - np.mean(x, axis=0)"),
            ("np.sqrt(running_var + eps)", "np.sqrt(np.var(x, axis=0) + eps)"),
        ),
    ),
    Misconception(
        "batch_mean",
        "The variance is the running one, but the mean is that of the rows that came in.",
        "Call your kernel with one row of the same x. Does that row's result change?",
        edits=(("x - running_mean", "x - np.mean(x, axis=0)"),),
    ),
    Misconception(
        "batch_variance",
        "The mean is the running one, but the variance is that of the rows that came in.",
        "Call your kernel with one row of the same x. Does that row's result change?",
        edits=(("np.sqrt(running_var + eps)", "np.sqrt(np.var(x, axis=0) + eps)"),),
    ),
    Misconception(
        "not_centred",
        "The running mean is not taken away.",
        "What should come out for x equal to the running mean?",
        edits=(("x - running_mean", "x - 0.0"),),
    ),
    Misconception(
        "variance_as_deviation",
        "The running variance is squared, as if it were a standard deviation.",
        "In which unit does running_var come, that of x or its square?",
        edits=(("np.sqrt(running_var + eps)", "np.sqrt(running_var**2 + eps)"),),
    ),
    Misconception(
        "mean_added",
        "The running mean is added instead of taken away.",
        "What should come out for x equal to the running mean?",
        edits=(("x - running_mean", "x + running_mean"),),
    ),
    Misconception(
        "gamma_on_x_only",
        "gamma multiplies x before the running mean is taken away, so the mean is not scaled: a pair of brackets "
        "is missing.",
        "What should come out for x equal to the running mean?",
        edits=(
            ("x - running_mean", "gamma * x - running_mean"),
            ("gamma * x_hat + beta", "x_hat + beta"),
        ),
    ),
    Misconception(
        "shift_divided",
        "beta is divided by the standard deviation too. It is added at the end, as it is.",
        "What should come out for x equal to the running mean?",
        edits=(("gamma * x_hat + beta", "gamma * x_hat + beta / std"),),
    ),
    Misconception(
        "shift_not_folded",
        "x is multiplied by gamma over the standard deviation, and the running mean taken away as it is: the mean "
        "must be multiplied by the same.",
        "What should come out for x equal to the running mean?",
        edits=(("gamma * x_hat + beta", "gamma * x / std + beta - running_mean"),),
    ),
    Misconception(
        "corrected_again",
        "The running variance is multiplied by n / (n - 1), with n the rows that came in. It was corrected when "
        "it was made, and these rows have no part in it.",
        "Call your kernel with one row of the same x. Does that row's result change?",
        edits=(("np.sqrt(running_var + eps)", "np.sqrt(running_var * (len(x) / max(len(x) - 1, 1)) + eps)"),),
    ),
)
