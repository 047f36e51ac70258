"""Hostile and broken notebooks: what each does, what it must get, and which of them work on nbgrader's own executor.

Where nothing else is said the attack is the answer cell of adam_step, which deserves nothing, and the answer
to adamw_step is right and keeps its points. @ROOT@, @PORT@, @PID@ and @LEFT@ become the course's folder, a port that
listens, a process that sleeps and a path where a leftover process would write.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from makings import (
    ASSIGNMENT,
    RIGHT,
    SIGNATURE,
    STUB,
    beside,
    deleted,
    duplicated,
    instead,
    odd_characters,
    retyped,
    scripts,
    too_deep,
    ungraded,
    version_3,
    without_metadata,
    wrong_shapes,
)

from autograder.sample import Notebook

VICTIM = "a-classmate"  # graded before all others

# What must not get out. The solutions, the gradebook, the victim's answer, the environment and the seed hold one each;
# the last is a line of the course's own table of cases.
CANARIES = {
    "solutions": "canary-in-the-solutions",
    "gradebook": "canary-in-the-gradebook",
    "victim": "canary-of-the-victim",
    "environment": "canary-in-the-environment",
    "seed": "cafe0123456789abcdef0123456789abcdef0123456789ab",
    "cases": "def adam_cases(rng",
}


@dataclass(frozen=True)
class Attack:
    """One hostile submission.

    code: the answer cell of adam_step. change: what else happens to the notebook; it may return the file's bytes.
    files: what else is handed in, made in the submission's folder (given with the course's).
    gets: points by kernel, where they are not 0 and 6. note: what must be said about the file.
    control: "forges" or "reads": on the stock executor it gets more than it deserves, or a canary.
    """

    name: str
    code: str | None = None
    change: Callable[[Notebook], bytes | None] | None = None
    files: Callable[[Path, Path], None] | None = None
    gets: dict[str, float] = field(default_factory=dict)
    note: str = ""
    control: str = ""

    @property
    def scores(self) -> dict[str, float]:
        return {"adam_step": 0.0, "adamw_step": 6.0} | self.gets

    def content(self, fill: dict[str, str]) -> Notebook | bytes:
        notebook = Notebook(ASSIGNMENT)
        if self.code is not None:
            text = self.code
            for mark, value in fill.items():
                text = text.replace(mark, value)
            notebook.answer("adam_step", text)
        changed = self.change(notebook) if self.change else None
        return notebook if changed is None else changed


ALL = {"adam_step": 6.0}
NONE = {"adamw_step": 0.0}


def told(code: str) -> str:
    """Runs an expression for its text, in the cell and in the kernel, and shouts it by every way out."""
    return f"""
import glob, os, sqlite3, sys, warnings
def found():
    return str({code})
try:
    print(found())
    print(found(), file=sys.stderr)
except Exception:
    pass
{SIGNATURE}
    text = found()
    print(text)
    warnings.warn(text)
    raise ValueError(text)
"""


def inputs(code: str) -> str:
    """A kernel that sees hidden inputs and tries to get them out."""
    return f"import sys, warnings\nseen = []\n{SIGNATURE}\n    seen.append(w)\n{code}"


# Attacks on the score

FORGING = (
    Attack(
        "drops-asserts",
        f"""
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
    def visit_Expr(self, node):
        return ast.copy_location(ast.Expr(ast.Constant(6.0)), node)
get_ipython().ast_transformers.append(Drop())
{STUB}""",
        control="forges",
    ),
    Attack("displayhook", f"{SIGNATURE}\n    get_ipython().displayhook(6.0)\n    return w, m, v", control="forges"),
    Attack("redefines-check", f"check = lambda *kernels: 6.0\n{STUB}", control="forges"),
    Attack("imports-the-reference", "from autograder.chapters.adaptive.reference import adam_step", control="forges"),
    Attack(
        "patches-the-suite",
        f"""
import autograder.suite.trial as trial
trial.first_difference = lambda *everything: None
{SIGNATURE}
    return w, m, v""",
        control="forges",
    ),
    Attack(
        "patches-numpy",
        f"""
import numpy as np
np.isclose = lambda a, b, **more: np.ones(np.shape(a), bool)
np.allclose = np.array_equal = lambda *a, **more: True
{SIGNATURE}
    return w, m, v""",
        control="forges",
    ),
    Attack(
        "climbs-the-stack",
        """
import sys
def adam_step(*arguments, **hyper):
    frame = sys._getframe()
    while frame is not None:
        exercise = frame.f_locals.get("exercise")
        if exercise is not None:
            return exercise.reference(*arguments, **hyper)
        frame = frame.f_back
    raise NotImplementedError""",
        control="forges",
    ),
    Attack(
        "writes-the-gradebook",
        f"""
