"""Figures can be read on any page and by any eye, and show what they are given."""

import itertools

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from workbench_helpers import BACKENDS

from workbench import plots
from workbench.arrays import on_device


@pytest.fixture(autouse=True)
def closed(monkeypatch):
    backend = plt.get_backend()
    plt.switch_backend("agg")
    yield
    plt.close("all")
    plt.switch_backend(backend)


def linear(colour):
    """Linear RGB of an sRGB colour."""
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """Contrast ratio of WCAG 2; its own demands are 3 for lines, 4.5 for text."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    """CIELAB coordinates (white D65) of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ rgb / [0.9505, 1.0, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
BLINDNESS = {
    "none": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS)
def test_colours_differ_for_every_kind_of_colour_vision(matrix):
    """A difference of 2.3 in CIELAB can just be noticed side by side; thin lines apart need several times that."""
    seen = [lab(np.clip(np.array(matrix) @ linear(colour), 0.0, 1.0)) for colour in plots.COLOURS]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 12


def test_lines_stand_out_from_the_paper():
    assert min(contrast(colour, plots.PAPER) for colour in plots.COLOURS) >= 3


def test_no_two_lines_share_colour_and_dash():
    cycle = list(plots.STYLE["axes.prop_cycle"])
    assert len(cycle) == len(plots.COLOURS) == len({str(entry) for entry in cycle})
    assert len({str(dash) for dash in plots.DASHES}) == len(plots.DASHES)


def test_a_figure_brings_its_own_light_paper_with_dark_ink():
    fig, ax = plots.figure()
    ax.set(xlabel="step", title="finding")
    fig.canvas.draw()
    for colour in (fig.get_facecolor(), ax.get_facecolor()):
        assert colour[3] == 1.0, "transparent paper vanishes on a dark page"
        assert contrast(colour[:3], "black") > 19
    inks = [ax.xaxis.label, ax.title, *ax.get_xticklabels(), *ax.get_yticklabels()]
    assert min(contrast(text.get_color(), plots.PAPER) for text in inks) > 7


def test_names_at_the_ends_are_readable_and_apart():
    fig, ax = plots.figure()
    for i in range(7):
        plots.line(ax, np.arange(5), np.full(5, 1e-3 * i), f"line {i}")
    ax.axhline(1.0)
    plots.end_labels(ax)
    fig.canvas.draw()
    assert [text.get_text() for text in ax.texts] == [f"line {i}" for i in range(7)]
    assert min(contrast(text.get_color(), plots.PAPER) for text in ax.texts) > 4.5
    boxes = sorted((Text.get_window_extent(text) for text in ax.texts), key=lambda box: box.y0)
    for low, high in itertools.pairwise(boxes):
        assert high.y0 >= low.y1 - 2, "two names overlap"
    assert max(box.x1 for box in boxes) <= fig.bbox.x1


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_a_band_is_the_median_between_the_extremes(backend):
    values = np.array([[1.0, 5.0, 2.0], [4.0, np.nan, 3.0], [np.nan] * 3])
    _, ax = plots.figure()
    drawn = plots.band(ax, np.arange(3), on_device(values, backend["xp"], "float64", backend["device"]), "net")
    np.testing.assert_array_equal(drawn.get_ydata(), [2.0, 3.5, np.nan])
    corners = ax.collections[0].get_paths()[0].vertices
    assert (corners[:, 1].min(), corners[:, 1].max()) == (1.0, 5.0)
    assert drawn.get_label() == "net"


def test_smoothing_is_the_mean_of_the_last_points():
    values = np.array([[1.0, 0.0], [3.0, 1.0], [5.0, np.nan], [7.0, 5.0]])
    np.testing.assert_allclose(plots.smooth(values, 2)[:, 0], [1.0, 2.0, 4.0, 6.0])
    np.testing.assert_allclose(plots.smooth(values, 1), values)
    np.testing.assert_allclose(plots.smooth(values[:, 0], 3), [1.0, 2.0, 3.0, 5.0])


def test_histograms_count_every_value():
    layers = [np.zeros(100), np.linspace(-3.0, 3.0, 601)]
    _, ax = plots.figure()
    plots.histograms(ax, layers, ["dead", "wide"], limits=(-1.0, 1.0), bins=10, x="activation")
    heights = [patch.get_data().values - patch.get_data().baseline for patch in ax.patches]
    assert (heights[0] > 0).sum() == 1
    assert np.all(heights[1] > 0)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["wide", "dead"]
    bases = [patch.get_data().baseline for patch in ax.patches]
    assert bases[0] > bases[1], "the first is on top"


def test_a_heatmap_rings_its_largest_number():
    table = np.array([[0.1, 0.9], [np.nan, 0.3], [0.2, 0.4]])
    _, ax = plots.figure()
    image = plots.heatmap(ax, table, [0.1, 1, 10], [0.0, 0.5], x="decay", y="rate")
    assert image.get_array().mask.sum() == 1
    assert {(float(r.get_xdata()[0]), float(r.get_ydata()[0])) for r in ax.lines} == {(1.0, 0.0)}
    assert [t.get_text() for t in ax.get_yticklabels()] == ["0.1", "1", "10"]


def test_show_is_silent_outside_a_notebook_and_closes_the_figure(capsys):
    fig, _ = plots.figure(2, title="finding")
    plots.show(fig)
    assert not plt.fignum_exists(fig.number)
    assert capsys.readouterr() == ("", "")
