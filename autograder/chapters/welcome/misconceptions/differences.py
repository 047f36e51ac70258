"""The numerical gradient."""

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
    Misconception(
        "step_of_h_and_a_share",
        "The step is h plus h times the size of the entry. The docstring's step is h for every entry.",
        "Which step does your kernel take at an entry of 50?",
        edits=(
            ("step[i] = h", "step[i] = h * (1.0 + abs(x.reshape(-1)[i]))"),
            ("width = 2.0 * h", "width = 2.0 * step.max()"),
        ),
    ),
    Misconception(
        "steps_kept",
        "Each point keeps the steps of the entries before: at the last entry f is called at x + h and x - h in all "
        "entries. Only one entry may differ from x at a time.",
        "After the first entry is done, are both points what x was?",
        edits=(("step[i] = h", "step[: i + 1] = h"),),
    ),
)
