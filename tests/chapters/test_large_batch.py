"""Chapter 09: LARS, LAMB, ramps, accumulation against optax, Keras, PyTorch; what a lecture prints; experiments."""

import json
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.large_batch.exercises import ASSIGNMENT

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "large_batch.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    return exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))


def rows(*oracles):
    """The table's rows of steps of these oracles, as parameters of a test."""
    chosen = [row for row in TABLE["steps"] if row["oracle"] in oracles]
    return [pytest.param(r, id=f"{r['oracle']}, {r['start']}, decay {r['weight_decay']}") for r in chosen]


def path(step, row):
    """The weights after each of a row's steps, from zero state."""
    start = TABLE["starts"][row["start"]]
    w = np.asarray(start["w"])
    state, seen = (np.zeros_like(w),) * (1 if row["oracle"] == "optax.lars" else 2), []
    hyper = TABLE["lars" if row["oracle"] == "optax.lars" else "lamb"] | {"weight_decay": row["weight_decay"]}
    for t, g in enumerate(start["gradients"], start=1):
        count = () if row["oracle"] == "optax.lars" else (t,)
        w, *state = step(w, np.asarray(g), *state, *count, **hyper)
        seen.append(w)
    return np.asarray(seen)


@pytest.mark.parametrize("row", rows("optax.lars"))
def test_optaxs_lars_is_the_reference_but_for_the_norm_below_that_a_verdict_names(row):
    np.testing.assert_allclose(path(kernel("lars_step", "norm_of_the_sum"), row), row["w"], rtol=1e-9)
    ours = path(kernel("lars_step"), row)
    assert np.allclose(ours, row["w"], rtol=1e-9) == (row["weight_decay"] == 0)


@pytest.mark.parametrize("row", rows("optax.lamb"))
def test_lamb_is_optaxs(row):
    np.testing.assert_allclose(path(kernel("lamb_step"), row), row["w"], rtol=1e-9)


@pytest.mark.parametrize("row", rows("keras.optimizers.Lamb"))
def test_keras_lamb_is_the_form_that_a_verdict_names(row):
    np.testing.assert_allclose(path(kernel("lamb_step", "decay_first"), row), row["w"], rtol=1e-9)
    assert np.allclose(path(kernel("lamb_step"), row), row["w"], rtol=1e-9) == (row["weight_decay"] == 0)


@pytest.mark.parametrize("row", TABLE["ramps"], ids=lambda row: f"{row['oracle']}, warmup {row['warmup']}")
def test_the_warmup_is_a_linear_ramp_of_the_libraries(row):
    hyper = {name: row[name] for name in ("lr", "batch", "base_batch", "warmup")}
    ours = [EXERCISES["scaled_warmup"].reference(t, **hyper) for t in range(len(row["rates"]))]
    np.testing.assert_allclose(ours, row["rates"], rtol=1e-6 if row["oracle"].startswith("optax") else 1e-12)
    scaled = EXERCISES["linear_scaling"].reference(row["lr"], batch=row["batch"], base_batch=row["base_batch"])
    assert ours[row["warmup"]] == scaled


def test_accumulation_is_the_whole_batchs_gradient_and_equal_weights_are_what_frameworks_do():
    parts = TABLE["parts"]
    gradients, sizes = np.asarray(parts["gradients"]), tuple(parts["sizes"])
    for name in ("whole", "torch, loss times n_i / n"):
        np.testing.assert_allclose(kernel("accumulate_gradients")(gradients, sizes), parts[name], rtol=1e-12)
    alike = kernel("accumulate_gradients", "ragged_part_not_weighted")(gradients, sizes)
    for name in ("torch, loss over parts", "optax.MultiSteps"):
        np.testing.assert_allclose(alike, parts[name], rtol=1e-12)
    assert np.abs(alike - parts["whole"]).max() > 0.01


# The lecture's formula, typed from our copy: the local rate with the global rate in the coefficient's place.


