"""One look for all figures: readable on a light and a dark page, and without telling red from green.

Helpers take arrays of any namespace. No title is typed here or in a chapter: a caller computes it from the
result and passes it in.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator, NullFormatter

from workbench.arrays import to_host
from workbench.progress import in_notebook

# Okabe and Ito's blue, vermilion, green and, a shade darker, purple. Their paler colours are too faint for a line
# on paper, and give way to three that stay apart from these, and stand out, for every kind of colour vision.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#C66FA0", "#222222", "#7A1FE0", "#732A11")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 1)))
PAPER, INK, FAINT = "#FBFBF9", "#222222", "#D9D9D6"
MAP = "cividis"         # rises in lightness, and looks the same to every kind of colour vision

STYLE = {
    # The page under a notebook may be dark, and black text on nothing would vanish: every figure brings its paper.
    "figure.facecolor": PAPER, "savefig.facecolor": PAPER, "axes.facecolor": PAPER, "savefig.transparent": False,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.prop_cycle": cycler(color=COLOURS, linestyle=DASHES),
    "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": FAINT, "grid.linewidth": 0.6, "axes.axisbelow": True,
    "axes.titlesize": 10.5, "axes.titlelocation": "left",
    "figure.titlesize": 11.5, "axes.labelsize": 9.5, "font.size": 9.5,
    "xtick.labelsize": 8.5, "ytick.labelsize": 8.5, "legend.fontsize": 8.5, "legend.frameon": False,
    "lines.linewidth": 1.8, "figure.constrained_layout.use": True, "figure.dpi": 100, "savefig.dpi": 100,
    "image.cmap": MAP,
}


def style():
    """Make this course's look matplotlib's default, as `figure` does by itself."""
    mpl.rcParams.update(STYLE)


def figure(columns: int = 1, rows: int = 1, *, width: float = 7.5, height: float | None = None, title: str = "",
           **subplots):
    """A figure `width` inches wide, and its axes: one, or an array of them where there are several.

    `title`, above all panels, is for the finding; keywords such as sharey go to `matplotlib.pyplot.subplots`.
    """
    style()
    size = (width, rows * (2.9 if columns > 1 else 3.4) if height is None else height)
    fig, axes = plt.subplots(rows, columns, figsize=size, **subplots)
    if title:
        fig.suptitle(title, x=0.01, ha="left")
    return fig, axes


def label(ax, x: str = "", y: str = "", title: str = "", log: str = ""):
    """Name the axes, with units; put the finding above; make the axes named in `log` ("x", "y", "xy") logarithmic."""
    ax.set(xlabel=x, ylabel=y, title=title)
    if "x" in log:
        ax.set_xscale("log")
    if "y" in log:
        ax.set_yscale("log")


def line(ax, x, y, name: str = "", **kwargs):
    """A line through y (points,), in the next colour and dash."""
    return ax.plot(to_host(x), to_host(y), label=name, **kwargs)[0]


def band(ax, x, values, name: str = "", **kwargs):
    """The median over seeds of `values` (points, seeds) as a line, in a band from the smallest to the largest.

    Seeds that have diverged (NaN) are left out; where none is left the line ends.
    """
    values = np.ma.masked_invalid(to_host(values).astype(np.float64))
    drawn = line(ax, x, np.ma.median(values, axis=1).filled(np.nan), name, **kwargs)
    low, high = values.min(axis=1).filled(np.nan), values.max(axis=1).filled(np.nan)
    ax.fill_between(to_host(x), low, high, color=drawn.get_color(), alpha=0.18, linewidth=0)
    return drawn


def smooth(values, width: int) -> np.ndarray:
    """Mean of `values` (points, seeds) over the last `width` points, fewer at the start: minibatch losses are noisy."""
    values = to_host(values).astype(np.float64)
    return np.stack([values[max(0, stop - width):stop].mean(axis=0) for stop in range(1, len(values) + 1)])


def prediction(ax, x, y, name: str = "predicted"):
    """A theory's points, as open circles over the measured line."""
    return ax.plot(to_host(x), to_host(y), linestyle="none", marker="o", markersize=4.5, markerfacecolor="none",
                   color=INK, label=name, zorder=3)[0]


