"""The days on which this enterprise works: weekly rest days, public holidays, and what differs."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.workdays import SpecialDays, WorkCalendar
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork

_REST, _HOLIDAYS = "checks.rest_weekdays", "checks.keeps_holidays"


@dataclass(frozen=True, slots=True)
class DaysSetting:
    """What the settings page shows. `rest_weekdays` are 0 (Monday) to 6; `known_until` is the last year with holidays.

    `arranged_until` is the last year whose official arrangement is in; a later one has the statutory days only.
    """

    rest_weekdays: tuple[int, ...]
    keeps_holidays: bool
    special: tuple[SpecialDays, ...]
    known_until: int
    arranged_until: int


def days_setting(ports: Ports) -> DaysSetting:
    """The working days as they were set; nothing is assumed to be a rest day before somebody says so."""
    years = ports.codes.holiday_years
    with ports.units.read() as uow:
        return DaysSetting(
            _rest_weekdays(uow),
            uow.setting(_HOLIDAYS) != "no",
            uow.special_days.all(),
            max((year.year for year in years), default=0),
            max((year.year for year in years if year.arranged), default=0),
        )


def work_calendar(ports: Ports, uow: UnitOfWork) -> WorkCalendar:
    """The calendar that due days are computed with."""
    years = ports.codes.holiday_years
    return WorkCalendar(
        rest_weekdays=_rest_weekdays(uow),
        holidays=tuple(holiday for year in years for holiday in year.holidays),
        make_up=tuple(day for year in years for day in year.make_up),
        special=uow.special_days.all(),
        keeps_holidays=uow.setting(_HOLIDAYS) != "no",
    )


def _rest_weekdays(uow: UnitOfWork) -> tuple[int, ...]:
    said = uow.setting(_REST) or ""
    return tuple(int(number) for number in said.split(",") if number)


def set_rest_weekdays(ports: Ports, weekdays: tuple[int, ...]) -> Changes:
    """The weekly rest days, 0 (Monday) to 6; raises UserError when no working day is left."""
    wanted = tuple(sorted({day for day in weekdays if 0 <= day <= 6}))
    if len(wanted) == 7:
        raise UserError("一周七天都休息，就没有一天要检查了。", "请至少留一天上班；停产请填停工日期。")
    with ports.units.write() as uow:
        uow.set_setting(_REST, ",".join(map(str, wanted)))
        return uow.commit()


def keep_holidays(ports: Ports, keeps: bool) -> Changes:
    """Whether public holidays are closed days."""
    with ports.units.write() as uow:
        uow.set_setting(_HOLIDAYS, "yes" if keeps else "no")
        return uow.commit()


def add_special_days(
    ports: Ports, first: date, last: date, *, closed: bool = True, reason: str = ""
) -> tuple[SpecialDays, Changes]:
    """Closed days (停工、放假), or days worked although usually closed; raises WrongDays."""
    days = SpecialDays(ports.new_id(), first, last, closed, optional_text("原因", reason, 30)).checked()
    with ports.units.write() as uow:
        uow.special_days.save(days)
        return days, uow.commit()


def remove_special_days(ports: Ports, days_id: str) -> Changes:
    """They are like any other days again."""
    with ports.units.write() as uow:
        uow.special_days.remove(days_id)
        return uow.commit()
