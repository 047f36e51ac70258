"""The course's own answers. Made by `make build` from solutions/07_dropout/07_dropout.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def dropout_mask(u, *, rate):
    """Which units stay, from one uniform random number for each.

        m = 1 where u >= rate, 0 where u < rate

    Parameters
    ----------
    u : uniform draws from [0, 1), floating array of any shape
    rate : probability to drop, a Python float in [0, 1)

    Returns
    -------
    mask : ones and zeros, array of the shape, dtype and device of u

    Convention: the rate is the probability to drop, as in PyTorch and Keras; p is the probability
    to keep in the paper. A draw that equals the rate stays. The arguments stay as they were; no
    errors to raise. Portable spelling: xp.astype(array, dtype); xp.where needs an array among its
    two choices.

    Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, JMLR 15,
    2014.
    """
    xp = array_namespace(u)
    return xp.astype(u >= rate, u.dtype)


def dropout_forward(x, u, *, rate):
    """Inverted dropout in training: some entries become 0, the others grow to make up for them.

        m = 1 where u >= rate, 0 where u < rate;    y = m x / (1 - rate)

    Parameters
    ----------
    x : a layer's outputs, floating array of any shape
    u : uniform draws from [0, 1), array of the same shape and dtype
    rate : probability to drop, a Python float in [0, 1)

    Returns
    -------
    y : what the next layer gets, array of the shape, dtype and device of x
    mask : ones and zeros, an array like y, for the backward pass

    Convention: the mask that is returned holds no scale; in some courses it carries the 1/(1 - rate).
    The arguments stay as they were; no errors to raise.

    Srivastava et al. 2014, section 10.
    """
    xp = array_namespace(x, u)
    mask = xp.astype(u >= rate, x.dtype)
    return x * mask / (1.0 - rate), mask


def dropout_backward(dy, mask, *, rate):
    """The gradient of the loss with respect to the inputs of dropout_forward.

        dx = m dy / (1 - rate)

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array of any shape
    mask : the mask of the forward pass, ones and zeros, array of the same shape and dtype
    rate : the rate of the forward pass, a Python float in [0, 1)

    Returns
    -------
    dx : gradient with respect to x, array of the shape, dtype and device of dy

    Convention: the mask holds no scale. The arguments stay as they were; no errors to raise.
    """
    return dy * mask / (1.0 - rate)


def classic_dropout(x, u, *, rate):
    """Dropout as in the paper, in training: some entries become 0, the others stay as they are.

        y = x where u >= rate, 0 where u < rate

    Parameters
    ----------
    x : a layer's outputs, floating array of any shape
    u : uniform draws from [0, 1), array of the same shape and dtype
    rate : probability to drop, a Python float in [0, 1)

    Returns
    -------
    y : what the next layer gets, array of the shape, dtype and device of x

    Convention: the rate is the probability to drop; p is the probability to keep in the paper. The
    arguments stay as they were; no errors to raise.

    Srivastava et al. 2014, section 4.
    """
    xp = array_namespace(x, u)
    return x * xp.astype(u >= rate, x.dtype)


def classic_test_weights(w, *, rate):
    """The weights of the layer after classic dropout, for evaluation.

        w_test = (1 - rate) w

    Parameters
    ----------
    w : weights as trained, floating array of any shape, (fan_in, fan_out) for a dense layer
    rate : the probability to drop in training, a Python float in [0, 1)

    Returns
    -------
    w : weights for evaluation, a new array of the same shape, dtype and device

    Convention: the rate is the probability to drop; the paper multiplies by its p, the probability
    to keep. The bias is not scaled. The arguments stay as they were; no errors to raise.

    Srivastava et al. 2014, section 4.
    """
    return w * (1.0 - rate)


def monte_carlo_average(logits):
    """Mean probabilities of several passes through a net, each with masks of its own.

        p = 1/T sum over t of softmax(z_t), the softmax over the classes

    Parameters
    ----------
    logits : outputs of T passes, floating array (T, examples, classes)

    Returns
    -------
    probabilities : array (examples, classes), same dtype and device; each row sums to 1

    Convention: the mean is of probabilities, not of logits. Finite for logits of any size, so take
    each row's largest logit away before the exponential. The argument stays as it was; no errors to
    raise.

    Gal and Ghahramani, Dropout as a Bayesian approximation, ICML 2016.
    """
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    return xp.mean(powers / xp.sum(powers, axis=-1, keepdims=True), axis=0)
