# %% [markdown]
# # Dropout: training with holes
#
# A net that is large for its data learns them by heart, noise included. Dropout is the strangest cure for that, and one of the most used: at every step of training, a random part of the units is simply not there. In this chapter you write it in the form that frameworks use and in that of the paper, and find out what it does to a loss curve, to a trained net, and to a net's confidence.
#
# After this chapter you can
#
# * write dropout for training, its backward pass, and what evaluation has to do in either form;
# * say what dropout does to the mean and to the variance of what a unit receives, and predict both;
# * read the three losses that a run with dropout has, and explain why validation can look better than training;
# * tell too little dropout from too much by the curves;
# * average over masks in evaluation, and say when that pays and when it does harm.
#
# You need chapter 00's softmax, and the idea of overfitting. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import functools
import math
from itertools import pairwise

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import plots
from workbench.data import digits, noisy_labels
from workbench.layers import Dropout
from workbench.nets import MLP
from workbench.rng import Rng
from workbench.training import adam, cosine, train

# %% [markdown]
# ## The idea
#
# Before each step, toss a coin for each hidden unit and each example. Heads: the unit works as usual. Tails: its output is 0, for this example and this step; its weights do nothing and get no gradient. Then forget the tosses, and toss again.
#
# So every step trains another net, a part of the whole one, and all these parts share their weights. No unit can rely on a certain other one being there.
#
# **Predict**: how many such parts has a net with 14 hidden units?

# %%
def draw_net(ax, units, links):
    """A net as a picture: units are lists of True and False, links matrices of them, layer by layer."""
    height = [np.linspace(1, 0, len(layer) + 2)[1:-1] for layer in units]
    for k, link in enumerate(links):
        for i, j in np.argwhere(link & units[k][:, None] & units[k + 1]):
            ax.plot((k, k + 1), (height[k][i], height[k + 1][j]), color=plots.INK, linewidth=0.5, linestyle="-")
    for k, there in enumerate(units):
        for on, y in zip(there, height[k], strict=True):
            ax.plot(k, y, "o", markersize=11, color=plots.COLOURS[0] if on else plots.PAPER, zorder=3,
                    markeredgecolor=plots.COLOURS[0] if on else plots.COLOURS[1])
            if not on:
                ax.plot(k, y, "x", markersize=8, color=plots.COLOURS[1], zorder=4)
    ax.axis("off")

# %% experiment
@experiment()
def parts_of_a_net():
    sizes, rate, rng = (4, 7, 7, 3), 0.5, Rng(4)
    all_units = [np.ones(size, dtype=bool) for size in sizes]
    all_links = [np.ones(pair, dtype=bool) for pair in pairwise(sizes)]
    some_units = [all_units[0], *[rng.uniform((size,)) >= rate for size in sizes[1:-1]], all_units[-1]]
    some_links = [rng.uniform(link.shape) >= rate for link in all_links]
    hidden, kept = sum(sizes[1:-1]), sum(int(layer.sum()) for layer in some_units[1:-1])
    links, left = sum(link.size for link in all_links), sum(int(link.sum()) for link in some_links)
    fig, axes = plots.figure(3, width=9.5)
    pictures = {f"the whole net: {hidden} hidden units": (all_units, all_links),
                f"dropout: {kept} of {hidden} units": (some_units, all_links),
                f"DropConnect: {left} of {links} connections": (all_units, some_links)}
    for ax, (title, picture) in zip(axes, pictures.items(), strict=True):
        draw_net(ax, *picture)
        plots.label(ax, title=title)
    fig.suptitle(f"A net with {hidden} hidden units has {2**hidden:,} parts that dropout can choose", x=0.01, ha="left")
    plots.show(fig)
    return {"parts": 2**hidden, "kept": kept, "links": left}

# %% [markdown]
# > **The slide says.** Our copy of Wolter's slides has dropout "remove connections". It removes *units*, and with a unit all connections from it go at once, as in the middle picture and in the paper's. Removing single connections, on the right, is a method of its own, DropConnect (Wan and colleagues, 2013): every unit stays, and hears a different part of the layer before.
#
# ## The mask
#
# Which units stay is written as a *mask*, an array of ones and zeros that the outputs are multiplied by. The coin is a uniform random number $u$ from $[0, 1)$ for each entry. The *rate* $p$ is the probability that a unit is dropped, so
#
# $$
# m = \begin{cases} 1 & u \ge p \\ 0 & u < p. \end{cases}
# $$
#
# The random numbers come in as an argument. So your kernel is a function like any other, the same draws give the same mask, and it can be tested.

# %% answer="dropout_mask"
def dropout_mask(u, *, rate):
    """Which units stay, from one uniform random number for each.

        m = 1 where u >= rate, 0 where u < rate

    Parameters
    ----------
    u : uniform draws from [0, 1), floating array of any shape
    rate : probability to drop, a Python float in [0, 1)

    Returns
    -------
    mask : ones and zeros, array of the shape, dtype and device of u

    Convention: the rate is the probability to drop, as in PyTorch and Keras; p is the probability
    to keep in the paper. A draw that equals the rate stays. The arguments stay as they were; no
    errors to raise. Portable spelling: xp.astype(array, dtype); xp.where needs an array among its
    two choices.

    Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15,
    2014.
    """
    xp = array_namespace(u)
    return xp.astype(u >= rate, u.dtype)