def printed(w, g, v, *, lr, alpha, trust_coefficient, weight_decay, again=False, right=False):
    local = lr * np.linalg.norm(w) / np.linalg.norm(g)
    if right:
        local = lr * trust_coefficient * np.linalg.norm(w) / np.linalg.norm(g)
    v = alpha * v - (lr if again else 1.0) * local * g
    return w + v, v


@pytest.mark.parametrize("row", [row for row in rows("optax.lars") if row.values[0]["start"] != "weights of 0"
                                 and not row.values[0]["weight_decay"]])  # fmt: skip
def test_lars_as_printed_misses_optax_and_the_right_form_meets_it(row):
    np.testing.assert_allclose(path(lambda *a, **h: printed(*a, **h, right=True), row), row["w"], rtol=1e-9)
    readings = {"trust_coefficient_missing": False, "rate_twice": True}
    for mistake, again in readings.items():
        wrong = path(lambda *a, again=again, **h: printed(*a, again=again, **h), row)
        np.testing.assert_allclose(wrong, path(kernel("lars_step", mistake), row), rtol=1e-9)
        assert np.abs(wrong - row["w"]).max() > 0.1


def test_the_errata_are_among_the_mistakes():
    for name in ("local_rate", "lars_step"):
        assert "G8" in {m.source for m in EXERCISES[name].misconceptions}


# What holds for every gradient, whatever the numbers.


@pytest.mark.parametrize("factor", (1e-3, 7.0, 1e4))
def test_a_rescaled_layer_takes_a_rescaled_step(factor):
    """w times f has a gradient over f where the function stays the same; the step then is f times as long."""
    rng = np.random.default_rng(0)
    w, g, zero = rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), np.zeros((4, 3))
    lars = {"lr": 0.5, "alpha": 0.9, "trust_coefficient": 0.1, "weight_decay": 0.0}
    lamb = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 0.0, "weight_decay": 0.0}
    for name, state, hyper in (("lars_step", (zero,), lars), ("lamb_step", (zero, zero, 1), lamb)):
        step = EXERCISES[name].reference
        one, other = step(w, g, *state, **hyper)[0], step(factor * w, g / factor, *state, **hyper)[0]
        np.testing.assert_allclose(other, factor * one, rtol=1e-9)


def test_a_step_of_lamb_is_the_rate_times_the_norm_of_the_weights():
    rng = np.random.default_rng(1)
    w, g, m, v = (rng.normal(size=(5, 2)) ** 2 for _ in range(4))
    new, *_ = EXERCISES["lamb_step"].reference(w, g, m, v, 3, lr=0.07, beta1=0.8, beta2=0.9, eps=0.01, weight_decay=0.4)
    assert np.linalg.norm(new - w) == pytest.approx(0.07 * np.linalg.norm(w))


@pytest.mark.parametrize("t", range(12))
def test_growing_keeps_the_quotient_of_rate_and_batch_that_cutting_has(t):
    plan = {"lr": 0.3, "batch": 8, "factor": 2, "milestones": (2, 5, 9)}
    quotients = [
        lr / batch
        for lr, batch in (EXERCISES["growing_batch"].reference(t, **plan, largest=n) for n in (8, 16, 20, 1000))
    ]
    np.testing.assert_allclose(quotients, quotients[0], rtol=1e-12)


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "09_large_batch" / "09_large_batch.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_a_long_step_misses_more_the_longer_it_is(chapter):
    missed = np.array([[np.median(m) for m in found] for found in chapter["one_long_step"].values()])
    assert np.all(np.diff(missed, axis=1) > 0) and np.all(np.diff(missed, axis=0) > 0)
    assert missed[0, -1] < 0.15


def test_only_a_scaled_rate_saves_steps_and_it_needs_a_warmup_in_the_end(chapter):
    fixed, scaled, warm = chapter["steps_to_a_loss"]["found"].values()
    assert np.median(fixed[-1]) > 0.7 * np.median(fixed[0])
    assert np.median(scaled[2]) < 0.4 * np.median(fixed[2])
    assert np.isinf(scaled[-1]).all() and np.isfinite(warm).all()
    assert warm[-1].max() < 0.2 * fixed[-1].min()
    assert np.median(warm[-1]) > 3 * np.median(fixed[0]) / 64  # far from in proportion by then


