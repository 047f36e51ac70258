"""LARS: the layer's own rate, and the step with it."""

from autograder.chapters.large_batch.misconceptions.norms import by_part, norms, sizes
from autograder.exercise import Misconception

SIZE = "size = g_norm + weight_decay * w_norm"
QUOTIENT = "trust_coefficient * w_norm / np.where(known, size, 1.0)"
SUM = "np.sqrt(np.sum((g + w * weight_decay) ** 2))"
KNOWN = "known = (w_norm > 0) & (g_norm > 0)"

RATIO = (
    Misconception(
        "trust_coefficient_missing",
        "The trust coefficient is missing. It says which share of its own length a layer may move at a rate of 1, and "
        "it is far below 1. (In one of the lectures the global rate stands in its place: docs/errata.md, G8.)",
        "Halve trust_coefficient. What happens to your result?",
        edits=((QUOTIENT, "w_norm / np.where(known, size, 1.0)"),),
        source="G8",
    ),
    Misconception(
        "trust_coefficient_hard_coded",
        "The trust coefficient is fixed at 0.001: the one passed in has no effect.",
        "Where in your lines does the argument trust_coefficient appear?",
        edits=((QUOTIENT, "0.001 * w_norm / np.where(known, size, 1.0)"),),
    ),
    Misconception(
        "decay_missing_below",
        "The denominator is the norm of the gradient alone. The decay pulls as well: weight_decay times the norm of "
        "the weights is added.",
        "With a tiny gradient and some decay, how long is your step, compared with the weights?",
        edits=((SIZE, "size = g_norm"),),
    ),
    Misconception(
        "norm_of_the_sum",
        "The denominator is the norm of the sum, |g + weight_decay w|, as in optax. The exercise asks for the paper's "
        "sum of norms, |g| + weight_decay |w|.",
        "g points against w. Which of the two denominators becomes smaller?",
        edits=((SIZE, f"size = {SUM}"), (KNOWN, "known = (w_norm > 0) & (size > 0)")),
        convention=True,
        source="optax.lars",
    ),
    Misconception(
        "norm_of_the_sum_guarded",
        "The denominator is the norm of the sum, |g + weight_decay w|, as in optax. The exercise asks for the paper's "
        "sum of norms, |g| + weight_decay |w|.",
        "g points against w. Which of the two denominators becomes smaller?",
        edits=((SIZE, f"size = {SUM}"),),
        convention=True,
        source="optax.lars",
    ),
    Misconception(
        "decay_twice_below",
        "The decay counts twice in the denominator: it is in the gradient whose norm you take, and added once more. "
        "|g| is the norm of the gradient that came in.",
        "How often does weight_decay appear in your denominator?",
        edits=((SIZE, f"size = {SUM} + weight_decay * w_norm"),),
    ),
    Misconception(
        "decay_twice_below_unguarded",
        "The decay counts twice in the denominator: it is in the gradient whose norm you take, and added once more. "
        "|g| is the norm of the gradient that came in.",
        "How often does weight_decay appear in your denominator?",
        edits=((SIZE, f"size = {SUM} + weight_decay * w_norm"), (KNOWN, "known = (w_norm > 0) & (size > 0)")),
    ),
    Misconception(
        "turned_over",
        "The quotient is turned over: the norm of the weights belongs above, that of the gradient below.",
        "Multiply the gradient by 10. Should the factor grow or fall?",
        edits=((QUOTIENT, "trust_coefficient * size / np.where(known, w_norm, 1.0)"),),
    ),
    Misconception(
        "norm_of_the_weights_missing",
        "The norm of the weights is missing: a step of the same length for large weights and small ones.",
        "Multiply w by 10. By how much should the step grow?",
        edits=((QUOTIENT, "trust_coefficient / np.where(known, size, 1.0)"),),
    ),
    Misconception(
        "product_of_norms",
        "The norms are multiplied. The factor falls as the gradient grows: divide.",
        "Multiply the gradient by 10. Should the factor grow or fall?",
        edits=((QUOTIENT, "trust_coefficient * w_norm * np.where(known, size, 1.0)"),),
    ),
    Misconception(
        "eps_below",
        "1e-8 is added to the denominator, as in NVIDIA's apex. The exercise asks for the quotient as it stands, and "
        "for 1 where a norm is 0.",
        "How many digits of yours are right if the gradient is about 1e-6?",
        edits=((SIZE, "size = g_norm + weight_decay * w_norm + 1e-8"),),
        convention=True,
        source="NVIDIA apex, LARC",
    ),
    Misconception(
        "eps_instead_of_the_guard",
        "1e-8 in the denominator takes the place of the two conditions: weights that are all 0 then have the factor 0 "
        "and never move. Where a norm is 0 the factor is 1.",
        "What comes out for a layer whose weights are all 0, and may it stay there?",
        edits=((SIZE, "size = g_norm + weight_decay * w_norm + 1e-8"), (KNOWN, "known = size > 0")),
    ),
    Misconception(
        "decay_above",
        "The decay multiplies the gradient's norm. It belongs to the weights' one: weight_decay |w| is how hard the "
        "decay pulls.",
        "With weight_decay = 0, what should the denominator be?",
        edits=((SIZE, "size = w_norm + weight_decay * g_norm"),),
    ),
    Misconception(
        "without_brackets",
        "The denominator lacks its brackets: the quotient is taken by the gradient's norm alone, and the decay is "
        "added to it.",
        "In a / b + c, what is divided by b + c?",
        edits=(
            (SIZE, "size = g_norm"),
            (QUOTIENT, "(trust_coefficient * w_norm / np.where(known, size, 1.0) + weight_decay * w_norm)"),
        ),
    ),
    Misconception(
        "coefficient_where_a_norm_is_zero",
        "Where a norm is 0 the factor is trust_coefficient. Here it is 1.",
        "What should come out for weights that are all 0?",
        edits=((", 1.0), 1.0)", ", 1.0), trust_coefficient)"),),
    ),
    Misconception(
        "zero_gradient_not_caught",
        "A gradient of 0 is not caught: the factor becomes trust_coefficient / weight_decay, or a division by 0. Where "
        "a norm is 0 the factor is 1.",
        "What comes out where g is 0, with and without decay?",
        edits=((KNOWN, "known = w_norm > 0"),),
    ),
    Misconception(
        "only_zero_denominator_caught",
        "Only a denominator of 0 is caught. Weights of 0 then have the factor 0 and never move, and a gradient of 0 "
        "has another factor than 1. Where either norm is 0 the factor is 1.",
        "What comes out for weights that are all 0, and a gradient that is not?",
        edits=((KNOWN, "known = size > 0"),),
    ),
    Misconception(
        "clipped_at_1",
        "The local rate is cut at 1. The exercise does not bound it.",
        "How large may the local rate become in the docstring?",
        edits=((QUOTIENT, f"np.minimum({QUOTIENT}, 1.0)"),),
    ),
    *norms("g_norm", "g"),
)

