"""Makes every generated file: two notebooks and the course's own answers for each chapter, and the pages of docs/.

An author edits `solutions/NN_topic/NN_topic.py` only. The student's notebook is made by nbgrader's own
preprocessors, so it is what `nbgrader generate_assignment` makes, byte for byte.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import inspect
import logging
import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.docs import docs
from autograder.exercise import Assignment, Exercise
from autograder.source import MODEL_ANSWER, Chapter, SourceError, anchor, free_names, headings, imports, read

ROOT = Path(__file__).parents[1]


@dataclass
class Site:
    """[tool.course] of pyproject.toml: where the public repository is, and whether `solution` may show answers."""

    repository: str
    branch: str
    show_solutions: bool

    def colab(self, name: str) -> str:
        path = self.repository.removeprefix("https://github.com/")
        return f"https://colab.research.google.com/github/{path}/blob/{self.branch}/course/{name}/{name}.ipynb"


def build(root: Path = ROOT, assignment: Callable[[str], Assignment] | None = None) -> dict[str, str]:
    """The text of every generated file, by its path from the root. Writes nothing.

    assignment: chapter's name -> its exercises; the course's own table unless told.

    Raises
    ------
    SourceError : with every mistake found in any source
    """
    if assignment is None:
        from autograder.chapters import assignment
    site = _site(root)
    chapters, mistakes = [], []
    for path in sorted(root.glob("solutions/*/")):
        try:
            chapters.append(read(root, path.name, assignment))
        except SourceError as error:
            mistakes.append(str(error))
    if mistakes:
        raise SourceError("\n".join(mistakes))
    if not chapters:
        raise SourceError(f"{root / 'solutions'}: no chapter here")
    release = _nbgrader(root)
    files = {}
    for chapter in chapters:
        notebook = _notebook(chapter, chapters, site)
        files[f"solutions/{chapter.name}/{chapter.name}.ipynb"] = notebook
        files[f"course/{chapter.name}/{chapter.name}.ipynb"] = release(chapter.name, notebook)
        files[f"autograder/chapters/{chapter.topic}/answers.py"] = _answers(chapter, site)
    files["course/overview.ipynb"] = _overview(chapters, site)
    return files | docs(root, chapters)


def _site(root: Path) -> Site:
    project = root / "pyproject.toml"
    course = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["course"]
    if not re.fullmatch(r"https://github\.com/[^/]+/[^/]+", course["repository"]):
        raise SourceError(
            f"{project}: [tool.course] repository must be https://github.com/OWNER/NAME, as Colab wants it"
        )
    return Site(**course)


# The notebooks


def _number(points: float) -> int | float:
    return int(points) if points == int(points) else points


def _count(number: float, noun: str) -> str:
    return f"{_number(number)} {noun}{'' if number == 1 else 's'}"


def _work(chapter: Chapter) -> str:
    """What a chapter asks for: kernels, points and minutes, core and optional, and questions."""
    parts = []
    for word, core in (("Core", True), ("Optional", False)):
        some = [exercise for exercise in chapter.exercises.values() if exercise.core == core]
        if some:
            points = _count(sum(e.points for e in some), "point" if core else "extra point")
            minutes = _count(sum(e.minutes for e in some), "minute")
            parts.append(f"{word}: {_count(len(some), 'kernel')}, {points}, about {minutes}.")
    questions = chapter.having("question").values()
    if questions:
        points = sum(cell.options["points"] for cell in questions)
        parts.append(f"{_count(len(questions), 'question')} to answer in words: {_count(points, 'point')}.")
    return " ".join(parts)


def _navigation(chapter: Chapter, chapters: list[Chapter], site: Site | None = None) -> str:
    """Links to the chapter before, the overview and the chapter after; with a site also to Colab."""
    at = chapters.index(chapter)
    links = []
    if at > 0:
        links.append(("Previous", chapters[at - 1]))
    if at + 1 < len(chapters):
        links.append(("Next", chapters[at + 1]))
    texts = []
    for word, other in links:
        colab = f" ([on Colab]({site.colab(other.name)}))" if site else ""
        texts.append(f"{word}: [{other.title}](../{other.name}/{other.name}.ipynb){colab}")
    texts.insert(1 if at > 0 else 0, "[Overview](../overview.ipynb)")
    return " · ".join(texts)


def _badge(name: str, site: Site) -> str:
    return f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({site.colab(name)})"


def _notebook(chapter: Chapter, chapters: list[Chapter], site: Site) -> str:
    """The instructor's notebook: nbgrader's source, with the course's answers between markers."""
    cells = []

    def add(kind: str, text: str, identity: str = "", tags: tuple[str, ...] = (), **nbgrader):
        metadata = {"tags": list(tags)} if tags else {}
        if nbgrader:
            role = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False} | nbgrader
            metadata["nbgrader"] = role | {"grade_id": identity}
        cells.append((kind, text, identity, metadata))

    title, _, goals = chapter.cells[0].text.partition("\n")
    contents = [f"{'  ' * (level - 2)}- [{text}](<#{anchor(text)}>)" for _, level, text in headings(chapter.cells)]
    top = [title, _navigation(chapter, chapters), _badge(chapter.name, site), _work(chapter), goals.strip()]
    add("markdown", "\n\n".join(part for part in top if part))
    if contents:
        add("markdown", "\n".join(["**In this chapter**", "", *contents]))
    add("code", _colab(site), "colab", ("setup",), locked=True)
    for cell in chapter.cells[1:]:
        option = next(iter(cell.options), None)
        name = cell.options.get(option)
        if option == "answer":
            add("markdown", _about(chapter.exercises[name]))
            add("code", _marked(cell.text), name, solution=True)
        elif option == "check":
            points = _number(chapter.exercises[name].points)
            add("code", f"check({name})", f"check-{name}", grade=True, locked=True, points=points)
            if chapter.exercises[name].hints:
                add("markdown", _hints(chapter.exercises[name].hints))
        elif "question" in cell.options:
            identity, points = cell.options["question"], _number(cell.options["points"])
            question, answer = cell.text.split(MODEL_ANSWER, 1)
            about = f"*{_count(points, 'point')}, read by a person.*"
            add("markdown", f"{question.strip()}\n\n{about}", f"ask-{identity}", locked=True)
            add("markdown", answer.strip(), f"question-{identity}", grade=True, solution=True, points=points)
        elif name == "setup":
            add("code", cell.text, "setup", ("setup",), locked=True)
        elif name == "experiment":
            add("code", cell.text, tags=("experiment",))
        else:
            add(cell.kind, cell.text)
    add("markdown", _navigation(chapter, chapters, site))
    return _written(cells)


