"""Chapter 09: rates for large batches, accumulation, LARS and LAMB. Cases in which no convention can hide."""

import numpy as np

from autograder.chapters.large_batch import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise


def rate(rng, low=0.05, high=0.5):
    return float(rng.uniform(low, high))


def scaling_cases(rng):
    def case(name, batch, base_batch, lr=None):
        return Case(name, {"lr": rate(rng) if lr is None else lr, "batch": batch, "base_batch": base_batch})

    return [
        case("from 32 to 256", 256, 32),
        case("from 32 to 48", 48, 32),
        case("from 256 to 8192, as in the paper", 8192, 256, 0.1),
        case("half the batch", 16, 32),
        case("down to one example", 1, 50),
        case("the same batch", 64, 64),
        case("from 7 to 100, a rate above 1", 100, 7, rate(rng, 1.5, 3.0)),
    ]


def warmup_cases(rng):
    def curve(name, times, batch, base_batch, warmup, lr=None):
        first, *more = times
        args = {"t": first, "lr": rate(rng) if lr is None else lr, "batch": batch, "base_batch": base_batch}
        return Case(name, args | {"warmup": warmup}, tuple({"t": t} for t in more))

    return [
        curve("from 32 to 256 in 5 steps, and beyond", range(10), 256, 32, 5),
        curve("from 48 to 64 in 8 steps", range(12), 64, 48, 8),
        curve("from 256 to 8192, corners of 500 steps", (0, 1, 249, 251, 499, 500, 501, 2000), 8192, 256, 500, 0.1),
        curve("one step", range(4), 128, 32, 1),
        curve("two steps", range(5), 100, 20, 2),
        curve("no warmup", range(4), 96, 32, 0),
        curve("the same batch", range(5), 64, 64, 3),
        curve("a smaller batch: the rate falls", range(8), 24, 64, 6),
    ]  # fmt: skip


def accumulation_cases(rng):
    def case(name, shape, *sizes, size=1.0):
        return Case(name, {"gradients": size * rng.normal(0.3, 1.0, (len(sizes), *shape)), "sizes": sizes})

    return [
        case("parts of 8, 8 and 3", (3, 4), 8, 8, 3),
        case("parts of 32, 32, 32 and 1", (5,), 32, 32, 32, 1),
        case("four equal parts", (2, 3), 16, 16, 16, 16),
        case("parts of 2, 7 and 4", (4, 2), 2, 7, 4),
        case("as many parts as rows", (3, 3), 5, 5, 2),
        case("one part", (3, 2), 6),
        case("parts of one example", (4,), 1, 1, 1),
        case("three axes", (2, 3, 2), 10, 10, 4),
        case("one weight", (1,), 4, 3),
        case("gradients near 1e6", (2, 2), 64, 64, 10, size=1e6),
    ]


def growing_cases(rng):
    def curve(name, times, batch, factor, milestones, largest):
        first, *more = times
        args = {"t": first, "lr": rate(rng), "batch": batch, "factor": factor}
        return Case(name, args | {"milestones": milestones, "largest": largest}, tuple({"t": t} for t in more))

    # `lr` and `batch` are returned under the names of arguments, so every time is a case of its own.
    plans = (
        ("32, 64, then lower rates", (0, 3, 4, 5, 8, 11, 12, 50), 32, 2, (4, 8, 12), 64),
        ("factor 5 up to 640", (9, 10, 20, 30), 25, 5, (10, 20, 30), 640),
        ("factor 3 beyond a largest batch in between", (0, 5, 7), 10, 3, (5, 7), 60),
        ("no room at all", (0, 2, 6), 100, 2, (2, 6), 150),
        ("room without end", (1, 2, 3, 4), 8, 2, (2, 3, 4), 10**6),
        ("no milestones", (0, 100), 16, 4, (), 1024),
        ("a milestone at 0", (0, 2), 16, 2, (0, 2), 32),
        ("no room at 0", (0,), 16, 3, (0,), 40),
        ("one too many", (4,), 32, 2, (4,), 63),
    )
    return [curve(f"{name}: t = {t}", (t,), *plan) for name, times, *plan in plans for t in times]


