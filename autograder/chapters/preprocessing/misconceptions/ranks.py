"""Ranks: ties, ends, and what else is called quantile normalization."""

from autograder.exercise import Misconception

QUANTILE = (
    Misconception(
        "ties_in_order_of_appearance",
        "Equal values get different ranks, in the order in which they stand, as from argsort of argsort. They should "
        "share their mean rank.",
        "Sort the examples differently. Should a value's rank change?",
        edits=(
            (
                "    rank = below + (equal - 1) / 2",
                "    rank = np.argsort(np.argsort(x, axis=0, kind='stable'), axis=0, kind='stable')",
            ),
        ),
    ),
    Misconception(
        "ties_take_the_lowest_rank",
        "Equal values all take the lowest of their ranks. They should share the mean of them.",
        "Three equal values take the ranks 4, 5 and 6. Which one does each get?",
        edits=(("below + (equal - 1) / 2", "below"),),
        convention=True,
        source="scipy.stats.rankdata(method='min')",
    ),
    Misconception(
        "ties_take_the_highest_rank",
        "Equal values all take the highest of their ranks. They should share the mean of them.",
        "Three equal values take the ranks 4, 5 and 6. Which one does each get?",
        edits=(("below + (equal - 1) / 2", "below + (equal - 1)"),),
        convention=True,
        source="scipy.stats.rankdata(method='max')",
    ),
    Misconception(
        "ties_half_a_rank_too_high",
        "Every value counts itself as half a value below: add half the number of *other* equal values.",
        "How many others is a value equal to that occurs once?",
        edits=(("(equal - 1) / 2", "equal / 2"),),
    ),
    Misconception(
        "dense_ranks",
        "Equal values share a rank and the next value takes the next one: only different values are counted, and the "
        "largest does not reach 1. Count all examples.",
        "Of 1, 2, 2, 3 the last one has how many below it?",
        edits=(
            (
                "    rank = below + (equal - 1) / 2",
                "    rank = np.stack([np.unique(column, return_inverse=True)[1] for column in x.T], axis=1)",
            ),
        ),
    ),
    Misconception(
        "dense_ranks_to_their_largest",
        "Only different values are counted, and divided by how many these are. Count all examples.",
        "Of 1, 2, 2, 3 the last one has how many below it?",
        edits=(
            (
                "    rank = below + (equal - 1) / 2",
                "    rank = np.stack([np.unique(column, return_inverse=True)[1] for column in x.T], axis=1)",
            ),
            ("rank / (x.shape[0] - 1)", "rank / np.maximum(np.max(rank, axis=0), 1)"),
        ),
    ),
    Misconception(
        "divided_by_n",
        "The rank from 0 is divided by N, so the largest value does not reach 1. Its rank is N - 1.",
        "What does the largest of five different values become?",
        edits=(("x.shape[0] - 1", "x.shape[0]"),),
    ),
    Misconception(
        "ranks_from_one_over_n",
        "Ranks from 1 are divided by N, as in an empirical distribution function: the smallest value becomes 1/N. Here "
        "it becomes 0 and the largest 1.",
        "What does the smallest of five different values become?",
        edits=(("rank / (x.shape[0] - 1)", "(rank + 1) / x.shape[0]"),),
        convention=True,
        source="the empirical distribution function; pandas rank(pct=True)",
    ),
    Misconception(
        "share_at_or_below",
        "This is the share of examples at or below the value, the empirical distribution function. The exercise asks "
        "for the mean rank from 0, over N - 1.",
        "What does the smallest of five different values become?",
        edits=(("below + (equal - 1) / 2", "below + equal"), ("x.shape[0] - 1", "x.shape[0]")),
        convention=True,
        source="the empirical distribution function",
    ),
    Misconception(
        "half_ranks",
        "Half a rank is kept off both ends, (rank + 1/2) / N. That is a usual convention, but here the smallest value "
        "becomes 0 and the largest 1.",
        "What does the smallest of five different values become?",
        edits=(("rank / (x.shape[0] - 1)", "(rank + 0.5) / x.shape[0]"),),
        convention=True,
        source="Hazen 1914",
    ),
    Misconception(
        "ranks_over_n_plus_one",
        "Ranks from 1 are divided by N + 1, which keeps off both ends. That is a usual convention, but here the "
        "smallest value becomes 0 and the largest 1.",
        "What does the smallest of five different values become?",
        edits=(("rank / (x.shape[0] - 1)", "(rank + 1) / (x.shape[0] + 1)"),),
        convention=True,
        source="Weibull 1939",
    ),
    Misconception(
        "ranks_from_one",
        "The ranks count from 1, so all come out too large and the largest exceeds 1. Count from 0.",
        "What does the smallest of five different values become?",
        edits=(("rank / (x.shape[0] - 1)", "(rank + 1) / (x.shape[0] - 1)"),),
    ),
    Misconception(
        "not_divided",
        "These are the ranks. Divided by N - 1 they run from 0 to 1.",
        "What does the largest of five different values become?",
        edits=(("rank / (x.shape[0] - 1)", "rank"),),
    ),
    Misconception(
        "sorting_order",
        "This is the order that sorts the feature, where the k-th entry says which example comes k-th. The rank says "
        "of each example which place it takes: the inverse of that order.",
        "Try 30, 10, 20 by hand. What should come out, and what does argsort give?",
        edits=(("    rank = below + (equal - 1) / 2", "    rank = np.argsort(x, axis=0, kind='stable')"),),
    ),
    Misconception(
        "downwards",
        "The largest value becomes 0 and the smallest 1. Ranks go upwards.",
        "What does the smallest of five different values become?",
        edits=(("x[None, :, :] < x[:, None, :]", "x[None, :, :] > x[:, None, :]"),),
    ),
    Misconception(
        "ranks_among_all_features",
        "The values of all features are ranked together. Every feature has ranks of its own.",
        "Multiply one feature by 1000. Should the ranks of another one change?",
        whole="""
            def quantile_normalize(x):
                flat = np.reshape(x, (-1,))
                below = np.sum(flat[None, :] < flat[:, None], axis=1)
                equal = np.sum(flat[None, :] == flat[:, None], axis=1)
                rank = below + (equal - 1) / 2
                return np.reshape(rank / (flat.shape[0] - 1), x.shape)
            """,
    ),
    *(
        Misconception(
            f"ranks_within_the_example{suffix}",
            "Each example's values are ranked among each other. The rank is that of a value within its feature, among "
            "all examples.",
            "Which axis of x counts the examples?",
            whole=f"""
                def quantile_normalize(x):
                    below = np.sum(x[:, None, :] < x[:, :, None], axis=2)
                    equal = np.sum(x[:, None, :] == x[:, :, None], axis=2)
                    rank = below + (equal - 1) / 2
                    return rank / {divisor}
                """,
        )
        for suffix, divisor in (
            ("", "(x.shape[1] - 1)"),
            ("_guarded", "max(x.shape[1] - 1, 1)"),
            ("_over_examples", "(x.shape[0] - 1)"),
        )
    ),
    Misconception(
        "rescaled_not_ranked",
        "This is rescaling to [0, 1]: the distances between the values stay in proportion. Quantiles depend on the "
        "order alone.",
        "Replace x by x**3. Should the result change?",
        whole="""
            def quantile_normalize(x):
                low, high = np.min(x, axis=0), np.max(x, axis=0)
                return (x - low) / np.where(high == low, 1.0, high - low)
            """,
    ),
    Misconception(
        "one_distribution_for_all_columns",
        "This gives every column the same values, the means of the sorted rows. Biologists call that quantile "
        "normalization; here it means the map of each value to its rank, from 0 to 1.",
        "Which values does the docstring allow?",
        whole="""
            def quantile_normalize(x):
                order = np.argsort(np.argsort(x, axis=0, kind="stable"), axis=0, kind="stable")
                return np.mean(np.sort(x, axis=0), axis=1)[order]
            """,
        convention=True,
        source="Bolstad and colleagues 2003",
    ),
    Misconception(
        "half_the_equals_less_one",
        "1 is taken off after halving: the value counts itself as half, and takes off a whole. Subtract it from the "
        "number of equal values first.",
        "Which rank does the smallest of five different values get?",
        edits=(("(equal - 1) / 2", "equal / 2 - 1"),),
    ),
    *(
        Misconception(
            f"ties_at_the_ends_to_0_and_1{suffix}",
            "All values equal to the smallest become 0 and all equal to the largest 1, as in scikit-learn. In the "
            "exercise they share the mean of their ranks, as everywhere else.",
            "Of 1, 1, 2, 3 the first two take the ranks 0 and 1. What does each get?",
            edits=(("    return rank / (x.shape[0] - 1)", f"    y = rank / (x.shape[0] - 1)\n{lines}    return y"),),
            convention=True,
            source="sklearn.preprocessing.QuantileTransformer",
        )
        for to_0, to_1 in [
            ("    y = np.where(x == np.min(x, axis=0), 0.0, y)\n", "    y = np.where(x == np.max(x, axis=0), 1.0, y)\n")
        ]
        for suffix, lines in (("", to_1 + to_0), ("_constant_to_1", to_0 + to_1))
    ),
    Misconception(
        "constant_becomes_zero",
        "A constant feature becomes 0. Its values share the mean of the ranks 0 to N - 1, so it becomes 1/2.",
        "By the docstring's equation, which rank has each of six equal values?",
        edits=(
            (
                "return rank / (x.shape[0] - 1)",
                "return np.where(np.min(x, axis=0) == np.max(x, axis=0), 0.0, rank / (x.shape[0] - 1))",
            ),
        ),
    ),
    Misconception(
        "ranks_rescaled",
        "The ranks are rescaled so that the smallest becomes 0 and the largest 1, also where several share them. The "
        "divisor is N - 1.",
        "Of 1, 1, 2, 3 the first two take the ranks 0 and 1. What does each get?",
        edits=(
            (
                "return rank / (x.shape[0] - 1)",
                "low, high = np.min(rank, axis=0), np.max(rank, axis=0)\n"
                "    return (rank - low) / np.where(high == low, 1.0, high - low)",
            ),
        ),
    ),
    Misconception(
        "close_values_taken_for_ties",
        "Values that are nearly equal count as equal. Only equal values share a rank; quantiles depend on the order "
        "alone.",
        "Multiply x by 1e-9. Should the result change?",
        edits=(
            ("x[None, :, :] < x[:, None, :]", "x[None, :, :] < x[:, None, :] - 1e-6"),
            ("x[None, :, :] == x[:, None, :]", "np.abs(x[None, :, :] - x[:, None, :]) <= 1e-6"),
        ),
    ),
    Misconception(
        "sorted_values",
        "These are the sorted values. What is asked for is the rank of each value, at the place where it stands.",
        "Which values does the docstring allow?",
        whole="""
            def quantile_normalize(x):
                return np.sort(x, axis=0)
            """,
    ),
    Misconception(
        "standardized",
        "This is standardizing: the distances between the values stay in proportion. Quantiles depend on the order "
        "alone.",
        "Replace x by x**3. Should the result change?",
        whole="""
            def quantile_normalize(x):
                return (x - np.mean(x, axis=0)) / np.std(x, axis=0)
            """,
    ),
    Misconception(
        "shared_ranks_rounded_down",
        "The rank that equal values share is rounded down to a whole number, as `//` does. Two values that take the "
        "ranks 0 and 1 share 1/2.",
        "What is (2 - 1) // 2 in Python?",
        edits=(("(equal - 1) / 2", "(equal - 1) // 2"),),
    ),
)
