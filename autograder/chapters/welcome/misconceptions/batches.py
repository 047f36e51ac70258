"""Orders of the epochs, and batches cut from them."""

from autograder.exercise import Misconception

ORDERS = (
    Misconception(
        "over_epochs",
        "The sorting goes along the epochs. Each row is an epoch of its own: sort along axis 1.",
        "Which numbers may stand in a row when there are three epochs of nine examples?",
        edits=(("axis=1", "axis=0"),),
    ),
    Misconception(
        "one_order_for_all",
        "Every epoch has the order of the first. Each should have a fresh one, from its own row of u.",
        "Compare two rows of what you return.",
        edits=(("np.argsort(u, axis=1)", "np.argsort(u[:1, :], axis=1) + np.zeros(u.shape, dtype=np.int64)"),),
    ),
    Misconception(
        "ranks",
        "These are the ranks: entry i says where example i comes. Asked for is the order: entry k names the example "
        "that comes k-th. (Both are permutations; each is the inverse of the other.)",
        "In which place of your row stands the number of the example with the smallest u?",
        edits=(("np.argsort(u, axis=1)", "np.argsort(np.argsort(u, axis=1), axis=1)"),),
    ),
    Misconception(
        "descending",
        "The largest number comes first. The docstring sorts from the smallest.",
        "Which example comes first in yours?",
        edits=(("np.argsort(u, axis=1)", "np.argsort(-u, axis=1)"),),
    ),
    Misconception(
        "with_replacement",
        "Each entry is an example drawn for itself, so some come twice in an epoch and some not at all. Every example "
        "comes once.",
        "Sort a row of what you return. Is every example there?",
        edits=(("np.argsort(u, axis=1)", "np.floor(u * u.shape[1]).astype(np.int64)"),),
    ),
    Misconception(
        "not_shuffled",
        "Every epoch has the order of the data: u has no effect.",
        "Where in your lines does u appear?",
        edits=(("np.argsort(u, axis=1)", "np.arange(u.shape[1]) + np.zeros(u.shape, dtype=np.int64)"),),
    ),
    Misconception(
        "sorted_numbers",
        "These are the sorted numbers themselves. Asked for is which example each of them belongs to: argsort.",
        "Can what you return be used as indices?",
        edits=(("np.argsort", "np.sort"),),
    ),
    Misconception(
        "counted_from_one",
        "The examples are counted from 1. Indices count from 0.",
        "What are the smallest and the largest entry of a row?",
        edits=(("np.argsort(u, axis=1)", "np.argsort(u, axis=1) + 1"),),
    ),
    Misconception(
        "one_epoch_of_all",
        "All numbers are sorted together, as if the epochs were one long list.",
        "Which numbers may stand in a row when there are three epochs of nine examples?",
        edits=(("np.argsort(u, axis=1)", "np.argsort(u.reshape(-1)).reshape(u.shape)"),),
    ),
    Misconception(
        "shuffled_further",
        "Each epoch shuffles the order of the epoch before. By the docstring an epoch's order depends on its own row "
        "of u alone.",
        "Change the first row of u. Which rows of what you return change?",
        edits=(
            (
                "return np.argsort(u, axis=1)",
                "order, rows = np.arange(u.shape[1]), []\n"
                "    for places in np.argsort(u, axis=1):\n"
                "        order = order[places]\n"
                "        rows.append(order)\n"
                "    return np.stack(rows)",
            ),
        ),
    ),
    Misconception(
        "swapped_in_turn",
        "The order is made by swaps, each number telling with which place to swap (Fisher and Yates). That shuffles "
        "well, but gives another order: the docstring sorts the examples by their numbers.",
        "Which example has the smallest number of its row, and where does it stand in yours?",
        edits=(
            (
                "return np.argsort(u, axis=1)",
                "rows = []\n"
                "    for numbers in u:\n"
                "        row = list(range(u.shape[1]))\n"
                "        for k in range(u.shape[1] - 1, 0, -1):\n"
                "            j = int(numbers[k] * (k + 1))\n"
                "            row[k], row[j] = row[j], row[k]\n"
                "        rows.append(row)\n"
                "    return np.asarray(rows)",
            ),
        ),
        convention=True,
        source="Fisher and Yates 1938",
    ),
)

