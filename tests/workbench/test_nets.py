"""Gradients are right, seeds do not touch each other, and every namespace gives the same numbers."""

import numpy as np
import pytest
from workbench_helpers import BACKENDS, constant, he, he_with_bias

from workbench import data
from workbench.arrays import on_device, to_host
from workbench.losses import LOSSES
from workbench.nets import MLP, mean_squares, norms

SHAPES = {
    "relu": {"activation": "relu"},
    "tanh": {"activation": "tanh"},
    "sigmoid": {"activation": "sigmoid"},
    "linear": {"activation": "linear"},
    "squared error": {"loss": "mean_squared_error"},
    "skips": {"residual": 0.6},
    "skips, tanh": {"residual": 1.0, "activation": "tanh"},
    "batch norm": {"batch_norm": True, "activation": "tanh"},
    "batch norm, relu": {"batch_norm": True},
    "no bias": {"bias": False},
    "as in the AdamW experiment": {"batch_norm": True, "bias": False, "fixed_output": True},
}
EXACT = 1e-7        # relative error of a right gradient against central differences in float64


def small(seeds=(3, 5), dtype="float64", xp=np, device=None, **shape):
    return MLP((6, 5, 5, 5, 4), init=he_with_bias, seeds=seeds, dtype=dtype, xp=xp, device=device, **shape)


def examples(n=9, xp=np, device=None, dtype="float64"):
    rng = np.random.default_rng(12)             # keeps every pre-activation off the kink of ReLU
    x, y = rng.standard_normal((n, 6)), rng.integers(0, 4, n)
    return on_device(x, xp, dtype, device), on_device(y, xp, "int64", device)


def difference(a, b):
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


def numerical(function, array, h=1e-5):
    """Central differences of the sum of `function()` in every entry of `array`, which it changes and restores."""
    out = np.empty_like(array)
    for i in np.ndindex(array.shape):
        kept = array[i]
        array[i] = kept + h
        up = function().sum()
        array[i] = kept - h
        out[i] = (up - function().sum()) / (2 * h)
        array[i] = kept
    return out


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_gradients_agree_with_central_differences(shape):
    net, (x, y) = small(**shape), examples()
    _, cache = net.forward(x)
    nearest = min(np.abs(z).min() for z in cache.z_hat or cache.z[:-1])
    assert nearest > 1e-4 or shape.get("activation", "relu") != "relu", "no slope across a kink"
    _, gradients = net.loss_and_gradients(x, y)
    assert len(gradients) == len(net.parameters)
    for parameter, gradient in zip(net.parameters, gradients, strict=True):
        slope = numerical(lambda: net.loss(x, y), parameter)
        if shape.get("batch_norm") and parameter.shape[1] == 1 and parameter.shape[2] == 5:
            np.testing.assert_allclose(gradient, 0.0, atol=1e-12)      # the mean takes a hidden bias away again
            np.testing.assert_allclose(slope, 0.0, atol=1e-8)
        else:
            assert difference(gradient, slope) < EXACT


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_traced_gradients_are_those_of_the_activations(shape):
    """dz and dh: push each layer's activations a little, and watch the loss of the layers above."""
    net, (x, y) = small(**shape), examples()
    trace = net.trace(x, y)
    assert [len(part) for part in trace[1:]] == [4] * 7
    np.testing.assert_array_equal(trace.loss, net.loss(x, y))
    if shape.get("residual") is not None:
        assert trace.h is not trace.z
        for h, z, dh, dz in zip(trace.h, trace.z, trace.dh, trace.dz, strict=True):
            np.testing.assert_array_equal(h, z)
            np.testing.assert_array_equal(dh, dz)
        return
    loss = LOSSES[shape.get("loss", "cross_entropy")]
    top = trace.h[2].copy()

    def from_top():
        outputs = top @ net.weights[3] + (0.0 if net.biases[3] is None else net.biases[3])
        return loss(outputs, net.targets(y, outputs))[0]

    assert difference(trace.dh[2], numerical(from_top, top)) < EXACT
    np.testing.assert_array_equal(trace.dh[3], trace.dz[3])
    for layer in range(3):
        np.testing.assert_allclose(trace.dh[layer], trace.dz[layer + 1] @ net.weights[layer + 1].transpose(0, 2, 1))


def test_the_stream_of_skips_has_its_own_gradient():
    """A bias moves the stream by `residual` times itself, so its gradient is that share of the stream's."""
    net, (x, y) = small(residual=0.6), examples()
    trace = net.trace(x, y)
    for layer, share in ((0, 1.0), (1, 0.6), (2, 0.6)):
        np.testing.assert_allclose(trace.db[layer], share * trace.dh[layer].sum(axis=1, keepdims=True))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_net_is_the_same_whichever_train_beside_it(shape):
    x, y = examples()
    loss, gradients = small(seeds=(3, 5, 8), **shape).loss_and_gradients(x, y)
    for row, seed in enumerate((3, 5, 8)):
        alone, own = small(seeds=(seed,), **shape).loss_and_gradients(x, y)
        np.testing.assert_allclose(loss[row], alone[0], rtol=1e-13)
        for g, one in zip(gradients, own, strict=True):
            np.testing.assert_allclose(g[row], one[0], rtol=1e-10, atol=1e-14)


