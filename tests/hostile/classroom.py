"""Lays out a course with the corpus in it and has it graded in one way by one user, with live targets to attack."""

from __future__ import annotations

import itertools
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus import ASSIGNMENT, CANARIES, CORPUS, VICTIM, Attack

from autograder import chapters
from autograder.sample import ROOT, Notebook, hand_in, lay_out

HERE = Path(__file__).parent
LIMITS = {"call_seconds": 5.0, "load_seconds": 5.0, "total_seconds": 20.0}
TIERS = ("bubblewrap", "landlock")
USERS = ("root", "nobody") if os.getuid() == 0 else (pwd.getpwuid(os.getuid()).pw_name,)
# The two ways to grade a class; the other one judges all before it enters any.
NBGRADER, OTHER = ("nbgrader", "autograde"), ("autograder", "grade", "--jobs", "1")


@dataclass
class Graded:
    """A graded course, and the live targets that its submissions went for."""

    root: Path
    seconds: dict[str, float]
    scores: dict[str, dict[str, float]]
    totals: dict[str, float]
    listener: socket.socket
    sleeper: subprocess.Popen
    left: Path

    def pages(self, student: str) -> dict[str, str]:
        """What the instructor and the student get to see."""
        found = [path for tree in ("autograded", "feedback") for path in (self.root / tree / student).rglob("*")]
        return {str(p.relative_to(self.root)): p.read_text(encoding="utf-8") for p in found if p.is_file()}


def as_user(user: str, command: list[str]) -> list[str]:
    drop = ["setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups"]
    return command if user == USERS[0] else [*drop, *command]


def environment(home: Path) -> dict[str, str]:
    path = os.pathsep.join(map(str, (HERE, ROOT, *(p for p in sys.path if p.endswith("site-packages")))))
    return os.environ | {
        "HOME": str(home),
        "LEAKED_SECRET": CANARIES["environment"],
        "OMP_NUM_THREADS": "1",
        "JUPYTER_PATH": f"{sys.prefix}/share/jupyter",
        "PYTHONPATH": path,
        "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
    }


def python_of(user: str) -> str:
    """A Python that this user may run, with our packages; an empty string where there is none."""
    trial = "import subprocess, sys, autograder.plugin; subprocess.run([sys.executable, '-c', ''], check=True)"
    system = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin") or "false"
    with tempfile.TemporaryDirectory(dir="/tmp") as home:
        os.chmod(home, 0o755)
        for python in (sys.executable, system):
            command = as_user(user, [python, "-c", trial])
            if subprocess.run(command, cwd="/", capture_output=True, env=environment(Path(home))).returncode == 0:
                return python
    return ""


# The chapter's text and experiments, as a notebook file has them and as Notebook does.
PLAIN = {
    cell["id"]: (cell["source"], cell["source"].splitlines(keepends=True))
    for cell in Notebook(ASSIGNMENT).cells
    if "nbgrader" not in cell["metadata"]
}


def shortened(raw: dict) -> dict:
    """A notebook of the chapter with two of its kernels, and no text and experiments of ours: no attack needs more."""
    others = {e.name for e in chapters.assignment(ASSIGNMENT).exercises} - {"adam_step", "adamw_step"}

    def kept(cell) -> bool:  # an attack may have made it anything
        if isinstance(cell, dict) and cell.get("source") in PLAIN.get(cell.get("id"), ()):
            return False
        for key in ("metadata", "nbgrader", "grade_id"):
            cell = cell.get(key) if isinstance(cell, dict) else None
        return not isinstance(cell, str) or cell.removeprefix("check-") not in others

    raw["cells"] = [cell for cell in raw["cells"] if kept(cell)]
    return raw


def lay_out_class(root: Path, attacks: tuple[Attack, ...], settings: str, fill: dict[str, str]) -> None:
    """The course with its canaries, the attacks handed in, and a victim."""
    lay_out(root, ASSIGNMENT, settings)
    for path in root.glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"):
        path.write_text(json.dumps(shortened(json.loads(path.read_text())), indent=1))
    # nbgrader runs a program of this name; the one beside our Python may be closed to others.
    (root / "home").mkdir()
    (root / "home/alembic").write_text('#!/bin/sh\nexec "$OUR_PYTHON" -m alembic.config "$@"\n')
    (root / "home/alembic").chmod(0o755)
    (root / ".course-seed").write_text(CANARIES["seed"])
    solution = root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    begin = "### BEGIN SOLUTION"
    planted = f"{begin}\\n    # {CANARIES['solutions']}"
    solution.write_text(solution.read_text().replace(begin, planted))
    end = "    return w, m, v"
    victim = Notebook(ASSIGNMENT).edit("adam_step", (end, f"{end}  # {CANARIES['victim']}"))
    shortened(victim.raw)
    hand_in(root, ASSIGNMENT, VICTIM, victim)
    for attack in attacks:
        content = attack.content(fill)
        if isinstance(content, Notebook):
            shortened(content.raw)
        folder = hand_in(root, ASSIGNMENT, attack.name, content)
        if attack.files:
            attack.files(folder, root)


def entered(root: Path) -> tuple[dict, dict]:
    """(student: {kernel: score}), (student: total) as the gradebook has them."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        submissions = gradebook.assignment_submissions(ASSIGNMENT)
        grades = {s.student.id: [grade for notebook in s.notebooks for grade in notebook.grades] for s in submissions}
        scores = {who: {g.name.removeprefix("check-"): g.auto_score for g in some} for who, some in grades.items()}
        return scores, {s.student.id: s.score for s in submissions}


def seconds_of(root: Path) -> dict[str, float]:
    """How long each student's notebook took, from the times at which they were done.

    The victim is the first and none of the corpus: until it is done, programs start.
    """
    done = {p.parts[-3]: p.stat().st_mtime for p in root.glob(f"autograded/*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")}
    order = sorted(done, key=done.get)
    assert order[0] == VICTIM
    return {student: done[student] - done[before] for before, student in itertools.pairwise(order)}


def run(command: list[str], root: Path) -> None:
    variables = environment(root / "home") | {"OUR_PYTHON": next(part for part in command if "python" in part)}
    done = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}"


def grade(tier: str, user: str, python: str) -> Graded:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0)
    sleeper = subprocess.Popen(as_user(user, ["sleep", "1000"]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    root = Path(tempfile.mkdtemp(prefix="hostile-", dir="/tmp"))
    left = root / "left-behind"
    port = listener.getsockname()[1]
    fill = {"@ROOT@": str(root), "@PORT@": str(port), "@PID@": str(sleeper.pid), "@LEFT@": str(left)}
    settings = "\n".join(f"c.IsolatedAutograde.{name} = {value}" for name, value in LIMITS.items())
    lay_out_class(root, CORPUS, f'{settings}\nc.IsolatedAutograde.sandbox = "{tier}"\n', fill)
    if user != USERS[0]:
        account = pwd.getpwnam(user)
        os.chmod(root, 0o755)
        for path in (root, *root.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    how = OTHER if (tier, user) == (TIERS[0], USERS[0]) else NBGRADER
    run(as_user(user, [python, str(HERE / "grade_corpus.py"), str(root), *how]), root)
    return Graded(root, seconds_of(root), *entered(root), listener, sleeper, left)
