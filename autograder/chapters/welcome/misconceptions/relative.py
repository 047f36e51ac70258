"""The relative error of two gradients."""

from autograder.exercise import Misconception


def something_added(eps: str) -> Misconception:
    return Misconception(
        f"plus_{eps.replace('-', '_')}",
        f"{eps} is added to the denominator, so two tiny gradients look better than they are. The docstring adds "
        "nothing: it says what to do where both are 0.",
        "Multiply both gradients by 1e-6. Should the relative error change?",
        edits=(
            ("size = size_a + size_b", f"size = size_a + size_b + {eps}"),
            ("np.where(size == 0, 1.0, size)", "size"),
        ),
        convention=True,
    )


CHECK = (
    Misconception(
        "absolute",
        "This is the length of the difference, not divided: it depends on how large the gradients are.",
        "Multiply both gradients by 1000. Should a relative error change?",
        edits=(("difference / np.where(size == 0, 1.0, size)", "difference"),),
    ),
    Misconception(
        "over_the_second",
        "The difference is divided by the length of b alone. The docstring adds both lengths.",
        "Exchange a and b. Should the result change?",
        edits=(("size_a + size_b", "size_b"),),
    ),
    Misconception(
        "over_the_first",
        "The difference is divided by the length of a alone. The docstring adds both lengths.",
        "Exchange a and b. Should the result change?",
        edits=(("size_a + size_b", "size_a"),),
    ),
    Misconception(
        "over_the_larger",
        "The difference is divided by the larger of the two lengths, which some texts do. The docstring adds them.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("size_a + size_b", "np.maximum(size_a, size_b)"),),
        convention=True,
        source="CS231n",
    ),
    Misconception(
        "over_the_mean",
        "The difference is divided by the mean of the two lengths: twice what the docstring asks for.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("size_a + size_b", "(size_a + size_b) / 2.0"),),
        convention=True,
        source="finite differences",
    ),
    Misconception(
        "over_the_product",
        "The lengths are multiplied. The docstring adds them.",
        "Multiply both gradients by 1000. Should a relative error change?",
        edits=(("size_a + size_b", "size_a * size_b"),),
    ),
    Misconception(
        "length_of_the_sum",
        "The denominator is the length of a + b. The docstring adds the two lengths: |a| + |b|.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("size = size_a + size_b", "size = np.sqrt(np.sum((a + b) ** 2))"),),
    ),
    Misconception(
        "difference_of_lengths",
        "The numerator compares the two lengths. Gradients of the same length can point anywhere: take the length of "
        "the difference.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("np.sqrt(np.sum((a - b) ** 2))", "np.abs(np.sqrt(np.sum(a ** 2)) - np.sqrt(np.sum(b ** 2)))"),),
    ),
    Misconception(
        "signed_difference_of_lengths",
        "The numerator is one length less the other, with its sign. Gradients of the same length can point anywhere: "
        "take the length of the difference.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("np.sqrt(np.sum((a - b) ** 2))", "np.sqrt(np.sum(a ** 2)) - np.sqrt(np.sum(b ** 2))"),),
    ),
    Misconception(
        "root_of_the_quotient",
        "The squared lengths are added under one root. The docstring adds the lengths themselves.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("size_a + size_b", "np.sqrt(size_a**2 + size_b**2)"),),
    ),
    Misconception(
        "squares",
        "The roots are missing: these are squared lengths.",
        "What does yours give for b = -a? It should be 1.",
        edits=(
            ("difference = np.sqrt(", "difference = ("),
            ("size_a = np.sqrt(", "size_a = ("),
            ("size_b = np.sqrt(", "size_b = ("),
        ),
    ),
    Misconception(
        "difference_squared",
        "The root of the numerator is missing.",
        "Multiply both gradients by 1000. Should a relative error change?",
        edits=(("difference = np.sqrt(", "difference = ("),),
    ),
    Misconception(
        "sums_of_sizes",
        "Lengths are sums of absolute values here (L1). The docstring has the Euclidean norm.",
        "What is your length of (3, 4)?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.sum(np.abs(a - b))"),
            ("size_a = np.sqrt(np.sum(a**2))", "size_a = np.sum(np.abs(a))"),
            ("size_b = np.sqrt(np.sum(b**2))", "size_b = np.sum(np.abs(b))"),
        ),
    ),
    Misconception(
        "largest_entries",
        "Lengths are largest absolute values here. The docstring has the Euclidean norm.",
        "What is your length of (3, 4)?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.max(np.abs(a - b))"),
            ("size_a = np.sqrt(np.sum(a**2))", "size_a = np.max(np.abs(a))"),
            ("size_b = np.sqrt(np.sum(b**2))", "size_b = np.max(np.abs(b))"),
        ),
    ),
    Misconception(
        "worst_entry",
        "This is the largest relative error of a single entry, as in CS231n. An entry near 0 then looks terrible for "
        "no reason; the docstring compares whole gradients.",
        "Does what yours says of one entry depend on the others?",
        edits=(
            ("size = size_a + size_b", "size = np.maximum(np.abs(a) + np.abs(b), 1e-8)"),
            ("return ratio", "return np.max(np.abs(a - b) / size)"),
        ),
        convention=True,
        source="CS231n",
    ),
    Misconception(
        "mean_of_entries",
        "This is the mean of the relative errors of the single entries. The docstring compares whole gradients.",
        "Does what yours says of one entry depend on the others?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.abs(a - b)"),
            ("size = size_a + size_b", "size = np.abs(a) + np.abs(b)"),
            ("return ratio", "return np.mean(ratio)"),
        ),
    ),
    Misconception(
        "entry_by_entry",
        "This is an array of relative errors, one an entry. Asked for is one number.",
        "How many axes has what you return?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.abs(a - b)"),
            ("size = size_a + size_b", "size = np.abs(a) + np.abs(b)"),
        ),
    ),
    Misconception(
        "nothing_over_nothing",
        "Where both gradients are 0 this divides 0 by 0. Two gradients that agree have an error of 0.",
        "What does yours give for two gradients of zeros?",
        edits=(("np.where(size == 0, 1.0, size)", "size"),),
    ),
    Misconception(
        "one_at_zeros",
        "Where both gradients are 0 this says 1. Two gradients that agree have an error of 0.",
        "What does yours give for two gradients of zeros?",
        edits=(("return ratio", "return np.where(size == 0, 1.0, ratio)"),),
    ),
    something_added("1e-8"),
    something_added("1e-10"),
    something_added("1e-12"),
    Misconception(
        "zero_where_the_first_is",
        "Wherever a is 0 this says 0. Against a b that is not 0 nothing agrees: the error is 1.",
        "What does yours give for a = 0 and b = 1?",
        edits=(("return ratio", "return np.where(size_a == 0, 0.0, ratio)"),),
    ),
    Misconception(
        "zero_where_the_second_is",
        "Wherever b is 0 this says 0. Against an a that is not 0 nothing agrees: the error is 1.",
        "What does yours give for a = 1 and b = 0?",
        edits=(("return ratio", "return np.where(size_b == 0, 0.0, ratio)"),),
    ),
    Misconception(
        "zero_where_either_is",
        "Where one of the two is 0 this says 0. Only two gradients that are both 0 agree; against another one the "
        "error is 1.",
        "What does yours give for a = 0 and b = 1?",
        edits=(("return ratio", "return np.where((size_a == 0) | (size_b == 0), 0.0, ratio)"),),
    ),
    Misconception(
        "tiny_taken_for_zero",
        "Tiny gradients are taken for 0. The docstring's exception is for two that are exactly 0; all others are "
        "compared.",
        "What does yours give for a = 1e-17 and b = -1e-17?",
        edits=(("return ratio", "return np.where(size < 1e-12, 0.0, ratio)"),),
    ),
    Misconception(
        "at_least_1e_8",
        "The denominator is at least 1e-8, so two tiny gradients look better than they are. The docstring's exception"
        " is for two that are exactly 0.",
        "Multiply both gradients by 1e-12. Should the relative error change?",
        edits=(("np.where(size == 0, 1.0, size)", "np.maximum(size, 1e-8)"),),
    ),
    Misconception(
        "at_least_1e_12",
        "The denominator is at least 1e-12, so two tiny gradients look better than they are. The docstring's "
        "exception is for two that are exactly 0.",
        "Multiply both gradients by 1e-12. Should the relative error change?",
        edits=(("np.where(size == 0, 1.0, size)", "np.maximum(size, 1e-12)"),),
    ),
    Misconception(
        "b_added_at_the_end",
        "The length of b is added after the division: without brackets, / comes before +.",
        "What is 8 / 2 + 2 in Python?",
        edits=(
            ("size = size_a + size_b", "size = size_a"),
            ("np.where(size == 0, 1.0, size)", "size"),
            ("return ratio", "return ratio + size_b"),
        ),
    ),
    Misconception(
        "largest_of_entries",
        "This is the largest relative error of a single entry. The docstring compares whole gradients.",
        "Does what yours says of one entry depend on the others?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.abs(a - b)"),
            ("size = size_a + size_b", "size = np.abs(a) + np.abs(b)"),
            ("return ratio", "return np.max(ratio)"),
        ),
    ),
    Misconception(
        "largest_of_entries_unguarded",
        "This is the largest relative error of a single entry, which is 0 / 0 where an entry is 0 in both. The "
        "docstring compares whole gradients.",
        "Does what yours says of one entry depend on the others?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.abs(a - b)"),
            ("size = size_a + size_b", "size = np.abs(a) + np.abs(b)"),
            ("np.where(size == 0, 1.0, size)", "size"),
            ("return ratio", "return np.max(ratio)"),
        ),
    ),
    Misconception(
        "mean_of_entries_unguarded",
        "This is the mean of the relative errors of the single entries, and one of them is 0 / 0 where an entry is 0 "
        "in both. The docstring compares whole gradients.",
        "Does what yours says of one entry depend on the others?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.abs(a - b)"),
            ("size = size_a + size_b", "size = np.abs(a) + np.abs(b)"),
            ("np.where(size == 0, 1.0, size)", "size"),
            ("return ratio", "return np.mean(ratio)"),
        ),
    ),
    Misconception(
        "root_mean_square_above",
        "The numerator is a root mean square, the denominator has roots of sums.",
        "What does yours give for b = -a? It should be 1.",
        edits=(("np.sqrt(np.sum((a - b) ** 2))", "np.sqrt(np.mean((a - b) ** 2))"),),
    ),
    Misconception(
        "spectral_norm",
        "For matrices the lengths are largest singular values, as with np.linalg.norm(a, 2). Asked for is the "
        "Euclidean norm of all entries, whatever the number of axes.",
        "What is your length of the matrix of ones, 2 x 2, and what is that of the identity?",
        edits=(
            ("np.sqrt(np.sum((a - b) ** 2))", "np.linalg.norm(a - b, 2)"),
            ("np.sqrt(np.sum(a**2))", "np.linalg.norm(a, 2)"),
            ("np.sqrt(np.sum(b**2))", "np.linalg.norm(b, 2)"),
        ),
    ),
)
