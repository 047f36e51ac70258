# %% [markdown]
# # Welcome: kernels, checks and the first gradients
#
# In this course you write the algorithms that make deep nets train, each as one small function, a *kernel*. Right after you have written one you learn whether it is right, and if it is not, usually which mistake it is. Then you let it loose on a real net and see what it does. This chapter shows how that works, with kernels that every later chapter stands on: a loss and its gradient, a way to check any gradient, and the batches of an epoch.
#
# After this chapter you can
#
# * write array code that runs on NumPy and on a GPU unchanged, and say why `np.` does not;
# * say what a net is trained *for*, what it is trained *on*, and why the two differ;
# * write softmax cross-entropy and its gradient so that no logit is too large for them;
# * check a gradient that you derived, and choose the step of the check by knowing its two errors;
# * cut a data set into batches, epoch by epoch, so that every example comes once.
#
# You need Python, a little NumPy, derivatives and matrix products. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math
import time

import array_api_strict
import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import plots
from workbench.arrays import on_device, to_host
from workbench.backends import available
from workbench.data import digits
from workbench.rng import Rng

# %% [markdown]
# ## How a chapter works
#
# Every kernel comes with a stub: its name, its arguments, and a text in which you find everything that it promises. That text is the contract. Where libraries differ, it says which way the course goes. You replace the line `raise NotImplementedError` and run the cell, then the next one, which checks it.
#
# | word | what it does |
# | --- | --- |
# | `check(kernel)` | calls your kernel on many cases and says what is right, and the first thing that is not |
# | `hint(kernel)` | gives the next hint; the same hints stand below each check, folded up |
# | `solution(kernel)` | shows the course's own lines, once yours are right |
# | `progress()` | shows where you stand in the chapter |
#
# A check compares what you return with a reference, so any way of writing a kernel is fine that does what the text says: loops, other algebra, your own helpers. **Points**: four fifths are for right values. The rest is for what the values cannot show, that float32 stays float32, that the arguments are left as they were, and that the kernel would run on a GPU. When the course is graded, the same checks run again, with more numbers than the ones you have seen, and only on your kernels. NumPy, SciPy and the array API packages are there then, and no other package.
#
# Between the kernels are **experiments**. Each begins with a question. Answer it, in your head or in a cell of your own, *before* you run the cell: what you predicted wrongly is what you will remember. An experiment that needs a kernel you have not finished says so and draws nothing. Kernels marked *optional* can be left out. Each chapter has one question to answer in words, which a person reads. Later chapters never need your answers to earlier ones, so you may take them in any order.
#
# If you opened this with `make lab`, the notebook is your own copy: your answers stay when the course is updated. On Colab, save a copy in Drive first.
#
# ## Arrays of any library
#
# Arrays live in many libraries: NumPy's in the memory of your processor, CuPy's and PyTorch's on a GPU. Nearly all of their functions have the same names, and a standard, the [Python array API](https://data-apis.org/array-api/latest/), says which you can rely on. An array knows its library, so a kernel can ask:
#
# ```python
# xp = array_namespace(z)
# p = xp.exp(z) / xp.sum(xp.exp(z))
# ```
#
# `xp` is the *namespace*, the module with the functions for this array. Written so, one source runs everywhere.
#
# **Predict**: `array-api-strict` is a library that has nothing but the standard, and whose arrays here pretend to live on another device, as on a GPU. Below are some lines that all work in NumPy. Which of them fail there?

# %% experiment
@experiment()
def what_the_standard_has():
    xp, there = array_api_strict, array_api_strict.Device("device1")
    x = xp.asarray([[1.0, 2.0], [3.0, 4.0]], device=there)
    rows = xp.asarray([1, 0], device=there)
    lines = {"np.mean(x)": lambda: np.mean(x), "x.mean()": lambda: x.mean(), "xp.mean(x)": lambda: xp.mean(x),
             "x[0]": lambda: x[0], "x[0, ...]": lambda: x[0, ...],
             "x[rows]": lambda: x[rows], "xp.take(x, rows, axis=0)": lambda: xp.take(x, rows, axis=0),
             "xp.var(x, ddof=1)": lambda: xp.var(x, ddof=1), "xp.var(x, correction=1)": lambda: xp.var(x, correction=1),
             "x + xp.zeros(2)": lambda: x + xp.zeros(2),
             "x + xp.zeros(2, device=x.device)": lambda: x + xp.zeros(2, device=x.device),
             "x * (x > 2)": lambda: x * (x > 2), "xp.where(x > 2, x, 0.0)": lambda: xp.where(x > 2, x, 0.0)}
    works = {}
    for text, call in lines.items():
        try:
            call()
            works[text] = "works"
        except Exception as error:
            works[text] = f"{type(error).__name__}: {str(error).splitlines()[0][:60]}"
        print(f"{text:34} {works[text]}")
    return works

