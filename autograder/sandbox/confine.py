"""Locks that a process puts on itself and can never take off again.

Resource limits, no new privileges, no capabilities, Landlock and a seccomp program, by ctypes
alone. This file stands alone: the bootstrap calls it before it reads a byte of an answer.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38
# These three have one number on every architecture.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# What the kernel can forbid in files, network and other processes, by the version of its interface.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NETWORK = {4: 0b11}
_SCOPES = {6: 0b11}

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def _prctl(option: int, *args, what: str) -> None:
    padded = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in (*args, 0, 0, 0, 0)[:4]]
    _check(_libc.prctl(ctypes.c_int(option), *padded), what)


def limit(memory: int, cpu: int) -> None:
    """Bound memory (bytes), CPU time (seconds), open files, files' sizes and core dumps."""
    for name, value in (
        ("RLIMIT_AS", 2 * memory),  # libraries and thread stacks take address space, not memory
        ("RLIMIT_DATA", memory),
        ("RLIMIT_STACK", 8 << 20),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CPU", cpu),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_MSGQUEUE", 0),
    ):
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (value, value))


def renounce() -> None:
    """No new privileges by exec, no capabilities, no core, and no life after the grader's."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, what="death signal")
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, what="no_new_privs")
    for capability in range(64):
        try:
            _prctl(_PR_CAPBSET_DROP, capability, what="capabilities")
        except OSError:
            break  # past the last one, or not ours to drop: then there is none to lose
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _check(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capabilities")
    _prctl(_PR_SET_DUMPABLE, 0, what="dumpable")  # a core handler behind a pipe heeds no limit


def _for_version(table: dict[int, int], version: int) -> int:
    return max((mask for since, mask in table.items() if since <= version), default=0)


def landlock_version() -> int:
    """The version of the kernel's Landlock interface. Raises OSError where there is none."""
    return _check(_libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1), "Landlock")


def landlock(readable: list[str], listable: list[str]) -> None:
    """Forbid every file but these to read, and, where the kernel can, TCP, abstract sockets and signals.

    readable: files and folders with all that is below them. listable: folders whose names may be listed.
    Raises OSError where the kernel has no Landlock.
    """
    version = landlock_version()
    rules = [_for_version(table, version) for table in (_FILES, _NETWORK, _SCOPES)]
    while not rules[-1]:  # older kernels refuse a longer structure than they know
        rules.pop()
    attributes = (ctypes.c_uint64 * len(rules))(*rules)
    ruleset = _check(
        _libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(ctypes.sizeof(attributes)), 0), "Landlock rules"
    )
    for path, access in [(p, _READ_FILE | _READ_DIR) for p in readable] + [(p, _READ_DIR) for p in listable]:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not os.path.isdir(path):
            access = _READ_FILE
        rule = access.to_bytes(8, sys.byteorder) + fd.to_bytes(4, sys.byteorder)
        _check(_libc.syscall(_LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(rule), 0), f"Landlock rule for {path}")
        os.close(fd)
    _check(_libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0), "Landlock")
    os.close(ruleset)


def seccomp(program: bytes) -> None:
    """Install a BPF program that decides on every system call from now on."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))

    _prctl(_PR_SET_SECCOMP, 2, ctypes.byref(Program(len(program) // 8, program)), what="seccomp")
