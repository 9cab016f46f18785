"""How one form is filled: a profile, kept with its blank form, and as a file to give to the next enterprise."""

import base64
import json
from dataclasses import dataclass, field, replace
from typing import Any

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import label
from ymh_desktop.services.adapters.fields import FIELDS, RowKind, field_of
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports

FORMAT = "ymh-form-profile-1"
MOST_COLUMNS = 100
LARGEST_FORM = 3 * 1024 * 1024  # bytes of a blank form
LONGEST, LONGEST_NAME = 200, 60
_INDEX = "form-profiles"
_PREFIX = "form-profile."


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of the form. `field_id` None: left empty, or filled with `fixed`.

    `words` says which of the form's words stands for which of ours, as (ours, theirs). `allowed` are the words that the
    form's own drop-down list offers, empty when it has none.
    """

    title: str
    field_id: str | None = None
    fixed: str = ""
    words: tuple[tuple[str, str], ...] = ()
    allowed: tuple[str, ...] = ()

    def said(self, ours: str) -> str:
        """Our word in the form's own."""
        return dict(self.words).get(ours, ours)


@dataclass(frozen=True, slots=True)
class FormProfile:
    """A form. `first_row` is the first row to fill, counted from 1; `form` the blank workbook, empty for a plain list.

    `built_in` ones come with the program and cannot be changed.
    """

    id: str
    name: str
    kind: RowKind
    columns: tuple[FormColumn, ...]
    sheet: str = ""
    first_row: int = 2
    form: bytes = field(default=b"", repr=False)
    built_in: bool = False

    def with_column(self, at: int, column: FormColumn) -> "FormProfile":
        """With another column at this place, from 0."""
        return replace(self, columns=(*self.columns[:at], column, *self.columns[at + 1 :]))


class ProfileRefused(UserError):
    """A profile file that is not one, or not whole."""


def _plain_list(profile_id: str, name: str, kind: RowKind, fields: tuple[str, ...]) -> FormProfile:
    columns = tuple(FormColumn(field_of(kind, each).name, each) for each in fields)
    return FormProfile(profile_id, name, kind, columns, built_in=True)


BUILT_IN = (
    _plain_list(
        "plain-ledger",
        "普通风险台账（一行一条风险）",
        RowKind.RISK,
        (
            "number", "point-code", "point", "point-kind", "place", "hazard", "accident", "consequence", "method",
            "marks", "value", "level", "engineering", "management", "training", "ppe", "emergency", "tier",
            "department", "person", "phone", "frequency",
        ),
    ),
    _plain_list(
        "row-per-measure",
        "一条措施一行",
        RowKind.MEASURE,
        (
            "number", "point-code", "point", "level", "hazard", "accident", "measure-kind", "measure", "check",
            "standard", "frequency", "tier", "person", "phone",
        ),
    ),
)  # fmt: skip


def profiles(ports: Ports) -> tuple[FormProfile, ...]:
    """Those that come with the program, then the firm's own in the order in which they were made."""
    with ports.units.read() as uow:
        texts = [uow.setting(f"{_PREFIX}{each}") for each in _index(uow.setting(_INDEX))]
    return (*BUILT_IN, *(read_profile(text.encode()) for text in texts if text))


def profile(ports: Ports, profile_id: str) -> FormProfile:
    """The profile of this id; raises UserError when it is gone."""
    found = next((each for each in profiles(ports) if each.id == profile_id), None)
    if found is None:
        raise UserError("这张表已经删掉了。", "请刷新页面再看。")
    return found


def keep_profile(ports: Ports, kept: FormProfile) -> Changes:
    """Add it or put it in place of the one with its id; raises UserError for one that could not be read again."""
    name = checked_name(kept.name)
    _check(kept)
    with ports.units.write() as uow:
        known = _index(uow.setting(_INDEX))
        uow.set_setting(f"{_PREFIX}{kept.id}", write_profile(replace(kept, name=name)).decode())
        uow.set_setting(_INDEX, json.dumps([*known, kept.id] if kept.id not in known else known))
        uow.commit()
    return Changes()


def checked_name(words: str) -> str:
    """The name of a form; raises TextMissing or TextTooLong."""
    return required_text("表的名称", words, LONGEST_NAME)


