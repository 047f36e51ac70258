"""Four courses with the whole corpus in them, each graded on one tier by one user."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from classroom import TIERS, USERS, grade, python_of


@pytest.fixture(scope="session")
def courses():
    """(tier, user) -> Graded, or None where that user can run no Python of ours. Two are graded at a time."""
    pythons = {user: python_of(user) for user in USERS}
    with ThreadPoolExecutor(2) as pool:
        work = {
            (tier, user): pool.submit(grade, tier, user, pythons[user])
            for user in USERS
            for tier in TIERS
            if pythons[user]
        }
        yield lambda tier, user: work[tier, user].result() if pythons[user] else None
    for future in work.values():
        if not future.exception():
            graded = future.result()
            graded.sleeper.kill()
            graded.sleeper.wait()
            graded.listener.close()
            shutil.rmtree(graded.root)


@pytest.fixture(scope="session", params=[f"{tier}-{user}" for user in USERS for tier in TIERS])
def graded(request, courses):
    tier, _, user = request.param.partition("-")
    found = courses(tier, user)
    if found is None:
        pytest.skip(f"{user} may run neither {sys.executable} nor another Python of its version with its packages")
    return found
