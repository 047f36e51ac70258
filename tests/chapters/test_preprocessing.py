"""Chapter 01: preprocessing against four libraries, what a lecture prints, and the experiments."""

import json
import math
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from autograder.chapters.preprocessing.exercises import ASSIGNMENT
from workbench.rng import Rng

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "oracles" / "preprocessing.json").read_text())
EXERCISES = {exercise.name: exercise for exercise in ASSIGNMENT.exercises}
VARY, CONSTANT = "all features vary", "a constant feature"
every_table = pytest.mark.parametrize("table", (VARY, CONSTANT))


def kernel(name, *mistakes):
    """A reference by name, with the misconceptions of these ids in it."""
    exercise = EXERCISES[name]
    found = [m for m in exercise.misconceptions if m.id in mistakes]
    assert len(found) == len(mistakes)
    return exercise.mistaken(*found)


def data(table, *names):
    return [np.asarray(TABLE[table][name]) for name in names]


def close(ours, theirs, exact=1e-12):
    np.testing.assert_allclose(ours, theirs, rtol=exact, atol=exact)


def same_columns(ours, theirs):
    """Equal but for the signs of the columns."""
    close(ours * np.sign(np.sum(ours * np.asarray(theirs), axis=0)), theirs)


# Against the libraries.


@every_table
def test_rescaling_is_scikit_learns(table):
    train, new = data(table, "train", "new")
    low, high = kernel("minmax_fit")(train)
    oracle, (lower, upper) = TABLE[table]["MinMaxScaler"], TABLE["range"]
    close(low, oracle["low"])
    close(high, oracle["high"])
    close(kernel("minmax_apply")(new, low, high, lower=lower, upper=upper), oracle["y"])
    clipped = kernel("minmax_apply", "clipped")(new, low, high, lower=lower, upper=upper)
    close(clipped, TABLE[table]["MinMaxScaler(clip=True)"]["y"])
    assert not np.allclose(clipped, oracle["y"])


@every_table
def test_standardizing_is_scikit_learns_and_pytorchs_deviation_another_convention(table):
    train, new = data(table, "train", "new")
    mean, std = kernel("standardize_fit")(train)
    oracle = TABLE[table]["StandardScaler"]
    close(mean, oracle["mean"])
    close(std**2, oracle["var"])
    close(kernel("standardize_fit", "one_for_a_constant")(train)[1], oracle["scale"])
    close(kernel("standardize_apply")(new, mean, std), oracle["y"])
    close(kernel("standardize_fit", "unbiased")(train)[1], TABLE[table]["torch.std_mean"]["std"])


@every_table
def test_covariance_is_scikit_learns_and_the_other_convention_pytorchs_default(table):
    (train,) = data(table, "train")
    close(kernel("covariance")(train), TABLE[table]["EmpiricalCovariance"]["cov"])
    close(kernel("covariance")(train), TABLE[table]["torch.cov"]["biased"])
    close(kernel("covariance", "unbiased")(train), TABLE[table]["torch.cov"]["unbiased"])


def test_components_are_scikit_learns_but_for_signs_rows_and_n_minus_one():
    (train,), oracle = data(VARY, "train"), TABLE[VARY]["PCA"]
    basis, variances = kernel("pca_fit")(train, components=TABLE["kept"])
    same_columns(basis, np.transpose(oracle["components"]))
    same_columns(kernel("pca_fit", "components_as_rows")(train, components=TABLE["kept"])[0].T, basis)
    close(variances * len(train) / (len(train) - 1), oracle["variance"])
    close(kernel("pca_fit", "unbiased")(train, components=TABLE["kept"])[1], oracle["variance"])
    close(kernel("pca_fit", "shares_of_the_variance")(train, components=TABLE["kept"])[1], oracle["ratio"])
    close(kernel("pca_fit", "singular_values")(train, components=TABLE["kept"])[1], oracle["singular"])


