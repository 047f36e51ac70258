"""Other right ways to write this chapter's kernels: all of them must pass every check."""

import math

from array_api_compat import array_namespace


def linear_gradient__gram(w, x, y):
    """Multiplies out first: x^T x w - x^T y."""
    return (x.T @ x @ w - x.T @ y) / x.shape[0]


def linear_gradient__mean_of_rows(w, x, y):
    """The mean over examples of residual times row."""
    xp = array_namespace(w, x, y)
    residual = xp.reshape(x @ w - y, (-1, 1))
    return xp.mean(residual * x, axis=0)


def linear_gradient__row_vector(w, x, y):
    """The residual as a row, so that x needs no transpose."""
    xp = array_namespace(w, x, y)
    residual = xp.matmul(x, w) - y
    return xp.matmul(residual, x) / y.shape[0]


def linear_gradient__loop(w, x, y):
    """One example after the other."""
    xp = array_namespace(w, x, y)
    g = xp.zeros_like(w)
    for i in range(x.shape[0]):
        g = g + x[i, :] * (xp.sum(x[i, :] * w) - y[i]) / x.shape[0]
    return g


def sample_gradient__sum(w, x, y, i):
    """The product of row and weights spelled out."""
    xp = array_namespace(w, x, y)
    return (xp.sum(x[i, :] * w) - y[i]) * x[i, :]


def sample_gradient__slice(w, x, y, i):
    """A batch of one."""
    x, y = x[i : i + 1, :], y[i : i + 1]
    return x.T @ (x @ w - y)


def sample_gradient__all_residuals(w, x, y, i):
    """All residuals, of which one is used."""
    residual = x @ w - y
    return x[i, :] * residual[i]


def minibatch_gradient__gathered(w, x, y, indices):
    """Residuals of all examples, then the rows that count."""
    xp = array_namespace(w, x, y, indices)
    residual = xp.take(x @ w - y, indices)
    return xp.take(x, indices, axis=0).T @ residual / indices.shape[0]


def minibatch_gradient__mean(w, x, y, indices):
    """The mean over the batch of each example's gradient."""
    xp = array_namespace(w, x, y, indices)
    rows, targets = xp.take(x, indices, axis=0), xp.take(y, indices, axis=0)
    residual = rows @ w - targets
    return xp.mean(rows * residual[:, None], axis=0)


def minibatch_gradient__row_vector(w, x, y, indices):
    """The residual as a row, so that nothing needs a transpose; the targets by an index array."""
    xp = array_namespace(w, x, y, indices)
    rows = xp.take(x, indices, axis=0)
    return (rows @ w - y[indices]) @ rows / rows.shape[0]


def sgd_step__function(w, g, *, lr):
    """With functions for operators."""
    xp = array_namespace(w, g)
    return xp.subtract(w, xp.multiply(g, lr))


def sgd_step__negative(w, g, *, lr):
    """Adds the negative step."""
    return -lr * g + w


def sgd_step__in_place_on_a_copy(w, g, *, lr):
    """Updates its own array in place."""
    new = w + 0.0
    new -= lr * g
    return new


def momentum_step__unrolled(w, g, v, *, lr, alpha):
    """The weights first."""
    return w + alpha * v - lr * g, alpha * v - lr * g


def momentum_step__in_place_on_copies(w, g, v, *, lr, alpha):
    """Updates its own arrays in place."""
    new_w, new_v = w + 0.0, v + 0.0
    new_v *= alpha
    new_v -= lr * g
    new_w += new_v
    return new_w, new_v


def momentum_step__downhill_inside(w, g, v, *, lr, alpha):
    """A velocity of the opposite sign inside, turned round at the end."""
    xp = array_namespace(w, g, v)
    speed = -alpha * v + lr * g
    return w - speed, xp.negative(speed)


def momentum_step__pytorch_inside(w, g, v, *, lr, alpha):
    """PyTorch's buffer is the velocity over minus the rate."""
    b = alpha * (v / -lr) + g
    return w - lr * b, -lr * b


def pytorch_momentum_step__unrolled(w, g, b, *, lr, mu):
    """The weights first."""
    return w - lr * g - lr * mu * b, g + mu * b


def pytorch_momentum_step__in_place_on_copies(w, g, b, *, lr, mu):
    """Updates its own arrays in place, as PyTorch does."""
    new_w, new_b = w + 0.0, b + 0.0
    new_b *= mu
    new_b += g
    new_w -= lr * new_b
    return new_w, new_b


def pytorch_momentum_step__functions(w, g, b, *, lr, mu):
    """With functions for operators, and a list returned."""
    xp = array_namespace(w, g, b)
    b = xp.add(g, xp.multiply(b, mu))
    return [xp.subtract(w, xp.multiply(b, lr)), b]


