"""The form for an entry of one's own: what is written, and what the checks say about it while one writes."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.model import CONSEQUENCES, EXPOSURES, LIKELIHOODS, Basis
from ymh_desktop.knowledge.statistics import level_of
from ymh_desktop.services.library_growth import remove_own
from ymh_desktop.services.library_use import module_of_entry
from ymh_desktop.services.own_entries import (
    EntryDraft,
    Hint,
    built,
    draft_of,
    drop_half_written,
    half_written,
    hints,
    keep_half_written,
    remove_entry,
    save_draft,
)
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.hazard import Choice, accident_choices, factor_choices
from ymh_desktop.ui.viewmodels.search import initials

NEW = "+"  # the choice that makes a new thing
CHECK_AFTER_MS = 250
RENEWED = "清单换成行业库现在的说法"  # what 撤销 takes back: the library's own file stays as it is
GRADE_FIELDS = (("likelihood", LIKELIHOODS), ("exposure", EXPOSURES), ("severity", CONSEQUENCES))


class OwnEntryModel(QObject):
    """`began` brings another draft, `checked` what the checks say now; `kept` and `removed` bring the entry's id."""

    began = Signal()
    changed = Signal()
    checked = Signal()
    kept = Signal(str)
    removed = Signal()
    refused = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.draft = EntryDraft()
        self.hints: tuple[Hint, ...] = ()
        self.half_written = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MS)
        self._timer.timeout.connect(self._written)

    def begin(self, entry_id: str) -> None:
        """A form filled with an entry, an empty one, or what was half written in it."""
        ports = self._context.ports

        def read() -> tuple[EntryDraft, bool]:
            half = half_written(ports, entry_id)
            return half or (draft_of(ports, entry_id) if entry_id else EntryDraft()), half is not None

        self._context.tasks.run(read, self._begin)

    def begin_anew(self) -> None:
        """Throw away what is half written."""
        former = self.draft.former.id if self.draft.former else ""
        self._timer.stop()
        self._context.tasks.run(partial(drop_half_written, self._context.ports, former), lambda _: self.begin(former))

    def _begin(self, found: tuple[EntryDraft, bool]) -> None:
        self.draft, self.half_written = found
        self.hints = ()
        self.began.emit()
        self._check()

    # ---- what can be chosen --------------------------------------------------------------------------------------

    @property
    def changing(self) -> bool:
        """Whether an entry that is there is changed."""
        return self.draft.former is not None

    @property
    def shipped(self) -> bool:
        """Whether it belongs to the library, so that its own words can be brought back."""
        former = self.draft.former
        library = self._context.ports.library
        return former is not None and library.shelves.file("modules", module_of_entry(former.id)) is not None

    @property
    def removable(self) -> bool:
        """Own entries can be taken away, edits taken back."""
        former = self.draft.former
        return (
            former is not None and self._context.ports.library.shelves.own_file(module_of_entry(former.id)) is not None
        )

    @property
    def own_entry(self) -> bool:
        """The user wrote all of it."""
        former = self.draft.former
        return former is not None and (not self.shipped or former.id.partition(".")[2].startswith("own-"))

    @property
    def things(self) -> tuple[Choice, ...]:
        """A new thing first, then every module."""
        headers = self._context.ports.library.module_headers()
        return (
            Choice(NEW, "＋ 新的设备、作业或场所", "库里没有的"),
            *(Choice(h.id, h.name, "、".join(h.aliases)) for h in sorted(headers, key=lambda h: h.name)),
        )

    @property
    def kinds(self) -> tuple[tuple[object, str], ...]:
        """Kinds of risk points."""
        return tuple((kind, label(kind)) for kind in RiskPointKind)

    @property
    def measure_kinds(self) -> tuple[tuple[object, str], ...]:
        """Kinds of measures."""
        return tuple((kind, label(kind)) for kind in MeasureKind)

    def accident_options(self) -> tuple[Choice, ...]:
        """Accident types."""
        return accident_choices(self._context.ports)

    def factor_options(self) -> tuple[Choice, ...]:
        """Hazard factors."""
        return factor_choices(self._context.ports)

    def sign_options(self) -> tuple[Choice, ...]:
        """Signs, in the order in which they hang."""
        return tuple(Choice(sign.id, sign.name, label(sign.kind)) for sign in self._context.ports.codes.signs)

    def basis_options(self) -> tuple[Choice, ...]:
        """What may be cited; superseded documents are not offered."""
        known = {basis.code for basis in self.draft.basis}
        return tuple(
            Choice(c.code, c.code, f"《{c.title}》")
            for c in self._context.ports.codes.citations
            if c.superseded_by is None or c.code in known
        )

    def grade_options(self) -> tuple[tuple[str, str, tuple[tuple[object, str], ...]], ...]:
        """(field, question, options) of the three questions, in everyday words."""
        profile = self._context.ports.codes.profile("lec")
        return tuple(
            (
                name,
                factor.question,
                tuple((word, option.word) for word, option in zip(words, factor.options, strict=True)),
            )
            for (name, words), factor in zip(GRADE_FIELDS, profile.factors, strict=True)
        )

    def warm_search(self) -> None:
        """Load pinyin before somebody types."""
        self._context.tasks.run_long("正在准备拼音搜索", lambda progress: initials("拼音"))

    # ---- writing -------------------------------------------------------------------------------------------------

    def choose_thing(self, value: str) -> None:
        """A module's id, or NEW."""
        self.set(module_id=None if value == NEW else value)
        self.changed.emit()

    def set(self, **words: Any) -> None:
        """What was written or chosen; the checks follow a moment later."""
        self.draft = replace(self.draft, **words)
        self._timer.start()

    def set_measures(self, kind: MeasureKind, words: str) -> None:
        """The measures of one kind, one a line."""
        kept = dict(self.draft.measures) | {kind: _lines(words)}
        self.set(measures=tuple((each, kept[each]) for each in MeasureKind if each in kept))

    def set_lines(self, name: str, words: str) -> None:
        """A list that is written one a line."""
        self.set(**{name: _lines(words)})

    def set_basis(self, codes: tuple[str, ...]) -> None:
        """Which documents are cited; what each asks is kept."""
        known = {basis.code: basis for basis in self.draft.basis}
        self.set(basis=tuple(known.get(code, Basis(code, "")) for code in codes))
        self.changed.emit()

    def set_asks(self, code: str, words: str) -> None:
        """What a document asks, in one's own words."""
        said = " ".join(words.split())
        self.set(basis=tuple(replace(b, asks=said) if b.code == code else b for b in self.draft.basis))

    @property
    def level(self) -> Any:
        """The level that the three answers give."""
        _, entry = built(self._context.ports, self.draft)
        return level_of(entry, self._context.ports.codes)

    @property
    def blocked(self) -> bool:
        """Whether something must be mended before it can be kept."""
        return any(hint.blocks for hint in self.hints)

    def settle(self) -> None:
        """Keep what was written last without waiting: the page is left."""
        if self._timer.isActive():
            self._timer.stop()
            self._written()

    def _written(self) -> None:
        self._check()
        self._context.tasks.run(partial(keep_half_written, self._context.ports, self.draft))

    def _check(self) -> None:
        self.hints = hints(self._context.ports, self.draft)
        self.checked.emit()

    # ---- keeping -------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep it; `kept` follows, or `refused`."""
        self._timer.stop()
        self._check()
        self._context.records.save(
            partial(save_draft, self._context.ports, self.draft),
            said=RENEWED,
            then=self._kept,
            failed=self._refuse,
        )

    def _kept(self, result: Any) -> None:
        former = self.draft.former.id if self.draft.former else ""
        self._context.tasks.run(partial(drop_half_written, self._context.ports, former))
        self._context.notices.say(f"已存好“{self.draft.statement[:20]}”")
        self.kept.emit(result[0])

    def remove(self) -> None:
        """Take an own entry away, or an edited module back to the library's words; `removed` follows."""
        former = self.draft.former
        if former is None:
            return
        ports = self._context.ports
        work = (
            partial(remove_entry, ports, former.id)
            if self.own_entry
            else partial(remove_own, ports, module_of_entry(former.id))
        )
        said = "已删掉这一条" if self.own_entry else "已恢复成库里原来的话"

        def removed(_: object) -> None:
            self._context.notices.say(said)
            self.removed.emit()

        self._timer.stop()
        self._context.tasks.run(partial(drop_half_written, ports, former.id))
        self._context.records.save(work, said=RENEWED, then=removed, failed=self._refuse)

    def _refuse(self, error: UserError) -> None:
        self.refused.emit(f"{error.problem}{error.advice}")


def _lines(words: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in words.splitlines() if line.strip())
