"""Rows and values of the firm's own words."""

from ymh_desktop.domain.own_texts import OwnText
from ymh_desktop.storage.tables.papers import OwnTextRow


def own_text_rows(value: OwnText) -> tuple[OwnTextRow]:
    """The row that keeps these words."""
    return (OwnTextRow(value.id, value.text, value.shipped, value.changed_on),)


def own_text_value(row: OwnTextRow) -> OwnText:
    """The words of this row."""
    return OwnText(row.id, row.text, row.shipped, row.changed_on)