# %% [markdown]
# Each line that works stands below one that says the same in NumPy's own way. `np.mean` wants an array that it can read, and this one is elsewhere. The others are NumPy's customs, which not every library shares.
#
# One custom gives no error here and still costs you: `float(x)`, `if x > 0` and `math.sqrt(x)` ask an array for a Python number. A GPU works through a queue, and to give you the number it must first finish everything in it. So kernels here return a number as an array *without axes* (0-d), and choose with `xp.where`. `check` refuses such a wait when it looks whether a kernel is portable.
#
# | not portable | portable |
# | --- | --- |
# | `np.exp(x)` | `xp = array_namespace(x)`, then `xp.exp(x)` |
# | `x[0]`, where x has more axes than one | `x[0, ...]` |
# | `x.mean(axis=0)`, `np.mean(x, 0)` | `xp.mean(x, axis=0)` |
# | `np.var(x, ddof=1)` | `xp.var(x, correction=1)` |
# | `x[indices]` | `xp.take(x, indices, axis=0)` |
# | `x[a:a + 4]`, past the end | `x[a:min(a + 4, x.shape[0])]` |
# | `float(xp.sum(x))`, `math.sqrt(xp.sum(x))` | `xp.sum(x)`, `xp.sqrt(xp.sum(x))` |
# | `if xp.sum(x) > 0: ...` | `xp.where(xp.sum(x) > 0, ..., ...)` |
# | `np.zeros(n)` | `xp.zeros(n, dtype=x.dtype, device=x.device)` |
# | `(x > 0) * x` | `xp.where(x > 0, x, 0.0)`, or `xp.astype(x > 0, x.dtype) * x` |
# | `len(x)`, `x.size` | `x.shape[0]`, `math.prod(x.shape)` |
#
# Five one-liners, to get the spelling into your fingers. In all of them the first axis counts the examples.

# %% answer="first_example"
def first_example(x):
    """The first example of a batch.

        example = x_0

    Parameters
    ----------
    x : batch, floating array of two axes or more; the first axis counts the examples

    Returns
    -------
    example : array of the shape of one example, x.shape[1:], same dtype and device as x

    The argument stays as it was; no errors to raise.
    """
    return x[0, ...]

# %% check="first_example"

# %% answer="feature_means"
def feature_means(x):
    """The mean of each feature over the examples.

        means_j = 1/n sum_i x_ij

    Parameters
    ----------
    x : floating array (n, features)

    Returns
    -------
    means : array (features,), same dtype and device as x

    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.mean(x, axis=0)

# %% check="feature_means"

# %% answer="sample_variance"
def sample_variance(x):
    """The variance of each feature over the examples.

        variances_j = 1/(n - 1) sum_i (x_ij - mean_j)^2

    Parameters
    ----------
    x : floating array (n, features), n at least 2

    Returns
    -------
    variances : array (features,), same dtype and device as x

    Convention: divided by n - 1 (correction=1), as in statistics; NumPy's default, and that of the
    later chapters, is n. The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.var(x, axis=0, correction=1)

# %% check="sample_variance"

# %% answer="pick_rows"
def pick_rows(x, indices):
    """The examples that the indices name.

        rows_k = x_(indices_k)

    Parameters
    ----------
    x : floating array (n, features)
    indices : int64 array (k,), from 0 to n - 1, in any order, repeated or not

    Returns
    -------
    rows : array (k, features), in the order of the indices, same dtype and device as x

    The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, indices)
    return xp.take(x, indices, axis=0)

# %% check="pick_rows"

# %% answer="root_mean_square"
def root_mean_square(x):
    """The root of the mean of the squares of all entries.

        rms = sqrt(mean of x^2)

    Parameters
    ----------
    x : floating array of any shape

    Returns
    -------
    rms : array without axes (0-d; a NumPy scalar is fine), same dtype and device as x; no float

    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.sqrt(xp.mean(x**2))

# %% check="root_mean_square"

# %% [markdown]
# ## What a net is trained for
#
# A classifier should make few mistakes on examples that it has not seen. Call 1 a mistake and 0 a hit: that is the *0-1 loss* $L$. What you want small is its mean over everything that the world may send, the *expected risk*:
#
# $$
# J^*(\theta) = \mathbb{E}_{(x, y) \sim p}\, L(f(x; \theta), y), \qquad
# J(\theta) = \frac1n \sum_{i=1}^n L(f(x_i; \theta), y_i).
# $$
#
# You do not have the world's distribution $p$, only $n$ examples of it, so you take the mean over them, the *empirical risk* $J$, and hope that $J^*$ comes along. That is one replacement. There is a second: you cannot even descend on $J$. Move a weight a little and the decision on an example stays what it is, so the 0-1 loss does not move: its derivative is 0 nearly everywhere, and where it is not it does not exist. So in its place you minimise a *surrogate*, a loss that has a slope and goes the same way.
#
# Two kernels make the usual one. A net gives each example a row of *logits*, one for each class. The *softmax* makes probabilities of them, and the loss of an example is minus the logarithm of what the true class gets, its *cross-entropy* or negative log-likelihood:
#
# $$
# p_c = \frac{e^{z_c}}{\sum_k e^{z_k}}, \qquad L = -\log p_y = -z_y + \log \sum_k e^{z_k}, \qquad \frac{\partial L}{\partial z_c} = p_c - [c = y].
# $$
#
# The gradient is as simple as it could be: what the net says, less what it should have said.
#
# There is one trap. A logit of 1000 is nothing unusual for a net that has gone astray, and $e^{1000}$ is too large for a float64. Subtract the same number from all logits of a row: the probabilities stay the same, since the factor cancels. Subtract the largest, and nothing can overflow. Then look at the logarithm: if you take it of a probability that has become 0, you get minus infinity, while the formula on the right has nothing to take the logarithm of but a sum that is at least 1.

