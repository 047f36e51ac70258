"""The one-line kernels: an example, means, variances, rows, a root mean square."""

from autograder.exercise import Misconception

FIRST = (
    Misconception(
        "last_example",
        "This is the last example. -1 counts from the end; the first one is number 0.",
        "Which row does your index name when there are five?",
        edits=(("x[0, ...]", "x[-1, ...]"),),
    ),
    Misconception(
        "second_example",
        "This is the second example: indices count from 0.",
        "Which row does your index name when there are five?",
        edits=(("x[0, ...]", "x[1, ...]"),),
    ),
    Misconception(
        "first_feature",
        "This is the first feature of every example. The examples lie along the first axis.",
        "Where in the brackets does the index of the first axis stand?",
        edits=(("x[0, ...]", "x[:, 0, ...]"),),
    ),
    Misconception(
        "first_of_the_last_axis",
        "The 0 stands at the last axis: `x[..., 0]` is the last axis' first entry everywhere. The examples lie along "
        "the first axis.",
        "On which side of the comma does the index of the first axis stand?",
        edits=(("x[0, ...]", "x[..., 0]"),),
    ),
    Misconception(
        "batch_of_one",
        "This is a batch of one example: the axis of the examples is still there, with length 1.",
        "Compare the shape of what you return with that of an example.",
        edits=(("...]", "...][None]"),),
    ),
    Misconception(
        "first_number",
        "This is a single number. The first example is a whole array: everything behind the first axis.",
        "How many axes has one example?",
        edits=(("x[0, ...]", "x.reshape(-1)[0]"),),
    ),
    Misconception(
        "flattened",
        "The example is flattened. It keeps its shape: all axes behind the first.",
        "Compare the shape of what you return with that of an example.",
        edits=(("...]", "...].reshape(-1)"),),
    ),
    Misconception(
        "mean_of_the_examples",
        "This is the mean of all examples. Asked for is one of them.",
        "Change the last example. Does your result move?",
        edits=(("x[0, ...]", "np.mean(x, axis=0)"),),
    ),
    Misconception(
        "whole_batch",
        "This is the whole batch. Asked for is one of its examples.",
        "Compare the shape of what you return with that of an example.",
        edits=(("x[0, ...]", "x"),),
    ),
    Misconception(
        "two_indices",
        "Two axes are indexed. Only the first one counts examples; everything behind it belongs to the example.",
        "How many indices stand in your brackets before the `...`?",
        edits=(("x[0, ...]", "x[0, 0, ...]"),),
    ),
    Misconception(
        "squeezed",
        "Axes of length 1 that belong to the example are gone, too: squeeze without an axis drops all of them.",
        "With one feature, which shape has an example, and which has yours?",
        edits=(("x[0, ...]", "np.squeeze(x[0, ...])"),),
    ),
)

