"""The forms of 人员与岗位: what is known is edited in place and kept at once; what is new is added with one button."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import DepartmentKind, optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import label
from ymh_desktop.services.half_written import STAFF_DRAFTS
from ymh_desktop.ui.viewmodels.staff import ADD, NEW, Failed, Tab, check_name, check_phone
from ymh_desktop.ui.viewmodels.staff import StaffModel as Model
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Combo,
    DangerButton,
    Field,
    IconButton,
    NumberStepper,
    PrimaryButton,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import bring_into_sight
from ymh_desktop.ui.widgets.people import PersonField

_KINDS: tuple[tuple[object, str], ...] = tuple((kind, label(kind)) for kind in DepartmentKind)
MOST_HEADS = 999


class StaffForm(QFrame):
    """A form over one record, or over none yet: then what is written is a draft until it is added.

    `record_id` is empty while it is new, and while nothing is shown at all.
    """

    closed = Signal()
    made = Signal(str)  # the id of what was added
    tab: Tab
    removal = "删除"

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.model = model
        self.record_id = ""
        self._adding = False
        self.title = text("", "question", wrap=True)
        self.close_it = IconButton("x", "关闭这一栏", on=self.closed.emit)
        self.about = text("", "hint", wrap=True)
        self.add = PrimaryButton("添加", on=self._add)
        self.remove = DangerButton(self.removal, icon="trash-2", on=self._remove)
        self.fields: dict[str, Field] = {}
        self.head: PersonField | None = None
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(18, 4, 18, 14)
        self.body.setSpacing(10)
        self.buttons = row(self.add, None, self.remove, spacing=8)
        self._build()
        self.body.addWidget(self.about)
        self.body.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidget(content)
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        head = row(self.title, self.close_it)
        head.setContentsMargins(18, 10, 8, 4)
        self.buttons.setContentsMargins(18, 8, 18, 12)
        whole = column(head, scroller, self.buttons, spacing=0)
        whole.setContentsMargins(1, 1, 1, 1)
        self.setLayout(whole)
        self.made.connect(self._was_made)

    def begin(self) -> None:
        """For something new: what was written of it and not added, else empty."""
        self.settle()
        self.put_away()
        self.title.setText(ADD[self.tab])
        for name, field in self.fields.items():
            field.show_draft(self._written(name))
        self._show_parts(new=True)
        self._clear()
        self._adding = True
        next(iter(self.fields.values())).take_focus()

    def show_record(self, record_id: str) -> None:
        """This record; what somebody is writing in a field of the same record is left alone."""
        same = record_id == self.record_id
        self.record_id, self._adding = record_id, False
        for name, value in self._values().items():
            self.fields[name].refresh(value, self.model.unkept.words(name, record_id), fresh=not same)
        self._show_parts(new=False)
        self.about.setText(self.model.summary(self.tab, record_id))
        self._show()

    def settle(self) -> None:
        """Hand over what is still being typed."""
        for field in self.fields.values():
            field.settle_now()

    @property
    def adding(self) -> bool:
        """Whether something new is being written."""
        return self._adding

    def put_away(self) -> None:
        """Nothing is shown any more."""
        self.record_id, self._adding = "", False

    # ---- what each form says ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        raise NotImplementedError

    def _values(self) -> dict[str, str]:
        """The words of the fields."""
        raise NotImplementedError

    def _show(self) -> None:
        """Everything that is no field."""

    def _clear(self) -> None:
        """Everything that is no field, for something new: as it was `_written`."""

    def _rest(self) -> dict[str, str]:
        """The same as a draft keeps it; empty for what stands there at first."""
        return {}

    def _keep(self, name: str, value: Any) -> None:
        """One thing was changed."""
        raise NotImplementedError

    def _add_it(self) -> None:
        raise NotImplementedError

    # ---- help for them ---------------------------------------------------------------------------------------------

    def _field(self, name: str, label: str, **how: Any) -> Field:
        field = self.fields[name] = Field(label, **how)
        field.settled.connect(partial(self._settled, name))
        field.refused.connect(partial(self._unkept, name))
        field.written.connect(self._keep_draft)
        return field

    def _settled(self, name: str, value: Any) -> None:
        if self.record_id:
            self._keep(name, value)
            self._unkept(name, "")
        else:
            self._keep_draft()  # of what is chosen, not typed

    def _unkept(self, name: str, words: str) -> None:
        if self.record_id:
            self.model.unkept.keep(name, words, self.record_id)

    def _keep_draft(self) -> None:
        if self._adding:
            written = {name: field.value for name, field in self.fields.items()}
            for name, words in {**written, **self._rest()}.items():
                self.model.unkept.keep(name, words, self._draft)

    def _written(self, name: str) -> str:
        return self.model.unkept.words(name, self._draft)

    def _was_made(self) -> None:
        self._adding = False
        self.model.unkept.forget(self._draft)

    @property
    def _draft(self) -> str:
        return STAFF_DRAFTS[NEW[self.tab]]

    def _person(self, label: str) -> PersonField:
        field = self.head = PersonField(label)
        field.picked.connect(self._picked)
        field.addAsked.connect(self._new_head)
        return field

    def _picked(self, person_id: object) -> None:
        if self.record_id:
            self._keep("head_id", person_id)
        self._keep_draft()

    def _new_head(self, name: str) -> None:
        """Somebody who is not among the people yet, named right here."""
        assert self.head is not None
        head = self.head

        def made(person_id: str) -> None:
            head.set_people((*self.model.staff.offered(), (person_id, name)), person_id)
            self._picked(person_id)

        self.model.add_person(name, then=made, failed=lambda error: head.show_fault(_said(error)))

    def _show_head(self, chosen: str | None) -> None:
        if self.head is not None:
            self.head.show_fault("")
            self.head.set_people(self.model.staff.offered(chosen), chosen)

    def _refused(self, name: str, error: UserError) -> None:
        self.fields[name].show_fault(_said(error))

    def _refused_by(self, name: str) -> Failed:
        """What to do when this change of the record is refused: what was typed is a draft, said under its field."""
        record_id, typed = self.record_id, self.fields[name].value if name in self.fields else ""

        def refused(error: UserError) -> None:
            if typed:
                self.model.unkept.keep(name, typed, record_id)
            if record_id == self.record_id:
                self._refused(name if typed else "name", error)

        return refused

    def _show_parts(self, new: bool) -> None:
        self.add.setVisible(new)
        self.remove.setVisible(not new)
        self.about.setVisible(not new)

    def _add(self) -> None:
        wrong = [field for field in self.fields.values() if not field.validate()]
        if wrong:
            wrong[0].take_focus()
            bring_into_sight(wrong[0])
        elif self.head is None or self.head.pick.finished(self.head.show_fault):
            self._add_it()

    def _remove(self) -> None:
        self.model.remove(self.tab, self.record_id)


class PersonForm(StaffForm):
    """Name, telephone, duty, department; leaving and coming back."""

    tab = Tab.PEOPLE

    def _build(self) -> None:
        self.body.addWidget(self._field("name", "姓名", check=check_name("姓名"), needed=True))
        self.body.addWidget(self._field("phone", "电话", hint=self.model.phone_is_for(""), check=check_phone))
        self.no_phone = Banner("管着事，却没有电话。", "请补上，不然告知卡上印不出来。")
        self.no_phone.hide()
        self.body.addWidget(self.no_phone)
        duty = self._field(
            "duty", "职务", placeholder="例如 木工组长", check=lambda words: optional_text("职务", words, 30)
        )
        self.body.addWidget(duty)
        self.department = Combo("这个人的车间或班组")
        self.department.currentIndexChanged.connect(lambda: self._settled("department_id", self.department.chosen))
        self.body.addLayout(column(text("车间或班组", "label"), self.department, spacing=4))
        self.leave = Button("标记离职", on=lambda: self.model.person_left(self.record_id))
        self.back = Button("又在岗了", on=lambda: self.model.person_back(self.record_id))
        self.buttons.insertWidget(1, self.leave)
        self.buttons.insertWidget(2, self.back)

    def _values(self) -> dict[str, str]:
        person = self.model.staff.person[self.record_id]
        return {"name": person.name, "phone": person.phone, "duty": person.duty}

    def _show(self) -> None:
        person, line = self.model.staff.person[self.record_id], self.model.person_line(self.record_id)
        self.title.setText(person.name)
        self.department.set_options(self.model.departments, person.department_id)
        self.fields["phone"].hint.setText(self.model.phone_is_for(self.record_id))
        self.no_phone.setVisible(bool(line and line.no_phone))
        self.leave.setVisible(not person.left)
        self.back.setVisible(person.left)

    def _clear(self) -> None:
        self.department.set_options(self.model.departments, self._written("department_id"))
        self.fields["phone"].hint.setText(self.model.phone_is_for(""))
        self.no_phone.hide()
        self.leave.hide()
        self.back.hide()

    def _rest(self) -> dict[str, str]:
        return {"department_id": str(self.department.chosen or "")}

    def _keep(self, name: str, value: Any) -> None:
        self.model.edit_person(self.record_id, self._refused_by(name), **{name: value})

    def _add_it(self) -> None:
        name, phone, duty = (self.fields[each].value for each in ("name", "phone", "duty"))
        department = self.department.chosen
        self.model.add_person(
            name,
            phone,
            duty,
            department if isinstance(department, str) else None,
            then=self.made.emit,
            failed=partial(self._refused, "name"),
        )


class PostForm(StaffForm):
    """What the post does, where, how many, and who answers for it."""

    tab = Tab.POSTS

    def _build(self) -> None:
        self.body.addWidget(self._field("name", "岗位名称", check=check_name("岗位名称"), needed=True))
        work = self._field("work", "干什么活", lines=2, check=lambda words: optional_text("干什么活", words, 100))
        place = self._field(
            "place", "工作地点", placeholder="例如 一车间", check=lambda words: optional_text("工作地点", words, 30)
        )
        self.body.addWidget(work)
        self.body.addWidget(place)
        self.headcount = NumberStepper("岗位人数", 1, least=1, most=MOST_HEADS, unit="人")
        self.headcount.valueChanged.connect(lambda count: self._settled("headcount", count))
        self.body.addLayout(column(text("多少人", "label"), self.headcount, spacing=4))
        self.body.addWidget(self._person("谁负责这个岗位"))
        self.department = Combo("这个岗位的车间或班组")
        self.department.currentIndexChanged.connect(lambda: self._settled("department_id", self.department.chosen))
        self.body.addLayout(column(text("车间或班组", "label"), self.department, spacing=4))

    def _values(self) -> dict[str, str]:
        post = self.model.staff.post[self.record_id]
        return {"name": post.name, "work": post.work, "place": post.place}

    def _show(self) -> None:
        post = self.model.staff.post[self.record_id]
        self.title.setText(f"{post.code}　{post.name}")
        self._show_headcount(post.headcount)
        self._show_head(post.head_id)
        self.department.set_options(self.model.departments, post.department_id)

    def _clear(self) -> None:
        self._show_headcount(int(self._written("headcount") or 1))
        self._show_head(self._written("head_id") or None)
        self.department.set_options(self.model.departments, self._written("department_id"))

    def _show_headcount(self, heads: int) -> None:
        self.headcount.blockSignals(True)
        self.headcount.set_value(heads)
        self.headcount.blockSignals(False)

    def _rest(self) -> dict[str, str]:
        assert self.head is not None
        return {
            "headcount": f"{self.headcount.value}" if self.headcount.value > 1 else "",
            "head_id": self.head.chosen or "",
            "department_id": str(self.department.chosen or ""),
        }

    def _keep(self, name: str, value: Any) -> None:
        self.model.edit_post(self.record_id, self._refused_by(name), **{name: value})

    def _add_it(self) -> None:
        assert self.head is not None
        self.model.add_post(
            self.fields["name"].value,
            work=self.fields["work"].value,
            place=self.fields["place"].value,
            headcount=self.headcount.value,
            department_id=self.department.chosen,
            head_id=self.head.chosen,
            then=self.made.emit,
            failed=partial(self._refused, "name"),
        )


class DepartmentForm(StaffForm):
    """Name, what it is called, who answers for it."""

    tab = Tab.DEPARTMENTS

    def _build(self) -> None:
        self.body.addWidget(
            self._field("name", "名称", placeholder="例如 木工车间", check=check_name("名称"), needed=True)
        )
        self.kind = Combo("部门、车间还是班组", _KINDS)
        self.kind.currentIndexChanged.connect(lambda: self._settled("kind", self.kind.chosen))
        self.body.addLayout(column(text("是什么", "label"), self.kind, spacing=4))
        self.body.addWidget(self._person("谁负责"))

    def _values(self) -> dict[str, str]:
        return {"name": self.model.staff.department[self.record_id].name}

    def _show(self) -> None:
        department = self.model.staff.department[self.record_id]
        self.title.setText(department.name)
        self.kind.choose(department.kind)
        self._show_head(department.head_id)

    def _clear(self) -> None:
        self.kind.choose(DepartmentKind(self._written("kind") or DepartmentKind.WORKSHOP))
        self._show_head(self._written("head_id") or None)

    def _rest(self) -> dict[str, str]:
        kind = self.kind.chosen
        assert isinstance(kind, DepartmentKind)
        assert self.head is not None
        return {
            "kind": "" if kind is DepartmentKind.WORKSHOP else kind.value,
            "head_id": self.head.chosen or "",
        }

    def _keep(self, name: str, value: Any) -> None:
        self.model.edit_department(self.record_id, self._refused_by(name), **{name: value})

    def _add_it(self) -> None:
        kind = self.kind.chosen
        assert isinstance(kind, DepartmentKind)
        assert self.head is not None
        self.model.add_department(
            self.fields["name"].value,
            kind,
            self.head.chosen,
            then=self.made.emit,
            failed=partial(self._refused, "name"),
        )


def _said(error: UserError) -> str:
    return f"{error.problem}{error.advice}"
