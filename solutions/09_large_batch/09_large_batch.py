# %% [markdown]
# # Large batches: how far, and with which rate
#
# More machines mean more examples a step. If eight times the examples made a step eight times as good, eight machines would train a net in an eighth of the time. In this chapter you find out how far that goes, what has to change with the batch, and what happens where it ends.
#
# After this chapter you can
#
# * scale the rate with the batch, with a warmup, and say by looking at a run when the rule no longer holds;
# * compute the gradient of a batch that does not fit into memory, exactly;
# * tell what a small batch does for a net from what it only seems to do;
# * write LARS and LAMB, and say which nets need a rate for each layer;
# * replace a cut of the rate by a larger batch.
#
# You need momentum (chapter 03), Adam (04) and warmup (05). The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import contextlib
import math
import tracemalloc

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import data, nets, plots, training
from workbench.layers import each_net
from workbench.rng import Rng
from workbench.rules import adam_step, momentum_step

# %% [markdown]
# ## The idea
#
# Take $k$ steps of gradient descent at the rate $\eta$, each with its own minibatch. Now put the $k$ minibatches together into one, and take one step at the rate $k\eta$:
#
# $$
# w - \eta \sum_{j=1}^k g_j(w_{j-1}) \qquad\text{against}\qquad w - k\eta\, \frac1k \sum_{j=1}^k g_j(w).
# $$
#
# The two differ only in *where* the gradients are taken: along the way, or all at the start. As long as the gradient hardly changes on the way, one long step does the work of $k$ short ones. The picture measures by how much the two miss each other, on a real net that has just been drawn.

# %%
def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))


def descend(net, x, y, rate):
    """One plain step of gradient descent on these examples."""
    _, gradients = net.loss_and_gradients(x, y)
    net.parameters = [p - rate * g for p, g in zip(net.parameters, gradients, strict=True)]

# %% experiment
@experiment()
def one_long_step():
    split, counts, found = data.digits(), np.array([2, 4, 8, 16, 32]), {}
    for rate in (0.001, 0.01, 0.1):
        found[rate] = []
        for k in counts:
            start, short, long = (nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(5), dtype="float64") for _ in range(3))
            for part in range(k):
                rows = slice(32 * part, 32 * (part + 1))
                descend(short, split.x_train[rows, :], split.y_train[rows], rate)
            descend(long, split.x_train[: 32 * k, :], split.y_train[: 32 * k], k * rate)
            away, missed = (sum(np.sum((p - q) ** 2, axis=(1, 2)) for p, q in zip(short.parameters, other.parameters, strict=True))
                            for other in (start, long))
            found[rate].append(np.sqrt(missed / away))
    fig, ax = plots.figure()
    for rate, missed in found.items():
        plots.band(ax, counts, np.stack(missed), f"rate {rate}", marker=".")
    end = ", ".join(f"{np.median(missed[-1]):.0%} at rate {rate}" for rate, missed in found.items())
    plots.label(ax, "k, steps that one replaces", "distance of the ends / way of the k steps", f"32 steps in one miss by {end}", log="xy")
    ax.set_xticks(counts, counts)
    ax.minorticks_off()
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# What counts is the product $k\eta$: a low rate may be multiplied often, and a rate that is as high as the small batch allows leaves hardly any room. And note what the picture does not say. Where the two ends lie far apart, the long step has gone elsewhere, which need not be a worse place; how far the rule carries in practice has to be measured.
#
# ## Scaling the rate
#
# That is the *linear scaling rule*: $k$ times the batch, $k$ times the rate. There is another way to come to it. A step of length $\eta$ with a noise of $\sigma/\sqrt b$ in the gradient shakes the weights, over one epoch, by a variance in proportion to $\eta/b$. Keep the quotient, and the noise over an epoch is the same.

# %% answer="linear_scaling"
def linear_scaling(lr, *, batch, base_batch):
    """The rate for another batch size, by the linear scaling rule.

        rate = lr batch / base_batch

    Parameters
    ----------
    lr : the rate that suits base_batch, a Python float
    batch : examples in the new batch, a Python int
    base_batch : examples in the batch for which lr was found, a Python int

    Returns
    -------
    rate : the rate for the new batch, a Python float

    Convention: linear in both directions, a smaller batch gets a lower rate; not the square root of
    the quotient. No errors to raise.

    Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017, section 2.1.
    """
    return lr * batch / base_batch

# %% check="linear_scaling"

# %% [markdown]
# A net that has just been drawn is where the gradient changes fastest, so this is where the rule fails first. Goyal and his colleagues begin with the small batch's rate and raise it, by the same amount at each step, to the scaled one.

# %% answer="scaled_warmup"
def scaled_warmup(t, *, lr, batch, base_batch, warmup):
    """The rate of step t: from the small batch's up to the large one's in equal rises, then constant.

        scaled = lr batch / base_batch
        rate = lr + (scaled - lr) t / warmup    before step `warmup`
        rate = scaled                           from there on

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : the rate that suits base_batch, a Python float
    batch, base_batch : examples in the new batch and in the old one, Python ints
    warmup : steps until the scaled rate is reached, a Python int; 0 for no warmup

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: the first step has the rate lr and step t = warmup is the first with the scaled one.
    (The gradual warmup of chapter 05 counts (t + 1) / warmup, since it would begin at 0 else.) A
    smaller batch makes the rate fall in the same way. No errors to raise.

    Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017, section 2.2.
    """
    scaled = lr * batch / base_batch
    if t >= warmup:
        return scaled
    return lr + (scaled - lr) * t / warmup

# %% check="scaled_warmup"

