"""Puts isolated grading into stock nbgrader: what its settings name, and one class that they cannot.

Student code never runs in nbgrader's own process. A submission is read as data into the instructor's notebook,
judged in a sandbox, and the verdicts become the outputs of the check cells; gradebook, feedback and formgrader
are nbgrader's own.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import gc
import glob
import os
import stat
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook
from nbgrader.apps import api, autogradeapp
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum
from traitlets import Enum, Float

from autograder import chapters, cleaning, display
from autograder.confined import Grader
from autograder.exercise import Exercise
from autograder.handed_in import STUDENT, read_submitted
from autograder.sandbox import launchers
from autograder.sandbox.worker import Limits

CHECK = "check-"


class SubmissionFolders(CourseDirectory):
    """The course's folders as grading sees them: beside its notebooks a submission holds a time stamp at most."""

    def get_existing_timestamp(self, dest_path: str):
        path = Path(dest_path, "timestamp.txt")
        try:
            if not stat.S_ISREG(path.lstat().st_mode) or path.stat().st_size > 100:
                return None
            return super().get_existing_timestamp(dest_path)
        except Exception:  # a time stamp is a student's file too, and nbgrader has many ways to stumble over it
            return None


class IsolatedAutograde(Autograde):
    """nbgrader's Autograde, for every notebook that was asked for, submitted or not, and for no other file."""

    sandbox = Enum(
        ("auto", "bubblewrap", "landlock", "unconfined"), "auto",
        help="What confines students' code. auto takes the first that passes the self-test, and refuses where none "
        "does. unconfined runs it with your own rights: it can read the solutions and write the gradebook.",
    ).tag(config=True)  # fmt: skip
    call_seconds = Float(10.0, help="Time for all calls of one kernel.").tag(config=True)
    load_seconds = Float(20.0, help="Time for running a submission's cells once.").tag(config=True)
    total_seconds = Float(120.0, help="Time for everything that a submission runs.").tag(config=True)

    def prepare(self) -> Grader:
        """Finds what confines students' code here. Raises launchers.Refused where nothing does."""
        tier = launchers.choose() if self.sandbox == "auto" else self.sandbox
        if tier == "unconfined":
            self.log.warning("Students' code runs UNCONFINED, with your rights.")
        _settle()
        limits = Limits(call=self.call_seconds, load=self.load_seconds, total=self.total_seconds)
        self.grader, self._judging = Grader(Path(self.coursedir.root), tier, limits), contextlib.ExitStack()
        kept = {name: getattr(self.coursedir, name) for name in self.coursedir.trait_names(config=True)}
        self.coursedir = SubmissionFolders(**kept | {"ignore": ["*"]})
        return self.grader

    def start(self) -> None:
        try:
            self.prepare()
        except launchers.Refused as refusal:
            self.log.error("%s", refusal)
            raise NbGraderException(str(refusal)) from None
        with self._judging:
            super().start()

    def begin(self, path: Path, master: Path) -> None:
        """Reads a submission, and lets its sandbox start while nbgrader does its own part; the last one's ends."""
        self._judging.close()
        self.path, self.submission = path, read_submitted(path, master)
        self.notebook = nbformat.from_dict(self.submission.notebook)
        _with_extra(self.notebook)
        wanted = asked(self.notebook, self.coursedir.assignment_id)
        self.verdicts = self._judging.enter_context(self.grader.judging(self.submission, wanted))

    def submissions(self) -> list[tuple[str, Path, Path]]:
        """(student, notebook, the instructor's notebook) of everybody who handed something in."""
        self.init_notebooks()
        paths = [Path(path) for _, found in sorted(self.assignments.items()) for path in found]
        names = [self.init_single_notebook_resources(str(path))["nbgrader"] for path in paths]
        return [
            (name["student"], path, self.master(name["assignment"], name["notebook"]))
            for path, name in zip(paths, names, strict=True)
        ]

    def master(self, assignment: str, notebook: str) -> Path:
        """The instructor's notebook as students got it."""
        return Path(self.coursedir.format_path(self.coursedir.release_directory, ".", assignment), f"{notebook}.ipynb")

    def init_notebooks(self) -> None:
        """The notebooks of the assignment for everybody who handed something in, whatever the files are called."""
        released = sorted(glob.glob(str(self.master(self.coursedir.assignment_id, self.coursedir.notebook_id))))
        asked = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        found = [asked] if os.path.isdir(asked) and self.coursedir.student_id != "*" else glob.glob(asked)
        folders = [folder for folder in found if STUDENT.fullmatch(Path(folder).parent.name)]
        self.refused = sorted({Path(folder).parent.name for folder in found} - {Path(f).parent.name for f in folders})
        for student in self.refused:
            self.log.warning("Not graded, for the name of the folder: %a", student)
        if not released:
            missing = f"No released notebook: run `nbgrader generate_assignment {self.coursedir.assignment_id}` first."
            self.log.error(missing)
            raise NbGraderException(missing)
        if not found:
            super().init_notebooks()  # it says what is missing
        self.notebooks = []
        self.assignments = {
            folder: [os.path.join(folder, os.path.basename(path)) for path in released]
            for folder in folders
            if os.path.isdir(folder)
        }

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        first = Path(self.notebooks[0])
        self.begin(first, self.master(assignment_id, first.stem))
        super().init_assignment(assignment_id, student_id)
        stamp = self.coursedir.get_existing_timestamp(self._format_source(assignment_id, student_id))
        if stamp:  # nbgrader compares it to tell whether a submission is newer
            folder = Path(self._format_dest(assignment_id, student_id))
            folder.mkdir(parents=True, exist_ok=True)
            folder.joinpath("timestamp.txt").write_text(f"{stamp} UTC\n")


