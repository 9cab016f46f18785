"""What must not happen to the data: power cuts, a second writer, a full or protected disk, a spoiled or newer file."""

import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.support.folders import ROOT, SCRIPTS, FixedClock, TestFolder, new_folder
from tests.support.machine import small_disk
from tests.support.samples import filled, hazard, person, risk_point
from ymh_desktop.domain.errors import UserError
from ymh_desktop.storage import engine
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.errors import (
    CannotOpen,
    DamagedDatabase,
    DatabaseBusy,
    DiskFault,
    DiskFull,
    FolderReadOnly,
    sentence_for,
)
from ymh_desktop.storage.folder import NothingHere, open_for_reading, open_for_work
from ymh_desktop.storage.migrate import DatabaseTooNew, NotOurDatabase
from ymh_desktop.storage.repositories import ReadOnlyUnit
from ymh_desktop.storage.unit_of_work import SqlUnits
from ymh_desktop.system.files import CannotWrite

PAGE = 4096
WRITER = """
import sys
from pathlib import Path
from tests.support.folders import new_folder
from ymh_desktop.domain.enterprise import Person
with new_folder(Path(sys.argv[1])) as opened:
    number = 0
    while True:
        number += 1
        with opened.units.write() as uow:
            for part in range(5):
                uow.people.save(Person(f"{number:06d}-{part}", "张三"))
            uow.commit()
        print(number, flush=True)
"""


