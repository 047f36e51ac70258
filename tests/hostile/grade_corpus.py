"""Grades the course in a folder with the course's own commands; run by the tests as whichever user they want.

The arguments are the folder and how: `nbgrader autograde`, or `autograder grade`, which judges all before it enters.
"""

import subprocess
import sys
from pathlib import Path

from corpus import ASSIGNMENT, CANARIES
from nbgrader.api import Gradebook


def command(*words: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-m", *words], check=True)


if __name__ == "__main__":
    root, how = Path(sys.argv[1]), sys.argv[2:]
    command("nbgrader", "generate_assignment", ASSIGNMENT)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("somebody", last_name=CANARIES["gradebook"])
    command(*how, ASSIGNMENT)
    command("nbgrader", "generate_feedback", ASSIGNMENT)
