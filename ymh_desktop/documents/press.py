"""What every document needs to be drawn: fonts and pictograms, found under `resources`, and the firm's mark."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ymh_desktop.documents import fonts
from ymh_desktop.documents.pen import Pen, Placed
from ymh_desktop.documents.signs import SignBook


@dataclass
class Press:
    """Loads on first use and stays loaded. `trace`, when given, collects every text that is drawn (for tests).

    `logo` gives the firm's mark as JPEG for each document anew, None without one.
    """

    resources: Path
    trace: list[Placed] | None = field(default=None)
    logo: Callable[[], bytes | None] = field(default=lambda: None)
    binder: Pen | None = field(default=None)  # while papers are bound: the one file that they are drawn into

    @cached_property
    def fonts(self) -> fonts.Fonts:
        """Both weights; raises FontMissing."""
        return fonts.load(self.resources / "fonts")

    @cached_property
    def signs(self) -> SignBook:
        """The pictograms; raises SignsDamaged when one is used."""
        return SignBook(self.resources / "signs" / "signs.yaml")

    def pen(self, size: tuple[float, float], title: str, author: str = "") -> Pen:
        """A new document of this page size; while papers are bound, the next one in the binder."""
        if self.binder is not None:
            self.binder.begin_paper(size)
            return self.binder
        return Pen(self.fonts, size, title, author=author, trace=self.trace, logo=self.logo())
