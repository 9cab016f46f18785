"""A small library on disk, made of the example in docs/library.md, beside the real code lists."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"


def example(place: int) -> str:
    """The text of the first (module) or second (trade) example in docs/library.md."""
    return re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "library.md").read_text(encoding="utf-8"), re.DOTALL)[place]


class Shelf:
    """A resources folder that a test may write library files to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, text: str | bytes) -> Path:
        """Write modules/x.yaml or trades/x.yaml."""
        path = self.root / "library" / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def module(self, change: Callable[[str], str] = str) -> Path:
        """The example module, changed."""
        return self.put("modules/wood-planer.yaml", change(example(0)))

    @property
    def catalogue(self) -> Catalogue:
        """A fresh catalogue of what lies there now."""
        return Catalogue(self.root)


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
