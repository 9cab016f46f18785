"""One hidden danger: the next thing to do first, with one big button; and the form that registers a new one."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.words import label
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels import danger as fields
from ymh_desktop.ui.viewmodels.danger import DangerModel, Deed, NewDangerModel, PhotoShown, StepShown
from ymh_desktop.ui.viewmodels.dangers import NewDanger
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.hazard import halves, show_kept
from ymh_desktop.ui.views.photo_parts import Picture
from ymh_desktop.ui.views.returned import ReturnedPart
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    Field,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    line,
    picture,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, empty, hide_unless, scrolling

_FACT_WIDTH = 72
_WHEN_WIDTH = 130
_PHOTO = QSize(230, 172)


def _column_of(*parts: QWidget) -> QWidget:
    content = QWidget()
    inside = QVBoxLayout(content)
    inside.setContentsMargins(0, 0, 8, 0)
    inside.setSpacing(12)
    for part in parts:
        inside.addWidget(part)
    inside.addStretch(1)
    return content


class MenuButton(Button):
    """A button that opens a short list of further things to do."""

    def __init__(self, words: str, icon: str, do: Callable[[str], None]) -> None:
        super().__init__(words, icon=icon)
        self._do = do
        self.list = QMenu(self)
        self.list.setAccessibleName(words)
        self.setMenu(self.list)

    def offer(self, deeds: Sequence[Deed]) -> None:
        """These and no others."""
        self.list.clear()
        for deed in deeds:
            self.list.addAction(deed.words).triggered.connect(lambda checked=False, deed=deed: self._do(deed.id))
        self.setVisible(bool(deeds))


class DangerView(WithBack):
    """Head with the way back, papers and the small menu; below it what is next, the steps, photos, words, history."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__()
        self.model = model
        self._fresh = True
        self.back = Button("返回", name="返回隐患列表", icon="chevron-left", on=self.back_asked.emit)
        self.heading = text("", "question", wrap=True)
        self.tags = row(spacing=6)
        self.print = MenuButton("打印", "printer", model.print_it)
        self.more = MenuButton("更多", "chevron-down", model.do)
        because = Button("写下原因", name="写下为什么总出", on=partial(model.do, "describe"))
        self.repeated = Banner("", action=because)
        self.returned = ReturnedPart(model.returned)
        self.next = _NextPart(model)
        self.form = self.next.form
        self.steps, self.photos = _StepsPart(model), _PhotosPart(model)
        self.words, self.history = _WordsPart(model), _HistoryPart(model)
        self._parts = (self.steps, self.photos, self.words, self.history)
        self.scroller = scrolling(_column_of(self.returned, self.next, self.repeated, *self._parts))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        head = row(self.back, self.heading, self.print, self.more, spacing=10)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addLayout(row(self.tags, None))
        layout.addWidget(self.scroller, 1)
        model.loaded.connect(self._show)
        model.faulted.connect(self._show_fault)
        model.asking.opened.connect(self._form_opened)
        model.asking.closed.connect(self._form_closed)

    def open(self, danger_id: str) -> None:
        """Show this one from its top."""
        self.hand_over()
        self._fresh = True
        self.scroller.verticalScrollBar().setValue(0)
        self.model.open(danger_id)

    def hand_over(self) -> None:
        """Give what is still being typed to the model."""
        if self.model.ready:
            for field in self.words.fields():
                field.settle_now()
            self.form.hand_over()

    def take_focus(self) -> None:
        """On what is to be done, or on the way back."""
        button = self.next.button
        if self.model.asking.form is not None:
            self.form.take_focus()
        elif self.model.ready and button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        model, fresh = self.model, self._fresh
        self._fresh = False
        self.heading.setText(model.heading)
        empty(self.tags)
        for words, tone in model.tags:
            self.tags.addWidget(text(words, f"tag-{tone}"))
        self.print.offer(model.papers)
        self.more.offer(model.more)
        self.repeated.setVisible(bool(model.repeated))
        self.repeated.say(model.repeated)
        had_focus = self.next.holds_focus()
        self.next.show_it()
        for part in self._parts:
            part.show_it(fresh)
        if (fresh or had_focus) and self.isVisible():
            self.take_focus()

    def _show_fault(self, field: str, sentence: str) -> None:
        self.words.faults()[field](sentence)

    def _form_opened(self) -> None:
        self.next.show_form(True)
        self.scroller.verticalScrollBar().setValue(0)
        self.form.take_focus()

    def _form_closed(self) -> None:
        self.next.show_form(False)
        self.take_focus()


