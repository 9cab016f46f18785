"""Files of the town: proven, told in words, taken over whole or not at all; paper counts the same."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.shop import contents, edited, packed_again, plain, raw_zip, resigned
from tests.services.support import answer, shop
from tests.services.town_support import TOWN, TOWN_CODE, USCC, Town
from tests.support.desk import RESOURCES, Desk
from tests.support.signing import signing_desk
from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.demands import CameAs, DemandKind, DemandState, RecordKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.incoming import Decision, PartyRole
from ymh_desktop.domain.submissions import Channel, Outcome, Submission
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services.book import open_book
from ymh_desktop.services.draft_data import Author, AuthorRole
from ymh_desktop.services.exchange import demands, drafts, trust
from ymh_desktop.services.exchange.incoming import decline_file, open_file, received_lines, take_file
from ymh_desktop.services.flows import walk
from ymh_desktop.services.hidden_dangers import assign_danger, danger_sheet, register_danger
from ymh_desktop.services.papers.dangers import danger_files
from ymh_desktop.services.reporting.data import Choice
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.keys import rotate_key


class _NoUpdates:
    def read(self, path: Path, now: object) -> object:
        raise UserError("不是升级包。", "")


class _Folder:
    """Only where the data lies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def data_folder(self) -> Path:
        return self._folder


@pytest.fixture
def firm(desk: Desk, tmp_path: Path) -> Desk:
    """A shop that can report."""
    run = shop(desk, "distribution-box")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    ready = signing_desk(desk, tmp_path)
    return ready.with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path / "data"))


@pytest.fixture
def town(firm: Desk, tmp_path: Path) -> Town:
    made = Town.beside(firm, tmp_path)
    made.pinned()
    return made


def reported(firm: Desk, tmp_path: Path, **choice: bool) -> Submission:
    return export_report(firm.ports, tmp_path / "out", Choice(**choice)).submission


def only_submission(firm: Desk) -> Submission:
    with firm.ports.units.read() as uow:
        (submission,) = uow.submissions.all()
    return submission


def major(firm: Desk) -> str:
    danger, _ = register_danger(firm.ports, "配电箱进水", "车间", level=DangerLevel.MAJOR, basis="判定标准")
    return danger.id


def rows(firm: Desk) -> dict[str, tuple[Any, ...]]:
    """Everything that a refused file must leave alone."""
    with firm.ports.units.read() as uow:
        return {
            "demands": uow.demands.all(),
            "files": uow.received_files.all(),
            "submissions": uow.submissions.all(),
            "dangers": uow.hidden_dangers.all(),
            "parties": uow.trusted_parties.all(),
            "plans": uow.check_plans.all(),
            "hazards": uow.hazards.all(),
        }


# ---- whose word counts -----------------------------------------------------------------------------------------------


def test_a_file_of_somebody_unknown_is_refused_with_name_and_fingerprint(firm: Desk, tmp_path: Path) -> None:
    stranger = Town.beside(firm, tmp_path)
    path = stranger.order([{"title": "配电箱门坏了"}])
    with pytest.raises(PackageRefused, match=TOWN) as refusal:
        open_file(firm.ports, path)
    assert refusal.value.code == "E308"
    mark = firm.ports.packages.describe(stranger.certificate).fingerprint
    assert " ".join(mark[at : at + 4] for at in range(0, 16, 4)) in refusal.value.problem, "as the letter begins"
    assert mark[-4:] not in refusal.value.problem, "the end is typed off the letter, never off the screen"
    assert "公函" in refusal.value.advice, "what a firm holds of its town"
    assert rows(firm)["files"] == ()


@pytest.mark.parametrize("typed", ["", "1234", "0" * 8, "zzzzzzzz"])
def test_nobody_is_believed_without_the_fingerprint_of_a_paper(typed: str, firm: Desk, tmp_path: Path) -> None:
    stranger = Town.beside(firm, tmp_path)
    info = firm.ports.packages.describe(stranger.certificate)
    with pytest.raises(trust.NotCompared):
        trust.pin(firm.ports, info, typed, code=TOWN_CODE)
    assert trust.parties(firm.ports) == ()


def test_a_pinned_department_is_listed_with_what_it_was_compared_with(town: Town, firm: Desk) -> None:
    (line,) = trust.parties(firm.ports)
    assert (line.name, line.role, line.code, line.by, line.note) == (
        TOWN, PartyRole.DEPARTMENT, TOWN_CODE, "公函〔2026〕1号", ""
    )  # fmt: skip
    assert "".join(line.groups) == firm.ports.packages.describe(town.certificate).fingerprint


