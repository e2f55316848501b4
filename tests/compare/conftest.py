"""What the tests of the comparing wing share: a checker of the shipped landscape, and one of the made-up one."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
MODEL = SHARED / "models" / "all-MiniLM-L6-v2"


@pytest.fixture(scope="session")
def checker(real):
    return real.checker()


@pytest.fixture(scope="session")
def of_mini(mini):
    return mini.checker()


@pytest.fixture
def judging(kg, real):
    """Run `kg` on the shipped landscape; what is judged is forgotten with the test."""
    path = real.home / "judgements.trig"
    path.unlink(missing_ok=True)
    yield kg
    path.unlink(missing_ok=True)
