"""Slips of writing that every kin of Adam can have: a bracket, a rate, or what the last line returns.

An edit replaces as little as it can, so that two slips of one student can both be applied.
"""

from autograder.exercise import Misconception


def first(line: str) -> tuple[tuple[str, str], ...]:
    """The edit that puts a line before everything else."""
    return (("    m = ", f"    {line}\n    m = "),)


BRACKETS = (
    Misconception(
        "eps_outside_fraction",
        "eps is added to the weight, not to the denominator: without brackets the division comes before the sum.",
        "In a / b + c, what is divided by b + c?",
        edits=(("(np.sqrt(v_hat) + eps)", "np.sqrt(v_hat)"), ("lr * step", "lr * step + eps")),
    ),
    Misconception(
        "eps_taken_off",
        "eps is taken off the weight together with the step, and the denominator has none: without brackets the "
        "division comes before the sum.",
        "In a / b + c, what is divided by b + c?",
        edits=(("(np.sqrt(v_hat) + eps)", "np.sqrt(v_hat)"), ("lr * step", "(lr * step + eps)")),
    ),
    Misconception(
        "eps_added_to_step",
        "eps is added to the quotient, not to the denominator: without brackets the division comes before the sum.",
        "In a / b + c, what is divided by b + c?",
        edits=(("(np.sqrt(v_hat) + eps)", "np.sqrt(v_hat) + eps"),),
    ),
    Misconception(
        "power_of_difference",
        "The power is taken of the difference, (1 - beta)**t. It belongs to beta alone: 1 - beta**t.",
        "What does your correction come to when t is large, and what should it come to?",
        edits=(("1 - beta1**t", "(1.0 - beta1) ** t"), ("1 - beta2**t", "(1.0 - beta2) ** t")),
    ),
    Misconception(
        "product_for_power",
        "The correction has beta * t where it should have the power beta**t. It turns negative as t grows.",
        "What is your correction at beta1 = .9 and t = 2?",
        edits=(("beta1**t", "beta1 * t"), ("beta2**t", "beta2 * t")),
    ),
    Misconception(
        "correction_without_brackets",
        "The correction lacks its brackets: m / 1 - beta1**t divides by 1 and then subtracts the power. The whole "
        "difference divides.",
        "What does Python work out first in a / b - c?",
        edits=(("(1 - beta1**t)", "1 - beta1**t"), ("(1 - beta2**t)", "1 - beta2**t")),
    ),
    Misconception(
        "averages_without_brackets",
        "The averages lack their brackets: 1 - beta1 * g adds 1 and takes a share of g off. The difference 1 - beta1 "
        "is the factor of g, and 1 - beta2 that of the square.",
        "What does Python work out first in a - b * c?",
        edits=(("(1 - beta1) * ", "1 - beta1 * "), ("(1 - beta2) * ", "1 - beta2 * ")),
    ),
)

RATE_MISSING = Misconception(
    "rate_missing",
    "The rate is missing: lr has no effect on the step.",
    "Where in your lines does the argument lr appear?",
    edits=(("lr * step", "step"),),
)

STEP_RETURNED = "What comes back as w is the step alone, not the weight after it."
STEP_LOOK = "For a tiny lr, should the w that you return be close to 0 or to the w that came in?"

RETURNED = (
    Misconception(
        "old_weight_returned",
        "w comes back as it came in: the step is not in it.",
        "Which name holds the new weight in your lines, and which one do you return?",
        edits=(*first("w_old = w"), ("return w,", "return w_old,")),
    ),
    Misconception(
        "step_returned",
        STEP_RETURNED,
        STEP_LOOK,
        edits=(*first("w_old = w"), ("return w,", "return w_old - w,")),
    ),
    Misconception(
        "change_returned",
        STEP_RETURNED,
        STEP_LOOK,
        edits=(*first("w_old = w"), ("return w,", "return w - w_old,")),
    ),
    Misconception(
        "old_moments_returned",
        "m and v come back as they came in, so the next step knows nothing of this gradient.",
        "Which names hold the new moments in your lines, and which ones do you return?",
        edits=(*first("m_old, v_old = m, v"), ("    return w", "    m, v = m_old, v_old\n    return w")),
    ),
    Misconception(
        "corrected_second_moment_stored",
        "v comes back corrected. The correction serves this step only: the state is the uncorrected v, otherwise the "
        "next step corrects what is corrected already.",
        "Which v does the next step go on with?",
        edits=(("return w, m, v", "return w, m, v_hat"),),
    ),
    Misconception(
        "corrected_first_moment_stored",
        "m comes back corrected. The correction serves this step only: the state is the uncorrected m, otherwise the "
        "next step corrects what is corrected already.",
        "Which m does the next step go on with?",
        edits=(("return w, m, v", "return w, m_hat, v"),),
    ),
)