def test_a_key_that_was_revoked_signs_nothing_any_more(town: Town, firm: Desk) -> None:
    (line,) = trust.parties(firm.ports)
    path = town.order([{"title": "配电箱门坏了"}])
    trust.stop_trusting(firm.ports, line.id, "公函说密钥丢了")
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, path)
    assert refusal.value.code == "E309"


def test_an_expert_key_signs_no_orders(firm: Desk, tmp_path: Path) -> None:
    expert = Town.beside(firm, tmp_path)
    info = firm.ports.packages.describe(expert.certificate)
    trust.pin(firm.ports, info, info.fingerprint, role=PartyRole.EXPERT)
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, expert.order([{"title": "x"}]))
    assert refusal.value.code == "E308"


def test_a_trust_list_brings_and_takes_keys_of_the_department(town: Town, firm: Desk, tmp_path: Path) -> None:
    second = Town.beside(firm, tmp_path, "second")
    mark = firm.ports.packages.describe(second.certificate).fingerprint.lower()
    entry = {
        "role": "department", "code": TOWN_CODE, "name": "示例镇安监站", "cert_sha256": mark,
        "cert_pem": second.certificate.decode(), "state": "active",
    }  # fmt: skip
    opened = open_file(firm.ports, town.trust_list(1, [entry]))
    assert "1 个部门密钥加进信任名单。" in opened.report.outcome
    take_file(firm.ports, opened)
    second.numbers[USCC] = 10  # two clerks number apart
    order = second.order([{"title": "配电箱门坏了"}])
    assert open_file(firm.ports, order).report.title == "督办单"
    gone = {
        **entry,
        "state": "revoked",
        "reason": "人员调离",
        "revoked_at": firm.clock.now().isoformat(timespec="seconds"),
    }
    take_file(firm.ports, open_file(firm.ports, town.trust_list(2, [gone])))
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, order)
    assert refusal.value.code == "E309"
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, town.trust_list(1, [entry]))
    assert refusal.value.code == "E610"


def test_a_trust_list_says_what_the_town_has_of_us(town: Town, firm: Desk, tmp_path: Path) -> None:
    reported(firm, tmp_path)
    key = firm.ports.packages.key()
    assert key is not None
    entry = {
        "role": "enterprise", "code": USCC, "name": "宏木家具厂", "cert_sha256": key.fingerprint.lower(),
        "cert_pem": firm.ports.packages.certificate().decode(), "state": "revoked",
    }  # fmt: skip
    facts = dict(open_file(firm.ports, town.trust_list(1, [entry])).report.facts)
    assert facts["本企业的密钥"] == "镇里已作废，请换新密钥并交登记表"
    facts = dict(open_file(firm.ports, town.trust_list(2, [])).report.facts)
    assert facts["本企业的密钥"] == "镇里还没有登记"


def test_a_department_changes_its_key_by_the_old_one(town: Town, firm: Desk, tmp_path: Path) -> None:
    new = SignedPackages(tmp_path / "new", FileSecrets(tmp_path / "new-user"), RESOURCES / "schemas")
    new.ensure_key(TOWN_CODE, TOWN, firm.clock.now() - timedelta(days=1))
    info = firm.ports.packages.describe(new.certificate())
    until = firm.clock.today() + timedelta(days=30)
    told = {"cert_sha256": info.fingerprint.lower(), "cert_pem": info.certificate, "overlap_until": until.isoformat()}
    opened = open_file(firm.ports, town.send("key-rotation", {"key-rotation": told}, "换密钥通知"))
    take_file(firm.ports, opened)
    before = town.order([{"title": "旧密钥签的"}], number="督 1 号")
    town.packages = new
    after = town.order([{"title": "新密钥签的"}], number="督 2 号")
    take_file(firm.ports, open_file(firm.ports, before))
    take_file(firm.ports, open_file(firm.ports, after))
    firm.clock.moment += timedelta(days=31)
    town.packages = SignedPackages(
        tmp_path / "town" / "keys", FileSecrets(tmp_path / "town" / "user"), RESOURCES / "schemas"
    )
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, town.order([{"title": "旧密钥又签"}], number="督 3 号"))
    assert refusal.value.code == "E309"


# ---- receipts --------------------------------------------------------------------------------------------------------


def test_looking_changes_nothing(town: Town, firm: Desk, tmp_path: Path) -> None:
    sent = reported(firm, tmp_path)
    before = rows(firm)
    opened = open_file(firm.ports, town.receipt(sent))
    assert dict(opened.report.facts)["结果"] == "收下了"
    assert rows(firm) == before


