"""Chapter 03: steps and clipping against PyTorch, optax and Keras, what a lecture prints, and the experiments."""

import io
import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest
from PIL import Image

from autograder.chapters.sgd.exercises import ASSIGNMENT
from workbench import surfaces
from workbench.rng import Rng
from workbench.training import sgd

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "sgd.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


def rows(*oracles):
    """The table's rows of steps of these oracles, as parameters of a test."""
    return [pytest.param(r, id=f"{r['oracle']}, {r['start']}") for r in TABLE["steps"] if r["oracle"] in oracles]


def run(step, row, share):
    """What a kernel returns at each of a row's steps: (steps, 2, *shape), in the order w, state."""
    start = TABLE["starts"][row["start"]]
    w, state = np.asarray(start["w"]), np.asarray(start["state"])
    returned = []
    for g in start["gradients"]:
        w, state = step(w, np.asarray(g), state, lr=row["lr"], **{share: row["share"]})
        returned.append((w, state))
    return np.asarray(returned)


def expected(row):
    return np.asarray([[step["w"], step["state"]] for step in row["steps"]])


SAME = {  # what each library's class is in the course's words
    "torch.optim.SGD": ("pytorch_momentum_step", "mu"),
    "torch.optim.SGD with nesterov": ("pytorch_momentum_step", "mu", "nesterov_form"),
    "optax.sgd": ("pytorch_momentum_step", "mu"),
    "optax.sgd with nesterov": ("pytorch_momentum_step", "mu", "nesterov_form"),
    "keras.optimizers.SGD": ("momentum_step", "alpha"),
    "keras.optimizers.SGD with nesterov": ("nesterov_reparametrised_step", "alpha"),
}


@pytest.mark.parametrize("row", rows(*SAME))
def test_a_library_is_the_reference_or_the_form_that_a_verdict_names(row):
    name, share, *mistakes = SAME[row["oracle"]]
    np.testing.assert_allclose(run(kernel(name, *mistakes), row, share), expected(row), rtol=1e-12)


@pytest.mark.parametrize("row", rows("torch.optim.SGD with dampening"))
def test_pytorchs_dampening_is_an_average_but_for_its_first_buffer(row):
    averaged = run(kernel("pytorch_momentum_step", "dampened"), row, "mu")
    if row["start"] == "under way":
        np.testing.assert_allclose(averaged, expected(row), rtol=1e-12)
    else:
        np.testing.assert_array_equal(expected(row)[0, 1], TABLE["starts"][row["start"]]["gradients"][0])
        assert np.abs(averaged[0, 1] - expected(row)[0, 1]).max() > 0.1


@pytest.mark.parametrize("library", ("torch.optim.SGD", "optax.sgd", "keras.optimizers.SGD"))
def test_the_plain_step_is_the_libraries(library):
    for row in (row for row in TABLE["steps"] if row["oracle"] == f"{library} without momentum"):
        w, step = np.asarray(TABLE["starts"][row["start"]]["w"]), EXERCISES["sgd_step"].reference
        for g, seen in zip(TABLE["starts"][row["start"]]["gradients"], row["steps"], strict=True):
            w = step(w, np.asarray(g), lr=row["lr"])
            np.testing.assert_allclose(w, seen["w"], rtol=1e-12)


@pytest.mark.parametrize("row", rows("torch.optim.SGD with nesterov"))
def test_the_reparametrised_form_is_pytorchs_nesterov_with_another_buffer(row):
    np.testing.assert_allclose(
        run(kernel("nesterov_reparametrised_step", "pytorch_form"), row, "alpha"), expected(row), rtol=1e-12
    )


def test_the_reparametrised_form_goes_through_the_lookahead_points():
    ahead_of, step, other = (
        EXERCISES[name].reference for name in ("nesterov_lookahead", "nesterov_step", "nesterov_reparametrised_step")
    )
    curvature = np.array([1.0, 30.0, 7.0])
    w, v = np.array([1.0, -2.0, 0.5]), np.zeros(3)
    points, u = w, v
    for _ in range(100):
        ahead = ahead_of(w, v, alpha=0.8)
        np.testing.assert_allclose(ahead, points, rtol=1e-9, atol=1e-14)
        w, v = step(w, curvature * ahead, v, lr=0.02, alpha=0.8)
        points, u = other(points, curvature * points, u, lr=0.02, alpha=0.8)


