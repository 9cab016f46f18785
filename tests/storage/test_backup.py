"""Backups are verified copies; a backup that can be seen is whole."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.folders import CHINA, TestFolder
from tests.support.machine import small_disk
from tests.support.samples import enterprise, filled, person
from ymh_desktop.storage.backup import BackupFailed, digest_of, found_in, read_info, thin_out, worth_keeping
from ymh_desktop.storage.schema import HEAD


def people_in(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in copy.execute("SELECT name FROM person ORDER BY id")]


def photo(opened: TestFolder, content: bytes) -> str:
    name = f"{sha256(content).hexdigest()}.jpg"
    (opened.folder.photos / name).write_bytes(content)
    return name


def test_a_backup_holds_what_is_still_in_the_log(opened: TestFolder) -> None:
    """A copy of the file alone would miss everything since the last checkpoint."""
    filled(opened)
    backup = opened.backups.make()
    assert people_in(backup / "ymh.db") == ["𬭎大勇"]
    assert not (backup / "ymh.db-wal").exists()


def test_a_backup_can_be_made_while_somebody_writes(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.people.save(person("p2", name="李四"))
        backup = opened.backups.make()
        uow.commit()
    assert people_in(backup / "ymh.db") == ["𬭎大勇"]


def test_a_backup_says_what_it_is(opened: TestFolder) -> None:
    filled(opened)
    backup = opened.backups.make()
    info = read_info(backup)
    assert info is not None
    assert (info.enterprise, info.schema, info.made_at) == ("宏木", HEAD, opened.clock.now())
    assert info.database_sha256 == digest_of(backup / "ymh.db")


def test_the_first_start_of_a_day_makes_one_backup(opened: TestFolder) -> None:
    assert opened.backups.make_daily() is not None
    opened.clock.moment += timedelta(hours=8)
    assert opened.backups.make_daily() is None
    opened.clock.moment += timedelta(hours=8)
    assert opened.backups.make_daily() is not None
    assert len(opened.backups.all()) == 2


def test_backups_are_listed_newest_first(opened: TestFolder) -> None:
    made = []
    for _ in range(3):
        made.append(opened.backups.make())
        opened.clock.moment += timedelta(minutes=1)
    assert [path for path, _ in opened.backups.all()] == made[::-1]


def test_two_backups_in_one_second_do_not_touch_each_other(opened: TestFolder) -> None:
    assert opened.backups.make() != opened.backups.make()
    assert len(opened.backups.all()) == 2


def test_seven_days_four_weeks_and_twelve_months_are_kept(opened: TestFolder) -> None:
    for _ in range(60):
        opened.backups.make_daily()
        opened.clock.moment += timedelta(days=1)
    kept = sorted(info.made_at.date().isoformat() for info in found_in(opened.folder.backups))
    assert kept[-7:] == [f"2027-01-{day}" for day in range(15, 22)]
    assert kept[:-7] == ["2026-11-30", "2026-12-31", "2027-01-03", "2027-01-10"]


def test_only_the_newest_of_other_backups_are_kept(opened: TestFolder) -> None:
    for _ in range(8):
        opened.backups.make_before_import()
        opened.clock.moment += timedelta(minutes=1)
    thin_out(opened.folder.backups)
    assert len(opened.backups.all()) == 5


@given(days=st.lists(st.integers(0, 2000), unique=True, min_size=1))
def test_thinning_out_never_takes_the_newest_and_keeps_at_most_23(days: list[int]) -> None:
    moments = [datetime(2026, 1, 1, 8, tzinfo=CHINA) + timedelta(days=day) for day in days]
    kept = worth_keeping(moments)
    assert max(moments) in kept
    assert len(kept) <= 7 + 4 + 12
    assert worth_keeping(kept) == kept


# ---- to a USB stick --------------------------------------------------------------------------------------------------


def test_a_backup_outside_stands_under_the_enterprise_name_with_photos_and_keys(
    opened: TestFolder, tmp_path: Path
) -> None:
    filled(opened)
    name = photo(opened, b"a picture")
    (opened.folder.keys / "signing-key.json").write_bytes(b"{}")
    backup = opened.backups.make(tmp_path / "U盘")
    assert backup.parent == tmp_path / "U盘" / "双重预防备份_宏木"
    assert (backup.parent / "photos" / name).read_bytes() == b"a picture"
    assert (backup / "keys" / "signing-key.json").read_bytes() == b"{}"
    assert not (backup / "signing-key-backup.json").exists()


def test_photos_that_the_stick_has_are_not_copied_again(opened: TestFolder, tmp_path: Path) -> None:
    filled(opened)
    first = photo(opened, b"first")
    place = opened.backups.make(tmp_path / "U盘").parent
    os.utime(place / "photos" / first, (1, 1))
    second = photo(opened, b"second")
    opened.backups.make(tmp_path / "U盘")
    assert (place / "photos" / first).stat().st_mtime == 1
    assert (place / "photos" / second).read_bytes() == b"second"


def test_the_key_goes_along_only_with_a_passphrase(opened: TestFolder, tmp_path: Path) -> None:
    backup = opened.backups.make(tmp_path, key_passphrase="一二三四五六七八")
    assert (backup / "signing-key-backup.json").read_text(encoding="utf-8") == "一二三四五六七八"


def test_the_day_of_the_last_backup_outside_is_remembered(opened: TestFolder, tmp_path: Path) -> None:
    opened.backups.make(tmp_path)
    with opened.units.read() as uow:
        assert uow.setting("backup.by_hand_at") == opened.clock.now().isoformat()


def test_a_name_that_no_folder_can_bear_is_mended(opened: TestFolder, tmp_path: Path) -> None:
    with opened.units.write() as uow:
        uow.save_enterprise(enterprise(short_name='宏/木: "家具" .'))
        uow.commit()
    assert opened.backups.make(tmp_path).parent.name == "双重预防备份_宏木 家具"


def test_backups_on_a_stick_are_found_from_its_root(opened: TestFolder, tmp_path: Path) -> None:
    filled(opened)
    stick = tmp_path / "U盘"
    backup = opened.backups.make(stick)
    for place in (stick, backup.parent, backup):
        assert [path for path, _ in opened.backups.found(place)] == [backup]


# ---- when it cannot be made ------------------------------------------------------------------------------------------


@pytest.fixture
def full_stick(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "full", "64k") as folder:
        yield folder


def test_a_full_stick_gets_a_sentence_and_nothing_half_done(opened: TestFolder, full_stick: Path) -> None:
    filled(opened)
    with pytest.raises(BackupFailed, match="备份没有做成：目标磁盘已满") as failure:
        opened.backups.make(full_stick)
    assert "另一个U盘" in failure.value.advice
    assert [path for path in full_stick.rglob("*") if path.is_file()] == []


def test_a_damaged_file_is_never_backed_up_as_if_it_were_whole(opened: TestFolder) -> None:
    filled(opened)
    opened.database.close()
    raw = bytearray(opened.folder.database.read_bytes())
    raw[8192 : 8192 + 4096 * 10] = b"\xff" * 4096 * 10
    opened.folder.database.write_bytes(raw)
    with pytest.raises(BackupFailed, match="数据文件损坏"):
        opened.backups.make()
    assert list(opened.folder.backups.iterdir()) == []


def test_a_place_that_is_a_file_gets_a_sentence(opened: TestFolder, tmp_path: Path) -> None:
    (tmp_path / "U盘").write_text("not a folder", encoding="utf-8")
    with pytest.raises(BackupFailed, match="备份没有做成"):
        opened.backups.make(tmp_path / "U盘")