# %% check="dropout_mask"

# %% [markdown]
# ## Inverted dropout
#
# In evaluation nobody wants random answers: all units are there. But then the next layer gets more than it was trained with. With half of the units gone it got about half the sum.
#
# The usual remedy is to make up for it in training, at once: what stays is scaled so that the mean over masks is the input itself. With $y = s\, m\, x$ and $\mathbb E[m] = 1 - p$,
#
# $$
# \mathbb E[y] = s\,(1 - p)\,x = x \quad\Longrightarrow\quad s = \frac1{1 - p}.
# $$
#
# Then evaluation has nothing to do: $y = x$. This is *inverted* dropout, and it is what every framework calls dropout.

# %% answer="dropout_forward"
def dropout_forward(x, u, *, rate):
    """Inverted dropout in training: some entries become 0, the others grow to make up for them.

        m = 1 where u >= rate, 0 where u < rate;    y = m x / (1 - rate)

    Parameters
    ----------
    x : a layer's outputs, floating array of any shape
    u : uniform draws from [0, 1), array of the same shape and dtype
    rate : probability to drop, a Python float in [0, 1)

    Returns
    -------
    y : what the next layer gets, array of the shape, dtype and device of x
    mask : ones and zeros, an array like y, for the backward pass

    Convention: the mask that is returned holds no scale; in some courses it carries the 1/(1 - rate).
    The arguments stay as they were; no errors to raise.

    Srivastava et al. 2014, section 10.
    """
    xp = array_namespace(x, u)
    mask = xp.astype(u >= rate, x.dtype)
    return x * mask / (1.0 - rate), mask

# %% check="dropout_forward"

# %% [markdown]
# A unit that was dropped had no part in the loss, so its gradient is 0. One that stayed was multiplied by a constant, and so is its gradient. The one thing to get right is that the backward pass uses the mask of *its* forward pass: that is why you return it.

# %% answer="dropout_backward"
def dropout_backward(dy, mask, *, rate):
    """The gradient of the loss with respect to the inputs of dropout_forward.

        dx = m dy / (1 - rate)

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array of any shape
    mask : the mask of the forward pass, ones and zeros, array of the same shape and dtype
    rate : the rate of the forward pass, a Python float in [0, 1)

    Returns
    -------
    dx : gradient with respect to x, array of the shape, dtype and device of dy

    Convention: the mask holds no scale. The arguments stay as they were; no errors to raise.
    """
    return dy * mask / (1.0 - rate)

# %% check="dropout_backward"

# %% [markdown]
# Is it right? Compare the gradient of a small loss, the mean of a few $\tanh$ units that read dropped-out inputs, with central differences, in three versions: your backward pass, yours with a new mask, and one that forgets the scale.
#
# **Predict** the order of their relative errors, $\lVert a - b\rVert / (\lVert a\rVert + \lVert b\rVert)$. It is at most 1.

# %% experiment
@experiment(dropout_forward, dropout_backward)
def gradient_of_one_layer():
    x, w = (Rng(seed).normal((8, 12)) for seed in (0, 1))
    u, other = (Rng(seed).uniform((8, 12)) for seed in (2, 3))
    rate, h = 0.3, 1e-5

    def loss(x):
        return np.mean(np.tanh(np.sum(w * dropout_forward(x, u, rate=rate)[0], axis=1)))

    numerical = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        numerical[i] = (loss(x + step) - loss(x - step)) / (2 * h)
    y, mask = dropout_forward(x, u, rate=rate)
    dy = w * (1 - np.tanh(np.sum(w * y, axis=1, keepdims=True)) ** 2) / len(x)
    versions = {"the same mask": dropout_backward(dy, mask, rate=rate),
                "a new mask": dropout_backward(dy, dropout_forward(x, other, rate=rate)[1], rate=rate),
                "no scale": dropout_backward(dy, mask, rate=rate) * (1.0 - rate)}
    error = {name: np.linalg.norm(dx - numerical) / (np.linalg.norm(dx) + np.linalg.norm(numerical))
             for name, dx in versions.items()}
    for name, value in error.items():
        print(f"{name:14} relative error {value:.1e}")
    return error

# %% [markdown]
# The forgotten scale is only a constant factor on one layer, so such a net still trains, a bit differently. That is why nobody notices without a check like this one.

# %% [markdown]
# ## Classic dropout
#
# The paper does it the other way round. In training there is no scale: what stays, stays as it is.

# %% answer="classic_dropout"
def classic_dropout(x, u, *, rate):
    """Dropout as in the paper, in training: some entries become 0, the others stay as they are.

        y = x where u >= rate, 0 where u < rate

    Parameters
    ----------
    x : a layer's outputs, floating array of any shape
    u : uniform draws from [0, 1), array of the same shape and dtype
    rate : probability to drop, a Python float in [0, 1)

    Returns
    -------
    y : what the next layer gets, array of the shape, dtype and device of x

    Convention: the rate is the probability to drop; p is the probability to keep in the paper. The
    arguments stay as they were; no errors to raise.

    Srivastava et al. 2014, section 4.
    """
    xp = array_namespace(x, u)
    return x * xp.astype(u >= rate, x.dtype)

