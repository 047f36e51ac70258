"""Calls a kernel in this very process, as check does, and comes back even from an endless loop."""

from __future__ import annotations

import ctypes
import linecache
import signal
import threading
from contextlib import contextmanager

from autograder.exercise import Budget
from autograder.sandbox.calling import perform
from autograder.suite import CallFailed

SECONDS = 8.0


class OutOfTime(BaseException):
    """Raised inside a kernel whose time is over; no Exception, so that `except Exception` lets it pass."""


@contextmanager
def time_limit(seconds: float):
    """Raises OutOfTime in this thread when the time is over, and again until it gets through.

    A signal where there are signals, since it also ends a wait inside a C function; elsewhere, and
    outside the main thread, an exception set from a watchdog thread.
    """

    def alarm(signum, frame):
        raise OutOfTime

    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGALRM, alarm)
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.01)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        return
    done, thread = threading.Event(), threading.get_ident()

    def watch():
        wait = seconds
        while not done.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OutOfTime))
            wait = 0.05

    watchdog = threading.Thread(target=watch, daemon=True)
    watchdog.start()
    try:
        yield
    finally:
        done.set()
        watchdog.join()


@contextmanager
def _as_budgeted(budget: Budget, calls: int):
    """The time of so many calls, on one BLAS thread as when it is graded."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), time_limit(budget.wait * calls):
        yield


class DirectCaller:
    """Calls functions that live in this process; `kernels` are looked up by name."""

    def __init__(self, kernels: dict):
        self.kernels = kernels

    def call(self, exercise, jobs: list[dict]) -> list[dict]:
        kernel = self.kernels[exercise.name]
        if not callable(kernel):
            return [{"problem": {"kind": "not_callable"}, "steps": [], "forms": [], "changed": []} for _ in jobs]
        code = getattr(kernel, "__code__", None)
        home = code.co_filename if code else None
        try:
            with _as_budgeted(exercise.budget, len(jobs)) if exercise.budget else time_limit(SECONDS):
                return [
                    perform(
                        kernel, job, own=lambda file: file == home, tell=True, through=(OutOfTime, KeyboardInterrupt)
                    )
                    for job in jobs
                ]
        except OutOfTime:
            raise CallFailed("timed_out") from None

    def place(self, file: str, line: int) -> str | None:
        return linecache.getline(file, line).strip() or None
