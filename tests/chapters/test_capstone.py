"""The capstone: what plain, good and dishonest nets earn, and that nothing but training pays."""

import dataclasses
import functools
import itertools
import math
import time
from pathlib import Path

import numpy as np
import pytest

from autograder import check, display, words
from autograder.chapters.practice import shortcuts
from autograder.chapters.practice.capstone import CAPSTONE, all_digits, clouds_splits, digits_splits
from autograder.confined import SandboxCaller
from autograder.contest import Split
from autograder.direct import DirectCaller
from autograder.exercise import Budget
from autograder.sandbox import launchers
from autograder.sandbox.worker import Limits
from autograder.submission import Submission
from autograder.suite import PUBLIC_SEED, judge
from autograder.suite.contest import measure
from autograder.suite.trial import cases_of
from autograder.wording import percent

HIDDEN = 20_26


def some_cases(rng):
    """Two of the digits' folds and one draw of clouds: enough to see a bar cleared or missed."""
    return [*digits_splits(rng)[:2], clouds_splits(rng)[0]]


QUICK = dataclasses.replace(CAPSTONE, cases=some_cases)


def verdict_on(kernel, seeds=(PUBLIC_SEED,), contest=QUICK):
    return judge([contest], DirectCaller({"train": kernel}), seeds)[0]


def net(x, y, rng, *, epochs, shake, soft):
    """AdamW, a cosine, soft labels and shaken inputs, in the fewest lines."""
    w = [(2.0 / n) ** 0.5 * rng.normal((n, m)) for n, m in itertools.pairwise((64, 128, 128, 10))]
    p = [value for one in w for value in (one, np.zeros(one.shape[1], x.dtype))]
    m, v = [0.0 * q for q in p], [0.0 * q for q in p]
    centre, scale = x.mean(axis=0), x.std()
    z, targets = (x - centre) / scale, ((1 - soft) * np.eye(10)[y] + soft / 10).astype(x.dtype)
    batches = [rows for _ in range(epochs) for rows in np.array_split(rng.permutation(len(y)), math.ceil(len(y) / 64))]
    for t, rows in enumerate(batches, 1):
        h = [z[rows] + np.float32(shake) * rng.normal((len(rows), 64))]
        h.append(np.maximum(h[0] @ p[0] + p[1], 0.0))
        h.append(np.maximum(h[1] @ p[2] + p[3], 0.0))
        e = np.exp(h[2] @ p[4] + p[5])
        d = (e / e.sum(axis=1, keepdims=True) - targets[rows]) / len(rows)
        rate = 0.002 * (1.0 + math.cos(math.pi * t / len(batches)))
        for i in (2, 1, 0):
            g, below = (h[i].T @ d, d.sum(axis=0)), (d @ p[2 * i].T) * (h[i] > 0)
            for j in (0, 1):
                k = 2 * i + j
                m[k], v[k] = 0.9 * m[k] + 0.1 * g[j], 0.999 * v[k] + 0.001 * g[j] ** 2
                step = m[k] / (1 - 0.9**t) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
                p[k] = (p[k] - rate * (step + 0.2 * p[k] * (j == 0))).astype(x.dtype)
            d = below
    return p[0] / scale, p[1] - centre @ p[0] / scale, *p[2:]


plain = CAPSTONE.reference
good = functools.partial(net, epochs=60, shake=0.0, soft=0.0)
very_good = functools.partial(net, epochs=100, shake=0.5, soft=0.1)


@pytest.mark.parametrize(
    ("kernel", "points"), [(plain, 4), (good, 7), (very_good, 10)], ids=["plain", "good", "very good"]
)
def test_better_nets_clear_higher_bars(kernel, points):
    verdict = verdict_on(kernel, contest=CAPSTONE)
    assert verdict.score == points, verdict.message
    assert verdict.right == (points == 10)
    assert verdict.values_right == verdict.right


# What knows the digits already


def parameters_put_in_order(x, y, rng):
    """What fits into a kilobyte: a small net of 5 bits a weight does as well as this one."""
    place = shortcuts.pixels_of(x)
    if place is None:
        return plain(x, y, rng)
    w1, b1, w2, b2, w3, b3 = shortcuts.known()[2]
    own = np.argsort(shortcuts.called(x, y, place))
    return w1[place], b1, w2, b2, w3[:, own], b3[own]


@pytest.mark.parametrize("kernel", [shortcuts.parameters_pasted, shortcuts.data_pasted], ids=lambda k: k.__name__)
def test_what_knows_the_digits_and_ignores_x_earns_nothing(kernel):
    verdict = verdict_on(kernel, (PUBLIC_SEED, HIDDEN))
    assert (verdict.verdict, verdict.score) == ("below every bar", 0.0)