def test_projecting_and_reconstructing_are_scikit_learns():
    (train, new), oracle = data(VARY, "train", "new"), TABLE[VARY]["PCA"]
    mean, (basis, _) = train.mean(axis=0), kernel("pca_fit")(train, components=TABLE["kept"])
    z = kernel("pca_project")(new, mean, basis)
    same_columns(z, oracle["z"])
    close(kernel("pca_reconstruct")(z, mean, basis), oracle["x"])


def test_whitening_is_scikit_learns_but_for_n_minus_one():
    train, new = data(VARY, "train", "new")
    mean, (basis, variances) = train.mean(axis=0), kernel("pca_fit")(train, components=TABLE["kept"])
    factor = math.sqrt((len(train) - 1) / len(train))
    z = kernel("pca_whiten")(new, mean, basis, variances, eps=0.0)
    same_columns(factor * z, TABLE[VARY]["PCA(whiten=True)"]["z"])


def test_zca_is_the_inverse_root_of_the_covariance_matrix():
    train, new = data(VARY, "train", "new")
    mean, (basis, variances) = train.mean(axis=0), kernel("pca_fit")(train, components=4)
    y = kernel("zca_whiten")(new, mean, basis, variances, eps=TABLE["eps"])
    close(y, TABLE[VARY]["sqrtm"]["y"], 1e-10)


def test_channels_are_pytorchs_and_keras():
    images, oracle = np.asarray(TABLE["images"]["x"]), TABLE["images"]
    mean, std = kernel("channel_statistics")(images)
    close(mean, oracle["torch.std_mean"]["mean"])
    close(std, oracle["torch.std_mean"]["std"])
    close(kernel("subtract_channel_means")(images)[1], oracle["torch.std_mean"]["mean"])
    close(kernel("normalize_channels")(images, mean, std), oracle["torch.nn.functional.batch_norm"]["y"])
    close(kernel("normalize_channels")(images, mean, std), oracle["keras.layers.Normalization"]["y"], 1e-6)


@pytest.mark.parametrize("which", ("distinct", "tied"))
def test_ranks_are_scipys(which):
    x, ranks = np.asarray(TABLE["ranks"][which]["x"]), TABLE["ranks"][which]["rankdata"]
    for how, mistakes in {
        "average": (),
        "min": ("ties_take_the_lowest_rank",),
        "max": ("ties_take_the_highest_rank",),
        "dense": ("dense_ranks",),
    }.items():
        close(kernel("quantile_normalize", *mistakes)(x), (np.asarray(ranks[how]) - 1) / (len(x) - 1))


def test_the_quantile_map_is_scikit_learns_but_for_ties_at_the_ends():
    distinct, tied = (TABLE["ranks"][which] for which in ("distinct", "tied"))
    ours = kernel("quantile_normalize")
    close(ours(np.asarray(distinct["x"])), distinct["QuantileTransformer"]["y"], 1e-7)
    x, theirs = np.asarray(tied["x"]), np.asarray(tied["QuantileTransformer"]["y"])
    inside = (x > x.min(axis=0)) & (x < x.max(axis=0))
    close(ours(x)[inside], theirs[inside], 1e-6)
    assert np.all(theirs[x == x.min(axis=0)] == 0) and np.all(theirs[x == x.max(axis=0)] == 1)


# The lecture's lines, typed from our copy.


def test_centring_as_printed_misses_the_oracle_and_the_right_line_meets_it():
    (x,), oracle = data(VARY, "train"), np.asarray(TABLE[VARY]["EmpiricalCovariance"]["cov"])
    printed = np.mean(x, axis=0)
    missing = np.dot(printed.T, printed) / printed.shape[0]
    assert missing.shape != oracle.shape and np.abs(missing - oracle).min() > 0.01
    right = x - np.mean(x, axis=0)
    close(np.dot(right.T, right) / right.shape[0], oracle)


