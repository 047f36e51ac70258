"""Functions of two weights with their gradients, paths that an update rule takes over them, and pictures of both.

All of them take any number of points at once, on any namespace. The pictures animate as PNG, which every notebook
shows, saved or live, with neither a film encoder nor a script.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from array_api_compat import array_namespace
from matplotlib import pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image

from workbench import plots
from workbench.arrays import to_host
from workbench.progress import in_notebook
from workbench.rng import Rng
from workbench.rules import Rule

SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#B9C2CC"])    # pale: the paths are the message


@dataclass(frozen=True)
class Surface:
    """A loss of two weights.

    value(w): the loss (...) at points w (..., 2)
    gradient(w): its gradient (..., 2) there
    start: the point (x, y) from which paths begin unless told
    minima: its local minima, lowest first
    view: the part to draw, (left, right, bottom, top)
    """

    name: str
    value: Callable
    gradient: Callable
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...]
    view: tuple[float, float, float, float]


def _surface(name, start, minima, view):
    """Makes a surface of a function of x and y that returns the value and the two slopes."""
    def make(function):
        def value(w):
            return function(w[..., 0], w[..., 1])[0]

        def gradient(w):
            xp = array_namespace(w)
            _, over_x, over_y = function(w[..., 0], w[..., 1])
            return xp.stack([over_x, over_y], axis=-1)

        return Surface(name, value, gradient, start, minima, view)
    return make


def ravine(condition: float) -> Surface:
    """(x^2 + condition y^2) / 2: a valley whose sides are `condition` times as curved as its floor."""
    @_surface(f"ravine, condition {condition:g}", (-1.0, 0.4), ((0.0, 0.0),), (-1.1, 0.4, -0.5, 0.5))
    def surface(x, y):
        return (x**2 + condition * y**2) / 2.0, x, condition * y
    return surface


@_surface("saddle", (-0.9, 0.001), ((0.0, 1.0), (0.0, -1.0)), (-1.2, 1.2, -1.5, 1.5))
def saddle(x, y):
    """x^2/2 - y^2/2 + y^4/4: a saddle at the origin, with curvatures 1 and -1, between two minima."""
    return x**2 / 2.0 - y**2 / 2.0 + y**4 / 4.0, x, y**3 - y


@_surface("Beale", (1.0, 1.5), ((3.0, 0.5),), (-0.5, 4.2, -1.5, 2.0))
def beale(x, y):
    """Beale's function: steep corners, and a long valley that bends and is nearly flat."""
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    over_x = 2.0 * (a * (y - 1.0) + b * (y**2 - 1.0) + c * (y**3 - 1.0))
    over_y = 2.0 * x * (a + 2.0 * b * y + 3.0 * c * y**2)
    return a**2 + b**2 + c**2, over_x, over_y


@_surface("Rosenbrock", (-1.2, 1.0), ((1.0, 1.0),), (-1.7, 1.7, -0.7, 2.2))
def rosenbrock(x, y):
    """(1 - x)^2 + 100 (y - x^2)^2: a narrow valley that bends."""
    off = y - x**2
    return (1.0 - x) ** 2 + 100.0 * off**2, -2.0 * (1.0 - x) - 400.0 * x * off, 200.0 * off


@_surface("plateau", (4.0, 3.0), ((0.0, 0.0),), (-5.0, 5.0, -4.0, 4.0))
def plateau(x, y):
    """r^2 / (1 + r^2): a funnel in a plain, where the slope dies like 2 / r^3."""
    r = x**2 + y**2
    return r / (1.0 + r), 2.0 * x / (1.0 + r) ** 2, 2.0 * y / (1.0 + r) ** 2


WELLS = ((1.0, 1.4, 0.9), (0.45, -1.4, 0.9), (0.2, 0.1, -1.5))     # depth, place


@_surface("local minima", (-2.5, -2.1), ((1.3607, 0.8747), (-1.3144, 0.8451), (0.0873, -1.3005)),
          (-3.2, 3.2, -3.0, 3.0))
