"""Log-uniform numbers, grid and random points."""

from autograder.exercise import Misconception

# What goes wrong with the scale alike in all three: `u` is what runs from 0 to 1 there.


def wrong_scale(u: str) -> tuple[Misconception, ...]:
    return (
        Misconception(
            "linear_scale",
            "The numbers are uniform on a linear scale: nearly all of them lie in the largest decade. Equal steps of "
            "the uniform draw should be equal ratios.",
            "Between 0.001 and 1, where should a draw of 0.5 land?",
            edits=(("ratio = high / low", "ratio = high - low"), (f"low * ratio**{u}", f"low + ratio * {u}")),
        ),
        Misconception(
            "exponents",
            "This returns the logarithms of the numbers (to base 10), not the numbers.",
            "Is what you return for a draw of 0 the lower bound?",
            edits=((f"low * ratio**{u}", f"np.log10(low) + np.log10(ratio) * {u}"),),
        ),
        Misconception(
            "natural_logarithms",
            "This returns the natural logarithms of the numbers: the exponential is missing.",
            "Is what you return for a draw of 0 the lower bound?",
            edits=((f"low * ratio**{u}", f"np.log(low) + np.log(ratio) * {u}"),),
        ),
        Misconception(
            "bases_mixed",
            "Logarithm and power have different bases: log10 on the way in, exp on the way out (or log and 10**).",
            "Which power undoes log10, and which undoes log?",
            edits=((f"low * ratio**{u}", f"np.exp(np.log10(low) + np.log10(ratio) * {u})"),),
        ),
        Misconception(
            "bases_mixed_the_other_way",
            "Logarithm and power have different bases: log on the way in, a power of 10 on the way out.",
            "Which power undoes log10, and which undoes log?",
            edits=((f"low * ratio**{u}", f"10.0 ** (np.log(low) + np.log(ratio) * {u})"),),
        ),
        Misconception(
            "bounds_as_exponents",
            "The bounds are taken for exponents: this is 10 to a uniform number between low and high. Take the bounds' "
            "logarithms first.",
            "Is what you return for a draw of 0 the lower bound?",
            edits=(("ratio = high / low", "ratio = high - low"), (f"low * ratio**{u}", f"10.0 ** (low + ratio * {u})")),
        ),
        Misconception(
            "bounds_as_exponents_of_e",
            "The bounds are taken for exponents: this is e to a uniform number between low and high. Take the bounds' "
            "logarithms first.",
            "Is what you return for a draw of 0 the lower bound?",
            edits=(("ratio = high / low", "ratio = high - low"), (f"low * ratio**{u}", f"np.exp(low + ratio * {u})")),
        ),
        Misconception(
            "low_missing",
            "The lower bound is not in the product: the numbers run from 1 to the ratio of the bounds.",
            "What does yours give for a draw of 0?",
            edits=((f"low * ratio**{u}", f"ratio**{u}"),),
        ),
        Misconception(
            "ratio_missing",
            "The power is of the upper bound, not of the ratio of the bounds: the largest number is low times high.",
            "What does yours give for a draw of 1?",
            edits=(("ratio = high / low", "ratio = high"),),
        ),
        Misconception(
            "bounds_swapped",
            "The scale runs the wrong way: a draw of 0 gives the upper bound.",
            "What should a draw of 0 give, and what one near 1?",
            edits=(("ratio = high / low", "low, high = high, low\n    ratio = high / low"),),
        ),
        Misconception(
            "difference_for_ratio",
            "The power is of the difference of the bounds, not of their ratio.",
            "What does yours give for a draw of 1?",
            edits=(("ratio = high / low", "ratio = high - low"),),
        ),
        Misconception(
            "low_added",
            "The lower bound is added to the power. It is multiplied by it.",
            "What does yours give for a draw of 0?",
            edits=((f"low * ratio**{u}", f"low + ratio**{u}"),),
        ),
        Misconception(
            "brackets_missing",
            "Only low is raised to the power: the brackets round high / low are missing.",
            "What does Python work out first in a / b ** c?",
            edits=((f"low * ratio**{u}", f"low * high / low**{u}"),),
        ),
        Misconception(
            "times_for_power",
            "The ratio of the bounds is multiplied by the draw. The draw is its exponent.",
            "What does yours give for a draw of 0?",
            edits=((f"low * ratio**{u}", f"low * ratio * {u}"),),
        ),
    )


