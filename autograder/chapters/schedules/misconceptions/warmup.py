"""Mistakes in the two warmups, which differ in one line."""

from autograder.exercise import Misconception

TURN = "if t < warmup"
AFTER = "after = t - warmup"
THEN = "rate = inner[min(after, len(inner) - 1)]"


def then_any(low: str, running: str) -> tuple[Misconception, ...]:
    """Mistakes in what comes after either warmup; `low` is its line, `running` the same with the inner one running."""
    return (
        Misconception(
            "inner_clock_runs_on",
            "After the warmup the inner schedule goes on at inner[t], as if it had run all the while; Goyal et al. "
            "count so. Here it begins at its start when the warmup is over: inner[t - warmup].",
            "What should come out at t = warmup?",
            edits=((AFTER, "after = t"),),
            convention=True,
            source="Goyal et al. 2017",
        ),
        Misconception(
            "inner_runs_during_warmup",
            "The inner schedule runs from the first step and the warmup multiplies it, as when PyTorch chains two "
            "schedulers. Here the warmup leads to inner[0], and only then the inner schedule begins.",
            "Which rate of the inner schedule belongs to t = warmup?",
            edits=((low, running), (AFTER, "after = t")),
            convention=True,
            source="PyTorch's ChainedScheduler",
        ),
        Misconception(
            "inner_runs_only_in_the_warmup",
            "During the warmup its share is taken of inner[t], and then the inner schedule begins again at its start. "
            "The warmup leads to inner[0], and the inner schedule waits for its end.",
            "Which rate of the inner schedule should the warmup be a share of?",
            edits=((low, running),),
        ),
        Misconception(
            "zero_after_its_end",
            "When the inner schedule is over the rate is 0. Its last rate stays.",
            "What should come out long after its end?",
            edits=((THEN, "rate = inner[after] if after < len(inner) else 0.0"),),
        ),
        Misconception(
            "max_for_min",
            "The index is the larger of the two, never below len(inner) - 1: the last rate from the start, and then an "
            "index that is not there.",
            "Which index should be taken at t = warmup?",
            edits=((THEN, "rate = inner[max(after, len(inner) - 1)]"),),
        ),
        Misconception(
            "first_rate_skipped",
            "After the warmup the inner schedule begins at inner[1]. Its first rate is due at t = warmup.",
            "What should come out at t = warmup?",
            edits=((AFTER, "after = t - warmup + 1"),),
        ),
        Misconception(
            "one_step_late",
            "The inner schedule begins one step late: inner[0] comes once more than it should.",
            "What should come out at t = warmup + 1?",
            edits=((AFTER, "after = max(t - warmup - 1, 0)"),),
        ),
        Misconception(
            "starts_over_at_its_end",
            "When the inner schedule is over it starts again from inner[0]. Its last rate stays.",
            "What should come out long after its end?",
            edits=((THEN, "rate = inner[after % len(inner)]"),),
        ),
        Misconception(
            "runs_off_its_end",
            "The inner schedule is asked for a rate beyond its last one. Its last rate stays.",
            "Which index does inner[-1] stand for, and from which t on is it due?",
            edits=((THEN, "rate = inner[after]"),),
        ),
        Misconception(
            "towards_the_last_rate",
            "The warmup is taken of the inner schedule's last rate. It leads to its first one.",
            "Which rate follows the warmup?",
            edits=((low, low.replace("inner[0]", "inner[-1]")),),
        ),
        Misconception(
            "last_rate_never_reached",
            "The inner schedule stops at its last rate but one and stays there. Its last rate comes too, and that one "
            "stays.",
            "Of 3 rates, which index has the last one?",
            edits=((THEN, "rate = inner[min(after, max(len(inner) - 2, 0))]"),),
        ),
        Misconception(
            "held_before_the_warmup_is_taken_off",
            "The inner schedule stops `warmup` rates before its last one, or never leaves its first: t is held at the "
            "last index, and only then the warmup is taken off.",
            "Which index is due long after the end, and which one does yours take there?",
            edits=((THEN, "rate = inner[max(min(t, len(inner) - 1) - warmup, 0)]"),),
        ),
        Misconception(
            "towards_the_largest_rate",
            "The warmup is taken of the inner schedule's largest rate. It leads to its first one, which need not be "
            "the largest.",
            "Which rate follows the warmup?",
            edits=((low, low.replace("inner[0]", "max(inner)")),),
        ),
    )


RAMP = "rate = inner[0] * (t + 1) / warmup"

