"""Chapter 05: learning-rate schedules. Whole curves, with their ends, their corners and what lies beyond."""

import math

from autograder.chapters.schedules import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise


def curve(name, times, **given):
    """One call for each step of `times`; nothing but t changes."""
    first, *more = times
    return Case(name, {"t": first, **given}, tuple({"t": t} for t in more))


def rate(rng, low=0.05, high=0.5):
    return float(rng.uniform(low, high))


def constant_cases(rng):
    return [
        curve("the first ten steps", range(10), lr=rate(rng)),
        curve("late steps, a rate above 1", (0, 1, 99, 1000, 10**6), lr=rate(rng, 1.5, 3.0)),
    ]


def decay_cases(rng, **given):
    """For the curves that run from lr to final_lr in a number of steps."""
    high, low, rising = rate(rng), rate(rng, 0.005, 0.03), rate(rng, 0.02, 0.04)
    return [
        curve("ten steps and five beyond", range(16), lr=high, final_lr=low, steps=10, **given),
        curve("down to 0 in seven steps", range(20), lr=rate(rng), final_lr=0.0, steps=7, **given),
        curve("a final rate above the initial one", range(9), lr=rising, final_lr=10.0 * rising, steps=6, **given),
        curve("two steps", range(5), lr=rate(rng, 1.0, 2.0), final_lr=rate(rng), steps=2, **given),
        curve("corners of 1000 steps", (0, 1, 499, 500, 501, 998, 999, 1000, 1001, 1500, 2000, 5000), lr=rate(rng),
              final_lr=rate(rng, 0.001, 0.01), steps=1000, **given),
    ]  # fmt: skip


def polynomial_cases(rng):
    first, *others = decay_cases(rng, power=2.0)
    return [
        first,
        *others[:3],
        curve("power 1/2", range(9), lr=rate(rng), final_lr=rate(rng, 0.005, 0.03), steps=8,
              power=0.5),
        curve("power 3", range(12), lr=rate(rng), final_lr=rate(rng, 0.005, 0.03), steps=9, power=3.0),
        curve("power 1, a straight line", range(8), lr=rate(rng), final_lr=0.0, steps=5, power=1.0),
    ]  # fmt: skip


def step_cases(rng):
    return [
        curve("factor about .5 every 3 steps", range(11), lr=rate(rng), factor=rate(rng, 0.4, 0.6), every=3),
        curve("factor .1, corners of every 10 steps", (0, 1, 9, 10, 11, 19, 20, 21, 29, 30, 31), lr=rate(rng, 1.0, 2.0),
              factor=0.1, every=10),
        curve("factor .9 at every step", range(6), lr=rate(rng), factor=0.9, every=1),
        curve("every 4 steps, up to 40", (0, 2, 3, 4, 5, 6, 39, 40), lr=rate(rng, 1.0, 2.0), factor=rate(rng, 0.7, 0.9),
              every=4),
    ]  # fmt: skip


def exponential_cases(rng):
    return [
        curve("gamma about .8", range(9), lr=rate(rng), gamma=rate(rng, 0.75, 0.85)),
        curve("gamma .5, a rate above 1", range(7), lr=rate(rng, 1.5, 3.0), gamma=0.5),
        curve("gamma .999, late steps", (0, 1, 100, 1000, 3000), lr=rate(rng), gamma=0.999),
        curve("gamma 1", (0, 1, 10), lr=rate(rng), gamma=1.0),
    ]


def inner_rates(rng, count):
    """Rates that fall, as an inner schedule's."""
    return tuple(sorted((rate(rng, 0.05, 0.4) for _ in range(count)), reverse=True))


def warmup_cases(rng, **given):
    falling = inner_rates(rng, 8)
    bump = (rate(rng, 0.1, 0.2), rate(rng, 0.25, 0.3), rate(rng, 0.35, 0.4), rate(rng, 0.02, 0.05))
    return [
        curve("four steps, then eight rates, and beyond", range(15), inner=falling, warmup=4, **given),
        curve("an inner schedule that rises and falls", range(12), inner=bump, warmup=5, **given),
        curve("a warmup longer than what follows", range(13), inner=inner_rates(rng, 3), warmup=9, **given),
        curve("a constant inner schedule", range(8), inner=(rate(rng),), warmup=5, **given),
        curve("one step", range(6), inner=inner_rates(rng, 4), warmup=1, **given),
        curve("no warmup", range(6), inner=inner_rates(rng, 4), warmup=0, **given),
    ]


