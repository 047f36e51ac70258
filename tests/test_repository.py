"""What holds the repository together: environments, make targets, what git and nbgrader ignore."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIG = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")


def wanted(*extras):
    """Requirements of pyproject, without the markers that conda has no word for."""
    listed = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    return {line.partition(";")[0].strip() for line in listed}


def conda(name):
    """Requirements of a conda file, split into conda's own and pip's."""
    listed = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))["dependencies"]
    return {line for line in listed if isinstance(line, str)}, [line for line in listed if isinstance(line, dict)]


ON_PYPI_ONLY = {"pyseccomp>=0.1.2"}
AROUND = {"python" + PROJECT["requires-python"], "pip"}
OTHER_NAME = {"cupy-cuda12x>=13.4": "cupy>=13.4"}


@pytest.mark.parametrize(
    ("name", "extras"),
    [("environment.yml", ("lab", "instructor", "gpu")), ("environment-cpu.yml", ("lab", "instructor"))],
)
def test_conda_files_ask_for_what_pyproject_asks_for(name, extras):
    from_conda, from_pip = conda(name)
    assert from_conda - AROUND == {OTHER_NAME.get(line, line) for line in wanted(*extras) - ON_PYPI_ONLY}
    assert from_pip == [{"pip": ["-e .[instructor]"]}]


def test_the_base_pulls_in_neither_nbgrader_nor_notebook():
    """Colab has its own notebook, older than nbgrader's: a learner's install must not touch it."""
    seen, todo = set(), [re.match(r"[\w.-]+", line)[0].lower() for line in PROJECT["dependencies"]]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            required = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        todo += [re.match(r"[\w.-]+", line)[0].lower() for line in required if "extra ==" not in line]
    assert "matplotlib-inline" in seen  # the search goes beyond the first level
    assert not seen & {"nbgrader", "notebook", "jupyterlab", "jupyter-server"}


def test_a_learner_needs_only_the_base():
    """The student's words and the workbench import where the extras are missing."""
    extras = ("nbgrader", "jupytext", "nbformat", "nbconvert", "rich", "pyseccomp", "jupyterlab", "yaml")
    code = f"import sys; sys.modules.update(dict.fromkeys({extras})); import autograder, workbench, autograder.lab"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


TARGETS = dict(re.findall(r"^([a-z]+): \$\(READY\)\n\t(.+)$", MAKEFILE, re.MULTILINE))


def test_every_target_is_one_line_that_works_without_make():
    assert set(TARGETS) == {"demo", "test", "lab", "build", "bench", "golden"}
    assert all(re.fullmatch(r"\$\(RUN\) [\w.]+( [\w-]+)*", line) for line in TARGETS.values())


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_what_a_target_runs_exists(target):
    module = TARGETS[target].split()[1]
    if module == "autograder":
        done = subprocess.run([sys.executable, "-m", "autograder"], cwd=ROOT, capture_output=True, text=True)
        assert re.search(rf"^  {TARGETS[target].split()[2]} ", done.stdout, re.MULTILINE)
    else:
        code = f"import importlib.util as u, sys; sys.exit(u.find_spec('{module}') is None)"
        assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_readme_names_only_targets_and_commands_that_exist():
    told = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test", "lab", "build"} <= told <= {*TARGETS, "clean"}
    done = subprocess.run([sys.executable, "-m", "autograder"], cwd=ROOT, capture_output=True, text=True)
    commands = set(re.findall(r"^  ([a-z]+) ", done.stdout, re.MULTILINE))
    assert set(re.findall(r"python -m autograder ([a-z]+)", README)) <= commands


def test_the_readme_maps_every_chapter_once_and_says_what_it_is_good_for():
    rows = re.findall(r"^\| \[(\d\d_\w+)\]\(course/\1/\1\.ipynb\) \| .{40,} \|$", README, re.MULTILINE)
    assert rows == sorted(path.name for path in (ROOT / "solutions").iterdir() if path.is_dir())


def test_links_in_the_readme_lead_somewhere():
    links = set(re.findall(r"\]\(([^)#]+)\)", README))
    assert links
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []


def test_clean_spares_answers_and_marks():
    removed = re.search(r"^clean:\n\t(.+)$", MAKEFILE, re.MULTILINE)[1].split()
    assert not {"work", "submitted", "autograded", "feedback", "exchange", "gradebook.db", "."} & set(removed)


def test_git_ignores_what_belongs_to_people():
    ignored = set((ROOT / ".gitignore").read_text(encoding="utf-8").split("\n"))
    ours = {"/work/", "/exchange/", "/submitted/", "/downloaded/", "/autograded/", "/feedback/", "/demo/", "/verdicts/"}
    assert ours | {"gradebook.db", ".course-seed", ".venv/"} <= ignored


def test_nbgrader_copies_no_source_to_the_students():
    """`ignore` replaces nbgrader's own list: it must hold that and *.py."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    ours = CourseDirectory(config=config)
    assert set(ours.ignore) == {*CourseDirectory().ignore, "*.py"}
    assert (ours.source_directory, ours.release_directory) == ("solutions", "course")
    assert Path(config.Exchange.root) == ROOT / "exchange"


def test_no_address_is_invented():
    course = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
    found = set(re.findall(r"https://github\.com/[\w.-]+/training-deep-nets", README))
    assert found <= {course["repository"]}
