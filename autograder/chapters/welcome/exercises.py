"""Chapter 00: spellings, ReLU, softmax cross-entropy, gradients by differences, batches. No convention can hide."""

import numpy as np

from autograder.chapters.welcome import misconceptions, reference, variants
from autograder.exercise import Assignment, Case, Exercise, Function


def table(rng, *shape, mean=0.7, size=1.0):
    """Numbers whose mean is not 0."""
    return {"x": size * rng.normal(mean, 1.0, shape)}


def first_cases(rng):
    return [
        Case("5 examples, 3 features", table(rng, 5, 3)),
        Case("as many examples as features", table(rng, 4, 4)),
        Case("2 examples, 6 features", table(rng, 2, 6)),
        Case("3 images of 2 channels, 4 x 5 pixels", table(rng, 3, 2, 4, 5)),
        Case("sequences: 3 examples, 2 steps, 4 features", table(rng, 3, 2, 4)),
        Case("one feature", table(rng, 4, 1)),
    ]


def means_cases(rng):
    return [
        Case("5 examples, 3 features", table(rng, 5, 3)),
        Case("as many examples as features", table(rng, 4, 4)),
        Case("2 examples, 6 features", table(rng, 2, 6)),
        Case("3 examples, one feature", table(rng, 3, 1)),
        Case("one example", table(rng, 1, 3)),
        Case("a column of zeros", {"x": rng.normal(2.0, 1.0, (4, 3)) * np.array([1.0, 0.0, 3.0])}),
        Case("entries near 1e6", table(rng, 6, 2, size=1e6)),
    ]


def variance_cases(rng):
    return [
        Case("5 examples, 3 features", table(rng, 5, 3)),
        Case("as many examples as features", table(rng, 4, 4)),
        Case("2 examples, 6 features", table(rng, 2, 6)),
        Case("3 examples, 2 features", table(rng, 3, 2)),
        Case("means near 20", table(rng, 7, 3, mean=20.0)),
        Case("a column of zeros", {"x": rng.normal(2.0, 1.0, (4, 3)) * np.array([1.0, 0.0, 3.0])}),
        Case("entries near 1e4", table(rng, 6, 2, size=1e4)),
    ]


def pick_cases(rng):
    def rows(n, features, *indices):
        return table(rng, n, features) | {"indices": np.array(indices, dtype=np.int64)}

    return [
        Case("3 of 5 rows", rows(5, 6, 4, 0, 2)),
        Case("a row twice", rows(5, 5, 3, 1, 3)),
        Case("one row", rows(4, 4, 2)),
        Case("all rows in another order", rows(4, 5, 2, 0, 3, 1)),
        Case("more indices than rows", rows(3, 4, 1, 1, 0, 2, 1)),
    ]


def root_cases(rng):
    return [
        Case("seven numbers", table(rng, 7)),
        Case("a matrix", table(rng, 3, 4)),
        Case("as many rows as columns", table(rng, 3, 3)),
        Case("three axes", table(rng, 2, 3, 2)),
        Case("mean near -5", table(rng, 6, mean=-5.0)),
        Case("two equal entries", {"x": np.full(2, rng.uniform(2.0, 4.0))}),
        Case("all zeros", {"x": np.zeros((2, 3))}),
        Case("entries near 1e6", table(rng, 5, size=1e6)),
    ]


def relu_cases(rng):
    corner = rng.normal(size=(3, 4))
    corner[0, 1] = corner[2, 3] = 0.0
    return [
        Case("a matrix", {"x": 2.0 * rng.normal(size=(4, 5))}),
        Case("zeros among the entries", {"x": corner}),
        Case("all negative", {"x": -rng.uniform(0.1, 3.0, 6)}),
        Case("all positive, up to 30", {"x": rng.uniform(0.1, 30.0, 8)}),
        Case("four axes", {"x": rng.normal(size=(2, 2, 3, 2))}),
        Case("one entry", {"x": -rng.uniform(0.5, 1.0, 1)}),
        Case("entries near 1e6", {"x": 1e6 * rng.normal(size=(3, 3))}),
        Case("entries near 1e-7", {"x": 1e-7 * rng.normal(size=(2, 4))}),
    ]