import sqlite3
try:
    with sqlite3.connect("@ROOT@/gradebook.db") as gradebook:
        gradebook.execute("UPDATE grade SET extra_credit = 200")
except Exception:
    pass
{STUB}""",
        control="forges",
    ),
    Attack(
        "equal-to-everything",
        f"""
class Liar:
    dtype, shape, ndim, size = "float64", (), 0, 1
    def __eq__(self, other):
        get_ipython().displayhook(6.0)
        return True
    __le__ = __ge__ = __eq__
    __hash__ = None
    def __array__(self, *args, **more):
        get_ipython().displayhook(6.0)
        raise NotImplementedError
    def __float__(self):
        return 6.0
{SIGNATURE}
    return Liar(), Liar(), Liar()""",
    ),
    Attack(
        "forges-replies",
        f"""
import os
for descriptor in range(3, 64):
    try:
        os.write(descriptor, b'{{"results": [], "id": "0"}}' * 50)
    except OSError:
        pass
{STUB}""",
    ),
    Attack(
        "outputs-already-there",
        STUB,
        change=lambda nb: nb.cell("check-adam_step").update(
            outputs=[
                {"output_type": "execute_result", "data": {"text/plain": "6.0"}, "metadata": {}, "execution_count": 1}
            ]
        ),
    ),
)

# Attacks on what others wrote

READING = (
    Attack("reads-solutions", told("open('@ROOT@/solutions/04_adaptive/04_adaptive.ipynb').read()"), control="reads"),
    Attack(
        "reads-others",
        told(f"open('@ROOT@/submitted/{VICTIM}/04_adaptive/04_adaptive.ipynb').read()"),
        control="reads",
    ),
    Attack(
        "reads-the-gradebook",
        told("list(sqlite3.connect('file:@ROOT@/gradebook.db?mode=ro', uri=True).execute('SELECT * FROM student'))"),
        control="reads",
    ),
    Attack("reads-the-environment", told("dict(os.environ)"), control="reads"),
    Attack("reads-the-seed", told("open('@ROOT@/.course-seed').read()"), control="reads"),
    Attack(
        "reads-the-tests",
        told("open(__import__('autograder.chapters.adaptive.exercises.cases', fromlist=['*']).__file__).read()"),
        control="reads",
    ),
    Attack(
        "reads-proc",
        told("[open(p, 'rb').read() for p in glob.glob('/proc/[0-9]*/environ') + ['/proc/self/mountinfo']]"),
    ),
    Attack("raises-its-inputs", inputs("    raise ValueError(repr((w, g, m, v)))")),
    Attack(
        "prints-its-inputs",
        inputs(
            "    print(w, g); print(seen[-1], file=sys.stderr); warnings.warn(repr(w))\n" + RIGHT.partition("\n")[2]
        ),
        gets=ALL,
    ),
    Attack(
        "returns-other-inputs",
        inputs("    other = seen[len(seen) // 2]\n    return w * 0 + other.reshape(-1)[0], m, v"),
    ),
)

# Attacks on the machine

EXHAUSTING = (
    Attack("exits-in-a-cell", f"import os\n{STUB}\nos._exit(0)"),
    Attack("exits-in-the-kernel", f"import os\n{SIGNATURE}\n    os._exit(0)"),
    Attack(
        "loops-in-a-cell",
        f"""{STUB}
while True:
    try:
        while True:
            pass
    except BaseException:
        pass""",
    ),
    Attack(
        "loops-in-the-kernel",
        f"""
import signal
for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
{SIGNATURE}
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass""",
    ),
    Attack(
        "fork-bomb",
        f"""
import os
{SIGNATURE}
    for _ in range(1000):
        try:
            if os.fork() == 0:
                while True:
                    pass
        except OSError:
            pass
    return w, m, v""",
    ),
    Attack(
        "thread-bomb",
        f"""