def nesterov_lookahead__function(w, v, *, alpha):
    """With functions for operators."""
    xp = array_namespace(w, v)
    return xp.add(w, xp.multiply(v, alpha))


def nesterov_lookahead__between(w, v, *, alpha):
    """A point on the way from w to w + v."""
    return (1 - alpha) * w + alpha * (w + v)


def nesterov_lookahead__minus(w, v, *, alpha):
    """Subtracts the negative."""
    return w - (-alpha * v)


def nesterov_step__from_the_lookahead(w, g, v, *, lr, alpha):
    """From the look-ahead point a plain step: the same place."""
    ahead = w + alpha * v
    new = ahead - lr * g
    return new, alpha * v - lr * g


def nesterov_step__in_place_on_copies(w, g, v, *, lr, alpha):
    """Updates its own arrays in place."""
    new_w, new_v = w + 0.0, v + 0.0
    new_v *= alpha
    new_v -= lr * g
    new_w += new_v
    return new_w, new_v


def nesterov_step__functions(w, g, v, *, lr, alpha):
    """With functions for operators."""
    xp = array_namespace(w, g, v)
    v = xp.subtract(xp.multiply(v, alpha), xp.multiply(g, lr))
    return xp.add(w, v), v


def nesterov_reparametrised_step__cs231n(w, g, v, *, lr, alpha):
    """Back from the old look-ahead point, and out to the new one."""
    old = v
    v = alpha * v - lr * g
    return w - alpha * old + (1 + alpha) * v, v


def nesterov_reparametrised_step__expanded(w, g, v, *, lr, alpha):
    """In terms of what came in."""
    return w + alpha**2 * v - (1 + alpha) * lr * g, alpha * v - lr * g


def nesterov_reparametrised_step__in_place_on_copies(w, g, v, *, lr, alpha):
    """Updates its own arrays in place."""
    new_w, new_v = w + 0.0, v + 0.0
    new_v *= alpha
    new_v -= lr * g
    new_w -= lr * g
    new_w += alpha * new_v
    return new_w, new_v


def clip_by_value__clip(g, *, limit):
    """The standard's own function."""
    return array_namespace(g).clip(g, -limit, limit)


def clip_by_value__where(g, *, limit):
    """Case by case."""
    xp = array_namespace(g)
    g = xp.where(g > limit, limit, g)
    return xp.where(g < -limit, -limit, g)


def clip_by_value__sign(g, *, limit):
    """Size and sign apart."""
    xp = array_namespace(g)
    return xp.sign(g) * xp.minimum(xp.abs(g), limit)


def clip_by_norm__safe_quotient(g, *, max_norm):
    """The quotient's denominator is put right where it would be 0."""
    xp = array_namespace(g)
    norm = xp.sqrt(xp.sum(g * g))
    safe = xp.where(norm == 0, 1.0, norm)
    return g * xp.minimum(max_norm / safe, 1.0)


def clip_by_norm__where(g, *, max_norm):
    """Both gradients are made, one is taken."""
    xp = array_namespace(g)
    norm = xp.linalg.vector_norm(g)
    return xp.where(norm > max_norm, g / xp.maximum(norm, max_norm) * max_norm, g)


def clip_by_norm__divide(g, *, max_norm):
    """Divides by how much too long it is."""
    xp = array_namespace(g)
    norm = xp.linalg.vector_norm(xp.reshape(g, (-1,)))
    return g / xp.maximum(norm / max_norm, 1.0)


def clip_by_global_norm__joined(g_w, g_b, *, max_norm):
    """Both as one long vector."""
    xp = array_namespace(g_w, g_b)
    flat = xp.concat([xp.reshape(g_w, (-1,)), xp.reshape(g_b, (-1,))])
    scale = max_norm / xp.maximum(xp.linalg.vector_norm(flat), max_norm)
    return g_w * scale, g_b * scale


def clip_by_global_norm__norm_of_norms(g_w, g_b, *, max_norm):
    """The norm of the two norms."""
    xp = array_namespace(g_w, g_b)
    norms = [xp.linalg.vector_norm(g) for g in (g_w, g_b)]
    excess = xp.maximum(xp.sqrt(norms[0] ** 2 + norms[1] ** 2) / max_norm, 1.0)
    return g_w / excess, g_b / excess


def clip_by_global_norm__hypot(g_w, g_b, *, max_norm):
    """Case by case, the norm by Pythagoras."""
    xp = array_namespace(g_w, g_b)
    norm = xp.hypot(xp.sqrt(xp.sum(g_w**2)), xp.sqrt(xp.sum(g_b**2)))
    tiny = math.ldexp(1.0, -100)
    scale = xp.where(norm > max_norm, max_norm / xp.maximum(norm, tiny), 1.0)
    return g_w * scale, g_b * scale