def layer(rng, shape, *, w_size=1.0, g_size=1.0):
    return {"w": w_size * rng.normal(0.2, 1.0, shape), "g": g_size * rng.normal(size=shape)}


def zeros_between():
    """Zeros where the other is not 0, and entries that sum to 0: no norm is 0."""
    return {"w": np.asarray([0.0, 1.5, -1.5, 0.0]), "g": np.asarray([2.5, 0.0, 0.0, -2.5])}


def local_cases(rng):
    def case(name, shape, trust, decay, *, w_zero=False, g_zero=False, **sizes):
        args = layer(rng, shape, **sizes)
        args["w"] = args["w"] * (not w_zero)
        args["g"] = args["g"] * (not g_zero)
        return Case(name, args | {"trust_coefficient": trust, "weight_decay": decay})

    return [
        case("coefficient .02, decay .1", (3, 4), 0.02, 0.1),
        case("coefficient .3, decay 1.5", (5, 2), 0.3, 1.5),
        case("no decay", (4, 3), 0.05, 0.0),
        case("the paper's coefficient .001, decay 5e-4", (4, 5), 0.001, 5e-4),
        case("large weights, small gradient", (3, 3), 0.01, 0.05, w_size=50.0, g_size=0.01),
        case("small weights, large gradient", (2, 6), 0.04, 0.2, w_size=0.01, g_size=30.0),
        case("biases", (5,), 0.07, 0.3),
        case("one weight", (1,), 0.6, 0.4),
        case("three axes", (2, 3, 2), 0.1, 0.25),
        case("weights of 0", (3, 2), 0.02, 0.1, w_zero=True),
        case("no gradient", (2, 3), 0.02, 0.1, g_zero=True),
        case("no gradient, no decay", (2, 2), 0.03, 0.0, g_zero=True),
        case("nothing but 0", (4,), 0.05, 0.2, w_zero=True, g_zero=True),
        case("gradients near 1e-6", (3, 2), 0.03, 0.0, g_size=1e-6),
        Case("zeros among the entries, all sums 0", zeros_between() | {"trust_coefficient": 0.3, "weight_decay": 0.6}),
        case("gradients near 1e-13", (3,), 0.03, 0.0, g_size=1e-13),
        case("weights near 1e-13", (3,), 0.03, 0.2, w_size=1e-13),
    ]


def steps_of(name, rng, shape, *, steps, state, sizes=None, **given):
    """`steps` calls with fresh gradients, whose size changes from one to the next."""
    args = layer(rng, shape, **(sizes or {}))
    later = [args["g"].std() * rng.uniform(0.3, 3.0) * rng.normal(size=shape) for _ in range(steps - 1)]
    if "t" in given:
        return Case(name, args | state | given, tuple({"g": g, "t": given["t"] + k} for k, g in enumerate(later, 1)))
    return Case(name, args | state | given, tuple({"g": g} for g in later))


def zeroed(case, *names):
    """The case with these arguments 0, the gradient in every step."""
    for name in names:
        case.args[name][...] = 0.0
    for step in case.steps if "g" in names else ():
        step["g"][...] = 0.0
    return case


