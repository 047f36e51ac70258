"""Rates and batches: scaling, warmup, accumulation."""

from autograder.exercise import Misconception

FACTOR = "factor = batch / base_batch"

SCALING = (
    Misconception(
        "square_root",
        "This is the square-root rule, lr * sqrt(batch / base_batch), as in Krizhevsky's report and in Hoffer et al. "
        "The exercise asks for the linear one.",
        "Make the batch four times as large. By how much does your rate grow?",
        edits=(("rate = lr * factor", "rate = lr * np.sqrt(factor).item()"),),
        convention=True,
        source="Krizhevsky 2014; Hoffer et al. 2017",
    ),
    Misconception(
        "turned_over",
        "The quotient is turned over: the rate falls as the batch grows.",
        "Make the batch twice as large. Should the rate grow or fall?",
        edits=((FACTOR, "factor = base_batch / batch"),),
    ),
    Misconception(
        "integer_division",
        "The quotient is an integer division: it is 0 for a batch below the base, and too small where it leaves a "
        "rest.",
        "What is 48 // 32?",
        edits=((FACTOR, "factor = batch // base_batch"),),
    ),
    Misconception(
        "factor_returned",
        "This is the factor by which the rate grows, and not the rate.",
        "With batch = base_batch, what should come back?",
        edits=(("rate = lr * factor", "rate = factor"),),
    ),
    Misconception(
        "base_ignored",
        "The rate is multiplied by the batch itself: base_batch has no effect.",
        "With batch = base_batch, what should come back?",
        edits=((FACTOR, "factor = batch"),),
    ),
    Misconception(
        "base_256",
        "The base is fixed at 256, as in Goyal et al.: the one passed in has no effect.",
        "Where in your lines does the argument base_batch appear?",
        edits=((FACTOR, "factor = batch / 256"),),
        source="Goyal et al. 2017, section 5",
    ),
    Misconception(
        "product_rounded_down",
        "The rate itself is rounded down to a whole number, and is mostly 0. // does that to any quotient.",
        "What is 0.4 * 64 // 32?",
        edits=(("rate = lr * factor", "rate = lr * batch // base_batch"),),
    ),
    Misconception(
        "only_upwards",
        "A batch below the base leaves the rate as it is. The rule goes both ways: half the batch, half the rate.",
        "With batch = base_batch / 2, what should come back?",
        edits=((FACTOR, "factor = max(batch / base_batch, 1.0)"),),
    ),
    Misconception(
        "powers_of_two",
        "The rate doubles with each doubling of the batch that is complete. The rule holds in between as well: one and "
        "a half times the batch, one and a half times the rate.",
        "With a batch of 48 and a base of 32, what should the factor be?",
        edits=((FACTOR, "factor = 2.0 ** int(np.floor(np.log2(batch / base_batch)))"),),
    ),
    Misconception(
        "difference_added",
        "The factor is 1 + batch / base_batch: the part of the rate that was there already counts twice.",
        "With batch = base_batch, what should come back?",
        edits=((FACTOR, "factor = 1 + batch / base_batch"),),
    ),
    Misconception(
        "rounded",
        "The factor is rounded to a whole number. The rule holds in between as well: one and a half times the "
        "batch, one and a half times the rate.",
        "With a batch of 48 and a base of 32, what should the factor be?",
        edits=((FACTOR, "factor = round(batch / base_batch)"),),
    ),
    Misconception(
        "difference_only",
        "The factor is that of the difference, (batch - base_batch) / base_batch: 1 is missing.",
        "With batch = base_batch, what should come back?",
        edits=((FACTOR, "factor = (batch - base_batch) / base_batch"),),
    ),
)

SCALED = "scaled = lr * batch / base_batch"
DONE = "done = t / warmup"
RAMP = "rate = lr + (scaled - lr) * done"
TURN = "if t < warmup"