def test_a_receipt_closes_the_submission(town: Town, firm: Desk, tmp_path: Path) -> None:
    sent = reported(firm, tmp_path)
    opened = open_file(firm.ports, town.receipt(sent, note="材料齐全"))
    assert "第 1 号上报记为“镇里已收下”。" in opened.report.outcome
    done = take_file(firm.ports, opened)
    assert done.words[0] == "第 1 号上报：镇里已收下。"
    got = only_submission(firm)
    assert (got.outcome, got.receipt, got.channel, got.proved) == (
        Outcome.ACCEPTED,
        "收〔2026〕1号",
        Channel.OTHER,
        True,
    )
    (line,) = received_lines(firm.ports)
    assert (line.decision, line.message) == (Decision.TAKEN, "材料齐全")


def test_reasons_become_lines_at_the_records(town: Town, firm: Desk, tmp_path: Path) -> None:
    danger = major(firm)
    sent = reported(firm, tmp_path, full_register=True)
    hazard = open_book(firm.ports).hazards[0]
    reasons = [
        {
            "file": "data/risks.json",
            "record_id": hazard.id,
            "code": "S-0001",
            "title": hazard.title,
            "reason": "没有频次",
        },
        {"file": "data/hazards.json", "record_id": danger, "reason": "没有照片", "advice": "补一张"},
        {"file": "data/enterprise.json", "record_id": "", "reason": "没有地址"},
        {"file": "data/risks.json", "record_id": "gone", "reason": "已经删掉的"},
        {"record_id": "", "reason": "封面没有盖章"},
    ]
    done = take_file(
        firm.ports, open_file(firm.ports, town.receipt(sent, "returned", returns=reasons, due="2026-12-05"))
    )
    (sheet,) = demands.demand_sheets(firm.ports)
    assert [line.record for line in sheet.demand.lines] == [
        RecordKind.HAZARD, RecordKind.DANGER, RecordKind.ENTERPRISE, RecordKind.NONE, RecordKind.NONE
    ]  # fmt: skip
    assert done.jumps[0][1].record_id == sheet.demand.id
    assert only_submission(firm).outcome is Outcome.RETURNED
    ((_, line),) = demands.returned_lines(firm.ports, hazard.id)
    assert line.words.endswith("没有频次")
    (task,) = demands.demand_tasks(firm.ports)
    assert (task.title, task.due) == ("改镇里退回的内容", date(2026, 12, 5))
    for each in sheet.demand.lines:
        demands.mark_line(firm.ports, sheet.demand.id, each.number, done=True, words="改了")
    assert demands.returned_lines(firm.ports, hazard.id) == ()
    assert demands.demand_tasks(firm.ports)[0].title == "重新上报"
    again = reported(firm, tmp_path)
    assert again.sequence == 2
    take_file(firm.ports, open_file(firm.ports, town.receipt(again)))
    assert demands.demand_tasks(firm.ports) == ()
    assert demands.demand_sheets(firm.ports)[0].state is DemandState.CLOSED


def test_an_accepted_report_is_never_taken_back(town: Town, firm: Desk, tmp_path: Path) -> None:
    sent = reported(firm, tmp_path)
    take_file(firm.ports, open_file(firm.ports, town.receipt(sent)))
    take_file(
        firm.ports, open_file(firm.ports, town.receipt(sent, "returned", returns=[{"record_id": "", "reason": "晚了"}]))
    )
    assert only_submission(firm).outcome is Outcome.ACCEPTED


def test_after_a_restore_a_receipt_brings_the_numbers_back_into_step(town: Town, firm: Desk, tmp_path: Path) -> None:
    """The backup knows number 1, the town has number 4: without this the next file would be refused as an old one."""
    sent = reported(firm, tmp_path)
    known = {"sequence": 4, "package_id": sent.id[:-1] + "0", "manifest_sha256": "4" * 64}
    opened = open_file(
        firm.ports,
        town.receipt(sent, "returned", known=known, codes=["E608"], returns=[{"record_id": "", "reason": "序号太旧"}]),
    )
    assert "镇里已收到第 4 号，下次上报从第 5 号接着编。" in opened.report.outcome
    assert "以后上报从第 5 号接着编。" in take_file(firm.ports, opened).words
    again = export_report(firm.ports, tmp_path / "out2")
    assert again.submission.sequence == 5
    found = firm.ports.packages.verify(again.package.path, None, firm.clock.now())
    assert found.sequence == 5
    with zipfile.ZipFile(again.package.path) as archive:
        header = json.loads(archive.read("package.json"))
    assert header["previous"] == {"package_id": known["package_id"], "manifest_sha256": "4" * 64}


def test_the_town_knowing_less_changes_no_number(town: Town, firm: Desk, tmp_path: Path) -> None:
    first = reported(firm, tmp_path)
    export_report(firm.ports, tmp_path / "out2")
    take_file(firm.ports, open_file(firm.ports, town.receipt(first)))
    with firm.ports.units.read() as uow:
        assert trust.own_number(uow).sequence == 2