CLIPS = {
    "torch.nn.utils.clip_grad_value_": ("clip_by_value",),
    "optax.clip": ("clip_by_value",),
    "keras clipvalue": ("clip_by_value",),
    "torch.nn.utils.clip_grad_norm_": ("clip_by_global_norm", "torch_eps"),
    "optax.clip_by_global_norm": ("clip_by_global_norm",),
    "keras global_clipnorm": ("clip_by_global_norm",),
    "keras clipnorm": ("clip_by_norm",),
}


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r['oracle']}, {r['pair']}") for r in TABLE["clips"]])
def test_clipping_is_the_libraries(row):
    name, *mistakes = CLIPS[row["oracle"]]
    clip, pair = kernel(name, *mistakes), [np.asarray(g) for g in TABLE["pairs"][row["pair"]]]
    if name == "clip_by_global_norm":
        clipped = clip(*pair, max_norm=row["bound"])
    else:
        clipped = [clip(g, **{"limit" if name == "clip_by_value" else "max_norm": row["bound"]}) for g in pair]
    exact = 1e-7 if row["oracle"].startswith("keras") else 1e-12  # Keras holds the bound in float32
    for ours, theirs in zip(clipped, row["clipped"], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=exact, atol=1e-15)


def test_pytorchs_clipping_is_not_the_reference():
    row = next(r for r in TABLE["clips"] if r["oracle"] == "torch.nn.utils.clip_grad_norm_" and r["pair"] == "long")
    exact = EXERCISES["clip_by_global_norm"].reference(*map(np.asarray, TABLE["pairs"]["long"]), max_norm=row["bound"])
    assert not np.allclose(exact[0], row["clipped"][0], rtol=1e-9)


@pytest.mark.parametrize("row", TABLE["gradients"], ids=lambda row: f"{len(row['indices'])} examples")
def test_the_gradients_are_half_of_mse_losss(row):
    w, x, y = (np.asarray(row[name]) for name in "wxy")
    indices, g = np.asarray(row["indices"]), np.asarray(row["g"]) / 2
    np.testing.assert_allclose(EXERCISES["minibatch_gradient"].reference(w, x, y, indices), g, rtol=1e-12)
    if len(indices) == len(x):
        np.testing.assert_allclose(EXERCISES["linear_gradient"].reference(w, x, y), g, rtol=1e-12)
    if len(indices) == 1:
        np.testing.assert_allclose(EXERCISES["sample_gradient"].reference(w, x, y, indices[0]), g, rtol=1e-12)


# The lecture's formula, typed from our copy; with sign=1 it is the right one.


def printed(w, g, v, *, lr, alpha, sign=-1):
    v = alpha * v - lr * g
    return w + sign * v, v


@pytest.mark.parametrize("row", rows("torch.optim.SGD"))
def test_momentum_as_printed_misses_pytorch_and_the_right_form_meets_it(row):
    start = TABLE["starts"][row["start"]]
    paths = {}
    for name, step in {
        "printed": printed,
        "right": lambda *args, **hyper: printed(*args, **hyper, sign=1),
        "named": kernel("momentum_step", "velocity_subtracted"),
    }.items():
        w, v = np.asarray(start["w"]), -row["lr"] * np.asarray(start["state"])
        paths[name] = []
        for g in start["gradients"]:
            w, v = step(w, np.asarray(g), v, lr=row["lr"], alpha=row["share"])
            paths[name].append(w)
    np.testing.assert_allclose(paths["right"], expected(row)[:, 0], rtol=1e-12)
    np.testing.assert_array_equal(paths["named"], paths["printed"])
    assert np.abs(np.asarray(paths["printed"]) - expected(row)[:, 0]).max() > 0.1


def test_the_errata_are_among_the_mistakes():
    sources = {e.name: {m.source for m in e.misconceptions} for e in ASSIGNMENT.exercises}
    assert all("W3" in sources[name] for name in ("momentum_step", "nesterov_step"))
    assert all("W4" in sources[name] for name in ("linear_gradient", "minibatch_gradient"))


# What holds for every gradient, whatever the numbers.


