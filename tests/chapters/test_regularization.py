"""Chapter 06: penalties, moves, stopping against PyTorch, optax and Keras, what a lecture prints, the experiments."""

import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.regularization.exercises import ASSIGNMENT

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "regularization.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    assert set(mistakes) <= {m.id for m in exercise.misconceptions}
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


SAME = {  # what each oracle's penalty is in the course's words
    "l2": ("l2_penalty",),
    "l1": ("l1_penalty",),
    "elastic net": ("elastic_net_penalty",),
    "group lasso": ("group_lasso_penalty",),
    "l2 without 1/2": ("l2_penalty", "no_half"),
    "elastic net without 1/2": ("elastic_net_penalty", "no_half"),
    "norm as printed": ("group_lasso_penalty", "one_group"),
}
PENALTIES = TABLE["penalties"]


def penalty_of(w, name, *mistakes):
    share = {"share": PENALTIES["share"]} if name.startswith("elastic") else {}
    return kernel(name, *mistakes)(w, np.ones(w.shape[1]), strength=PENALTIES["strength"], **share)


@pytest.mark.parametrize("row", PENALTIES["rows"], ids=lambda row: f"{row['oracle']}, {row['penalty of']}")
def test_a_penalty_and_its_gradient_are_the_librarys(row):
    penalty, g_w, g_b = penalty_of(np.asarray(PENALTIES["w"]), *SAME[row["penalty of"]])
    exact = 1e-6 if row["oracle"].startswith("keras") else 1e-12  # Keras holds the strength in float32
    np.testing.assert_allclose(penalty, row["penalty"], rtol=exact)
    np.testing.assert_allclose(g_w, row["g_w"], rtol=exact, atol=1e-15)
    assert not g_b.any()


# The lecture's formula, typed from our copy; with squared=True it is the right one.


def printed(matrices, strength, squared=False):
    return strength * sum(np.linalg.norm(w) ** 2 / 2 if squared else np.linalg.norm(w) for w in matrices)


def test_the_norm_as_printed_misses_the_oracle_and_its_square_meets_it():
    w, strength = np.asarray(PENALTIES["w"]), PENALTIES["strength"]
    oracle = next(row for row in PENALTIES["rows"] if row["penalty of"] == "l2")
    assert printed([w], strength, squared=True) == pytest.approx(oracle["penalty"], rel=1e-12)
    assert abs(printed([w], strength) - oracle["penalty"]) > 0.1
    for name, mistake in (("l2_penalty", "norm_not_squared"), ("group_lasso_penalty", "one_group")):
        assert penalty_of(w, name, mistake)[0] == pytest.approx(printed([w], strength), rel=1e-12)


def test_the_erratum_is_among_the_mistakes():
    sources = {e.name: {m.source for m in e.misconceptions} for e in ASSIGNMENT.exercises}
    assert all("W8" in sources[name] for name in ("l2_penalty", "group_lasso_penalty"))


DECAYS = TABLE["decays"]
PATHS = {row["oracle"]: np.asarray(row["path"]) for row in DECAYS["rows"]}


def test_the_decay_is_torchs_sgd_without_momentum():
    w, path = np.asarray(DECAYS["w"]), []
    for g in DECAYS["gradients"]:
        w = EXERCISES["weight_decay_step"].reference(w, np.asarray(g), lr=DECAYS["lr"], weight_decay=DECAYS["decay"])
        path.append(w)
    np.testing.assert_allclose(path, PATHS["torch.optim.SGD"], rtol=1e-12)


def test_with_momentum_pytorch_has_l2_and_a_decay_after_it_is_something_else():
    l2, after = PATHS["optax, decay before momentum"], PATHS["optax, decay after momentum"]
    np.testing.assert_allclose(PATHS["torch.optim.SGD with momentum"], l2, rtol=1e-12)
    np.testing.assert_allclose(l2[0], after[0], rtol=1e-12)
    assert np.abs(l2[-1] - after[-1]).max() > 0.05


