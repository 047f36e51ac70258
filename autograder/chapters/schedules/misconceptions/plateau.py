"""Mistakes in reduce_on_plateau, whose state makes room for many."""

from autograder.exercise import Misconception

BETTER = "improved = loss < best * (1.0 - threshold)"
BAD = "bad_epochs = 0 if improved else bad_epochs + 1"
BEST = "best = loss if improved else best"
COOLING = "cooling = cooling - 1"
CUT = "if bad_epochs > patience"
WHILE_COOLING = "        bad_epochs = 0\n        cooling = cooling - 1"
AFTER_THE_CUT = "        bad_epochs = 0\n        cooling = cooldown"
LOWER = "lr = max(lr * factor, min_lr)"

REDUCE_ON_PLATEAU = (
    Misconception(
        "cut_when_patience_is_reached",
        "The rate is cut when the bad epochs reach patience, as in Keras and optax. Here, as in PyTorch, they must "
        "exceed it: patience is how many bad epochs are borne.",
        "With patience 0, is one bad epoch enough? And with patience 1?",
        edits=((CUT, "if bad_epochs >= patience"),),
        convention=True,
        source="Keras's and optax's ReduceLROnPlateau",
    ),
    Misconception(
        "absolute_threshold",
        "The threshold is subtracted: best - threshold, as Keras's min_delta and PyTorch's threshold_mode='abs'. Here "
        "it is a share of the best loss: best * (1 - threshold).",
        "With threshold 0.01 and a best loss of 0.001, what is the highest loss that is better?",
        edits=((BETTER, "improved = loss < best - threshold"),),
        convention=True,
        source="Keras's min_delta",
    ),
    Misconception(
        "threshold_ignored",
        "Any loss below the best one counts as better: threshold has no effect.",
        "Where in your lines does the argument threshold appear?",
        edits=((BETTER, "improved = loss < best"),),
    ),
    Misconception(
        "infinity_minus_infinity",
        "best - threshold * best is not a number before the first epoch, where best is infinite: no loss is ever below "
        "it. As a product, best * (1 - threshold), the bound is infinite, as it should be.",
        "What is math.inf - 0.1 * math.inf?",
        edits=((BETTER, "improved = loss < best - threshold * best"),),
    ),
    Misconception(
        "threshold_as_share_that_stays",
        "A loss is better only below best * threshold. threshold is the share that it has to fall by, not to.",
        "With threshold 0.01 and a best loss of 1, is 0.5 an improvement?",
        edits=((BETTER, "improved = loss < best * threshold"),),
    ),
    Misconception(
        "threshold_wrong_sign",
        "best * (1 + threshold) lets a loss that is worse count as better.",
        "With threshold 0.1 and a best loss of 1, is 1.05 an improvement?",
        edits=((BETTER, "improved = loss < best * (1.0 + threshold)"),),
    ),
    Misconception(
        "equal_counts_as_better",
        "A loss equal to the bound counts as better. With threshold 0 a loss that never moves is then no plateau.",
        "Is a loss that stays exactly the same an improvement?",
        edits=((BETTER, "improved = loss <= best * (1.0 - threshold)"),),
    ),
    Misconception(
        "not_a_number_counts_as_better",
        "A loss that is not a number counts as better: it is not above the bound, but not below it either.",
        "What is nan < 1, and what is not (nan >= 1)?",
        edits=((BETTER, "improved = not (loss >= best * (1.0 - threshold))"),),
    ),
    Misconception(
        "best_is_the_last_loss",
        "best is the last loss, whether better or not, so a slow rise or a zigzag looks like progress. It is the best "
        "one so far.",
        "After losses 1 and 2, what is best?",
        edits=((BEST, "best = loss"),),
    ),
    Misconception(
        "best_never_updated",
        "best stays what it was: a loss that improves once counts as better for ever.",
        "After losses 2 and 1, what is best?",
        edits=((BEST, "best = best"),),
    ),
    Misconception(
        "best_creeps",
        "best follows every lower loss, even one that is not lower by the threshold. Many small improvements then "
        "never add up to a real one. best moves only with an improvement.",
        "The loss falls by half the threshold at each epoch. Is the second epoch better than the best?",
        edits=((BEST, "best = min(best, loss)"),),
    ),
    Misconception(
        "best_forgotten_at_a_cut",
        "best is set back when the rate is cut, so that the next epoch is always better. It stays.",
        "What does a cut change besides the rate?",
        edits=((AFTER_THE_CUT, "        bad_epochs = 0\n        best = math.inf\n        cooling = cooldown"),),
    ),
    Misconception(
        "best_begins_again_at_a_cut",
        "At a cut best becomes the loss of that epoch, which is not better. It stays.",
        "What does a cut change besides the rate?",
        edits=((LOWER, LOWER + "\n        best = loss"),),
    ),
    Misconception(
        "bad_epochs_not_reset_by_progress",
        "The bad epochs are never set back by an improvement: it counts all of them, not those in a row.",
        "After one bad epoch and one good one, what is bad_epochs?",
        edits=((BAD, "bad_epochs = bad_epochs if improved else bad_epochs + 1"),),
    ),
    Misconception(
        "bad_epochs_not_reset_by_a_cut",
        "The bad epochs are not set back after a cut, so the next bad epoch cuts again at once.",
        "How long should a cut rate be given to show what it can do?",
        edits=((AFTER_THE_CUT, "        cooling = cooldown"),),
    ),
    Misconception(
        "bad_epochs_never_counted",
        "bad_epochs never exceeds 1: it says whether the last epoch was bad, not how many in a row.",
        "After three bad epochs, what is bad_epochs?",
        edits=((BAD, "bad_epochs = 0 if improved else 1"),),
    ),
    Misconception(
        "patience_ignored",
        "Every bad epoch cuts the rate: patience has no effect.",
        "Where in your lines does the argument patience appear?",
        edits=((CUT, "if bad_epochs > 0"),),
    ),
    Misconception(
        "cooldown_ignored",
        "There is no pause after a cut: bad epochs count at once, and cooling stays 0.",
        "Where in your lines does the argument cooldown appear?",
        edits=((AFTER_THE_CUT, "        bad_epochs = 0"),),
    ),
    Misconception(
        "bad_epochs_counted_while_cooling",
        "Bad epochs are counted while the pause after a cut lasts. They are ignored until it is over.",
        "What is bad_epochs during the cooldown?",
        edits=((WHILE_COOLING, "        cooling = cooling - 1"),),
    ),
    Misconception(
        "bad_epochs_kept_for_after_the_pause",
        "While the pause lasts the rate is not cut, but the bad epochs are counted, and cut as soon as it is over. "
        "They are ignored until then.",
        "What is bad_epochs during the cooldown?",
        edits=((WHILE_COOLING, "        cooling = cooling - 1"), ("    " + CUT, "    el" + CUT)),
    ),
    Misconception(
        "best_not_updated_while_cooling",
        "A better loss during the pause does not become the best one. Only the bad epochs are ignored then.",
        "During the cooldown the loss falls by half. What is best afterwards?",
        edits=((BEST, "best = loss if improved and cooling <= 0 else best"),),
    ),
    Misconception(
        "pause_counted_after_the_cut",
        "The pause is counted down after the cut, in the same epoch: it is one epoch too short. An epoch counts it "
        "down before it looks whether to cut.",
        "What is cooling right after a cut?",
        edits=(
            ("    if cooling > 0:\n" + WHILE_COOLING + "\n", ""),
            (
                "    return lr",
                "    if cooling > 0:\n        cooling = cooling - 1\n        bad_epochs = 0\n    return lr",
            ),
        ),
    ),
    Misconception(
        "cooling_never_ends",
        "cooling is not counted down: after the first cut there is never another one.",
        "What is cooling two epochs after a cut?",
        edits=((COOLING, "cooling = cooling"),),
    ),
    Misconception(
        "last_cooling_epoch_counts",
        "The epoch that ends the pause counts already: Keras counts down first and then asks whether it still cools. "
        "Here an epoch that begins cooling is ignored.",
        "With cooldown 1, is the epoch after a cut counted or ignored?",
        edits=(
            (
                BAD,
                "if cooling > 0:\n        cooling = cooling - 1\n        bad_epochs = 0\n    "
                "bad_epochs = 0 if improved else bad_epochs + 1",
            ),
            (WHILE_COOLING, "        bad_epochs = 0"),
        ),
        convention=True,
        source="Keras's ReduceLROnPlateau",
    ),
    Misconception(
        "floor_ignored",
        "The rate falls below min_lr.",
        "Where in your lines does the argument min_lr appear?",
        edits=((LOWER, "lr = lr * factor"),),
    ),
    Misconception(
        "floor_as_ceiling",
        "A cut leads to the smaller of the new rate and min_lr. It leads to the larger: the rate never falls below "
        "min_lr.",
        "The rate is 0.5, the factor 0.1 and min_lr 0. What comes next?",
        edits=((LOWER, "lr = min(lr * factor, min_lr)"),),
    ),
    Misconception(
        "no_cut_below_the_floor",
        "A cut that would lead below min_lr is left out, and the rate stays above it. It should stop at min_lr.",
        "The rate is 0.03, the factor 0.1 and min_lr 0.01. What comes next?",
        edits=((LOWER, "lr = lr * factor if lr * factor >= min_lr else lr"),),
    ),
    Misconception(
        "divided_by_factor",
        "The rate is divided by the factor, and grows. It is multiplied by it.",
        "At factor 0.1, should the new rate be above or below the old one?",
        edits=((LOWER, "lr = max(lr / factor, min_lr)"),),
    ),
    Misconception(
        "factor_taken_off",
        "A cut takes the share `factor` off the rate. Here the factor is the share that stays.",
        "At factor 0.1, what should be left of 1 after a cut?",
        edits=((LOWER, "lr = max(lr * (1.0 - factor), min_lr)"),),
    ),
)
