"""Softmax cross-entropy and its gradient, for index labels and for one-hot targets."""

from autograder.exercise import Misconception

TOP = "np.max(logits, axis=1, keepdims=True)"
LOG_P = "log_p = logits - top - np.log(total)"
EACH = "each = -np.sum(targets * log_p, axis=1)"
LOG_OF_P = (LOG_P, "log_p = np.log(exponentials / total)")
P_FROM_LOG = ("p = exponentials / total", "p = np.exp(log_p)")
PICKED = (EACH, "each = -log_p[targets == 1]")

OVERFLOW = {
    "says": "The exponentials overflow: exp(1000) is inf, and inf / inf is not a number. Subtract the largest logit of "
    "each row first; the softmax does not change by that.",
    "look": "What is exp(1000) in your lines, and what would be in its place if every logit were 1000 less?",
}
UNDERFLOW = {
    "says": "The probability of the true class can underflow to 0, and its logarithm is then -inf. Do not take the "
    "logarithm of a softmax: log p is the logit minus the logarithm of the sum.",
    "look": "Simplify log(exp(z) / s) on paper before you write it down.",
}
ONE_TOP = {
    "says": "One maximum is subtracted from all rows, so in a row far below it every exponential becomes 0. Each row "
    "needs its own.",
    "look": "Along which axis is your maximum taken, and what is its shape?",
}


def unstable(picked: bool) -> tuple[Misconception, ...]:
    """The ways to overflow or underflow; they end in different mixtures of inf and NaN."""
    plain, one_top = (TOP, "np.zeros((n, 1))"), (TOP, "np.max(logits) + np.zeros((n, 1))")
    take = (PICKED,) if picked else ()
    found = [
        Misconception("overflow", edits=(plain, LOG_OF_P), **OVERFLOW),
        Misconception("overflow_of_the_sum", edits=(plain,), **OVERFLOW),
        Misconception("overflow_p_from_log_p", edits=(plain, P_FROM_LOG), **OVERFLOW),
        Misconception("log_of_softmax", edits=(LOG_OF_P,), **UNDERFLOW),
        Misconception("one_maximum_for_all_rows", edits=(one_top,), **ONE_TOP),
        Misconception("one_maximum_and_log_of_softmax", edits=(one_top, LOG_OF_P), **ONE_TOP),
        Misconception("one_maximum_p_from_log_p", edits=(one_top, P_FROM_LOG), **ONE_TOP),
    ]
    if picked:
        found += [Misconception(f"{m.id}_label_picked", m.says, m.look, edits=(*m.edits, *take)) for m in list(found)]
    return tuple(found)


def overflow_hidden(eps: str) -> Misconception:
    """Two slips that go together more often than not."""
    log = (LOG_P, f"log_p = np.log(exponentials / total + {eps})")
    says = f"{OVERFLOW['says']} (The {eps} in the logarithm does not help, and changes other losses.)"
    return Misconception(
        f"overflow_and_plus_{eps.replace('-', '_')}", says, OVERFLOW["look"], edits=((TOP, "np.zeros((n, 1))"), log)
    )


def kept_from_zero(name: str, log: str) -> Misconception:
    return Misconception(
        name,
        "The probability is kept away from 0 by a small number before the logarithm. That changes the loss of an "
        "example that is far off, and hides the overflow rather than curing it: log p is the logit minus the "
        "logarithm of the sum, which needs no such number.",
        "What is the loss of an example whose true class is 1000 below the largest logit?",
        edits=((LOG_P, f"log_p = {log}"),),
    )


def clipped(eps: str, both: bool) -> Misconception:
    """As Keras does with probabilities: in the loss alone, or before loss and gradient."""
    name, p = f"clipped_at_{eps.replace('-', '_')}", f"np.clip(exponentials / total, {eps}, 1.0 - {eps})"
    found = kept_from_zero(name, f"np.log({p})")
    if not both:
        return found
    return Misconception(
        f"{name}_gradient_too", found.says, found.look, edits=(*found.edits, ("p = exponentials / total", f"p = {p}"))
    )


def cut_off(bound: str) -> Misconception:
    return Misconception(
        f"logits_cut_off_at_{bound}",
        f"The logits are cut off at {bound} and -{bound}, so those beyond become equal. Subtract the largest logit of "
        "each row instead: the softmax does not change by that.",
        f"What does your kernel make of the logits {int(bound) + 100} and {int(bound) + 200}?",
        edits=(("    top = ", f"    logits = np.clip(logits, -{bound}.0, {bound}.0)\n    top = "),),
    )


