"""Layers with two modes: masks in training only, gradients through them, many nets, every namespace."""

import numpy as np
import pytest
from array_api_compat import array_namespace
from workbench_helpers import BACKENDS, he, he_with_bias

from workbench import data, training
from workbench.arrays import on_device, to_host
from workbench.layers import BatchNorm, Dropout, GroupNorm, Layer, LayerNorm
from workbench.nets import MLP
from workbench.training import adam, sgd, train


def dropout_forward(x, u, *, rate):
    xp = array_namespace(x)
    mask = xp.astype(u >= rate, x.dtype)
    return x * mask / (1.0 - rate), mask


def dropout_backward(dy, mask, *, rate):
    return dy * mask / (1.0 - rate)


def batch_norm_forward(x, gamma, beta, *, eps):
    xp = array_namespace(x)
    mean, var = xp.mean(x, axis=0), xp.var(x, axis=0)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return gamma * x_hat + beta, x_hat, mean, var


def batch_norm_backward(dy, x_hat, var, gamma, *, eps):
    xp = array_namespace(dy)
    dbeta, dgamma = xp.sum(dy, axis=0), xp.sum(dy * x_hat, axis=0)
    n = dy.shape[0]
    return gamma * (dy - dbeta / n - x_hat * dgamma / n) / xp.sqrt(var + eps), dgamma, dbeta


