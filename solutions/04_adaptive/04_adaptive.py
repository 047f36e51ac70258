# %% [markdown]
# # Adaptive rates: from AdaGrad to AdamW and beyond
#
# Gradient descent has one rate for all weights. The methods of this chapter give each weight its own, from what its
# gradients have been like so far. You write them in the order in which they were found, each as the answer to what was
# wrong with the one before.
#
# After this chapter you can
#
# * write AdaGrad, RMSProp, Adam and AdamW from memory, and say what each line is for;
# * say what bias correction does, when its absence hurts and when it helps;
# * tell weight decay from an L2 penalty, and predict how the best decay moves with the rate;
# * say what Nadam, AMSGrad and RAdam change, and show what each of them is an answer to;
# * compare optimizers fairly, and say what adaptive rates buy and what they do not;
# * read the call of a framework and know which of several conventions you get.
#
# You need to know what a gradient and a moving average are; momentum helps (chapter 03). The minutes
# above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import data, nets, plots, rules, surfaces, training
from workbench.rng import Rng

# %%
USUAL = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}      # of Adam and its kin


def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))

# %% [markdown]
# ## The idea
#
# A rate says how far a weight moves for a gradient of 1. One rate for all weights is right when all gradients have
# about the same size. Look at a real net, 64-64-64-10 units on the handwritten digits: how large is the gradient of
# each weight, as the root of its mean square over 50 batches?

# %% experiment
@experiment()
def sizes_of_gradients():
    net, squares = nets.MLP((64, 64, 64, 10), init=he_normal), []
    digits = data.digits(dtype="float32")
    for _, chosen in zip(range(50), data.minibatches(1437, 25, Rng(1)), strict=False):
        _, gradients = net.loss_and_gradients(digits.x_train[chosen, :], digits.y_train[chosen])
        squares.append([g[0] ** 2 for g in gradients[::2]])      # the weights of each layer, without biases
    sizes = [np.sqrt(np.mean(layer, axis=0)).ravel() for layer in zip(*squares, strict=True)]
    sizes = [layer[layer > 0] for layer in sizes]                # three pixels are always 0
    low, high = np.quantile(np.concatenate(sizes), (0.02, 0.98))
    title = f"Of the middle 96 % of the weights, the largest gradients are {high / low:.0f} times the smallest"
    fig, ax = plots.figure(title=title)
    names = ["layer 1", "layer 2", "layer 3"]
    plots.histograms(ax, [np.log10(layer) for layer in sizes], names, limits=(-5, -0.5))
    plots.label(ax, "size of a weight's gradient (power of 10)")
    plots.show(fig)
    return high / low

# %% [markdown]
# A rate that suits the weights on the right hardly moves those on the left, and one that suits the left throws the
# right out of the net. So divide each weight's gradient by its own typical size. Then every weight moves by about the
# rate, whatever its gradients are like. How to find the typical size is what the methods differ in.
#
# ## AdaGrad
#
# The first answer, from 2011: add up the squares of all gradients a weight has seen, and divide by the root.
#
# $$
# r \leftarrow r + g^2, \qquad w \leftarrow w - \eta\, \frac{g}{\sqrt r + \varepsilon}.
# $$
#
# All of it is entry by entry. $r$ begins at 0. $\varepsilon$ keeps a weight that has never had a gradient from dividing
# 0 by 0. Multiply all gradients of a weight by 100: numerator and denominator grow alike, and the step is what it was.

# %% answer="adagrad_step"
def adagrad_step(w, g, r, *, lr, eps):
    """One step of AdaGrad for one array of weights.

        r = r + g^2
        w = w - lr g / (sqrt(r) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : sum of the squared gradients before this step, same shape and dtype; zeros at the start
    lr, eps : Python floats

    Returns
    -------
    (w, r) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: eps is added outside the root, and r begins at 0, as in PyTorch. Keras and optax add eps inside and
    begin at 0.1. Nothing has to be checked or raised.

    Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12,
    2011 (the diagonal form).
    """
    xp = array_namespace(w, g, r)
    r = r + g**2
    w = w - lr * g / (xp.sqrt(r) + eps)
    return w, r

# %% check="adagrad_step"

# %% [markdown]
# > **The slide says.** Our copy of Gomez's slides begins AdaGrad and RMSProp with $r = \theta$, the weights, and adds
# > the step: $\Delta\theta = +\ldots$, $\theta \leftarrow \theta + \Delta\theta$. A bold zero and a minus may have been
# > lost on the way. (Copies lose glyphs; here and below this is about our copy, not about anyone.) What it comes to:

# %% experiment
@experiment(adagrad_step)
def adagrad_as_printed():
    right, climbing = np.zeros((2, 1)), np.zeros((2, 1))         # rows: w, r; the loss is (w - 3)^2 / 2
    for _ in range(300):
        w, r = right
        right = np.stack(adagrad_step(w, w - 3, r, lr=1.0, eps=1e-7))
        w, r = climbing
        ahead, r = adagrad_step(w, w - 3, r, lr=1.0, eps=1e-7)
        climbing = np.stack([w + (w - ahead), r])                # the same step, added
    ends = right[0].item(), climbing[0].item()
    print("From 0 to a minimum at 3: yours ends at {:.2f}, with the plus at {:.1f}".format(*ends))
    zero, g = np.zeros(1), np.full(1, 0.1)
    first = [-adagrad_step(zero, g, zero + r, lr=1.0, eps=1e-7)[0].item() for r in (0, 0.5)]
    print("First step for a gradient of 0.1: yours {:.2f} rates; with r = theta = 0.5 {:.2f}".format(*first))
    print("and with theta = -0.5 it is the root of a negative number.")
    return ends, first

