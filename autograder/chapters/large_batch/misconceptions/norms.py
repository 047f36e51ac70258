"""What goes wrong with a quotient of two norms, whichever method takes it."""

from autograder.exercise import Misconception

LOOK_AT_ZERO = "What comes out for a layer whose weights are all 0, and may it stay there?"


def roots(second: str) -> tuple[tuple[str, str], ...]:
    """The edit that leaves out both roots; `second` is the name of the second norm."""
    return (("w_norm = np.sqrt(", "w_norm = 1.0 * ("), (f"{second} = np.sqrt(", f"{second} = 1.0 * ("))


def sizes(second: str, array: str, of: str) -> tuple[tuple[str, str], ...]:
    """The edit that puts another size, `of` with {} for the array, in place of both norms."""
    return (
        ("np.sqrt(np.sum(w**2))", of.format("w")),
        (f"np.sqrt(np.sum({array}**2))", of.format(array)),
    )


def norms(second: str, array: str) -> tuple[Misconception, ...]:
    """Mistakes in the norms of w and of `array`, the latter under the name `second`."""
    known = f"known = (w_norm > 0) & ({second} > 0)"
    return (
        Misconception(
            "roots_missing",
            "The squares of the norms are divided: both roots are missing.",
            "Multiply w by 10 and leave the rest. By how much should the quotient of the norms grow?",
            edits=roots(second),
        ),
        Misconception(
            "sum_of_sizes",
            "The norms are sums of absolute values (L1). The exercise asks for Euclidean ones.",
            "What is your norm of (3, 4)?",
            edits=sizes(second, array, "np.sum(np.abs({}))"),
        ),
        Misconception(
            "largest_entry",
            "The norms are the largest entries in size. The exercise asks for Euclidean ones.",
            "What is your norm of (3, 4)?",
            edits=sizes(second, array, "np.max(np.abs({}))"),
        ),
        Misconception(
            "spectral_norm",
            "np.linalg.norm(w, 2) of a matrix is its largest singular value. The exercise asks for the root of the sum "
            "of all squares.",
            "What is your norm of the 2 by 2 identity matrix?",
            edits=sizes(second, array, "np.linalg.norm({}, 2)"),
        ),
        Misconception(
            "one_where_no_norm_is_zero_only",
            "A norm of 0 is not caught: weights of 0 never move, and 0 over 0 is no number. Where a norm is 0 the "
            "factor is 1.",
            LOOK_AT_ZERO,
            edits=((known, "known = w_norm >= 0"),),
        ),
        Misconception(
            "zero_weights_not_caught",
            "Weights that are all 0 have the factor 0, so they never move. Where a norm is 0 the factor is 1.",
            LOOK_AT_ZERO,
            edits=((known, f"known = {second} > 0"),),
        ),
        Misconception(
            "zero_where_a_norm_is_zero",
            "Where a norm is 0 the factor is 0: weights that are all 0 never move. It should be 1 there.",
            LOOK_AT_ZERO,
            edits=((", 1.0), 1.0)", ", 1.0), 0.0)"),),
        ),
        Misconception(
            "one_where_any_entry_is_zero",
            "A single entry of 0 makes the factor 1. It is 1 where a norm is 0, and that takes all entries.",
            "What is the norm of (0, 3, 4)?",
            edits=((known, f"known = np.all(w != 0) & np.all({array} != 0)"),),
        ),
    )


def by_part(second: str, array: str) -> tuple[Misconception, ...]:
    """Mistakes that give a layer more than one factor."""
    return (
        Misconception(
            "entry_by_entry",
            "Each weight has a factor of its own, made of absolute values. The whole layer shares one, made of norms.",
            "How many different factors does your kernel use?",
            edits=sizes(second, array, "np.abs({})"),
        ),
        Misconception(
            "unit_by_unit",
            "Each output unit has a factor of its own: the norms are taken along the first axis. The whole layer "
            "shares one.",
            "How many different factors does your kernel use?",
            edits=sizes(second, array, "np.sqrt(np.sum({}**2, axis=0, keepdims=True))"),
        ),
        Misconception(
            "row_by_row",
            "Each row of weights has a factor of its own: the norms are taken along the last axis. The whole layer "
            "shares one.",
            "How many different factors does your kernel use?",
            edits=sizes(second, array, "np.sqrt(np.sum({}**2, axis=-1, keepdims=True))"),
        ),
    )
