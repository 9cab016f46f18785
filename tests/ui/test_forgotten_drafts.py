"""What was written about a record that is gone is forgotten at the next start of the program."""

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.ui.support import end, main_window, settle
from ymh_desktop.bootstrap import opened
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.drafts import draft, keep_words
from ymh_desktop.services.staff import remove_person
from ymh_desktop.start import Session


def test_a_start_forgets_what_was_written_about_somebody_removed(
    qapp: QApplication, sample_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "企业数据"
    shutil.copytree(sample_data, data)
    with opened(data, writing=True) as ports:
        gone, _ = firm.add_person(ports, "小周")
        here, _ = firm.add_person(ports, "小吴")
        for each in (gone.id, here.id):
            keep_words(ports, "staff", f"{each} phone", "1380")
        remove_person(ports, gone.id)
    session = Session(qapp, data)
    try:
        assert session.open()
        main_window(session)
        settle()
    finally:
        end(session)
    with opened(data, writing=True) as ports:
        assert draft(ports, "staff") == {f"{here.id} phone": "1380"}