def test_two_pcs_that_made_the_same_number_go_on_behind_the_one_the_town_has(
    town: Town, firm: Desk, tmp_path: Path
) -> None:
    sent = reported(firm, tmp_path)
    other = sent.id[:-1] + "0"
    known = {"sequence": 1, "package_id": other, "manifest_sha256": "f" * 64}
    take_file(firm.ports, open_file(firm.ports, town.receipt(sent, known=known)))
    with firm.ports.units.read() as uow:
        assert trust.own_number(uow) == trust.OwnNumber(1, (other, "f" * 64))


# ---- orders ----------------------------------------------------------------------------------------------------------


def test_an_order_about_a_major_danger_stands_in_its_file(town: Town, firm: Desk) -> None:
    danger = major(firm)
    opened = open_file(firm.ports, town.order([{"title": "配电箱进水", "level": "major", "record_id": danger}]))
    assert "1 条是本机已有的隐患，重大隐患的督办写进它的档案。" in opened.report.outcome
    take_file(firm.ports, opened)
    (sheet,) = demands.demand_sheets(firm.ports)
    assert (sheet.state, sheet.in_danger_file) == (DemandState.OPEN, danger)
    with firm.ports.units.read() as uow:
        file = uow.major_files.get(danger)
        assert [(order.number, order.issuer) for order in file.orders] == [("督〔2026〕3号", TOWN)]
        assert len(uow.hidden_dangers.all()) == 1
    demands.answer_demand(firm.ports, sheet.demand.id, "已停用断电")
    (sheet,) = demands.demand_sheets(firm.ports)
    assert (sheet.state, sheet.answers[0].words) == (DemandState.ANSWERED, "已停用断电")
    with firm.ports.units.read() as uow:
        assert uow.major_files.get(danger).orders[0].answers[0].words == "已停用断电"


def test_what_is_not_known_yet_is_registered_with_the_day_of_the_order(town: Town, firm: Desk) -> None:
    take_file(
        firm.ports,
        open_file(
            firm.ports, town.order([{"title": "配电箱门坏了", "place": "车间", "demand": "换门"}], kind="opinion")
        ),
    )
    (sheet,) = demands.demand_sheets(firm.ports)
    (danger,) = sheet.dangers
    assert (danger.source, danger.level, danger.title) == (DangerSource.AUTHORITY, DangerLevel.GENERAL, "配电箱门坏了")
    assert danger.deadline == firm.clock.today() + timedelta(days=20)
    assert sheet.demand.kind is DemandKind.OPINION
    (task,) = demands.demand_tasks(firm.ports)
    assert task.title == "回复检查意见"


def test_the_same_order_twice_changes_nothing(town: Town, firm: Desk) -> None:
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "配电箱门坏了"}])))
    opened = open_file(firm.ports, town.order([{"title": "配电箱门坏了"}]))
    before = rows(firm)
    with pytest.raises(demands.AlreadyThere):
        take_file(firm.ports, opened)
    assert rows(firm) == before


def test_an_impossible_day_in_an_order_changes_nothing(town: Town, firm: Desk) -> None:
    path = town.order([{"title": "配电箱门坏了"}], due="2026-11-31")
    before = rows(firm)
    with pytest.raises(UserError, match="2026-11-31"):
        open_file(firm.ports, path)
    assert rows(firm) == before


def test_a_receipt_strikes_an_order_off(town: Town, firm: Desk, tmp_path: Path) -> None:
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "配电箱门坏了"}])))
    (sheet,) = demands.demand_sheets(firm.ports)
    demands.answer_demand(firm.ports, sheet.demand.id, "门换好了")
    sent = reported(firm, tmp_path, supervision_answers=True)
    closes = [{"number": "督〔2026〕3号", "on": firm.clock.today().isoformat(), "words": "核查合格"}]
    done = take_file(firm.ports, open_file(firm.ports, town.receipt(sent, closes=closes)))
    assert "督办单 督〔2026〕3号 已办结。" in done.words
    (sheet,) = demands.demand_sheets(firm.ports)
    assert (sheet.state, sheet.demand.closed_words) == (DemandState.CLOSED, "核查合格")
    assert demands.demand_tasks(firm.ports) == ()


def closed_by_the_town(town: Town, firm: Desk, tmp_path: Path) -> tuple[str, ...]:
    """What is said when the town strikes its order off after looking at the place."""
    sent = reported(firm, tmp_path, supervision_answers=True)
    closes = [{"number": "督〔2026〕3号", "on": firm.clock.today().isoformat(), "words": "现场复查合格"}]
    opened = open_file(firm.ports, town.receipt(sent, closes=closes))
    assert "督办 督〔2026〕3号 办结，它督办的隐患改好了的跟着销号。" in opened.report.outcome, "told before it is taken"
    return take_file(firm.ports, opened).words