# %% [markdown]
# ### Experiment: steps to a loss
#
# Now the question of the first paragraph. A net of two hidden layers learns 1024 digits with momentum, until its loss is below 0.02. The batch grows from 16 to 1024, and there are three ways to choose the rate: the one for 16 stays; it grows in proportion; it does so after a warmup. A run that has not arrived after 240 steps has failed and is drawn as a cross at the top.
#
# **Predict**: draw three lines, steps against batch. Where is each of them steep, where flat, and where does it end?

# %%
DIGITS = data.digits(dtype="float32")
SOME = DIGITS._replace(x_train=DIGITS.x_train[:1024, :], y_train=DIGITS.y_train[:1024])


def steps_to(loss, rate, batch, seeds=range(3), limit=240, split=SOME):
    """Steps (seeds,) until the loss on every second example is below `loss`; inf for a run that does not get there."""
    there, every = np.full(len(seeds), np.inf), 2 if batch > 16 else 8

    def look(step, net):
        if step % every == 0 and np.isinf(there).any():
            there[(net.loss(split.x_train[::2, :], split.y_train[::2]) < loss) & np.isinf(there)] = step
            if np.isfinite(there).all():
                raise StopIteration

    net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=seeds)
    with contextlib.suppress(StopIteration):
        training.train(net, split, training.momentum, lr=rate, steps=limit, on_step=look,
                       batch=batch if batch < len(split.x_train) else None)
    return there

# %% experiment
@experiment(linear_scaling, scaled_warmup)
def steps_to_a_loss():
    base, lr, sizes = 16, 0.02, [16, 32, 64, 128, 256, 512, 1024]
    ways = {"fixed rate": lambda batch: lambda t: lr,
            "scaled rate": lambda batch: lambda t: linear_scaling(lr, batch=batch, base_batch=base),
            "scaled, 30 steps of warmup": lambda batch: lambda t: scaled_warmup(t, lr=lr, batch=batch, base_batch=base, warmup=30)}
    found = {name: np.stack([steps_to(0.02, way(batch), batch) for batch in sizes]) for name, way in ways.items()}
    fig, ax = plots.figure()
    for name, steps in found.items():
        line = plots.band(ax, sizes, np.where(np.isinf(steps), np.nan, steps), name, marker=".")
        failed = np.isinf(steps).any(axis=1)
        ax.plot(np.array(sizes)[failed], np.full(failed.sum(), 300), "x", color=line.get_color())
    perfect = np.median(found["fixed rate"][0]) * base / np.array(sizes)
    ax.plot(sizes, perfect, linestyle=":", color=plots.INK, linewidth=1)
    lost = [f"{np.isinf(steps).sum()} of {len(steps)} with {batch}" for batch, steps in
            zip(sizes, found["scaled rate"], strict=True) if np.isinf(steps).any()]
    least = [np.median(found[name][-1]) for name in ("fixed rate", "scaled, 30 steps of warmup")]
    title = f"1024 at once: {least[0]:.0f} steps fixed, {least[1]:.0f} with warmup. Without it fail: {', '.join(lost) or 'none'}"
    plots.label(ax, "batch (dotted: k times the batch, a k-th of the steps)", "steps to a loss of 0.02", title, log="xy")
    ax.set_xticks(sizes, sizes)
    ax.minorticks_off()
    plots.end_labels(ax)
    plots.show(fig)
    return {"sizes": sizes, "found": found}

# %% [markdown]
# At a fixed rate the larger batch buys nothing: the steps are as many as before, each of them more expensive. Almost all of the gain comes from the rate. With the scaled rate the steps fall along the dotted line at first, then more slowly, and then all at once the rule is over and the run lost. The warmup moves that point, at the price of some steps where it was not needed.
#
# > **The slide says.** Our copy of Dombry's slides has it in one line: raise the rate in proportion to the batch. The figure shows the two conditions that are missing. The rule starts from a rate that is good for the small batch, and it ends at a batch that depends on the net and the data. Beyond it even a rate tuned for each batch brings little: the figure of batch sizes in chapter 03. (And it is a rule for SGD. For Adam and its kin the square root of the quotient is the usual guess: their step does not grow with the gradient in the first place.)
#
# ### How long a warmup?
#
# Stay with the largest rate of the figure, where no run arrives without a warmup, and vary its length. To see what the warmup really does, look also at what happens *after* it, when the rate is the full one.
#
# **Predict**: what is the loss after 120 steps with a warmup of 0, 3, 10, 30 and 100 steps?

# %% experiment
@experiment(scaled_warmup)
def lengths_of_warmup():
    lengths, seeds, steps = [0, 3, 10, 30, 100], range(4), 120
    split = SOME._replace(x_train=SOME.x_train[:400, :], y_train=SOME.y_train[:400])
    net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=[*seeds] * len(lengths))
    run = training.train(net, split, training.momentum, steps=steps, batch=None, lr=lambda t: [
        scaled_warmup(t, lr=0.02, batch=1024, base_batch=16, warmup=n) for n in lengths for _ in seeds])
    loss = run.loss.reshape(steps, len(lengths), len(seeds))
    fig, ax = plots.figure()
    for k, length in enumerate(lengths):
        plots.band(ax, run.steps, loss[:, k], f"{length} steps")
    ax.axhline(math.log(10), color=plots.INK, linestyle=":", linewidth=0.8)
    good = [f"{(loss[-10:, k].max(axis=0) < 0.1).sum()} ({length})" for k, length in enumerate(lengths)]
    title = f"Of {len(seeds)} runs for each length of warmup have learned: {', '.join(good)}"
    plots.label(ax, "step (dotted: the loss of guessing)", "loss", title, log="y")
    ax.set_ylim(1e-4, 50)
    plots.end_labels(ax)
    plots.show(fig)
    return {length: loss[:, k] for k, length in enumerate(lengths)}

