"""What people get wrong in dropout, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from .average import AVERAGE
from .classic import CLASSIC, WEIGHTS
from .inverted import BACKWARD, FORWARD
from .masks import MASK

__all__ = ["AVERAGE", "BACKWARD", "CLASSIC", "FORWARD", "MASK", "WEIGHTS"]
