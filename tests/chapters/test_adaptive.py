"""Adam and AdamW against PyTorch, optax and Keras, and against what the lectures print."""

import json
from pathlib import Path

import numpy as np
import pytest

from autograder.chapters.adaptive.exercises import ASSIGNMENT

TABLE = json.loads((Path(__file__).parents[1] / "oracles" / "adaptive.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}
ROWS = [pytest.param(row, id=f"{row['oracle']}, {row['start']}") for row in TABLE["rows"]]


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


def distance(step, row):
    """Largest difference from a row of the table over all its steps and quantities, relative to the largest entry."""
    start, setting = TABLE["starts"][row["start"]], dict(row["setting"])
    t = setting.pop("t")
    w, m, v = (np.asarray(start[name]) for name in "wmv")
    worst = 0.0
    for k, (g, expected) in enumerate(zip(start["gradients"], row["steps"], strict=True)):
        w, m, v = step(w, np.asarray(g), m, v, t + k, **setting)
        for got, name in ((w, "w"), (m, "m"), (v, "v")):
            worst = max(worst, np.max(np.abs(got - expected[name])) / np.max(np.abs(expected[name])))
    return worst


def rows(oracle):
    return [row for row in TABLE["rows"] if row["oracle"] == oracle]


SAME_CONVENTION = {  # what each library's steps are in this course's words
    "torch.optim.Adam": ("adam_step",),
    "torch.optim.Adam with weight_decay": ("adamw_step", "l2_for_decoupled"),
    "torch.optim.AdamW": ("adamw_step",),
    "optax.adam": ("adam_step",),
    "optax.adamw": ("adamw_step",),
    "keras.optimizers.Adam": ("adam_step", "eps_hat"),
    "keras.optimizers.AdamW": ("adamw_step", "eps_hat"),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_library_agrees_with_the_reference_or_with_the_convention_that_a_verdict_names(row):
    assert distance(kernel(*SAME_CONVENTION[row["oracle"]]), row) < 1e-12


@pytest.mark.parametrize("row", [row for row in ROWS if "keras" in row.id and "usual" not in row.id])
def test_keras_puts_eps_elsewhere(row):
    name, _ = SAME_CONVENTION[row.values[0]["oracle"]] if hasattr(row, "values") else SAME_CONVENTION[row["oracle"]]
    assert distance(kernel(name), row) > 1e-3
