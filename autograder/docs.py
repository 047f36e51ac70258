"""Makes docs/errata.md and docs/coverage.md from the two tables beside them, and holds every row to the chapters.

A row names cells, tests and misconceptions that must exist; what a printed formula costs is worked out here.
"""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.exercise import Exercise, Misconception
from autograder.sandbox.calling import perform
from autograder.source import Chapter, SourceError, anchor, headings
from autograder.suite import PUBLIC_SEED
from autograder.suite.compare import first_difference
from autograder.suite.trial import cases_of, expected_of, job_of
from autograder.wording import where

ROW = re.compile(r"[A-Z]\d+")  # how a misconception's source names a row
MADE = "*Made by `make build` from `{}`; edit there.*"


@dataclass(frozen=True)
class Erratum:
    """A row of docs/errata.toml.

    number: "W6", its name everywhere. reads, right: what our copy of the lecture has, and what holds, in our words.
    shown: places in the chapter. test: "tests/FILE.py::NAME", which holds both.
    """

    number: str
    lecture: str
    place: str
    kind: str
    chapter: str
    reads: str
    right: str
    shown: list[str]
    test: str


@dataclass(frozen=True)
class Table:
    """A table in docs/, and what is wrong in it."""

    name: str
    text: str
    mistakes: list[str] = field(default_factory=list)

    def wrong(self, at: str, what: str) -> None:
        """Notes a mistake at the first line that has the text `at`."""
        line = next((n for n, text in enumerate(self.text.split("\n"), 1) if at in text), 1)
        self.mistakes.append(f"{self.name}:{line}: {what}")


def docs(root: Path, chapters: list[Chapter]) -> dict[str, str]:
    """The text of each page whose table is in root's docs/, by its path. Raises SourceError."""
    files, mistakes = {}, []
    for stem, page in (("errata", _errata), ("coverage", _coverage)):
        name = f"docs/{stem}.toml"
        if not (root / name).is_file():
            continue
        table = Table(name, (root / name).read_text(encoding="utf-8"))
        try:
            lines = list(page(table, tomllib.loads(table.text), {c.name[:2]: c for c in chapters}, root))
        except tomllib.TOMLDecodeError as error:
            table.wrong("", f"not TOML: {error}")
        mistakes += table.mistakes
        if not table.mistakes:
            files[f"docs/{stem}.md"] = "\n".join(lines) + "\n"
    if mistakes:
        raise SourceError("\n".join(mistakes))
    return files


# Places in a chapter


def places(chapter: Chapter) -> dict[str, str]:
    """What a row may name: kernels, experiments, questions and headings, each with the heading it stands under."""
    below, found = {}, {}
    for cell, _, heading in headings(chapter.cells):
        below[cell.line] = heading
        found[heading] = heading
    for cell in chapter.cells:
        under = next((below[line] for line in sorted(below, reverse=True) if line <= cell.line), "")
        names = [cell.options[option] for option in ("answer", "question") if option in cell.options]
        if cell.options.get("title") == "experiment":
            functions = [node for node in ast.parse(cell.text).body if isinstance(node, ast.FunctionDef)]
            names += [f.name for f in functions if any("experiment(" in ast.unparse(d) for d in f.decorator_list)]
        found |= dict.fromkeys(names, under)
    return found


def _link(chapter: Chapter, name: str, under: str) -> str:
    text = f"{chapter.name[:2]}: {name}" if name == under else f"{chapter.name[:2]}: `{name}`"
    return f"[{text}](<../course/{chapter.name}/{chapter.name}.ipynb#{anchor(under)}>)"


# The errata


def _errata(table: Table, data: dict, chapters: dict[str, Chapter], root: Path) -> Iterator[str]:
    rows = []
    for values in data.get("row", []):
        try:
            rows.append(Erratum(**values))
        except TypeError as error:
            number = values.get("number", "")
            table.wrong(f'number = "{number}"', f"{number}: {str(error).split('() ')[-1]}")
    for number, count in Counter(row.number for row in rows).items():
        if count > 1:
            table.wrong(f'number = "{number}"', f"{number} is there {count} times")
    carried = _carried(chapters)
    for number in sorted(carried.keys() - {row.number for row in rows}):
        exercise, mistake = carried[number][0]
        table.wrong("", f'{exercise.name}, {mistake.id}: its source "{number}" is no row here')
    built = [row for row in rows if row.chapter in chapters]
    for row in built:
        for what in _wrong_row(row, chapters[row.chapter], carried.get(row.number, []), root):
            table.wrong(f'number = "{row.number}"', f"{row.number}: {what}")
    if table.mistakes:
        return
    kinds = Counter(row.kind for row in built)
    yield from ("# Where the lectures, in our copy, are wrong", "", MADE.format(table.name), "")
    yield (
        "Our copies are text taken from slides, most of them by a machine: a sign or a bold zero may have been lost on "
        "the way, so a row says what our copy reads and accuses nobody. In a row marked *wrong*, the printed formula "
        "gives other numbers than the right one; the table below it has the first difference in the cases of each "
        "kernel whose `check` knows the mistake. In a *loose* row a word or an index is off, or a condition is missing."
    )
    yield from ("", f"{len(built)} rows in the chapters so far: {kinds['wrong']} wrong, {kinds['loose']} loose.")
    for number, chapter in chapters.items():
        yield from ("", f"## {chapter.name}: {chapter.title}")
        for row in built:
            if row.chapter == number:
                yield from _row(row, chapter, carried.get(row.number, []))


