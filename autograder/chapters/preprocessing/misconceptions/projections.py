"""What people get wrong in coordinates, reconstruction and whitening."""

from autograder.exercise import Misconception

from .shared import first


def own_mean(line: str = "centred = x - mean") -> Misconception:
    return Misconception(
        "own_mean",
        "The mean is taken from the x that comes in; the one that was passed has no effect. Then test data are "
        "projected by another rule than training data.",
        "Where in your lines does the argument mean appear?",
        edits=((line, "centred = x - np.mean(x, axis=0)"),),
    )


NOT_CENTRED = Misconception(
    "not_centred",
    "The result is seen from 0, not from the mean: the mean is not subtracted, or what it contributes is put back.",
    "Which coordinates should x = mean have?",
    edits=(("centred = x - mean", "centred = x"),),
)

ADDED = Misconception(
    "mean_added",
    "The mean is added before the projection. It is subtracted here, and added when reconstructing.",
    "Which coordinates should x = mean have?",
    edits=(("centred = x - mean", "centred = x + mean"),),
)

PCA_PROJECT = (
    NOT_CENTRED,
    ADDED,
    own_mean(),
    Misconception(
        "basis_transposed",
        "The product is with basis.T. The components are the columns of basis, so (x - mean) @ basis is the inner "
        "product with each of them.",
        "Which shapes fit, (N, D) with (D, k) or with (k, D)?",
        edits=(("centred @ basis", "centred @ basis.T"),),
    ),
    Misconception(
        "reconstructed",
        "The coordinates are turned back at once: this is the reconstruction, in the space of x, around 0.",
        "How many numbers does an example have after projecting on k components?",
        edits=(("centred @ basis", "centred @ basis @ basis.T"),),
    ),
    Misconception(
        "mean_after_turning",
        "The mean is subtracted from the coordinates, though it is a point in the space of x. Subtract it first.",
        "Which shapes do the mean and the coordinates have?",
        edits=(("centred = x - mean", "centred = x"), ("centred @ basis", "centred @ basis - mean")),
    ),
    Misconception(
        "standardized_coordinates",
        "The coordinates are divided by their standard deviations: that is whitening, and by this x's own statistics.",
        "Double x and mean. Should the coordinates double?",
        edits=(("return centred @ basis", "return centred @ basis / np.std(centred @ basis, axis=0)"),),
    ),
    Misconception(
        "first_features",
        "The first k features are taken, as if the components were sorted features. A coordinate is the inner "
        "product with a component.",
        "Where in your lines does the argument basis appear?",
        edits=(("centred @ basis", "centred[:, : basis.shape[1]]"),),
    ),
    Misconception(
        "standardized_coordinates_guarded",
        "The coordinates are divided by their standard deviations, or by 1 where these are 0: that is whitening, and "
        "by this x's own statistics.",
        "Double x and mean. Should the coordinates double?",
        edits=(
            (
                "return centred @ basis",
                "std = np.std(centred @ basis, axis=0)\n    return centred @ basis / np.where(std == 0.0, 1.0, std)",
            ),
        ),
    ),
    Misconception(
        "reconstructed_with_the_mean",
        "The coordinates are turned back at once, and the mean is added: this is the reconstruction, in the space of "
        "x.",
        "How many numbers does an example have after projecting on k components?",
        edits=(("centred @ basis", "centred @ basis @ basis.T + mean"),),
    ),
    Misconception(
        "one_mean_for_all",
        "One number, the mean of mean, is subtracted from all features. Every feature has its own.",
        "Which coordinates should x = mean have?",
        edits=(("centred = x - mean", "centred = x - np.mean(mean)"),),
    ),
    Misconception(
        "first_component_only",
        "Only the first component is used.",
        "How many numbers does an example have after projecting on k components?",
        edits=(("centred @ basis", "centred @ basis[:, :1]"),),
    ),
    Misconception(
        "own_basis",
        "The components are those of the x that comes in; the basis that was passed has no effect. Then test data are "
        "projected by another rule than training data.",
        "Where in your lines does the argument basis appear?",
        edits=(
            (
                "centred @ basis",
                "centred @ np.linalg.svd(centred, full_matrices=False)[2][: basis.shape[1], :].T",
            ),
        ),
    ),
    Misconception(
        "only_the_mean_projected",
        "Only the mean is projected, not what is left of x: without brackets, `x - mean @ basis` does the product "
        "first. The shapes fit only where there are as many components as features, or one.",
        "Which goes first in Python, - or @?",
        edits=(("return centred @ basis", "return x - mean @ basis"),),
    ),
    Misconception(
        "last_coordinate_zero",
        "The last coordinate is 0 for every example. Each component gives one, the last one too.",
        "Where does your loop over the components end?",
        edits=(("return centred @ basis", "z = centred @ basis\n    z[:, -1] = 0.0\n    return z"),),
    ),
)