# %% [markdown]
# ## RMSProp
#
# A sum only grows. After $t$ steps with gradients of the same size it has grown by a factor $t$, and the rate of the
# weight has shrunk by $\sqrt t$. On a convex problem that is just what the theory asks for. A net may need its rate
# again later. RMSProp forgets: it *averages* the squares, and the average keeps the share $\rho$ of what it was.
#
# $$
# r \leftarrow \rho\, r + (1-\rho)\, g^2, \qquad w \leftarrow w - \eta\, \frac{g}{\sqrt r + \varepsilon}.
# $$
#
# An average with $\rho = 0.9$ remembers some $1/(1-\rho) = 10$ steps. It was never published: it is in the notes of
# Hinton's lecture of 2012.

# %% answer="rmsprop_step"
def rmsprop_step(w, g, r, *, lr, rho, eps):
    """One step of RMSProp for one array of weights.

        r = rho r + (1 - rho) g^2
        w = w - lr g / (sqrt(r) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : moving average of the squared gradients before this step, same shape and dtype; zeros at the start
    lr, rho, eps : Python floats; rho in [0, 1) is the share of the old r that stays (PyTorch calls it alpha)

    Returns
    -------
    (w, r) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: eps is added outside the root, as in PyTorch; Keras and optax add it inside. r is not corrected for its
    start at 0. Nothing has to be checked or raised.

    Hinton, Neural networks for machine learning, lecture 6e, 2012.
    """
    xp = array_namespace(w, g, r)
    r = rho * r + (1 - rho) * g**2
    w = w - lr * g / (xp.sqrt(r) + eps)
    return w, r

# %% check="rmsprop_step"

# %% [markdown]
# > **The slide says.** Equations 11 and 12 in our copy of Wolter's slides call "RMSprop" what adds up all squares, with
# > no decay rate, and divides by the sum, with no root. Both show in the length of a step.

# %% experiment
@experiment(rmsprop_step)
def rmsprop_as_printed():
    lengths = {}
    for size in (0.1, 1.0, 10.0):
        w, r, total = np.zeros(1), np.zeros(1), 0.0
        for _ in range(1000):
            before, (w, r) = w, rmsprop_step(w, np.full(1, size), r, lr=1.0, rho=0.9, eps=1e-7)
            total += size**2
        lengths[size] = (before - w).item(), size / (1e-7 + total)
        print("Gradients of {:g}, step 1000 in rates: yours {:.3f}, as printed {:.5f}".format(size, *lengths[size]))
    return lengths

# %% [markdown]
# ## What forgetting is good for
#
# Give a net a task that changes: every 150 steps the ten digits get new names, drawn at random, and the net has to
# learn them anew. AdaGrad and RMSProp both start from the same nets, each at a rate that suits the first task.
#
# **Predict before you run.** Whose loss at the end of a task will go up from task to task? And the effective rate of a
# weight, $\eta / (\sqrt r + \varepsilon)$: what does it do over the eight tasks, with AdaGrad and with RMSProp?

# %% experiment
@experiment(adagrad_step, rmsprop_step)
def changing_tasks():
    digits, rng, seen = data.digits(dtype="float32"), Rng(5), {}
    names = [rng.permutation(10) for _ in range(8)]             # of the digits, in each task
    for name, rate, rule in (("AdaGrad", 0.1, training.rule(adagrad_step, eps=1e-8)),
                             ("RMSProp", 0.01, training.rule(rmsprop_step, rho=0.9, eps=1e-8))):
        net, ends, rates = nets.MLP((64, 64, 10), init=he_normal, seeds=range(3)), [], []
        states, batches = rule.start(net.parameters), data.minibatches(1437 * 70, 64, Rng(6))
        for task in names:
            for _ in range(150):
                chosen = next(batches) % 1437
                _, g = net.loss_and_gradients(digits.x_train[chosen, :], task[digits.y_train[chosen]])
                net.parameters, states = rule.update(net.parameters, g, states, 0, rate)
                rates.append(np.median(rate / (np.sqrt(states[2][0]) + 1e-8), axis=(1, 2)))
            ends.append(net.loss(digits.x_train, task[digits.y_train]))
        seen[name] = np.array(ends), np.array(rates)
    times = [f"{np.median(ends[-1]) / np.median(ends[0]):.1f} times ({name})" for name, (ends, _) in seen.items()]
    fig, (left, right) = plots.figure(2, title="Loss at the end of task 8, against task 1: " + ", ".join(times))
    for name, (ends, rates) in seen.items():
        plots.band(left, np.arange(1, 9), ends, name)
        plots.band(right, np.arange(1, 1201), rates, name)
    plots.label(left, "task", "loss at its end", log="y")
    plots.label(right, "step", "effective rate (median, layer 2)", log="y")
    plots.end_labels(right)
    plots.show(fig)
    return seen

# %% [markdown]
# AdaGrad's rate only falls, with a jump down at each new task, whose first gradients are large, and it does not come
# back. RMSProp's falls at each new task as well. But then, while the task is being learned and the gradients shrink,
# it forgets the large ones and its rate comes up again.
#
# To be fair: it takes changing tasks to see this. On the plain digits AdaGrad is as good as any method (you will see
# below), and a rate that dies away is what makes a noisy run settle.

# %% [markdown]
# ## RMSProp with momentum (optional)
#
# RMSProp decides how long each weight's step is; momentum (chapter 03) lets steps add up. Put together, the velocity
# gathers RMSProp's steps:
#
# $$
# r \leftarrow \rho\, r + (1-\rho)\, g^2, \qquad v \leftarrow \alpha\, v - \eta\, \frac{g}{\sqrt r + \varepsilon}, \qquad
# w \leftarrow w + v.
# $$
#
# This is the velocity of chapter 03, with the rate and the minus in it. PyTorch gathers the quotients alone and
# multiplies by $\eta$ at the end; at a constant rate its weights are the same.