class _NextPart(Card):
    """What to do now, in a sentence and one big button; its form opens in the same place."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("card", margins=(20, 14, 20, 14))
        self._model = model
        self.button: Button | None = None
        self._say = QWidget()
        self._said = QVBoxLayout(self._say)
        self._said.setContentsMargins(0, 0, 0, 0)
        self.form = AskForm(model.asking, bare=True)
        self.body.addWidget(self._say)
        self.body.addWidget(self.form)

    def holds_focus(self) -> bool:
        """Whether the keyboard is on one of its buttons."""
        focus = self.window().focusWidget()
        return focus is not None and self._say.isAncestorOf(focus)

    def show_it(self) -> None:
        """What follows the present state."""
        step = self._model.next
        empty(self._said)
        self.button = None
        tag = text("接下来做" if step.deed is not None else "做完了", "tag")
        words = column(
            row(tag, text(step.title, "question"), None, spacing=10), text(step.sentence, wrap=True), spacing=6
        )
        top = row(words, spacing=16)
        top.setStretch(0, 1)
        if step.deed is not None:
            self.button = PrimaryButton(
                step.deed.words,
                name=f"{step.deed.words}（接下来做）",
                icon="arrow-right",
                on=partial(self._model.do, step.deed.id),
            )
            top.addWidget(self.button)
        self._said.addLayout(top)
        if step.others:
            others = [LinkButton(deed.words, on=partial(self._model.do, deed.id)) for deed in step.others]
            self._said.addLayout(row(None, *others))

    def show_form(self, opened: bool) -> None:
        """The form in place of the button, or the other way round."""
        self._say.setVisible(not opened)


class _StepsPart(Section):
    """The way of a major one: what is done, what is next, why nothing is left out."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("重大隐患治理步骤", "一步也不能少；没做完的，后面的步骤走不过去。")
        self._model = model
        self._lines = column(spacing=8)
        self.count = text("", "tag-grey")
        self.head_actions.addWidget(self.count)
        self.body.addLayout(self._lines)

    def show_it(self, fresh: bool) -> None:
        """Every step."""
        steps = self._model.steps
        self.setVisible(bool(steps))
        empty(self._lines)
        self.count.setText(f"已做 {sum(step.done for step in steps)} / {len(steps)} 步")
        for step in steps:
            self._lines.addLayout(self._line(step))

    def _line(self, step: StepShown) -> QVBoxLayout:
        icon, colour = ("circle-check", tokens.OK) if step.done else ("clock", tokens.PLACEHOLDER)
        if step.next:
            icon, colour = "arrow-right", tokens.ACTION
        title = text(f"{step.number}. {step.words}", "strong" if step.done or step.next else "secondary", wrap=True)
        words = column(title, spacing=2)
        if step.note:
            words.addWidget(text(step.note, "secondary", wrap=True))
        if not step.done:
            words.addWidget(text(step.why, "hint", wrap=True))
        made = row(picture(icon, 20, colour), words, spacing=12)
        made.setStretch(1, 1)
        if step.next:
            made.addWidget(text("下一步", "tag"))
        if step.deed is not None:
            make = Button if step.next else LinkButton
            made.addWidget(
                make(step.deed.words, name=f"{step.words}：{step.deed.words}", on=partial(self._model.do, step.deed.id))
            )
        return column(line(), made, spacing=8)