GRADUAL_WARMUP = (
    Misconception(
        "from_zero",
        "The ramp is t / warmup, so the first step has rate 0 and moves nothing; optax has it so. Here it is "
        "(t + 1) / warmup.",
        "What is your rate at t = 0, and what does the first step then do?",
        edits=((RAMP, "rate = inner[0] * t / warmup"),),
        convention=True,
        source="optax's warmup schedules",
    ),
    Misconception(
        "warmup_plus_one",
        "The ramp is (t + 1) / (warmup + 1): its last step is still below the full rate.",
        "What should come out at t = warmup - 1?",
        edits=((RAMP, "rate = inner[0] * (t + 1) / (warmup + 1)"),),
    ),
    Misconception(
        "from_zero_to_full",
        "The ramp begins at 0 and is full in its last step, as np.linspace(0, 1, warmup). Here its first step has the "
        "share 1 / warmup.",
        "What is your rate at t = 0, and what does the first step then do?",
        edits=((RAMP, "rate = inner[0] * t / max(warmup - 1, 1)"),),
    ),
    Misconception(
        "integer_division",
        "The ramp is an integer division: 0 until its last step. A share needs / and not //.",
        "What is 3 // 10?",
        edits=((RAMP, "rate = inner[0] * ((t + 1) // warmup)"),),
    ),
    Misconception(
        "overshoots",
        "The ramp has one step too many, and in it the share is above 1.",
        "What should come out at t = warmup?",
        edits=((TURN, "if t <= warmup and warmup > 0"),),
    ),
    Misconception(
        "overshoots_without_a_warmup_too",
        "The ramp has one step too many, and in it the share is above 1. With warmup 0 that one step divides by 0.",
        "Which values of t, from 0 on, belong to a warmup of 1 step, and which to one of 0?",
        edits=((TURN, "if t <= warmup"),),
    ),
    Misconception(
        "divides_by_no_warmup",
        "With warmup 0 it divides by 0: the share is worked out before it is asked whether there is a warmup at all.",
        "With warmup 0, should any line that divides by warmup run?",
        edits=((TURN, "1 / warmup\n    " + TURN),),
    ),
    Misconception(
        "brackets_missing",
        "t + 1 / warmup divides the 1 alone: from the second step on the share is above 1.",
        "What does Python work out first in a + b / c?",
        edits=((RAMP, "rate = inner[0] * (t + 1 / warmup)"),),
    ),
    Misconception(
        "constant_warmup",
        "The warmup does not rise: it has the same rate at every step, that of the first.",
        "What should come out at t = 1?",
        edits=((RAMP, "rate = inner[0] / warmup"),),
    ),
    *then_any(RAMP, "rate = inner[min(t, len(inner) - 1)] * (t + 1) / warmup"),
)

LOW = "rate = inner[0] * factor"

CONSTANT_WARMUP = (
    Misconception(
        "factor_as_rate",
        "The warmup's rate is `factor` itself; He et al. name the rate so. Here it is a share of inner[0].",
        "What should come out at t = 0 if the factor is 1?",
        edits=((LOW, "rate = factor"),),
        convention=True,
        source="He et al. 2016",
    ),
    Misconception(
        "divided_by_factor",
        "The warmup divides by the factor, and its rate is the higher one. It multiplies.",
        "Is a warmup's rate above or below inner[0]?",
        edits=((LOW, "rate = inner[0] / factor"),),
    ),
    Misconception(
        "share_taken_off",
        "The warmup takes the share `factor` off the rate. Here the factor is the share that stays.",
        "At factor 0.1, should the warmup have a tenth of the rate or nine tenths?",
        edits=((LOW, "rate = inner[0] * (1.0 - factor)"),),
    ),
    Misconception(
        "gradual",
        "The rate rises during the warmup. This one is constant, then jumps.",
        "What should come out at t = 1?",
        edits=((LOW, "rate = inner[0] * factor + inner[0] * (1.0 - factor) * t / warmup"),),
    ),
    Misconception(
        "one_step_longer",
        "The warmup has one step too many.",
        "How many values of t, from 0 on, are below warmup?",
        edits=((TURN, "if t <= warmup"),),
    ),
    Misconception(
        "factor_forever",
        "The factor is never taken away: after the warmup the inner schedule has its own rates.",
        "What should come out at t = warmup?",
        edits=((THEN, "rate = inner[min(after, len(inner) - 1)] * factor"),),
    ),
    *then_any(LOW, "rate = inner[min(t, len(inner) - 1)] * factor"),
)
