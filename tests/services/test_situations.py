"""Step 3: 有 opens a suspected major hidden danger and lifts what it is about; never a verdict."""

import pytest

from tests.services.support import answer, card_of, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import posts, situations, steps, walk
from ymh_desktop.services.flows.overview import situations_note
from ymh_desktop.services.flows.situations import SituationCard
from ymh_desktop.services.library_use import library_entry
from ymh_desktop.services.runs import PRINCIPAL


def item(desk: Desk, run: str, subject: str) -> SituationCard:
    return next(c for c in situations.situation_cards(desk.ports, run) if c.subject == subject)


def item_text(desk: Desk, subject: str) -> str:
    trade = desk.ports.library.trade("wood-furniture")
    return next(i.text for i in desk.ports.library.major_items(trade) if i.id == subject)


def linked(desk: Desk) -> tuple[str, str]:
    """A major item with an entry that the walk would ask, and its module."""
    trade = desk.ports.library.trade("wood-furniture")
    found = next(
        item
        for item in desk.ports.library.major_items(trade)
        if library_entry(desk.ports, item.entry) and (item.entry or "").split(".")[0] in item.modules
    )
    assert found.entry is not None
    return found.id, found.entry


def test_present_opens_a_suspected_major_hidden_danger_of_the_owner(desk: Desk) -> None:
    subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    situations.answer_situation(desk.ports, run, subject, AnswerValue.PRESENT)
    book = open_book(desk.ports)
    (danger,) = book.dangers
    assert danger.level is DangerLevel.MAJOR
    assert danger.kind_words == "疑似重大隐患"
    assert "疑似" not in danger.title
    assert item_text(desk, subject) in danger.basis
    assert danger.responsible_id == book.enterprise.principal_id


def test_the_linked_hazard_is_lifted_once_it_exists(desk: Desk) -> None:
    subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    situations.answer_situation(desk.ports, run, subject, AnswerValue.PRESENT)
    walk.settle_from_situations(desk.ports, run)
    hazard = next(h for h in open_book(desk.ports).hazards if h.entry_id == entry)
    assert hazard.level is RiskLevel.MAJOR
    assert [j.rule_id for j in hazard.judgements if j.in_force] == [subject]
    assert open_book(desk.ports).dangers[0].hazard_id == hazard.id


def test_another_answer_takes_the_suspicion_and_the_lift_back(desk: Desk) -> None:
    subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    situations.answer_situation(desk.ports, run, subject, AnswerValue.PRESENT)
    walk.settle_from_situations(desk.ports, run)
    situations.answer_situation(desk.ports, run, subject, AnswerValue.ABSENT)
    book = open_book(desk.ports)
    assert not book.dangers
    assert not next(h for h in book.hazards if h.entry_id == entry).judgements


def test_an_item_answered_here_is_not_asked_again_on_the_walk(desk: Desk) -> None:
    subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    situations.answer_situation(desk.ports, run, subject, AnswerValue.ABSENT)
    assert card_of(desk, run, entry).settled


def test_an_entry_answered_on_the_walk_is_shown_as_answered_here(desk: Desk) -> None:
    subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    answer(desk, run, card_of(desk, run, entry), AnswerValue.YES)
    assert item(desk, run, subject).answered_in_walk


def test_unsure_goes_to_the_list_for_the_expert_and_the_walk_still_asks(desk: Desk) -> None:
    subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    situations.answer_situation(desk.ports, run, subject, AnswerValue.UNSURE)
    assert item(desk, run, subject).question in situations.ask_the_expert(desk.ports)
    assert not card_of(desk, run, entry).settled


