"""Bringing a blank form in, guessing its columns, saying which words it does not know, and filling it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.adapters.fields import FIELDS, FormField, FormRow, RowKind, rows_of
from ymh_desktop.services.adapters.profile import MOST_COLUMNS, FormColumn, FormProfile, unmapped
from ymh_desktop.services.book import open_book
from ymh_desktop.services.ports import FormSheet, Ports

HEAD_AMONG = 15  # the head of a form stands among its first rows
MOST_HEAD_ROWS = 3
LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled: the file, how many rows, and the words that the form does not know as (column title, word)."""

    content: bytes
    rows: int
    unknown: tuple[tuple[str, str], ...]


def open_form(ports: Ports, path: Path) -> FormProfile:
    """A profile guessed from somebody's blank form, to be corrected and kept; raises UserError."""
    form = ports.spreadsheets.blank_form(path)
    if not form.sheets:
        raise UserError(f"“{path.name}”里没有表头。", "请选有列名的空白表。")
    found = [(sheet, _head(sheet)) for sheet in form.sheets]
    sheet, (titles, last) = max(found, key=lambda each: _known(each[1][0]))
    if not any(titles):
        raise UserError(f"“{path.name}”里没有认出列名。", "列名要在前 15 行里，一列一个名字。")
    kind = _kind_of(titles)
    columns = tuple(guessed(kind, title, sheet.allowed.get(at, ())) for at, title in enumerate(titles[:MOST_COLUMNS]))
    return FormProfile(ports.new_id(), path.stem[:60], kind, columns, sheet.name, last + 1, form.raw)


def with_kind(profile: FormProfile, kind: RowKind) -> FormProfile:
    """The same form with other rows: its columns are guessed anew."""
    columns = tuple(guessed(kind, each.title, each.allowed) for each in profile.columns)
    return FormProfile(profile.id, profile.name, kind, columns, profile.sheet, profile.first_row, profile.form)


def guessed(kind: RowKind, title: str, allowed: Sequence[str] = ()) -> FormColumn:
    """The column with the field that its title most likely means, and our words in those that the form offers."""
    field = _meant(kind, title)
    words = _translated(field, allowed) if field else ()
    return FormColumn(title[:LONGEST_TITLE], field.id if field else None, "", words, tuple(allowed))


def _meant(kind: RowKind, title: str) -> FormField | None:
    """By the lower line of a divided head first (管控措施 / 工程技术), else by all of it."""
    for asked in dict.fromkeys((_bare(title.rpartition(" ")[2]), _bare(title))):
        if asked:
            score, best = max(((_likeness(asked, each), each) for each in FIELDS[kind]), key=lambda each: each[0])
            if score:
                return best
    return None


def _likeness(asked: str, field: FormField) -> int:
    """200 for the same word, less for a word that the title ends with or holds; 0 for none."""
    best = 0
    for name in (field.name, *field.other_names):
        bare = _bare(name)
        if asked == bare:
            return 200 + len(bare)
        if len(bare) > 1 and asked.endswith(bare):
            best = max(best, 100 + len(bare))
        elif len(bare) > 2 and bare in asked:
            best = max(best, len(bare))
    return best


def _translated(field: FormField, allowed: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Our words in the form's: the same word, else the one offered word that holds ours or stands in it."""
    found = []
    for ours in field.values:
        same = [each for each in allowed if _bare(each) == _bare(ours)]
        near = same or [each for each in allowed if _stem(ours) and (_stem(ours) in each or _stem(each) == _stem(ours))]
        if len(near) == 1:
            found.append((ours, near[0]))
    return tuple(found)


def _stem(word: str) -> str:
    return re.sub("(风险|隐患|措施|级)$", "", _bare(word))


def _bare(words: str) -> str:
    """Without blanks, brackets and what stands in them; wide letters narrow, small letters."""
    narrow = unicodedata.normalize("NFKC", words).lower()
    return re.sub(r"[\s:：*＊]|[（(【\[].*?[）)】\]]", "", narrow)


def _head(sheet: FormSheet) -> tuple[tuple[str, ...], int]:
    """(title per column, number of the head's last row from 1)."""
    rows = sheet.rows[:HEAD_AMONG]
    at = max(range(len(rows)), key=lambda each: (_known(_short_ones(rows[each])), _filled(rows[each]), -each))
    last = at
    while last + 1 < len(rows) and last - at + 1 < MOST_HEAD_ROWS and _goes_on(rows[last], rows[last + 1]):
        last += 1
    width = max(len(row) for row in rows)
    titles = [
        _title([row[column] if column < len(row) else "" for row in rows[at : last + 1]]) for column in range(width)
    ]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles), last + 1


