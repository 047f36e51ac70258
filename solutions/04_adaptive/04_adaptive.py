# %% [markdown]
# # Adaptive rates: Adam and AdamW
#
# Gradient descent has one rate for all weights. Adam gives each weight its own, from what its gradients have been like
# so far, and AdamW adds a weight decay that stays out of that.
#
# After this chapter you can
#
# * write Adam and AdamW from memory, and say what each line is for;
# * say what bias correction does, when its absence hurts and when it helps;
# * tell weight decay from an L2 penalty, and predict how the best decay moves with the rate;
# * read the call of a framework and know which of several conventions you get.
#
# You need to know what a gradient and a moving average are, and nothing else. The kernels take about 20 minutes, the
# experiments another 30.

# %% setup
import math

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import data, nets, plots, rules, training
from workbench.rng import Rng

# %% [markdown]
# ## The idea
#
# Think of one weight and of the gradients it has seen. Two things about them matter.
#
# * **Do they agree?** Their average, $m$, is large when they keep their sign and close to 0 when they cancel.
# * **How large are they?** The root of their mean square, $\sqrt v$, says so, whatever the sign.
#
# Adam steps by the quotient, $-\eta\, m / \sqrt v$. Multiply all gradients by 100: numerator and denominator grow alike
# and the step is what it was. What is left is agreement: near 1 in size when all gradients point the same way, near 0
# when they are only noise. So $\eta$ has a plain meaning, which the rate of gradient descent lacks: *it is about how
# far a weight moves in one step*.
#
# Both averages forget. $m \leftarrow \beta_1 m + (1-\beta_1) g$ remembers some $1/(1-\beta_1)$ steps, 10 at the usual
# $\beta_1 = 0.9$; $v$ with $\beta_2 = 0.999$ remembers 1000.

# %% experiment
@experiment()
def three_weights():
    noise, steps = Rng(1).normal((3, 100)), np.arange(1, 101)
    names = ("steady, size 0.01", "steady, size 10", "noise, size 10")
    gradients = np.stack([0.01 * (1 + 0.4 * noise[0]), 10 * (1 + 0.4 * noise[1]), 10 * noise[2]])
    w, m, v = np.zeros((3, 3, 1))
    path = [w]
    for t, g in enumerate(gradients.T, start=1):
        w, m, v = rules.adam_step(w, g[:, None], m, v, t, lr=0.01)
        path.append(w)
    path = np.stack(path)[:, :, 0]
    small, large, noisy = abs(path[-1])
    far = f"{large / small:.2f} times the way. As large, but noise: {noisy / large:.2f} times"
    fig, (left, right) = plots.figure(2, title=f"Gradients 1000 times as large: {far}")
    for row, name in enumerate(names):
        plots.line(left, steps, gradients[row], linestyle="none", marker=".", markersize=4)
        plots.line(right, steps, path[1:, row], name)
    left.set_yscale("symlog", linthresh=0.01)
    plots.label(left, "step", "gradient (logarithmic beyond 0.01)")
    plots.label(right, "step", "weight, from 0 at rate 0.01")
    plots.end_labels(right)
    plots.show(fig)
    return {"small": small, "large": large, "noisy": noisy}

# %% [markdown]
# Left, what three weights are told; right, where Adam takes them. Two of them get gradients of very different size that
# agree with each other, and end in the same place. The third gets gradients as large as the second's, but they do not
# agree, and it hardly moves.
#
# ## Adam
#
# One detail is missing. $m$ and $v$ begin at 0, so at first they are too small: after $t$ steps with the same gradient
# $g$, $m = (1-\beta_1^t)\,g$ and $v = (1-\beta_2^t)\,g^2$. Dividing by these factors undoes it. The corrected moments
# $\hat m$ and $\hat v$ serve the step only; the state keeps the uncorrected ones.
#
# $$
# m \leftarrow \beta_1 m + (1-\beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1-\beta_2)\, g^2,
# $$
# $$
# \hat m = \frac{m}{1-\beta_1^t}, \qquad \hat v = \frac{v}{1-\beta_2^t}, \qquad w \leftarrow w - \eta\, \frac{\hat
# m}{\sqrt{\hat v} + \varepsilon}.
# $$
#
# All of it is entry by entry. $\varepsilon$ keeps a weight that has never had a gradient from dividing 0 by 0, and
# damps the step where gradients are smaller than $\varepsilon$.

