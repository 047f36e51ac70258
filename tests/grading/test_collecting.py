"""Collecting a class's files by exchange or archives: everybody's own notebook, whatever somebody else sent."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.sample import ROOT, Notebook, lay_out

ASSIGNMENT = "04_adaptive"
NAME = f"{ASSIGNMENT}.ipynb"
RIGHT, STUB = Notebook(ASSIGNMENT).bytes(), Notebook(ASSIGNMENT, solved=False).bytes()
EVIL = Notebook(ASSIGNMENT).insert(1, "evil = 1").bytes()


def zipped(*members: tuple[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as file:
        for member in members:
            file.writestr(*member)
    return memory.getvalue()


def nbgrader(root: Path, *arguments: str) -> str:
    command = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=root, env=os.environ | {"HOME": str(root)}, capture_output=True, timeout=120)
    told = done.stderr.decode()
    assert done.returncode == 0, told[-3000:]
    assert "\x1b[31m" not in told
    return told


ARCHIVES = {
    "ada_04_adaptive.ipynb": RIGHT,
    "carl_04_adaptive (1).ipynb": RIGHT,
    "ann_lee.zip": zipped((f"{ASSIGNMENT}/{NAME}", RIGHT)),
    "ben.zip": zipped((f"{ASSIGNMENT}/{NAME}", RIGHT)),
    "mac.zip": zipped((f"mac/{NAME}", RIGHT), (f"__MACOSX/mac/._{NAME}", b"\0"), ("mac/.DS_Store", b"\0")),
    "two.zip": zipped(("04_adaptive (1).ipynb", STUB), (NAME, RIGHT)),
    "bad.zip": b"PK no archive",
    "cut.zip": zipped((NAME, RIGHT))[:-40],
    "bomb.zip": zipped((NAME, b"{" + b" " * 30_000_000)),
    "mallory.zip": zipped(
        ("ada_04_adaptive.ipynb", EVIL),
        ("extracted/ben_04_adaptive.ipynb", EVIL),
        (".x/extracted/ben_04_adaptive.ipynb", EVIL),
        (f"../ben/{NAME}", EVIL),
        ("../../../../esc_04_adaptive.ipynb", EVIL),
        ("/tmp/esc_04_adaptive.ipynb", EVIL),
        ("\x1b[31m/<img src=x>_04_adaptive.ipynb", EVIL),
    ),
    "_m.zip": zipped(("extracted/ada_04_adaptive.ipynb", EVIL)),
    ".._04_adaptive.ipynb": EVIL,
    "x[1]_04_adaptive.ipynb": EVIL,
    "\x1b[31mred_04_adaptive.ipynb": EVIL,
    "notes.txt": b"",
}


def test_archives(tmp_path):
    root = tmp_path / "course"
    lay_out(root, ASSIGNMENT)
    archive = root / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    for name, content in ARCHIVES.items():
        (archive / name).write_bytes(content)
    (archive / "linked_04_adaptive.ipynb").symlink_to(ROOT / "solutions" / ASSIGNMENT / NAME)
    told = nbgrader(root, "zip_collect", ASSIGNMENT, "--force")
    submitted = root / "submitted"
    got = {path.relative_to(submitted).as_posix(): path.read_bytes() for path in submitted.rglob(NAME)}
    honest = ("ada", "carl", "ann_lee", "ben", "mac", "two")
    assert got == {f"{who}/{ASSIGNMENT}/{NAME}": RIGHT for who in honest} | {f"mallory/{ASSIGNMENT}/{NAME}": EVIL}
    assert "mallory has handed in more than one" in told and "Not extracted: 'bad.zip'" in told
    assert not list(tmp_path.glob("*esc*")) and not Path("/tmp/esc_04_adaptive.ipynb").exists()


@pytest.fixture
def inbound(tmp_path):
    lay_out(tmp_path, ASSIGNMENT)
    folder = tmp_path / "exchange" / "training-deep-nets" / "inbound"
    folder.mkdir(parents=True)
    return folder


def submit(inbound: Path, student: str, files: dict[str, bytes]) -> Path:
    folder = inbound / f"{student}+{ASSIGNMENT}+2020-01-01 00:00:00 UTC"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_exchange(inbound, tmp_path):
    stamp = {"timestamp.txt": b"2020-01-01 00:00:00 UTC"}
    submit(inbound, "ann", {NAME: RIGHT, "numpy.py": b"", f"work/{NAME}.txt": RIGHT, f"a/b/{NAME}": RIGHT} | stamp)
    submit(inbound, "zoe", {NAME: RIGHT} | stamp)
    big = submit(inbound, "big", {"data.bin": b""})
    os.truncate(big / "data.bin", 200_000_000)  # more than nbgrader collects
    deep = submit(inbound, "deep", {NAME: RIGHT})
    here = os.open(deep, os.O_RDONLY)
    for _ in range(3_000):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    odd = submit(inbound, "odd", {})
    odd.mkdir()
    os.mkdir(os.fsencode(odd) + b"/\xff\x1b[31m.ipynb")
    (odd / NAME).symlink_to(tmp_path / "solutions" / ASSIGNMENT / NAME)
    (odd / "timestamp.txt").symlink_to("/dev/zero")
    (inbound / f"lnk+{ASSIGNMENT}+2020-01-01 00:00:00 UTC").symlink_to(tmp_path / "solutions" / ASSIGNMENT)
    for name in ("..", "x[1]", "\x1b[31m"):
        submit(inbound, name, {NAME: EVIL})
    (inbound / f"when+{ASSIGNMENT}+never").mkdir()
    try:
        nbgrader(tmp_path, "collect", ASSIGNMENT)
    finally:
        subprocess.run(["rm", "-rf", str(deep)], check=True)  # pytest could not
    root = tmp_path / "submitted"
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    ours = f"{ASSIGNMENT}/{NAME}"
    assert found == {f"ann/{ours}", f"ann/{ASSIGNMENT}/timestamp.txt", f"ann/{ASSIGNMENT}/work/{NAME}",
                     f"zoe/{ours}", f"zoe/{ASSIGNMENT}/timestamp.txt", f"deep/{ours}"}  # fmt: skip
    assert {path.name for path in root.iterdir()} == {"ann", "zoe", "big", "deep", "odd", "lnk"}
    assert not (tmp_path / ASSIGNMENT).exists()
