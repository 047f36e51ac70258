"""Chapter 08: normalization layers against PyTorch and Keras, what a lecture prints, and the experiments."""

import json
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.normalization.exercises import ASSIGNMENT

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "normalization.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}
FORWARD = {
    "batch": "batch_norm_forward",
    "images": "batch_norm_images_forward",
    "layer": "layer_norm_forward",
    "group": "group_norm_forward",
    "instance": "instance_norm",
}
BACKWARD = {"batch": "batch_norm_backward", "layer": "layer_norm_backward", "group": "group_norm_backward"}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


# Keras computes parts in float32, whatever its layers are set to.
EXACT = {"torch": 1e-9, "keras": 2e-6}


def table(*kinds):
    chosen = [row for row in TABLE["rows"] if row["kind"] in kinds]
    return pytest.mark.parametrize("row", chosen, ids=lambda row: f"{row['kind']}, {row['name']}")


def given(row):
    """A row's arrays x, gamma, beta, and its hyper-parameters."""
    arrays = [np.asarray(row[name]) for name in ("x", "gamma", "beta")]
    return arrays, {"eps": row["eps"]} | ({"groups": row["groups"]} if row["kind"] == "group" else {})


@table(*FORWARD)
@pytest.mark.parametrize("oracle", ("torch", "keras"))
def test_a_forward_pass_is_the_libraries(row, oracle):
    arrays, hyper = given(row)
    y = EXERCISES[FORWARD[row["kind"]]].reference(*arrays, **hyper)[0]
    np.testing.assert_allclose(y, row[oracle]["y"], rtol=EXACT[oracle], atol=EXACT[oracle])


@table(*BACKWARD)
def test_a_backward_pass_is_automatic_differentiation(row):
    arrays, hyper = given(row)
    _, x_hat, _, var = EXERCISES[FORWARD[row["kind"]]].reference(*arrays, **hyper)
    backward = EXERCISES[BACKWARD[row["kind"]]].reference
    found = backward(np.asarray(row["dy"]), x_hat, var, arrays[1], **hyper)
    for name, gradient in zip(("dx", "dgamma", "dbeta"), found, strict=True):
        np.testing.assert_allclose(gradient, row["torch"][name], rtol=1e-8, atol=1e-10)


@table("layer", "group")
def test_gamma_after_the_means_is_wrong_where_the_numbers_behind_a_mean_have_several(row):
    arrays, hyper = given(row)
    _, x_hat, _, var = EXERCISES[FORWARD[row["kind"]]].reference(*arrays, **hyper)
    slipped = kernel(BACKWARD[row["kind"]], "gamma_after_the_means")
    found = slipped(np.asarray(row["dy"]), x_hat, var, arrays[1], **hyper)[0]
    assert np.abs(found - row["torch"]["dx"]).max() > 1e-3


def statistics(x):
    """Mean and variance of a batch by the reference of its shape, and how many numbers are behind them."""
    name, n = ("batch", len(x)) if x.ndim == 2 else ("images", x.size // x.shape[1])
    ones = np.ones(x.shape[1])
    return *EXERCISES[FORWARD[name]].reference(x, ones, 0.0 * ones, eps=0.1)[2:], n


@pytest.mark.parametrize("row", TABLE["running"], ids=("rows", "images"))
@pytest.mark.parametrize("oracle", ("torch", "keras"))
def test_running_statistics_are_pytorchs_and_keras_has_its_own_that_verdicts_name(row, oracle):
    features = len(row["torch"][0][0])
    running = np.zeros(features), np.ones(features)
    step, momentum = EXERCISES["running_statistics"].reference, row["momentum"]
    if oracle == "keras":
        step, momentum = kernel("running_statistics", "momentum_reversed", "biased_variance"), 1.0 - momentum
    for x, expected in zip(np.asarray(row["batches"]), row[oracle], strict=True):
        mean, var, n = statistics(x)
        running = step(mean, var, *running, n=n, momentum=momentum)
        np.testing.assert_allclose(running, expected, rtol=EXACT[oracle], atol=EXACT[oracle])


def test_running_statistics_of_images_count_pixels():
    row = TABLE["running"][1]
    x, step = np.asarray(row["batches"][0]), EXERCISES["running_statistics"].reference
    mean, var, n = statistics(x)
    start = np.zeros_like(mean), np.ones_like(mean)
    right, by_images = (step(mean, var, *start, n=k, momentum=row["momentum"])[1] for k in (n, len(x)))
    np.testing.assert_allclose(right, row["torch"][0][1], rtol=1e-9)
    assert np.all(np.abs(by_images - row["torch"][0][1]) > 0.05)
    with pytest.raises(ValueError):
        step(mean, var, *start, n=1, momentum=0.1)


def test_evaluation_is_pytorchs():
    row = TABLE["running"][0]
    (mean, var), ones = row["torch"][-1], np.ones(3)
    y = EXERCISES["batch_norm_inference"].reference(
        np.asarray(row["late"]), np.asarray(mean), np.asarray(var), ones, 0.0 * ones, eps=row["eps"]
    )
    np.testing.assert_allclose(y, row["y"], rtol=1e-9)


# The lectures' formulas, typed from our copies.


def printed(x, gamma, beta, *, eps):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var * eps) + beta


