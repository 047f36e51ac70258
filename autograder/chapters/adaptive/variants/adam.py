"""Other right ways to write Adam, with and without decay."""

import math

from array_api_compat import array_namespace


def adam_step__efficient(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Kingma and Ba's reordering: the rate carries both corrections, and eps is scaled so that nothing changes."""
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    root = math.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return w - rate * m / (xp.sqrt(v) + eps * root), m, v


def adam_step__towards_the_gradient(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Each moment moves a share of the way to its target."""
    xp = array_namespace(w, g, m, v)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (xp.square(g) - v)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - m_hat * lr / (v_hat**0.5 + eps), m, v


def adam_step__in_place_on_copies(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, m, v)
    new_w, new_m, new_v = w + 0.0, m + 0.0, v + 0.0
    new_m *= beta1
    new_m += (1 - beta1) * g
    new_v *= beta2
    new_v += (1 - beta2) * g**2
    root = xp.sqrt(new_v / (1 - beta2**t))
    root += eps
    new_w -= (lr / (1 - beta1**t)) * (new_m / root)
    return new_w, new_m, new_v


def adam_step__flat(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Works on flattened arrays and gives them their shape back."""
    xp = array_namespace(w, g, m, v)
    shape = w.shape
    w, g, m, v = (xp.reshape(a, (-1,)) for a in (w, g, m, v))
    m = xp.add(xp.multiply(m, beta1), xp.multiply(g, 1.0 - beta1))
    v = xp.add(xp.multiply(v, beta2), xp.multiply(xp.pow(g, 2), 1.0 - beta2))
    m_hat = xp.divide(m, 1.0 - math.pow(beta1, t))
    v_hat = xp.divide(v, 1.0 - math.pow(beta2, t))
    w = xp.subtract(w, xp.divide(m_hat, xp.add(xp.sqrt(v_hat), eps)) * lr)
    return tuple(xp.reshape(a, shape) for a in (w, m, v))


def adamw_step__shrink_first(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """The weight shrinks, then Adam steps, in PyTorch's order."""
    xp = array_namespace(w, g, m, v)
    w = w * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (xp.sqrt(v_hat) + eps), m, v


def adamw_step__one_bracket(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """Loshchilov and Hutter's bracket, with the decay inside the rate; the moments move towards their targets."""
    xp = array_namespace(w, g, m, v)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * (m_hat / (xp.sqrt(v_hat) + eps) + weight_decay * w), m, v


def adamw_step__efficient(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """The rate carries both corrections; the decay keeps the plain rate."""
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * xp.square(g)
    root = math.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return w - lr * weight_decay * w - rate * m / (xp.sqrt(v) + root * eps), m, v


def adamw_step__in_place_on_copies(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, m, v)
    new_w, new_m, new_v = w + 0.0, m + 0.0, v + 0.0
    new_w *= 1 - lr * weight_decay
    new_m *= beta1
    new_m += (1 - beta1) * g
    new_v *= beta2
    new_v += (1 - beta2) * g**2
    root = xp.sqrt(new_v / (1 - beta2**t))
    root += eps
    new_w -= (lr / (1 - beta1**t)) * (new_m / root)
    return new_w, new_m, new_v


def adam_l2_step__efficient(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """The rate carries both corrections."""
    xp = array_namespace(w, g, m, v)
    total = g + weight_decay * w
    m = beta1 * m + (1 - beta1) * total
    v = beta2 * v + (1 - beta2) * xp.square(total)
    root = math.sqrt(1 - beta2**t)
    return w - (lr * root / (1 - beta1**t)) * m / (xp.sqrt(v) + root * eps), m, v


def adam_l2_step__towards_the_gradient(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """Each moment moves a share of the way to its target."""
    xp = array_namespace(w, g, m, v)
    total = w * weight_decay + g
    m = m + (1 - beta1) * (total - m)
    v = v + (1 - beta2) * (total * total - v)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (xp.sqrt(v_hat) + eps), m, v


def adam_l2_step__in_place_on_copies(w, g, m, v, t, *, lr, beta1, beta2, eps, weight_decay):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, m, v)
    total = g + 0.0
    total += weight_decay * w
    new_w, new_m, new_v = w + 0.0, m * beta1, v * beta2
    new_m += (1 - beta1) * total
    new_v += (1 - beta2) * total**2
    new_w -= (lr / (1 - beta1**t)) * (new_m / (xp.sqrt(new_v / (1 - beta2**t)) + eps))
    return new_w, new_m, new_v


ADAM = (
    adam_step__efficient,
    adam_step__towards_the_gradient,
    adam_step__in_place_on_copies,
    adam_step__flat,
)
ADAM_L2 = (
    adam_l2_step__efficient,
    adam_l2_step__towards_the_gradient,
    adam_l2_step__in_place_on_copies,
)
ADAMW = (
    adamw_step__shrink_first,
    adamw_step__one_bracket,
    adamw_step__efficient,
    adamw_step__in_place_on_copies,
)