def drop_profile(ports: Ports, profile_id: str) -> Changes:
    """Take one of the firm's own away."""
    with ports.units.write() as uow:
        known = [each for each in _index(uow.setting(_INDEX)) if each != profile_id]
        uow.set_setting(_INDEX, json.dumps(known))
        uow.set_setting(f"{_PREFIX}{profile_id}", "")
        uow.commit()
    return Changes()


def _index(text: str | None) -> list[str]:
    return [str(each) for each in json.loads(text)] if text else []


def write_profile(kept: FormProfile) -> bytes:
    """The profile as a file: JSON with the blank form inside. The same profile gives the same bytes."""
    said = {
        "format": FORMAT,
        "id": kept.id,
        "name": kept.name,
        "rows": kept.kind.value,
        "sheet": kept.sheet,
        "first_row": kept.first_row,
        "columns": [_column_said(each) for each in kept.columns],
        "form": base64.b64encode(kept.form).decode(),
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _column_said(column: FormColumn) -> dict[str, object]:
    return {
        "title": column.title,
        "field": column.field_id,
        "fixed": column.fixed,
        "words": [list(pair) for pair in column.words],
        "allowed": list(column.allowed),
    }


def read_profile(raw: bytes) -> FormProfile:
    """A profile from a file somebody else made; raises ProfileRefused, saying what is wrong."""
    if len(raw) > 2 * LARGEST_FORM:
        raise ProfileRefused("这个对照文件太大了。", "请让对方重新导出一份。")
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ProfileRefused("这不是表格对照文件。", "请选“导出对照”得到的文件。") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ProfileRefused("这不是表格对照文件，或者版本太新。", "请选“导出对照”得到的文件，或者先更新本程序。")
    try:
        return _profile(said)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ProfileRefused("对照文件不完整。", "请让对方重新导出一份。") from error


def _profile(said: dict[str, Any]) -> FormProfile:
    kind = RowKind(said["rows"])
    columns = tuple(_column(kind, each) for each in _list(said["columns"]))
    made = FormProfile(
        id=_line(said["id"]),
        name=_line(said["name"]),
        kind=kind,
        columns=columns,
        sheet=_line(said["sheet"]),
        first_row=int(said["first_row"]),
        form=base64.b64decode(_str(said["form"]), validate=True),
    )
    _check(made)
    return made


def _column(kind: RowKind, said: Any) -> FormColumn:
    field_id = said["field"]
    if field_id is not None:
        field_of(kind, field_id)
    return FormColumn(
        title=_line(said["title"]),
        field_id=field_id,
        fixed=_line(said["fixed"]),
        words=tuple((_line(ours), _line(theirs)) for ours, theirs in _list(said["words"])),
        allowed=tuple(_line(each) for each in _list(said["allowed"])),
    )


def _check(kept: FormProfile) -> None:
    if not 1 <= len(kept.columns) <= MOST_COLUMNS:
        raise ProfileRefused(f"这张表有 {len(kept.columns)} 列。", f"请用有 1 到 {MOST_COLUMNS} 列的表。")
    if not 1 <= kept.first_row <= 1000:
        raise ProfileRefused(f"从第 {kept.first_row} 行开始填不对。", "请填 1 到 1000 之间的数。")
    if len(kept.form) > LARGEST_FORM:
        raise ProfileRefused("这张空白表太大了。", "请删掉里面的图片和已填的内容，另存一份再用。")
    for each in kept.columns:
        for words in (each.fixed, *(theirs for _, theirs in each.words)):
            optional_text("填的词", words, LONGEST)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > 10 * MOST_COLUMNS:
        raise ValueError("not a short list")
    return value


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    value.encode()  # raises ValueError for half of a character, which no file could keep
    return value


def _line(value: Any) -> str:
    if len(_str(value)) > LONGEST:
        raise ValueError("too long")
    return str(value)


def unmapped(kept: FormProfile, said: dict[str, set[str]]) -> tuple[tuple[int, str], ...]:
    """(column, our word) for every word of ours that the form does not know, given what each field says at present.

    Only columns count whose words are translated or whose form offers a list: others take any text.
    """
    found = []
    for at, column in enumerate(kept.columns):
        if column.field_id is None or not (column.words or column.allowed):
            continue
        known = {ours for ours, _ in column.words} | set(column.allowed)
        found += [(at, ours) for ours in sorted(said.get(column.field_id, set())) if ours and ours not in known]
    return tuple(found)


def kinds() -> tuple[tuple[RowKind, str], ...]:
    """What a row may be, for a choice."""
    return tuple((kind, label(kind)) for kind in FIELDS)
