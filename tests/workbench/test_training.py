"""Training: the same from the same seed, alone or in company, on every namespace, and past a net that diverges."""

import math
import subprocess
import sys

import numpy as np
import pytest
from workbench_helpers import BACKENDS, he

from workbench import data, rules, training
from workbench.arrays import on_device, to_host
from workbench.nets import MLP
from workbench.training import Rule, adam, cosine, momentum, rule, sgd, train

RULES = {"sgd": sgd, "momentum": momentum, "adam": adam, "adam with l2": rule(rules.adam_step, l2=0.01)}


def digits(n=120, **backend):
    split = data.digits(**backend)
    return data.Split(split.x_train[:n, :], split.y_train[:n], split.x_test[:50, :], split.y_test[:50])


def net(seeds=(1, 2), **kwargs):
    return MLP((64, 12, 10), init=he, seeds=seeds, **{"dtype": "float64", **kwargs})


def run(update=sgd, seeds=(1, 2), lr=0.05, steps=20, **kwargs):
    one = net(seeds)
    return one, train(one, digits(), update, lr=lr, steps=steps, **{"batch": 32, **kwargs})


@pytest.mark.parametrize("update", RULES.values(), ids=RULES)
def test_a_run_repeats_itself(update):
    (first, one), (second, two) = run(update), run(update)
    np.testing.assert_array_equal(one.loss, two.loss)
    np.testing.assert_array_equal(one.test_accuracy, two.test_accuracy)
    assert all(np.array_equal(p, q) for p, q in zip(first.parameters, second.parameters, strict=True))


@pytest.mark.parametrize("update", RULES.values(), ids=RULES)
def test_a_seed_trains_the_same_alone_and_in_company(update):
    _, both = run(update, seeds=(7, 2))
    for row, seed in enumerate((7, 2)):
        _, alone = run(update, seeds=(seed,))
        np.testing.assert_allclose(both.loss[:, row], alone.loss[:, 0], rtol=1e-9)
        np.testing.assert_allclose(both.train_loss[row], alone.train_loss[0], rtol=1e-9)
    assert not np.allclose(both.loss[:, 0], both.loss[:, 1])


