"""An existing ledger: columns understood, a preview with errors by row, and all of it or nothing."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest

from tests.support.desk import RESOURCES, Desk, new_desk
from tests.support.ledgers import HEAD, REAL, ROW, changed, of_rows, table_of, with_real, workbook
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.hazard_sheet import hazard_sheet
from ymh_desktop.services.imports.bring_in import Outcome, bring_in
from ymh_desktop.services.imports.columns import LedgerKind, Table, Target, guess, guess_kind
from ymh_desktop.services.imports.preview import IMPORTED, NOT_SAID, Preview, preview
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.ports import Cancelled
from ymh_desktop.services.reporting.data import Choice, package_data


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A firm with nothing in its register, and real backups."""
    with new_desk(tmp_path / "firm") as opened:
        firm.save_enterprise(opened.ports, {"name": "宏木家具厂"})
        yield opened.with_ports(backups=opened.folder.backups)


def seen(desk: Desk, table: Table, answers: dict[str, tuple[str, ...]] | None = None) -> Preview:
    """The preview with the guessed columns."""
    kind = guess_kind(table)
    return preview(desk.ports, table, kind, guess(table, kind), answers)


def of(desk: Desk, tmp_path: Path, *rows: Sequence[object], head: Sequence[object] = HEAD) -> Preview:
    return seen(desk, table_of(tmp_path, of_rows([head, *rows])))


def kept(desk: Desk, found: Preview) -> Outcome:
    return bring_in(desk.ports, found)


# ---- messy files -----------------------------------------------------------------------------------------------------


def merged(book: Any, sheet: Any) -> None:
    """A title over everything, three header rows, merged risk points, a section, totals and a foot note."""
    sheet.merge_range(0, 0, 0, 8, "宏木家具厂风险分级管控清单")
    sheet.merge_range(1, 0, 3, 0, "序号")
    sheet.merge_range(1, 1, 3, 1, "风险点")
    sheet.merge_range(1, 2, 3, 2, "危险源")
    sheet.merge_range(1, 3, 3, 3, "可能发生的事故类型")
    sheet.merge_range(1, 4, 1, 7, "风险评价")
    sheet.merge_range(1, 8, 3, 8, "责任人")
    sheet.merge_range(2, 4, 2, 6, "分值")
    sheet.merge_range(2, 7, 3, 7, "风险等级")
    sheet.write_row(3, 4, ["L", "E", "C"])
    sheet.merge_range(4, 0, 4, 8, "一、机加工车间")
    sheet.write_row(5, 0, ["1", "冲床", "手被压", "机械伤害", 3, 6, 7, "一般风险", "张三"])
    sheet.write_row(6, 0, ["2", "", "漏电", "触电", "１", "６", "１５", "一般", "张三"])
    sheet.merge_range(5, 1, 6, 1, "冲床")
    sheet.write_row(7, 0, ["合计", "", "2项"])
    sheet.write_row(8, 0, ["填表人：李四"])


def no_merges(book: Any, sheet: Any) -> None:
    """Blank cells where merged ones were, blank columns, dates as text."""
    sheet.write_row(0, 0, ["", "编制日期：2026年1月5日"])
    sheet.write_row(2, 0, ["", "风险点名称", "", "危险源", "事故类型", "L", "E", "C", "级别", "所在位置"])
    sheet.write_row(3, 0, ["", "冲床", "", "手被压", "机械伤害", "3", "6", "7", "黄", "机加工车间"])
    sheet.write_row(4, 0, ["", "", "", "漏电", "触电", "1", "6", "15", "黄色", ""])


def page_breaks(book: Any, sheet: Any) -> None:
    """The header again in the middle, as on printed pages."""
    head = ["风险点", "位置", "危险源", "事故类型", "可能性(L)", "频繁程度(E)", "后果(C)", "风险等级"]
    sheet.write_row(0, 0, head)
    sheet.write_row(1, 0, ["冲床", "机加工车间", "手被压", "机械伤害", "3", "6", "7", "Ⅲ级"])
    sheet.write_row(2, 0, head)
    sheet.write_row(3, 0, ["冲床", "机加工车间", "漏电", "触电", "1", "6", "15", "3级"])


