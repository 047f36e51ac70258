"""Mistakes in the decays without an end: in steps, by a factor, over a line, at milestones."""

from autograder.chapters.schedules.misconceptions.shared import cuts, without_lr
from autograder.exercise import Misconception

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
        "rounded_up",
        "t / every is rounded up, so the first cut comes in step 1. It is rounded down.",
        "Which whole number belongs to every t from 0 to every - 1?",
        edits=(("t // every", "math.ceil(t / every)"),),
    ),
    Misconception(
        "only_in_the_step_itself",
        "The rate is cut in the steps that `every` divides, and is lr again after each of them. What counts is how "
        "often `every` fits into t.",
        "What should come out at t = every + 1?",
        edits=(("t // every", "int(t > 0 and t % every == 0)"),),
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
        "exponential_grows",
        "This is lr * exp(gamma * t), which grows. Here gamma is the factor of one step: lr * gamma**t.",
        "Should the second rate be above or below lr?",
        edits=((POWER, "rate = lr * math.exp(gamma * t)"),),
    ),
    Misconception(
        "one_step_late",
        "The power is t - 1, and the first rate comes twice. One factor belongs to each step, to the second one, too.",
        "What should come out at t = 1? In a loop, how many turns has range(1, t)?",
        edits=((POWER, "rate = lr * gamma ** max(t - 1, 0)"),),
    ),
    Misconception(
        "power_in_a_product",
        "The powers of gamma are multiplied with one another: 1, gamma, gamma**2 and so on. One more factor gamma "
        "belongs to each step.",
        "How many factors gamma should there be at t = 3, and how many have you?",
        edits=((POWER, "rate = lr * gamma ** (t * (t - 1) // 2)"),),
    ),
    Misconception(
        "factor_decays_too",
        "The first step multiplies by gamma, the second by gamma**2, the third by gamma**3 and so on. Every step "
        "multiplies by gamma.",
        "How many factors gamma should there be at t = 3, and how many have you?",
        edits=((POWER, "rate = lr * gamma ** (t * (t + 1) // 2)"),),
    ),
    Misconception(
        "exponential_of_the_lost_share",
        "This is lr * exp(-(1 - gamma) * t), which is only close to lr * gamma**t where gamma is close to 1.",
        "What is left after one step at gamma = 0.5?",
        edits=((POWER, "rate = lr * math.exp(-(1.0 - gamma) * t)"),),
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
        "compounded_one_step_late",
        "Each rate is made of the one before, lr / (1 + decay k) again and again, and the last k is t - 1. The "
        "fraction is applied to lr, once, with t.",
        "A schedule knows t and lr. Does your result depend on the rates before?",
        edits=((FALL, "rate = lr\n    for k in range(t):\n        rate = rate / (1.0 + decay * k)"),),
    ),
    Misconception(
        "divided_by_decay",
        "t is divided by decay: a large decay makes the rate fall more slowly. They are multiplied.",
        "Double decay. Should the rate fall faster?",
        edits=((FALL, "rate = lr / (1.0 + t / decay)"),),
    ),
    Misconception(
        "straight_line",
        "This is lr * (1 - decay t), which falls below 0. The line stands under the fraction.",
        "What comes out for a large t?",
        edits=((FALL, "rate = lr * (1.0 - decay * t)"),),
    ),
    Misconception(
        "added_to_t",
        "decay and t are added. They are multiplied: at t = 0 the rate is lr.",
        "What comes out at t = 0?",
        edits=((FALL, "rate = lr / (1.0 + decay + t)"),),
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
        "staircase",
        "decay * t is rounded down to a whole number: the rate stays for a while and then falls at once. It falls at "
        "every step.",
        "What should come out at t = 1 if decay is 0.3?",
        edits=((FALL, "rate = lr / (1.0 + math.floor(t / (1.0 / decay)))"),),
    ),
    Misconception(
        "halved_again_and_again",
        "The rate is halved every 1 / decay steps, an exponential decay. It is a half after the first 1 / decay steps, "
        "but after twice as many it is a third.",
        "After 2 / decay steps, by which number should lr have been divided?",
        edits=((FALL, "rate = lr * 0.5 ** (t * decay)"),),
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
    Misconception(
        "all_milestones_count",
        "The cuts are all there from the start: the number of milestones counts, whatever t is.",
        "Does your result depend on t?",
        edits=((COUNT, "cuts = len(milestones)"),),
    ),
    Misconception(
        "milestones_ahead_counted",
        "The milestones still ahead are counted: all cuts are there at t = 0 and go one by one. Those that lie behind "
        "count.",
        "What should come out at t = 0?",
        edits=((COUNT, "cuts = sum(t <= milestone for milestone in milestones)"),),
    ),
    Misconception(
        "one_cut_too_few",
        "The first milestone cuts nothing, and each later one comes out one cut short: a place in a list is counted "
        "from 0.",
        "How many milestones lie behind right after the first one?",
        edits=((COUNT, COUNT + "\n    cuts = max(cuts - 1, 0)"),),
    ),
    Misconception(
        "first_milestone_only",
        "Only the first milestone counts, and where there is none nothing comes back. A return inside a loop ends the "
        "loop in its first turn.",
        "How many milestones has your loop looked at when it returns?",
        edits=(
            (COUNT, "cuts = sum(t >= milestone for milestone in milestones[:1])"),
            ("return rate", "return rate if milestones else None"),
        ),
    ),
    Misconception(
        "power_in_a_product",
        "The second milestone cuts twice, the third three times. Each of them cuts once.",
        "How many factors should there be after the second milestone, and how many have you?",
        edits=((COUNT, COUNT + "\n    cuts = cuts * (cuts + 1) // 2"),),
    ),
)
