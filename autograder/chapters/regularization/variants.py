"""Other right ways to write this chapter's kernels: all of them must pass every check."""

import math

from array_api_compat import array_namespace


def l2_penalty__norm(w, b, *, strength):
    """By the norm of all weights as one vector."""
    xp = array_namespace(w, b)
    return 0.5 * strength * xp.linalg.vector_norm(w) ** 2, w * strength, xp.zeros_like(b)


def l2_penalty__inner_product(w, b, *, strength):
    """The weights' product with themselves, from the gradient; biases times nothing."""
    xp = array_namespace(w, b)
    g_w = strength * w
    return xp.sum(g_w * w) / 2, g_w, 0.0 * b


def l2_penalty__matrix_product(w, b, *, strength):
    """The sum of squares as a product of one long vector."""
    xp = array_namespace(w, b)
    flat = xp.reshape(w, (-1,))
    return strength * xp.vecdot(flat, flat) / 2.0, strength * w, xp.zeros(b.shape, dtype=b.dtype, device=b.device)


def l1_penalty__norm(w, b, *, strength):
    """By the 1-norm of all weights as one vector."""
    xp = array_namespace(w, b)
    return strength * xp.linalg.vector_norm(w, ord=1), strength * xp.sign(w), xp.zeros_like(b)


def l1_penalty__where(w, b, *, strength):
    """Case by case."""
    xp = array_namespace(w, b)
    zero = xp.zeros_like(w)
    g_w = xp.where(w > 0, zero + strength, xp.where(w < 0, zero - strength, zero))
    return xp.sum(g_w * w), g_w, b - b


def l1_penalty__two_parts(w, b, *, strength):
    """Positive and negative weights apart."""
    xp = array_namespace(w, b)
    up, down = xp.astype(w > 0, w.dtype), xp.astype(w < 0, w.dtype)
    return strength * (xp.sum(w * up) - xp.sum(w * down)), strength * (up - down), xp.zeros_like(b)


def elastic_net_penalty__two_strengths(w, b, *, strength, share):
    """As a sum of an L1 and an L2 penalty."""
    xp = array_namespace(w, b)
    one, two = strength * share, strength * (1.0 - share)
    return one * xp.sum(xp.abs(w)) + 0.5 * two * xp.sum(w * w), one * xp.sign(w) + two * w, xp.zeros_like(b)


def elastic_net_penalty__in_one_sum(w, b, *, strength, share):
    """Weight by weight, then one sum."""
    xp = array_namespace(w, b)
    each = share * xp.abs(w) + (1 - share) * w**2 / 2
    return xp.sum(each) * strength, (share * xp.sign(w) + w - share * w) * strength, 0 * b


def elastic_net_penalty__norms(w, b, *, strength, share):
    """By norms."""
    xp = array_namespace(w, b)
    norm = xp.linalg.vector_norm
    penalty = share * norm(w, ord=1) + (1 - share) / 2 * norm(w) ** 2
    return strength * penalty, share * strength * xp.sign(w) + strength * (1 - share) * w, xp.zeros_like(b)


def group_lasso_penalty__masked(w, b, *, strength):
    """The quotient everywhere, then zeros where the norm is 0."""
    xp = array_namespace(w, b)
    norms = xp.linalg.vector_norm(w, axis=0, keepdims=True)
    g_w = xp.where(norms > 0, strength * w / norms, 0.0)
    return strength * xp.sum(norms), g_w, xp.zeros_like(b)


def group_lasso_penalty__tiny(w, b, *, strength):
    """The norm below the fraction is at least something tiny."""
    xp = array_namespace(w, b)
    norms = xp.sqrt(xp.sum(w * w, axis=0))
    return xp.sum(norms) * strength, w * (strength / xp.maximum(norms, 1e-30)), xp.zeros_like(b)


def group_lasso_penalty__units_as_rows(w, b, *, strength):
    """Transposed, a unit a row; 1 is added where the norm is 0."""
    xp = array_namespace(w, b)
    norms = xp.linalg.vector_norm(w.T, axis=1)
    safe = norms + xp.astype(norms == 0.0, w.dtype)
    return strength * xp.sum(norms), strength * (w.T / safe[:, None]).T, b * 0.0


def weight_decay_step__l2(w, g, *, lr, weight_decay):
    """As a plain step with the penalty in the gradient."""
    return w - lr * (g + weight_decay * w)


def weight_decay_step__two_steps(w, g, *, lr, weight_decay):
    """On a copy, first the decay, then the step."""
    new = w + 0.0
    new *= 1.0 - lr * weight_decay
    new -= lr * g
    return new


