"""Tables and images of numbers in which no axis can be mistaken for another one."""

import numpy as np


def table(rng, n, features, *, offset=0.7, size=1.0):
    """Features (n, features) of different means and spreads."""
    means = offset + size * rng.uniform(-2.0, 2.0, features)
    spreads = size * rng.uniform(0.5, 3.0, features)
    return means + spreads * rng.normal(size=(n, features))


def with_constant(rng, n, features, column, value=3.0):
    """A table in which one feature never changes; the value is one whose mean has no rounding."""
    x = table(rng, n, features)
    x[:, column] = value
    return x


def images(rng, n, channels, height, width, *, offset=0.5):
    """Images (n, channels, height, width): channels of different means and spreads, images of different brightness."""
    means = offset + rng.uniform(-1.0, 1.0, (channels, 1, 1))
    spreads = rng.uniform(0.3, 2.0, (channels, 1, 1))
    brightness = rng.normal(size=(n, 1, 1, 1))
    return means + spreads * (rng.normal(size=(n, channels, height, width)) + brightness)


def rotation(rng, features, components):
    """Orthonormal columns (features, components)."""
    return np.linalg.qr(rng.normal(size=(features, features)))[0][:, :components]


def cloud(rng, n, features, *, ratio=1.7, offset=1.0):
    """A rotated cloud (n, features) whose principal variances differ, each `ratio` squared times the next one's."""
    spreads = ratio ** -np.arange(features)
    means = offset + rng.uniform(-1.0, 1.0, features)
    return means + spreads * rng.normal(size=(n, features)) @ rotation(rng, features, features).T
