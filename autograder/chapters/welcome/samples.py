"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("chloe", "the logarithm of a softmax; half a central difference", {
               "softmax_cross_entropy": (("log_p = shifted - xp.log(", "log_p = xp.log(xp.exp(shifted) / "),),
               "numerical_gradient": (("f(x - step)", "f(x)"),)},
           gets={"softmax_cross_entropy": (1.6, "log_of_softmax_label_picked"),
                 "numerical_gradient": (0.0, "forward_over_two_h")}),
    Sample("ines", "NumPy's spellings, and a float for an array", {
               "first_example": (("x[0, ...]", "x[0]"),), "feature_means": (("xp.mean(x, axis=0)", "x.mean(axis=0)"),),
               "root_mean_square": (("return xp.sqrt(xp.mean(x**2))", "return float(xp.sqrt(xp.mean(x**2)))"),)},
           gets={"first_example": (0.9, "not portable"), "feature_means": (0.9, "not portable"),
                 "root_mean_square": (0.85, "wrong type")}),
)  # fmt: skip