def restart_cases(rng):
    def plan(first_cycle, growth, low=0.03):
        return {"lr": rate(rng), "final_lr": rate(rng, low / 6, low), "first_cycle": first_cycle, "growth": growth}

    return [
        curve("cycles of 4, equal", range(14), **plan(4, 1)),
        curve("cycles of 3, 6, 12", range(23), **plan(3, 2)),
        curve("cycles of 2, 6, 18", range(28), **plan(2, 3)),
        curve("cycles of one step", range(4), **plan(1, 1)),
        curve("down to 0, cycles of 5", range(12), **(plan(5, 1) | {"final_lr": 0.0})),
        curve("corners of cycles of 100, 200, 400", (0, 1, 99, 100, 101, 299, 300, 301, 699, 700, 701), **plan(100, 2)),
    ]


def cycle_cases(rng):
    def plan(steps, peak):
        return {"lr": rate(rng), "start_lr": rate(rng, 0.02, 0.04), "final_lr": rate(rng, 0.001, 0.01),
                "steps": steps, "peak": peak}  # fmt: skip

    return [
        curve("up in 4 steps, down in 8, and beyond", range(18), **plan(12, 4)),
        curve("a late peak", range(14), **plan(9, 7)),
        curve("a peak in the second step", range(12), **plan(6, 1)),
        curve("ends lower than it starts: at 0", range(16), **(plan(10, 5) | {"final_lr": 0.0})),
        curve("corners of 1000 steps", (0, 1, 299, 300, 301, 650, 999, 1000, 1001, 1700), **plan(1000, 300)),
    ]


def inverse_cases(rng):
    return [
        curve("decay about .3", range(9), lr=rate(rng), decay=rate(rng, 0.2, 0.4)),
        curve("decay above 1", range(6), lr=rate(rng), decay=rate(rng, 1.5, 3.0)),
        curve("decay .01, late steps", (0, 1, 100, 1000), lr=rate(rng), decay=0.01),
    ]


def milestone_cases(rng):
    return [
        curve("milestones 3, 5, 9", range(12), lr=rate(rng), factor=rate(rng, 0.3, 0.7), milestones=(3, 5, 9)),
        curve("milestones 1 and 2", range(6), lr=rate(rng), factor=rate(rng, 0.3, 0.7), milestones=(1, 2)),
        curve("factor .1, corners of 30, 60, 80", (0, 29, 30, 31, 59, 60, 61, 79, 80, 81, 200), lr=rate(rng, 1.0, 2.0),
              factor=0.1, milestones=(30, 60, 80)),
        curve("no milestone", (0, 1, 50), lr=rate(rng), factor=0.5, milestones=()),
    ]  # fmt: skip


def plateau(name, losses, rng, *, best=math.inf, bad_epochs=0, cooling=0, **hyper):
    """One call for each loss; the state goes from call to call."""
    first, *more = (float(loss) for loss in losses)
    usual = {"factor": 0.5, "patience": 2, "threshold": 0.01, "cooldown": 0, "min_lr": 0.0}
    state = {"lr": rate(rng), "best": best, "bad_epochs": bad_epochs, "cooling": cooling}
    return Case(name, {"loss": first, **state, **usual, **hyper}, tuple({"loss": loss} for loss in more))


