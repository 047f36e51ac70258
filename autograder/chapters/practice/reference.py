"""Search, watching a run, pruning, freezing and landscapes in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions/), so names follow the text of the
chapter and nothing is abbreviated.
"""

import math

import numpy as np


def log_uniform(u, *, low, high):
    """Uniform draws become numbers whose logarithm is uniform between those of low and high."""
    ratio = high / low
    return low * ratio**u


def grid_search(low, high, *, count):
    """All combinations of `count` values in each dimension, at equal ratios, both ends included."""
    levels = np.arange(count) / (count - 1)
    places = np.meshgrid(*[levels] * low.shape[0], indexing="ij")
    share = np.stack([place.ravel() for place in places], axis=1)
    ratio = high / low
    return low * ratio**share


def random_search(u, low, high):
    """One log-uniform point a row, each dimension between its own bounds."""
    ratio = high / low
    return low * ratio**u


def narrow_search(points, scores, *, keep, margin):
    """The box round the best points, wider by a factor on each side."""
    usable = np.where(np.isnan(scores), -np.inf, scores)
    order = np.argsort(-usable, kind="stable")
    best = points[order[:keep], :]
    low = np.min(best, axis=0) / margin
    high = np.max(best, axis=0) * margin
    return low, high


def successive_halving(losses, *, factor):
    """All jobs run one rung, the best of them the next, and so on (Jamieson and Talwalkar 2016)."""
    jobs, rungs = losses.shape
    usable = np.where(np.isnan(losses), np.inf, losses)
    alive = np.ones(jobs, dtype=bool)
    runs = np.zeros(jobs, dtype=np.int64)
    count = jobs
    for rung in range(rungs):
        runs = runs + alive
        seen = np.where(alive, usable[:, rung], np.inf)
        order = np.argsort(seen, kind="stable")
        rank = np.argsort(order, kind="stable")
        count = max(1, count // factor)
        alive = rank < count
    best = np.argmin(seen)
    return runs, best


def learning_rate_range_test(rates, losses, *, smoothing):
    """A tenth of the rate at which the smoothed loss of a run with rising rates is lowest."""
    average = losses[0]
    averages = [average]
    for loss in losses[1:]:
        average = smoothing * average + (1.0 - smoothing) * loss
        average = np.where(np.isfinite(average), average, np.inf)
        averages.append(average)
    smoothed = np.stack(averages)
    lowest = np.argmin(smoothed)
    rate = rates[lowest] / 10.0
    return rate, smoothed


def update_to_weight_ratio(w_before, w_after):
    """Length of a step over the length of what it changed."""
    update = w_after - w_before
    moved = np.sqrt(np.sum(update**2))
    size = np.sqrt(np.sum(w_before**2))
    return moved / size


def diagnose_bias_variance(train, held_out, validation, test, *, target, gap):
    """Which of the four questions of Ng's flowchart is the first to be answered with yes; 4 for none."""
    bias = train - target
    variance = held_out - train
    mismatch = validation - held_out
    overfitted = test - validation
    gaps = (bias, variance, mismatch, overfitted)
    for place in range(4):
        if gaps[place] > gap:
            return place
    return 4


def magnitude_prune(w, *, share):
    """1 for the weights that stay, 0 for the floor(share n) of least magnitude, equal ones in order of index."""
    size = np.abs(w)
    flat = size.ravel()
    order = np.argsort(flat, kind="stable")
    rank = np.argsort(order, kind="stable")
    count = math.floor(share * flat.size)
    kept = rank >= count
    mask = kept.reshape(w.shape)
    return mask.astype(w.dtype)


def rewind(w, w_start, mask):
    """The weights that stay go back to where they began, the others to 0 (Frankle and Carbin 2019)."""
    ticket = w_start
    return mask * ticket


def keep_signs(w_start, w_drawn, mask):
    """New magnitudes under the old signs (a control of Zhou et al. 2019)."""
    sign = np.sign(w_start)
    size = np.abs(w_drawn)
    return mask * sign * size


def masked_step(w, g, v, mask, *, lr, alpha):
    """Momentum for the weights whose mask is 1; the others stay, and lose their velocity."""
    kept = alpha * v
    step = lr * g
    moved = kept - step
    v = mask * moved
    w = w + v
    return w, v


def point_on_line(start, end, *, alpha):
    """Weights between two nets (alpha from 0 to 1) and beyond."""
    rest = (1.0 - alpha) * start
    return rest + alpha * end


def point_on_plane(w, d1, d2, *, a, b):
    """Weights a steps along one direction and b along another."""
    first = a * d1
    second = b * d2
    return w + first + second


def filter_normalize(d, w):
    """A direction whose column for each unit is as long as that unit's weights (Li et al. 2018)."""
    size_d = np.sqrt(np.sum(d**2, axis=0))
    size_w = np.sqrt(np.sum(w**2, axis=0))
    scale = size_w / size_d
    return d * scale
