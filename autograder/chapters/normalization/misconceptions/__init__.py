"""What people get wrong in normalization layers, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from autograder.chapters.normalization.misconceptions.backward import BATCH_BACKWARD, LAYER_BACKWARD
from autograder.chapters.normalization.misconceptions.backward_groups import GROUP_BACKWARD
from autograder.chapters.normalization.misconceptions.batch import BATCH, IMAGES
from autograder.chapters.normalization.misconceptions.evaluation import INFERENCE, RUNNING
from autograder.chapters.normalization.misconceptions.examples import GROUP, INSTANCE, LAYER

__all__ = [
    "BATCH",
    "BATCH_BACKWARD",
    "GROUP",
    "GROUP_BACKWARD",
    "IMAGES",
    "INFERENCE",
    "INSTANCE",
    "LAYER",
    "LAYER_BACKWARD",
    "RUNNING",
]
