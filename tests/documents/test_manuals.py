"""Documents of chapters: PDF and Word say everything, break well, stay in their boxes, and are the same every time."""

import itertools
import re
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image

from tests.documents.reading import (
    RESOURCES,
    complaints_of,
    facts_of,
    fonts_of,
    text_of,
    traced,
    without_blanks,
)
from tests.support.desk import Desk, new_desk
from tests.support.machine import need
from tests.support.paper_firm import fill
from ymh_desktop.documents.pen import Placed
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.documents.text import NO_END, NO_START
from ymh_desktop.domain.hidden_dangers import DangerSource, DangerStatus
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.hidden_dangers import register_danger
from ymh_desktop.services.papers.catalogue import PAPERS, paper_of
from ymh_desktop.services.reports.binder import Binder, BinderPart, BoundPaper
from ymh_desktop.services.reports.manual import (
    Chapter,
    Field,
    FieldRow,
    Form,
    FreshPage,
    Grid,
    GridColumn,
    Manual,
    Points,
    SignLines,
    SubHeading,
    Tone,
    Words,
)
from ymh_desktop.services.reports.paper import DRAFT, Signature

MADE_ON = date(2026, 11, 25)
RENDERER = PaperRenderer(RESOURCES)
LONG = "压缩机房的CO₂浓度高于0.5%时（报警器响）☑，𬭎师傅必须先通风、再进去；" * 90
DOCUMENTS = [paper.id for paper in PAPERS if paper.template]


def sample(text: str = "按{《制度》}做，CO₂、H₂S和☑都印得出来，𬭎师傅也一样。", rows: int = 3) -> Manual:
    """Every block there is."""
    cells = tuple((str(n), RiskLevel.MAJOR if n % 2 else RiskLevel.LOW, f"{n}：{text}", "") for n in range(rows))
    columns = (
        GridColumn("序号", 9, middle=True),
        GridColumn("等级", 18),
        GridColumn("内容\n（写清楚）", 90, bold=True),
        GridColumn("签字", 20),
    )
    blocks = (
        Words(text),
        Words(f"要紧：{text}", Tone.STRONG),
        Words(f"小字：{text}", Tone.NOTE),
        SubHeading("小标题"),
        Points((text, "短的一条"), numbered=True),
        Points((text, "点")),
        Grid(columns, cells, blank=2),
        Grid(columns[:1], none="这里没有。"),
        Form(
            (
                FieldRow((Field("作业地点", text), Field("很长很长很长的名称要换行", ""))),
                FieldRow((Field("作业内容", ""),), 3),
                FieldRow((Field("", f"☐ {text}"),)),
            )
        ),
        SignLines((Signature("作业人"), Signature("监护人", "李𬭎"), Signature("审批人", "王建国", "2026-11-25"))),
        Words("2026年11月25日", Tone.RIGHT),
    )
    return Manual(
        "𬭎达木业有限公司",
        "动火管理制度",
        "ZD-99",
        "20261125",
        MADE_ON,
        (
            Chapter("总则", blocks, "一"),
            Chapter("附则", (FreshPage(), Words("完")), "二", fresh_page=True),
            Chapter("", (Words("没有标题的一章"),)),
        ),
        signatures=(Signature("编制", "李𬭎"), Signature("审核"), Signature("批准", "王建国")),
    )


EXTREMES = {
    "平常": sample(),
    "有封面": replace(sample(), cover=True),
    "横版草稿": replace(sample(), wide=True, draft=DRAFT, expert_pending=True),
    "有封面草稿": replace(sample(), cover=True, draft=DRAFT, expert_pending=True),
    "3000字": sample(LONG[:3000], rows=2),
    "3000字横版": replace(sample(LONG[:3000], rows=2), wide=True),
    "3000字标题": replace(sample(), title="很长的制度名称" * 20, enterprise="很长的企业名称" * 20, cover=True),
    "500行": sample("锯片装防护罩，罩口离板面不超过1厘米", rows=500),
    "一行": sample(rows=1),
    "没有行": sample(rows=0),
    "空的": replace(sample(), chapters=()),
    "空章": replace(sample(), chapters=(Chapter("总则", (), "一"),), signatures=()),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Book]]:
    """The small firm."""
    with new_desk(tmp_path_factory.mktemp("shop")) as desk:
        fill(desk, points=3)
        yield desk, open_book(desk.ports)


