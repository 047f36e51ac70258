"""Other right ways to write this chapter's kernels: all of them must pass every check."""

import math

from array_api_compat import array_namespace, device


def first_example__take(x):
    """A take of one index, whose axis is then removed."""
    xp = array_namespace(x)
    index = xp.zeros((1,), dtype=xp.int64, device=device(x))
    return xp.squeeze(xp.take(x, index, axis=0), axis=0)


def first_example__slice(x):
    """A batch of one without its axis."""
    return array_namespace(x).squeeze(x[:1, ...], axis=0)


def first_example__reshape(x):
    """A batch of one in the shape of an example."""
    return array_namespace(x).reshape(x[0:1, ...], x.shape[1:])


def first_example__unstack(x):
    """All examples, of which one is used."""
    return array_namespace(x).unstack(x, axis=0)[0]


def feature_means__sum(x):
    """The sum over the examples, over their number."""
    return array_namespace(x).sum(x, axis=0) / x.shape[0]


def feature_means__product(x):
    """A product with equal weights."""
    xp = array_namespace(x)
    return xp.full((x.shape[0],), 1.0 / x.shape[0], dtype=x.dtype, device=device(x)) @ x


def feature_means__transposed(x):
    """Features first, then the mean of each row."""
    return array_namespace(x).mean(x.T, axis=-1)


def feature_means__loop(x):
    """One example after the other."""
    total = x[0, :]
    for i in range(1, x.shape[0]):
        total = total + x[i, :]
    return total / x.shape[0]


def sample_variance__by_hand(x):
    """Squared deviations over n - 1."""
    xp = array_namespace(x)
    return xp.sum((x - xp.mean(x, axis=0)) ** 2, axis=0) / (x.shape[0] - 1)


def sample_variance__rescaled(x):
    """The variance with n, times n / (n - 1)."""
    xp, n = array_namespace(x), x.shape[0]
    return xp.var(x, axis=0) * (n / (n - 1))


def sample_variance__deviation(x):
    """The standard deviation, squared."""
    return array_namespace(x).std(x, axis=0, correction=1) ** 2


def sample_variance__two_moments(x):
    """The mean square less the squared mean."""
    xp, n = array_namespace(x), x.shape[0]
    return (xp.mean(x**2, axis=0) - xp.mean(x, axis=0) ** 2) * n / (n - 1)


def pick_rows__stack(x, indices):
    """One-row takes, put together again."""
    xp = array_namespace(x, indices)
    return xp.concat([xp.take(x, indices[k : k + 1], axis=0) for k in range(indices.shape[0])], axis=0)


def pick_rows__along_an_axis(x, indices):
    """The indices spread over the columns."""
    xp = array_namespace(x, indices)
    return xp.take_along_axis(x, xp.broadcast_to(indices[:, None], (indices.shape[0], x.shape[1])), axis=0)


def pick_rows__product(x, indices):
    """A product with rows that have a single 1."""
    xp = array_namespace(x, indices)
    rows = xp.arange(x.shape[0], dtype=indices.dtype, device=device(x))
    return xp.astype(indices[:, None] == rows, x.dtype) @ x


def root_mean_square__power(x):
    """A power of one half instead of the root, and a product instead of the square."""
    return array_namespace(x).mean(x * x) ** 0.5


def root_mean_square__norm(x):
    """The norm over the root of the number of entries."""
    xp = array_namespace(x)
    return xp.linalg.vector_norm(x) / math.sqrt(math.prod(x.shape))


def root_mean_square__moments(x):
    """Squared deviation and squared mean, together under the root."""
    xp = array_namespace(x)
    return xp.sqrt(xp.var(x) + xp.mean(x) ** 2)


def relu__where(x):
    """A choice entry by entry."""
    return array_namespace(x).where(x > 0, x, 0.0)


def relu__mask(x):
    """A product with 1 or 0."""
    return x * array_namespace(x).astype(x > 0, x.dtype)


def relu__half(x):
    """Half of the sum with the absolute value."""
    return (x + array_namespace(x).abs(x)) / 2


def relu__clip(x):
    """A clip with one end."""
    return array_namespace(x).clip(x, 0.0, None)


def relu__in_place_on_a_copy(x):
    """Sets what is negative, in an array of its own."""
    y = array_namespace(x).asarray(x, copy=True)
    y[y < 0] = 0.0
    return y


def relu_backward__mask(dy, x):
    """A product with the slope."""
    return dy * array_namespace(dy, x).astype(x > 0, dy.dtype)


