"""Covariance, principal components and whitening. Variances differ, so that only the signs of the columns are free."""

import numpy as np

from autograder.chapters.preprocessing import misconceptions, reference, variants
from autograder.exercise import Case, Exercise

from .cases import cloud, rotation, table


def covariance_cases(rng):
    return [
        Case("7 examples, 3 features", {"x": table(rng, 7, 3)}),
        Case("as many examples as features", {"x": table(rng, 4, 4)}),
        Case("3 examples, 5 features", {"x": table(rng, 3, 5)}),
        Case("2 examples", {"x": table(rng, 2, 3)}),
        Case("correlated features", {"x": cloud(rng, 12, 4)}),
        Case("means near 100", {"x": table(rng, 9, 3, offset=100.0)}),
        Case("values near 1e4", {"x": table(rng, 8, 2, size=1e4)}),
    ]


def fit_cases(rng):
    def case(name, n, features, components, **more):
        return Case(name, {"x": cloud(rng, n, features, **more), "components": components})

    return [
        case("12 examples, 4 features, 2 components", 12, 4, 2),
        case("all 3 components", 9, 3, 3),
        case("one component", 10, 5, 1),
        case("8 examples, 7 features, 3 components", 8, 7, 3),
        case("as many examples as features", 4, 4, 2, ratio=2.0),
        case("means near 20", 15, 4, 3, offset=20.0),
        case("6 examples, all of 2 components", 6, 2, 2),
        case("variances far apart", 11, 3, 3, ratio=6.0),
    ]


def fitted(rng, n, features, components, *, offset=0.8, flat=False):
    """New examples with the mean, basis and variances of others."""
    variances = 3.0 * 2.5 ** -np.arange(components) * rng.uniform(0.8, 1.2, components)
    mean = offset + rng.uniform(-1.0, 1.0, features)
    basis = rotation(rng, features, components)
    x = mean + 0.3 + 1.3 * rng.normal(size=(n, components)) * np.sqrt(variances) @ basis.T
    x = x + 0.1 * rng.normal(size=(n, features))
    if flat:
        variances[-1] = 0.0
    return {"x": x, "mean": mean, "basis": basis, "variances": variances}


SHAPES = (
    ("7 examples, 4 features, 2 components", (7, 4, 2), {}),
    ("all 3 components", (5, 3, 3), {}),
    ("one component", (6, 4, 1), {}),
    ("one example", (1, 5, 2), {}),
    ("4 examples, 4 features, 4 components", (4, 4, 4), {}),
    ("means near 50", (6, 3, 2), {"offset": 50.0}),
)


def project_cases(rng):
    kept = ("x", "mean", "basis")
    cases = [Case(name, {k: fitted(rng, *shape, **more)[k] for k in kept}) for name, shape, more in SHAPES]
    at_mean = fitted(rng, 3, 4, 2)
    return [
        *cases,
        Case("examples at the mean", {k: at_mean[k] for k in kept} | {"x": np.tile(at_mean["mean"], (3, 1))}),
    ]


def reconstruct_cases(rng):
    def case(name, n, features, components, size=1.0, **more):
        given = fitted(rng, n, features, components, **more)
        return Case(
            name, {"z": size * rng.normal(size=(n, components)), "mean": given["mean"], "basis": given["basis"]}
        )

    cases = [case(name, *shape, **more) for name, shape, more in SHAPES]
    return [*cases, case("coordinates of 0", 3, 4, 2, size=0.0)]


def whiten_cases(rng):
    def case(name, shape, eps, **more):
        return Case(name, fitted(rng, *shape, **more) | {"eps": eps})

    return [
        case("7 examples, 4 features, 2 components, eps .1", (7, 4, 2), 0.1),
        case("all 3 components, eps .01", (5, 3, 3), 0.01),
        case("one component", (6, 4, 1), 0.5),
        case("one example", (1, 5, 2), 0.2),
        case("4 examples, 4 features, 4 components", (4, 4, 4), 0.3),
        case("a variance of 0", (6, 3, 3), 0.04, flat=True),
        case("the usual eps 1e-5", (6, 3, 2), 1e-5),
        case("eps 0", (5, 4, 3), 0.0),
        case("means near 50", (6, 3, 2), 0.05, offset=50.0),
    ]


COVARIANCE = Exercise(
    reference.covariance,
    points=3,
    returns=("cov",),
    cases=covariance_cases,
    misconceptions=misconceptions.COVARIANCE,
    hints=(
        "Centre the features first; what is left is a mean, over the examples, of products of two features.",
        "A matrix product sums over the inner axis. For (features, features) to come out, which of the two factors is "
        "transposed?",
    ),
    variants=variants.COVARIANCE,
    minutes=5,
)

PCA_FIT = Exercise(
    reference.pca_fit,
    points=5,
    returns=("basis", "variances"),
    order=("variances", "basis"),
    cases=fit_cases,
    misconceptions=misconceptions.PCA_FIT,
    hints=(
        "You have the covariance matrix already; what you need is its eigenvectors and eigenvalues. Look up "
        "xp.linalg.eigh.",
        "eigh sorts upwards, and its eigenvectors are columns. xp.flip(..., axis=...) turns an axis round; then cut.",
        "What you do to the eigenvalues you must do to the columns: flip both, and take the first `components`.",
    ),
    variants=variants.PCA_FIT,
    up_to_sign=("basis",),
    minutes=10,
    difficulty=3,
)

PCA_PROJECT = Exercise(
    reference.pca_project,
    points=2,
    returns=("z",),
    cases=project_cases,
    misconceptions=misconceptions.PCA_PROJECT,
    hints=(
        "A coordinate is the inner product with a component, seen from the mean.",
        "The components are the columns of basis: one matrix product gives all of them. Which shapes fit?",
    ),
    variants=variants.PCA_PROJECT,
    minutes=3,
)

PCA_RECONSTRUCT = Exercise(
    reference.pca_reconstruct,
    points=2,
    returns=("x",),
    cases=reconstruct_cases,
    misconceptions=misconceptions.PCA_RECONSTRUCT,
    hints=(
        "Each example is the mean plus its coordinates times the components.",
        "From (N, k) to (N, D): which of basis and basis.T fits?",
    ),
    variants=variants.PCA_RECONSTRUCT,
    minutes=3,
)

PCA_WHITEN = Exercise(
    reference.pca_whiten,
    points=3,
    returns=("z",),
    cases=whiten_cases,
    misconceptions=misconceptions.PCA_WHITEN,
    hints=(
        "Project, then give every coordinate a variance of 1: by what do you divide a number to divide its variance "
        "by the variance?",
        "eps goes under the root. The divisor has the shape (k,), and lines up with the last axis of the coordinates.",
    ),
    variants=variants.PCA_WHITEN,
    minutes=4,
    difficulty=2,
)

ZCA_WHITEN = Exercise(
    reference.zca_whiten,
    points=3,
    returns=("y",),
    cases=whiten_cases,
    misconceptions=misconceptions.ZCA_WHITEN,
    hints=(
        "It is PCA whitening, and one rotation more.",
        "basis leads from the features to the coordinates. What leads back?",
    ),
    variants=variants.ZCA_WHITEN,
    minutes=4,
    difficulty=2,
)
