# %% [markdown]
# # Gradient descent: steps, momentum, clipping
#
# All training in this course is one line, repeated: look which way the loss falls, and move the weights a little that way. In this chapter you write that line and the three things that were added to it before anything else: a gradient from a few examples instead of all, a memory of earlier steps, and a bound on how far one step may go.
#
# After this chapter you can
#
# * write the gradient of a linear model over all examples, one, or a minibatch, and say how noisy each is and what that buys;
# * predict the largest rate at which gradient descent is stable, and the momentum that suits a given problem;
# * write momentum and Nesterov's momentum in the lectures' form and in PyTorch's, and say when the two differ;
# * clip a gradient by value, by norm and by global norm, and know which of them turns its direction;
# * tell a local minimum, a plateau, a saddle and a cliff from how a run behaves.
#
# You need derivatives, matrix products, and what an eigenvalue is. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math
import time

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import plots, surfaces
from workbench.data import digits
from workbench.nets import MLP
from workbench.rng import Rng
from workbench.training import rule, sgd, train

# %% [markdown]
# ## The idea
#
# A loss $L(w)$ is a landscape over the weights, and its gradient $g = \nabla L(w)$ points where it rises fastest. Gradient descent goes the other way:
#
# $$
# w \leftarrow w - \eta\, g.
# $$
#
# $\eta$ is the *rate*. It is the one number you cannot do without, and the picture shows why. The landscape is a valley whose sides are ten times as curved as its floor. Where it is steep a step is long, where it is flat a step is short, and one rate has to do for both.

# %% experiment
@experiment()
def one_valley_three_rates():
    valley, found = surfaces.ravine(10.0), {}
    fig, axes = plots.figure(3, width=9.5, sharey=True)
    for ax, rate in zip(axes, (0.02, 0.15, 0.197), strict=True):
        points = surfaces.path(valley, sgd, lr=rate, steps=25)
        found[rate] = float(valley.value(points[-1]))
        surfaces.contours(ax, valley)
        surfaces.trajectory(ax, points)
        plots.label(ax, "w1", "w2" if ax is axes[0] else "", f"rate {rate}: loss {found[rate]:.2g}")
    fig.suptitle(f"After 25 steps from a loss of {float(valley.value(points[0])):.2f}", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# Too low a rate, and the floor of the valley takes for ever. Too high, and the path jumps from side to side. In between it works, but the steep direction still dictates how fast the flat one may go. Most of this chapter is about that conflict.
#
# ## The gradient
#
# Begin with the model where all can be checked by hand: predictions $\hat y = Xw$, with one row of $X$ an example. With the loss
#
# $$
# L(w) = \frac{1}{2m} \lVert Xw - y \rVert^2 = \frac1m \sum_{i=1}^m \tfrac12\, (x_i w - y_i)^2
# $$
#
# the chain rule gives for one example its residual times its row, $(x_i w - y_i)\, x_i$, and for all of them the mean of that.

# %% answer="linear_gradient"
def linear_gradient(w, x, y):
    """Gradient of the loss of linear regression over all examples.

        L(w) = 1/(2m) |x w - y|^2,    g = dL/dw

    Parameters
    ----------
    w : weights, floating array (features,)
    x : examples, array (m, features), same dtype
    y : targets, array (m,), same dtype

    Returns
    -------
    g : gradient, array (features,), same dtype and device as w

    Convention: the loss has 1/2 in it, and is a mean over the m examples. PyTorch's mse_loss has no
    1/2. The arguments stay as they were; no errors to raise.
    """
    return x.T @ (x @ w - y) / x.shape[0]

# %% check="linear_gradient"

# %% [markdown]
# > **The slide says.** Our copy of Wolter's slides sums from $i = 0$ to $m$ in equations 7, 10 and 13 and divides by $m$. That is one term too many, $m + 1$ in all; equation 4 on an earlier slide has it right. It amounts to a rate that is too high by the factor $(m+1)/m$: nothing for a thousand examples, a factor of 2 for one.
#
# Reading all examples for one small step is a waste when they say nearly the same. The other extreme is to read one.

# %% answer="sample_gradient"
def sample_gradient(w, x, y, i):
    """Gradient of the loss of one example.

        L_i(w) = 1/2 (x_i w - y_i)^2,    g = dL_i/dw

    Parameters
    ----------
    w : weights, floating array (features,)
    x : examples, array (m, features), same dtype
    y : targets, array (m,), same dtype
    i : which example, a Python int from 0

    Returns
    -------
    g : gradient, array (features,), same dtype and device as w

    Convention: the mean of g over all i is the gradient of linear_gradient. The arguments stay as
    they were; no errors to raise. Portable spelling of a row: x[i, :].

    Robbins and Monro, A stochastic approximation method, Annals of Mathematical Statistics 22,
    1951.
    """
    row = x[i, :]
    return row * (row @ w - y[i])

# %% check="sample_gradient"

# %% [markdown]
# In between lies what everybody uses: a *minibatch*, some examples named by their indices.

# %% answer="minibatch_gradient"
def minibatch_gradient(w, x, y, indices):
    """Gradient of the mean loss of some of the examples.

        L_B(w) = mean over i in indices of 1/2 (x_i w - y_i)^2,    g = dL_B/dw

    Parameters
    ----------
    w : weights, floating array (features,)
    x : examples, array (m, features), same dtype
    y : targets, array (m,), same dtype
    indices : which examples, int64 array (batch,), from 0; one that is named twice counts twice

    Returns
    -------
    g : gradient, array (features,), same dtype and device as w

    Convention: the mean is over the batch, not over all m examples. The arguments stay as they
    were; no errors to raise. xp.take(x, indices, axis=0) chooses rows.
    """
    xp = array_namespace(w, x, y, indices)
    rows, targets = xp.take(x, indices, axis=0), xp.take(y, indices, axis=0)
    return rows.T @ (rows @ w - targets) / indices.shape[0]

# %% check="minibatch_gradient"

# %% [markdown]
# And the step itself. It is the shortest kernel of the course.

# %% answer="sgd_step"
def sgd_step(w, g, *, lr):
    """One step of gradient descent for one array of weights.

        w = w - lr g

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    lr : the rate, a Python float

    Returns
    -------
    w : the weights after the step, a new array of the same shape, dtype and device

    Convention: returns the new weights; optax's sgd returns the step, -lr g. The arguments stay as
    they were; no errors to raise.
    """
    return w - lr * g

# %% check="sgd_step"

# %% [markdown]
# ### Experiment: three paths down one valley
#
# Now put them together. A line with an intercept is fitted to 200 noisy points, so there are two weights and the whole landscape can be drawn. Three runs take the same number of steps at the same rate; they differ in how many examples a step reads.
#
# **Predict** before you run the cell. Which run ends nearest to the minimum (the cross)? Which one has read the fewest examples by then, and by what factor? And far away from the minimum: does the noise matter there?

# %%
POINTS = Rng(5).uniform((200,), -1.0, 2.0)
X = np.stack([np.ones(200), POINTS], axis=1)
Y = 0.5 + POINTS + 0.7 * Rng(6).normal((200,))
VALLEY = surfaces.regression(X, Y, start=(-1.3, -0.9), view=(-1.7, 1.4, -1.3, 1.9))
BEST = np.array(VALLEY.minima[0])

# %% experiment
@experiment(linear_gradient, sample_gradient, minibatch_gradient, sgd_step)
def three_paths():
    rng, steps, found = Rng(3), 150, {}
    gradients = {"200": lambda w: linear_gradient(w, X, Y),
                 "10": lambda w: minibatch_gradient(w, X, Y, rng.integers(0, 200, (10,))),
                 "1": lambda w: sample_gradient(w, X, Y, int(rng.integers(0, 200, ())))}
    fig, axes = plots.figure(3, width=9.5, sharey=True)
    for ax, (batch, gradient) in zip(axes, gradients.items(), strict=True):
        w = np.array(VALLEY.start)
        points = [w]
        for _ in range(steps):
            w = sgd_step(w, gradient(w), lr=0.15)
            points.append(w)
        found[batch] = np.linalg.norm(np.stack(points) - BEST, axis=1)
        surfaces.contours(ax, VALLEY)
        surfaces.trajectory(ax, np.stack(points))
        plots.label(ax, "intercept", "slope" if ax is axes[0] else "", f"{batch} a step, {int(batch) * steps:,} in all")
    late = ", ".join(f"{np.mean(found[batch][-75:]):.2g} ({batch})" for batch in gradients)
    fig.suptitle(f"Mean distance from the minimum in the second half, by examples a step: {late}", x=0.01, ha="left")
    plots.show(fig)
    return found

# %% [markdown]
# Far from the minimum the three do much the same: all examples agree on the way down, so one is as good as all, and the step from one costs a two-hundredth. Near the minimum the examples disagree. The full gradient goes to 0 there and its path settles. One example's gradient does not go to 0, and its path wanders about for ever, in a cloud whose size is set by the rate and by the batch.
#
# > **The slide says.** Our copy of Dombry's slides says of convex problems that stochastic gradient descent converges from every start. The cloud says otherwise: at a constant rate it arrives in a neighbourhood and stays noisy. The theorem (Robbins and Monro's) is for rates that decay, slowly enough to reach any place and fast enough to quench the noise, like $1/t$.
#
# **Predict**: draw for yourself the distance from the minimum against the number of steps, both axes logarithmic, for a constant rate and for one that falls like $1/t$.

# %% experiment
@experiment(sample_gradient, sgd_step)
def constant_and_decaying_rate():
    steps, seeds = 5000, range(5)
    schedules = {"constant rate 0.1": lambda t: 0.1,
                 "rate 0.1 / (1 + t / 50)": lambda t: 0.1 / (1.0 + t / 50.0)}
    found = {name: np.empty((steps, len(seeds))) for name in schedules}
    for name, schedule in schedules.items():
        for seed in seeds:
            w, order = np.array(VALLEY.start), Rng(seed).integers(0, 200, (steps,))
            for t in range(steps):
                w = sgd_step(w, sample_gradient(w, X, Y, int(order[t])), lr=schedule(t))
                found[name][t, seed] = np.linalg.norm(w - BEST)
    fig, ax = plots.figure()
    for name, distance in found.items():
        plots.band(ax, np.arange(1, steps + 1), plots.smooth(distance, 30), name)
    end = [np.median(distance[-1000:]) for distance in found.values()]
    title = f"Distance in the last 1000 steps: constant {end[0]:.2f}, decaying {end[1]:.3f}"
    plots.label(ax, "step, one example each", "distance, mean of 30 steps", title, log="xy")
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# Lines are medians over five random orders, bands reach from the nearest to the farthest. Chapter 05 is about such schedules.
#
# ## How noisy is a minibatch?
#
# A minibatch's gradient is a mean of $m$ gradients drawn at random. If one of them has a standard deviation $\sigma$, a mean of $m$ independent ones has $\sigma/\sqrt m$. So four times as many examples make a gradient twice as good: a bad bargain, and the reason why small batches are worth having.
#
# That is for drawing *with replacement*. When an epoch goes through shuffled data, a batch is drawn *without* replacement from $n$, and no two of its examples are the same.
#
# **Predict** the two curves: noise against $m$, up to a batch of all $n$ examples.
#
# The data are the digits: 64 pixels, and whether the digit is odd ($+1$) or even ($-1$) as the target of the regression.

# %%
DIGITS = digits()
PARITY = np.where(DIGITS.y_train % 2 == 1, 1.0, -1.0)

# %% experiment
@experiment(linear_gradient, minibatch_gradient, sample_gradient)
def noise_of_a_minibatch():
    x, w, rng = DIGITS.x_train, np.zeros(64), Rng(7)
    n, draws = len(x), 200
    full = linear_gradient(w, x, PARITY)
    each = np.stack([sample_gradient(w, x, PARITY, i) for i in range(n)])
    sigma = np.sqrt(np.mean(np.sum((each - full) ** 2, axis=1)))
    sizes = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, n])
    predicted = {"with replacement": sigma / np.sqrt(sizes),
                 "without": sigma / np.sqrt(sizes) * np.sqrt((n - sizes) / (n - 1))}
    pick = {"with replacement": lambda m: rng.integers(0, n, (m,)), "without": lambda m: rng.permutation(n)[:m]}
    fig, ax = plots.figure()
    found = {}
    for name, draw in pick.items():
        noise = [[np.sum((minibatch_gradient(w, x, PARITY, draw(m)) - full) ** 2) for _ in range(draws)] for m in sizes]
        found[name] = np.sqrt(np.mean(noise, axis=1))
        shown = found[name] > 1e-9 * sigma                       # a batch of all n has no noise to draw
        plots.line(ax, sizes[shown], found[name][shown], name, marker=".")
        plots.prediction(ax, sizes[shown], predicted[name][shown], "_")
    slope = np.polyfit(np.log(sizes), np.log(found["with replacement"]), 1)[0]
    title = f"With replacement the noise falls like m to the power {slope:.2f}. Circles: predicted"
    plots.label(ax, "m, examples in a batch", "rms distance from the full gradient", title, log="xy")
    ax.set_ylim(0.09, 11)
    plots.end_labels(ax)
    plots.show(fig)
    return {"found": found, "predicted": predicted, "slope": slope}

