"""Penalties on weights. Cases in which no convention can hide."""

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Case, Exercise


def layer(rng, fan_in, fan_out, *, size=1.0, zeros=0, **hyper):
    """Weights, some of them exactly 0, and biases that are not."""
    w = size * rng.normal(size=(fan_in, fan_out))
    w[np.unravel_index(rng.permutation(w.size)[:zeros], w.shape)] = 0.0
    return {"w": w, "b": size * (1.0 + rng.uniform(size=fan_out)), **hyper}


def with_zero_unit(args, unit):
    args["w"][:, unit] = 0.0
    return args


def penalty_cases(**shares):
    """Cases of a penalty; `shares` are the values that its share takes in turn, if it has one."""

    def cases(rng):
        each = [{"share": share} for share in shares.get("share", ())] or [{}]
        plain = [
            ("strength .3", (3, 4), {"strength": 0.3}),
            ("strength .01, some weights 0", (5, 2), {"strength": 0.01, "zeros": 4}),
            ("strength 2, one output", (4, 1), {"strength": 2.0, "zeros": 1}),
            ("one input", (1, 5), {"strength": 0.7, "zeros": 2}),
            ("one weight", (1, 1), {"strength": 0.5}),
            ("weights near 1e4", (3, 3), {"strength": 0.05, "size": 1e4}),
            ("weights near 1e-3", (2, 6), {"strength": 4.0, "size": 1e-3}),
        ]
        found = []
        for k, (name, shape, more) in enumerate(plain):
            share = each[k % len(each)]
            told = "".join(f", share {value:g}" for value in share.values())
            found.append(Case(name + told, layer(rng, *shape, **more, **share)))
        found.append(Case("all weights 0", layer(rng, 3, 2, zeros=6, strength=0.4, **each[0])))
        tiny = layer(rng, 3, 2, strength=0.9, **each[0])
        tiny["w"] = np.array([[1e-12, -0.7], [0.0, 1.3], [-1e-5, -2e-12]])
        found.append(Case("weights near 1e-12 among others", tiny))
        return found

    return cases


def group_cases(rng):
    return [
        Case("strength .3", layer(rng, 3, 4, strength=0.3)),
        Case("more inputs than units", layer(rng, 6, 2, strength=0.05)),
        Case("one unit's weights all 0", with_zero_unit(layer(rng, 4, 3, strength=1.5), 1)),
        Case("some weights 0", layer(rng, 5, 3, strength=0.7, zeros=4)),
        Case("one output", layer(rng, 4, 1, strength=2.0)),
        Case("one input", layer(rng, 1, 5, strength=0.6)),
        Case("all weights 0", layer(rng, 3, 2, zeros=6, strength=0.4)),
        Case("weights near 1e4", layer(rng, 3, 3, strength=0.05, size=1e4)),
        # The norms are 2e-13, 0.02, 2.1 and 3; the third column adds up to 0.
        Case(
            "units of norms from 1e-13 to 3",
            layer(rng, 2, 4, strength=0.9) | {"w": np.array([[1e-13, 0.02, 1.5, 0.0], [-2e-13, 0.01, -1.5, 3.0]])},
        ),
    ]


L2_PENALTY = Exercise(
    reference.l2_penalty,
    points=3,
    returns=("penalty", "g_w", "g_b"),
    order=("penalty", "g_b", "g_w"),
    cases=penalty_cases(),
    misconceptions=misconceptions.L2,
    hints=(
        "Write the penalty for one weight: strength/2 times its square. Differentiate it, then add up over all "
        "weights.",
        "The sum over all entries, without an axis, is a 0-d array: that is the penalty.",
        "b does not occur in the penalty. So what is the gradient there, and in which shape?",
    ),
    variants=(
        variants.l2_penalty__norm,
        variants.l2_penalty__inner_product,
        variants.l2_penalty__matrix_product,
    ),
    minutes=5,
)

L1_PENALTY = Exercise(
    reference.l1_penalty,
    points=3,
    returns=("penalty", "g_w", "g_b"),
    order=("penalty", "g_b", "g_w"),
    cases=penalty_cases(),
    misconceptions=misconceptions.L1,
    hints=(
        "The slope of |w| is 1 where w is positive and -1 where it is negative.",
        "xp.sign is 1, -1, and 0 at 0, just what the docstring asks for.",
    ),
    variants=(variants.l1_penalty__norm, variants.l1_penalty__where, variants.l1_penalty__two_parts),
    minutes=4,
)

ELASTIC_NET_PENALTY = Exercise(
    reference.elastic_net_penalty,
    points=3,
    returns=("penalty", "g_w", "g_b"),
    order=("penalty", "g_b", "g_w"),
    cases=penalty_cases(share=(0.3, 0.8, 0.5, 1.0, 0.6, 0.15, 0.0)),
    misconceptions=misconceptions.ELASTIC_NET,
    hints=(
        "share of an L1 penalty plus 1 - share of an L2 penalty, with one strength before both.",
        "Check the ends: share 1 must be l1_penalty, share 0 must be l2_penalty, with its 1/2.",
    ),
    variants=(
        variants.elastic_net_penalty__two_strengths,
        variants.elastic_net_penalty__in_one_sum,
        variants.elastic_net_penalty__norms,
    ),
    minutes=4,
)

GROUP_LASSO_PENALTY = Exercise(
    reference.group_lasso_penalty,
    points=4,
    returns=("penalty", "g_w", "g_b"),
    order=("penalty", "g_b", "g_w"),
    cases=group_cases,
    misconceptions=misconceptions.GROUP_LASSO,
    hints=(
        "w is (fan_in, fan_out), and a column is what arrives at one unit: so one norm for each column. Keep "
        "the axis (keepdims=True), and the division works by broadcasting.",
        "The gradient of the length of a vector is the vector over its length: as long as 1, whatever w is.",
        "For a column of zeros the length is 0. Divide by something else there (xp.where), and 0 is what comes out.",
    ),
    variants=(
        variants.group_lasso_penalty__masked,
        variants.group_lasso_penalty__tiny,
        variants.group_lasso_penalty__units_as_rows,
    ),
    minutes=7,
    difficulty=2,
)