# %% answer="rmsprop_momentum_step"
def rmsprop_momentum_step(w, g, r, v, *, lr, rho, alpha, eps):
    """One step of RMSProp with momentum for one array of weights.

        r = rho r + (1 - rho) g^2
        v = alpha v - lr g / (sqrt(r) + eps)
        w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : moving average of the squared gradients before this step, same shape and dtype; zeros at the start
    v : velocity before this step, same shape and dtype; zeros at the start
    lr, rho, alpha, eps : Python floats; rho is the share of r that stays, alpha that of v

    Returns
    -------
    (w, r, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: v holds the rate and points downhill, as in chapter 03; PyTorch's buffer is -v / lr, Keras's is -v.
    The root is that of this step: old steps in v keep theirs. eps is added outside the root. Nothing has to be checked
    or raised.

    Hinton, Neural networks for machine learning, lecture 6e, 2012; Graves, Generating sequences with recurrent neural
    networks, 2013, has a centred form.
    """
    xp = array_namespace(w, g, r, v)
    r = rho * r + (1 - rho) * g**2
    v = alpha * v - lr * g / (xp.sqrt(r) + eps)
    return w + v, r, v

# %% check="rmsprop_momentum_step"

# %% [markdown]
# ## Adadelta (optional)
#
# A quotient of gradients has no units: RMSProp's rate must carry those of the weight itself. Zeiler asked where a step
# could take them from, and answered: from the steps just made. $u$ averages their squares, as $r$ does for gradients.
#
# $$
# r \leftarrow \rho\, r + (1-\rho)\, g^2, \qquad
# s = \frac{\sqrt{u + \varepsilon}}{\sqrt{r + \varepsilon}}\, g, \qquad
# u \leftarrow \rho\, u + (1-\rho)\, s^2, \qquad w \leftarrow w - \eta\, s.
# $$
#
# The paper has no rate at all ($\eta = 1$). Note that $\varepsilon$ is *inside* both roots, and what it does there:
# $u$ begins at 0, so without it the first step would be 0, and all others after it. With it the first step is about
# $\sqrt{\varepsilon / (1-\rho)}$ long, and the method has to work its way up from there.

# %% answer="adadelta_step"
def adadelta_step(w, g, r, u, *, lr, rho, eps):
    """One step of Adadelta for one array of weights.

        r = rho r + (1 - rho) g^2
        s = sqrt(u + eps) / sqrt(r + eps) g
        u = rho u + (1 - rho) s^2
        w = w - lr s

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : moving average of the squared gradients before this step, same shape and dtype; zeros at the start
    u : moving average of the squared steps s before this step, same shape and dtype; zeros at the start
    lr, rho, eps : Python floats; lr = 1 is the paper's method

    Returns
    -------
    (w, r, u) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: eps is added inside both roots, as in the paper and every library; s uses the new r and the old u;
    u averages s before it is multiplied by lr. Nothing has to be checked or raised.

    Zeiler, ADADELTA: an adaptive learning rate method, 2012, algorithm 1 (which has no lr).
    """
    xp = array_namespace(w, g, r, u)
    r = rho * r + (1 - rho) * g**2
    step = xp.sqrt(u + eps) / xp.sqrt(r + eps) * g
    u = rho * u + (1 - rho) * step**2
    return w - lr * step, r, u

# %% check="adadelta_step"

