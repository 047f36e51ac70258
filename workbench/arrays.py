"""The little that the array API leaves to each library: where an array goes when a figure needs it."""

from __future__ import annotations

import array_api_compat
import numpy as np


def to_host(a) -> np.ndarray:
    """The array `a` of any namespace and device, as a NumPy array in the host's memory.

    This is the only place where the workbench waits for a device: figures and histories call it,
    forward and backward passes and updates never do.
    """
    if isinstance(a, np.ndarray | np.generic | float | int | list | tuple):
        return np.asarray(a)
    if array_api_compat.is_cupy_array(a):
        return a.get()
    xp = array_api_compat.array_namespace(a)
    if array_api_compat.is_array_api_strict_namespace(xp):
        return np.array(a.to_device(xp.Device("CPU_DEVICE")))
    return np.asarray(array_api_compat.to_device(a, "cpu"))


def on_device(host, xp, dtype: str, device=None):
    """The NumPy array `host` as an array of the namespace `xp`, of the named dtype, on `device`."""
    if device is None:
        return xp.asarray(host, dtype=getattr(xp, dtype))
    xp = array_api_compat.array_namespace(xp.empty(0))           # plain CuPy knows no device keyword
    return xp.asarray(host, dtype=getattr(xp, dtype), device=device)
