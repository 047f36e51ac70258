"""What people get wrong in this chapter's kernels, each as an edit of the reference."""

from .bagging import BAGGING, BOOTSTRAP
from .bilinear import BILINEAR
from .groups import GROUP_LASSO
from .labels import INPUT_NOISE, NOISY_LABELS, SMOOTH
from .moves import CROP, FLIP, SHIFT
from .penalties import ELASTIC_NET, L1, L2
from .sampling import ROTATED, ZOOMED
from .stopping import STOPPING
from .training import DECAY, MAX_NORM

__all__ = ["BAGGING", "BILINEAR", "BOOTSTRAP", "CROP", "DECAY", "ELASTIC_NET", "FLIP", "GROUP_LASSO", "INPUT_NOISE",
           "L1", "L2", "MAX_NORM", "NOISY_LABELS", "ROTATED", "SHIFT", "SMOOTH", "STOPPING", "ZOOMED"]  # fmt: skip