# %% [markdown]
# ## Adam
#
# RMSProp knows how *large* a weight's gradients are. Adam also asks whether they *agree*. Their average, $m$, is large
# when they keep their sign and close to 0 when they cancel. Adam puts it in the numerator, with $v$, RMSProp's average
# under another name, below: the step is $-\eta\, m / \sqrt v$. Size cancels; what is left is agreement, near 1 when all
# gradients point the same way, near 0 when they are only noise. So $\eta$ has a plain meaning, which the rate of
# gradient descent lacks: *it is about how far a weight moves in one step*.
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
# As before, all of it is entry by entry, and $\varepsilon$ keeps 0 from being divided by 0. It also damps the step where
# gradients are smaller than $\varepsilon$.

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
# > beside your kernel.
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
def uncorrected(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Your Adam without bias correction: the arguments and returns of adam_step."""
    return adam_step(w, g, m, v, 10**9, lr=lr, beta1=beta1, beta2=beta2, eps=eps)

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
# Now a real net: 64-64-64-10 units, ReLU, the handwritten digits, batches of 64, three seeds.
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
            net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=range(3))
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
    rates, seeds = [10 ** (k / 2) for k in range(-7, -1)], range(3)
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
# ## Adam with L2
#
# Now a penalty on large weights: train on the loss plus $\frac\lambda2 \lVert w\rVert^2$. Its gradient is $\lambda w$,
# so all that changes is the gradient that Adam gets to see:
#
# $$
# g \leftarrow g + \lambda w, \qquad \text{then Adam.}
# $$

# %% answer="adam_l2_step"
def adam_l2_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of Adam on the loss plus an L2 penalty, for one array of weights.

        g = g + weight_decay w
        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, without the penalty, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps, weight_decay : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Conventions, PyTorch's (Adam with weight_decay): the penalty is weight_decay / 2 times the sum of squared weights,
    so its gradient has no 2; eps is added outside the root, to the corrected one. Nothing has to be checked or raised.

    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2, the part that is not theirs.
    """
    xp = array_namespace(w, g, m, v)
    g = g + weight_decay * w
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v

# %% check="adam_l2_step"

# %% [markdown]
# ## AdamW
#
# Weight decay is an older idea: take a small share off each weight at each step, $w \leftarrow w - \eta\lambda w$. For
# plain gradient descent that is the same as the L2 penalty. For Adam it is not. What you have just written sends
# $\lambda w$ through $m$ and $v$ like any other gradient, and the root of $v$ divides it away: a weight whose gradients
# are large hardly decays at all. AdamW leaves the gradient alone and takes the decay off the weight itself:
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
# > the gradient is Adam with L2, $\lambda\theta$ in the step is AdamW. Our copy of Gomez's slides has lost the colours.
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
@experiment(adam_l2_step, adamw_step)
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
                w, m, v = adam_l2_step(w, g, m, v, t, lr=rate, weight_decay=decay, **USUAL)
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
    return training.rule(adam_l2_step, weight_decay=decays, **USUAL)


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
@experiment(adam_l2_step, adamw_step)
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
@experiment(adam_l2_step, adamw_step)
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
# ## Nadam (optional)
#
# Nesterov's momentum (chapter 03) looks one step ahead. Dozat's Nadam gives that to Adam: the step is made of the
# momentum as it will be used *next*, $\beta_1 m$, and the gradient at hand. Each part has its own correction, $m$ as if
# it were one step later.
#
# $$
# \hat m = \beta_1 \frac{m}{1-\beta_1^{t+1}} + (1-\beta_1) \frac{g}{1-\beta_1^t}, \qquad \hat v = \frac{v}{1-\beta_2^t},
# \qquad w \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}.
# $$
#
# $m$ and $v$ are Adam's. The paper, PyTorch and Keras let $\beta_1$ grow over the first steps by a schedule; it is left
# out here, as in optax.

# %% answer="nadam_step"
def nadam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Nadam, Adam with Nesterov's momentum, for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = beta1 m / (1 - beta1^(t + 1)) + (1 - beta1) g / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
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
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: beta1 is the same at every step (no momentum schedule); eps is added outside the root, to the corrected
    one. Nothing has to be checked or raised.

    Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v

# %% check="nadam_step"

# %% [markdown]
# ## AMSGrad (optional)
#
# Forgetting has a price. Suppose that rare gradients are large and right, and frequent ones small and misleading. Adam
# divides each by the size of *recent* gradients: a large one shortens its own step, and by the time the small ones
# come, it is forgotten and they are not shortened. Reddi, Kale and Kumar made of this a problem on which Adam fails,
# and a cure: never forget the largest $v$.
#
# $$
# v_{\max} \leftarrow \max(v_{\max}, v), \qquad \hat v = \frac{v_{\max}}{1-\beta_2^t},
# $$
#
# with $m$, $v$, $\hat m$ and the step as in Adam. The maximum is taken for each weight over time.

# %% answer="amsgrad_step"
def amsgrad_step(w, g, m, v, v_max, t, *, lr, beta1, beta2, eps):
    """One step of AMSGrad for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        v_max = max(v_max, v)
        m_hat = m / (1 - beta1^t),  v_hat = v_max / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    v_max : largest v so far, entry by entry, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v, v_max) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention, PyTorch's: the maximum is of v before it is corrected. The paper does not correct at all; optax corrects
    first. eps is added outside the root. Nothing has to be checked or raised.

    Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR 2018, algorithm 2.
    """
    xp = array_namespace(w, g, m, v, v_max)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = xp.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v, v_max

# %% check="amsgrad_step"

# %% [markdown]
# The problem: one weight between -1 and 1. Every third gradient is 3, the two between are -1. Over three steps they add
# up to +1, so the best that a weight can do is to stay at -1. Steps shrink like $1/\sqrt t$, a step that leaves the
# interval ends at its edge, and $\beta_1 = 0$.
#
# **Predict before you run.** With $\beta_2 = 0.1$, $v$ is hardly more than the last square. How long are Adam's three
# steps then, compared with each other, and where do they lead? And what will happen as $\beta_2$ grows?

# %% experiment
@experiment(adam_step, amsgrad_step)
def a_problem_that_adam_fails():
    def walk(kernel, states, beta2, steps):
        w, *state = np.zeros((1 + states, 5))
        w, path = np.linspace(-1, 1, 5), []                      # five starts
        for t in range(1, steps + 1):
            path.append(w)
            g = np.full(5, 3.0 if t % 3 == 1 else -1.0)
            w, *state = kernel(w, g, *state, t, lr=0.5 / math.sqrt(t), beta1=0.0, beta2=beta2, eps=1e-8)
            w = np.clip(w, -1, 1)
        return np.array(path)

    methods, betas = {"Adam": (adam_step, 2), "AMSGrad": (amsgrad_step, 3)}, [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 0.99]
    paths = {name: walk(*method, 0.1, 3000) for name, method in methods.items()}
    ends = {name: [np.mean(walk(*method, beta, 1000)[-100:]) for beta in betas] for name, method in methods.items()}
    told = ", ".join(f"{name} {path[-100:].mean():+.2f}" for name, path in paths.items())
    fig, (left, right) = plots.figure(2, title=f"The best place is -1. After 3000 steps: {told}")
    for name, path in paths.items():
        plots.band(left, np.arange(1, 3001), path, name)
        plots.line(right, betas, ends[name], name, marker="o")
    plots.label(left, "step (beta2 = 0.1)", "weight, from five starts", log="x")
    plots.label(right, "beta2", "weight after 1000 steps")
    plots.end_labels(right)
    plots.show(fig)
    return {"paths": paths, "betas": betas, "ends": ends}

# %% [markdown]
# With a short memory each of Adam's steps has about the same length, whatever the size of its gradient: one step down,
# two up. So it climbs to the worst place there is. AMSGrad remembers the 3, its steps are as 3 to 1, and it goes down.
#
# The right panel says when to worry. With a longer memory $v$ stays between the squares, and Adam finds the right place
# by itself; at the usual $\beta_2$ a failure takes gradients that are rarer and larger still. In nets AMSGrad seldom
# makes a difference, as you will see below.
#
# ## RAdam (optional)
#
# In the first steps $v$ is an average of very few squares, and one over its root can be anything: if two small
# gradients happen to come first, the step is huge. RAdam asks how much of an average $v$ already is, and calls it $\rho$ (not RMSProp's share),
#
# $$
# \rho_\infty = \frac{2}{1-\beta_2} - 1, \qquad \rho = \rho_\infty - \frac{2\, t\, \beta_2^t}{1-\beta_2^t},
# $$
#
# which begins at 1 and grows, at first by about 1 a step, up to $\rho_\infty$. Once $\rho$ is above 4 it shortens
# Adam's step by a factor that makes up for the variance. Below, that factor has no value, and RAdam leaves the root out:
#
# $$
# w \leftarrow w - \eta\, \hat m \quad (\rho \le 4), \qquad
# w \leftarrow w - \eta \sqrt{\frac{(\rho-4)(\rho-2)\,\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\,\rho}}\;
# \frac{\hat m}{\sqrt{\hat v} + \varepsilon} \quad (\rho > 4).
# $$

# %% answer="radam_step"
def radam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of RAdam, Adam with a rectified variance, for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        rho_inf = 2 / (1 - beta2) - 1,  rho = rho_inf - 2 t beta2^t / (1 - beta2^t)
        if rho > 4:  c = sqrt((rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho))
                     w = w - lr c m_hat / (sqrt(v_hat) + eps)
        else:        w = w - lr m_hat

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: the threshold is the paper's, 4 (PyTorch and optax: 5); eps is added outside the root, to the corrected
    one (PyTorch: to the uncorrected). With beta2 <= 0.6, rho never exceeds 4. Nothing has to be checked or raised.

    Liu et al., On the variance of the adaptive learning rate and beyond, ICLR 2020, algorithm 2.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    rectify = math.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    v_hat = v / (1 - beta2**t)
    return w - lr * rectify * m_hat / (xp.sqrt(v_hat) + eps), m, v

# %% check="radam_step"

# %% [markdown]
# Twenty thousand weights get standard normal gradients, the same kind at every step. Whatever changes over time is
# therefore the method's own doing.
#
# **Predict before you run.** By what factor does the spread of $1/\sqrt{\hat v}$ over the weights fall between step 5
# and step 100? And that of RAdam's factor, which is multiplied by the rectification?

# %% experiment
@experiment(radam_step)
def variance_of_the_rate():
    beta2, v, rng = 0.999, np.zeros(20_000), Rng(3)
    times, rows, one = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000], [], np.ones(1)
    for t in range(1, 1001):
        v = beta2 * v + (1 - beta2) * rng.normal(v.shape) ** 2
        if t in times:                  # your kernel tells its factor when m_hat and v_hat are made to be 1
            v_one, plain_step = (1 - beta2 ** (t - 1)) * one, {"lr": 1.0, "beta1": 0.0, "eps": 0.0}
            w, _, _ = radam_step(0 * one, one, one, v_one, t, beta2=beta2, **plain_step)
            rate = 1 / np.sqrt(v / (1 - beta2**t))
            rho = 2 / (1 - beta2) - 1 - 2 * t * beta2**t / (1 - beta2**t)
            rows.append((rate.std(), -w.item() * rate.std() if rho > 4 else np.nan, rho))
    plain, rectified, rho = np.transpose(rows)
    first, late = times.index(5), times.index(100)
    title = f"From step 5 to 100 the spread falls {plain[first] / plain[late]:.1f} times; "
    title += f"rectified it grows {rectified[late] / rectified[first]:.1f} times"
    theory = [r / (r - 2) - r / 2 * math.exp(2 * (math.lgamma((r - 1) / 2) - math.lgamma(r / 2))) for r in rho[2:]]
    fig, ax = plots.figure()
    plots.line(ax, times, plain, "1 / root of v_hat")
    plots.line(ax, times, rectified, "rectified")
    plots.prediction(ax, times[2:], np.sqrt(theory), "theory, $\\rho$ squares")
    plots.label(ax, "step", "standard deviation over weights", title, log="xy")
    ax.legend(loc="upper right")
    plots.show(fig)
    return {"times": times, "plain": plain, "rectified": rectified, "theory": np.sqrt(theory)}

