"""设置 as somebody uses it: the firm, grading, copies and going back, versions and licences."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog, QFileDialog

from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, named, press, write
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.enterprise import Enterprise
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import TierScheme
from ymh_desktop.services.branding import logo
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.enterprise import PRINCIPAL
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.ui.pages import settings_page
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.settings import who_controls
from ymh_desktop.ui.viewmodels.unkept import FIRM
from ymh_desktop.ui.views.settings import SettingsPage, SettingsTab
from ymh_desktop.ui.views.settings_data import third_parties
from ymh_desktop.ui.views.settings_firm import FirmSettings
from ymh_desktop.ui.widgets import ChoiceCard
from ymh_desktop.ui.widgets.basics import children


class Asked:
    """What the application was asked to do."""

    def __init__(self) -> None:
        self.restored: list[Path] = []
        self.diagnosed: list[Path] = []


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qapp: object, sample_firm: Program, asked: Asked) -> Iterator[SettingsPage]:
    window = MainWindow(sample_firm.ports, (settings_page(asked.restored.append, asked.diagnosed.append),), RESOURCES)
    window.resize(1366, 728)
    window.navigate("settings")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, SettingsPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def firm_of(page: SettingsPage) -> Enterprise:
    with page.context.ports.units.read() as uow:
        found = uow.enterprise()
    assert found is not None
    return found


def show(page: SettingsPage, tab: SettingsTab) -> None:
    page.show_tab(tab)
    calm(page)


def answer(page: SettingsPage, path: Path) -> None:
    """Choose a folder or file in the dialog that is open."""
    (dialog,) = children(page.window(), QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    calm(page)


def tick(page: SettingsPage, title: str, on: bool = True) -> None:
    card = named(page, title)
    assert isinstance(card, ChoiceCard)
    card.setChecked(on)
    calm(page)


def test_every_field_shows_what_is_kept(page: SettingsPage) -> None:
    firm = firm_of(page)
    assert page.firm.fields["name"].value == firm.name
    assert page.firm.fields["headcount"].value == "10"
    assert page.firm.leaders[PRINCIPAL].chosen == firm.principal_id


def test_a_field_is_kept_as_it_is_left(page: SettingsPage) -> None:
    write(page, "简称", "宏木")
    assert firm_of(page).short_name == "宏木"


def test_a_wrong_code_is_said_under_its_field_and_not_kept(page: SettingsPage) -> None:
    before = firm_of(page).credit_code
    write(page, "统一社会信用代码", "91350100M000100Y44")
    assert any("最后一位" in words for words in words_on(page))
    assert firm_of(page).credit_code == before


def test_what_is_refused_stands_there_again_until_something_else_is_kept(page: SettingsPage) -> None:
    kept = firm_of(page).credit_code
    write(page, "统一社会信用代码", "91350100M000100Y44")
    write(page, "简称", "宏木")  # saved: the page reads anew, and the refused text stays
    again = SettingsPage(page.context, None, None)
    again.opened("firm")
    calm(page)
    for each in (page, again):
        assert each.firm.fields["credit_code"].value == "91350100M000100Y44"
        assert "最后一位" in each.firm.fields["credit_code"].fault.text()
    write(page, "统一社会信用代码", kept or "")
    assert draft(page.context.ports, FIRM) == {}
    assert firm_of(page).credit_code == kept
    again.opened("firm")
    calm(page)
    assert again.firm.fields["credit_code"].value == (kept or "")
    assert again.firm.fields["credit_code"].fault.isHidden()
    again.deleteLater()


def test_another_owner_is_named_on_the_spot(page: SettingsPage) -> None:
    leader = page.firm.leaders[PRINCIPAL]
    leader.pick.combo.setCurrentIndex(leader.pick.combo.count() - 1)
    calm(page)
    write(page, "主要负责人 新增姓名", "赵大力")
    press(page, "主要负责人 添加")
    firm = firm_of(page)
    with page.context.ports.units.read() as uow:
        assert uow.people.get(firm.principal_id or "").name == "赵大力"
    assert leader.chosen == firm.principal_id


def test_there_is_always_an_owner(page: SettingsPage) -> None:
    before = firm_of(page).principal_id
    leader = page.firm.leaders[PRINCIPAL]
    leader.pick.combo.setCurrentIndex(0)
    calm(page)
    assert firm_of(page).principal_id == before
    assert leader.chosen == before
    assert "这里要有人。请选一个人，或者新增一个。" in words_on(page)


def test_only_methods_on_offer_are_shown_and_the_old_grades_stay(page: SettingsPage) -> None:
    show(page, SettingsTab.GRADING)
    offered = {profile.id for profile in page.context.ports.codes.profiles() if profile.enabled}
    assert set(page.grading.profiles) == offered
    assert "改了以后，新定的级用新方法；以前定过的级不变。" in words_on(page)
    with page.context.ports.units.read() as uow:
        before = {hazard.id: hazard.grade for hazard in uow.hazards.all()}
    tick(page, "LS法（风险矩阵，20/15/9）")
    assert firm_of(page).profile_id == "ls-v1"
    with page.context.ports.units.read() as uow:
        assert {hazard.id: hazard.grade for hazard in uow.hazards.all()} == before


def test_tiers_are_explained_in_words_as_they_are_chosen(page: SettingsPage) -> None:
    show(page, SettingsTab.GRADING)
    assert "由公司负责管（没有车间（部门）这一级，往上提）" in words_on(page)
    tick(page, "有车间（部门）这一级")
    tick(page, "有班组这一级")
    assert firm_of(page).tiers == TierScheme(team=True, department=True)
    assert {"由公司负责管", "由车间（部门）负责管", "由班组负责管", "由岗位负责管"} <= set(words_on(page))


def test_a_serious_risk_never_reads_as_the_posts_alone() -> None:
    for scheme in (TierScheme(team=a, department=b) for a in (True, False) for b in (True, False)):
        words = dict(who_controls(scheme))
        assert "岗位" not in words[RiskLevel.CONSIDERABLE]
        assert words[RiskLevel.MAJOR] == "由公司负责管"


def test_the_old_names_of_accidents_can_be_chosen(page: SettingsPage) -> None:
    show(page, SettingsTab.GRADING)
    tick(page, "用旧名称")
    assert firm_of(page).accident_edition is AccidentEdition.Y1986


def test_what_is_undone_is_shown(page: SettingsPage) -> None:
    show(page, SettingsTab.GRADING)
    tick(page, "用旧名称")
    page.context.records.undo()
    calm(page)
    assert firm_of(page).accident_edition is AccidentEdition.Y2025
    assert page.grading.editions[AccidentEdition.Y2025].isChecked()


def test_a_copy_goes_to_the_stick_and_is_remembered(page: SettingsPage, tmp_path: Path) -> None:
    show(page, SettingsTab.DATA)
    assert any("还没有备份到U盘过" in words for words in words_on(page))
    press(page, "选U盘，开始备份")
    answer(page, tmp_path / "U盘")
    (found,) = page.context.ports.backups.found(tmp_path / "U盘")
    assert (found[0] / "ymh.db").exists()
    assert any(words.startswith("上次备份到U盘：") and "今天" in words for words in words_on(page))
    assert any(words.startswith("已备份到") and "同一块硬盘" in words for words in words_on(page.window()))


def test_without_a_key_none_can_be_taken_along(page: SettingsPage) -> None:
    show(page, SettingsTab.DATA)
    assert not page.data.with_key.isEnabled()


def test_the_key_goes_along_only_with_a_passphrase_typed_twice(page: SettingsPage, tmp_path: Path) -> None:
    export_report(page.context.ports, tmp_path / "上报")
    show(page, SettingsTab.DATA)
    page.data.model.load()
    calm(page)
    page.data.with_key.setChecked(True)
    write(page, "密钥口令", "短")
    press(page, "选U盘，开始备份")
    assert any("口令太短" in words for words in words_on(page))
    write(page, "密钥口令", "记得住的一句长口令")
    write(page, "再输一遍密钥口令", "记得住的一句长口会")
    press(page, "选U盘，开始备份")
    assert any("两次输的口令不一样" in words for words in words_on(page))
    assert not children(page.window(), QFileDialog)
    write(page, "再输一遍密钥口令", "记得住的一句长口令")
    press(page, "选U盘，开始备份")
    answer(page, tmp_path / "U盘")
    wait_until(lambda: bool(page.context.ports.backups.found(tmp_path / "U盘")), 20_000)
    calm(page)
    assert list((tmp_path / "U盘").rglob("signing-key-backup.json"))
    assert page.data.first.value == "" == page.data.second.value


def test_a_full_or_missing_place_is_told(page: SettingsPage, tmp_path: Path) -> None:
    (tmp_path / "U盘").write_bytes(b"")
    show(page, SettingsTab.DATA)
    press(page, "选U盘，开始备份")
    answer(page, tmp_path / "U盘")
    assert any(words.startswith("备份没有做成") for words in words_on(page.window()))


def test_going_back_asks_with_verbs_and_then_hands_over(page: SettingsPage, asked: Asked) -> None:
    page.context.ports.backups.make_daily()
    show(page, SettingsTab.DATA)
    page.data.model.load()
    calm(page)
    press(page, "恢复第 1 份自动备份（2026年11月23日 09:30）")
    (dialog,) = [each for each in children(page.window(), QDialog) if each.isVisible()]
    assert "回到 2026年11月23日 09:30 的样子？" in words_on(dialog)
    assert asked.restored == []
    press(page.window(), "恢复")
    (path,) = asked.restored
    assert path == page.context.ports.backups.all()[0][0]


def test_saying_no_changes_nothing(page: SettingsPage, asked: Asked) -> None:
    page.context.ports.backups.make_daily()
    show(page, SettingsTab.DATA)
    page.data.model.load()
    calm(page)
    press(page, "恢复第 1 份自动备份（2026年11月23日 09:30）")
    press(page.window(), "先不做")
    assert asked.restored == []


def test_a_copy_on_a_stick_is_found_and_offered(page: SettingsPage, tmp_path: Path, asked: Asked) -> None:
    page.context.ports.backups.make(tmp_path / "U盘")
    show(page, SettingsTab.DATA)
    press(page, "从U盘或别的文件夹恢复")
    answer(page, tmp_path / "U盘")
    press(page, "恢复那里第 1 份备份（2026年11月23日 09:30）")
    press(page.window(), "恢复")
    assert len(asked.restored) == 1


def test_a_look_over_the_data_is_shown_line_by_line(page: SettingsPage) -> None:
    show(page, SettingsTab.DATA)
    press(page, "开始检查")
    words = words_on(page)
    assert "正常：数据文件完整。" in words
    assert any(line.startswith("要处理：") for line in words)
    assert any(line.startswith("有 ") and line.endswith("处要处理：") for line in words)


def test_the_diagnosis_goes_where_one_wants_it(page: SettingsPage, asked: Asked, tmp_path: Path) -> None:
    show(page, SettingsTab.DATA)
    press(page, "导出诊断包")
    answer(page, tmp_path / "诊断包.zip")
    assert asked.diagnosed == [tmp_path / "诊断包.zip"]


def test_the_place_of_the_data_is_shown(page: SettingsPage, sample_firm: Program) -> None:
    show(page, SettingsTab.DATA)
    assert str(sample_firm.path) in words_on(page)


def test_without_a_way_to_restore_copies_are_only_listed(sample_firm: Program, qapp: object) -> None:
    sample_firm.ports.backups.make_daily()
    window = MainWindow(sample_firm.ports, (settings_page(None, None),), RESOURCES)
    window.navigate("settings", "backup")
    window.show()
    calm(window)
    words = words_on(window)
    assert "2026年11月23日 09:30" in words
    assert not [each for each in words if "恢复" in each or "诊断" in each]
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def test_the_four_numbers_and_every_third_party_are_named(page: SettingsPage) -> None:
    show(page, SettingsTab.ABOUT)
    words = words_on(page)
    versions = page.context.ports.versions
    assert {versions.program, versions.schema, versions.package_format, versions.library} <= set(words)
    assert "LGPL 3.0" in words


def test_no_package_that_ships_is_missing_from_the_notices() -> None:
    named_there = {name.lower() for name, _, _ in third_parties(RESOURCES / "third-parties.csv")}
    project = tomllib.loads((RESOURCES.parent / "pyproject.toml").read_text("utf-8"))
    packages = [line.split("==")[0].lower() for line in project["project"]["dependencies"]]
    missing = [name for name in packages if not any(name.split("-")[0] in each for each in named_there)]
    assert missing == []


@pytest.mark.parametrize("size", [(1366, 728), (1093, 580), (911, 472)])
@pytest.mark.parametrize("tab", SettingsTab)
def test_everything_has_its_own_name(page: SettingsPage, tab: SettingsTab, size: tuple[int, int]) -> None:
    page.window().resize(*size)
    page.context.ports.backups.make_daily()
    page.context.ports.backups.make_before_import()  # in the same minute
    page.context.navigate("settings", tab.value)
    calm(page)
    assert page.tab is tab
    assert named_wrongly(page) == []
    assert page.window().width() == size[0]


def test_the_firms_mark_is_chosen_shown_and_dropped(page: SettingsPage, sample_firm: Program, tmp_path: Path) -> None:
    picture = tmp_path / "标志.png"
    Image.new("RGBA", (200, 80), "#123456").save(picture)
    part = page.findChild(FirmSettings)
    assert part is not None
    assert not part.mark.isVisibleTo(page)
    part.model.set_logo(picture)
    calm(page)
    assert part.mark.isVisibleTo(page)
    assert logo(sample_firm.ports) is not None
    press(page, "不用企业标志")
    assert logo(sample_firm.ports) is None
    assert not part.mark.isVisibleTo(page)