def relu_backward_cases(rng):
    def pair(*shape, size=1.0):
        return {"dy": size * rng.normal(size=shape), "x": 2.0 * rng.normal(size=shape)}

    corner = pair(3, 4)
    corner["x"][0, 1] = corner["x"][1, 2] = corner["x"][2, 3] = 0.0
    still = pair(2, 3)
    still["dy"][...] = 0.0
    tiny = {"dy": rng.normal(size=(2, 4)), "x": 1e-12 * rng.uniform(0.5, 2.0, (2, 4)) * np.array([1, -1, -1, 1])}
    return [
        Case("a matrix", pair(4, 5)),
        Case("x = 0 at some entries", corner),
        Case("all x negative", {"dy": rng.normal(size=6), "x": -rng.uniform(0.1, 3.0, 6)}),
        Case("all x positive", {"dy": rng.normal(size=6), "x": rng.uniform(0.1, 3.0, 6)}),
        Case("four axes", pair(2, 2, 3, 2)),
        Case("no gradient", still),
        Case("gradients near 1e6", pair(3, 3, size=1e6)),
        Case("x near 1e-12", tiny),
    ]


def logits_and_labels(rng, n, classes, *, size=1.0, level=0.0):
    """Logits, and a class for each row that is not always the one with the largest."""
    return {"logits": level + size * rng.normal(size=(n, classes)), "labels": rng.integers(0, classes, n)}


def ladder(rng, n, classes, rung):
    """Rows of logits that fall in rungs from about 0; the true classes go down the ladder."""
    logits = rng.normal(size=(n, classes)) - rung * np.arange(classes)
    return {"logits": logits, "labels": np.arange(n) % classes}


def index_cases(rng):
    levels = logits_and_labels(rng, 4, 3)
    levels["logits"] += np.array([[0.0], [2000.0], [-3000.0], [500.0]])
    hit = logits_and_labels(rng, 3, 4)
    hit["logits"][np.arange(3), hit["labels"]] += 4.0
    return [
        Case("5 examples, 3 classes", logits_and_labels(rng, 5, 3)),
        Case("2 examples, 6 classes", logits_and_labels(rng, 2, 6)),
        Case("as many examples as classes", logits_and_labels(rng, 4, 4, size=2.0)),
        Case("one example, 4 classes", logits_and_labels(rng, 1, 4)),
        Case("two classes", logits_and_labels(rng, 6, 2)),
        Case("all logits equal", {"logits": np.zeros((3, 5)), "labels": rng.integers(0, 5, 3)}),
        Case("the true class ahead", hit),
        Case("logits near 10,000", logits_and_labels(rng, 4, 3, level=1e4)),
        Case("logits near -10,000", logits_and_labels(rng, 4, 3, level=-1e4)),
        Case("true classes up to 3,000 below the largest logit", ladder(rng, 4, 4, 1000.0)),
        Case("each row at a level of its own", levels),
    ]


def one_hot_cases(rng):
    def spread(n, classes, **more):
        args = logits_and_labels(rng, n, classes, **more)
        targets = rng.uniform(0.05, 1.0, (n, classes))
        return {"logits": args["logits"], "targets": targets / np.sum(targets, axis=1, keepdims=True)}

    def hard(case):
        targets = np.eye(case.args["logits"].shape[1])[case.args["labels"]]
        return Case(case.name, {"logits": case.args["logits"], "targets": targets})

    return [
        *(hard(case) for case in index_cases(rng)),
        Case("targets spread over 4 classes", spread(5, 4)),
        Case("spread targets, one example", spread(1, 3, size=2.0)),
        Case("spread targets, logits near 10,000", spread(3, 3, level=1e4)),
    ]


