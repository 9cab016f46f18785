"""Which paper hangs where, and what it said when it was hung."""

from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.moments import not_to_come


@dataclass(frozen=True, slots=True)
class Posting:
    """One sheet on a wall or machine. `paper` is its id in the catalogue, `subject` the post's or machine's code.

    `digest` identifies what it said. `photo` shows it hanging; None without one. `taken_down_on` None: it still hangs.
    """

    id: str
    paper: str
    subject: str
    name: str
    digest: str
    hung_on: date
    by_id: str | None = None
    place: str = ""
    photo: str | None = None
    taken_down_on: date | None = None

    @property
    def hangs(self) -> bool:
        """Not taken down."""
        return self.taken_down_on is None

    def checked(self, today: date) -> "Posting":
        """The same with a trimmed place; raises UserError for a day to come."""
        not_to_come("贴出日期", self.hung_on, today)
        return replace(self, place=optional_text("贴在哪里", self.place, 60))

    def taken_down(self, on: date) -> "Posting":
        """Off the wall since that day, which is never before it was hung."""
        return replace(self, taken_down_on=max(on, self.hung_on))
