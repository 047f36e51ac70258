"""Chapter 04: its methods against PyTorch, optax and Keras, what the lectures print, and the experiments."""

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
    step = exercise.mistaken(*(m for m in exercise.misconceptions if m.id in mistakes))
    assert step is not None and len({m.id for m in exercise.misconceptions} & set(mistakes)) == len(mistakes)
    return step


def run(step, start, *, quantities=("w", "m", "v"), t=None, **setting):
    """What a kernel returns at each of the table's steps: (steps, quantities, *shape), w first, then its state."""
    arrays = [np.asarray(TABLE["starts"][start][name]) for name in quantities]
    returned = []
    for k, g in enumerate(TABLE["starts"][start]["gradients"]):
        count = () if t is None else (t + k,)
        w, *state = arrays
        arrays = step(w, np.asarray(g), *state, *count, **setting)
        returned.append(arrays)
    return np.asarray(returned)


def rows(*oracles):
    """The table's rows of these oracles, as parameters of a test."""
    return [pytest.param(r, id=f"{r['oracle']}, {r['start']}") for r in TABLE["rows"] if r["oracle"] in oracles]


def distance(returned, row, quantities=("w", "m", "v")):
    """Largest difference from a row of the table, as a share of the largest entry of the same quantity and step."""
    expected = np.asarray([[step[name] for name in quantities] for step in row["steps"]])
    entries = tuple(range(2, expected.ndim))
    return np.max(np.max(np.abs(returned - expected), axis=entries) / np.max(np.abs(expected), axis=entries))


def from_the_course(row, name, *mistakes):
    """How far a row of the table is from a kernel of the course, with mistakes or without."""
    quantities = EXERCISES[name].returns
    returned = run(kernel(name, *mistakes), row["start"], quantities=quantities, **row["setting"])
    return distance(returned, row, quantities)


SAME = {  # what each library's class is in the course's words
    "torch.optim.Adagrad": ("adagrad_step",),
    "torch.optim.RMSprop": ("rmsprop_step",),
    "torch.optim.RMSprop with momentum": ("rmsprop_momentum_step", "rate_outside_the_velocity"),
    "torch.optim.Adadelta": ("adadelta_step",),
    "torch.optim.Adam": ("adam_step",),
    "torch.optim.Adam with weight_decay": ("adam_l2_step",),
    "torch.optim.AdamW": ("adamw_step",),
    "torch.optim.NAdam, schedule off": ("nadam_step",),
    "torch.optim.Adam with amsgrad": ("amsgrad_step",),
    "torch.optim.RAdam": ("radam_step", "threshold_five", "eps_hat"),
    "optax.adagrad": ("adagrad_step", "eps_inside_root"),
    "optax.rmsprop": ("rmsprop_step", "eps_inside_root"),
    "optax.rmsprop, eps outside": ("rmsprop_step",),
    "optax.adadelta": ("adadelta_step",),
    "optax.adam": ("adam_step",),
    "optax.adamw": ("adamw_step",),
    "optax.nadam": ("nadam_step",),
    "optax.amsgrad": ("amsgrad_step", "maximum_of_corrected"),
    "optax.radam, threshold 4": ("radam_step",),
    "optax.radam": ("radam_step", "threshold_five"),
    "keras.optimizers.Adagrad": ("adagrad_step", "eps_inside_root"),
    "keras.optimizers.RMSprop": ("rmsprop_step", "eps_inside_root"),
    "keras.optimizers.RMSprop with momentum": ("rmsprop_momentum_step", "velocity_uphill", "eps_inside_root"),
    "keras.optimizers.Adadelta": ("adadelta_step",),
    "keras.optimizers.Adam": ("adam_step", "eps_hat"),
    "keras.optimizers.AdamW": ("adamw_step", "eps_hat"),
    "keras.optimizers.Adam with amsgrad": ("amsgrad_step", "eps_hat"),
}


