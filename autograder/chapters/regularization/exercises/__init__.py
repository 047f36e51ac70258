"""The exercises of chapter 06: what each kernel is worth, its cases, mistakes and hints."""

from autograder.exercise import Assignment

from .bagging import BAGGING_AVERAGE, BOOTSTRAP_INDICES
from .labels import INPUT_NOISE, NOISY_LABELS, SMOOTH_LABELS
from .moves import CROP, FLIP, SHIFT
from .penalties import ELASTIC_NET_PENALTY, GROUP_LASSO_PENALTY, L1_PENALTY, L2_PENALTY
from .sampling import BILINEAR_SAMPLE, ROTATED_POSITIONS, ZOOMED_POSITIONS
from .training import EARLY_STOPPING, MAX_NORM, WEIGHT_DECAY_STEP

ASSIGNMENT = Assignment(
    "06_regularization",
    (
        L2_PENALTY,
        WEIGHT_DECAY_STEP,
        L1_PENALTY,
        ELASTIC_NET_PENALTY,
        GROUP_LASSO_PENALTY,
        MAX_NORM,
        EARLY_STOPPING,
        NOISY_LABELS,
        SMOOTH_LABELS,
        INPUT_NOISE,
        FLIP,
        SHIFT,
        CROP,
        BILINEAR_SAMPLE,
        ROTATED_POSITIONS,
        ZOOMED_POSITIONS,
        BOOTSTRAP_INDICES,
        BAGGING_AVERAGE,
    ),
)
