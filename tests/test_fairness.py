"""Right answers keep their points whatever stands around them, and hidden inputs stay hidden."""

import itertools
import textwrap

import pytest

from autograder import chapters
from autograder.confined import Grader
from autograder.direct import DirectCaller
from autograder.sample import Notebook
from autograder.sandbox import launchers
from autograder.sandbox.worker import Limits
from autograder.submission import read
from autograder.suite import PUBLIC_SEED, judge
from autograder.suite.trial import cases_of, expected_of

ASSIGNMENT = "04_adaptive"
ADAM = chapters.find("adam_step")


@pytest.fixture(scope="module")
def grader():
    try:
        return Grader(None, launchers.choose())
    except launchers.Refused as refusal:
        pytest.skip(str(refusal))


def verdicts(grader, tmp_path, notebook, *kernels):
    path = tmp_path / f"{ASSIGNMENT}.ipynb"
    path.write_bytes(notebook.bytes())
    return grader.grade(read(path), [chapters.find(name) for name in kernels])


ABOVE = {
    "a package that is not there": "import torch",
    "unpacking what a plot returns": "fig, (a, b) = plt.subplots(1, 2)",
    "data of scikit-learn": "x, y = load_digits(return_X_y=True)",
    "a file": "open('notes.txt', 'w').write('x')",
    "a question": "input('?')",
    "top-level await": "import asyncio; await asyncio.sleep(0)",
    "a magic": "%matplotlib inline",
    "a thread": "import threading; threading.Thread(target=print).start()",
}


@pytest.mark.parametrize("line", ABOVE.values(), ids=ABOVE.keys())
def test_a_line_above_the_kernel_that_fails_here_costs_nothing(grader, tmp_path, line):
    notebook = Notebook(ASSIGNMENT)
    notebook.answer("adam_step", f"{line}\n{notebook.cell('adam_step')['source']}")
    (verdict,) = verdicts(grader, tmp_path, notebook, "adam_step")
    assert (verdict.verdict, verdict.score) == ("right", ADAM.points)


def prompted(source):
    first, *rest = source.strip().split("\n")
    return "\n".join([f">>> {first}", *(f"... {line}" for line in rest)])


AROUND = {
    "indented as a whole": lambda source: textwrap.indent(source, "    "),
    "pasted with prompts": prompted,
    "two cell magics": lambda source: f"%%capture\n%%time\n{source}",
    "a hint of a package that is not there": lambda source: (
        f"import torch\n{source.replace('_step(w,', '_step(w: torch.Tensor,')}"
    ),
    "one import of two, of which one is not there": lambda source: (
        f"import seaborn as sns, math as mth\nTWO = mth.sqrt(4.0)\n{source.replace('g**2', 'g**TWO')}"
    ),
}


@pytest.mark.parametrize("change", AROUND.values(), ids=AROUND.keys())
def test_a_cell_that_runs_in_a_notebook_counts(grader, tmp_path, change):
    notebook = Notebook(ASSIGNMENT)
    source = notebook.cell("adam_step")["source"]
    assert "_step(w," in source and "g**2" in source
    notebook.answer("adam_step", change(source))
    (verdict,) = verdicts(grader, tmp_path, notebook, "adam_step")
    assert (verdict.verdict, verdict.score) == ("right", ADAM.points)


def test_an_answer_in_a_cell_of_ones_own_below_the_check_counts_where_the_stub_was_left(grader, tmp_path):
    notebook, stubs = Notebook(ASSIGNMENT), Notebook(ASSIGNMENT, solved=False)
    source = notebook.cell("adam_step")["source"]
    notebook.answer("adam_step", stubs.cell("adam_step")["source"])
    notebook.insert(notebook.index("check-adam_step") + 1, source)
    (verdict,) = verdicts(grader, tmp_path, notebook, "adam_step")
    assert (verdict.verdict, verdict.score) == ("right", ADAM.points)


HELPED = '''
def moments({order}):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2


def {name}(w, g, m, v, t, *, lr, beta1, beta2, eps{more}):
    xp = array_namespace(w)
    m, v = moments({given}, beta1, beta2)
    step = m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps)
    return w - lr * {step}, m, v
'''


