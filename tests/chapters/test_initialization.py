"""Chapter 02: the initializers against PyTorch, JAX and Keras, what the lectures print, and the experiments."""

import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.initialization.exercises import ASSIGNMENT
from workbench.rng import Rng

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "initialization.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}
DIGITS = 1e-11  # the table has twelve


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


class Largest:
    """A stand-in for Rng that shows the scale of a sampler: normal numbers are 1, uniform ones the upper limit."""

    def normal(self, shape):
        return np.ones(shape)

    def uniform(self, shape, low=0.0, high=1.0):
        assert low == -high
        return np.full(shape, high)


def scale(name, layer, *mistakes):
    """The standard deviation, or the limit, that a sampler uses for a layer of the table."""
    w = kernel(name, *mistakes)(layer["fan_in"], layer["fan_out"], rng=Largest())
    return float(w[0, 0])


every_layer = pytest.mark.parametrize(
    "layer", [pytest.param(row, id=f"{row['fan_in']}-{row['fan_out']}") for row in TABLE["spreads"]]
)
every_net = pytest.mark.parametrize("net", TABLE["moments"], ids=lambda net: f"{len(net['fan'])} layers")


# The references and the frameworks


@every_layer
@pytest.mark.parametrize("quantity", ["glorot_normal std", "glorot_uniform limit", "he_normal std", "he_uniform limit"])
def test_a_scale_is_pytorchs(layer, quantity):
    assert scale(quantity.split()[0], layer) == pytest.approx(layer["torch"][quantity], rel=DIGITS)


@every_layer
@pytest.mark.parametrize("quantity", ["he_normal std, fan_out", "he_uniform limit, fan_out"])
def test_the_other_convention_of_he_is_pytorchs_mode_fan_out(layer, quantity):
    assert scale(quantity.split()[0], layer, "fan_out") == pytest.approx(layer["torch"][quantity], rel=DIGITS)


@every_layer
def test_pytorch_linear_is_pytorchs(layer):
    w, b = kernel("pytorch_linear")(layer["fan_in"], layer["fan_out"], rng=Largest())
    assert np.max(w) == pytest.approx(layer["torch"]["pytorch_linear w limit"], rel=DIGITS)
    assert np.max(b) == pytest.approx(layer["torch"]["pytorch_linear b limit"], rel=DIGITS)


@every_layer
@pytest.mark.parametrize("library", ["jax", "keras"])
def test_lecun_normal_is_jaxs_and_kerass(layer, library):
    assert scale("lecun_normal", layer) == pytest.approx(layer[library]["lecun_normal std before the cut"], rel=DIGITS)


@every_layer
@pytest.mark.parametrize("library", ["jax", "keras"])
@pytest.mark.parametrize("name", ["glorot_normal", "he_normal"])
def test_jax_and_keras_cut_what_pytorch_does_not_as_the_verdict_says(layer, library, name):
    before_the_cut = layer[library][f"{name} std before the cut"]
    assert scale(name, layer, "truncated") == pytest.approx(before_the_cut, rel=DIGITS)
    assert before_the_cut * TABLE["cut normal"]["std"] == pytest.approx(scale(name, layer), rel=DIGITS)


