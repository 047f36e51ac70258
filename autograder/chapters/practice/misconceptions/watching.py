"""The range test, and the ratio of update to weight."""

from autograder.exercise import Misconception

RANGE_TEST = (
    Misconception(
        "not_smoothed",
        "The losses are not smoothed: one lucky minibatch decides.",
        "Where in your lines does the argument smoothing appear?",
        edits=(("smoothing * average + (1.0 - smoothing) * loss", "loss"),),
    ),
    Misconception(
        "shares_swapped",
        "The shares are swapped: smoothing is what the average keeps of itself, 1 - smoothing what comes new.",
        "With smoothing .9, how much should one loss move the average?",
        edits=(("smoothing * average + (1.0 - smoothing) * loss", "(1.0 - smoothing) * average + smoothing * loss"),),
    ),
    Misconception(
        "from_zero",
        "The average starts at 0: its first values are far too low, and the minimum is the first step. It starts at "
        "the first loss.",
        "What is your smoothed loss at the first step?",
        edits=(("average = losses[0]", "average = (1.0 - smoothing) * losses[0]"),),
    ),
    Misconception(
        "bias_corrected",
        "This is an average from 0 with Adam's bias correction, as in fastai. The exercise asks for one that starts "
        "at the first loss.",
        "What is your smoothed loss at the second step, for losses 1 and 0?",
        edits=(
            ("average = losses[0]\n", "average = (1.0 - smoothing) * losses[0]\n"),
            ("    averages = [average]", "    averages = [losses[0]]"),
            ("averages.append(average)", "averages.append(average / (1.0 - smoothing ** (len(averages) + 1)))"),
        ),
        convention=True,
        source="fastai's lr_find",
    ),
    Misconception(
        "past_not_kept",
        "Each average mixes two neighbouring losses: the average itself is not carried on.",
        "Does your third value depend on the first loss?",
        edits=(
            ("for loss in losses[1:]", "for before, loss in zip(losses[:-1], losses[1:], strict=True)"),
            ("smoothing * average +", "smoothing * before +"),
        ),
    ),
    Misconception(
        "not_divided",
        "This is the rate of the lowest loss itself, where the run is about to break. The exercise asks for a tenth.",
        "Is your rate one of `rates`?",
        edits=((" / 10.0", ""),),
    ),
    Misconception(
        "nan_is_lowest",
        "A loss that is not finite wins: argmin takes a NaN for the minimum. From there on the smoothed loss is "
        "infinite.",
        "What does argmin make of an array with a NaN in it?",
        edits=(
            ("np.where(np.isfinite(average), average, np.inf)", "np.where(np.isfinite(average), average, -np.inf)"),
        ),
    ),
    Misconception(
        "nan_left_and_found",
        "What is not finite is left as it is, and argmin takes a NaN for the minimum. From there on the smoothed loss "
        "is infinite.",
        "What does argmin make of an array with a NaN in it?",
        edits=(("        average = np.where(np.isfinite(average), average, np.inf)\n", ""),),
    ),
    Misconception(
        "infinity_alone_handled",
        "What is infinite is seen to, and NaN is not: argmin takes it for the minimum. From there on the smoothed "
        "loss is infinite.",
        "Which function asks for infinity, NaN and minus infinity at once?",
        edits=(("np.where(np.isfinite(average), average, np.inf)", "np.where(np.isinf(average), np.inf, average)"),),
    ),
    Misconception(
        "nan_left",
        "The smoothed loss is left as NaN where the run has diverged. The exercise asks for infinity there.",
        "What is your smoothed loss after a NaN?",
        edits=(
            ("        average = np.where(np.isfinite(average), average, np.inf)\n", ""),
            ("np.argmin(smoothed)", "np.nanargmin(smoothed)"),
        ),
    ),
    Misconception(
        "diverged_steps_skipped",
        "A loss that is not finite is skipped and the average goes on as it was. From there on the smoothed loss is "
        "infinite: the run is over.",
        "What is your smoothed loss after a NaN?",
        edits=(
            (
                "np.where(np.isfinite(average), average, np.inf)",
                "np.where(np.isfinite(average), average, averages[-1])",
            ),
        ),
    ),
    Misconception(
        "minimum_of_the_raw_losses",
        "The minimum is that of the raw losses: the smoothed ones are computed and not used.",
        "Of which array do you take argmin?",
        edits=(("np.argmin(smoothed)", "np.argmin(np.where(np.isfinite(losses), losses, np.inf))"),),
    ),
    Misconception(
        "steepest_fall",
        "This is a tenth of the rate at which the smoothed loss falls fastest. The exercise asks for its minimum.",
        "Of which array do you take argmin?",
        edits=(("np.argmin(smoothed)", "np.argmin(np.diff(smoothed[np.isfinite(smoothed)]))"),),
        convention=True,
        source="fastai's lr_find, steep",
    ),
    Misconception(
        "end_of_the_steepest_fall",
        "This is a tenth of the rate at which the smoothed loss has just fallen most. The exercise asks for its "
        "minimum.",
        "Of which array do you take argmin?",
        edits=(("np.argmin(smoothed)", "np.argmin(np.diff(smoothed[np.isfinite(smoothed)], prepend=-np.inf))"),),
    ),
    Misconception(
        "largest_loss",
        "This is a tenth of the rate of the largest smoothed loss, or of the last one.",
        "Should the loss be low or high at a good rate?",
        edits=(("np.argmin(smoothed)", "np.argmax(smoothed)"),),
    ),
    Misconception(
        "lowest_loss_itself",
        "This is a tenth of the lowest loss. The rate at that step is asked for.",
        "Is what you return a rate or a loss?",
        edits=(("rates[lowest]", "smoothed[lowest]"),),
    ),
    Misconception(
        "number_of_the_step",
        "This is a tenth of the number of the step with the lowest loss. The rate at that step is asked for.",
        "Is what you return a rate or the number of a step?",
        edits=(("rates[lowest] / 10.0", "lowest / 10.0"),),
    ),
    Misconception(
        "tenth_of_the_way",
        "This is the rate at a tenth of the steps to the minimum. A tenth of the rate is asked for.",
        "What do you divide by 10, the rate or the number of the step?",
        edits=(("rates[lowest] / 10.0", "rates[lowest // 10]"),),
    ),
    Misconception(
        "last_minimum",
        "Of two equal minima this takes the last one. argmin gives the first.",
        "If the lowest smoothed loss occurs twice, which rate do you return?",
        edits=(("np.argmin(smoothed)", "len(smoothed) - 1 - np.argmin(smoothed[::-1])"),),
    ),
    Misconception(
        "minus_infinity_left",
        "A smoothed loss of minus infinity is left as it is, and wins. What is not finite, of either sign or NaN, is "
        "infinite from there on.",
        "Which values does your test let through?",
        edits=(("np.isfinite(average), average, np.inf)", "np.isnan(average), np.inf, average)"),),
    ),
    Misconception(
        "smoothing_hard_coded",
        "Smoothing is fixed at 0.9: the one passed in has no effect.",
        "Where in your lines does the argument smoothing appear?",
        edits=(("    average = losses[0]\n", "    smoothing = 0.9\n    average = losses[0]\n"),),
    ),
    Misconception(
        "a_number_after_the_divergence",
        "The smoothed loss is infinite at a loss that is not finite, and a number again after it: the average "
        "goes on from before. From there on it stays infinite, for the run is over.",
        "What is your smoothed loss one step after a NaN?",
        edits=(
            ("average = smoothing *", "new = smoothing *"),
            (
                "average = np.where(np.isfinite(average), average, np.inf)",
                "average = np.where(np.isfinite(new), new, average)",
            ),
            ("averages.append(average)", "averages.append(np.where(np.isfinite(new), new, np.inf))"),
        ),
    ),
    Misconception(
        "diverged_as_zero",
        "A loss that is not finite is replaced by 0, the best there is. From there on the smoothed loss is infinite.",
        "What is your smoothed loss after a NaN?",
        edits=(
            (
                "    average = losses[0]\n",
                "    losses = np.where(np.isfinite(losses), losses, 0.0)\n    average = losses[0]\n",
            ),
        ),
    ),
    Misconception(
        "first_loss_twice",
        "The first loss is smoothed into itself once more: there is one smoothed loss too many, and each is a "
        "step late.",
        "How many smoothed losses should there be?",
        edits=(("losses[1:]", "losses"),),
    ),
)

