"""The course's own answers. Made by `make build` from solutions/01_preprocessing/01_preprocessing.py; edit there."""

from array_api_compat import array_namespace

SHOW_SOLUTIONS = True


def minmax_fit(x):
    """The smallest and the largest value of every feature.

        low_j = min over i of x_ij,    high_j = max over i of x_ij

    Parameters
    ----------
    x : training data, floating array (N, features), N >= 1

    Returns
    -------
    (low, high) : arrays (features,), same dtype and device as x

    Convention: fitting only looks; a feature that never changes has high equal to low. The argument
    stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    return xp.min(x, axis=0), xp.max(x, axis=0)


def minmax_apply(x, low, high, *, lower, upper):
    """Move every feature along the line that takes low to lower and high to upper.

        y = lower + (x - low) / span (upper - lower),    span = high - low, but 1 where that is 0

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    low, high : what minmax_fit returned for the training data, arrays (features,), same dtype
    lower, upper : ends of the new range, Python floats, lower < upper

    Returns
    -------
    y : array (N, features), same dtype and device as x

    Convention: a feature that was constant in training divides by 1, so its constant becomes lower;
    a tiny span is not 0, and divides as any other. New data beyond low or high are not clipped:
    they come to lie beyond lower or upper. This is scikit-learn's MinMaxScaler, which takes a span
    below ten machine epsilons for 0. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, low, high)
    span = xp.where(high == low, 1.0, high - low)
    return lower + (x - low) / span * (upper - lower)


def subtract_feature_means(x):
    """Subtract from every feature its mean.

        mean_j = 1/N sum over i of x_ij,    centred = x - mean

    Parameters
    ----------
    x : training data, floating array (N, features), N >= 1

    Returns
    -------
    centred : array (N, features), same dtype and device as x
    mean : array (features,), which new data need, too

    Convention: a new array comes back; the argument stays as it was. No errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    return x - mean, mean


def subtract_channel_means(x):
    """Subtract from every channel of images its mean.

        mean_c = mean over i, h, w of x_ichw,    centred_ichw = x_ichw - mean_c

    Parameters
    ----------
    x : training images, floating array (N, C, H, W)

    Returns
    -------
    centred : array (N, C, H, W), same dtype and device as x
    mean : array (C,)

    Convention: channels first, as PyTorch has them; Keras has them last unless told. The argument
    stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=(0, 2, 3))
    return x - mean[:, None, None], mean


def subtract_global_mean(x):
    """Subtract one number from all: the mean over examples and features.

        mean = 1/(N D) sum over i, j of x_ij,    centred = x - mean

    Parameters
    ----------
    x : training data, floating array (N, D)

    Returns
    -------
    centred : array (N, D), same dtype and device as x
    mean : 0-d array

    Convention: mean comes back as a 0-d array, not as a Python number. The argument stays as it
    was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x)
    return x - mean, mean


def standardize_fit(x):
    """Mean and standard deviation of every feature.

        mean_j = 1/N sum over i of x_ij,    std_j = sqrt(1/N sum over i of (x_ij - mean_j)^2)

    Parameters
    ----------
    x : training data, floating array (N, features), N >= 1

    Returns
    -------
    (mean, std) : arrays (features,), same dtype and device as x

    Convention: 1/N, as NumPy and scikit-learn's StandardScaler; torch.std and pandas have 1/(N-1).
    Fitting only looks: a feature that never changes has a std of 0, and no eps is added. Must keep
    its digits where the mean is a million times the spread, so subtract the mean before squaring.
    The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    return mean, xp.sqrt(xp.mean((x - mean) ** 2, axis=0))


def standardize_apply(x, mean, std):
    """Subtract the mean of every feature and divide by its standard deviation.

        y = (x - mean) / scale,    scale = std, but 1 where std is 0

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean, std : what standardize_fit returned for the training data, arrays (features,), same dtype

    Returns
    -------
    y : array (N, features), same dtype and device as x

    Convention: a feature that was constant in training divides by 1, so a new value in it keeps its
    distance from the constant; no eps is added, and a tiny std divides as any other. The arguments
    stay as they were; no errors to raise.
    """
    xp = array_namespace(x, mean, std)
    return (x - mean) / xp.where(std == 0, 1.0, std)


def channel_statistics(x):
    """Mean and standard deviation of every channel.

        mean_c = mean over i, h, w of x_ichw,    std_c = sqrt(mean over i, h, w of (x_ichw - mean_c)^2)

    Parameters
    ----------
    x : training images, floating array (N, C, H, W)

    Returns
    -------
    (mean, std) : arrays (C,), same dtype and device as x

    Convention: 1/N over all images and places at once, which is not the mean of each image's
    standard deviation. No eps is added. Must keep its digits where the mean is large, so subtract
    the mean before squaring. The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    mean = xp.mean(x, axis=(0, 2, 3))
    return mean, xp.sqrt(xp.mean((x - mean[:, None, None]) ** 2, axis=(0, 2, 3)))


def normalize_channels(x, mean, std):
    """Subtract the mean of every channel and divide by its standard deviation.

        y_ichw = (x_ichw - mean_c) / scale_c,    scale = std, but 1 where std is 0

    Parameters
    ----------
    x : images, floating array (N, C, H, W)
    mean, std : of the channels of the training images, arrays (C,), same dtype

    Returns
    -------
    y : array (N, C, H, W), same dtype and device as x

    Convention: as standardize_apply; no eps is added. torchvision's Normalize raises ValueError for
    a std of 0, this kernel divides by 1. The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, mean, std)
    scale = xp.where(std == 0, 1.0, std)
    return (x - mean[:, None, None]) / scale[:, None, None]


