"""Freezes what scikit-learn, PyTorch, Keras and SciPy make of the same data, for the tests of chapter 01.

Run where these packages are installed: `python tests/oracles/make_preprocessing.py`. It rewrites
preprocessing.json beside it, byte for byte the same with the versions written there. All in float64.
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import scipy.linalg
import scipy.stats
import sklearn
import torch
from sklearn.covariance import EmpiricalCovariance
from sklearn.decomposition import PCA
from sklearn.preprocessing import MinMaxScaler, QuantileTransformer, StandardScaler

keras.backend.set_floatx("float64")
EPS, KEPT, RANGE = 0.05, 3, (-1.0, 2.0)


def tables(rng):
    """Training and new data, (features,) of different means and spreads; in the second a feature never changes."""
    mixed = rng.normal(size=(4, 4))
    rows = [2.0 + rng.normal(size=(n, 4)) @ mixed for n in (12, 5)]
    constant = [x.copy() for x in rows]
    constant[0][:, 1] = 3.0
    constant[1][:, 1] = [3.0, 3.5, 3.0, 2.0, 3.0]
    return {"all features vary": rows, "a constant feature": constant}


def of_tables(train, new):
    ranged = MinMaxScaler(feature_range=RANGE).fit(train)
    clipped = MinMaxScaler(feature_range=RANGE, clip=True).fit(train)
    standard = StandardScaler().fit(train)
    return {
        "MinMaxScaler": {"low": ranged.data_min_, "high": ranged.data_max_, "y": ranged.transform(new)},
        "MinMaxScaler(clip=True)": {"y": clipped.transform(new)},
        "StandardScaler": {"mean": standard.mean_, "var": standard.var_, "scale": standard.scale_,
                           "y": standard.transform(new)},
        "EmpiricalCovariance": {"cov": EmpiricalCovariance().fit(train).covariance_},
        "torch.cov": {"biased": torch.cov(torch.tensor(train.T), correction=0).numpy(),
                      "unbiased": torch.cov(torch.tensor(train.T)).numpy()},
        "torch.std_mean": {"std": torch.std_mean(torch.tensor(train), dim=0)[0].numpy()},
    }  # fmt: skip


def of_components(train, new):
    plain, whitening = PCA(KEPT, svd_solver="full").fit(train), PCA(KEPT, whiten=True, svd_solver="full").fit(train)
    cov = np.cov(train.T, bias=True)
    root = scipy.linalg.sqrtm(np.linalg.inv(cov + EPS * np.eye(len(cov))))  # Schur's method, no eigenvectors
    return {
        "PCA": {"mean": plain.mean_, "components": plain.components_, "variance": plain.explained_variance_,
                "ratio": plain.explained_variance_ratio_, "singular": plain.singular_values_,
                "z": plain.transform(new), "x": plain.inverse_transform(plain.transform(new))},
        "PCA(whiten=True)": {"z": whitening.transform(new)},
        "sqrtm": {"y": (new - train.mean(axis=0)) @ np.real(root)},
    }  # fmt: skip


def of_images(images):
    std, mean = torch.std_mean(torch.tensor(images), dim=(0, 2, 3), correction=0)
    layer = keras.layers.Normalization(axis=1, mean=mean.tolist(), variance=(std**2).tolist(), dtype="float64")
    return {
        "torch.std_mean": {"mean": mean.numpy(), "std": std.numpy()},
        "torch.nn.functional.batch_norm": {
            "y": torch.nn.functional.batch_norm(torch.tensor(images), mean, std**2, eps=0.0).numpy()
        },
        "keras.layers.Normalization": {"y": keras.ops.convert_to_numpy(layer(torch.tensor(images)))},
    }


def of_ranks(x):
    transformer = QuantileTransformer(n_quantiles=len(x)).fit(x)
    return {
        "QuantileTransformer": {"y": transformer.transform(x)},
        "rankdata": {how: scipy.stats.rankdata(x, method=how, axis=0) for how in ("average", "min", "max", "dense")},
    }


def plain(value):
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else np.asarray(value).tolist()


def main():
    rng = np.random.Generator(np.random.PCG64(1))
    out = {"eps": EPS, "kept": KEPT, "range": RANGE}
    for name, (train, new) in tables(rng).items():
        out[name] = {"train": train, "new": new, **of_tables(train, new)}
        if name == "all features vary":
            out[name] |= of_components(train, new)
    images = rng.normal(size=(3, 2, 2, 3)) * [[[1.5]], [[0.4]]] + [[[2.0]], [[-1.0]]]
    out["images"] = {"x": images, **of_images(images)}
    distinct, tied = rng.normal(size=(9, 2)), np.array([[0, 1, 1, 2, 3, 3, 3, 4, 7.0], [5, 1, 6, 2, 2, 9, 3, 4, 8]]).T
    out["ranks"] = {"distinct": {"x": distinct, **of_ranks(distinct)}, "tied": {"x": tied, **of_ranks(tied)}}
    versions = {p.__name__: p.__version__.partition("+")[0] for p in (sklearn, torch, keras, scipy, np)}
    text = f'{{"versions": {json.dumps(versions)}'
    for name, value in out.items():  # a table a line, so that a change shows as one
        text += f",\n{json.dumps(name)}: {json.dumps(plain(value))}"
    Path(__file__).with_name("preprocessing.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
