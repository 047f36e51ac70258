"""Starts a Python that holds an answer: inside bubblewrap, under Landlock, or unconfined by name.

All tiers run the same bootstrap with the same readable files. `choose` takes the first tier that
passes the self-test on this machine, or refuses and says what to install.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import files, policy, wire

TIERS = ("bubblewrap", "landlock", "unconfined")
# One BLAS thread: more could not be started, and results should not depend on how many there are.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
# Of our own files, those that are imported inside.
SHIPPED = ("wire", "calling", "workbench.rng", "workbench.functions")


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

    def wait_until_ready(self, deadline: float) -> None:
        """When this returns it is confined and waits for cells. Raises NotStarted, and has closed it."""
        try:
            complaint = wire.receive(self.replies, deadline)["complaint"]
        except wire.WireError as error:
            complaint = self.complaint() or str(error)
        if complaint:
            self.close()
            raise NotStarted(complaint)

    def complaint(self) -> str:
        """The last line it wrote to stderr before any answer ran. Call when it has failed to start."""
        self.kill()
        os.set_blocking(self.popen.stderr.fileno(), False)
        text = (self.popen.stderr.read(1 << 16) or b"").decode(errors="replace").strip()
        return text.splitlines()[-1] if text else ""

    def kill(self) -> None:
        if self.popen.returncode is not None:
            return  # its number may be another process's by now
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout=5)

    def close(self) -> None:
        self.kill()
        for fd in (self.requests, self.replies):
            os.close(fd)
        self.popen.stderr.close()


@functools.cache
def _bubblewrap() -> list[str]:
    """bubblewrap and the flags that do not depend on what is bound."""
    program = shutil.which("bwrap")
    if program is None:
        raise NotStarted("bwrap is not on the PATH")
    flags = ["--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--clearenv"]
    flags += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    flags += ["--die-with-parent", "--new-session"]
    # Needs bubblewrap 0.8 and a writable /proc/sys; without it the system-call list still forbids user namespaces.
    trial = [program, "--unshare-user", "--disable-userns", "--ro-bind", "/", "/", shutil.which("true") or "true"]
    with contextlib.suppress(subprocess.SubprocessError):
        subprocess.run(trial, capture_output=True, timeout=10, check=True)
        flags.append("--disable-userns")
    return [program, *flags]


def _bubblewrap_command(python: files.Python) -> tuple[list[str], dict[str, str]]:
    """The command without the bootstrap's arguments, and where our files are inside."""
    command = list(_bubblewrap())
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    for tree in python.trees:
        command += ["--ro-bind", tree, tree]
    for folder in python.hidden:
        command += ["--tmpfs", folder]
    for path in (*python.packages.values(), *python.others, python.executable):
        command += ["--ro-bind", path, path]
    for folder in python.hidden:
        command += ["--remount-ro", folder]
    for link in ("/lib", "/lib64"):
        if os.path.islink(link):
            command += ["--symlink", os.readlink(link), link]
    inside = {name: f"/sandbox/{path.name}" for name, path in files.OWN.items()}
    for name, path in files.OWN.items():
        command += ["--ro-bind", str(path), inside[name]]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--", python.executable], inside


def launch(tier: str, *, memory: int, cpu: float, reply: int, deadline: float) -> Process:
    """Begin to start a sandbox, which goes on by itself; `wait_until_ready` before anything is asked of it.

    memory: bytes; cpu: seconds; reply: bytes of arrays in one answer; deadline: of `time.monotonic`.
    Raises NotStarted.
    """
    try:
        python = files.python()
        program = policy.program() if tier != "unconfined" else b""
    except (ModuleNotFoundError, policy.NoSeccomp) as error:
        raise NotStarted(str(error)) from error
    command, own, landlock = [python.executable], {name: str(path) for name, path in files.OWN.items()}, None
    if tier == "bubblewrap":
        command, own = _bubblewrap_command(python)
    elif tier == "landlock":
        landlock = {"readable": [*python.readable(), *own.values()], "listable": [python.stdlib]}
    elif tier != "unconfined":
        raise ValueError(f"no such tier: {tier!r}; there are {', '.join(TIERS)}")
    setup = {
        "files": own,
        "places": python.packages | {name: own[name] for name in SHIPPED},
        "landlock": landlock,
        "seccomp": program.hex(),
        "memory": memory,
        "cpu": math.ceil(cpu),
        "reply": reply,
    }

    inner, requests = os.pipe()
    replies, outer = os.pipe()
    try:
        popen = subprocess.Popen(
            [*command, "-I", "-S", "-B", own["bootstrap"], str(inner), str(outer)],
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
            "A stranger's code can be confined on Linux only. Grade on Linux, in WSL 2 on Windows, "
            "or in a Linux container (Docker) on macOS."
        )
    from autograder.sandbox import selftest, worker

    reasons = {}
    for tier in ("bubblewrap", "landlock"):
        try:
            selftest.run(tier)
            return tier
        except (selftest.Failed, worker.WorkerError, OSError) as error:
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
