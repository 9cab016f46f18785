"""Documents from text templates: the firm's names in them, its own words kept, its records as tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.desk import RESOURCES, Desk, new_desk
from tests.support.dump import said
from tests.support.paper_firm import NAME, fill
from ymh_desktop.domain.codes import CitationState
from ymh_desktop.domain.enterprise import Post, TextTooLong
from ymh_desktop.domain.hidden_dangers import DangerStatus, HiddenDanger
from ymh_desktop.domain.own_texts import LONGEST, own_text_id
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.report_periods import month_of
from ymh_desktop.knowledge.templates import CONDITIONS, DATA, PLACEHOLDERS, places_in, read_template
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.papers.catalogue import PAPERS, Paper
from ymh_desktop.services.papers.desk import Desk as PaperDesk
from ymh_desktop.services.papers.manuals import PIECES, chapter_texts, firm_words, holds, manual, numeral
from ymh_desktop.services.papers.submission import _totals
from ymh_desktop.services.papers.texts import forget_text, keep_own, write_text
from ymh_desktop.services.reports.manual import Grid, Manual, Points
from ymh_desktop.services.undo import undo

GOLDEN = Path(__file__).parent / "manuals"
INDEX = (("一、组织机构", "全员安全生产责任制", "写明每个人管什么"),)  # the real one grows with every paper
TEMPLATES = sorted(path.stem for path in (RESOURCES / "templates").glob("*.md"))
FROM_TEXTS = [paper for paper in PAPERS if paper.template]


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """The firm of the golden files."""
    fill(desk)
    return desk


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Book]]:
    """The same, for tests that only look."""
    with new_desk(tmp_path_factory.mktemp("shop")) as desk:
        fill(desk)
        yield desk, open_book(desk.ports)


def made(desk: Desk, document: str) -> Manual:
    return manual(desk.ports, open_book(desk.ports), document)


# ---- what they say ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", FROM_TEXTS, ids=lambda paper: paper.id)
def test_a_document_says_what_was_looked_at(small: tuple[Desk, Book], paper: Paper) -> None:
    """Renewed on purpose by renew_manuals.py."""
    desk, book = small
    report = manual(desk.ports, book, paper.template, INDEX)
    assert said(report) == (GOLDEN / f"{paper.id}.txt").read_text(encoding="utf-8")


def test_no_golden_file_outlives_its_document() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {paper.id for paper in FROM_TEXTS}


def test_every_template_is_a_paper_of_the_catalogue() -> None:
    assert sorted(paper.template for paper in FROM_TEXTS) == TEMPLATES


@pytest.mark.parametrize("paper", FROM_TEXTS, ids=lambda paper: paper.id)
def test_nothing_is_left_to_fill_in_by_the_program(small: tuple[Desk, Book], paper: Paper) -> None:
    desk, book = small
    report = paper.decide(desk.ports, book)
    assert isinstance(report, Manual)
    text = said(report)
    assert "{" not in text
    assert "}" not in text
    assert report.enterprise == NAME


@pytest.mark.parametrize("template", TEMPLATES)
def test_only_current_and_checked_documents_are_cited(small: tuple[Desk, Book], template: str) -> None:
    """Never an unverified one; clauses only of the law whose text was seen."""
    desk, _ = small
    path = RESOURCES / "templates" / f"{template}.md"
    for place in places_in(path.read_text(encoding="utf-8")):
        if place.startswith("依据:"):
            cited = desk.ports.codes.citation(place.removeprefix("依据:"))
            assert cited is not None, place
            assert cited.state is CitationState.CURRENT, place
            assert cited.checked, place
    assert read_template(path).number


def test_every_name_of_the_templates_is_known_to_the_program(small: tuple[Desk, Book]) -> None:
    desk, book = small
    about = PaperDesk(desk.ports, book, desk.clock.today())
    assert set(PIECES) == DATA
    assert set(firm_words(about)) == PLACEHOLDERS
    assert {type(holds(about, condition)) for condition in CONDITIONS} == {bool}


def test_form_numbers_are_given_once(small: tuple[Desk, Book]) -> None:
    desk, _ = small
    numbers = [desk.ports.codes.template(template).number for template in TEMPLATES]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_a_firm_with_nothing_but_a_name_gets_a_document_or_a_sentence(desk: Desk, paper: Paper) -> None:
    firm.save_enterprise(desk.ports, {"name": "新厂"})
    if paper.template:
        report = paper.decide(desk.ports, open_book(desk.ports))
        assert isinstance(report, Manual)
        assert report.chapters


def test_a_missing_name_leaves_a_line_to_write_on(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "新厂"})
    assert "主要负责人（＿＿＿＿＿＿）" in said(made(desk, "responsibility"))


def test_one_left_of_many_is_never_told_as_all(small: tuple[Desk, Book]) -> None:
    desk, book = small
    left, today = book.dangers[0], desk.clock.today()
    closed = replace(left, status=DangerStatus.CLOSED, closed_on=today, rectified_on=today)
    many = replace(book, dangers=(left, *[replace(closed, id=f"c{n}") for n in range(299)]))
    assert "| 300 条 | 299 条 | 1 条 | 99.6%" in said(manual(desk.ports, many, "danger-ledger"))
    month = month_of(today)
    assert dict(_totals(many, month, today))["查改率"] == "99.6%"


def test_the_ledger_goes_by_the_day_of_finding_as_it_says(small: tuple[Desk, Book]) -> None:
    """One that was found earlier and registered later has the higher number."""
    desk, book = small
    first, late = book.dangers[0], desk.clock.today() - timedelta(days=30)
    two = replace(book, dangers=(first, replace(first, id="late", code="Y-0009", found_on=late)))
    told = said(manual(desk.ports, two, "danger-ledger"))
    assert "新的在前面" in told
    assert [line[2:8] for line in told.splitlines() if line.startswith("| Y-")] == [first.code, "Y-0009"]


def test_papers_say_who_is_only_proposed(small: tuple[Desk, Book]) -> None:
    """By custom a hidden danger belongs to the safety officer until it is given to somebody."""
    desk, book = small
    officer = book.enterprise.officer_id
    assert officer is not None
    fresh = HiddenDanger("n", "Y-0009", "地上有油", "木工区", desk.clock.today(), responsible_id=officer)
    fresh = replace(fresh, deadline=desk.clock.today() + timedelta(days=7))
    given = fresh.assigned(officer, desk.clock.today() + timedelta(days=7), on=desk.clock.today())
    for template in ("danger-ledger", "danger-bulletin"):
        told = said(manual(desk.ports, replace(book, dangers=(fresh,)), template))
        assert f"{book.person_name(officer)}／（拟）" in told
        assert "待派单" in told
        assert "（拟）" not in said(manual(desk.ports, replace(book, dangers=(given,)), template))


def test_the_ledger_has_every_hidden_danger_the_newest_first(small: tuple[Desk, Book]) -> None:
    desk, book = small
    codes = [f"Y-{number:04d}" for number in range(9_400, 10_002)]
    many = replace(book, dangers=tuple(replace(book.dangers[0], id=code, code=code) for code in codes))
    told = said(manual(desk.ports, many, "danger-ledger"))
    assert [line[2:].split(" | ")[0] for line in told.splitlines() if line.startswith("| Y-")] == codes[::-1]
    assert "在程序的" not in told


def test_a_planned_measure_is_never_told_as_existing(shop: Desk) -> None:
    for document in ("procedures", "point-ledger", "site-list", "training-material", "emergency-plan"):
        assert "装急停☑" not in said(made(shop, document)), document
    assert "装急停☑" in said(made(shop, "tier-lists"))


def test_a_tier_that_is_missing_goes_up(shop: Desk) -> None:
    """No team: what is 一般 is controlled by the department here."""
    table = next(b for c in made(shop, "grading-system").chapters for b in c.blocks if isinstance(b, Grid))
    assert [row[2] for row in table.rows] == ["公司级", "部门级", "部门级", "岗位级"]


def test_a_condition_between_numbered_lines_does_not_begin_again_with_one(shop: Desk) -> None:
    chapter = next(c for c in made(shop, "inspection-system").chapters if c.title.startswith("谁来查"))
    lists = [block for block in chapter.blocks if isinstance(block, Points)]
    assert len(lists) == 1
    assert len(lists[0].items) == 5


def test_chapters_are_counted_as_chinese_documents_count_them() -> None:
    assert [numeral(n) for n in (0, 1, 10, 11, 20, 23)] == ["", "一", "十", "十一", "二十", "二十三"]


def test_a_post_without_hazards_gets_no_procedure(shop: Desk) -> None:
    with shop.ports.units.write() as uow:
        uow.posts.save(Post("post9", "P-0009", "门卫"))
        uow.commit()
    titles = [chapter.title for chapter in made(shop, "procedures").chapters]
    assert "开料工安全操作规程" in titles
    assert not any("门卫" in title for title in titles)


def test_a_firm_without_emergency_steps_gets_its_procedures(shop: Desk) -> None:
    with shop.ports.units.write() as uow:
        for hazard in uow.hazards.all():
            uow.hazards.save(replace(hazard, emergency=()))
        uow.commit()
    assert "先停机断电、喊人" in said(made(shop, "procedures"))


def test_another_certificate_does_not_stand_for_the_one_that_a_post_needs(shop: Desk) -> None:
    def holders() -> list[str]:
        table = next(b for c in made(shop, "certificate-ledger").chapters for b in c.blocks if isinstance(b, Grid))
        return [str(row[4]) for row in table.rows if row[1] == "李𬭎"]

    day = shop.clock.today()
    with shop.ports.units.write() as uow:
        uow.renewals.save(Renewal("n1", "equipment-certificate", "叉车司机证", day, person_id="p2"))
        uow.commit()
    assert holders() == ["叉车司机证", "低压电工作业"]
    with shop.ports.units.write() as uow:
        uow.renewals.save(Renewal("n2", "special-certificate", "电工证", day, person_id="p2"))
        uow.commit()
    assert holders() == ["叉车司机证", "电工证"]


def test_how_many_risks_are_told_must_be_a_number(shop: Desk) -> None:
    write_text(shop.ports, "procedures", "post", "@岗位风险 ²")
    assert said(made(shop, "procedures"))


# ---- the firm's own words ------------------------------------------------------------------------------------------


def test_own_words_stand_in_place_of_ours_with_names_filled_in(shop: Desk) -> None:
    write_text(shop.ports, "grading-system", "general", "本厂{企业}由{安全员}管。\n1. 第一条\n2. 第二条")
    chapter = made(shop, "grading-system").chapters[0]
    assert chapter.own
    assert f"本厂{NAME}由李𬭎管。" in said(made(shop, "grading-system"))
    assert Points(("第一条", "第二条"), numbered=True) in chapter.blocks


def test_own_words_survive_and_say_when_ours_changed(shop: Desk) -> None:
    write_text(shop.ports, "grading-system", "general", "自己的话")
    with shop.ports.units.write() as uow:
        kept = uow.own_texts.get(own_text_id("grading-system", "general"))
        uow.own_texts.save(replace(kept, shipped="以前软件里的话"))
        uow.commit()
    chapter = next(c for c in chapter_texts(shop.ports, "grading-system") if c.key == "general")
    assert chapter.overtaken
    assert chapter.text == "自己的话"
    keep_own(shop.ports, "grading-system", "general")
    chapter = next(c for c in chapter_texts(shop.ports, "grading-system") if c.key == "general")
    assert not chapter.overtaken
    assert chapter.text == "自己的话"


def test_the_words_of_the_program_typed_again_are_no_own_words(shop: Desk) -> None:
    shipped = shop.ports.codes.template("grading-system").chapter("general").text
    write_text(shop.ports, "grading-system", "general", "自己的话")
    write_text(shop.ports, "grading-system", "general", f"{shipped}\n")
    assert not any(chapter.own for chapter in chapter_texts(shop.ports, "grading-system"))


def test_taking_the_words_of_the_program_back_can_be_undone(shop: Desk) -> None:
    write_text(shop.ports, "grading-system", "general", "自己的话")
    changes = forget_text(shop.ports, "grading-system", "general")
    assert "自己的话" not in said(made(shop, "grading-system"))
    undo(shop.ports, changes)
    assert "自己的话" in said(made(shop, "grading-system"))


def test_own_words_that_the_program_does_not_understand_are_printed_as_typed(shop: Desk) -> None:
    write_text(shop.ports, "grading-system", "general", "@乱写\n{谁}\n| 没有宽度 |\n@如果 外星人\n中间\n@完")
    text = said(made(shop, "grading-system"))
    for line in ("@乱写", "{谁}", "| 没有宽度 |", "中间"):
        assert line in text


def test_own_words_about_a_post_come_for_each_post(shop: Desk) -> None:
    write_text(shop.ports, "procedures", "post", "{岗位}要听{岗位负责人}的。")
    text = said(made(shop, "procedures"))
    assert "开料工要听张大勇的。" in text
    assert "电工要听李𬭎的。" in text


def test_a_piece_about_a_post_outside_of_one_says_nothing_wrong(shop: Desk) -> None:
    """Somebody may copy the line into another chapter."""
    write_text(shop.ports, "grading-system", "general", "@岗位风险\n之后的话")
    assert "之后的话" in said(made(shop, "grading-system"))


def test_words_that_are_far_too_long_are_refused(shop: Desk) -> None:
    with pytest.raises(TextTooLong):
        write_text(shop.ports, "grading-system", "general", "长" * (LONGEST + 1))


def test_own_words_tell_the_day_on_which_they_changed(shop: Desk) -> None:
    write_text(shop.ports, "grading-system", "general", "甲")
    shop.clock.moment += timedelta(days=3)
    write_text(shop.ports, "grading-system", "general", "乙")
    with shop.ports.units.read() as uow:
        (kept,) = uow.own_texts.all()
    assert kept.changed_on == shop.clock.today()
