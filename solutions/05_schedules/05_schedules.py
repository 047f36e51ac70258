# %% [markdown]
# # Schedules: the rate over time
#
# A learning rate that suits the first thousand steps does not suit the last. A schedule says how it changes. In this chapter you write the schedules that are in use, see what each of them buys on a real net, and where one buys nothing.
#
# After this chapter you can
#
# * say why a falling rate ends lower than a constant one, and what it costs;
# * write linear, step, exponential and cosine decay, warmup, warm restarts and reduction on a plateau, ends and corners included;
# * tell when a warmup helps, and show a case where it does not;
# * read a framework's call and know in which step it reaches its last rate, what it does after it, and what its patience means.
#
# You need gradient descent with momentum, and nothing else. The minutes above are for the kernels; reading and the experiments take about as long again.

# %% setup
import math

import numpy as np
from array_api_compat import array_namespace

from autograder import check, experiment, hint, progress, solution
from workbench import data, nets, plots, training
from workbench.rng import Rng

# %% [markdown]
# ## The idea
#
# A minibatch gradient is the true gradient plus noise. Far from a minimum the gradient is large and the noise hardly matters: the larger the steps, the sooner you are there. Near the minimum the gradient is small, the noise is as large as ever, and each step throws you about by an amount in proportion to the rate. So there are two wishes: large steps at first, small ones at the end. No constant rate meets both.
#
# The smallest example has one weight, a loss of $w^2/2$, and gradients with noise. The figure shows the mean over many runs.