# %% answer="adam_step"
def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Adam for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Convention: eps is added outside the root, to the corrected one, as in the paper's algorithm 1 and
    PyTorch. m and v are returned uncorrected. Nothing has to be checked or raised.

    Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015, algorithm 1.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v

# %% check="adam_step"

# %% [markdown]
# > **The slide says.** Three formulas in our copies of the lectures differ from yours. The next three cells run them
# > beside your kernel. (Copies lose glyphs, so this is about our copy, not about anyone.)
# >
# > **1. The power.** Our copy of Wolter's slides divides by $1-\rho_1$ and $1-\rho_2$ in equations 16 and 17, at every
# > step. That is right at $t = 1$ only.

# %% experiment
@experiment(adam_step)
def correction_as_printed():
    usual = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    w, m, v = np.zeros((3, 1))
    for t in range(1, 10_001):
        before, (w, m, v) = w, adam_step(w, np.ones(1), m, v, t, lr=1.0, **usual)
    step = (before - w).item()
    printed = (m / (1 - 0.9) / (np.sqrt(v / (1 - 0.999)) + 1e-8)).item()
    print(f"Gradient 1 at each step. At step {t:,} m_hat as printed is {m.item() / (1 - 0.9):.3f}, not 1.")
    print(f"Length of that step in units of the rate: yours {step:.3f}, as printed {printed:.3f}.")
    return {"step": step, "printed": printed}

# %% [markdown]
# > **2. The root.** Step 5 of Adam, and of AdamW, in our copy of Temirkhanov's slides divides by
# > $\hat v + \varepsilon$, without the root. Then the step is no longer free of the gradients' size: it is inversely
# > proportional to it.