LOG_UNIFORM = (
    *wrong_scale("u"),
    Misconception(
        "whole_decades",
        "The exponent is rounded: only whole powers of ten come out.",
        "How many different numbers can yours give between 0.001 and 1?",
        edits=(("low * ratio**u", "10.0 ** np.round(np.log10(low) + np.log10(ratio) * u)"),),
    ),
    Misconception(
        "log_of_the_draw",
        "The logarithm is taken of a linear draw. It is the other way round: draw on the scale of the logarithm, "
        "then take the power.",
        "Which is uniform, the number or its logarithm?",
        edits=(("ratio = high / low", "ratio = high - low"), ("low * ratio**u", "np.log10(low + ratio * u)")),
    ),
    Misconception(
        "natural_log_of_the_draw",
        "The natural logarithm is taken of a linear draw. It is the other way round: draw on the scale of the "
        "logarithm, then take the power.",
        "Which is uniform, the number or its logarithm?",
        edits=(("ratio = high / low", "ratio = high - low"), ("low * ratio**u", "np.log(low + ratio * u)")),
    ),
    Misconception(
        "whole_decades_below",
        "The exponent is rounded down: only whole powers of ten come out.",
        "How many different numbers can yours give between 0.001 and 1?",
        edits=(("low * ratio**u", "10.0 ** np.floor(np.log10(low) + np.log10(ratio) * u)"),),
    ),
    Misconception(
        "bounds_rounded_to_decades",
        "The exponents of both bounds are rounded down to whole numbers: yours run between two powers of ten, which "
        "need not be low and high.",
        "Between 0.002 and 0.7, what does yours give for a draw of 0?",
        edits=(
            (
                "ratio = high / low",
                "low, high = 10.0 ** np.floor(np.log10(low)), 10.0 ** np.floor(np.log10(high))\n    ratio = high / low",
            ),
        ),
    ),
)

RANDOM = (
    *wrong_scale("u"),
    Misconception(
        "first_bounds_for_all",
        "Every dimension gets the bounds of the first one. Column j runs from low[j] to high[j].",
        "If the second dimension had other bounds, would yours notice?",
        edits=(("ratio = high / low", "low, high = low[0], high[0]\n    ratio = high / low"),),
    ),
    Misconception(
        "one_draw_a_row",
        "All dimensions of a point share one draw, so the points lie on one line. Each entry of u is a draw by itself.",
        "Which entries of u does yours read?",
        edits=(("ratio**u", "ratio ** u[:, :1]"),),
    ),
    Misconception(
        "widest_bounds_for_all",
        "Every dimension gets the smallest lower and the largest upper bound of all. Column j runs from low[j] to "
        "high[j].",
        "Does every column of yours stay between its bounds?",
        edits=(("ratio = high / low", "low, high = np.min(low), np.max(high)\n    ratio = high / low"),),
    ),
)