@pytest.mark.parametrize("name", ("clip_by_norm", "clip_by_global_norm"))
@pytest.mark.parametrize("size", (0.0, 1e-3, 1.0, 1e6))
def test_clipping_by_norm_keeps_the_direction_and_leaves_short_gradients_alone(name, size):
    rng = np.random.default_rng(0)
    pair = [size * rng.normal(size=shape) for shape in ((4, 3), (3,))]
    clip = EXERCISES[name].reference
    clipped = clip(*pair, max_norm=0.7) if name == "clip_by_global_norm" else [clip(pair[0], max_norm=0.7)]
    before, after = (np.concatenate([g.ravel() for g in part]) for part in (pair[: len(clipped)], clipped))
    norm = np.linalg.norm(before)
    np.testing.assert_allclose(after * max(norm, 0.7), before * 0.7, rtol=1e-12)
    assert norm > 0.7 or np.array_equal(before, after)


def test_the_means_of_single_and_minibatch_gradients_are_the_full_gradient():
    rng = np.random.default_rng(1)
    w, x, y = rng.normal(size=3), rng.normal(size=(6, 3)), rng.normal(size=6)
    full, one, some = (
        EXERCISES[name].reference for name in ("linear_gradient", "sample_gradient", "minibatch_gradient")
    )
    np.testing.assert_allclose(np.mean([one(w, x, y, i) for i in range(6)], axis=0), full(w, x, y))
    thirds = rng.permutation(6).reshape(3, 2)
    np.testing.assert_allclose(np.mean([some(w, x, y, part) for part in thirds], axis=0), full(w, x, y))


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "03_sgd" / "03_sgd.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_a_middle_rate_is_best(chapter):
    low, middle, high = chapter["one_valley_three_rates"].values()
    assert middle < 0.01 * low and middle < 0.01 * high


def test_the_more_examples_a_step_reads_the_nearer_it_settles(chapter):
    full, some, one = (distance[-75:].mean() for distance in chapter["three_paths"].values())
    assert full < 0.1 * some < 0.1 * one


def test_a_constant_rate_stays_noisy_and_a_decaying_one_does_not_in_every_order(chapter):
    constant, decaying = (distance[-1000:].mean(axis=0) for distance in chapter["constant_and_decaying_rate"].values())
    assert constant.min() > 4 * decaying.max()


def test_the_noise_of_a_minibatch_is_predicted_with_and_without_replacement(chapter):
    seen = chapter["noise_of_a_minibatch"]
    assert -0.53 < seen["slope"] < -0.47
    for name, predicted in seen["predicted"].items():
        np.testing.assert_allclose(seen["found"][name], predicted, rtol=0.12, atol=1e-10)


def test_the_edge_of_stability_is_two_over_the_largest_curvature(chapter):
    seen = chapter["edge_of_stability"]
    assert seen["measured"] == pytest.approx(seen["predicted"], rel=1e-5)
    excess = seen["excess"]
    assert all(excess[factor][-1] < 0.05 * excess[factor][0] for factor in (0.5, 1.0, 1.9))
    assert excess[2.01][-1] > 10 * excess[2.01][0] and excess[2.1][-1] > 1e9
    assert excess[1.9][-1] < excess[1.0][-1] < excess[0.5][-1]
    assert excess[2.01].min() < 0.5 * excess[2.01][0]


def test_momentum_as_printed_climbs_and_the_sum_is_no_average(chapter):
    right, as_printed, length = chapter["velocity_as_printed"]
    assert right < 1e-3 and as_printed > 10
    assert length == pytest.approx(10)


def test_the_two_forms_differ_only_after_the_rate_changes(chapter):
    seen = chapter["two_forms_of_momentum"]
    assert max(seen["apart"][:50]) < 1e-14 and max(seen["apart"][50:]) > 0.01
    lectures, pytorch = seen["lengths"][50] / seen["lengths"][49]
    assert lectures > 0.8 and pytorch < 0.2


def test_the_best_momentum_is_where_the_condition_number_puts_it(chapter):
    for kappa, seen in chapter["best_momentum"].items():
        assert seen["best"] == pytest.approx(seen["theory"], abs=0.05)
        assert 0.5 * math.sqrt(kappa) < seen["plain"] / seen["tuned"] < math.sqrt(kappa)
        assert seen["counts"][-1] > 2 * seen["counts"].min()


def test_nesterov_falls_like_one_over_k_squared_and_heavy_ball_does_not(chapter):
    seen = chapter["rates_of_convergence"]
    plain, heavy, nesterov = seen["slopes"].values()
    assert -1.2 < plain < -0.9 and -1.4 < heavy < -0.8 and -2.6 < nesterov < -1.6
    plain, heavy, nesterov = seen["found"].values()
    assert np.all(heavy[19] > plain[19]) and np.all(heavy[19] > nesterov[19])
    assert np.all(nesterov[-1] < 0.2 * heavy[-1]) and np.all(heavy[-1] < 0.2 * plain[-1])


