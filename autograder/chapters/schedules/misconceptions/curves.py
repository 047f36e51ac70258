"""Mistakes in the curves without parts: decays of every kind."""

from autograder.chapters.schedules.misconceptions.shared import (
    BETWEEN,
    DONE,
    ENDS,
    WAVE,
    cuts,
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
    without_lr(LINE, "rate = (1.0 - done) + done * final_lr / lr"),
)

STEP_DECAY = (
    *cuts("cuts = t // every"),
    Misconception(
        "smooth",
        "The rate falls at every step: t / every is not whole. That is exponential decay with a time scale, as optax "
        "and Keras have it by default. Here it stays for `every` steps, then falls at once.",
        "What should come out at t = 1?",
        edits=(("t // every", "t / every"),),
        convention=True,
        source="optax's and Keras's exponential decay without staircase",
    ),
    Misconception(
        "counted_from_one",
        "Steps are counted from 1, as in a recipe often copied, (1 + epoch) // every: the first cut comes one step "
        "early. Here t is 0 in the first step, and `every` steps have the rate lr.",
        "How many steps have the rate lr?",
        edits=(("t // every", "(t + 1) // every"),),
        convention=True,
    ),
    Misconception(
        "one_step_late",
        "Each cut comes one step late: the first rate lasts for every + 1 steps.",
        "How many steps have the rate lr, and which t is the first one after them?",
        edits=(("t // every", "max(t - 1, 0) // every"),),
    ),
    Misconception(
        "rounded_to_nearest",
        "t / every is rounded to the nearest whole number, so the first cut comes half way. It is rounded down.",
        "Which whole number belongs to every t from 0 to every - 1?",
        edits=(("t // every", "round(t / every)"),),
    ),
    Misconception(
        "cut_from_the_start",
        "The rate is cut before the first step. The first `every` steps have lr itself.",
        "What comes out at t = 0?",
        edits=(("t // every", "t // every + 1"),),
    ),
    Misconception(
        "cut_at_every_step",
        "The rate is cut at every step: `every` has no effect.",
        "Where in your lines does the argument every appear?",
        edits=(("t // every", "t"),),
    ),
    Misconception(
        "remainder",
        "t % every is the remainder: the rate falls for a while and then jumps back to lr. The number of cuts is how "
        "often `every` fits into t.",
        "What should come out at t = every?",
        edits=(("t // every", "t % every"),),
    ),
)

POWER = "rate = lr * gamma**t"

EXPONENTIAL_DECAY = (
    Misconception(
        "counted_from_one",
        "The power is t + 1: the first step has left lr already. Here t is 0 in the first step.",
        "What should come out at t = 0?",
        edits=((POWER, "rate = lr * gamma ** (t + 1)"),),
    ),
    Misconception(
        "natural_exponential",
        "This is lr * exp(-gamma * t), the form of textbooks and of CS231n. Here gamma is the factor of one step: "
        "lr * gamma**t.",
        "What should be left after one step at gamma = 0.9?",
        edits=((POWER, "rate = lr * math.exp(-gamma * t)"),),
        convention=True,
        source="CS231n",
    ),
    Misconception(
        "multiplied_by_t",
        "gamma is multiplied by t, so the rate is 0 at first and then rises. Each step multiplies once more: gamma**t.",
        "What comes out at t = 0?",
        edits=((POWER, "rate = lr * gamma * t"),),
    ),
    Misconception(
        "gamma_taken_off",
        "Each step takes the share gamma off. Here gamma is the share that stays.",
        "At gamma = 0.9, what should be left of 1 after one step?",
        edits=((POWER, "rate = lr * (1.0 - gamma) ** t"),),
    ),
    Misconception(
        "straight_line",
        "Each step takes off the same amount, (1 - gamma) * lr, and in the end the rate is below 0. Each step should "
        "take the same share of what is left.",
        "Can a product of positive numbers be negative?",
        edits=((POWER, "rate = lr * (1.0 - (1.0 - gamma) * t)"),),
    ),
    Misconception(
        "one_factor_only",
        "gamma is applied once, whatever t. A schedule knows only t, not the rate of the step before.",
        "Does your result depend on t?",
        edits=((POWER, "rate = lr * gamma"),),
    ),
    Misconception(
        "divided_by_gamma",
        "The rate is divided by the power of gamma, and grows.",
        "At gamma = 0.9, should the second rate be above or below lr?",
        edits=((POWER, "rate = lr / gamma**t"),),
    ),
    Misconception(
        "power_of_both",
        "The power takes lr along: (lr * gamma)**t. Only gamma is raised to it.",
        "What comes out at t = 0?",
        edits=((POWER, "rate = (lr * gamma) ** t"),),
    ),
    Misconception(
        "base_and_power_swapped",
        "t**gamma has base and power the wrong way round.",
        "What comes out at t = 0?",
        edits=((POWER, "rate = lr * t**gamma"),),
    ),
    without_lr(POWER, "rate = gamma**t"),
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
    without_lr(BETWEEN, "rate = final_lr / lr + (1.0 - final_lr / lr) * share"),
)

