"""The capstone: training itself, on digits in disguise and on classes that nobody has seen before.

Digits are public, so an answer could carry what it knows of them: a disguise that permutes pixels and classes is
undone from the pixels' moments by 64 numbers, and a small net trained beforehand takes a kilobyte. No limit on an
answer's length tells that from honest work. So the same kernel must do as well on clouds, of which the secret seed
draws everything and all that anybody can know beforehand is how they are drawn.

Measured over six seeds of the grader (mean and spread of the mean over the splits), and what it earns:

    plain SGD, 60 epochs                          digits .975 +- .002   clouds .936 +- .004    4
    AdamW with a cosine                                  .983 +- .003          .977 +- .003    7
    and dropout of a fifth                               .984 +- .001          .986 +- .002    7
    more dropout, soft labels                            .989 +- .001          .997 +- .001   10
    the chapter's own: shaken inputs, soft labels        .991 +- .001         1.000           10
    parameters of the digits pasted                      .08                   .10             0
    the digits pasted, x ignored                         .09                   .11             0
    the digits pasted, disguise undone, plain SGD        .999                  .93             4
    a net in 938 bytes pasted, disguise undone          1.000                  .93             4
"""

from __future__ import annotations

import functools
import itertools

import numpy as np

from autograder.contest import Bar, Contest, Split
from autograder.exercise import Budget, Draw

PIXELS, CLASSES, WIDTH = 64, 10, 128
FOLDS = 5  # of the digits: each image is tested once, so which split has the hard ones decides nothing
DRAWS = 3  # of the clouds
PER_CLASS = 5  # clouds in a class, far enough from a line between classes that depth pays
SHAKE = 0.9  # spread of a cloud where centres have 1: with 29 examples a cloud, a net that fits them all overfits
TRAIN, TEST = 1437, 2000  # examples of a draw; as many to train on as of the digits


@functools.cache
def all_digits() -> tuple[np.ndarray, np.ndarray]:
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return x / 16.0, y.astype(np.int64)


def digits_splits(rng: np.random.Generator) -> list[Split]:
    """All digits in stratified folds, with pixels and classes permuted anew for each."""
    x, y = all_digits()
    fold = np.empty(len(y), dtype=np.int64)
    fold[np.concatenate([rng.permutation(np.flatnonzero(y == c)) for c in range(CLASSES)])] = np.arange(len(y)) % FOLDS
    splits = []
    for i in range(FOLDS):
        pixels, classes = rng.permutation(PIXELS), rng.permutation(CLASSES)
        shown, seen = rng.permutation(np.flatnonzero(fold != i)), np.flatnonzero(fold == i)
        splits.append(_split("digits", i, x[:, pixels], classes[y], shown, seen, rng))
    return splits


def clouds_splits(rng: np.random.Generator) -> list[Split]:
    """Classes of several clouds in 64 dimensions, squeezed into [0, 1] as pixels are."""
    splits = []
    for i in range(DRAWS):
        centres = rng.standard_normal((CLASSES * PER_CLASS, PIXELS))
        cloud = rng.integers(0, len(centres), TRAIN + TEST)
        x = centres[cloud] + SHAKE * rng.standard_normal((TRAIN + TEST, PIXELS))
        x = 1.0 / (1.0 + np.exp(-2.0 * x))
        splits.append(_split("clouds", i, x, cloud % CLASSES, np.arange(TRAIN), np.arange(TRAIN, TRAIN + TEST), rng))
    return splits


def _split(kind, i, x, y, shown, seen, rng) -> Split:
    args = {"x": x[shown], "y": y[shown], "rng": Draw(int(rng.integers(1 << 32)))}
    return Split(f"{kind}, split {i + 1}", args, kind=kind, x_test=x[seen], y_test=y[seen])


def predict(w1, b1, w2, b2, w3, b3, x):
    """The class that the net gives each row of x (n, 64)."""
    h = np.maximum(x @ w1 + b1, 0.0)
    h = np.maximum(h @ w2 + b2, 0.0)
    return np.argmax(h @ w3 + b3, axis=1)


def train(x, y, rng):
    """A plain net: random weights of He's size, and SGD with one rate. It clears the first bar."""
    units, rate, epochs, batch = (PIXELS, WIDTH, WIDTH, CLASSES), 0.1, 60, 64
    w = [(2.0 / n) ** 0.5 * rng.normal((n, m)) for n, m in itertools.pairwise(units)]
    b = [0.0 * w[i][0] for i in range(3)]
    for _ in range(epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch):
            rows = order[start : start + batch]
            h = [x[rows]]
            for i in range(2):
                h.append(np.maximum(h[i] @ w[i] + b[i], 0.0))
            z = h[2] @ w[2] + b[2]
            p = np.exp(z - z.max(axis=1, keepdims=True))
            dz = (p / p.sum(axis=1, keepdims=True) - (y[rows, None] == np.arange(CLASSES))) / len(rows)
            dz = dz.astype(x.dtype)
            for i in (2, 1, 0):
                step_w, step_b = h[i].T @ dz, dz.sum(axis=0)
                dz = (dz @ w[i].T) * (h[i] > 0)
                w[i], b[i] = w[i] - rate * step_w, b[i] - rate * step_b
    return w[0], b[0], w[1], b[1], w[2], b[2]


CAPSTONE = Contest(
    train,
    points=10,
    returns=("w1", "b1", "w2", "b2", "w3", "b3"),
    cases=lambda rng: [*digits_splits(rng), *clouds_splits(rng)],
    misconceptions=(),
    hints=(
        "Begin with a plain net: He's weights, minibatches of 64, SGD with rate 0.1, 60 epochs. That is the first bar. "
        "Look at the training loss before you change anything: what keeps this net from the next one?",
        "For the second bar train better: AdamW, or momentum, with a rate that falls to 0 along a cosine. Fold "
        "whatever you subtract from `x`, or divide it by, into `w1` and `b1` before you return them.",
        "The training loss is 0 by now, and the errors are on examples that lie between the ones you have. For the top "
        "bar make more of these: something random on the inputs of every minibatch. Shifts are no help, since "
        "neighbours are not neighbours any more. Soft labels help a little.",
    ),
    variants=(),
    minutes=45,
    difficulty=3,
    budget=Budget(seconds=10.0, memory=1 << 30),
    shapes=((PIXELS, WIDTH), (WIDTH,), (WIDTH, WIDTH), (WIDTH,), (WIDTH, CLASSES), (CLASSES,)),
    predict=predict,
    bars=(
        Bar(4.0, {"digits": 0.965, "clouds": 0.90}),
        Bar(7.0, {"digits": 0.978, "clouds": 0.95}),
        Bar(10.0, {"digits": 0.986, "clouds": 0.983}),
    ),
)
