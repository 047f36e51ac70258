# %% [markdown]
# # Regularization: penalties, noise, early stopping, more data
#
# A net that is large enough fits its training examples, the noise in them included. What you want is a net that does well on examples it has not seen. Everything that trades a little of the first for some of the second is called regularization.
#
# After this chapter you can
#
# * tell underfitting from overfitting, and say what to change for each;
# * write L2, L1, elastic net and group lasso with their gradients, and say which of them sets weights to zero, and which weights;
# * say when weight decay is the same as L2, and show it to the last digit;
# * stop training at the right time, and go back to the best weights;
# * make more data out of what you have, with noise and moved images, and notice when that does harm;
# * average several nets, and say what part of the gain only repays a loss.
#
# You need chapter 03's step, means and norms, and the softmax. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import data, plots
from workbench.nets import MLP
from workbench.rng import Rng
from workbench.training import adam, cosine, momentum, sgd, train

# %% [markdown]
# ## The idea
#
# Fifteen points lie near a curve, and polynomials of three degrees are fitted to them by least squares. The dashed line is the curve itself, which the fit has never seen; its distance from the fit is the error that counts.

# %%
def curve(seed, n=15):
    """n points (x, y) near a sine, and 200 points (x, y) on it to test with."""
    rng = Rng(seed)
    x, inside = rng.uniform((n,), -1.0, 1.0), np.linspace(-1.0, 1.0, 200)
    return x, np.sin(np.pi * x) + 0.25 * rng.normal((n,)), inside, np.sin(np.pi * inside)


def powers(x, degree):
    """The polynomials of degree 1 to `degree` at x: (points, degree). The constant is the bias, and apart."""
    return np.polynomial.legendre.legvander(x, degree)[:, 1:]


def ridge(x, y, degree, strength):
    """Weights (degree, 1) and bias (1,) that minimize the mean of (y - prediction)^2 / 2 plus strength / 2 |w|^2."""
    mean = powers(x, degree).mean(axis=0)
    centred = powers(x, degree) - mean
    squared = np.concatenate([centred / math.sqrt(len(x)), math.sqrt(strength) * np.eye(degree)])
    w = np.linalg.lstsq(squared, np.append((y - y.mean()) / math.sqrt(len(x)), np.zeros(degree)), rcond=None)[0]
    return w[:, None], np.array([y.mean() - mean @ w])


def error(x, y, w, b):
    """Root of the mean squared difference between y and the polynomial at x."""
    return float(np.sqrt(np.mean((powers(x, len(w)) @ w[:, 0] + b - y) ** 2)))

