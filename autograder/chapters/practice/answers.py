"""The course's own answers. Made by `make build` from solutions/10_practice/10_practice.py; edit there."""

import math

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def log_uniform(u, *, low, high):
    """Numbers between two bounds whose logarithm is uniform, from uniform draws.

        log x = log low + u (log high - log low)

    Parameters
    ----------
    u : uniform draws from [0, 1), floating array of any shape
    low, high : the bounds, Python floats, 0 < low < high

    Returns
    -------
    x : numbers from low to high, array of u's shape, dtype and device

    Convention: u = 0 gives low, and larger draws give larger numbers. The draws come in as an
    argument, so the same u gives the same x. The arguments stay as they were; no errors to raise.
    """
    return low * (high / low) ** u


def grid_search(low, high, *, count):
    """All combinations of `count` values in each dimension, at equal ratios.

        value i of dimension j = low_j (high_j / low_j)^(i / (count - 1)),    i = 0 ... count - 1

    Parameters
    ----------
    low, high : bounds of each dimension, floating arrays (d,), 0 < low < high
    count : how many values in each dimension, a Python int, 2 or more

    Returns
    -------
    points : one point a row, array (count**d, d), dtype and device of low

    Convention: both ends are values. The rows are in the order of nested loops: the last dimension
    changes fastest (itertools.product, xp.meshgrid with indexing="ij"). The arguments stay as they
    were; no errors to raise.
    """
    xp = array_namespace(low, high)
    share = xp.arange(count, dtype=low.dtype, device=low.device) / (count - 1)
    mesh = xp.meshgrid(*[share] * low.shape[0], indexing="ij")
    shares = xp.stack([xp.reshape(m, (-1,)) for m in mesh], axis=1)
    return low * (high / low) ** shares


def random_search(u, low, high):
    """Log-uniform points, each dimension between bounds of its own.

        x_ij = low_j (high_j / low_j)^(u_ij)

    Parameters
    ----------
    u : uniform draws from [0, 1), floating array (n, d)
    low, high : bounds of each dimension, arrays (d,), same dtype, 0 < low < high

    Returns
    -------
    points : one point a row, array (n, d), dtype and device of u

    Convention: one draw an entry; u = 0 gives the lower bound. The arguments stay as they were; no
    errors to raise.

    Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012.
    """
    return low * (high / low) ** u


