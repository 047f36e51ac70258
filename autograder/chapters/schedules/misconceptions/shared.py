"""Mistakes that several schedules share."""

from autograder.exercise import Misconception


def without_lr(old: str, new: str) -> Misconception:
    return Misconception(
        "factor_without_lr",
        "This is a factor: 1 where the rate should be lr. PyTorch's LambdaLR wants such a factor and multiplies by lr "
        "itself; this exercise asks for the rate.",
        "What should come out at t = 0?",
        edits=((old, new),),
        convention=True,
        source="PyTorch's LambdaLR",
    )


DONE = "min(t, steps) / steps"

ONE_STEP_EARLY = Misconception(
    "one_step_early",
    "The final rate comes in step steps - 1, as the last entry of np.linspace(lr, final_lr, steps) does. Here it comes "
    "at t = steps.",
    "By how much does your rate change from one step to the next, and how many such changes are there?",
    edits=((DONE, "min(t, steps - 1) / (steps - 1)"),),
    convention=True,
    source="np.linspace",
)

COUNTED_FROM_ONE = Misconception(
    "counted_from_one",
    "The steps are counted from 1: the first one has left lr already. Here t is 0 in the first step.",
    "What should come out at t = 0?",
    edits=((DONE, "min(t + 1, steps) / steps"),),
)

END_NEVER_REACHED = Misconception(
    "end_never_reached",
    "The curve stops one step short of its end: from t = steps on it stays where it was at steps - 1.",
    "What should come out at t = steps?",
    edits=((DONE, "min(t, steps - 1) / steps"),),
)

STEPS_PLUS_ONE = Misconception(
    "steps_plus_one",
    "The share of the way is taken of steps + 1, so that it never becomes 1.",
    "What is your share at t = steps?",
    edits=((DONE, "min(t, steps) / (steps + 1)"),),
)

INTEGER_DIVISION = Misconception(
    "integer_division",
    "The share of the way is an integer division: 0 all the way, then 1. A share needs / and not //.",
    "What is 3 // 10?",
    edits=((DONE, "min(t, steps) // steps"),),
)

STARTS_AGAIN = Misconception(
    "starts_again",
    "At t = steps the curve begins again at lr: t % steps is 0 there. From t = steps on the rate stays final_lr.",
    "What is t % steps at t = steps?",
    edits=((DONE, "t % steps / steps"),),
)

MAX_FOR_MIN = Misconception(
    "max_for_min",
    "The share of the way is never below 1, and above 1 after the end: max(t / steps, 1) where the smaller of the "
    "two should be taken.",
    "What is your share at t = 0?",
    edits=((DONE, "max(t, steps) / steps"),),
)

ZERO_AFTER_THE_END = Misconception(
    "zero_after_the_end",
    "After t = steps the rate is 0. It stays final_lr from there on.",
    "What comes out at t = steps + 1?",
    edits=(("return rate", "return rate if t <= steps else 0.0"),),
)

ENDS = (
    ONE_STEP_EARLY,
    COUNTED_FROM_ONE,
    END_NEVER_REACHED,
    STEPS_PLUS_ONE,
    INTEGER_DIVISION,
    STARTS_AGAIN,
    MAX_FOR_MIN,
    ZERO_AFTER_THE_END,
)

ANGLE = "math.cos(math.pi * done)"
SHARE = "share = 0.5 * (1.0 + math.cos(math.pi * done))"
BETWEEN = "rate = final_lr + (lr - final_lr) * share"

WITHOUT_PI = Misconception(
    "without_pi",
    "The cosine gets the share of the way itself, from 0 to 1. It has to get an angle, from 0 to pi.",
    "Where is the cosine equal to -1?",
    edits=((ANGLE, "math.cos(done)"),),
)

WHOLE_WAVE = Misconception(
    "whole_wave",
    "The angle runs to 2 pi, a whole wave: the rate is down in the middle and up again at the end. Half a wave is "
    "wanted.",
    "What is the cosine of your angle at the end?",
    edits=((ANGLE, "math.cos(2.0 * math.pi * done)"),),
)

