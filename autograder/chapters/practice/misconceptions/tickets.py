"""Pruning, rewinding, the control with signs, and steps of what is not frozen."""

from autograder.exercise import Misconception

PRUNE = (
    Misconception(
        "largest_pruned",
        "The largest weights are pruned. The smallest in magnitude go.",
        "Which weights could the net most easily do without?",
        edits=(("size = np.abs(w)", "size = -np.abs(w)"),),
    ),
    Misconception(
        "by_value",
        "The weights are sorted by value, so the most negative ones go first. It is the magnitude that counts.",
        "What does yours make of a weight of -10?",
        edits=(("size = np.abs(w)", "size = w"),),
    ),
    Misconception(
        "squares_sorted",
        "The squares are sorted: those of very small weights are all 0, and no longer in the order of the magnitudes.",
        "What is the square of 1e-200?",
        edits=(("size = np.abs(w)", "size = w * w"),),
    ),
    Misconception(
        "share_kept",
        "`share` is kept and the rest pruned. It is the share that goes.",
        "With a share of 0.9, how many ones has your mask?",
        edits=(("math.floor(share * flat.size)", "flat.size - math.floor(share * flat.size)"),),
    ),
    Misconception(
        "mask_inverted",
        "The mask is 1 where a weight is pruned. It is multiplied with weights, so it is 1 where they stay.",
        "What becomes of the largest weight, times your mask?",
        edits=(("rank >= count", "rank < count"),),
    ),
    Misconception(
        "argsort_as_rank",
        "The order of a sort is taken for the ranks: order[i] says which weight is i-th, not which place weight i has.",
        "Three weights 5, 9, 1: what does argsort give, and which place has the first one?",
        edits=(("np.argsort(order, kind=\"stable\")", "order"),),
    ),
    Misconception(
        "equal_ones_all_pruned",
        "All weights as small as the last one pruned are pruned with it: where there are equal ones that is more than "
        "floor(share n). Of equal ones those with the lowest index go.",
        "A matrix of equal entries and a share of a half: how many ones has your mask?",
        edits=(("rank >= count", "flat > (np.sort(flat)[count - 1] if count else -1.0)"),),
    ),
    Misconception(
        "equal_ones_all_kept",
        "All weights as large as the first one kept are kept with it: where there are equal ones fewer than "
        "floor(share n) are pruned. Of equal ones those with the lowest index go.",
        "A matrix of equal entries and a share of a half: how many ones has your mask?",
        edits=(("rank >= count", "flat >= (np.sort(flat)[count] if count < flat.size else np.inf)"),),
    ),
    Misconception(
        "last_of_equals_first",
        "Of equal weights those with the highest index are pruned. The lowest go first.",
        "Is your sort a stable one, and which way does it run?",
        edits=(("rank = np.argsort(order, kind=\"stable\")",
                "order = flat.size - 1 - np.argsort(flat[::-1], kind=\"stable\")\n    rank = np.argsort(order)"),),
    ),
    Misconception(
        "rounded",
        "The number of pruned weights is rounded to the nearest, as in PyTorch. The exercise asks for floor(share n).",
        "0.7 of 24 weights: how many go?",
        edits=(("math.floor(share * flat.size)", "round(share * flat.size)"),),
        convention=True,
        source="torch.nn.utils.prune",
    ),
    Misconception(
        "rounded_up",
        "The number of pruned weights is rounded up. The exercise asks for floor(share n).",
        "Half of 7 weights: how many go?",
        edits=(("math.floor(share * flat.size)", "math.ceil(share * flat.size)"),),
    ),
    Misconception(
        "one_too_many",
        "One weight too many goes: ranks count from 0.",
        "With a share of 0, how many zeros has your mask?",
        edits=(("rank >= count", "rank > count"),),
    ),
    Misconception(
        "quantile",
        "The threshold is an interpolated quantile, and what lies on it goes too: where share n is no whole number, "
        "or weights are equal, the number of zeros is not floor(share n).",
        "Count the zeros of your mask for 7 weights and a share of a quarter.",
        edits=(("rank >= count", "flat > np.quantile(flat, share)"),),
    ),
    Misconception(
        "quantile_kept",
        "The threshold is an interpolated quantile, and what lies on it stays: where share n is no whole number, or "
        "weights are equal, the number of zeros is not floor(share n).",
        "Count the zeros of your mask for 7 weights and a share of a quarter.",
        edits=(("rank >= count", "flat >= np.quantile(flat, share)"),),
    ),
    Misconception(
        "share_of_zero_prunes_all",
        "The threshold is entry count - 1 of the sorted magnitudes. With nothing to prune that is entry -1, the "
        "largest, and all goes; and of equal weights too many go.",
        "With a share of 0, how many ones has your mask?",
        edits=(("rank >= count", "flat > np.sort(flat)[count - 1]"),),
    ),
    Misconception(
        "row_by_row",
        "Each row loses its share by itself. The exercise asks for one order over the whole matrix.",
        "Can one row of your mask be all zeros?",
        edits=(
            ("flat = size.ravel()", "flat = size.reshape(-1, w.shape[-1])"),
            ("np.argsort(flat, kind=\"stable\")", "np.argsort(flat, axis=-1, kind=\"stable\")"),
            ("np.argsort(order, kind=\"stable\")", "np.argsort(order, axis=-1, kind=\"stable\")"),
            ("flat.size", "flat.shape[-1]"),
        ),
    ),
    Misconception(
        "row_by_row_along_the_first_axis",
        "Each entry of the first axis, in a matrix a row, loses its share by itself. The exercise asks for one order "
        "over all weights.",
        "Can one row of your mask be all zeros?",
        edits=(
            ("flat = size.ravel()", "flat = size.reshape(w.shape[0] if w.ndim > 1 else 1, -1)"),
            ("np.argsort(flat, kind=\"stable\")", "np.argsort(flat, axis=-1, kind=\"stable\")"),
            ("np.argsort(order, kind=\"stable\")", "np.argsort(order, axis=-1, kind=\"stable\")"),
            ("flat.size", "flat.shape[-1]"),
        ),
    ),
    Misconception(
        "last_one_to_prune_kept",
        "Of the weights to be pruned the largest stays, with all that are equal to it, unless all are to go: the "
        "threshold is its magnitude, and what lies on it is kept.",
        "Count the zeros of your mask for half of 20 weights.",
        edits=(
            ("kept = rank >= count",
             "line = np.concatenate([[-1.0], np.sort(flat)])[count] if count < flat.size else np.inf\n"
             "    kept = flat >= line"),
        ),
    ),
    Misconception(
        "weights_returned",
        "These are the pruned weights. The exercise asks for the mask: ones and zeros.",
        "Which two numbers has a mask?",
        edits=(("return mask.astype(w.dtype)", "return mask * w"),),
    ),
    Misconception(
        "share_as_threshold",
        "`share` is used as a bound on the magnitude. It says how many go, whatever their size.",
        "Multiply all weights by 100. Should the mask change?",
        edits=(("rank >= count", "flat >= share"),),
    ),
    Misconception(
        "share_of_the_largest",
        "Everything below `share` times the largest weight goes. The share is of the number of weights.",
        "How many ones has your mask?",
        edits=(("rank >= count", "flat >= share * np.max(flat)"),),
    ),
    Misconception(
        "largest_pruned_from_the_end",
        "The largest weights are pruned, of equal ones those with the highest index. The smallest in magnitude "
        "go.",
        "Which weights could the net most easily do without?",
        edits=(("rank >= count", "rank < flat.size - count"),),
    ),
    Misconception(
        "up_to_a_share_of_the_largest",
        "Everything up to `share` times the largest weight goes, that included. The share is of the number of "
        "weights.",
        "How many ones has your mask?",
        edits=(("rank >= count", "flat > share * np.max(flat)"),),
    ),
    Misconception(
        "nothing_to_prune_prunes_all",
        "With nothing to prune everything goes: a slice from -0 on is the whole. And of equal weights those with "
        "the highest index go.",
        "What is x[-0:]?",
        edits=(
            ("kept = rank >= count",
             "gone = np.argsort(-flat, kind=\"stable\")[-count:]\n"
             "    kept = ~np.isin(np.arange(flat.size), gone)"),
        ),
    ),
)  # fmt: skip

