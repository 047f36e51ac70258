"""A chapter's source as its author writes it: read, and checked against the chapter's exercises.

Everything that is wrong is told at once, with file and line.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.exercise import Assignment, Exercise

CELL = re.compile(r"^\s*#\s*%%")
WORDS = ("setup", "experiment")  # options without a value
OPTIONS = {"code": ("answer", "check"), "markdown": ("question", "points")}
MODEL_ANSWER = "\n+++\n"  # what stands between a question and its model answer
SOLUTION = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")


class SourceError(Exception):
    """What is wrong in a chapter's source: one line a mistake, each with file and line."""


@dataclass
class Cell:
    """One cell of a source: `options` as its author wrote them, `line` where its marker stands."""

    kind: str
    text: str
    options: dict
    line: int


@dataclass
class Chapter:
    """One source file with its exercises, checked."""

    name: str
    source: str  # its path from the root, with slashes
    cells: list[Cell]
    exercises: dict[str, Exercise]

    @property
    def topic(self) -> str:
        return self.name.split("_", 1)[1]

    @property
    def title(self) -> str:
        return self.cells[0].text.split("\n", 1)[0].removeprefix("# ").strip()

    def having(self, option: str) -> dict[str, Cell]:
        return {cell.options[option]: cell for cell in self.cells if option in cell.options}


def read(root: Path, name: str, assignment: Callable[[str], Assignment]) -> Chapter:
    """The chapter of this name under root, with the exercises that `assignment` finds. Raises SourceError."""
    source = f"solutions/{name}/{name}.py"
    if not (root / source).is_file():
        raise SourceError(f"{source}: missing; nbgrader takes every folder of solutions/ for an assignment")
    own = {f"{name}.py", f"{name}.ipynb", ".ipynb_checkpoints", "__pycache__"}
    mistakes = [
        f"{path.relative_to(root).as_posix()}: does not belong here; nbgrader would copy it to the students"
        for path in sorted((root / source).parent.iterdir())
        if path.name not in own
    ]
    try:
        exercises = assignment(name).exercises
    except LookupError:
        mistakes.append(f"{source}: no exercises are registered for {name} in autograder/chapters")
        raise SourceError("\n".join(mistakes)) from None
    chapter = Chapter(name, source, list(cells((root / source).read_text(encoding="utf-8"), source)), {})
    chapter.exercises = {exercise.name: exercise for exercise in exercises}
    mistakes += [f"{source}:{line}: {what}" for line, what in sorted(_mistakes(chapter))]
    if mistakes:
        raise SourceError("\n".join(mistakes))
    return chapter


def cells(text: str, source: str) -> Iterator[Cell]:
    """The cells of a source's text; `source` is its name in an error."""
    import jupytext

    notebook = jupytext.reads(text, fmt="py:percent")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if CELL.match(line)]
    if len(lines) != len(notebook.cells):
        raise SourceError(f"{source}:1: text before the first cell, or a cell marker inside a string")
    for cell, line in zip(notebook.cells, lines, strict=True):
        options = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        yield Cell(cell.cell_type, cell.source, options, line)


def _mistakes(chapter: Chapter) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) for every mistake in a chapter's source."""
    first = chapter.cells[0] if chapter.cells else Cell("code", "", {}, 1)
    if first.kind != "markdown" or first.options or not first.text.startswith("# "):
        yield first.line, 'the first cell must be text that opens with "# Title"'
    for cell in chapter.cells:
        if cell.kind not in OPTIONS:
            yield cell.line, f"a {cell.kind} cell; there are code and [markdown]"
        yield from _wrong_options(cell)
        if SOLUTION.search(cell.text):
            yield cell.line, "the build writes nbgrader's markers; leave them out"
        if cell.kind == "code":
            try:
                ast.parse(cell.text)
            except SyntaxError as error:
                yield cell.line + (error.lineno or 0), f"not Python: {error.msg}"
                return
    yield from _duplicates(chapter)
    yield from _wrong_table(chapter)
    for name, cell in chapter.having("answer").items():
        if name in chapter.exercises:
            yield from _wrong_answer(chapter, cell, chapter.exercises[name])
    for cell in chapter.cells:
        if "question" in cell.options and MODEL_ANSWER not in cell.text:
            yield cell.line, "a question needs a line +++ and a model answer below it"


def _wrong_options(cell: Cell) -> Iterator[tuple[int, str]]:
    for option, value in cell.options.items():
        if option == "title":
            if value not in WORDS:
                yield cell.line, f"unknown option {value!r}; there are {', '.join(WORDS)}"
            elif cell.kind != "code":
                yield cell.line, f"{value} is for code cells"
        elif option not in OPTIONS.get(cell.kind, ()):
            known = ", ".join(OPTIONS.get(cell.kind, ()))
            yield cell.line, f"unknown option {option!r} for a {cell.kind} cell; there are {known}"
        elif option == "points":
            if not isinstance(value, int | float) or value <= 0:
                yield cell.line, "points must be a number above zero"
        elif not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,54}", str(value)):
            yield cell.line, f'{option}="{value}": a name of at most 55 letters, digits, - and _ is needed'
    if len(cell.options) > 1 and set(cell.options) != {"question", "points"}:
        yield cell.line, f"{' and '.join(cell.options)} do not go together"
    elif ("question" in cell.options) != ("points" in cell.options):
        yield cell.line, "a question needs points, and only a question has them in the source"
    if "check" in cell.options and cell.text:
        yield cell.line, "leave a check cell empty; the build fills it"