GRID = (
    *wrong_scale("share"),
    Misconception(
        "first_fastest",
        "These are the right points in another order: the first dimension changes fastest. The exercise asks for the "
        "order of nested loops, the last one fastest.",
        "Which column changes from your first row to the second?",
        edits=(
            ("np.stack([place.ravel() for place in places], axis=1)",
             "np.stack([place.ravel() for place in places[::-1]], axis=1)"),
        ),
        convention=True,
        source="np.meshgrid with its default indexing, ravelled",
    ),
    Misconception(
        "upper_end_left_out",
        "The upper end is never reached: the last value is one step short of it, as in np.arange and np.linspace with "
        "endpoint=False.",
        "With three values between 1 and 100, which are they?",
        edits=(("(count - 1)", "count"),),
    ),
    Misconception(
        "middles",
        "These are the middles of `count` equal cells: the ends are left out. That is a fair grid too, but the "
        "exercise asks for one with both ends.",
        "With three values between 1 and 100, which are they?",
        edits=(("np.arange(count) / (count - 1)", "(np.arange(count) + 0.5) / count"),),
        convention=True,
        source="stratified designs",
    ),
    Misconception(
        "diagonal",
        "Each value of one dimension is paired with one value of the others: these are `count` points on a diagonal. "
        "A grid has all combinations.",
        "How many rows do three values in each of two dimensions make?",
        edits=(
            ('np.meshgrid(*[levels] * low.shape[0], indexing="ij")', "[levels] * low.shape[0]"),
        ),
    ),
    Misconception(
        "xy_indexing",
        "These are the right points in another order, that of meshgrid's default, which swaps the first two "
        "dimensions. The exercise asks for the order of nested loops, the last dimension fastest.",
        "Which column changes from your first row to the second?",
        edits=(('indexing="ij"', 'indexing="xy"'),),
        convention=True,
        source="np.meshgrid with its default indexing",
    ),
    Misconception(
        "ends_left_out",
        "The values lie strictly between the bounds: both ends are left out. The exercise asks for them.",
        "With three values between 1 and 100, which are they?",
        edits=(("np.arange(count) / (count - 1)", "(np.arange(count) + 1) / (count + 1)"),),
    ),
    Misconception(
        "reshaped_across",
        "The lists of the dimensions are stacked and then cut into rows: numbers of one dimension land in the columns "
        "of others. Make each list a column.",
        "Does every column of yours stay between its bounds?",
        edits=(
            ("np.stack([place.ravel() for place in places], axis=1)", "np.stack(places).reshape(-1, low.shape[0])"),
        ),
    ),
    Misconception(
        "points_as_columns",
        "One point is a column here. The exercise asks for one point a row: shape (count**d, d).",
        "What is the shape of what you return?",
        edits=(("return low * ratio**share", "return (low * ratio**share).T"),),
    ),
    Misconception(
        "steps_counted",
        "There is one value too many in each dimension: `count` steps have count + 1 ends. The exercise asks for "
        "`count` values.",
        "How many values are there between 0 and 1, ends included, in 3 steps?",
        edits=(("np.arange(count) / (count - 1)", "np.arange(count + 1) / count"),),
    ),
    Misconception(
        "first_bounds_for_all",
        "Every dimension gets the bounds of the first one. Column j runs from low[j] to high[j].",
        "If the second dimension had other bounds, would yours notice?",
        edits=(("ratio = high / low", "low, high = low[0], high[0]\n    ratio = high / low"),),
    ),
    Misconception(
        "values_reshaped_across",
        "The lists of the dimensions are stacked and then cut into rows: numbers of one dimension land in the "
        "columns of others. Make each list a column.",
        "Does every column of yours stay between its bounds?",
        edits=(("return low * ratio**share", "return (low * ratio**share).T.reshape(-1, low.shape[0])"),),
    ),
    Misconception(
        "steps_of_ten",
        "Each value is ten times the one before, from low on: high has no effect. The ratio of two neighbours "
        "follows from both bounds and count.",
        "Where in your lines does the argument high appear?",
        edits=(("np.arange(count) / (count - 1)", "np.arange(count)"), ("ratio = high / low", "ratio = 10.0"),),
    ),
    Misconception(
        "two_dimensions_only",
        "There are two dimensions, whatever the bounds say. There are as many as low has entries.",
        "How many columns come back for three lower bounds?",
        edits=(("levels = np", "low, high = low[[0, 1]], high[[0, 1]]\n    levels = np"),),
    ),
)  # fmt: skip
