"""Grades a sample class of right, wrong, hostile and broken notebooks, and says whether each got what it should."""

from __future__ import annotations

import argparse
import importlib
import inspect
import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

from autograder import chapters
from autograder.sample import ASSIGNMENT, ROOT, Notebook, Sample, hand_in, lay_out

FOLDER = ROOT / "demo"
# A loop that never ends need not be watched for long.
SETTINGS = "c.IsolatedAutograde.call_seconds = 5\nc.IsolatedAutograde.load_seconds = 5\n"
POWER = (("(1 - beta1**t)", "(1 - beta1)"), ("(1 - beta2**t)", "(1 - beta2)"))


def _forge(notebook: Notebook) -> None:
    """Tries to hand nbgrader a number, by each of the ways that work on its own executor."""
    notebook.answer(
        "adam_step",
        """
import ast, sys
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
    def visit_Expr(self, node):
        return ast.copy_location(ast.Expr(ast.Constant(6.0)), node)
try:
    get_ipython().ast_transformers.append(Drop())
    get_ipython().displayhook(6.0)
finally:
    def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
        sys.displayhook(6.0)
        return w, m, v
""",
    )


def _steal(notebook: Notebook) -> None:
    """Wants to run the solution that lies beside the submissions, or the course's own reference."""
    notebook.answer(
        "adam_step",
        f'''
import glob, json
def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    for path in glob.glob("{FOLDER}/solutions/*/*.ipynb") + ["{FOLDER}/solutions/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"]:
        for cell in json.load(open(path))["cells"]:
            if "def adam_step" in "".join(cell["source"]):
                exec("".join(cell["source"]), globals())
    return globals()["adam_step"](w, g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)
''',
    )


def _loop(notebook: Notebook) -> None:
    notebook.answer(
        "adam_step",
        """
def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
""",
    )


def _lose(notebook: Notebook) -> None:
    """One answer cell deleted, the other one copied below with its metadata and then broken."""
    copy = notebook.copy_of("adamw_step")
    copy["source"] = "def adamw_step(*everything):\n    return None"
    notebook.cells.append(copy)
    notebook.cells.remove(notebook.cell("adam_step"))


def _script(notebook: Notebook) -> None:
    notebook.insert(0, "<script>alert(1)</script> and [a link](javascript:alert(1)), yet a < b", "markdown")
    notebook.insert(4, "import sys, warnings\nwarnings.warn('deprecated')\nprint('noise', file=sys.stderr)")


CLASS = (
    Sample("ada", "everything right"),
    Sample("bao", "nothing done yet", solved=False, rest="not attempted"),
    Sample("chloe", "bias correction without its power, in both",
           {"adam_step": POWER, "adamw_step": POWER},
           gets=dict.fromkeys(("adam_step", "adamw_step"), (2.4, "bias_correction_without_power"))),
    Sample("dinesh", "eps inside the root", {"adam_step": (("(xp.sqrt(v_hat) + eps)", "xp.sqrt(v_hat + eps)"),)},
           gets={"adam_step": (2.4, "eps_inside_root")}),
    Sample("elif", "Adam with L2 where AdamW was asked for",
           {"adamw_step": (("    m = beta1 * m", "    g = g + weight_decay * w\n    m = beta1 * m"),
                           (" + weight_decay * w)", ")"))},
           gets={"adamw_step": (0.0, "l2_for_decoupled")}),
    Sample("femi", "the averages the wrong way round", {"adam_step": (
               ("m = beta1 * m + (1 - beta1) * g", "m = (1 - beta1) * m + beta1 * g"),
               ("v = beta2 * v + (1 - beta2) * g**2", "v = (1 - beta2) * v + beta2 * g**2"))},
           gets={"adam_step": (0.0, "averages_reversed")}),
    Sample("grace", "two mistakes at once", {"adam_step": (*POWER, ("(xp.sqrt(v_hat) + eps)", "xp.sqrt(v_hat + eps)"))},
           gets={"adam_step": (2.4, "bias_correction_without_power+eps_inside_root")}),
    Sample("hugo", "the decay of the paper, not PyTorch's",
           {"adamw_step": (("+ eps) + weight_decay * w)", "+ eps)) - weight_decay * w"),)},
           gets={"adamw_step": (2.4, "decay_not_times_lr")}),
    Sample("ines", "right, but NumPy only", {"adam_step": (("xp.sqrt", "np.sqrt"),)},
           gets={"adam_step": (5.4, "not portable")}),
    Sample("jonas", "right, but changes its arguments",
           {"adam_step": (("m = beta1 * m + (1 - beta1) * g", "m *= beta1\n    m += (1 - beta1) * g"),)},
           gets={"adam_step": (5.7, "changed its inputs")}),
    Sample("kaori", "forgot to return the state", {"adam_step": (("return w, m, v", "return w"),)},
           gets={"adam_step": (0.0, "wrong type")}),
    Sample("liam", "a misspelt name", {"adam_step": (("m_hat / (xp", "mhat / (xp"),)},
           gets={"adam_step": (0.0, "raised")}),
    Sample("mallory", "forges a score", change=_forge,
           gets={"adam_step": (0.0, "old_weight_returned+old_moments_returned")}),
    Sample("nemo", "reads the solutions", change=_steal, gets={"adam_step": (0.0, "raised")}),
    Sample("oscar", "an endless loop that cannot be interrupted", change=_loop, gets={"adam_step": (0.0, "timed out")}),
    Sample("petra", "one answer deleted, one copied", change=_lose, gets={"adam_step": (0.0, "not attempted")},
           note="The cell for adam_step is missing"),
    Sample("quinn", "script in the text, warnings in the output", change=_script),
    Sample("rosa", "a file cut off in the middle", change=lambda notebook: notebook.bytes()[:5000],
           rest="not attempted", note="not JSON"),
)  # fmt: skip


