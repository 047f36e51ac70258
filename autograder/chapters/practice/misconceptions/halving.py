"""Successive halving."""

from autograder.exercise import Misconception

HALVING = (
    Misconception(
        "argsort_as_rank",
        "The order of a sort is taken for the ranks: order[i] says which job is i-th, not which place job i has. "
        "Sort the order once more for the ranks, or mark the first ones in it.",
        "Three jobs with losses 5, 9, 1: what does argsort give, and which place has the first job?",
        edits=(('rank = np.argsort(order, kind="stable")', "rank = order"),),
    ),
    Misconception(
        "worst_go_on",
        "The jobs with the largest losses go on. A loss should be low.",
        "Which job is first in your order?",
        edits=(("order = np.argsort(seen", "order = np.argsort(np.where(np.isinf(seen), np.inf, -seen)"),),
    ),
    Misconception(
        "looks_ahead",
        "Every cut is made by the last loss. When the first cut is made no job has got there: only this rung's loss "
        "is known.",
        "Change the last column for a job that is cut at once. Does your result change?",
        edits=(("usable[:, rung]", "usable[:, rungs - 1]"),),
    ),
    Misconception(
        "rounded_up",
        "The number of jobs that go on is rounded up, as scikit-learn does. The exercise asks for the paper's form, "
        "rounded down, though at least one.",
        "Seven jobs and a factor of 3: how many go on?",
        edits=(("count // factor", "-(-count // factor)"),),
        convention=True,
        source="sklearn.model_selection.HalvingRandomSearchCV",
    ),
    Misconception(
        "always_halved",
        "Half of the jobs go on, whatever the factor says.",
        "Where in your lines does the argument factor appear?",
        edits=(("count // factor", "count // 2"),),
    ),
    Misconception(
        "share_of_all",
        "Each rung keeps the same number: jobs // factor. It is the jobs still alive that are divided.",
        "Nine jobs and a factor of 3: how many run the third rung?",
        edits=(("count // factor", "jobs // factor"),),
    ),
    Misconception(
        "factor_removed",
        "The factor is subtracted: `factor` jobs fewer at each rung. It divides.",
        "27 jobs and a factor of 3: how many run the second rung?",
        edits=(("count // factor", "count - factor"),),
    ),
    Misconception(
        "share_that_goes",
        "One in `factor` goes and the others stay. It is the other way round: one in `factor` stays.",
        "27 jobs and a factor of 3: how many run the second rung?",
        edits=(("max(1, count // factor)", "max(1, count - count // factor)"),),
    ),
    Misconception(
        "cut_one_rung_late",
        "After the first rung nobody is cut: your counts come one rung late.",
        "27 jobs and a factor of 3: how many run the second rung?",
        edits=(("count // factor", "jobs // factor**rung"),),
    ),
    Misconception(
        "rounded_to_nearest",
        "The number of jobs that go on is rounded to the nearest. It is rounded down.",
        "11 jobs and a factor of 2: how many go on?",
        edits=(("count // factor", "round(count / factor)"),),
    ),
    Misconception(
        "counted_after_the_cut",
        "A rung is counted after the cut, for those that go on: it was run by all that were alive before it.",
        "How many rungs did a job run that was cut at once?",
        edits=(
            ("        runs = runs + alive\n", ""),
            ("        alive = rank < count\n", "        alive = rank < count\n        runs = runs + alive\n"),
        ),
    ),
    Misconception(
        "none_left",
        "The number of jobs that go on can become 0: where there are fewer jobs than the factor, one still goes on.",
        "Two jobs and a factor of 3: how many run the next rung?",
        edits=(("max(1, count // factor)", "count // factor"),),
    ),
    Misconception(
        "nan_goes_on",
        "A job whose loss is NaN counts as a good one. It has diverged, and is worse than all others.",
        "Where does your comparison put NaN?",
        edits=(("np.where(np.isnan(losses), np.inf, losses)", "np.where(np.isnan(losses), -1e300, losses)"),),
    ),
    Misconception(
        "best_of_all",
        "The winner is the job with the lowest last loss of all. Of the jobs that were cut the last loss is not known.",
        "Is your winner among those that ran the last rung?",
        edits=(("np.argmin(seen)", "np.argmin(usable[:, rungs - 1])"),),
    ),
    Misconception(
        "cut_ones_come_back",
        "A job that was cut can come back: its later losses are compared too. Who is out stays out.",
        "Can the number of rungs that your jobs ran have a gap?",
        edits=(("np.where(alive, usable[:, rung], np.inf)", "usable[:, rung]"),),
    ),
    Misconception(
        "stops_at_one",
        "When one job is left it stops. It runs the rungs that are left: it is there to be trained.",
        "Five jobs, a factor of 3 and five rungs: how many rungs does the winner run?",
        edits=(
            (
                "        runs = runs + alive\n",
                "        if rung and count == 1:\n            break\n        runs = runs + alive\n",
            ),
        ),
    ),
    Misconception(
        "first_rung_not_counted",
        "The first rung is not counted: every job runs at least one.",
        "How many rungs did a job run that was cut at once?",
        edits=(("return runs, best", "return runs - 1, best"),),
    ),
    Misconception(
        "winner_of_the_first_rung",
        "The winner is the one that led after the first rung. The last rung decides.",
        "Which column does your winner have the lowest loss in?",
        edits=(("np.argmin(seen)", "np.argmin(usable[:, 0])"),),
    ),
    Misconception(
        "cut_ones_come_back_to_lose",
        "A job that was cut can come back in a later rung, since its losses there are compared too. Who is out "
        "stays out.",
        "Can the number of rungs that your jobs ran have a gap?",
        edits=(
            (
                "        seen = np.where(alive, usable[:, rung], np.inf)",
                "        ran = alive\n        seen = usable[:, rung]",
            ),
            ("np.argmin(seen)", "np.argmin(np.where(ran, seen, np.inf))"),
        ),
    ),
    Misconception(
        "last_cut_counted",
        "The jobs that survive a cut after the last rung have one rung more than there are. After the last rung "
        "nothing is run.",
        "How many rungs can a job run at most?",
        edits=(("return runs, best", "return runs + alive, best"),),
    ),
    Misconception(
        "worst_go_on_and_win",
        "The jobs with the largest losses go on, and the largest last loss wins. A loss should be low.",
        "Which job is first in your order?",
        edits=(
            ("order = np.argsort(seen", "order = np.argsort(np.where(np.isinf(seen), np.inf, -seen)"),
            ("np.argmin(seen)", "np.argmax(np.where(np.isinf(seen), -np.inf, seen))"),
        ),
    ),
    Misconception(
        "place_among_the_survivors",
        "best is a place among the jobs that ran the last rung. The exercise asks for the job's number among all.",
        "Four jobs, of which 2 and 3 are left, and 3 is better: what do you return?",
        edits=(
            ("    count = jobs\n", "    count = jobs\n    rank = np.arange(jobs)\n"),
            ("        seen = ", "        place = rank\n        seen = "),
            ("np.argmin(seen)", "place[np.argmin(seen)]"),
        ),
    ),
    Misconception(
        "place_in_order_of_number",
        "best is a place among the jobs that ran the last rung, in the order of their numbers. The exercise asks "
        "for the job's number among all.",
        "Four jobs, of which 2 and 3 are left, and 3 is better: what do you return?",
        edits=(
            ("        seen = ", "        ran = alive\n        seen = "),
            ("np.argmin(seen)", "np.argmin(seen[ran])"),
        ),
    ),
    Misconception(
        "diverged_not_counted",
        "The number that goes on is a part of those who have not diverged. It is a part of all that ran the rung.",
        "Nine jobs, three of which diverge, and a factor of 3: how many go on?",
        edits=(("count // factor", "np.sum(alive & np.isfinite(usable[:, rung])) // factor"),),
    ),
)