SHARED = (
    Misconception(
        "sum_over_examples",
        "Loss and gradient are sums over the examples, as with PyTorch's reduction='sum'. The exercise asks for means.",
        "Give every example twice. Should the loss change?",
        edits=(("np.sum(each) / n", "np.sum(each)"), ("    dlogits = dlogits / n\n", "")),
        convention=True,
        source="torch.nn.functional.cross_entropy",
    ),
    Misconception(
        "gradient_of_the_sum",
        "The loss is a mean over the examples, and the gradient is that of their sum: 1/n is missing in it.",
        "Multiply the loss by a constant. What happens to its gradient?",
        edits=(("    dlogits = dlogits / n\n", ""),),
    ),
    Misconception(
        "loss_summed",
        "The gradient is that of a mean, and the loss is a sum over the examples.",
        "Give every example twice. Should the loss change?",
        edits=(("np.sum(each) / n", "np.sum(each)"),),
    ),
    Misconception(
        "loss_not_reduced",
        "The loss has one number an example. Asked for is their mean, a 0-d array.",
        "What is the shape of your loss?",
        edits=(("np.sum(each) / n", "each"),),
    ),
    Misconception(
        "loss_over_all_entries",
        "The loss is a mean over examples and classes. The sum over classes is part of each example's loss: only the "
        "examples are averaged.",
        "By which number is your sum divided?",
        edits=(("np.sum(each) / n", "np.sum(each) / logits.size"),),
    ),
    Misconception(
        "gradient_over_all_entries",
        "The gradient is divided by the number of all entries. The loss is a mean over the examples.",
        "By which number is your gradient divided?",
        edits=(("dlogits = dlogits / n", "dlogits = dlogits / logits.size"),),
    ),
    Misconception(
        "gradient_over_classes",
        "The gradient is divided by the number of classes. The loss is a mean over the examples.",
        "Which of the two numbers in logits.shape counts examples?",
        edits=(("dlogits = dlogits / n", "dlogits = dlogits / logits.shape[1]"),),
    ),
    Misconception(
        "loss_sign",
        "The loss is the mean of log p: the minus is missing. It should be positive.",
        "Is the logarithm of a probability positive or negative?",
        edits=(("each = -np.sum(", "each = np.sum("),),
    ),
    Misconception(
        "gradient_sign",
        "The gradient is turned round: target minus p. That is the gradient of log p, not of the loss, so a step "
        "against it climbs. (Our copy of one lecture prints it so, on its first slide on minibatches.)",
        "If p of the true class is too small, should its logit go up or down, and what does z - lr * g do?",
        edits=(("dlogits = p - targets", "dlogits = targets - p"),),
        source="G9",
    ),
    Misconception(
        "targets_not_subtracted",
        "The gradient is p. At the true class 1 is missing: p minus the target.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = p"),),
    ),
    Misconception(
        "true_class_only",
        "Only the true class has a gradient. The softmax ties all logits of a row together: the others get p.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = targets * (p - 1.0)"),),
    ),
    Misconception(
        "one_subtracted_everywhere",
        "1 is subtracted from every entry of p. It belongs to the true class alone.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = p - 1.0"),),
    ),
    Misconception(
        "gradient_of_probabilities",
        "This is the gradient with respect to the probabilities. Go on through the softmax to the logits; nearly "
        "everything cancels.",
        "With respect to what does the docstring want the gradient?",
        edits=(("dlogits = p - targets", "dlogits = -targets / p"),),
    ),
    Misconception(
        "extra_slope",
        "p - target is multiplied by p (1 - p) once more. That is the chain for a squared error behind a sigmoid; "
        "with cross-entropy it cancels.",
        "Work out the derivative of log(sum of exp) on paper. Which terms are left?",
        edits=(("dlogits = p - targets", "dlogits = (p - targets) * p * (1.0 - p)"),),
    ),
    Misconception(
        "softmax_over_examples",
        "The softmax goes along the examples. Each row is an example: its classes compete, along axis 1.",
        "Which entries of your p add up to 1?",
        edits=((TOP, "np.max(logits, axis=0, keepdims=True)"),
               ("np.sum(exponentials, axis=1, keepdims=True)", "np.sum(exponentials, axis=0, keepdims=True)")),
    ),
    Misconception(
        "softmax_over_everything",
        "The softmax goes over all entries at once. Each row is an example: its classes compete, along axis 1.",
        "Which entries of your p add up to 1?",
        edits=((TOP, "np.max(logits)"), ("np.sum(exponentials, axis=1, keepdims=True)", "np.sum(exponentials)")),
    ),
    Misconception(
        "no_logarithm",
        "The loss is the mean of -p: the logarithm is missing.",
        "What is the loss of an example that is predicted with certainty?",
        edits=((EACH, "each = -np.sum(targets * np.exp(log_p), axis=1)"),),
    ),
    Misconception(
        "logits_taken_for_log_p",
        "The loss takes the logits themselves for logarithms of probabilities.",
        "Add 5 to all logits of a row. Should the loss change?",
        edits=((EACH, "each = -np.sum(targets * logits, axis=1)"),),
    ),
    Misconception(
        "two_for_base",
        "The logarithm has base 2, so the loss is in bits. Here it is the natural one.",
        "What is the loss of a guess between two classes?",
        edits=((EACH, "each = -np.sum(targets * log_p, axis=1) / np.log(2.0)"),),
        convention=True,
        source="information theory",
    ),
    Misconception(
        "ten_for_base",
        "The logarithm has base 10. Here it is the natural one, `xp.log`.",
        "What is your log of 2.718?",
        edits=((EACH, "each = -np.sum(targets * log_p, axis=1) / np.log(10.0)"),),
    ),
    Misconception(
        "binary",
        "Each class is treated as a yes or no of its own, with a term for 1 - p: binary cross-entropy. Here the "
        "classes share one probability.",
        "For how many classes of an example should your loss have a term?",
        edits=((EACH, "each = -np.sum(targets * log_p + (1.0 - targets) * np.log(1.0 - np.exp(log_p)), axis=1)"),),
    ),
    Misconception(
        "squared_error",
        "The loss is the squared distance of p from the target.",
        "What is the loss of an example whose true class has p = 0?",
        edits=((EACH, "each = np.sum((np.exp(log_p) - targets) ** 2, axis=1)"),),
    ),
    *(kept_from_zero(f"plus_{eps.replace('-', '_')}_in_the_log", f"np.log(exponentials / total + {eps})")
      for eps in ("1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15", "1e-16")),
    *(overflow_hidden(eps) for eps in ("1e-7", "1e-8", "1e-9", "1e-10", "1e-12", "1e-15")),
    *(clipped(eps, both) for eps in ("1e-7", "1e-8") for both in (False, True)),
    *(cut_off(bound) for bound in ("100", "500", "700")),
    Misconception(
        "softmax_twice",
        "The softmax is taken twice: what goes into the loss's own softmax are probabilities already. The loss then "
        "can hardly fall.",
        "How often does exp appear on the way from the logits to your p?",
        edits=(
            ("    top = ", "    logits = np.exp(logits - np.max(logits, axis=1, keepdims=True))\n"
             "    logits = logits / np.sum(logits, axis=1, keepdims=True)\n    top = "),
        ),
    ),
    Misconception(
        "sum_over_everything",
        "The exponentials are divided by the sum of all of them, so only the whole array adds up to 1. Each row is an"
        " example: its classes compete, along axis 1.",
        "Which entries of your p add up to 1?",
        edits=(("np.sum(exponentials, axis=1, keepdims=True)", "np.sum(exponentials)"),),
    ),
    Misconception(
        "maximum_not_taken_off",
        "The logarithm of the sum is that of the shifted logits, but it is taken from the logits themselves: the "
        "largest logit of the row is missing in log p.",
        "Add 5 to all logits of a row. Should the loss change?",
        edits=((LOG_P, "log_p = logits - np.log(total)"),),
    ),
    Misconception(
        "minus_the_target",
        "The gradient is minus the target. The softmax ties all logits of a row together: p is missing.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = -targets"),),
    ),
    Misconception(
        "log_p_in_the_gradient",
        "The gradient has log p in place of p: log p minus the target.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = log_p - targets"),),
    ),
    Misconception(
        "guess_in_the_gradient",
        "The gradient has the predicted class, 0 or 1, in place of p. It would then be 0 for every example that is "
        "predicted right, however narrowly.",
        "What is your gradient where the true class has p = 0.51?",
        edits=(("dlogits = p - targets", "dlogits = np.eye(p.shape[1])[np.argmax(p, axis=1)] - targets"),),
    ),
    Misconception(
        "perplexity",
        "This is the exponential of the loss, called perplexity.",
        "What should the loss be where every p of a true class is 1?",
        edits=(("np.sum(each) / n", "np.exp(np.sum(each) / n)"),),
        convention=True,
        source="language models",
    ),
    Misconception(
        "target_taken_off_before_the_loss",
        "The gradient is right and the loss is never a number: it has the logarithm of something negative. After "
        "`d = p` both names mean one array, so what is taken off d is taken off p as well.",
        "Print p just before the line of the loss. Does each row still add up to 1?",
        edits=((EACH, "each = -np.sum(targets * np.log((p - targets) / n), axis=1)"),),
    ),
)  # fmt: skip