def test_a_frameworks_nesterov_holds_the_lookahead_points(chapter):
    seen = chapter["same_lookahead_points"]
    assert seen["apart"] < 1e-12 < seen["behind"]


def test_only_the_global_norm_keeps_the_direction_of_the_whole_step(chapter):
    by_value, each, whole = chapter["does_clipping_turn_the_step"].values()
    assert by_value > 20 and each > 3 and whole < 1e-4


def test_clipping_gets_most_starts_over_the_cliff(chapter):
    without, clipped = chapter["over_the_cliff"].values()
    assert without["solved"] < 0.5 and clipped["solved"] > 0.85
    assert without["jumps"].max() > 50 and clipped["jumps"].max() < 0.3 + 1e-9


@pytest.mark.parametrize("seed", (1, 2, 3))
def test_clipping_helps_from_other_starts_too(seed):
    rng, clip = Rng(seed), EXERCISES["clip_by_norm"].reference
    starts = np.stack([rng.uniform((60,), 5.0, 7.0), rng.uniform((60,), -3.5, -2.0)], axis=1)
    solved = []
    for change in (None, lambda g: clip(g, max_norm=1.0)):
        points = surfaces.path(surfaces.cliff, sgd, lr=0.3, steps=400, start=starts, change=change)
        solved.append(np.mean(surfaces.cliff.value(points[-1]) < 1e-3))
    assert solved[0] < 0.7 and solved[1] > 0.85


def test_minima_hold_plateaus_delay_and_saddles_let_go(chapter):
    seen = chapter["three_places_to_get_stuck"]
    plain, heavy, _ = seen["wells"].values()
    assert plain > heavy + 0.3
    near, middle, far = seen["funnel"].values()
    assert 0 < near < middle < far and far > 5 * near
    off, barely, on = seen["saddle"].values()
    assert off == pytest.approx(-0.25, abs=1e-3) and barely == pytest.approx(-0.25, abs=1e-3) and abs(on) < 1e-6


def test_a_saddle_holds_a_run_for_the_logarithm_of_its_offset(chapter):
    for seen in chapter["escape_from_a_saddle"].values():
        np.testing.assert_allclose(seen["steps"], seen["predicted"], atol=4)
    plain, heavy = (seen["steps"] for seen in chapter["escape_from_a_saddle"].values())
    assert np.all(heavy < 0.6 * plain)


def test_the_film_shows_who_escapes(chapter):
    ridge, beside, noise, momentum = chapter["film_of_an_escape"]["away"].values()
    assert ridge == 0 and 0 < momentum < beside and noise > 0
    film = Image.open(io.BytesIO(chapter["film_of_an_escape"]["film"]))
    assert film.format == "PNG" and film.n_frames > 30


def test_a_convex_loss_has_one_end_three_wells_have_three_and_nets_end_alike(chapter):
    seen = chapter["starts_and_ends"]
    assert len(seen["convex"]["ends"]) == 1 and len(seen["three wells"]["ends"]) == 3
    assert np.ptp(seen["three wells"]["loss"]) > 0.5
    assert seen["nets"].max() < 2 * seen["nets"].min()


def test_larger_batches_save_updates_until_the_noise_is_gone(chapter):
    updates = {size: np.median(seen["updates"]) for size, seen in chapter["batch_sizes"].items()}
    epochs = {size: np.median(seen["epochs"]) for size, seen in chapter["batch_sizes"].items()}
    assert updates[1] > 15 * updates[64]
    assert updates[64] < 4 * updates[1437]
    assert epochs[64] < 3 * epochs[1] and epochs[1437] > 5 * epochs[64]


def test_each_of_the_four_rates_ends_where_the_lectures_draw_it_in_every_seed(chapter):
    seen = chapter["four_rates"]
    low, good, high, too_high = np.moveaxis(seen["loss"][-5:].mean(axis=0), 0, 0)
    assert good.max() < low.min() and good.max() < high.min()
    assert too_high.min() > low.max()
    assert np.median(seen["active"][3]) < 0.05 < 0.3 < np.median(seen["active"][1])
