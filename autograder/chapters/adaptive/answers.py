"""The course's own answers. Made by `make build` from solutions/04_adaptive/04_adaptive.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


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
