"""Judges a contest: trains on each split in turn, measures what comes back, and says which bar it clears."""

from __future__ import annotations

import math

import numpy as np

from autograder.contest import Bar, Contest, Split
from autograder.suite.trial import CallFailed, Finding, cases_of, job_of
from autograder.verdict import Verdict, verdict_of
from autograder.wording import contest_lines, fault_lines, overdrawn_lines, problem_lines


def judge_contest(contest: Contest, caller, seeds: tuple[int, ...]) -> Verdict:
    """The verdict of one contest.

    With one seed all of its splits count, and everything is told. With more the first split of the public one
    is a rehearsal, whose failure can be told in full; then the splits of the last one decide, and of these
    nothing is told but means.
    """
    public, hidden = cases_of(contest, seeds[0]), [case for seed in seeds[1:] for case in cases_of(contest, seed)]
    try:
        measured = [(case, measure(contest, case, caller)) for case in (public[:1] if hidden else public)]
    except Finding as finding:
        return _failed(contest, finding, caller)
    try:
        measured = [(case, measure(contest, case, caller)) for case in hidden] or measured
    except Finding as finding:
        return _failed(contest, Finding(finding.kind, hidden=True), caller)
    shares: dict[str, list[float]] = {}
    for case, share in measured:
        shares.setdefault(case.kind, []).append(share)
    means = {kind: math.fsum(values) / len(values) for kind, values in shares.items()}
    cleared = [bar for bar in contest.bars if clears(bar, means)]
    bar = cleared[-1] if cleared else None
    ahead = next((b for b in contest.bars if b not in cleared), None)
    return Verdict(
        name=contest.name, points=contest.points, score=bar.points if bar else 0.0,
        verdict="below every bar" if bar is None else "below the top bar" if ahead else "right",
        lines=contest_lines(means, None if hidden else shares, bar, ahead),
        quantities={} if ahead else dict.fromkeys(contest.quantities, "right"),
    )  # fmt: skip


def clears(bar: Bar, means: dict[str, float]) -> bool:
    return all(means[kind] >= least for kind, least in bar.accuracy.items())


def measure(contest: Contest, case: Split, caller) -> float:
    """Which share of the split's test examples the returned parameters tell right. Raises Finding."""
    try:
        (result,) = caller.call(contest, [job_of(contest, case, "numpy-float32")])
    except CallFailed as failure:
        raise Finding(failure.kind, problem={"kind": failure.kind}, case=case.name) from None
    if result["problem"]:
        raise Finding(result["problem"]["kind"], problem=result["problem"], case=case.name)
    (outputs,), (forms,) = result["steps"], result["forms"]
    for name, shape in zip(contest.returns, contest.shapes, strict=True):
        value, more = outputs[name], {"case": case.name, "quantity": name, "expected": shape}
        if forms[name] != "array":
            raise Finding("wrong_type", got=forms[name], **more)
        if value.dtype not in (np.float32, np.float64):
            raise Finding("wrong_dtype", got=value.dtype.name, **more)
        if value.shape != shape:
            raise Finding("wrong_shape", got=value.shape, **more)
        if not np.isfinite(value).all():
            raise Finding("not_finite", **more)
    with np.errstate(all="ignore"):  # finite parameters may still overflow on the way
        told = contest.predict(*(outputs[name].astype(np.float64) for name in contest.returns), case.x_test)
    return float(np.mean(told == case.y_test))


def _failed(contest: Contest, finding: Finding, caller) -> Verdict:
    problem, place = finding.problem or {}, None
    if finding.kind in ("timed_out", "killed"):
        lines = overdrawn_lines(finding, contest.budget)
    elif finding.more.get("hidden") or not problem:
        lines = fault_lines(finding)
    else:
        place = caller.place(problem.get("file"), problem.get("line")) if problem.get("line") else None
        lines = problem_lines(contest.name, finding, contest.returns, place)
    return Verdict(
        name=contest.name, points=contest.points, score=0.0, case=finding.case or None, lines=lines, place=place,
        verdict=verdict_of(finding.kind), quantity=finding.more.get("quantity"),
    )  # fmt: skip
