"""Small real and synthetic data, and the order in which a training run sees it.

The handwritten digits come inside scikit-learn, so nothing here needs a network. Everything is
handed over as arrays of the namespace, dtype and device that the caller asks for.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from array_api_compat import array_namespace

from workbench.arrays import on_device
from workbench.rng import Rng


class Split(NamedTuple):
    """Training and test examples.

    x_train (n, features) and x_test (m, features) are floating, y_train (n,) and y_test (m,) int64.
    """

    x_train: Any
    y_train: Any
    x_test: Any
    y_test: Any


@functools.cache
def _digits_on_host() -> Split:
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    x, y = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=360, stratify=y, random_state=0)
    mean = x_train.mean(axis=0)
    # One number for all pixels: dividing each pixel by its own spread would blow up the nearly constant ones.
    rms = math.sqrt(np.mean((x_train - mean) ** 2))
    return Split((x_train - mean) / rms, y_train, (x_test - mean) / rms, y_test)


def digits(xp=np, dtype: str = "float64", device=None) -> Split:
    """Handwritten digits of 8 x 8 pixels: 1437 for training, 360 for testing, ten classes.

    The split is stratified and always the same. Each pixel is centred on its training mean, and all
    are divided by one global number, so that the training pixels have a mean square of 1.
    """
    host = _digits_on_host()
    return Split(*(on_device(part, xp, dtype if part.ndim == 2 else "int64", device) for part in host))


def whitened_digits(components: int = 50, xp=np, dtype: str = "float64", device=None):
    """A data set of `components` rows on which a linear net learns just as on all whitened digits.

    The training digits are projected on their first principal components and scaled to unit variance;
    the targets are one-hot classes. A linear net under mean squared error sees data only through
    E[x x^T] = I and E[x y^T], so these rows, which have the same two, give the same gradients at a
    thirtieth of the cost. The least possible loss on them is 0.

    Returns
    -------
    x (components, components) and y (components, 10), both floating
    """
    split = _digits_on_host()
    n = split.x_train.shape[0]
    u, _, _ = np.linalg.svd(split.x_train, full_matrices=False)
    whitened = math.sqrt(n) * u[:, :components]                  # (n, components), mean square 1, uncorrelated
    covariance = whitened.T @ np.eye(10)[split.y_train] / n      # E[x y^T]
    rows = math.sqrt(components)                                 # undoes the mean over the rows in the loss
    return tuple(on_device(part, xp, dtype, device) for part in (rows * np.eye(components), rows * covariance))


def moons(n: int, noise: float, rng: Rng):
    """Two interleaved half circles of radius 1, `n` points in all, with normal noise of that standard deviation.

    Returns x (n, 2) and y (n,) int64 in {0, 1}; the classes differ by at most one point in size.
    """
    outer = n - n // 2
    upper, lower = np.linspace(0.0, math.pi, outer), np.linspace(0.0, math.pi, n // 2)
    circles = np.concatenate([
        np.stack([np.cos(upper), np.sin(upper)], axis=1),
        np.stack([1.0 - np.cos(lower), 0.5 - np.sin(lower)], axis=1),
    ])
    classes = np.repeat(np.array([0, 1]), [outer, n // 2])
    x = on_device(circles, rng.xp, rng.dtype, rng.device) + noise * rng.normal((n, 2))
    return x, on_device(classes, rng.xp, "int64", rng.device)


def noisy_labels(y, share: float, classes: int, rng: Rng):
    """Labels `y` (n,) with exactly round(share n) of them moved, at random, to another class."""
    xp = array_namespace(y)
    n = y.shape[0]
    chosen = rng.permutation(n) < round(share * n)
    moved = (y + rng.integers(1, classes, (n,))) % classes       # a shift of 1 to classes - 1 is never the same class
    return xp.where(chosen, moved, y)


def minibatches(n: int, size: int, rng: Rng) -> Iterator[Any]:
    """Index arrays (int64) of one epoch: every one of `n` examples once, in random order, `size` at a time.

    When `size` does not divide `n` the last batch is smaller, and it is kept.
    """
    order = rng.permutation(n)
    for start in range(0, n, size):
        yield order[start:min(start + size, n)]
