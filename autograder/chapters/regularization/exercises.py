"""Chapter 06: penalties, noise, moved images, early stopping and bagging. Cases in which no convention can hide."""

import math

import numpy as np

from autograder.chapters.regularization import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise


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


def smooth_cases(rng):
    def one_hot(n, classes):
        return np.eye(classes)[rng.integers(0, classes, n)]

    return [
        Case("4 examples, 5 classes, share .2", {"y": one_hot(4, 5), "share": 0.2}),
        Case("7 examples, 3 classes, share .35", {"y": one_hot(7, 3), "share": 0.35}),
        Case("2 classes", {"y": one_hot(6, 2), "share": 0.4}),
        Case("one example", {"y": one_hot(1, 6), "share": 0.15}),
        Case("share 0", {"y": one_hot(3, 4), "share": 0.0}),
        Case("share 1: even", {"y": one_hot(3, 4), "share": 1.0}),
    ]


def noisy_cases(rng):
    def case(name, n, classes, share, *, highest=None, u=None):
        y = rng.integers(0, highest or classes, n)
        if n > 4:  # some that go round, and some that do not
            y[:4] = [0, (highest or classes) - 1, 1, (highest or classes) - 2]
        u = rng.uniform(size=n) if u is None else np.array(u)
        args = {"y": y, "u": u, "offsets": rng.integers(1, classes, n), "share": share, "classes": classes}
        if n > 4:
            args["offsets"][:4] = [classes - 1, classes - 1, 1, 2]
        return Case(name, args)

    some = [0.1, 0.2, 0.9, 0.05, 0.25, 0.6, 0.24, 0.26, 0.3, 0.01, 0.8, 0.02]
    return [
        case("12 labels of 5 classes, share .25, one u just there", 12, 5, 0.25, u=some),
        case("20 labels of 10 classes, share .5", 20, 10, 0.5),
        case("the highest classes not among the labels", 15, 6, 0.7, highest=4),
        case("15 labels of 4 classes, share .3", 15, 4, 0.3),
        case("3 classes, all moved", 8, 3, 1.0),
        case("share 0, one u of 0", 3, 4, 0.0, u=[0.0, 0.4, 0.7]),
        case("one label", 1, 5, 0.9, u=[0.5]),
    ]


def noise_cases(rng):
    def case(name, shape, std, *, size=1.0):
        return Case(name, {"x": size * rng.normal(0.3, 1.0, shape), "z": rng.normal(size=shape), "std": std})

    zeros = case("inputs 0", (2, 3), 0.6)
    zeros.args["x"][...] = 0.0
    rare = np.array([[-6.0, 0.3, 9.0], [4.5, -0.2, -40.0]])
    return [
        case("std .3", (4, 5), 0.3),
        case("std 2.5", (3, 2), 2.5),
        case("std 0", (2, 4), 0.0),
        case("images", (2, 3, 4, 2), 0.1),
        case("one number", (1, 1), 0.7),
        zeros,
        case("inputs near 1e4", (3, 3), 0.5, size=1e4),
        Case("draws far out", {"x": rng.normal(0.3, 1.0, (2, 3)), "z": rare, "std": 0.8}),
    ]


def images(rng, n, channels, height, width, *, size=1.0):
    return size * rng.normal(0.4, 1.0, (n, channels, height, width))


def flip_cases(rng):
    def case(name, shape, *flips, **more):
        return Case(name, {"x": images(rng, *shape, **more), "flips": np.array(flips, dtype=bool)})

    return [
        case("three images, two of them", (3, 1, 4, 5), True, False, True),
        case("three channels", (2, 3, 3, 4), False, True),
        case("none", (2, 2, 3, 3), False, False),
        case("all", (4, 1, 2, 3), True, True, True, True),
        case("one image", (1, 2, 5, 2), True),
        case("one column", (2, 1, 3, 1), True, False),
        case("as many channels as images", (3, 3, 3, 3), False, False, True),
        case("pixels near 1e4", (2, 1, 2, 6), False, True, size=1e4),
    ]


def shift_cases(rng):
    def case(name, shape, down, right, **more):
        return Case(name, {"x": images(rng, *shape, **more), "down": np.array(down), "right": np.array(right)})

    return [
        case("one pixel, four directions", (4, 1, 5, 4), [1, -1, 0, 0], [0, 0, 1, -1]),
        case("three channels, further", (3, 3, 4, 6), [2, -3, 1], [-1, 2, 4]),
        case("no shift", (2, 2, 3, 3), [0, 0], [0, 0]),
        case("out of the picture", (3, 1, 3, 4), [3, -5, 1], [0, 2, -4]),
        case("one image", (1, 2, 6, 3), [-2], [1]),
        case("one pixel high", (2, 1, 1, 5), [0, 1], [2, -1]),
        case("as many channels as images", (4, 4, 4, 4), [1, 2, -1, -2], [2, -1, 1, -2]),
        case("pixels near 1e4", (2, 1, 3, 3), [1, -1], [-1, 2], size=1e4),
    ]