def running_statistics(mean, var, running_mean, running_var, *, n, momentum):
    unbiased = var * n / (n - 1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * unbiased


def batch_norm_inference(x, running_mean, running_var, gamma, beta, *, eps):
    return gamma * (x - running_mean) / array_namespace(x).sqrt(running_var + eps) + beta


def layer_norm_forward(x, gamma, beta, *, eps):
    xp = array_namespace(x)
    mean, var = xp.mean(x, axis=-1, keepdims=True), xp.var(x, axis=-1, keepdims=True)
    x_hat = (x - mean) / xp.sqrt(var + eps)
    return gamma * x_hat + beta, x_hat, mean, var


def layer_norm_backward(dy, x_hat, var, gamma, *, eps):
    xp = array_namespace(dy)
    scaled = dy * gamma
    along = xp.mean(scaled * x_hat, axis=-1, keepdims=True)
    dx = (scaled - xp.mean(scaled, axis=-1, keepdims=True) - x_hat * along) / xp.sqrt(var + eps)
    return dx, xp.sum(dy * x_hat, axis=0), xp.sum(dy, axis=0)


def group_norm_forward(x, gamma, beta, *, groups, eps):
    xp = array_namespace(x)
    rows, ones = xp.reshape(x, (x.shape[0], groups, -1)), xp.ones_like(x[0, 0, 0, 0])
    _, x_hat, mean, var = layer_norm_forward(rows, ones, 0.0 * ones, eps=eps)
    x_hat = xp.reshape(x_hat, x.shape)
    return gamma[:, None, None] * x_hat + beta[:, None, None], x_hat, mean[:, :, 0], var[:, :, 0]


def group_norm_backward(dy, x_hat, var, gamma, *, groups, eps):
    xp = array_namespace(dy)
    rows = (dy.shape[0], groups, -1)
    scaled, hats = xp.reshape(dy * gamma[:, None, None], rows), xp.reshape(x_hat, rows)
    dx, _, _ = layer_norm_backward(scaled, hats, var[:, :, None], xp.ones_like(dy[0, 0, 0, 0]), eps=eps)
    return xp.reshape(dx, dy.shape), xp.sum(dy * x_hat, axis=(0, 2, 3)), xp.sum(dy, axis=(0, 2, 3))


def dropout(rate=0.4):
    return Dropout(dropout_forward, dropout_backward, rate=rate)


def batch_norm(**more):
    return BatchNorm(batch_norm_forward, batch_norm_backward, running_statistics, batch_norm_inference, **more)


def layer_norm():
    return LayerNorm(layer_norm_forward, layer_norm_backward)


def group_norm(groups=2):
    return GroupNorm(group_norm_forward, group_norm_backward, groups=groups)


SHAPES = {
    "dropout": {"after": dropout()},
    "dropout before the activation": {"before": dropout(), "activation": "sigmoid"},
    "dropout, tanh": {"after": dropout(), "activation": "tanh"},
    "dropout, own batch norm": {"after": dropout(), "batch_norm": True, "activation": "tanh"},
    "dropout, skips": {"after": dropout(), "residual": 0.6, "activation": "tanh"},
    "batch norm": {"before": batch_norm(), "activation": "tanh"},
    "batch norm after": {"after": batch_norm(), "activation": "tanh"},
    "batch norm, skips": {"before": batch_norm(), "residual": 1.0, "activation": "tanh"},
    "layer norm": {"before": layer_norm(), "activation": "tanh"},
    "group norm": {"before": group_norm(5), "activation": "sigmoid"},
    "group norm, one group": {"before": group_norm(1), "activation": "tanh"},
    "both": {"before": batch_norm(), "after": dropout([0.3, 0.6]), "activation": "tanh", "fixed_output": True},
}


def small(seeds=(3, 5), xp=np, device=None, **shape):
    return MLP((6, 5, 5, 4), init=he_with_bias, seeds=seeds, dtype="float64", xp=xp, device=device, **shape)


def examples(n=9, xp=np, device=None):
    rng = np.random.default_rng(12)
    x, y = rng.standard_normal((n, 6)), rng.integers(0, 4, n)
    return on_device(x, xp, "float64", device), on_device(y, xp, "int64", device)


def training_loss(parameters, shape, x, y):
    """Loss of a fresh net with these parameters: its streams begin anew, so its first masks are always the same."""
    net = small(**shape)
    net.parameters = parameters
    return net.trace(x, y).loss


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_gradients_in_training_agree_with_central_differences(shape):
    net, (x, y) = small(**shape), examples()
    parameters, h = [p.copy() for p in net.parameters], 1e-5
    _, gradients = net.loss_and_gradients(x, y)
    assert [g.shape for g in gradients] == [p.shape for p in parameters]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        slope = np.empty_like(parameter)
        for i in np.ndindex(parameter.shape):
            kept = parameter[i]
            parameter[i] = kept + h
            up = training_loss(parameters, shape, x, y).sum()
            parameter[i] = kept - h
            slope[i] = (up - training_loss(parameters, shape, x, y).sum()) / (2 * h)
            parameter[i] = kept
        np.testing.assert_allclose(gradient, slope, rtol=2e-6, atol=2e-9)


def test_masks_are_new_at_each_pass_in_training_and_gone_in_evaluation():
    net, plain, (x, y) = small(after=dropout()), small(), examples()
    np.testing.assert_array_equal(net.forward(x)[0], plain.forward(x)[0])
    np.testing.assert_array_equal(net.loss(x, y), plain.loss(x, y))
    np.testing.assert_array_equal(net.accuracy(x, y), plain.accuracy(x, y))
    one, two = (net.forward(x, training=True)[0] for _ in range(2))
    assert not np.allclose(one, two)
    np.testing.assert_array_equal(small(after=dropout()).forward(x, training=True)[0], one)


def test_layers_and_seeds_draw_apart_and_the_kept_share_is_right():
    net, n = MLP((6, 40, 40, 40, 4), init=he, after=dropout(0.25), seeds=(1, 2), dtype="float64"), 500
    _, cache = net.forward(examples(n)[0], training=True)
    rows = np.stack([mask.reshape(-1) for kept in cache.kept for mask in kept[3]])
    assert set(np.unique(rows)) == {0.0, 1.0}
    np.testing.assert_allclose(rows.mean(axis=1), 0.75, atol=6 * np.sqrt(0.75 * 0.25 / rows.shape[1]))
    np.testing.assert_allclose(np.corrcoef(rows), np.eye(6), atol=0.05)


def test_a_net_is_the_same_whichever_others_are_beside_it_and_each_has_its_rate():
    x, _ = examples()
    both = small(seeds=(3, 5, 3), after=dropout([0.2, 0.2, 0.7])).forward(x, training=True)[0]
    for row, (seed, rate) in enumerate(((3, 0.2), (5, 0.2), (3, 0.7))):
        alone = small(seeds=(seed,), after=dropout(rate)).forward(x, training=True)[0]
        np.testing.assert_allclose(both[row], alone[0], rtol=1e-12)


def test_kernels_see_what_their_contracts_say():
    seen = []

    def spy(x, u, *, rate):
        seen.append((x.shape, u.shape, type(rate), float(u.min()) >= 0 and float(u.max()) < 1))
        return dropout_forward(x, u, rate=rate)

    def norm_spy(x, gamma, beta, *, eps):
        seen.append((x.shape, gamma.shape, beta.shape, type(eps)))
        return batch_norm_forward(x, gamma, beta, eps=eps)

    norm = BatchNorm(norm_spy, batch_norm_backward, running_statistics, batch_norm_inference)
    net = small(before=norm, after=Dropout(spy, dropout_backward, rate=[0.1, 0.5]))
    net.forward(examples()[0], training=True)
    assert seen == [((9, 10), (10,), (10,), float), *[((1, 9, 5), (1, 9, 5), float, True)] * 2] * 2


def test_a_rate_too_few_is_refused():
    with pytest.raises(ValueError, match="3 values for 2 nets"):
        small(after=dropout([0.1, 0.2, 0.3]))


def test_the_layer_handed_over_is_a_pattern_and_stays_as_it_was():
    pattern = batch_norm()
    net, other = small(before=pattern), small(before=pattern)
    net.forward(examples()[0], training=True)
    assert pattern.parameters == Layer.parameters
    assert np.all(other.before[0].statistics[0] == 0.0) and np.any(net.before[0].statistics[0] != 0.0)
    assert net.before[0] is not net.before[1]


def test_running_statistics_serve_in_evaluation():
    def last_batch(mean, var, running_mean, running_var, *, n, momentum):
        return mean, var

    last = BatchNorm(batch_norm_forward, batch_norm_backward, last_batch, batch_norm_inference)
    net, (x, _) = small(before=last), examples(40)
    in_training, _ = net.forward(x, training=True)
    np.testing.assert_allclose(net.forward(x)[0], in_training, rtol=1e-9, atol=1e-12)
    one_by_one = np.concatenate([net.forward(x[i:i + 1])[0] for i in range(40)], axis=1)
    np.testing.assert_allclose(one_by_one, in_training, rtol=1e-9, atol=1e-12)
    assert not np.allclose(small(before=batch_norm()).forward(x)[0], in_training, atol=0.1)


@pytest.mark.parametrize("norm", (batch_norm, layer_norm, group_norm), ids=lambda norm: norm.__name__)
def test_nets_side_by_side_are_normalized_as_if_alone(norm):
    def trained(seeds, rates):
        net = MLP((6, 4, 4, 4), init=he_with_bias, before=norm(), seeds=seeds, dtype="float64")
        x, y = examples(12)
        return net, train(net, data.Split(x, y, x, y), adam, lr=rates, steps=6, batch=5)

    net, both = trained((3, 5), [0.01, 0.1])
    for k, (seed, rate) in enumerate(((3, 0.01), (5, 0.1))):
        one, alone = trained((seed,), rate)
        np.testing.assert_allclose(both.loss[:, k], alone.loss[:, 0], rtol=1e-9)
        np.testing.assert_allclose(both.test_accuracy[k], alone.test_accuracy[0])
        for several, single in zip(net.parameters, one.parameters, strict=True):
            np.testing.assert_allclose(several[k], single[0], rtol=1e-7, atol=1e-12)


def test_layer_norm_is_group_norm_with_one_group_and_has_one_mode():
    x, y = examples()
    layer, group = (small(before=norm) for norm in (layer_norm(), group_norm(1)))
    np.testing.assert_allclose(layer.forward(x)[0], group.forward(x)[0], rtol=1e-12)
    np.testing.assert_array_equal(layer.forward(x)[0], layer.forward(x, training=True)[0])
    for one, other in zip(layer.loss_and_gradients(x, y)[1], group.loss_and_gradients(x, y)[1], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


def test_each_net_has_its_momentum():
    momenta, (x, _) = [0.1, 0.1, 0.6], examples()
    both = small(seeds=(3, 5, 3), before=batch_norm(momentum=momenta))
    both.forward(x, training=True)
    for k, (seed, momentum) in enumerate(zip((3, 5, 3), momenta, strict=True)):
        alone = small(seeds=(seed,), before=batch_norm(momentum=momentum))
        alone.forward(x, training=True)
        for place in (0, 1):
            for several, single in zip(both.before[place].statistics, alone.before[place].statistics, strict=True):
                np.testing.assert_allclose(several[k], single[0], rtol=1e-12, atol=1e-14)


def split(n=120, **backend):
    full = data.digits(**backend)
    return data.Split(full.x_train[:n, :], full.y_train[:n], full.x_test[:50, :], full.y_test[:50])


def run(backend, steps=30, watch=10, seeds=(1, 2), **more):
    net = MLP((64, 16, 16, 10), init=he, seeds=seeds, dtype="float64", **backend,
              **{"before": batch_norm(), "after": dropout([0.5, 0.2]), **more})
    return net, train(net, split(**backend), adam, lr=0.01, steps=steps, batch=30, watch=watch)


@pytest.mark.parametrize("norm", (batch_norm, layer_norm, group_norm), ids=lambda norm: norm.__name__)
def test_strict_arrays_on_a_device_train_like_numpy(no_sync, norm):
    _, expected = run(BACKENDS["numpy"], before=norm())
    no_sync()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "LOOK", 100)
        _, history = run(BACKENDS["strict"], before=norm())
    np.testing.assert_allclose(history.loss, expected.loss, rtol=1e-9)
    for curve, other in zip(history.watched, expected.watched, strict=True):
        np.testing.assert_allclose(curve, other, rtol=1e-9)


def test_a_kernel_that_widens_its_numbers_trains_a_net_all_the_same():
    """A student's kernel may be right but for its dtype; the experiments should run."""
    def wide(x, u, *, rate):
        mask = np.where(u >= rate, 1.0, 0.0)
        return x * mask / (1.0 - rate), mask

    def wide_step(w, g, m, *, lr):
        return w - np.float64(lr) * g, m + 1.0

    split32 = split(dtype="float32")
    net = MLP((64, 16, 10), init=he, after=Dropout(wide, dropout_backward, rate=0.3), seeds=(1, 2))
    history = train(net, split32, training.rule(wide_step), lr=0.1, steps=20, batch=30)
    assert {p.dtype for p in net.parameters} == {np.dtype("float32")}
    same = MLP((64, 16, 10), init=he, after=dropout(0.3), seeds=(1, 2))
    np.testing.assert_allclose(history.loss, train(same, split32, sgd, lr=0.1, steps=20, batch=30).loss, rtol=1e-3)


def test_scale_and_shift_are_trained():
    net, _ = run(BACKENDS["numpy"])
    for layer in net.before:
        gamma, beta = layer.parameters
        assert np.all(gamma != 1.0) and np.all(beta != 0.0)
    assert sum(p.size for p in net.parameters) == 2 * (64 * 16 + 16 * 16 + 16 * 10 + 42 + 4 * 16)


def test_the_loss_as_seen_has_masks_and_the_watched_one_has_none(backend):
    net = MLP((64, 64, 10), init=he, after=dropout(0.5), dtype="float64", **backend)
    history = train(net, split(**backend), adam, lr=0.003, steps=60, batch=None, watch=20)
    assert history.watched.steps.tolist() == [0, 20, 40, 60]
    assert history.watched.train_loss.shape == (4, 1)
    assert np.all(history.loss[[20, 40], 0] > history.watched.train_loss[1:3, 0])
    full = split(**backend)
    np.testing.assert_allclose(history.watched.train_loss[-1], history.train_loss)
    np.testing.assert_allclose(history.watched.test_accuracy[-1], history.test_accuracy)
    np.testing.assert_allclose(history.watched.test_loss[-1], to_host(net.loss(full.x_test, full.y_test)))


def test_watching_changes_nothing():
    _, watched = run(BACKENDS["numpy"])
    _, blind = run(BACKENDS["numpy"], watch=None)
    np.testing.assert_array_equal(watched.loss, blind.loss)
    assert blind.watched is None


@pytest.mark.filterwarnings("error")
def test_a_net_that_diverges_leaves_the_others_and_its_curves_alone():
    net = MLP((64, 16, 10), init=he, before=batch_norm(), after=dropout(), seeds=(1, 2), dtype="float64")
    history = train(net, split(), sgd, lr=[0.05, 1e300], steps=10, batch=30, watch=5)
    alone = MLP((64, 16, 10), init=he, before=batch_norm(), after=dropout(), seeds=(1,), dtype="float64")
    expected = train(alone, split(), sgd, lr=0.05, steps=10, batch=30, watch=5)
    assert history.diverged.tolist() == [False, True]
    assert np.isnan(history.watched.test_loss[1:, 1]).all() and np.isfinite(history.watched.test_loss[0]).all()
    np.testing.assert_allclose(history.loss[:, 0], expected.loss[:, 0], rtol=1e-9)
    np.testing.assert_allclose(history.watched.test_loss[:, 0], expected.watched.test_loss[:, 0], rtol=1e-9)


def test_a_net_with_its_own_batch_norm_is_watched_with_the_statistics_of_all_training_examples():
    net = MLP((64, 16, 10), init=he, batch_norm=True, dtype="float64")
    history = train(net, split(), sgd, lr=0.1, steps=4, batch=30, watch=2)
    statistics = net.forward(split().x_train)[1].statistics
    expected = net.loss(split().x_test, split().y_test, statistics)
    np.testing.assert_allclose(history.watched.test_loss[-1], expected)
