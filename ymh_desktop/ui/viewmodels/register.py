"""The risk register as a list: what narrows it, and what the columns say."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.services.lists import Register, RegisterLine, register
from ymh_desktop.services.risks import remove_hazard
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.pinyin_search import PinyinSearch


class Matter(Enum):
    """What somebody may look for, with the words of the list."""

    DANGERS = "有没销号的隐患"
    FAILED = "管控失效"
    MISSING = "缺某类措施"
    PLANNED = "有要新增的措施"
    REVIEW = "内容待核对"


_HOLDS: dict[Matter, Callable[[RegisterLine], bool]] = {
    Matter.DANGERS: lambda line: line.open_dangers > 0,
    Matter.FAILED: lambda line: line.control_failed,
    Matter.MISSING: lambda line: line.measures_missing > 0,
    Matter.PLANNED: lambda line: line.measures_planned > 0,
    Matter.REVIEW: lambda line: line.needs_review,
}
Options = tuple[tuple[object, str], ...]
_POST, _PLACE = "post", "place"


class RegisterModel(QObject):
    """The lines and what narrows them. `loaded` brings other lines, `narrowed` the same with another filter."""

    loaded = Signal()
    narrowed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._search = PinyinSearch(context.tasks, self)
        self._search.ready.connect(self.narrowed)
        self._read: Register | None = None
        self.words = ""
        self.level: RiskLevel | None = None
        self.kind: RiskPointKind | None = None
        self.where: tuple[str, str] | None = None
        self.matter: Matter | None = None

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self._context.tasks.run(partial(register, self._context.ports), self._came)

    @property
    def ready(self) -> bool:
        """Whether the register was read."""
        return self._read is not None

    @property
    def lines(self) -> list[RegisterLine]:
        """Every line."""
        return self._read.lines if self._read else []

    @property
    def summary(self) -> str:
        """How many there are of each level."""
        if not self.lines:
            return ""
        levels = [line.level for line in self.lines]
        counts = (f"{label(level)} {levels.count(level)}" for level in sorted(RiskLevel, reverse=True))
        return f"共 {len(levels)} 条：{'，'.join(counts)}。"

    # ---- what the columns say ------------------------------------------------------------------------------------

    def accident_words(self, codes: str) -> str:
        """The names of accident types, from codes with a blank between."""
        names = self._read.accidents if self._read else {}
        return "、".join(dict.fromkeys(names.get(code, code) for code in codes.split()))

    @staticmethod
    def tier_words(tier: int) -> str:
        """The tier's word."""
        return label(ControlTier(tier))

    @staticmethod
    def danger_words(count: int) -> str:
        """2 条, or nothing."""
        return f"{count} 条" if count else ""

    @staticmethod
    def missing_words(count: int) -> str:
        """缺 1 类, or nothing."""
        return f"缺 {count} 类" if count else ""

    # ---- narrowing -----------------------------------------------------------------------------------------------

    @property
    def levels(self) -> Options:
        """Worst first."""
        return tuple((level, label(level)) for level in sorted(RiskLevel, reverse=True))

    @property
    def kinds(self) -> Options:
        """Kinds of risk points."""
        return tuple((kind, label(kind)) for kind in RiskPointKind)

    @property
    def places(self) -> Options:
        """Posts, then places, as they occur."""
        if self._read is None:
            return ()
        posts = tuple(((_POST, key), f"岗位：{name}") for key, name in self._read.posts)
        places = sorted({line.place for line in self.lines if line.place})
        return (*posts, *(((_PLACE, place), f"地点：{place}") for place in places))

    @property
    def matters(self) -> Options:
        """What can be looked for."""
        return tuple((matter, matter.value) for matter in Matter)

    def narrow(
        self,
        *,
        words: str,
        level: RiskLevel | None,
        kind: RiskPointKind | None,
        where: tuple[str, str] | None,
        matter: Matter | None,
    ) -> None:
        """Leave out what is not meant. Letters find pinyin a moment later, once the initials are known."""
        self.words, self.level, self.kind, self.where, self.matter = words, level, kind, where, matter
        self.narrowed.emit()
        self._search.prepare_for(self.words)

    def passes(self) -> Callable[[Any], bool] | None:
        """Whether a line is shown; None when all are."""
        tests: list[Callable[[RegisterLine], bool]] = []
        level, kind, matches = self.level, self.kind, self._search.matches(self.words)
        if level is not None:
            number = int(level)
            tests.append(lambda line: line.level == number)
        if kind is not None:
            value = kind.value
            tests.append(lambda line: line.risk_point_kind == value)
        if self.where is not None:
            tests.append(self._at(*self.where))
        if self.matter is not None:
            tests.append(_HOLDS[self.matter])
        if matches is not None:
            tests.append(lambda line: matches(line.id))
        return (lambda line: all(test(line) for test in tests)) if tests else None

    def _at(self, what: str, key: str) -> Callable[[RegisterLine], bool]:
        if what == _PLACE:
            return lambda line: line.place == key
        posts_of = self._read.posts_of if self._read else {}
        return lambda line: key in posts_of.get(line.risk_point_id, frozenset())

    # ---- doing ---------------------------------------------------------------------------------------------------

    def remove(self, hazard_id: str) -> None:
        """Take a risk away; the toast takes it back."""
        title = next((line.title for line in self.lines if line.id == hazard_id), "")
        work = partial(remove_hazard, self._context.ports, hazard_id)
        self._context.records.save(work, said=f"已删除“{title[:20]}”", toast=True)

    def print_it(self) -> None:
        """The register is printed, or kept as a table, where all papers are."""
        self._context.navigate("papers", "register")

    # ---- reading -------------------------------------------------------------------------------------------------

    def _came(self, read: Register) -> None:
        self._read = read
        self._search.set_texts(lambda: ((line.id, self._texts(line)) for line in read.lines))
        if self.where is not None and self.where not in dict(self.places):
            self.where = None
        self.loaded.emit()
        self._search.prepare_for(self.words)

    def _texts(self, line: RegisterLine) -> tuple[str, ...]:
        return (
            line.risk_point_name,
            line.title,
            line.place,
            line.risk_point_code,
            line.consequence,
            line.responsible,
            self.accident_words(line.accident_codes),
        )
