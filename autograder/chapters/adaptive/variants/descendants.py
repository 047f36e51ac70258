"""Other right ways to write Nadam, AMSGrad and RAdam."""

import math

from array_api_compat import array_namespace


def nadam_step__two_rates(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """As PyTorch writes it: the gradient and the momentum each with a rate of their own."""
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    denominator = xp.sqrt(v / (1 - beta2**t)) + eps
    of_gradient = lr * (1 - beta1) / (1 - beta1**t)
    of_momentum = lr * beta1 / (1 - beta1 ** (t + 1))
    return w - of_gradient * g / denominator - of_momentum * m / denominator, m, v


def nadam_step__towards_the_gradient(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Each moment moves a share of the way to its target."""
    xp = array_namespace(w, g, m, v)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (xp.square(g) - v)
    m_hat = beta1 * m / (1 - beta1 * beta1**t) + (1 - beta1) * g / (1 - beta1**t)
    return w - lr * (m_hat / ((v / (1 - beta2**t)) ** 0.5 + eps)), m, v


def nadam_step__in_place_on_copies(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, m, v)
    new_w, new_m, new_v = w + 0.0, m * beta1, v * beta2
    new_m += (1 - beta1) * g
    new_v += (1 - beta2) * g**2
    root = xp.sqrt(new_v) / math.sqrt(1 - beta2**t)
    root += eps
    ahead = new_m * (beta1 / (1 - beta1 ** (t + 1)))
    ahead += g * ((1 - beta1) / (1 - beta1**t))
    new_w -= lr * ahead / root
    return new_w, new_m, new_v


def amsgrad_step__where(w, g, m, v, v_max, t, *, lr, beta1, beta2, eps):
    """The larger one picked by a comparison."""
    xp = array_namespace(w, g, m, v, v_max)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = xp.where(v > v_max, v, v_max)
    m_hat, v_hat = m / (1 - beta1**t), v_max / (1 - beta2**t)
    return w - lr * m_hat / (xp.sqrt(v_hat) + eps), m, v, v_max


def amsgrad_step__efficient(w, g, m, v, v_max, t, *, lr, beta1, beta2, eps):
    """The rate carries both corrections, and eps is scaled so that nothing changes."""
    xp = array_namespace(w, g, m, v, v_max)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    v_max = xp.maximum(v, v_max)
    root = math.sqrt(1 - beta2**t)
    return w - (lr * root / (1 - beta1**t)) * m / (xp.sqrt(v_max) + eps * root), m, v, v_max


def amsgrad_step__rise(w, g, m, v, v_max, t, *, lr, beta1, beta2, eps):
    """The maximum rises by what v exceeds it; own copies in place."""
    xp = array_namespace(w, g, m, v, v_max)
    new_w, new_m, new_v, new_max = w + 0.0, m * beta1, v * beta2, v_max + 0.0
    new_m += (1 - beta1) * g
    new_v += (1 - beta2) * xp.square(g)
    new_max += xp.maximum(new_v - v_max, xp.zeros_like(v))
    new_w -= lr * (new_m / (1 - beta1**t)) / (xp.sqrt(new_max / (1 - beta2**t)) + eps)
    return new_w, new_m, new_v, new_max


def radam_step__one_quotient(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """The rectification as a product of quotients, the rate first."""
    xp = array_namespace(w, g, m, v)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    correction = 1 - beta2**t
    longest = (1 + beta2) / (1 - beta2)
    length = longest - 2 * t * beta2**t / correction
    rate = lr / (1 - beta1**t)
    if length <= 4:
        return w - rate * m, m, v
    share = (length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length
    return w - rate * math.sqrt(share) * m / (xp.sqrt(v / correction) + eps), m, v


def radam_step__towards_the_gradient(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Each moment moves a share of the way to its target; a denominator of 1 while the root stays out."""
    xp = array_namespace(w, g, m, v)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (xp.square(g) - v)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    denominator, rectification = xp.ones_like(v), 1.0
    if rho > 4:
        denominator = xp.sqrt(v / (1 - beta2**t)) + eps
        rectification = math.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    return w - lr * rectification * (m / (1 - beta1**t)) / denominator, m, v


def radam_step__in_place_on_copies(w, g, m, v, t, *, lr, beta1, beta2, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, m, v)
    new_w, new_m, new_v = w + 0.0, m * beta1, v * beta2
    new_m += (1 - beta1) * g
    new_v += (1 - beta2) * g**2
    step = new_m / (1 - beta1**t)
    power = math.pow(beta2, t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * power / (1 - power)
    if rho > 4:
        root = xp.sqrt(new_v) / math.sqrt(1 - power)
        step *= ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
        step /= root + eps
    new_w -= lr * step
    return new_w, new_m, new_v


NADAM = (nadam_step__two_rates, nadam_step__towards_the_gradient, nadam_step__in_place_on_copies)
AMSGRAD = (amsgrad_step__where, amsgrad_step__efficient, amsgrad_step__rise)
RADAM = (radam_step__one_quotient, radam_step__towards_the_gradient, radam_step__in_place_on_copies)
