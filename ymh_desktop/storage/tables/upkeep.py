"""Settings and counters: not records, so not audited."""

from sqlalchemy.orm import Mapped, mapped_column

from ymh_desktop.storage.tables.base import Base


class SettingRow(Base):
    """A setting of this enterprise."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class NumberRow(Base):
    """The last number given out in a series."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