HALF_MISSING = Misconception(
    "half_missing",
    "1 + cos runs from 2 to 0, so the curve begins at twice its height. The factor 1/2 is missing.",
    "What is 1 + cos(0)?",
    edits=((SHARE, "share = 1.0 + math.cos(math.pi * done)"),),
)

HALF_OUTSIDE = Misconception(
    "half_outside",
    "The factor 1/2 multiplies the 1 and not the cosine: 0.5 + cos runs from 1.5 to -0.5.",
    "Where do the brackets of 1/2 (1 + cos) close?",
    edits=((SHARE, "share = 0.5 + math.cos(math.pi * done)"),),
)

UPSIDE_DOWN = Misconception(
    "upside_down",
    "1 - cos begins at 0: the curve rises where it should fall.",
    "What is cos(0), and where should the curve be there?",
    edits=((SHARE, "share = 0.5 * (1.0 - math.cos(math.pi * done))"),),
)

DEGREES = Misconception(
    "degrees",
    "The angle is in degrees; math.cos wants radians.",
    "What is math.cos(180)?",
    edits=((ANGLE, "math.cos(180.0 * done)"),),
)

FINAL_IGNORED = Misconception(
    "final_rate_ignored",
    "The curve ends at 0: final_lr has no effect.",
    "Where in your lines does the argument final_lr appear?",
    edits=((BETWEEN, "rate = lr * share"),),
)

FINAL_ADDED = Misconception(
    "final_rate_added",
    "final_lr is added on top of the whole curve, so it begins at lr + final_lr. Only the way from lr to final_lr is "
    "to be shared out.",
    "What comes out at t = 0?",
    edits=((BETWEEN, "rate = final_lr + lr * share"),),
)

FINAL_NOT_ADDED = Misconception(
    "final_rate_not_added",
    "The way from lr to final_lr is shared out, but it ends at 0: final_lr has to be added to it.",
    "What comes out at t = 0, and what at the end?",
    edits=((BETWEEN, "rate = (lr - final_lr) * share"),),
)

WAVE = (
    WITHOUT_PI,
    WHOLE_WAVE,
    HALF_MISSING,
    HALF_OUTSIDE,
    UPSIDE_DOWN,
    DEGREES,
    FINAL_IGNORED,
    FINAL_ADDED,
    FINAL_NOT_ADDED,
)


def cuts(once: str) -> tuple[Misconception, ...]:
    """Mistakes in `rate = lr * factor**cuts`; `once`: the reference's line that counts, with every count cut to 1."""
    line = "rate = lr * factor**cuts"
    return (
        Misconception(
            "divided_by_factor",
            "The rate is divided by the factor, and grows. Here the factor is what the rate is multiplied by: 0.1, not "
            "10.",
            "At factor 0.5, should the second rate be above or below lr?",
            edits=((line, "rate = lr / factor**cuts"),),
        ),
        Misconception(
            "factor_times_cuts",
            "The factor is multiplied by the number of cuts; before the first one that makes 0. Each cut multiplies "
            "once more: factor**cuts.",
            "What comes out at t = 0?",
            edits=((line, "rate = lr * factor * cuts"),),
        ),
        Misconception(
            "factor_taken_off",
            "Each cut takes the share `factor` off the rate. Here the factor is the share that stays.",
            "At factor 0.1, what should be left of 1 after a cut?",
            edits=((line, "rate = lr * (1.0 - factor) ** cuts"),),
        ),
        Misconception(
            "power_of_both",
            "The power takes lr along: (lr * factor)**cuts. Only the factor is raised to it.",
            "What comes out at t = 0?",
            edits=((line, "rate = (lr * factor) ** cuts"),),
        ),
        Misconception(
            "cut_only_once",
            "The rate is cut once and then stays. Each further corner cuts it again.",
            "What should the rate be after the second corner?",
            edits=((once, f"{once}\n    cuts = min(cuts, 1)"),),
        ),
        Misconception(
            "factor_subtracted",
            "Each cut takes the number `factor` itself off the rate, which can end below 0. Each cut multiplies by it.",
            "Can a product of positive numbers be negative?",
            edits=((line, "rate = lr - factor * cuts"),),
        ),
        without_lr(line, "rate = factor**cuts"),
    )
