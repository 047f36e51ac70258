"""What people get wrong where a decay meets Adam: AdamW, and Adam with L2."""

from autograder.exercise import Misconception

from .adam import ADAM, chosen
from .slips import first

DECAY = (
    Misconception(
        "l2_for_decoupled",
        "This is Adam with L2: the decay is added to the gradient, so it goes through m and v and is divided by the "
        "root like everything else. AdamW leaves g alone and shrinks the weight itself.",
        "Does weight_decay change your m and v? Should it?",
        edits=(*first("g = g + w * weight_decay"), ("    w = w - lr * decay\n", "")),
    ),
    Misconception(
        "decay_twice",
        "The weights decay twice: once through the gradient and once in the step. The paper's algorithm 2 prints both, "
        "in two colours, for two methods; AdamW takes only the second. A lecture slide has the same slip "
        "(docs/errata.md, G7).",
        "Set the gradient to 0 and the state to 0. By how much should w shrink in one step?",
        edits=first("g = g + w * weight_decay"),
        source="G7",
    ),
    Misconception(
        "decay_not_times_lr",
        "The decay does not know the rate, as in Loshchilov and Hutter's own form, w * (1 - weight_decay). The "
        "exercise asks for PyTorch's, which multiplies it by the rate.",
        "Halve lr. Should the decay of one step halve as well, in the convention of the docstring?",
        edits=(("lr * decay", "decay"),),
        convention=True,
        source="Loshchilov and Hutter 2019, algorithm 2; TensorFlow Addons",
    ),
    Misconception(
        "decay_on_updated_weight",
        "The decay is taken of the weight after Adam's step. It is taken of the weight as it came in.",
        "Which w stands in your decay, the one before or the one after the step?",
        edits=(("weight_decay * w", "weight_decay * (w - step * lr)"),),
    ),
    Misconception(
        "decay_wrong_sign",
        "The decay makes the weights grow. It should pull them towards 0.",
        "Set the gradient and the state to 0. Does w come closer to 0?",
        edits=(("decay = weight_decay", "decay = -weight_decay"),),
    ),
    Misconception(
        "decay_in_adaptive_step",
        "The decay is added to m_hat and divided by the root with it: weights with large gradients hardly decay. "
        "Decoupled means that no root divides the decay.",
        "What divides weight_decay * w in your lines? Should anything?",
        edits=(("m_hat /", "(m_hat + w * weight_decay) /"), ("    w = w - lr * decay\n", "")),
    ),
    Misconception(
        "decay_ignored",
        "weight_decay has no effect: nothing in the step decays the weights.",
        "Where in your lines does the argument weight_decay appear?",
        edits=(("    w = w - lr * decay\n", ""),),
    ),
    Misconception(
        "decay_without_weight",
        "The weight is missing from the decay: the same number is taken off every weight, off negative ones too.",
        "Which way does your decay push a weight of -1?",
        edits=(("weight_decay * w", "weight_decay"),),
    ),
    Misconception(
        "decay_of_the_gradient",
        "The decay is a share of the gradient. It is a share of the weight.",
        "Set the gradient and the state to 0. Does w come closer to 0?",
        edits=(("weight_decay * w", "weight_decay * g"),),
    ),
    Misconception(
        "decay_times_rate_twice",
        "The decay is multiplied by lr twice. The rate comes in once.",
        "If the decay stands inside the brackets that lr multiplies, does it need an lr of its own?",
        edits=(("lr * decay", "lr * lr * decay"),),
    ),
    Misconception(
        "decay_times_corrected_rate",
        "The decay is multiplied by the rate of the efficient form, which holds the bias correction: early on the "
        "weights decay by another share. The decay takes lr itself.",
        "Does the decay of one step change with t in your lines? Should it?",
        edits=(("lr * decay", "lr * (np.sqrt(1 - beta2 ** t) / (1.0 - beta1 ** t)) * decay"),),
    ),
    Misconception(
        "decay_before_and_after",
        "The decay is applied twice: the weight shrinks first, and what is left shrinks once more.",
        "Set the gradient to 0 and the state to 0. By how much should w shrink in one step?",
        edits=(("weight_decay * w", "weight_decay * (2.0 - lr * weight_decay) * w"),),
    ),
    Misconception(
        "decay_doubled",
        "The decay is twice as large as it should be. A 2 comes of differentiating a square, and AdamW differentiates "
        "no penalty.",
        "Set the gradient to 0 and the state to 0. By how much should w shrink in one step?",
        edits=(("weight_decay * w", "2.0 * w * weight_decay"),),
    ),
    Misconception(
        "l2_times_rate",
        "The decay is multiplied by lr, but added to the gradient, so it goes through m and v and is divided by the "
        "root. AdamW leaves g alone and shrinks the weight itself.",
        "Does weight_decay change your m and v? Should it?",
        edits=(*first("g = g + lr * w * weight_decay"), ("    w = w - lr * decay\n", "")),
    ),
    Misconception(
        "l2_wrong_sign",
        "The decay is subtracted from the gradient: it goes through m and v, and the weights grow. AdamW leaves g "
        "alone and shrinks the weight itself.",
        "Does weight_decay change your m and v? Should it?",
        edits=(*first("g = g - w * weight_decay"), ("    w = w - lr * decay\n", "")),
    ),
)

