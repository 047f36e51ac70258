"""What people get wrong in Adam, each as an edit of the reference.

The first five lines of all of Adam's kin are the same, so most of these fit them, too: `chosen` picks
some by name. An edit replaces as little as it can, so that two slips of one student can both be applied;
what `says` has to stay true then.
Where a source is named, the mistake was found there; "students" are public answers to other courses.
"""

from autograder.exercise import Misconception

from .slips import BRACKETS, RATE_MISSING, RETURNED, first


def chosen(*names: str) -> tuple[Misconception, ...]:
    """Adam's mistakes of these names."""
    known = {mistake.id: mistake for mistake in ADAM}
    return tuple(known[name] for name in names)


BIAS_CORRECTION = (
    Misconception(
        "bias_correction_without_power",
        "The bias correction lacks its power: it divides by 1 - beta1 and 1 - beta2 at every step. It has to fade as t "
        "grows: 1 - beta1**t and 1 - beta2**t. A lecture slide has the same slip (docs/errata.md, W6).",
        "What does your m_hat come to after 10,000 steps of the same gradient, and what should it come to?",
        edits=(("beta1**t", "beta1"), ("beta2**t", "beta2")),
        source="W6",
    ),
    Misconception(
        "no_bias_correction",
        "There is no bias correction: the step uses m and v as they are. Both begin at zero, so early on both are too "
        "small, and m_hat and v_hat make up for it.",
        "After the first step from zero, what fraction of g is m?",
        edits=((" / (1 - beta1**t)", ""), (" / (1 - beta2**t)", "")),
    ),
    Misconception(
        "second_moment_not_corrected",
        "m is corrected for its start at zero and v is not: the step divides by the root of v, which is far too small "
        "in the first steps.",
        "Which of the two moments begins at zero, the first, the second, or both?",
        edits=((" / (1 - beta2**t)", ""),),
    ),
    Misconception(
        "first_moment_not_corrected",
        "v is corrected for its start at zero and m is not: the first steps are too short.",
        "Which of the two moments begins at zero, the first, the second, or both?",
        edits=((" / (1 - beta1**t)", ""),),
    ),
    Misconception(
        "t_advanced",
        "The correction uses t + 1. Here t already counts from 1: it is 1 in the first step.",
        "With t = 1 and m = 0 before the step, m_hat should be g. Is it?",
        edits=(("beta1**t", "beta1 ** (t + 1)"), ("beta2**t", "beta2 ** (t + 1)")),
    ),
    Misconception(
        "t_counted_from_zero",
        "The correction uses t - 1, as if t counted from 0. Here t is 1 in the first step, and yours divides by zero "
        "there.",
        "What is 1 - beta**0?",
        edits=(("beta1**t", "beta1 ** (t - 1)"), ("beta2**t", "beta2 ** (t - 1)")),
    ),
    Misconception(
        "t_one_behind",
        "The correction uses t - 1, except where that is 0. Here t already counts from 1: every step takes t as it is.",
        "Do your first and your second step have the same correction? Should they?",
        edits=(("beta1**t", "beta1 ** max(t - 1, 1)"), ("beta2**t", "beta2 ** max(t - 1, 1)")),
    ),
    Misconception(
        "bias_correction_multiplied",
        "The moments are multiplied by the correction instead of divided by it: too small becomes smaller still.",
        "Is 1 - beta1**t above or below 1, and in which direction must m move to become m_hat?",
        edits=(("/ (1 - beta1", "* (1 - beta1"), ("/ (1 - beta2", "* (1 - beta2")),
        source="ConvNetJS, issue 70",
    ),
    Misconception(
        "second_correction_with_beta1",
        "v_hat is corrected with beta1. The second moment decays with beta2, so its correction is made of beta2.",
        "Read the two correction lines one above the other: what should differ besides m and v?",
        edits=(("beta2**t", "beta1 ** t"),),
    ),
    Misconception(
        "corrected_moments_stored",
        "m_hat and v_hat come back as the new state. They serve this step only: the state is the uncorrected m and v, "
        "otherwise the next step corrects what is corrected already.",
        "Which four moments do you have at the end, and which two does the next step start from?",
        edits=(("return w, m, v", "return w, m_hat, v_hat"),),
    ),
    Misconception(
        "step_corrected_twice",
        "The bias is corrected twice: in m_hat and v_hat, and once more in the rate, lr * sqrt(1 - beta2**t) / (1 - "
        "beta1**t). The corrected rate belongs to the form that divides m by the root of v.",
        "Your rate depends on t. Does anything else in the step depend on t already?",
        edits=(("lr * step", "lr * (np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)) * step"),),
    ),
    Misconception(
        "rate_correction_without_root",
        "The rate is multiplied by 1 - beta2**t and lacks its root: the correction belongs to v, and v stands under a "
        "root.",
        "Move the correction of v out of the root. What becomes of it?",
        edits=((" / (1 - beta2**t)", ""), ("lr * step", "lr * (1 - beta2 ** t) * step")),
    ),
)

