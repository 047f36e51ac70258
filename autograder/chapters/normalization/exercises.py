"""Chapter 08: normalization, forward, backward and in evaluation. Cases in which no convention can hide."""

import numpy as np

from autograder.chapters.normalization import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise

CACHE = ("mean", "var", "x_hat", "y")
GRADIENTS = ("dbeta", "dgamma", "dx")


def features_of(rng, *shape, spread=(0.3, 3.0), shift=1.0):
    """Numbers whose last axis has features of different means and spreads; rows differ in theirs too."""
    scale = rng.uniform(*spread, shape[-1]) * rng.choice([-1.0, 1.0], shape[-1])
    rows = shift * rng.normal(size=(*shape[:-1], 1))
    return rng.normal(size=shape) * scale + shift * rng.normal(size=shape[-1]) + rows


def images_of(rng, n, channels, height, width):
    """Images whose channels, places and members differ in mean and spread."""
    x = rng.normal(size=(n, channels, height, width)) * rng.uniform(0.3, 3.0, (n, channels, 1, 1))
    parts = (n, 1, 1, 1), (n, channels, 1, 1), (1, channels, height, width)
    return x + sum(rng.normal(size=shape) for shape in parts)


def affine(rng, features):
    """Scales off 1 and shifts off 0, of both signs."""
    return {
        "gamma": rng.choice([-1.0, 1.0], features) * rng.uniform(0.4, 2.5, features),
        "beta": rng.normal(size=features),
    }


def constant(x, *index):
    """x with the numbers at this index all equal to a half, which every sum holds exactly."""
    x[index] = 0.5
    return x


def nearly_constant(x, *index):
    """x with the numbers at this index ten thousand times smaller: a variance near 1e-8, which is not 0."""
    x[index] *= 1e-4
    return x


def batch_cases(rng):
    def case(name, x, eps, **more):
        return Case(name, {"x": x, **affine(rng, x.shape[1]), "eps": eps, **more})

    return [
        case("7 rows, 3 features, eps .1", features_of(rng, 7, 3), 0.1),
        case("2 rows, 5 features, eps .01", features_of(rng, 2, 5), 0.01),
        case("a large eps, 2", features_of(rng, 5, 4), 2.0),
        case("the usual eps, 1e-5", features_of(rng, 6, 4), 1e-5),
        case("as many rows as features", features_of(rng, 4, 4), 0.05),
        case("a constant feature", constant(features_of(rng, 6, 3), slice(None), 1), 0.02),
        case("one feature", features_of(rng, 5, 1), 0.3),
        case("features near 20", features_of(rng, 8, 2) + 20.0, 0.2),
        case("gamma 1 and beta 0", features_of(rng, 5, 3), 0.1, gamma=np.ones(3), beta=np.zeros(3)),
        Case("a single row", {"x": rng.normal(size=(1, 3)), **affine(rng, 3), "eps": 0.1}, raises="ValueError"),
        case("a feature that hardly varies, eps 1e-6", nearly_constant(features_of(rng, 5, 2), slice(None), 1), 1e-6),
    ]


def cached(rng, x, axes, eps, gamma):
    """What the forward pass keeps of x, and a gradient that comes back; var keeps its axes."""
    mean, var = (f(x, axis=axes, keepdims=True) for f in (np.mean, np.var))
    return {
        "dy": rng.normal(size=x.shape),
        "x_hat": (x - mean) / np.sqrt(var + eps),
        "var": var,
        "gamma": gamma,
        "eps": eps,
    }