REWIND = (
    Misconception(
        "not_rewound",
        "The weights that stay keep their trained values. That is pruning and fine-tuning; a ticket starts where the "
        "net started.",
        "Which argument holds the values at the start?",
        edits=(("ticket = w_start", "ticket = w"),),
    ),
    Misconception(
        "mask_forgotten",
        "All weights go back to the start: nothing is pruned.",
        "What should a weight be whose mask is 0?",
        edits=(("mask * ticket", "ticket + 0.0"),),
    ),
    Misconception(
        "mask_inverted",
        "The pruned weights come back and the others are 0: the mask is 1 for what stays.",
        "What should a weight be whose mask is 1?",
        edits=(("mask * ticket", "(1.0 - mask) * ticket"),),
    ),
    Misconception(
        "pruned_ones_frozen_at_the_end",
        "A pruned weight keeps its trained value. It should be 0.",
        "What should a weight be whose mask is 0?",
        edits=(("mask * ticket", "mask * ticket + (1.0 - mask) * w"),),
    ),
    Misconception(
        "pruned_ones_frozen_at_the_start",
        "A pruned weight stays at its start, and the others keep their trained values. Pruned means 0, and those that "
        "stay go back.",
        "What should a weight be whose mask is 0, and what one whose mask is 1?",
        edits=(("mask * ticket", "mask * w + (1.0 - mask) * ticket"),),
    ),
    Misconception(
        "divided_by_the_share_kept",
        "The weights that stay are divided by the share of ones in the mask, as dropout does. A ticket has the values "
        "of the start, no larger ones.",
        "What should a weight be whose mask is 1?",
        edits=(("mask * ticket", "mask * ticket / np.mean(mask)"),),
    ),
    Misconception(
        "trained_signs",
        "The magnitudes are those of the start and the signs those after training. Both come from the start.",
        "Did any weight change its sign during training?",
        edits=(("ticket = w_start", "ticket = np.abs(w_start) * np.sign(w)"),),
    ),
)

