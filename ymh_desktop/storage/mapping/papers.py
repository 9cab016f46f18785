"""Rows and values of the firm's own words, and of sheets on walls."""

from ymh_desktop.domain.own_texts import OwnText
from ymh_desktop.domain.postings import Posting
from ymh_desktop.storage.tables.papers import OwnTextRow, PostingRow


def own_text_rows(value: OwnText) -> tuple[OwnTextRow]:
    """The row that keeps these words."""
    return (OwnTextRow(value.id, value.text, value.shipped, value.changed_on),)


def own_text_value(row: OwnTextRow) -> OwnText:
    """The words of this row."""
    return OwnText(row.id, row.text, row.shipped, row.changed_on)


def posting_rows(value: Posting) -> tuple[PostingRow]:
    """The row that keeps this sheet."""
    return (
        PostingRow(
            value.id, value.paper, value.subject, value.name, value.digest, value.hung_on, value.by_id, value.place,
            value.photo, value.taken_down_on,
        ),
    )  # fmt: skip


def posting_value(row: PostingRow) -> Posting:
    """The sheet of this row."""
    return Posting(*row)
