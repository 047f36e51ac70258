"""Random numbers for kernels: drawn on the host by PCG64, handed over as arrays of any namespace.

One seed gives the same numbers on NumPy, on array-api-strict and on a GPU, which the array API
standard, having no random numbers, cannot promise. `rng` is always an argument, never a global.
"""

from __future__ import annotations

import numpy as np


class Rng:
    """A stream of random arrays.

    Parameters
    ----------
    seed : int, or a sequence of int
    xp : array namespace of the arrays that come out; NumPy unless told
    dtype : name of their floating dtype, "float64" unless told
    device : where they live; the namespace's default unless told
    """

    def __init__(self, seed, xp=np, dtype: str = "float64", device=None):
        self.xp, self.dtype, self.device = xp, dtype, device
        self._host = np.random.Generator(np.random.PCG64(seed))

    def _array(self, host: np.ndarray, dtype: str):
        dtype = getattr(self.xp, dtype)
        if self.device is None:
            return self.xp.asarray(host, dtype=dtype)
        return self.xp.asarray(host, dtype=dtype, device=self.device)

    def uniform(self, shape, low: float = 0.0, high: float = 1.0):
        """Independent uniform numbers in [low, high), of the given shape."""
        return self._array(self._host.uniform(low, high, shape), self.dtype)

    def normal(self, shape):
        """Independent standard normal numbers, of the given shape."""
        return self._array(self._host.standard_normal(shape), self.dtype)

    def integers(self, low: int, high: int, shape):
        """Independent int64 numbers from low to high - 1, of the given shape."""
        return self._array(self._host.integers(low, high, shape), "int64")

    def permutation(self, n: int):
        """The numbers 0 to n - 1 (int64) in random order."""
        return self._array(self._host.permutation(n), "int64")
