"""The way back: a verified backup takes the place of the data, and nothing that was there is lost."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.folders import SCRIPTS, FixedClock, TestFolder, new_folder
from tests.support.samples import enterprise, filled, person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.storage.errors import DamagedDatabase, DatabaseBusy
from ymh_desktop.storage.folder import open_for_work
from ymh_desktop.storage.migrate import DatabaseTooNew
from ymh_desktop.storage.restore import BackupUnusable, recover


def names(opened: TestFolder) -> list[str]:
    with opened.units.read() as uow:
        return [each.name for each in uow.people.all()]


def rename(opened: TestFolder, name: str) -> None:
    with opened.units.write() as uow:
        uow.people.save(person(name=name))
        uow.commit()


def test_a_restore_brings_back_what_the_backup_holds(opened: TestFolder) -> None:
    filled(opened)
    backup = opened.backups.make()
    rename(opened, "后来的名字")
    opened.backups.restore(backup)
    assert names(opened) == ["𬭎大勇"]
    rename(opened, "又能写了")
    assert names(opened) == ["又能写了"]


def test_the_data_that_was_there_is_kept_aside_and_backed_up(opened: TestFolder) -> None:
    filled(opened)
    backup = opened.backups.make()
    rename(opened, "后来的名字")
    aside = opened.backups.restore(backup)
    with closing(sqlite3.connect(aside / "ymh.db")) as kept:
        assert kept.execute("SELECT name FROM person").fetchall() == [("后来的名字",)]
    assert [path.name.endswith("before-restore") for path, _ in opened.backups.all()].count(True) == 1


def test_a_restore_is_told_in_the_audit_trail(opened: TestFolder) -> None:
    filled(opened)
    backup = opened.backups.make()
    opened.backups.restore(backup)
    entry = opened.trail.entries(1)[0]
    assert (entry.action, entry.record_kind, entry.record_id) == ("restore", "DataFolder", backup.name)
    assert opened.trail.broken_at() is None


def test_numbers_given_since_the_backup_are_not_given_again(opened: TestFolder) -> None:
    filled(opened)
    backup = opened.backups.make()
    with opened.units.write() as uow:
        assert [uow.next_number("post"), uow.next_number("post")] == [1, 2]
        uow.commit()
    opened.backups.restore(backup)
    with opened.units.write() as uow:
        assert uow.next_number("post") == 3


def test_counters_of_another_enterprise_do_not_mix(opened: TestFolder, tmp_path: Path) -> None:
    with new_folder(tmp_path / "另一家") as other:
        with other.units.write() as uow:
            uow.save_enterprise(enterprise("e9"))
            uow.commit()
        backup = other.backups.make(tmp_path / "U盘")
    filled(opened)
    with opened.units.write() as uow:
        uow.next_number("post")
        uow.commit()
    opened.backups.restore(backup)
    with opened.units.write() as uow:
        assert uow.next_number("post") == 1


def test_a_new_computer_gets_data_photos_and_wrapped_keys_from_the_stick(opened: TestFolder, tmp_path: Path) -> None:
    filled(opened)
    (opened.folder.photos / "abc.jpg").write_bytes(b"picture")
    (opened.folder.keys / "old-certificates").mkdir()
    (opened.folder.keys / "old-certificates" / "a.pem").write_bytes(b"certificate")
    opened.backups.make(tmp_path / "U盘")
    with new_folder(tmp_path / "新电脑") as fresh:
        fresh.backups.restore(tmp_path / "U盘")
        assert names(fresh) == ["𬭎大勇"]
        assert (fresh.folder.photos / "abc.jpg").read_bytes() == b"picture"
        assert (fresh.folder.keys / "old-certificates" / "a.pem").read_bytes() == b"certificate"


def test_the_key_of_this_pc_stays_in_use(opened: TestFolder) -> None:
    (opened.folder.keys / "signing-key.json").write_bytes(b"old")
    backup = opened.backups.make()
    (opened.folder.keys / "signing-key.json").write_bytes(b"new")
    opened.backups.restore(backup)
    assert (opened.folder.keys / "signing-key.json").read_bytes() == b"new"


def test_a_restore_waits_for_nobody(opened: TestFolder) -> None:
    backup = opened.backups.make()
    with opened.units.read(), pytest.raises(DatabaseBusy):
        opened.backups.restore(backup)


# ---- when the data cannot be opened any more -------------------------------------------------------------------------


def test_a_damaged_folder_is_recovered_from_its_own_backup(tmp_path: Path) -> None:
    with new_folder(tmp_path) as opened:
        filled(opened)
        backup = opened.backups.make()
        path, database = opened.folder.path, opened.folder.database
    damaged = b"damaged" * 10_000
    database.write_bytes(damaged)
    with pytest.raises(DamagedDatabase):
        open_for_work(path, SCRIPTS, FixedClock())
    aside = recover(path, backup, SCRIPTS, FixedClock())
    assert (aside / "ymh.db").read_bytes() == damaged
    with new_folder(tmp_path) as opened:
        assert names(opened) == ["𬭎大勇"]


# ---- backups that are not to be trusted ------------------------------------------------------------------------------


def flipped(backup: Path) -> None:
    raw = bytearray((backup / "ymh.db").read_bytes())
    raw[len(raw) // 2] ^= 1
    (backup / "ymh.db").write_bytes(raw)


def cut_short(backup: Path) -> None:
    raw = (backup / "ymh.db").read_bytes()
    (backup / "backup.json").unlink()
    (backup / "ymh.db").write_bytes(raw[: len(raw) // 2])


def no_database(backup: Path) -> None:
    (backup / "backup.json").unlink()
    (backup / "ymh.db").write_bytes(b"not a database" * 1000)


def emptied(backup: Path) -> None:
    (backup / "backup.json").unlink()
    (backup / "ymh.db").unlink()


@pytest.mark.parametrize("harm", [flipped, cut_short, no_database, emptied], ids=lambda harm: harm.__name__)
def test_a_backup_that_is_not_whole_changes_nothing(opened: TestFolder, harm: Callable[[Path], None]) -> None:
    filled(opened)
    backup = opened.backups.make()
    harm(backup)
    rename(opened, "后来的名字")
    with pytest.raises(BackupUnusable, match="现在的数据没有改动"):
        opened.backups.restore(backup)
    assert names(opened) == ["后来的名字"]
    assert not opened.folder.aside.exists()
    assert not [path for path in opened.folder.path.iterdir() if path.name.startswith(".restoring")]


def test_a_backup_of_a_newer_version_changes_nothing(opened: TestFolder) -> None:
    filled(opened)
    backup = opened.backups.make()
    (backup / "backup.json").unlink()
    with closing(sqlite3.connect(backup / "ymh.db", isolation_level=None)) as later:
        later.execute("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(DatabaseTooNew):
        opened.backups.restore(backup)
    assert names(opened) == ["𬭎大勇"]


def test_a_folder_without_backups_gets_a_sentence(opened: TestFolder, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="这里没有找到备份"):
        opened.backups.restore(tmp_path / "空的")
