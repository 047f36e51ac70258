"""Other right ways to write this chapter's kernels: all of them must pass every check."""

import math

from array_api_compat import array_namespace


def batch_norm_forward__library(x, gamma, beta, *, eps):
    """The library's mean and variance, and a reciprocal root."""
    xp = array_namespace(x)
    if x.shape[0] == 1:
        raise ValueError("one row")
    mean, var = xp.mean(x, axis=0), xp.var(x, axis=0)
    x_hat = (x - mean) * (var + eps) ** -0.5
    return x_hat * gamma + beta, x_hat, mean, var


def batch_norm_forward__moments(x, gamma, beta, *, eps):
    """The variance as mean square minus squared mean, sums instead of means."""
    xp = array_namespace(x)
    n = x.shape[0]
    if n <= 1:
        raise ValueError("one row")
    mean = xp.sum(x, axis=0) / n
    var = xp.sum(x * x, axis=0) / n - mean**2
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return beta + gamma * x_hat, x_hat, mean, var


def batch_norm_forward__kept_axes(x, gamma, beta, *, eps):
    """With kept axes inside, taken away at the end, and a list returned."""
    xp = array_namespace(x)
    if x.shape[0] < 2:
        raise ValueError("one row")
    mean = xp.mean(x, axis=0, keepdims=True)
    std = xp.std(x, axis=0, keepdims=True)
    x_hat = (x - mean) / xp.sqrt(std**2 + eps)
    return [gamma[None, :] * x_hat + beta[None, :], x_hat, mean[0, :], xp.squeeze(std**2, axis=0)]


def batch_norm_forward__loop(x, gamma, beta, *, eps):
    """One feature after the other."""
    xp = array_namespace(x)
    if not x.shape[0] > 1:
        raise ValueError("one row")
    columns = [x[:, j] for j in range(x.shape[1])]
    mean = xp.stack([xp.mean(column) for column in columns])
    var = xp.stack([xp.mean((column - mean[j]) ** 2) for j, column in enumerate(columns)])
    x_hat = xp.stack([(c - mean[j]) / xp.sqrt(var[j] + eps) for j, c in enumerate(columns)], axis=1)
    return gamma * x_hat + beta, x_hat, mean, var


def batch_norm_backward__gamma_outside(dy, x_hat, var, gamma, *, eps):
    """The compact form: gamma is the same for all that the means run over, so it may wait."""
    xp = array_namespace(dy)
    n = dy.shape[0]
    dbeta, dgamma = xp.sum(dy, axis=0), xp.sum(dy * x_hat, axis=0)
    return gamma / xp.sqrt(var + eps) / n * (n * dy - dbeta - x_hat * dgamma), dgamma, dbeta


def batch_norm_backward__node_by_node(dy, x_hat, var, gamma, *, eps):
    """As the paper writes it: through the variance, then the mean, with the term that is 0 kept."""
    xp = array_namespace(dy)
    n, std = dy.shape[0], xp.sqrt(var + eps)
    centred = x_hat * std
    dx_hat = dy * gamma
    dvar = xp.sum(dx_hat * centred, axis=0) * -0.5 * (var + eps) ** -1.5
    dmean = xp.sum(dx_hat * -1.0 / std, axis=0) + dvar * xp.mean(-2.0 * centred, axis=0)
    dx = dx_hat / std + dvar * 2.0 * centred / n + dmean / n
    return dx, xp.sum(dy * x_hat, axis=0), xp.sum(dy, axis=0)


def batch_norm_backward__jacobian(dy, x_hat, var, gamma, *, eps):
    """The whole matrix of derivatives of each feature, n by n, and a product with it."""
    xp = array_namespace(dy)
    n = dy.shape[0]
    identity = xp.eye(n, dtype=dy.dtype, device=dy.device)
    columns = []
    for j in range(dy.shape[1]):
        hat = xp.reshape(x_hat[:, j], (n, 1))
        jacobian = (identity - 1.0 / n - hat @ hat.T / n) / xp.sqrt(var[j] + eps)
        columns.append(jacobian.T @ dy[:, j] * gamma[j])
    return xp.stack(columns, axis=1), xp.sum(x_hat * dy, axis=0), xp.sum(dy, axis=0)


def running_statistics__difference(mean, var, running_mean, running_var, *, n, momentum):
    """A step of size momentum towards the batch."""
    if n == 1:
        raise ValueError("one number")
    running_mean = running_mean + momentum * (mean - running_mean)
    running_var = running_var + momentum * (n / (n - 1) * var - running_var)
    return running_mean, running_var


def running_statistics__sum_of_squares(mean, var, running_mean, running_var, *, n, momentum):
    """The squares summed up first."""
    if n <= 1:
        raise ValueError("one number")
    squares = n * var
    unbiased = squares / (n - 1.0)
    return momentum * mean + (1 - momentum) * running_mean, momentum * unbiased + (1 - momentum) * running_var


