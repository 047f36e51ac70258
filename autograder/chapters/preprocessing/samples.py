"""Notebooks of this chapter in the demo's class: what each does wrong, and what it must get."""

from autograder.sample import Sample

SAMPLES = (
    Sample("ada", "everything right"),
    Sample("chloe", "PyTorch's deviation; whitening as in the text of a slide", {
               "standardize_fit": (("xp.sqrt(xp.mean((x - mean) ** 2, axis=0))", "xp.std(x, axis=0, correction=1)"),),
               "pca_whiten": (("xp.sqrt(variances + eps)", "(variances + eps)"),)},
           gets={"standardize_fit": (1.2, "unbiased"), "pca_whiten": (0.0, "divided_by_the_eigenvalue")}),
    Sample("dinesh", "components in the order of eigh; a constant pixel divides by 0", {
               "pca_fit": (("xp.flip(vectors, axis=1)[:, :components], xp.flip(values)[:components]",
                            "vectors[:, :components], values[:components]"),),
               "standardize_apply": (("xp.where(std == 0, 1.0, std)", "std"),)},
           gets={"pca_fit": (0.0, "smallest_first"), "standardize_apply": (0.0, "constant_divides_by_zero")}),
)  # fmt: skip
