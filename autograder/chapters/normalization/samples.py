"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("chloe", "eps as on the slide, gamma too late in layer norm", {
               "batch_norm_forward": (("xp.sqrt(var + eps)", "xp.sqrt(var * eps)"),),
               "layer_norm_backward": (("g = dy * gamma", "g = dy"),
                                       ("dx = (g - xp.mean", "dx = gamma * (g - xp.mean"))},
           gets={"batch_norm_forward": (1.33, "eps_times_variance"),
                 "layer_norm_backward": (2.4, "gamma_after_the_means")}),
    Sample("ines", "Keras's running statistics, one row accepted", {
               "running_statistics": (("(1.0 - momentum) * running_mean + momentum * mean",
                                       "momentum * running_mean + (1.0 - momentum) * mean"),
                                      ("(1.0 - momentum) * running_var + momentum * var * (n / (n - 1))",
                                       "momentum * running_var + (1.0 - momentum) * var")),
               "batch_norm_forward": (("x.shape[0] < 2", "x.shape[0] < 1"),)},
           gets={"running_statistics": (0.0, "momentum_reversed+biased_variance"),
                 "batch_norm_forward": (4.5, "accepts bad input")}),
)  # fmt: skip
