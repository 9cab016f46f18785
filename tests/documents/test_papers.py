"""What holds for every paper: readable by others, complete, inside its boxes, and the same bytes every time."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.documents import samples
from tests.documents.reading import (
    RESOURCES,
    complaints_of,
    facts_of,
    fonts_of,
    text_of,
    texts_in,
    traced,
    without_blanks,
)
from ymh_desktop.documents.fonts import FontMissing
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.documents.text import NO_END, NO_START
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Cancelled, Renderer
from ymh_desktop.services.reports.card import CardForm, NoticeCards
from ymh_desktop.services.reports.check_table import CheckTables
from ymh_desktop.services.reports.emergency import EmergencyCards
from ymh_desktop.services.reports.paper import PageSize

ORDINARY = samples.every_report()
EXTREME: dict[str, object] = {
    "3000字的卡": NoticeCards((samples.endless_card(),)),
    "没有卡": NoticeCards(()),
    "500项风险": samples.risk_register(500),
    "没有风险": samples.risk_register(0),
    "3000字的风险": samples.endless_register(),
    "40项检查": samples.check_table(40),
    "没有检查项": samples.check_table(0),
    "没有检查表": CheckTables(()),
    "3000字的检查表": samples.endless_check_tables(),
    "40处走访": samples.walk_sheet(40),
    "没有走访": samples.walk_sheet(0),
    "3000字的横卡": NoticeCards((samples.endless_card(),), form=CardForm.LANDSCAPE),
    "3000字的大字卡": NoticeCards((samples.endless_card(),), form=CardForm.LARGE),
    "500项公告栏": samples.notice_board(500),
    "A2公告栏": samples.notice_board(8, PageSize.A2),
    "没有较大风险": samples.notice_board(0),
    "没有应急卡": EmergencyCards(()),
    "没有应急步骤": EmergencyCards((samples.emergency_card(0),)),
    "四处应急": EmergencyCards((samples.emergency_card(4),), PageSize.A5),
    "500处标志": samples.sign_plan(500),
    "没有标志": samples.sign_plan(0),
    "500张编号贴": samples.sticker_sheet(500),
    "没有编号贴": samples.sticker_sheet(0),
    "500条比较图": samples.comparison_chart(500),
    "没有比较图": samples.comparison_chart(0),
    "200个区域": samples.four_colour_map(200, PageSize.A4),
    **samples.endless_wall_papers(),
}
ALL = {**ORDINARY, **EXTREME}
RENDERER = PaperRenderer(RESOURCES)


def test_the_renderer_is_the_port() -> None:
    """Checked by mypy too; here so that a missing method shows at once."""
    port: Renderer = RENDERER
    assert port.pdf(samples.report_cover())


@pytest.mark.parametrize("report", ORDINARY.values(), ids=ORDINARY)
def test_every_text_of_a_report_is_found_in_its_pdf(report: object) -> None:
    """By pdftotext, so by any reader's search."""
    found = text_of(RENDERER.pdf(report))
    assert [text for text in texts_in(report) if without_blanks(text) not in found] == []


@pytest.mark.parametrize("report", ALL.values(), ids=ALL)
def test_nothing_leaves_its_box(report: object) -> None:
    """Not even texts of 3,000 characters."""
    outside = [
        placed
        for placed in traced(report)
        if placed.extent[0] < placed.box[0] - 0.5
        or placed.extent[2] > placed.box[2] + 0.5
        or placed.extent[1] < placed.box[1] - 1
        or placed.extent[3] > placed.box[3] + 1
    ]
    assert outside == []


@pytest.mark.parametrize("report", ALL.values(), ids=ALL)
def test_no_line_on_paper_breaks_badly(report: object) -> None:
    """避头尾 holds in the drawn lines too."""
    texts = [placed.text for placed in traced(report)]
    assert [text for text in texts if text[0] in NO_START and len(text) > 1 and text[:2] != "……"] == []
    assert [text for text in texts if text[-1] in NO_END] == []


