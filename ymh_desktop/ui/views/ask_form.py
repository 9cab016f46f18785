"""The one widget for all short forms: the questions of a `Form`, one button that does it, one that puts it away."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ymh_desktop.ui.viewmodels.asking import Ask, AskingModel, Kind
from ymh_desktop.ui.views.photo_parts import PhotosField
from ymh_desktop.ui.widgets.basics import (
    Banner,
    Button,
    Card,
    PrimaryButton,
    bring_into_sight,
    column,
    empty,
    row,
    text,
)
from ymh_desktop.ui.widgets.date_field import DateField
from ymh_desktop.ui.widgets.fields import Combo, Field
from ymh_desktop.ui.widgets.people import PersonField

Part = Field | PersonField | PhotosField | QCheckBox


class AskForm(Card):
    """Shows the form that its model has open, with the focus in it; hidden while there is none. Esc puts it away."""

    away = Signal()

    def __init__(self, model: AskingModel, *, cancel: str = "先不做", bare: bool = False) -> None:
        super().__init__("" if bare else "card", margins=(0, 0, 0, 0) if bare else (20, 16, 20, 16))
        self._model = model
        model.setParent(self)  # its timer ends with the window
        self._cancel_words = cancel
        self.parts: dict[str, Part] = {}
        self.remark = text("", "secondary", wrap=True)
        self.warning = Banner("")
        self.fault = text("", "error", wrap=True)
        self.send: Button = PrimaryButton("")
        self._inside = column(spacing=10)
        self.body.addLayout(self._inside)
        self.hide()
        model.opened.connect(self._open)
        model.closed.connect(self._close)
        model.changed.connect(self._follow)
        model.faulted.connect(self._show_fault)
        model.peopled.connect(self._peopled)
        model.pictured.connect(self._pictured)
        model.ticked.connect(self._show_ticks)

    def take_focus(self) -> None:
        """On the first question, else on the button."""
        first = next((part for part in self.parts.values() if part.isVisibleTo(self) and part.isEnabled()), None)
        if isinstance(first, Field):
            first.take_focus()
        else:
            (first or self.send).setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Give what is still being typed to the model, and keep it."""
        for part in self.parts.values():
            if isinstance(part, Field):
                part.settle_now()
                self._said(part)
        self._model.keep_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self._build()
        self.show()
        if self.isVisible():
            self.take_focus()

    def _close(self) -> None:
        self._clear()
        self.hide()

    def _build(self) -> None:
        self._clear()
        form = self._model.form
        assert form is not None
        self._inside.addWidget(text(form.title, "question"))
        if form.sentence:
            self._inside.addWidget(text(form.sentence, "hint", wrap=True))
        self.remark, self.warning = text("", "secondary", wrap=True), Banner("")
        self.fault = text("", "error", wrap=True)
        pair: list[QWidget] = []
        tick_all = form.tick_all
        for ask in form.asks:
            if tick_all and ask.kind is Kind.TICK:
                pair = self._in_one_line(pair)
                all_of_them = Button(tick_all, name=f"{form.title}：{tick_all}", on=self._model.tick_all)
                self._inside.addLayout(row(all_of_them, None))
                tick_all = ""
            part = self._part(ask)
            self.parts[ask.id] = part
            if ask.half:
                pair.append(part)
                if len(pair) == 2:
                    pair = self._in_one_line(pair)
                continue
            pair = self._in_one_line(pair)
            self._inside.addWidget(part)
        self._in_one_line(pair)
        self._inside.addWidget(self.remark)
        self._inside.addWidget(self.warning)
        self._inside.addWidget(self.fault)
        self.send = PrimaryButton(form.button, name=f"{form.title}：{form.button}", icon="check", on=self._send)
        buttons = row(
            None, Button(self._cancel_words, name=f"{form.title}：{self._cancel_words}", on=self._put_away), self.send
        )
        self._inside.addLayout(buttons)
        self.fault.hide()
        self._follow()

    def _in_one_line(self, parts: list[QWidget]) -> list[QWidget]:
        if parts:
            line = row(*parts, spacing=12)
            for place in range(len(parts)):
                line.setStretch(place, 1)
            if len(parts) == 1:
                line.addStretch(1)
            self._inside.addLayout(line)
        return []

    def _clear(self) -> None:
        self.parts = {}
        empty(self._inside)

    def _part(self, ask: Ask) -> Part:
        make: dict[Kind, Callable[[Ask], Part]] = {
            Kind.PERSON: self._person,
            Kind.DAY: self._day,
            Kind.CHOICE: self._choice,
            Kind.TICK: self._tick,
            Kind.PHOTOS: self._photos,
        }
        part = make.get(ask.kind, self._words)(ask)
        part.setEnabled(not ask.fixed)
        return part

    def _words(self, ask: Ask) -> Field:
        made = Field(
            ask.label,
            value=str(self._value(ask) or ""),
            hint=ask.hint,
            placeholder=ask.placeholder,
            check=ask.check,
            lines=ask.lines if ask.kind is Kind.TEXT else 1,
            name=ask.name,
        )
        # Everything typed is the model's at once: what is refused is kept too, and said under the field.
        made.input.textChanged.connect(lambda *_: self._model.answer(ask.id, made.value))  # type: ignore[union-attr]  # made with words to type
        return made

    def _person(self, ask: Ask) -> PersonField:
        made = PersonField(ask.label, nobody="（请选）" if ask.needed else "（不填）", hint=ask.hint, name=ask.name)
        made.set_people(self._people(), self._value(ask))
        made.picked.connect(partial(self._model.answer, ask.id))
        made.addAsked.connect(partial(self._model.add_person, ask.id))
        return made

    def _day(self, ask: Ask) -> Field:
        day = DateField(ask.name or ask.label)
        shown = self._value(ask)
        made = Field(ask.label, value="", hint=ask.hint, check=ask.check, input_widget=day, name=ask.name)
        if isinstance(shown, date):
            made.set_value(shown.isoformat())
        day.dateChanged.connect(lambda *_: self._model.answer(ask.id, day.day))
        return made

    def _choice(self, ask: Ask) -> Field:
        combo = Combo(ask.name or ask.label, ask.options)
        combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(10)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.choose(self._value(ask))
        combo.currentIndexChanged.connect(lambda *_: self._model.answer(ask.id, combo.chosen))
        return Field(ask.label, hint=ask.hint, input_widget=combo, name=ask.name)

    def _tick(self, ask: Ask) -> QCheckBox:
        made = QCheckBox(ask.label)
        made.setAccessibleName(ask.name or ask.label)
        made.setChecked(bool(self._value(ask)))
        made.toggled.connect(partial(self._model.answer, ask.id))
        return made

    def _photos(self, ask: Ask) -> PhotosField:
        made = PhotosField(ask.label, hint=ask.hint, name=ask.name)
        made.show_photos(self._value(ask), self._model.picture)
        made.picked.connect(partial(self._model.take_photos, ask.id))
        made.dropped.connect(partial(self._model.drop_photo, ask.id))
        return made

    def _value(self, ask: Ask) -> Any:
        return self._model.values[ask.id]

    def _people(self) -> list[tuple[str, str]]:
        return [(person.id, person.name) for person in self._model.people if not person.left]

    def _follow(self) -> None:
        """What is asked, and what is said, follows the answers."""
        form = self._model.form
        if form is None:
            return
        for ask in form.asks:
            self.parts[ask.id].setVisible(self._model.asked(ask))
        self.remark.setText(self._model.remark)
        self.remark.setVisible(bool(self._model.remark))
        self.warning.say(self._model.warning)
        self.warning.setVisible(bool(self._model.warning))

    def _show_fault(self, ask_id: str, sentence: str) -> None:
        if not ask_id:
            self.fault.setText(sentence)
            self.fault.setVisible(bool(sentence))
            if sentence:
                bring_into_sight(self.send)
                bring_into_sight(self.fault)
            return
        part = self.parts.get(ask_id)
        if part is None or isinstance(part, QCheckBox):
            return
        part.show_fault(sentence)
        if sentence:
            target = part.input if isinstance(part, Field) else part
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_sight(part)  # with its sentence; the button that was pressed may be far below

    def _peopled(self, ask_id: str) -> None:
        for each, part in self.parts.items():
            if isinstance(part, PersonField):
                part.set_people(self._people(), self._model.values[each])

    def _pictured(self, ask_id: str) -> None:
        part = self.parts.get(ask_id)
        if isinstance(part, PhotosField):
            part.show_photos(self._model.values[ask_id], self._model.picture)

    def _show_ticks(self) -> None:
        for each, part in self.parts.items():
            if isinstance(part, QCheckBox):
                part.setChecked(bool(self._model.values[each]))

    def _said(self, part: Field) -> None:
        for ask_id, each in self.parts.items():
            if each is part and self._model.form is not None:
                ask = next(ask for ask in self._model.form.asks if ask.id == ask_id)
                if ask.kind in (Kind.LINE, Kind.TEXT, Kind.MONEY):
                    self._model.answer(ask_id, part.value)

    def _send(self) -> None:
        self.hand_over()
        if all(self._is_named(part) for part in self.parts.values()):
            self._model.send()

    def _is_named(self, part: Part) -> bool:
        """Whether no new name is half typed there: without it the record would say nobody."""
        if not isinstance(part, PersonField) or part.isHidden() or part.pick.finished(part.show_fault):
            return True
        bring_into_sight(part)
        return False

    def _put_away(self) -> None:
        self.hand_over()
        self._model.close()
        self.away.emit()