# %% answer="softmax_cross_entropy"
def softmax_cross_entropy(logits, labels):
    """Mean cross-entropy of the softmax of logits, and its gradient.

        p = softmax(logits), along the classes
        loss = -1/n sum_i log p_(i, labels_i),    dlogits = d loss / d logits

    Parameters
    ----------
    logits : floating array (n, classes), of any size: 10,000 does not overflow
    labels : the true class of each example, int64 array (n,), from 0 to classes - 1

    Returns
    -------
    (loss, dlogits) : loss a 0-d array; dlogits (n, classes); dtype and device of logits

    Convention: natural logarithm; loss and gradient are of the mean over the n examples, so 1/n is
    in both. No small number is added anywhere. The arguments stay as they were; no errors to raise.

    Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990.
    """
    xp = array_namespace(logits, labels)
    n, classes = logits.shape
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    own = labels[:, None]
    hit = own == xp.arange(classes, dtype=labels.dtype, device=labels.device)
    loss = -xp.mean(xp.take_along_axis(log_p, own, axis=1))
    return loss, (xp.exp(log_p) - xp.astype(hit, logits.dtype)) / n

# %% check="softmax_cross_entropy"

# %% [markdown]
# ### Experiment: a loss with a slope
#
# Two classes, one example. What counts is the *margin*, the logit of the true class less that of the other one: above 0 is a hit. Your kernel gives the cross-entropy as a function of the margin, and its slope. Beside it stand the 0-1 loss and two other surrogates: the hinge of the support vector machine, and the squared distance of the margin from 1.
#
# **Predict**: draw all four for margins from $-3$ to 3, then their slopes. Which of them still pull at an example that is right by far? What does each say of one that is wrong by far, perhaps because its label is wrong?

# %% experiment
@experiment(softmax_cross_entropy)
def surrogates():
    margins = np.linspace(-3.0, 3.0, 241)
    each = [softmax_cross_entropy(np.array([[0.0, m]]), np.array([1])) for m in margins]
    losses = {"0-1": np.where(margins > 0, 0.0, 1.0),
              "cross-entropy, bits": np.array([loss for loss, _ in each]) / math.log(2),
              "hinge": np.maximum(0.0, 1.0 - margins), "squared": (1.0 - margins) ** 2}
    slopes = {"0-1": 0.0 * margins,
              "cross-entropy, bits": np.array([dlogits[0, 1] for _, dlogits in each]) / math.log(2),
              "hinge": np.where(margins < 1, -1.0, 0.0), "squared": 2.0 * (margins - 1.0)}
    fig, (left, right) = plots.figure(2, width=10)
    for name in losses:
        plots.line(left, margins, losses[name], name)
        plots.line(right, margins, slopes[name], name)
    left.set_ylim(-0.2, 5)
    right.set_ylim(-5, 4.2)
    ends = [slopes["cross-entropy, bits"][k] for k in (0, -1)]
    below = sum(bool(np.any(loss < losses["0-1"])) for loss in losses.values())
    plots.label(left, "margin", "loss", f"Surrogates that lie below the 0-1 loss somewhere: {below}")
    plots.label(right, "margin", "slope", f"Cross-entropy pulls with {-ends[0]:.2f} at -3, {-ends[1]:.2f} at 3")
    plots.end_labels(right)
    plots.show(fig)
    return {"losses": losses, "slopes": slopes}

# %% [markdown]
# The 0-1 loss has no slope anywhere, so there is nothing to descend. (Its jump at 0 is no help: a gradient never sees it.) The surrogates all lie above it, once cross-entropy is counted in bits, so whoever makes the surrogate small makes the number of mistakes small. They differ at the ends. The squared loss punishes an example for being *too* right. The hinge forgets it entirely, cross-entropy nearly. And on the left cross-entropy pulls with a bounded force, whereas the squared loss is torn about by a single wrong label.
#
# A surrogate can even do better than the loss that it stands for. Cross-entropy goes on falling when the last training mistake is gone: it still widens the margins. And it estimates the *probabilities* of the classes, which a count of mistakes does not.
#
# > **The slide says.** Our copy of Gomez's slides introduces minibatches with the gradient of the cost written as the mean of $\nabla_\theta \log p$. The cost is minus the logarithm, so a minus is missing (a sign is easily lost in a copy): it is the direction in which the cost *rises*, and a step against it, as the same slides take it later, climbs. The cell fits a linear classifier to the digits, twenty steps each way.

# %% experiment
@experiment(softmax_cross_entropy)
def gradient_as_printed():
    split, found = digits(), {}
    for name, sign in (("yours", 1.0), ("as printed", -1.0)):
        w = np.zeros((64, 10))
        for _ in range(20):
            _, dlogits = softmax_cross_entropy(split.x_train @ w, split.y_train)
            w = w - 0.1 * sign * split.x_train.T @ dlogits
        before, after = (softmax_cross_entropy(split.x_train @ v, split.y_train)[0] for v in (0.0 * w, w))
        hits = np.mean(np.argmax(split.x_test @ w, axis=1) == split.y_test)
        found[name] = {"before": float(before), "after": float(after), "accuracy": float(hits)}
        print(f"{name:10}  loss {before:.3f}, after twenty steps {after:.3f}; right on the test digits {hits:.0%}")
    return found

# %% [markdown]
# ### Experiment: the risk you see and the risk you have
#
# Now the other replacement, $J$ for $J^*$. On real data $J^*$ is never known. On synthetic data it is: here are two classes, normal clouds in 20 dimensions with centres at $\pm\mu$, for which the share of mistakes of any linear classifier can be worked out exactly. The best possible one errs on about one example in ten.
#
# Your kernel trains a linear classifier on $n$ examples, for many $n$.
#
# **Predict** two curves against $n$: the share of mistakes on the $n$ training examples, and the true one. Where do they begin, where do they end, and for which $n$ does training see no mistake at all?

# %%
def phi(values):
    """Share of a standard normal below each value."""
    return np.array([0.5 * (1.0 + math.erf(v / math.sqrt(2.0))) for v in values])


