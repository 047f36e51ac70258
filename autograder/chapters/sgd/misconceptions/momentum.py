"""The plain step, and momentum in its two forms."""

from autograder.chapters.sgd.misconceptions.shared import first
from autograder.exercise import Misconception

SGD = (
    Misconception(
        "ascent",
        "The step is added: w climbs the loss. The gradient points uphill, so descent subtracts it.",
        "If g > 0, should w grow or shrink?",
        edits=(("w - step", "w + step"),),
    ),
    Misconception(
        "rate_missing",
        "The whole gradient is subtracted: lr has no effect.",
        "Where in your lines does the argument lr appear?",
        edits=(("lr * g", "g"),),
    ),
    Misconception(
        "rate_hard_coded",
        "The rate is fixed at 0.01: the one passed in has no effect.",
        "Where in your lines does the argument lr appear?",
        edits=(("lr * g", "0.01 * g"),),
    ),
    Misconception(
        "divided_by_rate",
        "The gradient is divided by lr. A small rate should give a small step.",
        "Halve lr. Should the step grow or shrink?",
        edits=(("lr * g", "g / lr"),),
    ),
    Misconception(
        "step_returned",
        "This is the step, -lr * g, and not the weights after it: so do optax's updates, which are added to the "
        "weights in a second call. The exercise asks for the new weights.",
        "With g = 0, what should come back?",
        edits=(("w - step", "-step"),),
        convention=True,
        source="optax.sgd",
    ),
    Misconception(
        "gradient_normalized",
        "The gradient is divided by its length first, so that every step is as long as lr. Plain gradient descent "
        "slows down by itself where the loss is flat.",
        "Multiply g by 10. Should the step change?",
        edits=(("lr * g", "lr * g / np.maximum(np.sqrt(np.sum(g**2)), 1e-300)"),),
    ),
    Misconception(
        "sign_only",
        "Only the sign of the gradient is used: every weight moves by lr. That is another method, sign descent.",
        "Multiply g by 10. Should the step change?",
        edits=(("lr * g", "lr * np.sign(g)"),),
    ),
    Misconception(
        "divided_by_the_norm",
        "The gradient is divided by its length first, so that every step is as long as lr, and a gradient of zeros "
        "divides 0 by 0. Plain gradient descent slows down by itself where the loss is flat.",
        "Multiply g by 10. Should the step change?",
        edits=(("lr * g", "lr * g / np.sqrt(np.sum(g**2))"),),
    ),
    Misconception(
        "weights_shrink",
        "The weights themselves shrink by the share lr before the step. With no gradient they should stay.",
        "With g = 0, what should come back?",
        edits=(("w - step", "(1.0 - lr) * w - step"),),
    ),
    Misconception(
        "rate_on_the_weights_too",
        "lr multiplies the weights as well: lr * (w - g). It multiplies the gradient alone.",
        "With g = 0, what should come back?",
        edits=(("w - step", "lr * w - step"),),
    ),
    Misconception(
        "gradient_multiplied",
        "The weights, less the rate, are multiplied by the gradient: (w - lr) * g. The rate multiplies the gradient, "
        "and nothing multiplies the weights.",
        "With g = 0, what should come back, and what does yours make of it?",
        edits=(("w - step", "(w - lr) * g"),),
    ),
    Misconception(
        "divided_by_the_rows",
        "The step is divided by the number of rows. There are no examples to average over here: g has the shape of the "
        "weights, and each of its entries belongs to one weight.",
        "What does a row of g stand for, an example or some of the weights?",
        edits=(("lr * g", "lr * g / g.shape[0]"),),
    ),
    Misconception(
        "weights_averaged",
        "This is an average of the weights and the gradient, (1 - lr) w + lr g. A step takes lr * g off the weights.",
        "With g = 0, what should come back?",
        edits=(("w - step", "(1.0 - lr) * w + step"),),
    ),
)

