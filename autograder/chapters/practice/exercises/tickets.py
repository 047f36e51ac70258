"""Pruning, rewinding and freezing."""

import numpy as np

from autograder.chapters.practice import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def prune_cases(rng):
    def case(name, shape, share, *, size=1.0):
        return Case(name, {"w": size * rng.normal(size=shape), "share": share})

    negative = case("large negative weights", (4, 5), 0.5)
    negative.args["w"] -= 1.5
    few = case("equal magnitudes", (4, 6), 0.5)
    few.args["w"] = rng.choice([-1.0, 1.0], (4, 6)) * rng.permutation(np.repeat([0.5, 1.0, 2.0], 8)).reshape(4, 6)
    zeros = case("more zeros than are pruned", (3, 5), 0.4)
    zeros.args["w"] = rng.permutation(np.concatenate([np.zeros(9), rng.normal(size=6)])).reshape(3, 5)
    rows = case("rows of different size", (4, 4), 0.5)
    rows.args["w"] *= np.array([[0.01], [10.0], [0.1], [1.0]])
    return [
        case("half of 20", (4, 5), 0.5),
        case("a quarter of 7", (7,), 0.25),
        case("0.9 of 48", (6, 8), 0.9),
        negative,
        few,
        zeros,
        rows,
        Case("all equal", {"w": np.full((3, 4), float(rng.uniform(0.5, 1.5))), "share": 0.5}),
        case("nothing pruned", (3, 3), 0.0),
        case("all pruned", (2, 4), 1.0),
        case("three axes, 0.7 of 24", (2, 3, 4), 0.7),
        case("tiny weights", (5, 3), 0.3, size=1e-4),
        case("weights whose squares are too small for a number", (2, 4), 0.375, size=1e-200),
    ]


def some_mask(rng, shape):
    """Ones and zeros, at least one of each where there is room."""
    size = int(np.prod(shape))
    return rng.permutation(np.arange(size) < (size + 1) // 2).astype(np.float64).reshape(shape)


def rewind_cases(rng):
    def case(name, shape, mask=None):
        mask = some_mask(rng, shape) if mask is None else mask
        return Case(name, {"w": rng.normal(size=shape), "w_start": rng.normal(size=shape), "mask": mask})

    return [
        case("a matrix", (4, 5)),
        case("a vector", (7,)),
        case("nothing pruned", (3, 2), np.ones((3, 2))),
        case("all pruned", (2, 3), np.zeros((2, 3))),
        case("three axes", (2, 3, 2)),
    ]


def signs_cases(rng):
    def case(name, shape, mask=None):
        mask = some_mask(rng, shape) if mask is None else mask
        return Case(name, {"w_start": rng.normal(size=shape), "w_drawn": 0.3 * rng.normal(size=shape), "mask": mask})

    zero = case("a weight that started at 0", (3, 3), np.ones((3, 3)))
    zero.args["w_start"][1, 1] = 0.0
    return [
        case("a matrix", (4, 5)),
        case("a vector", (7,)),
        case("nothing pruned", (3, 4), np.ones((3, 4))),
        zero,
        case("three axes", (2, 3, 2)),
    ]


def masked_cases(rng):
    def case(name, shape, *, mask=None, steps=3, lr=0.1, alpha=0.8, rest=False):
        mask = some_mask(rng, shape) if mask is None else mask
        gradients = rng.normal(size=(steps, *shape))
        v = np.zeros(shape) if rest else rng.normal(size=shape)
        args = {"w": rng.normal(size=shape), "g": gradients[0], "v": v, "mask": mask, "lr": lr, "alpha": alpha}
        return Case(name, args, tuple({"g": g} for g in gradients[1:]))

    return [
        case("three steps, velocity not 0", (3, 4)),
        case("four steps from rest", (5,), steps=4, lr=0.3, alpha=0.6, rest=True),
        case("all frozen", (2, 3), mask=np.zeros((2, 3))),
        case("nothing frozen", (3, 2), mask=np.ones((3, 2)), lr=0.02, alpha=0.95),
        case("no momentum", (4, 2), alpha=0.0, lr=0.5),
        case("three axes", (2, 3, 2), lr=0.2, alpha=0.5),
    ]


def thawed(rng):
    """Frozen for two steps, then not: what the velocity kept shows only now."""
    shape = (3, 3)
    g = rng.normal(size=(4, *shape))
    args = {"w": rng.normal(size=shape), "g": g[0], "v": rng.normal(size=shape), "mask": some_mask(rng, shape)}
    steps = ({"g": g[1]}, {"g": g[2], "mask": np.ones(shape)}, {"g": g[3]})
    return Case("thawed after two steps", args | {"lr": 0.15, "alpha": 0.7}, steps)


MAGNITUDE_PRUNE = Exercise(
    reference.magnitude_prune,
    points=4,
    returns=("mask",),
    cases=prune_cases,
    misconceptions=misconceptions.PRUNE,
    hints=(
        "Flatten the magnitudes and ask for each weight how many come before it. Those with fewer than "
        "floor(share n) before them go.",
        "The argsort of the argsort is that number, and a stable sort settles ties by index.",
        "A mask is multiplied with weights: it has their shape and their dtype.",
    ),
    variants=(
        variants.magnitude_prune__scatter,
        variants.magnitude_prune__ranks,
        variants.magnitude_prune__counted,
        variants.magnitude_prune__threshold,
    ),
    minutes=9,
    difficulty=2,
)

REWIND = Exercise(
    reference.rewind,
    points=1,
    returns=("ticket",),
    cases=rewind_cases,
    misconceptions=misconceptions.REWIND,
    hints=(
        "Two of the three arguments do.",
        "What stays goes back to its first value; what is pruned is 0.",
    ),
    variants=(variants.rewind__where, variants.rewind__difference, variants.rewind__function),
    minutes=2,
)

MASKED_STEP = Exercise(
    reference.masked_step,
    points=3,
    returns=("w", "v"),
    order=("v", "w"),
    cases=lambda rng: [*masked_cases(rng), thawed(rng)],
    misconceptions=misconceptions.MASKED,
    hints=(
        "It is momentum_step of chapter 03 with one factor more. What must be 0 so that a frozen weight does "
        "not move, however much velocity it had?",
        "The whole new velocity is multiplied by the mask, not only the gradient.",
    ),
    variants=(
        variants.masked_step__where,
        variants.masked_step__both_masked,
        variants.masked_step__chosen_at_the_end,
    ),
    minutes=5,
)

KEEP_SIGNS = Exercise(
    reference.keep_signs,
    points=2,
    returns=("control",),
    cases=signs_cases,
    misconceptions=misconceptions.SIGNS,
    hints=(
        "Sign and magnitude of a number can be taken apart: xp.sign and xp.abs.",
        "The sign of one array, the magnitude of the other, and the mask over both.",
    ),
    variants=(
        variants.keep_signs__where,
        variants.keep_signs__turned,
        variants.keep_signs__masked_first,
    ),
    core=False,
    minutes=4,
)
