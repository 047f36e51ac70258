"""What people get wrong in the methods with one sum or average of squares: AdaGrad and RMSProp."""

from autograder.exercise import Misconception

AVERAGE = "(1 - rho) * g**2"
ROOT = "np.sqrt(r) + eps"


def ascent():
    return Misconception(
        "ascent",
        "The step is added: w climbs the loss. Descent subtracts it. A lecture slide has the same slip "
        "(docs/errata.md, G4).",
        "If g > 0, should w grow or shrink?",
        edits=(("w - lr", "w + lr"),),
        source="G4",
    )


def from_the_weights(line, printed):
    return Misconception(
        "accumulator_from_weights",
        "r begins at the weights instead of continuing from the r that came in. It sums squared gradients, begins at "
        "0, and is handed from step to step. A lecture slide has the same slip (docs/errata.md, G3).",
        "What does the argument r do in your lines?",
        edits=((line, printed),),
        source="G3",
    )


ROOT_MISSING = Misconception(
    "root_missing",
    "The step divides by r, not by its root. r has the units of a squared gradient; the root brings back those of a "
    "gradient.",
    "Multiply every gradient by 10. How should the step change, and how does yours?",
    edits=(("np.sqrt(r)", "r"),),
)

NOT_SQUARED = Misconception(
    "gradient_not_squared",
    "r gathers g, not its square: it can turn negative, and then it has no root.",
    "What happens to your r when gradients change their sign?",
    edits=(("g**2", "g"),),
)

ABSOLUTE = Misconception(
    "absolute_for_square",
    "r gathers the absolute values of the gradients, and then the root is taken. The root belongs to squares.",
    "What are the units of your r, and what are those of its root?",
    edits=(("g**2", "np.abs(g)"),),
)

SIZE_UNDER_ROOT = Misconception(
    "size_of_average_under_root",
    "r gathers g, not its square, and the root is taken of the size of r. Gradients of opposite sign cancel in such an "
    "r, and then the step explodes.",
    "Let the gradients be 1, -1, 1, -1. What becomes of your r?",
    edits=(("g**2", "g"), ("np.sqrt(r)", "np.sqrt(np.abs(r))")),
)

OLD_R_USED = Misconception(
    "old_accumulator_used",
    "The step divides by the root of r as it came in: the gradient just seen has no part in it. r is updated first, "
    "then used.",
    "Which r stands under your root, the one that came in or the one that goes out?",
    edits=(("    r = ", "    r_old = r\n    r = "), ("np.sqrt(r)", "np.sqrt(r_old)")),
)

ONE_RATE = Misconception(
    "one_rate_for_all",
    "The squares are summed over all entries of g, so that all weights share one rate. Each weight has its own r: "
    "everything is entry by entry.",
    "If only one weight has large gradients, whose rate should fall?",
    edits=(("g**2", "np.sum(g**2)"),),
)

EPS_INSIDE = Misconception(
    "eps_inside_root",
    "eps is inside the root: sqrt(r + eps). That is the form of Keras and of optax; this exercise adds it outside, "
    "sqrt(r) + eps, as PyTorch does.",
    "What does the denominator come to where r is 0?",
    edits=((ROOT, "np.sqrt(r + eps)"),),
    convention=True,
    source="Keras, optax",
)

EPS_MISSING = Misconception(
    "eps_missing",
    "eps is left out: a weight whose gradient has always been 0 divides 0 by 0.",
    "What is your step for a weight that has never had a gradient?",
    edits=((" + eps", ""),),
)

EPS_HARD_CODED = Misconception(
    "eps_hard_coded",
    "eps is fixed at 1e-8: the one passed in has no effect.",
    "Where in your lines does the argument eps appear?",
    edits=(("    r = ", "    eps = 1e-8\n    r = "),),
)

EPS_OUTSIDE_FRACTION = Misconception(
    "eps_outside_fraction",
    "eps is added to the weight, not to the denominator: without brackets the division comes before the sum.",
    "In a / b + c, what is divided by b + c?",
    edits=((f"({ROOT})", "np.sqrt(r)"), ("lr * step", "lr * step + eps")),
)

