"""A draft against what stands here: risk by risk, with reasons, all or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.support import answer, shop
from tests.services.test_incoming import _Folder, _NoUpdates
from tests.support.desk import RESOURCES, Desk, new_desk
from tests.support.signing import signing_desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue, SignOff
from ymh_desktop.domain.incoming import Decision
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services import enterprise as enterprises
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.draft_data import Author, AuthorRole
from ymh_desktop.services.exchange import drafts
from ymh_desktop.services.exchange.draft_review import Choice, reasons_note, review_lines, settle_draft
from ymh_desktop.services.exchange.incoming import Opened, open_file, received_lines, take_file
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.hazard_sheet import add_risk
from ymh_desktop.services.runs import EXPERT

USCC = "91350100M000100Y43"
EXPERT_AUTHOR = Author(AuthorRole.EXPERT, "赵专家", "安达技术服务公司", "机械", "注安 1234")


@pytest.fixture
def firm(desk: Desk, tmp_path: Path) -> Desk:
    """The firm with a planer, everything answered 是."""
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    ready = signing_desk(desk, tmp_path)
    return ready.with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path / "data"))


@pytest.fixture
def expert(firm: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The expert's own copy: he took the firm's draft into an empty folder."""
    made, _ = drafts.export_draft(firm.ports, tmp_path / "to-expert", Author(AuthorRole.ENTERPRISE, "李秀英"))
    with new_desk(tmp_path / "expert") as opened:
        opened.clock.moment = firm.clock.moment
        ready = signing_desk(opened, tmp_path / "expert").with_ports(
            updates=_NoUpdates(),
            doctor=_Folder(tmp_path / "expert" / "data"),
            packages=SignedPackages(tmp_path / "ekeys", FileSecrets(tmp_path / "euser"), RESOURCES / "schemas"),
        )
        take_file(ready.ports, open_file(ready.ports, made.path))
        yield ready


def back(expert: Desk, firm: Desk, tmp_path: Path, note: str = "") -> Opened:
    """What the expert made, as the firm opens it."""
    made, _ = drafts.export_draft(
        expert.ports, tmp_path / "back", EXPERT_AUTHOR, addressee=(USCC, "宏木家具厂"), note=note
    )
    return open_file(firm.ports, made.path)


def edit(desk: Desk) -> tuple[str, str]:
    """The expert changes one risk and adds another; (changed, added) ids."""
    hazards = open_book(desk.ports).hazards
    changed = hazards[0]
    risks.add_measure(desk.ports, changed.id, MeasureKind.ENGINEERING, "加装急停按钮，伸手够得着")
    point, _ = risks.add_point(desk.ports, "除尘风机", RiskPointKind.FACILITY, place="屋后")
    add_risk(
        desk.ports, point.id, "叶轮飞出打到人", factor_code=changed.factor_code, accident_codes=changed.accident_codes,
        consequence="骨折", marks=changed.grade.marks,
    )  # fmt: skip
    added = next(each for each in open_book(desk.ports).hazards if each.risk_point_id == point.id)
    return changed.id, added.id


def everything(opened: Opened, firm: Desk, take: bool) -> dict[str, Choice]:
    return {each.hazard_id: Choice(take) for each in review_lines(firm.ports, opened)}


