"""The grader's side: calls and results, what is said of cells, starting again, and believing nothing."""

import numpy as np
import pytest

from autograder.sandbox import worker as module
from autograder.sandbox.worker import BadReply, Limits, TimedOut, Worker, WorkerError

SETUP = """
%matplotlib inline
!pip install everything
import math
import matplotlib.pyplot as plt
from IPython.display import display
from autograder import check, experiment, hint, progress, solution
from workbench import data, nets, plots, training
from workbench.rng import Rng
from array_api_compat import array_namespace
import array_api_strict, ipywidgets, sklearn.datasets, tqdm.auto
plots.style()
"""

CELLS = [
    SETUP,
    "1 +",
    "def step(w, m, *, beta):\n    xp = array_namespace(w)\n    m = beta * m + (1 - beta) * w\n"
    "    return m, xp.sum(m)\ncheck(step)",
    "raise ValueError('no')",
    "with plots.figure() as figure:\n    for line in figure.axes[0] + 1:\n        line.set(color=plt.cm.viridis(0.5))\n"
    "assert not progress()",
    "@experiment(step)\ndef moments():\n    raise RuntimeError\nclass Net(nets.MLP):\n    pass\nhint(step)",
    "def draws(n, *, rng):\n    return rng.normal((n,))",
    "def broken(w):\n    w[0] = 1.0\n    return w[5]\nnumber = 3",
    "def heavy(n):\n    return np.zeros(n)\nimport numpy as np",
    "def unusual(n):\n    return np.zeros(n, dtype=np.longdouble)",
    "print(__name__, get_ipython().magic('x'))\nif __name__ == '__main__':\n    from dataclasses import dataclass\n"
    "    @dataclass\n    class State:\n        m: float",
]


@pytest.fixture(scope="module")
def worker(tier):
    with Worker(CELLS, tier, Limits(reply=1 << 20)) as worker:
        yield worker


def test_cells_are_told_apart(worker):
    fates = worker.problems
    assert fates[1] == {"error": "SyntaxError", "line": 1}
    assert fates[3] == {"error": "ValueError", "line": 1}
    assert [fate for i, fate in enumerate(fates) if i not in (1, 3)] == [None] * (len(CELLS) - 2)


@pytest.mark.parametrize("harness", ["numpy-float64", "numpy-float32", "strict"])
def test_a_right_call_comes_back(worker, harness):
    w, m = np.arange(6.0).reshape(2, 3), np.ones((2, 3))
    job = {"positional": ["w", "m"], "keywords": ["beta"], "returns": ["m", "s"], "harness": harness,
           "args": {"w": w, "m": m, "beta": 0.75}, "steps": [{"w": 2 * w}]}  # fmt: skip
    results = worker.call("step", [job, job])
    first = 0.75 * m + 0.25 * w
    for result in results:
        assert result["problem"] is None and result["changed"] == []
        np.testing.assert_array_equal(result["steps"][0]["m"], first)
        np.testing.assert_array_equal(result["steps"][1]["m"], 0.75 * first + 0.5 * w)


def test_an_answer_may_use_scipy(tier):
    kernels = (
        "from scipy.special import softmax as mean",
        "import scipy.stats\ndef mean(w):\n    return scipy.stats.rankdata(w)",
        "import scipy.linalg as sl\ndef mean(w):\n    return sl.qr(w[:, None])[1][0]",
        "from scipy import ndimage\ndef mean(w):\n    return ndimage.shift(w, 1, order=0)",
    )
    job = {"positional": ["w"], "keywords": [], "returns": ["m"], "harness": "numpy-float64",
           "args": {"w": np.asarray([3.0, 4.0])}, "steps": []}  # fmt: skip
    expected = ([1 / (1 + np.e), np.e / (1 + np.e)], [1.0, 2.0], [-5.0], [0.0, 3.0])
    for cell, right in zip(kernels, expected, strict=True):
        with Worker([cell], tier, Limits()) as one:
            (result,) = one.call("mean", [job])
        assert result["problem"] is None, cell
        np.testing.assert_allclose(np.ravel(result["steps"][0]["m"]), right)


def test_what_a_missing_package_would_have_made_is_told_apart(tier, job):
    cell = "from sklearn.preprocessing import scale\ndef scaled(x):\n    return scale(x)"
    with Worker([cell], tier, Limits()) as one:
        (result,) = one.call("scaled", [job(x=np.ones((2, 2)))])
    assert (result["problem"]["kind"], result["problem"]["form"]) == ("wrong_type", "stand-in")


