"""Ranges, means, spreads and ranks."""

from array_api_compat import array_namespace


def minmax_fit__sorted(x):
    """First and last of the sorted features."""
    xp = array_namespace(x)
    ordered = xp.sort(x, axis=0)
    return ordered[0, ...], ordered[-1, ...]


def minmax_fit__columns(x):
    """One feature after the other, as a list."""
    xp = array_namespace(x)
    columns = [x[:, j] for j in range(x.shape[1])]
    return [xp.stack([xp.min(c) for c in columns]), xp.stack([xp.max(c) for c in columns])]


def minmax_fit__negative(x):
    """The smallest is minus the largest of the negative."""
    xp = array_namespace(x)
    return -xp.max(-x, axis=0), xp.max(x, axis=-2)


def minmax_fit__running(x):
    """The extremes so far, from the first example on."""
    xp = array_namespace(x)
    low, high = x[0, :], x[0, :]
    for i in range(1, x.shape[0]):
        low, high = xp.minimum(low, x[i, :]), xp.maximum(high, x[i, :])
    return low, high


MINMAX_FIT = (minmax_fit__sorted, minmax_fit__columns, minmax_fit__negative, minmax_fit__running)


def minmax_apply__scale_and_shift(x, low, high, *, lower, upper):
    """One factor and one summand a feature, as scikit-learn keeps them."""
    xp = array_namespace(x, low, high)
    scale = (upper - lower) / xp.where(high == low, 1.0, high - low)
    return x * scale + (lower - low * scale)


def minmax_apply__weights(x, low, high, *, lower, upper):
    """A mixture of the two ends."""
    xp = array_namespace(x, low, high)
    span = high - low + xp.astype(high == low, x.dtype)
    share = (x - low) / span
    return (1 - share) * lower + share * upper


def minmax_apply__columns(x, low, high, *, lower, upper):
    """One feature after the other."""
    xp = array_namespace(x, low, high)
    columns = []
    for j in range(x.shape[1]):
        span = high[j] - low[j]
        span = xp.where(span > 0, span, xp.ones_like(span))
        columns.append((x[:, j] - low[j]) * (upper - lower) / span + lower)
    return xp.stack(columns, axis=1)


def minmax_apply__in_place_on_a_copy(x, low, high, *, lower, upper):
    """Updates its own array in place, with the statistics as a row."""
    xp = array_namespace(x, low, high)
    constant = (high == low)[None, :]
    y = x - low[None, :]
    y /= xp.where(constant, xp.ones_like(low[None, :]), (high - low)[None, :])
    y *= upper - lower
    y += lower
    return y


MINMAX_APPLY = (
    minmax_apply__scale_and_shift,
    minmax_apply__weights,
    minmax_apply__columns,
    minmax_apply__in_place_on_a_copy,
)


def subtract_feature_means__sum(x):
    """A sum over a count."""
    xp = array_namespace(x)
    mean = xp.sum(x, axis=0) / x.shape[0]
    return xp.subtract(x, mean), mean


def subtract_feature_means__product(x):
    """The mean as a product with equal weights."""
    xp = array_namespace(x)
    weights = xp.ones_like(x[:, 0]) / x.shape[0]
    mean = weights @ x
    return x - mean[None, :], mean


def subtract_feature_means__rows(x):
    """Keeps the axis while it works, and drops it at the end."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0, keepdims=True)
    return x - mean, xp.squeeze(mean, axis=0)


def subtract_feature_means__in_place_on_a_copy(x):
    """Updates its own array in place."""
    xp = array_namespace(x)
    centred, mean = x + 0.0, xp.mean(x, axis=0)
    centred -= mean
    return centred, mean


FEATURES = (
    subtract_feature_means__sum,
    subtract_feature_means__product,
    subtract_feature_means__rows,
    subtract_feature_means__in_place_on_a_copy,
)


def subtract_channel_means__kept(x):
    """Keeps the axes while it works."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=(0, 2, 3), keepdims=True)
    return x - mean, xp.reshape(mean, (-1,))


def subtract_channel_means__means_of_means(x):
    """All images have as many pixels, so a mean of means is the mean."""
    xp = array_namespace(x)
    mean = xp.mean(xp.mean(xp.mean(x, axis=3), axis=2), axis=0)
    return x - xp.reshape(mean, (1, -1, 1, 1)), mean