@pytest.mark.parametrize(
    ("row", "mistake"),
    [*zip(TABLE["bounds"]["rows"], ("torch_eps", "keras_eps"), strict=True)],
    ids=lambda value: value if isinstance(value, str) else value["oracle"],
)
def test_max_norm_is_the_librarys_but_for_its_eps(row, mistake):
    w, limit = np.asarray(TABLE["bounds"]["w"]), TABLE["bounds"]["limit"]
    np.testing.assert_allclose(kernel("max_norm", mistake)(w, limit=limit), row["w"], rtol=1e-12)
    np.testing.assert_allclose(kernel("max_norm")(w, limit=limit), row["w"], rtol=1e-6)


def test_smoothed_labels_are_optaxs_and_give_the_losses_of_pytorch_and_keras():
    table = TABLE["labels"]
    y = EXERCISES["smooth_labels"].reference(np.asarray(table["y"]), share=table["share"])
    np.testing.assert_allclose(y, table["labels"], rtol=1e-12)
    z = np.asarray(table["logits"])
    loss = -np.mean(np.sum(y * (z - np.log(np.exp(z).sum(axis=1, keepdims=True))), axis=1))
    for name, theirs in table["losses"].items():
        assert loss == pytest.approx(theirs, rel=1e-12 if name == "torch" else 1e-6)


IMAGES = {name: np.asarray(value) if isinstance(value, list) else value for name, value in TABLE["images"].items()}


def test_crops_and_flips_are_pytorchs_and_a_crop_is_a_shift():
    x, top, left, padding = (IMAGES[name] for name in ("x", "top", "left", "padding"))
    np.testing.assert_array_equal(kernel("crop")(x, top, left, padding=padding), IMAGES["crops"])
    np.testing.assert_array_equal(kernel("shift")(x, padding - top, padding - left), IMAGES["crops"])
    np.testing.assert_array_equal(kernel("flip")(x, np.ones(3, dtype=bool)), IMAGES["flipped"])


@pytest.mark.parametrize(("mode", "mistakes"), [("zeros", ()), ("border", ("edges_repeated",))])
def test_sampling_is_grid_sample(mode, mistakes):
    y = kernel("bilinear_sample", *mistakes)(IMAGES["x"], IMAGES["rows"], IMAGES["columns"])
    np.testing.assert_allclose(y, IMAGES[mode], rtol=1e-9, atol=1e-12)


def test_rotation_and_zoom_are_affine_grids():
    sample, square = EXERCISES["bilinear_sample"].reference, IMAGES["square"]
    turned = EXERCISES["rotated_positions"].reference(np.array([IMAGES["angle"]]), height=6, width=6)
    zoomed = EXERCISES["zoomed_positions"].reference(np.array([IMAGES["factor"]]), height=6, width=6)
    for name, positions in (("rotated", turned), ("zoomed", zoomed)):
        np.testing.assert_allclose(sample(square, *positions), TABLE["images"]["mapped"][name], rtol=1e-9, atol=1e-12)
    quarter = EXERCISES["rotated_positions"].reference(np.array([math.pi / 2]), height=6, width=6)
    np.testing.assert_allclose(sample(square, *quarter), IMAGES["quarter turn"], atol=1e-12)


@pytest.mark.parametrize("row", TABLE["stopping"], ids=lambda row: f"patience {row['patience']}, {row['min_delta']}")
def test_early_stopping_is_keras_callback(row):
    w, best_loss, waited, stop, epoch = np.zeros(1), math.inf, 0, False, 0
    for epoch, loss in enumerate(row["losses"]):
        w, best_loss, waited, stop = EXERCISES["early_stopping"].reference(
            np.array([float(epoch)]), loss, w, best_loss, waited, patience=row["patience"], min_delta=row["min_delta"]
        )
        if stop:
            break
    assert (epoch + 1, stop, best_loss, w[0]) == (row["epochs"], row["stopped"], row["best_loss"], row["restored"])


def test_the_average_of_probabilities_is_pytorchs():
    ours = EXERCISES["bagging_average"].reference(np.asarray(TABLE["bagging"]["logits"]))
    np.testing.assert_allclose(ours, TABLE["bagging"]["probabilities"], rtol=1e-12)


# What holds for every input, whatever the numbers.