def batch_backward_cases(rng):
    def case(name, x, eps, **more):
        args = cached(rng, x, 0, eps, affine(rng, x.shape[1])["gamma"])
        return Case(name, args | {"var": args["var"][0, :]} | more)

    return [
        case("7 rows, 3 features, eps .1", features_of(rng, 7, 3), 0.1),
        case("2 rows, 5 features, eps .02", features_of(rng, 2, 5), 0.02),
        case("a large eps, 2", features_of(rng, 5, 4), 2.0),
        case("the usual eps, 1e-5", features_of(rng, 6, 4), 1e-5),
        case("as many rows as features", features_of(rng, 4, 4), 0.05),
        case("a constant feature", constant(features_of(rng, 6, 3), slice(None), 1), 0.03),
        case("one feature", features_of(rng, 5, 1), 0.3),
        case("the same gradient everywhere", features_of(rng, 6, 3), 0.2, dy=np.ones((6, 3))),
        case("gradients near 1e4", features_of(rng, 9, 2), 0.1, dy=1e4 * rng.normal(size=(9, 2))),
    ]


def running_cases(rng):
    def case(name, features, n, momentum, *, steps=3, fresh=False):
        batches = [{"mean": rng.normal(size=features), "var": rng.uniform(0.2, 3.0, features)} for _ in range(steps)]
        before = {"running_mean": rng.normal(size=features), "running_var": rng.uniform(0.3, 2.0, features)}
        if fresh:
            before = {"running_mean": np.zeros(features), "running_var": np.ones(features)}
        return Case(name, {**batches[0], **before, "n": n, "momentum": momentum}, tuple(batches[1:]))

    fresh = case("four batches of 5 from a fresh layer, momentum .2", 3, 5, 0.2, steps=4, fresh=True)
    return [
        fresh,
        case("three batches of 3, momentum .3", 4, 3, 0.3),
        case("two rows, momentum .6", 2, 2, 0.6, steps=2),
        case("the usual momentum .1", 3, 8, 0.1, steps=4),
        case("momentum 1: the last batch alone", 3, 4, 1.0, steps=2),
        case("momentum 0: nothing moves", 3, 6, 0.0, steps=2),
        case("one feature, 500 rows", 1, 500, 0.25),
        Case("a single row", case("", 3, 1, 0.2, steps=1).args, raises="ValueError"),
        Case("a single row, momentum 0", case("", 2, 1, 0.0, steps=1).args, raises="ValueError"),
    ]


def inference_cases(rng):
    def case(name, n, features, eps, **more):
        running = {"running_mean": rng.normal(size=features), "running_var": rng.uniform(0.2, 4.0, features)}
        return Case(name, {"x": features_of(rng, n, features), **running, **affine(rng, features), "eps": eps, **more})

    return [
        case("6 rows, 3 features, eps .1", 6, 3, 0.1),
        case("a single row", 1, 4, 0.05),
        case("a large eps, 2", 5, 4, 2.0),
        case("the usual eps, 1e-5", 6, 2, 1e-5),
        case("as many rows as features", 3, 3, 0.2),
        case("a running variance of 0", 4, 3, 0.03, running_var=np.array([1.5, 0.0, 0.4])),
        case("a fresh layer: mean 0, variance 1", 5, 2, 0.1, running_mean=np.zeros(2), running_var=np.ones(2)),
    ]


def images_cases(rng):
    def case(name, x, eps, **more):
        return Case(name, {"x": x, **affine(rng, x.shape[1]), "eps": eps, **more})

    alone = images_of(rng, 1, 3, 1, 1)
    return [
        case("3 images, 2 channels, 4 by 5 pixels", images_of(rng, 3, 2, 4, 5), 0.1),
        case("2 images, 4 channels, 3 by 3 pixels, eps .01", images_of(rng, 2, 4, 3, 3), 0.01),
        case("one image is enough", images_of(rng, 1, 3, 2, 4), 0.05),
        case("a large eps, 2", images_of(rng, 4, 3, 2, 2), 2.0),
        case("the usual eps, 1e-5", images_of(rng, 2, 3, 4, 2), 1e-5),
        case("all axes of one length", images_of(rng, 3, 3, 3, 3), 0.2),
        case("images of one pixel", images_of(rng, 6, 2, 1, 1), 0.1),
        case("a constant channel", constant(images_of(rng, 3, 3, 2, 3), slice(None), 1), 0.02),
        case("one channel", images_of(rng, 2, 1, 3, 4), 0.3),
        Case("one image of one pixel", {"x": alone, **affine(rng, 3), "eps": 0.1}, raises="ValueError"),
        case("one image of one row of pixels", images_of(rng, 1, 2, 1, 4), 0.1),
        case("one image of one column of pixels", images_of(rng, 1, 2, 3, 1), 0.1),
        case(
            "a channel that hardly varies, eps 1e-6", nearly_constant(images_of(rng, 2, 2, 1, 3), slice(None), 1), 1e-6
        ),
    ]