# %% experiment
@experiment(adam_step)
def root_as_printed():
    usual = {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    steps = []
    for size in (0.001, 1.0, 1000.0):
        g, zero = np.full(1, size), np.zeros(1)
        w, m, v = adam_step(zero, g, zero, zero, 1, **usual)
        printed = 0.01 * (m / (1 - 0.9)) / (v / (1 - 0.999) + 1e-8)
        steps.append((-w.item(), printed.item()))
        print("Gradient {:g}: first step {:.5f}, as printed {:.5f}".format(size, *steps[-1]))
    return steps

# %% [markdown]
# > **3. The extra gradient.** Equation 18 in our copy of Wolter's slides lacks the root too, and multiplies by the
# > gradient once more: $\hat s / (\delta + \hat r) \odot g$. Size cancels again, but so does the sign: $\hat s\, g$ is
# > positive as long as the gradient keeps its sign, so every weight goes down, wherever the minimum is.

# %% experiment
@experiment(adam_step)
def extra_gradient_as_printed():
    usual = {"lr": 0.05, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    right, printed = np.zeros((3, 1)), np.zeros((3, 1))          # rows: w, m, v
    for t in range(1, 301):
        w, m, v = right
        right = np.stack(adam_step(w, w - 3, m, v, t, **usual))  # the loss is (w - 3)^2 / 2
        w, m, v = printed
        _, m, v = adam_step(w, w - 3, m, v, t, **usual)
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)      # with the powers
        printed = np.stack([w - 0.05 * m_hat / (1e-8 + v_hat) * (w - 3), m, v])
    ends = right[0].item(), printed[0].item()
    print("From 0 to a minimum at 3: yours ends at {:.2f}, as printed at {:.1f}".format(*ends))
    return ends

# %% [markdown]
# ## What bias correction does
#
# The correction divides $m$ by $1-\beta_1^t$ and the root of $v$ by $\sqrt{1-\beta_2^t}$. Take it away, and both are
# too small in the first steps.
#
# **Predict before you run.** At the usual $\beta_1 = 0.9$, $\beta_2 = 0.999$: will Adam without correction take first
# steps that are shorter or longer than with it? By about what factor, and at which step is it worst?
#
# No second kernel is needed. After a billion steps the correction is 1 to the last digit, so your own kernel, told that
# $t = 10^9$, is Adam without it.

# %%
USUAL = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


def uncorrected(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Your Adam without bias correction: the arguments and returns of adam_step."""
    return adam_step(w, g, m, v, 10**9, lr=lr, beta1=beta1, beta2=beta2, eps=eps)


def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))

# %% experiment
@experiment(adam_step)
def step_lengths():
    lengths = {}
    for name, kernel in (("with correction", adam_step), ("without", uncorrected)):
        w, m, v = np.zeros((3, 1))
        path = [0.0]
        for t in range(1, 5001):
            w, m, v = kernel(w, np.ones(1), m, v, t, lr=1.0, **USUAL)
            path.append(w.item())
        lengths[name] = -np.diff(path)
    ratio = lengths["without"] / lengths["with correction"]
    worst = int(np.argmax(ratio))
    title = f"Without correction step 1 is {ratio[0]:.1f} times as long, "
    title += f"step {worst + 1} is {ratio[worst]:.1f} times"
    fig, ax = plots.figure()
    for name, length in lengths.items():
        plots.line(ax, np.arange(1, 5001), length, name)
    plots.label(ax, "step", "length of the step, in units of the rate", title, log="x")
    ax.set_ylim(0)
    plots.end_labels(ax)
    plots.show(fig)
    return ratio

# %% [markdown]
# Both moments are too small, but the second more so, and it stands in the denominator. The slow average $v$ needs a
# thousand steps to fill, the fast $m$ only ten, and in between the steps are several times too long. Bias correction is
# a brake, not a push.
#
# Now a real net: 64-64-64-10 units, ReLU, the handwritten digits, batches of 64, five seeds.
#
# **Predict before you run.** Steps that are too long: who wins after 200 steps at an ordinary rate, 0.001? And at a
# high one, 0.03?

# %% experiment
@experiment(adam_step)
def first_200_steps():
    digits, runs, told = data.digits(dtype="float32"), {}, []
    names = {"with correction": adam_step, "without": uncorrected}
    for rate in (0.001, 0.03):
        for name, kernel in names.items():
            net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(5))
            rule = training.rule(kernel, **USUAL)
            runs[rate, name] = training.train(net, digits, rule, lr=rate, steps=200)
        loss, other = (np.nanmedian(runs[rate, name].train_loss) for name in names)
        more = "higher" if other > loss else "lower"
        told.append(f"{max(other / loss, loss / other):.0f} times {more} at rate {rate:g}")
    title = "Without correction the loss is " + ", ".join(told)
    fig, axes = plots.figure(2, title=title, sharey=True)
    for ax, rate in zip(axes, (0.001, 0.03), strict=True):
        for name in names:
            run = runs[rate, name]
            plots.band(ax, run.steps + 1, plots.smooth(run.loss, 10), name)
        plots.label(ax, "step", "loss, mean of 10 batches", f"rate {rate:g}", log="y")
        plots.end_labels(ax)
    axes[1].set_ylabel("")
    plots.show(fig)
    return runs

# %% [markdown]
# Lines are medians, bands reach from the lowest to the highest seed. At the ordinary rate nothing goes wrong without
# the correction. On the contrary: the long steps are simply a higher rate, and in a short run a higher rate is faster.
# At the high rate the same steps throw the weights far out before $v$ has filled, and the net never recovers within
# these 200 steps.
#
# So is the correction worth having? Look at all rates at once.

# %% experiment
@experiment(adam_step)
def correction_over_rates():
    rates, seeds = [10 ** (k / 4) for k in range(-14, -3)], range(3)
    digits, losses, best = data.digits(dtype="float32"), {}, {}
    for name, kernel in (("with correction", adam_step), ("without", uncorrected)):
        net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=[*seeds] * len(rates))
        each = [rate for rate in rates for _ in seeds]
        run = training.train(net, digits, training.rule(kernel, **USUAL), lr=each, steps=200)
        losses[name] = run.train_loss.reshape(len(rates), len(seeds))
        best[name] = rates[np.nanargmin(np.nanmedian(losses[name], axis=1))]
    title = "Best rate " + ", ".join(f"{name} {rate:.2g}" for name, rate in best.items())
    fig, ax = plots.figure()
    for name, loss in losses.items():
        drawn = plots.band(ax, rates, loss, name)
        ax.plot(best[name], np.nanmin(np.nanmedian(loss, axis=1)), "o", color=drawn.get_color())
    plots.label(ax, "rate", "training loss after 200 steps", title, log="xy")
    plots.end_labels(ax)
    plots.show(fig)
    return {"rates": rates, "losses": losses, "best": best}

# %% [markdown]
# Without the correction the curve is shifted towards smaller rates; its lowest point is about as low. The correction
# does not find better minima here. What it buys is that the rate means the same thing in the first step as in the
# thousandth, so that a rate that suits the rest of the run does not wreck its beginning. Warmup, a low rate in the
# first steps, does much the same job, and BERT was trained with warmup and without correction.
#
# ## AdamW
#
# Weight decay takes a small share off each weight at each step: $w \leftarrow w - \eta\lambda w$. For plain gradient
# descent that is the same as adding an L2 penalty $\frac\lambda2 \lVert w\rVert^2$ to the loss, whose gradient is
# $\lambda w$. For Adam it is not. A gradient $g + \lambda w$ goes through $m$ and $v$ like any other, and the root of
# $v$ divides it away: a weight whose gradients are large hardly decays at all. AdamW leaves the gradient alone and
# takes the decay off the weight itself:
#
# $$
# w \leftarrow w - \eta \left( \frac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda w \right),
# $$
#
# with $m$, $v$ and their corrections exactly as in Adam. The $w$ on the right is the weight before the step.
#
# Two conventions are in use. The paper's algorithm multiplies only Adam's part by the rate, and decays by $\lambda$
# (times a schedule that begins at 1). PyTorch, and this exercise, multiply both. One becomes the other by
# $\lambda_{\text{PyTorch}} = \lambda_{\text{paper}} / \eta$.

# %% answer="adamw_step"
def adamw_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of AdamW, Adam with decoupled weight decay, for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps) - lr weight_decay w

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps, weight_decay : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Conventions, PyTorch's: the decay is multiplied by lr and taken of the weight as it came in; eps is
    added outside the root, to the corrected one. Nothing has to be checked or raised.

    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2 (whose decay
    has no lr in it).
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * (m_hat / (xp.sqrt(v_hat) + eps) + weight_decay * w)
    return w, m, v

# %% check="adamw_step"

# %% [markdown]
# > **The slide says.** The paper prints two methods in one algorithm and tells them apart by colour: $\lambda\theta$ in
# > the gradient is Adam with L2, $\lambda\theta$ in the step is AdamW. Our copy of Gómez's slides has lost the colours.
# > Read as one method it decays twice, and the part in the gradient does not even depend on $\lambda$ where the
# > gradient of the loss is 0: Adam makes a step of the size of the rate out of it, however small it is.

# %% experiment
@experiment(adamw_step)
def decay_as_printed():
    rate, decay, ends = 0.001, 0.01, []
    for start in (0.5, 0.05):
        right = printed = np.array([[start], [0], [0]])          # rows: w, m, v
        for t in range(1, 101):                                  # the loss has no gradient
            w, m, v = right
            right = adamw_step(w, 0 * w, m, v, t, lr=rate, weight_decay=decay / rate, **USUAL)
            w, m, v = printed
            printed = adamw_step(w, decay * w, m, v, t, lr=rate, weight_decay=decay / rate, **USUAL)
        ends.append((right[0].item(), printed[0].item()))
        print(f"A weight of {start:g} after 100 steps without gradient, decay {decay:g}: "
              f"AdamW {ends[-1][0]:.4f}, as printed {ends[-1][1]:.4f}")
    return ends

# %% [markdown]
# ## What decoupling does to one weight
#
# **Predict before you run.** Two weights start at 1. Their gradients are pure noise, of size 0.1 for one and of size 10
# for the other, so nothing but the decay should move them. Which of them decays faster under Adam with L2? And under
# AdamW?

# %% experiment
@experiment(adam_step, adamw_step)
def decay_of_two_weights():
    noise, decay, steps, rate = Rng(2).normal((1000, 2, 50)), 0.3, 1000, 0.003
    sizes = np.array([[0.1], [10.0]])                             # two weights, 50 copies of each
    paths = {}
    for name in ("Adam with L2", "AdamW"):
        w, (m, v) = np.ones((2, 50)), np.zeros((2, 2, 50))
        path = [w]
        for t, g in enumerate(noise * sizes, start=1):
            if name == "AdamW":
                w, m, v = adamw_step(w, g, m, v, t, lr=rate, weight_decay=decay, **USUAL)
            else:
                w, m, v = adam_step(w, g + decay * w, m, v, t, lr=rate, **USUAL)
            path.append(w)
        paths[name] = np.stack(path)
    lost = {name: 1 - np.median(path[-1], axis=1) for name, path in paths.items()}
    told = "; ".join(f"{name} {a:.0%}, {b:.0%}" for name, (a, b) in lost.items())
    fig, axes = plots.figure(2, title=f"Share lost, small and large gradients: {told}", sharey=True)
    for ax, (name, path) in zip(axes, paths.items(), strict=True):
        for row, size in enumerate(("0.1", "10")):
            plots.band(ax, np.arange(steps + 1), path[:, row], f"gradients of size {size}")
        plots.label(ax, "step", "weight" if ax is axes[0] else "", name)
    axes[0].set_ylim(-0.1, 1.6)
    axes[0].legend(loc="upper right")
    plots.show(fig)
    return lost

# %% [markdown]
# With L2 the decay competes with the gradient inside the quotient, and how much of it survives depends on the
# gradient's size. Decoupled, all weights lose the same share, as the formula says. (The bands show 50 weights of each
# kind.)
#
# ## Does decoupling make tuning easier?
#
# The paper's claim for AdamW is about tuning: rate and decay become independent, so that the best decay no longer moves
# when you change the rate. Its figure of accuracy over a grid of rates and decays shows it. You will draw that figure
# here, in two set-ups.
#
# * **Normalized:** batch norm after every hidden layer, and an output layer that stays as it was drawn. Such a net does
#   not change when a layer's weights are scaled, $f(cw) = f(w)$ for $c > 0$, so a decay cannot make its function smaller. It only
#   changes how large a step is *compared to the weights*.
# * **Plain:** the same net without batch norm, all layers trained. Here a smaller weight means a smaller function.
#
# To have something that decay can improve, the nets train on 600 digits with two of every five labels wrong. The
# paper's grids took days; these are cut to a few cells and 200 steps under a cosine schedule, three seeds each, so look
# for the pattern and not for the last percent.

# %%
def train_grid(rule_of, rates, decays, *, normalized):
    """Test accuracy (decays, rates, 3 seeds); rule_of gives a rule for one rate and decay a net."""
    full, seeds, steps = data.digits(dtype="float32"), range(3), 200
    labels = data.noisy_labels(full.y_train[:600], 0.4, 10, Rng(0))
    split = full._replace(x_train=full.x_train[:600, :], y_train=labels)
    cells = [(rate, decay) for decay in decays for rate in rates for _ in seeds]
    each_rate, each_decay = map(list, zip(*cells, strict=True))
    net = nets.MLP((64, 48, 48, 10), init=he_normal, batch_norm=normalized, fixed_output=normalized,
                   seeds=[*seeds] * (len(cells) // 3))
    rule, schedule = rule_of(each_rate, each_decay), training.cosine(each_rate, steps)
    run = training.train(net, split, rule, lr=schedule, steps=steps, batch=32)
    accuracy = np.nan_to_num(run.test_accuracy, nan=0.1)         # a net that diverged can only guess
    return accuracy.reshape(len(decays), len(rates), 3)


def explained(table, groups):
    """What share of the differences between cells is left when each becomes its group's mean."""
    means = np.array([[table[groups == group].mean() for group in row] for row in groups])
    return means.var() / table.var()


def adam_l2(rates, decays):
    return training.rule(adam_step, l2=decays, **USUAL)


def adamw_pytorch(rates, decays):
    return training.rule(adamw_step, weight_decay=decays, **USUAL)


def adamw_paper(rates, decays):
    weight_decay = [decay / rate for rate, decay in zip(rates, decays, strict=True)]
    return training.rule(adamw_step, weight_decay=weight_decay, **USUAL)

# %% [markdown]
# **Predict before you run.** In each map of the normalized net, one row is one decay and one column one rate. What
# pattern do you expect of each: horizontal stripes (only the decay matters), vertical ones (only the rate), or stripes
# along the diagonal that falls to the right (only the product of both matters)?

# %% experiment
@experiment(adam_step, adamw_step)
def normalized_net():
    rates, grids, alone = [0.003, 0.01, 0.03, 0.1], {}, []
    methods = {"Adam with L2": (adam_l2, [0.1, 0.3, 1, 3, 10]),
               "AdamW, PyTorch's form": (adamw_pytorch, [0.1, 0.3, 1, 3, 9]),
               "AdamW, the paper's form": (adamw_paper, [0.01, 0.03, 0.1, 0.3, 0.9])}
    fig, axes = plots.figure(3, width=9, height=3.5)
    row, column = np.indices((5, 4))
    for ax, (name, (rule_of, decays)) in zip(axes, methods.items(), strict=True):
        grids[name] = train_grid(rule_of, rates, decays, normalized=True)
        table = grids[name].mean(axis=2)
        alone.append(f"{explained(table, row):.0%}")
        image = plots.heatmap(ax, table, decays, rates, limits=(0.79, 0.89), best=False)
        told = f"{name}\nrate x decay explains {explained(table, row + column):.0%}"
        plots.label(ax, "rate", "decay", told)
        print(f"{name}: best cell {table.max():.1%} right")
    title = "Decay alone explains {2} of the differences in the paper's form, {1} in PyTorch's, {0} in L2"
    fig.suptitle(title.format(*alone), x=0.01, ha="left")
    fig.colorbar(image, ax=axes, label="test accuracy", extend="both")
    plots.show(fig)
    return grids

# %% [markdown]
# "Explains" is meant literally: replace every cell by the mean of all cells with the same decay (or with the same
# product of rate and decay), and see what share of the differences between cells is left. Chance explains something,
# too: with 20 cells, 5 rows of random numbers about $4/19$, and 8 diagonals about $7/19$.
#
# In the paper's form the map has rows: choose the decay, and any of these rates will do. In PyTorch's form, with the
# very same kernel, it has diagonals: what counts is rate times `weight_decay`, which is the share that a weight really
# loses in a step. With L2 neither holds. So "AdamW decouples rate and decay" is true of the paper's form, and in a
# framework that multiplies them you have to undo it yourself: when you change the rate by a factor, change
# `weight_decay` by its inverse.
#
# Note what the maps do not show: that AdamW reaches a higher accuracy than Adam with L2. Compare the best cells,
# printed above the figure.
#
# **Predict before you run.** And without normalization? The loss then really trades fit against size, as in
# $L(w) + \frac\lambda2 \lVert w\rVert^2$. Near a minimum, on which of $\eta$ and $\lambda$ does its place depend with
# L2, and on which in the paper's form of AdamW?

# %% experiment
@experiment(adam_step, adamw_step)
def plain_net():
    rates, slopes = [0.001, 0.003, 0.01, 0.03], {}
    methods = {"Adam with L2": (adam_l2, [0.003, 0.01, 0.03, 0.1, 0.3]),
               "AdamW, the paper's form": (adamw_paper, [0.001, 0.003, 0.01, 0.03, 0.1])}
    fig, axes = plots.figure(2, width=8, height=3.4)
    for ax, (name, (rule_of, decays)) in zip(axes, methods.items(), strict=True):
        table = train_grid(rule_of, rates, decays, normalized=False).mean(axis=2)
        best = table.argmax(axis=0)                              # of each rate
        slopes[name] = np.polyfit(np.log(rates), np.log(np.array(decays)[best]), 1)[0]
        image = plots.heatmap(ax, table, decays, rates, limits=(0.6, 0.9), best=False)
        ax.plot(range(4), best, "o", color="white", markeredgecolor="black", markersize=7)
        plots.label(ax, "rate", "decay", name)
    powers = ", ".join(f"{round(slope, 1) + 0.0:.1f} ({name})" for name, slope in slopes.items())
    fig.suptitle(f"Best decay grows like the rate to the power {powers}", x=0.01, ha="left")
    fig.colorbar(image, ax=axes, label="test accuracy (dots: best of each rate)", extend="both")
    plots.show(fig)
    return slopes

# %% [markdown]
# The picture turns round. With L2 the best decay is the same at every rate: near a minimum of loss plus penalty the
# gradient of both together is 0, and the rate drops out. In the paper's form the good region is a diagonal that
# *rises*: best decay in proportion to the rate, which is PyTorch's form at a constant `weight_decay`. Neither
# convention is the decoupled one in itself. It depends on whether the length of the weights means anything.

# %% [markdown] question="move-the-rate" points=4
# You have tuned a run with PyTorch's `AdamW(lr=0.001, weight_decay=0.1)`. A colleague wants to train four times as
# fast, at `lr=0.004`, and asks what to do with `weight_decay`.
#
# What do you answer if the net is normalized in every layer, and what if it is a plain MLP? Give the new value in both
# cases, name the figure that supports it, and explain in your own words why the two answers differ. Five to eight
# sentences.
#
# +++
#
# *Normalized:* `weight_decay=0.025`. In the map of PyTorch's form for the normalized net, accuracy follows the product
# of rate and decay, so the product is what has to stay: four times the rate, a quarter of the decay. The function of
# such a net does not depend on the length of its weights. The length only sets how far a step turns them, and decay and
# steps between them set the length: the share lost at each step, rate times `weight_decay`, decides how many steps a
# weight remembers.
#
# *Plain:* `weight_decay=0.1`, as it was. In the maps of the plain net the best decay of the paper's form grows in
# proportion to the rate, and the paper's decay is PyTorch's times the rate, so PyTorch's stays. Here the length of the
# weights is part of the function. In PyTorch's form rate multiplies Adam's step and the decay alike, so the place where
# the two balance does not depend on it; changing `weight_decay` would move that place.
#
# (Points: one for each value, one for the figures, one for a reason that rests on the length of the weights. An answer
# that notes that a rate four times higher may need fewer steps or a warmup is welcome but not asked for.)

# %% [markdown]
# ## In your framework
#
# | | PyTorch | Keras | optax |
# | --- | --- | --- | --- |
# | Adam | `torch.optim.Adam(params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)` | `keras.optimizers.Adam(1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7)` | `optax.adam(1e-3, b1=0.9, b2=0.999, eps=1e-8)` |
# | AdamW | `torch.optim.AdamW(params, lr=1e-3, weight_decay=1e-2)` | `keras.optimizers.AdamW(1e-3, weight_decay=4e-3)` | `optax.adamw(1e-3, weight_decay=1e-4)` |
# | eps | outside the root, of the corrected moment: as here | outside the root, of the *uncorrected* moment: in early steps the same number counts for more | as here; `eps_root` adds another inside |
# | t | counted by the optimizer from 1, for each parameter | `iterations`, from 0; it adds the 1 | `count` in the state, from 0; it adds the 1 |
# | decay form | `AdamW`: rate times decay, of the old weight, as here. `Adam(weight_decay=...)` is L2 | rate times decay, of the old weight, in `Adam(weight_decay=...)` too | rate times decay; L2 is `optax.add_decayed_weights` *before* the moments |
# | default decay | 0.01 (Adam: 0) | 0.004 (Adam: none) | 0.0001 |
#
# All three decay every parameter unless told otherwise: biases and the scales of normalization layers are usually
# excluded by hand (parameter groups, `exclude_from_weight_decay`, `mask`).
#
# One of the lectures calls Keras's `'adam'` equivalent to `Adam(learning_rate=0.01)`. The string means the default
# rate, 0.001.
#
# ## Further reading
#
# * Kingma and Ba, [Adam: a method for stochastic optimization](https://arxiv.org/abs/1412.6980), 2015. Section 2 has
#   the reordering that Keras uses, section 3 the derivation of the correction.
# * Loshchilov and Hutter, [Decoupled weight decay regularization](https://arxiv.org/abs/1711.05101), 2019. Figure 2 is
#   the grid you have drawn.
# * Van Laarhoven, [L2 regularization versus batch and weight normalization](https://arxiv.org/abs/1706.05350), 2017:
#   why decay acts on the rate of a normalized net.
# * Ma and Yarats, [On the adequacy of untuned warmup for adaptive optimization](https://arxiv.org/abs/1910.04209),
#   2021: what the first steps of Adam do, and how warmup answers it.
# * Wang and Aitchison,
#   [How to set AdamW's weight decay as you scale model and dataset size](https://arxiv.org/abs/2405.13698), 2024: decay
#   as the memory of an average over weights.

# %% [markdown]
# ## Where you stand

# %%
progress()
