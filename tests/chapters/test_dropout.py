"""Chapter 07: dropout against PyTorch and Keras, what a lecture prints, what holds for every mask, the experiments."""

import itertools
import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.dropout.exercises import ASSIGNMENT
from workbench.rng import Rng

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "dropout.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


def rows(evaluation=False):
    """The table's rows of dropout in training, or in evaluation, as parameters of a test."""
    found = [row for row in TABLE["dropouts"] if row["oracle"].endswith("in evaluation") == evaluation]
    return [pytest.param({n: np.asarray(v) if isinstance(v, list) else v for n, v in row.items()},
                         id=f"{row['oracle']}, rate {row['rate']}") for row in found]  # fmt: skip


def draws(row):
    """Uniform numbers that give a framework's mask: far from the rate on the right side."""
    return np.where(row["mask"] > 0, (1 + row["rate"]) / 2, row["rate"] / 2)


@pytest.mark.parametrize("row", rows())
def test_the_frameworks_dropout_is_the_inverted_form(row):
    assert 0 < row["mask"].mean() < 1
    np.testing.assert_array_equal(kernel("dropout_mask")(draws(row), rate=row["rate"]), row["mask"])
    y, mask = kernel("dropout_forward")(row["x"], draws(row), rate=row["rate"])
    np.testing.assert_allclose(y, row["y"], rtol=1e-12)
    dx = kernel("dropout_backward")(row["dy"], mask, rate=row["rate"])
    np.testing.assert_allclose(dx, row["dx"], rtol=1e-12)


@pytest.mark.parametrize("row", rows(evaluation=True))
def test_in_evaluation_the_frameworks_do_nothing(row):
    np.testing.assert_array_equal(row["y"], row["x"])
    np.testing.assert_array_equal(row["dx"], row["dy"])


@pytest.mark.parametrize("row", TABLE["averages"], ids=lambda row: f"{row['oracle']}, {row['logits']}")
def test_the_average_is_that_of_the_libraries_softmax(row):
    probabilities = kernel("monte_carlo_average")(np.asarray(row["z"]))
    np.testing.assert_allclose(probabilities, row["probabilities"], rtol=1e-12, atol=1e-15)
    assert not np.allclose(kernel("monte_carlo_average", "logits_averaged")(np.asarray(row["z"])), probabilities)


# The lecture's formulas, typed from our copy.


def printed_in_training(x, mask, p):
    return x * mask * (1 / p)


def printed_weights(w, p):
    return w * p


@pytest.mark.parametrize("row", [row for row in rows() if row.values[0]["rate"] != 0.5])
def test_the_factor_as_printed_misses_the_frameworks_and_the_right_one_meets_them(row):
    x, mask, p = row["x"], row["mask"], row["rate"]
    np.testing.assert_allclose(printed_in_training(x, mask, 1 - p), row["y"], rtol=1e-12)
    assert np.abs(printed_in_training(x, mask, p) - row["y"]).max() > 0.1
    named, _ = kernel("dropout_forward", "scaled_by_rate")(x, draws(row), rate=p)
    np.testing.assert_allclose(named, printed_in_training(x, mask, p), rtol=1e-12)


def expectation(x, w, p):
    """Mean over all masks of what the next layer receives, from every mask and its probability."""
    total = 0.0
    for mask in itertools.product((0.0, 1.0), repeat=len(x)):
        kept = sum(mask)
        u = np.where(np.asarray(mask) > 0, 1.0, -1.0)
        total += (1 - p) ** kept * p ** (len(x) - kept) * (kernel("classic_dropout")(x, u, rate=p) @ w)
    return total


@pytest.mark.parametrize("p", (0.1, 0.3, 0.5, 0.8))
def test_scaled_weights_give_the_mean_over_all_masks_and_the_printed_ones_do_not(p):
    rng = np.random.default_rng(3)
    x, w = rng.normal(size=6), rng.normal(size=(6, 2))
    exact = expectation(x, w, p)
    np.testing.assert_allclose(x @ kernel("classic_test_weights")(w, rate=p), exact, rtol=1e-12)
    np.testing.assert_array_equal(kernel("classic_test_weights", "times_rate")(w, rate=p), printed_weights(w, p))
    assert (np.abs(x @ printed_weights(w, p) - exact).max() > 0.1) == (p != 0.5)


