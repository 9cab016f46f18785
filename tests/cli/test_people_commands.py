"""The commands `people` and `due` on the sample enterprise."""

import json
from pathlib import Path

import pytest

from ymh_desktop.__main__ import main


def said(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> str:
    capsys.readouterr()
    assert main(["--data", str(data), *arguments]) == 0
    return capsys.readouterr().out


def test_everybody_stands_there_with_four_ticks(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    first, *lines = said(capsys, data, "people", "--tasks").splitlines()
    assert first == "3 / 10 人四样齐全（卡 5、签收 4、三问 3、任务 5）。"
    assert len(lines) == 5
    assert "赵师傅　喷漆工　卡✓ 有　签收× 没签　三问× 没问　任务✓" in next(line for line in lines if "赵师傅" in line)


def test_the_ticks_can_be_read_by_a_program(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    told = json.loads(said(capsys, data, "people", "--tasks", "--json"))
    assert told["coverage"] == {
        "people": 10, "listed": 5, "card": 5, "signed": 4, "answered": 3, "busy": 5, "complete": 3,
    }  # fmt: skip
    worker = next(each for each in told["people"] if each["name"] == "刘强")
    assert worker["answered"] == {"yes": False, "words": "答对 2 问，要再问"}
    assert worker["complete"] is False


def test_people_without_ticks_are_told_with_what_they_answer_for(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    assert "王建国　厂长　主要负责人" in said(capsys, data, "people")
    assert {each["name"] for each in json.loads(said(capsys, data, "people", "--json"))} >= {"李秀英", "刘强"}


def test_only_what_is_due_is_told_unless_all_is_asked_for(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    due = said(capsys, data, "due").splitlines()
    assert [line.split("　")[1] for line in due] == ["空压机储气罐定期检验", "储气罐安全阀校验"]
    assert all(line.startswith("快到期") for line in due)
    everything = json.loads(said(capsys, data, "due", "--all", "--json"))
    assert len(everything) == 8
    assert everything[0].keys() >= {"kind", "title", "due_on", "days", "state", "suspected_major"}
