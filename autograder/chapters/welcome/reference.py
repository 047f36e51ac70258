"""Portable spellings, ReLU, softmax cross-entropy, gradients by differences and batches, one operation a line.

The known mistakes are edits of these lines (misconceptions/), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def first_example(x):
    """The first example of a batch."""
    return x[0, ...]


def feature_means(x):
    """The mean of each feature over the examples."""
    total = np.sum(x, axis=0)
    return total / x.shape[0]


def sample_variance(x):
    """The variance of each feature over the examples, with n - 1."""
    mean = np.mean(x, axis=0)
    centred = x - mean
    squares = np.sum(centred**2, axis=0)
    return squares / (x.shape[0] - 1)


def pick_rows(x, indices):
    """The rows that the indices name."""
    return np.take(x, indices, axis=0)


def root_mean_square(x):
    """The root of the mean of all squared entries."""
    mean = np.mean(x**2)
    return np.sqrt(mean)


def relu(x):
    """Entries above 0 pass, others become 0."""
    return np.maximum(x, 0.0)


def relu_backward(dy, x):
    """The gradient passes where x was above 0."""
    open_gate = x > 0
    return np.where(open_gate, dy, 0.0)


def softmax_cross_entropy(logits, labels):
    """Mean of -log p of the true classes, p the softmax of the logits, and its gradient."""
    n, classes = logits.shape
    targets = np.eye(classes)[labels]
    top = np.max(logits, axis=1, keepdims=True)
    exponentials = np.exp(logits - top)
    total = np.sum(exponentials, axis=1, keepdims=True)
    log_p = logits - top - np.log(total)
    p = exponentials / total
    each = -np.sum(targets * log_p, axis=1)
    loss = np.sum(each) / n
    dlogits = p - targets
    dlogits = dlogits / n
    return loss, dlogits


def softmax_cross_entropy_one_hot(logits, targets):
    """The same for targets that are probabilities of the classes, one-hot or not."""
    n = logits.shape[0]
    top = np.max(logits, axis=1, keepdims=True)
    exponentials = np.exp(logits - top)
    total = np.sum(exponentials, axis=1, keepdims=True)
    log_p = logits - top - np.log(total)
    p = exponentials / total
    each = -np.sum(targets * log_p, axis=1)
    loss = np.sum(each) / n
    dlogits = p - targets
    dlogits = dlogits / n
    return loss, dlogits


def numerical_gradient(f, x, *, h):
    """Central differences, one entry of x at a time."""
    g = np.zeros(x.size)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = h
        step = step.reshape(x.shape)
        above = f(x + step)
        below = f(x - step)
        width = 2.0 * h
        g[i] = (above - below) / width
    return g.reshape(x.shape)


def gradient_check(a, b):
    """Relative error |a - b| / (|a| + |b|) in the Euclidean norm; 0 where both are 0."""
    difference = np.sqrt(np.sum((a - b) ** 2))
    size_a = np.sqrt(np.sum(a**2))
    size_b = np.sqrt(np.sum(b**2))
    size = size_a + size_b
    ratio = difference / np.where(size == 0, 1.0, size)
    return ratio


def epoch_orders(u):
    """A row an epoch: the examples sorted by their numbers in u."""
    return np.argsort(u, axis=1)


def batch_indices(orders, t, *, size):
    """The examples of batch t, counted over all epochs; an epoch's last batch may be smaller."""
    n = orders.shape[1]
    batches = (n + size - 1) // size
    epoch = t // batches
    k = t % batches
    order = orders[epoch, :]
    start = k * size
    stop = start + size
    return order[start:stop]
