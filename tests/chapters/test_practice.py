"""Chapter 10: searching, pruning and freezing against SciPy, scikit-learn and PyTorch, and the experiments."""

import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.practice.exercises import ASSIGNMENT
from workbench import training
from workbench.nets import MLP
from workbench.rng import Rng

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "practice.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


@pytest.mark.parametrize("row", TABLE["log_uniform"], ids=lambda row: f"{row['low']} to {row['high']}")
def test_log_uniform_is_scipys(row):
    x = kernel("log_uniform")(np.array(row["u"]), low=row["low"], high=row["high"])
    np.testing.assert_allclose(x, row["x"], rtol=1e-12)


@pytest.mark.parametrize("row", TABLE["grid"], ids=lambda row: f"{row['count']}**{len(row['low'])}")
def test_the_grid_is_scikit_learns_in_the_same_order(row):
    points = kernel("grid_search")(np.array(row["low"]), np.array(row["high"]), count=row["count"])
    np.testing.assert_allclose(points, row["points"], rtol=1e-12)


@pytest.mark.parametrize("row", TABLE["halving"], ids=lambda row: f"{row['jobs']} jobs, factor {row['factor']}")
def test_scikit_learn_halves_in_the_convention_that_a_verdict_names(row):
    losses = np.random.default_rng(0).normal(size=(row["jobs"], row["rungs"]))
    runs, _ = kernel("successive_halving", "rounded_up")(losses, factor=row["factor"])
    assert [int(np.sum(runs > rung)) for rung in range(row["rungs"])] == row["counts"]
    runs, _ = kernel("successive_halving")(losses, factor=row["factor"])
    assert [int(np.sum(runs > rung)) for rung in range(row["rungs"])] <= row["counts"]


@pytest.mark.parametrize("row", TABLE["prune"], ids=lambda row: f"{row['share']}")
def test_pruning_is_pytorchs_but_for_its_rounding(row):
    w = np.array(row["w"])
    np.testing.assert_array_equal(kernel("magnitude_prune")(w, share=row["share"]), row["count_mask"])
    np.testing.assert_array_equal(kernel("magnitude_prune", "rounded")(w, share=row["share"]), row["share_mask"])


@pytest.mark.parametrize("row", TABLE["frozen"], ids=lambda row: row["way"])
def test_a_weight_frozen_by_a_zero_gradient_drifts_in_pytorch_and_one_without_a_gradient_does_not(row):
    start, v, mask, gradients = (np.array(row[name]) for name in ("w", "v", "mask", "gradients"))
    step = kernel("masked_step", *(["gradient_masked_only"] if row["way"] == "zero" else []))
    w = start
    for g, seen in zip(gradients, row["path"], strict=True):
        w, v = step(w, g, v, mask, lr=row["lr"], alpha=row["alpha"])
        np.testing.assert_allclose(w, seen, rtol=1e-12)
    drift = np.abs(np.array(row["path"][-1]) - start)[mask == 0]
    assert (drift.min() > 1e-3) == (row["way"] == "zero")


# What holds for every input, whatever the numbers.


@pytest.mark.parametrize("share", (0.0, 0.3, 0.5, 0.99, 1.0))
def test_exactly_the_floor_of_the_share_is_pruned_even_among_equals(share):
    rng = np.random.default_rng(1)
    for w in (rng.normal(size=(7, 9)), np.ones((7, 9)), rng.integers(-1, 2, (7, 9)).astype(float)):
        mask = kernel("magnitude_prune")(w, share=share)
        assert np.sum(mask == 0) == math.floor(share * 63) and set(np.unique(mask)) <= {0.0, 1.0}
        if 0 < np.sum(mask) < mask.size:
            assert np.abs(w)[mask == 0].max() <= np.abs(w)[mask == 1].min()


def test_no_later_loss_of_a_job_that_was_cut_counts():
    rng = np.random.default_rng(2)
    for _ in range(20):
        losses = rng.normal(size=(17, 4))
        runs, best = kernel("successive_halving")(losses, factor=2)
        unseen = np.arange(4)[None, :] >= runs[:, None]
        again = kernel("successive_halving")(np.where(unseen, rng.normal(size=losses.shape), losses), factor=2)
        np.testing.assert_array_equal(again[0], runs)
        assert again[1] == best and runs[best] == 4


