"""The list of this machine's array libraries, and that an array can be made on each of them."""

import numpy as np

from workbench.arrays import on_device, to_host
from workbench.backends import available


def test_numpy_and_strict_are_always_there_in_two_dtypes():
    names = [backend.name for backend in available()]
    assert len(names) == len(set(names))
    for name in ("NumPy, float64", "NumPy, float32", "array-api-strict, float64", "array-api-strict, float32"):
        assert name in names


def test_an_array_is_made_on_each_and_comes_home():
    host = np.asarray([[1.0, 2.0], [3.0, 4.5]])
    for backend in available():
        there = on_device(host, **backend.kind)
        assert there.dtype == getattr(backend.xp, backend.dtype)
        np.testing.assert_array_equal(to_host(there), host)
