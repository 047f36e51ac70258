"""Adam and AdamW in float64, straight from their papers, one operation a line.

The known mistakes are edits of these lines (misconceptions.py), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Adam (Kingma and Ba 2015, algorithm 1), t from 1, eps outside the root."""
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
