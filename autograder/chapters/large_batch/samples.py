"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("chloe", "LARS without its coefficient, as on the slide; parts that count alike", {
               "local_rate": (("trust_coefficient * w_norm / size", "w_norm / size"),),
               "accumulate_gradients": (("    total = 0.0 * gradients[0, ...]\n    for i, size in enumerate(sizes):\n"
                                         "        total = total + size * gradients[i, ...]\n"
                                         "    return total / sum(sizes)",
                                         "    return array_namespace(gradients).mean(gradients, axis=0)"),)},
           gets={"local_rate": (0.0, "trust_coefficient_missing"), "lars_step": (0.0, "trust_coefficient_missing"),
                 "accumulate_gradients": (0.0, "ragged_part_not_weighted")}),
    Sample("hugo", "the square root of the batch; LAMB's decay beside the ratio", {
               "linear_scaling": (("lr * batch / base_batch", "lr * math.sqrt(batch / base_batch)"),),
               "lamb_step": ((" + weight_decay * w\n", "\n"),
                             ("w - lr * ratio * u", "w - lr * (ratio * u + weight_decay * w)"))},
           gets={"linear_scaling": (0.0, "square_root"), "lamb_step": (2.4, "decay_beside_the_ratio")}),
)  # fmt: skip
