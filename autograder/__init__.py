"""The grader of Training Deep Nets: `check`, `hint`, `solution` and `progress` in a notebook.

from autograder import check, experiment, hint, progress, solution
"""

import importlib

__all__ = ["check", "experiment", "hint", "progress", "solution"]


def __getattr__(name: str):
    # Late, so that `python -m autograder build` or a sandbox need not load pytest and the chapters.
    if name in __all__:
        return getattr(importlib.import_module("autograder.words"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
