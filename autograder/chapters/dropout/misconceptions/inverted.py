"""What people get wrong in inverted dropout, forward and backward."""

from autograder.exercise import Misconception

from .masks import SCALE, THRESHOLD, draws_left, from_inputs, wrong_kind, wrong_mask


def wrong_scale() -> tuple[Misconception, ...]:
    """Mistakes in the factor that makes up for what is dropped, of a kernel with the line of the scale."""
    return (
        Misconception(
            "scaled_by_rate",
            "What stays is divided by the rate. The rate is the probability to drop; what stays is a share of "
            "1 - rate, and that makes up for it. (One of the lectures has it so: p drops, and 1/p scales.)",
            "At a rate of 0.1, by how much should the units that stay grow?",
            edits=((SCALE, "np.divide(1.0, rate)"),),
            source="D2",
        ),
        Misconception(
            "scale_is_one_over_rate",
            "The scale is 1 over the rate, which does not even exist at a rate of 0. The rate is the probability to "
            "drop; what stays is a share of 1 - rate. (One of the lectures has it so: p drops, and 1/p scales.)",
            "At a rate of 0.1, by how much should the units that stay grow? And at 0?",
            edits=((SCALE, "1.0 / rate"),),
            source="D2",
        ),
        Misconception(
            "scaled_by_rate_except_at_0",
            "What stays is divided by the rate, unless that is 0. The rate is the probability to drop; what stays is a "
            "share of 1 - rate, and that makes up for it. It needs no exception at 0.",
            "At a rate of 0.1, by how much should the units that stay grow? And at 0?",
            edits=((SCALE, "1.0 / rate if rate else 1.0"),),
            source="D2",
        ),
        Misconception(
            "one_plus_rate",
            "What stays is multiplied by 1 + rate. That is near 1/(1 - rate) for small rates only.",
            "At a rate of 0.5, by how much should the units that stay grow?",
            edits=((SCALE, "(1.0 + rate)"),),
        ),
        Misconception(
            "times_rate",
            "What stays is multiplied by the rate. It has to grow, to make up for what is dropped.",
            "What is the mean of one output over many masks, and what should it be?",
            edits=((SCALE, "rate"),),
        ),
        Misconception(
            "scaled_down",
            "What stays is multiplied by 1 - rate and shrinks further. It has to grow: divide.",
            "What is the mean of one output over many masks, and what should it be?",
            edits=((SCALE, "(1.0 - rate)"),),
        ),
        Misconception(
            "scaled_by_root",
            "The scale is the root of 1/(1 - rate). That keeps the mean square; dropout keeps the mean.",
            "What is the mean of one output over many masks, and what should it be?",
            edits=((SCALE, "1.0 / np.sqrt(1.0 - rate)"),),
        ),
        Misconception(
            "scaled_by_kept_share",
            "The scale comes from the share of this mask that happens to stay. It is the expected share, 1 - rate, "
            "whatever this mask does.",
            "What does your scale become where a mask drops everything?",
            edits=((SCALE, "1.0 / np.mean(mask)"),),
        ),
        Misconception(
            "scaled_twice",
            "What stays is divided by 1 - rate twice.",
            "Where else do your lines scale? Perhaps in the mask?",
            edits=((SCALE, "1.0 / (1.0 - rate) ** 2"),),
        ),
    )


def not_grouped(quantity: str, product: str) -> Misconception:
    """A quotient without its brackets, of a kernel with a line for the scale."""
    return Misconception(
        "divided_without_brackets",
        "The rate is subtracted from every entry: a / 1 - rate is a - rate, because a quotient goes before a "
        "difference. The divisor is all of 1 - rate.",
        "In which order does Python work out a / 1 - b?",
        edits=(
            (
                f"scale = {SCALE}\n    {quantity} = {product} * mask * scale",
                f"{quantity} = {product} * mask / 1.0 - rate",
            ),
        ),
    )