# %% [markdown]
# The law holds to the accuracy of the draws. Without replacement the same curve gets a correction, $\sqrt{(n-m)/(n-1)}$, that hardly matters until the batch is a large part of the data, and takes the noise to 0 when it is all of them.
#
# ## The edge of stability
#
# How high may the rate be? Take a quadratic loss of one weight, $L = \frac\lambda2 w^2$. A step makes $w - \eta\lambda w = (1 - \eta\lambda)\, w$ of $w$. It shrinks as long as $\lvert 1 - \eta\lambda\rvert < 1$, that is, $\eta < 2/\lambda$. In many dimensions each eigenvector of the Hessian is such a weight of its own, and the steepest decides:
#
# $$
# \eta < \frac{2}{\lambda_{\max}}.
# $$
#
# For the regression the Hessian is $X^\top X/m$, the same everywhere.
#
# **Predict**: at 1.9 over $\lambda_{\max}$ the path jumps to and fro across the valley. Does the loss still fall as fast as at $1.0$? And how large is it after 300 steps at $2.1$?

# %% experiment
@experiment(linear_gradient, sgd_step)
def edge_of_stability():
    x, found = DIGITS.x_train, {}
    curvatures, directions = np.linalg.eigh(x.T @ x / len(x))
    top, best = curvatures[-1], np.linalg.lstsq(x, PARITY)[0]
    floor = np.mean((x @ best - PARITY) ** 2) / 2
    fig, ax = plots.figure()
    for factor in (0.5, 1.0, 1.9, 2.01, 2.1):
        w, excess = np.zeros(64), []
        for _ in range(300):
            excess.append(np.mean((x @ w - PARITY) ** 2) / 2 - floor)
            w = sgd_step(w, linear_gradient(w, x, PARITY), lr=factor / top)
        found[factor] = np.array(excess)
        plots.line(ax, np.arange(300), found[factor], f"{factor:g} / $\\lambda_{{max}}$")
    low, high = 0.5 / top, 8.0 / top                             # the edge, by bisection along the steepest direction
    for _ in range(25):
        rate, w = (low + high) / 2, best + directions[:, -1]
        for _ in range(20):
            w = sgd_step(w, linear_gradient(w, x, PARITY), lr=rate)
        low, high = (rate, high) if np.linalg.norm(w - best) < 1 else (low, rate)
    title = f"Edge measured {rate:.6f}, predicted {2 / top:.6f}"
    plots.label(ax, "step", "loss above its minimum", title, log="y")
    ax.set_ylim(1e-3, 1e3)
    plots.end_labels(ax)
    plots.show(fig)
    return {"measured": rate, "predicted": 2 / top, "excess": found}