def local_minima(x, y):
    """A shallow bowl with three wells of different depth in it."""
    xp = array_namespace(x)
    value, over_x, over_y = 0.04 * (x**2 + y**2), 0.08 * x, 0.08 * y
    for depth, at_x, at_y in WELLS:
        well = depth * xp.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / (2.0 * 0.6**2))
        value = value - well
        over_x, over_y = over_x + well * (x - at_x) / 0.6**2, over_y + well * (y - at_y) / 0.6**2
    return value, over_x, over_y


@_surface("cliff", (5.0, -2.3), (), (3.5, 7.5, -4.5, -1.5))
def cliff(x, y):
    """(h - 0.7)^2 for a net of one sigmoid unit that feeds itself: 50 times h = sigmoid(x h + y), from h = 0.5.

    The same weights act 50 times over, so a small change of them can flip where h ends: a step of the loss.
    """
    xp = array_namespace(x)
    h, over_x, over_y = xp.full_like(x, 0.5), xp.zeros_like(x), xp.zeros_like(x)    # h and its slopes
    for _ in range(50):
        new = 0.5 + 0.5 * xp.tanh(0.5 * (x * h + y))                            # a sigmoid that cannot overflow
        slope = new * (1.0 - new)
        over_x, over_y = slope * (h + x * over_x), slope * (1.0 + x * over_y)
        h = new
    return (h - 0.7) ** 2, 2.0 * (h - 0.7) * over_x, 2.0 * (h - 0.7) * over_y


def regression(x, y, *, start, view) -> Surface:
    """Half the mean squared residual of x w - y over examples x (m, 2), y (m,), as a surface over the two weights."""
    xp = array_namespace(x, y)
    curvature, pull = x.T @ x / x.shape[0], x.T @ y / x.shape[0]
    best = xp.linalg.solve(curvature, pull)
    floor = xp.mean((x @ best - y) ** 2) / 2.0

    def value(w):
        return floor + xp.sum((w - best) @ curvature * (w - best), axis=-1) / 2.0

    def gradient(w):
        return (w - best) @ curvature

    minimum = tuple(to_host(best).tolist())
    return Surface("regression", value, gradient, tuple(start), (minimum,), tuple(view))


def path(surface: Surface, update: Rule, *, lr, steps: int, start=None, noise: float = 0.0, rng: Rng | None = None,
         change: Callable | None = None) -> np.ndarray:
    """Where an update rule goes, from one start or from many.

    Parameters
    ----------
    update : a rule, as `training.rule(kernel, **hyper)`; hyper-parameters may be one a start
    lr : a number, one a start, or a schedule `step -> ` one of these (steps from 0)
    start : (2,), or (starts, 2) for many; the surface's own unless told
    noise, rng : standard deviation of normal noise on each gradient, and where it comes from: the stand-in for
        minibatches
    change : `change(g)` is called on each start's gradient (2,) before the rule sees it: to clip it, say

    Returns
    -------
    the points (steps + 1, 2), or (steps + 1, starts, 2), on the host in float64, the start first; NaN from where
    a path overflows
    """
    start = np.asarray(surface.start if start is None else start, dtype=np.float64)
    w = np.atleast_2d(start)
    states, points = update.start([w]), [w]
    with np.errstate(all="ignore"):
        for step in range(steps):
            g = surface.gradient(w)
            if noise:
                g = g + noise * to_host(rng.normal(g.shape))
            if change is not None:
                g = np.stack([change(one) for one in g])
            (w,), states = update.update([w], [g], states, step + 1, lr(step) if callable(lr) else lr)
            points.append(w)
    points = np.stack(points)
    points = np.where(np.isfinite(points).all(axis=-1, keepdims=True), points, np.nan)
    return points[:, 0] if start.ndim == 1 else points


