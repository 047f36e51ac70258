"""The array libraries that this machine has, so that one kernel can be run on each."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np


class Backend(NamedTuple):
    """A namespace with a dtype and a device; `**backend.kind` goes to what takes xp, dtype and device."""

    name: str
    xp: ModuleType
    dtype: str
    device: Any

    @property
    def kind(self) -> dict:
        return {"xp": self.xp, "dtype": self.dtype, "device": self.device}


def available() -> list[Backend]:
    """NumPy and array-api-strict always; CuPy where it finds a GPU, PyTorch where it is installed, each in two dtypes.

    array-api-strict has nothing but the standard. Its arrays live on a device that is not the default one, which is
    all that a GPU asks of a kernel.
    """
    import array_api_strict

    spaces = [("NumPy", np, None), ("array-api-strict", array_api_strict, array_api_strict.Device("device1"))]
    if importlib.util.find_spec("cupy"):
        import cupy

        if cupy.is_available():  # the package installs without a GPU, too
            spaces.append(("CuPy", cupy, None))
    if importlib.util.find_spec("torch"):
        import torch
        from array_api_compat import torch as xp

        spaces.append(("PyTorch", xp, torch.device("cpu")))
        if torch.cuda.is_available():
            spaces.append(("PyTorch, CUDA", xp, torch.device("cuda")))
    return [
        Backend(f"{name}, {dtype}", xp, dtype, device)
        for name, xp, device in spaces
        for dtype in ("float64", "float32")
    ]
