"""check in a notebook: what a student sees, whatever the kernel does, and that it leaves nothing behind."""

import collections
import os
import subprocess
import sys

import array_api_strict
import numpy as np
import pytest
from array_api_compat import array_namespace

from autograder import check, direct, experiment, hint, progress, solution, words
from autograder.chapters import answer, find

adam_step = answer(find("adam_step"))


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    for memory in (words._last, words._judged, words._hints_given):
        monkeypatch.setattr(words, next(k for k, v in vars(words).items() if v is memory), {})
    monkeypatch.setattr(direct, "SECONDS", 1.5)


def named(function):
    """The function under the exercise's name, as a student's def would have it."""
    function.__name__ = "adam_step"
    return function


class Liar(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class LyingArray(np.ndarray):
    def __eq__(self, other):
        return np.True_

    def __array_function__(self, *args, **kwargs):
        return True


def of_three(make):
    return lambda w, g, m, v, t, **hyper: tuple(make(x) for x in adam_step(w, g, m, v, t, **hyper))


def endless(*args, **kwargs):
    while True:
        pass


def endless_and_deaf(*args, **kwargs):
    while True:
        try:
            for _ in range(1000):
                pass
        except Exception:
            pass


def unfinished(*args, **kwargs):
    raise NotImplementedError


def raising(w, *args, **kwargs):
    raise ValueError("no")


def unspeakable(*args, **kwargs):
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    raise Mute


BAD = {
    "not attempted": (unfinished, "not attempted", "not attempted"),
    "returns None": (lambda *a, **k: None, "wrong type", "return"),
    "returns a list of numbers": (of_three(lambda x: x.tolist()), "wrong type", "list"),
    "returns two of three": (lambda *a, **k: adam_step(*a, **k)[:2], "wrong type", "tuple of 2"),
    "returns w alone": (lambda *a, **k: adam_step(*a, **k)[0], "wrong type", "one array"),
    "NaN": (of_three(lambda x: x * float("nan")), "not finite", "nan"),
    "wrong shape": (of_three(lambda x: x[None, ...]), "wrong shape", "numbers in it are right"),
    "object array": (of_three(lambda x: x.astype(object)), "wrong type", "object array"),
    "float32": (of_three(lambda x: x.astype(np.float32)), "wrong dtype", "float32"),
    "lying float": (of_three(lambda x: Liar(1.0)), "wrong type", "something else"),
    "lying array": (of_three(lambda x: (x * 0).view(LyingArray)), "wrong type", "array subclass"),
    "a dictionary": (lambda *a, **k: {"w": 1.0}, "wrong type", "a dictionary"),
    "a power written ^": (lambda w, *a, **k: w ^ 2, "raised", "written **"),
    "raises": (raising, "raised", "ValueError: no"),
    "raises something unspeakable": (unspeakable, "raised", "Exception"),
    "exits": (lambda *a, **k: sys.exit(), "raised", "SystemExit"),
    "other arguments": (lambda w, g: w, "raised", "arguments of the stub"),
    "an endless loop": (endless, "timed out", "never ends"),
    "an endless loop that catches exceptions": (endless_and_deaf, "timed out", "never ends"),
}


@pytest.mark.parametrize(("kernel", "verdict", "says"), BAD.values(), ids=BAD.keys())
def test_bad_answers_get_a_clear_verdict_and_no_points(kernel, verdict, says, capsys):
    score = check(named(kernel))
    out, err = capsys.readouterr()
    assert (score, err) == (0.0, "")
    assert words._last["adam_step"].verdict == verdict
    assert says in " ".join(out.split())
    assert "Traceback" not in out


def test_a_right_answer_earns_its_points_as_a_plain_number(capsys):
    score = check(adam_step)
    assert repr(score) == "6" and float(score) == 6.0
    assert "right" not in capsys.readouterr().err


def test_a_kernel_that_prints_a_megabyte_is_graded_in_silence(capsys):
    def loud(*args, **kwargs):
        print("x" * 1_000_000)
        print("y" * 1_000_000, file=sys.stderr)
        return adam_step(*args, **kwargs)

    assert check(named(loud)) == 6.0
    out, err = capsys.readouterr()
    assert len(out) < 1000 and err == ""


def test_warnings_cost_nothing(capsys):
    def warning(w, g, m, v, t, **hyper):
        np.sqrt(np.asarray(-1.0))
        return adam_step(w, g, m, v, t, **hyper)

    check(named(warning))
    assert capsys.readouterr().err == ""
    assert words._last["adam_step"].values_right


def test_a_formula_in_plain_numpy_keeps_most_points_and_is_told_about_the_gpu(capsys):
    def with_np(w, g, m, v, t, *, lr, beta1, beta2, eps):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

    assert 0.8 * 6 <= check(named(with_np)) < 6
    assert "own namespace" in capsys.readouterr().out


def test_a_kernel_that_changes_its_inputs_is_told_so(capsys):
    def in_place(w, g, m, v, t, *, lr, beta1, beta2, eps):
        xp = array_namespace(w)
        m *= beta1
        m += (1 - beta1) * g
        v *= beta2
        v += (1 - beta2) * g * g
        return w - lr * m / (1 - beta1**t) / (xp.sqrt(v / (1 - beta2**t)) + eps), m, v

    assert 0.8 * 6 <= check(named(in_place)) < 6
    assert "in place" in capsys.readouterr().out


def test_something_that_is_no_exercise_gets_a_line(capsys):
    assert check(len) == 0.0
    assert "no exercise" in capsys.readouterr().out


def test_an_answer_that_is_no_function_is_found_by_its_name(capsys, monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "adam_step", 3, raising=False)
    assert check("adam_step") == 0.0
    assert "not a function" in capsys.readouterr().out


def test_what_check_patches_it_puts_back():
    array = array_api_strict._array_object.Array
    before = dict(vars(array)), sys.stdout, sys.stderr, dict(os.environ), list(sys.path), sys.dont_write_bytecode
    check(adam_step)
    assert before == (
        dict(vars(array)),
        sys.stdout,
        sys.stderr,
        dict(os.environ),
        list(sys.path),
        sys.dont_write_bytecode,
    )


def test_check_writes_no_files_and_ignores_a_students_pytest(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit('a conftest was read')\n")
    before = sorted(tmp_path.rglob("*"))
    code = "from autograder import check, chapters\nprint(check(chapters.answer(chapters.find('adam_step'))))"
    environment = os.environ | {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "no_such_plugin"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout.split()[-1]) == (0, "", "6")
    assert sorted(tmp_path.rglob("*")) == before


def test_hints_come_one_by_one_and_are_not_the_answer(capsys):
    hints = find("adam_step").hints
    for _ in range(len(hints) + 1):
        hint(adam_step)
    out = capsys.readouterr().out
    assert out.count("(the last one)") == 2
    assert "xp.sqrt(v_hat)" not in out


def test_the_solution_comes_after_a_right_answer_only(capsys):
    solution(adam_step)
    assert "def adam_step" not in capsys.readouterr().out
    check(adam_step)
    solution(adam_step)
    assert "def adam_step" in capsys.readouterr().out


def test_progress_has_a_row_a_kernel(capsys):
    progress()
    assert "Nothing here yet" in capsys.readouterr().out
    check(adam_step)
    progress()
    out = capsys.readouterr().out
    assert "adam_step" in out and "adamw_step" in out and "6 of 6" in out


def test_an_experiment_draws_only_with_right_kernels(capsys):
    @experiment(named(unfinished))
    def figure():
        raise AssertionError("drawn all the same")

    assert figure is None
    assert capsys.readouterr().out.strip() == "This experiment waits for adam_step."

    @experiment(adam_step)
    def other_figure():
        return "drawn"

    assert other_figure == "drawn"


def test_a_named_tuple_is_a_tuple():
    named_tuple = collections.namedtuple("Out", "w m v")
    assert check(named(lambda *a, **k: named_tuple(*adam_step(*a, **k)))) == 6.0


def test_right_values_in_another_order_are_told_so(capsys):
    def shuffled(*args, **hyper):
        w, m, v = adam_step(*args, **hyper)
        return m, v, w

    check(named(shuffled))
    assert words._last["adam_step"].diagnosis == "returned_in_another_order"
    assert "(m, v, w)" in capsys.readouterr().out
