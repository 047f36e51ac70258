# %% [markdown]
# # Normalization: batch, layer, group
#
# Chapter 02 chose weights so that activations start at a reasonable size. From the first update on nobody looks after them. A normalization layer does: it puts the numbers inside the net back to mean 0 and variance 1 at every pass, and lets the net learn any other scale and shift that it wants. Few ideas have made deep nets so much easier to train, and few are as easy to get wrong.
#
# After this chapter you can
#
# * write batch normalization forward and backward, its running statistics and its evaluation mode, and say why the two modes differ;
# * write it for images, and write layer and group normalization, and tell all of them apart by what they average over;
# * check a backward pass so that no slip gets through;
# * predict when batch normalization harms: small batches, slow statistics, sequences of different lengths;
# * say what normalization buys in training, and what it does not.
#
# You need the chain rule with sums, and broadcasting. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import layers, plots
from workbench.data import digits
from workbench.nets import MLP, norms
from workbench.rng import Rng
from workbench.training import cosine, momentum, sgd, train

# %% [markdown]
# ## The idea
#
# Standardizing the inputs of a net (chapter 01) helps because gradient descent likes all directions to be about equally curved. A layer deep inside has inputs too: what the layers below give it. But those layers learn, so these inputs change while it tries to learn from them. The picture looks at one net in its first steps: what reaches one unit of the first, third and last hidden layer, over 500 examples that stay the same.

# %%
def he_normal(fan_in, fan_out, *, rng):
    return (2.0 / fan_in) ** 0.5 * rng.normal((fan_in, fan_out))


def spread_over_training(before, rate, seed=4, steps=120, every=4, depth=5):
    """Percentiles 15, 50, 85 over examples of every unit's input in each hidden layer, (points, layers, 3, units)."""
    split = digits(dtype="float32")
    net, x = MLP((64, *[48] * depth, 10), init=he_normal, before=before, seeds=(seed,)), split.x_train[:500, :]

    def look(step, net):
        if step % every == 0:
            kept = net.forward(x, training=True)[1].kept
            return np.stack([np.percentile(seen[0, :, :], (15, 50, 85), axis=0) for seen, *_ in kept])

    first = look(0, net)
    run = train(net, split, sgd, lr=rate, steps=steps, on_step=look)
    return np.stack([first, *run.seen])


def movement(spread):
    """How far a unit's median gets from where it was, in units of its first spread: mean over units, (layers,)."""
    middle, width = spread[:, :, 1, :], spread[0, :, 2, :] - spread[0, :, 0, :]
    return np.mean(np.abs(middle - middle[0]).max(axis=0) / width, axis=-1)


def draw_spread(axes, spread, names, unit=7, every=4):
    for ax, layer, name in zip(axes, (0, 2, 4), names, strict=True):
        low, middle, high = spread[:, layer, :, unit].T
        steps = every * np.arange(len(middle))
        ax.fill_between(steps, low, high, color=plots.COLOURS[0], alpha=0.3, linewidth=0)
        plots.line(ax, steps, middle)
        plots.label(ax, "step", "input of one unit" if ax is axes[0] else "", name)

# %% experiment
@experiment()
def moving_inputs():
    spread = spread_over_training(None, 0.1)
    moved = movement(spread)
    fig, axes = plots.figure(3, width=9.5, sharey=True)
    draw_spread(axes, spread, [f"layer {k}: medians move by {moved[k - 1]:.2f}" for k in (1, 3, 5)])
    fig.suptitle("One unit's input (line: median, band: 15 to 85 %), and how far all units move, in first spreads", x=0.01,
                 ha="left")
    plots.show(fig)
    return moved

# %% [markdown]
# The higher up, the more it moves: a layer there has all the others below it. The authors of batch normalization called this movement *internal covariate shift*, and proposed to stop it where it begins: normalize the inputs of every layer, at every step, with statistics of the batch at hand. Whether the movement is what made deep nets hard to train is disputed to this day (see *further reading*). That the cure works is not.
#
# ## Batch normalization in training
#
# Take one feature, that is, one column of a batch $x$ with $n$ rows. Subtract its mean and divide by its standard deviation over the batch:
#
# $$
# \mu = \frac1n \sum_i x_i, \qquad \sigma^2 = \frac1n \sum_i (x_i - \mu)^2, \qquad \hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad y_i = \gamma \hat x_i + \beta.
# $$
#
# The small $\epsilon$ keeps the root away from 0. $\gamma$ and $\beta$ are learned, one of each for every feature. They give the layer back what normalizing took from it: with $\gamma = \sigma$ and $\beta = \mu$ the layer does nothing at all. So the net can still have any mean and spread, but they now hang on two numbers instead of on all the weights below.
#
# What does a batch of one row give? Its mean is the row itself, so $\hat x = 0$ whatever the row was. That would train, silently, on nothing, so the kernel refuses.

# %% answer="batch_norm_forward"
def batch_norm_forward(x, gamma, beta, *, eps):
    """Batch normalization in training: each feature by its mean and variance over the rows.

        mean = mean over rows of x
        var = mean over rows of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : a batch, floating array (n, features)
    gamma, beta : scale and shift of each feature, arrays (features,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, features)
    mean, var : statistics of the batch, arrays (features,); var without eps

    All of x's dtype and device. Convention: the variance divides by n, not n - 1, and eps is inside
    the root, as in the paper, PyTorch and Keras. The arguments stay as they were.

    Raises ValueError for a single row, which has no variance.

    Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal
    covariate shift, ICML 2015, algorithm 1.
    """
    xp = array_namespace(x, gamma, beta)
    if x.shape[0] < 2:
        raise ValueError("batch normalization in training needs at least two rows")
    mean = xp.mean(x, axis=0)
    var = xp.mean((x - mean) ** 2, axis=0)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return gamma * x_hat + beta, x_hat, mean, var

# %% check="batch_norm_forward"

# %% [markdown]
# > **The slide says.** In our copy of Temirkhanov's slides equation 3 has $\sqrt{\sigma^2 \epsilon}$ for $\sqrt{\sigma^2 + \epsilon}$. Predict what that makes of a feature with variance 1 at the usual $\epsilon$ of $10^{-5}$, and of a constant one.

