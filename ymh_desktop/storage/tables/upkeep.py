"""Settings and counters: not records, so not audited."""

from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, table_of


class SettingRow(NamedTuple):
    """A setting of this enterprise."""

    key: Annotated[str, Key()]
    value: str


SETTING = table_of("setting", SettingRow)


class NumberRow(NamedTuple):
    """The last number given out in a series."""

    series: Annotated[str, Key()]
    last: int


NUMBER_SERIES = table_of("number_series", NumberRow)
