"""What people get wrong in the average over masks."""

from autograder.exercise import Misconception

AVERAGE = (
    Misconception(
        "logits_averaged",
        "The logits are averaged first, and one softmax follows. That is a geometric mean of the passes; the exercise "
        "asks for the mean of their probabilities.",
        "Two passes are each sure of another class. What should the average say?",
        edits=(("largest = ", "logits = np.mean(logits, axis=0, keepdims=True)\n    largest = "),),
    ),
    Misconception(
        "no_softmax",
        "These are mean logits, without a softmax: they are no probabilities.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(logits, axis=0)"),),
    ),
    Misconception(
        "softmax_over_passes",
        "The softmax runs over the passes. It belongs over the classes, the last axis.",
        "Over which axis must a pass's probabilities sum to 1?",
        edits=(
            ("np.max(logits, axis=-1", "np.max(logits, axis=0"),
            ("np.sum(powers, axis=-1", "np.sum(powers, axis=0"),
        ),
    ),
    Misconception(
        "softmax_over_examples",
        "The softmax runs over the examples. It belongs over the classes, the last axis.",
        "Over which axis must a pass's probabilities sum to 1?",
        edits=(
            ("np.max(logits, axis=-1", "np.max(logits, axis=1"),
            ("np.sum(powers, axis=-1", "np.sum(powers, axis=1"),
        ),
    ),
    Misconception(
        "softmax_over_everything",
        "The softmax runs over all axes at once: all entries together sum to 1. Each row of classes should.",
        "What is the sum of each row of your result?",
        edits=(
            ("np.max(logits, axis=-1, keepdims=True)", "np.max(logits)"),
            ("np.sum(powers, axis=-1, keepdims=True)", "np.sum(powers)"),
        ),
    ),
    Misconception(
        "average_over_examples",
        "The mean is over the examples. It belongs over the passes, the first axis: every example keeps its row.",
        "Which shape should the result have?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(probabilities, axis=1)"),),
    ),
    Misconception(
        "average_over_classes",
        "The mean is over the classes, and so always 1/K. It belongs over the passes, the first axis.",
        "Which shape should the result have?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(probabilities, axis=-1)"),),
    ),
    Misconception(
        "summed",
        "The probabilities are summed over the passes. Divide by their number.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.sum(probabilities, axis=0)"),),
    ),
    Misconception(
        "one_pass",
        "Only the first pass counts.",
        "Change the last pass. Does your result change?",
        edits=(("np.mean(probabilities, axis=0)", "probabilities[0, :, :]"),),
    ),
    Misconception(
        "one_pass_too_few",
        "The sum over the T passes is divided by T - 1. That is for a variance; a mean divides by T.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.divide(np.sum(probabilities, axis=0), logits.shape[0] - 1.0)"),),
    ),
    Misconception(
        "largest_over_passes",
        "For each class the largest probability of all passes is taken. The exercise asks for the mean.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.max(probabilities, axis=0)"),),
    ),
    Misconception(
        "median_over_passes",
        "For each class the median over the passes is taken. The exercise asks for the mean; medians do not sum to 1.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.median(probabilities, axis=0)"),),
    ),
    Misconception(
        "axis_kept",
        "The axis of the passes is still there, with length 1. The result has the axes of the examples and the classes "
        "only.",
        "Which shape should the result have?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(probabilities, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "answer_only",
        "This is the likeliest class of each example. The exercise asks for the probabilities of all of them.",
        "Which shape should the result have?",
        edits=(("np.mean(probabilities, axis=0)", "np.argmax(np.mean(probabilities, axis=0), axis=-1)"),),
    ),
    Misconception(
        "votes",
        "Each pass votes for its largest logit, and the votes are counted. The exercise averages probabilities: how "
        "sure a pass is counts as well.",
        "Two passes, one sure and one in doubt: do they count the same?",
        edits=(("powers = np.exp(logits - largest)", "powers = np.where(logits == largest, 1.0, 0.0)"),),
    ),
    Misconception(
        "overflow",
        "The exponentials overflow where logits are large. Take the largest logit of each row away first; the softmax "
        "does not change.",
        "What is exp(1000) on a computer?",
        edits=(("np.exp(logits - largest)", "np.exp(logits)"),),
    ),
    Misconception(
        "overflow_in_the_logarithm",
        "The logarithm of the sum of exponentials overflows where logits are large. Take the largest logit of each row "
        "away first; the softmax does not change.",
        "What is exp(1000) on a computer?",
        edits=(
            ("powers = np.exp(logits - largest)", "powers = np.log(np.sum(np.exp(logits), axis=-1, keepdims=True))"),
            ("powers / np.sum(powers, axis=-1, keepdims=True)", "np.exp(logits - powers)"),
        ),
    ),
    Misconception(
        "sigmoid",
        "These are means of sigmoids, each class by itself. Probabilities of classes that exclude each other come "
        "from a softmax.",
        "What is the sum of each row of your result?",
        edits=(("powers / np.sum(powers, axis=-1, keepdims=True)", "1.0 / (1.0 + np.exp(-logits))"),),
    ),
    Misconception(
        "one_maximum_for_all",
        "One largest logit is taken away from all rows. A row whose logits all lie far below it becomes 0/0: each row "
        "needs its own maximum.",
        "What is exp(-1000) on a computer, and what if a whole row of it is summed?",
        edits=(("np.max(logits, axis=-1, keepdims=True)", "np.max(logits)"),),
    ),
    Misconception(
        "one_maximum_for_a_pass",
        "One largest logit is taken away from all rows of a pass. A row whose logits all lie far below it becomes 0/0: "
        "each row needs its own maximum.",
        "What is exp(-1000) on a computer, and what if a whole row of it is summed?",
        edits=(("np.max(logits, axis=-1", "np.max(logits, axis=(1, 2)"),),
    ),
    Misconception(
        "one_maximum_for_an_example",
        "One largest logit is taken away from all passes of an example. A pass whose logits all lie far below it "
        "becomes 0/0: each row of each pass needs its own maximum.",
        "What is exp(-1000) on a computer, and what if a whole row of it is summed?",
        edits=(("np.max(logits, axis=-1", "np.max(logits, axis=(0, 2)"),),
    ),
    Misconception(
        "maximum_of_the_mean",
        "What is taken away is the largest of the mean logits. A pass whose logits lie far above the mean of all "
        "passes overflows: each row of each pass needs its own maximum.",
        "Can an entry of logits minus what you take away be 1000?",
        edits=(
            (
                "np.max(logits, axis=-1, keepdims=True)",
                "np.max(np.mean(logits, axis=0, keepdims=True), axis=-1, keepdims=True)",
            ),
        ),
    ),
    Misconception(
        "mean_taken_away",
        "What is taken away from each row is its mean. Where one logit lies far above the others it overflows still: "
        "take the largest away.",
        "Can an entry of logits minus what you take away be 1000?",
        edits=(("np.max(logits, axis=-1", "np.mean(logits, axis=-1"),),
    ),
    Misconception(
        "smallest_taken_away",
        "What is taken away from each row is its smallest logit, so all exponents are positive, and large ones "
        "overflow. Take the largest away.",
        "Can an entry of logits minus what you take away be 1000?",
        edits=(("np.max(logits, axis=-1", "np.min(logits, axis=-1"),),
    ),
    *(
        Misconception(
            f"clipped_at_{bound}",
            f"The logits are cut off at {bound} and -{bound}. That changes them: logits beyond it become equal, and so "
            "do their probabilities. To take each row's largest logit away changes no probability.",
            "One row holds the logits 1000 and 1005. Which probabilities does it have?",
            edits=(
                (
                    "largest = np.max(logits, axis=-1, keepdims=True)\n    powers = np.exp(logits - largest)",
                    f"powers = np.exp(np.clip(logits, -{bound}.0, {bound}.0))",
                ),
            ),
        )
        for bound in (50, 100, 500, 700)
    ),
    Misconception(
        "maximum_over_passes",
        "What is taken away before the exponential differs from class to class, so it does not cancel. It should be "
        "one number for each row of classes.",
        "Over which axis may a number be taken away without changing a softmax?",
        edits=(("np.max(logits, axis=-1", "np.max(logits, axis=0"),),
    ),
    Misconception(
        "softmax_twice",
        "A second softmax follows the average. The average of probabilities sums to 1 already.",
        "What is the sum of each row before your last line?",
        edits=(
            (
                "return np.mean(probabilities, axis=0)",
                "mean = np.exp(np.mean(probabilities, axis=0))\n    return mean / np.sum(mean, axis=-1, keepdims=True)",
            ),
        ),
    ),
    Misconception(
        "geometric_mean",
        "The logarithms of the probabilities are averaged, a geometric mean that is not normalized. The exercise asks "
        "for the plain mean.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.exp(np.mean(np.log(probabilities), axis=0))"),),
    ),
    Misconception(
        "logarithm",
        "This is the logarithm of the mean probability. The exercise asks for the probability.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.log(np.mean(probabilities, axis=0))"),),
    ),
    Misconception(
        "not_normalized",
        "The exponentials are averaged without being divided by their sum.",
        "What is the sum of each row of your result?",
        edits=((" / np.sum(powers, axis=-1, keepdims=True)", ""),),
    ),
    Misconception(
        "normalized_after_averaging",
        "The exponentials are averaged over the passes before they are divided by their sum. Then a pass with large "
        "logits counts more; divide within each pass first.",
        "Add 5 to all logits of one pass. Its probabilities stay the same; does your result?",
        edits=(
            ("logits - largest", "logits - np.max(largest, axis=0, keepdims=True)"),
            (
                "powers / np.sum(powers, axis=-1, keepdims=True)",
                "powers / np.mean(np.sum(powers, axis=-1, keepdims=True), axis=0, keepdims=True)",
            ),
        ),
    ),
    Misconception(
        "divided_last",
        "The exponentials are averaged over the passes, and divided by their sum only then. Divide within each pass "
        "first: each has a sum of its own.",
        "What is the sum of one pass's row before your mean?",
        edits=(
            ("np.max(logits, axis=-1", "np.max(logits, axis=2"),
            (" / np.sum(powers, axis=-1, keepdims=True)", ""),
            (
                "return np.mean(probabilities, axis=0)",
                "mean = np.mean(probabilities, axis=0)\n    return mean / np.sum(mean, axis=-1, keepdims=True)",
            ),
        ),
    ),
    Misconception(
        "divided_by_examples",
        "The sum over the passes is divided by the number of examples. It has as many terms as there are passes.",
        "What is the sum of each row of your result?",
        edits=(("np.mean(probabilities, axis=0)", "np.divide(np.sum(probabilities, axis=0), logits.shape[1])"),),
    ),
    Misconception(
        "last_pass_only",
        "Only the last pass counts.",
        "Change the first pass. Does your result change?",
        edits=(("np.mean(probabilities, axis=0)", "probabilities[-1, :, :]"),),
    ),
    Misconception(
        "last_pass_over_their_number",
        "Only the last pass counts, divided by the number of passes. Does the sum begin at 0 again in each round of a "
        "loop?",
        "Change the first pass. Does your result change?",
        edits=(("np.mean(probabilities, axis=0)", "np.divide(probabilities[-1, :, :], logits.shape[0])"),),
    ),
    Misconception(
        "first_pass_left_out",
        "The first pass is missing in the sum, though the divisor counts it. Indices count from 0.",
        "Change the first pass. Does your result change?",
        edits=(
            (
                "np.mean(probabilities, axis=0)",
                "np.divide(np.sum(probabilities[1:, :, :], axis=0), logits.shape[0])",
            ),
        ),
    ),
    Misconception(
        "last_pass_left_out",
        "The last pass is missing in the sum, though the divisor counts it: `range(n - 1)` ends at n - 2.",
        "Change the last pass. Does your result change?",
        edits=(
            (
                "np.mean(probabilities, axis=0)",
                "np.divide(np.sum(probabilities[:-1, :, :], axis=0), logits.shape[0])",
            ),
        ),
    ),
    Misconception(
        "log_probabilities_averaged",
        "This is the mean of the logarithms of the probabilities. The exercise asks for the mean of the probabilities "
        "themselves.",
        "What is the sum of each row of your result?",
        edits=(
            (
                "np.mean(probabilities, axis=0)",
                "np.mean(logits - largest - np.log(np.sum(powers, axis=-1, keepdims=True)), axis=0)",
            ),
        ),
    ),
    Misconception(
        "halved_each_time",
        "Every pass is averaged with what came out before it, so the last one counts for one half, the one before "
        "for a quarter, and so on. In a mean all count alike.",
        "Put the last pass first. Should a mean change?",
        edits=(
            (
                "return np.mean(probabilities, axis=0)",
                "mean = probabilities[0]\n"
                "    for one in probabilities[1:]:\n"
                "        mean = (mean + one) / 2\n"
                "    return mean",
            ),
        ),
    ),
)
