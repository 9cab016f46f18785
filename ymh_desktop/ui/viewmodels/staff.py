"""人员与岗位: three lists, searching in them, and every change to a person, a post or a department."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import DepartmentKind, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import DUTIES
from ymh_desktop.services.half_written import STAFF_FORM, NewRecord
from ymh_desktop.services.staff import (
    MENDS,
    DepartmentLine,
    PersonLine,
    PostLine,
    Staff,
    person_back,
    remove_person,
    staff,
)
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.pinyin_search import PinyinSearch
from ymh_desktop.ui.viewmodels.unkept import Unkept

Failed = Callable[[UserError], None]
NO_PHONE = "缺电话"
NOBODY = "还没定"


class Tab(Enum):
    """The three lists; the value is the argument of a visit."""

    PEOPLE = "people"
    POSTS = "posts"
    DEPARTMENTS = "departments"


TITLES = {Tab.PEOPLE: "人员", Tab.POSTS: "岗位", Tab.DEPARTMENTS: "车间和班组"}
NEW = {Tab.PEOPLE: NewRecord.PERSON, Tab.POSTS: NewRecord.POST, Tab.DEPARTMENTS: NewRecord.DEPARTMENT}
ADD = {Tab.PEOPLE: "新增人员", Tab.POSTS: "新增岗位", Tab.DEPARTMENTS: "新增车间或班组"}
NOTHING = {
    Tab.PEOPLE: ("还没有人员", "点右上角“新增人员”，先把负责人加进来。"),
    Tab.POSTS: ("还没有岗位", "在“风险辨识”里选好行业，岗位会自动列出来；也可以自己新增。"),
    Tab.DEPARTMENTS: ("没有车间和班组", "小厂没有这一级就空着，不影响使用。"),
}


class PersonRow(NamedTuple):
    """A person as the list shows them."""

    id: str
    name: str
    duty: str
    phone: str
    answers_for: str
    department: str
    left: bool


class PostRow(NamedTuple):
    """A post as the list shows it."""

    id: str
    code: str
    name: str
    place: str
    headcount: int
    head: str
    phone: str
    department: str


class DepartmentRow(NamedTuple):
    """A department as the list shows it."""

    id: str
    name: str
    kind: DepartmentKind
    head: str
    posts: int
    people: int


Row = PersonRow | PostRow | DepartmentRow


def person_row(line: PersonLine) -> PersonRow:
    """A missing phone is said where the number would stand, and only where papers need it."""
    name = f"{line.name}（已离职）" if line.left else line.name
    phone = NO_PHONE if line.no_phone else line.phone
    return PersonRow(line.id, name, line.duty, phone, line.answers_for, line.department, line.left)


def post_row(line: PostLine) -> PostRow:
    """The same for posts: whom the card tells to call."""
    phone = NO_PHONE if line.head and not line.head_phone else line.head_phone
    return PostRow(
        line.id, line.code, line.name, line.place, line.headcount, line.head or NOBODY, phone, line.department
    )


def department_row(line: DepartmentLine) -> DepartmentRow:
    """As it is."""
    return DepartmentRow(line.id, line.name, line.kind, line.head or NOBODY, line.posts, line.people)


class ListModel(QObject):
    """One of the lists with its search. `narrowed` follows when letters find pinyin a moment later."""

    narrowed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._search = PinyinSearch(context.tasks, self)
        self._search.ready.connect(self.narrowed)
        self.words = ""
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Other rows, same search."""
        kept = self.rows = tuple(rows)
        self._search.set_texts(lambda: ((row.id, tuple(str(value) for value in row[1:])) for row in kept))
        self._search.prepare_for(self.words)

    def search(self, words: str) -> None:
        """Leave out what does not hold the words."""
        self.words = words
        self.narrowed.emit()
        self._search.prepare_for(self.words)

    def passes(self) -> Callable[[tuple[Any, ...]], bool] | None:
        """Whether a row is shown; None when all are."""
        matches = self._search.matches(self.words)
        return (lambda row: matches(row[0])) if matches is not None else None


