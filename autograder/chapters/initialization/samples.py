"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("chloe", "a deviation that is a variance; half of Glorot", {
               "he_normal": (("math.sqrt(2.0 / fan_in)", "(2.0 / fan_in)"),),
               "glorot_uniform": (("6.0 / (fan_in + fan_out)", "6.0 / fan_in"),)},
           gets={"he_normal": (0.0, "variance_as_std"), "glorot_uniform": (0.0, "he")}),
)  # fmt: skip