def test_bytes_cannot_be_divided_in_place_as_printed_and_an_array_of_floats_can():
    pixels = np.array([[0, 51, 255]], dtype=np.uint8).T
    with pytest.raises(TypeError):
        pixels /= 255
    floats = pixels.astype(float)
    floats /= 255
    low, high = kernel("minmax_fit")(pixels.astype(float))
    close(floats, kernel("minmax_apply")(pixels.astype(float), low, high, lower=0.0, upper=1.0))


def test_ranks_are_uniform_without_ties_and_keep_a_heap_of_equal_values_at_its_mean_rank():
    n, normalize = 200, kernel("quantile_normalize")
    x = Rng(3).normal((n, 1))
    close(np.sort(normalize(x)[:, 0]), np.linspace(0.0, 1.0, n))
    heap = x[:, 0] < 0.5
    tied = normalize(np.where(x < 0.5, 0.5, x))[:, 0]
    assert np.count_nonzero(heap) > n / 2
    close(tied[heap], (np.count_nonzero(heap) - 1) / 2 / (n - 1))


def test_whitening_as_printed_misses_the_oracle_and_the_root_meets_it():
    train, new = data(VARY, "train", "new")
    oracle = np.asarray(TABLE[VARY]["PCA(whiten=True)"]["z"]) / math.sqrt((len(train) - 1) / len(train))
    u, s, _ = np.linalg.svd(np.cov(train.T, bias=True))
    rotated = ((new - train.mean(axis=0)) @ u)[:, : TABLE["kept"]]
    same_columns(rotated / np.sqrt(s[: TABLE["kept"]]), oracle)
    printed = rotated / s[: TABLE["kept"]]
    assert np.abs(np.abs(printed) - np.abs(oracle)).max() > 0.1


def test_the_errata_are_among_the_mistakes():
    sources = {e.name: {m.source for m in e.misconceptions} for e in ASSIGNMENT.exercises}
    assert all("G1" in sources[name] for name in ("subtract_feature_means", "covariance"))
    assert all("G2" in sources[name] for name in ("pca_whiten", "zca_whiten"))


# What holds whatever the numbers.


@pytest.mark.parametrize("name", ("pca_whiten", "zca_whiten"))
def test_whitened_data_have_the_unit_matrix_for_their_covariance(name):
    x = np.random.default_rng(0).normal(size=(40, 5)) @ np.random.default_rng(1).normal(size=(5, 5))
    y = kernel(name)(x, x.mean(axis=0), *kernel("pca_fit")(x, components=5), eps=0.0)
    close(kernel("covariance")(y), np.eye(5), 1e-9)


def test_of_all_whitenings_zca_stays_nearest_to_the_data():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(60, 4)) @ rng.normal(size=(4, 4))
    x = x - x.mean(axis=0)
    white = kernel("zca_whiten")(x, np.zeros(4), *kernel("pca_fit")(x, components=4), eps=0.0)
    for _ in range(20):
        turned = white @ np.linalg.qr(rng.normal(size=(4, 4)))[0]
        assert np.sum((turned - x) ** 2) > np.sum((white - x) ** 2)


def test_ranks_do_not_change_under_a_rising_map():
    x = np.random.default_rng(3).normal(size=(20, 3))
    np.testing.assert_array_equal(kernel("quantile_normalize")(x), kernel("quantile_normalize")(np.exp(x) ** 3))


# The experiments, run once from the chapter's source with the course's own answers.


@pytest.fixture(scope="module")
def chapter():
    matplotlib.use("Agg")
    namespace = {"__name__": "chapter"}
    for cell in jupytext.read(ROOT / "solutions" / "01_preprocessing" / "01_preprocessing.py").cells:
        if cell.cell_type == "code" and "progress()" not in cell.source:
            exec(cell.source, namespace)
    return namespace


