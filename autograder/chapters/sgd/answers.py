"""The course's own answers. Made by `make build` from solutions/03_sgd/03_sgd.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def linear_gradient(w, x, y):
    """Gradient of the loss of linear regression over all examples.

        L(w) = 1/(2m) |x w - y|^2,    g = dL/dw

    Parameters
    ----------
    w : weights, floating array (features,)
    x : examples, array (m, features), same dtype
    y : targets, array (m,), same dtype

    Returns
    -------
    g : gradient, array (features,), same dtype and device as w

    Convention: the loss has 1/2 in it, and is a mean over the m examples. PyTorch's mse_loss has no
    1/2. The arguments stay as they were; no errors to raise.
    """
    return x.T @ (x @ w - y) / x.shape[0]


def sample_gradient(w, x, y, i):
    """Gradient of the loss of one example.

        L_i(w) = 1/2 (x_i w - y_i)^2,    g = dL_i/dw

    Parameters
    ----------
    w : weights, floating array (features,)
    x : examples, array (m, features), same dtype
    y : targets, array (m,), same dtype
    i : which example, a Python int from 0

    Returns
    -------
    g : gradient, array (features,), same dtype and device as w

    Convention: the mean of g over all i is the gradient of linear_gradient. The arguments stay as
    they were; no errors to raise. Portable spelling of a row: x[i, :].

    Robbins and Monro, A stochastic approximation method, Annals of Mathematical Statistics 22,
    1951.
    """
    row = x[i, :]
    return row * (row @ w - y[i])


def minibatch_gradient(w, x, y, indices):
    """Gradient of the mean loss of some of the examples.

        L_B(w) = mean over i in indices of 1/2 (x_i w - y_i)^2,    g = dL_B/dw

    Parameters
    ----------
    w : weights, floating array (features,)
    x : examples, array (m, features), same dtype
    y : targets, array (m,), same dtype
    indices : which examples, int64 array (batch,), from 0; one that is named twice counts twice

    Returns
    -------
    g : gradient, array (features,), same dtype and device as w

    Convention: the mean is over the batch, not over all m examples. The arguments stay as they
    were; no errors to raise. xp.take(x, indices, axis=0) chooses rows.
    """
    xp = array_namespace(w, x, y, indices)
    rows, targets = xp.take(x, indices, axis=0), xp.take(y, indices, axis=0)
    return rows.T @ (rows @ w - targets) / indices.shape[0]


def sgd_step(w, g, *, lr):
    """One step of gradient descent for one array of weights.

        w = w - lr g

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    lr : the rate, a Python float

    Returns
    -------
    w : the weights after the step, a new array of the same shape, dtype and device

    Convention: returns the new weights; optax's sgd returns the step, -lr g. The arguments stay as
    they were; no errors to raise.
    """
    return w - lr * g


def momentum_step(w, g, v, *, lr, alpha):
    """One step of gradient descent with momentum, in the form of the lectures.

        v = alpha v - lr g
        w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    v : velocity before this step, same shape and dtype; zeros before the first
    lr, alpha : rate and the share of the velocity that stays, Python floats; alpha in [0, 1)

    Returns
    -------
    (w, v) after the step: new arrays of the same shape, dtype and device

    Convention: the velocity is a movement of the weights; the rate and the sign are in it. It sums
    gradients, it does not average them. The arguments stay as they were; no errors to raise.

    Polyak, Some methods of speeding up the convergence of iteration methods, 1964 ("heavy ball").
    """
    v = alpha * v - lr * g
    return w + v, v


def pytorch_momentum_step(w, g, b, *, lr, mu):
    """One step of gradient descent with momentum, in the form of PyTorch.

        b = mu b + g
        w = w - lr b

    Parameters
    ----------
    w : weights, floating array of any shape
    g : gradient of the loss with respect to w, same shape and dtype
    b : buffer before this step, same shape and dtype; zeros before the first
    lr, mu : rate and the share of the buffer that stays, Python floats; mu in [0, 1)

    Returns
    -------
    (w, b) after the step: new arrays of the same shape, dtype and device

    Convention: no rate in the buffer, no dampening, no Nesterov, as torch.optim.SGD with
    momentum=mu alone. The arguments stay as they were; no errors to raise.

    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
    learning, ICML 2013, have the lectures' form; PyTorch's page on SGD states this one.
    """
    b = mu * b + g
    return w - lr * b, b


def nesterov_lookahead(w, v, *, alpha):
    """The point at which Nesterov's momentum takes its gradient.

        w_ahead = w + alpha v

    Parameters
    ----------
    w : weights, floating array of any shape
    v : velocity before this step, in the form of momentum_step, same shape and dtype
    alpha : the share of the velocity that stays, a Python float in [0, 1)

    Returns
    -------
    w_ahead : a new array of the same shape, dtype and device

    The arguments stay as they were; no errors to raise.

    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep
    learning, ICML 2013.
    """
    return w + alpha * v


def nesterov_step(w, g, v, *, lr, alpha):
    """One step of Nesterov's momentum, given the gradient at the look-ahead point.

        v = alpha v - lr g,    g = gradient at w + alpha v
        w = w + v

    Parameters
    ----------
    w : weights, floating array of any shape: where the last step ended, not the look-ahead point
    g : gradient of the loss at nesterov_lookahead(w, v, alpha=alpha), same shape and dtype
    v : velocity before this step, same shape and dtype; zeros before the first
    lr, alpha : rate and the share of the velocity that stays, Python floats; alpha in [0, 1)

    Returns
    -------
    (w, v) after the step: new arrays of the same shape, dtype and device

    Convention: the lectures' velocity, as in momentum_step. PyTorch and Keras keep the look-ahead
    point for w, which is the optional kernel below. The arguments stay as they were; no errors to
    raise.

    Nesterov 1983; in this form Sutskever, Martens, Dahl and Hinton, ICML 2013, equations 3 and 4.
    """
    v = alpha * v - lr * g
    return w + v, v


def nesterov_reparametrised_step(w, g, v, *, lr, alpha):
    """One step of Nesterov's momentum from one look-ahead point to the next.

        v = alpha v - lr g
        w = w + alpha v - lr g,    with the new v

    Parameters
    ----------
    w : look-ahead point, floating array of any shape
    g : gradient of the loss at w itself, same shape and dtype
    v : velocity before this step, same shape and dtype; zeros before the first
    lr, alpha : rate and the share of the velocity that stays, Python floats; alpha in [0, 1)

    Returns
    -------
    (w, v) after the step, w the next look-ahead point: new arrays of the same shape, dtype and device

    Convention: the lectures' velocity, as Keras; PyTorch's has neither rate nor sign in it. The
    arguments stay as they were; no errors to raise.

    Bengio, Boulanger-Lewandowski and Pascanu, Advances in optimizing recurrent networks, ICASSP
    2013, section 3.5.
    """
    v = alpha * v - lr * g
    return w + alpha * v - lr * g, v


def clip_by_value(g, *, limit):
    """Bound each entry of a gradient.

        g_i = limit where g_i > limit,  -limit where g_i < -limit,  g_i elsewhere

    Parameters
    ----------
    g : gradient, floating array of any shape
    limit : the largest size of an entry, a Python float > 0

    Returns
    -------
    g : a new array of the same shape, dtype and device

    The argument stays as it was; no errors to raise.

    torch.nn.utils.clip_grad_value_; clipvalue in Keras; optax.clip.
    """
    xp = array_namespace(g)
    return xp.clip(g, -limit, limit)


def clip_by_norm(g, *, max_norm):
    """Shorten a gradient to a given length, if it is longer.

        g = g min(1, max_norm / |g|),    |g| the root of the sum of all squared entries

    Parameters
    ----------
    g : gradient, floating array of any shape
    max_norm : the largest length, a Python float > 0

    Returns
    -------
    g : a new array of the same shape, dtype and device; a gradient of zeros stays one

    Convention: exactly this scale; PyTorch divides by |g| + 1e-6. One norm of the whole array,
    whatever its shape. The argument stays as it was; no errors to raise. On a GPU an `if` on the
    norm would have to wait for it: use where, minimum or maximum.

    Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013,
    algorithm 1.
    """
    xp = array_namespace(g)
    norm = xp.sqrt(xp.sum(g**2))
    return g * (max_norm / xp.maximum(norm, max_norm))


def clip_by_global_norm(g_w, g_b, *, max_norm):
    """Shorten the gradients of two arrays by one factor, if together they are too long.

        norm = sqrt(|g_w|^2 + |g_b|^2),    scale = min(1, max_norm / norm)
        g_w = scale g_w,    g_b = scale g_b

    Parameters
    ----------
    g_w, g_b : gradients, floating arrays of any two shapes, same dtype
    max_norm : the largest length of both together, a Python float > 0

    Returns
    -------
    (g_w, g_b) : new arrays of the same shapes, dtype and device; zeros stay zeros

    Convention: exactly this scale; PyTorch divides by norm + 1e-6. The arguments stay as they were;
    no errors to raise.

    Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1, where all parameters are one vector.
    """
    xp = array_namespace(g_w, g_b)
    norm = xp.sqrt(xp.sum(g_w**2) + xp.sum(g_b**2))
    scale = max_norm / xp.maximum(norm, max_norm)
    return g_w * scale, g_b * scale