def crop_cases(rng):
    def case(name, shape, padding, top, left, **more):
        args = {"x": images(rng, *shape, **more), "top": np.array(top), "left": np.array(left), "padding": padding}
        return Case(name, args)

    return [
        case("padding 1", (4, 1, 4, 5), 1, [0, 2, 1, 0], [1, 0, 1, 2]),
        case("padding 2, three channels", (3, 3, 6, 4), 2, [0, 4, 1], [3, 1, 2]),
        case("the middle", (2, 2, 3, 3), 1, [1, 1], [1, 1]),
        case("the corners", (4, 1, 4, 4), 3, [0, 0, 6, 6], [0, 6, 0, 6]),
        case("padding 0", (2, 1, 3, 2), 0, [0, 0], [0, 0]),
        case("one image", (1, 2, 5, 4), 2, [3], [0]),
        case("as many channels as images", (3, 3, 3, 3), 1, [2, 0, 1], [0, 2, 2]),
        case("pixels near 1e4", (2, 1, 4, 3), 2, [1, 4], [0, 3], size=1e4),
        case("padding wider than the image", (3, 1, 3, 2), 5, [5, 4, 9], [6, 5, 2]),
    ]


def bilinear_cases(rng):
    def case(name, shape, low, high, grid, **more):
        rows = rng.uniform(low, shape[2] - 1 - low if high is None else high, (shape[0], *grid))
        columns = rng.uniform(low, shape[3] - 1 - low if high is None else high, (shape[0], *grid))
        return Case(name, {"x": images(rng, *shape, **more), "rows": rows, "columns": columns})

    whole = case("whole positions", (2, 1, 4, 5), 0.0, None, (3, 3))
    for name, size in (("rows", 4), ("columns", 5)):
        whole.args[name] = rng.integers(0, size, (2, 3, 3)).astype(float)
    edge = case("half a pixel outside", (1, 1, 3, 4), 0.0, None, (2, 3))
    edge.args["rows"] = np.array([[[-0.5, -0.25, 2.5], [1.0, 2.25, -0.5]]])
    edge.args["columns"] = np.array([[[1.0, 2.5, 1.0], [-0.5, 3.5, 3.75]]])
    return [
        case("inside, two channels", (3, 2, 4, 6), 0.0, None, (4, 6)),
        whole,
        edge,
        case("inside and outside", (2, 1, 5, 4), -2.5, None, (5, 4)),
        case("far outside", (1, 2, 3, 3), 9.0, 30.0, (2, 2)),
        case("another number of positions", (2, 3, 3, 5), -1.5, None, (2, 7)),
        case("one image of one row", (1, 1, 1, 4), -0.9, None, (1, 6)),
        case("pixels near 1e4", (2, 1, 3, 3), -1.0, None, (3, 3), size=1e4),
    ]


def rotation_cases(rng):
    def case(name, height, width, *angles):
        return Case(name, {"angles": np.array(angles), "height": height, "width": width})

    return [
        case("small angles", 5, 4, *rng.uniform(0.1, 0.3, 2), *rng.uniform(-0.3, -0.1, 2)),
        case("large angles", 3, 6, *rng.uniform(1.0, 3.0, 2), *rng.uniform(-3.0, -1.0, 1)),
        case("no angle", 4, 4, 0.0, 0.0),
        case("a quarter turn", 4, 4, math.pi / 2),
        case("one angle", 6, 3, *rng.uniform(0.4, 0.9, 1)),
        case("an odd number of rows and columns", 5, 7, *rng.uniform(0.2, 0.6, 3)),
        case("one row", 1, 5, *rng.uniform(0.3, 0.5, 2)),
    ]


