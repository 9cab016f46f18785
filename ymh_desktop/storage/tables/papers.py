"""The firm's own words in documents, and which sheet hangs where."""

from datetime import date
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, table_of


class OwnTextRow(NamedTuple):
    """One chapter. No foreign key: documents and chapters are files of the program."""

    id: Annotated[str, Key()]
    text: str
    shipped: str
    changed_on: date


OWN_TEXT = table_of("own_text", OwnTextRow)


class PostingRow(NamedTuple):
    """One sheet on a wall. Posts and machines have no key: the record outlives them."""

    id: Annotated[str, Key()]
    paper: Annotated[str, Searched()]
    subject: str
    name: str
    digest: str
    hung_on: date
    by_id: Annotated[str | None, PointsAt("person.id")]
    place: str
    photo: str | None
    taken_down_on: date | None


POSTING = table_of("posting", PostingRow)