def test_each_net_may_have_its_own_examples():
    net, (x, y) = small(), examples(8)
    both, _ = net.loss_and_gradients(np.stack([x[:4], x[4:]]), np.stack([y[:4], y[4:]]))
    assert both[0] == pytest.approx(net.loss(x[:4], y[:4])[0], rel=1e-13)
    assert both[1] == pytest.approx(net.loss(x[4:], y[4:])[1], rel=1e-13)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_strict_arrays_on_a_device_give_the_numbers_of_numpy(shape, no_sync):
    strict = BACKENDS["strict"]
    net, (x, y) = small(**shape, **strict), examples(**strict)
    no_sync()
    loss, gradients = net.loss_and_gradients(x, y)
    accuracy = net.accuracy(x, y)
    expected, slopes = small(**shape).loss_and_gradients(*examples())
    assert all(g.device == x.device for g in gradients)
    np.testing.assert_allclose(to_host(loss), expected, rtol=1e-13)
    np.testing.assert_allclose(to_host(accuracy), small(**shape).accuracy(*examples()))
    for g, slope in zip(gradients, slopes, strict=True):
        np.testing.assert_allclose(to_host(g), slope, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_float32_stays_float32(shape, backend):
    net, (x, y) = small(dtype="float32", **shape, **backend), examples(dtype="float32", **backend)
    trace = net.trace(x, y)
    arrays = [trace.loss, *trace.z, *trace.h, *trace.dz, *trace.dh, *trace.dw, *(b for b in trace.db if b is not None)]
    assert all(a.dtype == backend["xp"].float32 for a in arrays)


def test_accuracy_counts_the_right_answers():
    net, (x, y) = small(), examples(40)
    outputs, _ = net.forward(x)
    np.testing.assert_allclose(net.accuracy(x, y), (outputs.argmax(axis=-1) == y).mean(axis=-1))
    assert np.all(net.accuracy(x, outputs.argmax(axis=-1)) == 1.0)


def test_squared_error_takes_targets_as_well_as_classes():
    net, (x, y) = small(loss="mean_squared_error"), examples()
    outputs, _ = net.forward(x)
    by_hand = ((outputs - np.eye(4)[y]) ** 2).sum(axis=-1).mean(axis=-1) / 2
    np.testing.assert_allclose(net.loss(x, y), by_hand, rtol=1e-13)
    np.testing.assert_allclose(net.loss(x, np.eye(4)[y]), by_hand, rtol=1e-13)


def test_cross_entropy_survives_huge_logits():
    loss, gradient = LOSSES["cross_entropy"](np.array([[[1e4, -1e4, 0.0]]]), np.array([[[0.0, 1.0, 0.0]]]))
    assert loss[0] == pytest.approx(2e4)
    np.testing.assert_allclose(gradient[0, 0], [1.0, -1.0, 0.0])


def test_batch_norm_can_use_given_statistics():
    net, (x, _) = small(batch_norm=True), examples(20)
    outputs, cache = net.forward(x)
    assert len(cache.statistics) == 3
    one_by_one = np.concatenate([net.forward(x[i:i + 1], cache.statistics)[0] for i in range(20)], axis=1)
    np.testing.assert_allclose(one_by_one, outputs, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(cache.z_hat[0].mean(axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(cache.z_hat[0].var(axis=1), 1.0, rtol=1e-3)


def test_a_fixed_output_layer_is_no_parameter():
    assert len(small().parameters) == 8
    assert len(small(fixed_output=True).parameters) == 6
    assert len(small(bias=False, fixed_output=True).parameters) == 3


def test_parameters_can_be_replaced():
    net, (x, y) = small(fixed_output=True), examples()
    before = [p.copy() for p in net.parameters]
    net.parameters = [p + 1.0 for p in before]
    for now, old in zip(net.parameters, before, strict=True):
        np.testing.assert_array_equal(now, old + 1.0)
    net.parameters = before
    np.testing.assert_array_equal(net.loss(x, y), small(fixed_output=True).loss(x, y))


def test_an_initializer_that_gives_biases_is_heard():
    assert np.all(small().biases[0] != 0.0)
    plain = MLP((6, 5, 4), init=he, seeds=(1, 2))
    assert plain.biases[1].shape == (2, 1, 4)
    assert np.all(plain.biases[0] == 0.0)
    assert not np.array_equal(plain.weights[0][0], plain.weights[0][1])


@pytest.mark.parametrize("shape", [{"residual": 1.0, "batch_norm": True}, {"residual": 1.0}],
                         ids=["skips with batch norm", "skips over unequal widths"])
def test_nets_that_do_not_exist_are_refused(shape):
    with pytest.raises(ValueError, match="one width"):
        MLP((6, 5, 7, 4), init=he, **shape)


def test_examples_of_another_dtype_are_refused(backend):
    x, y = examples(**backend)
    with pytest.raises(TypeError, match="one dtype"):
        small(dtype="float32", **backend).loss(x, y)


def test_zero_weights_have_no_gradient_and_equal_weights_equal_ones():
    split = data.digits()
    x, y = split.x_train[:64], split.y_train[:64]
    zero = MLP((64, 32, 32, 10), init=constant(0.0), activation="tanh", dtype="float64").trace(x, y)
    assert all(np.all(dw == 0.0) for dw in zero.dw)
    equal = MLP((64, 32, 32, 10), init=constant(0.05), activation="tanh", dtype="float64").trace(x, y)
    assert np.ptp(equal.dw[0], axis=-1).max() < 1e-15
    assert norms(equal.dw).min() > 0


def test_summaries_are_per_layer_and_seed():
    layers = [np.full((2, 3, 4), 2.0, dtype=np.float32), np.stack([np.zeros((5, 1)), np.ones((5, 1))])]
    np.testing.assert_array_equal(mean_squares(layers), [[4.0, 4.0], [0.0, 1.0]])
    np.testing.assert_allclose(norms(layers), [[48**0.5] * 2, [0.0, 5**0.5]])
