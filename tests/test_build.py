"""The build, on a chapter small enough to read here, and the committed notebooks of the course."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import build
from autograder.exercise import Assignment, Exercise
from autograder.source import SourceError
from autograder.source import cells as source_cells

ROOT = Path(__file__).parents[1]

FIRST = '''\
# %% [markdown]
# # Steps
#
# After this chapter you can take a step.

# %% setup
import math

from array_api_compat import array_namespace

from autograder import check, experiment

# %% [markdown]
# ## One step: `walk`
#
# A step goes downhill.

# %% answer="walk"
def walk(w, g, *, lr, power=2):
    """The parameters after one step.

    w' = w - lr ** power * g
    """
    # downhill, hence the minus sign that the leak test looks for
    scaled = math.pow(lr, power) * g
    return w - scaled

# %% check="walk"

# %% [markdown]
# ## Two steps

# %% answer="walk_twice"
def walk_twice(w, g, *, lr):
    """The parameters after two steps."""
    xp = array_namespace(w, g)
    once = walk(w, g, lr=lr, power=1)
    return xp.asarray(walk(once, g, lr=lr, power=1))

# %% check="walk_twice"

# %% experiment
@experiment(walk)
def downhill():
    print("going down")

# %% [markdown] question="downhill" points=2.5
# Why does the step go downhill?
# +++
# Because the gradient points uphill, says the model answer.
'''

SECOND = '''\
# %% [markdown]
# # Rest

# %% setup
from autograder import check

# %% answer="rest"
def rest(w):
    """The parameters as they are."""
    unchanged_parameters = w
    return unchanged_parameters

# %% check="rest"
'''


def walk(w, g, *, lr, power=2): ...
def walk_twice(w, g, *, lr): ...
def rest(w): ...


def exercise(reference, points, **more):
    nothing = {"returns": ("w",), "cases": lambda rng: [], "misconceptions": (), "hints": (), "variants": ()}
    return Exercise(reference, points, **nothing | more)


TABLE = {
    "01_steps": (
        exercise(walk, 3.0, hints=("Which way is down?", "Look at the sign."), minutes=7, difficulty=2),
        exercise(walk_twice, 1.5, core=False),
    ),
    "02_rest": (exercise(rest, 1, minutes=1),),
}


def assignment(name):
    return Assignment(name, TABLE[name])


@pytest.fixture
def course(tmp_path):
    """A repository with two chapters."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, source in (("01_steps", FIRST), ("02_rest", SECOND)):
        (tmp_path / "solutions" / name).mkdir(parents=True)
        (tmp_path / "solutions" / name / f"{name}.py").write_text(source)
    return tmp_path


@pytest.fixture
def files(course):
    return build.build(course, assignment)


def cells(text):
    """Cells of a notebook's text by nbgrader's grade_id."""
    found = json.loads(text)["cells"]
    return {c["metadata"]["nbgrader"]["grade_id"]: c for c in found if "nbgrader" in c["metadata"]}


def source(cell):
    return "".join(cell["source"])


def everything(text):
    return "\n".join(source(cell) for cell in json.loads(text)["cells"])


def test_every_chapter_gets_two_notebooks_and_its_answers(files):
    assert set(files) == {
        "solutions/01_steps/01_steps.ipynb",
        "solutions/02_rest/02_rest.ipynb",
        "course/01_steps/01_steps.ipynb",
        "course/02_rest/02_rest.ipynb",
        "course/overview.ipynb",
        "autograder/chapters/steps/answers.py",
        "autograder/chapters/rest/answers.py",
    }


def test_the_instructors_notebook_has_the_answer_between_markers(files):
    answer = source(cells(files["solutions/01_steps/01_steps.ipynb"])["walk_twice"])
    assert answer.split("\n") == [
        "def walk_twice(w, g, *, lr):",
        '    """The parameters after two steps."""',
        "    ### BEGIN SOLUTION",
        "    xp = array_namespace(w, g)",
        "    once = walk(w, g, lr=lr, power=1)",
        "    return xp.asarray(walk(once, g, lr=lr, power=1))",
        "    ### END SOLUTION",
    ]


