"""What people get wrong in the first kernels, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from autograder.chapters.welcome.misconceptions.activation import RELU, RELU_BACKWARD
from autograder.chapters.welcome.misconceptions.batches import BATCH, ORDERS
from autograder.chapters.welcome.misconceptions.differences import NUMERICAL
from autograder.chapters.welcome.misconceptions.entropy import INDEX, ONE_HOT
from autograder.chapters.welcome.misconceptions.relative import CHECK
from autograder.chapters.welcome.misconceptions.spelling import FIRST, MEANS, PICK, ROOT, VARIANCE

__all__ = [
    "BATCH",
    "CHECK",
    "FIRST",
    "INDEX",
    "MEANS",
    "NUMERICAL",
    "ONE_HOT",
    "ORDERS",
    "PICK",
    "RELU",
    "RELU_BACKWARD",
    "ROOT",
    "VARIANCE",
]
