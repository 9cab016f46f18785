"""设置, 企业 and 分级: what is typed is kept as it is typed, what is chosen at once."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.shell.dialogs import ask_which_file
from ymh_desktop.ui.viewmodels.settings import (
    EDITIONS,
    LABELS,
    ROLES,
    SAME_AS_BEFORE,
    SettingsModel,
    check,
    who_controls,
)
from ymh_desktop.ui.views.photo_parts import PICTURES, scaled
from ymh_desktop.ui.widgets import (
    Button,
    CardGrid,
    ChoiceCard,
    Field,
    LevelBadge,
    LinkButton,
    Section,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty
from ymh_desktop.ui.widgets.people import PersonField

_HINTS = {
    "name": ("和营业执照上的一样", ""),
    "short_name": ("用在文件名里", "例如 宏木家具"),
    "credit_code": ("营业执照上的 18 位", ""),
    "headcount": ("干活的人一共有几个", "例如 10"),
    "address": ("", ""),
    "report_phone": ("告知卡上的第二个电话，可以不填", ""),
    "recipient": ("镇里收材料的部门", "例如 某某镇应急管理办公室"),
}
MARK = QSize(160, 64)
_PAIRS = (("name", "short_name"), ("credit_code", "headcount"), ("address", "report_phone"))


class FirmSettings(QWidget):
    """The enterprise and who leads it."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self.model = model
        self.fields = {name: self._field(name) for name in LABELS}
        self.leaders = {role: PersonField(words, hint=hint) for role, words, hint in ROLES}
        firm = Section("企业", "印在告知卡、清单和上报文件上。改完自动保存。")
        for left, right in _PAIRS:
            firm.body.addLayout(_pair(self.fields[left], self.fields[right]))
        firm.body.addLayout(_pair(self.fields["recipient"], None))
        people = Section("谁负责")
        people.body.addLayout(_pair(*self.leaders.values()))
        tables = Section("统计表", "季度和年度的统计表照法规报。月度的，部门要了才打开。")
        self.monthly = ChoiceCard("部门要我们每月报统计表", "打开后，“数字统计”里能打印月度统计表")
        self.monthly.toggled.connect(model.set_monthly)
        grid = CardGrid(least_width=330)
        grid.add(self.monthly)
        tables.body.addWidget(grid)
        self.setLayout(column(firm, people, self._mark(), tables, None, spacing=14))
        for role, field in self.leaders.items():
            refused = partial(self._leader_refused, role)
            field.picked.connect(lambda person, role=role, refused=refused: model.set_leader(role, person, refused))
            field.addAsked.connect(lambda name, role=role, refused=refused: model.new_leader(role, name, refused))
        model.loaded.connect(self._show)

    def _mark(self) -> Section:
        section = Section("企业标志", "印在每份材料的左上角。没有就不用管。")
        self.mark = QLabel()
        self.mark.setAccessibleName("企业标志的图")
        choose = Button("选一张图", name="选企业标志", icon="folder-open", on=self._ask_mark)
        self.no_mark = LinkButton("不用了", name="不用企业标志", on=self.model.drop_logo)
        section.body.addLayout(row(self.mark, choose, self.no_mark, None, spacing=12))
        return section

    def _ask_mark(self) -> None:
        ask_which_file(self, "选企业标志", Path.home(), PICTURES, self.model.set_logo)

    def settle(self) -> None:
        """Hand over what is still being typed."""
        for field in self.fields.values():
            field.settle_now()

    def _field(self, name: str) -> Field:
        hint, placeholder = _HINTS[name]
        field = Field(
            LABELS[name], hint=hint, placeholder=placeholder, check=partial(check, name), needed=name == "name"
        )
        refused = partial(self._refused, name)
        field.settled.connect(lambda words: self.model.settle(name, words, refused))
        field.refused.connect(partial(self.model.refuse, name))
        return field

    def _refused(self, name: str, error: UserError) -> None:
        self.fields[name].show_fault(_said(error))

    def _leader_refused(self, role: str, error: UserError) -> None:
        self.leaders[role].set_people(self.model.people(role), self.model.leader(role))
        self.leaders[role].show_fault(_said(error))

    def _show(self) -> None:
        for name, field in self.fields.items():
            field.refresh(self.model.value(name), self.model.unkept(name))
        for role, leader in self.leaders.items():
            leader.set_people(self.model.people(role), self.model.leader(role))
        self.monthly.set_state(self.model.monthly)
        logo = self.model.logo
        self.mark.setPixmap(scaled(logo, MARK) if logo else QPixmap())
        self.mark.setVisible(logo is not None)
        self.no_mark.setVisible(logo is not None)