def lars_cases(rng):
    def case(name, shape, *, steps=3, started=True, lr=0.4, alpha=0.7, trust=0.2, decay=0.3, size=0.3, **sizes):
        hyper = {"lr": lr, "alpha": alpha, "trust_coefficient": trust, "weight_decay": decay}
        state = {"v": size * rng.normal(size=shape) * started}
        return steps_of(name, rng, shape, steps=steps, state=state, sizes=sizes, **hyper)

    return [
        case("four steps from zero, coefficient .2, decay .3", (3, 4), steps=4, started=False),
        case("three steps, velocity not zero", (4, 2)),
        case("rate 2, coefficient .05", (5, 3), lr=2.0, trust=0.05, decay=0.1, alpha=0.5),
        case("the usual .9, .001 and 1e-4, rate 10", (3, 3), steps=4, started=False, lr=10.0, alpha=0.9, trust=0.001,
             decay=1e-4),
        case("no decay", (2, 4), decay=0.0, alpha=0.8),
        case("no momentum", (3, 2), alpha=0.0, decay=0.6),
        case("biases", (6,), alpha=0.85),
        case("one weight", (1,), lr=0.1, decay=0.2),
        case("three axes", (2, 3, 2), trust=0.4, decay=0.15),
        zeroed(case("weights of 0", (3, 2), steps=2), "w"),
        zeroed(case("no gradient", (2, 3), steps=2), "g"),
        zeroed(case("nothing but 0", (2, 2), steps=2), "w", "g", "v"),
        case("large weights, small gradients", (3, 3), w_size=40.0, g_size=1e-3),
        Case("zeros among the entries, all sums 0", zeros_between() | {
             "v": np.asarray([0.2, -0.1, 0.3, 0.4]), "lr": 0.4, "alpha": 0.7, "trust_coefficient": 0.3,
             "weight_decay": 0.6}),
        case("a local rate above 10", (2, 2), steps=2, trust=0.5, decay=0.01, w_size=30.0, g_size=0.1),
        case("gradients near 1e-13, no decay", (3,), steps=2, decay=0.0, g_size=1e-13),
        case("weights near 1e-13", (3,), steps=1, w_size=1e-13),
    ]  # fmt: skip


