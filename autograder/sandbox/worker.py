"""The grader's side of a sandbox: runs a submission's cells and calls its kernels, and believes nothing.

Whatever the answer does, a `Worker` raises only `WorkerError`, within its deadlines and limits.
After a kill it starts again by itself, without the cell that did it.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import numpy as np

from autograder.sandbox import calling, launchers, wire

_BUILTIN_ERRORS = calling.builtin_errors()
_MAX_LINE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Seconds to wait for a batch of calls, for one loading of the cells, and for all of it; bytes."""

    call: float = 10.0
    load: float = 20.0
    total: float = 120.0
    memory: int = 2 << 30
    reply: int = wire.MAX_PAYLOAD


class WorkerError(Exception):
    """The answer gave no usable result."""


class TimedOut(WorkerError):
    """It was not done in time."""


class Killed(WorkerError):
    """Its process ended."""


class BadReply(WorkerError):
    """What it sent is not a result."""


# How a cell that did not even raise is named in `Worker.problems`.
_FATES = {TimedOut: "timed_out", Killed: "killed", BadReply: "bad_reply"}


class Worker:
    """One submission in one sandboxed process at a time.

    cells: code, executed in order in one namespace; compiled as `<cell 0>`, `<cell 1>`, ...
    tier: of `launchers.TIERS`; the best that works here unless told.
    Raises launchers.Refused where no tier works, and WorkerError if the sandbox does not start.
    """

    def __init__(self, cells: list[str], tier: str | None = None, limits: Limits | None = None):
        self.cells = list(cells)
        self.tier = tier or launchers.choose()
        self.limits = limits or Limits()
        self._problems: list[dict | str | None] = [None] * len(self.cells)
        self._process: launchers.Process | None = None
        self._left = self.limits.total

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *details) -> None:
        self.close()

    @property
    def problems(self) -> list[dict | str | None]:
        """For each cell None, {"error": a builtin class's name, "line": int or None}, or one of
        "timed_out", "killed", "bad_reply" and, where time ran out before it, "not_run"."""
        try:
            self._load()
        except TimedOut:
            pass
        return list(self._problems)

    def call(self, name: str, jobs: list[dict]) -> list[dict]:
        """Call the kernel of that name on each job; the results are `calling.perform`'s.

        A name that is not there, or cannot be called, is a result of kind "missing" or
        "not_callable". Raises TimedOut, Killed or BadReply; the next call starts afresh.
        """
        self._load()
        reply = self._ask({"name": name, "jobs": jobs}, self.limits.call)
        try:
            results = reply["results"]
            if type(results) is not list or len(results) != len(jobs):
                raise ValueError("as many results as jobs")
            return [_checked_result(result, job, len(self.cells)) for result, job in zip(results, jobs, strict=True)]
        except (ValueError, KeyError, TypeError) as error:
            self.close()
            raise BadReply("a result without the form of one") from error

    def close(self) -> None:
        """End the process. A later call starts another one."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _load(self) -> None:
        """See that a process is there in which every cell has run that can."""
        while self._process is None:
            try:
                self._start()
            except WorkerError as error:
                index = next(i for i, p in enumerate(self._problems) if p == "running")
                self._problems[index] = _FATES[type(error)]

    def _start(self) -> None:
        before = time.monotonic()
        limit = min(self.limits.load, self._left)
        if limit <= 0:
            self._problems = [p if i ... for i, p in enumerate(self._problems)]
