"""Other right ways to write this chapter's kernels: all of them must pass every check."""

from .accumulators import ADADELTA, ADAGRAD, RMSPROP, RMSPROP_MOMENTUM
from .adam import ADAM, ADAM_L2, ADAMW
from .descendants import AMSGRAD, NADAM, RADAM

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