def linear_classifier(x, y, *, steps=200, lr=0.5):
    """Weights (features + 1, 2), the last row the bias, after descending on the mean cross-entropy of (x, y)."""
    x = np.concatenate([x, np.ones((x.shape[0], 1))], axis=1)
    w = np.zeros((x.shape[1], 2))
    for _ in range(steps):
        w = w - lr * x.T @ softmax_cross_entropy(x @ w, y)[1]
    return w

# %% experiment
@experiment(softmax_cross_entropy)
def empirical_and_true_risk():
    features, distance, seeds = 20, 1.2816, range(12)
    sizes = np.array([6, 12, 25, 50, 100, 200, 400, 800, 1600])
    seen, true = np.empty((2, len(sizes), len(seeds)))
    for row, n in enumerate(sizes):
        for column, seed in enumerate(seeds):
            rng = Rng([seed, int(n)])
            y = rng.permutation(int(n)) % 2                     # the classes in equal parts
            x = rng.normal((int(n), features))
            x[:, 0] += distance * (2 * y - 1)                   # the centres lie on the first axis
            w = linear_classifier(x, y)
            seen[row, column] = np.mean((x @ w[:-1] + w[-1]).argmax(axis=1) != y)
            normal, bias = (w[:-1, 1] - w[:-1, 0]), w[-1, 1] - w[-1, 0]
            at = np.array([normal[0] * distance + bias, normal[0] * distance - bias]) / np.linalg.norm(normal)
            true[row, column] = np.mean(phi(-at))
    best = float(phi([-distance])[0])
    fig, ax = plots.figure()
    plots.band(ax, sizes, true, "true")
    plots.band(ax, sizes, seen, "on the training examples")
    ax.axhline(best, color=plots.INK, linewidth=0.8, linestyle=":")
    few, many = (np.median(true[k] - seen[k]) for k in (0, -1))
    title = f"True share less the one seen: {few:.2f} with {sizes[0]} examples, {many:.3f} with {sizes[-1]}"
    plots.label(ax, "training examples (dotted: the best possible classifier)", "share of mistakes", title, log="x")
    plots.end_labels(ax)
    plots.show(fig)
    return {"sizes": sizes, "seen": seen, "true": true, "best": best}

# %% [markdown]
# With fewer examples than weights a linear classifier can be right on all of them *whatever their classes are*, and with somewhat more it mostly still can. So a training error of 0 says nothing about the world, as the upper curve shows. The two meet only when the examples far outnumber the weights, and they meet from both sides at the best possible value. Between the curves lies what chapter 06 is about. Note also what the lower curve is *not*: an estimate of the upper one. That takes examples that were not used to choose the weights.
#
# ### Targets that are probabilities
#
# The optional next kernel is the same loss for targets given as rows: *one-hot*, with a 1 at the true class, or spread over several classes, where an annotator was unsure or where you want a net to be less sure of itself (chapter 06 does that on purpose).

# %% answer="softmax_cross_entropy_one_hot"
def softmax_cross_entropy_one_hot(logits, targets):
    """Mean cross-entropy of the softmax of logits for targets that are probabilities, and its gradient.

        p = softmax(logits), along the classes
        loss = -1/n sum_i sum_c targets_ic log p_ic,    dlogits = d loss / d logits

    Parameters
    ----------
    logits : floating array (n, classes), of any size: 10,000 does not overflow
    targets : array (n, classes), same dtype, not negative, each row adds up to 1: one-hot, or spread
        over several classes

    Returns
    -------
    (loss, dlogits) : loss a 0-d array; dlogits (n, classes); dtype and device of logits

    Convention: as softmax_cross_entropy; the entropy of the targets is not taken off. The arguments
    stay as they were; no errors to raise.
    """
    xp = array_namespace(logits, targets)
    n = logits.shape[0]
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    return -xp.sum(targets * log_p) / n, (xp.exp(log_p) - targets) / n

# %% check="softmax_cross_entropy_one_hot"

# %% [markdown]
# ### Experiment: one kernel, every library
#
# Your kernel asks its arguments for their library. So here it runs on every library that this machine has: NumPy, array-api-strict, and CuPy or PyTorch where they are installed, each in float64 and in float32.
#
# **Predict**: how large is the difference from NumPy's float64 in float64, and in float32? By what factor is float32 faster?

# %% experiment
@experiment(softmax_cross_entropy)
def every_backend():
    logits, labels = 3.0 * Rng(0).normal((4000, 100)), Rng(1).integers(0, 100, (4000,))
    right, found = softmax_cross_entropy(logits, labels), {}
    for backend in available():
        z = on_device(logits, **backend.kind)
        y = on_device(labels, backend.xp, "int64", backend.device)
        took = []
        for _ in range(5):
            begin = time.perf_counter()
            loss, dlogits = (to_host(part) for part in softmax_cross_entropy(z, y))   # a GPU has to finish first
            took.append(1000 * (time.perf_counter() - begin))
        apart = np.max(np.abs(dlogits - right[1])) / np.max(np.abs(right[1]))
        found[backend.name] = {"ms": min(took), "apart": float(apart), "loss": float(loss)}
    fig, (left, right) = plots.figure(2, width=10, height=0.6 + 0.45 * len(found), sharey=True)
    places = np.arange(len(found))[::-1]
    left.barh(places, [run["ms"] for run in found.values()], color=plots.COLOURS[0])
    right.plot([max(run["apart"], 1e-17) for run in found.values()], places, "o", color=plots.COLOURS[1])
    left.set_yticks(places, list(found))
    plots.label(left, "milliseconds, best of five", title=f"One source, {len(found)} kinds of array")
    worst = {kind: max(run["apart"] for name, run in found.items() if kind in name) for kind in ("float64", "float32")}
    plots.label(right, "largest difference in the gradient, relative",
                title=f"Apart: float64 at most {worst['float64']:.1g}, float32 {worst['float32']:.1g}", log="x")
    right.set_xlim(3e-18, 1e-5)
    plots.show(fig)
    return found

