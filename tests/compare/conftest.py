"""What the tests of the comparing wing share: a checker of the shipped landscape, and one of the made-up one."""

import os
from pathlib import Path

import pytest

from kg.compare.check import Checker

ROOT = Path(__file__).parent.parent.parent
SHARED = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
MODEL = SHARED / "models" / "all-MiniLM-L6-v2"


def checker_of(landscape, **more):
    return Checker(
        lambda: landscape.store,
        lambda: landscape.names,
        landscape.home,
        landscape.directory.name,
        **more,
    )


@pytest.fixture(scope="session")
def checker(real):
    return checker_of(real)


@pytest.fixture(scope="session")
def of_mini(mini):
    return checker_of(mini)
