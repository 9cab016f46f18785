"""Bringing in an existing ledger: the file, what its columns mean, what is asked, the preview, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.services.enterprise import firm_facts
from ymh_desktop.services.imports.bring_in import Outcome, bring_in
from ymh_desktop.services.imports.columns import (
    SEVERAL,
    LedgerKind,
    Table,
    Target,
    guess,
    guess_kind,
    read_table,
    targets_of,
)
from ymh_desktop.services.imports.preview import Answers, Preview, Question, preview
from ymh_desktop.services.ports import Ports, Progress, Sheet
from ymh_desktop.ui.context import Context

MOST_PROBLEMS = 100
MOST_EXAMPLES = 5
Option = tuple[object, str]


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column of the ledger: what stands above it, a few values, and what it is brought in as."""

    at: int
    title: str
    samples: str
    target: Target


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """An accident type to choose; the first option is no answer."""

    word: str
    sentence: str
    options: tuple[Option, ...]
    chosen: tuple[str, ...] | None


class ImportModel(QObject):
    """What the page shows and may do. `restore` puts a backup in place; None: the page says where to do it."""

    opened = Signal()  # another file, sheet or kind: columns are to be shown anew
    understood = Signal()  # the preview is there, or is gone
    done = Signal()  # everything came in

    def __init__(self, context: Context, restore: Callable[[Path], None] | None) -> None:
        super().__init__()
        self._context, self._restore = context, restore
        self._sheets: tuple[Sheet, ...] = ()
        self._asked_for = 0
        self.file_name = ""
        self.sheet = 0
        self.table: Table | None = None
        self.kind = LedgerKind.RISKS
        self.meaning: dict[int, Target] = {}
        self.answers: dict[str, tuple[str, ...]] = {}
        self.found: Preview | None = None
        self.asked: tuple[Question, ...] = ()
        self.outcome: Outcome | None = None
        self.firm_name = ""
        self.needs_firm = False
        self.busy = False

    def look(self) -> None:
        """Whether there is a firm already; `understood` follows."""
        ports = self._context.ports
        self._context.tasks.run(lambda: firm_facts(ports).enterprise is None, self._looked)

    def _looked(self, nobody: bool) -> None:
        self.needs_firm = nobody
        self.understood.emit()

    # ---- file, sheet, kind -------------------------------------------------------------------------------------------

    def choose_file(self, path: Path) -> None:
        """Read it; `opened` follows, or a notice says why not."""
        spreadsheets = self._context.ports.spreadsheets

        def came(sheets: tuple[Sheet, ...]) -> None:
            self._sheets, self.file_name, self.outcome, self.answers = sheets, path.name, None, {}
            self.choose_sheet(0)

        self._context.tasks.run_long("正在读台账", lambda progress: spreadsheets.read(path), came)

    @property
    def sheets(self) -> tuple[Option, ...]:
        """The sheets of the file, by number."""
        return tuple((at, sheet.name) for at, sheet in enumerate(self._sheets))

    @property
    def kinds(self) -> tuple[Option, ...]:
        """What a ledger can be."""
        return tuple((kind, label(kind)) for kind in LedgerKind)

    def choose_sheet(self, at: object) -> None:
        """Another sheet of the file."""
        assert isinstance(at, int)
        self.sheet = at
        self._context.tasks.run(partial(read_table, self._sheets[at]), self._read)

    def _read(self, table: Table) -> None:
        self.table = table
        self.choose_kind(guess_kind(table))

    def choose_kind(self, kind: object) -> None:
        """Another kind: its columns are guessed anew."""
        assert isinstance(kind, LedgerKind)
        assert self.table is not None
        self.kind, self.meaning, self.asked = kind, guess(self.table, kind), ()
        self.opened.emit()
        self._understand()

    # ---- columns and questions ---------------------------------------------------------------------------------------

    @property
    def columns(self) -> tuple[ColumnShown, ...]:
        """Every column that holds something."""
        columns = self.table.columns if self.table else ()
        return tuple(
            ColumnShown(c.at, c.title, "；".join(_short(s) for s in c.samples), self.meaning[c.at]) for c in columns
        )

    @property
    def targets(self) -> tuple[Option, ...]:
        """What a column can be."""
        return tuple((target, label(target)) for target in targets_of(self.kind))

    def set_meaning(self, at: int, target: object) -> None:
        """A column is something else; what only one column can be is taken from the other one."""
        assert isinstance(target, Target)
        if self.meaning.get(at) is target:
            return
        if target not in SEVERAL:
            self.meaning = {a: Target.IGNORE if t is target else t for a, t in self.meaning.items()}
        self.meaning = {**self.meaning, at: target}
        self.opened.emit()
        self._understand()

    @property
    def questions(self) -> tuple[QuestionShown, ...]:
        """What accident type is meant; answered ones stay, so that they can be changed."""
        return tuple(
            QuestionShown(
                question.word,
                f"“{question.word}”有 {question.lines} 处，现在算哪一种？",
                ((None, "（请选）"), *((codes, self._called(codes)) for codes in question.options)),
                self.answers.get(question.word),
            )
            for question in self.asked
        )

    def _called(self, codes: tuple[str, ...]) -> str:
        names = [self._context.ports.codes.accident_type(code).named(AccidentEdition.Y2025) for code in codes]
        return "和".join(names) if len(names) < 2 else f"{'和'.join(names)}，两样都算"

    def answer(self, word: str, codes: object) -> None:
        """Which accident type a word means; None takes the answer back."""
        answers = {known: meant for known, meant in self.answers.items() if known != word}
        if isinstance(codes, tuple):
            answers[word] = codes
        if answers != self.answers:
            self.answers = answers
            self._understand()

    # ---- preview -----------------------------------------------------------------------------------------------------

    def _understand(self) -> None:
        assert self.table is not None
        self._asked_for += 1
        number = self._asked_for
        work = partial(_preview, self._context.ports, self.table, self.kind, dict(self.meaning), dict(self.answers))

        def came(found: Preview) -> None:
            if number != self._asked_for:  # something newer is on its way
                return
            self.found = found
            known = {question.word for question in self.asked}
            self.asked = (*self.asked, *(q for q in found.questions if q.word not in known))
            self.understood.emit()

        self._context.tasks.run(work, came)

    @property
    def counts(self) -> str:
        """What would come in, in one line."""
        found = self.found
        if found is None:
            return ""
        parts = []
        if found.risks:
            levels = "、".join(f"{label(level)} {number}" for level, number in found.levels)
            parts.append(f"{found.points} 个风险点、{len(found.risks)} 条风险（{levels}）")
        for number, words in (
            (len(found.devices), "台设备"),
            (len(found.items), "个检查项目"),
            (len(found.dangers), "条隐患"),
        ):
            if number:
                parts.append(f"{number} {words}")
        if found.merged:
            parts.append(f"重复的 {found.merged} 行已合并")
        if found.left_out:
            parts.append(f"{found.left_out} 行不能导入")
        return "，".join(parts) or "没有可以导入的内容"

    @property
    def examples(self) -> tuple[str, ...]:
        """The first records as they would come in."""
        if self.found is None:
            return ()
        found = self.found
        words = [f"{r.point}{_at(r.place)}：{r.title}（{label(r.grade.level)}）" for r in found.risks[:MOST_EXAMPLES]]
        words += [
            f"{d.name}{_at(d.place)}{'，到现场核对有专门的问题' if d.module_id else ''}"
            for d in found.devices[:MOST_EXAMPLES]
        ]
        words += [f"检查：{item.what}　{_short(item.standard)}" for item in found.items[:MOST_EXAMPLES]]
        words += [f"隐患：{danger.title}" for danger in found.dangers[:MOST_EXAMPLES]]
        return tuple(words)

    @property
    def problems(self) -> tuple[tuple[str, str, bool], ...]:
        """(what is wrong in which row, what to do, whether the row is left out), those first."""
        found = sorted(self.found.problems, key=lambda p: not p.left_out) if self.found else []
        return tuple((f"第 {p.number} 行，{p.column}：{p.what}", p.do, p.left_out) for p in found[:MOST_PROBLEMS])

    @property
    def more_problems(self) -> int:
        """How many more there are than are shown."""
        return max(0, len(self.found.problems) - MOST_PROBLEMS) if self.found else 0

    @property
    def blocker(self) -> str:
        """Why it cannot be brought in yet; empty when it can."""
        if self.found is None:
            return "请先选台账文件。"
        if self.needs_firm and not self.firm_name.strip():
            return "请先填企业名称。"
        return self.found.blocker

    def set_firm(self, name: str) -> None:
        """The name of a firm that begins with its ledger."""
        self.firm_name = name
        self.understood.emit()

    # ---- bringing in -------------------------------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Everything of the preview, or nothing; `done` follows."""
        if self.blocker or self.busy or self.found is None:
            return
        ports, found, name = self._context.ports, self.found, self.firm_name
        self.busy = True
        self.understood.emit()

        def work(progress: Progress) -> Outcome:
            return bring_in(ports, found, firm_name=name, progress=progress)

        self._context.tasks.run_long("正在导入台账", work, self._came_in, self._refused, self._ended)

    def _came_in(self, outcome: Outcome) -> None:
        self.busy, self.outcome, self.found, self.table = False, outcome, None, None
        self.needs_firm = False
        self._context.records.forget()  # older steps would undo what the ledger changed since
        self._context.records.announce(outcome.changes)
        self.done.emit()

    def _refused(self, error: UserError) -> None:
        self._ended()
        self._context.notices.show(error)

    def _ended(self) -> None:
        self.busy = False
        self.understood.emit()

    @property
    def summary(self) -> str:
        """What came in."""
        outcome = self.outcome
        if outcome is None:
            return ""
        pairs = (
            (outcome.points, "个风险点"),
            (outcome.hazards, "条风险"),
            (outcome.items, "个检查项目"),
            (outcome.dangers, "条隐患"),
        )
        came = "、".join(f"{number} {words}" for number, words in pairs if number) or "没有新的内容"
        return f"导入了{came if came.startswith('没') else ' ' + came}。" + (
            f"另有 {outcome.known} 条原来就有，没有重复导入。" if outcome.known else ""
        )

    @property
    def next_page(self) -> tuple[str, str]:
        """(page, button): where what came in is to be seen."""
        outcome = self.outcome
        if outcome is not None and not outcome.hazards and outcome.dangers:
            return "hidden_dangers", "去看隐患整改"
        if outcome is not None and not outcome.hazards and outcome.points:
            return "identification", "到现场核对设备"
        if outcome is not None and not outcome.hazards and outcome.items:
            return "checks", "去看日常检查"
        return "register", "去看风险清单"

    @property
    def can_take_back(self) -> bool:
        """Whether the data as it was before can be put back from here."""
        return self.outcome is not None and self._restore is not None

    def take_back(self) -> None:
        """Put the backup that was made before the import in place, once everything that was begun has ended."""
        self._context.tasks.run(_nothing, lambda _: self._take_back())

    def _take_back(self) -> None:
        if self.outcome is None or self._restore is None:
            return
        try:
            self._restore(self.outcome.backup)
        except UserError as error:
            self._context.notices.show(error)


def _preview(ports: Ports, table: Table, kind: LedgerKind, meaning: dict[int, Target], answers: Answers) -> Preview:
    return preview(ports, table, kind, meaning, answers)


def _short(words: str) -> str:
    return shortened(words.replace("\n", " "), 17)


def _at(place: str) -> str:
    return f"（{place}）" if place else ""


def _nothing() -> None:
    """Work that only waits its turn."""
