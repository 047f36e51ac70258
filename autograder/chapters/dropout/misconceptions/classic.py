"""What people get wrong in the paper's dropout, in training and in evaluation."""

from autograder.exercise import Misconception

from .masks import from_inputs, wrong_mask

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