def test_draws_are_the_workbenchs(worker):
    from workbench.rng import Rng

    job = {"positional": ["n"], "keywords": ["rng"], "returns": ["x"], "harness": "strict",
           "args": {"n": 4, "rng": {"draw": 7}}, "steps": []}  # fmt: skip
    (result,) = worker.call("draws", [job])
    np.testing.assert_array_equal(result["steps"][0]["x"], Rng(7).normal((4,)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nowhere", {"kind": "missing"}),
        ("number", {"kind": "not_callable"}),
        ("broken", {"kind": "raised", "error": "IndexError", "file": "<cell 7>", "line": 3}),
        ("__builtins__", {"kind": "not_callable"}),
    ],
)
def test_what_cannot_be_called_is_a_result(worker, job, name, expected):
    (result,) = worker.call(name, [job(w=np.zeros(2))])
    assert expected.items() <= result["problem"].items()


def test_a_result_that_cannot_travel_is_a_result(worker, job):
    results = worker.call("heavy", [job(n=3), job(n=1 << 20), job(n=4)])
    assert [r["problem"] and r["problem"]["error"] for r in results] == [None, "MemoryError", None]
    (result,) = worker.call("unusual", [job(n=3)])
    assert (result["problem"]["kind"], result["problem"]["quantity"]) == ("wrong_type", "y")


def test_a_cell_that_stops_the_process_costs_only_itself(tier, job):
    cells = ["def f(x):\n    return x", "import os\nos._exit(1)", "while True:\n    pass", "y = 1 / 0", "g = f"]
    with Worker(cells, tier, Limits(load=2.0)) as worker:
        assert worker.problems == [None, "killed", "timed_out", {"error": "ZeroDivisionError", "line": 1}, None]
        (result,) = worker.call("g", [job(x=np.ones(1))])
        assert result["problem"] is None


def test_of_a_cell_that_stops_the_process_the_definitions_count(tier, job):
    endless = "import math\nTWO = 2.0\n\ndef f(x):\n    return math.sqrt(4.0) * TWO * x\n\nwhile True:\n    pass"
    looping = "def g(x):\n    return x\n\nclass Endless:\n    while True:\n        pass"
    with Worker([endless, looping, "h = f"], tier, Limits(load=2.0)) as worker:
        assert worker.problems == ["timed_out", "timed_out", None]
        for name in ("f", "h"):
            (result,) = worker.call(name, [job(x=np.ones(1))])
            assert result["steps"][0]["y"] == 4.0
        (result,) = worker.call("g", [job(x=np.ones(1))])
        assert result["problem"]["kind"] == "missing"


def test_the_total_time_ends_everything_and_blames_no_cell(tier, job):
    cells = ["def f(x):\n    return x", *["while True: pass"] * 20]
    with Worker(cells, tier, Limits(load=0.5, total=2.0)) as worker:
        assert worker.problems[0] is None and worker.problems[-1] == "not_run"
        for _ in range(2):
            with pytest.raises(TimedOut, match="submission"):
                worker.call("f", [job(x=1.0)])


ODD = {
    "x + 1": None,
    "float(x[0])": None,
    "x > 0": None,
    "1 + 2j": None,
    "None": "wrong_type",
    "[x]": "wrong_type",
    "(x, x)": "wrong_type",
    "'text'": "wrong_type",
    "np.array([object()])": "wrong_type",
    "np.ma.array([1.0])": "wrong_type",
    "np.array(['a'])": "wrong_type",
    "lambda: x": "wrong_type",
    "type('Liar', (float,), {})(1.0)": "wrong_type",
    "type('Liar', (), {'__array__': lambda s, *a, **k: 1 / 0, '__eq__': lambda s, o: True})()": "wrong_type",
    "1 / 0": "raised",
    "x.nothing": "raised",
    "exec('raise NotImplementedError')": "not_attempted",
    "exec('raise StopIteration')": "raised",
}


@pytest.mark.parametrize("harness", ["numpy-float64", "strict"])
@pytest.mark.parametrize("expression", ODD)
def test_whatever_a_kernel_returns_is_told(odd, job, expression, harness):
    (result,) = odd.call(f"odd_{list(ODD).index(expression)}", [job(x=np.ones(2), harness=harness)])
    if harness == "numpy-float64":
        assert (result["problem"] and result["problem"]["kind"]) == ODD[expression]


@pytest.fixture(scope="module")
def odd(tier):
    cells = ["import numpy as np", *(f"def odd_{i}(x):\n    return {e}" for i, e in enumerate(ODD))]
    with Worker(cells, tier) as worker:
        yield worker


RESULT = {"problem": None, "steps": [{"y": np.ones(2)}], "forms": [{"y": "array"}], "changed": []}
PROBLEM = {"kind": "raised", "step": 0, "error": "ValueError", "reason": None, "file": "<cell 0>", "line": 2}


def failed(**changes) -> dict:
    return {"problem": PROBLEM | changes, "steps": [], "forms": [], "changed": []}


def test_true_results_pass(job):
    module._check_result(RESULT, job(x=1.0), 1)
    module._check_result(failed(), job(x=1.0), 1)
    module._check_result(failed(kind="wrong_type", error=None, form="list", count=3), job(x=1.0), 1)