# ---- power cuts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attempt", range(3))
def test_a_killed_program_loses_no_confirmed_commit(tmp_path: Path, attempt: int) -> None:
    """SIGKILL somewhere in the middle of writing; each commit is there as a whole, and the audit chain holds."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer:
        for _ in range(5 + 7 * attempt):
            confirmed = int(writer.stdout.readline())
        time.sleep(0.003 * attempt)  # into the middle of a later commit
        writer.kill()
        confirmed = max([confirmed, *(int(line) for line in writer.stdout if line.endswith("\n"))])
    with new_folder(tmp_path) as opened, opened.units.read() as uow:
        people = uow.people.all()
        assert len(people) % 5 == 0
        assert len(people) // 5 in (confirmed, confirmed + 1)
        assert opened.trail.broken_at() is None
        assert opened.trail.entries(1)[0].number == len(people)


def test_every_connection_is_durable_and_checks_keys(opened: TestFolder) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "wal_autocheckpoint": 1000,
        "trusted_schema": 0,
        "temp_store": 2,  # MEMORY
    }
    for each in (opened.database.writer, opened.database.reader):
        with each.connect() as connection:
            assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_closing_leaves_one_file_without_log(tmp_path: Path) -> None:
    with new_folder(tmp_path) as opened:
        filled(opened)
        database = opened.folder.database
        assert Path(f"{database}-wal").stat().st_size > 0
    assert not Path(f"{database}-wal").exists()
    with closing(sqlite3.connect(database)) as plain:
        assert plain.execute("SELECT name FROM person").fetchone() == ("𬭎大勇",)


# ---- one writer, many readers ----------------------------------------------------------------------------------------


def test_a_reader_looks_on_while_a_writer_writes(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as writing:
        writing.people.save(person(name="后来的名字"))
        started = time.perf_counter()
        with opened.units.read() as reading:
            assert reading.people.get("p1").name == "𬭎大勇"
        assert time.perf_counter() - started < 1
        writing.commit()


def test_a_reader_sees_one_moment_however_long_it_looks(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.read() as reading:
        assert len(reading.people.all()) == 1
        with opened.units.write() as writing:
            writing.people.save(person("p2"))
            writing.risk_points.save(risk_point("rp2", code="F-0002"))
            writing.commit()
        assert len(reading.risk_points.all()) == 1


def test_a_reading_connection_can_never_write(opened: TestFolder) -> None:
    with opened.database.reader.connect() as connection, pytest.raises(FolderReadOnly):
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('a', 'b')"))


def test_a_second_writer_waits_and_then_gets_a_sentence(opened: TestFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE_MS", 50)
    with opened.units.write(), pytest.raises(DatabaseBusy, match="请等几秒再点一次"):
        opened.units.write().__enter__()
    with opened.units.write() as uow:  # and its turn comes when the first is done
        uow.people.save(person())
        uow.commit()


def test_a_writer_of_another_process_is_waited_for_too(opened: TestFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PRAGMAS", tuple(p.replace("=5000", "=50") for p in engine._PRAGMAS))
    with closing(sqlite3.connect(opened.folder.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy, match="请等几秒再点一次"):
            opened.units.write().__enter__()
        other.execute("ROLLBACK")
    with opened.units.write() as uow:
        assert uow.people.all() == ()


def test_an_answer_is_saved_between_two_packages_of_an_import(opened: TestFolder) -> None:
    """Without turns the import takes the lock again and again, and the answer waits for the very end."""
    importing = threading.Event()
    order: list[str] = []

    def bring_in() -> None:
        for number in range(5):
            with opened.units.write() as uow:
                uow.people.save(person(f"package-{number}"))
                importing.set()
                while number == 0 and not opened.database.turns.waiting():
                    time.sleep(0.001)
                uow.commit()
            order.append("package")

    def answer() -> None:
        importing.wait()
        with opened.units.write() as uow:
            uow.people.save(person("answer"))
            uow.commit()
            order.append("answer")

    threads = [threading.Thread(target=work) for work in (bring_in, answer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order.index("answer") <= 1  # the first package may note itself a moment later


# ---- full and protected disks ----------------------------------------------------------------------------------------


def plenty(path: Path) -> int:
    """The disk fills up between the check and the write, or is counted wrongly."""
    return 10**12


def test_a_full_disk_rolls_back_and_keeps_every_earlier_record(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "3m") as disk, new_folder(disk) as opened:
        units = replace(opened.units, room=plenty)
        saved: list[str] = []

        def fill_the_disk() -> None:
            while len(saved) < 10_000:
                with units.write() as uow:
                    uow.people.save(person(f"{len(saved):05d}", name="张" * 5000))
                    uow.commit()
                saved.append("one more")

        with pytest.raises(DiskFull, match="磁盘已满，这一步没有保存") as refusal:
            fill_the_disk()
        assert "以前的记录都在" in refusal.value.advice
        with units.read() as uow:
            assert len(uow.people.all()) == len(saved) > 10
        assert opened.trail.broken_at() is None
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        with units.write() as uow:  # with room again it simply goes on
            uow.people.save(person())
            uow.commit()


def test_a_disk_that_is_full_from_the_start_is_told_at_once(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        (disk / "full").write_bytes(b"x" * 64 * 1024)
        with pytest.raises(CannotWrite, match="磁盘已满"):
            open_for_work(disk / "data", SCRIPTS, FixedClock())


def test_a_folder_that_may_not_be_written_is_told_at_once(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        with pytest.raises(CannotWrite, match="不能写入") as refusal:
            open_for_work(disk / "data", SCRIPTS, FixedClock())
        assert "请换一个文件夹" in refusal.value.advice


def test_a_disk_that_becomes_protected_loses_nothing(tmp_path: Path) -> None:
    """A stick whose lock is pushed while the program runs: the step fails in a sentence, the rest stays readable."""
    with small_disk(tmp_path / "disk", "8m") as disk:
        opened = open_for_work(disk / "data", SCRIPTS, FixedClock())
        units = SqlUnits(opened.database, FixedClock(), lambda: "张三", "测试", plenty)
        with units.write() as uow:
            uow.people.save(person())
            uow.commit()
        opened.close()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        with pytest.raises(CannotOpen, match="有没有读写权限"), units.write():
            pass
        with open_for_reading(disk / "data") as reading:
            seen = SqlUnits(reading.database, FixedClock(), lambda: "张三", "测试", plenty)
            with seen.read() as uow:
                assert uow.people.all() == (person(),)
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


# ---- spoiled, foreign and newer files --------------------------------------------------------------------------------


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A filled data folder that nobody has open."""
    with new_folder(tmp_path) as opened:
        filled(opened)
        with opened.units.write() as uow:
            for number in range(300):
                uow.hazards.save(hazard(f"h{number:04d}"))
            uow.commit()
        return opened.folder.path


def spoil(path: Path, first: int, length: int) -> None:
    """Turn every bit of a stretch of the file."""
    raw = bytearray(path.read_bytes())
    raw[first : first + length] = bytes(byte ^ 0xFF for byte in raw[first : first + length])
    path.write_bytes(raw)


@pytest.mark.parametrize("first", [0, 20, 100], ids=["magic", "header", "schema"])
def test_a_damaged_head_is_refused_with_the_way_to_the_backups(closed: Path, first: int) -> None:
    spoil(closed / "ymh.db", first, 60)
    before = (closed / "ymh.db").read_bytes()
    with pytest.raises(DamagedDatabase, match="从备份恢复"):
        open_for_work(closed, SCRIPTS, FixedClock())
    assert (closed / "ymh.db").read_bytes() == before


