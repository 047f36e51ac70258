"""The course's own answers. Made by `make build` from solutions/05_schedules/05_schedules.py; edit there."""

import math

SHOW_SOLUTIONS = True


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