RATIO = (
    Misconception(
        "upside_down",
        "The ratio is upside down: the weights over the update. It is a small number in a healthy run.",
        "Is yours far above 1 for a small step?",
        edits=(("moved / size", "size / moved"),),
    ),
    Misconception(
        "weights_over_weights",
        "This is the length of the new weights over that of the old ones, about 1 in every run. What is asked for is "
        "the length of the difference.",
        "What does yours give when nothing moves?",
        edits=(("update = w_after - w_before", "update = w_after"),),
    ),
    Misconception(
        "difference_of_lengths",
        "The lengths are subtracted: a step that turns the weights without stretching them counts as none. Subtract "
        "first, then take the length.",
        "What does yours give for a step from (1, 0) to (0, 1)?",
        edits=(("np.sqrt(np.sum(update**2))", "np.abs(np.sqrt(np.sum(w_after**2)) - np.sqrt(np.sum(w_before**2)))"),),
    ),
    Misconception(
        "over_the_new_weights",
        "The update is divided by the length of the weights after it. The exercise asks for those before.",
        "Which of the two is in your denominator?",
        edits=(("np.sum(w_before**2)", "np.sum(w_after**2)"),),
        convention=True,
        source="students",
    ),
    Misconception(
        "roots_missing",
        "These are squares of lengths: the root is missing above and below, and the ratio is squared.",
        "Make the step ten times as long. By how much should the ratio grow?",
        edits=(
            ("np.sqrt(np.sum(update**2))", "np.sum(update**2)"),
            ("np.sqrt(np.sum(w_before**2))", "np.sum(w_before**2)"),
        ),
    ),
    Misconception(
        "mean_of_ratios",
        "The ratio is taken entry by entry and averaged: one weight near 0 dominates it. Here it is one length over "
        "another.",
        "What does yours give when one weight is 0?",
        edits=(("moved / size", "np.mean(np.abs(update / w_before))"),),
    ),
    Misconception(
        "standard_deviations",
        "This is the ratio of standard deviations, as in Karpathy's lectures: a shift common to all entries does not "
        "count. The exercise asks for lengths.",
        "What does yours give when every weight grows by 1?",
        edits=(("np.sqrt(np.sum(update**2))", "np.std(update)"), ("np.sqrt(np.sum(w_before**2))", "np.std(w_before)")),
        convention=True,
        source="Karpathy, makemore",
    ),
    Misconception(
        "logarithm",
        "This is the logarithm of the ratio (to base 10), fit for a figure. The exercise asks for the ratio.",
        "Can a ratio of lengths be negative?",
        edits=(("moved / size", "np.log10(moved / size)"),),
        convention=True,
        source="Karpathy, makemore",
    ),
    Misconception(
        "relative_growth",
        "This is the growth of the weights' length: a step that turns them without stretching them counts as none, "
        "and one that shortens them as negative. Subtract first, then take the length.",
        "What does yours give for a step from (1, 0) to (0, 1)?",
        edits=(("moved / size", "np.sqrt(np.sum(w_after**2)) / size - 1.0"),),
    ),
    Misconception(
        "means",
        "The means of update and weights are divided: entries of different sign cancel. Take lengths.",
        "What does yours give for an update of (1, -1)?",
        edits=(("moved / size", "np.mean(update) / np.mean(w_before)"),),
    ),
    Misconception(
        "sums_of_sizes",
        "The lengths are sums of absolute values (L1). The exercise asks for Euclidean ones.",
        "What is your length of (3, 4)?",
        edits=(
            ("np.sqrt(np.sum(update**2))", "np.sum(np.abs(update))"),
            ("np.sqrt(np.sum(w_before**2))", "np.sum(np.abs(w_before))"),
        ),
    ),
    Misconception(
        "largest_entries",
        "The lengths are largest entries in size. The exercise asks for Euclidean lengths.",
        "What is your length of (3, 4)?",
        edits=(
            ("np.sqrt(np.sum(update**2))", "np.max(np.abs(update))"),
            ("np.sqrt(np.sum(w_before**2))", "np.max(np.abs(w_before))"),
        ),
    ),
    Misconception(
        "padded_below",
        "A small number is added below. Next to weights that are small themselves it counts.",
        "What stands in your denominator when all weights are near 1e-5?",
        edits=(("moved / size", "moved / (size + 1e-8)"),),
    ),
    Misconception(
        "update_not_divided",
        "This is the length of the update alone: nothing to compare it with.",
        "What does yours give if all weights, before and after, are ten times as large?",
        edits=(("moved / size", "moved"),),
    ),
    Misconception(
        "mean_over_rows",
        "The ratio is taken for each row and averaged. Here it is one length over another, of all weights together.",
        "How many lengths does yours compute?",
        edits=(
            ("moved / size", "np.mean(np.sqrt(np.sum(update**2, axis=-1)) / np.sqrt(np.sum(w_before**2, axis=-1)))"),
        ),
    ),
    Misconception(
        "mean_square_above",
        "Above stands the root of the mean square, below the length, the root of the sum: the ratio shrinks with "
        "the number of weights.",
        "Give every weight twice, before and after. Should the ratio change?",
        edits=(("np.sum(update**2)", "np.mean(update**2)"),),
    ),
)
