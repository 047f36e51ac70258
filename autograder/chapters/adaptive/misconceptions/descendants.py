"""What people get wrong in Nadam, AMSGrad and RAdam, beside the mistakes of Adam itself."""

from autograder.exercise import Misconception

from .adam import chosen

POWERLESS = chosen("bias_correction_without_power")[0]

NADAM = (
    Misconception(
        "one_power_for_both",
        "m is corrected with the power t, like g. This form, beta1 * m_hat + (1 - beta1) * g / (1 - beta1**t), is in "
        "Ruder's overview and many codes after it. The exercise asks for Dozat's: m takes part one step ahead, so its "
        "correction has the power t + 1.",
        "For which step is the momentum part meant, this one or the next?",
        edits=(("beta1 ** (t + 1)", "beta1**t"),),
        convention=True,
        source="Ruder 2016",
    ),
    Misconception(
        "pytorch_schedule",
        "This is PyTorch's NAdam: the shares follow a schedule that begins near beta1 / 2, and the corrections hold "
        "the product of all shares so far. The exercise asks for a constant beta1.",
        "What stands in the docstring where yours has a number that changes with t?",
        edits=(
            (
                "    ahead = ",
                "    mu, following = (beta1 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in (t, t + 1))\n"
                "    product = np.prod([beta1 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in range(1, t + 1)])\n"
                "    ahead = ",
            ),
            ("beta1 ** (t + 1)", "product * following"),
            ("beta1**t", "product"),
            ("beta1 * ahead", "following * ahead"),
            ("(1 - beta1) * now", "(1 - mu) * now"),
        ),
        convention=True,
        source="torch.optim.NAdam",
    ),
    Misconception(
        "schedule_for_the_shares",
        "The two shares follow the schedule of PyTorch's NAdam, which begins near beta1 / 2 and grows with t. Here "
        "they are beta1 and 1 - beta1 in every step.",
        "What stands in the docstring where yours has a number that changes with t?",
        edits=(
            (
                "    ahead = ",
                "    mu, following = (beta1 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in (t, t + 1))\n    ahead = ",
            ),
            ("beta1 * ahead", "following * ahead"),
            ("(1 - beta1) * now", "(1 - mu) * now"),
        ),
    ),
    Misconception(
        "no_look_ahead",
        "This is Adam: the step uses m_hat alone, and the current gradient gets no extra weight.",
        "Where in your m_hat does g appear?",
        edits=(("beta1 * ahead + (1 - beta1) * now", "m / (1 - beta1**t)"), ("now = g / (1 - beta1**t)", "now = g")),
    ),
    Misconception(
        "momentum_share_missing",
        "The momentum part lacks its factor beta1: the two shares, beta1 and 1 - beta1, add up to 1.",
        "Let all gradients be equal to g. What should m_hat be, and what is yours?",
        edits=(("beta1 * ahead", "ahead"),),
    ),
    Misconception(
        "gradient_share_missing",
        "The gradient part lacks its factor 1 - beta1: the two shares, beta1 and 1 - beta1, add up to 1.",
        "Let all gradients be equal to g. What should m_hat be, and what is yours?",
        edits=(("(1 - beta1) * now", "now"),),
    ),
    Misconception(
        "shares_reversed",
        "The shares have changed places: the momentum part has beta1, the gradient 1 - beta1.",
        "Which of the two should count for more at beta1 = .9?",
        edits=(("beta1 * ahead", "(1.0 - beta1) * ahead"), ("(1 - beta1) * now", "beta1 * now")),
    ),
    Misconception(
        "gradient_not_corrected",
        "The gradient part is (1 - beta1) * g without a correction. It makes up for a start from zero, too: divide by "
        "1 - beta1**t.",
        "At t = 1, what share of m_hat comes from g?",
        edits=(("now = g / (1 - beta1**t)", "now = g"),),
    ),
    Misconception(
        "both_one_step_ahead",
        "Both parts are corrected with the power t + 1. Only the momentum is one step ahead; the gradient is this "
        "step's, with the power t.",
        "To which step does each of the two parts belong?",
        edits=(("beta1**t", "beta1 ** (1 + t)"),),
    ),
    Misconception(
        "corrections_exchanged",
        "The two corrections have changed places: the momentum part has the power t, the gradient t + 1. It is the "
        "other way round.",
        "To which step does each of the two parts belong?",
        edits=(("g / (1 - beta1**t)", "g / (1 - beta1 ** (1 + t))"), ("beta1 ** (t + 1)", "beta1**t")),
    ),
    Misconception(
        "power_without_brackets",
        "The power t + 1 lacks its brackets: beta1**t + 1 is the power t, and then 1 is added.",
        "What does Python work out first in a ** b + c?",
        edits=(("beta1 ** (t + 1)", "beta1**t + 1"),),
    ),
    Misconception(
        "second_moment_one_step_ahead",
        "v is corrected with the power t + 1. Only the momentum part is one step ahead.",
        "Which of the three quantities in your step is meant for the next step?",
        edits=(("beta2**t", "beta2 ** (t + 1)"),),
    ),
    Misconception(
        "lookahead_stored",
        "What comes back as m is the mixture that the step is made of. The state is the plain average m.",
        "Which m does the next step go on with?",
        edits=(("return w, m, v", "return w, m_hat, v"),),
    ),
    Misconception(
        "old_momentum_used",
        "The momentum part is made of m as it came in. The look-ahead takes the m that has seen this gradient.",
        "Which m stands in your m_hat, the one that came in or the one that goes out?",
        edits=(("    m = ", "    m_old = m\n    m = "), ("ahead = m", "ahead = m_old")),
    ),
    Misconception(
        "no_bias_correction",
        "Nothing is corrected for the start at zero: m, g and v enter the step as they are.",
        "After the first step from zero, what fraction of g**2 is v?",
        edits=((" / (1 - beta1 ** (t + 1))", ""), (" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", "")),
    ),
    Misconception(
        "bias_correction_without_power",
        POWERLESS.says,
        POWERLESS.look,
        edits=(("beta1 ** (t + 1)", "beta1"), ("beta1**t", "beta1"), ("beta2**t", "beta2")),
        source="W6",
    ),
    *chosen(
        "second_moment_not_corrected",
        "corrected_moments_stored",
        "betas_swapped",
        "second_moment_not_squared",
        "absolute_for_square",
        "root_missing",
        "ascent",
        "eps_inside_root",
        "eps_hat",
        "eps_missing",
        "eps_hard_coded",
        "eps_outside_fraction",
        "eps_added_to_step",
        "rate_missing",
        "old_weight_returned",
        "old_moments_returned",
    ),
)

