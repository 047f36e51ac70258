"""Update rules: a kernel for one array becomes a rule for all parameters of a net, with their state.

A kernel is what the student writes: `kernel(w, g, *state, t, *, lr, ...) -> (w, *state)`, with t only if it
asks for it, hyper-parameters as Python floats. The rules that a chapter needs before its reader has written
them are kernels here, too.
"""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Callable, Sequence

from array_api_compat import array_namespace


def sgd_step(w, g, *, lr, weight_decay=0.0):
    """w - lr g, after a decay w (1 - lr weight_decay)."""
    return w * (1.0 - lr * weight_decay) - lr * g


def momentum_step(w, g, v, *, lr, alpha=0.9, weight_decay=0.0):
    """Heavy ball: v = alpha v - lr g, w + v, after a decay w (1 - lr weight_decay)."""
    v = alpha * v - lr * g
    return w * (1.0 - lr * weight_decay) + v, v


def adam_step(w, g, m, v, t, *, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
    """Adam with bias correction, after a decoupled decay w (1 - lr weight_decay)."""
    xp = array_namespace(w)
    m = beta1 * m + (1.0 - beta1) * g
    v = beta2 * v + (1.0 - beta2) * (g * g)
    scale = math.sqrt(1.0 - beta2**t)
    step = m / (xp.sqrt(v) / scale + eps)
    return w * (1.0 - lr * weight_decay) - (lr / (1.0 - beta1**t)) * step, m, v


class Rule:
    """How the parameters of many nets move, given their gradients: a kernel with its hyper-parameters.

    Parameters
    ----------
    kernel : as in the module's docstring
    l2 : lambda of an L2 penalty lambda/2 |w|^2 whose gradient is added to g before the kernel sees it
    hyper : the kernel's keyword arguments but lr

    Each hyper-parameter, l2 too, is a number or a sequence with one number a net. In the second case the
    kernel is called once for each run of neighbouring nets with equal numbers, so it always sees floats.
    """

    def __init__(self, kernel: Callable, *, l2: float | Sequence[float] = 0.0, **hyper):
        parameters = inspect.signature(kernel).parameters.values()
        positional = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        self.kernel, self.hyper, self.l2 = kernel, hyper, l2
        self.counts_steps = positional[-1] == "t"
        self.states = len(positional) - 2 - self.counts_steps

    def start(self, parameters: list) -> list[tuple]:
        """The state before the first step: zeros of each parameter's shape."""
        return [tuple(array_namespace(w).zeros_like(w) for _ in range(self.states)) for w in parameters]

    def update(self, parameters: list, gradients: list, states: list, t: int, lr) -> tuple[list, list]:
        """Parameters and states after step t (from 1) at rate lr, a number or one a net."""
        nets = parameters[0].shape[0]
        runs = groups(nets, {"l2": self.l2, "lr": lr, **self.hyper})
        moved = [self._move(w, g, s, t, runs) for w, g, s in zip(parameters, gradients, states, strict=True)]
        return [m[0] for m in moved], [m[1:] for m in moved]

    def _move(self, w, g, state, t, runs):
        time = (t,) if self.counts_steps else ()
        xp, parts = array_namespace(w), []
        for nets, hyper in runs:
            l2, hyper = hyper["l2"], {name: value for name, value in hyper.items() if name != "l2"}
            arrays = [w, g, *state]
            if len(runs) > 1:
                arrays = [a[nets, ...] for a in arrays]
            if l2:
                arrays[1] = arrays[1] + l2 * arrays[0]
            moved = self.kernel(*arrays, *time, **hyper)
            moved = moved if isinstance(moved, tuple | list) else (moved,)
            parts.append([xp.astype(a, w.dtype, copy=False) for a in moved])     # a net keeps its dtype
        if len(parts) == 1:
            return tuple(parts[0])
        return tuple(xp.concat(same) for same in zip(*parts, strict=True))


def groups(nets: int, hyper: dict) -> list[tuple[slice, dict]]:
    """Runs of neighbouring nets with equal numbers: slices of the leading axis, each with its one set of numbers.

    Each value of `hyper` is a number or a sequence with one number a net; ValueError for another length.
    """
    each = [_spread(name, value, nets) for name, value in hyper.items()]
    found, start = [], 0
    for values, run in itertools.groupby(zip(*each, strict=True)):
        stop = start + len(list(run))
        found.append((slice(start, stop), dict(zip(hyper, values, strict=True))))
        start = stop
    return found


def _spread(name: str, value, nets: int) -> list:
    """One value a net."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return [value] * nets
    if len(value) != nets:
        raise ValueError(f"{name} has {len(value)} values for {nets} nets; give one number, or one a net")
    return list(value)


def rule(kernel: Callable, **hyper) -> Rule:
    """A rule from a kernel, as `rule(adamw_step, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01)`."""
    return Rule(kernel, **hyper)


sgd = Rule(sgd_step)
momentum = Rule(momentum_step, alpha=0.9)
adam = Rule(adam_step, beta1=0.9, beta2=0.999, eps=1e-8)
