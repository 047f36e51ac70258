"""What people get wrong in the methods that also remember their steps: RMSProp with momentum, Adadelta."""

from autograder.exercise import Misconception

from .accumulators import AVERAGE, EPS_INSIDE, EPS_MISSING, OLD_R_USED, RMSPROP, ROOT, ROOT_MISSING

VELOCITY = "v = alpha * v - lr * step"

RMSPROP_MOMENTUM = (
    Misconception(
        "rate_outside_the_velocity",
        "This is PyTorch's form: the velocity gathers steps without the rate, and the weight takes lr * v off. At a "
        "constant rate the weights are the same, but the v asked for here is the lectures' one, which holds -lr "
        "already.",
        "In your form, what happens to old steps when lr changes? And in the docstring's?",
        edits=((VELOCITY, "v = alpha * v + step"), ("w = w + v", "w = w - lr * v")),
        convention=True,
        source="PyTorch",
    ),
    Misconception(
        "velocity_uphill",
        "This is the form of Keras: the velocity points uphill and is subtracted from the weight. The weights are the "
        "same; the v asked for here points downhill and is added.",
        "Which sign has v after one step from 0 with g > 0?",
        edits=((VELOCITY, "v = alpha * v + lr * step"), ("w = w + v", "w = w - v")),
        convention=True,
        source="Keras",
    ),
    Misconception(
        "velocity_subtracted",
        "The velocity points downhill already, and it is subtracted: w climbs.",
        "If g > 0, which sign has v, and which way should w go?",
        edits=(("w = w + v", "w = w - v"),),
    ),
    Misconception(
        "velocity_divided",
        "The velocity gathers plain gradients and is divided by the root at the end. Here each gradient is divided by "
        "the root of its own step, and the velocity gathers the quotients.",
        "Which r divides a gradient that came ten steps ago?",
        edits=((VELOCITY, "v = alpha * v - lr * g"), ("w = w + v", f"w = w + v / ({ROOT})")),
    ),
    Misconception(
        "velocity_averaged",
        "The new step enters the velocity with the factor 1 - alpha: that is an average, as in Adam. A momentum adds "
        "the whole step.",
        "If the same step comes for ever, where should v settle?",
        edits=((VELOCITY, "v = alpha * v - (1 - alpha) * lr * step"),),
    ),
    Misconception(
        "alpha_and_rho_swapped",
        "alpha and rho have changed places: rho is the share of r that stays, alpha that of v.",
        "In PyTorch rho is called alpha, and alpha momentum. Which of the two stands in your line for r?",
        edits=(("    r = ", "    rho, alpha = alpha, rho\n    r = "),),
    ),
    Misconception(
        "nesterov",
        "The weight moves by alpha * v - lr * step, one step of the velocity ahead: that is Nesterov's momentum. This "
        "exercise asks for the plain one.",
        "By what does your w change, and is it the v that you return?",
        edits=(("w = w + v", "w = w + alpha * v - lr * step"),),
        convention=True,
        source="optax with nesterov=True",
    ),
    Misconception(
        "old_velocity_used",
        "The weight moves by the velocity that came in, and the gradient just seen has to wait for the next step.",
        "Which v do you add, the one that came in or the one that goes out?",
        edits=(("    v = ", "    v_old = v\n    v = "), ("w = w + v", "w = w + v_old")),
    ),
    Misconception(
        "velocity_ignored",
        "This is RMSProp without momentum: the v that came in has no effect.",
        "Where in your lines does the argument alpha appear?",
        edits=(("alpha * v - ", "-"),),
    ),
    Misconception(
        "rate_twice",
        "The rate is applied twice: in the velocity, and once more when it is added.",
        "How often does lr appear in your lines?",
        edits=(("w = w + v", "w = w + lr * v"),),
    ),
    Misconception(
        "old_velocity_divided",
        "The old velocity is divided by the root, too: the root stands under alpha v - lr g as a whole. It divides the "
        "new gradient alone.",
        "With g = 0, what share of v should be left after one step?",
        edits=(("step = g /", "step = (alpha * v - lr * g) /"), (VELOCITY, "v = step")),
    ),
    *(m for m in RMSPROP if m.id in ("sum_for_average", "averages_reversed", "new_share_missing")),
    ROOT_MISSING,
    OLD_R_USED,
    EPS_INSIDE,
    EPS_MISSING,
)

STEP = "np.sqrt(u + eps) / np.sqrt(r + eps) * g"