MESSY = {"three header rows": merged, "no merged cells": no_merges, "header again": page_breaks}


@pytest.mark.parametrize("fill", MESSY.values(), ids=MESSY)
def test_a_messy_ledger_gives_the_same_two_hazards_at_one_machine(desk: Desk, tmp_path: Path, fill: Any) -> None:
    found = seen(desk, table_of(tmp_path, workbook(fill)))
    assert [(r.point, r.place, r.title, r.grade.level) for r in found.risks] == [
        ("冲床", "机加工车间", "手被压", RiskLevel.GENERAL),
        ("冲床", "机加工车间", "漏电", RiskLevel.GENERAL),
    ]
    assert [risk.grade.profile_id for risk in found.risks] == ["lec", "lec"]
    assert found.blocker == ""
    assert found.problems == ()


def test_a_text_file_in_the_old_encoding_is_the_same_ledger(desk: Desk, tmp_path: Path) -> None:
    raw = "\r\n".join(",".join(row) for row in (HEAD, ROW)).encode("gb18030")
    found = seen(desk, table_of(tmp_path, raw, "台账.csv"))
    assert [risk.title for risk in found.risks] == ["手伸进模具被压"]


# ---- what rows mean --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("重大风险", RiskLevel.MAJOR),
        ("红", RiskLevel.MAJOR),
        ("Ⅱ级", RiskLevel.CONSIDERABLE),
        ("橙色", RiskLevel.CONSIDERABLE),
        ("３级", RiskLevel.GENERAL),
        ("低风险/蓝", RiskLevel.LOW),
    ],
)
def test_levels_are_read_as_words_colours_and_numbers(desk: Desk, tmp_path: Path, words: str, level: RiskLevel) -> None:
    (risk,) = of(desk, tmp_path, changed(风险等级=words, L="", E="", C="")).risks
    assert risk.grade.level is level
    assert (risk.grade.scored, risk.grade.reason) == (False, IMPORTED)


@pytest.mark.parametrize("words", ["绿色", "低/黄", "五级", "很大"])
def test_a_level_that_is_none_leaves_the_row_out_and_says_which(desk: Desk, tmp_path: Path, words: str) -> None:
    found = of(desk, tmp_path, ROW, changed(危险源="另一种", 风险等级=words))
    assert len(found.risks) == 1
    (problem,) = found.problems
    assert (problem.number, problem.column, problem.left_out) == (3, "风险等级", True)
    assert "重大、较大、一般、低" in problem.do


def test_marks_that_give_another_level_are_not_kept_but_the_level_is(desk: Desk, tmp_path: Path) -> None:
    found = of(desk, tmp_path, changed(风险等级="较大"))
    (risk,) = found.risks
    assert risk.grade.level is RiskLevel.CONSIDERABLE
    assert not risk.grade.scored
    assert "L3×E6×C7" in risk.grade.reason
    assert [problem.left_out for problem in found.problems] == [False]


def test_of_the_two_published_matrices_the_one_that_gives_the_level_is_meant(desk: Desk, tmp_path: Path) -> None:
    head = ("风险点", "危险源", "事故类型", "L", "S", "R", "风险等级")
    found = of(desk, tmp_path, ("冲床", "手被压", "机械伤害", "3", "4", "12", "较大"), head=head)
    assert found.risks[0].grade.profile_id == "ls-v2"


