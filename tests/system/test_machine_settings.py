"""The file of this PC: what is broken in it never stops a start."""

import json
from pathlib import Path

import pytest

from ymh_desktop.system.machine_settings import FILE, MOST_CLIENTS, Client, MachineSettings, load, save


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    kept = MachineSettings(
        tmp_path / "数据", (800, 600, True), (Client(tmp_path / "甲", "甲厂"), Client(tmp_path, "乙"))
    )
    save(tmp_path, kept)
    assert load(tmp_path) == kept


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere") == MachineSettings()


@pytest.mark.parametrize("raw", ["", "[]", "{", '{"clients": 7, "window": "big"}', '{"clients": [["a"], 3, [1, 2]]}'])
def test_a_broken_file_never_stops_a_start(tmp_path: Path, raw: str) -> None:
    (tmp_path / FILE).write_text(raw, encoding="utf-8")
    assert load(tmp_path) == MachineSettings()


def test_the_client_opened_last_stands_first_and_once(tmp_path: Path) -> None:
    one, other = Client(tmp_path / "甲", "甲厂"), Client(tmp_path / "乙", "乙厂")
    kept = MachineSettings().with_client(one).with_client(other).with_client(Client(one.folder, "甲厂（新名）"))
    assert [each.name for each in kept.clients] == ["甲厂（新名）", "乙厂"]
    assert kept.without_client(other.folder).clients == (Client(one.folder, "甲厂（新名）"),)


def test_the_list_has_an_end(tmp_path: Path) -> None:
    kept = MachineSettings()
    for number in range(MOST_CLIENTS + 5):
        kept = kept.with_client(Client(tmp_path / str(number), ""))
    assert len(kept.clients) == MOST_CLIENTS
    (tmp_path / FILE).write_text(json.dumps({"clients": [["a", "b"]] * 9999}), encoding="utf-8")
    assert len(load(tmp_path).clients) == MOST_CLIENTS
