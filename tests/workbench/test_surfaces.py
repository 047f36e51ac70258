"""Surfaces have the gradients, minima and saddles they claim; paths and films show what happened."""

import io
import math
import warnings

import numpy as np
import pytest
from matplotlib import pyplot as plt
from PIL import Image
from workbench_helpers import BACKENDS

from workbench import plots, surfaces
from workbench.arrays import on_device, to_host
from workbench.rng import Rng
from workbench.training import constant, momentum, rule, sgd

X = np.stack([np.ones(40), Rng(1).normal((40,))], axis=1)
Y = Rng(2).normal((40,))
REGRESSION = surfaces.regression(X, Y, start=(1.0, 1.0), view=(-2.0, 2.0, -2.0, 2.0))
SURFACES = (
    surfaces.ravine(30.0),
    surfaces.saddle,
    surfaces.beale,
    surfaces.rosenbrock,
    surfaces.plateau,
    surfaces.local_minima,
    surfaces.cliff,
    REGRESSION,
)
every_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)


@pytest.fixture(autouse=True)
def closed():
    backend = plt.get_backend()
    plt.switch_backend("agg")
    yield
    plt.close("all")
    plt.switch_backend(backend)


def slopes(surface, w, h=1e-6):
    """The gradient at points w (..., 2), by central differences."""
    return np.stack([(surface.value(w + h * e) - surface.value(w - h * e)) / (2 * h) for e in np.eye(2)], axis=-1)


def curvatures(surface, at, h=1e-5):
    rows = [(surface.gradient(np.asarray(at) + h * e) - surface.gradient(np.asarray(at) - h * e)) for e in np.eye(2)]
    return np.linalg.eigvalsh(np.stack(rows) / (2 * h))


@every_surface
def test_the_gradient_is_the_values(surface):
    points = Rng(3).normal((5, 4, 2))
    assert surface.value(points).shape == (5, 4)
    np.testing.assert_allclose(surface.gradient(points), slopes(surface, points), rtol=1e-5, atol=1e-5)


