"""The course's own answers. Made by `make build` from solutions/04_adaptive/04_adaptive.py; edit there."""

import math

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def adagrad_step(w, g, r, *, lr, eps):
    """One step of AdaGrad for one array of weights.

        r = r + g^2
        w = w - lr g / (sqrt(r) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : sum of the squared gradients before this step, same shape and dtype; zeros at the start
    lr, eps : Python floats

    Returns
    -------
    (w, r) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: eps is added outside the root, and r begins at 0, as in PyTorch. Keras and optax add eps inside and
    begin at 0.1. Nothing has to be checked or raised.

    Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12,
    2011 (the diagonal form).
    """
    xp = array_namespace(w, g, r)
    r = r + g**2
    w = w - lr * g / (xp.sqrt(r) + eps)
    return w, r


def rmsprop_step(w, g, r, *, lr, rho, eps):
    """One step of RMSProp for one array of weights.

        r = rho r + (1 - rho) g^2
        w = w - lr g / (sqrt(r) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : moving average of the squared gradients before this step, same shape and dtype; zeros at the start
    lr, rho, eps : Python floats; rho in [0, 1) is the share of the old r that stays (PyTorch calls it alpha)

    Returns
    -------
    (w, r) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: eps is added outside the root, as in PyTorch; Keras and optax add it inside. r is not corrected for its
    start at 0. Nothing has to be checked or raised.

    Hinton, Neural networks for machine learning, lecture 6e, 2012.
    """
    xp = array_namespace(w, g, r)
    r = rho * r + (1 - rho) * g**2
    w = w - lr * g / (xp.sqrt(r) + eps)
    return w, r


def rmsprop_momentum_step(w, g, r, v, *, lr, rho, alpha, eps):
    """One step of RMSProp with momentum for one array of weights.

        r = rho r + (1 - rho) g^2
        v = alpha v - lr g / (sqrt(r) + eps)
        w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : moving average of the squared gradients before this step, same shape and dtype; zeros at the start
    v : velocity before this step, same shape and dtype; zeros at the start
    lr, rho, alpha, eps : Python floats; rho is the share of r that stays, alpha that of v

    Returns
    -------
    (w, r, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: v holds the rate and points downhill, as in chapter 03; PyTorch's buffer is -v / lr, Keras's is -v.
    The root is that of this step: old steps in v keep theirs. eps is added outside the root. Nothing has to be checked
    or raised.

    Hinton, Neural networks for machine learning, lecture 6e, 2012; Graves, Generating sequences with recurrent neural
    networks, 2013, has a centred form.
    """
    xp = array_namespace(w, g, r, v)
    r = rho * r + (1 - rho) * g**2
    v = alpha * v - lr * g / (xp.sqrt(r) + eps)
    return w + v, r, v


def adadelta_step(w, g, r, u, *, lr, rho, eps):
    """One step of Adadelta for one array of weights.

        r = rho r + (1 - rho) g^2
        s = sqrt(u + eps) / sqrt(r + eps) g
        u = rho u + (1 - rho) s^2
        w = w - lr s

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    r : moving average of the squared gradients before this step, same shape and dtype; zeros at the start
    u : moving average of the squared steps s before this step, same shape and dtype; zeros at the start
    lr, rho, eps : Python floats; lr = 1 is the paper's method

    Returns
    -------
    (w, r, u) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: eps is added inside both roots, as in the paper and every library; s uses the new r and the old u;
    u averages s before it is multiplied by lr. Nothing has to be checked or raised.

    Zeiler, ADADELTA: an adaptive learning rate method, 2012, algorithm 1 (which has no lr).
    """
    xp = array_namespace(w, g, r, u)
    r = rho * r + (1 - rho) * g**2
    step = xp.sqrt(u + eps) / xp.sqrt(r + eps) * g
    u = rho * u + (1 - rho) * step**2
    return w - lr * step, r, u


def adam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Adam for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Convention: eps is added outside the root, to the corrected one, as in the paper's algorithm 1 and
    PyTorch. m and v are returned uncorrected. Nothing has to be checked or raised.

    Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015, algorithm 1.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v


def adam_l2_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of Adam on the loss plus an L2 penalty, for one array of weights.

        g = g + weight_decay w
        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, without the penalty, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps, weight_decay : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Conventions, PyTorch's (Adam with weight_decay): the penalty is weight_decay / 2 times the sum of squared weights,
    so its gradient has no 2; eps is added outside the root, to the corrected one. Nothing has to be checked or raised.

    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2, the part that is not theirs.
    """
    xp = array_namespace(w, g, m, v)
    g = g + weight_decay * w
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v


def adamw_step(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """One step of AdamW, Adam with decoupled weight decay, for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps) - lr weight_decay w

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, without any decay in it, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps, weight_decay : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as
    they were.

    Conventions, PyTorch's: the decay is multiplied by lr and taken of the weight as it came in; eps is
    added outside the root, to the corrected one. Nothing has to be checked or raised.

    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2 (whose decay
    has no lr in it).
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * (m_hat / (xp.sqrt(v_hat) + eps) + weight_decay * w)
    return w, m, v


def nadam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of Nadam, Adam with Nesterov's momentum, for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = beta1 m / (1 - beta1^(t + 1)) + (1 - beta1) g / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: beta1 is the same at every step (no momentum schedule); eps is added outside the root, to the corrected
    one. Nothing has to be checked or raised.

    Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v


def amsgrad_step(w, g, m, v, v_max, t, *, lr, beta1, beta2, eps):
    """One step of AMSGrad for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        v_max = max(v_max, v)
        m_hat = m / (1 - beta1^t),  v_hat = v_max / (1 - beta2^t)
        w = w - lr m_hat / (sqrt(v_hat) + eps)

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    v_max : largest v so far, entry by entry, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v, v_max) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention, PyTorch's: the maximum is of v before it is corrected. The paper does not correct at all; optax corrects
    first. eps is added outside the root. Nothing has to be checked or raised.

    Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR 2018, algorithm 2.
    """
    xp = array_namespace(w, g, m, v, v_max)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = xp.maximum(v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    w = w - lr * m_hat / (xp.sqrt(v_hat) + eps)
    return w, m, v, v_max


def radam_step(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """One step of RAdam, Adam with a rectified variance, for one array of weights.

        m = beta1 m + (1 - beta1) g
        v = beta2 v + (1 - beta2) g^2
        m_hat = m / (1 - beta1^t),  v_hat = v / (1 - beta2^t)
        rho_inf = 2 / (1 - beta2) - 1,  rho = rho_inf - 2 t beta2^t / (1 - beta2^t)
        if rho > 4:  c = sqrt((rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho))
                     w = w - lr c m_hat / (sqrt(v_hat) + eps)
        else:        w = w - lr m_hat

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    m, v : first and second moment before this step, same shape and dtype; zeros when t is 1
    t : number of this step, a Python int from 1
    lr, beta1, beta2, eps : Python floats; betas in [0, 1)

    Returns
    -------
    (w, m, v) after the step: new arrays of the same shape, dtype and device. The arguments stay as they were.

    Convention: the threshold is the paper's, 4 (PyTorch and optax: 5); eps is added outside the root, to the corrected
    one (PyTorch: to the uncorrected). With beta2 <= 0.6, rho never exceeds 4. Nothing has to be checked or raised.

    Liu et al., On the variance of the adaptive learning rate and beyond, ICLR 2020, algorithm 2.
    """
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    rectify = math.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    v_hat = v / (1 - beta2**t)
    return w - lr * rectify * m_hat / (xp.sqrt(v_hat) + eps), m, v
