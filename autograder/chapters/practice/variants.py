"""Other right ways to write this chapter's kernels: all of them must pass every check."""

import itertools
import math

from array_api_compat import array_namespace, device


def log_uniform__logarithms(u, *, low, high):
    """Through natural logarithms."""
    xp = array_namespace(u)
    return xp.exp(math.log(low) + u * (math.log(high) - math.log(low)))


def log_uniform__decades(u, *, low, high):
    """Through powers of ten."""
    start, end = math.log10(low), math.log10(high)
    return 10.0 ** (start + (end - start) * u)


def log_uniform__weighted(u, *, low, high):
    """A weighted geometric mean of the bounds."""
    return low ** (1.0 - u) * high**u


def log_uniform__from_above(u, *, low, high):
    """Down from the upper bound."""
    return high * (low / high) ** (1.0 - u)


def grid_search__digits(low, high, *, count):
    """The row's number written with base `count`: its digits are the places."""
    xp = array_namespace(low, high)
    d = low.shape[0]
    row = xp.arange(count**d, device=device(low))
    digits = xp.stack([(row // count ** (d - 1 - j)) % count for j in range(d)], axis=1)
    share = xp.astype(digits, low.dtype) / (count - 1)
    return low * (high / low) ** share


def grid_search__meshgrid(low, high, *, count):
    """A mesh of the values of each dimension."""
    xp = array_namespace(low, high)
    logs = [xp.log(a) for a in (low, high)]
    share = xp.arange(count, dtype=low.dtype, device=device(low)) / (count - 1)
    values = [xp.exp(logs[0][j] + (logs[1][j] - logs[0][j]) * share) for j in range(low.shape[0])]
    return xp.stack([xp.reshape(m, (-1,)) for m in xp.meshgrid(*values, indexing="ij")], axis=-1)


def grid_search__grown(low, high, *, count):
    """One dimension after the other, each repeating what is there."""
    xp = array_namespace(low, high)
    share = xp.arange(count, dtype=low.dtype, device=device(low)) / (count - 1)
    columns = []
    for j in range(low.shape[0]):
        values = low[j] * (high[j] / low[j]) ** share
        columns = [xp.repeat(column, count) for column in columns]
        columns.append(xp.tile(values, (count**j,)))
    return xp.stack(columns, axis=1)


def random_search__logarithms(u, low, high):
    """Through natural logarithms."""
    xp = array_namespace(u, low, high)
    return xp.exp(xp.log(low) + u * (xp.log(high) - xp.log(low)))


def random_search__decades(u, low, high):
    """Through powers of ten."""
    xp = array_namespace(u, low, high)
    start, end = xp.log10(low), xp.log10(high)
    return 10.0 ** (start + (end - start) * u)


def random_search__column_by_column(u, low, high):
    """One dimension after the other."""
    xp = array_namespace(u, low, high)
    return xp.stack([low[j] * (high[j] / low[j]) ** u[:, j] for j in range(u.shape[1])], axis=1)


def narrow_search__taken(points, scores, *, keep, margin):
    """With take, and the worst first."""
    xp = array_namespace(points, scores)
    scores = xp.where(xp.isnan(scores), -math.inf, scores)
    last = xp.argsort(scores)[scores.shape[0] - keep :]
    best = xp.take(points, last, axis=0)
    return xp.min(best, axis=0) / margin, xp.max(best, axis=0) * margin


def narrow_search__threshold(points, scores, *, keep, margin):
    """By the score of the last point that is kept."""
    xp = array_namespace(points, scores)
    usable = xp.where(xp.isnan(scores), -math.inf, scores)
    good = xp.reshape(usable >= xp.sort(usable, descending=True)[keep - 1], (-1, 1))
    low = xp.min(xp.where(good, points, math.inf), axis=0)
    high = xp.max(xp.where(good, points, 0.0), axis=0)
    return low / margin, high * margin


def narrow_search__logarithms(points, scores, *, keep, margin):
    """On the logarithmic scale, where the margin is added."""
    xp = array_namespace(points, scores)
    order = xp.argsort(xp.where(xp.isnan(scores), math.inf, -scores))
    best = xp.log(xp.take(points, order[:keep], axis=0))
    wider = math.log(margin)
    return xp.exp(xp.min(best, axis=0) - wider), xp.exp(xp.max(best, axis=0) + wider)


def successive_halving__ranks(losses, *, factor):
    """Overwrites the losses of those that are out with infinity."""
    xp = array_namespace(losses)
    jobs, rungs = losses.shape
    seen = xp.where(xp.isnan(losses), math.inf, losses)
    rank = xp.zeros((jobs,), dtype=xp.int64, device=device(losses))
    runs = rank
    for rung in range(rungs):
        runs = runs + xp.astype(rank < jobs, xp.int64)
        now = seen[:, rung]
        jobs = max(1, jobs // factor)
        rank = xp.argsort(xp.argsort(now))
        seen = xp.where(xp.reshape(rank, (-1, 1)) < jobs, seen, math.inf)
    return runs, xp.argmin(now)


def successive_halving__indices(losses, *, factor):
    """Carries the list of the jobs that are left."""
    xp = array_namespace(losses)
    n, rungs = losses.shape
    everyone = xp.arange(n, device=device(losses))
    left, runs = everyone, xp.zeros_like(everyone)
    for rung in range(rungs):
        here = xp.any(xp.reshape(left, (-1, 1)) == xp.reshape(everyone, (1, -1)), axis=0)
        runs = runs + xp.astype(here, runs.dtype)
        loss = xp.take(losses[:, rung], left)
        left = xp.take(left, xp.argsort(xp.where(xp.isnan(loss), math.inf, loss)))
        best, left = left[0], left[: max(left.shape[0] // factor, 1)]
    return runs, best


def successive_halving__threshold(losses, *, factor):
    """By the loss of the last job that goes on."""
    xp = array_namespace(losses)
    losses = xp.where(xp.isnan(losses), math.inf, losses)
    n, rungs = losses.shape
    alive = xp.ones((n,), dtype=xp.bool, device=device(losses))
    survived = []
    for rung in range(rungs):
        survived.append(alive)
        seen = xp.where(alive, losses[:, rung], math.inf)
        n = max(1, int(n / factor))
        alive = seen <= xp.sort(seen)[n - 1]
    return xp.sum(xp.astype(xp.stack(survived), xp.int64), axis=0), xp.argmin(seen)


def learning_rate_range_test__loop(rates, losses, *, smoothing):
    """The increment form of the average; infinity put in afterwards."""
    xp = array_namespace(rates, losses)
    s, found = losses[0], []
    for i in range(losses.shape[0]):
        s = s + (1.0 - smoothing) * (losses[i] - s)
        found.append(s)
    smoothed = xp.stack(found)
    smoothed = xp.where(xp.isfinite(smoothed), smoothed, math.inf)
    lowest = smoothed == xp.min(smoothed)
    return xp.min(xp.where(lowest, rates, math.inf)) / 10.0, smoothed


def learning_rate_range_test__weights(rates, losses, *, smoothing):
    """The average written out as a sum with weights, for each step."""
    xp = array_namespace(rates, losses)
    found = []
    for t in range(losses.shape[0]):
        parts = [smoothing ** (t - i) * losses[i] * (1.0 - smoothing if i else 1.0) for i in range(t + 1)]
        total = xp.sum(xp.stack(parts))
        found.append(xp.where(xp.isfinite(total), total, math.inf))
    smoothed = xp.stack(found)
    return xp.take(rates, xp.reshape(xp.argmin(smoothed), (1,)))[0] / 10, smoothed


def learning_rate_range_test__selected(rates, losses, *, smoothing):
    """Not a number replaced first, and the rate picked by a sum over a mask."""
    xp = array_namespace(rates, losses)
    losses = xp.where(xp.isfinite(losses), losses, math.inf)
    smoothed = [losses[0]]
    for i in range(1, losses.shape[0]):
        later = smoothing * smoothed[-1] + (1 - smoothing) * losses[i]
        smoothed.append(xp.where(xp.isnan(later), math.inf, later))
    smoothed = xp.stack(smoothed)
    here = xp.arange(rates.shape[0], device=device(rates)) == xp.argmin(smoothed)
    return 0.1 * xp.sum(xp.where(here, rates, 0.0)), smoothed


def update_to_weight_ratio__linalg(w_before, w_after):
    """With vector_norm."""
    xp = array_namespace(w_before, w_after)
    return xp.linalg.vector_norm(w_after - w_before) / xp.linalg.vector_norm(w_before)


def update_to_weight_ratio__means(w_before, w_after):
    """Root mean squares: the number of entries cancels."""
    xp = array_namespace(w_before, w_after)
    return xp.sqrt(xp.mean((w_before - w_after) ** 2)) / xp.sqrt(xp.mean(w_before**2))


def update_to_weight_ratio__one_root(w_before, w_after):
    """One root of the ratio of squares."""
    xp = array_namespace(w_before, w_after)
    step = w_after - w_before
    return xp.sqrt(xp.sum(step * step) / xp.sum(w_before * w_before))


def update_to_weight_ratio__flat(w_before, w_after):
    """As products of vectors."""
    xp = array_namespace(w_before, w_after)
    old, new = xp.reshape(w_before, (-1,)), xp.reshape(w_after, (-1,))
    return xp.sqrt((new - old) @ (new - old)) / xp.sqrt(old @ old)


def diagnose_bias_variance__ifs(train, held_out, validation, test, *, target, gap):
    """One question after the other."""
    if train - target > gap:
        return 0
    if held_out - train > gap:
        return 1
    if validation - held_out > gap:
        return 2
    if test - validation > gap:
        return 3
    return 4


def diagnose_bias_variance__pairs(train, held_out, validation, test, *, target, gap):
    """Neighbours in a list of errors."""
    errors = [target, train, held_out, validation, test]
    for number, (before, after) in enumerate(itertools.pairwise(errors)):
        if after - before > gap:
            return number
    return len(errors) - 1


def diagnose_bias_variance__index(train, held_out, validation, test, *, target, gap):
    """The first True of a list that ends with one."""
    gaps = (train - target, held_out - train, validation - held_out, test - validation)
    return [*(g > gap for g in gaps), True].index(True)


def magnitude_prune__scatter(w, *, share):
    """The index of each weight is looked for among those that go."""
    xp = array_namespace(w)
    flat = xp.reshape(xp.abs(w), (-1,))
    n = flat.shape[0]
    gone = xp.argsort(flat)[: math.floor(share * n)]
    everyone = xp.arange(n, dtype=gone.dtype, device=device(w))
    pruned = xp.any(xp.reshape(everyone, (-1, 1)) == xp.reshape(gone, (1, -1)), axis=1)
    return xp.reshape(xp.where(pruned, 0.0, xp.ones_like(flat)), w.shape)


def magnitude_prune__ranks(w, *, share):
    """The sizes in order, of either sign; the order in order."""
    xp = array_namespace(w)
    sizes = xp.reshape(xp.where(w < 0, -w, w), (-1,))
    rank = xp.argsort(xp.argsort(sizes, stable=True))
    return xp.reshape(xp.astype(rank >= int(share * sizes.shape[0]), w.dtype), w.shape)


def magnitude_prune__counted(w, *, share):
    """Each weight counts those that go before it."""
    xp = array_namespace(w)
    flat = xp.reshape(xp.abs(w), (-1,))
    n = flat.shape[0]
    mine, other = xp.reshape(flat, (-1, 1)), xp.reshape(flat, (1, -1))
    index = xp.arange(n, device=device(w))
    earlier = xp.reshape(index, (1, -1)) < xp.reshape(index, (-1, 1))
    before = (other < mine) | ((other == mine) & earlier)
    stays = xp.sum(xp.astype(before, xp.int64), axis=1) >= math.floor(n * share)
    return xp.reshape(xp.astype(stays, w.dtype), w.shape)


def magnitude_prune__threshold(w, *, share):
    """All smaller ones go, and of those on the threshold as many as are missing."""
    xp = array_namespace(w)
    flat = xp.reshape(xp.abs(w), (-1,))
    count = math.floor(flat.shape[0] * share)
    if count == 0:
        return xp.ones_like(w)
    limit = xp.sort(flat)[count - 1]
    below, on = flat < limit, flat == limit
    room = count - xp.sum(xp.astype(below, xp.int64))
    gone = below | (on & (xp.cumulative_sum(xp.astype(on, xp.int64)) <= room))
    return xp.reshape(xp.astype(~gone, w.dtype), w.shape)


def rewind__where(w, w_start, mask):
    """By choosing."""
    xp = array_namespace(w_start, mask)
    return xp.where(mask > 0, w_start, 0.0)


def rewind__difference(w, w_start, mask):
    """What is pruned, taken away."""
    return w_start - (1.0 - mask) * w_start


def rewind__function(w, w_start, mask):
    """With a function for the operator."""
    xp = array_namespace(w_start, mask)
    return xp.multiply(w_start, mask)


def keep_signs__where(w_start, w_drawn, mask):
    """By choosing between the two signs."""
    xp = array_namespace(w_start, w_drawn, mask)
    size = xp.abs(w_drawn)
    return mask * xp.where(w_start > 0, size, xp.where(w_start < 0, -size, 0.0))


def keep_signs__turned(w_start, w_drawn, mask):
    """Turned round where the signs differ."""
    xp = array_namespace(w_start, w_drawn, mask)
    return w_drawn * xp.sign(w_drawn) * xp.sign(w_start) * mask


def keep_signs__masked_first(w_start, w_drawn, mask):
    """The ticket's signs: 0 where it is pruned."""
    xp = array_namespace(w_start, w_drawn, mask)
    return xp.sign(mask * w_start) * xp.abs(w_drawn)


def masked_step__where(w, g, v, mask, *, lr, alpha):
    """By choosing."""
    xp = array_namespace(w, g, v, mask)
    v = xp.where(mask > 0, alpha * v - lr * g, 0.0)
    return w + v, v


def masked_step__both_masked(w, g, v, mask, *, lr, alpha):
    """Gradient and velocity masked, each by itself."""
    v = alpha * (mask * v) - lr * (mask * g)
    return w + v, v


def masked_step__chosen_at_the_end(w, g, v, mask, *, lr, alpha):
    """A step for all, and then what was frozen is put back."""
    new_v = alpha * v - lr * g
    new_w = w + new_v
    return mask * new_w + (1.0 - mask) * w, mask * new_v


def point_on_line__direction(start, end, *, alpha):
    """From the start, along the difference."""
    return start + alpha * (end - start)


def point_on_line__from_the_end(start, end, *, alpha):
    """From the end, back."""
    return end + (1.0 - alpha) * (start - end)


def point_on_line__functions(start, end, *, alpha):
    """With functions for operators."""
    xp = array_namespace(start, end)
    return xp.add(xp.multiply(end, alpha), xp.multiply(start, 1 - alpha))


def point_on_plane__functions(w, d1, d2, *, a, b):
    """With functions for operators."""
    xp = array_namespace(w, d1, d2)
    return xp.add(w, xp.add(xp.multiply(d1, a), xp.multiply(d2, b)))


def point_on_plane__one_after_the_other(w, d1, d2, *, a, b):
    """Two steps on a copy."""
    point = w + 0.0
    point += a * d1
    point += b * d2
    return point


def point_on_plane__shift_first(w, d1, d2, *, a, b):
    """The shift first."""
    return (d1 * a + d2 * b) + w


def filter_normalize__linalg(d, w):
    """With vector_norm."""
    xp = array_namespace(d, w)
    return d * (xp.linalg.vector_norm(w, axis=0) / xp.linalg.vector_norm(d, axis=0))


def filter_normalize__unit_first(d, w):
    """Length 1 first."""
    xp = array_namespace(d, w)
    unit = d / xp.sqrt(xp.sum(d * d, axis=0, keepdims=True))
    return unit * xp.sqrt(xp.sum(w * w, axis=0, keepdims=True))


def filter_normalize__one_root(d, w):
    """One root of the ratio of squares."""
    xp = array_namespace(d, w)
    return d * xp.sqrt(xp.sum(w**2, axis=0) / xp.sum(d**2, axis=0))


def filter_normalize__with_eps(d, w):
    """With the tiny number that the paper's code adds below, which is far beneath the bounds."""
    xp = array_namespace(d, w)
    return d * xp.sqrt(xp.sum(w**2, axis=0)) / (xp.sqrt(xp.sum(d**2, axis=0)) + 1e-10)