def test_standardizing_makes_the_valley_round(chapter):
    measured, standardized = chapter["one_valley_two_scales"].values()
    assert measured["condition"] > 10 * standardized["condition"]
    assert measured["left"] > 0.1 and standardized["left"] < 1e-4


def test_units_differ_by_thousands_and_some_pixels_never_change(chapter):
    assert chapter["ranges_of_the_features"]["ratio"] > 1000 and chapter["ranges_of_the_features"]["still"] > 0


def test_a_constant_that_rounds_passes_the_guard(chapter):
    assert 0 < chapter["a_constant_that_rounds"]["std"] < 1e-15 < 1e10 < chapter["a_constant_that_rounds"]["new"]


def test_steps_follow_the_condition_number(chapter):
    found = chapter["steps_and_condition"]
    order = ("whitened", "standardized", "to [-1, 1]", "to [0, 1]", "centred", "as measured")
    kappas = [found[name][0] for name in order]
    assert kappas == sorted(kappas) and kappas[-1] > 10 * kappas[-2]
    assert found["whitened"][1] == 1
    for name in order[1:4]:
        kappa, steps = found[name]
        assert 0.3 < steps / (kappa / 4 * math.log(1e6)) <= 1.05
    assert all(found[name][1] == math.inf for name in order[4:])


def test_no_rate_repairs_raw_units_for_a_net(chapter):
    best = {name: np.nan_to_num(accuracy).max(axis=0) for name, (_, accuracy) in chapter["a_net_on_wine"].items()}
    assert best["as measured"].max() < 0.85 and best["centred"].max() < 0.9  # in every seed, its own best rate
    assert min(best["to [0, 1]"].min(), best["standardized"].min()) > 0.95
    middle = np.median(chapter["a_net_on_wine"]["standardized"][1], axis=1)
    assert np.sum(middle > 0.9) >= 4  # of rates half a decade apart


def test_the_statistics_of_another_data_set_do_not_fit(chapter):
    _, borrowed, own = chapter["whose_statistics"].values()
    assert np.abs(borrowed[1] - 1).min() > 0.2
    close(own[0], 0.0, 1e-9)
    close(own[1], 1.0, 1e-9)


def test_the_lectures_line_leaves_a_number_for_a_matrix(chapter):
    assert chapter["centring_as_printed"]["printed"].shape == ()
    assert chapter["centring_as_printed"]["right"].shape == (64, 64)


def test_a_few_components_hold_most_of_the_variance(chapter):
    shares = chapter["mean_and_components"]["shares"]
    assert np.sum(shares[:7]) > 0.5 and shares[0] > 5 / 64


def test_the_training_error_is_the_variance_left_out_and_the_test_error_is_larger(chapter):
    seen = chapter["error_of_reconstruction"]
    np.testing.assert_allclose(seen["train"], seen["predicted"], rtol=1e-9, atol=1e-9)
    ratio = seen["test"] / seen["train"]
    assert ratio[0] < 1.3 < 2.5 < ratio[39]


def test_whitening_takes_the_covariances_away_and_the_text_does_not_even_the_variances(chapter):
    seen = chapter["digits_before_and_after"]
    pixels, pca, zca = seen["correlations"].values()
    assert pca < 1e-9 and zca < 0.15 < 0.5 < pixels
    close(seen["variances"], 1.0, 1e-9)
    assert seen["as the text says"].max() > 5 * seen["as the text says"].min()


def test_zca_compares_a_pixel_with_its_neighbours(chapter):
    weights = chapter["zca_is_a_filter"]
    beside = weights[[3, 5, 4, 4], [4, 4, 3, 5]]
    assert weights.argmax() == weights.size // 2 and beside.max() < 0
    assert abs(weights.sum()) < 0.2 * weights.max()