# %% [markdown]
# The edge is where theory puts it, to many digits, and it is sharp. Just below it the run is not slow: the steepest direction jumps to and fro, and all others go as fast as they can, so in the long run this rate is the best of the five. A little above, the loss first falls, because most directions are flatter than the steepest one, and then the steepest one takes over and grows like a power. A run whose loss falls at first can be on its way out.
#
# A deep net's Hessian changes as it trains. Cohen and colleagues found that full-batch training drives its largest eigenvalue up to about $2/\eta$, and then keeps it there: nets live on this edge.

# %% [markdown]
# ## Momentum
#
# Back to the valley with steep sides. Successive gradients disagree across it and agree along it. So remember them: keep a *velocity* $v$ that loses a share of itself at each step and takes up the new gradient. What agrees adds up, what alternates cancels. It is a ball that rolls, with friction:
#
# $$
# v \leftarrow \alpha v - \eta\, g, \qquad w \leftarrow w + v.
# $$
#
# $\alpha = 0$ is gradient descent. If $g$ stays the same, the velocity grows to $-\eta g\,(1 + \alpha + \alpha^2 + \dots) = -\eta g/(1-\alpha)$.

# %% answer="momentum_step"
def momentum_step(w, g, v, *, lr, alpha):
    """One step of gradient descent with momentum, in the form of the lectures.

        v = alpha v - lr g
        w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    v : velocity before this step, same shape and dtype; zeros before the first
    lr, alpha : rate and the share of the velocity that stays, Python floats; alpha in [0, 1)

    Returns
    -------
    (w, v) after the step: new arrays of the same shape, dtype and device

    Convention: the velocity is a movement of the weights; the rate and the sign are in it. It sums
    gradients, it does not average them. The arguments stay as they were; no errors to raise.

    Polyak, Some methods of speeding up the convergence of iteration methods, 1964 ("heavy ball").
    """
    v = alpha * v - lr * g
    return w + v, v

# %% check="momentum_step"

# %% [markdown]
# > **The slide says.** Our copy of Wolter's slides has $v \leftarrow \alpha v - \epsilon g$ in equation 8, and in equation 9 it subtracts this $v$ from the weights. Each line for itself is common; together they go uphill. The cell below starts at a distance of 1 from the minimum of a bowl. (Copies lose glyphs, so this is about our copy, not about anyone.)
# >
# > A smaller point. Our copy of Gomez's slides says that momentum accumulates an exponentially decaying *average* of the gradients. Its formula, which is yours, accumulates a sum. That matters for the rate: the last line of the output shows how long a step becomes under a steady gradient.

# %% experiment
@experiment(momentum_step)
def velocity_as_printed():
    right, printed = (np.ones(1), np.zeros(1)), (np.ones(1), np.zeros(1))
    for _ in range(30):
        right = momentum_step(right[0], right[0], right[1], lr=0.1, alpha=0.5)       # the gradient of w^2 / 2 is w
        _, v = momentum_step(printed[0], printed[0], printed[1], lr=0.1, alpha=0.5)
        printed = printed[0] - v, v
    w, v = np.zeros((2, 1))
    for _ in range(300):
        w, v = momentum_step(w, np.ones(1), v, lr=0.1, alpha=0.9)
    ends = abs(right[0].item()), abs(printed[0].item()), -v.item() / 0.1
    print("Distance from the minimum after 30 steps: yours {:.2g}, as printed {:.3g}".format(*ends))
    print(f"Length of a step under a steady gradient, alpha .9: {ends[2]:.2f} times that of gradient descent")
    return ends

# %% [markdown]
# PyTorch writes it the other way round: a buffer $b$ sums plain gradients, and the rate is applied when the weights move. (Temirkhanov's slides have this form.)
#
# $$
# b \leftarrow \mu b + g, \qquad w \leftarrow w - \eta\, b.
# $$

# %% answer="pytorch_momentum_step"
def pytorch_momentum_step(w, g, b, *, lr, mu):
    """One step of gradient descent with momentum, in the form of PyTorch.

        b = mu b + g
        w = w - lr b

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    b : buffer before this step, same shape and dtype; zeros before the first
    lr, mu : rate and the share of the buffer that stays, Python floats; mu in [0, 1)

    Returns
    -------
    (w, b) after the step: new arrays of the same shape, dtype and device

    Convention: no rate in the buffer, no dampening, no Nesterov, as torch.optim.SGD with
    momentum=mu alone. The arguments stay as they were; no errors to raise.

    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
    learning, ICML 2013, have the lectures' form; PyTorch's page on SGD states this one.
    """
    b = mu * b + g
    return w - lr * b, b

# %% check="pytorch_momentum_step"

# %% [markdown]
# ### When do the two differ?
#
# Put $v = -\eta b$ and one form becomes the other, *as long as $\eta$ stays the same*.
#
# **Predict**: a run has been rolling along for 50 steps, then a schedule divides the rate by 10. In which form do the steps become short at once? What does the other one do, and for about how many steps?

