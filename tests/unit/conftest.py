"""The grading profiles as they are shipped: their tables are data, the arithmetic is the domain's."""

from pathlib import Path

import pytest

from ymh_desktop.domain.grading import GradingProfile
from ymh_desktop.knowledge.codes import Codes

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@pytest.fixture(scope="session")
def profiles() -> tuple[GradingProfile, ...]:
    """LEC, LS in both sets, MES."""
    return Codes(RESOURCES).profiles()


@pytest.fixture(scope="session")
def lec() -> GradingProfile:
    """The default method."""
    return Codes(RESOURCES).profile("lec")