def test_a_filter_normalized_step_is_the_same_in_every_scaling_of_a_relu_net():
    rng = np.random.default_rng(3)
    w, d = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    scale = rng.uniform(0.1, 10.0, 4)
    normalize = kernel("filter_normalize")
    np.testing.assert_allclose(normalize(d, w * scale), normalize(d, w) * scale, rtol=1e-12)
    np.testing.assert_allclose(normalize(d * scale, w), normalize(d, w), rtol=1e-12)


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "10_practice" / "10_practice.py").cells:
        if cell.source.startswith("## Capstone"):  # has tests of its own
            break
        if cell.cell_type == "code":
            exec(cell.source, namespace)
    return namespace


def test_few_rates_are_good_and_the_penalty_hardly_matters(chapter):
    accuracy = chapter["table"]["accuracy"]
    good = (accuracy > accuracy.max() - 0.03).any(axis=0)
    assert 2 <= good.sum() < 0.35 * good.size
    assert np.ptp(accuracy[:, good], axis=0).mean() < 0.05


def test_a_uniform_draw_misses_the_good_rates(chapter):
    uniform, log_uniform = chapter["two_scales"].values()
    assert uniform < 0.02 and log_uniform > 0.1


def test_random_search_beats_a_grid_when_a_dimension_does_not_matter(chapter):
    seen = chapter["grid_or_random"]
    gap = (seen["random"] - seen["grid"]).mean(axis=1)
    assert np.all(gap > 0) and gap[0] > 0.04 and gap[0] > 3 * gap[-1]


@pytest.mark.parametrize("seed", (1, 2, 3))
def test_and_so_it_does_for_other_draws(chapter, seed):
    rng, look_up, low, high = Rng(seed), chapter["look_up"], chapter["LOW"], chapter["HIGH"]
    grid = [look_up(kernel("grid_search")(*chapter["shifted_grid"](3, rng), count=3)).max() for _ in range(300)]
    draws = [look_up(kernel("random_search")(rng.uniform((9, 2)), low, high)).max() for _ in range(300)]
    assert np.mean(draws) > np.mean(grid) + 0.01


def test_narrowing_makes_jobs_better_though_not_every_search(chapter):
    first, again, narrowed = chapter["in_rounds"]["above"]
    assert narrowed > 2.5 * max(first, again)
    best = chapter["in_rounds"]["best"]
    assert np.mean(best[2] - best[1]) > 0 and np.any(best[2] <= best[1])


def test_halving_saves_most_steps_and_loses_less_than_fewer_whole_runs(chapter):
    seen = chapter["halving"]
    assert max(seen["spent"]) < 0.2
    assert np.mean(seen["lost"]) < np.mean(seen["control"])


def test_the_range_test_suits_momentum_and_adam_and_is_timid_for_sgd(chapter):
    for name, seen in chapter["range_test"].items():
        low, high = seen["good"][0] / 10**0.25, seen["good"][-1] * 10**0.25
        inside = np.mean((seen["rate"] >= low) & (seen["rate"] <= high))
        assert inside >= 0.8 if name != "SGD" else np.median(seen["rate"]) < 0.5 * seen["good"][-1]


def test_the_best_ratio_lies_above_a_thousandth_most_of_all_for_sgd(chapter):
    best = {name: seen["best"] for name, seen in chapter["step_sizes"].items()}
    assert all(1e-3 < ratio < 2e-2 for ratio in best.values())
    assert best["SGD"] == max(best.values())


def test_the_flowchart_names_each_flaw(chapter):
    answers = [seen["answer"] for seen in chapter["five_projects"].values()]
    assert answers == ["bias", "variance", "mismatch", "overfitted to validation", "done"]


