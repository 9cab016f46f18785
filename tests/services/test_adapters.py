"""A department's own form: its columns are guessed, its words learned, and it comes back filled, else as it was."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.support.ledgers import REAL, with_real
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.adapters.fields import FIELDS, RowKind
from ymh_desktop.services.adapters.fill import (
    Filled,
    cells_of,
    fill_form,
    guessed,
    open_form,
    rows_for,
    unknown_words,
    with_kind,
)
from ymh_desktop.services.adapters.profile import (
    BUILT_IN,
    FormColumn,
    FormProfile,
    ProfileRefused,
    drop_profile,
    keep_profile,
    profile,
    profiles,
    read_profile,
    write_profile,
)
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk


@pytest.fixture
def shop_desk(desk: Desk) -> Desk:
    """A shop with a planer, everything answered 是."""
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return desk


def risk_form(folder: Path) -> Path:
    """The form of a made-up department: a title, a head of two lines, a list of level words, a sheet of its own."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "上报表"
    page.append(["某某镇企业安全风险上报表"])
    page.merge_cells("A1:H1")
    page.append(["序号", "风险单元名称", "存在的主要风险", "风险级别", "管控措施", "", "责任人", "联系电话"])
    page.append(["序号", "风险单元名称", "存在的主要风险", "风险级别", "工程技术", "应急", "责任人", "联系电话"])
    for column in "ABCDGH":
        page.merge_cells(f"{column}2:{column}3")
    page.merge_cells("E2:F2")
    page["A9"] = "填表人："
    rule = DataValidation(type="list", formula1='"重大,较大,一般,低"')
    rule.add("D4:D100")
    page.add_data_validation(rule)
    page.column_dimensions["B"].width = 33
    path = folder / "风险上报表.xlsx"
    book.save(path)
    return path