# %% [markdown]
# The circles are the standard deviation of one over the root of a mean of $\rho$ independent squares, which is exact
# when all squares count alike. So $\rho$ is well named: it is how many squares $v$ is worth. In the first steps, where
# $\rho$ is below 3 or so, the spread depends on the few luckiest weights and another draw looks quite different.
#
# Rectified, the spread is nearly the same at all times, but for the first steps, where it is *too small*: the paper's
# factor comes from an approximation that overstates the variance there.
#
# > **The slide says.** In our copy of Gomez's slides it is the *gradients* that have a high variance in the first
# > steps, and the cure is to turn off the *momentum* term. In the experiment above the gradients have variance 1
# > throughout; what spreads is the adaptive rate. And RAdam turns off the adaptive term and keeps the momentum, as your
# > kernel's first step shows.

# %% experiment
@experiment(radam_step)
def what_radam_turns_off():
    lengths = []
    for size in (0.01, 1.0):
        w, m, v = np.zeros((3, 1))
        for t, g in enumerate((size, size, 0.0), start=1):
            before, (w, m, v) = w, radam_step(w, np.full(1, g), m, v, t, lr=1.0, **USUAL)
        printed = 0.0 / (np.sqrt(v / (1 - 0.999**3)) + 1e-8)     # the momentum off, the root on: g is 0
        lengths.append(((before - w).item(), printed.item()))
        told = "Gradients {0:g}, {0:g}, 0. Length of step 3: yours {1:.4f}, as printed {2:.4f}"
        print(told.format(size, *lengths[-1]))
    return lengths

# %% [markdown]
# Your third step still moves although its gradient is 0: the momentum is on. And it is proportional to the size of the
# gradients: the root is off.
#
# ## The race
#
# All ten methods, with gradient descent and momentum for comparison, on four surfaces with two weights: a saddle between
# two minima, Beale's function, Rosenbrock's valley and a ravine whose sides are 50 times as curved as its floor.
#
# A race at one common rate would only say whom the rate suits. So each method gets on each surface the best of nine
# rates, half a power of ten apart: the one with which it needs the fewest steps until it stays within 0.1 of a minimum,
# in the median over five starts close together. (Five, because with one start a huge first step can land on the minimum
# by luck.) A decay would move the minima, so it is small here, 0.001. Optional kernels that you have not
# written stay out; a line says so.