SIGNS = (
    Misconception(
        "drawn_signs",
        "The new weights keep their own signs: this is a plain re-draw under the mask.",
        "Where in your lines does w_start appear?",
        edits=(("mask * sign * size", "mask * w_drawn"),),
    ),
    Misconception(
        "zero_counts_as_negative",
        "A weight that started at 0 is given a minus. The sign of 0 is 0.",
        "What does yours make of a weight that started at 0?",
        edits=(("np.sign(w_start)", "np.where(w_start > 0, 1.0, -1.0)"),),
    ),
    Misconception(
        "zero_counts_as_positive",
        "A weight that started at 0 is given a plus. The sign of 0 is 0.",
        "What does yours make of a weight that started at 0?",
        edits=(("np.sign(w_start)", "np.where(w_start >= 0, 1.0, -1.0)"),),
    ),
    Misconception(
        "signs_multiplied",
        "The signs are multiplied: where both are negative the product is positive. Take the magnitude of the new "
        "weight first.",
        "Old weight -1, new weight -2: what should come out?",
        edits=(("size = np.abs(w_drawn)", "size = w_drawn"),),
    ),
    Misconception(
        "roles_swapped",
        "The magnitudes are the old ones and the signs the new: it is the other way round.",
        "Which of the two does the control keep?",
        edits=(("np.sign(w_start)", "np.sign(w_drawn)"), ("np.abs(w_drawn)", "np.abs(w_start)")),
    ),
    Misconception(
        "mask_forgotten",
        "The pruned weights are there: the mask has no effect.",
        "What should a weight be whose mask is 0?",
        edits=(("mask * sign * size", "sign * size"),),
    ),
    Misconception(
        "mask_inverted",
        "The pruned weights come back and the others are 0: the mask is 1 for what stays.",
        "What should a weight be whose mask is 1?",
        edits=(("mask * sign", "(1.0 - mask) * sign"),),
    ),
    Misconception(
        "rewound",
        "This is rewinding: the old weights with their old magnitudes. The control takes new magnitudes.",
        "Where in your lines does w_drawn appear?",
        edits=(("mask * sign * size", "mask * w_start"),),
    ),
    Misconception(
        "one_magnitude",
        "All weights get one magnitude, the spread of the new ones. Zhou and colleagues study that control too; the "
        "exercise asks for the magnitude of each new weight.",
        "How many different magnitudes has what you return?",
        edits=(("size = np.abs(w_drawn)", "size = np.std(w_drawn)"),),
        convention=True,
        source="Zhou et al. 2019, signed constant",
    ),
    Misconception(
        "magnitudes_forgotten",
        "All weights are 1, 0 or -1: the magnitudes of the new ones are missing.",
        "Where in your lines does w_drawn appear?",
        edits=(("mask * sign * size", "mask * sign"),),
    ),
    Misconception(
        "pruned_ones_at_the_start",
        "A pruned weight keeps its value at the start. It should be 0.",
        "What should a weight be whose mask is 0?",
        edits=(("mask * sign * size", "np.where(mask > 0, sign * size, w_start)"),),
    ),
    Misconception(
        "mean_magnitude",
        "All weights get one magnitude, the mean of the new ones. The exercise asks for the magnitude of each new "
        "weight.",
        "How many different magnitudes has what you return?",
        edits=(("size = np.abs(w_drawn)", "size = np.mean(np.abs(w_drawn))"),),
    ),
    Misconception(
        "mean_magnitude_of_the_kept",
        "All weights get one magnitude, the mean of the new ones that stay. The exercise asks for the magnitude of "
        "each new weight.",
        "How many different magnitudes has what you return?",
        edits=(("size = np.abs(w_drawn)", "size = np.sum(mask * np.abs(w_drawn)) / np.sum(mask)"),),
    ),
    Misconception(
        "divided_by_zero",
        "A weight over its magnitude is its sign, except at 0, where it is not a number. The sign of 0 is 0.",
        "What is 0 / 0?",
        edits=(("np.sign(w_start)", "w_start / np.abs(w_start)"),),
    ),
    Misconception(
        "negative_ones_gone",
        "Where the old weight was negative the new one is 0: a comparison gives 1 or 0, and a sign is 1 or -1.",
        "What does w > 0 give for a negative weight, as a number?",
        edits=(("np.sign(w_start)", "1.0 * (w_start > 0)"),),
    ),
)