def somebody(firm: Desk) -> str:
    with firm.ports.units.read() as uow:
        return str(uow.people.all()[0].id)


def test_what_the_town_strikes_off_is_closed_by_its_review(town: Town, firm: Desk, tmp_path: Path) -> None:
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "配电箱门坏了"}])))
    (sheet,) = demands.demand_sheets(firm.ports)
    (danger,) = sheet.dangers
    assign_danger(firm.ports, danger.id, somebody(firm), firm.clock.today() + timedelta(days=3))
    demands.answer_demand(firm.ports, sheet.demand.id, "门换好了")
    assert f"一般隐患 {danger.code} 跟着销号。" in closed_by_the_town(town, firm, tmp_path)
    seen = danger_sheet(firm.ports, danger.id)
    closed = seen.danger
    assert (closed.status, closed.closed_on) == (DangerStatus.CLOSED, firm.clock.today())
    assert (closed.rectified, closed.rectified_by_id) == ("门换好了", somebody(firm)), "as the order was answered"
    assert closed.acceptance == f"{TOWN} 督〔2026〕3号 现场复查合格"
    assert seen.history[-1].kind is EventKind.CLEARED
    assert f"{TOWN} 督〔2026〕3号 现场复查合格" in str(danger_files(firm.ports, [danger.id]))


def test_what_nobody_said_was_mended_is_not_closed_by_a_letter(town: Town, firm: Desk, tmp_path: Path) -> None:
    """A closed record says what was done and by whom; the town cannot know that for the firm."""
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "配电箱门坏了"}])))
    (danger,) = demands.demand_sheets(firm.ports)[0].dangers
    said = closed_by_the_town(town, firm, tmp_path)
    why = "还没有写怎么整改的、谁整改的。请补上整改情况，验收后销号。"
    assert f"一般隐患 {danger.code} 还不能销号：{why}" in said
    assert danger_sheet(firm.ports, danger.id).danger.is_open


def test_a_major_one_that_was_not_accepted_here_is_not_passed_over(town: Town, firm: Desk, tmp_path: Path) -> None:
    danger = major(firm)
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "x", "level": "major", "record_id": danger}])))
    said = "".join(closed_by_the_town(town, firm, tmp_path))
    assert "还不能销号" in said
    assert "企业验收通过后，部门才能核销。" in said
    assert danger_sheet(firm.ports, danger).danger.is_open


def test_another_order_about_the_same_keeps_it_open(town: Town, firm: Desk, tmp_path: Path) -> None:
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "配电箱门坏了"}])))
    (sheet,) = demands.demand_sheets(firm.ports)
    (danger,) = sheet.dangers
    other = [{"title": "配电箱门坏了", "record_id": danger.id}]
    take_file(firm.ports, open_file(firm.ports, town.order(other, number="督〔2026〕9号")))
    demands.answer_demand(firm.ports, sheet.demand.id, "门换好了", by_id=somebody(firm))
    said = closed_by_the_town(town, firm, tmp_path)
    assert f"一般隐患 {danger.code} 还有 督〔2026〕9号 没有办结，先不销号。" in said
    assert danger_sheet(firm.ports, danger.id).danger.is_open


def test_a_telephone_is_not_told_as_somebodys_name(town: Town, firm: Desk) -> None:
    """A department's file may name a person, a number, or both: each under its own name."""
    both = town.order([{"title": "x"}], handler="王科长", contact="0373-8765001")
    facts = dict(open_file(firm.ports, both).report.facts)
    assert (facts["经办人"], facts["联系方式"]) == ("王科长", "0373-8765001")
    number = dict(open_file(firm.ports, town.order([{"title": "x"}], contact="0373-8765001")).report.facts)
    assert "经办人" not in number
    assert number["联系方式"] == "0373-8765001"


def test_the_answer_goes_along_with_the_report(town: Town, firm: Desk, tmp_path: Path) -> None:
    take_file(firm.ports, open_file(firm.ports, town.order([{"title": "配电箱门坏了"}])))
    (sheet,) = demands.demand_sheets(firm.ports)
    demands.answer_demand(firm.ports, sheet.demand.id, "门换好了", receipt="微信截图")
    made = export_report(firm.ports, tmp_path, Choice(supervision_answers=True))
    with zipfile.ZipFile(made.package.path) as archive:
        (told,) = json.loads(archive.read("data/answers.json"))
    assert (told["number"], told["answers"][0]["words"], told["done"][0]["title"]) == (
        "督〔2026〕3号", "门换好了", "配电箱门坏了"
    )  # fmt: skip
    usual = export_report(firm.ports, tmp_path / "other", Choice())
    with zipfile.ZipFile(usual.package.path) as archive:
        assert "data/answers.json" not in archive.namelist()


# ---- paper counts the same -------------------------------------------------------------------------------------------


