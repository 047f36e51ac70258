"""Chapter 00: the references against the libraries, the erratum, the spellings' advice, and what its figures claim."""

import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.welcome.exercises import ASSIGNMENT
from autograder.direct import DirectCaller
from autograder.suite import judge
from workbench.functions import FUNCTIONS
from workbench.rng import Rng

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "welcome.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}
REFERENCE = {name: exercise.reference for name, exercise in EXERCISES.items()}


def kernel(name, *mistakes):
    """The reference, with the mistakes of these ids in it."""
    found = {m.id: m for m in EXERCISES[name].misconceptions}
    return EXERCISES[name].mistaken(*(found[m] for m in mistakes)) if mistakes else REFERENCE[name]


# The references are what the libraries say.

ENTROPIES = [
    pytest.param(row, column, id=f"{column}, {row['case']}") for row in TABLE["entropies"] for column in row["seen"]
]


@pytest.mark.parametrize(("row", "column"), ENTROPIES)
def test_the_cross_entropy_is_the_libraries(row, column):
    targets = column.partition(", ")[2]
    name = "softmax_cross_entropy" if targets == "labels" else "softmax_cross_entropy_one_hot"
    loss, dlogits = REFERENCE[name](np.asarray(row["logits"]), np.asarray(row[targets]))
    exact = 1e-7 if column.startswith("keras") else 1e-10  # Keras holds the mean in float32
    np.testing.assert_allclose(loss, row["seen"][column]["loss"], rtol=exact)
    np.testing.assert_allclose(dlogits, row["seen"][column]["dlogits"], rtol=exact, atol=1e-13)


def test_relu_and_its_backward_are_pytorchs_at_zero_too():
    for row in TABLE["rectified"]:
        x, dy = np.asarray(row["x"]), np.asarray(row["dy"])
        assert np.any(x == 0)
        np.testing.assert_array_equal(REFERENCE["relu"](x), row["y"])
        np.testing.assert_array_equal(REFERENCE["relu_backward"](dy, x), row["dx"])


@pytest.mark.parametrize("name", TABLE["spellings"][0]["seen"])
def test_a_one_liner_is_pytorchs(name):
    (row,) = TABLE["spellings"]
    args = [np.asarray(row["x"]), np.asarray(row["indices"])][: len(EXERCISES[name].positional)]
    np.testing.assert_allclose(REFERENCE[name](*args), row["seen"][name], rtol=1e-14)


def test_differences_are_scipys_and_near_the_exact_gradient():
    for row in TABLE["slopes"]:
        x, f = np.asarray(row["x"]), FUNCTIONS["rosenbrock"]
        central = REFERENCE["numerical_gradient"](f, x, h=row["h"])
        np.testing.assert_allclose(central, row["central"], rtol=1e-7)
        np.testing.assert_allclose(kernel("numerical_gradient", "forward")(f, x, h=row["h"]), row["forward"], rtol=1e-7)
        exact, forward = np.asarray(row["exact"]), np.asarray(row["forward"])
        error = REFERENCE["gradient_check"]
        assert error(central, exact) < 1e-5 < 1e-4 < error(forward, exact)


@pytest.mark.parametrize("row", TABLE["batches"], ids=lambda row: f"{row['n']} by {row['size']}")
def test_batches_are_pytorchs_samplers(row):
    orders = REFERENCE["epoch_orders"](np.asarray([row["u"], row["u"][::-1]]))
    np.testing.assert_array_equal(orders[0], row["order"])
    for t, batch in enumerate(row["kept"]):
        np.testing.assert_array_equal(REFERENCE["batch_indices"](orders, t, size=row["size"]), batch)
    dropping = kernel("batch_indices", "last_one_dropped")
    for t, batch in enumerate(row["dropped"]):
        np.testing.assert_array_equal(dropping(orders, t, size=row["size"]), batch)
    first_of_second = REFERENCE["batch_indices"](orders, len(row["kept"]), size=row["size"])
    np.testing.assert_array_equal(first_of_second, orders[1, : row["size"]])


