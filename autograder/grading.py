"""Grades: one file for its author, or a class's submissions in parallel, entered by one writer through nbgrader."""

from __future__ import annotations

import argparse
import glob
import inspect
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from autograder import chapters, cleaning
from autograder.confined import Grader
from autograder.display import headline
from autograder.exercise import Exercise
from autograder.handed_in import read_submitted
from autograder.sandbox import launchers
from autograder.submission import Submission, binds, read
from autograder.verdict import Verdict

REFUSED = "the folder's name must be plain: letters, digits and . _ - @ +"


def check_file(path: Path, exercise: str | None = None) -> tuple[list[Verdict], list[str]]:
    """The verdicts on a notebook or a .py file, and what was odd about the file.

    Asked for is `exercise`, else every exercise of the assignments that a notebook has answers of, or every
    kernel that a .py file defines. In the sandbox where this machine has one: the file is most often the
    caller's own, so elsewhere it runs as it is.

    Raises
    ------
    OSError : there is no such file. LookupError : there is no such exercise.
    """
    os.stat(path)
    submission = read(path)
    if exercise is not None:
        try:
            wanted = [chapters.find(exercise)]
        except KeyError:
            raise LookupError(f"no exercise is called {exercise}; `python -m autograder list` names them") from None
    else:
        wanted = _asked_for(submission)
    if not wanted:
        return [], submission.notes or [f"{path} has no kernel of this course in it."]
    try:
        tier = launchers.choose()
    except launchers.Refused:
        tier = "unconfined"
    return Grader(None, tier).grade(submission, wanted), submission.notes


def _asked_for(submission: Submission) -> list[Exercise]:
    tables = [assignment.exercises for assignment in chapters.assignments()]
    bound = {e.name for table in tables for e in table if any(binds(cell, e.name) for cell in submission.cells)}
    if submission.notebook is None:
        return [e for table in tables for e in table if e.name in bound]
    answered = [table for table in tables if any(e.name in submission.answers for e in table)]
    if not answered and bound:  # its metadata is lost; chapters borrow a function or two from each other
        answered = [max(tables, key=lambda table: sum(e.name in bound for e in table))]
    return [e for table in answered for e in table]


@dataclass(frozen=True)
class Result:
    """One student's row of a graded class."""

    student: str
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    error: str = ""

    def score(self, names: set[str]) -> float:
        """Points for the exercises of these names."""
        return round(sum(verdict.score for verdict in self.verdicts if verdict.name in names), 2)


def grade_one(grader: Grader, student: str, path: Path, master: Path, assignment: str) -> Result:
    """Makes, or finds, the verdicts on one submission. Never raises: an error is part of the result."""
    before = time.perf_counter()
    try:
        submission = read_submitted(path, master)
        exercises = [e for e in chapters.assignment(assignment).exercises if e.name in submission.checked]
        verdicts = grader.grade(submission, exercises)
    except Exception as error:
        return Result(student, error=f"{type(error).__name__}: {error}", seconds=time.perf_counter() - before)
    return Result(student, tuple(verdicts), tuple(submission.notes), time.perf_counter() - before)


class Course:
    """A course's folder as nbgrader sees it: its settings, gradebook and submissions."""

    def __init__(self, root: Path | None = None, arguments: tuple[str, ...] = ()):
        from nbgrader.apps.baseapp import NbGrader

        # nbgrader's own use of its database; nothing a caller could change.
        warnings.filterwarnings("ignore", "Object of type <.*> not in session")
        self.app = NbGrader(log_level=logging.CRITICAL)  # what goes wrong comes back as a result
        self.app.load_cwd_config = root is None  # else the settings of two courses would mix
        self.app.initialize([*arguments], root=str(root) if root else "")
        self.coursedir = self.app.coursedir

    def autograder(self, assignment: str, student: str = "*"):
        """nbgrader's Autograde, as the plugin has it, for one student."""
        from autograder.plugin import IsolatedAutograde

        self.coursedir.assignment_id, self.coursedir.student_id = assignment, student
        return IsolatedAutograde(coursedir=self.coursedir, parent=self.app)

    def register(self, assignment: str) -> None:
        """Enters the assignment in the gradebook, if it is not there: a fresh clone has a release but no gradebook."""
        from nbgrader.api import Gradebook, MissingEntry
        from nbgrader.converters import GenerateAssignment

        self.coursedir.assignment_id, self.coursedir.student_id = assignment, "."
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                gradebook.find_assignment(assignment)
                return
            except MissingEntry:
                pass
        GenerateAssignment(coursedir=self.coursedir, parent=self.app).start()

    def enter(self, assignment: str, student: str, force: bool) -> bool:
        """Puts one student's verdicts into gradebook and autograded/; whether that went well."""
        from nbgrader.converters.base import NbGraderException

        converter = self.autograder(assignment, student)
        converter.force = force
        try:
            converter.start()
        except NbGraderException:
            return False
        return True

    def scores(self, assignment: str) -> dict[str, dict[str, float]]:
        """What the gradebook has of each student: {cell: score, or None where a person has yet to read}."""
        from nbgrader.api import Gradebook

        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            return {
                submission.student.id: {
                    g.name: None if g.auto_score is None else g.score for n in submission.notebooks for g in n.grades
                }
                for submission in gradebook.assignment_submissions(assignment)
            }

    def feedback(self, assignment: str, start) -> None:
        """Writes everybody's feedback page."""
        from nbgrader.converters import GenerateFeedback
        from nbgrader.converters.base import NbGraderException

        graded = sorted(glob.glob(self.coursedir.format_path(self.coursedir.autograded_directory, "*", assignment)))
        advance = start("feedback", len(graded))
        for folder in graded:
            self.coursedir.assignment_id, self.coursedir.student_id = assignment, Path(folder).parent.name
            try:
                GenerateFeedback(coursedir=self.coursedir, parent=self.app).start()
                advance(False)
            except NbGraderException:
                advance(True)


