"""Of a file that was handed in the answers count, in the instructor's notebook, and nothing else."""

import json

import pytest

from autograder import cells, chapters
from autograder.sample import ROOT, Notebook
from autograder.submission import read, runnable

ASSIGNMENT = "04_adaptive"
MASTER = ROOT / "course" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
KERNELS = {exercise.name for exercise in chapters.assignment(ASSIGNMENT).exercises}
WRONG = "def adam_step(*everything):\n    return None"


@pytest.fixture
def handed_in(tmp_path):
    def hand_in(notebook: Notebook):
        path = tmp_path / "handed-in.ipynb"
        path.write_bytes(notebook.bytes())
        return read(path, MASTER)

    return hand_in


def sources(submission) -> list[str]:
    return [cell["source"] for cell in submission.notebook["cells"]]


def test_untouched_release_comes_back_as_it_is():
    submission = read(MASTER, MASTER)
    master = json.loads(MASTER.read_text(encoding="utf-8"))
    assert sources(submission) == ["".join(cell["source"]) for cell in master["cells"]]
    assert [cell["metadata"] for cell in submission.notebook["cells"]] == [cell["metadata"] for cell in master["cells"]]
    assert submission.notes == []


def test_checks_and_experiments_are_not_run(handed_in):
    submission = handed_in(Notebook(ASSIGNMENT))
    assert not any("@experiment" in cell or cell.startswith("check(") for cell in submission.cells)
    assert sum("def adam_step" in cell for cell in submission.cells) == 1
    assert set(submission.answers) == KERNELS


def test_locked_cells_are_the_instructors(handed_in):
    notebook = Notebook(ASSIGNMENT)
    notebook.cell("check-adam_step")["source"] = "6.0"
    notebook.cell("ask-move-the-rate")["source"] = "What is 1 + 1?"
    notebook.raw["metadata"] = {"kernelspec": {"name": "bash"}}
    submission = handed_in(notebook)
    assert "check(adam_step)" in sources(submission) and "6.0" not in sources(submission)
    assert "What is 1 + 1?" not in sources(submission)
    assert submission.notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_own_cells_stay_in_their_places_without_their_metadata(handed_in):
    notebook = Notebook(ASSIGNMENT)
    notebook.insert(notebook.index("adamw_step"), "helper = 1", metadata={"nbgrader": {"grade": True}, "tags": ["x"]})
    submission = handed_in(notebook)
    at = sources(submission).index("helper = 1")
    assert submission.notebook["cells"][at]["metadata"] == {}
    assert "def adamw_step" in sources(submission)[at + 1]
    assert "helper = 1" in submission.cells


def test_changed_set_up_cell_runs_after_the_courses(handed_in):
    notebook = Notebook(ASSIGNMENT)
    changed = notebook.cell("setup")["source"] + "\nimport numpy as anp"
    notebook.cell("setup")["source"] = changed
    submission = handed_in(notebook)
    assert changed in submission.cells and submission.cells.index(changed) > 0


def test_what_a_kernel_was_at_its_check_counts(handed_in):
    notebook = Notebook(ASSIGNMENT)
    right = notebook.cell("adam_step")["source"]
    notebook.insert(notebook.index("check-adam_step") + 1, WRONG)
    submission = handed_in(notebook)
    assert submission.cells[submission.checks["adam_step"]] == right
    notebook.insert(notebook.index("check-adam_step"), WRONG + "  # again")
    submission = handed_in(notebook)
    assert submission.cells[submission.checks["adam_step"]] == WRONG + "  # again"


def test_first_of_two_cells_with_one_id_is_the_answer(handed_in):
    notebook = Notebook(ASSIGNMENT)
    notebook.cells.append(notebook.copy_of("adam_step") | {"source": WRONG})
    assert handed_in(notebook).answers["adam_step"] == notebook.cell("adam_step")["source"]


def test_untouched_copy_before_the_answer_does_not_win(handed_in):
    notebook = Notebook(ASSIGNMENT)
    stub = Notebook(ASSIGNMENT, solved=False).copy_of("adam_step")
    notebook.insert(notebook.index("adam_step"), **{"text": stub["source"], "metadata": stub["metadata"]})
    assert handed_in(notebook).answers["adam_step"] == Notebook(ASSIGNMENT).cell("adam_step")["source"]


