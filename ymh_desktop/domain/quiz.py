"""三问: three questions about a post's own card, with wrong answers that are truly wrong at this post.

A wrong answer is a sentence of another post's card. It is taken only when it names something that this post does not
meet (the words of its own machine or work occur nowhere in what is known of the post), when it says nothing that is
right everywhere (断电, 打120 …), when nothing happens here in the same way (the same factor with the same accidents),
and, as a danger, when it hurts only who does that work: a fire next door is no wrong answer. Nothing is left to chance:
the same card gives the same questions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from ymh_desktop.domain.words import labelled

Way = tuple[str, frozenset[str]]  # factor code, accident codes
WRONG_ANSWERS = 2
LETTERS = "ABCDEF"


class QuizPart(Enum):
    """What is asked, in this order."""

    DANGER = "danger"
    DUTY = "duty"
    EMERGENCY = "emergency"


labelled(QuizPart, {"DANGER": "会伤到您的", "DUTY": "必须做到的", "EMERGENCY": "出事怎么办"})
ASKED = {
    QuizPart.DANGER: "在您的岗位上，哪件事会伤到您？",
    QuizPart.DUTY: "在您的岗位上，哪一条必须做到？",
    QuizPart.EMERGENCY: "您的岗位出了事，该怎么办？",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What can be no wrong answer: sentences with a word that is right everywhere, dangers that hurt others too."""

    everywhere: tuple[str, ...]
    only_the_doer: frozenset[str]


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of some card. `things` are the words of the machine or work it is about; `accidents` 2025 codes.

    `factor` is the GB/T 13861 code of the hazard that it speaks of, empty when it speaks of the whole machine.
    """

    text: str
    things: tuple[str, ...]
    accidents: tuple[str, ...] = ()
    factor: str = ""

    @property
    def way(self) -> Way:
        """How it happens."""
        return self.factor, frozenset(self.accidents)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a post: all words about it, and in which ways something happens there."""

    words: str
    ways: frozenset[Way] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `right` is the place of the right answer among the options."""

    part: QuizPart
    asked: str
    options: tuple[str, ...]
    right: int

    @property
    def letter(self) -> str:
        """The letter of the right answer."""
        return LETTERS[self.right]


def question(
    part: QuizPart, right: Sequence[str], known: Known, strangers: Iterable[Saying], limits: Limits, salt: str
) -> Question | None:
    """About the first of the card's own sentences; None when it has none or the strangers give no wrong answers.

    What occurs in the words of `known` is no stranger here. `salt` decides at which
    place the right answer stands.
    """
    if not right:
        return None
    wrong = _wrong_answers(part, right, known, strangers, limits)
    if len(wrong) < WRONG_ANSWERS:
        return None
    place = sha256(f"{salt}{part.value}".encode()).digest()[0] % (WRONG_ANSWERS + 1)
    options = (*wrong[:place], right[0], *wrong[place:])
    return Question(part, ASKED[part], options, place)


def _wrong_answers(
    part: QuizPart, right: Sequence[str], known: Known, strangers: Iterable[Saying], limits: Limits
) -> list[str]:
    """The first that will do, of different things if possible. No more strangers are asked for than needed."""
    wrong: list[Saying] = []
    spare: list[Saying] = []
    for saying in strangers:
        if not is_wrong_here(part, saying, known, limits):
            continue
        if any(alike(saying.text, other) for other in (*right, *(each.text for each in (*wrong, *spare)))):
            continue
        (spare if any(saying.things == each.things for each in wrong) else wrong).append(saying)
        if len(wrong) == WRONG_ANSWERS:
            break
    return [saying.text for saying in (*wrong, *spare)][:WRONG_ANSWERS]


def is_wrong_here(part: QuizPart, saying: Saying, known: Known, limits: Limits) -> bool:
    """Whether this sentence can only be a wrong answer at a post of which `known` is known."""
    if part is QuizPart.DANGER and not set(saying.accidents) <= limits.only_the_doer:
        return False
    if saying.factor and saying.way in known.ways:
        return False
    strange = [thing for thing in saying.things if thing in saying.text and thing not in known.words]
    told, case = saying.text, saying.text.partition("：")[0]
    if part is QuizPart.EMERGENCY and case != told and any(thing in case for thing in strange):
        told = case  # what to do may be right elsewhere too: the case itself cannot happen here
    return bool(strange) and not any(word in told for word in limits.everywhere)


def alike(one: str, other: str) -> bool:
    """Whether two sentences say nearly the same: half of the shorter one's pairs of characters occur in the other."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) >= min(len(first), len(second))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def answers(letters: str, questions: Sequence[Question]) -> Iterator[bool]:
    """Whether each of these letters is right; a letter that is none, and a missing one, is wrong."""
    for number, asked in enumerate(questions):
        yield letters[number : number + 1].upper() == asked.letter