class StaffModel(QObject):
    """Everybody, and every change. `loaded` follows each reading; a page reads on every visit and change."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lists = {tab: ListModel(context) for tab in Tab}
        self.staff = Staff((), (), (), {}, {}, {})
        self.ready = False
        self.unkept = Unkept(context, STAFF_FORM)

    def load(self) -> None:
        """Read anew."""
        self.unkept.load()
        self._context.tasks.run(partial(staff, self._context.ports), self._came)

    @property
    def departments(self) -> tuple[tuple[object, str], ...]:
        """What somebody can belong to."""
        return ((None, "（不分）"), *((line.id, line.name) for line in self.staff.departments))

    @property
    def phones_missing(self) -> str:
        """One sentence about the people whose number papers need; empty when there is none."""
        names = [line.name for line in self.staff.people if line.no_phone]
        if not names:
            return ""
        more = f"等 {len(names)} 人" if len(names) > 3 else ""
        return f"{'、'.join(names[:3])}{more}管着事，却没有电话：告知卡上印不出来，出事找不到人。"

    def phone_is_for(self, person_id: str) -> str:
        """What the number of this person is for: a card says whom to call, which is not everybody."""
        line = self.person_line(person_id)
        if line is None:
            return "找人、派整改时用；主要负责人和安全员的印在告知卡上"
        duties = set(line.answers_for.split("、"))
        if duties & set(DUTIES.values()):
            return "印在告知卡上，出事时打这个电话"
        leads = any(duty and not duty.startswith(MENDS) for duty in duties)
        return "管着岗位或风险的人，电话印在告知卡上" if leads else "找人、派整改时用，不印在告知卡上"

    def person_line(self, person_id: str) -> PersonLine | None:
        """The line of one person."""
        return next((line for line in self.staff.people if line.id == person_id), None)

    def summary(self, tab: Tab, record_id: str) -> str:
        """What hangs on a record, in one sentence."""
        if tab is Tab.PEOPLE:
            line = self.person_line(record_id)
            return f"现在管着：{line.answers_for}。" if line and line.answers_for else "现在没有管着什么。"
        if tab is Tab.POSTS:
            post = next(line for line in self.staff.posts if line.id == record_id)
            return f"这个岗位会碰到 {post.risk_points} 个风险点。" if post.risk_points else "还没有风险点用到这个岗位。"
        department = next(line for line in self.staff.departments if line.id == record_id)
        return f"{department.posts} 个岗位、{department.people} 个人。"

    # ---- changes ---------------------------------------------------------------------------------------------------

    def add_person(
        self,
        name: str,
        phone: str = "",
        duty: str = "",
        department_id: str | None = None,
        *,
        then: Callable[[str], None],
        failed: Failed,
    ) -> None:
        """Somebody new; `then` gets the id. Refused when the name is taken: it would quietly be the same person."""
        name = name.strip()
        if any(line.name == name and not line.left for line in self.staff.people):
            failed(UserError(f"已经有“{name}”了。", "同名的人请加上区别，例如“王刚（二车间）”。"))
            return
        work = partial(firm.add_person, self._context.ports, name, phone, duty, department_id)
        self._save(work, f"已新增“{name}”", lambda made: then(made[0].id), failed)

    def edit_person(self, person_id: str, failed: Failed, **typed: Any) -> None:
        """`typed`: name, phone, duty, department_id; what is absent stays."""
        before = self.staff.person[person_id]
        person = self.staff.person[person_id] = replace(before, **typed)
        work = partial(
            firm.edit_person,
            self._context.ports,
            person_id,
            name=person.name,
            phone_text=person.phone,
            duty=person.duty,
            department_id=person.department_id,
        )
        self._edit(work, f"修改{before.name}", failed)

    def person_left(self, person_id: str) -> None:
        """Refused with the reason while something is theirs."""
        name = self.staff.person[person_id].name
        self._save(partial(firm.person_left, self._context.ports, person_id), f"已标记“{name}”离职", toast=True)

    def person_back(self, person_id: str) -> None:
        """Works here again."""
        name = self.staff.person[person_id].name
        self._save(partial(person_back, self._context.ports, person_id), f"“{name}”又在岗了", toast=True)

    def add_post(self, name: str, *, then: Callable[[str], None], failed: Failed, **typed: Any) -> None:
        """The firm's own post with work, place, headcount, department_id, head_id; `then` gets the id."""
        use_case = partial(firm.add_post, self._context.ports, name, **typed)
        self._save(use_case, f"已新增岗位“{name.strip()}”", lambda made: then(made[0].id), failed)

    def edit_post(self, post_id: str, failed: Failed, **typed: Any) -> None:
        """`typed`: any field of a post; what is absent stays."""
        before = self.staff.post[post_id]
        post = self.staff.post[post_id] = replace(before, **typed)
        self._edit(partial(firm.edit_post, self._context.ports, post), f"修改岗位“{before.name}”", failed)

    def add_department(
        self,
        name: str,
        kind: DepartmentKind,
        head_id: str | None,
        *,
        then: Callable[[str], None],
        failed: Failed,
    ) -> None:
        """A department, workshop or team; `then` gets the id."""
        work = partial(firm.add_department, self._context.ports, name, kind, head_id)

        def made(changes: Changes) -> None:
            then(next(iter(changes.ids("Department"))))

        self._save(work, f"已新增“{name.strip()}”", made, failed)

    def edit_department(self, department_id: str, failed: Failed, **typed: Any) -> None:
        """`typed`: name, kind, head_id; what is absent stays."""
        before = self.staff.department[department_id]
        department = self.staff.department[department_id] = replace(before, **typed)
        work = partial(
            firm.edit_department,
            self._context.ports,
            department_id,
            name=department.name,
            kind=department.kind,
            head_id=department.head_id,
        )
        self._edit(work, f"修改“{before.name}”", failed)

    def remove(self, tab: Tab, record_id: str) -> None:
        """Take a record away at once, with 撤销; refused with the reason while something needs it."""
        ports = self._context.ports
        if tab is Tab.PEOPLE:
            name = self.staff.person[record_id].name
            self._save(partial(remove_person, ports, record_id), f"已删除“{name}”", toast=True)
        elif tab is Tab.POSTS:
            name = self.staff.post[record_id].name
            self._save(partial(firm.remove_post, ports, record_id), f"已删除岗位“{name}”", toast=True)
        else:
            name = self.staff.department[record_id].name
            self._save(partial(firm.remove_department, ports, record_id), f"已删除“{name}”", toast=True)

    def _edit(self, work: Callable[[], Changes], said: str, failed: Failed) -> None:
        """What was typed counts at once, so that two quick changes of one record do not undo each other."""

        def refused(error: UserError) -> None:
            failed(error)
            self.load()

        self._save(work, said, None, refused)

    def _save(
        self,
        work: Callable[[], object],
        said: str,
        then: Callable[..., None] | None = None,
        failed: Failed | None = None,
        *,
        toast: bool = False,
    ) -> None:
        # Without a field the reason why something cannot go is a notice, not "没有保存": nothing was typed.
        show = failed or self._context.notices.show
        self._context.records.save(work, said=said, toast=toast, then=then, failed=show)

    def _came(self, found: Staff) -> None:
        self.staff, self.ready = found, True
        self.lists[Tab.PEOPLE].set_rows(person_row(line) for line in found.people)
        self.lists[Tab.POSTS].set_rows(post_row(line) for line in found.posts)
        self.lists[Tab.DEPARTMENTS].set_rows(department_row(line) for line in found.departments)
        self.loaded.emit()


def check_name(label: str) -> Callable[[str], object]:
    """For a field: a name that may not be too long."""
    return lambda words: required_text(label, words, 30)


def check_phone(words: str) -> object:
    """For a field: a telephone number."""
    return firm.persons_phone("电话", words)
