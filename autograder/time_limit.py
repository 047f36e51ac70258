"""Comes back from code that may never end, in this very process."""

from __future__ import annotations

import ctypes
import signal
import threading
from contextlib import contextmanager


class OutOfTime(BaseException):
    """Raised in code whose time is over; no Exception, so that `except Exception` lets it pass."""


@contextmanager
def time_limit(seconds: float, of_cpu: bool = False):
    """Raises OutOfTime in this thread when the time is over, and again until it gets through.

    of_cpu: only this process's own work counts, where that can be had: a machine that stands still costs nothing.

    A signal where there are signals, since it also ends a wait inside a C function; elsewhere, and
    outside the main thread, an exception set from a watchdog thread.
    """

    def alarm(signum, frame):
        raise OutOfTime

    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        told, clock = (signal.SIGVTALRM, signal.ITIMER_VIRTUAL) if of_cpu else (signal.SIGALRM, signal.ITIMER_REAL)
        before = signal.signal(told, alarm)
        signal.setitimer(clock, seconds, 0.01)
        try:
            yield
        finally:
            signal.setitimer(clock, 0)
            signal.signal(told, before)
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