@pytest.mark.parametrize("update", RULES.values(), ids=RULES)
@pytest.mark.parametrize("batch", [50, None])
def test_strict_arrays_on_a_device_train_like_numpy(update, batch, no_sync, monkeypatch):
    backend = BACKENDS["strict"]
    strict, split = net(**backend), digits(**backend)
    monkeypatch.setattr(training, "LOOK", 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_measure", lambda net, split, alive: [np.zeros(2)] * 3)
        no_sync()
        history = train(strict, split, update, lr=cosine(0.05, 12), steps=12, batch=batch)
    expected = net()
    reference = train(expected, digits(), update, lr=cosine(0.05, 12), steps=12, batch=batch)
    np.testing.assert_allclose(history.loss, reference.loss, rtol=1e-9)
    for p, q in zip(strict.parameters, expected.parameters, strict=True):
        np.testing.assert_allclose(to_host(p), q, rtol=1e-9, atol=1e-12)


def test_the_numbers_at_the_end_are_those_of_the_net(backend):
    one, split = net(**backend), digits(**backend)
    history = train(one, split, sgd, lr=0.1, steps=5, batch=50)
    np.testing.assert_allclose(history.train_loss, to_host(one.loss(split.x_train, split.y_train)))
    np.testing.assert_allclose(history.train_accuracy, to_host(one.accuracy(split.x_train, split.y_train)))
    np.testing.assert_allclose(history.test_accuracy, to_host(one.accuracy(split.x_test, split.y_test)))
    assert history.loss.shape == (5, 2)
    assert history.steps.tolist() == [0, 1, 2, 3, 4]


def test_batch_norm_is_judged_with_the_statistics_of_the_training_set():
    one, split = net(seeds=range(6), batch_norm=True), digits()
    history = train(one, split, sgd, lr=0.1, steps=20, batch=32)
    _, cache = one.forward(split.x_train)
    alone = [one.forward(split.x_test[i:i + 1], cache.statistics)[0].argmax(axis=-1) for i in range(50)]
    np.testing.assert_allclose(history.test_accuracy, (np.concatenate(alone, axis=1) == split.y_test).mean(axis=1))
    assert np.any(history.test_accuracy != one.accuracy(split.x_test, split.y_test)), "these data cannot tell"


def test_the_first_loss_is_the_untrained_net_and_training_lowers_it():
    split = digits()
    history = train(net(), split, sgd, lr=0.2, steps=60, batch=None)
    np.testing.assert_allclose(history.loss[0], net().loss(split.x_train, split.y_train))
    assert np.all(history.train_loss < 0.5 * history.loss[0])


def test_one_step_is_the_rule_on_the_gradient():
    split, one, other = digits(), net(), net()
    train(one, split, sgd, lr=0.3, steps=1, batch=None)
    _, gradients = other.loss_and_gradients(split.x_train, split.y_train)
    for p, before, g in zip(one.parameters, other.parameters, gradients, strict=True):
        np.testing.assert_allclose(p, before - 0.3 * g, rtol=1e-13)


def test_an_epoch_sees_each_example_once_per_seed():
    seen = []

    class Spy(MLP):
        def loss_and_gradients(self, x, y):
            seen.append((x, y))
            return super().loss_and_gradients(x, y)

    one, split = Spy((64, 12, 10), init=he, seeds=(1, 2), dtype="float64"), digits(70)
    train(one, split, sgd, lr=0.0, steps=3, batch=32)
    assert [x.shape for x, _ in seen] == [(2, 32, 64), (2, 32, 64), (2, 6, 64)]
    x, y = (np.concatenate([pair[i] for pair in seen], axis=1) for i in range(2))
    for row in range(2):
        order = np.lexsort(x[row].T)
        np.testing.assert_array_equal(x[row][order], split.x_train[np.lexsort(split.x_train.T)])
        np.testing.assert_array_equal(y[row][order], split.y_train[np.lexsort(split.x_train.T)])
    assert not np.array_equal(x[0], x[1])


def test_each_net_may_have_its_own_labels(backend):
    split = digits(**backend)
    host = to_host(split.y_train)
    own = on_device(np.stack([host, (host + 3) % 10]), backend["xp"], "int64", backend["device"])
    both = train(net(**backend), split._replace(y_train=own), sgd, lr=0.1, steps=8, batch=32)
    for row, labels in enumerate(to_host(own)):
        alone = train(net(seeds=(1 + row,)), digits()._replace(y_train=labels), sgd, lr=0.1, steps=8, batch=32)
        np.testing.assert_allclose(both.loss[:, row], alone.loss[:, 0], rtol=1e-9)


def test_targets_may_be_numbers(backend):
    x, y = data.whitened_digits(8, **backend)
    deep = MLP((8, 8, 10), init=he, activation="linear", loss="mean_squared_error", bias=False, seeds=(1, 2),
               dtype="float64", xp=backend["xp"], device=backend["device"])
    history = train(deep, data.Split(x, y, x, y), sgd, lr=0.02, steps=600, batch=3)
    assert np.all(history.train_loss < 0.01 * history.loss[0])
    assert np.all(np.isnan(history.test_accuracy))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("update", RULES.values(), ids=RULES)
def test_a_net_that_diverges_is_out_and_the_others_go_on(update):
    rates = [0.05, 1e300, 0.02]
    three, history = run(update, seeds=(1, 2, 3), lr=rates, steps=12)
    assert history.diverged.tolist() == [False, True, False]
    dead = np.isnan(history.loss[:, 1])
    assert dead[-1]
    assert np.all(np.diff(dead.astype(int)) >= 0), "a net came back from the dead"
    assert all(np.all(p[1] == 0.0) for p in three.parameters)
    for row in (0, 2):
        _, alone = run(update, seeds=(row + 1,), lr=rates[row], steps=12)
        np.testing.assert_allclose(history.loss[:, row], alone.loss[:, 0], rtol=1e-9)
        np.testing.assert_allclose(history.test_accuracy[row], alone.test_accuracy[0])
    assert np.isnan([history.train_loss[1], history.train_accuracy[1], history.test_accuracy[1]]).all()


def test_a_run_stops_when_no_net_is_left(monkeypatch):
    monkeypatch.setattr(training, "LOOK", 4)
    steps = []
    _, history = run(seeds=(1, 2), lr=1e300, steps=40, on_step=lambda step, net: steps.append(step))
    assert len(steps) < 40
    assert history.loss.shape == (40, 2)
    assert np.all(np.isnan(history.loss[len(steps):]))


def test_on_step_is_called_after_each_update_and_kept():
    before = net().parameters[0]
    _, history = run(lr=0.1, steps=4, on_step=lambda step, net: step if step % 2 else None)
    assert history.seen == [1, 3]
    moved = []
    run(lr=0.1, steps=1, on_step=lambda step, net: moved.append(net.parameters[0]))
    assert not np.array_equal(moved[0], before)


@pytest.mark.parametrize("name", ["lr", "l2", "weight_decay"])
def test_each_net_may_have_its_own_hyper_parameter(name):
    """A whole grid trains as one net; the kernel sees Python floats all the same."""
    values, seen = [0.1, 0.1, 0.02, 0.3], []

    def kernel(w, g, m, v, t, *, lr, weight_decay):
        seen.append((type(lr), type(weight_decay)))
        return rules.adam_step(w, g, m, v, t, lr=lr, weight_decay=weight_decay)

    def history(seeds, value):
        hyper = {"l2": 0.0, "lr": 0.05, "weight_decay": 0.01} | {name: value}
        lr = hyper.pop("lr")
        return run(rule(kernel, **hyper), seeds=seeds, lr=lr, steps=6)[1]

    grid = history((1, 2, 1, 2), values)
    for row, (seed, value) in enumerate(zip((1, 2, 1, 2), values, strict=True)):
        np.testing.assert_allclose(grid.loss[:, row], history((seed,), value).loss[:, 0], rtol=1e-9)
    assert set(seen) == {(float, float)}
    assert not np.allclose(grid.loss[-1, 0], grid.loss[-1, 2])


def test_a_list_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="3 values for 2 nets"):
        run(lr=[0.1, 0.1, 0.1])


