"""The numerical gradient, and the relative error of two gradients."""

from autograder.exercise import Misconception


def fixed_step(h: str) -> Misconception:
    return Misconception(
        f"step_of_{h.replace('-', '_')}",
        f"The step is fixed at {h}: the h that is passed in has no effect.",
        "Where in your lines does the argument h appear?",
        edits=(("        step[i] = h", f"        h = {h}\n        step[i] = h"),),
    )


NUMERICAL = (
    Misconception(
        "forward",
        "This is the forward difference, (f(x + h) - f(x)) / h, SciPy's usual choice. Its error falls like h; the "
        "central difference, which is asked for, has h squared.",
        "At which two points does the docstring's formula call f?",
        edits=(("below = f(x - step)", "below = f(x)"), ("width = 2.0 * h", "width = h")),
        convention=True,
        source="scipy.optimize.approx_fprime",
    ),
    Misconception(
        "backward",
        "This is the backward difference, (f(x) - f(x - h)) / h. Asked for is the central one.",
        "At which two points does the docstring's formula call f?",
        edits=(("above = f(x + step)", "above = f(x)"), ("width = 2.0 * h", "width = h")),
        convention=True,
        source="finite differences",
    ),
    Misconception(
        "half_steps",
        "The step is h / 2 to either side. Here it is h to either side, and 2 h from one point to the other.",
        "How far from x does the docstring's formula go?",
        edits=(("step[i] = h", "step[i] = h / 2.0"), ("width = 2.0 * h", "width = h")),
        convention=True,
        source="finite differences",
    ),
    Misconception(
        "divided_by_h",
        "The difference is divided by h. The two points lie 2 h apart, so this is twice the slope.",
        "How far apart are the two points at which f is called?",
        edits=(("width = 2.0 * h", "width = h"),),
    ),
    Misconception(
        "not_divided",
        "The difference is not divided by the distance of the two points.",
        "Halve h. Should the gradient halve?",
        edits=(("width = 2.0 * h", "width = 1.0"),),
    ),
    Misconception(
        "times_instead_of_divided",
        "The difference is divided by 2 and multiplied by h: without brackets, `/ 2 * h` goes from left to right.",
        "What is 8 / 2 * 2 in Python?",
        edits=(("width = 2.0 * h", "width = 2.0 / h"),),
    ),
    Misconception(
        "sign",
        "The sign is turned round: f(x - h) - f(x + h).",
        "If f grows with an entry, which sign should the gradient have there?",
        edits=(("above - below", "below - above"),),
    ),
    Misconception(
        "sum_of_both",
        "The two values are added. A slope is their difference.",
        "What does yours give for a constant function?",
        edits=(("above - below", "above + below"),),
    ),
    Misconception(
        "forward_over_two_h",
        "One of the two points is x itself, but the difference is still divided by 2 h: about half the slope.",
        "How far apart are the two points at which f is called?",
        edits=(("below = f(x - step)", "below = f(x)"),),
    ),
    Misconception(
        "backward_over_two_h",
        "One of the two points is x itself, but the difference is still divided by 2 h: about half the slope.",
        "How far apart are the two points at which f is called?",
        edits=(("above = f(x + step)", "above = f(x)"),),
    ),
    Misconception(
        "all_entries_at_once",
        "All entries of x move together, so every entry of g is the same: the sum of all slopes. Move one entry at a "
        "time.",
        "Are the entries of what you return all equal?",
        edits=(("step[i] = h", "step[...] = h"),),
    ),
    Misconception(
        "not_put_back",
        "The entry stays at x - h when the next one has its turn. Put it back first, or work on a fresh copy.",
        "After the first entry is done, is x what it was?",
        edits=(("        g[i] = ", "        x = x - step\n        g[i] = "),),
    ),
    Misconception(
        "left_above",
        "The entry stays at x + h when the next one has its turn. Put it back first, or work on a fresh copy.",
        "After the first entry is done, is x what it was?",
        edits=(("        g[i] = ", "        x = x + step\n        g[i] = "),),
    ),
    Misconception(
        "relative_step",
        "The step is h times the size of the entry, where that is above 1. The docstring's step is h for every entry.",
        "Which step does your kernel take at an entry of 50?",
        edits=(
            ("step[i] = h", "step[i] = h * max(1.0, abs(x.reshape(-1)[i]))"),
            ("width = 2.0 * h", "width = 2.0 * step.max()"),
        ),
        convention=True,
        source="scipy.optimize",
    ),
    fixed_step("1e-5"),
    fixed_step("1e-4"),
    Misconception(
        "four_points",
        "This formula takes four points and is more accurate still. The docstring asks for two.",
        "How many times is f called for each entry?",
        edits=(
            ("above = f(x + step)", "above = (8.0 * f(x + step) - f(x + 2.0 * step)) / 6.0"),
            ("below = f(x - step)", "below = (8.0 * f(x - step) - f(x - 2.0 * step)) / 6.0"),
        ),
        convention=True,
        source="finite differences",
    ),
    Misconception(
        "same_array_twice",
        "Both calls of f see the same x, so the difference is 0. `a = x` makes a second name, not a second array.",
        "After `a = x`, what happens to x when you change a?",
        edits=(("above - below", "above - above"),),
    ),
    Misconception(
        "unit_step",
        "The entry moves by 1, whatever h is; only the division knows h.",
        "By how much does your x change before f is called?",
        edits=(("step[i] = h", "step[i] = 1.0"),),
    ),
    Misconception(
        "whole_rows",
        "Where x has two axes, whole rows move together. Move one entry at a time: loop over all of them.",
        "How often does your loop run for x of shape (2, 3)?",
        edits=(
            ("for i in range(x.size)", "for i in range(x.shape[0])"),
            ("step[i] = h", "step.reshape(x.shape)[i] = h"),
            ("        g[i] = ", "        g.reshape(x.shape)[i] = "),
        ),
    ),
    Misconception(
        "one_slope_a_row",
        "Where x has two axes, whole rows move together, and one number a row comes back. Move one entry at a time.",
        "How often does your loop run for x of shape (2, 3)?",
        edits=(
            ("for i in range(x.size)", "for i in range(x.shape[0])"),
            ("step[i] = h", "step.reshape(x.shape)[i] = h"),
            ("    g = np.zeros(x.size)", "    g = np.zeros(x.shape[0])"),
            ("return g.reshape(x.shape)", "return g"),
        ),
    ),
    Misconception(
        "flat",
        "The numbers are right, in one long row. A gradient has the shape of x.",
        "Compare the shape of what you return with that of x.",
        edits=(("return g.reshape(x.shape)", "return g"),),
    ),
    Misconception(
        "first_entry_only",
        "Only the first entry of g is worked out, the others are 0. Does a return stand inside the loop?",
        "How many times does your loop run?",
        edits=(("for i in range(x.size)", "for i in range(1)"),),
    ),
    Misconception(
        "second_derivative",
        "This is the second derivative: f(x + h) - 2 f(x) + f(x - h) over h squared.",
        "What does yours give for a linear function?",
        edits=(
            ("above - below", "above - 2.0 * f(x) + below"),
            ("width = 2.0 * h", "width = h**2"),
        ),
    ),
    Misconception(
        "x_flattened_for_f",
        "f is called with x as one long row. It is a function of an array like x, and may look at its shape.",
        "Which shape has the array that you hand to f?",
        edits=(
            ("    g = np.zeros(x.size)", "    shape, x = x.shape, x.reshape(-1)\n    g = np.zeros(x.size)"),
            ("return g.reshape(x.shape)", "return g.reshape(shape)"),
        ),
    ),
    Misconception(
        "one_number",
        "All entries of x move together, and one number comes back: the sum of all slopes. Move one entry at a time.",
        "Compare the shape of what you return with that of x.",
        edits=(
            ("step[i] = h", "step[...] = h"),
            ("return g.reshape(x.shape)", "return g[0]"),
        ),
    ),
    Misconception(
        "without_sign",
        "The difference loses its sign. A slope may be negative.",
        "What should yours give where f falls?",
        edits=(("above - below", "np.abs(above - below)"),),
    ),
    Misconception(
        "entry_times_h",
        "The entry is multiplied by 1 + h and by 1 - h. The docstring adds h and subtracts h.",
        "By how much does an entry of 50 change in yours?",
        edits=(("step[i] = h", "step[i] = h * x.reshape(-1)[i]"),),
    ),
)


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
        "float_at_zeros",
        "Where both gradients are 0 this is a Python float. An `if` on an array also makes a GPU wait: choose the "
        "denominator with where.",
        "Which of your lines returns 0.0, and how does it know when?",
        edits=(("return ratio", "return 0.0 if size == 0 else ratio"),),
    ),
    Misconception(
        "one_at_zeros",
        "Where both gradients are 0 this says 1. Two gradients that agree have an error of 0.",
        "What does yours give for two gradients of zeros?",
        edits=(("return ratio", "return np.where(size == 0, 1.0, ratio)"),),
    ),
    Misconception(
        "python_float",
        "The value is right, but it is a Python float. Leave it an array, of no axes: `float(...)` and "
        "`math.sqrt(...)` make a GPU wait.",
        "Which function of your lines gives a Python number? Take its brother in xp.",
        edits=(("return ratio", "return float(ratio)"),),
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
)