@pytest.mark.parametrize("report", ALL.values(), ids=ALL)
def test_every_font_is_embedded_and_can_be_searched(report: object) -> None:
    """No Helvetica from the reader's machine."""
    rows = fonts_of(RENDERER.pdf(report))
    assert rows
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}
    assert not [row for row in rows if "Helvetica" in row[0]]


@pytest.mark.parametrize("report", ALL.values(), ids=ALL)
def test_the_same_report_gives_the_same_bytes(report: object) -> None:
    """So a digest of a paper means something, and a second print is the first."""
    assert RENDERER.pdf(report) == PaperRenderer(RESOURCES).pdf(report)


@pytest.mark.parametrize("report", ALL.values(), ids=ALL)
def test_the_file_is_sound(report: object, tmp_path: Path) -> None:
    """qpdf finds nothing to complain about."""
    assert complaints_of(RENDERER.pdf(report), tmp_path) == ""


@pytest.mark.parametrize("report", ORDINARY.values(), ids=ORDINARY)
def test_the_file_says_its_title_and_language(report: object) -> None:
    """The window's title bar and a screen reader use them."""
    pdf = RENDERER.pdf(report)
    assert any("一" <= char <= "鿿" for char in facts_of(pdf)["Title"])
    assert b"/Lang (zh-CN)" in pdf


def test_no_english_and_no_enum_name_reaches_the_paper() -> None:
    """The words of the trade only."""
    found = text_of(RENDERER.pdf(samples.risk_register()))
    for level in RiskLevel:
        assert label(level) in found
        assert level.name not in found


def test_a_long_print_tells_how_far_it_is_and_can_be_stopped() -> None:
    """Nothing is returned then."""
    told: list[tuple[int, int]] = []

    def stop_at_two(done: int, of: int) -> bool:
        told.append((done, of))
        return done < 2

    with pytest.raises(Cancelled):
        RENDERER.pdf(samples.notice_cards(), stop_at_two)
    assert told == [(1, 4), (2, 4)]


def test_pages_are_png_pictures_of_the_right_size() -> None:
    """For the preview and for raster printing."""
    pages = RENDERER.pages(RENDERER.pdf(samples.notice_cards()), 96)
    assert len(pages) == 4
    assert pages[0].startswith(b"\x89PNG")
    assert (int.from_bytes(pages[0][16:20], "big"), int.from_bytes(pages[0][20:24], "big")) == (794, 1123)


def test_a_page_is_drawn_when_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview of a thick register shows its first page at once."""
    drawn: list[object] = []
    render = pypdfium2.PdfPage.render

    def noting(page: pypdfium2.PdfPage, **how: object) -> object:
        drawn.append(page)
        return render(page, **how)

    monkeypatch.setattr(pypdfium2.PdfPage, "render", noting)
    pages = RENDERER.pages(RENDERER.pdf(samples.notice_cards()), 30)
    assert (len(pages), drawn) == (4, [])
    assert pages[-1] == pages[3]
    assert len(drawn) == 2
    with pytest.raises(IndexError):
        pages[4]


def test_a_page_picture_is_what_another_reader_of_png_sees() -> None:
    """Pixel by pixel, compared with pdfium's own way to a picture."""
    pdf = RENDERER.pdf(samples.report_cover())
    document = pypdfium2.PdfDocument(pdf)
    expected = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    found = Image.open(BytesIO(RENDERER.pages(pdf, 72)[0]))
    assert found.size == expected.size
    assert found.convert("RGB").tobytes() == expected.tobytes()


@pytest.mark.parametrize("nothing", [object(), "文字", samples.register_row()])
def test_an_unknown_report_is_a_type_error(nothing: object) -> None:
    """A bug, so no sentence for the user."""
    with pytest.raises(TypeError):
        RENDERER.pdf(nothing)
    with pytest.raises(TypeError):
        RENDERER.excel(nothing)


def test_a_missing_font_is_told_in_a_sentence(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(FontMissing, match="请重新安装"):
        PaperRenderer(tmp_path).pdf(samples.report_cover())