# %%
METHODS = {
    "gradient descent": (rules.sgd_step, {}),
    "momentum": (rules.momentum_step, {"alpha": 0.9}),
    "AdaGrad": (adagrad_step, {"eps": 1e-10}),
    "RMSProp": (rmsprop_step, {"rho": 0.9, "eps": 1e-8}),
    "RMSProp + momentum": (rmsprop_momentum_step, {"rho": 0.9, "alpha": 0.9, "eps": 1e-8}),
    "Adadelta": (adadelta_step, {"rho": 0.95, "eps": 1e-6}),
    "Adam": (adam_step, USUAL),
    "Adam with L2": (adam_l2_step, {"weight_decay": 0.001, **USUAL}),
    "AdamW": (adamw_step, {"weight_decay": 0.001, **USUAL}),
    "Nadam": (nadam_step, USUAL),
    "AMSGrad": (amsgrad_step, USUAL),
    "RAdam": (radam_step, USUAL),
}
OURS = ("gradient descent", "momentum")                          # the workbench's own


def best_path(surface, rule):
    """The path at the best of nine rates, and how many steps it takes (median of five starts)."""
    rates = [10 ** (k / 2) for k in range(-6, 3)]
    reach = (0.1, 0.001) if surface.name == "saddle" else (0.1, 0.1)     # the saddle's ridge is narrow
    starts = np.tile(surface.start + reach * np.vstack([np.zeros(2), Rng(0).normal((4, 2))]), (9, 1))
    points = surfaces.path(surface, rule, lr=[r for r in rates for _ in range(5)], steps=300, start=starts)
    away = np.min([np.hypot(*np.moveaxis(points - minimum, 2, 0)) for minimum in surface.minima], axis=0)
    away = np.where(np.isfinite(away), away, np.inf)
    taken = 301 - np.argmin(np.cumsum(away[::-1] > 0.1, axis=0) == 0, axis=0)    # steps until it stays within 0.1
    taken = np.where(away[-1] > 0.1, 1000 + away[-1], taken)                     # or how far off it ends
    taken = np.median(taken.reshape(9, 5), axis=1)
    best = int(np.argmin(taken))
    return points[:, 5 * best], taken[best], rates[best]

# %% experiment
# `experiment` runs a function if a kernel is right, and says which one it waits for if not.
RULES = {name: training.rule(kernel, **hyper) for name, (kernel, hyper) in METHODS.items()
         if name in OURS or experiment(kernel)(lambda: True)}

# %% [markdown]
# **Predict before you run.** Which method will be first on most surfaces? Will Adam be?

# %% experiment
@experiment(adagrad_step, rmsprop_step, adam_step, adam_l2_step, adamw_step)
def race():
    grounds = (surfaces.saddle, surfaces.beale, surfaces.rosenbrock, surfaces.ravine(50))
    ran = {ground.name: {name: best_path(ground, rule) for name, rule in RULES.items()} for ground in grounds}
    ranks = {ground: sorted(seen, key=lambda name: seen[name][1]) for ground, seen in ran.items()}
    first = {order[0] for order in ranks.values()}
    places = ", ".join(f"{order.index('Adam') + 1}" for order in ranks.values())
    title = f"{len(first)} different winners on 4 surfaces. Adam's places: {places} of {len(RULES)}"
    fig, axes = plots.figure(4, rows=2, width=11, height=6.0, title=title)
    for column, (ground, (name, seen)) in enumerate(zip(grounds, ran.items(), strict=True)):
        for row, group in enumerate((list(RULES)[:6], list(RULES)[6:])):
            surfaces.contours(axes[row, column], ground)
            for method, colour in zip(group, plots.COLOURS, strict=False):
                surfaces.trajectory(axes[row, column], seen[method][0], method, dots=False, color=colour)
        order = [f"{m} {seen[m][1]:.0f}" if seen[m][1] < 301 else f"({m})" for m in ranks[name]]
        place, winner = ground.name.split(",")[0], ranks[name][0]
        plots.label(axes[0, column], title=f"{place}, first:\n{winner},\n{seen[winner][1]:.0f} steps")
        print(f"{ground.name}, steps: " + ", ".join(order))
    for row in (0, 1):
        axes[row, 3].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    plots.show(fig)
    return ran, ranks

# %% [markdown]
# Rows: the older methods above, the newer below; crosses are the minima, rings the start. Below the figure, who came in
# when; in brackets, who did not arrive in 300 steps. What you see:
#
# * Whoever wins changes with the ground. The bent valleys of Beale and Rosenbrock belong to momentum, with a root or
#   without one.
# * AdaGrad's two quick wins are won by the start. Its first step has the length of its rate for both weights, so a rate
#   near the distance to the minimum gets it there almost at once.
# * RMSProp and Adadelta do not shorten their steps and end in a jitter round the minimum.
# * RAdam's first steps have no root in them. On the two steep surfaces a rate that would suit its later steps makes
#   the first ones fly off, and a rate that suits the first is slow later.
#
# Most paths on the ravine go diagonally at first: divided by the root, both weights move at one pace, and the ravine
# is no ravine to them. But its floor lies along an axis. **Predict before you run:** turn the same ravine by 45
# degrees. Who will need more steps, and who will not notice?

# %% experiment
@experiment(adagrad_step, rmsprop_step, adam_step, adam_l2_step, adamw_step)
def turned_ravine():
    ravine, half = surfaces.ravine(50), math.sqrt(0.5)
    turn = np.array([[half, half], [-half, half]])
    turned = surfaces.Surface("turned ravine", lambda w: ravine.value(w @ turn),
                              lambda w: ravine.gradient(w @ turn) @ turn.T,
                              tuple(ravine.start @ turn.T), ravine.minima, ravine.view)
    steps = {name: (race[0][ravine.name][name][1], best_path(turned, rule)[1]) for name, rule in RULES.items()}
    for name, (straight, askew) in steps.items():
        told = f"{askew:.0f}" if askew < 301 else "more than 300"
        print(f"{name:18} along the axes {straight:3.0f} steps, turned {told}")
    return steps

# %% [markdown]
# Gradient descent and momentum do not know the axes. The methods that divide and do nothing else pay most: each
# *weight* has its rate, and a valley that runs between two weights has none. Adam does not pay: on the turned ravine its
# average $m$ lets the zigzag between the walls cancel, and does there what the division cannot.
#
# The same on Beale's function as a film. L2, AdamW and AMSGrad are left out: they run on top of Adam.

