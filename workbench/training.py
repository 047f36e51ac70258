"""The training loop: minibatches in, a history of losses out, for many nets at once.

A net whose loss is no longer finite is out: it is set to zero, and its losses and accuracies are NaN from
there on, while the others go on as if it had never been there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from workbench.arrays import to_host
from workbench.data import Split, minibatches
from workbench.nets import MLP
from workbench.progress import progress
from workbench.rng import Rng
from workbench.rules import Rule, adam, momentum, rule, sgd

__all__ = ["History", "Rule", "Watched", "adam", "constant", "cosine", "momentum", "rule", "sgd", "train"]

LOOK = 50       # steps between two looks whether any net is still alive; each look waits for the device


class Watched(NamedTuple):
    """Curves of the nets in evaluation; NumPy arrays, NaN where a net has diverged.

    steps (points,)  after how many updates; the first is 0
    train_loss, test_loss, test_accuracy (points, seeds)  on all training and all test examples
    """

    steps: np.ndarray
    train_loss: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray


@dataclass
class History:
    """What happened in a run; NumPy arrays, NaN where a net has diverged.

    loss (steps, seeds)  on the minibatch of each step, before the update, as training sees it: with masks where
        there is dropout, with the batch's statistics where there is batch norm; the first is the untrained net's
    train_loss, train_accuracy, test_accuracy (seeds,)  on all examples, after the last step
    seen  what `on_step` returned, one entry for each step where it returned something
    watched  the `Watched` curves in evaluation, where `train` was told to watch
    """

    loss: np.ndarray
    train_loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray
    seen: list = field(default_factory=list)
    watched: Watched | None = None

    @property
    def steps(self) -> np.ndarray:
        """Step numbers 0, 1, ... to plot `loss` against."""
        return np.arange(self.loss.shape[0])

    @property
    def diverged(self) -> np.ndarray:
        """Which nets (seeds,) did not come through."""
        return ~np.isfinite(self.train_loss)


def constant(rate) -> Callable[[int], float]:
    """The schedule that does not move."""
    return lambda step: rate


def cosine(rate, steps: int) -> Callable:
    """From `rate`, one number or one a net, at step 0 down half a cosine to 0 at step `steps`."""
    def schedule(step: int):
        factor = 0.5 * (1.0 + math.cos(math.pi * min(step, steps) / steps))
        return [r * factor for r in rate] if isinstance(rate, Sequence) else rate * factor
    return schedule


def train(net: MLP, split: Split, update: Rule, *, lr, steps: int, batch: int | None = 64,
          on_step: Callable | None = None, watch: int | None = None, label: str = "training") -> History:
    """Train every seed of `net`, in place, for `steps` steps.

    Parameters
    ----------
    split : examples x (n, features) and classes y (n,), or (seeds, n) if each net has its own labels
    update : a rule, as `sgd`, `momentum`, `adam`, or `rule(kernel, **hyper)`
    lr : a number, a sequence with one number a net, or a schedule `step -> ` one of these (steps from 0)
    batch : examples a step, drawn without replacement in each epoch, in an order of each seed's own;
        None takes them all at every step
    watch : measure losses in evaluation before the first update and after every `watch` updates
    on_step : `on_step(step, net)` is called after each update (steps from 1); what it returns is kept in `seen`
    """
    schedule = lr if callable(lr) else constant(lr)
    batches = _batches(net, split.x_train, split.y_train, batch)
    states, losses, seen, alive, watched = update.start(net.parameters), [], [], None, []
    with np.errstate(all="ignore"):             # of a net that overflows the history says more than a warning
        if watch:
            watched.append(_look(net, split))
        for step in progress(steps, label):
            loss, gradients = net.loss_and_gradients(*next(batches))
            alive = net.xp.isfinite(loss) if alive is None else alive & net.xp.isfinite(loss)
            parameters, states = update.update(net.parameters, gradients, states, step + 1, schedule(step))
            net.parameters = [_keep(net.xp, alive, p) for p in parameters]
            losses.append(net.xp.where(alive, loss, math.nan))
            if watch and (step + 1) % watch == 0:
                watched.append([net.xp.where(alive, value, math.nan) for value in _look(net, split)])
            if on_step is not None and (value := on_step(step + 1, net)) is not None:
                seen.append(value)
            if step % LOOK == LOOK - 1 and not to_host(alive).any():
                break
        history = _measure(net, split, alive)
    recorded = np.full((steps, len(net.seeds)), math.nan)
    recorded[:len(losses)] = to_host(net.xp.stack(losses))
    return History(recorded, *history, seen, _watched(net, watched, watch) if watch else None)


def _look(net: MLP, split: Split) -> list:
    """Loss on all training and all test examples, and accuracy on the test examples, in evaluation."""
    statistics = _statistics(net, split)
    train_loss, test_loss = (net.loss(x, y, statistics) for x, y in zip(split[::2], split[1::2], strict=True))
    if net.xp.isdtype(split.y_test.dtype, "integral"):
        return [train_loss, test_loss, net.accuracy(split.x_test, split.y_test, statistics)]
    return [train_loss, test_loss, net.xp.full_like(test_loss, math.nan)]


def _statistics(net: MLP, split: Split):
    """What the net's own batch norm uses in evaluation: the statistics of the whole training set."""
    return net.forward(split.x_train)[1].statistics if net.batch_norm else None


