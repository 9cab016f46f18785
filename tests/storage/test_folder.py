"""Where data may lie, who may write, and what the doctor says about it."""

import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.folders import ROOT, SCRIPTS, FixedClock, TestFolder, new_folder
from tests.support.samples import filled
from ymh_desktop.storage import place
from ymh_desktop.storage.folder import open_for_reading, open_for_work
from ymh_desktop.storage.lock import DataFolderBusy, FolderLock
from ymh_desktop.storage.place import OnNetwork, check_place, file_system, sync_program

HOLDER = """
import sys, time
from pathlib import Path
from ymh_desktop.storage.lock import FolderLock
lock = FolderLock.take(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""
MOUNTS = """\
/dev/sda2 / ext4 rw,relatime 0 0
//server/share /mnt/share cifs rw 0 0
server:/home /home/li\\040si nfs4 rw 0 0
/dev/sdb1 /mnt/share/stick vfat rw 0 0
li@host: /home/li/far fuse.sshfs rw 0 0
"""

# ---- one writer ------------------------------------------------------------------------------------------------------


def test_a_second_start_is_refused_in_a_sentence(opened: TestFolder) -> None:
    with pytest.raises(DataFolderBusy, match="已经在另一个窗口里打开") as refusal:
        open_for_work(opened.folder.path, SCRIPTS, FixedClock())
    assert "回到已经打开的窗口" in refusal.value.advice


def test_reading_commands_do_not_need_the_lock(opened: TestFolder) -> None:
    filled(opened)
    with open_for_reading(opened.folder.path) as reading:
        assert reading.lock is None


def test_the_lock_of_another_process_holds_and_ends_with_it(tmp_path: Path) -> None:
    """Killed, not closed: the next start must not be told that the program is still running."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DataFolderBusy):
            FolderLock.take(tmp_path)
        holder.kill()
        holder.wait()
    FolderLock.take(tmp_path).release()


def test_closing_lets_the_next_one_in(tmp_path: Path) -> None:
    for _ in range(2):
        with new_folder(tmp_path):
            pass


def test_an_opening_that_fails_lets_go_of_the_lock(tmp_path: Path) -> None:
    (tmp_path / "ymh.db").write_bytes(b"damaged" * 1000)
    with pytest.raises(Exception, match="损坏"):
        open_for_work(tmp_path, SCRIPTS, FixedClock())
    FolderLock.take(tmp_path).release()


# ---- the place -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/data", "ext4"),
        ("/mnt/share/data", "cifs"),
        ("/mnt/shared", "ext4"),
        ("/mnt/share/stick/data", "vfat"),
        ("/home/li si/data", "nfs4"),
        ("/home/li/far/data", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "on_network", lambda path: True)
    with pytest.raises(OnNetwork, match="不能放在网络共享文件夹里") as refusal:
        open_for_work(tmp_path / "data", SCRIPTS, FixedClock())
    assert "从备份恢复" in refusal.value.advice
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/li/OneDrive/厂里", "OneDrive"),
        ("/home/li/OneDrive - 宏木家具/厂里", "OneDrive"),
        ("/d/我的坚果云/数据", None),
        ("/d/坚果云/数据", "坚果云"),
        ("/d/BaiduSyncdisk/数据", "百度网盘同步空间"),
        ("/d/百度网盘/数据", "百度网盘"),
        ("/home/li/data", None),
    ],
)
def test_folders_of_sync_programs_are_known_by_name(path: str, name: str | None) -> None:
    assert sync_program(Path(path)) == name


def test_a_sync_folder_is_warned_of(tmp_path: Path) -> None:
    (warning,) = check_place(tmp_path / "坚果云" / "data")
    assert "坚果云的同步目录" in warning


def test_little_room_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "free_bytes", lambda path: 450 * 1024 * 1024)
    (warning,) = check_place(tmp_path)
    assert "磁盘只剩 450 MB" in warning


def test_trying_a_place_leaves_nothing_behind(tmp_path: Path) -> None:
    check_place(tmp_path)
    assert list(tmp_path.iterdir()) == []


# ---- doctor ----------------------------------------------------------------------------------------------------------


def findings(opened: TestFolder) -> dict[str, bool]:
    return {sentence: right for right, sentence in opened.doctor.findings()}


def wrong(opened: TestFolder) -> list[str]:
    return [sentence for sentence, right in findings(opened).items() if not right]


def test_a_healthy_folder_has_nothing_wrong(opened: TestFolder, tmp_path: Path) -> None:
    filled(opened)
    opened.backups.make_daily()
    opened.backups.make(tmp_path / "U盘")
    assert wrong(opened) == []
    assert "修改留痕 6 条，前后相连，没有被改动过。" in findings(opened)


def test_a_folder_without_backups_is_told(opened: TestFolder) -> None:
    assert len(wrong(opened)) == 2
    assert "还没有自动备份" in wrong(opened)[0]
    assert "还没有备份到U盘" in wrong(opened)[1]


def test_a_backup_that_is_too_old_is_told(opened: TestFolder, tmp_path: Path) -> None:
    opened.backups.make_daily()
    opened.backups.make(tmp_path / "U盘")
    opened.clock.moment += timedelta(days=9)
    assert [sentence[:7] for sentence in wrong(opened)] == ["最近一次自动备", "最近一次备份到"]


def test_an_altered_trail_is_told(opened: TestFolder) -> None:
    filled(opened)
    with opened.database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET actor = '李四' WHERE number = 2")
    assert "修改留痕从第 2 条起对不上，可能有人绕过程序改过数据文件。" in wrong(opened)


def test_a_record_without_its_owner_is_told(opened: TestFolder) -> None:
    filled(opened)
    raw = opened.database.writer.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("DELETE FROM risk_point")
    raw.invalidate()
    assert any("处记录找不到它所属的记录" in sentence for sentence in wrong(opened))


def test_a_spoiled_photo_is_told(opened: TestFolder) -> None:
    (opened.folder.photos / f"{sha256(b'right').hexdigest()}.jpg").write_bytes(b"wrong")
    assert any("1 张照片文件损坏" in sentence for sentence in wrong(opened))


def test_damage_is_a_finding_and_not_the_end(opened: TestFolder) -> None:
    filled(opened)
    opened.database.close()
    raw = bytearray(opened.folder.database.read_bytes())
    raw[4096 * 30 :] = b"\xff" * len(raw[4096 * 30 :])
    opened.folder.database.write_bytes(raw)
    assert any("损坏" in sentence for sentence in wrong(opened))
    assert len(list(opened.doctor.findings())) == 10


def test_an_own_library_file_that_cannot_be_read_is_a_finding(opened: TestFolder) -> None:
    filled(opened)
    path = opened.folder.library / "own" / "own-1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("id: [", encoding="utf-8")
    (sentence,) = (words for words in wrong(opened) if "行业库" in words)
    assert "自己写的/own-1.yaml" in sentence
