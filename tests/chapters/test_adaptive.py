"""Chapter 04: Adam and AdamW against PyTorch, optax and Keras, what the lectures print, and the experiments."""

import json
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.adaptive.exercises import ASSIGNMENT

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "adaptive.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


def run(step, start, *, t, **setting):
    """What a kernel returns at each of the table's steps: (steps, 3, *shape), in the order w, m, v."""
    w, m, v = (np.asarray(TABLE["starts"][start][name]) for name in "wmv")
    returned = []
    for k, g in enumerate(TABLE["starts"][start]["gradients"]):
        w, m, v = step(w, np.asarray(g), m, v, t + k, **setting)
        returned.append((w, m, v))
    return np.asarray(returned)


def rows(*oracles):
    """The table's rows of these oracles, as parameters of a test."""
    return [pytest.param(r, id=f"{r['oracle']}, {r['start']}") for r in TABLE["rows"] if r["oracle"] in oracles]


def distance(returned, row):
    """Largest difference from a row of the table, as a share of the largest entry of the same quantity and step."""
    expected = np.asarray([[step[name] for name in "wmv"] for step in row["steps"]])
    entries = tuple(range(2, expected.ndim))
    return np.max(np.max(np.abs(returned - expected), axis=entries) / np.max(np.abs(expected), axis=entries))


SAME = {  # what each library's class is in the course's words
    "torch.optim.Adam": ("adam_step",),
    "torch.optim.AdamW": ("adamw_step",),
    "torch.optim.Adam with weight_decay": ("adamw_step", "l2_for_decoupled"),
    "optax.adam": ("adam_step",),
    "optax.adamw": ("adamw_step",),
    "keras.optimizers.Adam": ("adam_step", "eps_hat"),
    "keras.optimizers.AdamW": ("adamw_step", "eps_hat"),
}


@pytest.mark.parametrize("row", rows(*SAME))
def test_a_library_is_the_reference_or_the_form_that_a_verdict_names(row):
    step = kernel(*SAME[row["oracle"]])
    assert distance(run(step, row["start"], **row["setting"]), row) < 1e-12


@pytest.mark.parametrize("row", rows("keras.optimizers.Adam", "keras.optimizers.AdamW"))
def test_keras_is_not_the_reference(row):
    step = kernel(SAME[row["oracle"]][0])
    assert distance(run(step, row["start"], **row["setting"]), row) > 1e-9


# The lectures' formulas, typed from our copies; without a slip it is the right one. The usual settings hide much: 1e-5.


def printed(w, g, m, v, t, *, lr, beta1, beta2, eps, decay=0.0, power=True, root=True, extra=False, twice=False):
    if twice:
        g = g + decay * w
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1 ** (t if power else 1))
    v_hat = v / (1 - beta2 ** (t if power else 1))
    step = lr * m_hat / (eps + (np.sqrt(v_hat) if root else v_hat))
    return w - (step * g if extra else step) - decay * w, m, v


PRINTED = {
    "W6": ({"power": False}, "bias_correction_without_power"),
    "W7": ({"root": False, "extra": True}, "times_gradient"),
    "T2": ({"root": False}, "root_missing"),
}


@pytest.mark.parametrize("errata", PRINTED)
@pytest.mark.parametrize("row", rows("torch.optim.Adam"))
def test_adam_as_printed_misses_pytorch_and_the_right_form_meets_it(errata, row):
    slip, mistake = PRINTED[errata]
    as_printed = run(lambda *args, **hyper: printed(*args, **hyper, **slip), row["start"], **row["setting"])
    assert distance(run(printed, row["start"], **row["setting"]), row) < 1e-12
    assert distance(as_printed, row) > 1e-5
    named = run(kernel("adam_step", mistake), row["start"], **row["setting"])
    np.testing.assert_allclose(named, as_printed, rtol=1e-12)


