"""应急处置卡: large type, numbered steps, the alarm numbers below."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import cut, day, fit_lines, fitting_size, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A2, A3, A4, A5, FAINT, INK, MM, PALE_RED, RED, WHITE, YELLOW
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.emergency import EmergencyBlock, EmergencyCard, EmergencyCards
from ymh_desktop.services.reports.paper import EXPERT_PENDING, PageSize

TITLE = "岗位应急处置卡"
_PAGES = {PageSize.A2: A2, PageSize.A3: A3, PageSize.A4: A4, PageSize.A5: A5}
_LEFT, _RIGHT, _BOTTOM, _TOP = 8 * MM, 202 * MM, 8 * MM, 289 * MM
_WIDTH = _RIGHT - _LEFT
_HEADER, _FIRST, _ALARM, _PEOPLE, _SMALL = 34 * MM, 20 * MM, 20 * MM, 30 * MM, 8 * MM
_SIZES = tuple(size / 2 for size in range(60, 13, -1))  # 30 to 7 points


def render(report: EmergencyCards, press: Press, progress: Progress | None = None) -> bytes:
    """One card a page. Raises Cancelled when `progress` says so."""
    with DRAWING:
        size = _PAGES[report.page_size]
        firm = report.cards[0].enterprise if report.cards else ""
        pen = press.pen(size, TITLE, firm)
        if not report.cards:
            pen.text(size[0] / 2, size[1] / 2, "没有要打印的应急处置卡", 16, align=0.5)
        for done, card in enumerate(report.cards, 1):
            pen.scale(size[0] / A4[0])
            _draw(pen, card)
            pen.let_go()
            tell(progress, done, len(report.cards))
        return pen.finish()


def _draw(pen: Pen, card: EmergencyCard) -> None:
    y = _first(pen, card, _header(pen, card))
    foot = _BOTTOM + _SMALL + _PEOPLE + _ALARM
    _blocks(pen, card, y, foot)
    _alarm(pen, foot)
    _people(pen, card, foot - _ALARM)
    pen.box = (_LEFT, _BOTTOM, _RIGHT, _BOTTOM + _SMALL)
    small = f"{card.more}　" if card.more else ""
    small += f"{card.enterprise}　岗位号 {card.post_code}　版本 {card.version}　制卡 {day(card.made_on)}"
    size, lines = fit_lines(pen.fonts.regular, small, _WIDTH - 8 * MM, 9.5, 5, 1)
    pen.text(_LEFT + 4 * MM, _BOTTOM + 2.6 * MM, lines[0], size, colour=FAINT)
    pen.rectangle(_LEFT, _BOTTOM, _WIDTH, _TOP - _BOTTOM, stroke=RED, line=3)
    if card.draft:
        width, height = pen.width, pen.height
        pen.width, pen.height = A4
        pen.watermark(card.draft)
        pen.width, pen.height = width, height


def _header(pen: Pen, card: EmergencyCard) -> float:
    bottom = _TOP - _HEADER
    pen.rectangle(_LEFT, bottom, _WIDTH, _HEADER, fill=RED)
    pen.box = (_LEFT, bottom, _RIGHT, _TOP)
    title = f"{TITLE}　{EXPERT_PENDING}" if card.expert_pending else TITLE
    pen.text(_LEFT + 5 * MM, _TOP - 9.5 * MM, title, 19, bold=True, colour=WHITE)
    name = f"{card.post}（{card.place}）" if card.place and card.place not in card.post else card.post
    size = fitting_size(pen.fonts.bold, name, _WIDTH - 10 * MM, 46, 24)
    size, lines = fit_lines(pen.fonts.bold, name, _WIDTH - 10 * MM, size, 10, 1 if size > 24 else 2)
    middle = bottom + 11.5 * MM
    top = middle + len(lines) * size * 1.1 / 2
    pen.lines(_LEFT + 5 * MM, top, lines, size, bold=True, colour=WHITE, leading=1.1)
    return bottom


def _first(pen: Pen, card: EmergencyCard, top: float) -> float:
    bottom = top - _FIRST
    pen.rectangle(_LEFT, bottom, _WIDTH, _FIRST, fill=INK)
    pen.box = (_LEFT, bottom, _RIGHT, top)
    words = f"先做这个：{card.stop_first}"
    size, lines = fit_lines(pen.fonts.bold, words, _WIDTH - 10 * MM, 22, 8, 1)
    if size < 15:
        size, lines = fit_lines(pen.fonts.bold, words, _WIDTH - 10 * MM, 15, 8, 2)
    start = top - (_FIRST - len(lines) * size * 1.2) / 2
    pen.lines(_LEFT + 5 * MM, start, lines, size, bold=True, colour=YELLOW, leading=1.2)
    return bottom


def _blocks(pen: Pen, card: EmergencyCard, top: float, bottom: float) -> None:
    if not card.blocks:
        pen.box = (_LEFT, bottom, _RIGHT, top)
        pen.text(
            (_LEFT + _RIGHT) / 2, (top + bottom) / 2, "这个岗位还没有填写应急处置步骤", 15, colour=FAINT, align=0.5
        )
        return
    size = next((s for s in _SIZES if sum(_height(pen, b, s) for b in card.blocks) <= top - bottom), _SIZES[-1])
    heights = [_height(pen, block, size) for block in card.blocks]
    spare = top - bottom - sum(heights)
    if spare < 0:
        heights = [height * (top - bottom) / sum(heights) for height in heights]
    else:
        heights = [height + spare / len(heights) for height in heights]
    for place, (block, height) in enumerate(zip(card.blocks, heights, strict=True)):
        _block(pen, block, top, height, size, shaded=place % 2 == 0)
        top -= height
        pen.line(_LEFT, top, _RIGHT, top, width=1, colour=RED)


def _inner(size: float) -> float:
    return _WIDTH - 10 * MM - 1.4 * size


def _height(pen: Pen, block: EmergencyBlock, size: float) -> float:
    lines = sum(pen.fonts.bold.count(step, size, _inner(size)) for step in block.steps)
    return lines * size * 1.28 + len(block.steps) * size * 0.3 + _head(size) + 4 * MM


def _title(block: EmergencyBlock) -> str:
    return f"{block.where}出事（{block.accidents}）" if block.accidents else f"{block.where}出事"


def _head(size: float) -> float:
    return min(22.0, size * 1.15) * 1.45


def _block(pen: Pen, block: EmergencyBlock, top: float, height: float, size: float, *, shaded: bool) -> None:
    if shaded:
        pen.rectangle(_LEFT, top - height, _WIDTH, height, fill=PALE_RED)
    pen.box = (_LEFT, top - height, _RIGHT, top)
    lists = [pen.fonts.bold.lines(step, size, _inner(size)) for step in block.steps]
    total = sum(map(len, lists)) * size * 1.28 + len(lists) * size * 0.3 + _head(size)
    y = top - max(1.5 * MM, (height - total) / 2)
    head = _head(size) / 1.45
    name_size, lines = fit_lines(pen.fonts.bold, _title(block), _WIDTH - 10 * MM, head, 6, 1)
    pen.lines(_LEFT + 5 * MM, y, lines, name_size, bold=True, colour=RED, leading=1.3)
    y -= _head(size)
    for number, wrapped in enumerate(lists, 1):
        for i, line in enumerate(wrapped):
            more = i + 1 < len(wrapped) or number < len(lists)
            last = more and y - 2 * size * 1.28 < top - height
            if y - size * 1.28 < top - height - 1:
                return
            if i == 0:
                pen.lines(_LEFT + 5 * MM, y, (str(number),), size, bold=True, leading=1.28)
            shown = cut(pen.fonts.bold, line, size, _inner(size)) if last else line
            y = pen.lines(_LEFT + 5 * MM + 1.4 * size, y, (shown,), size, bold=True, leading=1.28)
            if last:
                return
        y -= size * 0.3


def _alarm(pen: Pen, top: float) -> None:
    bottom = top - _ALARM
    pen.rectangle(_LEFT, bottom, _WIDTH, _ALARM, fill=RED)
    pen.box = (_LEFT, bottom, _RIGHT, top)
    base = bottom + _ALARM / 2 - 0.36 * 40
    pen.text(_LEFT + 5 * MM, base, "火警 119", 40, bold=True, colour=WHITE)
    pen.text(_LEFT + _WIDTH / 2 + 5 * MM, base, "急救 120", 40, bold=True, colour=WHITE)


def _people(pen: Pen, card: EmergencyCard, top: float) -> None:
    where = card.address or "____________________"
    pen.box = (_LEFT, top - _PEOPLE, _RIGHT, top)
    say = f"电话里说清：在 {where}，{card.enterprise}，出了什么事，伤了几个人；说完派人到路口等。"
    size, lines = fit_lines(pen.fonts.regular, say, _WIDTH - 10 * MM, 12.5, 7, 2)
    y = pen.lines(_LEFT + 5 * MM, top - 2 * MM, lines, size, leading=1.3)
    people = (
        f"责任人 {card.person or '________'}　{card.phone or '____________'}",
        f"安全员 {card.officer or '________'}　{card.officer_phone or '____________'}",
    )
    each = (_WIDTH - 10 * MM) / 2
    for place, words in enumerate(people):
        size, lines = fit_lines(pen.fonts.bold, words, each - 4 * MM, 18, 7, 1)
        pen.text(_LEFT + 5 * MM + place * each, min(y - 8 * MM, top - _PEOPLE + 6 * MM), lines[0], size, bold=True)
