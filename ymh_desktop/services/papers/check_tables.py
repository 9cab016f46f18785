"""安全检查表 per post, team, department and company: every measure in force becomes something to look at.

A post's shift table is one page of at most 12 lines: only what can go wrong within a shift.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, worst_first
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.check_table import (
    MOST_MONTH_ROWS,
    CheckRow,
    CheckTable,
    CheckTables,
    SheetForm,
)
from ymh_desktop.services.reports.paper import Signature

_WITHIN_A_SHIFT = (Frequency.SHIFT, Frequency.DAY, Frequency.OCCASION)
_TIER_TITLES = {
    ControlTier.TEAM: "班组安全检查表",
    ControlTier.DEPARTMENT: "部门安全检查表",
    ControlTier.COMPANY: "公司安全检查表",
}


class NoChecks(UserError):
    """Nothing to look at yet."""

    def __init__(self) -> None:
        super().__init__("还没有可以检查的内容。", "请先做完“风险辨识”的现场问答。")


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    hazard: Hazard
    frequency: Frequency


def check_tables(ports: Ports, book: Book) -> CheckTables:
    """All tables: one per post, then one per team, department and company round; raises NoChecks when all are empty.

    A tier that the enterprise does not have keeps its round: it goes to a named person at the next tier up.
    """
    codes = item_codes(book)
    tables = [*_post_tables(ports, book, codes)]
    for tier in (ControlTier.TEAM, ControlTier.DEPARTMENT, ControlTier.COMPANY):
        tables += _round_tables(ports, book, codes, tier)
    if not tables:
        raise NoChecks
    return CheckTables(tuple(tables))


def item_codes(book: Book) -> dict[str, str]:
    """Hazard id → the number of its check item: S-0003-02. Stable while hazards are only added."""
    codes: dict[str, str] = {}
    for point in book.points:
        hazards = sorted((h for h in book.hazards_of[point.id] if h.check), key=lambda h: h.id)
        codes |= {hazard.id: f"{point.code}-{number:02d}" for number, hazard in enumerate(hazards, start=1)}
    return codes


def _post_tables(ports: Ports, book: Book, codes: dict[str, str]) -> list[CheckTable]:
    tables = []
    for post in book.posts:
        lines = _lines(book.hazards_at_post(post), ControlTier.POST, codes)
        lines = [line for line in lines if line.frequency in _WITHIN_A_SHIFT][:MOST_MONTH_ROWS]
        if lines:
            title, where = f"{post.name}点检表", post.place or post.name
            person = book.person_name(post.head_id)
            number = f"D-{post.code[2:]}"
            period = "每班一格，打勾签名"
            tables.append(
                _table(ports, book, ControlTier.POST, title, where, period, number, lines, SheetForm.MONTH, person)
            )
    return tables


def _round_tables(ports: Ports, book: Book, codes: dict[str, str], tier: ControlTier) -> list[CheckTable]:
    """One table for the whole enterprise and tier; grouped by frequency, so that a sheet is one round."""
    lines = _lines(tuple(sorted(book.hazards, key=worst_first)), tier, codes)
    order = {point.id: n for n, point in enumerate(book.points)}
    tables = []
    for frequency in Frequency:
        chosen = [line for line in lines if line.frequency is frequency]
        if not chosen:
            continue
        chosen.sort(key=lambda line: (order[line.hazard.risk_point_id], line.code))
        holder = book.enterprise.tiers.holder(tier)
        person = _round_person(book, holder)
        title = _TIER_TITLES[tier]
        number = f"{'BDG'[tier - 2]}-{frequency.value[:1].upper()}"
        period = label(frequency)
        if holder is not tier:
            period = f"{period}（没有这一级，由{label(holder)[:-1]}指定 {person or '专人'} 检查）"
        tables.append(_table(ports, book, tier, title, "全厂", period, number, chosen, SheetForm.SINGLE, person))
    return tables


def _round_person(book: Book, holder: ControlTier) -> str:
    enterprise = book.enterprise
    heads = [d.head_id for d in book.departments.values() if d.head_id]
    if holder is ControlTier.COMPANY:
        return book.person_name(enterprise.officer_id or enterprise.principal_id)
    return book.person_name(heads[0] if heads else enterprise.officer_id)


def _lines(hazards: Sequence[Hazard], tier: ControlTier, codes: dict[str, str]) -> list[_Line]:
    found: dict[str, _Line] = {}
    for hazard in hazards:
        frequency = hazard.check.frequency(tier) if hazard.check else None
        if hazard.check is not None and frequency is not None:
            key = f"{hazard.check.what}|{hazard.check.standard}|{hazard.risk_point_id}"
            found.setdefault(key, _Line(codes[hazard.id], hazard, frequency))
    return list(found.values())


def _table(
    ports: Ports,
    book: Book,
    tier: ControlTier,
    title: str,
    where: str,
    period: str,
    number: str,
    lines: Sequence[_Line],
    form: SheetForm,
    person: str,
) -> CheckTable:
    today = ports.clock.today()
    rows = tuple(_row(book, n, line, form) for n, line in enumerate(lines, start=1))
    return CheckTable(
        enterprise=book.enterprise.name,
        tier=tier,
        title=title,
        where=where,
        period=period,
        sheet_number=f"{number}-{today:%Y%m}",
        rows=rows,
        version=f"{today:%Y%m%d}",
        made_on=today,
        form=form,
        signatures=(Signature("检查人"), Signature("负责人", person)),
        how_back="发现“×”：当场能改的马上改；改不了的当天报安全员，登记成隐患。",
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _row(book: Book, number: int, line: _Line, form: SheetForm) -> CheckRow:
    check = line.hazard.check
    assert check is not None
    what = check.what
    if form is SheetForm.SINGLE:
        point = book.point[line.hazard.risk_point_id]
        what = check.what if point.name in check.what else f"{point.name}：{check.what}"
    basis = line.hazard.basis[0] if line.hazard.basis else ""
    return CheckRow(number, line.code, what, check.standard, check.method, basis)