def test_old_accident_names_that_mean_two_things_are_asked(desk: Desk, tmp_path: Path) -> None:
    found = of(desk, tmp_path, changed(事故类型="中毒和窒息"))
    (question,) = found.questions
    assert question.word == "中毒和窒息"
    assert ("WSA10023",) in question.options
    assert ("WSA10023", "WSA10024") in question.options
    with pytest.raises(UserError, match="事故类型要您选"):
        kept(desk, found)
    answered = seen(
        desk, table_of(tmp_path, of_rows([HEAD, changed(事故类型="中毒和窒息")])), {"中毒和窒息": ("WSA10024",)}
    )
    assert answered.risks[0].accidents == ("WSA10024",)


def test_a_row_without_an_accident_type_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    (question,) = of(desk, tmp_path, changed(事故类型="")).questions
    assert (question.word, len(question.options)) == (NOT_SAID, 27)


def test_measures_are_in_place_only_where_the_column_says_that_they_exist(desk: Desk, tmp_path: Path) -> None:
    existing = of(desk, tmp_path, ROW).risks[0].measures
    assert [(m.text, m.state) for m in existing] == [
        ("双手按钮", MeasureState.IN_PLACE),
        ("每天点检", MeasureState.IN_PLACE),
    ]
    head = tuple("管控措施" if title == "现有管控措施" else title for title in HEAD)
    proposed = of(desk, tmp_path, ROW, head=head).risks[0].measures
    assert {m.state for m in proposed} == {MeasureState.UNANSWERED}


def test_five_kinds_in_five_columns_keep_their_kind(desk: Desk, tmp_path: Path) -> None:
    head = ("风险点", "危险源", "事故类型", "风险等级", "工程技术措施", "管理措施", "培训教育", "个体防护", "应急处置")
    row = ("冲床", "手被压", "机械伤害", "一般", "光栅", "点检", "每年培训", "戴手套", "停机喊人")
    (risk,) = of(desk, tmp_path, row, head=head).risks
    assert [m.kind for m in risk.measures] == list(MeasureKind)


def test_the_same_hazard_in_two_rows_is_one_with_both_measures(desk: Desk, tmp_path: Path) -> None:
    found = of(desk, tmp_path, ROW, changed(现有管控措施="装光栅"))
    assert [m.text for m in found.risks[0].measures] == ["双手按钮", "每天点检", "装光栅"]
    assert found.merged == 1


def test_a_name_that_is_too_long_is_told_by_row_and_not_cut(desk: Desk, tmp_path: Path) -> None:
    found = of(desk, tmp_path, changed(风险点="冲" * 41))
    assert found.risks == ()
    assert "最多 40 个字" in found.problems[0].what


def test_a_column_that_is_needed_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    table = table_of(tmp_path, of_rows([HEAD, ROW]))
    without = {at: t if t is not Target.HAZARD and t is not Target.ACCIDENT else Target.IGNORE
               for at, t in guess(table, LedgerKind.RISKS).items()}  # fmt: skip
    assert "危险源" in preview(desk.ports, table, LedgerKind.RISKS, without).blocker


# ---- bringing in -----------------------------------------------------------------------------------------------------


def test_what_comes_in_stands_in_the_register_with_its_person(desk: Desk, tmp_path: Path) -> None:
    outcome = kept(desk, of(desk, tmp_path, ROW))
    assert (outcome.points, outcome.hazards, outcome.known) == (1, 1, 0)
    book = open_book(desk.ports)
    (hazard,) = book.hazards
    person = book.responsible(hazard, book.tier_of(hazard))
    assert person is not None
    assert (person.name, person.phone) == ("张三", "13800000001")
    assert outcome.backup.is_dir()


def test_a_level_without_marks_prints_without_arithmetic(desk: Desk, tmp_path: Path) -> None:
    kept(desk, of(desk, tmp_path, changed(L="", E="", C="")))
    (row,) = risk_register(desk.ports, open_book(desk.ports)).rows
    assert (row.method, row.marks, row.value) == ("原台账定级", "", "")
    assert hazard_sheet(desk.ports, open_book(desk.ports).hazards[0].id).factor == "还没选"


