"""Activations and losses, each forward with its backward right under it.

All of them take arrays of any shape (..., n, units) and work on each net of the leading axes alone.
"""

from __future__ import annotations

from array_api_compat import array_namespace


def relu(z):
    return array_namespace(z).maximum(z, 0.0)


def relu_backward(dh, z, h):
    return array_namespace(z).where(z > 0, dh, 0.0)              # relu'(0) = 0


def tanh(z):
    return array_namespace(z).tanh(z)


def tanh_backward(dh, z, h):
    return dh * (1.0 - h * h)


def sigmoid(z):
    return 0.5 * (array_namespace(z).tanh(0.5 * z) + 1.0)        # no overflow, whatever z


def sigmoid_backward(dh, z, h):
    return dh * h * (1.0 - h)


def linear(z):
    return z


def linear_backward(dh, z, h):
    return dh


ACTIVATIONS = {
    "relu": (relu, relu_backward),
    "tanh": (tanh, tanh_backward),
    "sigmoid": (sigmoid, sigmoid_backward),
    "linear": (linear, linear_backward),
}


def one_hot(y, like):
    """Classes y (..., n) as rows (..., n, classes) of the dtype of the outputs `like` (..., n, classes)."""
    xp = array_namespace(like)
    classes = xp.arange(like.shape[-1], dtype=y.dtype, device=like.device)
    return xp.astype(xp.expand_dims(y, axis=-1) == classes, like.dtype)


def cross_entropy(outputs, targets):
    """Softmax cross-entropy of logits (..., n, classes), mean over the n examples, and its gradient.

    Returns loss (...) and d loss / d logits (..., n, classes).
    """
    xp = array_namespace(outputs)
    shifted = outputs - xp.max(outputs, axis=-1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=-1, keepdims=True))
    loss = -xp.mean(xp.sum(targets * log_p, axis=-1), axis=-1)
    return loss, (xp.exp(log_p) - targets) / outputs.shape[-2]


def mean_squared_error(outputs, targets):
    """Half the squared distance of each example's outputs (..., n, units) to its targets, mean over the n examples.

    Returns loss (...) and d loss / d outputs (..., n, units).
    """
    xp = array_namespace(outputs)
    error = outputs - targets
    return xp.mean(0.5 * xp.sum(error * error, axis=-1), axis=-1), error / outputs.shape[-2]


LOSSES = {"cross_entropy": cross_entropy, "mean_squared_error": mean_squared_error}


def normalize(z, statistics=None, eps: float = 1e-5):
    """Batch normalization without scale and shift of z (..., n, units).

    The mean and variance (1/n) are the batch's, unless `statistics` = (mean, variance), each (..., 1, units),
    gives others. Returns z_hat and the statistics used.
    """
    xp = array_namespace(z)
    if statistics is None:
        statistics = xp.mean(z, axis=-2, keepdims=True), xp.var(z, axis=-2, keepdims=True)
    mean, variance = statistics
    return (z - mean) / xp.sqrt(variance + eps), statistics


def normalize_backward(dz_hat, z_hat, variance, eps: float = 1e-5):
    """d loss / dz from d loss / dz_hat, through the batch's own mean and variance."""
    xp = array_namespace(dz_hat)
    centred = dz_hat - xp.mean(dz_hat, axis=-2, keepdims=True)
    along = z_hat * xp.mean(dz_hat * z_hat, axis=-2, keepdims=True)
    return (centred - along) / xp.sqrt(variance + eps)