INDEX = (
    *SHARED,
    Misconception(
        "all_labels_for_all_rows",
        "Every row is read at the labels of all examples: take picks whole columns. Row i wants label i alone.",
        "What is the shape of what you picked: (n, 1), or (n, n)?",
        edits=((EACH, "each = -np.mean(log_p[:, labels], axis=1)"),),
    ),
    *unstable(picked=True),
    Misconception(
        "labels_from_one",
        "The labels are counted from 1. Here class 0 is the first.",
        "Which column does label 0 name?",
        edits=(("np.eye(classes)[labels]", "np.eye(classes)[labels - 1]"),),
    ),
    Misconception(
        "labels_from_one_compared",
        "The labels are counted from 1, so label 0 names no class at all. Here class 0 is the first.",
        "Which column does label 0 name?",
        edits=(("np.eye(classes)[labels]", "np.eye(classes, k=-1)[labels]"),),
    ),
    Misconception(
        "own_prediction",
        "The largest logit is taken for the true class: the labels have no effect.",
        "Where in your lines do the labels appear?",
        edits=(("np.eye(classes)[labels]", "np.eye(classes)[np.argmax(logits, axis=1)]"),),
    ),
    Misconception(
        "first_label_for_all",
        "The first label is used for every example.",
        "Change the last label. Does your loss move?",
        edits=(("np.eye(classes)[labels]", "np.eye(classes)[labels[:1]] + np.zeros((n, 1))"),),
    ),
    Misconception(
        "all_labels_in_the_gradient",
        "In every row 1 is subtracted at the labels of all examples: `dlogits[:, labels]` names whole columns. In row"
        " i it belongs to label i alone.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = p + 0.0\n    dlogits[:, labels] -= 1.0"),),
    ),
    Misconception(
        "labels_taken_for_rows",
        "1 is subtracted from whole rows, those that the labels number: `dlogits[labels]` counts along the first "
        "axis. The labels number classes, along the second.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = p + 0.0\n    dlogits[labels] -= 1.0"),),
    ),
)

