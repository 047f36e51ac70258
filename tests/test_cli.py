"""The command line: what it prints, and exit statuses that a script can rely on."""

import inspect
import json
from pathlib import Path

import pytest

from autograder import __main__, chapters
from autograder.__main__ import main

ROOT = Path(__file__).parents[1]
NAMES = [a.name for a in chapters.assignments()]


def run(capsys, *argv):
    status = main(list(map(str, argv)))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("name", NAMES)
def test_the_solutions_earn_every_point(capsys, name):
    status, out, _ = run(capsys, "check", ROOT / "solutions" / name / f"{name}.ipynb", "--json")
    rows = json.loads(out)
    assert status == 0
    assert [row["name"] for row in rows] == [e.name for e in chapters.assignment(name).exercises]
    assert all(row["score"] == row["points"] and row["verdict"] == "right" for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_notebook_is_not_attempted(capsys, name):
    status, out, err = run(capsys, "check", ROOT / "course" / name / f"{name}.ipynb", "--json")
    rows = json.loads(out)
    assert (status, err) == (1, "")
    assert {(row["score"], row["verdict"]) for row in rows} == {(0, "not attempted")}


def kernels(tmp_path, *sources):
    path = tmp_path / "mine.py"
    path.write_text("from array_api_compat import array_namespace\n\n\n" + "\n\n".join(sources))
    return path


def test_a_python_file_is_judged_on_the_kernels_in_it(capsys, tmp_path):
    path = kernels(tmp_path, inspect.getsource(chapters.answer(chapters.find("adam_step"))))
    status, out, _ = run(capsys, "check", path, "--json")
    assert status == 0
    assert [row["name"] for row in json.loads(out)] == ["adam_step"]


def test_a_mistake_is_named_with_case_quantity_and_diagnosis(capsys, tmp_path):
    source = inspect.getsource(chapters.answer(chapters.find("adam_step")))
    path = kernels(tmp_path, source.replace("m / (1 - beta1**t)", "m / (1 - beta1)").replace("beta2**t)", "beta2)"))
    status, out, _ = run(capsys, "check", path, "--exercise", "adam_step", "--json")
    (row,) = json.loads(out)
    assert status == 1
    assert row["verdict"] == "wrong value" and row["quantity"] == "w" and row["case"]
    assert row["diagnosis"] == "bias_correction_without_power"
    assert 0 < row["score"] < row["points"] and "bias correction" in row["message"]


def test_an_exercise_that_is_asked_for_and_missing_is_not_attempted(capsys, tmp_path):
    path = kernels(tmp_path, "x = 1\n")
    status, out, _ = run(capsys, "check", path, "--exercise", "adam_step", "--json")
    assert status == 1
    assert json.loads(out)[0]["verdict"] == "not attempted"


BAD_FILES = {
    "not JSON": ("x.ipynb", "this is not a notebook"),
    "JSON, but no notebook": ("x.ipynb", "[1, 2]"),
    "empty": ("x.ipynb", ""),
    "no kernel in it": ("x.py", "x = 1\n"),
    "not Python": ("x.py", "def adam_step(:\n"),
}


@pytest.mark.parametrize(("name", "text"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_is_no_submission_gets_a_sentence(capsys, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    status, out, err = run(capsys, "check", tmp_path / name)
    assert status in (1, 2)
    assert (out + err).strip() and "Traceback" not in out + err


def test_a_missing_file_and_an_unknown_exercise_are_errors(capsys, tmp_path):
    assert run(capsys, "check", tmp_path / "no.ipynb")[0] == 2
    path = kernels(tmp_path, "x = 1\n")
    status, _, err = run(capsys, "check", path, "--exercise", "no_such")
    assert status == 2 and "no_such" in err


def test_list_names_everything(capsys):
    status, out, _ = run(capsys, "list", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert status == 0
    assert set(rows) == {e.name for a in chapters.assignments() for e in a.exercises}
    adamw = rows["adamw_step"]
    assert adamw["assignment"] == "04_adaptive" and adamw["points"] == 6
    assert adamw["signature"].startswith("(w, g, m, v, t, *") and "weight_decay" in adamw["docstring"]
    assert len(adamw["misconceptions"]) > 10 and len(adamw["variants"]) >= 3
    assert all("def adamw_step(" in variant["source"] for variant in adamw["variants"])


def test_every_command_says_what_it_is_for(capsys):
    assert run(capsys)[0] == 2
    status, out, _ = run(capsys, "--help")
    assert status == 0
    assert all(name in out for name in __main__.COMMANDS)
