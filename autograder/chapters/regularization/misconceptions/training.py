"""What acts in the training loop: weight decay, max-norm, early stopping, and bagging's two kernels."""

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
)

IMPROVED = "improved = loss < best_loss - min_delta"
BEST_W = "        best_w = w\n"
BEST = "        best_loss = loss\n"
RESET = "        waited = 0\n"
MORE = "        waited = waited + 1\n"
STOP = "stop = waited >= patience"
BETTER = "    if improved:\n"

STOPPING = (
    Misconception(
        "stops_when_patience_is_exceeded",
        "It stops when the epochs without improvement exceed patience, as PyTorch's ReduceLROnPlateau counts. Here, as "
        "Keras's EarlyStopping and Lightning's, it stops when they reach it.",
        "With patience 1, how many epochs without improvement does it take?",
        edits=((STOP, "stop = waited > patience"),),
        convention=True,
        source="torch.optim.lr_scheduler.ReduceLROnPlateau",
    ),
    Misconception(
        "stops_an_epoch_early",
        "It stops one epoch before patience is used up.",
        "With patience 2, how many epochs without improvement does it take?",
        edits=((STOP, "stop = waited + 1 >= patience"),),
    ),
    Misconception(
        "stops_at_once",
        "It stops at the first epoch without improvement: patience has no effect.",
        "Where in your lines does the argument patience appear?",
        edits=((STOP, "stop = not improved"),),
    ),
    Misconception(
        "last_weights_kept",
        "best_w is always the newest weights, so those of the best epoch are lost. They change only where the loss has "
        "improved.",
        "After five bad epochs, which weights do you return?",
        edits=((MORE, MORE + BEST_W),),
    ),
    Misconception(
        "best_never_updated",
        "best_w never changes: the weights before the first epoch come back.",
        "Where in your lines does w appear?",
        edits=((BEST_W, ""),),
    ),
    Misconception(
        "compares_with_the_last_epoch",
        "Every loss becomes the best one, so each epoch is compared with the one before: a loss that rises and then "
        "falls a little counts as better.",
        "After losses 1, 3, 2: has the third improved?",
        edits=((MORE, MORE + BEST),),
    ),
    Misconception(
        "best_loss_never_updated",
        "best_loss stays what it was: every epoch is compared with the beginning.",
        "After losses 3, 1, 2 from a best loss of 5: is the third better than the best so far?",
        edits=((BEST, ""),),
    ),
    Misconception(
        "small_steps_move_the_best",
        "A loss that is lower by less than min_delta becomes the new best loss, without counting as better. Then a "
        "loss that creeps down never counts. The best loss changes only where the weights do.",
        "With min_delta 1 and losses 10, 9.5, 9, 8.5: which of them are improvements on the best kept one?",
        edits=((MORE, MORE + "        best_loss = min(best_loss, loss)\n"),),
    ),
    Misconception(
        "small_steps_kept",
        "A loss that is lower by less than min_delta is kept, loss and weights, but does not reset the count. Better "
        "is better by more than min_delta, for all three.",
        "With min_delta 1 and losses 10, 9.5: which weights should be kept?",
        edits=(
            (
                MORE,
                MORE + "        best_w = w if loss < best_loss else best_w\n        best_loss = min(best_loss, loss)\n",
            ),
        ),
    ),
    Misconception(
        "min_delta_ignored",
        "Any lower loss counts as better: min_delta has no effect.",
        "Where in your lines does the argument min_delta appear?",
        edits=((IMPROVED, "improved = loss < best_loss"),),
    ),
    Misconception(
        "min_delta_wrong_sign",
        "A loss that is worse by less than min_delta counts as better. It must be better by more than that.",
        "With min_delta 0.1 and a best loss of 1, is 1.05 an improvement?",
        edits=((IMPROVED, "improved = loss < best_loss + min_delta"),),
    ),
    Misconception(
        "exactly_min_delta_counts",
        "A loss lower by exactly min_delta counts as better. With min_delta 0 a loss that never moves is then an "
        "improvement for ever. The exercise asks for more than min_delta.",
        "Is a loss that stays exactly the same an improvement?",
        edits=((IMPROVED, "improved = loss <= best_loss - min_delta"),),
    ),
    Misconception(
        "relative_min_delta",
        "min_delta is taken as a share of the best loss, as PyTorch's plateau schedule takes its threshold. Here it is "
        "subtracted.",
        "With min_delta 0.1 and a best loss of 5, is 4.8 an improvement?",
        edits=((IMPROVED, "improved = loss < best_loss * (1 - min_delta)"),),
        convention=True,
        source="torch.optim.lr_scheduler.ReduceLROnPlateau",
    ),
    Misconception(
        "any_change_counts",
        "A change of more than min_delta in either direction counts as better. Worse is not better.",
        "With a best loss of 1, is 3 an improvement?",
        edits=((IMPROVED, "improved = abs(loss - best_loss) > min_delta"),),
    ),
    Misconception(
        "higher_is_better",
        "A higher loss counts as better, as it would for an accuracy.",
        "With a best loss of 1, is 3 an improvement?",
        edits=((IMPROVED, "improved = loss > best_loss + min_delta"),),
    ),
    Misconception(
        "count_not_reset",
        "An improvement does not reset the count: patience is used up by all bad epochs together. It is for bad epochs "
        "in a row.",
        "After bad, bad, better, bad: how many have been waited?",
        edits=((RESET, ""),),
    ),
    Misconception(
        "reset_to_one",
        "After an improvement the count is 1. No epoch without improvement has passed yet.",
        "How many epochs have passed since the best one?",
        edits=((RESET, "        waited = 1\n"),),
    ),
    Misconception(
        "not_counted",
        "Epochs without improvement are not counted: it never stops.",
        "Where does waited grow?",
        edits=((MORE, "        pass\n"),),
    ),
    Misconception(
        "best_loss_less_min_delta",
        "The best loss is remembered less min_delta, which then counts twice at the next comparison.",
        "Is the best_loss that you return a loss that was seen?",
        edits=((BEST, "        best_loss = loss - min_delta\n"),),
    ),
    Misconception(
        "count_restarts_after_a_stop",
        "When it stops, the count starts again at 0. It should say how long has been waited.",
        "When stop is true, what should waited be?",
        edits=((STOP, STOP + "\n    waited = 0 if stop else waited"),),
    ),
    Misconception(
        "stops_only_once",
        "It stops when exactly patience epochs have been waited. Who goes on all the same, or begins with more, is "
        "never stopped.",
        "With patience 3 and 4 epochs waited, should it stop?",
        edits=(("stop = waited >= patience", "stop = waited == patience"),),
    ),
    Misconception(
        "stops_by_the_old_count",
        "stop is decided from the count before this epoch. The new one counts.",
        "With patience 1, how many epochs without improvement does it take?",
        edits=(
            ("    improved = ", "    before = waited\n    improved = "),
            ("stop = waited >= patience", "stop = before >= patience"),
        ),
    ),
    Misconception(
        "nan_counts_as_better",
        "A loss that is nan counts as better, and its weights are kept. Every comparison with nan is false, so "
        "`not loss >= best` is not the same as `loss < best`.",
        "What is float('nan') >= 1.0, and what is float('nan') < 1.0?",
        edits=((BETTER, "    improved = improved or loss != loss\n" + BETTER),),
    ),
    Misconception(
        "first_epoch_always_better",
        "While best_loss is infinite, every epoch counts as better, even one whose loss is infinite. The exercise asks "
        "for loss < best_loss - min_delta there too.",
        "Is an infinite loss lower than an infinite one?",
        edits=((BETTER, "    improved = improved or best_loss == np.inf\n" + BETTER),),
    ),
    Misconception(
        "zero_is_none_yet",
        "A best loss of 0 is taken for none yet, so that any loss is better: as a condition 0 is false. math.inf "
        "stands for none yet.",
        "After losses 1, 0, 2: is the third better?",
        edits=((BETTER, "    improved = improved or best_loss == 0\n" + BETTER),),
    ),
)