def layer_cases(rng):
    def case(name, x, eps, **more):
        return Case(name, {"x": x, **affine(rng, x.shape[-1]), "eps": eps, **more})

    return [
        case("5 rows, 4 features, eps .1", features_of(rng, 5, 4), 0.1),
        case("a single row", features_of(rng, 1, 6), 0.02),
        case("2 sequences of 3 steps, 5 features", features_of(rng, 2, 3, 5), 0.05),
        case("1 sequence of 7 steps, 3 features", features_of(rng, 1, 7, 3), 0.2),
        case("a large eps, 2", features_of(rng, 3, 4), 2.0),
        case("the usual eps, 1e-5", features_of(rng, 6, 5), 1e-5),
        case("as many rows as features", features_of(rng, 4, 4), 0.3),
        case("a row of equal features", constant(features_of(rng, 4, 3), 2), 0.03),
        case("two features", features_of(rng, 7, 2), 0.1),
        case("one feature: nothing is left but beta", features_of(rng, 3, 1), 0.1),
        case("rows near 20", features_of(rng, 4, 6) + 20.0, 0.2),
        case("four axes", features_of(rng, 2, 2, 3, 4), 0.1),
        case("a row that hardly varies, eps 1e-6", nearly_constant(features_of(rng, 3, 4), 1), 1e-6),
    ]


def layer_backward_cases(rng):
    def case(name, x, eps, **more):
        return Case(name, cached(rng, x, -1, eps, affine(rng, x.shape[-1])["gamma"]) | more)

    return [
        case("5 rows, 4 features, eps .1", features_of(rng, 5, 4), 0.1),
        case("a single row", features_of(rng, 1, 6), 0.02),
        case("2 sequences of 3 steps, 5 features", features_of(rng, 2, 3, 5), 0.05),
        case("a large eps, 2", features_of(rng, 3, 4), 2.0),
        case("the usual eps, 1e-5", features_of(rng, 6, 5), 1e-5),
        case("as many rows as features", features_of(rng, 4, 4), 0.3),
        case("a row of equal features", constant(features_of(rng, 4, 3), 2), 0.03),
        case("two features", features_of(rng, 7, 2), 0.1),
        case("the same gradient everywhere", features_of(rng, 4, 3), 0.2, dy=np.ones((4, 3))),
        case("gradients near 1e4", features_of(rng, 3, 5), 0.1, dy=1e4 * rng.normal(size=(3, 5))),
        case("four axes", features_of(rng, 2, 2, 3, 4), 0.1),
    ]


