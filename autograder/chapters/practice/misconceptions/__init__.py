"""What people get wrong in searching, watching, pruning, freezing and looking, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake or the other convention is found there; "students" are answers to courses.
"""

from autograder.chapters.practice.misconceptions.flowchart import DIAGNOSE
from autograder.chapters.practice.misconceptions.halving import HALVING
from autograder.chapters.practice.misconceptions.landscapes import FILTER, LINE, PLANE
from autograder.chapters.practice.misconceptions.narrowing import NARROW
from autograder.chapters.practice.misconceptions.search import GRID, LOG_UNIFORM, RANDOM
from autograder.chapters.practice.misconceptions.tickets import MASKED, PRUNE, REWIND, SIGNS
from autograder.chapters.practice.misconceptions.watching import RANGE_TEST, RATIO

__all__ = [
    "DIAGNOSE",
    "FILTER",
    "GRID",
    "HALVING",
    "LINE",
    "LOG_UNIFORM",
    "MASKED",
    "NARROW",
    "PLANE",
    "PRUNE",
    "RANDOM",
    "RANGE_TEST",
    "RATIO",
    "REWIND",
    "SIGNS",
]
