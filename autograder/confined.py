"""Judges one submission in a sandbox, once: the verdicts are kept in a file named by all that they depend on."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.exercise import Budget, Exercise
from autograder.sandbox.worker import Limits, NotStarted, TimedOut, Worker, WorkerError
from autograder.submission import Submission, binds
from autograder.suite import PUBLIC_SEED, CallFailed, judge
from autograder.verdict import Verdict

HERE = Path(__file__).parent
# A change in any of these may change a verdict or its words.
SOURCES = ("exercise.py", "contest.py", "verdict.py", "wording.py", "diagnosis.py", "generic.py", "time_limit.py",
           "confined.py", "submission.py", "cells.py", "suite/*.py", "sandbox/*.py", "chapters/**/*.py",
           "../workbench/rng.py", "../workbench/functions.py")  # fmt: skip
PACKAGES = ("numpy", "scipy", "array-api-strict", "array-api-compat")


class SandboxCaller:
    """Calls a submission's kernels in one sandboxed process at a time; one with a budget has a new one each time.

    before: the worker of an earlier caller of the same submission.
    """

    def __init__(self, submission: Submission, tier: str, limits: Limits, before: Worker | None = None):
        self.submission, self.tier, self.before = submission, tier, before
        self.worker = Worker(submission.cells, tier, limits, submission.checks, before)

    def __enter__(self) -> SandboxCaller:
        return self

    def __exit__(self, *details) -> None:
        self.worker.close()

    def call(self, exercise: Exercise, jobs: list[dict]) -> list[dict]:
        if exercise.budget:
            return [self._called_alone(exercise.name, job, exercise.budget) for job in jobs]
        return self._called(exercise.name, jobs)

    def _called_alone(self, name: str, job: dict, budget: Budget) -> dict:
        # A process whose CPU time is over is killed by the kernel; the clock is for one that sleeps.
        limits = Limits(budget.wait, budget.wait, 2 * budget.wait, budget.memory, cpu=budget.seconds)
        with SandboxCaller(self.submission, self.tier, limits, self.before or self.worker) as other:
            self.before, began = other.worker, time.monotonic()
            try:
                return other._called(name, [job])[0]
            except CallFailed:
                raise CallFailed("timed_out" if time.monotonic() - began > budget.seconds else "killed") from None

    def _called(self, name: str, jobs: list[dict]) -> list[dict]:
        try:
            return [self._explained(name, result) for result in self.worker.call(name, jobs)]
        except NotStarted:
            raise  # the machine's fault, not the answer's
        except TimedOut:
            raise CallFailed("timed_out") from None
        except WorkerError:
            raise CallFailed("killed") from None

    def place(self, file: str | None, line: int | None) -> str | None:
        """The student's line, short and without what a report gives a meaning to."""
        cell = re.fullmatch(r"<cell (\d+)>", file or "")
        text = self.submission.line(int(cell[1]), line) if cell and line else ""
        return text.replace("`", "'")[:160] or None

    def _explained(self, name: str, result: dict) -> dict:
        """A kernel that is not there because its own cell failed says how the cell failed."""
        if not result["problem"] or result["problem"]["kind"] != "missing":
            return result
        for index, (source, problem) in enumerate(zip(self.worker.cells, self.worker.problems, strict=True)):
            if problem and binds(source, name):
                if isinstance(problem, str):
                    raise CallFailed("timed_out" if problem in ("timed_out", "not_run") else "killed")
                told = {"kind": "raised", "step": 0, "reason": None, "file": f"<cell {index}>"} | problem
                return result | {"problem": told}
        return result


@dataclass(frozen=True)
class Grader:
    """All that grading needs to know beside the submission.

    root: the course's folder, where verdicts and the secret seed are kept; None keeps nothing.
    tier: of `launchers.TIERS`.
    """

    root: Path | None
    tier: str
    limits: Limits = field(default_factory=Limits)

    def grade(self, submission: Submission, exercises: Sequence[Exercise]) -> list[Verdict]:
        """One verdict an exercise, in their order; from the file if there is one."""
        with self.judging(submission, exercises) as verdicts:
            return verdicts()

    @contextlib.contextmanager
    def judging(self, submission: Submission, exercises: Sequence[Exercise]):
        """A function that returns what `grade` does. Within the block the sandbox starts, beside other work."""
        secret = seed_of(self.root) if self.root else secrets.token_hex(16)
        path = self._path(submission, exercises, secret) if self.root else None
        if path and path.exists():
            yield lambda: [Verdict.from_json(data) for data in json.loads(path.read_text(encoding="utf-8"))["verdicts"]]
            return
        with SandboxCaller(submission, self.tier, self.limits) as caller:
            caller.worker.start_early()
            yield lambda: self._judged(caller, exercises, secret, path)

    def _judged(self, caller: SandboxCaller, exercises, secret: str, path: Path | None) -> list[Verdict]:
        hidden = int.from_bytes(hashlib.sha256(f"inputs {secret}".encode()).digest()[:8], "big")
        verdicts = judge(list(exercises), caller, (PUBLIC_SEED, hidden))
        # A time-out may be a busy machine's fault: it is not kept, so that grading again can put it right.
        if path and not any(verdict.verdict in ("timed out", "killed") for verdict in verdicts):
            _write(path, json.dumps({"verdicts": [verdict.to_json() for verdict in verdicts]}, indent=1))
        return verdicts

    def _path(self, submission: Submission, exercises: Sequence[Exercise], secret: str) -> Path:
        names, unconfined = [e.name for e in exercises], self.tier == "unconfined"
        answers = [submission.cells, submission.checks]
        depends = [*answers, names, secret, environment(), asdict(self.limits), unconfined]
        digest = hashlib.sha256(json.dumps(depends).encode()).hexdigest()
        return Path(self.root) / "verdicts" / f"{digest[:40]}.json"


@functools.cache
def environment() -> str:
    """A hash of the suite's sources and of the versions that numbers depend on."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in HERE.glob(pattern)}):
        digest.update(f"{path.name} {len(path.read_bytes())} ".encode() + path.read_bytes())
    versions = [platform.python_version(), platform.machine(), *(importlib.metadata.version(name) for name in PACKAGES)]
    digest.update(" ".join(versions).encode())
    return digest.hexdigest()


def seed_of(root: Path) -> str:
    """The course's secret, made on first use. Nobody but the instructor may read the file."""
    path = Path(root) / ".course-seed"
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=root, prefix=".course-seed-")  # readable by its owner alone
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        with contextlib.suppress(FileExistsError):  # of several processes the first one's counts, and it is whole
            os.link(draft, path)
        os.unlink(draft)
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 16:
        raise ValueError(f"{path} holds no seed; delete it, and a new one is made")
    return secret


def _write(path: Path, text: str) -> None:
    """All of the file or none of it, whatever else is writing the same one."""
    path.parent.mkdir(exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(draft, path)
