"""Code lists and grading data of `resources/`, each read on first use and kept.

`Codes(resources)` takes the resources folder itself: codes/, grading/, signs/, calendar/ and checks/ lie in it.
"""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ymh_desktop.domain.codes import AccidentType, Citation, CitationState, HazardFactor, OldAccidentType
from ymh_desktop.domain.grading import Factor, GradingProfile, Marks, Method, Option
from ymh_desktop.domain.judgement import DirectRule
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.knowledge.almanac import HolidayYear, holiday_years
from ymh_desktop.knowledge.model import Sign, SignKind, SuggestedGrade
from ymh_desktop.knowledge.presets import CheckPreset, check_presets
from ymh_desktop.knowledge.record_words import RecordWords, record_words
from ymh_desktop.knowledge.templates import Template, read_template
from ymh_desktop.knowledge.training_data import (
    QuizWords,
    RenewalPreset,
    SuggestedRule,
    SuggestedTraining,
    quiz_words,
    renewal_presets,
    suggested_rules,
    suggested_trainings,
)

_EDITION_2025 = "GB 6441-2025"
_EDITION_1986 = "GB/T 6441-1986"
_LEVELS = {level.code: level for level in RiskLevel}
# Which old name speaks for a new type when several lead to it: the unchanged one first.
_NOTE_ORDER = ("same", "renamed", "split", "deleted; ask", "deleted")


