"""Comes back from code that may never end, in this very process."""

from __future__ import annotations

import ctypes
import signal
import threading
from contextlib import contextmanager


class OutOfTime(BaseException):
    """Raised in code whose time is over; no Exception, so that `except Exception` lets it pass."""


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