def running_statistics__in_place_on_copies(mean, var, running_mean, running_var, *, n, momentum):
    """Updates its own arrays in place."""
    if n < 2:
        raise ValueError("one number")
    new_mean, new_var = running_mean + 0.0, running_var + 0.0
    new_mean *= 1.0 - momentum
    new_mean += momentum * mean
    new_var *= 1.0 - momentum
    new_var += momentum * var / (1.0 - 1.0 / n)
    return new_mean, new_var


def batch_norm_inference__folded(x, running_mean, running_var, gamma, beta, *, eps):
    """One factor and one shift, as it is folded into the layer before."""
    xp = array_namespace(x)
    factor = gamma / xp.sqrt(running_var + eps)
    return x * factor + (beta - running_mean * factor)


def batch_norm_inference__power(x, running_mean, running_var, gamma, beta, *, eps):
    """With a power for the root."""
    return (x - running_mean) * (running_var + eps) ** -0.5 * gamma + beta


def batch_norm_inference__loop(x, running_mean, running_var, gamma, beta, *, eps):
    """One row after the other."""
    xp = array_namespace(x)
    rows = [(x[i, :] - running_mean) / xp.sqrt(running_var + eps) for i in range(x.shape[0])]
    return beta + gamma * xp.stack(rows)


def batch_norm_images_forward__kept_axes(x, gamma, beta, *, eps):
    """With kept axes inside."""
    xp = array_namespace(x)
    n, channels, height, width = x.shape
    if n * height * width == 1:
        raise ValueError("one number")
    mean = xp.mean(x, axis=(0, 2, 3), keepdims=True)
    var = xp.var(x, axis=(0, 2, 3), keepdims=True)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    y = xp.reshape(gamma, (1, channels, 1, 1)) * x_hat + xp.reshape(beta, (1, channels, 1, 1))
    return y, x_hat, xp.reshape(mean, (channels,)), xp.reshape(var, (channels,))


def batch_norm_images_forward__as_rows(x, gamma, beta, *, eps):
    """Every pixel a row: batch normalization of a matrix (n h w, c), and back."""
    xp = array_namespace(x)
    n, channels, height, width = x.shape
    rows = xp.reshape(xp.permute_dims(x, (0, 2, 3, 1)), (-1, channels))
    if rows.shape[0] < 2:
        raise ValueError("one number")
    mean, var = xp.mean(rows, axis=0), xp.var(rows, axis=0)
    x_hat = (rows - mean) / xp.sqrt(var + eps)
    y = gamma * x_hat + beta
    y, x_hat = (xp.permute_dims(xp.reshape(a, (n, height, width, channels)), (0, 3, 1, 2)) for a in (y, x_hat))
    return y, x_hat, mean, var


def batch_norm_images_forward__channel_by_channel(x, gamma, beta, *, eps):
    """One channel after the other."""
    xp = array_namespace(x)
    if math.prod(x.shape) == x.shape[1]:
        raise ValueError("one number")
    planes = [x[:, c, :, :] for c in range(x.shape[1])]
    mean, var = xp.stack([xp.mean(p) for p in planes]), xp.stack([xp.var(p) for p in planes])
    x_hat = xp.stack([(p - mean[c]) / xp.sqrt(var[c] + eps) for c, p in enumerate(planes)], axis=1)
    y = xp.stack([gamma[c] * x_hat[:, c, :, :] + beta[c] for c in range(x.shape[1])], axis=1)
    return y, x_hat, mean, var


def layer_norm_forward__library(x, gamma, beta, *, eps):
    """The library's mean and variance."""
    xp = array_namespace(x)
    mean, var = xp.mean(x, axis=-1, keepdims=True), xp.var(x, axis=-1, keepdims=True)
    x_hat = (x - mean) / (var + eps) ** 0.5
    return gamma * x_hat + beta, x_hat, mean, var


def layer_norm_forward__sums(x, gamma, beta, *, eps):
    """Sums over the features, axes added by hand."""
    xp = array_namespace(x)
    features = x.shape[-1]
    mean = xp.expand_dims(xp.sum(x, axis=-1) / features, axis=-1)
    var = xp.expand_dims(xp.sum((x - mean) ** 2, axis=-1) / features, axis=-1)
    x_hat = (x - mean) * (1.0 / xp.sqrt(var + eps))
    return x_hat * gamma + beta, x_hat, mean, var


