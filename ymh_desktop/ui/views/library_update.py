"""What a newer library changes, what clashes with one's own words, and which papers it makes out of date."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.words import label
from ymh_desktop.services.library_growth import Clash, Keep, UpdatePreview
from ymh_desktop.ui.shell.dialogs import ask_which_folder
from ymh_desktop.ui.viewmodels.library_update import LibraryUpdateModel
from ymh_desktop.ui.widgets import Banner, Button, PrimaryButton, Section, column, row, text
from ymh_desktop.ui.widgets.basics import WithBack, empty

MOST_LINES = 6  # of one file; how many more there are is told


class LibraryUpdateView(WithBack):
    """Choose a folder, read what it changes, decide, take it."""

    def __init__(self, model: LibraryUpdateModel) -> None:
        super().__init__()
        self.model = model
        self.back = Button("返回行业库", icon="chevron-left", on=self.back_asked.emit)
        self.choose = Button("选更新文件夹", icon="folder-open", on=self._choose)
        self.take = PrimaryButton("用新的行业库", icon="check", on=model.take)
        self.refusal = Banner("", look="card-error")
        self.refusal.hide()
        self.parts = column(spacing=12)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addLayout(self.parts)
        inside.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setAccessibleName("更新内容")
        self.scroller.setWidget(content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(self.back, text("行业库更新", "question"), None, self.choose, self.take, spacing=12))
        layout.addWidget(self.refusal)
        layout.addWidget(self.scroller, 1)
        model.shown.connect(self._show)
        model.refused.connect(self._refused)

    def open(self, clashes: int) -> None:
        """Begin; places that wait to be decided are shown at once."""
        self.model.begin(waiting=bool(clashes))

    def take_focus(self) -> None:
        """On choosing the folder."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        ask_which_folder(self, "选行业库更新所在的文件夹", Path.home(), self.model.look_in)

    def _refused(self, sentence: str) -> None:
        self.refusal.say(sentence)
        self.refusal.show()

    def _show(self) -> None:
        model, preview = self.model, self.model.preview
        self.refusal.hide()
        self.take.setEnabled(model.may_take)
        self.take.setText("用新的行业库" if preview is None or preview.folder is not None else "就这样定")
        empty(self.parts)
        if preview is None:
            section = Section("先看，再决定", "收到新的行业库文件夹以后，点“选更新文件夹”。看之前什么都不会变。")
            section.body.addWidget(text("文件夹里应当有 modules 和 trades 两个文件夹。", "hint", wrap=True))
            self.parts.addWidget(section)
            return
        look = "card-error" if preview.faults else "card-tint"
        self.parts.addWidget(Banner(model.summary, "\n".join(preview.faults[:MOST_LINES]), look=look))
        if preview.faults or preview.nothing_new:
            return
        if preview.clashes:
            self.parts.addWidget(self._clashes(preview))
        if preview.papers:
            self.parts.addWidget(self._papers(preview))
        if preview.changes:
            self.parts.addWidget(_changes(preview))

    def _clashes(self, preview: UpdatePreview) -> Section:
        section = Section("和您改的不一样的地方", "没有选的，留您的。")
        for number, clash in enumerate(preview.clashes, start=1):
            section.body.addWidget(self._clash(number, clash))
        return section

    def _clash(self, number: int, clash: Clash) -> QWidget:
        about = f"{clash.module}　{clash.entry}" if clash.entry else clash.module
        frame = QFrame()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(text(f"{number}. {about}：{clash.what}", "strong", wrap=True))
        group = QButtonGroup(frame)
        for keep, words in ((Keep.MINE, clash.mine), (Keep.NEW, clash.new)):
            button = QRadioButton(label(keep))
            button.setAccessibleName(f"第 {number} 处{label(keep)}")
            button.setChecked(self.model.chosen(clash) is keep)
            button.toggled.connect(partial(self._decide, clash, keep))
            group.addButton(button)
            line = row(button, text(words, wrap=True), spacing=10)
            line.setStretch(1, 1)
            layout.addLayout(line)
        return frame

    def _decide(self, clash: Clash, keep: Keep, on: bool) -> None:
        if on:
            self.model.choose(clash, keep)

    def _papers(self, preview: UpdatePreview) -> Section:
        section = Section(
            "要重新打印的材料", "清单里您没改过的话会换成新的；换了说法的措施要重新回答“已落实”还是“要新增”。等级不变。"
        )
        for line in preview.papers:
            section.body.addWidget(text(f"· {line}", wrap=True))
        renew = QCheckBox("清单和卡片也换成新的说法")
        renew.setAccessibleName("清单和卡片也换成新的说法")
        renew.setChecked(self.model.renew)
        renew.toggled.connect(partial(setattr, self.model, "renew"))
        section.body.addWidget(renew)
        return section


def _changes(preview: UpdatePreview) -> Section:
    section = Section("改了什么", f"共 {len(preview.changes)} 个文件。")
    for change in preview.changes:
        section.body.addWidget(text(f"{label(change.how)}　{change.title}", "strong", wrap=True))
        for line in change.lines[:MOST_LINES]:
            section.body.addWidget(text(f"· {line}", "secondary", wrap=True))
        if len(change.lines) > MOST_LINES:
            section.body.addWidget(text(f"还有 {len(change.lines) - MOST_LINES} 处", "hint"))
    return section
