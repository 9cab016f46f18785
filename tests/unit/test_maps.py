"""Zones of the four-colour map: what can be drawn, and which level they get."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import (
    GRID,
    MOST_CORNERS,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    MapSheet,
    Zone,
    ZoneImpossible,
    area,
    inside,
    label_place,
    snapped,
    tidied,
    zone_level,
)

SQUARE = ((100, 100), (500, 100), (500, 500), (100, 500))
ELL = ((0, 0), (1000, 0), (1000, 200), (200, 200), (200, 1000), (0, 1000))
LEVELS = st.lists(st.one_of(st.none(), st.sampled_from(RiskLevel)), max_size=6)


@given(levels=LEVELS)
def test_a_zone_has_the_level_of_its_worst_risk_point(levels: list[RiskLevel | None]) -> None:
    zone = Zone("z", "木工区", SQUARE, tuple(str(number) for number in range(len(levels))))
    known = {str(number): level for number, level in enumerate(levels)}
    assert zone_level(zone, known) == max((level for level in levels if level), default=None)


def test_a_risk_point_that_is_gone_gives_no_level() -> None:
    assert zone_level(Zone("z", "木工区", SQUARE, ("gone",)), {}) is None


@given(x=st.floats(-9000, 9000), y=st.floats(-9000, 9000))
def test_a_snapped_corner_lies_on_the_grid_and_on_the_sheet(x: float, y: float) -> None:
    found = snapped((x, y))
    assert found[0] % GRID == found[1] % GRID == 0
    assert 0 <= found[0] <= SHEET_WIDTH
    assert 0 <= found[1] <= SHEET_HEIGHT


def test_corners_given_twice_are_taken_once() -> None:
    assert tidied([SQUARE[0], *SQUARE, SQUARE[-1], SQUARE[0]]) == SQUARE


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        (SQUARE[:2], "不到三个角"),
        ([(100, 100)] * 9, "不到三个角"),
        (((0, 0), (900, 900), (900, 0), (0, 900)), "交叉"),
        (((0, 0), (10, 0), (10, 10)), "太小"),
        (((0, 0), (900, 0), (400, 0)), "太小"),
        ([(n * 40, (n % 2) * 40 + n) for n in range(MOST_CORNERS + 1)], "个角"),
    ],
)
def test_what_is_no_zone_is_refused_in_a_sentence(corners: list[tuple[float, float]], words: str) -> None:
    with pytest.raises(ZoneImpossible, match=words):
        tidied(corners)


def test_a_corner_beside_the_sheet_is_put_on_its_edge() -> None:
    assert tidied([(-50, -50), (500, 0), (500, 99999)]) == ((0, 0), (500, 0), (500, SHEET_HEIGHT))


def test_the_name_of_an_l_stands_inside_it() -> None:
    assert inside(ELL, *label_place(ELL))
    assert area(ELL) == 360_000


def test_a_zone_is_changed_in_place_and_taken_away_alone() -> None:
    first, second = Zone("1", "甲", SQUARE, ("a", "b")), Zone("2", "乙", ELL)
    sheet = MapSheet("s", "厂区平面图").with_zone(first).with_zone(second)
    renamed = sheet.with_zone(Zone("1", "丙", SQUARE, ("a", "b")))
    assert [zone.name for zone in renamed.zones] == ["丙", "乙"]
    assert renamed.without_zone("1").zones == (second,)
    assert renamed.without_points(["a"]).zones[0].point_ids == ("b",)
