"""Starts a Python that holds an answer: inside bubblewrap, under Landlock, or unconfined by name.

All tiers run the same bootstrap with the same readable files. `choose` takes the first tier that
passes the self-test on this machine, or refuses and says what to install.
"""

from __future__ import annotations

import contextlib
import functools
import glob
import importlib.util
import math
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import policy, wire

TIERS = ("bubblewrap", "landlock", "unconfined")
PACKAGES = ("numpy", "array_api_strict", "array_api_compat")
# One BLAS thread: more could not be started, and results should not depend on how many there are.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}

_HERE = Path(__file__).resolve().parent
_OWN_FILES = {
    "bootstrap": _HERE / "bootstrap.py",
    "confine": _HERE / "confine.py",
    "standins": _HERE / "standins.py",
    "wire": _HERE / "wire.py",
    "calling": _HERE / "calling.py",
    "workbench.rng": _HERE.parent.parent / "workbench" / "rng.py",
}


class Refused(Exception):
    """No tier confines answers on this machine; the message says what to do."""


class NotStarted(Exception):
    """The sandboxed process could not be started; the message is its own."""


@dataclass
class Process:
    """A started sandbox and the grader's ends of its pipes."""

    popen: subprocess.Popen
    requests: int
    replies: int

    def complaint(self) -> str:
        """What it wrote to stderr before any answer ran. Call when it has failed to start."""
        self.kill()
        os.set_blocking(self.popen.stderr.fileno(), False)
        return (self.popen.stderr.read(4096) or b"").decode(errors="replace").strip()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout=5)

    def close(self) -> None:
        self.kill()
        for fd in (self.requests, self.replies):
            os.close(fd)
        self.popen.stderr.close()


@dataclass(frozen=True)
class _Python:
    """The files a bare Python with the allowed packages reads.

    executable, stdlib: real paths of the base Python.
    trees: folders of libraries. hidden: what in them is not to be seen: other packages.
    packages: {name: folder}, and what lies beside them (numpy.libs) in beside.
    """

    executable: str
    stdlib: str
    trees: tuple[str, ...]
    hidden: tuple[str, ...]
    packages: dict[str, str]
    beside: tuple[str, ...]
    files: tuple[str, ...]


@functools.cache
def _python() -> _Python:
    executable = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    stdlib = os.path.realpath(os.path.dirname(os.__file__))
    prefix = os.path.realpath(sys.base_prefix)
    wanted = [f"{prefix}/lib", f"{prefix}/lib64", stdlib, "/usr/lib", "/usr/lib64", "/lib", "/lib64"]
    trees: list[str] = []
    for tree in dict.fromkeys(os.path.realpath(t) for t in wanted if os.path.isdir(t)):
        if not any(Path(tree).is_relative_to(other) for other in trees):
            trees.append(tree)
    hidden = [p for t in (*trees, stdlib) for name in ("site", "dist") for p in glob.glob(f"{t}/python*/{name}-packages")]
    hidden += [p for name in ("site", "dist") if os.path.isdir(p := f"{stdlib}/{name}-packages")]
    packages, beside = {}, []
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise Refused(f"the package {name} is not installed: run `python -m pip install {name}`")
        packages[name] = os.path.dirname(os.path.realpath(spec.origin))
        beside += [p for p in (f"{packages[name]}.libs",) if os.path.isdir(p)]
    # Debian's own NumPy finds its BLAS through /etc/alternatives.
    files = [p for p in ("/etc/ld.so.cache", "/etc/alternatives") if os.path.exists(p)]
    return _Python(
        executable, stdlib, tuple(trees), tuple(dict.fromkeys(hidden)), packages, tuple(beside), tuple(files)
    )


def _around(folder: str, hidden: tuple[str, ...]) -> list[str]:
    """The folder without its hidden parts, as paths that may be read whole."""
    if folder in hidden:
        return []
    if not any(Path(h).is_relative_to(folder) for h in hidden):
        return [folder]
    entries = [entry for entry in os.scandir(folder) if not entry.is_symlink()]
    return [p for e in entries for p in (_around(e.path, hidden) if e.is_dir() else [e.path])]


@functools.cache
def _bubblewrap() -> list[str]:
    """bubblewrap and the flags that do not depend on what is bound."""
    program = shutil.which("bwrap")
    if program is None:
        raise NotStarted("bwrap is not on the PATH")
    flags = """--unshare-user --uid 65534 --gid 65534 --cap-drop ALL --unshare-pid --unshare-net --unshare-ipc
        --unshare-uts --unshare-cgroup-try --die-with-parent --new-session --clearenv""".split()
    # Needs bubblewrap 0.8 and a writable /proc/sys; without it the system-call list still forbids user namespaces.
    trial = [program, "--unshare-user", "--disable-userns", "--ro-bind", "/", "/", shutil.which("true") or "true"]
    with contextlib.suppress(subprocess.SubprocessError):
        subprocess.run(trial, capture_output=True, timeout=10, check=True)
        flags.append("--disable-userns")
    return [program, *flags]