@pytest.mark.parametrize("row", rows(*SAME))
def test_a_library_is_the_reference_or_the_form_that_a_verdict_names(row):
    assert from_the_course(row, *SAME[row["oracle"]]) < 1e-12


@pytest.mark.parametrize("oracle", [oracle for oracle, same in SAME.items() if len(same) > 1])
def test_where_a_verdict_names_a_form_the_library_is_not_the_reference(oracle):
    name, *forms = SAME[oracle]
    assert max(from_the_course(p.values[0], name) for p in rows(oracle)) > 1e-3
    known = {m.id: m for m in EXERCISES[name].misconceptions}
    assert all(known[form].convention for form in forms)


def test_every_kernel_has_an_oracle_without_any_change():
    assert {same[0] for same in SAME.values() if len(same) == 1} == set(EXERCISES) - {"rmsprop_momentum_step"}


@pytest.mark.parametrize("row", rows("torch.optim.RMSprop with momentum"))
def test_at_a_constant_rate_pytorchs_velocity_moves_the_weights_as_ours_does(row):
    """Only the velocity is kept in another unit: -v / lr. Started with the same velocity, w and r agree."""
    start, lr = TABLE["starts"][row["start"]], row["setting"]["lr"]
    w, r, v = np.asarray(start["w"]), np.asarray(start["r"]), -lr * np.asarray(start["v"])
    for g, expected in zip(start["gradients"], row["steps"], strict=True):
        w, r, v = kernel("rmsprop_momentum_step")(w, np.asarray(g), r, v, **row["setting"])
        for ours, theirs in ((w, "w"), (r, "r"), (-v / lr, "v")):
            np.testing.assert_allclose(ours, expected[theirs], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("row", rows("torch.optim.NAdam"))
def test_pytorchs_nadam_with_its_schedule_is_another_method(row):
    assert from_the_course(row, "nadam_step") > 1e-5


def test_keras_adam_by_its_name_has_a_tenth_of_the_rate_that_the_slide_gives_it():
    (row,) = (r for r in TABLE["rows"] if r["oracle"] == "keras.optimizers.get('adam')")
    assert from_the_course(row, "adam_step", "eps_hat") < 1e-12
    as_on_the_slide = row | {"setting": row["setting"] | {"lr": 0.01}}
    assert from_the_course(as_on_the_slide, "adam_step", "eps_hat") > 1e-3
    assert row["setting"]["lr"] == 0.001


# Second derivations: the same methods worked out from their definitions, not step by step.


def gradients(steps=40):
    rng = np.random.Generator(np.random.PCG64(7))
    return rng.normal(size=(steps, 6)), rng.normal(size=6)


def test_adagrad_is_the_sum_of_gradients_each_over_the_root_of_all_squares_so_far():
    g, w = gradients()
    expected = w - np.sum(0.3 * g / (np.sqrt(np.cumsum(g**2, axis=0)) + 0.02), axis=0)
    r = np.zeros(6)
    for one in g:
        w, r = kernel("adagrad_step")(w, one, r, lr=0.3, eps=0.02)
    np.testing.assert_allclose(w, expected, rtol=1e-12)


def weighted(g, beta):
    """The average of g[0..t-1] with weights beta^age, for every t: what a corrected moment is."""
    ages = np.subtract.outer(np.arange(len(g)), np.arange(len(g)))
    weights = np.where(ages >= 0, float(beta) ** np.maximum(ages, 0), 0.0)
    return (weights / weights.sum(axis=1, keepdims=True)) @ g


@pytest.mark.parametrize("name", ["adam_step", "nadam_step", "radam_step"])
def test_corrected_moments_are_weighted_means(name):
    g, w = gradients()
    hyper = {"lr": 0.05, "beta1": 0.8, "beta2": 0.95, "eps": 0.03}
    m_hat, root = weighted(g, 0.8), np.sqrt(weighted(g**2, 0.95)) + 0.03
    t = np.arange(1, 41)[:, None]
    if name == "nadam_step":  # the mean one step on, with this gradient in the place of the next
        following = np.vstack([g[1:], np.zeros(6)])
        one_on = weighted(np.vstack([g, np.zeros(6)]), 0.8)[1:] - following * 0.2 / (1 - 0.8 ** (t + 1))
        m_hat = one_on + g * 0.2 / (1 - 0.8**t)
    step = m_hat / root
    if name == "radam_step":
        # rho: the length of a plain average whose weights have the same centre of mass, (k - 1) / 2
        ages = np.array(
            [np.sum(np.arange(k) * 0.95 ** np.arange(k)) / np.sum(0.95 ** np.arange(k)) for k in range(1, 41)]
        )
        rho, most = (2 * ages + 1)[:, None], 2 * 0.95 / 0.05 + 1
        spread = [rho / (2 * (rho - 2) * (rho - 4)), most / (2 * (most - 2) * (most - 4))]
        with np.errstate(invalid="ignore"):
            step = np.where(rho > 4, np.sqrt(spread[1] / spread[0]) * step, m_hat)
    m, v, expected = np.zeros(6), np.zeros(6), w - 0.05 * step.sum(axis=0)
    for k, one in enumerate(g, start=1):
        w, m, v = kernel(name)(w, one, m, v, k, **hyper)
    np.testing.assert_allclose(w, expected, rtol=1e-10)


def test_amsgrads_effective_rate_never_rises_where_adams_does():
    g, w = gradients()
    g[0] = 10
    m, v, v_max, roots = np.zeros(6), np.zeros(6), np.zeros(6), []
    for t, one in enumerate(g, start=10_000):  # no correction left: it would be the only thing that moves
        w, m, v, v_max = kernel("amsgrad_step")(w, one, m, v, v_max, t, lr=0.1, beta1=0.9, beta2=0.9, eps=1e-8)
        roots.append((v, v_max))
    v, v_max = np.moveaxis(roots, 1, 0)
    assert np.all(np.diff(v_max, axis=0) >= 0) and np.all(v[-1] < v_max[-1] / 5)


def test_adam_with_l2_is_adam_on_the_penalised_loss():
    g, w = gradients()
    hyper = {"lr": 0.05, "beta1": 0.8, "beta2": 0.95, "eps": 0.03}
    ours, other = (w, np.zeros(6), np.zeros(6)), (w, np.zeros(6), np.zeros(6))
    penalty = np.poly1d([0.15, 0, 0]).deriv()  # of 0.3 / 2 w^2
    for t, one in enumerate(g, start=1):
        other = kernel("adam_step")(other[0], one + penalty(other[0]), *other[1:], t, **hyper)
        ours = kernel("adam_l2_step")(ours[0], one, *ours[1:], t, weight_decay=0.3, **hyper)
    np.testing.assert_allclose(ours, other, rtol=1e-12)


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


def printed_rmsprop(w, g, r, *, lr, rho, eps, average=True, root=True, minus=True):
    r = rho * r + (1 - rho) * g * g if average else r + g * g
    step = lr / (eps + (np.sqrt(r) if root else r)) * g
    return w - step if minus else w + step, r


def printed_adagrad(w, g, r, *, lr, eps, minus=True, zero=True):
    r = (r if zero else w) + g * g
    step = lr / (eps + np.sqrt(r)) * g
    return w - step if minus else w + step, r


OLDER = {
    "W5": (printed_rmsprop, {"average": False, "root": False}, "torch.optim.RMSprop", "no_decay_no_root"),
    "G4, RMSProp": (printed_rmsprop, {"minus": False}, "torch.optim.RMSprop", "ascent"),
    "G4, AdaGrad": (printed_adagrad, {"minus": False}, "torch.optim.Adagrad", "ascent"),
    "G3, AdaGrad": (printed_adagrad, {"zero": False}, "torch.optim.Adagrad", "accumulator_from_weights"),
}


@pytest.mark.parametrize(
    "errata, row",
    [pytest.param(e, p.values[0], id=f"{e}, {p.values[0]['start']}") for e in OLDER for p in rows(OLDER[e][2])],
)
@pytest.mark.filterwarnings("ignore:invalid value encountered in sqrt")
def test_adagrad_and_rmsprop_as_printed_miss_pytorch_and_the_right_forms_meet_it(errata, row):
    formula, slip, oracle, mistake = OLDER[errata]
    name, quantities = SAME[oracle][0], ("w", "r")
    right = run(formula, row["start"], quantities=quantities, **row["setting"])
    assert distance(right, row, quantities) < 1e-12
    slipped = run(
        lambda *args, **hyper: formula(*args, **hyper, **slip), row["start"], quantities=quantities, **row["setting"]
    )
    assert not distance(slipped, row, quantities) <= 1e-5  # NaN, the root of a negative weight, misses it too
    named = run(kernel(name, mistake), row["start"], quantities=quantities, **row["setting"])
    np.testing.assert_allclose(named, slipped, rtol=1e-12)


@pytest.mark.parametrize("row", rows("optax.radam, threshold 4"))
def test_radam_as_printed_misses_pytorch_and_the_right_form_meets_it(row):
    """G6: the momentum off and the root on is not what any library does (optax at the paper's threshold, here)."""
    assert from_the_course(row, "radam_step") < 1e-12
    first = row["start"] != "under way"  # by then rho is above 4
    assert (from_the_course(row, "radam_step", "momentum_turned_off") > 1e-5) == first
    hyper = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-12}
    zero, g = np.zeros(3), np.array([1e-3, 1.0, 1e3])
    described, _, _ = kernel("radam_step", "momentum_turned_off")(zero, g, zero, zero, 1, **hyper)
    right, _, _ = kernel("radam_step")(zero, g, zero, zero, 1, **hyper)
    np.testing.assert_allclose(described, -0.1, rtol=1e-6)  # the length of the rate, whatever the gradient
    np.testing.assert_allclose(right, -0.1 * g)


