"""墙上台账: one table of all that hangs or should, what waits first, and two buttons for what waits."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.wall import WallLine, WallState
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.printing import NoPrinter, ask_and_print
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_where_to_save
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.viewmodels.wall import Key, WallModel, key_of
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.widgets import Button, Card, FilterBar, PrimaryButton, row, text

TITLE = "要重新贴的"
_TONES = {"过时了": "error", "还没贴": "warning", "该摘下": "warning", "对的": "ok"}
_COLUMNS = (
    Column("怎么样", 1, width=96, tone=lambda words: _TONES.get(words, "")),
    Column("哪一张", 2, width=260, stretch=True),
    Column("贴在哪里", 3, width=180),
    Column("哪天贴的", 4, width=116),
    Column("谁贴的", 5, width=96, secondary=True),
    Column("签收", 6, width=96, secondary=True),
    Column("照片", 7, width=72, centred=True, secondary=True),
)


class WallPage(Page):
    """Reads on every visit: what hangs may have become wrong meanwhile."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self._key: object = None
        self.model, self.asking = WallModel(context), AskingModel(context)
        self.headline = text("", "question", wrap=True)
        self.print = PrimaryButton("打印这些", icon="printer", on=partial(self._make, None, self._print))
        self.save = Button("存成 PDF", icon="save", on=partial(self._make, None, self._save))
        self.all_hung = Button("都贴好了", icon="check", on=self._ask_all_hung)
        head = Card(margins=(18, 14, 16, 14))
        line = row(self.headline, self.all_hung, self.save, self.print, spacing=10)
        line.setStretch(0, 1)
        head.body.addLayout(line)
        self.bar = FilterBar("搜索墙上台账", (("state", "情况", [(each, label(each)) for each in WallState]),))
        self.rows = TupleTableModel(_COLUMNS)
        self.table = RecordTable(
            "墙上台账列表", self.rows, "还没有要上墙的材料", "先做风险辨识，这里会列出该贴什么、贴在哪里。"
        )
        self.one = Button("登记贴好了", name="登记选中的这张贴好了", on=self._ask_hung)
        self.one_print = Button("只打印这张", name="只打印选中的这张", on=self._print_one)
        self.down = Button("摘下了", name="选中的这张摘下了", on=self._take_down)
        self.form = AskForm(self.asking)
        self.body.addWidget(head)
        self.body.addWidget(self.form)
        self.body.addLayout(row(self.bar, self.one, self.one_print, self.down, spacing=8))
        self.body.addWidget(self.table, 1)
        self.bar.changed.connect(self._filter)
        self.table.selected.connect(self._chosen)
        self.table.opened.connect(lambda _: self._ask_hung())
        self.model.loaded.connect(self._show)
        context.records.recordsChanged.connect(self._changed)
        self._chosen(None)

    def opened(self, argument: object = None) -> None:
        """Read anew."""
        self.model.load()

    def take_focus(self) -> None:
        """On the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        model = self.model
        self.headline.setText(model.headline)
        for button in (self.print, self.save, self.all_hung):
            button.setEnabled(bool(model.waiting))
        self.rows.set_rows([_row(line) for line in model.lines])
        self._filter()
        self._chosen(self._key)

    def _filter(self) -> None:
        words, state = self.bar.words, self.bar.chosen("state")
        wanted = label(state) if isinstance(state, Enum) else None

        def passes(cells: tuple[object, ...]) -> bool:
            right = wanted is None or cells[1] == wanted
            return right and (not words or any(words in str(cell) for cell in cells))

        self.rows.set_filter(passes)
        self.bar.show_count(self.rows.rowCount(), len(self.model.lines), "张")

    def _line(self) -> WallLine | None:
        return self.model.line(self._key)

    def _chosen(self, key: object) -> None:
        self._key = key
        line = self._line()
        self.one.setEnabled(line is not None and line.state is not WallState.GONE)
        self.one_print.setEnabled(line is not None and line.state is not WallState.GONE)
        self.down.setEnabled(line is not None and line.posting_id is not None)

    def _ask_hung(self) -> None:
        line = self._line()
        if line is not None and line.state is not WallState.GONE:
            self.asking.prepare(partial(self.model.hang_form, line))

    def _take_down(self) -> None:
        line = self._line()
        if line is not None:
            self.model.take_down(line)

    def _ask_all_hung(self) -> None:
        keys = tuple(line.key for line in self.model.waiting)
        question = f"{len(keys)} 张都按今天的内容打印好、贴到墙上了？"
        hung = partial(self.model.hung, keys)
        AskDialog(self, question, "登记以后，内容再有变化程序会提醒您换。", "都贴好了", hung).open()

    def _print_one(self) -> None:
        line = self._line()
        if line is not None:
            self._make((line.key,), self._print)

    def _make(self, keys: tuple[Key, ...] | None, then: Callable[[bytes], None]) -> None:
        self.model.make(keys, then)

    def _print(self, pdf: bytes) -> None:
        pages_at = partial(self._context.ports.renderer.pages, pdf)
        try:
            ask_and_print(self, pages_at, TITLE, self._context.tasks, self._context.notices)
        except NoPrinter as problem:
            self._context.notices.show(problem)

    def _save(self, pdf: bytes) -> None:
        path = Path.home() / f"{TITLE}.pdf"
        ask_where_to_save(self, "存成 PDF", path, "PDF 文件 (*.pdf)", lambda where: self.model.write(where, pdf))

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load()


def _row(line: WallLine) -> tuple[object, ...]:
    hung = str(line.hung_on or "")
    return (
        key_of(line), label(line.state), line.name, line.place, hung, line.by, line.signed, "有" if line.photo else "",
    )  # fmt: skip
