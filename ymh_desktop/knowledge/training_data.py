"""What the program knows about training, rewards and days that come again: all of it customary, all of it data."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ymh_desktop.domain.awards import AwardKind
from ymh_desktop.domain.training import TrainingKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QuizWords:
    """Which modules' sentences may be wrong answers at other posts, and what makes a sentence right everywhere.

    `only_the_doer` are 2025 codes of accidents that hurt nobody but who does the work.
    """

    strangers: tuple[str, ...]
    everywhere: tuple[str, ...]
    only_the_doer: frozenset[str]


@dataclass(frozen=True, slots=True)
class RenewalPreset:
    """A kind of thing with a day. `months` is customary, None: as the paper says; `remind` days before it is told.

    `person`, `number` and `issuer` are how the form calls those fields, empty where the kind has none. `basis` is a
    code of the citations that the matter falls under, empty for none. `suspect`: going on after the day may be a
    重大事故隐患, which a person must judge. `personal`: it belongs to one person and cannot be handed on. `modules` of
    the library make it likely here; none: everywhere.
    """

    id: str
    name: str
    group: str
    months: int | None
    remind: int
    person: str
    number: str
    issuer: str
    basis: str
    note: str
    suspect: bool = False
    personal: bool = False
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestedRule:
    """A rule of rewards and penalties as other small firms have it (习惯值)."""

    id: str
    kind: AwardKind
    text: str
    points: int
    yuan: Decimal


@dataclass(frozen=True, slots=True)
class SuggestedTraining:
    """A training that small firms usually have, in which month, how long (习惯值)."""

    topic: str
    kind: TrainingKind
    hours: Decimal
    content: str
    month: int


def quiz_words(path: Path) -> QuizWords:
    """resources/training/quiz.yaml."""
    said = _read(path)
    return QuizWords(tuple(said["strangers"]), tuple(said["everywhere"]), frozenset(said["only_the_doer"]))


def renewal_presets(path: Path) -> tuple[RenewalPreset, ...]:
    """resources/training/renewals.yaml, in its order."""
    return _each(path, lambda said: RenewalPreset(**{**said, "modules": tuple(said.get("modules", ()))}))


def suggested_rules(path: Path) -> tuple[SuggestedRule, ...]:
    """resources/training/awards.yaml."""
    return _each(
        path,
        lambda s: SuggestedRule(s["id"], AwardKind(s["kind"]), s["text"], s["points"], Decimal(s["yuan"])),
    )


def suggested_trainings(path: Path) -> tuple[SuggestedTraining, ...]:
    """resources/training/topics.yaml."""
    return _each(
        path,
        lambda s: SuggestedTraining(s["topic"], TrainingKind(s["kind"]), Decimal(s["hours"]), s["content"], s["month"]),
    )


def _each(path: Path, made: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    return tuple(made(said) for said in _read(path))


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
