"""What the town looks at: 一企一档 with its history, overdue major hidden dangers, and one Excel for 镇安委办."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.town import (
    MAJOR,
    Coverage,
    OrderState,
    PackageState,
    TownChange,
    TownFirm,
    TownKey,
    TownOrder,
    TownPackage,
    TownRecord,
    coverage_of,
)
from ymh_desktop.services.town.letters import firm_named
from ymh_desktop.services.town.ports import TownBook, TownPorts

_NO_VILLAGE, _NO_INDUSTRY = "没有填村", "没有填行业"


@dataclass(frozen=True, slots=True)
class FirmFile:
    """一企一档: who it is, its keys, every package with what it changed, what was ordered, what is told now."""

    firm: TownFirm
    keys: tuple[TownKey, ...]
    packages: tuple[tuple[TownPackage, tuple[TownChange, ...]], ...]
    orders: tuple[TownOrder, ...]
    records: tuple[TownRecord, ...]
    overdue: tuple[TownRecord, ...]


def firm_file(ports: TownPorts, uscc: str) -> FirmFile:
    """The file of one enterprise, newest package first; raises UserError."""
    today = ports.clock.today()
    with ports.store.read() as book:
        firm = firm_named(book, uscc)
        packages = tuple(reversed(book.packages(firm.uscc)))
        records = book.records(firm.uscc)
        late = tuple(r for r in records if r.level == MAJOR and r.overdue(today))
        return FirmFile(
            replace(firm, majors_overdue=len(late)),
            tuple(key for key in book.enrolled() if key.uscc == firm.uscc),
            tuple((package, book.changes(package.id)) for package in packages),
            book.orders(firm.uscc),
            records,
            late,
        )


def firms_now(book: TownBook, today: date) -> tuple[TownFirm, ...]:
    """Every enterprise, with what is overdue today and not on the day when its report came."""
    late = Counter(record.uscc for record in book.records() if record.level == MAJOR and record.overdue(today))
    return tuple(replace(firm, majors_overdue=late[firm.uscc]) for firm in book.firms())


@dataclass(frozen=True, slots=True)
class Overdue:
    """A major hidden danger past its day."""

    firm: TownFirm
    record: TownRecord
    days: int


def overdue_majors(ports: TownPorts) -> tuple[Overdue, ...]:
    """Every one of the town, the longest first."""
    today = ports.clock.today()
    with ports.store.read() as book:
        firms = {firm.uscc: firm for firm in book.firms()}
        found = [
            Overdue(firms[r.uscc], r, (today - r.deadline).days)
            for r in book.records()
            if r.level == MAJOR and r.overdue(today) and r.deadline is not None
        ]
    return tuple(sorted(found, key=lambda each: -each.days))


@dataclass(frozen=True, slots=True)
class TownReport:
    """安委办总表: everything that the Excel says."""

    office: str
    made_on: date
    whole: Coverage
    by_industry: tuple[Coverage, ...]
    by_village: tuple[Coverage, ...]
    firms: tuple[TownFirm, ...]
    not_reported: tuple[TownFirm, ...]
    overdue: tuple[Overdue, ...]
    orders: tuple[tuple[TownFirm, TownOrder], ...]
    unregistered: tuple[TownFirm, ...]  # reported, but not on the roster
    since: date | None = None  # only what came on that day or later counts as reported


def town_report(ports: TownPorts, since: date | None = None) -> TownReport:
    """The figures of the whole town as they stand; as reported counts what came `since` that day (None: ever)."""
    with ports.store.read() as book:
        office, firms, orders = book.office(), firms_now(book, ports.clock.today()), book.orders()
        sent_back = {each.id for each in book.packages() if each.state is PackageState.RETURNED}
    known = {firm.uscc: firm for firm in firms}
    returned = frozenset(firm.uscc for firm in firms if firm.package_id in sent_back)

    def grouped(name_of: Callable[[TownFirm], str]) -> tuple[Coverage, ...]:
        names = sorted({name_of(firm) for firm in firms})
        return tuple(
            coverage_of(
                name,
                (firm for firm in firms if name_of(firm) == name),
                (order for order in orders if name_of(known[order.uscc]) == name),
                since=since,
                returned=returned,
            )
            for name in names
        )

    return TownReport(
        office=office.name,
        made_on=ports.clock.today(),
        whole=coverage_of("全镇", firms, orders, since=since, returned=returned),
        by_industry=grouped(lambda firm: firm.industry or _NO_INDUSTRY),
        by_village=grouped(lambda firm: firm.village or _NO_VILLAGE),
        firms=tuple(firm for firm in firms if firm.reported),
        not_reported=tuple(firm for firm in firms if firm.on_roster and not firm.reported_since(since)),
        overdue=overdue_majors(ports),
        orders=tuple((known[order.uscc], order) for order in orders),
        unregistered=tuple(firm for firm in firms if firm.reported and not firm.on_roster),
        since=since,
    )


def open_orders(ports: TownPorts) -> tuple[tuple[TownFirm, TownOrder], ...]:
    """Orders that are not closed, overdue ones first."""
    today = ports.clock.today()
    with ports.store.read() as book:
        firms = {firm.uscc: firm for firm in book.firms()}
        found = [(firms[order.uscc], order) for order in book.orders() if order.state is not OrderState.CLOSED]
    return tuple(sorted(found, key=lambda pair: (not pair[1].overdue(today), pair[1].due or date.max)))
