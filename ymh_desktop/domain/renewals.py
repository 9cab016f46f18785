"""到期提醒: what must be renewed, inspected or done again by a day: certificates, extinguishers, drills, contracts."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import not_far_off, not_to_come
from ymh_desktop.domain.words import labelled

REMIND_BEFORE = 30  # days; customary, where the kind says nothing else
MOST_MONTHS = 240
MOST_AHEAD = timedelta(days=MOST_MONTHS * 31)
SPECIAL_CERTIFICATE, DRILL = "special-certificate", "drill"  # kinds of resources/training/renewals.yaml


class DueState(Enum):
    """How a day stands to today."""

    OVERDUE = "overdue"
    SOON = "soon"
    IN_TIME = "in_time"
    ENDED = "ended"


labelled(DueState, {"OVERDUE": "过期", "SOON": "快到期", "IN_TIME": "没到期", "ENDED": "不用再管"})


@dataclass(frozen=True, slots=True)
class RenewalRound:
    """It was renewed: on which day, which day held before and which holds since, with what as proof."""

    done_on: date
    due_before: date
    due_after: date
    by_id: str | None = None
    note: str = ""
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """One thing with a day. `kind` names a preset of resources/renewals, `other` is the user's own.

    `person_id` is whose certificate it is, or who takes care. `number` is that of the certificate, machine or contract;
    `issuer` who gave it. `every_months` None: the next day is typed each time. `photos` show the paper as it is now.
    One that is no longer needed keeps its reason in `ended`.
    """

    id: str
    kind: str
    title: str
    due_on: date
    every_months: int | None = None
    person_id: str | None = None
    number: str = ""
    issuer: str = ""
    place: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    rounds: tuple[RenewalRound, ...] = ()
    ended: str = ""

    def state(self, today: date, remind_days: int = REMIND_BEFORE) -> DueState:
        """As of that day. The day itself still counts."""
        if self.ended:
            return DueState.ENDED
        if self.due_on < today:
            return DueState.OVERDUE
        return DueState.SOON if self.due_on <= today + timedelta(days=remind_days) else DueState.IN_TIME

    def checked(self) -> "Renewal":
        """The same with trimmed texts; raises UserError."""
        if self.every_months is not None and not 1 <= self.every_months <= MOST_MONTHS:
            raise UserError(f"每 {self.every_months} 个月一次不对。", f"请填 1 到 {MOST_MONTHS} 之间的整数，或者空着。")
        return replace(
            self,
            title=required_text("是什么", self.title, 60),
            number=optional_text("证号或编号", self.number, 60),
            issuer=optional_text("发证或检验单位", self.issuer, 60),
            place=optional_text("在哪里", self.place, 40),
            note=optional_text("说明", self.note, 200),
        )

    def next_due(self, done_on: date) -> date | None:
        """The customary next day after it was done on that day; None when the interval is not known."""
        return None if self.every_months is None else months_after(done_on, self.every_months)

    def renewed(
        self,
        done_on: date,
        today: date,
        *,
        next_due: date | None = None,
        by_id: str | None = None,
        note: str = "",
        photo: str | None = None,
    ) -> "Renewal":
        """Done; the next day is the one given, else counted from the interval. Raises UserError."""
        if self.ended:
            raise UserError(f"“{self.title}”已经标记为不用再管。", "还要管的，请另加一条。")
        not_to_come("办理日期", done_on, today)
        due = next_due or self.next_due(done_on)
        if due is None:
            raise UserError("还没有填下次到期的日期。", "请照着新证、新合同或报告上的日期填。")
        if due <= done_on:
            raise UserError(f"下次到期 {due} 不比办理日期 {done_on} 晚。", "请再看一下证件上的日期。")
        checked_due("下次到期", due, today)
        done = RenewalRound(done_on, self.due_on, due, by_id, optional_text("说明", note, 200), photo)
        photos = (*self.photos, photo) if photo and photo not in self.photos else self.photos
        return replace(self, due_on=due, rounds=(*self.rounds, done), photos=photos)

    def given_up(self, why: str) -> "Renewal":
        """No longer needed: the machine is gone, the person left; raises UserError without a reason."""
        return replace(self, ended=required_text("不用再管的原因", why, 100))


def checked_due(what: str, day: date, today: date) -> date:
    """The day again; raises UserError for one that no paper bears. One gone by may be true: it ran out."""
    return not_far_off(what, day, today, MOST_AHEAD, "请对照证件、合同或报告上的日期。")


def months_after(day: date, months: int) -> date:
    """So many months later; the last day of a shorter month where the day does not exist."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
