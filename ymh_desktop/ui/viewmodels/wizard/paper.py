"""按纸录入: the numbers typed from a paper sheet, checked and summed up before anything is kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.services.flows.walk import WalkCard

_RANGE = re.compile(r"^(\d{1,4})[-~—–](\d{1,4})$")
_ADVICE = "只写题号，中间用顿号或空格隔开，例如 3、8、12。"


@dataclass(frozen=True, slots=True)
class PaperSummary:
    """What will be kept: the cards answered 否 and 不涉及, how many become 是, how many stay as they are."""

    failed: tuple[WalkCard, ...]
    not_here: tuple[WalkCard, ...]
    fine: int
    untouched: int

    def lines(self) -> tuple[str, ...]:
        """Sentences to check against the paper."""
        found = [f"答“否”{len(self.failed)} 题" + ("：" if self.failed else "")]
        found += [f"　{card.number}. {card.statement}（{card.subjects}）" for card in self.failed]
        found.append(f"“不涉及”{len(self.not_here)} 题" + ("：" if self.not_here else ""))
        found += [f"　{card.number}. {card.statement}（{card.subjects}）" for card in self.not_here]
        found.append(f"其余没答过的 {self.fine} 题都记“是”。")
        if self.untouched:
            found.append(f"已经答过或放着的 {self.untouched} 题不动。")
        return tuple(found)


def read_numbers(text: str) -> tuple[int, ...]:
    """3、8 12-14 → 3, 8, 12, 13, 14; raises UserError for anything that is not a number."""
    found: list[int] = []
    for part in re.split(r"[\s,.、，。;；/]+", as_meant(text)):
        if not part:
            continue
        if both := _RANGE.match(part):
            first, last = int(both[1]), int(both[2])
            if first > last or last - first > 200:
                raise UserError(f"“{part}”不对。", _ADVICE)
            found += range(first, last + 1)
        elif part.isdecimal() and len(part) <= 4:
            found.append(int(part))
        else:
            raise UserError(f"“{part[:10]}”不是题号。", _ADVICE)
    return tuple(dict.fromkeys(found))


def numbers_on(cards: Sequence[WalkCard], text: str) -> tuple[int, ...]:
    """The numbers in one field, each on the sheet and still to be answered here; raises UserError."""
    numbers = read_numbers(text)
    by_number = {card.number: card for card in cards}
    unknown = [number for number in numbers if number not in by_number]
    if unknown:
        raise UserError(
            f"这张表上没有第 {'、'.join(map(str, unknown))} 题。", f"题号只有 1 到 {len(cards)}，请对照纸上再看一遍。"
        )
    settled = [number for number in numbers if by_number[number].settled]
    if settled:
        raise UserError(
            f"第 {'、'.join(map(str, settled))} 题在第 3 步已经答过。", "请从这里去掉；要改的话请回第 3 步改。"
        )
    return numbers


def sum_up(cards: Sequence[WalkCard], failed: Sequence[int], not_here: Sequence[int]) -> PaperSummary:
    """What keying these numbers would do; raises UserError for one that is in both."""
    by_number = {card.number: card for card in cards}
    both = sorted(set(failed) & set(not_here))
    if both:
        raise UserError(
            f"第 {'、'.join(map(str, both))} 题两边都写了。", "一题只能有一个答案，请对照纸上，只在一边留下它。"
        )
    named = {*failed, *not_here}
    asked = [card for card in cards if not card.settled]
    fine = sum(1 for card in asked if card.value is None and card.number not in named)
    return PaperSummary(
        tuple(by_number[number] for number in failed),
        tuple(by_number[number] for number in not_here),
        fine,
        sum(1 for card in asked if card.value is not None and card.number not in named),
    )


def is_open(card: WalkCard) -> bool:
    """Neither answered, nor parked, nor settled in step 3."""
    return card.value is None and not card.settled


def waits(card: WalkCard) -> bool:
    """Open, or put off."""
    return is_open(card) or card.value is AnswerValue.PARKED
