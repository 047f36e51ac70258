"""The course's own answers. Made by `make build` from solutions/00_welcome/00_welcome.py; edit there."""

import math

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def first_example(x):
    """The first example of a batch.

        example = x_0

    Parameters
    ----------
    x : batch, floating array of two axes or more; the first axis counts the examples

    Returns
    -------
    example : array of the shape of one example, x.shape[1:], same dtype and device as x

    The argument stays as it was; no errors to raise.
    """
    return x[0, ...]


def feature_means(x):
    """The mean of each feature over the examples.

        means_j = 1/n sum_i x_ij

    Parameters
    ----------
    x : floating array (n, features)

    Returns
    -------
    means : array (features,), same dtype and device as x

    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.mean(x, axis=0)


def sample_variance(x):
    """The variance of each feature over the examples.

        variances_j = 1/(n - 1) sum_i (x_ij - mean_j)^2

    Parameters
    ----------
    x : floating array (n, features), n at least 2

    Returns
    -------
    variances : array (features,), same dtype and device as x

    Convention: divided by n - 1 (correction=1), as in statistics; NumPy's default, and that of the
    later chapters, is n. The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.var(x, axis=0, correction=1)


def pick_rows(x, indices):
    """The examples that the indices name.

        rows_k = x_(indices_k)

    Parameters
    ----------
    x : floating array (n, features)
    indices : int64 array (k,), from 0 to n - 1, in any order, repeated or not

    Returns
    -------
    rows : array (k, features), in the order of the indices, same dtype and device as x

    The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, indices)
    return xp.take(x, indices, axis=0)


def root_mean_square(x):
    """The root of the mean of the squares of all entries.

        rms = sqrt(mean of x^2)

    Parameters
    ----------
    x : floating array of any shape

    Returns
    -------
    rms : array without axes (0-d; a NumPy scalar is fine), same dtype and device as x; no float

    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.sqrt(xp.mean(x**2))


def softmax_cross_entropy(logits, labels):
    """Mean cross-entropy of the softmax of logits, and its gradient.

        p = softmax(logits), along the classes
        loss = -1/n sum_i log p_(i, labels_i),    dlogits = d loss / d logits

    Parameters
    ----------
    logits : floating array (n, classes), of any size: 10,000 does not overflow
    labels : the true class of each example, int64 array (n,), from 0 to classes - 1

    Returns
    -------
    (loss, dlogits) : loss a 0-d array; dlogits (n, classes); dtype and device of logits

    Convention: natural logarithm; loss and gradient are of the mean over the n examples, so 1/n is
    in both. No small number is added anywhere. The arguments stay as they were; no errors to raise.

    Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990.
    """
    xp = array_namespace(logits, labels)
    n, classes = logits.shape
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    own = labels[:, None]
    hit = own == xp.arange(classes, dtype=labels.dtype, device=labels.device)
    loss = -xp.mean(xp.take_along_axis(log_p, own, axis=1))
    return loss, (xp.exp(log_p) - xp.astype(hit, logits.dtype)) / n


def softmax_cross_entropy_one_hot(logits, targets):
    """Mean cross-entropy of the softmax of logits for targets that are probabilities, and its gradient.

        p = softmax(logits), along the classes
        loss = -1/n sum_i sum_c targets_ic log p_ic,    dlogits = d loss / d logits

    Parameters
    ----------
    logits : floating array (n, classes), of any size: 10,000 does not overflow
    targets : array (n, classes), same dtype, not negative, each row adds up to 1: one-hot, or spread
        over several classes

    Returns
    -------
    (loss, dlogits) : loss a 0-d array; dlogits (n, classes); dtype and device of logits

    Convention: as softmax_cross_entropy; the entropy of the targets is not taken off. The arguments
    stay as they were; no errors to raise.
    """
    xp = array_namespace(logits, targets)
    n = logits.shape[0]
    shifted = logits - xp.max(logits, axis=1, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=1, keepdims=True))
    return -xp.sum(targets * log_p) / n, (xp.exp(log_p) - targets) / n


