"""Hidden dangers found outside the wizard: registered, edited, closed, opened again."""

from datetime import timedelta

import pytest

from tests.services.support import answer, card_of, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.flows import walk
from ymh_desktop.services.undo import undo


def hazard_of_shop(desk: Desk, value: AnswerValue = AnswerValue.YES) -> Hazard:
    """The first hazard of a shop with one machine whose walk was answered."""
    run = shop(desk, "wood-planer")
    card = walk.walk_cards(desk.ports, run)[0]
    answer(desk, run, card, value)
    with desk.ports.units.read() as uow:
        return uow.hazards.all()[0]


def again(desk: Desk, hazard: Hazard) -> Hazard:
    with desk.ports.units.read() as uow:
        return uow.hazards.get(hazard.id)


def closed(desk: Desk, danger: HiddenDanger) -> None:
    by, _ = firm.add_person(desk.ports, "张大勇")
    accepted, _ = firm.add_person(desk.ports, "李秀英")
    dangers.close_danger(desk.ports, danger.id, done="已装好护罩", by_id=by.id, accepted_by_id=accepted.id)


def test_a_danger_found_at_a_hazard_weakens_it_until_closed(desk: Desk) -> None:
    before = hazard_of_shop(desk)
    danger, _ = dangers.register_danger(desk.ports, "护罩裂了", "木工车间", hazard_id=before.id)
    weak = again(desk, before)
    assert weak.weakened
    assert weak.grade.value > before.grade.value
    closed(desk, danger)
    strong = again(desk, before)
    assert not strong.weakened
    assert strong.grade.marks == before.grade.marks


def test_a_grade_that_the_user_set_is_not_touched_by_a_danger(desk: Desk) -> None:
    before = hazard_of_shop(desk)
    profile = desk.ports.codes.profile(before.grade.profile_id)
    own = tuple(factor.options[2].mark for factor in profile.factors)
    risks.grade_hazard(desk.ports, before.id, own)
    dangers.register_danger(desk.ports, "护罩裂了", "木工车间", hazard_id=before.id)
    assert again(desk, before).grade.marks == own


def test_registering_at_a_hazard_is_taken_back_whole(desk: Desk) -> None:
    before = hazard_of_shop(desk)
    danger, changes = dangers.register_danger(desk.ports, "护罩裂了", "木工车间", hazard_id=before.id)
    undo(desk.ports, changes)
    assert again(desk, before) == before
    with desk.ports.units.read() as uow:
        assert uow.hidden_dangers.find(danger.id) is None


def test_who_found_it_is_kept(desk: Desk) -> None:
    shop(desk, "wood-planer")
    person, _ = firm.add_person(desk.ports, "赵师傅")
    danger, _ = dangers.register_danger(desk.ports, "地上有油", "木工车间", found_by_id=person.id)
    assert danger.found_by_id == person.id
    assert dangers.danger_sheet(desk.ports, danger.id).name(person.id) == "赵师傅"


def test_a_day_that_has_not_come_is_refused_with_the_day(desk: Desk) -> None:
    shop(desk, "wood-planer")
    tomorrow = desk.clock.today() + timedelta(days=1)
    with pytest.raises(UserError, match=str(tomorrow)):
        dangers.register_danger(desk.ports, "地上有油", "木工车间", found_on=tomorrow)


def test_reopening_takes_back_that_the_measure_is_in_place(desk: Desk) -> None:
    """Otherwise the card would tell of a guard that is not there."""
    run = shop(desk, "wood-planer")
    card = walk.walk_cards(desk.ports, run)[0]
    answer(desk, run, card_of(desk, run, card.targets[0].entry.id), AnswerValue.NO)
    with desk.ports.units.read() as uow:
        (danger,) = uow.hidden_dangers.all()
    closed(desk, danger)
    dangers.reopen_danger(desk.ports, danger.id)
    sheet = dangers.danger_sheet(desk.ports, danger.id)
    assert sheet.danger.status is DangerStatus.REGISTERED
    assert sheet.hazard is not None
    assert sheet.hazard.weakened
    states = {m.id: m.state for m in sheet.hazard.measures}
    assert states[danger.measure_id or ""] is MeasureState.UNANSWERED


def test_words_change_only_while_it_is_open(desk: Desk) -> None:
    before = hazard_of_shop(desk)
    danger, _ = dangers.register_danger(desk.ports, "护罩裂", "车间", hazard_id=before.id)
    dangers.edit_danger(desk.ports, danger.id, title="平刨护罩裂开了", place="木工车间")
    sheet = dangers.danger_sheet(desk.ports, danger.id)
    assert (sheet.danger.title, sheet.danger.place) == ("平刨护罩裂开了", "木工车间")
    closed(desk, danger)
    with pytest.raises(UserError, match="已经销号"):
        dangers.edit_danger(desk.ports, danger.id, title="别的", place="")


def test_a_major_one_stays_with_the_principal(desk: Desk) -> None:
    shop(desk, "wood-planer")
    with desk.ports.units.write() as uow:
        danger = dangers.new_danger(uow, desk.ports, "涉粉车间没有除尘", "木工车间", level=DangerLevel.MAJOR)
        uow.commit()
    other, _ = firm.add_person(desk.ports, "张大勇")
    deadline = desk.clock.today() + timedelta(days=3)
    with pytest.raises(UserError, match="王建国"):
        dangers.assign_danger(desk.ports, danger.id, other.id, deadline)
    dangers.assign_danger(desk.ports, danger.id, danger.responsible_id or "", deadline, "停用除尘以前不开机")
    assert dangers.danger_sheet(desk.ports, danger.id).danger.deadline == deadline