def test_deleted_answer_is_the_stub_and_a_note(handed_in):
    notebook = Notebook(ASSIGNMENT)
    notebook.cells.remove(notebook.cell("adam_step"))
    submission = handed_in(notebook)
    assert "adam_step" not in submission.answers
    assert any("raise NotImplementedError" in cell for cell in submission.cells)
    assert submission.notes == ["The cell for adam_step is missing; it counts as not attempted."]


def test_retyped_answer_is_code_again(handed_in):
    notebook = Notebook(ASSIGNMENT)
    notebook.cell("adam_step")["cell_type"] = "markdown"
    submission = handed_in(notebook)
    cell = next(
        c for c in submission.notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "adam_step"
    )
    assert cell["cell_type"] == "code" and "adam_step" in submission.answers


def test_untouched_question_keeps_its_bytes_and_an_answer_is_cleaned(handed_in):
    notebook = Notebook(ASSIGNMENT, solved=False)
    untouched = notebook.cell("question-move-the-rate")["source"]
    assert untouched in sources(handed_in(notebook))
    notebook.cell("question-move-the-rate")["source"] = "a < b <script>x()</script>"
    assert "a < b < script>x()< /script>" in sources(handed_in(notebook))


def test_outputs_of_experiments_are_kept_and_all_others_dropped(handed_in):
    notebook = Notebook(ASSIGNMENT)
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "seen"}]
    for cell in handed_in(notebook).notebook["cells"]:
        if cell["cell_type"] == "code":
            experiment = "experiment" in cell["metadata"].get("tags", ())
            assert [output["text"] for output in cell["outputs"]] == (["seen"] if experiment else [])


MAGICS = {
    "%matplotlib inline\nx = 1": ("get_ipython().run_line_magic", 2),
    "!ls\nx = 1": ("get_ipython().system", 2),
    "\n\n%time y = 2\nx = 1": ("\n\nget_ipython()", 4),
    "%%time\nx = 1": ("\nx = 1", 2),
    "%%html\n<b>x</b>": ("", 1),
    "x = 7 % 3\nif not x:\n    y = 1": ("x = 7 % 3", 3),
    "def f(:": ("def f(:", 1),
}


@pytest.mark.parametrize(("source", "expected"), MAGICS.items(), ids=map(repr, MAGICS))
def test_magics_become_python_on_the_same_lines(source, expected):
    begins, lines = expected
    code = runnable(source)
    assert code.startswith(begins)
    assert len(code.rstrip("\n").split("\n")) == lines


def test_line_is_quoted_from_what_ran(handed_in):
    submission = handed_in(Notebook(ASSIGNMENT).answer("adam_step", "\n\ndef adam_step(w):\n    return v"))
    index = next(i for i, cell in enumerate(submission.cells) if "def adam_step(w)" in cell)
    assert submission.line(index, 4) == "return v"
    assert submission.line(index, 9) == submission.line(99, 1) == ""


def test_python_file(tmp_path):
    path = tmp_path / "kernels.py"
    path.write_text("import math\n\ndef adam_step(w):\n    return w\n\nx = 1\n")
    submission = read(path)
    assert submission.notebook is None and len(submission.cells) == 1
    assert submission.answers == {"adam_step": "def adam_step(w):\n    return w"}
    path.write_text("def broken(:")
    assert read(path).answers == {}


def test_own_master():
    path = ROOT / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    submission = read(path)
    assert set(submission.answers) == KERNELS and submission.notes == []
    assert submission.cells == [cell for cell in submission.cells if "@experiment" not in cell]


def test_brackets_that_a_cell_printed_are_no_parts_of_the_file():
    printed = json.dumps({"cells": [], "printed": '[{\\"' * 300_000}).encode()
    assert cells.notebook(printed)["cells"] == []
    for parts in (b"[" * 600_000, printed[:-2] + b'", ' + b"[" * 600_000, b'"' * 7 + b"[" * 600_000 + b'"'):
        with pytest.raises(cells.Unreadable):
            cells.notebook(parts)