def test_full_whitening_costs_a_net_accuracy_on_test_digits(chapter):
    accuracy = chapter["nets_on_whitened_digits"]["accuracy"]
    assert np.mean(accuracy["centred"]) > np.mean(accuracy[1e-5]) + 0.008
    more = accuracy["centred"] - accuracy[1e-5]
    # Of eight starts none is better off whitened, and together they leave no room for chance.
    assert np.all(more >= 0) and np.mean(more) > 4 * np.std(more, ddof=1) / len(more) ** 0.5
    loss = chapter["nets_on_whitened_digits"]["loss"]
    assert np.median(loss["centred"]) < 1.5 * np.median(loss[1e-5])


@pytest.mark.parametrize("seed", (3, 4))
def test_in_other_splits_too_a_net_prefers_equal_spreads_to_raw_units_and_centred_digits_to_white_ones(chapter, seed):
    def split(name):
        x, y = chapter[name].data, chapter[name].target
        return train_test_split(x, y, test_size=0.2, stratify=y, random_state=seed)

    x_train, x_test, y_train, y_test = split("WINE")
    fit = kernel("standardize_fit")(x_train)
    ways = {"raw": (x_train, x_test), "even": [kernel("standardize_apply")(x, *fit) for x in (x_train, x_test)]}
    found = chapter["over_rates"](ways, y_train, y_test, (13, 32, 3), np.geomspace(1e-6, 1.0, 13), 150)
    raw, even = (np.nan_to_num(accuracy).max(axis=0) for _, accuracy in found.values())
    assert raw.max() < 0.85 and even.min() > 0.93

    x_train, x_test, y_train, y_test = split("DIGITS")
    size, mean = math.sqrt(np.mean(np.var(x_train, axis=0))), x_train.mean(axis=0)
    x_train, x_test = (x_train - mean) / size, (x_test - mean) / size
    fit = np.zeros(64), *kernel("pca_fit")(x_train, components=64)
    white = [kernel("pca_whiten")(x, *fit, eps=1e-5) for x in (x_train, x_test)]
    ways = {"centred": (x_train, x_test), "white": white}
    found = chapter["over_rates"](ways, y_train, y_test, (64, 64, 10), [0.3, 0.6, 1.0], 150, seeds=4)
    centred, white = (np.mean(accuracy[np.argmin(np.median(loss, axis=1))]) for loss, accuracy in found.values())
    assert centred > white + 0.005


def test_leaks_have_either_sign(chapter):
    reconstruction, standardized, whitened = chapter["the_leak_measured"]
    honest = np.mean([part[0] for part in (reconstruction, standardized, whitened)], axis=1)
    assert np.abs(honest).max() < 0.03
    assert reconstruction[1].min() > 0.2  # in every split
    assert abs(np.mean(standardized[1] - standardized[0])) < 0.03
    assert np.mean(whitened[1]) < -0.04


@pytest.mark.parametrize("seed", (1000, 2000))
def test_the_leaks_are_there_in_other_splits_too(chapter, seed):
    x, y, leaks = chapter["DIGITS"].data, chapter["DIGITS"].target, []
    for split in range(seed, seed + 60):
        order = Rng(split).permutation(len(x))
        few, test, fresh = order[:40], order[40:80], order[80:1080]
        seen = x[order[:80]]
        mean, fit = seen.mean(axis=0), kernel("pca_fit")(seen, components=64)
        white = {name: kernel("pca_whiten")(x[part], mean, *fit, eps=0.1)
                 for name, part in (("few", few), ("test", test), ("fresh", fresh))}  # fmt: skip
        right = [np.mean(chapter["nearest"](white["few"], y[few], white[name]) == y[part])
                 for name, part in (("test", test), ("fresh", fresh))]  # fmt: skip
        leaks.append(right[0] - right[1])
    assert np.mean(leaks) < -0.03


def test_only_ranks_spread_a_skewed_feature(chapter):
    ranged, standardized, ranked = chapter["a_skewed_feature"].values()
    assert ranged == standardized > 0.7 and ranked < 0.15