# %% experiment
@experiment(batch_norm_forward)
def eps_as_printed():
    x = np.stack([Rng(1).normal((64,)), np.full(64, 0.5)], axis=1)
    _, x_hat, mean, var = batch_norm_forward(x, np.ones(2), np.zeros(2), eps=1e-5)
    with np.errstate(invalid="ignore"):
        printed = (x - mean) / np.sqrt(var * 1e-5)
    found = {"right": x_hat.std(axis=0), "as printed": printed.std(axis=0)}
    for name, spread in found.items():
        print(f"{name:10}  standard deviation of x_hat: {spread[0]:.4g}, of a constant feature: {spread[1]:.4g}")
    return found

# %% [markdown]
# As printed, $\epsilon$ is a factor, the same for every feature and far from 1, and a constant feature is 0 over 0: the very case that $\epsilon$ is there for. Wolter's equations 20 and 21 leave $\epsilon$ out altogether, which fails in the same case, and write mean, deviation, scale and shift once per layer where each feature has its own.
#
# ## Back through the batch
#
# The backward pass is where normalization differs from everything before. In a ReLU each output depends on one input. Here every $\hat x_i$ depends on *every* row, through the mean and the variance. So a gradient reaches $x_i$ on three paths.
#
# The first is the plain one. From $y = \gamma\hat x + \beta$ the gradient with respect to $\hat x$ is $g_i = \gamma\, \partial L/\partial y_i$, and with mean and variance held still it would reach $x_i$ as $g_i / \sqrt{\sigma^2 + \epsilon}$.
#
# The other two you can work out node by node, as the paper does. Or you can ask what they must do. Add a constant to the whole feature: $\hat x$ stays as it is, so the loss does, so the gradient must sum to 0 over the batch. The path through the mean therefore takes away the mean of $g$. Next, stretch the centred feature: again $\hat x$ stays, but for $\epsilon$, so the gradient must have no part along $\hat x$. The path through the variance takes that part away:
#
# $$
# \frac{\partial L}{\partial x_i} = \frac{1}{\sqrt{\sigma^2 + \epsilon}} \Bigl( g_i - \frac1n \sum_j g_j - \hat x_i\, \frac1n \sum_j g_j \hat x_j \Bigr).
# $$
#
# This is exact, with $\epsilon$ and all. Try to get it from the chain rule once with pen and paper; it is worth the quarter of an hour.

# %% answer="batch_norm_backward"
def batch_norm_backward(dy, x_hat, var, gamma, *, eps):
    """Back through batch normalization in training.

        dbeta = sum over rows of dy
        dgamma = sum over rows of dy x_hat
        g = dy gamma
        dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps)      means over rows

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array (n, features)
    x_hat : the normalized batch of the forward pass, same shape and dtype
    var : its variance, array (features,), without eps
    gamma : scale of each feature, array (features,)
    eps : the same Python float as in the forward pass

    Returns
    -------
    dx : gradient with respect to x, array (n, features)
    dgamma, dbeta : gradients with respect to gamma and beta, arrays (features,)

    All of dy's dtype and device. Convention: a mean over the batch that is part of the loss is in dy
    already, so dgamma and dbeta are sums. The arguments stay as they were; no errors to raise.

    Ioffe and Szegedy 2015, section 3.
    """
    xp = array_namespace(dy, x_hat, var, gamma)
    dbeta = xp.sum(dy, axis=0)
    dgamma = xp.sum(dy * x_hat, axis=0)
    g = dy * gamma
    inner = g - xp.mean(g, axis=0) - x_hat * xp.mean(g * x_hat, axis=0)
    return inner / xp.sqrt(var + eps), dgamma, dbeta

# %% check="batch_norm_backward"

# %% [markdown]
# ## Two modes
#
# In training a row's output depends on the rows that happen to be with it. In evaluation that will not do: a digit should be the same digit whoever else asks at the same time. So the layer keeps *running* statistics, an average over past batches that slowly forgets, and in evaluation normalizes with these.
#
# $$
# r \leftarrow (1 - m)\, r + m \cdot (\text{this batch's}).
# $$
#
# Two traps lie here. The word *momentum* means opposite things: in PyTorch, and here, $m$ is the share of the *new* batch, in Keras that of the old statistics. And the variance of a few rows about their own mean is too small on average, by the factor $(n-1)/n$. For the running variance that is put right with $n/(n-1)$, while the layer itself divides by the plain one. The factor is why a single row cannot be used: in our copy Temirkhanov's equation 5 has it as $B/(B-1)$ without a word about $B = 1$. And for images $B$ is not the number of images, as you will see.

# %% answer="running_statistics"
def running_statistics(mean, var, running_mean, running_var, *, n, momentum):
    """Running mean and variance of each feature after one more batch.

        running_mean = (1 - momentum) running_mean + momentum mean
        running_var = (1 - momentum) running_var + momentum var n / (n - 1)

    Parameters
    ----------
    mean, var : the batch's statistics as batch_norm_forward returns them, arrays (features,)
    running_mean, running_var : the running ones before this batch, same shape and dtype
    n : how many numbers each mean is of, a Python int: rows, or for images rows times pixels
    momentum : share of the new batch, a Python float in [0, 1]

    Returns
    -------
    running_mean, running_var : the running statistics after this batch, new arrays

    Convention: PyTorch's. Keras calls 1 - momentum its momentum and takes var without the factor. A
    fresh layer has running mean 0 and running variance 1. The arguments stay as they were.

    Raises ValueError for n = 1, where n / (n - 1) has no value.
    """
    if n < 2:
        raise ValueError("one number has no variance")
    running_mean = (1.0 - momentum) * running_mean + momentum * mean
    running_var = (1.0 - momentum) * running_var + momentum * var * (n / (n - 1))
    return running_mean, running_var

# %% check="running_statistics"

# %% [markdown]
# In evaluation the layer is then nothing but a scale and a shift with fixed numbers. One could fold them into the weights before it, and for speed that is done.

# %% answer="batch_norm_inference"
def batch_norm_inference(x, running_mean, running_var, gamma, beta, *, eps):
    """Batch normalization in evaluation: each feature by its running statistics.

        y = gamma (x - running_mean) / sqrt(running_var + eps) + beta

    Parameters
    ----------
    x : rows to evaluate, floating array (n, features); one is enough
    running_mean, running_var : the running statistics, arrays (features,), same dtype
    gamma, beta : scale and shift of each feature, arrays (features,)
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y : array (n, features), same dtype and device as x

    Convention: a row's result does not depend on the other rows. The arguments stay as they were; no
    errors to raise.

    Ioffe and Szegedy 2015, algorithm 2.
    """
    xp = array_namespace(x, running_mean, running_var, gamma, beta)
    return gamma * (x - running_mean) / xp.sqrt(running_var + eps) + beta

