"""打印材料: what can be printed, each with its buttons, and the preview of one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QTimer
from PySide6.QtWidgets import QStackedWidget

from ymh_desktop.domain.identification import Step
from ymh_desktop.services.papers.binder import BinderMade
from ymh_desktop.services.papers.catalogue import Paper, paper_of
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.printing import CannotOpen, NoPrinter, ask_and_print, open_file
from ymh_desktop.ui.shell.dialogs import ask_where_to_save, ask_which_folder
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.binder import BinderModel
from ymh_desktop.ui.viewmodels.papers import CARDS, Made, PapersModel, Refusal, Standing, Wanted
from ymh_desktop.ui.views.paper_parts import PaperList, PaperPanel
from ymh_desktop.ui.views.paper_texts import PaperTexts

REMAKE_AFTER_MS = 700
_HERE = "papers"
_PDF, _TABLE = "PDF 文件 (*.pdf)", "Excel 表格 (*.xlsx)"


class PapersPage(Page):
    """The argument of a visit is the id of a paper or a paper itself, which opens at once, or None for the list;
    ("edit", id) opens its words.

    From a paper one goes back to where it was asked for: the list, or the page that sent one here.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.context = context
        self.model = PapersModel(context)
        self._wanted: Wanted | None = None
        self._shown: Made | None = None
        self._saved_in: Path | None = None
        self._opened_files = 0
        self._return_to = ""  # the page that asked for a paper; empty when it was chosen in the list
        self._folder: QTemporaryDir | None = None
        self.list = PaperList()
        self.panel = PaperPanel(context)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.panel)
        self.binder = BinderModel(context)
        self.texts = PaperTexts(context)
        self.stack.addWidget(self.texts)
        self.body.addWidget(self.stack, 1)
        self._remake = QTimer(self)
        self._remake.setSingleShot(True)
        self._remake.setInterval(REMAKE_AFTER_MS)
        self._remake.timeout.connect(self._order)
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Show the list, or the paper asked for."""
        self.model.load()
        asked_elsewhere = isinstance(argument, str | Paper) and self.came_from != _HERE
        self._return_to = self.came_from if asked_elsewhere else ""
        self.panel.back.setAccessibleName("回到刚才那一页" if self._return_to else "返回材料列表")
        if isinstance(argument, str | Paper):
            self.preview(argument)
        elif isinstance(argument, tuple):
            self._wanted = None
            self._edit(paper_of(str(argument[1])))
        else:
            self._show_list()

    def left(self) -> None:
        """Nobody waits for a preview any longer; what was typed is kept."""
        self._remake.stop()
        self.model.drop()
        self.texts.leave()

    def preview(self, asked: str | Paper) -> None:
        """Show a paper of the catalogue by its id, or one about a single record; raises KeyError for an unknown id."""
        paper = paper_of(asked) if isinstance(asked, str) else asked
        self.stack.setCurrentWidget(self.panel)
        self.panel.begin(paper)
        self._shown = None
        self._wanted = Wanted(paper)
        self._order()
        self.panel.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """The first row's first button, or the way back."""
        if self._wanted is None:
            next(iter(self.list.rows.values())).buttons["preview"].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.panel.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, window_width: int, window_height: int) -> None:
        """Buttons below the words where it is narrow."""
        super().fit(window_width, window_height)
        self.list.fit(window_width)
        self.panel.fit(window_width)

    def _set_margins(self, narrow: bool) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)  # the list scrolls to the edge, the preview fills everything

    def _connect(self) -> None:
        self.list.chosen.connect(self._do)
        self.list.sign_asked.connect(lambda: self.context.navigate("identification", Step.RESULT))
        self.panel.back_asked.connect(self._back)
        self.panel.deed_asked.connect(self._do_here)
        self.panel.mend_asked.connect(self._mend)
        self.panel.again_asked.connect(self._order)
        self.panel.options.changed.connect(self._remake.start)
        self.list.binder.asked.connect(self._ask_for_binder)
        self.list.binder.wall_asked.connect(lambda: self.context.navigate("wall"))
        self.texts.back_asked.connect(self._texts_left)
        self.texts.preview_asked.connect(self._preview_texts)
        self.binder.begun.connect(lambda: self.list.binder.set_busy(True))
        self.binder.rested.connect(lambda: self.list.binder.set_busy(False))
        self.binder.made.connect(self._bound)
        self.binder.refused.connect(self.context.notices.show)
        self.model.stood.connect(self._stood)
        self.model.begun.connect(self._begun)
        self.model.made.connect(self._made)
        self.model.refused.connect(self._refused)
        self.model.stopped.connect(self._stopped)
        self.context.records.recordsChanged.connect(self._records_changed)

    # ---- what is shown ----

    def _show_list(self) -> None:
        self._wanted = None
        self.stack.setCurrentWidget(self.list)

    def _back(self) -> None:
        was = self._wanted
        self.left()
        self._show_list()
        if self._return_to:
            self.context.navigate(self._return_to)
            return
        if was is not None and was.paper.id in self.list.rows:
            self.list.rows[was.paper.id].buttons["preview"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> None:
        if self._wanted is not None:
            self._wanted = self._as_chosen(self._wanted.paper)
            self.model.order(self._wanted)

    def _as_chosen(self, paper: Paper) -> Wanted:
        if paper.id != CARDS:
            return Wanted(paper)
        options = self.panel.options
        return Wanted(paper, options.size_chosen, options.chosen)

    def _stood(self, found: Standing) -> None:
        self.list.show_remarks(found.remarks)
        words = "、".join(word for word, _ in found.remarks)
        self.panel.remark.setText(f"印有“{words}”" if words else "")
        self.panel.remark.setToolTip("\n".join(why for _, why in found.remarks))
        self.panel.remark.setVisible(bool(words))
        self.panel.options.show_posts(tuple((post.id, post.name) for post in found.posts))

    def _begun(self, wanted: Wanted) -> None:
        if wanted == self._wanted:
            self._shown = None
            self.panel.wait()

    def _made(self, made: Made) -> None:
        if made.wanted == self._wanted and made is not self._shown:
            self._shown = made
            self.panel.stack.setCurrentWidget(self.panel.preview)
            self.panel.preview.load(partial(self.context.ports.renderer.pages, made.pdf))

    def _refused(self, wanted: Wanted, refusal: Refusal) -> None:
        if self._wanted is None or self._wanted.paper is not wanted.paper:  # asked for from the list
            self._wanted = wanted
            self.stack.setCurrentWidget(self.panel)
            self.panel.begin(wanted.paper)
        self.panel.show_refusal(refusal)

    def _stopped(self, wanted: Wanted) -> None:
        if wanted == self._wanted:
            self.panel.show_stopped()

    def _mend(self, refusal: Refusal) -> None:
        self.context.navigate(refusal.page, refusal.argument)

    def _records_changed(self) -> None:
        if self.isVisible():
            self.model.load()
            if self.stack.currentWidget() is not self.texts:
                self._order()

    # ---- what is done ----

    def _do(self, deed: str, paper_id: str) -> None:
        """A button of the list."""
        if deed == "preview":
            self.preview(paper_id)
            return
        self._carry_out(deed, self._as_chosen(paper_of(paper_id)))

    def _do_here(self, deed: str) -> None:
        """A button of the preview."""
        if self._wanted is not None:
            self._carry_out(deed, self._as_chosen(self._wanted.paper))

    def _carry_out(self, deed: str, wanted: Wanted) -> None:
        if deed == "table":
            self.model.order_table(wanted, self._save_table)
            return
        if deed == "word":
            self.model.order_word(wanted, self._open_content)
            return
        if deed == "edit":
            self._edit(wanted.paper)
            return
        deeds = {"print": self._print, "save": self._save, "open": self._open}
        self.model.order(wanted, deeds[deed])

    def _print(self, made: Made) -> None:
        pages_at = partial(self.context.ports.renderer.pages, made.pdf)
        try:
            ask_and_print(self, pages_at, made.wanted.paper.name, self.context.tasks, self.context.notices)
        except NoPrinter as problem:
            self.context.notices.show(problem)

    def _save(self, made: Made) -> None:
        ask_where_to_save(self, "另存为", self._suggested(made.name), _PDF, lambda path: self._write(path, made.pdf))

    def _save_table(self, name: str, content: bytes) -> None:
        ask_where_to_save(self, "存成 Excel", self._suggested(name), _TABLE, lambda path: self._write(path, content))

    def _write(self, path: Path, content: bytes) -> None:
        self._saved_in = path.parent
        self.context.tasks.run_long(
            "正在保存",
            lambda progress: self.context.ports.files.write(path, content),
            lambda _: self.context.notices.say(
                f"已存好：{path.name}", action="打开", do=partial(self._open_file, path)
            ),
        )

    def _open(self, made: Made) -> None:
        self._open_content(made.name, made.pdf)

    def _open_content(self, name: str, content: bytes) -> None:
        if self._folder is None:
            self._folder = QTemporaryDir()
        # A folder of its own for each: the program that shows the last one may still hold that file.
        self._opened_files += 1
        path = Path(self._folder.path()) / str(self._opened_files) / name
        self.context.tasks.run_long(
            "正在打开",
            lambda progress: self.context.ports.files.write(path, content),
            lambda _: self._open_file(path),
        )

    # ---- words and the binder ----

    def _edit(self, paper: Paper) -> None:
        self.model.drop()
        self.stack.setCurrentWidget(self.texts)
        self.texts.begin(paper)
        self.texts.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _texts_left(self) -> None:
        paper = self.texts.model.paper
        self.texts.leave()
        if self._wanted is not None:
            self._preview_again()
            return
        self._show_list()
        if paper is not None:
            self.list.rows[paper.id].buttons["edit"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _preview_texts(self) -> None:
        paper = self.texts.model.paper
        self.texts.leave()
        if paper is not None:
            self.preview(paper.id)

    def _preview_again(self) -> None:
        if self._wanted is not None:
            self.preview(self._wanted.paper.id)

    def _ask_for_binder(self, changed_only: bool) -> None:
        ask_which_folder(
            self,
            "档案放到哪个文件夹",
            self._suggested("").parent,
            lambda folder: self.binder.make(folder, changed_only=changed_only),
        )

    def _bound(self, made: BinderMade) -> None:
        missing = "、".join(name for name, _ in made.missing)
        more = f"；还没做成：{missing}" if missing else ""
        self.context.notices.say(
            f"已整理好 {made.papers} 份材料{more}", action="打开", do=partial(self._open_file, made.whole)
        )

    def _open_file(self, path: Path) -> None:
        try:
            open_file(path)
        except CannotOpen as problem:
            self.context.notices.show(problem)

    def _suggested(self, name: str) -> Path:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return (self._saved_in or Path(documents)) / name