def plateau_cases(rng):
    """No loss lies on the bound it is compared with, but where equal losses are the point."""
    level, flat = float(rng.uniform(0.8, 1.2)), float(rng.uniform(0.4, 0.6))
    falling = [level * 0.7**k for k in range(6)]
    creeping = [level * (1.0 - 0.006 * k) for k in range(14)]
    zigzag = [level * (1.0 + 0.05 * (k % 2)) for k in range(10)]
    noisy = [level * 0.8 ** min(k, 8) * float(rng.uniform(0.85, 1.15)) for k in range(30)]
    return [
        plateau("a loss that falls", falling, rng),
        plateau("falls, then stays, patience 2", [*falling, *[flat] * 12], rng, factor=0.3),
        plateau("equal losses, threshold 0, patience 1", [level] * 9, rng, threshold=0.0, patience=1),
        plateau("patience 0, a zigzag", zigzag, rng, patience=0, factor=0.7),
        plateau("improves by .6 % an epoch, threshold 2.5 %", creeping, rng, patience=3, threshold=0.025),
        plateau("rises slowly", [level * (1.0 + 0.02 * k) for k in range(9)], rng, patience=3, threshold=0.1),
        plateau("one good epoch between bad ones, patience 2",
                [level, 1.1 * level, 1.2 * level, 0.8 * level, level, level, 0.6 * level, level, level, level], rng),
        plateau("losses near .001, threshold .05", [0.001 * loss for loss in (*falling, *falling[::-1])], rng,
                threshold=0.05, patience=1),
        plateau("losses near 1000, threshold .05", [1000.0 * loss for loss in creeping], rng, threshold=0.05,
                patience=1),
        plateau("cooldown 3, patience 1", [flat] * 18, rng, patience=1, cooldown=3, factor=0.6),
        plateau("cooldown 1, patience 0", [flat] * 8, rng, patience=0, cooldown=1),
        plateau("better during the cooldown", [level, level, level, 0.5 * level, *[0.7 * level] * 8], rng, patience=1,
                cooldown=4),
        plateau("down to the floor", [flat] * 9, rng, patience=0, factor=0.3, min_lr=rate(rng, 0.004, 0.03)),
        plateau("losses that are not finite", [level, math.nan, math.inf, math.nan, 0.5 * level, math.nan, math.nan],
                rng, patience=1),
        plateau("in the midst of a run, cooling", [1.3 * flat, *[flat] * 7], rng, best=1.2 * flat, bad_epochs=0,
                cooling=2, patience=1, cooldown=2),
        plateau("in the midst of a run, one epoch before a cut", [1.1 * flat, *[1.2 * flat] * 8], rng, best=flat,
                bad_epochs=3, patience=3, factor=0.2),
        plateau("noisy losses, all settings at once", noisy, rng, factor=0.4, patience=2, threshold=0.03, cooldown=2,
                min_lr=0.002),
    ]  # fmt: skip


FLOAT = "lr is a Python float and t a Python int, so Python's own arithmetic is all you need"