def relu_backward__sign(dy, x):
    """The sign of what the ReLU returned is the slope."""
    xp = array_namespace(dy, x)
    return dy * xp.sign(xp.maximum(x, 0.0))


def relu_backward__in_place_on_a_copy(dy, x):
    """Closes the gate in an array of its own."""
    dx = array_namespace(dy, x).asarray(dy, copy=True)
    dx[x <= 0] = 0.0
    return dx


def relu_backward__zeros(dy, x):
    """Zeros of the right kind to choose from."""
    xp = array_namespace(dy, x)
    return xp.where(xp.less_equal(x, 0.0), xp.zeros_like(dy), dy)


def softmax_cross_entropy__one_hot(logits, labels):
    """With one-hot targets, made by a comparison."""
    xp = array_namespace(logits, labels)
    n, classes = logits.shape
    targets = xp.astype(labels[:, None] == xp.arange(classes, device=device(logits)), logits.dtype)
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    return -xp.sum(targets * log_p) / n, (xp.exp(log_p) - targets) / n


def softmax_cross_entropy__margins(logits, labels):
    """Logits relative to the true class's: the loss of a row is the log-sum-exp of its row of margins."""
    xp = array_namespace(logits, labels)
    own = labels[:, None]
    margins = logits - xp.take_along_axis(logits, own, axis=1)
    top = xp.max(margins, axis=1)
    total = xp.sum(xp.exp(margins - top[:, None]), axis=1)
    p = xp.exp(margins - top[:, None]) / total[:, None]
    hit = own == xp.arange(logits.shape[1], device=device(logits))
    return xp.mean(top + xp.log(total)), xp.where(hit, p - 1.0, p) / logits.shape[0]


def softmax_cross_entropy__eye(logits, labels):
    """Targets as rows of the unit matrix, and the true class's own logit picked."""
    xp = array_namespace(logits, labels)
    n, classes = logits.shape
    targets = xp.take(xp.eye(classes, dtype=logits.dtype, device=device(logits)), labels, axis=0)
    top = xp.max(logits, axis=-1, keepdims=True)
    e = xp.exp(logits - top)
    s = xp.sum(e, axis=-1, keepdims=True)
    own = xp.sum(targets * logits, axis=-1, keepdims=True)
    return xp.mean(xp.log(s) + top - own), (e / s - targets) / n


def softmax_cross_entropy__pairwise(logits, labels):
    """log-sum-exp built up class by class, so that nothing can overflow."""
    xp = array_namespace(logits, labels)
    n, classes = logits.shape
    norm = logits[:, 0]
    for c in range(1, classes):
        norm = xp.logaddexp(norm, logits[:, c])
    log_p = logits - xp.expand_dims(norm, axis=1)
    rows = xp.arange(n, device=device(logits))
    hit = xp.expand_dims(labels, axis=1) == xp.arange(classes, device=device(logits))
    return -xp.mean(log_p[rows, labels]), xp.where(hit, xp.expm1(log_p), xp.exp(log_p)) / n


def softmax_cross_entropy_one_hot__from_log_p(logits, targets):
    """The probabilities from their logarithms."""
    xp = array_namespace(logits, targets)
    n = logits.shape[0]
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    return -xp.sum(targets * log_p) / n, (xp.exp(log_p) - targets) / n


def softmax_cross_entropy_one_hot__log_sum_exp(logits, targets):
    """The log-sum-exp less the logit that the target expects."""
    xp = array_namespace(logits, targets)
    top = xp.max(logits, axis=1)
    e = xp.exp(logits - top[:, None])
    s = xp.sum(e, axis=1)
    loss = xp.mean(top + xp.log(s) - xp.vecdot(targets, logits))
    return loss, (e / s[:, None] - targets) / logits.shape[0]


def softmax_cross_entropy_one_hot__row_by_row(logits, targets):
    """One example after the other."""
    xp, n = array_namespace(logits, targets), logits.shape[0]
    loss, rows = xp.sum(0.0 * logits), []
    for i in range(n):
        z = logits[i, :] - xp.max(logits[i, :])
        log_p = z - xp.log(xp.sum(xp.exp(z)))
        loss = loss - xp.sum(targets[i, :] * log_p) / n
        rows.append((xp.exp(log_p) - targets[i, :]) / n)
    return loss, xp.stack(rows)


