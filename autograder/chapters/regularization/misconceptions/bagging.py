"""What people get wrong in bagging's two kernels."""

from autograder.exercise import Misconception

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
    Misconception(
        "rounded_and_cut",
        "n u is rounded to the nearest number, and n made to n - 1: 0 comes half as often as the others, and the "
        "last one half as often again.",
        "For which u do you draw example 0, for which example 1?",
        edits=(("np.floor(n * u)", "np.minimum(np.round(n * u), n - 1)"),),
    ),
    Misconception(
        "rounded_up_less_one",
        "n u is rounded up and 1 subtracted: for u = 0, which can come, that is -1.",
        "What do you return for u = 0?",
        edits=(("np.floor(n * u)", "np.ceil(n * u) - 1"),),
    ),
    Misconception(
        "one_added",
        "1 is added to the indices: they run from 1 to n, and n is none. Examples count from 0.",
        "What do you return for u = 0?",
        edits=(
            ("np.floor(n * u)", "np.floor(n * u) + 1"),
            ("np.isin(np.arange(n), indices)", "np.isin(np.arange(1, n + 1), indices)"),
        ),
    ),
    Misconception(
        "numbers_for_a_mask",
        "left_out holds the numbers of those who were left out. The exercise asks for True or False for each example.",
        "How long is left_out, and what are its entries?",
        edits=(("left_out = ~drawn", "left_out = np.arange(n)[~drawn]"),),
    ),
    Misconception(
        "each_only_once",
        "Who was drawn twice is in the indices once: they are fewer than n, and sorted. A bootstrap keeps what "
        "comes twice.",
        "How many indices should come back for n uniforms?",
        edits=(("indices = indices.astype(np.int64)", "indices = np.unique(indices).astype(np.int64)"),),
    ),
    Misconception(
        "nobody_left_out",
        "left_out is False for everyone. Whether an example was drawn is to be asked for each example, not for "
        "each draw.",
        "Indices 1, 1: who is left out?",
        edits=(("left_out = ~drawn", "left_out = np.zeros(n, dtype=bool)"),),
    ),
    Misconception(
        "always_zero",
        "Every index is 0. u is below 1: as a whole number it is 0, before or after a product with n.",
        "What is u after it was cut to a whole number?",
        edits=(("np.floor(n * u)", "n * np.floor(u)"),),
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
    Misconception(
        "mean_over_examples",
        "The mean runs over the examples: one row for each member comes back. It should run over the members, the "
        "first axis.",
        "logits is (members, examples, classes). Which axis should be gone?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(probabilities, axis=1)"),),
    ),
    Misconception(
        "mean_over_classes",
        "The mean runs over the classes, where it is always one over their number. It should run over the "
        "members, the first axis.",
        "logits is (members, examples, classes). Which axis should be gone?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(probabilities, axis=2)"),),
    ),
    Misconception(
        "members_axis_kept",
        "The axis of the members is still there, with length 1. The numbers are right.",
        "What is the shape of what you return?",
        edits=(("np.mean(probabilities, axis=0)", "np.mean(probabilities, axis=0, keepdims=True)"),),
    ),
    Misconception(
        "geometric_mean_normalized",
        "The logarithms are averaged, and the rows made to add up to 1: that is the geometric mean. Where each "
        "class has a member that is sure against it, it is even 0 / 0. The exercise asks for the mean of the "
        "probabilities.",
        "Two members are sure of different classes. What do you return?",
        edits=(
            ("probabilities = powers / totals", "mean = np.mean(logits - highest - np.log(totals), axis=0)"),
            ("np.mean(probabilities, axis=0)", "np.exp(mean) / np.sum(np.exp(mean), axis=1, keepdims=True)"),
        ),
    ),
    Misconception(
        "halved_each_time",
        "Every member is averaged with what came out before it, so the last one counts for one half, the one before "
        "for a quarter, and so on. In a mean all count alike.",
        "Put the last member first. Should a mean change?",
        edits=(
            (
                "return np.mean(probabilities, axis=0)",
                "mean = probabilities[0]\n"
                "    for one in probabilities[1:]:\n"
                "        mean = (mean + one) / 2\n"
                "    return mean",
            ),
        ),
    ),
)