def zoom_cases(rng):
    def case(name, height, width, *factors):
        return Case(name, {"factors": np.array(factors), "height": height, "width": width})

    return [
        case("larger and smaller", 5, 4, *rng.uniform(1.1, 1.6, 2), *rng.uniform(0.6, 0.9, 2)),
        case("factors 2 and 4", 3, 6, 2.0, 4.0),
        case("factor 1", 4, 4, 1.0, 1.0),
        case("one factor", 6, 3, *rng.uniform(0.4, 0.7, 1)),
        case("an odd number of rows and columns", 5, 7, *rng.uniform(1.2, 3.0, 3)),
        case("one row", 1, 5, *rng.uniform(1.3, 1.5, 2)),
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


def bootstrap_cases(rng):
    def case(name, *draws):
        """The uniforms of these draws: somewhere in the middle of their intervals."""
        n = len(draws)
        return Case(name, {"u": (np.array(draws) + rng.uniform(0.05, 0.95, n)) / n})

    return [
        case("ten examples", *rng.integers(0, 10, 10)),
        case("25 examples", *rng.integers(0, 25, 25)),
        case("one comes four times", 2, 5, 2, 2, 0, 2),
        case("the first and the last", 0, 4, 4, 0, 0),
        case("everyone once", 3, 0, 2, 1),
        Case("at the ends of the intervals", {"u": np.array([0.0, 0.25, 0.5, 0.999])}),
        Case("halves", {"u": np.array([0.3125, 0.4375, 0.9375, 0.0625, 0.8125, 0.5625, 0.4375, 0.9375])}),
        case("one example", 0),
        case("two examples", 1, 1),
    ]


def bagging_cases(rng):
    def case(name, *shape, size=1.0):
        return Case(name, {"logits": size * rng.normal(size=shape)})

    huge = case("one row of logits near 1000", 3, 4, 5, size=3.0)
    huge.args["logits"][1, 2, :] += 1000.0
    low = case("logits near -1000", 2, 3, 4, size=2.0)
    low.args["logits"] -= 1000.0
    apart = np.array([[[0.0, 3000.0, 0.0], [900.0, 0.0, 0.0]], [[3000.0, 0.0, 1.0], [0.0, 0.5, 900.0]]])
    return [
        case("3 members, 4 examples, 5 classes", 3, 4, 5),
        case("as many members as examples and classes", 4, 4, 4, size=3.0),
        case("one member", 1, 3, 4, size=2.0),
        case("two members, one example", 2, 1, 3, size=2.0),
        case("two classes", 5, 6, 2),
        case("sure of it", 3, 2, 6, size=20.0),
        huge,
        low,
        Case("logits of one row hundreds and thousands apart", {"logits": apart}),
    ]


ASSIGNMENT = Assignment(
    "06_regularization",
    (
        Exercise(
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
        ),
        Exercise(
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
        ),
        Exercise(
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
        ),
        Exercise(
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
        ),
        Exercise(
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
                "For a column of zeros the length is 0. Divide by something else there (xp.where), and 0 is what comes "
                "out.",
            ),
            variants=(
                variants.group_lasso_penalty__masked,
                variants.group_lasso_penalty__tiny,
                variants.group_lasso_penalty__units_as_rows,
            ),
            minutes=7,
            difficulty=2,
        ),
        Exercise(
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
        ),
        Exercise(
            reference.early_stopping,
            points=4,
            returns=("best_w", "best_loss", "waited", "stop"),
            order=("best_loss", "best_w", "waited", "stop"),
            cases=stopping_cases,
            misconceptions=misconceptions.STOPPING,
            hints=(
                "One question decides everything: is loss lower than best_loss by more than min_delta? It has two "
                "branches.",
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
        ),
        Exercise(
            reference.noisy_labels,
            points=3,
            returns=("y",),
            cases=noisy_cases,
            misconceptions=misconceptions.NOISY_LABELS,
            hints=(
                "First the label that each would move to, for all of them. Then decide with xp.where.",
                "After the last class comes class 0: the remainder, %, does that.",
            ),
            variants=(
                variants.noisy_labels__zero_offsets,
                variants.noisy_labels__multiplied,
                variants.noisy_labels__subtracted,
            ),
            minutes=4,
        ),
        Exercise(
            reference.smooth_labels,
            points=2,
            returns=("y",),
            cases=smooth_cases,
            misconceptions=misconceptions.SMOOTH,
            hints=(
                "Every row should still add up to 1. What is taken from it, and what is given back?",
                "The even distribution is 1/K for each of the K classes; y.shape knows K.",
            ),
            variants=(
                variants.smooth_labels__towards_even,
                variants.smooth_labels__full,
                variants.smooth_labels__by_mean,
            ),
            minutes=3,
        ),
        Exercise(
            reference.input_noise,
            points=1,
            returns=("x",),
            cases=noise_cases,
            misconceptions=misconceptions.INPUT_NOISE,
            hints=(
                "z has a standard deviation of 1. What has one of std?",
                "One line: x, and a product of the two other arguments.",
            ),
            variants=(
                variants.input_noise__functions,
                variants.input_noise__in_place_on_a_copy,
                variants.input_noise__minus,
            ),
            minutes=2,
        ),
        Exercise(
            reference.flip,
            points=2,
            returns=("x",),
            cases=flip_cases,
            misconceptions=misconceptions.FLIP,
            hints=(
                "Mirror all images along one axis (xp.flip), then choose for each whether to take it.",
                "flips is (N,), the images are (N, C, H, W). flips[:, None, None, None] is what xp.where can "
                "broadcast.",
            ),
            variants=(variants.flip__indices, variants.flip__slices, variants.flip__last_axis),
            minutes=4,
        ),
        Exercise(
            reference.shift,
            points=4,
            returns=("x",),
            cases=shift_cases,
            misconceptions=misconceptions.SHIFT,
            hints=(
                "Ask of each place in the result which row and which column of x it comes from: row i comes from row "
                "i - down. For all images at once that is xp.arange(H) - down[:, None], of shape (N, H).",
                "xp.take_along_axis(x, rows[:, None, :, None], axis=2) takes the rows, if all indices are valid: clip "
                "them first. Then the same along axis 3.",
                "Where an index was out of range before you clipped it, the result is 0: remember that in a mask, and "
                "use xp.where. (Or build matrices of zeros and ones, and multiply.)",
            ),
            variants=(variants.shift__selection, variants.shift__padded, variants.shift__rolled),
            minutes=10,
            difficulty=2,
        ),
        Exercise(
            reference.crop,
            points=3,
            returns=("x",),
            cases=crop_cases,
            misconceptions=misconceptions.CROP,
            hints=(
                "Row i of the result is row top + i of the padded image. So which row of the image itself is that?",
                "What shift does a crop amount to? At top = left = padding it is none.",
            ),
            variants=(variants.crop__selection, variants.crop__shifted, variants.crop__concatenated),
            minutes=5,
        ),
        Exercise(
            reference.bilinear_sample,
            points=5,
            returns=("y",),
            cases=bilinear_cases,
            misconceptions=misconceptions.BILINEAR,
            hints=(
                "A position has four neighbours: floor(rows) and one more, times floor(columns) and one more. Each "
                "weighs (1 - distance in rows) (1 - distance in columns).",
                "Flatten the images to (N, C, H W): pixel (r, c) is entry r W + c, and xp.take_along_axis with indices "
                "(N, 1, number of positions) takes it from all channels.",
                "Clip r and c so that the indices are valid, and set the weight to 0 where they were not.",
            ),
            variants=(
                variants.bilinear_sample__tents,
                variants.bilinear_sample__framed,
                variants.bilinear_sample__two_lines,
            ),
            core=False,
            minutes=15,
            difficulty=3,
        ),
        Exercise(
            reference.rotated_positions,
            points=3,
            returns=("rows", "columns"),
            cases=rotation_cases,
            misconceptions=misconceptions.ROTATED,
            hints=(
                "Measure from the centre: down = row - (H - 1)/2, right = column - (W - 1)/2. Add it again at the end.",
                "A pixel of the turned image is to be looked up where it was before: turned back. And rows count "
                "downwards, so up is minus down.",
                "Test with a quarter turn counter-clockwise: what is at the top left came from the top right.",
            ),
            variants=(
                variants.rotated_positions__matrix,
                variants.rotated_positions__upwards,
                variants.rotated_positions__polar,
            ),
            core=False,
            minutes=8,
            difficulty=2,
        ),
        Exercise(
            reference.zoomed_positions,
            points=2,
            returns=("rows", "columns"),
            cases=zoom_cases,
            misconceptions=misconceptions.ZOOMED,
            hints=(
                "As for the rotation: measure from the centre, change, add the centre again.",
                "If the image becomes twice as large, two neighbours come from positions half a pixel apart. "
                "xp.broadcast_arrays, or a product with ones, fills both results to (N, H, W).",
            ),
            variants=(
                variants.zoomed_positions__linspace,
                variants.zoomed_positions__ones,
                variants.zoomed_positions__meshgrid,
            ),
            core=False,
            minutes=5,
            difficulty=2,
        ),
        Exercise(
            reference.bootstrap_indices,
            points=3,
            returns=("indices", "left_out"),
            cases=bootstrap_cases,
            misconceptions=misconceptions.BOOTSTRAP,
            hints=(
                "u lies in [0, 1), so n u lies in [0, n). Rounded down it is an index; xp.astype(..., xp.int64) makes "
                "it one.",
                "Compare every example, xp.arange(n), with every draw: a table (n, n) of True and False. Then xp.any "
                "along the draws.",
            ),
            variants=(
                variants.bootstrap_indices__compare,
                variants.bootstrap_indices__counts,
                variants.bootstrap_indices__intervals,
            ),
            minutes=6,
        ),
        Exercise(
            reference.bagging_average,
            points=3,
            returns=("probabilities",),
            cases=bagging_cases,
            misconceptions=misconceptions.BAGGING,
            hints=(
                "First every member's probabilities: a softmax over the last axis. Then the mean over the first.",
                "A softmax does not change if a number is taken from the whole row. Take the largest, with "
                "keepdims=True, and no exponential overflows.",
            ),
            variants=(
                variants.bagging_average__logarithms,
                variants.bagging_average__loop,
                variants.bagging_average__differences,
                variants.bagging_average__logsumexp,
            ),
            minutes=5,
        ),
    ),
)
