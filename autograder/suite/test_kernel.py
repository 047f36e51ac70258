"""The tests that every kernel meets, in check, in the grader and in the project's own tests.

`trial` is one kernel with all that came out of calling it; the plugin in runner.py provides it.
"""


def test_answered(trial):
    trial.require_answer()


def test_values(trial, quantity):
    trial.require_right(quantity)


def test_dtype(trial):
    trial.require_dtype()


def test_purity(trial):
    trial.require_unchanged_inputs()


def test_randomness(trial):
    trial.require_draws_from_rng()


def test_refusals(trial):
    trial.require_refusals()


def test_portability(trial):
    trial.require_portable()
