"""python -m autograder COMMAND: everything that can be done from a terminal."""

from __future__ import annotations

import importlib
import sys

COMMANDS = {
    "check": ("autograder.cli:check", "grade one notebook, or a .py file with kernels in it"),
    "list": ("autograder.cli:list_exercises", "name every exercise"),
    "lab": ("autograder.lab:main", "copy what is new of course/ into work/ and open JupyterLab there"),
    "grade": ("autograder.grading:main", "grade a class"),
    "demo": ("autograder.demo:main", "grade a sample class, some of it hostile"),
    "bench": ("autograder.bench:main", "time grading against stock nbgrader"),
    "build": ("autograder.build:main", "make the notebooks from the chapters' sources"),
}


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        print("usage: python -m autograder COMMAND [--help]\n")
        for name, (_, purpose) in COMMANDS.items():
            print(f"  {name:<8}{purpose}")
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    module, _, function = COMMANDS[argv[0]][0].partition(":")
    return getattr(importlib.import_module(module), function)(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
