"""The course in stock nbgrader, from a clone's folder: every command an instructor types, and formgrader's buttons."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder import chapters
from autograder.demo import POWER
from autograder.sample import Notebook, lay_out

ASSIGNMENT = "04_adaptive"
POINTS = float(sum(exercise.points for exercise in chapters.assignment(ASSIGNMENT).exercises))
COURSE = "training-deep-nets"


class Clone:
    """A course's folder, its exchange, and its commands."""

    def __init__(self, root: Path):
        self.root = root
        lay_out(root, ASSIGNMENT)
        (root / "home").mkdir()
        self.environment = os.environ | {"HOME": str(root / "home"), "JUPYTER_DATA_DIR": str(root / "home/data")}

    def nbgrader(self, *arguments: str, cwd: Path | None = None) -> str:
        command = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
        done = subprocess.run(command, cwd=cwd or self.root, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stderr

    def scores(self) -> dict[str, dict[str, float | None]]:
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as gradebook:
            return {
                submission.student.id: {g.name: g.auto_score for n in submission.notebooks for g in n.grades}
                for submission in gradebook.assignment_submissions(ASSIGNMENT)
            }


def submit(clone: Clone, notebook: Notebook) -> str:
    """Fetches and submits as a student does; returns the name that the exchange knows the student by."""
    work = clone.root.parent / "student"
    work.mkdir()
    exchange = (f"--course={COURSE}", f"--Exchange.root={clone.root / 'exchange'}")
    clone.nbgrader("fetch_assignment", ASSIGNMENT, *exchange, cwd=work)
    (work / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_bytes(notebook.bytes())
    (work / ASSIGNMENT / "numpy.py").write_text("raise SystemExit")
    clone.nbgrader("submit", ASSIGNMENT, *exchange, cwd=work)
    (inbound,) = (clone.root / "exchange" / COURSE / "inbound").iterdir()
    # A student can write there without nbgrader.
    inbound.chmod(0o777)
    (inbound / "seed.txt").symlink_to(clone.root / ".course-seed")
    (inbound / "solution.ipynb").symlink_to(clone.root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    (inbound / "everything").symlink_to(clone.root / "solutions")
    os.mkfifo(inbound / "pipe")
    return inbound.name.partition("+")[0]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One assignment from release to feedback; a student by the exchange, two by archives."""
    clone = Clone(tmp_path_factory.mktemp("nbgrader") / "clone")
    before = (clone.root / "course" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()
    clone.nbgrader("generate_assignment", ASSIGNMENT)
    clone.released_as_committed = (clone.root / "course" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes() == before
    (clone.root / ".course-seed").write_text("0123456789abcdef" * 4)
    clone.nbgrader("release_assignment", ASSIGNMENT)
    clone.student = submit(clone, Notebook(ASSIGNMENT))
    clone.nbgrader("collect", ASSIGNMENT)
    archive = clone.root / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    (archive / f"bitdiddle_{ASSIGNMENT}.ipynb").write_bytes(Notebook(ASSIGNMENT, solved=False).bytes())
    with zipfile.ZipFile(archive / "hacker.zip", "w") as file:
        file.writestr(f"{ASSIGNMENT}.ipynb", Notebook(ASSIGNMENT).edit("adamw_step", *POWER).bytes())
    clone.nbgrader("zip_collect", ASSIGNMENT)
    clone.nbgrader("autograde", ASSIGNMENT)
    clone.nbgrader("generate_feedback", ASSIGNMENT)
    clone.nbgrader("export")
    return clone


def test_release_is_the_committed_one(course):
    assert course.released_as_committed


def test_collect_follows_no_link(course):
    folder = course.root / "submitted" / course.student / ASSIGNMENT
    names = {path.name for path in folder.iterdir()}
    assert f"{ASSIGNMENT}.ipynb" in names and "timestamp.txt" in names
    assert not names & {"seed.txt", "solution.ipynb", "everything", "pipe"}


def test_scores_of_all_ways_in(course):
    question = "question-move-the-rate"
    names = ("check-adam_step", "check-adamw_step", question)
    assert {student: {name: scores[name] for name in names} for student, scores in course.scores().items()} == {
        course.student: {"check-adam_step": 6.0, "check-adamw_step": 6.0, question: None},
        "hacker": {"check-adam_step": 6.0, "check-adamw_step": 2.4, question: None},
        "bitdiddle": {"check-adam_step": 0.0, "check-adamw_step": 0.0, question: 0.0},
    }


def test_optional_kernels_are_extra(course):
    """nbgrader's maximum leaves their points out, and its score has them as extra credit."""
    from nbgrader.api import Gradebook

    exercises = chapters.assignment(ASSIGNMENT).exercises
    core, extra = (sum(e.points for e in exercises if e.core == wanted) for wanted in (True, False))
    assert extra > 0
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, course.student)
        (notebook,) = submission.notebooks
        given = {g.name: (g.auto_score, g.extra_credit, g.max_score) for g in notebook.grades}
        questions = sum(g.max_score for g in notebook.grades if g.auto_score is None)
        assert (submission.score, submission.max_score) == (core + extra, core + questions)
    for e in exercises:
        assert given[f"check-{e.name}"] == ((e.points, None, e.points) if e.core else (0.0, e.points, 0.0))


def test_feedback_has_extra_points_out_of_some(course):
    page = (course.root / "feedback" / course.student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    told = re.findall(r"Score: ([0-9.]+) / ([0-9.]+) <a href=\"#top", page)
    points = {float(e.points) for e in chapters.assignment(ASSIGNMENT).exercises if not e.core}
    assert points < {float(score) for score, most in told if float(score) == float(most)}
    assert "/ 0.0" not in page


def test_untouched_question_is_settled_and_an_answered_one_waits_for_a_person(course):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        waits = {
            student: gradebook.find_submission(ASSIGNMENT, student).needs_manual_grade
            for student in (course.student, "hacker", "bitdiddle")
        }
    assert waits == {course.student: True, "hacker": True, "bitdiddle": False}


def test_only_the_notebook_and_its_time_come_through(course):
    for tree in ("autograded", "feedback"):
        names = {path.name for path in (course.root / tree).rglob("*") if path.is_file()}
        assert names <= {f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.html", "timestamp.txt"}


def test_feedback_says_what_is_wrong(course):
    page = (course.root / "feedback" / "hacker" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "bias correction lacks its power" in page
    assert "2.4 of 6 points" in page
    assert ">2.4<" not in page.replace(" ", "").replace("\n", ""), "the bare number is for nbgrader"


def test_export_holds_the_scores(course):
    rows = [line.split(",") for line in (course.root / "grades.csv").read_text().splitlines()]
    column = rows[0].index("score")
    assert {row[3]: pytest.approx(float(row[column])) for row in rows[1:] if row[0] == ASSIGNMENT} == {
        course.student: POINTS,
        "hacker": POINTS - 3.6,
        "bitdiddle": 0.0,
    }


def test_second_autograde_leaves_graded_ones_alone(course):
    told = course.nbgrader("autograde", ASSIGNMENT)
    assert told.count("Skipping existing assignment") == 3


def test_newer_submission_is_graded_again(course):
    folder = course.root / "submitted" / course.student / ASSIGNMENT
    (folder / "timestamp.txt").write_text("2999-01-01 00:00:00 UTC")
    assert "Updating existing assignment" in course.nbgrader("autograde", ASSIGNMENT, "--student", course.student)


def test_formgraders_buttons(course):
    """Its buttons call NbGraderAPI with the configuration that formgrader loads."""
    script = f"""
import json
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
app = NbGrader()
app.initialize([])
api = NbGraderAPI(coursedir=app.coursedir, parent=app)
done = [api.autograde({ASSIGNMENT!r}, "hacker"), api.generate_feedback({ASSIGNMENT!r}, "hacker")]
print(json.dumps([all(d["success"] for d in done), api.get_submission({ASSIGNMENT!r}, "hacker")["autograded"],
      app.coursedir.ignore]))
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=course.root, env=course.environment,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1].startswith('[true, true, [".ipynb_checkpoints"')
    assert course.scores()["hacker"]["check-adamw_step"] == 2.4


def test_autograde_without_a_release_says_what_to_do(course):
    release = course.root / "course" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    kept = release.read_bytes()
    release.unlink()
    try:
        command = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force"]
        done = subprocess.run(command, cwd=course.root, env=course.environment, capture_output=True, text=True)
        assert done.returncode != 0
        assert f"nbgrader generate_assignment {ASSIGNMENT}" in done.stderr
    finally:
        release.write_bytes(kept)