def subtract_channel_means__channels_last_inside(x):
    """Turns the channels to the end, where broadcasting finds them."""
    xp = array_namespace(x)
    turned = xp.permute_dims(x, (0, 2, 3, 1))
    mean = xp.mean(turned, axis=(0, 1, 2))
    return xp.permute_dims(turned - mean, (0, 3, 1, 2)), mean


def subtract_channel_means__loop(x):
    """One channel after the other."""
    xp = array_namespace(x)
    means = [xp.mean(x[:, c, :, :]) for c in range(x.shape[1])]
    return xp.stack([x[:, c, :, :] - mean for c, mean in enumerate(means)], axis=1), xp.stack(means)


CHANNELS = (
    subtract_channel_means__kept,
    subtract_channel_means__means_of_means,
    subtract_channel_means__channels_last_inside,
    subtract_channel_means__loop,
)


def subtract_global_mean__flat(x):
    """Over the flat array."""
    xp = array_namespace(x)
    mean = xp.mean(xp.reshape(x, (-1,)))
    return x - mean, mean


def subtract_global_mean__of_means(x):
    """Rows are equally long, so a mean of means is the mean."""
    xp = array_namespace(x)
    mean = xp.mean(xp.mean(x, axis=1))
    return x - mean, mean


def subtract_global_mean__sum(x):
    """A sum over a count."""
    xp = array_namespace(x)
    mean = xp.sum(x) / (x.shape[0] * x.shape[1])
    return xp.subtract(x, mean), mean


GLOBAL = (subtract_global_mean__flat, subtract_global_mean__of_means, subtract_global_mean__sum)


def standardize_fit__functions(x):
    """The standard's own functions, whose default is 1/N."""
    xp = array_namespace(x)
    return xp.mean(x, axis=0), xp.std(x, axis=0)


def standardize_fit__corrected_back(x):
    """The variance with its default spelled out."""
    xp = array_namespace(x)
    return xp.mean(x, axis=0), xp.var(x, axis=0, correction=0) ** 0.5


def standardize_fit__norm(x):
    """The length of the centred feature, over root N."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    return mean, xp.linalg.vector_norm(x - mean, axis=0) / x.shape[0] ** 0.5


def standardize_fit__running(x):
    """Welford's recursion: one pass, and no cancellation."""
    xp = array_namespace(x)
    mean, total = xp.zeros_like(x[0, :]), xp.zeros_like(x[0, :])
    for i in range(x.shape[0]):
        change = x[i, :] - mean
        mean = mean + change / (i + 1)
        total = total + change * (x[i, :] - mean)
    return mean, xp.sqrt(total / x.shape[0])


STANDARDIZE_FIT = (
    standardize_fit__functions,
    standardize_fit__corrected_back,
    standardize_fit__norm,
    standardize_fit__running,
)


def standardize_apply__where(x, mean, std):
    """Chooses the divisor."""
    xp = array_namespace(x, mean, std)
    return (x - mean) / xp.where(std > 0, std, 1.0)


def standardize_apply__add_the_flag(x, mean, std):
    """Adds 1 where there is nothing."""
    xp = array_namespace(x, mean, std)
    return (x - mean[None, :]) / (std + xp.astype(std == 0, std.dtype))[None, :]


def standardize_apply__inverse(x, mean, std):
    """Multiplies by the inverse."""
    xp = array_namespace(x, mean, std)
    inverse = 1 / xp.where(std == 0, xp.ones_like(std), std)
    return (x - mean) * inverse


def standardize_apply__in_place_on_a_copy(x, mean, std):
    """Updates its own array in place."""
    xp = array_namespace(x, mean, std)
    out = x - mean
    out /= xp.where(std == 0.0, 1.0, std)
    return out


STANDARDIZE_APPLY = (
    standardize_apply__where,
    standardize_apply__add_the_flag,
    standardize_apply__inverse,
    standardize_apply__in_place_on_a_copy,
)


def channel_statistics__functions(x):
    """The standard's own functions."""
    xp = array_namespace(x)
    return xp.mean(x, axis=(0, 2, 3)), xp.std(x, axis=(0, 2, 3))


def channel_statistics__rows(x):
    """A row a channel, as a matrix."""
    xp = array_namespace(x)
    rows = xp.reshape(xp.permute_dims(x, (1, 0, 2, 3)), (x.shape[1], -1))
    return xp.mean(rows, axis=1), xp.std(rows, axis=1, correction=0)


def channel_statistics__within_and_between(x):
    """The variance within the images, plus that of their means."""
    xp = array_namespace(x)
    means, variances = xp.mean(x, axis=(2, 3)), xp.var(x, axis=(2, 3))
    return xp.mean(means, axis=0), xp.sqrt(xp.mean(variances, axis=0) + xp.var(means, axis=0))