def test_a_stub_is_signature_docstring_and_one_line(files):
    stub = source(cells(files["course/01_steps/01_steps.ipynb"])["walk"])
    assert stub.split("\n") == [
        "def walk(w, g, *, lr, power=2):",
        '    """The parameters after one step.',
        "",
        "    w' = w - lr ** power * g",
        '    """',
        "    raise NotImplementedError",
    ]


@pytest.mark.parametrize("tree", ["solutions", "course"])
def test_nbgrader_is_told_what_each_cell_is(files, tree):
    found = cells(files[f"{tree}/01_steps/01_steps.ipynb"])
    roles = {
        name: (m["grade"], m["solution"], m["locked"], m.get("points"))
        for name, m in ((name, cell["metadata"]["nbgrader"]) for name, cell in found.items())
    }
    assert roles == {
        "colab": (False, False, True, None),
        "setup": (False, False, True, None),
        "walk": (False, True, False, None),
        "check-walk": (True, False, True, 3),
        "walk_twice": (False, True, False, None),
        "check-walk_twice": (True, False, True, 1.5),
        "ask-downhill": (False, False, True, None),
        "question-downhill": (True, True, False, 2.5),
    }
    assert source(found["check-walk"]) == "check(walk)"


def test_a_model_answer_is_for_the_instructor_only(files):
    inside = cells(files["solutions/01_steps/01_steps.ipynb"])["question-downhill"]
    outside = cells(files["course/01_steps/01_steps.ipynb"])["question-downhill"]
    assert source(inside) == "Because the gradient points uphill, says the model answer."
    assert source(outside) == "Write your answer here."


@pytest.mark.parametrize("tree", ["solutions", "course"])
def test_experiments_and_set_up_carry_a_tag(files, tree):
    tagged = {
        source(cell).split("\n")[0]: cell["metadata"]["tags"]
        for cell in json.loads(files[f"{tree}/01_steps/01_steps.ipynb"])["cells"]
        if "tags" in cell["metadata"]
    }
    assert tagged == {
        "# Installs the course on Colab; does nothing anywhere else.": ["setup"],
        "import math": ["setup"],
        "@experiment(walk)": ["experiment"],
    }


def test_the_top_says_where_you_are_and_what_it_takes(files):
    top, contents = (source(cell) for cell in json.loads(files["course/01_steps/01_steps.ipynb"])["cells"][:2])
    assert top.split("\n\n") == [
        "# Steps",
        "[Overview](../overview.ipynb) · Next: [Rest](../02_rest/02_rest.ipynb)",
        "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
        "(https://colab.research.google.com/github/OWNER/training-deep-nets/blob/main/course/01_steps/01_steps.ipynb)",
        "Core: 1 kernel, 3 points, about 7 minutes. Optional: 1 kernel, 1.5 extra points, about 5 minutes. "
        "1 question to answer in words: 2.5 points.",
        "After this chapter you can take a step.",
    ]
    assert contents.split("\n")[2:] == ["- [One step: `walk`](<#One-step:-walk>)", "- [Two steps](<#Two-steps>)"]


def test_a_kernel_says_points_minutes_and_difficulty_above_and_hints_below(files):
    notebook = json.loads(files["course/01_steps/01_steps.ipynb"])["cells"]
    texts = [source(cell) for cell in notebook]
    stub = next(i for i, text in enumerate(texts) if text.startswith("def walk("))
    assert texts[stub - 1] == "*Core · 3 points · about 7 minutes · difficulty 2 of 3*"
    assert texts[stub + 1] == "check(walk)"
    assert texts[stub + 2].count("<details>") == texts[stub + 2].count("</details>") == 2
    assert "\n\nLook at the sign.\n\n" in texts[stub + 2]


