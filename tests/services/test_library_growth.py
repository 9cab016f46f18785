"""Own modules, edits, and a newer library: nothing of the user is lost, and the register takes the new words."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.services.support import answer, card_of, shop
from tests.support.desk import RESOURCES, Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import library_growth as growth
from ymh_desktop.services.flows.walk import walk_cards
from ymh_desktop.services.library_growth import Keep

GUARD = "wood-planer.guard"


def update(tmp_path: Path, *changes: tuple[str, str], module: str = "wood-planer") -> Path:
    """A folder with a later version of one module."""
    folder = tmp_path / "更新"
    (folder / "modules").mkdir(parents=True, exist_ok=True)
    text = (RESOURCES / "library" / "modules" / f"{module}.yaml").read_text(encoding="utf-8")
    head, body = text.split("\n---\n", 1)
    date = next(line for line in head.splitlines() if line.startswith("date:"))
    head = head.replace(date, 'date: "2030-01-01"', 1)
    for was, becomes in changes:
        assert was in body
        body = body.replace(was, becomes)
    (folder / "modules" / f"{module}.yaml").write_text(f"{head}\n---\n{body}", encoding="utf-8")
    return folder


def walked(desk: Desk) -> Hazard:
    """A planer whose guard was found in place."""
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.YES)
    return hazard_of(desk)


def hazard_of(desk: Desk, entry_id: str = GUARD) -> Hazard:
    with desk.ports.units.read() as uow:
        return next(h for h in uow.hazards.all() if h.entry_id == entry_id)


def edit(desk: Desk, **words: Any) -> None:
    module = desk.ports.library.module("wood-planer")
    entries = tuple(replace(e, **words) if e.id == GUARD else e for e in module.entries)
    growth.save_module(desk.ports, replace(module, entries=entries))


def test_an_edit_shows_at_once_and_can_be_taken_back(desk: Desk) -> None:
    former = desk.ports.library.module("wood-planer")
    edit(desk, consequence="手指没了")
    assert desk.ports.library.module("wood-planer").entry(GUARD).consequence == "手指没了"
    assert [(own.id, own.edited) for own in growth.own_modules(desk.ports)] == [("wood-planer", True)]
    growth.remove_own(desk.ports, "wood-planer")
    assert desk.ports.library.module("wood-planer") == former
    assert [path.name for path in desk.folder.folder.aside.rglob("own-*")] == ["own-wood-planer.yaml"]


def test_an_own_module_can_be_chosen_in_the_wizard(desk: Desk) -> None:
    module = desk.ports.library.module("wood-planer")
    identity = growth.new_module_id(desk.ports)
    entry = replace(module.entry(GUARD), id=f"{identity}.own-1", same=None, statement="膜卷压辊装了护罩")
    mine = replace(module, header=replace(module.header, id=identity, name="吹膜机"), entries=(entry,))
    growth.save_module(desk.ports, mine)
    run = shop(desk, identity)
    assert [card.statement for card in walk_cards(desk.ports, run)] == ["膜卷压辊装了护罩"]


def test_an_update_is_shown_before_anything_changes(desk: Desk, tmp_path: Path) -> None:
    hazard = walked(desk)
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    folder = update(tmp_path, (entry.consequence, "断指（新）"))
    preview = growth.preview_update(desk.ports, folder)
    assert [change.name for change in preview.changes] == ["平刨"]
    assert f"“{entry.statement}” 后果：{entry.consequence} → 断指（新）" in preview.changes[0].lines
    assert preview.faults == ()
    assert any(line.startswith("岗位安全风险告知卡：") for line in preview.papers)
    assert "安全风险分级管控清单" in preview.papers
    assert hazard_of(desk) == hazard
    assert desk.ports.library.module("wood-planer").entry(GUARD) == entry


def test_the_register_takes_the_new_words_and_keeps_grade_and_answers(desk: Desk, tmp_path: Path) -> None:
    hazard = walked(desk)
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    preview = growth.preview_update(desk.ports, update(tmp_path, (entry.consequence, "断指（新）")))
    changes = growth.apply_update(desk.ports, preview, {})
    renewed = hazard_of(desk)
    assert renewed.consequence == "断指（新）"
    assert (renewed.grade, renewed.measures) == (hazard.grade, hazard.measures)
    assert changes.ids("Hazard") == {hazard.id}


def test_a_measure_with_other_words_must_be_answered_anew(desk: Desk, tmp_path: Path) -> None:
    hazard = walked(desk)
    proved = next(m for m in hazard.measures if m.state is MeasureState.IN_PLACE)
    preview = growth.preview_update(desk.ports, update(tmp_path, (proved.text, "装能自动弹回的护罩，每班试一次")))
    growth.apply_update(desk.ports, preview, {})
    now = next(m for m in hazard_of(desk).measures if m.id == proved.id)
    assert (now.text, now.state) == ("装能自动弹回的护罩，每班试一次", MeasureState.UNANSWERED)


def test_words_that_the_user_changed_in_the_register_stay(desk: Desk, tmp_path: Path) -> None:
    hazard = walked(desk)
    with desk.ports.units.write() as uow:
        uow.hazards.save(replace(hazard, consequence="我自己写的后果"))
        uow.commit()
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    preview = growth.preview_update(desk.ports, update(tmp_path, (entry.consequence, "断指（新）")))
    growth.apply_update(desk.ports, preview, {})
    assert hazard_of(desk).consequence == "我自己写的后果"


def test_a_clash_is_told_and_decided_by_the_user(desk: Desk, tmp_path: Path) -> None:
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    edit(desk, consequence="手指没了")
    preview = growth.preview_update(desk.ports, update(tmp_path, (entry.consequence, "断指（新）")))
    (clash,) = preview.clashes
    assert (clash.module, clash.entry, clash.what) == ("平刨", entry.statement, "后果")
    assert (clash.mine, clash.new) == ("手指没了", "断指（新）")
    growth.apply_update(desk.ports, preview, {(clash.module_id, clash.path): Keep.NEW})
    assert desk.ports.library.module("wood-planer").entry(GUARD).consequence == "断指（新）"
    assert growth.own_modules(desk.ports) == ()


def test_what_is_not_decided_stays_the_users(desk: Desk, tmp_path: Path) -> None:
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    edit(desk, consequence="手指没了")
    preview = growth.preview_update(
        desk.ports, update(tmp_path, (entry.consequence, "断指（新）"), (entry.hazard, "手滑到刀轴上"))
    )
    growth.apply_update(desk.ports, preview, {})
    now = desk.ports.library.module("wood-planer").entry(GUARD)
    assert (now.consequence, now.hazard) == ("手指没了", "手滑到刀轴上")
    assert growth.preview_update(desk.ports, None).clashes == ()


def test_a_clash_that_a_newer_program_brought_waits_until_it_is_decided(desk: Desk, tmp_path: Path) -> None:
    """The update lies in place already, as after a new installation; editing something else decides nothing."""
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    edit(desk, consequence="手指没了")
    folder = update(tmp_path, (entry.consequence, "断指（新）"))
    shutil.copytree(folder, desk.folder.folder.library / "update")
    desk.ports.library.reload()
    assert len(growth.preview_update(desk.ports, None).clashes) == 1
    edit(desk, hazard="手滑进刀口")
    (clash,) = growth.preview_update(desk.ports, None).clashes
    growth.apply_update(desk.ports, growth.preview_update(desk.ports, None), {(clash.module_id, clash.path): Keep.NEW})
    now = desk.ports.library.module("wood-planer").entry(GUARD)
    assert (now.consequence, now.hazard) == ("断指（新）", "手滑进刀口")


def test_the_same_update_brings_nothing_a_second_time(desk: Desk, tmp_path: Path) -> None:
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    folder = update(tmp_path, (entry.consequence, "断指（新）"))
    growth.apply_update(desk.ports, growth.preview_update(desk.ports, folder), {})
    assert growth.preview_update(desk.ports, folder).nothing_new


def test_an_update_with_dangerous_advice_is_refused(desk: Desk, tmp_path: Path) -> None:
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    first = entry.measures[0].text
    preview = growth.preview_update(desk.ports, update(tmp_path, (first, "刨料时戴好防护手套再推料，每班检查")))
    assert any("会害人" in line for line in preview.faults)
    with pytest.raises(growth.UpdateFaulty, match="没有使用"):
        growth.apply_update(desk.ports, preview, {})
    assert desk.ports.library.module("wood-planer").entry(GUARD) == entry


def test_a_folder_without_a_library_is_told_so(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有行业库的文件"):
        growth.preview_update(desk.ports, tmp_path)


def test_an_update_file_that_cannot_be_read_is_a_fault(desk: Desk, tmp_path: Path) -> None:
    folder = update(tmp_path)
    (folder / "modules" / "wood-planer.yaml").write_text("id: [", encoding="utf-8")
    preview = growth.preview_update(desk.ports, folder)
    assert preview.faults
    assert "wood-planer" in preview.faults[0]


def test_a_file_far_too_large_is_refused_unread(desk: Desk, tmp_path: Path) -> None:
    folder = update(tmp_path)
    (folder / "modules" / "huge.yaml").write_bytes(b"a" * 2_000_000)
    with pytest.raises(UserError, match="太大"):
        growth.preview_update(desk.ports, folder)


def test_own_files_that_are_broken_are_told(desk: Desk) -> None:
    edit(desk, consequence="手指没了")
    path = desk.folder.folder.library / "own" / "wood-planer.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hazard:", "hazrd:", 1), encoding="utf-8")
    desk.ports.library.reload()
    (line, *_) = growth.own_faults(desk.ports)
    assert line.startswith("自己写的/wood-planer.yaml 第")
    assert desk.ports.library.module("wood-planer").entry(GUARD)


def test_a_backup_brings_the_own_library_back(desk: Desk) -> None:
    edit(desk, consequence="手指没了")
    backup = desk.folder.backups.make()
    growth.remove_own(desk.ports, "wood-planer")
    aside = desk.folder.backups.restore(backup)
    desk.ports.library.reload()
    assert desk.ports.library.module("wood-planer").entry(GUARD).consequence == "手指没了"
    assert (aside / "library").is_dir()


def test_advice_that_harms_is_told_of_a_file_edited_by_hand(desk: Desk) -> None:
    edit(desk, consequence="手指没了")
    path = desk.folder.folder.library / "own" / "wood-planer.yaml"
    text = path.read_text(encoding="utf-8")
    measure = desk.ports.library.module("wood-planer").entry(GUARD).measures[0].text
    path.write_text(text.replace(measure, "刨料时戴好防护手套推料，每班检查"), encoding="utf-8")
    desk.ports.library.reload()
    (line,) = growth.own_faults(desk.ports)
    assert line.startswith("自己写的/wood-planer.yaml")
    assert "会害人" in line
