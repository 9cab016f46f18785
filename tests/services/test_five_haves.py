"""五有自评: every line judges itself from the data, a person's word goes before, and what was finished stays."""

from datetime import date, timedelta

import pytest

from tests.services.support import shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.self_assessment import FiveHave, Verdict, share
from ymh_desktop.services import demo
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import five_haves as five
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.five_haves.questions import QUESTIONS
from ymh_desktop.services.flows import walk
from ymh_desktop.services.training.renewals import add_renewal, renew
from ymh_desktop.ui.pages import all_pages


def line(desk: Desk, key: str) -> five.LineShown:
    return next(each for each in five.assessment(desk.ports).lines if each.key == key)


def run_of(desk: Desk) -> str:
    run = open_book(desk.ports).run
    assert run is not None
    return run.id


def by_hand(desk: Desk) -> list[str]:
    return [each.key for each in five.assessment(desk.ports).unanswered]


def test_without_an_enterprise_it_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(UserError):
        five.assessment(desk.ports)


def test_an_almost_empty_firm_gets_every_line_and_no_fault_of_the_program(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    found = five.assessment(desk.ports)
    assert len(found.lines) == len(QUESTIONS)
    assert {each.have for each in found.lines} == set(FiveHave)
    assert line(desk, "leading-group").verdict is Verdict.NO
    assert (line(desk, "major-plans").verdict, line(desk, "answered").verdict) == (Verdict.NOT_YET, Verdict.NOT_YET)
    assert "0 条" not in "".join(each.evidence for each in found.not_yet)
    assert len(found.not_yet) > 10
    assert {each.is_gap for each in found.not_yet} == {True}
    assert found.share == 0, "nothing was done yet"


def test_what_could_not_be_judged_is_judged_as_soon_as_risks_are_identified(desk: Desk) -> None:
    shop(desk, "wood-planer")
    assert line(desk, "overdue").verdict is Verdict.NOT_YET
    card = next(iter(walk.walk_cards(desk.ports, run_of(desk))))
    walk.answer_card(desk.ports, run_of(desk), [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.YES)
    assert line(desk, "overdue").verdict is Verdict.YES
    assert line(desk, "major-plans").verdict is Verdict.NOT_APPLICABLE
    assert line(desk, "answered").verdict is Verdict.NO
    assert "条措施里" in line(desk, "answered").evidence


def test_every_line_leads_to_a_page_that_exists(desk: Desk) -> None:
    demo.fill(desk.ports)
    pages = {page.id for page in all_pages(None, None)}
    assert {each.page for each in five.assessment(desk.ports).lines} <= pages
    assert len({each.key for each in QUESTIONS}) == len(QUESTIONS)


def test_the_sample_firm_stands_where_its_data_say(desk: Desk) -> None:
    demo.fill(desk.ports)
    book = open_book(desk.ports)
    assert line(desk, "identified").verdict is Verdict.YES
    assert line(desk, "posts").verdict is Verdict.YES
    assert f"{len(book.posts)} 个岗位里 {len(book.posts)} 个" in line(desk, "posts").evidence
    assert line(desk, "map").verdict is Verdict.NO
    assert line(desk, "awards").verdict is Verdict.NO


def test_an_overdue_hidden_danger_is_a_gap_that_leads_to_it(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "护罩坏了", "木工区")
    with desk.ports.units.read() as uow:
        owner = the_enterprise(uow).principal_id
    assert owner is not None
    dangers.assign_danger(desk.ports, danger.id, owner, deadline=desk.clock.today() + timedelta(days=1))
    assert line(desk, "overdue").verdict is Verdict.YES
    desk.clock.moment += timedelta(days=3)
    late = line(desk, "overdue")
    assert (late.verdict, late.argument, late.is_gap) == (Verdict.NO, danger.id, True)


def test_a_persons_word_goes_before_the_data_and_can_be_taken_back(desk: Desk) -> None:
    demo.fill(desk.ports)
    five.answer_line(desk.ports, "map", Verdict.YES, "挂在门口的是手画的")
    said = line(desk, "map")
    assert (said.verdict, said.from_data, said.by_hand, said.note) == (
        Verdict.YES, Verdict.NO, True, "挂在门口的是手画的",
    )  # fmt: skip
    five.answer_line(desk.ports, "map", None)
    assert (line(desk, "map").verdict, line(desk, "map").by_hand) == (Verdict.NO, False)


def test_a_gap_becomes_somebodys_task(desk: Desk) -> None:
    shop(desk, "wood-planer")
    person, _ = firm.add_person(desk.ports, "赵大力")
    due = desk.clock.today() + timedelta(days=7)
    five.give_task(desk.ports, "map", person.id, due)
    assert (line(desk, "map").task, line(desk, "map").due) == ("赵大力", due)
    with pytest.raises(UserError, match="已经过去"):
        five.give_task(desk.ports, "map", person.id, date(2020, 1, 1))
    with desk.ports.units.read() as uow:
        assert firm.named_elsewhere(uow, person.id)


def test_it_is_finished_only_when_every_line_was_looked_at(desk: Desk) -> None:
    demo.fill(desk.ports)
    with pytest.raises(UserError, match="没判定"):
        five.finish_assessment(desk.ports)
    for key in by_hand(desk):
        five.answer_line(desk.ports, key, Verdict.YES)
    before = five.assessment(desk.ports)
    five.finish_assessment(desk.ports)
    (kept,) = five.past_assessments(desk.ports)
    assert [(each.key, each.verdict) for each in kept.lines] == [(each.key, each.verdict) for each in before.lines]
    assert share(each.verdict for each in kept.lines) == before.share


def test_the_next_one_takes_along_what_was_said_and_has_the_next_number(desk: Desk) -> None:
    demo.fill(desk.ports)
    for key in by_hand(desk):
        five.answer_line(desk.ports, key, Verdict.YES)
    five.finish_assessment(desk.ports)
    assert five.assessment(desk.ports).started_on is None
    five.start_assessment(desk.ports)
    again = five.assessment(desk.ports)
    assert (again.number, again.unanswered) == (2, ())


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), None),
        ((Verdict.NOT_APPLICABLE,), None),
        ((Verdict.YES, Verdict.NO), 0.5),
        ((Verdict.YES, Verdict.PARTLY, Verdict.NOT_APPLICABLE), 0.75),
    ],
)
def test_the_share_counts_half_for_partly_and_leaves_out_what_does_not_apply(
    verdicts: tuple[Verdict, ...], expected: float | None
) -> None:
    assert share(verdicts) == expected


@pytest.mark.parametrize(("days", "verdict"), [(180, Verdict.YES), (190, Verdict.NO)])
def test_a_drill_holds_for_half_a_year_as_our_papers_ask(desk: Desk, days: int, verdict: Verdict) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    today = desk.clock.today()
    made, _ = add_renewal(desk.ports, "drill", today)
    renew(desk.ports, made.id, done_on=today - timedelta(days=days), next_due=today)
    assert line(desk, "drilled").verdict is verdict