LOCAL_RATE = (
    *RATIO,
    Misconception(
        "decay_squared",
        "The norms are combined by Pythagoras, as if gradient and weights stood at right angles. The paper adds them.",
        "Which denominator does the docstring print?",
        edits=((SIZE, "size = np.sqrt(g_norm**2 + (weight_decay * w_norm)**2)"),),
    ),
    Misconception(
        "zero_gradient_not_caught_safely",
        "A gradient of 0 is not caught: only the division is made safe, and the factor is not 1. Where a norm is 0 the "
        "factor is 1.",
        "What comes out where g is 0, with and without decay?",
        edits=((KNOWN, "known = w_norm > 0"), (QUOTIENT, "trust_coefficient * w_norm / np.where(size > 0, size, 1.0)")),
    ),
    Misconception(
        "both_norms_must_be_zero",
        "The factor is 1 only where both norms are 0. Where either one is 0 it is 1.",
        "What comes out for weights that are all 0, and a gradient that is not?",
        edits=((KNOWN, "known = (w_norm > 0) | (g_norm > 0)"),),
    ),
    Misconception(
        "rate_for_each_unit",
        "Each output unit has a rate of its own: the norms are taken along the first axis. The whole layer shares one.",
        "How many numbers come back?",
        edits=sizes("g_norm", "g", "np.sqrt(np.sum({}**2, axis=0))"),
    ),
)