# What the three kernels with a velocity have in common: each keeps alpha * v and takes off lr * g.
VELOCITY = (
    Misconception(
        "alpha_hard_coded",
        "alpha is fixed at 0.9: the one passed in has no effect.",
        "Where in your lines does the argument alpha appear?",
        edits=first("alpha = 0.9", "kept = "),
    ),
    Misconception(
        "rate_missing",
        "The whole gradient goes into the velocity: lr has no effect.",
        "Where in your lines does the argument lr appear?",
        edits=(("step = lr * g", "step = g"),),
    ),
    Misconception(
        "ascent",
        "The gradient's step is added to the velocity: w climbs the loss. The velocity takes -lr * g.",
        "Start with v = 0. If g > 0, should w grow or shrink?",
        edits=(("v = kept - step", "v = kept + step"),),
    ),
    Misconception(
        "average",
        "The velocity averages, alpha v - (1 - alpha) lr g, as in deeplearning.ai's course and in PyTorch with "
        "dampening. The exercise asks for the sum, alpha v - lr g; at alpha = .9 its steps grow ten times as long.",
        "With the same g for ever, where does v settle?",
        edits=(("step = lr * g", "step = (1.0 - alpha) * lr * g"),),
        convention=True,
        source="deeplearning.ai; torch.optim.SGD with dampening",
    ),
    Misconception(
        "alpha_on_the_gradient_too",
        "alpha multiplies the new gradient as well: alpha (v - lr g). Only the old velocity decays.",
        "With v = 0, how long should the first step be?",
        edits=(("v = kept - step", "v = kept - alpha * step"),),
    ),
    Misconception(
        "rate_on_the_old_velocity",
        "lr multiplies the old velocity as well: lr (alpha v - g). It holds the rate already, from the steps before.",
        "With g = 0, what share of v should be left after one step?",
        edits=(("kept = alpha * v", "kept = lr * alpha * v"),),
    ),
    Misconception(
        "old_velocity_returned",
        "The weights move with the new velocity, and the old one comes back: the next step starts from a velocity that "
        "never changes.",
        "Which v does the next step need?",
        edits=(*first("old = v", "kept = "), ("return w, v", "return w, old")),
    ),
    Misconception(
        "old_velocity_forgotten",
        "v is -lr * g alone: this is plain gradient descent, without memory.",
        "Where does the velocity that came in appear?",
        edits=(("v = kept - step", "v = -step"),),
    ),
)

STRAIGHT = (
    Misconception(
        "velocity_subtracted",
        "The velocity is alpha v - lr g, which points downhill already, and then it is subtracted: w climbs. (So does "
        "one of the lectures: eq. 8-9.)",
        "Start with v = 0. If g > 0, what is the sign of v, and where does w go?",
        edits=(("w = w + v", "w = w - v"),),
        source="W3",
    ),
    Misconception(
        "velocity_of_the_other_sign",
        "This velocity points uphill, v = alpha v + lr g, and is subtracted, as in TensorFlow 1. The weights go the "
        "same way from v = 0, but the exercise asks for the velocity of the lectures, which points downhill.",
        "Start with v = 0. If g > 0, what is the sign of the v you return?",
        edits=(("v = kept - step", "v = kept + step"), ("w = w + v", "w = w - v")),
        convention=True,
        source="Qian 1999; TensorFlow 1",
    ),
    Misconception(
        "pytorch_form",
        "This is PyTorch's form: the buffer sums gradients, b = alpha b + g, and the rate multiplies it afterwards. "
        "The exercise asks for the lectures' velocity, which has the rate and the sign in it.",
        "In which units is your v, those of a gradient or those of a weight?",
        edits=(("v = kept - step", "v = kept + g"), ("w = w + v", "w = w - lr * v")),
        convention=True,
        source="torch.optim.SGD",
    ),
    Misconception(
        "old_velocity_used",
        "The weights move with the velocity from before this step: the gradient just seen has no part in it.",
        "Which v stands in your line for w, the one that came in or the one that goes out?",
        edits=(*first("old = v", "kept = "), ("w = w + v", "w = w + old")),
    ),
    Misconception(
        "rate_twice",
        "The rate comes in twice: in the velocity, and again where the weights move.",
        "Double lr. By how much should the first step from v = 0 grow?",
        edits=(("w = w + v", "w = w + lr * v"),),
    ),
    Misconception(
        "velocity_not_used",
        "The weights move by -lr * g alone: what the velocity was before has no effect on them.",
        "By how much should w move, compared with the v that you return?",
        edits=(("w = w + v", "w = w - step"),),
    ),
    Misconception(
        "gradient_twice",
        "The gradient counts twice: in the velocity, and again in the weights' line.",
        "Start with v = 0. How far does w move, and how long is one plain step?",
        edits=(("w = w + v", "w = w + v - step"),),
    ),
    Misconception(
        "share_of_the_velocity",
        "The weights move by alpha times the new velocity: alpha comes in twice. They move by the whole of it.",
        "Start with v = 0. How long should the first step be?",
        edits=(("w = w + v", "w = w + alpha * v"),),
    ),
    Misconception(
        "average_times_rate",
        "The velocity averages plain gradients, alpha v + (1 - alpha) g, and the rate multiplies it afterwards, as in "
        "deeplearning.ai's course. The exercise asks for the lectures' velocity, alpha v - lr g: a sum, with the rate "
        "and the sign in it.",
        "In which units is your v, those of a gradient or those of a weight?",
        edits=(("v = kept - step", "v = kept + (1.0 - alpha) * g"), ("w = w + v", "w = w - lr * v")),
        convention=True,
        source="deeplearning.ai",
    ),
)

