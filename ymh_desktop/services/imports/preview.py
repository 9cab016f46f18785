"""What would be brought in, before anything is: records of the ledger, questions, and what is wrong in which row.

Nothing is guessed silently: a row that cannot be understood is named with what to do, and is left out.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.enterprise import Enterprise, optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import Grade, GradingProfile, plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency, TierScheme
from ymh_desktop.domain.words import label
from ymh_desktop.services.enterprise import persons_phone
from ymh_desktop.services.imports import values
from ymh_desktop.services.imports.columns import MEASURE_KINDS, LedgerKind, Line, Table, Target
from ymh_desktop.services.imports.values import Accidents, Who
from ymh_desktop.services.ports import Ports

NOT_SAID = "（没写）"  # the question about rows without an accident type
IMPORTED = "导入的等级，未附分值。"
LONGEST_ITEM, LONGEST_STANDARD = 60, 200
_FAILED = ("不符合", "不合格", "有隐患", "异常", "×", "✗", "不达标", "未落实")
_PASSED = ("符合", "合格", "正常", "无", "√", "✓", "是", "达标", "未发现", "已落实")
_MENDED = ("已整改", "整改完成", "已销号", "已完成", "已闭环")

Answers = Mapping[str, tuple[str, ...]]  # a name in the ledger → 2025 codes


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in one row. `left_out`: the row is not brought in; else only that cell was not used."""

    number: int
    column: str
    what: str
    do: str
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A name of an accident that means several things now, or none: which? `lines` is how often it stands there."""

    word: str
    options: tuple[tuple[str, ...], ...]
    lines: int


@dataclass(frozen=True, slots=True)
class MeasureIn:
    """A measure as the ledger has it."""

    kind: MeasureKind
    text: str
    state: MeasureState


@dataclass(frozen=True, slots=True)
class RiskIn:
    """One hazard at one risk point."""

    number: int
    point: str
    place: str
    kind: RiskPointKind
    count: int
    title: str
    accidents: tuple[str, ...]
    consequence: str
    grade: Grade
    measures: tuple[MeasureIn, ...] = ()
    tier: ControlTier | None = None
    who: Who | None = None
    frequency: Frequency | None = None


@dataclass(frozen=True, slots=True)
class ItemIn:
    """One thing to look at."""

    number: int
    what: str
    standard: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class DangerIn:
    """One hidden danger that is still open."""

    number: int
    title: str
    place: str
    found_on: date | None
    who: Who | None


@dataclass(frozen=True, slots=True)
class DeviceIn:
    """One piece of equipment. `module_id` is the library module that asks about it, None for none."""

    number: int
    name: str
    place: str
    count: int
    module_id: str | None
    details: str
    who: Who | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that would be brought in. `missing` says which column must still be named, empty for none."""

    kind: LedgerKind
    title: str
    risks: tuple[RiskIn, ...] = ()
    items: tuple[ItemIn, ...] = ()
    dangers: tuple[DangerIn, ...] = ()
    devices: tuple[DeviceIn, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    merged: int = 0
    missing: str = ""

    @property
    def count(self) -> int:
        """How many records."""
        return len(self.risks) + len(self.items) + len(self.dangers) + len(self.devices)

    @property
    def points(self) -> int:
        """How many different risk points."""
        return len({point_key(risk.point, risk.place) for risk in self.risks})

    @property
    def left_out(self) -> int:
        """How many rows cannot be brought in."""
        return len({problem.number for problem in self.problems if problem.left_out})

    @property
    def levels(self) -> tuple[tuple[RiskLevel, int], ...]:
        """How many hazards per level, worst first."""
        found = Counter(risk.grade.level for risk in self.risks)
        return tuple((level, found[level]) for level in sorted(found, reverse=True))

    @property
    def blocker(self) -> str:
        """Why it cannot be brought in yet; empty when it can."""
        if self.missing:
            return self.missing
        if self.questions:
            return f"还有 {len(self.questions)} 个事故类型要您选。"
        return "" if self.count else "没有可以导入的内容。"


def point_key(name: str, place: str) -> tuple[str, str]:
    """Two risk points of this key are the same one."""
    return (_squeezed(name), _squeezed(place))


def hazard_key(name: str, place: str, title: str) -> tuple[str, str, str]:
    """Two hazards of this key are the same one."""
    return (*point_key(name, place), _squeezed(title))


def _squeezed(words: str) -> str:
    return re.sub(r"[\s。，,；;]", "", values.plain(words)).lower()


def preview(
    ports: Ports, table: Table, kind: LedgerKind, meaning: Mapping[int, Target], answers: Answers | None = None
) -> Preview:
    """Understand every row with these columns; changes nothing."""
    with ports.units.read() as uow:
        enterprise = uow.enterprise()
    reading = _Reading(ports, table, meaning, answers or {}, enterprise)
    match kind:
        case LedgerKind.RISKS:
            return reading.risk_ledger()
        case LedgerKind.CHECKS:
            return reading.check_ledger()
        case LedgerKind.EQUIPMENT:
            return reading.device_ledger()


class _LeaveOut(Exception):
    """This row cannot be brought in; the problem is noted."""


class _Cells:
    """One row by what its columns mean."""

    def __init__(self, line: Line, at: Mapping[Target, list[int]]) -> None:
        self.number, self.section = line.number, line.section
        self._line, self._at = line, at

    def text(self, target: Target) -> str:
        """The words of the column, empty for none."""
        return next((values.said(self.raw(at)) for at in self._at.get(target, ())), "")

    def raw(self, at: int) -> str:
        """The words of a column by its number."""
        return self._line.cells[at] if at < len(self._line.cells) else ""


@dataclass(slots=True)
class _Reading:
    ports: Ports
    table: Table
    meaning: Mapping[int, Target]
    answers: Answers
    enterprise: Enterprise | None
    problems: list[Problem] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    known: Accidents = field(init=False)
    given: frozenset[Target] = field(init=False)
    existing: frozenset[int] = field(init=False)
    graded: dict[tuple[object, ...], Grade] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = values.accidents_of(self.ports.codes)
        self.given = frozenset(self.meaning.values())
        self.existing = frozenset(column.at for column in self.table.columns if column.existing)

    # ---- what all kinds share ----------------------------------------------------------------------------------------

    def lines(self) -> list[_Cells]:
        """The rows by meaning."""
        at: dict[Target, list[int]] = {}
        for column, target in self.meaning.items():
            at.setdefault(target, []).append(column)
        return [_Cells(line, at) for line in self.table.lines]

    def has(self, *targets: Target) -> bool:
        """Whether some column is one of these."""
        return not self.given.isdisjoint(targets)

    def note(self, cells: _Cells, target: Target, what: str, do: str) -> None:
        """A cell that is not used."""
        self.problems.append(Problem(cells.number, label(target), what, do, left_out=False))

    def refuse(self, cells: _Cells, target: Target, what: str, do: str) -> _LeaveOut:
        """A row that is left out."""
        self.problems.append(Problem(cells.number, label(target), what, do))
        return _LeaveOut()

    def fitting(self, cells: _Cells, target: Target, words: str, most: int, *, needed: bool = False) -> str:
        """The words, if they are as long as the program can keep; raises _LeaveOut."""
        words = re.sub(r"\s*\n\s*", " ", words)
        try:
            return (required_text if needed else optional_text)(label(target), words, most)
        except UserError as error:
            raise self.refuse(cells, target, error.problem, "请在表里改好，再导入一次。") from error

    def who(self, cells: _Cells) -> Who | None:
        """The person of the row; what is no name or no number is noted."""
        try:
            found = values.who(cells.text(Target.PERSON), cells.text(Target.PHONE))
        except ValueError:
            self.note(cells, Target.PERSON, "看不出是谁的名字。", "导入以后再选责任人。")
            return None
        if found is None:
            return None
        try:
            return replace(found, phone=persons_phone("电话", found.phone))
        except UserError as error:
            self.note(cells, Target.PHONE, error.problem, "电话没有导入，请到“人员与岗位”里填。")
            return replace(found, phone="")

    def counted(self, cells: _Cells) -> int:
        """How many; one when it cannot be read."""
        try:
            return values.count(cells.text(Target.COUNT))
        except ValueError:
            self.note(cells, Target.COUNT, f"“{cells.text(Target.COUNT)}”不是数量。", "先按 1 导入，请导入后改。")
            return 1

    # ---- risks -------------------------------------------------------------------------------------------------------

    def risk_ledger(self) -> Preview:
        """Rows of one hazard each; the same hazard again adds its measures."""
        missing = ""
        if not self.has(Target.POINT):
            missing = "请指出哪一列是“风险点”。"
        elif not self.has(Target.HAZARD, Target.ACCIDENT):
            missing = "请指出哪一列是“危险源”。"
        elif not self.has(Target.LEVEL, Target.MARK_L):
            missing = "请指出哪一列是“风险等级”。"
        found: dict[tuple[str, str, str], RiskIn] = {}
        merged, above = 0, None
        for cells in self.lines() if not missing else ():
            try:
                risk = self._risk(cells, above)
            except _LeaveOut:
                continue
            key = hazard_key(risk.point, risk.place, risk.title)
            if key in found:
                merged += 1
                found[key] = _joined(found[key], risk)
            else:
                found[key] = risk
            above = found[key]
        return Preview(
            LedgerKind.RISKS,
            self.table.title,
            risks=tuple(found.values()),
            problems=tuple(self.problems),
            questions=self._questions(),
            merged=merged,
            missing=missing,
        )

    def _risk(self, cells: _Cells, above: RiskIn | None) -> RiskIn:
        """One row. A blank risk point is the one above; then a blank hazard is the one above too."""
        name, title = cells.text(Target.POINT), cells.text(Target.HAZARD)
        goes_on = not name and above is not None
        if above is not None and goes_on:
            name = above.point
        point = self.fitting(cells, Target.POINT, name, 40, needed=True)
        place = cells.text(Target.PLACE) or (above.place if above and goes_on else cells.section)
        place = self.fitting(cells, Target.PLACE, place, 40)
        measures = self._measures(cells)
        if above is not None and goes_on and not title and not cells.text(Target.ACCIDENT) and measures:
            return replace(above, number=cells.number, measures=measures)
        title = self.fitting(cells, Target.HAZARD, title or cells.text(Target.ACCIDENT), 200, needed=True)
        consequence = self.fitting(cells, Target.CONSEQUENCE, cells.text(Target.CONSEQUENCE), 100)
        grade = self._grade(cells, consequence)
        kind = values.point_kind(cells.text(Target.POINT_KIND), point)
        return RiskIn(
            cells.number,
            point,
            place,
            above.kind if above and goes_on else kind,
            self.counted(cells),
            title,
            self._accidents(cells),
            consequence,
            grade,
            measures,
            self._tier(cells, grade.level),
            self.who(cells),
            self._frequency(cells),
        )

    def _measures(self, cells: _Cells) -> tuple[MeasureIn, ...]:
        """In place only where the column says that they exist; else nobody has answered for them yet."""
        found: dict[str, MeasureIn] = {}
        for at, target in self.meaning.items():
            if target is not Target.MEASURES and target not in MEASURE_KINDS:
                continue
            state = MeasureState.IN_PLACE if at in self.existing else MeasureState.UNANSWERED
            for words in values.measures(cells.raw(at)):
                kind = MEASURE_KINDS.get(target) or values.measure_kind(words)
                found.setdefault(words, MeasureIn(kind, words, state))
        return tuple(found.values())

    def _accidents(self, cells: _Cells) -> tuple[str, ...]:
        names = values.accident_names(cells.text(Target.ACCIDENT)) or (NOT_SAID,)
        codes: list[str] = []
        for name in names:
            meant = self.answers.get(name) or self.known.meaning(name)
            if name in self.answers or len(meant) == 1:
                codes += meant
            else:
                self.asked[name] += 1
        return tuple(dict.fromkeys(codes))

    def _questions(self) -> tuple[Question, ...]:
        questions = []
        for word, lines in self.asked.items():
            meant = self.known.meaning(word)
            options: tuple[tuple[str, ...], ...] = tuple((code,) for code in meant or self.known.every)
            if len(meant) == 2:
                options = (*options, meant)
            questions.append(Question(word, options, lines))
        return tuple(questions)

    def _grade(self, cells: _Cells, consequence: str) -> Grade:
        """The ledger's level always holds; its marks go along when one of our methods gives the same level."""
        level = self._level(cells)
        lec = self.has(Target.MARK_E)
        wanted = (Target.MARK_L, Target.MARK_E, Target.MARK_C) if lec else (Target.MARK_L, Target.MARK_S)
        marks = self._marks(cells, wanted) if self.has(*wanted) else None
        profile = self._profile()
        if marks is not None and (grade := self._scored(marks, wanted, level, consequence)) is not None:
            return grade
        if level is None:
            raise self.refuse(cells, Target.LEVEL, "没有风险等级，分值也算不出等级。", "请在表里填上等级，再导入一次。")
        if marks is None:
            return profile.given(level, IMPORTED)
        sums = "×".join(f"{target.value}{plain(mark)}" for target, mark in zip(wanted, marks, strict=True))
        self.note(
            cells, Target.LEVEL, f"{sums} 按本程序的方法得不出{label(level)}。", "等级照表里的导入，分值没有导入。"
        )
        return profile.given(level, f"导入的等级。台账的分值是 {sums}，与本程序的方法对不上，没有采用。")

    def _scored(
        self, marks: tuple[Decimal, ...], wanted: tuple[Target, ...], level: RiskLevel | None, consequence: str
    ) -> Grade | None:
        """The grade of the first of our methods that gives this level (None: any); the firm's own method first."""
        key = (marks, wanted, level, consequence)
        if key not in self.graded:
            keys, own = tuple(target.value for target in wanted), self._profile().id
            for each in sorted(self._methods(keys), key=lambda p: p.id != own):
                grade = each.grade(marks, consequence) if each.accepts(marks) else None
                if grade is not None and level in (None, grade.level):
                    self.graded[key] = grade
                    break
        return self.graded.get(key)

    def _level(self, cells: _Cells) -> RiskLevel | None:
        words = cells.text(Target.LEVEL)
        try:
            return values.level(words)
        except ValueError as error:
            do = "请改成 重大、较大、一般、低，或者 红、橙、黄、蓝。"
            raise self.refuse(cells, Target.LEVEL, f"“{words[:12]}”看不出是哪一级。", do) from error

    def _marks(self, cells: _Cells, wanted: tuple[Target, ...]) -> tuple[Decimal, ...] | None:
        found = []
        for target in wanted:
            try:
                mark = values.mark(cells.text(target))
            except ValueError:
                self.note(cells, target, f"“{cells.text(target)[:12]}”不是分值。", "分值没有导入。")
                return None
            if mark is None:
                return None
            found.append(mark)
        return tuple(found)

    def _methods(self, keys: tuple[str, ...]) -> list[GradingProfile]:
        return [p for p in self.ports.codes.profiles() if p.enabled and tuple(f.key for f in p.factors) == keys]

    def _profile(self) -> GradingProfile:
        return self.ports.codes.profile(self.enterprise.profile_id if self.enterprise else "lec")

    def _tier(self, cells: _Cells, level: RiskLevel) -> ControlTier | None:
        words = cells.text(Target.TIER)
        scheme = self.enterprise.tiers if self.enterprise else TierScheme()
        try:
            tier = values.tier(words)
        except ValueError:
            self.note(cells, Target.TIER, f"“{words[:12]}”看不出是哪一级管。", "先按风险等级定的层级导入。")
            return None
        if tier is None:
            return None
        tier, least = scheme.holder(tier), scheme.controls(level)
        if tier < least:
            self.note(
                cells, Target.TIER, f"{label(level)}要{label(least)}管，表里写得低了。", f"已按{label(least)}导入。"
            )
        return tier if tier > least else None

    def _frequency(self, cells: _Cells) -> Frequency | None:
        words = cells.text(Target.FREQUENCY)
        try:
            return values.frequency(words)
        except ValueError:
            self.note(cells, Target.FREQUENCY, f"“{words[:12]}”看不出多久查一次。", "频次没有导入。")
            return None

    # ---- checks and hidden dangers -----------------------------------------------------------------------------------

    def check_ledger(self) -> Preview:
        """Things to look at, and what was found wrong there."""
        asks = self.has(Target.ITEM, Target.STANDARD)
        missing = "" if asks or self.has(Target.FOUND) else "请指出哪一列是“检查项目”或者“隐患内容”。"
        items: dict[tuple[str, str], ItemIn] = {}
        dangers: dict[tuple[str, str], DangerIn] = {}
        merged = 0
        for cells in self.lines() if not missing else ():
            try:
                for item in self._items(cells):
                    merged += (item.what, item.standard) in items
                    items.setdefault((item.what, item.standard), item)
                danger = self._danger(cells)
            except _LeaveOut:
                continue
            if danger is not None:
                merged += (danger.title, danger.place) in dangers
                dangers.setdefault((danger.title, danger.place), danger)
        return Preview(
            LedgerKind.CHECKS,
            self.table.title,
            items=tuple(items.values()),
            dangers=tuple(dangers.values()),
            problems=tuple(self.problems),
            merged=merged,
            missing=missing,
        )

    def _items(self, cells: _Cells) -> list[ItemIn]:
        """A long standard becomes several things to look at, each as long as a check table holds."""
        item, standard = cells.text(Target.ITEM), cells.text(Target.STANDARD)
        if not item and not standard:
            return []
        whole = re.sub(r"\s*\n\s*", "\n", standard or item)
        what = re.sub(r"\s+", "", item) or cells.section or whole
        what = values.pieces(what, LONGEST_ITEM)[0].rstrip("。；;，,")
        parts = [piece for part in whole.split("\n") for piece in values.pieces(part, LONGEST_STANDARD)]
        basis = self.fitting(cells, Target.BASIS, cells.text(Target.BASIS), 200)
        return [ItemIn(cells.number, what, part, basis) for part in parts]

    def _danger(self, cells: _Cells) -> DangerIn | None:
        title, result = cells.text(Target.FOUND), values.plain(cells.text(Target.RESULT))
        if any(word in result for word in _MENDED):
            self.note(cells, Target.RESULT, "已经整改完了。", "不再登记成隐患。")
            return None
        if not title:
            failed = result == "否" or any(word in result for word in _FAILED)
            if result and not failed and not any(word in result for word in _PASSED):
                self.note(
                    cells, Target.RESULT, f"“{result[:20]}”看不出有没有问题。", "没有登记成隐患，需要的请自己登记。"
                )
            if not failed:
                return None
            title = f"{cells.text(Target.ITEM) or cells.text(Target.STANDARD)}：不符合要求"
        title = self.fitting(cells, Target.FOUND, title, 300, needed=True)
        place = self.fitting(cells, Target.PLACE, cells.text(Target.PLACE) or cells.section, 60)
        return DangerIn(cells.number, title, place, self._found_on(cells), self.who(cells))

    def _found_on(self, cells: _Cells) -> date | None:
        words = cells.text(Target.FOUND_ON)
        try:
            day = values.day(words)
        except ValueError:
            self.note(cells, Target.FOUND_ON, f"“{words[:12]}”不是日期。", "发现日期先写今天，请导入后核对。")
            return None
        if day is not None and day > self.ports.clock.today():
            self.note(cells, Target.FOUND_ON, f"{day} 还没到。", "发现日期先写今天，请导入后核对。")
            return None
        return day

    # ---- equipment ---------------------------------------------------------------------------------------------------

    def device_ledger(self) -> Preview:
        """Each row is a risk point; the library asks about it where it knows such a thing."""
        missing = "" if self.has(Target.DEVICE) else "请指出哪一列是“设备名称”。"
        devices: list[DeviceIn] = []
        for cells in self.lines() if not missing else ():
            try:
                devices.append(self._device(cells))
            except _LeaveOut:
                continue
        return Preview(
            LedgerKind.EQUIPMENT,
            self.table.title,
            devices=tuple(devices),
            problems=tuple(self.problems),
            missing=missing,
        )

    def _device(self, cells: _Cells) -> DeviceIn:
        name = self.fitting(cells, Target.DEVICE, cells.text(Target.DEVICE), 40, needed=True)
        model, number, until = (cells.text(t) for t in (Target.MODEL, Target.NUMBER, Target.EXPIRES))
        called = f"{name}（{model}）" if model and len(name) + len(model) <= 38 else name
        details = "，".join(
            words
            for words in (
                f"检验有效期到 {until}，到期前要报检" if until else "",
                f"设备编号 {number}" if number else "",
                f"型号 {model}" if model and called == name else "",
            )
            if words
        )
        if until and self._past(until):
            self.note(cells, Target.EXPIRES, f"检验有效期 {until} 已经过了。", "照样导入，请尽快核对并报检。")
        return DeviceIn(
            cells.number,
            called,
            self.fitting(cells, Target.PLACE, cells.text(Target.PLACE) or cells.section, 40),
            self.counted(cells),
            module_for(self.ports, name),
            self.fitting(cells, Target.NUMBER, details, LONGEST_STANDARD),
            self.who(cells),
        )

    def _past(self, until: str) -> bool:
        found = re.match(r"(\d{4})\s*[-./年]\s*(\d{1,2})", values.plain(until))
        today = self.ports.clock.today()
        return found is not None and (int(found[1]), int(found[2])) < (today.year, today.month)


def _joined(first: RiskIn, again: RiskIn) -> RiskIn:
    """The same hazard in two rows: what the first does not say yet is added; the worse level holds."""
    known = {measure.text for measure in first.measures}
    return replace(
        first,
        accidents=tuple(dict.fromkeys((*first.accidents, *again.accidents))),
        measures=(*first.measures, *(m for m in again.measures if m.text not in known)),
        grade=again.grade if again.grade.level > first.grade.level else first.grade,
        consequence=first.consequence or again.consequence,
        who=first.who or again.who,
        tier=max((t for t in (first.tier, again.tier) if t), default=None),
        frequency=first.frequency or again.frequency,
    )


def module_for(ports: Ports, name: str) -> str | None:
    """The library module about such equipment: the one with the longest name or alias within the name."""
    best = (0, "")
    for header in ports.library.module_headers():
        if header.kind is not RiskPointKind.FACILITY:
            continue
        for known in (header.name, *header.aliases):
            if len(known) >= 2 and known in name and len(known) > best[0]:
                best = (len(known), header.id)
    return best[1] or None