WARMUP = (
    Misconception(
        "from_zero",
        "The ramp begins at a rate of 0, so the first step moves nothing. This one begins at lr, the rate of the small "
        "batch.",
        "What comes out at t = 0?",
        edits=((RAMP, "rate = scaled * done"),),
    ),
    Misconception(
        "from_one_share",
        "This is the ramp of chapter 05, scaled * (t + 1) / warmup, which knows nothing of the small batch's rate. "
        "This one begins at lr.",
        "What comes out at t = 0?",
        edits=((RAMP, "rate = scaled * (t + 1) / warmup"),),
        convention=True,
        source="chapter 05; PyTorch's LinearLR with a start of 1 / warmup",
    ),
    Misconception(
        "counted_from_one",
        "The share of the way is (t + 1) / warmup: the first step has left lr already, and the scaled rate comes one "
        "step early. Here it is t / warmup.",
        "What comes out at t = 0, and what at t = warmup - 1?",
        edits=((DONE, "done = (t + 1) / warmup"),),
        convention=True,
        source="the count of chapter 05",
    ),
    Misconception(
        "one_step_early",
        "The ramp is at its end in its last step, as np.linspace(lr, scaled, warmup) is. Here it reaches the scaled "
        "rate at t = warmup.",
        "What comes out at t = warmup - 1?",
        edits=((DONE, "done = t / max(warmup - 1, 1)"),),
        convention=True,
        source="np.linspace",
    ),
    Misconception(
        "steps_plus_one",
        "The share of the way is taken of warmup + 1 steps: the last rise is twice as high as the others.",
        "By how much does the rate rise from t = warmup - 1 to t = warmup?",
        edits=((DONE, "done = t / (warmup + 1)"),),
    ),
    Misconception(
        "constant_warmup",
        "The rate is lr all through the warmup, then it jumps: the constant warmup of chapter 05, or a share that is "
        "an integer division, t // warmup. This one rises a little at every step.",
        "What comes out at t = 1?",
        edits=((RAMP, "rate = lr"),),
    ),
    Misconception(
        "no_warmup",
        "The scaled rate comes from the first step on: there is no warmup.",
        "What comes out at t = 0?",
        edits=((RAMP, "rate = scaled"),),
    ),
    Misconception(
        "back_to_lr",
        "After the warmup the rate is lr again. The scaled rate is what the warmup leads to, and it stays.",
        "What comes out at t = warmup?",
        edits=(("        rate = scaled", "        rate = lr"),),
    ),
    Misconception(
        "never_ends",
        "The ramp goes on rising after the warmup. From t = warmup on the rate is constant.",
        "What comes out long after the warmup?",
        edits=(("        rate = scaled", "        rate = lr + (scaled - lr) * t / max(warmup, 1)"),),
    ),
    Misconception(
        "not_scaled",
        "The rate does not grow with the batch: it ends at lr.",
        "Where in your lines does the argument batch appear?",
        edits=((SCALED, "scaled = lr"),),
    ),
    Misconception(
        "square_root",
        "The warmup leads to the square-root rule's rate. The exercise asks for the linear one.",
        "Make the batch four times as large. By how much does your last rate grow?",
        edits=((SCALED, "scaled = lr * np.sqrt(batch / base_batch).item()"),),
        convention=True,
        source="Hoffer et al. 2017",
    ),
    Misconception(
        "turned_over",
        "The quotient is turned over: the rate falls as the batch grows.",
        "Make the batch twice as large. Should the last rate grow or fall?",
        edits=((SCALED, "scaled = lr * base_batch / batch"),),
    ),
    Misconception(
        "scaled_integer_division",
        "The quotient of the batches is an integer division: 0 for a batch below the base, too small where it leaves a "
        "rest.",
        "What is 48 // 32?",
        edits=((SCALED, "scaled = lr * (batch // base_batch)"),),
    ),
    Misconception(
        "scaled_added",
        "The ramp adds the whole scaled rate to lr, so it ends above it. Only the way from lr to the scaled rate is to "
        "be shared out.",
        "What does your ramp come to just before t = warmup?",
        edits=((RAMP, "rate = lr + scaled * done"),),
    ),
    Misconception(
        "larger_of_two_ramps",
        "The ramp begins at 0 and is held at lr until it has passed it: the rate stays at lr for a while. It should "
        "rise from the first step on.",
        "What comes out at t = 1?",
        edits=((RAMP, "rate = max(lr, scaled * done)"),),
    ),
    Misconception(
        "upwards_only",
        "For a smaller batch the rate falls at once. It goes down in the same equal steps in which it goes up.",
        "batch is half of base_batch: what comes out at t = 1?",
        edits=((TURN, "if t < warmup and scaled > lr"),),
    ),
    Misconception(
        "never_scaled_down",
        "For a smaller batch the rate stays lr. The rule goes both ways: half the batch, half the rate in the end.",
        "batch is half of base_batch: what should come out after the warmup?",
        edits=((SCALED, "scaled = lr * max(batch / base_batch, 1.0)"),),
    ),
    Misconception(
        "scaled_in_one_step_only",
        "The scaled rate comes at t = warmup alone; after that the rate is lr again. The scaled rate is what the "
        "warmup leads to, and it stays.",
        "What should come out at t = warmup + 1?",
        edits=(("        rate = scaled", "        rate = scaled if t == warmup else lr"),),
    ),
    Misconception(
        "never_above_the_scaled_rate",
        "The ramp is held below the scaled rate by a minimum. For a smaller batch that is the lower end: the rate "
        "falls at once, and goes on falling after the warmup.",
        "batch is half of base_batch: what comes out at t = 1, and what long after the warmup?",
        edits=(
            (RAMP, "rate = min(scaled, lr + (scaled - lr) * done)"),
            (
                "        rate = scaled",
                "        rate = min(scaled, lr + (scaled - lr) * (t / warmup if warmup else 1.0))",
            ),
        ),
    ),
    Misconception(
        "first_step_of_no_warmup",
        "With a warmup of 0 the first step has the rate lr. Step t = warmup is the first with the scaled rate, and "
        "here that is step 0.",
        "warmup = 0: what should come out at t = 0?",
        edits=((TURN, "if t <= warmup"), (DONE, "done = t / max(warmup, 1)")),
    ),
    Misconception(
        "geometric",
        "The rate grows by the same factor at every step. Here it grows by the same amount.",
        "Halfway through, is your rate the mean of the two ends?",
        edits=((RAMP, "rate = lr * (scaled / lr) ** done"),),
    ),
    Misconception(
        "no_warmup_divides_by_zero",
        "With a warmup of 0 it divides by 0. There is no ramp then: the scaled rate comes from step 0 on.",
        "warmup = 0: what should come out at t = 0?",
        edits=((TURN, "if t / warmup < 1"),),
    ),
    Misconception(
        "never_ends_unless_there_is_none",
        "The ramp goes on rising after the warmup, except where the warmup is 0. From t = warmup on the rate is "
        "constant.",
        "What comes out long after the warmup?",
        edits=(("        rate = scaled", "        rate = lr + (scaled - lr) * t / warmup if warmup else scaled"),),
    ),
    Misconception(
        "lr_not_added",
        "The ramp is the way from lr to the scaled rate, without lr itself: it begins at 0.",
        "What comes out at t = 0?",
        edits=((RAMP, "rate = (scaled - lr) * done"),),
    ),
    Misconception(
        "ramp_backwards",
        "The ramp runs backwards, from the scaled rate to lr, and then it jumps. It begins at lr.",
        "What comes out at t = 0?",
        edits=((RAMP, "rate = scaled + (lr - scaled) * done"),),
    ),
)

