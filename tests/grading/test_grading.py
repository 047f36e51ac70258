"""Verdicts are made once, kept under all that they depend on, and made in no process without a sandbox."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from nbgrader.converters.base import NbGraderException

from autograder import chapters, confined, demo, grading
from autograder.confined import Grader, seed_of
from autograder.sandbox import launchers
from autograder.sandbox.worker import Limits
from autograder.submission import Submission

ALL = chapters.assignment(demo.ASSIGNMENT).exercises
CORE, EXTRA = (sum(e.points for e in ALL if e.core == wanted) for wanted in (True, False))
EXERCISES = [chapters.find("adam_step")]
RIGHT = Submission(
    [
        """
def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps), m, v
"""
    ]
)


@pytest.fixture(scope="module")
def tier():
    return launchers.choose()


def files(root):
    return {path.name: path.read_bytes() for path in sorted((root / "verdicts").iterdir())}


def test_second_grading_runs_nothing_and_changes_nothing(tmp_path, tier, monkeypatch):
    grader = Grader(tmp_path, tier)
    first = grader.grade(RIGHT, EXERCISES)
    kept = files(tmp_path)
    assert [v.score for v in first] == [6.0] and len(kept) == 1
    monkeypatch.setattr(confined, "Worker", None)
    assert grader.grade(RIGHT, EXERCISES) == first
    assert files(tmp_path) == kept


def test_grading_anew_gives_the_same_bytes(tmp_path, tier):
    wrong = Submission([RIGHT.cells[0].replace("1 - beta1**t", "1 - beta1").replace("1 - beta2**t", "1 - beta2")])
    grader = Grader(tmp_path, tier)
    grader.grade(wrong, EXERCISES)
    before = files(tmp_path)
    for path in (tmp_path / "verdicts").iterdir():
        path.unlink()
    grader.grade(wrong, EXERCISES)
    assert files(tmp_path) == before
    assert b"bias_correction_without_power" in next(iter(before.values()))


def test_name_depends_on_all_that_matters(tmp_path, tier, monkeypatch):
    grader, other = Grader(tmp_path, tier), Submission([RIGHT.cells[0] + "\n"])

    def name(grader=grader, submission=RIGHT, exercises=EXERCISES, secret="secret"):
        return grader._path(submission, exercises, secret).name

    names = [
        name(),
        name(submission=other),
        name(exercises=[]),
        name(secret="other"),
        name(replace(grader, limits=Limits(call=1.0))),
        name(replace(grader, tier="unconfined")),
    ]
    monkeypatch.setattr(confined, "environment", lambda: "another version")
    names.append(name())
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[0-9a-f]{40}\.json", n) for n in names)


def test_broken_verdict_file_is_not_left_behind(tmp_path, tier, monkeypatch):
    monkeypatch.setattr(confined.os, "replace", lambda *paths: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        Grader(tmp_path, tier).grade(RIGHT, EXERCISES)
    assert not [name for name in files(tmp_path) if name.endswith(".json")]


def test_seed_is_made_once_and_closed_to_others(tmp_path):
    secret = seed_of(tmp_path)
    assert re.fullmatch("[0-9a-f]{64}", secret) and seed_of(tmp_path) == secret
    assert stat.S_IMODE((tmp_path / ".course-seed").stat().st_mode) == 0o600
    (tmp_path / "other").mkdir()
    assert seed_of(tmp_path / "other") != secret
    (tmp_path / ".course-seed").write_text("")
    with pytest.raises(ValueError, match="holds no seed"):
        seed_of(tmp_path)


def test_seed_is_one_for_all_who_make_it_at_once(tmp_path):
    for course in range(20):
        root = tmp_path / str(course)
        root.mkdir()
        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(seed_of, [root] * 8))) == 1
        assert [path.name for path in root.iterdir()] == [".course-seed"]


def test_hard_coded_answer_falls_on_the_hidden_draw(tier, tmp_path):
    """Learns every public case by heart; right on all of them, and so only the secret draw can tell."""
    exercise = EXERCISES[0]
    from autograder.suite import PUBLIC_SEED
    from autograder.suite.trial import cases_of, expected_of

    table = {}
    for case, result in zip(cases_of(exercise, PUBLIC_SEED), expected_of(exercise, PUBLIC_SEED), strict=True):
        given = dict(case.args)
        for new, out in zip([{}, *case.steps], result["steps"], strict=True):
            given |= new
            key = (given["w"].tobytes().hex(), given["g"].tobytes().hex(), given["t"])
            table[key] = [out[name].tolist() for name in ("w", "m", "v")]
            given |= out
    code = f"""
import numpy as np
table = {table!r}
def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    found = table.get((np.asarray(w, "float64").tobytes().hex(), np.asarray(g, "float64").tobytes().hex(), t))
    return tuple(np.asarray(x) for x in found) if found else (w, m, v)
