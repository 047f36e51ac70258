"""What people get wrong in covariances and principal components."""

from autograder.exercise import Misconception

COVARIANCE = (
    Misconception(
        "unbiased",
        "The products are divided by N - 1, as in np.cov and scikit-learn's PCA. The exercise asks for 1/N.",
        "For one example, what is the covariance with 1/N, and what with 1/(N-1)?",
        edits=(("products / x.shape[0]", "products / (x.shape[0] - 1)"),),
        convention=True,
        source="np.cov; sklearn.decomposition.PCA",
    ),
    Misconception(
        "not_centred",
        "The mean is not subtracted: these are the mean products, not the covariances.",
        "Add 100 to one feature. Should its covariance with another one change?",
        edits=(("centred = x - mean", "centred = x"),),
    ),
    Misconception(
        "mean_for_the_data",
        "The data are replaced by their mean, `x = mean` where `x = x - mean` was meant, so nothing of how they vary "
        "is left. (So it stands in the whitening code of one of the lectures.)",
        "Which shape must x have before the product, and which shape must the product have?",
        edits=(("centred = x - mean", "centred = mean"),),
        source="G1",
    ),
    Misconception(
        "examples_by_examples",
        "This is a matrix of examples by examples. The covariance is between features: (features, features).",
        "Which axis should the product sum over?",
        edits=(("centred.T @ centred", "centred @ centred.T"),),
    ),
    Misconception(
        "not_divided",
        "The products are summed, not averaged: divide by the number of examples.",
        "Give every example twice. Should a covariance change?",
        edits=(("products / x.shape[0]", "products"),),
    ),
    Misconception(
        "divided_by_features",
        "The sum is divided by the number of features. It runs over the examples.",
        "Which of the two numbers in x.shape counts the terms of your sum?",
        edits=(("products / x.shape[0]", "products / x.shape[1]"),),
    ),
    Misconception(
        "correlation",
        "This is the correlation matrix: every feature is divided by its standard deviation. The covariance keeps the "
        "units.",
        "What should stand on the diagonal?",
        edits=(("centred = x - mean", "centred = (x - mean) / np.std(x, axis=0)"),),
    ),
    Misconception(
        "one_mean_for_all",
        "One mean over all features is subtracted. Every feature has its own.",
        "What are the column means of your centred data?",
        edits=(("np.mean(x, axis=0)", "np.mean(x)"),),
    ),
    Misconception(
        "by_example",
        "The mean of each example is subtracted. Features have means, which run over the examples.",
        "Which axis of x counts the examples?",
        edits=(("np.mean(x, axis=0)", "np.mean(x, axis=1, keepdims=True)"),),
    ),
    Misconception(
        "rows_taken_for_features",
        "This is np.cov(x) with its defaults: it takes the rows for the features, and divides by one less than their "
        "length. The features are the columns, and the divisor is N.",
        "Which shape does the docstring give for cov?",
        edits=(
            ("np.mean(x, axis=0)", "np.mean(x, axis=1, keepdims=True)"),
            ("centred.T @ centred", "centred @ centred.T"),
            ("products / x.shape[0]", "products / (x.shape[1] - 1)"),
        ),
        source="np.cov",
    ),
    Misconception(
        "variances_only",
        "Only the diagonal is there: the variances, without the covariances between features.",
        "What stands in row 0, column 1 of a covariance matrix?",
        edits=(("products / x.shape[0]", "np.diag(np.diag(products / x.shape[0]))"),),
    ),
    Misconception(
        "vector_of_variances",
        "This is the variance of every feature, a vector. The covariance matrix has a number for each pair of "
        "features.",
        "Which shape does the docstring give for cov?",
        edits=(("products / x.shape[0]", "np.diag(products) / x.shape[0]"),),
    ),
    Misconception(
        "entries_squared",
        "The centred data are multiplied entry by entry: every deviation is squared. A covariance is a sum over the "
        "examples of products of two features.",
        "Which shape does the docstring give for cov?",
        edits=(("centred.T @ centred", "centred * centred"),),
    ),
    Misconception(
        "squared_means_subtracted",
        "From the mean products the square of one mean is subtracted in every row. Entry j, k needs the product of "
        "the two means j and k.",
        "Which shape has mean * mean, and which has a matrix of all products?",
        edits=(("products / x.shape[0]", "x.T @ x / x.shape[0] - mean * mean"),),
    ),
    Misconception(
        "rows_taken_for_features_with_n",
        "The rows are taken for the features, as np.cov does unless rowvar=False is passed: this is a matrix of "
        "examples by examples. The features are the columns.",
        "Which shape does the docstring give for cov?",
        edits=(("products / x.shape[0]", "np.cov(x, bias=True)"),),
        source="np.cov",
    ),
    Misconception(
        "inner_product_of_means_subtracted",
        "From all mean products one number is subtracted, the sum of the squared means. Entry j, k needs the product "
        "of the two means j and k.",
        "Which shape has mean @ mean, and which has a matrix of all products?",
        edits=(("products / x.shape[0]", "x.T @ x / x.shape[0] - mean @ mean"),),
    ),
    Misconception(
        "mean_subtracted_from_products",
        "The mean itself is subtracted from the mean products. Their units are squared: entry j, k needs the product "
        "of the two means j and k.",
        "Which shape has the mean, and which has a matrix of all products?",
        edits=(("products / x.shape[0]", "x.T @ x / x.shape[0] - mean"),),
    ),
    Misconception(
        "one_variance",
        "This is one number, the mean of all squared deviations. The covariance matrix has a number for each pair of "
        "features.",
        "Which shape does the docstring give for cov?",
        edits=(("products / x.shape[0]", "np.mean(centred**2)"),),
    ),
)

