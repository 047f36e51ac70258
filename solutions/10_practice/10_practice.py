# %% [markdown]
# # Practice: search, diagnosis, pruning, reuse
#
# You can train a net. This chapter is about everything around it: finding the numbers that no gradient finds, reading from a run what is wrong with it, throwing away the weights that it does not need, starting from a net that somebody has trained before, and looking at the loss as a landscape. Several pieces of advice that everybody repeats are tested here, and not all of them hold on nets of this size.
#
# After this chapter you can
#
# * draw hyper-parameters on the right scale, search at random and in rounds, and say what a grid wastes;
# * find a rate with one short run, and say how far to trust it;
# * tell from errors and curves what to do next, and which two numbers tell apart runs whose curves are the same;
# * prune a net, rewind it, and design the controls that such a claim needs;
# * freeze weights without the bug that lets them drift, and say when a trained start pays;
# * draw the loss along a line and on a plane so that the picture means something.
#
# You need momentum (chapter 03) and initialization (chapter 02). The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import functools
import math

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from autograder.chapters.practice import shortcuts
from workbench import data, nets, plots, training
from workbench.rng import Rng

# %% [markdown]
# ## The idea
#
# Every section below is a way to spend runs, and runs are what costs. So begin by looking at what a search has to find. The picture shows the accuracy of one net on the digits, trained with many pairs of a learning rate and an L2 penalty. In real life nobody can afford this picture; here the net is small.

# %%
def he_normal(fan_in, fan_out, *, rng):
    """As in chapter 02."""
    return math.sqrt(2.0 / fan_in) * rng.normal((fan_in, fan_out))


DIGITS = data.digits(dtype="float32")
SMALL = DIGITS._replace(x_train=DIGITS.x_train[:500, :], y_train=DIGITS.y_train[:500])


def run_jobs(points, *, steps, seed=0, schedule=training.cosine, **more):
    """Train one small net a row of `points`: rate, L2 penalty and, if there is a third, a factor on the first weights.

    The examples that DIGITS keeps for testing decide here which job is best, so they are validation examples.
    """
    rate, penalty, *factor = (column.astype("float32").reshape(-1, 1, 1) for column in points.T)
    net = nets.MLP((64, 32, 32, 10), init=he_normal, seeds=range(seed, seed + len(points)))
    net.parameters = [p * factor[0] if factor else p for p in net.parameters]

    def step(w, g, v, *, lr):
        v = 0.9 * v - lr * (g + penalty * w)
        return w + v, v

    return training.train(net, SMALL, training.rule(step), lr=schedule(rate, steps), steps=steps, batch=50, **more)

# %% experiment
@experiment()
def table():
    rates, penalties = 10.0 ** (np.arange(-15, 7) / 3), 10.0 ** np.arange(-7.0, -3.0)
    pairs = np.array([(rate, penalty) for penalty in penalties for rate in rates for _ in range(3)])
    accuracy = np.nan_to_num(run_jobs(pairs, steps=100).test_accuracy)
    accuracy = accuracy.reshape(len(penalties), len(rates), 3).mean(axis=2)
    good = (accuracy > accuracy.max() - 0.03).any(axis=0)
    fig, ax = plots.figure(height=2.6)
    image = ax.pcolormesh(rates, penalties, accuracy, cmap=plots.MAP)
    fig.colorbar(image, ax=ax, label="accuracy")
    spread = np.ptp(accuracy[:, good], axis=0).mean()
    title = f"{good.sum()} of {len(rates)} rates are within 3 points of the best; the penalty moves those by "
    plots.label(ax, "learning rate", "L2 penalty", f"{title}{100 * spread:.1f} points", log="xy")
    plots.show(fig)
    return {"rates": rates, "penalties": penalties, "accuracy": accuracy}

# %% [markdown]
# Two facts decide how to search. The good rates lie in a narrow band of a wide range, so most jobs are wasted whatever you do. And along the other axis hardly anything happens. You do not know beforehand which of your hyper-parameters is of that kind; usually most are.
#
# ## On which scale?
#
# A rate may be 0.0001 or 0.1, and you do not know the order of magnitude. A draw that is uniform between the two ends puts nine in ten above 0.01. What should be uniform is the logarithm.

# %% answer="log_uniform"
def log_uniform(u, *, low, high):
    """Numbers between two bounds whose logarithm is uniform, from uniform draws.

        log x = log low + u (log high - log low)

    Parameters
    ----------
    u : uniform draws from [0, 1), floating array of any shape
    low, high : the bounds, Python floats, 0 < low < high

    Returns
    -------
    x : numbers from low to high, array of u's shape, dtype and device

    Convention: u = 0 gives low, and larger draws give larger numbers. The draws come in as an
    argument, so the same u gives the same x. The arguments stay as they were; no errors to raise.
    """
    return low * (high / low) ** u

# %% check="log_uniform"

# %% [markdown]
# **Predict**: of 1000 draws from $10^{-5}$ to $100$, how many land in the band of good rates on each of the two scales?

# %% experiment
@experiment(log_uniform)
def two_scales():
    u, low, high = Rng(1).uniform((1000,)), 1e-5, 100.0
    accuracy = table["accuracy"].max(axis=0)
    band = table["rates"][accuracy > accuracy.max() - 0.03]
    low_end, high_end = band[0] / 10 ** (1 / 6), band[-1] * 10 ** (1 / 6)
    draws = {"uniform": low + u * (high - low), "log-uniform": log_uniform(u, low=low, high=high)}
    found = {name: np.mean((x > low_end) & (x < high_end)) for name, x in draws.items()}
    fig, axes = plots.figure(2, width=9, height=2.4, sharey=True)
    for ax, (name, x) in zip(axes, draws.items(), strict=True):
        ax.hist(x, bins=np.logspace(-5, 2, 43), color=plots.COLOURS[0], alpha=0.75)
        ax.axvspan(low_end, high_end, color=plots.COLOURS[1], alpha=0.25, linewidth=0)
        plots.label(ax, "learning rate (shaded: good)", "draws", f"{name}: {found[name]:.1%} are good", log="x")
    plots.show(fig)
    return found

# %% [markdown]
# The same holds for penalties, widths, and for $1 - \beta$ of a momentum that may be 0.9 or 0.999. A dropout rate or a share of label smoothing, on the other hand, lives on a linear scale.
#
# ## Grid or random?
#
# With two hyper-parameters and nine jobs the natural plan is three values of each. Write it, for any number of dimensions.

# %% answer="grid_search"
def grid_search(low, high, *, count):
    """All combinations of `count` values in each dimension, at equal ratios.

        value i of dimension j = low_j (high_j / low_j)^(i / (count - 1)),    i = 0 ... count - 1

    Parameters
    ----------
    low, high : bounds of each dimension, floating arrays (d,), 0 < low < high
    count : how many values in each dimension, a Python int, 2 or more

    Returns
    -------
    points : one point a row, array (count**d, d), dtype and device of low

    Convention: both ends are values. The rows are in the order of nested loops: the last dimension
    changes fastest (itertools.product, xp.meshgrid with indexing="ij"). The arguments stay as they
    were; no errors to raise.
    """
    xp = array_namespace(low, high)
    share = xp.arange(count, dtype=low.dtype, device=low.device) / (count - 1)
    mesh = xp.meshgrid(*[share] * low.shape[0], indexing="ij")
    shares = xp.stack([xp.reshape(m, (-1,)) for m in mesh], axis=1)
    return low * (high / low) ** shares

# %% check="grid_search"

# %% [markdown]
# The other plan is to draw each point by itself.

# %% answer="random_search"
def random_search(u, low, high):
    """Log-uniform points, each dimension between bounds of its own.

        x_ij = low_j (high_j / low_j)^(u_ij)

    Parameters
    ----------
    u : uniform draws from [0, 1), floating array (n, d)
    low, high : bounds of each dimension, arrays (d,), same dtype, 0 < low < high

    Returns
    -------
    points : one point a row, array (n, d), dtype and device of u

    Convention: one draw an entry; u = 0 gives the lower bound. The arguments stay as they were; no
    errors to raise.

    Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012.
    """
    return low * (high / low) ** u

# %% check="random_search"

# %% [markdown]
# ### Experiment: a dimension that does not matter
#
# Bergstra and Bengio's figure 1, measured. Searches look their results up in the table above, so that hundreds of them cost nothing. To be fair, each grid is shifted as a whole by a random amount: a grid that happens to hold the best rate proves nothing.
#
# **Predict**: nine jobs each. How many different rates does the grid try, how many the random search? Which one is ahead with 4 jobs, and which with 25?

# %%
LOW, HIGH = np.array([1e-5, 1e-7]), np.array([1e2, 1e-4])


def look_up(points):
    """Accuracies of rates and penalties from the table: the nearest penalty, and between rates a straight line."""
    row = np.rint(np.log10(points[:, 1] / table["penalties"][0])).astype(int).clip(0, len(table["penalties"]) - 1)
    curves = [np.interp(np.log(points[:, 0]), np.log(table["rates"]), curve) for curve in table["accuracy"]]
    return np.stack(curves)[row, np.arange(len(points))]