MEANS = (
    Misconception(
        "over_features",
        "This is the mean of each example over its features. Asked for is the mean of each feature over the examples.",
        "Which axis disappears in yours, and which one should?",
        edits=(("np.sum(x, axis=0)", "np.sum(x, axis=1)"), ("x.shape[0]", "x.shape[1]")),
    ),
    Misconception(
        "over_everything",
        "This is one mean of all entries. Each feature has its own.",
        "How many numbers should come back for three features?",
        edits=(("np.sum(x, axis=0)", "np.sum(x)"), ("x.shape[0]", "x.size")),
    ),
    Misconception(
        "sum",
        "This is the sum over the examples: divide by their number.",
        "Give every example twice. Should a mean change?",
        edits=((" / x.shape[0]", ""),),
    ),
    Misconception(
        "divided_by_features",
        "The sum over the examples is divided by the number of features.",
        "How many terms has your sum?",
        edits=(("x.shape[0]", "x.shape[1]"),),
    ),
    Misconception(
        "divided_by_all",
        "The sum over the examples is divided by the number of all entries.",
        "How many terms has your sum?",
        edits=(("x.shape[0]", "x.size"),),
    ),
    Misconception(
        "one_less",
        "The sum is divided by n - 1. That is for variances; a mean has n.",
        "What is the mean of two equal numbers?",
        edits=(("x.shape[0]", "(x.shape[0] - 1)"),),
    ),
    Misconception(
        "kept_axis",
        "The values are right, in the shape (1, features). Without keepdims the axis of the examples is gone.",
        "What does keepdims do?",
        edits=(("axis=0", "axis=0, keepdims=True"),),
    ),
    Misconception(
        "median",
        "This is the median. Asked for is the mean.",
        "Does a single huge entry move your result?",
        edits=(("np.sum(x, axis=0)", "np.median(x, axis=0) * x.shape[0]"),),
    ),
    Misconception(
        "last_one_left_out",
        "The last example is missing in the sum, though n counts it: `range(n - 1)` ends at n - 2.",
        "Which is the last number of range(5)?",
        edits=(("np.sum(x, axis=0)", "np.sum(x[:-1, :], axis=0)"),),
    ),
    Misconception(
        "first_one_left_out",
        "The first example is missing in the sum, though n counts it.",
        "With which example does your sum begin, and from which number do indices count?",
        edits=(("np.sum(x, axis=0)", "np.sum(x[1:, :], axis=0)"),),
    ),
    Misconception(
        "rounded_down",
        "The means are rounded down to whole numbers. `//` does that, also with arrays.",
        "What is 7 // 2 in Python, and what is 7 / 2?",
        edits=(("total / x", "total // x"),),
    ),
    Misconception(
        "halved_each_time",
        "Every example is averaged with what came out before it, so the last one counts for one half, the one before "
        "for a quarter, and so on. In a mean all count alike.",
        "Put the last example first. Should a mean change?",
        edits=(
            (
                "total = np.sum(x, axis=0)\n",
                "total = x[0, :]\n    for row in x[1:, :]:\n        total = (total + row) / 2\n",
            ),
            (" / x.shape[0]", ""),
        ),
    ),
    Misconception(
        "sum_over_features",
        "This is the sum of each example over its features. Asked for is the mean of each feature over the examples.",
        "Which axis disappears in yours, and which one should? And by what is a mean divided?",
        edits=(("np.sum(x, axis=0)", "np.sum(x, axis=1)"), (" / x.shape[0]", "")),
    ),
)

