"""What an answer may not do, tried in each tier: it is refused, stopped in time, and harms nobody."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import selftest
from autograder.sandbox.worker import BadReply, Killed, Limits, TimedOut, Worker

SHORT = Limits(call=0.3, load=30.0, memory=256 << 20)


@pytest.fixture(scope="module")
def refusals(tier):
    """What became of each of the self-test's probes, and which target was touched."""
    with selftest.Targets() as targets, Worker([targets.cell(), *selftest.PROBES.values()], tier) as worker:
        outcomes = worker.problems
        assert outcomes.pop(0) is None
        return dict(zip(selftest.PROBES, outcomes, strict=True)), targets.touched()


@pytest.mark.parametrize("probe", selftest.PROBES)
def test_it_may_not(refusals, probe):
    outcome = refusals[0][probe]
    assert isinstance(outcome, dict) and outcome["error"] in selftest.REFUSALS, outcome


def test_nothing_was_touched(refusals):
    assert refusals[1] is None


REPOSITORY = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "the reference": f"open({str(REPOSITORY / 'autograder/exercise.py')!r})",
    "the tests": f"open({__file__!r})",
    "the course": f"os.listdir({os.path.dirname(__file__)!r})",
    "the other packages": f"open({pytest.__file__!r})",
    "pytest": "import pytest",
    "the grader": "import autograder.exercise as e; e.__file__",
    "a descriptor of another process": f"open('/proc/{os.getpid()}/fd/1', 'w')",
    "its own program": "open('/proc/self/exe', 'rb')",
    "a device": "open('/dev/kmsg')",
    "kernel settings": "os.listdir('/sys')",
    "a pseudo-terminal": "os.openpty()",
    "a named pipe": "os.mkfifo('/tmp/pipe')",
    "a hard link": "os.link('/etc/passwd', '/tmp/link')",
    "a pair of sockets": "import socket; socket.socketpair()",
    "IPv6": "import socket; socket.socket(socket.AF_INET6)",
    "raw packets": "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "virtual sockets": "import socket; socket.socket(socket.AF_VSOCK)",
    "a shell": "import subprocess; subprocess.run('true', shell=True)",
    "a second interpreter": "import multiprocessing; multiprocessing.Process(target=int).start()",
    "a thread pool": "import concurrent.futures as c; c.ThreadPoolExecutor().submit(int).result()",
    "root": "os.setresuid(0, 0, 1)",
    "another root folder": "os.chroot('/')",
    "a higher limit": "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "signals by descriptor": "import fcntl; fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    "its parent": "os.kill(os.getppid(), 9)",
    "its group": "os.killpg(0, 9)",
    "everybody": "os.kill(-1, 9)",
    "a priority": "os.setpriority(os.PRIO_PROCESS, 0, -5)",
    "an alarm for later": "import signal; signal.setitimer(signal.ITIMER_REAL, 1)",
}


@pytest.fixture(scope="module")
def forbidden(tier):
    with Worker(["import os", *FORBIDDEN.values()], tier) as worker:
        return dict(zip(FORBIDDEN, worker.problems[1:], strict=True))


@pytest.mark.parametrize("thing", FORBIDDEN)
def test_it_cannot_have(forbidden, thing):
    assert isinstance(forbidden[thing], dict), forbidden[thing]
    assert forbidden[thing]["error"] not in ("NameError", "SyntaxError", "TypeError")


PRELUDE = """
import os, signal, sys, threading, time
import numpy as np

def fine(x):
    return x + 1
"""

STOPPED = {
    "leaves": ("os._exit(0)", Killed),
    "aborts": ("os.abort()", Killed),
    "reads address zero": ("__import__('ctypes').string_at(0)", Killed),
    "overwrites memory": ("__import__('ctypes').memset(id(x), 0, 1 << 32)", Killed),
    "loops": ("while True: pass", TimedOut),
    "sleeps": ("time.sleep(1e6)", TimedOut),
    "computes without end": ("10**10**9", TimedOut),
    "waits for input": ("os.read(int(sys.argv[1]), 1)", TimedOut),
    "holds the reply": ("os.write(int(sys.argv[2]), b'\\x10\\x00\\x00\\x00{'); time.sleep(1e6)", TimedOut),
    "drips": ("os.write(int(sys.argv[2]), b'\\xff\\xff\\x0f\\x00')\n"
              "while True: time.sleep(0.05); os.write(int(sys.argv[2]), b'[')", TimedOut),
    "floods the reply": ("while True: os.write(int(sys.argv[2]), b'\\xff' * 65536)", BadReply),
    "writes a reply of another call": (
        "__import__('wire').send(int(sys.argv[2]), {'id': '0' * 16, 'results': []})", BadReply),
    "writes half a header": ("os.write(int(sys.argv[2]), b'\\x02\\x00\\x00\\x00{}'); return x", BadReply),
    "closes the reply": ("os.close(int(sys.argv[2]))", Killed),
}  # fmt: skip

