"""Preview and printing of a real PDF."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.ui.support import named_wrongly, settle, wait_until, words_on
from ymh_desktop.services.ports import Cancelled
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.notices import Notices
from ymh_desktop.ui.printing import NoPrinter, ask_and_print, print_pages
from ymh_desktop.ui.tasks import Tasks
from ymh_desktop.ui.widgets import PdfPreview
from ymh_desktop.ui.widgets.preview import Fit

SIZES = (A4, landscape(A4), A3)


def paper(pages: int = 3) -> bytes:
    """A PDF whose pages have different sizes, each with a red square at the top left."""
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    for page in range(pages):
        width, height = SIZES[page % len(SIZES)]
        canvas.setPageSize((width, height))
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, height - 100, 100, 100, stroke=0, fill=1)
        canvas.drawString(200, 200, f"page {page + 1}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class LazyPages(Sequence[bytes]):
    """Pages rendered when asked for; notes which."""

    def __init__(self, pdf: bytes, dpi: int, asked: list[tuple[int, int]]) -> None:
        self.document = pypdfium2.PdfDocument(pdf)
        self.dpi, self.asked = dpi, asked

    def __len__(self) -> int:
        return len(self.document)

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # nobody asks for a slice
        self.asked.append((place, self.dpi))
        bitmap = self.document[place].render(scale=self.dpi / 72, rev_byteorder=True)
        picture = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB888)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub says bytes, the library takes a text only
        return bytes(buffer.data().data())


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    notices = Notices()
    made = Tasks(notices, ErrorBorder(notices))
    yield made
    made.close()
    made.wait()
    settle()


@pytest.fixture
def asked() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def preview(tasks: Tasks, asked: list[tuple[int, int]]) -> Iterator[PdfPreview]:
    made = PdfPreview(tasks)
    made.resize(1000, 700)
    made.show()
    pdf = paper()
    made.load(lambda dpi: LazyPages(pdf, dpi, asked))
    arrived: list[int] = []
    made.shown.connect(arrived.append)
    wait_until(lambda: bool(arrived) and tasks.idle)
    yield made
    made.close()
    made.deleteLater()
    settle()


def test_only_pages_looked_at_are_rendered(preview: PdfPreview, asked: list[tuple[int, int]], tasks: Tasks) -> None:
    assert {place for place, _ in asked} == {0}
    assert "第 1 / 3 页" in words_on(preview)
    QTest.mouseClick(preview.forth, Qt.MouseButton.LeftButton)
    wait_until(lambda: tasks.idle)
    assert {place for place, _ in asked} == {0, 1}
    assert "第 2 / 3 页" in words_on(preview)


def test_a_page_seen_before_is_not_rendered_again(
    preview: PdfPreview, asked: list[tuple[int, int]], tasks: Tasks
) -> None:
    for page in (2, 0, 2, 0):
        preview.go_to(page)
        wait_until(lambda: tasks.idle)
    assert len(asked) == len(set(asked))


def test_page_keys_turn_pages_and_stop_at_the_ends(preview: PdfPreview) -> None:
    for key, page in (
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_PageDown, 2),
    ):
        QTest.keyClick(preview, key)
        assert preview.page == page


def test_zooming_renders_sharper(preview: PdfPreview, asked: list[tuple[int, int]], tasks: Tasks) -> None:
    before = asked[-1][1]
    QTest.mouseClick(preview.larger, Qt.MouseButton.LeftButton)
    wait_until(lambda: tasks.idle)
    assert asked[-1][1] > before


def test_the_whole_page_fits_the_view(preview: PdfPreview, tasks: Tasks) -> None:
    QTest.mouseClick(preview.whole, Qt.MouseButton.LeftButton)
    wait_until(lambda: tasks.idle)
    settle()
    assert preview._fit is Fit.PAGE
    assert not preview._scroller.verticalScrollBar().isVisible()


def test_every_part_of_the_preview_has_its_own_name(preview: PdfPreview) -> None:
    assert named_wrongly(preview) == []


def test_buttons_wait_until_there_is_a_paper(tasks: Tasks, qapp: QApplication) -> None:
    preview = PdfPreview(tasks)
    assert not any(button.isEnabled() for button in (preview.print, preview.save, preview.open))
    preview.deleteLater()


def printed(path: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path.read_bytes())


def printer_into(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_every_page_is_printed_in_its_own_size(qapp: QApplication, tmp_path: Path) -> None:
    print_pages(printer_into(tmp_path / "out.pdf"), LazyPages(paper(), 300, []))
    out = printed(tmp_path / "out.pdf")
    sizes = [tuple(round(side / 10) for side in out[page].get_size()) for page in range(len(out))]
    assert sizes == [tuple(round(side / 10) for side in size) for size in SIZES]


def test_the_picture_fills_the_sheet_to_its_corner(qapp: QApplication, tmp_path: Path) -> None:
    print_pages(printer_into(tmp_path / "out.pdf"), LazyPages(paper(1), 300, []))
    page = printed(tmp_path / "out.pdf")[0].render(scale=1, rev_byteorder=True)
    picture = QImage(page.buffer, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
    assert all(picture.pixelColor(at, at).red() > 240 and picture.pixelColor(at, at).green() < 9 for at in (3, 97))
    assert picture.pixelColor(105, 105) == QColor("white")


def test_transparent_pages_are_printed_on_white(qapp: QApplication, tmp_path: Path) -> None:
    image = QImage(2480, 3508, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.fillRect(0, 0, 100, 100, Qt.GlobalColor.black)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # as above
    print_pages(printer_into(tmp_path / "out.pdf"), [bytes(buffer.data().data())])
    page = printed(tmp_path / "out.pdf")[0].render(scale=1, rev_byteorder=True, fill_color=(0, 255, 0, 255))
    picture = QImage(page.buffer, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
    assert picture.pixelColor(300, 300) == QColor("white")


def test_printing_runs_off_the_windows_thread_and_reports(tasks: Tasks, tmp_path: Path) -> None:
    printer = printer_into(tmp_path / "out.pdf")
    done: list[object] = []
    pdf = paper(2)
    tasks.run_long("正在打印", lambda progress: print_pages(printer, LazyPages(pdf, 300, []), progress), done.append)
    wait_until(lambda: bool(done), 20_000)
    assert len(printed(tmp_path / "out.pdf")) == 2


def test_printing_can_be_stopped(qapp: QApplication, tmp_path: Path) -> None:
    asked: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        print_pages(printer_into(tmp_path / "out.pdf"), LazyPages(paper(), 300, asked), lambda done, of: done < 1)
    assert len(asked) == 1


def test_without_a_printer_a_way_out_is_named(
    tasks: Tasks, preview: PdfPreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    assert preview.pages_at is not None
    with pytest.raises(NoPrinter, match="另存为"):
        ask_and_print(preview, preview.pages_at, "告知卡", tasks, Notices())
