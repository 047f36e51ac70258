"""The pytest suite that every kernel meets, and what its findings are worth.

What differs between a student's notebook, the grader and the project's own tests is only how a
kernel is called. A caller has two methods:

    call(exercise, jobs) -> results, as calling.perform gives them; raises CallFailed
    place(file, line) -> the student's line, or None
"""

from __future__ import annotations

from autograder.contest import Contest
from autograder.diagnosis import diagnose
from autograder.exercise import Exercise
from autograder.suite.contest import judge_contest
from autograder.suite.runner import run
from autograder.suite.trial import CallFailed, Finding, Trial
from autograder.verdict import Check, Verdict, verdict_of
from autograder.wording import check_line, difference_lines, hidden_lines, problem_lines

__all__ = ["PUBLIC_SEED", "CallFailed", "judge", "judge_each"]

PUBLIC_SEED = 1

# What each check is worth. Values decide: the others are observed inside the student's process, which could fake
# them, so they are paid only where the values are right.
SHARE = {"values": 0.8, "dtype": 0.05, "purity": 0.05, "randomness": 0.05, "refusals": 0.1, "portability": 0.1}
LABEL = {"values": "values", "dtype": "dtype", "purity": "inputs untouched", "randomness": "draws from rng",
         "refusals": "refuses bad input", "portability": "runs on a GPU"}  # fmt: skip
UNTRIED = ("missing", "not_attempted", "not_callable", "timed_out", "killed")


def judge(exercises, caller, seeds: tuple[int, ...] = (PUBLIC_SEED,)) -> list[Verdict]:
    """Grades kernels, one exercise each.

    Parameters
    ----------
    exercises : the exercises, in the order in which verdicts come back
    caller : calls the kernels (see above)
    seeds : one draw of inputs each. Numbers shown to a student come from the first, public one; the others
        are secret, and a kernel must be right on them too
    """
    return judge_each([(exercise, caller) for exercise in exercises], seeds)


def judge_each(answers, seeds: tuple[int, ...] = (PUBLIC_SEED,)) -> list[Verdict]:
    """Grades answers, (exercise, caller) pairs, in one run of the suite. An exercise may be answered many times."""
    trials, failed = {}, {}
    for place, (exercise, caller) in enumerate(answers):
        try:
            if not isinstance(exercise, Contest):
                trials[place] = Trial(exercise, caller, seeds)
        except CallFailed as failure:
            failed[place] = failure.kind
    for place, trial in list(trials.items()):
        try:
            trial.call_hidden(answers[place][1])
        except CallFailed as failure:
            failed[place] = failure.kind
            del trials[place]
    findings = run(list(trials.values())) if trials else {}
    verdicts = []
    for place, (exercise, caller) in enumerate(answers):
        if isinstance(exercise, Contest):
            verdicts.append(judge_contest(exercise, caller, seeds))
        elif place in failed:
            finding = Finding(failed[place], problem={"kind": failed[place]})
            verdicts.append(_unanswered(exercise, finding, None))
        else:
            verdicts.append(_verdict(trials[place], findings[trials[place]], caller))
    return verdicts


def _place(finding: Finding, caller) -> str | None:
    problem = finding.problem or {}
    return caller.place(problem.get("file"), problem.get("line")) if problem.get("line") else None


def _unanswered(exercise: Exercise, finding: Finding, place: str | None) -> Verdict:
    return Verdict(
        name=exercise.name, points=exercise.points, score=0.0, verdict=verdict_of(finding.kind),
        case=finding.case or None, lines=problem_lines(exercise.name, finding, exercise.returns, place), place=place,
    )  # fmt: skip


def _verdict(trial: Trial, findings: dict, caller) -> Verdict:
    exercise, answered = trial.exercise, findings["answered", ""]
    if answered is not None and answered.kind in UNTRIED:
        return _unanswered(exercise, answered, _place(answered, caller))
    wrong = {q: findings["values", q] for q in exercise.quantities if findings["values", q] is not None}
    form = "randomness" if exercise.sampler else "purity"
    named = (form, "dtype", *["refusals"] * bool(trial.refusals), "portability")
    others = {check: findings[check, ""] for check in named}
    if wrong:
        return _wrong(trial, wrong, others, caller)
    checks = [Check(LABEL["values"], "right")]
    lost, verdict, lines = 0.0, "right", ()
    for check, finding in others.items():
        if finding is None:
            checks.append(Check(LABEL[check], "right"))
            continue
        line = check_line(finding, _place(finding, caller))
        checks.append(Check(LABEL[check], "wrong", line))
        lost += SHARE[check]
        reason = (finding.problem or {}).get("reason")
        kind = "wrong device" if reason in ("device", "wrong_device") else verdict_of(finding.kind)
        verdict, lines = (kind, (line,)) if verdict == "right" else (verdict, lines)
    return Verdict(
        name=exercise.name, points=exercise.points, score=round(exercise.points * (1.0 - lost), 2), verdict=verdict,
        lines=lines, quantities=dict.fromkeys(exercise.quantities, "right"), checks=tuple(checks),
    )  # fmt: skip


def _wrong(trial: Trial, wrong: dict[str, Finding], others: dict, caller) -> Verdict:
    """Some value is wrong: the first one, in the algorithm's order, and what explains it."""
    exercise = trial.exercise
    # A kernel that raises in a later step does so, most often, because of what it returned in this one.
    quantity, finding = min(wrong.items(), key=lambda item: item[1].difference is None)
    place = _place(finding, caller)
    difference = finding.difference
    if finding.more.get("hidden"):
        lines = hidden_lines(finding)
    elif difference:
        lines = difference_lines(finding)
    else:
        lines = problem_lines(exercise.name, finding, exercise.returns, place)
    try:
        mistakes = diagnose(trial)
    except Exception:  # whatever came back that nobody thought of: it is wrong, and the other kernels count
        mistakes = ()
    for count, mistake in enumerate(mistakes):
        lines += (("And: " if count else "") + mistake.says,)
    lines += tuple(mistake.look for mistake in mistakes[:1] if mistake.look)
    other_convention = len(mistakes) == 1 and mistakes[0].convention
    states = {q: "wrong" if q in wrong else "right" for q in exercise.quantities}
    # The result counts half of the values' points, what leads to it the other half; a wrong kernel keeps half at most.
    *steps, result = exercise.quantities
    share = 0.5 * (states[result] == "right") + sum(0.5 / len(steps) for q in steps if states[q] == "right")
    return Verdict(
        name=exercise.name, points=exercise.points, score=round(exercise.points * min(SHARE["values"] * share, 0.5), 2),
        verdict="another convention" if other_convention else verdict_of(finding.kind),
        quantity=quantity if difference else None, case=finding.case or None,
        step=difference.step if difference else None, index=difference.index if difference else None,
        diagnosis="+".join(mistake.id for mistake in mistakes) or None, lines=lines, quantities=states,
        checks=(Check(LABEL["values"], "wrong"), *(Check(LABEL[check], "unknown") for check in others)), place=place,
    )  # fmt: skip
