"""The course's assignments, found in the folders beside this file: one folder a chapter."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from autograder.exercise import Assignment, Exercise


@functools.cache
def assignments() -> tuple[Assignment, ...]:
    """Every chapter's assignment, in the order of the course."""
    topics = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]
    found = [importlib.import_module(f"{__name__}.{topic}.exercises").ASSIGNMENT for topic in topics]
    return tuple(sorted(found, key=lambda assignment: assignment.name))


def topic_of(assignment: str) -> str:
    """The folder of an assignment here: `02_initialization` is in `initialization`."""
    return assignment.partition("_")[2]


def assignment(name: str) -> Assignment:
    """The assignment of this name. KeyError where there is none."""
    return {a.name: a for a in assignments()}[name]


def find(kernel: str) -> Exercise:
    """The exercise of this name. KeyError where there is none."""
    return {e.name: e for a in assignments() for e in a.exercises}[kernel]


def answer(exercise: Exercise):
    """The course's own answer, a function; made by the build from the chapter's source."""
    topic = exercise.reference.__module__.rpartition(".")[0]
    return getattr(importlib.import_module(f"{topic}.answers"), exercise.name)