FORWARD = (
    *wrong_mask(),
    *wrong_scale(),
    *wrong_kind("x"),
    from_inputs(),
    draws_left("x", "What are the entries of the mask, according to the docstring?"),
    not_grouped("y", "x"),
    Misconception(
        "mask_from_outputs",
        "The mask is 1 where y is not 0. A unit that stays can have x = 0, as after a ReLU: its y is 0, and its mask "
        "should be 1. What stays is decided by u alone.",
        "With x = 0 and u above the rate, what does your mask hold?",
        edits=(("return y, mask", "return y, (y != 0.0).astype(x.dtype)"),),
    ),
    Misconception(
        "mask_from_positive_outputs",
        "The mask is 1 where y is above 0. A unit that stays can have a negative x, or x = 0, and its mask should be "
        "1. What stays is decided by u alone.",
        "With x = -2 and u above the rate, what does your mask hold?",
        edits=(("return y, mask", "return y, (y > 0.0).astype(x.dtype)"),),
    ),
    Misconception(
        "mask_by_division",
        "The mask is worked out from y / x. Where x is 0, as after a ReLU, that is 0/0, and no number. What stays is "
        "decided by u alone.",
        "With x = 0, what does your mask hold?",
        edits=(("return y, mask", "return y, np.divide(y, x) * (1.0 - rate)"),),
    ),
    Misconception(
        "mask_from_unchanged",
        "The mask is 1 where masking left x as it was. Where x is 0, as after a ReLU, a unit that is dropped looks the "
        "same as one that stays. What stays is decided by u alone.",
        "With x = 0 and u below the rate, what does your mask hold?",
        edits=(("return y, mask", "return y, (x * mask == x).astype(x.dtype)"),),
    ),
    Misconception(
        "masked_inputs_returned",
        "y is right, and what is returned with it is x with its zeros. The mask holds a 1 where a unit stays, not its "
        "x.",
        "What are the entries of the mask, according to the docstring?",
        edits=(("return y, mask", "return y, x * mask"),),
    ),
    Misconception(
        "inverted_mask_returned",
        "y is right, and the mask that is returned is 1 where a unit was dropped. It should be 1 where it stayed: the "
        "backward pass multiplies by it.",
        "Where must the gradient pass, and where not?",
        edits=(("return y, mask", "return y, 1.0 - mask"),),
    ),
    Misconception(
        "keep_probability",
        "The rate is taken for the probability to keep, in the mask and in the scale. That is the p of the paper; "
        "here the rate is the probability to drop, as in PyTorch and Keras.",
        "At a rate of 0.1, which share of your mask is 1?",
        edits=(
            (THRESHOLD, "u < rate"),
            (
                "scale = 1.0 / (1.0 - rate)\n    y = x * mask * scale",
                "scale = np.divide(1.0, rate)\n    y = mask * x * scale",
            ),
        ),
        convention=True,
        source="Srivastava et al. 2014",
    ),
    Misconception(
        "keep_probability_except_at_0",
        "The rate is taken for the probability to keep, in the mask and in the scale, with an exception at 0. That is "
        "the p of the paper; here the rate is the probability to drop, as in PyTorch and Keras.",
        "At a rate of 0.1, which share of your mask is 1? And at 0?",
        edits=(
            (THRESHOLD, "u < rate"),
            (
                "scale = 1.0 / (1.0 - rate)\n    y = x * mask * scale",
                "scale = 1.0 / rate if rate else 1.0\n    y = mask * x * scale",
            ),
        ),
        convention=True,
        source="Srivastava et al. 2014",
    ),
    Misconception(
        "not_scaled",
        "What stays is not scaled. That is classic dropout, which makes up for it in evaluation; the inverted form "
        "does so at once.",
        "What is the mean of one output over many masks, and what should it be?",
        edits=((" * mask * scale", " * mask"),),
        convention=True,
        source="Srivastava et al. 2014",
    ),
    Misconception(
        "scaled_mask",
        "y is right, and the mask carries the factor 1/(1 - rate). That is how some write it; here the mask that is "
        "returned holds zeros and ones, and the backward pass scales on its own.",
        "What are the entries of the mask, according to the docstring?",
        edits=(("return y, mask", "return y, mask * scale"),),
        convention=True,
        source="cs231n",
    ),
    Misconception(
        "not_masked",
        "Nothing is dropped from y: the mask is made, and not applied.",
        "Which entries of y are 0?",
        edits=((" * mask * scale", " * scale"),),
    ),
    Misconception(
        "evaluation",
        "y is x, as in evaluation. This kernel is for training.",
        "Which entries of y are 0?",
        edits=(("y = x * mask * scale", "y = x + 0.0"),),
    ),
    Misconception(
        "dropped_unchanged",
        "What stays is scaled, and what is dropped stays as it was. It should become 0.",
        "Which values has y where the mask is 0?",
        edits=(("y = x * mask * scale", "y = np.where(kept, x * scale, x)"),),
    ),
)