MOMENTS = (
    Misconception(
        "betas_swapped",
        "beta1 and beta2 have changed places: m should decay with beta1, v with beta2.",
        "Which of the two averages should remember longer at the usual .9 and .999?",
        edits=first("beta1, beta2 = beta2, beta1"),
    ),
    Misconception(
        "betas_hard_coded",
        "The betas are fixed at .9 and .999: the ones passed in have no effect.",
        "Where in your lines do the arguments beta1 and beta2 appear?",
        edits=first("beta1, beta2 = 0.9, 0.999"),
    ),
    Misconception(
        "averages_reversed",
        "The averages keep 1 - beta of the old moment and take beta of the new gradient. It is the other way round: "
        "beta is the share of the old that stays.",
        "At beta1 = .9, how much of m should survive a step?",
        edits=(
            ("= beta1 * m", "= (1.0 - beta1) * m"),
            ("(1 - beta1) * ", "beta1 * "),
            ("= beta2 * v", "= (1.0 - beta2) * v"),
            ("(1 - beta2) * ", "beta2 * "),
        ),
    ),
    Misconception(
        "added_to_old_moments",
        "The averages are added to the old moments (m += beta1 * m + ...), so that these count 1 + beta. An average "
        "replaces the old moment: m = beta1 * m + ...",
        "What is the factor of the old m in your line, all in all?",
        edits=(("= beta1 * m", "= m + beta1 * m"), ("= beta2 * v", "= v + beta2 * v")),
    ),
    Misconception(
        "moments_are_increments",
        "m and v become the increments alone, (1 - beta1) * (g - m) and its like: they should be added to the old "
        "moments.",
        "At beta1 = .9, how much of m should survive a step?",
        edits=(("= beta1 * m", "= -(1.0 - beta1) * m"), ("= beta2 * v", "= -(1.0 - beta2) * v")),
    ),
    Misconception(
        "first_moment_sums",
        "m = beta1 * m + g lacks the factor 1 - beta1: that is the buffer of momentum, a sum. Adam's m is an average.",
        "If the same g comes for ever, where should m settle?",
        edits=(("(1 - beta1) * ", ""),),
    ),
    Misconception(
        "second_moment_sums",
        "v = beta2 * v + g**2 lacks the factor 1 - beta2: it sums where it should average.",
        "If the same g comes for ever, where should v settle?",
        edits=(("(1 - beta2) * ", ""),),
    ),
    Misconception(
        "second_average_with_beta1",
        "v = beta2 * v + (1 - beta1) * g**2 mixes the betas: the two weights of an average add up to 1.",
        "Add the two factors in your line for v.",
        edits=(("(1 - beta2) * ", "(1.0 - beta1) * "),),
    ),
    Misconception(
        "second_moment_not_squared",
        "v averages g, not its square, and so becomes a second m.",
        "What does the root of v mean, and can the root be taken of a negative number?",
        edits=(("g**2", "g"),),
    ),
    Misconception(
        "absolute_for_square",
        "v averages the absolute values of the gradients, and then the root is taken. The root belongs to squares.",
        "What are the units of your v, and what are those of its root?",
        edits=(("g**2", "np.abs(g)"),),
    ),
    Misconception(
        "second_moment_centred",
        "v averages (g - m)**2, the variance about m. Adam's v is not centred: it averages g**2. "
        "(Centring it gives another method, AdaBelief.)",
        "What is squared in the line for v?",
        edits=(("g**2", "(g - m) ** 2"),),
    ),
    Misconception(
        "second_moment_of_m",
        "v averages m**2. Both moments are averages over the gradient: m of g, v of g**2.",
        "What is squared in the line for v?",
        edits=(("g**2", "m**2"),),
    ),
    Misconception(
        "second_moment_of_m_hat",
        "v averages m_hat**2, the square of the corrected average. Both moments are averages over the gradient: m of "
        "g, v of g**2.",
        "What is squared in the line for v?",
        edits=(("g**2", "(m / (1 - beta1 ** t)) ** 2"),),
    ),
    Misconception(
        "second_moment_never_falls",
        "v keeps the larger of its old and its new value, which is the idea of AMSGrad. Adam's v is a plain average, "
        "and falls when gradients shrink.",
        "After one huge gradient and many small ones, should v fall again?",
        edits=(*first("v_before = v"), ("    m_hat = ", "    v = np.maximum(v_before, v)\n    m_hat = ")),
    ),
    Misconception(
        "old_moments_used",
        "The step is made of the moments from before this step: the gradient just seen has no part in it. m and v are "
        "updated first, then corrected and used.",
        "Which m stands in your line for m_hat, the one that came in or the one that goes out?",
        edits=(*first("m_old, v_old = m, v"), ("m_hat = m", "m_hat = m_old"), ("v_hat = v", "v_hat = v_old")),
    ),
    Misconception(
        "old_second_moment_used",
        "v_hat is made of the v that came in: the square of the gradient just seen has no part in it. v is updated "
        "first, then corrected and used.",
        "Which v stands in your line for v_hat, the one that came in or the one that goes out?",
        edits=(*first("v_before = v"), ("v_hat = v /", "v_hat = v_before /")),
    ),
)