# %% experiment
@experiment(momentum_step, pytorch_momentum_step)
def two_forms_of_momentum():
    valley, cut, steps, alpha = surfaces.ravine(100.0), 50, 100, 0.9
    w, v = np.array(valley.start), np.zeros(2)
    u, b = w, np.zeros(2)
    apart, lengths = [], []
    for t in range(steps):
        rate = 0.001 if t < cut else 0.0001
        before = w, u
        w, v = momentum_step(w, valley.gradient(w), v, lr=rate, alpha=alpha)
        u, b = pytorch_momentum_step(u, valley.gradient(u), b, lr=rate, mu=alpha)
        apart.append(np.max(np.abs(w - u)))
        lengths.append([np.linalg.norm(w - before[0]), np.linalg.norm(u - before[1])])
    lengths = np.array(lengths)
    title = f"Largest difference before the cut {max(apart[:cut]):.0e}, after it {max(apart[cut:]):.2g}"
    fig, ax = plots.figure()
    for column, name in enumerate(("lectures' form", "PyTorch's form")):
        plots.line(ax, np.arange(1, steps + 1), lengths[:, column], name)
    ax.axvline(cut + 0.5, color=plots.INK, linewidth=0.8, linestyle=":")
    plots.label(ax, "step (dotted: the rate is divided by 10)", "length of the step", title, log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return {"apart": apart, "lengths": lengths}

# %% [markdown]
# PyTorch's form obeys at once. In the lectures' form, which is also that of Keras, the velocity was built up under the old rate and rolls on; it takes some $1/(1-\alpha)$ steps until the new rate has its way. Neither is wrong, but a schedule copied from one framework into the other is not quite the same schedule.
#
# ## Why momentum works
#
# How much momentum? On a quadratic this has an exact answer, and Goh's article *Why momentum really works* derives it. Along an eigenvector of curvature $\lambda$, heavy ball is two numbers, $w$ and $v$, that a matrix multiplies at each step. What shrinks most slowly is the larger eigenvalue of that matrix. While it is real, more momentum makes it smaller; as soon as it is complex its size is $\sqrt\alpha$, and more momentum makes it larger. The best $\alpha$ is where the flattest direction, curvature $\mu$, turns complex:
#
# $$
# \alpha = \left(1 - \sqrt{\eta \mu}\right)^2, \qquad \text{with } \eta = 1/L: \quad \alpha = \left(1 - \sqrt{1/\kappa}\right)^2.
# $$
#
# $L$ is the curvature of the steepest direction and $\kappa = L/\mu$ the *condition number*, the ratio of the two. (The letters are Goh's: here $L$ is not the loss, and $\mu$ is not PyTorch's momentum.) If you may choose the rate as well,
#
# $$
# \eta = \left(\frac{2}{\sqrt L + \sqrt\mu}\right)^2, \qquad \alpha = \left(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2,
# $$
#
# and each step multiplies the error by about $1 - 2/\sqrt\kappa$, where gradient descent at its best rate, $2/(L+\mu)$, has $1 - 2/\kappa$.
#
# **Predict**: at $\kappa = 100$, how many times faster is the best momentum than none? And what does far too much of it do?

# %%
def iterations(kappa, lr, alpha, limit=15_000):
    """Steps until both weights of a ravine of condition kappa, which start at 1, are within 1e-6 of the minimum."""
    curvature, w, v = np.array([1.0, kappa]), np.ones(2), np.zeros(2)
    for step in range(1, limit + 1):
        w, v = momentum_step(w, curvature * w, v, lr=lr, alpha=alpha)
        if abs(w[0]) + abs(w[1]) < 1e-6 and abs(v[0]) + abs(v[1]) < 1e-6:
            return step
    return limit

# %% experiment
@experiment(momentum_step)
def best_momentum():
    fig, (left, right) = plots.figure(2, width=9)
    found, told = {}, []
    for kappa, largest in ((10, 0.85), (100, 0.96), (1000, 0.985)):
        theory = (1 - math.sqrt(1 / kappa)) ** 2
        alphas = 1 - np.geomspace(1 - 0.3 * theory, 1 - largest, 24)
        counts = np.array([iterations(kappa, 1 / kappa, alpha) for alpha in alphas])
        drawn = plots.line(left, alphas, counts, f"condition {kappa}", marker=".")
        left.axvline(theory, color=drawn.get_color(), linewidth=0.9, linestyle=":")
        tuned = iterations(kappa, (2 / (1 + math.sqrt(kappa))) ** 2, ((kappa**0.5 - 1) / (kappa**0.5 + 1)) ** 2)
        plain = iterations(kappa, 2 / (1 + kappa), 0.0)
        best = float(alphas[np.argmin(counts)])
        found[kappa] = {"best": best, "theory": theory, "tuned": tuned, "plain": plain, "counts": counts}
        told.append(f"{best:.2f} ({theory:.2f})")
    plots.label(left, "alpha, at rate 1 / L", "steps to 1e-6", "dotted: theory", log="y")
    left.set_ylim(30, 6e4)
    left.legend(loc="upper right")
    kappas = np.array(list(found))
    for name, key, power in (("gradient descent", "plain", 1.0), ("heavy ball", "tuned", 0.5)):
        counts = [run[key] for run in found.values()]
        plots.line(right, kappas, counts, name, marker=".")
        law = counts[0] * (kappas / kappas[0]) ** power
        plots.line(right, kappas, law, color=plots.INK, linestyle=":", linewidth=1)
    gain = ", ".join(f"{run['plain'] / run['tuned']:.1f}" for run in found.values())
    plots.label(right, "condition number", "", "dotted: powers 1 and 1/2", log="xy")
    fig.suptitle(f"Best alpha (theory): {', '.join(told)}. Tuned, momentum is {gain} times as fast", x=0.01, ha="left")
    plots.end_labels(right)
    plots.show(fig)
    return found

# %% [markdown]
# The best measured momentum sits where the formula puts it, and the dotted lines are the point of it all: gradient descent pays for the condition number, momentum for its root. The gain falls a little short of $\sqrt\kappa$, since the theory is about the long run and these runs are over before it begins.
#
# The curves fall slowly and then rise: with too little momentum the flat direction crawls, with too much the ball overshoots, turns round and oscillates. On a net nobody knows $\kappa$; values like 0.9 and 0.99 say how ill-conditioned people have found nets to be.
#
# ## Nesterov's momentum
#
# Nesterov changed one thing. The velocity will carry the weights to about $w + \alpha v$ anyway, so take the gradient *there*, where it can still correct the velocity before it overshoots:
#
# $$
# \tilde w = w + \alpha v, \qquad v \leftarrow \alpha v - \eta\, \nabla L(\tilde w), \qquad w \leftarrow w + v.
# $$
#
# Kernels here take gradients, they do not compute them. So it takes two: one says where to look, and after you have taken the gradient there, the other makes the step.

# %% answer="nesterov_lookahead"
def nesterov_lookahead(w, v, *, alpha):
    """The point at which Nesterov's momentum takes its gradient.

        w_ahead = w + alpha v

    Parameters
    ----------
    w : weights, floating array of any shape
    v : velocity before this step, in the form of momentum_step, same shape and dtype
    alpha : the share of the velocity that stays, a Python float in [0, 1)

    Returns
    -------
    w_ahead : a new array of the same shape, dtype and device

    The arguments stay as they were; no errors to raise.

    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
    learning, ICML 2013.
    """
    return w + alpha * v

# %% check="nesterov_lookahead"

# %% answer="nesterov_step"
def nesterov_step(w, g, v, *, lr, alpha):
    """One step of Nesterov's momentum, given the gradient at the look-ahead point.

        v = alpha v - lr g,    g = gradient at w + alpha v
        w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape: where the last step ended, not the look-ahead point
    g : gradient of the loss at nesterov_lookahead(w, v, alpha=alpha), same shape and dtype
    v : velocity before this step, same shape and dtype; zeros before the first
    lr, alpha : rate and the share of the velocity that stays, Python floats; alpha in [0, 1)

    Returns
    -------
    (w, v) after the step: new arrays of the same shape, dtype and device

    Convention: the lectures' velocity, as in momentum_step. PyTorch and Keras keep the look-ahead
    point for w, which is the optional kernel below. The arguments stay as they were; no errors to
    raise.

    Nesterov 1983; in this form Sutskever, Martens, Dahl and Hinton, ICML 2013, equations 3 and 4.
    """
    v = alpha * v - lr * g
    return w + v, v

# %% check="nesterov_step"

# %% [markdown]
# Nothing in the second kernel is new. The difference between the two methods is not in the formula of the step but in where $g$ comes from.
#
# ### Experiment: one over k, or over its square
#
# For smooth convex functions Nesterov proved a bound: after $k$ steps the loss is above its minimum by at most a constant over $k^2$, where gradient descent has $1/k$. His $\alpha$ is not constant: it grows towards 1, for instance as $k/(k+3)$. The bound shows only where there is no flattest direction to speak of, so take a quadratic with 2000 curvatures that reach down to nearly 0.
#
# **Predict**: on double logarithmic axes, what slope will gradient descent have, heavy ball with $\alpha = 0.9$, and Nesterov's method? Which of them is best after 20 steps?

# %% experiment
@experiment(sgd_step, momentum_step, nesterov_lookahead, nesterov_step)
def rates_of_convergence():
    n, steps, seeds = 2000, 2000, range(3)
    place = np.arange(1, n + 1) / n
    curvature, names = place**2, ("gradient descent", "heavy ball, .9", "Nesterov")
    found = {name: np.empty((steps, len(seeds))) for name in names}
    for seed in seeds:
        start = Rng(seed).normal((n,)) / np.sqrt(place)
        w, (u, v), (p, q) = start, (start, np.zeros(n)), (start, np.zeros(n))
        for k in range(steps):
            for name, at in zip(found, (w, u, p), strict=True):
                found[name][k, seed] = np.sum(curvature * at**2) / 2
            alpha = k / (k + 3)
            w = sgd_step(w, curvature * w, lr=1.0)
            u, v = momentum_step(u, curvature * u, v, lr=1.0, alpha=0.9)
            ahead = nesterov_lookahead(p, q, alpha=alpha)
            p, q = nesterov_step(p, curvature * ahead, q, lr=1.0, alpha=alpha)
    fig, ax = plots.figure(height=4)
    k, slopes = np.arange(1, steps), {}
    for name, loss in found.items():
        plots.band(ax, k, loss[1:], name)
        slopes[name] = float(np.polyfit(np.log(k[49:]), np.log(np.median(loss, axis=1)[50:]), 1)[0])
    for power in (1, 2):
        level = np.median(found["gradient descent"][5]) * 5**power * (0.25 if power == 2 else 4)
        law = level / k[2:] ** float(power)
        plots.line(ax, k[2:], law, ("1/k", "1/k²")[power - 1], color=plots.INK, linewidth=0.9, linestyle=":")
    title = "Slopes from step 50: " + ", ".join(f"{name} {slope:.2f}" for name, slope in slopes.items())
    plots.label(ax, "k, steps", "loss above its minimum", title, log="xy")
    ax.set_ylim(1e-5)
    plots.end_labels(ax)
    plots.show(fig)
    return {"slopes": slopes, "found": found}

# %% [markdown]
# Gradient descent and heavy ball have the same slope in the end: a constant $\alpha$ buys a constant factor, and no more. Nesterov's method has the other slope. In the first twenty steps heavy ball is even the worst of the three: it overshoots in the steep directions and has to swing back, which is just what looking ahead prevents.
#
# The bound is about full gradients and a convex loss. With minibatch noise the advantage fades, and in nets the choice between heavy ball and Nesterov matters much less than the rate.
#
# ### Optional: the form that frameworks use
#
# A framework computes the gradient at the weights it holds, so it would rather hold the look-ahead points. Call them $\tilde w$ and eliminate $w$ from the two equations: the new look-ahead point is $w + v + \alpha v$ with the new $v$, and the old one $w + \alpha v$ with the old. Work out the difference.

# %% answer="nesterov_reparametrised_step"
def nesterov_reparametrised_step(w, g, v, *, lr, alpha):
    """One step of Nesterov's momentum from one look-ahead point to the next.

        v = alpha v - lr g
        w = w + alpha v - lr g,    with the new v

    Parameters
    ----------
    w : look-ahead point, floating array of any shape
    g : gradient of the loss at w itself, same shape and dtype
    v : velocity before this step, same shape and dtype; zeros before the first
    lr, alpha : rate and the share of the velocity that stays, Python floats; alpha in [0, 1)

    Returns
    -------
    (w, v) after the step, w the next look-ahead point: new arrays of the same shape, dtype and device

    Convention: the lectures' velocity, as Keras; PyTorch's has neither rate nor sign in it. The
    arguments stay as they were; no errors to raise.

    Bengio, Boulanger-Lewandowski and Pascanu, Advances in optimizing recurrent networks, ICASSP
    2013, section 3.5.
    """
    v = alpha * v - lr * g
    return w + alpha * v - lr * g, v

# %% check="nesterov_reparametrised_step"

# %% experiment
@experiment(nesterov_lookahead, nesterov_step, nesterov_reparametrised_step)
def same_lookahead_points():
    valley, apart = surfaces.rosenbrock, []
    w, v = np.array(valley.start), np.zeros(2)
    ahead, u = w, v
    for _ in range(200):
        point = nesterov_lookahead(w, v, alpha=0.9)
        apart.append(np.max(np.abs(point - ahead)))
        w, v = nesterov_step(w, valley.gradient(point), v, lr=1e-4, alpha=0.9)
        ahead, u = nesterov_reparametrised_step(ahead, valley.gradient(ahead), u, lr=1e-4, alpha=0.9)
    print(f"200 steps in Rosenbrock's valley: look-ahead points differ by at most {max(apart):.1g},")
    print(f"the weights themselves lie {np.max(np.abs(w - ahead)):.2g} behind the last of them.")
    return {"apart": max(apart), "behind": np.max(np.abs(w - ahead))}

# %% [markdown]
# So a framework's Nesterov reports the loss at the look-ahead points. As the run settles and the velocity dies, the two become one.

# %% [markdown]
# ## Cliffs, and clipping
#
# A net that applies the same weights many times over, as a recurrent net does, has places where the loss changes abruptly: a small change of the weights, compounded fifty times, tips the end state over. On such a cliff the gradient is huge, says so truthfully, and is useless as a step: it throws the weights far away, into regions where nothing has a slope any more.
#
# Clipping bounds the step and leaves the rest of the run alone. The simplest form bounds each entry.

# %% answer="clip_by_value"
def clip_by_value(g, *, limit):
    """Bound each entry of a gradient.

        g_i = limit where g_i > limit,  -limit where g_i < -limit,  g_i elsewhere

    Parameters
    ----------
    g : gradient, floating array of any shape
    limit : the largest size of an entry, a Python float > 0

    Returns
    -------
    g : a new array of the same shape, dtype and device

    The argument stays as it was; no errors to raise.

    torch.nn.utils.clip_grad_value_; clipvalue in Keras; optax.clip.
    """
    xp = array_namespace(g)
    return xp.clip(g, -limit, limit)

# %% check="clip_by_value"

# %% [markdown]
# It has a side effect: large entries shrink and small ones do not, so the gradient points elsewhere. Scaling the whole array by one number keeps the direction. The number is never above 1, so that short gradients, and gradients of zeros, come through as they are.

# %% answer="clip_by_norm"
def clip_by_norm(g, *, max_norm):
    """Shorten a gradient to a given length, if it is longer.

        g = g min(1, max_norm / |g|),    |g| the root of the sum of all squared entries

    Parameters
    ----------
    g : gradient, floating array of any shape
    max_norm : the largest length, a Python float > 0

    Returns
    -------
    g : a new array of the same shape, dtype and device; a gradient of zeros stays one

    Convention: exactly this scale; PyTorch divides by |g| + 1e-6. One norm of the whole array,
    whatever its shape. The argument stays as it was; no errors to raise. On a GPU an `if` on the
    norm would have to wait for it: use where, minimum or maximum.

    Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013,
    algorithm 1.
    """
    xp = array_namespace(g)
    norm = xp.sqrt(xp.sum(g**2))
    return g * (max_norm / xp.maximum(norm, max_norm))

# %% check="clip_by_norm"

# %% [markdown]
# A net has many arrays. Clipped one by one, each keeps its own direction, but the step as a whole does not: it is the *long* ones that shrink. To keep the direction of the whole step, put all arrays into one norm and scale them by one factor. Here the net has two.

# %% answer="clip_by_global_norm"
def clip_by_global_norm(g_w, g_b, *, max_norm):
    """Shorten the gradients of two arrays by one factor, if together they are too long.

        norm = sqrt(|g_w|^2 + |g_b|^2),    scale = min(1, max_norm / norm)
        g_w = scale g_w,    g_b = scale g_b

    Parameters
    ----------
    g_w, g_b : gradients, floating arrays of any two shapes, same dtype
    max_norm : the largest length of both together, a Python float > 0

    Returns
    -------
    (g_w, g_b) : new arrays of the same shapes, dtype and device; zeros stay zeros

    Convention: exactly this scale; PyTorch divides by norm + 1e-6. The arguments stay as they were;
    no errors to raise.

    Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1, where all parameters are one vector.
    """
    xp = array_namespace(g_w, g_b)
    norm = xp.sqrt(xp.sum(g_w**2) + xp.sum(g_b**2))
    scale = max_norm / xp.maximum(norm, max_norm)
    return g_w * scale, g_b * scale

# %% check="clip_by_global_norm"

# %% [markdown]
# **Predict** for the gradient of a real layer, weights and biases, shortened to about half its length in three ways: by value, each array by its norm, both by the global norm. (To give the biases some weight, their gradient was made ten times as large.) By what angle does the step turn, in degrees?

# %%
def angle(one, other):
    """Between two gradients, each a pair of arrays, in degrees."""
    one, other = (np.concatenate([part.ravel() for part in pair]) for pair in (one, other))
    cosine = one @ other / (np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.degrees(np.arccos(min(1.0, cosine))))


def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))