def _goes_on(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row is a second line of the head: it repeats some of it (merged downwards) and divides the rest."""
    pairs = list(zip(above, row, strict=False))
    repeated = sum(1 for upper, lower in pairs if upper and upper == lower)
    divided = sum(1 for upper, lower in pairs if upper and lower and upper != lower and len(lower) <= LONGEST_TITLE)
    return repeated > 0 and divided > 0


def _title(parts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(each for each in parts if each))


def _short_ones(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in row if len(each) <= LONGEST_TITLE)


def _filled(row: Sequence[str]) -> int:
    return len({each for each in row if each and len(each) <= LONGEST_TITLE})


def _known(titles: Iterable[str]) -> int:
    """How many of these are a field of ours."""
    said = tuple(titles)
    return max(sum(1 for title in said if _meant(kind, title)) for kind in (RowKind.RISK, RowKind.DANGER))


def _kind_of(titles: Sequence[str]) -> RowKind:
    """What a row most likely is: hidden dangers name themselves so in a title."""
    joined = "".join(titles)
    if "隐患" in joined and "风险等级" not in joined:
        return RowKind.MAJOR_DANGER if "重大" in joined else RowKind.DANGER
    return RowKind.MEASURE if "措施描述" in joined or "措施分类" in joined else RowKind.RISK


def rows_for(ports: Ports, profile: FormProfile) -> tuple[FormRow, ...]:
    """Our records for this form, in the order in which they are filled; raises NoEnterprise."""
    return rows_of(ports, open_book(ports), profile.kind)


def cells_of(profile: FormProfile, row: FormRow) -> tuple[str, ...]:
    """What stands in each column of the form for this record."""
    return tuple(
        column.fixed if column.field_id is None else column.said(row.cells.get(column.field_id, ""))
        for column in profile.columns
    )


def unknown_words(ports: Ports, profile: FormProfile) -> tuple[tuple[int, str], ...]:
    """(column, our word) for every word in use now that the form does not know."""
    return _unknown(profile, rows_for(ports, profile))


def _unknown(profile: FormProfile, rows: Sequence[FormRow]) -> tuple[tuple[int, str], ...]:
    said: dict[str, set[str]] = {}
    for row in rows:
        for field_id, words in row.cells.items():
            said.setdefault(field_id, set()).add(words)
    return unmapped(profile, said)


def fill_form(ports: Ports, profile: FormProfile) -> Filled:
    """The form with every record of ours; raises UserError when there is none."""
    book = open_book(ports)
    rows = rows_of(ports, book, profile.kind)
    if not rows:
        raise UserError("没有可填的内容。", "先做风险辨识，或者登记隐患，再来填表。")
    cells = [cells_of(profile, row) for row in rows]
    if profile.form:
        asked = [column.field_id is not None or bool(column.fixed) for column in profile.columns]
        sparse = [[words if wanted else None for words, wanted in zip(row, asked, strict=True)] for row in cells]
        content = ports.spreadsheets.filled_form(profile.form, profile.sheet, profile.first_row, sparse)
    else:
        titles = [column.title for column in profile.columns]
        content = ports.spreadsheets.plain_list(profile.name, book.enterprise.name, ports.clock.today(), titles, cells)
    unknown = tuple((profile.columns[at].title, word) for at, word in _unknown(profile, rows))
    return Filled(content, len(rows), unknown)
