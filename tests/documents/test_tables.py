"""Registers, check tables and the other papers with rows."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.documents import samples
from tests.documents.reading import RESOURCES, codes_on, facts_of, pictures_of, text_of, traced
from ymh_desktop.cli.arguments import parse
from ymh_desktop.documents.pen import Placed
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.check_table import CheckRow, CheckTables, SheetForm
from ymh_desktop.services.reports.cover import SignedFile

RENDERER = PaperRenderer(RESOURCES)


def height_of(placed: Placed) -> float:
    """Of its type."""
    return round(placed.extent[3] - placed.extent[1], 3)


def pages(report: object) -> int:
    """How many pages it takes."""
    return int(facts_of(RENDERER.pdf(report))["Pages"])


def test_the_head_is_on_every_page_and_the_pages_are_numbered() -> None:
    """A loose page still says what it is."""
    report = samples.risk_register(60)
    words, count = text_of(RENDERER.pdf(report)), pages(report)
    assert count > 3
    assert words.count("已落实的管控措施") == count
    assert words.count(f"页，共{count}页") == count
    assert f"第{count}页，共{count}页" in words


def test_every_form_prints_the_name_of_its_method() -> None:
    """A level means nothing without it."""
    assert text_of(RENDERER.pdf(samples.risk_register(0))).count("LEC作业条件危险性分析法（2026-1版）") >= 1


def test_a_planned_measure_stands_apart_from_those_in_place() -> None:
    """With person, date and cost, under a heading that says that it is not there yet."""
    words = text_of(RENDERER.pdf(samples.risk_register(1)))
    assert "换带刹车的刀轴电机（张建国，2026-12-31，3200元）" in words
    assert "要新增的措施（还没有）" in words


def test_a_risk_point_stands_once_over_its_hazards() -> None:
    """Three hazards, one name."""
    assert text_of(RENDERER.pdf(samples.risk_register(3))).count("F-0001平刨") == 1


def test_a_register_row_higher_than_a_page_is_continued() -> None:
    """Every character of 3,000 is on paper, and the next page names the risk point again."""
    report = samples.endless_register()
    words = text_of(RENDERER.pdf(report))
    assert words.count("护罩") >= samples.LONG.count("护罩") * 3
    assert words.count("F-0001平刨") > 2


def test_what_was_left_out_is_listed_with_its_reason() -> None:
    """未纳入及原因."""
    words = text_of(RENDERER.pdf(samples.risk_register(1)))
    assert "未纳入及原因" in words
    assert "外包，由示例涂装厂负责" in words


def test_the_month_sheet_is_one_page_with_31_days() -> None:
    """Twelve lines at the most."""
    sheet = samples.check_table(12, SheetForm.MONTH)
    words = text_of(RENDERER.pdf(sheet))
    assert pages(sheet) == 1
    assert "".join(str(day) for day in range(1, 32)) in words


def test_a_month_sheet_of_thirteen_lines_is_an_error() -> None:
    """The caller splits it."""
    with pytest.raises(ValueError, match="at most 12"):
        samples.check_table(13, SheetForm.MONTH)


def test_a_long_text_on_the_month_sheet_stays_on_its_page() -> None:
    """It shrinks; the boxes to tick do not."""
    rows = tuple(CheckRow(i, f"F-0003-{i:02d}", "平刨" * 10, "护罩在位，能自动弹回；" * 12) for i in range(1, 13))
    assert pages(replace(samples.check_table(1, SheetForm.MONTH), rows=rows)) == 1


def test_each_check_table_counts_its_own_pages() -> None:
    """They are handed out one by one."""
    words = text_of(RENDERER.pdf(CheckTables((samples.check_table(), samples.check_table(40)))))
    assert "第1页，共1页" in words
    assert [f"第{number}页，共3页" in words for number in (1, 2, 3)] == [True] * 3


def test_no_signature_stands_on_a_page_of_its_own() -> None:
    """The last row goes over with it."""
    for rows in range(6, 30):
        paper = RENDERER.pdf(samples.check_table(rows))
        assert f"F-0003-{rows:02d}" in text_of(paper, first_page=int(facts_of(paper)["Pages"])), rows


def test_the_check_table_names_its_tier_in_words() -> None:
    """班组级, not TEAM."""
    words = text_of(RENDERER.pdf(samples.check_table()))
    assert "班组级" in words
    assert "TEAM" not in words


def test_the_walk_sheet_says_how_it_comes_back() -> None:
    """By typing the numbers that failed."""
    words = text_of(RENDERER.pdf(samples.walk_sheet()))
    assert "表号ZF-0003" in words
    assert "输入表号最后4位，再输入答“否”和“不涉及”的题号" in words


def test_the_enrolment_sheet_tells_the_clerk_what_the_kit_can_do() -> None:
    """The commands are those of the town's kit; there is nothing to scan with and no button to press."""
    sheet = samples.enrolment_sheet()
    said = text_of(RENDERER.pdf(sheet))
    parse(["town", "trust", "--add", "a.pem", "--fingerprint", "A1B2 C3D4"])
    for words in ("towntrust--add签名证书.pem", "--fingerprint", "逐组"):
        assert words in said
    for words in ("扫下面的二维码", "点“登记”"):
        assert words not in said
    assert pages(sheet) == 1
    assert any("FEDC BA98 7654 3210" in placed.text for placed in traced(sheet)), "the old one in groups too"