def filled_cells(filled: Filled, sheet: str) -> list[list[object]]:
    page = load_workbook(BytesIO(filled.content))[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_a_form_is_understood_by_its_head(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    assert (form.sheet, form.first_row, form.kind) == ("上报表", 4, RowKind.RISK)
    assert [column.field_id for column in form.columns] == [
        "number", "point", "hazard", "level", "engineering", "emergency", "person", "phone",
    ]  # fmt: skip
    assert dict(form.columns[3].words) == {"重大风险": "重大", "较大风险": "较大", "一般风险": "一般", "低风险": "低"}


def test_a_filled_form_says_our_records_in_its_own_words(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    filled = fill_form(shop_desk.ports, form)
    rows = filled_cells(filled, "上报表")[3:]
    book = open_book(shop_desk.ports)
    assert filled.rows == len(book.hazards) > 1
    assert filled.unknown == ()
    assert {row[3] for row in rows[: filled.rows]} <= {"重大", "较大", "一般", "低"}
    assert [row[2] for row in rows[: filled.rows]] == [row.cells["hazard"] for row in rows_for(shop_desk.ports, form)]


def test_what_the_form_had_stays(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    page = load_workbook(BytesIO(fill_form(shop_desk.ports, form).content))["上报表"]
    assert page["A1"].value == "某某镇企业安全风险上报表"
    assert "A1:H1" in {str(block) for block in page.merged_cells.ranges}
    assert page.column_dimensions["B"].width == 33
    assert len(page.data_validations.dataValidation) == 1


def test_nothing_typed_becomes_a_formula(shop_desk: Desk, tmp_path: Path) -> None:
    hazard = open_book(shop_desk.ports).hazards[0]
    measure = next(each for each in hazard.measures if each.kind.value == "engineering" and each.in_force)
    risks.edit_measure(shop_desk.ports, hazard.id, measure.id, '=HYPERLINK("http://x.example","点我")')
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    for each in (form, BUILT_IN[0]):
        book = load_workbook(BytesIO(fill_form(shop_desk.ports, each).content))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        found = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
        assert found
        assert {cell.data_type for cell in found} == {"s"}


def test_words_that_the_form_does_not_know_are_listed(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    strict = form.with_column(3, replace(form.columns[3], words=(("重大风险", "A级"),), allowed=("A级", "B级")))
    levels = {row.cells["level"] for row in rows_for(shop_desk.ports, strict)} - {"重大风险"}
    assert unknown_words(shop_desk.ports, strict) == tuple((3, level) for level in sorted(levels))
    assert {word for _, word in fill_form(shop_desk.ports, strict).unknown} == levels


def test_a_column_may_bear_a_fixed_word_or_stay_empty(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    form = form.with_column(6, FormColumn("责任人", None, "见附表")).with_column(7, FormColumn("联系电话"))
    first = filled_cells(fill_form(shop_desk.ports, form), "上报表")[3]
    assert first[6:8] == ["见附表", None]


def test_a_form_of_hidden_dangers_names_itself(shop_desk: Desk, tmp_path: Path) -> None:
    dangers.register_danger(shop_desk.ports, "护罩坏了", "木工区")
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["编号", "隐患描述", "隐患部位", "排查时间", "隐患级别", "整改期限", "整改责任人", "备注"])
    path = tmp_path / "隐患表.xlsx"
    book.save(path)
    form = open_form(shop_desk.ports, path)
    assert form.kind is RowKind.DANGER
    assert [column.field_id for column in form.columns] == [
        "code", "title", "place", "found-on", "level", "deadline", "person", None,
    ]  # fmt: skip
    assert filled_cells(fill_form(shop_desk.ports, form), form.sheet)[1][1:3] == ["护罩坏了", "木工区"]
    assert with_kind(form, RowKind.RISK).columns[1].field_id != "title"


@pytest.mark.parametrize("built_in", BUILT_IN, ids=lambda each: each.id)
def test_the_lists_that_come_along_are_filled(shop_desk: Desk, built_in: FormProfile) -> None:
    filled = fill_form(shop_desk.ports, built_in)
    assert filled.rows == len(rows_for(shop_desk.ports, built_in)) > 0
    assert fill_form(shop_desk.ports, built_in).content == filled.content


def test_one_row_per_measure_in_force(shop_desk: Desk) -> None:
    rows = rows_for(shop_desk.ports, BUILT_IN[1])
    in_force = [m.text for h in open_book(shop_desk.ports).hazards for m in h.measures if m.in_force]
    assert sorted(row.cells["measure"] for row in rows) == sorted(in_force)


def test_every_field_of_every_kind_is_filled_from_the_records(shop_desk: Desk) -> None:
    dangers.register_danger(shop_desk.ports, "护罩坏了", "木工区")
    for kind in (RowKind.RISK, RowKind.MEASURE, RowKind.DANGER):
        row = rows_for(shop_desk.ports, replace(BUILT_IN[0], kind=kind))[0]
        assert set(row.cells) == {each.id for each in FIELDS[kind]}


def test_nothing_to_fill_is_said(desk: Desk) -> None:
    shop(desk)
    with pytest.raises(UserError, match="没有可填"):
        fill_form(desk.ports, replace(BUILT_IN[0], kind=RowKind.MAJOR_DANGER))


# ---- keeping ---------------------------------------------------------------------------------------------------------


def test_a_form_is_kept_and_taken_away(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    keep_profile(shop_desk.ports, replace(form, name="镇应急办的表"))
    assert [each.name for each in profiles(shop_desk.ports)][2:] == ["镇应急办的表"]
    assert profile(shop_desk.ports, form.id) == replace(form, name="镇应急办的表")
    keep_profile(shop_desk.ports, replace(form, name="换了名字"))
    assert [each.name for each in profiles(shop_desk.ports)][2:] == ["换了名字"]
    drop_profile(shop_desk.ports, form.id)
    assert profiles(shop_desk.ports) == BUILT_IN
    with pytest.raises(UserError, match="已经删掉"):
        profile(shop_desk.ports, form.id)


def test_a_profile_travels_as_a_file(shop_desk: Desk, tmp_path: Path) -> None:
    form = open_form(shop_desk.ports, risk_form(tmp_path))
    assert read_profile(write_profile(form)) == form
    assert write_profile(read_profile(write_profile(form))) == write_profile(form)


@pytest.mark.parametrize(
    "spoil",
    [
        {"format": "ymh-form-profile-9"},
        {"rows": "nonsense"},
        {"columns": []},
        {"columns": "all"},
        {"columns": [{"title": "甲", "field": "no-such-field", "fixed": "", "words": [], "allowed": []}]},
        {"columns": [{"title": "甲", "field": None, "fixed": 7, "words": [], "allowed": []}]},
        {"first_row": 0},
        {"first_row": "many"},
        {"first_row": float("inf")},
        {"form": "no base64!"},
        {"name": "长" * 201},
        {"name": "半个字\ud800"},
    ],
)
def test_a_spoiled_profile_file_is_refused(spoil: dict[str, object]) -> None:
    said = json.loads(write_profile(BUILT_IN[0]))
    with pytest.raises(ProfileRefused):
        read_profile(json.dumps(said | spoil).encode())


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_is_no_profile_is_refused_in_one_sentence(raw: bytes) -> None:
    with pytest.raises(ProfileRefused):
        read_profile(raw)


# ---- bad forms -------------------------------------------------------------------------------------------------------


def test_an_old_workbook_and_a_picture_are_refused(desk: Desk, tmp_path: Path) -> None:
    for name, content in (("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ("图.xlsx", b"\x89PNG" * 50)):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UserError, match="xlsx"):
            open_form(desk.ports, path)


def test_a_damaged_form_and_a_huge_one_are_refused(desk: Desk, tmp_path: Path) -> None:
    good = risk_form(tmp_path).read_bytes()
    broken, huge = tmp_path / "坏的.xlsx", tmp_path / "大的.xlsx"
    broken.write_bytes(good[: len(good) // 2])
    huge.write_bytes(good + bytes(4 * 1024 * 1024))
    with pytest.raises(UserError, match="坏了"):
        open_form(desk.ports, broken)
    with pytest.raises(UserError, match="太大"):
        open_form(desk.ports, huge)


def test_a_form_without_a_head_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "空的.xlsx"
    Workbook().save(path)
    with pytest.raises(UserError, match="表头"):
        open_form(desk.ports, path)


@with_real
def test_a_real_workbook_can_serve_as_a_form(shop_desk: Desk) -> None:
    form = open_form(shop_desk.ports, REAL / "special-equipment.xlsx")
    assert [column.title for column in form.columns if column.title]
    fill_form(shop_desk.ports, replace(form, kind=RowKind.RISK))


def test_a_title_that_says_nothing_to_us_is_left_empty() -> None:
    assert guessed(RowKind.RISK, "经纬度").field_id is None
    assert guessed(RowKind.RISK, "").field_id is None


def test_cells_follow_the_columns_of_the_form(shop_desk: Desk) -> None:
    row = rows_for(shop_desk.ports, BUILT_IN[0])[0]
    assert cells_of(BUILT_IN[0], row)[0] == "1"
    assert len(cells_of(BUILT_IN[0], row)) == len(BUILT_IN[0].columns)