ONE_HOT = (
    *SHARED,
    *unstable(picked=False),
    Misconception(
        "hard_targets",
        "The largest target is taken for the only one. A target may be spread over several classes: all of them count.",
        "What does your kernel make of the target (0.6, 0.4)?",
        edits=(("    top = ", "    targets = np.eye(logits.shape[1])[np.argmax(targets, axis=1)]\n    top = "),),
    ),
    Misconception(
        "hard_targets_in_the_loss",
        "The loss takes the largest target for the only one. A target may be spread over several classes: all of them "
        "count.",
        "What does your kernel make of the target (0.6, 0.4)?",
        edits=((EACH, "each = -log_p[np.arange(n), np.argmax(targets, axis=1)]"),),
    ),
    Misconception(
        "divergence",
        "The targets' own entropy is taken off, as in Keras's KLDivergence. Where a target is spread out, the "
        "cross-entropy stays above 0.",
        "What is your loss when p equals the target?",
        edits=((EACH, "each = -np.sum(targets * (log_p - np.log(np.where(targets > 0, targets, 1.0))), axis=1)"),),
        convention=True,
        source="keras.losses.KLDivergence",
    ),
    Misconception(
        "log_of_the_mixture",
        "The logarithm is taken of the sum of target times p. The sum is outside: target times log p.",
        "Which comes first in the docstring's formula, the logarithm or the sum?",
        edits=((EACH, "each = -np.log(np.sum(targets * exponentials / total, axis=1))"),),
    ),
    Misconception(
        "arguments_swapped",
        "Targets and probabilities have changed places: the logarithm is of the target.",
        "Of which of the two is the logarithm taken?",
        edits=((EACH, "each = -np.sum(np.exp(log_p) * np.log(targets + 1e-12), axis=1)"),),
    ),
    Misconception(
        "hard_targets_in_the_gradient",
        "The gradient takes the largest target for the only one. A target may be spread over several classes: all of "
        "them count.",
        "What does your kernel make of the target (0.6, 0.4)?",
        edits=(("dlogits = p - targets", "dlogits = p - np.eye(logits.shape[1])[np.argmax(targets, axis=1)]"),),
    ),
    Misconception(
        "targets_not_weighed",
        "Every class with a target above 0 counts alike in the loss. Each counts with its target: target times log p.",
        "What does your kernel make of the targets (0.6, 0.4) and (0.4, 0.6)?",
        edits=((EACH, "each = -np.sum(np.where(targets > 0, log_p, 0.0), axis=1)"),),
    ),
    Misconception(
        "targets_not_weighed_in_the_gradient",
        "In the gradient a whole 1 is subtracted wherever a target is above 0. A target may be spread over several "
        "classes: each counts as much as it says.",
        "What should the entries of each row of the gradient add up to?",
        edits=(("dlogits = p - targets", "dlogits = p - (targets > 0)"),),
    ),
)