def lamb_cases(rng):
    def case(name, shape, *, steps=3, t=1, lr=0.1, beta1=0.8, beta2=0.95, eps=0.01, decay=0.4, **sizes):
        size = sizes.get("g_size", 1.0)
        hyper = {"t": t, "lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps, "weight_decay": decay}
        state = {"m": np.zeros(shape), "v": np.zeros(shape)}
        if t > 1:
            state = {"m": 0.5 * size * rng.normal(size=shape), "v": size**2 * rng.uniform(0.2, 1.5, shape)}
        return steps_of(name, rng, shape, steps=steps, state=state, sizes=sizes, **hyper)

    return [
        case("four steps from zero, eps .01, decay .4", (3, 4), steps=4),
        case("four steps from zero, eps .3, decay 1.2", (5, 2), steps=4, eps=0.3, decay=1.2),
        case("three steps from t = 7, state not zero", (4, 3), t=7),
        case("three steps from t = 10,000", (2, 5), t=10_000, beta1=0.9, beta2=0.999, lr=0.02, eps=0.1),
        case("the usual settings", (3, 3), steps=5, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-6, decay=0.01),
        case("no decay", (4, 2), decay=0.0),
        case("biases, beta1 0", (6,), beta1=0.0, beta2=0.7),
        case("one weight", (1,), lr=0.3),
        case("three axes, beta2 .5", (2, 3, 2), t=2, beta2=0.5),
        case("weights of norm above 10", (4, 4), w_size=30.0, decay=0.02),
        case("small weights", (3, 2), w_size=0.01),
        zeroed(case("weights of 0", (3, 2), steps=2), "w"),
        zeroed(case("no gradient", (2, 3), steps=2, decay=0.5), "g"),
        zeroed(case("no gradient, no decay", (2, 2), steps=2, decay=0.0), "g"),
        case("gradients near 1e6", (2, 4), g_size=1e6),
        Case("zeros among the entries, all sums 0", {
             "w": np.asarray([0.0, 1.5, -1.5]), "g": np.asarray([0.0, 2.5, -2.5]), "m": np.zeros(3), "v": np.zeros(3),
             "t": 1, "lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 0.01, "weight_decay": 0.4}),
        case("gradients near 1e-13, no decay: a ratio far above 100", (3,), steps=2, decay=0.0, g_size=1e-13),
        case("weights near 1e-13", (3,), steps=1, w_size=1e-13),
    ]  # fmt: skip


ASSIGNMENT = Assignment(
    "09_large_batch",
    (
        Exercise(
            reference.linear_scaling,
            points=2,
            returns=("rate",),
            cases=scaling_cases,
            misconceptions=misconceptions.SCALING,
            hints=(
                "How many times as large is the batch? The rate grows as many times.",
                "One line: lr times a quotient of the two batch sizes. / divides, // cuts off what is left.",
            ),
            variants=(
                variants.linear_scaling__product_first,
                variants.linear_scaling__per_example,
                variants.linear_scaling__of_float,
            ),
            minutes=3,
        ),
        Exercise(
            reference.scaled_warmup,
            points=3,
            returns=("rate",),
            cases=warmup_cases,
            misconceptions=misconceptions.WARMUP,
            hints=(
                "Two ends: lr at t = 0 and the scaled rate at t = warmup. Which share of the way is done at step t?",
                "Before the end: lr plus that share, t / warmup, of the way from lr to the scaled rate. From "
                "t = warmup on: the scaled rate. Without a warmup nothing may be divided by 0.",
            ),
            variants=(
                variants.scaled_warmup__weighted,
                variants.scaled_warmup__equal_rises,
                variants.scaled_warmup__factor,
            ),
            minutes=6,
        ),
        Exercise(
            reference.accumulate_gradients,
            points=4,
            returns=("g",),
            cases=accumulation_cases,
            misconceptions=misconceptions.ACCUMULATE,
            hints=(
                "Each part is a mean over its own examples. Turn it back into a sum over them before you add.",
                "Add size times gradient over the parts, and divide once, at the end, by the number of all examples.",
                "gradients[i, ...] is part i, and sizes is a tuple of Python ints: sum(sizes) is their sum.",
            ),
            variants=(
                variants.accumulate_gradients__shares,
                variants.accumulate_gradients__weights,
                variants.accumulate_gradients__running_mean,
                variants.accumulate_gradients__tensordot,
                variants.accumulate_gradients__in_place,
            ),
            minutes=10,
        ),
        Exercise(
            reference.growing_batch,
            points=3,
            returns=("lr", "batch"),
            cases=growing_cases,
            misconceptions=misconceptions.GROWING,
            hints=(
                "Go through the milestones one by one; those that t has not reached yet change nothing.",
                "At a milestone one of two things happens. Ask first whether batch * factor is still allowed.",
            ),
            variants=(
                variants.growing_batch__while,
                variants.growing_batch__powers,
                variants.growing_batch__conditional,
            ),
            minutes=6,
        ),
        Exercise(
            reference.local_rate,
            points=3,
            returns=("rate",),
            cases=local_cases,
            misconceptions=misconceptions.LOCAL_RATE,
            hints=(
                "Two numbers first: the Euclidean norm of all of w, and that of all of g.",
                "Above the line stands the coefficient times the norm of w, below it the norm of g plus weight_decay "
                "times the norm of w.",
                "xp.where takes a condition and two values. Both are computed, so divide by something that is not 0 "
                "where the answer will be 1.",
            ),
            variants=(
                variants.local_rate__safe_quotient,
                variants.local_rate__product,
                variants.local_rate__quotient_of_norms,
            ),
            minutes=10,
        ),
        Exercise(
            reference.lars_step,
            points=5,
            returns=("w", "v"),
            order=("v", "w"),
            cases=lars_cases,
            misconceptions=misconceptions.LARS,
            hints=(
                "Take momentum_step from chapter 03. One thing is new in the velocity, and the gradient has the decay "
                "in it.",
                "The step is a product of three: lr, the local rate, and the gradient with its decay, g + weight_decay "
                "w. The velocity takes it off.",
                "You may call your local_rate. Set lr to 0: what must be left of v?",
            ),
            variants=(
                variants.lars_step__unrolled,
                variants.lars_step__uphill_inside,
                variants.lars_step__in_place_on_copies,
            ),
            minutes=12,
            difficulty=2,
        ),
        Exercise(
            reference.lamb_step,
            points=6,
            returns=("w", "m", "v"),
            order=("m", "v", "w"),
            cases=lamb_cases,
            misconceptions=misconceptions.LAMB,
            hints=(
                "Down to the quotient it is the Adam of chapter 04: m, v, both corrected, m_hat over root of v_hat "
                "plus eps.",
                "Add weight_decay * w to that quotient: this is the update. Then compare two norms, that of w and that "
                "of the update.",
                "However large the update is, the step should be lr times the norm of w long. Which factor does that?",
            ),
            variants=(
                variants.lamb_step__moving,
                variants.lamb_step__direction,
                variants.lamb_step__means,
            ),
            minutes=18,
            difficulty=2,
        ),
    ),
)
