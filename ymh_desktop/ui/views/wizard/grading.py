"""Step 5: each hazard a line that opens; words to choose, and the level moves as one chooses."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.domain.identification import Step
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.viewmodels.hazard import REASON
from ymh_desktop.ui.viewmodels.wizard.grading import GradingModel, OptionShown, QuestionShown
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    EmptyState,
    Field,
    LevelBadge,
    LinkButton,
    column,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty, hide_unless
from ymh_desktop.ui.widgets.folds import FoldCard, FoldLine

_LONGEST_REASON = 300


class GradingStep(StepView):
    """Only what is 较大 or 重大 or failed; the rest is accepted with one button."""

    step = Step.GRADING

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: GradingModel = GradingModel(context, run_id)
        self.cards: dict[str, FoldCard] = {}
        self._cursor: str | None = None
        self._list = column(spacing=8)
        self.nothing = EmptyState(
            "list-checks",
            "还没有风险可以分级",
            "先到现场对着问题看一看，答过的题会在这里给出等级。",
            "去现场问答",
            lambda: self.step_wanted.emit(Step.WALK),
            primary=False,
        )
        self.nothing.hide()
        self.calm = Banner("没有较大以上的风险，也没有答“否”的。", look="card-tint")
        self.calm.hide()
        self.rest = _Rest(self.model.accept, lambda: self.context.navigate("register"))
        self.rest.hide()
        for part in (self.nothing, self.calm):
            self.body.addWidget(part)
        self.body.addLayout(self._list)
        self.body.addWidget(self.rest)
        self.body.addStretch(1)
        self.model.loaded.connect(self._show)
        self.model.graded.connect(self._show_level)

    def entered(self, cursor: str) -> None:
        """Read the list afresh; the line of the cursor opens, else the first."""
        self._cursor = cursor
        self._clear()
        self.model.load(afresh=True)

    def left(self) -> None:
        """Hand over a sentence that is still being typed."""
        for card in self.cards.values():
            if isinstance(card.content, GradeEditor):
                card.content.why.settle_now()

    def leave_forward(self, done: Callable[[], None]) -> None:
        """Going on accepts what is not listed; if that cannot be kept, the top bar says so."""
        if self.model.rest and not self.model.accepted:
            self.model.accept()
        done()

    def _show(self) -> None:
        ids = self.model.ids
        if ids != tuple(self.cards):
            self._clear()
            for hazard_id in ids:
                self._add(hazard_id)
        else:
            for hazard_id in ids:
                self._show_line(hazard_id)
        self.nothing.setVisible(not ids and not self.model.rest)
        self.calm.setVisible(not ids and bool(self.model.rest))
        self.rest.setVisible(bool(self.model.rest))
        self.rest.show_rest(self.model)
        self._open_first()
        self.progressed.emit()

    def _open_first(self) -> None:
        if self._cursor is None:
            return
        cursor, self._cursor = self._cursor, None
        if not self.cards:
            self.take_focus()
            return
        card = self.cards.get(cursor) or next(iter(self.cards.values()))
        card.open()
        card.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if cursor in self.cards:
            self.bring_into_view(card)

    def _add(self, hazard_id: str) -> None:
        shown = self.model.line(hazard_id)
        line = FoldLine(shown.title, shown.detail, shown.level)
        line.set_note(shown.note, shown.tone)
        line.setAccessibleName(f"第{shown.number}条 {shown.title}")
        card = FoldCard(line, partial(self._editor, hazard_id))
        card.opened.connect(partial(self.moved.emit, hazard_id))
        self.cards[hazard_id] = card
        self._list.addWidget(card)

    def _editor(self, hazard_id: str) -> QWidget:
        return GradeEditor(self.model, hazard_id)

    def _show_line(self, hazard_id: str) -> None:
        shown, card = self.model.line(hazard_id), self.cards[hazard_id]
        card.line.show_words(shown.title, shown.detail, shown.level)
        card.line.set_note(shown.note, shown.tone)
        if isinstance(card.content, GradeEditor):
            card.content.show_grade()

    def _show_level(self, hazard_id: str) -> None:
        if hazard_id in self.cards:
            self._show_line(hazard_id)
            self.progressed.emit()

    def _clear(self) -> None:
        empty(self._list)
        self.cards.clear()


class GradeEditor(QWidget):
    """What is inside a line: what can happen, what lifted it, the questions, the level and why."""

    def __init__(self, model: GradingModel, hazard_id: str) -> None:
        super().__init__()
        self._model, self._id = model, hazard_id
        number = model.line(hazard_id).number
        self.happens = text("", "secondary", wrap=True)
        self.found = Banner("")
        self.judged = Banner("", look="card-error")
        questions = model.questions(hazard_id)
        self.questions = [_Question(number, shown) for shown in questions]
        for place, question in enumerate(self.questions):
            question.chosen.connect(partial(model.choose, hazard_id, place))
        asked = row(*self.questions, spacing=16)
        for place in range(len(self.questions)):
            asked.setStretch(place, 1)
        self.badge = LevelBadge()
        self.sum = text("", "hint")
        self.why = Field(
            "为什么是这个等级（会印在清单里，可以改）",
            lines=2,
            most=_LONGEST_REASON,
            name=f"第{number}条 为什么是这个等级",
        )
        self.why.settled.connect(partial(model.explain, hazard_id))
        self.why.refused.connect(lambda words: model.unkept.keep(REASON, words, hazard_id))
        self.own = LinkButton("改回程序写的这一句", name=f"第{number}条 改回程序写的这一句", on=self._write_anew)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.happens)
        layout.addWidget(self.found)
        layout.addWidget(self.judged)
        layout.addLayout(asked)
        layout.addLayout(row(text("等级", "label"), self.badge, self.sum, None, self.own, spacing=10))
        layout.addWidget(self.why)
        self.show_grade()

    def show_grade(self) -> None:
        """Show the grade as it is now; a sentence that is being written stays."""
        model, hazard_id = self._model, self._id
        self.happens.setText(model.what_happens(hazard_id))
        self.found.say(model.found(hazard_id))
        self.found.setVisible(bool(model.found(hazard_id)))
        judgements = model.judgements(hazard_id)
        self.judged.say("\n".join(judgements), model.judgement_sources(hazard_id))
        self.judged.setVisible(bool(judgements))
        for question, shown in zip(self.questions, model.questions(hazard_id), strict=True):
            question.set_chosen(shown.chosen)
        self.badge.set_level(model.level(hazard_id))
        self.sum.setText(model.sum_words(hazard_id))
        self.why.refresh(model.reason(hazard_id), model.unkept.words(REASON, hazard_id))
        self.own.setVisible(model.has_own_reason(hazard_id))

    def _write_anew(self) -> None:
        self._model.unkept.keep(REASON, "", self._id)
        self._model.explain(self._id, "")


class _Question(QWidget):
    """One question and its answers, of which one holds."""

    chosen = Signal(int)

    def __init__(self, number: int, shown: QuestionShown) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(text(shown.question, "strong", wrap=True))
        for place, option in enumerate(shown.options):
            button = WordOption(option)
            button.setAccessibleName(f"第{number}条 {shown.question} {option.word}")
            self._group.addButton(button, place)
            layout.addWidget(button)
        layout.addStretch(1)
        self.set_chosen(shown.chosen)
        self._group.idToggled.connect(self._toggled)

    def set_chosen(self, place: int) -> None:
        """Show the answer; does not emit."""
        if place < 0:  # a level from a ledger: nothing was chosen yet
            return
        with QSignalBlocker(self._group):
            self._group.button(place).setChecked(True)

    def _toggled(self, place: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(place)


class WordOption(QAbstractButton):
    """An everyday word to choose; the official wording with its number stands small behind it."""

    def __init__(self, shown: OptionShown) -> None:
        super().__init__()
        self._official = shown.official
        self.setText(shown.word)
        self.setAccessibleDescription(shown.official)
        self.setToolTip(f"{shown.word}\n{shown.official}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)

    def sizeHint(self) -> QSize:
        """Two small lines."""
        return QSize(230, 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, a round mark, the word, the official wording."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, thick = self.isChecked(), self.isChecked() or self.hasFocus()
        painter.setPen(QPen(QColor(tokens.ACTION if thick or self.underMouse() else tokens.LINE), 2 if thick else 1))
        painter.setBrush(QColor(tokens.ACTION_TINT if on else tokens.SURFACE))
        inset = 1.0 if thick else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        if on and self.hasFocus():
            painter.setPen(QPen(QColor(tokens.ACTION), 1))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 6, 6)
        if on:
            mark = icons.pixmap("check", 16, tokens.ACTION)
            painter.drawPixmap(10, (self.height() - 16) // 2, mark)
        room = QRect(34, 4, self.width() - 42, 20)
        self._write(painter, room, self.text(), tokens.FONT_SECONDARY, tokens.TEXT, bold=on)
        self._write(painter, room.translated(0, 19), self._official, tokens.FONT_HINT, tokens.TEXT_HINT)

    def _write(
        self, painter: QPainter, room: QRect, words: str, pixels: int, colour: str, *, bold: bool = False
    ) -> None:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)


class _Rest(Card):
    """Everything that is not listed: counted, and accepted with one press."""

    def __init__(self, accept: Callable[[], None], look: Callable[[], None]) -> None:
        super().__init__()
        self.words = text("", "strong", wrap=True)
        self._counts = row(spacing=8)
        self.accept = Button("", icon="check", on=accept)
        self._done = picture("circle-check", 20, tokens.OK)
        hide_unless(self._done, False)
        self.look = LinkButton("到风险清单里看是哪些", on=look)
        self.body.addLayout(row(self._done, self.words, self.look))
        self.body.addLayout(row(self._counts, None, self.accept, spacing=16))

    def show_rest(self, model: GradingModel) -> None:
        """Show how many there are, and whether they are accepted."""
        self.words.setText(model.rest_words)
        empty(self._counts)
        for level, count in model.others:
            self._counts.addWidget(LevelBadge(level))
            self._counts.addWidget(text(f"{count} 项", "secondary"))
        self._done.setVisible(model.accepted)
        self.accept.setVisible(not model.accepted)
        self.accept.setText(f"其余 {model.rest} 项按建议接受")
        self.accept.setAccessibleName(self.accept.text())
