"""Namespaces that the workbench must run on without a change, and a device that may not be waited for."""

import array_api_strict
import pytest
from workbench_helpers import BACKENDS

SYNCS = ("__float__", "__bool__", "__int__", "__index__", "__complex__")


@pytest.fixture(params=BACKENDS)
def backend(request):
    """Keyword arguments xp and device of each backend in turn; strict arrays live on a device of their own."""
    return BACKENDS[request.param]


@pytest.fixture
def no_sync(monkeypatch):
    """From the call of it on, turning an array-api-strict array into a Python number fails, as it stalls a GPU."""
    def forbid():
        def refuse(self):
            raise AssertionError("a value was fetched from the device in the middle of a computation")
        for name in SYNCS:
            monkeypatch.setattr(array_api_strict._array_object.Array, name, refuse)
    return forbid