PCA_FIT = (
    Misconception(
        "smallest_first",
        "The components with the smallest variances come first: eigh sorts upwards. PCA keeps the largest.",
        "Which of your variances is the largest, the first or the last?",
        edits=(("np.argsort(-values)", "np.argsort(values)"),),
    ),
    Misconception(
        "largest_but_upwards",
        "The right components, but the smallest of them first. The largest variance belongs first.",
        "In which order does eigh return its eigenvalues?",
        edits=(("first = order[:components]", "first = order[:components][::-1]"),),
    ),
    Misconception(
        "variances_turned_vectors_not",
        "The variances are sorted downwards, but the columns of the basis are not sorted with them: eigh's first "
        "vectors belong to its smallest eigenvalues.",
        "Project the data on your first column. Is the variance of that your first variance?",
        edits=(("vectors[:, first]", "vectors[:, :components]"),),
    ),
    Misconception(
        "vectors_turned_variances_not",
        "The columns of the basis are sorted downwards, but the variances are not sorted with them.",
        "Project the data on your first column. Is the variance of that your first variance?",
        edits=(("variances = values[first]", "variances = values[:components]"),),
    ),
    Misconception(
        "rows_of_vectors",
        "Rows of eigh's matrix are taken. Its eigenvectors are the columns.",
        "Is cov @ basis[:, 0] a multiple of basis[:, 0]?",
        edits=(("vectors[:, first]", "vectors.T[:, first]"),),
    ),
    Misconception(
        "rows_sorted",
        "The rows of eigh's matrix are sorted by the eigenvalues. Its eigenvectors are the columns: sort those.",
        "Is cov @ basis[:, 0] a multiple of basis[:, 0]?",
        edits=(("vectors[:, first]", "vectors[order][:, :components]"),),
    ),
    Misconception(
        "rows_picked",
        "The first `components` rows are taken, in the order of the eigenvalues. Eigenvectors are the columns.",
        "Which shape does the docstring give for basis?",
        edits=(("vectors[:, first]", "vectors[first]"),),
    ),
    Misconception(
        "left_singular_vectors",
        "These are the left singular vectors of the centred data, one entry for each example. The components are the "
        "right ones, one entry for each feature: the rows of the third array that svd returns.",
        "Which shape does the docstring give for basis?",
        edits=(("vectors[:, first]", "np.linalg.svd(centred, full_matrices=False)[0][:, :components]"),),
    ),
    Misconception(
        "components_as_rows",
        "The components stand in the rows, as in scikit-learn's components_. Here they are the columns of the basis: "
        "(features, components).",
        "Which shape does the docstring give for basis?",
        edits=(("vectors[:, first]", "vectors[:, first].T"),),
        convention=True,
        source="sklearn.decomposition.PCA's components_",
    ),
    Misconception(
        "rows_of_vh",
        "The components stand in the rows, as svd returns them and as in scikit-learn's components_. Here they are the "
        "columns of the basis: (features, components).",
        "Which shape does the docstring give for basis?",
        edits=(("vectors[:, first]", "np.linalg.svd(centred, full_matrices=False)[2][:components, :]"),),
        convention=True,
        source="sklearn.decomposition.PCA's components_",
    ),
    *(
        Misconception(
            f"columns_of_vh{suffix}",
            "These are columns of the third array that svd returns. It is transposed already: its rows are the "
            "singular vectors.",
            "Which of svd's returned arrays has a transpose or an h in its name?",
            edits=(("vectors[:, first]", f"np.linalg.svd({of}, full_matrices=False)[2][:, :components]"),),
        )
        for suffix, of in (("", "centred"), ("_of_covariance", "cov"))
    ),
    Misconception(
        "unsorted",
        "The eigenvalues and eigenvectors are left in the order in which eig returns them, which is none. Sort both, "
        "the largest first.",
        "Is every one of your variances at most the one before?",
        edits=(("np.linalg.eigh(cov)", "np.linalg.eig(cov)"), ("np.argsort(-values)", "np.arange(len(values))")),
        source="np.linalg.eig",
    ),
    Misconception(
        "unbiased",
        "The variances are divided by N - 1, as in scikit-learn's PCA. The exercise asks for 1/N, as in covariance.",
        "Project the data on the first component. Is the mean square of that your first variance?",
        edits=(("/ x.shape[0]", "/ (x.shape[0] - 1)"),),
        convention=True,
        source="sklearn.decomposition.PCA's explained_variance_",
    ),
    Misconception(
        "not_divided",
        "The eigenvalues are those of the summed products: the squares of the singular values. Divided by N they are "
        "variances.",
        "Project the data on the first component. Is the mean square of that your first variance?",
        edits=(("cov = centred.T @ centred / x.shape[0]", "cov = centred.T @ centred"),),
    ),
    Misconception(
        "singular_values",
        "In place of variances come the singular values of the centred data. The variance is their square, over N.",
        "Project the data on the first component. Is the mean square of that your first variance?",
        edits=(("variances = values[first]", "variances = np.sqrt(values[first] * x.shape[0])"),),
    ),
    Misconception(
        "singular_values_over_n",
        "The singular values of the centred data are divided by N without being squared.",
        "Double x. By which factor should a variance grow?",
        edits=(("variances = values[first]", "variances = np.sqrt(values[first] / x.shape[0])"),),
    ),
    Misconception(
        "standard_deviations",
        "In place of variances come standard deviations, their roots.",
        "Double x. By which factor should a variance grow?",
        edits=(("variances = values[first]", "variances = np.sqrt(values[first])"),),
    ),
    Misconception(
        "squared_variances",
        "The eigenvalues of the covariance matrix are squared. They are the variances already; squares of singular "
        "values are needed only for an SVD of the data.",
        "Double x. By which factor should a variance grow?",
        edits=(("variances = values[first]", "variances = values[first] ** 2"),),
    ),
    Misconception(
        "shares_of_the_variance",
        "In place of variances come their shares of the whole, as in scikit-learn's explained_variance_ratio_.",
        "Double x. Should the variances change?",
        edits=(("variances = values[first]", "variances = values[first] / np.sum(values)"),),
        convention=True,
        source="sklearn.decomposition.PCA's explained_variance_ratio_",
    ),
    Misconception(
        "not_centred",
        "The mean is not subtracted before the covariance: the first direction then points from 0 to the mean.",
        "Add 100 to one feature. Should the components change?",
        edits=(("centred = x - mean", "centred = x"),),
    ),
    Misconception(
        "standardized_first",
        "Every feature is divided by its standard deviation first: these are the components of the correlation matrix. "
        "The exercise asks for those of the covariance.",
        "Should a feature with a large spread weigh more?",
        edits=(("centred = x - mean", "centred = (x - mean) / np.std(x, axis=0)"),),
    ),
    Misconception(
        "all_components",
        "All components come back; the argument components has no effect.",
        "Which shape does the docstring give for basis?",
        edits=(("first = order[:components]", "first = order"),),
    ),
    Misconception(
        "basis_scaled",
        "The columns of the basis are multiplied by the standard deviations (these are loadings). Here they have "
        "length 1.",
        "What should basis.T @ basis be?",
        edits=(("basis = vectors[:, first]", "basis = vectors[:, first] * np.sqrt(values[first])"),),
    ),
    Misconception(
        "features_turned_too",
        "The matrix of eigenvectors is flipped along both axes: the order of the features is turned round as well. "
        "Only the columns are to change places.",
        "Which axis of eigh's matrix counts the features?",
        edits=(("vectors[:, first]", "vectors[::-1][:, first]"),),
        source="xp.flip without axis=",
    ),
    Misconception(
        "scores_for_basis",
        "In place of the basis come the coordinates of the data in it, a row for each example.",
        "Which shape does the docstring give for basis?",
        edits=(("basis = vectors[:, first]", "basis = centred @ vectors[:, first]"),),
    ),
    Misconception(
        "shares_of_the_kept_variance",
        "In place of variances come their shares of the sum of those kept.",
        "Double x. Should the variances change?",
        edits=(("variances = values[first]", "variances = values[first] / np.sum(values[first])"),),
    ),
)