MASKED = (
    Misconception(
        "gradient_masked_only",
        "Only the gradient is masked: what was left of the velocity when the weight was frozen goes on moving it. "
        "With any momentum, a frozen weight drifts.",
        "Freeze a weight whose velocity is not 0. Does it stay where it is?",
        edits=(("step = lr * g", "step = lr * mask * g"), ("v = mask * moved", "v = moved")),
    ),
    Misconception(
        "velocity_kept",
        "The weight stays, but its velocity goes on gathering gradients: the day it is thawed it jumps. The velocity "
        "of a frozen weight is 0.",
        "What is your velocity where the mask is 0?",
        edits=(("v = mask * moved", "v = moved"), ("w = w + v", "w = w + mask * v")),
    ),
    Misconception(
        "velocity_masked_only",
        "Only the old velocity is masked: the gradient moves a frozen weight all the same.",
        "What is your velocity where the mask is 0?",
        edits=(("kept = alpha * v", "kept = alpha * mask * v"), ("v = mask * moved", "v = moved")),
    ),
    Misconception(
        "coasting",
        "The velocity of a frozen weight stays as it was, and goes on moving it. Both must be still.",
        "Freeze a weight whose velocity is not 0. Does it stay where it is?",
        edits=(("v = mask * moved", "v = mask * moved + (1.0 - mask) * v"),),
    ),
    Misconception(
        "velocity_subtracted",
        "The velocity has the gradient's sign and is subtracted. The step is right; the exercise asks for the "
        "lectures' form, in which the velocity points downhill and is added.",
        "From a velocity of 0, which sign has yours after the first step?",
        edits=(("kept - step", "kept + step"), ("w = w + v", "w = w - v")),
        convention=True,
        source="other books",
    ),
    Misconception(
        "velocity_preserved",
        "The velocity of a frozen weight stays as it was, and moves it the day it is thawed. The exercise asks for 0.",
        "What is your velocity where the mask is 0?",
        edits=(
            ("v = mask * moved", "shift = mask * moved\n    v = shift + (1.0 - mask) * v"),
            ("w = w + v", "w = w + shift"),
        ),
        convention=True,
        source="optimizers that skip parameters",
    ),
    Misconception(
        "mask_inverted",
        "What should stay moves, and what should move stays: the mask is 1 for what is trained.",
        "What should a weight do whose mask is 1?",
        edits=(("mask * moved", "(1.0 - mask) * moved"),),
    ),
    Misconception(
        "frozen_to_zero",
        "A frozen weight becomes 0. That is pruning: frozen means that it stays as it is.",
        "Where does w * mask leave a weight whose mask is 0?",
        edits=(("w = w + v", "w = mask * (w + v)"),),
    ),
    Misconception(
        "mask_ignored",
        "The mask has no effect: everything moves.",
        "Where in your lines does the argument mask appear?",
        edits=(("mask * moved", "1.0 * moved"),),
    ),
    Misconception(
        "no_momentum",
        "The old velocity does not count: this is plain gradient descent.",
        "Where in your lines does alpha appear?",
        edits=(("kept = alpha * v", "kept = 0.0 * v"),),
    ),
    Misconception(
        "uphill",
        "The velocity has the gradient's sign, so the step climbs.",
        "From a velocity of 0, which way does the first step go?",
        edits=(("kept - step", "kept + step"),),
    ),
    Misconception(
        "pytorch_form",
        "This is PyTorch's form: the buffer sums gradients and the rate comes after. The exercise asks for the "
        "lectures' velocity, which holds the rate.",
        "Is there a rate in your velocity?",
        edits=(("step = lr * g", "step = g"), ("kept - step", "kept + step"), ("w = w + v", "w = w - lr * v")),
        convention=True,
        source="torch.optim.SGD",
    ),
    Misconception(
        "old_velocity",
        "The weights are moved by the old velocity; the new one comes a step late.",
        "Which velocity stands in your line for w?",
        edits=(("v = mask * moved\n    w = w + v", "w = w + mask * v\n    v = mask * moved"),),
    ),
    Misconception(
        "dampened",
        "The gradient is multiplied by 1 - alpha as well, as in an average. The exercise's velocity is a sum.",
        "With a constant gradient, how long should your velocity become?",
        edits=(("kept - step", "kept - (1.0 - alpha) * step"),),
    ),
    Misconception(
        "nesterov",
        "The weights move as in Nesterov's form: one step of momentum ahead of the velocity. The exercise asks "
        "for plain momentum, w + v.",
        "Is what you add to w the velocity that you return?",
        edits=(("w = w + v", "w = w + mask * (alpha * v - step)"),),
    ),
)
