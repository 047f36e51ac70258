"""Other right ways to write this chapter's kernels: all of them must pass every check."""

from array_api_compat import array_namespace


def dropout_mask__where(u, *, rate):
    """Case by case, with arrays for both."""
    xp = array_namespace(u)
    return xp.where(u < rate, xp.zeros_like(u), xp.ones_like(u))


def dropout_mask__number(u, *, rate):
    """Case by case, one of them a number."""
    xp = array_namespace(u)
    return xp.where(u >= rate, xp.ones_like(u), 0.0)


def dropout_mask__floor(u, *, rate):
    """As TensorFlow once did it: the whole part of u plus the probability to keep."""
    return array_namespace(u).floor(u + (1.0 - rate))


def dropout_mask__not_dropped(u, *, rate):
    """What is not dropped stays."""
    xp = array_namespace(u)
    return xp.astype(xp.logical_not(xp.less(u, rate)), u.dtype)


def dropout_mask__one_minus(u, *, rate):
    """1 minus the mask of what is dropped."""
    xp = array_namespace(u)
    return 1 - xp.astype(u < rate, u.dtype)


def dropout_mask__indexed(u, *, rate):
    """Ones, of which some are put to 0."""
    mask = array_namespace(u).ones_like(u)
    mask[u < rate] = 0.0
    return mask


def dropout_forward__where(x, u, *, rate):
    """Scales everything, then chooses; the mask on its own."""
    xp = array_namespace(x, u)
    kept = u >= rate
    return xp.where(kept, x / (1 - rate), 0.0), xp.astype(kept, x.dtype)


def dropout_forward__arrays(x, u, *, rate):
    """Chooses between arrays."""
    xp = array_namespace(x, u)
    mask = xp.where(u < rate, xp.zeros_like(x), xp.ones_like(x))
    return xp.divide(xp.multiply(mask, x), 1.0 - rate), mask


def dropout_forward__scaled_mask_inside(x, u, *, rate):
    """A scaled mask within, a plain one handed back."""
    xp = array_namespace(x, u)
    mask = xp.astype(u >= rate, x.dtype)
    scaled = mask / (1.0 - rate)
    return [x * scaled, mask]


def dropout_forward__in_place_on_a_copy(x, u, *, rate):
    """Puts zeros in its own array."""
    xp = array_namespace(x, u)
    mask = xp.astype(xp.logical_not(u < rate), x.dtype)
    y = x + 0.0
    y /= 1.0 - rate
    y[u < rate] = 0.0
    return y, mask


def dropout_forward__keep(x, u, *, rate):
    """By way of the probability to keep."""
    xp = array_namespace(x)
    keep = 1.0 - rate
    mask = xp.astype(u >= rate, x.dtype)
    return mask * (x / keep), mask


def dropout_backward__where(dy, mask, *, rate):
    """Case by case."""
    return array_namespace(dy, mask).where(mask > 0, dy / (1.0 - rate), 0.0)


def dropout_backward__divide(dy, mask, *, rate):
    """One quotient."""
    return mask * dy / (1 - rate)


def dropout_backward__scaled_mask(dy, mask, *, rate):
    """The mask is scaled first."""
    xp = array_namespace(dy, mask)
    return xp.multiply(dy, xp.divide(mask, 1.0 - rate))


def dropout_backward__boolean(dy, mask, *, rate):
    """Puts zeros in its own array."""
    xp = array_namespace(dy, mask)
    dx = dy / (1.0 - rate)
    dx[xp.astype(mask, xp.bool) == False] = 0.0  # noqa: E712
    return dx


def classic_dropout__where(x, u, *, rate):
    """Case by case."""
    return array_namespace(x, u).where(u < rate, 0.0, x)


def classic_dropout__mask(x, u, *, rate):
    """With a mask."""
    xp = array_namespace(x, u)
    return xp.astype(u >= rate, x.dtype) * x


def classic_dropout__in_place_on_a_copy(x, u, *, rate):
    """Puts zeros in its own array."""
    y = x + 0.0
    y[u < rate] = 0.0
    return y


def classic_dropout__subtract(x, u, *, rate):
    """Takes away what is dropped."""
    xp = array_namespace(x, u)
    return x - xp.where(u < rate, x, xp.zeros_like(x))


def classic_test_weights__subtract(w, *, rate):
    """Takes away the share that is dropped."""
    return w - rate * w


def classic_test_weights__function(w, *, rate):
    """With a function for the operator."""
    return array_namespace(w).multiply(w, 1 - rate)


def classic_test_weights__divide(w, *, rate):
    """Divides by the inverse."""
    return w / (1.0 / (1.0 - rate))


def monte_carlo_average__logarithm(logits):
    """By way of log-probabilities."""
    xp = array_namespace(logits)
    shifted = logits - xp.max(logits, axis=2, keepdims=True)
    log_p = shifted - xp.log(xp.sum(xp.exp(shifted), axis=2, keepdims=True))
    return xp.mean(xp.exp(log_p), axis=0)


def monte_carlo_average__loop(logits):
    """One pass after the other."""
    xp = array_namespace(logits)
    total = xp.zeros_like(logits[0, :, :])
    for t in range(logits.shape[0]):
        z = logits[t, :, :]
        powers = xp.exp(z - xp.max(z, axis=1, keepdims=True))
        total = total + powers / xp.sum(powers, axis=1, keepdims=True)
    return total / logits.shape[0]


def monte_carlo_average__sum(logits):
    """A sum over passes, divided."""
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.expand_dims(xp.max(logits, axis=-1), axis=-1))
    return xp.sum(powers / xp.sum(powers, axis=-1, keepdims=True), axis=0) / logits.shape[0]


def monte_carlo_average__differences(logits):
    """1 over the sum of the powers of all differences: as stable as the usual form."""
    xp = array_namespace(logits)
    differences = logits[..., None, :] - logits[..., :, None]
    shift = xp.max(differences, axis=-1, keepdims=True)
    powers = xp.sum(xp.exp(differences - shift), axis=-1)
    return xp.mean(xp.exp(-shift[..., 0]) / powers, axis=0)


def monte_carlo_average__cautious(logits):
    """Afraid of a division by zero that cannot come."""
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    return xp.mean(powers / (xp.sum(powers, axis=-1, keepdims=True) + 1e-8), axis=0)


def monte_carlo_average__normalized_again(logits):
    """Divides once more by a sum that is 1."""
    xp = array_namespace(logits)
    powers = xp.exp(logits - xp.max(logits, axis=-1, keepdims=True))
    mean = xp.mean(powers / xp.sum(powers, axis=-1, keepdims=True), axis=0)
    return mean / xp.sum(mean, axis=-1, keepdims=True)
