"""Nesterov's momentum: where to look, the step from there, and the form without w."""

from autograder.chapters.sgd.misconceptions.momentum import STRAIGHT, VELOCITY
from autograder.exercise import Misconception

LOOKAHEAD = (
    Misconception(
        "full_velocity",
        "The look-ahead goes by the whole v. In the coming step only alpha * v of it will be left, so look there.",
        "If the gradient were 0, where would momentum_step go?",
        edits=(("alpha * v", "v"),),
    ),
    Misconception(
        "backwards",
        "The velocity is subtracted: this looks back. The lectures' velocity points where the weights go.",
        "If the gradient were 0, where would momentum_step go?",
        edits=(("w + shift", "w - shift"),),
    ),
    Misconception(
        "shift_returned",
        "This is how far ahead, not where: the weights are missing.",
        "With v = 0, what should come back?",
        edits=(("w + shift", "shift"),),
    ),
    Misconception(
        "lost_share",
        "The share 1 - alpha of the velocity is used. alpha is the share that stays.",
        "With alpha = 0 nothing of the velocity survives a step. Where is the look-ahead point then?",
        edits=(("alpha * v", "(1.0 - alpha) * v"),),
    ),
    Misconception(
        "alpha_hard_coded",
        "alpha is fixed at 0.9: the one passed in has no effect.",
        "Where in your lines does the argument alpha appear?",
        edits=(("alpha * v", "0.9 * v"),),
    ),
    Misconception(
        "weights_decay_too",
        "alpha multiplies the weights as well, alpha (w + v). Only the velocity decays.",
        "With v = 0, what should come back?",
        edits=(("w + shift", "alpha * w + shift"),),
    ),
    Misconception(
        "no_lookahead",
        "This is w itself: heavy ball, which does not look ahead.",
        "Where in your lines does v appear?",
        edits=(("w + shift", "w"),),
    ),
    Misconception(
        "weights_averaged",
        "This is an average of w and v, (1 - alpha) w + alpha v: the weights count in full.",
        "With v = 0, what should come back?",
        edits=(("w + shift", "(1.0 - alpha) * w + shift"),),
    ),
    Misconception(
        "alpha_twice",
        "alpha comes in twice: the weights move ahead by alpha * alpha * v. Once is enough.",
        "With v = 1 and alpha = 0.5, how far ahead should the point lie?",
        edits=(("alpha * v", "alpha**2 * v"),),
    ),
    Misconception(
        "divided_by_alpha",
        "The velocity is divided by alpha. It is multiplied: alpha is the share of it that stays.",
        "With alpha = 0.5, is the look-ahead longer than v or shorter?",
        edits=(("alpha * v", "v / alpha"),),
    ),
)

NESTEROV = (
    *STRAIGHT,
    *VELOCITY,
    Misconception(
        "moves_from_the_lookahead",
        "The weights move by the new velocity, but from the look-ahead point, so alpha v counts twice. The look-ahead "
        "point only lends its gradient: the step begins at w.",
        "The new velocity has alpha v in it. Where must it begin for that to count once?",
        edits=(("w = w + v", "w = w + kept + v"),),
    ),
    Misconception(
        "reparametrised_form",
        "This is the re-parametrised form, w + alpha v - lr g with the new v, as in PyTorch and Keras, where w itself "
        "is the look-ahead point. Here w is the weight, and g was taken ahead of it.",
        "In this exercise, is g the gradient at w or at w + alpha v?",
        edits=(("w = w + v", "w = w + alpha * v - step"),),
        convention=True,
        source="Keras's SGD(nesterov=True)",
    ),
    Misconception(
        "pytorch_nesterov_form",
        "This is PyTorch's form with nesterov=True: the buffer sums gradients, and the weights move by -lr (g + alpha "
        "b). The exercise asks for the lectures' velocity, and g was taken ahead already: the weights move by v.",
        "In which units is your v, those of a gradient or those of a weight?",
        edits=(("v = kept - step", "v = kept + g"), ("w = w + v", "w = w - lr * (g + alpha * v)")),
        convention=True,
        source="torch.optim.SGD(nesterov=True)",
    ),
    Misconception(
        "next_lookahead_returned",
        "v is right, but what comes back as w is the next look-ahead point, alpha v beyond the new weights.",
        "By how much should w move, compared with the v that you return?",
        edits=(("w = w + v", "w = w + v + alpha * v"),),
    ),
)

