"""到期提醒: what falls due, when it is told, how it is renewed, and certificates that ran out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.check_support import walked
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.renewals import SPECIAL_CERTIFICATE, DueState, Renewal, months_after
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers
from ymh_desktop.services.training.renewals import (
    add_renewal,
    due_now,
    edit_renewal,
    give_up_renewal,
    offered_kinds,
    register_expired,
    renew,
    renewal_lines,
)


@pytest.fixture
def shop(desk: Desk) -> Desk:
    walked(desk)
    return desk


def test_every_kind_says_what_it_is_and_cites_only_what_is_known(desk: Desk) -> None:
    known = {header.id for header in desk.ports.library.module_headers()}
    kinds = desk.ports.codes.renewal_presets
    assert len({kind.id for kind in kinds}) == len(kinds) >= 20
    for kind in kinds:
        assert all((kind.name, kind.group, kind.person)), kind.id
        assert kind.months is None or kind.months > 0
        assert not kind.basis or desk.ports.codes.citation(kind.basis) is not None, kind.basis
        assert set(kind.modules) <= known, kind.id
    assert kinds[-1].id == "other"
    assert {kind.id for kind in kinds if kind.suspect} == {SPECIAL_CERTIFICATE}


def test_what_is_due_comes_first_and_is_told_as_long_before_as_its_kind_says(shop: Desk) -> None:
    today = shop.clock.today()
    add_renewal(shop.ports, "extinguisher-check", today + timedelta(days=8))
    add_renewal(shop.ports, "drill", today + timedelta(days=30))
    add_renewal(shop.ports, "contract", today - timedelta(days=1))
    lines = renewal_lines(shop.ports)
    assert [line.state for line in lines] == [DueState.OVERDUE, DueState.IN_TIME, DueState.SOON]
    assert [line.days for line in lines] == [-1, 8, 30]
    assert [line.preset.id for line in due_now(shop.ports)] == ["contract", "drill"]


def test_renewing_counts_the_interval_from_the_day_it_was_done(shop: Desk) -> None:
    today = shop.clock.today()
    made, _ = add_renewal(shop.ports, "drill", today - timedelta(days=3))
    renew(shop.ports, made.id, done_on=today, note="演了疏散", photo="a" * 64)
    (line,) = renewal_lines(shop.ports)
    assert line.renewal.due_on == months_after(today, 6)
    (done,) = line.renewal.rounds
    assert (done.done_on, done.due_before, done.photo) == (today, today - timedelta(days=3), "a" * 64)
    assert line.renewal.photos == ("a" * 64,)


def test_the_day_on_the_new_paper_goes_before_the_interval(shop: Desk) -> None:
    today = shop.clock.today()
    made, _ = add_renewal(shop.ports, "contract", today)
    renew(shop.ports, made.id, next_due=today + timedelta(days=500))
    assert renewal_lines(shop.ports)[0].renewal.due_on == today + timedelta(days=500)


def test_what_cannot_be_is_refused(shop: Desk) -> None:
    today = shop.clock.today()
    free, _ = add_renewal(shop.ports, "other", today, title="租房合同")
    with pytest.raises(UserError, match="下次到期的日期"):
        renew(shop.ports, free.id)
    with pytest.raises(UserError, match="不比办理日期"):
        renew(shop.ports, free.id, next_due=today)
    with pytest.raises(UserError, match="还没到"):
        renew(shop.ports, free.id, done_on=today + timedelta(days=1), next_due=today + timedelta(days=9))
    with pytest.raises(UserError, match="个月一次不对"):
        edit_renewal(shop.ports, free.id, every_months=0)
    with pytest.raises(UserError, match="已经登记过了"):
        add_renewal(shop.ports, "other", today, title="租房合同")


def test_what_is_no_longer_needed_stays_readable_and_asks_no_more(shop: Desk) -> None:
    made, _ = add_renewal(shop.ports, "forklift-inspection", shop.clock.today() - timedelta(days=9))
    give_up_renewal(shop.ports, made.id, "叉车卖了")
    assert due_now(shop.ports) == ()
    assert [line.state for line in renewal_lines(shop.ports)] == [DueState.ENDED]
    with pytest.raises(UserError, match="不用再管"):
        renew(shop.ports, made.id)


def test_kinds_that_this_firm_needs_are_offered_before_others(shop: Desk) -> None:
    offered = [kind.id for kind in offered_kinds(shop.ports)]
    assert offered.index("special-certificate") < offered.index("boiler-inspection")  # a distribution box, no boiler
    assert offered[-1] == "other"


# ---- certificates ----------------------------------------------------------------------------------------------------


def expired(shop: Desk) -> Renewal:
    person, _ = firm.add_person(shop.ports, "刘强")
    made, _ = add_renewal(
        shop.ports, SPECIAL_CERTIFICATE, shop.clock.today() - timedelta(days=1), title="电工证", person_id=person.id
    )
    return made


def test_an_expired_certificate_is_offered_as_suspected_and_a_person_must_judge(shop: Desk) -> None:
    made = expired(shop)
    assert renewal_lines(shop.ports)[0].suspect
    danger, _ = register_expired(shop.ports, made.id)
    assert danger.level is DangerLevel.MAJOR
    assert danger.title.startswith("刘强的电工证已过期")
    assert "应急管理部令第10号" in danger.basis
    assert "疑似重大事故隐患，需人工判定" in danger.basis
    assert renewal_lines(shop.ports)[0].danger == danger.code
    with pytest.raises(UserError, match="已经登记过了"):
        register_expired(shop.ports, made.id)


def test_a_day_that_no_paper_bears_is_refused(shop: Desk) -> None:
    far = date(2126, 1, 1)
    with pytest.raises(UserError, match="到期日期 2126-01-01 还有"):
        add_renewal(shop.ports, "contract", far)
    made, _ = add_renewal(shop.ports, "contract", shop.clock.today() - timedelta(days=900))  # ran out long ago
    with pytest.raises(UserError, match="太远了"):
        edit_renewal(shop.ports, made.id, due_on=far)
    with pytest.raises(UserError, match="下次到期 2126-01-01 还有"):
        renew(shop.ports, made.id, next_due=far)


@pytest.mark.parametrize("kind", ["special-certificate", "equipment-certificate", "leader-certificate"])
def test_a_certificate_belongs_to_somebody(shop: Desk, kind: str) -> None:
    with pytest.raises(UserError, match="还没有写是谁的"):
        add_renewal(shop.ports, kind, shop.clock.today())
    person, _ = firm.add_person(shop.ports, "刘强")
    made, _ = add_renewal(shop.ports, kind, shop.clock.today(), person_id=person.id)
    with pytest.raises(UserError, match="还没有写是谁的"):
        edit_renewal(shop.ports, made.id, person_id=None)


def test_a_valid_certificate_and_another_matter_are_not_registered(shop: Desk) -> None:
    person, _ = firm.add_person(shop.ports, "刘强")
    valid, _ = add_renewal(shop.ports, SPECIAL_CERTIFICATE, shop.clock.today(), title="焊工证", person_id=person.id)
    drill, _ = add_renewal(shop.ports, "drill", shop.clock.today() - timedelta(days=400))
    for made in (valid, drill):
        with pytest.raises(UserError, match="没有过期"):
            register_expired(shop.ports, made.id)


def test_a_trade_whose_criteria_say_nothing_of_it_gets_a_general_one(shop: Desk) -> None:
    with shop.ports.units.write() as uow:
        firm_now = uow.enterprise()
        assert firm_now is not None
        uow.save_enterprise(replace(firm_now, trade_id=None))
        uow.commit()
    danger, _ = register_expired(shop.ports, expired(shop).id)
    assert (danger.level, danger.basis) == (DangerLevel.GENERAL, "")


def test_who_holds_a_certificate_cannot_be_deleted(shop: Desk) -> None:
    made = expired(shop)
    assert made.person_id is not None
    with shop.ports.units.read() as uow:
        assert firm.named_elsewhere(uow, made.person_id)


def test_the_danger_can_be_found_by_the_loop(shop: Desk) -> None:
    danger, _ = register_expired(shop.ports, expired(shop).id)
    assert any(task.danger_id == danger.id for task in hidden_dangers.loop_tasks(shop.ports))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(1, 240))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
