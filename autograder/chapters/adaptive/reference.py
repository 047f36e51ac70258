"""The ten adaptive methods in float64, straight from their papers, one operation a line.

The known mistakes are edits of these lines (misconceptions/), so names and order follow the equations,
nothing is abbreviated, and a piece that an edit replaces stands once in its function.
"""

import numpy as np


def adagrad_step(w, g, r, *, lr, eps):
    """One step of AdaGrad (Duchi, Hazan and Singer 2011, diagonal form), eps outside the root."""
    r = r + g**2
    step = g / (np.sqrt(r) + eps)
    w = w - lr * step
    return w, r


def rmsprop_step(w, g, r, *, lr, rho, eps):
    """One step of RMSProp (Hinton 2012), eps outside the root."""
    r = rho * r + (1 - rho) * g**2
    step = g / (np.sqrt(r) + eps)
    w = w - lr * step
    return w, r


def rmsprop_momentum_step(w, g, r, v, *, lr, rho, alpha, eps):
    """One step of RMSProp with a velocity v that keeps the share alpha and already holds the rate."""
    r = rho * r + (1 - rho) * g**2
    step = g / (np.sqrt(r) + eps)
    v = alpha * v - lr * step
    w = w + v
    return w, r, v


def adadelta_step(w, g, r, u, *, lr, rho, eps):
    """One step of Adadelta (Zeiler 2012, algorithm 1), eps inside both roots, times a rate that the paper has not."""
    r = rho * r + (1 - rho) * g**2
    step = np.sqrt(u + eps) / np.sqrt(r + eps) * g
    u = rho * u + (1 - rho) * step**2
    w = w - lr * step
    return w, r, u


def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Adam (Kingma and Ba 2015, algorithm 1), t from 1, eps outside the root."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    w = w - lr * step
    return w, m, v


def adam_l2_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of Adam on the loss plus the penalty weight_decay / 2 times the sum of squared weights."""
    g = g + weight_decay * w
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    w = w - lr * step
    return w, m, v


def adamw_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of AdamW (Loshchilov and Hutter 2019) in PyTorch's form: the old weight decays by lr * weight_decay."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    decay = weight_decay * w
    w = w - lr * step
    w = w - lr * decay
    return w, m, v


def nadam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Nadam (Dozat 2016) with a constant beta1, without its schedule; eps outside the root."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    ahead = m / (1 - beta1 ** (t + 1))
    now = g / (1 - beta1**t)
    m_hat = beta1 * ahead + (1 - beta1) * now
    v_hat = v / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    w = w - lr * step
    return w, m, v


def amsgrad_step(w, g, m, v, v_max, t, *, lr, beta1, beta2, eps):
    """One step of AMSGrad (Reddi, Kale and Kumar 2018) in PyTorch's form: the maximum first, then the correction."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    step = m_hat / (np.sqrt(v_hat) + eps)
    w = w - lr * step
    return w, m, v, v_max


def radam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of RAdam (Liu et al. 2020, algorithm 2): no root of v before rho is above 4."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    power = beta2**t
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * power / (1 - power)
    step = m_hat
    if rho > 4:
        rectify = ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
        v_hat = v / (1 - power)
        step = rectify * m_hat / (np.sqrt(v_hat) + eps)
    w = w - lr * step
    return w, m, v