class Codes:
    """Everything that a code can mean. Lookups raise KeyError for an unknown code unless they say otherwise."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @cached_property
    def record_words(self) -> RecordWords:
        """How records and their fields are called in the trail of changes."""
        return record_words(self._root / "codes" / "record_words.yaml")

    # ---- accident types ------------------------------------------------------------------------------------------

    @cached_property
    def accident_types(self) -> tuple[AccidentType, ...]:
        """The 27 types of GB 6441-2025, in the standard's order."""
        old = sorted(self._accident_rows(_EDITION_1986), key=lambda row: _note_rank(row["map_note"]))
        leads = [(row["name_zh"], self._leads_to(row, all_of_them=True)) for row in old]
        return tuple(
            AccidentType(row["code"], row["name_zh"], tuple(name for name, codes in leads if row["code"] in codes))
            for row in self._accident_rows(_EDITION_2025)
        )

    @cached_property
    def old_accident_types(self) -> tuple[OldAccidentType, ...]:
        """The 20 types of GB/T 6441-1986 and what each becomes; several or none: ask."""
        return tuple(
            OldAccidentType(row["code"], row["name_zh"], self._leads_to(row, all_of_them=False))
            for row in self._accident_rows(_EDITION_1986)
        )

    def accident_type(self, code: str) -> AccidentType:
        """The type with this 2025 code."""
        return self._accidents[code]

    @cached_property
    def _accidents(self) -> dict[str, AccidentType]:
        return {kind.code: kind for kind in self.accident_types}

    def _accident_rows(self, edition: str) -> tuple[dict[str, str], ...]:
        return tuple(row for row in self._accident_table if row["standard"] == edition)

    @cached_property
    def _accident_table(self) -> tuple[dict[str, str], ...]:
        return tuple(_rows(self._root / "codes" / "accident_types.csv"))

    def _leads_to(self, row: dict[str, str], *, all_of_them: bool) -> tuple[str, ...]:
        """New codes of an old row: its mapping, `or X`, `(16/17)`, and with `all_of_them` also `part -> X`."""
        new = self._accident_rows(_EDITION_2025)
        by_name = {n["name_zh"]: n["code"] for n in new}
        by_number = {n["seq"]: n["code"] for n in new}
        note = row["map_note"]
        names = [row["maps_to_2025"], *re.findall(r"\bor (\S+)", note)]
        if all_of_them:
            names += re.findall(r"-> ([^\s)]+)", note)
        numbers = [number for group in re.findall(r"\(([\d/]+)\)", note) for number in group.split("/")]
        found = [by_name[name] for name in names if name] + [by_number[number] for number in numbers]
        return tuple(dict.fromkeys(found))

    # ---- hazard factors, citations -------------------------------------------------------------------------------

    @cached_property
    def hazard_factors(self) -> tuple[HazardFactor, ...]:
        """All codes of GB/T 13861-2022."""
        rows = _rows(self._root / "codes" / "hazard_factor_codes.csv")
        return tuple(HazardFactor(row["code"], row["name_zh"], row["parent"] or None) for row in rows)

    def hazard_factor(self, code: str) -> HazardFactor:
        """The factor with this code."""
        return self._factors[code]

    @cached_property
    def _factors(self) -> dict[str, HazardFactor]:
        return {factor.code: factor for factor in self.hazard_factors}

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every law and standard that may be cited, and the superseded ones to warn about."""
        return tuple(
            Citation(
                code=row["code"],
                title=row["title_zh"],
                state=CitationState(row["status"]),
                superseded_by=row["superseded_by"] or None,
                checked=row["status"] == "current" and row["confidence"] == "high",
            )
            for row in _rows(self._root / "codes" / "standards.csv")
        )

    def citation(self, code: str) -> Citation | None:
        """The citation, GB and GB/T of one number being one; None when it is not in the vetted list."""
        return self._citations.get(_bare(code))

    @cached_property
    def _citations(self) -> dict[str, Citation]:
        return {_bare(citation.code): citation for citation in self.citations}

    # ---- grading -------------------------------------------------------------------------------------------------

    @cached_property
    def _profiles(self) -> dict[str, GradingProfile]:
        return {item["id"]: _profile(item) for item in _yaml(self._root / "grading" / "profiles.yaml")}

    def profiles(self) -> tuple[GradingProfile, ...]:
        """Every known grading profile; those not `enabled` are not offered."""
        return tuple(self._profiles.values())

    def profile(self, profile_id: str) -> GradingProfile:
        """The profile with this id."""
        return self._profiles[profile_id]

    @cached_property
    def glossary(self) -> tuple[tuple[str, str], ...]:
        """Words of criteria that people in small firms do not know, each with what it is in everyday words."""
        said: dict[str, str] = _yaml(self._root / "codes" / "glossary.yaml")
        return tuple(said.items())

    def explained(self, words: str) -> tuple[str, ...]:
        """What the hard words in this text mean, one sentence each, in the order of the text; each place once."""
        found: list[tuple[int, int, str]] = []
        for term, meaning in self.glossary:
            start = words.find(term)
            if start >= 0 and all(start + len(term) <= first or start >= last for first, last, _ in found):
                found.append((start, start + len(term), f"{term}：{meaning}"))
        return tuple(sentence for _, _, sentence in sorted(found))

    @cached_property
    def direct_rules(self) -> tuple[DirectRule, ...]:
        """The questions of direct judgement, in the order in which they are asked."""
        return tuple(
            DirectRule(item["id"], item["question"], item["hint"], _LEVELS[item["level"]], item["source"])
            for item in _yaml(self._root / "grading" / "direct_rules.yaml")
        )

    @cached_property
    def _words(self) -> dict[str, Any]:
        words: dict[str, Any] = _yaml(self._root / "grading" / "words.yaml")
        return words

    def marks_for(self, profile: GradingProfile, grade: SuggestedGrade) -> Marks:
        """The marks that this profile gives to the words of a suggested grade (resources/grading/words.yaml)."""
        tables = self._words[profile.method.value]
        words = {"likelihood": grade.likelihood, "exposure": grade.exposure, "consequence": grade.consequence}
        marks = []
        for factor in profile.factors:
            found: Any = tables[factor.key]["marks"]
            for name in tables[factor.key]["from"]:
                found = found[words[name]]
            marks.append(Decimal(found))
        return tuple(marks)

    # ---- checks --------------------------------------------------------------------------------------------------

    @cached_property
    def holiday_years(self) -> tuple[HolidayYear, ...]:
        """The years whose public holidays are known."""
        return holiday_years(self._root / "calendar")

    @cached_property
    def check_presets(self) -> tuple[CheckPreset, ...]:
        """Ready check tables that do not come from the register."""
        return check_presets(self._root / "checks" / "presets.yaml")

    def check_preset(self, preset_id: str) -> CheckPreset:
        """The preset with this id."""
        return next(preset for preset in self.check_presets if preset.id == preset_id)

    # ---- texts of documents --------------------------------------------------------------------------------------

    def template(self, template_id: str) -> Template:
        """The words of this document; raises TemplateBroken."""
        found = self._templates.get(template_id)
        if found is None:
            found = self._templates[template_id] = read_template(self._root / "templates" / f"{template_id}.md")
        return found

    @cached_property
    def _templates(self) -> dict[str, Template]:
        return {}

    # ---- training ------------------------------------------------------------------------------------------------

    @cached_property
    def quiz_words(self) -> QuizWords:
        """Where the wrong answers of 三问 come from."""
        return quiz_words(self._root / "training" / "quiz.yaml")

    @cached_property
    def renewal_presets(self) -> tuple[RenewalPreset, ...]:
        """Kinds of things that fall due, in the order in which they are offered."""
        return renewal_presets(self._root / "training" / "renewals.yaml")

    def renewal_preset(self, preset_id: str) -> RenewalPreset:
        """The kind with this id; the last one (别的) for an id that is not known any more."""
        return next((each for each in self.renewal_presets if each.id == preset_id), self.renewal_presets[-1])

    @cached_property
    def suggested_rules(self) -> tuple[SuggestedRule, ...]:
        """Rules of rewards and penalties that may be taken over."""
        return suggested_rules(self._root / "training" / "awards.yaml")

    @cached_property
    def suggested_trainings(self) -> tuple[SuggestedTraining, ...]:
        """Trainings that may be planned for a year."""
        return suggested_trainings(self._root / "training" / "topics.yaml")

    # ---- signs ---------------------------------------------------------------------------------------------------

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """The signs that can be drawn, ordered 警告→禁止→指令→提示 and then as in the file."""
        listed = [_sign(item) for item in _listed_without_drawings(self._root / "signs" / "signs.yaml")]
        order = list(SignKind)
        return tuple(sorted(listed, key=lambda sign: order.index(sign.kind)))

    def sign(self, sign_id: str) -> Sign:
        """The sign with this id."""
        return self._signs[sign_id]

    @cached_property
    def _signs(self) -> dict[str, Sign]:
        return {sign.id: sign for sign in self.signs}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _bare(code: str) -> str:
    return re.sub(r"[\s\u3000]+", "", code).upper().replace("—", "-").replace("/T", "", 1)


def _note_rank(note: str) -> int:
    return next((rank for rank, start in enumerate(_NOTE_ORDER) if note.startswith(start)), len(_NOTE_ORDER))


def _profile(item: dict[str, Any]) -> GradingProfile:
    factors = tuple(
        Factor(
            factor["key"],
            factor["name"],
            factor["question"],
            tuple(Option(Decimal(mark), word, official) for mark, word, official in factor["options"]),
        )
        for factor in item["factors"]
    )
    thresholds = sorted(((_LEVELS[code], Decimal(least)) for code, least in item["thresholds"].items()), reverse=True)
    return GradingProfile(
        id=item["id"],
        name=item["name"],
        method=Method(item["method"]),
        version=item["version"],
        source=item["source"],
        factors=factors,
        thresholds=tuple(thresholds),
        enabled=item["enabled"],
    )


def _listed_without_drawings(path: Path) -> Iterator[dict[str, str]]:
    """The scalar fields of each sign; building the drawings too would take five times as long."""
    whole = yaml.compose(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(whole, yaml.MappingNode)
    (signs,) = (value for key, value in whole.value if key.value == "signs")
    for sign in signs.value:
        yield {key.value: value.value for key, value in sign.value if isinstance(value, yaml.ScalarNode)}


def _sign(item: dict[str, str]) -> Sign:
    return Sign(item["id"], item["name"], SignKind(item["kind"]), item.get("review", ""))