# %% [markdown]
# In float64 the libraries agree to the last digits; points at the left edge are exactly equal. float32 keeps about seven digits, which is enough for training, and moves half as many bytes. array-api-strict computes with NumPy inside, and what it takes longer is the price of its checks. (The times are those of this machine at this moment. If you have a GPU, make the arrays larger and see where it begins to win.)
#
# ## Gradients, and whether to trust them
#
# A net's loss is a chain of functions, and its gradient goes back through the chain, one *backward* kernel for each *forward* one. The one you will meet most often is the *rectifier*, ReLU: what is positive passes, the rest becomes 0.

# %% answer="relu"
def relu(x):
    """The rectifier, entry by entry.

        y = max(x, 0)

    Parameters
    ----------
    x : floating array of any shape

    Returns
    -------
    y : a new array of the same shape, dtype and device

    The argument stays as it was; no errors to raise.

    Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010.
    """
    xp = array_namespace(x)
    return xp.maximum(x, 0.0)

# %% check="relu"

# %% [markdown]
# Backward, the chain rule multiplies the gradient that arrives, $\partial L/\partial y$, by the slope of the function at its input: 1 where the input passed, 0 where it did not. At 0 itself there is no slope; like every framework the course takes 0 there.

# %% answer="relu_backward"
def relu_backward(dy, x):
    """The gradient of a loss with respect to the input of the rectifier.

        dx = dy where x > 0,  0 elsewhere

    Parameters
    ----------
    dy : gradient with respect to the output, floating array of any shape
    x : the input of the way forward, same shape and dtype

    Returns
    -------
    dx : a new array of the same shape, dtype and device

    Convention: the slope at x = 0 is 0. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(dy, x)
    return xp.where(x > 0, dy, 0.0)

# %% check="relu_backward"

# %% [markdown]
# Sooner or later you derive a gradient by hand and get it wrong. There is a test that needs no derivation: the slope of $f$ in one direction is about the difference of two of its values. Move one entry $x_i$ by $h$ to either side, the *central difference*:
#
# $$
# \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}.
# $$
#
# It takes two calls of $f$ for each entry, so nobody trains with it. But it knows nothing of your derivation, and that makes it the right judge.

# %% answer="numerical_gradient"
def numerical_gradient(f, x, *, h):
    """Gradient of a function by central differences, one entry at a time.

        g_i = (f(x + h e_i) - f(x - h e_i)) / (2 h),    e_i is 1 at entry i and 0 elsewhere

    Parameters
    ----------
    f : a function of one array of the shape of x, which returns a 0-d array
    x : where, floating array of any shape
    h : the step, a Python float > 0, the same for every entry

    Returns
    -------
    g : array of the shape, dtype and device of x

    The argument x stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    n = math.prod(x.shape)
    steps = h * xp.eye(n, dtype=x.dtype, device=x.device)
    g = []
    for i in range(n):
        step = xp.reshape(steps[i, :], x.shape)
        g.append((f(x + step) - f(x - step)) / (2.0 * h))
    return xp.reshape(xp.stack(g), x.shape)

# %% check="numerical_gradient"

# %% [markdown]
# Two gradients are never equal to the last digit, so you need a number that says how far apart they are and does not depend on how large they are.

