"""What people get wrong in preprocessing, each as an edit of the reference.

An edit replaces as little as it can, so that two slips of one student can both be applied. Where a
source is named, the mistake was found there; "students" are public answers to other courses.
"""

from .components import COVARIANCE, PCA_FIT
from .means import CHANNELS, FEATURES, GLOBAL
from .projections import PCA_PROJECT, PCA_RECONSTRUCT, PCA_WHITEN, ZCA_WHITEN
from .ranges import MINMAX_APPLY, MINMAX_FIT
from .ranks import QUANTILE
from .spreads import CHANNEL_STATISTICS, STANDARDIZE_FIT
from .standardizing import NORMALIZE_CHANNELS, STANDARDIZE_APPLY

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
