"""Tries to break out of a tier before the first submission does, with live targets made for it.

Each probe is a cell that ends quietly where the forbidden act worked. A tier passes if every probe
was refused, every target is untouched, and a matrix product still comes back.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from autograder.sandbox import launchers
from autograder.sandbox.worker import Limits, Worker

CANARY = "a canary that no answer may read"

_PRELUDE = """
import ctypes, mmap, os, signal, socket, sys, _thread
libc = ctypes.CDLL(None, use_errno=True)

def call(name, *args):
    if getattr(libc, name)(*args) == -1:
        raise OSError(ctypes.get_errno(), name)

def any_of(acts):
    for act in acts:
        try:
            act()
        except OSError:
            continue
        return
    raise PermissionError("none of them")

def put(folder):
    path = os.path.join(folder, f"autograder-{os.getpid()}")
    open(path, "w").close()
    os.remove(path)

def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.connect(address)
"""

# What must be refused; `Targets.cell` says what the names in them are. The ones that change a target
# come after those that need it whole, and the one that ends the process comes last.
PROBES = {
    "read a file": "open(canary).read()",
    "list a folder": "os.listdir(folder)",
    "read the grader": "open(source).read()",
    "read accounts": "open('/etc/passwd').read()",
    "read the grader's environment": "open(f'/proc/{parent}/environ').read()",
    "see processes": "os.listdir('/proc')",
    "see variables": "if not set(os.environ) - usual: raise PermissionError",
    "change a mode": "os.chmod(canary, 0o777)",
    "change an owner": "os.chown(canary, os.getuid(), os.getgid())",
    "touch a file": "os.utime(canary)",
    "write a file": "open(folder + '/written', 'w').write('x')",
    "change a file": "open(canary, 'a').write('x')",
    "write anywhere": "any_of([lambda p=p: put(p) for p in ('/tmp', '/dev/shm', '/var/tmp', '/run', '/', '.')])",
    "remove a file": "os.remove(folder + '/spare')",
    "make a link": "os.symlink(canary, folder + '/link')",
    "make a folder": "os.mkdir(folder + '/made')",
    "connect over TCP": "connect(socket.AF_INET, ('127.0.0.1', port))",
    "connect to a socket file": "connect(socket.AF_UNIX, path)",
    "connect to an abstract socket": "connect(socket.AF_UNIX, name)",
    "send a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port))",
    "talk to the kernel": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "trace a process": "call('ptrace', 16, pid, None, None)",
    "signal a process": "os.kill(pid, signal.SIGKILL)",
    "fork": "if os.fork() == 0: os._exit(0)",
    "start a program": "os.posix_spawn('/bin/true', ['true'], {})",
    "start a thread": "_thread.start_new_thread(int, ())",
    "keep memory in a file": "os.memfd_create('x')",
    "share memory": "mmap.mmap(-1, 1 << 20)",
    "make a user namespace": "call('unshare', 0x10000000)",
    "queue system calls": "call('syscall', ctypes.c_long(425), 1, ctypes.create_string_buffer(120))",
    "change a limit": "call('prlimit', 0, 4, (ctypes.c_ulong * 2)(0, 0), None)",
    "become a program": "os.execv('/bin/true', ['true'])",
}

# How a refusal looks. A NameError in a probe is none.
REFUSALS = {"PermissionError", "FileNotFoundError", "ProcessLookupError", "ConnectionRefusedError", "OSError",
            "RuntimeError"}  # fmt: skip

_PRODUCT = "def product(a, b):\n    return a @ b"


class Failed(Exception):
    """A forbidden act worked, or an allowed one did not; the message says which."""


class Targets:
    """Live things that an answer must not reach; a context manager."""

    def __enter__(self) -> Targets:
        with contextlib.ExitStack() as stack:
            self.folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="autograder-"))
            os.chmod(self.folder, 0o755)  # so that it is the sandbox that refuses, not the file's mode
            self.canary = Path(self.folder, "canary")
            for file in (self.canary, Path(self.folder, "spare")):
                file.write_text(CANARY)
            self.sockets = [
                stack.enter_context(self._listen(family, address))
                for family, address in (
                    (socket.AF_INET, ("127.0.0.1", 0)),
                    (socket.AF_UNIX, f"{self.folder}/socket"),
                    (socket.AF_UNIX, f"\0autograder-{os.path.basename(self.folder)}"),
                )
            ]
            self.sleeper = subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL, cwd="/")
            stack.callback(self.sleeper.wait)
            stack.callback(self.sleeper.kill)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *details) -> None:
        self._stack.close()

    @staticmethod
    def _listen(family, address) -> socket.socket:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.bind(address)
        listener.listen()
        listener.setblocking(False)
        return listener

    def cell(self) -> str:
        """The targets as variables, and what the probes call."""
        tcp, path, name = (s.getsockname() for s in self.sockets)
        values = {"canary": str(self.canary), "folder": self.folder, "port": tcp[1], "path": path, "name": name,
                  "pid": self.sleeper.pid, "parent": os.getpid(), "source": str(Path(__file__).resolve()),
                  "usual": {*launchers.ENVIRONMENT, "LC_CTYPE", "PWD"}}  # fmt: skip
        return _PRELUDE + "".join(f"{key} = {value!r}\n" for key, value in values.items())

    def touched(self) -> str | None:
        """Which target was reached, if any."""
        if self.canary.read_text() != CANARY or sorted(os.listdir(self.folder)) != ["canary", "socket", "spare"]:
            return "a file was written"
        if self.sleeper.poll() is not None:
            return "a process was stopped"
        for listener in self.sockets:
            with contextlib.suppress(BlockingIOError):
                listener.accept()[0].close()
                return "a connection was made"
        return None


def run(tier: str) -> None:
    """Put the tier to the test. Raises Failed, or worker.WorkerError if nothing can be started."""
    with Targets() as targets:
        cells = [targets.cell(), *PROBES.values(), _PRODUCT]
        with Worker(cells, tier, Limits(call=30, load=30, total=60)) as worker:
            prelude, *outcomes, product = worker.problems
            if prelude is not None or product is not None:
                raise Failed("a plain definition did not run")
            for name, outcome in zip(PROBES, outcomes, strict=True):
                if not isinstance(outcome, dict) or outcome["error"] not in REFUSALS:
                    raise Failed(f"it did not refuse an answer to {name}")
            a, b = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
            job = {"positional": ["a", "b"], "keywords": [], "returns": ["c"], "harness": "numpy-float64",
                   "args": {"a": a, "b": b}, "steps": []}  # fmt: skip
            (result,) = worker.call("product", [job])
            if result["problem"] is not None or not np.array_equal(result["steps"][0]["c"], a @ b):
                raise Failed("a matrix product did not come back")
        if touched := targets.touched():
            raise Failed(f"{touched} from inside")
