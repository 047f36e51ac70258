"""What people get wrong in early stopping."""

from autograder.exercise import Misconception

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
    Misconception(
        "nan_and_all_after_it_better",
        "A loss that is nan counts as better, and after it every loss does: each comparison with nan is false, so "
        "`not loss >= best` is not the same as `loss < best`.",
        "What is 1.0 >= float('nan'), and what is 1.0 < float('nan')?",
        edits=((IMPROVED, "improved = not loss >= best_loss - min_delta"),),
    ),
    Misconception(
        "small_steps_and_nan_move_the_best",
        "A loss that is lower by less than min_delta becomes the new best loss, without counting as better, and "
        "so does a loss that is nan. The best loss changes only where the weights do.",
        "With min_delta 1 and losses 10, 9.5: which loss belongs to the weights that you keep?",
        edits=((MORE, MORE + "        best_loss = min(loss, best_loss)\n"),),
    ),
)
