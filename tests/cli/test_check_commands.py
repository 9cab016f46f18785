"""`today` and `checks` on a real data folder."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_today_names_each_thing_with_its_person(data: Path, run: Run) -> None:
    code, printed, _ = run("--data", data, "today")
    assert code == 0
    assert re.search(r"班组每周安全检查　李秀英", printed)
    lines = json.loads(run("--data", data, "today", "--json")[1])
    assert len(lines) == len(printed.splitlines())
    assert {"title", "due", "overdue_days", "inspector", "items"} <= set(lines[0])


def test_the_figures_of_a_month_are_those_of_its_rows(data: Path, run: Run) -> None:
    code, printed, _ = run("--data", data, "checks", "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["figures"]["waiting"] == len(found["checks"]) > 10
    assert {check["state"] for check in found["checks"]} <= {"open", "to_key"}
    code, printed, _ = run("--data", data, "checks")
    assert re.match(r"\d{4}-\d\d-01 至 .*：应查 0，已查 0", printed)


def test_a_stretch_without_checks_is_empty(data: Path, run: Run) -> None:
    found = json.loads(run("--data", data, "checks", "--month", "2020-02", "--json")[1])
    assert (found["from"], found["to"], found["checks"]) == ("2020-02-01", "2020-02-29", [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "2026-13"), "请写成 2026-11 这样"),
        (("--from", "昨天"), "请写成 2026-11-01 这样"),
        (("--from", "2026-11-30", "--to", "2026-11-01"), "2026-11-01 早于开始日期 2026-11-30"),
    ],
)
def test_days_that_cannot_be_are_told_in_one_sentence(
    data: Path, run: Run, arguments: tuple[str, ...], said: str
) -> None:
    code, _, complaint = run("--data", data, "checks", *arguments)
    assert code == 1
    assert said in complaint


def test_a_folder_without_an_enterprise_says_what_to_do(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("--data", tmp_path / "空", "today")
    assert code == 1
    assert "还没有数据" in complaint