def shifted_grid(count, rng):
    """The bounds of a grid of `count` cells a dimension, moved by a random part of a cell."""
    cell = (HIGH / LOW) ** (1.0 / count)
    low = LOW * cell ** rng.uniform((2,))
    return low, low * cell ** (count - 1)

# %% experiment
@experiment(grid_search, random_search)
def grid_or_random():
    rng, found, sides = Rng(4), {"grid": [], "random": []}, (2, 3, 4, 5)
    for count in sides:
        grids = [grid_search(*shifted_grid(count, rng), count=count) for _ in range(400)]
        draws = [random_search(rng.uniform((count**2, 2)), LOW, HIGH) for _ in range(400)]
        found["grid"].append([look_up(points).max() for points in grids])
        found["random"].append([look_up(points).max() for points in draws])
        if count == 3:
            shown = {"grid": grids[0], "random": draws[0]}
    found = {name: np.array(best) for name, best in found.items()}
    fig, axes = plots.figure(3, width=10)
    for ax, (name, points) in zip(axes, shown.items(), strict=False):
        ax.pcolormesh(table["rates"], table["penalties"], table["accuracy"], cmap=plots.MAP)
        ax.plot(*points.T, "o", color=plots.COLOURS[1], markeredgecolor="white", markersize=7)
        rates = len(np.unique(points[:, 0].round(12)))
        plots.label(ax, "learning rate", "L2 penalty", f"{name}: {rates} rates tried", log="xy")
    for name, best in found.items():
        plots.line(axes[2], [count**2 for count in sides], best.mean(axis=1), name, marker=".")
    gap = 100 * (found["random"] - found["grid"]).mean(axis=1)
    plots.label(axes[2], "jobs", "best accuracy, mean of 400", f"random ahead by {gap[0]:.1f} to {gap[-1]:.1f} points")
    plots.end_labels(axes[2])
    plots.show(fig)
    return found

# %% [markdown]
# Nine points of a grid are three rates, each tried three times with a penalty that changes nothing. Nine random points are nine rates. With every further dimension that does not matter the grid loses another factor, and the random search nothing.
#
# Keep two limits in mind. The gain is large because the range is wide; where you know the rate to within a decade there is hardly any. And with two hyper-parameters that both matter, a grid is not bad.
#
# ## In rounds
#
# Gomez's slides quote a recipe of Ian Goodfellow's: run 25 random jobs, take the best two or three, narrow the ranges to their surroundings, run 25 more. The kernel finds the new ranges.

