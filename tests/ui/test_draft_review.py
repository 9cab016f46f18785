"""辨识初稿 in the window: differences are gone through one by one, and one's own draft is sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit

from tests.services.test_draft_review import EXPERT_AUTHOR, edit
from tests.services.test_incoming import _Folder, _NoUpdates
from tests.support.desk import RESOURCES, Desk, new_desk
from tests.support.signing import signing_desk
from tests.ui.support import named_wrongly, wait_until
from tests.ui.test_incoming import SPECS, desk_with_key, page_of, settled
from tests.ui.wizard_support import named, press, window_with
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services.book import open_book
from ymh_desktop.services.draft_data import Author, AuthorRole
from ymh_desktop.services.exchange import drafts
from ymh_desktop.services.exchange.incoming import open_file, received_lines, take_file
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with desk_with_key(tmp_path) as opened:
        yield opened


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with window_with(desk, SPECS, "incoming") as opened:
        yield opened


def experts_draft(desk: Desk, tmp_path: Path) -> tuple[Path, str, str]:
    """The expert took the firm's draft, changed one risk, added one, and wrote his own: (file, changed, added)."""
    sent, _ = drafts.export_draft(desk.ports, tmp_path / "to", Author(AuthorRole.ENTERPRISE, "李秀英"))
    with new_desk(tmp_path / "expert") as opened:
        opened.clock.moment = desk.clock.moment
        expert = signing_desk(opened, tmp_path / "expert").with_ports(
            updates=_NoUpdates(),
            doctor=_Folder(tmp_path / "expert" / "data"),
            packages=SignedPackages(tmp_path / "ek", FileSecrets(tmp_path / "eu"), RESOURCES / "schemas"),
        )
        take_file(expert.ports, open_file(expert.ports, sent.path))
        changed, added = edit(expert)
        back, _ = drafts.export_draft(expert.ports, tmp_path / "back", EXPERT_AUTHOR)
    return back.path, changed, added


def decide(window: MainWindow, number: int, words: str, reason: str = "") -> None:
    page = page_of(window)
    combo = named(page, f"第{number}条 怎么定")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findText(words))
    line = named(page, f"第{number}条 理由")
    assert isinstance(line, QLineEdit)
    line.setText(reason)
    line.textEdited.emit(reason)


def test_an_experts_draft_is_gone_through_and_settled(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    file, changed, added = experts_draft(desk, tmp_path)
    before = {each.id: each for each in open_book(desk.ports).hazards}
    page = page_of(window)
    page.open_file(file)
    settled(window)
    assert page.review.isVisible()
    assert named_wrongly(window) == []
    assert not page.review.settle.isEnabled()
    order = [each.hazard_id for each in page.reviewing.lines]
    decide(window, order.index(changed) + 1, "保留我的", "急停按钮本来就有")
    press(page, "没定的都采用")
    press(page, "就这样定了")
    settled(window)
    here = {each.id: each for each in open_book(desk.ports).hazards}
    assert here[changed] == before[changed]
    assert added in here
    assert "急停按钮本来就有" in received_lines(desk.ports)[0].words
    assert not page.review.isVisible()


def test_a_draft_is_sent_from_the_window(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    page = page_of(window)
    press(page, "发辨识初稿")
    settled(window)
    name = named(page, "姓名")
    assert isinstance(name, QLineEdit)
    name.setText("李秀英")
    press(page, "发辨识初稿：下一步，选文件夹")
    settled(window)
    wait_until(lambda: bool(children(page, QFileDialog)))
    dialog = children(page, QFileDialog)[-1]
    (tmp_path / "out").mkdir()
    dialog.fileSelected.emit(str(tmp_path / "out"))
    dialog.close()
    settled(window)
    (made,) = (tmp_path / "out").iterdir()
    assert "初稿" in made.name
