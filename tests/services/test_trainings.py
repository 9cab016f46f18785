"""培训: planned for posts or everybody, keyed from the signed sheet, told per person."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.services.check_support import walked
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.training import Attendance, TestOutcome, TrainingKind
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.training.proofs import place_person
from ymh_desktop.services.training.trainings import (
    TrainingState,
    call_off_training,
    edit_training,
    hold_training,
    plan_training,
    plan_usual_year,
    trained_people,
    training_list,
)


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A shop with two leaders, three workers and their post."""
    walked(desk)
    with desk.ports.units.read() as uow:
        post = uow.posts.all()[0]
    for name in ("周木生", "吴二", "郑三"):
        person, _ = firm.add_person(desk.ports, name)
        if name != "郑三":
            place_person(desk.ports, person.id, (post.id,))
    return desk


def post_id(desk: Desk) -> str:
    with desk.ports.units.read() as uow:
        return uow.posts.all()[0].id


def person_id(desk: Desk, name: str) -> str:
    with desk.ports.units.read() as uow:
        return next(person.id for person in uow.people.all() if person.name == name)


def test_a_training_gets_the_next_sheet_number_and_knows_whom_it_is_for(shop: Desk) -> None:
    day = shop.clock.today() + timedelta(days=7)
    for_all, _ = plan_training(shop.ports, "防火", day)
    for_post, _ = plan_training(shop.ports, "平刨", day, kind=TrainingKind.POST, post_ids=(post_id(shop),))
    assert (for_all.code, for_post.code) == ("PX-0001", "PX-0002")
    found = training_list(shop.ports)
    assert [person.name for person in found.invited(for_post)] == ["周木生", "吴二"]
    assert {line.training.code: line.expected for line in found.lines} == {"PX-0001": 5, "PX-0002": 2}
    assert {line.state for line in found.lines} == {TrainingState.PLANNED}


def test_a_signed_sheet_is_keyed_with_who_was_there(shop: Desk) -> None:
    day = shop.clock.today()
    made, _ = plan_training(shop.ports, "防火", day, hours=Decimal("1.5"))
    who = Attendance(person_id(shop, "周木生"), TestOutcome.PASSED)
    hold_training(shop.ports, made.id, (who, who), on=day - timedelta(days=1), scans=("a" * 64,))
    line = training_list(shop.ports).line(made.id)
    assert line is not None
    assert (line.state, line.attended, line.training.scans) == (TrainingState.HELD, 1, ("a" * 64,))
    hours = {each.person.name: each.hours for each in trained_people(shop.ports)}
    assert (hours["周木生"], hours["吴二"]) == (Decimal("1.5"), Decimal(0))


@pytest.mark.parametrize(("day", "said"), [(date(2020, 5, 1), "已经过去了"), (date(2036, 5, 1), "太远了")])
def test_a_training_is_planned_for_a_day_to_come(shop: Desk, day: date, said: str) -> None:
    with pytest.raises(UserError, match=said):
        plan_training(shop.ports, "防火", day)
    made, _ = plan_training(shop.ports, "防火", shop.clock.today())
    with pytest.raises(UserError, match=said):
        edit_training(shop.ports, made.id, planned_on=day)
    shop.clock.moment += timedelta(days=2)
    edit_training(shop.ports, made.id, topic="防火防爆", planned_on=made.planned_on)  # overdue: only the words change


def test_keying_again_corrects_the_list_and_keeps_the_scans(shop: Desk) -> None:
    made, _ = plan_training(shop.ports, "防火", shop.clock.today())
    hold_training(shop.ports, made.id, (Attendance(person_id(shop, "周木生")),), scans=("a" * 64,))
    hold_training(shop.ports, made.id, (Attendance(person_id(shop, "吴二")),), scans=("b" * 64,))
    line = training_list(shop.ports).line(made.id)
    assert line is not None
    assert [each.person_id for each in line.training.attended] == [person_id(shop, "吴二")]
    assert line.training.scans == ("a" * 64, "b" * 64)


def test_a_training_whose_day_is_over_is_told(shop: Desk) -> None:
    made, _ = plan_training(shop.ports, "防火", shop.clock.today())
    shop.clock.moment += timedelta(days=1)
    line = training_list(shop.ports).line(made.id)
    assert line is not None
    assert line.state is TrainingState.OVERDUE


def test_what_will_not_be_held_keeps_its_reason_and_is_not_keyed(shop: Desk) -> None:
    made, _ = plan_training(shop.ports, "防火", shop.clock.today())
    call_off_training(shop.ports, made.id, "停产")
    with pytest.raises(UserError, match="已经取消了"):
        hold_training(shop.ports, made.id, (Attendance(person_id(shop, "周木生")),))
    with pytest.raises(UserError, match="不能再改"):
        edit_training(shop.ports, made.id, topic="别的")


@pytest.mark.parametrize(
    ("topic", "hours", "said"),
    [
        ("", Decimal(1), "培训内容"),
        ("防火", Decimal(0), "学时"),
        ("防火", Decimal(900), "学时"),
        ("火" * 61, Decimal(1), "最多 60 个字"),
    ],
)
def test_what_is_no_training_is_refused(shop: Desk, topic: str, hours: Decimal, said: str) -> None:
    with pytest.raises(UserError, match=said):
        plan_training(shop.ports, topic, shop.clock.today(), hours=hours)


def test_a_sheet_without_names_and_a_day_to_come_are_refused(shop: Desk) -> None:
    made, _ = plan_training(shop.ports, "防火", shop.clock.today())
    with pytest.raises(UserError, match="一个签到的人也没有勾"):
        hold_training(shop.ports, made.id, ())
    who = (Attendance(person_id(shop, "周木生")),)
    with pytest.raises(UserError, match="还没到"):
        hold_training(shop.ports, made.id, who, on=shop.clock.today() + timedelta(days=1))


def test_a_usual_year_is_planned_once_and_never_for_a_day_that_is_over(shop: Desk) -> None:
    made, _ = plan_usual_year(shop.ports)
    assert len(made) == len(shop.ports.codes.suggested_trainings)
    assert all(each.planned_on >= shop.clock.today() for each in made)
    assert all(each.planned_on < shop.clock.today() + timedelta(days=366) for each in made)
    assert {each.teacher for each in made} == {"李秀英"}
    again, changes = plan_usual_year(shop.ports)
    assert (again, bool(changes)) == ((), False)


def test_a_usual_year_can_be_planned_on_the_last_day_of_a_month(shop: Desk) -> None:
    shop.clock.moment = shop.clock.moment.replace(month=12, day=31)
    made, _ = plan_usual_year(shop.ports)
    assert min(each.planned_on for each in made) > date(2026, 12, 31)