def weight_decay_step__functions(w, g, *, lr, weight_decay):
    """With functions for operators, three terms."""
    xp = array_namespace(w, g)
    return xp.subtract(xp.subtract(w, xp.multiply(w, lr * weight_decay)), xp.multiply(g, lr))


def max_norm__where(w, *, limit):
    """Both are made, one is taken."""
    xp = array_namespace(w)
    norms = xp.linalg.vector_norm(w, axis=0, keepdims=True)
    return xp.where(norms > limit, limit * w / norms, w)


def max_norm__safe_quotient(w, *, limit):
    """The factor is at most 1; a norm of 0 is put right."""
    xp = array_namespace(w)
    norms = xp.sqrt(xp.sum(w * w, axis=0))
    return w * xp.minimum(limit / xp.where(norms == 0, 1.0, norms), 1.0)


def max_norm__excess(w, *, limit):
    """Divides by how much too long each unit is."""
    xp = array_namespace(w)
    excess = xp.clip(xp.sqrt(xp.sum(xp.square(w), axis=0, keepdims=True)) / limit, 1.0, None)
    return w / excess


def smooth_labels__towards_even(y, *, share):
    """A step of that length from the label to the even distribution."""
    return y + share * (1.0 / y.shape[-1] - y)


def smooth_labels__full(y, *, share):
    """The even distribution as an array."""
    xp = array_namespace(y)
    even = xp.full_like(y, share / y.shape[1])
    return xp.add(xp.multiply(y, 1.0 - share), even)


def smooth_labels__by_mean(y, *, share):
    """Rows add up to 1, so their mean is 1/K."""
    xp = array_namespace(y)
    return (1 - share) * y + share * xp.mean(xp.ones_like(y) / y.shape[1], axis=1, keepdims=True)


def noisy_labels__zero_offsets(y, u, offsets, *, share, classes):
    """Who stays has an offset of 0."""
    xp = array_namespace(y, u, offsets)
    return (y + xp.where(u < share, offsets, 0)) % classes


def noisy_labels__multiplied(y, u, offsets, *, share, classes):
    """The choice as a number."""
    xp = array_namespace(y, u, offsets)
    return xp.remainder(y + xp.astype(u < share, offsets.dtype) * offsets, classes)


def noisy_labels__subtracted(y, u, offsets, *, share, classes):
    """Round the classes by taking their number off."""
    xp = array_namespace(y, u, offsets)
    moved = y + offsets
    moved = xp.where(moved >= classes, moved - classes, moved)
    return xp.where(u >= share, y, moved)


def input_noise__functions(x, z, *, std):
    """With functions for operators."""
    xp = array_namespace(x, z)
    return xp.add(x, xp.multiply(z, std))


def input_noise__in_place_on_a_copy(x, z, *, std):
    """Adds to its own array."""
    noisy = x + 0.0
    noisy += z * std
    return noisy


def input_noise__minus(x, z, *, std):
    """Subtracts the negative."""
    return x - (-std) * z


def flip__indices(x, flips):
    """Takes the columns in reverse order."""
    xp = array_namespace(x, flips)
    order = xp.arange(x.shape[3] - 1, -1, -1, device=x.device)
    return xp.where(xp.reshape(flips, (-1, 1, 1, 1)), xp.take(x, order, axis=3), x)


def flip__slices(x, flips):
    """With a slice, and the two cases added."""
    xp = array_namespace(x, flips)
    told = xp.astype(flips, x.dtype)[:, None, None, None]
    return told * x[:, :, :, ::-1] + (1.0 - told) * x


def flip__last_axis(x, flips):
    """The axis counted from the end, the question turned round."""
    xp = array_namespace(x, flips)
    return xp.where(xp.logical_not(flips)[:, None, None, None], x, xp.flip(x, axis=-1))


def shift__selection(x, down, right):
    """By products with matrices of zeros and ones that select rows and columns."""
    xp = array_namespace(x, down, right)
    _, _, h, w = x.shape
    i, j = (xp.arange(size, dtype=down.dtype, device=x.device) for size in (h, w))
    rows = xp.astype(i[None, :, None] - down[:, None, None] == i, x.dtype)
    columns = xp.astype(j[None, :, None] - right[:, None, None] == j, x.dtype)
    return rows[:, None, :, :] @ x @ xp.matrix_transpose(columns)[:, None, :, :]


