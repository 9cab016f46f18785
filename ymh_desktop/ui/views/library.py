"""行业库: the list that is searched, beside it the entry that is read; own entries and updates open in its place."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.words import label
from ymh_desktop.services.half_written import HalfWritten, NewRecord
from ymh_desktop.services.library_reading import EntryLine, EntryPage, ReadBasis
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.half_written import HalfWrittenModel
from ymh_desktop.ui.viewmodels.library import REVIEW, LibraryModel
from ymh_desktop.ui.viewmodels.library_update import LibraryUpdateModel
from ymh_desktop.ui.viewmodels.own_entry import OwnEntryModel
from ymh_desktop.ui.viewmodels.search import found_in
from ymh_desktop.ui.views.half_written import HalfWrittenPart
from ymh_desktop.ui.views.library_update import LibraryUpdateView
from ymh_desktop.ui.views.own_entry import OwnEntryView
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    EmptyState,
    FilterBar,
    LevelBadge,
    LinkButton,
    PrimaryButton,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, empty
from ymh_desktop.ui.widgets.pick_list import PickList, PickOption

WRITE, UPDATE = "write", "update"  # no entry is called so: their ids have a dot
BESIDE_FROM = 1200  # a window narrower than this shows the list or the entry, not both
_FILTER_WIDTH = 146
_AT = {name: place for place, name in enumerate(EntryLine._fields)}


class LibraryPage(Page):
    """Three faces: reading, writing one's own, and a newer library."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self.model = LibraryModel(context)
        self.half = HalfWrittenModel(context, NewRecord.ENTRY)
        self.reading = ReadingView(self.model, self.half)
        self._own: OwnEntryView | None = None
        self._update: LibraryUpdateView | None = None
        self.faces = QStackedWidget()
        self.faces.addWidget(self.reading)
        self.body.addWidget(self.faces, 1)
        self.reading.write_asked.connect(self.open_own)
        self.reading.half.asked.connect(self.open_own)
        self.reading.edit_asked.connect(self.edit)
        self.reading.update_asked.connect(self.open_update)

    @property
    def own(self) -> OwnEntryView:
        """The form for an entry of one's own, built on first use."""
        if self._own is None:
            self._own = OwnEntryView(OwnEntryModel(self._context))
            self._own.back_asked.connect(self._leave_own)
            self._own.model.kept.connect(self._kept)
            self.faces.addWidget(self._own)
        return self._own

    @property
    def update_face(self) -> LibraryUpdateView:
        """What a newer library brings, built on first use."""
        if self._update is None:
            self._update = LibraryUpdateView(LibraryUpdateModel(self._context))
            self._update.back_asked.connect(self.show_reading)
            self._update.model.taken.connect(self._taken)
            self.faces.addWidget(self._update)
        return self._update

    def opened(self, argument: object = None) -> None:
        """An entry's id opens it, WRITE, what waits half written and UPDATE the other faces, a folder a newer library.

        Without one of them the list is shown as it was left.
        """
        self.faces.setCurrentWidget(self.reading)
        self.model.load()
        self.half.load()
        if argument == WRITE or isinstance(argument, HalfWritten):
            self.open_own()
        elif argument == UPDATE:
            self.open_update()
        elif isinstance(argument, str):
            self.reading.open(argument)
        elif isinstance(argument, Path):
            self.open_update()
            self.update_face.model.look_in(argument)

    def left(self) -> None:
        """Keep what is half written."""
        if self._own is not None:
            self._own.form.hand_over()
            self._own.model.settle()

    def take_focus(self) -> None:
        """Into the face that is shown."""
        face = self.faces.currentWidget()
        if isinstance(face, ReadingView | OwnEntryView | LibraryUpdateView):
            face.take_focus()

    def fit(self, window_width: int, window_height: int) -> None:
        """Side by side where there is room."""
        super().fit(window_width, window_height)
        self.reading.set_beside(window_width >= BESIDE_FROM)

    def show_reading(self) -> None:
        """Back to the list and the entry."""
        self.half.load()
        self.faces.setCurrentWidget(self.reading)
        self.reading.take_focus()

    def open_own(self, half: object = None) -> None:
        """Begin an entry of one's own, or go on with the one that waits: there is one form for both."""
        self.own.open("")
        self.faces.setCurrentWidget(self.own)

    def edit(self, entry_id: str) -> None:
        """Change an entry; the library's own words can be brought back."""
        self.own.open(entry_id)
        self.faces.setCurrentWidget(self.own)

    def open_update(self) -> None:
        """Look at what a newer library changes."""
        self.update_face.open(self.model.clashes)
        self.faces.setCurrentWidget(self.update_face)

    def _leave_own(self) -> None:
        self.left()  # what is told as half written is what was typed last
        self.show_reading()

    def _kept(self, entry_id: str) -> None:
        self.show_reading()
        self.model.load()
        self.reading.open(entry_id)

    def _taken(self) -> None:
        self.show_reading()
        self.model.load()


