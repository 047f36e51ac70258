"""Known mistakes of this chapter, one tuple a kernel, each mistake an edit of reference.py."""

from .accumulators import ADAGRAD, RMSPROP
from .adam import ADAM
from .decay import ADAM_L2, ADAMW
from .descendants import AMSGRAD, NADAM, RADAM
from .steps import ADADELTA, RMSPROP_MOMENTUM

__all__ = [
    "ADADELTA",
    "ADAGRAD",
    "ADAM",
    "ADAMW",
    "ADAM_L2",
    "AMSGRAD",
    "NADAM",
    "RADAM",
    "RMSPROP",
    "RMSPROP_MOMENTUM",
]