# %% check="classic_dropout"

# %% [markdown]
# It is made up for in evaluation. There, the weights that *read* the dropped units are multiplied by the share of the time that these units were there.

# %% answer="classic_test_weights"
def classic_test_weights(w, *, rate):
    """The weights of the layer after classic dropout, for evaluation.

        w_test = (1 - rate) w

    Parameters
    ----------
    w : weights as trained, floating array of any shape, (fan_in, fan_out) for a dense layer
    rate : the probability to drop in training, a Python float in [0, 1)

    Returns
    -------
    w : weights for evaluation, a new array of the same shape, dtype and device

    Convention: the rate is the probability to drop; the paper multiplies by its p, the probability
    to keep. The bias is not scaled. The arguments stay as they were; no errors to raise.

    Srivastava et al. 2014, section 4.
    """
    return w * (1.0 - rate)

# %% check="classic_test_weights"

# %% [markdown]
# ## What a mask does to a number
#
# The mean was the reason for the scale. The variance is what dropout adds: noise, in proportion to the signal.
#
# **Predict** for an input $x$: the variance of $y$ at a rate $p$, from $\mathbb E[m^2] = \mathbb E[m]$. What is the standard deviation at $p = 0.5$, in units of $x$? And without the scale?
#
# Then measure: one input of 1, many masks, and the mean and the variance of what comes out. The third curve is what our copy of Dombry's slides prints: $p$ drops, and the factor in training is $1/p$.

# %% experiment
@experiment(dropout_forward, classic_dropout, dropout_mask)
def mean_and_variance():
    rates, x, rng = np.array([0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]), np.ones(20_000), Rng(1)
    forms = {"inverted": lambda u, p: dropout_forward(x, u, rate=p)[0],
             "classic": lambda u, p: classic_dropout(x, u, rate=p),
             "as printed, 1/p": lambda u, p: x * dropout_mask(u, rate=p) / p}
    scale = {"inverted": 1 / (1 - rates), "classic": np.ones_like(rates), "as printed, 1/p": 1 / rates}
    seen = {name: [form(rng.uniform(x.shape), p) for p in rates.tolist()] for name, form in forms.items()}
    found = {name: {"mean": np.mean(y, axis=1), "variance": np.var(y, axis=1)} for name, y in seen.items()}
    fig, axes = plots.figure(2, width=9.5)
    for name, s in scale.items():
        found[name]["predicted"] = s * (1 - rates), s**2 * rates * (1 - rates)
        for ax, quantity, predicted in zip(axes, ("mean", "variance"), found[name]["predicted"], strict=True):
            plots.line(ax, rates, found[name][quantity], name)
            plots.prediction(ax, rates, predicted, "_")
    tenth, half = (int(np.argmin(np.abs(rates - p))) for p in (0.1, 0.5))
    inverted, printed = found["inverted"], found["as printed, 1/p"]["mean"]
    plots.label(axes[0], "rate p", "mean over masks, input 1", f"At p = 0.1: {inverted['mean'][tenth]:.2f} inverted, "
                f"{printed[tenth]:.1f} as printed", log="y")
    plots.label(axes[1], "rate p", "variance over masks, input 1",
                f"Inverted, p = 0.5: a standard deviation of {math.sqrt(inverted['variance'][half]):.2f}", log="y")
    plots.end_labels(axes[1])
    plots.show(fig)
    print(f"As printed, the mean is off by a factor of {printed[tenth]:.2f} at p = 0.1, {printed[half]:.2f} at p = 0.5")
    return {"rates": rates, "found": found}

# %% [markdown]
# Circles are the formulas: with a scale $s$ the mean is $s(1-p)\,x$ and the variance $s^2 p(1-p)\,x^2$. For the inverted form that is $p/(1-p)\,x^2$: the noise has no upper bound, and at the usual rates it is about as large as the signal. The net has to learn to work with that.
#
# > **The slide says.** Our copy of Dombry's slides has $p$ as the probability to *drop*, and then multiplies the weights by $p$ at test time, or by $1/p$ in training. With that meaning of $p$ it must be $1-p$ and $1/(1-p)$. The formulas belong to the paper's $p$, the probability to *keep*. The printed line above says what the slip costs in one layer; and it says why the slip survives, since at $p = 0.5$ it costs nothing.
#
# What does it cost a trained net? The next experiment trains nets with your classic dropout after each of three hidden layers, at several rates, and evaluates each in three ways: weights scaled by $1-p$, by $p$ as printed, and not at all.
#
# **Predict** the accuracy and the loss of the three at $p = 0.1$ and at $p = 0.5$. A hint: without biases, a ReLU net whose weights are multiplied by a positive factor gives every example the same class as before. With biases?

# %%
def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))


def cross_entropy(probabilities, y):
    """Mean of -log of the probability of the right class, for probabilities (..., n, classes)."""
    return -np.mean(np.log(probabilities[..., np.arange(len(y)), y] + 1e-30), axis=-1)


