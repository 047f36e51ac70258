"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("dinesh", "the norm of the whole matrix, as on the slide; a patience that must be exceeded", {
               "group_lasso_penalty": (("xp.sum(w**2, axis=0, keepdims=True)", "xp.sum(w**2, keepdims=True)"),),
               "early_stopping": (("waited >= patience", "waited > patience"),)},
           gets={"group_lasso_penalty": (0.8, "one_group"),
                 "early_stopping": (1.6, "stops_when_patience_is_exceeded")}),
    Sample("femi", "biases penalized, and images that come in again on the other side", {
               "l2_penalty": (("xp.sum(w**2), strength * w, xp.zeros_like(b)",
                               "(xp.sum(w**2) + xp.sum(b**2)), strength * w, strength * b"),),
               "shift": (("xp.where(inside, xp.take_along_axis(x, xp.clip(source, 0, size - 1), axis=axis), 0.0)",
                          "xp.take_along_axis(x, source % size, axis=axis)"),)},
           gets={"l2_penalty": (1.2, "biases_penalized"), "shift": (0.0, "wraps_round")}),
)  # fmt: skip
