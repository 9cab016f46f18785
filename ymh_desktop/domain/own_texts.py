"""The firm's own words for a chapter of a document, in place of those that came with the program."""

from dataclasses import dataclass
from datetime import date

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class OwnText:
    """`id` is document/chapter. `shipped` is what the program's chapter said when these words were written.

    `changed_on` is the day of the last change.
    """

    id: str
    text: str
    shipped: str
    changed_on: date

    def overtaken_by(self, shipped: str) -> bool:
        """Whether the program's chapter says something else by now."""
        return self.shipped != shipped


def own_text_id(document: str, chapter: str) -> str:
    """responsibility/general."""
    return f"{document}/{chapter}"
