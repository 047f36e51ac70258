"""Initial weights, straight from the papers, in float64; one operation a line: a mistake is an edit of a line."""

import math

import numpy as np

CUT = 2.0  # in standard deviations of the normal distribution before it is cut
REDRAWS = 8  # an entry outside the cut survives them with probability 0.0455 ** 9
TRUNCATED_STD = 0.8796256610342398  # of a standard normal cut at 2: sqrt(1 - 4 density(2) / erf(sqrt(2)))


def constant_weights(x, fan_out, *, value):
    """Every weight of a layer on top of x is the same number."""
    fan_in = x.shape[1]
    shape = (fan_in, fan_out)
    w = np.full(shape, value, dtype=x.dtype)
    return w


def small_normal(fan_in, fan_out, *, std, rng):
    """Normal weights with the standard deviation that you name."""
    shape = (fan_in, fan_out)
    z = rng.normal(shape)
    w = std * z
    return w


def relu_second_moments(q0, fan_in, std):
    """E[h^2] after each layer of a ReLU net (He et al. 2015, eq. 7 to 9)."""
    q = []
    q_h = q0
    for n, s in zip(fan_in, std, strict=True):
        q_z = n * s**2 * q_h
        q_h = q_z / 2.0
        q.append(q_h)
    return np.asarray(q)


def glorot_normal(fan_in, fan_out, *, rng):
    """Glorot and Bengio 2010, eq. 12, with a normal distribution."""
    shape = (fan_in, fan_out)
    variance = 2.0 / (fan_in + fan_out)
    std = math.sqrt(variance)
    w = std * rng.normal(shape)
    return w


def glorot_uniform(fan_in, fan_out, *, rng):
    """Glorot and Bengio 2010, eq. 16."""
    shape = (fan_in, fan_out)
    ratio = 6.0 / (fan_in + fan_out)
    limit = math.sqrt(ratio)
    w = rng.uniform(shape, -limit, limit)
    return w


def he_normal(fan_in, fan_out, *, rng):
    """He et al. 2015, eq. 10."""
    shape = (fan_in, fan_out)
    variance = 2.0 / fan_in
    std = math.sqrt(variance)
    w = std * rng.normal(shape)
    return w


def he_uniform(fan_in, fan_out, *, rng):
    """The variance of He et al. 2015, eq. 10, with a uniform distribution."""
    shape = (fan_in, fan_out)
    ratio = 6.0 / fan_in
    limit = math.sqrt(ratio)
    w = rng.uniform(shape, -limit, limit)
    return w


def lecun_normal(fan_in, fan_out, *, rng):
    """LeCun et al. 1998, eq. 16, as JAX draws it: cut at two standard deviations, then widened again."""
    shape = (fan_in, fan_out)
    z = rng.normal(shape)
    for _ in range(REDRAWS):
        again = rng.normal(shape)
        z = np.where(np.abs(z) > CUT, again, z)
    z = z / TRUNCATED_STD
    variance = 1.0 / fan_in
    std = math.sqrt(variance)
    w = std * z
    return w


def orthogonal(z, *, gain):
    """Saxe et al. 2014: the Q of a QR decomposition, its signs fixed by the diagonal of R (Mezzadri 2007)."""
    wide = z.shape[0] < z.shape[1]
    tall = z.T if wide else z
    q, r = np.linalg.qr(tall)
    sign = np.sign(np.diagonal(r))
    q = q * sign
    q = q.T if wide else q
    w = gain * q
    return w


def pytorch_linear(fan_in, fan_out, *, rng):
    """What torch.nn.Linear draws for its weights and its biases."""
    w_limit = 1.0 / math.sqrt(fan_in)
    b_limit = 1.0 / math.sqrt(fan_in)
    w = rng.uniform((fan_in, fan_out), -w_limit, w_limit)
    b = rng.uniform((fan_out,), -b_limit, b_limit)
    return w, b


def tanh_second_moments(q0, fan_in, std):
    """E[h^2] after each layer of a tanh net (Poole et al. 2016, eq. 3 without biases), by the trapezoid rule."""
    z = np.linspace(-8.0, 8.0, 2001)
    weight = np.exp(-(z**2) / 2.0) / math.sqrt(2.0 * math.pi) * (z[1] - z[0])
    q = []
    q_h = q0
    for n, s in zip(fan_in, std, strict=True):
        q_z = n * s**2 * q_h
        h = np.tanh(math.sqrt(q_z) * z)
        q_h = np.sum(weight * h**2)
        q.append(q_h)
    return np.asarray(q)


def gradient_second_moments(g_out, fan_out, std):
    """E[(dL/dh)^2] at the input of each layer of a ReLU net (He et al. 2015, eq. 13 and 14)."""
    g = []
    g_h = g_out
    for n, s in zip(fan_out[::-1], std[::-1], strict=True):
        g_z = g_h / 2.0
        g_h = n * s**2 * g_z
        g.append(g_h)
    return np.asarray(g[::-1])
