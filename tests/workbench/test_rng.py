"""One seed, one stream of numbers, on every namespace and device."""

import math

import numpy as np
import pytest

from workbench.arrays import to_host
from workbench.rng import Rng

DRAWS = {
    "uniform": lambda rng: rng.uniform((4, 3), -2.0, 5.0),
    "normal": lambda rng: rng.normal((4, 3)),
    "integers": lambda rng: rng.integers(2, 9, (20,)),
    "permutation": lambda rng: rng.permutation(11),
    "no shape": lambda rng: rng.normal(()),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_namespace_sees_the_same_numbers(draw, dtype, backend):
    array = draw(Rng(5, dtype=dtype, **backend))
    plain = draw(Rng(5, dtype=dtype))
    np.testing.assert_array_equal(to_host(array), plain)
    xp = backend["xp"]
    assert array.dtype == (getattr(xp, dtype) if plain.dtype.kind == "f" else xp.int64)
    if backend["device"] is not None:
        assert array.device == backend["device"]
    assert not np.array_equal(draw(Rng((5, 1))), draw(Rng((5, 0))))


def test_the_stream_goes_on():
    rng = Rng(5)
    assert not np.array_equal(rng.normal((3,)), rng.normal((3,)))


def test_the_numbers_have_the_range_and_spread_they_promise():
    rng, n = Rng(6), 100_000
    uniform, normal, integers = rng.uniform((n,), -1.0, 3.0), rng.normal((n,)), rng.integers(0, 4, (n,))
    assert uniform.min() >= -1.0
    assert uniform.max() < 3.0
    assert abs(uniform.mean() - 1.0) < 6 * math.sqrt(16 / 12 / n)
    assert abs(normal.mean()) < 6 / math.sqrt(n)
    assert abs(normal.var() - 1.0) < 6 * math.sqrt(2 / n)
    assert np.abs(np.bincount(integers, minlength=4) / n - 0.25).max() < 6 * math.sqrt(0.25 * 0.75 / n)
    assert sorted(rng.permutation(50).tolist()) == list(range(50))