PCA_RECONSTRUCT = (
    Misconception(
        "mean_forgotten",
        "The mean is not added: this is the reconstruction around 0.",
        "What should z = 0 give?",
        edits=(("centred + mean", "centred"),),
    ),
    Misconception(
        "mean_subtracted",
        "The mean is subtracted. Projecting has taken it off, so here it comes back.",
        "What should z = 0 give?",
        edits=(("centred + mean", "centred - mean"),),
    ),
    Misconception(
        "basis_not_transposed",
        "The product is with basis. It leads from x to the coordinates; the way back is basis.T.",
        "Which shapes fit, (N, k) with (D, k) or with (k, D)?",
        edits=(("z @ basis.T", "z @ basis"),),
    ),
    Misconception(
        "mean_added_first",
        "The mean is turned as well: it is added before the product, though it is a point in the space of x.",
        "What should z = 0 give?",
        edits=(("z @ basis.T", "(z + mean @ basis) @ basis.T"), ("centred + mean", "centred")),
    ),
    Misconception(
        "mean_added_to_the_coordinates",
        "The mean is added to the coordinates, though it is a point in the space of x. Add it last.",
        "Which shapes do the mean and the coordinates have?",
        edits=(("z @ basis.T", "(z + mean) @ basis.T"), ("centred + mean", "centred")),
    ),
    Misconception(
        "mean_counted_twice",
        "The mean comes in twice.",
        "What should z = 0 give?",
        edits=(("centred + mean", "centred + 2.0 * mean"),),
    ),
    Misconception(
        "mean_of_the_mean",
        "One number, the mean of mean, is added to all features.",
        "What should z = 0 give?",
        edits=(("centred + mean", "centred + np.mean(mean)"),),
    ),
    Misconception(
        "reshaped_for_transposed",
        "basis is reshaped to (k, D). That keeps the order of the numbers and only breaks the rows elsewhere; the "
        "transpose makes columns into rows.",
        "Try both on [[1, 2], [3, 4], [5, 6]].",
        edits=(("z @ basis.T", "z @ np.reshape(basis, (basis.shape[1], basis.shape[0]))"),),
    ),
    Misconception(
        "first_component_only",
        "Only the first component is used.",
        "On how many numbers of each row of z does your result depend?",
        edits=(("z @ basis.T", "z[:, :1] @ basis[:, :1].T"),),
    ),
    Misconception(
        "sign_turned",
        "The coordinates are subtracted from the mean. They are added: the point goes over to the other side of the "
        "mean.",
        "Project what you return. Do you get z?",
        edits=(("z @ basis.T", "-z @ basis.T"),),
    ),
    Misconception(
        "own_mean",
        "The mean that is added is that of the points themselves; the one that was passed has no effect.",
        "Where in your lines does the argument mean appear?",
        edits=(("centred + mean", "centred + np.mean(centred, axis=0)"),),
    ),
    Misconception(
        "divided_by_components",
        "The sum over the components is divided by their number. Each coordinate says how far to go along its "
        "component, and all of these are added up.",
        "Project what you return. Do you get z?",
        edits=(("z @ basis.T", "z @ basis.T / z.shape[1]"),),
    ),
    Misconception(
        "last_component_left_out",
        "The last component is left out: `:-1` ends before the last one.",
        "On how many numbers of each row of z does your result depend?",
        edits=(("z @ basis.T", "z[:, :-1] @ basis[:, :-1].T"),),
    ),
    Misconception(
        "coordinates_centred",
        "The mean of the coordinates that come in is subtracted from them. They belong to their basis and mean as "
        "they are.",
        "Project what you return. Do you get z?",
        edits=(("z @ basis.T", "(z - np.mean(z, axis=0)) @ basis.T"),),
    ),
)


