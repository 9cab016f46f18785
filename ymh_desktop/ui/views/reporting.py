"""上报镇里: choose, check, see what the town will see, sign and export; what was sent; the key; checking a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QWidget

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.domain.submissions import Channel
from ymh_desktop.domain.words import label
from ymh_desktop.services.reporting.data import ANSWERS_TICK, REGISTER_TICK, Choice
from ymh_desktop.services.reporting.export import Exported
from ymh_desktop.services.reporting.keys import Enrolment, Rotated
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.printing import CannotOpen, open_file
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_which_file, ask_which_folder
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import set_look, tokens
from ymh_desktop.ui.viewmodels.reporting import Checked, ReportingModel, Standing
from ymh_desktop.ui.views.findings import FindingsPart
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Combo,
    DateField,
    EmptyState,
    Field,
    Flow,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty, hide_unless
from ymh_desktop.ui.widgets.folds import FoldCard, FoldList

_PACKAGES = "上报文件 (*.zip *.asice)"
_PERIOD_HINT = "文件叫季报还是月报、里面的隐患汇总数，都按这里选的算；风险和隐患照现在的样子报。"
_LARGEST, _PROOF = "largest", "proof"


class ReportingPage(Page):
    """Nothing is sent by the program itself: it makes the file, and keeps what people say about handing it over."""

    def __init__(self, context: Context) -> None:
        super().__init__("", "把风险和隐患做成一个签了名的文件，由您交给镇里。程序自己不上网发送。")
        self.context = context
        self.model = ReportingModel(context)
        self.received = Button("打开收到的文件", icon="folder-open", on=lambda: context.navigate("incoming"))
        self.forms = Button("填部门的表", icon="file-spreadsheet", on=lambda: context.navigate("forms"))
        self.head_actions.addWidget(self.forms)
        self.head_actions.addWidget(self.received)
        self.nothing = EmptyState(
            "package",
            "还没有可以上报的内容",
            "先做完风险辨识，再回来上报。",
            "去做风险辨识",
            lambda: context.navigate("identification"),
        )
        self.nothing.hide()
        self.result = ResultPart(self._open_folder, self._open_paper)
        self.result.hide()
        self.choice = ChoicePart(self.model)
        self.findings = FindingsPart(self.model.mend)
        self.outlook = OutlookPart()
        self.sent = SentPart(self.model)
        self.key = KeyPart(context, self._ask_new_key, self._open_paper, self._ask_rotation, self._ask_certificate)
        self.check = CheckPart(self._ask_file)
        self._parts = QWidget()
        shown = (self.result, self.choice, self.findings, self.outlook, self.sent, self.key, self.check)
        layout = column(*shown, spacing=14)
        self._parts.setLayout(layout)
        self._parts.hide()
        self.body.addWidget(self.nothing)
        self.body.addWidget(self._parts)
        self.body.addStretch(1)
        self._make_footer()
        self.dialog: AskDialog | QFileDialog | None = None
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Read everything."""
        self.model.load()

    def left(self) -> None:
        """Hand over what is still being typed."""
        self.choice.largest.settle_now()
        self.sent.settle_now()

    def _make_footer(self) -> None:
        footer = self.add_footer()
        self.words = text("", "error", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.export = PrimaryButton("签名并导出", icon="signature", on=self._ask_folder)
        footer.addWidget(self.words, 1)
        footer.addWidget(self.export)

    def _connect(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.exporting.connect(self._show_exporting)
        self.model.exported.connect(self._exported)
        self.model.key_made.connect(self.key.show_made)
        self.model.key_rotated.connect(self.key.show_rotated)
        self.model.checked.connect(self.check.show_checked)
        self.context.records.recordsChanged.connect(self._records_changed)

    def _records_changed(self, changes: object) -> None:
        if self.isVisible():
            self.model.load()

    def _show(self) -> None:
        ready = self.model.standing is Standing.READY
        first = ready and self._parts.isHidden()
        self.nothing.setVisible(not ready)
        self._parts.setVisible(ready)
        self.show_footer(ready)
        if not ready:
            return
        self.choice.show_choice()
        self.findings.show_findings(self.model.findings_words, self.model.findings)
        self.outlook.show_outlook(self.model.outlook)
        self.sent.show_sent()
        self.key.show_key(self.model)
        self._show_exporting(self.model.busy)
        if first and self.isVisible():
            self.take_focus()

    def _show_exporting(self, busy: bool) -> None:
        self.export.setEnabled(not busy)
        self.export.setText("正在签名…" if busy else "签名并导出")
        stops = self.model.stops
        self.words.setText(f"有 {stops} 条必须先改，改好才能签名" if stops else "")

    def _ask_folder(self) -> None:
        if self.model.stops:
            self.bring_into_view(self.findings)
            self.findings.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.choice.largest.validate():  # the size that was kept before is not the one that was meant
            self.bring_into_view(self.choice.largest)
            self.choice.largest.take_focus()
            return
        title = "导出到哪个文件夹（可以直接选U盘）"
        self.dialog = ask_which_folder(self, title, self._usual_folder(), self._export_to)

    def _export_to(self, folder: Path) -> None:
        self.model.export(folder)

    def _exported(self, made: Exported) -> None:
        self.result.show_made(made)
        if self.isVisible() and self.scroller is not None:
            self.scroller.verticalScrollBar().setValue(0)
            self.result.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.context.notices.say(f"上报文件做好了：{made.package.path.name}")

    def _usual_folder(self) -> Path:
        if self.model.folder is not None:
            return self.model.folder
        place = QStandardPaths.StandardLocation.DocumentsLocation
        documents = Path(QStandardPaths.writableLocation(place))
        return documents if documents.is_dir() else Path.home()

    def _ask_new_key(self) -> None:
        self.dialog = AskDialog(
            self,
            "换一个新的签名密钥？",
            "换了以后，旧密钥不能再签名。新的登记表要打印出来盖章，和新的签名证书一起交给镇里登记；"
            "登记以前，镇里的程序认不出您的上报文件。以前交的文件不受影响。",
            "换新密钥",
            lambda: self.model.new_key(self._usual_folder()),
        )
        self.dialog.open()

    def _ask_rotation(self) -> None:
        self.dialog = AskDialog(
            self,
            "趁旧密钥还能用，换一个新的？",
            "快到期了，或者有人离职，可以这样换：程序用旧密钥签一份“换密钥通知”，交给镇里就行，不用再跑一趟。"
            "通知里写的日子以前，新旧两个都认。",
            "换，并写通知",
            lambda: self.model.rotate_key(self._usual_folder()),
        )
        self.dialog.open()

    def _ask_certificate(self) -> None:
        title = "签名证书存到哪个文件夹（可以直接选U盘）"
        self.dialog = ask_which_folder(self, title, self._usual_folder(), self.model.save_certificate)

    def _ask_file(self) -> None:
        title = "选一个上报文件"
        self.dialog = ask_which_file(self, title, self._usual_folder(), _PACKAGES, self.model.check_file)

    def _open_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.context.notices.show(UserError("打不开这个文件夹。", f"请自己到这里找：{folder}"))

    def _open_paper(self, path: Path) -> None:
        try:
            open_file(path)
        except CannotOpen as error:
            self.context.notices.show(error)


class ResultPart(Section):
    """What an export made, and what to do with it."""

    def __init__(self, open_folder: Callable[[Path], None], open_paper: Callable[[Path], None]) -> None:
        super().__init__("上报文件做好了")
        self._made: Exported | None = None
        self.path = text("", "strong", wrap=True)
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._steps = column(spacing=4)
        self.folder = Button("打开所在文件夹", icon="folder-open", on=self._folder)
        self.cover = Button("打开封面", icon="file-text", on=self._cover)
        self.enrolment = Button("打开登记表", name="打开刚做的登记表", icon="key-round", on=self._enrolment)
        self._open_folder, self._open_paper = open_folder, open_paper
        self.title.setProperty("look", "question")
        self.body.addLayout(row(picture("circle-check", 20, tokens.OK), self.path))
        self.body.addLayout(self._steps)
        self.body.addLayout(row(self.folder, self.cover, self.enrolment, None))

    def show_made(self, made: Exported) -> None:
        """Say where it is and what comes next."""
        self._made = made
        self.path.setText("\n".join(str(package.path) for package in made.packages))
        empty(self._steps)
        which = "这个文件" if len(made.packages) == 1 else f"这 {len(made.packages)} 个文件"
        steps = ["打印封面，主要负责人签字、盖章。", f"把上面{which}原样交给镇里：不要解压，不要改名，不要重新压缩。"]
        if made.enrolment is not None:
            steps.insert(
                1,
                f"镇里还没有登记这个密钥：再打印“签名密钥登记表”盖章，和“{made.enrolment.certificate.name}”"
                "一起交；以后不用再交。",
            )
        steps.append("交了以后，在下面“报过的”里记一笔怎么交的，留好凭证。")
        for number, words in enumerate(steps, start=1):
            self._steps.addWidget(text(f"{number}. {words}", "secondary", wrap=True))
        self.enrolment.setVisible(made.enrolment is not None)
        self.show()

    def _folder(self) -> None:
        if self._made is not None:
            self._open_folder(self._made.package.path.parent)

    def _cover(self) -> None:
        if self._made is not None:
            self._open_paper(self._made.cover)

    def _enrolment(self) -> None:
        if self._made is not None and self._made.enrolment is not None:
            self._open_paper(self._made.enrolment.sheet)


class ChoicePart(Section):
    """What goes along; nothing is ticked, because the plan asks small firms for what is always sent."""

    def __init__(self, model: ReportingModel) -> None:
        super().__init__("报什么", "每次都报：重大风险、重大隐患和汇总数。镇里还要别的，再在下面勾上。")
        self._model = model
        self.register = self._tick(REGISTER_TICK)
        self.general = self._tick("把一般隐患也带上")
        self.answers = self._tick(ANSWERS_TICK)
        self.photos = self._tick("把隐患的照片也带上")
        self.sealed = self._tick("加密")
        self.sealed.hide()
        self.largest = Field(
            "平台一次最多收多少兆（MB）",
            hint="不知道就空着。填了以后，照片多的会分成几个文件，每个都要交。",
            check=model.check_largest,
        )
        self.largest.input.setFixedWidth(120)
        self.largest.settled.connect(model.keep_largest)
        self.largest.refused.connect(partial(model.unkept.keep, _LARGEST))
        self.period = Combo("报哪一段时间")
        self.period.currentIndexChanged.connect(self._period_chosen)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for place, box in enumerate((self.register, self.general, self.answers, self.photos)):
            grid.addWidget(box, place // 2, place % 2)
        grid.addWidget(self.sealed, 2, 0, 1, 2)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(row(text("报哪一段时间", "label"), self.period, None))
        self.body.addWidget(text(_PERIOD_HINT, "secondary", wrap=True))
        self.body.addLayout(grid)
        self.body.addWidget(self.largest)

    def show_choice(self) -> None:
        """The period, who the file can be sealed for, and the size that was kept."""
        self.period.set_options(self._model.periods, self._model.period)
        reader = self._model.reader
        self.sealed.setVisible(bool(reader))
        self.sealed.setText(f"加密，只有“{reader}”能打开看")
        self.sealed.setAccessibleName(self.sealed.text())
        with QSignalBlocker(self.sealed):
            self.sealed.setChecked(self._model.choice.sealed)
        self.largest.refresh(self._model.largest, self._model.unkept.words(_LARGEST))

    def _tick(self, words: str) -> QCheckBox:
        box = QCheckBox(words)
        box.setAccessibleName(words)
        box.toggled.connect(self._chosen)
        return box

    def _period_chosen(self) -> None:
        chosen = self.period.chosen
        if isinstance(chosen, ReportPeriod):
            self._model.choose_period(chosen)

    def _chosen(self, _: bool) -> None:
        self._model.choose(
            Choice(
                period=self._model.choice.period,
                full_register=self.register.isChecked(),
                general_dangers=self.general.isChecked(),
                supervision_answers=self.answers.isChecked(),
                photos=self.photos.isChecked(),
                sealed=self.sealed.isChecked(),
            )
        )


class OutlookPart(Section):
    """镇里将看到的内容, before anything is signed."""

    def __init__(self) -> None:
        super().__init__("镇里将看到的内容", "签名前请看一遍。没有列在这里的，不会报出去；电话在文件里是完整的。")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 96)
        self._grid.setColumnStretch(1, 1)
        self._known: tuple[tuple[str, str], ...] = ()
        self.body.addLayout(self._grid)

    def show_outlook(self, lines: tuple[tuple[str, str], ...]) -> None:
        """Show it."""
        if lines == self._known:
            return
        self._known = lines
        empty(self._grid)
        for place, (name, value) in enumerate(lines):
            self._grid.addWidget(text(name, "label"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text(value, wrap=True), place, 1)


class SentPart(Section):
    """Every export; each opens to say how it was handed over."""

    def __init__(self, model: ReportingModel) -> None:
        super().__init__("报过的", "交了以后记一笔：怎么交的、哪天、有什么凭证（回执号、截图、盖章的收条）。")
        self._model = model
        self._none = text("还没有导出过。", "secondary")
        self._list = FoldList(partial(SendingForm, model))
        self.older = LinkButton("", on=model.show_all)
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)
        self.body.addLayout(row(self.older, None))

    @property
    def cards(self) -> dict[str, FoldCard]:
        """What is shown, by id."""
        return self._list.cards

    def show_sent(self) -> None:
        """Show them; an open one stays open."""
        shown = self._model.submissions
        self._list.show_ids([each.id for each in shown])
        for each in shown:
            card = self.cards[each.id]
            card.line.show_words(each.title, each.detail)
            card.line.set_note(each.note, each.tone)
            if isinstance(card.content, SendingForm):
                card.content.show_sending()
        self._none.setVisible(not shown)
        self.older.setText(f"再看以前的 {self._model.older} 次")
        self.older.setAccessibleName(self.older.text())
        self.older.setVisible(self._model.older > 0)

    def settle_now(self) -> None:
        """Hand over what is being typed."""
        for card in self.cards.values():
            if isinstance(card.content, SendingForm):
                card.content.proof.settle_now()


class SendingForm(QWidget):
    """How, when, and what proves it; kept as it is chosen."""

    def __init__(self, model: ReportingModel, submission_id: str) -> None:
        super().__init__()
        self._model, self._id = model, submission_id
        number = model.submission(submission_id).title.split("　")[0]
        self.channel = Combo(f"{number} 怎么交的", [(each, label(each)) for each in Channel])
        self.channel.currentIndexChanged.connect(self._chosen)
        self._day = DateField(f"{number} 哪天交的")
        self.day = Field("哪天交的", input_widget=self._day, name=f"{number} 哪天交的")
        self.proof = Field(
            "凭证",
            placeholder="例如 回执号 2026-0123，或“截图存在微信收藏里”",
            check=model.check_proof,
            name=f"{number} 凭证",
        )
        self.day.settled.connect(self._keep)
        self.proof.settled.connect(self._proof_settled)
        self.proof.refused.connect(lambda words: model.unkept.keep(_PROOF, words, submission_id))
        channel = QWidget()
        inside = column(text("怎么交的", "label"), self.channel, None, spacing=4)
        inside.setContentsMargins(0, 0, 0, 0)
        channel.setLayout(inside)
        layout = row(channel, self.day, self.proof, spacing=16)
        layout.setContentsMargins(16, 4, 16, 14)
        for place, share in enumerate((2, 2, 5)):
            layout.setStretch(place, share)
        self.setLayout(layout)
        self.show_sending()

    def show_sending(self) -> None:
        """Show what is kept, unless somebody writes there."""
        shown = self._model.submission(self._id)
        sent = shown.channel is not Channel.NOT_SENT
        self.channel.choose(shown.channel)
        self.day.refresh((shown.sent_on or self._model.today).isoformat())
        self._kept_proof = shown.proof  # what stands in the field may be refused
        self.proof.refresh(shown.proof, self._model.unkept.words(_PROOF, self._id))
        self.day.setVisible(sent)
        self.proof.setVisible(sent)

    def _chosen(self) -> None:
        if self.channel.chosen is not Channel.NOT_SENT and self.day.isHidden():
            with QSignalBlocker(self._day):
                self._day.set_day(self._model.today)
        self._keep("")

    def _proof_settled(self, words: str) -> None:
        self._kept_proof = words
        self._keep("")

    def _keep(self, _: str) -> None:
        channel = self.channel.chosen
        if isinstance(channel, Channel):
            self.day.show_fault("")
            self._model.record(self._id, channel, self._day.day, self._kept_proof, self._refused)

    def _refused(self, error: UserError) -> None:
        self.day.show_fault(f"{error.problem}{error.advice}")


class KeyPart(Section):
    """The signing key in plain words."""

    def __init__(
        self,
        context: Context,
        ask_new_key: Callable[[], None],
        open_paper: Callable[[Path], None],
        ask_rotation: Callable[[], None],
        ask_certificate: Callable[[], None],
    ) -> None:
        super().__init__("签名密钥", "镇里凭它认出文件是您交的、没被改过。它不是公章，封面上还要盖章签字。")
        self.words = text("", "secondary", wrap=True)
        self.mark = text("", wrap=True)
        self.mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble = Banner("", look="card-error")
        self.print = Button("打印登记表", icon="printer", on=lambda: context.navigate("papers", "enrolment"))
        self.certificate = Button("存签名证书", icon="save", on=ask_certificate)
        self.rotate = Button("换新密钥（旧的还能用）", icon="rotate-ccw", on=ask_rotation)
        self.renew = Button("换了电脑或密钥丢了", icon="key-round", on=ask_new_key)
        self._sheet: Path | None = None
        self._open_paper = open_paper
        self.open_sheet = Button("打开登记表", name="打开新密钥的登记表", on=self._open)
        self.made = Banner("", look="card-tint", action=self.open_sheet)
        self.trouble.hide()
        self.made.hide()
        for part in (self.trouble, self.made, self.words, self.mark):
            self.body.addWidget(part)
        self.body.addLayout(Flow(self.print, self.certificate, self.rotate, self.renew))

    def show_key(self, model: ReportingModel) -> None:
        """Show the fingerprint in groups of four."""
        shown = model.key
        self.words.setText(shown.words)
        self.words.setVisible(bool(shown.words))
        self.mark.setText(f"指纹：{' '.join(shown.groups)}")
        self.mark.setVisible(bool(shown.groups))
        self.trouble.say(shown.trouble)
        self.trouble.setVisible(bool(shown.trouble))
        self.print.setVisible(bool(shown.groups))
        self.certificate.setVisible(bool(shown.groups))
        self.renew.setVisible(model.can_renew_key)
        self.rotate.setVisible(model.can_rotate_key)

    def show_made(self, made: Enrolment) -> None:
        """A new key is there: what to do with its sheet."""
        self._sheet = made.sheet
        said = f"新密钥做好了。请打印登记表，盖章后和“{made.certificate.name}”一起交给镇里。"
        self.made.say(said, f"都在这个文件夹：{made.sheet.parent}")
        self.made.show()

    def show_rotated(self, made: Rotated) -> None:
        """A new key is there, and the old one vouches for it."""
        self._sheet = made.enrolment.sheet
        self.made.say("新密钥做好了。请把换密钥通知交给镇里，以后就用新密钥签名。", f"通知在：{made.package.path}")
        self.made.show()

    def _open(self) -> None:
        if self._sheet is not None:
            self._open_paper(self._sheet)


class CheckPart(Section):
    """Whether a file is still as it was signed."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__("检查一个上报文件", "看看导出的文件有没有在拷贝、传送中损坏或被改动。只认本企业签的文件。")
        self.choose = Button("选一个文件来检查", icon="shield-check", on=ask)
        self.title_line = text("", "ok", wrap=True)
        self.lines = text("", "secondary", wrap=True)
        hide_unless(self.title_line, False)
        hide_unless(self.lines, False)
        self.body.addLayout(row(self.choose, None))
        self.body.addWidget(self.title_line)
        self.body.addWidget(self.lines)

    def show_checked(self, found: Checked) -> None:
        """OK, or the code with its sentence."""
        set_look(self.title_line, "ok" if found.good else "error")
        self.title_line.setText(found.title)
        self.lines.setText("\n".join(line for line in found.lines if line))
        self.title_line.show()
        self.lines.show()


__all__ = ["ReportingPage"]
