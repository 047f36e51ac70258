"""Every exercise of the course: its own answer and its variants pass, each of its known mistakes is named.

A contest has no values to be right, and so no variants and no mistakes: tests/chapters/test_capstone.py has claims of
its own. The course's answer must earn all its points like any other.
"""

import functools
import inspect
import itertools

import numpy as np
import pytest

from autograder import chapters
from autograder.contest import Contest
from autograder.direct import DirectCaller
from autograder.suite import PUBLIC_SEED, judge_each
from autograder.suite.trial import cases_of

EXERCISES = [e for a in chapters.assignments() for e in a.exercises]
KERNELS = [e for e in EXERCISES if not isinstance(e, Contest)]
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
every_kernel = pytest.mark.parametrize("exercise", KERNELS, ids=lambda e: e.name)
OTHER_SEED = 20_26


def verdicts_on(exercise, kernels, seeds=(PUBLIC_SEED, OTHER_SEED)):
    return judge_each([(exercise, DirectCaller({exercise.name: kernel})) for kernel in kernels], seeds)


@functools.cache
def judged(exercise):
    """{variant or mistake: its verdict}, of the mistakes whose edits fit; all in one run, which saves time."""
    kernels = {variant: variant for variant in exercise.variants}
    kernels |= {mistake: exercise.mistaken(mistake) for mistake in exercise.misconceptions}
    kernels = {what: kernel for what, kernel in kernels.items() if kernel}
    return dict(zip(kernels, verdicts_on(exercise, kernels.values()), strict=True))


@every_exercise
def test_the_courses_own_answer_earns_every_point(exercise):
    (verdict,) = verdicts_on(exercise, [chapters.answer(exercise)])
    assert (verdict.verdict, verdict.score) == ("right", exercise.points)
    assert verdict.lines == () or isinstance(exercise, Contest)


@every_exercise
def test_the_answer_has_the_references_signature_and_a_full_docstring(exercise):
    answer = chapters.answer(exercise)
    assert inspect.signature(answer) == inspect.signature(exercise.reference)
    for name in (*exercise.positional, *exercise.keywords, *exercise.returns):
        assert name in inspect.getdoc(answer), f"the docstring does not explain {name}"


@pytest.mark.parametrize(
    ("exercise", "variant"),
    [pytest.param(e, v, id=v.__name__) for e in EXERCISES for v in e.variants],
)
def test_another_right_kernel_earns_every_point(exercise, variant):
    verdict = judged(exercise)[variant]
    assert (verdict.verdict, verdict.score, verdict.lines) == ("right", exercise.points, ())


@every_kernel
def test_there_are_right_variants(exercise):
    assert len(exercise.variants) >= 3


@every_exercise
def test_there_are_hints(exercise):
    assert 2 <= len(exercise.hints) <= 3


@pytest.mark.parametrize(
    ("exercise", "mistake"),
    [pytest.param(e, m, id=f"{e.name}-{m.id}") for e in EXERCISES for m in e.misconceptions],
)
def test_a_known_mistake_loses_points_and_is_named(exercise, mistake):
    assert mistake in judged(exercise), "its edits do not fit the reference"
    verdict = judged(exercise)[mistake]
    assert verdict.score <= 0.5 * exercise.points
    assert verdict.diagnosis == mistake.id
    assert (verdict.verdict == "another convention") == mistake.convention


@every_kernel
def test_two_mistakes_at_once_are_both_named_or_neither(exercise):
    pairs = list(itertools.combinations(exercise.misconceptions, 2))
    kernels = {pair: exercise.mistaken(*pair) for pair in pairs[:: max(1, len(pairs) // 30)]}
    kernels = {pair: kernel for pair, kernel in kernels.items() if kernel}
    known, named = {m.id for m in exercise.misconceptions}, 0
    for (one, other), verdict in zip(kernels, verdicts_on(exercise, kernels.values(), (PUBLIC_SEED,)), strict=True):
        assert verdict.diagnosis is None or set(verdict.diagnosis.split("+")) <= known
        named += verdict.diagnosis == f"{one.id}+{other.id}"
    assert named >= 0.5 * len(kernels)


@every_exercise
def test_cases_differ_in_numbers_between_draws_but_not_in_name_or_shape(exercise):
    first, second = cases_of(exercise, PUBLIC_SEED), cases_of(exercise, OTHER_SEED)
    assert [c.name for c in first] == [c.name for c in second]
    assert len({c.name for c in first}) == len(first)
    shapes = [[{k: np.shape(v) for k, v in c.args.items()} for c in cases] for cases in (first, second)]
    assert shapes[0] == shapes[1]
    assert any(
        not np.array_equal(a.args[k], b.args[k]) if isinstance(a.args[k], np.ndarray) else a.args[k] != b.args[k]
        for a, b in zip(first, second, strict=True)
        for k in a.args
    ), "a hard-coded answer would pass the second draw"


@pytest.mark.parametrize(
    ("exercise", "quantity"),
    [pytest.param(e, q, id=f"{e.name}-{q}") for e in EXERCISES if len(e.returns) > 2 for q in e.returns],
)
def test_a_wrong_kernel_keeps_half_at_most_whichever_quantity_is_wrong(exercise, quantity):
    def spoiled(*args, **kwargs):
        values = dict(zip(exercise.returns, exercise.reference(*args, **kwargs), strict=True))
        was = values[quantity]
        values[quantity] = not was if isinstance(was, bool) else was + 1
        return tuple(values.values())

    (verdict,) = verdicts_on(exercise, [spoiled], (PUBLIC_SEED,))
    assert not verdict.right and verdict.score <= 0.5 * exercise.points
