"""Excel files: text is always written as text, so nothing a person typed can become a formula, and bytes repeat.

Numbers are numbers and stay sortable; everything else (codes, phones, 1.10, =1+1) is a string.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from ymh_desktop.documents.style import LEVEL_STYLES
from ymh_desktop.documents.text import clean
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label

LONGEST_CELL = 32_767  # characters; Excel refuses a file with more
_FONT = "宋体"

Value = str | int | float | date | RiskLevel


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its title and width in characters. `middle` centres it."""

    title: str
    width: float
    middle: bool = False


class Book:
    """A workbook in memory with the house's formats."""

    def __init__(self, title: str, author: str, made_on: date) -> None:
        import xlsxwriter

        self._bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book: Any = xlsxwriter.Workbook(self._bytes, options)
        self._book.set_properties(
            {"title": title, "author": author, "created": datetime(made_on.year, made_on.month, made_on.day)}
        )
        base = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
        self._title = self._book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "bold": True})
        self._note = self._book.add_format({"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"})
        head = {**base, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EFEFEF"}
        self._head = self._book.add_format(head)
        self._text = self._book.add_format({**base, "num_format": "@"})
        self._middle = self._book.add_format({**base, "num_format": "@", "align": "center"})
        self._number = self._book.add_format({**base, "align": "center"})
        self._day = self._book.add_format({**base, "align": "center", "num_format": "yyyy-mm-dd"})
        self._levels = {
            level: self._book.add_format(
                {**base, "align": "center", "bold": True, "bg_color": style.ground.code, "font_color": style.ink.code}
            )
            for level, style in LEVEL_STYLES.items()
        }

    def sheet(
        self,
        name: str,
        title: str,
        facts: Sequence[str],
        fields: Sequence[Field],
        rows: Sequence[Sequence[Value]],
        *,
        notes: Sequence[str] = (),
        landscape: bool = True,
        paper: int = 9,
    ) -> None:
        """A titled table with a frozen, filtered head that is printed on every page. `paper` 8 is A3, 9 is A4."""
        page = self._book.add_worksheet(name)
        last = len(fields) - 1
        page.merge_range(0, 0, 0, last, "", self._title)
        page.write_string(0, 0, _cell(title), self._title)
        page.set_row(0, 26)
        page.merge_range(1, 0, 1, last, "", self._note)
        page.write_string(1, 0, _cell("　".join(facts)), self._note)
        page.set_row(1, 30)
        for column, field in enumerate(fields):
            page.set_column(column, column, field.width)
            page.write_string(2, column, field.title, self._head)
        page.set_row(2, 32)
        for number, row in enumerate(rows, 3):
            for column, value in enumerate(row):
                self._write(page, number, column, value, middle=fields[column].middle)
        end = 2 + len(rows)
        page.autofilter(2, 0, max(end, 3), last)
        page.freeze_panes(3, 1)
        for number, note in enumerate(notes, end + 2):
            page.write_string(number, 0, _cell(note), self._book.add_format({"font_name": _FONT, "font_size": 10}))
        page.set_landscape() if landscape else page.set_portrait()
        page.set_paper(paper)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer("&L&A&R第 &P 页，共 &N 页")

    def bytes(self) -> bytes:
        """The file. The workbook cannot be written to afterwards."""
        self._book.close()
        return self._bytes.getvalue()

    def _write(self, page: Any, row: int, column: int, value: Value, *, middle: bool) -> None:
        if isinstance(value, RiskLevel):
            page.write_string(row, column, label(value), self._levels[value])
        elif isinstance(value, str):
            page.write_string(row, column, _cell(value), self._middle if middle else self._text)
        elif isinstance(value, date):
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)
        else:
            page.write_number(row, column, value, self._number)


def number_or_text(text: str) -> str | float:
    """A value as a number where it is written as one (126, 0.5), else as it stands (007, +86, 1.10万)."""
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


_NUMBER = re.compile(r"(0|[1-9]\d{0,13})(\.\d{1,6})?")


def _cell(text: str) -> str:
    """What Excel can hold of a text: no control characters, and the longest cell ends with …… instead of failing."""
    text = clean(text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 2] + "……"
