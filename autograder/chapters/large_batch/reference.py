"""Training with large batches, straight from the papers in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions/), so names and order follow the equations,
nothing is abbreviated, and a piece that an edit replaces stands once in its function.
"""

import numpy as np


def linear_scaling(lr, *, batch, base_batch):
    """The rate that grows in proportion to the batch (Goyal et al. 2017)."""
    factor = batch / base_batch
    rate = lr * factor
    return rate


def scaled_warmup(t, *, lr, batch, base_batch, warmup):
    """From lr at step 0 by equal rises to the scaled rate at step `warmup`, constant from there on (Goyal et al.)."""
    scaled = lr * batch / base_batch
    if t < warmup:
        done = t / warmup
        rate = lr + (scaled - lr) * done
    else:
        rate = scaled
    return rate


def accumulate_gradients(gradients, sizes):
    """The gradient of the mean loss of a batch from those of its parts: their mean, weighted by size."""
    total = np.zeros(gradients.shape[1:])
    count = 0
    for part, size in zip(gradients, sizes, strict=True):
        total = total + size * part
        count = count + size
    g = total / count
    return g


def growing_batch(t, *, lr, batch, factor, milestones, largest):
    """At each milestone a larger batch, and where that would be too large a lower rate (Smith et al. 2018)."""
    for milestone in milestones:
        if t >= milestone:
            if batch * factor <= largest:
                batch = batch * factor
            else:
                lr = lr / factor
    return lr, batch


def local_rate(w, g, *, trust_coefficient, weight_decay):
    """The factor of one layer's rate in LARS (You, Gitman and Ginsburg 2017, equation 6)."""
    w_norm = np.sqrt(np.sum(w**2))
    g_norm = np.sqrt(np.sum(g**2))
    size = g_norm + weight_decay * w_norm
    known = (w_norm > 0) & (g_norm > 0)
    rate = np.where(known, trust_coefficient * w_norm / np.where(known, size, 1.0), 1.0)
    return rate


def lars_step(w, g, v, *, lr, alpha, trust_coefficient, weight_decay):
    """One step of LARS for one layer (You, Gitman and Ginsburg 2017, algorithm 1), its velocity pointing downhill."""
    w_norm = np.sqrt(np.sum(w**2))
    g_norm = np.sqrt(np.sum(g**2))
    size = g_norm + weight_decay * w_norm
    known = (w_norm > 0) & (g_norm > 0)
    local = np.where(known, trust_coefficient * w_norm / np.where(known, size, 1.0), 1.0)
    decayed = g + weight_decay * w
    step = lr * local * decayed
    v = alpha * v - step
    w = w + v
    return w, v


def lamb_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of LAMB for one layer (You et al. 2020, algorithm 2), phi(z) = z, t from 1."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    update = step + weight_decay * w
    w_norm = np.sqrt(np.sum(w**2))
    u_norm = np.sqrt(np.sum(update**2))
    known = (w_norm > 0) & (u_norm > 0)
    ratio = np.where(known, w_norm / np.where(known, u_norm, 1.0), 1.0)
    w = w - lr * ratio * update
    return w, m, v
