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


class Normalization(Layer):
    """What normalization layers share: a scale that starts at 1 and a shift that starts at 0, one a unit."""

    def start(self, net, units, place):
        ones = net.xp.ones((len(net.seeds), 1, units), dtype=getattr(net.xp, net.dtype), device=net.device)
        self.parameters = [ones, net.xp.zeros_like(ones)]


class BatchNorm(Normalization):
    """Batch normalization with a learned scale and shift: the batch's statistics in training, running ones after.

    Parameters
    ----------
    forward : kernel `(x, gamma, beta, *, eps) -> (y, x_hat, mean, var)`, x (n, features)
    backward : kernel `(dy, x_hat, var, gamma, *, eps) -> (dx, dgamma, dbeta)`
    running : kernel `(mean, var, running_mean, running_var, *, n, momentum) -> (running_mean, running_var)`
    inference : kernel `(x, running_mean, running_var, gamma, beta, *, eps) -> y`
    momentum : a number or a sequence with one number a net; the statistics start at mean 0 and variance 1
    eps : the kernels' number

    Every feature is normalized by itself, so the kernels see the units of all nets side by side, as one batch.
    """

    def __init__(self, forward: Callable, backward: Callable, running: Callable, inference: Callable, *,
                 momentum=0.1, eps: float = 1e-5):
        self._forward, self._backward, self._running, self._inference = forward, backward, running, inference
        self.momentum, self.eps = momentum, eps

    def start(self, net, units, place):
        super().start(net, units, place)
        ones = self.parameters[0][:, 0, :]
        self.statistics = net.xp.zeros_like(ones), ones          # mean, variance (seeds, units)
        self._groups = groups(len(net.seeds), {"momentum": self.momentum})

    def forward(self, z, training):
        nets, numbers = z.shape[0], (_flat(a) for a in self.parameters)
        if not training:
            return _apart(self._inference(_beside(z), *map(_flat, self.statistics), *numbers, eps=self.eps), nets), None
        y, z_hat, mean, var = self._forward(_beside(z), *numbers, eps=self.eps)
        xp, shape = array_namespace(z), (nets, -1)
        self.statistics = self._moved(xp.reshape(mean, shape), xp.reshape(var, shape), z.shape[1])
        return _apart(y, nets), (z_hat, var)

    def _moved(self, mean, var, n):
        """The running statistics after this batch; a call for each momentum, so that the kernel sees a float."""
        parts = []
        for nets, hyper in self._groups:
            before = [a[nets, :] for a in (mean, var, *self.statistics)]
            after = self._running(*map(_flat, before), n=n, **hyper)
            parts.append([array_namespace(mean).reshape(a, before[0].shape) for a in after])
        return _joined(array_namespace(mean).concat, parts)

    def backward(self, dy, kept):
        z_hat, var = kept
        nets, gamma = dy.shape[0], self.parameters[0]
        dz, *gradients = self._backward(_beside(dy), z_hat, var, _flat(gamma), eps=self.eps)
        return _apart(dz, nets), [array_namespace(dy).reshape(g, gamma.shape) for g in gradients]


class LayerNorm(Normalization):
    """Layer normalization with a learned scale and shift: training and evaluation are the same.

    Parameters
    ----------
    forward : kernel `(x, gamma, beta, *, eps) -> (y, x_hat, mean, var)`, x (n, units), mean and var (n, 1)
    backward : kernel `(dy, x_hat, var, gamma, *, eps) -> (dx, dgamma, dbeta)`
    eps : the kernels' number
    """

    def __init__(self, forward: Callable, backward: Callable, *, eps: float = 1e-5):
        self._forward, self._backward, self.eps = forward, backward, eps

    def forward(self, z, training):
        gamma, beta = (p[:, 0, :] for p in self.parameters)
        y, z_hat, _, var = each_net(self._forward, z, gamma, beta, eps=self.eps)
        return y, (z_hat, var)

    def backward(self, dy, kept):
        dz, *gradients = each_net(self._backward, dy, *kept, self.parameters[0][:, 0, :], eps=self.eps)
        return dz, [g[:, None, :] for g in gradients]


class GroupNorm(Normalization):
    """Group normalization with a learned scale and shift, units for channels: training and evaluation are the same.

    Parameters
    ----------
    forward : kernel `(x, gamma, beta, *, groups, eps) -> (y, x_hat, mean, var)`, x (n, channels, 1, 1)
    backward : kernel `(dy, x_hat, var, gamma, *, groups, eps) -> (dx, dgamma, dbeta)`
    groups, eps : the kernels' numbers

    Groups know nothing of each other, so the kernels see the units of all nets side by side, in as many groups.
    """

    def __init__(self, forward: Callable, backward: Callable, *, groups: int, eps: float = 1e-5):
        self._forward, self._backward, self.groups, self.eps = forward, backward, groups, eps

    def forward(self, z, training):
        nets, hyper = z.shape[0], {"groups": z.shape[0] * self.groups, "eps": self.eps}
        y, z_hat, _, var = self._forward(_beside(z)[..., None, None], *map(_flat, self.parameters), **hyper)
        return _apart(y[:, :, 0, 0], nets), (z_hat, var)

    def backward(self, dy, kept):
        nets, gamma = dy.shape[0], self.parameters[0]
        hyper = {"groups": nets * self.groups, "eps": self.eps}
        dz, *gradients = self._backward(_beside(dy)[..., None, None], *kept, _flat(gamma), **hyper)
        return _apart(dz[:, :, 0, 0], nets), [array_namespace(dy).reshape(g, gamma.shape) for g in gradients]


def _beside(z):
    """(nets, n, units) -> (n, nets times units): the nets' units side by side."""
    xp = array_namespace(z)
    return xp.reshape(xp.permute_dims(z, (1, 0, 2)), (z.shape[1], -1))


def _apart(y, nets: int):
    """(n, nets times units) -> (nets, n, units), the way back."""
    xp = array_namespace(y)
    return xp.permute_dims(xp.reshape(y, (y.shape[0], nets, -1)), (1, 0, 2))


def _flat(a):
    return array_namespace(a).reshape(a, (-1,))


def each_net(kernel: Callable, *arrays, **hyper) -> tuple:
    """The kernel on each net's part of the arrays (seeds, ...) by itself; a tuple of what it returns, stacked again."""
    parts = [_tuple(kernel(*[a[net, ...] for a in arrays], **hyper)) for net in range(arrays[0].shape[0])]
    return _joined(array_namespace(arrays[0]).stack, parts)


def _tuple(returned) -> tuple:
    return tuple(returned) if isinstance(returned, tuple | list) else (returned,)


def _joined(join: Callable, parts: list[tuple]) -> tuple:
    return tuple(join(same) for same in zip(*parts, strict=True))