def test_an_order_on_paper_counts_as_one_that_came_as_a_file(firm: Desk) -> None:
    danger = major(firm)
    finding = demands.Finding("配电箱进水", major=True, danger_id=danger)
    demands.register_paper(
        firm.ports, DemandKind.SUPERVISION, number="督〔2026〕8号", issuer="镇安委办", due=date(2026, 12, 9),
        findings=(finding, demands.Finding("灭火器过期", "门口")), photos=("a.jpg",),
    )  # fmt: skip
    (sheet,) = demands.demand_sheets(firm.ports)
    assert (sheet.demand.came_as, sheet.in_danger_file, len(sheet.dangers)) == (CameAs.PAPER, danger, 2)
    assert demands.demand_tasks(firm.ports)[0].title == "回复督办单"
    with pytest.raises(demands.AlreadyThere):
        demands.register_paper(firm.ports, DemandKind.SUPERVISION, number="督〔2026〕8号", issuer="镇安委办")
    with pytest.raises(demands.AlreadyThere):
        demands.register_paper(firm.ports, DemandKind.SUPERVISION, number="督[2026] 8号", issuer="镇安委办")


def test_a_number_in_a_line_of_a_paper_names_what_is_known(firm: Desk) -> None:
    one, other = (register_danger(firm.ports, title, "车间")[0] for title in ("没有泄爆", "护罩松动"))
    known = (one, other)
    found = demands.paper_findings(f"ｙ－{one.code[2:]} 泄爆\n{other.code}\n\n{one.code}9 别的", known, {other.id})
    assert [(each.title[-4:], each.danger_id) for each in found] == [
        ("1 泄爆", one.id),
        ("护罩松动", other.id),
        ("9 别的", None),
    ]
    assert [each.danger_id for each in demands.paper_findings(f"{one.code}、{other.code} 没有改", known)] == [
        one.id,
        other.id,
    ]
    assert [each.danger_id for each in demands.paper_findings("", known, {one.id})] == [one.id]


def test_an_order_typed_off_its_paper_in_other_brackets_is_struck_off_all_the_same(
    town: Town, firm: Desk, tmp_path: Path
) -> None:
    demands.register_paper(firm.ports, DemandKind.SUPERVISION, number="督[2026]3号", issuer=TOWN)
    closes = [{"number": "督〔2026〕3号", "on": firm.clock.today().isoformat(), "words": "核查合格"}]
    take_file(firm.ports, open_file(firm.ports, town.receipt(reported(firm, tmp_path), closes=closes)))
    assert [sheet.state for sheet in demands.demand_sheets(firm.ports)] == [DemandState.CLOSED]


def test_findings_of_an_inspection_on_paper_may_stay_one_whole(firm: Desk) -> None:
    demands.register_paper(firm.ports, DemandKind.OPINION, number="检 7", issuer="县应急局", demands="见照片")
    (sheet,) = demands.demand_sheets(firm.ports)
    demands.answer_demand(firm.ports, sheet.demand.id, "都改了")
    assert demands.demand_sheet(firm.ports, sheet.demand.id).state is DemandState.ANSWERED
    demands.close_demand(firm.ports, sheet.demand.id, "复查意见书 7 号")
    assert demands.demand_sheet(firm.ports, sheet.demand.id).state is DemandState.CLOSED
    demands.reopen_demand(firm.ports, sheet.demand.id)
    assert demands.demand_sheet(firm.ports, sheet.demand.id).state is DemandState.ANSWERED


def test_a_receipt_on_paper_counts_as_one_that_came_as_a_file(firm: Desk, tmp_path: Path) -> None:
    sent = reported(firm, tmp_path)
    with pytest.raises(UserError, match="退回的原因"):
        demands.record_receipt(firm.ports, sent.id, Outcome.RETURNED, number="收 1")
    demands.record_receipt(
        firm.ports, sent.id, Outcome.RETURNED, number="收 1", reasons=("没盖章", " "), photos=("r.jpg",)
    )
    (sheet,) = demands.demand_sheets(firm.ports)
    assert [line.words for line in sheet.demand.lines] == ["没盖章"]
    demands.record_receipt(firm.ports, sent.id, Outcome.ACCEPTED, number="收 2")
    got = only_submission(firm)
    assert (got.outcome, got.receipt, got.proof_photos) == (Outcome.ACCEPTED, "收 2", ("r.jpg",))
    assert demands.demand_tasks(firm.ports) == ()


@pytest.mark.parametrize("field", ["number", "issuer", "due"])
def test_bad_words_on_a_paper_get_a_sentence(field: str, firm: Desk) -> None:
    said: dict[str, Any] = {"number": "督 9", "issuer": "镇安委办", "due": None}
    said[field] = date(2026, 1, 1) if field == "due" else " "
    with pytest.raises(UserError):
        demands.register_paper(firm.ports, DemandKind.SUPERVISION, **said)
    assert demands.demand_sheets(firm.ports) == ()