"""
    (verdict,) = Grader(tmp_path, tier).grade(Submission([code]), EXERCISES)
    assert verdict.score == 0 and verdict.verdict == "wrong value"
    assert "not on others" in verdict.message and not re.search(r"\d\.\d", verdict.message)


def test_grade_refuses_where_nothing_confines(tmp_path, monkeypatch, capsys):
    demo.lay_out(tmp_path, demo.ASSIGNMENT)
    demo.hand_in(tmp_path, demo.ASSIGNMENT, "ada", demo.SAMPLES[0].content())

    def refuse():
        raise launchers.Refused("install bubblewrap")

    monkeypatch.setattr(launchers, "choose", refuse)
    assert grading.main([demo.ASSIGNMENT, f"--course-dir={tmp_path}"]) == 2
    assert "install bubblewrap" in capsys.readouterr().err
    assert not (tmp_path / "autograded").exists() and not (tmp_path / "verdicts").exists()


def test_autograde_refuses_where_nothing_confines(tmp_path, monkeypatch):
    demo.lay_out(tmp_path, demo.ASSIGNMENT)
    demo.hand_in(tmp_path, demo.ASSIGNMENT, "ada", demo.SAMPLES[0].content())
    course = grading.Course(tmp_path)
    course.register(demo.ASSIGNMENT)
    monkeypatch.setattr(launchers, "choose", lambda: (_ for _ in ()).throw(launchers.Refused("install bubblewrap")))
    with pytest.raises(NbGraderException, match="install bubblewrap"):
        course.autograder(demo.ASSIGNMENT).start()
    assert not (tmp_path / "autograded").exists() and not (tmp_path / "verdicts").exists()


def test_grade_names_the_assignments_it_knows(capsys, tmp_path):
    demo.lay_out(tmp_path, demo.ASSIGNMENT)
    assert grading.main(["05_nothing", f"--course-dir={tmp_path}"]) == 2
    assert "04_adaptive" in capsys.readouterr().err


def test_grade_by_the_explicit_word(tmp_path, capsys):
    demo.lay_out(tmp_path, demo.ASSIGNMENT)
    for sample in demo.SAMPLES[:2]:
        demo.hand_in(tmp_path, demo.ASSIGNMENT, sample.student, sample.content())
    assert grading.main([demo.ASSIGNMENT, f"--course-dir={tmp_path}", "--unconfined", "--jobs=1"]) == 0
    printed = capsys.readouterr().out
    assert f"{CORE:g} of {CORE:g} + {EXTRA:g}" in printed and "all not attempted" in printed
    assert {
        s: sum(v or 0 for v in g.values()) for s, g in grading.Course(tmp_path).scores(demo.ASSIGNMENT).items()
    } == {"ada": CORE + EXTRA, "bao": 0.0}


def test_student_with_an_odd_name_is_a_row_and_stops_nobody(tmp_path, capsys):
    demo.lay_out(tmp_path, demo.ASSIGNMENT)
    for student in ("*", "x[1]", "\x1b[31mred\u202e", "ada"):
        demo.hand_in(tmp_path, demo.ASSIGNMENT, student, demo.SAMPLES[0].content())
    assert grading.main([demo.ASSIGNMENT, f"--course-dir={tmp_path}", "--unconfined", "--jobs=1"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("must be plain") == 3 and f"of {CORE:g}" in printed
    assert "\x1b[31m" not in printed and "\u202e" not in printed
    assert set(grading.Course(tmp_path).scores(demo.ASSIGNMENT)) == {"ada"}
    assert [path.name for path in (tmp_path / "autograded").iterdir()] == ["ada"]


def test_notes_reach_the_page_as_text(tmp_path):
    demo.lay_out(tmp_path, demo.ASSIGNMENT)
    folder = demo.hand_in(tmp_path, demo.ASSIGNMENT, "ada", demo.SAMPLES[0].content())
    name = f"{demo.ASSIGNMENT}.ipynb"
    (folder / name).rename(folder / "<img src=x onerror=alert(1)>[x](javascript:x()).ipynb")
    assert grading.main([demo.ASSIGNMENT, f"--course-dir={tmp_path}", "--unconfined", "--jobs=1"]) == 0
    grading.Course(tmp_path).feedback(demo.ASSIGNMENT, lambda *_: lambda *_: None)
    page = (tmp_path / "feedback" / "ada" / demo.ASSIGNMENT / f"{demo.ASSIGNMENT}.html").read_text()
    assert "was read from a file called" in page and "<img src=x" not in page and "javascript:x" not in page


def test_table_obeys_no_control_characters(capsys):
    from rich.console import Console

    odd = "a\x1b[31m\x9b1m\u202e\nb"
    Console(force_terminal=False).print(grading.table([grading.Result(odd, (), (odd,), 0.0)], EXERCISES))
    printed = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\u202e"} & set(printed)


PROMISES = {
    "another score": {"score": 6.0},
    "another diagnosis": {"diagnosis": "no_bias_correction"},
}


@pytest.mark.parametrize("change", PROMISES.values(), ids=PROMISES)
def test_demo_notices_a_broken_promise(change, tier):
    sample = next(s for s in demo.SAMPLES if s.student == "dinesh")
    answer = sample.content().cell("adam_step")["source"]
    submission = Submission(["from array_api_compat import array_namespace", answer])
    (verdict,) = Grader(None, tier).grade(submission, EXERCISES)
    kept = grading.Result("dinesh", (verdict,))
    assert demo.broken_promises(sample, kept, {"check-adam_step": 2.4}) == []
    assert demo.broken_promises(sample, kept, {"check-adam_step": 6.0}) != []
    assert (
        demo.broken_promises(sample, replace(kept, verdicts=(replace(verdict, **change),)), {"check-adam_step": 2.4})
        != []
    )
    assert demo.broken_promises(sample, replace(kept, error="lost"), {}) == ["lost"]


def test_demo_class_is_what_it_should_be():
    assert {s.assignment for s in demo.SAMPLES} == {a.name for a in chapters.assignments()}
    for assignment in chapters.assignments():
        students = [s.student for s in demo.SAMPLES if s.assignment == assignment.name]
        assert students == sorted(set(students)), "the table's order is the class's"
    assert len([s for s in demo.SAMPLES if s.assignment == demo.ASSIGNMENT]) >= 12
    names = {m.id for a in chapters.assignments() for e in a.exercises for m in e.misconceptions}
    said = {part for s in demo.SAMPLES for _, text in s.gets.values() for part in text.split("+")}
    assert len(said & names) >= 5