# %% experiment
@experiment(adagrad_step, rmsprop_step, adam_step, adam_l2_step, adamw_step)
def film():
    names = ("momentum", "AdaGrad", "RMSProp", "RMSProp + momentum", "Adam", "Nadam", "RAdam")
    shown = {name: race[0]["Beale"][name][0][:151] for name in names if name in RULES}
    ranks = [name for name in race[1]["Beale"] if name in shown]
    return surfaces.animate(surfaces.beale, shown, title=f"Beale, 150 steps: {ranks[0]} is first, {ranks[-1]} last")

# %% [markdown]
# ## On the digits
#
# Two weights are not a net. So, last, all twelve on the handwritten digits, 64-32-32-10 units, 150 steps with batches
# of 32, three seeds. Again each method is tried at its own rates, seven of them, half a power of ten apart. (That is
# coarse, and the runs are short; they have to fit into a minute.)
#
# Two questions. How good is each method *at its own best rate*? And how wide is the interval of *good* rates, those
# that come within two points of the method's own best accuracy? A wide interval is worth something: it is what makes a
# method easy to use.
#
# Some of the methods run a second time on digits whose pixels have been multiplied by numbers between 0.03 and 30,
# different for each pixel: a badly scaled problem, as data are that nobody has standardized.
#
# **Predict before you run.** By how many points does Adam beat gradient descent on the plain digits? On the badly
# scaled ones? And does a good rate for the one problem still serve for the other?

# %%
LOWEST = {"gradient descent": -2, "momentum": -3, "AdaGrad": -2.5, "Adadelta": -1, "RAdam": -3.5}    # else -4


def search(split, name, shift=0.0):
    """Seven rates of a method, and the test accuracy (7, 3 seeds) at each."""
    rates = [10 ** (LOWEST.get(name, -4) + shift + k / 2) for k in range(7)]
    net = nets.MLP((64, 32, 32, 10), init=he_normal, seeds=[*range(3)] * 7)
    run = training.train(net, split, RULES[name], lr=[rate for rate in rates for _ in range(3)], steps=150, batch=32)
    return np.array(rates), np.nan_to_num(run.test_accuracy, nan=0.1).reshape(7, 3)


def good_rates(rates, accuracy, slack=0.02):
    """Ends of the interval round the best rate in which the median accuracy is at most `slack` below its best."""
    middle, fine = np.median(accuracy, axis=1), np.linspace(np.log10(rates[0]), np.log10(rates[-1]), 601)
    good = np.interp(fine, np.log10(rates), middle) >= middle.max() - slack
    low = high = int(np.argmin(abs(fine - np.log10(rates[np.argmax(middle)]))))
    while low > 0 and good[low - 1]:
        low -= 1
    while high < 600 and good[high + 1]:
        high += 1
    return 10 ** fine[low], 10 ** fine[high]

# %% experiment
@experiment(adagrad_step, rmsprop_step, adam_step, adam_l2_step, adamw_step)
def on_the_digits():
    digits = data.digits(dtype="float32")
    scale = np.asarray(10 ** Rng(0).uniform((64,), -1.5, 1.5), dtype="float32")
    scaled = digits._replace(x_train=digits.x_train * scale, x_test=digits.x_test * scale)
    plain = {name: search(digits, name) for name in RULES}
    again = ("gradient descent", "momentum", "AdaGrad", "RMSProp", "Adam")
    bad = {name: search(scaled, name, -1.0 if name in OURS else 0.0) for name in again if name in RULES}
    fig, (left, right) = plots.figure(2, width=9, height=4.6, sharey=True)
    for offset, (label, seen) in zip((0.15, -0.15), (("digits", plain), ("badly scaled", bad)), strict=True):
        for name, (rates, accuracy) in seen.items():
            y, best = len(RULES) - list(RULES).index(name) + offset, np.argmax(np.median(accuracy, axis=1))
            style = {"color": plots.COLOURS[offset < 0], "label": label if name == "Adam" else None}
            left.plot(good_rates(rates, accuracy), [y, y], linewidth=4, solid_capstyle="butt", linestyle="-", **style)
            left.plot(rates[best], y, "o", color=plots.INK, markersize=3.5)
            span = [accuracy[best].min(), accuracy[best].max()]
            right.plot(span, [y, y], linewidth=4, alpha=0.4, linestyle="-", **style)
            right.plot(np.median(accuracy[best]), y, "o", color=style["color"], markersize=5)
    tops = {label: {n: np.median(a, axis=1).max() for n, (_, a) in seen.items()} for label, seen in
            (("plain", plain), ("bad", bad))}
    spread = 100 * (max(tops["plain"].values()) - min(tops["plain"].values()))
    gain = 100 * (tops["bad"]["Adam"] - tops["bad"]["gradient descent"])
    fig.suptitle(f"Each at its best rate: all within {spread:.1f} points on the digits; "
                 f"badly scaled, Adam is {gain:.1f} above gradient descent", x=0.01, ha="left")
    left.set_yticks(range(len(RULES), 0, -1), list(RULES))
    plots.label(left, "good rates (dot: the best)", log="x")
    plots.label(right, "test accuracy, median and range of seeds")
    right.legend(loc="lower left")
    plots.show(fig)
    return {"plain": plain, "bad": bad, "tops": tops}

# %% experiment
@experiment(adagrad_step, rmsprop_step, adam_step, adam_l2_step, adamw_step)
def widths():
    table = {}
    for name, (rates, accuracy) in on_the_digits["plain"].items():
        low, high = good_rates(rates, accuracy)
        both = ""
        if name in on_the_digits["bad"]:
            other = good_rates(*on_the_digits["bad"][name])
            both = math.log10(min(high, other[1]) / max(low, other[0]))
        table[name] = math.log10(high / low), both
        told = both if both == "" else f"{both:.1f}" if both > 0 else "none"
        print(f"{name:18} good rates over {table[name][0]:.1f} powers of ten; for both problems: {told or '-'}")
    return table