def test_a_direct_rule_asks_where_before_it_lifts_anything(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    rule = desk.ports.codes.direct_rules[0]
    with pytest.raises(UserError, match="在哪里"):
        situations.answer_situation(desk.ports, run, rule.id, AnswerValue.PRESENT)


def test_a_direct_rule_lifts_the_worst_hazard_of_that_risk_point_whenever_it_is_made(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    rule = desk.ports.codes.direct_rules[0]
    point = open_book(desk.ports).points[0]
    situations.answer_situation(desk.ports, run, rule.id, AnswerValue.PRESENT, point.id)
    card = next(c for c in walk.walk_cards(desk.ports, run))
    answer(desk, run, card, AnswerValue.YES)
    (lifted,) = [h for h in open_book(desk.ports).hazards if h.judged_directly]
    assert lifted.level is RiskLevel.MAJOR
    assert lifted.judgements[0].reason == rule.question


def test_papers_stay_a_draft_while_a_statement_of_a_major_item_is_parked(desk: Desk) -> None:
    _subject, entry = linked(desk)
    run = shop(desk, entry.split(".")[0])
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    assert open_book(desk.ports).draft == ""
    answer(desk, run, card_of(desk, run, entry), AnswerValue.PARKED)
    assert open_book(desk.ports).draft == "草稿"
    answer(desk, run, card_of(desk, run, entry), AnswerValue.YES)
    assert open_book(desk.ports).draft == ""


def school(desk: Desk) -> tuple[str, str]:
    """A school's run, and the question about a document of which only the title is in hand."""
    run = shop(desk)
    posts.choose_trade(desk.ports, run, "school")
    card = next(c for c in situations.situation_cards(desk.ports, run) if c.subject.startswith("education_2024"))
    return run, card.subject


def test_a_document_that_nobody_has_read_asks_whether_an_expert_must_still_check(desk: Desk) -> None:
    run, subject = school(desk)
    card = item(desk, run, subject)
    assert card.question.startswith("有没有还没请专家按《")
    assert card.expert_only is True
    assert "手里没有" in card.hint


@pytest.mark.parametrize("value", [AnswerValue.PRESENT, AnswerValue.UNSURE])
def test_what_an_expert_must_still_check_is_no_hidden_danger_but_goes_on_the_list(
    desk: Desk, value: AnswerValue
) -> None:
    run, subject = school(desk)
    situations.answer_situation(desk.ports, run, subject, value)
    assert open_book(desk.ports).dangers == ()
    assert item(desk, run, subject).question in situations.ask_the_expert(desk.ports)


def test_a_document_that_an_expert_has_checked_leaves_the_list(desk: Desk) -> None:
    run, subject = school(desk)
    situations.answer_situation(desk.ports, run, subject, AnswerValue.PRESENT)
    situations.answer_situation(desk.ports, run, subject, AnswerValue.ABSENT)
    assert item(desk, run, subject).question not in situations.ask_the_expert(desk.ports)


def test_the_note_of_the_step_does_not_count_an_unread_document_as_found(desk: Desk) -> None:
    run, subject = school(desk)
    situations.answer_situation(desk.ports, run, subject, AnswerValue.PRESENT)
    note = situations_note(situations.situation_cards(desk.ports, run))
    assert note == "1 份文件要请专家核对"


def test_a_no_to_a_part_of_a_major_item_joins_its_hidden_danger(desk: Desk) -> None:
    """The same missing gas alarm is one suspected major hidden danger, not a general one beside it."""
    run = shop(desk, "spray-painting", "paint-store")
    item = next(i for i in desk.ports.library.trade("wood-furniture").majors if i.related)
    situations.answer_situation(desk.ports, run, item.id, AnswerValue.PRESENT)
    card = card_of(desk, run, "spray-painting.gas-alarm")
    answer(desk, run, card, AnswerValue.NO)
    book = open_book(desk.ports)
    assert [danger.level for danger in book.dangers] == [DangerLevel.MAJOR]
    alarms = [h for h in book.hazards if h.entry_id in item.related]
    assert {h.level for h in alarms} == {RiskLevel.MAJOR}
    answer(desk, run, card, AnswerValue.YES)
    after = open_book(desk.ports)
    assert len(after.dangers) == 1
    assert not [h for h in after.hazards if h.judgements]


def test_hard_words_of_a_question_are_explained_in_everyday_words(desk: Desk) -> None:
    run = shop(desk, "dust-collection")
    cards = {card.question: card for card in situations.situation_cards(desk.ports, run)}
    valve = next(card for question, card in cards.items() if "锁气卸灰阀" in question)
    assert any(words.startswith("锁气卸灰阀：") for words in valve.explained)
    assert any(words.startswith("干式除尘器：") for words in valve.explained)
    plain = next(card for question, card in cards.items() if "操作证" in question)
    assert plain.explained == ()


def test_a_longer_word_is_not_explained_a_second_time_by_its_part(desk: Desk) -> None:
    said = desk.ports.codes.explained("锅炉联锁保护坏了")
    assert [words.split("：")[0] for words in said] == ["联锁保护"]