# %% [markdown]
# A very short warmup is as good as none: the rate is there before the net is ready. One a little longer is the fastest of all, and each step more costs time. It lets the net learn while the rate is still moderate, and when the full rate comes the loss is so low that gradient and curvature have all but gone: with the cross-entropy both fade as the net grows sure of its examples. Do not conclude that the full rate suits this net. Most of the learning was done before it came.
#
# ## Gradient accumulation
#
# A batch of 1024 may not fit. Its gradient can still be had: the gradient of a mean is the mean of gradients, so go through the batch part by part, and move the weights only at the end. The parts need not be equally large, and the last one often is not.

# %% answer="accumulate_gradients"
def accumulate_gradients(gradients, sizes):
    """The gradient of a batch's mean loss, from the gradients of its parts.

        g = (sum over parts i of n_i g_i) / (sum over parts i of n_i)

    Parameters
    ----------
    gradients : gradient of each part's mean loss, one after the other, floating array (parts, ...)
    sizes : examples in each part, a tuple of Python ints, as long as there are parts

    Returns
    -------
    g : gradient of the mean loss over all examples of all parts, array (...): the shape of one part's
        gradient, same dtype and device

    Convention: every example counts alike, so a part counts in proportion to its size. (The usual
    recipe, loss / parts and then backward, is right only where all parts are equally large.) The
    arguments stay as they were; no errors to raise. Portable spelling of a part: gradients[i, ...].
    """
    total = 0.0 * gradients[0, ...]
    for i, size in enumerate(sizes):
        total = total + size * gradients[i, ...]
    return total / sum(sizes)

# %% check="accumulate_gradients"

# %% [markdown]
# ### Experiment: the same, to the last digit?
#
# Two nets begin alike and take 20 steps with momentum. One sees batches of 250 at once, the other in parts of 32, the last of 26. How far apart are their weights at the end?
#
# **Predict** the order of magnitude in float64 and in float32. Then: parts that count alike although one is smaller. Then: a net with batch normalization, which computes mean and variance of whatever it is given.

# %%
def in_parts(net, x, y, size):
    """Gradients of `net` on x, y from parts of `size` examples, put together by your kernel."""
    sizes = [min(size, len(x) - start) for start in range(0, len(x), size)]
    parts = [net.loss_and_gradients(x[i * size : i * size + n, :], y[i * size : i * size + n])[1] for i, n in enumerate(sizes)]
    return [accumulate_gradients(np.stack(same), tuple(sizes)) for same in zip(*parts, strict=True)]


def alike(net, x, y, size):
    """The same with parts that all count alike."""
    parts = [net.loss_and_gradients(x[i : i + size, :], y[i : i + size])[1] for i in range(0, len(x), size)]
    return [np.mean(np.stack(same), axis=0) for same in zip(*parts, strict=True)]

# %% experiment
@experiment(accumulate_gradients)
def the_same_to_rounding():
    cases = {"float64": ("float64", in_parts, {}), "float32": ("float32", in_parts, {}),
             "parts count alike": ("float64", alike, {}), "batch normalization": ("float64", in_parts, {"batch_norm": True})}
    found = {}
    for name, (dtype, gradients, more) in cases.items():
        split = data.digits(dtype=dtype)
        whole, parted = (nets.MLP((64, 64, 64, 10), init=he_normal, dtype=dtype, seeds=range(5), **more) for _ in range(2))
        states = [[(np.zeros_like(p),) for p in net.parameters] for net in (whole, parted)]
        for t in range(20):
            rows = Rng(t).permutation(1437)[:250]
            x, y = split.x_train[rows, :], split.y_train[rows]
            for k, (net, g) in enumerate(((whole, whole.loss_and_gradients(x, y)[1]), (parted, gradients(parted, x, y, 32)))):
                net.parameters, states[k] = training.momentum.update(net.parameters, g, states[k], t + 1, 0.02)
        apart, size = (sum(np.sum((p - s * q) ** 2, axis=(1, 2)) for p, q in zip(whole.parameters, parted.parameters, strict=True))
                       for s in (1.0, 0.0))
        found[name] = np.sqrt(apart / size)
    fig, ax = plots.figure(height=2.6)
    for row, apart in enumerate(found.values()):
        ax.plot(apart, np.full(len(apart), -row), ".", markersize=9, alpha=0.6, color=plots.COLOURS[0])
    ax.set_yticks(range(0, -len(found), -1), found)
    title = ", ".join(f"{np.median(apart):.0e} ({name})" for name, apart in list(found.items())[:3])
    plots.label(ax, "distance of the weights after 20 steps / their norm, five nets", "", title, log="x")
    plots.show(fig)
    return found

# %% [markdown]
# To rounding, and no better: sums in another order round differently. Parts that count alike are not a rounding error but another loss, in which the examples of the small part weigh more. With batch normalization the parts are another *net*: each has the statistics of its own 32 rows. No way of adding gradients mends that, and it is one reason why large nets prefer normalizations that look at one example at a time (chapter 08).
#
# ### What a batch costs in memory
#
# Going backwards needs what the way forward has computed, for every example. So memory grows with the batch, and this is where accumulation saves it.
#
# **Predict**: which part of the memory is there however small the batch is? How does the line for parts of 32 run?