VARIANCE = (
    Misconception(
        "divided_by_n",
        "This divides by n, which is NumPy's default and what scikit-learn's StandardScaler does. The exercise asks "
        "for n - 1.",
        "What does the keyword correction of xp.var change?",
        edits=((" - 1)", ")"),),
        convention=True,
        source="numpy.var",
    ),
    Misconception(
        "standard_deviation",
        "This is the standard deviation, the root of what is asked for.",
        "Multiply x by 10. By how much should a variance grow?",
        edits=(("return squares / (x.shape[0] - 1)", "return np.sqrt(squares / (x.shape[0] - 1))"),),
    ),
    Misconception(
        "over_features",
        "This is the variance of each example over its features. Asked for is that of each feature over the examples.",
        "Which axis disappears in yours, and which one should?",
        edits=(
            ("np.mean(x, axis=0)", "np.mean(x, axis=1, keepdims=True)"),
            ("np.sum(centred**2, axis=0)", "np.sum(centred**2, axis=1)"),
            ("(x.shape[0]", "(x.shape[1]"),
        ),
    ),
    Misconception(
        "over_everything",
        "This is one variance of all entries. Each feature has its own.",
        "How many numbers should come back for three features?",
        edits=(
            ("np.mean(x, axis=0)", "np.mean(x)"),
            ("np.sum(centred**2, axis=0)", "np.sum(centred**2)"),
            ("(x.shape[0]", "(x.size"),
        ),
    ),
    Misconception(
        "not_centred",
        "The mean is not taken off: these are mean squares.",
        "Add 100 to all of x. Should a variance change?",
        edits=(("x - mean", "x"),),
    ),
    Misconception(
        "one_mean_for_all",
        "The mean taken off is that of all entries. Each feature has its own.",
        "Add 100 to one column. Should the variances change?",
        edits=(("np.mean(x, axis=0)", "np.mean(x)"),),
    ),
    Misconception(
        "not_divided",
        "This is the sum of the squares, not yet divided.",
        "Give every example twice. Should a variance double?",
        edits=((" / (x.shape[0] - 1)", ""),),
    ),
    Misconception(
        "absolute_deviation",
        "The deviations are taken in size. A variance squares them.",
        "Multiply x by 10. By how much should a variance grow?",
        edits=(("centred**2", "np.abs(centred)"),),
    ),
    Misconception(
        "two_less",
        "This divides by n - 2: correction=1 is n - 1 already.",
        "From which number is the correction subtracted?",
        edits=(("(x.shape[0] - 1)", "(x.shape[0] - 2)"),),
    ),
    Misconception(
        "n_plus_one",
        "This divides by n + 1: the correction has the wrong sign.",
        "With n - 1, is the variance larger or smaller than with n?",
        edits=(("(x.shape[0] - 1)", "(x.shape[0] + 1)"),),
    ),
    Misconception(
        "kept_axis",
        "The values are right, in the shape (1, features). Without keepdims the axis of the examples is gone.",
        "What does keepdims do?",
        edits=(("np.sum(centred**2, axis=0)", "np.sum(centred**2, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "one_taken_off_at_the_end",
        "The sum is divided by n, and then 1 is taken off: without brackets, `/ n - 1` goes from left to right.",
        "What is 8 / 4 - 1 in Python?",
        edits=((" / (x.shape[0] - 1)", " / x.shape[0] - 1"),),
    ),
    Misconception(
        "features_less_one",
        "The sum over the examples is divided by the number of features less 1.",
        "Which of the two numbers in x.shape counts examples?",
        edits=(("(x.shape[0] - 1)", "(x.shape[1] - 1)"),),
    ),
    Misconception(
        "corrected_the_wrong_way",
        "The variance with n is multiplied by (n - 1) / n. To get n - 1 under the sum it takes the inverse.",
        "With n - 1, is the variance larger or smaller than with n?",
        edits=(("squares / (x.shape[0] - 1)", "squares * (x.shape[0] - 1) / x.shape[0] ** 2"),),
    ),
    Misconception(
        "not_squared",
        "The deviations are added up without being squared, so they cancel.",
        "What do the deviations from a mean add up to?",
        edits=(("centred**2", "centred"),),
    ),
    Misconception(
        "mean_with_one_less",
        "The mean is divided by n - 1 too. A mean has n; the n - 1 is for the variance alone.",
        "What is the mean of two equal numbers?",
        edits=(("np.mean(x, axis=0)", "np.sum(x, axis=0) / (x.shape[0] - 1)"),),
    ),
    Misconception(
        "square_of_the_mean_once",
        "From the sum of the squares the square of the mean is taken off once. It belongs to each of the n squares, "
        "so it comes off n times.",
        "Let all entries of a feature be 3. What should come out, and what does?",
        edits=(("np.sum(centred**2, axis=0)", "np.sum(x**2, axis=0) - mean**2"),),
    ),
)

PICK = (
    Misconception(
        "columns",
        "These are columns. The examples lie along the first axis: axis=0.",
        "Which axis of what you return has the length of indices?",
        edits=(("axis=0", "axis=1"),),
    ),
    Misconception(
        "flattened",
        "Without an axis, take counts through the flattened array: these are single numbers, not rows.",
        "How many axes has what you return?",
        edits=((", axis=0", ""),),
    ),
    Misconception(
        "sorted",
        "The rows come in the order of the data. They should come in the order of the indices.",
        "What should the indices 4, 1 give?",
        edits=(("np.take(x, indices,", "np.take(x, np.sort(indices),"),),
    ),
    Misconception(
        "each_once",
        "A row that the indices name twice comes once, and the order is lost.",
        "What should the indices 3, 0, 3 give?",
        edits=(("np.take(x, indices,", "np.take(x, np.unique(indices),"),),
    ),
    Misconception(
        "counted_from_one",
        "Each row is the one before the right one: indices count from 0.",
        "Which row does index 0 name?",
        edits=(("    return np.take(", "    indices = indices - 1\n    return np.take("),),
    ),
    Misconception(
        "first_rows",
        "These are the first rows of x, whatever the indices say: only their number has an effect.",
        "Call your kernel with the indices 0, 1 and with 2, 3. Is the result the same?",
        edits=(("np.take(x, indices, axis=0)", "x[: indices.shape[0], :]"),),
    ),
    Misconception(
        "first_index_only",
        "This is one row, the one that the first index names.",
        "How many rows should come back for three indices?",
        edits=(("np.take(x, indices,", "np.take(x, indices[0],"),),
    ),
    Misconception(
        "other_rows",
        "These are the rows that the indices do *not* name.",
        "Is the row of the first index in what you return?",
        edits=(("np.take(x, indices, axis=0)", "np.delete(x, indices, axis=0)"),),
    ),
    Misconception(
        "turned_round",
        "The rows come in the opposite order: the last index first.",
        "What should the indices 4, 1 give?",
        edits=(("np.take(x, indices,", "np.take(x, np.flip(indices),"),),
    ),
)

ROOT = (
    Misconception(
        "standard_deviation",
        "This is the standard deviation: the mean is taken off before squaring. A root mean square keeps it.",
        "Let all entries be 3. What should come out?",
        edits=(("x**2", "(x - np.mean(x)) ** 2"),),
    ),
    Misconception(
        "mean_square",
        "This is the mean square: the root is missing.",
        "Multiply x by 10. By how much should the result grow?",
        edits=(("return np.sqrt(mean)", "return mean"),),
    ),
    Misconception(
        "norm",
        "This is the norm, the root of the sum. Here the squares are averaged.",
        "Let all entries be 3. What should come out, whatever their number?",
        edits=(("np.mean(x**2)", "np.sum(x**2)"),),
    ),
    Misconception(
        "mean_size",
        "This is the mean of the sizes. A root mean square squares first, and takes the root at the end.",
        "What should the entries 3 and 5 give?",
        edits=(("x**2", "np.abs(x)"), ("return np.sqrt(mean)", "return mean")),
    ),
    Misconception(
        "size_of_the_mean",
        "The mean comes before the square, so positive and negative entries cancel.",
        "What should the entries -3 and 3 give?",
        edits=(("np.mean(x**2)", "np.mean(x) ** 2"),),
    ),
    Misconception(
        "per_feature",
        "Each column has its own result here. Asked for is one number for all entries.",
        "How many axes has what you return?",
        edits=(("np.mean(x**2)", "np.mean(x**2, axis=0)"),),
    ),
    Misconception(
        "one_less",
        "The sum of squares is divided by one less than the number of entries. A mean divides by their number.",
        "Let all entries be 3. What should come out?",
        edits=(("np.mean(x**2)", "np.sum(x**2) / (x.size - 1)"),),
    ),
    Misconception(
        "divided_by_rows",
        "The sum over all entries is divided by the number of rows. A mean divides by the number of its terms.",
        "Let all entries of a matrix be 3. What should come out?",
        edits=(("np.mean(x**2)", "np.sum(x**2) / x.shape[0]"),),
    ),
    Misconception(
        "norm_over_n",
        "The root is taken of the sum, and the number of entries divides only afterwards: it belongs under the root.",
        "Let all entries be 3. What should come out, whatever their number?",
        edits=(("np.mean(x**2)", "np.sum(x**2)"), ("np.sqrt(mean)", "np.sqrt(mean) / x.size")),
    ),
    Misconception(
        "one_axis_left",
        "The value is right, in an array of one entry, not of none.",
        "What does keepdims do, and a pair of brackets round a number?",
        edits=(("return np.sqrt(mean)", "return np.sqrt(mean).reshape(1)"),),
    ),
    Misconception(
        "mean",
        "This is the mean. A root mean square squares first, and takes the root at the end.",
        "What should the entries -3 and 3 give?",
        edits=(
            ("x**2", "x"),
            ("return np.sqrt(mean)", "return mean"),
        ),
    ),
    Misconception(
        "along_the_last_axis",
        "Each row has its own result here. Asked for is one number for all entries.",
        "How many axes has what you return?",
        edits=(("np.mean(x**2)", "np.mean(x**2, axis=-1)"),),
    ),
    Misconception(
        "kept_axes",
        "The value is right, in an array that still has all its axes, each of length 1. Asked for is one of no axes.",
        "What does keepdims do?",
        edits=(("np.mean(x**2)", "np.mean(x**2, keepdims=True)"),),
    ),
    Misconception(
        "along_the_last_axis_kept",
        "Each row has its own result here, along an axis of length 1. Asked for is one number for all entries, in an "
        "array of no axes.",
        "How many axes has what you return?",
        edits=(("np.mean(x**2)", "np.mean(x**2, axis=-1, keepdims=True)"),),
    ),
    *(
        Misconception(
            f"{eps}_under_the_root",
            f"{eps} is added under the root. Nothing is divided here, so nothing has to be kept from 0; the root mean "
            "square of zeros is 0.",
            "What should the entries 0 and 0 give?",
            edits=(("np.sqrt(mean)", f"np.sqrt(mean + {eps})"),),
        )
        for eps in ("1e-3", "1e-5", "1e-6", "1e-8", "1e-12")
    ),
)