MOMENTUM = (
    *STRAIGHT,
    *VELOCITY,
    Misconception(
        "nesterov_form",
        "This is Nesterov's momentum as PyTorch and Keras write it, w + alpha v - lr g with the new v. Here the "
        "weights move by the velocity and nothing else.",
        "By how much should w move, compared with the v that you return?",
        edits=(("w = w + v", "w = w + alpha * v - step"),),
        convention=True,
        source="Keras's SGD(nesterov=True)",
    ),
)

PYTORCH = (
    Misconception(
        "lectures_form",
        "This is the lectures' form: the rate and the sign are in the buffer, which is added. The exercise asks for "
        "PyTorch's: the buffer sums plain gradients, and the rate multiplies it afterwards.",
        "In which units is your b, those of a gradient or those of a weight?",
        edits=(("b = kept + g", "b = kept - lr * g"), ("step = lr * b", "step = -b")),
        convention=True,
        source="the lectures; Keras",
    ),
    Misconception(
        "rate_in_the_buffer",
        "The rate is in the buffer, b = mu b + lr g, as in Caffe. At a constant rate the weights move alike; the "
        "buffer differs, and when the rate changes the weights differ as well.",
        "Change lr from one step to the next. Does your b know about it, and should it?",
        edits=(("b = kept + g", "b = kept + lr * g"), ("step = lr * b", "step = b")),
        convention=True,
        source="Caffe; Qian 1999",
    ),
    Misconception(
        "dampened",
        "The buffer averages, mu b + (1 - mu) g: PyTorch's with dampening = mu, and deeplearning.ai's. The exercise "
        "asks for PyTorch's default, which sums.",
        "With the same g for ever, where does b settle?",
        edits=(("b = kept + g", "b = kept + (1.0 - mu) * g"),),
        convention=True,
        source="torch.optim.SGD with dampening; deeplearning.ai",
    ),
    Misconception(
        "nesterov_form",
        "The weights move by g + mu b: that is PyTorch with nesterov=True. Here they move by the buffer.",
        "What multiplies lr in your line for w?",
        edits=(("step = lr * b", "step = lr * (g + mu * b)"),),
        convention=True,
        source="torch.optim.SGD(nesterov=True)",
    ),
    Misconception(
        "ascent",
        "The step is added: w climbs the loss. This buffer sums gradients, which point uphill.",
        "Start with b = 0. If g > 0, should w grow or shrink?",
        edits=(("w = w - step", "w = w + step"),),
    ),
    Misconception(
        "gradient_subtracted_in_the_buffer",
        "The buffer takes -g, and the weights subtract the buffer: w climbs the loss. One minus is enough.",
        "Start with b = 0. If g > 0, what is the sign of b, and where does w go?",
        edits=(("b = kept + g", "b = kept - g"),),
    ),
    Misconception(
        "old_buffer_used",
        "The weights move with the buffer from before this step: the gradient just seen has no part in it.",
        "Which b stands in your line for w, the one that came in or the one that goes out?",
        edits=(*first("old = b", "kept = "), ("step = lr * b", "step = lr * old")),
    ),
    Misconception(
        "old_buffer_returned",
        "The weights move with the new buffer, and the old one comes back.",
        "Which b does the next step need?",
        edits=(*first("old = b", "kept = "), ("return w, b", "return w, old")),
    ),
    Misconception(
        "buffer_not_used",
        "The buffer is kept and the weights move by lr * g: it has no effect on them.",
        "Where does b appear after you have computed it?",
        edits=(("step = lr * b", "step = lr * g"),),
    ),
    Misconception(
        "mu_on_the_gradient_too",
        "mu multiplies the new gradient as well: mu (b + g). Only the old buffer decays.",
        "With b = 0, what should b be after the first step?",
        edits=(("b = kept + g", "b = kept + mu * g"),),
    ),
    Misconception(
        "rate_twice",
        "The rate comes in twice: in the buffer, and again where the weights move.",
        "Double lr. By how much should the first step from b = 0 grow?",
        edits=(("b = kept + g", "b = kept + lr * g"),),
    ),
    Misconception(
        "mu_hard_coded",
        "mu is fixed at 0.9: the one passed in has no effect.",
        "Where in your lines does the argument mu appear?",
        edits=first("mu = 0.9", "kept = "),
    ),
    Misconception(
        "gradient_twice",
        "The gradient counts twice: in the buffer, and again where the weights move.",
        "Start with b = 0. How far does w move, and how long is one plain step?",
        edits=(("step = lr * b", "step = lr * (g + b)"),),
    ),
)