BACKWARD = (
    *wrong_scale(),
    Misconception(
        "not_scaled",
        "The gradient is masked, and not scaled. The forward pass multiplies what stays by 1/(1 - rate), and the chain "
        "rule does the same to its gradient. (Where a mask carries the scale there is nothing more to do; this one "
        "holds zeros and ones.)",
        "What is dy/dx of one unit that stays?",
        edits=((" * scale", ""),),
    ),
    Misconception(
        "not_masked",
        "The gradient passes everywhere. A unit that was dropped had no effect on the output, so none comes back.",
        "How does the loss change with the input of a unit that was dropped?",
        edits=(("dy * mask * scale", "dy * scale"),),
    ),
    Misconception(
        "unchanged",
        "The gradient comes back unchanged, as in evaluation. The forward pass had a mask and a scale.",
        "What is dy/dx of a unit that stays, and of one that was dropped?",
        edits=(("dx = dy * mask * scale", "dx = dy + 0.0"),),
    ),
    Misconception(
        "inverted_mask",
        "The gradient passes where units were dropped, and not where they stayed.",
        "What does a 1 in the mask mean?",
        edits=((" * mask", " * (1.0 - mask)"),),
    ),
    Misconception(
        "dropped_unchanged",
        "Where a unit stayed the gradient is right; where it was dropped it passes unchanged. It should be 0 there.",
        "How does the loss change with the input of a unit that was dropped?",
        edits=(("dy * mask * scale", "np.where(mask > 0, dy * scale, dy)"),),
    ),
    Misconception(
        "gradient_of_the_mask",
        "This is the mask with its scale, without dy: the derivative of this layer alone. The chain rule multiplies it "
        "by what comes from above.",
        "Double dy. Does your dx double?",
        edits=(("dy * mask * scale", "mask * scale"),),
    ),
    not_grouped("dx", "dy"),
    Misconception(
        "divided_by_mask",
        "The gradient is divided by the mask, and not finite where the mask is 0. A unit that was dropped had no "
        "effect on the output, so its gradient is 0: multiply.",
        "What is one number divided by 0, and what should come back from a unit that was dropped?",
        edits=(("dy * mask * scale", "np.divide(dy, mask) * scale"),),
    ),
    Misconception(
        "rate_taken_from_mask",
        "The gradient is multiplied by mask - rate, so that some comes back, with its sign turned, where a unit was "
        "dropped. The rate belongs into the scale alone.",
        "How does the loss change with the input of a unit that was dropped?",
        edits=(("dy * mask * scale", "dy * (mask - rate) * scale"),),
    ),
    Misconception(
        "summed_over_examples",
        "The gradient is summed over its first axis, as that of a bias. Every entry of x has a gradient of its own "
        "here.",
        "Which shape has dx, according to the docstring?",
        edits=(("dx = dy * mask * scale", "dx = np.sum(dy * mask * scale, axis=0)"),),
    ),
    Misconception(
        "divided_by_examples",
        "The gradient is divided by its number of rows, as by that of the examples. If the loss is a mean, its own "
        "backward pass has done so already.",
        "What is dy/dx of one unit that stays, and does it depend on how many examples there are?",
        edits=(("dx = dy * mask * scale", "dx = dy * mask * scale / dy.shape[0]"),),
    ),
    Misconception(
        "positive_gradients_only",
        "Only positive gradients pass. That is a ReLU of dy; through dropout a gradient passes with either sign, where "
        "the mask is 1.",
        "Turn the sign of dy. Should that of your dx turn?",
        edits=(("dx = dy * mask * scale", "dx = np.maximum(dy, 0.0) * mask * scale"),),
    ),
)
