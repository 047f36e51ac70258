"""The exercises of chapter 01: what each kernel is worth, its cases, mistakes and hints."""

from autograder.exercise import Assignment

from .components import COVARIANCE, PCA_FIT, PCA_PROJECT, PCA_RECONSTRUCT, PCA_WHITEN, ZCA_WHITEN
from .images import CHANNEL_STATISTICS, CHANNELS, NORMALIZE_CHANNELS
from .tables import FEATURES, GLOBAL, MINMAX_APPLY, MINMAX_FIT, QUANTILE, STANDARDIZE_APPLY, STANDARDIZE_FIT

ASSIGNMENT = Assignment(
    "01_preprocessing",
    (
        MINMAX_FIT,
        MINMAX_APPLY,
        FEATURES,
        CHANNELS,
        GLOBAL,
        STANDARDIZE_FIT,
        STANDARDIZE_APPLY,
        CHANNEL_STATISTICS,
        NORMALIZE_CHANNELS,
        COVARIANCE,
        PCA_FIT,
        PCA_PROJECT,
        PCA_RECONSTRUCT,
        PCA_WHITEN,
        ZCA_WHITEN,
        QUANTILE,
    ),
)
