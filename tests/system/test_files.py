"""Files for the user are written whole or not at all."""

from pathlib import Path

import pytest

from tests.support.machine import small_disk
from ymh_desktop.system.files import CannotWrite, SafeFiles, sentence_for


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    SafeFiles().write(tmp_path / "上报" / "卡片.pdf", b"%PDF")
    assert (tmp_path / "上报" / "卡片.pdf").read_bytes() == b"%PDF"
    assert len(list((tmp_path / "上报").iterdir())) == 1


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    SafeFiles().write(target, b"old")
    SafeFiles().write(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        SafeFiles().write(disk / "a.pdf", b"old")
        with pytest.raises(CannotWrite, match=r"磁盘已满，“a\.pdf”没有写成。请腾出一些空间"):
            SafeFiles().write(disk / "a.pdf", b"x" * 100_000)
        assert (disk / "a.pdf").read_bytes() == b"old"
        assert len(list(disk.iterdir())) == 1


def test_a_place_that_is_gone_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "U盘").write_bytes(b"")
    with pytest.raises(CannotWrite, match="请看看U盘有没有拔掉"):
        SafeFiles().write(tmp_path / "U盘" / "a.pdf", b"x")


def test_a_name_that_is_too_long_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="文件名太长"):
        SafeFiles().write(tmp_path / ("长" * 300 + ".pdf"), b"x")


def test_a_file_that_excel_holds_open_gets_its_own_sentence(tmp_path: Path) -> None:
    """Windows says so by a number of its own."""
    error = PermissionError(13, "in use")
    error.winerror = 32  # type: ignore[attr-defined]  # only Windows has it
    assert "正被别的程序打开着" in sentence_for(error, tmp_path / "台账.xlsx").problem


def test_an_unknown_fault_still_says_what_to_do(tmp_path: Path) -> None:
    assert sentence_for(OSError(5, "I/O error"), tmp_path / "a").advice.startswith("请检查硬盘或U盘")
