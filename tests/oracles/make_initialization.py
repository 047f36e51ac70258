"""Freezes what PyTorch, JAX and Keras would draw from, for the tests of chapter 02.

Run where torch, jax, keras and scipy are installed: `python tests/oracles/make_initialization.py`. It rewrites
initialization.json beside it, byte for byte the same with the versions written there. No random number
is compared: the libraries are asked with which mean, spread or limit they call their generators.

The second moments have no library to ask; they are a second derivation, by adaptive quadrature of the
activations themselves instead of a factor one half and an even grid.
"""

import json
import os
from contextlib import contextmanager
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import jax
import keras
import numpy as np
import scipy
import torch
from keras.src.initializers import random_initializers as keras_initializers
from scipy import integrate, stats

jax.config.update("jax_enable_x64", True)
SHAPES = [(300, 120), (60, 500), (784, 10), (1, 7), (9, 1)]


@contextmanager
def replaced(owner, name, value):
    """`owner.name` is `value` inside the block."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def torch_calls(draw):
    """The (method, numbers) with which `draw` fills its tensors."""
    calls = []

    def recorder(method):
        def record(tensor, *numbers, generator=None):
            calls.append((method, [float(number) for number in numbers]))
            return tensor

        return record

    with (
        replaced(torch.Tensor, "uniform_", recorder("uniform")),
        replaced(torch.Tensor, "normal_", recorder("normal")),
    ):
        draw()
    return calls


def with_torch(fan_in, fan_out):
    """Limits and standard deviations of torch.nn.init, whose weights are (fan_out, fan_in)."""
    w, init = torch.empty(fan_out, fan_in, dtype=torch.float64), torch.nn.init
    relu = {"nonlinearity": "relu"}

    def one(draw):
        ((_, (low_or_mean, high_or_std)),) = torch_calls(draw)
        assert low_or_mean in (0.0, -high_or_std)
        return high_or_std

    (_, (w_low, w_high)), (_, (b_low, b_high)) = torch_calls(lambda: torch.nn.Linear(fan_in, fan_out))
    assert (w_low, b_low) == (-w_high, -b_high)
    return {
        "glorot_normal std": one(lambda: init.xavier_normal_(w)),
        "glorot_uniform limit": one(lambda: init.xavier_uniform_(w)),
        "he_normal std": one(lambda: init.kaiming_normal_(w, **relu)),
        "he_uniform limit": one(lambda: init.kaiming_uniform_(w, **relu)),
        "he_normal std, fan_out": one(lambda: init.kaiming_normal_(w, mode="fan_out", **relu)),
        "he_uniform limit, fan_out": one(lambda: init.kaiming_uniform_(w, mode="fan_out", **relu)),
        "pytorch_linear w limit": w_high,
        "pytorch_linear b limit": b_high,
    }


def with_jax(fan_in, fan_out):
    """Cut and spread of jax.nn.initializers: what they make of ones, in place of a normal distribution cut at +-2."""
    cuts = set()

    def ones(key, lower, upper, shape, dtype, **_):
        cuts.add((float(lower), float(upper)))
        return jax.numpy.ones(shape, dtype)

    found = {}
    with replaced(jax.nn.initializers.variance_scaling.__globals__["random"], "truncated_normal", ones):
        for name in ("lecun_normal", "glorot_normal", "he_normal"):
            w = getattr(jax.nn.initializers, name)()(jax.random.key(0), (fan_in, fan_out), np.float64)
            found[f"{name} std before the cut"] = float(w[0, 0])
    assert cuts == {(-2.0, 2.0)}
    return found


def with_keras(fan_in, fan_out):
    """Spread that Keras's initializers ask of a normal distribution, mostly cut at two of its standard deviations."""
    spreads = []

    def record(shape, mean=0.0, stddev=1.0, **_):
        assert mean == 0.0
        spreads.append(float(stddev))

    found = {}
    with (
        replaced(keras_initializers.random, "truncated_normal", record),
        replaced(keras_initializers.random, "normal", record),
    ):
        for name, initializer in (
            ("lecun_normal", keras.initializers.LecunNormal),
            ("glorot_normal", keras.initializers.GlorotNormal),
            ("he_normal", keras.initializers.HeNormal),
        ):
            initializer(seed=0)((fan_in, fan_out))
            found[f"{name} std before the cut"] = spreads.pop()
        keras.initializers.RandomNormal(stddev=0.01, seed=0)((fan_in, fan_out))
        found["RandomNormal(stddev=0.01) std"] = spreads.pop()
    return found