BATCH = (
    Misconception(
        "last_one_dropped",
        "An epoch's last batch is left out when it is not full, as PyTorch's DataLoader does with drop_last=True. "
        "Here it is kept, so that every example comes once an epoch.",
        "How many batches of 4 make an epoch of 10 examples?",
        edits=(("(n + size - 1) // size", "n // size"),),
        convention=True,
        source="torch.utils.data.DataLoader",
    ),
    Misconception(
        "one_batch_too_many",
        "Where the size divides the number of examples, an epoch gets one batch too many, an empty one.",
        "How many batches of 4 make an epoch of 8 examples?",
        edits=(("(n + size - 1) // size", "n // size + 1"),),
    ),
    Misconception(
        "remainder_joined",
        "The examples that are left over join the last full batch, which is then too large. They are a batch of "
        "their own.",
        "How large may a batch be at most?",
        edits=(
            ("(n + size - 1) // size", "n // size"),
            ("stop = start + size", "stop = n if k == batches - 1 else start + size"),
        ),
    ),
    Misconception(
        "first_epoch_again",
        "Every epoch has the order of the first. Batch t belongs to epoch t // (batches an epoch), which has its own "
        "row.",
        "Which row of orders does your kernel read after the first epoch?",
        edits=(("epoch = t // batches", "epoch = 0"),),
    ),
    Misconception(
        "epoch_is_t",
        "The epoch changes with every batch. It changes when all examples have come.",
        "In which epoch is batch 1?",
        edits=(("epoch = t // batches", "epoch = t % orders.shape[0]"),),
    ),
    Misconception(
        "epoch_from_examples",
        "The epoch is worked out from t * size, as if every batch were full. A ragged one is smaller, so the count "
        "runs ahead.",
        "10 examples, batches of 4: in which epoch is batch 5, counted from 0?",
        edits=(("epoch = t // batches", "epoch = t * size // n"),),
    ),
    Misconception(
        "t_not_wrapped",
        "After the first epoch the batch lies behind the end of the order: t counts over all epochs, the place in an "
        "epoch begins at 0 again.",
        "What is the place in its epoch of the first batch of the second epoch?",
        edits=(("k = t % batches", "k = t"),),
    ),
    Misconception(
        "across_epochs",
        "The last batch is filled up from the next epoch, as when tf.data repeats before it batches. Here an epoch's "
        "last batch is just smaller.",
        "10 examples, batches of 4: how large is batch 2, counted from 0?",
        edits=(("order = orders[epoch, :]", "order = orders.reshape(-1)"), ("start = k * size", "start = t * size")),
        convention=True,
        source="tf.data",
    ),
    Misconception(
        "overlapping",
        "The last batch is made full by taking in examples of the one before: these come twice in the epoch.",
        "10 examples, batches of 4: how large is batch 2, counted from 0?",
        edits=(("start = k * size", "start = min(k * size, n - size)"),),
    ),
    Misconception(
        "padded",
        "The last batch is filled up from the beginning of the same epoch: these examples come twice.",
        "10 examples, batches of 4: how large is batch 2, counted from 0?",
        edits=(("order = orders[epoch, :]", "order = np.tile(orders[epoch, :], 2)"),),
    ),
    Misconception(
        "wrapped_by_examples",
        "Epoch and place are worked out from t * size, as if every batch were full. After a ragged batch the count is "
        "off, and an epoch no longer begins at the beginning.",
        "10 examples, batches of 4: where should batch 3, counted from 0, begin?",
        edits=(("epoch = t // batches", "epoch = t * size // n"), ("start = k * size", "start = t * size % n")),
    ),
    Misconception(
        "all_epochs",
        "This is the batch of every epoch at once, an array of two axes. Batch t belongs to one epoch.",
        "How many axes has what you return?",
        edits=(
            ("order = orders[epoch, :]", "order = orders"),
            ("order[start:stop]", "order[:, start:stop]"),
        ),
    ),
    Misconception(
        "sorted",
        "The batch is sorted. It comes in the order of its epoch.",
        "In which order do the examples stand in orders?",
        edits=(("return order[start:stop]", "return np.sort(order[start:stop])"),),
    ),
    Misconception(
        "every_so_many",
        "The batch takes every so many entries of the order. Batches are neighbours: the first `size` entries, the "
        "next ones, and so on.",
        "Which entries of the order make batch 0?",
        edits=(("order[start:stop]", "order[k::batches]"),),
    ),
    Misconception(
        "order_ignored",
        "These are places in the order, not the examples that stand there: orders has no effect.",
        "Where in your lines does an entry of orders come out?",
        edits=(("order[start:stop]", "np.arange(start, min(stop, n))"),),
    ),
    Misconception(
        "counted_from_one",
        "t is counted from 1. Here batch 0 is the first.",
        "What does your kernel return for t = 0?",
        edits=(("    epoch = ", "    t = t - 1\n    epoch = "),),
    ),
    Misconception(
        "start_not_times_size",
        "Neighbouring batches overlap: each begins one entry after the one before, not `size` entries.",
        "Where does batch 1 begin?",
        edits=(("start = k * size", "start = k"),),
    ),
    Misconception(
        "one_short",
        "Each batch is one example short: the end of a slice is not part of it.",
        "How many entries has order[0:4]?",
        edits=(("stop = start + size", "stop = start + size - 1"),),
    ),
    Misconception(
        "rounded",
        "The number of batches in an epoch is rounded to the nearest, so where little is left over, the last batch is "
        "lost. It is rounded up.",
        "How many batches of 4 make an epoch of 9 examples, and how many one of 11?",
        edits=(("(n + size - 1) // size", "round(n / size)"),),
    ),
    Misconception(
        "quotient_and_remainder_swapped",
        "Epoch and place have changed places: t // batches counts whole epochs, t % batches is the place in one.",
        "In which epoch is batch 1?",
        edits=(
            ("epoch = t // batches", "epoch = t % batches"),
            ("k = t % batches", "k = t // batches"),
        ),
    ),
    Misconception(
        "divided_by_size",
        "t is divided by the size of a batch. An epoch has n / size batches, rounded up: that is the divisor.",
        "How many batches of 4 make an epoch of 10 examples?",
        edits=(("(n + size - 1) // size", "size"),),
    ),
    Misconception(
        "divided_by_epochs",
        "t is divided by the number of epochs. The divisor is the number of batches in an epoch.",
        "In which epoch is batch 1?",
        edits=(
            ("epoch = t // batches", "epoch = t % orders.shape[0]"),
            ("k = t % batches", "k = t // orders.shape[0]"),
        ),
    ),
    Misconception(
        "divided_by_examples",
        "The epoch is t // n, as if every batch had one example. t counts batches.",
        "10 examples, batches of 4: in which epoch is batch 5, counted from 0?",
        edits=(("epoch = t // batches", "epoch = t // n"),),
    ),
    Misconception(
        "columns",
        "The epochs are looked for along the second axis. Each row of orders is an epoch.",
        "What is the shape of orders, and which of the two numbers counts epochs?",
        edits=(("order = orders[epoch, :]", "order = orders[:, epoch]"),),
    ),
    Misconception(
        "filled_from_the_next_epoch",
        "The last batch of an epoch is filled up with the first examples of the next, which come once more "
        "afterwards. Here it is just smaller.",
        "10 examples, batches of 4: how large is batch 2, counted from 0?",
        edits=(
            ("order = orders[epoch, :]", "order = orders.reshape(-1)"),
            ("start = k * size", "start = epoch * n + k * size"),
        ),
    ),
    Misconception(
        "kept_axis",
        "The batch is right, in the shape (1, size): the axis of the epochs is still there.",
        "How many axes has what you return?",
        edits=(
            ("order = orders[epoch, :]", "order = orders[epoch : epoch + 1, :]"),
            ("order[start:stop]", "order[:, start:stop]"),
        ),
    ),
    Misconception(
        "place_from_examples",
        "The place in the order is worked out from t * size, as if every batch were full. After a ragged batch the "
        "count is off, and an epoch no longer begins at the beginning.",
        "10 examples, batches of 4: where should batch 3, counted from 0, begin?",
        edits=(("start = k * size", "start = t * size % n"),),
    ),
    *(
        Misconception(
            f"epochs_taken_for_examples{suffix}",
            "The number of rows of orders is taken for the number of examples. Each row is an epoch, with a place for "
            "every example.",
            "What is the shape of orders, and which of the two numbers counts examples?",
            edits=(("n = orders.shape[1]", "n = orders.shape[0]"), *wrapped),
        )
        for suffix, wrapped in (
            ("", ()),
            ("_from_the_first_again", (("epoch = t // batches", "epoch = t // batches % orders.shape[0]"),)),
        )
    ),
)
