"""填部门的表: bring the blank form in once, match its columns, fill it; or copy field by field into a platform."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.adapters.profile import LONGEST, FormColumn, checked_name, kinds
from ymh_desktop.services.reporting.filing import Filing, FilingRecord
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import ask_where_to_save, ask_which_file
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.forms import FIXED, FormsModel
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    Combo,
    Field,
    LinkButton,
    PrimaryButton,
    column,
    empty,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import scrolling

WORDS_SHOWN = 12  # of one column's translations
RECORDS_SHOWN = 200
_NAME, _FIRST_ROW = "name", "first_row"


class FormsPage(Page):
    """Above which form, below two ways to use it."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.model = FormsModel(context)
        self.form = Combo("哪张表")
        self.form.setMinimumWidth(320)
        self.form.currentIndexChanged.connect(lambda *_: self.model.choose(self.form.chosen))
        blank = Button("选一张空白表", icon="folder-open", on=self._ask_form)
        bring = Button("导入对照文件", on=self._ask_profile)
        self.body.addLayout(row(text("哪张表", "label"), self.form, blank, bring, None, spacing=10))
        self.bar = QTabBar()
        self.bar.setAccessibleName("填表的两种办法")
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.addTab("填成 Excel 表")
        self.bar.addTab("照着平台填")
        self.columns, self.filing = ColumnsTab(self.model), FilingTab(self.model)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.columns)
        self.stack.addWidget(self.filing)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._show_tab)
        self.model.listed.connect(self._list)
        self.model.changed.connect(self._changed)

    def opened(self, argument: object = None) -> None:
        """Read the forms."""
        self.model.load()

    def take_focus(self) -> None:
        """On the choice of a form."""
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self) -> None:
        with QSignalBlocker(self.form):
            self.form.set_options([(each.id, each.name) for each in self.model.forms])
            self.form.choose(self.model.chosen.id if self.model.chosen else None)
        self.columns.show_unknown()

    def _changed(self) -> None:
        self.columns.show_form()
        if self.stack.currentWidget() is self.filing:
            self.model.load_filing()

    def _show_tab(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        if place == 1:
            self.model.load_filing()

    def _ask_form(self) -> None:
        ask_which_file(self, "选部门发的空白表", Path.home(), "Excel 表格 (*.xlsx)", self.model.open_form)

    def _ask_profile(self) -> None:
        ask_which_file(self, "选对照文件", Path.home(), "对照文件 (*.json)", self.model.bring_in)


class ColumnsTab(QWidget):
    """The columns of the form and what each takes."""

    def __init__(self, model: FormsModel) -> None:
        super().__init__()
        self._model = model
        self.name = Field("表的名称", name="表的名称", check=checked_name, needed=True)
        self.kind = Combo("一行是什么", kinds())
        self.first_row = Field("从第几行开始填", name="从第几行开始填", check=_row_number)
        self.note = Banner("程序带的表不能改。", "要改列，请先复制一份。", look="card-tint")
        self.unknown = Banner("")
        self._lines = QVBoxLayout()
        self.name.settled.connect(model.rename)
        self.kind.currentIndexChanged.connect(lambda *_: model.set_kind(self.kind.chosen))  # type: ignore[arg-type]  # filled above
        self.first_row.settled.connect(lambda words: model.set_first_row(int(words)))
        for field_id, field in ((_NAME, self.name), (_FIRST_ROW, self.first_row)):
            field.refused.connect(partial(self._refused, field_id))
        self.copy = Button("复制一份来改", on=model.copy_built_in)
        self.give = Button("导出对照文件", on=self._ask_give)
        self.drop = LinkButton("删掉这张表", on=model.drop)
        self.fill = PrimaryButton("填好，保存成 Excel", icon="file-spreadsheet", on=self._ask_fill)
        head = Card()
        fields = row(self.name, Field("一行是什么", input_widget=self.kind), self.first_row, spacing=12)
        head.body.addLayout(fields)
        head.body.addLayout(row(self.fill, self.copy, self.give, self.drop, None, spacing=10))
        self._card = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._card.body.addLayout(self._grid)
        inside = QWidget()
        inside.setLayout(column(head, self.note, self.unknown, self._card, None, spacing=12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))

    def show_form(self) -> None:
        """Another form, or its columns changed."""
        form = self._model.chosen
        empty(self._grid)
        if form is None:
            return
        own = self._model.own
        with QSignalBlocker(self.kind):
            self.kind.choose(form.kind)
        self._show_kept(self.name, _NAME, form.name)
        self._show_kept(self.first_row, _FIRST_ROW, f"{form.first_row}")
        for part in (self.name, self.kind, self.first_row):
            part.setEnabled(own)
        self.note.setVisible(not own)
        self.copy.setVisible(not own)
        self.drop.setVisible(own)
        self.first_row.setVisible(bool(form.form))
        for place, title in enumerate(("表上的列", "填什么", "怎么说")):
            self._grid.addWidget(text(title, "label"), 0, place)
        for at, each in enumerate(form.columns):
            self._line(at, each, own=own)

    def show_unknown(self) -> None:
        """The words of ours that the form does not know."""
        form, unknown = self._model.chosen, self._model.unknown
        self.unknown.setVisible(bool(unknown))
        if form is not None and unknown:
            named = "；".join(f"“{form.columns[at].title}”里的“{word}”" for at, word in unknown[:6])
            more = f"等 {len(unknown)} 个" if len(unknown) > 6 else ""
            self.unknown.say(f"这张表不认得：{named}{more}。", "在那一列的“怎么说”里写上表里用的词。")

    def _line(self, at: int, each: FormColumn, *, own: bool) -> None:
        options: list[tuple[object, str]] = [(None, "空着"), (FIXED, "固定写一个词")]
        options += [(field.id, field.name) for field in self._model.fields]
        title = each.title or f"第 {at + 1} 列"
        combo = Combo(f"{title} 填什么（第 {at + 1} 列）", options)
        combo.setFixedWidth(220)
        combo.choose(FIXED if each.field_id is None and each.fixed else each.field_id)
        combo.setEnabled(own)
        combo.currentIndexChanged.connect(lambda *_: self._model.set_field(at, combo.chosen))
        self._grid.addLayout(column(text(title, wrap=True), None, spacing=0), at + 1, 0)
        self._grid.addWidget(combo, at + 1, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._words(at, each, own=own), at + 1, 2)

    def _words(self, at: int, each: FormColumn, *, own: bool) -> QWidget:
        box, lines = QWidget(), column(spacing=6)
        field = self._model.field(each)
        if field is None and each.fixed:
            name = f"第 {at + 1} 列 固定写的词"
            lines.addWidget(self._typed(name, each.fixed, partial(self._model.set_fixed, at), own=own))
        elif own and field is not None and field.values:
            for ours in field.values[:WORDS_SHOWN]:
                lines.addLayout(row(text(f"{ours}　写成"), self._word(at, each, ours, own=own), None, spacing=8))
        lines.setContentsMargins(0, 0, 0, 0)
        box.setLayout(lines)
        return box

    def _word(self, at: int, each: FormColumn, ours: str, *, own: bool) -> QWidget:
        name = f"第 {at + 1} 列 {ours} 写成"
        if each.allowed:
            combo = Combo(name, [("", "（没有对应的）"), *((word, word) for word in each.allowed)])
            combo.choose(dict(each.words).get(ours, ""))
            combo.setEnabled(own)
            combo.currentIndexChanged.connect(lambda *_: self._model.set_word(at, ours, str(combo.chosen or "")))
            return combo
        keep = partial(self._model.set_word, at, ours)
        field = self._typed(name, dict(each.words).get(ours, ""), keep, own=own, placeholder=ours)
        field.input.setFixedWidth(160)
        return field

    def _typed(self, name: str, value: str, keep: Callable[[str], None], *, own: bool, placeholder: str = "") -> Field:
        field = Field("", name=name, placeholder=placeholder, most=LONGEST)
        field.setEnabled(own)
        field.settled.connect(keep)
        field.refused.connect(partial(self._refused, name))
        self._show_kept(field, name, value)
        return field

    def _show_kept(self, field: Field, field_id: str, value: str) -> None:
        chosen = self._model.chosen
        field.refresh(value, self._model.unkept.words(field_id, chosen.id) if chosen else "", fresh=True)

    def _refused(self, field_id: str, words: str) -> None:
        if self._model.chosen is not None:
            self._model.unkept.keep(field_id, words, self._model.chosen.id)

    def _ask_fill(self) -> None:
        name = self._model.chosen.name if self._model.chosen else "表"
        ask_where_to_save(self, "保存填好的表", Path.home() / f"{name}.xlsx", "Excel 表格 (*.xlsx)", self._model.fill)

    def _ask_give(self) -> None:
        name = self._model.chosen.name if self._model.chosen else "表"
        path = Path.home() / f"{name}_对照.json"
        ask_where_to_save(self, "导出对照文件", path, "对照文件 (*.json)", self._model.give_along)


def _row_number(words: str) -> None:
    if not words.isdecimal() or not 1 <= int(words) <= 1000:
        raise UserError(f"“{words[:10]}”不是行号。", "请填 1 到 1000 之间的整数。")


class FilingTab(QWidget):
    """One record after another in the form's order, a button beside each field."""

    def __init__(self, model: FormsModel) -> None:
        super().__init__()
        self._model = model
        self._known: Filing | None = None
        self.count = text("", "question")
        self.hint = text(
            "左边打开部门的网页，照着这里一项一项复制过去；填完一条勾一条，最后截一张图作凭证。", "secondary", wrap=True
        )
        self.proof = QLineEdit()
        self.proof.setAccessibleName("平台受理号或说明")
        self.proof.setPlaceholderText("平台受理号（有就填）")
        self.proof.setFixedWidth(220)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        shot = Button("加截图", icon="camera", on=self._ask_shot)
        done = PrimaryButton("这次填报完了", icon="check", on=self._finish)
        head = Card()
        head.body.addLayout(row(self.count, None, self.proof, shot, done, spacing=10))
        head.body.addWidget(self.hint)
        head.body.addWidget(self.fault)
        self._list = column(spacing=10)
        inside = QWidget()
        inside.setLayout(column(head, self._list, None, spacing=12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))
        model.filed.connect(self.show_filing)

    def show_filing(self, found: Filing) -> None:
        """What is to be typed in; unchanged records are not built anew."""
        if found == self._known:
            return
        self._known = found
        shots = f"，截图 {len(found.photos)} 张" if found.photos else ""
        self.count.setText(f"{len(found.records)} 条里填了 {found.done} 条{shots}")
        empty(self._list)
        waiting = [each for each in found.records if each.done_on is None]
        done = [each for each in found.records if each.done_on is not None]
        for each in [*waiting, *done][:RECORDS_SHOWN]:
            self._list.addWidget(self._card(each))
        if len(found.records) > RECORDS_SHOWN:
            self._list.addWidget(text(f"先列出 {RECORDS_SHOWN} 条，填完这些再看后面的。", "hint"))

    def _card(self, each: FilingRecord) -> Card:
        card = Card(margins=(18, 12, 16, 12))
        words = f"{each.done_on} 已填" if each.done_on else ""
        button = "改回没填" if each.done_on else "填好了"
        tick = Button(
            button, name=f"{each.title} {button}", on=partial(self._model.tick, each.key, each.done_on is None)
        )
        head = row(text(each.title, "strong", wrap=True), text(words, "ok"), tick, spacing=10)
        head.setStretch(0, 1)
        card.body.addLayout(head)
        if each.done_on is None:
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            for place, (title, value) in enumerate(each.cells):
                copy = LinkButton("复制", name=f"{each.title} {title} 复制", on=partial(self._copy, value))
                grid.addWidget(text(title, "hint"), place, 0)
                grid.addWidget(text(value, wrap=True), place, 1)
                grid.addWidget(copy, place, 2)
            card.body.addLayout(grid)
        return card

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._model.copied(words)

    def _ask_shot(self) -> None:
        ask_which_file(self, "选平台的截图", Path.home(), "图片 (*.png *.jpg *.jpeg)", self._model.add_screenshot)

    def _finish(self) -> None:
        self.fault.hide()
        self._model.finish(self.proof.text(), self._refused)

    def _refused(self, error: UserError) -> None:
        self.fault.setText(f"{error.problem}{error.advice}")
        self.fault.show()
