"""What people get wrong in noise on labels and on inputs."""

from autograder.chapters.regularization.misconceptions.shared import first
from autograder.exercise import Misconception

SMOOTH = (
    Misconception(
        "only_the_others",
        "The share is divided among the other classes, share / (K - 1) each, and the right one gets none of it. Here, "
        "as in PyTorch and Keras, it is divided evenly among all K.",
        "With 2 classes and share 0.2, what is left for the right one?",
        edits=(("kept + share * even", "kept + share * (1 - y) / (y.shape[1] - 1)"),),
        convention=True,
        source="Tensor2Tensor",
    ),
    Misconception(
        "others_get_one_kth",
        "The other classes get share / K each and the right one nothing of it: the row no longer adds up to 1.",
        "What does each of your rows add up to?",
        edits=(("kept + share * even", "kept + share * even * (1 - y)"),),
    ),
    Misconception(
        "one_class_too_few",
        "share / (K - 1) is added to every class: the row adds up to more than 1.",
        "What does each of your rows add up to?",
        edits=(("1 / y.shape[1]", "1 / (y.shape[1] - 1)"),),
    ),
    Misconception(
        "nothing_taken_away",
        "The even part is added to the full label: the row adds up to 1 + share. What it gives, the label must lose.",
        "What does each of your rows add up to?",
        edits=(("(1 - share) * y", "y"),),
    ),
    Misconception(
        "nothing_given_back",
        "The label is multiplied by 1 - share, and no class gets what was taken away.",
        "What does each of your rows add up to?",
        edits=(("kept + share * even", "kept"),),
    ),
    Misconception(
        "not_divided",
        "The whole share is added to every class. It is divided among them.",
        "What does each of your rows add up to?",
        edits=(("1 / y.shape[1]", "1.0"),),
    ),
    Misconception(
        "divided_by_examples",
        "The share is divided by the number of examples. It is divided among the classes.",
        "Which of the two numbers in y.shape counts the classes?",
        edits=(("y.shape[1]", "y.shape[0]"),),
    ),
    Misconception(
        "shares_swapped",
        "The label keeps share, and 1 - share is spread: it is the other way round.",
        "With share 0, what should come back?",
        edits=(("(1 - share) * y", "share * y"), ("share * even", "(1 - share) * even")),
    ),
    Misconception(
        "as_for_two_classes",
        "share / 2 is added to every class: that is right for 2 classes alone.",
        "What does each of your rows add up to, with 5 classes?",
        edits=(("1 / y.shape[1]", "1 / 2"),),
    ),
    Misconception(
        "share_hard_coded",
        "The share is fixed at 0.1: the one passed in has no effect.",
        "Where in your lines does the argument share appear?",
        edits=first("share = 0.1", "even = "),
    ),
    Misconception(
        "renormalized",
        "The even part is added to the full label, and the row divided by 1 + share: the rows add up to 1, but the "
        "label keeps 1 / (1 + share) where it should keep 1 - share.",
        "With share 1, what should be left of the label?",
        edits=(("kept + share * even", "(y + share * even) / (1 + share)"),),
    ),
    Misconception(
        "label_divided_too",
        "Label and share are both divided by the number of classes. Only the share is.",
        "What does each of your rows add up to?",
        edits=(("kept + share * even", "(kept + share) * even"),),
    ),
    Misconception(
        "divided_by_all_entries",
        "The share is divided by the number of all entries of y, over examples and classes. It is divided among "
        "the classes of one example.",
        "What does each of your rows add up to?",
        edits=(("1 / y.shape[1]", "1 / y.size"),),
    ),
    Misconception(
        "nothing_for_the_others",
        "The right class gets 1 - share + share/K, and the other classes nothing.",
        "What does each of your rows add up to?",
        edits=(("kept + share * even", "y * (1 - share + share * even)"),),
    ),
    Misconception(
        "as_for_ten_classes",
        "share / 10 is added to every class: that is right for 10 classes alone.",
        "What does each of your rows add up to, with 5 classes?",
        edits=(("1 / y.shape[1]", "1 / 10"),),
    ),
)

