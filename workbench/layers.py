"""Layers that behave one way in training and another in evaluation, made of a student's kernels.

`MLP(..., before=...)` puts such a layer between each hidden linear map and its activation, `after=...` between the
activation and the next linear map. The kernels see what their contracts say; keeping masks and statistics, and
serving many nets at once, is done here.
"""

from __future__ import annotations

from collections.abc import Callable

from array_api_compat import array_namespace

from workbench.rng import Rng
from workbench.rules import groups


class Layer:
    """What a net asks of a layer. The net copies the one it is given, and starts a copy at each hidden layer.

    parameters  arrays (seeds, 1, units) that training changes, read and replaced by the net; none here
    """

    parameters: tuple | list = ()

    def start(self, net, units: int, place: tuple[int, int]):
        """Get ready for `units` units of every seed of `net`; `place` is (layer, 0 before or 1 after)."""

    def forward(self, z, training: bool):
        """z (seeds, n, units) -> (the layer's outputs of the same shape, what backward needs or None)."""
        raise NotImplementedError

    def backward(self, dy, kept):
        """d loss / d outputs and what forward kept in training -> (d loss / dz, gradients of `parameters`)."""
        raise NotImplementedError


class Dropout(Layer):
    """Inverted dropout: in training a new mask at every pass, in evaluation nothing at all.

    Parameters
    ----------
    forward, backward : kernels `forward(x, u, *, rate) -> (y, mask)` and `backward(dy, mask, *, rate) -> dx`
    rate : probability to drop, a number or a sequence with one number a net

    The uniforms u come from a stream of each seed's own: two nets with one seed see the same.
    """

    def __init__(self, forward: Callable, backward: Callable, *, rate):
        self._forward, self._backward, self.rate = forward, backward, rate

    def start(self, net, units, place):
        self._seeds = net.seeds
        self._streams = {seed: Rng((seed, 2, *place), net.xp, net.dtype, net.device) for seed in net.seeds}
        self._groups = groups(len(net.seeds), {"rate": self.rate})

    def forward(self, z, training):
        if not training:
            return z, None
        drawn = {seed: rng.uniform(z.shape[1:]) for seed, rng in self._streams.items()}
        u = array_namespace(z).stack([drawn[seed] for seed in self._seeds])
        return self._each_group(self._forward, z, u)

    def backward(self, dy, mask):
        return self._each_group(self._backward, dy, mask)[0], []

    def _each_group(self, kernel, *arrays):
        """The kernel on the nets of each rate, so that it always sees a float; a net keeps its dtype."""
        xp, dtype = array_namespace(arrays[0]), arrays[0].dtype
        parts = [_tuple(kernel(*[a[nets, ...] for a in arrays], **hyper)) for nets, hyper in self._groups]
        return tuple(xp.astype(a, dtype, copy=False) for a in _joined(xp.concat, parts))


class BatchNorm(Layer):
    """Batch normalization with a learned scale and shift: the batch's statistics in training, running ones after.

    Parameters
    ----------
    forward : kernel `(x, gamma, beta, *, eps) -> (y, x_hat, mean, var)`, x (n, units)
    backward : kernel `(dy, x_hat, var, gamma, *, eps) -> (dx, dgamma, dbeta)`
    running : kernel `(mean, var, running_mean, running_var, *, n, momentum) -> (running_mean, running_var)`
    inference : kernel `(x, running_mean, running_var, gamma, beta, *, eps) -> y`
    momentum, eps : the kernels' numbers; the statistics start at mean 0 and variance 1
    """

    def __init__(self, forward: Callable, backward: Callable, running: Callable, inference: Callable, *,
                 momentum: float = 0.1, eps: float = 1e-5):
        self._forward, self._backward, self._running, self._inference = forward, backward, running, inference
        self.momentum, self.eps = momentum, eps

    def start(self, net, units, place):
        ones = net.xp.ones((len(net.seeds), 1, units), dtype=getattr(net.xp, net.dtype), device=net.device)
        self.parameters = [ones, net.xp.zeros_like(ones)]
        self.statistics = net.xp.zeros_like(ones[:, 0, :]), ones[:, 0, :]       # mean, variance (seeds, units)

    def forward(self, z, training):
        gamma, beta = (p[:, 0, :] for p in self.parameters)
        if not training:
            return each_net(self._inference, z, *self.statistics, gamma, beta, eps=self.eps)[0], None
        y, z_hat, mean, var = each_net(self._forward, z, gamma, beta, eps=self.eps)
        self.statistics = each_net(self._running, mean, var, *self.statistics, n=z.shape[1], momentum=self.momentum)
        return y, (z_hat, var)

    def backward(self, dy, kept):
        z_hat, var = kept
        dz, *gradients = each_net(self._backward, dy, z_hat, var, self.parameters[0][:, 0, :], eps=self.eps)
        return dz, [g[:, None, :] for g in gradients]


def each_net(kernel: Callable, *arrays, **hyper) -> tuple:
    """The kernel on each net's part of the arrays (seeds, ...) by itself; a tuple of what it returns, stacked again."""
    parts = [_tuple(kernel(*[a[net, ...] for a in arrays], **hyper)) for net in range(arrays[0].shape[0])]
    return _joined(array_namespace(arrays[0]).stack, parts)


def _tuple(returned) -> tuple:
    return tuple(returned) if isinstance(returned, tuple | list) else (returned,)


def _joined(join: Callable, parts: list[tuple]) -> tuple:
    return tuple(join(same) for same in zip(*parts, strict=True))
