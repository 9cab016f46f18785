"""What departments ask, kept and found again; files of older programs go on without it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.support.folders import new_folder
from tests.support.samples import demand, filled, supervised
from ymh_desktop.domain.submissions import Outcome

RELEASED = Path(__file__).parent / "data" / "released"


def test_open_demands_are_found_without_the_closed_ones(tmp_path: Path) -> None:
    with new_folder(tmp_path) as opened:
        filled(opened)
        supervised(opened)
        with opened.units.write() as uow:
            closed = demand("dm2", number="督 4 号").closed(demand().received_on, "核销")
            uow.demands.save(closed)
            assert [each.id for each in uow.demands.still_open()] == ["dm1"]
            uow.commit()
        with opened.units.read() as uow:
            assert [each.id for each in uow.demands.still_open()] == ["dm1"]
            assert uow.demands.names("p1")
            assert not uow.demands.names("p2")
            assert uow.submissions.get("s1").proof == "回执 收 1 号"


def test_the_doctor_misses_the_photo_of_a_demand(tmp_path: Path) -> None:
    with new_folder(tmp_path) as opened:
        filled(opened)
        supervised(opened)
        assert any("找不到" in text for good, text in opened.doctor.findings() if not good)


def test_submissions_of_older_files_go_on_without_a_receipt(tmp_path: Path) -> None:
    """Their proof stands where it stood."""
    script = (RELEASED / "0004.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "ymh.db")) as kept:
        kept.executescript(script)
        kept.execute(
            "INSERT INTO submission VALUES ('s1','report',1,'a.zip',?,'2026-11-20T09:00:00+08:00','2026-11-01',"
            "'2026-11-20',1,0,'usb','2026-11-20','收条')",
            ("a" * 64,),
        )
        kept.commit()
    with new_folder(tmp_path, name=".") as opened, opened.units.read() as uow:
        sent = uow.submissions.get("s1")
        assert (sent.proof, sent.outcome, sent.receipt, sent.proof_photos) == ("收条", Outcome.NONE, "", ())
