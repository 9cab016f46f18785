"""Short forms: a few questions, one button that does it. What is written is kept as a draft until it was sent.

A form is data: whoever offers it says what is asked and which use case gets the answers. One widget shows them all.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.money import cost_in
from ymh_desktop.services import drafts
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context

Values = Mapping[str, Any]
KEEP_AFTER_MS = 300


class Kind(Enum):
    """What an answer is; the type of its value in brackets."""

    LINE = "line"  # str
    TEXT = "text"  # str
    PERSON = "person"  # id or None
    DAY = "day"  # date
    CHOICE = "choice"  # one of the options' values
    TICK = "tick"  # bool
    MONEY = "money"  # str, as it was typed; `cost_in` reads it
    PHOTOS = "photos"  # names in the photo store


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `needed` is the sentence while it is empty, empty: it may stay so.

    `shown` says, from what was answered so far, whether it is asked at all. `half`: two such may stand in one line.
    `fixed`: shown, not changed. `name` is its accessible name when the label alone is not unique on its page.
    """

    id: str
    label: str
    kind: Kind = Kind.LINE
    value: Any = None
    options: tuple[tuple[object, str], ...] = ()
    hint: str = ""
    placeholder: str = ""
    needed: str = ""
    check: Callable[[str], object] | None = None
    shown: Callable[[Values], bool] | None = None
    half: bool = False
    fixed: bool = False
    most: int = 1
    lines: int = 2
    name: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """`send` is the use case over the answers. `id` names its draft, so it says which record it is about.

    `remark` is a sentence that depends on the answers, such as why two people are needed; empty for none.
    `tick_all` are the words of a button above the ticks that sets all of them; empty for none.
    """

    id: str
    title: str
    button: str
    asks: tuple[Ask, ...]
    send: Callable[[Values], Any]
    said: str
    sentence: str = ""
    remark: Callable[[Values], str] | None = None
    warns: Callable[[Values], str] | None = None
    toast: bool = True
    tick_all: str = ""
    people: tuple[Person, ...] = field(default=(), repr=False)


class AnswerRefused(UserError):
    """What a use case refused because of the answer to one question."""

    def __init__(self, ask_id: str, error: UserError) -> None:
        super().__init__(error.problem, error.advice)
        self.ask_id = ask_id


@contextmanager
def told_at(ask_id: str, *kinds: type[UserError]) -> Iterator[None]:
    """For the `send` of a form: what is refused inside (of these kinds, else all) is told at this question."""
    refusals = kinds or (UserError,)
    try:
        yield
    except refusals as error:
        raise AnswerRefused(ask_id, error) from error