def test_the_errata_are_among_the_mistakes():
    sources = {e.name: {m.source for m in e.misconceptions} for e in ASSIGNMENT.exercises}
    assert all("D2" in sources[name] for name in ("dropout_forward", "dropout_backward", "classic_test_weights"))


def test_dropout_removes_units_and_dropconnect_connections(chapter):
    """What reaches the next layer, as a matrix of weights: whole rows go, or entries."""
    rng = np.random.default_rng(0)
    w, u = rng.normal(size=(8, 5)), rng.uniform(size=8)
    left = np.stack([kernel("classic_dropout")(one, u, rate=0.5) @ w for one in np.eye(8)]) != 0
    assert np.all(left.all(axis=1) | ~left.any(axis=1)) and 0 < left.any(axis=1).sum() < 8
    seen = chapter["parts_of_a_net"]
    assert seen["parts"] == 2**14 and 0 < seen["kept"] < 14 and seen["links"] > 0


# What holds for every mask, whatever the numbers.


@pytest.mark.parametrize("rate", (0.0, 0.2, 0.5, 0.9))
def test_the_mean_is_kept_and_the_variance_is_rate_over_what_stays(rate):
    x, u, n = np.full(200_000, 3.0), Rng(2).uniform((200_000,)), 200_000
    y, mask = kernel("dropout_forward")(x, u, rate=rate)
    variance = 9.0 * rate / (1 - rate)
    assert abs(y.mean() - 3.0) <= 6 * math.sqrt(variance / n)
    assert y.var() == pytest.approx(variance, rel=0.05)
    assert set(np.unique(y)) <= {0.0, 3.0 / (1 - rate)}
    assert abs(mask.mean() - (1 - rate)) <= 6 * math.sqrt(rate * (1 - rate) / n)


def test_forward_and_backward_are_one_linear_map():
    """<dy, forward(x)> = <backward(dy), x> for one mask."""
    rng = np.random.default_rng(4)
    x, u, dy = rng.normal(size=(4, 6)), rng.uniform(size=(4, 6)), rng.normal(size=(4, 6))
    y, mask = kernel("dropout_forward")(x, u, rate=0.3)
    assert np.sum(dy * y) == pytest.approx(np.sum(kernel("dropout_backward")(dy, mask, rate=0.3) * x), rel=1e-12)
    assert np.sum(dy * y) != pytest.approx(np.sum(kernel("dropout_backward", "not_scaled")(dy, mask, rate=0.3) * x))


