"""Texts, buttons, cards and lines: thin names over Qt's own widgets, so that every page looks alike."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ymh_desktop.ui.theme import icons, tokens


def text(words: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """A label. Looks: title, question, strong, secondary, hint, label, error, ok, warning, number, tag, tag-grey, …"""
    made = _Wrapped(words) if wrap else QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)  # what people typed is never read as markup
    if look:
        made.setProperty("look", look)
    if look.startswith("tag"):
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class _Wrapped(QLabel):
    """A label whose lines break. Its height is decided by the width it gets, never by a width that it wishes for:
    QLabel itself asks for the height of a narrow column, and pages get hundreds of empty pixels at their end."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # Without a minimum it would ask for the width of its longest line and push its neighbours out.
        self.setMinimumWidth(80)

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(80, self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        """As wide as the words need, up to a readable line."""
        widest = max((self.fontMetrics().horizontalAdvance(part) for part in self.text().split("\n")), default=0)
        width = max(80, min(widest + 4, 480))
        return QSize(width, self.heightForWidth(width))


def picture(name: str, size: int = 20, colour: str = tokens.TEXT_SECONDARY) -> QLabel:
    """An icon that says nothing by itself."""
    made = QLabel()
    made.setPixmap(icons.pixmap(name, size, colour))
    made.setFixedSize(size, size)
    return made


_ICON_GAP = 4


class Button(QPushButton):
    """A secondary button. `name` is its accessible name when the words alone would not be unique on the page."""

    look = ""
    icon_colour = tokens.TEXT_SECONDARY

    def __init__(
        self, words: str, *, name: str = "", icon: str = "", on: Callable[[], object] | None = None, look: str = ""
    ) -> None:
        super().__init__(words)
        self.setAccessibleName(name or words)
        if look or self.look:
            self.setProperty("look", look or self.look)
        if icon:
            gap = _ICON_GAP if words else 0
            self.setIcon(icons.icon(icon, self.icon_colour, 18, gap))
            self.setIconSize(QSize(18 + gap, 18))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if on is not None:
            self.clicked.connect(lambda: on())


class PrimaryButton(Button):
    """The one next thing to do. At most one on a page."""

    look = "primary"
    icon_colour = tokens.SURFACE


class DangerButton(Button):
    """Takes something away."""

    look = "danger"
    icon_colour = tokens.ERROR


class LinkButton(Button):
    """A quiet action without a frame."""

    look = "link"
    icon_colour = tokens.ACTION


class IconButton(Button):
    """Only a picture: the name is also its tip."""

    look = "icon"

    def __init__(self, icon: str, name: str, *, on: Callable[[], object] | None = None) -> None:
        super().__init__("", name=name, icon=icon, on=on)
        self.setToolTip(name)


class Card(QFrame):
    """A white card; `body` is its column."""

    def __init__(self, look: str = "card", *, margins: tuple[int, int, int, int] = (20, 16, 20, 16)) -> None:
        super().__init__()
        self.setProperty("look", look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(8)


class WithBack(QFrame):
    """What is opened in the place of a list: its button leads back, and so does Esc unless something inside takes
    the key. A frame, so that it can look like a card."""

    back_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)


class Section(Card):
    """A card with a heading, an optional sentence under it and room for actions at its right."""

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        self.head_actions = QHBoxLayout()
        self.head_actions.setSpacing(8)
        self.title = text(title, "question")
        self.sentence = text(sentence, "hint", wrap=True)
        hide_unless(self.sentence, sentence)
        self.body.addLayout(row(self.title, None, self.head_actions))
        self.body.addWidget(self.sentence)


_BANNER_ICONS = {
    "card-warning": ("info", tokens.WARNING_TEXT),
    "card-error": ("circle-alert", tokens.ERROR),
    "card-tint": ("info", tokens.ACTION),
}


class Banner(QFrame):
    """An inline notice: a sentence, advice, perhaps one button. Looks: card-warning, card-error, card-tint."""

    def __init__(
        self, words: str, advice: str = "", *, look: str = "card-warning", action: QWidget | None = None
    ) -> None:
        super().__init__()
        self.setProperty("look", look)
        icon, colour = _BANNER_ICONS[look]
        self.words = text(words, "warning" if look == "card-warning" else "strong", wrap=True)
        self.advice = text(advice, "secondary", wrap=True)
        hide_unless(self.advice, advice)
        mark = picture(icon, 18, colour)
        said = row(mark, column(self.words, self.advice, spacing=2), spacing=10)
        said.setAlignment(mark, Qt.AlignmentFlag.AlignTop)  # beside the first line
        said.setStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(10)
        layout.addLayout(column(None, said, None, spacing=0), 1)  # in the middle where a button is higher
        if action is not None:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, words: str, advice: str = "") -> None:
        """Other words in the same banner."""
        self.words.setText(words)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))