# %% answer="narrow_search"
def narrow_search(points, scores, *, keep, margin):
    """New bounds for a search: the box round the best points, wider by a factor on each side.

        low_j = min over the best of x_ij / margin,    high_j = max over the best of x_ij margin

    Parameters
    ----------
    points : hyper-parameters of the jobs that ran, positive floating array (n, d)
    scores : how good each job was, array (n,), same dtype; high is good, NaN is a job that diverged
    keep : how many of the best points to look at, a Python int, at most the number that did not diverge
    margin : the factor, a Python float above 1

    Returns
    -------
    low, high : the new bounds, arrays (d,), dtype and device of points

    Convention: a job whose score is NaN is worse than all others. No two of the other scores are
    equal. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(points, scores)
    usable = xp.where(xp.isnan(scores), -math.inf, scores)
    best = xp.take(points, xp.argsort(-usable)[:keep], axis=0)
    return xp.min(best, axis=0) / margin, xp.max(best, axis=0) * margin

# %% check="narrow_search"

# %% [markdown]
# A score of NaN deserves its own clause: sorting puts it last, and whoever sorts upwards and then turns the order round has the jobs that blew up in front.
#
# **Predict**: three hyper-parameters now, with a factor on the first weights as the third. After 25 jobs, are 25 more in the narrowed box better than 25 more in the whole one? In every single search?

# %% experiment
@experiment(random_search, narrow_search)
def in_rounds():
    searches, low, high = 7, np.array([1e-5, 1e-6, 0.03]), np.array([1e2, 1.0, 30.0])
    u = Rng(7).uniform((searches, 3, 25, 3))
    first, more = (np.stack([random_search(draws, low, high) for draws in u[:, k]]) for k in (0, 1))
    scores = run_jobs(first.reshape(-1, 3), steps=80).test_accuracy.reshape(searches, 25)
    boxes = [narrow_search(points, score + 1e-6 * np.arange(25), keep=3, margin=1.5)
             for points, score in zip(first, scores, strict=True)]
    narrow = np.stack([random_search(draws, *box) for draws, box in zip(u[:, 2], boxes, strict=True)])
    second = run_jobs(np.concatenate([more, narrow]).reshape(-1, 3), steps=80, seed=500).test_accuracy
    again, narrowed = second.reshape(2, searches, 25)
    best = np.stack([np.fmax.reduce(np.hstack(s), axis=1) for s in ([scores], [scores, again], [scores, narrowed])])
    fig, axes = plots.figure(2, width=9.5)
    for k, score in enumerate((scores, again, narrowed)):
        axes[0].plot(k + np.linspace(-0.3, 0.3, score.size), np.sort(np.nan_to_num(score).ravel()), ".", markersize=4)
    axes[0].set_xticks(range(3), ("first 25", "25 more,\nsame ranges", "25 more,\nnarrowed"))
    above = [np.mean(np.nan_to_num(s) > 0.9) for s in (scores, again, narrowed)]
    plots.label(axes[0], "", "accuracy of each job, sorted", "Jobs above 0.9: " + ", ".join(f"{a:.0%}" for a in above))
    axes[1].plot(range(2), best[1:], color=plots.COLOURS[0], alpha=0.6, marker=".", linestyle="-")
    axes[1].set(xlim=(-0.4, 1.4))
    axes[1].set_xticks(range(2), ("best of 50,\nsame ranges", "best of 25 + 25,\nnarrowed"))
    ahead, behind = np.sum(best[2] > best[1]), np.sum(best[2] < best[1])
    plots.label(axes[1], "", "best accuracy", f"Narrowing ahead in {ahead} of {searches}, behind in {behind}")
    plots.show(fig)
    return {"above": above, "best": best}

# %% [markdown]
# Jobs in the box are worth several times as much as jobs anywhere. The best single job, which is what you are after, gains less, and not in every search: three noisy jobs can put the box beside the optimum, which is what the margin and a look at the box's edges are for. If the best job of the second round lies at an edge, move the box.
#
# ## Successive halving
#
# The searches above train every job to the end, though after a tenth of the steps most are visibly hopeless. Successive halving does what a person at the screen would do: run all jobs a little, keep the best third, run those further, and so on.

# %% answer="successive_halving"
def successive_halving(losses, *, factor):
    """Who runs how far, and who wins, when only the best jobs of each rung go on.

        rung 0: all jobs;  after each rung the max(1, count // factor) best of those that ran it go on

    Parameters
    ----------
    losses : validation loss of each job at the end of each rung, floating array (jobs, rungs), low is
        good; NaN where a job has diverged. The table is complete, but of a job that was cut the later
        rungs must not be used: in earnest they would not exist.
    factor : a Python int, 2 or more

    Returns
    -------
    runs : how many rungs each job runs, int64 array (jobs,), at least 1
    best : the job with the lowest loss among those that ran the last rung, 0-d integer array

    Convention: counts are rounded down (Jamieson and Talwalkar; scikit-learn rounds up). A NaN is
    worse than every number, and there are always enough numbers. No two losses of a rung are equal.
    The arguments stay as they were; no errors to raise.

    Jamieson and Talwalkar, Non-stochastic best arm identification and hyperparameter optimization,
    AISTATS 2016.
    """
    xp = array_namespace(losses)
    count, rungs = losses.shape
    usable = xp.where(xp.isnan(losses), math.inf, losses)
    alive = xp.ones((count,), dtype=xp.bool, device=losses.device)
    runs = xp.zeros((count,), dtype=xp.int64, device=losses.device)
    for rung in range(rungs):
        runs = runs + xp.astype(alive, xp.int64)
        seen = xp.where(alive, usable[:, rung], math.inf)
        rank = xp.argsort(xp.argsort(seen))
        count = max(1, count // factor)
        alive = rank < count
    return runs, xp.argmin(seen)

# %% check="successive_halving"

# %% [markdown]
# **Predict**: 64 jobs with a factor of 4. What share of the steps does it save? How often does it end with the very best of the 64, and how much does it lose where it does not? As a control, the same number of steps is spent on whole runs of a few random jobs.

# %% experiment
@experiment(random_search, successive_halving)
def halving():
    ends, searches, low, high = np.array([10, 40, 160]), 3, np.array([1e-4, 1e-6, 0.1]), np.array([1.0, 1e-2, 10.0])
    points = random_search(Rng(11).uniform((searches * 64, 3)), low, high)
    run = run_jobs(points, steps=160, schedule=lambda rate, steps: training.constant(rate), watch=10)
    curves = run.watched.test_loss.reshape(-1, searches, 64)
    found = {"rank": [], "spent": [], "lost": [], "control": []}
    for s in range(searches):
        losses = curves[ends // 10, s].T
        runs, best = successive_halving(losses, factor=4)
        spent, final = ends[runs - 1].sum(), np.nan_to_num(losses[:, -1], nan=np.inf)
        some = np.sort(Rng(s).uniform((1000, 64)).argsort(axis=1)[:, :spent // 160], axis=1)
        found["rank"].append(1 + np.sum(final < final[best]))
        found["spent"].append(spent / (64 * 160))
        found["lost"].append(final[best] / final.min())
        found["control"].append(np.median(final[some].min(axis=1)) / final.min())
    fig, ax = plots.figure()
    for job in range(64):                                        # the last search
        last = ends[runs[job] - 1] // 10
        colour = plots.COLOURS[runs[job] - 1]
        ax.plot(10 * np.arange(last + 1), curves[:last + 1, s, job], "-", color=colour, linewidth=0.9)
    ax.plot(10 * np.arange(17), curves[:, s, best], "-", color=plots.INK, linewidth=2.5)
    ax.set_ylim(0.1, 20)
    told = ", ".join(str(rank) for rank in found["rank"])
    title = f"{np.mean(found['spent']):.0%} of the steps; place of the winner among all 64, in each search: {told}"
    x = f"step (the last search; cuts after {ends[0]} and {ends[1]}, the winner in black)"
    plots.label(ax, x, "validation loss", title, log="y")
    plots.show(fig)
    print(f"Loss over that of the best of all 64: {np.mean(found['lost']):.2f}; "
          f"whole runs for as many steps: {np.mean(found['control']):.2f}")
    return found

# %% [markdown]
# The weak point is the first rung: it prefers what starts fast. A low rate with a long horizon, or anything with a warmup, is cut before its time. Hyperband hedges by running several such tournaments with different first rungs.
#
# ## One run instead of many: the range test
#
# For the rate alone there is a shortcut. Let the rate rise from tiny to huge within one short run, and watch the loss: nothing at first, then it falls, then it explodes. Take the rate of the minimum and go down by a factor of 10.

# %% answer="learning_rate_range_test"
def learning_rate_range_test(rates, losses, *, smoothing):
    """A rate from one run with rising rates: a tenth of that at the lowest smoothed loss.

        s_0 = loss_0,    s_i = smoothing s_(i-1) + (1 - smoothing) loss_i,    inf where that is not finite
        rate = rates[argmin s] / 10

    Parameters
    ----------
    rates : the rate of each step, rising, floating array (steps,)
    losses : minibatch loss of each step, array (steps,), same dtype; the first is finite, later ones may
        be infinite or NaN once the run has diverged
    smoothing : share of the average that stays, a Python float in [0, 1)

    Returns
    -------
    rate : the suggestion, 0-d array, dtype and device of rates
    smoothed : the smoothed losses, array (steps,), same dtype

    Convention: the average starts at the first loss (fastai's starts at 0, with Adam's correction).
    Once it is infinite it stays so. A tenth of the rate at the minimum, not the rate of the steepest
    fall. The arguments stay as they were; no errors to raise.

    Smith, Cyclical learning rates for training neural networks, WACV 2017.
    """
    xp = array_namespace(rates, losses)
    averages = [losses[0]]
    for i in range(1, losses.shape[0]):
        average = smoothing * averages[-1] + (1.0 - smoothing) * losses[i]
        averages.append(xp.where(xp.isfinite(average), average, math.inf))
    smoothed = xp.stack(averages)
    lowest = xp.min(xp.where(smoothed == xp.min(smoothed), rates, math.inf))
    return lowest / 10.0, smoothed

# %% check="learning_rate_range_test"

# %% [markdown]
# **Predict**: three rules, each tested with one run of 150 steps a seed, and beside it the truth from 200 steps at each of many rates. Does the suggestion lie among the good rates for each of them? If not, on which side?

# %%
SWEPT = [10.0 ** (k / 2) for k in range(-7, 3)]
RULES = {"SGD": training.sgd, "momentum": training.momentum, "Adam": training.adam}


@functools.cache
def sweep(name):
    """Accuracy (rates, 3 seeds) after 200 steps at each swept rate, and pairs of weights before and after a step."""
    net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=[0, 1, 2] * len(SWEPT))
    run = training.train(net, DIGITS, RULES[name], lr=[rate for rate in SWEPT for _ in range(3)], steps=200, batch=32,
                         on_step=lambda step, net: net.weights[1] if step > 40 and step % 20 in (0, 19) else None)
    return run.test_accuracy.reshape(-1, 3), list(zip(run.seen[::2], run.seen[1::2], strict=True))

# %% experiment
@experiment(learning_rate_range_test)
def range_test():
    rates = np.logspace(-5, 1.5, 150)
    fig, axes = plots.figure(3, width=10, sharey=True)
    found = {}
    for ax, (name, rule) in zip(axes, RULES.items(), strict=True):
        net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(5))
        run = training.train(net, DIGITS, rule, lr=lambda step: float(rates[step]), steps=150, batch=32)
        tests = [learning_rate_range_test(rates, run.loss[:, seed].astype(float), smoothing=0.9) for seed in range(5)]
        accuracy = np.nan_to_num(np.median(sweep(name)[0], axis=1))
        good = np.array(SWEPT)[accuracy > accuracy.max() - 0.02]
        for rate, smoothed in tests:
            ax.plot(rates, smoothed, "-", color=plots.COLOURS[0], linewidth=0.8)
            ax.axvline(float(rate), color=plots.COLOURS[1], linestyle="--", linewidth=1)
        ax.axvspan(good[0] / 10**0.25, good[-1] * 10**0.25, color=plots.COLOURS[2], alpha=0.2, linewidth=0)
        ax.set_ylim(0.1, 20)
        found[name] = {"rate": np.array([float(rate) for rate, _ in tests]), "good": good}
        inside = sum(good[0] / 10**0.25 <= rate <= good[-1] * 10**0.25 for rate in found[name]["rate"])
        plots.label(ax, "learning rate", "smoothed loss", f"{name}: {inside} of 5 within the good", log="xy")
    fig.suptitle("Suggested rate (dashed) and rates within 2 points of the best (shaded)", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# For momentum and Adam one short run replaces a search. For plain SGD the suggestion is timid here: its loss falls slowly, so within so few steps the minimum comes early relative to what a longer run could bear. The factor of 10 is a rule of thumb, made for momentum. Read the curve, not only the number: the good rates lie on the slope, before the bottom.
#
# ## The size of a step
#
# A second rule of thumb needs no search at all: each update should change the weights by about a thousandth of their size. Measure it.

# %% answer="update_to_weight_ratio"
def update_to_weight_ratio(w_before, w_after):
    """Length of an update over the length of the weights that it changed.

        |w_after - w_before| / |w_before|

    Parameters
    ----------
    w_before : weights before a step, floating array of any shape, not all 0
    w_after : weights after it, same shape and dtype

    Returns
    -------
    ratio : 0-d array, same dtype and device

    Convention: Euclidean length over all entries (others take standard deviations, or the logarithm).
    The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(w_before, w_after)
    update = w_after - w_before
    return xp.sqrt(xp.sum(update**2)) / xp.sqrt(xp.sum(w_before**2))

# %% check="update_to_weight_ratio"

# %% [markdown]
# **Predict**: over the sweep of rates above, at which ratio is each rule most accurate? Is it a thousandth for all three?

# %% experiment
@experiment(update_to_weight_ratio)
def step_sizes():
    fig, ax = plots.figure()
    found = {}
    for name in RULES:
        accuracy, pairs = sweep(name)
        with np.errstate(all="ignore"):                          # of nets that have diverged
            ratios = [[float(update_to_weight_ratio(a, b)) if a.any() else np.nan for a, b in zip(*pair, strict=True)]
                      for pair in pairs]
        ratio = np.median(np.median(ratios, axis=0).reshape(-1, 3), axis=1)
        accuracy = np.nan_to_num(np.median(accuracy, axis=1))
        found[name] = {"ratio": ratio, "accuracy": accuracy, "best": ratio[np.nanargmax(accuracy)]}
        keep = np.isfinite(ratio) & (accuracy > 0.15)
        plots.line(ax, ratio[keep], accuracy[keep], name, marker=".")
    ax.axvline(1e-3, color=plots.INK, linestyle=":", linewidth=1)
    told = ", ".join(f"{f['best']:.1g} ({name})" for name, f in found.items())
    x = "update-to-weight ratio, median of steps 60 to 200 (dotted: a thousandth)"
    plots.label(ax, x, "accuracy", f"Most accurate at {told}", log="x")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# On runs this short the best ratio lies above a thousandth, most of all for plain SGD, and the top is broad. So the number is no target. It is a gauge: the same for every layer and every rule, free to log, and it tells a rate that is too low by a factor of 100 from one that is too high at a glance, which the loss does not.
#
# ## What to do next
#
# A run ends with some errors, and you must decide what to change. Gomez's slides end with Andrew Ng's flowchart: ask four questions in a fixed order, and mend the first thing that is wrong.
#
# | question | answer | if yes |
# | --- | --- | --- |
# | Is the training error far above what can be reached? | 0, bias | larger net, longer training, another optimizer |
# | Is the error on held-out examples of the *same source* far above it? | 1, variance | more data, regularization |
# | Is the validation error, on the data you care about, far above that? | 2, mismatch | training data more like the real ones |
# | Is the test error far above the validation error? | 3, overfitted to the validation set | a larger validation set |
# | none | 4, done | |

# %% answer="diagnose_bias_variance"
def diagnose_bias_variance(train, held_out, validation, test, *, target, gap):
    """The first question of Ng's flowchart to be answered with yes.

        0, bias: train - target > gap             1, variance: held_out - train > gap
        2, mismatch: validation - held_out > gap  3, overfitted to validation: test - validation > gap
        4: none of these

    Parameters
    ----------
    train : error on training examples, a Python float; this and the others in the same unit
    held_out : error on examples from the training examples' source that were not trained on
    validation : error on validation examples, from the source that matters
    test : error on test examples, from the same source as the validation examples
    target : the error that can be reached (a person's, a better net's), a Python float
    gap : the largest difference that is acceptable, a Python float

    Returns
    -------
    answer : the number of the first question with a yes, a Python int from 0 to 4

    Convention: the questions are asked in this order, and a difference that equals the gap is
    acceptable. No errors to raise.

    Ng, Nuts and bolts of building applications using deep learning, NIPS 2016.
    """
    errors = (target, train, held_out, validation, test)
    for question in range(4):
        if errors[question + 1] - errors[question] > gap:
            return question
    return 4

# %% check="diagnose_bias_variance"

# %% [markdown]
# **Predict**: five projects with the same digits, each with one flaw: a net of three units; thirty training examples; validation images with noise that the training images lack; the best of 60 runs, chosen by 25 validation examples; and one without a flaw. Does the flowchart name each one right?

# %%
def project(hidden=64, train=900, noise=0.0, chosen_by=None, steps=300):
    """Errors on training, held-out, validation and test examples of one way to go about it; median over 7 seeds."""
    rng, x, y = Rng(2), np.concatenate([DIGITS.x_train, DIGITS.x_test]), np.concatenate([DIGITS.y_train, DIGITS.y_test])
    parts = {"train": slice(0, train), "held out": slice(900, 1200),
             "validation": slice(1200, 1200 + (chosen_by or 300)), "test": slice(1500, 1797)}
    x = np.concatenate([x[:1200], x[1200:] + noise * rng.normal((597, 64)).astype("float32")])
    split = data.Split(x[parts["train"]], y[parts["train"]], x[parts["test"]], y[parts["test"]])
    net = nets.MLP((64, hidden, 10), init=he_normal, seeds=range(60 if chosen_by else 7))
    training.train(net, split, training.momentum, lr=training.cosine(0.05, steps), steps=steps, batch=30)
    errors = {name: 1.0 - net.accuracy(x[where], y[where]) for name, where in parts.items()}
    best = np.argmin(errors["validation"]) if chosen_by else np.argsort(errors["test"])[3]
    return {name: float(error[best]) for name, error in errors.items()}

# %% experiment
@experiment(diagnose_bias_variance)
def five_projects():
    said = ("bias", "variance", "mismatch", "overfitted to validation", "done")
    flaws = {"three units": {"hidden": 3}, "30 examples": {"train": 30}, "noise in validation": {"noise": 1.5},
             "chosen by 25": {"chosen_by": 25, "steps": 40, "train": 600}, "no flaw": {}}
    found = {}
    fig, axes = plots.figure(5, width=10.5, height=2.7, sharey=True)
    for ax, (name, flaw) in zip(axes, flaws.items(), strict=True):
        errors = project(**flaw)
        answer = diagnose_bias_variance(*errors.values(), target=0.02, gap=0.045)
        found[name] = {"errors": errors, "answer": said[answer]}
        row = [0.02, *errors.values()]
        ax.plot(range(5), row, marker="o", color=plots.COLOURS[0])
        if answer < 4:
            ax.plot((answer, answer + 1), row[answer:answer + 2], "-", color=plots.COLOURS[1], linewidth=4)
        ax.set_xticks(range(5), ("target", *errors), rotation=70)
        plots.label(ax, "", "error" if ax is axes[0] else "", f"{name}:\n{said[answer]}")
    plots.show(fig)
    return found

# %% [markdown]
# The order matters. The noisy project has a larger gap further right than many a project has on the left, but as long as the training error is high nothing to the right can be trusted: more data for a net that cannot fit what it has is money lost.
#
# ## Six sick runs
#
# Errors come at the end. A curve tells earlier, and here is a gallery for the eye: one healthy run and six in which one thing is wrong.
#
# **Predict**: the ailments are a rate that is too high, one that is too low, examples sorted by class, first weights that are too small, biases that start at -2, and a tiny training set with wrong labels. Which panel is which? The names are printed below the figure; two panels cannot be told apart.

# %%
def sick_net(factor=1.0, bias=0.0, seeds=(2, 5)):
    net = nets.MLP((64, 64, 64, 64, 10), init=he_normal, seeds=seeds)
    net.parameters = [factor * p + (bias if p.shape[1] == 1 and p.shape[2] == 64 else 0.0) for p in net.parameters]
    return net


def sick_run(net, split, rate, *, order="shuffled", steps=300):
    """Minibatch losses (steps, seeds) of SGD, and validation losses every 20 steps; "sorted" goes class by class."""
    if order == "shuffled":
        run = training.train(net, split, training.sgd, lr=rate, steps=steps, batch=20, watch=20)
        return run.loss, run.watched.test_loss
    queue, losses, seen = np.argsort(split.y_train, kind="stable"), [], [net.loss(split.x_test, split.y_test)]
    for step in range(steps):
        rows = queue[np.arange(20 * step, 20 * step + 20) % len(queue)]
        loss, gradients = net.loss_and_gradients(split.x_train[rows, :], split.y_train[rows])
        net.parameters = [p - rate * g for p, g in zip(net.parameters, gradients, strict=True)]
        losses.append(loss)
        if step % 20 == 19:
            seen.append(net.loss(split.x_test, split.y_test))
    return np.stack(losses), np.stack(seen)


FULL = DIGITS._replace(x_train=DIGITS.x_train[:1000, :], y_train=DIGITS.y_train[:1000])
WRONG = data.noisy_labels(DIGITS.y_train[:100], 0.15, 10, Rng(9))
TINY = DIGITS._replace(x_train=DIGITS.x_train[:100, :], y_train=WRONG)
WARD = {
    "healthy": lambda: (sick_net(), FULL, 0.1), "rate too high": lambda: (sick_net(), FULL, 0.5),
    "rate too low": lambda: (sick_net(), FULL, 0.002), "sorted": lambda: (sick_net(), FULL, 0.1),
    "weights too small": lambda: (sick_net(factor=0.1), FULL, 0.1),
    "dead units": lambda: (sick_net(bias=-2.0), FULL, 0.1),
    "few, noisy": lambda: (sick_net(), TINY, 0.1),
}

# %% experiment
@experiment()
def six_sick_runs():
    names = [list(WARD)[k] for k in (0, 4, 6, 1, 5, 2, 3)]
    fig, axes = plots.figure(4, 2, width=10.5, height=4.8, sharex=True, sharey=True)
    found = {}
    for k, (ax, name) in enumerate(zip(axes.flat, names, strict=False)):
        loss, seen = sick_run(*WARD[name](), order="sorted" if name == "sorted" else "shuffled")
        found[name] = {"train": loss, "validation": seen}
        plots.line(ax, np.arange(300), loss[:, 0], "training")
        plots.line(ax, 20 * np.arange(16), seen[:, 0], "validation")
        ax.set_ylim(0.003, 20)
        ends = np.median(plots.smooth(loss, 30)[-1]), np.median(seen[-1])
        title = f"{k or 'healthy'}: {ends[0]:.2f}, {ends[1]:.2f}"
        plots.label(ax, "step", "loss" if k % 4 == 0 else "", title, log="y")
    axes.flat[-1].axis("off")
    plots.line(axes.flat[-1], [], [], "training, a minibatch")
    plots.line(axes.flat[-1], [], [], "validation")
    axes.flat[-1].legend(loc="center")
    fig.suptitle("Losses at the end, training and validation", x=0.01, ha="left")
    plots.show(fig)
    print("In order: " + ", ".join(f"{k} {name}" for k, name in enumerate(names) if k))
    return found

# %% [markdown]
# Four can be read. Few and noisy examples: the two curves part. Too high a rate: jagged, training and validation alike, and thrown back again and again (some starts get away with it at this rate; this one does not). Too low: smooth and slow. Sorted examples: each class is learnt and forgotten, a wave in the training loss with the length of an epoch.
#
# The twins are flat at $\ln 10$, the loss of guessing. Nothing in either curve says why, and the two cures are different. Look inside, before the first step.
#
# **Predict**: what share of the hidden units gives something other than 0, in each layer, for weights that are too small? For biases at -2? And the gradient of the first layer's weights?

# %% experiment
@experiment()
def two_diagnostics():
    found = {}
    for name in ("healthy", "weights too small", "dead units"):
        net, split, _ = WARD[name]()
        trace = net.trace(split.x_train[:200, :], split.y_train[:200])
        found[name] = {"active": np.stack([(h > 0).mean(axis=(1, 2)) for h in trace.h[:-1]]),
                       "gradient": nets.norms(trace.dw), "spread": np.stack([h.std(axis=(1, 2)) for h in trace.h[:-1]])}
    fig, axes = plots.figure(3, width=10)
    for marker, (name, f) in zip("o^s", found.items(), strict=True):
        for ax, key in zip(axes, ("active", "gradient", "spread"), strict=True):
            values = np.median(f[key], axis=1)
            values = values if key == "active" else np.maximum(values, 1e-8)
            plots.line(ax, 1 + np.arange(len(values)), values, name, marker=marker)
    first = [np.median(f["gradient"][0]) for f in found.values()]
    last = [np.median(f["active"][-1]) for f in found.values()]
    plots.label(axes[0], "layer", "share of active units", f"Last layer: {last[1]:.0%} and {last[2]:.0%}")
    title = f"First layer: {first[1]:.1g} and {first[2]:.1g}"
    plots.label(axes[1], "layer", "gradient norm (0 as 1e-8)", title, log="y")
    fall = np.median(found["weights too small"]["spread"][:-1] / found["weights too small"]["spread"][1:])
    plots.label(axes[2], "layer", "spread of the outputs (0 as 1e-8)", f"{fall:.0f} times less a layer", log="y")
    for ax in axes:
        plots.integer_ticks(ax)
    axes[0].legend(loc="center", bbox_to_anchor=(0.5, 0.5))
    fig.suptitle("Titles: weights too small, then dead units", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# With weights that are too small about as many units are active as in the healthy net; what shrinks, by a constant factor a layer, is the size of what they say. With dead units nothing is active and no gradient comes through at all: no number of steps will mend it. Share of active units and gradient norm per layer: log both, at step 0 and now and then. They cost one pass.
#
# ## Throwing weights away
#
# Trained nets can lose most of their weights with hardly a loss in accuracy. The oldest way to choose is the simplest: the smallest go.

# %% answer="magnitude_prune"
def magnitude_prune(w, *, share):
    """Which weights stay when the smallest in magnitude are pruned.

        mask = 0 for the floor(share n) entries of least |w|, 1 for the others

    Parameters
    ----------
    w : weights, floating array of any shape, n entries
    share : the share that goes, a Python float from 0 to 1

    Returns
    -------
    mask : ones and zeros, array of w's shape, dtype and device

    Convention: one order over the whole array. Of equal magnitudes those with the lowest index, in
    row-major order, go first, so that the number of zeros is exact; PyTorch rounds share n to the
    nearest. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(w)
    size = xp.reshape(xp.abs(w), (-1,))
    rank = xp.argsort(xp.argsort(size, stable=True))
    kept = rank >= math.floor(share * size.shape[0])
    return xp.reshape(xp.astype(kept, w.dtype), w.shape)

# %% check="magnitude_prune"

# %% [markdown]
# Frankle and Carbin asked what would have happened had these weights never been there. They *rewind*: prune after training, put the weights that stay back to their values before training, and train again.

# %% answer="rewind"
def rewind(w, w_start, mask):
    """The winning ticket: weights that stay go back to their start, the others are 0.

        ticket = mask w_start

    Parameters
    ----------
    w : weights after training, floating array of any shape
    w_start : the same weights before training, same shape and dtype
    mask : ones and zeros, same shape and dtype

    Returns
    -------
    ticket : same shape, dtype and device

    Convention: pruned weights are 0, not their start value. The arguments stay as they were; no
    errors to raise.

    Frankle and Carbin, The lottery ticket hypothesis, ICLR 2019.
    """
    return mask * w_start

# %% check="rewind"

# %% [markdown]
# While the ticket trains, its pruned weights must stay 0. The same kernel freezes the layers of a net that somebody else has trained, later in this chapter. With momentum there is a trap in it, which is why it is an exercise.

# %% answer="masked_step"
def masked_step(w, g, v, mask, *, lr, alpha):
    """One step of momentum for some of the weights; the others stay exactly as they are.

        v = mask (alpha v - lr g),    w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    v : velocity, same shape and dtype
    mask : 1 for the weights that are trained, 0 for those that are not, same shape and dtype
    lr : the rate, a Python float
    alpha : share of the velocity that stays, a Python float

    Returns
    -------
    w : the weights after the step, same shape, dtype and device
    v : the velocity after the step, likewise; 0 where the mask is 0

    Convention: the lectures' momentum of chapter 03. A weight whose mask is 0 does not move, whatever
    its velocity was, and its velocity becomes 0. The arguments stay as they were; no errors to raise.
    """
    v = mask * (alpha * v - lr * g)
    return w + v, v

# %% check="masked_step"

# %% [markdown]
# ### Experiment: the lottery ticket, with controls
#
# A pruned net that trains well proves nothing by itself: perhaps any net with so few weights would. So there are two controls with the same number of weights in every layer: the ticket's mask with *new* first weights, and the ticket's first weights under a *random* mask.
#
# **Predict**: at which sparsity do the three part? Which control is worse?

# %%
class Masked(training.Rule):
    """A rule whose kernel is given a mask with every parameter."""

    def __init__(self, masks, *, alpha=0.0):
        super().__init__(lambda w, g, v, mask, *, lr: (*masked_step(w, g, v, mask, lr=lr, alpha=alpha), mask))
        self.masks = masks

    def start(self, parameters):
        return [(np.zeros_like(w), mask) for w, mask in zip(parameters, self.masks, strict=True)]


SHARES, SEEDS = (0.5, 0.8, 0.9, 0.95, 0.98), (0, 1, 2)


def dense_net():
    """A net before and after training: two lists of parameters (seeds, ...), and its accuracy."""
    net = nets.MLP((64, 100, 10), init=he_normal, seeds=SEEDS)
    start = net.parameters
    run = training.train(net, FULL, training.sgd, lr=0.1, steps=500, batch=50)
    return start, net.parameters, run.test_accuracy


def masks_of(trained):
    """Masks (shares, seeds, ...) of every parameter: biases stay, the last layer loses half the share of the others."""
    def one(w, share):
        return np.stack([magnitude_prune(net, share=share) for net in w])

    last = len(trained) - 2
    shares = [[0.0 if w.shape[1] == 1 else share / 2 if k == last else share for share in SHARES]
              for k, w in enumerate(trained)]
    return [np.stack([one(w, share) for share in each]) for w, each in zip(trained, shares, strict=True)]


def train_tickets(starts, masks):
    """Accuracy (shares, seeds) and loss at step 60 of nets that begin at `starts` (shares, seeds, ...), with masks."""
    net = nets.MLP((64, 100, 10), init=he_normal, seeds=SEEDS * len(SHARES))
    net.parameters = [w.reshape(-1, *w.shape[2:]) for w in starts]
    masks = [mask.reshape(-1, *mask.shape[2:]) for mask in masks]
    run = training.train(net, FULL, Masked(masks), lr=0.1, steps=500, batch=50)
    return run.test_accuracy.reshape(len(SHARES), -1), plots.smooth(run.loss, 20)[60].reshape(len(SHARES), -1)

# %% experiment
@experiment(magnitude_prune, rewind, masked_step)
def lottery():
    start, trained, dense = dense_net()
    other = nets.MLP((64, 100, 10), init=he_normal, seeds=[seed + 100 for seed in SEEDS]).parameters
    masks, rng = masks_of(trained), Rng(3)
    shuffled = [m.reshape(*m.shape[:2], -1)[:, :, rng.permutation(m[0, 0].size)].reshape(m.shape) for m in masks]
    plans = {"ticket": (start, masks), "new weights, same mask": (other, masks),
             "same weights, random mask": (start, shuffled)}
    found = {}
    for name, (first, mask) in plans.items():
        starts = [rewind(w + 0 * m, w_0 + 0 * m, m) for w, w_0, m in zip(trained, first, mask, strict=True)]
        found[name] = train_tickets(starts, mask)
    fig, axes = plots.figure(2, width=10)
    for k, (ax, name) in enumerate(zip(axes, ("accuracy after 500 steps", "loss after 60 steps"), strict=True)):
        for plan, values in found.items():
            plots.band(ax, np.arange(len(SHARES)), values[k], plan, marker=".")
        ax.set_xticks(range(len(SHARES)), [f"{share:.0%}" for share in SHARES])
        plots.label(ax, "share of weights pruned", name)
    axes[0].axhline(np.median(dense), color=plots.INK, linestyle=":", linewidth=1)
    axes[0].legend(loc="lower left")
    ends, begins = (", ".join(f"{np.median(values[k][-1 - k * 4]):.2f}" for values in found.values()) for k in (0, 1))
    axes[0].set_title(f"At {SHARES[-1]:.0%}: {ends} (dotted: all weights, {np.median(dense):.2f})")
    axes[1].set_title(f"At {SHARES[0]:.0%}: {begins}")
    plots.show(fig)
    return {"dense": dense, "masks": masks, "start": start, "other": other} | found

# %% [markdown]
# The ticket is ahead of both controls, more so the more is pruned, and it is ahead from the first steps on. The two controls differ much less from each other: neither the mask nor the first weights are worth much alone, what counts is that they fit.
#
# Gomez's slides say that the pruned net only gets there with the *same* first values. At this size that is too strong. Here is a third control.

# %% answer="keep_signs"
def keep_signs(w_start, w_drawn, mask):
    """New magnitudes under the old signs: what of a ticket's start is it that counts?

        mask sign(w_start) |w_drawn|

    Parameters
    ----------
    w_start : the weights before training, floating array of any shape
    w_drawn : freshly drawn weights, same shape and dtype
    mask : ones and zeros, same shape and dtype

    Returns
    -------
    control : same shape, dtype and device

    Convention: sign(0) = 0. The arguments stay as they were; no errors to raise.

    Zhou, Lan, Liu and Yosinski, Deconstructing lottery tickets, NeurIPS 2019.
    """
    xp = array_namespace(w_start, w_drawn, mask)
    return mask * xp.sign(w_start) * xp.abs(w_drawn)

# %% check="keep_signs"

# %% [markdown]
# **Predict**: of the gap between the ticket and new weights, how much do the signs alone make up?

# %% experiment
@experiment(magnitude_prune, rewind, masked_step, keep_signs)
def signs_alone():
    parts = zip(lottery["start"], lottery["other"], lottery["masks"], strict=True)
    starts = [keep_signs(w_0 + 0 * m, w_1 + 0 * m, m) for w_0, w_1, m in parts]
    signs = train_tickets(starts, lottery["masks"])[0]
    ticket, drawn = lottery["ticket"][0], lottery["new weights, same mask"][0]
    made_up = (signs - drawn).mean(axis=1) / (ticket - drawn).mean(axis=1)
    fig, ax = plots.figure()
    for name, values in {"ticket": ticket, "new magnitudes, old signs": signs, "new weights": drawn}.items():
        plots.band(ax, np.arange(len(SHARES)), values, name, marker=".")
    ax.set_xticks(range(len(SHARES)), [f"{share:.0%}" for share in SHARES])
    plots.label(ax, "share of weights pruned", "accuracy after 500 steps", "Of the gap the signs make up "
                + ", ".join(f"{m:.0%} (at {share:.0%})" for m, share in zip(made_up[-2:], SHARES[-2:], strict=True)))
    plots.end_labels(ax)
    plots.show(fig)
    return {"signs": signs, "made up": made_up}

# %% [markdown]
# So a good part of what the rewound weights know is which way each of them points, not how large it is. And note what none of this gives you: the ticket is found by training the whole net first. It saves weights, not training.
#
# ## Starting from a trained net
#
# Gomez's slides advise to look for a net that works on a similar problem and start from there, and Wolter's to look for models in the literature. There are two ways. *Fine-tuning* trains all weights from the trained start; *freezing* keeps the trained layers as they are and trains a new last layer only. `masked_step` does both.
#
# **Predict**: on the left a net has learnt all ten digits, and the new task is whether a digit is 5 or more. On the right it has learnt 0 to 4, and the new task is 5 to 9, with other classes altogether. With few examples of the new task, which of the three is ahead: from scratch, frozen, or fine-tuned?

# %%
def transfer(old, new, y_new, classes, seeds):
    """Accuracy on the new task, from scratch, frozen and fine-tuned, (3, seeds); old: Split, new: rows for training."""
    def fit(net, split, steps, masks=None):
        masks = masks or [np.ones_like(p) for p in net.parameters]
        rule = Masked(masks, alpha=0.9)
        return training.train(net, split, rule, lr=training.cosine(0.05, steps), steps=steps, batch=50).test_accuracy

    source = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=seeds)
    fit(source, old, 300)
    found = []
    for way in ("scratch", "frozen", "tuned"):
        net = nets.MLP((64, 64, 64, classes), init=he_normal, seeds=[seed + 50 for seed in seeds])
        fresh = net.parameters
        if way != "scratch":
            net.parameters = [*source.parameters[:4], *fresh[4:]]
        masks = [np.zeros_like(p) if way == "frozen" and k < 4 else np.ones_like(p) for k, p in enumerate(fresh)]
        found.append(fit(net, new, 150, masks))
    return np.stack(found)


def tasks(each):
    """The two pairs of old and new task, with `each` training examples a class of the new one."""
    (x, y), (x_test, y_test) = DIGITS[:2], DIGITS[2:]
    def few(labels, classes, rows):
        return np.concatenate([rows[labels[rows] == c][:each] for c in range(classes)])

    large = (y >= 5).astype("int64")
    rows = few(large, 2, np.arange(900, 1437))
    old, low = data.Split(x[:900], y[:900], x_test, y_test), y < 5
    yield "5 or more?", old, data.Split(x[rows], large[rows], x_test, (y_test >= 5).astype("int64")), 2
    rows, late = few(y - 5, 5, np.arange(900, 1437)), y_test >= 5
    old = data.Split(x[low], y[low], x_test[~late], y_test[~late])
    yield "0-4, then 5-9", old, data.Split(x[rows], y[rows] - 5, x_test[late], y_test[late] - 5), 5

# %% experiment
@experiment(masked_step)
def trained_start():
    counts, found = (5, 20, 50), {}
    for each in counts:
        for name, old, new, classes in tasks(each):
            found.setdefault(name, []).append(transfer(old, new, new.y_train, classes, range(4)))
    found = {name: np.stack(values) for name, values in found.items()}
    fig, axes = plots.figure(2, width=10, sharey=True)
    for ax, (name, values) in zip(axes, found.items(), strict=True):
        for k, way in enumerate(("from scratch", "frozen", "fine-tuned")):
            plots.band(ax, np.array(counts), values[:, k], way, marker=".")
        scratch, frozen, tuned = np.median(values[1], axis=1)
        title = f"{name}  With {counts[1]}: {scratch:.2f}, {frozen:.2f}, {tuned:.2f}"
        plots.label(ax, "examples a class of the new task", "accuracy on the new task", title, log="x")
        ax.set_xticks(counts, counts)
        ax.minorticks_off()
    axes[0].legend(loc="lower right")
    fig.suptitle("Titles: from scratch, frozen, fine-tuned", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# On the left the trained start is worth many examples: the hidden layers tell the ten digits apart, and the new question only regroups them. Freezing is at least as good as tuning here, since there is less to overfit.
#
# On the right it fails, though the tasks could hardly look more alike. The net has learnt what tells 0 to 4 apart, which need not tell 5 from 6, and freezing keeps it from learning better; tuning everything just catches up with a fresh start. Nothing is wrong with the advice, which comes from nets trained on a million pictures of a thousand classes: *similar* means that the old task needed at least what the new one needs, and here it did not.
#
# ## The loss as a landscape
#
# What does the loss look like from where a net stands? Nobody can draw thousands of dimensions, but a line through them is easy.

# %% answer="point_on_line"
def point_on_line(start, end, *, alpha):
    """Weights on the straight line through two nets.

        w = (1 - alpha) start + alpha end

    Parameters
    ----------
    start, end : the same weights of two nets, floating arrays of one shape and dtype
    alpha : where on the line, a Python float: 0 at the start, 1 at the end, beyond them outside

    Returns
    -------
    w : same shape, dtype and device

    Convention: alpha is not cut to between 0 and 1. The arguments stay as they were; no errors to
    raise.

    Goodfellow, Vinyals and Saxe, Qualitatively characterizing neural network optimization problems,
    ICLR 2015.
    """
    return (1.0 - alpha) * start + alpha * end

# %% check="point_on_line"

# %% [markdown]
# **Predict**: along the line from a net's first weights to its trained ones, does the loss fall all the way? And between two nets, trained from different first weights to the same loss?

# %% experiment
@experiment(point_on_line)
def along_lines():
    net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(6))
    first, alphas, x, y = net.parameters, np.linspace(-0.25, 1.25, 31), DIGITS.x_train[:500, :], DIGITS.y_train[:500]
    training.train(net, DIGITS, training.momentum, lr=training.cosine(0.05, 300), steps=300)
    trained, found = net.parameters, {}
    others = [np.roll(p, 1, axis=0) for p in trained]
    pairs = {"first weights to trained": (first, trained), "one trained net to another": (trained, others)}
    for name, (start, end) in pairs.items():
        found[name] = []
        for alpha in alphas:
            net.parameters = [point_on_line(a, b, alpha=float(alpha)) for a, b in zip(start, end, strict=True)]
            found[name].append(net.loss(x, y))
        found[name] = np.stack(found[name])
    fig, axes = plots.figure(2, width=10, sharey=True)
    inside = (alphas >= -1e-9) & (alphas <= 1 + 1e-9)
    falls = np.mean(np.diff(found["first weights to trained"][inside], axis=0) < 0)
    top = np.median(found["one trained net to another"][inside].max(axis=0))
    titles = f"The loss falls in {falls:.0%} of the steps", f"A ridge between them: loss up to {top:.1f}"
    for ax, (name, loss), title in zip(axes, found.items(), titles, strict=True):
        plots.band(ax, alphas, loss)
        plots.label(ax, f"alpha: {name}", "loss on 500 training examples" if ax is axes[0] else "", title, log="y")
    plots.show(fig)
    return {"alphas": alphas} | found

# %% [markdown]
# The first line is a surprise that Goodfellow and colleagues found on net after net: a straight way down, with none of the hills that the word landscape suggests. The training never saw it; it took a long way round. The second line shows that two solutions lie in different valleys. (Part of the ridge is an illusion: two nets that do the same with their units in another order are far apart too.)
#
# Two directions make a plane.

# %% answer="point_on_plane"
def point_on_plane(w, d1, d2, *, a, b):
    """Weights on the plane through a net that two directions span.

        w + a d1 + b d2

    Parameters
    ----------
    w : weights of a net, floating array of any shape
    d1, d2 : two directions, same shape and dtype
    a, b : how far to go along each, Python floats

    Returns
    -------
    point : same shape, dtype and device

    Convention: d1 and d2 are directions, not points, and are used at the length they have. The
    arguments stay as they were; no errors to raise.
    """
    return w + a * d1 + b * d2

# %% check="point_on_plane"

# %% [markdown]
# With random directions there is a catch. A ReLU net whose first weights are ten times as large and whose second ones a tenth is the same function, but a step of length 1 means something else in it. So a net with large weights looks flat, and one with small weights sharp, and neither is. Li and colleagues' cure: give every unit's part of the direction the length of that unit's weights.

# %% answer="filter_normalize"
def filter_normalize(d, w):
    """A direction in which every unit's part is as long as the unit's weights.

        column j of the result = d_j |w_j| / |d_j|

    Parameters
    ----------
    d : a direction, floating array (fan_in, units), no column 0
    w : weights, array (fan_in, units), same dtype; a column is one unit's

    Returns
    -------
    direction : array (fan_in, units), same dtype and device

    Convention: one Euclidean length a column. Li and colleagues add 1e-10 below, which is too small
    to matter here. A unit whose weights are 0 gets a direction of 0. The arguments stay as they were;
    no errors to raise.

    Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, NeurIPS 2018.
    """
    xp = array_namespace(d, w)
    length_d, length_w = (xp.sqrt(xp.sum(a**2, axis=0)) for a in (d, w))
    return d * (length_w / length_d)

# %% check="filter_normalize"

# %% [markdown]
# ### Experiment: landscapes with and without skips
#
# The best-known picture of that paper: a deep net without skips looks like a mountain range, the same net with them like a bowl. These are small: 6 and 24 hidden layers of 32 units, trained with the same rule to the end, on a plane through the trained net.
#
# **Predict**: which of the four is the roughest? Which is not even trained?

# %%
def plane(net, seed, side, x, y):
    """Loss (side, side) on the plane through a net of one seed, from -1 to 1 in two random normalized directions."""
    rng, places = Rng((seed, 7), dtype="float32"), np.linspace(-1.0, 1.0, side)
    drawn = [[rng.normal(p.shape[1:]) for _ in range(2)] for p in net.parameters]
    ways = [[filter_normalize(d, p[0]) if p.shape[1] > 1 else 0.0 * d for d in pair]
            for pair, p in zip(drawn, net.parameters, strict=True)]
    rows, many = [], nets.MLP(net.sizes, init=he_normal, residual=net.residual, seeds=[0] * side)
    for b in places:
        points = [[point_on_plane(p[0], *pair, a=float(a), b=float(b)) for a in places]
                  for p, pair in zip(net.parameters, ways, strict=True)]
        many.parameters = [np.stack(point) for point in points]
        rows.append(many.loss(x, y))
    return places, np.stack(rows)

# %% experiment
@experiment(point_on_plane, filter_normalize)
def landscapes():
    x, y, found = DIGITS.x_train[:200, :], DIGITS.y_train[:200], {}
    fig, axes = plots.figure(4, width=11, height=3.2, sharey=True)
    kinds = [(depth, skips) for skips in (False, True) for depth in (6, 24)]
    for ax, (depth, skips) in zip(axes, kinds, strict=True):
        scale = 1.0 / math.sqrt(depth) if skips else None
        net = nets.MLP((64, *[32] * depth, 10), init=he_normal, residual=scale, seeds=[0])
        run = training.train(net, DIGITS, training.momentum, lr=training.cosine(0.02, 300), steps=300)
        places, loss = plane(net, 0, 21, x, y)
        name = f"{depth} layers, {'skips' if skips else 'no skips'}"
        found[name] = {"loss": loss, "trained": float(run.train_loss[0]), "valley": np.mean(loss < math.log(10))}
        height = np.log10(np.clip(loss, 1e-3, 999.0))
        image = ax.contourf(places, places, height, np.linspace(-3, 3, 25), cmap=plots.MAP)
        ax.contour(places, places, loss, levels=[math.log(10)], colors="white", linewidths=1)
        title = f"{name}: {run.train_loss[0]:.2g},\nvalley {found[name]['valley']:.0%} of the plane"
        plots.label(ax, "first direction", "second direction" if ax is axes[0] else "", title)
        ax.set_aspect("equal")
    fig.colorbar(image, ax=axes, label="log10 of the loss", shrink=0.8)
    finding = "Training loss of four trained nets, and how much of the plane is better than guessing (inside white)"
    fig.suptitle(finding, x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# None of these is a mountain range; that takes a larger net than a notebook trains. What the paper says does show in the sizes. Without skips the valley gets narrower with depth, its walls rise by orders of magnitude, and the deep net did not get to the bottom of its own. With skips the deep valley is as wide as the shallow one.
#
# Be careful with what such pictures prove. A plane is two directions out of thousands, and random directions miss the few that are steep. Without the normalization the order of the four could be anything, since the lengths of their weights differ. The pictures go together with how well a net trains; they do not explain it.

# %% [markdown] question="what-next" points=4
# You take over a project. The net has been trained once, at a rate that somebody guessed. Training error 9 %, error on held-out examples from the same source 10 %, validation error on your customer's data 24 %, test error 25 %; a person reaches 2 %. The training loss falls smoothly and slowly to the end. You can afford 40 runs of that length.
#
# Write a plan. (a) What does the flowchart say to do first, and why not the thing with the largest gap? (b) Which two measurements in a single run would tell you more before you spend any of the 40, and what do you expect to see? (c) How do you spend the runs: which hyper-parameters on which scales, how many in which round, and would you cut runs short? (d) A colleague proposes to start from a net that was trained on other pictures, with its layers frozen. Under which condition is that a good idea? Base each answer on a figure of this chapter. Eight to twelve sentences.
#
# +++
#
# (a) Bias: 9 % against 2 % is the first gap that is too large, so the training itself comes first: a better rate, longer, a larger net. The gap between held-out and validation error is larger, 14 points, and it is a mismatch of the data; but as long as the net does not fit what it has, nobody knows how large that gap will be in the end (five projects).
#
# (b) A curve that falls smoothly and slowly to the end is that of a rate that is too low (sick runs). The update-to-weight ratio should then lie far below a thousandth (step sizes), and a range test, one short run, should suggest a rate several times higher (range test). Share of active units and gradient norms per layer rule out the twins, dead units and weights that are too small; these two would show a flat curve and not a falling one.
#
# (c) The rate on a logarithmic scale, over a range of a decade or two round what the range test says, together with the penalty (logarithmic), the width and, on a linear scale, dropout. At random, not on a grid, since most of these will not matter (grid or random): some 20 runs, then the ranges round the best three, then the rest (in rounds). Cutting runs short, as in successive halving, buys several times as many jobs, at the price that it prefers what starts fast; with a schedule or a warmup the first cut must not come too early.
#
# (d) If the old task needed at least the distinctions that the new one needs, as ten digits do for "5 or more?"; with other distinctions frozen layers lose even to a fresh start, and then one trains all layers or none (trained start). With few examples freezing is the safer of the two.
#
# Full points: bias first with the reason (1), two measurements that fit the curve, with the expected result (1), random, logarithmic, in rounds (1), the condition on the old task, with the failure (1).

# %% [markdown]
# ## In your framework
#
# | here | elsewhere |
# | --- | --- |
# | `log_uniform` | `scipy.stats.loguniform(low, high)`; Optuna's `trial.suggest_float("lr", low, high, log=True)`; KerasTuner's `hp.Float(..., sampling="log")` |
# | `grid_search`, `random_search` | scikit-learn's `ParameterGrid` (same order, for sorted names) and `ParameterSampler`; Optuna's `GridSampler` and `RandomSampler` |
# | `successive_halving` | scikit-learn's `HalvingRandomSearchCV` (rounds the counts up); Optuna's `SuccessiveHalvingPruner` and `HyperbandPruner` (asynchronous) |
# | `learning_rate_range_test` | Lightning's `Tuner.lr_find` and fastai's `lr_find`: both smooth from 0 with a bias correction; Lightning suggests the steepest point |
# | `magnitude_prune`, `rewind` | `torch.nn.utils.prune.l1_unstructured(module, "weight", amount=share)`: rounds the count to the nearest, and keeps the mask as a buffer |
# | `masked_step` | `p.requires_grad_(False)` in PyTorch, `layer.trainable = False` in Keras, `optax.multi_transform` with `optax.set_to_zero()` for what is frozen |
#
# * In PyTorch a parameter without a gradient is skipped, velocity and all. One whose gradient was set to *zero* is not: under momentum it coasts, and under weight decay it shrinks. That is the trap of `masked_step`, and it catches those who freeze by a hook on the gradient. In optax the trap is `optax.masked`: for what its mask leaves out it passes the *raw gradient* on as the update.
# * A frozen net with batch norm or dropout must also be put into evaluation mode, or its running statistics go on changing; Keras does that for you when `trainable` is False, PyTorch does not.
# * For landscapes there is no call; the authors' code is on [GitHub](https://github.com/tomgoldstein/loss-landscape).
#
# ## Further reading
#
# * Bergstra and Bengio, *Random search for hyper-parameter optimization*, JMLR 13, 2012. Figure 1 is yours now, with numbers.
# * Li, Jamieson and colleagues, [Hyperband](https://arxiv.org/abs/1603.06560), JMLR 2018. Successive halving without its weak point.
# * Smith, [Cyclical learning rates for training neural networks](https://arxiv.org/abs/1506.01186), WACV 2017. The range test.
# * Godbole, Dahl, Gilmer, Shallue and Nado, [Deep learning tuning playbook](https://github.com/google-research/tuning_playbook), 2023. How people who train for a living search.
# * Karpathy, [A recipe for training neural networks](https://karpathy.github.io/2019/04/25/recipe/), 2019. Diagnosis, in order.
# * Frankle and Carbin, [The lottery ticket hypothesis](https://arxiv.org/abs/1803.03635), ICLR 2019; Zhou and colleagues, [Deconstructing lottery tickets](https://arxiv.org/abs/1905.01067), NeurIPS 2019. The claim and its controls.
# * Yosinski, Clune, Bengio and Lipson, [How transferable are features in deep neural networks?](https://arxiv.org/abs/1411.1792), NIPS 2014. Freezing and fine-tuning, layer by layer, failures included.
# * Goodfellow, Vinyals and Saxe, [Qualitatively characterizing neural network optimization problems](https://arxiv.org/abs/1412.6544), ICLR 2015; Li and colleagues, [Visualizing the loss landscape of neural nets](https://arxiv.org/abs/1712.09913), NeurIPS 2018. Lines and planes.
#
# The lectures that this course draws on treat the subject on Gomez's slides "Practical Methodology", "The Lottery Ticket Hypothesis" and "Why are neural nets hard to train?".

# %% [markdown]
# ## Capstone
#
# You have written every part of a training loop by now. Put it together: a function that gets examples it has never met, and 10 seconds, and hands back the weights of a net that does well on examples you will not see.
#
# The net is given: 64 inputs, two hidden layers of 128 units with ReLU, 10 outputs. How it is trained is up to you: initialization, preprocessing, optimizer, schedule, regularization. Bring your kernels from the earlier chapters; paste what you need into a cell above the answer, or write it anew inside. The workbench is not there while this is graded.
#
# **What it is measured on.** Your function is called once for each of eight splits, in a fresh process each time, with nothing kept from one call to the next.
#
# * *Digits*: the handwritten digits of earlier chapters, in five folds, so that every image is tested once. Pixels and classes are permuted, anew for each fold.
# * *Clouds*: ten classes of five clouds each, in 64 dimensions, three draws. Nobody has seen them before the grader draws them.
#
# **What it earns.** A bar is cleared if the mean accuracy over the splits is above it on both kinds of data.
#
# | bar | digits | clouds | points |
# | --- | --- | --- | --- |
# | a net that trains | 96.5 % | 90 % | 4 |
# | a net that trains well | 97.8 % | 95 % | 7 |
# | a net that generalizes | 98.6 % | 98.3 % | 10 |
#
# `check` uses splits of its own and tells the accuracy on each. The grader draws others from a secret seed, and tells the two means.

# %% answer="train"
def train(x, y, rng):
    """Trains a ReLU net on examples, and returns its parameters.

        h1 = relu(x w1 + b1),   h2 = relu(h1 w2 + b2),   class = argmax(h2 w3 + b3)

    Parameters
    ----------
    x : examples, float32 array (n, 64) with values between 0 and 1; n is between 1400 and 1500
    y : their classes, int64 array (n,), from 0 to 9
    rng : source of randomness: rng.normal(shape), rng.uniform(shape), rng.permutation(n)

    Returns
    -------
    w1, b1, w2, b2, w3, b3 : float32 (or float64) arrays (64, 128), (128,), (128, 128), (128,), (128, 10), (10,)

    Convention: weights are (fan_in, fan_out). The grader applies the net to x as it comes: what you
    subtract or divide by belongs into w1 and b1. The arguments may be changed.

    Budget: 10 seconds of CPU time and 1 GiB of memory a call, on one thread; the cells above run
    within it. What comes back too late, with another shape, or not finite earns nothing. NumPy,
    SciPy and array-api-compat can be imported; neither files nor the workbench are there.
    """
    xp = array_namespace(x)
    n, batch, epochs, peak, decay, shake, soft = x.shape[0], 64, 120, 4e-3, 0.2, 0.5, 0.1
    centre = xp.mean(x, axis=0)
    scale = xp.sqrt(xp.mean((x - centre) ** 2))
    x = (x - centre) / scale
    targets = (1.0 - soft) * xp.astype(y[:, None] == xp.arange(10), x.dtype) + soft / 10
    p = []                                                       # w1, b1, w2, b2, w3, b3
    for fan_in, fan_out in ((64, 128), (128, 128), (128, 10)):   # He initialization
        p += [math.sqrt(2.0 / fan_in) * rng.normal((fan_in, fan_out)), xp.zeros(fan_out, dtype=x.dtype)]
    m, v = [xp.zeros_like(q) for q in p], [xp.zeros_like(q) for q in p]
    t, steps = 0, epochs * math.ceil(n / batch)
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch):
            rows = order[start : start + batch]
            h = [xp.take(x, rows, axis=0) + shake * rng.normal((rows.shape[0], 64))]
            h += [xp.maximum(h[0] @ p[0] + p[1], 0.0)]
            h += [xp.maximum(h[1] @ p[2] + p[3], 0.0)]
            z = h[2] @ p[4] + p[5]
            e = xp.exp(z - xp.max(z, axis=1, keepdims=True))
            d = (e / xp.sum(e, axis=1, keepdims=True) - xp.take(targets, rows, axis=0)) / rows.shape[0]
            t, lr = t + 1, 0.5 * peak * (1.0 + math.cos(math.pi * t / steps))
            for layer in (2, 1, 0):
                gradients = h[layer].T @ d, xp.sum(d, axis=0)
                d = (d @ p[2 * layer].T) * xp.astype(h[layer] > 0, x.dtype)
                for i, g in enumerate(gradients, 2 * layer):     # AdamW, which leaves the biases undecayed
                    m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g**2
                    step = m[i] / (1.0 - 0.9**t) / (xp.sqrt(v[i] / (1.0 - 0.999**t)) + 1e-8)
                    p[i] = p[i] - lr * (step + (decay * p[i] if i % 2 == 0 else 0.0))
    w1 = p[0] / scale                                            # the net gets x as it was
    return w1, p[1] - centre @ w1, *p[2:]

# %% check="train"

# %% [markdown]
# Why clouds? The digits are public, and permuting their pixels hides less than one would think. The next cell plays three students who do not train. The first pastes the parameters of a net that knows all digits. The second pastes the digits, and trains on them instead of on `x`. The third undoes the permutation first: the mean, the mean square and the mean cube of each column tell which pixel it is, and the classes follow by a vote. On data that it does not recognize it trains the plain net.
#
# Predict before you run it: what does each of the three get on digits, what on clouds, and which bar does that clear?

# %% experiment
@experiment()
def what_not_training_is_worth():
    found = {name: shortcuts.accuracies(kernel) for name, kernel in shortcuts.KERNELS.items()}
    fig, axes = plots.figure(2, width=9.0, height=2.8, sharey=True)
    for ax, kind in zip(axes, ("digits", "clouds"), strict=True):
        for at, (name, means) in enumerate(found.items()):
            error = 100 * (1 - means[kind])
            ax.plot(max(error, 0.05), at, "o", color=plots.COLOURS[0 if name == "a plain net" else 1])
            ax.annotate(f"{error:.1f}", (max(error, 0.05), at), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8.5)
        for bar in shortcuts.CAPSTONE.bars:
            ax.axvline(100 * (1 - bar.accuracy[kind]), linestyle=":", linewidth=1.2, color=plots.INK)
        plots.label(ax, "errors on test examples, %", "", kind, log="x")
        ax.set_yticks(range(len(found)), list(found))
        ax.set(xlim=(0.03, 200), ylim=(len(found) - 0.5, -0.7))
    earned = {name: shortcuts.points(means) for name, means in found.items()}
    most = max(points for name, points in earned.items() if name != "a plain net")
    fig.suptitle(f"A plain net earns {earned['a plain net']:g} points, the best of three shortcuts {most:g}; dotted: the bars", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# The permutation alone would have been no protection: knowing the digits is as good as training on them, and a small net that knows them all takes less room than this page. It is a leak of the kind that spoils real studies too: a test set that a model may have seen measures memory. What helps is data that did not exist when the model was made. On clouds the third student has nothing but the plain net, and that is what it earns.

# %% [markdown]
# ## Where you stand

# %%
progress()
