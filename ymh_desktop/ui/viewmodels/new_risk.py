"""Adding a risk of one's own: at a risk point that is there, or together with a new one."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services import drafts
from ymh_desktop.services.half_written import RISK_FORM
from ymh_desktop.services.hazard_sheet import NewPoint, RiskForm, add_risk, risk_form
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.hazard import Choice, QuestionShown, accident_choices, factor_choices
from ymh_desktop.ui.viewmodels.search import initials

WHERE, NAME, PLACE, TITLE, CONSEQUENCE, ACCIDENTS, FACTOR, MARKS = (
    *("where", "name", "place", "title", "consequence", "accidents", "factor", "marks"),
)
FIELD_NAMES = {NAME: "风险点名称", PLACE: "位置", TITLE: "会出什么事", CONSEQUENCE: "最坏的后果"}
LONGEST_NAME, LONGEST_PLACE, LONGEST_TITLE, LONGEST_CONSEQUENCE = 40, 40, 200, 100
_KIND, _POSTS = "kind", "posts"
NEW = "+"  # the choice that makes a new risk point


class NewRiskModel(QObject):
    """The form. Before `add` it is a draft; what is missing is told field by field, first things first."""

    loaded = Signal()
    changed = Signal()  # the level may be another, or a new risk point is asked for
    faulted = Signal(str, str)
    added = Signal(str)  # the new risk's id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._form: RiskForm | None = None
        self._writing = False  # else what still stands in the window is the risk that was added
        self._kept: Mapping[str, str] = {}
        self._begin()

    def _begin(self) -> None:
        self.where: str | None = None
        self.name = self.place = self.title = self.consequence = self.factor = ""
        self.kind = RiskPointKind.FACILITY
        self.posts: tuple[str, ...] = ()
        self.accidents: tuple[str, ...] = ()
        self._marks: list[Decimal | None] = []

    def open(self) -> None:
        """Begin with what was written and not added, else empty; `loaded` follows."""
        self._begin()
        ports = self._context.ports
        self._context.tasks.run(lambda: (risk_form(ports), drafts.draft(ports, RISK_FORM)), self._came)

    def keep(self) -> None:
        """What is there now is the draft."""
        written = self._written()
        if self._writing and written != self._kept:
            self._kept = written
            work = partial(drafts.keep_draft, self._context.ports, RISK_FORM, written)
            self._context.tasks.run(work, lambda _: None, self._context.records.not_saved)

    @property
    def ready(self) -> bool:
        """Whether risk points and posts are known."""
        return self._form is not None

    # ---- what can be chosen --------------------------------------------------------------------------------------

    @property
    def points(self) -> tuple[Choice, ...]:
        """A new risk point first, then those there are."""
        known = self._form.points if self._form else ()
        return (
            Choice(NEW, "＋ 新的风险点", "清单里还没有的设备、作业或场所"),
            *(Choice(p.id, f"{p.code} {p.name}", p.place) for p in known),
        )

    @property
    def post_options(self) -> tuple[Choice, ...]:
        """Every post."""
        return tuple(Choice(post.id, post.name, post.place) for post in self._form.posts) if self._form else ()

    @property
    def kinds(self) -> tuple[tuple[object, str], ...]:
        """Kinds of risk points."""
        return tuple((kind, label(kind)) for kind in RiskPointKind)

    def accident_options(self) -> tuple[Choice, ...]:
        """Accident types."""
        return accident_choices(self._context.ports)

    def factor_options(self) -> tuple[Choice, ...]:
        """Hazard factors."""
        return factor_choices(self._context.ports)

    def warm_search(self) -> None:
        """Load pinyin before somebody types."""
        self._context.tasks.run_long("正在准备拼音搜索", lambda progress: initials("拼音"))

    @property
    def questions(self) -> tuple[QuestionShown, ...]:
        """The questions of the firm's method, nothing chosen beforehand."""
        if self._form is None:
            return ()
        pairs = zip(self._form.profile.factors, self._marks, strict=True)
        return tuple(
            QuestionShown(f.question, tuple((option.mark, option.word) for option in f.options), mark)
            for f, mark in pairs
        )

    @property
    def level(self) -> RiskLevel | None:
        """The level of what is chosen; None until every question is answered."""
        marks = self._chosen_marks()
        return self._form.profile.grade(marks).level if self._form and marks else None

    @property
    def new_point(self) -> bool:
        """Whether a new risk point is described."""
        return self.where == NEW

    # ---- choosing ------------------------------------------------------------------------------------------------

    def choose_point(self, where: str) -> None:
        """A risk point's id, or NEW."""
        self.where = where
        self._changed(WHERE)

    def choose_kind(self, kind: RiskPointKind) -> None:
        """What a new risk point is."""
        self.kind = kind
        self.keep()

    def choose_posts(self, ids: tuple[str, ...]) -> None:
        """Who meets a new risk point."""
        self.posts = ids
        self.keep()

    def choose_mark(self, place: int, mark: object) -> None:
        """An answer to a question."""
        self._marks[place] = mark if isinstance(mark, Decimal) else None
        self._changed(MARKS)

    def choose_accidents(self, codes: tuple[str, ...]) -> None:
        """Accident types."""
        self.accidents = codes
        self._changed(ACCIDENTS)

    def choose_factor(self, code: str) -> None:
        """The hazard factor."""
        self.factor = code
        self._changed(FACTOR)

    def add(self) -> None:
        """Keep it; `added` follows, or `faulted` for the first thing that is missing."""
        fault = self._missing()
        if fault is not None:
            self.faulted.emit(*fault)
            return
        marks = self._chosen_marks()
        assert self.where is not None
        assert marks is not None
        point = NewPoint(self.name, self.kind, self.place, self.posts) if self.new_point else self.where
        work = partial(
            add_risk,
            self._context.ports,
            point,
            self.title,
            factor_code=self.factor,
            accident_codes=self.accidents,
            consequence=self.consequence,
            marks=marks,
        )
        self._context.records.save(work, said=f"已添加“{self.title.strip()[:20]}”", toast=True, then=self._added)

    def _missing(self) -> tuple[str, str] | None:
        """(field, sentence) of the first thing that will not do, in the order of the form."""
        checks: tuple[tuple[str, bool, str], ...] = (
            (WHERE, self.where is None, "请先选在哪里；清单里没有的就选“新的风险点”。"),
            (NAME, self.new_point and not self.name.strip(), "请填写新风险点的名称，例如“行车”。"),
            (TITLE, not self.title.strip(), "请写一句会出什么事，例如“吊物掉下来砸人”。"),
            (ACCIDENTS, not self.accidents, "请至少选一种事故类型。"),
            (FACTOR, not self.factor, "请选一个最贴近的危险因素。"),
            (MARKS, self._chosen_marks() is None, "请把每个问题都选好，等级才算得出来。"),
        )
        missing = next(((field, sentence) for field, wrong, sentence in checks if wrong), None)
        return missing or self._too_long()

    def _too_long(self) -> tuple[str, str] | None:
        words = (
            (NAME, self.name, LONGEST_NAME),
            (PLACE, self.place, LONGEST_PLACE),
            (TITLE, self.title, LONGEST_TITLE),
        )
        for field, written, most in (*words, (CONSEQUENCE, self.consequence, LONGEST_CONSEQUENCE)):
            try:
                optional_text(FIELD_NAMES[field], written, most)
            except UserError as error:
                return field, f"{error.problem}{error.advice}"
        return None

    def _chosen_marks(self) -> tuple[Decimal, ...] | None:
        marks = tuple(mark for mark in self._marks if mark is not None)
        return marks if marks and len(marks) == len(self._marks) else None

    def _written(self) -> dict[str, str]:
        return {
            **{name: getattr(self, name) for name in (NAME, PLACE, TITLE, CONSEQUENCE, FACTOR)},
            WHERE: self.where or "",
            _KIND: "" if self.kind is RiskPointKind.FACILITY else self.kind.value,
            _POSTS: ",".join(self.posts),
            ACCIDENTS: ",".join(self.accidents),
            **{f"{MARKS}{place}": str(mark) for place, mark in enumerate(self._marks) if mark is not None},
        }

    def _read_back(self, form: RiskForm, written: Mapping[str, str]) -> None:
        """What can still be chosen; a risk point or a method may have gone since."""
        for name in (NAME, PLACE, TITLE, CONSEQUENCE, FACTOR):
            setattr(self, name, written.get(name, ""))
        if all(choice.value != self.factor for choice in self.factor_options()):
            self.factor = ""
        where = written.get(WHERE, "")
        self.where = where if where == NEW or any(point.id == where for point in form.points) else None
        self.kind = next((k for k in RiskPointKind if k.value == written.get(_KIND)), RiskPointKind.FACILITY)
        posts = written.get(_POSTS, "").split(",")
        self.posts = tuple(post.id for post in form.posts if post.id in posts)
        accidents = written.get(ACCIDENTS, "").split(",")
        self.accidents = tuple(choice.value for choice in self.accident_options() if choice.value in accidents)
        self._marks = [
            next((option.mark for option in factor.options if str(option.mark) == written.get(f"{MARKS}{place}")), None)
            for place, factor in enumerate(form.profile.factors)
        ]

    def _changed(self, field: str) -> None:
        self.faulted.emit(field, "")
        self.changed.emit()
        self.keep()

    def _came(self, found: tuple[RiskForm, Mapping[str, str]]) -> None:
        self._form, written = found
        self._read_back(self._form, written)
        self._writing, self._kept = True, self._written()
        self.loaded.emit()
        self.changed.emit()

    def _added(self, result: Any) -> None:
        hazard = result[0]
        assert isinstance(hazard, Hazard)
        self._writing = False
        self._context.tasks.run(partial(drafts.drop_draft, self._context.ports, RISK_FORM))
        self.added.emit(hazard.id)