NOISY_LABELS = (
    Misconception(
        "not_round_the_classes",
        "Labels run out of the classes: after the last one comes 0 again.",
        "What do you return for class 4 of 5 and offset 3?",
        edits=(("(y + offsets) % classes", "y + offsets"),),
    ),
    Misconception(
        "offset_as_label",
        "The offset itself becomes the label: it may be the old one, and never is 0. It says how far the label moves.",
        "What do you return for class 2 and offset 2?",
        edits=(("(y + offsets) % classes", "offsets"),),
    ),
    Misconception(
        "moved_back",
        "The offset is subtracted. That too gives another class, but not the one that the docstring asks for.",
        "What do you return for class 0 and offset 1?",
        edits=(("y + offsets", "y - offsets"),),
    ),
    Misconception(
        "modulo_one_less",
        "The remainder is by classes - 1: the last class never comes, and some labels come back as they were.",
        "What do you return for class 0 of 5 and offset 4?",
        edits=(("% classes", "% (classes - 1)"),),
    ),
    Misconception(
        "modulo_one_more",
        "The remainder is by classes + 1: a label may become the number of classes, which is none.",
        "What do you return for class 4 of 5 and offset 1?",
        edits=(("% classes", "% (classes + 1)"),),
    ),
    Misconception(
        "classes_from_the_labels",
        "The number of classes is read off the labels. The highest class may be missing among them.",
        "Where in your lines does the argument classes appear?",
        edits=(("% classes", "% (np.max(y) + 1)"),),
    ),
    Misconception(
        "the_others_moved",
        "The comparison is turned round: labels move where u is not below share.",
        "With share 0, which labels should move?",
        edits=(("u < share", "u >= share"),),
    ),
    Misconception(
        "at_the_share_too",
        "A label whose u equals share moves as well. It moves where u is below: then share 0 moves none.",
        "With share 0 and u = 0, does a label move?",
        edits=(("u < share", "u <= share"),),
    ),
    Misconception(
        "all_moved",
        "Every label moves: share has no effect.",
        "Where in your lines does the argument share appear?",
        edits=(("np.where(chosen, moved, y)", "moved"),),
    ),
    Misconception(
        "exact_number",
        "Exactly that share of the labels moves, those with the smallest u. Here each label is decided by its own u, "
        "so the number varies.",
        "Can you decide about one label without looking at the others?",
        edits=(("u < share", "np.argsort(np.argsort(u)) < round(share * len(u))"),),
        convention=True,
        source="workbench.data.noisy_labels",
    ),
    Misconception(
        "first_ones",
        "The first labels move, share of them all, whatever u says.",
        "Where in your lines does the argument u appear?",
        edits=(("u < share", "np.arange(len(u)) < share * len(u)"),),
    ),
    Misconception(
        "above_the_share",
        "The comparison is turned round: labels move where u is above share.",
        "With share 0, which labels should move?",
        edits=(("u < share", "u > share"),),
    ),
    Misconception(
        "share_stays",
        "Labels move where u is below 1 - share: that is the share that should stay.",
        "With share 0, which labels should move?",
        edits=(("u < share", "u < 1 - share"),),
    ),
    Misconception(
        "cut_at_the_last_class",
        "Labels that would run out of the classes become the last class. After the last one comes 0 again.",
        "What do you return for class 4 of 5 and offset 3?",
        edits=(("(y + offsets) % classes", "np.minimum(y + offsets, classes - 1)"),),
    ),
    Misconception(
        "one_further",
        "The label moves by one more than its offset: with the largest offset it comes back to where it was.",
        "What do you return for class 0 and offset 1?",
        edits=(("y + offsets", "y + offsets + 1"),),
    ),
    Misconception(
        "exact_number_rounded_down",
        "Exactly that share of the labels moves, rounded down to a whole number: those with the smallest u. Here "
        "each label is decided by its own u, so the number varies.",
        "Can you decide about one label without looking at the others?",
        edits=(("u < share", "np.argsort(np.argsort(u)) < int(share * len(u))"),),
    ),
    Misconception(
        "label_from_u",
        "The new label is u times the number of classes, rounded down. It may be the old one; offsets has no effect.",
        "Where in your lines does the argument offsets appear?",
        edits=(("(y + offsets) % classes", "np.floor(u * classes).astype(y.dtype)"),),
    ),
    Misconception(
        "wraps_one_too_late",
        "A label that becomes exactly the number of classes stays so, which is none: it should be 0.",
        "What do you return for class 4 of 5 and offset 1?",
        edits=(("(y + offsets) % classes", "np.where(y + offsets > classes, y + offsets - classes, y + offsets)"),),
    ),
    Misconception(
        "share_less_the_own_class",
        "The share is multiplied by (classes - 1) / classes, as where a new label may be the old one. Here an "
        "offset always leads to another class, so u is compared with share itself.",
        "With share 1, which labels should move?",
        edits=(("u < share", "u < share * (classes - 1) / classes"),),
    ),
)

