"""Rescaling to a range: the extremes, and the line through them."""

from autograder.exercise import Misconception

from .shared import first, floored, guarded_otherwise, softened, unguarded, zeroed

SPAN = "span = np.where(span == 0.0, 1.0, span)"

MINMAX_FIT = (
    Misconception(
        "over_examples_features_mixed",
        "These are the extremes of the whole matrix, one pair for all features. Each feature has its own.",
        "How many numbers should low have if x has 13 features?",
        edits=(("np.min(x, axis=0)", "np.min(x)"), ("np.max(x, axis=0)", "np.max(x)")),
    ),
    Misconception(
        "by_example",
        "These are the extremes of every example (row). The statistics of preprocessing belong to the features: they "
        "run over the examples.",
        "Which axis of x counts the examples? That is the one to take the minimum over.",
        edits=(("np.min(x, axis=0)", "np.min(x, axis=1)"), ("np.max(x, axis=0)", "np.max(x, axis=1)")),
    ),
    Misconception(
        "range_for_high",
        "The second number is the range, high - low. The exercise asks for the maximum itself.",
        "With x >= 10 everywhere, can high be smaller than 10?",
        edits=(("high = np.max(x, axis=0)", "high = np.max(x, axis=0) - low"),),
        convention=True,
        source="scikit-learn's data_range_",
    ),
    Misconception(
        "of_absolute_values",
        "These are the extremes of the absolute values: signs are lost.",
        "What is the smallest of -3, 1 and 2?",
        edits=(("np.min(x, axis=0)", "np.min(np.abs(x), axis=0)"), ("np.max(x, axis=0)", "np.max(np.abs(x), axis=0)")),
    ),
    Misconception(
        "axis_kept",
        "The numbers are right, but they stand in a row of shape (1, features), as with keepdims=True.",
        "Which shape does the docstring give for low and high?",
        edits=(
            ("np.min(x, axis=0)", "np.min(x, axis=0, keepdims=True)"),
            ("np.max(x, axis=0)", "np.max(x, axis=0, keepdims=True)"),
        ),
    ),
    Misconception(
        "starting_from_zero",
        "The search for the extremes starts from 0, so low is never above 0 and high never below. Start from the first "
        "example.",
        "Feed it temperatures between 10 and 20 degrees. What is the smallest?",
        edits=(
            ("np.min(x, axis=0)", "np.minimum(np.min(x, axis=0), 0.0)"),
            ("np.max(x, axis=0)", "np.maximum(np.max(x, axis=0), 0.0)"),
        ),
    ),
    Misconception(
        "first_and_last",
        "These are the first and the last example. They are the extremes only where the examples are sorted, feature "
        "by feature.",
        "Sort the examples differently. Should low and high change?",
        edits=(
            ("np.min(x, axis=0)", "x[0]"),
            ("np.max(x, axis=0)", "x[-1]"),
        ),
    ),
    Misconception(
        "constant_widened",
        "Where a feature is constant, high is raised by 1 so that nothing divides by 0 later. Fitting only looks; "
        "minmax_apply deals with constant features.",
        "What is the largest value of a feature that is always 3?",
        edits=first("high = np.where(high == low, low + 1.0, high)", "return"),
    ),
    Misconception(
        "places_of_the_extremes",
        "These are the places of the extremes: argmin and argmax say in which example they stand. The exercise asks "
        "for the values themselves.",
        "What should low be for a feature whose smallest value is -2.5?",
        edits=(("np.min(", "np.argmin("), ("np.max(", "np.argmax(")),
    ),
    Misconception(
        "minus_the_same",
        "high is the largest absolute value, and low is minus the same number. A feature that goes from 2 to 5 has no "
        "-5 in it: low is its smallest value.",
        "Is every low and every high one of the numbers of x?",
        edits=(
            ("low = np.min(x, axis=0)", "low = -np.max(np.abs(x), axis=0)"),
            ("high = np.max(x, axis=0)", "high = -low"),
        ),
    ),
    *(
        Misconception(
            f"{eps}_added_to_high",
            f"{eps} is added to high, so that nothing divides by 0 later. Fitting only looks; minmax_apply deals with "
            "constant features.",
            "What is the largest value of a feature that is always 3?",
            edits=(("high = np.max(x, axis=0)", f"high = np.max(x, axis=0) + {eps}"),),
        )
        for eps in ("1e-3", "1e-5", "1e-6", "1e-8")
    ),
)

