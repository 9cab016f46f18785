"""What the papers for the wall say, decided from real records."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.support import answer, shop
from tests.support.desk import RESOURCES, Desk
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.papers.board import notice_board
from ymh_desktop.services.papers.cards import NoneSoHigh, notice_cards, point_cards, warning_boards
from ymh_desktop.services.papers.catalogue import PAPERS
from ymh_desktop.services.papers.comparison import NothingToCompare, comparison_chart
from ymh_desktop.services.papers.emergency import NoEmergencySteps, emergency_cards
from ymh_desktop.services.papers.sign_plan import NoSigns, sign_plan
from ymh_desktop.services.papers.stickers import NoStickers, stickers
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import CardForm

WALL = (
    "board", "board-large", "warning-boards", "emergency", "point-cards", "cards-wide", "cards-large", "comparison",
    "sign-plan", "stickers",
)  # fmt: skip


@pytest.fixture
def walked(desk: Desk) -> Desk:
    """A shop with a sander (较大), a planer and a distribution box, everything answered 是."""
    run = shop(desk, "sanding", "wood-planer", "distribution-box", "duties-health", "maintenance")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return desk


def book(desk: Desk) -> Book:
    return open_book(desk.ports)


def test_the_board_lists_only_major_and_considerable_risk_points_worst_first(walked: Desk) -> None:
    rows = notice_board(walked.ports, book(walked)).rows
    assert rows
    assert all(row.level >= RiskLevel.CONSIDERABLE for row in rows)
    assert [row.level for row in rows] == sorted((row.level for row in rows), reverse=True)
    assert all(row.person and row.phone and row.emergency for row in rows)


def test_the_board_never_tells_a_planned_measure_as_existing(walked: Desk) -> None:
    serious = next(h for h in book(walked).hazards if h.level >= RiskLevel.CONSIDERABLE)
    risks.add_measure(walked.ports, serious.id, MeasureKind.ENGINEERING, "给除尘器装锁气卸灰阀", MeasureState.PLANNED)
    told = [text for row in notice_board(walked.ports, book(walked)).rows for text in row.measures]
    assert "给除尘器装锁气卸灰阀" not in told


def test_the_board_names_a_phone_to_report_to(walked: Desk) -> None:
    firm.save_enterprise(walked.ports, {"report_phone": "0373-1234567"})
    phones = notice_board(walked.ports, book(walked)).phones
    assert (phones[0].role, phones[0].phone) == ("企业报告电话", "0373-1234567")
    assert {"安全员", "主要负责人"} <= {phone.role for phone in phones}


def test_warning_boards_hang_at_serious_risk_points_only(walked: Desk) -> None:
    cards = warning_boards(walked.ports, book(walked))
    assert cards.form is CardForm.LANDSCAPE
    assert cards.cards
    assert all(card.level >= RiskLevel.CONSIDERABLE for card in cards.cards)
    assert {card.post_code for card in cards.cards} == {r.code for r in notice_board(walked.ports, book(walked)).rows}


def test_without_serious_risks_there_is_no_warning_board(desk: Desk) -> None:
    shop(desk)
    with pytest.raises(NoneSoHigh):
        warning_boards(desk.ports, book(desk))


def test_every_machine_has_its_card_and_duties_have_none(walked: Desk) -> None:
    found = book(walked)
    codes = {card.post_code for card in point_cards(walked.ports, found).cards}
    assert codes == {p.code for p in found.points if p.kind is not RiskPointKind.DUTY and found.hazards_of[p.id]}
    duties = {p.code for p in found.points if p.kind is RiskPointKind.DUTY}
    assert duties
    assert not codes & duties


def test_the_card_of_a_planer_forbids_gloves(walked: Desk) -> None:
    planer = next(c for c in point_cards(walked.ports, book(walked)).cards if c.post == "平刨")
    ids = [sign.sign_id for sign in planer.signs]
    assert "ban-gloves" in ids
    assert "must-gloves" not in ids


def test_a_card_in_large_letters_says_less_and_says_that_there_is_more(walked: Desk) -> None:
    cards = notice_cards(walked.ports, book(walked), form=CardForm.LARGE).cards
    assert all(
        len(c.where_dangerous) <= 2 and len(c.must_do) <= 3 and len(c.if_happens) <= 2 and not c.usual_hidden_danger
        for c in cards
    )
    assert any("大字版" in card.more for card in cards)


def test_emergency_steps_stand_under_the_machine_they_belong_to(walked: Desk) -> None:
    found = book(walked)
    names = {point.name: point for point in found.points}
    blocks = [block for card in emergency_cards(walked.ports, found).cards for block in card.blocks]
    assert blocks
    for block in blocks:
        own = {step for hazard in found.hazards_of[names[block.where].id] for step in hazard.emergency}
        assert set(block.steps) <= own


def test_signs_to_buy_are_those_that_the_templates_ask_for(walked: Desk) -> None:
    found = book(walked)
    asked = {s for h in found.hazards if found.point[h.risk_point_id].kind is not RiskPointKind.DUTY for s in h.signs}
    plan = sign_plan(walked.ports, found)
    assert {total.sign_id for total in plan.totals} == asked
    order = ["警告", "禁止", "指令", "提示", "消防"]
    ranks = [order.index(total.kind) for total in plan.totals]
    assert ranks == sorted(ranks)
    assert sum(total.count for total in plan.totals) == sum(place.count for place in plan.places)


def test_three_machines_need_three_plates_of_each_sign(walked: Desk) -> None:
    point = next(p for p in book(walked).points if p.module_id == "wood-planer")
    before = next(p for p in sign_plan(walked.ports, book(walked)).places if p.code == point.code)
    risks.edit_point(walked.ports, replace(point, count=3))
    after = next(p for p in sign_plan(walked.ports, book(walked)).places if p.code == point.code)
    assert after.count == 3 * before.count


def test_unchecked_signs_say_so(walked: Desk) -> None:
    plan = sign_plan(walked.ports, book(walked))
    unchecked = {sign.id for sign in walked.ports.codes.signs if sign.review}
    assert plan.totals
    assert all((total.remark == "待核对") is (total.sign_id in unchecked) for total in plan.totals)
    assert any("GB 2894-2025" in note for note in plan.notes)


def test_every_post_and_machine_has_a_sticker(walked: Desk) -> None:
    found = book(walked)
    codes = [sticker.code for sticker in stickers(walked.ports, found).stickers]
    assert {post.code for post in found.posts} <= set(codes)
    assert {p.code for p in found.points if p.kind is not RiskPointKind.DUTY} <= set(codes)


def test_the_chart_has_activities_first_and_the_worst_bar_is_full(walked: Desk) -> None:
    chart = comparison_chart(walked.ports, book(walked))
    assert [part.title for part in chart.parts] == ["作业活动", "设备设施和场所"]
    bars = [bar for part in chart.parts for bar in part.bars]
    assert max(bar.length for bar in bars) == 1.0
    assert "风险值" in chart.scale


@pytest.mark.parametrize(
    ("decide", "error"),
    [(emergency_cards, NoEmergencySteps), (sign_plan, NoSigns), (comparison_chart, NothingToCompare)],
)
def test_an_empty_shop_is_told_what_to_do_first(
    desk: Desk, decide: Callable[[Ports, Book], object], error: type[UserError]
) -> None:
    shop(desk)
    with pytest.raises(error):
        decide(desk.ports, book(desk))


def test_without_posts_and_machines_there_are_no_stickers(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    with pytest.raises(NoStickers):
        stickers(desk.ports, book(desk))


@pytest.mark.parametrize("paper_id", WALL)
def test_every_paper_for_the_wall_is_in_the_catalogue_and_draws(walked: Desk, paper_id: str) -> None:
    paper = next(paper for paper in PAPERS if paper.id == paper_id)
    assert paper.used_for
    assert PaperRenderer(Path(RESOURCES)).pdf(paper.decide(walked.ports, book(walked))).startswith(b"%PDF")
