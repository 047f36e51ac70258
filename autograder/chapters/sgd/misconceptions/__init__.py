"""What people get wrong in gradients, steps and clipping, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from autograder.chapters.sgd.misconceptions.clipping import BY_GLOBAL_NORM, BY_NORM, BY_VALUE
from autograder.chapters.sgd.misconceptions.gradients import LINEAR, MINIBATCH, SAMPLE
from autograder.chapters.sgd.misconceptions.momentum import MOMENTUM, PYTORCH, SGD
from autograder.chapters.sgd.misconceptions.nesterov import LOOKAHEAD, NESTEROV, REPARAMETRISED

__all__ = [
    "BY_GLOBAL_NORM",
    "BY_NORM",
    "BY_VALUE",
    "LINEAR",
    "LOOKAHEAD",
    "MINIBATCH",
    "MOMENTUM",
    "NESTEROV",
    "PYTORCH",
    "REPARAMETRISED",
    "SAMPLE",
    "SGD",
]
