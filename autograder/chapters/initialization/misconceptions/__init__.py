"""Known mistakes of this chapter, one tuple a kernel, each mistake an edit of reference.py."""

from .defaults import LECUN_NORMAL, PYTORCH_LINEAR
from .glorot import GLOROT_NORMAL, GLOROT_UNIFORM
from .he import HE_NORMAL, HE_UNIFORM
from .moments import GRADIENT_SECOND_MOMENTS, RELU_SECOND_MOMENTS, TANH_SECOND_MOMENTS
from .plain import CONSTANT_WEIGHTS, ORTHOGONAL, SMALL_NORMAL

__all__ = [
    "CONSTANT_WEIGHTS",
    "GLOROT_NORMAL",
    "GLOROT_UNIFORM",
    "GRADIENT_SECOND_MOMENTS",
    "HE_NORMAL",
    "HE_UNIFORM",
    "LECUN_NORMAL",
    "ORTHOGONAL",
    "PYTORCH_LINEAR",
    "RELU_SECOND_MOMENTS",
    "SMALL_NORMAL",
    "TANH_SECOND_MOMENTS",
]
