"""The data are what the chapters say they are."""

import math

import numpy as np
import pytest

from workbench import data
from workbench.arrays import to_host
from workbench.rng import Rng


@pytest.fixture(scope="module")
def split():
    return data.digits()


def test_digits_are_split_as_promised(split):
    assert split.x_train.shape == (1437, 64)
    assert split.x_test.shape == (360, 64)
    assert split.y_train.dtype == split.y_test.dtype == np.int64
    assert split.x_train.dtype == split.x_test.dtype == np.float64


def test_digits_keep_the_classes_in_proportion(split):
    train, test = np.bincount(split.y_train), np.bincount(split.y_test)
    assert len(train) == len(test) == 10
    np.testing.assert_allclose(test / 360, train / 1437, atol=1 / 360)


def test_digits_are_centred_and_scaled_by_the_training_part_alone(split):
    np.testing.assert_allclose(split.x_train.mean(axis=0), 0.0, atol=1e-12)
    assert math.sqrt(np.mean(split.x_train**2)) == pytest.approx(1.0, rel=1e-12)
    assert np.abs(split.x_test.mean(axis=0)).max() > 1e-3


def test_digits_are_divided_by_one_number(split):
    from sklearn.datasets import load_digits

    raw = load_digits().data
    ratio = np.ptp(np.concatenate([split.x_train, split.x_test]), axis=0)[raw.std(axis=0) > 0]
    np.testing.assert_allclose(ratio / np.ptp(raw, axis=0)[raw.std(axis=0) > 0], ratio[0] / np.ptp(raw[:, 1]))


def test_digits_come_in_any_namespace_and_dtype(backend, split):
    moved = data.digits(**backend, dtype="float32")
    assert moved.x_train.dtype == backend["xp"].float32
    assert moved.y_train.dtype == backend["xp"].int64
    np.testing.assert_array_equal(to_host(moved.x_test), split.x_test.astype(np.float32))
    np.testing.assert_array_equal(to_host(moved.y_test), split.y_test)


def test_whitened_digits_have_the_moments_of_the_whole_set(split):
    x, y = data.whitened_digits(20)
    np.testing.assert_allclose(x.T @ x / 20, np.eye(20), atol=1e-12)
    values, vectors = np.linalg.eigh(np.cov(split.x_train.T, bias=True))
    whitened = split.x_train @ vectors[:, ::-1][:, :20] / np.sqrt(values[::-1][:20])
    cross = whitened.T @ np.eye(10)[split.y_train] / 1437
    # an eigenvector's sign is free, so compare what does not depend on it
    np.testing.assert_allclose(np.abs(x.T @ y / 20), np.abs(cross), atol=1e-9)


@pytest.mark.parametrize("n", [10, 11])
def test_moons_lie_on_two_half_circles(backend, n):
    x, y = data.moons(n, 0.0, Rng(0, **backend))
    x, y = to_host(x), to_host(y)
    assert np.bincount(y).tolist() == [n - n // 2, n // 2]
    np.testing.assert_allclose(np.linalg.norm(x[y == 0], axis=1), 1.0)
    np.testing.assert_allclose(np.linalg.norm(x[y == 1] - [1.0, 0.5], axis=1), 1.0)


def test_moons_have_the_noise_asked_for():
    quiet, _ = data.moons(4000, 0.0, Rng(1))
    noisy, _ = data.moons(4000, 0.2, Rng(1))
    assert np.std(noisy - quiet) == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_a_noisy_label_is_always_another_class(backend, share):
    y = Rng(3, **backend).integers(0, 10, (501,))
    noisy = data.noisy_labels(y, share, 10, Rng(4, **backend))
    y, noisy = to_host(y), to_host(noisy)
    assert noisy.dtype == np.int64
    assert set(np.unique(noisy)) <= set(range(10))
    assert (noisy != y).sum() == round(share * 501)


def test_noisy_labels_go_to_every_other_class():
    y = np.zeros(3000, dtype=np.int64)
    counts = np.bincount(data.noisy_labels(y, 1.0, 4, Rng(5)), minlength=4)
    assert counts[0] == 0
    assert np.abs(counts[1:] - 1000).max() < 6 * math.sqrt(3000 * 2 / 9)


@pytest.mark.parametrize(("n", "size"), [(10, 3), (9, 3), (2, 5), (1, 1)])
def test_minibatches_hold_each_example_once_an_epoch(backend, n, size):
    batches = [to_host(b) for b in data.minibatches(n, size, Rng(6, **backend))]
    assert sorted(np.concatenate(batches).tolist()) == list(range(n))
    assert [len(b) for b in batches] == [size] * (n // size) + ([n % size] if n % size else [])


def test_minibatches_come_in_another_order_each_epoch():
    rng = Rng(7)
    first, second = (np.concatenate(list(data.minibatches(100, 10, rng))) for _ in range(2))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, np.arange(100))