ASSIGNMENT = Assignment(
    "05_schedules",
    (
        Exercise(
            reference.constant,
            points=1,
            returns=("rate",),
            cases=constant_cases,
            misconceptions=misconceptions.CONSTANT,
            hints=(
                "What does the rate depend on?",
                f"Nothing has to be worked out. ({FLOAT}.)",
            ),
            variants=variants.CONSTANT,
            minutes=1,
        ),
        Exercise(
            reference.linear_decay,
            points=2,
            returns=("rate",),
            cases=decay_cases,
            misconceptions=misconceptions.LINEAR_DECAY,
            hints=(
                "Find the share of the way that is done: 0 at t = 0, 1 at t = steps.",
                "The rate is a mean of lr and final_lr. Which of them has the share as its weight, and what is the "
                "other weight?",
                "A share above 1 would carry you past final_lr. `min` keeps it at 1.",
            ),
            variants=variants.LINEAR_DECAY,
            minutes=5,
        ),
        Exercise(
            reference.step_decay,
            points=2,
            returns=("rate",),
            cases=step_cases,
            misconceptions=misconceptions.STEP_DECAY,
            hints=(
                "How many times has the rate been cut by step t? With every = 3: none at t = 0, 1, 2, once at 3, 4, 5.",
                "Python divides without remainder with //.",
                "Each cut multiplies by factor once more; a product of equal numbers is a power.",
            ),
            variants=variants.STEP_DECAY,
            minutes=4,
        ),
        Exercise(
            reference.exponential_decay,
            points=2,
            returns=("rate",),
            cases=exponential_cases,
            misconceptions=misconceptions.EXPONENTIAL_DECAY,
            hints=(
                "Write the rates of the steps 0, 1, 2 and 3 on paper, each from the one before.",
                "How many factors gamma stand in the rate of step t?",
            ),
            variants=variants.EXPONENTIAL_DECAY,
            minutes=3,
        ),
        Exercise(
            reference.cosine,
            points=3,
            returns=("rate",),
            cases=decay_cases,
            misconceptions=misconceptions.COSINE,
            hints=(
                "The share of the way that is done is the same as in linear_decay, with the same care for what lies "
                "beyond the end.",
                "(1 + cos x) / 2 falls from 1 to 0 as x goes from 0 to pi. Which x belongs to your share?",
                "That number says how much of the way from final_lr up to lr is left.",
            ),
            variants=variants.COSINE,
            minutes=6,
        ),
        Exercise(
            reference.gradual_warmup,
            points=3,
            returns=("rate",),
            cases=warmup_cases,
            misconceptions=misconceptions.GRADUAL_WARMUP,
            hints=(
                "There are two cases: t < warmup and the rest. Begin with an `if`.",
                "With warmup = 4 the first four rates are 1/4, 2/4, 3/4 and 4/4 of inner[0].",
                "Afterwards t counts the warmup too, and inner does not: how many steps of inner are over? Its last "
                "rate stays, so the index must not pass len(inner) - 1.",
            ),
            variants=variants.GRADUAL_WARMUP,
            minutes=8,
            difficulty=2,
        ),
        Exercise(
            reference.warm_restarts,
            points=4,
            returns=("rate",),
            cases=restart_cases,
            misconceptions=misconceptions.WARM_RESTARTS,
            hints=(
                "Two numbers are enough: the place within the cycle at hand, from 0, and the length of that cycle. "
                "Then it is one cosine, as before.",
                "Take whole cycles off t as long as they fit: a `while` loop. Each cycle that is taken off makes the "
                "next one growth times as long.",
                "A place equal to the length is no place in this cycle: it is place 0 of the next.",
            ),
            variants=variants.WARM_RESTARTS,
            minutes=12,
            difficulty=2,
        ),
        Exercise(
            reference.reduce_on_plateau,
            points=6,
            returns=("lr", "best", "bad_epochs", "cooling"),
            order=("best", "bad_epochs", "cooling", "lr"),
            cases=plateau_cases,
            misconceptions=misconceptions.REDUCE_ON_PLATEAU,
            hints=(
                "Take the three parts in the docstring's order: first best and bad_epochs, then the cooling, then the "
                "cut. Each is one `if`, and each uses what the part before has left.",
                "In the first part exactly one thing happens: best becomes the loss and bad_epochs 0, or bad_epochs "
                "grows by 1. The comparison is with best * (1 - threshold).",
                "A cut does three things: a new lr, not below min_lr; bad_epochs back to 0; cooling set to cooldown.",
            ),
            variants=variants.REDUCE_ON_PLATEAU,
            minutes=18,
            difficulty=3,
        ),
        Exercise(
            reference.inverse_time,
            points=1,
            returns=("rate",),
            cases=inverse_cases,
            misconceptions=misconceptions.INVERSE_TIME,
            hints=(
                "One line. Mind the brackets.",
                "With decay = 1 the rates are lr, lr / 2, lr / 3, ...",
            ),
            variants=variants.INVERSE_TIME,
            core=False,
            minutes=2,
        ),
        Exercise(
            reference.multi_step,
            points=2,
            returns=("rate",),
            cases=milestone_cases,
            misconceptions=misconceptions.MULTI_STEP,
            hints=(
                "How many milestones has step t reached? One that equals t counts.",
                "sum(...) over comparisons counts the true ones.",
            ),
            variants=variants.MULTI_STEP,
            core=False,
            minutes=4,
        ),
        Exercise(
            reference.polynomial,
            points=2,
            returns=("rate",),
            cases=polynomial_cases,
            misconceptions=misconceptions.POLYNOMIAL,
            hints=(
                "Begin with linear_decay, written as final_lr plus a share of the way up to lr.",
                "The power is taken of the share of the way that is left.",
            ),
            variants=variants.POLYNOMIAL,
            core=False,
            minutes=4,
        ),
        Exercise(
            reference.constant_warmup,
            points=2,
            returns=("rate",),
            cases=lambda rng: warmup_cases(rng, factor=rate(rng, 0.05, 0.3)),
            misconceptions=misconceptions.CONSTANT_WARMUP,
            hints=(
                "Only one line differs from gradual_warmup.",
                "During the warmup the rate does not depend on t.",
            ),
            variants=variants.CONSTANT_WARMUP,
            core=False,
            minutes=3,
        ),
        Exercise(
            reference.one_cycle,
            points=4,
            returns=("rate",),
            cases=cycle_cases,
            misconceptions=misconceptions.ONE_CYCLE,
            hints=(
                "Two parts, before the peak and from the peak on, each half a cosine between two rates.",
                "On the way up the share done is t / peak. On the way down, how many steps are over since the peak, "
                "and of how many?",
                "1 - cos rises where 1 + cos falls.",
            ),
            variants=variants.ONE_CYCLE,
            core=False,
            minutes=10,
            difficulty=2,
        ),
    ),
)
