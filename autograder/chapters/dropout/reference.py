"""Dropout in both of its forms, and the average over masks, in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions.py), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def dropout_mask(u, *, rate):
    """1 where a unit stays, 0 where it is dropped."""
    kept = u >= rate
    return kept.astype(u.dtype)


def dropout_forward(x, u, *, rate):
    """Inverted dropout: what stays is scaled up in training, so that evaluation has nothing to do."""
    kept = u >= rate
    mask = kept.astype(x.dtype)
    scale = 1.0 / (1.0 - rate)
    y = x * mask * scale
    return y, mask


def dropout_backward(dy, mask, *, rate):
    """The gradient passes where the forward pass let something through, scaled alike."""
    scale = 1.0 / (1.0 - rate)
    dx = dy * mask * scale
    return dx


def classic_dropout(x, u, *, rate):
    """Dropout as in the paper (Srivastava et al. 2014), in training: zeros, and no scale."""
    kept = u >= rate
    mask = kept.astype(x.dtype)
    y = x * mask
    return y


def classic_test_weights(w, *, rate):
    """The weights that follow dropped units, scaled for evaluation by the share that stays."""
    share = 1.0 - rate
    return w * share


def monte_carlo_average(logits):
    """Mean over the passes of each pass's softmax."""
    largest = np.max(logits, axis=-1, keepdims=True)
    powers = np.exp(logits - largest)
    probabilities = powers / np.sum(powers, axis=-1, keepdims=True)
    return np.mean(probabilities, axis=0)