EPS_TAKEN_OFF = Misconception(
    "eps_taken_off",
    "eps is taken off the weight together with the step, and the denominator has none: without brackets the division "
    "comes before the sum.",
    "In a / b + c, what is divided by b + c?",
    edits=((f"({ROOT})", "np.sqrt(r)"), ("lr * step", "(lr * step + eps)")),
)

EPS_ADDED_TO_STEP = Misconception(
    "eps_added_to_step",
    "eps is added to the quotient, not to the denominator: without brackets the division comes before the sum.",
    "In a / b + c, what is divided by b + c?",
    edits=((f"({ROOT})", ROOT),),
)

RATE_MISSING = Misconception(
    "rate_missing",
    "The rate is missing: lr has no effect on the step.",
    "Where in your lines does the argument lr appear?",
    edits=(("lr * step", "step"),),
)

OLD_WEIGHT_RETURNED = Misconception(
    "old_weight_returned",
    "w comes back as it came in: the step is not in it.",
    "Which name holds the new weight in your lines, and which one do you return?",
    edits=(("    r = ", "    w_old = w\n    r = "), ("return w,", "return w_old,")),
)

ROOT_STORED = Misconception(
    "root_stored",
    "The root of r comes back as the new state. The root serves this step only: the next one goes on with r itself.",
    "What does the next step add its squares to?",
    edits=(("return w, r", "return w, np.sqrt(r)"),),
)

GRADIENT_MISSING = Misconception(
    "gradient_missing",
    "The step is one over the root: the gradient is not in it, so every weight goes the same way.",
    "Change the sign of g. Which way should w go?",
    edits=(("step = g /", "step = 1.0 /"),),
)

RATE_IN_R = Misconception(
    "rate_in_accumulator",
    "r gathers the squares of lr * g. It gathers those of the gradients; the rate comes in afterwards, in the step.",
    "Does lr change the r that you return? Should it?",
    edits=(("g**2", "(lr * g) ** 2"),),
)

MEAN_OVER_ENTRIES = Misconception(
    "mean_over_entries",
    "The squares are averaged over all entries of g, so that all weights share one rate. Each weight has its own "
    "r: everything is entry by entry.",
    "If only one weight has large gradients, whose rate should fall?",
    edits=(("g**2", "np.mean(g**2)"),),
)

ADAGRAD = (
    from_the_weights("r = r +", "r = w +"),
    ascent(),
    Misconception(
        "memory_missing",
        "r is the square of this one gradient: nothing is summed, and every step has the length of the rate.",
        "What does the argument r do in your lines?",
        edits=(("r = r +", "r ="),),
    ),
    Misconception(
        "leaky_sum",
        "r keeps only 0.9 of what it was and takes 0.1 of the new square: that is RMSProp. AdaGrad adds up and forgets "
        "nothing.",
        "If the same g comes for ever, does AdaGrad's r settle?",
        edits=(("r = r + g**2", "r = 0.9 * r + 0.1 * g**2"),),
    ),
    Misconception(
        "eps_accumulated",
        "eps is added to r itself and stays in the state: after a hundred steps it is there a hundred times. It "
        "belongs to the denominator alone.",
        "Give a weight no gradient at all. What is its r after ten steps?",
        edits=(("g**2", "g**2 + eps"), (ROOT, "np.sqrt(r)")),
    ),
    Misconception(
        "old_sum_squared",
        "The r that came in is squared as well. It is a sum of squares already: only the new gradient is squared.",
        "With g = 0, what should become of r?",
        edits=(("r = r +", "r = r**2 +"),),
    ),
    Misconception(
        "starting_value",
        "r starts at 0.1 where it comes in as 0, as the accumulators of Keras and optax do by default. The exercise "
        "goes on from r as it comes in, as PyTorch does.",
        "What is your r after one step from 0, and what does the docstring make of it?",
        edits=(("r = r +", "r = np.where(r == 0, 0.1, r) +"),),
        convention=True,
        source="Keras, optax: initial_accumulator_value",
    ),
    ROOT_MISSING,
    NOT_SQUARED,
    SIZE_UNDER_ROOT,
    ABSOLUTE,
    OLD_R_USED,
    ONE_RATE,
    MEAN_OVER_ENTRIES,
    GRADIENT_MISSING,
    RATE_IN_R,
    EPS_INSIDE,
    EPS_MISSING,
    EPS_HARD_CODED,
    EPS_OUTSIDE_FRACTION,
    EPS_TAKEN_OFF,
    EPS_ADDED_TO_STEP,
    RATE_MISSING,
    OLD_WEIGHT_RETURNED,
    ROOT_STORED,
)

