"""The shipped library and code lists, and a shelf for tests that need broken ones."""

import shutil
from pathlib import Path

import pytest

from tests.knowledge.support import RESOURCES, Shelf
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Empty modules/ and trades/, real codes, grading and signs."""
    for name in ("codes", "grading", "signs"):
        shutil.copytree(RESOURCES / name, tmp_path / name)
    for name in ("modules", "trades"):
        (tmp_path / "library" / name).mkdir(parents=True)
    return Shelf(tmp_path)


@pytest.fixture(scope="session")
def codes() -> Codes:
    """The code lists that are shipped."""
    return Codes(RESOURCES)


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The library that is shipped."""
    return Catalogue(RESOURCES)
