"""Finds a student's notebook in the folder that they handed in, whatever it is called by now."""

from __future__ import annotations

import os
import re
import stat
from itertools import islice
from pathlib import Path

from autograder import cells
from autograder.submission import Submission, read

# Mail programs and browsers add an ending of their own.
NOTEBOOK = re.compile(r"[^.].*\.ipynb(?:\.json|\.txt)?", re.I | re.S)
# A name that nbgrader can take through paths, patterns and pages.
STUDENT = re.compile(r"[^\W_][\w.@+-]*(?:[ ,()]+[\w.@+-]+)*\)?")
SEEN_LIMIT = 1_000  # names of a folder
KEPT_LIMIT = 8  # notebooks of a student


def read_submitted(path: Path, master: Path) -> Submission:
    """What was handed in as `path`; its notes say so if it was found elsewhere."""
    at = located(path, master)
    submission = read(at, master)
    if at != path and not _linked(path):
        submission.notes.append(f"{cells.called(path)} was read from a file called {cells.called(at)}.")
    return submission


def located(path: Path, master: Path) -> Path:
    """Where a submitted notebook is: at its own name, or else the newest beside it or one folder deeper.

    One that has answers goes before one that has none. Behind no link.
    """
    if _linked(path):
        return _linked(path)
    return best(notebooks(path.parent), path, master)


def best(found: list[Path], path: Path, master: Path) -> Path:
    """Of a student's notebooks the one that counts; `path` where there is none."""
    if len(found) < 2:
        return found[0] if found else path
    return max(found, key=lambda other: (_answered(other, master), other == path, _age(other), str(other)))


def notebooks(folder: Path) -> list[Path]:
    """The files that are called notebooks in a folder and one deeper: the newest few, none of them a link."""
    found = []
    for place in (folder, *_listed(folder, stat.S_ISDIR)):
        found += [path for path in _listed(place, stat.S_ISREG) if NOTEBOOK.fullmatch(path.name)]
    return sorted(sorted(found, key=_age, reverse=True)[:KEPT_LIMIT])


def _listed(folder: Path, kind) -> list[Path]:
    """What a folder holds of one kind, but for hidden ones and those of macOS."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                Path(entry.path)
                for entry in islice(entries, SEEN_LIMIT)
                if entry.name[0] != "." and entry.name != "__MACOSX" and kind(entry.stat(follow_symlinks=False).st_mode)
            )
    except OSError:
        return []


def _linked(path: Path) -> Path | None:
    return next((folder for folder in path.parents[:2] if folder.is_symlink()), None)


def _answered(path: Path, master: Path) -> bool:
    stubs = read(master, master).answers
    return any(text.strip() != stubs.get(name, "").strip() for name, text in read(path, master).answers.items())


def _age(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0