class AskingModel(QObject):
    """One form at a time. A fault is told with the question it belongs to, or with "" for the whole."""

    opened = Signal()
    closed = Signal()
    changed = Signal()  # an answer that others depend on
    faulted = Signal(str, str)
    peopled = Signal(str)  # somebody was added for this question
    ticked = Signal()  # all of them, at once
    pictured = Signal(str)  # the photos of this question are others now
    sent = Signal(object)  # what the use case returned

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self._form: Form | None = None
        self._values: dict[str, Any] = {}
        self._sending = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        self.people: tuple[Person, ...] = ()

    @property
    def form(self) -> Form | None:
        """The form that is open."""
        return self._form

    @property
    def values(self) -> Values:
        """What is answered so far."""
        return self._values

    def prepare(self, build: Callable[[], Form], failed: Callable[[UserError], None] | None = None) -> None:
        """Build the form off the window's thread, with its draft; `opened` follows."""
        self._context.tasks.run(partial(_prepared, self._ports, build), self._prepared, failed)

    def close(self) -> None:
        """Put it away; what was written stays as a draft."""
        if self._form is not None:
            self.keep_now()
            self._form = None
            self.closed.emit()

    def keep_now(self) -> None:
        """Hand over what waits to be kept."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def answer(self, ask_id: str, value: Any) -> None:
        """Another answer; it is kept a moment later."""
        if self._form is None or self._values.get(ask_id) == value:
            return
        self._values[ask_id] = value
        self._timer.start()
        self.faulted.emit(ask_id, "")
        self.faulted.emit("", "")
        self.changed.emit()

    def asked(self, ask: Ask) -> bool:
        """Whether this question is asked at present."""
        return ask.shown is None or ask.shown(self._values)

    def tick_all(self) -> None:
        """Every tick that is asked is set; `ticked` follows."""
        for ask in self._form.asks if self._form else ():
            if ask.kind is Kind.TICK and self.asked(ask):
                self.answer(ask.id, True)
        self.ticked.emit()

    @property
    def remark(self) -> str:
        """What follows from the answers, in a sentence."""
        return self._form.remark(self._values) if self._form and self._form.remark else ""

    @property
    def warning(self) -> str:
        """What should be thought over before it is sent."""
        return self._form.warns(self._values) if self._form and self._form.warns else ""

    # ---- people and photos ---------------------------------------------------------------------------------------

    def add_person(self, ask_id: str, name: str) -> None:
        """Somebody named here for the first time is the answer; `peopled` follows."""
        form = self._form

        def known(result: tuple[Person, Changes]) -> None:
            if self._form is form:
                self.people = tuple(dict.fromkeys((*self.people, result[0])))  # may be somebody known after all
                self.answer(ask_id, result[0].id)
                self.peopled.emit(ask_id)

        self._context.records.save(
            partial(firm.add_person, self._ports, name),
            said=f"新增“{name[:10]}”",
            then=known,
            failed=lambda error: self.faulted.emit(ask_id, sentence_of(error)),
        )

    def take_photos(self, ask_id: str, paths: tuple[Path, ...]) -> None:
        """Take in pictures from files, one by one; those that will not do are told, the others stay."""
        form = self._form
        for path in paths:
            self._context.tasks.run(
                partial(self._ports.photos.keep_file, path),
                lambda name: self._took(form, ask_id, name),
                lambda error: self.faulted.emit(ask_id, sentence_of(error)),
            )

    def drop_photo(self, ask_id: str, name: str) -> None:
        """It does not belong here after all."""
        self.answer(ask_id, tuple(each for each in self._values.get(ask_id, ()) if each != name))
        self.pictured.emit(ask_id)

    def picture(self, name: str, then: Callable[[bytes | None], None]) -> None:
        """Read one photo off the window's thread."""
        self._context.tasks.run(partial(self._ports.photos.read, name), then)

    def _took(self, form: Form | None, ask_id: str, name: str) -> None:
        if form is None or self._form is not form:
            return
        ask = next(each for each in form.asks if each.id == ask_id)
        kept = self._values.get(ask_id, ())
        if name in kept:
            self.faulted.emit(ask_id, "这张照片已经在里面了。")
            return
        self.answer(ask_id, (*kept, name) if ask.most > 1 else (name,))
        self.pictured.emit(ask_id)

    # ---- sending -------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Do it; `sent` follows, or `faulted` for the first thing that will not do."""
        form = self._form
        if form is None or self._sending:
            return
        fault = self._missing(form)
        if fault is not None:
            self.faulted.emit("", "")  # one sentence at one place
            self.faulted.emit(*fault)
            return
        asked = {ask.id: self._values.get(ask.id) for ask in form.asks}
        answers = {ask.id: asked[ask.id] if self.asked(ask) else empty_of(ask) for ask in form.asks}
        self._sending = True
        self._context.records.save(
            lambda: form.send(answers),
            said=form.said,
            toast=form.toast,
            then=partial(self._was_sent, form),
            failed=self._refused,
        )

    def _missing(self, form: Form) -> tuple[str, str] | None:
        for ask in form.asks:
            if not self.asked(ask):
                continue
            value = self._values.get(ask.id)
            if ask.needed and (value is None or value == () or (isinstance(value, str) and not value.strip())):
                return ask.id, ask.needed
            try:
                if ask.check is not None and (words := _typed(value)):
                    ask.check(words)
                if ask.kind is Kind.MONEY:
                    cost_in(str(value or ""))
            except UserError as error:
                return ask.id, sentence_of(error)
        return None

    def _was_sent(self, form: Form, result: Any) -> None:
        self._sending = False
        self._timer.stop()
        self._context.tasks.run(partial(drafts.drop_draft, self._ports, form.id))
        if self._form is form:
            self._form = None
            self.closed.emit()
        self.sent.emit(result)

    def _refused(self, error: UserError) -> None:
        self._sending = False
        ask_id = error.ask_id if isinstance(error, AnswerRefused) else ""
        self.faulted.emit(ask_id, sentence_of(error))

    # ---- keeping -------------------------------------------------------------------------------------------------

    def _prepared(self, found: tuple[Form, dict[str, str]]) -> None:
        self.keep_now()
        form, written = found
        if self._form is not None and self._form.id == form.id:  # opened once more over what is being typed
            written = self._written(self._form)
        self._form, self.people = form, form.people
        self._values = {ask.id: first_of(ask, written.get(ask.id)) for ask in form.asks}
        self._sending = False
        self.opened.emit()

    def _keep(self) -> None:
        form = self._form
        if form is not None:
            self._context.tasks.run(partial(drafts.keep_draft, self._ports, form.id, self._written(form)))

    def _written(self, form: Form) -> dict[str, str]:
        """What is answered otherwise than the form proposes, as its draft keeps it."""
        return {
            ask.id: as_words(ask, self._values[ask.id])
            for ask in form.asks
            if not ask.fixed and self._values[ask.id] != first_of(ask, None)
        }


