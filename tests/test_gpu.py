"""The course on CuPy: every answer, every known mistake, and the workbench. `pytest -m gpu`, on a machine with a GPU.

CI runs none of this; tests/test_gpu_plumbing.py runs it on a stand-in for CuPy, so that it does not rot.
"""

import types

import numpy as np
import pytest

from autograder import chapters
from autograder.contest import Contest
from autograder.sandbox.calling import perform
from autograder.suite import PUBLIC_SEED
from autograder.suite.compare import agree, first_difference
from autograder.suite.trial import cases_of, expected_of, job_of
from workbench import data, nets, training
from workbench.arrays import to_host
from workbench.rng import Rng

pytestmark = pytest.mark.gpu
# A contest has no values to compare, and trains on the host.
EXERCISES = [e for a in chapters.assignments() for e in a.exercises if not isinstance(e, Contest)]
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)


@pytest.fixture(scope="module", autouse=True)
def xp():
    """CuPy, plain as a notebook has it."""
    cupy = pytest.importorskip("cupy", reason='CuPy is not installed: python -m pip install -e ".[gpu]"')
    if not cupy.is_available():
        pytest.skip("CuPy finds no GPU")
    return cupy


def outcomes(exercise, kernel, harness="cupy-float64"):
    """(case, what the reference returns in NumPy, what the kernel returns) for every public case."""
    cases = cases_of(exercise, PUBLIC_SEED)
    results = [perform(kernel, job_of(exercise, case, harness), tell=True, own=lambda file: True) for case in cases]
    return list(zip(cases, expected_of(exercise, PUBLIC_SEED), results, strict=True))


@every_exercise
def test_an_answer_returns_the_references_values(exercise):
    for case, expected, result in outcomes(exercise, chapters.answer(exercise)):
        assert result["problem"] is None, (case.name, result["problem"])
        assert result["changed"] == []
        for quantity in exercise.quantities:
            assert first_difference(exercise, case, quantity, expected, result) is None


@every_exercise
def test_an_answer_keeps_float32(exercise):
    for case, expected, result in outcomes(exercise, chapters.answer(exercise), "cupy-float32"):
        assert result["problem"] is None, (case.name, result["problem"])
        for want, forms, have in zip(expected["steps"], expected["forms"], result["steps"], strict=True):
            floating = [q for q in exercise.quantities if forms[q] == "array" and want[q].dtype == np.float64]
            assert {q: have[q].dtype.name for q in floating} == dict.fromkeys(floating, "float32")


@pytest.mark.parametrize(
    ("exercise", "variant"), [pytest.param(e, v, id=v.__name__) for e in EXERCISES for v in e.variants]
)
def test_another_right_kernel_returns_the_references_values(exercise, variant):
    for case, expected, result in outcomes(exercise, variant):
        assert result["problem"] is None, (case.name, result["problem"])
        assert agree(exercise, case, expected, result)


@pytest.mark.parametrize(
    ("exercise", "mistake"),
    [pytest.param(e, m, id=f"{e.name}-{m.id}") for e in EXERCISES for m in e.misconceptions],
)
def test_a_known_mistake_does_not_pass(exercise, mistake, xp):
    """The mistaken reference with CuPy in NumPy's place. What CuPy cannot run does not pass either."""
    kernel = exercise.mistaken(mistake)
    on_gpu = types.FunctionType(kernel.__code__, kernel.__globals__ | {"np": xp}, kernel.__name__)
    on_gpu.__kwdefaults__ = kernel.__kwdefaults__
    found = outcomes(exercise, on_gpu)
    assert not all(agree(exercise, case, expected, result) for case, expected, result in found)


# The workbench


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_rng_draws_the_same_numbers_as_on_the_host(xp, dtype):
    def draws(rng):
        return rng.uniform((3, 4), -1.0, 2.0), rng.normal((5,)), rng.integers(0, 9, (6,)), rng.permutation(7)

    for here, there in zip(draws(Rng(3, dtype=dtype)), draws(Rng(3, xp, dtype)), strict=True):
        assert type(there) is xp.ndarray
        assert there.dtype == here.dtype
        np.testing.assert_array_equal(to_host(there), here)