FORGED = {
    "no dictionary": [],
    "a key too few": {k: v for k, v in RESULT.items() if k != "forms"},
    "a key too many": RESULT | {"score": 6.0},
    "no step": RESULT | {"steps": [], "forms": []},
    "a step too many": RESULT | {"steps": RESULT["steps"] * 2, "forms": RESULT["forms"] * 2},
    "steps without forms": RESULT | {"forms": []},
    "another quantity": RESULT | {"steps": [{"z": np.ones(2)}], "forms": [{"z": "array"}]},
    "a quantity too many": RESULT | {"steps": [{"y": np.ones(2), "z": np.ones(2)}]},
    "a number for an array": RESULT | {"steps": [{"y": 1.0}]},
    "a text for an array": RESULT | {"steps": [{"y": "<script>"}]},
    "an unknown form": RESULT | {"forms": [{"y": "<script>"}]},
    "an array for a form": RESULT | {"forms": [{"y": np.ones(2)}]},
    "an unknown argument": RESULT | {"changed": ["z"]},
    "an array for a name": RESULT | {"changed": [np.ones(2)]},
    "a text for a problem": RESULT | {"problem": "x"},
    "an array for a problem": RESULT | {"problem": np.ones(2)},
    "an unknown kind": failed(kind="right"),
    "an array for a kind": failed(kind=np.ones(3)),
    "an unknown class": failed(error="Hidden inputs: 0.3"),
    "a class that is no exception": failed(error="print"),
    "a reason in words": failed(reason="w was 0.3"),
    "another file": failed(file="/etc/passwd"),
    "a cell that is not there": failed(file="<cell 1>"),
    "a line before the first": failed(line=0),
    "a line far away": failed(line=10**9),
    "a line of true": failed(line=True),
    "a line that is no number": failed(line=float("nan")),
    "a step that is not there": failed(step=1),
    "a word too many": failed(text="0.3"),
    "an unknown quantity": failed(quantity="z"),
    "a form in words": failed(form="x"),
    "a count below zero": failed(count=-1),
}


@pytest.mark.parametrize("result", FORGED.values(), ids=FORGED.keys())
def test_a_forged_result_is_none(job, result):
    with pytest.raises(BadReply):
        module._check_result(result, job(x=1.0), 1)


FORGER = """
import builtins, sys
import numpy as np
import wire
fd, real = int(sys.argv[2]), wire.send

def send(to, tree, *args, **kwargs):
    kwargs.pop("limit", None)
    real(to, forge(tree), **kwargs)
wire.send = send
"""
FORGERIES = {
    "no reply": "[]",
    "an array": "np.ones(3)",
    "no id": "{'results': []}",
    "an array for an id": "tree | {'id': np.ones(3)}",
    "too few results": "tree | {'results': []}",
    "too many results": "tree | {'results': tree['results'] * 2}",
    "results that are none": "tree | {'results': {'0': 1}}",
    "a problem for a result": "{'id': tree['id'], 'problem': None}",
    "a result that is none": "tree | {'results': [np.ones(3)]}",
    "many arrays": "tree | {'results': [np.ones(0)] * 4000}",
    "a word more": "tree | {'score': 6.0}",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_reply_is_none(tier, job, forgery):
    """The answer replaces the bootstrap's own send: nothing in that process is the grader's."""
    forger = f"{FORGER}\ndef forge(tree):\n    return {forgery} if 'results' in tree else tree\ndef f(x):\n    return x"
    with Worker([forger], tier) as worker:
        assert worker.problems == [None]
        with pytest.raises(BadReply):
            worker.call("f", [job(x=1.0)])


@pytest.mark.parametrize(
    "problem", ["'fine'", "{'error': 'Secret', 'line': 1}", "{'error': 'ValueError', 'line': 1.5}", "np.ones(2)"]
)
def test_a_forged_word_on_a_cell_is_none(tier, problem):
    forger = f"{FORGER}\ndef forge(tree):\n    return {{'id': tree['id'], 'problem': {problem}}}"
    with Worker([forger], tier) as worker:
        assert worker.problems == ["bad_reply"]


def test_a_reply_over_the_limit_is_none(tier, job):
    forge = "def forge(tree):\n    return tree | {'x': np.zeros(1 << 20)} if 'results' in tree else tree"
    cells = [f"{FORGER}\n{forge}", "def f(x):\n    return x"]
    with Worker(cells, tier, Limits(reply=1 << 20)) as worker, pytest.raises(BadReply):
        worker.call("f", [job(x=1.0)])


def test_a_cell_that_is_no_text_costs_only_itself(tier):
    with Worker(["x = '" + "x" * (1 << 20) + "'", "x = '\ud800'", "x = 1\0", "x = 1"], tier) as worker:
        first, second, third, last = worker.problems
    assert (first, second, last) == ("too_long", "killed", None)
    assert third["error"] in ("SyntaxError", "ValueError")


def test_every_failure_is_one_class():
    assert all(issubclass(c, WorkerError) for c in (BadReply, TimedOut, module.Killed, module.NotStarted))
