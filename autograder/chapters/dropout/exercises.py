"""Chapter 07: masks, both forms of dropout, the average over masks. Cases in which no convention can hide."""

import numpy as np

from autograder.chapters.dropout import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise

# A tiny number, added to the sum that a softmax divides by, is no mistake: the sum is at least 1.
CLOSE = 1e-6


def spread_draws(rng, shape):
    """Uniform numbers, one from each of as many equal slices of [0, 1) as there are, in random order.

    So every case drops about the share that it says, however few units it has.
    """
    n = int(np.prod(shape))
    return ((rng.permutation(n) + rng.uniform(0.05, 0.95, n)) / n).reshape(shape)


def with_draws(rng, shape, rate, *, size=1.0):
    return {"x": size * rng.normal(0.4, 1.0, shape), "u": spread_draws(rng, shape), "rate": rate}


def forward_cases(rng):
    tie = with_draws(rng, (2, 4), 0.25)
    tie["u"][...] = rng.permutation([0.25, 0.1, 0.25, 0.6, 0.9, 0.2, 0.25, 0.3]).reshape(2, 4)
    nothing = with_draws(rng, (2, 3), 0.0)
    nothing["u"][0, 1] = 0.0
    gone = with_draws(rng, (2, 2), 0.75)
    gone["u"][...] *= 0.7
    # Zeros of its own in x, of units that stay and of units that go: y alone does not tell the mask.
    after_relu = {
        "x": np.abs(rng.normal(1.0, 0.5, (2, 6))) * np.array([[0, 1, 0, 1, 0, 1], [1, 0, 1, 0, 1, 0]]),
        "u": np.array([[0.9, 0.8, 0.1, 0.2, 0.7, 0.5], [0.1, 0.2, 0.6, 0.8, 0.7, 0.9]]),
        "rate": 0.4,
    }
    return [
        Case("4 examples, 5 units, rate .3", with_draws(rng, (4, 5), 0.3)),
        Case("rate .8", with_draws(rng, (3, 6), 0.8)),
        Case("the usual rate .5", with_draws(rng, (5, 4), 0.5)),
        Case("one example of 8 units, rate .15", with_draws(rng, (8,), 0.15)),
        Case("three axes, rate .4", with_draws(rng, (2, 3, 4), 0.4)),
        Case("images, rate .6", with_draws(rng, (2, 2, 3, 2), 0.6)),
        Case("some draws equal the rate", tie),
        Case("rate 0, one draw 0", nothing),
        Case("everything dropped", gone),
        Case("one unit that stays", {"x": rng.normal(2.0, 0.1, (1, 1)), "u": np.array([[0.55]]), "rate": 0.35}),
        Case("inputs near 1e6", with_draws(rng, (3, 4), 0.2, size=1e6)),
        Case("outputs of a ReLU, half of them 0, rate .4", after_relu),
    ]


def mask_cases(rng):
    return [Case(case.name, {"u": case.args["u"], "rate": case.args["rate"]}) for case in forward_cases(rng)[:-2]]


def backward_cases(rng):
    def case(name, shape, rate, *, size=1.0):
        mask = (spread_draws(rng, shape) >= rate).astype(np.float64)
        return Case(name, {"dy": size * rng.normal(0.3, 1.0, shape), "mask": mask, "rate": rate})

    gone = case("everything was dropped", (2, 3), 0.7)
    gone.args["mask"][...] = 0.0
    return [
        case("4 examples, 5 units, rate .3", (4, 5), 0.3),
        case("rate .8", (3, 6), 0.8),
        case("the usual rate .5", (5, 4), 0.5),
        case("one example of 8 units, rate .15", (8,), 0.15),
        case("three axes, rate .4", (2, 3, 4), 0.4),
        case("images, rate .6", (2, 2, 3, 2), 0.6),
        case("rate 0: all stayed", (2, 3), 0.0),
        gone,
        case("gradients near 1e-8", (3, 4), 0.25, size=1e-8),
        case("gradients near 1e6", (3, 4), 0.2, size=1e6),
    ]


def weight_cases(rng):
    def case(name, shape, rate, *, size=1.0):
        return Case(name, {"w": size * rng.normal(0.2, 1.0, shape), "rate": rate})

    return [
        case("rate .3", (4, 3), 0.3),
        case("rate .8", (2, 5), 0.8),
        case("the usual rate .5", (3, 3), 0.5),
        case("rate 0: as they were", (3, 2), 0.0),
        case("one weight", (1, 1), 0.15),
        case("filters of a convolution, rate .2", (2, 3, 2, 2), 0.2),
        case("weights near 1e-4", (3, 4), 0.6, size=1e-4),
    ]