def test_a_damaged_middle_is_found_before_anything_is_written(closed: Path) -> None:
    size = (closed / "ymh.db").stat().st_size
    spoil(closed / "ymh.db", PAGE * (size // PAGE // 2), PAGE * 20)
    with pytest.raises(DamagedDatabase, match="损坏的文件会另外留着"):
        open_for_work(closed, SCRIPTS, FixedClock())


def test_damage_while_the_program_runs_is_told_in_a_sentence(closed: Path) -> None:
    with open_for_work(closed, SCRIPTS, FixedClock()) as opened:
        size = opened.folder.database.stat().st_size
        spoil(opened.folder.database, PAGE * 2, size - PAGE * 2)
        units = SqlUnits(opened.database, FixedClock(), lambda: "张三", "测试")
        with pytest.raises(DamagedDatabase), units.read() as uow:
            uow.hazards.all()


def test_a_file_cut_short_is_refused(closed: Path) -> None:
    raw = (closed / "ymh.db").read_bytes()
    (closed / "ymh.db").write_bytes(raw[: len(raw) // 2])
    with pytest.raises(DamagedDatabase):
        open_for_work(closed, SCRIPTS, FixedClock())


def test_an_empty_file_after_a_power_cut_at_the_first_start_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "ymh.db").touch()
    with open_for_work(tmp_path, SCRIPTS, FixedClock()) as opened:
        assert opened.folder.database.stat().st_size > 0


def test_a_file_of_a_newer_version_is_refused_untouched(closed: Path) -> None:
    with closing(sqlite3.connect(closed / "ymh.db", isolation_level=None)) as later:
        later.execute("UPDATE alembic_version SET version_num = '0099'")
    before = (closed / "ymh.db").read_bytes()
    with pytest.raises(DatabaseTooNew, match=r"更高版本.*0099.*请先升级程序"):
        open_for_work(closed, SCRIPTS, FixedClock())
    with pytest.raises(DatabaseTooNew, match="文件没有被改动"):
        open_for_reading(closed)
    assert (closed / "ymh.db").read_bytes() == before


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ymh.db")) as foreign:
        foreign.execute("CREATE TABLE t (x)")
    before = (tmp_path / "ymh.db").read_bytes()
    with pytest.raises(NotOurDatabase, match="不是双重预防桌面版的数据文件"):
        open_for_work(tmp_path, SCRIPTS, FixedClock())
    assert (tmp_path / "ymh.db").read_bytes() == before


def test_reading_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingHere, match="还没有数据"):
        open_for_reading(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_opened_for_reading_is_not_written(closed: Path) -> None:
    with open_for_reading(closed) as opened:
        units = SqlUnits(opened.database, FixedClock(), lambda: "张三", "测试")
        with pytest.raises(ReadOnlyUnit):
            units.write()
        with units.read() as uow:
            assert len(uow.people.all()) == 1


# ---- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_READONLY, FolderReadOnly),
        (sqlite3.SQLITE_READONLY_DIRECTORY, FolderReadOnly),
        (sqlite3.SQLITE_CORRUPT, DamagedDatabase),
        (sqlite3.SQLITE_NOTADB, DamagedDatabase),
        (sqlite3.SQLITE_BUSY, DatabaseBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DatabaseBusy),
        (sqlite3.SQLITE_IOERR, DiskFault),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFault),
        (sqlite3.SQLITE_CANTOPEN, CannotOpen),
    ],
)
def test_each_trouble_of_the_database_has_its_sentence(code: int, trouble: type[UserError]) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    found = sentence_for(error)
    assert type(found) is trouble
    assert found is not None
    assert found.problem.endswith("。")
    assert found.advice.startswith(("请", "以前的记录都在"))


def test_a_mistake_in_the_program_is_no_sentence(opened: TestFolder) -> None:
    """Only what a user can do something about becomes a UserError; a wrong statement is a bug and is logged."""
    with opened.database.reader.connect() as connection, pytest.raises(Exception, match="no such table") as error:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(error.value, UserError)


def test_values_of_records_do_not_stand_in_error_messages(opened: TestFolder) -> None:
    with opened.database.writer.connect() as connection, pytest.raises(Exception, match="no such table") as error:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "王小明"})
    assert "王小明" not in str(error.value)


def test_opening_makes_no_file_where_there_is_none(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "ymh.db")
    with pytest.raises(CannotOpen, match="打不开数据文件"), database.reader.connect():
        pass
    assert not (tmp_path / "ymh.db").exists()