# Left out of AdamW's, where they are rarer: a diagnosis tries every pair, so each one more makes a check slower.
LEFT_OUT = {
    "t_one_behind",
    "rate_correction_without_root",
    "moments_are_increments",
    "second_moment_never_falls",
    "second_moment_of_m_hat",
    "eps_taken_off",
    "eps_before_correction",
    "nesterov",
    "product_for_power",
    "step_returned",
    "change_returned",
    "corrected_first_moment_stored",
}

ADAMW = DECAY + tuple(mistake for mistake in ADAM if mistake.id not in LEFT_OUT)

L2 = (
    Misconception(
        "decoupled",
        "This is AdamW: the decay is taken off the weight itself, and m and v do not see it. Adam with L2 adds it to "
        "the gradient before anything else happens.",
        "Does weight_decay change your m and v? Here it should.",
        edits=(
            ("    g = g + weight_decay * w\n", ""),
            ("w = w - lr * step", "w = w - lr * step - lr * weight_decay * w"),
        ),
    ),
    Misconception(
        "decay_twice",
        "The weights decay twice: through the gradient, as they should here, and once more in the step, which belongs "
        "to AdamW alone. A lecture slide has the same slip (docs/errata.md, G7).",
        "How often does weight_decay appear in your lines?",
        edits=(("w = w - lr * step", "w = w - lr * step - lr * weight_decay * w"),),
        source="G7",
    ),
    Misconception(
        "decay_ignored",
        "weight_decay has no effect: nothing in the step decays the weights.",
        "Where in your lines does the argument weight_decay appear?",
        edits=(("    g = g + weight_decay * w\n", ""),),
    ),
    Misconception(
        "penalty_without_half",
        "2 * weight_decay * w is the gradient of a penalty without the factor 1/2. Here the penalty is "
        "weight_decay / 2 times the sum of squares, as in PyTorch, so that the 2 cancels.",
        "What is the derivative of weight_decay / 2 * w**2?",
        edits=(("weight_decay * w", "2 * weight_decay * w"),),
        convention=True,
        source="Keras, regularizers.L2",
    ),
    Misconception(
        "half_left_over",
        "The decay in the gradient is weight_decay / 2 * w: the 2 that the square brings down is missing.",
        "What is the derivative of weight_decay / 2 * w**2?",
        edits=(("weight_decay * w", "0.5 * weight_decay * w"),),
    ),
    Misconception(
        "penalty_for_its_gradient",
        "The gradient gets weight_decay * w**2, a penalty, where it should get the penalty's derivative. It has no "
        "sign, so negative weights are pushed further out.",
        "Which way does your decay push a weight of -1?",
        edits=(("weight_decay * w", "w**2 * weight_decay"),),
    ),
    Misconception(
        "decay_without_weight",
        "The weight is missing from the decay: the gradient of every weight gets the same number.",
        "Which way does your decay push a weight of -1?",
        edits=(("weight_decay * w", "weight_decay"),),
    ),
    Misconception(
        "l1",
        "The gradient gets weight_decay times the sign of w: that is an L1 penalty. L2's pull grows with the weight.",
        "Should a weight of 10 be pulled harder than one of 0.1?",
        edits=(("weight_decay * w", "weight_decay * np.sign(w)"),),
    ),
    Misconception(
        "decay_wrong_sign",
        "The decay is subtracted from the gradient, so the weights grow. It is added: descent then pulls them to 0.",
        "Set g to 0. Does w come closer to 0?",
        edits=(("g = g + weight", "g = g - weight"),),
    ),
    Misconception(
        "decay_times_lr",
        "The decay in the gradient is multiplied by lr. The rate comes in once, in the step.",
        "How often does lr appear in your lines?",
        edits=(("weight_decay * w", "lr * weight_decay * w"),),
    ),
    Misconception(
        "second_moment_of_the_loss_alone",
        "m averages the gradient with the decay in it, v the one without. With L2 both see the same gradient.",
        "Which g stands in your line for v?",
        edits=(("    g = g", "    loss_g = g\n    g = g"), ("g**2", "loss_g**2")),
    ),
    Misconception(
        "decay_added_to_m_hat",
        "The decay is added to m_hat: it is divided by the root, but it has gone through neither average. L2 is part "
        "of the gradient, so add it to g first.",
        "Does weight_decay change your m and v? Here it should.",
        edits=(("    g = g + weight_decay * w\n", ""), ("m_hat /", "(m_hat + w * weight_decay) /")),
    ),
)

ADAM_L2 = L2 + chosen(
    "bias_correction_without_power",
    "no_bias_correction",
    "t_advanced",
    "corrected_moments_stored",
    "betas_swapped",
    "second_moment_not_squared",
    "absolute_for_square",
    "root_missing",
    "times_gradient",
    "ascent",
    "eps_inside_root",
    "eps_hat",
    "eps_missing",
    "eps_hard_coded",
    "eps_hard_coded_larger",
    "eps_outside_fraction",
    "eps_added_to_step",
    "power_of_difference",
    "product_for_power",
    "correction_without_brackets",
    "averages_without_brackets",
    "second_moment_not_corrected",
    "added_to_old_moments",
    "old_moments_used",
    "rate_missing",
    "old_weight_returned",
    "step_returned",
    "change_returned",
    "old_moments_returned",
    "corrected_second_moment_stored",
)