def test_a_phone_reads_the_key_from_the_enrolment_sheet(tmp_path: Path) -> None:
    """Code and printed groups say the same fingerprint."""
    sheet = samples.enrolment_sheet()
    pdf = RENDERER.pdf(sheet)
    (picture,) = pictures_of(pdf, tmp_path, 150)
    assert codes_on(picture) == [f"AQKEY1:{sheet.credit_code}:{sheet.fingerprint}"]
    assert sheet.fingerprint in text_of(pdf)


def test_the_cover_bears_the_first_sixteen_digits_of_the_digest() -> None:
    """In fours, upper case, on one page."""
    cover = samples.report_cover()
    assert "9F86D081884C7D65" in text_of(RENDERER.pdf(cover))
    assert pages(cover) == 1


def test_a_cover_of_many_major_risks_stays_one_page() -> None:
    """The rest is counted and stands in the report."""
    cover = replace(samples.report_cover(), major_risks=(samples.LONG,) * 30)
    assert pages(cover) == 1
    assert re.search(r"还有\d+项，见文件内报告", text_of(RENDERER.pdf(cover)))


def test_a_cover_of_a_report_in_ten_files_names_each_on_one_page() -> None:
    """More files than that are never made."""
    files = tuple(
        SignedFile(f"上报包_示例木业_月报_20261125_第{7 + at}号_10份之{at + 1}.zip", f"{at:064x}"[::-1])
        for at in range(10)
    )
    cover = replace(samples.report_cover(), files=files, major_risks=(samples.LONG,) * 30)
    words = text_of(RENDERER.pdf(cover))
    assert pages(cover) == 1
    assert "第7至16号" in words
    for file in files:
        assert file.name in words
        assert "".join(file.groups) in words


def test_a_cover_of_several_files_bears_all_their_numbers_in_head_and_foot() -> None:
    """Not the first one's only: page and foot are what somebody files it by."""
    files = tuple(SignedFile(f"上报包_第{at}号_4份之{at}.zip", f"{at:064x}") for at in range(1, 5))
    drawn = [placed.text for placed in traced(replace(samples.report_cover(), sequence=1, files=files))]
    numbers = {words for words in drawn if words.endswith("号")}
    assert numbers == {"第 1 至 4 号", f"{samples.ENTERPRISE}  第 1 至 4 号"}


def test_a_long_fact_takes_another_line_and_no_smaller_type() -> None:
    """What is signed for must not be the smallest print of the page."""
    kind = "全部风险、全部隐患、督办反馈、隐患照片 12 张、一企一档的目录和汇总数"
    drawn = traced(replace(samples.report_cover(), kind=kind))
    value = [placed for placed in drawn if placed.text and placed.text in kind and len(placed.text) > 2]
    (name,) = [placed for placed in drawn if placed.text == samples.ENTERPRISE and placed.box[0] > 100]
    assert "".join(placed.text for placed in value) == kind
    assert len(value) == 2
    assert {height_of(placed) for placed in value} == {height_of(name)}


def test_the_four_levels_are_counted_in_one_size() -> None:
    """The shorter word of the least level must not stand out the most."""
    counts = tuple(zip(sorted(RiskLevel, reverse=True), (1, 4, 11, 1234), strict=True))
    drawn = traced(replace(samples.report_cover(), counts=counts))
    labels = [p for p in drawn if p.text in {f"{level.shape} {label(level)}" for level in RiskLevel}]
    assert len(labels) == 4
    assert len({height_of(placed) for placed in labels}) == 1
    assert len({height_of(placed) for placed in drawn if placed.text in {f"{count} 项" for _, count in counts}}) == 1


def test_the_cover_names_major_dangers_however_many_risks_there_are() -> None:
    """Who receives it sees at once what is open."""
    cover = replace(
        samples.report_cover(),
        major_dangers=("Y-0001 调漆间没有报警器", *(samples.LONG,) * 20),
        major_risks=(samples.LONG,) * 30,
    )
    words = text_of(RENDERER.pdf(cover))
    assert "没销号的重大隐患（21项）" in words
    assert "Y-0001调漆间没有报警器" in words
    assert pages(cover) == 1


def test_owner_and_expert_sign_on_a_page_of_their_own() -> None:
    """With the employees who took part."""
    report = samples.first_identification()
    assert pages(report) == 2
    words = text_of(RENDERER.pdf(report))
    assert "主要负责人意见" in words
    assert "专家意见" in words
    assert "赵一、钱二" in words


def test_an_identification_took_till_it_was_signed_not_till_it_is_printed() -> None:
    report = replace(samples.first_identification(), made_on=date(2027, 11, 20))
    assert "2026年11月20日开始，还没做完" in text_of(RENDERER.pdf(report))
    done = text_of(RENDERER.pdf(replace(report, finished_on=date(2026, 11, 25))))
    assert "2026年11月20日至2026年11月25日" in done
    assert "至2027年" not in done


def test_without_an_expert_there_is_no_line_for_one() -> None:
    """A small shop may do it alone."""
    report = replace(samples.first_identification(), expert=None)
    assert "专家意见" not in text_of(RENDERER.pdf(report))