# ---- guidance --------------------------------------------------------------------------------------------------------


def guidance(**more: Any) -> dict[str, Any]:
    return {
        "title": "用电安全月", "issued_on": "2026-11-23", "message": "本周内自查。\n下周抽查。",
        "check_tables": [
            {
                "id": "t1", "title": "配电箱专项检查表", "frequency": "week",
                "items": [{"what": "箱门", "standard": "完好"}],
            },
        ],
        **more,
    }  # fmt: skip


def test_guidance_is_kept_to_be_read_and_its_table_becomes_a_check(town: Town, firm: Desk) -> None:
    opened = open_file(firm.ports, town.send("guidance", {"guidance": guidance()}, "指导包", addressee=("", "")))
    assert opened.report.sections[0].lines == ("本周内自查。", "下周抽查。")
    take_file(firm.ports, opened)
    assert received_lines(firm.ports)[0].message == "本周内自查。\n下周抽查。"
    with firm.ports.units.read() as uow:
        (plan,) = [plan for plan in uow.check_plans.all() if plan.own]
    assert (plan.title, plan.items[0].what, plan.items[0].standard) == ("配电箱专项检查表", "箱门", "完好")


def test_a_library_that_does_not_pass_its_checks_is_not_taken(town: Town, firm: Desk, tmp_path: Path) -> None:
    modules = [{"path": "library/distribution-box.yaml", "id": "distribution-box", "version": "99"}]
    data = {"guidance": guidance(modules=modules)}
    attachments = {"library/distribution-box.yaml": b"id: [broken"}
    path = town.send("guidance", data, "指导包", addressee=("", ""), attachments=attachments)
    before = rows(firm)
    with pytest.raises(UserError):
        take_file(firm.ports, open_file(firm.ports, path))
    assert rows(firm) == before


# ---- drafts ----------------------------------------------------------------------------------------------------------


def test_a_draft_of_an_unknown_expert_is_a_proposal_for_an_empty_folder(firm: Desk, tmp_path: Path) -> None:
    """The expert worked on his own copy; the firm opens his file through the start page."""
    from tests.support.desk import new_desk

    expert = SignedPackages(tmp_path / "expert" / "keys", FileSecrets(tmp_path / "expert" / "u"), RESOURCES / "schemas")
    desk = firm.with_ports(packages=expert)
    author = Author(AuthorRole.EXPERT, "赵专家", "安达技术服务公司", "机械", "注安 1234")
    made, _ = drafts.export_draft(desk.ports, tmp_path / "draft", author, addressee=(USCC, "宏木家具厂"), note="请核对")
    with new_desk(tmp_path / "fresh") as empty:
        fresh = signing_desk(empty, tmp_path / "fresh").with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path))
        opened = open_file(fresh.ports, made.path)
        assert opened.report.stranger
        assert opened.report.can_take
        assert dict(opened.report.facts)["作者"].startswith("专家　赵专家")
        take_file(fresh.ports, opened)
        theirs, ours = open_book(firm.ports), open_book(fresh.ports)
        assert ours.hazards == theirs.hazards
        assert [post.code for post in ours.posts] == [post.code for post in theirs.posts]
        with fresh.ports.units.write() as uow:
            assert uow.next_number("facility") > max(int(p.code[2:]) for p in theirs.points if p.code.startswith("S-"))


def test_a_draft_never_covers_what_stands_here(firm: Desk, tmp_path: Path) -> None:
    expert = SignedPackages(tmp_path / "expert" / "keys", FileSecrets(tmp_path / "expert" / "u"), RESOURCES / "schemas")
    author = Author(AuthorRole.EXPERT, "赵专家")
    made, _ = drafts.export_draft(firm.with_ports(packages=expert).ports, tmp_path / "draft", author)
    hazard = open_book(firm.ports).hazards[0]
    with firm.ports.units.write() as uow:
        uow.hazards.save(replace(hazard, title="改过的话"))
        uow.commit()
    opened = open_file(firm.ports, made.path)
    assert not opened.report.can_take
    assert opened.report.sections[0].lines == (f"{hazard.title}：原来写“改过的话”",)
    before = rows(firm)
    with pytest.raises(UserError, match="已经有风险清单"):
        take_file(firm.ports, opened)
    assert rows(firm) == before


# ---- declining, and files that change under the hand -----------------------------------------------------------------


