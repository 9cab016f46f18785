"""The program is killed while somebody writes: at most the field being typed is gone."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.support.desk import new_desk
from tests.support.folders import ROOT
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.flows.steps import start_or_resume
from ymh_desktop.services.hidden_dangers import register_danger
from ymh_desktop.ui.viewmodels.unkept import FIRM

# Writes into the form as a person does, waits until it must have been kept, writes on, and waits to be killed.
WRITER = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.support.desk import new_desk
from tests.ui.pages_support import opened_page, page_in, fill_in, small_shop
from tests.ui.support import FAMILIES, RESOURCES
from tests.ui.wizard_support import calm, named, press
from ymh_desktop.ui.app import dress
from ymh_desktop.ui.views.hidden_dangers import DangersPage

app = QApplication([])
dress(app, RESOURCES, FAMILIES)
with new_desk(Path(sys.argv[1])) as desk:
    small_shop(desk)
    with opened_page(desk, "hidden_dangers") as window:
        page = page_in(window, DangersPage)
        press(page, "登记隐患")
        fill_in(page, "查出了什么", "平刨护罩拆了")
        page.form.model.asking.take_photos("before", (Path(sys.argv[2]),))
        calm(page)
        page.form.hand_over()
        calm(page)
        named(page, "部位").setText("木工")
        print("WRITING", flush=True)
        QTest.qWait(120_000)
"""


REFUSED = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.support.desk import new_desk
from tests.ui.support import FAMILIES, RESOURCES, wait_until
from tests.ui.wizard_support import named, wizard, write
from ymh_desktop.services.drafts import draft
from ymh_desktop.ui.app import dress
from ymh_desktop.ui.viewmodels.unkept import FIRM

app = QApplication([])
dress(app, RESOURCES, FAMILIES)
with new_desk(Path(sys.argv[1])) as desk, wizard(desk) as page:
    write(page, "企业名称", "宏木家具厂")
    QTest.keyClicks(named(page, "统一社会信用代码"), "91350100M000100Y44")
    wait_until(lambda: bool(draft(desk.ports, FIRM)))
    print("WRITING", flush=True)
    QTest.qWait(120_000)
"""

SHEET = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.support.desk import new_desk
from tests.ui.support import FAMILIES, RESOURCES
from tests.ui.wizard_support import calm, firm_with, named, press, wizard
from ymh_desktop.domain.identification import Step
from ymh_desktop.ui.app import dress

app = QApplication([])
dress(app, RESOURCES, FAMILIES)
with new_desk(Path(sys.argv[1])) as desk:
    firm_with(desk, Step.WALK, "wood-planer")
    with wizard(desk) as page:
        press(page, "按纸录入")
        QTest.keyClicks(named(page, "“不涉及”的题号"), "3 ")
        QTest.qWait(1000)
        calm(page)
        print("WRITING", flush=True)
        QTest.qWait(120_000)
"""


def killed_while_writing(program: str, tmp_path: Path, *arguments: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", program, str(tmp_path), *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        try:
            assert "WRITING" in writer.stdout.readline()
        finally:
            writer.kill()


def test_what_was_refused_is_there_again(tmp_path: Path) -> None:
    killed_while_writing(REFUSED, tmp_path)
    with new_desk(tmp_path) as desk:
        assert draft(desk.ports, FIRM) == {"credit_code": "91350100M000100Y44"}


def test_numbers_typed_from_a_sheet_are_there_again(tmp_path: Path) -> None:
    killed_while_writing(SHEET, tmp_path)
    with new_desk(tmp_path) as desk:
        assert draft(desk.ports, f"walk {start_or_resume(desk.ports).id}") == {"not_here": "3 "}


def test_what_was_written_before_the_last_field_is_there_again(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.new("RGB", (60, 40), "red").save(photo)
    killed_while_writing(WRITER, tmp_path, str(photo))
    with new_desk(tmp_path) as desk:
        kept = draft(desk.ports, "new:")
        assert kept["title"] == "平刨护罩拆了"
        assert desk.ports.photos.read(kept["before"]) is not None
        danger, _ = register_danger(desk.ports, kept["title"], "", photos=(kept["before"],))
        assert len(danger.photos) == 1
