"""辨识初稿 on the page 收到的文件: each difference with two choices and a reason, and sending one's own draft."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ymh_desktop.services.exchange.drafts import Difference
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import ask_which_folder
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.viewmodels.draft_review import DraftReviewModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.widgets import Button, Combo, OneLine, PrimaryButton, Section, column, empty, line, row, text

_CHOICES = ((None, "还没定"), (True, "采用"), (False, "保留我的"))


class DraftReviewPart(Section):
    """Hidden until a draft is opened that differs from what stands here."""

    def __init__(self, model: DraftReviewModel) -> None:
        super().__init__(
            "逐条对照", "一条一条看：采用对方的，还是保留自己的；最好写上理由，对方看得到。定完才会改动本机的内容。"
        )
        self._model = model
        self.count = text("", "secondary", wrap=True)
        self.all = Button("没定的都采用", on=model.take_all)
        self.settle = PrimaryButton("就这样定了", icon="check", on=model.settle)
        self._list = column(spacing=8)
        self.body.addLayout(self._list)
        self.body.addLayout(row(self.count, None, self.all, self.settle, spacing=10))
        self.hide()
        model.came.connect(self._show)
        model.done.connect(self.hide)

    def _show(self) -> None:
        empty(self._list)
        for number, each in enumerate(self._model.lines, start=1):
            self._list.addWidget(line())
            self._list.addLayout(self._line(number, each))
        self._count()
        self.show()

    def _line(self, number: int, each: Difference) -> QVBoxLayout:
        choice = self._model.choices.get(each.hazard_id)
        combo = Combo(f"第{number}条 怎么定", _CHOICES)
        combo.setFixedWidth(128)
        combo.choose(choice.take if choice else None)
        reason = OneLine(choice.reason if choice else "")
        reason.setAccessibleName(f"第{number}条 理由")
        reason.setPlaceholderText("理由")
        reason.textEdited.connect(partial(self._model.explain, each.hazard_id))
        combo.currentIndexChanged.connect(lambda *_: self._chosen(each.hazard_id, combo, reason))
        head = row(text(f"{number}. {each.words}", "strong", wrap=True), combo, spacing=12)
        head.setStretch(0, 1)
        lines = [text(words, "hint", wrap=True) for words in self._model.details(each)]
        return column(head, *lines, reason, spacing=4)

    def _chosen(self, hazard_id: str, combo: Combo, reason: QLineEdit) -> None:
        take = combo.chosen
        self._model.choose(hazard_id, take if isinstance(take, bool) else None)
        self._model.explain(hazard_id, reason.text())
        self._count()

    def _count(self) -> None:
        waiting = self._model.waiting
        self.count.setText(f"还有 {waiting} 条没定。" if waiting else "都定了。")
        self.settle.setEnabled(waiting == 0)


class SendDraftPart(Section):
    """和专家往来: write one's own identification as a signed draft."""

    def __init__(self, context: Context, model: DraftReviewModel) -> None:
        super().__init__("和专家往来", "把辨识结果签名导出，发给专家看；专家改好了再发回来，在上面打开。")
        self._context, self._model = context, model
        self._asking = AskingModel(context)
        self.form = AskForm(self._asking, bare=True)
        self.send = Button("发辨识初稿", icon="file-text", on=self._begin)
        self.body.addLayout(row(self.send, None))
        self.body.addWidget(self.form)
        self._asking.sent.connect(lambda _: self._ask_folder())
        model.sent.connect(lambda words: context.notices.say(words))

    def _begin(self) -> None:
        self._asking.prepare(self._model.send_form)

    def _ask_folder(self) -> None:
        ask_which_folder(self, "初稿存到哪个文件夹", Path.home(), self._model.write)


def parts(context: Context) -> tuple[DraftReviewModel, DraftReviewPart, QWidget]:
    """The model and both parts, for the page that opens files."""
    model = DraftReviewModel(context)
    return model, DraftReviewPart(model), SendDraftPart(context, model)