def end_labels(ax):
    """Name each named line at the right of the axes, in its colour, instead of in a legend.

    Neighbours are moved apart. Call it last: it needs the final lines and limits.
    """
    ends = []
    for one in ax.get_lines():
        xy = np.column_stack([one.get_xdata(), one.get_ydata()]).astype(float)
        xy = xy[np.isfinite(xy).all(axis=1)]
        if len(xy) and not one.get_label().startswith("_"):
            ends.append((one, xy[-1]))
    if not ends:
        return
    fig = ax.get_figure()
    fig.draw_without_rendering()                                 # settles scales and sizes
    place = ax.transAxes.inverted()
    points = [place.transform(ax.transData.transform(end)) for _, end in ends]
    gap = 11.5 * fig.dpi / 72 / ax.get_window_extent().height    # one line of text, as a share of the axes
    heights = _apart([float(np.clip(y, 0, 1)) for _, y in points], gap)
    for (one, _), (x, y), height in zip(ends, points, heights, strict=True):
        dark = 0.75 * np.array(mpl.colors.to_rgb(one.get_color()))              # pale colours are hard to read as text
        ax.annotate(one.get_label(), (min(x, 1), np.clip(y, 0, 1)), xytext=(1.04, height), xycoords="axes fraction",
                    textcoords="axes fraction", color=dark, va="center", fontsize=8.5, annotation_clip=False,
                    arrowprops={"arrowstyle": "-", "color": one.get_color(), "linewidth": 0.7, "alpha": 0.6,
                                "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 1})


def _apart(heights: Sequence[float], gap: float) -> list[float]:
    """The heights, moved so that neighbours are `gap` apart, as little as a simple sweep finds."""
    order = np.argsort(heights, kind="stable")
    placed = np.array(heights, dtype=float)[order]
    for _ in range(500):
        short = np.maximum(gap - np.diff(placed), 0.0)
        if short.max(initial=0.0) < 1e-3:
            break
        placed[1:] += short / 2
        placed[:-1] -= short / 2
    out = np.empty_like(placed)
    out[order] = placed
    return out.tolist()


def histograms(ax, layers: Sequence, names: Sequence[str], *, limits=None, bins: int = 60, x: str = ""):
    """The distribution of each array of `layers`, one above the other, the first at the top, each to its own height.

    `limits` (low, high) cuts the axis; values outside are counted in the first and last bin. Values that are
    all equal, as those of a net that has died, show as one thin spike.
    """
    hosts = [to_host(a).astype(np.float64).ravel() for a in layers]
    if limits is None:
        width = max(np.quantile(np.abs(a), 0.999) for a in hosts) or 1.0
        limits = -width, width
    edges = np.linspace(*limits, bins + 1)
    for row, values in enumerate(hosts):
        counts, _ = np.histogram(np.clip(values, *limits), edges)
        base = len(hosts) - 1 - row
        ax.stairs(base + 0.85 * counts / counts.max(), edges, baseline=base, fill=True, color=COLOURS[0], alpha=0.75)
        ax.axhline(base, color=FAINT, linewidth=0.6, zorder=0)
    ax.set(xlim=limits, ylim=(0, len(hosts)), xlabel=x)
    ax.set_yticks(np.arange(len(hosts)) + 0.3, list(names)[::-1])
    ax.tick_params(axis="y", length=0)
    ax.grid(False)


def heatmap(ax, table, rows: Sequence, columns: Sequence, *, x: str = "", y: str = "", title: str = "",
            limits=(None, None), best: bool = True):
    """A `table` (rows, columns) of numbers as colours, its rows bottom up, with the largest marked by a ring.

    `rows` and `columns` are the values on the axes; cells that are NaN stay paper. Returns the image, for a colour bar.
    """
    table = np.ma.masked_invalid(to_host(table).astype(np.float64))
    image = ax.imshow(table, origin="lower", aspect="auto", vmin=limits[0], vmax=limits[1], cmap=MAP)
    ax.set_xticks(range(len(columns)), [_short(v) for v in columns])
    ax.set_yticks(range(len(rows)), [_short(v) for v in rows])
    ax.set(xlabel=x, ylabel=y, title=title)
    ax.grid(False)
    if best and table.count():
        row, column = np.unravel_index(table.argmax(), table.shape)
        for colour, width in ((INK, 4), ("white", 1.8)):         # white alone would drown in a bright cell
            ax.plot(column, row, marker="o", markersize=10, markerfacecolor="none", markeredgecolor=colour,
                    markeredgewidth=width, linestyle="none")
    return image


def _short(value) -> str:
    return value if isinstance(value, str) else f"{value:.2g}"


def integer_ticks(ax, axis: str = "x"):
    """Ticks at whole numbers only, for an axis that counts layers."""
    getattr(ax, f"{axis}axis").set_major_locator(MaxNLocator(integer=True))


def few_log_ticks(ax, axis: str = "y", most: int = 6):
    """At most that many labelled powers of ten, for an axis over many decades."""
    one = getattr(ax, f"{axis}axis")
    one.set_major_locator(mpl.ticker.LogLocator(numticks=most))
    one.set_minor_formatter(NullFormatter())


def show(fig):
    """Show a figure once in a notebook, and nothing elsewhere; either way let go of its memory."""
    if in_notebook():
        from IPython.display import display

        display(fig)
    plt.close(fig)
