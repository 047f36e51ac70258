"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("noor", "the rate as on the slide, in training and at test time", {
               "dropout_forward": (("return x * mask / (1.0 - rate), mask", "return x * mask / rate, mask"),),
               "classic_test_weights": (("return w * (1.0 - rate)", "return w * rate"),)},
           gets={"dropout_forward": (1.6, "scaled_by_rate"), "classic_test_weights": (0.0, "times_rate")}),
    Sample("tomas", "the scale kept in the mask, and logits averaged", {
               "dropout_forward": (("mask = xp.astype(u >= rate, x.dtype)\n    return x * mask / (1.0 - rate), mask",
                                    "mask = xp.astype(u >= rate, x.dtype) / (1.0 - rate)\n    return x * mask, mask"),),
               "dropout_backward": (("return dy * mask / (1.0 - rate)", "return dy * mask"),),
               "monte_carlo_average": (("    powers = ",
                                        "    logits = xp.mean(logits, axis=0, keepdims=True)\n    powers = "),)},
           gets={"dropout_forward": (1.6, "scaled_mask"), "dropout_backward": (0.0, "not_scaled"),
                 "monte_carlo_average": (0.0, "logits_averaged")}),
)  # fmt: skip
