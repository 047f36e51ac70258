"""Hostile and broken submissions get what they deserve, in time, and nothing that is not theirs comes out."""

from __future__ import annotations

import hashlib
import json
from html.parser import HTMLParser

import numpy as np
import pytest
from classroom import LIMITS
from corpus import ASSIGNMENT, CANARIES, CORPUS

from autograder import chapters
from autograder.suite.trial import cases_of

each = pytest.mark.parametrize("attack", CORPUS, ids=[attack.name for attack in CORPUS])


@each
def test_score(graded, attack):
    got = {kernel: graded.scores[attack.name][kernel] for kernel in attack.scores}
    assert got == attack.scores
    assert graded.totals[attack.name] == sum(attack.scores.values()), "nothing beside the two checks gave points"


@each
def test_note(graded, attack):
    page = graded.pages(attack.name)[f"autograded/{attack.name}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"]
    first = json.loads(page)["cells"][0]
    assert attack.note in ("".join(first["source"]) if first["id"] == "notes" else "")


@each
def test_time(graded, attack):
    """All that it runs has its time; the rest is for the grader's own work on a busy machine."""
    assert graded.seconds[attack.name] < LIMITS["total_seconds"] + 15


@each
def test_nothing_comes_out(graded, attack):
    pages = graded.pages(attack.name)
    assert f"feedback/{attack.name}/{ASSIGNMENT}/{ASSIGNMENT}.html" in pages
    for name, text in pages.items():
        for where, canary in CANARIES.items():
            assert canary not in text, f"the canary of {where} is in {name}"
    files = {path.rpartition("/")[2] for path in pages}
    assert files <= {f"{ASSIGNMENT}.ipynb", f"{ASSIGNMENT}.html", "timestamp.txt"}


def test_no_hidden_number_comes_out(graded):
    """Not one number of the secret draw stands in what any student gets to see."""
    hidden = int.from_bytes(hashlib.sha256(f"inputs {CANARIES['seed']}".encode()).digest()[:8], "big")
    values = set()
    for exercise in chapters.assignment(ASSIGNMENT).exercises:
        for case in cases_of(exercise, hidden):
            for given in (case.args, *case.steps):
                values |= {f"{x:.6g}" for v in given.values() if isinstance(v, np.ndarray) for x in v.ravel()}
    values = {v for v in values if len(v.replace("-", "").replace("0.", "")) >= 6}
    assert len(values) > 500
    for attack in CORPUS:
        notebook = json.loads(graded.pages(attack.name)[f"autograded/{attack.name}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"])
        shown = json.dumps([cell.get("outputs", "") for cell in notebook["cells"]])
        found = {value for value in values if value in shown}
        assert not found, f"{attack.name} got {found} out"


def test_live_targets_are_untouched(graded):
    with pytest.raises(BlockingIOError):
        graded.listener.accept()
    assert graded.sleeper.poll() is None
    assert not graded.left.exists()


class Active(HTMLParser):
    """Keeps what a browser could run: element names, attributes, the contents of scripts and styles, comments.

    The attributes title and alt are text wherever they stand.
    """

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attrs):
        self.found += [tag, *(f"{name}={value}" for name, value in attrs if name not in ("title", "alt"))]
        self.inside = tag if tag in ("script", "style") else ""

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        self.found += [data] if self.inside else []

    def handle_comment(self, data):
        self.found.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_no_script_reaches_the_browser(graded):
    page = graded.pages("scripts")[f"feedback/scripts/{ASSIGNMENT}/{ASSIGNMENT}.html"]
    assert "pwned" in page, "the student's own text is still there to read"
    parser = Active()
    parser.feed(page)
    assert [text for text in parser.found if "pwned" in text.lower()] == []
