"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("hugo", "momentum as on the slide", {"momentum_step": (("return w + v, v", "return w - v, v"),)},
           gets={"momentum_step": (1.6, "velocity_subtracted")}),
)  # fmt: skip