ERRATA = {
    "adagrad_step": {"G3", "G4"},
    "rmsprop_step": {"W5", "G3", "G4"},
    "adam_step": {"W6", "W7", "T2"},
    "adam_l2_step": {"W6", "W7", "T2", "G7"},
    "adamw_step": {"W6", "W7", "T2", "G7"},
    "radam_step": {"G6"},
}


@pytest.mark.parametrize("name", ERRATA)
def test_every_wrong_row_of_the_errata_is_among_the_mistakes(name):
    assert {m.source for m in EXERCISES[name].misconceptions} >= ERRATA[name]


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "04_adaptive" / "04_adaptive.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_gradients_of_one_net_differ_in_size_by_decades(chapter):
    assert chapter["sizes_of_gradients"] > 50


def test_the_step_is_about_agreement_not_about_size(chapter):
    ends = chapter["three_weights"]
    assert 0.9 < ends["large"] / ends["small"] < 1.1
    assert ends["noisy"] < 0.4 * ends["large"]


def test_the_boxes_on_the_older_methods_show_what_the_slides_formulas_do(chapter):
    (right, climbing), (first, from_weights) = chapter["adagrad_as_printed"]
    assert abs(right - 3) < 0.1 and climbing < -10
    assert first == pytest.approx(1, abs=1e-3) and from_weights < 0.2
    for size, (right, as_printed) in chapter["rmsprop_as_printed"].items():
        assert right == pytest.approx(1, abs=1e-3)
        assert as_printed == pytest.approx(1 / (1000 * size), rel=1e-3)


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
    (short, off), (long, _) = chapter["what_radam_turns_off"]
    assert off == 0 and short > 0 and long == pytest.approx(100 * short)


