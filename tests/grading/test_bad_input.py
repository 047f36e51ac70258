"""Kernels that are none, and files that hold none: a clear verdict, and never a traceback of ours."""

import pytest

from autograder import chapters, grading
from autograder.confined import Grader
from autograder.sample import ROOT, Notebook
from autograder.sandbox import launchers
from autograder.submission import Submission

SIGNATURE = "def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):"
ASKED = [exercise.name for exercise in chapters.assignment("04_adaptive").exercises]
FORMULA = """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    w = w - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
"""

KERNELS = {
    "not callable": ("adam_step = 6.0", "wrong type", "not a function"),
    "a string": ("adam_step = 'done'", "wrong type", "not a function"),
    "missing": ("adam = 1", "not attempted", "no function named adam_step"),
    "None": (f"{SIGNATURE}\n    pass", "wrong type", "None"),
    "a list": (f"{SIGNATURE}\n    return [w.tolist(), m.tolist(), v.tolist()]", "wrong type", "list"),
    "one of three": (f"{SIGNATURE}\n    return w", "wrong type", "asked for: (w, m, v)"),
    "NaN": (f"{SIGNATURE}{FORMULA}    return w * float('nan'), m, v", "not finite", "nan"),
    "wrong shape": (f"{SIGNATURE}{FORMULA}    return w[None], m, v", "wrong shape", "shape"),
    "object array": (
        f"import numpy as np\n{SIGNATURE}{FORMULA}    return w.astype(object), m, v",
        "wrong type",
        "object",
    ),
    "array of text": (f"import numpy as np\n{SIGNATURE}{FORMULA}    return w.astype(str), m, v", "wrong type", "w"),
    "lying float": (
        "class Six(float):\n    def __repr__(self):\n        return '6.0'\n    __eq__ = lambda self, other: True\n"
        "    __hash__ = None\n"
        f"{SIGNATURE}\n    return Six(1), Six(1), Six(1)",
        "wrong type",
        "w is",
    ),
    "lying array": (
        "import numpy as np\nclass Same(np.ndarray):\n    def __array_ufunc__(self, *a, **k):\n        return True\n"
        f"{SIGNATURE}\n    return w.view(Same), m.view(Same), v.view(Same)",
        "wrong type",
        "array subclass",
    ),
    "prints a megabyte": (f"{SIGNATURE}{FORMULA}    print('x' * 1_000_000)\n    return w, m, v", "right", ""),
    "redefines check": (
        f"def check(*kernels):\n    return 6.0\n{SIGNATURE}\n    raise NotImplementedError",
        "not attempted",
        "",
    ),
    "raises its own": (
        f"class Mine(Exception):\n    def __str__(self):\n        raise self\n{SIGNATURE}\n    raise Mine",
        "raised",
        "raise Mine",
    ),
    "raises at exit": (f"{SIGNATURE}\n    raise SystemExit(0)", "raised", "SystemExit"),
    "syntax error": (f"{SIGNATURE}\n    return (w, m v)", "raised", "SyntaxError"),
    "other arguments": ("def adam_step(w, g):\n    return w", "raised", "arguments"),
    "recursion": (
        f"{SIGNATURE}\n    return adam_step(w, g, m, v, t, lr=lr, beta1=beta1, beta2=beta2, eps=eps)",
        "raised",
        "RecursionError",
    ),
    "a generator": (f"{SIGNATURE}\n    yield w\n    yield m\n    yield v", "wrong type", ""),
    "a class": ("class adam_step:\n    def __init__(self, *arguments, **hyper):\n        pass", "wrong type", ""),
}


@pytest.fixture(scope="module")
def grader():
    return Grader(None, launchers.choose())


@pytest.mark.parametrize(("code", "verdict", "told"), KERNELS.values(), ids=KERNELS)
def test_bad_kernel_gets_a_clear_verdict(grader, code, verdict, told):
    (found,) = grader.grade(Submission([code]), [chapters.find("adam_step")])
    assert found.verdict == verdict
    assert told in found.message
    assert "Traceback" not in found.message and "autograder" not in found.message
    assert found.score == 6.0 if verdict == "right" else found.score <= 2.4, "2.4 is for m and v, where those are right"


FILES = {
    "not JSON": (b'{"cells": [', "not JSON"),
    "empty": (b"", "empty"),
    "not a notebook": (b'{"a": 1}', "no cells"),
    "no kernel in it": (b'{"cells": [{"cell_type": "code", "source": "x = 1"}]}', "no kernel of this course"),
}


@pytest.mark.parametrize(("content", "note"), FILES.values(), ids=FILES)
def test_bad_file_is_a_note(tmp_path, content, note):
    path = tmp_path / "04_adaptive.ipynb"
    path.write_bytes(content)
    verdicts, notes = grading.check_file(path)
    assert verdicts == [] and note in " ".join(notes)


def test_check_file_asks_for_what_is_there(tmp_path):
    path = tmp_path / "kernels.py"
    path.write_text(f"{SIGNATURE}{FORMULA}    return w, m, v\n")
    verdicts, _ = grading.check_file(path)
    assert [(v.name, v.verdict) for v in verdicts] == [("adam_step", "right")]
    verdicts, _ = grading.check_file(path, "adamw_step")
    assert [(v.name, v.verdict) for v in verdicts] == [("adamw_step", "not attempted")]
    with pytest.raises(LookupError, match="no exercise is called adam"):
        grading.check_file(path, "adam")
    with pytest.raises(OSError):
        grading.check_file(tmp_path / "nowhere.ipynb")


PYTHON_FILES = {
    "syntax error": ("def adam_step(w, g:\n    return w", "raised"),
    "not a function": ("adam_step = 6.0", "wrong type"),
    "fails on the way": ("1 / 0\n\ndef adam_step(*arguments, **hyper):\n    return 1", "wrong type"),
}


@pytest.mark.parametrize(("text", "verdict"), PYTHON_FILES.values(), ids=PYTHON_FILES)
def test_bad_python_file_gets_a_verdict(tmp_path, text, verdict):
    path = tmp_path / "kernels.py"
    path.write_text(text)
    verdicts, _ = grading.check_file(path)
    assert [(v.name, v.verdict) for v in verdicts] == [("adam_step", verdict)]


def test_check_file_reads_a_notebook_without_metadata(tmp_path):
    notebook = Notebook("04_adaptive")
    for cell in notebook.cells:
        cell["metadata"] = {}
    path = tmp_path / "stripped.ipynb"
    path.write_bytes(notebook.bytes())
    assert [(v.name, v.verdict) for v in grading.check_file(path)[0]] == [(name, "right") for name in ASKED]


def test_check_file_reads_both_forms_of_a_chapter(tmp_path):
    verdicts, notes = grading.check_file(ROOT / "solutions/04_adaptive/04_adaptive.ipynb")
    assert [(v.name, v.verdict) for v in verdicts] == [(name, "right") for name in ASKED] and notes == []
    path = tmp_path / "mine.ipynb"
    path.write_bytes(Notebook("04_adaptive", solved=False).bytes())
    assert {v.verdict for v in grading.check_file(path)[0]} == {"not attempted"}
