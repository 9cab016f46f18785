"""设置: the firm, grading, the data, and about this program."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ymh_desktop.services.changes import Changes
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.settings import SettingsModel
from ymh_desktop.ui.views.settings_data import AboutSettings, DataSettings
from ymh_desktop.ui.views.settings_firm import FirmSettings, GradingSettings
from ymh_desktop.ui.widgets.basics import children, column, scrolling


class SettingsTab(Enum):
    """The parts; the value is the argument of a visit."""

    FIRM = "firm"
    GRADING = "grading"
    DATA = "backup"
    ABOUT = "about"


_TITLES = {
    SettingsTab.FIRM: "企业",
    SettingsTab.GRADING: "分级和叫法",
    SettingsTab.DATA: "数据和备份",
    SettingsTab.ABOUT: "关于",
}


class SettingsPage(Page):
    """The argument of a visit is firm, grading, backup or about, or None for where one was."""

    def __init__(
        self,
        context: Context,
        restore: Callable[[Path], None] | None,
        diagnose: Callable[[Path], None] | None,
        renew: Callable[[Path], None] | None = None,
    ) -> None:
        super().__init__(scrolls=False)
        self.context = context
        self.model = SettingsModel(context)
        self.firm = FirmSettings(self.model)
        self.grading = GradingSettings(self.model)
        self.data = DataSettings(context, restore, diagnose)
        self.about = AboutSettings(context, renew)
        self.bar = QTabBar()
        self.bar.setAccessibleName("设置的几部分")
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.stack = QStackedWidget()
        self._columns: list[QVBoxLayout] = []
        for tab, part in zip(SettingsTab, (self.firm, self.grading, self.data, self.about), strict=True):
            self.bar.addTab(_TITLES[tab])
            self._add(part)
        self._head = column(self.bar, spacing=0)
        self.body.setSpacing(0)
        self.body.addLayout(self._head)
        self.body.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(lambda place: self.show_tab(tuple(SettingsTab)[place]))
        context.records.recordsChanged.connect(self._records_changed)

    @property
    def tab(self) -> SettingsTab:
        """The part that is shown."""
        return tuple(SettingsTab)[self.stack.currentIndex()]

    def opened(self, argument: object = None) -> None:
        """Read anew."""
        wanted = next((tab for tab in SettingsTab if tab.value == argument), None)
        if wanted is not None:
            self.show_tab(wanted)
        self._load()

    def left(self) -> None:
        """Hand over what is being typed."""
        self.firm.settle()

    def show_tab(self, tab: SettingsTab) -> None:
        """Another part."""
        if self.tab is not tab:
            self.left()
        place = tuple(SettingsTab).index(tab)
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(place)
        self.stack.setCurrentIndex(place)

    def take_focus(self) -> None:
        """On the first thing of the part that is shown."""
        for widget in children(self.stack.currentWidget(), QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, window_width: int, window_height: int) -> None:
        """Smaller margins where it is narrow."""
        super().fit(window_width, window_height)
        narrow = window_width < tokens.STEPS_IN_ONE_LINE_BELOW
        side = 20 if narrow else 28
        self._head.setContentsMargins(side, 8 if narrow else 14, side, 0)
        for each in self._columns:
            each.setContentsMargins(side, 12, side, 16)

    def _set_margins(self, narrow: bool) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)  # each part scrolls to the edge

    def _add(self, part: QWidget) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.addWidget(part)
        self._columns.append(inside)
        self.stack.addWidget(scrolling(content))

    def _load(self) -> None:
        self.model.load()
        self.data.model.load()

    def _records_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load()
