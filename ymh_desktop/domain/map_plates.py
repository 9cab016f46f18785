"""Where the plates with the names of zones stand on a map, on the screen and on paper: none lies over another."""

from collections.abc import Iterator, Sequence
from itertools import chain
from math import ceil

Box = tuple[float, float, float, float]  # left, top, right, bottom
Way = tuple[float, float]  # to the right, down

_ASIDE, _UP_AND_DOWN = 4, 8  # how many quarters of itself a plate may move before it looks everywhere
_ROUNDING = 0.01


def kept_apart(plates: Sequence[Box], frame: Box, gap: float) -> tuple[Way, ...]:
    """How far each plate moves so that all lie in the frame and none is nearer to another than `gap`.

    They come in the order of precedence: the earlier one stays, the later one goes to the nearest free place. One that
    finds none stays where it was, over others: then there are more plates than the frame can hold.
    """
    placed: list[Box] = []
    ways = []
    for plate in plates:
        into = _into(plate, frame)
        start = _moved(plate, into)
        near = (way for way in _nearby(start, gap) if _holds(frame, _moved(start, way)))
        free = (
            way
            for way in chain(near, _everywhere(start, frame, gap))
            if not any(_touch(_moved(start, way), each, gap) for each in placed)
        )
        out = next(free, (0.0, 0.0))
        placed.append(_moved(start, out))
        ways.append((into[0] + out[0], into[1] + out[1]))
    return tuple(ways)


def _nearby(plate: Box, gap: float) -> Iterator[Way]:
    step_x, step_y = (plate[2] - plate[0] + gap) / 4, (plate[3] - plate[1] + gap) / 4
    for i, j in _STEPS:
        yield i * step_x, j * step_y


def _everywhere(plate: Box, frame: Box, gap: float) -> Iterator[Way]:
    """Every place of the frame, in steps of half a plate."""
    step_x, step_y = (plate[2] - plate[0] + gap) / 2, (plate[3] - plate[1] + gap) / 2
    aside = range(ceil((frame[0] - plate[0]) / step_x), int((frame[2] - plate[2]) / step_x) + 1)
    up_and_down = range(ceil((frame[1] - plate[1]) / step_y), int((frame[3] - plate[3]) / step_y) + 1)
    for i, j in sorted(((i, j) for i in aside for j in up_and_down), key=_how_far):
        yield i * step_x, j * step_y


def _how_far(step: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """Up and down rather than to the sides: plates are wide, and zones mostly stand side by side."""
    return 6 * abs(step[0]) + abs(step[1]), step


_STEPS = sorted(
    ((i, j) for i in range(-_ASIDE, _ASIDE + 1) for j in range(-_UP_AND_DOWN, _UP_AND_DOWN + 1)), key=_how_far
)


def _into(plate: Box, frame: Box) -> Way:
    """The way of a plate that hangs over the edge; the left and upper edges count where it is too large."""
    left, top, right, bottom = plate
    x, y = min(left, left - right + frame[2]), min(top, top - bottom + frame[3])
    return max(x, frame[0]) - left, max(y, frame[1]) - top


def _moved(box: Box, way: Way) -> Box:
    return box[0] + way[0], box[1] + way[1], box[2] + way[0], box[3] + way[1]


def _holds(frame: Box, box: Box) -> bool:
    return (
        box[0] >= frame[0] - _ROUNDING
        and box[1] >= frame[1] - _ROUNDING
        and box[2] <= frame[2] + _ROUNDING
        and box[3] <= frame[3] + _ROUNDING
    )


def _touch(one: Box, other: Box, gap: float) -> bool:
    near = gap - _ROUNDING
    return (
        one[0] < other[2] + near and other[0] < one[2] + near and one[1] < other[3] + near and other[1] < one[3] + near
    )