WEIGHTED = "total = total + size * part"
MEAN = "g = total / count"

ACCUMULATE = (
    Misconception(
        "ragged_part_not_weighted",
        "All parts count alike: a ragged last part pulls as hard as a full one, and each of its examples harder. "
        "Weight each part by its size.",
        "A part of 8 and a part of 1: what share of the mean over 9 examples has the one?",
        edits=((WEIGHTED, "total = total + part"), ("count = count + size", "count = count + 1")),
        source="PyTorch tutorials: loss / accumulation_steps",
    ),
    Misconception(
        "summed",
        "The gradients are added and never divided: the step grows with the number of parts.",
        "All parts have the same gradient. What should come out?",
        edits=((WEIGHTED, "total = total + part"), (MEAN, "g = total")),
        source="PyTorch: backward() adds to .grad",
    ),
    Misconception(
        "sum_over_examples",
        "The sum over all examples is not divided by their number: this is the gradient of a sum of losses. The loss "
        "is a mean.",
        "All parts have the same gradient. What should come out?",
        edits=((MEAN, "g = total"),),
    ),
    Misconception(
        "divided_by_parts",
        "The parts are weighted by their sizes, and then divided by the number of parts. The weights have to add up to "
        "1: divide by the number of examples.",
        "All parts have the same gradient. What should come out?",
        edits=((MEAN, "g = total / len(sizes)"),),
    ),
    Misconception(
        "sum_over_count",
        "The parts are added without their sizes, and divided by the number of examples. Each part is a mean already: "
        "multiply it by its size first.",
        "All parts have the same gradient. What should come out?",
        edits=((WEIGHTED, "total = total + part"),),
    ),
    Misconception(
        "as_if_all_full",
        "The sum is divided as if every part were as large as the first one; the last one may be smaller.",
        "How many examples are there in all?",
        edits=((MEAN, "g = total / (sizes[0] * len(sizes))"),),
    ),
    Misconception(
        "last_part_only",
        "Each part replaces the one before: what comes back is the last part's gradient.",
        "Where do the earlier parts remain?",
        edits=((WEIGHTED, "total = count * part + size * part"),),
    ),
    Misconception(
        "last_part_over_all",
        "Each part replaces the one before: what comes back is the last part alone, as a share of all examples.",
        "Where do the earlier parts remain?",
        edits=((WEIGHTED, "total = size * part"),),
    ),
    Misconception(
        "last_part_dropped",
        "The ragged last part is left out. Its examples count like all others.",
        "Over how many examples is your mean?",
        edits=(
            (
                "in zip(gradients, sizes, strict=True)",
                "in tuple(zip(gradients, sizes, strict=True))[: max(len(sizes) - 1, 1)]",
            ),
        ),
    ),
    Misconception(
        "divided_by_size",
        "Each part is divided by its size before it is added, as if it were a sum over its examples. It is a mean "
        "already.",
        "The docstring says what a part is: the gradient of which loss?",
        edits=((WEIGHTED, "total = total + part / size"), (MEAN, "g = total")),
    ),
    Misconception(
        "mean_over_everything",
        "The mean goes over the entries of the gradient as well: one number is left. It is taken over the parts alone, "
        "entry by entry.",
        "Which shape should come back?",
        edits=((MEAN, "g = np.zeros(gradients.shape[1:]) + np.mean(total / count)"),),
    ),
    Misconception(
        "squared_sizes",
        "The sizes come in twice.",
        "A part of 8 and a part of 1: what share of the mean over 9 examples has the one?",
        edits=((WEIGHTED, "total = total + size**2 * part"), ("count = count + size", "count = count + size**2")),
    ),
    Misconception(
        "divided_by_size_and_parts",
        "Each part is divided by its size, and the sum by the number of parts. Each part is a mean already: "
        "multiply it by its size, and divide by the number of examples.",
        "All parts have the same gradient. What should come out?",
        edits=(
            (WEIGHTED, "total = total + part / size"),
            (MEAN, "g = total / len(sizes)"),
        ),
    ),
    Misconception(
        "last_two_weighted",
        "What has been collected counts with the size of the part before, not with all sizes so far: the early "
        "parts fade.",
        "Three parts of one size: which share should each have?",
        edits=(
            ("count = 0", "count = before = 0"),
            (WEIGHTED, "total = (before * total + size * part) / (before + size)\n        before = size"),
            (MEAN, "g = total"),
        ),
    ),
    Misconception(
        "first_part_twice",
        "The first part counts twice: the sum begins with it, and the loop adds it again.",
        "All parts have the same gradient. What should come out?",
        edits=(("total = np.zeros(gradients.shape[1:])", "total = sizes[0] * gradients[0]"),),
    ),
    Misconception(
        "first_part_without_its_size",
        "The first part is not multiplied by its size; the others are.",
        "All parts have the same gradient. What should come out?",
        edits=(("total = np.zeros(gradients.shape[1:])", "total = (1 - sizes[0]) * gradients[0]"),),
    ),
    Misconception(
        "last_part_not_added",
        "The last part is not added, though the division counts it.",
        "All parts have the same gradient. What should come out?",
        edits=(
            (
                "    count = 0\n",
                "    count = 0\n    gradients = np.concatenate([gradients[:-1], np.zeros_like(gradients[-1:])])\n",
            ),
        ),
    ),
    Misconception(
        "sizes_along_the_last_axis",
        "The sizes meet the last axis of the gradients. They belong to the parts, the first axis.",
        "Which axis of the gradients does an array of shape (parts,) meet when the two are multiplied?",
        edits=((MEAN, "g = np.sum(np.array(sizes) * gradients, axis=0) / count"),),
    ),
    Misconception(
        "divided_in_the_loop",
        "The sum is divided at every part, not once at the end: the early parts are divided again and again.",
        "Three parts of one size: which share should each have?",
        edits=(
            ("count = count + size", "count = count + size\n        total = total / count"),
            (MEAN, "g = total"),
        ),
    ),
    Misconception(
        "one_number",
        "The mean goes over the entries of the gradient as well, and one number comes back. It is taken over the "
        "parts alone, entry by entry.",
        "Which shape should come back?",
        edits=((MEAN, "g = np.mean(total / count)"),),
    ),
)
