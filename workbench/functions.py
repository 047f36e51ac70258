"""Named functions of one array, for kernels that are given a function: f(x) -> 0-d array.

Each takes a floating array of any shape, in any array namespace, and returns a 0-d array of the same
dtype and device. This file stands alone: it is shipped into the sandbox, where a grader's
`Function("rosenbrock")` becomes the function of that name.
"""

from array_api_compat import array_namespace, device


def quadratic(x):
    """Sum of squares, each with a weight: 1 for the first entry, 2 for the second, and so on."""
    xp = array_namespace(x)
    flat = xp.reshape(x, (-1,))
    weights = xp.astype(xp.arange(1, flat.shape[0] + 1, device=device(x)), x.dtype)
    return xp.sum(weights * flat**2)


def cubic(x):
    """Sum of cubes: its third derivative is 6 everywhere, so a difference quotient shows its own error."""
    xp = array_namespace(x)
    return xp.sum(x**3)


def rosenbrock(x):
    """Rosenbrock's valley in as many dimensions as x has entries, two or more; neighbours interact."""
    xp = array_namespace(x)
    flat = xp.reshape(x, (-1,))
    here, after = flat[:-1], flat[1:]
    return xp.sum(100.0 * (after - here**2) ** 2 + (1.0 - here) ** 2)


def log_sum_exp(x):
    """Logarithm of the sum of exponentials, whose gradient is the softmax; no entry is too large for it."""
    xp = array_namespace(x)
    top = xp.max(x)
    return top + xp.log(xp.sum(xp.exp(x - top)))


def wave(x):
    """Sine of the sum plus sum of the sines: bounded, never flat for long, and not symmetric."""
    xp = array_namespace(x)
    return xp.sin(xp.sum(x)) + xp.sum(xp.sin(2.0 * x))


def exponential(x):
    """Sum of exponentials: every derivative is the function itself, entry by entry."""
    xp = array_namespace(x)
    return xp.sum(xp.exp(x))


def lines(x):
    """Squared sums along the first axis, twice those along the second, and so on: it depends on the shape of x."""
    xp = array_namespace(x)
    value = xp.sum(0.0 * x)
    for axis in range(x.ndim):
        value = value + (axis + 1.0) * xp.sum(xp.sum(x, axis=axis) ** 2)
    return value


def constant(x):
    """The number 3, whatever x is."""
    xp = array_namespace(x)
    return xp.sum(0.0 * x) + 3.0


FUNCTIONS = {f.__name__: f for f in (quadratic, cubic, rosenbrock, log_sum_exp, wave, exponential, lines, constant)}
