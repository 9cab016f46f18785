"""Everything that stands on the page 上报镇里, with what the town will see before anything is signed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ymh_desktop.domain.danger_figures import period_figures
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.submissions import Submission
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.exchange.demands import open_orders
from ymh_desktop.services.ports import KeyInfo, Ports
from ymh_desktop.services.precheck import Finding, precheck
from ymh_desktop.services.reporting.data import Choice, chosen_dangers, chosen_photos, chosen_risks, period_told
from ymh_desktop.services.reporting.keys import key_in_use
from ymh_desktop.services.reporting.periods import offered_periods, usual_period
from ymh_desktop.services.reporting.terms import LAST_FOLDER, largest_of, reader_of


@dataclass(frozen=True, slots=True)
class Outlook:
    """镇里将看到的内容: counts and names before signing.

    `facts` are what is told about the enterprise itself. `people` are all whose name goes along, with the phone where
    that goes along too.
    """

    enterprise: str
    credit_code: str
    recipient: str
    period: ReportPeriod
    major_risks: int
    all_risks: int | None
    major_dangers: int
    general_dangers: int | None
    people: tuple[str, ...]
    totals: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    orders: int | None = None  # papers of the department whose answers go along; None: not ticked
    photos: int | None = None  # None: not ticked
    reader: str = ""  # the only one who can read the file; empty: whoever has it


@dataclass(frozen=True, slots=True)
class ReportingDesk:
    """Everything that stands on the page 上报镇里: newest submission first, the key None before the first export.

    `key_trouble` says why the key cannot be read; empty when it can, or when there is none. `largest` are the megabytes
    that one file may have, None: no limit. `reader` names who could be the only one to read the file; empty: nobody's
    certificate is there. `periods` are those to choose from, with what each is called.
    """

    outlook: Outlook
    findings: tuple[Finding, ...]
    submissions: tuple[Submission, ...]
    key: KeyInfo | None
    key_trouble: str
    folder: Path | None  # where the last export went
    largest: Decimal | None = None
    reader: str = ""
    periods: tuple[tuple[ReportPeriod, str], ...] = ()


def reporting_desk(ports: Ports, choice: Choice) -> ReportingDesk:
    """Read it all; raises NoEnterprise."""
    book = open_book(ports)
    with ports.units.read() as uow:
        submissions, folder, largest = uow.submissions.all(), uow.setting(LAST_FOLDER), largest_of(uow)
    newest_first = tuple(sorted(submissions, key=lambda s: -s.sequence))
    key, trouble = key_in_use(ports)
    return ReportingDesk(
        _outlook(ports, book, choice),
        precheck(ports, book),
        newest_first,
        key,
        trouble,
        Path(folder) if folder else None,
        largest,
        _reader_name(ports),
        _periods(ports),
    )


def _periods(ports: Ports) -> tuple[tuple[ReportPeriod, str], ...]:
    with ports.units.read() as uow:
        return offered_periods(ports.clock.today(), usual_period(ports, uow))


def _reader_name(ports: Ports) -> str:
    with ports.units.read() as uow:
        reader = reader_of(ports, uow)
    return reader.name if reader else ""


def outlook(ports: Ports, choice: Choice) -> Outlook:
    """What the town will see with this choice; raises NoEnterprise."""
    return _outlook(ports, open_book(ports), choice)


def _outlook(ports: Ports, book: Book, choice: Choice) -> Outlook:
    risks, dangers, period = chosen_risks(book, choice), chosen_dangers(book, choice), period_told(ports, choice)
    return Outlook(
        book.enterprise.name,
        book.enterprise.credit_code or "",
        book.enterprise.recipient,
        period,
        sum(1 for h in book.hazards if h.level is RiskLevel.MAJOR),
        len(book.hazards) if choice.full_register else None,
        sum(1 for d in book.dangers if d.level is DangerLevel.MAJOR),
        sum(1 for d in book.dangers if d.level is DangerLevel.GENERAL) if choice.general_dangers else None,
        _people_told(book, risks, dangers),
        tuple((name, str(value)) for name, value in _total_words(book, period, ports.clock.today())),
        _facts_told(ports, book),
        _orders_told(ports) if choice.supervision_answers else None,
        len(chosen_photos(book, choice)) if choice.photos else None,
        _reader_name(ports) if choice.sealed else "",
    )


def _orders_told(ports: Ports) -> int:
    with ports.units.read() as uow:
        return len(open_orders(uow))


def _facts_told(ports: Ports, book: Book) -> tuple[tuple[str, str], ...]:
    enterprise = book.enterprise
    trade = next((h.name for h in ports.library.trade_headers() if h.id == enterprise.trade_id), "")
    facts = (
        ("行业", trade),
        ("地址", enterprise.address),
        ("人数", str(enterprise.headcount or "")),
        ("值班电话", enterprise.report_phone),
        ("分级方法", ports.codes.profile(enterprise.profile_id).name),
    )
    return tuple((name, value) for name, value in facts if value)


def masked(phone: str) -> str:
    """138****0001: on screen the middle is hidden; the file holds the whole number of those responsible."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else phone


def _people_told(book: Book, risks: tuple[Hazard, ...], dangers: tuple[HiddenDanger, ...]) -> tuple[str, ...]:
    """Everybody whom the package names: with the phone the leaders and who answers for a risk, the others without."""
    with_phone = [book.people.get(i or "") for i in (book.enterprise.principal_id, book.enterprise.officer_id)]
    names = [book.person_name(danger.responsible_id) for danger in dangers]
    for hazard in risks:
        tiers = [tier for tier in book.enterprise.tiers.existing if tier <= book.tier_of(hazard)]
        with_phone += [book.responsible(hazard, tier) for tier in reversed(tiers)]
        names += [book.person_name(measure.person_id) for measure in hazard.measures_in(MeasureState.PLANNED)]
    if risks and book.run:
        names += [name for _, name in book.run.participants]
    known = list(dict.fromkeys(person for person in with_phone if person))
    told = {person.name for person in known}
    others = dict.fromkeys(name for name in names if name and name not in told)
    return (*(f"{person.name} {masked(person.phone)}".strip() for person in known), *others)


def _total_words(book: Book, period: ReportPeriod, today: date) -> list[tuple[str, int]]:
    words = [(label(level), count) for level, count in book.counts()]
    measures = [measure for hazard in book.hazards for measure in hazard.measures]
    words.append(("风险点", len(book.points)))
    words.append(("岗位", len(book.posts)))
    words.append(("已落实措施", sum(1 for m in measures if m.in_force)))
    words.append(("计划新增措施", sum(1 for m in measures if m.state is MeasureState.PLANNED)))
    words.append(("失效措施", sum(1 for m in measures if m.failed)))
    figures = period_figures(book.dangers, period, today)
    words.append(("这段时间登记的隐患", figures.found))
    words.append(("其中销号", figures.closed))
    words.append(("还没销号的隐患", figures.open))
    words.append(("超期的隐患", figures.overdue))
    return words