# %% experiment
@experiment(clip_by_value, clip_by_norm, clip_by_global_norm)
def does_clipping_turn_the_step():
    trace = MLP((64, 64, 10), init=he_normal, dtype="float64").trace(DIGITS.x_train[:64, :], DIGITS.y_train[:64])
    pair = trace.dw[0][0], 10 * trace.db[0][0]
    norms = [np.linalg.norm(g) for g in pair]
    whole = math.hypot(*norms)
    low, high = 0.0, 10.0                                        # the limit that leaves half of the length
    for _ in range(60):
        limit = (low + high) / 2
        by_value = [clip_by_value(g, limit=limit) for g in pair]
        low, high = (limit, high) if math.hypot(*map(np.linalg.norm, by_value)) < whole / 2 else (low, limit)
    bound = 0.36 * max(norms)                                    # of each array; the longer one is cut
    found = {"by value": by_value, "each by its norm": [clip_by_norm(g, max_norm=bound) for g in pair],
             "by global norm": clip_by_global_norm(*pair, max_norm=whole / 2)}
    for name, clipped in found.items():
        length = math.hypot(*map(np.linalg.norm, clipped)) / whole
        print(f"{name:>16}: {length:.2f} of the length, turned by {angle(pair, clipped):.1f} degrees")
    return {name: angle(pair, clipped) for name, clipped in found.items()}