REPARAMETRISED = (
    *VELOCITY,
    Misconception(
        "heavy_ball",
        "The weights move by v and nothing else: that is momentum without looking ahead. Here w is a look-ahead point, "
        "and the new one lies alpha v beyond the new weights.",
        "Write the new look-ahead point with the new weights, then the new weights with the old look-ahead point.",
        edits=(("w + shift - step", "w + v"),),
    ),
    Misconception(
        "gradient_missing",
        "The weights move by alpha v alone. Some of the way to the next look-ahead point is the step itself.",
        "With alpha = 0 the method is plain gradient descent. Is yours?",
        edits=(("w + shift - step", "w + shift"),),
    ),
    Misconception(
        "old_lookahead_not_left",
        "The weights move by (1 + alpha) v: right from the weights, but w is the old look-ahead point, and alpha times "
        "the old velocity has to be taken off first.",
        "How far is the old look-ahead point from the old weights?",
        edits=(("w + shift - step", "w + shift + v"),),
    ),
    Misconception(
        "old_lookahead_added",
        "The way back to the old weights has the wrong sign: w + alpha v_old + (1 + alpha) v. It is subtracted.",
        "The old look-ahead point is w_old + alpha v_old. How do you get w_old from it?",
        edits=(("w + shift - step", "w + kept + shift + v"),),
    ),
    Misconception(
        "velocity_subtracted",
        "alpha v is subtracted, although this velocity points downhill.",
        "Start with v = 0. If g > 0, what are the signs of the two parts of your step?",
        edits=(("w + shift - step", "w - shift - step"),),
    ),
    Misconception(
        "shift_by_the_whole_velocity",
        "The weights move by v - lr g. The next step keeps only alpha of v, so the look-ahead is alpha v.",
        "How far ahead of the weights does the next step look?",
        edits=(("shift = alpha * v", "shift = v"),),
    ),
    Misconception(
        "pytorch_form",
        "This is PyTorch's form: the buffer sums gradients, and the weights move by -lr (g + alpha b). The exercise "
        "asks for the lectures' velocity, which has the rate and the sign in it.",
        "In which units is your v, those of a gradient or those of a weight?",
        edits=(("v = kept - step", "v = kept + g"), ("w + shift - step", "w - lr * shift - step")),
        convention=True,
        source="torch.optim.SGD(nesterov=True)",
    ),
    Misconception(
        "gradient_added",
        "The gradient's step is added in the line for w: it climbs. It is subtracted, as in the line for v.",
        "With alpha = 0 the method is plain gradient descent. Is yours?",
        edits=(("w + shift - step", "w + shift + step"),),
    ),
    Misconception(
        "rate_missing_in_the_weights",
        "The line for w subtracts the whole gradient: the rate is missing there, though v has it.",
        "With alpha = 0 the method is plain gradient descent with the rate lr. Is yours?",
        edits=(("w + shift - step", "w + shift - g"),),
    ),
    Misconception(
        "alpha_once_on_the_old_velocity",
        "The old velocity moves the weights with the factor alpha. The shift is alpha times the new velocity, in which "
        "alpha stands once already.",
        "Put the line for v into alpha * v. With which factor does the old v come out?",
        edits=(("w + shift - step", "w + kept - (1.0 + alpha) * step"),),
    ),
    Misconception(
        "velocity_of_the_other_sign",
        "This velocity points uphill, v = alpha v + lr g, and is subtracted. The exercise asks for the lectures', "
        "which points downhill.",
        "Start with v = 0. If g > 0, what is the sign of the v you return?",
        edits=(("v = kept - step", "v = kept + step"), ("w + shift - step", "w - shift - step")),
        convention=True,
        source="Qian 1999; TensorFlow 1",
    ),
)