def whitening(result: str) -> tuple[Misconception, ...]:
    """What goes wrong in both whitenings; `result` is the division."""
    return (
        Misconception(
            "divided_by_the_eigenvalue",
            "The coordinates are divided by the eigenvalue, their variance. Their spread is its root. (One of the "
            "lectures says eigenvalue in its text, and takes the root in its code.)",
            "What is the variance of your first coordinate on the training data: 1, or 1 over what it was?",
            edits=(("np.sqrt(variances + eps)", "variances + eps"),),
            source="G2",
        ),
        Misconception(
            "eps_outside_the_root",
            "eps is added after the root. The exercise adds it to the variance, under the root.",
            "With a variance of 0 and eps .01, what are the coordinates divided by?",
            edits=(("np.sqrt(variances + eps)", "np.sqrt(variances) + eps"),),
            convention=True,
            source="Adam and others have it outside",
        ),
        Misconception(
            "no_eps",
            "eps has no effect. Directions in which the training data do not vary then divide by 0, and those in "
            "which they hardly vary are blown up.",
            "Where in your lines does the argument eps appear?",
            edits=(("variances + eps", "variances"),),
        ),
        Misconception(
            "eps_added_at_the_end",
            "eps is added to the quotient, not to the variance: a pair of parentheses is missing.",
            "Which comes first in Python, / or +?",
            edits=(("np.sqrt(variances + eps)", "np.sqrt(variances)"), (result, f"{result} + eps")),
        ),
        Misconception(
            "variance_floored_at_eps",
            "Variances below eps are raised to it, and all others stay. The exercise adds eps to all.",
            "Which variance does eps change if it is 0.1 and the variance 1?",
            edits=(("variances + eps", "np.maximum(variances, eps)"),),
            convention=True,
            source="sklearn.decomposition.PCA, which floors the root",
        ),
        Misconception(
            "eps_hard_coded",
            "eps is fixed at 1e-5: the one passed in has no effect.",
            "Where in your lines does the argument eps appear?",
            edits=(("variances + eps", "variances + 1e-5"),),
        ),
        Misconception(
            "multiplied",
            "The coordinates are multiplied by the root. Dividing is what gives them all the same variance.",
            "On the training data, what is the variance of your first coordinate?",
            edits=((result, result.replace(" / ", " * ")),),
        ),
        NOT_CENTRED,
        ADDED,
        own_mean(),
        Misconception(
            "own_variances",
            "The variances are taken from the x that comes in; those that were passed have no effect. Then test data "
            "are whitened by another rule than training data.",
            "Where in your lines does the argument variances appear?",
            edits=first("variances = np.var(z, axis=0)", "root = "),
        ),
        Misconception(
            "features_divided",
            "The features are divided by the roots of the variances, not the coordinates. The variances belong to the "
            "coordinates: divide what the projection gives, and nothing else.",
            "Which shape do the variances have, and what do they line up with?",
            edits=(
                ("centred @ basis", "centred / np.sqrt(variances + eps) @ basis"),
                (result, result.partition(" / ")[0]),
            ),
        ),
        Misconception(
            "eps_subtracted",
            "eps is subtracted from the variances. It is there to keep them from 0, so it is added.",
            "With a variance of 0 and eps .01, what are the coordinates divided by?",
            edits=(("variances + eps", "variances - eps"),),
        ),
        Misconception(
            "eps_squared",
            "eps is squared. The exercise adds it to the variance as it is.",
            "With a variance of 0 and eps .01, what are the coordinates divided by?",
            edits=(("variances + eps", "variances + eps**2"),),
        ),
        Misconception(
            "unbiased",
            "The variances are turned into those with 1/(N-1), by the number of examples that come in now. Take them "
            "as they are passed.",
            "Whiten one example alone. What do you divide by?",
            edits=(("variances + eps", "variances * x.shape[0] / (x.shape[0] - 1) + eps"),),
            convention=True,
            source="sklearn.decomposition.PCA(whiten=True)",
        ),
        Misconception(
            "variances_turned_round",
            "The variances are in the reverse order. The k-th belongs to the k-th column of basis, as both come from "
            "pca_fit.",
            "Which of the coordinates has the largest variance, and by which one do you divide it?",
            edits=(("variances + eps", "variances[::-1] + eps"),),
        ),
        Misconception(
            "one_scale_for_all",
            "All coordinates are divided by one number, from the mean of the variances. Each has a variance of its "
            "own.",
            "On the training data, which variances do your coordinates have?",
            edits=(("variances + eps", "np.mean(variances) + eps"),),
        ),
        Misconception(
            "first_variance_for_all",
            "All coordinates are divided by the root of the first variance. Each has a variance of its own.",
            "On the training data, which variances do your coordinates have?",
            edits=(("variances + eps", "variances[0] + eps"),),
        ),
        Misconception(
            "own_mean_squares",
            "The variances are taken from the coordinates that come in, as the means of their squares; those that "
            "were passed have no effect. Then test data are whitened by another rule than training data.",
            "Where in your lines does the argument variances appear?",
            edits=(
                ("centred = x - mean", "centred = x - 1.0 * mean"),
                *first("variances = np.mean(z**2, axis=0)", "root = "),
            ),
        ),
        Misconception(
            "only_the_mean_projected",
            "Only the mean is projected, not what is left of x: without brackets, `x - mean @ basis` does the product "
            "first. The shapes fit only where there are as many components as features, or one.",
            "Which goes first in Python, - or @?",
            edits=(("centred @ basis\n", "x - mean @ basis\n"),),
        ),
        Misconception(
            "not_whitened",
            "The coordinates are not divided: they are uncorrelated, but keep their variances.",
            "Where in your lines does the argument variances appear?",
            edits=((result, result.partition(" / ")[0]),),
        ),
    )