# %% [markdown]
# ### Experiment: over the cliff
#
# The smallest net with a cliff: one sigmoid unit that feeds itself, $h \leftarrow \sigma(w h + b)$, fifty times from $h = 0.5$, with the loss $(h - 0.7)^2$. Two weights, so you can see all of it. A hundred starts run twice each, without and with clipping, and nothing else differs. The left panel shows the two paths from one of them.
#
# **Predict**: what does the path without clipping do when it meets the cliff? Of the hundred, how many solve the task?

# %% experiment
@experiment(sgd_step, clip_by_norm)
def over_the_cliff():
    rng, steps = Rng(4), 400
    starts = np.stack([rng.uniform((100,), 5.0, 7.0), rng.uniform((100,), -3.5, -2.0)], axis=1)
    starts[0] = 6.4, -2.6
    ways = {"without clipping": None, "clipped to norm 1": lambda g: clip_by_norm(g, max_norm=1.0)}
    fig, (left, right) = plots.figure(2, width=9)
    surfaces.contours(left, surfaces.cliff)
    found = {}
    for (name, change), colour in zip(ways.items(), plots.COLOURS[1::-1], strict=True):
        points = surfaces.path(surfaces.cliff, rule(sgd_step), lr=0.3, steps=steps, start=starts, change=change)
        loss = surfaces.cliff.value(points)
        jumps = np.max(np.linalg.norm(np.diff(points, axis=0), axis=2), axis=0)
        found[name] = {"solved": float(np.mean(loss[-1] < 1e-3)), "jumps": jumps}
        surfaces.trajectory(left, points[:, 0], color=colour)
        plots.line(right, np.arange(steps + 1), np.mean(loss < 1e-3, axis=1), name, color=colour)
    solved = [run["solved"] for run in found.values()]
    far = found["without clipping"]["jumps"].max()
    title = f"Solved: {solved[0]:.0%} without clipping (longest jump {far:.0f}), {solved[1]:.0%} with it"
    fig.suptitle(title, x=0.01, ha="left")
    plots.label(left, "w", "b", "one start")
    plots.label(right, "step", "share of starts with loss < 0.001", "100 starts")
    right.set_ylim(0, 1)
    plots.end_labels(right)
    plots.show(fig)
    return found

# %% [markdown]
# The line on the left where all the thin ones meet is the cliff. Without clipping, one bad step can end the run: far out the unit is saturated, the loss is constant, and nothing leads back. Clipped, the path hits the cliff again and again, is pushed off a little each time, and finds its way along the edge.
#
# Clipping does not cure the cliff, and its bound is one more number to tune. Pascanu and colleagues propose to look at the norms of a run's gradients and to take a bound of the order of their mean.
#
# ## Minima, plateaus, saddles
#
# Three more places where a run can get stuck, each on a surface of its own.
#
# * A **local minimum**: the gradient is 0 and all directions go up. Only noise, speed or another start lead elsewhere.
# * A **plateau**: the gradient is not 0, but so small that steps are tiny.
# * A **saddle**: the gradient is 0, some directions go up and some go down. In many dimensions it is far more common than a minimum: for a minimum *all* curvatures must be positive.
#
# **Predict**: left, three runs from one start with $\alpha$ = 0, 0.9 and 0.97: do they end in the same well? Middle, three starts at distances 2, 3 and 4 from the bottom of a funnel: how many times longer does the last take than the first? Right, starts that lie 0.3, 0.01 and 0 beside the line that leads to the saddle: where does each end?

# %% experiment
@experiment(sgd_step, momentum_step)
def three_places_to_get_stuck():
    fig, axes = plots.figure(3, width=10)
    (left, middle, right), wells = axes, surfaces.local_minima
    found = {"wells": {}, "funnel": {}, "saddle": {}}
    for ax, surface in zip(axes, (wells, surfaces.plateau, surfaces.saddle), strict=True):
        surfaces.contours(ax, surface)
    for alpha in (0.0, 0.9, 0.97):
        points = surfaces.path(wells, rule(momentum_step, alpha=alpha), lr=0.1, steps=600)
        found["wells"][alpha] = float(wells.value(points[-1]))
        surfaces.trajectory(left, points, f"alpha {alpha:g}", dots=False)
    for far, turn in ((2.0, 0.5), (3.0, 2.8), (4.0, 6.2)):
        start = far * math.cos(turn), far * math.sin(turn)
        points = surfaces.path(surfaces.plateau, rule(sgd_step), lr=0.3, steps=1000, start=start)
        found["funnel"][far] = int(np.argmax(np.linalg.norm(points, axis=1) < 0.1))
        surfaces.trajectory(middle, points[:found["funnel"][far] + 1], f"from {far:g}")
    for beside in (0.3, 0.01, 0.0):
        points = surfaces.path(surfaces.saddle, rule(sgd_step), lr=0.1, steps=200, start=(-1.0, beside))
        found["saddle"][beside] = float(surfaces.saddle.value(points[-1]))
        surfaces.trajectory(right, points, f"{beside:g} beside")
    ends = [", ".join(f"{round(loss, 2) + 0.0:g}" for loss in found[name].values()) for name in ("wells", "saddle")]
    left.set_title(f"loss at the end {ends[0]}")
    middle.set_title(f"steps {', '.join(map(str, found['funnel'].values()))}")
    right.set_title(f"loss at the end {ends[1]}")
    for ax in axes:
        ax.legend(loc="lower right")
    plots.show(fig)
    return found

# %% [markdown]
# Each behaves in its own way from outside, too. In a minimum the loss is flat and so is everything around it. On a plateau it is flat and the gradients are tiny, and a run that is given time leaves it. At a saddle the loss flattens, and then falls again.
#
# ### Escape from a saddle
#
# How long does a saddle hold a run? Beside the ridge the offset $y$ has a gradient of about $-y$, so each step multiplies it by $1 + \eta$. From $y_0$ it takes $\log(0.5/y_0) / \log(1+\eta)$ steps to get half a unit away: a start ten times as close costs only some more steps, not ten times as many. With momentum the factor is the larger root of $z^2 - (1 + \alpha + \eta)\, z + \alpha = 0$.
#
# **Predict**: how many steps from $y_0 = 10^{-8}$ at $\eta = 0.1$? And from 0?

# %% experiment
@experiment(sgd_step, momentum_step)
def escape_from_a_saddle():
    offsets, rate, alpha = 10.0 ** -np.arange(1, 9), 0.1, 0.9
    both = 1 + alpha + rate
    ways = {"gradient descent": (rule(sgd_step), 1 + rate),
            "momentum, alpha .9": (rule(momentum_step, alpha=alpha), (both + math.sqrt(both**2 - 4 * alpha)) / 2)}
    starts, found = np.stack([np.full(8, -0.9), offsets], axis=1), {}
    fig, ax = plots.figure()
    for name, (update, factor) in ways.items():
        points = surfaces.path(surfaces.saddle, update, lr=rate, steps=300, start=starts)
        steps = np.argmax(np.abs(points[:, :, 1]) > 0.5, axis=0)
        found[name] = {"steps": steps, "predicted": np.log(0.5 / offsets) / math.log(factor)}
        plots.line(ax, offsets, steps, name)
        plots.prediction(ax, offsets, found[name]["predicted"], "_")
    slow, fast = (run["steps"][-1] for run in found.values())
    title = f"From 1e-8: {slow} steps, with momentum {fast}. Circles: predicted"
    plots.label(ax, "distance from the ridge at the start", "steps to get 0.5 away", title, log="x")
    ax.invert_xaxis()
    plots.end_labels(ax)
    plots.show(fig)
    return found

