"""The four-colour map: zones are drawn, risk points put into them, and the level follows by itself."""

from pathlib import Path

import pytest
from PIL import Image

from tests.services.support import answer, shop
from tests.support.desk import RESOURCES, Desk
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.enterprise import TextMissing, TextTooLong
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import ZoneImpossible
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.services import maps, risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.maps import ShownZone, site_map
from ymh_desktop.services.papers.four_colour_map import NoMap, four_colour_map
from ymh_desktop.services.undo import undo
from ymh_desktop.storage.errors import RecordGone

SQUARE = ((100, 100), (900, 100), (900, 700), (100, 700))
OTHER = ((1000, 100), (1900, 100), (1900, 700), (1000, 700))


@pytest.fixture
def walked(desk: Desk) -> Desk:
    """A shop with a sander (较大) and a planer, everything answered 是, with an empty floor."""
    run = shop(desk, "sanding", "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    maps.add_sheet(desk.ports)
    return desk


def sheet_id(desk: Desk) -> str:
    return site_map(desk.ports).sheets[0].sheet.id


def zone(desk: Desk, *corners: tuple[int, int]) -> str:
    return maps.add_zone(desk.ports, sheet_id(desk), corners or SQUARE)[0].id


def shown(desk: Desk, zone_id: str) -> ShownZone:
    zones = [each for sheet in site_map(desk.ports).sheets for each in sheet.zones]
    return next(each for each in zones if each.zone.id == zone_id)


def point(desk: Desk, module: str) -> str:
    return next(p.id for p in open_book(desk.ports).points if p.module_id == module)


def test_a_zone_takes_the_worst_level_inside_and_follows_it(walked: Desk) -> None:
    made = zone(walked)
    assert shown(walked, made).level is None
    maps.put_points(walked.ports, sheet_id(walked), made, [point(walked, "wood-planer")])
    before = shown(walked, made).level
    maps.put_points(walked.ports, sheet_id(walked), made, [point(walked, "wood-planer"), point(walked, "sanding")])
    assert (before, shown(walked, made).level) == (RiskLevel.GENERAL, RiskLevel.CONSIDERABLE)
    for hazard in open_book(walked.ports).hazards_of[point(walked, "sanding")]:
        risks.remove_hazard(walked.ports, hazard.id)
    assert shown(walked, made).level is RiskLevel.GENERAL


def test_a_risk_point_lies_in_one_zone_only(walked: Desk) -> None:
    first, second = zone(walked), zone(walked, *OTHER)
    planer = point(walked, "wood-planer")
    maps.put_points(walked.ports, sheet_id(walked), first, [planer])
    upstairs, _ = maps.add_sheet(walked.ports, "二楼")
    third = maps.add_zone(walked.ports, upstairs.id, SQUARE)[0].id
    for owner, each in ((sheet_id(walked), second), (upstairs.id, third)):
        maps.put_points(walked.ports, owner, each, [planer])
        holding = [z for z in (first, second, third) if shown(walked, z).points]
        assert holding == [each]


def test_open_hidden_dangers_are_counted_in_their_zone(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    cards = walk.walk_cards(desk.ports, run)
    answer(desk, run, cards[0], AnswerValue.NO)
    maps.add_sheet(desk.ports)
    made = zone(desk)
    maps.put_points(desk.ports, sheet_id(desk), made, [point(desk, "wood-planer")])
    assert shown(desk, made).dangers == 1


def test_management_duties_lie_nowhere(walked: Desk) -> None:
    duties = {p.id for p in open_book(walked.ports).points if p.kind is RiskPointKind.DUTY}
    assert not duties & {p.id for p in site_map(walked.ports).points}


def test_a_zone_is_moved_renamed_and_taken_away(walked: Desk) -> None:
    made = zone(walked)
    maps.reshape_zone(walked.ports, sheet_id(walked), made, OTHER)
    maps.rename_zone(walked.ports, sheet_id(walked), made, "打磨区")
    assert (shown(walked, made).zone.corners, shown(walked, made).zone.name) == (OTHER, "打磨区")
    gone = maps.remove_zone(walked.ports, sheet_id(walked), made)
    assert site_map(walked.ports).sheets[0].zones == ()
    undo(walked.ports, gone)
    assert shown(walked, made).zone.name == "打磨区"


def test_zones_and_floors_get_names_of_their_own(walked: Desk) -> None:
    maps.add_sheet(walked.ports)
    zone(walked)
    zone(walked, *OTHER)
    assert [s.sheet.title for s in site_map(walked.ports).sheets] == ["厂区平面图", "第 2 层"]
    assert [z.zone.name for z in site_map(walked.ports).sheets[0].zones] == ["区域 1", "区域 2"]


@pytest.mark.parametrize(("name", "error"), [(" ", TextMissing), ("长" * 61, TextTooLong)])
def test_a_bad_name_is_refused(walked: Desk, name: str, error: type[UserError]) -> None:
    made = zone(walked)
    with pytest.raises(error):
        maps.rename_zone(walked.ports, sheet_id(walked), made, name)
    with pytest.raises(error):
        maps.rename_sheet(walked.ports, sheet_id(walked), name)


def test_an_impossible_shape_changes_nothing(walked: Desk) -> None:
    made = zone(walked)
    with pytest.raises(ZoneImpossible):
        maps.reshape_zone(walked.ports, sheet_id(walked), made, ((0, 0), (900, 900), (900, 0), (0, 900)))
    assert shown(walked, made).zone.corners == SQUARE


def test_a_zone_that_is_gone_is_told(walked: Desk) -> None:
    with pytest.raises(maps.ZoneGone):
        maps.rename_zone(walked.ports, sheet_id(walked), "nothing", "打磨区")
    with pytest.raises(maps.ZoneGone):
        maps.remove_zone(walked.ports, sheet_id(walked), "nothing")
    with pytest.raises(RecordGone):
        maps.put_points(walked.ports, sheet_id(walked), zone(walked), ["nothing"])


def test_a_picture_becomes_the_plan_and_leaves_the_zones(walked: Desk, tmp_path: Path) -> None:
    made = zone(walked)
    Image.new("RGBA", (900, 500), (0, 0, 0, 0)).save(tmp_path / "平面图.png")
    maps.import_plan(walked.ports, sheet_id(walked), tmp_path / "平面图.png")
    plan = site_map(walked.ports).sheets[0].sheet.plan
    assert plan is not None
    assert (walked.ports.photos.read(plan) or b"").startswith(b"\xff\xd8")
    assert shown(walked, made).zone.corners == SQUARE
    maps.remove_plan(walked.ports, sheet_id(walked))
    assert site_map(walked.ports).sheets[0].sheet.plan is None


def test_the_first_page_of_a_pdf_becomes_the_plan(walked: Desk, tmp_path: Path) -> None:
    walked = walked.with_ports(renderer=PaperRenderer(RESOURCES))
    Image.new("RGB", (900, 500), "white").save(tmp_path / "平面图.pdf")
    maps.import_plan(walked.ports, sheet_id(walked), tmp_path / "平面图.pdf")
    assert site_map(walked.ports).sheets[0].sheet.plan


@pytest.mark.parametrize(
    ("name", "raw"), [("坏.pdf", b"%PDF-1.7 broken"), ("坏.jpg", b"\xff\xd8broken"), ("没有.pdf", None)]
)
def test_a_broken_or_missing_plan_is_told_in_a_sentence(
    walked: Desk, tmp_path: Path, name: str, raw: bytes | None
) -> None:
    walked = walked.with_ports(renderer=PaperRenderer(RESOURCES))
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(UserError):
        maps.import_plan(walked.ports, sheet_id(walked), tmp_path / name)
    assert site_map(walked.ports).sheets[0].sheet.plan is None


def test_printing_keeps_a_version_and_the_same_map_only_once(walked: Desk) -> None:
    made = zone(walked)
    maps.put_points(walked.ports, sheet_id(walked), made, [point(walked, "wood-planer")])
    assert maps.keep_version(walked.ports)
    assert not maps.keep_version(walked.ports)
    assert not site_map(walked.ports).sheets[0].changed
    maps.put_points(walked.ports, sheet_id(walked), made, [point(walked, "sanding")])
    assert site_map(walked.ports).sheets[0].changed
    maps.keep_version(walked.ports)
    kept = maps.versions_of(walked.ports, sheet_id(walked))
    assert [(v.number, v.zones[0].level) for v in kept] == [(2, RiskLevel.CONSIDERABLE), (1, RiskLevel.GENERAL)]


def test_what_was_printed_outlives_the_floor(walked: Desk) -> None:
    zone(walked)
    maps.keep_version(walked.ports)
    floor = sheet_id(walked)
    maps.remove_sheet(walked.ports, floor)
    assert len(maps.versions_of(walked.ports, floor)) == 1


def test_the_paper_says_the_zones_their_risk_points_and_what_lies_nowhere(walked: Desk) -> None:
    with pytest.raises(NoMap):
        four_colour_map(walked.ports, open_book(walked.ports))
    made = zone(walked)
    maps.put_points(walked.ports, sheet_id(walked), made, [point(walked, "sanding")])
    paper = four_colour_map(walked.ports, open_book(walked.ports))
    (drawn,) = paper.pages[0].zones
    assert drawn.level is RiskLevel.CONSIDERABLE
    assert drawn.points
    assert drawn.person
    assert "平刨" in paper.off_map
    assert PaperRenderer(RESOURCES).pdf(paper).startswith(b"%PDF")
