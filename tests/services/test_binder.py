"""The binder: everything in order, or only what changed; nothing is written before all of it was made."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.desk import RESOURCES, Desk
from tests.support.paper_firm import fill
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.binder import (
    NothingChanged,
    binder,
    changed_papers,
    decided,
    make_binder,
)
from ymh_desktop.services.papers.binder_papers import ORDER
from ymh_desktop.services.papers.catalogue import PAPERS
from ymh_desktop.services.papers.fingerprint import fingerprint
from ymh_desktop.services.papers.texts import write_text
from ymh_desktop.services.ports import Cancelled, Progress
from ymh_desktop.services.reports.manual import Chapter, Manual, Words
from ymh_desktop.system.files import SafeFiles

# They hang on a wall, are walked with, or go to the department: a copy in the binder would tell nothing more.
NOT_BOUND = {
    "walk-sheet", "board-large", "warning-boards", "point-cards", "cards-wide", "cards-large", "stickers", "enrolment",
}  # fmt: skip


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """The small firm with a real renderer and real files."""
    fill(desk)
    return desk.with_ports(renderer=PaperRenderer(RESOURCES), files=SafeFiles())


class BlankRenderer:
    """Draws nothing: for tests about which papers are made, not about how they look."""

    def pdf(self, report: object, progress: Progress | None = None) -> bytes:
        return b"%PDF"

    def excel(self, report: object) -> bytes:
        return b"PK"

    def word(self, report: object) -> bytes:
        return b"PK"

    def pages(self, pdf: bytes, dpi: int) -> tuple[bytes, ...]:
        return ()


@pytest.fixture
def quick(desk: Desk) -> Desk:
    """The small firm with a renderer that costs no time."""
    fill(desk)
    return desk.with_ports(renderer=BlankRenderer(), files=SafeFiles())


def test_every_paper_is_bound_once_or_left_out_on_purpose() -> None:
    bound = [each for _, ids in ORDER for each in ids]
    assert len(bound) == len(set(bound))
    unknown = {paper.id for paper in PAPERS} - set(bound) - NOT_BOUND
    assert unknown <= {paper.id for paper in PAPERS if not paper.template}
    assert set(bound) <= {paper.id for paper in PAPERS}


def test_the_binder_is_one_file_and_a_folder_of_all_kinds(shop: Desk, tmp_path: Path) -> None:
    made = make_binder(shop.ports, tmp_path)
    names = sorted(str(path.relative_to(made.folder)) for path in made.folder.rglob("*") if path.is_file())
    assert made.whole.name == "整本档案.pdf"
    assert "01 组织机构和责任/03 全员安全生产责任制.pdf" in names
    assert "01 组织机构和责任/03 全员安全生产责任制.docx" in names
    assert any(name.endswith("安全风险分级管控清单.xlsx") for name in names)
    assert len([name for name in names if name.endswith(".pdf")]) == made.papers + 1
    assert made.whole.read_bytes().startswith(b"%PDF")


def test_what_cannot_be_made_yet_is_told_and_stops_nothing(quick: Desk, tmp_path: Path) -> None:
    """Nobody drew a map, and nothing was ever identified by the wizard."""
    made = make_binder(quick.ports, tmp_path)
    assert "首次风险辨识报告" in dict(made.missing)
    assert all(why.endswith("。") for _, why in made.missing)


def test_after_a_binder_nothing_has_changed(quick: Desk, tmp_path: Path) -> None:
    assert len(changed_papers(quick.ports)) > 40
    make_binder(quick.ports, tmp_path)
    assert changed_papers(quick.ports) == ()
    with pytest.raises(NothingChanged):
        make_binder(quick.ports, tmp_path, changed_only=True)


def test_another_day_changes_no_rule(quick: Desk, tmp_path: Path) -> None:
    make_binder(quick.ports, tmp_path)
    quick.clock.moment += timedelta(days=1)
    changed = set(changed_papers(quick.ports))
    assert not changed & {"全员安全生产责任制", "岗位安全操作规程", "安全风险分级管控清单", "岗位安全风险告知卡"}


def test_only_what_changed_is_made_anew(quick: Desk, tmp_path: Path) -> None:
    make_binder(quick.ports, tmp_path)
    write_text(quick.ports, "reward-system", "general", "本厂自己的奖惩办法。")
    assert changed_papers(quick.ports) == ("安全生产奖惩考核制度",)
    made = make_binder(quick.ports, tmp_path, changed_only=True)
    assert made.papers == 1
    assert made.folder.name.endswith("变了的")
    assert changed_papers(quick.ports) == ()


def test_a_new_name_of_the_owner_changes_what_bears_it(quick: Desk, tmp_path: Path) -> None:
    make_binder(quick.ports, tmp_path)
    with quick.ports.units.read() as uow:
        enterprise = uow.enterprise()
    assert enterprise is not None
    firm.save_enterprise(quick.ports, {"report_phone": "01099999999"})
    assert {"岗位安全操作规程", "隐患通报"} <= set(changed_papers(quick.ports))


@pytest.mark.parametrize("stop_at", [1, 90])
def test_a_stop_leaves_nothing_and_remembers_nothing(shop: Desk, tmp_path: Path, stop_at: int) -> None:
    calls = 0

    def progress(done: int, of: int) -> bool:
        nonlocal calls
        calls += 1
        return calls < stop_at

    with pytest.raises(Cancelled):
        make_binder(shop.ports, tmp_path, progress=progress)
    assert list(tmp_path.rglob("*.pdf")) == []
    assert len(changed_papers(shop.ports)) > 40


def test_progress_goes_up_to_the_end(shop: Desk, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        seen.append((done, of))
        return True

    make_binder(shop.ports, tmp_path, progress=progress)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == seen[-1][1]


def test_a_folder_that_cannot_be_written_is_told(quick: Desk, tmp_path: Path) -> None:
    (tmp_path / "wall").write_text("a file, not a folder")
    with pytest.raises(UserError):
        make_binder(quick.ports, tmp_path / "wall")
    assert len(changed_papers(quick.ports)) > 40


def test_a_damaged_note_of_the_last_binder_makes_everything_new(quick: Desk, tmp_path: Path) -> None:
    make_binder(quick.ports, tmp_path)
    with quick.ports.units.write() as uow:
        uow.set_setting("binder", "[不是")
        uow.commit()
    assert len(changed_papers(quick.ports)) > 40


def test_the_report_object_says_what_is_bound_in_which_part(shop: Desk) -> None:
    book = open_book(shop.ports)
    report = binder(book, shop.ports, decided(shop.ports, book))
    assert [part.title for part in report.parts] == [section for section, _ in ORDER]
    assert report.parts[0].papers[0].name == "一企一档封面和目录"
    assert ("主要负责人", "王建国") in report.facts


def test_a_fingerprint_forgets_the_day_and_nothing_else(shop: Desk) -> None:
    today = shop.clock.today()

    def report(text: str, day: timedelta = timedelta()) -> Manual:
        on = today + day
        return Manual("甲", "乙", "丙", f"{on:%Y%m%d}", on, (Chapter("丁", (Words(text),)),))

    one = fingerprint(report("话"), today)
    tomorrow = timedelta(days=1)
    assert fingerprint(report("话", tomorrow), today + tomorrow) == one
    assert fingerprint(report("别的话"), today) != one
    assert fingerprint(report(f"编号 ZG-{today:%Y%m%d}-1"), today) == fingerprint(
        report(f"编号 ZG-{today + tomorrow:%Y%m%d}-1"), today + tomorrow
    )