def orthogonal_with_torch(z, gain):
    """torch.nn.init.orthogonal_ where its normal draw is z, which it takes with the shape of the result."""

    def fill(tensor, *_, generator=None):
        return tensor.copy_(torch.tensor(z))

    w = torch.empty(z.shape, dtype=torch.float64)
    with replaced(torch.Tensor, "normal_", fill):
        torch.nn.init.orthogonal_(w, gain=gain)
    return w.tolist()


def moments_by_quadrature(function, first, fans, stds):
    """E[function(z)^2] from layer to layer, z normal with variance fan * std^2 * (the moment before)."""
    moments = []
    for fan, std in zip(fans, stds, strict=True):
        spread = np.sqrt(fan * std**2 * (moments[-1] if moments else first))
        points = [0.0, *(side * edge / spread for side in (-1, 1) for edge in (1.0, 4.0) if edge / spread < 12.0)]
        moment, _ = integrate.quad(
            lambda z, spread=spread: function(spread * z) ** 2 * stats.norm.pdf(z),
            -12.0, 12.0, points=points, epsabs=1e-15, epsrel=1e-13, limit=500,
        )  # fmt: skip
        moments.append(moment)
    return moments


def gradients_by_quadrature(last, fans, stds):
    """The backward pass: E[(relu'(z) dL/dh)^2] by quadrature, then times fan * std^2, from the last layer on."""
    passed, _ = integrate.quad(lambda z: float(z > 0.0) * stats.norm.pdf(z), -12.0, 12.0, points=[0.0], epsabs=1e-15)
    moments = []
    for fan, std in zip(reversed(fans), reversed(stds), strict=True):
        moments.append(fan * std**2 * passed * (moments[-1] if moments else last))
    return moments[::-1]


def table():
    draw = np.random.Generator(np.random.PCG64(2))
    orthogonal = [(draw.standard_normal(shape), gain) for shape, gain in
                  (((5, 5), 1.0), ((7, 4), 2.0**0.5), ((3, 6), 0.4), ((4, 1), 1.5), ((1, 4), 1.0))]  # fmt: skip
    nets = [(1.3, [64.0, 100.0, 30.0, 30.0], [0.2, 0.05, 0.3, 0.1]), (0.8, [100.0] * 6, [1.0] * 6),
            (2.0, [20.0], [0.4])]  # first, fan, std
    cut = stats.truncnorm(-2.0, 2.0)
    levels = np.linspace(0.05, 0.95, 19)
    return {
        "versions": {name: module.__version__ for name, module in
                     (("jax", jax), ("keras", keras), ("numpy", np), ("scipy", scipy), ("torch", torch))},
        "spreads": [
            {"fan_in": fan_in, "fan_out": fan_out, "torch": with_torch(fan_in, fan_out),
             "jax": with_jax(fan_in, fan_out), "keras": with_keras(fan_in, fan_out)}
            for fan_in, fan_out in SHAPES
        ],
        "cut normal": {"std": cut.std(), "levels": levels.tolist(), "quantiles": cut.ppf(levels).tolist()},
        "orthogonal": [{"z": z.tolist(), "gain": gain, "w": orthogonal_with_torch(z, gain)} for z, gain in orthogonal],
        "moments": [
            {"first": first, "fan": fans, "std": stds,
             "relu": moments_by_quadrature(lambda z: max(z, 0.0), first, fans, stds),
             "tanh": moments_by_quadrature(np.tanh, first, fans, stds),
             "gradient": gradients_by_quadrature(first, fans, stds)}
            for first, fans, stds in nets
        ],
    }


def rounded(value):
    """Twelve digits: what a table needs, and what two builds of one library agree on."""
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


if __name__ == "__main__":
    path = Path(__file__).with_suffix(".json").with_stem("initialization")
    path.write_text(json.dumps(rounded(table()), indent=1) + "\n")
