"""Rescaling, centring, standardizing, principal components, whitening and ranks, in float64, one operation a line.

The known mistakes are edits of these lines (misconceptions/), so names and order follow the
equations and nothing is abbreviated.
"""

import numpy as np


def minmax_fit(x):
    """The smallest and the largest value of every feature."""
    low = np.min(x, axis=0)
    high = np.max(x, axis=0)
    return low, high


def minmax_apply(x, low, high, *, lower, upper):
    """Low becomes lower, high becomes upper, and what is between or beyond follows the same line."""
    span = high - low
    span = np.where(span == 0.0, 1.0, span)
    share = (x - low) / span
    return lower + share * (upper - lower)


def subtract_feature_means(x):
    """Every feature around 0."""
    mean = np.mean(x, axis=0)
    centred = x - mean
    return centred, mean


def subtract_channel_means(x):
    """Every channel around 0, whatever the example and the place in the image."""
    mean = np.mean(x, axis=(0, 2, 3))
    centred = x - mean[:, None, None]
    return centred, mean


def subtract_global_mean(x):
    """All numbers together around 0."""
    mean = np.mean(x)
    centred = x - mean
    return centred, mean


def standardize_fit(x):
    """Mean and standard deviation of every feature, with 1/N."""
    mean = np.mean(x, axis=0)
    centred = x - mean
    variance = np.mean(centred**2, axis=0)
    std = np.sqrt(variance)
    return mean, std


def standardize_apply(x, mean, std):
    """Subtracts the mean, divides by the standard deviation, or by 1 where that is 0."""
    scale = np.where(std == 0.0, 1.0, std)
    centred = x - mean
    return centred / scale


def channel_statistics(x):
    """Mean and standard deviation of every channel, over examples and places."""
    mean = np.mean(x, axis=(0, 2, 3))
    centred = x - mean[:, None, None]
    variance = np.mean(centred**2, axis=(0, 2, 3))
    std = np.sqrt(variance)
    return mean, std


def normalize_channels(x, mean, std):
    """Subtracts each channel's mean, divides by its standard deviation, or by 1 where that is 0."""
    scale = np.where(std == 0.0, 1.0, std)
    centred = x - mean[:, None, None]
    return centred / scale[:, None, None]


def covariance(x):
    """The covariance matrix of the features, with 1/N."""
    mean = np.mean(x, axis=0)
    centred = x - mean
    products = centred.T @ centred
    return products / x.shape[0]


def pca_fit(x, *, components):
    """The first eigenvectors of the covariance matrix as columns, and their eigenvalues, largest first."""
    mean = np.mean(x, axis=0)
    centred = x - mean
    cov = centred.T @ centred / x.shape[0]
    values, vectors = np.linalg.eigh(cov)
    order = np.argsort(-values)
    first = order[:components]
    basis = vectors[:, first]
    variances = values[first]
    return basis, variances


def pca_project(x, mean, basis):
    """The coordinates of x in the basis, seen from the mean."""
    centred = x - mean
    return centred @ basis


def pca_reconstruct(z, mean, basis):
    """Where the coordinates lie in the space of x."""
    centred = z @ basis.T
    return centred + mean


def pca_whiten(x, mean, basis, variances, *, eps):
    """Coordinates in the basis, each divided by the root of its variance plus eps."""
    centred = x - mean
    z = centred @ basis
    root = np.sqrt(variances + eps)
    return z / root


def zca_whiten(x, mean, basis, variances, *, eps):
    """The whitened coordinates, turned back to where x came from."""
    centred = x - mean
    z = centred @ basis
    root = np.sqrt(variances + eps)
    white = z / root
    return white @ basis.T


def quantile_normalize(x):
    """The rank of every value within its feature, from 0 to 1; equal values share their mean rank."""
    below = np.sum(x[None, :, :] < x[:, None, :], axis=1)
    equal = np.sum(x[None, :, :] == x[:, None, :], axis=1)
    rank = below + (equal - 1) / 2
    return rank / (x.shape[0] - 1)