INPUT_NOISE = (
    Misconception(
        "variance",
        "The noise is multiplied by the variance, std squared.",
        "What is the standard deviation of 3 z?",
        edits=(("std * z", "std**2 * z"),),
    ),
    Misconception(
        "root",
        "The noise is multiplied by the root of std: that takes std for a variance.",
        "What is the standard deviation of 3 z?",
        edits=(("std * z", "np.sqrt(std) * z"),),
    ),
    Misconception(
        "sum_scaled",
        "x is multiplied by std, too: a pair of brackets is in the wrong place. Only the noise is scaled.",
        "With std = 0, what should come out?",
        edits=(("return x + noise", "return std * (x + z)"),),
    ),
    Misconception(
        "not_scaled",
        "The noise has a standard deviation of 1: std has no effect.",
        "Where in your lines does the argument std appear?",
        edits=(("std * z", "z"),),
    ),
    Misconception(
        "in_proportion",
        "The noise is in proportion to the input: where the input is 0 there is none. The exercise adds the same noise "
        "everywhere.",
        "What do you return for an input of 0?",
        edits=(("x + noise", "x * (1 + noise)"),),
    ),
    Misconception(
        "subtracted",
        "The noise is subtracted. That is noise of the same kind, but the docstring adds it.",
        "Is what you return minus x a positive multiple of z?",
        edits=(("x + noise", "x - noise"),),
    ),
    Misconception(
        "noise_alone",
        "What comes back is the noise without the input.",
        "With std 0, what should come back?",
        edits=(("x + noise", "noise"),),
    ),
    Misconception(
        "a_shift",
        "std is added to every input, without the draws: that is a shift, no noise.",
        "Where in your lines does z appear?",
        edits=(("x + noise", "x + std"),),
    ),
    Misconception(
        "in_units_of_the_data",
        "The noise is measured in standard deviations of the input. The exercise takes std as it is.",
        "Multiply x by 10. Should the noise grow?",
        edits=(("std * z", "std * np.std(x) * z"),),
    ),
    Misconception(
        "cut_to_an_interval",
        "What comes back is cut to the interval from 0 to 1. The inputs of this course are centred: half of them are "
        "below 0.",
        "With std 0, what should come back?",
        edits=(("x + noise", "np.clip(x + noise, 0, 1)"),),
    ),
    Misconception(
        "outliers_cut",
        "Draws beyond 3 are cut off. The exercise cuts nothing off.",
        "What do you return for x = 0, z = 5 and std = 1?",
        edits=(("std * z", "std * np.clip(z, -3, 3)"),),
    ),
    Misconception(
        "mixed",
        "Input and noise are mixed, (1 - std) x + std z. The exercise leaves the input in full.",
        "With z = 0, what should come back?",
        edits=(("x + noise", "(1 - std) * x + noise"),),
    ),
    Misconception(
        "std_added",
        "std is added, where it should multiply the draws.",
        "With std 0, what should come back?",
        edits=(("x + noise", "x + std + z"),),
    ),
    Misconception(
        "centred_again",
        "1/2 is taken from the draws, as from uniform ones. These are normal, with a mean of 0 already.",
        "What is the mean of z?",
        edits=(("std * z", "std * (z - 0.5)"),),
    ),
    Misconception(
        "divided_by_std",
        "The draws are divided by std. The larger std is, the more noise there should be.",
        "With std 0, what should come back?",
        edits=(("std * z", "z / std"),),
    ),
    Misconception(
        "draws_standardized",
        "The draws are shifted and scaled first, to a mean of 0 and a deviation of 1 in this very batch. The "
        "exercise takes z as it is.",
        "What do you return for x = 0 and z = 1, 1, 1?",
        edits=(("std * z", "std * ((z - np.mean(z)) / np.std(z))"),),
    ),
    Misconception(
        "sum_times_draws",
        "Input and std are added first, and their sum is multiplied by the draws.",
        "With z = 0, what should come back?",
        edits=(("x + noise", "(x + std) * z"),),
    ),
    Misconception(
        "same_draw_for_all",
        "The first row of draws is used for all examples. Each has its own.",
        "Change the last row of z. Does anything change?",
        edits=(("std * z", "std * z[0]"),),
    ),
    Misconception(
        "variance_kept",
        "The sum is divided by the root of 1 + std^2, which keeps the variance of the data. The exercise only adds.",
        "With z = 0, what should come back?",
        edits=(("x + noise", "(x + noise) / np.sqrt(1 + std**2)"),),
    ),
)
