"""Batch, layer, group and instance normalization, forward and backward, in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions/), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def batch_norm_forward(x, gamma, beta, *, eps):
    """Each feature by its mean and variance over the rows (Ioffe and Szegedy 2015, algorithm 1)."""
    if x.shape[0] < 2:
        raise ValueError("a single row has no variance")
    mean = np.mean(x, axis=0)
    centred = x - mean
    var = np.mean(centred**2, axis=0)
    std = np.sqrt(var + eps)
    x_hat = centred / std
    y = gamma * x_hat + beta
    return y, x_hat, mean, var


def batch_norm_backward(dy, x_hat, var, gamma, *, eps):
    """Back through batch normalization: mean and variance depend on x too."""
    dbeta = np.sum(dy, axis=0)
    dgamma = np.sum(dy * x_hat, axis=0)
    dx_hat = dy * gamma
    std = np.sqrt(var + eps)
    through_mean = np.mean(dx_hat, axis=0)
    through_var = x_hat * np.mean(dx_hat * x_hat, axis=0)
    dx = (dx_hat - through_mean - through_var) / std
    return dx, dgamma, dbeta


def running_statistics(mean, var, running_mean, running_var, *, n, momentum):
    """Running mean and variance after one more batch of n numbers a feature, in PyTorch's form."""
    if n < 2:
        raise ValueError("one number has no variance")
    unbiased = var * n / (n - 1)
    kept = 1.0 - momentum
    new_mean = kept * running_mean + momentum * mean
    new_var = kept * running_var + momentum * unbiased
    return new_mean, new_var


def batch_norm_inference(x, running_mean, running_var, gamma, beta, *, eps):
    """Batch normalization in evaluation: fixed statistics, row by row."""
    centred = x - running_mean
    std = np.sqrt(running_var + eps)
    x_hat = centred / std
    return gamma * x_hat + beta


def batch_norm_images_forward(x, gamma, beta, *, eps):
    """Each channel by its mean and variance over images and pixels."""
    if x.shape[0] * x.shape[2] * x.shape[3] < 2:
        raise ValueError("one number a channel has no variance")
    mean = np.mean(x, axis=(0, 2, 3))
    centred = x - mean[:, None, None]
    var = np.mean(centred**2, axis=(0, 2, 3))
    std = np.sqrt(var + eps)
    x_hat = centred / std[:, None, None]
    y = gamma[:, None, None] * x_hat + beta[:, None, None]
    return y, x_hat, mean, var


def layer_norm_forward(x, gamma, beta, *, eps):
    """Each row by its own mean and variance over the features (Ba, Kiros and Hinton 2016)."""
    mean = np.mean(x, axis=-1, keepdims=True)
    centred = x - mean
    var = np.mean(centred**2, axis=-1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = centred / std
    y = gamma * x_hat + beta
    return y, x_hat, mean, var


def layer_norm_backward(dy, x_hat, var, gamma, *, eps):
    """Back through layer normalization: sums over rows for the parameters, means over features for x."""
    rows = tuple(range(dy.ndim - 1))
    dbeta = np.sum(dy, axis=rows)
    dgamma = np.sum(dy * x_hat, axis=rows)
    dx_hat = dy * gamma
    std = np.sqrt(var + eps)
    through_mean = np.mean(dx_hat, axis=-1, keepdims=True)
    through_var = x_hat * np.mean(dx_hat * x_hat, axis=-1, keepdims=True)
    dx = (dx_hat - through_mean - through_var) / std
    return dx, dgamma, dbeta


def group_norm_forward(x, gamma, beta, *, groups, eps):
    """Each image's groups of neighbouring channels by their own mean and variance (Wu and He 2018)."""
    if x.shape[1] % groups:
        raise ValueError("the channels do not divide into that many groups")
    parts = np.reshape(x, (x.shape[0], groups, -1))
    mean = np.mean(parts, axis=-1)
    centred = parts - mean[:, :, None]
    var = np.mean(centred**2, axis=-1)
    std = np.sqrt(var + eps)
    x_hat = np.reshape(centred / std[:, :, None], x.shape)
    y = gamma[:, None, None] * x_hat + beta[:, None, None]
    return y, x_hat, mean, var


def group_norm_backward(dy, x_hat, var, gamma, *, groups, eps):
    """Back through group normalization: sums over images and pixels for the parameters, means over groups for x."""
    dbeta = np.sum(dy, axis=(0, 2, 3))
    dgamma = np.sum(dy * x_hat, axis=(0, 2, 3))
    dx_hat = np.reshape(dy * gamma[:, None, None], (dy.shape[0], groups, -1))
    hats = np.reshape(x_hat, (dy.shape[0], groups, -1))
    std = np.sqrt(var + eps)
    through_mean = np.mean(dx_hat, axis=-1, keepdims=True)
    through_var = hats * np.mean(dx_hat * hats, axis=-1, keepdims=True)
    dx = (dx_hat - through_mean - through_var) / std[:, :, None]
    return np.reshape(dx, dy.shape), dgamma, dbeta


def instance_norm(x, gamma, beta, *, eps):
    """Each channel of each image by its own mean and variance over its pixels (Ulyanov et al. 2016)."""
    mean = np.mean(x, axis=(2, 3))
    centred = x - mean[:, :, None, None]
    var = np.mean(centred**2, axis=(2, 3))
    std = np.sqrt(var + eps)
    x_hat = centred / std[:, :, None, None]
    y = gamma[:, None, None] * x_hat + beta[:, None, None]
    return y, x_hat, mean, var
