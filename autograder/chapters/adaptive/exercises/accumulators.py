"""The methods with one sum or average of squares: AdaGrad, RMSProp with and without momentum, Adadelta."""

from functools import partial

from autograder.chapters.adaptive import misconceptions, reference, variants
from autograder.exercise import Exercise

from .cases import accumulator_cases

ADAGRAD = Exercise(
    reference.adagrad_step,
    points=3,
    returns=("w", "r"),
    order=("r", "w"),
    cases=partial(accumulator_cases, state=("r",), usual={"lr": 0.01, "eps": 1e-10}, lr=0.4, eps=0.01),
    misconceptions=misconceptions.ADAGRAD,
    hints=(
        "Two lines: first r takes in the new gradient, then w moves. Both are entry by entry.",
        "r is a plain sum over all steps so far: what came in, plus the square of g.",
        "From r = 0 the very first step is lr in length for every weight, whatever its gradient: g divided by the root "
        "of g squared. What must stand under the root?",
    ),
    variants=variants.ADAGRAD,
    minutes=8,
    difficulty=1,
)

RMSPROP = Exercise(
    reference.rmsprop_step,
    points=3,
    returns=("w", "r"),
    order=("r", "w"),
    cases=partial(
        accumulator_cases, state=("r",), usual={"lr": 0.001, "rho": 0.9, "eps": 1e-8}, lr=0.1, rho=0.7, eps=0.01
    ),
    misconceptions=misconceptions.RMSPROP,
    hints=(
        "Take your AdaGrad. One of its two lines changes, the other stays.",
        "r becomes a moving average: it keeps the share rho of what it was, and takes the rest of its weight from the "
        "square of g. If the same g comes for ever, r settles at g squared.",
    ),
    variants=variants.RMSPROP,
    minutes=6,
    difficulty=1,
)

RMSPROP_MOMENTUM = Exercise(
    reference.rmsprop_momentum_step,
    points=3,
    returns=("w", "r", "v"),
    order=("r", "v", "w"),
    cases=partial(
        accumulator_cases,
        state=("r", "velocity"),
        usual={"lr": 0.001, "rho": 0.9, "alpha": 0.9, "eps": 1e-8},
        lr=0.1, rho=0.7, alpha=0.85, eps=0.01,
    ),
    misconceptions=misconceptions.RMSPROP_MOMENTUM,
    hints=(
        "r and the quotient g over root of r are those of RMSProp. What RMSProp would add to w goes into v first.",
        "v keeps the share alpha of what it was and adds the whole of RMSProp's step, sign and rate included. Then w "
        "moves by v.",
    ),
    variants=variants.RMSPROP_MOMENTUM,
    core=False,
    minutes=6,
    difficulty=2,
)  # fmt: skip

ADADELTA = Exercise(
    reference.adadelta_step,
    points=4,
    returns=("w", "r", "u"),
    order=("r", "u", "w"),
    cases=partial(
        accumulator_cases, state=("r", "u"), usual={"lr": 1.0, "rho": 0.95, "eps": 1e-6}, lr=0.7, rho=0.8, eps=0.01
    ),
    misconceptions=misconceptions.ADADELTA,
    hints=(
        "Four lines, in this order: r, the step, u, w. The step needs the new r and the old u.",
        "The step is g times a quotient of two roots: the size of recent steps over the size of recent gradients. eps "
        "is inside each root.",
        "u is to the steps what r is to the gradients: the same average, with the same rho. The rate comes in only "
        "when w moves.",
    ),
    variants=variants.ADADELTA,
    core=False,
    minutes=10,
    difficulty=2,
)