def _duplicates(chapter: Chapter) -> Iterator[tuple[int, str]]:
    seen = {}
    for cell in chapter.cells:
        for option in ("answer", "check", "question", "title"):
            value = cell.options.get(option)
            if value is None or value == "experiment":
                continue
            if (option, value) in seen:
                yield cell.line, f"a second {option} {value!r}; the first is in line {seen[option, value]}"
            seen.setdefault((option, value), cell.line)
    first = {}
    for cell, _, heading in headings(chapter.cells):
        if heading in first:
            yield cell.line, f"a second heading {heading!r}; the first is in line {first[heading]}"
        first.setdefault(heading, cell.line)
        if odd := re.sub(r"[A-Za-z0-9 `*_.,:;'?!()/&=+-]", "", heading):
            yield cell.line, f"a heading with {odd[0]!r} in it cannot be linked to from the contents"


def _wrong_table(chapter: Chapter) -> Iterator[tuple[int, str]]:
    answers, checks = chapter.having("answer"), chapter.having("check")
    where = f"autograder/chapters/{chapter.topic}/exercises.py"
    for name in chapter.exercises:
        if name not in answers:
            yield 1, f'no cell answer="{name}", but {where} has this exercise'
    for name, cell in answers.items():
        if name not in chapter.exercises:
            yield cell.line, f'answer="{name}": {where} has no such exercise'
        if name not in checks:
            yield cell.line, f'answer="{name}": no cell check="{name}" below it'
    for cell in chapter.cells:
        name = cell.options.get("check")
        if name is None:
            continue
        if name not in answers:
            yield cell.line, f'check="{name}": no cell answer="{name}" above it'
        elif answers[name].line > cell.line:
            yield cell.line, f'check="{name}" stands before its answer in line {answers[name].line}'
    told = [name for name in answers if name in chapter.exercises]
    listed = [name for name in chapter.exercises if name in answers]
    for here, there in zip(told, listed, strict=True):
        if here != there:
            yield answers[here].line, f"{here} comes where {where} has {there}; keep one order"
            break


def _wrong_answer(chapter: Chapter, cell: Cell, exercise: Exercise) -> Iterator[tuple[int, str]]:
    body = ast.parse(cell.text).body
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        yield cell.line, "an answer is one function and nothing else"
        return
    function = body[0]
    if function.name != exercise.name:
        yield cell.line, f'answer="{exercise.name}", but the function is called {function.name}'
    if ast.get_docstring(function) is None or len(function.body) < 2:
        yield cell.line + function.lineno, "an answer needs a docstring, the kernel's contract, and a body"
    here, there = _signature(function), _reference_signature(exercise)
    if here != there:
        yield cell.line + function.lineno, f"({here}) is not the reference's signature, ({there})"
    known = {*chapter.having("answer"), *vars(builtins), *imports(chapter)}
    for name in sorted(free_names(function) - known):
        yield cell.line, f"{exercise.name} uses {name}, which the set-up cell does not import"


def _signature(function: ast.FunctionDef) -> str:
    """The parameters without annotations, as text."""
    arguments = function.args
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return ast.unparse(arguments)


def _reference_signature(exercise: Exercise) -> str:
    signature = inspect.signature(exercise.reference)
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    text = str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return _signature(ast.parse(f"def f{text}: pass").body[0])


def free_names(function: ast.FunctionDef) -> set[str]:
    """The names that a function takes from outside."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    bound |= {node.name for node in ast.walk(function) if isinstance(node, ast.FunctionDef)}
    return {node.id for node in names} - bound


def imports(chapter: Chapter) -> dict[str, tuple[str, str]]:
    """What the set-up cell imports: bound name -> (module, "" or the name in it)."""
    found = {}
    for cell in chapter.cells:
        if cell.options.get("title") != "setup":
            continue
        for node in ast.walk(ast.parse(cell.text)):
            if isinstance(node, ast.Import):
                found |= {alias.asname or alias.name.split(".")[0]: (alias.name, "") for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return found


def headings(cells: list[Cell]) -> Iterator[tuple[Cell, int, str]]:
    """(cell, level, text) of every heading below the title; none out of code fences or model answers."""
    for cell in cells:
        if cell.kind != "markdown":
            continue
        fenced = False
        for line in cell.text.split(MODEL_ANSWER)[0].split("\n"):
            fenced ^= line.startswith("```")
            match = re.match(r"(#{2,3}) (.+)", line)
            if match and not fenced:
                yield cell, len(match[1]), match[2].strip()


def anchor(heading: str) -> str:
    """The end of a link to a heading: JupyterLab names it by its plain text with dashes for spaces, unescaped."""
    return re.sub(r"[`*]", "", heading).replace(" ", "-")
