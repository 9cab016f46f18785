"""The form for an entry of one's own; beside it, while one writes, what the checks say in plain words."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.ui.shell.dialogs import AskDialog
from ymh_desktop.ui.viewmodels.own_entry import NEW, OwnEntryModel
from ymh_desktop.ui.viewmodels.search import found_in
from ymh_desktop.ui.views.hazard import halves, options_of
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    CardGrid,
    Combo,
    DangerButton,
    Field,
    LevelBadge,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, empty
from ymh_desktop.ui.widgets.pick_list import PickList

MOST_HINTS = 12
_LEAST_OF_THREE = 220  # of three fields side by side, before their examples are cut
_NOTE = {
    MeasureKind.ENGINEERING: "机器、设施本身的，例如：压辊两边装固定护罩",
    MeasureKind.MANAGEMENT: "谁、做什么、多久一次，例如：班组长每周试一次急停",
    MeasureKind.TRAINING: "谁讲、讲什么、多久一次",
    MeasureKind.PPE: "穿戴什么；转动的机器旁不戴手套",
    MeasureKind.EMERGENCY: "出事时做什么，先停机断电再救人",
}


class OwnEntryView(WithBack):
    """The form scrolls; the way back, the button and the checks stay in sight."""

    def __init__(self, model: OwnEntryModel) -> None:
        super().__init__()
        self.model = model
        self.dialog: AskDialog | None = None
        self.back = Button("返回，不保存", icon="chevron-left", on=self.back_asked.emit)
        self.heading = text("", "question")
        self.remove = DangerButton("恢复库里原来的", icon="rotate-ccw", on=self._ask_remove)
        self.keep = PrimaryButton("存好", icon="check", on=self._keep)
        self.refusal = Banner("", look="card-error")
        self.refusal.hide()
        anew = LinkButton("不要了，重新写", on=model.begin_anew)
        self.half = Banner("接着上次没写完的往下写。", look="card-tint", action=anew)
        self.half.hide()
        self.form = _Form(model)
        self.scroller = QScrollArea()
        self.scroller.setWidget(self.form)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.checks = _Checks()
        middle = row(self.scroller, self.checks, spacing=16)
        middle.setStretch(0, 5)
        middle.setStretch(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(self.back, self.heading, None, self.remove, self.keep, spacing=12))
        layout.addWidget(self.refusal)
        layout.addWidget(self.half)
        layout.addLayout(middle, 1)
        model.began.connect(self._begin)
        model.checked.connect(self._checked)
        model.refused.connect(self._refused)
        model.removed.connect(self.back_asked)

    def open(self, entry_id: str) -> None:
        """An empty form, or one filled with an entry."""
        self.model.begin(entry_id)

    def take_focus(self) -> None:
        """On the first thing to fill in."""
        self.form.take_focus()

    def _begin(self) -> None:
        model = self.model
        self.refusal.hide()
        self.half.setVisible(model.half_written)
        self.heading.setText("改这一条" if model.changing else "写一条自己的")
        self.remove.setText("删掉这一条" if model.own_entry else "恢复库里原来的")
        self.remove.setVisible(model.removable)
        self.form.begin()
        self.scroller.verticalScrollBar().setValue(0)
        if self.isVisible():
            self.take_focus()

    def _checked(self) -> None:
        self.checks.show_hints(self.model)
        self.form.show_level()

    def _keep(self) -> None:
        self.form.hand_over()
        self.model.keep()

    def _refused(self, sentence: str) -> None:
        self.refusal.say(sentence)
        self.refusal.show()

    def _ask_remove(self) -> None:
        own = self.model.own_entry
        name = self.model.draft.module_name
        self.dialog = AskDialog(
            self,
            "删掉这一条？" if own else f"把“{name}”恢复成库里原来的话？",
            "风险清单里已经有的不会动。" if own else f"您在“{name}”里改过的每一条都会恢复；改过的文件另外留着。",
            "删掉" if own else "恢复",
            self.model.remove,
        )
        self.dialog.open()


class _Checks(QFrame):
    """What must be mended first, then what would be better."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.title = text("", "strong", wrap=True)
        self.lines = column(spacing=8)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 6, 0)
        inside.addLayout(self.lines)
        inside.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidget(content)
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)  # the area turned it on
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 8, 12)
        layout.addWidget(self.title)
        layout.addWidget(scroller, 1)
        self.setMinimumWidth(220)

    def show_hints(self, model: OwnEntryModel) -> None:
        """Blocking ones first."""
        found = sorted(model.hints, key=lambda hint: not hint.blocks)
        must = sum(1 for hint in found if hint.blocks)
        if must:
            self.title.setText(f"还有 {must} 处要补上或改掉")
        else:
            self.title.setText(f"可以存了；有 {len(found)} 处最好改一改" if found else "检查过了，没有问题")
        empty(self.lines)
        for hint in found[:MOST_HINTS]:
            look = "error" if hint.blocks else "warning"
            self.lines.addWidget(text(f"{hint.field}：{hint.problem}", look, wrap=True))
            self.lines.addWidget(text(hint.expected, "hint", wrap=True))
        if len(found) > MOST_HINTS:
            self.lines.addWidget(text(f"还有 {len(found) - MOST_HINTS} 处", "hint"))


