"""Chinese text for direct drawing: line breaking, as Chinese readers expect it.

ReportLab breaks lines before ，；：？！ and lets marks hang over the frame; here no line starts with a closing mark
(避头), none ends with an opening one (避尾), and a number keeps its unit.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NO_START = "，。、；：？！…—～·％‰℃）》〉」』】〕〗｝’”,.;:?!)]}%°′″々"
NO_END = "（《〈「『【〔〖｛‘“([{￥＄№#@"

_CLOSING = re.escape(NO_START)
_OPENING = re.escape(NO_END)
_UNITS = "米秒分次年月日号层个人级条伏安度元天"
# One atom is never broken: opening marks, then a run of Latin letters and digits (with one Chinese unit) or one
# character, then closing marks. Blanks are atoms of their own, so that they can vanish at the end of a line; the one
# between a number and its unit is none. A file's name keeps its ending, and stays whole where quotes say where it
# begins.
_ATOM = re.compile(
    rf"\n|[ \u3000]+|“[^“”\n \u3000]{{1,20}}\.[0-9A-Za-z]{{2,5}}”[{_CLOSING}]*|[{_OPENING}]*"
    rf"(?:[0-9]+ [{_UNITS}位份家项页题]"
    rf"|[0-9A-Za-z≥≤±＜＞<>=+\-/.:×·_₀-₉²³%‰℃～~]+(?:\([A-Za-z0-9]+\))?[{_UNITS}]?"
    rf"|[^\n \u3000](?:\.[A-Za-z][0-9A-Za-z]*)?)[{_CLOSING}]*"
)
_SHORT_LAST = 2  # a last line of so few characters is pulled together with the one before
_MOST_KEPT = 10_000
_BLANKS = " \u3000"


@dataclass(frozen=True, slots=True)
class _Measured:
    """A text with the width of each atom; `plain` when one line may be taken as it stands."""

    text: str
    atoms: tuple[tuple[str, float], ...]
    width: float
    plain: bool


class Breaker:
    """Breaks text by the widths of one face (thousandths of an em), and keeps what it measured."""

    def __init__(self, widths: Mapping[str, float]) -> None:
        self._widths = widths
        self._known: dict[str, _Measured] = {}

    def width(self, text: str, size: float) -> float:
        """How wide `text` is at this size, in the unit of `size`."""
        return self._measured(text).width * size / 1000

    def lines(self, text: str, size: float, width: float) -> tuple[str, ...]:
        """`text` in lines no wider than `width`; empty text has one empty line. Line feeds in it stay."""
        limit = width * 1000 / size + 0.01
        measured = self._measured(text)
        if measured.plain and measured.width <= limit:
            return (measured.text,)
        found = self._greedy(measured.atoms, limit)
        if len(found) > 1 and 0 < len(found[-1]) <= _SHORT_LAST and measured.plain:
            for narrower in (0.96, 0.92, 0.88, 0.84):
                other = self._greedy(measured.atoms, limit * narrower)
                if len(other) == len(found) and len(other[-1]) > _SHORT_LAST:
                    return tuple(other)
        return tuple(found)

    def count(self, text: str, size: float, width: float) -> int:
        """How many lines `lines` would give."""
        limit = width * 1000 / size + 0.01
        measured = self._measured(text)
        if measured.plain and measured.width <= limit:
            return 1
        return len(self._greedy(measured.atoms, limit))

    def _greedy(self, atoms: Iterable[tuple[str, float]], limit: float) -> list[str]:
        lines: list[str] = []
        line: list[str] = []
        used = blank = 0.0
        for atom, width in atoms:
            if atom == "\n":
                lines.append("".join(line).rstrip(_BLANKS))
                line, used, blank = [], 0.0, 0.0
            elif atom[0] in _BLANKS:
                if line:
                    line.append(atom)
                    blank = width
            elif used + blank + width <= limit:
                line.append(atom)
                used += blank + width
                blank = 0.0
            else:
                if line:
                    lines.append("".join(line).rstrip(_BLANKS))
                blank = 0.0
                if width > limit:
                    *full, atom = self._cut(atom, limit)
                    lines += full
                    width = sum([self._widths[char] for char in atom])
                line, used = [atom], width
        lines.append("".join(line).rstrip(_BLANKS))
        return lines

    def _measured(self, text: str) -> "_Measured":
        known = self._known.get(text)
        if known is None:
            widths = self._widths
            cleaned = clean(text)
            atoms = tuple((atom, sum([widths[char] for char in atom])) for atom in _ATOM.findall(cleaned))
            plain = "\n" not in cleaned and cleaned.strip(_BLANKS) == cleaned
            known = _Measured(cleaned, atoms, sum([width for _, width in atoms]), plain)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[text] = known
        return known

    def _cut(self, atom: str, limit: float) -> list[str]:
        """An atom wider than the line, cut by force, still without a forbidden start or end where that is possible."""
        pieces: list[str] = []
        start = 0
        while start < len(atom):
            end, used = start, 0.0
            while end < len(atom) and (end == start or used + self._widths[atom[end]] <= limit):
                used += self._widths[atom[end]]
                end += 1
            best = end
            while start + 1 < best < len(atom) and (atom[best] in NO_START or atom[best - 1] in NO_END):
                best -= 1
            if best < len(atom) and (atom[best] in NO_START or atom[best - 1] in NO_END):
                best = end  # nothing but marks: then any cut is as good
            pieces.append(atom[start:best])
            start = best
        return pieces


def clean(text: str) -> str:
    """Without the control characters that no font draws; tabs become blanks."""
    if text.isprintable():
        return text
    return "".join(char if char >= " " or char == "\n" else " " if char == "\t" else "" for char in text)
