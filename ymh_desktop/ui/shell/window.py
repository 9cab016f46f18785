"""The main window: it builds pages on their first visit, shows notices, and closes only when all work has ended."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import Enterprise
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.undo import undo
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.garbage import Collector
from ymh_desktop.ui.notices import Notices
from ymh_desktop.ui.records import Records
from ymh_desktop.ui.shell.dialogs import AboutDialog, BugDialog, ask_where_to_save
from ymh_desktop.ui.shell.help import HelpDrawer
from ymh_desktop.ui.shell.navigation import PRODUCT, Navigation, NavigationForm
from ymh_desktop.ui.shell.page import Page, PageSpec, Rail
from ymh_desktop.ui.shell.toasts import Toasts
from ymh_desktop.ui.shell.topbar import TopBar
from ymh_desktop.ui.tasks import Tasks
from ymh_desktop.ui.theme import tokens

_RECEIVED = "incoming"  # the page where files from others are opened
_SIGNED = (".zip", ".asice")


class MainWindow(QWidget):
    """The window over `specs`. `diagnose` writes a diagnosis file; without it the bug dialog offers none."""

    def __init__(
        self,
        ports: Ports,
        specs: Sequence[PageSpec],
        resources: Path,
        diagnose: Callable[[Path], None] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(PRODUCT)
        self.setMinimumSize(*tokens.SMALLEST_SIZE)
        self.setAcceptDrops(True)
        self.notices = Notices(self)
        self.border = ErrorBorder(self.notices, self)
        self.tasks = Tasks(self.notices, self.border, self)
        self._collector = Collector(self)
        self.records = Records(self.tasks, self.notices, ports.clock, lambda changes: _undo(ports, changes), self)
        self.context = Context(ports, self.tasks, self.notices, self.records, self.border, self.navigate)
        self._diagnose = diagnose
        self._specs = {spec.id: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._open_id = ""
        self._bug_dialog: BugDialog | None = None
        self._closing = False

        self.navigation = Navigation(tuple(specs))
        self.top_bar = TopBar()
        self._stack = QStackedWidget()
        right = QWidget()
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(0, 0, 0, 0)
        right_column.setSpacing(0)
        right_column.addWidget(self.top_bar)
        right_column.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(right, 1)
        self.toasts = Toasts(self._stack)
        self.help = HelpDrawer(self, resources / "help")
        self._connect()
        self._start_size()

    @property
    def page(self) -> Page:
        """The page that is open; raises KeyError before the first `navigate`."""
        return self._pages[self._open_id]

    @property
    def page_id(self) -> str:
        """The id of the open page, empty before the first `navigate`."""
        return self._open_id

    @property
    def page_ids(self) -> tuple[str, ...]:
        """All pages, built or not."""
        return tuple(self._specs)

    def built(self, page_id: str) -> bool:
        """Whether the page was visited."""
        return page_id in self._pages

    def navigate(self, page_id: str, argument: object = None) -> None:
        """Open a page, building it on the first visit; raises KeyError for an unknown id."""
        spec = self._specs[page_id]
        if self._open_id and self._open_id != page_id:
            self._pages[self._open_id].left()
            self.toasts.leave_page()
            self.top_bar.leave_page()
        page = self._pages.get(page_id)
        if page is None:
            page = self._pages[page_id] = spec.build(self.context)
            page.titled.connect(lambda title: self._retitle(page_id, title))
            self._stack.addWidget(page)
        page.came_from, self._open_id = self._open_id, page_id
        self.top_bar.set_title(page.property("title") or spec.title)
        self.navigation.light(spec.lights or page_id)
        self._fit()
        self._stack.setCurrentWidget(page)
        self.toasts.set_bottom(page.footer_height)
        if self.help.isVisible():
            self.help.show_help(spec.title, spec.help or spec.id)
        page.opened(argument)
        page.take_focus()  # never leave the first focus in the navigation

    def set_enterprise(self, name: str) -> None:
        """Show whose data this is."""
        self.navigation.set_firm(name)
        self.setWindowTitle(f"{name} - {PRODUCT}" if name else PRODUCT)

    def show_about(self) -> AboutDialog:
        """The about window with the four version numbers."""
        dialog = AboutDialog(self, self.context.ports.versions)
        dialog.open()
        return dialog

    def toggle_help(self) -> None:
        """F1."""
        if self.help.isVisible():
            self.help.close_it()
            return
        spec = self._specs[self._open_id]
        self.help.show_help(spec.title, spec.help or spec.id)

    def export_diagnosis(self) -> None:
        """Ask where, then write the diagnosis file off the window's thread."""
        diagnose = self._diagnose
        if diagnose is None:
            return

        def write(path: Path) -> None:
            self.tasks.run_long(
                "正在导出诊断包",
                lambda progress: diagnose(path),
                lambda _: self.notices.say(f"诊断包已存到 {path.name}"),
            )

        name = f"诊断包_{self.context.ports.clock.now():%Y%m%d_%H%M}.zip"
        ask_where_to_save(self, "导出诊断包", Path.home() / name, "压缩包 (*.zip)", write)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change manners where it is narrow or low."""
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped anywhere: what the town sent."""
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it where received files are opened."""
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.navigate(_RECEIVED, path)

    def _dropped(self, event: QDropEvent) -> Path | None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if len(urls) != 1 or _RECEIVED not in self._specs:
            return None
        path = Path(urls[0].toLocalFile())
        return path if path.suffix.lower() in _SIGNED else None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once when nothing is under way; else ask long work to stop, wait for it, then close."""
        if self._open_id and not self._closing:
            self._pages[self._open_id].left()  # hands over what is still being typed
        if self.tasks.idle:
            self._closing = True
            self.tasks.close()
            self._collector.stop()
            event.accept()
            return
        event.ignore()
        if self._closing:
            return
        self._closing = True
        self.top_bar.set_title("正在保存，马上关闭…")
        self.setEnabled(False)
        self.tasks.emptied.connect(self.close, Qt.ConnectionType.QueuedConnection)
        self.tasks.close()

    def _connect(self) -> None:
        self.navigation.chosen.connect(self._chosen)
        self.top_bar.undo_asked.connect(self.records.undo)
        self.top_bar.help_asked.connect(self.toggle_help)
        self.notices.noticed.connect(self.toasts.show_notice)
        self.tasks.grew_long.connect(self.toasts.show_task)
        self.border.bug.connect(self._show_bug)
        self.records.saved.connect(self._saved)
        self.records.recordsChanged.connect(self._name_firm)
        self.records.notSaved.connect(self.top_bar.show_not_saved)
        self.records.undoChanged.connect(self._show_undo)
        self.help.about_asked.connect(self.show_about)
        self.help.closed.connect(self._focus_page)
        for keys, action in (
            (QKeySequence(Qt.Key.Key_F1), self.toggle_help),
            (QKeySequence(QKeySequence.StandardKey.Undo), self.records.undo),
            (QKeySequence("Ctrl+Y"), self.records.redo),
        ):
            QShortcut(keys, self).activated.connect(action)

    def _chosen(self, page_id: str) -> None:
        if page_id == self._open_id:
            with QSignalBlocker(self.navigation):
                self.navigation.light(page_id)
        self.navigate(page_id)

    def _retitle(self, page_id: str, title: str) -> None:
        self._pages[page_id].setProperty("title", title)
        if page_id == self._open_id:
            self.top_bar.set_title(title)

    def _saved(self, at: datetime) -> None:
        self.top_bar.show_saved(at)

    def _name_firm(self, changes: Changes) -> None:
        for change in changes.items:
            if isinstance(change.after, Enterprise):
                self.set_enterprise(change.after.name)

    def _show_undo(self) -> None:
        self.top_bar.set_undo(self.records.can_undo, self.records.next_undo)

    def _focus_page(self) -> None:
        if self._open_id:
            self.page.take_focus()

    def _show_bug(self) -> None:
        if self._bug_dialog is not None:  # one is enough
            return
        self._bug_dialog = BugDialog(self, self.export_diagnosis if self._diagnose else None)
        self._bug_dialog.finished.connect(self._bug_seen)
        self._bug_dialog.open()

    def _bug_seen(self) -> None:
        self._bug_dialog = None

    def _fit(self) -> None:
        if not self._open_id:
            return
        width, height = self.width(), self.height()
        rail = self._specs[self._open_id].rail
        self.navigation.setVisible(rail is not Rail.HIDDEN)
        if height < tokens.ICONS_ONLY_BELOW:
            self.navigation.set_form(NavigationForm.ICONS)
        elif rail is Rail.SLIM or width < tokens.STEPS_IN_ONE_LINE_BELOW:
            self.navigation.set_form(NavigationForm.LABELS_BELOW)
        else:
            self.navigation.set_form(NavigationForm.FULL)
        self.page.fit(width, height)

    def _start_size(self) -> None:
        screen = QGuiApplication.primaryScreen().availableSize()
        width, height = tokens.START_SIZE
        self.resize(min(width, screen.width()), min(height, screen.height()))


def _undo(ports: Ports, changes: Changes) -> Changes:
    return undo(ports, changes)
