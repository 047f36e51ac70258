"""A progress bar that shows itself in a notebook, after half a second, and nowhere else.

It writes nothing to stdout or stderr: stock nbgrader gives no points for a cell with text on stderr.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

PATIENCE = 0.5      # seconds without a bar: a short run should not flicker
REFRESH = 0.1       # seconds between two changes of the bar


def in_notebook() -> bool:
    """Whether this process is a notebook's kernel, whose front end can show widgets."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


class _Bar:
    """An ipywidgets bar in its own output of the cell, replaced by nothing when the run is over."""

    def __init__(self, total: int, label: str):
        import ipywidgets
        from IPython.display import display

        self._bar = ipywidgets.IntProgress(max=total, description=label, style={"description_width": "initial"})
        self._handle = display(self._bar, display_id=True)

    def show(self, done: int):
        self._bar.value = done

    def close(self):
        from IPython.display import HTML

        self._bar.close()
        if self._handle is not None:
            self._handle.update(HTML(""))       # a saved notebook would otherwise keep a dead widget


def progress(total: int, label: str = "") -> Iterator[int]:
    """Count from 0 to total - 1, with a bar on the way where there is a notebook to show it."""
    bar, next_look = None, time.monotonic() + PATIENCE
    possible = in_notebook()
    try:
        for step in range(total):
            yield step
            if possible and time.monotonic() >= next_look:
                next_look = time.monotonic() + REFRESH
                if bar is None:
                    try:
                        bar = _Bar(total, label)
                    except Exception:           # a bar is a courtesy: no widgets, no bar, but never a failed run
                        possible = False
                        continue
                bar.show(step + 1)
    finally:
        if bar is not None:
            bar.close()
