"""Reads a file that ought to be a notebook, whatever it is, into cells whose every part has its type."""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from autograder import cleaning

FILE_LIMIT = 20_000_000  # bytes; a notebook with many figures has a third of that
PARTS_LIMIT = 500_000  # brackets in the file: each becomes an object many times its size
# Characters of source; what is longer is cut. Showing a cell takes a time that grows as the square of its length, or
# of its longest word's.
CELL_LIMIT = 50_000
PROSE_LIMIT = 20_000
WORD_LIMIT = 1_000
SOURCE_LIMIT = 1_000_000  # in all cells together
CELLS_LIMIT = 2_000

# From a quotation mark to the next, or to the end: each is looked at once, wherever they stand.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.S)
_WORD = re.compile(rf"([\w.]{{{WORD_LIMIT}}})[\w.]+")


def called(path: Path) -> str:
    """A file's name for a message: its author chose it, and messages become markdown and reach terminals."""
    return re.sub(r"[^\w .()-]", "_", path.name, flags=re.A)[:80]


class Unreadable(Exception):
    """Why a file cannot be read as a notebook, in a student's words."""


@dataclass
class Cell:
    """One cell as it was found; whatever had a wrong type is empty."""

    kind: str
    source: str
    grade_id: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    outputs: list = field(default_factory=list)
    attachments: dict = field(default_factory=dict)
    role: dict = field(default_factory=dict)  # nbgrader's own words about it; trusted in the instructor's notebook only

    @property
    def answer(self) -> bool:
        return bool(self.role.get("solution"))

    @property
    def check(self) -> bool:
        return bool(self.role.get("grade")) and not self.answer

    @property
    def experiment(self) -> bool:
        return "experiment" in self.tags


def content(path: Path) -> bytes:
    """The bytes of a plain file. A link is not followed: it could lead to somebody else's answers."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        link, there = path.is_symlink(), os.path.lexists(path)
        told = "is a link, and links are not followed" if link else "could not be opened" if there else "is missing"
        raise Unreadable(f"{called(path)} {told}.") from None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise Unreadable(f"{called(path)} is not a file.")
        if state.st_size > FILE_LIMIT:
            raise Unreadable(f"The file is larger than {FILE_LIMIT // 1_000_000} MB.")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(FILE_LIMIT)
    finally:
        os.close(descriptor)


def _brackets(content: bytes) -> int:
    return content.count(b"{") + content.count(b"[")


def notebook(content: bytes) -> dict:
    """A file's bytes as a notebook's dictionary, of any version."""
    if not content.strip():
        raise Unreadable("The file is empty.")
    if _brackets(content) > PARTS_LIMIT and _brackets(_STRING.sub(b"", content)) > PARTS_LIMIT:
        raise Unreadable("The file has too many parts for a notebook.")
    try:
        raw = json.loads(content.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        raise Unreadable("The file is not a notebook: it is not JSON. Was it cut off, or merged by git?") from None
    if not isinstance(raw, dict):
        raise Unreadable("The file is JSON, but not a notebook.")
    return raw


def cells_of(raw: dict) -> tuple[list[Cell], list[str]]:
    """The usable cells of a notebook of any version, and a note where some are not."""
    listed = raw.get("cells")
    if listed is None and isinstance(raw.get("worksheets"), list):  # nbformat 3
        sheets = [sheet["cells"] for sheet in raw["worksheets"] if isinstance(sheet, dict) and "cells" in sheet]
        listed = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(listed, list):
        raise Unreadable("The file is JSON, but not a notebook: it has no cells.")
    cells, notes, room, cut = [], [], SOURCE_LIMIT, False
    for cell in listed[:CELLS_LIMIT]:
        source = cell.get("source", cell.get("input")) if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(part, str) for part in source):
            source = "".join(source)
        if isinstance(source, str) and room > 0:
            cells.append(cell_of(cell, _short(source, cell)))
            room -= len(cells[-1].source)
            cut = cut or len(cells[-1].source) < len(cleaning.plain(source))
    if len(cells) < len(listed):
        notes.append("Some cells of this notebook could not be read and were left out.")
    if cut:
        notes.append(
            f"What was too long was cut: at most {CELL_LIMIT} characters of code or {PROSE_LIMIT} of text in a cell, "
            f"and {WORD_LIMIT} without a gap."
        )
    return cells, notes


def _short(source: str, raw: dict) -> str:
    return _WORD.sub(r"\1", cleaning.plain(source)[: CELL_LIMIT if raw.get("cell_type") == "code" else PROSE_LIMIT])


def cell_of(raw: dict, source: str) -> Cell:
    def get(mapping: dict, key: str, kind: type):
        value = mapping.get(key)
        return value if isinstance(value, kind) else kind()

    metadata = get(raw, "metadata", dict)
    role, tags = get(metadata, "nbgrader", dict), get(metadata, "tags", list)
    kind = raw.get("cell_type") if raw.get("cell_type") in ("code", "raw") else "markdown"
    return Cell(
        kind, cleaning.plain(source), get(role, "grade_id", str), get(raw, "id", str),
        tuple(tag for tag in tags if isinstance(tag, str)), get(raw, "outputs", list), get(raw, "attachments", dict),
        role,
    )  # fmt: skip