# %% experiment
@experiment()
def two_wishes():
    steps, noise = 400, Rng(5).normal((400, 500))
    rates = {"large": lambda t: 0.5, "small": lambda t: 0.01, "large, then smaller": lambda t: 0.5 * 0.2 ** (t // 100)}
    found = {}
    for name, rate in rates.items():
        w, found[name] = np.full(500, 10.0), []
        for t in range(steps):
            found[name].append(np.mean(w**2) / 2)
            w = w - rate(t) * (w + noise[t])
    end = {name: np.mean(loss[-20:]) for name, loss in found.items()}
    title = "Loss in the last steps: " + ", ".join(f"{name} {loss:.2g}" for name, loss in end.items())
    fig, ax = plots.figure()
    for name, loss in found.items():
        plots.line(ax, np.arange(steps), loss, name)
    plots.label(ax, "step", "loss, mean of 500 runs", title, log="y")
    plots.end_labels(ax)
    plots.show(fig)
    return end

# %% [markdown]
# The large rate is down after a few steps and then stays where its noise keeps it. The small one would end lower, some day. The third is down as fast as the first, and each cut takes it lower: the first one within a few steps, the later ones more slowly, since smaller steps take longer to forget where they were.
#
# Throughout this chapter a schedule is a function of the step `t`, a Python int that counts **from 0**, and returns the rate of that step as a **Python float**. It matters that it is no NumPy number: times a float32 weight, a float64 number of NumPy gives a float64 weight, and from then on the whole net is computed in the wider type. So use `math`, not `np`.
#
# ## A constant rate
#
# The first kernel is there so that the others have something to beat.

# %% answer="constant"
def constant(t, *, lr):
    """A rate that does not change.

        rate = lr

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : the rate, a Python float

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: the rate itself, not a factor of it as PyTorch's LambdaLR wants. No errors to raise.
    """
    return lr

# %% check="constant"

# %% [markdown]
# ### Experiment: try a large rate, divide by 10
#
# A piece of advice from Dombry's slides: begin with a large rate, 0.1 or even 1, and divide it by 10 as long as training diverges. It is quick, and it is what most people do. Follow it on a net of three hidden layers with momentum, and begin even higher: from 10 downwards, take the first rate at which the loss remains a number.
#
# **Predict** before you run the cell. Eight seeds: do they stop at the same rate? Do all of them learn? And how far above the best rate's loss do they end?

# %%
def he_normal(fan_in, fan_out, *, rng):
    """Weights of variance 2 / fan_in, what a ReLU net asks for (chapter 02)."""
    return math.sqrt(2 / fan_in) * rng.normal((fan_in, fan_out))


def side_by_side(curves, seeds):
    """One schedule for many nets: the rate of every curve in turn, once for each seed."""
    return lambda t: [rate for curve in curves for rate in [curve(t)] * len(seeds)]

# %% experiment
@experiment(constant)
def divide_by_ten():
    rates, seeds, digits = [10 ** (1 - k / 2) for k in range(8)], range(8), data.digits(dtype="float32")
    curves = [lambda t, lr=lr: constant(t, lr=lr) for lr in rates]
    net = nets.MLP((64, 64, 64, 64, 10), init=he_normal, seeds=[*seeds] * len(rates))
    run = training.train(net, digits, training.momentum, lr=side_by_side(curves, seeds), steps=200)
    loss = run.train_loss.reshape(len(rates), len(seeds))            # NaN where a net has diverged
    tried = list(range(0, len(rates), 2))                            # 10, 1, 0.1, 0.01
    stop = [next(k for k in tried if np.isfinite(loss[k, seed])) for seed in seeds]
    got, best = loss[stop, list(seeds)], np.nanmin(loss, axis=0)
    stuck = int(np.sum(got > 2))
    factor = np.median((got / best)[got < 2])
    title = f"{stuck} of {len(seeds)} seeds stop where nothing is learned; the others at {factor:.0f} times the loss of the best rate"
    fig, ax = plots.figure()
    for seed in seeds:
        plots.line(ax, rates, loss[:, seed], color=plots.COLOURS[0], linestyle="-", marker=".", alpha=0.4)
    plots.prediction(ax, np.array(rates)[stop], got, "where the advice stops")
    ax.axhline(math.log(10), color=plots.INK, linestyle=":", linewidth=1)
    ax.text(rates[-1], math.log(10) * 1.15, "guessing", fontsize=8.5)
    diverged = np.isnan(loss).sum(axis=1)
    for lr, many in zip(rates, diverged, strict=True):
        if many:
            ax.text(lr, 7, f"{many} of {len(seeds)}\ndiverge", ha="center", fontsize=8)
    plots.label(ax, "rate", "training loss after 200 steps", title, log="xy")
    ax.set(xlim=(2e-3, 20), ylim=(3e-4, 40))
    ax.legend(loc="lower right")
    plots.show(fig)
    return {"rates": rates, "loss": loss, "stop": stop, "best": best}

# %% [markdown]
# One line a seed, rings where the advice stops. A rate can be too large without diverging: the first steps throw the net to a place where all its units are dead, the gradients are 0, and the loss stays a perfectly good number, that of guessing. Add "or does not fall" to the advice and it finds a rate that works. The best one lies between two powers of ten, and it is worth another search, by factors of 3 or less.
#
# ## Decays
#
# ### Linear
#
# Gomez's and Wolter's slides give the one that Goodfellow, Bengio and Courville recommend: a straight line from $\eta_0$ to $\eta_T$, constant from there on,
#
# $$
# \eta_t = (1-\alpha)\,\eta_0 + \alpha\,\eta_T, \qquad \alpha = \min(t/T, 1).
# $$
#
# Two conventions hide in it. At $t = 0$ the rate is $\eta_0$; it is $\eta_T$ for the first time at $t = T$, which is one step *after* the last of $T$ steps. A run of exactly $T$ steps that ends at 0 thus makes no step at rate 0.

# %% answer="linear_decay"
def linear_decay(t, *, lr, final_lr, steps):
    """A straight line from lr to final_lr, constant after it.

        rate = (1 - a) lr + a final_lr,   a = min(t / steps, 1)

    Parameters
    ----------
    t : number of the step, a Python int from 0; it may lie beyond the end
    lr, final_lr : first and last rate, Python floats; final_lr may be the larger one
    steps : the step in which the rate is final_lr for the first time, a Python int of at least 2

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: lr at t = 0, final_lr at t = steps and beyond, as PyTorch's LinearLR and optax. No errors to raise.

    Goodfellow, Bengio and Courville, Deep Learning, MIT Press 2016, equation 8.14.
    """
    done = min(t / steps, 1.0)
    return (1.0 - done) * lr + done * final_lr

# %% check="linear_decay"

# %% [markdown]
# ### Steps
#
# Constant for a while, then a cut; again and again. This is how the nets of the ImageNet years were trained. Here a cut comes after every so many steps; `multi_step`, among the optional kernels, takes a list.

# %% answer="step_decay"
def step_decay(t, *, lr, factor, every):
    """A rate that is cut after every so many steps.

        rate = lr factor^k,   k = floor(t / every)

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : first rate, a Python float
    factor : what the rate is multiplied by at each cut, a Python float in (0, 1)
    every : steps with one rate, a Python int of at least 1

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: t = every is the first step with the new rate, as in PyTorch's StepLR. No errors to raise.
    """
    return lr * factor ** (t // every)

# %% check="step_decay"

# %% [markdown]
# ### Exponential
#
# A cut at each step, by a factor close to 1. The slides write it as a recursion, $\eta_t = \gamma\,\eta_{t-1}$. A function of `t` has no yesterday; what is it in one go?

# %% answer="exponential_decay"
def exponential_decay(t, *, lr, gamma):
    """A rate that loses the same share at each step.

        rate = lr gamma^t

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : first rate, a Python float
    gamma : what the rate is multiplied by from one step to the next, a Python float in (0, 1]

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: gamma is the factor of one step, as in PyTorch's ExponentialLR, not a rate in exp(-gamma t). No errors
    to raise.
    """
    return lr * gamma**t

# %% check="exponential_decay"

# %% [markdown]
# ### Cosine
#
# Half a cosine, moved up so that it ends at 0, and halved: flat at the start, flat at the end. With a final rate it is
#
# $$
# \eta_t = \eta_T + \tfrac12 (\eta_0 - \eta_T)\left(1 + \cos \frac{\pi t}{T}\right) \quad\text{for } t \le T.
# $$

# %% answer="cosine"
def cosine(t, *, lr, final_lr, steps):
    """Half a cosine from lr down to final_lr, constant after it.

        rate = final_lr + (lr - final_lr) (1 + cos(pi a)) / 2,   a = min(t / steps, 1)

    Parameters
    ----------
    t : number of the step, a Python int from 0; it may lie beyond the end
    lr, final_lr : first and last rate, Python floats
    steps : the step in which the rate is final_lr for the first time, a Python int of at least 2

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: final_lr at t = steps and beyond, as in optax; PyTorch's CosineAnnealingLR rises again. No errors to
    raise.

    Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017, equation 5.
    """
    done = min(t / steps, 1.0)
    return final_lr + 0.5 * (lr - final_lr) * (1.0 + math.cos(math.pi * done))

# %% check="cosine"

# %% [markdown]
# > **The slide says.** Our copy of Temirkhanov's slides prints $\cos(\pi T / T)$, with the number of epochs twice, where $\cos(\pi t / T)$ belongs. (A copy may lose a glyph, so this is about our copy, not about anyone.) The cosine of $\pi$ is $-1$, whatever $t$. The cell trains three nets under each.

# %% experiment
@experiment(cosine)
def cosine_as_printed():
    steps, digits, found = 200, data.digits(dtype="float32"), {}
    curves = {"yours": lambda t: cosine(t, lr=0.05, final_lr=0.0, steps=steps),
              "as printed": lambda t: 0.05 * 0.5 * (1 + math.cos(math.pi * steps / steps))}
    for name, curve in curves.items():
        net = nets.MLP((64, 64, 10), init=he_normal, seeds=range(3))
        run = training.train(net, digits, training.momentum, lr=curve, steps=steps)
        rates = [curve(t) for t in range(steps)]
        found[name] = {"largest": max(rates), "mean": sum(rates) / steps, "accuracy": np.median(run.test_accuracy)}
        print("{:>10}: largest rate {largest:.3f}, mean rate {mean:.3f}, {accuracy:.0%} of the test digits right"
              .format(name, **found[name]))
    return found

# %% [markdown]
# ### Experiment: one high rate, and what becomes of it
#
# Six nets of each kind learn the digits with momentum, from a rate of 0.1, in 600 steps. That is high for this net, if it stays. Four of your decays bring it down: linear and cosine to 0, steps to a hundredth in two cuts, exponential to a hundredth, too. For comparison, a constant rate that has been tuned beforehand, 0.056.
#
# In the right panel one label in five is wrong in training, and the test labels are right.
#
# **Predict** before you run the cell. Which of the six has the lowest training loss? Which the best test accuracy? And will the order be the same with wrong labels?

# %% experiment
@experiment(constant, linear_decay, step_decay, exponential_decay, cosine)
def one_high_rate():
    high, steps, seeds, digits = 0.1, 600, range(6), data.digits(dtype="float32")
    curves = {"constant 0.1": lambda t: constant(t, lr=high), "constant 0.056": lambda t: constant(t, lr=0.056),
              "steps": lambda t: step_decay(t, lr=high, factor=0.1, every=steps // 3),
              "exponential": lambda t: exponential_decay(t, lr=high, gamma=0.01 ** (1 / steps)),
              "cosine": lambda t: cosine(t, lr=high, final_lr=0.0, steps=steps),
              "linear": lambda t: linear_decay(t, lr=high, final_lr=0.0, steps=steps)}
    noisy, found = data.noisy_labels(digits.y_train, 0.2, 10, Rng(0)), {}
    for labels, split in (("right", digits), ("noisy", digits._replace(y_train=noisy))):
        net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=[*seeds] * len(curves))
        run = training.train(net, split, training.momentum, lr=side_by_side(curves.values(), seeds), steps=steps, batch=32)
        for quantity in ("train_loss", "test_accuracy"):
            values = getattr(run, quantity).reshape(len(curves), len(seeds))
            found[labels, quantity] = dict(zip(curves, values, strict=True))
    middle = {key: {name: np.median(values) for name, values in rows.items()} for key, rows in found.items()}
    loss, noise = middle["right", "train_loss"], middle["noisy", "test_accuracy"]
    title = (f"Loss: lowest {min(loss, key=loss.get)}, highest {max(loss, key=loss.get)}. "
             f"Wrong labels: best {max(noise, key=noise.get)}, worst {min(noise, key=noise.get)}")
    panels = {("right", "train_loss"): "training loss", ("right", "test_accuracy"): "test accuracy",
              ("noisy", "test_accuracy"): "test accuracy, 20 % wrong labels"}
    fig, axes = plots.figure(3, width=9.5, height=3.2, title=title, sharey=True)
    for ax, (key, name) in zip(axes, panels.items(), strict=True):
        for row, values in enumerate(found[key].values()):
            ax.plot(values, [row] * len(seeds), "o", color=plots.COLOURS[0], alpha=0.4, markersize=5)
            ax.plot(np.median(values), row, "|", color=plots.INK, markersize=16, markeredgewidth=2)
        plots.label(ax, name, log="x" if "loss" in name else "")
        if "loss" not in name:
            ax.locator_params(axis="x", nbins=5)
    axes[0].set_yticks(range(len(curves)), list(curves))
    axes[0].invert_yaxis()
    plots.show(fig)
    print("Training loss with wrong labels: " + ", ".join(f"{name} {value:.2f}" for name, value in middle["noisy", "train_loss"].items()))
    return found

# %% [markdown]
# Dots are seeds, bars their medians. Three things to take from it.
#
# * **With right labels the high constant rate is the only bad choice.** Its loss is far above the others, and differs widely from seed to seed. All that is asked of a decay is that the rate comes down.
# * **A tuned constant rate does as well.** It is a little more than half of the high one, and its loss is as low as that of any decay. The decays differ in loss, but hardly in test accuracy. What a decay spares you is the tuning: it starts too high and passes through the good rates on its way down. Do not take the order of the decays for a law; with another net or another number of steps it is another one.
# * **With wrong labels the order turns round.** Constant rates are worst: here the noise never dies out, and only a small rate quiets it. Among the decays it is the early ones that win. Look at the training losses printed below the figure: linear and cosine get lowest, but the wrong labels are a part of that loss, and to get it down a net must learn them. Steps and exponential are at small rates before they have.
#
# ## Warmup
#
# If the rate is too high at the start, begin lower and raise it: at once (constant warmup) or a little at each step (gradual warmup). Gomez's slides have both. They also say that it is the *decrease* from a large value that makes for instability; it is the large value at the start that does, whatever follows.
#
# Afterwards comes any schedule. Here it is handed over as the numbers themselves, a tuple: `inner[k]` is the rate of its step $k$. The warmup takes $n$ equal steps up to `inner[0]`; then the inner schedule runs from its start.

# %% answer="gradual_warmup"
def gradual_warmup(t, inner, *, warmup):
    """Equal steps up to the first rate of another schedule, then that schedule.

        rate = inner[0] (t + 1) / warmup          for t < warmup
        rate = inner[t - warmup]                  after it; the last one stays

    Parameters
    ----------
    t : number of the step, a Python int from 0; it may lie beyond the end of both
    inner : the rates of the inner schedule, a tuple of at least one Python float
    warmup : number of steps of the warmup, a Python int; 0 for none

    Returns
    -------
    rate : the rate of step t, a Python float

    Conventions: (t + 1) / warmup, so that the first step moves and the last of the warmup has the full rate (optax: t
    / warmup). The inner schedule begins when the warmup is over (Goyal et al. let its clock run from the first step).
    No errors to raise.

    Goyal and colleagues, Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017, section 2.2.
    """
    if t < warmup:
        return inner[0] * (t + 1) / warmup
    return inner[min(t - warmup, len(inner) - 1)]

# %% check="gradual_warmup"

# %% [markdown]
# ### Experiment: when does a warmup help?
#
# A net of ten hidden layers, plain gradient descent, 200 steps, eight seeds at each rate. A seed counts as trained if its loss ends below 1. Once the net starts as it should, with He's weights (chapter 02); once with weights half as large again, which makes its output, and the slope of its loss, far too large.
#
# **Predict** before you run the cell. Without a warmup, what share of the seeds trains at the best rate, for either start? Does a warmup of 20 steps raise it? Does it let you go to higher rates?

# %% experiment
@experiment(constant, gradual_warmup)
def warmup_helps_when():
    seeds, digits, found = range(8), data.digits(dtype="float32"), {}
    starts = {"weights of He, times 1.5": (1.5, [10 ** (k / 4) for k in range(-8, -2)]),
              "weights of He": (1.0, [10 ** (k / 4) for k in range(-5, 1)])}
    fig, axes = plots.figure(2, sharey=True, height=3.2)
    for ax, (name, (gain, rates)) in zip(axes, starts.items(), strict=True):
        for warmup in (0, 20):
            curves = [lambda t, lr=lr, n=warmup: gradual_warmup(t, (constant(t, lr=lr),), warmup=n) for lr in rates]
            net = nets.MLP((64, *[32] * 10, 10), seeds=[*seeds] * len(rates),
                           init=lambda fan_in, fan_out, *, rng, gain=gain: gain * he_normal(fan_in, fan_out, rng=rng))
            run = training.train(net, digits, training.sgd, lr=side_by_side(curves, seeds), steps=200)
            found[name, warmup] = (run.train_loss < 1).reshape(len(rates), len(seeds))
            plots.line(ax, rates, found[name, warmup].mean(axis=1), f"{warmup} steps" if warmup else "no warmup", marker="o")
        trained = {warmup: found[name, warmup].sum() for warmup in (0, 20)}
        plots.label(ax, "rate", "share of seeds that train", f"{name}: {trained[0]} of {len(rates) * len(seeds)} runs train,\n"
                    f"with a warmup {trained[20]}", log="x")
        ax.set_ylim(-0.04, 1.04)
    axes[1].set_ylabel("")
    axes[0].legend(loc="upper right")
    plots.show(fig)
    return found

# %% [markdown]
# From the sharp start most seeds fail at every one of these rates without a warmup: the first steps throw the net away. A few small steps first bring it to a flatter place, and then the same rates work.
#
# From a good start the warmup does not help. Eight seeds are few, so do not read much into the difference that is left, but it is no gain, and the largest rate that works is the same. (Try `training.momentum` or `training.adam` in the cell, with rates that suit them, or another length of warmup.) So "always warm up" is not a law, either. A warmup repairs a start. If one helps a lot, ask what is wrong with the start: the weights, a missing normalization, an optimizer whose averages are not filled yet (chapter 04), a very large batch (chapter 09).
#
# ## Warm restarts
#
# Loshchilov and Hutter let the rate fall along a cosine, jump back to the top, and fall again, each cycle perhaps longer than the one before. The jump leaves a minimum that is not worth staying in; each fall shows how good the place is. And if you must stop early, the end of any cycle is a good moment.
#
# A corner to settle: a cycle of 4 steps has the steps 0, 1, 2, 3, and step 4 is the first of the next cycle. The final rate itself is therefore never reached, only approached.

# %% answer="warm_restarts"
def warm_restarts(t, *, lr, final_lr, first_cycle, growth):
    """Cosines one after the other, each longer than the one before by a factor.

        rate = final_lr + (lr - final_lr) (1 + cos(pi k / n)) / 2

    in step k, from 0, of a cycle of n steps; n is first_cycle in the first cycle, and growth times as much in each
    further one.

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr, final_lr : rate at the start of each cycle, and the one it approaches, Python floats
    first_cycle : steps of the first cycle, a Python int of at least 1
    growth : how many times as long the next cycle is, a Python int of at least 1

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: the step in which a cycle ends is the first of the next one, as in PyTorch's
    CosineAnnealingWarmRestarts. No errors to raise.

    Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017.
    """
    place, length = t, first_cycle
    while place >= length:
        place -= length
        length *= growth
    return final_lr + 0.5 * (lr - final_lr) * (1.0 + math.cos(math.pi * place / length))

# %% check="warm_restarts"

# %% [markdown]
# ## Reduce on a plateau
#
# The schedules so far are drawn up before training and do not look at it. This one looks: once an epoch it gets the loss, and when the loss has not improved for a while it cuts the rate. Our copy of Temirkhanov's slides says that this needs a validation set. Its loss is the usual choice, but any loss that you watch will do, that of training included.
#
# It needs a memory, so its kernel is a step, with state in and state out: the best loss so far, the number of bad epochs in a row, and how many epochs of pause are left after the last cut. Three parts, in this order:
#
# 1. **Better?** The loss is better if it is below `best * (1 - threshold)`. Then it becomes the best, and the bad epochs are 0 again. If not, there is one bad epoch more.
# 2. **Cooling?** While the pause lasts, bad epochs do not count: they are 0. The pause is shorter by one.
# 3. **Cut?** When the bad epochs *exceed* the patience, the rate is multiplied by the factor, but not below `min_lr`; the bad epochs are 0, and a pause begins.

# %% answer="reduce_on_plateau"
def reduce_on_plateau(loss, lr, best, bad_epochs, cooling, *, factor, patience, threshold, cooldown, min_lr):
    """Look at the loss of one more epoch, and cut the rate if it has stopped falling.

        better if loss < best (1 - threshold): then best = loss and bad_epochs = 0, otherwise bad_epochs + 1
        if cooling > 0: bad_epochs = 0, cooling - 1
        if bad_epochs > patience: lr = max(lr factor, min_lr), bad_epochs = 0, cooling = cooldown

    Parameters
    ----------
    loss : loss of this epoch, a Python float; one that is not a number is not better
    lr : the rate so far, a Python float
    best : lowest loss so far, a Python float; math.inf before the first epoch
    bad_epochs : bad epochs in a row so far, a Python int; 0 before the first epoch
    cooling : epochs of pause that are left, a Python int; 0 before the first epoch
    factor : what a cut multiplies the rate by, a Python float in (0, 1)
    patience : how many bad epochs in a row are borne, a Python int
    threshold : share of the best loss by which a better one must be lower, a Python float
    cooldown : epochs of pause after a cut, a Python int
    min_lr : no cut goes below it, a Python float

    Returns
    -------
    (lr, best, bad_epochs, cooling) after this epoch: Python float, float, int, int

    Conventions, those of PyTorch's ReduceLROnPlateau with eps=0: a relative threshold; a cut when the bad epochs
    exceed patience (Keras and optax: when they reach it). No errors to raise.
    """
    if loss < best * (1.0 - threshold):
        best, bad_epochs = loss, 0
    else:
        bad_epochs += 1
    if cooling > 0:
        bad_epochs, cooling = 0, cooling - 1
    if bad_epochs > patience:
        lr, bad_epochs, cooling = max(lr * factor, min_lr), 0, cooldown
    return lr, best, bad_epochs, cooling

# %% check="reduce_on_plateau"

# %% [markdown]
# ### Experiment: a cut and a restart, on one time axis
#
# Clean digits are too easy: there the loss goes to 0 at any sensible rate, and neither schedule shows its face. With one label in five wrong in training, the noise of the gradients lasts. Both runs start at a rate of 0.1; the plateau watches the training loss at the end of each epoch.
#
# **Predict** before you run the cell. What does the loss do within three epochs after the first cut? What does it do right after a restart, and is a cycle's work lost by it?

# %% experiment
@experiment(warm_restarts, reduce_on_plateau)
def cut_and_restart():
    epoch, epochs, seeds, cycle = 45, 20, range(8), 225
    digits = data.digits(dtype="float32")
    split = digits._replace(y_train=data.noisy_labels(digits.y_train, 0.2, 10, Rng(0)))
    state, rates = [(0.1, math.inf, 0, 0) for _ in seeds], []
    settings = {"factor": 0.3, "patience": 2, "threshold": 0.03, "cooldown": 0, "min_lr": 0.001}

    def watch(step, net):
        if step % epoch == 0:
            losses = net.loss(split.x_train, split.y_train)
            state[:] = [reduce_on_plateau(float(loss), *s, **settings) for loss, s in zip(losses, state, strict=True)]
        rates.append([lr for lr, *_ in state])

    steps, runs = epoch * epochs, {}
    schedules = {"plateau": lambda t: [lr for lr, *_ in state],
                 "warm restarts": lambda t: warm_restarts(t, lr=0.1, final_lr=0.0, first_cycle=cycle, growth=1)}
    for name, schedule in schedules.items():
        net = nets.MLP((64, 64, 64, 10), init=he_normal, seeds=seeds)
        run = training.train(net, split, training.momentum, lr=schedule, steps=steps, batch=32,
                             on_step=watch if name == "plateau" else None)
        runs[name] = plots.smooth(run.loss, 20)
    rates = np.array(rates)
    cut = np.argmax(rates < 0.1, axis=0)                             # the step before the first one at a lower rate
    before, after = (np.median([runs["plateau"][c + k, s] for s, c in enumerate(cut)]) for k in (0, 3 * epoch))
    ends = [np.median(runs["warm restarts"][stop - 1]) for stop in range(cycle, steps + 1, cycle)]
    title = (f"First cut: loss from {before:.2f} to {after:.2f} in three epochs. "
             "Cycles end at " + ", ".join(f"{end:.2f}" for end in ends))
    fig, (top, bottom) = plots.figure(1, 2, height=5, title=title, sharex=True, height_ratios=(2, 1))
    time = np.arange(steps) / epoch
    for seed in seeds:
        plots.line(top, time, runs["plateau"][:, seed], "plateau" if seed == 0 else "", color=plots.COLOURS[0], linestyle="-",
                   alpha=1 if seed == 0 else 0.25, linewidth=1.8 if seed == 0 else 0.8)
        plots.line(bottom, time, rates[:, seed], color=plots.COLOURS[0], linestyle="-", alpha=1 if seed == 0 else 0.25)
    plots.band(top, time, runs["warm restarts"], "warm restarts", color=plots.COLOURS[1], linestyle="-")
    plots.line(bottom, time, [schedules["warm restarts"](t) for t in range(steps)], color=plots.COLOURS[1], linestyle="-")
    plots.label(top, "", "loss, mean of 20 batches")
    top.set_ylim(0, 1.7)
    plots.label(bottom, "epoch", "rate")
    plots.end_labels(top)
    plots.show(fig)
    return {"runs": runs, "cut": cut, "rates": rates, "epoch": epoch, "cycle": cycle}

# %% [markdown]
# A cut shows at once: the loss falls, because much of it was noise that the high rate kept up. That is the picture of the idea again, on a real net. It also explains why the first cut looks so good wherever you make it, and why it proves little: after it the net descends fast for a while, but a long time at the high rate may have been what brought it to that place.
#
# A restart throws the loss up, and it takes most of a cycle to be better than before. The ends of the cycles do become lower, one after the other. Compare where both runs end before you decide that the jumps have paid.
#
# ## All in one picture
#
# The last of the eight panels needs a loss to look at. It gets one that falls for ten epochs and then stays.

# %% experiment
@experiment(constant, linear_decay, step_decay, exponential_decay, cosine, gradual_warmup, warm_restarts, reduce_on_plateau)
def all_curves():
    steps, ends = 60, {"lr": 1.0, "final_lr": 0.0}
    after = tuple(cosine(k, steps=steps - 10, **ends) for k in range(steps - 9))
    state, plateau = (1.0, math.inf, 0, 0), []
    for t in range(steps + 1):
        plateau.append(state[0])
        state = reduce_on_plateau(max(2.0 - 0.15 * t, 0.5), *state, factor=0.4, patience=6, threshold=0.01, cooldown=5, min_lr=0.05)
    curves = {"constant": [constant(t, lr=1.0) for t in range(steps + 1)],
              "linear_decay": [linear_decay(t, steps=steps, **ends) for t in range(steps + 1)],
              "step_decay": [step_decay(t, lr=1.0, factor=0.4, every=15) for t in range(steps + 1)],
              "exponential_decay": [exponential_decay(t, lr=1.0, gamma=0.95) for t in range(steps + 1)],
              "cosine": [cosine(t, steps=steps, **ends) for t in range(steps + 1)],
              "gradual_warmup, cosine": [gradual_warmup(t, after, warmup=10) for t in range(steps + 1)],
              "warm_restarts": [warm_restarts(t, first_cycle=8, growth=2, **ends) for t in range(steps + 1)],
              "reduce_on_plateau": plateau}
    fig, axes = plots.figure(4, 2, width=9.5, height=4.4, sharex=True, sharey=True)
    for ax, (name, curve) in zip(axes.flat, curves.items(), strict=True):
        for other in curves.values():
            ax.step(range(steps + 1), other, where="post", color=plots.FAINT, linestyle="-", linewidth=1)
        ax.step(range(steps + 1), curve, where="post", color=plots.COLOURS[0], linestyle="-")
        mean = sum(curve[:steps]) / steps
        plots.label(ax, "step" if ax in axes[1] else "", "rate" if ax in axes[:, 0] else "", f"{name}\nmean {mean:.2f}")
        ax.title.set_fontsize(9)
    plots.show(fig)
    return curves

# %% [markdown]
# The mean of a curve is worth a look. It says how far the weights could travel in all, if the gradients were of one size. Linear and cosine have the same, about a half of the peak. A schedule with a smaller mean needs a higher peak, or more steps, to get as far.
#
# ## Optional kernels
#
# ### Inverse time
#
# The oldest of all: $\eta_t = \eta_0 / (1 + \kappa t)$. It falls slowly enough for the sum of all rates to be infinite, so no minimum is too far away, and fast enough for the sum of their squares to be finite, so the noise dies out. That is Robbins and Monro's condition of 1951, under which convergence is proved. Keras's old `SGD(decay=1e-6)`, which Gomez's slides show, is this with $\kappa = 10^{-6}$ a step.

# %% answer="inverse_time"
def inverse_time(t, *, lr, decay):
    """A rate that falls like one over the time.

        rate = lr / (1 + decay t)

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : first rate, a Python float
    decay : how fast it falls, a Python float: after 1 / decay steps the rate is a half

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: no root (a Transformer's schedule has one). No errors to raise.

    Robbins and Monro, A stochastic approximation method, Annals of Mathematical Statistics 22, 1951.
    """
    return lr / (1.0 + decay * t)

# %% check="inverse_time"

# %% [markdown]
# ### Steps at given times

# %% answer="multi_step"
def multi_step(t, *, lr, factor, milestones):
    """A rate that is cut at given steps.

        rate = lr factor^k,   k = number of milestones <= t

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : first rate, a Python float
    factor : what the rate is multiplied by at each milestone, a Python float in (0, 1)
    milestones : the steps of the cuts, a tuple of Python ints in rising order; it may be empty

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: the milestone is the first step with the new rate, as in PyTorch and optax (in Keras it is the last
    with the old one). No errors to raise.
    """
    return lr * factor ** sum(milestone <= t for milestone in milestones)

# %% check="multi_step"

# %% [markdown]
# ### Polynomial
#
# The linear decay with a bend: the share of the way that is *left*, to some power.

# %% answer="polynomial"
def polynomial(t, *, lr, final_lr, steps, power):
    """A power of the share that is left, from lr down to final_lr, constant after it.

        rate = final_lr + (lr - final_lr) (1 - a)^power,   a = min(t / steps, 1)

    Parameters
    ----------
    t : number of the step, a Python int from 0; it may lie beyond the end
    lr, final_lr : first and last rate, Python floats
    steps : the step in which the rate is final_lr for the first time, a Python int of at least 2
    power : above 1 for a fast fall at first, below 1 for a late one; a Python float above 0

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: with a final rate, as Keras and optax; PyTorch's PolynomialLR ends at 0. No errors to raise.
    """
    done = min(t / steps, 1.0)
    return final_lr + (lr - final_lr) * (1.0 - done) ** power

# %% check="polynomial"

# %% [markdown]
# ### Constant warmup
#
# He and colleagues needed it in 2016 for their net of 110 layers: a tenth of the rate until the training error fell, then all of it.

# %% answer="constant_warmup"
def constant_warmup(t, inner, *, warmup, factor):
    """A share of the first rate of another schedule for some steps, then that schedule.

        rate = inner[0] factor                    for t < warmup
        rate = inner[t - warmup]                  after it; the last one stays

    Parameters
    ----------
    t : number of the step, a Python int from 0; it may lie beyond the end of both
    inner : the rates of the inner schedule, a tuple of at least one Python float
    warmup : number of steps of the warmup, a Python int; 0 for none
    factor : the warmup's rate as a share of inner[0], a Python float in (0, 1)

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: as in gradual_warmup the inner schedule begins when the warmup is over. No errors to raise.

    He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016, section 4.2.
    """
    if t < warmup:
        return inner[0] * factor
    return inner[min(t - warmup, len(inner) - 1)]

# %% check="constant_warmup"

# %% [markdown]
# ### One cycle
#
# Smith's proposal: one slow rise to a rate that would be too high for long, one fall to far below the start. It is a warmup and a decay in one curve. His had straight lines; half cosines, as here, have become more common.

# %% answer="one_cycle"
def one_cycle(t, *, lr, start_lr, final_lr, steps, peak):
    """Half a cosine up, half a cosine down, constant after it.

        rate = start_lr + (lr - start_lr) (1 - cos(pi t / peak)) / 2    for t < peak
        rate = final_lr + (lr - final_lr) (1 + cos(pi a)) / 2           from the peak on

    with a = (t - peak) / (steps - peak), but at most 1.

    Parameters
    ----------
    t : number of the step, a Python int from 0; it may lie beyond the end
    lr : the highest rate, a Python float
    start_lr, final_lr : the rates at t = 0 and from t = steps on, Python floats
    steps : the step in which the rate is final_lr for the first time, a Python int
    peak : the step in which the rate is lr, a Python int, 0 < peak < steps

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: peak and end at t = peak and t = steps, as in optax; PyTorch's OneCycleLR has both one step earlier.
    No errors to raise.

    Smith, A disciplined approach to neural network hyper-parameters, 2018.
    """
    if t < peak:
        low, done = start_lr, 1.0 - t / peak
    else:
        low, done = final_lr, min((t - peak) / (steps - peak), 1.0)
    return low + 0.5 * (lr - low) * (1.0 + math.cos(math.pi * done))

# %% check="one_cycle"

# %% [markdown]
# **Predict** before you run the cell: from a start that is too sharp, as in the experiment on warmup, which of the optional schedules lets seeds train that a decay alone does not?

# %% experiment
@experiment(inverse_time, multi_step, polynomial, constant_warmup, one_cycle)
def optional_curves():
    steps, seeds, digits, high = 200, range(8), data.digits(dtype="float32"), 0.056
    curves = {"inverse_time": lambda t: inverse_time(t, lr=high, decay=0.02),
              "multi_step": lambda t: multi_step(t, lr=high, factor=0.3, milestones=(100, 150)),
              "polynomial": lambda t: polynomial(t, lr=high, final_lr=0.0, steps=steps, power=2.0),
              "constant_warmup": lambda t: constant_warmup(t, (high,), warmup=20, factor=0.1),
              "one_cycle": lambda t: one_cycle(t, lr=high, start_lr=high / 25, final_lr=0.0, steps=steps, peak=60)}
    net = nets.MLP((64, *[32] * 10, 10), seeds=[*seeds] * len(curves),
                   init=lambda fan_in, fan_out, *, rng: 1.5 * he_normal(fan_in, fan_out, rng=rng))
    run = training.train(net, digits, training.sgd, lr=side_by_side(curves.values(), seeds), steps=steps)
    trained = dict(zip(curves, (run.train_loss < 1).reshape(-1, len(seeds)).sum(axis=1).tolist(), strict=True))
    most = max(trained.values())
    best = " and ".join(name for name, many in trained.items() if many == most)
    fig, ax = plots.figure()
    for name, curve in curves.items():
        plots.line(ax, np.arange(steps), [curve(t) for t in range(steps)], f"{name}: {trained[name]} train")
    plots.label(ax, "step", "rate", f"Most seeds train with {best}: {most} of {len(seeds)}")
    plots.end_labels(ax)
    plots.show(fig)
    return trained

# %% [markdown]
# The ones that begin low. How they begin low matters less than that they do.
#
# ## A question to think about

# %% [markdown] question="more-steps" points=4
# You have trained a net for 600 steps with `cosine(t, lr=0.1, final_lr=0.0, steps=600)`. The loss was still falling when it ended, and you are given time for 600 steps more.
#
# A colleague proposes just to continue, with the same call and `t` from 600 to 1199. What happens? What would happen with PyTorch's `CosineAnnealingLR`? Name two ways to use the time that are better, and what each of them costs. Which schedules of this chapter would not have had the problem, and what do they ask of you instead? Use at least two of the figures. Six to ten sentences.
# +++
# *Model answer.* Continuing with the same call does nothing at all: from `t = 600` on the rate is `final_lr`, 0, and the weights stay where they are. PyTorch's scheduler would go on along the cosine, that is, *up* again: a restart in slow motion, after which the run ends at the high rate, the one choice that the figure of the high rate shows to be bad.
#
# Better: start anew with `steps=1200`, which costs the first 600 steps but gives the longer curve that the decays are made for. Or continue with a second cycle, as `warm_restarts` does: nothing is thrown away, but the figure of the restarts shows that the loss first goes up and takes most of a cycle to come back, so all of the 600 steps may be needed to be better than before. (Continuing at a small constant rate is a third way: cheap and safe, but slow.)
#
# Linear, cosine, polynomial, one-cycle must know the end in advance. Exponential and inverse-time decay and the constant rate have no end, warm restarts have many, and reduction on a plateau looks at the loss instead of the clock. They ask for something else: a rate of decay that suits the length anyway, or patience, threshold and factor; and a plateau needs a loss that is quiet enough to be judged.
#
# Points: the rate stays 0, and PyTorch's rises (1); two ways with their costs (1); schedules that know no end, and their price (1); two figures used correctly (1).

# %% [markdown]
# ## In your framework
#
# | here | PyTorch (`torch.optim.lr_scheduler`) | Keras (`keras.optimizers.schedules`) | optax | mind |
# | --- | --- | --- | --- | --- |
# | `linear_decay` | `LinearLR(opt, 1.0, final_lr / lr, steps)` | `PolynomialDecay(lr, steps, final_lr)` | `linear_schedule(lr, final_lr, steps)` | PyTorch's ends are factors; its defaults are a warmup's, from a third to 1 in 5 steps |
# | `step_decay` | `StepLR(opt, every, factor)` | `ExponentialDecay(lr, every, factor, staircase=True)` | `exponential_decay(lr, every, factor, staircase=True)` | |
# | `exponential_decay` | `ExponentialLR(opt, gamma)` | `ExponentialDecay(lr, 1, gamma)` | `exponential_decay(lr, 1, gamma)` | Keras and optax: the factor of `decay_steps`, `transition_steps` |
# | `cosine` | `CosineAnnealingLR(opt, steps, final_lr)` | `CosineDecay(lr, steps, alpha)` | `cosine_decay_schedule(lr, steps, alpha)` | PyTorch rises again after the end; alpha = `final_lr / lr` |
# | `gradual_warmup` | `SequentialLR(opt, [LinearLR(opt, 1 / n, 1.0, n - 1), inner], [n])` | `CosineDecay(0.0, steps, warmup_target=lr, warmup_steps=n)` | `join_schedules([linear_schedule(0, lr, n), inner], [n])` | Keras and optax start at 0: t / n |
# | `warm_restarts` | `CosineAnnealingWarmRestarts(opt, first_cycle, growth, final_lr)` | `CosineDecayRestarts(lr, first_cycle, growth)` | `sgdr_schedule([...])` | Keras's growth is 2 by default |
# | `reduce_on_plateau` | `ReduceLROnPlateau(opt, factor=, patience=, threshold=, cooldown=, min_lr=)` | `callbacks.ReduceLROnPlateau(factor=, patience=, min_delta=, ...)` | `optax.contrib.reduce_on_plateau(...)` | Keras, optax: cut when patience is *reached*; Keras's `min_delta` is absolute, 0.0001 by default |
# | `inverse_time` | `LambdaLR(opt, lambda t: 1 / (1 + decay * t))` | `InverseTimeDecay(lr, 1, decay)` | a function of your own | LambdaLR takes a factor, not a rate |
# | `multi_step` | `MultiStepLR(opt, milestones, factor)` | `PiecewiseConstantDecay(boundaries, values)` | `piecewise_constant_schedule(lr, {step: factor})` | Keras: the boundary still has the old rate |
# | `polynomial` | `PolynomialLR(opt, steps, power)` | `PolynomialDecay(lr, steps, final_lr, power)` | `polynomial_schedule(lr, final_lr, power, steps)` | PyTorch ends at 0 |
# | `one_cycle` | `OneCycleLR(opt, lr, total_steps)` | | `cosine_onecycle_schedule(steps, lr)` | PyTorch's last step is `total_steps - 1`, and it moves momentum, too |
#
# In PyTorch *you* decide what a step is: `scheduler.step()` once an epoch or once a batch, after `optimizer.step()`. Most of its tutorials count epochs. Keras's and optax's schedules count updates; Keras's callbacks count epochs. Forget the difference, and a schedule is off by the number of batches in an epoch.
#
# ## Further reading
#
# * Loshchilov and Hutter, [SGDR: stochastic gradient descent with warm restarts](https://arxiv.org/abs/1608.03983), 2017. The cosine comes from here, as a part of the restarts.
# * Goyal and colleagues, [Accurate, large minibatch SGD](https://arxiv.org/abs/1706.02677), 2017. The case for gradual warmup.
# * Smith, [A disciplined approach to neural network hyper-parameters](https://arxiv.org/abs/1803.09820), 2018. One cycle, and how to find its rates.
# * Gotmare, Keskar, Xiong and Socher, [A closer look at deep learning heuristics](https://arxiv.org/abs/1810.13243), 2019. What warmup and restarts do, looked at from close by.
# * Li, Wei and Ma, [Towards explaining the regularization effect of initial large learning rate](https://arxiv.org/abs/1907.04595), 2019. Why the early cut looks better than it is.
# * Defazio and colleagues, [Optimal linear decay learning rate schedules and further refinements](https://arxiv.org/abs/2310.07831), 2023. A theory in which the straight line wins.
# * Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press 2016, section 8.3.1.
#
# The lectures that this course draws on treat the subject on Dombry's slide "Learning rate scheduling", Gomez's "Stochastic Gradient Descent" and "Learning rate warmup", Wolter's "Learning rate decay" and Temirkhanov's "LR Schedulers".

# %% [markdown]
# ## Where you stand

# %%
progress()
