"""The dark navigation at the left."""

from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.ui.shell.page import PageSpec, Place
from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.widgets.basics import text

PRODUCT = "双重预防桌面版"
_DRAWING = 22  # side of an icon


class NavigationForm(Enum):
    """Its three forms and their widths."""

    FULL = 188
    LABELS_BELOW = 84
    ICONS = 56


# The heights of an entry: where there is room, and the least before words and icons touch.
_HEIGHTS = {NavigationForm.FULL: (46, 26), NavigationForm.LABELS_BELOW: (62, 42), NavigationForm.ICONS: (42, 24)}


class _Entry(QAbstractButton):
    """Icon and word; which stand how is the form's affair. `count` is a small number that wants attention."""

    def __init__(self, title: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self._form = NavigationForm.FULL
        self._count = 0
        self.setText(title)
        self.setAccessibleName(f"打开{title}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_form(self, form: NavigationForm) -> None:
        self._form = form
        self.setToolTip(self.text() if form is NavigationForm.ICONS else "")
        usual, least = _HEIGHTS[form]
        self.setMinimumHeight(least)  # on a low screen all entries give up height together, and stay in sight
        self.setMaximumHeight(usual)
        self.updateGeometry()
        self.update()

    def set_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleDescription(f"{count} 项待处理" if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._form.value - 12, _HEIGHTS[self._form][0])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.NAVIGATION_SELECTED if self.isChecked() else tokens.NAVIGATION_HOVER))
            painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.TOAST_ACTION), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        ink = tokens.SURFACE if self.isChecked() else tokens.NAVIGATION_TEXT
        font = QFont(self.font())
        font.setBold(self.isChecked())
        font.setPixelSize(tokens.FONT_BODY if self._form is NavigationForm.FULL else tokens.FONT_HINT)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        drawing = icons.pixmap(self._icon, _DRAWING, ink)
        if self._form is NavigationForm.FULL:
            painter.drawPixmap(14, (self.height() - _DRAWING) // 2, drawing)
            words = QRect(46, 0, self.width() - 50, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        elif self._form is NavigationForm.LABELS_BELOW:
            top = (self.height() - 42) // 2  # the icon, and below it the words in a line of 20
            painter.drawPixmap((self.width() - _DRAWING) // 2, top, drawing)
            painter.drawText(QRect(0, top + 22, self.width(), 20), Qt.AlignmentFlag.AlignCenter, self.text())
        else:
            painter.drawPixmap((self.width() - _DRAWING) // 2, (self.height() - _DRAWING) // 2, drawing)
        if self._count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        words = str(self._count) if self._count < 100 else "99+"
        font = QFont(self.font())
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        width = max(18, painter.fontMetrics().horizontalAdvance(words) + 10)
        if self._form is NavigationForm.FULL:
            box = QRectF(self.width() - width - 10, (self.height() - 18) / 2, width, 18)
        else:
            box = QRectF(self.width() / 2 + 3, 3, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ERROR))
        painter.drawRoundedRect(box, 9, 9)
        painter.setPen(QColor(tokens.SURFACE))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class Navigation(QFrame):
    """The pages that have a place here. `chosen` brings a page's id."""

    chosen = Signal(str)

    def __init__(self, specs: tuple[PageSpec, ...]) -> None:
        super().__init__()
        self.setProperty("look", "navigation")
        self._entries: dict[str, _Entry] = {}
        self._group = QButtonGroup(self)
        self._product = text(PRODUCT, "product")
        self._firm = text("", "firm", wrap=True)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(14, 8, 8, 8)
        head.setSpacing(2)
        head.addWidget(self._product)
        head.addWidget(self._firm)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._head)
        for spec in specs:
            if spec.place is Place.MAIN:
                self._add(spec)
        self._layout.addStretch(1)
        for spec in specs:
            if spec.place is Place.FOOT:
                self._add(spec)
        self._group.buttonClicked.connect(self._clicked)
        self.set_form(NavigationForm.FULL)

    def set_form(self, form: NavigationForm) -> None:
        """Change the form."""
        self.setFixedWidth(form.value)
        self._head.setVisible(form is NavigationForm.FULL)
        self._layout.setContentsMargins(6, 10 if form is not NavigationForm.ICONS else 6, 6, 8)
        self._layout.setSpacing(2)
        for entry in self._entries.values():
            entry.set_form(form)

    def light(self, page_id: str) -> None:
        """Show which page is open; an id without an entry lights none."""
        self._group.setExclusive(False)
        for entry_id, entry in self._entries.items():
            entry.setChecked(entry_id == page_id)
        self._group.setExclusive(True)

    def set_firm(self, name: str) -> None:
        """The enterprise's name under the product's."""
        self._firm.setText(name)
        self._firm.setVisible(bool(name))

    def set_count(self, page_id: str, count: int) -> None:
        """How many things wait on that page."""
        self._entries[page_id].set_count(count)

    def _add(self, spec: PageSpec) -> None:
        entry = _Entry(spec.title, spec.icon, self)
        entry.setProperty("page", spec.id)
        self._entries[spec.id] = entry
        self._group.addButton(entry)
        self._layout.addWidget(entry)

    def _clicked(self, entry: QAbstractButton) -> None:
        self.chosen.emit(str(entry.property("page")))
