"""岗位安全风险告知卡: post, level, pictograms and phones are read from two metres, the lists from one."""

import re
from dataclasses import dataclass

from ymh_desktop.documents import qr
from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import cut, day, fit_lines, fitting_size, level_bars, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import (
    A2,
    A3,
    A4,
    A4_LANDSCAPE,
    A5,
    FAINT,
    INK,
    LEVEL_STYLES,
    MM,
    PALE_RED,
    RED,
    WHITE,
    YELLOW,
    Colour,
)
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.card import POST_TITLE, CardForm, NoticeCard, NoticeCards
from ymh_desktop.services.reports.paper import EXPERT_PENDING, PageSize

DISCLAIMER = "图形为示意图，不代替现场安全标志"
NOTHING_YET = "这里的危险和措施还没有填写"

_PAGES = {PageSize.A2: A2, PageSize.A3: A3, PageSize.A4: A4, PageSize.A5: A5}

_WORD_GROUPS = re.compile("^(必须(?:配戴|戴|穿|系)?|禁止(?:戴|穿)?|当心)(.+)$")

# Everything is laid out on A4 and scaled; a worker reads A3 from three metres and A5 from one and a half.
_LEFT, _RIGHT = 7 * MM, 203 * MM
_BOTTOM, _TOP = 7 * MM, 290 * MM
_HEADER = 40 * MM
_BADGE = 51 * MM
_LABELS = 37 * MM  # the column of headings beside the lists
_QR = 41 * MM
_SIGN_FOR = 10 * MM
_SMALL = 16 * MM
_ALARM = 15 * MM
_REPORT = 21 * MM
_SIGN = 34 * MM
_CAPTION = 14 * MM
_SIZES = tuple(size / 2 for size in range(34, 13, -1))  # 17 to 7 points
_LARGE_SIZES = tuple(size / 2 for size in range(56, 13, -1))  # 28 to 7 points
_WIDE_RIGHT, _WIDE_TOP = 290 * MM, 203 * MM
_WIDE_SIGNS = 98 * MM
_WIDE_ALARM = 58 * MM


