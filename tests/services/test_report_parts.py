"""Photos that go along, a report in several files, and one that only the department can read."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from tests.services.test_major_dangers import Case
from tests.support.desk import Desk
from tests.support.signing import signing_desk
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import groups_of_four
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.exchange.trust import look_at_certificate, pin, stop_trusting
from ymh_desktop.services.reporting.data import REGISTER_TICK, Choice, chosen_photos, package_data
from ymh_desktop.services.reporting.desk import outlook, reporting_desk
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.parts import MOST_PARTS, Sized, TooLarge, checked_largest, shares
from ymh_desktop.services.reporting.terms import CannotExport, set_largest

PHOTOS = Choice(photos=True)
MB = 1_000_000


def noise(seed: int, side: int = 800) -> bytes:
    """A JPEG that does not shrink, as a photo of a workshop does not."""
    content = io.BytesIO()
    grey = Image.effect_noise((side, side), 80)
    grey.putpixel((seed, 0), 255)
    grey.convert("RGB").save(content, "JPEG", quality=90)
    return content.getvalue()


@pytest.fixture
def firm(desk: Desk, tmp_path: Path) -> Desk:
    """A firm with a major hidden danger, found with four photos and rectified with one."""
    ready = signing_desk(desk, tmp_path)
    case = Case(ready)
    for seed in range(4):
        dangers.add_danger_photo(ready.ports, case.id, ready.ports.photos.keep(noise(seed)), PhotoStage.BEFORE)
    case.prepare()
    case.treat()
    return ready


@pytest.fixture
def department(desk: Desk, tmp_path: Path) -> Path:
    """The certificate of a department with a key of its own, as a PEM file."""
    theirs = signing_desk(desk, tmp_path / "department").ports.packages
    theirs.ensure_key("331082", "示例镇应急管理办公室", desk.clock.now())
    path = tmp_path / "部门.pem"
    path.write_bytes(theirs.certificate())
    return path


def pinned(firm: Desk, certificate: Path) -> str:
    info = look_at_certificate(firm.ports, certificate)
    pin(firm.ports, info, "".join(groups_of_four(info.fingerprint)), code="331082")
    return info.fingerprint.lower()


# ---- photos ----------------------------------------------------------------------------------------------------------


def test_photos_go_along_only_when_ticked(firm: Desk) -> None:
    book = open_book(firm.ports)
    assert chosen_photos(book, Choice()) == ()
    (usual,) = package_data(firm.ports, book, Choice())["hazards"]  # type: ignore[misc]
    assert "photos" not in usual
    assert outlook(firm.ports, Choice()).photos is None
    assert outlook(firm.ports, PHOTOS).photos == 5


def test_the_records_name_the_photos_found_and_rectified(firm: Desk, tmp_path: Path) -> None:
    made = export_report(firm.ports, tmp_path / "出", PHOTOS)
    (danger,) = package_data(firm.ports, open_book(firm.ports), PHOTOS)["hazards"]  # type: ignore[misc]
    assert (len(danger["photos"]), len(danger["photos_after"])) == (4, 1)
    inside = {name for name, _ in firm.ports.packages.verify(made.package.path, None, firm.clock.now()).files}
    named = {f"photos/{digest[:32]}.jpg" for digest in danger["photos"] + danger["photos_after"]}
    assert named == {name for name in inside if name.startswith("photos/")}


def test_a_replaced_photo_does_not_go_along(firm: Desk) -> None:
    danger = open_book(firm.ports).dangers[0]
    wrong = next(photo for photo in danger.photos if photo.stage is PhotoStage.BEFORE)
    by = firm.ports.photos.keep(noise(50))
    dangers.replace_danger_photo(firm.ports, danger.id, wrong.name, by, "拍错了")
    names = chosen_photos(open_book(firm.ports), PHOTOS)
    assert wrong.name not in names
    assert by in names


def test_a_missing_photo_stops_the_export_with_its_name(firm: Desk, tmp_path: Path) -> None:
    name = chosen_photos(open_book(firm.ports), PHOTOS)[0]
    firm.ports.photos.path(name).unlink()
    with pytest.raises(UserError, match="找不到了"):
        export_report(firm.ports, tmp_path / "出", PHOTOS)
    assert reporting_desk(firm.ports, Choice()).submissions == ()


# ---- parts -----------------------------------------------------------------------------------------------------------


def test_a_report_that_fits_is_one_file(firm: Desk, tmp_path: Path) -> None:
    set_largest(firm.ports, "20")
    made = export_report(firm.ports, tmp_path / "出", PHOTOS)
    assert len(made.packages) == 1
    assert "份之" not in made.package.path.name


def test_every_part_stays_below_the_limit_and_has_all_records(firm: Desk, tmp_path: Path) -> None:
    set_largest(firm.ports, "1")
    made = export_report(firm.ports, tmp_path / "出", PHOTOS)
    assert len(made.packages) > 1
    seen: list[str] = []
    for at, package in enumerate(made.packages, 1):
        assert package.path.stat().st_size <= MB
        assert package.path.name.endswith(f"_第{at}号_{len(made.packages)}份之{at}.zip")
        files = dict(firm.ports.packages.verify(package.path, None, firm.clock.now()).files)
        assert {"data/hazards.json", "data/totals.json", "docs/report.pdf", "tables/risks.xlsx"} <= files.keys()
        seen += [name for name in files if name.startswith("photos/")]
    assert len(seen) == len(set(seen)) == 5
    assert {package.path.name.split("_")[2] for package in made.packages} == {"首次上报"}
    assert [each.sequence for each in made.submissions] == list(range(1, len(made.packages) + 1))
    assert [p.name for p in sorted((tmp_path / "出").glob("*封面.pdf"))] == [made.cover.name], "one cover to sign"


def test_the_next_report_goes_on_after_the_last_part(firm: Desk, tmp_path: Path) -> None:
    set_largest(firm.ports, "1")
    parts = export_report(firm.ports, tmp_path / "出", PHOTOS)
    after = export_report(firm.ports, tmp_path / "出")
    assert after.submission.sequence == len(parts.packages) + 1


def test_when_a_part_fails_no_part_stays(firm: Desk, tmp_path: Path) -> None:
    set_largest(firm.ports, "1")
    last = chosen_photos(open_book(firm.ports), PHOTOS)[-2]
    firm.ports.photos.path(last).write_bytes(noise(99))  # not what its name says any more
    with pytest.raises(UserError, match="已损坏"):
        export_report(firm.ports, tmp_path / "出", PHOTOS)
    assert list((tmp_path / "出").iterdir()) == []
    assert reporting_desk(firm.ports, Choice()).submissions == ()


def test_progress_of_parts_never_goes_back(firm: Desk, tmp_path: Path) -> None:
    set_largest(firm.ports, "1")
    told: list[float] = []

    def progress(done: int, of: int) -> bool:
        told.append(done / of)
        return True

    export_report(firm.ports, tmp_path / "出", PHOTOS, progress)
    assert told == sorted(told)
    assert told[-1] == 1


def sized(*sizes: int) -> list[Sized]:
    return [Sized(Path(f"{at}.jpg"), size) for at, size in enumerate(sizes)]


def test_photos_are_shared_out_in_their_order() -> None:
    found = shares(sized(*[400_000] * 4), 100_000, MB)
    assert [[path.stem for path in part] for part in found] == [["0", "1"], ["2", "3"]]
    assert shares(sized(5, 5), 100, None) == ((Path("0.jpg"), Path("1.jpg")),)
    assert shares([], 100, MB) == ((),)


@pytest.mark.parametrize(
    ("photos", "base", "words"),
    [
        ([], MB + 1, "不算照片"),
        ([600_000], 780_000, "最多 1 MB，每个文件都要带的记录、清单和报告已经占约 0.78 MB，剩下的放不进一张 0.6 MB"),
        ([800_000] * (MOST_PARTS + 1), 100_000, f"最多分 {MOST_PARTS} 个"),
    ],
)
def test_what_cannot_be_shared_out_is_said(photos: list[int], base: int, words: str) -> None:
    with pytest.raises(TooLarge, match=words):
        shares(sized(*photos), base, MB)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", None),
        ("  ", None),
        ("20", 20),
        ("20MB", 20),
        (" 5 兆", 5),
        ("２０", 20),
        ("2000", 2000),
        ("1.5", 1.5),
        ("1．5 MB", 1.5),
    ],
)
def test_a_limit_is_read_as_people_write_it(typed: str, found: float | None) -> None:
    assert checked_largest(typed) == found


def test_a_limit_with_a_half_is_kept_and_counts(firm: Desk, tmp_path: Path) -> None:
    set_largest(firm.ports, "1.50")
    assert str(reporting_desk(firm.ports, Choice()).largest) == "1.5"
    made = export_report(firm.ports, tmp_path / "出", PHOTOS)
    assert MB < max(package.path.stat().st_size for package in made.packages) <= 1_500_000


def test_the_register_is_named_where_it_fills_the_file() -> None:
    with pytest.raises(TooLarge) as refusal:
        shares(sized(600_000), 780_000, MB, f"去掉“{REGISTER_TICK}”")
    assert "请去掉“把全部风险清单也带上”，或者把一次最多收多少填大一些" in refusal.value.advice
    with pytest.raises(TooLarge) as refusal:
        shares(sized(600_000), 780_000, MB)
    assert "请不带照片，或者" in refusal.value.advice


@pytest.mark.parametrize("typed", ["0", "-1", "2001", "0.9", "1.5.5", "1,5", "很大", "9" * 400])
def test_what_is_no_limit_is_refused_and_nothing_kept(firm: Desk, typed: str) -> None:
    set_largest(firm.ports, "20")
    with pytest.raises(UserError, match="不能用作文件大小"):
        set_largest(firm.ports, typed)
    assert reporting_desk(firm.ports, Choice()).largest == 20
    set_largest(firm.ports, "")
    assert reporting_desk(firm.ports, Choice()).largest is None


# ---- sealed ----------------------------------------------------------------------------------------------------------


def test_without_a_certificate_nothing_can_be_sealed(firm: Desk, tmp_path: Path) -> None:
    assert reporting_desk(firm.ports, Choice()).reader == ""
    with pytest.raises(CannotExport, match="没有可以用来加密的部门证书"):
        export_report(firm.ports, tmp_path / "出", Choice(sealed=True))


def test_a_report_is_sealed_for_the_department(firm: Desk, department: Path, tmp_path: Path) -> None:
    pinned(firm, department)
    assert reporting_desk(firm.ports, Choice()).reader == "示例镇应急管理办公室"
    assert outlook(firm.ports, Choice(sealed=True)).reader == "示例镇应急管理办公室"
    made = export_report(firm.ports, tmp_path / "出", Choice(photos=True, sealed=True))
    assert "打磨间积尘".encode() not in made.package.path.read_bytes()
    found = firm.ports.packages.verify(made.package.path, None, firm.clock.now())
    assert all(name.endswith((".p7m", "package.json", "readme.txt", "checksums.sha256")) for name, _ in found.files)
    assert any("只有收件部门能看" in warning for warning in found.warnings)


def test_a_sealed_report_in_parts_stays_below_the_limit(firm: Desk, department: Path, tmp_path: Path) -> None:
    """An envelope makes every file a little larger."""
    pinned(firm, department)
    set_largest(firm.ports, "1")
    made = export_report(firm.ports, tmp_path / "出", Choice(photos=True, sealed=True))
    assert len(made.packages) > 1
    assert all(package.path.stat().st_size <= MB for package in made.packages)


def test_a_key_that_no_longer_counts_is_not_sealed_for(firm: Desk, department: Path) -> None:
    stop_trusting(firm.ports, pinned(firm, department), "换了")
    assert reporting_desk(firm.ports, Choice()).reader == ""


# ---- for people ------------------------------------------------------------------------------------------------------


def test_hidden_dangers_can_be_read_without_any_program(firm: Desk, tmp_path: Path) -> None:
    """What the data file says stands in a table too; without any there is no table."""
    dangers.register_danger(firm.ports, "=配电箱没盖", "车间")
    made = export_report(firm.ports, tmp_path / "出", Choice(general_dangers=True))
    with zipfile.ZipFile(made.package.path) as archive:
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read("tables/hazards.xlsx"))).active
        told = json.loads(archive.read("data/hazards.json"))
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert {each["code"] for each in told} <= {row[0] for row in cells}
    assert any("=配电箱没盖" in row for row in cells), "as text, not as a formula"
