"""Whatever is in a file, reading and showing it takes seconds and some hundred megabytes at most."""

import base64
import json
import signal
import struct
import zlib

import pytest

from autograder import cells, cleaning
from autograder.sample import ROOT, Notebook
from autograder.submission import read, runnable

ASSIGNMENT = "04_adaptive"
MASTER = ROOT / "course" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


@pytest.fixture(autouse=True)
def hang_guard():
    signal.alarm(60)
    yield
    signal.alarm(0)


def code(*sources: str) -> list[dict]:
    return [{"cell_type": "code", "source": source} for source in sources]


def test_file_of_brackets_is_refused():
    for content in (b"[" * 19_000_000, b'{"cells": [' + b"[]," * 600_000 + b"[]]}", b'{"a":' * 600_000):
        with pytest.raises(cells.Unreadable):
            cells.notebook(content)


def test_large_file_is_refused(tmp_path):
    path = tmp_path / "large.ipynb"
    with path.open("wb") as file:
        file.truncate(cells.FILE_LIMIT + 1)
    with pytest.raises(cells.Unreadable, match="20 MB"):
        cells.content(path)


def test_long_cells_are_cut_and_the_note_says_so():
    prose = {"cell_type": "markdown", "source": "\\begin{a}" * 100_000}
    found, notes = cells.cells_of({"cells": [*code("x = 1\n" * 100_000, "a." * 100_000), prose]})
    assert [len(cell.source) for cell in found] == [cells.CELL_LIMIT, cells.WORD_LIMIT, cells.PROSE_LIMIT]
    assert len(notes) == 1 and "too long" in notes[0]
    assert cells.cells_of({"cells": code("x = 1\r\n" * 8_000)})[1] == []


def test_many_long_cells_are_left_out():
    found, notes = cells.cells_of({"cells": code(*["x = 1\n" * 8_000] * 100)})
    assert sum(len(cell.source) for cell in found) <= cells.SOURCE_LIMIT + cells.CELL_LIMIT
    assert notes == ["Some cells of this notebook could not be read and were left out."]


def test_ipython_is_asked_about_few_magics(monkeypatch, tmp_path):
    from IPython.core.inputtransformer2 import TransformerManager

    asked = []
    monkeypatch.setattr(TransformerManager, "transform_cell", lambda self, cell: asked.append(cell) or cell)
    runnable("%time x = 1\ny = 2")
    assert len(asked) == 1
    for source in ("%a\n" * 1_000, "x = 1\n" * 5_000 + "%a", "%a\n" + ",a b\n" * 1_000):
        runnable(source)
    assert len(asked) == 1
    notebook = Notebook(ASSIGNMENT)
    for _ in range(100):
        notebook.insert(1, "!ls")
    path = tmp_path / "many.ipynb"
    path.write_bytes(notebook.bytes())
    submission = read(path, MASTER)
    assert len(asked) == 1 and submission.cells.count("pass") == 100


def test_many_magics_do_nothing_and_the_rest_counts():
    source = "%a\n" * 60 + "if x:\n    !ls\ny = %b\nz, u = !c\nx = 7 % 3\nprint('= %s' % x)\nx?\n"
    expected = "pass\n" * 60 + "if x:\n    pass\ny = None\nz, u = None\nx = 7 % 3\nprint('= %s' % x)\npass\n"
    assert runnable(source) == expected


def png(width: int, height: int, parts: int = 1) -> str:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(height * (1 + (width + 7) // 8)))
    step = -(-len(rows) // parts)
    data = b"".join(chunk(b"IDAT", rows[at : at + step]) for at in range(0, len(rows), step))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    empty = chunk(b"IDAT", b"") * (100_000 if parts > 1 else 0)
    return base64.b64encode(cleaning.PNG + head + data + empty + chunk(b"IEND", b"")).decode()


def test_png_of_many_chunks():
    assert cleaning.png(png(1000, 1000, parts=50))


def test_pixels_are_counted_for_the_whole_notebook(tmp_path):
    shown = {"output_type": "display_data", "data": {"image/png": png(4000, 4000)}, "metadata": {}}
    notebook = Notebook(ASSIGNMENT)
    for cell in notebook.cells:
        if "experiment" in cell["metadata"].get("tags", ()):
            cell["outputs"] = [shown] * 3
    path = tmp_path / "pictures.ipynb"
    path.write_bytes(notebook.bytes())
    kept = json.dumps(read(path, MASTER).notebook).count("image/png")
    assert kept == cleaning.PIXELS_LIMIT // 16_000_000