BOOTSTRAP = (
    Misconception(
        "without_replacement",
        "Every example is drawn once: this is a permutation. A bootstrap draws with replacement, so some come twice "
        "and others not at all.",
        "Can an index come twice in what you return?",
        edits=(("np.floor(n * u)", "np.argsort(u)"),),
    ),
    Misconception(
        "rounded",
        "n u is rounded to the nearest number: n itself can come, which is no index, and 0 comes half as often as the "
        "others.",
        "What do you return for u = 0.99 and n = 10?",
        edits=(("np.floor(n * u)", "np.round(n * u)"),),
    ),
    Misconception(
        "counted_from_one",
        "n u is rounded up: the indices run from 1 to n, and n is none.",
        "What do you return for u = 0.99 and n = 10?",
        edits=(("np.floor(n * u)", "np.ceil(n * u)"),),
    ),
    Misconception(
        "last_one_never_drawn",
        "u is multiplied by n - 1, so the last example is never drawn: u is below 1.",
        "For which u would you draw the last example?",
        edits=(("np.floor(n * u)", "np.floor((n - 1) * u)"),),
    ),
    Misconception(
        "rounded_over_n_minus_1",
        "(n - 1) u is rounded: the first and the last example come half as often as the others.",
        "For which share of all u do you draw example 0, for which example 1?",
        edits=(("np.floor(n * u)", "np.round((n - 1) * u)"),),
    ),
    Misconception(
        "drawn_for_left_out",
        "left_out is true for the examples that were drawn. It should be true for the others.",
        "Is example indices[0] left out?",
        edits=(("left_out = ~drawn", "left_out = drawn"),),
    ),
    Misconception(
        "not_at_its_own_place",
        "left_out says whether example i was drawn at place i. It may have been drawn at any place.",
        "Indices 1, 0: is anyone left out?",
        edits=(("np.isin(np.arange(n), indices)", "indices == np.arange(n)"),),
    ),
    Misconception(
        "drawn_twice_is_left_out",
        "left_out is true for everyone who was not drawn exactly once. Who came twice was drawn.",
        "Indices 1, 1: who is left out?",
        edits=(("np.isin(np.arange(n), indices)", "np.bincount(np.clip(indices, 0, n - 1), minlength=n) == 1"),),
    ),
    Misconception(
        "sorted",
        "The indices come back sorted. The exercise asks for them in the order of the uniforms.",
        "Which index belongs to u[0]?",
        edits=(("indices = indices.astype(np.int64)", "indices = np.sort(indices).astype(np.int64)"),),
    ),
    Misconception(
        "one_too_many",
        "u is multiplied by n + 1: n can come, which is no index.",
        "What do you return for u = 0.99 and n = 10?",
        edits=(("np.floor(n * u)", "np.floor((n + 1) * u)"),),
    ),
)

