"""Mistakes that people make in this chapter's kernels, as edits of the reference."""

from autograder.chapters.regularization.misconceptions.data import (
    BILINEAR,
    CROP,
    FLIP,
    INPUT_NOISE,
    NOISY_LABELS,
    ROTATED,
    SHIFT,
    SMOOTH,
    ZOOMED,
)
from autograder.chapters.regularization.misconceptions.penalties import ELASTIC_NET, GROUP_LASSO, L1, L2
from autograder.chapters.regularization.misconceptions.training import BAGGING, BOOTSTRAP, DECAY, MAX_NORM, STOPPING

__all__ = ["BAGGING", "BILINEAR", "BOOTSTRAP", "CROP", "DECAY", "ELASTIC_NET", "FLIP", "GROUP_LASSO", "INPUT_NOISE",
           "L1", "L2", "MAX_NORM", "NOISY_LABELS", "ROTATED", "SHIFT", "SMOOTH", "STOPPING", "ZOOMED"]  # fmt: skip
