"""The home page tells of the people's side: certificates, what falls due, identifying anew; at most five lines."""

from datetime import timedelta

import pytest

from tests.services.check_support import walked
from tests.support.desk import Desk
from ymh_desktop.domain.change_notes import ChangeKind
from ymh_desktop.domain.renewals import SPECIAL_CERTIFICATE
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.flows import steps
from ymh_desktop.services.home import MOST_THINGS, HomePage, NextThing, home_page
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.training.home import PeoplesNeed, PeoplesTask, peoples_tasks
from ymh_desktop.services.training.reidentify import note_change
from ymh_desktop.services.training.renewals import add_renewal, register_expired
from ymh_desktop.services.training.trainings import plan_training


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A shop with one machine, nothing open, its first identification finished today."""
    walked(desk)
    with desk.ports.units.read() as uow:
        met = {post_id for point in uow.risk_points.all() for post_id in point.post_ids}
        bare = [post.id for post in uow.posts.all() if post.id not in met]
    for post_id in bare:
        firm.remove_post(desk.ports, post_id)
    run = steps.start_or_resume(desk.ports)
    steps.sign_off(desk.ports, run.id, PRINCIPAL, "王建国")
    steps.finish(desk.ports, run.id)
    return desk


def tasks(desk: Desk) -> tuple[PeoplesTask, ...]:
    with desk.ports.units.read() as uow:
        return peoples_tasks(desk.ports, uow)


def needs(desk: Desk) -> list[PeoplesNeed]:
    return [task.need for task in tasks(desk)]


def told(page: HomePage, title: str) -> NextThing:
    return next(thing for thing in (page.next, *page.more) if thing.title == title)


def test_nothing_is_told_while_nothing_is_due(shop: Desk) -> None:
    add_renewal(shop.ports, "drill", shop.clock.today() + timedelta(days=31))
    assert needs(shop) == []


def test_the_most_urgent_comes_first_one_line_each(shop: Desk) -> None:
    today = shop.clock.today()
    person, _ = firm.add_person(shop.ports, "刘强")
    add_renewal(shop.ports, "drill", today + timedelta(days=3))
    add_renewal(shop.ports, "contract", today - timedelta(days=2))
    add_renewal(shop.ports, SPECIAL_CERTIFICATE, today - timedelta(days=9), title="电工证", person_id=person.id)
    plan_training(shop.ports, "防火", today)
    note_change(shop.ports, ChangeKind.ACCIDENT, "伤手", on=today)
    shop.clock.moment += timedelta(days=1)
    note_change(shop.ports, ChangeKind.ACCIDENT, "伤手")
    assert needs(shop) == list(PeoplesNeed)
    first = tasks(shop)[0]
    assert first.saying == "刘强的电工证过期 10 天：疑似重大事故隐患，需人工判定，先别让他干这活。"


def test_a_certificate_that_was_registered_is_told_as_a_hidden_danger_only(shop: Desk) -> None:
    person, _ = firm.add_person(shop.ports, "刘强")
    ran_out = shop.clock.today() - timedelta(days=9)
    made, _ = add_renewal(shop.ports, SPECIAL_CERTIFICATE, ran_out, person_id=person.id)
    register_expired(shop.ports, made.id)
    assert needs(shop) == []
    assert told(home_page(shop.ports), "判定疑似重大隐患").page == "hidden_dangers"


def test_a_task_leads_to_its_list_and_identifying_anew_to_the_wizard(shop: Desk) -> None:
    add_renewal(shop.ports, "contract", shop.clock.today() - timedelta(days=2))
    shop.clock.moment += timedelta(days=1)
    note_change(shop.ports, ChangeKind.NEAR_MISS, "料弹出来")
    page = home_page(shop.ports)
    assert 1 + len(page.more) <= MOST_THINGS
    assert (told(page, "过期的事项").page, told(page, "过期的事项").argument) == ("training", "renewals")
    assert told(page, "该重新辨识了").page == "identification"


def test_while_a_new_run_is_under_way_it_is_not_asked_for_again(shop: Desk) -> None:
    shop.clock.moment += timedelta(days=400)
    assert PeoplesNeed.REIDENTIFY in needs(shop)
    steps.start_or_resume(shop.ports)
    assert PeoplesNeed.REIDENTIFY not in needs(shop)


def test_a_certificate_that_ran_out_comes_before_the_checks_of_today(shop: Desk) -> None:
    """It may be a major hidden danger: nothing of every day pushes it out of the five lines."""
    person, _ = firm.add_person(shop.ports, "刘强")
    ran_out = shop.clock.today() - timedelta(days=9)
    add_renewal(shop.ports, SPECIAL_CERTIFICATE, ran_out, title="电工证", person_id=person.id)
    page = home_page(shop.ports)
    titles = [thing.title for thing in (page.next, *page.more)]
    assert titles.index("证件过期了") < titles.index("今天要查的")
