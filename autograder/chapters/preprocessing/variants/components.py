"""Covariance, principal components and whitening."""

from array_api_compat import array_namespace


def covariance__mean_of_outer_products(x):
    """The mean over examples of each one's outer product."""
    xp = array_namespace(x)
    centred = x - xp.mean(x, axis=0)
    return xp.mean(centred[:, :, None] * centred[:, None, :], axis=0)


def covariance__matmul(x):
    """With functions for operators."""
    xp = array_namespace(x)
    centred = xp.subtract(x, xp.mean(x, axis=0, keepdims=True))
    return xp.matmul(xp.matrix_transpose(centred), centred) / x.shape[0]


def covariance__divided_first(x):
    """The root of N goes into both factors."""
    xp = array_namespace(x)
    scaled = (x - xp.mean(x, axis=0)) / x.shape[0] ** 0.5
    return scaled.T @ scaled


def covariance__tensordot(x):
    """As a contraction over the examples."""
    xp = array_namespace(x)
    return xp.tensordot(x - xp.mean(x, axis=0), x - xp.mean(x, axis=0), axes=((0,), (0,))) / x.shape[0]


def covariance__singular_values(x):
    """By the singular values of the centred data: v s^2 v^T / N."""
    xp = array_namespace(x)
    _, s, vh = xp.linalg.svd(x - xp.mean(x, axis=0), full_matrices=False)
    return (vh.T * s**2) @ vh / x.shape[0]


COVARIANCE = (
    covariance__mean_of_outer_products,
    covariance__matmul,
    covariance__divided_first,
    covariance__tensordot,
    covariance__singular_values,
)


def pca_fit__singular_values(x, *, components):
    """By the singular values of the data: no covariance matrix."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    _, s, vh = xp.linalg.svd(x - mean, full_matrices=False)
    return vh[:components, :].T, s[:components] ** 2 / x.shape[0]


def pca_fit__lecture(x, *, components):
    """The singular values of the covariance matrix, as in a lecture: they come largest first."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    centred = x - mean
    u, s, _ = xp.linalg.svd(centred.T @ centred / x.shape[0])
    return u[:, :components], s[:components]


def pca_fit__flipped(x, *, components):
    """Eigenvectors turned round."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    centred = x - mean
    values, vectors = xp.linalg.eigh(xp.matmul(centred.T, centred) / x.shape[0])
    return xp.flip(vectors, axis=1)[:, :components], xp.flip(values)[:components]


def pca_fit__sliced_backwards(x, *, components):
    """A negative step."""
    xp = array_namespace(x)
    mean = xp.mean(x, axis=0)
    values, vectors = xp.linalg.eigh((x - mean).T @ (x - mean) / x.shape[0])
    return vectors[:, ::-1][:, :components], values[::-1][:components]


def pca_fit__taken(x, *, components):
    """By a sorted order, the signs turned so that every column has a positive sum."""
    xp = array_namespace(x)
    mean = xp.sum(x, axis=0) / x.shape[0]
    centred = x - mean
    values, vectors = xp.linalg.eigh(centred.T @ centred)
    order = xp.argsort(values, descending=True)[:components]
    basis = xp.take(vectors, order, axis=1)
    total = xp.sum(basis, axis=0)
    basis = xp.where(total < 0, -basis, basis)
    return [basis, xp.take(values, order) / x.shape[0]]


PCA_FIT = (
    pca_fit__singular_values,
    pca_fit__lecture,
    pca_fit__flipped,
    pca_fit__sliced_backwards,
    pca_fit__taken,
)


def pca_project__after(x, mean, basis):
    """Projects both, then subtracts."""
    return x @ basis - mean @ basis


def pca_project__matmul(x, mean, basis):
    """With functions for operators."""
    xp = array_namespace(x, mean, basis)
    return xp.matmul(xp.subtract(x, mean[None, :]), basis)


def pca_project__turned(x, mean, basis):
    """Columns for rows."""
    return (basis.T @ (x - mean).T).T


PCA_PROJECT = (pca_project__after, pca_project__matmul, pca_project__turned)


def pca_reconstruct__matmul(z, mean, basis):
    """With functions for operators."""
    xp = array_namespace(z, mean, basis)
    return xp.add(mean, xp.matmul(z, xp.matrix_transpose(basis)))


def pca_reconstruct__turned(z, mean, basis):
    """Columns for rows."""
    return (basis @ z.T + mean[:, None]).T


def pca_reconstruct__sum(z, mean, basis):
    """One component added after the other."""
    x = mean + z[:, :1] * basis[:, 0]
    for k in range(1, basis.shape[1]):
        x = x + z[:, k : k + 1] * basis[:, k]
    return x


PCA_RECONSTRUCT = (pca_reconstruct__matmul, pca_reconstruct__turned, pca_reconstruct__sum)


def pca_whiten__scaled_basis(x, mean, basis, variances, *, eps):
    """Divides the basis."""
    return (x - mean) @ (basis / (variances + eps) ** 0.5)


def pca_whiten__diagonal(x, mean, basis, variances, *, eps):
    """A product with a diagonal matrix."""
    xp = array_namespace(x, mean, basis, variances)
    eye = xp.eye(variances.shape[0], dtype=x.dtype, device=x.device)
    return (x - mean) @ basis @ (eye / xp.sqrt(variances + eps))


def pca_whiten__reciprocal(x, mean, basis, variances, *, eps):
    """Multiplies by the inverse root."""
    xp = array_namespace(x, mean, basis, variances)
    inverse = 1 / xp.sqrt(variances + eps)
    return xp.matmul(x, basis) * inverse - mean @ basis * inverse


PCA_WHITEN = (pca_whiten__scaled_basis, pca_whiten__diagonal, pca_whiten__reciprocal)


def zca_whiten__matrix(x, mean, basis, variances, *, eps):
    """One symmetric matrix."""
    xp = array_namespace(x, mean, basis, variances)
    matrix = (basis / xp.sqrt(variances + eps)) @ basis.T
    return (x - mean) @ matrix


def zca_whiten__fourth_roots(x, mean, basis, variances, *, eps):
    """The symmetric matrix as a product of a matrix with its transpose."""
    half = basis / (variances + eps) ** 0.25
    return (x - mean) @ half @ half.T


def zca_whiten__diagonal(x, mean, basis, variances, *, eps):
    """A product with a diagonal matrix."""
    xp = array_namespace(x, mean, basis, variances)
    eye = xp.eye(variances.shape[0], dtype=x.dtype, device=x.device)
    return (x - mean) @ basis @ (eye * (variances + eps) ** -0.5) @ basis.T


def zca_whiten__turned(x, mean, basis, variances, *, eps):
    """Columns for rows."""
    xp = array_namespace(x, mean, basis, variances)
    z = basis.T @ (x - mean).T
    return (basis @ (z / xp.sqrt(variances + eps)[:, None])).T


ZCA_WHITEN = (zca_whiten__matrix, zca_whiten__fourth_roots, zca_whiten__diagonal, zca_whiten__turned)