class GradingSettings(QWidget):
    """The grading method, the tiers, and the names of accidents."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self.model = model
        self.setLayout(column(self._methods(), self._tiers(), self._names(), None, spacing=14))
        model.loaded.connect(self._show)

    def _methods(self) -> Section:
        section = Section("用哪种方法分级", SAME_AS_BEFORE)
        self.profiles: dict[str, ChoiceCard] = {}
        self._profile_group = QButtonGroup(self)
        grid = CardGrid(least_width=330)
        for choice in self.model.profiles:
            card = ChoiceCard(choice.name, choice.note, round_mark=True)
            card.toggled.connect(partial(self._profile_toggled, choice.id))
            self.profiles[choice.id] = card
            self._profile_group.addButton(card)
            grid.add(card)
        section.body.addWidget(grid)
        return section

    def _tiers(self) -> Section:
        section = Section("有没有车间、班组这一级", "小厂通常没有。没有的那一级，由上一级来管。")
        self.department = ChoiceCard("有车间（部门）这一级", "车间主任、部门负责人管一片")
        self.team = ChoiceCard("有班组这一级", "班组长带着几个人干活")
        grid = CardGrid(least_width=330)
        for card in (self.department, self.team):
            card.toggled.connect(self._tiers_toggled)
            grid.add(card)
        section.body.addWidget(grid)
        self._controls = QVBoxLayout()
        self._controls.setSpacing(6)
        section.body.addLayout(self._controls)
        return section

    def _names(self) -> Section:
        section = Section("材料上的事故名称", "只影响以后打印的材料，已经填的内容不变。")
        self.editions: dict[AccidentEdition, ChoiceCard] = {}
        self._edition_group = QButtonGroup(self)
        grid = CardGrid(least_width=330)
        for edition, title, note in EDITIONS:
            card = ChoiceCard(title, note, round_mark=True)
            card.toggled.connect(partial(self._edition_toggled, edition))
            self.editions[edition] = card
            self._edition_group.addButton(card)
            grid.add(card)
        section.body.addWidget(grid)
        return section

    def _profile_toggled(self, profile_id: str, on: bool) -> None:
        if on:
            self.model.set_profile(profile_id)

    def _tiers_toggled(self) -> None:
        self.model.set_tiers(team=self.team.isChecked(), department=self.department.isChecked())

    def _edition_toggled(self, edition: AccidentEdition, on: bool) -> None:
        if on:
            self.model.set_edition(edition)

    def _show(self) -> None:
        _choose(self._profile_group, self.profiles.get(self.model.profile_id))
        _choose(self._edition_group, self.editions[self.model.edition])
        self.team.set_state(self.model.tiers.team)
        self.department.set_state(self.model.tiers.department)
        empty(self._controls)
        for level, words in who_controls(self.model.tiers):
            self._controls.addLayout(row(LevelBadge(level), text(words, "secondary", wrap=True), spacing=10))


def _choose(group: QButtonGroup, chosen: ChoiceCard | None) -> None:
    """Show what is kept, without telling anybody."""
    group.setExclusive(False)
    for card in group.buttons():
        if isinstance(card, ChoiceCard):
            card.set_state(card is chosen)
    group.setExclusive(True)


def _pair(left: QWidget, right: QWidget | None) -> QHBoxLayout:
    made = row(left, right if right is not None else QWidget(), spacing=20)
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    return made


def _said(error: UserError) -> str:
    return f"{error.problem}{error.advice}"