def test_on_changing_tasks_adagrads_rate_dies_and_rmsprops_lives(chapter):
    (adagrad, falling), (rmsprop, living) = chapter["changing_tasks"].values()
    assert np.all(adagrad[-1] > 3 * adagrad[0])
    assert np.all(rmsprop[-1] < adagrad[-1] / 2)
    assert np.all(falling[-1] < falling[149] / 3) and np.all(np.diff(falling, axis=0) <= 0)
    assert np.all(living[-1] > living[149] / 3)


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


def test_adam_goes_to_the_worst_place_and_amsgrad_to_the_best_from_every_start(chapter):
    seen = chapter["a_problem_that_adam_fails"]
    assert np.all(seen["paths"]["Adam"][-100:] > 0.95)
    assert np.all(seen["paths"]["AMSGrad"][-100:] < -0.95)
    ends = dict(zip(seen["betas"], seen["ends"]["Adam"], strict=True))
    assert ends[0.2] > 0.9 and ends[0.9] < -0.9 and ends[0.99] < -0.9
    assert max(seen["ends"]["AMSGrad"]) < -0.9


def test_the_spread_of_the_adaptive_rate_is_the_theorys_and_rectified_it_is_nearly_flat(chapter):
    seen = chapter["variance_of_the_rate"]
    late = np.array(seen["times"]) >= 5
    np.testing.assert_allclose(seen["plain"][late], seen["theory"][late[2:]], rtol=0.15)
    assert np.all(np.isnan(seen["rectified"][~late]))
    assert np.all((seen["rectified"][late] > 0.008) & (seen["rectified"][late] < 0.018))
    assert seen["rectified"][late][0] < 0.75 * seen["rectified"][-1]


