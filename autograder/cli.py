"""The two commands for a single file: check what is in it, and list what could be."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from pathlib import Path

from autograder import chapters, display


def list_exercises(argv: list[str]) -> int:
    """`python -m autograder list`: every exercise; with --json also its docstring, mistakes and variants."""
    parser = argparse.ArgumentParser(prog="python -m autograder list", description=inspect.getdoc(list_exercises))
    parser.add_argument("--json", action="store_true", help="everything about each exercise, for a program")
    arguments = parser.parse_args(argv)
    rows = [_described(a.name, e) for a in chapters.assignments() for e in a.exercises]
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return 0
    for row in rows:
        optional = "" if row["core"] else "  optional"
        print(f"{row['assignment']:<20} {row['points']:>3g} points  {row['name']}{row['signature']}{optional}")
    return 0


def _described(assignment: str, exercise) -> dict:
    answer = chapters.answer(exercise)
    return {
        "name": exercise.name,
        "assignment": assignment,
        "points": exercise.points,
        "core": exercise.core,
        "signature": str(inspect.signature(answer)),
        "docstring": inspect.getdoc(answer),
        "returns": list(exercise.returns),
        "misconceptions": [
            {"id": m.id, "says": m.says, "convention": m.convention, "source": m.source}
            for m in exercise.misconceptions
        ],
        "variants": [
            {"id": v.__name__.partition("__")[2], "source": inspect.getsource(v).replace(v.__name__, exercise.name, 1)}
            for v in exercise.variants
        ],
    }


def check(argv: list[str]) -> int:
    """`python -m autograder check FILE`: what `check` says of every kernel in a notebook or a .py file.

    The file runs in the sandbox where this machine has one. Exit status 0 if everything asked for is right,
    1 if something is not, 2 if the file cannot be read.
    """
    parser = argparse.ArgumentParser(prog="python -m autograder check", description=inspect.getdoc(check))
    parser.add_argument("file", type=Path, help="a notebook, or a .py file with kernels in it")
    parser.add_argument("--exercise", metavar="NAME", help="only this kernel")
    parser.add_argument("--json", action="store_true", help="the verdicts, for a program")
    arguments = parser.parse_args(argv)
    from autograder.grading import check_file  # late: listing needs neither nbformat nor a sandbox

    try:
        verdicts, notes = check_file(arguments.file, arguments.exercise)
    except (OSError, LookupError) as error:
        print(
            error.args[0] if isinstance(error, LookupError) else f"{arguments.file}: {error.strerror}", file=sys.stderr
        )
        return 2
    if arguments.json:
        print(json.dumps([v.to_json() for v in verdicts], indent=2))
    else:
        for note in notes:
            print(f"note: {note}")
        print(display.to_text(verdicts))
        print(f"\n{sum(v.score for v in verdicts):g} of {sum(v.points for v in verdicts):g} points")
    return 0 if verdicts and all(v.right for v in verdicts) else 1
