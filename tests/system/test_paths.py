"""What ships is found in the source tree and in a build; the data folder is the first that applies."""

import sys
from pathlib import Path

import pytest

from ymh_desktop.system import machine_settings, paths
from ymh_desktop.system.machine_settings import MachineSettings


def test_what_ships_is_found_in_the_source_tree() -> None:
    assert (paths.shipped().migrations / "env.py").is_file()
    assert (paths.shipped().resources / "codes" / "standards.csv").is_file()


def test_what_ships_is_found_in_a_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.shipped().resources == tmp_path / "resources"


def test_the_data_folder_given_comes_first(tmp_path: Path) -> None:
    (tmp_path / "ymh-data").mkdir()
    assert paths.data_folder(tmp_path / "given", tmp_path, beside=tmp_path) == tmp_path / "given"


def test_then_the_one_beside_the_program(tmp_path: Path) -> None:
    (tmp_path / "ymh-data").mkdir()
    assert paths.data_folder(last=tmp_path, beside=tmp_path) == tmp_path / "ymh-data"


def test_then_the_one_opened_last_while_it_exists(tmp_path: Path) -> None:
    assert paths.data_folder(last=tmp_path, beside=tmp_path) == tmp_path
    assert paths.data_folder(last=tmp_path / "pulled out", beside=tmp_path) == paths.data_folder(beside=tmp_path)


def test_then_the_folder_of_the_user(tmp_path: Path) -> None:
    found = paths.data_folder(beside=tmp_path)
    assert "ymh-desktop" in found.parts
    assert found.is_absolute()


def test_secrets_lie_outside_every_data_folder() -> None:
    """A copied data folder must not carry what opens its key."""
    assert not paths.user_secrets_folder().is_relative_to(paths.data_folder())


# ---- settings of this machine ----------------------------------------------------------------------------------------


def test_settings_of_the_machine_come_back(tmp_path: Path) -> None:
    kept = MachineSettings(tmp_path / "厂里 的数据", (1366, 728, True))
    machine_settings.save(tmp_path / "new", kept)
    assert machine_settings.load(tmp_path / "new") == kept


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"window": [0, -1, 2], "last_data_folder": 7}', b'{"window": "big"}']
)
def test_spoiled_settings_never_stop_a_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / machine_settings.FILE).write_bytes(content)
    assert machine_settings.load(tmp_path) == MachineSettings()


def test_missing_settings_are_the_defaults(tmp_path: Path) -> None:
    assert machine_settings.load(tmp_path / "nowhere") == MachineSettings()
