"""The command `hidden-dangers` on the sample enterprise."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ymh_desktop.__main__ import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data: Path) -> Run:
    """Run the command: exit code, what it printed, what it complained."""

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--data", str(data), "hidden-dangers", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_the_list_begins_with_the_figures_and_speaks_chinese(run: Run) -> None:
    code, printed, _ = run()
    first, *lines = printed.splitlines()
    assert code == 0
    assert first.startswith("登记 4 条，销号 1 条，查改率 25%")
    assert len(lines) == 4
    assert not re.search(r"[a-z]{3,}", printed)


def test_the_same_as_records(run: Run) -> None:
    answer = json.loads(run("--json")[1])
    assert answer["figures"]["registered"] == len(answer["hidden_dangers"]) == 4
    assert answer["figures"]["rectification"] == 0.25
    closed = [each for each in answer["hidden_dangers"] if each["status"] == "closed"]
    assert [each["closed_on"] is not None for each in closed] == [True]


@pytest.mark.parametrize(("option", "count"), [("--open", 3), ("--overdue", 0), ("--major", 0)])
def test_narrowed(run: Run, option: str, count: int) -> None:
    assert len(json.loads(run("--json", option)[1])["hidden_dangers"]) == count


def test_the_file_of_one_is_printed(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "档案.pdf"
    code, printed, _ = run("--code", "y-0001", "--out", out)
    assert (code, printed.strip()) == (0, str(out))
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--code", "Y-9999"), "没有编号是 Y-9999"),
        (("--from", "昨天"), "--from 后面的日期看不懂"),
        (("--from", "2026-02-02", "--to", "2026-02-01"), "早于开始日期"),
        (("--out", "档案.pdf"), "没有说要哪一条"),
        (("--code", "Y-0001", "--out", "档案.docx"), "不能写成"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(run: Run, arguments: tuple[str, ...], problem: str) -> None:
    code, _, complaint = run(*arguments)
    assert code == 1
    assert problem in complaint