def _of_chapters() -> tuple[Sample, ...]:
    """The samples that each chapter brings along, in its own samples.py."""
    found = []
    for assignment in chapters.assignments():
        if assignment.name != ASSIGNMENT:
            module = importlib.import_module(f"autograder.chapters.{chapters.topic_of(assignment.name)}.samples")
            found += [replace(sample, assignment=assignment.name) for sample in module.SAMPLES]
    return tuple(found)


SAMPLES = (*CLASS, *_of_chapters())


def broken_promises(sample: Sample, result, entered: dict[str, float]) -> list[str]:
    """What a sample did not get, from the grader or in the gradebook, although its description says so."""
    if result.error:
        return [result.error]
    wrong = []
    for verdict in result.verdicts:
        score, said = sample.gets.get(verdict.name, (verdict.points * (sample.rest == "right"), sample.rest))
        got = entered.get(f"check-{verdict.name}"), verdict.diagnosis or verdict.verdict
        if (verdict.score, *got) != (score, score, said):
            wrong.append(f"{verdict.name}: promised {score:g} and {said}, got {verdict.score:g} and {got[1]}, "
                         f"in the gradebook {got[0]}")  # fmt: skip
    if not any(sample.note in note for note in result.notes or [""]):
        wrong.append(f"promised the note {sample.note!r}")
    return wrong


def grade_samples(course, assignment: str, jobs: int, console) -> list[str]:
    """Hands in, grades and shows the samples of one assignment. Returns the promises that were not kept."""
    from autograder import grading

    samples = [sample for sample in SAMPLES if sample.assignment == assignment]
    with grading.progress() as start:
        results = grading.grade_class(course, assignment, jobs=jobs, force=False, start=start)
        course.feedback(assignment, start)
    about = {sample.student: sample.what for sample in samples}
    exercises = chapters.assignment(assignment).exercises
    console.print(f"\n[bold]{assignment}[/bold]", grading.table(results, exercises, about), "", sep="\n")
    entered = course.scores(assignment)
    return [
        f"{assignment}, {sample.student}: {text}"
        for sample, result in zip(samples, results, strict=True)
        for text in broken_promises(sample, result, entered.get(sample.student, {}))
    ]


def main(argv: list[str]) -> int:
    """Grades a sample class in isolation, through nbgrader, and shows what each student gets.

    Gradebook and feedback pages stay in demo/. Exit status 0 only if every sample got the score and the
    diagnosis that its description promises.
    """
    parser = argparse.ArgumentParser(prog="python -m autograder demo", description=inspect.getdoc(main))
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at the same time")
    arguments = parser.parse_args(argv)
    from rich.console import Console

    from autograder.grading import Course
    from autograder.sandbox import launchers

    console, before, broken = Console(), time.monotonic(), []
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    assignments = sorted({sample.assignment for sample in SAMPLES})
    for assignment in assignments:
        lay_out(FOLDER, assignment, SETTINGS)
    for sample in SAMPLES:
        hand_in(FOLDER, sample.assignment, sample.student, sample.content())
    try:
        course = Course(FOLDER)
        for assignment in assignments:
            broken += grade_samples(course, assignment, arguments.jobs, console)
    except launchers.Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    where = FOLDER.relative_to(Path.cwd()) if FOLDER.is_relative_to(Path.cwd()) else FOLDER
    seconds = time.monotonic() - before
    console.print(f"{seconds:.0f} s. Feedback pages are in {where}/feedback, the grades in {where}/gradebook.db.")
    for text in broken:
        console.print(f"[bold]Not as promised:[/bold] {text}")
    return 1 if broken else 0