@table("batch")
def test_batch_norm_as_printed_misses_pytorch_and_the_right_one_meets_it(row):
    arrays, hyper = given(row)
    right = EXERCISES["batch_norm_forward"].reference(*arrays, **hyper)[0]
    named = kernel("batch_norm_forward", "eps_times_variance")(*arrays, **hyper)[0]
    np.testing.assert_allclose(right, row["torch"]["y"], rtol=1e-9)
    np.testing.assert_allclose(named, printed(*arrays, **hyper), rtol=1e-12)
    assert np.abs(printed(*arrays, **hyper) - row["torch"]["y"]).max() > 0.1


def test_without_eps_a_constant_feature_has_no_value():
    x = np.stack([np.arange(4.0), np.full(4, 0.5)], axis=1)
    ones = np.ones(2)
    with np.errstate(invalid="ignore"):
        without = kernel("batch_norm_forward", "eps_forgotten")(x, ones, 0.0 * ones, eps=0.1)[0]
    y = EXERCISES["batch_norm_forward"].reference(x, ones, 0.0 * ones, eps=0.1)[0]
    assert np.isnan(without[:, 1]).all() and np.all(y[:, 1] == 0.0)


def test_the_errata_are_among_the_mistakes():
    for name in ("batch_norm_forward", "batch_norm_inference", "layer_norm_forward", "group_norm_backward"):
        assert {"T1", "W9"} <= {m.source for m in EXERCISES[name].misconceptions}


# What holds whatever the numbers.