def channel_statistics__loop(x):
    """One channel after the other."""
    xp = array_namespace(x)
    channels = [x[:, c, ...] for c in range(x.shape[1])]
    return xp.stack([xp.mean(c) for c in channels]), xp.stack([xp.std(c) for c in channels])


CHANNEL_STATISTICS = (
    channel_statistics__functions,
    channel_statistics__rows,
    channel_statistics__within_and_between,
    channel_statistics__loop,
)


def normalize_channels__reshaped(x, mean, std):
    """The statistics in the shape (1, C, 1, 1)."""
    xp = array_namespace(x, mean, std)
    mean, std = (xp.reshape(s, (1, -1, 1, 1)) for s in (mean, std))
    return (x - mean) / xp.where(std == 0, 1.0, std)


def normalize_channels__channels_last_inside(x, mean, std):
    """Turns the channels to the end, where broadcasting finds them."""
    xp = array_namespace(x, mean, std)
    turned = xp.permute_dims(x, (0, 2, 3, 1))
    return xp.permute_dims((turned - mean) / xp.where(std > 0, std, xp.ones_like(std)), (0, 3, 1, 2))


def normalize_channels__loop(x, mean, std):
    """One channel after the other."""
    xp = array_namespace(x, mean, std)
    safe = xp.where(std == 0, 1.0, std)
    return xp.stack([(x[:, c, :, :] - mean[c]) / safe[c] for c in range(x.shape[1])], axis=1)


def normalize_channels__expand(x, mean, std):
    """Axes put in one at a time."""
    xp = array_namespace(x, mean, std)
    mean = xp.expand_dims(xp.expand_dims(mean, axis=1), axis=2)
    std = xp.expand_dims(xp.expand_dims(xp.where(std == 0, 1.0, std), axis=-1), axis=-1)
    return xp.divide(xp.subtract(x, mean), std)


NORMALIZE_CHANNELS = (
    normalize_channels__reshaped,
    normalize_channels__channels_last_inside,
    normalize_channels__loop,
    normalize_channels__expand,
)


def quantile_normalize__searched(x):
    """Where the value would go into the sorted feature, before and after its equals."""
    xp = array_namespace(x)
    columns = []
    for j in range(x.shape[1]):
        ordered = xp.sort(x[:, j])
        left, right = (xp.searchsorted(ordered, x[:, j], side=side) for side in ("left", "right"))
        columns.append(xp.astype(left + right - 1, x.dtype) / 2 / (x.shape[0] - 1))
    return xp.stack(columns, axis=1)


def quantile_normalize__signs(x):
    """The sum of the signs of all differences counts those below minus those above."""
    xp = array_namespace(x)
    wins = xp.sum(xp.sign(x[:, None, :] - x[None, :, :]), axis=1)
    return (wins / (x.shape[0] - 1) + 1) / 2


def quantile_normalize__both_ways(x):
    """The mean of the lowest and the highest rank."""
    xp = array_namespace(x)
    below = xp.sum(xp.astype(x[None, :, :] < x[:, None, :], x.dtype), axis=1)
    above = xp.sum(xp.astype(x[None, :, :] > x[:, None, :], x.dtype), axis=1)
    return (below + x.shape[0] - 1 - above) / (2 * (x.shape[0] - 1))


def quantile_normalize__row_by_row(x):
    """One example against all."""
    xp = array_namespace(x)
    rows = []
    for i in range(x.shape[0]):
        below = xp.mean(xp.astype(x < x[i, :], x.dtype), axis=0)
        at_most = xp.mean(xp.astype(x <= x[i, :], x.dtype), axis=0)
        rows.append(((below + at_most) * x.shape[0] - 1) / 2 / (x.shape[0] - 1))
    return xp.stack(rows)


def quantile_normalize__counts(x):
    """Counts in place of sums."""
    xp = array_namespace(x)
    column, others = xp.expand_dims(x, axis=1), xp.expand_dims(x, axis=0)
    below = xp.count_nonzero(others < column, axis=1)
    ties = xp.count_nonzero(others == column, axis=1) - 1
    return xp.astype(2 * below + ties, x.dtype) / (2 * x.shape[0] - 2)


QUANTILE = (
    quantile_normalize__searched,
    quantile_normalize__signs,
    quantile_normalize__both_ways,
    quantile_normalize__row_by_row,
    quantile_normalize__counts,
)
