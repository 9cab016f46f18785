"""What a page is, and how it announces itself to the window."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.ui.context import Context
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.basics import bring_into_sight, children, column, hide_unless, row, text
from ymh_desktop.ui.widgets.tab_order import order_tabs

FOOTER_HEIGHT = 64


class Place(Enum):
    """Where the navigation shows a page."""

    MAIN = "main"
    FOOT = "foot"
    NOWHERE = "nowhere"


class Rail(Enum):
    """The navigation beside a page: words beside the icons, words below them, or none at all."""

    FULL = "full"
    SLIM = "slim"
    HIDDEN = "hidden"


class Page(QWidget):
    """A page: perhaps a list at its side, a body that scrolls, perhaps a footer that does not.

    `body` takes the content. The heading is left out when `heading` is empty (the top bar has a title already).
    With `scrolls` False the body gets the whole height, for pages whose table scrolls by itself.
    """

    titled = Signal(str)  # another title for the top bar
    came_from: str = ""  # the page that was open before this visit, set by the window

    def __init__(self, heading: str = "", sentence: str = "", *, scrolls: bool = True) -> None:
        super().__init__()
        self.heading = text(heading, "title", wrap=True)
        self.sentence = text(sentence, "secondary", wrap=True)
        hide_unless(self.heading, heading)
        hide_unless(self.sentence, sentence)
        self.head_actions = row(spacing=8)
        self.body = column(spacing=12)
        head = row(column(self.heading, self.sentence, spacing=2), self.head_actions, spacing=16)
        head.setStretch(0, 1)

        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(14)
        self._column.addLayout(head)
        self._column.addLayout(self.body, 1)
        self._set_margins(narrow=False)

        self.above = column(spacing=0)  # a line over everything, for example the steps where it is narrow
        self.beside = row(spacing=0)  # a list at the left
        main: QWidget = self._content
        self.scroller: QScrollArea | None = None
        if scrolls:
            self.scroller = QScrollArea()
            self.scroller.setWidget(self._content)
            self.scroller.setWidgetResizable(True)
            self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.scroller.viewport().setAutoFillBackground(False)
            self._content.setAutoFillBackground(False)
            main = self.scroller
        middle = row(self.beside, main, spacing=0)
        middle.setStretch(1, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addLayout(self.above)
        self._whole.addLayout(middle, 1)
        self.footer: QHBoxLayout | None = None
        self._footer_frame: QFrame | None = None

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does, also through what was built after the page: put in order when it is pressed."""
        order_tabs(self)
        return super().focusNextPrevChild(forward)

    def add_footer(self) -> QHBoxLayout:
        """The fixed line at the bottom; the one primary button stands at its right end."""
        if self.footer is None:
            frame = self._footer_frame = QFrame()
            frame.setProperty("look", "bar-bottom")
            frame.setFixedHeight(FOOTER_HEIGHT)
            self.footer = QHBoxLayout(frame)
            self.footer.setContentsMargins(28, 0, 28, 0)
            self.footer.setSpacing(12)
            self._whole.addWidget(frame)
        return self.footer

    def show_footer(self, shown: bool) -> None:
        """Whether the line is there; without anything to do it would be an empty bar."""
        if self._footer_frame is not None:
            self._footer_frame.setVisible(shown)

    @property
    def footer_height(self) -> int:
        """How much of the bottom belongs to the footer; toasts stay above it."""
        frame = self._footer_frame
        return FOOTER_HEIGHT if frame is not None and not frame.isHidden() else 0

    def opened(self, argument: object = None) -> None:
        """Called on every visit, after the page is shown. Pages load what they show here."""

    def left(self) -> None:
        """Called when another page takes its place."""

    def take_focus(self) -> None:
        """Put the keyboard on the first thing in the page; by default the first widget that Tab would reach."""
        for widget in children(self._content, QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def fit(self, window_width: int, window_height: int) -> None:
        """The window has this size now: narrow pages have smaller margins. Pages may do more."""
        self._set_margins(narrow=window_width < tokens.STEPS_IN_ONE_LINE_BELOW)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to it."""
        bring_into_sight(widget)

    def _set_margins(self, narrow: bool) -> None:
        if narrow:
            self._column.setContentsMargins(20, 14, 20, 14)
        else:
            self._column.setContentsMargins(28, 20, 28, 20)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """How the window knows a page. It is built on the first visit.

    `help` names the text in resources/help (default: the id). `lights` is the navigation entry that is lit while a
    page without an own entry is open.
    """

    id: str
    title: str
    icon: str
    build: Callable[[Context], Page]
    place: Place = Place.MAIN
    rail: Rail = Rail.FULL
    help: str = ""
    lights: str = ""
