"""The named functions: 0-d, of the input's dtype and device, on every namespace, and without changing their input."""

import array_api_strict
import numpy as np
import pytest

from workbench.functions import FUNCTIONS

SHAPES = [(5,), (2, 3), (2, 1, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_0d_array_of_the_input_s_dtype_and_device(name, shape):
    host = np.random.default_rng(3).normal(size=shape)
    device = array_api_strict.Device("device1")
    x = array_api_strict.asarray(host.astype("float32"), device=device)
    value = FUNCTIONS[name](x)
    assert (value.shape, value.dtype, value.device) == ((), array_api_strict.float32, device)
    kept = host.copy()
    assert np.isclose(float(FUNCTIONS[name](host)), np.asarray(value._array), rtol=1e-5)
    assert np.array_equal(host, kept)


@pytest.mark.parametrize(
    "name, gradient",
    [
        ("quadratic", lambda x: 2.0 * np.arange(1, 6) * x),
        ("cubic", lambda x: 3.0 * x**2),
        ("log_sum_exp", lambda x: np.exp(x) / np.sum(np.exp(x))),
        ("wave", lambda x: np.cos(np.sum(x)) + 2.0 * np.cos(2.0 * x)),
        ("exponential", np.exp),
        ("lines", lambda x: np.full_like(x, 2.0 * np.sum(x))),
        ("constant", np.zeros_like),
    ],
)
def test_the_gradient_is_what_the_docstring_says(name, gradient):
    x, h = np.random.default_rng(4).normal(size=5), 1e-5
    quotients = [(FUNCTIONS[name](x + h * e) - FUNCTIONS[name](x - h * e)) / (2 * h) for e in np.eye(5)]
    np.testing.assert_allclose(quotients, gradient(x), rtol=1e-7, atol=1e-8)


def test_rosenbrock_has_its_minimum_at_ones_and_joins_neighbours():
    f = FUNCTIONS["rosenbrock"]
    assert f(np.ones((2, 3))) == 0.0
    assert f(np.asarray([0.0, 0.0])) == 1.0
    assert f(np.asarray([-1.0, 2.0, 0.0])) == 100.0 + 4.0 + 1600.0 + 1.0


def test_log_sum_exp_takes_huge_entries():
    assert FUNCTIONS["log_sum_exp"](np.asarray([1e4, 1e4])) == 1e4 + np.log(2.0)


def test_lines_looks_at_the_shape():
    f, x = FUNCTIONS["lines"], np.arange(1.0, 7.0)
    assert f(x) == 441.0
    assert f(x.reshape(2, 3)) == 25.0 + 49.0 + 81.0 + 2.0 * (36.0 + 225.0)
