"""Mistakes in the curves that have an end, and in the one that never moves."""

from autograder.chapters.schedules.misconceptions.shared import (
    BETWEEN,
    DONE,
    ENDS,
    WAVE,
    without_lr,
)
from autograder.exercise import Misconception

CONSTANT = (
    without_lr("rate = lr", "rate = 1.0"),
    Misconception(
        "pytorchs_constant_lr",
        "This is PyTorch's ConstantLR: a third of the rate for five steps, then the rate. The name promises less. Here "
        "every step has the same rate.",
        "Does the docstring speak of two rates?",
        edits=(("rate = lr", "rate = lr / 3.0 if t < 5 else lr"),),
        convention=True,
        source="PyTorch's ConstantLR",
    ),
)

LINE = "rate = (1.0 - done) * lr + done * final_lr"

LINEAR_DECAY = (
    *ENDS,
    Misconception(
        "goes_on_beyond_the_end",
        "The line goes on after t = steps, below final_lr and at last below 0, where training climbs. From t = steps "
        "on the rate stays final_lr.",
        "What comes out at t = 2 * steps?",
        edits=((DONE, "t / steps"),),
    ),
    Misconception(
        "ends_swapped",
        "The line runs from final_lr to lr: the two weights have changed places.",
        "Which of the two rates should have weight 1 at t = 0?",
        edits=((LINE, "rate = done * lr + (1.0 - done) * final_lr"),),
    ),
    Misconception(
        "final_rate_ignored",
        "The line runs to 0: final_lr has no effect.",
        "Where in your lines does the argument final_lr appear?",
        edits=((LINE, "rate = (1.0 - done) * lr"),),
    ),
    Misconception(
        "final_rate_as_floor",
        "The line runs to 0 and is cut off at final_lr. It should reach final_lr at t = steps, not before.",
        "Half of the way, should the rate lie in the middle between lr and final_lr?",
        edits=((LINE, "rate = max((1.0 - done) * lr, final_lr)"),),
    ),
    Misconception(
        "final_rate_added",
        "final_lr is added on top of a line that begins at lr already: the first rate is lr + final_lr.",
        "What comes out at t = 0?",
        edits=((LINE, "rate = (1.0 - done) * lr + final_lr"),),
    ),
    Misconception(
        "final_rate_as_factor",
        "The line ends at final_lr * lr: PyTorch's LinearLR takes its end as such a factor. Here final_lr is a rate.",
        "What should come out at t = steps?",
        edits=((LINE, "rate = (1.0 - done) * lr + done * final_lr * lr"),),
        convention=True,
        source="PyTorch's LinearLR, end_factor",
    ),
    Misconception(
        "rises",
        "The line goes up: the difference of the two rates has the wrong sign.",
        "At t = steps, what should come out, and what does?",
        edits=((LINE, "rate = (1.0 + done) * lr - done * final_lr"),),
    ),
    Misconception(
        "first_rate_stays",
        "lr keeps its full weight all the way, and a share of final_lr is added. Its weight should fall from 1 to 0.",
        "At t = steps, what should come out, and what does?",
        edits=((LINE, "rate = lr + done * final_lr"),),
    ),
    Misconception(
        "held_by_the_larger",
        "The line is held at final_lr by the larger of the two, which is right only where the rate falls. Where "
        "final_lr is above lr it is final_lr from the start, and goes on rising after the end.",
        "What comes out at t = 0 if final_lr is above lr?",
        edits=((DONE, "t / steps"), (LINE, "rate = max((1.0 - done) * lr + done * final_lr, final_lr)")),
    ),
    without_lr(LINE, "rate = (1.0 - done) + done * final_lr / lr"),
)

COSINE = (
    Misconception(
        "no_t_in_the_cosine",
        "The cosine's argument does not depend on t: cos(pi T / T) is -1, and the rate is final_lr at every step, the "
        "first included. It is cos(pi t / T). (One of the lectures, in our copy, prints T twice.)",
        "What comes out at t = 0?",
        edits=((DONE, "steps / steps"),),
        source="T4",
    ),
    Misconception(
        "rises_beyond_the_end",
        "After t = steps the cosine rises again, as PyTorch's CosineAnnealingLR does. Here the rate stays final_lr "
        "from t = steps on.",
        "What comes out at t = 2 * steps?",
        edits=((DONE, "t / steps"),),
        convention=True,
        source="PyTorch's CosineAnnealingLR",
    ),
    *ENDS,
    *WAVE,
    Misconception(
        "quarter_wave",
        "The curve is a quarter of a cosine, cos(pi/2 * t/T): flat at the start and steep at the end. Half a cosine, "
        "shifted up and halved, is flat at both.",
        "What is your slope at the end?",
        edits=(("share = 0.5 * (1.0 + math.cos(math.pi * done))", "share = math.cos(0.5 * math.pi * done)"),),
    ),
    Misconception(
        "final_rate_as_floor",
        "The cosine runs to 0 and is cut off at final_lr. It should reach final_lr at t = steps, not before.",
        "Half of the way, should the rate lie in the middle between lr and final_lr?",
        edits=((BETWEEN, "rate = max(lr * share, final_lr)"),),
    ),
    Misconception(
        "final_rate_as_factor",
        "The curve ends at final_lr * lr: alpha in Keras and optax is such a share. Here final_lr is a rate.",
        "What should come out at t = steps?",
        edits=((BETWEEN, "rate = lr * (final_lr + (1.0 - final_lr) * share)"),),
        convention=True,
        source="alpha of Keras and optax",
    ),
    Misconception(
        "brackets_missing",
        "The brackets around 1 + cos are missing: half a cosine is added to the rate, whatever lr is.",
        "What does Python work out first in a * b + c?",
        edits=((BETWEEN, "rate = lr + 0.5 * math.cos(math.pi * done)"),),
    ),
    Misconception(
        "brackets_and_half_apart",
        "The brackets around 1 + cos are missing: a whole cosine is added to half the way, whatever lr is.",
        "What does Python work out first in a * b + c?",
        edits=((BETWEEN, "rate = final_lr + 0.5 * (lr - final_lr) + math.cos(math.pi * done)"),),
    ),
    without_lr(BETWEEN, "rate = final_lr / lr + (1.0 - final_lr / lr) * share"),
)

