"""Papers bound into one file: cover, table of contents, running page numbers, bookmarks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Heading, Sheet, day, fit_lines, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, INK, MM, RULE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.binder import Binder

Draw = Callable[[Any, Press, Progress | None], bytes]
_CONTENTS = "目录"
_PART, _PAPER = -2, -1  # how far above their chapters they stand in the side bar


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the table of contents. `place` empty: a paper that is not there."""

    text: str
    remark: str = ""
    place: str = ""
    page: int = 0
    section: bool = False


def render(report: Binder, press: Press, progress: Progress | None, draw: Callable[[object], Draw]) -> bytes:
    """The binder; `draw` finds what draws a paper. The first page after the contents is number 1."""
    with DRAWING:
        pen = press.pen(A4, f"{report.title} {report.enterprise}", report.enterprise)
        pen.begin_binder()
        bound = replace(press, binder=pen)
        entries: list[_Entry] = []
        done, total = 0, sum(len(part.papers) for part in report.parts)
        for part in report.parts:
            entries.append(_Entry(part.title, section=True))
            for number, paper in enumerate(part.papers):
                pen.begin_paper(A4)
                if number == 0:
                    pen.bookmark(part.title, _PART)
                place = pen.bookmark(paper.name, _PAPER)
                entries.append(_Entry(paper.name, paper.remark, place, pen.pages_done + 1))
                draw(paper.report)(paper.report, bound, None)
                done += 1
                tell(progress, done, total)
            entries += [_Entry(name, why) for name, why in part.missing]
        pen.begin_front(A4)
        _cover(pen, report, pen.pages_done)
        pen.next_page()
        _contents(pen, report, entries)
        return pen.end_binder()


def _cover(pen: Pen, report: Binder, pages: int) -> None:
    if report.draft:
        pen.watermark(report.draft)
    middle, bold = pen.width / 2, pen.fonts.bold
    margin = 14 * MM
    pen.rectangle(margin, margin, pen.width - 2 * margin, pen.height - 2 * margin, stroke=INK, line=1.6)
    pen.rectangle(
        margin + 1.6 * MM,
        margin + 1.6 * MM,
        pen.width - 2 * margin - 3.2 * MM,
        pen.height - 2 * margin - 3.2 * MM,
        stroke=INK,
    )
    width, y = pen.width - 60 * MM, pen.height * 0.78
    pen.box = (30 * MM, 20 * MM, pen.width - 30 * MM, pen.height - 20 * MM)
    for text, largest, after in ((report.enterprise, 24, 14 * MM), (report.title, 40, 4 * MM)):
        size, lines = fit_lines(bold, text, width, largest, 14, 2)
        y = pen.lines(middle, y, lines, size, bold=True, align=0.5, leading=1.35) - after
    if report.note:
        size, lines = fit_lines(pen.fonts.regular, report.note, width, 13, 8, 2)
        y = pen.lines(middle, y, lines, size, align=0.5, leading=1.4, colour=FAINT)
    y = min(y - 20 * MM, pen.height * 0.46)
    facts = (*report.facts, ("整理日期", day(report.made_on)), ("页　　数", f"共 {pages} 页（目录另计）"))
    for name, value in facts:
        pen.text(middle - 26 * MM, y, name, 12.5, align=1, colour=FAINT)
        size, lines = fit_lines(pen.fonts.regular, value or "＿＿＿＿＿＿＿＿", 82 * MM, 12.5, 8, 2)
        y = pen.lines(middle - 21 * MM, y + 0.95 * size, lines, size, leading=1.25) - 6 * MM - 0.3 * size
    pen.box = (0, 0, pen.width, pen.height)


def _contents(pen: Pen, report: Binder, entries: list[_Entry]) -> None:
    sheet = _Plain(pen, Heading(report.enterprise, _CONTENTS, draft=report.draft), margin=18 * MM)
    regular, bold = pen.fonts.regular, pen.fonts.bold
    for place, entry in enumerate(entries):
        if entry.section:
            following = place + 1 < len(entries) and not entries[place + 1].section
            if not following:
                continue
            sheet.space(2.5 * MM)
            sheet.need(18 * MM)
            sheet.y = pen.lines(sheet.left, sheet.y, (entry.text,), 12, bold=True, leading=1.6)
            continue
        height = 6.3 * MM
        sheet.need(height)
        base = sheet.y - height + 2 * MM
        number = str(entry.page) if entry.place else "—"
        pen.text(sheet.right, base, number, 10.5, align=1, bold=bool(entry.place))
        size, lines = fit_lines(regular, entry.text, sheet.width * 0.62, 10.5, 7, 1)
        pen.text(sheet.left + 6 * MM, base, lines[0], size, colour=INK if entry.place else FAINT)
        start = sheet.left + 8 * MM + regular.width(lines[0], size)
        if entry.remark:
            room = sheet.right - 12 * MM - start
            small, words = fit_lines(regular, f"（{entry.remark}）", room, 8.5, 6, 1)
            pen.text(start, base, words[0], small, colour=FAINT)
            start += regular.width(words[0], small) + 1 * MM
        end = sheet.right - bold.width(number, 10.5) - 2 * MM
        if end > start:
            pen.write(f"q {RULE.stroke} 0.6 w [0.6 2.4] 0 d {start:.2f} {base:.2f} m {end:.2f} {base:.2f} l S Q")
        if entry.place:
            pen.link((sheet.left, sheet.y - height, sheet.right, sheet.y), entry.place)
        sheet.y -= height


class _Plain(Sheet):
    """The contents carry no page numbers: the papers begin with 1."""

    def _draw_foot(self, page: int, pages: int) -> None:
        """Nothing."""