@pytest.mark.parametrize("errata, slip, mistakes", [
    ("T2", {"root": False}, ("root_missing", "decay_not_times_lr")),
    ("G7", {"twice": True}, ("decay_twice", "decay_not_times_lr")),
])  # fmt: skip
@pytest.mark.parametrize("row", rows("torch.optim.AdamW"))
def test_adamw_as_printed_misses_pytorch_and_the_right_form_meets_it(errata, slip, mistakes, row):
    setting = dict(row["setting"])
    decay = setting["lr"] * setting.pop("weight_decay")  # the share of itself that a weight loses in a step
    as_printed = run(lambda *args, **hyper: printed(*args, **hyper, **slip), row["start"], **setting, decay=decay)
    assert distance(run(printed, row["start"], **setting, decay=decay), row) < 1e-12
    assert distance(as_printed, row) > 1e-5
    named = run(kernel("adamw_step", *mistakes), row["start"], **setting, weight_decay=decay)
    np.testing.assert_allclose(named, as_printed, rtol=1e-12)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_wrong_row_of_the_errata_is_among_the_mistakes(name):
    sources = {m.source for m in EXERCISES[name].misconceptions}
    assert sources >= {"W6", "W7", "T2"} | ({"G7"} if name == "adamw_step" else set())


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "04_adaptive" / "04_adaptive.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_the_step_is_about_agreement_not_about_size(chapter):
    ends = chapter["three_weights"]
    assert 0.9 < ends["large"] / ends["small"] < 1.1
    assert ends["noisy"] < 0.4 * ends["large"]


def test_the_boxes_show_what_the_slides_formulas_do(chapter):
    late = chapter["correction_as_printed"]
    assert late["step"] == pytest.approx(1, abs=1e-3)
    assert late["printed"] == pytest.approx(np.sqrt(0.1), abs=1e-3)
    right, as_printed = np.transpose(chapter["root_as_printed"])
    assert right == pytest.approx(0.01, rel=1e-3)
    assert as_printed[0] / as_printed[-1] > 1e5
    right, as_printed = chapter["extra_gradient_as_printed"]
    assert abs(right - 3) < 0.1 and as_printed < -10
    (large, large_printed), (small, small_printed) = chapter["decay_as_printed"]
    assert (large, small) == pytest.approx((0.5 * 0.99**100, 0.05 * 0.99**100))
    assert large_printed < large - 0.03 and abs(small_printed) < 0.005


def test_without_correction_steps_are_too_long_until_v_has_filled(chapter):
    ratio = chapter["step_lengths"]
    assert ratio[0] == pytest.approx((1 - 0.9) / np.sqrt(1 - 0.999))
    assert 6 < ratio.max() < 7 and ratio.argmax() < 20
    assert abs(ratio[-1] - 1) < 0.01


def test_missing_correction_helps_every_seed_at_an_ordinary_rate_and_harms_every_seed_at_a_high_one(chapter):
    loss = {key: history.train_loss for key, history in chapter["first_200_steps"].items()}
    assert np.all(loss[0.001, "without"] < loss[0.001, "with correction"] / 3)
    assert np.all(loss[0.03, "without"] > loss[0.03, "with correction"] * 3)


def test_missing_correction_moves_the_best_rate_down_and_costs_little_there(chapter):
    seen = chapter["correction_over_rates"]
    assert seen["best"]["without"] < seen["best"]["with correction"]
    lowest = [np.median(loss, axis=1).min() for loss in seen["losses"].values()]
    assert 1 / 3 < lowest[0] / lowest[1] < 3


def test_l2_lets_a_weight_with_large_gradients_keep_its_size_and_adamw_does_not(chapter):
    lost = chapter["decay_of_two_weights"]
    small, large = lost["Adam with L2"]
    assert small > 0.9 and large < 0.2
    assert lost["AdamW"] == pytest.approx(1 - (1 - 0.003 * 0.3) ** 1000, abs=0.05)


def test_in_a_normalized_net_each_form_decouples_what_it_multiplies_apart_in_every_seed(chapter):
    explained, (row, column) = chapter["explained"], np.indices((5, 4))
    for seed in range(3):
        l2, pytorch, paper = (grid[:, :, seed] for grid in chapter["normalized_net"].values())
        assert explained(paper, row) > 0.6 and explained(paper, row) > explained(paper, row + column)
        assert explained(pytorch, row + column) > 0.6 and explained(pytorch, row) < 0.5
        assert explained(l2, row) < 0.3 and explained(l2, row + column) < 0.3


def test_adamw_is_not_more_accurate_than_adam_with_l2(chapter):
    best = [grid.mean(axis=2).max() for grid in chapter["normalized_net"].values()]
    assert max(best) - min(best) < 0.03


def test_in_a_plain_net_it_is_the_other_way_round(chapter):
    l2, paper = chapter["plain_net"].values()
    assert abs(l2) < 0.4
    assert 0.6 < paper < 1.6
