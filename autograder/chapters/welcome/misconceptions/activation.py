"""ReLU and its backward."""

from autograder.exercise import Misconception


def leaky(slope: str, old: str, new: str) -> Misconception:
    return Misconception(
        f"leaky_{slope.replace('.', '_')}",
        f"Where x is negative, {slope} of it passes: that is the leaky ReLU. Here nothing does.",
        "What is the ReLU of -3, and its slope there?",
        edits=((old, new),),
        convention=True,
        source="leaky ReLU",
    )


RELU = (
    Misconception(
        "absolute_value",
        "Negative entries lose their sign. They should become 0.",
        "What does yours make of -3?",
        edits=(("np.maximum(x, 0.0)", "np.abs(x)"),),
    ),
    *(leaky(slope, "np.maximum(x, 0.0)", f"np.where(x > 0, x, {slope} * x)") for slope in ("0.01", "0.1", "0.2")),
    Misconception(
        "negative_part",
        "The negative entries pass and the positive ones become 0: the wrong side.",
        "What does yours make of 3?",
        edits=(("np.maximum", "np.minimum"),),
    ),
    Misconception(
        "step",
        "This is 1 above 0 and 0 elsewhere: the derivative, not the function.",
        "What does yours make of 3?",
        edits=(("np.maximum(x, 0.0)", "np.where(x > 0, 1.0, 0.0)"),),
    ),
    Misconception(
        "softplus",
        "This is the softplus, a ReLU with its corner rounded off.",
        "What does yours make of 0?",
        edits=(("np.maximum(x, 0.0)", "np.logaddexp(0.0, x)"),),
        convention=True,
        source="softplus",
    ),
    Misconception(
        "largest_entry",
        "This is one number, the largest entry, or 0. `max` looks for the largest entry of an array; the function that "
        "compares entry by entry has a longer name.",
        "Compare the shape of what you return with that of x.",
        edits=(("np.maximum(x, 0.0)", "np.maximum(np.max(x), 0.0)"),),
    ),
    Misconception(
        "largest_of_each_column",
        "This is the largest entry of each column: in `max(x, 0)` the 0 is an axis. The function that compares entry "
        "by entry has a longer name.",
        "Compare the shape of what you return with that of x.",
        edits=(("np.maximum(x, 0.0)", "np.max(x, axis=0)"),),
    ),
    Misconception(
        "clipped_at_one",
        "Entries above 1 are cut off too. Upwards a ReLU has no bound.",
        "What does yours make of 3?",
        edits=(("np.maximum(x, 0.0)", "np.clip(x, 0.0, 1.0)"),),
    ),
    Misconception(
        "clipped_at_six",
        "Entries above 6 are cut off: that is ReLU6, of nets for phones. Here there is no upper bound.",
        "What does yours make of 30?",
        edits=(("np.maximum(x, 0.0)", "np.clip(x, 0.0, 6.0)"),),
        convention=True,
        source="torch.nn.ReLU6",
    ),
    Misconception(
        "above_one",
        "Only entries above 1 pass. The corner is at 0.",
        "What does yours make of 0.5?",
        edits=(("np.maximum(x, 0.0)", "np.where(x > 1, x, 0.0)"),),
    ),
    Misconception(
        "at_least_one",
        "Entries below 1 become 1. The bound is 0.",
        "What does yours make of -3?",
        edits=(("np.maximum(x, 0.0)", "np.maximum(x, 1.0)"),),
    ),
    Misconception(
        "negatives_dropped",
        "The negative entries are gone, and with them the shape. They should stay where they are, as 0.",
        "Compare the shape of what you return with that of x.",
        edits=(("np.maximum(x, 0.0)", "x[x > 0]"),),
    ),
    Misconception(
        "softplus_with_overflow",
        "This is the softplus, a ReLU with its corner rounded off (and it overflows for large x).",
        "What does yours make of 0?",
        edits=(("np.maximum(x, 0.0)", "np.log(1.0 + np.exp(x))"),),
        convention=True,
        source="softplus",
    ),
    Misconception(
        "sigmoid",
        "This is the sigmoid, which ends at 1. A ReLU has no bound upwards.",
        "What does yours make of 3?",
        edits=(("np.maximum(x, 0.0)", "1.0 / (1.0 + np.exp(-x))"),),
    ),
    Misconception(
        "elu",
        "Where x is negative, exp(x) - 1 comes out: that is the ELU. Here it is 0.",
        "What is the ReLU of -3?",
        edits=(("np.maximum(x, 0.0)", "np.where(x > 0, x, np.exp(x) - 1.0)"),),
        convention=True,
        source="ELU",
    ),
    Misconception(
        "truth_values",
        "These are truth values, where x is above 0. Asked for are numbers: x itself there, and 0 elsewhere.",
        "Compare the dtype of what you return with that of x.",
        edits=(("np.maximum(x, 0.0)", "x > 0"),),
    ),
    Misconception(
        "a_thousandth_and_more",
        "Only entries above 0.001 pass. The corner is at 0, however small an entry is.",
        "What does yours make of 0.0001?",
        edits=(("np.maximum(x, 0.0)", "np.where(x > 1e-3, x, 0.0)"),),
    ),
    Misconception(
        "largest_entry_as_it_is",
        "This is one number, the largest entry. `max` looks for the largest entry of an array; the function that "
        "compares entry by entry has a longer name.",
        "Compare the shape of what you return with that of x.",
        edits=(("np.maximum(x, 0.0)", "np.max(x)"),),
    ),
    Misconception(
        "largest_entry_decides",
        "All entries pass if the largest one is above 0, and none if it is not. Each entry is decided by itself.",
        "What does yours make of -1 beside a 3?",
        edits=(("np.maximum(x, 0.0)", "np.where(np.max(x) > 0, x, 0.0)"),),
    ),
    Misconception(
        "negative_part_turned",
        "The negative entries come out with their sign turned, and the positive ones become 0: this is the ReLU of -x.",
        "What does yours make of 3, and what of -3?",
        edits=(("np.maximum(x, 0.0)", "np.maximum(-x, 0.0)"),),
    ),
)

