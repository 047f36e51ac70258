"""What people get wrong in the mask, and the slips that the kernels of this chapter share."""

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
        Misconception(
            "one_draw_for_each_row",
            "The first draw of each row decides for all of its entries. Every entry has a draw of its own: an example "
            "drops some of its units, not all or none.",
            "How many entries of u does your mask depend on?",
            edits=((THRESHOLD, "np.broadcast_to(u[..., :1], u.shape) >= rate"),),
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


def draws_left(variable: str, look: str) -> Misconception:
    return Misconception(
        "draws_left",
        "Where a unit stays the mask holds its u. It should hold a 1.",
        look,
        edits=((f"kept.astype({variable}.dtype)", "kept * u"),),
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