CAUGHT = {
    "asks to leave": ("sys.exit(0)", "SystemExit"),
    "interrupts itself": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "raises a class of its own": ("raise type('Odd', (BufferError,), {'__str__': lambda s: 1 / 0})()", "BufferError"),
    "raises one without a name": ("raise type('', (BaseException,), {})", "BaseException"),
    "recurses": ("f = lambda: f(); f()", "RecursionError"),
    "forks without end": ("while True: os.fork()", "PermissionError"),
    "starts threads without end": ("while True: threading.Thread(target=input).start()", "RuntimeError"),
    "fills memory": ("a = []\nwhile True: a.append(bytearray(1 << 24))", "MemoryError"),
    "fills memory by NumPy": ("np.ones(1 << 28)", "MemoryError"),
    "fills memory in shared pages": ("import mmap; mmap.mmap(-1, 1 << 20)", "PermissionError"),
    "opens files without end": ("a = []\nwhile True: a.append(os.dup(0))", "OSError"),
    "writes a file of any size": ("open('/tmp/x', 'w')", "PermissionError"),
}


@pytest.fixture(scope="module")
def answers(tier):
    """A kernel for each attack, in one process that starts again as often as it must."""
    cells = [PRELUDE]
    for number, (code, _) in enumerate([*STOPPED.values(), *CAUGHT.values()]):
        body = code.replace("\n", "\n    ")
        cells.append(f"def attack_{number}(x):\n    {body}\n    return x\n")
    with Worker(cells, tier, SHORT) as worker:
        assert worker.problems == [None] * len(cells)
        yield worker


def still_fine(worker, job) -> bool:
    worker.limits, worker._left = replace(SHORT, call=30.0), SHORT.total
    (result,) = worker.call("fine", [job(x=np.ones(2))])
    return result["problem"] is None and result["steps"][0]["y"].tolist() == [2.0, 2.0]


@pytest.mark.parametrize("attack", STOPPED)
def test_one_that_never_answers_is_stopped(answers, job, attack):
    answers.limits = SHORT if STOPPED[attack][1] is TimedOut else replace(SHORT, call=30.0)
    with pytest.raises(STOPPED[attack][1]) as raised:
        answers.call(f"attack_{list(STOPPED).index(attack)}", [job(x=np.ones(2))])
    assert type(raised.value) is STOPPED[attack][1]
    assert still_fine(answers, job)


@pytest.mark.parametrize("attack", CAUGHT)
def test_one_that_raises_is_told_by_class_and_line(answers, job, attack):
    number = len(STOPPED) + list(CAUGHT).index(attack)
    answers.limits = replace(SHORT, call=30.0)
    (result,) = answers.call(f"attack_{number}", [job(x=np.ones(2))])
    assert result["problem"]["error"] == CAUGHT[attack][1]
    assert (result["problem"]["file"], result["problem"]["line"]) in [(f"<cell {number + 1}>", n) for n in (2, 3)]
    assert still_fine(answers, job)


def test_a_loop_that_swallows_every_interrupt_is_stopped(tier, job):
    loop = """
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue
def loop(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
"""
    with Worker([loop], tier, SHORT) as worker, pytest.raises(TimedOut):
        worker.call("loop", [job(x=1.0)])


def test_a_flood_of_output_goes_nowhere(tier, job, capfd):
    flood = """
import os, sys
def flood(x):
    for _ in range(2000):
        os.write(1, b"x" * 65536)
        os.write(2, b"x" * 65536)
        print("x" * 65536)
        sys.__stderr__.write("x" * 65536)
    return x
"""
    cells = [flood, "flood(0)\nsys.stdout.buffer.write(b'x' * 65536)", "input()"]
    with Worker(cells, tier, Limits(memory=256 << 20)) as worker:
        assert worker.problems == [None, None, {"error": "EOFError", "line": 1}]
        (result,) = worker.call("flood", [job(x=np.ones(1))])
    assert result["problem"] is None
    assert capfd.readouterr() == ("", "")


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(p for child in children for p in descendants(int(child)))]


def gone(pids: list[int]) -> bool:
    """Whether all have ended within some seconds; a zombie has."""
    for _ in range(200):
        left = [p for p in pids if (stat := Path(f"/proc/{p}/stat")).exists() and ") Z " not in stat.read_text()]
        if not left:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc")
def test_nothing_is_left_of_it(tier, job):
    with Worker([PRELUDE], tier, SHORT) as worker:
        assert worker.problems == [None]
        pids = descendants(worker._process.popen.pid)
    assert gone(pids)


def test_it_does_not_outlive_its_grader(tier):
    program = f"""
import sys, time
from autograder.sandbox.worker import Worker
worker = Worker(["import time", "while True: pass"], {tier!r})
worker._start()
print(worker._process.popen.pid, flush=True)
worker.problems
"""
    grader = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    pids = descendants(int(grader.stdout.readline()))
    os.kill(grader.pid, signal.SIGKILL)
    grader.communicate()
    assert gone(pids)
