"""Every use case is tried on a real data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty enterprise folder."""
    with new_desk(tmp_path) as opened:
        yield opened