def _written(cells: list[tuple]) -> str:
    """A notebook file's text from (kind, text, identity or "", metadata) cells."""
    import nbformat

    nodes, seen = [], {}
    for kind, text, identity, metadata in cells:
        if not identity:
            identity = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:12]
        # The same text twice in a chapter: number the later ones.
        seen[identity] = seen.get(identity, 0) + 1
        unique = identity if seen[identity] == 1 else f"{identity}-{seen[identity]}"
        new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        nodes.append(new(text, id=unique, metadata=metadata))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(
        cells=nodes, metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def _colab(site: Site) -> str:
    # The magic as a call: this cell is plain Python wherever it is read.
    return (
        "# Installs the course on Colab; does nothing anywhere else.\n"
        "import sys\n\n"
        'if "google.colab" in sys.modules:\n'
        f'    course = "git+{site.repository}@{site.branch}"\n'
        '    get_ipython().run_line_magic("pip", f"install -q {course}")'
    )


def _about(exercise: Exercise) -> str:
    word, noun = ("Core", "point") if exercise.core else ("Optional", "extra point")
    points, minutes = _count(exercise.points, noun), _count(exercise.minutes, "minute")
    return f"*{word} · {points} · about {minutes} · difficulty {exercise.difficulty} of 3*"


def _marked(source: str) -> str:
    """An answer with nbgrader's markers round what follows its docstring."""
    lines = source.split("\n")
    function = ast.parse(source).body[0]
    end = function.body[0].end_lineno
    indent = " " * function.body[0].col_offset
    return "\n".join(
        [*lines[:end], f"{indent}### BEGIN SOLUTION", *lines[end:], f"{indent}### END SOLUTION"],
    )


def _hints(hints: tuple[str, ...]) -> str:
    folds = [
        f"<details>\n<summary>Hint {number} of {len(hints)}</summary>\n\n{inspect.cleandoc(hint)}\n\n</details>"
        for number, hint in enumerate(hints, 1)
    ]
    return "\n\n".join(folds)


def _overview(chapters: list[Chapter], site: Site) -> str:
    rows = [
        f"| [{chapter.title}]({chapter.name}/{chapter.name}.ipynb) | {_work(chapter)} | {_badge(chapter.name, site)} |"
        for chapter in chapters
    ]
    table = ["| chapter | what it asks of you | without a machine of your own |", "| --- | --- | --- |", *rows]
    return _written([("markdown", "\n".join(["# Training Deep Nets", "", *table]), "overview", {})])


def _nbgrader(root: Path) -> Callable[[str, str], str]:
    """(chapter's name, source notebook) -> the student's notebook, as `nbgrader generate_assignment` makes it."""
    import nbformat
    from nbconvert.exporters import NotebookExporter
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import PyFileConfigLoader

    from autograder.plugin import OptionalIsExtra

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    generate = GenerateAssignment(coursedir=CourseDirectory(config=config, root=str(root)), config=config)
    exporter = NotebookExporter(config=generate.config)
    for preprocessor in generate.preprocessors:
        if preprocessor not in (SaveCells, OptionalIsExtra):  # the gradebook's: they change no cell
            exporter.register_preprocessor(preprocessor, enabled=True)

    def release(name: str, text: str) -> str:
        resources = {"nbgrader": {"student": ".", "assignment": name, "notebook": name}}
        return exporter.from_notebook_node(nbformat.reads(text, as_version=4), resources=resources)[0]

    return release


# The answers


def _answers(chapter: Chapter, site: Site) -> str:
    """The module that `solution` and the tests read: the answers with the imports they need."""
    answers = [cell.text for cell in chapter.having("answer").values()]
    used = set().union(*(free_names(ast.parse(text).body[0]) for text in answers))
    standard, other, own = [], [], []
    for bound, (module, name) in imports(chapter).items():
        if bound not in used:
            continue
        top = module.split(".")[0]
        block = own if top in ("autograder", "workbench") else standard if top in sys.stdlib_module_names else other
        renamed = f" as {bound}" if bound != (name or top) else ""
        block.append(f"from {module} import {name}{renamed}" if name else f"import {module}{renamed}")
    # Plain imports first, then by module: the order that ruff keeps.
    blocks = [sorted(block, key=lambda line: (line.startswith("from"), line)) for block in (standard, other, own)]
    head = f'"""The course\'s own answers. Made by `make build` from {chapter.source}; edit there."""'
    parts = [head, *("\n".join(block) for block in blocks if block)]
    parts.append(f"SHOW_SOLUTIONS = {site.show_solutions}")
    return "\n\n".join(parts) + "\n\n\n" + "\n\n\n".join(answers) + "\n"


# The command


def stale(root: Path, files: dict[str, str]) -> list[str]:
    """What differs between the generated files and those in the repository, one line each."""
    told = []
    for name, text in files.items():
        path = root / name
        if not path.is_file():
            told.append(f"{name}: missing")
        elif path.read_bytes() != text.encode():
            told.append(f"{name}: differs from what its source makes")
    for path in [*root.glob("course/**/*"), *root.glob("solutions/**/*.ipynb")]:
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in files and ".ipynb_checkpoints" not in path.parts:
            told.append(f"{name}: no chapter makes this file")
    return sorted(told)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograder build", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; say what is not up to date")
    options = parser.parse_args(argv)
    logging.disable(logging.INFO)
    try:
        files = build()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    differences = stale(ROOT, files)
    if options.check:
        print("\n".join(differences) or "Everything generated is up to date.")
        if differences:
            print("Run `make build` and commit what it makes.")
        return 1 if differences else 0
    for name, text in files.items():
        path = ROOT / name
        if not path.is_file() or path.read_bytes() != text.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            print(f"made {name}")
    for line in stale(ROOT, files):
        print(line)
    print(f"{len(files)} files are up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