# %% [markdown]
# Even the smallest offset is enough, and in a net there always is one: minibatches provide it. The film shows four ways to meet a saddle. (It repeats by itself.)

# %% experiment
@experiment(sgd_step, momentum_step)
def film_of_an_escape():
    saddle, steps = surfaces.saddle, 130
    plain, heavy = rule(sgd_step), rule(momentum_step, alpha=0.9)
    ways = {"on the ridge": (plain, 0.0, 0.0), "0.001 beside": (plain, 0.001, 0.0),
            "on it, noise": (plain, 0.0, 0.1), "0.001, momentum": (heavy, 0.001, 0.0)}
    paths = {name: surfaces.path(saddle, update, lr=0.1, steps=steps, start=(-1.0, y), noise=noise, rng=Rng(2))
             for name, (update, y, noise) in ways.items()}
    away = {name: int(np.argmax(np.abs(points[:, 1]) > 0.5)) for name, points in paths.items()}
    told = ", ".join(f"{steps}" if steps else "never" for steps in away.values())
    film = surfaces.animate(saddle, paths, title=f"Steps to get away: {told}", width=6.5)
    return {"away": away, "film": film}

# %% [markdown]
# ### Convex or not: does the start matter?
#
# On a convex loss every local minimum is a global one, so with a suitable rate each start ends equally well. Without convexity the start decides.
#
# **Predict**: 60 starts all over the picture, on the regression and on the three wells. How many different ends on each? On the right, ten nets from ten starts learn the digits. Their loss is not convex either. How far apart do they end?

# %% experiment
@experiment(sgd_step)
def starts_and_ends():
    fig, axes = plots.figure(3, width=10)
    found, landscapes = {}, {"convex": VALLEY, "three wells": surfaces.local_minima}
    for ax, (name, surface) in zip(axes, landscapes.items(), strict=False):
        left, right, bottom, top = surface.view
        starts = Rng(8).uniform((60, 2)) * [right - left, top - bottom] + [left, bottom]
        points = surfaces.path(surface, rule(sgd_step), lr=0.3, steps=600, start=starts)
        ends, which = np.unique(points[-1].round(2), axis=0, return_inverse=True)
        found[name] = {"ends": ends, "loss": surface.value(ends), "share": np.bincount(which.ravel()) / 60}
        surfaces.contours(ax, surface)
        for path, end in zip(np.moveaxis(points, 1, 0), which.ravel(), strict=True):
            ax.plot(*path.T, "-", color=plots.COLOURS[end % 7], linewidth=0.7)
            ax.plot(*path[0], "o", color=plots.COLOURS[end % 7], markersize=3)
        plots.label(ax, "", "", f"{name}: {', '.join(f'{loss:.2f}' for loss in found[name]['loss'])}")
    net = MLP((64, 32, 10), init=he_normal, seeds=range(10))
    run = train(net, digits(dtype="float32"), rule(sgd_step), lr=0.3, steps=600)
    plots.band(axes[2], run.steps, plots.smooth(run.loss, 10))
    low, high = run.train_loss.min(), run.train_loss.max()
    plots.label(axes[2], "step", "loss, mean of 10 batches", f"ten nets: {low:.3f} to {high:.3f}", log="y")
    fig.suptitle("Loss at the end", x=0.01, ha="left")
    plots.show(fig)
    return found | {"nets": run.train_loss, "accuracy": run.test_accuracy}

# %% [markdown]
# One end, three ends, and then a surprise: ten nets with ten different sets of weights, and hardly a difference in the loss. For nets that are large enough for their task most minima are about equally good; what makes them hard to train is the rest of this chapter, steep valleys, plateaus, saddles and noise, rather than bad minima. It is a statement about nets of this kind and size, not a theorem.

# %% [markdown]
# ## How large a batch?
#
# Two forces pull on the batch size. A larger batch has a better gradient, by the root law above, so it takes fewer steps. And it uses the machine better: a matrix product with 64 rows costs little more than one with 4. Against both stands that it reads more examples for each step.
#
# In the next experiment a net, 64-64-10 with ReLU, learns the digits with batches from 1 to all 1437. Each size gets its own best rate out of five, since at one common rate you would compare rates, not sizes.
#
# **Predict**: from a batch of 1 to 64, by what factor does the number of updates to a loss of 0.1 fall? From 64 to all? And the time for one epoch?

