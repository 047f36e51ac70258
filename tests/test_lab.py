"""Updating work/ from course/: what the student wrote is never lost, what the course changed arrives."""

import copy
import json

import pytest

from autograder import lab

STUB = "def walk(w):\n    raise NotImplementedError"
ANSWER = "def walk(w):\n    return w - 1"


def cell(text, identity, kind="code", **nbgrader):
    node = {"cell_type": kind, "id": identity, "metadata": {}, "source": text.splitlines(keepends=True)}
    if kind == "code":
        node |= {"execution_count": None, "outputs": []}
    if nbgrader:
        node["metadata"] = {"nbgrader": {"grade_id": identity, **nbgrader}}
    return node


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


OLD = notebook(
    cell("# Steps", "a", "markdown"),
    cell(STUB, "walk", solution=True),
    cell("check(walk)", "check-walk", grade=True, solution=False),
    cell("draw(10)", "b"),
)
NEW = notebook(
    cell("# Steps, better said", "a2", "markdown"),
    cell(STUB, "walk", solution=True),
    cell("check(walk)", "check-walk", grade=True, solution=False),
    cell("draw(10)", "b"),
    cell("# A new ending", "c", "markdown"),
)


@pytest.fixture
def folders(tmp_path):
    course, work = tmp_path / "course", tmp_path / "work"
    release(course, OLD)
    lab.bring(course, work)
    return course, work


def release(course, notebook):
    (course / "01_steps").mkdir(parents=True, exist_ok=True)
    (course / "01_steps/01_steps.ipynb").write_text(json.dumps(notebook))


def read(work):
    return json.loads((work / "01_steps/01_steps.ipynb").read_text())


def write(work, change):
    mine = read(work)
    change(mine["cells"])
    (work / "01_steps/01_steps.ipynb").write_text(json.dumps(mine, indent=2))


def answered(cells):
    cells[1]["source"] = ANSWER.splitlines(keepends=True)


def texts(work):
    return ["".join(cell["source"]) for cell in read(work)["cells"]]


def test_a_new_notebook_is_copied_as_it_is(folders):
    course, work = folders
    assert read(work) == OLD
    assert lab.bring(course, work) == []


def test_an_untouched_notebook_is_replaced(folders):
    course, work = folders
    release(course, NEW)
    assert lab.bring(course, work) == ["01_steps/01_steps.ipynb: updated"]
    assert read(work) == NEW
    assert not (work / "backups").exists()


def test_a_notebook_that_was_only_run_is_replaced(folders):
    course, work = folders
    write(work, lambda cells: cells[3].update(execution_count=4))
    release(course, NEW)
    lab.bring(course, work)
    assert read(work) == NEW


def test_answers_stay_while_the_course_does_not_change(folders):
    course, work = folders
    write(work, answered)
    assert lab.bring(course, work) == []
    assert texts(work)[1] == ANSWER


def test_answers_move_into_an_updated_notebook(folders):
    course, work = folders
    write(work, answered)
    before = (work / "01_steps/01_steps.ipynb").read_bytes()
    release(course, NEW)
    (line,) = lab.bring(course, work)
    assert "with your answers in it" in line
    assert texts(work) == ["# Steps, better said", ANSWER, "check(walk)", "draw(10)", "# A new ending"]
    assert (work / "backups/01_steps-1.ipynb").read_bytes() == before
    assert lab.bring(course, work) == []


def test_a_second_update_keeps_a_second_backup(folders):
    course, work = folders
    write(work, answered)
    release(course, NEW)
    lab.bring(course, work)
    release(course, OLD)
    lab.bring(course, work)
    assert texts(work)[:2] == ["# Steps", ANSWER]
    assert len(list((work / "backups").iterdir())) == 2


def test_the_students_own_cells_stay_where_they_were(folders):
    course, work = folders
    write(work, lambda cells: cells.insert(2, cell("print('mine')", "x")))
    release(course, NEW)
    lab.bring(course, work)
    assert texts(work)[1:4] == [STUB, "print('mine')", "check(walk)"]


def test_a_changed_experiment_stays_changed(folders):
    course, work = folders
    write(work, lambda cells: cells[3].update(source=["draw(50)"]))
    release(course, NEW)
    lab.bring(course, work)
    assert texts(work)[3] == "draw(50)"


def test_where_both_changed_a_cell_both_forms_stay(folders):
    course, work = folders
    write(work, lambda cells: cells[0].update(source=["# My steps"]))
    release(course, NEW)
    lab.bring(course, work)
    assert texts(work)[:2] == ["# My steps", "# Steps, better said"]


def test_an_answer_to_a_changed_stub_stays_and_is_told(folders):
    course, work = folders
    write(work, answered)
    changed = copy.deepcopy(NEW)
    changed["cells"][1]["source"] = ["def walk(w, g):\n", "    raise NotImplementedError"]
    release(course, changed)
    (line,) = lab.bring(course, work)
    assert "look again at walk" in line
    assert texts(work)[1] == ANSWER


def test_an_answer_to_a_kernel_that_is_gone_stays(folders):
    course, work = folders
    write(work, answered)
    release(course, notebook(*(NEW["cells"][:1] + NEW["cells"][3:])))
    lab.bring(course, work)
    assert ANSWER in texts(work)


def test_a_copied_answer_cell_loses_nothing(folders):
    course, work = folders
    write(work, lambda cells: cells.insert(2, cell(ANSWER, "walk", solution=True)))
    release(course, NEW)
    lab.bring(course, work)
    assert ANSWER in texts(work)
    assert len({cell["id"] for cell in read(work)["cells"]}) == len(read(work)["cells"])


@pytest.mark.parametrize("broken", ["no notebook at all", "[]", '{"cells": [1]}', '{"cells": [{"metadata": {}}]}'])
def test_a_broken_notebook_is_left_alone(folders, broken):
    course, work = folders
    (work / "01_steps/01_steps.ipynb").write_text(broken)
    release(course, NEW)
    (line,) = lab.bring(course, work)
    assert "yours is kept" in line
    assert (work / "01_steps/01_steps.ipynb").read_text() == broken
    assert json.loads((work / "01_steps/01_steps.new.ipynb").read_text()) == NEW
    assert lab.bring(course, work) == []


def test_without_a_record_a_changed_notebook_is_left_alone(folders):
    course, work = folders
    write(work, answered)
    (work / ".given/01_steps/01_steps.ipynb").unlink()
    release(course, NEW)
    (line,) = lab.bring(course, work)
    assert "01_steps.new.ipynb" in line
    assert texts(work)[1] == ANSWER


def test_the_command_says_what_it_brought(folders, monkeypatch, capsys):
    course, work = folders
    monkeypatch.setattr(lab, "ROOT", course.parent)
    release(course, NEW)
    assert lab.main(["--no-open"]) == 0
    assert capsys.readouterr().out == "work/01_steps/01_steps.ipynb: updated\n"
    assert read(work) == NEW


def test_without_jupyterlab_the_command_says_how_to_get_it(folders, monkeypatch, capsys):
    course, _ = folders
    monkeypatch.setattr(lab, "ROOT", course.parent)
    monkeypatch.setattr(lab.importlib.util, "find_spec", lambda name: None)
    assert lab.main([]) == 1
    assert 'pip install -e ".[lab]"' in capsys.readouterr().out