def test_a_schedule_is_asked_from_step_0():
    asked = []
    run(lr=lambda step: asked.append(step) or 0.1, steps=3)
    assert asked == [0, 1, 2]
    assert [cosine(2.0, 10)(s) for s in (0, 5, 10, 12)] == pytest.approx([2.0, 1.0, 0.0, 0.0])
    assert cosine([1.0, 4.0], 10)(5) == pytest.approx([0.5, 2.0])


def test_a_kernel_is_given_the_state_and_the_step_that_it_names():
    calls = []

    def counting(w, g, memory, t, *, lr):
        calls.append((t, float(np.abs(memory).max())))
        return w - lr * g, memory + 1.0

    def stateless(w, g, *, lr):
        return w - lr * g

    a, _ = run(rule(counting), lr=0.1, steps=3)
    b, _ = run(rule(stateless), lr=0.1, steps=3)
    parameters = len(a.parameters)
    assert calls == [(t, t - 1.0) for t in (1, 2, 3) for _ in range(parameters)]
    assert all(np.array_equal(p, q) for p, q in zip(a.parameters, b.parameters, strict=True))


def test_decay_and_l2_are_what_they_are_called():
    w, g = [np.array([[[2.0, -1.0]]])], [np.array([[[0.5, 0.5]]])]
    for update, expected in (
        (Rule(rules.sgd_step, l2=0.1), w[0] - 0.2 * (g[0] + 0.1 * w[0])),
        (Rule(rules.sgd_step, weight_decay=0.1), w[0] * (1 - 0.02) - 0.2 * g[0]),
        (Rule(rules.momentum_step, weight_decay=0.1), w[0] * (1 - 0.02) - 0.2 * g[0]),
        (Rule(rules.adam_step, weight_decay=0.1), w[0] * (1 - 0.02) - 0.2 * np.sign(g[0])),
    ):
        moved, _ = update.update(w, g, update.start(w), 1, 0.2)
        np.testing.assert_allclose(moved[0], expected, rtol=1e-6)


def test_momentum_and_adam_follow_their_equations():
    w, gradients = 1.0, [0.5, -2.0, 1.0]
    v = 0.0
    array, state = np.array([w]), (np.zeros(1),)
    for g in gradients:
        v = 0.8 * v - 0.1 * g
        w += v
        array, *state = rules.momentum_step(array, np.array([g]), *state, lr=0.1, alpha=0.8)
    assert array[0] == pytest.approx(w)
    w, m, v = 1.0, 0.0, 0.0
    array, state = np.array([w]), (np.zeros(1), np.zeros(1))
    for t, g in enumerate(gradients, 1):
        m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
        w -= 0.1 * (m / (1 - 0.8**t)) / (math.sqrt(v / (1 - 0.95**t)) + 0.01)
        array, *state = rules.adam_step(array, np.array([g]), *state, t, lr=0.1, beta1=0.8, beta2=0.95, eps=0.01)
    assert array[0] == pytest.approx(w)


def test_nothing_is_written_outside_a_notebook():
    code = (
        "import math, numpy as np\n"
        "from workbench import data, nets, progress, training\n"
        "progress.PATIENCE = progress.REFRESH = 0.0\n"
        "init = lambda fan_in, fan_out, *, rng: rng.normal((fan_in, fan_out))\n"
        "net = nets.MLP((64, 8, 10), init=init, seeds=(0, 1))\n"
        "training.train(net, data.digits(dtype='float32'), training.sgd, lr=[0.1, 1e38], steps=5)\n"
    )
    done = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