def he(fan_in, fan_out, *, rng):
    return (2.0 / fan_in) ** 0.5 * rng.normal((fan_in, fan_out))


NETS = {
    "plain": {},
    "tanh": {"activation": "tanh"},
    "sigmoid, squared error": {"activation": "sigmoid", "loss": "mean_squared_error"},
    "skips": {"residual": 0.5},
    "batch norm": {"batch_norm": True},
}


def two(xp, options, dtype="float64"):
    """The same nets and digits on the host and on the GPU."""
    for space in (np, xp):
        net = nets.MLP((64, 12, 12, 10), init=he, seeds=(0, 1), xp=space, dtype=dtype, **options)
        yield net, data.digits(space, dtype)


@pytest.mark.parametrize("options", NETS.values(), ids=NETS)
def test_forward_and_backward_are_the_hosts(xp, options):
    (net, split), (on_gpu, same) = two(xp, options)
    loss, gradients = net.loss_and_gradients(split.x_train, split.y_train)
    gpu_loss, gpu_gradients = on_gpu.loss_and_gradients(same.x_train, same.y_train)
    for here, there in zip([loss, *gradients], [gpu_loss, *gpu_gradients], strict=True):
        assert type(there) is xp.ndarray
        np.testing.assert_allclose(to_host(there), here, rtol=1e-8, atol=1e-11)
    accuracy = on_gpu.accuracy(same.x_test, same.y_test)
    np.testing.assert_allclose(to_host(accuracy), net.accuracy(split.x_test, split.y_test))


@pytest.mark.parametrize("name", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("options", [NETS["plain"], NETS["batch norm"]], ids=["plain", "batch norm"])
def test_training_is_the_hosts(xp, options, name):
    runs = [
        training.train(net, split, getattr(training, name), lr=0.01, steps=20, batch=32)
        for net, split in two(xp, options)
    ]
    here, there = runs
    np.testing.assert_allclose(there.loss, here.loss, rtol=1e-6)
    np.testing.assert_allclose(there.train_loss, here.train_loss, rtol=1e-6)


def test_a_net_that_diverges_is_out_and_the_others_go_on(xp):
    (_, _), (net, split) = two(xp, {}, "float32")
    history = training.train(net, split, training.sgd, lr=[1e6, 0.1], steps=60, batch=32)
    assert history.diverged.tolist() == [True, False]


# The course's own kernels as rules: an answer whose first arguments are weights and gradients trains a net.
SETTINGS = {"lr": 0.01, "alpha": 0.9, "mu": 0.9, "rho": 0.9, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3,
            "weight_decay": 0.1}  # fmt: skip
STEPS = [
    e
    for e in EXERCISES
    if e.positional[:2] == ("w", "g")
    and set(e.positional) <= {"g", "t", *e.returns}  # the others are state, not a mask, say
    and set(e.keywords) <= set(SETTINGS)
]


@pytest.mark.parametrize("exercise", STEPS, ids=lambda e: e.name)
def test_the_courses_answer_trains_a_net_as_on_the_host(xp, exercise):
    hyper = {name: SETTINGS[name] for name in exercise.keywords if name != "lr"}
    update = training.rule(chapters.answer(exercise), **hyper)
    here, there = (
        training.train(net, split, update, lr=SETTINGS["lr"], steps=10, batch=32) for net, split in two(xp, {})
    )
    np.testing.assert_allclose(there.loss, here.loss, rtol=1e-6)


def test_no_case_hands_a_host_array_to_the_gpu(xp):
    """What the harness brings to a kernel is CuPy's, or no array at all."""
    seen = []

    def spy(*args, **hyper):
        seen.extend([*args, *hyper.values()])
        raise NotImplementedError

    for exercise in EXERCISES:
        outcomes(exercise, spy)
    drawn = {type(value.normal((2,))) for value in seen if isinstance(value, Rng)}
    assert drawn == {xp.ndarray}
    assert any(isinstance(value, xp.ndarray) for value in seen)
    assert not any(isinstance(value, np.ndarray | np.generic) for value in seen)
