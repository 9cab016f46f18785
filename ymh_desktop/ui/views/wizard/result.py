"""Step 7: a page to read from the top: found, print, what the town may send back, sign."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.domain.identification import SignOff, Step
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.viewmodels.wizard.result import (
    EXPERT,
    PRINCIPAL,
    SIGN_LABELS,
    PaperShown,
    ResultModel,
    Shortened,
)
from ymh_desktop.ui.views.findings import FindingsPart
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    CardGrid,
    DateField,
    Field,
    LevelBadge,
    LinkButton,
    Section,
    column,
    line,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty, hide_unless

_DAY = "day"


class ResultStep(StepView):
    """Shows everything at once; nothing here is compulsory but the owner's signature."""

    step = Step.RESULT

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: ResultModel = ResultModel(context, run_id)
        self.to_sign = Button("去签字", on=self.point_out)
        self.draft = Banner("", action=self.to_sign)
        self.final = Banner("", look="card-tint")
        self.found = FoundPart(self.model, context, self._to_step)
        self.papers = Section("先打印这三样", "打印前能先看一眼。")
        self._papers = CardGrid(least_width=270)
        self.papers.body.addWidget(self._papers)
        for paper in self.model.papers:
            self._papers.add(BigButton(paper, partial(context.navigate, "papers", paper.id)))
        self.findings = FindingsPart(self._mend)
        self.signs = SignPart(self.model)
        self._whole = QWidget()
        self._whole.setLayout(
            column(self.draft, self.final, self.found, self.papers, self.findings, self.signs, spacing=14)
        )
        self._whole.hide()
        self._fresh = False
        self.body.addWidget(self._whole)
        self.body.addStretch(1)
        self.model.loaded.connect(self._show)

    def entered(self, cursor: str) -> None:
        """Read everything; the keyboard follows when it has come."""
        self._fresh = True
        self.model.load()

    def point_out(self) -> None:
        """To the signature."""
        self.bring_into_view(self.signs)
        self.signs.principal.take_focus()

    def left(self) -> None:
        """What is written for a signature stays as a draft until it is given."""
        self.signs.hand_over()

    def leave_forward(self, done: Callable[[], None]) -> None:
        """The run is finished before one leaves."""
        self.model.finish(done)

    def _show(self) -> None:
        words, advice = self.model.draft_words
        final = self.model.is_final
        (self.final if final else self.draft).say(words, advice)
        self.draft.setVisible(not final)
        self.final.setVisible(final)
        self.to_sign.setVisible(self.model.may_go_to_sign)
        self.found.show_found()
        self.findings.show_findings(self.model.findings_words, self.model.findings)
        self.signs.show_signs()
        self._whole.show()
        self.progressed.emit()
        if self._fresh and self.isVisible():
            self._fresh = False
            self.take_focus()

    def _to_step(self, step: Step, record_id: str | None = None) -> None:
        self.model.go_to(step, record_id)

    def _mend(self, number: int) -> None:
        step = self.model.step_of(number)
        if step is Step.RESULT:
            self.point_out()
        elif step is not None:
            self.model.go_to(step, self.model.record_of(number))
        else:
            self.context.navigate(*self.model.page_of(number))