def test_lecun_normal_has_the_distribution_that_scipy_calls_truncnorm():
    n = 40_000
    w = kernel("lecun_normal")(25, n // 25, rng=Rng(0))
    z = w * math.sqrt(25) * TABLE["cut normal"]["std"]
    assert np.max(np.abs(z)) <= 2.0
    for level, quantile in zip(TABLE["cut normal"]["levels"], TABLE["cut normal"]["quantiles"], strict=True):
        share = np.mean(z <= quantile)
        assert abs(share - level) < 6 * math.sqrt(level * (1 - level) / n)


@pytest.mark.parametrize("row", TABLE["orthogonal"], ids=lambda row: str(np.shape(row["z"])))
def test_orthogonal_is_pytorchs_for_the_same_normal_draws(row):
    w = kernel("orthogonal")(np.asarray(row["z"]), gain=row["gain"])
    np.testing.assert_allclose(w, row["w"], rtol=1e-10, atol=1e-11)


@every_net
@pytest.mark.parametrize("name, quantity", [("relu_second_moments", "relu"), ("tanh_second_moments", "tanh")])
def test_a_predicted_moment_is_that_of_adaptive_quadrature(net, name, quantity):
    q = kernel(name)(net["first"], np.asarray(net["fan"]), np.asarray(net["std"]))
    np.testing.assert_allclose(q, net[quantity], rtol=1e-10)


@every_net
def test_a_predicted_gradient_is_that_of_adaptive_quadrature(net):
    g = kernel("gradient_second_moments")(net["first"], np.asarray(net["fan"]), np.asarray(net["std"]))
    np.testing.assert_allclose(g, net["gradient"], rtol=1e-10)


# What the lectures print, typed from our copies: (kernel, mistake, formula, oracle, right formula)

TRUNCATED = TABLE["cut normal"]["std"]
PRINTED = {
    "W1": ("he_uniform", "pytorch_default", lambda m, n: 1 / math.sqrt(m), ("torch", "he_uniform limit"),
           lambda m, n: math.sqrt(6 / m)),
    "W2, outputs": ("lecun_normal", "fan_out", lambda m, n: math.sqrt(1 / n) / TRUNCATED,
                    ("jax", "lecun_normal std before the cut"), lambda m, n: math.sqrt(1 / m) / TRUNCATED),
    "W2, no correction": ("lecun_normal", "uncorrected", lambda m, n: math.sqrt(1 / m),
                          ("jax", "lecun_normal std before the cut"), lambda m, n: math.sqrt(1 / m) / TRUNCATED),
    "D1": ("he_normal", "half_for_two", lambda m, n: 1 / math.sqrt(2 * m), ("torch", "he_normal std"),
           lambda m, n: math.sqrt(2 / m)),
    "G5": ("glorot_normal", "fan_in_only", lambda m, n: 1 / math.sqrt(m), ("torch", "glorot_normal std"),
           lambda m, n: math.sqrt(2 / (m + n))),
}  # fmt: skip


@every_layer
@pytest.mark.parametrize("errata", PRINTED)
def test_a_printed_formula_misses_the_framework_and_the_right_one_meets_it(errata, layer):
    name, mistake, printed, (library, quantity), right = PRINTED[errata]
    fans, expected = (layer["fan_in"], layer["fan_out"]), layer[library][quantity]
    assert right(*fans) == pytest.approx(expected, rel=DIGITS)
    assert abs(printed(*fans) / expected - 1) > 0.1
    assert scale(name, layer, mistake) == pytest.approx(printed(*fans), rel=DIGITS)


@pytest.mark.parametrize("errata", PRINTED)
def test_the_mistake_names_its_row_of_the_errata(errata):
    name, mistake, *_ = PRINTED[errata]
    sources = {m.id: m.source for m in EXERCISES[name].misconceptions}
    assert sources[mistake] == errata.split(",")[0]


@every_layer
def test_a_small_std_is_kerass_stddev_and_as_a_variance_it_would_be_ten_times_as_large(layer):
    fans, expected = (layer["fan_in"], layer["fan_out"]), layer["keras"]["RandomNormal(stddev=0.01) std"]
    small = kernel("small_normal")
    assert float(small(*fans, std=0.01, rng=Largest())[0, 0]) == pytest.approx(expected, rel=DIGITS)
    as_a_variance = float(small(*fans, std=math.sqrt(0.01), rng=Largest())[0, 0])
    assert as_a_variance == pytest.approx(10 * expected, rel=DIGITS)


def test_what_wolter_gives_for_he_is_the_default_of_pytorch():
    for layer in TABLE["spreads"]:
        assert PRINTED["W1"][2](layer["fan_in"], layer["fan_out"]) == pytest.approx(
            layer["torch"]["pytorch_linear w limit"], rel=DIGITS
        )


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "02_initialization" / "02_initialization.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def over_layers(found, name, layer=-1):
    return found[name]["measured"][layer]


def test_a_sum_grows_with_the_root_of_the_number_of_terms(chapter):
    spread, scaled = (chapter["sums_of_random_terms"][key] for key in ("spread", "scaled"))
    assert spread == pytest.approx([2, 4, 8, 16], rel=0.06)
    assert scaled == pytest.approx([1] * 4, rel=0.06)


def test_zero_weights_get_no_gradient_and_equal_ones_stay_equal_but_learn_a_little(chapter):
    zero, equal, random = chapter["symmetry"].values()
    assert zero["gradient"] == 0 and zero["apart"] == 0
    assert np.all(np.abs(zero["loss"] - math.log(10)) < 0.01)
    assert equal["gradient"] > 0.01 and equal["apart"] < 1e-9
    assert np.all((equal["loss"] > 1.2) & (equal["loss"] < 2.0))
    assert random["apart"] > 0.1 and np.all(random["loss"] < 0.3)
    assert chapter["what_units_look_for"] == [1, 32]


def test_a_sigmoid_net_of_zeros_has_a_gradient_in_its_last_layer_only(chapter):
    gradients = chapter["zeros_under_a_sigmoid"]
    assert np.all(gradients["tanh"] == 0)
    assert np.all(gradients["sigmoid"][:-1] == 0) and gradients["sigmoid"][-1] > 0.01


def test_the_boxes_show_what_the_slides_formulas_do(chapter):
    assert chapter["he_as_printed"]["He"] == pytest.approx(1)
    assert chapter["he_as_printed"]["printed"] == pytest.approx(4.0**-10)
    assert chapter["he_uniform_as_printed"]["printed"] == pytest.approx([1 / 6, 6.0**-10])
    assert chapter["he_uniform_as_printed"]["yours"] == pytest.approx([1, 1], rel=0.15)
    assert chapter["glorot_as_printed"]["Glorot"] == pytest.approx(2 * 1024 / (64 + 1024), rel=0.05)
    assert chapter["glorot_as_printed"]["printed"] == 1024 / 64
    lecun = chapter["lecun_as_printed"]
    assert lecun["ratio"] == pytest.approx(1, rel=0.02)
    assert lecun["uncorrected"] == pytest.approx(TRUNCATED, rel=0.02)


@pytest.mark.parametrize("name", ["std 1", "He", "orthogonal", "Glorot", "LeCun", "std 0.01"])
def test_the_second_moment_of_a_relu_net_follows_the_prediction(chapter, name):
    run = chapter["moments_by_depth"][name]
    ratio = run["measured"] / run["predicted"][:, np.newaxis]
    assert np.all((ratio[:10] > 0.1) & (ratio[:10] < 6))
    assert np.all((ratio > 0.01) & (ratio < 40))
    assert 0.1 < np.median(ratio[-1]) < 3


def test_only_he_and_orthogonal_hold_their_level_over_thirty_relu_layers(chapter):
    moments = chapter["moments_by_depth"]
    for name in ("He", "orthogonal"):
        assert np.all((over_layers(moments, name) > 0.02) & (over_layers(moments, name) < 50))
    for name in ("Glorot", "LeCun"):
        assert np.all(over_layers(moments, name) < 1e-7)
    assert np.all(over_layers(moments, "std 1") > 1e48)
    assert np.all(over_layers(moments, "std 0.01") < 1e-67)


@pytest.mark.parametrize("name", ["std 1", "He", "Glorot", "LeCun", "orthogonal", "std 0.01"])
def test_the_second_moment_of_a_tanh_net_follows_the_prediction(chapter, name):
    run = chapter["tanh_moments_by_depth"][name]
    ratio = run["measured"] / run["predicted"][:, np.newaxis]
    assert np.all((ratio > 0.1) & (ratio < 4))
    assert np.median(ratio[-1]) == pytest.approx(1, abs=0.4)


def test_tanh_saturates_under_large_weights_and_keeps_nothing_of_small_ones(chapter):
    found = chapter["histograms_by_depth"]
    assert min(found["tanh", "std 1"]["beyond"]) > 0.6
    assert found["tanh", "std 0.01"]["spread"][-1] < 1e-20
    assert found["tanh", "Glorot"]["beyond"][-1] < 0.01
    assert found["ReLU", "Glorot"]["spread"][-1] < 1e-3 < 0.1 < found["ReLU", "He"]["spread"][-1]


def test_a_net_of_thirty_relu_layers_learns_from_he_and_not_from_glorot_in_every_seed(chapter):
    he, glorot = chapter["thirty_layers"].values()
    assert np.all(he["loss"] < 1.0) and np.all(he["accuracy"] > 0.5)
    assert np.all(np.abs(glorot["loss"] - math.log(10)) < 0.02)


def test_orthogonal_linear_nets_train_at_a_speed_that_levels_off_and_gaussian_ones_do_not(chapter):
    orthogonal, gaussian = chapter["depth_of_linear_nets"].values()
    assert np.median(orthogonal[50]) < 2 * np.median(orthogonal[10])
    assert np.all(orthogonal[50] < 80)
    assert np.all(np.isfinite(gaussian[15])) and np.min(gaussian[15]) > 5 * np.max(orthogonal[10])
    assert np.min(gaussian[10]) > 8 * np.max(gaussian[2])


def test_sigmoid_gradients_vanish_and_each_cure_brings_them_back(chapter):
    first = {name: ratio[0] for name, ratio in chapter["gradient_by_layer"].items()}
    assert np.all(first.pop("sigmoid") < 1e-15)
    for name, ratio in first.items():
        assert np.all((ratio > 0.05) & (ratio < 20)), name


def test_skips_without_a_scale_explode(chapter):
    ratio = chapter["skips_without_scale"]
    assert np.all(ratio[30, "1"] > 3000)
    assert all(np.all(ratio[depth, "1 / sqrt(depth)"] < 4) for depth in (10, 20, 30))


def test_pytorchs_default_keeps_activations_up_while_gradients_vanish(chapter):
    kept, lost = chapter["a_default_in_depth"]["PyTorch's default"]
    assert np.all(kept > 0.3)
    assert np.all(lost < 1e-9)


def test_gradients_of_uneven_layers_follow_the_prediction(chapter):
    over_fan_in, over_fan_out = chapter["gradients_of_uneven_layers"].values()
    for run in (over_fan_in, over_fan_out):
        ratio = np.median(run["measured"][:-1], axis=1) / run["predicted"]
        assert np.all((ratio > 0.4) & (ratio < 2.5))
    assert np.ptp(np.log2(over_fan_in["predicted"])) > 1.9
    assert np.ptp(np.log2(over_fan_out["predicted"])) < 0.2
