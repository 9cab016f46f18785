"""五有自评: five parts with their lines; each line says what the data say, and a person may say otherwise."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ymh_desktop.domain.self_assessment import SAID_BY_HAND, FiveHave, Verdict
from ymh_desktop.domain.words import label
from ymh_desktop.services.five_haves import LineShown
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.viewmodels.readiness import NOT_SAID, FiveShown, ReadinessModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.faces import FaceTab
from ymh_desktop.ui.widgets import (
    Button,
    Card,
    Combo,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    empty,
    line,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import scrolling

_TAGS = {Verdict.YES: "tag-ok", Verdict.PARTLY: "tag-warning", Verdict.NO: "tag-error"}
NOT_OFFICIAL = "这个数只给企业自己看差在哪里，不是评定等级。"


def verdict_tag(verdict: Verdict | None) -> QLabel:
    """做到了, 没做到 …, with its colour; None: nobody said it yet."""
    return text(label(verdict), _TAGS.get(verdict, "tag-grey")) if verdict else text(NOT_SAID, "tag-grey")


class FiveTab(FaceTab):
    """Above how much holds, below the five parts."""

    def __init__(self, model: ReadinessModel, asking: AskingModel) -> None:
        super().__init__()
        self._model, self._asking = model, asking
        self._shown: FiveShown | None = None
        self.number = text("—", "number")
        self.saying = text("", "secondary", wrap=True)
        self.before = text("", "hint", wrap=True)
        self.finish = PrimaryButton("完成自评，存档", icon="check", on=self._finish)
        self.papers = Button("打印自评表", icon="printer", on=lambda: model.open("papers", "five-haves"))
        self.form = AskForm(asking)
        self._parts = column(spacing=12)
        head = Card()
        words = column(self.number, self.saying, text(NOT_OFFICIAL, "hint", wrap=True), self.before, spacing=4)
        layout = row(words, self.papers, self.finish, spacing=10)
        layout.setStretch(0, 1)
        head.body.addLayout(layout)
        inside = QWidget()
        inside.setLayout(column(head, self.form, self._parts, None, spacing=12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))

    def hand_over(self) -> None:
        """Keep what is half written."""
        self.form.hand_over()

    def show_found(self, found: FiveShown) -> None:
        """Other lines; unchanged ones are not built anew under the hand."""
        if found == self._shown:
            return
        self._shown = found
        self.number.setText(found.headline)
        self.saying.setText(found.saying)
        self.before.setText(found.before)
        self.before.setVisible(bool(found.before))
        empty(self._parts)
        for have in FiveHave:
            self._parts.addWidget(self._part(have, found.of(have)))

    def _part(self, have: FiveHave, lines: tuple[LineShown, ...]) -> Section:
        held = sum(1 for each in lines if not each.is_gap)
        section = Section(label(have), f"{len(lines)} 条里 {held} 条做到了或不涉及。")
        for each in lines:
            section.body.addWidget(line())
            section.body.addLayout(self._line(each))
        return section

    def _line(self, each: LineShown) -> QHBoxLayout:
        tag = verdict_tag(each.verdict)
        tag.setFixedWidth(76)
        tag.setAlignment(Qt.AlignmentFlag.AlignCenter)
        task = f"已派给{each.task}，{each.due} 前做完。" if each.task else ""
        words = column(text(each.words, wrap=True), text(each.evidence, "hint", wrap=True), spacing=2)
        if task:
            words.addWidget(text(task, "secondary", wrap=True))
        made = row(tag, words, self._verdict(each), spacing=12)
        if each.is_gap:
            made.addWidget(LinkButton("去做", name=f"{each.words} 去做", on=partial(self._mend, each)))
            made.addWidget(LinkButton("派任务", name=f"{each.words} 派任务", on=partial(self._ask_task, each)))
        made.setStretch(1, 1)
        made.setAlignment(tag, Qt.AlignmentFlag.AlignTop)
        return made

    def _verdict(self, each: LineShown) -> Combo:
        data = f"按数据：{label(each.from_data)}" if each.from_data else NOT_SAID
        options: list[tuple[object, str]] = [(None, data), *((verdict, label(verdict)) for verdict in SAID_BY_HAND)]
        combo = Combo(f"{each.words} 判定", options)
        combo.setFixedWidth(172)
        combo.choose(each.verdict if each.by_hand else None)
        combo.currentIndexChanged.connect(lambda *_: self._model.say(each, combo.chosen))  # type: ignore[arg-type]  # of `options`
        return combo

    def _mend(self, each: LineShown) -> None:
        self._model.open(each.page, each.argument)

    def _ask_task(self, each: LineShown) -> None:
        if self._shown is not None:
            people = self._shown.people
            self._asking.prepare(lambda: self._model.task_form(each, people))

    def _finish(self) -> None:
        self._model.finish(None)