UPDATE = (
    Misconception(
        "root_missing",
        "The denominator lacks its root. v_hat has the units of a squared gradient; the root brings back those of a "
        "gradient. A lecture slide has the same slip (docs/errata.md, T2).",
        "Multiply every gradient by 10. How should the step change, and how does yours?",
        edits=(("np.sqrt(v_hat)", "v_hat"),),
        source="T2",
    ),
    Misconception(
        "times_gradient",
        "The root is missing from the denominator, and the gradient comes in once more, as a factor, although m_hat "
        "already stands for it. A lecture slide has the same slip (docs/errata.md, W7).",
        "What is the sign of m_hat * g while the gradient keeps its sign, and which way would w then move?",
        edits=(("m_hat /", "g * m_hat /"), ("np.sqrt(v_hat)", "v_hat")),
        source="W7",
    ),
    Misconception(
        "gradient_for_m_hat",
        "The step uses g where m_hat belongs. That is RMSProp's numerator; m has no effect on the weights.",
        "Where does m_hat appear after you have computed it?",
        edits=(("m_hat /", "g /"),),
    ),
    Misconception(
        "ascent",
        "The step is added: w climbs the loss. Descent subtracts it.",
        "If g > 0, should w grow or shrink?",
        edits=(("step = ", "step = -1 * "),),
    ),
    Misconception(
        "eps_inside_root",
        "eps is inside the root. This exercise adds it outside: sqrt(v_hat) + eps.",
        "What does the denominator come to where v_hat is 0?",
        edits=(("np.sqrt(v_hat) + eps", "np.sqrt(v_hat + eps)"),),
    ),
    Misconception(
        "eps_before_correction",
        "eps is added to v before the correction, and inside the root. This exercise adds it last: sqrt(v_hat) + eps.",
        "At t = 1, what multiplies eps in your denominator?",
        edits=(("v_hat = v /", "v_hat = (v + eps) /"), ("np.sqrt(v_hat) + eps", "np.sqrt(v_hat)")),
    ),
    Misconception(
        "nesterov",
        "This is another method, NAdam: the gradient just seen comes in once more beside m_hat. Adam's step is made of "
        "m_hat alone.",
        "Where does g appear after the line for v?",
        edits=(
            (
                "    step = ",
                "    m_hat = beta1 * m_hat + (1.0 - beta1) * g / (1.0 - beta1 ** t)\n    step = ",
            ),
        ),
    ),
    Misconception(
        "eps_hat",
        "This is the efficient form at the end of section 2 of the paper, and Keras's: the rate is corrected by t and "
        "eps is added to the root of the uncorrected v. The exercise asks for algorithm 1 and PyTorch's: eps is added "
        "to the root of v_hat.",
        "In your form, what multiplies eps when you write the step with v_hat?",
        edits=(("+ eps", "+ eps / np.sqrt(1 - beta2 ** t)"),),
        convention=True,
        source="Kingma and Ba 2015, section 2; Keras",
    ),
    Misconception(
        "eps_hard_coded",
        "eps is fixed at 1e-8: the one passed in has no effect.",
        "Where in your lines does the argument eps appear?",
        edits=first("eps = 1e-8"),
    ),
    Misconception(
        "eps_hard_coded_larger",
        "eps is fixed at 1e-7: the one passed in has no effect.",
        "Where in your lines does the argument eps appear?",
        edits=first("eps = 1e-7"),
    ),
    Misconception(
        "eps_missing",
        "eps is left out: a weight whose gradient has always been 0 divides 0 by 0.",
        "What is your step for a weight that has never had a gradient?",
        edits=((" + eps", ""),),
    ),
)

ADAM = BIAS_CORRECTION + MOMENTS + UPDATE + BRACKETS + (RATE_MISSING,) + RETURNED
