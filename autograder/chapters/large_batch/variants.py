"""Other right ways to write this chapter's kernels: all of them must pass every check."""

import math

from array_api_compat import array_namespace


def linear_scaling__product_first(lr, *, batch, base_batch):
    """Multiplies before it divides."""
    return lr * batch / base_batch


def linear_scaling__per_example(lr, *, batch, base_batch):
    """The rate that one example has, times the examples."""
    each = lr / base_batch
    return each * batch


def linear_scaling__of_float(lr, *, batch, base_batch):
    """Divides by how many times smaller the base is."""
    return lr / (float(base_batch) / batch)


def scaled_warmup__weighted(t, *, lr, batch, base_batch, warmup):
    """A weighted mean of both ends, at its end after the warmup."""
    k = batch / base_batch
    done = min(t / warmup, 1.0) if warmup else 1.0
    return (1 - done) * lr + done * k * lr


def scaled_warmup__equal_rises(t, *, lr, batch, base_batch, warmup):
    """One rise after the other, as the paper tells it."""
    scaled = lr * (batch / base_batch)
    if t >= warmup:
        return scaled
    rise = (scaled - lr) / warmup
    for _ in range(t):
        lr += rise
    return lr


def scaled_warmup__factor(t, *, lr, batch, base_batch, warmup):
    """The factor of the base rate goes from 1 to k."""
    k = batch / base_batch
    if t < warmup:
        k = 1.0 + (k - 1.0) * t / warmup
    return lr * k


def accumulate_gradients__shares(gradients, sizes):
    """Each part times its share of the examples."""
    n = sum(sizes)
    g = gradients[0, ...] * (sizes[0] / n)
    for i in range(1, len(sizes)):
        g = g + gradients[i, ...] * (sizes[i] / n)
    return g


def accumulate_gradients__weights(gradients, sizes):
    """All parts at once, with a column of weights."""
    xp = array_namespace(gradients)
    weights = xp.asarray(sizes, dtype=gradients.dtype, device=gradients.device)
    weights = xp.reshape(weights / xp.sum(weights), (-1,) + (1,) * (gradients.ndim - 1))
    return xp.sum(weights * gradients, axis=0)


def accumulate_gradients__running_mean(gradients, sizes):
    """A running mean that moves towards each part by the part's share so far."""
    xp = array_namespace(gradients)
    g, seen = xp.zeros_like(gradients[0, ...]), 0
    for i, size in enumerate(sizes):
        seen += size
        g = g + (gradients[i, ...] - g) * (size / seen)
    return g


def accumulate_gradients__tensordot(gradients, sizes):
    """A product of the weights with the stack."""
    xp = array_namespace(gradients)
    weights = xp.asarray([size / sum(sizes) for size in sizes], dtype=gradients.dtype, device=gradients.device)
    return xp.tensordot(weights, gradients, axes=1)


def accumulate_gradients__in_place(gradients, sizes):
    """Adds into a buffer of its own, as a framework does."""
    xp = array_namespace(gradients)
    total = xp.zeros(gradients.shape[1:], dtype=gradients.dtype, device=gradients.device)
    for i, size in enumerate(sizes):
        total += gradients[i, ...] * size
    total /= sum(sizes)
    return total


def growing_batch__while(t, *, lr, batch, factor, milestones, largest):
    """Counts the milestones passed, then changes one thing after the other."""
    left = sum(t >= milestone for milestone in milestones)
    while left and batch * factor <= largest:
        batch, left = batch * factor, left - 1
    return lr / factor**left, batch


def growing_batch__powers(t, *, lr, batch, factor, milestones, largest):
    """How often the batch may grow is known beforehand."""
    passed = len([milestone for milestone in milestones if milestone <= t])
    room = 0
    while batch * factor ** (room + 1) <= largest:
        room += 1
    grown = min(passed, room)
    return lr * float(factor) ** -(passed - grown), batch * factor**grown


def growing_batch__conditional(t, *, lr, batch, factor, milestones, largest):
    """One conditional expression a milestone."""
    for _ in filter(lambda milestone: t >= milestone, milestones):
        lr, batch = (lr, batch * factor) if batch <= largest // factor else (lr / factor, batch)
    return lr, batch


def local_rate__safe_quotient(w, g, *, trust_coefficient, weight_decay):
    """The quotient's denominator is put right where it would be 0."""
    xp = array_namespace(w, g)
    w_norm, g_norm = xp.linalg.vector_norm(w), xp.linalg.vector_norm(g)
    zero = (w_norm == 0) | (g_norm == 0)
    size = xp.where(zero, 1.0, g_norm + weight_decay * w_norm)
    return xp.where(zero, 1.0, trust_coefficient * w_norm / size)


