"""Papers about people say everything, over as many pages as it takes, the same bytes for the same report."""

from collections.abc import Callable
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.documents import people_samples as samples
from tests.documents.reading import RESOURCES, complaints_of, facts_of, text_of, texts_in, without_blanks
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.documents.training import KEY

RENDERER = PaperRenderer(RESOURCES)
Sample = Callable[..., object]


@pytest.mark.parametrize("sample", samples.ALL.values(), ids=samples.ALL)
def test_everything_that_a_report_says_stands_on_the_paper(sample: Sample) -> None:
    report = sample()
    told = text_of(RENDERER.pdf(report))
    assert [text for text in texts_in(report) if without_blanks(text) not in told] == []


@pytest.mark.parametrize("sample", samples.ALL.values(), ids=samples.ALL)
def test_the_same_report_gives_the_same_sound_file(sample: Sample, tmp_path: Path) -> None:
    pdf = RENDERER.pdf(sample())
    assert pdf == RENDERER.pdf(sample())
    assert complaints_of(pdf, tmp_path) == ""


@pytest.mark.parametrize("name", [name for name in samples.ALL if name != "quiz"])
def test_many_rows_take_more_pages_and_lose_none(name: str) -> None:
    pdf = RENDERER.pdf(samples.ALL[name](120))
    assert int(facts_of(pdf)["Pages"]) > 2
    assert text_of(pdf).count(without_blanks("编制：李秀英")) == (0 if name == "sign-in sheet" else 1)


@pytest.mark.parametrize("name", samples.ALL)
def test_texts_as_long_as_anybody_can_type_are_drawn(name: str) -> None:
    words = "防火和灭火器使用" * 60
    pdf = RENDERER.pdf(samples.ALL[name](1, words))
    assert text_of(pdf).count("灭") >= words.count("灭")  # counted: between its lines stand those of other columns


def test_an_empty_ledger_says_so() -> None:
    told = text_of(RENDERER.pdf(samples.ledger(0)))
    assert "这段日子没有奖惩记录" in told
    assert "还没有定办法" in told


def test_the_key_stands_on_a_page_of_its_own_that_the_officer_keeps() -> None:
    pdf = RENDERER.pdf(samples.quiz(3))
    assert int(facts_of(pdf)["Pages"]) == 4
    assert without_blanks(KEY) in text_of(pdf, first_page=4)
    assert without_blanks("弧光打眼") not in text_of(pdf, first_page=4)


@pytest.mark.parametrize("name", ["training plan", "award ledger", "renewals", "tasks"])
def test_lists_also_come_as_excel_with_every_word(name: str) -> None:
    report = samples.ALL[name](3)
    book = load_workbook(BytesIO(RENDERER.excel(report)))
    cells = [cell for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None]
    told = without_blanks("".join(str(cell) for cell in cells))
    rows = [row for rows in vars_of(report) for row in rows]
    assert [text for row in rows for text in row if without_blanks(text.lstrip("+")) not in told] == []


def test_points_and_yuan_can_be_summed_in_excel() -> None:
    taken = ("2026-05-02", "JC-0002", "周木生", "处罚", "没戴护耳", "−3", "−12.5", "王建国", "")
    report = replace(samples.ledger(1), entries=(*samples.ledger(1).entries, taken))
    book = load_workbook(BytesIO(RENDERER.excel(report)))
    lines = [line for line in book["记录"].iter_rows(values_only=True) if line[2] == "周木生"]
    assert [line[5:7] for line in lines] == [(2, 20), (-3, -12.5)]
    assert next(line for line in book["每人合计"].iter_rows(values_only=True) if line[0] == "周木生")[3:5] == (2, 20)


def vars_of(report: Any) -> list[tuple[tuple[str, ...], ...]]:
    """The tables of a report."""
    values = [getattr(report, field.name) for field in fields(report)]
    return [value for value in values if isinstance(value, tuple) and value and isinstance(value[0], tuple)]


def test_what_somebody_typed_is_no_formula_in_excel() -> None:
    book = load_workbook(BytesIO(RENDERER.excel(samples.tasks(1, "=1+1"))))
    assert [cell.data_type for line in book.active.iter_rows() for cell in line if cell.value == "=1+1"] == ["s"]