def test_answers_are_a_module_with_the_imports_they_need(files, tmp_path):
    text = files["autograder/chapters/steps/answers.py"]
    namespace = {}
    exec(compile(text, "answers.py", "exec"), namespace)
    assert namespace["walk"](1.0, 2.0, lr=0.5) == 0.5
    imported = [ast.unparse(node) for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imported == ["import math", "from array_api_compat import array_namespace"]
    assert "Made by `make build` from solutions/01_steps/01_steps.py" in text


@pytest.mark.parametrize(("setting", "shown"), [("true", True), ("false", False)])
def test_an_instructor_can_keep_the_courses_answers_from_being_shown(course, setting, shown):
    project = course / "pyproject.toml"
    text, count = re.subn("show_solutions = (true|false)", f"show_solutions = {setting}", project.read_text())
    assert count == 1
    project.write_text(text)
    namespace = {}
    exec(build.build(course, assignment)["autograder/chapters/steps/answers.py"], namespace)
    assert namespace["SHOW_SOLUTIONS"] is shown


def test_ruff_finds_nothing_in_made_answers(files, tmp_path):
    (tmp_path / "answers.py").write_text(files["autograder/chapters/steps/answers.py"])
    for command in (["check"], ["format", "--check"]):
        run = [sys.executable, "-m", "ruff", *command, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
        done = subprocess.run([*run, str(tmp_path / "answers.py")], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_two_builds_agree_byte_for_byte(course, files):
    assert build.build(course, assignment) == files


def test_cell_ids_are_valid_and_differ(files):
    for name, text in files.items():
        if name.endswith(".ipynb"):
            notebook = json.loads(text)
            ids = [cell["id"] for cell in notebook["cells"]]
            assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
            assert all(re.fullmatch("[a-zA-Z0-9-_]{1,64}", one) for one in ids)
            assert len(ids) == len(set(ids))


def test_a_new_paragraph_leaves_the_other_cells_ids_alone(course, files):
    path = course / "solutions/01_steps/01_steps.py"
    path.write_text(FIRST.replace("# ## Two steps", "# Pause here.\n\n# %% [markdown]\n# ## Two steps"))
    before = json.loads(files["course/01_steps/01_steps.ipynb"])["cells"]
    after = json.loads(build.build(course, assignment)["course/01_steps/01_steps.ipynb"])["cells"]
    assert {cell["id"] for cell in before} < {cell["id"] for cell in after}


def test_the_release_is_what_nbgrader_generate_assignment_makes(course, files):
    for name, text in files.items():
        if name.startswith("solutions/"):
            (course / name).write_text(text)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment"]
    for name in ("01_steps", "02_rest"):
        done = subprocess.run([*command, name], cwd=course, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    stock = {p.relative_to(course).as_posix(): p.read_text() for p in course.glob("course/**/*") if p.is_file()}
    assert stock == {name: text for name, text in files.items() if re.match("course/.*/", name)}


def test_another_address_reaches_badges_and_colab_cells(course):
    project = course / "pyproject.toml"
    moved = project.read_text().replace("https://github.com/OWNER/training-deep-nets", "https://github.com/some/where")
    project.write_text(moved.replace('branch = "main"', 'branch = "spring"'))
    files = build.build(course, assignment)
    text = everything(files["course/01_steps/01_steps.ipynb"])
    assert '"git+https://github.com/some/where@spring"' in text
    assert "colab.research.google.com/github/some/where/blob/spring/course/01_steps/01_steps.ipynb" in text
    assert "github/some/where/blob/spring/course/02_rest/02_rest.ipynb" in text
    assert "github/some/where/blob/spring" in everything(files["course/overview.ipynb"])
    assert not any("OWNER" in text for text in files.values())


def test_the_colab_cell_does_nothing_elsewhere_and_installs_there(files, monkeypatch):
    cell = source(cells(files["course/01_steps/01_steps.ipynb"])["colab"])
    asked = []

    class Shell:
        def run_line_magic(self, *words):
            asked.append(words)

    exec(cell, {"get_ipython": Shell})
    assert asked == []
    monkeypatch.setitem(sys.modules, "google.colab", object())
    exec(cell, {"get_ipython": Shell})
    assert asked == [("pip", "install -q git+https://github.com/OWNER/training-deep-nets@main")]


# Each slip: what to replace in FIRST, by what, the line it is told at (by its text), and words of the message.
WALK, TWICE, ASK = '# %% answer="walk"', '# %% answer="walk_twice"', "# %% [markdown] question"
WRONG = {
    "unknown option": ('check="walk"', 'chek="walk"', "# %% chek", "unknown option 'chek'"),
    "unknown word": ("# %% experiment", "# %% experimnt", "# %% experimnt", "unknown option 'experimnt'"),
    "answer without exercise": (TWICE, '# %% answer="stroll"', '# %% answer="stroll"', "has no such exercise"),
    "exercise without answer": (TWICE, "# %%", "# %% [markdown]", 'no cell answer="walk_twice"'),
    "answer without check": ('# %% check="walk_twice"\n', "", TWICE, 'no cell check="walk_twice"'),
    "check before its answer": (WALK, f'# %% check="walk"\n\n{WALK}', '# %% check="walk"', "stands before its answer"),
    "duplicate": ('# %% check="walk_twice"', '# %% check="walk" ', '# %% check="walk" ', "a second check 'walk'"),
    "another function's name": ("def walk_twice", "def walk_thrice", TWICE, "the function is called walk_thrice"),
    "another signature": ("walk_twice(w, g, *, lr):", "walk_twice(w, g, lr):", "def walk_tw", "(w, g, lr) is not"),
    "another default": ("power=2):", "power=3):", "def walk(", "power=3) is not the reference's signature"),
    "no docstring": ('    """The parameters after two steps."""\n', "", "def walk_twice", "needs a docstring"),
    "a name from nowhere": ("xp.asarray(", "np.asarray(", TWICE, "walk_twice uses np"),
    "more than one function": ("def walk_twice", "two = 2\n\n\ndef walk_twice", TWICE, "one function and nothing else"),
    "no model answer": ("# +++\n", "", ASK, "+++"),
    "a raw cell": ("# %% experiment", "# %% [raw]", "# %% [raw]", "a raw cell"),
    "question without points": (" points=2.5", "", ASK, "a question needs points"),
    "text in a check cell": (
        'check="walk"\n',
        'check="walk"\n1 + 1\n',
        '# %% check="walk"',
        "leave a check cell empty",
    ),
    "not Python": ("    return w - scaled", "    return w -", "    return w -", "not Python"),
    "markers by hand": ("    scaled = ", "    ### BEGIN SOLUTION\n    scaled = ", WALK, "leave them out"),
    "no title": ("# # Steps", "# ## Steps", "# %% [markdown]", "# Title"),
    "a heading that no link reaches": (
        "## Two steps",
        "## 100 % steps",
        "# %% [markdown]\n# ## 100",
        "cannot be linked",
    ),
    "a heading twice": (
        "# ## Two steps",
        "# ## One step: `walk`\n#",
        "# %% [markdown]\n# ## One step: `walk`\n#\n\n",
        "a second",
    ),
}


@pytest.mark.parametrize(("old", "new", "at", "words"), WRONG.values(), ids=WRONG)
def test_an_authors_slip_is_told_with_file_and_line(course, old, new, at, words):
    assert FIRST.count(old) == 1
    slipped = FIRST.replace(old, new)
    line = slipped[: slipped.index(at)].count("\n") + 1
    (course / "solutions/01_steps/01_steps.py").write_text(slipped)
    with pytest.raises(SourceError) as caught:
        build.build(course, assignment)
    told = [row for row in str(caught.value).split("\n") if words in row]
    assert told, caught.value
    assert told[0].startswith(f"solutions/01_steps/01_steps.py:{line}: ")


def test_another_order_than_the_tables_is_told(course):
    swapped = Assignment("01_steps", TABLE["01_steps"][::-1])
    with pytest.raises(SourceError, match=r"01_steps\.py:\d+: walk comes where .* has walk_twice"):
        build.build(course, lambda name: swapped if name == "01_steps" else assignment(name))


def test_a_file_beside_a_source_is_refused(course):
    (course / "solutions/01_steps/marks.csv").write_text("who,marks")
    with pytest.raises(SourceError, match=r"marks\.csv: does not belong here"):
        build.build(course, assignment)


def test_stale_missing_and_stray_files_are_told(course, files):
    for name, text in files.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    assert build.stale(course, files) == []
    (course / "course/02_rest/02_rest.ipynb").unlink()
    (course / "course/overview.ipynb").write_text("{}")
    (course / "course/01_steps/leak.py").write_text("")
    assert build.stale(course, files) == [
        "course/01_steps/leak.py: no chapter makes this file",
        "course/02_rest/02_rest.ipynb: missing",
        "course/overview.ipynb: differs from what its source makes",
    ]


# What may never reach a student


def leaks(text, source_text):
    """What a student's notebook shows of answers, markers, hidden cells or outputs."""
    notebook, found = json.loads(text), []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"] is not None):
            found.append(f"an output in {cell['id']}")
    whole = everything(text)
    found += [marker for marker in ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "AUTOTEST") if marker in whole]
    shown = {line.strip() for line in whole.split("\n")}
    for cell in source_cells(source_text, "source"):
        if "answer" in cell.options:
            function = ast.parse(cell.text).body[0]
            hidden = cell.text.split("\n")[function.body[0].end_lineno :]
        elif "question" in cell.options:
            hidden = cell.text.split("\n+++\n")[1].split("\n")
        else:
            continue
        # Short lines such as `return w` may stand in the text as well.
        found += [line.strip() for line in hidden if len(line.strip()) > 20 and line.strip() in shown]
    return found


def test_nothing_of_an_answer_reaches_the_students(files):
    assert leaks(files["course/01_steps/01_steps.ipynb"], FIRST) == []


def test_the_search_for_leaks_finds_them(files):
    found = leaks(files["solutions/01_steps/01_steps.ipynb"], FIRST)
    assert "SOLUTION" in found
    assert "scaled = math.pow(lr, power) * g" in found
    assert "# downhill, hence the minus sign that the leak test looks for" in found
    assert "Because the gradient points uphill, says the model answer." in found


CHAPTERS = sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir())


@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_of_the_chapters_answers_is_in_course(name):
    student = (ROOT / "course" / name / f"{name}.ipynb").read_text(encoding="utf-8")
    assert leaks(student, (ROOT / "solutions" / name / f"{name}.py").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("tree", ["solutions", "course"])
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_leads_to_its_neighbours_and_to_the_overview(tree, name):
    at = CHAPTERS.index(name)
    expected = [("Previous", CHAPTERS[at - 1])] * (at > 0) + [("Next", other) for other in CHAPTERS[at + 1 : at + 2]]
    notebook = json.loads((ROOT / tree / name / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    for cell in (notebook[0], notebook[-1]):
        links = re.findall(r"(Previous|Next): \[[^]]+\]\(\.\./(\w+)/\2\.ipynb\)", source(cell))
        assert links == expected
        assert "[Overview](../overview.ipynb)" in source(cell)
    assert (ROOT / "course" / "overview.ipynb").is_file()


def test_course_holds_notebooks_and_nothing_else():
    found = {path.suffix for path in (ROOT / "course").rglob("*") if path.is_file()}
    assert found == {".ipynb"}


def test_everything_generated_is_committed_as_its_source_makes_it():
    assert build.stale(ROOT, build.build(ROOT)) == [], "run `make build` and commit what it makes"
