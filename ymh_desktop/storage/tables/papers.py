"""The firm's own words in documents."""

from datetime import date
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, table_of


class OwnTextRow(NamedTuple):
    """One chapter. No foreign key: documents and chapters are files of the program."""

    id: Annotated[str, Key()]
    text: str
    shipped: str
    changed_on: date


OWN_TEXT = table_of("own_text", OwnTextRow)
