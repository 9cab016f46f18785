"""The port `Renderer`: any report object to PDF, Excel or pictures of its pages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, overload

from ymh_desktop.documents import (
    binder,
    board,
    card,
    check_table,
    comparison,
    cover,
    danger,
    emergency,
    enrolment,
    four_colour_map,
    letter,
    manual,
    register,
    sign_off,
    sign_plan,
    statistics,
    stickers,
    submission,
    town,
    training,
    walk_sheet,
)
from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.png import png
from ymh_desktop.documents.press import Press
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.binder import Binder
from ymh_desktop.services.reports.board import NoticeBoard
from ymh_desktop.services.reports.card import NoticeCard, NoticeCards
from ymh_desktop.services.reports.check_table import CheckTable, CheckTables
from ymh_desktop.services.reports.comparison import ComparisonChart
from ymh_desktop.services.reports.cover import ReportCover, SubmissionReport
from ymh_desktop.services.reports.danger import (
    DangerFile,
    DangerFiles,
    MajorDangerReport,
    MajorDangerReports,
    RectificationNotice,
    RectificationNotices,
)
from ymh_desktop.services.reports.emergency import EmergencyCards
from ymh_desktop.services.reports.enrolment import EnrolmentSheet
from ymh_desktop.services.reports.four_colour_map import FourColourMap
from ymh_desktop.services.reports.letter import LetterPaper, LetterTable
from ymh_desktop.services.reports.lists import AllLists
from ymh_desktop.services.reports.manual import Manual
from ymh_desktop.services.reports.register import RiskRegister
from ymh_desktop.services.reports.sign_off import FirstIdentificationReport
from ymh_desktop.services.reports.sign_plan import SignPlan
from ymh_desktop.services.reports.statistics import StatisticsTable
from ymh_desktop.services.reports.stickers import StickerSheet
from ymh_desktop.services.reports.training import (
    AwardLedger,
    PersonFiles,
    QuizSheets,
    RenewalSheet,
    SignInSheets,
    TaskSheet,
    TrainingPlan,
)
from ymh_desktop.services.reports.walk_sheet import WalkSheet
from ymh_desktop.services.town.lists import TownReport

_PDF: dict[type, Callable[[Any, Press, Progress | None], bytes]] = {
    NoticeCards: card.render,
    CheckTables: check_table.render,
    RiskRegister: register.render,
    WalkSheet: walk_sheet.render,
    EnrolmentSheet: enrolment.render,
    ReportCover: cover.render,
    SubmissionReport: submission.render,
    FirstIdentificationReport: sign_off.render,
    NoticeBoard: board.render,
    EmergencyCards: emergency.render,
    SignPlan: sign_plan.render,
    StickerSheet: stickers.render,
    ComparisonChart: comparison.render,
    FourColourMap: four_colour_map.render,
    LetterPaper: letter.render,
    RectificationNotices: danger.render_notices,
    DangerFiles: danger.render_files,
    MajorDangerReports: danger.render_major,
    TrainingPlan: training.render_plan,
    SignInSheets: training.render_sign_in,
    PersonFiles: training.render_files,
    QuizSheets: training.render_quiz,
    AwardLedger: training.render_ledger,
    RenewalSheet: training.render_renewals,
    TaskSheet: training.render_tasks,
    StatisticsTable: statistics.render,
    Manual: manual.render,
}


def _draws(report: object) -> Callable[[Any, Press, Progress | None], bytes]:
    """What draws a report; raises TypeError for an unknown one."""
    draw = _PDF.get(type(report))
    if draw is None:
        raise TypeError(f"no paper for {type(report).__name__}")
    return draw


class PaperRenderer:
    """Draws with the fonts and pictograms under `resources`, which are read on first use. Safe in several threads."""

    def __init__(self, resources: Path, logo: Callable[[], bytes | None] = lambda: None) -> None:
        self._press = Press(resources, logo=logo)

    def pdf(self, report: object, progress: Progress | None = None) -> bytes:
        """The report as PDF. Raises TypeError for an unknown report, Cancelled when `progress` says so."""
        if isinstance(report, NoticeCard):
            report = NoticeCards((report,))
        elif isinstance(report, CheckTable):
            report = CheckTables((report,))
        elif isinstance(report, RectificationNotice):
            report = RectificationNotices((report,))
        elif isinstance(report, DangerFile):
            report = DangerFiles((report,))
        elif isinstance(report, MajorDangerReport):
            report = MajorDangerReports((report,))
        elif isinstance(report, Binder):
            return binder.render(report, self._press, progress, _draws)
        return _draws(report)(report, self._press, progress)

    def word(self, report: object) -> bytes:
        """The report as a Word file. Raises TypeError for one that is only printed."""
        from ymh_desktop.documents import word

        if isinstance(report, Manual):
            return word.manual(report)
        raise TypeError(f"no Word file for {type(report).__name__}")

    def excel(self, report: object) -> bytes:
        """The report as Excel. Raises TypeError for one that is only printed."""
        from ymh_desktop.documents import excel

        if isinstance(report, RiskRegister):
            return excel.register(report)
        if isinstance(report, CheckTable):
            return excel.check_tables(CheckTables((report,)))
        if isinstance(report, CheckTables):
            return excel.check_tables(report)
        if isinstance(report, SignPlan):
            return excel.sign_plan(report)
        if isinstance(report, TrainingPlan | RenewalSheet | TaskSheet | AwardLedger):
            return _people_as_excel(report)
        if isinstance(report, SubmissionReport):
            return excel.submission(report)
        if isinstance(report, LetterTable):
            return letter.table(report)
        if isinstance(report, TownReport):
            return town.report(report)
        if isinstance(report, StatisticsTable):
            return excel.statistics(report)
        if isinstance(report, AllLists):
            return excel.all_lists(report)
        raise TypeError(f"no Excel table for {type(report).__name__}")

    def pages(self, pdf: bytes, dpi: int) -> Sequence[bytes]:
        """Each page as PNG, drawn when it is asked for. 96 dots per inch serve a preview, 300 a raster printer."""
        return PagePictures(pdf, dpi)


def _people_as_excel(report: TrainingPlan | RenewalSheet | TaskSheet | AwardLedger) -> bytes:
    from ymh_desktop.documents import training_excel

    match report:
        case TrainingPlan():
            return training_excel.training_plan(report)
        case RenewalSheet():
            return training_excel.renewals(report)
        case TaskSheet():
            return training_excel.tasks(report)
    return training_excel.ledger(report)


class PagePictures(Sequence[bytes]):
    """The pages of a PDF as PNG. Nothing is kept but the PDF itself; each look draws the page anew.

    The document is opened for one page at a time: pdfium may not be used by two threads at once, and a document left
    open would be closed by whichever thread happens to collect the garbage.
    """

    def __init__(self, pdf: bytes, dpi: int) -> None:
        self._pdf, self._dpi = pdf, dpi
        with _opened(pdf) as document:
            self._count = len(document)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> bytes: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[bytes]: ...

    def __getitem__(self, place: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(self._count)))
        if not -self._count <= place < self._count:
            raise IndexError(place)
        with _opened(self._pdf) as document:
            page = document[place % self._count]
            bitmap = page.render(scale=self._dpi / 72, rev_byteorder=True)
            picture = png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
        return picture


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2

    with DRAWING:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()
