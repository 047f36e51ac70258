"""What people get wrong in training with large batches, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from autograder.chapters.large_batch.misconceptions.batches import ACCUMULATE, SCALING, WARMUP
from autograder.chapters.large_batch.misconceptions.growing import GROWING
from autograder.chapters.large_batch.misconceptions.lamb import LAMB
from autograder.chapters.large_batch.misconceptions.lars import LARS, LOCAL_RATE

__all__ = ["ACCUMULATE", "GROWING", "LAMB", "LARS", "LOCAL_RATE", "SCALING", "WARMUP"]