class _Form(QWidget):
    """Everything that an entry says, in the order in which one thinks of it."""

    def __init__(self, model: OwnEntryModel) -> None:
        super().__init__()
        self._model = model
        self._fields: dict[str, Field] = {}
        self._lists: dict[str, Field] = {}
        self._measures: dict[MeasureKind, Field] = {}
        self._asks: dict[str, Field] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(12)
        for part in (
            self._what(),
            self._asked(),
            self._harm(),
            self._grade(),
            self._measure(),
            self._check(),
            self._more(),
        ):
            layout.addWidget(part)
        layout.addStretch(1)

    # ---- the parts -----------------------------------------------------------------------------------------------

    def _what(self) -> Section:
        section = Section("属于什么")
        self.thing = PickList("", found_in, nothing="选一样，或者“新的设备、作业或场所”", name="属于什么")
        self.module_name = self._text("module_name", "新的名称", "例如：吹膜机", most=30)
        self.kind = Combo("新的类别", self._model.kinds)
        self.new, side_by_side = QWidget(), halves(self.module_name, Field("类别", input_widget=self.kind))
        side_by_side.setContentsMargins(0, 0, 0, 0)
        self.new.setLayout(side_by_side)
        self.new.hide()
        section.body.addWidget(self.thing)
        section.body.addWidget(self.new)
        self.thing.picked.connect(lambda values: self._model.choose_thing(values[0]))
        self.thing.unfolded.connect(self._model.warm_search)
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self._model.changed.connect(self._show_choices)
        return section

    def _asked(self) -> Section:
        section = Section("现场怎么问", "写成一句肯定的话：答“是”就是安全。")
        section.body.addWidget(self._text("statement", "问题（20 字以内）", "例如：压辊两边有护罩，手伸不进去"))
        section.body.addWidget(self._text("inverse", "答“否”就是这条隐患", "例如：吹膜机压辊没有护罩，手能伸进去"))
        section.body.addWidget(self._text("look", "怎么看", "例如：停机后看压辊两边，用木条试能不能伸进去"))
        return section

    def _harm(self) -> Section:
        section = Section("会出什么事")
        self.accidents = PickList("事故类型（可以选几种）", found_in, many=True, name="这一条的事故类型")
        self.factor = PickList("危险因素（最贴近的一条）", found_in, name="这一条的危险因素")
        section.body.addLayout(
            halves(
                self._text("hazard", "会出什么事", "例如：手碰到压辊被卷进去"),
                self._text("consequence", "最坏的后果", "例如：断指、截肢"),
            )
        )
        section.body.addLayout(halves(self.accidents, self.factor))
        self.accidents.picked.connect(lambda codes: self._model.set(accidents=codes))
        self.factor.picked.connect(lambda codes: self._model.set(factor=codes[0] if codes else ""))
        for pick in (self.accidents, self.factor):
            pick.unfolded.connect(self._model.warm_search)
        return section

    def _grade(self) -> Section:
        section = Section("有多危险", "按没有防护、像平常一样干活来想。")
        self.grades: dict[str, Combo] = {}
        boxes = CardGrid(_LEAST_OF_THREE)
        for name, question, options in self._model.grade_options():
            combo = Combo(question, options)
            combo.setMinimumContentsLength(6)
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.currentIndexChanged.connect(partial(self._choose_grade, name))
            self.grades[name] = combo
            boxes.add(Field(question, input_widget=combo, name=question))
        self.badge = LevelBadge()
        section.body.addWidget(boxes)
        section.body.addLayout(row(text("算出来是", "label"), self.badge, None))
        section.body.addWidget(self._text("reason", "为什么", "例如：每天用，手离压辊只有几厘米"))
        return section

    def _measure(self) -> Section:
        section = Section("靠什么防住", "一行写一条，写清谁、做什么、多久一次。")
        self.proved_kind = Combo("“是”证明的措施属于哪类", self._model.measure_kinds)
        self.proved_kind.currentIndexChanged.connect(self._choose_proved_kind)
        proved = halves(
            self._text("proved", "答“是”就证明已经有的那一条", "例如：压辊两边装固定护罩，手伸不进去"),
            Field("它属于哪类", input_widget=self.proved_kind),
        )
        proved.setStretch(0, 3)
        section.body.addLayout(proved)
        for kind in MeasureKind:
            field = Field(f"其他{label(kind)}", lines=2, hint=_NOTE[kind])
            field.settled.connect(partial(self._model.set_measures, kind))
            self._measures[kind] = field
            section.body.addWidget(field)
        return section

    def _check(self) -> Section:
        section = Section("平时怎么查")
        three = CardGrid(_LEAST_OF_THREE)
        three.add(self._text("check_what", "检查什么", "例如：压辊护罩"))
        three.add(self._text("check_standard", "怎样算好", "例如：护罩在位，螺丝不松"))
        three.add(self._text("check_method", "怎么查", "例如：停机后用手推一推"))
        section.body.addWidget(three)
        return section

    def _more(self) -> Section:
        section = Section("别的", "可以不写。")
        for name, title, note in (
            ("emergency", "出事怎么办", "一行一步，每步不超过 30 字；先停机断电，再救人"),
            ("ppe", "劳动防护用品", "一行一样，例如：防护眼镜"),
        ):
            field = Field(title, lines=2, hint=note)
            field.settled.connect(partial(self._model.set_lines, name))
            self._lists[name] = field
            section.body.addWidget(field)
        self.signs = PickList("安全标志", found_in, many=True, nothing="没有选")
        self.basis = PickList("依据（只能从清单里选）", found_in, many=True, nothing="没有选", name="依据")
        self.asks = column(spacing=6)
        self.signs.picked.connect(lambda signs: self._model.set(signs=signs))
        self.basis.picked.connect(self._model.set_basis)
        for pick in (self.signs, self.basis):
            pick.unfolded.connect(self._model.warm_search)
        section.body.addWidget(self.signs)
        section.body.addWidget(self.basis)
        section.body.addLayout(self.asks)
        section.body.addWidget(
            self._text("review", "哪里拿不准（会显示“待核对”）", "例如：护罩离压辊的距离没有查到标准")
        )
        return section

    def _text(self, name: str, title: str, example: str, *, most: int = 0) -> Field:
        field = Field(title, placeholder=example, most=most)
        field.settled.connect(lambda words: self._model.set(**{name: " ".join(words.split())}))
        self._fields[name] = field
        return field

    # ---- showing -------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """On what it belongs to, or on the question when that is settled."""
        if self.thing.isVisible():
            self.thing.change.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._fields["statement"].take_focus()

    def begin(self) -> None:
        """Show the draft."""
        model, draft = self._model, self._model.draft
        for name, field in self._fields.items():
            field.set_value(getattr(draft, name))
        for name, field in self._lists.items():
            field.set_value("\n".join(getattr(draft, name)))
        written = dict(draft.measures)
        for kind, field in self._measures.items():
            field.set_value("\n".join(written.get(kind, ())))
        for name, combo in self.grades.items():
            combo.choose(getattr(draft, name))
        self.kind.choose(draft.kind)
        self.proved_kind.choose(draft.proved_kind)
        for pick, options, chosen in (
            (self.thing, model.things, (draft.module_id,) if draft.module_id else ()),
            (self.accidents, model.accident_options(), draft.accidents),
            (self.factor, model.factor_options(), (draft.factor,) if draft.factor else ()),
            (self.signs, model.sign_options(), draft.signs),
            (self.basis, model.basis_options(), tuple(basis.code for basis in draft.basis)),
        ):
            pick.close_quietly()
            pick.set_options(options_of(options))
            pick.set_chosen(chosen)
        self.thing.setEnabled(not model.changing)
        self.thing.change.setVisible(not model.changing)
        self.new.setVisible(False)
        self._show_asks()

    def show_level(self) -> None:
        """The level of the three answers."""
        self.badge.set_level(self._model.level)

    def hand_over(self) -> None:
        """What is still being typed."""
        for field in (*self._fields.values(), *self._lists.values(), *self._measures.values(), *self._asks.values()):
            field.settle_now()

    def _show_choices(self) -> None:
        self.new.setVisible(self.thing.chosen == (NEW,))
        self._show_asks()

    def _show_asks(self) -> None:
        empty(self.asks)
        self._asks = {}
        for basis in self._model.draft.basis:
            field = Field(
                f"{basis.code} 要求什么（用自己的话）", value=basis.asks, placeholder="没见过原文就只写大意，不写条款号"
            )
            field.settled.connect(partial(self._model.set_asks, basis.code))
            self._asks[basis.code] = field
            self.asks.addWidget(field)

    def _choose_kind(self) -> None:
        kind = self.kind.chosen
        if isinstance(kind, RiskPointKind):
            self._model.set(kind=kind)

    def _choose_proved_kind(self) -> None:
        kind = self.proved_kind.chosen
        if isinstance(kind, MeasureKind):
            self._model.set(proved_kind=kind)

    def _choose_grade(self, name: str, _: int) -> None:
        self._model.set(**{name: self.grades[name].chosen})
