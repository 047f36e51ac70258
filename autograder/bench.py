"""Times grading the same submissions with nbgrader's own executor and with ours, in one run."""

from __future__ import annotations

import argparse
import inspect
import tempfile
import time
from pathlib import Path

from autograder.demo import ASSIGNMENT, SAMPLES
from autograder.sample import Notebook, hand_in, lay_out

# Right and wrong ones; the first is graded once more before the clock starts. Experiments run where values are right.
FIT = ("elif", "ada", "dinesh", "ines", "hugo", "liam", "chloe")
# The settings of stock nbgrader, for the same folders.
STOCK = """
del c["Autograde"], c["GenerateFeedback"], c["ExchangeFactory"], c["GenerateAssignment"]["preprocessors"]
c.Execute.timeout = 300
"""


def prepared(root: Path, settings: str, samples, experiments: bool):
    """A course of the samples, registered, with their experiments or without. Returns it open."""
    from autograder.grading import Course

    lay_out(root, ASSIGNMENT, settings)
    for sample in samples:
        notebook = sample.content()
        if not experiments and isinstance(notebook, Notebook):
            notebook.raw["cells"] = [c for c in notebook.cells if "experiment" not in c["metadata"].get("tags", ())]
        hand_in(root, ASSIGNMENT, sample.student, notebook)
    course = Course(root)
    course.register(ASSIGNMENT)
    return course


def seconds(course, converter: type, sample) -> float:
    """Wall time of nbgrader's autograde for one sample."""
    course.coursedir.assignment_id, course.coursedir.student_id = ASSIGNMENT, sample.student
    before = time.perf_counter()
    converter(coursedir=course.coursedir, parent=course.app).start()
    return time.perf_counter() - before


def main(argv: list[str]) -> int:
    """Grades the demo's submissions three times and prints the time of each: ours, nbgrader's own executor on the
    same cells (experiments off), and nbgrader's own as an instructor would run it, experiments and all."""
    parser = argparse.ArgumentParser(prog="python -m autograder bench", description=inspect.getdoc(main))
    parser.add_argument("--submissions", type=int, default=4, metavar="N", help="how many, at most 6 (default 4)")
    arguments = parser.parse_args(argv)
    from nbgrader.converters import Autograde
    from rich.console import Console
    from rich.progress import track
    from rich.table import Table

    from autograder.plugin import IsolatedAutograde

    by_name = {sample.student: sample for sample in SAMPLES if sample.assignment == ASSIGNMENT}
    first, *samples = [by_name[student] for student in FIT[: arguments.submissions + 1]]
    ways = (
        ("ours", "", IsolatedAutograde, False),
        ("stock, same cells", STOCK, Autograde, False),
        ("stock, experiments and all", STOCK, Autograde, True),
    )

    def times(names: list[str]) -> dict[str, list[float]]:
        """Each sample in all these ways before the next one: whatever else the machine does meets the ways alike."""
        rows = [[seconds(*courses[name], sample) for name in names] for sample in track(samples, ", ".join(names))]
        return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        courses = {}
        for name, settings, converter, experiments in ways:
            root = Path(folder, name.replace(" ", "-"))
            courses[name] = prepared(root, settings, [first, *samples], experiments), converter
            if not experiments:  # imports and self-test are paid once a class
                seconds(*courses[name], first)
        *same_cells, experiments = courses
        taken = times(same_cells) | times([experiments])
    shown = Table("submission", *courses, "ratio, same cells", show_edge=False)
    for column in shown.columns[1:]:
        column.justify = "right"
    rows = [[sample.student, *(taken[name][i] for name in courses)] for i, sample in enumerate(samples)]
    rows.append(["mean", *(sum(each) / len(each) for each in taken.values())])
    for who, ours, same, stock in rows:
        shown.add_row(who, *(f"{t:.2f} s" for t in (ours, same, stock)), f"{ours / same:.2f}")
    console = Console()
    console.print(shown)
    console.print("\nOne submission at a time, without nbgrader's start. Ours includes a fresh sandbox for each one.")
    return 0