DIGITS = digits(dtype="float32")
LARGE = DIGITS._replace(x_train=DIGITS.x_train[:1000, :], y_train=DIGITS.y_train[:1000])

# %% experiment
@experiment(dropout_mask, classic_dropout, classic_test_weights)
def classic_in_evaluation():
    rates, seeds = [0.1, 0.3, 0.5, 0.7], range(4)
    each = [p for p in rates for _ in seeds]
    layer = Dropout(lambda x, u, *, rate: (classic_dropout(x, u, rate=rate), dropout_mask(u, rate=rate)),
                    lambda dy, mask, *, rate: dy * mask, rate=each)
    net = MLP((64, 64, 64, 64, 10), init=he_normal, after=layer, seeds=[*seeds] * len(rates))
    train(net, LARGE, adam, lr=0.003, steps=300, batch=50)
    ways = {"1 - p": lambda p: p, "p, as printed": lambda p: 1 - p, "not scaled": lambda p: 0.0}
    weights, found = net.weights, {}
    for name, dropped in ways.items():
        scaled = [[classic_test_weights(w, rate=dropped(p)) for w, p in zip(layer, each, strict=True)]
                  for layer in weights[1:]]
        net.weights = [weights[0], *map(np.stack, scaled)]
        loss = net.loss(DIGITS.x_test, DIGITS.y_test).reshape(len(rates), -1)
        found[name] = {"loss": loss, "accuracy": net.accuracy(DIGITS.x_test, DIGITS.y_test).reshape(len(rates), -1)}
    fig, axes = plots.figure(2, width=9.5)
    for ax, quantity in zip(axes, ("accuracy", "loss"), strict=True):
        for name, run in found.items():
            plots.band(ax, rates, run[quantity], name, marker=".")
    low = {name: [np.median(run[quantity][0]) for quantity in ("accuracy", "loss")] for name, run in found.items()}
    plots.label(axes[0], "rate p", "accuracy on test examples", f"p = 0.1: {low['1 - p'][0]:.0%} right, "
                f"{low['p, as printed'][0]:.0%} as printed")
    plots.label(axes[1], "rate p", "loss on test examples", f"p = 0.1: {low['1 - p'][1]:.2f} right, "
                f"{low['p, as printed'][1]:.2f} as printed, {low['not scaled'][1]:.2f} not scaled", log="y")
    plots.end_labels(axes[1])
    plots.show(fig)
    return {"rates": rates, "found": found}

# %% [markdown]
# Lines are medians over four starts, bands reach from the lowest to the highest. The printed factor and the right one meet at one half, as they must. At low rates the printed factor shrinks the signal layer by layer, until the biases, which are not scaled, decide alone and every example gets the same answer. At high rates it lets too much through, as no scaling does at all rates. That is the milder mistake: too large logits in about the right order, so the accuracy hardly notices at first, and the loss does, because the net is far too sure of itself. A net that is wrong in its scale is wrong in its confidence first.
#
# From here on everything is inverted dropout.

# %% [markdown]
# ## Few samples, noisy labels, too many units
#
# Now the experiment that Dombry's slides show in three pictures: few samples, one label in ten wrong, three wide hidden layers. Here, 200 digits and three layers of 128 units, which is far more weights than samples. One net without dropout, one with some, one with too much.
#
# The figure shows two losses: the training loss as a training loop logs it, from the minibatch of each step with its masks, and the validation loss, without masks.
#
# **Predict** for each of the three: where does the training loss end, and what does the validation loss do after its minimum? Which of the three has the lowest validation loss? Which has the roughest training loss?

# %%
def few_and_noisy(n, share, seeds, copies=1):
    """The first n digits, a share of their labels moved to a wrong class, differently for each seed."""
    x, y = DIGITS.x_train[:n, :], DIGITS.y_train[:n]
    labels = np.stack([noisy_labels(y, share, 10, Rng((3, seed))) for seed in seeds])
    return DIGITS._replace(x_train=x, y_train=np.concatenate([labels] * copies))


def dropout_layer(rate):
    """Inverted dropout made of your kernels, to go after each hidden activation; one rate, or one a net."""
    return Dropout(dropout_forward, dropout_backward, rate=rate)

# %% experiment
@experiment(dropout_forward, dropout_backward)
def none_some_too_much():
    rates, seeds, steps = [0.0, 0.4, 0.75], range(5), 400
    net = MLP((64, 128, 128, 128, 10), init=he_normal, after=dropout_layer([p for p in rates for _ in seeds]),
              seeds=[*seeds] * len(rates))
    run = train(net, few_and_noisy(200, 0.1, seeds, len(rates)), adam, lr=0.003, steps=steps, batch=50, watch=10)
    fig, axes = plots.figure(3, width=10, sharey=True)
    found = {}
    for k, (ax, p) in enumerate(zip(axes, rates, strict=True)):
        nets = slice(k * len(seeds), (k + 1) * len(seeds))
        logged, validation = run.loss[:, nets], run.watched.test_loss[:, nets]
        plots.band(ax, run.steps, plots.smooth(logged, 4), "training, as logged")
        plots.band(ax, run.watched.steps, validation, "validation")
        best, end = np.median(validation.min(axis=0)), np.median(validation[-1])
        plots.label(ax, "step", "" if k else "loss", f"rate {p:g}: best {best:.2f}, end {end:.2f}")
        found[p] = {"logged": logged, "validation": validation, "train": run.watched.train_loss[:, nets],
                    "accuracy": run.watched.test_accuracy[:, nets]}
    axes[0].set_ylim(0, 3.2)
    plots.end_labels(axes[-1])
    accuracy = ", ".join(f"{np.median(seen['accuracy'][-1]):.0%} (rate {p:g})" for p, seen in found.items())
    fig.suptitle(f"Validation loss at its best and at the end. Accuracy at the end: {accuracy}", x=0.01, ha="left")
    plots.show(fig)
    print(f"{sum(p[0].size for p in net.parameters) / 200:.0f} weights for each sample")
    return found

