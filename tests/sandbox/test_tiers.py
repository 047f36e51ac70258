"""Choosing a tier: the self-test passes where it should, fails where it must, and a refusal helps."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import files, launchers, policy, selftest
from autograder.sandbox.worker import NotStarted, Worker

REPOSITORY = Path(__file__).resolve().parents[2]

# What a container or a kernel may forbid to everybody, so that a probe fails outside the sandbox too.
FORBIDDEN_BY_MANY = {"trace a process", "make a user namespace", "queue system calls", "see variables"}


@pytest.fixture
def fresh():
    """Nothing remembered of this machine, before and after."""
    caches = (launchers.choose, launchers._bubblewrap, policy.program)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def test_the_self_test_passes(tier):
    selftest.run(tier)


def test_the_self_test_fails_where_nothing_is_confined():
    with pytest.raises(selftest.Failed, match="did not refuse"):
        selftest.run("unconfined")


@pytest.fixture(scope="module")
def unconfined():
    """What becomes of the probes without a sandbox; the last one replaces the process, so it stands apart."""
    *names, last = selftest.PROBES
    outcomes = []
    for some in (names, [last]):
        with selftest.Targets() as targets:
            cells = [targets.cell(), *(selftest.PROBES[name] for name in some)]
            with Worker(cells, "unconfined") as worker:
                outcomes += worker.problems[1:]
    return dict(zip(selftest.PROBES, outcomes, strict=True))


@pytest.mark.parametrize("probe", [name for name in selftest.PROBES if name not in FORBIDDEN_BY_MANY])
def test_a_probe_would_work_outside(unconfined, probe):
    assert unconfined[probe] == ("killed" if probe == "become a program" else None)


def test_a_hole_in_the_list_of_system_calls_is_found(tier, fresh, monkeypatch):
    monkeypatch.setattr(policy, "_ALLOWED", (*policy._ALLOWED, "memfd_create", "ftruncate"))
    with pytest.raises(selftest.Failed, match="keep memory in a file"):
        selftest.run(tier)


def test_the_choice_is_made_once(fresh, monkeypatch):
    runs = []
    monkeypatch.setattr(selftest, "run", runs.append)
    assert launchers.choose() == launchers.choose() == "bubblewrap"
    assert runs == ["bubblewrap"]


@pytest.fixture
def no_bubblewrap(fresh, monkeypatch, tmp_path):
    (tmp_path / "sleep").symlink_to(shutil.which("sleep"))
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def no_landlock(fresh, monkeypatch, tmp_path):
    stub = tmp_path / "confine.py"
    old = '    """The version of the kernel'
    text = Path(files.OWN["confine"]).read_text()
    assert text.count(old) == 1
    stub.write_text(text.replace(old, f"    raise OSError(38, 'Landlock: Function not implemented')\n{old}"))
    monkeypatch.setitem(files.OWN, "confine", stub)


def test_without_bubblewrap_there_is_landlock(no_bubblewrap, monkeypatch):
    run = selftest.run
    monkeypatch.setattr(selftest, "run", lambda tier: run(tier) if tier == "bubblewrap" else None)
    assert launchers.choose() == "landlock"


def test_without_either_nothing_runs_and_the_message_helps(no_bubblewrap, no_landlock):
    with pytest.raises(launchers.Refused) as refusal:
        launchers.choose()
    text = str(refusal.value)
    for part in (
        "bwrap is not on the PATH",
        "Landlock: Function not implemented",
        "apt install bubblewrap",
        "Linux 5.13",
    ):
        assert part in text
    with pytest.raises(launchers.Refused):
        Worker(["x = 1"])


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_are_told_where_to_go(fresh, monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(launchers.Refused, match=r"Linux.*WSL.*Docker"):
        launchers.choose()


@pytest.mark.parametrize(
    ("reason", "ubuntu", "hint"),
    [
        ("bwrap is not on the PATH", False, "apt install bubblewrap"),
        ("libseccomp: No module named 'pyseccomp'", False, "pip install pyseccomp"),
        ("bwrap: execvp /home/a/bin/python3.11: Permission denied", False, "a Python that other users may read"),
        ("bwrap: setting up uid map: Permission denied", True, "bwrap-userns-restrict"),
        ("bwrap: No permissions to create new namespace", False, "allow user namespaces"),
    ],
)
def test_each_reason_has_its_hint(monkeypatch, reason, ubuntu, hint):
    monkeypatch.setattr(launchers, "_reads", lambda path, text: ubuntu)
    assert hint in "\n".join(launchers._hints({"bubblewrap": reason, "landlock": "x"}))


def test_libseccomp_that_is_missing_is_said(tier, fresh, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    with pytest.raises(NotStarted, match="libseccomp"):
        Worker(["x = 1"], tier).call("x", [])


def test_a_tier_must_be_named():
    with pytest.raises(ValueError, match="no such tier"):
        Worker(["x = 1"], "chroot").call("x", [])


def test_only_the_named_packages_can_be_read():
    readable = [Path(path) for path in files.python().readable()]
    other = Path(pytest.__file__).resolve()
    assert not any(other.is_relative_to(path) for path in readable)
    assert not any(REPOSITORY.is_relative_to(path) for path in readable)
    for needed in (np.__file__, os.__file__):
        assert any(Path(needed).resolve().is_relative_to(path) for path in readable)


def _ordinary_python() -> str | None:
    """A Python of this version that user 65534 may run."""
    question = "import sys; print(sys.version_info[:2])"
    for program in (os.path.realpath(sys._base_executable), "/usr/bin/python3"):
        try:
            answer = subprocess.run([program, "-c", question], user=65534, capture_output=True, text=True, cwd="/")
        except OSError:
            continue
        if answer.stdout.strip() == str(sys.version_info[:2]):
            return program
    return None


NEEDED = ("numpy", "numpy.libs", "scipy", "scipy.libs", "array_api_strict", "array_api_compat", "pyseccomp.py",
          "pytest", "_pytest", "py.py", "pluggy", "iniconfig", "packaging", "pygments")  # fmt: skip


@pytest.mark.skipif(os.getuid() != 0, reason="the other tests are an ordinary user's already")
def test_an_ordinary_user_is_as_safe():
    """Escapes and tiers again, from copies that user 65534 may read."""
    python = _ordinary_python()
    if python is None:
        pytest.skip("no Python of this version that an ordinary user may run")
    with tempfile.TemporaryDirectory(prefix="ordinary-") as folder:
        os.chmod(folder, 0o755)
        site = Path(np.__file__).parent.parent
        copies = {site / name: name for name in NEEDED if (site / name).exists()}
        copies |= {REPOSITORY / name: name for name in ("autograder", "workbench", "tests/sandbox")}
        for path, name in copies.items():
            if path.is_dir():
                shutil.copytree(path, Path(folder, name), ignore=shutil.ignore_patterns("tests"))
            else:
                shutil.copy(path, folder)
        environment = {"PYTHONPATH": folder, "PATH": os.environ["PATH"], "HOME": "/nonexistent"}
        command = [python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not ordinary"]
        command += ["tests/sandbox/test_escapes.py", "tests/sandbox/test_tiers.py"]
        who = {"user": 65534, "group": 65534, "extra_groups": []}
        done = subprocess.run(command, **who, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "%]" in done.stdout and "skipped" not in done.stdout