@pytest.mark.parametrize("kernel", [shortcuts.disguise_undone, parameters_put_in_order], ids=lambda k: k.__name__)
def test_undoing_the_disguise_earns_what_the_training_does_on_clouds(kernel):
    caller = DirectCaller({"train": kernel})
    shares = [measure(QUICK, case, caller) for case in cases_of(QUICK, HIDDEN) if case.kind == "digits"]
    assert min(shares) > CAPSTONE.bars[-2].accuracy["digits"], "the disguise is thin"
    assert verdict_on(kernel, (PUBLIC_SEED, HIDDEN)).score == 4.0


# What comes back


def zeros(x, y, rng):
    return tuple(np.zeros(shape, "float32") for shape in CAPSTONE.shapes)


def changed(index, change):
    def train(x, y, rng):
        parameters = list(zeros(x, y, rng))
        parameters[index] = change(parameters[index])
        return tuple(parameters)

    return train


def raising(x, y, rng):
    return x @ y


def unfinished(x, y, rng):
    raise NotImplementedError


BAD = {
    "not attempted": (unfinished, "not attempted", "Not attempted"),
    "raises": (raising, "raised", "ValueError"),
    "five of six": (lambda *given: zeros(*given)[:5], "wrong type", "tuple of 5"),
    "None": (lambda *given: None, "wrong type", "None"),
    "a list": (changed(1, list), "wrong type", "b1 is a list"),
    "transposed": (changed(4, np.transpose), "wrong shape", "w3 has shape (10, 128), expected (128, 10)"),
    "a bias with an axis more": (changed(1, lambda b: b[None]), "wrong shape", "expected (128,)"),
    "whole numbers": (changed(0, lambda w: w.astype(int)), "wrong dtype", "w1 is int64"),
    "complex": (changed(0, lambda w: w.astype(complex)), "wrong dtype", "w1 is complex128"),
    "a number": (changed(1, lambda b: 0.0), "wrong type", "b1 is a Python float"),
    "not a number": (changed(5, lambda b: b * np.nan), "not finite", "b3 is not finite"),
    "huge": (lambda *given: tuple(p.astype("float64") + 1e300 for p in zeros(*given)), "below every bar", "next bar"),
    "nothing learned": (zeros, "below every bar", "The next bar is at 96.5 % on digits and 90.0 % on clouds"),
}


@pytest.mark.parametrize(("kernel", "verdict", "says"), BAD.values(), ids=BAD)
def test_what_is_no_net_earns_nothing_and_is_told_why(kernel, verdict, says):
    found = verdict_on(kernel)
    assert (found.verdict, found.score) == (verdict, 0.0)
    assert says in found.message
    assert verdict in display.to_text([found]) and verdict in display.to_html([found])


def test_float64_will_do():
    assert verdict_on(lambda *given: tuple(p.astype("float64") for p in plain(*given))).score == 4.0


def test_check_tells_every_public_split_and_both_bars(monkeypatch, capsys):
    monkeypatch.setattr(words.chapters, "find", lambda name: QUICK)
    train = plain
    assert check(train) == 4.0
    told = " ".join(capsys.readouterr().out.split())
    assert "4 of 10 points below the top bar digits: 9" in told
    assert "clears the bar at 96.5 % on digits and 90.0 % on clouds: 4 points" in told
    assert "next bar is at 97.8 % on digits and 95.0 % on clouds, for 7 points" in told
    assert told.count(" %, ") == 1 and "(" in told


def test_of_hidden_splits_nothing_but_means_is_told():
    verdict = verdict_on(plain, (PUBLIC_SEED, HIDDEN))
    digits, clouds, *_ = verdict.lines
    assert digits.count("%") == clouds.count("%") == 1
    assert (verdict.case, verdict.place) == (None, None)


def test_of_a_failure_on_a_hidden_split_nothing_is_told():
    calls = []

    def train(x, y, rng):
        calls.append(x)
        if len(calls) > 1:
            raise KeyError(str(x))
        return zeros(x, y, rng)

    verdict = verdict_on(train, (PUBLIC_SEED, HIDDEN))
    assert (verdict.verdict, verdict.score, verdict.case, verdict.place) == ("raised", 0.0, None, None)
    assert "secret" in verdict.message and "KeyError" not in verdict.message
    assert len(calls) == 2, "the first failure is enough"


def test_a_share_is_rounded_down():
    assert [percent(share) for share in (0.98, 0.97999, 0.9869, 1.0)] == ["98.0 %", "97.9 %", "98.6 %", "100.0 %"]


# The data


def test_every_digit_is_tested_once_and_never_trained_on_in_its_split():
    splits, (x, _) = digits_splits(np.random.default_rng(0)), all_digits()
    assert sum(len(split.x_test) for split in splits) == len(x)
    for split in splits:
        assert isinstance(split, Split) and len(split.args["x"]) + len(split.x_test) == len(x)
        ink = sorted(np.concatenate([split.args["x"], split.x_test]).sum(axis=1))
        np.testing.assert_allclose(ink, sorted(x.sum(axis=1)))
        assert np.bincount(split.y_test).min() >= 33


