"""Gradients of linear regression, the steps of gradient descent and clipping, in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions.py), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def linear_gradient(w, x, y):
    """Gradient of 1/(2m) |x w - y|^2 over all m examples."""
    predicted = x @ w
    residual = predicted - y
    total = x.T @ residual
    return total / x.shape[0]


def sample_gradient(w, x, y, i):
    """Gradient of the loss of example i alone, 1/2 (x_i w - y_i)^2."""
    row = x[i, :]
    predicted = row @ w
    residual = predicted - y[i]
    return row * residual


def minibatch_gradient(w, x, y, indices):
    """Gradient of the mean loss of the examples that the indices name."""
    rows = np.take(x, indices, axis=0)
    targets = np.take(y, indices)
    residual = rows @ w - targets
    total = rows.T @ residual
    return total / indices.shape[0]


def sgd_step(w, g, *, lr):
    """One step of gradient descent."""
    step = lr * g
    return w - step


def momentum_step(w, g, v, *, lr, alpha):
    """Momentum in the lectures' form: the velocity holds the rate, and is added."""
    kept = alpha * v
    step = lr * g
    v = kept - step
    w = w + v
    return w, v


def pytorch_momentum_step(w, g, b, *, lr, mu):
    """Momentum in PyTorch's form: the buffer sums gradients, and the rate comes after."""
    kept = mu * b
    b = kept + g
    step = lr * b
    w = w - step
    return w, b


def nesterov_lookahead(w, v, *, alpha):
    """Where the velocity alone would carry the weights."""
    shift = alpha * v
    return w + shift


def nesterov_step(w, g, v, *, lr, alpha):
    """One step of Nesterov momentum (Sutskever et al. 2013) with g from the look-ahead point, from w itself."""
    kept = alpha * v
    step = lr * g
    v = kept - step
    w = w + v
    return w, v


def nesterov_reparametrised_step(w, g, v, *, lr, alpha):
    """The same method written for the look-ahead points alone (Bengio et al. 2013)."""
    kept = alpha * v
    step = lr * g
    v = kept - step
    shift = alpha * v
    w = w + shift - step
    return w, v


def clip_by_value(g, *, limit):
    """Entries beyond the limit are put on it."""
    above = np.maximum(g, -limit)
    return np.minimum(above, limit)


def clip_by_norm(g, *, max_norm):
    """A gradient longer than max_norm is shortened to it (Pascanu et al. 2013)."""
    squares = np.sum(g**2)
    norm = np.sqrt(squares)
    scale = max_norm / np.maximum(norm, max_norm)
    return g * scale


def clip_by_global_norm(g_w, g_b, *, max_norm):
    """Two gradients are shortened by one factor if together they are longer than max_norm."""
    squares_w = np.sum(g_w**2)
    squares_b = np.sum(g_b**2)
    norm = np.sqrt(squares_w + squares_b)
    scale = max_norm / np.maximum(norm, max_norm)
    g_w = g_w * scale
    g_b = g_b * scale
    return g_w, g_b