# %% experiment
@experiment(accumulate_gradients)
def memory_of_a_batch():
    sizes, found = [32, 64, 128, 256, 512, 1024], {"at once": [], "in parts of 32": []}
    net = nets.MLP((64, 256, 256, 10), init=he_normal)
    for size in sizes:
        for name, part in (("at once", size), ("in parts of 32", 32)):
            tracemalloc.start()
            total = None
            for start in range(0, size, part):
                _, g = net.loss_and_gradients(SOME.x_train[start : start + part, :], SOME.y_train[start : start + part])
                if total is not None:                            # the mean so far counts as one part
                    g = [accumulate_gradients(np.stack(pair), (start, part)) for pair in zip(total, g, strict=True)]
                total = g
            found[name].append(tracemalloc.get_traced_memory()[1] / 2**20)
            tracemalloc.stop()
    weights = sum(p.nbytes for p in net.parameters) / 2**20
    fig, ax = plots.figure()
    for name, peak in found.items():
        plots.line(ax, sizes, peak, name, marker=".")
    ax.axhline(weights, color=plots.INK, linestyle=":", linewidth=0.8)
    title = f"Peak for 1024 examples: {found['at once'][-1]:.1f} MiB at once, {found['in parts of 32'][-1]:.1f} in parts"
    plots.label(ax, "batch (dotted: the weights)", "peak memory of a gradient, MiB", title, log="xy")
    ax.set_xticks(sizes, sizes)
    ax.minorticks_off()
    plots.end_labels(ax)
    plots.show(fig)
    return found | {"weights": weights}

# %% [markdown]
# At once, the peak is a constant plus a term in proportion to the batch: the gradients and their sums are as large as the weights, whatever the batch, and the activations come once an example. In parts it stays flat. It is not free, though: the mean so far and the new part have to be there together, so that for a few parts it costs more than it saves. And you pay in time: the parts come one after the other, on one machine. On several machines each takes a part, and the sum goes over the network; that is all there is to data-parallel training.
#
# ## Do small batches regularize?
#
# It is often said that the noise of small batches is good for a net, and that large batches generalize worse. Gomez's slides have the first half: small batches can offer a regularizing effect. Two very different things may be behind it.
#
# First, a large batch makes fewer steps in an epoch. Whoever compares at equal *epochs* compares nets that have been trained for different times. Hoffer and his colleagues found that the gap nearly closes when the large batch may take as many *steps*, with a rate that grows like the square root of the batch and batch normalization over small parts of it.
#
# **Predict** three lines, test accuracy against batch: equal epochs at the same rate; equal epochs with the scaled rate; equal steps at the same rate.

