"""What an exercise is: a reference, cases that make its conventions visible, and the mistakes people make.

Everything else in this package is generic. An author writes one `Exercise` a kernel in
`autograder/chapters/<topic>/exercises.py`; the suite, the report, the diagnosis and the
mutation tests come with it.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Draw:
    """A source of randomness for a kernel: it reaches the kernel as `workbench.rng.Rng(seed)`."""

    seed: int


@dataclass(frozen=True)
class Function:
    """A function for a kernel: it reaches the kernel as the one of this name in `workbench.functions.FUNCTIONS`."""

    name: str


@dataclass(frozen=True)
class Case:
    """One situation in which a kernel is called; data only.

    args: every argument by parameter name: float64 arrays, Python scalars, strings, tuples of
        integers, a `Draw` or a `Function`.
    steps: for a kernel with state, what is new at each further call, by parameter name. Before a
        further call every returned quantity replaces the argument of the same name. Without
        `steps` the kernel is called once.
    rtol, atol: the bounds in float64, where the usual ones do not do. Give a reason beside it.
    raises: the builtin exception that these arguments must lead to, "ValueError"; nothing is compared then.
    """

    name: str
    args: dict[str, Any]
    steps: tuple[dict[str, Any], ...] = ()
    rtol: float = 1e-9
    atol: float = 1e-11
    raises: str = ""


@dataclass(frozen=True)
class Budget:
    """What one call may use, for a kernel that needs more than the usual: seconds of CPU time, and bytes."""

    seconds: float
    memory: int

    @property
    def wait(self) -> float:
        """Seconds by the clock, on a machine that does other things too."""
        return 3.0 * self.seconds


@dataclass(frozen=True, eq=False)
class Misconception:
    """A known mistake, or another convention, as an edit of the reference.

    id: short and stable, `bias_correction_without_power`.
    says: what the kernel does and what it should do, one or two sentences to the student.
    look: where to look, or a question to ask oneself; never the answer.
    edits: (old, new) pieces of the reference's source, each old one found exactly once.
    whole: the source of a complete kernel, only where no edit can say it.
    convention: right elsewhere, but not what this exercise asks for; `says` names where.
    source: where it comes from: a row of docs/errata.md ("W6"), a paper, "students".
    """

    id: str
    says: str
    look: str
    edits: tuple[tuple[str, str], ...] = ()
    whole: str = ""
    convention: bool = False
    source: str = "students"


@dataclass(frozen=True, eq=False)
class Exercise:
    """A kernel, what it is worth, and all that its grading needs.

    reference: float64 NumPy, straight from the paper; its name and signature are the kernel's.
    points: what a right kernel earns.
    returns: the names of the returned quantities, in the order in which the kernel returns them.
    cases: rng -> cases. Called with one generator per draw, so that hidden inputs come from the
        same recipe as the public ones; case names and shapes do not depend on the draw.
    misconceptions, hints, variants: known mistakes; two or three steps towards the answer; other
        right kernels, functions named `<kernel>__<variant>`.
    order: `returns` in the order of the algorithm, where that differs.
    sampler: the kernel draws from `rng`: its outputs are compared as distributions.
    up_to_sign: returned matrices whose columns have no sign of their own, as eigenvectors have none.
    core: False marks an optional kernel.
    minutes, difficulty: what to expect; difficulty from 1 to 3.
    budget: None, or what one call may use; each call then has a process of its own.
    """

    reference: Callable
    points: float
    returns: tuple[str, ...]
    cases: Callable[[np.random.Generator], list[Case]]
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, ...]
    variants: tuple[Callable, ...]
    order: tuple[str, ...] = ()
    sampler: bool = False
    up_to_sign: tuple[str, ...] = ()
    core: bool = True
    minutes: int = 5
    difficulty: int = 1
    budget: Budget | None = None

    @property
    def name(self) -> str:
        return self.reference.__name__

    @property
    def quantities(self) -> tuple[str, ...]:
        """The returned quantities in the order of the algorithm; the last one is the result."""
        return self.order or self.returns

    @cached_property
    def positional(self) -> tuple[str, ...]:
        """Parameters that the grader passes by position: a student may rename them."""
        return self._parameters(inspect.Parameter.POSITIONAL_OR_KEYWORD)

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """Parameters that are passed by name."""
        return self._parameters(inspect.Parameter.KEYWORD_ONLY)

    @cached_property
    def source(self) -> str:
        return textwrap.dedent(inspect.getsource(self.reference))

    def _parameters(self, kind) -> tuple[str, ...]:
        parameters = inspect.signature(self.reference).parameters.values()
        return tuple(p.name for p in parameters if p.kind is kind)

    def mistaken(self, *misconceptions: Misconception) -> Callable | None:
        """The reference with these mistakes in it, or None where they do not go together."""
        whole = [m for m in misconceptions if m.whole]
        source = textwrap.dedent(whole[0].whole) if whole else self.source
        if len(whole) > 1:
            return None
        for old, new in (edit for m in misconceptions for edit in m.edits):
            if source.count(old) != 1:
                return None
            source = source.replace(old, new)
        namespace = dict(vars(sys.modules[self.reference.__module__]))
        exec(compile(source, f"<{self.name} with {'+'.join(m.id for m in misconceptions)}>", "exec"), namespace)
        return namespace[self.name]


@dataclass(frozen=True)
class Assignment:
    """One chapter: the folder's name, and its exercises in the order of the notebook."""

    name: str
    exercises: tuple[Exercise, ...]