PCA_WHITEN = (
    *whitening("z / root"),
    Misconception(
        "turned_back",
        "The whitened coordinates are turned back: that is ZCA whitening. Here they stay in the basis.",
        "How many numbers does an example have after PCA whitening with k components?",
        edits=(("return z / root", "return z / root @ basis.T"),),
        convention=True,
        source="zca_whiten",
    ),
    Misconception(
        "not_rotated",
        "The data are not projected on the basis; only their features are divided.",
        "Where in your lines does the argument basis appear?",
        edits=(("centred @ basis", "centred"),),
    ),
    Misconception(
        "basis_transposed",
        "The product is with basis.T. The components are the columns of basis.",
        "Which shapes fit, (N, D) with (D, k) or with (k, D)?",
        edits=(("centred @ basis", "centred @ basis.T"),),
    ),
)

ZCA_WHITEN = (
    *whitening("white = z / root"),
    Misconception(
        "not_turned_back",
        "The last rotation is missing: this is PCA whitening, in the coordinates of the basis. ZCA turns back, so that "
        "an image stays an image.",
        "Which shape does the docstring give for the result?",
        edits=(("white @ basis.T", "white"),),
        convention=True,
        source="pca_whiten",
    ),
    Misconception(
        "turned_twice",
        "The second rotation goes on in the same direction: @ basis. The way back is @ basis.T.",
        "What must the two rotations give if nothing is divided in between?",
        edits=(("white @ basis.T", "white @ basis"),),
    ),
    Misconception(
        "turned_the_other_way",
        "Both rotations are the wrong way round: basis.T first, then basis.",
        "The components are the columns of basis. Which product is the inner product with each of them?",
        edits=(("centred @ basis\n", "centred @ basis.T\n"), ("white @ basis.T", "white @ basis")),
    ),
    Misconception(
        "mean_added_back",
        "The mean is added at the end, as in a reconstruction. Whitened data have a mean of 0.",
        "What should x = mean become?",
        edits=(("white @ basis.T", "white @ basis.T + mean"),),
    ),
    Misconception(
        "last_component_only",
        "Only what the last component gives is left. What all components give is added up. Is it overwritten in each "
        "round of a loop?",
        "How many of the components does your result depend on?",
        edits=(("white @ basis.T", "white[:, -1:] @ basis[:, -1:].T"),),
    ),
)