def shift__padded(x, down, right):
    """A frame of zeros as wide as the image, so that no index is outside unless the shift is larger."""
    xp = array_namespace(x, down, right)
    n, c, h, w = x.shape
    framed = xp.zeros((n, c, 3 * h, 3 * w), dtype=x.dtype, device=x.device)
    framed[:, :, h : 2 * h, w : 2 * w] = x
    rows = xp.clip(xp.arange(h, 2 * h, dtype=down.dtype, device=x.device) - down[:, None], 0, 3 * h - 1)
    columns = xp.clip(xp.arange(w, 2 * w, dtype=down.dtype, device=x.device) - right[:, None], 0, 3 * w - 1)
    framed = xp.take_along_axis(framed, rows[:, None, :, None], axis=2)
    return xp.take_along_axis(framed, columns[:, None, None, :], axis=3)


def shift__rolled(x, down, right):
    """Indices round the image, and zeros where they went round."""
    xp = array_namespace(x, down, right)
    _, _, h, w = x.shape
    for axis, size, by in ((2, h, down), (3, w, right)):
        source = xp.arange(size, dtype=by.dtype, device=x.device) - by[:, None]
        shape = (-1, 1, size, 1) if axis == 2 else (-1, 1, 1, size)
        moved = xp.take_along_axis(x, xp.reshape(source % size, shape), axis=axis)
        x = xp.where(xp.reshape((source >= 0) & (source < size), shape), moved, 0.0)
    return x


def crop__selection(x, top, left, *, padding):
    """By products with matrices of zeros and ones, without padding anything."""
    xp = array_namespace(x, top, left)
    _, _, h, w = x.shape
    i, j = (xp.arange(size, dtype=top.dtype, device=x.device) for size in (h, w))
    rows = xp.astype(i[None, :, None] + top[:, None, None] - padding == i, x.dtype)
    columns = xp.astype(j[None, :, None] + left[:, None, None] - padding == j, x.dtype)
    return rows[:, None, :, :] @ x @ xp.matrix_transpose(columns)[:, None, :, :]


def crop__shifted(x, top, left, *, padding):
    """A window of the padded image is a shifted image."""
    return shift__rolled(x, padding - top, padding - left)


def crop__concatenated(x, top, left, *, padding):
    """The frame by concatenation, then rows and columns by index."""
    xp = array_namespace(x, top, left)
    n, c, h, w = x.shape
    side = xp.zeros((n, c, h, padding), dtype=x.dtype, device=x.device)
    x = xp.concat([side, x, side], axis=3)
    cap = xp.zeros((n, c, padding, w + 2 * padding), dtype=x.dtype, device=x.device)
    x = xp.concat([cap, x, cap], axis=2)
    rows = top[:, None] + xp.arange(h, dtype=top.dtype, device=x.device)
    columns = left[:, None] + xp.arange(w, dtype=left.dtype, device=x.device)
    x = xp.take_along_axis(x, rows[:, None, :, None], axis=2)
    return xp.take_along_axis(x, columns[:, None, None, :], axis=3)


def bilinear_sample__tents(x, rows, columns):
    """Every pixel counts by two tents, 0 for most; outside the image there is none."""
    xp = array_namespace(x, rows, columns)
    _, _, h, w = x.shape
    i, j = (xp.arange(size, dtype=x.dtype, device=x.device) for size in (h, w))
    by_row = xp.maximum(1.0 - xp.abs(rows[..., None] - i), 0.0)  # (N, h, w, H)
    by_column = xp.maximum(1.0 - xp.abs(columns[..., None] - j), 0.0)  # (N, h, w, W)
    weights = by_row[..., :, None] * by_column[..., None, :]  # (N, h, w, H, W)
    return xp.sum(x[:, :, None, None, :, :] * weights[:, None, ...], axis=(-2, -1))


def bilinear_sample__framed(x, rows, columns):
    """A frame of zeros, so that neighbours outside are 0 by themselves."""
    xp = array_namespace(x, rows, columns)
    n, c, h, w = x.shape
    framed = xp.zeros((n, c, h + 4, w + 4), dtype=x.dtype, device=x.device)
    framed[:, :, 2:-2, 2:-2] = x
    framed = xp.reshape(framed, (n, c, -1))
    rows, columns = xp.clip(rows + 2.0, 0.0, h + 2.5), xp.clip(columns + 2.0, 0.0, w + 2.5)
    top, left = xp.floor(rows), xp.floor(columns)
    a, b = rows - top, columns - left
    total = 0.0
    for i, j, weight in ((0, 0, (1 - a) * (1 - b)), (0, 1, (1 - a) * b), (1, 0, a * (1 - b)), (1, 1, a * b)):
        index = xp.reshape(xp.astype((top + i) * (w + 4) + left + j, xp.int64), (n, 1, -1))
        pixels = xp.take_along_axis(framed, index, axis=2)
        total = total + pixels * xp.reshape(weight, (n, 1, -1))
    return xp.reshape(total, (n, c, *rows.shape[1:]))