STEP = "step = lr * local * decayed"
DECAYED = "decayed = g + weight_decay * w"
VELOCITY = "v = alpha * v - step"
MOVE = "w = w + v"

LARS = (
    *RATIO,
    *by_part("g_norm", "g"),
    Misconception(
        "rate_twice",
        "The global rate comes in twice: in the place of the trust coefficient, and again in the step. (In one of the "
        "lectures it stands in that place: docs/errata.md, G8.)",
        "Double lr. By how much should the first step from v = 0 grow?",
        edits=((QUOTIENT, "lr * w_norm / np.where(known, size, 1.0)"),),
        source="G8",
    ),
    Misconception(
        "clipped_at_the_rate",
        "The local rate is cut at the global one and stands in its place, as in NVIDIA's apex with clip=True. Here the "
        "two are multiplied, and neither is bounded.",
        "Where does lr appear if the local rate is small?",
        edits=((STEP, "step = np.minimum(local, lr) * decayed"),),
        convention=True,
        source="NVIDIA apex, LARC",
    ),
    Misconception(
        "rate_missing",
        "The global rate is missing: lr has no effect. The local rate multiplies it and does not replace it.",
        "Where in your lines does the argument lr appear?",
        edits=((STEP, "step = local * decayed"),),
    ),
    Misconception(
        "local_rate_missing",
        "This is plain momentum with decay: the local rate has no effect.",
        "Where does the local rate appear after you have computed it?",
        edits=((STEP, "step = lr * decayed"),),
    ),
    Misconception(
        "decay_missing",
        "The decay appears in the local rate, and not in the step: the weights do not decay.",
        "With a tiny gradient, which way should w move?",
        edits=((DECAYED, "decayed = g"),),
    ),
    Misconception(
        "decay_not_scaled",
        "The local rate multiplies the gradient and not the decay. It multiplies their sum.",
        "What are the factors of weight_decay * w in your step?",
        edits=((STEP, "step = lr * (local * g + w * weight_decay)"),),
    ),
    Misconception(
        "decay_times_rate",
        "The decay is multiplied by lr before it joins the gradient, and the step once more. The rate comes in once.",
        "How often does lr multiply weight_decay * w in your lines?",
        edits=((DECAYED, "decayed = g + lr * weight_decay * w"),),
    ),
    Misconception(
        "decoupled",
        "The decay is taken off the weights beside the velocity, as in AdamW. Here it is part of the gradient and goes "
        "into the velocity.",
        "Does weight_decay change your v in more than the local rate?",
        edits=((DECAYED, "decayed = g"), (MOVE, "w = w + v - lr * weight_decay * w")),
    ),
    Misconception(
        "decay_wrong_sign",
        "The decay is subtracted from the gradient: the weights grow.",
        "With a tiny gradient, which way should w move?",
        edits=((DECAYED, "decayed = g - weight_decay * w"),),
    ),
    Misconception(
        "velocity_of_the_other_sign",
        "This is the paper's own form: its velocity points uphill and is subtracted. The weights go the same way from "
        "v = 0, but the exercise asks for the velocity of chapter 03, which points downhill.",
        "Start with v = 0. If g > 0, what is the sign of the v you return?",
        edits=((VELOCITY, "v = alpha * v + step"), (MOVE, "w = w - v")),
        convention=True,
        source="You, Gitman and Ginsburg 2017, algorithm 1",
    ),
    Misconception(
        "pytorch_form",
        "The velocity sums gradients times the local rate, and the global rate multiplies it afterwards: this is "
        "LARS put before PyTorch's SGD, as in NVIDIA's apex. Here both rates and the sign are in the velocity.",
        "Change lr from one step to the next. Does your v know about it, and should it?",
        edits=((STEP, "step = local * decayed"), (VELOCITY, "v = alpha * v + step"), (MOVE, "w = w - lr * v")),
        convention=True,
        source="NVIDIA apex, LARC",
    ),
    Misconception(
        "outside_the_velocity",
        "The local rate multiplies the whole velocity, old steps included. It belongs inside: each gradient is scaled "
        "by the local rate of its own step.",
        "The local rate falls by half. What becomes of the velocity that was there already?",
        edits=((STEP, "step = lr * decayed"), (MOVE, "w = w + local * v")),
    ),
    Misconception(
        "outside_the_buffer",
        "The velocity sums plain gradients, and both rates multiply all of it. They belong inside: each gradient is "
        "scaled by the rates of its own step.",
        "The local rate falls by half. What becomes of the velocity that was there already?",
        edits=((VELOCITY, "v = alpha * v + decayed"), (MOVE, "w = w - lr * local * v")),
    ),
    Misconception(
        "outside_the_velocity_downhill",
        "The velocity sums plain gradients, and both rates multiply all of it. They belong inside: each gradient is "
        "scaled by the rates of its own step.",
        "The local rate falls by half. What becomes of the velocity that was there already?",
        edits=((VELOCITY, "v = alpha * v - decayed"), (MOVE, "w = w + lr * local * v")),
    ),
    Misconception(
        "ascent",
        "The step is added to the velocity, and the velocity to w: w climbs the loss.",
        "Start with v = 0. If g > 0, should w grow or shrink?",
        edits=((VELOCITY, "v = alpha * v + step"),),
    ),
    Misconception(
        "velocity_subtracted",
        "The velocity points downhill already, and then it is subtracted: w climbs the loss.",
        "Start with v = 0. If g > 0, what is the sign of v, and where does w go?",
        edits=((MOVE, "w = w - v"),),
    ),
    Misconception(
        "velocity_forgotten",
        "The velocity that came in has no effect: this is LARS without momentum.",
        "Where does the v that came in appear?",
        edits=((VELOCITY, "v = -step"),),
    ),
    Misconception(
        "alpha_missing",
        "The old velocity is kept whole: alpha has no effect.",
        "Where in your lines does the argument alpha appear?",
        edits=((VELOCITY, "v = v - step"),),
    ),
    Misconception(
        "average",
        "The velocity averages, alpha v - (1 - alpha) step. The exercise asks for the sum, alpha v - step.",
        "With the same step for ever, where does v settle?",
        edits=((VELOCITY, "v = alpha * v - (1.0 - alpha) * step"),),
        convention=True,
        source="deeplearning.ai; torch.optim.SGD with dampening",
    ),
    Misconception(
        "nesterov_form",
        "This is Nesterov's momentum: the step counts once more beside the velocity. Here w moves by the velocity "
        "alone.",
        "By how much should w move, compared with the v that you return?",
        edits=((MOVE, "w = w + alpha * v - step"),),
        convention=True,
        source="optax.lars(nesterov=True)",
    ),
    Misconception(
        "old_velocity_returned",
        "The weights move with the new velocity, and the old one comes back.",
        "Which v does the next step need?",
        edits=((VELOCITY, "old, v = v, alpha * v - step"), ("return w, v", "return w, old")),
    ),
    Misconception(
        "moved_by_the_old_velocity",
        "The weights move by the velocity that came in; the new one comes a step late.",
        "Start with v = 0. Does the first step move w?",
        edits=(
            (VELOCITY, "old, v = v, alpha * v - step"),
            (MOVE, "w = w + old"),
        ),
    ),
    Misconception(
        "rate_at_the_weights",
        "The global rate multiplies the velocity where the weights move, and is not in it. Here both rates are in "
        "the velocity.",
        "Change lr from one step to the next. Does your v know about it, and should it?",
        edits=(
            (STEP, "step = local * decayed"),
            (MOVE, "w = w + lr * v"),
        ),
    ),
)