# %% experiment
@experiment()
def too_simple_right_too_flexible():
    x, y, inside, true = curve(1)
    fig, axes = plots.figure(3, width=10, sharey=True)
    found = {}
    for ax, degree in zip(axes, (1, 3, 12), strict=True):
        w, b = ridge(x, y, degree, 0.0)
        found[degree] = error(x, y, w, b), error(inside, true, w, b)
        ax.plot(x, y, "o", color=plots.INK, markersize=4)
        ax.plot(inside, true, "--", color=plots.COLOURS[2], linewidth=1)
        ax.plot(inside, powers(inside, degree) @ w[:, 0] + b, "-", color=plots.COLOURS[0])
        told = "{:.2f}, {:.{}f}".format(*found[degree], 0 if degree > 9 else 2)
        plots.label(ax, "x", "y" if degree == 1 else "", f"degree {degree}: {told}")
    axes[0].set_ylim(-2.2, 2.2)
    fig.suptitle("Error on the points, and on the curve", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# The straight line is too simple: it is wrong on the points and on the curve alike. That is *underfitting*, and the cure is a more flexible model, better features, or longer training. The last polynomial is nearly right on the points and useless between them. That is *overfitting*: it has learned the noise. The cures are the subject of this chapter: a smaller model, a penalty on the weights, noise on inputs or labels, more data, and stopping in time.
#
# So look at both errors. If the one on the training data is high, no regularizer will help. Only if it is low, and the other is much higher, you overfit.
#
# ## L2: a price on large weights
#
# The wild polynomial has huge coefficients. So charge for them. Add to the loss
#
# $$
# \frac\lambda2 \sum_{ij} w_{ij}^2, \qquad \text{which adds to the gradient} \quad \lambda\, w_{ij}.
# $$
#
# In regression this is called *ridge*, in mathematics Tikhonov's regularization. Biases are not charged: they shift the output, and do not make it wiggle. A kernel here returns the penalty, and what it adds to both gradients.

# %% answer="l2_penalty"
def l2_penalty(w, b, *, strength):
    """The L2 penalty of one layer, and its gradients.

        penalty = strength/2 sum_ij w_ij^2,    g_w = d penalty / d w,    g_b = d penalty / d b

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out)
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: the penalty has a 1/2 in it, as in Temirkhanov's slides and as PyTorch's weight_decay
    implies; Gomez's slides and Keras's L2 have none. It adds up, it does not average. Biases are not
    penalized. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(w, b)
    return strength / 2 * xp.sum(w**2), strength * w, xp.zeros_like(b)

# %% check="l2_penalty"

# %% [markdown]
# ### Experiment: a smaller model, or a penalty?
#
# There are two ways out of the overfitting above. Take a lower degree; or keep degree 12 and charge for its coefficients. Ten sets of points are drawn, and both ways are tried on each.
#
# **Predict** before you run the cell. Which way has the lower error on the curve, at its best? And what do the coefficients do as the strength falls: do they all grow together?

# %% experiment
@experiment(l2_penalty)
def smaller_model_or_penalty():
    degrees, strengths, seeds = np.arange(1, 13), np.logspace(-7, 1, 25), range(10)
    by_degree, by_strength = np.empty((2, len(degrees), 10)), np.empty((2, len(strengths), 10))
    slopes = []
    for seed in seeds:
        x, y, inside, true = curve(seed)
        for k, degree in enumerate(degrees):
            fitted = ridge(x, y, degree, 0.0)
            by_degree[:, k, seed] = error(x, y, *fitted), error(inside, true, *fitted)
        for k, strength in enumerate(strengths):
            w, b = ridge(x, y, 12, strength)
            by_strength[:, k, seed] = error(x, y, w, b), error(inside, true, w, b)
            residual = (powers(x, 12) @ w + b)[:, 0] - y
            _, g_w, _ = l2_penalty(w, b, strength=float(strength))
            slopes.append(np.max(np.abs(powers(x, 12).T @ residual[:, None] / len(x) + g_w)))
    x, y, _, _ = curve(1)
    path = np.stack([ridge(x, y, 12, strength)[0][:, 0] for strength in strengths])
    best = [np.median(table[1], axis=1).min() for table in (by_degree, by_strength)]
    fig, axes = plots.figure(3, width=11)
    for ax, at, table in ((axes[0], degrees, by_degree), (axes[1], strengths, by_strength)):
        plots.band(ax, at, table[0], "points")
        plots.band(ax, at, table[1], "curve")
        ax.set_ylim(0.03, 30)
    axes[2].plot(strengths, path, linestyle="-", linewidth=1)
    axes[2].set_ylim(-6, 6)
    plots.label(axes[0], "degree, no penalty", "error", f"a smaller model: {best[0]:.2f} at best", log="y")
    plots.label(axes[1], "strength, degree 12", "", f"a penalty: {best[1]:.2f} at best", log="xy")
    plots.label(axes[2], "strength", "coefficients", "one set of points", log="x")
    axes[0].legend()
    plots.show(fig)
    print(f"Gradient of loss and penalty together at these solutions, with your g_w: at most {max(slopes):.0e}")
    return {"best": best, "degree": by_degree, "strength": by_strength, "path": path, "slope": max(slopes)}

# %% [markdown]
# Both curves have the same shape. Too simple on one side, too flexible on the other, and on the way between them the error on the points only falls while that on the curve falls and rises. Degree and strength are two handles on one thing, how flexible the model is.
#
# The smaller model wins here: the sine is nearly a polynomial of low degree, so the right degree knows something that the penalty does not. It is also cheaper and easier to understand, so try it first: that is the advice of Wolter's and Dombry's slides, and it holds. But degrees are whole numbers and strengths are not, and of a net you rarely know which units to leave out. The path on the right shows what the penalty does instead: it lets all coefficients live, and holds down hardest those that the points say least about.
#
# The printed line is a check on your gradient: at the minimum it must cancel that of the loss.
#
# ## Weight decay
#
# Put the gradient of the penalty into a plain step of gradient descent, and collect what stands at $w$:
#
# $$
# w \leftarrow w - \eta\,(g + \lambda w) = (1 - \eta\lambda)\, w - \eta\, g.
# $$
#
# Before each step the weights shrink by a factor a little below 1. This is *weight decay*. It needs no penalty at all.

# %% answer="weight_decay_step"
def weight_decay_step(w, g, *, lr, weight_decay):
    """One step of gradient descent with weight decay.

        w = (1 - lr weight_decay) w - lr g

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss, without any penalty, same shape and dtype
    lr, weight_decay : rate and decay, Python floats

    Returns
    -------
    w : the weights after the step, a new array of the same shape, dtype and device

    Convention: the decay is multiplied by the rate, as in PyTorch, and acts on the old weights. In
    Loshchilov and Hutter's paper it is not multiplied. The arguments stay as they were; no errors to
    raise.

    Hanson and Pratt, Comparing biases for minimal network construction with back-propagation, NIPS
    1988.
    """
    return (1 - lr * weight_decay) * w - lr * g

# %% check="weight_decay_step"

# %% [markdown]
# ### Experiment: is weight decay the same as L2?
#
# Temirkhanov's slides say of L2 that it is essentially a decay of the weights. The algebra above is for plain gradient descent. Three optimizers train the same net on the digits twice from the same start: once with your L2 gradient added to the gradient of the loss, once with your decay applied to the weights.
#
# **Predict** for each of the three, plain gradient descent, momentum and Adam: are the weights equal after 150 steps, nearly equal, or quite different?

# %%
def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))


DIGITS = data.digits(dtype="float32")


def fit(net, draw, steps, lr, update=momentum, change=None, look=None):
    """Trains the nets; draw() gives each its batch: x (nets, m, 64), y (nets, m). Returns what look(net) saw at each step.

    `change` gets the weights and gradients of all arrays before each step, and returns both.
    """
    rate, states, seen = lr if callable(lr) else lambda step: lr, update.start(net.parameters), []
    for step in range(steps):
        weights, (_, gradients) = net.parameters, net.loss_and_gradients(*draw())
        if change:
            weights, gradients = change(weights, gradients)
        net.parameters, states = update.update(weights, gradients, states, step + 1, rate(step))
        if look:
            seen.append(look(net))
    return seen

# %% experiment
@experiment(l2_penalty, weight_decay_step)
def decay_or_penalty():
    steps, seeds, strength, found = 150, range(5), 0.01, {}
    split = data.digits()                                        # in float64, to see the last digit

    def batches():
        rng = Rng(4)
        while True:
            rows = rng.integers(0, 1437, (50,))
            yield split.x_train[rows], split.y_train[rows]

    def with_l2(weights, gradients):
        added = [np.stack([l2_penalty(one, one[0, :], strength=strength)[1] for one in w]) for w in weights]
        return weights, [g + more for g, more in zip(gradients, added, strict=True)]

    for name, update, lr in (("gradient descent", sgd, 0.1), ("momentum", momentum, 0.02), ("Adam", adam, 0.003)):
        def with_decay(weights, gradients, lr=lr):
            return [weight_decay_step(w, 0.0 * w, lr=lr, weight_decay=strength) for w in weights], gradients

        path = []
        for change in (with_l2, with_decay):
            net = MLP((64, 32, 10), init=he_normal, bias=False, dtype="float64", seeds=seeds)
            path.append(fit(net, batches().__next__, steps, lr, update, change, lambda net: net.weights[0]))
        one, other = (np.stack(seen) for seen in path)
        found[name] = np.sqrt(np.sum((one - other) ** 2, axis=(2, 3)) / np.sum(one**2, axis=(2, 3)))
    fig, ax = plots.figure()
    for name, apart in found.items():
        plots.band(ax, np.arange(1, steps + 1), np.maximum(apart, 1e-17), name)
    told = ", ".join(f"{np.median(apart[-1]):.1g} ({name})" for name, apart in found.items())
    plots.label(ax, "step", "distance / norm of the weights", f"L2 and decay apart at the end: {told}", log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# For gradient descent the difference is rounding. For the others it is not. Momentum is the case that surprises: with L2 the term $\lambda w$ goes into the buffer, where it stays for many steps after the weight has changed; with decay it acts once and is gone. (The formula on Temirkhanov's slide is correct as it stands. But the buffer in it holds the earlier $\lambda w$, so "essentially" is for gradient descent without momentum.) In Adam the term $\lambda w$ is divided by the root of the second moment like everything else, and what is left of it is hardly a penalty on large weights at all. Chapter 04 has that story, and what AdamW does about it.
#
# Neither is right or wrong. But a strength tuned for one is no strength for the other.
#
# ## L1: weights that are zero
#
# Replace the squares by sizes:
#
# $$
# \lambda \sum_{ij} \lvert w_{ij} \rvert, \qquad \text{with the gradient} \quad \lambda\, \operatorname{sign}(w_{ij}).
# $$
#
# In regression this is the *lasso*. The pull of L2 fades as a weight becomes small; that of L1 stays the same all the way to 0. At 0 itself $\lvert w\rvert$ has no derivative, and every number from $-1$ to $1$ would do. The course takes 0, so that a weight that has arrived can stay.

# %% answer="l1_penalty"
def l1_penalty(w, b, *, strength):
    """The L1 penalty of one layer, and its gradients.

        penalty = strength sum_ij |w_ij|,    g_w = strength sign(w),    g_b = 0

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out)
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: sign(0) = 0. No 1/2 here. It adds up, it does not average. Biases are not penalized.
    The arguments stay as they were; no errors to raise.

    Tibshirani, Regression shrinkage and selection via the lasso, 1996.
    """
    xp = array_namespace(w, b)
    return strength * xp.sum(xp.abs(w)), strength * xp.sign(w), xp.zeros_like(b)

# %% check="l1_penalty"

# %% [markdown]
# The *elastic net* is a mixture. A share of the strength goes to L1, which clears out, the rest to L2, which keeps correlated weights together where L1 would pick one of them by chance.

# %% answer="elastic_net_penalty"
def elastic_net_penalty(w, b, *, strength, share):
    """The elastic net penalty of one layer, and its gradients.

        penalty = strength (share sum |w_ij| + (1 - share)/2 sum w_ij^2)

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out)
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float
    share : of L1, a Python float from 0 (L2 alone) to 1 (L1 alone)

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: share and the 1/2 as scikit-learn's l1_ratio has them; Keras's L1L2 takes two
    strengths and has no 1/2. sign(0) = 0. Biases are not penalized. The arguments stay as they were;
    no errors to raise.

    Zou and Hastie, Regularization and variable selection via the elastic net, 2005.
    """
    xp = array_namespace(w, b)
    penalty = strength * (share * xp.sum(xp.abs(w)) + (1 - share) / 2 * xp.sum(w**2))
    return penalty, strength * (share * xp.sign(w) + (1 - share) * w), xp.zeros_like(b)

# %% check="elastic_net_penalty"

# %% [markdown]
# ## Group lasso: units that are gone
#
# A net with half of its weights at zero, scattered about, is no faster. One with half of its *units* gone is. So put the weights that arrive at one unit, a column of $W$, into a group, and charge for the length of each group, without a square:
#
# $$
# \lambda \sum_j \lVert w_{\cdot j} \rVert_2, \qquad \text{with the gradient} \quad \lambda\, \frac{w_{ij}}{\lVert w_{\cdot j} \rVert_2}.
# $$
#
# Seen from the groups this is L1: the pull on each has the same length however short it is. It goes to zero as a whole, or not at all.

# %% answer="group_lasso_penalty"
def group_lasso_penalty(w, b, *, strength):
    """The group lasso penalty of one layer, a group for each output unit, and its gradients.

        penalty = strength sum_j |w_:j|,    g_w = strength w_ij / |w_:j|,    g_b = 0

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out); column j is what arrives at unit j
    b : biases, floating array (fan_out,), same dtype
    strength : lambda, a Python float

    Returns
    -------
    penalty : 0-d array
    g_w, g_b : gradients, of the shapes of w and b, same dtype and device

    Convention: |.| is the Euclidean norm, without a square and without the root of the group's size
    that Yuan and Lin multiply by. A column of zeros has a gradient of zeros. Biases are not
    penalized. The arguments stay as they were; no errors to raise.

    Yuan and Lin, Model selection and estimation in regression with grouped variables, 2006.
    """
    xp = array_namespace(w, b)
    norms = xp.sqrt(xp.sum(w**2, axis=0, keepdims=True))
    g_w = strength * w / xp.where(norms == 0, 1.0, norms)
    return strength * xp.sum(norms), g_w, xp.zeros_like(b)

# %% check="group_lasso_penalty"

# %% [markdown]
# > **The slide says.** Equation 19 in our copy of Wolter's slides adds $\lambda_r \sum_i \lVert w_i\rVert_2$ over the weight objects of a net, to encourage sparsity, and calls it Tikhonov's regularization. Tikhonov squares the norm, and his penalty sets no weight to zero. As printed it is a group lasso whose groups are whole weight matrices. The cell measures how hard each penalty pulls on a matrix that has become small, and the next experiment what each of them sets to zero. (A lost superscript 2 is possible, so this is about our copy.)

# %% experiment
@experiment(l2_penalty, l1_penalty, group_lasso_penalty)
def norm_as_printed():
    w, b, found = Rng(2).normal((20, 10)), np.zeros(10), []
    for size in (1.0, 0.1, 0.01):
        flat = np.reshape(size * w, (-1, 1))                     # one group: the whole matrix, as printed
        printed, g_printed, _ = group_lasso_penalty(flat, b[:1], strength=1.0)
        tikhonov, g_tikhonov, _ = l2_penalty(size * w, b, strength=1.0)
        found.append([float(printed), float(tikhonov), np.linalg.norm(g_printed), np.linalg.norm(g_tikhonov)])
        print(f"weights times {size:<4}: as printed {found[-1][0]:6.3f}, squared {found[-1][1]:7.4f}; "
              f"length of the gradient {found[-1][2]:.3f} and {found[-1][3]:6.3f}")
    return np.array(found)

# %% [markdown]
# ### Experiment: what does each penalty set to zero?
#
# A step along the gradient of L1 does not stop at 0. It steps over it, and comes back at the next step. So whoever wants zeros lets the pull of the penalty stop there: if a weight would change its sign, it becomes 0. For L1 and group lasso this is exactly what is called a *proximal* step. The cell below does it with your gradients, after every step on the loss.
#
# A net, 64-64-10, learns a thousand digits, three times with each penalty on its weights. Pixels that never change are not counted.
#
# **Predict**: which of the penalties make exact zeros? Does L1 remove whole units? Does the plain L1 gradient, without the stop, make a single zero? And the norm of the whole matrix, as printed on the slide?

# %%
PENALTIES = {                                                    # name: (penalty, strength, whether the pull stops at 0)
    "none": (None, 0.0, False), "L2": ("l2", 0.01, True), "L1, gradient only": ("l1", 1e-3, False),
    "L1": ("l1", 1e-3, True), "elastic net, half L1": ("elastic", 1e-3, True), "group lasso": ("group", 0.02, True),
    "as printed": ("whole", 0.02, True),
}


def pulled(w, kind, strength, stops):
    """The weights (fan_in, fan_out) after the pull of a penalty, which stops at 0 where it is told."""
    b = w[0, :]
    if kind == "whole":
        _, g, _ = group_lasso_penalty(np.reshape(w, (-1, 1)), b[:1], strength=strength)
    elif kind == "elastic":
        _, g, _ = elastic_net_penalty(w, b, strength=strength, share=0.5)
    else:
        penalty = {"l2": l2_penalty, "l1": l1_penalty, "group": group_lasso_penalty}[kind]
        _, g, _ = penalty(w, b, strength=strength)
    moved = (w - np.reshape(g, w.shape)).astype(w.dtype)
    return np.where(moved * w < 0, 0.0, moved) if stops else moved

# %% experiment
@experiment(l2_penalty, l1_penalty, elastic_net_penalty, group_lasso_penalty)
def zeros():
    lr, seeds, split = 0.2, range(3), DIGITS._replace(x_train=DIGITS.x_train[:1000], y_train=DIGITS.y_train[:1000])
    net = MLP((64, 64, 10), init=he_normal, seeds=[*seeds] * len(PENALTIES))

    def pull(step, net):
        for layer, weights in enumerate(net.weights):
            rows = zip(weights, [how for how in PENALTIES.values() for _ in seeds], strict=True)
            net.weights[layer] = np.stack([pulled(w, kind, lr * size, stops) if kind else w for w, (kind, size, stops) in rows])

    run = train(net, split, sgd, lr=lr, steps=1600, batch=50, on_step=pull)
    w = net.weights[0][:, split.x_train.std(axis=0) > 0, :].reshape(len(PENALTIES), len(seeds), -1, 64)
    found = {"weights": np.mean(w == 0, axis=(2, 3)), "units": np.mean(np.all(w == 0, axis=2), axis=2),
             "tiny": np.mean(abs(w) < 1e-3, axis=(2, 3)), "accuracy": run.test_accuracy.reshape(len(PENALTIES), -1)}
    fig, axes = plots.figure(2, width=9.5, height=3.2, sharey=True)
    places = np.arange(len(PENALTIES))[::-1]
    for row, (key, name) in enumerate((("weights", "weights"), ("units", "whole units"))):
        axes[0].barh(places + 0.2 - 0.4 * row, np.median(found[key], axis=1), 0.38, color=plots.COLOURS[row], label=name)
    axes[1].plot(found["accuracy"], places, "o", color=plots.COLOURS[2], markersize=5, alpha=0.7)
    axes[0].set_yticks(places, PENALTIES)
    axes[1].set_xlim(0.94, 1.0)
    told = dict(zip(PENALTIES, np.median(found["weights"], axis=1), strict=True))
    plots.label(axes[0], "share at exactly 0", "", f"L1: {told['L1']:.0%} of the weights, L2: {told['L2']:.0%}")
    plots.label(axes[1], "accuracy on the test digits, three starts", "", "")
    axes[0].legend(loc="upper right")
    plots.show(fig)
    print(f"Of the weights under the L1 gradient alone, {np.median(found['tiny'][2]):.0%} are smaller than 0.001, none is 0"
          if not found["weights"][2].any() else "The L1 gradient alone made zeros")
    return dict(zip(PENALTIES, zip(*found.values(), strict=True), strict=True))

# %% [markdown]
# L1 sets single weights to zero and hardly a unit. The elastic net, at the same strength, spends half of it on L2 and makes fewer zeros. Group lasso sets units to zero, and with them their weights, and inside a unit that lives it sets none. L2 and the norm of a whole matrix make no zeros: one fades, and the other would have to kill a whole layer. The plain gradient of L1 leaves many tiny weights that jump to and fro about 0, and not one at it; if you count zeros in a framework that knows L1 only as a gradient, you will find none.
#
# The accuracy is about the same everywhere. On a thousand clean digits this net hardly overfits, so there is little to gain, and what the penalties buy here is a smaller net.
#
# ## Max-norm
#
# A bound instead of a price: after each step, a unit whose weights have become longer than a limit is shortened to it. Below the limit nothing happens at all. It is often seen together with dropout (chapter 07).

# %% answer="max_norm"
def max_norm(w, *, limit):
    """Shortens the weights that arrive at a unit to a limit, where they are longer.

        w_:j = w_:j min(1, limit / |w_:j|)

    Parameters
    ----------
    w : weights, floating array (fan_in, fan_out); column j is what arrives at unit j
    limit : largest norm of a column, a Python float above 0

    Returns
    -------
    w : a new array of the same shape, dtype and device

    Convention: Euclidean norms; a column within the limit, or of zeros, comes back as it was. Keras
    and PyTorch's renorm divide by the norm plus 1e-7, this exercise by the norm. The arguments stay
    as they were; no errors to raise.

    Srebro and Shraibman, Rank, trace-norm and max-norm, COLT 2005; Hinton and colleagues, Improving
    neural networks by preventing co-adaptation of feature detectors, 2012.
    """
    xp = array_namespace(w)
    norms = xp.sqrt(xp.sum(w**2, axis=0, keepdims=True))
    return w * (limit / xp.maximum(norms, limit))

# %% check="max_norm"

# %% [markdown]
# ### Experiment: what is a bound good for?
#
# A net with two hidden layers of 64 units learns 500 digits with momentum, at rates from modest to absurd: without a bound, and with your kernel after each step, at a loose and at a tight limit.
#
# **Predict**: at which of the rates does the bound matter? How long do the longest units become without it?

# %% experiment
@experiment(max_norm)
def how_high_a_rate():
    rates, seeds, found = (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0), range(3), {}
    split = DIGITS._replace(x_train=DIGITS.x_train[:500], y_train=DIGITS.y_train[:500])
    fig, (left, right) = plots.figure(2, width=9.5)
    for name, limit in (("no bound", None), ("limit 4", 4.0), ("limit 1", 1.0)):
        def bound(step, net, limit=limit):
            if limit:
                net.weights[:] = [np.stack([max_norm(one, limit=limit) for one in w]).astype(w.dtype) for w in net.weights]

        net = MLP((64, 64, 64, 10), init=he_normal, seeds=[*seeds] * len(rates))
        each = [rate for rate in rates for _ in seeds]
        run = train(net, split, momentum, lr=each, steps=250, batch=50, on_step=bound)
        longest = np.max([np.sqrt(np.max(np.sum(w**2, axis=1), axis=1)) for w in net.weights], axis=0)
        longest[run.diverged] = np.nan
        found[name] = {"accuracy": np.nan_to_num(run.test_accuracy, nan=0.1).reshape(len(rates), -1),
                       "longest": longest.reshape(len(rates), -1)}
        plots.band(left, rates, found[name]["accuracy"], name, marker=".")
        plots.band(right, rates, found[name]["longest"], name, marker=".")
    good = {name: max(rate for rate, one in zip(rates, seen["accuracy"], strict=True) if np.median(one) > 0.9)
            for name, seen in found.items()}
    told = ", ".join(f"{rate:g} ({name})" for name, rate in good.items())
    fig.suptitle(f"Highest rate with an accuracy above 0.9: {told}", x=0.01, ha="left")
    plots.label(left, "rate", "test accuracy (diverged: 0.1)", log="x")
    plots.label(right, "rate", "norm of the longest unit", log="xy")
    left.legend(loc="lower left")
    plots.show(fig)
    return found | {"good": good}

# %% [markdown]
# At ordinary rates the bound does nothing for the accuracy: it is not reached, or it does not matter. At high ones it decides. Without it the weights run away and do not come back; with a tight one the net still learns, at rates that are hopeless otherwise. So in this net max-norm is a cure for divergence rather than for overfitting.

# %% [markdown]
# ## Early stopping
#
# The cheapest regularizer needs no new term. Put some examples aside for *validation*, look at their loss after each epoch, and keep the weights with the lowest. Stop when there was no better one for some epochs, the *patience*.
#
# The kernel is called once an epoch with what it returned the epoch before.

# %% answer="early_stopping"
def early_stopping(w, loss, best_w, best_loss, waited, *, patience, min_delta):
    """What to remember after an epoch, and whether to stop.

    The loss is better if loss < best_loss - min_delta. Then its weights and it are the best ones and
    nothing has been waited; otherwise the best ones stay, and one more epoch has been waited. Stop if
    patience epochs have been waited, or more.

    Parameters
    ----------
    w : weights after this epoch, floating array of any shape
    loss : validation loss after this epoch, a Python float; nan is never better
    best_w, best_loss, waited : what this function returned an epoch ago; before the first epoch any
        weights, math.inf and 0
    patience : a Python int, at least 1
    min_delta : a Python float, not negative

    Returns
    -------
    best_w : array of the shape, dtype and device of w
    best_loss : a Python float
    waited : epochs since the best one, a Python int
    stop : a Python bool

    Convention: as Keras's EarlyStopping with restore_best_weights. By PyTorch's schedule for plateaus
    it would stop one epoch later. Exactly min_delta is not enough. The arguments stay as they were;
    no errors to raise.
    """
    if loss < best_loss - min_delta:
        best_w, best_loss, waited = w, loss, 0
    else:
        waited = waited + 1
    return best_w, best_loss, waited, waited >= patience

# %% check="early_stopping"

# %% [markdown]
# ### Experiment: does it pay to stop?
#
# A net, 64-128-128-10, learns from 200 digits with Adam; 400 others are for validation. On the left all labels are right, on the right a fifth of the training labels are wrong. Your kernel watches, with a patience of 8 epochs.
#
# **Predict** both pairs of curves, training and validation loss over 60 epochs. Where does the kernel stop? In which of the two cases is the test accuracy much better at the stop than at the end?

# %%
def noisy_digits(n, share, seeds):
    """The first n digits for training, with a share of wrong labels of each seed's own, and their labels (seeds, n)."""
    y = DIGITS.y_train[:n]
    wrong = np.stack([data.noisy_labels(y, share, 10, Rng((seed, 9))) for seed in seeds])
    return DIGITS._replace(x_train=DIGITS.x_train[:n], y_train=wrong)

