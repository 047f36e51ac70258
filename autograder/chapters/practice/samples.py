"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("hugo", "an argsort taken for ranks, and a mask over the gradient alone", {
               "magnitude_prune": (("xp.argsort(xp.argsort(size, stable=True))", "xp.argsort(size, stable=True)"),),
               "masked_step": (("mask * (alpha * v - lr * g)", "alpha * v - lr * mask * g"),)},
           gets={"magnitude_prune": (0.0, "argsort_as_rank"), "masked_step": (0.0, "gradient_masked_only")}),
    Sample("kaori", "a linear scale, the best jobs from the wrong end, a ratio to the new weights", {
               "log_uniform": (("low * (high / low) ** u", "low + (high - low) * u"),),
               "narrow_search": (("xp.argsort(-usable)", "xp.argsort(usable)"), ("-math.inf", "math.inf")),
               "update_to_weight_ratio": (("xp.sqrt(xp.sum(w_before**2))", "xp.sqrt(xp.sum(w_after**2))"),)},
           gets={"log_uniform": (0.0, "linear_scale"), "narrow_search": (0.0, "worst_kept"),
                 "update_to_weight_ratio": (0.0, "over_the_new_weights")}),
    Sample("olga", "the capstone's net is for centred examples, and gets them as they are", {
               "train": (("return w1, p[1] - centre @ w1, *p[2:]", "return p[0], p[1], *p[2:]"),)},
           gets={"train": (0.0, "below every bar")}),
)  # fmt: skip