def covariance(x):
    """The covariance matrix of the features.

        cov_jk = 1/N sum over i of (x_ij - mean_j) (x_ik - mean_k)

    Parameters
    ----------
    x : data, floating array (N, features), not centred, N >= 1

    Returns
    -------
    cov : array (features, features), symmetric, with the variances on its diagonal

    Convention: 1/N; np.cov and scikit-learn's PCA have 1/(N-1). The argument stays as it was; no
    errors to raise.
    """
    xp = array_namespace(x)
    centred = x - xp.mean(x, axis=0)
    return centred.T @ centred / x.shape[0]


def pca_fit(x, *, components):
    """The first principal components of data, and the variances along them.

        cov = 1/N (x - mean)^T (x - mean),    cov basis_k = variances_k basis_k,    largest first

    Parameters
    ----------
    x : training data, floating array (N, features), not centred; N > components
    components : how many to keep, a Python int from 1 to features

    Returns
    -------
    basis : array (features, components), same dtype and device as x; its columns are the components,
        orthogonal and of length 1
    variances : array (components,), the largest first

    Convention: variances with 1/N (scikit-learn's PCA: 1/(N-1), and components in rows). A column's
    sign is free: both signs are eigenvectors. The mean, which the other kernels need as well, is
    that of subtract_feature_means. xp.linalg.eigh sorts upwards. The argument stays as it was; no
    errors to raise.

    Pearson, On lines and planes of closest fit to systems of points in space, Philosophical
    Magazine 2, 1901.
    """
    xp = array_namespace(x)
    centred = x - xp.mean(x, axis=0)
    values, vectors = xp.linalg.eigh(centred.T @ centred / x.shape[0])
    return xp.flip(vectors, axis=1)[:, :components], xp.flip(values)[:components]


def pca_project(x, mean, basis):
    """The coordinates of data in a basis, seen from the mean.

        z = (x - mean) basis

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean : the mean of the training data, array (features,), same dtype
    basis : orthonormal columns, array (features, k), same dtype

    Returns
    -------
    z : array (N, k), same dtype and device as x

    The arguments stay as they were; no errors to raise.
    """
    return (x - mean) @ basis


def pca_reconstruct(z, mean, basis):
    """The data that have these coordinates.

        x = mean + z basis^T

    Parameters
    ----------
    z : coordinates, floating array (N, k)
    mean : the mean of the training data, array (features,), same dtype
    basis : orthonormal columns, array (features, k), same dtype

    Returns
    -------
    x : array (N, features), same dtype and device as z; what the k columns do not span is lost

    The arguments stay as they were; no errors to raise.
    """
    return z @ basis.T + mean


def pca_whiten(x, mean, basis, variances, *, eps):
    """Whitened coordinates: uncorrelated, each with a variance of about 1.

        z = (x - mean) basis / sqrt(variances + eps)

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean : the mean of the training data, array (features,), same dtype
    basis, variances : what pca_fit returned for the training data, arrays (features, k) and (k,)
    eps : a Python float >= 0; variances + eps is above 0

    Returns
    -------
    z : array (N, k), same dtype and device as x

    Convention: eps is added to the variance, under the root. scikit-learn's PCA(whiten=True) has no
    eps to choose, and variances with 1/(N-1). The arguments stay as they were; no errors to raise.
    """
    xp = array_namespace(x, mean, basis, variances)
    return (x - mean) @ basis / xp.sqrt(variances + eps)


def zca_whiten(x, mean, basis, variances, *, eps):
    """Whitened data in the space of the data: PCA whitening, turned back.

        y = (x - mean) basis / sqrt(variances + eps) basis^T

    Parameters
    ----------
    x : data, floating array (N, features): training data or new ones
    mean : the mean of the training data, array (features,), same dtype
    basis, variances : what pca_fit returned for the training data, arrays (features, k) and (k,)
    eps : a Python float >= 0; variances + eps is above 0

    Returns
    -------
    y : array (N, features), same dtype and device as x

    Convention: eps under the root; the mean is not added back. The arguments stay as they were; no
    errors to raise.

    Bell and Sejnowski, The "independent components" of natural scenes are edge filters, Vision
    Research 37, 1997.
    """
    xp = array_namespace(x, mean, basis, variances)
    return (x - mean) @ basis / xp.sqrt(variances + eps) @ basis.T


def quantile_normalize(x):
    """Replace every value by its rank within its feature, from 0 to 1.

        y_ij = rank_ij / (N - 1),    rank_ij = values below x_ij in column j + (values equal to it - 1) / 2

    Parameters
    ----------
    x : data, floating array (N, features), N >= 2, without NaN

    Returns
    -------
    y : array (N, features), same dtype and device as x; without ties 0, 1/(N-1), ..., 1 in some order

    Convention: ranks count from 0; a value is among its own equals; equal values share the mean of
    their ranks, so a constant feature becomes 1/2; values that differ, however little, are not equal.
    scikit-learn's QuantileTransformer does the same, but sends all ties with the smallest value to 0
    and all with the largest to 1. Comparing all pairs takes N x N x features numbers, which is fine
    here. The argument stays as it was; no errors to raise.
    """
    xp = array_namespace(x)
    below = xp.sum(xp.astype(x[None, :, :] < x[:, None, :], x.dtype), axis=1)
    equal = xp.sum(xp.astype(x[None, :, :] == x[:, None, :], x.dtype), axis=1)
    return (below + (equal - 1) / 2) / (x.shape[0] - 1)
