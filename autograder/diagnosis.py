"""Finds the known mistake, or the two, that return just what a wrong kernel returned."""

from __future__ import annotations

import functools
import itertools

from autograder.exercise import Exercise, Misconception
from autograder.sandbox.calling import perform
from autograder.suite.compare import agree
from autograder.suite.trial import Trial, cases_of, expected_of, job_of


@functools.cache
def _mistaken(exercise: Exercise, mistakes: tuple[Misconception, ...]):
    return exercise.mistaken(*mistakes)


@functools.lru_cache(maxsize=20_000)
def _returned(exercise: Exercise, mistakes: tuple[Misconception, ...], seed: int, index: int) -> dict:
    """What the reference with these mistakes returns on one case."""
    case = cases_of(exercise, seed)[index]
    return perform(_mistaken(exercise, mistakes), job_of(exercise, case, "numpy-float64"))


def reproduces(exercise: Exercise, mistakes: tuple[Misconception, ...], seed: int, results: list[dict]) -> bool:
    """Whether these mistakes together return the given results on every case of a draw."""
    if _mistaken(exercise, mistakes) is None:
        return False
    cases = cases_of(exercise, seed)
    return all(
        agree(exercise, case, _returned(exercise, mistakes, seed, index), result)
        for index, (case, result) in enumerate(zip(cases, results, strict=True))
    )


def _shuffled(exercise: Exercise, seed: int, results: list[dict]) -> Misconception | None:
    """The mistake that any kernel can have: right quantities, returned in another order."""
    names = exercise.returns
    for order in itertools.permutations(names):
        trios = zip(cases_of(exercise, seed), expected_of(exercise, seed), results, strict=True)
        if order != names and all(
            agree(exercise, case, _first(want, names, names), _first(have, names, order)) for case, want, have in trios
        ):
            return Misconception(
                id="returned_in_another_order",
                says=f"The values are right, but they come back as ({', '.join(order)}).",
                look=f"In which order does the docstring want them? It says ({', '.join(exercise.returns)}).",
            )
    return None


def _first(result: dict, names: tuple[str, ...], order: tuple[str, ...]) -> dict:
    """A result's first step under other names; later steps were fed with what came back before."""
    first = [{new: step[old] for old, new in zip(names, order, strict=True)} for step in result["steps"][:1]]
    forms = [{new: step[old] for old, new in zip(names, order, strict=True)} for step in result["forms"][:1]]
    return {"problem": None, "steps": first, "forms": forms}


def diagnose(trial: Trial) -> tuple[Misconception, ...]:
    """The one known mistake, else the one pair of them, that explains every case of the public draw.

    Empty where nothing fits, and where more than one explanation does: a wrong diagnosis is worse than none.
    """
    exercise, seed, results = trial.exercise, trial.seeds[0], trial.results[0]
    shuffled = _shuffled(exercise, seed, results)
    if shuffled:
        return (shuffled,)
    for many in (1, 2):
        fitting = [
            mistakes
            for mistakes in itertools.combinations(exercise.misconceptions, many)
            if reproduces(exercise, mistakes, seed, results)
        ]
        if fitting:
            return fitting[0] if len(fitting) == 1 else ()
    return ()