AMSGRAD = (
    Misconception(
        "average_from_the_maximum",
        "v goes on from v_max, not from the v that came in, so it no longer forgets a large gradient. v and v_max are "
        "two states.",
        "Which of the two states should stand on the right of your line for v?",
        edits=(("beta2 * v +", "beta2 * v_max +"),),
    ),
    Misconception(
        "corrected_maximum_stored",
        "v_max comes back corrected, and the next step compares its plain v with that. The correction serves this step "
        "only.",
        "Which v_max does the next step go on with?",
        edits=(("return w, m, v, v_max", "return w, m, v, v_hat"),),
    ),
    Misconception(
        "maximum_fades",
        "The old maximum is multiplied by beta2 before it is compared, so that it fades. It stays until a larger v "
        "comes.",
        "After one huge gradient and many small ones, should v_max fall?",
        edits=(("np.maximum(v_max, v)", "np.maximum(beta2 * v_max, v)"),),
    ),
    Misconception(
        "maximum_of_corrected",
        "The maximum is taken of the corrected moments, and v_max holds corrected ones: that is optax's form. This "
        "exercise takes the maximum of v itself and corrects it afterwards, as PyTorch does.",
        "At t = 1 from zero state with gradient g, is your v_max equal to g**2 or smaller?",
        edits=(
            ("np.maximum(v_max, v)", "np.maximum(v_max, v / (1 - beta2**t))"),
            ("v_hat = v_max / (1 - beta2**t)", "v_hat = v_max"),
        ),
        convention=True,
        source="optax",
    ),
    Misconception(
        "no_bias_correction",
        "This is the paper's algorithm as printed: it leaves out the bias correction. This exercise keeps it, as every "
        "library does by default.",
        "After the first step from zero, what fraction of g is m?",
        edits=((" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", "")),
        convention=True,
        source="Reddi, Kale and Kumar 2018, algorithm 2",
    ),
    Misconception(
        "maximum_ignored",
        "This is Adam: v_max is computed and not used. The root is taken of v_max.",
        "Where does v_max appear after you have computed it?",
        edits=(("v_hat = v_max /", "v_hat = v /"),),
    ),
    Misconception(
        "maximum_stored_as_v",
        "v_max comes back as v, too, so that the average goes on from the maximum and no longer forgets. v and v_max "
        "are two states.",
        "After one huge gradient and many small ones, should v fall again?",
        edits=(("return w, m, v, v_max", "return w, m, v_max, v_max"),),
    ),
    Misconception(
        "maximum_not_remembered",
        "v_max comes back as it came in: the maximum serves this step and is forgotten.",
        "What does the next step compare its v with?",
        edits=(
            ("v_max = np.maximum(v_max, v)", "largest = np.maximum(v_max, v)"),
            ("v_hat = v_max", "v_hat = largest"),
        ),
    ),
    Misconception(
        "old_maximum_used",
        "The step uses v_max as it came in, before this step's v was compared with it.",
        "From zero state, what do you divide by in the first step?",
        edits=(("    m = ", "    v_max_old = v_max\n    m = "), ("v_hat = v_max", "v_hat = v_max_old")),
    ),
    Misconception(
        "minimum",
        "The minimum is kept: the rate can only grow. AMSGrad keeps the maximum, so that it can only fall.",
        "Should the effective rate of a weight ever rise again?",
        edits=(("np.maximum", "np.minimum"),),
    ),
    Misconception(
        "maximum_over_entries",
        "The largest v of all weights is taken. The maximum is over time, for each weight alone.",
        "If one weight has a huge gradient, whose rate should fall?",
        edits=(("np.maximum(v_max, v)", "np.maximum(v_max, np.max(v))"),),
    ),
    Misconception(
        "maximum_of_gradients",
        "The maximum is of the squared gradients. AMSGrad keeps the maximum of v, their average.",
        "Which two things does the line for v_max compare?",
        edits=(("np.maximum(v_max, v)", "np.maximum(v_max, g * g)"),),
    ),
    *chosen(
        "bias_correction_without_power",
        "second_moment_not_corrected",
        "betas_swapped",
        "second_moment_not_squared",
        "absolute_for_square",
        "root_missing",
        "ascent",
        "eps_inside_root",
        "eps_hat",
        "eps_missing",
        "eps_hard_coded",
        "eps_outside_fraction",
        "eps_added_to_step",
        "power_of_difference",
        "product_for_power",
        "correction_without_brackets",
        "rate_missing",
        "old_weight_returned",
        "old_moments_returned",
    ),
)