# %% [markdown]
# Lines are medians over five runs with other starts, other wrong labels and other batches; bands reach from the lowest to the highest.
#
# Without dropout the training loss goes to nothing: every wrong label is known by heart. The validation loss turns after a few steps and climbs. With some dropout the training loss falls more slowly and is rougher, for each step looks at it through another mask; the validation loss gets lower and turns much later. It does climb: overfitting is reduced and not gone. With too much, neither loss falls far: what is left of the net, multiplied by a large scale, is mostly noise, and the net has hardly begun to learn. That is underfitting, and it is easy to tell apart, for training is as bad as validation.
#
# ### Why validation can look better than training
#
# In the middle picture the logged training loss lies above the validation loss for a while. With enough data and right labels it can stay so to the end. Is the net better on data that it has never seen?
#
# **Predict** before you run: with 1000 clean digits and a rate of 0.5, order these three losses at the end. The training loss as logged; the training loss in evaluation mode, that is, without masks; the validation loss.

# %%
@functools.cache
def on_a_thousand(forward, backward):
    """Five nets without and five with dropout of rate 0.5, trained on 1000 clean digits; kept, for two figures."""
    rates, seeds = [0.0] * 5 + [0.5] * 5, [*range(5)] * 2
    net = MLP((64, 128, 128, 128, 10), init=he_normal, after=Dropout(forward, backward, rate=rates), seeds=seeds)
    return net, train(net, LARGE, adam, lr=0.001, steps=500, batch=50, watch=20)

# %% experiment
@experiment(dropout_forward, dropout_backward)
def three_losses():
    _, run = on_a_thousand(dropout_forward, dropout_backward)
    fig, axes = plots.figure(2, width=9.5, sharey=True)
    found = {}
    for ax, p, nets in zip(axes, (0.0, 0.5), (slice(0, 5), slice(5, 10)), strict=True):
        curves = {"training, as logged": (run.steps, plots.smooth(run.loss[:, nets], 20)),
                  "training, in evaluation": (run.watched.steps, run.watched.train_loss[:, nets]),
                  "validation": (run.watched.steps, run.watched.test_loss[:, nets])}
        for name, (steps, values) in curves.items():
            plots.band(ax, steps, values, name)
        found[p] = {name: values[-1] for name, (_, values) in curves.items()}
        ends = ", ".join(f"{np.median(values):.2g}" for values in found[p].values())
        plots.label(ax, "step", "" if p else "loss", f"rate {p:g}, at the end: {ends}", log="y")
    plots.end_labels(axes[-1])
    below = np.mean(found[0.5]["validation"] < found[0.5]["training, as logged"])
    title = f"With dropout, validation ends below the logged training loss in {below:.0%} of the runs"
    fig.suptitle(title, x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# The net is not better on new data. The two numbers that one usually sees are measured on different nets: the logged loss on parts of the net, the validation loss on the whole. Measured alike, without masks, training lies below validation as it should.
#
# A mask is not the only reason. The logged loss is also an average over an epoch, and older than the validation loss that is printed beside it; early in training that alone makes a difference. So if the two look odd: measure the training loss again, in evaluation mode, at the same moment.
#
# (Dombry's slides name regularization in general as the commonest reason. A penalty (chapter 06) does the same where it is part of the logged loss and not of the validation loss.)

# %% [markdown]
# ## What dropout does to the units
#
# The usual explanation is that units cannot rely on each other, so the net stores things in more than one place. That can be tested. Take the nets that you have just trained, without and with dropout, and *now* remove units from both, at random, more and more of them, with no further training. (What stays is scaled, as in training.)
#
# **Predict** the accuracy of both when a third, and when half of the units of each layer are gone.

# %% experiment
@experiment(dropout_forward, dropout_backward)
def removing_units():
    net, _ = on_a_thousand(dropout_forward, dropout_backward)
    shares, accuracy = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], []
    for share in shares:
        probe = MLP(net.sizes, init=he_normal, after=dropout_layer(share), seeds=net.seeds)
        probe.parameters = net.parameters
        outputs = np.stack([probe.forward(DIGITS.x_test, training=True)[0] for _ in range(3)])
        accuracy.append(np.mean(np.argmax(outputs, axis=-1) == DIGITS.y_test, axis=(0, 2)))
    accuracy = np.stack(accuracy)                                # (shares, nets)
    found = {"trained without": accuracy[:, :5], "trained with rate 0.5": accuracy[:, 5:]}
    fig, ax = plots.figure()
    for name, values in found.items():
        plots.band(ax, shares, values, name, marker=".")
    whole, half = ([f"{np.median(values[shares.index(s)]):.0%}" for values in found.values()] for s in (0.0, 0.5))
    title = f"Whole: {whole[0]} without, {whole[1]} with. Half removed: {half[0]} and {half[1]}"
    plots.label(ax, "share of the hidden units removed after training", "accuracy on test examples", title)
    plots.end_labels(ax)
    plots.show(fig)
    return {"shares": shares, "accuracy": found}

