"""The gradient of linear regression: over all examples, one, a minibatch."""

from autograder.chapters.sgd.misconceptions.shared import first
from autograder.exercise import Misconception


def wrong_residual(old: str) -> tuple[Misconception, ...]:
    """What goes wrong with predicted minus target, in all three gradients; `old` is that line's right side."""
    predicted, _, target = old.partition(" - ")
    return (
        Misconception(
            "ascent",
            "The sign is turned round: this is minus the gradient. The gradient points uphill, and whoever uses it "
            "subtracts it.",
            "If every prediction is too high and x is positive, should w grow or shrink, and what does w - lr * g do?",
            edits=((f"residual = {old}", f"residual = {target} - {predicted}"),),
        ),
        Misconception(
            "targets_forgotten",
            "The targets do not come in: this is the gradient for targets of 0.",
            "Where in your lines does y appear?",
            edits=((f"residual = {old}", f"residual = {predicted}"),),
        ),
        Misconception(
            "residual_squared",
            "The residual is squared. The loss squares it; in the derivative of a square the power is gone.",
            "What is the derivative of r**2 / 2 with respect to r?",
            edits=((f"residual = {old}", f"residual = ({old}) ** 2"),),
        ),
    )


def wrong_factor(result: str) -> tuple[Misconception, ...]:
    """What goes wrong with the 1/2 of the loss, in all three gradients; `result` is what is returned."""
    return (
        Misconception(
            "factor_two",
            "This is the gradient of the squared error without the 1/2, as of PyTorch's mse_loss: twice what the "
            "exercise asks for. Here the loss has a 1/2 in it, which cancels the 2 of the square.",
            "Which loss does the docstring name, and what is its derivative?",
            edits=((f"return {result}", f"return 2.0 * ({result})"),),
            convention=True,
            source="torch.nn.functional.mse_loss; Keras",
        ),
        Misconception(
            "halved",
            "The 1/2 of the loss is still there. Differentiating the square brings down a 2, and the two cancel.",
            "What is the derivative of r**2 / 2 with respect to r?",
            edits=((f"return {result}", f"return 0.5 * ({result})"),),
        ),
    )


LINEAR = (
    *wrong_residual("predicted - y"),
    *wrong_factor("total / x.shape[0]"),
    Misconception(
        "not_divided",
        "This is the sum over the examples. The exercise asks for the mean: divide by their number.",
        "Give every example twice. Should the gradient of a mean change?",
        edits=((" / x.shape[0]", ""),),
    ),
    Misconception(
        "divided_by_features",
        "The sum is divided by the number of features. It runs over the examples, so their number makes it a mean.",
        "Which of the two numbers in x.shape counts the terms of your sum?",
        edits=(("x.shape[0]", "x.shape[1]"),),
    ),
    Misconception(
        "one_term_too_many",
        "The sum has one term more than the number it is divided by: m where m - 1 is divided by. (One of the lectures "
        "has it so: sums from i = 0 to m with a 1/m in eq. 7, 10 and 13.)",
        "For a mean, how does the number of terms compare with the divisor?",
        edits=(("x.shape[0]", "(x.shape[0] - 1)"),),
        source="W4",
    ),
    Misconception(
        "first_example_only",
        "Only the first example counts. This kernel takes all of them.",
        "Change the last row of x. Does your gradient move?",
        edits=first("x, y = x[:1, :], y[:1]", "predicted = "),
    ),
)

SAMPLE = (
    *wrong_residual("predicted - y[i]"),
    *wrong_factor("row * residual"),
    Misconception(
        "divided_by_all",
        "One example's gradient is divided by the number of examples. It is the mean over one: nothing to divide by. "
        "Divided so, a step moves m times too little.",
        "Average your gradient over all i. Does it give linear_gradient?",
        edits=(("row * residual", "row * residual / x.shape[0]"),),
    ),
    Misconception(
        "counted_from_one",
        "Example i - 1 is used: i counts from 0 here, as indices do in Python.",
        "Which row is x[0, :]?",
        edits=first("i = i - 1", "row = "),
    ),
    Misconception(
        "index_ignored",
        "This is the gradient over all examples: i has no effect.",
        "Call your kernel with two different i. Is the result the same?",
        edits=(("return row * residual", "return x.T @ (x @ w - y) / x.shape[0]"),),
    ),
    Misconception(
        "target_of_another_example",
        "The row is that of example i, and the target is always the first one's.",
        "Which entry of y belongs to row i of x?",
        edits=(("y[i]", "y[0]"),),
    ),
)

MINIBATCH = (
    *wrong_residual("rows @ w - targets"),
    *wrong_factor("total / indices.shape[0]"),
    Misconception(
        "divided_by_all",
        "The batch's sum is divided by the number of all examples. It is a mean over the batch: divide by the batch's "
        "size. Otherwise a batch half as large steps half as far.",
        "How many terms has your sum, and what do you divide by?",
        edits=(("indices.shape[0]", "x.shape[0]"),),
    ),
    Misconception(
        "not_divided",
        "This is the sum over the batch. The exercise asks for its mean.",
        "Name every example of the batch twice. Should the gradient of a mean change?",
        edits=((" / indices.shape[0]", ""),),
    ),
    Misconception(
        "one_term_too_many",
        "The sum has one term more than the number it is divided by. (One of the lectures has it so: sums from i = 0 "
        "to m with a 1/m in eq. 7, 10 and 13.)",
        "For a mean, how does the number of terms compare with the divisor?",
        edits=(("indices.shape[0]", "(indices.shape[0] - 1)"),),
        source="W4",
    ),
    Misconception(
        "targets_not_taken",
        "The rows are those of the batch, and the targets are simply the first ones of y: examples and targets no "
        "longer belong together.",
        "To which examples do your rows belong, and to which your targets?",
        edits=(("np.take(y, indices)", "y[: indices.shape[0]]"),),
    ),
    Misconception(
        "first_rows",
        "The batch is the first rows of x, whatever the indices say: only their number has an effect.",
        "Call your kernel with indices 0, 1 and with 4, 5. Is the result the same?",
        edits=(
            ("np.take(y, indices)", "y[: indices.shape[0]]"),
            ("np.take(x, indices, axis=0)", "x[: len(indices)]"),
        ),
    ),
    Misconception(
        "indices_ignored",
        "This is the gradient over all examples: the indices have no effect.",
        "Where in your lines do the indices choose rows?",
        edits=first("indices = np.arange(y.shape[0])", "rows = "),
    ),
    Misconception(
        "repeated_examples_once",
        "An example that the indices name twice counts once. It counts as often as it is named: batches may be drawn "
        "with replacement.",
        "Indices 3, 3, 5: how many terms has the sum?",
        edits=first("indices = np.unique(indices)", "rows = "),
    ),
)