# %% check="batch_norm_inference"

# %% [markdown]
# ### Experiment: how far are the two modes apart?
#
# Running statistics describe the past. If they forget slowly, they describe weights that are long gone; if they forget at once, they are those of the last batch, as noisy as it was. In the next run many copies of the same net train on the same batches. They are the same net throughout, since training never looks at running statistics. They differ only in the momentum with which they keep them, and so only in evaluation. The dashed line has no running statistics: it normalizes with those of the whole training set, worked out at that moment with the weights of that moment.
#
# **Predict**: after 20 steps, which of the three momenta is best, and how bad is the worst? And after 300? Does a momentum of 1 (the last batch alone) do worse with batches of 64 or of 4?

# %%
def errors_in_evaluation(net, x, y):
    """Share of wrong answers: with running statistics, and with the batch's own, here all of x."""
    kept = [layer.statistics for layer in net.before]
    outputs, _ = net.forward(x, training=True)
    for layer, statistics in zip(net.before, kept, strict=True):
        layer.statistics = statistics                            # looking must not move them
    return 1.0 - net.accuracy(x, y), np.mean(np.argmax(outputs, axis=-1) != y, axis=-1)

# %% experiment
@experiment(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference)
def gap_between_modes():
    momenta, seeds, split, steps, found = (1.0, 0.1, 0.01, 0.001), (0, 1, 2), digits(dtype="float32"), 300, {}
    x, y, points = split.x_train, split.y_train, np.arange(20, steps + 1, 20)
    norm = layers.BatchNorm(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference,
                            momentum=[m for m in momenta for _ in seeds])
    fig, axes = plots.figure(2, width=9.5, sharey=True)
    for ax, batch, rate in zip(axes, (64, 4), (0.2, 0.02), strict=True):
        net = MLP((64, 64, 64, 10), init=he_normal, before=norm, seeds=[*seeds] * len(momenta))
        run = train(net, split, sgd, lr=rate, steps=steps, batch=batch,
                    on_step=lambda step, net: errors_in_evaluation(net, x, y) if step % 20 == 0 else None)
        running, whole = 100.0 * np.moveaxis(np.stack(run.seen), 1, 0)
        running, whole = running.reshape(-1, len(momenta), len(seeds)), whole[:, :len(seeds)]
        found[batch] = dict(zip(momenta, np.moveaxis(running, 1, 0), strict=True)) | {"whole": whole}
        for m in momenta:
            plots.band(ax, points, np.maximum(found[batch][m], 0.05), f"{m:g}")
        ax.plot(points, np.maximum(np.median(whole, axis=1), 0.05), "--", color=plots.INK, linewidth=1)
        end = ", ".join(f"{np.median(found[batch][m][-1]):.2g} ({m:g})" for m in momenta)
        plots.label(ax, "step", "training error in evaluation, %" if ax is axes[0] else "", f"batch {batch}: {end}", "y")
        plots.end_labels(ax)
    fig.suptitle("Error at the end, by momentum. Dashed: statistics of the whole training set", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# With the smallest momentum most of what the layer holds is still the mean 0 and variance 1 that it began with, and the rest are statistics of weights that are gone. All copies learn the same, yet this one fails in evaluation. It is one of the most frequent puzzles that batch normalization sets, and the remedy is a larger momentum, or patience, not more data. On the other side, the last batch alone is nearly good enough when the batch is large, and hopeless when it is small. PyTorch's default of 0.1 does well in both.
#
# Which momentum is best depends on how fast the weights move and how noisy a batch is: the same two wishes as for a learning rate, in chapter 05.

# %% [markdown]
# ## What it buys
#
# ### A wider range of starts and rates
#
# Multiply the weights below a batch normalization by any number: the layer divides it out again. So the scale of the initial weights, to which chapter 02 gave so much care, should hardly matter.
#
# **Predict**: a net with four hidden layers trains for 200 steps from weights drawn with 20 different standard deviations, over four decades. With how many of the 20 does the plain net reach 90 % on the test set, and with how many the normalized one? He's standard deviation would be near 0.2. And on the right, where all nets start from He's weights: by what factor does the highest useful rate grow?

# %%
def batch_norm(**more):
    return layers.BatchNorm(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference, **more)


def accuracy_over(scales, rates, before, depth, steps=200, seeds=(0, 1, 2)):
    """Test accuracy (cells, seeds) of nets whose He weights are scaled, each cell at its rate; 0.1 for the diverged."""
    split, each = digits(dtype="float32"), np.repeat(scales, len(seeds)).astype("float32")
    net = MLP((64, *[48] * depth, 10), init=he_normal, before=before, seeds=[*seeds] * len(scales))
    net.weights = [w * each[:, None, None] for w in net.weights]
    run = train(net, split, sgd, lr=[float(rate) for rate in rates for _ in seeds], steps=steps, batch=50)
    return np.nan_to_num(run.test_accuracy, nan=0.1).reshape(-1, len(seeds))

# %% experiment
@experiment(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference)
def wider_range():
    factors, rates = np.geomspace(1e-4, 1.0, 20) / 0.2, 10.0 ** np.arange(-2, 1.1, 0.5)
    fig, axes = plots.figure(2, width=9.5, sharey=True)
    found = {"scales": {}, "rates": {}}
    for name, before in (("plain", None), ("batch norm", batch_norm())):
        found["scales"][name] = accuracy_over(factors, np.full(20, 0.1), before, depth=4)
        found["rates"][name] = accuracy_over(np.ones(len(rates)), rates, before, depth=6)
    reach = {what: {name: np.median(a, axis=1) > 0.9 for name, a in found[what].items()} for what in found}
    top = {name: rates[good].max() if good.any() else 0.0 for name, good in reach["rates"].items()}
    for ax, x, what in zip(axes, (0.2 * factors, rates), found, strict=True):
        for name, accuracy in found[what].items():
            plots.band(ax, x, accuracy, name)
    good = reach["scales"]
    title = f"Above 90 %: {good['plain'].sum()} of 20 plain, {good['batch norm'].sum()} with batch norm"
    plots.label(axes[0], "standard deviation of the weights (rate 0.1)", "test accuracy", title, log="x")
    title = f"Highest rate above 90 %: {top['plain']:.2g} plain, {top['batch norm']:.2g}"
    plots.label(axes[1], "rate (He's weights, 6 hidden layers)", "", title, log="x")
    plots.end_labels(axes[1])
    plots.show(fig)
    best = ", ".join(f"{np.median(a, axis=1).max():.3f} ({name})" for name, a in found["rates"].items())
    print(f"Accuracy at each one's best rate: {best}")
    return found | {"reach": reach, "top": top}

# %% [markdown]
# The range of starts grows from a few values about He's to orders of magnitude. It still ends: for very small weights the variance of the activations falls below $\epsilon$, and the layer no longer divides it out; for very large ones the gradients are divided by it too, and a step of fixed size moves such weights too little. The range of rates grows as well. What grows far less is the accuracy at the best rate of each, which the last line prints: on a net that is well initialized and tuned, normalization mostly buys you the right to be careless. The speed-up that Gomez's slides quote from the paper is against a net that could not stand the high rate.
#
# ### Distributions that stay put
#
# Back to the first picture, now with your layer, at the same rate and from the same weights. What reaches the activation functions?
#
# **Predict**: $\gamma$ and $\beta$ are free to move these distributions. Do they?

# %% experiment
@experiment(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference)
def steady_inputs():
    fig, axes = plots.figure(3, 2, width=9.5, height=4.6, sharey=True, sharex=True)
    found = {}
    for row, (name, before) in zip(axes, (("plain", None), ("batch norm", batch_norm())), strict=True):
        spread = spread_over_training(before, 0.1)
        found[name] = movement(spread)
        draw_spread(row, spread, [f"{name}, layer {k}: {found[name][k - 1]:.2f}" for k in (1, 3, 5)])
    for ax in axes[0]:
        ax.set_xlabel("")
    fig.suptitle("One unit's input, and how far the medians of all units move, in first spreads", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# They could, and they hardly do in so few steps: two numbers a unit learn slowly, while the plain net's last layer is moved by everything below it.
#
# ### The third cure for vanishing gradients
#
# Chapter 02 named three cures for gradients that fade on the way down: ReLU with the right scale, skips, and normalization. There the third was the workbench's; here it is yours. The net has 20 hidden layers of sigmoids with Glorot's weights, the combination that kept deep nets from being trained for so long.
#
# **Predict**: by what factor does the gradient shrink from the top hidden layer to the lowest, plain and normalized? And with ReLU and He's weights, where nothing was wrong: does normalization leave the gradients as they are?

# %%
def glorot_normal(fan_in, fan_out, *, rng):
    return (2.0 / (fan_in + fan_out)) ** 0.5 * rng.normal((fan_in, fan_out))

# %% experiment
@experiment(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference)
def third_cure():
    split, depth, found = digits(), 20, {}
    x, y = split.x_train[:256, :], split.y_train[:256]
    fig, axes = plots.figure(2, width=9.5)
    for ax, (activation, init) in zip(axes, (("sigmoid", glorot_normal), ("relu", he_normal)), strict=True):
        for name, before in (("plain", None), ("batch norm", batch_norm())):
            net = MLP((64, *[64] * depth, 10), init=init, activation=activation, before=before, seeds=range(5),
                      dtype="float64")
            size = norms(net.trace(x, y).dh[:-1])
            found[activation, name] = size
            plots.band(ax, np.arange(1, depth + 1), size, name)
        ratio = [np.median(found[activation, name][0] / found[activation, name][-1]) for name in ("plain", "batch norm")]
        title = f"{activation}, lowest over highest: {ratio[0]:.1g} plain, {ratio[1]:.2g} with"
        plots.label(ax, "hidden layer", "gradient norm" if ax is axes[0] else "", title, log="y")
        plots.integer_ticks(ax)
        plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# For sigmoids it is a cure: normalizing keeps every unit in the steep middle of its curve, and the division by a small standard deviation, on the way back, makes up for the small slope. For ReLU with He's weights it is none, since there was nothing to cure. The gradient now *grows* on the way down, by a nearly constant factor a layer: each normalization adds a bit. In very deep nets that becomes a problem of its own, and there normalization goes together with skips.
#
# ## Images
#
# A convolution slides one filter over the whole image, so all the pixels of a channel come from the same weights, and should be treated alike. Batch normalization of images therefore has *one* mean and variance for each channel, over all the images and all their pixels: $n \cdot h \cdot w$ numbers behind each. That number, not $n$, is what the $n/(n-1)$ of the running variance wants. Wolter's slide applies its formula at every feature position and learns a scale and a shift for each layer; for images all four numbers belong to a channel, whatever the position.

# %% answer="batch_norm_images_forward"
def batch_norm_images_forward(x, gamma, beta, *, eps):
    """Batch normalization of images in training: each channel by its statistics over images and pixels.

        mean = mean over images and pixels of x
        var = mean over images and pixels of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : a batch of images, floating array (n, channels, height, width)
    gamma, beta : scale and shift of each channel, arrays (channels,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, channels, height, width)
    mean, var : statistics of the batch, arrays (channels,); var without eps

    All of x's dtype and device. Convention: channels come second, as in PyTorch; in Keras they come
    last. The variance divides by n height width. The arguments stay as they were.

    Raises ValueError where that number is 1: one image of one pixel.

    Ioffe and Szegedy 2015, section 3.2.
    """
    xp = array_namespace(x, gamma, beta)
    if x.shape[0] * x.shape[2] * x.shape[3] < 2:
        raise ValueError("batch normalization in training needs at least two numbers a channel")
    mean = xp.mean(x, axis=(0, 2, 3))
    centred = x - mean[:, None, None]
    var = xp.mean(centred**2, axis=(0, 2, 3))
    x_hat = centred / xp.sqrt(var + eps)[:, None, None]
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var

# %% check="batch_norm_images_forward"

# %% [markdown]
# ## Layer normalization
#
# All the trouble of batch normalization, two modes, running statistics, small batches, comes from one thing: rows depend on one another. Layer normalization turns the matrix on its side. Each row is normalized over its own features:
#
# $$
# \mu_i = \frac1d \sum_j x_{ij}, \qquad \sigma_i^2 = \frac1d \sum_j (x_{ij} - \mu_i)^2, \qquad y_{ij} = \gamma_j\, \frac{x_{ij} - \mu_i}{\sqrt{\sigma_i^2 + \epsilon}} + \beta_j.
# $$
#
# No batch, no modes, no running statistics, and one row is as good as many. $\gamma$ and $\beta$ still belong to features.

# %% answer="layer_norm_forward"
def layer_norm_forward(x, gamma, beta, *, eps):
    """Layer normalization: each row by its own mean and variance over the features, the last axis.

        mean = mean over the last axis of x
        var = mean over the last axis of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : floating array (..., features): rows, sequences of rows, or a single row (1, features)
    gamma, beta : scale and shift of each feature, arrays (features,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays of x's shape
    mean, var : statistics of each row, arrays (..., 1) with the last axis kept; var without eps

    All of x's dtype and device. Convention: the variance divides by the number of features, and eps
    is inside the root. The arguments stay as they were; no errors to raise.

    Ba, Kiros and Hinton, Layer normalization, 2016.
    """
    xp = array_namespace(x, gamma, beta)
    mean = xp.mean(x, axis=-1, keepdims=True)
    var = xp.mean((x - mean) ** 2, axis=-1, keepdims=True)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return gamma * x_hat + beta, x_hat, mean, var

# %% check="layer_norm_forward"

# %% [markdown]
# The backward pass is the one you know, along the other axis, with one difference that catches nearly everybody. In batch normalization all the numbers behind a mean share their $\gamma$, so it can be multiplied in at the end as well. Here they do not.

# %% answer="layer_norm_backward"
def layer_norm_backward(dy, x_hat, var, gamma, *, eps):
    """Back through layer normalization.

        dbeta = sum over all rows of dy
        dgamma = sum over all rows of dy x_hat
        g = dy gamma
        dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps)      means over the last axis

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array (..., features)
    x_hat : the normalized rows of the forward pass, same shape and dtype
    var : their variances, array (..., 1), without eps
    gamma : scale of each feature, array (features,)
    eps : the same Python float as in the forward pass

    Returns
    -------
    dx : gradient with respect to x, array of x's shape
    dgamma, dbeta : gradients with respect to gamma and beta, arrays (features,)

    All of dy's dtype and device. Convention: a mean over the batch that is part of the loss is in dy
    already, so dgamma and dbeta are sums, over every axis but the last. The arguments stay as they
    were; no errors to raise.

    Ba, Kiros and Hinton 2016.
    """
    xp = array_namespace(dy, x_hat, var, gamma)
    rows = tuple(range(dy.ndim - 1))
    g = dy * gamma
    along = xp.mean(g * x_hat, axis=-1, keepdims=True)
    dx = (g - xp.mean(g, axis=-1, keepdims=True) - x_hat * along) / xp.sqrt(var + eps)
    return dx, xp.sum(dy * x_hat, axis=rows), xp.sum(dy, axis=rows)

# %% check="layer_norm_backward"

# %% [markdown]
# ### Sequences of different lengths
#
# A batch of sentences has short ones and long ones; the short ones are filled up with zeros to the length of the longest. Take one sequence of five steps, and put it beside longer and longer ones. What changes in *its* normalized steps?
#
# **Predict**, for layer normalization and for batch normalization over all steps of the batch, zeros included.

# %% experiment
@experiment(batch_norm_forward, layer_norm_forward)
def sequences_of_different_lengths():
    lengths, features = np.array([5, 6, 8, 12, 16, 24, 32, 40]), 16
    ones, zeros, short = np.ones(features), np.zeros(features), 1.0 + Rng(1).normal((5, features))
    kernels = {"layer norm": lambda x: layer_norm_forward(x, ones, zeros, eps=1e-5)[1],
               "batch norm": lambda x: np.reshape(batch_norm_forward(np.reshape(x, (-1, features)), ones, zeros,
                                                                     eps=1e-5)[1], x.shape)}
    found = {name: [] for name in kernels}
    for length in lengths:
        batch = np.zeros((2, length, features))                  # the short sequence, and a long one beside it
        batch[0, :5, :], batch[1, :, :] = short, 1.0 + Rng(2).normal((int(length), features))
        for name, kernel in kernels.items():
            apart = kernel(batch)[0, :5, :] - kernel(short[None, :, :])[0]
            found[name].append(np.sqrt(np.mean(apart**2)))
    fig, ax = plots.figure()
    for name, apart in found.items():
        plots.line(ax, lengths, apart, name, marker=".")
    title = ", ".join(f"{name} {max(apart):.2g}" for name, apart in found.items())
    plots.label(ax, "steps of the longer sequence", "rms change of x_hat", f"Largest change of the short one: {title}")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# With layer normalization a step does not know who sits beside it. With batch normalization the same five steps come out differently in every company, and the zeros of the filling count as data. This, with the small batches that long sequences allow, is why transformers use layer normalization.
#
# ## Group normalization
#
# For images, layer normalization lumps all the channels of an image together, edges with colours. Group normalization goes halfway: the channels of each image are divided into groups of neighbours, and each group has its own mean and variance, over its channels and pixels.

# %% answer="group_norm_forward"
def group_norm_forward(x, gamma, beta, *, groups, eps):
    """Group normalization: each group of channels of each image by its own mean and variance.

        mean = mean over the group's channels and pixels of x
        var = mean over the group's channels and pixels of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : images, floating array (n, channels, height, width)
    gamma, beta : scale and shift of each channel, arrays (channels,), same dtype
    groups : number of groups, a Python int; neighbouring channels, channels / groups each
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, channels, height, width)
    mean, var : statistics of each group, arrays (n, groups); var without eps

    All of x's dtype and device. Convention: with 6 channels and 2 groups, channels 0, 1, 2 are the
    first group. The arguments stay as they were.

    Raises ValueError where groups does not divide the number of channels.

    Wu and He, Group normalization, ECCV 2018.
    """
    xp = array_namespace(x, gamma, beta)
    if x.shape[1] % groups:
        raise ValueError("the channels do not divide into that many groups")
    parts = xp.reshape(x, (x.shape[0], groups, -1))
    mean = xp.mean(parts, axis=-1)
    centred = parts - mean[:, :, None]
    var = xp.mean(centred**2, axis=-1)
    x_hat = xp.reshape(centred / xp.sqrt(var + eps)[:, :, None], x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var

# %% check="group_norm_forward"

# %% answer="group_norm_backward"
def group_norm_backward(dy, x_hat, var, gamma, *, groups, eps):
    """Back through group normalization.

        dbeta = sum over images and pixels of dy
        dgamma = sum over images and pixels of dy x_hat
        g = dy gamma
        dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps)      means over a group's channels and pixels

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array (n, channels, height, width)
    x_hat : the normalized images of the forward pass, same shape and dtype
    var : the groups' variances, array (n, groups), without eps
    gamma : scale of each channel, array (channels,)
    groups, eps : the same numbers as in the forward pass

    Returns
    -------
    dx : gradient with respect to x, array (n, channels, height, width)
    dgamma, dbeta : gradients with respect to gamma and beta, arrays (channels,)

    All of dy's dtype and device. Convention: dgamma and dbeta are sums. The arguments stay as they
    were; no errors to raise.

    Wu and He 2018.
    """
    xp = array_namespace(dy, x_hat, var, gamma)
    shape = (dy.shape[0], groups, -1)
    g, hats = xp.reshape(dy * gamma[:, None, None], shape), xp.reshape(x_hat, shape)
    along = xp.mean(g * hats, axis=-1, keepdims=True)
    dx = (g - xp.mean(g, axis=-1, keepdims=True) - hats * along) / xp.sqrt(var + eps)[:, :, None]
    return xp.reshape(dx, dy.shape), xp.sum(dy * x_hat, axis=(0, 2, 3)), xp.sum(dy, axis=(0, 2, 3))

# %% check="group_norm_backward"

# %% [markdown]
# ### Who shares a mean with whom?
#
# The paper on group normalization has a famous picture of four cubes, and you can make it by experiment. Take three images of six channels and a few pixels. Move one number a little, and see whether the normalized value of *another* one changes. Do that for all of them.
#
# **Predict**: four cubes, with the images along one axis, the channels along another and the pixels upwards. Which blocks are coloured, if the marked number is in a front corner? (Instance normalization is group normalization with a group for every channel.)

# %%
def share_statistics(normalize, shape):
    """Which numbers of x (n, channels, h, w) change the normalized value of the first one, besides directly."""
    x = Rng(3).normal(shape)
    before, found = normalize(x)[0, 0, 0, 0], np.zeros(shape, bool)
    for index in np.ndindex(shape):
        moved = x.copy()
        moved[index] += 1.0
        found[index] = abs(normalize(moved)[0, 0, 0, 0] - before) > 1e-9
    return found

# %% experiment
@experiment(batch_norm_images_forward, layer_norm_forward, group_norm_forward)
def four_cubes():
    shape = (3, 6, 2, 2)
    n, channels, *_ = shape
    ones, zeros, many = np.ones(channels), np.zeros(channels), (np.ones(24), np.zeros(24))
    kernels = {"batch": lambda x: batch_norm_images_forward(x, ones, zeros, eps=1e-5)[1],
               "layer": lambda x: layer_norm_forward(x.reshape(n, -1), *many, eps=1e-5)[1].reshape(shape),
               "instance": lambda x: group_norm_forward(x, ones, zeros, groups=channels, eps=1e-5)[1],
               "group": lambda x: group_norm_forward(x, ones, zeros, groups=2, eps=1e-5)[1]}
    found = {name: share_statistics(kernel, shape) for name, kernel in kernels.items()}
    fig, axes = plots.figure(4, width=10.5, height=2.9, subplot_kw={"projection": "3d"})
    for ax, (name, shared) in zip(axes, found.items(), strict=True):
        cube = np.transpose(shared.reshape(n, channels, -1), (1, 0, 2))       # channels, images, pixels upwards
        ax.voxels(np.ones(cube.shape, bool), facecolors=np.where(cube, plots.COLOURS[0], "#ffffff"), edgecolor="#888888",
                  linewidth=0.4, shade=False)
        ax.set_box_aspect((6, 3, 4), zoom=0.95)
        ax.view_init(elev=22, azim=-58)
        ax.set_axis_off()
        for place, word in (((3, -0.6, -1.0), "channels"), ((7, 1.5, -0.6), "images"), ((6.9, 3, 2.0), "pixels")):
            ax.text(*place, word, ha="center", fontsize=8)
        ax.set_title(f"{name}: {shared.sum()} together")
    fig.suptitle("Coloured: the numbers that share a mean with the one at the near corner below", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# Batch normalization is the only one whose block reaches along the images, and from that follow its two modes, its running statistics and its need of large batches. The other three differ in how many channels they take together: all, some, one.
#
# ### A check that no slip gets through
#
# Every one of the wrong backward passes of this chapter still looks like a gradient, has the right shape, and often even trains. Chapter 00's answer was the gradient check: compare with difference quotients. How small must the relative error be for you to trust a backward pass? Eight typical slips, each in all three normalizations, against your own.
#
# **Predict**: which slip comes closest to being right, and how close? Which is wrong for two of the three only?

# %%
def backward_with_slips(dy, x_hat, var, gamma, axis, eps):
    """What people write for dx, by what is wrong with it; var has the length 1 along `axis`."""
    def back(g, along=axis, less=0, eps=eps, hold=()):
        share = x_hat.shape[along] / (x_hat.shape[along] - less)
        through_mean = 0.0 if "mean" in hold else share * np.mean(g, axis=along, keepdims=True)
        through_var = 0.0 if "var" in hold else share * x_hat * np.mean(g * x_hat, axis=along, keepdims=True)
        return (g - through_mean - through_var) / np.sqrt(var + eps)

    g = dy * gamma
    return {"other axis": back(g, along=0 if axis else -1), "both constant": back(g, hold=("mean", "var")),
            "variance constant": back(g, hold=("var",)), "gamma forgotten": back(dy),
            "mean constant": back(g, hold=("mean",)), "n - 1 for n": back(g, less=1),
            "gamma after the means": gamma * back(dy), "eps forgotten": back(g, eps=0.0)}


def difference_quotients(loss, x, h=1e-5):
    slope = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        slope[index] = (loss(x + step) - loss(x - step)) / (2.0 * h)
    return slope


def errors_of_slips(forward, backward, rng, parts, axis, **hyper):
    """Relative error of each slip, and of the kernel, on 8 rows of 12 features that come in `parts`."""
    shape = (8, 12, 1, 1) if "groups" in hyper else (8, 12)
    x, dy, gamma = rng.normal(shape), rng.normal(shape), rng.uniform((12,), 0.5, 1.5)
    slope = difference_quotients(lambda x: np.sum(dy * forward(x, gamma, 0.0 * gamma, **hyper)[0]), x).ravel()
    _, x_hat, _, var = forward(x, gamma, 0.0 * gamma, **hyper)
    pieces = [a.reshape(parts) for a in (dy, x_hat)]
    spread = var if axis == 0 else var.reshape(*parts[:-1], 1)
    answers = backward_with_slips(*pieces, spread, gamma.reshape(parts[1:]), axis, hyper["eps"])
    answers["your own"] = backward(dy, x_hat, var, gamma, **hyper)[0]
    return {name: np.linalg.norm(dx.ravel() - slope) / (np.linalg.norm(dx) + np.linalg.norm(slope))
            for name, dx in answers.items()}

# %% experiment
@experiment(batch_norm_forward, batch_norm_backward, layer_norm_forward, layer_norm_backward, group_norm_forward,
            group_norm_backward)
def ladder_of_slips():
    kernels = {"batch": lambda rng: errors_of_slips(batch_norm_forward, batch_norm_backward, rng, (8, 12), 0, eps=1e-5),
               "layer": lambda rng: errors_of_slips(layer_norm_forward, layer_norm_backward, rng, (8, 12), -1, eps=1e-5),
               "group": lambda rng: errors_of_slips(group_norm_forward, group_norm_backward, rng, (8, 3, 4), -1, eps=1e-5,
                                                    groups=3)}
    found = {}
    fig, ax = plots.figure(height=3.6)
    for (name, kernel), marker in zip(kernels.items(), "os^", strict=True):
        runs = [kernel(Rng(seed)) for seed in range(3)]
        found[name] = {slip: float(np.median([run[slip] for run in runs])) for slip in runs[0]}
        ax.plot(list(found[name].values()), list(found[name]), marker, label=name, alpha=0.8)
    ax.legend(loc="center", bbox_to_anchor=(0.3, 0.4))
    nearest, own = (max(errors[slip] for errors in found.values()) for slip in ("eps forgotten", "your own"))
    title = f"Nearest slip, forgotten eps: {nearest:.1g}. Your own: {own:.1g}"
    plots.label(ax, "relative error against difference quotients", "", title, log="x")
    plots.show(fig)
    return found

# %% [markdown]
# Most slips stand out by far. One does not: a forgotten $\epsilon$ differs by about as much as $\epsilon$ does from the variance, and whoever accepts a small error passes it. Your own is smaller still by orders of magnitude; what remains is the rounding of the difference quotients. So in float64, ask for a relative error that only rounding explains. And see the slip with $\gamma$: for batch normalization it is none.
#
# ### Error against batch size
#
# The figure for which group normalization became known (the paper's first): error against batch size. Here nets with two hidden layers see 500 digits six times over, with the rate in proportion to the batch (chapter 09). A row of 64 units counts as 64 channels of one pixel, in 8 groups.
#
# **Predict** the four curves from batches of 32 down to 2. On the right is the training loss as training sees it, at the end. With a batch of 2, $\hat x$ of each unit can take only two values, nearly. Which?

# %%
def layer_norm():
    return layers.LayerNorm(layer_norm_forward, layer_norm_backward)


def group_norm(groups):
    return layers.GroupNorm(group_norm_forward, group_norm_backward, groups=groups)


def train_at_batch(before, batch, seeds=(0, 1, 2), epochs=6):
    """Test error in % and the loss as training saw it in the last fifth of the steps, (seeds,) each."""
    split = digits(dtype="float32")
    split = split._replace(x_train=split.x_train[:500, :], y_train=split.y_train[:500])
    net, steps = MLP((64, 64, 64, 10), init=he_normal, before=before, seeds=seeds), epochs * 500 // batch
    run = train(net, split, momentum, lr=cosine(0.05 * batch / 32, steps), steps=steps, batch=batch)
    return 100.0 * (1.0 - run.test_accuracy), run.loss[-steps // 5:].mean(axis=0)

# %% experiment
@experiment(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference, layer_norm_forward,
            layer_norm_backward, group_norm_forward, group_norm_backward)
def error_against_batch_size():
    sizes, found = (2, 4, 8, 16, 32), {}
    for name, before in (("none", None), ("batch", batch_norm()), ("layer", layer_norm()), ("group", group_norm(8))):
        found[name] = np.stack([train_at_batch(before, size) for size in sizes])     # (sizes, 2, seeds)
    fig, axes = plots.figure(2, width=9.5)
    for name, seen in found.items():
        for k, ax in enumerate(axes):
            plots.band(ax, sizes, seen[:, k, :], name)
    for ax, y, log in zip(axes, ("test error, %", "training loss as seen, end"), ("xy", "xy"), strict=True):
        plots.label(ax, "batch", y, "", log=log)
        ax.set_xticks(sizes, [str(size) for size in sizes])
        ax.minorticks_off()
    axes[0].set_yticks((5, 10, 20, 40), ("5", "10", "20", "40"))
    told = ", ".join(f"{np.median(seen[0, 0]):.2g} ({name})" for name, seen in found.items())
    axes[0].set_title(f"Batches of 2: {told}")
    told = ", ".join(f"{np.median(seen[-1, 0]):.2g} ({name})" for name, seen in found.items())
    axes[1].set_title(f"Error with 32: {told}")
    plots.end_labels(axes[1])
    plots.show(fig)
    return found

# %% [markdown]
# With two rows each feature is $\pm1$ after normalization, whatever the rows were (but for $\epsilon$): only *which* of the two is larger gets through, and the loss as seen shows how little a net can do with that. What the others lose with small batches is nothing, since each row is by itself. And batch norm's training loss, as training sees it, stays above the others' at every size: a row's output depends on its random company, which is noise, a bit like dropout. In evaluation that noise is gone.
#
# Be honest about the curve "none": this net is small and well initialized, and does without. The gain that normalization brings in depth and over rates, in the figures above, is the reason to use it; the batch size is what decides *which*.

# %% [markdown]
# ## Instance normalization
#
# The last of the four cubes: each channel of each image by itself. It throws away how strong a channel is in an image, its contrast, which for recognizing things is a loss and for painting one photograph in the style of another is the point.

# %% answer="instance_norm"
def instance_norm(x, gamma, beta, *, eps):
    """Instance normalization: each channel of each image by its own mean and variance over the pixels.

        mean = mean over pixels of x
        var = mean over pixels of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : images, floating array (n, channels, height, width)
    gamma, beta : scale and shift of each channel, arrays (channels,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, channels, height, width)
    mean, var : statistics of each channel of each image, arrays (n, channels); var without eps

    All of x's dtype and device. Convention: the variance divides by height width. An image of one
    pixel gives beta. The arguments stay as they were; no errors to raise.

    Ulyanov, Vedaldi and Lempitsky, Instance normalization: the missing ingredient for fast
    stylization, 2016.
    """
    xp = array_namespace(x, gamma, beta)
    mean = xp.mean(x, axis=(2, 3))
    centred = x - mean[:, :, None, None]
    var = xp.mean(centred**2, axis=(2, 3))
    x_hat = centred / xp.sqrt(var + eps)[:, :, None, None]
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var

# %% check="instance_norm"

# %% [markdown] question="two-modes" points=4
# A colleague trains a net with batch normalization (momentum 0.1 in PyTorch's sense) on a task with large images, so that only four fit into a batch. The training loss falls nicely. In evaluation, on the *training* images, the error is four times as high as the one logged in training, and it jumps up and down between epochs.
#
# Give two different explanations from this chapter, and for each the one measurement that would confirm it. Say why more training data would help with neither. Then propose two remedies that differ in kind, with what each of them costs. Name the figures that you rely on. Six to ten sentences.
#
# +++
#
# *Explanations.* (1) The running statistics are noisy: with few numbers behind each mean and a momentum that remembers only the last ten batches or so, they wander, and with them the error; that fits the jumps. Measurement: keep the weights, work out the statistics of the whole training set (or run many batches through with a small momentum) and evaluate with these; if the error falls to the logged one and stops jumping, it was this (the dashed line in the figure of the two modes, against momentum 1 with batches of 4). (2) The net has adapted to the noise of its small batches: in training every image is normalized in the company of three others, in evaluation by fixed numbers, and these are two different functions. Measurement: evaluate in training mode with batches of 4, then with batches of 64, same weights; if the error changes with the size of the batch although nothing was learned, it was this (the figure of error against batch size, on the left for batches of 2).
#
# (A running average that lags, because the weights move fast, is a good third: then the error falls when the rate is set to nearly 0 for a few hundred forward passes.)
#
# *More data* changes neither how many images share a mean nor how long the average remembers; and the error is high on images that the net was trained on, so it is no question of generalization.
#
# *Remedies.* A smaller momentum, or statistics worked out once after training: free, but mends only (1), and a small momentum lags early on. Group normalization instead of batch normalization: no modes and no batch, mends both; costs a new training and one more number to choose, and loses the noise that regularized a little. (Batch statistics shared over several machines, or accumulated: costs communication. Note that accumulating *gradients* does not help, as each small batch is still normalized by itself.)
#
# Full points: two explanations that differ (1), a measurement for each that tells it from the other (1), why data do not help (1), two remedies of different kind with costs, and figures used correctly (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch | Keras 3 |
# | --- | --- | --- |
# | `batch_norm_forward`, `running_statistics`, `batch_norm_inference` | `torch.nn.BatchNorm1d(features)`, `F.batch_norm` | `keras.layers.BatchNormalization()` |
# | `batch_norm_images_forward` | `torch.nn.BatchNorm2d(channels)` | the same layer; channels last by default, `axis=1` for channels second |
# | `layer_norm_forward` | `torch.nn.LayerNorm(features)` | `keras.layers.LayerNormalization()` |
# | `group_norm_forward` | `torch.nn.GroupNorm(groups, channels)` | `keras.layers.GroupNormalization(groups)` |
# | `instance_norm` | `torch.nn.InstanceNorm2d(channels, affine=True)` | `GroupNormalization(groups=-1)` |
# | the two modes | `model.train()`, `model.eval()` | `training=True`, `training=False` in the call |
#
# * PyTorch's `momentum` defaults to 0.1, the share of the new batch; Keras's to 0.99, the share of the old statistics, as in the call on Gomez's slide. The two differ in value by a factor of ten, and in meaning.
# * $\epsilon$ is $10^{-5}$ in PyTorch and $10^{-3}$ in Keras. A net moved from one to the other needs the number, too.
# * Keras averages the plain variance; the factor $n/(n-1)$ is PyTorch's and the paper's.
# * PyTorch refuses a single row in training, as you do. Keras returns $\beta$.
# * The kernels' `x_hat` and `var` are what a framework keeps for its backward pass; PyTorch keeps mean and $1/\sqrt{\sigma^2+\epsilon}$.
# * `torch.nn.InstanceNorm2d` has no $\gamma$ and $\beta$ unless asked.
# * optax has optimizers only. In JAX the layers are in Flax, and their running statistics are state that you pass along.
# * A bias right before batch normalization does nothing: the mean takes it away again. Frameworks' model code leaves it out (`bias=False`).
#
# ## Further reading
#
# * Ioffe and Szegedy, [Batch normalization](https://arxiv.org/abs/1502.03167), ICML 2015. Short, and its section 3 is your first four kernels.
# * Ba, Kiros and Hinton, [Layer normalization](https://arxiv.org/abs/1607.06450), 2016.
# * Wu and He, [Group normalization](https://arxiv.org/abs/1803.08494), ECCV 2018. The cubes, and the figure of error against batch size.
# * Ulyanov, Vedaldi and Lempitsky, [Instance normalization](https://arxiv.org/abs/1607.08022), 2016.
# * Santurkar, Tsipras, Ilyas and Madry, [How does batch normalization help optimization?](https://arxiv.org/abs/1805.11604), NeurIPS 2018. They add noise that moves the distributions on purpose, and the net still trains as well: against internal covariate shift as the reason.
# * Yang, Pennington, Rao, Sohl-Dickstein and Schoenholz, [A mean field theory of batch normalization](https://arxiv.org/abs/1902.08129), ICLR 2019. Why the gradients of your ReLU net grow.
# * Zhang and Sennrich, [Root mean square layer normalization](https://arxiv.org/abs/1910.07467), NeurIPS 2019. Layer normalization without the mean, as most language models now use it.
# * Wu and Johnson, [Rethinking "batch" in BatchNorm](https://arxiv.org/abs/2105.07576), 2021. Everything that can go wrong between the two modes.
#
# The lectures that this course draws on treat the subject on Gomez's slides "Batch Normalization" to "Layer Normalization", Temirkhanov's "Batch Normalization" and Wolter's last slides on regularization.

# %% [markdown]
# ## Where you stand

# %%
progress()
