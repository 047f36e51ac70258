"""The grader's side of a sandbox: runs a submission's cells and calls its kernels, and believes nothing.

Whatever the answer does, a `Worker` raises only `WorkerError`, within its deadlines and limits.
After a kill it starts again by itself, without the cell that did it.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from dataclasses import dataclass

import numpy as np

from autograder.sandbox import calling, launchers, wire

_BUILTIN_ERRORS = calling.builtin_errors()
_MAX_LINE = 1_000_000
_START = 30.0  # seconds for a sandbox to start, on a busy machine too
_OVER = "the time for this submission is over"
_REQUIRED = {"kind", "step", "error", "reason", "file", "line"}
_OPTIONAL = {"quantity", "form", "count"}


@dataclass(frozen=True)
class Limits:
    """Seconds to wait for a batch of calls, for one loading of the cells, and for all of it; bytes.

    cpu: seconds of CPU time that one process may use; what `total` allows unless told.
    """

    call: float = 10.0
    load: float = 20.0
    total: float = 120.0
    memory: int = 2 << 30
    reply: int = wire.MAX_PAYLOAD
    cpu: float | None = None


class WorkerError(Exception):
    """The answer gave no usable result."""


class TimedOut(WorkerError):
    """It was not done in time."""


class Killed(WorkerError):
    """Its process ended."""


class BadReply(WorkerError):
    """What it sent is not a result."""


class NotStarted(WorkerError):
    """The sandbox did not start: a fault of this machine, not of the answer."""


# How a cell that did not even raise is named in `Worker.problems`.
_FATES = {TimedOut: "timed_out", Killed: "killed", BadReply: "bad_reply"}
_SKIPPED = (*_FATES.values(), "too_long")


class Worker:
    """One submission in one sandboxed process at a time.

    cells: code, executed in order in one namespace, compiled as `<cell 0>`, `<cell 1>`, ...
    checks: {kernel: the last cell before it is checked}; names mean in its calls what they meant there.
    before: another worker on the same cells; what stopped its process is not tried again.
    tier: one of `launchers.TIERS`; the best that works here unless told.
    The process ends with the thread that started it, so use a worker in one thread.
    Raises launchers.Refused where no tier works, and NotStarted.
    """

    def __init__(
        self,
        cells: list[str],
        tier: str | None = None,
        limits: Limits | None = None,
        checks: dict[str, int] | None = None,
        before: Worker | None = None,
    ):
        self.cells, self.checks = list(cells), dict(checks or {})
        self.tier = tier or launchers.choose()
        self.limits = limits or Limits()
        self._problems: list[dict | str | None] = list(before._problems) if before else ["not_run"] * len(self.cells)
        self._given_up: set[int] = set(before._given_up) if before else set()
        self._process: launchers.Process | None = None
        self._starting: launchers.Process | None = None
        self._left = self.limits.total

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *details) -> None:
        self.close()

    @property
    def problems(self) -> list[dict | str | None]:
        """What happened to each cell.

        None, or {"error": a builtin class's name, "line": int or None}, or "timed_out", "killed" or
        "bad_reply", or "too_long" (over 1 MiB), or "not_run" where the total time was over before it.
        """
        with contextlib.suppress(TimedOut):
            self._load()
        return list(self._problems)

    def start_early(self) -> None:
        """Let a process start beside what the grader still has to do before its first call. Raises NotStarted."""
        if self._process is None and self._starting is None:
            self._starting = self._launch()

    def call(self, name: str, jobs: list[dict]) -> list[dict]:
        """Call the kernel of that name on each job; the results are `calling.perform`'s.

        A name that is not there or cannot be called is a result of kind "missing" or
        "not_callable". Raises TimedOut, Killed or BadReply; the next call starts afresh.
        """
        self._load()
        reply = self._ask({"name": name, "jobs": jobs}, self.limits.call)
        try:
            _require(set(reply) == {"id", "results"})
            _require(type(reply["results"]) is list and len(reply["results"]) == len(jobs))
            for result, job in zip(reply["results"], jobs, strict=True):
                _check_result(result, job, len(self.cells))
        except BadReply:
            self.close()
            raise
        return reply["results"]

    def close(self) -> None:
        """End the process. A later call starts another one."""
        for process in (self._process, self._starting):
            if process is not None:
                process.close()
        self._process = self._starting = None

    def _load(self) -> None:
        """See that there is a process in which every cell has run that does not stop it.

        Of one that does, what it defines: a kernel must not pay for what is tried out below it.
        """
        while self._process is None:
            self._start()
            until = time.monotonic() + self.limits.load
            # Where the cells together have taken too long once, many slow ones must not use up everybody's time.
            impatient = "timed_out" in self._problems
            for index, cell in enumerate(self.cells):
                stopped = self._problems[index] in _SKIPPED
                if index in self._given_up or self._problems[index] == "too_long":
                    continue
                try:
                    checked = [name for name, last in self.checks.items() if last == index]
                    request = {"cell": index, "text": cell, "checked": checked, "definitions": stopped}
                    left = until - time.monotonic()
                    reply = self._ask(request, min(left, max(1.0, self.limits.load / 10)) if impatient else left)
                    problem = _checked_problem(reply)
                    if not stopped:
                        self._problems[index] = problem
                except wire.Malformed:
                    self._problems[index] = "too_long"
                except WorkerError as error:
                    self.close()
                    if self._left <= 0:
                        raise TimedOut(_OVER) from error  # no fault of this cell
                    if stopped:
                        self._given_up.add(index)
                    else:
                        self._problems[index] = _FATES[type(error)]
                    break

    def _start(self) -> None:
        if self._left <= 0:
            raise TimedOut(_OVER)
        before = time.monotonic()
        process, self._starting = self._starting or self._launch(), None
        try:
            process.wait_until_ready(before + _START)
        except launchers.NotStarted as error:
            raise NotStarted(str(error)) from error
        finally:
            self._left -= time.monotonic() - before
        self._process = process

    def _launch(self) -> launchers.Process:
        limits = self.limits
        deadline = time.monotonic() + _START
        try:
            return launchers.launch(
                self.tier,
                memory=limits.memory,
                cpu=limits.cpu or limits.total + 1,
                reply=limits.reply,
                deadline=deadline,
            )
        except launchers.NotStarted as error:
            raise NotStarted(str(error)) from error

    def _ask(self, request: dict, seconds: float) -> dict:
        """One request and its reply, which is some dictionary with the request's id."""
        request["id"] = secrets.token_hex(8)  # what an answer wrote earlier is no reply to this
        message = wire.pack(request)
        before = time.monotonic()
        deadline = before + min(seconds, self._left)
        try:
            wire.write(self._process.requests, message, deadline)
            reply = wire.receive(self._process.replies, deadline, self.limits.reply)
            _require(type(reply) is dict and _is_one_of(reply.get("id"), (request["id"],)))
            return reply
        except (wire.WireError, BadReply) as error:
            self.close()
            kind = {wire.Late: TimedOut, wire.Closed: Killed}.get(type(error), BadReply)
            raise kind(str(error)) from error
        finally:
            self._left -= time.monotonic() - before


def _require(condition: bool) -> None:
    if not condition:
        raise BadReply("not a result")


# A value from the wire may be an array, whose comparisons are arrays: look at its type first.
def _is_one_of(value, allowed) -> bool:
    return type(value) is str and value in allowed


def _is_count(value, largest: int, smallest: int = 0) -> bool:
    return type(value) is int and smallest <= value <= largest


def _is_line(value) -> bool:
    return value is None or _is_count(value, _MAX_LINE, 1)


def _checked_problem(reply: dict) -> dict | None:
    _require(set(reply) == {"id", "problem"})
    problem = reply["problem"]
    if problem is None:
        return None
    _require(type(problem) is dict and set(problem) == {"error", "line"})
    _require(_is_one_of(problem["error"], _BUILTIN_ERRORS) and _is_line(problem["line"]))
    return problem


def _check_result(result, job: dict, cells: int) -> None:
    """Raise BadReply unless this has the form of `calling.perform`'s result for that job."""
    _require(type(result) is dict and set(result) == {"problem", "steps", "forms", "changed"})
    steps, forms, changed = result["steps"], result["forms"], result["changed"]
    most = 1 + len(job["steps"])
    _require(type(steps) is list and type(forms) is list and len(steps) == len(forms) <= most)
    for outputs, kinds in zip(steps, forms, strict=True):
        _require(type(outputs) is dict and type(kinds) is dict)
        _require(set(outputs) == set(kinds) == set(job["returns"]))
        _require(all(type(value) is np.ndarray for value in outputs.values()))
        _require(all(_is_one_of(kind, calling.FORMS) for kind in kinds.values()))
    arguments = set(job["args"]).union(*job["steps"])
    _require(type(changed) is list and all(_is_one_of(name, arguments) for name in changed))
    if result["problem"] is None:
        _require(len(steps) == most)
    else:
        _check_problem(result["problem"], job, cells)


def _check_problem(problem, job: dict, cells: int) -> None:
    _require(type(problem) is dict and _REQUIRED <= set(problem) <= _REQUIRED | _OPTIONAL)
    _require(_is_one_of(problem["kind"], calling.KINDS) and _is_count(problem["step"], len(job["steps"])))
    _require(problem["error"] is None or _is_one_of(problem["error"], _BUILTIN_ERRORS))
    _require(problem["reason"] is None or _is_one_of(problem["reason"], calling.REASONS))
    _require(problem["file"] is None or _is_one_of(problem["file"], {f"<cell {i}>" for i in range(cells)}))
    _require(_is_line(problem["line"]))
    _require("quantity" not in problem or _is_one_of(problem["quantity"], job["returns"]))
    _require(problem["kind"] != "wrong_type" or "form" in problem)
    _require("form" not in problem or _is_one_of(problem["form"], calling.FORMS))
    _require(problem.get("count") is None or _is_count(problem["count"], 1 << 53))
