"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("hugo", "a linear scale, an argsort taken for ranks, a net that gets examples as they are", {
               "log_uniform": (("low * (high / low) ** u", "low + (high - low) * u"),),
               "magnitude_prune": (("xp.argsort(xp.argsort(size, stable=True))", "xp.argsort(size, stable=True)"),),
               "train": (("return w1, p[1] - centre @ w1, *p[2:]", "return p[0], p[1], *p[2:]"),)},
           gets={"log_uniform": (0.0, "linear_scale"), "magnitude_prune": (0.0, "argsort_as_rank"),
                 "train": (0.0, "below every bar")}),
)  # fmt: skip
