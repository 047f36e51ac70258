"""Mistakes that any kernel can have, told from what it returned: no author has to list them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.suite.compare import agree, first_difference
from autograder.suite.trial import Trial, cases_of, expected_of, tried

# What hyper-parameters usually are; a kernel that computes with one of these whatever it is passed.
USUAL = (0.0, 0.9, 0.99, 0.999, 1e-8, 1e-7, 1e-5, 0.01, 0.001, 0.1, 0.5, 1.0, 2.0)
SAME = 1e-7  # relative difference of two factors that are one


def generic(trial: Trial) -> Misconception | None:
    """The first that explains every case of the public draw, or None."""
    for look in (_reordered, _other_arguments, _unchanged, _turned, _scaled):
        found = look(trial.exercise, trial.seeds[0], trial.results[0])
        if found:
            return found
    return None


def _reordered(exercise: Exercise, seed: int, results: list[dict]) -> Misconception | None:
    """Right quantities, returned in another order."""
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


def _other_arguments(exercise: Exercise, seed: int, results: list[dict]) -> Misconception | None:
    """The right formula with two arguments exchanged, with a usual value for one, or one off by one."""
    cases = cases_of(exercise, seed)
    for mistake, change in _changes(exercise, cases[0]):
        kernel = _with(exercise, change)
        if all(
            agree(exercise, case, tried(exercise, case, kernel), result)
            for case, result in zip(cases, results, strict=True)
        ):
            return mistake
    return None


def _changes(exercise: Exercise, case: Case) -> Iterator[tuple[Misconception, Callable[[dict], dict]]]:
    """Each mistake with what it makes of the arguments."""
    kinds = {name: (type(value), np.shape(value)) for name, value in case.args.items()}
    numbers = [name for name, (kind, _) in kinds.items() if kind in (int, float)]
    for one, other in itertools.combinations(kinds, 2):
        if kinds[one] == kinds[other] and kinds[one][0] in (int, float, np.ndarray):
            mistake = Misconception(
                id=f"{one}_and_{other}_exchanged",
                says=f"It uses {one} where {other} belongs, and {other} where {one} belongs.",
                look="Compare each line with the equation in the docstring.",
            )
            yield mistake, lambda given, one=one, other=other: {one: given[other], other: given[one]}
    for name in numbers:
        if kinds[name][0] is float:
            for value in USUAL:
                mistake = Misconception(
                    id=f"{name}_fixed",
                    says=f"It computes with {name} = {value:g}, whatever {name} is passed in.",
                    look=f"Where does {name} stand in the equation, and where in your lines?",
                )
                yield mistake, lambda given, name=name, value=value: {name: value}
        else:
            for off in (1, -1):
                mistake = Misconception(
                    id=f"{name}_off_by_one",
                    says=f"It computes with {name} {'+' if off > 0 else '-'} 1 where {name} belongs.",
                    look=f"From which number on does {name} count?",
                )
                yield mistake, lambda given, name=name, off=off: {name: given[name] + off}


def _with(exercise: Exercise, change: Callable[[dict], dict]) -> Callable:
    def kernel(*positional, **keywords):
        given = dict(zip(exercise.positional, positional, strict=True)) | keywords
        given |= change(given)
        return exercise.reference(
            *(given[name] for name in exercise.positional), **{name: given[name] for name in exercise.keywords}
        )

    return kernel


def _firsts(exercise: Exercise, seed: int, results: list[dict]) -> list[tuple[str, Case, np.ndarray, np.ndarray]]:
    """(quantity, case, expected, got) at the first step, of the first quantity that is wrong; none for a sampler.

    Empty where the kernel raises somewhere, or where a later step alone is wrong.
    """
    pairs = list(zip(cases_of(exercise, seed), expected_of(exercise, seed), results, strict=True))
    if exercise.sampler or any(not have["steps"] for _, _, have in pairs):
        return []
    for quantity in exercise.quantities:
        if any(first_difference(exercise, case, quantity, want, have, form=False) for case, want, have in pairs):
            first = [(case, want["steps"][0][quantity], have["steps"][0][quantity]) for case, want, have in pairs]
            return [(quantity, case, np.asarray(want), np.asarray(have)) for case, want, have in first]
    return []


def _unchanged(exercise: Exercise, seed: int, results: list[dict]) -> Misconception | None:
    """What should be new comes back as it was passed in."""
    firsts = _firsts(exercise, seed, results)
    for quantity, case, _, have in firsts:
        start = case.args.get(quantity)
        if not isinstance(start, np.ndarray) or have.shape != start.shape or not np.array_equal(have, start):
            return None
    if not firsts or all(np.array_equal(want, case.args[quantity]) for quantity, case, want, _ in firsts):
        return None
    return Misconception(
        id="returned_unchanged",
        says=f"{firsts[0][0]} comes back as it was passed in.",
        look="Is the new value computed, and is it the one that you return?",
    )


def _turned(exercise: Exercise, seed: int, results: list[dict]) -> Misconception | None:
    """A matrix comes back with its rows as columns."""
    firsts = _firsts(exercise, seed, results)
    matrices = [(case, want, have) for _, case, want, have in firsts if want.ndim == have.ndim == 2]
    if not matrices or len(matrices) < len(firsts):
        return None
    if not all(have.T.shape == want.shape and _close(case, have.T, want) for case, want, have in matrices):
        return None
    return Misconception(
        id="transposed",
        says=f"{firsts[0][0]} comes back transposed: its rows are the columns that are asked for.",
        look="Which axis is which in the docstring?",
    )


def _close(case: Case, have: np.ndarray, want: np.ndarray) -> bool:
    return np.allclose(have, want, rtol=case.rtol, atol=case.atol)


def _scaled(exercise: Exercise, seed: int, results: list[dict]) -> Misconception | None:
    """The first wrong quantity, or its change, is everywhere one factor times what it should be."""
    firsts = _firsts(exercise, seed, results)
    if not firsts or any(have.shape != want.shape or want.dtype.kind != "f" for _, _, want, have in firsts):
        return None
    quantity = firsts[0][0]
    for changing in (False, True):
        found = []
        for _, case, want, have in firsts:
            start = case.args.get(quantity) if changing else 0.0
            if np.shape(start) not in ((), want.shape) or start is None:
                return None
            factor = _factor(case, np.asarray(want - start), np.asarray(have - start))
            if factor is None:
                break
            found.append((case, factor))
        else:
            found = [(case, factor) for case, factor in found if np.isfinite(factor)]
            what = f"The change of {quantity}" if changing else quantity
            told = _told(found) if len(found) > 1 else None
            if told:
                return Misconception(id=told[0], says=f"{what} {told[1]}", look=told[2])
    return None


def _factor(case: Case, want: np.ndarray, have: np.ndarray) -> float | None:
    """What `want` is multiplied by to give `have`; infinity where all is 0 and nothing can be told, None for no one."""
    if not np.all(np.isfinite(have)) or not np.all(np.isfinite(want)):
        return None
    most = np.max(np.abs(want), initial=0.0)
    if most <= case.atol:
        return np.inf if np.max(np.abs(have), initial=0.0) <= case.atol else None
    large = np.abs(want) == most
    factor = float(have[large][0] / want[large][0])
    return factor if np.allclose(have, factor * want, rtol=SAME, atol=case.atol + SAME * most * abs(factor)) else None


def _told(found: list[tuple[Case, float]]) -> tuple[str, str, str] | None:
    """Id, words and question for a factor in each case: one number, or one that goes with an argument."""
    factors = np.array([factor for _, factor in found])
    if np.any(factors == 0):
        return ("zero", "is 0.", "Which line should make it something else?") if np.all(factors == 0) else None
    if np.allclose(factors, -1.0, rtol=SAME):
        return "opposite_sign", "has the opposite sign.", "Which way should it go?"
    if np.allclose(factors, 1.0, rtol=SAME):
        return None  # a later step alone is wrong
    if np.ptp(factors) <= SAME * np.max(np.abs(factors)):
        return "constant_factor", f"is {factors[0]:.4g} times what it should be.", "Which number is there too much?"
    for name, values in _quantities([case for case, _ in found]).items():
        many, few = f"is too large by a factor of {name}", f"lacks a factor of {name}"
        for says, factor in ((many, values), (few, 1 / values)):
            for minus, sign in (("", 1.0), (", and has the opposite sign", -1.0)):
                if np.allclose(factors, sign * factor, rtol=SAME):
                    return f"factor_{_id(name)}", f"{says}{minus}.", f"Where does {name} belong?"
    return None


def _id(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)


def _quantities(cases: list[Case]) -> dict[str, np.ndarray]:
    """Numbers that a factor may be, by name: scalar arguments, and lengths of axes. Those that differ between cases."""
    found = {}
    for name, value in cases[0].args.items():
        if type(value) in (int, float):
            found[name] = [case.args[name] for case in cases]
            found[f"(1 - {name})"] = [1 - case.args[name] for case in cases]
        elif isinstance(value, np.ndarray) and all(np.ndim(case.args[name]) == value.ndim for case in cases):
            for axis in range(value.ndim):
                found[f"{name}.shape[{axis}]"] = [case.args[name].shape[axis] for case in cases]
            found[f"the size of {name}"] = [case.args[name].size for case in cases]
    lists = {name: np.array(values, dtype=float) for name, values in found.items() if None not in values}
    return {name: values for name, values in lists.items() if np.all(values != 0) and np.ptp(values) > 0}