def bilinear_sample__two_lines(x, rows, columns):
    """First between columns in both rows, then between the two rows."""
    xp = array_namespace(x, rows, columns)
    n, _, h, w = x.shape
    flat = xp.reshape(x, (n, -1, h * w))

    def pixel(r, c):
        inside = (r >= 0) & (r < h) & (c >= 0) & (c < w)
        index = xp.astype(xp.clip(r, 0, h - 1) * w + xp.clip(c, 0, w - 1), xp.int64)
        taken = xp.take_along_axis(flat, xp.reshape(index, (n, 1, -1)), axis=2)
        return xp.where(inside[:, None, :, :], xp.reshape(taken, (n, -1, *r.shape[1:])), 0.0)

    r, c = xp.floor(rows), xp.floor(columns)
    down, right = (rows - r)[:, None, :, :], (columns - c)[:, None, :, :]
    above = pixel(r, c) * (1 - right) + pixel(r, c + 1) * right
    below = pixel(r + 1, c) * (1 - right) + pixel(r + 1, c + 1) * right
    return above * (1 - down) + below * down


def rotated_positions__matrix(angles, *, height, width):
    """A matrix of cosines and sines times the centred positions."""
    xp = array_namespace(angles)
    down = xp.arange(height, dtype=angles.dtype, device=angles.device) - (height - 1) / 2
    right = xp.arange(width, dtype=angles.dtype, device=angles.device) - (width - 1) / 2
    grid = xp.stack([xp.reshape(part, (-1,)) for part in xp.meshgrid(down, right, indexing="ij")])  # (2, H W)
    c, s = xp.cos(angles), xp.sin(angles)
    turn = xp.stack([xp.stack([c, s], axis=1), xp.stack([-s, c], axis=1)], axis=1)  # (N, 2, 2)
    places = xp.reshape(turn @ grid, (-1, 2, height, width))
    return places[:, 0, :, :] + (height - 1) / 2, places[:, 1, :, :] + (width - 1) / 2


def rotated_positions__upwards(angles, *, height, width):
    """In the usual axes, y upwards, turned by minus the angle."""
    xp = array_namespace(angles)
    up = (height - 1) / 2 - xp.arange(height, dtype=angles.dtype, device=angles.device)[None, :, None]
    right = xp.arange(width, dtype=angles.dtype, device=angles.device)[None, None, :] - (width - 1) / 2
    back = -xp.reshape(angles, (-1, 1, 1))
    x = xp.cos(back) * right - xp.sin(back) * up
    y = xp.sin(back) * right + xp.cos(back) * up
    return (height - 1) / 2 - y, x + (width - 1) / 2


def rotated_positions__polar(angles, *, height, width):
    """Every pixel's distance and direction from the centre; the direction changes."""
    xp = array_namespace(angles)
    i = xp.linspace(-(height - 1) / 2, (height - 1) / 2, height, dtype=angles.dtype, device=angles.device)
    j = xp.linspace(-(width - 1) / 2, (width - 1) / 2, width, dtype=angles.dtype, device=angles.device)
    distance, direction = xp.hypot(i[:, None], j), xp.atan2(i[:, None], j + 0 * i[:, None])
    towards = direction + angles[:, None, None]
    return distance * xp.sin(towards) + (height - 1) / 2, distance * xp.cos(towards) + (width - 1) / 2


def zoomed_positions__linspace(factors, *, height, width):
    """An even grid between its ends."""
    xp = array_namespace(factors)
    scale = 1.0 / factors[:, None, None]
    rows = xp.linspace(-0.5, 0.5, height, dtype=factors.dtype, device=factors.device)[None, :, None] * (height - 1)
    columns = xp.linspace(-0.5, 0.5, width, dtype=factors.dtype, device=factors.device)[None, None, :] * (width - 1)
    places = [size / 2 + scale * grid for size, grid in ((height - 1, rows), (width - 1, columns))]
    return tuple(xp.broadcast_arrays(*places))


