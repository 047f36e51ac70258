"""Multilayer perceptrons, many at once: each seed is one net, and the seeds are the leading axis of every array.

A whole experiment over seeds is then one batched matrix product a layer. Forward and backward are written
by hand in the array API, so that one source runs on NumPy and on a GPU, and a chapter can look at every
activation and every gradient.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from array_api_compat import array_namespace

from workbench import losses
from workbench.arrays import on_device, to_host
from workbench.layers import Layer
from workbench.rng import Rng


class Cache(NamedTuple):
    """What a forward pass leaves behind; lists have one entry a layer, layer 1 first.

    inputs   what each layer multiplies by its weights: x, then the activations of each hidden layer
    z        pre-activations (seeds, n, units), the last are the outputs
    z_hat    normalized pre-activations of the hidden layers; an empty list without batch norm
    statistics   (mean, variance) of each normalized layer; an empty list without batch norm
    kept    of each hidden layer, what its activation saw and gave, and what the layers before and after it keep
    """

    inputs: list
    z: list
    z_hat: list
    statistics: list
    kept: list


class Trace(NamedTuple):
    """One forward and backward pass, for figures; lists have one entry a layer, layer 1 first.

    loss (seeds,); z, h (seeds, n, units) pre-activations and activations (the last h are the outputs);
    dz, dh the gradients with respect to them; dw (seeds, fan_in, fan_out); db (seeds, 1, fan_out), or None;
    dp the list of gradients of the parameters of the layers before and after the activation.
    With a layer after the activation h is what that layer gives. On a net with skips h is the stream that the
    skips carry, which is z.
    """

    loss: Any
    z: list
    h: list
    dz: list
    dh: list
    dw: list
    db: list
    dp: list


class MLP:
    """Nets of equal shape, one for each seed, with the same initializer.

    z_1 = x W_1 + b_1, and after it z_(l+1) = a(z_l) W_(l+1) + b_(l+1). With `residual` = s each hidden layer
    but the first adds to what comes in: z_(l+1) = z_l + s (a(z_l) W_(l+1) + b_(l+1)).

    Parameters
    ----------
    sizes : units of each layer, inputs first, as (64, 48, 48, 10)
    init : `init(fan_in, fan_out, *, rng)` gives w (fan_in, fan_out), or (w, b) with b (fan_out,); called once
        for each seed and layer, with one `Rng` a seed. Biases start at 0 otherwise.
    activation : "relu", "tanh", "sigmoid" or "linear"
    loss : "cross_entropy" of classes, or "mean_squared_error" of one-hot classes or of given targets
    residual : scale of the skipped-over part, or None for a plain net
    batch_norm : normalize the hidden pre-activations, without scale and shift, before the activation
    bias : whether layers have biases
    fixed_output : whether the last layer stays as it was drawn
    before, after : a `layers.Layer`, as `layers.Dropout(...)`, that goes before or after each hidden activation;
        training and evaluation differ in it
    seeds : one whole number a net; a net is the same whichever others train beside it
    xp, dtype, device : namespace, name of the dtype and device of all arrays

    Raises ValueError for skips over layers of unequal width, or skips with batch norm.
    """

    def __init__(self, sizes: Sequence[int], *, init: Callable, activation: str = "relu", loss: str = "cross_entropy",
                 residual: float | None = None, batch_norm: bool = False, bias: bool = True,
                 fixed_output: bool = False, before: Layer | None = None, after: Layer | None = None,
                 seeds: Sequence[int] = (0,), xp=np, dtype: str = "float32", device=None):
        if residual is not None and (batch_norm or len(set(sizes[1:-1])) > 1):
            raise ValueError("a net with skips needs hidden layers of one width, and no batch norm")
        self.sizes, self.seeds, self.dtype = tuple(sizes), tuple(seeds), dtype
        self.residual, self.batch_norm = residual, batch_norm
        self._activate, self._activate_backward = losses.ACTIVATIONS[activation]
        self._loss = losses.LOSSES[loss]
        self.xp = array_namespace(on_device(0.0, xp, dtype, device))
        self.device = device
        self.weights, self.biases = self._draw(init, bias)
        self._trained = len(self.weights) - fixed_output
        self.before, self.after = (self._placed(layer, side) for side, layer in enumerate((before, after)))

    def _draw(self, init, bias):
        xp = self.xp
        drawn = {}
        for seed in self.seeds:
            if seed in drawn:
                continue
            rng = Rng((seed, 0), xp, self.dtype, self.device)
            drawn[seed] = []
            for fan_in, fan_out in zip(self.sizes[:-1], self.sizes[1:], strict=True):
                w = init(fan_in, fan_out, rng=rng)
                w, b = w if isinstance(w, tuple) else (w, on_device(np.zeros(fan_out), xp, self.dtype, self.device))
                drawn[seed].append((w, xp.reshape(b, (1, fan_out))))
        layers = range(len(self.sizes) - 1)
        weights = [xp.stack([drawn[seed][layer][0] for seed in self.seeds]) for layer in layers]
        biases = [xp.stack([drawn[seed][layer][1] for seed in self.seeds]) if bias else None for layer in layers]
        return weights, biases

    def _placed(self, layer, side):
        """A copy of the layer at each hidden layer, ready to run; an empty list for None."""
        copies = [] if layer is None else [copy.copy(layer) for _ in self.sizes[1:-1]]
        for place, (one, units) in enumerate(zip(copies, self.sizes[1:], strict=False)):
            one.start(self, units, (place, side))
        return copies

    def _layers(self, hidden: int) -> list:
        """The layers before and after the activation of this hidden layer, as far as there are any."""
        return self.before[hidden:hidden + 1] + self.after[hidden:hidden + 1]

    @property
    def parameters(self) -> list:
        """The arrays that training changes: w_1 (seeds, fan_in, fan_out), b_1 (seeds, 1, fan_out), those of the
        layers before and after the first activation, w_2, ..."""
        found = []
        for layer in range(self._trained):
            found += [self.weights[layer], self.biases[layer]]
            found += [p for one in self._layers(layer) for p in one.parameters]
        return [p for p in found if p is not None]

    @parameters.setter
    def parameters(self, values):
        values = iter(values)
        for layer in range(self._trained):
            self.weights[layer] = next(values)
            if self.biases[layer] is not None:
                self.biases[layer] = next(values)
            for one in self._layers(layer):
                one.parameters = [next(values) for _ in one.parameters]

    def forward(self, x, statistics: list | None = None, *, training: bool = False) -> tuple[Any, Cache]:
        """Outputs (seeds, n, classes) for x (n, features), or (seeds, n, features), and what backward needs.

        `statistics`, from another pass's cache, replaces the batch's own mean and variance in batch norm.
        `training` is how the layers before and after the activations behave: dropout draws its masks only then.
        Raises TypeError if x has another dtype than the net, which would quietly compute in the wider one.
        """
        if x.dtype != self.weights[0].dtype:
            raise TypeError(f"the examples are {x.dtype} and the net is {self.weights[0].dtype}: give both one dtype")
        cache = Cache([], [], [], [], [])
        last = len(self.weights) - 1
        a, stream = x, None
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = a @ w if b is None else a @ w + b
            if self.residual is not None and 0 < layer < last:
                z = stream + self.residual * z
            cache.inputs.append(a)
            cache.z.append(z)
            stream = a = z
            if layer < last:
                if self.batch_norm:
                    a, used = losses.normalize(z, statistics[layer] if statistics else None)
                    cache.z_hat.append(a)
                    cache.statistics.append(used)
                kept_before = kept_after = None
                if self.before:
                    a, kept_before = self.before[layer].forward(a, training)
                seen, a = a, self._activate(a)
                gave = a
                if self.after:
                    a, kept_after = self.after[layer].forward(a, training)
                cache.kept.append((seen, gave, kept_before, kept_after))
        return z, cache

    def targets(self, y, outputs):
        """Classes y (n,) or (seeds, n) as one-hot rows; floating targets (..., n, units) as they are."""
        return y if self.xp.isdtype(y.dtype, "real floating") else losses.one_hot(y, outputs)

    def trace(self, x, y) -> Trace:
        """A forward and a backward pass in training on x (n, features), y (n,), with all that a figure could want."""
        xp = self.xp
        outputs, cache = self.forward(x, training=True)
        loss, dz = self._loss(outputs, self.targets(y, outputs))
        last = len(self.weights) - 1
        trace = Trace(loss, cache.z, [*cache.inputs[1:], outputs], [], [], [], [], [])
        dh, skipped = dz, None                                   # skipped: what comes back past the weights
        for layer in range(last, -1, -1):
            dp = []
            if layer < last:
                seen, gave, kept_before, kept_after = cache.kept[layer]
                dz = dh
                if self.after:
                    dz, dp = self.after[layer].backward(dz, kept_after)
                dz = self._activate_backward(dz, seen, gave)
                if self.before:
                    dz, first = self.before[layer].backward(dz, kept_before)
                    dp = [*first, *dp]
                if self.batch_norm:
                    dz = losses.normalize_backward(dz, cache.z_hat[layer], cache.statistics[layer][1])
                if skipped is not None:
                    dz = dz + skipped
            trace.dp.append(dp)
            trace.dh.append(dh if self.residual is None else dz)
            trace.dz.append(dz)
            skipped = None
            if self.residual is not None and 0 < layer < last:
                skipped, dz = dz, self.residual * dz
            trace.dw.append(xp.matrix_transpose(cache.inputs[layer]) @ dz)
            trace.db.append(None if self.biases[layer] is None else xp.sum(dz, axis=-2, keepdims=True))
            if layer:
                dh = dz @ xp.matrix_transpose(self.weights[layer])
        if self.residual is not None:
            trace.h[:-1] = cache.z[:-1]
        for gradients in (trace.dz, trace.dh, trace.dw, trace.db, trace.dp):
            gradients.reverse()
        return trace

    def loss_and_gradients(self, x, y) -> tuple[Any, list]:
        """Loss (seeds,) on x (n, features), y (n,) or per seed, and its gradients in the order of `parameters`."""
        trace = self.trace(x, y)
        found = zip(trace.dw[:self._trained], trace.db[:self._trained], trace.dp[:self._trained], strict=True)
        return trace.loss, [g for dw, db, dp in found for g in (dw, db, *dp) if g is not None]

    def loss(self, x, y, statistics: list | None = None):
        """Loss (seeds,) in evaluation, without gradients."""
        outputs, _ = self.forward(x, statistics)
        return self._loss(outputs, self.targets(y, outputs))[0]

    def accuracy(self, x, y, statistics: list | None = None):
        """Share (seeds,) of the examples whose largest output is the one of their class, in evaluation."""
        outputs, _ = self.forward(x, statistics)
        hits = self.xp.argmax(outputs, axis=-1) == y
        return self.xp.mean(self.xp.astype(hits, outputs.dtype), axis=-1)


def mean_squares(layers: list) -> np.ndarray:
    """Mean square of each array (seeds, ...) of the list, per seed, in float64: a NumPy array (layers, seeds)."""
    hosts = [to_host(a).astype(np.float64) for a in layers]
    return np.stack([np.mean(a * a, axis=tuple(range(1, a.ndim))) for a in hosts])


def norms(layers: list) -> np.ndarray:
    """Frobenius norm of each array (seeds, ...) of the list, per seed, in float64: a NumPy array (layers, seeds)."""
    hosts = [to_host(a).astype(np.float64) for a in layers]
    return np.stack([np.sqrt(np.sum(a * a, axis=tuple(range(1, a.ndim)))) for a in hosts])
