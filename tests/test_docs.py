"""docs/errata.md and docs/coverage.md: what their tables say is held to the chapters, and told with file and line."""

import re
from pathlib import Path

import numpy as np
import pytest

from autograder import docs
from autograder.exercise import Case, Exercise, Misconception
from autograder.source import Chapter, SourceError, cells

ROOT = Path(__file__).parents[1]

SOURCE = """\
# %% [markdown]
# # Steps

# %% [markdown]
# ## One step: `walk`

# %% answer="walk"
def walk(w, g, *, lr):
    return w - lr * g

# %% experiment
@experiment(walk)
def downhill():
    print("going down")

# %%
def helper():
    pass

# %% [markdown] question="why" points=2
# Why?
# +++
# So.
"""

ERRATA = """\
[[row]]
number = "W3"
lecture = "Wolter"
place = "equation 9"
kind = "wrong"
chapter = "01"
reads = "a plus"
right = "a minus"
shown = ["downhill", "One step: `walk`"]
test = "tests/test_steps.py::test_downhill"

[[row]]
number = "D4"
lecture = "Dombry"
place = "SGD"
kind = "loose"
chapter = "01"
reads = "it converges"
right = "not always"
shown = ["why"]
test = "tests/test_steps.py::test_downhill"

[[row]]
number = "T9"
lecture = "Temirkhanov"
place = "later"
kind = "wrong"
chapter = "07"
reads = "p"
right = "1 - p"
shown = ["nothing yet"]
test = ""
"""

COVERAGE = """\
[[lecture]]
name = "Dombry: Steps"
topics = [
    ["Going down", "01: walk", "01: downhill"],
    ["Not \\"all\\" of it", "01: One step: `walk`"],
    ["Dropping", "not yet: 07"],
    ["Flying", "not covered: it is no step"],
]
"""


def walk(w, g, *, lr):
    w = w - lr * g
    return w


PLUS = Misconception("uphill", "It climbs.", "", edits=(("w - lr", "w + lr"),), source="W3")