def test_a_declined_file_may_be_taken_later(town: Town, firm: Desk) -> None:
    path = town.order([{"title": "配电箱门坏了"}])
    opened = open_file(firm.ports, path)
    decline_file(firm.ports, opened, "先问问镇里")
    (line,) = received_lines(firm.ports)
    assert (line.decision, line.words) == (Decision.DECLINED, "先问问镇里")
    take_file(firm.ports, open_file(firm.ports, path))
    assert received_lines(firm.ports)[0].decision is Decision.TAKEN
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, path)
    assert refusal.value.code == "E606"
    with pytest.raises(UserError, match="已经采用过"):
        decline_file(firm.ports, opened)


def test_what_was_looked_at_is_what_is_taken(town: Town, firm: Desk) -> None:
    opened = open_file(firm.ports, town.order([{"title": "配电箱门坏了"}]))
    other = town.order([{"title": "别的事"}], number="督 9 号")
    opened.file.path.write_bytes(other.read_bytes())
    before = rows(firm)
    with pytest.raises(UserError, match="换过了"):
        take_file(firm.ports, opened)
    assert rows(firm) == before


def test_letters_may_come_in_any_order(town: Town, firm: Desk) -> None:
    """Two files from one stick: the second opened first. The first must not be lost by that."""
    first, second = town.order([{"title": "一"}], number="督 1 号"), town.order([{"title": "二"}], number="督 2 号")
    opened = open_file(firm.ports, second)
    assert opened.file.sequence == 2
    take_file(firm.ports, opened)
    take_file(firm.ports, open_file(firm.ports, first))
    assert len(demands.demand_sheets(firm.ports)) == 2


def test_a_file_for_another_enterprise_is_refused(town: Town, firm: Desk) -> None:
    path = town.send(
        "supervision",
        {"order": {"number": "督 1", "kind": "opinion", "issued_on": "2026-11-23", "items": []}},
        addressee=("914403001922038216", "别的厂"),
    )
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, path)
    assert refusal.value.code == "E605"


def raw_order(town: Town) -> Path:
    return town.order([{"title": "配电箱门坏了"}])


def changed(town: Town, path: Path, name: str, at: list[str | int], value: Any) -> bytes:
    """One member of a letter changed, and the whole signed anew by the town: not what a thief can do."""
    identity = town.packages.key_store.open()
    return resigned(path, identity, name, lambda raw: edited(raw, at, value), town.desk.clock.now())


BAD: dict[str, tuple[str, str, Callable[[Town, Path], bytes]]] = {
    "packed again by a clerk": ("E106", "请要原始文件", lambda town, path: packed_again(path)),
    "download cut short": ("E101", "重新下载", lambda town, path: path.read_bytes()[:-900]),
    "a word changed on the way": (
        "E403",
        "改动过",
        lambda town, path: raw_zip(plain({**contents(path), "data/order.json": b"{}"})),
    ),
    "newer major format": (
        "E602",
        "升级程序",
        lambda town, path: changed(town, path, "package.json", ["format_version"], "2.0"),
    ),
    "against the schema": (
        "E506",
        "/items/0/title",
        lambda town, path: changed(town, path, "data/order.json", ["items", 0, "title"], 7),
    ),
    "from the future": (
        "E311",
        "时间",
        lambda town, path: resigned(
            path, town.packages.key_store.open(), "package.json", bytes, town.desk.clock.now() + timedelta(hours=3)
        ),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_its_code_and_changes_nothing(name: str, town: Town, firm: Desk, tmp_path: Path) -> None:
    code, words, make = BAD[name]
    good = raw_order(town)
    bad = tmp_path / "收到.ymhd"
    bad.write_bytes(make(town, good))
    before = rows(firm)
    with pytest.raises(PackageRefused) as refusal:
        open_file(firm.ports, bad)
    assert refusal.value.code == code
    assert words in f"{refusal.value.problem}{refusal.value.advice}"
    assert rows(firm) == before
    bad.write_bytes(good.read_bytes())
    take_file(firm.ports, open_file(firm.ports, bad))  # and the good one comes in under any name


# ---- our own key -----------------------------------------------------------------------------------------------------


def test_a_new_key_is_vouched_for_by_the_old_one_and_the_numbers_go_on(firm: Desk, tmp_path: Path) -> None:
    reported(firm, tmp_path)
    old = firm.ports.packages.certificate()
    made = rotate_key(firm.ports, tmp_path / "out", "换电脑")
    found = firm.ports.packages.verify(made.package.path, old, firm.clock.now())
    assert (found.kind, found.sequence) == ("key-rotation", 2)
    assert firm.ports.packages.key() == made.key
    assert made.enrolment.sheet.exists()
    assert made.enrolment.certificate.read_bytes() == firm.ports.packages.certificate() != old
    again = export_report(firm.ports, tmp_path / "out")
    assert again.submission.sequence == 3
    assert firm.ports.packages.verify(again.package.path, None, firm.clock.now()).fingerprint == made.key.fingerprint
