"""The weekly reminder of a copy outside this PC."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.backups import backup_reminder, copied_elsewhere, copy_elsewhere


@dataclass
class Copies:
    """Backups with ages that a test sets, in days."""

    desk: Desk
    ages: tuple[int, ...] = ()
    broken: bool = False

    def all(self) -> tuple[tuple[Path, Any], ...]:
        now = self.desk.clock.now()
        return tuple((Path(f"{age}"), now - timedelta(days=age)) for age in self.ages)

    def make(self, folder: Path, *, key_passphrase: str | None = None) -> Path:
        if self.broken:
            raise UserError("U盘满了。", "请换一个。")
        return folder / "copy"


def with_copies(desk: Desk, *ages: int) -> Desk:
    return desk.with_ports(backups=Copies(desk, ages))


def said(desk: Desk) -> str:
    found = backup_reminder(desk.ports)
    return found.sentence if found else ""


def test_without_any_copy_it_says_so(desk: Desk) -> None:
    assert said(with_copies(desk)) == "数据还没有备份过。"


def test_the_first_week_is_left_in_peace(desk: Desk) -> None:
    assert said(with_copies(desk, 0, 6)) == ""


def test_copies_on_this_pc_alone_are_not_enough_after_a_week(desk: Desk) -> None:
    assert said(with_copies(desk, 0, 7)) == "还没有备份到U盘。"


def test_a_copy_on_a_stick_lasts_a_week(desk: Desk, tmp_path: Path) -> None:
    held = with_copies(desk, 0, 30)
    assert copy_elsewhere(held.ports, tmp_path) == tmp_path / "copy"
    assert said(held) == ""
    desk.clock.moment += timedelta(days=7)
    assert said(with_copies(desk, 0, 30)) == "已经 7 天没有备份到U盘了。"


def test_old_daily_copies_are_told_with_their_age(desk: Desk) -> None:
    assert said(with_copies(desk, 9, 40)) == "已经 9 天没有备份了。"


def test_a_copy_that_failed_is_not_remembered(desk: Desk, tmp_path: Path) -> None:
    held = desk.with_ports(backups=Copies(desk, (0,), broken=True))
    with pytest.raises(UserError):
        copy_elsewhere(held.ports, tmp_path)
    assert copied_elsewhere(held.ports) is None


def test_it_works_with_the_real_copies(desk: Desk, tmp_path: Path) -> None:
    held = desk.with_ports(backups=desk.folder.backups)
    assert said(held) == "数据还没有备份过。"
    copy_elsewhere(held.ports, tmp_path / "U盘")
    assert said(held) == ""