# %% answer="gradient_check"
def gradient_check(a, b):
    """Relative error of two gradients.

        error = |a - b| / (|a| + |b|),    |a| the root of the sum of all squared entries

    Parameters
    ----------
    a, b : two gradients of the same thing, floating arrays of the same shape and dtype

    Returns
    -------
    error : 0-d array, same dtype and device: 0 where a and b are equal, 1 where b = -a

    Convention: 0 where both gradients are 0 in every entry, and only there. Nothing is added to the
    denominator and nothing tiny taken for 0, so that gradients of size 1e-8 or 1e-17 are judged like any
    others. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(a, b)
    size = xp.sqrt(xp.sum(a**2)) + xp.sqrt(xp.sum(b**2))
    return xp.sqrt(xp.sum((a - b) ** 2)) / xp.where(size > 0, size, 1.0)

# %% check="gradient_check"

# %% [markdown]
# ### Experiment: which step?
#
# Put your own gradient to the test: that of `softmax_cross_entropy`, against `numerical_gradient`, for steps from very large to very small. The second curve is the *forward* difference, $(f(x+h) - f(x))/h$, which needs half as many calls. The third is yours again, in float32.
#
# **Predict**: the smaller the step, the better? Draw the three curves, both axes logarithmic, with their slopes. By Taylor's formula the error of the central difference goes like $h^2$ and that of the forward one like $h$. But $f$ is known only to some sixteen digits, and a difference of nearly equal numbers is divided by $h$.

# %% experiment
@experiment(softmax_cross_entropy, numerical_gradient, gradient_check)
def which_step():
    logits, labels = 2.0 * Rng(2).normal((4, 6)), Rng(3).integers(0, 6, (4,))
    steps = np.geomspace(1e-12, 1.0, 49)

    def error(h, central=True, dtype="float64"):
        z = logits.astype(dtype)
        loss, exact = softmax_cross_entropy(z, labels)
        if central:
            return gradient_check(numerical_gradient(lambda at: softmax_cross_entropy(at, labels)[0], z, h=h), exact)
        moved = (z + h * e.reshape(z.shape) for e in np.eye(z.size))
        g = [(softmax_cross_entropy(at, labels)[0] - loss) / h for at in moved]
        return gradient_check(np.array(g).reshape(z.shape), exact)

    found = {"central": [error(float(h)) for h in steps], "forward": [error(float(h), central=False) for h in steps],
             "central, float32": [error(float(h), dtype="float32") for h in steps]}
    found = {name: np.array(errors, dtype=float) for name, errors in found.items()}
    slopes = {}
    for name, low, high in (("central", 1e-3, 1e-1), ("forward", 1e-6, 1e-1), ("left", 1e-11, 1e-6)):
        part = (steps > low) & (steps < high)
        slopes[name] = np.polyfit(np.log(steps[part]), np.log(found["central" if name == "left" else name][part]), 1)[0]
    best = {name: (float(steps[errors.argmin()]), float(errors.min())) for name, errors in found.items()}
    fig, ax = plots.figure()
    for name, errors in found.items():
        shown = (errors > 0) & (errors < 1) & (steps > (1e-7 if "32" in name else 0))
        plots.line(ax, steps[shown], errors[shown], name)
    title = f"Slopes {slopes['central']:.2f} and {slopes['forward']:.2f}, rounding {slopes['left']:.2f}. "
    title += f"Best central step {best['central'][0]:.0e}"
    plots.label(ax, "step h", "relative error", title, log="xy")
    plots.end_labels(ax)
    plots.show(fig)
    return {"steps": steps, "found": found, "slopes": slopes, "best": best}

# %% [markdown]
# Each curve is a valley with two walls. On the right wall the formula is at fault: halve the step, and the central difference is four times better, the forward one twice. On the left wall rounding is at fault: halve the step, and it is twice as bad. The central difference is not only lower at its best, it is also there at a larger step: where $h^2$ and the rounding error over $h$ are equal, so about the third root of the rounding error, as the title has it. In float32 the whole left wall moves to the right, and the best that can be had is so poor that it would hide real mistakes. Check gradients in float64.
#
# What is a good error, then? Next to the valley's floor the gradient is right. A wrong one mostly shows as an error of a tenth or more that no step can improve. In between, vary $h$: an error that follows the valley's walls belongs to the check, one that stays where it is belongs to the gradient.
#
# ### Experiment: mistakes, and a corner
#
# **Predict** the error of each of these, for $h = 10^{-5}$ in float64: your `relu_backward`; one that lets the gradient pass everywhere; one that forgets `dy`. And yours again, but with one input at a millionth above 0?

# %% experiment
@experiment(relu, relu_backward, numerical_gradient, gradient_check)
def mistakes_and_a_corner():
    x, dy = Rng(4).normal((3, 5)), Rng(5).normal((3, 5))
    x = np.where(np.abs(x) < 0.05, 0.3, x)                      # away from the corner; `near` has one beside it
    near = x.copy()
    near[1, 2] = 1e-6
    rows = {"yours": (x, relu_backward(dy, x)), "passes everywhere": (x, dy),
            "dy forgotten": (x, np.where(x > 0, 1.0, 0.0)), "yours, an input at 1e-6": (near, relu_backward(dy, near))}
    errors = {}
    for name, (at, g) in rows.items():
        errors[name] = float(gradient_check(numerical_gradient(lambda z: np.sum(dy * relu(z)), at, h=1e-5), g))
        print(f"{name:24} {errors[name]:.1e}")
    return errors

# %% [markdown]
# The last line is a false alarm. The step of the check reaches over the corner of the ReLU, so the difference mixes the two slopes; your gradient is right all the same. When a check fails at single entries of a net with ReLU, look whether their inputs lie within $h$ of 0 before you look for a mistake.
#
# ## Batches
#
# A gradient over all examples is expensive, so a step uses a few of them, a *batch* (chapter 03 measures what that costs and buys). Which ones? Gomez's slides insist that they be drawn at random, and the custom is: shuffle all examples, cut the row into batches of one size, and when it is used up, an *epoch*, shuffle again. So every example comes once in an epoch.
#
# Randomness is always an argument in this course: a kernel is given the numbers that were drawn, or a generator, and never has a hidden one of its own. Otherwise nobody could repeat a run, and nobody could check a kernel. Here you are given a row of random numbers for each epoch, one number for each example. Let the examples line up by their numbers: the smallest first.

# %% answer="epoch_orders"
def epoch_orders(u):
    """A fresh order of the examples for each epoch, from random numbers.

        orders_(e, k) = the example with the k-th smallest number in row e of u

    Parameters
    ----------
    u : random numbers, floating array (epochs, n), no two equal in a row

    Returns
    -------
    orders : integer array (epochs, n), each row the numbers 0 to n - 1 in the order of that epoch;
        device of u

    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(u)
    return xp.argsort(u, axis=1)

# %% check="epoch_orders"

# %% [markdown]
# Then cut. When the batch size does not divide the number of examples, the last batch of an epoch is smaller. It is kept, or these examples would be lost; and it is not filled up, or others would count twice.

