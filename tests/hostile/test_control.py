"""The control: on nbgrader's own executor the forging and reading submissions get what they are after.

Without it the other tests could pass because an attack is broken. The exhausting ones are never run there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from classroom import entered, lay_out_class, run
from corpus import ASSIGNMENT, CANARIES, CORPUS

REAL = [attack for attack in CORPUS if attack.control]
STOCK = """
c.NbGrader.log_level = "ERROR"
c.Execute.timeout = 60
del c["Autograde"], c["GenerateFeedback"], c["ExchangeFactory"], c["GenerateAssignment"]["preprocessors"]
"""


@pytest.fixture(scope="module")
def stock():
    """The folder of a course graded without any of ours."""
    root = Path(tempfile.mkdtemp(prefix="control-", dir="/tmp"))
    lay_out_class(root, REAL, STOCK, {"@ROOT@": str(root)})
    settings = root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace("plugin.install()", ""))
    python = [sys.executable, "-W", "ignore", "-m", "nbgrader"]
    run([*python, "generate_assignment", ASSIGNMENT], root)
    plant = f"from nbgrader.api import Gradebook\nwith Gradebook('sqlite:///{root}/gradebook.db') as book:\n"
    run(
        [sys.executable, "-c", f"{plant}    book.update_or_create_student('x', last_name={CANARIES['gradebook']!r})"],
        root,
    )
    run([*python, "autograde", ASSIGNMENT], root)
    yield root
    shutil.rmtree(root)


def test_covers_every_kind():
    assert {attack.control for attack in REAL} == {"forges", "reads"}
    assert len(REAL) >= 15


@pytest.mark.parametrize("attack", [a for a in REAL if a.control == "forges"], ids=lambda attack: attack.name)
def test_forgery_works_on_the_stock_executor(stock, attack):
    _, totals = entered(stock)
    assert totals[attack.name] > sum(attack.scores.values())


@pytest.mark.parametrize("attack", [a for a in REAL if a.control == "reads"], ids=lambda attack: attack.name)
def test_reading_works_on_the_stock_executor(stock, attack):
    files = [path for path in (stock / "autograded" / attack.name).rglob("*") if path.is_file()]
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    assert any(canary in texts for canary in CANARIES.values())