def group_cases(rng):
    def case(name, x, groups, eps, **more):
        return Case(name, {"x": x, **affine(rng, x.shape[1]), "groups": groups, "eps": eps, **more})

    uneven = {"x": images_of(rng, 2, 3, 2, 2), **affine(rng, 3), "groups": 2, "eps": 0.1}
    return [
        case("3 images, 6 channels in 2 groups, 2 by 4 pixels", images_of(rng, 3, 6, 2, 4), 2, 0.1),
        case("2 images, 6 channels in 3 groups, 3 by 2 pixels", images_of(rng, 2, 6, 3, 2), 3, 0.02),
        case("1 image, 4 channels in 2 groups", images_of(rng, 1, 4, 3, 3), 2, 0.05),
        case("all channels in one group", images_of(rng, 2, 3, 2, 2), 1, 0.1),
        case("each channel a group", images_of(rng, 2, 3, 2, 3), 3, 0.1),
        case("a large eps, 2", images_of(rng, 3, 4, 2, 2), 2, 2.0),
        case("the usual eps, 1e-5", images_of(rng, 2, 8, 2, 2), 4, 1e-5),
        case("images of one pixel, 6 channels in 2 groups", images_of(rng, 5, 6, 1, 1), 2, 0.2),
        case("all axes of one length", images_of(rng, 4, 4, 4, 4), 2, 0.1),
        case("a constant group", constant(images_of(rng, 2, 4, 2, 3), 1, slice(2, 4)), 2, 0.03),
        Case("3 channels in 2 groups", uneven, raises="ValueError"),
        Case("3 channels in 6 groups", uneven | {"groups": 6}, raises="ValueError"),
        case("a group that hardly varies, eps 1e-6", nearly_constant(images_of(rng, 2, 4, 1, 2), 0, slice(2)), 2, 1e-6),
    ]


def group_backward_cases(rng):
    def case(name, x, groups, eps, **more):
        parts = np.reshape(x, (len(x), groups, -1))
        args = cached(rng, parts, -1, eps, affine(rng, x.shape[1])["gamma"])
        args |= {name: np.reshape(args[name], x.shape) for name in ("dy", "x_hat")}
        return Case(name, args | {"var": args["var"][:, :, 0], "groups": groups} | more)

    return [
        case("3 images, 6 channels in 2 groups, 2 by 4 pixels", images_of(rng, 3, 6, 2, 4), 2, 0.1),
        case("2 images, 6 channels in 3 groups, 3 by 2 pixels", images_of(rng, 2, 6, 3, 2), 3, 0.02),
        case("1 image, 4 channels in 2 groups", images_of(rng, 1, 4, 3, 3), 2, 0.05),
        case("all channels in one group", images_of(rng, 2, 3, 2, 2), 1, 0.1),
        case("each channel a group", images_of(rng, 2, 3, 2, 3), 3, 0.1),
        case("a large eps, 2", images_of(rng, 3, 4, 2, 2), 2, 2.0),
        case("the usual eps, 1e-5", images_of(rng, 2, 8, 2, 2), 4, 1e-5),
        case("images of one pixel, 6 channels in 2 groups", images_of(rng, 5, 6, 1, 1), 2, 0.2),
        case("a constant group", constant(images_of(rng, 2, 4, 2, 3), 1, slice(2, 4)), 2, 0.03),
        case("gradients near 1e4", images_of(rng, 2, 4, 2, 2), 2, 0.1, dy=1e4 * rng.normal(size=(2, 4, 2, 2))),
    ]


def instance_cases(rng):
    def case(name, x, eps, **more):
        return Case(name, {"x": x, **affine(rng, x.shape[1]), "eps": eps, **more})

    return [
        case("3 images, 2 channels, 4 by 5 pixels", images_of(rng, 3, 2, 4, 5), 0.1),
        case("2 images, 4 channels, 3 by 3 pixels, eps .01", images_of(rng, 2, 4, 3, 3), 0.01),
        case("a single image", images_of(rng, 1, 3, 2, 4), 0.05),
        case("a large eps, 2", images_of(rng, 4, 3, 2, 2), 2.0),
        case("the usual eps, 1e-5", images_of(rng, 2, 3, 4, 2), 1e-5),
        case("all axes of one length", images_of(rng, 3, 3, 3, 3), 0.2),
        case("images of one pixel: nothing is left but beta", images_of(rng, 4, 2, 1, 1), 0.1),
        case("a constant channel of one image", constant(images_of(rng, 3, 3, 2, 3), 1, 2), 0.02),
        case("a channel that hardly varies, eps 1e-6", nearly_constant(images_of(rng, 2, 2, 2, 2), 0, 1), 1e-6),
    ]