def render(report: NoticeCards, press: Press, progress: Progress | None = None) -> bytes:
    """One card a page. Raises Cancelled when `progress` says so."""
    with DRAWING:
        size = _PAGES[report.page_size]
        wide = report.form is CardForm.LANDSCAPE
        if wide:
            size = (size[1], size[0])
        one = report.cards[0] if len(report.cards) == 1 else None
        title = report.cards[0].title if report.cards else POST_TITLE
        pen = press.pen(size, f"{title} {one.post}" if one else title, one.enterprise if one else "")
        if not report.cards:
            pen.text(size[0] / 2, size[1] / 2, "没有要打印的告知卡", 16, align=0.5)
        for done, card in enumerate(report.cards, 1):
            pen.scale(size[0] / (A4_LANDSCAPE if wide else A4)[0])
            if wide:
                _WideCard(pen, press, card).draw()
            else:
                _Card(pen, press, card, large=report.form is CardForm.LARGE).draw()
            pen.let_go()
            tell(progress, done, len(report.cards))
        return pen.finish()


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading in everyday words, the official term below it, and the list beside it."""

    heading: str
    term: str
    items: tuple[str, ...]
    ground: Colour | None = None
    numbered: bool = True


class _Card:
    """Draws one card from top to bottom."""

    def __init__(self, pen: Pen, press: Press, card: NoticeCard, *, large: bool = False) -> None:
        self._pen = pen
        self._press = press
        self._card = card
        self._style = LEVEL_STYLES[card.level]
        self._regular = pen.fonts.regular
        self._bold = pen.fonts.bold
        self._left, self._right, self._top = _LEFT, _RIGHT, _TOP
        self._page = A4
        self._has_code = bool(card.qr_text)
        self._qr_bottom = _BOTTOM + _SIGN_FOR + 6 * MM
        self._sizes = _LARGE_SIZES if large else _SIZES

    @property
    def _width(self) -> float:
        return self._right - self._left

    def draw(self) -> None:
        """The whole page."""
        y = self._header()
        y = self._signs(y)
        y = self._accidents(y)
        foot = _BOTTOM + _SIGN_FOR + _SMALL + _ALARM + _REPORT
        self._blocks(y, foot)
        self._report(foot)
        self._alarm()
        self._small_print()
        self._qr()
        self._sign_for()
        self._pen.rectangle(self._left, _BOTTOM, self._width, self._top - _BOTTOM, stroke=self._style.edge, line=3)
        if self._card.draft:
            self._watermark()

    def _box(self, left: float, bottom: float, right: float, top: float) -> None:
        self._pen.box = (left, bottom, right, top)

    def _header(self) -> float:
        pen, card, style = self._pen, self._card, self._style
        bottom = self._top - _HEADER
        badge = self._right - _BADGE - 4 * MM
        left, width = self._left + 6 * MM, badge - self._left - 10 * MM
        pen.rectangle(self._left, bottom, self._width, _HEADER, fill=style.ground)
        self._box(self._left, bottom, badge, self._top)
        pen.text(left, self._top - 9 * MM, card.title, 17, bold=True, colour=style.ink)
        if card.expert_pending:
            used = self._bold.width(card.title, 17)
            tag = self._bold.width(EXPERT_PENDING, 12) + 4 * MM
            pen.rounded(left + used + 5 * MM, self._top - 10.6 * MM, tag, 6.6 * MM, 1.5 * MM, WHITE)
            pen.text(left + used + 7 * MM, self._top - 8.9 * MM, EXPERT_PENDING, 12, bold=True)
        size = fitting_size(self._bold, card.post, width, 58, 30)
        if self._bold.width(card.post, size) <= width:
            pen.text(left, self._top - 22.5 * MM - 0.38 * size, card.post, size, bold=True, colour=style.ink)
        else:
            size, lines = fit_lines(self._bold, _before_bracket(card.post), width, 30, 14, 2)
            top = self._top - 23 * MM + len(lines) * size * 1.15 / 2
            pen.lines(left, top, lines, size, bold=True, colour=style.ink, leading=1.15)
        where = " · ".join(part for part in (card.enterprise, card.department, card.place) if part)
        size, lines = fit_lines(self._regular, where, width + 2 * MM, 11, 6, 1)
        if size < 9:
            size, lines = fit_lines(self._regular, where, width + 2 * MM, 9, 5, 2)
        pen.lines(left, bottom + 1 * MM + len(lines) * size * 1.15, lines, size, colour=style.ink, leading=1.15)

        self._box(badge, bottom + 4.5 * MM, badge + _BADGE, self._top - 4.5 * MM)
        pen.rounded(badge, bottom + 4.5 * MM, _BADGE, _HEADER - 9 * MM, 3 * MM, WHITE)
        pen.text(badge + _BADGE / 2, self._top - 17.5 * MM, label(card.level), 31, bold=True, align=0.5)
        numeral = f"{card.level.shape} {card.level.numeral} {card.level.colour}"
        pen.text(badge + 4 * MM, bottom + 8.4 * MM, numeral, 13, bold=True)
        level_bars(pen, card.level, badge + 27 * MM, bottom + 7.4 * MM, 3.4 * MM)
        return bottom

    def _signs(self, top: float) -> float:
        pen, signs = self._pen, self._card.signs
        if not signs:
            return top
        step = min(self._width / len(signs), 56 * MM)
        start = (self._left + self._right - step * len(signs)) / 2
        side = min(_SIGN, step - 3 * MM)
        below = top - side - 2.5 * MM
        for i, sign in enumerate(signs):
            middle = start + (i + 0.5) * step
            name = f"sign-{sign.sign_id}"
            pen.define(name, self._press.signs.packed(sign.sign_id), 100)
            pen.stamp(name, middle - side / 2, below, side / 100)
            self._box(start + i * step, below - _CAPTION, start + (i + 1) * step, below)
            self._caption(sign.caption, middle, below - _CAPTION / 2, step - 3.5 * MM)
        bottom = below - _CAPTION - 4 * MM
        self._box(self._left, bottom, self._right, bottom + 5 * MM)
        pen.text(self._right - 2 * MM, bottom + 1.2 * MM, DISCLAIMER, 8.5, colour=FAINT, align=1)
        return bottom

    def _caption(self, caption: str, middle: float, centre: float, width: float) -> None:
        """On one line when it is large enough to be read from two metres, else on two, broken where words end."""
        size = fitting_size(self._bold, caption, width, 19, 17)
        lines: tuple[str, ...] = (caption,)
        if self._bold.width(caption, size) > width:
            broken = (_WORD_GROUPS.sub(r"\1\n\2", caption, count=1), _before_bracket(caption), caption)
            size, lines = max((fit_lines(self._bold, text, width, 17, 8, 2) for text in broken), key=_size)
        top = centre + len(lines) * size * 1.12 / 2
        self._pen.lines(middle, top, lines, size, bold=True, align=0.5, leading=1.12)

    def _accidents(self, top: float) -> float:
        pen, accidents = self._pen, "；".join(self._card.accidents)
        if not accidents:
            return top
        width = self._width - 35 * MM
        size = fitting_size(self._bold, accidents, width, 19, 15)
        lines: tuple[str, ...] = (accidents,)
        if self._bold.width(accidents, size) > width:
            size, lines = fit_lines(self._bold, accidents, width, 15, 7, 2)
        height = 15 * MM if len(lines) == 1 else 17 * MM
        bottom = top - height
        self._box(self._left, bottom, self._right, top)
        pen.rectangle(self._left, bottom, self._width, height, fill=INK)
        pen.text(self._left + 4 * MM, bottom + height / 2 - 0.38 * 17, "易发事故", 17, bold=True, colour=YELLOW)
        start = bottom + height / 2 + len(lines) * size * 1.2 / 2
        pen.lines(self._left + 32 * MM, start, lines, size, bold=True, colour=WHITE, leading=1.2)
        return bottom

    # ---- the lists ---------------------------------------------------------------------------------------------

    def _blocks(self, top: float, bottom: float) -> None:
        card = self._card
        usual = (card.usual_hidden_danger,) if card.usual_hidden_danger else ()
        blocks = [
            block
            for block in (
                _Block("哪里危险", "主要危险因素", card.where_dangerous),
                _Block("常见隐患", "易出现的隐患", usual, numbered=False),
                _Block("必须做到", "管控措施", card.must_do),
                _Block("出事怎么办", "应急处置", card.if_happens, PALE_RED),
            )
            if block.items
        ]
        if not blocks:
            self._box(self._left, bottom, self._right, top)
            self._pen.text((self._left + self._right) / 2, (top + bottom) / 2, NOTHING_YET, 15, colour=FAINT, align=0.5)
            return
        room = top - bottom
        size = self._size_for(blocks, room)
        heights = [self._height(block, size) for block in blocks]
        spare = room - sum(heights)
        if spare < 0:  # absurdly long texts: each list gets its share and says that it goes on
            least = [self._least(block) for block in blocks]
            share = (room - sum(least)) / (sum(heights) - sum(least))
            heights = [low + (height - low) * share for low, height in zip(least, heights, strict=True)]
        else:
            heights = [height + spare / len(blocks) for height in heights]
        y = top
        for block, height in zip(blocks, heights, strict=True):
            self._block(block, y, height, size)
            y -= height
            self._pen.line(self._left, y, self._right, y, width=1, colour=self._style.edge)

    def _size_for(self, blocks: list[_Block], room: float) -> float:
        """The largest size at which all lists fit, the smallest if none does."""
        low, high = 0, len(self._sizes) - 1
        while low < high:
            middle = (low + high) // 2
            if sum(self._height(block, self._sizes[middle]) for block in blocks) <= room:
                high = middle
            else:
                low = middle + 1
        return self._sizes[low]

    def _height(self, block: _Block, size: float) -> float:
        width = self._width - _LABELS - 4 * MM - self._indent(block, size)
        lines = sum(self._regular.count(item, size, width) for item in block.items)
        return max(self._least(block), lines * size * 1.28 + (len(block.items) - 1) * size * 0.34 + 3.4 * MM)

    @staticmethod
    def _least(block: _Block) -> float:
        return (15 if block.numbered else 13.5) * MM

    @staticmethod
    def _indent(block: _Block, size: float) -> float:
        return size * 1.25 if block.numbered else 0.0

    def _block(self, block: _Block, top: float, height: float, size: float) -> None:
        pen = self._pen
        if block.ground:
            pen.rectangle(self._left, top - height, self._width, height, fill=block.ground)
        self._box(self._left, top - height, self._left + _LABELS, top)
        heading = fitting_size(self._bold, block.heading, _LABELS - 4.5 * MM, 20 if block.numbered else 17, 10)
        middle = top - height / 2
        pen.text(self._left + 3.5 * MM, middle + 0.4 * MM, block.heading, heading, bold=True)
        pen.text(self._left + 3.5 * MM, middle - 4.6 * MM, block.term, 10.5)
        left, indent = self._left + _LABELS, self._indent(block, size)
        width = self._right - 4 * MM - left - indent
        self._box(left, top - height, self._right, top)
        lists = [self._regular.lines(item, size, width) for item in block.items]
        total = sum(map(len, lists)) * size * 1.28 + (len(lists) - 1) * size * 0.34
        y = top - max(1 * MM, (height - total) / 2)
        for number, lines in enumerate(lists, 1):
            for i, line in enumerate(lines):
                last = y - 2 * size * 1.28 < top - height and (i + 1 < len(lines) or number < len(lists))
                if block.numbered and i == 0:
                    pen.lines(left, y, (str(number),), size, bold=True, leading=1.28)
                shown = cut(self._regular, line, size, width) if last else line
                y = pen.lines(left + indent, y, (shown,), size, leading=1.28)
                if last:
                    return
            y -= size * 0.34

    # ---- the foot ----------------------------------------------------------------------------------------------

    @property
    def _foot_right(self) -> float:
        """Where the foot ends beside the QR."""
        return self._right - _QR - 2.5 * MM if self._has_code else self._right

    def _report(self, top: float) -> None:
        pen, card = self._pen, self._card
        bottom = top - _REPORT
        self._box(self._left, bottom, self._left + _LABELS, top)
        pen.text(self._left + 3.5 * MM, top - _REPORT / 2 + 0.4 * MM, "怎么报告", 20, bold=True)
        pen.text(self._left + 3.5 * MM, top - _REPORT / 2 - 4.6 * MM, "按顺序做", 10.5)
        left = self._left + _LABELS
        width = self._foot_right - left - 1.5 * MM
        self._box(left, bottom, self._foot_right, top)
        person = f"② 责任人 {card.person or '________'}  {card.phone or '____________'}"
        officer = f"安全员 {card.officer}  {card.officer_phone}" if card.officer or card.officer_phone else ""
        size, lines = fit_lines(self._bold, f"① {card.stop_first}", width, 15, 8, 1)
        pen.text(left, top - 6.2 * MM, lines[0], size, bold=True)
        size, lines = fit_lines(self._bold, person, width, 20, 9, 1)
        pen.text(left, top - 14 * MM, lines[0], size, bold=True)
        size, lines = fit_lines(self._regular, officer, width - 19, 11.5, 6, 1)
        pen.text(left + 19, top - 19.2 * MM, lines[0], size)

    def _alarm(self) -> None:
        pen = self._pen
        bottom = _BOTTOM + _SIGN_FOR + _SMALL
        pen.rectangle(self._left, bottom, self._foot_right - self._left, _ALARM, fill=RED)
        self._box(self._left, bottom, self._foot_right, bottom + _ALARM)
        base = bottom + _ALARM / 2 - 0.36 * 34
        pen.text(self._left + 3.5 * MM, base, "③ 火警 119", 34, bold=True, colour=WHITE)
        pen.text(self._left + 88 * MM, base, "急救 120", 34, bold=True, colour=WHITE)

    def _small_print(self) -> None:
        pen, card = self._pen, self._card
        bottom = _BOTTOM + _SIGN_FOR
        left, width = self._left + 3.5 * MM, self._foot_right - self._left - 6 * MM
        self._box(left, bottom, self._foot_right, bottom + _SMALL)
        numbers = f"编号 {card.card_number}  版本 {card.version}  {card.post_code}  制卡 {day(card.made_on)}"
        if card.review_on:
            numbers += f"  复审 {day(card.review_on)}"
        top = bottom + _SMALL - 1 * MM
        size, lines = fit_lines(self._regular, numbers, width, 9.5, 5, 1)
        top = pen.lines(left, top, lines, size, leading=1.2)
        reason = f"定级：{card.level_reason}" if card.level_reason else ""
        for text, most in ((reason, 2), (card.more, 1)):
            if text:
                size, lines = fit_lines(self._regular, text, width, 9 if most == 2 else 9.5, 6, most)
                top = pen.lines(left, top, lines, min(size, 8.2) if len(lines) == 2 else size, leading=1.2)

    def _qr(self) -> None:
        text = self._card.qr_text
        if not text:
            return
        left = self._right - _QR - 1.5 * MM
        bottom = self._qr_bottom
        found = qr.matrix(text)
        if not qr.reads_back(found, text):
            raise AssertionError(f"the QR of card {self._card.card_number} does not read back")
        self._pen.qr(found, left, bottom, _QR)
        self._box(self._foot_right, bottom - 5 * MM, self._right, bottom + _QR)
        self._pen.text(left + _QR / 2, bottom - 2.6 * MM, "扫码看要点（不用联网）", 8.5, align=0.5)

    def _sign_for(self) -> None:
        pen = self._pen
        top = _BOTTOM + _SIGN_FOR
        pen.line(self._left, top, self._right, top, width=1, colour=self._style.edge)
        self._box(self._left, _BOTTOM, self._right, top)
        base = _BOTTOM + 3.2 * MM
        pen.text(self._left + 3.5 * MM, base, "已告知本人", 11, bold=True)
        each = (self._width - 30 * MM) / 2
        for i in range(2):
            left = self._left + 28 * MM + i * each
            pen.text(left, base, "签收", 10.5)
            pen.line(left + 9 * MM, base - 1.5, left + 42 * MM, base - 1.5, colour=FAINT)
            pen.text(left + 44 * MM, base, "日期", 10.5)
            pen.line(left + 53 * MM, base - 1.5, left + each - 3 * MM, base - 1.5, colour=FAINT)

    def _watermark(self) -> None:
        pen = self._pen
        width, height = pen.width, pen.height
        pen.width, pen.height = self._page
        pen.watermark(self._card.draft)
        pen.width, pen.height = width, height


class _WideCard(_Card):
    """The same pieces on a sheet that lies: signs at the left, the lists beside them."""

    def __init__(self, pen: Pen, press: Press, card: NoticeCard) -> None:
        super().__init__(pen, press, card)
        self._right, self._top = _WIDE_RIGHT, _WIDE_TOP
        self._page = A4_LANDSCAPE
        self._qr_bottom = _BOTTOM + 5 * MM

    def draw(self) -> None:
        """The whole page."""
        y = self._accidents(self._header())
        foot = _BOTTOM + _SIGN_FOR + _SMALL + _REPORT
        if self._card.signs:
            self._sign_block(y, foot)
            self._left += _WIDE_SIGNS
            self._pen.line(self._left, y, self._left, foot, width=1, colour=self._style.edge)
            self._blocks(y, foot)
            self._left = _LEFT
            self._pen.line(self._left, foot, self._right, foot, width=1, colour=self._style.edge)
        else:
            self._blocks(y, foot)
        right = self._foot_right
        self._alarm_beside(right, foot)
        self._qr()
        self._small_print()
        self._right = right
        self._sign_for()
        self._right = right - _WIDE_ALARM
        qr_text, self._has_code = self._has_code, False
        self._report(foot)
        self._right, self._has_code = _WIDE_RIGHT, qr_text
        self._pen.rectangle(_LEFT, _BOTTOM, self._width, self._top - _BOTTOM, stroke=self._style.edge, line=3)
        if self._card.draft:
            self._watermark()

    def _alarm_beside(self, right: float, top: float) -> None:
        left = right - _WIDE_ALARM
        self._pen.rectangle(left, top - _REPORT, _WIDE_ALARM, _REPORT, fill=RED)
        self._box(left, top - _REPORT, right, top)
        for base, words in ((8.2, "③ 火警 119"), (17.6, "　 急救 120")):
            self._pen.text(left + 4 * MM, top - base * MM, words, 25, bold=True, colour=WHITE)

    def _sign_block(self, top: float, bottom: float) -> None:
        """Up to three signs a row, left to right and then downwards."""
        pen, signs = self._pen, self._card.signs
        notice = 6 * MM
        per_row = min(len(signs), 3)
        rows = -(-len(signs) // per_row)
        each = (top - bottom - notice) / rows
        step = _WIDE_SIGNS / per_row
        side = min(_SIGN, step - 5 * MM, each - _CAPTION - 2 * MM)
        for i, sign in enumerate(signs):
            line, place = divmod(i, per_row)
            middle = self._left + (place + 0.5) * step
            ceiling = top - line * each - (each - side - _CAPTION) / 2
            name = f"sign-{sign.sign_id}"
            pen.define(name, self._press.signs.packed(sign.sign_id), 100)
            pen.stamp(name, middle - side / 2, ceiling - side, side / 100)
            self._box(middle - step / 2, ceiling - side - _CAPTION, middle + step / 2, ceiling - side)
            self._caption(sign.caption, middle, ceiling - side - _CAPTION / 2, step - 2 * MM)
        self._box(self._left, bottom, self._left + _WIDE_SIGNS, bottom + notice)
        pen.text(self._left + _WIDE_SIGNS / 2, bottom + 2 * MM, DISCLAIMER, 8.5, colour=FAINT, align=0.5)


def _size(fitted: tuple[float, tuple[str, ...]]) -> float:
    return fitted[0]


def _before_bracket(post: str) -> str:
    """A long post breaks before its bracket: 数控车床操作工\\n（夜班）."""
    head, bracket, tail = post.partition("（")
    return f"{head}\n{bracket}{tail}" if head and tail else post
