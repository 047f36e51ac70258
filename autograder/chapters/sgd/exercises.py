"""Chapter 03: gradients, steps with and without momentum, clipping. Cases in which no convention can hide."""

import numpy as np

from autograder.chapters.sgd import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise


def regression(rng, m, features, *, size=1.0, exact=False):
    """Weights, examples whose means are not 0, and targets: noise around a line, or on the line of these weights."""
    x = rng.normal(0.7, 1.0, (m, features))
    w = size * rng.normal(size=features)
    y = x @ w if exact else size * (x @ rng.normal(size=features) + 0.5 + rng.normal(size=m))
    return {"w": w, "x": x, "y": y}


def linear_cases(rng):
    return [
        Case("7 examples, 3 features", regression(rng, 7, 3)),
        Case("2 examples, 5 features", regression(rng, 2, 5)),
        Case("1 example, 4 features", regression(rng, 1, 4)),
        Case("6 examples, 1 feature", regression(rng, 6, 1)),
        Case("weights 0", regression(rng, 5, 3) | {"w": np.zeros(3)}),
        Case("a perfect fit", regression(rng, 6, 2, exact=True)),
        Case("targets near 1e4", regression(rng, 9, 4, size=1e4)),
    ]


def sample_cases(rng):
    return [
        Case("7 examples, 3 features, example 4", regression(rng, 7, 3) | {"i": 4}),
        Case("the first example, i = 0", regression(rng, 5, 2) | {"i": 0}),
        Case("the last of 6 examples", regression(rng, 6, 4) | {"i": 5}),
        Case("as many examples as features", regression(rng, 4, 4) | {"i": 2}),
        Case("one feature", regression(rng, 3, 1) | {"i": 1}),
        Case("a perfect fit", regression(rng, 5, 2, exact=True) | {"i": 3}),
        Case("targets near 1e4", regression(rng, 6, 3, size=1e4) | {"i": 2}),
    ]


def minibatch_cases(rng):
    def batch(m, features, *indices, **more):
        return regression(rng, m, features, **more) | {"indices": np.array(indices, dtype=np.int64)}

    return [
        Case("3 of 8 examples", batch(8, 3, 6, 1, 4)),
        Case("a batch of one", batch(6, 2, 4)),
        Case("one example twice", batch(7, 3, 5, 2, 5)),
        Case("all examples in another order", batch(5, 2, 3, 0, 4, 1, 2)),
        Case("as many features as examples in the batch", batch(9, 4, 8, 3, 7, 5)),
        Case("one feature", batch(6, 1, 2, 5)),
        Case("a perfect fit", batch(6, 2, 1, 3, 4, exact=True)),
        Case("targets near 1e4", batch(8, 3, 7, 2, size=1e4)),
    ]


def sgd_cases(rng):
    def case(name, shape, lr, *, steps=1, size=1.0):
        gradients = size * rng.normal(size=(steps, *shape))
        args = {"w": rng.normal(size=shape), "g": gradients[0], "lr": lr}
        return Case(name, args, tuple({"g": g} for g in gradients[1:]))

    still = case("no gradient", (2, 3), 0.3)
    still.args["g"][...] = 0.0
    return [
        case("rate .3", (3, 4), 0.3),
        case("rate 2", (5,), 2.0),
        case("rate .01", (2, 2), 0.01),
        case("one weight", (1,), 0.25),
        case("three axes", (2, 3, 2), 0.15),
        still,
        case("gradients near 1e6", (4, 2), 1e-5, size=1e6),
    ]


def momentum_case(name, rng, shape, *, state, steps=3, size=1.0, zero_state=False, lr, **hyper):
    """`steps` calls with fresh gradients; `state` names the argument that remembers."""
    gradients = size * rng.normal(size=(steps, *shape))
    before = np.zeros(shape) if zero_state else 0.7 * size * rng.normal(size=shape)
    args = {"w": rng.normal(size=shape), "g": gradients[0], state: before, "lr": lr, **hyper}
    return Case(name, args, tuple({"g": g} for g in gradients[1:]))