@every_surface
@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_a_surface_is_the_same_on_every_namespace(surface, backend, no_sync):
    host = Rng(4).normal((6, 2))
    if surface is REGRESSION:
        x, y = (on_device(part, backend["xp"], "float64", backend["device"]) for part in (X, Y))
        surface = surfaces.regression(x, y, start=(1.0, 1.0), view=(-2.0, 2.0, -2.0, 2.0))
    points = on_device(host, backend["xp"], "float64", backend["device"])
    no_sync()
    value, gradient = surface.value(points), surface.gradient(points)
    reference = next(s for s in SURFACES if s.name == surface.name)
    np.testing.assert_allclose(to_host(value), reference.value(host), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(to_host(gradient), reference.gradient(host), rtol=1e-12, atol=1e-15)


@every_surface
def test_its_minima_are_minima_lowest_first_and_in_view(surface):
    left, right, bottom, top = surface.view
    for x, y in (surface.start, *surface.minima):
        assert left < x < right and bottom < y < top
    for minimum in surface.minima:
        assert np.linalg.norm(surface.gradient(np.asarray(minimum))) < 1e-3
        assert curvatures(surface, minimum).min() > 0
    heights = [surface.value(np.asarray(minimum)) for minimum in surface.minima]
    assert heights == sorted(heights)


def test_the_saddle_has_one_curvature_of_each_sign_and_a_ravine_its_condition():
    np.testing.assert_allclose(curvatures(surfaces.saddle, (0.0, 0.0)), [-1.0, 1.0], atol=1e-6)
    low, high = curvatures(surfaces.ravine(30.0), (0.3, -0.2))
    assert high / low == pytest.approx(30.0)


def test_a_cliff_is_steep_and_a_plateau_flat():
    on_it = np.array([6.0, -3.0])
    assert np.linalg.norm(surfaces.cliff.gradient(on_it)) > 100 * np.linalg.norm(surfaces.cliff.gradient(on_it + 1.0))
    assert np.linalg.norm(surfaces.plateau.gradient(np.array([4.0, 3.0]))) < 0.02


def test_far_away_the_cliff_overflows_nowhere():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        far = np.array([[1e5, -1e5], [-1e5, 1e5], [800.0, 3.0]])
        assert np.isfinite(surfaces.cliff.value(far)).all() and np.isfinite(surfaces.cliff.gradient(far)).all()


def test_a_regression_is_the_mean_squared_residual_over_two():
    w = np.array([0.3, -1.2])
    assert REGRESSION.value(w) == pytest.approx(np.mean((X @ w - Y) ** 2) / 2)
    np.testing.assert_allclose(REGRESSION.gradient(w), X.T @ (X @ w - Y) / 40)


def test_a_path_is_what_the_rule_does_step_by_step():
    points = surfaces.path(surfaces.ravine(5.0), sgd, lr=0.1, steps=3)
    w = np.array([-1.0, 0.4])
    for point in points:
        np.testing.assert_allclose(point, w)
        w = w * (1 - 0.1 * np.array([1.0, 5.0]))
    assert points.shape == (4, 2)


def test_many_starts_at_once_are_the_paths_of_each():
    starts = Rng(5).normal((4, 2))
    together = surfaces.path(surfaces.beale, momentum, lr=0.001, steps=20, start=starts)
    assert together.shape == (21, 4, 2)
    for k, start in enumerate(starts):
        np.testing.assert_allclose(
            together[:, k], surfaces.path(surfaces.beale, momentum, lr=0.001, steps=20, start=start)
        )


def test_rates_may_differ_between_starts_and_follow_a_schedule():
    start = np.array([[1.0, 1.0], [1.0, 1.0]])
    points = surfaces.path(surfaces.ravine(1.0), sgd, lr=[0.1, 0.5], steps=2, start=start)
    np.testing.assert_allclose(points[-1], [[0.81, 0.81], [0.25, 0.25]])
    falling = surfaces.path(surfaces.ravine(1.0), sgd, lr=lambda step: 0.5 / (1 + step), steps=2, start=start[0])
    np.testing.assert_allclose(falling[-1], 0.5 * 0.75)
    steady = surfaces.path(surfaces.ravine(1.0), sgd, lr=constant(0.5), steps=2, start=start[0])
    np.testing.assert_allclose(steady[-1], 0.25)


def test_each_starts_gradient_can_be_changed_before_the_rule_sees_it():
    seen = []

    def unit(g):
        seen.append(g.shape)
        return g / np.linalg.norm(g)

    points = surfaces.path(surfaces.rosenbrock, sgd, lr=0.5, steps=3, start=Rng(6).normal((4, 2)), change=unit)
    np.testing.assert_allclose(np.linalg.norm(np.diff(points, axis=0), axis=2), 0.5)
    assert set(seen) == {(2,)} and len(seen) == 12


def test_noise_is_of_the_size_asked_for_and_the_same_for_the_same_seed():
    flat = surfaces.ravine(0.0)
    starts = np.zeros((2000, 2))
    once, again = (surfaces.path(flat, sgd, lr=1.0, steps=1, start=starts, noise=0.3, rng=Rng(7))[-1] for _ in range(2))
    np.testing.assert_array_equal(once, again)
    assert once.std() == pytest.approx(0.3, rel=0.1)


def test_a_path_that_overflows_ends_in_nan_without_a_word():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        points = surfaces.path(surfaces.rosenbrock, sgd, lr=1.0, steps=30)
    assert np.isnan(points[-1]).all() and np.isfinite(points[:2]).all()


def test_a_rule_may_count_steps():
    def by_count(w, g, t, *, lr):
        return w + t

    points = surfaces.path(surfaces.saddle, rule(by_count), lr=0.0, steps=3, start=(0.0, 0.0))
    np.testing.assert_array_equal(points[:, 0], [0, 1, 3, 6])


@every_surface
def test_contours_fill_the_view_and_mark_the_minima(surface):
    _, ax = plots.figure()
    surfaces.contours(ax, surface)
    assert (*ax.get_xlim(), *ax.get_ylim()) == surface.view
    crosses = {(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in ax.lines}
    assert crosses == set(surface.minima)


def test_trajectories_take_the_palette_in_turn_and_leave_out_what_overflowed():
    _, ax = plots.figure()
    surfaces.contours(ax, surfaces.saddle)
    points = np.array([[0.0, 0.0], [1.0, 1.0], [math.nan, math.nan]])
    drawn = [surfaces.trajectory(ax, points, name) for name in "ab"]
    assert [line.get_color() for line in drawn] == list(plots.COLOURS[:2])
    assert len(drawn[0].get_xdata()) == 2


def test_a_film_is_a_small_animated_png_whose_first_picture_is_the_last_frame(capsys):
    paths = {
        name: surfaces.path(surfaces.saddle, update, lr=0.1, steps=80) for name, update in (("a", sgd), ("b", momentum))
    }
    film = surfaces.animate(surfaces.saddle, paths, title="finding", frames=20)
    assert len(film) < 200_000
    picture = Image.open(io.BytesIO(film))
    assert picture.format == "PNG" and picture.n_frames == 1 + 20
    finished = np.asarray(picture.convert("RGB")).astype(int)
    picture.seek(1)
    begun = np.asarray(picture.convert("RGB")).astype(int)
    picture.seek(20)
    ended = np.asarray(picture.convert("RGB")).astype(int)
    assert np.abs(finished - ended).max() == 0 < np.abs(finished - begun).max()
    assert plt.get_fignums() == [] and capsys.readouterr() == ("", "")


def test_a_film_keeps_the_palettes_colours():
    path = surfaces.path(surfaces.saddle, sgd, lr=0.1, steps=80)
    picture = Image.open(io.BytesIO(surfaces.animate(surfaces.saddle, {"only": path}, frames=5))).convert("RGB")
    wanted = [int(plots.COLOURS[0][k : k + 2], 16) for k in (1, 3, 5)]
    assert np.abs(np.asarray(picture).astype(int) - wanted).sum(axis=2).min() < 40