def document(shop: tuple[Desk, Book], paper_id: str) -> Manual:
    desk, book = shop
    report = paper_of(paper_id).decide(desk.ports, book)
    assert isinstance(report, Manual)
    return report


def wrong_places(trace: list[Placed]) -> list[Placed]:
    return [
        placed
        for placed in trace
        if placed.extent[0] < placed.box[0] - 0.5
        or placed.extent[2] > placed.box[2] + 0.5
        or placed.extent[1] < placed.box[1] - 1
        or placed.extent[3] > placed.box[3] + 1
    ]


def wrong_breaks(trace: list[Placed]) -> list[str]:
    texts = [placed.text for placed in trace]
    starts = [text for text in texts if text[0] in NO_START and len(text) > 1 and text[:2] != "……"]
    return starts + [text for text in texts if text[-1] in NO_END]


def printed(value: object) -> list[str]:
    """Every text that must be found, cut at its marks: a page may end between two of the pieces."""
    if isinstance(value, Grid):
        if not value.rows and not value.blank:
            return printed(value.none)
        shown: tuple[object, ...] | None = None
        found = printed(value.columns)
        for row in value.rows:
            key = tuple(row[place] for place in value.group)
            again, shown = bool(key) and key == shown, key
            found += printed(tuple(cell for at, cell in enumerate(row) if not (again and at in value.group)))
        return found
    if isinstance(value, Form | Points | SignLines | FieldRow | Field | Signature | GridColumn | Words | SubHeading):
        values = [getattr(value, each.name) for each in fields(value)]
        return [text for each in values if not isinstance(each, Tone | float | bool) for text in printed(each)]
    if isinstance(value, Chapter):
        return [*printed(value.heading), *printed(value.blocks)]
    if isinstance(value, tuple):
        return [text for each in value for text in printed(each)]
    if isinstance(value, str):
        return [piece for part in re.split(r"[。；，：、！？\n]", value) if (piece := without_blanks(part))]
    return []