# %% [markdown]
# As a whole the two are close, and on these clean data the one without dropout is a little ahead: dropout costs training time, and a thousand clean digits leave little to cure. Take units away, and the net that has never missed one falls apart, while the other degrades slowly. It is redundant because it had to be.
#
# That is a statement about the net, not a reason to use dropout. Our copy of Temirkhanov's slides sums dropout up as slower training and better tests. Slower is what all figures here say. Better is what you saw with few samples and wrong labels, and not here, after the same number of steps: whether the redundancy helps on new data depends on how much there was to overfit.

# %% [markdown]
# ## An average over parts
#
# There is another way to read dropout. Each mask is a net of its own; training trains all of them a little, with shared weights; evaluation without masks stands in for the average of their answers. Gomez's slides call it a simulation of bagging, that is, of many nets trained on different samples (chapter 06). With a mask for every example and step, hardly any of these nets is ever trained on more than one example.
#
# Whether the whole net is a good stand-in can be checked: draw $T$ masks in evaluation too, and average the *probabilities*,
#
# $$
# \bar p = \frac1T \sum_{t=1}^T \operatorname{softmax}(z_t).
# $$
#
# This is called Monte-Carlo dropout.

# %% answer="monte_carlo_average"
def monte_carlo_average(logits):
    """Mean probabilities of several passes through a net, each with masks of its own.

        p = 1/T sum over t of softmax(z_t), the softmax over the classes

    Parameters
    ----------
    logits : outputs of T passes, floating array (T, examples, classes)

    Returns
    -------
    probabilities : array (examples, classes), same dtype and device; each row sums to 1

    Convention: the mean is of probabilities, not of logits. Finite for logits of any size, so take
    each row's largest logit away before the exponential. The argument stays as it was; no errors to
    raise.

    Gal and Ghahramani, Dropout as a Bayesian approximation, ICML 2016.
    """
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    return xp.mean(powers / xp.sum(powers, axis=-1, keepdims=True), axis=0)

# %% check="monte_carlo_average"

# %% [markdown]
# ### Experiment: one pass or many
#
# Two kinds of nets learn 200 digits with one label in ten wrong. The first is trained hard with little dropout: a high constant rate of learning, many epochs. It is over-confident. The second is wide, has half of its units dropped, a falling rate of learning, and stops earlier. Each answers the test examples in two ways: once without masks, which is *weight scaling*, and as an average over $T$ passes with masks.
#
# **Predict**: how many passes does the average need to be as accurate as the single pass without masks? For which of the two nets does it have the lower loss?

# %%
@functools.cache
def two_nets(forward, backward):
    """Five runs of each net: logits of the test examples (seeds, n, 10), and of 40 passes with masks."""
    seeds, split, answers = range(5), few_and_noisy(200, 0.1, range(5)), {}
    settings = {"trained hard, rate 0.2": (128, 0.2, 0.005, 600),
                "well regularized, rate 0.5": (256, 0.5, cosine(0.002, 320), 320)}
    for name, (width, p, lr, steps) in settings.items():
        net = MLP((64, width, width, 10), init=he_normal, after=Dropout(forward, backward, rate=p), seeds=seeds)
        train(net, split, adam, lr=lr, steps=steps, batch=50)
        masked = np.stack([net.forward(DIGITS.x_test, training=True)[0] for _ in range(40)])
        answers[name] = net.forward(DIGITS.x_test)[0], masked
    return answers


def average_each(logits):
    """Your average for each net: logits (T, seeds, n, classes) -> (seeds, n, classes)."""
    return np.stack([monte_carlo_average(logits[:, seed]) for seed in range(logits.shape[1])])

