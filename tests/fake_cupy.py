"""A stand-in for CuPy, loaded with `pytest -p fake_cupy`: NumPy inside, enough to run tests/test_gpu.py without a GPU.

Its arrays are no NumPy arrays: they turn into one by `get` alone, and no function here takes one.
"""

import contextlib
import functools
import importlib
import sys
import types

import numpy as np


class Device:
    """What an array's `device` is."""


class ndarray:
    """An array that lives on a device that is not there. A reduction to one number is an array, as on a GPU."""

    device = Device()
    __array_ufunc__ = None

    def __init__(self, host):
        self._host = np.asarray(host)

    def get(self):
        return self._host.copy()

    def __array__(self, *args, **more):
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")

    def __getattr__(self, name):
        value = getattr(self._host, name)
        return _ours(value) if callable(value) else _up(value)

    def __iter__(self):
        return (ndarray(one) for one in self._host)


def _operator(name):
    def called(self, *others):
        return _up(getattr(self._host, name)(*_down(others)))

    return called


_TWO = ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor"]
_WORDS = ["lt", "le", "gt", "ge", "eq", "ne", "neg", "pos", "abs", "invert", "getitem", "setitem", "len", "bool",
          "float", "int", "index"]  # fmt: skip
for _word in [*_TWO, *(f"r{word}" for word in _TWO), *(f"i{word}" for word in _TWO), *_WORDS]:
    setattr(ndarray, f"__{_word}__", _operator(f"__{_word}__"))


def _up(value):
    """With arrays of ours for NumPy's."""
    if isinstance(value, np.ndarray | np.generic):
        return ndarray(value)
    if isinstance(value, tuple):
        parts = [_up(one) for one in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _down(value, copies=False):
    """With NumPy's arrays for ours; one of NumPy's among them is refused, unless it is about to be copied."""
    if isinstance(value, ndarray):
        return value._host
    if isinstance(value, tuple | list):
        return type(value)(_down(one, copies) for one in value)
    if isinstance(value, np.ndarray) and not copies:
        raise TypeError("Unsupported type <class 'numpy.ndarray'>")
    return value


def _ours(function):
    copies = getattr(function, "__name__", "") in ("asarray", "array")

    @functools.wraps(function, updated=())
    def called(*args, **more):
        args, more = _down(args, copies), {name: _down(value, copies) for name, value in more.items()}
        return _up(function(*args, **more))

    return called


def _module(name, host):
    module = types.ModuleType(name)
    for word in dir(host):
        value = getattr(host, word)
        if not word.startswith("_") and not isinstance(value, types.ModuleType):
            plain = isinstance(value, type) or not callable(value)
            setattr(module, word, value if plain else _ours(value))
    return module


cupy = _module("cupy", np)
cupy.__version__, cupy.ndarray, cupy.is_available = "a stand-in", ndarray, lambda: True
cupy.linalg, cupy.fft = _module("cupy.linalg", np.linalg), _module("cupy.fft", np.fft)
cupy.cuda = types.ModuleType("cupy.cuda")
cupy.cuda.device = types.ModuleType("cupy.cuda.device")
cupy.cuda.device.Device = Device
cupy.cuda.Device = lambda device=None: contextlib.nullcontext()
for _part in (cupy, cupy.linalg, cupy.fft, cupy.cuda, cupy.cuda.device):
    sys.modules[_part.__name__] = _part
importlib.import_module("array_api_compat.cupy")
