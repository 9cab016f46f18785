"""首页: the next thing to do with the one primary button; under it how things stand."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.home import NextThing
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.home import Figure, HomeModel
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    CardGrid,
    EmptyState,
    LevelBadge,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty, links


class HomePage(Page):
    """Reads on every visit and when records change while it is open."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.model = HomeModel(context)
        self.nothing: EmptyState | None = None
        self.next: _NextCard | None = None
        self.reminder: Banner | None = None
        self.everybody: QLabel | None = None
        self._parts = column(spacing=14)
        self.body.addLayout(self._parts, 1)
        self.body.addStretch(1)
        self.model.loaded.connect(self._show)
        self.model.counted.connect(self._show_everybody)
        context.records.recordsChanged.connect(self._changed)

    def opened(self, argument: object = None) -> None:
        """Read anew."""
        self.model.load()

    def take_focus(self) -> None:
        """On the one thing to do."""
        if self.next is not None:
            self.next.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.nothing is not None and self.nothing.button is not None:
            self.nothing.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load()

    def _show(self) -> None:
        model, first = self.model, self.next is None and self.nothing is None
        had_focus = first or self._holds_focus()
        empty(self._parts)
        self.next = self.nothing = self.reminder = self.everybody = None
        if model.next is None:
            return
        if model.empty:
            self._show_nothing(model.next)
        else:
            self._show_everything(model.next)
        if had_focus:
            self.take_focus()

    def _holds_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _show_nothing(self, thing: NextThing) -> None:
        self.nothing = EmptyState(
            "shield-check", thing.title, thing.saying, thing.button, partial(self.model.go, thing)
        )
        self._parts.addWidget(self.nothing, 1)

    def _show_everything(self, thing: NextThing) -> None:
        model = self.model
        self.next = _NextCard(thing, partial(model.go, thing))
        self._parts.addWidget(self.next)
        if model.reminder is not None:
            button = Button("备份到U盘", icon="usb", on=model.back_up)
            self.reminder = Banner(model.reminder.sentence, model.reminder.advice, action=button)
            self._parts.addWidget(self.reminder)
        if model.more:
            more = CardGrid(least_width=250)
            for other in model.more:
                more.add(_ThingCard(other, partial(model.go, other)))
            self._parts.addWidget(more)
        self._parts.addWidget(self._levels())
        self._parts.addWidget(self._figures())
        self._parts.addWidget(self._everybody())
        self._show_everybody()

    def _everybody(self) -> Card:
        """One line: who has card, signature, answers and task."""
        card, self.everybody = Card(margins=(20, 10, 12, 10)), text("", "secondary", wrap=True)
        go = LinkButton("去看每个人", on=self.model.show_everybody)
        line = row(text("人人有任务", "strong"), self.everybody, go, spacing=14)
        line.setStretch(1, 1)
        card.body.addLayout(line)
        return card

    def _show_everybody(self) -> None:
        if self.everybody is not None:
            found = self.model.coverage
            self.everybody.setText(f"{found.words}。" if found else "正在数…")

    def _levels(self) -> Section:
        section, model = Section("风险有多少"), self.model
        grid = CardGrid(least_width=180)
        for level, count in model.counts:
            grid.add(_LevelCell(level, count, partial(model.show_level, level)))
        section.body.addWidget(grid)
        if model.planned:
            words = f"还有 {model.planned} 条要新增的措施等着做，做好以后改成“已落实”。"
            section.body.addLayout(row(text(words, "hint"), LinkButton("去看措施", on=model.show_planned), None))
        return section

    def _figures(self) -> CardGrid:
        model, grid = self.model, CardGrid(least_width=196)
        grid.add(_FigureCard(model.dangers, "去看隐患", model.show_dangers))
        for figure, show in (
            (model.rectified, model.show_quarter),
            (model.punctual, model.show_quarter),
            (model.checked, model.show_month),
            (model.reported, model.show_quarter),
        ):
            grid.add(_FigureCard(figure, "看明细", show, name=f"看明细：{figure.name}"))
        return grid


class _NextCard(Card):
    """The next thing to do: large words, the one primary button."""

    def __init__(self, thing: NextThing, go: Callable[[], None]) -> None:
        super().__init__(margins=(24, 20, 24, 20))
        self.button = PrimaryButton(thing.button, name=f"{thing.button}（接下来做）", icon="arrow-right", on=go)
        words = column(
            text("接下来做", "tag"),
            text(thing.title, "title", wrap=True),
            text(thing.saying, "secondary", wrap=True),
            spacing=6,
        )
        layout = row(words, self.button, spacing=20)
        layout.setStretch(0, 1)
        self.body.addLayout(layout)


class _WordsCard(Card):
    """A card whose texts stand one below the other."""

    def __init__(self) -> None:
        super().__init__(margins=(16, 12, 12, 10))
        self.body.setSpacing(4)

    def say(self, words: str, look: str) -> None:
        """One more text below."""
        self.body.addWidget(text(words, look, wrap=True))


class _ThingCard(_WordsCard):
    """Something else that can be done."""

    def __init__(self, thing: NextThing, go: Callable[[], None]) -> None:
        super().__init__()
        self.say(thing.title, "strong")
        self.say(thing.saying, "hint")
        self.body.addStretch(1)
        button = LinkButton(thing.button, name=f"{thing.button}（{thing.title}）", on=go)
        self.body.addLayout(links(button))


class _LevelCell(Card):
    """How many risks of one level."""

    def __init__(self, level: RiskLevel, count: int, show: Callable[[], None]) -> None:
        super().__init__("", margins=(0, 0, 0, 0))
        button = LinkButton("看清单", name=f"看{label(level)}清单", on=show)
        button.setEnabled(count > 0)
        self.body.addLayout(row(LevelBadge(level), text(f"{count}", "number"), button, None, spacing=12))


class _FigureCard(_WordsCard):
    """A number, what it means, what stands beside it."""

    def __init__(self, figure: Figure, action: str, go: Callable[[], None], name: str = "") -> None:
        super().__init__()
        self.say(figure.name, "label")
        self.body.addWidget(text(figure.number, "number"))
        self.say(figure.beside, {"error": "error", "ok": "ok"}.get(figure.tone, "hint"))
        self.body.addStretch(1)
        self.body.addLayout(links(LinkButton(action, name=name, on=go)))