# %% [markdown]
# "Adam is best" does not hold here. On the plain digits every method reaches about the same accuracy at its own best
# rate; the differences are no larger than those between seeds. Nor is Adam's interval of good rates much wider than
# that of others.
#
# What holds is this. *Bad scaling is partly repaired:* where pixels have very different sizes, all methods lose, but
# those that divide by a root lose less than gradient descent and momentum. And *rates transfer better:* for the
# adaptive methods some rates are good on both problems, because their rate is about how far a weight moves and not
# about how large the gradients happen to be. Read off the table what is left of that for the other two. (With other
# pixel sizes and other seeds the other two sometimes have a few rates in common and sometimes none, but as a rule fewer
# than each of the adaptive ones.)
#
# So: if you can tune, the choice of method matters less than the rate. If you cannot, or if your problem is badly
# scaled, an adaptive method at a usual rate is the safer bet. That is a weaker claim than the one usually made, and it
# is the one these runs support.

# %% [markdown]
# ## In your framework
#
# | | PyTorch, `torch.optim` | Keras, `keras.optimizers` | optax |
# | --- | --- | --- | --- |
# | AdaGrad | `Adagrad(params, lr=1e-2)`: as here | `Adagrad(1e-3)` | `adagrad(1e-2)` |
# | RMSProp | `RMSprop(params, lr=1e-2, alpha=0.99)`: as here | `RMSprop(1e-3, rho=0.9)` | `rmsprop(1e-3, decay=0.9)` |
# | ... with momentum | `RMSprop(params, momentum=0.9)` | `RMSprop(1e-3, momentum=0.9)` | `rmsprop(1e-3, momentum=0.9)` |
# | Adadelta | `Adadelta(params, lr=1.0, rho=0.9)`: as here | `Adadelta(1.0, rho=0.95)` | `adadelta(1.0, rho=0.9)` |
# | Adam | `Adam(params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)`: as here | `Adam(1e-3)` | `adam(1e-3)`: as here |
# | Adam with L2 | `Adam(params, weight_decay=1e-2)`: as here | `kernel_regularizer=L2(...)` | see below |
# | AdamW | `AdamW(params, lr=1e-3, weight_decay=1e-2)`: as here | `AdamW(1e-3)` | `adamw(1e-3)`: as here |
# | Nadam | `NAdam(params, lr=2e-3)` | `Nadam(1e-3)` | `nadam(1e-3)`: as here |
# | AMSGrad | `Adam(params, amsgrad=True)`: as here | `Adam(1e-3, amsgrad=True)` | `amsgrad(1e-3)` |
# | RAdam | `RAdam(params, lr=1e-3)` | none | `radam(1e-3)` |
#
# Where it does not say "as here", something differs:
#
# * **AdaGrad, RMSProp:** Keras and optax add $\varepsilon$ *inside* the root, and their AdaGrad begins at $r = 0.1$
#   (`initial_accumulator_value`). Mind the names: PyTorch's `alpha` is $\rho$, its `momentum` $\alpha$.
# * **Velocity:** PyTorch's buffer gathers steps without the rate. That matters as soon as the rate changes. Keras's has
#   the opposite sign, which never matters.
# * **Adadelta:** the default rate is 1 in PyTorch and 0.001 in Keras: the paper's method is `Adadelta(1.0)`.
# * **eps:** Keras's default is 1e-7, and in Adam it is added to the root of the *uncorrected* moment: in early steps the
#   same number counts for more. PyTorch does the same in RAdam alone.
# * **Decay:** all three multiply it by the rate, and take it of the old weight. Defaults are 0.01 (`torch.optim.AdamW`),
#   0.004 (Keras) and 0.0001 (optax). Keras's `Adam(weight_decay=...)` is AdamW; a Keras regularizer's penalty has no
#   factor 1/2. L2 in optax is `optax.add_decayed_weights` chained *before* `optax.scale_by_adam`. All decay every
#   parameter unless told otherwise: biases and the scales of normalization layers are usually excluded by hand.
# * **Nadam:** PyTorch and Keras let $\beta_1$ grow by Dozat's schedule. In PyTorch a huge `momentum_decay` switches it
#   off; 0 does not, it halves the share of the momentum for good.
# * **AMSGrad:** optax takes the maximum of the corrected moments.
# * **RAdam:** PyTorch and optax begin with the root when $\rho$ exceeds 5, not 4; optax has a `threshold`.
#
# Two things in our copy of Dombry's slides: `'adam'` is called equivalent to `Adam(learning_rate=0.01)`, while the
# string means Keras's default rate, 0.001. And the example headed as SGD for regression compiles the net with Adam.
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
# * Duchi, Hazan and Singer, [Adaptive subgradient methods](https://jmlr.org/papers/v12/duchi11a.html), 2011, for
#   AdaGrad; Zeiler, [ADADELTA](https://arxiv.org/abs/1212.5701), 2012; Dozat,
#   [Incorporating Nesterov momentum into Adam](https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ), 2016.
# * Reddi, Kale and Kumar, [On the convergence of Adam and beyond](https://arxiv.org/abs/1904.09237), 2018: the problem
#   that you have run is from its section 3.
# * Liu et al., [On the variance of the adaptive learning rate and beyond](https://arxiv.org/abs/1908.03265), 2020.
# * Schmidt, Schneider and Hennig, [Descending through a crowded valley](https://arxiv.org/abs/2007.01547), 2021: fifteen
#   optimizers, each tuned, on eight problems. Their answer is much like yours.
# * Wang and Aitchison,
#   [How to set AdamW's weight decay as you scale model and dataset size](https://arxiv.org/abs/2405.13698), 2024: decay
#   as the memory of an average over weights.
#
# The lectures that this course draws on treat the subject in all four: Gomez from AdaGrad to RAdam, Dombry and Wolter up to
# Adam, Temirkhanov on Adam with L2 and AdamW.

# %% [markdown]
# ## Where you stand

# %%
progress()
