"""收到的文件: open one and decide on it; what departments wait for; paper typed in; whose keys are believed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from ymh_desktop.services.exchange.incoming import TakenOver
from ymh_desktop.services.reports.incoming import IncomingReport, Jump
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import ask_which_file
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.asking import AskingModel, Form
from ymh_desktop.ui.viewmodels.incoming import DemandShown, IncomingModel, LineShown, RefusedShown
from ymh_desktop.ui.views import draft_review
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty, hide_unless, links
from ymh_desktop.ui.widgets.folds import FoldCard, FoldLine, FoldList

_FILES = "收到的文件 (*.zip *.asice);;所有文件 (*)"
_CERTIFICATES = "证书 (*.pem *.crt);;所有文件 (*)"


class IncomingPage(Page):
    """A file is shown in words first; nothing is taken over before somebody says so."""

    def __init__(self, context: Context) -> None:
        super().__init__("", "镇里发来的回执、督办单，专家发来的初稿，都在这里打开；也可以把文件直接拖到窗口里。")
        self.context = context
        self.model, self.asking = IncomingModel(context), AskingModel(context)
        self._wanted = ""
        self.dialog: QFileDialog | None = None
        self.open = Button("打开收到的文件", icon="folder-open", on=self._ask_file)
        self.paper = Button("登记纸质文书", icon="file-text", on=partial(self._ask, self.model.paper_form))
        self.receipt = Button("登记纸质回执", icon="camera", on=partial(self._ask, self.model.receipt_form))
        self.enrol = Button("登记对方的密钥", name="去登记发件人的密钥", icon="key-round", on=self._ask_certificate)
        self.trouble = Banner("", look="card-error", action=self.enrol)
        self.trouble.hide()
        self.letter = LetterPart(self.model)
        self.letter.hide()
        self.reviewing, self.review, self.sending = draft_review.parts(context)
        self.done = DonePart(self.model.go)
        self.done.hide()
        self.form = AskForm(self.asking)
        self.demands = DemandsPart(self.model, self._ask)
        self.files = FilesPart()
        self.parties = PartiesPart(self._ask_certificate)
        self.body.addLayout(row(self.open, self.paper, self.receipt, None))
        decided = (self.trouble, self.letter, self.review, self.done, self.form)
        for part in (*decided, self.demands, self.files, self.sending, self.parties):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Read anew; a path is opened, an id is the demand to show."""
        self._wanted = argument if isinstance(argument, str) else ""
        self.model.load()
        if isinstance(argument, Path):
            self.open_file(argument)

    def left(self) -> None:
        """Hand over what is still being typed."""
        self.form.hand_over()

    def open_file(self, path: Path) -> None:
        """Prove it and show it."""
        self.done.hide()
        self.model.open(path)

    def _connect(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.letter_came.connect(self._show_letter)
        self.model.refused.connect(self._show_refused)
        self.model.taken.connect(self._show_taken)
        self.reviewing.done.connect(self._show_taken)
        self.model.put_away.connect(self.letter.hide)
        self.model.put_away.connect(self.review.hide)
        self.model.certificate_came.connect(lambda: self._ask(self.model.pin_form))
        self.asking.sent.connect(lambda _: self.model.form_sent())
        self.asking.opened.connect(lambda: self.bring_into_view(self.form))
        self.context.records.recordsChanged.connect(self._changed)

    def _changed(self, changes: object) -> None:
        if self.isVisible():
            self.model.load()

    def _show(self) -> None:
        self.receipt.setVisible(self.model.can_record_receipt)
        self.demands.show_demands()
        self.files.show_files(self.model)
        self.parties.show_parties(self.model)
        if self._wanted:
            self.demands.open_one(self._wanted)
            self._wanted = ""

    def _show_letter(self, report: IncomingReport) -> None:
        self.trouble.hide()
        self.letter.show_letter(report)
        self.review.hide()
        if (draft := self.model.opened_draft) is not None:
            self.reviewing.look(draft)
        self.bring_into_view(self.letter)
        self.letter.take_focus()

    def _show_refused(self, refused: RefusedShown) -> None:
        self.letter.hide()
        self.trouble.say(refused.title, refused.words)
        self.enrol.setVisible(refused.unknown)
        self.trouble.show()
        self.bring_into_view(self.trouble)

    def _show_taken(self, done: TakenOver) -> None:
        self.letter.hide()
        self.done.show_done(done)
        self.bring_into_view(self.done)

    def _ask(self, build: Callable[[], Form]) -> None:
        self.asking.prepare(build)

    def _ask_file(self) -> None:
        self.dialog = ask_which_file(self, "打开收到的文件", Path.home(), _FILES, self.open_file)

    def _ask_certificate(self) -> None:
        title = "选对方的证书文件"
        self.dialog = ask_which_file(self, title, Path.home(), _CERTIFICATES, self.model.look_at_certificate)


class LetterPart(Section):
    """One file in words, and 采用 or 不采用."""

    def __init__(self, model: IncomingModel) -> None:
        super().__init__("")
        self.title.setProperty("look", "question")
        self.stranger = Banner("", look="card-warning")
        self.blocked = Banner("", look="card-warning")
        self.warnings = text("", "warning", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnMinimumWidth(0, 96)
        self._facts.setColumnStretch(1, 1)
        self._sections = column(spacing=4)
        self._outcome = column(spacing=4)
        self.take = PrimaryButton("采用", icon="check", on=model.take)
        self.decline = Button("不采用", on=model.decline)
        for part in (self.stranger, self.blocked):
            part.hide()
            self.body.addWidget(part)
        self.body.addLayout(self._facts)
        self.body.addLayout(self._sections)
        self.body.addWidget(self.warnings)
        self.body.addLayout(self._outcome)
        self.body.addLayout(row(self.take, self.decline, None))

    def show_letter(self, report: IncomingReport) -> None:
        """Show it from top to bottom."""
        self.title.setText(f"{report.title}　{report.number}")
        marks = f"指纹 {' '.join(report.groups)}"
        self.stranger.say(
            f"“{report.sender}”的密钥没有登记过，这份初稿只能当建议看。",
            f"{marks}。请打电话问一问是不是对方发的、指纹对不对。",
        )
        self.stranger.setVisible(report.stranger)
        self.blocked.say(report.blocked)
        self.blocked.setVisible(bool(report.blocked))
        empty(self._facts)
        for place, (name, value) in enumerate(report.facts):
            self._facts.addWidget(text(name, "label"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text(value, wrap=True), place, 1)
        empty(self._sections)
        for section in report.sections:
            self._sections.addSpacing(6)
            self._sections.addWidget(text(section.title, "strong"))
            for number, line in enumerate(section.lines, start=1):
                words = f"{number}. {line}" if section.numbered else line
                self._sections.addWidget(text(words, wrap=True))
        self.warnings.setText("\n".join(report.warnings))
        self.warnings.setVisible(bool(report.warnings))
        empty(self._outcome)
        if report.outcome and report.can_take:
            self._outcome.addSpacing(6)
            self._outcome.addWidget(text("采用以后", "strong"))
            for line in report.outcome:
                self._outcome.addWidget(text(f"· {line}", "secondary", wrap=True))
        self.take.setVisible(report.can_take)
        self.show()

    def take_focus(self) -> None:
        """On what is to be decided."""
        button = self.take if self.take.isVisibleTo(self) else self.decline
        button.setFocus(Qt.FocusReason.OtherFocusReason)


class DonePart(Section):
    """What came of it, and where to go on."""

    def __init__(self, go: Callable[[Jump], None]) -> None:
        super().__init__("已采用")
        self._go = go
        self._lines = column(spacing=4)
        self._buttons = row(spacing=8)
        self.body.addLayout(self._lines)
        self.body.addLayout(self._buttons)

    def show_done(self, done: TakenOver) -> None:
        """Say it."""
        empty(self._lines)
        empty(self._buttons)
        for words in done.words:
            self._lines.addLayout(row(picture("circle-check", 18, tokens.OK), text(words, wrap=True), spacing=6))
        for words, jump in done.jumps:
            if jump.page != "incoming":
                self._buttons.addWidget(Button(words, on=partial(self._go, jump)))
        self._buttons.addStretch(1)
        self.show()


class DemandsPart(Section):
    """What departments ask; each opens to its lines, answers and buttons."""

    def __init__(self, model: IncomingModel, ask: Callable[[Callable[[], Form]], None]) -> None:
        super().__init__("镇里要办的", "督办单、检查意见、退回修改都在这里，有期限的会提醒。纸质的登记进来，一样算。")
        self._model = model
        self._none = text("现在没有要办的。", "secondary")
        self._list = FoldList(lambda demand_id: DemandInside(model, ask, model.demand(demand_id)))
        self.older = LinkButton("", on=self._show_all)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)
        self.body.addLayout(links(self.older))

    @property
    def cards(self) -> dict[str, FoldCard]:
        """What is shown, by id."""
        return self._list.cards

    def show_demands(self) -> None:
        """Show them; an open one stays open."""
        shown = self._model.demands
        self._list.show_ids([each.id for each in shown])
        for each in shown:
            card = self.cards[each.id]
            card.line.show_words(each.title, each.detail)
            card.line.set_note(each.note, each.tone)
            card.rebuild()
        self._none.setVisible(not shown)
        self.older.setText(f"再看以前的 {self._model.older} 份")
        self.older.setVisible(self._model.older > 0)

    def open_one(self, demand_id: str) -> None:
        """Open it and put the keyboard there."""
        card = self.cards.get(demand_id)
        if card is not None:
            card.open()
            card.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_all(self) -> None:
        self._model.shows_all = True
        self.show_demands()


class DemandInside(QWidget):
    """Facts, lines to mend, answers, and what can be done."""

    def __init__(self, model: IncomingModel, ask: Callable[[Callable[[], Form]], None], shown: DemandShown) -> None:
        super().__init__()
        inside = column(spacing=8)
        inside.setContentsMargins(16, 4, 16, 14)
        for name, words in shown.facts:
            inside.addWidget(text(f"{name}：{words}", wrap=True))
        for line in shown.lines:
            inside.addLayout(_line_row(model, shown, line))
        for answer in shown.answers:
            inside.addWidget(text(f"回复：{answer}", "secondary", wrap=True))
        number = shown.title
        buttons = row(spacing=8)
        if shown.can_answer:
            answering = partial(ask, partial(model.answer_form, shown.id))
            buttons.addWidget(Button("写回复", name=f"{number} 写回复", icon="pencil", on=answering))
        if shown.can_close:
            closing = partial(ask, partial(model.close_form, shown.id))
            buttons.addWidget(Button("办结了", name=f"{number} 办结了", on=closing))
        if shown.closed:
            buttons.addWidget(LinkButton("重新打开", name=f"{number} 重新打开", on=partial(model.reopen, shown.id)))
        buttons.addStretch(1)
        inside.addLayout(buttons)
        self.setLayout(inside)


def _line_row(model: IncomingModel, shown: DemandShown, line: LineShown) -> QGridLayout:
    grid = QGridLayout()
    grid.setColumnStretch(0, 1)
    grid.setHorizontalSpacing(10)
    words = text(f"{line.number}. {line.words}", wrap=True)
    grid.addWidget(words, 0, 0)
    state = text(line.done, "ok" if line.settled else "secondary")
    hide_unless(state, line.done)
    grid.addWidget(state, 0, 1)
    place = f"{shown.title} 第{line.number}条"
    if line.page:
        words_on_it = "去看" if shown.can_answer else "去改"
        grid.addWidget(LinkButton(words_on_it, name=f"{place} 去看", on=partial(model.mend, line)), 0, 2)
    if not shown.can_answer and not shown.closed:
        done = "改好了" in line.done
        mark = partial(model.mark, shown.id, line.number, not done)
        grid.addWidget(LinkButton("还没改好" if done else "改好了", name=f"{place} 改好了", on=mark), 0, 3)
    return grid


class FilesPart(Section):
    """Every file that was decided on; one with a message opens to be read again."""

    def __init__(self) -> None:
        super().__init__("收到过的文件")
        self._none = text("还没有打开过文件。", "secondary")
        self._list = column(spacing=8)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)

    def show_files(self, model: IncomingModel) -> None:
        """Show them, newest first."""
        empty(self._list)
        for (title, detail, note, tone), message in zip(model.files, model.messages, strict=True):
            line = FoldLine(title, detail)
            line.set_note(note, tone)
            self._list.addWidget(FoldCard(line, partial(_message, message or detail)))
        self._none.setVisible(not model.files)


def _message(words: str) -> QWidget:
    shown = QWidget()
    inside = column(text(words, wrap=True))
    inside.setContentsMargins(16, 4, 16, 14)
    shown.setLayout(inside)
    return shown


class PartiesPart(Section):
    """Whose signature is believed, and how that came about."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__("信任的密钥", "只有在这里登记过的部门，发来的文件才打得开。登记前要和盖章的公函核对指纹。")
        self._none = text("还没有登记。请向镇里要证书文件和盖章的公函。", "secondary")
        self._list = column(spacing=6)
        self.add = Button("登记一个密钥", icon="key-round", on=ask)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)
        self.body.addLayout(row(self.add, None))

    def show_parties(self, model: IncomingModel) -> None:
        """Show them."""
        empty(self._list)
        for who, mark, note in model.parties:
            self._list.addWidget(text(f"{who}　{note}" if note else who, "error" if note else "strong", wrap=True))
            self._list.addWidget(text(mark, "hint", wrap=True))
        self._none.setVisible(not model.parties)


__all__ = ["IncomingPage"]