# The lecture's formula, typed from our copy: the gradient of the mean of log p; with sign=-1 it is the right one.


def printed(logits, labels, sign=1):
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return sign * (np.eye(logits.shape[1])[labels] - e / np.sum(e, axis=1, keepdims=True)) / logits.shape[0]


@pytest.mark.parametrize("row", TABLE["entropies"], ids=lambda row: row["case"])
def test_the_gradient_as_printed_misses_the_frameworks_and_with_its_minus_it_meets_them(row):
    logits, labels = np.asarray(row["logits"]), np.asarray(row["labels"])
    named = kernel("softmax_cross_entropy", "gradient_sign")(logits, labels)[1]
    np.testing.assert_allclose(named, printed(logits, labels), rtol=1e-12, atol=1e-15)
    for column in ("torch, labels", "optax, labels", "keras, labels"):
        theirs = np.asarray(row["seen"][column]["dlogits"])
        np.testing.assert_allclose(printed(logits, labels, sign=-1), theirs, rtol=1e-7, atol=1e-13)
        assert REFERENCE["gradient_check"](printed(logits, labels), theirs) == pytest.approx(1.0)


def test_the_erratum_is_among_the_mistakes():
    for name in ("softmax_cross_entropy", "softmax_cross_entropy_one_hot"):
        assert "G9" in {m.source for m in EXERCISES[name].misconceptions}


# What holds whatever the numbers.


@pytest.mark.parametrize("level", (0.0, 1e4, -1e4))
def test_the_gradient_of_each_example_adds_up_to_0_and_a_shift_of_a_row_changes_nothing(level):
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    loss, dlogits = REFERENCE["softmax_cross_entropy"](logits, labels)
    np.testing.assert_allclose(dlogits.sum(axis=1), 0.0, atol=1e-15)
    moved = REFERENCE["softmax_cross_entropy"](logits + level, labels)
    np.testing.assert_allclose(moved[0], loss, rtol=1e-10)
    np.testing.assert_allclose(moved[1], dlogits, rtol=1e-9, atol=1e-12)


def test_both_cross_entropies_pass_the_gradient_check():
    rng = np.random.default_rng(1)
    logits, labels = rng.normal(size=(3, 4)), rng.integers(0, 4, 3)
    targets = rng.dirichlet(np.ones(4), 3)
    for name, given in (("softmax_cross_entropy", labels), ("softmax_cross_entropy_one_hot", targets)):
        loss = REFERENCE[name]
        numerical = REFERENCE["numerical_gradient"](lambda z: loss(z, given)[0], logits, h=1e-5)  # noqa: B023
        assert REFERENCE["gradient_check"](numerical, loss(logits, given)[1]) < 1e-8


@pytest.mark.parametrize(("n", "size"), ((10, 4), (9, 3), (7, 7), (11, 10)))
def test_every_example_comes_once_an_epoch_and_epochs_differ(n, size):
    orders = REFERENCE["epoch_orders"](np.random.default_rng(2).uniform(size=(3, n)))
    batches = [REFERENCE["batch_indices"](orders, t, size=size) for t in range(3 * math.ceil(n / size))]
    assert sum(map(len, batches)) == 3 * n
    seen = np.concatenate(batches).reshape(3, n)
    np.testing.assert_array_equal(np.sort(seen, axis=1), np.tile(np.arange(n), (3, 1)))
    assert not np.array_equal(seen[0], seen[1])


@pytest.mark.parametrize("scale", (1e-8, 1.0, 1e8))
def test_the_relative_error_does_not_depend_on_the_scale(scale):
    a, b = np.random.default_rng(3).normal(size=(2, 5))
    error = REFERENCE["gradient_check"]
    np.testing.assert_allclose(error(scale * a, scale * b), error(a, b), rtol=1e-12)
    assert error(a, -a) == pytest.approx(1.0) and error(a, 2 * a) == pytest.approx(1 / 3)


# NumPy's own spelling keeps the points for values, and the advice says what to write.

