"""Step 5: the few hazards to look at, what each choice would make of them, and everything else accepted at once.

A hazard that is graded down stays in the list until the next visit, where it was: nothing jumps away under the hand.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import Factor, Grade, plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows.grading import GradingLine, GradingList, accept_rest, grading_list, try_marks
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import HAZARD, Unkept


@dataclass(frozen=True, slots=True)
class OptionShown:
    """One answer to a question: the everyday word, and small behind it the number with its official wording."""

    word: str
    official: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question of the method; `chosen` is the place of the answer among its options, -1 for none yet."""

    question: str
    options: tuple[OptionShown, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class LineShown:
    """A hazard in the list. `note` and `tone` stand at the right of its line."""

    id: str
    number: int
    title: str
    detail: str
    level: RiskLevel
    note: str
    tone: str


class GradingModel(QObject):
    """What step 5 shows and may do."""

    loaded = Signal()  # the list is there, or changed
    graded = Signal(str)  # the level of this hazard moved, before it is kept

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__()
        self._context, self._run_id = context, run_id
        self._list: GradingList | None = None
        self._lines: dict[str, GradingLine] = {}  # in the order shown
        self._tried: dict[str, Grade] = {}  # chosen, not read back yet
        self._picked: dict[str, dict[int, Decimal]] = {}  # first answers for levels that came without marks
        self._under_way = 0
        self.unkept = Unkept(context, HAZARD)

    def load(self, afresh: bool = False) -> None:
        """Read the list; `afresh` drops what was only kept in it since it was graded down."""
        if afresh:
            self._lines.clear()
        keep = frozenset(self._lines)
        self.unkept.load()
        self._context.tasks.run(partial(_read, self._context.ports, keep), self._came)

    @property
    def ready(self) -> bool:
        """Whether the list was read."""
        return self._list is not None

    @property
    def ids(self) -> tuple[str, ...]:
        """The hazards in the list."""
        return tuple(self._lines)

    def line(self, hazard_id: str) -> LineShown:
        """How a hazard stands in the list."""
        line = self._lines[hazard_id]
        number = list(self._lines).index(hazard_id) + 1
        point = line.point
        place = point.place if point.place not in point.name else ""
        detail = " · ".join(part for part in (f"{point.code} {point.name}", place, "、".join(line.accidents)) if part)
        note, tone = "", ""
        if line.hazard.judged_directly:
            note, tone = "直接判定", "warning"
        elif line.hazard.weakened:
            note, tone = "第 3 步答了“有”" if line.by_situation else "现场答了“否”", "warning"
        return LineShown(hazard_id, number, line.hazard.title, detail, self.level(hazard_id), note, tone)

    def grade(self, hazard_id: str) -> Grade:
        """The grade as chosen, kept or not."""
        return self._tried.get(hazard_id, self._lines[hazard_id].hazard.grade)

    def level(self, hazard_id: str) -> RiskLevel:
        """The level as chosen; a direct judgement in force is never undercut."""
        judged = [j.level for j in self._lines[hazard_id].hazard.judgements if j.in_force]
        return max([self.grade(hazard_id).level, *judged])

    def questions(self, hazard_id: str) -> tuple[QuestionShown, ...]:
        """The questions of the method that the hazard was graded with."""
        factors = self._lines[hazard_id].profile.factors
        picked = self._picked.get(hazard_id, {})
        marks: tuple[Decimal | None, ...] = self.grade(hazard_id).marks or tuple(
            picked.get(place) for place in range(len(factors))
        )
        return tuple(_question(factor, mark) for factor, mark in zip(factors, marks, strict=True))

    def sum_words(self, hazard_id: str) -> str:
        """L6×E6×C7＝252（LEC法）: the official arithmetic, small."""
        grade, profile = self.grade(hazard_id), self._lines[hazard_id].profile
        if not grade.scored:
            return f"{grade.profile_name}，没有分值；几个问题都选好就重新定级"
        marks = "×".join(f"{f.key}{plain(m)}" for f, m in zip(profile.factors, grade.marks, strict=True))
        return f"{marks}＝{plain(grade.value)}　{grade.profile_name}"

    def what_happens(self, hazard_id: str) -> str:
        """The event with its worst consequence, in full."""
        hazard = self._lines[hazard_id].hazard
        return f"{hazard.title}。最坏：{hazard.consequence}。" if hazard.consequence else f"{hazard.title}。"

    def found(self, hazard_id: str) -> str:
        """What raised the grade, empty when nothing did."""
        line = self._lines[hazard_id]
        where = "第 3 步" if line.by_situation else "现场"
        return f"{where}查出：{line.found}。建议的等级先按高一档算，隐患销号后再降下来。" if line.found else ""

    def judgements(self, hazard_id: str) -> tuple[str, ...]:
        """Direct judgements in force, with their source."""
        hazard = self._lines[hazard_id].hazard
        return tuple(f"直接判定为{label(j.level)}：{j.reason}" for j in hazard.judgements if j.in_force)

    def judgement_sources(self, hazard_id: str) -> str:
        """Where these rules come from, and what they mean here."""
        sources = {j.source: None for j in self._lines[hazard_id].hazard.judgements if j.in_force}
        return f"依据：{'；'.join(sources)}。下面怎么选，等级都不会低于它。" if sources else ""

    def reason(self, hazard_id: str) -> str:
        """The sentence that the register prints."""
        return self.grade(hazard_id).reason

    def has_own_reason(self, hazard_id: str) -> bool:
        """Whether somebody wrote another sentence than the program."""
        line = self._lines[hazard_id]
        grade = self.grade(hazard_id)
        if not grade.scored:
            return False
        return grade.reason != line.profile.grade(grade.marks, line.hazard.consequence).reason

    def choose(self, hazard_id: str, question: int, option: int) -> None:
        """Another answer: the level moves at once, and it is kept."""
        line = self._lines[hazard_id]
        mark = line.profile.factors[question].options[option].mark
        if self.grade(hazard_id).scored:
            marks = list(self.grade(hazard_id).marks)
            if marks[question] == mark:
                return
            marks[question] = mark
        else:
            picked = self._picked.setdefault(hazard_id, {})
            picked[question] = mark
            if len(picked) < len(line.profile.factors):
                return
            marks = [picked[place] for place in sorted(picked)]
        grade = try_marks(line, tuple(marks))
        self._tried[hazard_id] = grade
        self.graded.emit(hazard_id)
        work = partial(risks.grade_hazard, self._context.ports, hazard_id, grade.marks)
        self._save(work, f"改等级：{line.point.name} {label(self.level(hazard_id))}")

    def explain(self, hazard_id: str, reason: str) -> None:
        """The user's own sentence; empty brings the program's back."""
        work = partial(risks.explain_grade, self._context.ports, hazard_id, reason)
        self._save(work, f"改定级理由：{self._lines[hazard_id].point.name}")

    @property
    def others(self) -> tuple[tuple[RiskLevel, int], ...]:
        """How many there are besides, per level, worst first."""
        return self._list.others if self._list else ()

    @property
    def rest(self) -> int:
        """How many there are besides."""
        return self._list.rest if self._list else 0

    @property
    def accepted(self) -> bool:
        """Whether the others were accepted as proposed."""
        return self._list is not None and self._list.accepted

    @property
    def rest_words(self) -> str:
        """What is said about the others."""
        if self.accepted:
            return f"其余 {self.rest} 项已按建议接受。"
        return f"其余 {self.rest} 项是一般或低风险，现场没有查出问题。"

    def accept(self) -> None:
        """Take the proposals for all others."""
        self._context.records.save(
            partial(accept_rest, self._context.ports, self._run_id), then=lambda _: self.load(), said="接受其余建议"
        )

    def summary(self) -> str:
        """For the list of steps."""
        serious = sum(1 for each in self._lines if self.level(each) >= RiskLevel.CONSIDERABLE)
        return f"较大以上 {serious} 项" if serious else ("没有较大以上" if self.rest else "")

    def blocker(self) -> str:
        """Only without any risk there is nothing to go on with."""
        if self._list is not None and not self._lines and not self.rest:
            return "还没有风险可以分级，请先回第 4 步答几题"
        return ""

    def _save(self, work: partial[Changes], said: str) -> None:
        self._under_way += 1
        self._context.records.save(work, said=said, then=lambda _: self._saved(), failed=self._refused)

    def _saved(self) -> None:
        self._under_way -= 1  # the step reloads because records changed

    def _refused(self, error: UserError) -> None:
        self._under_way -= 1
        self.load()
        self._context.records.not_saved(error)

    def _came(self, found: GradingList) -> None:
        if self._under_way:  # something newer is on its way
            return
        self._list = found
        self._tried.clear()
        fresh = {line.hazard.id: line for line in found.lines}
        known = [each for each in self._lines if each in fresh]
        new = [each for each in fresh if each not in self._lines]
        self._lines = {each: fresh[each] for each in (*known, *new)}
        self.loaded.emit()


def _question(factor: Factor, mark: object) -> QuestionShown:
    options = tuple(OptionShown(o.word, f"{factor.key} {plain(o.mark)}　{o.official}") for o in factor.options)
    chosen = next((place for place, option in enumerate(factor.options) if option.mark == mark), -1)
    return QuestionShown(factor.question, options, chosen)


def _read(ports: Ports, keep: frozenset[str]) -> GradingList:
    return grading_list(ports, open_book(ports), keep)
