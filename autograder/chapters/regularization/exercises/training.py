"""What acts in the training loop: weight decay, max-norm, early stopping."""

import math

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def decay_cases(rng):
    def case(name, shape, *, size=1.0, steps=1, **hyper):
        gradients = size * rng.normal(size=(steps, *shape))
        args = {"w": rng.normal(size=shape), "g": gradients[0], **hyper}
        return Case(name, args, tuple({"g": g} for g in gradients[1:]))

    still = case("no gradient", (2, 3), lr=0.3, weight_decay=0.5, steps=3)
    for gradient in (still.args["g"], *(step["g"] for step in still.steps)):
        gradient[...] = 0.0
    zero = case("weights 0", (3,), lr=0.4, weight_decay=0.6)
    zero.args["w"][...] = 0.0
    return [
        case("rate .3, decay .2", (3, 4), lr=0.3, weight_decay=0.2),
        case("rate .05, decay 3", (5,), lr=0.05, weight_decay=3.0),
        case("three steps", (2, 2), lr=0.2, weight_decay=0.4, steps=3),
        case("no decay", (3, 2), lr=0.15, weight_decay=0.0),
        case("three axes", (2, 3, 2), lr=0.5, weight_decay=0.1),
        still,
        zero,
        case("gradients near 1e6", (4, 2), lr=1e-4, weight_decay=0.5, size=1e6),
        case("rate times decay above 1", (3, 2), lr=0.8, weight_decay=2.0),
    ]


def of_norms(rng, fan_in, *norms):
    """Weights (fan_in, len(norms)) of units of these norms."""
    w = rng.normal(size=(fan_in, len(norms)))
    return np.array(norms) * w / np.sqrt(np.sum(w**2, axis=0))


def max_norm_cases(rng):
    return [
        Case("norms 3, 0.5, 2 and limit 1.2", {"w": of_norms(rng, 4, 3.0, 0.5, 2.0), "limit": 1.2}),
        Case("norms 0.2 and 0.7, limit 0.4", {"w": of_norms(rng, 3, 0.2, 0.7), "limit": 0.4}),
        Case("all within", {"w": of_norms(rng, 5, 1.1, 2.9, 0.3), "limit": 3.0}),
        Case("all beyond, limit 2", {"w": of_norms(rng, 2, 4.0, 2.5, 9.0, 3.0), "limit": 2.0}),
        Case("a unit of zeros", {"w": of_norms(rng, 3, 2.0, 0.0, 5.0), "limit": 1.5}),
        Case("one input", {"w": np.array([[2.0, -0.3, -4.0]]) * rng.uniform(0.9, 1.1, 3), "limit": 0.8}),
        Case("one unit", {"w": of_norms(rng, 6, 7.0), "limit": 3.5}),
        Case("norms near 1e8", {"w": of_norms(rng, 3, 1e8, 0.1), "limit": 2.5}),
        Case("weights that add up to 0", {"w": np.array([[3.0, 0.2, -1.0], [-3.0, -0.2, 1.0]]), "limit": 1.25}),
    ]


def stopping_cases(rng):
    def run(name, losses, *, patience, min_delta, best=math.inf, waited=0, shape=(2, 3)):
        epochs = [{"w": rng.normal(size=shape), "loss": float(loss)} for loss in losses]
        args = {**epochs[0], "best_w": rng.normal(size=shape), "best_loss": best, "waited": waited}
        return Case(name, args | {"patience": patience, "min_delta": min_delta}, tuple(epochs[1:]))

    noise = rng.uniform(0.0, 0.05, 8)
    down = 4.0 - 0.4 * np.arange(8) + noise  # two epochs together fall by more than min_delta, one alone does not
    return [
        run("from the first epoch on", [3.0, 2.0, 2.5, 1.5, 1.75, 1.6, 1.7, 1.55], patience=3, min_delta=0.0),
        run("patience 1", [2.0, 1.0, 1.5, 0.5], patience=1, min_delta=0.0),
        run("patience 2, min_delta .25", [2.0, 1.9, 1.5, 1.25, 1.5, 1.0, 0.8, 0.7], patience=2, min_delta=0.25),
        run("a loss that creeps down, min_delta .5", down, patience=6, min_delta=0.5),
        run("better by exactly min_delta", [1.0, 0.75, 0.5, 0.25], patience=4, min_delta=0.25, best=1.5),
        run("the same loss for ever", [0.5, 0.5, 0.5], patience=2, min_delta=0.0),
        run("under way, one epoch left", [2.0, 3.0], patience=4, min_delta=0.1, best=1.0, waited=3),
        run("up and down", [5.0, 7.0, 6.0, 4.0, 6.5, 5.5, 4.5, 4.1], patience=5, min_delta=0.3, shape=(4,)),
        run("large losses, min_delta 20", [1000.0, 990.0, 970.0, 980.0, 940.0], patience=3, min_delta=20.0),
        run("losses below 0", [-1.0, -1.5, -1.55, -3.0, -2.0], patience=3, min_delta=0.125, shape=(1,)),
        run("a best loss of 0", [0.5, 0.0, 0.25, 0.0], patience=5, min_delta=0.0),
        run("lower by 1e-9, min_delta 0", [1.0, 1.0 - 1e-9, 1.0 - 2e-9, 1.0], patience=2, min_delta=0.0),
        run("infinite at first", [math.inf, math.inf, 2.0, math.inf], patience=3, min_delta=0.0),
        run("losses that are nan", [2.0, math.nan, 1.0, math.nan, math.nan], patience=2, min_delta=0.25),
    ]


WEIGHT_DECAY_STEP = Exercise(
    reference.weight_decay_step,
    points=2,
    returns=("w",),
    cases=decay_cases,
    misconceptions=misconceptions.DECAY,
    hints=(
        "Two things happen to w: it is multiplied by a number a little below 1, and a step is subtracted.",
        "The factor is 1 minus a product of both hyper-parameters, and it is at the old w alone.",
    ),
    variants=(
        variants.weight_decay_step__l2,
        variants.weight_decay_step__two_steps,
        variants.weight_decay_step__functions,
    ),
    minutes=3,
)

MAX_NORM = Exercise(
    reference.max_norm,
    points=3,
    returns=("w",),
    cases=max_norm_cases,
    misconceptions=misconceptions.MAX_NORM,
    hints=(
        "One norm for each column, with keepdims=True, and one factor for each column.",
        "The factor is the smaller one of 1 and limit / norm. Which form of that does not divide by 0?",
    ),
    variants=(variants.max_norm__where, variants.max_norm__safe_quotient, variants.max_norm__excess),
    minutes=5,
)

EARLY_STOPPING = Exercise(
    reference.early_stopping,
    points=4,
    returns=("best_w", "best_loss", "waited", "stop"),
    order=("best_loss", "best_w", "waited", "stop"),
    cases=stopping_cases,
    misconceptions=misconceptions.STOPPING,
    hints=(
        "One question decides everything: is loss lower than best_loss by more than min_delta? It has two branches.",
        "If so, three things are new: the weights, the loss, the count. If not, only the count is.",
        "stop comes last, from the new count. loss and patience are Python numbers, so a plain if will do.",
    ),
    variants=(
        variants.early_stopping__early_return,
        variants.early_stopping__expressions,
        variants.early_stopping__worse_first,
    ),
    minutes=8,
    difficulty=2,
)
