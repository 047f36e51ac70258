"""The exercises of chapter 10: what each kernel is worth, its cases, mistakes and hints."""

from autograder.chapters.practice.capstone import CAPSTONE
from autograder.exercise import Assignment

from .landscapes import FILTER_NORMALIZE, POINT_ON_LINE, POINT_ON_PLANE
from .search import GRID_SEARCH, LOG_UNIFORM, NARROW_SEARCH, RANDOM_SEARCH, SUCCESSIVE_HALVING
from .tickets import KEEP_SIGNS, MAGNITUDE_PRUNE, MASKED_STEP, REWIND
from .watching import DIAGNOSE_BIAS_VARIANCE, LEARNING_RATE_RANGE_TEST, UPDATE_TO_WEIGHT_RATIO

ASSIGNMENT = Assignment(
    "10_practice",
    (
        LOG_UNIFORM,
        GRID_SEARCH,
        RANDOM_SEARCH,
        NARROW_SEARCH,
        SUCCESSIVE_HALVING,
        LEARNING_RATE_RANGE_TEST,
        UPDATE_TO_WEIGHT_RATIO,
        DIAGNOSE_BIAS_VARIANCE,
        MAGNITUDE_PRUNE,
        REWIND,
        MASKED_STEP,
        KEEP_SIGNS,
        POINT_ON_LINE,
        POINT_ON_PLANE,
        FILTER_NORMALIZE,
        CAPSTONE,
    ),
)
