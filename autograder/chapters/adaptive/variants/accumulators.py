"""Other right ways to write AdaGrad, RMSProp, RMSProp with momentum and Adadelta."""

from array_api_compat import array_namespace


def adagrad_step__rate_first(w, g, r, *, lr, eps):
    """Works out each weight's own rate, then steps."""
    xp = array_namespace(w, g, r)
    r = r + xp.square(g)
    rate = lr / (eps + xp.sqrt(r))
    return w - rate * g, r


def adagrad_step__in_place_on_copies(w, g, r, *, lr, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, r)
    new_w, new_r = w + 0.0, r + 0.0
    new_r += g * g
    root = xp.sqrt(new_r)
    root += eps
    new_w -= lr * g / root
    return new_w, new_r


def adagrad_step__flat(w, g, r, *, lr, eps):
    """Works on flattened arrays and gives them their shape back."""
    xp = array_namespace(w, g, r)
    shape = w.shape
    w, g, r = (xp.reshape(a, (-1,)) for a in (w, g, r))
    r = xp.add(r, xp.pow(g, 2))
    w = xp.subtract(w, xp.multiply(xp.divide(g, xp.add(r**0.5, eps)), lr))
    return xp.reshape(w, shape), xp.reshape(r, shape)


def rmsprop_step__towards_the_square(w, g, r, *, lr, rho, eps):
    """r moves a share of the way to g squared."""
    xp = array_namespace(w, g, r)
    r = r + (1 - rho) * (g * g - r)
    return w - lr * (g / (xp.sqrt(r) + eps)), r


def rmsprop_step__in_place_on_copies(w, g, r, *, lr, rho, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, r)
    new_w, new_r = w + 0.0, r + 0.0
    new_r *= rho
    new_r += (1 - rho) * xp.square(g)
    new_w -= lr * g / (xp.sqrt(new_r) + eps)
    return new_w, new_r


def rmsprop_step__rate_first(w, g, r, *, lr, rho, eps):
    """Works out each weight's own rate, then steps."""
    array_namespace(w, g, r)
    r = (1 - rho) * g**2 + rho * r
    rate = lr / (r**0.5 + eps)
    return w - g * rate, r


def rmsprop_momentum_step__pytorch_buffer(w, g, r, v, *, lr, rho, alpha, eps):
    """PyTorch's buffer, turned back into a velocity at the end."""
    xp = array_namespace(w, g, r, v)
    r = rho * r + (1 - rho) * g**2
    buffer = alpha * (v / -lr) + g / (xp.sqrt(r) + eps)
    return w - lr * buffer, r, -lr * buffer


def rmsprop_momentum_step__rate_first(w, g, r, v, *, lr, rho, alpha, eps):
    """Works out each weight's own rate, then a momentum step with it."""
    xp = array_namespace(w, g, r, v)
    r = r + (1 - rho) * (xp.square(g) - r)
    rate = lr / (xp.sqrt(r) + eps)
    new_v = alpha * v - rate * g
    return w + new_v, r, new_v


def rmsprop_momentum_step__in_place_on_copies(w, g, r, v, *, lr, rho, alpha, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, r, v)
    new_w, new_r, new_v = w + 0.0, r * rho, v * alpha
    new_r += (1 - rho) * g * g
    new_v -= lr * g / (xp.sqrt(new_r) + eps)
    new_w += new_v
    return new_w, new_r, new_v


def adadelta_step__one_root(w, g, r, u, *, lr, rho, eps):
    """One root of the quotient."""
    xp = array_namespace(w, g, r, u)
    r = rho * r + (1 - rho) * g * g
    step = g * xp.sqrt((u + eps) / (r + eps))
    u = rho * u + (1 - rho) * step * step
    return w - lr * step, r, u


def adadelta_step__negative_step(w, g, r, u, *, lr, rho, eps):
    """The paper's sign: the step points downhill and is added."""
    xp = array_namespace(w, g, r, u)
    r = r + (1 - rho) * (xp.square(g) - r)
    change = -xp.sqrt(u + eps) * g / xp.sqrt(r + eps)
    u = u + (1 - rho) * (xp.square(change) - u)
    return w + lr * change, r, u


def adadelta_step__in_place_on_copies(w, g, r, u, *, lr, rho, eps):
    """Updates its own arrays in place; the ones that came in stay as they were."""
    xp = array_namespace(w, g, r, u)
    new_w, new_r, new_u = w + 0.0, r * rho, u * rho
    new_r += (1 - rho) * g**2
    step = xp.sqrt(u + eps)
    step /= xp.sqrt(new_r + eps)
    step *= g
    new_u += (1 - rho) * step**2
    new_w -= lr * step
    return new_w, new_r, new_u


ADAGRAD = (adagrad_step__rate_first, adagrad_step__in_place_on_copies, adagrad_step__flat)
RMSPROP = (rmsprop_step__towards_the_square, rmsprop_step__in_place_on_copies, rmsprop_step__rate_first)
RMSPROP_MOMENTUM = (
    rmsprop_momentum_step__pytorch_buffer,
    rmsprop_momentum_step__rate_first,
    rmsprop_momentum_step__in_place_on_copies,
)
ADADELTA = (adadelta_step__one_root, adadelta_step__negative_step, adadelta_step__in_place_on_copies)