def momentum_cases(state, share):
    """Cases of a kernel whose state and whose share that stays have these names."""

    def cases(rng):
        def case(name, shape, kept, lr, **more):
            return momentum_case(name, rng, shape, state=state, lr=lr, **{share: kept}, **more)

        still = case("no gradient: what is left of the state", (2, 3), 0.7, 0.2)
        for gradient in (still.args["g"], *(step["g"] for step in still.steps)):
            gradient[...] = 0.0
        return [
            case(f"four steps from zero, {share} .8", (3, 4), 0.8, 0.1, steps=4, zero_state=True),
            case(f"three steps, state not zero, {share} .6", (4, 2), 0.6, 0.3),
            case(f"{share} .95, rate 2", (5,), 0.95, 2.0),
            case(f"the usual {share} .9", (2, 3), 0.9, 0.01, steps=4, zero_state=True),
            case(f"one weight, {share} 0", (1,), 0.0, 0.5),
            case("three axes", (2, 3, 2), 0.5, 0.15),
            still,
            case("gradients near 1e6", (2, 4), 0.85, 1e-4, size=1e6),
        ]

    return cases


def lookahead_cases(rng):
    def case(name, shape, alpha, size=1.0):
        return Case(name, {"w": rng.normal(size=shape), "v": size * rng.normal(size=shape), "alpha": alpha})

    still = case("no velocity", (2, 3), 0.7)
    still.args["v"][...] = 0.0
    return [
        case("alpha .8", (3, 4), 0.8),
        case("alpha .3", (5,), 0.3),
        case("the usual alpha .9", (2, 2), 0.9),
        case("alpha 0", (3, 2), 0.0),
        case("three axes", (2, 3, 2), 0.6),
        still,
        case("velocities near 1e4", (4,), 0.75, size=1e4),
    ]


def of_norm(rng, shape, norm):
    """Random numbers of a given Euclidean norm."""
    g = rng.normal(size=shape)
    return norm * g / np.sqrt(np.sum(g**2))


def by_value_cases(rng):
    spread = np.array([0.05, -0.1, 0.4, -0.6, 3.0, -4.0])
    return [
        Case("some entries beyond the limit", {"g": rng.permutation(spread) * rng.uniform(0.9, 1.1, 6), "limit": 0.25}),
        Case("a matrix, limit 2", {"g": 3.0 * rng.normal(size=(4, 5)), "limit": 2.0}),
        Case("all entries within", {"g": rng.uniform(-0.9, 0.9, (3, 3)), "limit": 1.5}),
        Case("all entries beyond", {"g": rng.choice([-1.0, 1.0], 8) * rng.uniform(2.0, 9.0, 8), "limit": 0.5}),
        Case("all zeros", {"g": np.zeros((2, 3)), "limit": 0.5}),
        Case("three axes", {"g": rng.normal(size=(2, 3, 2)), "limit": 0.7}),
        Case("entries near 1e8", {"g": 1e8 * rng.normal(size=5), "limit": 10.0}),
    ]


def by_norm_cases(rng):
    def case(name, shape, norm, max_norm):
        return Case(name, {"g": of_norm(rng, shape, norm), "max_norm": max_norm})

    return [
        case("norm 5, bound 2", (3, 4), 5.0, 2.0),
        case("norm 0.8, bound 0.25", (5,), 0.8, 0.25),
        case("norm 0.3, bound 2: untouched", (3, 2), 0.3, 2.0),
        case("norm 3, bound 4: nearly too long", (4, 4), 3.0, 4.0),
        case("two entries of norm 1.4, bound 3: untouched", (2,), 1.4, 3.0),
        case("norm 30, bound 7", (6, 2), 30.0, 7.0),
        case("one entry", (1,), 9.0, 1.5),
        case("three axes", (2, 3, 2), 4.0, 1.2),
        Case("all zeros", {"g": np.zeros((2, 3)), "max_norm": 0.5}),
        case("norm 1e8", (4,), 1e8, 3.0),
    ]


