"""升级 in 设置 as somebody uses it: choosing the file, reading what changes, saying yes; and the licence texts."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from tests.support.updates import INSTALLER, NOTE, make_update, updates_of
from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press
from ymh_desktop.bootstrap import Program
from ymh_desktop.exchange.identity import SigningIdentity, new_identity
from ymh_desktop.services.updates import Offer
from ymh_desktop.ui.pages import LIBRARY, settings_page
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.library import LibraryPage
from ymh_desktop.ui.views.licences import LicencesDialog, licence_texts
from ymh_desktop.ui.views.settings import SettingsPage, SettingsTab
from ymh_desktop.ui.views.settings_renewal import RenewalDialog
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def makers(sample_firm: Program) -> SigningIdentity:
    return new_identity("发布方", "", sample_firm.ports.clock.now())


@pytest.fixture
def renewed() -> list[Path]:
    return []


@pytest.fixture
def page(
    qapp: object, sample_firm: Program, makers: SigningIdentity, renewed: list[Path], tmp_path: Path
) -> Iterator[SettingsPage]:
    ports = replace(sample_firm.ports, updates=updates_of(tmp_path, makers))
    window = MainWindow(ports, (settings_page(None, None, renewed.append),), RESOURCES)
    window.resize(1366, 728)
    window.navigate("settings", SettingsTab.ABOUT.value)
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


def dialog_of(page: SettingsPage, kind: type[QDialog]) -> QDialog:
    (dialog,) = children(page.window(), kind)
    return dialog


def update(page: SettingsPage, folder: Path, makers: SigningIdentity, version: str) -> Path:
    return make_update(folder, makers, version, now=page.context.ports.clock.now())


def test_a_newer_version_is_told_asked_about_and_handed_over(
    page: SettingsPage, makers: SigningIdentity, renewed: list[Path], tmp_path: Path
) -> None:
    copies = len(page.context.ports.backups.all())
    page.about.renewal.model.look(update(page, tmp_path, makers, "9.0.0"))
    calm(page)
    dialog = dialog_of(page, RenewalDialog)
    assert "升级到 9.0.0 版？" in words_on(dialog)
    assert NOTE in "".join(words_on(dialog))
    assert not named_wrongly(dialog)
    assert not renewed
    press(page.window(), "升级")
    assert [path.read_bytes() for path in renewed] == [INSTALLER]
    assert len(page.context.ports.backups.all()) == copies + 1


def test_saying_no_changes_nothing(
    page: SettingsPage, makers: SigningIdentity, renewed: list[Path], tmp_path: Path
) -> None:
    page.about.renewal.model.look(update(page, tmp_path, makers, "9.0.0"))
    calm(page)
    press(page.window(), "先不升级")
    assert not renewed
    assert not (tmp_path / "taken-out").exists()


def test_an_older_version_is_refused_in_a_sentence(page: SettingsPage, makers: SigningIdentity, tmp_path: Path) -> None:
    offers: list[Offer] = []
    page.about.renewal.model.offered.connect(offers.append)
    page.about.renewal.model.look(update(page, tmp_path, makers, "0.0.1"))
    calm(page)
    assert not offers
    assert "旧的 0.0.1 版" in "".join(words_on(page.window()))


def test_the_licence_texts_can_be_read(page: SettingsPage) -> None:
    press(page, "看许可全文")
    dialog = dialog_of(page, LicencesDialog)
    assert isinstance(dialog, LicencesDialog)
    assert dialog.list.count() > 2
    dialog.list.setCurrentRow(1)
    assert dialog.words.toPlainText()
    assert not named_wrongly(dialog)
    press(page.window(), "关闭许可全文")


def test_licence_texts_of_packages_come_after_ours(tmp_path: Path) -> None:
    (tmp_path / "zebra").mkdir()
    for name in ("LICENSE", "zebra/COPYING", "zebra/picture.png", "LGPL-3.0.txt"):
        (tmp_path / name).write_text("text")
    assert [name for name, _ in licence_texts(tmp_path)] == ["LGPL-3.0.txt", "LICENSE", "zebra：COPYING"]


def test_a_newer_library_is_looked_at_before_it_is_taken(
    qapp: object, sample_firm: Program, makers: SigningIdentity, tmp_path: Path
) -> None:
    """The library page shows what changes; nothing of the program is touched."""
    modules = RESOURCES / "library" / "modules"
    module = min(modules.glob("*.yaml"))
    newer = re.sub(r"(?m)^date: .*$", "date: 2099-01-01", module.read_text("utf-8"), count=1)
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(f"modules/{module.name}", newer)
    ports = replace(sample_firm.ports, updates=updates_of(tmp_path, makers, platform=None))
    window = MainWindow(ports, (settings_page(None, None, lambda _: None), LIBRARY), RESOURCES)
    window.navigate("settings", SettingsTab.ABOUT.value)
    window.show()
    calm(window)
    page = window.page
    assert isinstance(page, SettingsPage)
    path = make_update(
        tmp_path, makers, "0.0.1", builds={"library": archive}, library="2099-01-01.1", now=ports.clock.now()
    )
    page.about.renewal.model.look(path)
    calm(window)
    dialog = dialog_of(page, RenewalDialog)
    assert isinstance(dialog, RenewalDialog)
    dialog.go.click()
    wait_until(lambda: window.page_id == "library", 30_000)
    shown = window.page
    assert isinstance(shown, LibraryPage)
    assert shown.faces.currentWidget() is shown.update_face
    wait_until(lambda: window.tasks.idle, 30_000)  # the whole library is compared and checked
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()