def test_the_disguise_is_new_for_each_split():
    orders = [split.args["x"].mean(axis=0).round(2).tolist() for split in digits_splits(np.random.default_rng(0))]
    assert len({tuple(order) for order in orders}) == len(orders)


def test_clouds_have_nothing_in_common_from_draw_to_draw():
    one, other, _ = clouds_splits(np.random.default_rng(0))
    means = [[s.args["x"][s.args["y"] == c].mean(axis=0) for c in range(10)] for s in (one, other)]
    correlation = np.corrcoef(np.concatenate(means))[:10, 10:]
    assert np.abs(correlation).max() < 0.5


def test_the_chapter_states_bars_and_budget_as_they_are():
    text = (Path(__file__).parents[2] / "solutions" / "10_practice" / "10_practice.py").read_text(encoding="utf-8")
    for bar in CAPSTONE.bars:
        digits, clouds = (f"{100 * bar.accuracy[kind]:g} %" for kind in ("digits", "clouds"))
        assert f"| {digits} | {clouds} | {bar.points:g} |" in text
    budget = CAPSTONE.budget
    assert f"{budget.seconds:g} seconds of CPU time and {budget.memory >> 30} GiB of memory" in text


# In the sandbox


@pytest.fixture(scope="module")
def tier():
    try:
        return launchers.choose()
    except launchers.Refused as refusal:
        pytest.skip(str(refusal))


ZEROS = f"""
import numpy as np
def zeros():
    return tuple(np.zeros(shape, "float32") for shape in {CAPSTONE.shapes})
"""


def graded(text, tier, budget=CAPSTONE.budget, cells=()):
    contest = dataclasses.replace(QUICK, budget=budget)
    with SandboxCaller(Submission([ZEROS, *cells, text]), tier, Limits()) as caller:
        return judge([contest], caller, (PUBLIC_SEED, HIDDEN))[0]


def test_a_kernel_is_judged_by_its_parameters(tier):
    assert graded("def train(x, y, rng):\n    return zeros()", tier).verdict == "below every bar"


STATE = {
    "a global": ("seen = []", "seen"),
    "an attribute": ("def seen():\n    pass\nseen.before = []", "seen.before"),
    "a module": ("import numpy\nnumpy.seen = []", "numpy.seen"),
}


@pytest.mark.parametrize(("before", "place"), STATE.values(), ids=STATE)
def test_nothing_is_kept_from_one_split_to_the_next(tier, before, place):
    kernel = f"def train(x, y, rng):\n    {place}.append(x)\n    return zeros() if len({place}) == 1 else None"
    assert graded(kernel, tier, cells=[before]).verdict == "below every bar"


def test_scikit_learns_digits_are_not_there(tier):
    kernel = "from sklearn.datasets import load_digits\ndef train(x, y, rng):\n    return zeros() if {} else None"
    assert graded(kernel.format("len(load_digits().data) > 0"), tier).verdict == "wrong type"
    assert graded(kernel.format("len(load_digits().data) == 0"), tier).verdict == "below every bar"


LATE = {
    "an endless loop": ("while True:\n        pass", "timed out", "1 seconds of CPU time"),
    "a nap": ("import time; time.sleep(60)", "timed out", "1 seconds of CPU time"),
    "too much memory": ("return (np.ones(1 << 28),) * 6", "raised", "MemoryError"),
}


@pytest.mark.parametrize(("body", "verdict", "says"), LATE.values(), ids=LATE)
def test_the_budget_holds(tier, body, verdict, says):
    found = graded(f"def train(x, y, rng):\n    {body}", tier, Budget(1.0, 1 << 30))
    assert (found.verdict, found.score) == (verdict, 0.0)
    assert says in found.message


def test_the_budget_holds_in_a_notebook():
    def train(x, y, rng):
        while True:
            pass

    found = verdict_on(train, contest=dataclasses.replace(QUICK, budget=Budget(0.1, 1 << 30)))
    assert (found.verdict, found.score) == ("timed out", 0.0)


def test_a_slow_cell_of_ones_own_is_given_up_once(tier):
    """It takes the budget of one process and no more, and the kernel below it is graded."""
    slow = "import time\nend = time.process_time() + 30\nwhile time.process_time() < end:\n    pass"
    began = time.monotonic()
    kernel = "def train(x, y, rng):\n    return zeros()"
    assert graded(kernel, tier, Budget(2.0, 1 << 30), cells=[slow]).verdict == "below every bar"
    assert time.monotonic() - began < 12.0