# %% answer="batch_indices"
def batch_indices(orders, t, *, size):
    """The examples of one batch, counted over all epochs.

        epoch e, batch k of it:  orders_(e, k size) to orders_(e, k size + size - 1), as far as there are any
        t = e (batches an epoch) + k

    Parameters
    ----------
    orders : integer array (epochs, n), the order of each epoch
    t : which batch, a Python int from 0; the first of the second epoch follows the last of the first
    size : examples in a batch, a Python int from 1 to n

    Returns
    -------
    indices : integer array (size,), or fewer in the last batch of an epoch; dtype and device of orders

    Convention: an epoch's last batch is kept, however small. The arguments stay as they were; no errors to
    raise. A slice beyond the end is not portable.
    """
    n = orders.shape[1]
    batches = math.ceil(n / size)
    epoch, k = divmod(t, batches)
    return orders[epoch, k * size : min((k + 1) * size, n)]

# %% check="batch_indices"

# %% [markdown]
# ### Experiment: does the order matter?
#
# With what you have written you can train a net: forward, loss, backward, step. The net has one hidden layer of 32 units, the data are the digits. Three ways to order them: as they lie in a tidy archive, sorted by class; shuffled once; shuffled anew for each epoch, by your kernel.
#
# **Predict**, for a rate of 0.1 and one of 0.6: which of the three learns, and which does not? How much does the fresh order gain over the fixed one?

# %%
def accuracy_by_epoch(split, orders, *, lr, seed, size=16):
    """Share right on the test digits after each epoch, and the classes named at the end: a net made of your kernels."""
    x, y, rng = split.x_train, split.y_train, Rng(seed)
    w1, w2 = rng.normal((64, 32)) * math.sqrt(2 / 64), rng.normal((32, 10)) * math.sqrt(1 / 32)
    b1, b2, batches, right = np.zeros(32), np.zeros(10), math.ceil(x.shape[0] / size), []
    for t in range(orders.shape[0] * batches):
        chosen = batch_indices(orders, t, size=size)
        inputs, z = x[chosen], x[chosen] @ w1 + b1
        h = relu(z)
        _, dlogits = softmax_cross_entropy(h @ w2 + b2, y[chosen])
        dz = relu_backward(dlogits @ w2.T, z)
        w2, b2 = w2 - lr * h.T @ dlogits, b2 - lr * dlogits.sum(axis=0)
        w1, b1 = w1 - lr * inputs.T @ dz, b1 - lr * dz.sum(axis=0)
        if (t + 1) % batches == 0:
            said = np.argmax(relu(split.x_test @ w1 + b1) @ w2 + b2, axis=1)
            right.append(np.mean(said == split.y_test))
    return right, said

# %% experiment
@experiment(relu, relu_backward, softmax_cross_entropy, epoch_orders, batch_indices)
def does_the_order_matter():
    split, epochs, seeds, found, late = digits(), 8, range(4), {}, {}
    n = split.x_train.shape[0]
    fig, axes = plots.figure(2, width=10, sharey=True)
    for ax, lr in zip(axes, (0.1, 0.6), strict=True):
        for name in ("fresh each epoch", "shuffled once", "sorted by class"):
            runs = []
            for seed in seeds:
                orders = epoch_orders(Rng([7, seed]).uniform((epochs, n)))
                if name == "shuffled once":
                    orders = np.tile(orders[:1], (epochs, 1))
                elif name == "sorted by class":
                    orders = np.tile(np.argsort(split.y_train, kind="stable"), (epochs, 1))
                runs.append(accuracy_by_epoch(split, orders, lr=lr, seed=seed))
            found[lr, name] = np.array([right for right, _ in runs]).T
            late[lr, name] = np.mean([said > 6 for _, said in runs], axis=1)
            plots.band(ax, np.arange(1, epochs + 1), found[lr, name], name, marker=".")
        first, last = (np.median(found[lr, "sorted by class"][k]) for k in (0, -1))
        plots.label(ax, "epoch", "right on the test digits", f"rate {lr}, sorted: {first:.2f}, then {last:.2f}")
        plots.integer_ticks(ax)
    plots.end_labels(ax)
    plots.show(fig)
    for (lr, name), share in late.items():
        print(f"rate {lr}, {name:16}  {np.median(share):4.0%} of the test digits called 7, 8 or 9")
    return found, late

# %% [markdown]
# Sorted by class, the net sees nothing but zeros, then nothing but ones. Neighbouring batches are no longer independent: each pulls at the class of the moment and away from the others, so their gradients point anywhere but along the full one. With a low rate that costs some epochs, since over an epoch the pulls largely cancel. With a high rate the net swings too far with each class to come back: when the epoch ends it gives nearly every digit the name of one of the last three classes, as the printed shares say.
#
# One shuffle cures that. Whether each epoch gets a fresh one hardly shows here: it guards against an unlucky order that would come again and again, and costs next to nothing, so everybody does it.
#
# ## The four lectures' symbols
#
# The course draws on four lectures, and each writes in its own hand. This is who calls what how.
#
# | in this course | Dombry | Gomez | Wolter | Temirkhanov |
# | --- | --- | --- | --- | --- |
# | weights, `w` | $W$, shape $n \times m$ (outputs first) | $\theta$ | $\theta$ | $w$, $W$ |
# | `fan_in`, `fan_out` | $m$, $n$ | $n$ (inputs) | $m$, $n$ | |
# | rate, `lr`, $\eta$ | $\epsilon$ | $\epsilon$; in AdamW $\alpha$, times $\eta_t$ | $\epsilon$ | $\eta_t$ |
# | gradient, `g` | | $\hat g$, $g$ | $\mathbf g_\tau$ | $g_t$ |
# | step number, `t` | $k$ | $k$, $t$ | $\tau$ | $t$ |
# | examples in a batch | $m$ | $m$ | $m$ | $B$ |
# | cost, loss | | $J$, $L$ | $C$ | $\mathcal L$ |
# | momentum's share, `alpha`, `mu` | $\alpha$ | $\alpha$ | $\alpha$ | $\mu$ |
# | velocity, `v`, or buffer, `b` | | $v$ | $\mathbf v$ | $m_t$ |
# | Adam's averages, `m`, `v` | | $m$, $v$ | $\mathbf s$, $\mathbf r$ | $m_t$, $v_t$ |
# | their shares, `beta1`, `beta2`; in RMSProp `rho` | | $\beta_1$, $\beta_2$; in RMSProp $\rho$ | $\rho_1$, $\rho_2$ | $\beta_1$, $\beta_2$ |
# | the small number, `eps` | | $\delta$; in Adam $\epsilon$ | $\delta$ | $\epsilon$ |
# | strength of a penalty, `strength`, or of decay, `weight_decay` | | $\alpha$; in AdamW $\lambda$ | $\lambda_r$ | $\lambda$ |
# | LARS's `trust_coefficient`, $\tau$ | | $\eta$ | | |
# | dropout's `rate` (to drop) | $p$ | | | $p$ |
# | normalization's scale and shift | | | $\gamma$, $\beta$ | $w$, $b$ |
#
# Mind the false friends: $\epsilon$ is a rate in one lecture and the small number in another, $m$ is a batch, a number of inputs or a running average, $\alpha$ is a rate, a share or a penalty. The kernels' arguments are words for that reason.