def test_only_what_differs_is_asked(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    changed, added = edit(expert)
    found = review_lines(firm.ports, back(expert, firm, tmp_path))
    assert {each.hazard_id for each in found} == {changed, added}


def test_what_is_taken_comes_with_what_it_hangs_on(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    changed, added = edit(expert)
    opened = back(expert, firm, tmp_path)
    done = settle_draft(firm.ports, opened, everything(opened, firm, take=True))
    book = open_book(firm.ports)
    here = {each.id: each for each in book.hazards}
    assert any(measure.text.startswith("加装急停按钮") for measure in here[changed].measures)
    assert book.point[here[added].risk_point_id].name == "除尘风机"
    assert "采用 2 条，保留自己的 0 条" in done.words[0]
    assert received_lines(firm.ports)[0].decision is Decision.TAKEN


def test_what_is_kept_stays_and_the_reason_is_on_record(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    changed, added = edit(expert)
    before = {each.id: each for each in open_book(firm.ports).hazards}
    opened = back(expert, firm, tmp_path)
    choices = {changed: Choice(False, "急停按钮已有，只是没写"), added: Choice(True)}
    settle_draft(firm.ports, opened, choices)
    here = {each.id: each for each in open_book(firm.ports).hazards}
    assert here[changed] == before[changed]
    assert added in here
    assert "没有采用" in received_lines(firm.ports)[0].words
    assert "急停按钮已有" in reasons_note(review_lines(firm.ports, opened), choices)


def test_a_risk_that_the_draft_no_longer_has_goes_only_when_it_is_taken(
    firm: Desk, expert: Desk, tmp_path: Path
) -> None:
    gone = open_book(expert.ports).hazards[0].id
    risks.remove_hazard(expert.ports, gone)
    opened = back(expert, firm, tmp_path)
    settle_draft(firm.ports, opened, {gone: Choice(False)})
    assert gone in {each.id for each in open_book(firm.ports).hazards}
    again = back(expert, firm, tmp_path)
    settle_draft(firm.ports, again, {gone: Choice(True)})
    assert gone not in {each.id for each in open_book(firm.ports).hazards}


def test_without_a_choice_for_each_nothing_changes(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    changed, _ = edit(expert)
    before = open_book(firm.ports).hazards
    opened = back(expert, firm, tmp_path)
    with pytest.raises(UserError, match="还有 1 条没有定"):
        settle_draft(firm.ports, opened, {changed: Choice(True)})
    assert open_book(firm.ports).hazards == before
    assert received_lines(firm.ports) == ()


def test_the_same_number_on_both_sides_gets_a_new_one(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    _, _added = edit(expert)
    own, _ = risks.add_point(firm.ports, "另一台机器", RiskPointKind.FACILITY)
    opened = back(expert, firm, tmp_path)
    settle_draft(firm.ports, opened, everything(opened, firm, take=True))
    book = open_book(firm.ports)
    codes = [point.code for point in book.points]
    assert len(codes) == len(set(codes))
    assert own.code in codes


def test_people_of_the_draft_come_along_and_strangers_do_not(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    person, _ = enterprises.add_person(expert.ports, "赵专家", "13900000001")
    changed, _ = edit(expert)
    hazard = next(each for each in open_book(expert.ports).hazards if each.id == changed)
    risks.plan_measure(expert.ports, changed, hazard.measures[-1].id, person_id=person.id, due=None, cost=None)
    opened = back(expert, firm, tmp_path)
    settle_draft(firm.ports, opened, everything(opened, firm, take=True))
    with firm.ports.units.read() as uow:
        assert uow.people.get(person.id).name == "赵专家"


def experts_sign(desk: Desk) -> SignOff | None:
    run = open_book(desk.ports).run
    assert run is not None
    return run.signed_by(EXPERT)


def test_the_experts_signature_comes_with_the_whole_only(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    changed, added = edit(expert)
    run = open_book(expert.ports).run
    assert run is not None
    steps.sign_off(expert.ports, run.id, EXPERT, "赵专家", unit="安达技术服务公司", certificate="注安 1234")
    opened = back(expert, firm, tmp_path)
    settle_draft(firm.ports, opened, {changed: Choice(False), added: Choice(True)})
    assert experts_sign(firm) is None
    again = back(expert, firm, tmp_path)
    settle_draft(firm.ports, again, everything(again, firm, take=True))
    sign = experts_sign(firm)
    assert sign is not None
    assert (sign.name, sign.certificate) == ("赵专家", "注安 1234")


def test_a_file_changed_since_it_was_opened_is_not_taken(firm: Desk, expert: Desk, tmp_path: Path) -> None:
    changed, added = edit(expert)
    opened = back(expert, firm, tmp_path)
    spoiled = replace(opened, file=replace(opened.file, manifest_sha256="0" * 64))
    with pytest.raises(UserError, match="换过"):
        settle_draft(firm.ports, spoiled, {changed: Choice(True), added: Choice(True)})