def by_global_norm_cases(rng):
    def case(name, shape, norm_w, norm_b, max_norm):
        args = {"g_w": of_norm(rng, shape, norm_w), "g_b": of_norm(rng, shape[1:], norm_b)}
        return Case(name, args | {"max_norm": max_norm})

    return [
        case("norms 3 and 4, bound 2", (3, 4), 3.0, 4.0, 2.0),
        case("norms 0.6 and 0.2, bound 0.25", (5, 2), 0.6, 0.2, 0.25),
        case("both short: untouched", (3, 2), 0.3, 0.4, 2.0),
        case("each within the bound, together beyond", (4, 3), 1.8, 1.7, 2.0),
        case("norms 2 and 3, bound 4: within, though their sum is not", (2, 5), 2.0, 3.0, 4.0),
        case("long biases, short weights", (3, 3), 0.1, 20.0, 5.0),
        case("one unit", (4, 1), 6.0, 1.0, 3.0),
        Case("all zeros", {"g_w": np.zeros((2, 3)), "g_b": np.zeros(3), "max_norm": 0.5}),
        case("norms 1e8 and 1e3", (2, 4), 1e8, 1e3, 3.0),
    ]


ASSIGNMENT = Assignment(
    "03_sgd",
    (
        Exercise(
            reference.linear_gradient,
            points=3,
            returns=("g",),
            cases=linear_cases,
            misconceptions=misconceptions.LINEAR,
            hints=(
                "The chain rule has two factors: how the loss changes with a prediction, and how that prediction "
                "changes with w. The first is the residual x w - y, over m.",
                "Check the shapes: x is (m, features), the residual (m,), and g must be (features,). Which product of "
                "the two sums over the examples?",
            ),
            variants=(
                variants.linear_gradient__gram,
                variants.linear_gradient__mean_of_rows,
                variants.linear_gradient__row_vector,
                variants.linear_gradient__loop,
            ),
            minutes=6,
        ),
        Exercise(
            reference.sample_gradient,
            points=2,
            returns=("g",),
            cases=sample_cases,
            misconceptions=misconceptions.SAMPLE,
            hints=(
                "It is linear_gradient for a data set of one example. What is m then?",
                "x[i, :] is a row of shape (features,); its product with w is one number, the prediction. A row times "
                "a number is a row.",
            ),
            variants=(
                variants.sample_gradient__sum,
                variants.sample_gradient__slice,
                variants.sample_gradient__all_residuals,
            ),
            minutes=4,
        ),
        Exercise(
            reference.minibatch_gradient,
            points=3,
            returns=("g",),
            cases=minibatch_cases,
            misconceptions=misconceptions.MINIBATCH,
            hints=(
                "Two steps: choose the rows of x and the entries of y that the indices name, then do what "
                "linear_gradient does.",
                "xp.take(x, indices, axis=0) chooses rows, in the order of the indices and as often as they are named. "
                "The mean is over these rows: how many are they?",
            ),
            variants=(
                variants.minibatch_gradient__gathered,
                variants.minibatch_gradient__mean,
                variants.minibatch_gradient__row_vector,
            ),
            minutes=5,
        ),
        Exercise(
            reference.sgd_step,
            points=2,
            returns=("w",),
            cases=sgd_cases,
            misconceptions=misconceptions.SGD,
            hints=(
                "The gradient points to where the loss grows fastest. Go the other way.",
                "One line: w, a sign, and a product of two of the arguments.",
            ),
            variants=(variants.sgd_step__function, variants.sgd_step__negative, variants.sgd_step__in_place_on_a_copy),
            minutes=2,
        ),
        Exercise(
            reference.momentum_step,
            points=4,
            returns=("w", "v"),
            order=("v", "w"),
            cases=momentum_cases("v", "alpha"),
            misconceptions=misconceptions.MOMENTUM,
            hints=(
                "Two lines: first the velocity, from its old value and the gradient, then the weights.",
                "From v = 0 the first step must be that of sgd_step. What does that make the first velocity?",
                "The velocity is a movement of the weights: it points downhill already. So what does w do with it?",
            ),
            variants=(
                variants.momentum_step__unrolled,
                variants.momentum_step__in_place_on_copies,
                variants.momentum_step__downhill_inside,
                variants.momentum_step__pytorch_inside,
            ),
            minutes=5,
        ),
        Exercise(
            reference.pytorch_momentum_step,
            points=3,
            returns=("w", "b"),
            order=("b", "w"),
            cases=momentum_cases("b", "mu"),
            misconceptions=misconceptions.PYTORCH,
            hints=(
                "b is a sum of gradients: it has neither the rate nor a minus in it.",
                "What sgd_step does with g, this kernel does with b, the new one.",
            ),
            variants=(
                variants.pytorch_momentum_step__unrolled,
                variants.pytorch_momentum_step__in_place_on_copies,
                variants.pytorch_momentum_step__functions,
            ),
            minutes=4,
        ),
        Exercise(
            reference.nesterov_lookahead,
            points=2,
            returns=("w_ahead",),
            cases=lookahead_cases,
            misconceptions=misconceptions.LOOKAHEAD,
            hints=(
                "Suppose the coming gradient were 0. Where would momentum_step take the weights?",
                "What is left of the velocity in that step, and is it added or subtracted?",
            ),
            variants=(
                variants.nesterov_lookahead__function,
                variants.nesterov_lookahead__between,
                variants.nesterov_lookahead__minus,
            ),
            minutes=3,
        ),
        Exercise(
            reference.nesterov_step,
            points=3,
            returns=("w", "v"),
            order=("v", "w"),
            cases=momentum_cases("v", "alpha"),
            misconceptions=misconceptions.NESTEROV,
            hints=(
                "All that is new about the method is where g comes from, and g is given. What is left to do?",
                "The look-ahead point lends its gradient and is forgotten: the weights move from w, by the new "
                "velocity.",
            ),
            variants=(
                variants.nesterov_step__from_the_lookahead,
                variants.nesterov_step__in_place_on_copies,
                variants.nesterov_step__functions,
            ),
            minutes=4,
            difficulty=2,
        ),
        Exercise(
            reference.nesterov_reparametrised_step,
            points=4,
            returns=("w", "v"),
            order=("v", "w"),
            cases=momentum_cases("v", "alpha"),
            misconceptions=misconceptions.REPARAMETRISED,
            hints=(
                "Call the plain weights p, so that w = p + alpha v. Write down the new p and the new v, then the new w "
                "from them.",
                "new w = new p + alpha new v, and new p = p + new v. Put w - alpha v for p.",
                "Insert the new velocity once, where the old alpha v then cancels. Two terms are left beside w.",
            ),
            variants=(
                variants.nesterov_reparametrised_step__cs231n,
                variants.nesterov_reparametrised_step__expanded,
                variants.nesterov_reparametrised_step__in_place_on_copies,
            ),
            core=False,
            minutes=8,
            difficulty=3,
        ),
        Exercise(
            reference.clip_by_value,
            points=2,
            returns=("g",),
            cases=by_value_cases,
            misconceptions=misconceptions.BY_VALUE,
            hints=(
                "An entry above limit becomes limit, one below -limit becomes -limit, all others stay.",
                "Look up clip, or maximum and minimum, in the array API.",
            ),
            variants=(variants.clip_by_value__clip, variants.clip_by_value__where, variants.clip_by_value__sign),
            minutes=3,
        ),
        Exercise(
            reference.clip_by_norm,
            points=4,
            returns=("g",),
            cases=by_norm_cases,
            misconceptions=misconceptions.BY_NORM,
            hints=(
                "Find one number, the scale, and return g times it: so the direction stays. The scale is max_norm / "
                "norm, but never above 1.",
                "An `if` on the norm would make a GPU wait. xp.minimum, xp.maximum and xp.where choose without.",
                "A gradient of zeros has norm 0. Which denominator is the norm where that exceeds max_norm, and "
                "max_norm elsewhere?",
            ),
            variants=(
                variants.clip_by_norm__safe_quotient,
                variants.clip_by_norm__where,
                variants.clip_by_norm__divide,
            ),
            minutes=6,
            difficulty=2,
        ),
        Exercise(
            reference.clip_by_global_norm,
            points=4,
            returns=("g_w", "g_b"),
            cases=by_global_norm_cases,
            misconceptions=misconceptions.BY_GLOBAL_NORM,
            hints=(
                "Think of both arrays as one long vector. What is its norm, and which factor shortens it?",
                "The square of the norm of the long vector is a sum over all entries of both arrays.",
                "One factor for both: never above 1, and not 0 / 0 for gradients of zeros.",
            ),
            variants=(
                variants.clip_by_global_norm__joined,
                variants.clip_by_global_norm__norm_of_norms,
                variants.clip_by_global_norm__hypot,
            ),
            minutes=5,
            difficulty=2,
        ),
    ),
)
