"""`statistics` on a real data folder: words, JSON, PDF and Excel say the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.documents.reading import text_of
from ymh_desktop.domain.danger_figures import Matter

Run = Callable[..., tuple[int, str, str]]


def test_this_quarter_is_told_in_words_and_as_json(data: Path, run: Run) -> None:
    code, printed, _ = run("--data", data, "statistics")
    assert code == 0
    assert "季度" in printed.splitlines()[0]
    found = json.loads(run("--data", data, "statistics", "--json")[1])
    assert set(found["hidden_dangers"]) == {"all", "general", "major"}
    assert set(found["hidden_dangers"]["all"]) == {matter.value for matter in Matter}
    registered = found["hidden_dangers"]["all"]["registered"]
    assert registered > 0
    assert f"登记 {registered} 条" in printed
    assert sum(line["registered"] for line in found["groups"]["nature"]) == registered


def test_the_table_is_written_as_pdf_and_as_excel(data: Path, run: Run, tmp_path: Path) -> None:
    found = json.loads(run("--data", data, "statistics", "--json")[1])
    pdf, sheet = tmp_path / "表.pdf", tmp_path / "表.xlsx"
    assert run("--data", data, "statistics", "--quarter", found["period"], "--out", pdf)[:2] == (0, f"{pdf}\n")
    text = text_of(pdf.read_bytes())
    assert "生产安全事故隐患排查治理情况统计分析表" in text
    assert "第十四条" in text
    assert run("--data", data, "statistics", "--quarter", found["period"], "--out", sheet)[0] == 0
    book = load_workbook(sheet)
    assert book.sheetnames == ["统计分析表", "图里的数", "登记的隐患"]
    rows = {row[0]: row[3] for row in book["统计分析表"].iter_rows(values_only=True)}
    assert rows["本期排查登记数（条）"] == found["hidden_dangers"]["all"]["registered"]
    assert len(list(book["登记的隐患"].iter_rows(min_row=4))) == found["hidden_dangers"]["all"]["registered"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--quarter", "2026"), "请写成 2026Q3 这样"),
        (("--quarter", "第三季度"), "请写成 2026Q3"),
        (("--month", "2026-13"), "没有 2026 年 13 月"),
        (("--year", "2026", "--out", "表.docx"), "请用 .pdf 或 .xlsx 结尾"),
        (("--month", "2026-09", "--out", "表.pdf"), "月度统计表还没有打开"),
        (("--year", "2026", "--month", "2026-09"), "不能同时用"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(data: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, complaint = run("--data", data, "statistics", *arguments)
    assert code != 0
    assert said in complaint


def test_a_folder_without_an_enterprise_says_what_to_do(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("--data", tmp_path / "空", "statistics")
    assert code == 1
    assert "还没有" in complaint