ADADELTA = (
    Misconception(
        "eps_outside_roots",
        "eps is added outside the two roots. Adadelta's paper and every library add it inside: sqrt(u + eps). It makes "
        "a difference: from u = 0 the first step has size sqrt(eps), not eps.",
        "How long is your first step from zero state?",
        edits=(("np.sqrt(u + eps)", "(np.sqrt(u) + eps)"), ("np.sqrt(r + eps)", "(np.sqrt(r) + eps)")),
    ),
    Misconception(
        "eps_outside_one_root",
        "In the denominator eps is added outside the root, sqrt(r) + eps, and in the numerator inside. It is inside "
        "both.",
        "Read the two roots side by side: what should differ besides r and u?",
        edits=(("np.sqrt(r + eps)", "(np.sqrt(r) + eps)"),),
    ),
    Misconception(
        "new_u_used",
        "The step is made with the u that has seen it already. r is updated before the step, u after it.",
        "Which u stands in the numerator, the one that came in or the one that goes out?",
        edits=(("    w = ", "    step = (u + eps) ** 0.5 / (r + eps) ** 0.5 * g\n    w = "),),
    ),
    Misconception(
        "numerator_without_eps",
        "The numerator is sqrt(u) without eps. u begins at 0, so the first step is 0, so u stays 0: w never moves.",
        "How long is your first step from zero state?",
        edits=(("np.sqrt(u + eps)", "np.sqrt(u)"),),
    ),
    Misconception(
        "numerator_missing",
        "The step is g divided by the root of r: that is RMSProp. Adadelta multiplies by the root of u, the size of "
        "recent steps.",
        "What are the units of your step, those of a weight or none at all?",
        edits=(("np.sqrt(u + eps) / np.sqrt(r + eps) * g", "g / np.sqrt(r + eps)"),),
    ),
    Misconception(
        "fraction_upside_down",
        "The fraction is upside down: the root of r belongs below, that of u above.",
        "Should a weight with large gradients take longer or shorter steps?",
        edits=((STEP, "np.sqrt(r + eps) / np.sqrt(u + eps) * g"),),
    ),
    Misconception(
        "roots_missing",
        "The step is (u + eps) / (r + eps) * g: both are mean squares, and their roots belong there.",
        "Multiply every gradient by 10. How should the step change, and how does yours?",
        edits=(("np.sqrt(u + eps)", "(u + eps)"), ("np.sqrt(r + eps)", "(r + eps)")),
    ),
    Misconception(
        "u_of_gradients",
        "u averages the squares of the gradients, and so becomes a second r. It averages the squares of the steps.",
        "Which two things does Adadelta compare in size?",
        edits=(("step**2", "g**2"),),
    ),
    Misconception(
        "step_not_squared",
        "u averages the steps, not their squares: it can turn negative, and then it has no root.",
        "What happens to your u when steps change their sign?",
        edits=(("step**2", "step"),),
    ),
    Misconception(
        "rate_in_u",
        "u averages the squares of lr * step. In every library u sees the step before the rate.",
        "Does lr change the u that you return? Should it?",
        edits=(("step**2", "(lr * step) ** 2"),),
    ),
    Misconception(
        "u_forgotten",
        "u comes back as it came in. It has to learn the size of the step just made, or the next step cannot use it.",
        "Which two averages do you return, and where do you update each of them?",
        edits=(("    u = rho * u + (1 - rho) * step**2\n", ""),),
    ),
    Misconception(
        "rate_ignored",
        "This is the paper's form, which has no rate: lr has no effect. The exercise, like every library, multiplies "
        "the step by lr.",
        "Where in your lines does the argument lr appear?",
        edits=(("lr * step", "step"),),
        convention=True,
        source="Zeiler 2012, algorithm 1",
    ),
    Misconception(
        "averages_reversed",
        "The averages keep 1 - rho of the old value and take rho of the new one. It is the other way round.",
        "At rho = .95, how much of r should survive a step?",
        edits=(("    r = ", "    rho = 1 - rho\n    r = "),),
    ),
    Misconception(
        "sums_for_averages",
        "r and u lack the factor 1 - rho: they are sums that forget, not averages.",
        "If the same g comes for ever, where should r settle?",
        edits=((AVERAGE, "g**2"), ("(1 - rho) * step**2", "step**2")),
    ),
    Misconception(
        "old_accumulator_used",
        "The step divides by the root of r as it came in. r is updated first, then used; only u is used as it came in.",
        "Which r stands under your root?",
        edits=(("    r = ", "    r_old = r\n    r = "), ("np.sqrt(r + eps)", "np.sqrt(r_old + eps)")),
    ),
    Misconception(
        "ascent",
        "The step is added: w climbs the loss. Descent subtracts it.",
        "If g > 0, should w grow or shrink?",
        edits=(("w - lr", "w + lr"),),
    ),
)
