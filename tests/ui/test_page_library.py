"""行业库 as somebody uses it: find, read, copy, write one's own, take a newer library over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QRadioButton

from tests.services.test_library_growth import GUARD, edit, hazard_of, update, walked
from tests.support.desk import RESOURCES, Desk, new_desk
from tests.ui.pages_support import fill_in, page_in, search, small_shop
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, named, press, stand_in, type_key, window_with
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.services import library_growth as growth
from ymh_desktop.services.own_entries import EntryDraft, built, draft_of
from ymh_desktop.ui.pages import LIBRARY
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.library import UPDATE, WRITE, LibraryPage
from ymh_desktop.ui.widgets.pick_list import PickList

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def read_before() -> Catalogue:
    """The shipped library, read once: on a busy machine reading it takes longer than a test should wait."""
    library = Catalogue(RESOURCES)
    library.faults()
    return library


@pytest.fixture
def desk(tmp_path: Path, read_before: Catalogue) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        opened.ports.library._modules.update(read_before._modules)
        opened.ports.library._trades.update(read_before._trades)
        yield opened


@contextmanager
def library_page(desk: Desk) -> Iterator[tuple[MainWindow, LibraryPage]]:
    with window_with(desk, (LIBRARY, stand_in("register", "风险清单"), stand_in("home", "首页")), "library") as window:
        yield window, page_in(window, LibraryPage)


def found(page: LibraryPage) -> set[str]:
    """The modules of the rows that are shown."""
    return {row[2] for row in page.reading.table.records.rows()}


def choose(picker: PickList, value: str) -> None:
    picker.unfold()
    for place in range(picker.list.count()):
        item = picker.list.item(place)
        if item.data(Qt.ItemDataRole.UserRole) == value:
            picker._activated(item)
    picker.fold()
    calm(picker)


def test_every_entry_is_found_by_words_pinyin_equipment_accident_and_trade(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (_, page):
        assert page.reading.table.records.total > 800
        for words in ("平刨", "手压刨", "pb"):
            search(page, "搜索行业库", words)
            assert "平刨" in found(page), words
            first = [row[2] for row in page.reading.table.records.rows()[:25]]  # 平板车 is pb too
            assert "平刨" in first, words
        search(page, "搜索行业库", "触电")
        assert {"配电箱与线路"} <= found(page)
        search(page, "搜索行业库", "平刨 机械伤害")  # the name of 1986
        assert "平刨" in found(page)
        search(page, "搜索行业库", "加油站")
        assert "加油卸油" in found(page)
        search(page, "搜索行业库", "没有这种东西")
        assert not found(page)
        assert page.reading.table.empty_state.sentence.text() == "没有找到"
        search(page, "搜索行业库", "")
        page.reading.bar.choose("trade", "filling-station")
        calm(page)
        assert "加油卸油" in found(page)
        assert "平刨" not in found(page)


def test_an_entry_is_read_with_measures_basis_source_and_what_is_unchecked(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (_, page):
        page.reading.table.select(GUARD)
        calm(page)
        said = "\n".join(words_on(page))
        entry = desk.ports.library.module("wood-planer").entry(GUARD)
        for words in (entry.inverse, entry.look, entry.consequence, entry.check.standard, entry.measures[0].text):
            assert words in said
        for title in (
            "工程技术措施",
            "出事怎么办",
            "劳动防护用品",
            "安全标志",
            "来源和版本",
            "待核对",
            "GB 12557-2024",
        ):
            assert title in said
        assert named_wrongly(page) == []


def test_an_entry_is_copied_into_the_register_once(desk: Desk) -> None:
    small_shop(desk, "wood-planer", "circular-saw")
    with library_page(desk) as (_, page):
        page.reading.open(desk.ports.library.module("lathe").entries[0].id)
        calm(page)
        press(page, "抄进风险清单")
        with desk.ports.units.read() as uow:
            point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        press(page, "抄进去")
        assert page.reading.pane.where.fault.text() == "请先选一个风险点。"
        choose(page.reading.pane.where, point.id)
        press(page, "抄进去")
        copied = hazard_of(desk, desk.ports.library.module("lathe").entries[0].id)
        assert copied.risk_point_id == point.id
        assert not any(measure.in_force for measure in copied.measures)
        press(page, "抄进风险清单")
        choose(page.reading.pane.where, point.id)
        press(page, "抄进去")
        assert "已经有这一条" in page.reading.pane.where.fault.text()


def test_a_narrow_window_shows_the_list_or_the_entry(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (window, page):
        window.resize(911, 472)
        calm(page)
        assert page.reading.table.isVisible()
        assert not page.reading.pane.isVisible()
        page.reading.table.select(GUARD)
        page.reading.table.setFocus()
        type_key(Qt.Key.Key_Return)
        calm(page)
        assert page.reading.pane.isVisible()
        assert not page.reading.table.isVisible()
        press(page, "返回列表")
        assert page.reading.table.isVisible()


# ---- one's own ---------------------------------------------------------------------------------------------------


def fill_form(page: LibraryPage) -> None:
    """A blown-film machine whose rollers must be guarded."""
    form = page.own.form
    choose(form.thing, "+")
    fill_in(page, "新的名称", "吹膜机")
    fill_in(page, "问题（20 字以内）", "膜卷压辊两边装了护罩")
    fill_in(page, "答“否”就是这条隐患", "吹膜机压辊没有护罩，手能伸进去")
    fill_in(page, "怎么看", "停机后看压辊两边有没有罩子")
    fill_in(page, "会出什么事", "手碰到转动的压辊被卷进去")
    fill_in(page, "最坏的后果", "手臂绞伤、截肢")
    choose(form.accidents, "WSA10004")
    choose(form.factor, "210201")
    fill_in(page, "为什么", "每天引膜，手离压辊只有几厘米")
    fill_in(page, "答“是”就证明已经有的那一条", "压辊两边装固定护罩，手伸不进去")
    fill_in(page, "其他应急处置措施", "手被卷住先按急停，再反转退出，打120")
    fill_in(page, "检查什么", "压辊护罩")
    fill_in(page, "怎样算好", "护罩在位，螺丝不松")
    fill_in(page, "怎么查", "停机后用手推一推护罩")


def test_the_form_says_what_is_missing_and_then_keeps_a_new_thing(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (_, page):
        press(page, "写一条自己的")
        assert "还有 13 处要补上或改掉" in words_on(page)
        assert named_wrongly(page) == []
        fill_form(page)
        page.own.model._written()
        calm(page)
        assert page.own.model.hints == ()
        assert "检查过了，没有问题" in words_on(page)
        press(page, "存好")
        (own,) = growth.own_modules(desk.ports)
        assert (own.name, own.edited, own.entries) == ("吹膜机", False, 1)
        assert "膜卷压辊两边装了护罩" in words_on(page)
        assert "自己写的" in words_on(page)


def test_dangerous_advice_is_told_and_not_kept(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (_, page):
        press(page, "写一条自己的")
        fill_form(page)
        fill_in(page, "其他管理措施", "压辊转动时用手清理粘住的膜，每班一次")
        page.own.model._written()
        calm(page)
        assert any("会害人" in hint.problem and hint.blocks for hint in page.own.model.hints)
        press(page, "存好")
        assert page.own.refusal.isVisible()
        assert growth.own_modules(desk.ports) == ()


def test_what_is_half_written_is_there_again(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (_, page):
        press(page, "写一条自己的")
        fill_in(page, "问题（20 字以内）", "膜卷压辊两边装了护罩")
        page.own.model._written()
        calm(page)
    with library_page(desk) as (_, page):
        press(page, "写一条自己的")
        assert page.own.model.draft.statement == "膜卷压辊两边装了护罩"
        assert page.own.half.isVisible()
        press(page, "不要了，重新写")
        assert page.own.model.draft == EntryDraft()


def test_an_entry_of_the_library_is_changed_and_brought_back(desk: Desk) -> None:
    walked(desk)
    shipped = desk.ports.library.module("wood-planer").entry(GUARD)
    with library_page(desk) as (_, page):
        page.reading.open(GUARD)
        calm(page)
        press(page, "改这一条")
        fill_in(page, "最坏的后果", "手指没了")
        press(page, "存好")
        changed = desk.ports.library.module("wood-planer").entry(GUARD)
        assert changed.consequence == "手指没了"
        assert changed.measures == shipped.measures
        assert hazard_of(desk).consequence == "手指没了"
        press(page, "改这一条")
        press(page, "恢复库里原来的")
        assert page.own.dialog is not None
        page.own.dialog.go.click()
        calm(page)
        assert desk.ports.library.module("wood-planer").entry(GUARD) == shipped


def test_changed_words_of_a_measure_keep_its_id(desk: Desk) -> None:
    draft = draft_of(desk.ports, GUARD)
    _, same = built(desk.ports, draft)
    former = desk.ports.library.module("wood-planer").entry(GUARD)
    assert {m.id for m in same.measures} == {m.id for m in former.measures}
    assert sorted(same.measures, key=lambda m: m.id) == sorted(former.measures, key=lambda m: m.id)
    other = dict(draft.measures)
    line = other[MeasureKind.TRAINING][0]
    other[MeasureKind.TRAINING] = (f"{line}，每年一次",)
    _, changed = built(desk.ports, replace(draft, measures=tuple(other.items())))
    assert {m.id for m in changed.measures} == {m.id for m in former.measures}


# ---- a newer library ---------------------------------------------------------------------------------------------


def test_an_update_is_read_decided_and_taken(desk: Desk, tmp_path: Path) -> None:
    walked(desk)
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    edit(desk, consequence="手指没了")
    folder = update(tmp_path, (entry.consequence, "断指（新）"), (entry.hazard, "手滑到刀轴上"))
    with library_page(desk) as (_, page):
        press(page, "行业库更新")
        page.update_face.model.look_in(folder)
        calm(page)
        said = "\n".join(words_on(page))
        for words in ("手指没了", "断指（新）", "要重新打印的材料", "安全风险分级管控清单", "改了什么"):
            assert words in said
        assert named_wrongly(page) == []
        new = named(page, "第 1 处用新的")
        assert isinstance(new, QRadioButton)
        new.setChecked(True)
        calm(page)
        press(page, "用新的行业库")
        now = desk.ports.library.module("wood-planer").entry(GUARD)
        assert (now.consequence, now.hazard) == ("断指（新）", "手滑到刀轴上")
        assert hazard_of(desk).title == "手滑到刀轴上"


def test_a_faulty_update_cannot_be_taken(desk: Desk, tmp_path: Path) -> None:
    small_shop(desk)
    folder = update(tmp_path)
    (folder / "modules" / "wood-planer.yaml").write_text("id: [", encoding="utf-8")
    with library_page(desk) as (_, page):
        press(page, "行业库更新")
        page.update_face.model.look_in(folder)
        calm(page)
        button = named(page, "用新的行业库") if page.update_face.take.isEnabled() else page.update_face.take
        assert isinstance(button, QAbstractButton)
        assert not button.isEnabled()
        assert any("不能用" in words for words in words_on(page))


def test_a_broken_own_file_is_told_on_the_page(desk: Desk) -> None:
    small_shop(desk)
    edit(desk, consequence="手指没了")
    (desk.folder.folder.library / "own" / "wood-planer.yaml").write_text("id: [", encoding="utf-8")
    desk.ports.library.reload()
    with library_page(desk) as (_, page):
        assert page.reading.faults.isVisible()
        assert "自己写的/wood-planer.yaml" in page.reading.faults.advice.text()
        assert page.reading.table.records.total > 800


def test_other_pages_lead_to_writing_and_to_a_newer_library(desk: Desk) -> None:
    small_shop(desk)
    with library_page(desk) as (window, page):
        for argument, face in ((WRITE, "own"), (UPDATE, "update_face")):
            window.navigate("library", argument)
            calm(window)
            assert page.faces.currentWidget() is getattr(page, face)
