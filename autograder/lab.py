"""Brings what is new of course/ into work/, without losing an answer, and opens JupyterLab there.

What was handed out last is remembered in `work/.given/`. Comparing it with the student's notebook tells what the
student wrote, comparing it with course/ what the course changed; an update joins the two.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def bring(course: Path, work: Path) -> list[str]:
    """Copies or joins every notebook of course into work; one line for each that was touched.

    A notebook that the student changed is kept in `work/backups/` before it is joined with its new release.
    """
    told = []
    for release in sorted(course.rglob("*.ipynb")):
        name = release.relative_to(course)
        if ".ipynb_checkpoints" in name.parts:
            continue
        line = _bring_one(release, work / name, work / ".given" / name, work / "backups")
        if line:
            told.append(f"{name.as_posix()}: {line}")
    return told


def _bring_one(release: Path, mine: Path, given: Path, backups: Path) -> str:
    if not mine.exists():
        _copy(release, mine)
        _copy(release, given)
        return "new"
    if given.exists() and given.read_bytes() == release.read_bytes():
        return ""
    new = _read(release)
    theirs = _read(mine)
    old = _read(given) if given.exists() else None
    if theirs is None or (old is None and _texts(theirs) != _texts(new)):
        # Nothing tells the student's words from an older release's.
        beside = mine.with_name(f"{mine.stem}.new.ipynb")
        if beside.exists() and beside.read_bytes() == release.read_bytes():
            return ""
        _copy(release, beside)
        return f"yours is kept as it is; the course's new form is beside it as {beside.name}"
    if old is None or _texts(theirs) == _texts(old):
        _copy(release, mine)
        _copy(release, given)
        return "updated"
    backup = _free(backups, mine.name)
    _copy(mine, backup)
    joined, again = join(old, theirs, new)
    mine.write_text(json.dumps(joined, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    _copy(release, given)
    line = f"updated, with your answers in it; as it was: backups/{backup.name}"
    if again:
        line += f"; look again at {', '.join(again)}: the course changed the question"
    return line


def join(old: dict, theirs: dict, new: dict) -> tuple[dict, list[str]]:
    """The new release with everything that the student wrote since the old one.

    old, theirs, new: notebooks as JSON: what was handed out, the student's, the course's new form.
    Returns the joined notebook, and the answers whose stub or question differs in the new release.
    """
    before, after = _by_key(old), _by_key(new)
    joined = {key: dict(cell) for key, cell in after.items()}
    order = list(after)
    again, last = [], None
    for key, cell in _by_key(theirs).items():
        text = _source(cell)
        untouched = key in before and text == _source(before[key])
        if key in after and (untouched or text == _source(after[key])):
            last = key
        elif key in after and key in before and (_is_answer(cell) or _source(after[key]) == _source(before[key])):
            joined[key]["source"] = cell["source"]
            if _is_answer(cell) and _source(after[key]) != _source(before[key]):
                again.append(key)
            last = key
        elif not untouched and text.strip():
            # The student's own cell, or a changed one that the course changed or dropped: keep it in its place.
            own = {name: value for name, value in cell.items() if name not in ("metadata", "id")}
            own |= {"metadata": {}, "id": _new_id(cell.get("id", "own"), joined)}
            joined[own["id"]] = own
            order.insert(order.index(last) + 1 if last else 0, own["id"])
            last = own["id"]
    return new | {"cells": [joined[key] for key in order]}, again


def _is_answer(cell: dict) -> bool:
    return cell["metadata"].get("nbgrader", {}).get("solution", False)


def _by_key(notebook: dict) -> dict[str, dict]:
    """Cells by nbgrader's id, else by their own; a copied cell gets a key of its own."""
    cells = {}
    for cell in notebook["cells"]:
        key = cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id", "cell")
        cells[_new_id(key, cells)] = cell
    return cells


def _new_id(key: str, taken: dict) -> str:
    names = [key, *(f"{key[:56]}-own{number}" for number in range(1, len(taken) + 2))]
    return next(name for name in names if name not in taken)


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _texts(notebook: dict) -> list[str]:
    return [_source(cell) for cell in notebook["cells"]]


def _read(path: Path) -> dict | None:
    """A notebook as JSON; None where the file is no notebook."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["metadata"].get("nbgrader", {}), "".join(cell["source"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return notebook


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that nothing has yet: NAME-1.ipynb, NAME-2.ipynb, ..."""
    number = 1
    while (path := folder / f"{Path(name).stem}-{number}.ipynb").exists():
        number += 1
    return path


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder lab", description=__doc__.split("\n")[0])
    parser.add_argument("--no-open", action="store_true", help="copy, but do not start JupyterLab")
    options, rest = parser.parse_known_args(argv)
    work = ROOT / "work"
    for line in bring(ROOT / "course", work):
        print(f"work/{line}")
    if options.no_open:
        return 0
    if importlib.util.find_spec("jupyterlab") is None:
        print('JupyterLab is not installed here: python -m pip install -e ".[lab]"')
        return 1
    print("Opening JupyterLab in work/. Stop it here with Ctrl-C.", flush=True)
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.root_dir=.", "overview.ipynb", *rest]
    try:
        return subprocess.run(command, cwd=work).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
