"""The course's own answers. Made by `make build` from solutions/08_normalization/08_normalization.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def batch_norm_forward(x, gamma, beta, *, eps):
    """Batch normalization in training: each feature by its mean and variance over the rows.

        mean = mean over rows of x
        var = mean over rows of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : a batch, floating array (n, features)
    gamma, beta : scale and shift of each feature, arrays (features,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, features)
    mean, var : statistics of the batch, arrays (features,); var without eps

    All of x's dtype and device. Convention: the variance divides by n, not n - 1, and eps is inside
    the root, as in the paper, PyTorch and Keras. The arguments stay as they were.

    Raises ValueError for a single row, which has no variance.

    Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal
    covariate shift, ICML 2015, algorithm 1.
    """
    xp = array_namespace(x, gamma, beta)
    if x.shape[0] < 2:
        raise ValueError("batch normalization in training needs at least two rows")
    mean = xp.mean(x, axis=0)
    var = xp.mean((x - mean) ** 2, axis=0)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return gamma * x_hat + beta, x_hat, mean, var


def batch_norm_backward(dy, x_hat, var, gamma, *, eps):
    """Back through batch normalization in training.

        dbeta = sum over rows of dy
        dgamma = sum over rows of dy x_hat
        g = dy gamma
        dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps)      means over rows

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array (n, features)
    x_hat : the normalized batch of the forward pass, same shape and dtype
    var : its variance, array (features,), without eps
    gamma : scale of each feature, array (features,)
    eps : the same Python float as in the forward pass

    Returns
    -------
    dx : gradient with respect to x, array (n, features)
    dgamma, dbeta : gradients with respect to gamma and beta, arrays (features,)

    All of dy's dtype and device. Convention: a mean over the batch that is part of the loss is in dy
    already, so dgamma and dbeta are sums. The arguments stay as they were; no errors to raise.

    Ioffe and Szegedy 2015, section 3.
    """
    xp = array_namespace(dy, x_hat, var, gamma)
    dbeta = xp.sum(dy, axis=0)
    dgamma = xp.sum(dy * x_hat, axis=0)
    g = dy * gamma
    inner = g - xp.mean(g, axis=0) - x_hat * xp.mean(g * x_hat, axis=0)
    return inner / xp.sqrt(var + eps), dgamma, dbeta


def running_statistics(mean, var, running_mean, running_var, *, n, momentum):
    """Running mean and variance of each feature after one more batch.

        running_mean = (1 - momentum) running_mean + momentum mean
        running_var = (1 - momentum) running_var + momentum var n / (n - 1)

    Parameters
    ----------
    mean, var : the batch's statistics as batch_norm_forward returns them, arrays (features,)
    running_mean, running_var : the running ones before this batch, same shape and dtype
    n : how many numbers each mean is of, a Python int: rows, or for images rows times pixels
    momentum : share of the new batch, a Python float in [0, 1]

    Returns
    -------
    running_mean, running_var : the running statistics after this batch, new arrays

    Convention: PyTorch's. Keras calls 1 - momentum its momentum and takes var without the factor. A
    fresh layer has running mean 0 and running variance 1. The arguments stay as they were.

    Raises ValueError for n = 1, where n / (n - 1) has no value.
    """
    if n < 2:
        raise ValueError("one number has no variance")
    running_mean = (1.0 - momentum) * running_mean + momentum * mean
    running_var = (1.0 - momentum) * running_var + momentum * var * (n / (n - 1))
    return running_mean, running_var


def batch_norm_inference(x, running_mean, running_var, gamma, beta, *, eps):
    """Batch normalization in evaluation: each feature by its running statistics.

        y = gamma (x - running_mean) / sqrt(running_var + eps) + beta

    Parameters
    ----------
    x : rows to evaluate, floating array (n, features); one is enough
    running_mean, running_var : the running statistics, arrays (features,), same dtype
    gamma, beta : scale and shift of each feature, arrays (features,)
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y : array (n, features), same dtype and device as x

    Convention: a row's result does not depend on the other rows. The arguments stay as they were; no
    errors to raise.

    Ioffe and Szegedy 2015, algorithm 2.
    """
    xp = array_namespace(x, running_mean, running_var, gamma, beta)
    return gamma * (x - running_mean) / xp.sqrt(running_var + eps) + beta


def batch_norm_images_forward(x, gamma, beta, *, eps):
    """Batch normalization of images in training: each channel by its statistics over images and pixels.

        mean = mean over images and pixels of x
        var = mean over images and pixels of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : a batch of images, floating array (n, channels, height, width)
    gamma, beta : scale and shift of each channel, arrays (channels,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, channels, height, width)
    mean, var : statistics of the batch, arrays (channels,); var without eps

    All of x's dtype and device. Convention: channels come second, as in PyTorch; in Keras they come
    last. The variance divides by n height width. The arguments stay as they were.

    Raises ValueError where that number is 1: one image of one pixel.

    Ioffe and Szegedy 2015, section 3.2.
    """
    xp = array_namespace(x, gamma, beta)
    if x.shape[0] * x.shape[2] * x.shape[3] < 2:
        raise ValueError("batch normalization in training needs at least two numbers a channel")
    mean = xp.mean(x, axis=(0, 2, 3))
    centred = x - mean[:, None, None]
    var = xp.mean(centred**2, axis=(0, 2, 3))
    x_hat = centred / xp.sqrt(var + eps)[:, None, None]
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var


def layer_norm_forward(x, gamma, beta, *, eps):
    """Layer normalization: each row by its own mean and variance over the features, the last axis.

        mean = mean over the last axis of x
        var = mean over the last axis of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : floating array (..., features): rows, sequences of rows, or a single row (1, features)
    gamma, beta : scale and shift of each feature, arrays (features,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays of x's shape
    mean, var : statistics of each row, arrays (..., 1) with the last axis kept; var without eps

    All of x's dtype and device. Convention: the variance divides by the number of features, and eps
    is inside the root. The arguments stay as they were; no errors to raise.

    Ba, Kiros and Hinton, Layer normalization, 2016.
    """
    xp = array_namespace(x, gamma, beta)
    mean = xp.mean(x, axis=-1, keepdims=True)
    var = xp.mean((x - mean) ** 2, axis=-1, keepdims=True)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return gamma * x_hat + beta, x_hat, mean, var


def layer_norm_backward(dy, x_hat, var, gamma, *, eps):
    """Back through layer normalization.

        dbeta = sum over all rows of dy
        dgamma = sum over all rows of dy x_hat
        g = dy gamma
        dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps)      means over the last axis

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array (..., features)
    x_hat : the normalized rows of the forward pass, same shape and dtype
    var : their variances, array (..., 1), without eps
    gamma : scale of each feature, array (features,)
    eps : the same Python float as in the forward pass

    Returns
    -------
    dx : gradient with respect to x, array of x's shape
    dgamma, dbeta : gradients with respect to gamma and beta, arrays (features,)

    All of dy's dtype and device. Convention: a mean over the batch that is part of the loss is in dy
    already, so dgamma and dbeta are sums, over every axis but the last. The arguments stay as they
    were; no errors to raise.

    Ba, Kiros and Hinton 2016.
    """
    xp = array_namespace(dy, x_hat, var, gamma)
    rows = tuple(range(dy.ndim - 1))
    g = dy * gamma
    along = xp.mean(g * x_hat, axis=-1, keepdims=True)
    dx = (g - xp.mean(g, axis=-1, keepdims=True) - x_hat * along) / xp.sqrt(var + eps)
    return dx, xp.sum(dy * x_hat, axis=rows), xp.sum(dy, axis=rows)


def group_norm_forward(x, gamma, beta, *, groups, eps):
    """Group normalization: each group of channels of each image by its own mean and variance.

        mean = mean over the group's channels and pixels of x
        var = mean over the group's channels and pixels of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : images, floating array (n, channels, height, width)
    gamma, beta : scale and shift of each channel, arrays (channels,), same dtype
    groups : number of groups, a Python int; neighbouring channels, channels / groups each
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, channels, height, width)
    mean, var : statistics of each group, arrays (n, groups); var without eps

    All of x's dtype and device. Convention: with 6 channels and 2 groups, channels 0, 1, 2 are the
    first group. The arguments stay as they were.

    Raises ValueError where groups does not divide the number of channels.

    Wu and He, Group normalization, ECCV 2018.
    """
    xp = array_namespace(x, gamma, beta)
    if x.shape[1] % groups:
        raise ValueError("the channels do not divide into that many groups")
    parts = xp.reshape(x, (x.shape[0], groups, -1))
    mean = xp.mean(parts, axis=-1)
    centred = parts - mean[:, :, None]
    var = xp.mean(centred**2, axis=-1)
    x_hat = xp.reshape(centred / xp.sqrt(var + eps)[:, :, None], x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var


def group_norm_backward(dy, x_hat, var, gamma, *, groups, eps):
    """Back through group normalization.

        dbeta = sum over images and pixels of dy
        dgamma = sum over images and pixels of dy x_hat
        g = dy gamma
        dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps)      means over a group's channels and pixels

    Parameters
    ----------
    dy : gradient of the loss with respect to y, floating array (n, channels, height, width)
    x_hat : the normalized images of the forward pass, same shape and dtype
    var : the groups' variances, array (n, groups), without eps
    gamma : scale of each channel, array (channels,)
    groups, eps : the same numbers as in the forward pass

    Returns
    -------
    dx : gradient with respect to x, array (n, channels, height, width)
    dgamma, dbeta : gradients with respect to gamma and beta, arrays (channels,)

    All of dy's dtype and device. Convention: dgamma and dbeta are sums. The arguments stay as they
    were; no errors to raise.

    Wu and He 2018.
    """
    xp = array_namespace(dy, x_hat, var, gamma)
    shape = (dy.shape[0], groups, -1)
    g, hats = xp.reshape(dy * gamma[:, None, None], shape), xp.reshape(x_hat, shape)
    along = xp.mean(g * hats, axis=-1, keepdims=True)
    dx = (g - xp.mean(g, axis=-1, keepdims=True) - hats * along) / xp.sqrt(var + eps)[:, :, None]
    return xp.reshape(dx, dy.shape), xp.sum(dy * x_hat, axis=(0, 2, 3)), xp.sum(dy, axis=(0, 2, 3))


def instance_norm(x, gamma, beta, *, eps):
    """Instance normalization: each channel of each image by its own mean and variance over the pixels.

        mean = mean over pixels of x
        var = mean over pixels of (x - mean)^2
        x_hat = (x - mean) / sqrt(var + eps)
        y = gamma x_hat + beta

    Parameters
    ----------
    x : images, floating array (n, channels, height, width)
    gamma, beta : scale and shift of each channel, arrays (channels,), same dtype
    eps : added to the variance, a Python float above 0

    Returns
    -------
    y, x_hat : arrays (n, channels, height, width)
    mean, var : statistics of each channel of each image, arrays (n, channels); var without eps

    All of x's dtype and device. Convention: the variance divides by height width. An image of one
    pixel gives beta. The arguments stay as they were; no errors to raise.

    Ulyanov, Vedaldi and Lempitsky, Instance normalization: the missing ingredient for fast
    stylization, 2016.
    """
    xp = array_namespace(x, gamma, beta)
    mean = xp.mean(x, axis=(2, 3))
    centred = x - mean[:, :, None, None]
    var = xp.mean(centred**2, axis=(2, 3))
    x_hat = centred / xp.sqrt(var + eps)[:, :, None, None]
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean, var
