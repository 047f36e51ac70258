"""The course's own answers. Made by `make build` from solutions/09_large_batch/09_large_batch.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def linear_scaling(lr, *, batch, base_batch):
    """The rate for another batch size, by the linear scaling rule.

        rate = lr batch / base_batch

    Parameters
    ----------
    lr : the rate that suits base_batch, a Python float
    batch : examples in the new batch, a Python int
    base_batch : examples in the batch for which lr was found, a Python int

    Returns
    -------
    rate : the rate for the new batch, a Python float

    Convention: linear in both directions, a smaller batch gets a lower rate; not the square root of
    the quotient. No errors to raise.

    Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017, section 2.1.
    """
    return lr * batch / base_batch


def scaled_warmup(t, *, lr, batch, base_batch, warmup):
    """The rate of step t: from the small batch's up to the large one's in equal rises, then constant.

        scaled = lr batch / base_batch
        rate = lr + (scaled - lr) t / warmup    before step `warmup`
        rate = scaled                           from there on

    Parameters
    ----------
    t : number of the step, a Python int from 0
    lr : the rate that suits base_batch, a Python float
    batch, base_batch : examples in the new batch and in the old one, Python ints
    warmup : steps until the scaled rate is reached, a Python int; 0 for no warmup

    Returns
    -------
    rate : the rate of step t, a Python float

    Convention: the first step has the rate lr and step t = warmup is the first with the scaled one.
    (The gradual warmup of chapter 05 counts (t + 1) / warmup, since it would begin at 0 else.) A
    smaller batch makes the rate fall in the same way. No errors to raise.

    Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017, section 2.2.
    """
    scaled = lr * batch / base_batch
    if t >= warmup:
        return scaled
    return lr + (scaled - lr) * t / warmup


def accumulate_gradients(gradients, sizes):
    """The gradient of a batch's mean loss, from the gradients of its parts.

        g = (sum over parts i of n_i g_i) / (sum over parts i of n_i)

    Parameters
    ----------
    gradients : gradient of each part's mean loss, one after the other, floating array (parts, ...)
    sizes : examples in each part, a tuple of Python ints, as long as there are parts

    Returns
    -------
    g : gradient of the mean loss over all examples of all parts, array (...): the shape of one part's
        gradient, same dtype and device

    Convention: every example counts alike, so a part counts in proportion to its size. (The usual
    recipe, loss / parts and then backward, is right only where all parts are equally large.) The
    arguments stay as they were; no errors to raise. Portable spelling of a part: gradients[i, ...].
    """
    total = 0.0 * gradients[0, ...]
    for i, size in enumerate(sizes):
        total = total + size * gradients[i, ...]
    return total / sum(sizes)


def growing_batch(t, *, lr, batch, factor, milestones, largest):
    """Rate and batch of step t, where the batch grows first and the rate falls when it can grow no more.

        for each milestone up to t, in order:
            batch = batch factor    if that is not above largest
            lr = lr / factor        else

    Parameters
    ----------
    t : number of the step or of the epoch, a Python int from 0
    lr : the rate at first, a Python float
    batch : examples a step at first, a Python int
    factor : what changes is multiplied or divided by this, a Python int above 1
    milestones : where something changes, a tuple of Python ints, rising
    largest : the largest batch that is allowed, a Python int

    Returns
    -------
    (lr, batch) at t: a Python float and a Python int

    Convention: t = milestone is the first with the new values. The batch grows by the whole factor or
    not at all. No errors to raise.

    Smith, Kindermans, Ying and Le, Don't decay the learning rate, increase the batch size, ICLR 2018.
    """
    for milestone in milestones:
        if t >= milestone and batch * factor <= largest:
            batch = batch * factor
        elif t >= milestone:
            lr = lr / factor
    return lr, batch


def local_rate(w, g, *, trust_coefficient, weight_decay):
    """The local rate of LARS for one layer's weights.

        rate = trust_coefficient |w| / (|g| + weight_decay |w|),    1 where |w| or |g| is 0

    Parameters
    ----------
    w : weights of one layer, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    trust_coefficient, weight_decay : Python floats, weight_decay may be 0

    Returns
    -------
    rate : a 0-d array of the dtype and device of w, also where it is 1

    Convention: |.| is the Euclidean norm over all entries, whatever the shape; the denominator is the
    paper's sum of norms (optax takes the norm of the sum), with no eps in it. The arguments stay as they
    were; no errors to raise. For a GPU choose with xp.where, not with `if`.

    You, Gitman and Ginsburg, Large batch training of convolutional networks, 2017, equation 6.
    """
    xp = array_namespace(w, g)
    w_norm, g_norm = xp.sqrt(xp.sum(w * w)), xp.sqrt(xp.sum(g * g))
    known = (w_norm > 0) & (g_norm > 0)
    size = xp.where(known, g_norm + weight_decay * w_norm, 1.0)
    return xp.where(known, trust_coefficient * w_norm / size, 1.0)


def lars_step(w, g, v, *, lr, alpha, trust_coefficient, weight_decay):
    """One step of LARS for one layer's weights.

        local = trust_coefficient |w| / (|g| + weight_decay |w|),    1 where |w| or |g| is 0
        v = alpha v - lr local (g + weight_decay w)
        w = w + v

    Parameters
    ----------
    w : weights of one layer, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    v : velocity before this step, same shape and dtype; zeros at first
    lr, alpha, trust_coefficient, weight_decay : Python floats; lr is the global rate, alpha in [0, 1)

    Returns
    -------
    (w, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they
    were.

    Conventions: the velocity is that of chapter 03, it points downhill and holds both rates (the
    paper's has the other sign); local is a number of the whole layer, from w and g as they came in. No
    errors to raise. For a GPU choose with xp.where, not with `if`.

    You, Gitman and Ginsburg, Large batch training of convolutional networks, 2017, algorithm 1.
    """
    local = local_rate(w, g, trust_coefficient=trust_coefficient, weight_decay=weight_decay)
    v = alpha * v - lr * local * (g + weight_decay * w)
    return w + v, v


def lamb_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of LAMB for one layer's weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        u = m_hat / (sqrt(v_hat) + eps) + weight_decay w
        ratio = |w| / |u|,    1 where |w| or |u| is 0
        w = w - lr ratio u

    Parameters
    ----------
    w : weights of one layer, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps, weight_decay : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Conventions: |.| is the Euclidean norm over all entries of the layer, and it is not clipped (phi of
    the paper is the identity); the decay is part of u, before the norm is taken; both moments are
    corrected for their bias. No errors to raise. For a GPU choose with xp.where, not with `if`.

    You et al., Large batch optimization for deep learning: training BERT in 76 minutes, ICLR 2020,
    algorithm 2.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    u = m_hat / (xp.sqrt(v_hat) + eps) + weight_decay * w
    w_norm, u_norm = xp.sqrt(xp.sum(w * w)), xp.sqrt(xp.sum(u * u))
    known = (w_norm > 0) & (u_norm > 0)
    ratio = xp.where(known, w_norm / xp.where(known, u_norm, 1.0), 1.0)
    return w - lr * ratio * u, m, v
