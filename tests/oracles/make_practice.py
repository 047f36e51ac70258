"""Freezes what PyTorch, scikit-learn and SciPy make of the same inputs, for the tests of chapter 10.

Run where these packages are installed: `python tests/oracles/make_practice.py`. It rewrites
practice.json beside it, byte for byte the same with the versions written there. All in float64.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
import torch
from scipy.stats import loguniform
from sklearn.dummy import DummyClassifier
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingRandomSearchCV, ParameterGrid
from torch.nn.utils import prune


def log_uniforms(rng):
    """scipy.stats.loguniform at given probabilities."""
    for low, high in ((1e-4, 0.3), (20.0, 700.0), (0.2, 0.9)):
        u = rng.uniform(size=6)
        yield {"low": low, "high": high, "u": u.tolist(), "x": loguniform(low, high).ppf(u).tolist()}


def grids():
    """sklearn's ParameterGrid over logarithmic values; its order is that of sorted names."""
    for low, high, count in (([1e-4, 2.0], [0.3, 50.0], 3), ([0.1, 1e-3, 5.0], [10.0, 1.0, 9.0], 2)):
        values = {f"p{j}": np.geomspace(a, b, count).tolist() for j, (a, b) in enumerate(zip(low, high, strict=True))}
        points = [[point[name] for name in sorted(values)] for point in ParameterGrid(values)]
        yield {"low": low, "high": high, "count": count, "points": points}


def halvings():
    """How many candidates sklearn runs at each rung; which ones does not matter."""
    x, y = np.zeros((400, 1)), np.tile([0, 1], 200)
    for jobs, factor, rungs in ((13, 3, 3), (11, 2, 4), (30, 4, 3)):
        search = HalvingRandomSearchCV(
            DummyClassifier(),
            {"random_state": list(range(jobs))},
            factor=factor,
            n_candidates=jobs,
            min_resources=400 // factor ** (rungs - 1),
            max_resources=400,
            cv=2,
            random_state=0,
        ).fit(x, y)
        yield {"jobs": jobs, "factor": factor, "rungs": rungs, "counts": list(search.n_candidates_)}


def prunings(rng):
    """Masks of torch.nn.utils.prune.l1_unstructured, for a share and for a number of weights."""
    for shape, share in (((5, 4), 0.5), ((6, 4), 0.7), ((7, 3), 0.1), ((8, 6), 0.95)):
        w = rng.normal(size=shape)
        row = {"w": w.tolist(), "share": share}
        for name, amount in (("share_mask", share), ("count_mask", int(share * w.size))):
            module = torch.nn.Linear(shape[1], shape[0], bias=False, dtype=torch.float64)
            module.weight.data = torch.tensor(w)
            prune.l1_unstructured(module, "weight", amount=amount)
            row[name] = module.weight_mask.tolist()
        yield row


def frozen(rng):
    """torch.optim.SGD with momentum, under way, with gradients that are zero for the frozen weights, or None."""
    shape, lr, alpha = (3, 4), 0.1, 0.8
    w, velocity, gradients = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=(4, *shape))
    for way, mask in (("zero", rng.integers(0, 2, shape).astype(float)), ("none", np.zeros(shape))):
        weights = torch.tensor(w, requires_grad=True)
        stepper = torch.optim.SGD([weights], lr=lr, momentum=alpha, foreach=False)
        stepper.state[weights] = {"momentum_buffer": torch.tensor(velocity / -lr)}
        path = []
        for g in gradients:
            weights.grad = None if way == "none" else torch.tensor(mask * g)
            stepper.step()
            path.append(weights.tolist())
        given = {"w": w, "v": velocity, "mask": mask, "gradients": gradients}
        yield {"way": way, "lr": lr, "alpha": alpha, **{k: a.tolist() for k, a in given.items()}, "path": path}


def main():
    rng = np.random.Generator(np.random.PCG64(10))
    packages = (torch, sklearn, scipy, np)
    versions = {package.__name__: package.__version__.partition("+")[0] for package in packages}
    parts = {
        "log_uniform": list(log_uniforms(rng)),
        "grid": list(grids()),
        "halving": list(halvings()),
        "prune": list(prunings(rng)),
        "frozen": list(frozen(rng)),
    }
    text = f'{{"versions": {json.dumps(versions)}'
    for name, rows in parts.items():  # a row a line, so that a change shows as one
        text += f',\n"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    Path(__file__).with_name("practice.json").write_text(text + "}\n")


if __name__ == "__main__":
    main()