# %% experiment
@experiment(early_stopping)
def when_to_stop():
    seeds, epochs, held = range(5), 60, slice(1000, 1400)
    fig, axes = plots.figure(2, width=9.5, sharey=True)
    found = {}
    for ax, share in zip(axes, (0.0, 0.2), strict=True):
        split = noisy_digits(200, share, seeds)
        net = MLP((64, 128, 128, 10), init=he_normal, seeds=seeds)
        state, stops = [(None, math.inf, 0, False)] * 5, [epochs] * 5

        def watch(step, net, split=split, state=state, stops=stops):
            if step % 8:
                return None                                      # an epoch has 8 steps
            validation = net.loss(DIGITS.x_train[held], DIGITS.y_train[held])
            for seed in seeds:
                if not state[seed][3]:
                    w = np.concatenate([np.ravel(p[seed]) for p in net.parameters])
                    state[seed] = early_stopping(w, float(validation[seed]), *state[seed][:3], patience=8, min_delta=0.0)
                    stops[seed] = step // 8
            return net.loss(split.x_train, split.y_train), validation

        run = train(net, split, adam, lr=0.003, steps=8 * epochs, batch=25, on_step=watch)
        ends = np.cumsum([p[0].size for p in net.parameters])
        parts = [np.split(best_w, ends[:-1]) for best_w, *_ in state]
        net.parameters = [np.stack([part[k].reshape(p.shape[1:]) for part in parts]).astype(p.dtype)
                          for k, p in enumerate(net.parameters)]
        found[share] = {"loss": np.stack(run.seen), "end": run.test_accuracy, "stopped": np.array(stops),
                        "best": net.accuracy(DIGITS.x_test, DIGITS.y_test)}
        for row, name in enumerate(("training", "validation")):
            plots.band(ax, np.arange(1, epochs + 1), found[share]["loss"][:, row], name)
        for stop in stops:
            ax.axvline(stop, color=plots.INK, linewidth=0.7, linestyle=":")
        medians = (np.median(found[share][key]) for key in ("best", "end"))
        told = "{:.3f} restored, {:.3f} at the end".format(*medians)
        plots.label(ax, "epoch (dotted: your kernel stops)", "" if share else "loss", f"{share:.0%} wrong: {told}", log="y")
        ax.set_ylim(5e-4, 3)
    axes[0].legend(loc="lower left")
    fig.suptitle("Test accuracy, by the share of wrong labels", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# With wrong labels the picture is that of the textbooks. The training loss falls for ever, the validation loss falls and then rises, and the weights from its lowest point are better than those from the end. With clean labels it hardly rises, and to stop early saves time and nothing else. That is an honest failure of the usual drawing: the digits are so clean that this net overfits them without doing much harm.
#
# Two cautions. The lowest validation loss is a minimum over many noisy numbers, so it is too good to be true as an estimate; that is what the test digits are for. And the validation loss is not the accuracy. It can rise because the net becomes *too sure* of the answers that it gets wrong, while as many are right as before.
#
# Dombry's slides warn of the reverse, a validation loss *below* the training loss. It is no miracle: a penalty, noise or dropout makes the training loss worse, and is absent in validation. Chapter 07 measures it.
#
# ## Noise on the labels
#
# Why does stopping help against wrong labels? To find out you need labels that are wrong in a known way. Each label moves, with a given probability, to another class. As always in this course the draws are passed in.

# %% answer="noisy_labels"
def noisy_labels(y, u, offsets, *, share, classes):
    """Labels of which some have moved to another class.

        y = (y + offset) mod classes    where u < share

    Parameters
    ----------
    y : classes from 0, int64 array (n,)
    u : uniform draws in [0, 1), floating array (n,)
    offsets : how far a label moves if it does, int64 array (n,), from 1 to classes - 1
    share : probability to move, a Python float
    classes : their number, a Python int

    Returns
    -------
    y : int64 array (n,), a new one

    Convention: each label is decided by its own u, so the number that move is random. An offset is
    never 0 or classes: a label that moves is wrong afterwards. The arguments stay as they were; no
    errors to raise.
    """
    xp = array_namespace(y, u, offsets)
    return xp.where(u < share, (y + offsets) % classes, y)

# %% check="noisy_labels"

# %% [markdown]
# ### Experiment: what is learned first?
#
# A net learns from 500 digits, a fifth of whose labels your kernel has made wrong. After each epoch the training examples are asked what the net says about them. There are two groups: those with a right label, and those with a wrong one. For the second group there are two answers to look for, the wrong label it was taught, and the digit it really is.
#
# **Predict** three curves over 40 epochs: the share of clean examples that the net gets right; the share of wrong labels that it repeats; and the share of wrongly labelled digits that it recognises all the same.

# %% experiment
@experiment(noisy_labels)
def clean_first_noise_later():
    n, seeds, true = 500, range(5), DIGITS.y_train[:500]
    y = np.stack([noisy_labels(true, Rng((seed, 1)).uniform((n,)), Rng((seed, 2)).integers(1, 10, (n,)), share=0.2, classes=10)
                  for seed in seeds])
    wrong = y != true

    def ask(step, net):
        said = np.argmax(net.forward(DIGITS.x_train[:n])[0], axis=-1)
        shares = [np.sum((said == of) & who, axis=1) / np.sum(who, axis=1)
                  for of, who in ((true, ~wrong), (y, wrong), (true, wrong))]
        return np.stack([*shares, net.accuracy(DIGITS.x_test, DIGITS.y_test)]) if step % 10 == 0 else None

    net = MLP((64, 128, 128, 10), init=he_normal, seeds=seeds)
    split = DIGITS._replace(x_train=DIGITS.x_train[:n], y_train=y)
    seen = np.stack(train(net, split, momentum, lr=0.02, steps=400, batch=50, on_step=ask).seen)
    names = ("clean: label learned", "wrong: label learned", "wrong: true digit seen", "test accuracy")
    fig, ax = plots.figure()
    for row, name in enumerate(names):
        plots.band(ax, np.arange(1, len(seen) + 1), seen[:, row], name)
    early, late = np.median(seen[2], axis=1), np.median(seen[-1], axis=1)
    title = f"Wrong labels repeated: {early[1]:.0%} after 3 epochs, {late[1]:.0%} at the end. Test: {early[3]:.3f}, {late[3]:.3f}"
    plots.label(ax, "epoch", "share", title, log="x")
    ax.set_xticks([1, 2, 5, 10, 20, 40], [1, 2, 5, 10, 20, 40])
    ax.minorticks_off()
    plots.end_labels(ax)
    plots.show(fig)
    return seen

# %% [markdown]
# What the examples have in common is learned first, since it adds up over all of them: a few epochs, and the net knows the clean digits. At that point it recognises most of the wrongly labelled ones as what they are, against what it is told. Each wrong label is a fact of its own, that nothing else supports, and these are learned one by one, later. In the end the net repeats them all, and has forgotten what it knew. Early stopping works since it stops between the two.
#
# ### Label smoothing
#
# A milder kind of label noise is its average. Instead of a wrong label now and then, every label gives a share of its certainty to all classes alike.

# %% answer="smooth_labels"
def smooth_labels(y, *, share):
    """Labels that give a share of their certainty to all classes alike.

        y = (1 - share) y + share / K

    Parameters
    ----------
    y : one-hot classes, floating array (n, K)
    share : a Python float in [0, 1]

    Returns
    -------
    y : a new array of the same shape, dtype and device; its rows still add up to 1

    Convention: all K classes get their part, the right one too, as in PyTorch and Keras. Another form
    divides the share among the other K - 1. The arguments stay as they were; no errors to raise.

    Szegedy and colleagues, Rethinking the Inception architecture for computer vision, CVPR 2016.
    """
    return (1 - share) * y + share / y.shape[1]

# %% check="smooth_labels"

# %% [markdown]
# **Predict**: the net of the last experiment, again with a fifth of wrong labels, trained to the end with hard labels and with labels smoothed by a tenth and by three tenths. Does smoothing raise the accuracy? And the loss on the test digits, which punishes wrong answers that are certain?

# %% experiment
@experiment(noisy_labels, smooth_labels)
def certainty():
    n, seeds, shares, found = 500, range(5), (0.0, 0.1, 0.3), {}
    fig, axes = plots.figure(3, width=10, sharey=True)
    for ax, share in zip(axes, shares, strict=True):
        targets = []
        for seed in seeds:
            u, offsets = Rng((seed, 1)).uniform((n,)), Rng((seed, 2)).integers(1, 10, (n,))
            y = noisy_labels(DIGITS.y_train[:n], u, offsets, share=0.2, classes=10)
            targets.append(smooth_labels(np.eye(10, dtype="float32")[y], share=share))
        targets, net, rng = np.stack(targets).astype("float32"), MLP((64, 128, 128, 10), init=he_normal, seeds=seeds), Rng(5)

        def draw(targets=targets, rng=rng):
            rows = rng.integers(0, n, (50,))
            return DIGITS.x_train[rows, :], targets[:, rows]

        fit(net, draw, 400, 0.02)
        z = net.forward(DIGITS.x_test)[0]
        p = np.exp(z - z.max(axis=-1, keepdims=True))
        top = (p / p.sum(axis=-1, keepdims=True)).max(axis=-1)
        wrong = np.argmax(z, axis=-1) != DIGITS.y_test
        sure = [np.array([one[who].mean() for one, who in zip(top, which, strict=True)]) for which in (~wrong, wrong)]
        found[share] = {"loss": net.loss(DIGITS.x_test, DIGITS.y_test), "accuracy": 1 - wrong.mean(axis=1),
                        "sure": np.stack(sure)}
        for which, name, colour in ((~wrong, "right answers", plots.COLOURS[0]), (wrong, "wrong answers", plots.COLOURS[1])):
            ax.hist(top[which], np.linspace(0.1, 1.0, 19), color=colour, alpha=0.65, label=name)
        medians = (np.median(found[share][key]) for key in ("loss", "accuracy"))
        told = "loss {:.2f}, accuracy {:.3f}".format(*medians)
        plots.label(ax, "largest probability", "" if share else "test digits of 5 nets", f"share {share:g}: {told}")
    axes[0].legend(loc="upper left")
    plots.show(fig)
    for share, seen in found.items():
        right, wrong = np.median(seen["sure"], axis=1)
        print(f"share {share:g}: mean largest probability {right:.2f} of right answers, {wrong:.2f} of wrong ones")
    return found

# %% [markdown]
# Smoothing does what it says. A smoothed label is best fitted by finite logits, so the net has no reason to let them grow, and no answer is certain any more, the wrong ones least of all. But the accuracy hardly moves, and the loss on the test digits *rises*: the right answers, which are many, pay for the few wrong ones. These nets were not over-confident enough to deserve it. (Train them longer or at a higher rate, and they become more certain: then a small share can lower the loss. Try it.) On large nets with many classes smoothing is reported to help, in accuracy and in calibration, so do not take this for the last word. Take the figure: it is how you would notice.
#
# ## Noise on the inputs
#
# The same on the other side: noise on the inputs, new at each step, so that the net never sees the same example twice.

# %% answer="input_noise"
def input_noise(x, z, *, std):
    """Inputs with normal noise.

        x = x + std z

    Parameters
    ----------
    x : inputs, floating array of any shape
    z : standard normal draws, same shape and dtype
    std : standard deviation of the noise, a Python float

    Returns
    -------
    x : a new array of the same shape, dtype and device

    Convention: the same noise everywhere, not in proportion to x; nothing is cut off. Fresh draws for
    each step, in training only. The arguments stay as they were; no errors to raise.
    """
    return x + std * z

# %% check="input_noise"

# %% [markdown]
# ### Experiment: noise is a penalty
#
# For a linear model, $x$ with noise of variance $\sigma^2$ gives the prediction $xw + \sigma zw$. The mean of its squared error is the old one plus $\sigma^2\lVert w\rVert^2$: training on noisy inputs *is* L2, with $\lambda = \sigma^2$. That holds for the mean over all noise. A data set has a finite number of noisy copies.
#
# **Predict**: on a log-log plot, how does the distance between the solution on noisy copies and the ridge solution fall with the number of copies?

# %% experiment
@experiment(input_noise, l2_penalty)
def noise_is_a_penalty():
    split, std, copies, seeds = data.digits(), 0.5, (1, 4, 16, 64, 256), range(3)
    x, y = split.x_train[:300], np.where(split.y_train[:300] % 2 == 1, 1.0, -1.0)
    ridge_w = np.linalg.solve(x.T @ x / len(x) + std**2 * np.eye(64), x.T @ y / len(x))
    slope = x.T @ (x @ ridge_w - y) / len(x) + l2_penalty(ridge_w[:, None], np.zeros(1), strength=std**2)[1][:, 0]
    plain_w = np.linalg.lstsq(x, y, rcond=None)[0]
    apart = np.empty((len(copies), len(seeds)))
    for seed in seeds:
        rng, done, gram, product = Rng(seed), 0, np.zeros((64, 64)), np.zeros(64)
        for row, many in enumerate(copies):
            for _ in range(many - done):
                noisy = input_noise(x, rng.normal(x.shape), std=std)
                gram, product = gram + noisy.T @ noisy, product + noisy.T @ y
            done = many
            apart[row, seed] = np.linalg.norm(np.linalg.solve(gram, product) - ridge_w) / np.linalg.norm(ridge_w)
    power = np.polyfit(np.log(copies), np.log(np.median(apart, axis=1)), 1)[0]
    fig, ax = plots.figure()
    plots.band(ax, copies, apart, "noisy copies", marker=".")
    unpenalized = np.linalg.norm(plain_w - ridge_w) / np.linalg.norm(ridge_w)
    plots.line(ax, copies, np.full(len(copies), unpenalized), "no noise, no penalty")
    title = f"The distance falls like the number of copies to the power {power:.2f}"
    plots.label(ax, "noisy copies of each example", "relative distance from ridge", title, log="xy")
    plots.end_labels(ax)
    plots.show(fig)
    print(f"Gradient of loss and your penalty together at the ridge solution: at most {np.max(np.abs(slope)):.0e}")
    return {"apart": apart, "power": power, "plain": unpenalized}

# %% [markdown]
# The distance falls as means of noise do. A net is not linear, and noise on its inputs is not exactly L2, but to first order it is a penalty on how fast the output changes with the input (Bishop 1995).
#
# ## More data from the same data
#
# The best cure for overfitting is more data, and for images there is a cheap kind: a digit that has moved a little is the same digit. It is new pixels for the net, and you know its label. What you add has to be *true*, though: a mirrored 2 is no 2.
#
# Images are $(N, C, H, W)$: image, channel, row from the top, column from the left. Each image gets its own move, and all moves are passed in.

# %% answer="flip"
def flip(x, flips):
    """Some of the images mirrored, left for right.

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    flips : which to mirror, bool array (N,)

    Returns
    -------
    x : a new array of the same shape, dtype and device

    Convention: columns are reversed, rows and channels are not. The arguments stay as they were; no
    errors to raise.
    """
    xp = array_namespace(x, flips)
    return xp.where(flips[:, None, None, None], xp.flip(x, axis=3), x)

# %% check="flip"

# %% [markdown]
# A shift is the useful one for digits. Think from the result: the pixel that arrives in row $i$ comes from row $i - \text{down}$. If there is no such row, it is 0.

# %% answer="shift"
def shift(x, down, right):
    """Images moved by whole pixels.

        y[n, c, i, j] = x[n, c, i - down[n], j - right[n]], and 0 where that is outside

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    down, right : pixels to move each image down and to the right, int64 arrays (N,); negative ones
        move up and to the left

    Returns
    -------
    y : a new array of the same shape, dtype and device

    Convention: what comes in at the edge is 0; nothing wraps round. A shift may be larger than the
    image. The arguments stay as they were; no errors to raise. Portable spelling of a choice for
    each image: xp.take_along_axis(x, rows, axis=2) with rows of shape (N, 1, H, 1).
    """
    xp = array_namespace(x, down, right)
    for axis, by in ((2, down), (3, right)):
        size = x.shape[axis]
        source = xp.arange(size, dtype=by.dtype, device=x.device) - by[:, None]
        source = source[:, None, :, None] if axis == 2 else source[:, None, None, :]
        inside = (source >= 0) & (source < size)
        x = xp.where(inside, xp.take_along_axis(x, xp.clip(source, 0, size - 1), axis=axis), 0.0)
    return x

# %% check="shift"

# %% [markdown]
# On photographs the same thing is usually spelled as a crop: put a frame of zeros round the image, and cut a window of the old size out of it.

# %% answer="crop"
def crop(x, top, left, *, padding):
    """A window of the old size, out of each image with a frame of zeros round it.

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    top, left : row and column of the padded image where the window begins, int64 arrays (N,), from 0
        to 2 padding
    padding : width of the frame on every side, a Python int

    Returns
    -------
    y : a new array of the same shape, dtype and device

    Convention: zeros in the frame, as torchvision's RandomCrop(size, padding); at top = left =
    padding the image itself comes back. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, top, left)
    for axis, begin in ((2, top), (3, left)):
        size = x.shape[axis]
        source = xp.arange(size, dtype=begin.dtype, device=x.device) + begin[:, None] - padding
        source = source[:, None, :, None] if axis == 2 else source[:, None, None, :]
        inside = (source >= 0) & (source < size)
        x = xp.where(inside, xp.take_along_axis(x, xp.clip(source, 0, size - 1), axis=axis), 0.0)
    return x

# %% check="crop"

# %% [markdown]
# ### Experiment: which moves help?
#
# Below are eight digits, moved by your kernels. Look at them first: which of the moves leave the digit what it is? In these pictures an empty pixel is 0, so that zeros at the edge are empty paper.

# %%
INK = DIGITS.x_train - DIGITS.x_train.min(axis=0)                # every pixel is empty in some digit: this undoes the centring
IMAGES = (INK / INK.max()).reshape(-1, 1, 8, 8)
SOME = [int(np.argmax(DIGITS.y_train == digit)) for digit in (0, 2, 3, 4, 5, 6, 7, 9)]
TEST = (DIGITS.x_test - DIGITS.x_train.min(axis=0)) / INK.max()


def moved(down, right, images=IMAGES):
    """All images shifted alike by your kernel."""
    n = len(images)
    return shift(images, np.full(n, down), np.full(n, right))


def gallery(rows):
    """A row of images for each name: arrays (8, 1, 8, 8)."""
    fig, axes = plots.figure(8, len(rows), width=7.5, height=0.95 * len(rows))
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for ax, image in zip(line, images, strict=True):
            ax.imshow(image[0], cmap="gray_r", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    plots.show(fig)

# %% experiment
@experiment(flip, shift, crop)
def moved_digits():
    some = IMAGES[SOME]
    rng, ones = Rng(1), np.ones(8, dtype=np.int64)
    gallery({"as it is": some, "one down": shift(some, ones, 0 * ones), "right, down": shift(some, ones, ones),
             "crops of 2": crop(some, rng.integers(0, 5, (8,)), rng.integers(0, 5, (8,)), padding=2),
             "flipped": flip(some, ones == 1)})
    middle = 2 * ones
    return float(np.max(np.abs(crop(some, middle - 1, middle + 2, padding=2) - shift(some, ones, -2 * ones))))

# %% [markdown]
# Now train with them: at each step every example of a batch is taken with a random one of the moves that a setting allows, or as it is. All settings train for the same number of steps. On the left the number of digits grows; on the right are 100 digits and other moves.
#
# **Predict**: with how few digits do shifts of one pixel help, and from how many on do they no longer matter? Is a shift of one pixel down *and* one to the right better, as there are more of them? And flips?

# %% experiment
@experiment(flip, shift)
def which_moves_help():
    everyone, seeds, steps = np.ones(len(IMAGES), dtype=bool), range(6), 600
    straight, diagonal = [(1, 0), (-1, 0), (0, 1), (0, -1)], [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    versions = [IMAGES, *(moved(*by) for by in straight), *(moved(*by) for by in diagonal),
                *(moved(2 * a, 2 * b) for a, b in straight), flip(IMAGES, everyone)]
    pixels = np.stack(versions).reshape(len(versions), -1, 64).astype("float32")
    moves = {"as they are": [0], "one pixel": range(5), "and diagonals": range(9), "two pixels": [0, *range(9, 13)],
             "flips": [0, 13]}
    sizes = (50, 100, 200, 500)
    cells = [(n, name) for n in sizes for name in ("as they are", "one pixel")] + [(100, name) for name in list(moves)[2:]]
    nets = [(n, np.array(moves[name]), seed) for n, name in cells for seed in seeds]
    order, rng = {seed: Rng((seed, 3)).permutation(1437) for seed in seeds}, Rng(0)

    def draw():
        u = rng.uniform((2, len(nets), 32))
        rows = np.stack([order[seed][(n * one).astype(int)] for one, (n, _, seed) in zip(u[0], nets, strict=True)])
        which = np.stack([choice[(len(choice) * one).astype(int)] for one, (_, choice, _) in zip(u[1], nets, strict=True)])
        return pixels[which, rows], DIGITS.y_train[rows]

    net = MLP((64, 64, 64, 10), init=he_normal, seeds=[seed for *_, seed in nets])
    fit(net, draw, steps, cosine(0.1, steps))
    accuracy = dict(zip(cells, net.accuracy(TEST, DIGITS.y_test).reshape(len(cells), -1), strict=True))
    gain = {(n, name): 100 * (seen - accuracy[n, "as they are"]) for (n, name), seen in accuracy.items()}
    fig, (left, right) = plots.figure(2, width=9.5)
    for name in list(moves)[:2]:
        plots.band(left, sizes, np.stack([accuracy[n, name] for n in sizes]), name, marker=".")
    told = ", ".join(f"{np.median(gain[n, 'one pixel']):+.1f}" for n in sizes)
    plots.label(left, "training digits", "test accuracy", f"gain of one pixel, points: {told}", log="x")
    left.set_xticks(sizes, sizes)
    left.minorticks_off()
    left.legend(loc="lower right")
    shown = list(moves)[1:]
    for place, name in enumerate(shown):
        right.plot(np.full(len(seeds), place), gain[100, name], "o", color=plots.COLOURS[0], markersize=4, alpha=0.6)
        right.plot(place, np.median(gain[100, name]), "_", color=plots.INK, markersize=22, markeredgewidth=2)
    right.axhline(0, color=plots.INK, linewidth=0.8, linestyle=":")
    right.set_xticks(range(len(shown)), shown)
    told = ", ".join(f"{name} {np.median(gain[100, name]):+.1f}" for name in shown[1:])
    plots.label(right, "", "gain in points, six starts", f"100 digits: {told}")
    plots.show(fig)
    return {"accuracy": accuracy, "gain": gain}

# %% [markdown]
# With few digits a shift by one pixel helps; with many the data show by themselves how digits move, and in this number of steps there is nothing left to gain. Diagonal shifts and shifts by two pixels do less or harm: in an image of 8 pixels they push a stroke out of the picture or on to where another digit has one. Flips do harm, as the gallery has shown: they teach the net things that are false. Augmentation is a statement about the world, and it had better be true.
#
# ## Rotation and zoom (optional)
#
# Moves that are no whole number of pixels need values *between* pixels. It takes two steps, in every library: where does each pixel of the result come from, and what is the image there? The second is *bilinear* interpolation: the four neighbours of the position, each weighted by how near it is.

# %% answer="bilinear_sample"
def bilinear_sample(x, rows, columns):
    """Values of images between their pixels.

        y = sum over the four neighbours (r, c) of (1 - |row - r|) (1 - |column - c|) x[n, :, r, c]

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    rows, columns : positions, floating arrays (N, h, w), same dtype; (0, 0) is the middle of the
        first pixel, (H - 1, W - 1) that of the last

    Returns
    -------
    y : floating array (N, C, h, w), same dtype and device

    Convention: a neighbour outside the image counts as 0, for itself: half a pixel above the top row
    half of its value is left. PyTorch's grid_sample does so with padding_mode='zeros' and
    align_corners=True, in coordinates from -1 to 1. The arguments stay as they were; no errors to
    raise.
    """
    xp = array_namespace(x, rows, columns)
    n, channels, height, width = x.shape
    flat, y = xp.reshape(x, (n, channels, -1)), 0.0
    for below in (0, 1):
        for beside in (0, 1):
            r, c = xp.floor(rows) + below, xp.floor(columns) + beside
            weight = (1 - xp.abs(rows - r)) * (1 - xp.abs(columns - c))
            inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            index = xp.clip(r, 0, height - 1) * width + xp.clip(c, 0, width - 1)
            index = xp.reshape(xp.astype(index, xp.int64), (n, 1, -1))
            pixels = xp.reshape(xp.take_along_axis(flat, index, axis=2), (n, channels, *rows.shape[1:]))
            y = y + xp.where(inside, weight, 0.0)[:, None, :, :] * pixels
    return y

# %% check="bilinear_sample"

# %% [markdown]
# For a rotation, each pixel of the result is looked up where it was *before*: turned back by the angle, about the centre of the image. Mind that rows count downwards, while angles are measured in axes that point up.

# %% answer="rotated_positions"
def rotated_positions(angles, *, height, width):
    """Where each pixel of a rotated image comes from.

    The image turns counter-clockwise, as you see it, about its centre ((H - 1)/2, (W - 1)/2).

    Parameters
    ----------
    angles : radians, one for each image, floating array (N,)
    height, width : of the images, Python ints

    Returns
    -------
    rows, columns : positions in the image before it was turned, for bilinear_sample: floating arrays
        (N, H, W), same dtype and device

    Convention: row 0 is at the top. After a quarter turn the top left corner shows what was at the
    top right. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(angles)
    down = xp.arange(height, dtype=angles.dtype, device=angles.device)[None, :, None] - (height - 1) / 2
    right = xp.arange(width, dtype=angles.dtype, device=angles.device)[None, None, :] - (width - 1) / 2
    cosine, sine = xp.cos(angles)[:, None, None], xp.sin(angles)[:, None, None]
    rows, columns = sine * right + cosine * down, cosine * right - sine * down
    return rows + (height - 1) / 2, columns + (width - 1) / 2

# %% check="rotated_positions"

# %% answer="zoomed_positions"
def zoomed_positions(factors, *, height, width):
    """Where each pixel of a zoomed image comes from.

    The image grows by a factor about its centre ((H - 1)/2, (W - 1)/2): a factor of 2 makes all
    lengths twice as large, one below 1 makes the image smaller.

    Parameters
    ----------
    factors : one for each image, floating array (N,), above 0
    height, width : of the images, Python ints

    Returns
    -------
    rows, columns : positions in the image before it was zoomed, for bilinear_sample: floating arrays
        (N, H, W), same dtype and device

    Convention: factors are of lengths, not of areas. The arguments stay as they were; no errors to
    raise.
    """
    xp = array_namespace(factors)
    down = xp.arange(height, dtype=factors.dtype, device=factors.device)[None, :, None] - (height - 1) / 2
    right = xp.arange(width, dtype=factors.dtype, device=factors.device)[None, None, :] - (width - 1) / 2
    scale = factors[:, None, None]
    return tuple(xp.broadcast_arrays(down / scale + (height - 1) / 2, right / scale + (width - 1) / 2))

# %% check="zoomed_positions"

# %% [markdown]
# **Predict**: a net is trained on 500 upright digits, another on the same digits turned by up to 20 degrees to either side. Both are tested on digits turned by a fixed angle. How do the two curves lie, and does the second net pay for its training at angle 0?

# %% experiment
@experiment(bilinear_sample, rotated_positions, zoomed_positions)
def turned_digits():
    def turned(images, degrees):
        angles = np.full(len(images), math.radians(degrees), dtype=images.dtype)
        return bilinear_sample(images, *rotated_positions(angles, height=8, width=8)).astype("float32")

    some = IMAGES[SOME]
    larger = zoomed_positions(np.full(8, 1.3, dtype=some.dtype), height=8, width=8)
    gallery({"as it is": some, "turned by 20": turned(some, 20), "turned by -20": turned(some, -20),
             "zoomed": bilinear_sample(some, *larger)})
    angles, seeds, rng = np.arange(-20, 21, 5), range(6), Rng(0)
    pixels = np.stack([turned(IMAGES[:500], angle) for angle in angles]).reshape(len(angles), 500, 64)
    upright, test = len(angles) // 2, np.arange(-60, 61, 15)

    def draw():
        rows, which = rng.integers(0, 500, (12, 32)), rng.integers(0, len(angles), (12, 32))
        which[:6] = upright
        return pixels[which, rows], DIGITS.y_train[rows]

    net = MLP((64, 64, 64, 10), init=he_normal, seeds=[*seeds] * 2)
    fit(net, draw, 600, cosine(0.1, 600))
    digits = TEST.reshape(-1, 1, 8, 8)
    accuracy = np.stack([net.accuracy(turned(digits, angle).reshape(-1, 64), DIGITS.y_test) for angle in test])
    fig, ax = plots.figure()
    for name, part in (("trained upright", accuracy[:, :6]), ("trained turned", accuracy[:, 6:])):
        plots.band(ax, test, part, name, marker=".")
    ends = [np.median(accuracy[len(test) // 2 + offset, part]) for offset in (0, 2) for part in (slice(6), slice(6, 12))]
    title = "Upright digits: {:.3f} and {:.3f}. Turned by 30 degrees: {:.3f} and {:.3f}".format(*ends)
    plots.label(ax, "degrees that the test digits are turned by", "accuracy", title)
    plots.end_labels(ax)
    plots.show(fig)
    return accuracy

# %% [markdown]
# On turned digits it is a clear gain, beyond the angles of its training too. On upright ones there is none, and if anything a small loss: these digits were written upright, and nobody asks about others. An augmentation makes a net indifferent to a move. Whether you *want* that is a question about the digits it will meet.
#
# ## Bagging
#
# Last, the oldest cure: ask several. *Bagging* is short for bootstrap aggregating. Each of several members is trained on a data set of its own, drawn from yours with replacement, as large as yours; then their probabilities are averaged. A bootstrap draw leaves out about $1/e$ of the examples, and these can serve to validate the member.

# %% answer="bootstrap_indices"
def bootstrap_indices(u):
    """n examples drawn from n with replacement, and who was left out.

        index = floor(n u)

    Parameters
    ----------
    u : uniform draws in [0, 1), floating array (n,)

    Returns
    -------
    indices : int64 array (n,), from 0 to n - 1, in the order of the draws
    left_out : bool array (n,), True for the examples that no draw has hit

    Convention: the arguments stay as they were; no errors to raise.

    Efron, Bootstrap methods: another look at the jackknife, 1979; Breiman, Bagging predictors, 1996.
    """
    xp = array_namespace(u)
    n = u.shape[0]
    indices = xp.astype(xp.floor(n * u), xp.int64)
    hit = indices[None, :] == xp.arange(n, device=u.device)[:, None]
    return indices, ~xp.any(hit, axis=1)

# %% check="bootstrap_indices"

# %% answer="bagging_average"
def bagging_average(logits):
    """The mean of the members' probabilities.

        p = mean over members of softmax(logits)

    Parameters
    ----------
    logits : floating array (members, n, classes), of any size

    Returns
    -------
    p : probabilities, floating array (n, classes), same dtype and device; every row adds up to 1

    Convention: the mean is of probabilities. A mean of logits, or of votes, gives other numbers.
    Finite logits give finite probabilities, however large they are. The arguments stay as they were;
    no errors to raise.
    """
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.max(logits, axis=2, keepdims=True))
    return xp.mean(powers / xp.sum(powers, axis=2, keepdims=True), axis=0)

# %% check="bagging_average"

# %% [markdown]
# ### Experiment: how much of the gain repays the bootstrap?
#
# A member sees about two thirds of the examples, so by itself it is worse than a net that has seen all. Averaging has to make up for that before it gains anything. So there are two ensembles of ten small nets, one of members trained on bootstrap draws, one whose members all see the same 200 digits and differ in nothing but their starts and batches. Five sets of digits, clean and with a fifth of wrong labels.
#
# **Predict** the order of the four: one net on a bootstrap draw, one net on all, the bagged ensemble, the ensemble on all. Is it the same with wrong labels?

# %% experiment
@experiment(bootstrap_indices, bagging_average)
def what_bagging_gains():
    n, members, sets, found = 200, 10, range(5), {}
    for share in (0.0, 0.2):
        drawn, labels, left_out = [], [], []
        for chosen in sets:
            picked = Rng((chosen, 7)).permutation(1437)[:n]
            y = data.noisy_labels(DIGITS.y_train[picked], share, 10, Rng((chosen, 8)))
            own = [bootstrap_indices(Rng((chosen, member)).uniform((n,))) for member in range(members)]
            left_out += [np.mean(out) for _, out in own]
            for indices in [indices for indices, _ in own] + [np.arange(n)] * members:
                drawn.append(picked[indices])
                labels.append(y[indices])
        drawn, labels, rng = np.stack(drawn), np.stack(labels), Rng(6)

        def draw(drawn=drawn, labels=labels, rng=rng):
            batch = rng.integers(0, n, (len(drawn), 32))
            return DIGITS.x_train[np.take_along_axis(drawn, batch, axis=1)], np.take_along_axis(labels, batch, axis=1)

        net = MLP((64, 32, 10), init=he_normal, seeds=range(len(drawn)))
        fit(net, draw, 300, 0.05)
        logits = net.forward(DIGITS.x_test)[0].reshape(len(sets), 2, members, -1, 10)
        one = np.mean(np.argmax(logits, axis=-1) == DIGITS.y_test, axis=(2, 3))                      # (sets, kind)
        many = [[np.mean(np.argmax(bagging_average(kind), axis=-1) == DIGITS.y_test) for kind in pair] for pair in logits]
        found[share] = np.stack([one[:, 0], one[:, 1], *np.transpose(many)])
    names, places = ("one, bootstrap", "one, all digits", "ten, bootstrap", "ten, all digits"), np.arange(4)[::-1]
    fig, axes = plots.figure(2, width=9.5, height=3.1, sharey=True)
    for ax, (share, accuracy) in zip(axes, found.items(), strict=True):
        ax.plot(accuracy, places, "o", color=plots.COLOURS[0], markersize=4, alpha=0.6)
        middle = np.median(accuracy, axis=1)
        ax.plot(middle, places, "|", color=plots.INK, markersize=16, markeredgewidth=2)
        told = f"{100 * (middle[2] - middle[0]):+.1f}, over one net on all {100 * (middle[2] - middle[1]):+.1f}"
        plots.label(ax, "test accuracy, five sets of digits", "", f"{share:.0%} wrong labels: {told}")
        ax.set_yticks(places, names)
        ax.set_ylim(-0.6, 3.6)
    fig.suptitle("What ten bagged nets gain, in points, over one of them", x=0.01, ha="left")
    plots.show(fig)
    print(f"Left out by a draw: {np.mean(left_out):.3f} of the examples; 1/e is {math.exp(-1):.3f}")
    return found

# %% [markdown]
# Measured from the bagged members the gain looks large. But a good part of it only brings back what the bootstrap had taken: over one net that has seen all digits it is much smaller, and on clean digits the ensemble without a bootstrap is at least as good, since random starts make nets differ enough. With wrong labels it turns round. Each wrong label is missing from a third of the members, who then vote for the truth.
#
# So average nets if you can pay for them; draw bootstrap samples if you mistrust your labels. (Gomez's slides go on to dropout as a cheap way to average very many nets. That is chapter 07.)

# %% [markdown] question="which-regularizer" points=4
# A friend trains a net with 200,000 weights on 3,000 photographs of leaves, ten species, with Adam at a constant rate and `weight_decay=0.01` in `torch.optim.Adam`. Training accuracy is 100 %, validation accuracy 71 %; the validation loss was lowest after 6 of 80 epochs and has tripled since. The labels come from volunteers, and about one in ten is wrong. The net is to run on a telephone.
#
# Recommend three changes, in the order in which you would make them, each with the figure of this chapter that supports it, and the measurement that would tell you that it has worked. Name one thing that you would *not* do although it is in this chapter, and why. What is the matter with the `weight_decay`? Seven to ten sentences.
#
# +++
#
# First the free ones. (1) Go back to the weights of epoch 6: validation loss has its minimum there, and with a tenth of wrong labels the later epochs memorise these ("clean first, noise later", "when to stop"). Measure: validation accuracy and loss at the restored weights. (2) Augment with moves that are true of leaves: shifts or crops, flips, rotations by any angle, since a mirrored or turned leaf is the same leaf ("which moves help", "turned digits"). Measure: the paired gain in validation accuracy at the same number of steps. (3) A smaller model, or group lasso, which removes whole units: the telephone wants it, and in this chapter's second figure a smaller model beat a penalty. Measure: validation accuracy against the number of units that are left.
#
# Label smoothing (measure: validation loss, calibration) or bagging are good thirds as well, the latter with a caution: ten nets on a telephone are ten times the cost. That, or diagonal shifts on tiny images, or counting on L1's plain gradient for zeros, may serve as the thing not to do.
#
# `weight_decay` in `torch.optim.Adam` is L2, not decay: the term goes through Adam's division and hardly acts as a penalty on large weights ("is weight decay the same as L2"); use AdamW, and tune the number again, since a strength for one is none for the other. Biases should be exempt.
#
# Full points: three sensible changes in a sensible order (1), each with a figure that supports it (1), a measurement each (1), weight decay in Adam explained and one thing declined with a reason (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch | Keras 3 | optax |
# | --- | --- | --- | --- |
# | `l2_penalty` | `weight_decay=strength` in `torch.optim.SGD`, `Adam`, ... | `kernel_regularizer=keras.regularizers.L2(strength / 2)` | `optax.add_decayed_weights(strength)` before the optimizer |
# | `weight_decay_step` | `torch.optim.AdamW` has it; for `SGD` without momentum it is `weight_decay` | `weight_decay=` of an optimizer | `optax.add_decayed_weights(weight_decay)` after the optimizer, before the rate |
# | `l1_penalty` | add `strength * w.abs().sum()` to the loss | `keras.regularizers.L1(strength)` | add it to the loss |
# | `elastic_net_penalty` | | `keras.regularizers.L1L2(l1, l2)`: two strengths, no 1/2 | |
# | `group_lasso_penalty` | `strength * w.norm(dim=1).sum()`; a Linear's weight is (out, in) | `keras.regularizers.Regularizer`, your own | |
# | `max_norm` | `torch.renorm(w, 2, 0, limit)` | `keras.constraints.MaxNorm(limit, axis=0)` | |
# | `smooth_labels` | `CrossEntropyLoss(label_smoothing=share)` | `CategoricalCrossentropy(label_smoothing=share)` | `optax.smooth_labels(y, share)` |
# | `input_noise` | `x + std * torch.randn_like(x)` | `keras.layers.GaussianNoise(std)` | |
# | `flip`, `crop` | `torchvision.transforms.v2.RandomHorizontalFlip`, `RandomCrop(size, padding)` | `keras.layers.RandomFlip("horizontal")`, `RandomCrop` | |
# | `shift`, `rotated_positions`, `zoomed_positions` | `RandomAffine`; `affine_grid` and `grid_sample` | `RandomTranslation`, `RandomRotation`, `RandomZoom` | |
# | `early_stopping` | Lightning's `EarlyStopping`, `ModelCheckpoint` | `keras.callbacks.EarlyStopping(patience=..., restore_best_weights=True)` | |
# | `bootstrap_indices` | `torch.randint(n, (n,))` | | |
#
# * PyTorch's `weight_decay` acts on every parameter it is given, biases and the scales of normalization layers too. Make two parameter groups.
# * Keras's `L2(strength)` has no 1/2, so half the strength means the same; Gomez's slides have that form as well, and call its factor the weight decay parameter, from which a decay of twice that factor follows.
# * Keras's `EarlyStopping` does not restore the best weights unless it is told to. The `patience=0` on Gomez's slide stops at the first epoch that is no better.
# * `ImageDataGenerator` on the same slides is deprecated; its `fill_mode='nearest'` repeats the edge, where your `shift` has zeros. The layers in the table have taken its place; `factor` of `RandomRotation` is in full turns, and `RandomZoom` shrinks for positive factors.
# * PyTorch's `grid_sample` wants coordinates from -1 to 1, x before y.
#
# ## Further reading
#
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, chapter 7. The whole subject.
# * Zhang, Bengio, Hardt, Recht and Vinyals, [Understanding deep learning requires rethinking generalization](https://arxiv.org/abs/1611.03530), ICLR 2017. Nets fit random labels.
# * Arpit and colleagues, [A closer look at memorization in deep networks](https://arxiv.org/abs/1706.05394), ICML 2017. Simple patterns first.
# * Loshchilov and Hutter, [Decoupled weight decay regularization](https://arxiv.org/abs/1711.05101), ICLR 2019.
# * Müller, Kornblith and Hinton, [When does label smoothing help?](https://arxiv.org/abs/1906.02629), NeurIPS 2019.
# * Bishop, *Training with noise is equivalent to Tikhonov regularization*, Neural Computation 7, 1995.
# * Prechelt, *Early stopping, but when?*, in Neural Networks: Tricks of the Trade, 1998.
# * Shorten and Khoshgoftaar, [A survey on image data augmentation for deep learning](https://doi.org/10.1186/s40537-019-0197-0), Journal of Big Data 2019.
# * Breiman, *Bagging predictors*, Machine Learning 24, 1996. Lakshminarayanan, Pritzel and Blundell, [Simple and scalable predictive uncertainty estimation using deep ensembles](https://arxiv.org/abs/1612.01474), NIPS 2017: no bootstrap.
#
# The lectures that this course draws on treat the subject on Dombry's slides "Architecture" to "Beware of interpretation", Gomez's "L2/L1 parameter regularization" to "Data augmentation in Keras", Temirkhanov's "Overfitting" and "SGD with regularization", and Wolter's "Overfitting" and "Regularization".

# %% [markdown]
# ## Where you stand

# %%
progress()
