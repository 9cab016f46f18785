"""Papers on the screen: the pages of the PDF as pictures, fetched one by one as they are looked at."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.tasks import Tasks
from ymh_desktop.ui.widgets.basics import Button, IconButton, text

PagesAt = Callable[[int], Sequence[bytes]]  # dots per inch → the pages as PNG, each made when it is asked for

SCREEN_DPI = 96
_KEPT = 8
_STEPS = (50, 75, 100, 125, 150, 200, 300)


class Fit(Enum):
    """How the page is sized when nobody zooms."""

    WIDTH = "适合宽度"
    PAGE = "整页"


class PdfPreview(QWidget):
    """A document with its buttons. `load` shows another one; the buttons say what the page should do with it."""

    print_asked = Signal()
    save_asked = Signal()
    open_asked = Signal()
    shown = Signal(int)  # a page's picture has arrived

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._pages_at: PagesAt | None = None
        self._sizes: dict[int, Sequence[bytes]] = {}
        self._pictures: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._coming: set[tuple[int, int]] = set()
        self._count = 0
        self._page = 0
        self._generation = 0
        self._fit: Fit | None = Fit.WIDTH
        self._percent = 100
        self._page_sizes: dict[int, QSize] = {}  # at 96 dpi, known once a page has come

        self.back = IconButton("chevron-left", "上一页", on=lambda: self.go_to(self._page - 1))
        self.forth = IconButton("chevron-right", "下一页", on=lambda: self.go_to(self._page + 1))
        self._where = text("", "secondary")
        self.smaller = IconButton("zoom-out", "缩小", on=lambda: self._zoom(-1))
        self.larger = IconButton("zoom-in", "放大", on=lambda: self._zoom(1))
        self._zoomed = text("", "hint")
        self.whole = Button("整页", name="整页显示", look="link", on=lambda: self._set_fit(Fit.PAGE))
        self.wide = Button("适合宽度", name="按宽度显示", look="link", on=lambda: self._set_fit(Fit.WIDTH))
        self.print = Button("打印", name="打印这份文件", icon="printer", on=self.print_asked.emit)
        self.save = Button("另存为", name="另存为文件", icon="download", on=self.save_asked.emit)
        self.open = Button("用别的软件打开", icon="external-link", on=self.open_asked.emit)
        bar = QFrame()
        bar.setProperty("look", "bar-top")
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(6)
        for part in (
            self.back,
            self._where,
            self.forth,
            self.smaller,
            self._zoomed,
            self.larger,
            self.whole,
            self.wide,
        ):
            line.addWidget(part)
        line.addStretch(1)
        for part in (self.open, self.save, self.print):
            line.addWidget(part)

        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._paper.setMargin(16)
        self._scroller = QScrollArea()
        self._scroller.setWidget(self._paper)
        self._scroller.setWidgetResizable(True)
        self._scroller.setAccessibleName("文件预览")
        self._scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._scroller, 1)
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(120)
        self._resized.timeout.connect(self._show_page)
        self._show_bar()

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def count(self) -> int:
        """How many pages there are; 0 until that is known."""
        return self._count

    @property
    def pages_at(self) -> PagesAt | None:
        """What `load` was given, for printing."""
        return self._pages_at

    def load(self, pages_at: PagesAt) -> None:
        """Show a document from its first page. `pages_at` is called off the window's thread."""
        self._generation += 1
        generation = self._generation
        self._pages_at = pages_at
        self._sizes.clear()
        self._pictures.clear()
        self._page_sizes.clear()
        self._coming.clear()
        self._count = 0
        self._page = 0
        self._paper.clear()
        self._paper.setText("正在准备预览…")
        self._show_bar()

        def counted(pages: Sequence[bytes]) -> None:
            if generation == self._generation:
                self._count = len(pages)
                self._show_bar()
                self._show_page()

        self._tasks.run(lambda: pages_at(self._dpi()), counted, self._failed)

    def clear(self) -> None:
        """Show nothing."""
        self._generation += 1
        self._pages_at = None
        self._count = 0
        self._paper.clear()
        self._show_bar()

    def go_to(self, page: int) -> None:
        """Show another page; a page that does not exist changes nothing."""
        if 0 <= page < self._count and page != self._page:
            self._page = page
            self._scroller.verticalScrollBar().setValue(0)
            self._show_bar()
            self._show_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn pages."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.go_to(self._page + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew, once the size has settled."""
        super().resizeEvent(event)
        if self._fit is not None:
            self._resized.start()
        for button in (self.whole, self.wide):
            button.setVisible(self.width() >= 820)
        self.open.setText("用别的软件打开" if self.width() >= 700 else "打开")

    def _show_page(self) -> None:
        pages_at = self._pages_at
        if pages_at is None or self._count == 0:
            return
        generation, page, dpi = self._generation, self._page, self._dpi()
        known = self._pictures.get((page, dpi))
        if known is not None:
            self._show_picture(known)
            return
        sizes = self._sizes
        if (page, dpi) in self._coming:
            return
        self._coming.add((page, dpi))

        def fetch() -> bytes:
            if dpi not in sizes:
                sizes[dpi] = pages_at(dpi)
            return sizes[dpi][page]

        def came(png: bytes) -> None:
            if generation != self._generation:
                return
            self._coming.discard((page, dpi))
            picture = QPixmap()
            picture.loadFromData(QByteArray(png))
            first = page not in self._page_sizes
            self._pictures[page, dpi] = picture
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
            scale = SCREEN_DPI / dpi
            self._page_sizes.setdefault(page, QSize(round(picture.width() * scale), round(picture.height() * scale)))
            if page != self._page:
                return
            if first and self._dpi() != dpi:
                self._show_page()  # only now it is known how large the page is, and so how it fits
            else:
                self._show_picture(picture)

        self._tasks.run(fetch, came, self._failed)

    def _show_picture(self, picture: QPixmap) -> None:
        shown = QPixmap(picture)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self._paper.setPixmap(shown)
        self._zoomed.setText(f"{self._shown_percent()}%")
        self.shown.emit(self._page)

    def _failed(self, error: UserError) -> None:
        self._paper.setText(f"{error.problem}\n{error.advice}")

    def _zoom(self, step: int) -> None:
        now = self._shown_percent()
        larger = [percent for percent in _STEPS if percent > now]
        smaller = [percent for percent in _STEPS if percent < now]
        if (larger if step > 0 else smaller) == []:
            return
        self._percent = larger[0] if step > 0 else smaller[-1]
        self._fit = None
        self._show_page()

    def _set_fit(self, fit: Fit) -> None:
        self._fit = fit
        self._show_page()

    def _shown_percent(self) -> int:
        if self._fit is None:
            return self._percent
        room = self._scroller.maximumViewportSize() - QSize(36, 36)
        page = self._page_sizes.get(self._page, QSize(794, 1123))  # A4 until the page has come
        # Room for the bar at the side is kept free, or it would come and take what was just filled.
        across = 100 * (room.width() - self._scroller.verticalScrollBar().sizeHint().width()) / page.width()
        if self._fit is Fit.WIDTH:
            return max(20, min(110, int(across)))
        return max(20, min(200, int(across), int(100 * room.height() / page.height())))

    def _dpi(self) -> int:
        return max(24, round(SCREEN_DPI * self._shown_percent() / 100 * self.devicePixelRatioF()))

    def _show_bar(self) -> None:
        self._where.setText(f"第 {self._page + 1} / {self._count} 页" if self._count else "")
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page + 1 < self._count)
        for button in (self.smaller, self.larger, self.whole, self.wide, self.print, self.save, self.open):
            button.setEnabled(self._count > 0)
