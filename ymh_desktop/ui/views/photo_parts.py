"""Photos on the screen: small pictures side by side, taken in from files or dropped onto them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ymh_desktop.ui.shell.dialogs import ask_which_file
from ymh_desktop.ui.widgets.basics import Button, LinkButton, column, empty, row
from ymh_desktop.ui.widgets.fields import Labelled

PICTURES = "照片 (*.jpg *.jpeg *.png *.webp *.bmp *.heic);;所有文件 (*)"
Fetch = Callable[[str, Callable[[bytes | None], None]], None]  # (name, then)


class Picture(QLabel):
    """One photo in a box of this size. What cannot be read is said in its place."""

    def __init__(self, name: str, fetch: Fetch, size: QSize) -> None:
        super().__init__("正在读取…")
        self.setProperty("look", "picture")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setFixedSize(size)
        fetch(name, self.show_picture)

    def show_picture(self, content: bytes | None) -> None:
        """The JPEG, decoded no larger than is shown; None says that the file is missing."""
        picture = scaled(content, self.size() * self.devicePixelRatioF()) if content else QPixmap()
        if picture.isNull():
            self.setText("照片文件不在了，可以从备份的“photos”文件夹找回。")
            return
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(picture)


def scaled(content: bytes, room: QSize) -> QPixmap:
    """As large as fits into the room; null when it is no picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())


class PhotosField(Labelled):
    """Label, the photos so far, a button for more. `picked` brings files, `dropped` the name of one not wanted."""

    picked = Signal(object)  # tuple of paths
    dropped = Signal(str)

    def __init__(self, label: str, *, hint: str = "", name: str = "") -> None:
        super().__init__()
        self._folder = Path.home()
        self._name = name or label
        self.add = Button("添加照片…", name=f"{self._name} 添加照片", icon="camera", on=self._ask)
        self._shown = row(spacing=8)
        pictures = QWidget()
        pictures.setLayout(row(self._shown, self.add, None, spacing=10))
        self._lay_out(label, pictures, hint=hint or "选照片，或者把照片拖到这里。")
        self.setAcceptDrops(True)
        self.setFocusProxy(self.add)

    def show_photos(self, names: Sequence[str], fetch: Fetch) -> None:
        """These and no others."""
        empty(self._shown)
        for number, name in enumerate(names, start=1):
            away = LinkButton("不要这张", name=f"{self._name} 不要第{number}张", on=partial(self.dropped.emit, name))
            self._shown.addLayout(column(Picture(name, fetch, QSize(120, 90)), away, spacing=2))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The same as choosing them."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self.picked.emit(paths)

    def _ask(self) -> None:
        ask_which_file(self, "选择照片", self._folder, PICTURES, self._chosen)

    def _chosen(self, path: Path) -> None:
        self._folder = path.parent
        self.picked.emit((path,))
