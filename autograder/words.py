"""The words that a student says in a notebook: check, hint, solution, progress, and experiment."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable

from autograder import chapters, display
from autograder.direct import DirectCaller
from autograder.suite import judge
from autograder.verdict import Verdict

_last: dict[str, Verdict] = {}  # the last verdict of each kernel checked in this session
_judged: dict[str, tuple[object, Verdict]] = {}  # and of which object, so that an experiment need not ask again
_hints_given: dict[str, int] = {}


class Score(float):
    """Points, as a plain number: stock nbgrader reads a check's result as partial credit."""

    def __repr__(self) -> str:
        return f"{float(self):g}"


def _name(kernel) -> str | None:
    """Which exercise is meant: by a function's name, by a string, or by an answer that is no function at all."""
    if isinstance(kernel, str):
        return kernel
    name = getattr(kernel, "__name__", None)
    if isinstance(name, str):
        return name
    notebook = vars(sys.modules["__main__"])
    known = (e.name for a in chapters.assignments() for e in a.exercises)
    return next((n for n in known if n in notebook and notebook[n] is kernel), None)


def _exercise(kernel):
    name = _name(kernel)
    try:
        return chapters.find(name)
    except KeyError:
        display.show_line(
            f"{name or repr(kernel)[:60]} is no exercise of this course. Give the function: check(adam_step)."
        )
        return None


def _judge(exercise, kernel) -> Verdict:
    if isinstance(kernel, str):
        kernel = vars(sys.modules["__main__"]).get(kernel)
    verdict = judge([exercise], DirectCaller({exercise.name: kernel}))[0]
    _last[exercise.name] = verdict
    _judged[exercise.name] = (kernel, verdict)
    return verdict


def check(kernel: Callable) -> Score:
    """Tells whether a kernel is right, and if not, what is wrong and where to look.

    Shows a report and returns the points as a number. Never raises because an answer is wrong, writes nothing
    to stderr and leaves no files.
    """
    exercise = _exercise(kernel)
    if exercise is None:
        return Score(0.0)
    verdict = _judge(exercise, kernel)
    display.show([verdict])
    return Score(verdict.score)


def hint(kernel: Callable) -> None:
    """Shows the next hint for a kernel; never the answer."""
    exercise = _exercise(kernel)
    if exercise is None:
        return
    given = _hints_given.get(exercise.name, 0)
    _hints_given[exercise.name] = min(given + 1, len(exercise.hints))
    again = given >= len(exercise.hints)
    number = len(exercise.hints) if again else given + 1
    last = " (the last one)" if number == len(exercise.hints) else ""
    display.show_text(f"{exercise.name}, hint {number} of {len(exercise.hints)}{last}", exercise.hints[number - 1])


def solution(kernel: Callable) -> None:
    """Shows the course's own lines, once yours are right."""
    exercise = _exercise(kernel)
    if exercise is None:
        return
    answer = chapters.answer(exercise)
    if not sys.modules[answer.__module__].SHOW_SOLUTIONS:
        display.show_line("The solutions of this course are not shown.")
    elif exercise.name not in _last or not _last[exercise.name].values_right:
        display.show_line(f"The course's lines come after a right answer: first check({exercise.name}).")
    else:
        display.show_code(f"{exercise.name}, as the course writes it", inspect.getsource(answer))


def progress() -> None:
    """Shows every kernel of the chapter at hand: what is right, what is begun, what is left."""
    notebook = vars(sys.modules["__main__"])
    begun = [a for a in chapters.assignments() if any(e.name in _last for e in a.exercises)]
    defined = [a for a in chapters.assignments() if any(callable(notebook.get(e.name)) for e in a.exercises)]
    if not (begun or defined):
        display.show_line("Nothing here yet. Run the cells of a chapter, then check(...) its kernels.")
    for assignment in begun or defined:
        display.show_progress(assignment, _last)


def experiment(*kernels: Callable) -> Callable:
    """Decorates a function that draws an experiment; runs it at once if these kernels are right.

    Otherwise it prints one line that says which are not, and draws nothing. The name of the function is
    bound to what it returned, or to None.
    """

    def decorate(function):
        missing = []
        for kernel in kernels:
            exercise = chapters.find(_name(kernel))
            seen, verdict = _judged.get(exercise.name, (None, None))
            if seen is not kernel:
                verdict = _judge(exercise, kernel)
            if not verdict.values_right:
                missing.append(exercise.name)
        if missing:
            display.show_line(f"This experiment waits for {', '.join(missing)}.")
            return None
        return functools.wraps(function)(function)()

    return decorate