BAGGING = (
    Misconception(
        "logits_averaged",
        "The logits are averaged, and then one softmax: that is the geometric mean of the members' probabilities, made "
        "to add up to 1. The exercise asks for the mean of the probabilities.",
        "Two members are sure of different classes, one with logits ten times as large. What do you return?",
        edits=(
            ("    highest = ", "    logits = np.mean(logits, axis=0, keepdims=True)\n    highest = "),
            ("np.mean(probabilities, axis=0)", "probabilities[0]"),
        ),
        convention=True,
        source="geometric averaging",
    ),
    Misconception(
        "votes",
        "Each member votes for its most probable class, as in Breiman's paper, and the votes are averaged. The "
        "exercise asks for the mean of the probabilities.",
        "A member is 51 % sure. How much does it count?",
        edits=(("probabilities = powers / totals", "probabilities = 1.0 * (powers == powers.max(2, keepdims=True))"),),
        convention=True,
        source="Breiman 1996",
    ),
    Misconception(
        "overflow",
        "The exponential of a large logit is infinite. Subtract from each row its largest logit first; the quotient "
        "stays the same.",
        "What is exp(1000) as a floating number?",
        edits=(("np.exp(logits - highest)", "np.exp(logits)"),),
    ),
    Misconception(
        "one_maximum_for_all",
        "One maximum of all logits is subtracted: in a row whose logits are far below it every exponential is 0, and "
        "0 / 0 is no number. Each row has a maximum of its own.",
        "One row has logits near 1000, another near 0. What is the sum of the exponentials in the second?",
        edits=(("np.max(logits, axis=2, keepdims=True)", "np.max(logits)"),),
    ),
    Misconception(
        "maximum_of_the_member",
        "One maximum of all logits of a member is subtracted: an example whose logits are far below it gets 0 / "
        "0. Each row has a maximum of its own.",
        "What may be subtracted from a row without changing its softmax?",
        edits=(("np.max(logits, axis=2, keepdims=True)", "np.max(logits, axis=(1, 2), keepdims=True)"),),
    ),
    Misconception(
        "maximum_over_members",
        "The maximum is taken over the members: a different number for each class is subtracted, and that changes "
        "the softmax. Each row has a maximum of its own.",
        "What may be subtracted from a row without changing its softmax?",
        edits=(("np.max(logits, axis=2, keepdims=True)", "np.max(logits, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "maximum_over_examples",
        "The maximum is taken over the examples: a different number for each class is subtracted, and that changes "
        "the softmax. Each row has a maximum of its own.",
        "What may be subtracted from a row without changing its softmax?",
        edits=(("np.max(logits, axis=2, keepdims=True)", "np.max(logits, axis=1, keepdims=True)"),),
    ),
    Misconception(
        "mean_subtracted",
        "The mean of a row is subtracted, not its largest logit: what is far above the mean still overflows.",
        "A row is 3000, 0, 0. What are its exponentials after your subtraction?",
        edits=(("np.max(logits, axis=2, keepdims=True)", "np.mean(logits, axis=2, keepdims=True)"),),
    ),
    Misconception(
        "minimum_subtracted",
        "The smallest logit of a row is subtracted, not its largest: what is far above it still overflows.",
        "A row is 3000, 0, 0. What are its exponentials after your subtraction?",
        edits=(("np.max(logits, axis=2, keepdims=True)", "np.min(logits, axis=2, keepdims=True)"),),
    ),
    Misconception(
        "sum_for_mean",
        "The members' probabilities are added, not averaged: the rows add up to their number.",
        "What do the probabilities of one example add up to?",
        edits=(("np.mean(probabilities, axis=0)", "np.sum(probabilities, axis=0)"),),
    ),
    Misconception(
        "softmax_over_members",
        "The softmax runs over the members, the first axis. It belongs over the classes, the last.",
        "Over which axis do the probabilities of one member for one example add up to 1?",
        edits=(
            ("np.max(logits, axis=2, keepdims=True)", "np.max(logits, axis=0, keepdims=True)"),
            ("np.sum(powers, axis=2, keepdims=True)", "np.sum(powers, axis=0, keepdims=True)"),
        ),
    ),
    Misconception(
        "softmax_over_examples",
        "The softmax runs over the examples, the second axis. It belongs over the classes, the last.",
        "Over which axis do the probabilities of one member for one example add up to 1?",
        edits=(
            ("np.max(logits, axis=2, keepdims=True)", "np.max(logits, axis=1, keepdims=True)"),
            ("np.sum(powers, axis=2, keepdims=True)", "np.sum(powers, axis=1, keepdims=True)"),
        ),
    ),
    Misconception(
        "softmax_over_the_batch",
        "One sum over examples and classes together is divided by. Each example has a sum of its own.",
        "What do the probabilities of one example add up to?",
        edits=(
            ("np.max(logits, axis=2, keepdims=True)", "np.max(logits, axis=(1, 2), keepdims=True)"),
            ("np.sum(powers, axis=2, keepdims=True)", "np.sum(powers, axis=(1, 2), keepdims=True)"),
        ),
    ),
    Misconception(
        "no_softmax",
        "The logits are averaged, and no softmax is taken: what comes back are no probabilities.",
        "What do the numbers of one example add up to?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(logits, axis=0)"),),
    ),
    Misconception(
        "softmax_twice",
        "A softmax is taken of the averaged probabilities. They add up to 1 already.",
        "Which lines make probabilities of numbers that already are?",
        edits=(
            ("    probabilities = ", "    mean = np.exp(np.mean(powers / totals, axis=0))\n    probabilities = "),
            ("np.mean(probabilities, axis=0)", "mean / np.sum(mean, axis=1, keepdims=True)"),
        ),
    ),
    Misconception(
        "median",
        "The middle probability is taken instead of the mean: these do not add up to 1.",
        "What do the probabilities of one example add up to?",
        edits=(("np.mean(probabilities, axis=0)", "np.median(probabilities, axis=0)"),),
    ),
    Misconception(
        "best_member",
        "The most certain member decides for each class: the largest probability is taken instead of the mean.",
        "What do the probabilities of one example add up to?",
        edits=(("np.mean(probabilities, axis=0)", "np.max(probabilities, axis=0)"),),
    ),
    Misconception(
        "first_member_only",
        "Only the first member counts.",
        "Change the logits of the last member. Does what you return change?",
        edits=(("np.mean(probabilities, axis=0)", "probabilities[0]"),),
    ),
    Misconception(
        "normalized_after_the_mean",
        "The exponentials are averaged over the members and divided by their sum only then, so members with large "
        "sums count more. Each member has probabilities of its own: divide first.",
        "Add 5 to all logits of one member. Should the answer change?",
        edits=(
            ("probabilities = powers / totals", "mean = np.mean(powers, axis=0)"),
            ("np.mean(probabilities, axis=0)", "mean / np.sum(mean, axis=1, keepdims=True)"),
        ),
    ),
    Misconception(
        "sigmoid",
        "A sigmoid of every logit is taken, each for itself: the numbers of one example do not add up to 1. The "
        "exercise asks for a softmax.",
        "What do the probabilities of one example add up to?",
        edits=(("probabilities = powers / totals", "probabilities = 1 / (1 + np.exp(-logits))"),),
    ),
    Misconception(
        "geometric_mean",
        "The logarithms are averaged: that is the geometric mean, and its rows add up to less than 1.",
        "What do the probabilities of one example add up to?",
        edits=(("np.mean(probabilities, axis=0)", "np.exp(np.mean(np.log(probabilities), axis=0))"),),
    ),
)