RMSPROP = (
    Misconception(
        "no_decay_no_root",
        "This sums the squares and divides by the sum: neither is there a decay rate, so nothing is forgotten, nor a "
        "root. RMSProp averages the squares with rho and divides by the root. A lecture slide has the same slip "
        "(docs/errata.md, W5).",
        "Where in your lines does rho appear, and what are the units of your denominator?",
        edits=((f"rho * r + {AVERAGE}", "r + g**2"), ("np.sqrt(r)", "r")),
        source="W5",
    ),
    Misconception(
        "sum_for_average",
        "r adds up all squares and forgets nothing: that is AdaGrad. RMSProp keeps the share rho of the old r.",
        "Where in your lines does rho appear?",
        edits=((f"rho * r + {AVERAGE}", "r + g**2"),),
    ),
    Misconception(
        "averages_reversed",
        "The average keeps 1 - rho of the old r and takes rho of the new square. It is the other way round: rho is the "
        "share of the old that stays.",
        "At rho = .9, how much of r should survive a step?",
        edits=(("rho * r", "(1.0 - rho) * r"), ("(1 - rho) * ", "rho * ")),
    ),
    Misconception(
        "new_share_missing",
        "r = rho * r + g**2 lacks the factor 1 - rho: it is a sum that forgets, not an average.",
        "If the same g comes for ever, where should r settle?",
        edits=(("(1 - rho) * ", ""),),
    ),
    Misconception(
        "old_share_missing",
        "r keeps all of its old value: rho * r has lost its rho, and r grows for ever.",
        "Add the two factors in your line for r.",
        edits=(("rho * r", "r"),),
    ),
    Misconception(
        "memory_missing",
        "r is made of this one gradient: the r that came in has no part in it.",
        "What does the argument r do in your lines?",
        edits=(("rho * r + ", ""),),
    ),
    Misconception(
        "rho_hard_coded",
        "rho is fixed at .9: the one passed in has no effect.",
        "Where in your lines does the argument rho appear?",
        edits=(("    r = ", "    rho = 0.9\n    r = "),),
    ),
    Misconception(
        "share_squared",
        "The square takes the share along: ((1 - rho) * g)**2. Only the gradient is squared.",
        "At rho = .9, what is the factor of g**2 in your r?",
        edits=((AVERAGE, "((1 - rho) * g) ** 2"),),
    ),
    Misconception(
        "average_without_brackets",
        "The average lacks its brackets: 1 - rho * g**2 takes a share of the square off 1. The difference 1 - rho is "
        "the factor of the square.",
        "What does Python work out first in a - b * c?",
        edits=((AVERAGE, "1 - rho * g**2"),),
    ),
    Misconception(
        "divided_by_the_new_share",
        "r is divided by 1 - rho before the root is taken. RMSProp takes the root of r as it is. (A correction for the "
        "start at zero belongs to Adam, and fades from step to step; this one never does.)",
        "If the same g comes for ever, r settles at g**2. How long is your step then?",
        edits=(("np.sqrt(r)", "np.sqrt(r / (1.0 - rho))"),),
    ),
    from_the_weights("rho * r", "rho * w"),
    ascent(),
    ROOT_MISSING,
    NOT_SQUARED,
    SIZE_UNDER_ROOT,
    ABSOLUTE,
    OLD_R_USED,
    ONE_RATE,
    MEAN_OVER_ENTRIES,
    GRADIENT_MISSING,
    RATE_IN_R,
    EPS_INSIDE,
    EPS_MISSING,
    EPS_HARD_CODED,
    EPS_OUTSIDE_FRACTION,
    EPS_TAKEN_OFF,
    EPS_ADDED_TO_STEP,
    RATE_MISSING,
    OLD_WEIGHT_RETURNED,
    ROOT_STORED,
)
