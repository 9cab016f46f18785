"""有 in step 3 counts like a 否 on the walk: what it is about is not told as in place until its danger is closed."""

from dataclasses import replace

import pytest

from tests.services.support import answer, card_of, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import hidden_dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import posts, situations, walk
from ymh_desktop.services.flows.grading import grading_list
from ymh_desktop.services.flows.measures import MeasureLine, answer_line, answer_rest, measure_list
from ymh_desktop.services.hazard_sheet import answer_measure
from ymh_desktop.services.hidden_dangers.protection import strengthen
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.reports.register import RegisterRow

NO_VENT = "industry_order10_2023/11/3"  # 干式除尘器泄爆、抑爆、惰化一样都没做
COLLECTOR, VENT = "polishing.collector", "vent"


@pytest.fixture
def run(desk: Desk) -> str:
    """A metal shop with polishing, everything on the walk answered 是 but nothing said in step 3."""
    run = shop(desk)
    posts.choose_trade(desk.ports, run, "metal-structure")
    for choice in posts.module_choices(desk.ports):
        if choice.module_id != "polishing":
            posts.untick_module(desk.ports, choice.module_id)
        elif not choice.points:
            posts.tick_module(desk.ports, choice.module_id)
    return run


def say(desk: Desk, run: str, value: AnswerValue) -> None:
    situations.answer_situation(desk.ports, run, NO_VENT, value)
    walk.settle_from_situations(desk.ports, run)


def walked(desk: Desk, run: str) -> None:
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)


def collector(desk: Desk) -> Hazard:
    return next(h for h in open_book(desk.ports).hazards if h.entry_id == COLLECTOR)


def state(desk: Desk) -> MeasureState:
    return next(m.state for m in collector(desk).measures if m.library_id == VENT)


def line(desk: Desk) -> MeasureLine:
    lines = [each for point in measure_list(open_book(desk.ports)) for each in point.lines]
    return next(each for each in lines if each.first.library_id == VENT and "泄爆" in each.text)


def put_in_place(desk: Desk) -> None:
    for point in measure_list(open_book(desk.ports)):
        answer_rest(desk.ports, point, MeasureState.IN_PLACE)


def the_danger(desk: Desk) -> HiddenDanger:
    (danger,) = open_book(desk.ports).dangers
    return danger


def close(desk: Desk) -> None:
    """As the last step of a major one does."""
    with desk.ports.units.write() as uow:
        closed = replace(the_danger(desk), status=DangerStatus.CLOSED)
        uow.hidden_dangers.save(closed)
        strengthen(uow, desk.ports, closed)
        uow.commit()


