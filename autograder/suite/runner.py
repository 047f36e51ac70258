"""Runs the suite with pytest on any number of kernels, inside this process, and leaves no trace of it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.suite.trial import Finding, Trial

SUITE = Path(__file__).with_name("test_kernel.py")
# A student's pytest.ini, conftest and installed plugins have no say; nothing is printed, captured or cached. And what
# the suite has no use for costs time at each start.
SWITCHED_OFF = ("cacheprovider", "terminal", "capture", "faulthandler", "warnings", "unraisableexception",
                "threadexception", "logging", "junitxml", "debugging", "doctest", "legacypath", "monkeypatch",
                "pastebin", "recwarn", "setuponly", "setupplan", "subtests", "tmpdir", "unittest")  # fmt: skip
ARGUMENTS = ["-c", os.devnull, f"--rootdir={SUITE.parent}", "--noconftest", "--import-mode=importlib",
             "--assert=plain", *(f"-pno:{plugin}" for plugin in SWITCHED_OFF), str(SUITE)]  # fmt: skip


class Collector:
    """A pytest plugin: hands every test its trial, and keeps what the tests found."""

    def __init__(self, trials: list[Trial]):
        self.trials = trials
        self.findings: dict[Trial, dict[tuple[str, str], Finding | None]] = {trial: {} for trial in trials}
        self.failure: BaseException | None = None

    def pytest_generate_tests(self, metafunc):
        concerned = {"test_randomness": lambda t: t.exercise.sampler, "test_refusals": lambda t: t.refusals}
        wanted = list(filter(concerned.get(metafunc.function.__name__, lambda t: True), self.trials))
        if "quantity" in metafunc.fixturenames:
            table = [(t, quantity) for t in wanted for quantity in t.exercise.quantities]
            metafunc.parametrize(("trial", "quantity"), table, ids=[f"{t.exercise.name}-{q}" for t, q in table])
        else:
            metafunc.parametrize("trial", wanted, ids=[t.exercise.name for t in wanted])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        """Keeps the finding; a traceback, which nobody would read, is not formatted."""
        error = call.excinfo.value if call.excinfo else None
        skipped = isinstance(error, pytest.skip.Exception)  # a test that concerns none of these kernels
        if not (error is None or skipped or isinstance(error, Finding)):
            self.failure = self.failure or error
        elif call.when == "call" and not skipped:
            check = item.function.__name__.removeprefix("test_")
            params = item.callspec.params
            self.findings[params["trial"]][check, params.get("quantity", "")] = error
        outcome = "skipped" if skipped else "failed" if error else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)


@contextmanager
def _undisturbed():
    """pytest reads the environment and may write byte code; put everything back as it was."""
    environment = dict(os.environ)
    byte_code, path, modules = sys.dont_write_bytecode, list(sys.path), set(sys.modules)
    try:
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
            os.environ.pop(name, None)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        sys.dont_write_bytecode = True
        yield
    finally:
        sys.dont_write_bytecode, sys.path[:] = byte_code, path
        for name in set(sys.modules) - modules:
            if name.endswith("test_kernel"):
                del sys.modules[name]
        for name in {*os.environ, *environment}:
            if os.environ.get(name) != environment.get(name):
                os.environ.pop(name, None)
                os.environ.update({name: environment[name]} if name in environment else {})


def run(trials: list[Trial]) -> dict[Trial, dict[tuple[str, str], Finding | None]]:
    """Puts every trial through the suite.

    Returns, by trial, what each test found: {(check, quantity): Finding, or None where the claim
    holds}. An error in the grader itself is raised: it must never look like a grade.
    """
    collector = Collector(trials)
    with _undisturbed():
        status = pytest.main(list(ARGUMENTS), plugins=[collector])
    if collector.failure is not None:
        raise collector.failure
    if trials and status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError(f"the suite did not run: pytest ended with {status!r}")
    return collector.findings
