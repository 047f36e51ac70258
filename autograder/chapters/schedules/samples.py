"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("ines", "the cosine as on the slide, a warmup from 0", {
               "cosine": (("math.pi * done", "math.pi"),), "gradual_warmup": (("inner[0] * (t + 1)", "inner[0] * t"),)},
           gets={"cosine": (0.0, "no_t_in_the_cosine"), "gradual_warmup": (0.0, "from_zero")}),
)  # fmt: skip
