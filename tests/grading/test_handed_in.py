"""A notebook is found under the names that browsers, mail programs and students give it, and behind no link."""

import os

import pytest

from autograder.handed_in import KEPT_LIMIT, STUDENT, located, notebooks, read_submitted
from autograder.sample import ROOT, Notebook

ASSIGNMENT = "04_adaptive"
MASTER = ROOT / "course" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
SOLVED, STUB = Notebook(ASSIGNMENT).bytes(), Notebook(ASSIGNMENT, solved=False).bytes()
NAME = f"{ASSIGNMENT}.ipynb"


def put(folder, name, content=SOLVED, age=0):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1e9 - age, 1e9 - age))
    return path


FOUND = (NAME, "04_adaptive (1).ipynb", "04_ADAPTIVE.IPYNB", f"{NAME}.json", f"{NAME}.txt", f"work/{NAME}", "x.ipynb")


@pytest.mark.parametrize("name", FOUND)
def test_found_by_many_names_and_the_note_says_which(tmp_path, name):
    path = put(tmp_path, name)
    assert located(tmp_path / NAME, MASTER) == path
    notes = read_submitted(tmp_path / NAME, MASTER).notes
    assert notes == ([] if name == NAME else [f"{NAME} was read from a file called {path.name}."])


def test_not_taken_for_a_notebook(tmp_path):
    put(tmp_path, f"._{NAME}")
    put(tmp_path, f".ipynb_checkpoints/{NAME}")
    put(tmp_path, f"__MACOSX/{NAME}")
    put(tmp_path, f"a/b/{NAME}")
    put(tmp_path, "notes.txt")
    (tmp_path / "linked.ipynb").symlink_to(MASTER)
    (tmp_path / "linked").symlink_to(MASTER.parent)
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    assert notebooks(tmp_path) == []
    assert read_submitted(tmp_path / NAME, MASTER).notes[0].startswith(f"{NAME} is missing.")


def test_an_answer_goes_before_a_stub_and_newer_before_older(tmp_path):
    put(tmp_path, NAME, STUB)
    put(tmp_path, "old.ipynb", SOLVED, age=100)
    newest = put(tmp_path, "new.ipynb", SOLVED, age=50)
    put(tmp_path, "newest.ipynb", b"{", age=1)
    assert located(tmp_path / NAME, MASTER) == newest
    exact = put(tmp_path, NAME, SOLVED, age=500)
    assert located(tmp_path / NAME, MASTER) == exact


def test_few_of_many_are_looked_at(tmp_path):
    for number in range(30):
        put(tmp_path, f"{number}.ipynb", b"", age=number)
    assert len(notebooks(tmp_path)) == KEPT_LIMIT


HOSTILE = (
    b"<img src=x onerror=alert(1)>.ipynb",
    b"[x](javascript:alert(1)).ipynb",
    b"\xff\xfe\x1b[31m.ipynb",
    b"a\n# b.ipynb",
)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_hostile_name_reaches_no_page_and_no_terminal(tmp_path, name, kind):
    from nbconvert.filters import markdown2html

    path = os.fsencode(tmp_path) + b"/" + name
    if kind == "folder":
        os.mkdir(path)
    elif kind == "link":
        os.symlink(MASTER, path)
    else:
        with open(path, "wb") as file:
            file.write(SOLVED)
    for asked in (tmp_path / NAME, tmp_path / os.fsdecode(name)):
        notes = read_submitted(asked, MASTER).notes
        page = markdown2html("\n".join(notes)).lower()
        assert "<img" not in page and "href" not in page and "<h1" not in page
        assert all(note.isprintable() and note.isascii() for note in notes)


def test_names_of_students():
    for name in ("ada", "ann.lee@x.org", "ann_lee", "lee-2", "Lee, Ann (late)", "Zoë", "7", "a+b"):
        assert STUDENT.fullmatch(name), name
    for name in ("", "*", "x[1]", "..", "-x", "a?", "<b>", "a\n", "a\x1b[31m", "a/b", " a", "a ", "a\u202eb", "a{b}"):
        assert not STUDENT.fullmatch(name), name