def zoomed_positions__ones(factors, *, height, width):
    """Times ones, to fill the other axis."""
    xp = array_namespace(factors)
    ones = xp.ones((factors.shape[0], height, width), dtype=factors.dtype, device=factors.device)
    i = xp.arange(height, dtype=factors.dtype, device=factors.device)[:, None]
    j = xp.arange(width, dtype=factors.dtype, device=factors.device)
    scale = xp.reshape(factors, (-1, 1, 1))
    middle = (height - 1) / 2, (width - 1) / 2
    return (middle[0] + (i - middle[0]) / scale) * ones, (middle[1] + (j - middle[1]) / scale) * ones


def zoomed_positions__meshgrid(factors, *, height, width):
    """A grid of whole positions, drawn towards the centre."""
    xp = array_namespace(factors)
    i, j = (xp.arange(size, dtype=factors.dtype, device=factors.device) for size in (height, width))
    rows, columns = xp.meshgrid(i, j, indexing="ij")
    away = 1.0 - 1.0 / factors[:, None, None]
    return rows + away * ((height - 1) / 2 - rows), columns + away * ((width - 1) / 2 - columns)


def early_stopping__early_return(w, loss, best_w, best_loss, waited, *, patience, min_delta):
    """The two cases return for themselves."""
    if best_loss - loss > min_delta:
        return w, loss, 0, False
    return best_w, best_loss, waited + 1, waited + 1 >= patience


def early_stopping__expressions(w, loss, best_w, best_loss, waited, *, patience, min_delta):
    """Conditional expressions, and a list returned."""
    better = loss + min_delta < best_loss
    waited = 0 if better else waited + 1
    return [w if better else best_w, loss if better else best_loss, waited, not waited < patience]


def early_stopping__worse_first(w, loss, best_w, best_loss, waited, *, patience, min_delta):
    """Asks first whether the epoch was no better, and keeps a copy."""
    if not loss < best_loss - min_delta:
        waited += 1
    else:
        best_w, best_loss, waited = w + 0.0, loss, 0
    return best_w, best_loss, waited, bool(waited >= patience)


def bootstrap_indices__compare(u):
    """Everyone is compared with every draw."""
    xp = array_namespace(u)
    n = u.shape[0]
    indices = xp.astype(n * u, xp.int64)
    return indices, xp.all(indices[None, :] != xp.arange(n, device=u.device)[:, None], axis=1)


def bootstrap_indices__counts(u):
    """How often each was drawn, as a sum of one-hot rows."""
    xp = array_namespace(u)
    n = u.shape[0]
    indices = xp.astype(xp.floor(u * n), xp.int64)
    counts = xp.sum(xp.astype(xp.equal(indices[:, None], xp.arange(n, device=u.device)), xp.int64), axis=0)
    return indices, counts == 0


def bootstrap_indices__intervals(u):
    """Example i is drawn by the uniforms from i / n to (i + 1) / n: counts how many lower ends are passed."""
    xp = array_namespace(u)
    n = u.shape[0]
    lower = xp.arange(n, dtype=u.dtype, device=u.device) / n
    indices = xp.sum(xp.astype(u[:, None] >= lower, xp.int64), axis=1) - 1
    drawn = xp.any(indices[:, None] == xp.arange(n, device=u.device)[None, :], axis=0)
    return indices, xp.logical_not(drawn)


def bagging_average__logarithms(logits):
    """By the logarithm of the sum of exponentials."""
    xp = array_namespace(logits)
    shifted = logits - xp.max(logits, axis=-1, keepdims=True)
    return xp.mean(xp.exp(shifted - xp.log(xp.sum(xp.exp(shifted), axis=-1, keepdims=True))), axis=0)


def bagging_average__loop(logits):
    """One member after the other."""
    xp = array_namespace(logits)
    total = 0.0
    for member in range(logits.shape[0]):
        z = logits[member, :, :]
        p = xp.exp(z - xp.max(z, axis=1, keepdims=True))
        total = total + p / xp.sum(p, axis=1, keepdims=True)
    return total / logits.shape[0]


def bagging_average__differences(logits):
    """Each probability is 1 over a sum of exponentials of differences, none of which may overflow."""
    xp = array_namespace(logits)
    differences = xp.minimum(logits[..., None, :] - logits[..., :, None], 700.0 if logits.dtype == xp.float64 else 80.0)
    return xp.mean(1.0 / xp.sum(xp.exp(differences), axis=-1), axis=0)


def bagging_average__logsumexp(logits):
    """The largest logit comes off after the sum, member by member weighted by 1/M."""
    xp = array_namespace(logits)
    top = xp.max(logits, axis=2)
    level = top + xp.log(xp.sum(xp.exp(logits - top[:, :, None]), axis=2))
    return xp.sum(xp.exp(logits - level[:, :, None] - math.log(logits.shape[0])), axis=0)