def asked(notebook, assignment: str) -> list[Exercise]:
    """The exercises whose checks a notebook holds, in their order there."""
    exercises = {e.name: e for e in chapters.assignment(assignment).exercises}
    names = [name for name in map(_checks, notebook.cells) if name]
    unknown = [name for name in names if name not in exercises]
    if unknown:
        raise NbGraderException(f"No exercise of this assignment is called {', '.join(unknown)}.")
    return [exercises[name] for name in names]


class SubmissionExporter(NotebookExporter):
    """Reads what was submitted, be it a notebook or not; what nbgrader goes on with is the instructor's notebook."""

    def from_filename(self, filename, resources=None, **kw):
        if not isinstance(self.parent, IsolatedAutograde):
            raise NbGraderException("Call autograder.plugin.install() in nbgrader_config.py before nbgrader starts.")
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources, **kw)
        own = resources["nbgrader"]
        if self.parent.path != Path(filename):
            self.parent.begin(Path(filename), self.parent.master(own["assignment"], own["notebook"]))
        notebook = self.parent.notebook
        if self.parent.submission.notes:
            notes = cleaning.markdown("\n".join(f"- {note}" for note in self.parent.submission.notes))
            told = nbformat.v4.new_markdown_cell(f"**What the grader noticed about this file**\n\n{notes}", id="notes")
            notebook.cells.insert(0, told)
        resources["metadata"] = {"name": own["notebook"], "path": os.path.dirname(filename), "modified_date": ""}
        return self.from_notebook_node(notebook, resources=resources)


class OptionalIsExtra(NbGraderPreprocessor):
    """At release, after nbgrader's SaveCells: its maximum leaves out optional kernels, whose points are extra credit.

    Only the gradebook knows; the notebook keeps the points, as nbgrader's own executor needs them.
    """

    def preprocess(self, nb, resources):
        own = resources["nbgrader"]
        with Gradebook(own["db_url"]) as gradebook:
            for cell in _with_extra(copy.deepcopy(nb)):
                where = cell.metadata.nbgrader.grade_id, own["notebook"], own["assignment"]
                gradebook.update_or_create_grade_cell(*where, max_score=0.0)
                gradebook.update_or_create_source_cell(*where, checksum=compute_checksum(cell))
        return nb, resources


class GradeAnswers(NbGraderPreprocessor):
    """In the place of nbgrader's Execute: writes each check cell's outputs, and nobody else does."""

    def preprocess(self, nb, resources):
        cells = [cell for cell in nb.cells if _checks(cell)]
        extra = {}
        for cell, verdict in zip(cells, self.parent.parent.verdicts(), strict=True):
            shown = {"text/html": display.to_html([verdict]), "text/plain": display.to_text([verdict])}
            if cell.metadata.nbgrader.points == 0:  # the gradebook's word, by OptionalIsExtra
                extra[cell.metadata.nbgrader.grade_id] = verdict.score
            score = 0.0 if cell.metadata.nbgrader.points == 0 else float(verdict.score)
            cell.outputs = [
                nbformat.v4.new_output("display_data", shown),
                # nbgrader takes a lone float for partial credit.
                nbformat.v4.new_output("execute_result", {"text/plain": repr(score)}, execution_count=None),
            ]
        own = resources["nbgrader"]
        with Gradebook(own["db_url"]) as gradebook:
            for grade_id, points in extra.items():
                gradebook.find_grade(grade_id, own["notebook"], own["assignment"], own["student"]).extra_credit = points
            gradebook.db.commit()
        return nb, resources


class TellPoints(NbGraderPreprocessor):
    """In the feedback: a check says what it is worth, extra or not; the bare number under its verdict goes."""

    def preprocess(self, nb, resources):
        self.points = {e.name: e.points for e in chapters.assignment(resources["nbgrader"]["assignment"]).exercises}
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell, resources, index):
        if _checks(cell):
            cell.metadata.nbgrader.points = self.points[_checks(cell)]
            cell.outputs = [output for output in cell.outputs if output.output_type != "execute_result"]
        return cell, resources


@functools.cache
def _settle() -> None:
    """Once in a process: what is loaded by now stays, and the collector need not look through it for every answer."""
    gc.collect()
    gc.freeze()


def _with_extra(notebook) -> list:
    """The check cells of optional kernels, which it makes worth 0: their points are extra."""
    optional = {e.name for a in chapters.assignments() for e in a.exercises if not e.core}
    cells = [cell for cell in notebook.cells if _checks(cell) in optional]
    for cell in cells:
        cell.metadata.nbgrader.points = 0.0
    return cells


def _checks(cell) -> str:
    """The kernel that a cell checks, or nothing."""
    role = cell.metadata.get("nbgrader", {})
    return role["grade_id"].removeprefix(CHECK) if role.get("grade") and not role.get("solution") else ""


def install() -> None:
    """Makes `nbgrader autograde` and the formgrader's button use IsolatedAutograde: no setting names that class."""
    autogradeapp.Autograde = api.Autograde = IsolatedAutograde