def contours(ax, surface: Surface, *, levels: int = 14):
    """The surface as lines of equal height, pale, with its minima as crosses.

    Heights are chosen so that between any two lines lies the same share of the picture: no part drowns in a cliff.
    """
    left, right, bottom, top = surface.view
    x, y = np.meshgrid(np.linspace(left, right, 160), np.linspace(bottom, top, 160))
    with np.errstate(all="ignore"):
        height = surface.value(np.stack([x, y], axis=-1))
    steps = np.unique(np.quantile(height, np.linspace(0.0, 1.0, levels + 1)))
    ax.contourf(x, y, np.searchsorted(steps, height), levels=np.arange(-0.5, len(steps) + 1), cmap=SHADES)
    ax.contour(x, y, height, levels=steps[1:-1], colors="#8A949E", linewidths=0.5, linestyles="solid")
    for at in surface.minima:
        ax.plot(*at, "+", color=plots.INK, markersize=9, markeredgewidth=1.6)
    ax.set(xlim=(left, right), ylim=(bottom, top))
    ax.grid(False)


def trajectory(ax, points, name: str = "", *, dots: bool = True, **kwargs):
    """A path (steps + 1, 2) over the contours: a ring at its start, a dot at each step, a disc at its end."""
    points = to_host(points)
    points = points[np.isfinite(points).all(axis=1)]
    drawn = plots.line(ax, points[:, 0], points[:, 1], name, **{"linewidth": 1.3, "linestyle": "-"} | kwargs)
    colour = drawn.get_color()
    if dots:
        drawn.set(marker=".", markersize=4)
    ax.plot(*points[0], "o", color=colour, markerfacecolor=plots.PAPER, markersize=7, zorder=4)
    ax.plot(*points[-1], "o", color=colour, markersize=6, zorder=4)
    return drawn


def animate(surface: Surface, paths: dict, *, title: str = "", frames: int = 40, seconds: float = 6.0,
            width: float = 5.5, height: float = 4.0) -> bytes:
    """A film of some paths {name: (steps + 1, 2)} over the contours, shown in a notebook and returned as bytes.

    It is an animated PNG that runs for ever; a viewer that knows no animation shows the whole paths.
    """
    fig, ax = plots.figure(width=width, height=height)
    fig.set_dpi(80)
    contours(ax, surface)
    hosts = [to_host(points) for points in paths.values()]
    lines = [plots.line(ax, *points[:1].T, name, linewidth=1.6) for name, points in zip(paths, hosts, strict=True)]
    heads = [ax.plot([], [], "o", color=line.get_color(), markersize=7)[0] for line in lines]
    plots.label(ax, "x", "y", title)
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    for one in (*lines, *heads):
        one.set_animated(True)
    fig.canvas.draw()                                            # what stays, drawn once
    background = fig.canvas.copy_from_bbox(fig.bbox)
    last = max(map(len, hosts)) - 1
    shown = np.unique(np.linspace(0, last, frames).round().astype(int))
    pictures = []
    for step in (last, *shown):                                  # the finished picture, for viewers without animation
        fig.canvas.restore_region(background)
        for line, head, points in zip(lines, heads, hosts, strict=True):
            line.set_data(points[:step + 1].T)
            head.set_data(points[min(step, len(points) - 1)][:, None])
            ax.draw_artist(line)
            ax.draw_artist(head)
        pictures.append(Image.fromarray(np.asarray(fig.canvas.buffer_rgba())[..., :3]))
    plt.close(fig)
    colours = pictures[0].quantize(256, Image.Quantize.FASTOCTREE)     # the same in all: the film stays small
    pictures = [picture.quantize(palette=colours, dither=Image.Dither.NONE) for picture in pictures]
    each = 1000.0 * seconds / len(shown)
    film = io.BytesIO()
    pictures[0].save(film, "PNG", save_all=True, append_images=pictures[1:], default_image=True, loop=0,
                     duration=[each] * (len(shown) - 1) + [each + 1500.0])
    if in_notebook():
        from IPython import display

        display.display(display.Image(data=film.getvalue(), format="png", alt=title))
    return film.getvalue()
