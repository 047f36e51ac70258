"""A contest: an exercise whose answer is graded by how well what it trained does on data that it has not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.exercise import Case, Exercise


@dataclass(frozen=True)
class Split(Case):
    """One training: what the kernel gets is in `args`; what it is measured on never leaves the grader.

    kind: which of the contest's kinds of data this is.
    """

    kind: str = ""
    x_test: np.ndarray | None = None
    y_test: np.ndarray | None = None


@dataclass(frozen=True)
class Bar:
    """What it takes to earn these points: a mean accuracy on each kind of data."""

    points: float
    accuracy: dict[str, float]


@dataclass(frozen=True, eq=False)
class Contest(Exercise):
    """An exercise without a right answer: `cases` gives `Split`s, and the returned parameters are put to the test.

    The reference serves for its name and signature alone. Nothing is compared with it, so there are no
    misconceptions, and what a variant earns is for the chapter's own tests to say.

    shapes: of each returned quantity.
    predict: (*returned, x) -> class of each row of x, worked out in the grader.
    bars: the lowest first; the last one earns all points.
    budget: it needs one, so that each split has a fresh process: what a kernel keeps is not there in the next one.
    """

    shapes: tuple[tuple[int, ...], ...] = ()
    predict: Callable | None = None
    bars: tuple[Bar, ...] = ()
