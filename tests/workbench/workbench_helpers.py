"""What the workbench's own tests share: namespaces, and initializers that lean on no chapter's kernels."""

import math

import array_api_strict
import numpy as np

BACKENDS = {
    "numpy": {"xp": np, "device": None},
    "strict": {"xp": array_api_strict, "device": array_api_strict.Device("device1")},
}


def he(fan_in, fan_out, *, rng):
    return math.sqrt(2.0 / fan_in) * rng.normal((fan_in, fan_out))


def he_with_bias(fan_in, fan_out, *, rng):
    return he(fan_in, fan_out, rng=rng), 0.3 * rng.normal((fan_out,))


def constant(value):
    def init(fan_in, fan_out, *, rng):
        return 0.0 * rng.normal((fan_in, fan_out)) + value
    return init
