"""Ways through the capstone without training, for the chapter's experiment and for its tests: what each is worth."""

from __future__ import annotations

import functools

import numpy as np

from autograder.chapters.practice.capstone import CAPSTONE, CLASSES, PIXELS, all_digits, predict, train
from autograder.direct import DirectCaller
from autograder.suite import PUBLIC_SEED
from autograder.suite.contest import clears, measure
from autograder.suite.trial import cases_of
from workbench.rng import Rng


@functools.cache
def known():
    """Every digit there is, and the parameters of a plain net that has learned them all."""
    x, y = all_digits()
    return x, y, train(x.astype("float32"), y, Rng(0, dtype="float32"))


def parameters_pasted(x, y, rng):
    return known()[2]


def data_pasted(x, y, rng):
    """Trains on what it brought along."""
    digits, labels, _ = known()
    return train(digits.astype(x.dtype), labels, rng)


def disguise_undone(x, y, rng):
    """Trains on what it brought along, put in the order of x; where x is nothing that it knows, a plain net."""
    place = pixels_of(x)
    if place is None:
        return train(x, y, rng)
    digits, labels, _ = known()
    return train(digits[:, place].astype(x.dtype), called(x, y, place)[labels], rng)


def pixels_of(x) -> np.ndarray | None:
    """Which of the digits' pixels each column is, from its moments; None where x is nothing of the kind."""

    def moments(values):
        powers = [np.mean(values**k, axis=0) ** (1 / k) for k in (1, 2, 3)]
        return np.stack([*powers, np.mean(values == 0, axis=0)], axis=1)

    here, there = moments(x), moments(known()[0])
    if np.abs(np.sort(here[:, 0]) - np.sort(there[:, 0])).max() > 0.1:
        return None
    far, place = np.sum((here[:, None] - there) ** 2, axis=2), np.zeros(PIXELS, dtype=np.int64)
    for _ in range(PIXELS):
        column, pixel = np.unravel_index(np.argmin(far), far.shape)
        place[column], far[column], far[:, pixel] = pixel, np.inf, np.inf
    return place


def called(x, y, place) -> np.ndarray:
    """What each of the digits is called in y, by a vote of the net that knows them."""
    w1, *rest = known()[2]
    votes = np.zeros((CLASSES, CLASSES))
    np.add.at(votes, (predict(w1[place], *rest, x), y), 1)
    return votes.argmax(axis=1)


KERNELS = {
    "a plain net": train,
    "parameters pasted": parameters_pasted,
    "data pasted": data_pasted,
    "disguise undone": disguise_undone,
}


def accuracies(kernel) -> dict[str, float]:
    """The mean accuracy by kind of data that a kernel gets on the splits of check."""
    caller, shares = DirectCaller({CAPSTONE.name: kernel}), {}
    for case in cases_of(CAPSTONE, PUBLIC_SEED):
        shares.setdefault(case.kind, []).append(measure(CAPSTONE, case, caller))
    return {kind: float(np.mean(values)) for kind, values in shares.items()}


def points(means: dict[str, float]) -> float:
    """What these accuracies earn."""
    return max((bar.points for bar in CAPSTONE.bars if clears(bar, means)), default=0.0)
