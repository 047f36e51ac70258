"""LAMB: Adam's mistakes, the decay's, and those of the trust ratio."""

from autograder.chapters.adaptive.misconceptions.adam import chosen
from autograder.chapters.large_batch.misconceptions.norms import by_part, norms
from autograder.exercise import Misconception

UPDATE = "update = step + weight_decay * w"
RATIO = "w_norm / np.where(known, u_norm, 1.0)"
MOVE = "lr * ratio * update"
U_NORM = "np.sqrt(np.sum(update**2))"
KNOWN = "known = (w_norm > 0) & (u_norm > 0)"
FIRST = "    m = beta1 * m"

DECAY = (
    Misconception(
        "decay_ignored",
        "weight_decay has no effect: nothing in the update decays the weights.",
        "Where in your lines does the argument weight_decay appear?",
        edits=((UPDATE, "update = step"),),
    ),
    Misconception(
        "decay_beside_the_ratio",
        "The decay is taken off the weights by itself, as in AdamW: the trust ratio neither sees nor scales it. Here "
        "it is part of the update, before the norm is taken.",
        "What are the factors of weight_decay * w in your step?",
        edits=((UPDATE, "update = step"), (MOVE, "lr * ratio * update - lr * weight_decay * w")),
    ),
    Misconception(
        "decay_first",
        "The weights decay first, by lr * weight_decay, and the rest sees the smaller ones: Keras does it so. Here the "
        "decay is part of the update, before its norm is taken.",
        "With no gradient at all, by which share should w shrink in one step?",
        edits=((FIRST, "    w = w - lr * weight_decay * w\n    m = beta1 * m"), (UPDATE, "update = step")),
        convention=True,
        source="keras.optimizers.Lamb",
    ),
    Misconception(
        "decay_in_the_gradient",
        "The decay is added to the gradient (L2), so it goes through m and v. Here it joins the update after Adam's "
        "quotient.",
        "Does weight_decay change your m and v? Should it?",
        edits=((FIRST, "    g = g + w * weight_decay\n    m = beta1 * m"), (UPDATE, "update = step")),
    ),
    Misconception(
        "decay_wrong_sign",
        "The decay makes the weights grow. It should pull them towards 0.",
        "Set g, m and v to 0. Does w come closer to 0?",
        edits=((UPDATE, "update = step - weight_decay * w"),),
    ),
    Misconception(
        "decay_times_rate",
        "The decay in the update is multiplied by lr, and the whole update once more. The rate comes in once.",
        "How often does lr multiply weight_decay * w in your lines?",
        edits=((UPDATE, "update = step + lr * weight_decay * w"),),
    ),
)

