"""Lays out a course's folder with handed-in notebooks in it, made from the solutions by small edits."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The chapter whose class holds the hostile and the broken ones, too.
ASSIGNMENT = "04_adaptive"


def lay_out(root: Path, assignment: str, settings: str = "") -> None:
    """A course of one assignment: solutions and release, as nbgrader wants them, and the settings of this one.

    settings: lines of Python to add to nbgrader_config.py.
    """
    for tree in ("solutions", "course"):
        folder = root / tree / assignment
        folder.mkdir(parents=True)
        shutil.copy(ROOT / tree / assignment / f"{assignment}.ipynb", folder)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(f"{config}\n{settings}", encoding="utf-8")


class Notebook:
    """A student's copy of a chapter, to be changed: from the release, or with all the course's answers in it."""

    def __init__(self, assignment: str, solved: bool = True):
        tree = "solutions" if solved else "course"
        path = ROOT / tree / assignment / f"{assignment}.ipynb"
        self.assignment, self.raw = assignment, json.loads(path.read_text(encoding="utf-8"))
        for cell in self.raw["cells"]:
            source = "".join(cell["source"])
            cell["source"] = re.sub(r"\n *### (BEGIN|END) SOLUTION", "", source)

    @property
    def cells(self) -> list[dict]:
        return self.raw["cells"]

    def cell(self, grade_id: str) -> dict:
        return next(c for c in self.cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)

    def index(self, grade_id: str) -> int:
        return self.cells.index(self.cell(grade_id))

    def edit(self, kernel: str, *edits: tuple[str, str]) -> Notebook:
        """Replaces pieces of an answer. Each must be there, once."""
        cell = self.cell(kernel)
        for old, new in edits:
            if cell["source"].count(old) != 1:
                raise ValueError(f"{old!r} is not in the course's {kernel} once")
            cell["source"] = cell["source"].replace(old, new)
        return self

    def answer(self, kernel: str, text: str) -> Notebook:
        self.cell(kernel)["source"] = text
        return self

    def insert(self, index: int, text: str, kind: str = "code", **more) -> Notebook:
        """A cell of the student's own."""
        cell = {"cell_type": kind, "metadata": {}, "source": text}
        cell |= {"outputs": [], "execution_count": None} if kind == "code" else {}
        self.cells.insert(index, cell | more)
        return self

    def copy_of(self, grade_id: str) -> dict:
        return copy.deepcopy(self.cell(grade_id))

    def bytes(self) -> bytes:
        return json.dumps(self.raw, indent=1).encode()


@dataclass(frozen=True)
class Sample:
    """One handed-in notebook: what it is, how it comes from the course's own, and what it must get.

    edits: {kernel: (old, new) pieces of its answer}; change: anything else that happens to the notebook.
    gets: {kernel: (score, diagnosis, or verdict where nothing is diagnosed)}; a kernel not named is `rest`: right
        with all its points, or not attempted. note: what must be said about the file.
    """

    student: str
    what: str
    edits: dict[str, tuple] = field(default_factory=dict)
    change: Callable[[Notebook], object] | None = None
    gets: dict[str, tuple[float, str]] = field(default_factory=dict)
    rest: str = "right"
    note: str = ""
    solved: bool = True
    assignment: str = ASSIGNMENT

    def content(self) -> Notebook | bytes:
        notebook = Notebook(self.assignment, self.solved)
        for kernel, edits in self.edits.items():
            notebook.edit(kernel, *edits)
        changed = self.change(notebook) if self.change else None
        return changed if isinstance(changed, bytes) else notebook


def hand_in(root: Path, assignment: str, student: str, content: bytes | Notebook) -> Path:
    """Puts a file where nbgrader collects to; returns the folder."""
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    (folder / f"{assignment}.ipynb").write_bytes(content.bytes() if isinstance(content, Notebook) else content)
    return folder
