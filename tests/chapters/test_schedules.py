"""Chapter 05: the schedules against PyTorch, optax and Keras, what the lectures print, and the experiments."""

import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

from autograder.chapters.schedules.exercises import ASSIGNMENT

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "schedules.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}
CURVES = [row for row in TABLE["rows"] if "rates" in row]
PLATEAUS = [row for row in TABLE["rows"] if "states" in row]


def kernel(name, mistakes=""):
    """A reference by name, with the misconceptions of these ids, joined by +, in it."""
    exercise, ids = EXERCISES[name], mistakes.split("+")
    chosen = [m for m in exercise.misconceptions if m.id in ids]
    assert len(chosen) == (len(ids) if mistakes else 0)
    return exercise.mistaken(*chosen)


def given(row):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row["given"].items()}


def rates(curve, row):
    return [curve(t, **given(row)) for t in range(len(row["rates"]))]


def states(step, row):
    state, seen = (0.4, math.inf, 0, 0), []
    for loss in row["losses"]:
        state = step(loss, *state, **row["given"])
        seen.append(state)
    return np.asarray(seen)


def rows(table, other):
    """Rows that agree with the reference, or those of another convention, as parameters of a test."""
    some = [row for row in table if bool(row["other"]) == other]
    return [pytest.param(row, id=f"{row['oracle']} is {row['kernel']} {row['other']}".strip()) for row in some]


# The references and the libraries