# %% experiment
@experiment(dropout_forward, dropout_backward, monte_carlo_average)
def one_pass_or_many():
    passes, y, found = [1, 2, 3, 5, 10, 20, 40], DIGITS.y_test, {}
    measures = {"accuracy": lambda p: np.mean(np.argmax(p, axis=-1) == y, axis=-1),
                "loss": lambda p: cross_entropy(p, y)}
    fig, axes = plots.figure(2, 2, width=9.5, height=6.2, sharex=True)
    answers = two_nets(dropout_forward, dropout_backward)
    for column, (name, (whole, masked)) in zip(axes.T, answers.items(), strict=True):
        scaled, averages = average_each(whole[None]), [average_each(masked[:T]) for T in passes]
        found[name] = {}
        for ax, (measure, value) in zip(column, measures.items(), strict=True):
            one, many = value(scaled), np.stack([value(p) for p in averages])
            plots.band(ax, passes, many, "average over masks", marker=".")
            plots.band(ax, passes, np.tile(one, (len(passes), 1)), "weight scaling")
            ends = f"{np.median(one):.3f} scaling, {np.median(many[-1]):.3f} average"
            plots.label(ax, "passes T" if ax is column[-1] else "", f"{measure} on test examples", ends, log="x")
            found[name][measure] = {"one": one, "many": many}
        column[0].set_title(f"{name}\n{column[0].get_title(loc='left')}")
    for ax in axes.flat:
        ax.set_xticks(passes, passes)
        ax.minorticks_off()
    for ax in axes[:, 1]:
        plots.end_labels(ax)
    lower = [np.median(seen["loss"]["many"][-1] - seen["loss"]["one"]) for seen in found.values()]
    text = " and ".join(f"{'lower' if gap < 0 else 'higher'} by {abs(gap):.2f}" for gap in lower)
    fig.suptitle(f"Loss of the average over {passes[-1]} masks against weight scaling: {text}", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# Bands reach over five runs. In accuracy weight scaling is a very good stand-in: the average needs tens of passes to come level with it, and wins little or nothing after that. In the loss each wins once. Why? The loss also judges how sure an answer is, so look at that.
#
# A net is *calibrated* if, of all answers that it gives with a confidence of 80 %, 80 % are right. The next figure sorts the answers by their confidence and plots the share that is right. Below the diagonal a net is too sure of itself, above it too modest. The *calibration error* is the mean distance from the diagonal.
#
# **Predict**: averaging over masks makes a net less sure. For which of the two nets is that good?

# %%
def reliability(probabilities, y, bins=8):
    """By bins of confidence, over all nets: mean confidence and share right; and each net's calibration error."""
    confidence, right = np.max(probabilities, axis=-1), np.argmax(probabilities, axis=-1) == y
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    filled = [b for b in range(bins) if np.count_nonzero(which == b) >= 25]
    curve = np.array([(confidence[which == b].mean(), right[which == b].mean()) for b in filled])
    gaps = [abs(np.sum((confidence - right) * (which == b), axis=-1)) for b in range(bins)]
    return curve, np.sum(gaps, axis=0) / confidence.shape[1]

# %% experiment
@experiment(dropout_forward, dropout_backward, monte_carlo_average)
def calibration():
    fig, axes = plots.figure(2, width=9.5, height=3.6, sharey=True)
    found = {}
    for ax, (name, (whole, masked)) in zip(axes, two_nets(dropout_forward, dropout_backward).items(), strict=True):
        ways = {"weight scaling": average_each(whole[None]), "average over 40 masks": average_each(masked)}
        ax.plot([0, 1], [0, 1], color=plots.INK, linewidth=0.8, linestyle=":")
        found[name] = {}
        for way, probabilities in ways.items():
            curve, error = reliability(probabilities, DIGITS.y_test)
            plots.line(ax, *curve.T, way, marker=".")
            found[name][way] = {"error": error, "sure": np.mean(probabilities.max(axis=-1), axis=-1)}
        errors = " and ".join(f"{np.median(seen['error']):.3f}" for seen in found[name].values())
        plots.label(ax, "confidence", "" if ax is axes[1] else "share that is right", f"{name}: {errors}")
    plots.end_labels(axes[1])
    fig.suptitle("Calibration error of weight scaling and of the average", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# The net that was trained hard is too sure of itself, and the average over masks, which doubts, repairs it. The well regularized net was about right, and the same doubt makes it too modest. So "Monte-Carlo dropout is better calibrated" is not true in general: it moves the confidence down, and whether that is good depends on where it was. Measure it on validation data before you pay for forty passes.

# %% [markdown]
# ## Dropout is a penalty in disguise (optional)
#
# For one layer all of it can be worked out. Put dropout on the *inputs* of a linear regression, and average its loss over all masks. The mean of a square is the square of the mean plus the variance, and you know both:
#
# $$
# \mathbb E_m\!\left[\frac1{2n}\Big\lVert \tfrac{m \odot X}{1-p}\, w - y\Big\rVert^2\right] = \frac1{2n}\lVert Xw - y\rVert^2 + \frac{p}{1-p}\,\frac1{2n} \sum_j \lVert x_j\rVert^2\, w_j^2,
# $$
#
# with $x_j$ the $j$-th column of $X$. That is an L2 penalty (chapter 06), with a strength for each weight that grows with the size of its feature.
#
# **Predict**: at which rate is the penalty's factor 1? And as $p \to 1$?

# %% experiment
@experiment(dropout_forward)
def the_penalty_inside():
    x, rng, rates = DIGITS.x_train[:200, :].astype("float64"), Rng(2), [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]
    y = np.where(DIGITS.y_train[:200] % 2 == 1, 1.0, -1.0)
    w = np.linalg.solve(x.T @ x + 20 * np.eye(64), x.T @ y)
    plain, penalty = np.mean((x @ w - y) ** 2) / 2, np.sum(np.sum(x**2, axis=0) * w**2) / (2 * len(x))
    measured = []
    for p in rates:
        losses = [np.mean((dropout_forward(x, rng.uniform(x.shape), rate=p)[0] @ w - y) ** 2) / 2 for _ in range(200)]
        measured.append(np.mean(losses))
    predicted = plain + np.array(rates) / (1 - np.array(rates)) * penalty
    fig, ax = plots.figure()
    plots.line(ax, rates, measured, "mean of 200 masks")
    plots.prediction(ax, rates, predicted, "loss plus penalty")
    ax.axhline(plain, color=plots.INK, linewidth=0.8, linestyle=":")
    worst = np.max(np.abs(np.array(measured) / predicted - 1))
    plots.label(ax, "rate p (dotted: the loss without dropout)", "loss with dropout",
                f"Loss plus penalty predicts the loss with dropout to within {worst:.1%}", log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return {"measured": np.array(measured), "predicted": predicted}

# %% [markdown]
# In a deep net there is no such formula, but the picture stays: noise on what a unit receives punishes large weights on strong inputs, and makes the net spread its bets.

# %% [markdown] question="odd-losses" points=4
# A colleague trains a net with dropout and shows you her log. Epoch 20: training loss 0.46, validation loss 0.17. "My validation set must be easier than my training set," she says, "or it has leaked into it. I will draw a new split."
#
# Give her two other explanations that do not need an easy or leaked validation set, and for each one measurement that would confirm it or rule it out. Say what you expect to see if she is right after all. Then: her service, which answers users with the same net, gives different answers to the same question. What has been forgotten, and what does it do to the accuracy? Refer to the figures. Six to ten sentences.
#
# +++
#
# *First explanation: the masks.* The logged training loss is measured with dropout, the validation loss without. Measure the training loss in evaluation mode: if it drops below the validation loss, as in the figure with three losses, nothing is odd. *Second: the moment.* The logged loss is an average over the epoch while the net improves, the validation loss is taken at its end. Compute both at the same moment, or compare with the next epoch's log; the effect is largest early and nearly gone where the curves are flat. (Penalties that only the logged loss contains are a good answer, too: log the data part alone.)
#
# *If she is right,* the training loss in evaluation mode stays above the validation loss, and a new random split changes the order; with a leak, accuracy on really new data is worse than on the validation set.
#
# *The service* has left the net in training mode, so masks are drawn for every answer. One pass with masks is less accurate than the whole net, as the left ends of the curves in "one pass or many" show, and more so at a high rate; the remedy is to switch to evaluation, or, on purpose, to average many passes.
#
# Full points: two explanations (1), a measurement for each that tells it apart (1), what a real leak or an easier set would show (1), the forgotten mode with its effect, tied to a figure (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch | Keras 3 | JAX |
# | --- | --- | --- | --- |
# | `dropout_forward` | `torch.nn.Dropout(p=0.5)`, `torch.nn.functional.dropout` | `keras.layers.Dropout(0.5)` | `flax.linen.Dropout(0.5)` |
# | training or evaluation | `net.train()`, `net.eval()` | the argument `training` of a call | the argument `deterministic` |
# | whole channels of images | `torch.nn.Dropout2d` | `keras.layers.SpatialDropout2D` | `broadcast_dims` |
# | `monte_carlo_average` | leave only the dropout layers in `train()` | call the net with `training=True` | `deterministic=False` |
#
# * All of them are the inverted form, and in all of them the number is the probability to drop. (In TensorFlow before version 2 it was the probability to keep: an old example may mean the opposite.)
# * Our copy of Dombry's slides builds its net in Keras with `Dropout(p=0.5)`. In Keras 3 the argument is called `rate`, and the first one: `Dropout(0.5)`.
# * optax has no dropout: it is a layer, not an update. Classic dropout has no call in any of them.
# * `functional.dropout` in PyTorch has `training=True` as its default, whatever the mode of the net around it: hand it `self.training`.
# * Forgetting `net.eval()` is the commonest slip with dropout. It costs accuracy, and makes answers random; the left end of the curves in "one pass or many" is what it looks like.
#
# ## Further reading
#
# * Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, [Dropout: a simple way to prevent neural networks from overfitting](https://jmlr.org/papers/v15/srivastava14a.html), JMLR 2014. Section 7 looks at what the units learn, section 10 has the inverted form.
# * Hinton and colleagues, [Improving neural networks by preventing co-adaptation of feature detectors](https://arxiv.org/abs/1207.0580), 2012. Where it begins.
# * Wan, Zeiler, Zhang, LeCun and Fergus, *Regularization of neural networks using DropConnect*, ICML 2013.
# * Wager, Wang and Liang, [Dropout training as adaptive regularization](https://arxiv.org/abs/1307.1493), NIPS 2013. The optional section, and beyond.
# * Gal and Ghahramani, [Dropout as a Bayesian approximation](https://arxiv.org/abs/1506.02142), ICML 2016. The average over masks as an estimate of what a net does not know.
# * Guo, Pleiss, Sun and Weinberger, [On calibration of modern neural networks](https://arxiv.org/abs/1706.04599), ICML 2017.
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, section 7.12.
#
# The lectures that this course draws on treat the subject on Dombry's slides "Dropout" and "Numerical experiment", Temirkhanov's "Dropout", Gomez's "Regularization: Dropout" and Wolter's "Dropout".

# %% [markdown]
# ## Where you stand

# %%
progress()
