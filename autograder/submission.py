"""Reads what a student handed in and puts the answers, and nothing else of it, into the instructor's notebook.

Whatever the file is, reading it ends in a Submission: what could not be used is said in its notes.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder import cells, cleaning
from autograder.cells import Cell

# What IPython might take for its own. It reads a cell anew for each, so it gets few of them.
_PERHAPS = re.compile(r"^[ \t]*[%!?/,;]|\?|=[ \t]*[%!]", re.M)
MAGICS_LIMIT = 50  # a notebook
MAGICS_ROOM = 20_000  # characters of a cell
_OWN = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]+\?{1,2}[ \t]*)$|^([\w., \t]+=)[ \t]*[%!].*$", re.M)
# The last two: a cell that is indented as a whole, and one that was pasted with its prompts.
_MAGIC = re.compile(r"^[ \t]*[%!?]|^[\w.]+\?{1,2}[ \t]*$|=[ \t]*[%!]|\A\s*^[ \t]+\S|\A\s*(?:>>> |In \[)", re.M)
STUB = "raise NotImplementedError"
# Cell magics whose body is Python, one or several; the body of any other is not.
_WRAPPING = re.compile(r"\A(?:\s*%%(?:time|timeit|capture|prun|memit|debug)\b.*)+")


@dataclass
class Submission:
    """What counts of a file that a student handed in.

    cells: the code that is executed, in order; answers: {kernel: the student's text};
    notebook: the instructor's notebook with the answers in it (None for a .py file);
    notes: what was wrong with the file, in sentences.
    """

    cells: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    notebook: dict | None = None
    notes: list[str] = field(default_factory=list)
    checks: dict[str, int] = field(default_factory=dict)  # the last cell before each kernel's check

    @property
    def checked(self) -> list[str]:
        """The kernels that the notebook has check cells for, in its order: an instructor may leave some out."""
        roles = [cell["metadata"].get("nbgrader", {}) for cell in (self.notebook or {"cells": []})["cells"]]
        return [r["grade_id"].removeprefix("check-") for r in roles if r.get("grade") and not r.get("solution")]

    def line(self, cell: int, n: int) -> str:
        """Line n, from 1, of an executed cell; empty where there is none."""
        lines = self.cells[cell].split("\n") if 0 <= cell < len(self.cells) else []
        return lines[n - 1].strip() if 0 < n <= len(lines) else ""


def read(path: str | Path, master: str | Path | None = None) -> Submission:
    """Reads a notebook or a .py file. Never raises for what is in it.

    master: the instructor's notebook as students got it. Without it a notebook is its own master: its cells are
        taken for what their metadata says.
    """
    path = Path(path)
    if path.suffix == ".py":
        return _script(path)
    try:
        found, notes = cells.cells_of(cells.notebook(cells.content(path)))
    except cells.Unreadable as reason:
        found, notes = [], [f"{reason} Nothing in it could be graded."]
    if master is not None:
        return _into(json.loads(Path(master).read_text(encoding="utf-8")), found, notes)
    roles = [{"metadata": {"nbgrader": cell.role, "tags": list(cell.tags)}} for cell in found]
    own = [_node(cell, f"cell-{i}") | role for i, (cell, role) in enumerate(zip(found, roles, strict=True))]
    return _into({"cells": own, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, found, notes)


def _script(path: Path) -> Submission:
    try:
        text = cleaning.plain(cells.content(path).decode("utf-8", "replace"))
    except cells.Unreadable as reason:
        return Submission(notes=[str(reason)])
    try:
        functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        functions = []
    return Submission([text], {node.name: ast.get_source_segment(text, node) for node in functions})


def _into(course: dict, found: list[Cell], notes: list[str]) -> Submission:
    """Fills the instructor's notebook with the answers and puts the student's own cells after their neighbours."""
    masters = [cells.cell_of(cell, "".join(cell["source"])) for cell in course["cells"]]
    taken = _match(masters, found)
    extras = _extras(masters, found, taken)
    answers, nodes, runs, checks, stubs = {}, [], [], [], set()
    pixels = cleaning.Pixels()
    for i in range(-1, len(masters)):
        if i >= 0:
            master, given = masters[i], found[taken[i]] if i in taken else None
            kept = cleaning.attachments(given.attachments, pixels) if given and master.answer else {}
            node = copy.deepcopy(course["cells"][i]) | {"source": _text(master, given, kept)}
            if node["cell_type"] == "code":
                shown = given.outputs if given and master.experiment else []
                node |= {"execution_count": None, "outputs": cleaning.outputs(shown, pixels)}
            elif kept:
                node["attachments"] = kept
            nodes.append(node)
            if master.answer and given is None and found:
                notes.append(f"The cell for {master.grade_id} is missing; it counts as not attempted.")
            if master.kind == "code" and master.answer and given:
                answers[master.grade_id] = given.source
            if master.check:
                checks.append((master.grade_id.removeprefix("check-"), len(runs)))
            elif master.kind == "code" and not master.experiment:
                if master.answer and node["source"] == master.source and STUB in master.source:
                    stubs.add(len(runs))
                runs.append(node["source"])
        for number, cell in extras.get(i, ()):
            nodes.append(_node(cell, f"own-{number}", pixels))
            if cell.kind == "code":
                runs.append(cell.source)
    # What was left as it was is no answer: one that stands below its check counts then.
    before = {
        name: at - 1
        for name, at in checks
        if any(binds(source, name) for i, source in enumerate(runs[:at]) if i not in stubs)
    }
    few = sum(len(_PERHAPS.findall(source)) for source in runs if _MAGIC.search(source)) <= MAGICS_LIMIT
    executed = [runnable(source, few) for source in runs]
    return Submission(executed, answers, course | {"cells": nodes}, notes, before)


def _text(master: Cell, given: Cell | None, kept: dict) -> str:
    """What a cell of the course holds once it is filled in."""
    if not master.answer or given is None or given.source == master.source:
        return master.source  # nbgrader tells an untouched question by its checksum
    return given.source if master.kind == "code" else cleaning.markdown(given.source, kept)


def _match(masters: list[Cell], found: list[Cell]) -> dict[int, int]:
    """{index in the instructor's notebook: index in the student's}, each used once, the surest sign first."""
    taken: dict[int, int] = {}
    used: set[int] = set()
    signs = (
        lambda cell: cell.grade_id,
        lambda cell: cell.id,
        lambda cell: (cell.kind, cell.source.strip()) if cell.source.strip() else "",
    )
    for sign in signs:
        waiting: dict = {}
        for j, cell in enumerate(found):
            if j not in used and sign(cell):
                waiting.setdefault(sign(cell), []).append(j)
        for i, master in enumerate(masters):
            ours = [j for j in waiting.get(sign(master), ()) if j not in used] if i not in taken else []
            if ours:  # of two the first, but not an untouched copy beside an answer
                j = next((j for j in ours if found[j].source.strip() != master.source.strip()), ours[0])
                taken[i] = j
                used.add(j)
    # A notebook that lost its metadata on the way still defines the function.
    for i, master in enumerate(masters):
        if i not in taken and master.answer and master.kind == "code":
            j = next((j for j, c in enumerate(found) if j not in used and binds(c.source, master.grade_id)), None)
            if j is not None:
                taken[i] = j
                used.add(j)
    return taken


def _extras(masters: list[Cell], found: list[Cell], taken: dict[int, int]) -> dict[int, list[tuple[int, Cell]]]:
    """The student's own cells by the instructor's cell that they stand after: {index: [(number, cell)]}.

    A code cell of the course that the student changed counts as their own too: an answer may need what it imports.
    """
    place = {j: i for i, j in taken.items()}
    extras: dict[int, list] = {}
    at = -1
    for j, cell in enumerate(found):
        at = place.get(j, at)
        master = masters[at] if j in place else None
        if master and (master.answer or master.check or master.experiment or master.kind != "code"):
            continue
        if cell.source.strip() and (master is None or cell.source.strip() != master.source.strip()):
            extras.setdefault(at, []).append((j, cell))
    return extras


def binds(source: str, name: str) -> bool:
    """Whether a cell gives `name` a meaning at its top level, as far as its lines tell."""
    pattern = rf"^(?:(?:async )?def|class) {re.escape(name)}\b|^{re.escape(name)} *="
    return bool(name) and bool(re.search(pattern, source, re.M))


def runnable(source: str, few: bool = True) -> str:
    """Python that compiles where the notebook had magics; lines keep their numbers.

    few: whether the notebook has so few that IPython may be asked about them; else their lines do nothing.
    """
    source = _WRAPPING.sub(lambda found: "\n" * found[0].count("\n"), source)
    if source.lstrip().startswith("%%"):
        return ""
    if not _MAGIC.search(source):
        return source
    if not few or len(source) > MAGICS_ROOM or len(_PERHAPS.findall(source)) > MAGICS_LIMIT:
        return _OWN.sub(lambda found: f"{found[2]} None" if found[2] else f"{found[1]}pass", source)
    from IPython.core.inputtransformer2 import TransformerManager

    empty = len(source) - len(source.lstrip("\n"))
    try:
        return "\n" * empty + TransformerManager().transform_cell(source)
    except Exception:  # a cell that cannot be tokenized cannot be run either: it will say so itself
        return source


def _node(cell: Cell, identity: object, pixels: cleaning.Pixels | None = None) -> dict:
    """A student's own cell for the graded notebook: its text, and no metadata of theirs."""
    if cell.kind == "code":
        return {"cell_type": "code", "id": str(identity), "metadata": {}, "source": cell.source, "outputs": [],
                "execution_count": None}  # fmt: skip
    # A raw cell would reach the page as HTML.
    kept = cleaning.attachments(cell.attachments, pixels)
    shown = {"source": cleaning.markdown(cell.source, kept)} | ({"attachments": kept} if kept else {})
    return {"cell_type": "markdown", "id": str(identity), "metadata": {}} | shown