def test_the_bulk_answer_leaves_out_what_a_situation_says_is_not_there(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    put_in_place(desk)
    assert state(desk) is MeasureState.UNANSWERED
    assert line(desk).danger == the_danger(desk)
    assert "泄爆（或抑爆、惰化）" not in str(_printed(desk).in_place)


def _printed(desk: Desk) -> RegisterRow:
    title = collector(desk).title
    return next(row for row in risk_register(desk.ports, open_book(desk.ports)).rows if row.hazard == title)


def test_nobody_can_call_it_in_place_in_step_6_or_on_the_page_of_the_risk(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    with pytest.raises(UserError, match="第 3 步答了“有”"):
        answer_line(desk.ports, line(desk), MeasureState.IN_PLACE)
    measure = next(m for m in collector(desk).measures if m.library_id == VENT)
    with pytest.raises(UserError, match="还没有销号"):
        answer_measure(desk.ports, collector(desk).id, measure.id, MeasureState.IN_PLACE)


def test_its_risk_is_major_and_weakened_and_the_register_marks_it(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    hazard = collector(desk)
    assert hazard.weakened
    assert hazard.level is RiskLevel.MAJOR
    assert the_danger(desk).hazard_id == hazard.id
    assert "有隐患未销号" in _printed(desk).remark


def test_step_5_says_that_step_3_raised_it(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    shown = next(x for x in grading_list(desk.ports, open_book(desk.ports)).lines if x.hazard.entry_id == COLLECTOR)
    assert shown.by_situation
    assert shown.found == the_danger(desk).title


def test_it_is_in_the_register_before_the_walk_asks_about_it(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    assert collector(desk).level is RiskLevel.MAJOR


def test_what_was_told_as_in_place_before_has_failed(desk: Desk, run: str) -> None:
    walked(desk, run)
    put_in_place(desk)
    say(desk, run, AnswerValue.PRESENT)
    assert collector(desk).control_failed
    assert "泄爆（或抑爆、惰化）" not in str(_printed(desk).in_place)
    assert "管控失效" in _printed(desk).remark


def test_another_answer_frees_it_again(desk: Desk, run: str) -> None:
    walked(desk, run)
    put_in_place(desk)
    before = collector(desk)
    say(desk, run, AnswerValue.PRESENT)
    say(desk, run, AnswerValue.ABSENT)
    assert collector(desk) == before
    assert open_book(desk.ports).dangers == ()


def test_closing_its_hidden_danger_frees_it_again(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    close(desk)
    assert not collector(desk).weakened
    assert line(desk).open
    put_in_place(desk)
    assert state(desk) is MeasureState.IN_PLACE


def test_what_had_failed_is_in_force_again_once_closed_and_fails_again_when_reopened(desk: Desk, run: str) -> None:
    walked(desk, run)
    put_in_place(desk)
    say(desk, run, AnswerValue.PRESENT)
    close(desk)
    assert not collector(desk).control_failed
    hidden_dangers.reopen_danger(desk.ports, the_danger(desk).id, "又拆了")
    assert collector(desk).control_failed
    assert collector(desk).weakened


def test_one_that_is_judged_a_general_one_still_holds_the_measure_but_not_the_level(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    hidden_dangers.grade_danger(desk.ports, the_danger(desk).id, DangerLevel.GENERAL, reason="除尘器已停用封存")
    assert not any(judgement.in_force for judgement in collector(desk).judgements)
    put_in_place(desk)
    assert state(desk) is MeasureState.UNANSWERED


def test_an_answer_cannot_take_back_what_somebody_judged(desk: Desk, run: str) -> None:
    say(desk, run, AnswerValue.PRESENT)
    walked(desk, run)
    hidden_dangers.grade_danger(desk.ports, the_danger(desk).id, DangerLevel.MAJOR, basis="第11条第3项")
    say(desk, run, AnswerValue.ABSENT)
    assert collector(desk).level is RiskLevel.MAJOR
    assert line(desk).danger is not None


def test_a_later_yes_on_the_walk_does_not_put_a_held_measure_in_place(desk: Desk) -> None:
    """木粉尘: the measure that the walk's 是 would prove is the one that step 3 says is not there."""
    run = shop(desk, "dust-collection")
    situations.answer_situation(desk.ports, run, NO_VENT, AnswerValue.PRESENT)
    walked(desk, run)
    hazard = next(h for h in open_book(desk.ports).hazards if h.entry_id == "dust-collection.vent")
    vent = next(m for m in hazard.measures if m.library_id == "vent")
    assert not vent.in_force
    assert hazard.weakened
    assert hazard.level is RiskLevel.MAJOR


def test_the_walk_does_not_ask_what_step_3_says_is_not_there_but_asks_again_after_another_answer(desk: Desk) -> None:
    run = shop(desk, "dust-collection")
    situations.answer_situation(desk.ports, run, NO_VENT, AnswerValue.PRESENT)
    assert card_of(desk, run, "dust-collection.vent").settled
    situations.answer_situation(desk.ports, run, NO_VENT, AnswerValue.ABSENT)
    assert not card_of(desk, run, "dust-collection.vent").settled


def test_the_title_of_a_suspected_one_says_only_what_is_wrong_and_old_ones_lose_the_words_when_judged(
    desk: Desk, run: str
) -> None:
    say(desk, run, AnswerValue.PRESENT)
    danger = the_danger(desk)
    assert "疑似" not in danger.title
    with desk.ports.units.write() as uow:
        uow.hidden_dangers.save(replace(danger, title=f"{danger.title}（疑似重大事故隐患，需人工判定）"))
        uow.commit()
    hidden_dangers.grade_danger(desk.ports, danger.id, DangerLevel.MAJOR, basis="第11条第3项")
    assert the_danger(desk).title == danger.title
    assert the_danger(desk).kind_words == "重大隐患"
    assert all("疑似" not in j.source for j in collector(desk).judgements)
