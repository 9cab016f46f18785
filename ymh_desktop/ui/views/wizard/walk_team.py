"""谁参加了: per post, who took part in the walk is ticked; somebody new is typed once."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.viewmodels.asking import sentence_of
from ymh_desktop.ui.viewmodels.wizard.walk import PostTeam, WalkModel
from ymh_desktop.ui.views.wizard.parts import tick
from ymh_desktop.ui.widgets import Button, Card, CardGrid, Combo, Field, column, empty, row, text
from ymh_desktop.ui.widgets.basics import bring_into_sight

_NAME = "participant"


class TeamPanel(Card):
    """Built when it is unfolded; a tick is kept at once."""

    def __init__(self, model: WalkModel) -> None:
        super().__init__()
        self._model = model
        self._shown: object = None
        self.body.addWidget(
            text("每个岗位至少有一个干活的人一起看，签字时要用到。没列出来的人在最下面加。", "hint", wrap=True)
        )
        self.rows = column(spacing=2)
        self.body.addLayout(self.rows)
        self.name = Field("加一个人", placeholder="姓名", name="参加人姓名")
        self.post = Combo("参加人的岗位")
        post = Field("岗位", input_widget=self.post, name="参加人的岗位")
        self.add = Button("加上", name="加上参加人", icon="user-plus", on=self._add)
        below = row(self.name, post, spacing=12)
        below.setStretch(0, 2)
        below.setStretch(1, 1)
        self.body.addLayout(below)
        self.body.addLayout(row(self.add, None))
        self.name.written.connect(partial(model.unkept.keep, _NAME))
        if isinstance(self.name.input, QLineEdit):
            self.name.input.returnPressed.connect(self._add)

    def refresh(self) -> None:
        """Show who is ticked; built anew only when posts or people changed."""
        self.name.refresh("", self._model.unkept.words(_NAME))
        state = self._model.state
        wanted = (tuple((team.id, team.name, team.names) for team in state.teams), state.people)
        if wanted == self._shown:
            return
        kept = self.focusWidget()
        name = kept.accessibleName() if kept is not None and kept.hasFocus() else ""
        self._shown = wanted
        empty(self.rows)
        for team in state.teams:
            self.rows.addLayout(self._row(team, state.people, name))
        self.post.set_options([(team.id, team.name) for team in state.teams], self.post.chosen)

    def _row(self, team: PostTeam, people: tuple[str, ...], focus: str) -> QHBoxLayout:
        ticks = CardGrid(110, spacing=0)
        for person in people:
            box = tick(person, f"{team.name} {person}", person in team.names)
            box.toggled.connect(partial(self._model.take_part, team.id, person))
            ticks.add(box)
            if box.accessibleName() == focus:
                box.setFocus()
        post = text(team.name, "strong", wrap=True)
        post.setFixedWidth(150)
        made = row(post, ticks, spacing=8)
        made.setStretch(1, 1)
        made.setAlignment(ticks, Qt.AlignmentFlag.AlignTop)
        return made

    def _add(self) -> None:
        name, post = self.name.value.strip(), self.post.chosen
        if not name or not isinstance(post, str):
            self.name.show_fault("请写姓名")
            self.name.take_focus()
            return
        self._model.add_participant(post, name, self._added, self._refused)

    def _added(self) -> None:
        self.name.set_value("")
        self._model.unkept.keep(_NAME, "")
        self.name.take_focus()

    def _refused(self, error: UserError) -> None:
        self.name.show_fault(sentence_of(error))
        self.name.take_focus()
        bring_into_sight(self.name)