def _carried(chapters: dict[str, Chapter]) -> dict[str, list[tuple[Exercise, Misconception]]]:
    """Row -> the known mistakes that name it as their source."""
    found = {}
    for chapter in chapters.values():
        for exercise in chapter.exercises.values():
            for mistake in exercise.misconceptions:
                if ROW.fullmatch(mistake.source):
                    found.setdefault(mistake.source, []).append((exercise, mistake))
    return found


def _wrong_row(row: Erratum, chapter: Chapter, carried: list, root: Path) -> Iterator[str]:
    if row.kind not in ("wrong", "loose"):
        yield f"kind {row.kind!r}; there are wrong and loose"
    for name in row.shown:
        if name not in places(chapter):
            yield f'{chapter.source} has no heading, kernel or experiment "{name}"'
    if not row.shown:
        yield "`shown` names no cell"
    path, _, test = row.test.partition("::")
    text = (root / path).read_text(encoding="utf-8") if (root / path).is_file() else ""
    if f"def {test}(" not in text:
        yield f'no test "{row.test}"; a row needs one, "tests/FILE.py::NAME"'
    if row.kind == "wrong" and not carried:
        yield f'no misconception of the chapters has source="{row.number}"'
    for exercise, mistake in carried:
        if not cost(exercise, mistake):
            yield f"{exercise.name}, {mistake.id}: no case tells it from the right kernel"


def _row(row: Erratum, chapter: Chapter, carried: list) -> Iterator[str]:
    at = places(chapter)
    yield from ("", f"### {row.number}: {row.lecture}, {row.place} ({row.kind})", "")
    yield f"* Our copy reads: {row.reads}"
    yield f"* Right: {row.right}"
    yield "* Shown in " + ", ".join(_link(chapter, name, at[name]) for name in row.shown)
    yield f"* Held by `{row.test}`"
    if carried:
        yield from ("", "| kernel | mistake | first difference | right | with it |", "| --- | --- | --- | --- | --- |")
    for exercise, mistake in carried:
        yield f"| `{exercise.name}` | `{mistake.id}` | {' | '.join(cost(exercise, mistake))} |"


@functools.cache
def cost(exercise: Exercise, mistake: Misconception) -> tuple[str, str, str] | None:
    """Where a mistaken kernel first differs from the reference, what is right there, and what comes out instead."""
    kernel = exercise.mistaken(mistake)
    for case, right in zip(cases_of(exercise, PUBLIC_SEED), expected_of(exercise, PUBLIC_SEED), strict=True):
        out = perform(kernel, job_of(exercise, case, "numpy-float64"))
        for quantity in exercise.quantities:
            found = first_difference(exercise, case, quantity, right, out)
            if found:
                what = f"{quantity}, {found.facet}" if found.facet else quantity
                place = where(case.name, found.step, found.index)
                return f"{what} in {place}", found.expected.split(" (to within")[0], found.got
    return None


# The coverage


def _coverage(table: Table, data: dict, chapters: dict[str, Chapter], root: Path) -> Iterator[str]:
    told = []
    for lecture in data.get("lecture", []):
        rows = [(topic, _where(table, topic, place, chapters)) for topic, *place in lecture["topics"]]
        told.append((lecture["name"], rows))
    counts = [(name, Counter(state for _, (state, _) in rows)) for name, rows in told]
    counts.append(("all", sum((count for _, count in counts), Counter())))
    yield from ("# Where each topic of the lectures is taught", "", MADE.format(table.name), "")
    yield "Topics stand in the order of the slides, under our names. A place is a heading, a kernel or an experiment."
    yield from ("", "| lecture | topics | taught | not yet | not covered |", "| --- | --- | --- | --- | --- |")
    for name, count in counts:
        yield f"| {name} | {count.total()} | {count['taught']} | {count['not yet']} | {count['not covered']} |"
    for name, rows in told:
        yield from ("", f"## {name}", "", "| topic | where |", "| --- | --- |")
        for topic, (_, text) in rows:
            yield f"| {topic} | {text} |"


def _where(table: Table, topic: str, entries: list[str], chapters: dict[str, Chapter]) -> tuple[str, str]:
    """A topic's state and where it is taught, as text. Entries: "03: NAME", "not yet: 06" or "not covered: why"."""
    states, texts = set(), []
    for entry in entries or [""]:
        word, _, name = entry.partition(": ")
        state = word if word in ("not yet", "not covered") else "taught"
        states.add(state)
        if not name:
            table.wrong(f'["{topic}"', f'{topic}: "{entry}" is none of "03: NAME", "not yet: 06", "not covered: why"')
        elif state == "not covered":
            texts.append(f"not covered, because {name}")
        elif state == "not yet" and name in chapters:
            table.wrong(f'["{topic}"', f"{topic}: chapter {name} exists; name the place in it")
        elif state == "not yet":
            texts.append(f"not yet (chapter {name})")
        elif word not in chapters:
            table.wrong(f'["{topic}"', f'{topic}: there is no chapter {word}; "not yet: {word}"?')
        elif name not in places(chapters[word]):
            source = chapters[word].source
            table.wrong(f'["{topic}"', f'{topic}: {source} has no heading, kernel or experiment "{name}"')
        else:
            texts.append(_link(chapters[word], name, places(chapters[word])[name]))
    return next(s for s in ("taught", "not yet", "not covered") if s in states), ", ".join(texts)
