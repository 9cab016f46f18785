"""A library on disk that a test may write to, made of the examples in docs/library.md."""

import re
from collections.abc import Callable
from pathlib import Path

from ymh_desktop.knowledge.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"


def example(place: int) -> str:
    """The text of the first (module) or second (trade) example in docs/library.md."""
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    found: list[str] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return found[place]


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