@pytest.mark.parametrize("seed", range(3))
def test_normalizing_does_not_see_shift_and_scale_and_its_gradient_is_at_right_angles_to_both(seed):
    rng = np.random.default_rng(seed)
    x, dy, gamma = rng.normal(size=(9, 4)), rng.normal(size=(9, 4)), rng.uniform(0.5, 2.0, 4)
    forward, back = EXERCISES["batch_norm_forward"].reference, EXERCISES["batch_norm_backward"].reference
    y, x_hat, _, var = forward(x, gamma, gamma, eps=1e-14)
    np.testing.assert_allclose(forward(70.0 * x - 3.0, gamma, gamma, eps=1e-14)[0], y, rtol=1e-9, atol=1e-11)
    dx = back(dy, x_hat, var, gamma, eps=1e-14)[0]
    np.testing.assert_allclose(np.sum(dx, axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(np.sum(dx * x_hat, axis=0), 0.0, atol=1e-10)


def test_groups_span_from_layer_to_instance_normalization():
    rng = np.random.default_rng(0)
    x, (gamma, beta) = rng.normal(size=(3, 4, 2, 5)), rng.normal(size=(2, 4))
    group, instance, layer = (EXERCISES[FORWARD[kind]].reference for kind in ("group", "instance", "layer"))
    for one, other in zip(group(x, gamma, beta, groups=4, eps=0.1), instance(x, gamma, beta, eps=0.1), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)
    whole = layer(x.reshape(3, -1), np.ones(40), np.zeros(40), eps=0.1)[1]
    np.testing.assert_allclose(group(x, gamma, beta, groups=1, eps=0.1)[1].reshape(3, -1), whole, rtol=1e-12)


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "08_normalization" / "08_normalization.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_the_top_layers_inputs_move_and_normalized_ones_hardly_do(chapter):
    assert (
        np.all(np.diff(chapter["moving_inputs"]) > 0) and chapter["moving_inputs"][-1] > 5 * chapter["moving_inputs"][0]
    )
    plain, normalized = chapter["steady_inputs"].values()
    assert plain[-1] > 2 * normalized[-1] and plain.mean() > 1.5 * normalized.mean()


def test_eps_as_a_factor_is_far_off(chapter):
    right, as_printed = chapter["eps_as_printed"].values()
    assert right == pytest.approx([1.0, 0.0], abs=1e-4)
    assert as_printed[0] == pytest.approx(1e5**0.5) and np.isnan(as_printed[1])


def test_slow_statistics_lag_and_the_last_batch_is_noisy_when_small(chapter):
    large, small = chapter["gap_between_modes"][64], chapter["gap_between_modes"][4]
    end = {key: np.median(error[-1]) for key, error in large.items()}
    assert end[0.001] > 1.0 + 5 * end[0.1] and end[0.001] > end[0.01] + 1.0
    assert np.all(large[0.1][0] < large[0.01][0]) and np.all(large[0.01][0] < large[0.001][0])
    assert np.median(small[1.0][-5:]) > 2 * np.median(small[0.1][-5:])
    assert np.abs(np.median(small[0.1][-1] - small["whole"][-1])) < 3.0


def test_more_scales_and_higher_rates_train_with_batch_norm(chapter):
    seen = chapter["wider_range"]
    plain, normalized = seen["reach"]["scales"].values()
    assert plain.sum() <= 4 and normalized.sum() >= 12
    assert seen["top"]["batch norm"] > 2.5 * seen["top"]["plain"] > 0.0
    best = [np.median(accuracy, axis=1).max() for accuracy in seen["rates"].values()]
    assert best[1] - best[0] < 0.05


def test_the_lower_end_of_the_range_is_set_by_eps_and_the_upper_one_by_the_rate(chapter):
    def accuracy(scale, rate, eps):
        scales, rates = np.full(1, scale), np.full(1, rate)
        return np.median(chapter["accuracy_over"](scales, rates, chapter["batch_norm"](eps=eps), depth=4))

    assert accuracy(1e-4, 0.1, 1e-5) < 0.5 and accuracy(1e-4, 0.1, 1e-14) > 0.9
    assert accuracy(5.0, 0.1, 1e-5) < 0.9 < accuracy(5.0, 1.0, 1e-5)


def test_a_sigmoid_nets_gradients_are_cured_and_a_relu_nets_grow_downwards(chapter):
    ratio = {key: size[0] / size[-1] for key, size in chapter["third_cure"].items()}
    assert ratio["sigmoid", "plain"].max() < 1e-9
    assert ratio["sigmoid", "batch norm"].min() > 0.3 and ratio["sigmoid", "batch norm"].max() < 10
    assert ratio["relu", "batch norm"].min() > 10 > ratio["relu", "plain"].max()


def test_a_sequence_keeps_its_layer_norm_in_every_company(chapter):
    seen = chapter["sequences_of_different_lengths"]
    assert max(seen["layer norm"]) < 1e-12 and min(seen["batch norm"]) > 0.2


def test_the_cubes_are_those_of_the_paper(chapter):
    sizes = {name: int(shared.sum()) for name, shared in chapter["four_cubes"].items()}
    assert sizes == {"batch": 12, "layer": 24, "instance": 4, "group": 12}
    assert chapter["four_cubes"]["batch"][:, 0].all() and chapter["four_cubes"]["group"][0, :3].all()


def test_only_the_right_backward_and_batch_norms_late_gamma_pass_the_check(chapter):
    seen = chapter["ladder_of_slips"]
    assert all(errors["your own"] < 1e-8 for errors in seen.values())
    assert seen["batch"]["gamma after the means"] < 1e-8
    for name, errors in seen.items():
        slips = {slip: e for slip, e in errors.items() if slip not in ("your own", "eps forgotten")}
        if name == "batch":
            del slips["gamma after the means"]
        assert min(slips.values()) > 5e-3
        assert 1e-7 < errors["eps forgotten"] < 1e-3


def test_only_batch_norm_suffers_from_small_batches(chapter):
    error = {name: np.median(seen[:, 0], axis=1) for name, seen in chapter["error_against_batch_size"].items()}
    assert error["batch"][0] > 3 * error["batch"][-1]
    for name in ("none", "layer", "group"):
        assert error["batch"][0] > 3 * error[name][0] and error[name].max() < 1.6 * error[name].min()
    assert abs(error["batch"][-1] - error["group"][-1]) < 3.5