def layer_norm_forward__as_columns(x, gamma, beta, *, eps):
    """Batch normalization of the transposed matrix, and the affine map after turning back."""
    xp = array_namespace(x)
    columns = xp.reshape(x, (-1, x.shape[-1])).T
    mean, var = xp.mean(columns, axis=0), xp.mean(columns**2, axis=0) - xp.mean(columns, axis=0) ** 2
    x_hat = xp.reshape(((columns - mean) / xp.sqrt(var + eps)).T, x.shape)
    shape = (*x.shape[:-1], 1)
    return gamma * x_hat + beta, x_hat, xp.reshape(mean, shape), xp.reshape(var, shape)


def layer_norm_backward__rows(dy, x_hat, var, gamma, *, eps):
    """As a matrix, with n times everything."""
    xp = array_namespace(dy)
    features = dy.shape[-1]
    rows, hats = xp.reshape(dy, (-1, features)), xp.reshape(x_hat, (-1, features))
    scaled = rows * gamma
    inner = features * scaled - xp.sum(scaled, axis=1, keepdims=True)
    inner = inner - hats * xp.sum(scaled * hats, axis=1, keepdims=True)
    dx = inner / features / xp.sqrt(xp.reshape(var, (-1, 1)) + eps)
    return xp.reshape(dx, dy.shape), xp.sum(rows * hats, axis=0), xp.sum(rows, axis=0)


def layer_norm_backward__node_by_node(dy, x_hat, var, gamma, *, eps):
    """Through the variance, then the mean."""
    xp = array_namespace(dy)
    features, std = dy.shape[-1], xp.sqrt(var + eps)
    centred, dx_hat = x_hat * std, dy * gamma
    dvar = xp.sum(dx_hat * centred, axis=-1, keepdims=True) * -0.5 / std**3
    dmean = -xp.sum(dx_hat, axis=-1, keepdims=True) / std - 2.0 * dvar * xp.mean(centred, axis=-1, keepdims=True)
    dgamma, dbeta = dy * x_hat, dy
    while dbeta.ndim > 1:
        dgamma, dbeta = xp.sum(dgamma, axis=0), xp.sum(dbeta, axis=0)
    return dx_hat / std + (2.0 * dvar * centred + dmean) / features, dgamma, dbeta


def layer_norm_backward__means_inside(dy, x_hat, var, gamma, *, eps):
    """The two means written together, as a projection."""
    xp = array_namespace(dy)
    axes = tuple(range(x_hat.ndim - 1))
    dx_hat = gamma * dy
    along = xp.mean(dx_hat * x_hat, axis=-1, keepdims=True)
    dx = (dx_hat - x_hat * along - xp.mean(dx_hat, axis=-1, keepdims=True)) * (var + eps) ** -0.5
    return dx, xp.sum(x_hat * dy, axis=axes), xp.sum(dy, axis=axes)