def word_text(content: bytes) -> str:
    """Every word of a Word file with its head, without blanks."""
    read = docx.Document(BytesIO(content))
    parts = [read.element.body, *(section.header._element for section in read.sections)]
    found = [node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t")]
    return without_blanks("".join(found))


# ---- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper_id", DOCUMENTS)
def test_every_text_of_a_document_is_found_in_both_files(shop: tuple[Desk, Book], paper_id: str) -> None:
    """By pdftotext and by the library that reads Word, with 𬭎, CO₂ and ☑."""
    report = document(shop, paper_id)
    pdf, word = text_of(RENDERER.pdf(report)), word_text(RENDERER.word(report))
    said = [*printed(report.chapters), *printed(report.signatures), *printed(report.title), *printed(report.enterprise)]
    assert [text for text in said if text not in pdf] == []
    assert [text for text in said if text not in word] == []


@pytest.mark.parametrize("paper_id", DOCUMENTS)
def test_documents_stay_in_their_boxes_and_break_well(shop: tuple[Desk, Book], paper_id: str) -> None:
    trace = traced(document(shop, paper_id))
    assert wrong_places(trace) == []
    assert wrong_breaks(trace) == []


@pytest.mark.parametrize("report", EXTREMES.values(), ids=EXTREMES)
def test_extremes_stay_in_their_boxes_and_break_well(report: Manual) -> None:
    trace = traced(report)
    assert wrong_places(trace) == []
    assert wrong_breaks(trace) == []


@pytest.mark.parametrize("name", [name for name in EXTREMES if "标题" not in name])
def test_extremes_lose_no_text(name: str) -> None:
    report = EXTREMES[name]
    trace = without_blanks("".join(placed.text for placed in traced(report)))
    assert [text for text in printed(report.chapters) if text not in trace] == []
    if "3000" in name:
        assert trace.count("压缩机房的CO₂浓度") > 6 * 90


@pytest.mark.parametrize("report", EXTREMES.values(), ids=EXTREMES)
def test_files_are_sound_the_same_every_time_and_embed_their_fonts(report: Manual, tmp_path: Path) -> None:
    pdf, word = RENDERER.pdf(report), RENDERER.word(report)
    assert complaints_of(pdf, tmp_path) == ""
    assert {tuple(row[-5:-2]) for row in fonts_of(pdf)} == {("yes", "yes", "yes")}
    assert report.title[:10] in facts_of(pdf)["Title"]
    assert b"(zh-CN)" in pdf
    again = PaperRenderer(RESOURCES)
    assert again.pdf(report) == pdf
    assert again.word(report) == word


def test_chapters_stand_in_the_side_bar() -> None:
    read = pypdfium2.PdfDocument(RENDERER.pdf(replace(sample(), cover=True)))
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in read.get_toc()]
    read.close()
    assert [title for title, _ in marks] == ["一、总则", "二、附则"]
    assert marks[0][1] == 1
    assert marks[1][1] > 1


def test_a_table_repeats_its_head_on_every_page() -> None:
    report = EXTREMES["500行"]
    pages = int(facts_of(RENDERER.pdf(report))["Pages"])
    heads = [placed.page for placed in traced(report) if placed.text == "（写清楚）"]
    assert pages > 8
    assert len(set(heads)) >= pages - 3


def test_no_signature_and_no_heading_stands_alone_on_a_page(shop: tuple[Desk, Book]) -> None:
    """The last row of a table goes along with what is signed below it."""
    looked_at = 0
    for paper_id in DOCUMENTS:
        report = document(shop, paper_id)
        if report.cover or not report.signatures:
            continue
        trace = traced(report)
        last, height = max(placed.page for placed in trace), 595 if report.wide else 842
        signed = {f"{each.role}：" for each in report.signatures} | {each.name for each in report.signatures}
        body = [p for p in trace if p.page == last and 60 < p.extent[1] < height - 75 and p.text not in signed]
        assert body, paper_id
        looked_at += 1
    assert looked_at > 10


@pytest.mark.parametrize("lines", range(12, 34, 2))
def test_a_table_of_one_row_is_not_torn_from_its_head(lines: int) -> None:
    """The row goes along with the signatures, so its head, its form and its heading must, too."""
    form = Form((FieldRow((Field("风险点", "检维修"),)),))
    grid = Grid((GridColumn("做什么", 30), GridColumn("怎么防", 60)), (("检修", "先断电、挂牌，再干活。" * 8),))
    blocks = (Points(tuple(f"第{n}条" for n in range(lines))), SubHeading("Z-0003"), form, grid)
    report = replace(sample(), chapters=(Chapter("", blocks),), cover=False, wide=True)
    trace = traced(report)
    pages = {what: {p.page for p in trace if p.text == what} for what in ("Z-0003", "做什么", "检修")}
    assert pages["检修"]
    assert pages["Z-0003"] == pages["做什么"] == pages["检修"]