@pytest.mark.parametrize("name", ("l2_penalty", "l1_penalty", "elastic_net_penalty", "group_lasso_penalty"))
def test_every_gradient_is_the_penaltys_difference_quotient(name):
    rng, h, share = np.random.default_rng(0), 1e-6, {"share": 0.4} if name.startswith("elastic") else {}
    w, b = rng.normal(size=(3, 4)), rng.normal(size=4)
    penalty = EXERCISES[name].reference
    _, g_w, _ = penalty(w, b, strength=0.7, **share)
    for index in np.ndindex(w.shape):
        step = np.zeros_like(w)
        step[index] = h
        ends = [penalty(w + sign * step, b, strength=0.7, **share)[0] for sign in (1, -1)]
        assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(g_w[index], rel=1e-6)


def test_the_elastic_net_has_l1_and_l2_at_its_ends():
    w, b = np.random.default_rng(1).normal(size=(3, 2)), np.ones(2)
    for share, name in ((1.0, "l1_penalty"), (0.0, "l2_penalty")):
        ours = EXERCISES["elastic_net_penalty"].reference(w, b, strength=0.3, share=share)
        for one, other in zip(ours, EXERCISES[name].reference(w, b, strength=0.3), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12)


def test_a_label_that_moves_is_wrong_and_as_many_move_as_should():
    rng, n = np.random.default_rng(2), 20_000
    y, offsets = rng.integers(0, 7, n), rng.integers(1, 7, n)
    moved = EXERCISES["noisy_labels"].reference(y, rng.uniform(size=n), offsets, share=0.3, classes=7)
    assert moved.min() >= 0 and moved.max() <= 6
    assert np.mean(moved != y) == pytest.approx(0.3, abs=6 * math.sqrt(0.3 * 0.7 / n))


def test_a_bootstrap_leaves_out_one_in_e():
    indices, left_out = EXERCISES["bootstrap_indices"].reference(np.random.default_rng(3).uniform(size=5000))
    assert left_out.mean() == pytest.approx(math.exp(-1), abs=0.03)
    assert set(np.flatnonzero(left_out)) == set(range(5000)) - set(indices)


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "06_regularization" / "06_regularization.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_a_middle_degree_is_best_and_the_highest_is_best_on_the_points(chapter):
    simple, right, flexible = chapter["too_simple_right_too_flexible"].values()
    assert right[1] < 0.7 * simple[1] and right[1] < 0.1 * flexible[1]
    assert flexible[0] < right[0] < simple[0]


def test_degree_and_strength_are_handles_on_one_thing_and_the_smaller_model_wins(chapter):
    seen = chapter["smaller_model_or_penalty"]
    by_degree, by_strength = (np.median(seen[key][1], axis=1) for key in ("degree", "strength"))
    for curve in (by_degree, by_strength):
        assert curve.min() < 0.5 * curve[0] and curve.min() < 0.5 * curve[-1]
    assert np.all(np.diff(np.median(seen["degree"][0], axis=1)) < 1e-9)
    assert np.all(np.diff(np.median(seen["strength"][0], axis=1)) > -1e-9)
    assert seen["best"][0] < seen["best"][1] and seen["slope"] < 1e-12
    sizes = np.linalg.norm(seen["path"], axis=1)
    assert np.all(np.diff(sizes) < 0)


def test_decay_is_l2_for_plain_descent_alone_in_every_seed(chapter):
    plain, momentum, adam = chapter["decay_or_penalty"].values()
    assert plain.max() < 1e-13
    assert momentum[-1].min() > 0.1 and adam[-1].min() > 0.3
    assert momentum[0].max() < 1e-13  # the buffer holds no earlier term yet


def test_the_printed_norm_pulls_as_hard_on_small_weights(chapter):
    seen = chapter["norm_as_printed"]
    np.testing.assert_allclose(seen[:, 2], 1.0)
    np.testing.assert_allclose(seen[:, 3], seen[0, 3] * np.array([1.0, 0.1, 0.01]))
    np.testing.assert_allclose(seen[:, 0], seen[0, 0] * np.array([1.0, 0.1, 0.01]))


def test_l1_clears_weights_group_lasso_units_and_the_others_nothing_in_every_seed(chapter):
    weights, units, tiny, accuracy = ({name: seen[k] for name, seen in chapter["zeros"].items()} for k in range(4))
    for name in ("none", "L2", "L1, gradient only", "as printed"):
        assert not weights[name].any()
    assert weights["L1"].min() > 0.3 and units["L1"].max() < 0.1
    assert weights["elastic net, half L1"].max() < weights["L1"].min()
    assert units["group lasso"].min() > 0.5
    np.testing.assert_allclose(weights["group lasso"], units["group lasso"], atol=0.02)
    assert tiny["L1, gradient only"].min() > 0.5
    assert min(seen.min() for seen in accuracy.values()) > 0.94