def _watched(net: MLP, points: list, watch: int) -> Watched:
    curves = [to_host(net.xp.stack(curve)) for curve in zip(*points, strict=True)]
    return Watched(watch * np.arange(len(points)), *curves)


def _keep(xp, alive, parameter):
    """The parameter (seeds, ...) with zeros for the nets that are not alive (seeds,)."""
    return xp.where(xp.reshape(alive, (-1, 1, 1)), parameter, 0.0)


def _batches(net: MLP, x, y, size: int | None):
    """Endless pairs x (seeds, m, features), y (seeds, m), one epoch after the other; with no size always x, y."""
    if size is None:
        while True:
            yield x, y
    xp, nets, n = net.xp, len(net.seeds), x.shape[0]
    streams = {seed: Rng((seed, 1), xp, net.dtype, net.device) for seed in net.seeds}
    while True:
        epochs = {seed: minibatches(n, size, rng) for seed, rng in streams.items()}
        for _ in range(-(-n // size)):
            drawn = {seed: next(epoch) for seed, epoch in epochs.items()}
            chosen = xp.reshape(xp.stack([drawn[seed] for seed in net.seeds]), (-1,))
            x_batch = xp.reshape(xp.take(x, chosen, axis=0), (nets, -1, x.shape[1]))
            yield x_batch, _labels(xp, y, chosen, nets, n)


def _labels(xp, y, chosen, nets: int, n: int):
    if y.ndim == 1 or not xp.isdtype(y.dtype, "integral"):
        taken = xp.take(y, chosen, axis=0)                       # classes (n,), or targets (n, units)
    else:
        offset = xp.repeat(xp.arange(nets, dtype=chosen.dtype, device=chosen.device), chosen.shape[0] // nets)
        taken = xp.take(xp.reshape(y, (-1,)), chosen + n * offset)
    return xp.reshape(taken, (nets, -1, *taken.shape[1:]))


def _measure(net: MLP, split: Split, alive):
    """Loss and accuracy on all training examples, accuracy on the test examples; NaN for nets that diverged."""
    statistics = _statistics(net, split)
    values = [net.loss(split.x_train, split.y_train, statistics)]
    if net.xp.isdtype(split.y_train.dtype, "integral"):
        values.append(net.accuracy(split.x_train, split.y_train, statistics))
        values.append(net.accuracy(split.x_test, split.y_test, statistics))
    else:
        values += [net.xp.full_like(values[0], math.nan)] * 2
    alive = alive & net.xp.isfinite(values[0])
    return [to_host(net.xp.where(alive, value, math.nan)) for value in values]