FALL = "rate = lr / (1.0 + decay * t)"

INVERSE_TIME = (
    Misconception(
        "compounded",
        "The factor 1 / (1 + decay t) is applied to the rate of the step before, again and again. It is applied to lr, "
        "once.",
        "A schedule knows t and lr. Does your result depend on the rates before?",
        edits=((FALL, "rate = lr\n    for k in range(t + 1):\n        rate = rate / (1.0 + decay * k)"),),
        source="a common reading of the decay argument of early Keras",
    ),
    Misconception(
        "inverse_root",
        "The rate falls with the root, lr / sqrt(1 + decay t), the schedule of the Transformer after its warmup. Here "
        "there is no root.",
        "After how many steps should the rate be a half, if decay is 1?",
        edits=((FALL, "rate = lr / math.sqrt(1.0 + decay * t)"),),
        convention=True,
        source="inverse square root schedules",
    ),
    Misconception(
        "counted_from_one",
        "Steps are counted from 1: the first one has left lr already. Here t is 0 in the first step.",
        "What should come out at t = 0?",
        edits=((FALL, "rate = lr / (1.0 + decay * (t + 1))"),),
    ),
    Misconception(
        "exponential",
        "(1 + decay)**t makes an exponential decay of it. The line under the fraction is straight: 1 + decay * t.",
        "By how much should the number under the fraction grow from one step to the next?",
        edits=((FALL, "rate = lr / (1.0 + decay) ** t"),),
    ),
    Misconception(
        "one_missing",
        "The 1 under the fraction is missing: at t = 0 that divides by 0.",
        "What is decay * t at t = 0?",
        edits=((FALL, "rate = lr / (decay * t)"),),
    ),
    Misconception(
        "brackets_missing",
        "lr / 1 + decay * t adds decay * t to lr: the brackets around the sum are missing, and the rate grows.",
        "What does Python work out first in a / 1 + b?",
        edits=((FALL, "rate = lr / 1.0 + decay * t"),),
    ),
    Misconception(
        "decay_ignored",
        "The rate is lr / (1 + t): decay has no effect.",
        "Where in your line does the argument decay appear?",
        edits=((FALL, "rate = lr / (1.0 + t)"),),
    ),
    Misconception(
        "grows",
        "The rate is multiplied by 1 + decay * t, and grows.",
        "Should the second rate be above or below lr?",
        edits=((FALL, "rate = lr * (1.0 + decay * t)"),),
    ),
    without_lr(FALL, "rate = 1.0 / (1.0 + decay * t)"),
)

COUNT = "cuts = sum(t >= milestone for milestone in milestones)"

MULTI_STEP = (
    *cuts(COUNT),
    Misconception(
        "milestone_keeps_the_old_rate",
        "At a milestone itself the rate is still the old one, as in Keras's PiecewiseConstantDecay. Here the new rate "
        "begins at the milestone, as in PyTorch and optax.",
        "Is the milestone the last step of the old rate or the first of the new one?",
        edits=((COUNT, "cuts = sum(t > milestone for milestone in milestones)"),),
        convention=True,
        source="Keras's PiecewiseConstantDecay",
    ),
    Misconception(
        "one_step_early",
        "Each cut comes in the step before its milestone.",
        "Is the milestone the last step of the old rate or the first of the new one?",
        edits=((COUNT, "cuts = sum(t + 1 >= milestone for milestone in milestones)"),),
    ),
    Misconception(
        "only_at_the_milestone",
        "The rate is cut in the step of the milestone alone and is lr again after it. What counts is how many "
        "milestones lie behind.",
        "What should come out in the step after a milestone?",
        edits=((COUNT, "cuts = int(t in milestones)"),),
    ),
    Misconception(
        "milestones_as_lengths",
        "The milestones are read as lengths, each counted from the one before. They are step numbers, all counted from "
        "0.",
        "With milestones 3 and 5, how many steps lie between the two cuts?",
        edits=((COUNT, "cuts = sum(t >= sum(milestones[: k + 1]) for k in range(len(milestones)))"),),
    ),
    Misconception(
        "last_milestone_only",
        "The rate is cut when all milestones lie behind. Each of them cuts it.",
        "What should come out right after the first milestone?",
        edits=((COUNT, "cuts = int(len(milestones) > 0 and t >= max(milestones))"),),
    ),
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
    without_lr(BEND, "rate = final_lr / lr + (1.0 - final_lr / lr) * (1.0 - done) ** power"),
)
