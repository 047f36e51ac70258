"""tests/test_gpu.py runs: skipped with a reason where there is no GPU, and in full on a stand-in for CuPy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Every answer, the workbench, and of the many mistakes and variants those of one kernel.
SOME = "not known_mistake and not another_right or adamw_step"


def pytest_gpu(*words, **environment):
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "-m", "gpu", *words]
    around = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])} | environment
    return subprocess.run([*command, HERE / "test_gpu.py"], cwd=HERE.parent, env=around, capture_output=True, text=True)


def test_the_gpu_tests_pass_on_a_stand_in_for_cupy():
    done = pytest_gpu("-p", "fake_cupy", "-k", SOME)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout


def test_without_a_gpu_they_are_skipped_with_the_reason():
    done = pytest_gpu("-k", "rng_draws", CUDA_VISIBLE_DEVICES="")
    assert done.returncode == 0, done.stdout
    assert "2 skipped" in done.stdout and ("CuPy finds no GPU" in done.stdout or "not installed" in done.stdout)


def test_a_plain_run_leaves_them_out():
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--collect-only", HERE / "test_gpu.py"]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED and "deselected" in done.stdout