def test_max_norm_holds_at_rates_that_are_hopeless_without_it(chapter):
    seen = chapter["how_high_a_rate"]
    assert seen["good"]["limit 1"] >= 3 * seen["good"]["no bound"]
    assert seen["limit 1"]["accuracy"][4].min() > 0.9 > 0.5 > seen["no bound"]["accuracy"][4].max()
    for name, limit in (("limit 1", 1.0), ("limit 4", 4.0)):
        assert np.nanmax(seen[name]["longest"]) < limit * (1 + 1e-5)
    at_modest_rates = [seen[name]["accuracy"][:2] for name in ("no bound", "limit 4", "limit 1")]
    assert np.ptp([np.median(one) for one in at_modest_rates]) < 0.02


def test_stopping_pays_with_wrong_labels_and_not_without(chapter):
    clean, noisy = chapter["when_to_stop"].values()
    assert np.median(noisy["best"] - noisy["end"]) > 0.015
    assert abs(np.median(clean["best"] - clean["end"])) < 0.015
    validation = noisy["loss"][:, 1]
    assert np.all(validation[-1] > 1.15 * validation.min(axis=0))
    assert np.all(noisy["loss"][-1, 0] < 0.01)
    assert noisy["stopped"].max() < 40


def test_clean_labels_are_learned_first_and_wrong_ones_later_in_every_seed(chapter):
    clean, repeated, seen_through, test = np.moveaxis(chapter["clean_first_noise_later"], 1, 0)
    assert clean[2].min() > 0.9 and repeated[2].max() < 0.25 and seen_through[2].min() > 0.65
    assert repeated[-1].min() > 0.95 and seen_through[-1].max() < 0.05
    assert np.all(test[2:6].max(axis=0) > test[-1])


def test_smoothing_takes_certainty_and_on_the_digits_gives_no_accuracy(chapter):
    hard, little, much = chapter["certainty"].values()
    assert np.all(much["sure"] < little["sure"]) and np.all(little["sure"] < hard["sure"])
    assert abs(np.median(much["accuracy"]) - np.median(hard["accuracy"])) < 0.02
    assert np.all(much["loss"] > hard["loss"])


def test_noisy_copies_approach_ridge_as_means_of_noise_do(chapter):
    seen = chapter["noise_is_a_penalty"]
    assert -0.62 < seen["power"] < -0.42
    assert np.all(np.diff(np.median(seen["apart"], axis=1)) < 0)
    assert seen["apart"].max() < seen["plain"]


def test_a_crop_in_the_gallery_is_a_shift(chapter):
    assert chapter["moved_digits"] == 0.0


def test_one_pixel_helps_few_digits_and_false_moves_harm(chapter):
    gain = {cell: np.median(points) for cell, points in chapter["which_moves_help"]["gain"].items()}
    assert gain[50, "one pixel"] > 1 and gain[100, "one pixel"] > 0.5
    assert gain[500, "one pixel"] < gain[50, "one pixel"]
    assert gain[100, "and diagonals"] < gain[100, "one pixel"]
    assert gain[100, "two pixels"] < -3 and gain[100, "flips"] < -1


def test_training_on_turned_digits_helps_turned_digits_alone(chapter):
    accuracy = chapter["turned_digits"]
    upright, turned = accuracy[:, :6], accuracy[:, 6:]
    middle = len(accuracy) // 2
    for place in (middle - 2, middle + 2):
        assert turned[place].min() > upright[place].max() + 0.1
    assert -0.03 < np.median(turned[middle]) - np.median(upright[middle]) < 0.01


def test_part_of_baggings_gain_repays_the_bootstrap_unless_labels_are_wrong(chapter):
    for share, (member, one, bagged, whole) in chapter["what_bagging_gains"].items():
        assert np.all(bagged > member) and np.all(one > member - 0.02)
        assert np.median(bagged - one) < np.median(bagged - member)
        better = np.median(bagged - whole)
        assert better > 0.01 if share else better < 0.01
