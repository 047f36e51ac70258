"""The system calls an answer may make: what Python and NumPy need to compute, and nothing else.

Built on the grader's side by libseccomp, which knows the numbers of every architecture, and
handed to the sandbox as the bytes of a BPF program.
"""

from __future__ import annotations

import errno
import functools
import tempfile

_ALLOWED = (
    "read", "readv", "pread64", "write", "writev", "close", "lseek", "fstat", "newfstatat", "stat", "lstat", "statx",
    "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd", "getdents64",
    "brk", "munmap", "mremap", "mprotect", "madvise",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "futex", "set_robust_list", "rseq", "gettid", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid",
    "getrandom", "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times",
    "getrusage", "getrlimit", "sched_yield", "sched_getaffinity", "uname",
    "poll", "ppoll", "select", "pselect6", "exit", "exit_group",
)  # fmt: skip

# Numbers out of the kernel's interface, the same on x86-64 and arm64.
_O_ACCMODE, _O_CREAT, _O_TRUNC, _O_TMPFILE = 0o3, 0o100, 0o1000, 0o20000000
_MAP_SHARED = 1  # shared pages count against no limit on data
_TCGETS, _FIOCLEX = 0x5401, 0x5451  # isatty, and close-on-exec as Python sets it
_F_DUPFD, _F_GETFD, _F_SETFD, _F_GETFL, _F_DUPFD_CLOEXEC = 0, 1, 2, 3, 1030  # F_SETOWN would send signals


class NoSeccomp(Exception):
    """pyseccomp, or the libseccomp it binds, is missing."""


@functools.cache
def program() -> bytes:
    """The BPF program: an allowlist; EPERM for all else, ENOSYS for clone3 so that libc falls back to clone."""
    try:
        import pyseccomp as sc
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        raise NoSeccomp(f"libseccomp: {error}") from error
    rules = sc.SyscallFilter(sc.ERRNO(errno.EPERM))

    def allow(name: str, *conditions) -> None:
        try:
            rules.add_rule(sc.ALLOW, name, *conditions)
        except OSError:  # a name this libseccomp does not know yet stays forbidden
            return

    def only(argument: int, value: int):
        return sc.Arg(argument, sc.EQ, value)

    def without(argument: int, bits: int):
        return sc.Arg(argument, sc.MASKED_EQ, bits, 0)

    for name in _ALLOWED:
        allow(name)
    allow("openat", without(2, _O_ACCMODE | _O_CREAT | _O_TRUNC | _O_TMPFILE))
    allow("mmap", without(3, _MAP_SHARED))
    allow("prlimit64", only(0, 0), only(2, 0))
    for command in (_TCGETS, _FIOCLEX):
        allow("ioctl", only(1, command))
    for command in (_F_DUPFD, _F_GETFD, _F_SETFD, _F_GETFL, _F_DUPFD_CLOEXEC):
        allow("fcntl", only(1, command))
    rules.add_rule(sc.ERRNO(errno.ENOSYS), "clone3")
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