class CardGrid(QWidget):
    """Equal cards side by side, as many in a row as fit without cutting any of them."""

    def __init__(self, least_width: int = 240, spacing: int = 12) -> None:
        super().__init__()
        self._least_width = least_width
        self._cards: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, card: QWidget) -> None:
        """Put one more card at the end; how many fit in a row is looked at when all are there."""
        columns = self._columns or 1
        self._grid.addWidget(card, len(self._cards) // columns, len(self._cards) % columns)
        self._cards.append(card)

    def clear(self) -> None:
        """Take all cards away."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()

    def cards(self) -> tuple[QWidget, ...]:
        """In the order in which they were added."""
        return tuple(self._cards)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit more or fewer in a row."""
        super().resizeEvent(event)
        self._arrange()
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Look again once the cards know their size: before their first showing they have not got their looks yet."""
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._arrange()
            self.updateGeometry()
        return handled

    def sizeHint(self) -> QSize:
        """As high as the words of the cards need at the width that the grid has."""
        return QSize(super().sizeHint().width(), self._needed())

    def minimumSizeHint(self) -> QSize:
        """One card wide, so that the grid can shrink again."""
        return QSize(self._least_width, self._needed())

    def _needed(self) -> int:
        height = self._grid.totalHeightForWidth(self.width())
        return height if height >= 0 else self._grid.totalSizeHint().height()

    def _arrange(self) -> None:
        spacing = self._grid.spacing()
        least = max((self._least_width, *(card.minimumSizeHint().width() for card in self._cards)))
        columns = max(1, (self.width() + spacing) // (least + spacing))
        if columns == self._columns:
            return
        for index in range(self._grid.columnCount()):
            self._grid.setColumnStretch(index, 0)
        self._columns = columns
        for index, card in enumerate(self._cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for index in range(columns):
            self._grid.setColumnStretch(index, 1)


def line() -> QFrame:
    """A thin line between parts of a card."""
    made = QFrame()
    made.setProperty("look", "line")
    return made


W = TypeVar("W", bound=QWidget)
Part = QWidget | QLayout | int | None


def row(*parts: Part, spacing: int = 8) -> QHBoxLayout:
    """Side by side; None takes the free room, a number is that much of a gap."""
    layout = QHBoxLayout()
    _fill(layout, parts, spacing)
    return layout


def column(*parts: Part, spacing: int = 8) -> QVBoxLayout:
    """One under the other; None takes the free room, a number is that much of a gap."""
    layout = QVBoxLayout()
    _fill(layout, parts, spacing)
    return layout


def links(*buttons: QWidget, spacing: int = 12) -> QHBoxLayout:
    """Quiet buttons below a text: their words stand in line with it, not their frames."""
    for first in buttons[:1]:
        first.setProperty("flush", True)
    return row(*buttons, None, spacing=spacing)


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        elif isinstance(layout, QHBoxLayout) and getattr(part, "at_top", False):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        else:
            layout.addWidget(part)


def hide_unless(widget: QWidget, needed: object) -> None:
    """Hide a new part that is not needed. `setVisible(True)` before it has a parent would flash a window of its own."""
    if not needed:
        widget.hide()


def children(widget: QWidget, kind: type[W]) -> list[W]:
    """Every widget of this kind inside, at any depth."""
    found: Any = widget.findChildren(kind)
    return list(found)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets, at any depth."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            empty(inner)
        elif (widget := item.widget()) is not None:
            _take_focus_from(widget)
            widget.hide()
            widget.deleteLater()


def bring_into_sight(widget: QWidget, margin: int = 40) -> None:
    """Scroll to it, once the layout has given it its place: what was just shown, a fault above all, has none yet."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        QTimer.singleShot(0, widget, partial(_scroll_to, above, widget, margin))


def _scroll_to(area: QScrollArea, widget: QWidget, margin: int) -> None:
    """What is higher than its place is shown from its top; Qt would show its middle."""
    content = area.widget()
    if content is not None and widget.height() + 2 * margin > area.viewport().height():
        area.verticalScrollBar().setValue(widget.mapTo(content, QPoint()).y() - margin // 2)
    else:
        area.ensureWidgetVisible(widget, 0, margin)


def _take_focus_from(widget: QWidget) -> None:
    """Hiding what has the keyboard hands it to whatever comes next, and a scrolling page would jump there."""
    focus = widget.window().focusWidget()
    if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
        focus.clearFocus()


def scrolling(content: QWidget) -> QScrollArea:
    """Content that scrolls up and down only; the keyboard reaches what is inside, not the area."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