class ReadingView(QWidget):
    """Search and list at the left, the entry at the right."""

    write_asked = Signal()
    edit_asked = Signal(str)
    update_asked = Signal()

    def __init__(self, model: LibraryModel, half: HalfWrittenModel) -> None:
        super().__init__()
        self.model = model
        self._beside = True
        self.summary = text("", "secondary", wrap=True)
        self.write = Button("写一条自己的", icon="pencil", on=self.write_asked.emit)
        self.update_button = Button("行业库更新", icon="download", on=self.update_asked.emit)
        decide = LinkButton("去看看", name="去看看不一样的地方", on=self.update_asked.emit)
        self.clash = Banner("", look="card-warning", action=decide)
        self.faults = Banner("", look="card-error")
        for banner in (self.clash, self.faults):
            banner.hide()
        self.half = HalfWrittenPart(half)
        self.bar = FilterBar(
            "搜索行业库",
            (("trade", "行业", ()), ("accident", "事故类型", ()), ("kind", "类别", model.kinds)),
        )
        for combo in self.bar.combos.values():
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setFixedWidth(_FILTER_WIDTH)
        self.table = RecordTable("行业库条目表", TupleTableModel(_COLUMNS), "正在读行业库…")
        self.pane = EntryPane(model)
        head = row(self.summary, self.write, self.update_button)
        head.setStretch(0, 1)
        self._middle = row(self.table, self.pane, spacing=16)
        self._middle.setStretch(0, 5)
        self._middle.setStretch(1, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.half)
        layout.addWidget(self.faults)
        layout.addWidget(self.clash)
        layout.addWidget(self.bar)
        layout.addLayout(self._middle, 1)
        self.bar.changed.connect(self._narrow)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(self._opened)
        self.pane.back_asked.connect(self._back)
        self.pane.edit_asked.connect(self.edit_asked)
        model.loaded.connect(self._show)
        model.narrowed.connect(self._show_narrowed)
        if self.bar.search is not None:
            self.bar.search.returnPressed.connect(partial(self.table.setFocus, Qt.FocusReason.OtherFocusReason))

    def take_focus(self) -> None:
        """On the search."""
        if self.bar.search is not None and self.bar.search.isVisible():
            self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pane.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, entry_id: str) -> None:
        """Read an entry, also one that the filter leaves out."""
        self.table.select(entry_id)
        self.model.open(entry_id)
        self._fold(reading=True)

    def set_beside(self, beside: bool) -> None:
        """Both, or one at a time."""
        if beside != self._beside:
            self._beside = beside
            self.pane.back.setVisible(not beside)
            self._fold(reading=False)

    def _fold(self, *, reading: bool) -> None:
        one = not self._beside
        self.table.setVisible(not (one and reading))
        self.bar.setVisible(not (one and reading))
        self.pane.setVisible(not one or reading)

    def _back(self) -> None:
        self._fold(reading=False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self, entry_id: object) -> None:
        if self._beside:
            self.model.open(entry_id)

    def _opened(self, entry_id: object) -> None:
        self.model.open(entry_id)
        self._fold(reading=True)
        if self.pane.isVisible():
            self.pane.scroller.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self) -> None:
        self.model.narrow(
            words=self.bar.words,
            trade=self.bar.chosen("trade"),
            accident=self.bar.chosen("accident"),
            kind=self.bar.chosen("kind"),
        )

    def _show(self) -> None:
        model = self.model
        self.bar.set_options("trade", model.trades)
        self.bar.set_options("accident", model.accidents)
        self.summary.setText(model.summary)
        self.clash.say(f"有 {model.clashes} 处，新的行业库和您改的不一样，现在用的是您的。", "看一遍，定下留哪个。")
        self.clash.setVisible(bool(model.clashes))
        self.faults.say(
            f"自己写的内容有 {len(model.faults)} 处读不出来或会害人，其余照常能用。", "\n".join(model.faults[:5])
        )
        self.faults.setVisible(bool(model.faults))
        self.table.records.show(model.rows, model.passes())
        self._tell()

    def _show_narrowed(self) -> None:
        self.table.records.show(self.model.rows, self.model.passes())
        self._tell()

    def _tell(self) -> None:
        records = self.table.records
        self.bar.show_count(records.rowCount(), records.total)
        if self.model.ready:
            self.table.empty_state.say("没有找到", "换个词，可以输设备、事故、行业的名字或拼音首字母。")


