"""The form for a risk of one's own; the level shows as the questions are answered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.ui.viewmodels import new_risk as fields
from ymh_desktop.ui.viewmodels.new_risk import NewRiskModel
from ymh_desktop.ui.viewmodels.search import found_in
from ymh_desktop.ui.views.hazard import GradePart, halves, options_of
from ymh_desktop.ui.widgets import Button, Combo, Field, PrimaryButton, Section, row, text
from ymh_desktop.ui.widgets.basics import WithBack, bring_into_sight
from ymh_desktop.ui.widgets.pick_list import PickList


class NewRiskView(WithBack):
    """Where, what, how bad; one press adds it. Esc leads back without adding."""

    def __init__(self, model: NewRiskModel) -> None:
        super().__init__()
        self.model = model
        self.back = Button("返回清单，不添加", icon="chevron-left", on=self.back_asked.emit)
        self.add = PrimaryButton("添加到清单", icon="check", on=self._add)
        self.where, self.what = _WherePart(model), _WhatPart(model)
        self.grade = GradePart(model.choose_mark)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        for part in (self.where, self.what, self.grade):
            inside.addWidget(part)
        inside.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidget(content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(self.back, text("添加一条风险", "question"), None, self.add, spacing=12))
        layout.addWidget(self.scroller, 1)
        model.loaded.connect(self._begin)
        model.changed.connect(self._show)
        model.faulted.connect(self._show_fault)
        for field in (self.where.name, self.where.place, self.what.happens, self.what.consequence):
            field.written.connect(self.hand_over)

    def open(self) -> None:
        """What was written and not added, else an empty form."""
        self.model.open()

    def take_focus(self) -> None:
        """On where it is."""
        self.where.pick.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        self.scroller.verticalScrollBar().setValue(0)
        self.where.begin()
        self.what.begin()
        self.grade.show_fault("")
        self._show()
        if self.isVisible():
            self.take_focus()

    def _show(self) -> None:
        model = self.model
        self.where.show_new(model.new_point)
        self.grade.show_questions(model.questions)
        self.grade.show_level(model.level, "" if model.level is not None else "选好上面几项就有了", ())

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        self.where.hand_over()
        self.what.hand_over()
        self.model.keep()

    def _add(self) -> None:
        self.where.hand_over()
        self.what.hand_over()
        self.model.add()

    def _show_fault(self, field: str, sentence: str) -> None:
        part, show = {
            fields.WHERE: (self.where.pick.change, self.where.pick.show_fault),
            fields.NAME: (self.where.name.input, self.where.name.show_fault),
            fields.PLACE: (self.where.place.input, self.where.place.show_fault),
            fields.TITLE: (self.what.happens.input, self.what.happens.show_fault),
            fields.CONSEQUENCE: (self.what.consequence.input, self.what.consequence.show_fault),
            fields.ACCIDENTS: (self.what.accidents.change, self.what.accidents.show_fault),
            fields.FACTOR: (self.what.factor.change, self.what.factor.show_fault),
            fields.MARKS: (self.grade.combos[0] if self.grade.combos else self.add, self.grade.show_fault),
        }[field]
        show(sentence)
        if sentence:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            bring_into_sight(part, 60)


class _WherePart(Section):
    """A risk point that is there, or a new one."""

    def __init__(self, model: NewRiskModel) -> None:
        super().__init__("在哪里")
        self._model = model
        self.pick = PickList("", found_in, nothing="选一个设备、作业或场所", name="风险点")
        self.name = Field(
            "新风险点的名称",
            placeholder="例如：行车",
            check=lambda words: required_text("风险点名称", words, fields.LONGEST_NAME),
        )
        self.kind = Combo("新风险点的类别", model.kinds)
        self.place = Field(
            "位置",
            placeholder="例如：下料区",
            check=lambda words: optional_text("位置", words, fields.LONGEST_PLACE),
            name="新风险点的位置",
        )
        self.posts = PickList("哪些岗位会碰到", found_in, many=True, nothing="还没有选，告知卡上不会有它")
        self.new = QWidget()
        inside = QVBoxLayout(self.new)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(halves(self.name, Field("类别", input_widget=self.kind), self.place))
        inside.addWidget(self.posts)
        self.new.hide()
        self.body.addWidget(self.pick)
        self.body.addWidget(self.new)
        self.pick.picked.connect(lambda values: model.choose_point(values[0]))
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.posts.picked.connect(model.choose_posts)
        self.pick.unfolded.connect(model.warm_search)

    def begin(self) -> None:
        """What was chosen and typed before."""
        self.pick.close_quietly()
        self.posts.close_quietly()
        self.pick.set_options(options_of(self._model.points))
        self.pick.set_chosen((self._model.where,) if self._model.where else ())
        self.posts.set_options(options_of(self._model.post_options))
        self.posts.set_chosen(self._model.posts)
        self.name.show_draft(self._model.name)
        self.place.show_draft(self._model.place)
        self.kind.choose(self._model.kind)

    def show_new(self, new: bool) -> None:
        """Whether a new risk point is asked about."""
        self.new.setVisible(new)

    def hand_over(self) -> None:
        """What is typed."""
        self._model.name, self._model.place = self.name.value, self.place.value

    def _choose_kind(self) -> None:
        kind = self.kind.chosen
        assert isinstance(kind, RiskPointKind)
        self._model.choose_kind(kind)


class _WhatPart(Section):
    """What can happen there."""

    def __init__(self, model: NewRiskModel) -> None:
        super().__init__("会出什么事")
        self._model = model
        self.happens = Field(
            "会出什么事",
            placeholder="例如：吊物掉下来砸人",
            check=lambda words: required_text("会出什么事", words, fields.LONGEST_TITLE),
        )
        self.happens.label.hide()
        self.consequence = Field(
            "最坏的后果",
            placeholder="例如：骨折、死亡",
            check=lambda words: optional_text("最坏的后果", words, fields.LONGEST_CONSEQUENCE),
        )
        self.accidents = PickList("事故类型（可以选几种）", found_in, many=True, name="事故类型")
        self.factor = PickList("危险因素（国家标准里最贴近的一条）", found_in, name="危险因素")
        self.body.addWidget(self.happens)
        self.body.addWidget(self.consequence)
        self.body.addLayout(halves(self.accidents, self.factor))
        self.accidents.picked.connect(model.choose_accidents)
        self.factor.picked.connect(lambda codes: model.choose_factor(codes[0]))
        for pick in (self.accidents, self.factor):
            pick.unfolded.connect(model.warm_search)

    def begin(self) -> None:
        """What was chosen and typed before."""
        model = self._model
        for pick, options, chosen in (
            (self.accidents, model.accident_options(), model.accidents),
            (self.factor, model.factor_options(), (model.factor,) if model.factor else ()),
        ):
            pick.close_quietly()
            pick.set_options(options_of(options))
            pick.set_chosen(chosen)
        self.happens.show_draft(model.title)
        self.consequence.show_draft(model.consequence)

    def hand_over(self) -> None:
        """What is typed."""
        self._model.title, self._model.consequence = self.happens.value, self.consequence.value
