"""Other right ways to write this chapter's kernels: all of them must pass every check."""

from .components import COVARIANCE, PCA_FIT, PCA_PROJECT, PCA_RECONSTRUCT, PCA_WHITEN, ZCA_WHITEN
from .scaling import (
    CHANNEL_STATISTICS,
    CHANNELS,
    FEATURES,
    GLOBAL,
    MINMAX_APPLY,
    MINMAX_FIT,
    NORMALIZE_CHANNELS,
    QUANTILE,
    STANDARDIZE_APPLY,
    STANDARDIZE_FIT,
)

__all__ = [
    "CHANNELS",
    "CHANNEL_STATISTICS",
    "COVARIANCE",
    "FEATURES",
    "GLOBAL",
    "MINMAX_APPLY",
    "MINMAX_FIT",
    "NORMALIZE_CHANNELS",
    "PCA_FIT",
    "PCA_PROJECT",
    "PCA_RECONSTRUCT",
    "PCA_WHITEN",
    "QUANTILE",
    "STANDARDIZE_APPLY",
    "STANDARDIZE_FIT",
    "ZCA_WHITEN",
]