def test_no_method_wins_the_race_on_every_surface_and_a_bent_valley_is_momentums(chapter):
    ran, ranks = chapter["race"]
    assert len({order[0] for order in ranks.values()}) >= 2
    assert all(len(order) == 12 for order in ranks.values())
    assert all("momentum" in " ".join(ranks[ground][:2]) for ground in ("Beale", "Rosenbrock"))
    assert all(ran["Beale"][name][1] < 200 for name in ("momentum", "Adam", "RMSProp", "AMSGrad", "Nadam"))
    assert ran["Beale"]["RAdam"][1] > 300


def test_turning_the_ravine_costs_those_who_only_divide(chapter):
    cost = {name: askew / straight for name, (straight, askew) in chapter["turned_ravine"].items()}
    assert all(cost[name] > 1.5 for name in ("AdaGrad", "RMSProp", "Adadelta"))
    assert all(0.8 < cost[name] < 1.2 for name in ("gradient descent", "momentum", "Adam", "AdamW", "AMSGrad"))


def test_the_film_is_small_and_moves(chapter):
    assert chapter["film"].startswith(b"\x89PNG") and b"acTL" in chapter["film"] and len(chapter["film"]) < 200_000


def test_on_the_digits_all_are_alike_and_bad_scaling_tells_them_apart(chapter):
    tops = chapter["on_the_digits"]["tops"]
    assert len(tops["plain"]) == 12 and max(tops["plain"].values()) - min(tops["plain"].values()) < 0.025
    worst = min(tops["bad"][name] for name in ("AdaGrad", "RMSProp", "Adam"))
    assert worst > max(tops["bad"]["gradient descent"], tops["bad"]["momentum"])


def test_rates_of_adaptive_methods_serve_both_problems_better_than_those_of_the_others(chapter):
    both = {name: width[1] for name, width in chapter["widths"].items() if width[1] != ""}
    adaptive = [both[name] for name in ("AdaGrad", "RMSProp", "Adam")]
    assert min(adaptive) > max(both["gradient descent"], both["momentum"], 0)
    wide = {name: width[0] for name, width in chapter["widths"].items()}
    assert wide["Adam"] < wide["momentum"] + 0.5  # "a much wider interval" does not hold