@pytest.mark.parametrize("row", rows(CURVES, False))
def test_a_library_gives_the_references_rates(row):
    assert rates(kernel(row["kernel"]), row) == pytest.approx(row["rates"], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("row", rows(CURVES, True))
def test_a_library_with_another_convention_is_the_form_that_a_verdict_names(row):
    assert rates(kernel(row["kernel"], row["other"]), row) == pytest.approx(row["rates"], rel=1e-7, abs=1e-9)
    assert rates(kernel(row["kernel"]), row) != pytest.approx(row["rates"], rel=1e-4)
    named = {m.id: m.convention for m in EXERCISES[row["kernel"]].misconceptions}
    assert all(named[one] for one in row["other"].split("+"))


@pytest.mark.parametrize("row", rows(PLATEAUS, False))
def test_pytorchs_plateau_is_the_references_in_every_part_of_its_state(row):
    np.testing.assert_allclose(states(kernel("reduce_on_plateau"), row), row["states"], rtol=1e-12)


@pytest.mark.parametrize("row", rows(PLATEAUS, True))
def test_another_plateau_is_the_form_that_a_verdict_names(row):
    step = kernel("reduce_on_plateau", row["other"])
    np.testing.assert_allclose(states(step, row)[:, :2], np.asarray(row["states"])[:, :2], rtol=1e-6)


def test_the_table_tells_the_plateaus_apart():
    for other in {row["other"] for row in PLATEAUS if row["other"]}:
        some = [row for row in PLATEAUS if row["other"] == other]
        assert any(not np.allclose(states(kernel("reduce_on_plateau"), row), row["states"]) for row in some)


def test_every_kernel_but_the_constant_has_an_oracle():
    agreeing = {row["kernel"] for row in TABLE["rows"] if not row["other"]}
    assert agreeing == set(EXERCISES) - {"constant"}


# What the lectures print


COSINES = [row for row in CURVES if row["kernel"] == "cosine" and not row["other"]]


@pytest.mark.parametrize("row", COSINES, ids=lambda row: row["oracle"])
def test_the_cosine_as_printed_misses_the_oracle_and_the_right_form_meets_it(row):
    lr, final_lr, steps = (row["given"][name] for name in ("lr", "final_lr", "steps"))

    def as_written(top):
        return final_lr + (lr - final_lr) * 0.5 * (1 + math.cos(math.pi * top / steps))

    printed = [as_written(steps) for _ in range(steps)]
    right = [as_written(t) for t in range(steps)]
    assert right == pytest.approx(row["rates"][:steps], rel=1e-7)
    assert max(abs(p - r) for p, r in zip(printed, row["rates"], strict=False)) > 0.2
    named = kernel("cosine", "no_t_in_the_cosine")
    assert [named(t, **row["given"]) for t in range(steps)] == pytest.approx(printed)


def test_a_plateau_is_seen_in_a_training_loss_as_well_as_in_a_validation_loss():
    from workbench import data, nets, training
    from workbench.rng import Rng

    split = data.digits(dtype="float32")
    net = nets.MLP((64, 32, 10), init=lambda i, o, *, rng: math.sqrt(2 / i) * rng.normal((i, o)), seeds=(0,))
    step, state, seen = kernel("reduce_on_plateau"), (0.5, math.inf, 0, 0), []
    noisy = split._replace(y_train=data.noisy_labels(split.y_train, 0.2, 10, Rng(1)))
    for _ in range(25):
        run = training.train(net, noisy, training.sgd, lr=state[0], steps=40, batch=16)
        epoch = float(np.mean(run.loss))  # of the batches as they came: no validation set is asked
        state = step(epoch, *state, factor=0.2, patience=2, threshold=0.01, cooldown=0, min_lr=0.0)
        seen.append((epoch, state[0]))
    losses, lrs = np.array(seen).T
    first_cut = int(np.argmax(lrs < 0.5))
    assert 2 < first_cut < 20
    assert np.mean(losses[-3:]) < np.mean(losses[first_cut - 3 : first_cut])


def test_the_errata_of_the_chapter_are_among_the_mistakes():
    assert "T4" in {m.source for m in EXERCISES["cosine"].misconceptions}


# The grader on what a schedule returns


def test_a_numpy_scalar_gets_a_verdict_of_its_own_that_says_why():
    from autograder.direct import DirectCaller
    from autograder.suite import judge

    def cosine(t, *, lr, final_lr, steps):
        return final_lr + (lr - final_lr) * 0.5 * (1.0 + np.cos(np.pi * min(t, steps) / steps))

    exercise = EXERCISES["cosine"]
    verdict = judge([exercise], DirectCaller({"cosine": cosine}))[0]
    assert (verdict.verdict, verdict.score) == ("wrong type", round(0.95 * exercise.points, 2))
    assert "NumPy scalar" in verdict.lines[0] and "value is right" in verdict.lines[0] and "float64" in verdict.lines[0]


def test_a_mistake_in_numpy_numbers_is_named_like_any_other():
    from autograder.direct import DirectCaller
    from autograder.suite import judge

    def cosine(t, *, lr, final_lr, steps):
        return final_lr + (lr - final_lr) * 0.5 * (1.0 + np.cos(np.pi))

    verdict = judge([EXERCISES["cosine"]], DirectCaller({"cosine": cosine}))[0]
    assert (verdict.score, verdict.diagnosis) == (0.0, "no_t_in_the_cosine")


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "05_schedules" / "05_schedules.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_a_rate_that_falls_ends_below_both_constant_ones(chapter):
    end = chapter["two_wishes"]
    assert end["large, then smaller"] < end["small"] / 3 < end["large"] / 9


def test_no_rate_of_ten_survives_and_the_advice_stops_above_the_best_loss_in_every_seed(chapter):
    seen = chapter["divide_by_ten"]
    assert np.isnan(seen["loss"][0]).all()
    assert all(stop >= 2 for stop in seen["stop"])
    stopped = seen["loss"][seen["stop"], range(8)]
    assert np.median(stopped / seen["best"]) > 1.5
    assert np.isfinite(seen["loss"][4:]).all() and (seen["loss"][5] < 0.1).all()


def test_a_rate_that_does_not_diverge_may_still_teach_nothing(chapter):
    seen = chapter["divide_by_ten"]
    large = seen["loss"][:3]
    assert np.nanmin(large) > 2.0 and np.isfinite(large).any()


def test_the_cosine_as_printed_trains_nothing(chapter):
    found = chapter["cosine_as_printed"]
    assert found["as printed"]["largest"] == 0.0
    assert found["as printed"]["accuracy"] < 0.3 < 0.9 < found["yours"]["accuracy"]


DECAYS = ("steps", "exponential", "cosine", "linear")


def test_every_decay_ends_far_below_the_high_rate_in_every_seed(chapter):
    loss = chapter["one_high_rate"]["right", "train_loss"]
    for name in DECAYS:
        assert np.all(loss[name] < loss["constant 0.1"] / 5)


def test_a_tuned_constant_is_as_good_as_a_decay(chapter):
    loss = {name: np.median(a) for name, a in chapter["one_high_rate"]["right", "train_loss"].items()}
    assert loss["constant 0.056"] < 2 * min(loss[name] for name in DECAYS)
    accuracy = {name: np.median(a) for name, a in chapter["one_high_rate"]["right", "test_accuracy"].items()}
    assert max(accuracy[name] for name in DECAYS) - accuracy["constant 0.056"] < 0.015
    assert max(accuracy[name] for name in DECAYS) - min(accuracy[name] for name in DECAYS) < 0.02


def test_with_wrong_labels_the_early_decays_are_more_accurate_though_their_loss_is_higher(chapter):
    seen = chapter["one_high_rate"]
    accuracy, loss = seen["noisy", "test_accuracy"], seen["noisy", "train_loss"]
    for early in ("steps", "exponential"):
        for late in ("cosine", "linear"):
            assert np.all(loss[early] > loss[late])
            assert np.median(accuracy[early]) > np.median(accuracy[late])


def test_with_wrong_labels_both_constant_rates_are_less_accurate_than_any_decay(chapter):
    accuracy = {name: np.median(a) for name, a in chapter["one_high_rate"]["noisy", "test_accuracy"].items()}
    assert max(accuracy["constant 0.1"], accuracy["constant 0.056"]) < min(accuracy[name] for name in DECAYS)


def test_a_warmup_helps_a_start_that_is_too_sharp_and_not_one_of_he(chapter):
    trained = {key: seeds.sum() for key, seeds in chapter["warmup_helps_when"].items()}
    runs = next(iter(chapter["warmup_helps_when"].values())).size
    sharp, good = "weights of He, times 1.5", "weights of He"
    assert trained[sharp, 20] > trained[sharp, 0] + runs / 4
    assert trained[good, 20] < trained[good, 0] + runs / 8


def test_a_cut_brings_the_loss_down_in_every_seed(chapter):
    seen = chapter["cut_and_restart"]
    loss, later = seen["runs"]["plateau"], 3 * seen["epoch"]
    for seed, cut in enumerate(seen["cut"]):
        assert 0 < cut < 900 - later
        assert loss[cut + later, seed] < 0.8 * loss[cut, seed]


def test_each_restart_throws_the_loss_up_in_every_seed_and_each_cycle_ends_lower(chapter):
    seen = chapter["cut_and_restart"]
    loss, cycle = seen["runs"]["warm restarts"], seen["cycle"]
    ends = loss[cycle - 1 :: cycle]
    for k, end in enumerate(ends[:-1], start=1):
        assert np.all(loss[k * cycle : k * cycle + 60].max(axis=0) > 1.15 * end)
    assert np.all(np.diff(ends, axis=0) < 0)


def test_the_picture_shows_the_ends_and_corners(chapter):
    curves = chapter["all_curves"]
    assert curves["linear_decay"][-1] == 0.0 and curves["cosine"][-1] == 0.0
    assert curves["warm_restarts"][8] == curves["warm_restarts"][24] == curves["warm_restarts"][56] == 1.0
    assert curves["gradual_warmup, cosine"][9] == curves["gradual_warmup, cosine"][10] == 1.0
    assert min(curves["reduce_on_plateau"]) == 0.05


def test_of_the_optional_schedules_those_that_begin_low_train_more_seeds(chapter):
    trained = chapter["optional_curves"]
    low = min(trained["constant_warmup"], trained["one_cycle"])
    assert low > max(trained[name] for name in ("inverse_time", "multi_step", "polynomial"))