# %% experiment
@experiment(linear_scaling)
def train_longer():
    few = DIGITS._replace(x_train=DIGITS.x_train[:256, :], y_train=DIGITS.y_train[:256])
    sizes, seeds, lr, epochs = [4, 16, 64, 256], range(6), 0.02, 8
    plans = {"equal epochs": lambda b: (epochs * 256 // b, lr),
             "equal epochs, scaled rate": lambda b: (epochs * 256 // b, linear_scaling(lr, batch=b, base_batch=4)),
             "equal steps": lambda b: (epochs * 256 // 4, lr)}
    found = {name: [] for name in plans}
    for name, plan in plans.items():
        for batch in sizes:
            steps, rate = plan(batch)
            net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=seeds)
            run = training.train(net, few, training.sgd, lr=rate, steps=steps, batch=batch if batch < 256 else None)
            found[name].append(np.where(np.isnan(run.test_accuracy), 0.1, run.test_accuracy))
    fig, ax = plots.figure()
    for name, accuracy in found.items():
        plots.band(ax, sizes, np.stack(accuracy), name, marker=".")
    ends = ", ".join(f"{np.median(accuracy[-1]):.3f} {name}" for name, accuracy in found.items())
    plots.label(ax, "batch", "test accuracy", f"All 256 at once: {ends}", log="x")
    ax.set_xticks(sizes, sizes)
    ax.minorticks_off()
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# At equal epochs the large batch is far worse, and has simply not been trained: the scaled rate makes up for most of it. At equal steps it is as good as the small one.
#
# Second, the noise itself: at one and the same *training* loss, does the net that came there with small batches do better on new data? That is what regularization would mean. The next figure follows three kinds of runs and plots one loss against the other; time does not appear.
#
# **Predict**: three curves, or one?

# %% experiment
@experiment()
def at_equal_training_loss():
    few = DIGITS._replace(x_train=DIGITS.x_train[:200, :], y_train=DIGITS.y_train[:200])
    kinds = {"batch 2": (2, 0.04, 2500), "batch 32": (32, 0.16, 900), "all 200": (None, 0.16, 700)}
    levels, found = np.array([0.5, 0.2, 0.1, 0.05, 0.02, 0.01]), {}
    for name, (batch, rate, steps) in kinds.items():
        net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(8))
        seen = training.train(net, few, training.sgd, lr=rate, steps=steps, batch=batch, watch=steps // 100).watched
        first = np.argmax(seen.train_loss[None] < levels[:, None, None], axis=1)                # first look below each level
        found[name] = np.take_along_axis(seen.test_loss, first, axis=0)
        found[name][first == 0] = np.nan
    fig, ax = plots.figure()
    for name, loss in found.items():
        plots.band(ax, levels, loss, name, marker=".")
    gain = found["all 200"][-1] - found["batch 2"][-1]
    title = f"At {levels[-1]} batch 2 is lower than all 200 by {np.nanmedian(gain):.3f}, net by net {np.nanmin(gain):.3f} to {np.nanmax(gain):.3f}"
    plots.label(ax, "training loss", "test loss when it is first reached", title, log="x")
    ax.invert_xaxis()
    plots.end_labels(ax)
    plots.show(fig)
    return {"levels": levels, "found": found, "gain": gain}

# %% [markdown]
# Nearly one. The title tells what is left when each net is compared with itself: at the end the noisiest runs are a little ahead, by less than one net differs from the next, and a batch of 32 is no better than all 200. On these data small batches are a regularizer, and a weak one, and it takes very small ones. On larger nets and data the effect can be larger; how much is left once every batch size has its own best rate and its own number of steps is still argued about. What you can take along is how to ask.
#
# ## Grow the batch instead of cutting the rate
#
# The noise of a run goes with $\eta / b$. The decays of chapter 05 lower the rate to get rid of it. But a quotient has two sides.

# %% answer="growing_batch"
def growing_batch(t, *, lr, batch, factor, milestones, largest):
    """Rate and batch of step t, where the batch grows first and the rate falls when it can grow no more.

        for each milestone up to t, in order:
            batch = batch factor    if that is not above largest
            lr = lr / factor        else

    Parameters
    ----------
    t : number of the step or of the epoch, a Python int from 0
    lr : the rate at first, a Python float
    batch : examples a step at first, a Python int
    factor : what changes is multiplied or divided by this, a Python int above 1
    milestones : where something changes, a tuple of Python ints, rising
    largest : the largest batch that is allowed, a Python int

    Returns
    -------
    (lr, batch) at t: a Python float and a Python int

    Convention: t = milestone is the first with the new values. The batch grows by the whole factor or
    not at all. No errors to raise.

    Smith, Kindermans, Ying and Le, Don't decay the learning rate, increase the batch size, ICLR 2018.
    """
    for milestone in milestones:
        if t >= milestone and batch * factor <= largest:
            batch = batch * factor
        elif t >= milestone:
            lr = lr / factor
    return lr, batch

# %% check="growing_batch"

# %% [markdown]
# ### Experiment: two ways to one curve
#
# A small net on labels of which a fifth are wrong, so that the noise never ends. After 4 and after 8 epochs, something changes by the factor 4: the rate, the batch, or nothing.
#
# **Predict**: how do the two curves differ that change something? How many steps do they need?

# %% experiment
@experiment(growing_batch)
def grow_or_cut():
    n, seeds, epochs = 1280, range(5), 12
    noisy = DIGITS._replace(x_train=DIGITS.x_train[:n, :], y_train=data.noisy_labels(DIGITS.y_train[:n], 0.2, 10, Rng(9)))
    plans = {"constant": lambda e: (0.2, 8)}
    for name, largest in {"cut the rate": 8, "grow the batch": 128}.items():
        plans[name] = lambda e, largest=largest: growing_batch(e, lr=0.2, batch=8, factor=4, milestones=(4, 8), largest=largest)
    found, fig, axes = {}, *plots.figure(2, width=9.5, sharey=True)
    for name, plan in plans.items():
        net, steps, loss = nets.MLP((64, 16, 10), init=he_normal, seeds=seeds), [0], []
        for epoch in range(epochs):
            lr, batch = plan(epoch)
            run = training.train(net, noisy, training.sgd, lr=lr, steps=n // batch, batch=batch)
            steps.append(steps[-1] + n // batch)
            loss.append(run.train_loss)
        found[name] = {"steps": steps[-1], "loss": np.stack(loss)}
        plots.band(axes[0], np.arange(1, epochs + 1), found[name]["loss"], name)
        plots.band(axes[1], steps[1:], found[name]["loss"], name)
    cut, grown = found["cut the rate"], found["grow the batch"]
    plots.label(axes[0], "epoch", "loss on all examples", f"At most {np.abs(cut['loss'] - grown['loss']).max():.3f} apart")
    plots.label(axes[1], "step", "", f"{grown['steps']} steps instead of {cut['steps']}")
    plots.end_labels(axes[1])
    plots.show(fig)
    return found

# %% [markdown]
# Against the epochs the two curves lie on each other: as far as the noise is concerned, four times the batch *is* a quarter of the rate. Against the steps the growing batch is done much earlier, and each of its steps is one that several machines can share. It costs nothing but the room for the batch.
#
# ## A rate for each layer: LARS
#
# Where the linear rule ends, one layer goes first. What a step does to a layer is a matter of proportion: $\lVert \eta g \rVert$ against $\lVert w \rVert$. In one and the same net that quotient differs from layer to layer, and the layer with the largest decides how high the rate may be for all. LARS gives every layer a rate of its own, such that they all move by about the same share of their length:
#
# $$
# \text{local} = \frac{\tau\, \lVert w \rVert}{\lVert g \rVert + \lambda \lVert w \rVert}.
# $$
#
# $\tau$ is the *trust coefficient*: the share of its own length that a layer moves at a global rate of 1. It is small, 0.001 in the paper, and the global rate multiplies it.

# %% answer="local_rate"
def local_rate(w, g, *, trust_coefficient, weight_decay):
    """The local rate of LARS for one layer's weights.

        rate = trust_coefficient |w| / (|g| + weight_decay |w|),    1 where |w| or |g| is 0

    Parameters
    ----------
    w : weights of one layer, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    trust_coefficient, weight_decay : Python floats, weight_decay may be 0

    Returns
    -------
    rate : a 0-d array of the dtype and device of w, also where it is 1

    Convention: |.| is the Euclidean norm over all entries, whatever the shape; the denominator is the
    paper's sum of norms (optax takes the norm of the sum), with no eps in it. The arguments stay as they
    were; no errors to raise. For a GPU choose with xp.where, not with `if`.

    You, Gitman and Ginsburg, Large batch training of convolutional networks, 2017, equation 6.
    """
    xp = array_namespace(w, g)
    w_norm, g_norm = xp.sqrt(xp.sum(w * w)), xp.sqrt(xp.sum(g * g))
    known = (w_norm > 0) & (g_norm > 0)
    size = xp.where(known, g_norm + weight_decay * w_norm, 1.0)
    return xp.where(known, trust_coefficient * w_norm / size, 1.0)

# %% check="local_rate"

# %% [markdown]
# The step is momentum with that factor in it. It goes *inside* the velocity: each gradient is scaled by the local rate of its own step, and the velocity remembers scaled gradients.

# %% answer="lars_step"
def lars_step(w, g, v, *, lr, alpha, trust_coefficient, weight_decay):
    """One step of LARS for one layer's weights.

        local = trust_coefficient |w| / (|g| + weight_decay |w|),    1 where |w| or |g| is 0
        v = alpha v - lr local (g + weight_decay w)
        w = w + v

    Parameters
    ----------
    w : weights of one layer, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    v : velocity before this step, same shape and dtype; zeros at first
    lr, alpha, trust_coefficient, weight_decay : Python floats; lr is the global rate, alpha in [0, 1)

    Returns
    -------
    (w, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they
    were.

    Conventions: the velocity is that of chapter 03, it points downhill and holds both rates (the
    paper's has the other sign); local is a number of the whole layer, from w and g as they came in. No
    errors to raise. For a GPU choose with xp.where, not with `if`.

    You, Gitman and Ginsburg, Large batch training of convolutional networks, 2017, algorithm 1.
    """
    local = local_rate(w, g, trust_coefficient=trust_coefficient, weight_decay=weight_decay)
    v = alpha * v - lr * local * (g + weight_decay * w)
    return w + v, v

# %% check="lars_step"

# %% [markdown]
# > **The slide says.** Our copy of Gomez's slides calls $\eta$ in the local rate the *global learning rate*. It is the trust coefficient, a number far below 1, and the global rate multiplies the local one in the step. Read as printed, with the global rate in that place and none left for the step, every layer moves by $\eta$ times its own length; read with the rate in both places, by $\eta^2$ times. With settings like the paper's both are ruinous, as the next cell shows. (Where the coefficient is 1 and the rate is tuned anew, the printed form is the same method. The numbers that papers publish then mean something else.)

# %%
def is_bias(w):
    """Whether an array (nets, rows, units) holds biases: they have a single row."""
    return w.shape[-2] == 1


def lars(w, g, v, *, lr, trust_coefficient=0.001, alpha=0.9, weight_decay=0.0, bias_lr=None):
    """Your LARS for the weights of many nets, one net after the other; biases move by plain momentum."""
    if is_bias(w):
        return momentum_step(w, g, v, lr=lr if bias_lr is None else bias_lr, alpha=alpha)
    return each_net(lars_step, w, g, v, lr=lr, alpha=alpha, trust_coefficient=trust_coefficient, weight_decay=weight_decay)

# %% experiment
@experiment(lars_step)
def lars_as_printed():
    lr, coefficient, found = 8.0, 0.001, {}
    settings = {"right": coefficient, "as printed, the rate once": 1.0, "as printed, the rate twice": lr}
    for name, trust in settings.items():
        net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(5))
        rule = training.rule(lars, trust_coefficient=trust, bias_lr=0.01)
        run = training.train(net, SOME, rule, lr=lr, steps=60, batch=256)
        found[name] = run.train_loss
        said = "no number" if np.isnan(run.train_loss).any() else f"{np.median(run.train_loss):.3g}"
        print(f"Rate {lr:g}, coefficient {coefficient:g}, {name}: loss {said}")
    return found

# %% [markdown]
# ## LAMB
#
# The same thought with Adam's step in place of the gradient. Adam has already made the entries of a step equally large; what is left is how long the step is, all in all, compared with the weights. LAMB makes it $\eta$ times their norm.

# %% answer="lamb_step"
def lamb_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of LAMB for one layer's weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        u = m_hat / (sqrt(v_hat) + eps) + weight_decay w
        ratio = |w| / |u|,    1 where |w| or |u| is 0
        w = w - lr ratio u

    Parameters
    ----------
    w : weights of one layer, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps, weight_decay : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Conventions: |.| is the Euclidean norm over all entries of the layer, and it is not clipped (phi of
    the paper is the identity); the decay is part of u, before the norm is taken; both moments are
    corrected for their bias. No errors to raise. For a GPU choose with xp.where, not with `if`.

    You et al., Large batch optimization for deep learning: training BERT in 76 minutes, ICLR 2020,
    algorithm 2.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    u = m_hat / (xp.sqrt(v_hat) + eps) + weight_decay * w
    w_norm, u_norm = xp.sqrt(xp.sum(w * w)), xp.sqrt(xp.sum(u * u))
    known = (w_norm > 0) & (u_norm > 0)
    ratio = xp.where(known, w_norm / xp.where(known, u_norm, 1.0), 1.0)
    return w - lr * ratio * u, m, v

# %% check="lamb_step"

# %% [markdown]
# ### Experiment: the same function, other weights
#
# A ReLU net computes the same function when one layer's weights are multiplied by 20 and the next one's are divided by 20. Nothing that the net does has changed, and its gradients have changed a great deal: the layer that was made larger has a gradient 20 times *smaller*, the other one 20 times larger. Which methods notice?
#
# Both nets are trained for 60 steps on 400 digits, all at once, with several rates for each method, a short warmup and a cosine.
#
# **Predict** for momentum, LARS, Adam and LAMB: does the best rate move when the net is rescaled? Where to? Does the best loss get worse?

# %%
def lamb(w, g, m, v, t, *, lr):
    """Your LAMB for the weights of many nets, one net after the other; biases move by Adam."""
    if is_bias(w):
        return adam_step(w, g, m, v, t, lr=lr)
    hyper = {"lr": lr, "beta1": 0.9, "beta2": 0.999, "eps": 1e-6, "weight_decay": 0.0}
    return each_net(lambda *arrays: lamb_step(*arrays, t, **hyper), w, g, m, v)


def rescaled(net, factor):
    """The net with its layers' weights times and over `factor` in turn, an even number of layers in all."""
    net.weights = [w * (factor if layer % 2 == 0 else 1.0 / factor) for layer, w in enumerate(net.weights)]
    return net


def annealed(rates, steps, warmup=5):
    """A short warmup and a cosine, one rate a net."""
    return lambda t: [rate * min(1.0, (t + 1) / warmup) * 0.5 * (1 + math.cos(math.pi * t / steps)) for rate in rates]

# %% experiment
@experiment(lars_step, lamb_step)
def a_net_in_two_scales():
    part = SOME._replace(x_train=SOME.x_train[:400, :], y_train=SOME.y_train[:400])
    methods = {"momentum": (training.momentum, (3e-4, 1e-3, 3e-3, 0.03, 0.3, 1.0)),
               "LARS": (training.rule(lars, trust_coefficient=1.0), (1e-3, 3e-3, 0.01, 0.03, 0.1)),
               "Adam": (training.adam, (1e-3, 3e-3, 0.01, 0.03, 0.1)), "LAMB": (training.rule(lamb), (3e-3, 0.01, 0.03, 0.1, 0.3))}
    seeds, steps, found = range(3), 60, {}
    fig, axes = plots.figure(4, width=11, height=3.2, sharey=True)
    for ax, (name, (rule, rates)) in zip(axes, methods.items(), strict=True):
        found[name] = {}
        for scale, said in ((1.0, "He"), (20.0, "rescaled")):
            net = rescaled(nets.MLP((64, 32, 32, 32, 10), init=he_normal, seeds=[*seeds] * len(rates)), scale)
            run = training.train(net, part, rule, lr=annealed(np.repeat(rates, len(seeds)).tolist(), steps), steps=steps, batch=None)
            loss = np.where(np.isnan(run.train_loss), 10.0, run.train_loss).reshape(len(rates), -1)
            found[name][said] = {"loss": loss, "best": rates[np.argmin(np.median(np.maximum(loss, 1e-4), axis=1))]}
            plots.band(ax, rates, np.clip(loss, 1e-4, 10.0), said, marker=".")
        best = [found[name][said]["best"] for said in ("He", "rescaled")]
        plots.label(ax, "rate", "loss after 60 steps" if ax is axes[0] else "", f"{name}: best at {best[0]:g}, {best[1]:g}", log="xy")
    axes[0].legend(loc="lower left")
    plots.show(fig)
    return found

# %% [markdown]
# Momentum has to follow the layer with the largest gradient: its best rate falls by orders of magnitude, and at the old one it learns nothing. Adam's steps do not depend on the size of gradients, so it fares better, but they do not know the size of the weights either: what is a short step for one layer is a long one for the next, and the picture shifts. The two that compare a step with the weights it changes do not notice the rescaling.
#
# It is the strongest case for them, and you should know that it was made up. On the net as drawn by He the four are close, with the rate tuned for each: an initialization that gives all layers the right size has already done what LARS does. Where the sizes of layers drift apart in training, or a net has layers of very different kinds, it is not made up at all.
#
# ### What the ratios do over time
#
# Look at the ratios themselves, layer by layer, in the rescaled net.
#
# **Predict**: by what factor do the local rates of LARS differ from layer to layer at the first step? And the trust ratios of LAMB? Which way do they go while the loss falls?

# %% experiment
@experiment(local_rate, lamb_step)
def trust_ratios():
    steps, found = 150, {}
    fig, axes = plots.figure(2, width=9.5)
    for ax, (name, rule, lr) in zip(axes, (("LARS", training.rule(lars, trust_coefficient=1.0), 0.02),
                                           ("LAMB", training.rule(lamb), 0.02)), strict=True):
        net, ratios = rescaled(nets.MLP((64, 32, 32, 32, 10), init=he_normal), 20.0), []
        batches = Rng(0).integers(0, 1024, (steps, 256))
        states = rule.start(net.parameters)
        for t, rows in enumerate(batches, start=1):
            before, (_, g) = net.parameters, net.loss_and_gradients(SOME.x_train[rows, :], SOME.y_train[rows])
            net.parameters, states = rule.update(before, g, states, t, lr)
            if name == "LARS":
                ratios.append([float(local_rate(w, d, trust_coefficient=1.0, weight_decay=0.0)) for w, d in zip(before[::2], g[::2], strict=True)])
            else:                                                # the length of Adam's step, from the moments that came back
                steps_of_adam = [(m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-6) for m, v in states[::2]]
                ratios.append([np.linalg.norm(w - old) / lr / np.linalg.norm(u) for w, old, u in
                               zip(net.parameters[::2], before[::2], steps_of_adam, strict=True)])
        found[name] = np.array(ratios)
        for layer, ratio in enumerate(found[name].T, start=1):
            plots.line(ax, np.arange(steps), ratio, f"layer {layer}")
        spread = found[name][0].max() / found[name][0].min()
        plots.label(ax, "step", "local rate, coefficient 1" if name == "LARS" else "trust ratio",
                    f"{name}: at first a factor of {float(f'{spread:.2g}'):,.0f}", log="y")
        plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# LARS divides by the gradient, so its ratios carry the rescaling twice, once from the weights and once from the gradient. LAMB divides by Adam's step, which has the same length in every layer; its ratios carry it once. Over time they rise, LAMB's in every layer, LARS's, which are noisy, in most: the gradients fade as the loss falls, and Adam's steps become shorter than the first one, in which every entry has size 1, since gradients of later steps do not all agree.
#
# Multiply a ratio by what it is the ratio to, and it cancels: without decay a step of either method, momentum aside, is the same share of the weights at the beginning and at the end, however small the gradient has become. Such a run cannot settle by itself. It needs a rate that goes to 0, more than any other method of this course.
#
# One thing your kernels cannot know: which arrays to treat that way. Biases begin at 0. Their norm is tiny for a long time, and a step in proportion to it is tiny as well. So biases, and the scales of normalization layers, are left out in practice, as in the cells above: they move by the plain step.

# %% [markdown] question="eight-machines" points=4
# Your group has trained a net on one GPU: batch 128, momentum 0.9, rate 0.1, no warmup, cut by 10 after 30 and 60 of 90 epochs. Now you have eight such GPUs and want to be done in an eighth of the time.
#
# Write down the plan: batch, rate, warmup, schedule, and what is done about batch normalization. For each choice name the figure or kernel of this chapter that you base it on. Then say which *two* measurements in the first epochs would tell you that batch 1024 is beyond the point where the linear rule holds, and what you would try next, in which order. Eight to twelve sentences.
#
# +++
#
# *Plan.* Batch 1024, 128 on each GPU, gradients averaged (`accumulate_gradients`; equal parts, so a plain mean is right, but a ragged last batch must be weighted or dropped). Rate 0.8 by `linear_scaling`, reached by `scaled_warmup` from 0.1 over some epochs, because the figure of steps to a loss shows that the rule fails first at the start, and the one on lengths that a short warmup is as good as none. The schedule stays in *epochs*, with cuts after 30 and 60: in steps they come eight times earlier. (Alternatively a growing batch in place of the first cut, `grow_or_cut`.) Batch normalization sees 128 rows on each GPU, as before; it is not synchronized, so that its noise is that of the old run, and one knows from the experiment on accumulation that the result is then not exactly that of one machine with 1024 rows.
#
# *Measurements.* (1) Training loss against epochs, beside that of the small run: after the warmup the curves should lie on each other; if the large batch lags at equal epochs, steps have stopped falling in proportion (the line leaves the dotted one). (2) Loss spikes or a loss near that of guessing at the end of the warmup: the rate is beyond what the curvature allows. (The share of each layer by which a step changes it, or the spread of gradients between parts of the batch, are good answers, too.)
#
# *Next.* A longer warmup, first because it costs little; then a rate below the rule (the square root); then LARS or LAMB with a new rate, which pays where the layers' ratios differ; last a smaller batch, accepting less speed. Comparing at equal epochs alone would mislead: train longer before you call it a generalization gap.
#
# Full points: batch, rate and warmup with reasons (1), schedule in epochs and batch normalization (1), two measurements that tell (1), a sensible order with figures used correctly (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch | Keras 3 | optax |
# | --- | --- | --- | --- |
# | `linear_scaling` | by hand | by hand | by hand |
# | `scaled_warmup` | `LinearLR(optimizer, start_factor=base_batch / batch, total_iters=warmup)`, the optimizer at the scaled rate | `CosineDecay(lr, ..., warmup_target=scaled, warmup_steps=warmup)`, and then a cosine | `optax.linear_schedule(lr, scaled, warmup)` |
# | `accumulate_gradients` | `loss * n_i / n`, `backward()` for each part, one `step()` | `SGD(..., gradient_accumulation_steps=k)`, parts count alike | `optax.MultiSteps(optimizer, k)`, parts count alike |
# | `lars_step` | not in PyTorch; LARC in NVIDIA's apex | not in Keras | `optax.lars(lr, weight_decay, trust_coefficient=0.001)`, the norm of the sum below |
# | `lamb_step` | not in PyTorch; `timm.optim.Lamb` | `keras.optimizers.Lamb`, its decay before the rest | `optax.lamb(lr, weight_decay=...)` |
# | `growing_batch` | a new `DataLoader` at each milestone | a new data set at each milestone | by hand |
#
# * PyTorch's `backward` *adds* to `.grad`; that is all there is to accumulation, and the reason why `zero_grad` exists. Dividing the loss by the number of parts is right only for equal parts.
# * optax's LARS and LAMB treat every array; pass a mask (`weight_decay_mask`, `trust_ratio_mask`) to leave out biases.
# * `DistributedDataParallel` averages over machines, each counting alike. Its batch normalization sees one machine's rows unless it is converted to `SyncBatchNorm`.
#
# ## Further reading
#
# * Goyal and colleagues, [Accurate, large minibatch SGD: training ImageNet in 1 hour](https://arxiv.org/abs/1706.02677), 2017. The rule, the warmup, and a list of pitfalls that is still worth reading before the first run on several machines.
# * Hoffer, Hubara and Soudry, [Train longer, generalize better](https://arxiv.org/abs/1705.08741), NIPS 2017.
# * Smith, Kindermans, Ying and Le, [Don't decay the learning rate, increase the batch size](https://arxiv.org/abs/1711.00489), ICLR 2018.
# * Shallue and colleagues, [Measuring the effects of data parallelism on neural network training](https://arxiv.org/abs/1811.03600), JMLR 2019. Steps to a result against batch size for many nets and data sets, with everything tuned; they find no sign that large batches generalize worse.
# * McCandlish, Kaplan, Amodei and others, [An empirical model of large-batch training](https://arxiv.org/abs/1812.06162), 2018. Where the line bends, predicted from the noise of the gradient.
# * Keskar and colleagues, [On large-batch training for deep learning: generalization gap and sharp minima](https://arxiv.org/abs/1609.04836), ICLR 2017. The other side of the argument.
# * You, Gitman and Ginsburg, [Large batch training of convolutional networks](https://arxiv.org/abs/1708.03888), 2017; You and colleagues, [Large batch optimization for deep learning](https://arxiv.org/abs/1904.00962), ICLR 2020. LARS and LAMB.
# * Nado and colleagues, [A large batch optimizer reality check](https://arxiv.org/abs/2102.06356), 2021. Momentum and Adam, well tuned, reach what LARS and LAMB reach.
#
# The lectures that this course draws on treat the subject on Gomez's slides "Batch and minibatch algorithms", "LARS and LAMB" and "Large batch size training", and in a line of Dombry's on the rate.

# %% [markdown]
# ## Where you stand

# %%
progress()