def test_a_level_without_marks_is_sent_without_a_value(desk: Desk, tmp_path: Path) -> None:
    kept(desk, of(desk, tmp_path, changed(风险等级="重大", L="", E="", C="")))
    (sent,) = cast(Any, package_data(desk.ports, open_book(desk.ports), Choice(full_register=True))["risks"])
    schema = json.loads((RESOURCES / "schemas" / "risks.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate([sent], schema)
    assert (sent["level"], sent["value"], sent["marks"], sent["factor_code"]) == ("major", None, {}, "")


def test_the_same_ledger_again_brings_nothing_new(desk: Desk, tmp_path: Path) -> None:
    found = of(desk, tmp_path, ROW)
    kept(desk, found)
    again = kept(desk, found)
    assert (again.points, again.hazards, again.known) == (0, 0, 1)
    assert not again.changes


def test_stopping_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    rows = [changed(危险源=f"第{number}种") for number in range(150)]
    found = of(desk, tmp_path, *rows)
    with pytest.raises(Cancelled):
        bring_in(desk.ports, found, progress=lambda done, of: done == 0)
    assert open_book(desk.ports).hazards == ()


def test_an_empty_folder_gets_its_firm_with_the_ledger(tmp_path: Path) -> None:
    with new_desk(tmp_path / "new") as opened:
        desk = opened.with_ports(backups=opened.folder.backups)
        found = of(desk, tmp_path, ROW)
        with pytest.raises(UserError, match="企业名称"):
            bring_in(desk.ports, found)
        bring_in(desk.ports, found, firm_name="宏木家具厂")
        assert open_book(desk.ports).enterprise.name == "宏木家具厂"


def test_a_failed_check_becomes_a_hidden_danger_and_every_line_a_check_item(desk: Desk, tmp_path: Path) -> None:
    head = ("序号", "检查项目", "检查标准", "检查结果", "检查日期")
    found = of(
        desk,
        tmp_path,
        ("1", "灭火器", "压力在绿区", "不符合", "2026.11.20"),
        ("2", "配电箱", "门关好", "符合", "2026.11.20"),
        head=head,
    )
    outcome = kept(desk, found)
    assert (outcome.items, outcome.dangers) == (2, 1)
    (danger,) = open_book(desk.ports).dangers
    assert danger.title == "灭火器：不符合要求"
    assert danger.found_on.isoformat() == "2026-11-20"


# ---- real spreadsheets -----------------------------------------------------------------------------------------------


def of_file(desk: Desk, tmp_path: Path, name: str) -> Preview:
    return seen(desk, table_of(tmp_path, (REAL / name).read_bytes(), name))


@with_real
@pytest.mark.parametrize(("name", "rows"), [("dust-self-check.xls", 20), ("general-industry-self-check.xls", 83)])
def test_a_real_self_check_list_becomes_a_check_of_ones_own(desk: Desk, tmp_path: Path, name: str, rows: int) -> None:
    found = of_file(desk, tmp_path, name)
    assert {item.number for item in found.items} == set(range(3, rows + 3))
    assert found.problems == ()
    outcome = kept(desk, found)
    with desk.ports.units.read() as uow:
        (plan,) = uow.check_plans.all()
    assert len(plan.items) == outcome.items >= rows
    assert "隐患排查治理标准" in plan.title


@with_real
def test_real_special_equipment_becomes_risk_points_the_library_asks_about(desk: Desk, tmp_path: Path) -> None:
    found = of_file(desk, tmp_path, "special-equipment.xlsx")
    kept(desk, found)
    points = open_book(desk.ports).points
    assert [point.name for point in points] == ["电瓶叉车（CPD35）", "电动葫芦双梁起重机（LH10-28.5）"]
    assert all(point.module_id for point in points)
    assert {problem.left_out for problem in found.problems} == {False}  # their inspections have lapsed, and it says so
