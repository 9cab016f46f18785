"""人员与岗位: what each person answers for, and why somebody or something cannot simply go."""

from dataclasses import replace

import pytest

from tests.services.support import shop
from tests.support.desk import Desk
from ymh_desktop.domain.enterprise import DepartmentKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers, staff
from ymh_desktop.services.book import open_book
from ymh_desktop.services.staff import PersonLine
from ymh_desktop.services.undo import undo


@pytest.fixture
def named(desk: Desk) -> Desk:
    """A firm with a name."""
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    return desk


def line_of(desk: Desk, name: str) -> PersonLine:
    return next(line for line in staff.staff(desk.ports).people if line.name == name)


def test_a_person_is_listed_with_everything_they_answer_for(named: Desk) -> None:
    owner, _ = firm.add_person(named.ports, "王建国")
    firm.set_roles(named.ports, principal_id=owner.id)
    firm.add_department(named.ports, "木工车间", DepartmentKind.WORKSHOP, owner.id)
    danger, _ = hidden_dangers.register_danger(named.ports, "配电箱门坏了", "仓库")
    hidden_dangers.assign_danger(named.ports, danger.id, owner.id, named.clock.today())
    assert line_of(named, "王建国").answers_for == "主要负责人、木工车间、整改 1 条隐患"


def test_only_somebody_responsible_lacks_a_phone(named: Desk) -> None:
    owner, _ = firm.add_person(named.ports, "王建国")
    firm.add_person(named.ports, "小工")
    firm.set_roles(named.ports, principal_id=owner.id)
    assert [line.name for line in staff.staff(named.ports).people if line.no_phone] == ["王建国"]
    firm.add_person(named.ports, "王建国", "13800000001")
    assert not line_of(named, "王建国").no_phone


def test_a_person_whom_nothing_names_can_be_taken_away_and_brought_back(named: Desk) -> None:
    person, _ = firm.add_person(named.ports, "打错的名字")
    changes = staff.remove_person(named.ports, person.id)
    assert staff.staff(named.ports).people == ()
    undo(named.ports, changes)
    assert line_of(named, "打错的名字").id == person.id


@pytest.mark.parametrize("place", ["principal", "head", "rectified"])
def test_a_person_named_in_a_record_stays(named: Desk, place: str) -> None:
    person, _ = firm.add_person(named.ports, "刘强")
    if place == "principal":
        firm.set_roles(named.ports, principal_id=person.id)
    elif place == "head":
        firm.add_department(named.ports, "木工车间", DepartmentKind.WORKSHOP, person.id)
    else:
        other, _ = firm.add_person(named.ports, "李秀英")
        danger, _ = hidden_dangers.register_danger(named.ports, "通道堵了", "仓库")
        hidden_dangers.close_danger(named.ports, danger.id, done="清开了", by_id=person.id, accepted_by_id=other.id)
    with pytest.raises(firm.InUse, match="标记离职"):
        staff.remove_person(named.ports, person.id)


def test_who_left_stands_at_the_end_and_can_come_back(named: Desk) -> None:
    person, _ = firm.add_person(named.ports, "刘强")
    firm.add_person(named.ports, "赵师傅")
    firm.person_left(named.ports, person.id)
    assert [(line.name, line.left) for line in staff.staff(named.ports).people] == [("赵师傅", False), ("刘强", True)]
    staff.person_back(named.ports, person.id)
    assert not line_of(named, "刘强").left


def test_who_answers_for_a_post_cannot_leave_before_somebody_else_does(named: Desk) -> None:
    person, _ = firm.add_person(named.ports, "刘强")
    firm.add_department(named.ports, "木工车间", DepartmentKind.WORKSHOP, person.id)
    with pytest.raises(firm.InUse, match="木工车间"):
        firm.person_left(named.ports, person.id)


def test_posts_are_listed_with_who_answers_and_how_many_risk_points_they_meet(desk: Desk) -> None:
    shop(desk, "wood-planer")
    met = {post_id for point in open_book(desk.ports).points for post_id in point.post_ids}
    lines = staff.staff(desk.ports).posts
    assert lines
    assert {line.id for line in lines if line.risk_points} == met


def test_a_department_gives_its_people_free_and_undo_brings_both_back(named: Desk) -> None:
    firm.add_department(named.ports, "木工车间", DepartmentKind.WORKSHOP)
    (department,) = staff.staff(named.ports).departments
    person, _ = firm.add_person(named.ports, "张大勇")
    firm.edit_person(named.ports, person.id, name="张大勇", phone_text="", duty="", department_id=department.id)
    assert staff.staff(named.ports).departments[0].people == 1
    changes = firm.remove_department(named.ports, department.id)
    assert line_of(named, "张大勇").department == ""
    undo(named.ports, changes)
    assert line_of(named, "张大勇").department == "木工车间"


def test_a_department_with_a_post_stays(named: Desk) -> None:
    firm.add_department(named.ports, "木工车间", DepartmentKind.WORKSHOP)
    (department,) = staff.staff(named.ports).departments
    post, _ = firm.add_post(named.ports, "平刨工")
    firm.edit_post(named.ports, replace(post, department_id=department.id))
    with pytest.raises(firm.InUse, match="平刨工"):
        firm.remove_department(named.ports, department.id)


def test_an_edited_post_or_department_cannot_take_the_name_of_another(named: Desk) -> None:
    first, _ = firm.add_post(named.ports, "平刨工", place="一车间")
    second, _ = firm.add_post(named.ports, "平刨工", place="二车间")
    with pytest.raises(UserError, match="已经有岗位"):
        firm.edit_post(named.ports, replace(second, place="一车间"))
    firm.edit_post(named.ports, replace(first, work="刨平面"))
    for name in ("木工车间", "油漆车间"):
        firm.add_department(named.ports, name, DepartmentKind.WORKSHOP)
    wood, paint = staff.staff(named.ports).departments
    with pytest.raises(UserError, match="已经有“木工车间”"):
        firm.edit_department(named.ports, paint.id, name="木工车间", kind=DepartmentKind.WORKSHOP, head_id=None)
    firm.edit_department(named.ports, wood.id, name="木工车间", kind=DepartmentKind.TEAM, head_id=None)


def test_somebody_who_left_is_offered_only_where_they_are_still_named(named: Desk) -> None:
    gone, _ = firm.add_person(named.ports, "刘强", "", "电工")
    here, _ = firm.add_person(named.ports, "赵师傅")
    firm.person_left(named.ports, gone.id)
    found = staff.staff(named.ports)
    assert found.offered() == ((here.id, "赵师傅"),)
    assert (gone.id, "刘强（电工）") in found.offered(gone.id)


def test_what_is_added_with_its_head_and_department_is_one_step(named: Desk) -> None:
    firm.add_department(named.ports, "木工车间", DepartmentKind.WORKSHOP)
    (department,) = staff.staff(named.ports).departments
    head, _ = firm.add_person(named.ports, "张大勇", "13800000003", "组长", department.id)
    _, changes = firm.add_post(named.ports, "平刨工", department_id=department.id, head_id=head.id)
    found = staff.staff(named.ports)
    (post,) = found.posts
    assert (post.head, post.head_phone, post.department) == ("张大勇", "13800000003", "木工车间")
    assert found.people[0].department == "木工车间"
    undo(named.ports, changes)
    assert staff.staff(named.ports).posts == ()