def _prepared(ports: Ports, build: Callable[[], Form]) -> tuple[Form, dict[str, str]]:
    form = build()
    return form, drafts.draft(ports, form.id)


def _typed(value: Any) -> str:
    """The words of an answer that a check looks at: what was typed, or a day as its field writes it."""
    return value.isoformat() if isinstance(value, date) else value.strip() if isinstance(value, str) else ""


def day_check(rule: Callable[[date], object]) -> Callable[[str], object]:
    """A rule about days as the check of a question for one."""
    return lambda iso: rule(date.fromisoformat(iso))


def empty_of(ask: Ask) -> Any:
    """The answer to a question that is not asked."""
    return {Kind.LINE: "", Kind.TEXT: "", Kind.TICK: False, Kind.PHOTOS: (), Kind.MONEY: ""}.get(ask.kind)


def first_of(ask: Ask, written: str | None) -> Any:
    """What stands there at first: the draft, else what the form proposes."""
    if written is not None and not ask.fixed:
        try:
            return _read_back(ask, written)
        except ValueError:  # the draft of an older version of the form
            pass
    return empty_of(ask) if ask.value is None else ask.value


def _read_back(ask: Ask, words: str) -> Any:
    match ask.kind:
        case Kind.DAY:
            return date.fromisoformat(words)
        case Kind.TICK:
            return words == "yes"
        case Kind.PHOTOS:
            return tuple(words.split(","))
        case Kind.CHOICE:
            return next((value for value, said in ask.options if said == words), ask.value)
        case _:
            return words


def as_words(ask: Ask, value: Any) -> str:
    """The answer as a draft keeps it."""
    match ask.kind:
        case Kind.TICK:
            return "yes" if value else "no"
        case Kind.PHOTOS:
            return ",".join(value)
        case Kind.CHOICE:
            return next((said for known, said in ask.options if known == value), "")
        case _:
            return "" if value is None else str(value)


def sentence_of(error: UserError) -> str:
    """What is wrong and what to do."""
    return f"{error.problem}{error.advice}"