class FoundPart(Section):
    """Counts, and what still waits for somebody."""

    def __init__(self, model: ResultModel, context: Context, to_step: Callable[..., None]) -> None:
        super().__init__("查出了什么")
        self._model, self._context, self._to_step = model, context, to_step
        self._tiles = CardGrid(least_width=150)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(6)
        self._known: object = None
        self.body.addWidget(self._tiles)
        self.body.addLayout(self._lists)

    def show_found(self) -> None:
        """Show the counts and lists."""
        model = self._model
        known = (model.counts, model.danger_words, model.planned, model.parked, model.unsure, model.differences)
        if known == self._known:  # nothing is pulled away from under the keyboard without need
            return
        self._known = known
        self._show_tiles()
        empty(self._lists)
        self._show_planned()
        self._show_parked()
        self._show_unsure()
        self._show_lines("和上一次不一样的地方", model.differences)

    def _show_tiles(self) -> None:
        self._tiles.clear()
        for level, count in self._model.counts:
            self._tiles.add(_tile(LevelBadge(level), f"{count}", "项风险"))
        number, about = self._model.danger_words
        see = LinkButton("去看隐患", on=lambda: self._context.navigate("hidden_dangers"))
        look = "tag-ok" if number == "0" else "tag-error"
        self._tiles.add(_tile(text("没销号的隐患", look), number, about, see))
        plan = LinkButton("去看要新增的措施", on=lambda: self._to_step(Step.MEASURES))
        plan.setText("去看")
        count = self._model.planned_count
        self._tiles.add(_tile(text("要新增的措施", "tag"), f"{count}", "条还没有做到", plan if count else None))

    def _show_planned(self) -> None:
        self._show_lines("要新增的措施（还没有做到）", self._model.planned)

    def _show_parked(self) -> None:
        parked = self._model.parked
        if not parked:
            return
        self._lists.addWidget(line())
        self._lists.addWidget(text(self._model.parked_words, "strong"))
        for number, each in enumerate(parked, start=1):
            go = Button(
                "回去答",
                name=f"先放着的第{number}题 回去答",
                on=partial(self._to_step, Step.WALK, each.cursor),
            )
            self._lists.addLayout(row(text(f"{each.statement}（{each.subjects}）", wrap=True), go))

    def _show_unsure(self) -> None:
        unsure = self._model.unsure
        if not unsure:
            return
        copy = LinkButton("复制这些问题，发给专家", on=self._copy)
        self._lists.addWidget(line())
        self._lists.addLayout(row(text(f"答了“不清楚”、要请教专家的 {len(unsure)} 条", "strong"), None, copy))
        for number, question in enumerate(unsure, start=1):
            self._lists.addWidget(text(f"{number}. {question}", wrap=True))

    def _show_lines(self, heading: str, shown: Shortened) -> None:
        if not shown.lines:
            return
        self._lists.addWidget(line())
        self._lists.addWidget(text(heading, "strong"))
        for words in shown.lines:
            self._lists.addWidget(text(f"· {words}", "secondary", wrap=True))
        if shown.more:
            self._lists.addWidget(text(shown.more, "hint"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._model.unsure_text)
        self._context.notices.say("已复制，到微信里粘贴就能发给专家")


class SignPart(Section):
    """The owner's signature, and an expert's if one took part."""

    def __init__(self, model: ResultModel) -> None:
        super().__init__("签字确认", "签字的人看过上面的内容，认可就签。签字后材料不再印“草稿”。")
        self._model = model
        self.principal = SignForm(model, PRINCIPAL, "主要负责人", ("name",))
        self.expert = SignForm(model, EXPERT, "专家", tuple(SIGN_LABELS))
        self.more = LinkButton("有专家参加，也请专家签字", icon="user-plus", on=self._open_expert)
        self.expert.hide()
        self.before = text("", "warning", wrap=True)
        hide_unless(self.before, False)
        self.body.addWidget(self.before)
        self.body.addWidget(self.principal)
        self.body.addWidget(line())
        self.body.addWidget(self.more)
        self.body.addWidget(self.expert)

    def show_signs(self) -> None:
        """Show who signed."""
        before = "" if self._model.signed(PRINCIPAL) else self._model.before_signing
        self.before.setText(before)
        self.before.setVisible(bool(before))
        self.principal.show_sign(self._model.principal)
        self.expert.show_sign("")
        if self._model.signed(EXPERT) or self._model.expert_needed or self.expert.is_begun:
            self._open_expert()

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        self.principal.hand_over()
        self.expert.hand_over()

    def _open_expert(self) -> None:
        self.more.hide()
        self.expert.show()


class SignForm(QWidget):
    """Name, day and what else is asked; or who signed, with a way to take it back.

    What is typed is a draft until 签字确认 was pressed; a signature that was taken back leaves its words to begin with.
    """

    def __init__(self, model: ResultModel, role: str, who: str, fields: tuple[str, ...]) -> None:
        super().__init__()
        self._model, self._role = model, role
        self._last: SignOff | None = None
        self.fields = {
            name: Field(
                f"{who}{SIGN_LABELS[name]}" if name == "name" else SIGN_LABELS[name],
                check=partial(model.check, name),
                name=f"{who}{SIGN_LABELS[name]}",
            )
            for name in fields
        }
        self._day = DateField(f"{who}签字日期")
        self._day.set_day(model.today)
        self.day = Field("签字日期", input_widget=self._day, name=f"{who}签字日期", check=self._check_day)
        self._written = {**self.fields, _DAY: self.day}
        for name, field in self._written.items():
            field.written.connect(partial(self._keep, name))
        self.sign = Button("签字确认", name=f"{who}签字确认", icon="signature", on=self._sign)
        self._open = QWidget()
        inputs = list(self.fields.values())
        first = row(inputs[0], self.day, spacing=16)
        rest = row(*inputs[1:], spacing=16) if len(inputs) > 1 else row()
        parts = column(first, rest, row(self.sign, None), spacing=10)
        parts.setContentsMargins(0, 0, 0, 0)
        self._open.setLayout(parts)
        self.words = text("", "ok", wrap=True)
        self.withdraw = LinkButton("撤回签字", name=f"{who}撤回签字", on=lambda: model.withdraw(role))
        self._done = QWidget()
        done = row(picture("circle-check", 20, tokens.OK), self.words, self.withdraw)
        done.setContentsMargins(0, 0, 0, 0)
        self._done.setLayout(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._open)
        layout.addWidget(self._done)
        hide_unless(self._done, False)

    def show_sign(self, usual: str) -> None:
        """Show who signed, or the form with the words of the signature that was taken back, else the usual name."""
        sign = self._model.signed(self._role)
        signed, self._last = sign is not None, sign or self._last
        self.words.setText(self._model.signed_words(self._role))
        self._open.setVisible(not signed)
        self._done.setVisible(signed)
        first = {name: getattr(self._last, name) for name in self.fields} if self._last else {"name": usual}
        for name, field in self._written.items():
            value = {**first, _DAY: self._model.today.isoformat()}.get(name, "")
            field.refresh(value, self._model.unkept.words(name, self._role))

    @property
    def is_begun(self) -> bool:
        """Whether something was typed here and not signed."""
        return any(self._model.unkept.words(name, self._role) for name in self._written)

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        for field in self._written.values():
            field.settle_now()

    def take_focus(self) -> None:
        """Put the keyboard on the name, or on the button when the name is there."""
        if self.fields["name"].value.strip():
            self.sign.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.fields["name"].take_focus()

    def _keep(self, name: str, words: str) -> None:
        self._model.unkept.keep(name, words, self._role)

    def _check_day(self, _: str) -> None:
        self._model.check_day(self._day.day)

    def _sign(self) -> None:
        name = self.fields["name"]
        if not name.value.strip():
            name.show_fault("请填写签字人的姓名。")
            name.take_focus()
            return
        wrong = [field for field in (*self.fields.values(), self.day) if not field.validate()]
        if wrong:
            wrong[0].take_focus()
            return
        self._model.sign(self._role, self._day.day, **{key: field.value for key, field in self.fields.items()})


class BigButton(QAbstractButton):
    """A picture, a name, what it is for."""

    def __init__(self, paper: PaperShown, on: Callable[[], object]) -> None:
        super().__init__()
        self._paper = paper
        self.setText(paper.name)
        self.setAccessibleName(f"打印 {paper.name}")
        self.setAccessibleDescription(paper.used_for)
        self.setToolTip(paper.used_for)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: on())

    def sizeHint(self) -> QSize:
        """Room for a name and two small lines."""
        return QSize(270, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, picture, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(QColor(tokens.ACTION if lit else tokens.LINE_STRONG), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(tokens.ACTION_TINT if self.underMouse() else tokens.SURFACE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        painter.drawPixmap(18, (self.height() - 32) // 2, icons.pixmap(self._paper.icon, 32, tokens.ACTION))
        room = QRect(66, 14, self.width() - 78, 24)
        self._write(painter, room, self.text(), tokens.FONT_BODY, tokens.TEXT, bold=True)
        below = QRect(66, 40, self.width() - 78, 44)
        self._write(painter, below, self._paper.used_for, tokens.FONT_HINT, tokens.TEXT_HINT)

    def _write(
        self, painter: QPainter, room: QRect, words: str, pixels: int, colour: str, *, bold: bool = False
    ) -> None:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, words)


def _tile(head: QWidget, number: str, about: str, action: QWidget | None = None) -> Card:
    made = Card(margins=(14, 12, 14, 12))
    made.body.setSpacing(4)
    made.body.addLayout(row(head, None))
    made.body.addWidget(text(number, "number"))
    made.body.addWidget(text(about, "hint", wrap=True))
    if action is not None:
        made.body.addLayout(row(action, None))
    made.body.addStretch(1)
    return made
