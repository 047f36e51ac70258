"""Ng's flowchart of bias and variance."""

from autograder.exercise import Misconception

DIAGNOSE = (
    Misconception(
        "largest_gap",
        "This answers with the largest gap. The flowchart answers with the first one that is too large: what comes "
        "later cannot be read off before that one is mended.",
        "A bias of 5 points and a variance of 8: which is mended first?",
        edits=(("gaps[place] > gap", "gaps[place] > gap and gaps[place] == max(gaps)"),),
    ),
    Misconception(
        "last_question_first",
        "The questions are asked from the last to the first. The flowchart begins with the training error.",
        "Which gap does yours look at first?",
        edits=(("range(4)", "(3, 2, 1, 0)"),),
    ),
    Misconception(
        "all_against_the_target",
        "Every error is compared with the target. Each is compared with the one before it: a high training error is "
        "no sign of variance.",
        "Suppose all four errors are equal and high. What is wrong with the run, and with the data?",
        edits=(
            ("held_out - train", "held_out - target"),
            ("validation - held_out", "validation - target"),
            ("test - validation", "test - target"),
        ),
    ),
    Misconception(
        "all_against_training",
        "The later errors are all compared with the training error. Each is compared with the one before it.",
        "Variance of half the gap and a mismatch of half the gap: is either too large?",
        edits=(("validation - held_out", "validation - train"), ("test - validation", "test - train")),
    ),
    Misconception(
        "target_forgotten",
        "The training error is compared with 0. What can be reached is the target: on a hard task a high error may be "
        "as good as it gets.",
        "Where in your lines does the argument target appear?",
        edits=(("train - target", "train"),),
    ),
    Misconception(
        "gap_reached_is_enough",
        "A gap that is just the allowed one counts as too large. It is, when it is larger.",
        "What does yours say when every gap is exactly `gap`?",
        edits=(("> gap", ">= gap"),),
    ),
    Misconception(
        "gap_ignored",
        "Every rise of the error counts, however small. It must be larger than `gap`.",
        "Where in your lines does the argument gap appear?",
        edits=(("gaps[place] > gap", "gaps[place] > 0.0"),),
    ),
    Misconception(
        "test_against_held_out",
        "The test error is compared with the held-out one. Its neighbour is the validation error.",
        "Which two errors does the last question compare?",
        edits=(("test - validation", "test - held_out"),),
    ),
    Misconception(
        "two_questions_only",
        "Only bias and variance are asked about: the last two questions are missing.",
        "What does yours say of a net that is good on the old source and bad on the new one?",
        edits=(("range(4)", "range(2)"),),
    ),
    Misconception(
        "either_direction",
        "A gap in the other direction counts too: an error that is lower than the one before it is no problem.",
        "What does yours say of a training error below the target?",
        edits=(("gaps[place] > gap", "abs(gaps[place]) > gap"),),
    ),
    Misconception(
        "test_in_either_direction",
        "A test error below the validation error counts as a gap too: it is no problem.",
        "What does yours say of a test error of 0?",
        edits=(("test - validation", "abs(test - validation)"),),
    ),
    Misconception(
        "gap_widened",
        "A gap that is a little larger than the allowed one is let pass: a tolerance, or a rounding, is too coarse.",
        "What else than `gap` do you compare with?",
        edits=(("gaps[place] > gap", "gaps[place] > gap + 1e-3"),),
    ),
    Misconception(
        "counted_from_one",
        "The answers are numbered from 1. The docstring begins with 0.",
        "What stands for bias in the docstring?",
        edits=(("return place", "return place + 1"), ("return 4", "return 5")),
    ),
    Misconception(
        "nothing_is_wrong_missing",
        "Where nothing is wrong this says -1. The docstring asks for 4.",
        "What does yours return when all gaps are small?",
        edits=(("return 4", "return -1"),),
    ),
    Misconception(
        "ratio",
        "The errors are divided, not subtracted.",
        "From 0.1 % to 0.3 %: is that a gap of 2 points?",
        edits=(
            ("train - target", "train / target - 1.0"),
            ("held_out - train", "held_out / train - 1.0"),
            ("validation - held_out", "validation / held_out - 1.0"),
            ("test - validation", "test / validation - 1.0"),
        ),
    ),
    Misconception(
        "held_out_left_out",
        "The validation error is compared with the training error in the question about variance: what the change of "
        "the data costs is taken for variance.",
        "Which of the two comes from the same source as the training examples?",
        edits=(("held_out - train", "validation - train"),),
    ),
    Misconception(
        "variance_first",
        "Variance is asked about before bias. The flowchart begins with the training error.",
        "A bias and a variance that are both too large: which is mended first?",
        edits=(("range(4)", "(1, 0, 2, 3)"),),
    ),
    Misconception(
        "mismatch_before_variance",
        "The change of the data is asked about before variance. The flowchart has it after.",
        "Which of the two questions needs only examples of the old source?",
        edits=(("range(4)", "(0, 2, 1, 3)"),),
    ),
    Misconception(
        "the_other_way_round",
        "The differences have the wrong sign: an error that is lower than the one before it counts as too large.",
        "Which should be the larger of the two for there to be bias?",
        edits=(("gaps[place] > gap", "-gaps[place] > gap"),),
    ),
    Misconception(
        "gap_as_a_share",
        "The gap is taken for a share of the error before it. It is a difference.",
        "From 0.1 % to 0.3 %: is that a gap of 2 points?",
        edits=(("gaps[place] > gap", "gaps[place] > gap * (target, train, held_out, validation)[place]"),),
    ),
    Misconception(
        "from_one_and_zero_for_none",
        "The answers are numbered from 1, and 0 stands for none. The docstring begins with 0, and 4 stands for none.",
        "What stands for bias in the docstring?",
        edits=(
            ("return place", "return place + 1"),
            ("return 4", "return 0"),
        ),
    ),
)
