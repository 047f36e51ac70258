"""The box round the best points."""

from autograder.exercise import Misconception

NARROW = (
    Misconception(
        "worst_kept",
        "The box is round the points of the lowest scores. A score is a number that should be high.",
        "Which points stand first in your order?",
        edits=(("np.argsort(-usable", "np.argsort(usable"), ("-np.inf", "np.inf")),
    ),
    Misconception(
        "nan_first",
        "A score that is NaN counts as the best: sorting puts NaN last, and turning the order round puts it first. "
        "A job that diverged is the worst.",
        "Where does your sort put NaN?",
        edits=(("np.where(np.isnan(scores), -np.inf, scores)", "np.where(np.isnan(scores), np.inf, scores)"),),
    ),
    Misconception(
        "nan_as_zero",
        "A score that is NaN is replaced by a number, which beats every score below it. A job that diverged is the "
        "worst.",
        "What if all the other scores were negative?",
        edits=(("-np.inf, scores", "0.0, scores"),),
    ),
    Misconception(
        "nan_as_a_low_number",
        "A score that is NaN is replaced by a low number, and a score may be lower still. A job that diverged is the "
        "worst.",
        "Is there a score that yours takes for worse than NaN?",
        edits=(("-np.inf, scores", "-1e9, scores"),),
    ),
    Misconception(
        "no_margin",
        "The box ends at the best points themselves: the margin has no effect. The optimum may well lie just outside.",
        "Where in your lines does the argument margin appear?",
        edits=((" / margin", ""), (" * margin", "")),
    ),
    Misconception(
        "margin_added",
        "The margin is added and subtracted. On a logarithmic scale, wider means a factor.",
        "A rate between 1e-4 and 1e-3 with a margin of 2: what should the lower end be?",
        edits=((" / margin", " - margin"), (" * margin", " + margin")),
    ),
    Misconception(
        "margin_as_share",
        "The margin is taken for a share: 1 - margin and 1 + margin times the ends. It is a factor.",
        "A margin of 2: is your lower end half of the smallest?",
        edits=(
            ("axis=0) / margin", "axis=0) * (1.0 - margin)"),
            ("axis=0) * margin", "axis=0) * (1.0 + margin)"),
        ),
    ),
    Misconception(
        "one_point_too_many",
        "One point more than `keep` is looked at.",
        "How many rows has your array of the best?",
        edits=(("order[:keep]", "order[: keep + 1]"),),
    ),
    Misconception(
        "first_and_last_of_the_best",
        "The bounds are the best point and the last one kept. In every dimension it is the smallest and the largest "
        "number that count, and they belong to different points.",
        "Is your low below your high, in every dimension?",
        edits=(("np.min(best, axis=0)", "best[0, :]"), ("np.max(best, axis=0)", "best[-1, :]")),
    ),
    Misconception(
        "margin_inwards",
        "The margin makes the box smaller: the lower end is multiplied by it and the upper one divided.",
        "Do your best points lie within the new box?",
        edits=(
            ("np.max(best, axis=0) * margin", "np.max(best, axis=0) / margin"),
            ("np.min(best, axis=0) / margin", "np.min(best, axis=0) * margin"),
        ),
    ),
    Misconception(
        "both_ends_multiplied",
        "Both ends are multiplied by the margin, so the lower one moves up, too. The lower one is divided by it.",
        "Do your best points lie within the new box?",
        edits=(("np.min(best, axis=0) / margin", "np.min(best, axis=0) * margin"),),
    ),
    Misconception(
        "upper_side_only",
        "Only the upper end is moved by the margin. Both are.",
        "Does your lower end lie below the best points?",
        edits=((" / margin", ""),),
    ),
    Misconception(
        "best_alone",
        "The box is round the single best point, whatever `keep` says.",
        "Where in your lines does the argument keep appear?",
        edits=(("order[:keep]", "order[:1]"),),
    ),
    Misconception(
        "all_points",
        "The box is round all points: nothing is narrowed.",
        "Where in your lines does the argument keep appear?",
        edits=(("order[:keep]", "order"),),
    ),
    Misconception(
        "middle",
        "The box is round the mean of the best points. It should reach from the smallest of them to the largest.",
        "Do your best points lie within the new box?",
        edits=(("np.min(best, axis=0)", "np.mean(best, axis=0)"), ("np.max(best, axis=0)", "np.mean(best, axis=0)")),
    ),
    Misconception(
        "one_box_for_all_dimensions",
        "The smallest and largest number are taken over all dimensions together. Each dimension has its own.",
        "What is the shape of your low?",
        edits=(
            ("np.min(best, axis=0)", "(np.min(best) + np.zeros(points.shape[1]))"),
            ("np.max(best, axis=0)", "(np.max(best) + np.zeros(points.shape[1]))"),
        ),
    ),
    Misconception(
        "width_times_margin",
        "The box's width on the logarithmic scale is multiplied by the margin. Here each end moves by that factor.",
        "Is your lower end the smallest of the best points over margin?",
        edits=(
            ("low = np.min(best, axis=0) / margin",
             "ends = np.log(np.min(best, axis=0)), np.log(np.max(best, axis=0))\n"
             "    middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2\n"
             "    low = np.exp(middle - margin * half)"),
            ("np.max(best, axis=0) * margin", "np.exp(middle + margin * half)"),
        ),
        convention=True,
        source="other searches in rounds",
    ),
    Misconception(
        "width_times_margin_linear",
        "The box's width is multiplied by the margin, half of it on each side of the middle: the lower end can fall "
        "below 0. Here the lower end is divided by the margin and the upper one multiplied.",
        "Is your lower end the smallest of the best points over margin?",
        edits=(
            ("low = np.min(best, axis=0) / margin",
             "middle = (np.max(best, axis=0) + np.min(best, axis=0)) / 2\n"
             "    half = (np.max(best, axis=0) - np.min(best, axis=0)) / 2\n"
             "    low = middle - margin * half"),
            ("high = np.max(best, axis=0) * margin", "high = middle + margin * half"),
        ),
    ),
    Misconception(
        "one_box_as_a_number",
        "The smallest and largest number are taken over all dimensions together, one number each. Each dimension "
        "has its own.",
        "What is the shape of your low?",
        edits=(("np.min(best, axis=0)", "np.min(best)"), ("np.max(best, axis=0)", "np.max(best)"),),
    ),
    Misconception(
        "over_the_dimensions",
        "The smallest and largest number are those of each point, over its dimensions. They are asked for in each "
        "dimension, over the points.",
        "What is the shape of your low?",
        edits=(("np.min(best, axis=0)", "np.min(best, axis=1)"), ("np.max(best, axis=0)", "np.max(best, axis=1)"),),
    ),
    Misconception(
        "numbers_after_throwing_out",
        "The scores that are NaN are thrown out before the sort, but not their points: after the first of them "
        "each number means another point.",
        "Which point belongs to entry 0 of the scores that are left?",
        edits=(("np.where(np.isnan(scores), -np.inf, scores)", "scores[~np.isnan(scores)]"),),
    ),
    Misconception(
        "all_but_the_diverged",
        "The box is round all points whose score is a number: `keep` has no effect.",
        "Where in your lines does the argument keep appear?",
        edits=(("order[:keep]", "order[: np.sum(~np.isnan(scores))]"),),
    ),
    Misconception(
        "one_point_too_few",
        "One point less than `keep` is looked at, though at least one.",
        "How many rows has your array of the best?",
        edits=(("order[:keep]", "order[: max(1, keep - 1)]"),),
    ),
    Misconception(
        "best_left_out",
        "The best point of all is left out, and with keep = 1 no point remains. A slice ends before its second number.",
        "Which entries does x[-3:-1] take?",
        edits=(("order[:keep]", "order[1:keep]"),),
    ),
    Misconception(
        "best_left_out_unless_alone",
        "The best point of all is left out, except with keep = 1.",
        "How many rows has your array of the best, and is the best one of them?",
        edits=(("order[:keep]", "order[min(1, keep - 1) : keep]"),),
    ),
)  # fmt: skip
