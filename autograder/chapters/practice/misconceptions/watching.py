"""The range test, the ratio of update to weight, and the flowchart."""

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
)

DIAGNOSE = (
    Misconception(
        "largest_gap",
        "This answers with the largest gap. The flowchart answers with the first one that is too large: what comes "
        "later cannot be read off before that one is mended.",
        "A bias of 5 points and a variance of 8: which is mended first?",
        edits=(("gaps[place] > gap", "gaps[place] > gap and gaps[place] == max(gaps)"),),
    ),
    Misconception(
        "last_question_first",
        "The questions are asked from the last to the first. The flowchart begins with the training error.",
        "Which gap does yours look at first?",
        edits=(("range(4)", "(3, 2, 1, 0)"),),
    ),
    Misconception(
        "all_against_the_target",
        "Every error is compared with the target. Each is compared with the one before it: a high training error is "
        "no sign of variance.",
        "Suppose all four errors are equal and high. What is wrong with the run, and with the data?",
        edits=(
            ("held_out - train", "held_out - target"),
            ("validation - held_out", "validation - target"),
            ("test - validation", "test - target"),
        ),
    ),
    Misconception(
        "all_against_training",
        "The later errors are all compared with the training error. Each is compared with the one before it.",
        "Variance of half the gap and a mismatch of half the gap: is either too large?",
        edits=(("validation - held_out", "validation - train"), ("test - validation", "test - train")),
    ),
    Misconception(
        "target_forgotten",
        "The training error is compared with 0. What can be reached is the target: on a hard task a high error may be "
        "as good as it gets.",
        "Where in your lines does the argument target appear?",
        edits=(("train - target", "train"),),
    ),
    Misconception(
        "gap_reached_is_enough",
        "A gap that is just the allowed one counts as too large. It is, when it is larger.",
        "What does yours say when every gap is exactly `gap`?",
        edits=(("> gap", ">= gap"),),
    ),
    Misconception(
        "gap_ignored",
        "Every rise of the error counts, however small. It must be larger than `gap`.",
        "Where in your lines does the argument gap appear?",
        edits=(("gaps[place] > gap", "gaps[place] > 0.0"),),
    ),
    Misconception(
        "test_against_held_out",
        "The test error is compared with the held-out one. Its neighbour is the validation error.",
        "Which two errors does the last question compare?",
        edits=(("test - validation", "test - held_out"),),
    ),
    Misconception(
        "two_questions_only",
        "Only bias and variance are asked about: the last two questions are missing.",
        "What does yours say of a net that is good on the old source and bad on the new one?",
        edits=(("range(4)", "range(2)"),),
    ),
    Misconception(
        "either_direction",
        "A gap in the other direction counts too: an error that is lower than the one before it is no problem.",
        "What does yours say of a training error below the target?",
        edits=(("gaps[place] > gap", "abs(gaps[place]) > gap"),),
    ),
    Misconception(
        "test_in_either_direction",
        "A test error below the validation error counts as a gap too: it is no problem.",
        "What does yours say of a test error of 0?",
        edits=(("test - validation", "abs(test - validation)"),),
    ),
    Misconception(
        "gap_widened",
        "A gap that is a little larger than the allowed one is let pass: a tolerance, or a rounding, is too coarse.",
        "What else than `gap` do you compare with?",
        edits=(("gaps[place] > gap", "gaps[place] > gap + 1e-3"),),
    ),
    Misconception(
        "counted_from_one",
        "The answers are numbered from 1. The docstring begins with 0.",
        "What stands for bias in the docstring?",
        edits=(("return place", "return place + 1"), ("return 4", "return 5")),
    ),
    Misconception(
        "nothing_is_wrong_missing",
        "Where nothing is wrong this says -1. The docstring asks for 4.",
        "What does yours return when all gaps are small?",
        edits=(("return 4", "return -1"),),
    ),
    Misconception(
        "ratio",
        "The errors are divided, not subtracted.",
        "From 0.1 % to 0.3 %: is that a gap of 2 points?",
        edits=(
            ("train - target", "train / target - 1.0"),
            ("held_out - train", "held_out / train - 1.0"),
            ("validation - held_out", "validation / held_out - 1.0"),
            ("test - validation", "test / validation - 1.0"),
        ),
    ),
    Misconception(
        "held_out_left_out",
        "The validation error is compared with the training error in the question about variance: what the change of "
        "the data costs is taken for variance.",
        "Which of the two comes from the same source as the training examples?",
        edits=(("held_out - train", "validation - train"),),
    ),
)