def test_a_helper_means_at_grading_what_it_meant_at_the_check(grader, tmp_path):
    notebook = Notebook(ASSIGNMENT)
    first = {"order": "g, m, v, beta1, beta2", "given": "g, m, v", "more": "", "step": "step"}
    second = {"order": "m, v, g, beta1, beta2", "given": "m, v, g", "more": ", weight_decay"}
    second["step"] = "(step + weight_decay * w)"
    notebook.answer("adam_step", HELPED.format(name="adam_step", **first))
    notebook.answer("adamw_step", HELPED.format(name="adamw_step", **second))
    notebook.insert(len(notebook.cells), "moments = [1, 2]\narray_namespace = None\nadam_step = 3")
    assert [v.verdict for v in verdicts(grader, tmp_path, notebook, "adam_step", "adamw_step")] == ["right", "right"]


def test_a_progress_bar_in_a_kernel_still_loops(grader, tmp_path):
    notebook = Notebook(ASSIGNMENT)
    notebook.edit("adam_step", ("\n    m = beta1 *", "\n    for _ in tqdm(range(1)):\n        m = beta1 *"))
    notebook.answer("adam_step", f"from tqdm import tqdm\n\n\n{notebook.cell('adam_step')['source']}")
    assert verdicts(grader, tmp_path, notebook, "adam_step")[0].right


def test_many_slow_cells_of_ones_own_do_not_cost_the_kernels(tmp_path, grader):
    notebook = Notebook(ASSIGNMENT)
    for _ in range(6):
        notebook.insert(notebook.index("adam_step"), "import time\ntime.sleep(3)")
    impatient = Grader(None, grader.tier, Limits(call=10.0, load=4.0, total=30.0))
    assert verdicts(impatient, tmp_path, notebook, "adam_step")[0].right


def test_what_is_tried_out_below_a_kernel_does_not_cost_it(tmp_path, grader):
    notebook = Notebook(ASSIGNMENT)
    notebook.answer("adam_step", notebook.cell("adam_step")["source"] + "\n\nwhile True:\n    adam_step")
    impatient = Grader(None, grader.tier, Limits(call=10.0, load=4.0, total=30.0))
    assert verdicts(impatient, tmp_path, notebook, "adam_step")[0].right


class Rememberer:
    """A caller whose answer is wrong on hidden inputs only, and tells of them wherever it can."""

    def __init__(self, problem=None):
        self.problem, self.calls = problem, 0

    def call(self, exercise, jobs):
        from autograder.sandbox.calling import perform

        self.calls += 1
        results = [perform(chapters.answer(exercise), job) for job in jobs]
        if self.calls > 1:
            for result, job in zip(results, jobs, strict=True):
                if self.problem:
                    result["problem"] = self.problem
                else:
                    result["steps"][0]["m"] = job["args"]["g"]
        return results

    def place(self, file, line):
        return f"a line that the answer chose: {line}"


@pytest.mark.parametrize(
    "problem",
    [None, {"kind": "raised", "step": 0, "error": "KeyError", "reason": None, "file": "<cell 0>", "line": 107}],
    ids=["values", "a line number"],
)
def test_of_hidden_inputs_nothing_is_told(problem):
    (verdict,) = judge([ADAM], Rememberer(problem), (PUBLIC_SEED, 99))
    assert verdict.score < ADAM.points and not verdict.right
    assert (verdict.case, verdict.index, verdict.step, verdict.place) == (None, None, None, None)
    hidden = [f"{x:.4f}" for case in cases_of(ADAM, 99) for x in case.args["g"].ravel()]
    assert not any(digits in verdict.message for digits in [*hidden, "107", "KeyError"])


def test_a_kernel_that_counts_its_calls_learns_nothing_from_them():
    """Its answers are the same in every draw, and in the order of the public calls they are all right."""
    exercise = chapters.find("diagnose_bias_variance")
    answers = [int(step["answer"]) for result in expected_of(exercise, PUBLIC_SEED) for step in result["steps"]]

    def graded(*seeds):
        following = itertools.cycle(answers)
        caller = DirectCaller({exercise.name: lambda *arguments, **more: next(following)})
        return judge([exercise], caller, seeds)[0].verdict

    assert (graded(PUBLIC_SEED), graded(PUBLIC_SEED, 99)) == ("right", "wrong value")
