"""导入已有台账: a file, its columns, what is asked, the preview, and what came in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_which_file
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.ledger_import import ColumnShown, ImportModel
from ymh_desktop.ui.widgets import Banner, Button, Combo, Field, PrimaryButton, Section, column, empty, row, text
from ymh_desktop.ui.widgets.basics import hide_unless

_WIDEST_CHOICE = 360
KINDS_OF_FILE = "台账 (*.xlsx *.xls *.csv)"


class ImportPage(Page):
    """Top to bottom: what was chosen stays in sight, and only the last button changes anything."""

    def __init__(self, context: Context, restore: Callable[[Path], None] | None) -> None:
        super().__init__(
            "导入已有台账",
            "支持 Excel（xlsx、xls）和 csv。先看预览，点“导入”以前什么都不会变；导入前会自动备份一次。",
        )
        self._context = context
        self.model = ImportModel(context, restore)
        self._shown: tuple[ColumnShown, ...] = ()
        self._asked: tuple[str, ...] = ()
        self.boxes: dict[int, Combo] = {}
        self._file_part()
        self._column_part()
        self._question_part()
        self._preview_part()
        self._done_part()
        self.body.addStretch(1)
        self._bottom()
        self.model.opened.connect(self._show_columns)
        self.model.understood.connect(self._show)
        self.model.done.connect(self._show_done)
        self._show()

    def opened(self, argument: object = None) -> None:
        """A firm may have come into being meanwhile."""
        self.model.look()

    def take_focus(self) -> None:
        """选台账文件."""
        self.choose.setFocus()

    # ---- parts -------------------------------------------------------------------------------------------------------

    def _file_part(self) -> None:
        self.choose = PrimaryButton("选台账文件", icon="folder-open", on=self._ask_file)
        self.file = text("还没有选文件", "secondary", wrap=True)
        self.sheet = Combo("工作表")
        self.kind = Combo("这是什么台账", self.model.kinds)
        self.firm = Field(
            "企业名称",
            hint="和营业执照上一样。其他资料以后再补。",
            needed=True,
            check=lambda words: required_text("企业名称", words),
        )
        self._sheet_field = Field("工作表", input_widget=self.sheet)
        self._kind_field = Field("这是什么台账", input_widget=self.kind)
        for field in (self._sheet_field, self._kind_field):
            field.setMaximumWidth(_WIDEST_CHOICE)
        self.sheet.currentIndexChanged.connect(lambda: self.model.choose_sheet(self.sheet.chosen))
        self.kind.currentIndexChanged.connect(lambda: self.model.choose_kind(self.kind.chosen))
        self.firm.settled.connect(self.model.set_firm)
        part = Section("1　选文件")
        line = row(self.choose, self.file, spacing=12)
        line.setStretch(1, 1)
        part.body.addWidget(self.firm)
        part.body.addLayout(line)
        part.body.addLayout(row(self._sheet_field, self._kind_field, None, spacing=16))
        self.body.addWidget(part)

    def _column_part(self) -> None:
        self._columns = Section("2　每一列是什么", "程序按表头猜的，不对的请改。不要的选“不导入”。")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._columns.body.addLayout(self._grid)
        self.body.addWidget(self._columns)

    def _question_part(self) -> None:
        self._questions = Section("3　请选事故类型", "2026年7月起用新的事故类型名称，这几个名称程序不能替您定。")
        self._question_lines = column(spacing=8)
        self._questions.body.addLayout(self._question_lines)
        self.body.addWidget(self._questions)

    def _preview_part(self) -> None:
        self._preview = Section("预览")
        self.counts = text("", "strong", wrap=True)
        self._examples = column(spacing=2)
        self._problems = column(spacing=4)
        self._preview.body.addWidget(self.counts)
        self._preview.body.addLayout(self._examples)
        self._preview.body.addLayout(self._problems)
        self.body.addWidget(self._preview)

    def _done_part(self) -> None:
        self._done = Section("导入完成")
        self.summary = text("", "strong", wrap=True)
        self.after = text(
            "措施只有写明“现有”的算已落实，其余请在“风险清单”里逐条回答。等级照台账，请再核对一遍。",
            "secondary",
            wrap=True,
        )
        self.go = PrimaryButton("去看风险清单", on=self._go_on)
        self.back = Button("退回导入以前", icon="rotate-ccw", on=self._ask_back)
        self.how_back = text("不想要了：到“设置”里恢复导入前自动做的那份备份。", "hint", wrap=True)
        for part in (self.summary, self.after, self.how_back):
            self._done.body.addWidget(part)
        self._done.body.addLayout(row(self.go, self.back, None, spacing=10))
        self.body.addWidget(self._done)

    def _bottom(self) -> None:
        footer = self.add_footer()
        self.why_not = text("", "secondary")
        self.bring = PrimaryButton("导入", on=self.model.bring_in)
        footer.addWidget(self.why_not)
        footer.addStretch(1)
        footer.addWidget(self.bring)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def _show_columns(self) -> None:
        model = self.model
        self.file.setText(model.file_name)
        self.sheet.set_options(model.sheets, model.sheet)
        self.kind.choose(model.kind)
        shown = model.columns
        same = [(c.at, c.title) for c in shown] == [(c.at, c.title) for c in self._shown]
        if same and self.boxes and next(iter(self.boxes.values())).count() == len(model.targets):
            for each in shown:
                self.boxes[each.at].choose(each.target)
        else:
            self._build_columns(shown)
        self._shown = shown

    def _build_columns(self, shown: tuple[ColumnShown, ...]) -> None:
        empty(self._grid)
        self.boxes = {}
        for line, each in enumerate(shown):
            box = Combo(f"第 {each.at + 1} 列 {each.title} 导入为", self.model.targets)
            box.choose(each.target)
            box.currentIndexChanged.connect(partial(self._meant, each.at, box))
            box.setMinimumWidth(200)
            box.setMinimumHeight(tokens.CONTROL_HEIGHT)  # rows built later would be laid out before they are styled
            title = text(each.title, "strong", wrap=True)
            title.setMinimumWidth(140)
            title.setMaximumWidth(260)
            self._grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(text(each.samples or "（空的）", "secondary", wrap=True), line, 1)
            self._grid.addWidget(box, line, 2)
            self.boxes[each.at] = box

    def _meant(self, at: int, box: Combo, _: int = 0) -> None:
        self.model.set_meaning(at, box.chosen)

    def _show(self) -> None:
        model = self.model
        there = model.found is not None
        self.firm.setVisible(model.needs_firm)
        self._sheet_field.setVisible(there and len(model.sheets) > 1)
        self._kind_field.setVisible(there)
        self._columns.setVisible(there)
        self._preview.setVisible(there)
        self._done.setVisible(model.outcome is not None and not there)
        self._show_questions()
        self._show_preview()
        self.why_not.setText(model.blocker)
        self.bring.setEnabled(not model.blocker and not model.busy)
        self.choose.setEnabled(not model.busy)

    def _show_questions(self) -> None:
        questions = self.model.questions
        self._questions.setVisible(bool(questions) and self.model.found is not None)
        words = tuple(question.word for question in questions)
        if words == self._asked:
            return
        self._asked = words
        empty(self._question_lines)
        for question in questions:
            box = Combo(f"{question.word}算哪一种", question.options)
            box.choose(question.chosen)
            box.currentIndexChanged.connect(partial(self._answered, question.word, box))
            self._question_lines.addLayout(row(text(question.sentence, wrap=False), box, None, spacing=12))

    def _answered(self, word: str, box: Combo, _: int = 0) -> None:
        self.model.answer(word, box.chosen)

    def _show_preview(self) -> None:
        model = self.model
        self.counts.setText(model.counts)
        empty(self._examples)
        for words in model.examples:
            self._examples.addWidget(text(words, "secondary", wrap=True))
        empty(self._problems)
        for what, do, left_out in model.problems:
            self._problems.addWidget(_problem(what, do, left_out))
        if model.more_problems:
            self._problems.addWidget(text(f"还有 {model.more_problems} 条，改好前面的再看。", "hint"))

    def _show_done(self) -> None:
        model = self.model
        self.summary.setText(model.summary)
        self.go.setText(model.next_page[1])
        self.go.setAccessibleName(model.next_page[1])
        hide_unless(self.back, model.can_take_back)
        hide_unless(self.how_back, not model.can_take_back)
        self.file.setText("还没有选文件")
        self._show()
        self.bring_into_view(self._done)
        self.go.setFocus()

    # ---- doing -------------------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        ask_which_file(self, "选台账文件", Path.home(), KINDS_OF_FILE, self.model.choose_file)

    def _go_on(self) -> None:
        self._context.navigate(self.model.next_page[0])

    def _ask_back(self) -> None:
        AskDialog(
            self,
            "退回导入以前？",
            "导入的内容和导入以后填的都会没有。现在的文件会另外留着。",
            "退回",
            self.model.take_back,
        ).open()


def _problem(what: str, do: str, left_out: bool) -> QWidget:
    return Banner(
        f"{what}{'（这一行不导入）' if left_out else ''}", do, look="card-error" if left_out else "card-warning"
    )