def chapter(*mistakes):
    def cases(rng):
        return [
            Case("no gradient", {"w": np.ones(2), "g": np.zeros(2), "lr": 0.5}),
            Case("a gradient", {"w": np.ones(2), "g": np.asarray([0.0, 0.25]), "lr": 0.5}),
        ]

    exercise = Exercise(walk, 1.0, ("w",), cases, mistakes, (), ())
    source = "solutions/01_steps/01_steps.py"
    return Chapter("01_steps", source, list(cells(SOURCE, source)), {"walk": exercise})


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "errata.toml").write_text(ERRATA)
    (tmp_path / "docs" / "coverage.toml").write_text(COVERAGE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_steps.py").write_text("def test_downhill():\n    pass\n")
    return tmp_path


def test_a_wrong_row_has_the_first_number_that_its_formula_gets_wrong(root):
    page = docs.docs(root, [chapter(PLUS)])["docs/errata.md"]
    assert "2 rows in the chapters so far: 1 wrong, 1 loose." in page
    assert '| `walk` | `uphill` | w in case "a gradient", index 1 | 0.875 | 1.125 |' in page
    assert "[01: `downhill`](<../course/01_steps/01_steps.ipynb#One-step:-walk>)" in page
    assert "* Held by `tests/test_steps.py::test_downhill`" in page
    assert "T9" not in page  # its chapter is not there yet


def test_topics_are_counted_and_linked(root):
    page = docs.docs(root, [chapter(PLUS)])["docs/coverage.md"]
    assert "| Dombry: Steps | 4 | 2 | 1 | 1 |" in page and "| all | 4 | 2 | 1 | 1 |" in page
    assert "| Going down | [01: `walk`](<../course/01_steps/01_steps.ipynb#One-step:-walk>), [01: `downhill`](" in page
    assert "| Dropping | not yet (chapter 07) |" in page
    assert "| Flying | not covered, because it is no step |" in page


def test_a_course_without_these_tables_has_no_such_pages(tmp_path):
    assert docs.docs(tmp_path, [chapter(PLUS)]) == {}


# Each slip: the table, what to replace in it, by what, the line's text it is told at, and words of the message.
WRONG = {
    "no such cell": ("errata", '"downhill", ', '"uphill", ', '"W3"', 'has no heading, kernel or experiment "uphill"'),
    "a helper is no cell": ("errata", '"downhill", ', '"helper", ', '"W3"', '"helper"'),
    "no cell at all": ("errata", 'shown = ["why"]', "shown = []", '"D4"', "names no cell"),
    "a row without its test": ("errata", '"why"]\ntest = "tests/test', '"why"]\ntest = "tests/no', '"D4"', "no test"),
    "an unknown kind": ("errata", 'kind = "loose"', 'kind = "odd"', '"D4"', "'odd'"),
    "a wrong row without a misconception": ("errata", 'kind = "loose"', 'kind = "wrong"', '"D4"', 'source="D4"'),
    "a field that is missing": ("errata", 'place = "SGD"\n', "", '"D4"', "'place'"),
    "a field too many": ("errata", 'place = "SGD"', 'place = "SGD"\nwhere = "x"', '"D4"', "'where'"),
    "a row twice": ("errata", 'number = "D4"', 'number = "W3"', '"W3"', "is there 2 times"),
    "a source without a row": ("errata", 'number = "W3"', 'number = "W5"', "", '"W3" is no row here'),
    "not TOML": ("errata", 'number = "W3"', "number = W3", "", "not TOML"),
    "a place that is gone": ("coverage", "01: downhill", "01: uphill", '["Going down"', '"uphill"'),
    "a chapter that is not there": ("coverage", "01: walk", "02: walk", '["Going down"', "there is no chapter 02"),
    "a chapter that has come": ("coverage", "not yet: 07", "not yet: 01", '["Dropping"', "chapter 01 exists"),
    "nothing": ("coverage", ', "not yet: 07"', "", '["Dropping"', "is none of"),
}


@pytest.mark.parametrize(("table", "old", "new", "at", "words"), WRONG.values(), ids=WRONG)
def test_an_authors_slip_is_told_with_file_and_line(root, table, old, new, at, words):
    path = root / "docs" / f"{table}.toml"
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    with pytest.raises(SourceError) as caught:
        docs.docs(root, [chapter(PLUS)])
    told = [row for row in str(caught.value).split("\n") if words in row]
    assert told, caught.value
    line = path.read_text()[: path.read_text().index(at)].count("\n") + 1
    assert told[0].startswith(f"docs/{table}.toml:{line}: ")


def test_a_mistake_that_no_case_tells_is_told(root):
    silent = Misconception("silent", "It does nothing.", "", edits=(("w - lr * g", "w - g * lr"),), source="W3")
    with pytest.raises(SourceError, match="walk, silent: no case tells it"):
        docs.docs(root, [chapter(silent)])


# The course's own pages


def test_every_row_of_the_courses_errata_has_its_lecture_and_a_name():
    text = (ROOT / "docs" / "errata.toml").read_text(encoding="utf-8")
    numbers = re.findall(r'^number = "(\w+)"', text, re.MULTILINE)
    lectures = re.findall(r'^lecture = "(\w+)"', text, re.MULTILINE)
    assert [number[0] for number in numbers] == [lecture[0] for lecture in lectures]


def test_no_topic_of_a_lecture_stands_twice():
    text = (ROOT / "docs" / "coverage.toml").read_text(encoding="utf-8")
    topics = re.findall(r'^    \["(.+?)",', text, re.MULTILINE)
    assert len(topics) > 100
    for part in text.split("[[lecture]]"):
        mine = re.findall(r'^    \["(.+?)",', part, re.MULTILINE)
        assert len(mine) == len(set(mine))
