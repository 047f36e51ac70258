"""One kernel on trial: its cases, what was expected, what came out, and the claims the suite makes of it."""

from __future__ import annotations

import dataclasses
import functools
import zlib

import numpy as np

from autograder.exercise import Case, Draw, Exercise, Function
from autograder.sandbox.calling import perform
from autograder.suite.compare import Difference, first_difference
from autograder.time_limit import OutOfTime, time_limit

PATIENCE = 1.0  # seconds, for what takes milliseconds
LARGE = 8_000_000  # bytes of one returned array; no exercise asks for as many


class CallFailed(Exception):
    """A batch of calls that brought nothing home. kind: timed_out or killed."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


class Finding(AssertionError):
    """A claim that does not hold: a problem (the kernel could not be called) or a difference."""

    def __init__(
        self, kind: str, *, difference: Difference | None = None, problem: dict | None = None, case="", **more
    ):
        super().__init__(kind)
        self.kind, self.difference, self.problem, self.case, self.more = kind, difference, problem, case, more


@functools.cache
def _all_cases(exercise: Exercise, seed: int) -> tuple[Case, ...]:
    return tuple(exercise.cases(np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])))


@functools.cache
def cases_of(exercise: Exercise, seed: int) -> tuple[Case, ...]:
    """The cases of one draw that have values. The same seed gives the same inputs, whatever else is graded."""
    return tuple(case for case in _all_cases(exercise, seed) if not case.raises)


def refusals_of(exercise: Exercise, seed: int) -> tuple[Case, ...]:
    """The cases of one draw that a kernel must not accept."""
    return tuple(case for case in _all_cases(exercise, seed) if case.raises)


def job_of(exercise: Exercise, case: Case, harness: str) -> dict:
    """The case as calling.perform wants it."""

    def sent(value):
        if isinstance(value, Draw):
            return {"draw": value.seed}
        return {"function": value.name} if isinstance(value, Function) else value

    def plain(values: dict) -> dict:
        return {name: sent(value) for name, value in values.items()}

    return {
        "positional": list(exercise.positional),
        "keywords": list(exercise.keywords),
        "returns": list(exercise.returns),
        "harness": harness,
        "args": plain(case.args),
        "steps": [plain(step) for step in case.steps],
    }


@functools.cache
def expected_of(exercise: Exercise, seed: int) -> tuple[dict, ...]:
    """What the reference returns on the cases of one draw; worked out once a process."""
    results = [
        perform(exercise.reference, job_of(exercise, case, "numpy-float64")) for case in cases_of(exercise, seed)
    ]
    for case, result in zip(cases_of(exercise, seed), results, strict=True):
        if result["problem"]:
            raise ValueError(f"the reference of {exercise.name} fails on the case {case.name!r}: {result['problem']}")
    return tuple(results)


def tried(exercise: Exercise, case: Case, kernel) -> dict:
    """What a kernel of ours returns, with mistakes in it or on arguments that it is not made for: it may never end."""
    try:
        with time_limit(PATIENCE, of_cpu=True):
            return perform(kernel, job_of(exercise, case, "numpy-float64"), through=(OutOfTime,))
    except OutOfTime:
        return {"problem": {"kind": "timed_out", "error": None}, "steps": [], "forms": [], "changed": []}


class Trial:
    """Calls a kernel on every case, in every harness; the suite then asks.

    The public draw is called when a trial is made, the hidden ones by `call_hidden`. Numbers shown to a student
    come from public calls, so these must be over in every trial before a kernel's process sees a hidden input.
    """

    def __init__(self, exercise: Exercise, caller, seeds: tuple[int, ...]):
        self.exercise, self.seeds = exercise, seeds
        self.draws = [cases_of(exercise, seed) for seed in seeds]
        public = self.draws[0]
        # Form and portability from the public draw alone: they are observed inside the student's process, which
        # could fake them, so a second draw would prove nothing.
        harnesses = ("numpy-float64", "numpy-float32", "strict")
        jobs = [job_of(exercise, case, harness) for harness in harnesses for case in public]
        if exercise.sampler:
            jobs += [job_of(exercise, case, "numpy-float64") for case in (public[0], _reseeded(public[0]))]
        self.refusals = refusals_of(exercise, seeds[0])
        jobs += [job_of(exercise, case, "numpy-float64") for case in self.refusals]
        results, count = list(caller.call(exercise, jobs)), len(public)
        self.results, self.single, self.strict = (
            [results[:count]],
            results[count : 2 * count],
            results[2 * count : 3 * count],
        )
        self.again = results[3 * count : 3 * count + 2]
        self.refused = results[len(results) - len(self.refusals) :]

    def call_hidden(self, caller) -> None:
        """Calls it on the other draws, in an order of their own: one that counts its calls learns nothing from that."""
        for seed, cases in zip(self.seeds[1:], self.draws[1:], strict=True):
            order = np.random.default_rng([seed, len(cases)]).permutation(len(cases))
            jobs = [job_of(self.exercise, cases[i], "numpy-float64") for i in order]
            results = map(_slim, caller.call(self.exercise, jobs))
            self.results.append([result for _, result in sorted(zip(order, results, strict=True), key=lambda x: x[0])])

    def _public(self, results):
        return zip(self.draws[0], expected_of(self.exercise, self.seeds[0]), results, strict=True)

    def require_answer(self):
        """It exists, can be called, and returns what it should return, in number and kind."""
        for draw, (cases, results) in enumerate(zip(self.draws, self.results, strict=True)):
            for case, result in zip(cases, results, strict=True):
                if result["problem"]:
                    raise self._failed(draw, case, result)

    def _failed(self, draw: int, case: Case, result: dict) -> Finding:
        """What to say of a call that failed. Of a hidden one, nothing that the answer could choose."""
        problem = result["problem"]
        if draw == 0:
            return Finding(problem["kind"], problem=problem, case=case.name)
        return Finding("wrong_value", problem={"kind": "wrong_value", "line": None}, hidden=True)

    def require_right(self, quantity: str):
        """The values of one returned quantity, in float64, on every case of every draw."""
        for draw, (seed, cases, results) in enumerate(zip(self.seeds, self.draws, self.results, strict=True)):
            for case, expected, result in zip(cases, expected_of(self.exercise, seed), results, strict=True):
                difference = first_difference(self.exercise, case, quantity, expected, result, form=False)
                if difference and draw:
                    raise Finding("wrong_value", hidden=True)
                if difference:
                    raise Finding(difference.kind, difference=difference, case=case.name)
                if result["problem"]:
                    raise self._failed(draw, case, result)

    def require_dtype(self):
        """A number comes back in the form that was asked for; float32 in, float32 out."""
        for case, expected, result in self._public(self.results[0]):
            for name in self.exercise.quantities:
                difference = first_difference(self.exercise, case, name, expected, result)
                if difference and difference.kind == "wrong_type":
                    raise Finding("wrong_type", difference=difference, case=case.name)
        for case, expected, result in self._public(self.single):
            if result["problem"]:
                raise Finding("wrong_dtype", problem=result["problem"], case=case.name)
            for want, forms, have in zip(expected["steps"], expected["forms"], result["steps"], strict=True):
                for name in self.exercise.quantities:
                    floating = forms[name] not in ("float", "int") and np.asarray(want[name]).dtype == np.float64
                    if floating and np.asarray(have[name]).dtype != np.float32:
                        got = np.asarray(have[name]).dtype.name
                        raise Finding("wrong_dtype", case=case.name, quantity=name, got=got)

    def require_unchanged_inputs(self):
        for case, _, result in self._public(self.results[0]):
            if result["changed"]:
                raise Finding("changed_inputs", case=case.name, changed=result["changed"])

    def require_draws_from_rng(self):
        """One seed gives one result, another seed another."""
        first, (same, other) = self.results[0][0], self.again
        for result in (first, same, other):
            if result["problem"]:
                raise Finding("not_from_rng", problem=result["problem"], case=self.draws[0][0].name)
        for name in self.exercise.returns:
            was = first["steps"][0][name]
            if not np.array_equal(was, same["steps"][0][name]):
                raise Finding("not_from_rng", case=self.draws[0][0].name, quantity=name, repeated=False)
            if np.array_equal(was, other["steps"][0][name]):
                raise Finding("not_from_rng", case=self.draws[0][0].name, quantity=name, repeated=True)

    def require_refusals(self):
        """Arguments that make no sense lead to the exception that the docstring promises."""
        for case, result in zip(self.refusals, self.refused, strict=True):
            problem = result["problem"]
            if problem is None or problem["kind"] != "raised" or problem["error"] != case.raises:
                raise Finding("not_refused", problem=problem, case=case.name, wanted=case.raises)

    def require_portable(self):
        """On array-api-strict, on a device that is not the default one, without a host sync."""
        for case, expected, result in self._public(self.strict):
            if result["problem"]:
                raise Finding("not_portable", problem=result["problem"], case=case.name)
            for name in self.exercise.quantities:
                difference = first_difference(self.exercise, case, name, expected, result, form=False)
                if difference:
                    raise Finding("not_portable", difference=difference, case=case.name)


def _slim(result: dict) -> dict:
    """The result without the entries of arrays that are far too large to be right, but with their shapes and dtypes."""
    for outputs in result["steps"]:
        for name, array in outputs.items():
            if array.nbytes > LARGE:
                outputs[name] = np.broadcast_to(np.zeros((), array.dtype), array.shape)
    return result


def _reseeded(case: Case) -> Case:
    args = {name: Draw(v.seed + 1) if isinstance(v, Draw) else v for name, v in case.args.items()}
    return dataclasses.replace(case, args=args)
