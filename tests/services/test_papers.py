"""What the papers say: decided here, drawn elsewhere."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from tests.documents.reading import RESOURCES, text_of
from tests.services.support import answer, card_of, shop
from tests.support.desk import Desk
from tests.support.dump import said
from tests.support.paper_firm import hazard
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue, WhereAnswered
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.tiers import USUAL_ROUND, ControlTier, TierScheme
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.flows.measures import answer_line, answer_rest, measure_list
from ymh_desktop.services.papers.cards import NothingToPrint, notice_cards, signs_of
from ymh_desktop.services.papers.check_tables import check_tables
from ymh_desktop.services.papers.manuals import manual
from ymh_desktop.services.papers.register import frequencies, risk_register
from ymh_desktop.services.papers.result import identification_report
from ymh_desktop.services.papers.walk_sheet import walk_sheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import NoticeCard
from ymh_desktop.services.reports.check_table import SheetForm
from ymh_desktop.services.runs import EXPERT, PRINCIPAL

PLANNED = "给平刨换装带制动的刀轴"


@pytest.fixture
def walked(desk: Desk) -> Desk:
    """A shop with a planer and a distribution box, everything answered 是."""
    run = shop(desk, "wood-planer", "distribution-box")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return desk


def planer_card(desk: Desk) -> NoticeCard:
    book = open_book(desk.ports)
    planer = next(point for point in book.points if point.module_id == "wood-planer")
    post = next(post for post in book.posts if post.id in planer.post_ids)
    (card,) = notice_cards(desk.ports, book, [post.id]).cards
    return card


def _other(ports: Ports, person_id: str) -> str:
    with ports.units.read() as uow:
        return next(person.id for person in uow.people.all() if person.id != person_id)


def planer_hazard(book: Book) -> str:
    return next(h.id for h in book.hazards if h.entry_id == "wood-planer.guard")


def test_without_hazards_there_is_nothing_to_print(desk: Desk) -> None:
    shop(desk)
    with pytest.raises(NothingToPrint):
        notice_cards(desk.ports, open_book(desk.ports))


def test_a_card_never_tells_a_measure_that_is_only_planned(walked: Desk) -> None:
    hazard_id = planer_hazard(open_book(walked.ports))
    risks.add_measure(walked.ports, hazard_id, MeasureKind.ENGINEERING, PLANNED, MeasureState.PLANNED)
    for point in measure_list(open_book(walked.ports)):
        for line in point.lines:
            if line.text != PLANNED:
                answer_line(walked.ports, line, MeasureState.NOT_APPLICABLE)
    assert planer_card(walked).must_do == ()


def test_the_report_of_an_identification_tells_its_own_hidden_dangers_closed_ones_too(walked: Desk) -> None:
    ports = walked.ports
    with ports.units.read() as uow:
        (run,) = uow.identifications.all()
        principal = uow.people.all()[0]
    for entry in ("wood-planer.guard", "distribution-box.covered"):
        answer(walked, run.id, card_of(walked, run.id, entry), AnswerValue.NO)
    first, second = open_book(ports).dangers
    steps.sign_off(ports, run.id, PRINCIPAL, principal.name)
    walked.clock.moment += timedelta(days=40)
    dangers.close_danger(ports, first.id, done="装上了", by_id=principal.id, accepted_by_id=_other(ports, principal.id))
    dangers.register_danger(ports, "日常检查发现地面有油", "木工区")
    told = identification_report(ports, open_book(ports))
    assert [text[:6] for text in told.hidden_dangers] == [first.code, second.code]
    assert told.hidden_dangers[0].endswith(f"已于 {walked.clock.today()} 销号")
    assert (told.started_on, told.finished_on) == (run.started_on, run.started_on)


def _added_by_hand(desk: Desk, title: str) -> str:
    """A risk at the planer, of the highest level there is."""
    planer = next(point for point in open_book(desk.ports).points if point.module_id == "wood-planer")
    with desk.ports.units.write() as uow:
        like = uow.hazards.of_point(planer.id)[0]
        made = replace(like, id=desk.ports.new_id(), title=title, entry_id=None)
        uow.hazards.save(made)
        uow.commit()
    _make(desk, made.id, RiskLevel.MAJOR)
    return made.id


def _make(desk: Desk, hazard_id: str, level: RiskLevel) -> None:
    """Grade it with marks that give this level."""
    hazard = next(each for each in open_book(desk.ports).hazards if each.id == hazard_id)
    profile = desk.ports.codes.profile(hazard.grade.profile_id)
    choices = product(*([option.mark for option in factor.options] for factor in profile.factors))
    marks = next(each for each in choices if profile.grade(each, hazard.consequence).level is level)
    risks.grade_hazard(desk.ports, hazard_id, marks)


def _level_of(desk: Desk, hazard_id: str) -> RiskLevel:
    return next(hazard.level for hazard in open_book(desk.ports).hazards if hazard.id == hazard_id)


def test_what_comes_after_the_signature_does_not_stand_under_it(walked: Desk) -> None:
    ports = walked.ports
    with ports.units.read() as uow:
        (run,) = uow.identifications.all()
    first = _added_by_hand(walked, "刀轴甩出伤人")
    raised = planer_hazard(open_book(ports))
    _make(walked, raised, RiskLevel.CONSIDERABLE)
    before = open_book(ports)
    steps.sign_off(ports, run.id, PRINCIPAL, "王建国")
    signed = identification_report(ports, open_book(ports))
    assert (signed.counts, signed.notes) == (before.counts(), ())
    _added_by_hand(walked, "后来加的爆炸")
    _make(walked, raised, RiskLevel.MAJOR)
    risks.remove_hazard(ports, first)
    answer(walked, run.id, card_of(walked, run.id, "distribution-box.covered"), AnswerValue.NO)
    told = identification_report(ports, open_book(ports))
    assert _level_of(walked, raised) is RiskLevel.MAJOR
    assert [(r.hazard, r.level) for r in told.risks] == [(r.hazard, r.level) for r in signed.risks]
    assert (told.counts, told.hidden_dangers, told.draft) == (signed.counts, (), "")
    (note,) = told.notes
    assert f"{signed.principal.on} 签字时的样子" in note
    assert "风险新增 1 条、改过" in note
    assert "去掉 1 条" in note
    assert "隐患新增 1 条" in note
    assert "安全风险分级管控清单" in note
    assert sum(n for level, n in told.counts if level >= RiskLevel.CONSIDERABLE) == len(told.risks)
    begins = [words[:5] for words in told.later]
    assert begins[0] == "新增风险："
    assert begins.count("改过的风险") >= 1
    assert begins[-3:] == ["去掉的风险", "新增隐患：", "现场问答："]
    assert "后来加的爆炸，重大风险" in told.later[0]
    assert any(words.endswith("，较大风险变成重大风险") for words in told.later)
    words = text_of(PaperRenderer(RESOURCES).pdf(told))
    parts = ("主要负责人意见", "主要负责人签字以后变了的（不在这次签字里）", "后来加的爆炸")
    assert sorted(parts, key=words.index) == list(parts)


def test_answers_people_and_names_stand_as_they_were_when_it_was_signed(walked: Desk) -> None:
    """Not only the risks: everything above the signature is what the owner saw."""
    ports = walked.ports
    with ports.units.read() as uow:
        (run,) = uow.identifications.all()
    raised = _added_by_hand(walked, "刀轴甩出伤人")
    answer(walked, run.id, card_of(walked, run.id, "wood-planer.guard"), AnswerValue.PARKED)
    steps.sign_off(ports, run.id, PRINCIPAL, "王建国")
    signed = identification_report(ports, open_book(ports))
    assert signed.parked
    answer(walked, run.id, card_of(walked, run.id, "wood-planer.guard"), AnswerValue.YES, where=WhereAnswered.AT_DESK)
    with ports.units.write() as uow:
        now = uow.identifications.get(run.id)
        uow.identifications.save(replace(now, participants=(*now.participants, ("", "后来的人"))))
        uow.commit()
    _make(walked, raised, RiskLevel.LOW)  # a lower tier answers for it: another person
    told = identification_report(ports, open_book(ports))
    assert (told.answers, told.parked, told.participants) == (signed.answers, signed.parked, signed.participants)
    assert [risk.person for risk in told.risks] == [risk.person for risk in signed.risks]
    assert any("现场问答" in words for words in told.later)
    risks.remove_hazard(ports, raised)
    told = identification_report(ports, open_book(ports))
    assert [risk.person for risk in told.risks] == [risk.person for risk in signed.risks]


def test_an_expert_who_signs_later_signs_nothing_for_the_owner(walked: Desk) -> None:
    with walked.ports.units.read() as uow:
        (run,) = uow.identifications.all()
    steps.sign_off(walked.ports, run.id, PRINCIPAL, "王建国")
    _added_by_hand(walked, "后来加的爆炸")
    steps.sign_off(walked.ports, run.id, EXPERT, "孙工")
    told = identification_report(walked.ports, open_book(walked.ports))
    assert "后来加的爆炸" not in [risk.hazard for risk in told.risks]
    steps.withdraw_sign_off(walked.ports, run.id, PRINCIPAL)
    steps.sign_off(walked.ports, run.id, PRINCIPAL, "王建国")
    told = identification_report(walked.ports, open_book(walked.ports))
    assert "后来加的爆炸" in [risk.hazard for risk in told.risks]
    assert told.notes == ()


def test_the_report_of_an_identification_tells_the_worst_risks_first(walked: Desk) -> None:
    book = open_book(walked.ports)
    inside = [book.hazards_of[point.id] for point in book.points]
    first, *_, last = [hazards[0].id for hazards in inside if hazards]
    for each in book.hazards:
        _make(walked, each.id, RiskLevel.MAJOR if each.id == last else RiskLevel.LOW)
    _make(walked, first, RiskLevel.CONSIDERABLE)
    told = identification_report(walked.ports, open_book(walked.ports)).risks
    assert [risk.level for risk in told] == [RiskLevel.MAJOR, RiskLevel.CONSIDERABLE]


def test_a_planer_card_forbids_gloves_and_keeps_the_order_of_signs(walked: Desk) -> None:
    card = planer_card(walked)
    ids = [sign.sign_id for sign in card.signs]
    assert "ban-gloves" in ids
    assert "must-gloves" not in ids
    kinds = ["warn", "ban", "must", "info"]
    assert [kinds.index(i.split("-")[0]) for i in ids] == sorted(kinds.index(i.split("-")[0]) for i in ids)


def test_each_machine_of_a_post_has_a_sign_before_one_has_a_second(desk: Desk) -> None:
    """A man who welds and saws saw five signs of welding."""
    names = {sign.id: sign.name for sign in desk.ports.codes.signs}
    welding = ("warn-arc", "warn-electric", "must-welding-mask", "must-clothing")
    sawing = ("warn-machinery", "must-goggles")
    assert names.keys() >= {*welding, *sawing}
    hazards = [hazard("1", "welding", "弧光", signs=welding), hazard("2", "saw", "锯条", signs=sawing)]
    told = [sign.sign_id for sign in signs_of(hazards, names)]
    assert told == ["warn-arc", "warn-machinery", "warn-electric", "must-welding-mask", "must-goggles"]


def test_gloves_for_other_work_are_never_asked_for_at_a_machine_that_forbids_them(desk: Desk) -> None:
    """Somebody planes and loads: the card forbids gloves, and the papers say at which work they are worn."""
    run = shop(desk, "wood-planer", "loading")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    with desk.ports.units.write() as uow:
        planer = next(point for point in uow.risk_points.all() if point.module_id == "wood-planer")
        loading = next(point for point in uow.risk_points.all() if point.module_id == "loading")
        uow.risk_points.save(replace(loading, post_ids=(*loading.post_ids, planer.post_ids[0])))
        uow.commit()
    ids = [sign.sign_id for sign in planer_card(desk).signs]
    assert "ban-gloves" in ids
    assert "must-gloves" not in ids
    told = said(manual(desk.ports, open_book(desk.ports), "procedures"))
    worn = next(line for line in told.splitlines() if "上岗要戴好" in line and "手套" in line and "只在" in line)
    assert "防护手套（只在“装卸搬运”时戴，到会转的机器前摘掉）" in worn


def test_a_card_names_who_answers_and_its_post_code_is_in_the_qr(walked: Desk) -> None:
    card = planer_card(walked)
    assert card.person
    assert card.phone in card.qr_text
    assert card.post_code in card.qr_text
    assert "http" not in card.qr_text


def test_papers_bear_draft_until_the_owner_signs(walked: Desk) -> None:
    assert planer_card(walked).draft == "草稿"
    run = steps.start_or_resume(walked.ports).id
    steps.sign_off(walked.ports, run, PRINCIPAL, "王建国")
    assert planer_card(walked).draft == ""


def test_the_register_keeps_planned_measures_apart_from_those_in_place(walked: Desk) -> None:
    hazard_id = planer_hazard(open_book(walked.ports))
    risks.add_measure(walked.ports, hazard_id, MeasureKind.ENGINEERING, PLANNED, MeasureState.PLANNED)
    rows = risk_register(walked.ports, open_book(walked.ports)).rows
    row = next(r for r in rows if any(p.text == PLANNED for p in r.planned))
    assert PLANNED not in row.measures(MeasureKind.ENGINEERING)
    unanswered = [m.text for h in open_book(walked.ports).hazards for m in h.measures_in(MeasureState.UNANSWERED)]
    told = [text for r in rows for _, each in r.in_place for text in each]
    assert unanswered
    assert not set(told) & (set(unanswered) - set(told))


def test_the_register_prints_the_method_and_the_reason_of_every_row(walked: Desk) -> None:
    register = risk_register(walked.ports, open_book(walked.ports))
    assert "LEC" in register.profile
    assert all(row.why.endswith("。") and row.marks.startswith("L") for row in register.rows)


def test_the_list_of_serious_risks_leaves_the_others_out(walked: Desk) -> None:
    register = risk_register(walked.ports, open_book(walked.ports), RiskLevel.CONSIDERABLE)
    assert all(row.level >= RiskLevel.CONSIDERABLE for row in register.rows)
    assert register.title == "较大和重大风险清单"
    assert register.at_least is RiskLevel.CONSIDERABLE


def test_a_posts_shift_table_is_one_page_of_at_most_twelve_lines(walked: Desk) -> None:
    tables = check_tables(walked.ports, open_book(walked.ports)).tables
    shift = [t for t in tables if t.form is SheetForm.MONTH]
    assert shift
    assert all(1 <= len(t.rows) <= 12 and t.tier is ControlTier.POST for t in shift)


def test_the_rounds_of_a_missing_tier_go_to_a_named_person_of_the_next(walked: Desk) -> None:
    tables = check_tables(walked.ports, open_book(walked.ports)).tables
    team = next(t for t in tables if t.tier is ControlTier.TEAM)
    assert "公司" in team.period
    assert "李秀英" in team.period
    firm.set_tiers(walked.ports, TierScheme(team=True, department=True))
    own = next(t for t in check_tables(walked.ports, open_book(walked.ports)).tables if t.tier is ControlTier.TEAM)
    assert "公司" not in own.period


def test_the_walk_sheet_bears_the_numbers_that_come_back(walked: Desk) -> None:
    run = steps.start_or_resume(walked.ports).id
    sheet = walk_sheet(walked.ports, run)
    numbers = [row.number for group in sheet.groups for row in group.rows]
    assert sorted(numbers) == [c.number for c in walk.walk_cards(walked.ports, run) if not c.settled]


def test_the_walk_sheet_of_a_firm_without_anything_says_what_to_do(desk: Desk) -> None:
    run = shop(desk)
    with pytest.raises(UserError, match="第 2 步"):
        walk_sheet(desk.ports, run)


def test_the_same_measure_at_several_hazards_is_answered_once(walked: Desk) -> None:
    point = measure_list(open_book(walked.ports))[0]
    for line in point.lines:
        answer_line(walked.ports, line, MeasureState.NOT_APPLICABLE)
    fresh = next(p for p in measure_list(open_book(walked.ports)) if p.point.id == point.point.id)
    assert {line.state for line in fresh.lines} == {MeasureState.NOT_APPLICABLE}


def test_answering_the_rest_leaves_answers_alone(walked: Desk) -> None:
    point = measure_list(open_book(walked.ports))[0]
    first = next(line for line in point.lines if line.state is MeasureState.UNANSWERED)
    answer_line(walked.ports, first, MeasureState.NOT_APPLICABLE)
    fresh = next(p for p in measure_list(open_book(walked.ports)) if p.point.id == point.point.id)
    answer_rest(walked.ports, fresh, MeasureState.IN_PLACE)
    after = next(p for p in measure_list(open_book(walked.ports)) if p.point.id == point.point.id)
    kept = next(line for line in after.lines if (line.kind, line.text) == (first.kind, first.text))
    assert kept.state is MeasureState.NOT_APPLICABLE
    assert after.unanswered == 0


def test_frequencies_name_only_the_tiers_that_the_firm_has(desk: Desk) -> None:
    """The rounds of a missing tier go to the next one above, which makes the most frequent of its rounds."""
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    book = open_book(desk.ports)
    hazard = next(each for each in book.hazards if each.check)
    every = tuple((tier, USUAL_ROUND[tier]) for tier in ControlTier)
    rounds = replace(hazard, check=replace(hazard.check, rounds=every))  # type: ignore[type-var]
    two = replace(book.enterprise, tiers=TierScheme())
    four = replace(book.enterprise, tiers=TierScheme(team=True, department=True))
    assert frequencies(replace(book, enterprise=two), rounds) == "岗位每班、公司每周"
    assert frequencies(replace(book, enterprise=four), rounds) == "岗位每班、班组每周、部门每月、公司每季度"