def _bubblewrap_command(python: _Python) -> tuple[list[str], dict[str, str]]:
    """The command without the bootstrap's arguments, and where our files are inside."""
    command = list(_bubblewrap())
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    for tree in python.trees:
        command += ["--ro-bind", tree, tree]
    for folder in python.hidden:
        command += ["--tmpfs", folder]
    for path in (*python.packages.values(), *python.beside, *python.files, python.executable):
        command += ["--ro-bind", path, path]
    for folder in python.hidden:
        command += ["--remount-ro", folder]
    for link in ("/lib", "/lib64"):
        if os.path.islink(link):
            command += ["--symlink", os.readlink(link), link]
    inside = {name: f"/sandbox/{path.name}" for name, path in _OWN_FILES.items()}
    for name, path in _OWN_FILES.items():
        command += ["--ro-bind", str(path), inside[name]]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--", python.executable], inside


def launch(tier: str, *, memory: int, cpu: float, reply: int, deadline: float) -> Process:
    """Start a sandbox; when this returns it is confined and waits for cells.

    memory: bytes; cpu: seconds; reply: bytes of arrays in one answer; deadline: of `time.monotonic`.
    Raises NotStarted.
    """
    python = _python()
    setup = {"files": {name: str(path) for name, path in _OWN_FILES.items()}, "seccomp": "", "landlock": None}
    command = [python.executable]
    if tier == "bubblewrap":
        command, setup["files"] = _bubblewrap_command(python)
    elif tier == "landlock":
        trees = [p for tree in (*python.trees, python.stdlib) for p in _around(tree, python.hidden)]
        whole = [*trees, *python.packages.values(), *python.beside, *python.files, *setup["files"].values()]
        setup["landlock"] = {"readable": whole, "listable": [python.stdlib]}
    elif tier != "unconfined":
        raise ValueError(f"no such tier: {tier!r}; there are {', '.join(TIERS)}")
    if tier != "unconfined":
        try:
            setup["seccomp"] = policy.program().hex()
        except policy.NoSeccomp as error:
            raise NotStarted(f"libseccomp: {error}") from error
    files = setup["files"]
    setup["places"] = python.packages | {name: files[name] for name in ("wire", "calling", "workbench.rng")}
    setup |= {"memory": memory, "cpu": math.ceil(cpu), "reply": reply}

    inner, requests = os.pipe()
    replies, outer = os.pipe()
    try:
        popen = subprocess.Popen(
            [*command, "-I", "-S", "-B", files["bootstrap"], str(inner), str(outer)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            close_fds=True, pass_fds=(inner, outer), start_new_session=True, cwd="/", env=ENVIRONMENT,
        )  # fmt: skip
    except OSError as error:
        os.close(requests), os.close(replies)
        raise NotStarted(f"{command[0]}: {error.strerror}") from error
    finally:
        os.close(inner), os.close(outer)
    os.set_blocking(requests, False)
    os.set_blocking(replies, False)
    process = Process(popen, requests, replies)
    try:
        wire.send(requests, setup, deadline)
        if wire.receive(replies, deadline) != {"ready": True}:
            raise wire.Malformed("not ready")
    except wire.WireError as error:
        complaint = process.complaint() or str(error)
        process.close()
        raise NotStarted(complaint) from error
    return process


@functools.cache
def choose() -> str:
    """The first tier that passes the self-test here; tried once in a process. Raises Refused."""
    if not sys.platform.startswith("linux"):
        raise Refused(
            "Strangers' code can be confined on Linux only. Grade on Linux, in WSL 2 (Windows), or in a Linux container "
            "with Docker (macOS, Windows)."
        )
    from autograder.sandbox import selftest, worker

    reasons = {}
    for tier in ("bubblewrap", "landlock"):
        try:
            selftest.run(tier)
            return tier
        except (selftest.Failed, worker.WorkerError, NotStarted, OSError) as error:
            reasons[tier] = str(error)
    lines = ["Nothing was run: no sandbox on this machine confines a stranger's code."]
    lines += [f"  {tier}: {reason}" for tier, reason in reasons.items()]
    raise Refused("\n".join([*lines, "What helps:", *(f"  * {hint}" for hint in _hints(reasons))]))


def _hints(reasons: dict[str, str]) -> list[str]:
    hints = []
    bubblewrap = reasons["bubblewrap"]
    if "libseccomp" in bubblewrap:
        hints.append("`sudo apt install libseccomp2` and `python -m pip install pyseccomp`")
    elif "not on the PATH" in bubblewrap:
        hints.append("`sudo apt install bubblewrap` (Debian, Ubuntu) or `sudo dnf install bubblewrap` (Fedora)")
    elif "execvp" in bubblewrap:
        hints.append("a Python that other users may read, not one in a closed home folder: remake .venv with it")
    elif _reads("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"):
        hints.append(
            "Ubuntu 23.10 and later lets bubblewrap make user namespaces only by an AppArmor profile: "
            "`sudo apt install apparmor-profiles`, then `sudo ln -s /usr/share/apparmor/extra-profiles/"
            "bwrap-userns-restrict /etc/apparmor.d/` and `sudo systemctl reload apparmor`"
        )
    else:
        hints.append("allow user namespaces (in a container: start it so that they are allowed)")
    return [*hints, "or Linux 5.13 or later with Landlock switched on (`lsm=landlock,...` when it starts)"]


def _reads(path: str, text: str) -> bool:
    with contextlib.suppress(OSError):
        return Path(path).read_text().strip() == text
    return False