def test_the_twins_have_one_curve_and_two_diagnoses(chapter):
    runs, inside = chapter["six_sick_runs"], chapter["two_diagnostics"]
    for name in ("weights too small", "dead units"):
        assert np.abs(runs[name]["validation"] - math.log(10)).max() < 0.02
    small, dead = inside["weights too small"], inside["dead units"]
    np.testing.assert_array_equal(small["active"], inside["healthy"]["active"])
    assert small["active"].min() > 0.3 and dead["active"][-1].max() < 0.01
    assert small["gradient"][0].min() > 1e-5 and dead["gradient"][0].max() < 1e-7
    np.testing.assert_allclose(small["spread"][:-1] / small["spread"][1:], 10, rtol=0.5)


def test_the_other_sick_runs_show(chapter):
    ends = {name: np.nanmedian(seen["validation"][-1]) for name, seen in chapter["six_sick_runs"].items()}
    assert ends["healthy"] < 0.2
    assert all(not end < 2 * ends["healthy"] for name, end in ends.items() if name != "healthy")
    noisy = chapter["six_sick_runs"]["few, noisy"]
    assert noisy["train"][-20:].mean() < 0.05


def test_the_ticket_wins_over_both_controls(chapter):
    seen = chapter["lottery"]
    ticket, drawn, shuffled = (seen[name] for name in list(seen)[-3:])
    assert np.median(ticket[0][1]) > np.median(seen["dense"]) - 0.02
    for control in (drawn, shuffled):
        assert np.all(np.median(ticket[0][1:], axis=1) > np.median(control[0][1:], axis=1))
        assert np.all(ticket[1].max(axis=1) < control[1].min(axis=1))


def test_the_signs_alone_make_up_a_part_of_the_gap(chapter):
    signs = chapter["signs_alone"]["signs"]
    ticket, drawn = chapter["lottery"]["ticket"][0], chapter["lottery"]["new weights, same mask"][0]
    assert np.all(np.median(signs, axis=1)[1:] > np.median(drawn, axis=1)[1:])
    share = (signs - drawn)[1:].mean() / (ticket - drawn)[1:].mean()
    assert 0.25 < share < 0.95


def test_a_trained_start_pays_for_one_task_and_not_for_the_other(chapter):
    same, other = (np.median(values, axis=2) for values in chapter["trained_start"].values())
    assert np.all(same[:, 1] > same[:, 0] + 0.02) and np.all(same[:, 2] > same[:, 0])
    assert np.all(other[:, 1] < other[:, 0] - 0.02) and np.all(other[:, 2] < other[:, 0] + 0.02)


def test_the_line_to_the_trained_net_falls_and_between_two_there_is_a_ridge(chapter):
    seen = chapter["along_lines"]
    inside = (seen["alphas"] > -1e-9) & (seen["alphas"] < 1 + 1e-9)
    assert np.all(np.diff(seen["first weights to trained"][inside], axis=0) < 0)
    between = seen["one trained net to another"][inside]
    assert np.all(between.max(axis=0) > 20 * np.maximum(between[0], between[-1]))


def test_with_skips_depth_does_not_narrow_the_valley(chapter):
    valley = {name: seen["valley"] for name, seen in chapter["landscapes"].items()}
    assert valley["24 layers, no skips"] < 0.7 * valley["6 layers, no skips"]
    assert valley["24 layers, skips"] > 0.7 * valley["6 layers, skips"] > 0.7 * valley["6 layers, no skips"]
    trained = {name: seen["trained"] for name, seen in chapter["landscapes"].items()}
    assert trained["24 layers, no skips"] > 3 * trained["24 layers, skips"]


@pytest.mark.parametrize("seed", (1, 2, 3))
def test_nor_does_it_from_other_starts(chapter, seed):
    split, valley = chapter["DIGITS"], {}
    for depth, skips in ((6, False), (24, False), (24, True)):
        residual = 1.0 / math.sqrt(depth) if skips else None
        net = MLP((64, *[32] * depth, 10), init=chapter["he_normal"], residual=residual, seeds=[seed])
        training.train(net, split, training.momentum, lr=training.cosine(0.02, 150), steps=150)
        loss = chapter["plane"](net, seed, 11, split.x_train[:100, :], split.y_train[:100])[1]
        valley[depth, skips] = np.mean(loss < math.log(10))
    assert valley[24, False] < 0.9 * valley[6, False] and valley[6, False] < valley[24, True]