ASSIGNMENT = Assignment(
    "08_normalization",
    (
        Exercise(
            reference.batch_norm_forward,
            points=5,
            returns=("y", "x_hat", "mean", "var"),
            order=CACHE,
            cases=batch_cases,
            misconceptions=misconceptions.BATCH,
            hints=(
                "Four lines, in the order mean, variance, x_hat, y. Mean and variance have one number for each "
                "feature: over which axis do they run?",
                "The variance is the mean of the squared distances from the mean; eps comes in only under the "
                "root that x_hat is divided by.",
                "A batch of one row has no variance: look at x.shape[0] first, and raise.",
            ),
            variants=(
                variants.batch_norm_forward__library,
                variants.batch_norm_forward__moments,
                variants.batch_norm_forward__kept_axes,
                variants.batch_norm_forward__loop,
            ),
            minutes=9,
        ),
        Exercise(
            reference.batch_norm_backward,
            points=8,
            returns=("dx", "dgamma", "dbeta"),
            order=GRADIENTS,
            cases=batch_backward_cases,
            misconceptions=misconceptions.BATCH_BACKWARD,
            hints=(
                "dbeta and dgamma come from y = gamma x_hat + beta: one is a sum of dy, the other a sum of dy "
                "times something. Then dx_hat, the gradient with respect to x_hat, from the same line.",
                "x reaches x_hat on three paths: directly, through the mean, and through the variance. The first "
                "is dx_hat / sqrt(var + eps). Each of the others takes something away from dx_hat before that "
                "division.",
                "A shift of the whole feature does not change x_hat, and a stretch hardly does. So the mean of "
                "dx_hat has to go, and so has its part along x_hat: x_hat times the mean of dx_hat x_hat.",
            ),
            variants=(
                variants.batch_norm_backward__gamma_outside,
                variants.batch_norm_backward__node_by_node,
                variants.batch_norm_backward__jacobian,
            ),
            minutes=18,
            difficulty=3,
        ),
        Exercise(
            reference.running_statistics,
            points=4,
            returns=("running_mean", "running_var"),
            cases=running_cases,
            misconceptions=misconceptions.RUNNING,
            hints=(
                "Both are averages that forget: one share of the old value, one share of the new, together 1. "
                "Which share is momentum?",
                "var is the sum of squares over n. Turn it into the sum over n - 1 before it goes in; n = 1 has "
                "no such thing.",
            ),
            variants=(
                variants.running_statistics__difference,
                variants.running_statistics__sum_of_squares,
                variants.running_statistics__in_place_on_copies,
            ),
            minutes=6,
        ),
        Exercise(
            reference.batch_norm_inference,
            points=3,
            returns=("y",),
            cases=inference_cases,
            misconceptions=misconceptions.INFERENCE,
            hints=(
                "It is the forward pass with mean and variance given: nothing is averaged over the rows of x.",
                "The same four symbols as in training: centre, divide by the root, scale, shift. A single row is "
                "welcome.",
            ),
            variants=(
                variants.batch_norm_inference__folded,
                variants.batch_norm_inference__power,
                variants.batch_norm_inference__loop,
            ),
            minutes=4,
        ),
        Exercise(
            reference.batch_norm_images_forward,
            points=4,
            returns=("y", "x_hat", "mean", "var"),
            order=CACHE,
            cases=images_cases,
            misconceptions=misconceptions.IMAGES,
            hints=(
                "A channel is to an image what a feature is to a row. Over which three axes must mean and "
                "variance run, so that channels remain?",
                "axis takes a tuple. To subtract an array (channels,) from one (n, channels, height, width), "
                "give it two axes of length 1 behind: a[:, None, None].",
                "The number of values behind each mean is n times height times width. If that is 1, raise.",
            ),
            variants=(
                variants.batch_norm_images_forward__kept_axes,
                variants.batch_norm_images_forward__as_rows,
                variants.batch_norm_images_forward__channel_by_channel,
            ),
            minutes=8,
            difficulty=2,
        ),
        Exercise(
            reference.layer_norm_forward,
            points=4,
            returns=("y", "x_hat", "mean", "var"),
            order=CACHE,
            cases=layer_cases,
            misconceptions=misconceptions.LAYER,
            hints=(
                "The lines of batch_norm_forward with another axis: the last one, -1, whatever comes before it.",
                "keepdims=True leaves the last axis with length 1, so that the mean can be subtracted from x.",
            ),
            variants=(
                variants.layer_norm_forward__library,
                variants.layer_norm_forward__sums,
                variants.layer_norm_forward__as_columns,
            ),
            minutes=6,
        ),
        Exercise(
            reference.layer_norm_backward,
            points=6,
            returns=("dx", "dgamma", "dbeta"),
            order=GRADIENTS,
            cases=layer_backward_cases,
            misconceptions=misconceptions.LAYER_BACKWARD,
            hints=(
                "dgamma and dbeta have one number for each feature: they are sums over all axes but the last. x "
                "may have three axes.",
                "dx as in batch_norm_backward, with means over the last axis, kept. gamma is different for each "
                "number that such a mean runs over: where does it have to come in?",
            ),
            variants=(
                variants.layer_norm_backward__rows,
                variants.layer_norm_backward__node_by_node,
                variants.layer_norm_backward__means_inside,
            ),
            minutes=10,
            difficulty=2,
        ),
        Exercise(
            reference.group_norm_forward,
            points=5,
            returns=("y", "x_hat", "mean", "var"),
            order=CACHE,
            cases=group_cases,
            misconceptions=misconceptions.GROUP,
            hints=(
                "Bring the numbers that share a mean into one axis: a reshape to (n, groups, -1) puts "
                "neighbouring channels of an image and all their pixels together.",
                "Normalize over that axis as in layer_norm_forward, and reshape back. gamma and beta belong to "
                "channels, so they come after the way back.",
                "channels % groups tells whether it goes; a reshape alone would not always notice.",
            ),
            variants=(
                variants.group_norm_forward__five_axes,
                variants.group_norm_forward__group_by_group,
                variants.group_norm_forward__as_rows,
            ),
            minutes=10,
            difficulty=2,
        ),
        Exercise(
            reference.group_norm_backward,
            points=6,
            returns=("dx", "dgamma", "dbeta"),
            order=GRADIENTS,
            cases=group_backward_cases,
            misconceptions=misconceptions.GROUP_BACKWARD,
            hints=(
                "dgamma and dbeta belong to channels: over which axes of dy are they sums?",
                "Scale dy by gamma while it still has its channels, then reshape it and x_hat to (n, groups, "
                "-1). From there it is layer_norm_backward, and a reshape back.",
            ),
            variants=(
                variants.group_norm_backward__five_axes,
                variants.group_norm_backward__node_by_node,
                variants.group_norm_backward__from_channel_sums,
            ),
            minutes=10,
            difficulty=2,
        ),
        Exercise(
            reference.instance_norm,
            points=3,
            returns=("y", "x_hat", "mean", "var"),
            order=CACHE,
            cases=instance_cases,
            misconceptions=misconceptions.INSTANCE,
            hints=(
                "Each channel of each image for itself: what remains of x after the mean is (n, channels).",
                "It is batch_norm_images_forward without the batch among the axes, or group_norm_forward with a "
                "group for each channel.",
            ),
            variants=(
                variants.instance_norm__library,
                variants.instance_norm__as_groups,
                variants.instance_norm__moments,
            ),
            core=False,
            minutes=5,
        ),
    ),
)