def numerical_cases(rng):
    def case(name, f, shape, h, *, mean=0.0, size=1.0):
        return Case(name, {"f": Function(f), "x": size * rng.normal(mean, 1.0, shape), "h": h})

    return [
        case("cubic, h = 0.1", "cubic", (4,), 0.1, mean=1.0),
        case("cubic, a matrix, h = 0.01", "cubic", (2, 3), 0.01, mean=-1.0),
        case("Rosenbrock's valley, h = 0.05", "rosenbrock", (5,), 0.05),
        case("log-sum-exp of a matrix, h = 0.25", "log_sum_exp", (3, 3), 0.25),
        case("wave, three axes, h = 0.2", "wave", (2, 2, 2), 0.2),
        case("quadratic, h = 0.5: exact", "quadratic", (3, 2), 0.5, mean=2.0),
        case("exponential of one entry, h = 0.3", "exponential", (1,), 0.3),
        case("entries near 50, h = 0.125", "cubic", (3,), 0.125, mean=50.0),
        case("constant, h = 0.1", "constant", (2, 2), 0.1),
        case("a function that looks at the shape, h = 0.2", "lines", (3, 4), 0.2),
    ]


def check_cases(rng):
    def pair(name, shape, error, *, size=1.0):
        a = size * rng.normal(size=shape)
        return Case(name, {"a": a, "b": a + error * size * rng.normal(size=shape)})

    a, b = rng.normal(size=(2, 4))
    a[1] = b[1] = 0.0
    return [
        pair("a few percent apart", (5,), 0.05),
        pair("nearly the same", (3, 4), 1e-5),
        pair("nothing to do with each other", (2, 3, 2), 3.0),
        Case("opposite", {"a": a, "b": -a}),
        Case("one entry 0 in both", {"a": a, "b": b}),
        Case("three times as long", {"a": a, "b": 3.0 * a}),
        Case("equal", {"a": b, "b": b.copy()}),
        Case("both all zeros", {"a": np.zeros((2, 3)), "b": np.zeros((2, 3))}),
        Case("one of them all zeros", {"a": rng.normal(size=5), "b": np.zeros(5)}),
        pair("gradients near 1e-7", (6,), 0.1, size=1e-7),
        pair("gradients near 1e5", (2, 2), 0.2, size=1e5),
        Case("the other one all zeros", {"a": np.zeros((2, 2)), "b": rng.normal(size=(2, 2))}),
        Case("gradients near 1e-17", {"a": 1e-17 * rng.uniform(1.0, 3.0, 4), "b": 1e-17 * rng.uniform(4.0, 8.0, 4)}),
    ]


def orders_cases(rng):
    return [
        Case("3 epochs of 9 examples", {"u": rng.uniform(size=(3, 9))}),
        Case("one epoch of 8 examples", {"u": rng.uniform(size=(1, 8))}),
        Case("as many epochs as examples", {"u": rng.uniform(size=(7, 7))}),
        Case("more epochs than examples", {"u": rng.uniform(size=(6, 4))}),
        Case("100 examples", {"u": rng.uniform(size=(2, 100))}),
    ]


def batch_cases(rng):
    def case(name, epochs, n, size, *ts):
        orders = np.stack([rng.permutation(n) for _ in range(epochs)])
        return Case(name, {"orders": orders, "t": ts[0], "size": size}, tuple({"t": t} for t in ts[1:]))

    return [
        case("10 examples by 4, the first epoch", 3, 10, 4, 0, 1, 2),
        case("10 examples by 4, later epochs", 4, 10, 4, 3, 5, 7, 8),
        case("8 examples by 4: none left over", 3, 8, 4, 1, 2, 3, 5),
        case("7 examples by 3", 4, 7, 3, 2, 4, 5, 8),
        case("5 examples by 1", 3, 5, 1, 0, 4, 5, 13),
        case("6 examples by 6", 3, 6, 6, 0, 1, 2),
        case("11 examples by 9", 4, 11, 9, 0, 1, 2, 5),
        case("11 examples by 4: nearly full", 3, 11, 4, 0, 2, 3, 5),
    ]


