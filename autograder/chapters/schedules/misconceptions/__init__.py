"""What people get wrong in a schedule, each as an edit of the reference.

A schedule is mostly conventions: where counting begins, in which step the end is reached, what happens
after it. Where a library or a paper has another one, the verdict names it. Unless a source is named,
"students" are public answers to other courses.
"""

from autograder.chapters.schedules.misconceptions.curves import CONSTANT, COSINE, LINEAR_DECAY, POLYNOMIAL
from autograder.chapters.schedules.misconceptions.cycles import ONE_CYCLE, WARM_RESTARTS
from autograder.chapters.schedules.misconceptions.decays import (
    EXPONENTIAL_DECAY,
    INVERSE_TIME,
    MULTI_STEP,
    STEP_DECAY,
)
from autograder.chapters.schedules.misconceptions.plateau import REDUCE_ON_PLATEAU
from autograder.chapters.schedules.misconceptions.warmup import CONSTANT_WARMUP, GRADUAL_WARMUP

__all__ = [
    "CONSTANT",
    "CONSTANT_WARMUP",
    "COSINE",
    "EXPONENTIAL_DECAY",
    "GRADUAL_WARMUP",
    "INVERSE_TIME",
    "LINEAR_DECAY",
    "MULTI_STEP",
    "ONE_CYCLE",
    "POLYNOMIAL",
    "REDUCE_ON_PLATEAU",
    "STEP_DECAY",
    "WARM_RESTARTS",
]