def average_cases(rng):
    def case(name, passes, examples, classes, *, size=1.5):
        return Case(name, {"logits": size * rng.normal(size=(passes, examples, classes))}, rtol=CLOSE)

    far = case("logits near 1000 in one row, near -1000 in another", 3, 2, 4)
    far.args["logits"][:, 0, :] += 1000.0
    far.args["logits"][:, 1, :] -= 1000.0
    torn = case("two passes, each sure of another class", 2, 1, 3, size=0.1)
    torn.args["logits"][...] += np.array([[[9.0, 0.5, 0.0]], [[-1.0, 5.0, 0.0]]])
    apart = case("passes at very different levels", 4, 3, 3)
    apart.args["logits"][...] += np.array([-6.0, 0.0, 3.0, 9.0])[:, None, None]
    alone = case("one example, its passes up to 900 apart", 3, 1, 3)
    alone.args["logits"][...] += np.array([-300.0, 80.0, 600.0])[:, None, None]
    wide = case("one logit thousands above or below the others of its row", 2, 2, 4)
    wide.args["logits"][0, :, 1] += 2000.0
    wide.args["logits"][1, :, 2] -= 2000.0
    return [
        case("5 passes, 3 examples, 4 classes", 5, 3, 4),
        case("2 passes, 6 examples, 3 classes", 2, 6, 3),
        case("one pass", 1, 4, 5),
        case("one example, two classes", 7, 1, 2),
        case("as many passes as examples and classes", 3, 3, 3),
        torn,
        apart,
        case("logits that differ by hundreds", 3, 3, 4, size=300.0),
        far,
        alone,
        wide,
    ]


ASSIGNMENT = Assignment(
    "07_dropout",
    (
        Exercise(
            reference.dropout_mask,
            points=2,
            returns=("mask",),
            cases=mask_cases,
            misconceptions=misconceptions.MASK,
            hints=(
                "Compare every draw with the rate. For u uniform on [0, 1), how likely is u < rate?",
                "A comparison gives truth values. xp.astype(array, dtype) makes numbers of them; u.dtype is the dtype "
                "that they should have.",
            ),
            variants=(
                variants.dropout_mask__where,
                variants.dropout_mask__number,
                variants.dropout_mask__floor,
                variants.dropout_mask__not_dropped,
                variants.dropout_mask__one_minus,
                variants.dropout_mask__indexed,
            ),
            minutes=4,
        ),
        Exercise(
            reference.dropout_forward,
            points=4,
            returns=("y", "mask"),
            order=("mask", "y"),
            cases=forward_cases,
            misconceptions=misconceptions.FORWARD,
            hints=(
                "First the mask, as in dropout_mask. Then y: what is dropped becomes 0, what stays grows.",
                "By what factor? One entry stays with probability 1 - rate. Choose the factor so that its mean over "
                "many masks is the entry itself.",
                "The scale goes into y and not into the mask that you return, and y comes first.",
            ),
            variants=(
                variants.dropout_forward__where,
                variants.dropout_forward__arrays,
                variants.dropout_forward__scaled_mask_inside,
                variants.dropout_forward__in_place_on_a_copy,
                variants.dropout_forward__keep,
            ),
            minutes=6,
        ),
        Exercise(
            reference.dropout_backward,
            points=3,
            returns=("dx",),
            cases=backward_cases,
            misconceptions=misconceptions.BACKWARD,
            hints=(
                "For a mask that is given, the layer multiplies every entry by a number that does not depend on x. "
                "What is the derivative of such a thing?",
                "The number is 0 for an entry that was dropped. What is it for one that stayed? The mask alone does "
                "not tell all of it.",
            ),
            variants=(
                variants.dropout_backward__where,
                variants.dropout_backward__divide,
                variants.dropout_backward__scaled_mask,
                variants.dropout_backward__boolean,
            ),
            minutes=4,
        ),
        Exercise(
            reference.classic_dropout,
            points=2,
            returns=("y",),
            cases=forward_cases,
            misconceptions=misconceptions.CLASSIC,
            hints=(
                "It is dropout_forward with one thing less.",
                "Entries that stay come out as they went in.",
            ),
            variants=(
                variants.classic_dropout__where,
                variants.classic_dropout__mask,
                variants.classic_dropout__in_place_on_a_copy,
                variants.classic_dropout__subtract,
            ),
            minutes=2,
        ),
        Exercise(
            reference.classic_test_weights,
            points=2,
            returns=("w",),
            cases=weight_cases,
            misconceptions=misconceptions.WEIGHTS,
            hints=(
                "In evaluation no unit is dropped, so the next layer gets more than it was trained with. By what "
                "factor, on average?",
                "A unit was there with probability 1 - rate. The weights that read it shrink by as much.",
            ),
            variants=(
                variants.classic_test_weights__subtract,
                variants.classic_test_weights__function,
                variants.classic_test_weights__divide,
            ),
            minutes=3,
        ),
        Exercise(
            reference.monte_carlo_average,
            points=4,
            returns=("probabilities",),
            cases=average_cases,
            misconceptions=misconceptions.AVERAGE,
            hints=(
                "Two steps: a softmax for each pass and each example, over the classes, then a mean over the passes. "
                "Which axis is which?",
                "Before the exponential take each row's largest logit away: xp.max(logits, axis=-1, keepdims=True). "
                "It cancels in the quotient, and nothing overflows.",
            ),
            variants=(
                variants.monte_carlo_average__logarithm,
                variants.monte_carlo_average__loop,
                variants.monte_carlo_average__sum,
                variants.monte_carlo_average__differences,
                variants.monte_carlo_average__cautious,
                variants.monte_carlo_average__normalized_again,
            ),
            minutes=6,
            difficulty=2,
        ),
    ),
)