class EntryPane(WithBack):
    """One entry to read; at its head the ways to copy and to change it."""

    edit_asked = Signal(str)

    def __init__(self, model: LibraryModel) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.model = model
        self.back = Button("返回列表", icon="chevron-left", on=self.back_asked.emit)
        self.back.hide()
        self.copy = PrimaryButton("抄进风险清单", icon="copy", on=self._choose_point)
        self.edit = Button("改这一条", icon="pencil", on=self._edit)
        self.where = PickList("抄到哪个风险点", found_in, nothing="选一个设备、作业或场所", name="要抄到的风险点")
        self.take = Button("抄进去", icon="check", on=self._copy)
        self.cancel = LinkButton("不抄了", on=self._fold_copy)
        self.copying = QWidget()
        inside = QVBoxLayout(self.copying)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.where)
        inside.addLayout(row(self.take, self.cancel, None))
        self.copying.hide()
        self.lines = column(spacing=6)
        content = QWidget()
        written = QVBoxLayout(content)
        written.setContentsMargins(0, 0, 10, 0)
        written.addLayout(self.lines)
        written.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setAccessibleName("条目内容")
        self.scroller.setWidget(content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)  # the area turned it on
        self.nothing = EmptyState("book-open", "点左边一条，在这里看", "可以看措施、检查方法、依据和来源。")
        self._reading = QWidget()
        reading = QVBoxLayout(self._reading)
        reading.setContentsMargins(0, 0, 0, 0)
        reading.addLayout(row(self.back, self.copy, self.edit, None))
        reading.addWidget(self.copying)
        reading.addWidget(self.scroller, 1)
        self._reading.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 8, 12)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._reading, 1)
        self.where.picked.connect(lambda values: self.where.show_fault(""))
        model.shown.connect(self._show)
        model.copied.connect(self._copied)
        model.refused.connect(self.where.show_fault)

    def _edit(self) -> None:
        if self.model.page is not None:
            self.edit_asked.emit(self.model.page.id)

    def _choose_point(self) -> None:
        points = self.model.points
        self.where.set_options([PickOption(identity, words, place) for identity, words, place in points])
        self.where.set_chosen(())
        self.where.show_fault("" if points else "风险清单里还没有风险点，请先做“风险辨识”。")
        self.copying.show()
        self.where.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        if self.where.chosen:
            self.model.copy(self.where.chosen[0])
        else:
            self.where.show_fault("请先选一个风险点。")

    def _copied(self) -> None:
        self._fold_copy()

    def _fold_copy(self) -> None:
        self.where.close_quietly()
        self.copying.hide()
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        page = self.model.page
        self.nothing.setVisible(page is None)
        self._reading.setVisible(page is not None)
        self.where.close_quietly()
        self.copying.hide()
        empty(self.lines)
        if page is not None:
            self._write(page)
            self.scroller.verticalScrollBar().setValue(0)

    def _write(self, page: EntryPage) -> None:
        badge = LevelBadge()
        badge.set_level(page.level)
        tags = [text(page.own, "tag")] if page.own else []
        tags += [text(REVIEW, "tag-warning")] if page.needs_review else []
        self.lines.addWidget(text(page.statement, "question", wrap=True))
        self.lines.addLayout(row(text(f"{page.kind}　{page.module}", "secondary"), badge, *tags, None))
        if page.review:
            self.lines.addWidget(Banner(f"{REVIEW}：{page.review}", look="card-warning"))
        self._said("怎么看", page.look)
        self._said("答“否”就是这条隐患", page.inverse)
        self._said("会出什么事", f"{page.hazard}，{page.consequence}")
        self._said("事故类型", "、".join(page.accidents))
        self._said("危险有害因素", page.factor)
        self._said("为什么是这个等级", f"{page.grade_reason}。{'；'.join(page.grade_words)}")
        for kind, measures in page.measures:
            marks = [
                f"· {m.text}{'　（答“是”就是它）' if m.confirmed else ''}{'　（几条任选一条）' if m.either else ''}"
                for m in measures
            ]
            self._said(label(kind), "\n".join(marks))
        what, standard, method = page.check
        rounds = "，".join(f"{tier}{often}" for tier, often in page.rounds)
        self._said("检查", f"{what}：{standard}。{method}。{rounds}")
        self._said("出事怎么办", "\n".join(f"{n}. {step}" for n, step in enumerate(page.emergency, start=1)))
        self._said("劳动防护用品", "、".join(page.ppe))
        self._said("安全标志", "、".join(name for _, name in page.signs))
        self._said("用到它的行业", "、".join(page.trades))
        self._basis(page.basis)
        self._said("来源和版本", "\n".join((*page.sources, f"版本 {page.version}，{page.date}（编号 {page.id}）")))

    def _said(self, title: str, words: str) -> None:
        if words:
            self.lines.addSpacing(4)
            self.lines.addWidget(text(title, "label"))
            self.lines.addWidget(text(words, wrap=True))

    def _basis(self, basis: tuple[ReadBasis, ...]) -> None:
        if not basis:
            return
        self.lines.addSpacing(4)
        self.lines.addWidget(text("依据（要求是我们的话，不是原文）", "label"))
        for each in basis:
            document = each.document
            parts = [text(document.code, "strong")]
            if document.warning:
                parts.append(
                    text(document.warning, "tag-error" if document.warning.startswith("已") else "tag-warning")
                )
            self.lines.addLayout(row(*parts, None))
            clause = f"{each.clause}：" if each.clause else ""
            self.lines.addWidget(text(f"《{document.title}》{clause}{each.asks}", "secondary", wrap=True))


def _review(waits: bool) -> str:
    return REVIEW if waits else ""


def _warning(waits: bool) -> str:
    return "warning" if waits else ""


_COLUMNS = (
    Column("问题（“是”就是安全）", _AT["statement"], stretch=True),
    Column("属于", _AT["module"], width=140),
    Column("等级", _AT["level"], level=True, width=116),
    Column("待核对", _AT["review"], words=_review, tone=_warning, width=76, secondary=True),
)

__all__ = ["EntryPane", "LibraryPage", "ReadingView"]
