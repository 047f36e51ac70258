"""Finds the known mistake, or the two, that return just what a wrong kernel returned."""

from __future__ import annotations

import functools
import itertools

from autograder.exercise import Exercise, Misconception
from autograder.generic import generic
from autograder.suite.compare import agree
from autograder.suite.trial import Trial, cases_of, tried


@functools.cache
def _mistaken(exercise: Exercise, mistakes: tuple[Misconception, ...]):
    return exercise.mistaken(*mistakes)


@functools.lru_cache(maxsize=20_000)
def _returned(exercise: Exercise, mistakes: tuple[Misconception, ...], seed: int, index: int) -> dict:
    """What the reference with these mistakes returns on one case."""
    return tried(exercise, cases_of(exercise, seed)[index], _mistaken(exercise, mistakes))


def reproduces(exercise: Exercise, mistakes: tuple[Misconception, ...], seed: int, results: list[dict]) -> bool:
    """Whether these mistakes together return the given results on every case of a draw."""
    if _mistaken(exercise, mistakes) is None:
        return False
    cases = cases_of(exercise, seed)
    return all(
        agree(exercise, case, _returned(exercise, mistakes, seed, index), result)
        for index, (case, result) in enumerate(zip(cases, results, strict=True))
    )


def diagnose(trial: Trial) -> tuple[Misconception, ...]:
    """The one known mistake, else the one pair of them, else one of any kernel's, that explains the whole public draw.

    Empty where nothing fits, and where several known ones do: a wrong diagnosis is worse than none.
    """
    exercise, seed, results = trial.exercise, trial.seeds[0], trial.results[0]
    for many in (1, 2):
        fitting = [
            mistakes
            for mistakes in itertools.combinations(exercise.misconceptions, many)
            if reproduces(exercise, mistakes, seed, results)
        ]
        if fitting:
            return fitting[0] if len(fitting) == 1 else ()
    found = generic(trial)
    return (found,) if found else ()