BEND = "rate = final_lr + (lr - final_lr) * (1.0 - done) ** power"

POLYNOMIAL = (
    *ENDS,
    Misconception(
        "goes_on_beyond_the_end",
        "The curve goes on after t = steps, where the share that is left is negative: an even power rises again, a "
        "root is a complex number. From t = steps on the rate stays final_lr.",
        "What comes out at t = 2 * steps?",
        edits=((DONE, "t / steps"),),
    ),
    Misconception(
        "power_of_the_share_done",
        "The power is taken of the share that is done, t / steps: flat at the start. It is taken of the share that is "
        "left, 1 - t / steps: flat at the end.",
        "At power 2, should the rate fall fast at the start or at the end?",
        edits=((BEND, "rate = final_lr + (lr - final_lr) * (1.0 - done**power)"),),
    ),
    Misconception(
        "power_ignored",
        "The curve is a straight line: power has no effect.",
        "Where in your lines does the argument power appear?",
        edits=((BEND, "rate = final_lr + (lr - final_lr) * (1.0 - done)"),),
    ),
    Misconception(
        "root_for_power",
        "The share that is left is raised to 1 / power.",
        "At power 2, how much of the way should be left at half of the steps, a quarter or more than a half?",
        edits=((BEND, "rate = final_lr + (lr - final_lr) * (1.0 - done) ** (1.0 / power)"),),
    ),
    Misconception(
        "final_rate_ignored",
        "The curve ends at 0, as PyTorch's PolynomialLR, which has no final rate. Here it ends at final_lr.",
        "Where in your lines does the argument final_lr appear?",
        edits=((BEND, "rate = lr * (1.0 - done) ** power"),),
        convention=True,
        source="PyTorch's PolynomialLR",
    ),
    Misconception(
        "final_rate_added",
        "final_lr is added on top of the whole curve, so it begins at lr + final_lr. Only the way from lr to final_lr "
        "is to be shared out.",
        "What comes out at t = 0?",
        edits=((BEND, "rate = final_lr + lr * (1.0 - done) ** power"),),
    ),
    Misconception(
        "ends_swapped",
        "The curve runs from final_lr to lr.",
        "What comes out at t = 0?",
        edits=((BEND, "rate = lr + (final_lr - lr) * (1.0 - done) ** power"),),
    ),
    Misconception(
        "rises",
        "The curve rises from final_lr to lr: the power is taken of the share that is done.",
        "What comes out at t = 0?",
        edits=((BEND, "rate = final_lr + (lr - final_lr) * done**power"),),
    ),
    Misconception(
        "times_the_power",
        "The share that is left is multiplied by power. It is raised to it.",
        "What comes out at t = 0?",
        edits=((BEND, "rate = final_lr + (lr - final_lr) * (1.0 - done) * power"),),
    ),
    Misconception(
        "power_of_both",
        "The power takes lr - final_lr along. Only the share that is left is raised to it.",
        "What comes out at t = 0?",
        edits=((BEND, "rate = final_lr + ((lr - final_lr) * (1.0 - done)) ** power"),),
    ),
    Misconception(
        "final_rate_not_added",
        "The way from lr to final_lr is shared out, but it ends at 0: final_lr has to be added to it.",
        "What comes out at t = 0, and what at the end?",
        edits=((BEND, "rate = (lr - final_lr) * (1.0 - done) ** power"),),
    ),
    Misconception(
        "final_rate_as_floor",
        "The curve runs to 0 and is cut off at final_lr. It should reach final_lr at t = steps, not before.",
        "At which t does your rate become final_lr?",
        edits=((BEND, "rate = max(lr * (1.0 - done) ** power, final_lr)"),),
    ),
    without_lr(BEND, "rate = final_lr / lr + (1.0 - final_lr / lr) * (1.0 - done) ** power"),
)
