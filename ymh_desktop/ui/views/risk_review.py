"""The part of a 重大 risk's page that says when its control was reviewed, and asks for the next review."""

from functools import partial

from PySide6.QtCore import Qt

from ymh_desktop.ui.viewmodels.risk_review import ReviewModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.widgets import Button, LinkButton, Section, column, empty, row, text


class ReviewPart(Section):
    """Hidden for every risk that is not 重大."""

    def __init__(self, model: ReviewModel) -> None:
        super().__init__("每季度评估", "重大风险每季度评估一次：防它的办法还管不管用。")
        self._model = model
        self._due = row(spacing=6)
        self.button = Button("现在评估", icon="clipboard-check", on=model.review)
        self.head_actions.addLayout(self._due)
        self.head_actions.addWidget(self.button)
        self.form = AskForm(model.asking, bare=True)
        self._lines = column(spacing=6)
        self.body.addWidget(self.form)
        self.body.addLayout(self._lines)
        self.hide()
        model.loaded.connect(self._show)
        model.asking.opened.connect(self.button.hide)
        model.asking.closed.connect(self.button.show)

    def _show(self) -> None:
        model = self._model
        self.setVisible(model.asked)
        empty(self._due)
        empty(self._lines)
        words, tone = model.due_words
        if words:
            self._due.addWidget(text(words, f"tag-{tone}"))
        if not model.lines:
            self._lines.addWidget(text("还没有评估过。", "secondary"))
        for number, (when, result, basis, danger_id) in enumerate(model.lines, start=1):
            tag = text(result, "tag-error" if result == "失效" else "tag-ok")
            said = column(text(basis, wrap=True), text(when, "hint"), spacing=1)
            made = row(tag, said, spacing=12)
            made.setAlignment(tag, Qt.AlignmentFlag.AlignTop)
            made.setStretch(1, 1)
            if danger_id is not None:
                go = partial(model.show_danger, danger_id)
                made.addWidget(LinkButton("打开隐患", name=f"第{number}次评估 打开隐患", on=go))
            self._lines.addLayout(made)
