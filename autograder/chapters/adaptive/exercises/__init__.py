"""The exercises of chapter 04: what each kernel is worth, its cases, mistakes and hints."""

from autograder.exercise import Assignment

from .accumulators import ADADELTA, ADAGRAD, RMSPROP, RMSPROP_MOMENTUM
from .moments import ADAM, ADAM_L2, ADAMW, AMSGRAD, NADAM, RADAM

ASSIGNMENT = Assignment(
    "04_adaptive",
    (ADAGRAD, RMSPROP, RMSPROP_MOMENTUM, ADADELTA, ADAM, ADAM_L2, ADAMW, NADAM, AMSGRAD, RADAM),
)
