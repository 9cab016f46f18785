"""The parts of the page 打印材料: a row per paper, the choices for cards, and the preview."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.catalogue import PAPERS, Paper, PaperGroup
from ymh_desktop.services.reports.paper import DRAFT, PageSize
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.papers import CARDS, SIZES, Refusal
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    Combo,
    EmptyState,
    LinkButton,
    PdfPreview,
    PrimaryButton,
    SearchBox,
    column,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty
from ymh_desktop.ui.widgets.choices import TickRows

_ICONS = {
    "cards": "shield-alert",
    "check-tables": "list-checks",
    "register": "clipboard-list",
    "serious": "triangle-alert",
    "walk-sheet": "footprints",
    "identification": "signature",
    "enrolment": "key-round",
}
_BINDER_WORDS = "按检查的顺序整理成一个 PDF（有封面、目录、页码）和一个文件夹（PDF、Word、Excel）。"
ROWS_IN_TWO_LINES_BELOW = 1240
CHOICES_BESIDE_FROM = 1060


class PaperRow(Card):
    """One paper: its name, what it is for, and everything that can be done with it."""

    chosen = Signal(str, str)  # what to do, paper id

    def __init__(self, paper: Paper) -> None:
        super().__init__(margins=(18, 10, 14, 10))
        self.paper = paper
        self.name = text(paper.name, "question", wrap=True)
        words = column(self.name, text(f"用于：{paper.used_for}。", "secondary", wrap=True), spacing=3)
        line = row(picture(_ICONS.get(paper.id, "file-text"), 26, tokens.ACTION), words, spacing=14)
        line.setStretch(1, 1)
        self.buttons: dict[str, Button] = {}
        for deed, words_on_it, icon in (
            ("preview", "预览", "eye"),
            ("print", "打印", "printer"),
            ("save", "另存为", "download"),
            ("word", "用 Word 打开", "file-text") if paper.word else ("open", "用别的软件打开", "external-link"),
            *((("edit", "改文字", "pencil"),) if paper.word else ()),
            *((("table", "存成 Excel", "file-spreadsheet"),) if paper.excel else ()),
        ):
            name = f"{words_on_it}：{paper.name}"
            button = Button(words_on_it, name=name, icon=icon, on=partial(self._choose, deed))
            self.buttons[deed] = button
        self._line = line
        self._below = row(spacing=8)
        self._beside = row(spacing=8)
        line.addLayout(self._beside)
        self.body.addLayout(line)
        self.body.addLayout(self._below)
        self._narrow: bool | None = None
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Where it is narrow the buttons stand below the words."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for layout in (self._beside, self._below):
            while layout.count():
                layout.takeAt(0)
        place = self._below if narrow else self._beside
        if narrow:
            place.addSpacing(40)
        for button in self.buttons.values():
            place.addWidget(button)
        if narrow:
            place.addStretch(1)

    def _choose(self, deed: str) -> None:
        self.chosen.emit(deed, self.paper.id)


class BinderCard(Card):
    """整本档案: everything in order, or only what changed."""

    asked = Signal(bool)  # only what changed?
    wall_asked = Signal()

    def __init__(self) -> None:
        super().__init__("card-tint", margins=(18, 12, 14, 12))
        self.whole = PrimaryButton("整本档案", icon="archive", on=lambda: self.asked.emit(False))
        self.changed = Button(
            "只要变了的", name="只整理上次以后变了的材料", icon="history", on=lambda: self.asked.emit(True)
        )
        words = column(
            text("一企一档", "question"),
            text(_BINDER_WORDS, "secondary", wrap=True),
            spacing=3,
        )
        self.wall = Button("墙上台账", name="看墙上哪些要换", icon="eye", on=self.wall_asked.emit)
        line = row(picture("archive", 26, tokens.ACTION), words, self.whole, self.changed, self.wall, spacing=14)
        line.setStretch(1, 1)
        self.body.addLayout(line)

    def set_busy(self, busy: bool) -> None:
        """One binder at a time."""
        self.whole.setEnabled(not busy)
        self.changed.setEnabled(not busy)


class PaperList(QScrollArea):
    """All papers in their groups, and what is printed on them at present."""

    chosen = Signal(str, str)
    sign_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setSpacing(10)
        self._column.addWidget(text("预览看一眼，没问题再打印；也可以存到U盘，拿去别处打印。", "secondary", wrap=True))
        self.remarks = column(spacing=8)
        self._column.addLayout(self.remarks)
        self.binder = BinderCard()
        self._column.addWidget(self.binder)
        self.search = SearchBox("找材料")
        self.search.setPlaceholderText("找材料，例如：台账")
        self.search.searched.connect(self._narrow)
        self._column.addLayout(self._chips())
        self.rows: dict[str, PaperRow] = {}
        self._titles: dict[PaperGroup, QLabel] = {}
        for group in PaperGroup:
            self._titles[group] = text(label(group), "title")
            self._column.addWidget(self._titles[group])
            for paper in PAPERS:
                if paper.group is group:
                    each = self.rows[paper.id] = PaperRow(paper)
                    each.chosen.connect(self.chosen)
                    self._column.addWidget(each)
        self.nothing = text("没有这样的材料，换个词再找。", "secondary")
        self._column.addWidget(self.nothing)
        self.nothing.hide()
        self._column.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def _chips(self) -> QHBoxLayout:
        """One chip a group, and one for all."""
        self.groups = QButtonGroup(self)
        chips = row(spacing=6)
        for number, group in enumerate((None, *PaperGroup)):
            words = label(group) if group else "全部"
            chip = Button(words, name=f"只看{words}的材料" if group else "看全部材料", look="chip")
            chip.setCheckable(True)
            chip.setChecked(group is None)
            self.groups.addButton(chip, number)
            chips.addWidget(chip)
        self.groups.idClicked.connect(lambda _: self._narrow())
        chips.addStretch(1)
        chips.addWidget(self.search, 1)
        return chips

    def _narrow(self) -> None:
        """Only the papers of the group whose name or use holds the words."""
        number = self.groups.checkedId()
        group = list(PaperGroup)[number - 1] if number > 0 else None
        words = self.search.text().strip()
        seen: set[PaperGroup] = set()
        for each in self.rows.values():
            paper = each.paper
            fits = group in (None, paper.group) and (not words or words in paper.name or words in paper.used_for)
            each.setVisible(fits)
            if fits:
                seen.add(paper.group)
        for each_group, title in self._titles.items():
            title.setVisible(each_group in seen)
        self.nothing.setVisible(not seen)
        self.verticalScrollBar().setValue(0)

    def show_remarks(self, remarks: tuple[tuple[str, str], ...]) -> None:
        """草稿 and 待专家确认, each in one line."""
        empty(self.remarks)
        for word, why in remarks:
            action = LinkButton("去签字", on=self.sign_asked.emit) if word == DRAFT else None
            self.remarks.addWidget(Banner(why, action=action))

    def fit(self, width: int) -> None:
        """Margins and buttons for this width of the window."""
        narrow = width < tokens.STEPS_IN_ONE_LINE_BELOW
        side, top = (20, 14) if narrow else (28, 20)
        self._column.setContentsMargins(side, top, side, top)
        for each in self.rows.values():
            each.set_narrow(width < ROWS_IN_TWO_LINES_BELOW)


class CardOptions(QWidget):
    """Size of the cards, and for which posts."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.size_of = Combo("卡的大小", SIZES)
        self.size_of.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.posts = QListWidget()
        self.posts.setProperty("look", "ticks")
        TickRows(self.posts)
        self.posts.setAccessibleName("要打印的岗位")
        self.posts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.all = LinkButton("全勾上", name="岗位全勾上", on=lambda: self._tick_all(True))
        self.none = LinkButton("全不勾", name="岗位全不勾", on=lambda: self._tick_all(False))
        self.count = text("", "hint")
        whole = column(
            text("卡的大小", "label"),
            self.size_of,
            4,
            row(text("哪些岗位", "label"), None, self.all, self.none, spacing=0),
            self.posts,
            self.count,
            spacing=6,
        )
        whole.setContentsMargins(12, 10, 12, 10)
        self.setLayout(whole)
        self.setMinimumWidth(244)
        self.size_of.currentIndexChanged.connect(self.changed)
        self.posts.itemChanged.connect(self._ticked)

    def show_posts(self, posts: tuple[tuple[str, str], ...]) -> None:
        """These posts (id, words); new ones are ticked, the others keep their tick."""
        unticked = {item.data(Qt.ItemDataRole.UserRole) for item in self._items() if not _ticked(item)}
        with QSignalBlocker(self.posts):
            self.posts.clear()
            for post_id, words in posts:
                item = QListWidgetItem(words)
                item.setData(Qt.ItemDataRole.UserRole, post_id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                _tick(item, post_id not in unticked)
                self.posts.addItem(item)
        self._count()

    @property
    def chosen(self) -> frozenset[str] | None:
        """The posts ticked; None when all are, so that a post made later is there too."""
        ticked = frozenset(str(i.data(Qt.ItemDataRole.UserRole)) for i in self._items() if _ticked(i))
        return None if len(ticked) == self.posts.count() else ticked

    @property
    def size_chosen(self) -> PageSize:
        """The size of the cards."""
        size = self.size_of.chosen
        return size if isinstance(size, PageSize) else PageSize.A4

    def only(self, post_ids: frozenset[str]) -> None:
        """Tick these and no others."""
        with QSignalBlocker(self.posts):
            for item in self._items():
                _tick(item, item.data(Qt.ItemDataRole.UserRole) in post_ids)
        self._count()

    def _items(self) -> list[QListWidgetItem]:
        return [self.posts.item(place) for place in range(self.posts.count())]

    def _tick_all(self, on: bool) -> None:
        with QSignalBlocker(self.posts):
            for item in self._items():
                _tick(item, on)
        self._ticked()

    def _ticked(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        ticked = sum(_ticked(item) for item in self._items())
        self.count.setText(f"勾了 {ticked} 个，共 {self.posts.count()} 个岗位")


def _ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _tick(item: QListWidgetItem, on: bool) -> None:
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


class PaperPanel(QWidget):
    """The preview of one paper, or why there is none."""

    back_asked = Signal()
    deed_asked = Signal(str)
    mend_asked = Signal(object)  # Refusal
    again_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.back = LinkButton("返回", name="返回材料列表", icon="chevron-left", on=self.back_asked.emit)
        self.name = text("", "question")
        self.remark = text("", "tag-warning")
        self.table = Button(
            "存成 Excel", name="把这份材料存成 Excel", icon="file-spreadsheet", on=lambda: self.deed_asked.emit("table")
        )
        self.options_button = Button("选岗位和大小", icon="settings")
        self.options_button.setCheckable(True)
        self.word = Button(
            "用 Word 打开", name="用 Word 打开这份材料", icon="file-text", on=lambda: self.deed_asked.emit("word")
        )
        self.edit = Button("改文字", name="改这份材料的文字", icon="pencil", on=lambda: self.deed_asked.emit("edit"))
        deeds = (self.options_button, self.edit, self.word, self.table)
        head = row(self.back, self.name, self.remark, None, *deeds, spacing=8)
        head.setContentsMargins(12, 8, 16, 8)
        self.options = CardOptions()
        self.preview = PdfPreview(context.tasks)
        self.nothing = EmptyState("file-text", "")
        self.mend = Button("", on=self._mend)
        layout = self.nothing.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, self.mend, 0, Qt.AlignmentFlag.AlignHCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.preview)
        self.stack.addWidget(self.nothing)
        middle = row(self.options, self.stack, spacing=0)
        middle.setStretch(1, 1)
        whole = column(head, middle, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._refusal: Refusal | None = None
        self._wide = True
        self._cards = False
        self.options_button.toggled.connect(self._show_parts)
        for deed, signal in (
            ("print", self.preview.print_asked),
            ("save", self.preview.save_asked),
            ("open", self.preview.open_asked),
        ):
            signal.connect(partial(self.deed_asked.emit, deed))

    def begin(self, paper: Paper) -> None:
        """This paper is on its way."""
        self.name.setText(paper.name)
        self._cards = paper.id == CARDS
        self.table.setVisible(paper.excel)
        self.word.setVisible(paper.word)
        self.edit.setVisible(paper.word)
        self.preview.clear()
        self.stack.setCurrentWidget(self.preview)
        self._show_parts()

    def wait(self) -> None:
        """Say that it is being made."""
        self._say("正在生成…", "")

    def show_refusal(self, refusal: Refusal) -> None:
        """Why there is nothing to see, and the way to where it is mended."""
        self._say(refusal.problem, refusal.advice, refusal.words)
        self._refusal = refusal

    def show_stopped(self) -> None:
        """The making was stopped."""
        self._say("已经停止，没有生成。", "", "重新生成")

    def fit(self, width: int) -> None:
        """Where it is narrow either the choices or the paper are to be seen."""
        wide = width >= CHOICES_BESIDE_FROM
        if wide != self._wide:
            self._wide = wide
            self.options_button.setChecked(False)
        self._show_parts()

    def _say(self, sentence: str, hint: str, words: str = "") -> None:
        self._refusal = None
        self.nothing.say(sentence, hint)
        self.mend.setText(words)
        self.mend.setAccessibleName(words)
        self.mend.setVisible(bool(words))
        self.stack.setCurrentWidget(self.nothing)

    def _mend(self) -> None:
        if self._refusal is not None:
            self.mend_asked.emit(self._refusal)
        else:
            self.again_asked.emit()

    def _show_parts(self) -> None:
        chosen = self.options_button.isChecked()
        self.options_button.setVisible(self._cards and not self._wide)
        self.options_button.setText("看预览" if chosen else "选岗位和大小")
        self.options_button.setAccessibleName(self.options_button.text())
        self.options.setVisible(self._cards and (self._wide or chosen))
        self.options.setMaximumWidth(264 if self._wide else 16_777_215)
        self.stack.setVisible(not (self._cards and chosen and not self._wide))
