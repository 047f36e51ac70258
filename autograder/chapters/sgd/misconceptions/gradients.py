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
    Misconception(
        "means_multiplied",
        "The mean of x is multiplied by the mean of the residual. The mean of a product is another number: each row "
        "has to meet its own residual first.",
        "Is the mean of 1 * 1 and 3 * 3 equal to the mean of 1 and 3, squared?",
        edits=(("x.T @ residual", "np.sum(x, axis=0) * np.mean(residual)"),),
    ),
    Misconception(
        "mean_over_features_too",
        "One number comes back: the mean runs over the features, too. The gradient has one entry for each weight.",
        "Along which axis lie the examples, and along which the features?",
        edits=(("x.T @ residual", "np.sum(residual @ x) / x.shape[1]"),),
    ),
    Misconception(
        "loss_returned",
        "This is the loss, one number. The exercise asks for its gradient, which has one entry for each weight.",
        "How many entries has w, and how many has what you return?",
        edits=(("x.T @ residual", "0.5 * np.sum(residual**2)"),),
    ),
    Misconception(
        "targets_meet_every_prediction",
        "In its residual each example has the mean of all predictions in place of its own. That comes about where "
        "every target is subtracted from every prediction.",
        "Print the shapes of your predictions and of your targets. What does NumPy make of (m,) and (m, 1)?",
        edits=(("residual = predicted", "residual = np.mean(predicted)"),),
    ),
    Misconception(
        "targets_alone_divided",
        "Only the part with the targets is divided by m; the part with the predictions is the sum.",
        "Multiply out x.T @ (x @ w - y) / m. What is divided by m?",
        edits=(("total / x.shape[0]", "x.T @ predicted - x.T @ y / x.shape[0]"),),
    ),
    Misconception(
        "last_example_only",
        "Only the last example counts, and its gradient is divided by the number of all: a loop that replaces where it "
        "should add leaves just that.",
        "Change the first row of x. Does your gradient move?",
        edits=(("x.T @ residual", "x[-1, :] * residual[-1]"),),
    ),
    Misconception(
        "last_example_left_out",
        "The last example does not count in the sum, though it counts in the number that divides it.",
        "Change the last row of x. Does your gradient move? Where does range(m - 1) end?",
        edits=(("x.T @ residual", "x[:-1, :].T @ residual[:-1]"),),
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
    Misconception(
        "column_taken",
        "It takes column i of x. The examples are the rows, and the columns are the features.",
        "What is the shape of x, and along which axis does i count?",
        edits=(("x[i, :]", "x[:, i]"),),
    ),
    Misconception(
        "residual_returned",
        "This is the residual, one number: x is missing. The gradient has one entry for each weight.",
        "What is the derivative of the prediction with respect to each weight?",
        edits=(("row * residual", "residual"),),
    ),
    Misconception(
        "loss_returned",
        "This is the loss of the example, one number. The exercise asks for its gradient, one entry for each weight.",
        "How many entries has w, and how many has what you return?",
        edits=(("row * residual", "0.5 * residual**2"),),
    ),
    Misconception(
        "prediction_not_summed",
        "The products of x and w are not summed, so that every feature has a prediction and a residual of its own. An "
        "example has one prediction.",
        "How many entries has your prediction for one example?",
        edits=(("row @ w", "row * w"),),
    ),
    Misconception(
        "prediction_not_finished",
        "The residual is used while the prediction still grows: the entry of a feature knows only the features up to "
        "its own. The prediction has to be whole before its residual meets any feature.",
        "In the first turn of your loop, which products are in the prediction already?",
        edits=(("row @ w", "np.cumsum(row * w)"),),
    ),
    Misconception(
        "times_weights",
        "The residual is multiplied by w. The derivative of the prediction with respect to w is the example's x.",
        "What is the derivative of x_1 w_1 + x_2 w_2 with respect to w_1?",
        edits=(("row * residual", "w * residual"),),
    ),
    Misconception(
        "brackets_missing",
        "x multiplies the prediction alone, and the target is subtracted from the product: the residual has lost its "
        "brackets.",
        "What does Python work out first in a * b - c?",
        edits=(("return row * residual", "return row * predicted - y[i]"),),
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
    Misconception(
        "repeated_examples_summed_once",
        "An example that the indices name twice comes into the sum once, though it counts twice in the number that "
        "divides it.",
        "Indices 3, 3, 5: how many terms has the sum?",
        edits=(
            ("np.take(x, indices", "np.take(x, np.unique(indices)"),
            ("np.take(y, indices", "np.take(y, np.unique(indices)"),
            ("indices.shape[0]", "len(indices)"),
        ),
    ),
    Misconception(
        "columns_taken",
        "The indices take columns of x. The examples are the rows: they lie along axis 0.",
        "What is the shape of x, and along which axis do the indices count?",
        edits=(("axis=0", "axis=1"),),
    ),
    Misconception(
        "divided_by_features",
        "The sum is divided by the number of features. It runs over the batch, so the batch's size makes it a mean.",
        "How many terms has your sum, and what do you divide by?",
        edits=(("indices.shape[0]", "x.shape[1]"),),
    ),
    Misconception(
        "means_multiplied",
        "The mean of x is multiplied by the mean of the residual. The mean of a product is another number: each row "
        "has to meet its own residual first.",
        "Is the mean of 1 * 1 and 3 * 3 equal to the mean of 1 and 3, squared?",
        edits=(("rows.T @ residual", "np.sum(rows, axis=0) * np.mean(residual)"),),
    ),
    Misconception(
        "mean_over_features_too",
        "One number comes back: the mean runs over the features, too. The gradient has one entry for each weight.",
        "Along which axis lie the examples, and along which the features?",
        edits=(("rows.T @ residual", "np.sum(residual @ rows) / x.shape[1]"),),
    ),
)