def group_norm_forward__five_axes(x, gamma, beta, *, groups, eps):
    """The channels split into two axes."""
    xp = array_namespace(x)
    n, channels, height, width = x.shape
    if channels % groups != 0:
        raise ValueError("groups")
    parts = xp.reshape(x, (n, groups, channels // groups, height, width))
    mean, var = (f(parts, axis=(2, 3, 4), keepdims=True) for f in (xp.mean, xp.var))
    x_hat = xp.reshape((parts - mean) / xp.sqrt(var + eps), (n, channels, height, width))
    y = x_hat * xp.reshape(gamma, (1, -1, 1, 1)) + xp.reshape(beta, (1, -1, 1, 1))
    return y, x_hat, xp.reshape(mean, (n, groups)), xp.reshape(var, (n, groups))


def group_norm_forward__group_by_group(x, gamma, beta, *, groups, eps):
    """Slices of neighbouring channels, one after the other."""
    xp = array_namespace(x)
    size, rest = divmod(x.shape[1], groups)
    if rest:
        raise ValueError("groups")
    slices = [x[:, k * size : (k + 1) * size, :, :] for k in range(groups)]
    mean = [xp.mean(s, axis=(1, 2, 3), keepdims=True) for s in slices]
    var = [xp.var(s, axis=(1, 2, 3), keepdims=True) for s in slices]
    hats = [(s - m) / xp.sqrt(v + eps) for s, m, v in zip(slices, mean, var, strict=True)]
    x_hat = xp.concat(hats, axis=1)
    mean, var = (xp.concat([a[:, :, 0, 0] for a in parts], axis=1) for parts in (mean, var))
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var


def group_norm_forward__as_rows(x, gamma, beta, *, groups, eps):
    """Every group of every image a row of its own."""
    xp = array_namespace(x)
    if x.shape[1] // groups * groups != x.shape[1]:
        raise ValueError("groups")
    rows = xp.reshape(x, (x.shape[0] * groups, -1))
    mean = xp.mean(rows, axis=1)
    var = xp.mean(rows * rows, axis=1) - mean * mean
    x_hat = xp.reshape((rows - mean[:, None]) / xp.sqrt(var + eps)[:, None], x.shape)
    y = gamma[None, :, None, None] * x_hat + beta[None, :, None, None]
    return y, x_hat, xp.reshape(mean, (-1, groups)), xp.reshape(var, (-1, groups))


def group_norm_backward__five_axes(dy, x_hat, var, gamma, *, groups, eps):
    """The channels split into two axes."""
    xp = array_namespace(dy)
    n, channels, height, width = dy.shape
    shape = (n, groups, channels // groups, height, width)
    parts = xp.reshape(dy * xp.reshape(gamma, (1, channels, 1, 1)), shape)
    hats = xp.reshape(x_hat, shape)
    mean = xp.mean(parts, axis=(2, 3, 4), keepdims=True)
    along = xp.mean(parts * hats, axis=(2, 3, 4), keepdims=True)
    dx = (parts - mean - hats * along) / xp.sqrt(xp.reshape(var, (n, groups, 1, 1, 1)) + eps)
    return xp.reshape(dx, dy.shape), xp.sum(dy * x_hat, axis=(0, 2, 3)), xp.sum(dy, axis=(0, 2, 3))


def group_norm_backward__node_by_node(dy, x_hat, var, gamma, *, groups, eps):
    """Through the variance, then the mean, every group a row."""
    xp = array_namespace(dy)
    rows = (dy.shape[0] * groups, -1)
    dx_hat, hats = xp.reshape(dy * gamma[:, None, None], rows), xp.reshape(x_hat, rows)
    std = xp.sqrt(xp.reshape(var, rows) + eps)
    size = hats.shape[1]
    dvar = xp.sum(dx_hat * hats * std, axis=1, keepdims=True) * -0.5 * std**-3
    dmean = -xp.sum(dx_hat / std, axis=1, keepdims=True)
    dx = dx_hat / std + dvar * 2.0 * hats * std / size + dmean / size
    dgamma = xp.sum(xp.sum(xp.sum(dy * x_hat, axis=3), axis=2), axis=0)
    return xp.reshape(dx, dy.shape), dgamma, xp.sum(dy, axis=(0, 2, 3))


def group_norm_backward__from_channel_sums(dy, x_hat, var, gamma, *, groups, eps):
    """Sums over each image's channels first, from which parameters and means both come."""
    xp = array_namespace(dy)
    n, channels, height, width = dy.shape
    of_dy, of_both = xp.sum(dy, axis=(2, 3)), xp.sum(dy * x_hat, axis=(2, 3))
    size = channels // groups * height * width
    mean, along = (xp.sum(xp.reshape(gamma * s, (n, groups, -1)), axis=2) / size for s in (of_dy, of_both))
    std = xp.sqrt(var + eps)
    spread = [xp.reshape(xp.repeat(a, channels // groups, axis=1), (n, channels, 1, 1)) for a in (mean, along, std)]
    dx = (dy * gamma[:, None, None] - spread[0] - x_hat * spread[1]) / spread[2]
    return dx, xp.sum(of_both, axis=0), xp.sum(of_dy, axis=0)


def instance_norm__library(x, gamma, beta, *, eps):
    """The library's mean and variance, with kept axes inside."""
    xp = array_namespace(x)
    mean, var = (f(x, axis=(2, 3), keepdims=True) for f in (xp.mean, xp.var))
    x_hat = (x - mean) / xp.sqrt(var + eps)
    y = xp.reshape(gamma, (1, -1, 1, 1)) * x_hat + xp.reshape(beta, (1, -1, 1, 1))
    return y, x_hat, mean[:, :, 0, 0], var[:, :, 0, 0]


def instance_norm__as_groups(x, gamma, beta, *, eps):
    """Group normalization with one channel a group."""
    xp = array_namespace(x)
    parts = xp.reshape(x, (x.shape[0], x.shape[1], -1))
    mean, var = xp.mean(parts, axis=-1), xp.var(parts, axis=-1)
    x_hat = (parts - mean[:, :, None]) / xp.sqrt(var[:, :, None] + eps)
    y = gamma[:, None] * x_hat + beta[:, None]
    return xp.reshape(y, x.shape), xp.reshape(x_hat, x.shape), mean, var


def instance_norm__moments(x, gamma, beta, *, eps):
    """Sums over the pixels, the variance as mean square minus squared mean."""
    xp = array_namespace(x)
    pixels = x.shape[2] * x.shape[3]
    mean = xp.sum(x, axis=(2, 3)) / pixels
    var = xp.sum(x**2, axis=(2, 3)) / pixels - mean**2
    x_hat = (x - mean[:, :, None, None]) * (var[:, :, None, None] + eps) ** -0.5
    return gamma[None, :, None, None] * x_hat + beta[None, :, None, None], x_hat, mean, var