class _PhotosPart(Section):
    """Before and after side by side; proofs below. A wrong one is replaced and stays."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("照片")
        self._model = model
        self._known: object = None
        self._sides = row(spacing=16)
        self._proofs = column(spacing=6)
        self.body.addLayout(self._sides)
        self.body.addLayout(self._proofs)

    def show_it(self, fresh: bool) -> None:
        """Pictures are not fetched anew while they are the same."""
        known = (self._model.id, self._model.danger.is_open, self._model.danger.photos)
        if known == self._known:
            return
        self._known = known
        empty(self._sides)
        empty(self._proofs)
        for stage in (PhotoStage.BEFORE, PhotoStage.AFTER):
            self._sides.addLayout(self._stage(stage), 1)
        self._proofs.addLayout(self._stage(PhotoStage.RECEIPT))

    def _stage(self, stage: PhotoStage) -> QVBoxLayout:
        photos = self._model.photos(stage)
        words = label(stage)
        head = row(text(words, "strong"), None)
        if self._model.danger.is_open or stage is PhotoStage.RECEIPT:
            add = partial(self._model.do, f"photo-{stage.value}")
            head.addWidget(LinkButton("添加照片", name=f"添加{words}照片", icon="camera", on=add))
        made = column(head, spacing=6)
        if not photos:
            made.addWidget(
                text("还没有照片。" if stage is not PhotoStage.RECEIPT else "回执、签到表可以拍照放在这里。", "hint")
            )
        for number, photo in enumerate(photos, start=1):
            made.addLayout(self._photo(photo, f"{words}第{number}张"))
        made.addStretch(1)
        return made

    def _photo(self, photo: PhotoShown, name: str) -> QVBoxLayout:
        if photo.replaced_because:
            return column(
                text(f"{photo.caption}　已换掉：{photo.replaced_because}（原图留在档案里）", "hint", wrap=True)
            )
        shown = Picture(photo.name, self._model.picture, _PHOTO)
        change = LinkButton("换照片", name=f"换照片 {name}", on=partial(self._model.replace, photo.name))
        return column(shown, row(text(photo.caption, "hint"), change, None), spacing=2)


class _WordsPart(Section):
    """What was found, where, when, by whom, and what is known besides."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("查出了什么")
        self._model = model
        self.risk = LinkButton("打开这条风险", on=model.show_risk)
        self.head_actions.addWidget(self.risk)
        self.title_field = Field(
            "隐患内容",
            lines=2,
            needed=True,
            check=lambda words: required_text("隐患内容", words, fields.LONGEST_TITLE),
        )
        self.place = Field("部位", check=lambda words: optional_text("部位", words, fields.LONGEST_PLACE))
        self._facts = column(spacing=4)
        self.body.addLayout(halves(self.title_field, self.place))
        self.body.addLayout(self._facts)
        self.title_field.settled.connect(model.set_title)
        self.place.settled.connect(model.set_place)
        self.title_field.refused.connect(lambda words: model.unkept.keep(fields.TITLE, words, model.id))
        self.place.refused.connect(lambda words: model.unkept.keep(fields.PLACE, words, model.id))

    def fields(self) -> tuple[Field, ...]:
        """What can be typed."""
        return self.title_field, self.place

    def faults(self) -> dict[str, Callable[[str], None]]:
        """Where faults are shown."""
        return {fields.TITLE: self.title_field.show_fault, fields.PLACE: self.place.show_fault}

    def show_it(self, fresh: bool) -> None:
        """What is kept; closed ones are only read."""
        model = self._model
        show_kept(self.title_field, model.danger.title, fresh, model.unkept.words(fields.TITLE, model.id))
        show_kept(self.place, model.danger.place, fresh, model.unkept.words(fields.PLACE, model.id))
        for field in self.fields():
            field.setEnabled(model.danger.is_open)
        self.risk.setVisible(model.has_risk)
        empty(self._facts)
        for name, words in model.facts:
            title = text(name, "label")
            title.setFixedWidth(_FACT_WIDTH)
            shown = row(title, text(words, wrap=True), spacing=12)
            shown.setStretch(1, 1)
            self._facts.addLayout(shown)


class _HistoryPart(Section):
    """Everything that was done to it, the newest first."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("经过")
        self._model = model
        self._lines = column(spacing=6)
        self.body.addLayout(self._lines)

    def show_it(self, fresh: bool) -> None:
        """Every line."""
        empty(self._lines)
        for each in self._model.history:
            when = text(each.when, "hint")
            when.setFixedWidth(_WHEN_WIDTH)
            words = column(text(each.what, "strong", wrap=True), spacing=1)
            if each.more:
                words.addWidget(text(each.more, "secondary", wrap=True))
            made = row(when, words, spacing=12)
            made.setAlignment(when, Qt.AlignmentFlag.AlignTop)
            made.setStretch(1, 1)
            self._lines.addLayout(made)
        hide_unless(self, self._model.history)


class NewDangerView(WithBack):
    """What, where, when, who found it, photos; one press registers. Esc leads back, and what was written stays."""

    open_asked = Signal(str)

    def __init__(self, model: NewDangerModel) -> None:
        super().__init__()
        self.model = model
        model.setParent(self)  # its timer ends with the window
        self.back = Button("返回，先不登记", icon="chevron-left", on=self.back_asked.emit)
        self.risk = Banner("", look="card-tint")
        self.same = Banner("", action=LinkButton("打开那一条", on=self._open_same))
        self._same_id = ""
        self.form = AskForm(model.asking, cancel="先放着")
        self.scroller = scrolling(_column_of(self.risk, self.form, self.same))
        self.risk.hide()
        self.same.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(self.back, None, spacing=12))
        layout.addWidget(self.scroller, 1)
        model.asking.opened.connect(self._show)
        model.known.connect(self._show_same)
        self.form.away.connect(self.back_asked)

    def open(self, where: NewDanger) -> None:
        """A form for this place."""
        self.model.open(where)

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        self.form.hand_over()

    def take_focus(self) -> None:
        """On what was found."""
        self.form.take_focus()

    def _show(self) -> None:
        where = self.model.where
        self.risk.setVisible(bool(where.risk))
        self.risk.say(f"属于风险：{where.risk}", "登记以后，这条风险会显示防护没到位，直到隐患销号。")
        self.scroller.verticalScrollBar().setValue(0)
        if self.isVisible():
            self.take_focus()

    def _show_same(self, known: Sequence[object]) -> None:
        self.same.setVisible(bool(known))
        if known:
            first = known[0]
            self._same_id = str(getattr(first, "id", ""))
            words = f"同样的隐患 {getattr(first, 'code', '')} 还没销号。"
            self.same.say(words, "是同一件事就不用再登记；又坏了一次，才登记新的。")

    def _open_same(self) -> None:
        self.open_asked.emit(self._same_id)
