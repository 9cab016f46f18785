"""Printing: the same pages as in the preview, as pictures at 300 dots per inch, on any printer the system knows."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Cancelled, Progress
from ymh_desktop.ui.notices import Notices
from ymh_desktop.ui.tasks import Tasks
from ymh_desktop.ui.widgets.preview import PagesAt

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

PRINT_DPI = 300
_MM_PER_INCH = 25.4


class NoPrinter(UserError):
    """The system knows no printer."""

    def __init__(self) -> None:
        super().__init__("这台电脑还没有装打印机。", "可以点“另存为”，把文件拿到有打印机的电脑上打印。")


class PrinterFailed(UserError):
    """The printer refused."""

    def __init__(self) -> None:
        super().__init__("打印机没有接收这份文件。", "请看打印机有没有开机、有没有纸；也可以点“用别的软件打开”再打印。")


class CannotOpen(UserError):
    """No program is there for such files."""

    def __init__(self, name: str) -> None:
        kinds = {".docx": "打开 Word 文件的程序；装一个 WPS 或 Word", ".xlsx": "打开表格的程序；装一个 WPS 或 Excel"}
        missing = kinds.get(Path(name).suffix.lower(), "看 PDF 的程序；装一个浏览器")
        super().__init__(f"打不开“{name}”。", f"电脑上可能没有{missing}就能打开。")


def ask_and_print(parent: QWidget, pages_at: PagesAt, title: str, tasks: Tasks, notices: Notices) -> "QPrintDialog":
    """Ask for printer and copies, then print off the window's thread; raises NoPrinter."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise NoPrinter
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印{title}")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen() -> None:
        tasks.run_long(
            "正在打印",
            lambda progress: print_pages(printer, pages_at(PRINT_DPI), progress),
            lambda printed: notices.say(f"已送到打印机：{title}"),
        )

    dialog.accepted.connect(chosen)
    QDialog.open(dialog)  # QPrintDialog's own open() wants a receiver
    return dialog


def print_pages(printer: "QPrinter", pages: Sequence[bytes], progress: Progress | None = None) -> None:
    """Paint every page over the whole sheet; sheets are as large and lie as the pages do. Needs no window's thread.

    Raises PrinterFailed, or Cancelled after telling the printer to drop the job.
    """
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    wanted = range(first - 1, min(last, len(pages)))
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    painter = QPainter()
    for done, place in enumerate(wanted):
        if progress is not None and not progress(done, len(wanted)):
            printer.abort()
            painter.end()
            raise Cancelled
        image = QImage.fromData(QByteArray(pages[place]))
        _lay_sheet(printer, image)
        if done == 0:
            if not painter.begin(printer):
                raise PrinterFailed
        elif not printer.newPage():
            painter.end()
            raise PrinterFailed
        sheet = QRectF(0, 0, printer.width(), printer.height())
        painter.fillRect(sheet, Qt.GlobalColor.white)  # rendered pages may be transparent
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(_inside(sheet, image), image)
    painter.end()


def open_file(path: Path) -> None:
    """Open it in the system's own program; raises CannotOpen."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise CannotOpen(path.name)


def _lay_sheet(printer: "QPrinter", image: QImage) -> None:
    width, height = image.width() * _MM_PER_INCH / PRINT_DPI, image.height() * _MM_PER_INCH / PRINT_DPI
    lying = width > height
    size = QSizeF(min(width, height), max(width, height))
    printer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)


def _inside(sheet: QRectF, image: QImage) -> QRectF:
    scale = min(sheet.width() / image.width(), sheet.height() / image.height())
    size = QSizeF(image.width() * scale, image.height() * scale)
    left, top = (sheet.width() - size.width()) / 2, (sheet.height() - size.height()) / 2
    return QRectF(left, top, size.width(), size.height())