RELU_BACKWARD = (
    Misconception(
        "one_at_zero",
        "At x = 0 the gradient passes. The course's convention, and every framework's, is a slope of 0 there.",
        "Is it x > 0 or x >= 0?",
        edits=(("x > 0", "x >= 0"),),
    ),
    Misconception(
        "half_at_zero",
        "At x = 0 half of the gradient passes. The course's convention, and every framework's, is a slope of 0 there.",
        "Which slope does your kernel give to the corner?",
        edits=(("np.where(open_gate, dy, 0.0)", "np.where(x == 0, 0.5 * dy, np.where(open_gate, dy, 0.0))"),),
    ),
    Misconception(
        "slope_alone",
        "This is the slope of the ReLU, 0 or 1. The chain rule multiplies it by the gradient that comes from above.",
        "Where in your lines does dy appear?",
        edits=(("np.where(open_gate, dy, 0.0)", "np.where(open_gate, 1.0, 0.0)"),),
    ),
    Misconception(
        "mask_from_the_gradient",
        "This is the ReLU of dy. Whether the gradient passes is decided by x, from the way forward.",
        "What does your kernel do with a negative dy where x was positive?",
        edits=(("x > 0", "dy > 0"),),
    ),
    Misconception(
        "both_positive",
        "The gradient passes only where dy is positive as well: that is guided backpropagation, a way to draw "
        "pictures. The gradient itself passes with either sign.",
        "What does your kernel do with a negative dy where x was positive?",
        edits=(("x > 0", "(x > 0) & (dy > 0)"),),
        convention=True,
        source="Springenberg et al. 2015",
    ),
    Misconception(
        "times_the_output",
        "The gradient is multiplied by what the ReLU returned. The slope where x is positive is 1, not x.",
        "Multiply x by 10. Should dx change?",
        edits=(("np.where(open_gate, dy, 0.0)", "np.where(open_gate, dy * x, 0.0)"),),
    ),
    Misconception(
        "arguments_swapped",
        "The arguments have changed places: x comes back where dy is positive.",
        "Which of the two is the gradient, and which decides?",
        edits=(("x > 0", "dy > 0"), ("np.where(open_gate, dy, 0.0)", "np.where(open_gate, x, 0.0)")),
    ),
    Misconception(
        "relu_of_x",
        "This is the way forward again: relu(x).",
        "Where in your lines does dy appear?",
        edits=(("np.where(open_gate, dy, 0.0)", "np.where(open_gate, x, 0.0)"),),
    ),
    Misconception(
        "wrong_side",
        "The gradient passes where x was negative.",
        "Where did the ReLU let its input pass?",
        edits=(("x > 0", "x < 0"),),
    ),
    Misconception(
        "closed_nowhere",
        "The gradient passes everywhere: x has no effect.",
        "Where in your lines does x appear?",
        edits=(("np.where(open_gate, dy, 0.0)", "dy + 0.0"),),
    ),
    Misconception(
        "slope_minus_one",
        "Where x was negative the gradient is turned round: that is the slope of the absolute value.",
        "What is the slope of the ReLU at -3?",
        edits=(("np.where(open_gate, dy, 0.0)", "dy * np.sign(x)"),),
    ),
    *(leaky(slope, "dy, 0.0)", f"dy, {slope} * dy)") for slope in ("0.01", "0.1", "0.2")),
    Misconception(
        "input_where_closed",
        "Where the gate is closed, x itself comes back. Nothing should pass there.",
        "What is the slope of the ReLU at -3?",
        edits=(("np.where(open_gate, dy, 0.0)", "np.where(open_gate, dy, x)"),),
    ),
    Misconception(
        "times_x",
        "The gradient is multiplied by x. The slope is 1 where x is positive, and 0 elsewhere.",
        "Multiply x by 10. Should dx change?",
        edits=(("np.where(open_gate, dy, 0.0)", "dy * x"),),
    ),
    Misconception(
        "inverted",
        "The gradient passes where x was not positive: the two branches have changed places.",
        "Where did the ReLU let its input pass?",
        edits=(("x > 0", "x <= 0"),),
    ),
)