ASSIGNMENT = Assignment(
    "00_welcome",
    (
        Exercise(
            reference.first_example,
            points=1,
            returns=("example",),
            cases=first_cases,
            misconceptions=misconceptions.FIRST,
            hints=(
                "Examples lie along the first axis, and Python counts from 0.",
                "`...` in the brackets stands for all the axes that you do not name.",
            ),
            variants=(
                variants.first_example__take,
                variants.first_example__slice,
                variants.first_example__reshape,
                variants.first_example__unstack,
            ),
            minutes=1,
        ),
        Exercise(
            reference.feature_means,
            points=1,
            returns=("means",),
            cases=means_cases,
            misconceptions=misconceptions.MEANS,
            hints=(
                "The axis that you name is the one that disappears.",
                "A function of the namespace, not a method of the array: xp.mean.",
            ),
            variants=(
                variants.feature_means__sum,
                variants.feature_means__product,
                variants.feature_means__transposed,
                variants.feature_means__loop,
            ),
            minutes=1,
        ),
        Exercise(
            reference.sample_variance,
            points=1,
            returns=("variances",),
            cases=variance_cases,
            misconceptions=misconceptions.VARIANCE,
            hints=(
                "There is a function for it, as there is for the mean.",
                "Its keyword correction says what is subtracted from n.",
            ),
            variants=(
                variants.sample_variance__by_hand,
                variants.sample_variance__rescaled,
                variants.sample_variance__deviation,
                variants.sample_variance__two_moments,
            ),
            minutes=1,
        ),
        Exercise(
            reference.pick_rows,
            points=1,
            returns=("rows",),
            cases=pick_cases,
            misconceptions=misconceptions.PICK,
            hints=(
                "In NumPy you would write x[indices]. The standard has a function for it, whose name is a verb.",
                "xp.take wants the array, the indices, and along which axis.",
            ),
            variants=(variants.pick_rows__stack, variants.pick_rows__along_an_axis, variants.pick_rows__product),
            minutes=1,
        ),
        Exercise(
            reference.root_mean_square,
            points=1,
            returns=("rms",),
            cases=root_cases,
            misconceptions=misconceptions.ROOT,
            hints=(
                "Read the name from right to left: square, mean, root.",
                "The mean over all entries is an array without axes. xp.sqrt takes it as it is.",
            ),
            variants=(
                variants.root_mean_square__power,
                variants.root_mean_square__norm,
                variants.root_mean_square__moments,
            ),
            minutes=1,
        ),
        Exercise(
            reference.softmax_cross_entropy,
            points=4,
            returns=("loss", "dlogits"),
            cases=index_cases,
            misconceptions=misconceptions.INDEX,
            hints=(
                "log p of class c is logits[c] minus log(sum over all classes of exp(logits)). Subtract the largest "
                "logit of each row from its row first: nothing changes, and no exponential exceeds 1.",
                "xp.take_along_axis(log_p, labels[:, None], axis=1) picks each row's own class. The loss is minus the "
                "mean of these.",
                "The gradient is p, less 1 at the true class, over n. `labels[:, None] == xp.arange(classes)` is true "
                "just there; give arange the labels' dtype and device.",
            ),
            variants=(
                variants.softmax_cross_entropy__one_hot,
                variants.softmax_cross_entropy__margins,
                variants.softmax_cross_entropy__eye,
                variants.softmax_cross_entropy__pairwise,
            ),
            minutes=8,
            difficulty=2,
        ),
        Exercise(
            reference.softmax_cross_entropy_one_hot,
            points=3,
            returns=("loss", "dlogits"),
            cases=one_hot_cases,
            misconceptions=misconceptions.ONE_HOT,
            hints=(
                "It is the last kernel with its targets given: nothing has to be picked any more.",
                "Each example's loss is minus the sum over the classes of target times log p, and every class with a "
                "target above 0 counts.",
            ),
            variants=(
                variants.softmax_cross_entropy_one_hot__from_log_p,
                variants.softmax_cross_entropy_one_hot__log_sum_exp,
                variants.softmax_cross_entropy_one_hot__row_by_row,
            ),
            core=False,
            minutes=4,
            difficulty=2,
        ),
        Exercise(
            reference.relu,
            points=1,
            returns=("y",),
            cases=relu_cases,
            misconceptions=misconceptions.RELU,
            hints=(
                "Which of x and 0 is the larger one, entry by entry?",
                "xp.maximum compares two things entry by entry; xp.max is another function. xp.where will do as well.",
            ),
            variants=(
                variants.relu__where,
                variants.relu__mask,
                variants.relu__half,
                variants.relu__clip,
                variants.relu__in_place_on_a_copy,
            ),
            minutes=1,
        ),
        Exercise(
            reference.relu_backward,
            points=2,
            returns=("dx",),
            cases=relu_backward_cases,
            misconceptions=misconceptions.RELU_BACKWARD,
            hints=(
                "The chain rule: dx is dy times the slope of the ReLU at x, entry by entry.",
                "The slope is 1 or 0, so no product is needed: choose between dy and 0.",
            ),
            variants=(
                variants.relu_backward__mask,
                variants.relu_backward__sign,
                variants.relu_backward__in_place_on_a_copy,
                variants.relu_backward__zeros,
            ),
            minutes=2,
        ),
        Exercise(
            reference.numerical_gradient,
            points=3,
            returns=("g",),
            cases=numerical_cases,
            misconceptions=misconceptions.NUMERICAL,
            hints=(
                "One entry at a time: make an x in which only this entry is larger by h, one in which only this entry "
                "is smaller, and call f on both.",
                "Think of x as one long row, xp.reshape(x, (-1,)); the rows of xp.eye(n) times h are the n steps. "
                "Give eye the dtype and device of x.",
                "The values f returns are 0-d arrays. xp.stack makes one array of a list of them; then give it the "
                "shape of x.",
            ),
            variants=(
                variants.numerical_gradient__list,
                variants.numerical_gradient__in_place_on_a_copy,
                variants.numerical_gradient__two_halves,
            ),
            minutes=6,
            difficulty=2,
        ),
        Exercise(
            reference.gradient_check,
            points=2,
            returns=("error",),
            cases=check_cases,
            misconceptions=misconceptions.CHECK,
            hints=(
                "Three lengths: of the difference, of a, of b. Each is the root of a sum of squares over all entries.",
                "0 / 0 is not a number. Divide by the sum of the lengths where that is above 0, and by 1 elsewhere: "
                "xp.where, not `if`.",
            ),
            variants=(
                variants.gradient_check__norms,
                variants.gradient_check__mean_squares,
                variants.gradient_check__flat,
            ),
            minutes=4,
        ),
        Exercise(
            reference.epoch_orders,
            points=1,
            returns=("orders",),
            cases=orders_cases,
            misconceptions=misconceptions.ORDERS,
            hints=(
                "Who throws the smallest number goes first. Which function says *where* the smallest number stands, "
                "and the next one?",
                "xp.argsort, along the axis that holds the examples.",
            ),
            variants=(
                variants.epoch_orders__default_axis,
                variants.epoch_orders__row_by_row,
                variants.epoch_orders__inverse_of_the_ranks,
            ),
            minutes=1,
        ),
        Exercise(
            reference.batch_indices,
            points=2,
            returns=("indices",),
            cases=batch_cases,
            misconceptions=misconceptions.BATCH,
            hints=(
                "How many batches make an epoch? n / size, rounded up: math.ceil, or -(-n // size).",
                "t divided by that: the quotient is the epoch, the remainder the place in it. divmod gives both.",
                "The slice begins at k * size and ends at (k + 1) * size, or at n where that is less.",
            ),
            variants=(
                variants.batch_indices__divmod,
                variants.batch_indices__list,
                variants.batch_indices__take,
                variants.batch_indices__counting,
            ),
            minutes=4,
        ),
    ),
)