def narrow_search(points, scores, *, keep, margin):
    """New bounds for a search: the box round the best points, wider by a factor on each side.

        low_j = min over the best of x_ij / margin,    high_j = max over the best of x_ij margin

    Parameters
    ----------
    points : hyper-parameters of the jobs that ran, positive floating array (n, d)
    scores : how good each job was, array (n,), same dtype; high is good, NaN is a job that diverged
    keep : how many of the best points to look at, a Python int, at most the number that did not diverge
    margin : the factor, a Python float above 1

    Returns
    -------
    low, high : the new bounds, arrays (d,), dtype and device of points

    Convention: a job whose score is NaN is worse than all others. No two of the other scores are
    equal. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(points, scores)
    usable = xp.where(xp.isnan(scores), -math.inf, scores)
    best = xp.take(points, xp.argsort(-usable)[:keep], axis=0)
    return xp.min(best, axis=0) / margin, xp.max(best, axis=0) * margin


def successive_halving(losses, *, factor):
    """Who runs how far, and who wins, when only the best jobs of each rung go on.

        rung 0: all jobs;  after each rung the max(1, count // factor) best of those that ran it go on

    Parameters
    ----------
    losses : validation loss of each job at the end of each rung, floating array (jobs, rungs), low is
        good; NaN where a job has diverged. The table is complete, but of a job that was cut the later
        rungs must not be used: in earnest they would not exist.
    factor : a Python int, 2 or more

    Returns
    -------
    runs : how many rungs each job runs, int64 array (jobs,), at least 1
    best : the job with the lowest loss among those that ran the last rung, 0-d integer array

    Convention: counts are rounded down (Jamieson and Talwalkar; scikit-learn rounds up). A NaN is
    worse than every number, and there are always enough numbers. No two losses of a rung are equal.
    The arguments stay as they were; no errors to raise.

    Jamieson and Talwalkar, Non-stochastic best arm identification and hyperparameter optimization,
    AISTATS 2016.
    """
    xp = array_namespace(losses)
    count, rungs = losses.shape
    usable = xp.where(xp.isnan(losses), math.inf, losses)
    alive = xp.ones((count,), dtype=xp.bool, device=losses.device)
    runs = xp.zeros((count,), dtype=xp.int64, device=losses.device)
    for rung in range(rungs):
        runs = runs + xp.astype(alive, xp.int64)
        seen = xp.where(alive, usable[:, rung], math.inf)
        rank = xp.argsort(xp.argsort(seen))
        count = max(1, count // factor)
        alive = rank < count
    return runs, xp.argmin(seen)


def learning_rate_range_test(rates, losses, *, smoothing):
    """A rate from one run with rising rates: a tenth of that at the lowest smoothed loss.

        s_0 = loss_0,    s_i = smoothing s_(i-1) + (1 - smoothing) loss_i,    inf where that is not finite
        rate = rates[argmin s] / 10

    Parameters
    ----------
    rates : the rate of each step, rising, floating array (steps,)
    losses : minibatch loss of each step, array (steps,), same dtype; the first is finite, later ones may
        be infinite or NaN once the run has diverged
    smoothing : share of the average that stays, a Python float in [0, 1)

    Returns
    -------
    rate : the suggestion, 0-d array, dtype and device of rates
    smoothed : the smoothed losses, array (steps,), same dtype

    Convention: the average starts at the first loss (fastai's starts at 0, with Adam's correction).
    Once it is infinite it stays so. A tenth of the rate at the minimum, not the rate of the steepest
    fall. The arguments stay as they were; no errors to raise.

    Smith, Cyclical learning rates for training neural networks, WACV 2017.
    """
    xp = array_namespace(rates, losses)
    averages = [losses[0]]
    for i in range(1, losses.shape[0]):
        average = smoothing * averages[-1] + (1.0 - smoothing) * losses[i]
        averages.append(xp.where(xp.isfinite(average), average, math.inf))
    smoothed = xp.stack(averages)
    lowest = xp.min(xp.where(smoothed == xp.min(smoothed), rates, math.inf))
    return lowest / 10.0, smoothed


def update_to_weight_ratio(w_before, w_after):
    """Length of an update over the length of the weights that it changed.

        |w_after - w_before| / |w_before|

    Parameters
    ----------
    w_before : weights before a step, floating array of any shape, not all 0
    w_after : weights after it, same shape and dtype

    Returns
    -------
    ratio : 0-d array, same dtype and device

    Convention: Euclidean length over all entries (others take standard deviations, or the logarithm).
    The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(w_before, w_after)
    update = w_after - w_before
    return xp.sqrt(xp.sum(update**2)) / xp.sqrt(xp.sum(w_before**2))


def diagnose_bias_variance(train, held_out, validation, test, *, target, gap):
    """The first question of Ng's flowchart to be answered with yes.

        0, bias: train - target > gap             1, variance: held_out - train > gap
        2, mismatch: validation - held_out > gap  3, overfitted to validation: test - validation > gap
        4: none of these

    Parameters
    ----------
    train : error on training examples, a Python float; this and the others in the same unit
    held_out : error on examples from the training examples' source that were not trained on
    validation : error on validation examples, from the source that matters
    test : error on test examples, from the same source as the validation examples
    target : the error that can be reached (a person's, a better net's), a Python float
    gap : the largest difference that is acceptable, a Python float

    Returns
    -------
    answer : the number of the first question with a yes, a Python int from 0 to 4

    Convention: the questions are asked in this order, and a difference that equals the gap is
    acceptable. No errors to raise.

    Ng, Nuts and bolts of building applications using deep learning, NIPS 2016.
    """
    errors = (target, train, held_out, validation, test)
    for question in range(4):
        if errors[question + 1] - errors[question] > gap:
            return question
    return 4


def magnitude_prune(w, *, share):
    """Which weights stay when the smallest in magnitude are pruned.

        mask = 0 for the floor(share n) entries of least |w|, 1 for the others

    Parameters
    ----------
    w : weights, floating array of any shape, n entries
    share : the share that goes, a Python float from 0 to 1

    Returns
    -------
    mask : ones and zeros, array of w's shape, dtype and device

    Convention: one order over the whole array. Of equal magnitudes those with the lowest index, in
    row-major order, go first, so that the number of zeros is exact; PyTorch rounds share n to the
    nearest. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(w)
    size = xp.reshape(xp.abs(w), (-1,))
    rank = xp.argsort(xp.argsort(size, stable=True))
    kept = rank >= math.floor(share * size.shape[0])
    return xp.reshape(xp.astype(kept, w.dtype), w.shape)


def rewind(w, w_start, mask):
    """The winning ticket: weights that stay go back to their start, the others are 0.

        ticket = mask w_start

    Parameters
    ----------
    w : weights after training, floating array of any shape
    w_start : the same weights before training, same shape and dtype
    mask : ones and zeros, same shape and dtype

    Returns
    -------
    ticket : same shape, dtype and device

    Convention: pruned weights are 0, not their start value. The arguments stay as they were; no
    errors to raise.

    Frankle and Carbin, The lottery ticket hypothesis, ICLR 2019.
    """
    return mask * w_start


def masked_step(w, g, v, mask, *, lr, alpha):
    """One step of momentum for some of the weights; the others stay exactly as they are.

        v = mask (alpha v - lr g),    w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    v : velocity, same shape and dtype
    mask : 1 for the weights that are trained, 0 for those that are not, same shape and dtype
    lr : the rate, a Python float
    alpha : share of the velocity that stays, a Python float

    Returns
    -------
    w : the weights after the step, same shape, dtype and device
    v : the velocity after the step, likewise; 0 where the mask is 0

    Convention: the lectures' momentum of chapter 03. A weight whose mask is 0 does not move, whatever
    its velocity was, and its velocity becomes 0. The arguments stay as they were; no errors to raise.
    """
    v = mask * (alpha * v - lr * g)
    return w + v, v


def keep_signs(w_start, w_drawn, mask):
    """New magnitudes under the old signs: what of a ticket's start is it that counts?

        mask sign(w_start) |w_drawn|

    Parameters
    ----------
    w_start : the weights before training, floating array of any shape
    w_drawn : freshly drawn weights, same shape and dtype
    mask : ones and zeros, same shape and dtype

    Returns
    -------
    control : same shape, dtype and device

    Convention: sign(0) = 0. The arguments stay as they were; no errors to raise.

    Zhou, Lan, Liu and Yosinski, Deconstructing lottery tickets, NeurIPS 2019.
    """
    xp = array_namespace(w_start, w_drawn, mask)
    return mask * xp.sign(w_start) * xp.abs(w_drawn)


def point_on_line(start, end, *, alpha):
    """Weights on the straight line through two nets.

        w = (1 - alpha) start + alpha end

    Parameters
    ----------
    start, end : the same weights of two nets, floating arrays of one shape and dtype
    alpha : where on the line, a Python float: 0 at the start, 1 at the end, beyond them outside

    Returns
    -------
    w : same shape, dtype and device

    Convention: alpha is not cut to between 0 and 1. The arguments stay as they were; no errors to
    raise.

    Goodfellow, Vinyals and Saxe, Qualitatively characterizing neural network optimization problems,
    ICLR 2015.
    """
    return (1.0 - alpha) * start + alpha * end


def point_on_plane(w, d1, d2, *, a, b):
    """Weights on the plane through a net that two directions span.

        w + a d1 + b d2

    Parameters
    ----------
    w : weights of a net, floating array of any shape
    d1, d2 : two directions, same shape and dtype
    a, b : how far to go along each, Python floats

    Returns
    -------
    point : same shape, dtype and device

    Convention: d1 and d2 are directions, not points, and are used at the length they have. The
    arguments stay as they were; no errors to raise.
    """
    return w + a * d1 + b * d2


def filter_normalize(d, w):
    """A direction in which every unit's part is as long as the unit's weights.

        column j of the result = d_j |w_j| / |d_j|

    Parameters
    ----------
    d : a direction, floating array (fan_in, units), no column 0
    w : weights, array (fan_in, units), same dtype; a column is one unit's

    Returns
    -------
    direction : array (fan_in, units), same dtype and device

    Convention: one Euclidean length a column. Li and colleagues add 1e-10 below, which is too small
    to matter here. A unit whose weights are 0 gets a direction of 0. The arguments stay as they were;
    no errors to raise.

    Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, NeurIPS 2018.
    """
    xp = array_namespace(d, w)
    length_d, length_w = (xp.sqrt(xp.sum(a**2, axis=0)) for a in (d, w))
    return d * (length_w / length_d)


def train(x, y, rng):
    """Trains a ReLU net on examples, and returns its parameters.

        h1 = relu(x w1 + b1),   h2 = relu(h1 w2 + b2),   class = argmax(h2 w3 + b3)

    Parameters
    ----------
    x : examples, float32 array (n, 64) with values between 0 and 1; n is between 1400 and 1500
    y : their classes, int64 array (n,), from 0 to 9
    rng : source of randomness: rng.normal(shape), rng.uniform(shape), rng.permutation(n)

    Returns
    -------
    w1, b1, w2, b2, w3, b3 : float32 (or float64) arrays (64, 128), (128,), (128, 128), (128,), (128, 10), (10,)

    Convention: weights are (fan_in, fan_out). The grader applies the net to x as it comes: what you
    subtract or divide by belongs into w1 and b1. The arguments may be changed.

    Budget: 10 seconds of CPU time and 1 GiB of memory a call, on one thread; the cells above run
    within it. What comes back too late, with another shape, or not finite earns nothing. NumPy,
    SciPy and array-api-compat can be imported; neither files nor the workbench are there.
    """
    xp = array_namespace(x)
    n, batch, epochs, peak, decay, shake, soft = x.shape[0], 64, 120, 4e-3, 0.2, 0.5, 0.1
    centre = xp.mean(x, axis=0)
    scale = xp.sqrt(xp.mean((x - centre) ** 2))
    x = (x - centre) / scale
    targets = (1.0 - soft) * xp.astype(y[:, None] == xp.arange(10), x.dtype) + soft / 10
    p = []                                                       # w1, b1, w2, b2, w3, b3
    for fan_in, fan_out in ((64, 128), (128, 128), (128, 10)):   # He initialization
        p += [math.sqrt(2.0 / fan_in) * rng.normal((fan_in, fan_out)), xp.zeros(fan_out, dtype=x.dtype)]
    m, v = [xp.zeros_like(q) for q in p], [xp.zeros_like(q) for q in p]
    t, steps = 0, epochs * math.ceil(n / batch)
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch):
            rows = order[start : start + batch]
            h = [xp.take(x, rows, axis=0) + shake * rng.normal((rows.shape[0], 64))]
            h += [xp.maximum(h[0] @ p[0] + p[1], 0.0)]
            h += [xp.maximum(h[1] @ p[2] + p[3], 0.0)]
            z = h[2] @ p[4] + p[5]
            e = xp.exp(z - xp.max(z, axis=1, keepdims=True))
            d = (e / xp.sum(e, axis=1, keepdims=True) - xp.take(targets, rows, axis=0)) / rows.shape[0]
            t, lr = t + 1, 0.5 * peak * (1.0 + math.cos(math.pi * t / steps))
            for layer in (2, 1, 0):
                gradients = h[layer].T @ d, xp.sum(d, axis=0)
                d = (d @ p[2 * layer].T) * xp.astype(h[layer] > 0, x.dtype)
                for i, g in enumerate(gradients, 2 * layer):     # AdamW, which leaves the biases undecayed
                    m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g**2
                    step = m[i] / (1.0 - 0.9**t) / (xp.sqrt(v[i] / (1.0 - 0.999**t)) + 1e-8)
                    p[i] = p[i] - lr * (step + (decay * p[i] if i % 2 == 0 else 0.0))
    w1 = p[0] / scale                                            # the net gets x as it was
    return w1, p[1] - centre @ w1, *p[2:]