def test_empty_lines_of_a_grouped_column_are_each_ruled() -> None:
    """They are for writing by hand: a post in each line, not one tall box for all."""
    columns = (GridColumn("岗位", 50), GridColumn("姓名", 50))
    grid = Grid(columns, (("木工", "甲"), ("木工", "乙")), blank=5, least=10, group=(0,))
    report = replace(sample(), chapters=(Chapter("", (grid,)),), cover=False, signatures=())
    (page,) = RENDERER.pages(RENDERER.pdf(report), 72)
    picture = Image.open(BytesIO(page)).convert("L")
    dots, across = picture.tobytes(), picture.width

    def rules(at: float) -> int:
        column = [dot < 150 for dot in dots[round(across * at) + 80 * across : -60 * across : across]]
        return sum(1 for before, here in itertools.pairwise(column) if here and not before)

    assert rules(0.85) - rules(0.4) == 1, "only the two lines of one post have no rule between them"


# ---- Word ------------------------------------------------------------------------------------------------------------


def test_the_ledger_of_dangers_tears_no_word_that_the_program_writes(tmp_path: Path) -> None:
    """Standings and sources stand in narrow columns: whole, or broken between two words."""
    with new_desk(tmp_path) as desk:
        firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
        for place, (source, status) in enumerate(itertools.product(DangerSource, DangerStatus)):
            danger, _ = register_danger(desk.ports, f"栏杆松动 {place}", "木工车间", source=source)
            with desk.ports.units.write() as uow:
                uow.hidden_dangers.save(replace(uow.hidden_dangers.get(danger.id), status=status))
                uow.commit()
        drawn = {placed.text for placed in traced(document((desk, open_book(desk.ports)), "danger-ledger"))}
    said = {label(each) for each in (*DangerSource, *DangerStatus)} - {"管控措施失效", "已治理待核销"}
    assert said | {"管控措施", "失效", "已治理", "待核销"} <= drawn