def numerical_gradient__list(f, x, *, h):
    """Slopes in a list, along the rows of a unit matrix."""
    xp = array_namespace(x)
    n = math.prod(x.shape)
    eye = xp.reshape(xp.eye(n, dtype=x.dtype, device=device(x)), (n, *x.shape))
    slopes = [(f(x + h * eye[i, ...]) - f(x - h * eye[i, ...])) / (2 * h) for i in range(n)]
    return xp.reshape(xp.stack(slopes), x.shape)


def numerical_gradient__in_place_on_a_copy(f, x, *, h):
    """Moves one entry of an array of its own, to and fro, and puts it back."""
    xp = array_namespace(x)
    flat = xp.reshape(xp.asarray(x, copy=True), (-1,))
    g = xp.zeros_like(flat)
    for i in range(flat.shape[0]):
        kept = flat[i] + 0.0
        flat[i] = kept + h
        above = f(xp.reshape(flat, x.shape))
        flat[i] = kept - h
        below = f(xp.reshape(flat, x.shape))
        flat[i] = kept
        g[i] = (above - below) / (2.0 * h)
    return xp.reshape(g, x.shape)


def numerical_gradient__two_halves(f, x, *, h):
    """The mean of the forward and the backward difference."""
    xp = array_namespace(x)
    n, here = math.prod(x.shape), f(x)
    where = xp.reshape(xp.arange(n, device=device(x)), x.shape)
    g = xp.zeros_like(x)
    for i in range(n):
        step = xp.where(where == i, h, xp.zeros_like(x))
        slope = ((f(x + step) - here) / h + (here - f(x - step)) / h) / 2
        g = xp.where(where == i, slope, g)
    return g


def gradient_check__norms(a, b):
    """With the norm of the library, and an `if` made of where."""
    xp = array_namespace(a, b)
    size = xp.linalg.vector_norm(a) + xp.linalg.vector_norm(b)
    return xp.where(size > 0, xp.linalg.vector_norm(a - b) / xp.where(size > 0, size, 1.0), 0.0)


def gradient_check__mean_squares(a, b):
    """Root mean squares instead of norms: the number of entries cancels."""
    xp = array_namespace(a, b)

    def rms(x):
        return xp.sqrt(xp.mean(x * x))

    return rms(a - b) / xp.maximum(rms(a) + rms(b), xp.finfo(a.dtype).smallest_normal)


def gradient_check__flat(a, b):
    """Long vectors and their products."""
    xp = array_namespace(a, b)
    a, b = xp.reshape(a, (-1,)), xp.reshape(b, (-1,))
    size = xp.sqrt(a @ a) + xp.sqrt(b @ b)
    return xp.sqrt((a - b) @ (a - b)) / (size + xp.astype(size == 0, size.dtype))


def epoch_orders__default_axis(u):
    """The last axis, which argsort takes by itself."""
    return array_namespace(u).argsort(u)


def epoch_orders__row_by_row(u):
    """One epoch after the other."""
    xp = array_namespace(u)
    return xp.stack([xp.argsort(u[e, :]) for e in range(u.shape[0])])


def epoch_orders__inverse_of_the_ranks(u):
    """The ranks, counted by comparisons, sorted."""
    xp = array_namespace(u)
    ranks = xp.sum(xp.astype(u[:, :, None] > u[:, None, :], xp.int64), axis=2)
    return xp.argsort(ranks, axis=1)


def batch_indices__divmod(orders, t, *, size):
    """The quotient rounded up by math, epoch and place at once."""
    n = orders.shape[1]
    epoch, k = divmod(t, math.ceil(n / size))
    return orders[epoch, k * size : min((k + 1) * size, n)]


def batch_indices__list(orders, t, *, size):
    """All batches in a list, of which one is used."""
    epochs, n = orders.shape
    batches = [orders[e, s : min(s + size, n)] for e in range(epochs) for s in range(0, n, size)]
    return batches[t]


def batch_indices__take(orders, t, *, size):
    """The places in the order first."""
    xp = array_namespace(orders)
    n = orders.shape[1]
    batches = -(-n // size)
    places = xp.arange(t % batches * size, min(t % batches * size + size, n), device=device(orders))
    return xp.take(orders[t // batches, :], places)


def batch_indices__counting(orders, t, *, size):
    """Goes from batch to batch until it is there."""
    n, epoch, start = orders.shape[1], 0, 0
    for _ in range(t):
        start += size
        if start >= n:
            epoch, start = epoch + 1, 0
    return orders[epoch, start : min(start + size, n)]