def test_a_very_short_warmup_is_as_good_as_none(chapter):
    end = {length: loss[-10:].max(axis=0) for length, loss in chapter["lengths_of_warmup"].items()}
    assert not np.any(end[0] < 0.1) and not np.all(end[3] < 0.1)  # some runs are no number any more
    assert end[30].max() < 0.01 and end[100].max() < 0.01


def test_accumulation_is_exact_to_rounding_and_batch_normalization_breaks_it(chapter):
    double, single, alike, normalized = chapter["the_same_to_rounding"].values()
    assert double.max() < 1e-14 and single.max() < 1e-6
    assert alike.min() > 1e-4 and normalized.min() > 1e-3


def test_memory_grows_with_the_batch_and_not_in_parts(chapter):
    seen = chapter["memory_of_a_batch"]
    whole, parts = np.array(seen["at once"]), np.array(seen["in parts of 32"])
    assert 1.7 < whole[-1] / whole[-2] < 2.1
    assert np.ptp(parts[1:]) < 0.05 * parts[1] and parts[-1] < 0.4 * whole[-1]
    assert parts[1] > whole[1]


def test_most_of_the_gap_is_steps_not_taken(chapter):
    epochs, scaled, steps = (np.median(np.stack(a), axis=1) for a in chapter["train_longer"].values())
    assert epochs[0] - epochs[-1] > 0.3
    assert scaled[-1] > epochs[-1] + 0.3
    assert abs(steps[-1] - steps[0]) < 0.02


def test_at_equal_training_loss_tiny_batches_are_a_little_ahead(chapter):
    seen = chapter["at_equal_training_loss"]
    gain, whole = seen["gain"], seen["found"]["all 200"][-1]
    assert np.mean(gain > 0) > 0.7 and np.median(gain) > 0.005
    assert np.median(gain) < np.ptp(whole)
    assert abs(np.median(whole - seen["found"]["batch 32"][-1])) < np.median(gain)


def test_a_larger_batch_does_what_a_lower_rate_does(chapter):
    constant, cut, grown = chapter["grow_or_cut"].values()
    assert np.abs(cut["loss"] - grown["loss"]).max() < 0.02
    assert np.all(grown["loss"][-1] < constant["loss"][-1] - 0.05)
    assert grown["steps"] < 0.5 * cut["steps"]


def test_lars_as_printed_ruins_the_run(chapter):
    right, once, twice = chapter["lars_as_printed"].values()
    assert right.max() < 0.2
    assert np.all(np.isnan(once) | (once > 2)) and np.all(np.isnan(twice) | (twice > 2))


def test_lars_and_lamb_do_not_notice_a_rescaled_net_and_the_others_do(chapter):
    seen = chapter["a_net_in_two_scales"]
    assert seen["momentum"]["He"]["best"] >= 30 * seen["momentum"]["rescaled"]["best"]
    assert seen["Adam"]["He"]["best"] > seen["Adam"]["rescaled"]["best"]
    for name in ("LARS", "LAMB"):
        he, rescaled = (np.median(seen[name][said]["loss"], axis=1) for said in ("He", "rescaled"))
        np.testing.assert_array_equal(he < 0.1, rescaled < 0.1)
        assert he.min() < 1e-3 and rescaled.min() < 1e-3
    assert (
        np.median(seen["momentum"]["rescaled"]["loss"], axis=1).min()
        > np.median(seen["LAMB"]["rescaled"]["loss"], axis=1).min()
    )


def test_the_ratios_carry_the_rescaling_once_and_twice(chapter):
    lars, lamb = chapter["trust_ratios"].values()
    assert 1e5 < lars[0].max() / lars[0].min() < 2e6
    assert 200 < lamb[0].max() / lamb[0].min() < 900
    assert np.all(lamb[-20:].mean(axis=0) > 3 * lamb[0])
