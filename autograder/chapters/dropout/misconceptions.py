"""What people get wrong in dropout, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from autograder.exercise import Misconception

THRESHOLD, SCALE = "u >= rate", "1.0 / (1.0 - rate)"


def wrong_mask() -> tuple[Misconception, ...]:
    """Mistakes in which units stay, of a kernel with the line of the threshold."""
    return (
        Misconception(
            "kept_and_dropped_swapped",
            "This keeps where u is below the rate, so that the rate would be the probability to keep (as p is in the "
            "paper). Here the rate is the probability to drop.",
            "At a rate of 0.1, which share of your mask is 1?",
            edits=((THRESHOLD, "u < rate"),),
            source="Srivastava et al. 2014",
        ),
        Misconception(
            "kept_up_to_rate",
            "This keeps where u is at most the rate, so that the rate would be the probability to keep. Here the rate "
            "is the probability to drop.",
            "At a rate of 0.1, which share of your mask is 1?",
            edits=((THRESHOLD, "u <= rate"),),
        ),
        Misconception(
            "kept_above_one_minus_rate",
            "This keeps where u is above 1 - rate: a share of the size of the rate. That is the share to drop.",
            "At a rate of 0.1, which share of your mask is 1?",
            edits=((THRESHOLD, "u >= 1.0 - rate"),),
        ),
        Misconception(
            "kept_below",
            "This keeps where u < 1 - rate. The share that stays is right, but the exercise fixes which units they "
            "are: u >= rate.",
            "What happens to a unit whose u is 0, and what should happen to it?",
            edits=((THRESHOLD, "u < 1.0 - rate"),),
            convention=True,
            source="PyTorch and Keras draw Bernoulli numbers with the probability to keep",
        ),
        Misconception(
            "tie_dropped",
            "A unit whose u equals the rate is dropped; u >= rate keeps it. At a rate of 0, where nothing may drop, it "
            "makes a difference: uniform numbers can be 0.",
            "With u = 0 and a rate of 0, is the unit kept?",
            edits=((THRESHOLD, "u > rate"),),
        ),
        Misconception(
            "threshold_half",
            "The threshold is 0.5 whatever the rate: half of the units are dropped.",
            "Change the rate. Does your mask change?",
            edits=((THRESHOLD, "u >= 0.5"),),
            source="Hinton's 2012 dropout of one half",
        ),
        Misconception(
            "one_mask_for_the_batch",
            "One example's draws decide for all of them. Every entry has a draw of its own: an example drops other "
            "units than its neighbour.",
            "How many entries has your mask, and how many has u?",
            edits=((THRESHOLD, "np.broadcast_to(u[:1, ...], u.shape) >= rate"),),
        ),
    )


def from_inputs() -> Misconception:
    return Misconception(
        "threshold_on_inputs",
        "The inputs are compared with the rate, so that small ones are dropped. Which units are dropped is a matter of "
        "chance: compare the draws u.",
        "Change u. Does your mask change?",
        edits=((THRESHOLD, "x >= rate"),),
    )


def wrong_kind(variable: str) -> tuple[Misconception, ...]:
    """Masks of another dtype than that of the array that they multiply."""
    line = f"kept.astype({variable}.dtype)"
    says = f"It should hold the numbers 0 and 1 in {variable}'s dtype: arrays of two kinds do not multiply everywhere."
    look = "Which function of the namespace turns an array into one of another dtype?"
    return (
        Misconception("boolean_mask", f"The mask holds truth values. {says}", look, edits=((line, "kept"),)),
        Misconception(
            "integer_mask", f"The mask holds integers. {says}", look, edits=((line, "kept.astype(np.int64)"),)
        ),
    )


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


def draws_left(variable: str, look: str) -> Misconception:
    return Misconception(
        "draws_left",
        "Where a unit stays the mask holds its u. It should hold a 1.",
        look,
        edits=((f"kept.astype({variable}.dtype)", "kept * u"),),
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


MASK = (
    *wrong_mask(),
    *wrong_kind("u"),
    Misconception(
        "scaled_mask",
        "The mask carries the factor 1/(1 - rate). That is how some write dropout; here a mask holds zeros and ones, "
        "and the scale comes later.",
        "What are the entries of a mask, according to the docstring?",
        edits=(("kept.astype(u.dtype)", "kept.astype(u.dtype) / (1.0 - rate)"),),
        convention=True,
        source="cs231n",
    ),
    draws_left("u", "What are the entries of a mask, according to the docstring?"),
    Misconception(
        "sign",
        "The mask holds the sign of u - rate: -1 where a unit is dropped, and 0 where u equals the rate. It should "
        "hold 0 where a unit is dropped, 1 where it stays.",
        "What are the entries of a mask, according to the docstring?",
        edits=(("kept.astype(u.dtype)", "np.sign(u - rate)"),),
    ),
    Misconception(
        "minus_one_for_dropped",
        "The mask holds -1 where a unit is dropped. It should hold a 0: -1 would not take its output away, but turn "
        "its sign.",
        "What is an output times the mask's entry, where the unit is dropped?",
        edits=(("kept.astype(u.dtype)", "np.where(kept, 1.0, -1.0)"),),
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
        edits=(("dy * mask * scale", "dy * mask"),),
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
        edits=(("dy * mask * scale", "dy * (1.0 - mask) * scale"),),
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
)

CLASSIC = (
    *wrong_mask(),
    from_inputs(),
    Misconception(
        "inverted_form",
        "What stays is divided by 1 - rate. That is inverted dropout; the classic form leaves it as it is, and scales "
        "the weights in evaluation.",
        "Which entries of x may the classic form change?",
        edits=(("y = x * mask", "y = x * mask / (1.0 - rate)"),),
        convention=True,
        source="PyTorch, Keras and flax",
    ),
    Misconception(
        "scaled_down",
        "What stays is multiplied by 1 - rate. The classic form scales in evaluation only.",
        "Which entries of x may the classic form change?",
        edits=(("y = x * mask", "y = x * mask * (1.0 - rate)"),),
    ),
    Misconception(
        "scaled_by_rate",
        "What stays is divided by the rate. The classic form does not scale in training. (One of the lectures scales "
        "by 1/p there, with p the probability to drop: that is wrong for either form.)",
        "Which entries of x may the classic form change?",
        edits=(("y = x * mask", "y = x * mask / rate"),),
        source="D2",
    ),
    Misconception(
        "scaled_by_rate_except_at_0",
        "What stays is divided by the rate, unless that is 0. The classic form does not scale in training, at any rate "
        "of dropping.",
        "Which entries of x may the classic form change?",
        edits=(("y = x * mask", "y = x * mask / (rate if rate else 1.0)"),),
        source="D2",
    ),
    Misconception(
        "times_draws",
        "What stays is multiplied by its u. The draws decide what stays, and what stays does not change.",
        "Which entries of x may the classic form change?",
        edits=(("y = x * mask", "y = x * mask * u"),),
    ),
    Misconception(
        "ones_for_dropped",
        "What is dropped becomes 1. It should become 0: the unit says nothing.",
        "Which values has y where u is below the rate?",
        edits=(("y = x * mask", "y = np.where(kept, x, 1.0)"),),
    ),
    Misconception(
        "cut_out",
        "What is dropped is cut out, and the rest is one row. It should become 0, in an array of the shape of x.",
        "Which shape has y, according to the docstring?",
        edits=(("y = x * mask", "y = x[kept]"),),
    ),
    Misconception(
        "times_rate",
        "What stays is multiplied by the rate. The classic form does not scale in training.",
        "Which entries of x may the classic form change?",
        edits=(("y = x * mask", "y = x * mask * rate"),),
    ),
    Misconception(
        "evaluation",
        "y is x times 1 - rate, as in evaluation. This kernel is for training: units are dropped.",
        "Which entries of y are 0?",
        edits=(("y = x * mask", "y = x * (1.0 - rate)"),),
    ),
    Misconception(
        "not_masked",
        "y is x: nothing is dropped.",
        "Which entries of y are 0?",
        edits=(("y = x * mask", "y = x + 0.0"),),
    ),
    Misconception(
        "mask_returned",
        "This is the mask alone. The exercise asks for x with some of its entries 0.",
        "Double x. Does your y double?",
        edits=(("y = x * mask", "y = mask"),),
    ),
)

WEIGHTS = (
    Misconception(
        "times_rate",
        "The weights are multiplied by the rate. A unit is there with probability 1 - rate in training, so that is the "
        "factor. (One of the lectures multiplies by p, and has p for the probability to drop; in the paper p keeps.)",
        "At a rate of 0.1, how much of its usual input has a unit in training, on average?",
        edits=(("w * share", "w * rate"),),
        source="D2",
    ),
    Misconception(
        "divided",
        "The weights are divided by 1 - rate and grow. In evaluation more units are there than in training, so the "
        "weights have to shrink.",
        "At a rate of 0.5, how many more units are there in evaluation?",
        edits=(("w * share", "w / share"),),
    ),
    Misconception(
        "divided_by_rate",
        "The weights are divided by the rate. A unit is there with probability 1 - rate in training: multiply by that.",
        "At a rate of 0, what should happen to the weights?",
        edits=(("w * share", "w / rate"),),
        source="D2",
    ),
    Misconception(
        "divided_by_rate_except_at_0",
        "The weights are divided by the rate, unless that is 0. A unit is there with probability 1 - rate in training: "
        "multiply by that. It needs no exception at 0.",
        "At a rate of 0.5, should the weights grow or shrink?",
        edits=(("w * share", "w / (rate if rate else 1.0)"),),
        source="D2",
    ),
    Misconception(
        "unchanged",
        "The weights stay as they are. That is right for inverted dropout, which has scaled in training; the classic "
        "form scales here.",
        "At a rate of 0.5, how many more units are there in evaluation than in training?",
        edits=(("w * share", "w + 0.0"),),
        convention=True,
        source="PyTorch, Keras and flax",
    ),
    Misconception(
        "root",
        "The factor is the root of 1 - rate. That is for mean squares; here the mean of the next layer's input should "
        "stay the same.",
        "Which quantity is to be the same in training and evaluation?",
        edits=(("w * share", "w * np.sqrt(share)"),),
    ),
    Misconception(
        "one_plus_rate",
        "The weights are multiplied by 1 + rate and grow. In evaluation more units are there than in training, so the "
        "weights have to shrink.",
        "At a rate of 0.5, how many more units are there in evaluation?",
        edits=(("w * share", "w * (1.0 + rate)"),),
    ),
    Misconception(
        "squared",
        "The factor 1 - rate is there twice.",
        "By how much does one weight change at a rate of 0.5?",
        edits=(("w * share", "w * share * share"),),
    ),
    Misconception(
        "product_before_difference",
        "This is 1 minus rate times w: without brackets the product goes first. The factor of w is all of 1 - rate.",
        "At a rate of 0, what should happen to the weights, and what happens to yours?",
        edits=(("w * share", "1.0 - rate * w"),),
    ),
    Misconception(
        "rate_subtracted",
        "The rate is subtracted from every weight. The weights should shrink by a factor.",
        "What should happen to a weight of 0?",
        edits=(("w * share", "w - rate"),),
    ),
    Misconception(
        "divided_by_inputs",
        "The weights are divided by the number of rows as well. The factor depends on the rate alone: one row or a "
        "hundred, each is there with the same probability.",
        "At a rate of 0, what should happen to the weights?",
        edits=(("w * share", "w * share / w.shape[0]"),),
    ),
)

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
)
