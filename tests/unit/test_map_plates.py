"""Plates with the names of zones keep clear of each other."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.map_plates import Box, kept_apart

FRAME = (0.0, 0.0, 500.0, 300.0)


def moved(plates: list[Box], gap: float = 2) -> list[Box]:
    ways = kept_apart(plates, FRAME, gap)
    return [(a + x, b + y, c + x, d + y) for (a, b, c, d), (x, y) in zip(plates, ways, strict=True)]


def overlapping(boxes: list[Box]) -> int:
    return sum(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        for one, other in combinations(boxes, 2)
    )


def plate(x: float, y: float, wide: float = 80, high: float = 44) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def test_plates_that_have_room_stay_where_they_are() -> None:
    plates = [plate(100, 100), plate(300, 100), plate(100, 200)]
    assert moved(plates) == plates


def test_plates_side_by_side_give_way_up_and_down() -> None:
    row = [plate(100 + 60 * n, 150) for n in range(5)]
    assert overlapping(row) == 4
    found = moved(row)
    assert overlapping(found) == 0
    assert found[0] == row[0]
    assert [box[0] for box in found] == [box[0] for box in row]  # each above or below its own zone


def test_a_plate_over_the_edge_comes_in() -> None:
    assert moved([plate(10, 10), plate(495, 295)]) == [(0, 0, 80, 44), (420, 256, 500, 300)]


@given(
    plates=st.lists(
        st.builds(plate, st.floats(0, 500), st.floats(0, 300), st.floats(20, 90), st.floats(20, 60)), max_size=9
    )
)
def test_a_few_plates_never_lie_over_each_other(plates: list[Box]) -> None:
    found = moved(plates)
    assert overlapping(found) == 0
    assert all(a >= -0.1 and b >= -0.1 and c <= 500.1 and d <= 300.1 for a, b, c, d in found)


def test_more_plates_than_the_map_can_hold_are_all_there() -> None:
    plates = [plate(250, 150)] * 200
    assert len(moved(plates)) == 200
