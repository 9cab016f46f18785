"""Papers of hidden dangers: photos are small, whole and told when they are lost; nothing that is missing hides."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from tests.documents import samples
from tests.documents.reading import RESOURCES, facts_of, text_of, without_blanks
from ymh_desktop.documents.photos import MISSING
from ymh_desktop.documents.pictures import LONGEST, printable
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.services.reports.danger import DangerFiles, MajorDangerReports, RectificationNotices

RENDERER = PaperRenderer(RESOURCES)


def jpeg(width: int, height: int) -> bytes:
    content = BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(content, "JPEG", quality=90)
    return content.getvalue()


def test_a_photo_is_no_larger_than_paper_shows() -> None:
    large = jpeg(1920, 1440)
    small, size = printable(large)
    assert size == (LONGEST, LONGEST * 3 // 4)
    assert len(small) < len(large) / 2
    assert printable(large)[0] == small
    little = jpeg(400, 300)
    assert printable(little) == (little, (400, 300))


def test_photos_stand_on_the_paper_undistorted() -> None:
    pdf = RENDERER.pdf(DangerFiles((replace(samples.danger_file(), after=(), receipts=(), replaced=()),)))
    document = pypdfium2.PdfDocument(pdf)
    pictures = [each for page in document for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    left, bottom, right, top = pictures[0].get_bounds()
    document.close()
    assert len(pictures) == 1
    assert (right - left) / (top - bottom) == pytest.approx(4 / 3, rel=0.01)


def test_a_lost_photo_is_told_on_paper() -> None:
    assert without_blanks(MISSING) in text_of(RENDERER.pdf(samples.danger_file()))


def test_the_answer_has_a_page_of_its_own_with_room_to_write() -> None:
    """It comes back with the sheet; what is answered already is printed."""
    notice = samples.rectification_notice(1)
    text = text_of(RENDERER.pdf(replace(notice, lines=(replace(notice.lines[0], photos=(), after=()),))))
    assert text.index("隐患整改通知单") < text.index("隐患整改回执")
    assert (
        facts_of(RENDERER.pdf(replace(notice, lines=(replace(notice.lines[0], photos=(), after=()),))))["Pages"] == "2"
    )


def test_what_a_report_to_the_department_lacks_stands_on_top() -> None:
    text = text_of(RENDERER.pdf(samples.major_report()))
    assert "还缺：安全措施和应急预案、治理评估通过。" in text
    assert text.index("还缺") < text.index("一、现状及其产生原因")


@pytest.mark.parametrize(
    "empty", [RectificationNotices(()), DangerFiles(()), MajorDangerReports(())], ids=["notices", "files", "reports"]
)
def test_nothing_to_print_is_a_page_that_says_so(empty: object) -> None:
    assert "没有" in text_of(RENDERER.pdf(empty))


@pytest.mark.parametrize(
    "report",
    [
        RectificationNotices((samples.rectification_notice(30), samples.rectification_notice(2, words=60))),
        DangerFiles((samples.danger_file(words=200),)),
        MajorDangerReports((samples.major_report(words=300),)),
    ],
    ids=["notices", "files", "reports"],
)
def test_long_texts_go_on_over_pages(report: object) -> None:
    assert int(facts_of(RENDERER.pdf(report))["Pages"]) > 2
