"""Adam and its kin: a first and a second moment, and a step count."""

from functools import partial

from autograder.chapters.adaptive import misconceptions, reference, variants
from autograder.exercise import Exercise

from .cases import adam_cases, amsgrad_cases, decay_cases, radam_cases

Moments = partial(Exercise, returns=("w", "m", "v"), order=("m", "v", "w"))

ADAM = Moments(
    reference.adam_step,
    points=6,
    cases=adam_cases,
    misconceptions=misconceptions.ADAM,
    hints=(
        "Write five lines in this order: the two moving averages, their two corrected forms, the step. Each "
        "line uses only what stands above it.",
        "A moving average keeps the share beta of the old value and takes 1 - beta of the new one. The new "
        "value is g for m and the square of g, entry by entry, for v.",
        "From zero state and with the same gradient at every step, m is g * (1 - beta1**t). What must you "
        "divide by to get g back? v works the same way, and the step compares m_hat with the root of v_hat.",
    ),
    variants=variants.ADAM,
    minutes=12,
    difficulty=2,
)

ADAM_L2 = Moments(
    reference.adam_l2_step,
    points=3,
    cases=decay_cases,
    misconceptions=misconceptions.ADAM_L2,
    hints=(
        "Only one line is new, and it stands before all others. From there on it is your Adam.",
        "The loss has become loss + weight_decay / 2 * sum(w**2). What does the second term add to the gradient of one "
        "weight?",
    ),
    variants=variants.ADAM_L2,
    minutes=5,
    difficulty=1,
)

ADAMW = Moments(
    reference.adamw_step,
    points=6,
    cases=decay_cases,
    misconceptions=misconceptions.ADAMW,
    hints=(
        "m and v are exactly Adam's: whatever you do with weight_decay, they must not change.",
        "Two things are subtracted from the weight that came in: Adam's step and the decay. Neither sees the other.",
        "Set g, m and v to 0. One step must then leave w times one number, made of lr and weight_decay alone.",
    ),
    variants=variants.ADAMW,
    minutes=8,
    difficulty=2,
)

NADAM = Moments(
    reference.nadam_step,
    points=4,
    cases=adam_cases,
    misconceptions=misconceptions.NADAM,
    hints=(
        "m, v and v_hat are Adam's. Only m_hat is new: a mixture of two parts, with the shares beta1 and 1 - beta1.",
        "One part is m, the other g. Each is divided by its own correction: m as if it were one step later, g with "
        "this step's t.",
        "Check it at t = 1 from zero state: m is (1 - beta1) * g, its correction 1 - beta1**2, and m_hat comes to "
        "g * (1 + beta1 / (1 + beta1)).",
    ),
    variants=variants.NADAM,
    core=False,
    minutes=10,
    difficulty=3,
)

AMSGRAD = Exercise(
    reference.amsgrad_step,
    points=4,
    returns=("w", "m", "v", "v_max"),
    order=("m", "v", "v_max", "w"),
    cases=amsgrad_cases,
    misconceptions=misconceptions.AMSGRAD,
    hints=(
        "One more line than Adam: after v has been updated, v_max becomes the larger of v_max and v, entry by entry.",
        "Everything that Adam makes of v in the step is made of v_max here: the correction, then the root. v itself "
        "goes on as if v_max did not exist.",
    ),
    variants=variants.AMSGRAD,
    core=False,
    minutes=6,
    difficulty=2,
)

RADAM = Moments(
    reference.radam_step,
    points=5,
    cases=radam_cases,
    misconceptions=misconceptions.RADAM,
    hints=(
        "m, v and m_hat are Adam's. rho and rho_inf are Python floats made of t and beta2, so a plain `if` decides.",
        "If rho is above 4 the step is Adam's times the rectification; else it is lr * m_hat, with no root at all. "
        "Work the rectification out only in the first branch: in the other it would be the root of a negative number.",
        "At t = 1 rho is 1, whatever beta2 is, and for a long average it grows by about 1 a step. Print it for t from "
        "1 to 8.",
    ),
    variants=variants.RADAM,
    core=False,
    minutes=12,
    difficulty=3,
)