def relu(x):
    """The rectifier, entry by entry.

        y = max(x, 0)

    Parameters
    ----------
    x : floating array of any shape

    Returns
    -------
    y : a new array of the same shape, dtype and device

    The argument stays as it was; no errors to raise.

    Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010.
    """
    xp = array_namespace(x)
    return xp.maximum(x, 0.0)


def relu_backward(dy, x):
    """The gradient of a loss with respect to the input of the rectifier.

        dx = dy where x > 0,  0 elsewhere

    Parameters
    ----------
    dy : gradient with respect to the output, floating array of any shape
    x : the input of the way forward, same shape and dtype

    Returns
    -------
    dx : a new array of the same shape, dtype and device

    Convention: the slope at x = 0 is 0. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(dy, x)
    return xp.where(x > 0, dy, 0.0)


def numerical_gradient(f, x, *, h):
    """Gradient of a function by central differences, one entry at a time.

        g_i = (f(x + h e_i) - f(x - h e_i)) / (2 h),    e_i is 1 at entry i and 0 elsewhere

    Parameters
    ----------
    f : a function of one array of the shape of x, which returns a 0-d array
    x : where, floating array of any shape
    h : the step, a Python float > 0, the same for every entry

    Returns
    -------
    g : array of the shape, dtype and device of x

    The argument x stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    n = math.prod(x.shape)
    steps = h * xp.eye(n, dtype=x.dtype, device=x.device)
    g = []
    for i in range(n):
        step = xp.reshape(steps[i, :], x.shape)
        g.append((f(x + step) - f(x - step)) / (2.0 * h))
    return xp.reshape(xp.stack(g), x.shape)


def gradient_check(a, b):
    """Relative error of two gradients.

        error = |a - b| / (|a| + |b|),    |a| the root of the sum of all squared entries

    Parameters
    ----------
    a, b : two gradients of the same thing, floating arrays of the same shape and dtype

    Returns
    -------
    error : 0-d array, same dtype and device: 0 where a and b are equal, 1 where b = -a

    Convention: 0 where both gradients are 0 in every entry, and only there. Nothing is added to the
    denominator and nothing tiny taken for 0, so that gradients of size 1e-8 or 1e-17 are judged like any
    others. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(a, b)
    size = xp.sqrt(xp.sum(a**2)) + xp.sqrt(xp.sum(b**2))
    return xp.sqrt(xp.sum((a - b) ** 2)) / xp.where(size > 0, size, 1.0)


def epoch_orders(u):
    """A fresh order of the examples for each epoch, from random numbers.

        orders_(e, k) = the example with the k-th smallest number in row e of u

    Parameters
    ----------
    u : random numbers, floating array (epochs, n), no two equal in a row

    Returns
    -------
    orders : integer array (epochs, n), each row the numbers 0 to n - 1 in the order of that epoch;
        device of u

    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(u)
    return xp.argsort(u, axis=1)


def batch_indices(orders, t, *, size):
    """The examples of one batch, counted over all epochs.

        epoch e, batch k of it:  orders_(e, k size) to orders_(e, k size + size - 1), as far as there are any
        t = e (batches an epoch) + k

    Parameters
    ----------
    orders : integer array (epochs, n), the order of each epoch
    t : which batch, a Python int from 0; the first of the second epoch follows the last of the first
    size : examples in a batch, a Python int from 1 to n

    Returns
    -------
    indices : integer array (size,), or fewer in the last batch of an epoch; dtype and device of orders

    Convention: an epoch's last batch is kept, however small. The arguments stay as they were; no errors to
    raise. A slice beyond the end is not portable.
    """
    n = orders.shape[1]
    batches = math.ceil(n / size)
    epoch, k = divmod(t, batches)
    return orders[epoch, k * size : min((k + 1) * size, n)]