def local_rate__product(w, g, *, trust_coefficient, weight_decay):
    """One condition for both norms: their product; the factor is put together from two cases by arithmetic."""
    xp = array_namespace(w, g)
    w_norm, g_norm = xp.sqrt(xp.sum(w * w)), xp.sqrt(xp.sum(g * g))
    known = xp.astype(w_norm * g_norm != 0, w.dtype)
    size = g_norm + weight_decay * w_norm + (1 - known)
    return known * trust_coefficient * w_norm / size + (1 - known)


def local_rate__quotient_of_norms(w, g, *, trust_coefficient, weight_decay):
    """Divided through by the norm of w, with means instead of sums: their sizes cancel."""
    xp = array_namespace(w, g)
    relative = xp.sqrt(xp.mean(g**2)) / xp.maximum(xp.sqrt(xp.mean(w**2)), 1e-30)
    rate = trust_coefficient / xp.maximum(relative + weight_decay, 1e-30)
    return xp.where(xp.any(w != 0) & xp.any(g != 0), rate, 1.0)


def lars_step__unrolled(w, g, v, *, lr, alpha, trust_coefficient, weight_decay):
    """The norms as vectors' norms, and all of the step in one line."""
    xp = array_namespace(w, g, v)
    w_norm, g_norm = xp.linalg.vector_norm(w), xp.linalg.vector_norm(g)
    one = xp.ones_like(w_norm)
    zero = (w_norm == 0) | (g_norm == 0)
    local = xp.where(zero, one, trust_coefficient * w_norm / xp.where(zero, one, g_norm + weight_decay * w_norm))
    return w + alpha * v - lr * local * g - lr * local * weight_decay * w, alpha * v - lr * local * (
        g + weight_decay * w
    )


def lars_step__uphill_inside(w, g, v, *, lr, alpha, trust_coefficient, weight_decay):
    """The paper's velocity inside, turned round at the end."""
    xp = array_namespace(w, g, v)
    w_norm, g_norm = xp.sqrt(xp.sum(w**2)), xp.sqrt(xp.sum(g**2))
    known = xp.logical_and(w_norm > 0, g_norm > 0)
    size = xp.where(known, g_norm + weight_decay * w_norm, xp.ones_like(g_norm))
    local = xp.where(known, trust_coefficient * w_norm / size, xp.ones_like(w_norm))
    u = -alpha * v + local * lr * (g + weight_decay * w)
    return w - u, -u


def lars_step__in_place_on_copies(w, g, v, *, lr, alpha, trust_coefficient, weight_decay):
    """Updates its own arrays in place."""
    xp = array_namespace(w, g, v)
    norms = [xp.linalg.vector_norm(xp.reshape(a, (-1,))) for a in (w, g)]
    known = norms[0] * norms[1] != 0
    below = norms[1] + weight_decay * norms[0]
    local = xp.where(known, trust_coefficient * norms[0] / xp.where(known, below, 1.0), 1.0)
    new_w, new_v = w + 0.0, v + 0.0
    new_v *= alpha
    new_v -= lr * local * g
    new_v -= lr * local * weight_decay * w
    new_w += new_v
    return new_w, new_v


def lamb_step__moving(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """m moves towards g, v towards its square; the norms as vectors' norms."""
    xp = array_namespace(w, g, m, v)
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g * g - v)
    update = m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps) + weight_decay * w
    w_norm, u_norm = xp.linalg.vector_norm(w), xp.linalg.vector_norm(update)
    zero = xp.logical_or(w_norm == 0, u_norm == 0)
    ratio = xp.where(zero, xp.ones_like(w_norm), w_norm / xp.where(zero, xp.ones_like(u_norm), u_norm))
    return w - update * (lr * ratio), m, v


def lamb_step__direction(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """The direction first, then its length: lr times the norm of the weights."""
    xp = array_namespace(w, g, m, v)
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    update = m_hat / (xp.sqrt(v_hat) + eps) + weight_decay * w
    w_norm, u_norm = xp.sqrt(xp.sum(w * w)), xp.sqrt(xp.sum(update * update))
    length = xp.where((w_norm > 0) & (u_norm > 0), w_norm, u_norm)
    direction = update / xp.where(u_norm > 0, u_norm, 1.0)
    return w - lr * length * direction, m, v


def lamb_step__means(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """Roots of mean squares in place of norms: the number of weights cancels."""
    xp = array_namespace(w, g, m, v)
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + xp.square(g) * (1 - beta2)
    step = (m / (1 - beta1**t)) / (xp.sqrt(v) / math.sqrt(1 - beta2**t) + eps)
    update = step + w * weight_decay
    top, below = xp.sqrt(xp.mean(xp.square(w))), xp.sqrt(xp.mean(xp.square(update)))
    ratio = xp.where(top * below == 0, 1.0, top / xp.where(below == 0, 1.0, below))
    return w - lr * (ratio * update), m, v