def test_an_average_is_a_distribution_and_does_not_know_the_order_of_the_passes():
    logits = 4.0 * np.random.default_rng(5).normal(size=(6, 5, 3))
    average = kernel("monte_carlo_average")
    np.testing.assert_allclose(average(logits).sum(axis=-1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(average(logits[::-1]), average(logits), rtol=1e-12)
    shift = np.random.default_rng(6).normal(size=(6, 5, 1)) * 100
    np.testing.assert_allclose(average(logits + shift), average(logits), rtol=1e-9)


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "07_dropout" / "07_dropout.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_only_the_same_mask_with_its_scale_is_the_gradient(chapter):
    same, new, unscaled = chapter["gradient_of_one_layer"].values()
    assert same < 1e-8 and new > 0.2
    assert unscaled == pytest.approx(0.3 / 1.7, rel=1e-6)  # a factor 1 - p, at a rate of 0.3


def test_mean_and_variance_are_predicted_and_the_printed_factor_keeps_the_mean_at_one_half_only(chapter):
    seen = chapter["mean_and_variance"]
    for form in seen["found"].values():
        for quantity, predicted in zip(("mean", "variance"), form["predicted"], strict=True):
            np.testing.assert_allclose(form[quantity], predicted, rtol=0.12)
    np.testing.assert_allclose(seen["found"]["inverted"]["mean"], 1.0, atol=0.1)
    printed = seen["found"]["as printed, 1/p"]["mean"]
    assert np.all((np.abs(printed - 1) < 0.05) == (seen["rates"] == 0.5))


def test_the_printed_factor_ruins_a_trained_net_except_at_one_half(chapter):
    seen = chapter["classic_in_evaluation"]
    right, printed, unscaled = (run["loss"] for run in seen["found"].values())
    low, half = seen["rates"].index(0.1), seen["rates"].index(0.5)
    assert np.all(printed[low] > 5 * right[low]) and np.all(printed[-1] > right[-1])
    np.testing.assert_allclose(printed[half], right[half], rtol=1e-5)
    assert np.all(unscaled[half:] > 2 * right[half:])
    right, printed, unscaled = (run["accuracy"] for run in seen["found"].values())
    assert np.all(printed[low] < 0.5) and np.all(right[low] > 0.9) and np.all(unscaled[low] > 0.9)


def test_none_overfits_some_helps_and_too_much_does_not_learn_in_every_seed(chapter):
    none, some, much = chapter["none_some_too_much"].values()
    assert np.all(none["logged"][-20:].mean(axis=0) < 0.01)
    assert np.median(none["validation"][-1]) > 1.15 * np.median(none["validation"].min(axis=0))
    assert np.median(some["validation"].min(axis=0)) < 0.95 * np.median(none["validation"].min(axis=0))
    assert np.median(some["validation"][-1]) < np.median(none["validation"][-1])
    assert np.all(some["logged"][-20:].mean(axis=0) > 5 * none["logged"][-20:].mean(axis=0))
    assert np.all(much["validation"][-1] > 1.5) and np.all(much["train"][-1] > 1.5)
    assert np.all(much["accuracy"][-1] < 0.7)


def test_validation_lies_below_the_logged_loss_with_dropout_and_above_the_training_loss_measured_alike(chapter):
    without, with_dropout = (list(curves.values()) for curves in chapter["three_losses"].values())
    logged, train, validation = with_dropout
    assert np.all(train < validation) and np.all(validation < 0.8 * logged)
    logged, train, validation = without
    assert np.all(train < validation) and np.all(logged < validation)
    np.testing.assert_allclose(logged, train, rtol=0.3)


def test_a_net_trained_with_dropout_stands_the_loss_of_half_of_its_units(chapter):
    seen = chapter["removing_units"]
    without, with_dropout = seen["accuracy"].values()
    half = seen["shares"].index(0.5)
    assert with_dropout[half].min() > without[half].max() + 0.15
    assert np.median(without[0]) - 0.05 < np.median(with_dropout[0]) < np.median(without[0])


def test_the_average_wins_once_and_loses_once_in_loss_and_needs_many_passes(chapter):
    hard, regular = chapter["one_pass_or_many"].values()
    assert np.all(hard["loss"]["many"][-1] < hard["loss"]["one"])
    assert np.mean(regular["loss"]["many"][-1] - regular["loss"]["one"]) > 0.02
    for net in (hard, regular):
        assert np.mean(net["accuracy"]["many"][0] - net["accuracy"]["one"]) < -0.01
        assert abs(np.mean(net["accuracy"]["many"][-1] - net["accuracy"]["one"])) < 0.02
        assert np.all(net["loss"]["many"][-1] < net["loss"]["many"][0])


def test_the_average_is_less_sure_which_mends_one_net_and_harms_the_other(chapter):
    hard, regular = (list(ways.values()) for ways in chapter["calibration"].values())
    for scaling, average in (hard, regular):
        assert np.all(average["sure"] < scaling["sure"])
    assert np.median(hard[1]["error"]) < 0.7 * np.median(hard[0]["error"])
    assert np.median(regular[1]["error"]) > 1.5 * np.median(regular[0]["error"])


def test_dropout_on_the_inputs_of_a_regression_is_a_penalty(chapter):
    seen = chapter["the_penalty_inside"]
    np.testing.assert_allclose(seen["measured"], seen["predicted"], rtol=0.03)
    assert seen["predicted"][-1] > 5 * seen["predicted"][0]