MINMAX_APPLY = (
    unguarded(SPAN, "span"),
    *softened(SPAN, "span", "Put x = high. Is what comes out exactly upper?"),
    *floored(SPAN, "span"),
    *guarded_otherwise(SPAN, "span", "lower + share * (upper - lower)"),
    *zeroed("lower + share * (upper - lower)", "high - low", "lower", "lower"),
    Misconception(
        "constant_becomes_zero",
        "Where high equals low every value becomes 0. Only the division is by 1 there; all else is done as everywhere.",
        "A feature was 3 in all training examples. By the docstring, what should a 3 become?",
        edits=(
            (
                "return lower + share * (upper - lower)",
                "return np.where(high == low, 0.0, lower + share * (upper - lower))",
            ),
        ),
    ),
    Misconception(
        "constant_becomes_middle",
        "Where high equals low every value goes to the middle between lower and upper. The exercise divides by 1 "
        "there, so the constant becomes lower.",
        "A feature was 3 in all training examples. By the docstring, what should a 3 become?",
        edits=(
            (
                "return lower + share * (upper - lower)",
                "return np.where(high == low, (lower + upper) / 2, lower + share * (upper - lower))",
            ),
        ),
    ),
    Misconception(
        "lower_added_before_dividing",
        "lower is added to x - low before the division: a pair of parentheses stands in the wrong place. It is added "
        "to the stretched share.",
        "Put x = low. What should come out, and what does?",
        edits=(
            ("(x - low) / span", "(lower + x - low) / span"),
            ("lower + share * (upper - lower)", "share * (upper - lower)"),
        ),
    ),
    Misconception(
        "low_subtracted_after_dividing",
        "x is divided by the range first, and then low is subtracted, which is in the units of x: a pair of "
        "parentheses is missing.",
        "Which comes first in Python, - or /?",
        edits=(("(x - low) / span", "x / span - low"),),
    ),
    Misconception(
        "mean_for_low",
        "The mean of the x that comes in is subtracted. What becomes lower is low.",
        "Put x = low. What should come out, and what does?",
        edits=(("(x - low) / span", "(x - np.mean(x, axis=0)) / span"),),
    ),
    Misconception(
        "sum_of_the_ends",
        "The share is multiplied by upper + lower. The length of the new range is upper - lower.",
        "Put x = high. What should come out, and what does?",
        edits=(("(upper - lower)", "(upper + lower)"),),
    ),
    Misconception(
        "divided_by_the_new_range",
        "The share is divided by upper - lower. It is a share from 0 to 1, to be stretched to that length.",
        "Put x = high. What should come out, and what does?",
        edits=(("share * (upper - lower)", "share / (upper - lower)"),),
    ),
    Misconception(
        "only_zero_to_one",
        "lower and upper have no effect: this always maps to 0 and 1.",
        "Where in your lines do the arguments lower and upper appear?",
        edits=(("lower + share * (upper - lower)", "share"),),
    ),
    Misconception(
        "lower_not_added",
        "The share is stretched but not moved: it runs from 0 to upper - lower. It should begin at lower.",
        "Put x = low. What should come out, and what does?",
        edits=(("lower + share * (upper - lower)", "share * (upper - lower)"),),
    ),
    Misconception(
        "lower_subtracted",
        "lower is subtracted at the end. It is where the range begins, so it is added.",
        "Put x = low. What should come out, and what does?",
        edits=(("lower + share * (upper - lower)", "share * (upper - lower) - lower"),),
    ),
    Misconception(
        "high_subtracted",
        "high is subtracted from x, so the range ends at lower instead of beginning there.",
        "Put x = low. What should come out, and what does?",
        edits=(("(x - low) / span", "(x - high) / span"),),
    ),
    Misconception(
        "times_upper",
        "The share is multiplied by upper instead of upper - lower, so x = high does not become upper.",
        "Put x = high. What should come out, and what does?",
        edits=(("share * (upper - lower)", "share * upper"),),
    ),
    Misconception(
        "low_not_subtracted",
        "x is divided by the range without subtracting low first.",
        "Put x = low. What should come out, and what does?",
        edits=(("(x - low) / span", "x / span"),),
    ),
    Misconception(
        "divided_by_high",
        "This divides by high. The length of the range is high - low.",
        "Put x = high. What should (x - low) be divided by to give 1?",
        edits=(("span = high - low", "span = high"),),
    ),
    Misconception(
        "upside_down",
        "The range is turned round: low becomes upper and high becomes lower.",
        "Put x = low. What should come out, and what does?",
        edits=(("(x - low) / span", "(high - x) / span"),),
    ),
    Misconception(
        "middle_at_zero",
        "This maps to -1 and 1 around the middle, whatever lower and upper are.",
        "With lower=0 and upper=1, can anything within the training range be negative?",
        edits=(("lower + share * (upper - lower)", "2.0 * share - 1.0"),),
    ),
    Misconception(
        "clipped",
        "Values beyond low and high are clipped to lower and upper, as with MinMaxScaler(clip=True). The exercise lets "
        "them follow the line: a new extreme stays one.",
        "Test data can lie outside of the training range. What does the docstring say of that?",
        edits=(("return lower + share * (upper - lower)", "return lower + np.clip(share, 0, 1) * (upper - lower)"),),
        convention=True,
        source="sklearn.preprocessing.MinMaxScaler(clip=True)",
    ),
    Misconception(
        "own_range",
        "The range is taken from the x that comes in; the low and high that were passed have no effect. Then test data "
        "are scaled by another rule than training data.",
        "Where in your lines do the arguments low and high appear?",
        edits=first("low, high = np.min(x, axis=0), np.max(x, axis=0)", "span = high - low"),
    ),
    Misconception(
        "low_divided_only",
        "Only low is divided by the range: x - low / span, with a pair of parentheses missing.",
        "Which comes first in Python, - or /?",
        edits=(("(x - low) / span", "x - low / span"),),
    ),
    Misconception(
        "low_divided_and_stretched_only",
        "Only low is divided by the range and stretched, and x comes through as it is: parentheses are missing round "
        "the difference x - low.",
        "In which order does Python work out a + b - c / d * e?",
        edits=(("lower + share * (upper - lower)", "lower + x - low / span * (upper - lower)"),),
    ),
    Misconception(
        "middle_for_low",
        "The middle between low and high is subtracted. What becomes lower is low.",
        "Put x = low. What should come out, and what does?",
        edits=(("(x - low) / span", "(x - (low + high) / 2) / span"),),
    ),
)