SPELLINGS = [
    ("first_example", lambda x: x[0], "x[0, ...]"),
    ("feature_means", lambda x: x.mean(axis=0), "xp.mean(x, axis=0)"),
    ("feature_means", lambda x: np.mean(x, axis=0), "array_namespace"),
    ("feature_means", lambda x: x.__array_namespace__().mean(x, 0), "by name only"),
    ("sample_variance", lambda x: x.__array_namespace__().var(x, axis=0, ddof=1), "correction=1"),
    ("pick_rows", lambda x, indices: x[indices], "xp.take(x, indices, axis=0)"),
    ("pick_rows", lambda x, indices: x[indices, :], "xp.take(x, indices, axis=0)"),
    ("relu", lambda x: (x > 0) * x, "xp.astype(mask, w.dtype)"),
    ("batch_indices", lambda orders, t, *, size: orders[t // -(-orders.shape[1] // size), :][
        t % -(-orders.shape[1] // size) * size:][:size], "beyond the end"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "advice"), SPELLINGS, ids=[f"{n}, {a}" for n, _, a in SPELLINGS])
def test_numpys_spelling_keeps_most_points_and_is_told_the_portable_one(name, answer, advice):
    (verdict,) = judge([EXERCISES[name]], DirectCaller({name: answer}))
    assert verdict.verdict == "not portable" and verdict.values_right
    assert verdict.score == pytest.approx(0.9 * verdict.points)
    assert advice in verdict.message


def assigning(logits, labels):
    xp = logits.__array_namespace__()
    rows = xp.arange(logits.shape[0], device=logits.device)
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    dlogits = xp.exp(log_p)
    dlogits[rows, labels] -= 1.0
    return -xp.mean(log_p[rows, labels]), dlogits / logits.shape[0]


def test_assigning_through_index_arrays_is_told_the_portable_way():
    name = "softmax_cross_entropy"
    (verdict,) = judge([EXERCISES[name]], DirectCaller({name: assigning}))
    assert verdict.values_right and verdict.verdict == "not portable" and "xp.where" in verdict.message


def test_a_python_float_in_place_of_an_array_costs_its_form_and_the_gpu_and_no_more():
    def root_mean_square(x):
        return math.sqrt(np.mean(x**2))

    exercise = EXERCISES["root_mean_square"]
    (verdict,) = judge([exercise], DirectCaller({exercise.name: root_mean_square}))
    assert (verdict.verdict, verdict.score) == ("wrong type", round(0.85 * exercise.points, 2))
    assert "return an array" in verdict.lines[0] and "GPU" in verdict.lines[0]
    assert {check.name: check.state for check in verdict.checks} == {
        "values": "right", "inputs untouched": "right", "dtype": "wrong", "runs on a GPU": "wrong"
    }  # fmt: skip


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "00_welcome" / "00_welcome.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_the_portable_line_of_each_pair_works_and_the_other_does_not(chapter):
    works = {text for text, said in chapter["what_the_standard_has"].items() if said == "works"}
    assert works == {
        "xp.mean(x)", "x[0, ...]", "xp.take(x, rows, axis=0)", "xp.var(x, correction=1)",
        "x + xp.zeros(2, device=x.device)", "xp.where(x > 2, x, 0.0)",
    }  # fmt: skip


def test_surrogates_lie_above_the_0_1_loss_and_have_slopes(chapter):
    losses, slopes = chapter["surrogates"].values()
    for name in ("cross-entropy, bits", "hinge", "squared"):
        assert np.all(losses[name] >= losses["0-1"])
        assert slopes[name][0] < -0.5
    assert not np.any(slopes["0-1"])
    entropy = slopes["cross-entropy, bits"]
    assert np.all(np.abs(entropy) <= 1 / math.log(2)) and -0.1 < entropy[-1] < 0 < slopes["squared"][-1]
    np.testing.assert_allclose(np.gradient(losses["cross-entropy, bits"], 6 / 240)[1:-1], entropy[1:-1], atol=1e-3)


def test_the_printed_gradient_climbs_and_yours_learns(chapter):
    yours, as_printed = chapter["gradient_as_printed"].values()
    assert yours["before"] == pytest.approx(math.log(10)) == as_printed["before"]
    assert yours["after"] < 1.0 and yours["accuracy"] > 0.85
    assert as_printed["after"] > 3 * as_printed["before"] and as_printed["accuracy"] < 0.1


def test_training_sees_less_risk_than_there_is_until_examples_outnumber_weights(chapter):
    seen = chapter["empirical_and_true_risk"]
    few, many = seen["sizes"] <= 100, seen["sizes"] >= 800
    assert np.all(seen["seen"][few] < seen["true"][few])
    assert not np.any(seen["seen"][seen["sizes"] <= 20])
    assert np.all(seen["true"] >= seen["best"])
    assert (
        np.median(np.abs(seen["true"][many] - seen["seen"][many])) < 0.02 < np.median(seen["true"][0] - seen["seen"][0])
    )
    assert seen["best"] == pytest.approx(0.1, abs=1e-3)


def test_every_backend_agrees_to_its_own_precision(chapter):
    for name, run in chapter["every_backend"].items():
        assert run["apart"] < (1e-12 if "float64" in name else 1e-5)


def test_the_two_walls_of_the_check_have_their_slopes(chapter):
    seen = chapter["which_step"]
    assert seen["slopes"]["central"] == pytest.approx(2.0, abs=0.05)
    assert seen["slopes"]["forward"] == pytest.approx(1.0, abs=0.05)
    assert seen["slopes"]["left"] == pytest.approx(-1.0, abs=0.1)
    (h, least), (other_h, other), (single_h, single) = seen["best"].values()
    assert 1e-6 < h < 1e-4 and other_h < h < single_h
    assert 10 * least < other and single > 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_the_best_step_is_near_the_third_root_of_the_rounding_error_for_other_functions(seed):
    rng = np.random.default_rng(seed)
    x, f = rng.normal(size=6), FUNCTIONS["log_sum_exp"]
    exact, steps = np.exp(x) / np.sum(np.exp(x)), np.geomspace(1e-9, 1e-1, 33)
    errors = [REFERENCE["gradient_check"](REFERENCE["numerical_gradient"](f, x, h=float(h)), exact) for h in steps]
    assert 1e-7 < steps[np.argmin(errors)] < 1e-3


def test_mistakes_are_large_and_a_corner_is_a_false_alarm(chapter):
    yours, everywhere, forgotten, corner = chapter["mistakes_and_a_corner"].values()
    assert yours < 1e-9 and everywhere > 0.1 and forgotten > 0.1 and corner > 1e-3


def test_a_sorted_archive_costs_epochs_and_at_a_high_rate_everything(chapter):
    found, late = chapter["does_the_order_matter"]
    for rate in (0.1, 0.6):
        fresh, once, tidy = (found[rate, name] for name in ("fresh each epoch", "shuffled once", "sorted by class"))
        assert fresh[-1].min() > 0.95 and once[-1].min() > 0.95
        assert tidy[0].max() < 0.6 < fresh[0].min()
    assert found[0.1, "sorted by class"][-1].min() > 0.9
    assert found[0.6, "sorted by class"][-1].max() < 0.5
    assert late[0.6, "sorted by class"].min() > 0.7 and late[0.6, "fresh each epoch"].max() < 0.4


@pytest.mark.parametrize("seed", (11, 12))
def test_sorting_hurts_other_nets_too(chapter, seed):
    split = chapter["digits"]()
    tidy = np.argsort(split.y_train, kind="stable")[None, :]
    fresh = REFERENCE["epoch_orders"](Rng(seed).uniform((1, len(split.y_train))))
    right = [chapter["accuracy_by_epoch"](split, orders, lr=0.1, seed=seed)[0][-1] for orders in (tidy, fresh)]
    assert right[0] < 0.7 < 0.85 < right[1]