@contextmanager
def progress():
    """A progress bar: `advance(failed)` once a submission, after `start(what, many)`."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = ("[progress.description]{task.description}", BarColumn(), MofNCompleteColumn(),
               TextColumn("{task.fields[failed]} failed"), TimeRemainingColumn())  # fmt: skip
    with Progress(*[TextColumn(c) if isinstance(c, str) else c for c in columns]) as bar:

        def start(what: str, many: int) -> Callable[[bool], None]:
            task, failures = bar.add_task(what, total=many, failed=0), []

            def advance(failed: bool) -> None:
                failures.extend([1] * failed)
                bar.update(task, advance=1, failed=len(failures))

            return advance

        yield start


def make_verdicts(autograde, assignment: str, jobs: int, start) -> dict[str, Result]:
    """Every submission's verdicts, by student, made in `jobs` processes at a time.

    Raises launchers.Refused where nothing on this machine confines students' code.
    """
    grader, work = autograde.prepare(), autograde.submissions()
    results = {student: Result(student, error=REFUSED) for student in autograde.refused}
    advance = start("verdicts", len(work))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(grade_one, grader, *one, assignment): one for one in work}
        for future in as_completed(waiting):
            try:
                result = future.result()
            except BrokenProcessPool:  # a process of ours was killed, and the pool with it: go on in this one
                result = grade_one(grader, *waiting[future], assignment)
            results[result.student] = result
            advance(bool(result.error))
    return results


def grade_class(course: Course, assignment: str, *, jobs: int, force: bool, start) -> list[Result]:
    """Makes all verdicts in parallel, then enters them one by one. Results come in the order of the names."""
    course.register(assignment)
    results = make_verdicts(course.autograder(assignment), assignment, jobs, start)
    advance = start("gradebook", len(results))
    for student in sorted(results):
        entered = results[student].error != REFUSED and course.enter(assignment, student, force)
        if not entered and not results[student].error:
            results[student] = replace(results[student], error="nbgrader could not enter it; see its log")
        advance(not entered)
    return [results[student] for student in sorted(results)]


def table(results: list[Result], exercises: Sequence[Exercise], about: dict[str, str] | None = None):
    """A rich table: student, score and extra points, time, what the grader said; `about` says more of each student."""
    from rich.markup import escape
    from rich.table import Table

    shown = Table("student", *["handed in"] * bool(about), show_edge=False, pad_edge=False)
    shown.add_column("score + extra", justify="right", no_wrap=True)
    shown.add_column("seconds", justify="right")
    shown.add_column("what the grader said")
    core, optional = ({e.name for e in exercises if e.core == wanted} for wanted in (True, False))
    points = sum(e.points for e in exercises if e.core)
    for result in results:
        words = [result.error] if result.error else [*result.notes[:1], *_words(result.verdicts)]
        extra = result.score(optional)
        score = f"{result.score(core):g} of {points:g}" + (f" + {extra:g}" if extra else "")
        score = "failed" if result.error else score
        who = [" ".join(cleaning.plain(result.student).split()), *([about[result.student]] if about else [])]
        said = cleaning.plain("\n".join(words))  # neither is ours alone, and a terminal obeys control characters
        shown.add_row(*map(escape, who), score, f"{result.seconds:.1f}", escape(said))
    return shown


def _words(verdicts: tuple[Verdict, ...]) -> list[str]:
    for same in ("right", "not attempted"):
        if all(verdict.verdict == same for verdict in verdicts):
            return [f"all {same}"]
    said = {v.name: v.diagnosis.replace("_", " ").replace("+", ", ") if v.diagnosis else headline(v) for v in verdicts}
    return [f"{v.name}: {said[v.name]}" for v in verdicts if not v.right]


def main(argv: list[str]) -> int:
    """Grades a class: verdicts in parallel and in a sandbox, then nbgrader's own autograde with them.

    Run it in the course's folder. What was judged before is taken from verdicts/; delete that folder to have it
    all judged anew. Exit status 0 if every submission was graded.
    """
    parser = argparse.ArgumentParser(prog="python -m autograder grade", description=inspect.getdoc(main))
    parser.add_argument("assignment", help="for instance 02_initialization")
    parser.add_argument("--course-dir", type=Path, help="the course's folder, if it is not this one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at the same time")
    parser.add_argument("--force", action="store_true", help="enter again what the gradebook has already")
    parser.add_argument("--unconfined", action="store_true", help="run students' code with your own rights")
    arguments = parser.parse_args(argv)
    from nbgrader.converters.base import NbGraderException
    from rich.console import Console

    course = Course(arguments.course_dir)
    if arguments.unconfined:
        course.app.config.IsolatedAutograde.sandbox = "unconfined"
    try:
        exercises = chapters.assignment(arguments.assignment).exercises
        with progress() as start:
            results = grade_class(course, arguments.assignment, jobs=arguments.jobs, force=arguments.force, start=start)
    except KeyError:
        known = ", ".join(a.name for a in chapters.assignments())
        print(f"no assignment is called {arguments.assignment}; there are {known}", file=sys.stderr)
        return 2
    except (launchers.Refused, NbGraderException) as error:
        print(error, file=sys.stderr)
        return 2
    Console().print(table(results, exercises))
    return 0 if not any(result.error for result in results) else 1