# %%
def updates_needed(split, size, rates, steps):
    """Updates (rates, 3 seeds) until the loss on 500 examples is below 0.1; inf where `steps` do not do."""
    x, y = split.x_train[:500, :], split.y_train[:500]
    every = max(1, steps // 60)                                  # a look at the loss costs more than a step
    net = MLP((64, 64, 10), init=he_normal, seeds=[0, 1, 2] * len(rates))
    run = train(net, split, rule(sgd_step), lr=[rate for rate in rates for _ in range(3)], steps=steps, batch=size,
                on_step=lambda step, net: net.loss(x, y) if step % every == 0 else None)
    there = np.stack(run.seen) < 0.1
    return np.where(there.any(axis=0), every * (1.0 + there.argmax(axis=0)), np.inf).reshape(len(rates), 3)


def seconds_an_epoch(split, size):
    begin, epochs = time.perf_counter(), 1 if size < 16 else 10
    steps = epochs * math.ceil(1437 / size)
    train(MLP((64, 64, 10), init=he_normal), split, rule(sgd_step), lr=0.01, steps=steps, batch=size)
    return (time.perf_counter() - begin) / epochs

# %% experiment
@experiment(sgd_step)
def batch_sizes():
    horizon = {1: 1300, 4: 450, 16: 140, 64: 60, 256: 30, 1437: 25}
    rates, split, found = [0.03, 0.1, 0.3, 0.8, 1.3], digits(dtype="float32"), {}
    for size, steps in horizon.items():
        updates = updates_needed(split, size, rates, steps)
        best = np.argmin(np.median(updates, axis=1))
        found[size] = {"rate": rates[best], "updates": updates[best], "epochs": updates[best] * size / 1437,
                       "seconds": seconds_an_epoch(split, size)}
    sizes, (some, most, whole) = list(found), (found[size] for size in (1, 64, 1437))
    fig, axes = plots.figure(3, width=10)
    plots.line(axes[0], sizes, [run["seconds"] for run in found.values()], marker=".")
    for ax, key in zip(axes[1:], ("updates", "epochs"), strict=True):
        plots.band(ax, sizes, np.stack([run[key] for run in found.values()]), marker=".")
    fewer = [np.median(a["updates"]) / np.median(b["updates"]) for a, b in ((some, most), (most, whole))]
    print("Best of the rates: " + ", ".join(f"{run['rate']} (batch {size})" for size, run in found.items()))
    titles = (f"64: {some['seconds'] / most['seconds']:.0f} times faster than 1",
              f"{fewer[0]:.0f} times fewer at 64, then {fewer[1]:.1f}",
              f"{np.median(most['epochs']):.1f} with 64, {np.median(whole['epochs']):.1f} with all")
    names = ("seconds for one epoch", "updates to a loss of 0.1", "epochs to a loss of 0.1")
    for ax, name, title in zip(axes, names, titles, strict=True):
        plots.label(ax, "batch", name, title, log="xy")
    plots.show(fig)
    return found

# %% [markdown]
# At first the updates fall nearly in proportion to the batch, so the epochs rise slowly: a better gradient allows a higher rate, as the printed line shows. Then the gain runs out. With the noise gone, a better gradient buys nothing, and what limits the rate is the edge of stability. From there on every update only reads more examples, and the epochs rise in proportion.
#
# The time for an epoch says where to stop on the other side. It falls steeply at first, because a small batch costs hardly less than a larger one. The best batch is where both have flattened, and on a GPU, which needs more rows to be busy, it lies further right. (The seconds are those of this machine at this moment. They are not part of any grade.)
#
# ## Four rates
#
# Last, the picture of the rate that Dombry's and Gomez's slides have: too low, good, high, too high. Here it is measured, on the digits with a net of two more layers and batches of 8.
#
# **Predict**: which of the four has the lowest loss after 20 steps, and which after 500? What does the loss of the highest settle at, and why there?

# %% experiment
@experiment(sgd_step)
def four_rates():
    rates = {"low, 0.003": 0.003, "good, 0.1": 0.1, "high, 0.3": 0.3, "too high, 0.7": 0.7}
    split, seeds, steps = digits(dtype="float32"), range(5), 500
    x, y = split.x_train[:500, :], split.y_train[:500]
    net = MLP((64, 64, 64, 10), init=he_normal, seeds=[*seeds] * len(rates))
    each = [rate for rate in rates.values() for _ in seeds]
    run = train(net, split, rule(sgd_step), lr=each, steps=steps, batch=8,
                on_step=lambda step, net: net.loss(x, y) if step % 20 == 0 else None)
    loss = np.stack(run.seen).reshape(-1, len(rates), len(seeds))
    fig, ax = plots.figure()
    for k, name in enumerate(rates):
        plots.band(ax, np.arange(20, steps + 1, 20), loss[:, k], name)
    ax.axhline(math.log(10), color=plots.INK, linewidth=0.8, linestyle=":")
    end = ", ".join(f"{np.median(loss[-1, k]):.2g} ({name.partition(',')[0]})" for k, name in enumerate(rates))
    title = f"Loss at the end: {end}"
    plots.label(ax, "step (dotted: the loss of guessing)", "loss on 500 training examples", title, log="y")
    plots.end_labels(ax)
    plots.show(fig)
    active = (net.forward(x)[1].inputs[-1] > 0).mean(axis=(1, 2)).reshape(len(rates), len(seeds))
    shares = zip(np.median(active, axis=1), rates, strict=True)
    told = ", ".join(f"{share:.0%} ({name.partition(',')[0]})" for share, name in shares)
    print(f"Share of the last hidden layer's outputs that are not 0, at the end: {told}")
    return {"loss": loss, "active": active}

# %% [markdown]
# Each curve is something you have met. The low one is the flat floor of the valley. The high one falls as fast as the good one at first and then hardly at all: its steps are too long for the noise near the minimum, as in the cloud of the single examples, and a lower rate would bring it down. The one that is too high is over the edge: some wild steps have pushed its ReLU units to where they give 0 for nearly every input, as the printed line says, and what is left is to learn how frequent the digits are.
#
# So a plateau of the loss has two opposite reasons, a rate that is too low and one that is too high, and the quickest way to tell is to change it.

# %% [markdown] question="stuck-run" points=4
# A colleague shows you the training loss of a run with momentum 0.9 and a constant rate. It falls for 2000 steps, jumps to a thousand times its value within five steps, comes back in part, and from then on stays flat, well above where it had been.
#
# Name two explanations that this chapter gives for the *jump*, and two for the *flat part*. For each of the four, say which one measurement or change would confirm it or rule it out, and which figure you base that on. Six to ten sentences.
#
# +++
#
# *Jump.* (1) The run has crossed the edge of stability: the largest curvature has grown past what the rate allows (with momentum the bound is higher than $2/\lambda_{\max}$, but there is one). Then the loss oscillates and grows like a power from step to step, in one direction, as the curves for 2.01 and 2.1; halving the rate from a checkpoint before the jump removes it. (2) A cliff: one step with a huge gradient. Then the norm of the gradient is large for one or a few steps and ordinary before; log the norms, and clip by global norm from the checkpoint: the jump goes away and the rest of the run is unchanged, as in the figure of the cliff.
#
# *Flat part.* (3) The jump has thrown the weights to a place without slope (saturated or dead units), as the path without clipping. Then gradient norms are near 0, and neither a lower nor a moderately higher rate helps soon; look at the gradient norms and the share of dead units. (4) The rate is too high for the noise: the path wanders in a cloud about a minimum, as in the figure with single examples and in the curve "high". Then minibatch gradients are not small, and a lower rate, or a larger batch, brings the loss down within a few dozen steps.
#
# (A plateau or a saddle is a good answer for the flat part as well: tiny gradients, and the loss falls again if the run is given time, momentum or noise.)
#
# Full points: two reasons for the jump (1), two for the flat part (1), a test for each that really tells it from its neighbour (1), figures used correctly (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch | Keras 3 | optax |
# | --- | --- | --- | --- |
# | `sgd_step` | `torch.optim.SGD(params, lr=0.01)` | `keras.optimizers.SGD(0.01)` | `optax.sgd(0.01)`, which returns the step |
# | `momentum_step` | | `SGD(0.01, momentum=0.9)` | |
# | `pytorch_momentum_step` | `SGD(params, lr=0.01, momentum=0.9)` | | `optax.sgd(0.01, momentum=0.9)` |
# | `nesterov_reparametrised_step` | `nesterov=True`, with PyTorch's buffer | `nesterov=True` | `nesterov=True`, with PyTorch's buffer |
# | `clip_by_value` | `torch.nn.utils.clip_grad_value_(params, limit)` | `clipvalue=limit` | `optax.clip(limit)` |
# | `clip_by_norm` | `clip_grad_norm_([p], max_norm)` for one array | `clipnorm=max_norm` | `optax.clip_by_block_rms` is the nearest: a mean, not a sum |
# | `clip_by_global_norm` | `torch.nn.utils.clip_grad_norm_(params, max_norm)` | `global_clipnorm=max_norm` | `optax.clip_by_global_norm(max_norm)` |
#
# * PyTorch's `dampening` turns the sum into an average, except that the first buffer is the plain gradient.
# * PyTorch's `clip_grad_norm_` divides by the norm plus a millionth, and returns the norm from before clipping, which is worth logging.
# * Our copy of Gomez's slides introduces Keras's `clipnorm=1.` as clipping all parameter gradients to a norm of 1. In Keras 3 it clips each array by its own norm, which turns the step, as you have seen; the whole step is `global_clipnorm`. The slide's `lr` and `decay` are now `learning_rate` and a schedule.
# * None of the three takes the gradient ahead of the weights it holds: all use the re-parametrised form, in which these weights *are* the look-ahead points.
# * The three gradients have no call of their own: it is automatic differentiation of `mse_loss`, whose gradient is twice yours.
#
# ## Further reading
#
# * Goh, [Why momentum really works](https://distill.pub/2017/momentum/), Distill 2017. The derivation behind your figure, with sliders.
# * Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning*, ICML 2013. Nesterov's method in the form of momentum.
# * Robbins and Monro, *A stochastic approximation method*, Annals of Mathematical Statistics 22, 1951. Where stochastic gradients begin.
# * Bottou, Curtis and Nocedal, [Optimization methods for large-scale machine learning](https://arxiv.org/abs/1606.04838), SIAM Review 2018. Rates, noise and batches, with proofs.
# * Cohen, Kaur, Li, Kolter and Talwalkar, [Gradient descent on neural networks typically occurs at the edge of stability](https://arxiv.org/abs/2103.00065), ICLR 2021.
# * Pascanu, Mikolov and Bengio, [On the difficulty of training recurrent neural networks](https://arxiv.org/abs/1211.5063), ICML 2013. The cliff is their figure 6.
# * Dauphin and colleagues, [Identifying and attacking the saddle point problem](https://arxiv.org/abs/1406.2572), NIPS 2014. Why saddles, not minima.
# * Shallue and colleagues, [Measuring the effects of data parallelism on neural network training](https://arxiv.org/abs/1811.03600), JMLR 2019. The batch-size figure at scale.
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, chapter 8.
#
# The lectures that this course draws on treat the subject on Gomez's slides "Minibatch algorithms", "Why are neural nets hard to train?" and "SGD with momentum", Wolter's "Network optimization" and Dombry's "Stochastic gradient descent" to "Nesterov acceleration".

# %% [markdown]
# ## Where you stand

# %%
progress()
