"""标志配置表 with the drawing of each sign, to take along when buying."""

from ymh_desktop.documents.fonts import DRAWING, Face
from ymh_desktop.documents.parts import Column, Heading, Sheet, Table, day, fit_lines
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, INK, MM, RULE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.sign_plan import SignPlace, SignPlan, SignTotal

TITLE = "安全标志配置表"
_COLUMNS = (
    Column("序号", 11, align=0.5),
    Column("装在哪里", 48, bold=True),
    Column("挂哪几种（先左后右）", 82),
    Column("块数", 13, align=0.5),
    Column("装好（日期、签名）", 32),
)
_TILE = 31 * MM
_PER_ROW = 6


def render(report: SignPlan, press: Press, progress: Progress | None = None) -> bytes:
    """First what to buy, with drawings, then where each hangs. Raises Cancelled when `progress` says so."""
    with DRAWING:
        pen = press.pen(A4, f"{TITLE} {report.enterprise}", report.enterprise)
        total = sum(item.count for item in report.totals)
        heading = Heading(
            report.enterprise,
            TITLE,
            number=f"{report.version}\n{day(report.made_on)}",
            facts=(f"共 {len(report.totals)} 种 {total} 块",),
            draft=report.draft,
            expert_pending=report.expert_pending,
        )
        sheet = Sheet(pen, heading, margin=13 * MM, foot=f"{report.enterprise}  {TITLE}  {report.version}")
        sheet.section("要买的（示意图）")
        _tiles(sheet, press, report.totals)
        sheet.section("装在哪里")
        table = Table(sheet, _COLUMNS, size=9)
        rows = [
            (str(n), f"{place.where}\n{place.code}", "、".join(place.signs), _count(place), "")
            for n, place in enumerate(report.places, 1)
        ]
        table.rows(rows, progress)
        table.close()
        if report.notes:
            sheet.section("说明")
            sheet.items(report.notes, 9.5)
        sheet.space(3 * MM)
        sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


def _count(place: SignPlace) -> str:
    """6, or 6 = 3 × 2 where several machines get the same."""
    return str(place.count) if place.each == 1 else f"{place.count}\n（每台{len(place.signs)}）"


def _name_lines(face: Face, name: str, width: float) -> tuple[float, tuple[str, ...]]:
    """One line of a readable size, or two."""
    size, lines = fit_lines(face, name, width, 10, 8, 1)
    if lines == (name,):
        return size, lines
    return fit_lines(face, name, width, 8, 5, 2)


def _tiles(sheet: Sheet, press: Press, totals: tuple[SignTotal, ...]) -> None:
    pen, each = sheet.pen, sheet.width / _PER_ROW
    for start in range(0, len(totals), _PER_ROW):
        sheet.need(_TILE + 1 * MM)
        for place, item in enumerate(totals[start : start + _PER_ROW]):
            left, bottom = sheet.left + place * each, sheet.y - _TILE
            pen.rectangle(left, bottom, each, _TILE, stroke=RULE)
            if item.sign_id:
                name = f"sign-{item.sign_id}"
                pen.define(name, press.signs.packed(item.sign_id), 100)
                pen.stamp(name, left + (each - 17 * MM) / 2, sheet.y - 18 * MM, 17 * MM / 100)
            pen.box = (left, bottom, left + each, sheet.y)
            size, lines = _name_lines(pen.fonts.bold, item.name, each - 3 * MM)
            for line, height in zip(lines, (7.6,) if len(lines) == 1 else (9, 6), strict=True):
                pen.text(left + each / 2, bottom + height * MM, line, size, bold=True, align=0.5, colour=INK)
            kind = f"{item.kind} {item.count} 块　{item.remark}".strip()
            size, lines = fit_lines(pen.fonts.regular, kind, each - 3 * MM, 8.5, 5, 1)
            pen.text(left + each / 2, bottom + 2.4 * MM, lines[0], size, align=0.5, colour=FAINT)
        pen.box = (0, 0, pen.width, pen.height)
        sheet.y -= _TILE