RADAM = (
    Misconception(
        "momentum_turned_off",
        "In the first steps yours divides by the root and leaves the momentum out. It is the other way round: the "
        "quotient's variance is the trouble, so RAdam leaves the root out and keeps the momentum. A lecture "
        "slide has the same slip (docs/errata.md, G6).",
        "Which of the two is unreliable after two gradients, their mean or one over the root of their mean square?",
        edits=(("step = m_hat\n", "step = g / (np.sqrt(v / (1 - power)) + eps)\n"),),
        source="G6",
    ),
    Misconception(
        "threshold_five",
        "The rectified step begins when rho is above 5. That is PyTorch's and optax's threshold, and the authors' own "
        "code has it; this exercise asks for the paper's, 4, from which the factor has a value.",
        "Which number stands in algorithm 2 of the paper?",
        edits=(("rho > 4", "rho > 5"),),
        convention=True,
        source="PyTorch, optax",
    ),
    Misconception(
        "eps_hat",
        "eps is added to the root of the uncorrected v, as PyTorch does in its RAdam (though not in its Adam). The "
        "exercise adds it to the root of v_hat.",
        "In your form, what multiplies eps when you write the step with v_hat?",
        edits=(("+ eps", "+ eps / (1 - power) ** 0.5"),),
        convention=True,
        source="PyTorch",
    ),
    Misconception(
        "no_step_at_first",
        "While rho is 4 or less yours does not move at all, an option in the authors' code. The paper's algorithm "
        "steps by lr * m_hat, without the root.",
        "What is your w after the first step?",
        edits=(("step = m_hat\n", "step = 0 * m_hat\n"),),
        convention=True,
        source="Liu et al., code, degenerated_to_sgd=False",
    ),
    Misconception(
        "adaptive_from_the_start",
        "While rho is 4 or less yours takes Adam's step. There the quotient is not to be relied on, and RAdam "
        "leaves the root out: lr * m_hat.",
        "What divides m_hat in your first step, and should anything?",
        edits=(("step = m_hat\n", "step = m_hat / (np.sqrt(v / (1 - power)) + eps)\n"),),
    ),
    Misconception(
        "not_rectified",
        "Once rho is above 4 yours takes Adam's step. The rectification, a factor below 1, is missing.",
        "How does your step change while rho grows from 5 to 500?",
        edits=(("rectify * m_hat", "m_hat"),),
    ),
    Misconception(
        "never_adaptive",
        "The step is lr * m_hat throughout: the root of v_hat never comes in.",
        "Where in your lines does v appear after its update?",
        edits=(("step = rectify * m_hat / (np.sqrt(v_hat) + eps)", "step = m_hat"),),
    ),
    Misconception(
        "rectification_without_root",
        "The rectification lacks its root: it is a ratio of variances, and a step is scaled by standard deviations.",
        "What are the units of a variance?",
        edits=((" ** 0.5", ""),),
    ),
    Misconception(
        "rectification_last_factors",
        "The last two factors of the rectification have changed places: yours has rho above and rho_inf below. Of the "
        "three pairs, this one stands the other way round.",
        "In algorithm 2 of the paper, which rho comes third above, and which below?",
        edits=(("(rho - 2) * rho_inf /", "(rho - 2) * rho /"), ("(rho_inf - 2) * rho)", "(rho_inf - 2) * rho_inf)")),
    ),
    Misconception(
        "rectification_without_brackets",
        "The denominator of the rectification lacks its brackets: only its first factor divides, the other two "
        "multiply.",
        "What does Python work out first in a / b * c?",
        edits=(("((rho_inf - 4) * (rho_inf - 2) * rho)", "(rho_inf - 4) * (rho_inf - 2) * rho"),),
    ),
    Misconception(
        "rectification_upside_down",
        "The rectification is upside down: it should be below 1 and grow towards it.",
        "Should the first adaptive steps be longer or shorter than Adam's?",
        edits=((" ** 0.5", " ** -0.5"),),
    ),
    Misconception(
        "first_steps_not_corrected",
        "While rho is 4 or less yours steps by lr * m. The bias correction stays: lr * m_hat.",
        "At t = 1 from zero state, how does your step compare with lr * g?",
        edits=(("step = m_hat\n", "step = m\n"),),
    ),
    Misconception(
        "plain_gradient_at_first",
        "While rho is 4 or less yours steps by lr * g: the momentum is left out. RAdam leaves the root out and keeps "
        "m_hat.",
        "Which of the two is unreliable after two gradients, their mean or one over the root of their mean square?",
        edits=(("step = m_hat\n", "step = g\n"),),
    ),
    Misconception(
        "rectified_before_the_test",
        "The rectification is computed before rho is tested. While rho lies between 2 and 4 it is the root of a "
        "negative number, and math.sqrt raises.",
        "For which rho is the number under your root negative, and does your code get there then?",
        edits=(
            (
                "    step = m_hat\n",
                "    step = m_hat\n"
                "    if (rho - 4) * (rho - 2) * (rho_inf - 4) * (rho_inf - 2) * rho * rho_inf < 0:\n"
                "        raise ValueError\n",
            ),
        ),
    ),
    Misconception(
        "rho_inf_without_minus_one",
        "rho_inf is 2 / (1 - beta2) without the - 1.",
        "What is rho at t = 1? It should be 1.",
        edits=(("2 / (1 - beta2) - 1", "2 / (1 - beta2)"),),
    ),
    Misconception(
        "rho_inf_of_beta1",
        "rho_inf is made of beta1. It is the length of the average in v, which beta2 sets.",
        "Whose variance is being rectified, that of m or that of v?",
        edits=(("2 / (1 - beta2) - 1", "2 / (1 - beta1) - 1"),),
    ),
    Misconception(
        "rho_of_beta1",
        "Both parts of rho are made of beta1. It is the length of the average in v, which beta2 sets.",
        "Whose variance is being rectified, that of m or that of v?",
        edits=(
            ("2 / (1 - beta2) - 1", "2 / (1 - beta1) - 1"),
            ("2 * t * power / (1 - power)", "2 * t * beta1 ** t / (1 - beta1 ** t)"),
        ),
    ),
    Misconception(
        "rho_without_two",
        "The second term of rho lacks its factor 2.",
        "What is rho at t = 1? It should be 1.",
        edits=(("2 * t * power", "t * power"),),
    ),
    Misconception(
        "rho_without_t",
        "The second term of rho lacks its factor t: 2 t beta2**t / (1 - beta2**t).",
        "Work out rho at t = 2 by hand, and compare.",
        edits=(("2 * t * power", "2 * power"),),
    ),
    Misconception(
        "t_advanced",
        "t + 1 is used for t. Here t already counts from 1: it is 1 in the first step.",
        "With t = 1 and m = 0 before the step, m_hat should be g. Is it?",
        edits=(("    m = ", "    t = t + 1\n    m = "),),
    ),
    Misconception(
        "bias_correction_without_power",
        "The corrections lack their power: they divide by 1 - beta1 and 1 - beta2 at every step. They have to fade as "
        "t grows, 1 - beta1**t and 1 - beta2**t. A lecture slide has the same slip (docs/errata.md, W6).",
        POWERLESS.look,
        edits=(("beta1**t", "beta1"), ("v / (1 - power)", "v / (1 - beta2)")),
        source="W6",
    ),
    Misconception(
        "second_moment_not_corrected",
        "The root is taken of v, not of v_hat: v still remembers its start at zero.",
        "Which of the two moments begins at zero, the first, the second, or both?",
        edits=(("v_hat = v / (1 - power)", "v_hat = v"),),
    ),
    *chosen(
        "betas_swapped",
        "second_moment_not_squared",
        "absolute_for_square",
        "root_missing",
        "eps_inside_root",
        "eps_missing",
        "eps_hard_coded",
        "eps_added_to_step",
        "rate_missing",
        "old_weight_returned",
        "old_moments_returned",
    ),
    Misconception(
        "ascent",
        "The step is added: w climbs the loss. Descent subtracts it.",
        "If g > 0, should w grow or shrink?",
        edits=(("w - lr", "w + lr"),),
    ),
)