# %% [markdown] question="which-check" points=4
# Four backward kernels were checked against central differences in float64, each with $h$ from $10^{-7}$ to $10^{-3}$:
#
# * **A** has a relative error near $10^{-10}$ at the best step, and more on either side of it.
# * **B** has an error of $3 \cdot 10^{-6}$ at every step.
# * **C** has an error of $0.33$ at every step.
# * **D** has an error near $10^{-10}$, but $0.02$ in every fifth run or so, always because of a single entry. The kernel contains a ReLU.
#
# For each of the four: is the kernel right, wrong, or can you not tell? Which measurement would you make next, and which figure or number of this chapter do you base that on? Five to eight sentences.
#
# +++
#
# *A* is right: the error follows the two walls of the valley, truncation on the right and rounding on the left, so it is the check's own (the figure of the step).
#
# *B* is wrong, though slightly. The error does not move with $h$, so neither wall explains it, and it is four orders above the valley's floor. A small constant term is missing or too many, for instance an eps that the forward kernel adds and the backward one forgets. Next: make that constant large, and see whether the error grows with it.
#
# *C* is wrong by a lot, and $0.33$ is telling: with $b = 2a$ the relative error is $1/3$, so a factor of 2 is the first thing to look for (a mean or a square). Next: divide the two gradients entry by entry.
#
# *D* is most likely right: an input within $h$ of the ReLU's corner mixes the two slopes, as in the last line of the table of mistakes. Next: look at the input that belongs to the entry; move it away from 0, or take a smaller $h$, and the alarm should go. If it stays, it is a mistake at this entry.
#
# Full points: a verdict for each with the right reason (half a point each), a next measurement for each that could overturn it (half a point each).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch | Keras 3 | optax |
# | --- | --- | --- | --- |
# | `relu` | `torch.relu(x)`, `torch.nn.ReLU()` | `keras.ops.relu(x)` | `jax.nn.relu(x)` |
# | `softmax_cross_entropy` | `torch.nn.functional.cross_entropy(logits, labels)` | `keras.losses.SparseCategoricalCrossentropy(from_logits=True)` | `optax.softmax_cross_entropy_with_integer_labels(logits, labels)`, one number an example |
# | `softmax_cross_entropy_one_hot` | the same function, with targets as rows | `CategoricalCrossentropy(from_logits=True)` | `optax.softmax_cross_entropy(logits, targets)`, one number an example |
# | the backward kernels | `loss.backward()` | inside `fit` | `jax.grad` |
# | `gradient_check` | `torch.autograd.gradcheck(f, inputs)`, float64 only | | `jax.test_util.check_grads` |
# | `epoch_orders`, `batch_indices` | `DataLoader(data, batch_size=16, shuffle=True)` | `model.fit(x, y, batch_size=16, shuffle=True)` | |
#
# * Keras's default is `from_logits=False`: it then expects probabilities, keeps them a ten-millionth away from 0 and 1, and takes the logarithm, the very thing that you avoided. Leave the softmax out of the model and say `from_logits=True`.
# * PyTorch's `cross_entropy` wants logits. A softmax before it is a common slip: the loss still falls, slowly.
# * `DataLoader` keeps the ragged last batch unless you say `drop_last=True`. Both shuffle anew for each epoch.
# * `gradcheck` compares entry by entry, with an absolute and a relative bound, and warns about float32.
#
# ## Further reading
#
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, sections 8.1 (empirical risk, surrogates, batches) and 4.1 (overflow and underflow).
# * Bartlett, Jordan and McAuliffe, *Convexity, classification, and risk bounds*, Journal of the American Statistical Association 2006. Which surrogates lead to the least 0-1 risk.
# * Blanchard, Higham and Higham, [Accurately computing the log-sum-exp and softmax functions](https://doi.org/10.1093/imanum/draa038), IMA Journal of Numerical Analysis 2021.
# * Gill, Murray and Wright, *Practical Optimization*, Academic Press 1981, section 8.6, on the step of a difference.
# * [The Python array API standard](https://data-apis.org/array-api/latest/). What every library promises.
#
# The lectures that this course draws on treat the subject on Gomez's slides "Risk minimization" to "Batch and minibatch algorithms".

# %% [markdown]
# ## Where you stand

# %%
progress()