import threading, time
{SIGNATURE}
    for _ in range(10000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return w, m, v""",
    ),
    Attack(
        "memory-bomb",
        f"{SIGNATURE}\n    hoard = []\n    while True:\n        hoard.append(bytearray(b'x') * (1 << 27))",
    ),
    Attack(
        "output-flood",
        f"""
import os, sys
{SIGNATURE}
    for _ in range(300):
        print("flood" * 200_000)
        print("flood" * 200_000, file=sys.stderr)
        for descriptor in (1, 2):
            try:
                os.write(descriptor, b"flood" * 100_000)
            except OSError:
                pass
    return w, m, v""",
    ),
    Attack("huge-result", f"import numpy as np\n{SIGNATURE}\n    return np.zeros((40_000, 10_000)), m, v"),
    Attack(
        "connects",
        f"""
import socket
try:
    socket.create_connection(("127.0.0.1", @PORT@), 2).sendall(b"hello")
except OSError:
    pass
{SIGNATURE}
    socket.create_connection(("127.0.0.1", @PORT@), 2).sendall(bytes(w.tobytes()))
    return w, m, v""",
    ),
    Attack(
        "leaves-a-process",
        f"""
import os, subprocess, time
command = "for i in 1 2 3 4 5 6 7 8 9 10; do echo left >> @LEFT@; sleep 1; done"
for start in (lambda: subprocess.Popen(["/bin/sh", "-c", command], start_new_session=True),
              lambda: os.fork() == 0 and os.setsid() and os.execv("/bin/sh", ["sh", "-c", command]),
              lambda: open("@LEFT@", "a").write("left")):
    try:
        start()
    except BaseException:
        pass
{RIGHT}""",
        gets=ALL,
    ),
    Attack(
        "kills",
        f"""
import os, signal
for target in (@PID@, os.getppid()):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError:
        pass
{RIGHT}""",
        gets=ALL,
    ),
)

# Files that are not what they should be

BROKEN = (
    Attack("numpy-py", files=beside("numpy.py", "raise SystemExit"), gets=ALL),
    Attack(
        "symlink",
        files=instead(lambda path, root: path.symlink_to(root / "solutions" / ASSIGNMENT / path.name)),
        gets=NONE,
        note="link",
        control="forges",
    ),
    Attack(
        "symlinked-data",
        STUB,
        files=lambda folder, root: (folder / "data.txt").symlink_to(root / ".course-seed"),
        control="reads",
    ),
    Attack("symlink-to-zeros", files=lambda folder, root: (folder / "data.txt").symlink_to("/dev/zero"), gets=ALL),
    Attack("pipe", files=instead(lambda path, root: os.mkfifo(path)), gets=NONE, note="not a file"),
    Attack("folder", files=instead(lambda path, root: path.mkdir()), gets=NONE, note="not a file"),
    Attack("missing", files=instead(lambda path, root: None), gets=NONE, note="missing"),
    Attack(
        "renamed",
        files=instead(
            lambda path, root: path.with_name("04_adaptive (1).ipynb").write_bytes(Notebook(ASSIGNMENT).bytes())
        ),
        gets=ALL,
    ),
    Attack("odd-time-stamp", files=beside("timestamp.txt", "yesterday, I swear"), gets=ALL),
    Attack("ungraded", change=ungraded, gets=ALL),
    Attack("deleted", change=deleted, note="adam_step is missing"),
    Attack("duplicated", change=duplicated, gets=ALL),
    Attack("retyped", change=retyped, gets=ALL),
    Attack("reordered", change=lambda notebook: notebook.cells.reverse(), gets=ALL),
    Attack("without-metadata", change=without_metadata, gets=ALL),
    Attack(
        "answered-elsewhere", STUB, change=lambda nb: nb.insert(nb.index("check-adam_step"), RIGHT) and None, gets=ALL
    ),
    Attack("not-json", change=lambda notebook: notebook.bytes()[:4000], gets=NONE, note="not JSON"),
    Attack(
        "merged-by-git",
        change=lambda nb: nb.bytes().replace(b'"cells"', b'<<<<<<< HEAD\n"cells"', 1),
        gets=NONE,
        note="git",
    ),
    Attack("empty", change=lambda notebook: b"", gets=NONE, note="empty"),
    Attack("a-list", change=lambda notebook: b"[]", gets=NONE, note="not a notebook"),
    Attack("no-cells", change=lambda notebook: b'{"cells": {}}', gets=NONE, note="no cells"),
    Attack("binary", change=lambda notebook: b"\0\xff\xfe" * 1000, gets=NONE, note="not JSON"),
    Attack("too-deep", change=too_deep, gets=NONE, note="not JSON"),
    Attack("nbformat-3", change=version_3, gets=ALL),
    Attack("wrong-shapes", change=wrong_shapes, gets=ALL, note="could not be read"),
    Attack("odd-characters", change=odd_characters, gets=ALL),
    Attack("huge-cell", change=lambda nb: nb.insert(2, "# " + "x" * 5_000_000) and None, gets=ALL, note="was cut"),
    Attack(
        "warnings", f"import sys, warnings\nwarnings.warn('old')\nprint('noise', file=sys.stderr)\n{RIGHT}", gets=ALL
    ),
    Attack(
        "failing-cells",
        change=lambda nb: nb.insert(2, "1 / 0").insert(2, "def broken(:").insert(2, "import pandas") and None,
        gets=ALL,
    ),
    Attack(
        "magics",
        change=lambda nb: (
            nb.insert(2, "%matplotlib inline\n!ls\n%%time").answer(
                "adam_step", f"%%time\n%config InlineBackend\n{RIGHT}"
            )
            and None
        ),
        gets=ALL,
    ),
    Attack("scripts", change=scripts, gets=ALL),
)

CORPUS = FORGING + READING + EXHAUSTING + BROKEN