TRUST = (
    Misconception(
        "ratio_missing",
        "This is AdamW: the trust ratio has no effect.",
        "How long is your step for weights ten times as large?",
        edits=((MOVE, "lr * update"),),
    ),
    Misconception(
        "ratio_without_decay",
        "The norm below is that of Adam's step alone. The decay is part of the update, and its norm that of the sum.",
        "How long is the step that you take, and how long should it be, with lr and the norm of w known?",
        edits=((U_NORM, "np.sqrt(np.sum(step**2))"),),
    ),
    Misconception(
        "norm_of_the_gradient",
        "The norm below is that of the gradient, as in LARS. LAMB compares the weights with its own update.",
        "How long is the step that you take, and how long should it be, with lr and the norm of w known?",
        edits=((U_NORM, "np.sqrt(np.sum(g * g))"),),
    ),
    Misconception(
        "larss_local_rate",
        "This is the local rate of LARS, made of the gradient and the decay. LAMB compares the weights with its own "
        "update, the decay in it.",
        "Which two lengths should be compared, that of the weights and that of what?",
        edits=(
            (U_NORM, "np.sqrt(np.sum(g * g)) + weight_decay * w_norm"),
            (KNOWN, "known = (w_norm > 0) & (np.sum(g * g) > 0)"),
        ),
    ),
    Misconception(
        "larss_denominator_of_the_gradient",
        "The norm below is LARS's, made of the gradient and the decay. LAMB compares the weights with its own update, "
        "the decay in it.",
        "Which two lengths should be compared, that of the weights and that of what?",
        edits=((RATIO, "w_norm / np.where(known, np.sqrt(np.sum(g * g)) + weight_decay * w_norm, 1.0)"),),
    ),
    Misconception(
        "norm_of_m_hat",
        "The norm below is that of m_hat. LAMB compares the weights with the whole update.",
        "How long is the step that you take, and how long should it be, with lr and the norm of w known?",
        edits=((U_NORM, "np.sqrt(np.sum(m_hat**2))"),),
    ),
    Misconception(
        "larss_denominator",
        "The norm below is a sum of norms, that of Adam's step and weight_decay times that of the weights, as LARS "
        "has it. LAMB takes the norm of the sum.",
        "How long is the step that you take, and how long should it be, with lr and the norm of w known?",
        edits=((U_NORM, "np.sqrt(np.sum(step**2)) + weight_decay * w_norm"),),
    ),
    Misconception(
        "turned_over",
        "The ratio is turned over: the norm of the weights belongs above, that of the update below.",
        "How long should the step be for weights ten times as large?",
        edits=((RATIO, "u_norm / np.where(known, w_norm, 1.0)"),),
    ),
    Misconception(
        "norm_of_the_weights_missing",
        "The norm of the weights is missing: every step has the length lr.",
        "How long should the step be for weights ten times as large?",
        edits=((RATIO, "1.0 / np.where(known, u_norm, 1.0)"),),
    ),
    Misconception(
        "rate_cancels",
        "lr is inside the norm below as well, so that it cancels: the step is as long as the weights.",
        "Double lr. By how much does your step grow?",
        edits=((U_NORM, "np.sqrt(np.sum((lr * update) ** 2))"),),
    ),
    Misconception(
        "norm_clipped_at_10",
        "The norm of the weights is cut at 10, as in the authors' experiments and in PyTorch versions of them. The "
        "exercise asks for phi(z) = z.",
        "What does your ratio come to for weights of norm 1000?",
        edits=((RATIO, "np.minimum(w_norm, 10.0) / np.where(known, u_norm, 1.0)"),),
        convention=True,
        source="pytorch-lamb",
    ),
    Misconception(
        "ratio_clipped_at_10",
        "The trust ratio is cut at 10, as in several PyTorch versions. The exercise does not bound it.",
        "How large may the ratio become in the docstring?",
        edits=((RATIO, "np.minimum(w_norm / np.where(known, u_norm, 1.0), 10.0)"),),
        convention=True,
        source="torch-optimizer",
    ),
    Misconception(
        "ratio_clipped_at_1",
        "The trust ratio is cut at 1, so that it never makes a step longer, as LAMBC and timm's trust_clip do. The "
        "exercise does not bound it.",
        "How large may the ratio become in the docstring?",
        edits=((RATIO, "np.minimum(w_norm / np.where(known, u_norm, 1.0), 1.0)"),),
        convention=True,
        source="timm.optim.Lamb with trust_clip",
    ),
    Misconception(
        "eps_below_the_ratio",
        "eps is added to the norm of the update. It belongs to the root of v_hat alone; a norm of 0 is caught by "
        "itself.",
        "How often does eps appear in the docstring's equations?",
        edits=((RATIO, "w_norm / (np.where(known, u_norm, 1.0) + eps)"),),
    ),
    *(
        Misconception(
            f"{small}_below_the_ratio",
            f"{small} is added to the norm of the update. The exercise asks for the quotient as it stands, and for 1 "
            "where a norm is 0.",
            "How many digits of your step are right?",
            edits=((RATIO, f"w_norm / (np.where(known, u_norm, 1.0) + {small})"),),
        )
        for small in ("1e-6", "1e-8")
    ),
    *(
        Misconception(
            f"{small}_instead_of_the_guard",
            f"{small} below the ratio takes the place of the two conditions: weights that are all 0 then have the "
            "ratio 0 and never move. Where a norm is 0 the ratio is 1.",
            "What comes out for a layer whose weights are all 0, and may it stay there?",
            edits=((KNOWN, "known = w_norm >= 0"), (RATIO, f"w_norm / (np.where(known, u_norm, 1.0) + {small})")),
        )
        for small in ("eps", "1e-6", "1e-8", "1e-12")
    ),
    Misconception(
        "zero_update_not_caught",
        "An update of 0 is not caught: it divides by 0. Where a norm is 0 the ratio is 1.",
        "What comes out where gradient, moments and decay are 0?",
        edits=((KNOWN, "known = w_norm > 0"),),
    ),
    Misconception(
        "rate_missing",
        "The rate is missing: lr has no effect on the step.",
        "Where in your lines does the argument lr appear?",
        edits=((MOVE, "ratio * update"),),
    ),
    Misconception(
        "ascent",
        "The step is added: w climbs the loss. Descent subtracts it.",
        "If g > 0, should w grow or shrink?",
        edits=(("w = w - lr", "w = w + lr"),),
    ),
    *(mistake for mistake in norms("u_norm", "update") if mistake.id != "zero_where_a_norm_is_zero"),
    *by_part("u_norm", "update"),
)

LAMB = (
    *DECAY,
    *TRUST,
    *chosen(
        "bias_correction_without_power",
        "no_bias_correction",
        "second_moment_not_corrected",
        "first_moment_not_corrected",
        "t_advanced",
        "t_counted_from_zero",
        "bias_correction_multiplied",
        "second_correction_with_beta1",
        "corrected_moments_stored",
        "betas_swapped",
        "averages_reversed",
        "second_moment_not_squared",
        "old_moments_used",
        "root_missing",
        "gradient_for_m_hat",
        "eps_inside_root",
        "eps_missing",
        "old_weight_returned",
        "old_moments_returned",
        "corrected_first_moment_stored",
        "corrected_second_moment_stored",
    ),
    Misconception(
        "second_moment_of_sizes",
        "The second moment averages the sizes of the gradients, not their squares.",
        "Multiply g by 10. By how much should v grow?",
        edits=(("* g**2", "* np.abs(g)"),),
    ),
)
