"""Learning-rate schedules in Python floats, straight from their equations, one operation a line.

The known mistakes are edits of these lines (misconceptions.py), so names follow the equations and
nothing is abbreviated. A curve is a function of the step t, from 0; only the plateau has a state.
"""

import math


def constant(t, *, lr):
    """The same rate at every step."""
    rate = lr
    return rate


def linear_decay(t, *, lr, final_lr, steps):
    """A straight line from lr at step 0 to final_lr at step `steps`, constant from there on."""
    done = min(t, steps) / steps
    rate = (1.0 - done) * lr + done * final_lr
    return rate


def step_decay(t, *, lr, factor, every):
    """One more factor after each `every` steps."""
    cuts = t // every
    rate = lr * factor**cuts
    return rate


def exponential_decay(t, *, lr, gamma):
    """One more factor after each step."""
    rate = lr * gamma**t
    return rate


def cosine(t, *, lr, final_lr, steps):
    """Half a cosine from lr at step 0 to final_lr at step `steps`, constant from there on (SGDR's equation 5)."""
    done = min(t, steps) / steps
    share = 0.5 * (1.0 + math.cos(math.pi * done))
    rate = final_lr + (lr - final_lr) * share
    return rate


def gradual_warmup(t, inner, *, warmup):
    """`warmup` equal rises up to the first rate of the inner schedule, then the inner schedule from its start."""
    if t < warmup:
        rate = inner[0] * (t + 1) / warmup
    else:
        after = t - warmup
        rate = inner[min(after, len(inner) - 1)]
    return rate


def warm_restarts(t, *, lr, final_lr, first_cycle, growth):
    """Cosines one after the other, each cycle `growth` times as long as the one before (SGDR)."""
    start = 0
    length = first_cycle
    while t >= start + length:
        start = start + length
        length = length * growth
    done = (t - start) / length
    share = 0.5 * (1.0 + math.cos(math.pi * done))
    rate = final_lr + (lr - final_lr) * share
    return rate


def reduce_on_plateau(loss, lr, best, bad_epochs, cooling, *, factor, patience, threshold, cooldown, min_lr):
    """One epoch of PyTorch's ReduceLROnPlateau: mode min, relative threshold, eps 0."""
    improved = loss < best * (1.0 - threshold)
    bad_epochs = 0 if improved else bad_epochs + 1
    best = loss if improved else best
    if cooling > 0:
        bad_epochs = 0
        cooling = cooling - 1
    if bad_epochs > patience:
        bad_epochs = 0
        cooling = cooldown
        lr = max(lr * factor, min_lr)
    return lr, best, bad_epochs, cooling


def inverse_time(t, *, lr, decay):
    """lr over a straight line in t."""
    rate = lr / (1.0 + decay * t)
    return rate


def multi_step(t, *, lr, factor, milestones):
    """One more factor from each milestone on."""
    cuts = sum(t >= milestone for milestone in milestones)
    rate = lr * factor**cuts
    return rate


def polynomial(t, *, lr, final_lr, steps, power):
    """A power of the share that is left, from lr at step 0 to final_lr at step `steps`, constant from there on."""
    done = min(t, steps) / steps
    rate = final_lr + (lr - final_lr) * (1.0 - done) ** power
    return rate


def constant_warmup(t, inner, *, warmup, factor):
    """A constant share of the inner schedule's first rate, then the inner schedule from its start."""
    if t < warmup:
        rate = inner[0] * factor
    else:
        after = t - warmup
        rate = inner[min(after, len(inner) - 1)]
    return rate


def one_cycle(t, *, lr, start_lr, final_lr, steps, peak):
    """Half a cosine up from start_lr to lr at step `peak`, half a cosine down to final_lr at step `steps`."""
    if t < peak:
        low = start_lr
        done = (peak - t) / peak
    else:
        low = final_lr
        done = (min(t, steps) - peak) / (steps - peak)
    share = 0.5 * (1.0 + math.cos(math.pi * done))
    rate = low + (lr - low) * share
    return rate
