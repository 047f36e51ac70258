"""What people get wrong in the training loop: weight decay and max-norm."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception

DECAY = (
    Misconception(
        "decay_not_times_lr",
        "The weights shrink by 1 - weight_decay, whatever the rate, as in Loshchilov and Hutter's paper. Here, as in "
        "PyTorch, the decay is multiplied by the rate: 1 - lr weight_decay.",
        "Halve the rate. Should a weight without a gradient shrink less in a step?",
        edits=(("1 - lr * weight_decay", "1 - weight_decay"),),
        convention=True,
        source="Loshchilov and Hutter 2019",
    ),
    Misconception(
        "new_weights_decayed",
        "The weights shrink after the step, so the step shrinks with them. The exercise asks for the old weights to "
        "shrink.",
        "Put w = 0. What is left of the step?",
        edits=(("kept * w - step", "kept * (w - step)"),),
    ),
    Misconception(
        "weights_grow",
        "The decay is added: the weights grow by 1 + lr weight_decay.",
        "What happens to a weight without a gradient in a hundred steps?",
        edits=(("1 - lr * weight_decay", "1 + lr * weight_decay"),),
    ),
    Misconception(
        "gradient_added",
        "The step is added: it goes uphill.",
        "Which way does the loss fall?",
        edits=(("kept * w - step", "kept * w + step"),),
    ),
    Misconception(
        "decay_twice",
        "The weights shrink by 1 - 2 lr weight_decay, as under a penalty without its 1/2, such as Keras's L2.",
        "By what factor does a weight without a gradient shrink?",
        edits=(("lr * weight_decay", "2.0 * lr * weight_decay"),),
        convention=True,
        source="keras.regularizers.L2",
    ),
    Misconception(
        "decay_halved",
        "The weights shrink by 1 - lr weight_decay / 2: the 1/2 belongs to the penalty, not to its gradient.",
        "By what factor does a weight without a gradient shrink?",
        edits=(("lr * weight_decay", "0.5 * lr * weight_decay"),),
    ),
    Misconception(
        "decay_ignored",
        "This is the plain step: weight_decay has no effect.",
        "Where in your lines does the argument weight_decay appear?",
        edits=(("kept * w - step", "w - step"),),
    ),
    Misconception(
        "gradient_ignored",
        "The weights only shrink: the gradient has no effect.",
        "Where in your lines does the argument g appear?",
        edits=(("kept * w - step", "kept * w"),),
    ),
    Misconception(
        "same_amount_for_all",
        "The same amount is taken from every weight, whatever its size and sign. Decay multiplies each weight by a "
        "factor.",
        "What happens to a weight of 0?",
        edits=(("kept * w - step", "w - lr * weight_decay - step"),),
    ),
    Misconception(
        "signs_decay",
        "Every weight moves by the same amount towards 0: this is the decay of L1. Decay multiplies each weight by a "
        "factor.",
        "By what factor does a weight of 10 shrink, and one of 0.1?",
        edits=(("kept * w - step", "w - lr * weight_decay * np.sign(w) - step"),),
    ),
    Misconception(
        "factor_is_the_decay",
        "The weights are multiplied by lr weight_decay. That is the share which goes; 1 minus it stays.",
        "With weight_decay 0, what should be left of w?",
        edits=(("1 - lr * weight_decay", "lr * weight_decay"),),
    ),
    Misconception(
        "divided",
        "The weights are divided by 1 + lr weight_decay, the form of a proximal step. The exercise multiplies by "
        "1 - lr weight_decay; the two agree only to first order.",
        "By what factor does a weight without a gradient shrink?",
        edits=(("1 - lr * weight_decay", "1 / (1 + lr * weight_decay)"),),
        convention=True,
        source="proximal gradient descent",
    ),
    Misconception(
        "gradient_shrunk_instead",
        "The factor is at the gradient, not at the weights.",
        "With g = 0, does w shrink?",
        edits=(("kept * w - step", "w - kept * step"),),
    ),
    Misconception(
        "penalty_for_its_gradient",
        "The penalty itself, with the square of the weight, is added to the gradient. The decay is its derivative, in"
        " proportion to the weight.",
        "What is the derivative of w**2 / 2?",
        edits=(("kept * w - step", "w - lr * weight_decay / 2 * w**2 - step"),),
    ),
    Misconception(
        "rate_decays",
        "The factor is 1 - lr, times weight_decay. It is 1 minus the product of both.",
        "With weight_decay 0, what should be left of w?",
        edits=(("1 - lr * weight_decay", "(1 - lr) * weight_decay"),),
    ),
    Misconception(
        "rate_twice_at_the_decay",
        "The decay is multiplied by the rate twice. It is lr weight_decay, once.",
        "Expand your brackets. How often does lr stand before weight_decay?",
        edits=(("1 - lr * weight_decay", "1 - lr * lr * weight_decay"),),
    ),
    Misconception(
        "rate_missing_at_the_gradient",
        "The gradient is subtracted whole, without the rate. The decay has it.",
        "With weight_decay 0, is it the plain step w - lr g?",
        edits=(("step = lr * g", "step = g"),),
    ),
    Misconception(
        "exponential",
        "The weights shrink by exp(-lr weight_decay). The exercise multiplies by 1 - lr weight_decay; the two "
        "agree only to first order.",
        "By what factor does a weight without a gradient shrink?",
        edits=(("1 - lr * weight_decay", "np.exp(-lr * weight_decay)"),),
    ),
    Misconception(
        "one_for_the_weights",
        "The decay and the step are subtracted from 1, not from w: a pair of brackets is missing.",
        "With lr 0, what should come back?",
        edits=(("kept * w - step", "1 - (1 - kept) * w - step"),),
    ),
    Misconception(
        "biases_left_alone",
        "Arrays with one axis do not shrink, as training scripts have it for biases. The exercise shrinks every array "
        "that it is given.",
        "What becomes of a w with one axis when g is 0?",
        edits=(("1 - lr * weight_decay", "1 - lr * weight_decay * (w.ndim > 1)"),),
        convention=True,
        source="many training scripts",
    ),
    Misconception(
        "whole_penalty_for_its_gradient",
        "The penalty itself, one number for all weights, is added to the gradient. The decay is its derivative, in "
        "proportion to each weight.",
        "What happens to a weight of 0?",
        edits=(("kept * w - step", "w - lr * weight_decay / 2 * np.sum(w**2) - step"),),
    ),
)

MAX_NORM = (
    Misconception(
        "norm_of_inputs",
        "The norms are those of the rows, the weights that leave one input. Here a unit's weights are those that "
        "arrive at it: a column of w.",
        "w is (fan_in, fan_out). Along which axis lie the weights of one output unit?",
        edits=(("axis=0", "axis=1"),),
    ),
    Misconception(
        "one_norm",
        "The whole array is shortened by its own norm: units that are short shrink because others are long. Every unit "
        "has a norm of its own.",
        "How many different factors does your kernel use?",
        edits=(("np.sum(w**2, axis=0, keepdims=True)", "np.sum(w**2)"),),
    ),
    Misconception(
        "always_to_the_limit",
        "Units that are short are stretched to the limit (and a unit of zeros gives numbers that are none). It is a "
        "maximum: who is below it stays.",
        "What should happen to a unit of norm 0.1 with limit 1?",
        edits=(("limit / np.maximum(norms, limit)", "limit / norms"),),
    ),
    Misconception(
        "only_stretched",
        "The comparison is turned round: short units are stretched to the limit and long ones stay.",
        "When is limit / norm below 1?",
        edits=(("np.maximum(norms, limit)", "np.minimum(norms, limit)"),),
    ),
    Misconception(
        "entry_by_entry",
        "Every weight is cut at the limit: that bounds entries, and turns the unit's direction. The bound is on the "
        "norm of a unit, and all its weights share one factor.",
        "Divide what you return by w, within one column. Is it one number?",
        edits=(("w * scale", "np.minimum(np.maximum(w, -limit), limit)"),),
    ),
    Misconception(
        "squares_for_norms",
        "The limit is compared with the square of the norm: the root is missing.",
        "What is your norm of (3, 4)?",
        edits=(("norms = np.sqrt(squares)", "norms = squares"),),
    ),
    Misconception(
        "limit_is_of_the_square",
        "The square of the norm is bounded by the limit, so the norm by its root: Srebro's constant is of the norm.",
        "How long are the longest units that you return?",
        edits=(("limit / np.maximum(norms, limit)", "np.sqrt(limit / np.maximum(squares, limit))"),),
    ),
    Misconception(
        "sum_of_sizes",
        "The norm is the sum of sizes. The exercise asks for the Euclidean one.",
        "What is your norm of (3, 4)?",
        edits=(("norms = np.sqrt(squares)", "norms = np.sum(np.abs(w), axis=0, keepdims=True)"),),
    ),
    Misconception(
        "largest_weight",
        "The norm is the largest weight in size. The exercise asks for the Euclidean one.",
        "What is your norm of (3, 4)?",
        edits=(("norms = np.sqrt(squares)", "norms = np.max(np.abs(w), axis=0, keepdims=True)"),),
    ),
    Misconception(
        "mean_square",
        "The norm is the root of the mean square: it does not grow with the number of weights, as a norm does.",
        "What is your norm of (3, 4)?",
        edits=(("np.sum(w**2, axis=0, keepdims=True)", "np.mean(w**2, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "dropped",
        "A unit that is too long becomes 0. It should become shorter and keep its direction.",
        "What is the norm of what you return for a long unit?",
        edits=(("limit / np.maximum(norms, limit)", "1.0 * (norms <= limit)"),),
    ),
    Misconception(
        "keras_eps",
        "This is Keras's form, which divides by the norm plus 1e-7: every unit comes back a little too short, those "
        "within the limit too. The exercise leaves these as they are.",
        "Is a unit that is short enough returned unchanged, to the last digit?",
        edits=(("limit / np.maximum(norms, limit)", "np.minimum(norms, limit) / (norms + 1e-7)"),),
        convention=True,
        source="keras.constraints.MaxNorm",
    ),
    Misconception(
        "torch_eps",
        "This is torch.renorm's form: a long unit is divided by its norm plus 1e-7, and comes back a little too short. "
        "The exercise asks for exactly the limit.",
        "Is the norm of a long unit the limit, to the last digit?",
        edits=(("limit / np.maximum(norms, limit)", "np.where(norms > limit, limit / (norms + 1e-7), 1.0)"),),
        convention=True,
        source="torch.renorm",
    ),
    Misconception(
        "eps_1e_8",
        "A long unit is divided by its norm plus 1e-8, and comes back a little too short. The exercise asks for "
        "exactly the limit; a norm of 0 does no harm once it is compared with the limit.",
        "Is the norm of a long unit the limit, to the last digit?",
        edits=(("limit / np.maximum(norms, limit)", "np.minimum(1.0, limit / (norms + 1e-8))"),),
        convention=True,
    ),
    Misconception(
        "eps_1e_6",
        "A long unit is divided by its norm plus 1e-6, and comes back a little too short. The exercise asks for "
        "exactly the limit; a norm of 0 does no harm once it is compared with the limit.",
        "Is the norm of a long unit the limit, to the last digit?",
        edits=(("limit / np.maximum(norms, limit)", "np.minimum(1.0, limit / (norms + 1e-6))"),),
        convention=True,
    ),
    Misconception(
        "scaled_to_one",
        "Long units come back with norm 1, not with the limit.",
        "How long are the longest units that you return?",
        edits=(("limit / np.maximum(norms, limit)", "np.where(norms > limit, 1 / np.maximum(norms, limit), 1.0)"),),
    ),
    Misconception(
        "limit_hard_coded",
        "The limit is fixed at 1: the one passed in has no effect.",
        "Where in your lines does the argument limit appear?",
        edits=first("limit = 1.0", "norms = "),
    ),
    Misconception(
        "zero_by_zero",
        "A unit of zeros is divided by its norm, 0, and gives numbers that are none. It should come back as it was.",
        "What do your lines give for a column of zeros?",
        edits=(("limit / np.maximum(norms, limit)", "np.minimum(norms, limit) / norms"),),
    ),
    Misconception(
        "divided_by_the_limit",
        "Long units are divided by the limit, whatever their norm: then some are still too long, and others too short.",
        "How long are the longest units that you return?",
        edits=(("limit / np.maximum(norms, limit)", "np.where(norms > limit, 1 / limit, 1.0)"),),
    ),
    Misconception(
        "factor_squared",
        "Long units are shortened twice: their norm becomes limit squared over the norm.",
        "How long are the longest units that you return?",
        edits=(("limit / np.maximum(norms, limit)", "(limit / np.maximum(norms, limit)) ** 2"),),
    ),
    Misconception(
        "entries_at_the_limit",
        "Every weight of a long unit becomes the limit itself. Its norm should, and its direction should stay.",
        "Divide what you return by w, within one column. Is it one number?",
        edits=(("w * scale", "np.where(norms > limit, limit, w)"),),
    ),
    Misconception(
        "always_to_the_limit_but_zeros",
        "Every unit gets the length of the limit, the short ones too; only zeros stay. It is a maximum: who is "
        "below it stays.",
        "What should happen to a unit of norm 0.1 with limit 1?",
        edits=(("limit / np.maximum(norms, limit)", "limit / np.where(norms == 0, 1.0, norms)"),),
    ),
    Misconception(
        "only_stretched_but_zeros",
        "The comparison is turned round: short units are stretched to the limit and long ones stay. Only zeros "
        "stay zeros.",
        "When is limit / norm below 1?",
        edits=(("limit / np.maximum(norms, limit)", "np.maximum(limit / np.where(norms == 0, limit, norms), 1.0)"),),
    ),
    Misconception(
        "shortened_by_the_longest",
        "All units are shortened by the factor of the longest one. Every unit has a factor of its own.",
        "One unit is too long, another within the limit. What should happen to the second?",
        edits=(("limit / np.maximum(norms, limit)", "limit / np.maximum(np.max(norms), limit)"),),
    ),
    Misconception(
        "ends_at_the_first_short_one",
        "Units behind the first one that is short enough are not looked at: they keep their length. `break` ends a "
        "loop; `continue` goes on with the next unit.",
        "How many units does your loop look at?",
        edits=(
            (
                "limit / np.maximum(norms, limit)",
                "np.where(np.cumsum(norms <= limit, axis=1) > 0, 1.0, limit / np.maximum(norms, limit))",
            ),
        ),
    ),
    Misconception(
        "factor_of_the_unit_before",
        "A unit that is short enough is multiplied by the factor of the unit before it. Its own is 1.",
        "In each round of your loop, which value has the factor before you compare?",
        edits=(
            (
                "return w * scale",
                "for j in range(1, w.shape[1]):\n"
                "        if norms[0, j] <= limit:\n"
                "            scale[0, j] = scale[0, j - 1]\n"
                "    return w * scale",
            ),
        ),
    ),
)
