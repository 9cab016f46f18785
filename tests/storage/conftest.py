"""A fresh data folder for each test of storage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.folders import TestFolder, new_folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[TestFolder]:
    """Opened for work, empty."""
    with new_folder(tmp_path) as folder:
        yield folder
