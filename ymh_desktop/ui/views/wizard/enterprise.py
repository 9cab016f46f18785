"""Step 1: five fields, and the rest folded away."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QWidget

from ymh_desktop.domain.identification import Step
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.wizard.enterprise import LABELS, NEEDED, EnterpriseModel
from ymh_desktop.ui.views.wizard.parts import Fold, tick
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import Field, Section, column, row

_HINTS = {
    "name": ("和营业执照上的一样", ""),
    "credit_code": ("营业执照上的 18 位；手头没有可以先空着", ""),
    "principal": ("老板、厂长或经理", ""),
    "principal_phone": ("印在告知卡上，出事时打这个电话", ""),
    "officer": ("管安全的人，兼职也算", ""),
    "officer_phone": ("", ""),
    "short_name": ("用在文件名里，例如“宏木家具”", ""),
    "address": ("", ""),
    "headcount": ("干活的人一共有几个", "例如 10"),
    "report_phone": ("告知卡上的第二个电话，可以不填", ""),
    "recipient": ("镇里收材料的部门", "例如 某某镇应急管理办公室"),
}
_LATER = (("short_name", "officer_phone"), ("headcount", "address"), ("recipient", "report_phone"))


class EnterpriseStep(StepView):
    """Saved as it is typed; faults stand under the field once it is left."""

    step = Step.ENTERPRISE

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: EnterpriseModel = EnterpriseModel(context)
        self.fields = {field: self._field(field) for field in LABELS}
        self.same = tick("和主要负责人是同一个人", "安全员和主要负责人是同一个人")
        first = Section("先填这五项")
        first.body.addLayout(self._pair(self.fields["name"], self.fields["credit_code"]))
        first.body.addLayout(self._pair(self.fields["principal"], self.fields["principal_phone"]))
        officer = column(self.fields["officer"], self.same, spacing=4)
        first.body.addLayout(self._pair(officer, None))
        self.body.addWidget(first)
        later = QWidget()
        later.setLayout(column(*(self._pair(self.fields[a], self.fields[b]) for a, b in _LATER), spacing=12))
        self.later = Fold("以后再补也行", later)
        more = Section("")
        more.title.hide()
        more.body.addWidget(self.later)
        self.body.addWidget(more)
        self.body.addStretch(1)
        self._fresh = True
        self._connect()

    def entered(self, cursor: str) -> None:
        """Read what is kept."""
        self._fresh = True
        self.model.load()

    def left(self) -> None:
        """Hand over what is still being typed."""
        for field in self.fields.values():
            field.settle_now()

    def blocker(self) -> str:
        """What is missing, or wrong."""
        wrong = [LABELS[name] for name, field in self.fields.items() if not field.fault.isHidden()]
        return self.model.blocker() or (f"填得不对：{'、'.join(wrong)}" if wrong else "")

    def point_out(self) -> None:
        """Red under every field that keeps one here; the keyboard goes to the first."""
        wrong = [field for name, field in self.fields.items() if self._wrong(name, field)]
        if wrong:
            self._unfold_faults()
            self.bring_into_view(wrong[0])
            wrong[0].take_focus()

    def take_focus(self) -> None:
        """The first field that is still empty, else the first."""
        empty = (self.fields[name] for name in NEEDED if not self.fields[name].value and self.fields[name].isEnabled())
        next(empty, self.fields["name"]).take_focus()

    def _wrong(self, name: str, field: Field) -> bool:
        if not field.isEnabled():
            return False
        if name in NEEDED and not field.value.strip():
            field.show_fault(f"请填写{LABELS[name]}")
            return True
        return not field.validate()

    def _field(self, name: str) -> Field:
        hint, placeholder = _HINTS[name]
        return Field(
            LABELS[name],
            hint=hint,
            placeholder=placeholder,
            check=partial(self.model.check, name),
            needed=name == "name",
        )

    def _pair(self, left: QWidget | QLayout, right: QWidget | None) -> QHBoxLayout:
        made = row(left, right if right is not None else QWidget(), spacing=20)
        made.setStretch(0, 1)
        made.setStretch(1, 1)
        return made

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.settled.connect(partial(self.model.settle, name))
            field.refused.connect(partial(self.model.refuse, name))
        self.same.toggled.connect(self._same_toggled)
        self.model.loaded.connect(self._show)
        self.model.changed.connect(self._changed)

    def _same_toggled(self, same: bool) -> None:
        self._show_same(same)
        self.model.set_same(same)

    def _show_same(self, same: bool) -> None:
        for name in ("officer", "officer_phone"):
            self.fields[name].setEnabled(not same)
            if same:
                self.fields[name].set_value("")
        officer = self.fields["officer"].input
        if isinstance(officer, QLineEdit):
            officer.setPlaceholderText("主要负责人兼任" if same else "")

    def _show(self) -> None:
        self.same.blockSignals(True)
        self.same.setChecked(self.model.same)
        self.same.blockSignals(False)
        self._show_same(self.model.same)
        for name, field in self.fields.items():
            field.refresh(self.model.kept(name), self.model.unkept(name))
        self._unfold_faults()
        if self._fresh and self.isVisible():
            self.take_focus()
        self._fresh = False
        self._changed()

    def _unfold_faults(self) -> None:
        """A sentence that is folded away would help nobody."""
        if any(not self.fields[name].fault.isHidden() for pair in _LATER for name in pair):
            self.later.unfold()

    def _changed(self) -> None:
        filled = self.model.filled_later()
        self.later.set_title(
            f"以后再补也行（已填 {filled} 项）" if filled else "以后再补也行：简称、地址、人数、报送给谁"
        )
        self.progressed.emit()