def test_word_has_real_headings_tables_and_repeated_heads() -> None:
    read = docx.Document(BytesIO(RENDERER.word(sample(rows=3))))
    headings = [p.text for p in read.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == ["一、总则", "二、附则"]
    assert [p.text for p in read.paragraphs if p.style is not None and p.style.name == "Heading 2"] == ["小标题"]
    grid = read.tables[0]
    assert [cell.text for cell in grid.rows[0].cells] == ["序号", "等级", "内容\n（写清楚）", "签字"]
    assert "w:tblHeader" in grid.rows[0]._tr.xml
    assert len(grid.rows) == 1 + 3 + 2


def test_word_takes_a_long_table_without_growing_slow() -> None:
    """The ledger of five years has thousands of rows: 0.4 s for these, and a minute where rows are moved one by one."""
    columns = tuple(GridColumn(f"第{n}列", 10) for n in range(15))
    rows = tuple(tuple(f"{row}号机{n}" for n in range(15)) for row in range(1500))
    report = replace(sample(), chapters=(Chapter("", (Grid(columns, rows),)),))
    start = time.process_time()
    word = RENDERER.word(report)
    assert time.process_time() - start < 10
    assert "1499号机14" in word_text(word)


def test_word_names_chinese_fonts_and_speaks_chinese() -> None:
    with zipfile.ZipFile(BytesIO(RENDERER.word(sample()))) as parts:
        styles = parts.read("word/styles.xml").decode()
        core = parts.read("docProps/core.xml").decode()
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
        assert parts.testzip() is None
    assert 'w:eastAsia="宋体"' in styles
    assert 'w:eastAsia="黑体"' in styles
    assert "zh-CN" in core
    assert "2026-11-25" in core


def test_a_wide_document_is_wide_in_word_too() -> None:
    section = docx.Document(BytesIO(RENDERER.word(replace(sample(), wide=True)))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height


def test_words_that_look_like_xml_stay_words() -> None:
    report = replace(sample(), chapters=(Chapter("甲", (Words("a < b & c > d \x07<w:p/>"),)),))
    assert "a<b&c>d<w:p/>" in word_text(RENDERER.word(report))


def test_what_is_only_printed_has_no_word_file() -> None:
    with pytest.raises(TypeError):
        RENDERER.word("x")


@pytest.mark.timeout(300)
def test_libreoffice_opens_every_word_file(shop: tuple[Desk, Book], tmp_path: Path) -> None:
    """And shows every word of it."""
    soffice = need("soffice", "libreoffice-writer-nogui")
    reports = {paper_id: document(shop, paper_id) for paper_id in DOCUMENTS} | {"extreme": EXTREMES["横版草稿"]}
    for name, report in reports.items():
        (tmp_path / f"{name}.docx").write_bytes(RENDERER.word(report))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=280)
    for name, report in reports.items():
        found = text_of((tmp_path / "out" / f"{name}.pdf").read_bytes())
        lost = Counter("".join(printed(report.chapters))) - Counter(found)  # its order is the reader's affair
        assert not lost, name


# ---- the binder ------------------------------------------------------------------------------------------------------


def bound() -> Binder:
    """Two parts with papers, one of them with a paper that is missing, and an empty part."""
    wide = BoundPaper("横的", replace(sample(), wide=True))
    return Binder(
        "𬭎达木业有限公司",
        "双重预防档案",
        MADE_ON,
        (
            BinderPart("一、制度", (BoundPaper("动火制度", replace(sample(), cover=True)), wide)),
            BinderPart("二、台账", (BoundPaper("长台账", sample(rows=60), "60 行"),), (("四色图", "还没有画"),)),
            BinderPart("三、空的", ()),
        ),
        (("信用代码", "91350100M000100Y43"),),
        note="一企一档",
    )


def test_a_binder_has_cover_contents_numbers_and_bookmarks(tmp_path: Path) -> None:
    pdf = RENDERER.pdf(bound())
    assert complaints_of(pdf, tmp_path) == ""
    assert {tuple(row[-5:-2]) for row in fonts_of(pdf)} == {("yes", "yes", "yes")}
    read = pypdfium2.PdfDocument(pdf)
    marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in read.get_toc()]
    pages = len(read)
    words = [read[number].get_textpage().get_text_range() for number in range(pages)]
    read.close()
    assert [(level, title) for level, title, _ in marks if level < 2] == [
        (0, "封面和目录"),
        (0, "一、制度"),
        (1, "动火制度"),
        (1, "横的"),
        (0, "二、台账"),
        (1, "长台账"),
    ]
    assert "双重预防档案" in words[0]
    assert f"共 {pages - 2} 页" in words[0]
    assert "动火制度" in words[1]
    assert "还没有画" in words[1]
    assert "三、空的" not in words[1]
    places = {title: page for _, title, page in marks}
    assert places["封面和目录"] == 0
    assert places["动火制度"] == 2
    for number in range(2, pages):
        assert f"总第 {number - 1} 页" in words[number]
    assert str(places["长台账"] - 1) in words[1]


def test_a_line_of_the_contents_leads_to_its_paper() -> None:
    read = pypdfium2.PdfDocument(RENDERER.pdf(bound()))
    page = read[1]
    links = []
    for y in range(0, int(page.get_height()), 4):
        link = pypdfium2.raw.FPDFLink_GetLinkAtPoint(page, 200.0, float(y))
        if link:
            dest = pypdfium2.raw.FPDFLink_GetDest(read, link)
            links.append(pypdfium2.raw.FPDFDest_GetDestPageIndex(read, dest))
    read.close()
    assert len(set(links)) == 3
    assert 2 in links


def test_a_binder_is_the_same_every_time() -> None:
    assert RENDERER.pdf(bound()) == PaperRenderer(RESOURCES).pdf(bound())


def test_papers_drawn_after_a_binder_are_files_of_their_own() -> None:
    alone = RENDERER.pdf(sample())
    RENDERER.pdf(bound())
    assert RENDERER.pdf(sample()) == alone


def test_a_binder_of_nothing_still_has_its_cover() -> None:
    pdf = RENDERER.pdf(replace(bound(), parts=()))
    assert facts_of(pdf)["Pages"] == "2"
