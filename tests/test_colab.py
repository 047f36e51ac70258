"""The course as Colab gets it: a wheel, installed on top of Colab's own packages, moves none of them and works."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(path for path in ROOT.glob("solutions/*/*.ipynb") if ".ipynb_checkpoints" not in path.parts)

# What Colab has of what the course's base asks for, in mid 2026 (numpy, pytest and notebook in August; the others from
# googlecolab/backend-info in June). Its ipywidgets is 7, which needs its notebook, and its IPython is 7.
PINS = {
    "numpy": "2.1.3", "scipy": "1.16.3", "scikit-learn": "1.6.1", "matplotlib": "3.10.0", "pytest": "8.4.2",
    "notebook": "6.5.7", "ipywidgets": "7.7.1", "ipython": "7.34.0", "ipykernel": "6.17.1", "traitlets": "5.7.1",
}  # fmt: skip
NO_INDEX = r"NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Network is unreachable"

pytestmark = [
    pytest.mark.colab,
    pytest.mark.skipif(sys.version_info >= (3, 14), reason="Colab's numpy has no wheel for this Python"),
]

# Runs in that environment: a chapter's set-up, answers and checks in Colab's IPython, and its first experiment with
# kernels if asked for.
SESSION = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance(colors="NoColor")
told = {"scores": {}, "points": {}, "experiments": []}
wanted = sys.argv[2] == "experiment"
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    text, role = "".join(cell["source"]), cell["metadata"].get("nbgrader", {})
    experiment = "experiment" in cell["metadata"].get("tags", ())
    # Cells without a role, and with them helpers of experiments, count until the experiment has run.
    if cell["cell_type"] != "code" or "@experiment()" in text or not (role or wanted):
        continue
    result = shell.run_cell(text)
    result.raise_error()
    if role.get("grade"):
        told["scores"][role["grade_id"]], told["points"][role["grade_id"]] = float(result.result), role["points"]
    if role.get("grade_id") == "colab":
        told["installed"] = "google.colab" in sys.modules or "pip" in sys.modules
    if experiment:
        told["experiments"].append(shell.user_ns[text.split("def ")[-1].split("(")[0]] is not None)
        wanted = False
import autograder, workbench
told["from"] = [autograder.__file__, workbench.__file__]
print("\\n" + json.dumps(told))
"""
VERSIONS = "import importlib.metadata as m; print(*(f'{d.name}={d.version}' for d in m.distributions()))"


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode and re.search(NO_INDEX, done.stderr):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


class Colab:
    """An environment with Colab's packages, then with the course's wheel."""

    def __init__(self, folder):
        self.folder, self.python = folder, folder / "venv" / "bin" / "python"
        run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
        self.install("--only-binary", ":all:", *(f"{name}=={version}" for name, version in PINS.items()))
        self.before = self.versions()
        source = folder / "source"  # a wheel built in the tree would leave files there
        for package in ("autograder", "workbench"):
            shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, source)
        self.install(*folder.glob("*.whl"))
        self.after = self.versions()

    def install(self, *words):
        run(sys.executable, "-m", "pip", "--python", self.python, "install", "-q", "--no-compile", *words)

    def versions(self):
        """Every package there, by its name with dashes."""
        told = run(self.python, "-I", "-c", VERSIONS).split()
        return {name.lower().replace("_", "-"): version for name, _, version in (line.partition("=") for line in told)}

    def session(self, notebook, *, experiment):
        """What the cells of a notebook told; the clone is out of sight."""
        words = [self.python, "-I", "-c", SESSION, notebook, "experiment" if experiment else "answers"]
        around = os.environ | {"IPYTHONDIR": str(self.folder / "ipython"), "MPLBACKEND": "Agg"}
        return json.loads(run(*words, cwd=self.folder, env=around).strip().split("\n")[-1])


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    yield Colab(folder)
    # Half a gigabyte in small files; nobody waits for it to go.
    subprocess.Popen([sys.executable, "-c", "import shutil, sys; shutil.rmtree(sys.argv[1])", folder])


def test_the_course_moves_nothing_that_colab_has(colab):
    assert {name: colab.before[name] for name in PINS} == PINS
    assert {name: colab.after.get(name) for name in colab.before} == colab.before
    assert {"training-deep-nets", "array-api-compat", "array-api-strict"} <= colab.after.keys()


def test_neither_nbgrader_nor_a_lab_comes_along(colab):
    assert not {"nbgrader", "jupyterlab"} & colab.after.keys()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_answer_earns_its_points_and_an_experiment_runs(colab, notebook):
    trains = notebook.stem == "03_sgd"  # one will do
    told = colab.session(notebook, experiment=trains)
    assert told["installed"] is False  # the first cell does nothing where there is no Colab
    assert all(place.startswith(str(colab.folder)) for place in told["from"])
    assert told["scores"] and told["scores"] == told["points"]
    assert told["experiments"] == [True] * trains
