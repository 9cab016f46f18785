"""Once round: the firm reports, the town takes it in, sends it back, takes it again, orders, and strikes off.

The firm works in its data folder, the town with its own commands in another; between them only files travel. Every file
is also checked with the published script and by the second reader, as a stranger would.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.exchange import second_reader
from tests.exchange.shop import ROOT, run
from tests.services.test_incoming import _Folder, _NoUpdates
from tests.services.test_major_dangers import Case
from tests.services.test_report_parts import noise
from tests.support.desk import RESOURCES, Desk, new_desk
from tests.support.folders import CHINA
from tests.support.machine import need
from tests.support.signing import signing_desk
from ymh_desktop.__main__ import main
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.demands import DemandState, RecordKind
from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.submissions import Outcome
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.draft_data import Author, AuthorRole
from ymh_desktop.services.exchange import demands, drafts
from ymh_desktop.services.exchange.incoming import TakenOver, open_file, take_file
from ymh_desktop.services.exchange.trust import look_at_certificate, pin
from ymh_desktop.services.reporting.data import Choice, chosen_photos
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.terms import set_largest

USCC = "91350100M000100Y43"
EVERYTHING = Choice(full_register=True, general_dangers=True, supervision_answers=True)
Town = Callable[..., str]


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Desk]:
    """The firm's folder, today."""
    with new_desk(tmp_path / "firm") as opened:
        opened.clock.moment = datetime.now(CHINA).replace(microsecond=0)
        ready = signing_desk(opened, tmp_path / "firm")
        yield ready.with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path / "firm" / "data"))


@pytest.fixture
def town(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Town:
    """The town's commands on the town's folder; what they print."""

    def command(*words: object, code: int = 0) -> str:
        capsys.readouterr()
        found = main(["town", str(words[0]), "--data", str(tmp_path / "town"), *map(str, words[1:])])
        said = capsys.readouterr()
        assert found == code, said.out + said.err
        return said.out

    return command


def strangers_agree(path: Path, pem: Path) -> str:
    """The published script and the second reader; returns the kind."""
    for tool in (("openssl", "openssl"), ("unzip", "unzip")):
        need(*tool)
    said = run("bash", ROOT / "docs" / "verify.sh", path, pem)
    assert said.returncode == 0, said.stdout
    return str(second_reader.read(path, pem)[0]["kind"])


def fingerprint(desk: Desk) -> str:
    """Of the key that this desk signs with."""
    key = desk.ports.packages.key()
    assert key is not None
    return key.fingerprint


def takes(firm: Desk, path: Path) -> TakenOver:
    """The firm opens a file, reads it, and takes it."""
    opened = open_file(firm.ports, path)
    assert opened.report.can_take, opened.report.blocked
    return take_file(firm.ports, opened)


def test_once_round(firm: Desk, town: Town, tmp_path: Path) -> None:
    ports, out, stick = firm.ports, tmp_path / "firm-out", tmp_path / "town" / "out"
    case = Case(firm)
    case.prepare()

    # the town makes its key; the firm compares the fingerprint with the letter and pins it
    town("init", "--name", "示例镇应急管理办公室", "--code", "331082", "--contact", "0391-0000000")
    letter = look_at_certificate(ports, tmp_path / "town" / "证书.pem")
    pin(ports, letter, letter.fingerprint[-8:], code="331082", compared_with="镇应急〔2026〕1号")

    # the firm reports; without its key enrolled the town refuses
    first = export_report(ports, out, EVERYTHING)
    pem = tmp_path / "firm.pem"
    pem.write_bytes(ports.packages.certificate())
    assert strangers_agree(first.package.path, pem) == "report"
    assert "E308" in town("receive", first.package.path, code=1)
    key = ports.packages.key()
    assert key is not None
    town("trust", "--add", pem, "--fingerprint", key.fingerprint, "--village", "东村", "--industry", "家具制造")
    assert "收下" in town("receive", first.package.path, "--no-receipt")
    assert "E606" in town("receive", first.package.path, code=1)

    # sent back with reasons per record
    point = open_book(ports).points[0]
    back = town(
        "return", "--code", USCC, "--because", f"{point.code}=没有写责任人", "--because", "封面没有盖章"
    ).strip()
    assert strangers_agree(Path(back), tmp_path / "town" / "证书.pem") == "receipt"
    takes(firm, Path(back))
    (sheet,) = demands.demand_sheets(ports)
    assert [line.record for line in sheet.demand.lines] == [RecordKind.HAZARD, RecordKind.NONE]
    assert demands.demand_tasks(ports)[0].title == "改镇里退回的内容"
    with ports.units.read() as uow:
        assert uow.submissions.get(first.submission.id).outcome is Outcome.RETURNED

    # mended and sent again; the receipt closes it
    hazard = open_book(ports).hazards[0]
    risks.set_responsible(ports, hazard.id, open_book(ports).tier_of(hazard), case.officer)
    for line in sheet.demand.lines:
        demands.mark_line(ports, sheet.demand.id, line.number, done=True)
    second = export_report(ports, out, EVERYTHING)
    said = json.loads(town("receive", second.package.path, "--json"))
    assert said["changes"], "the town sees what is otherwise than last time"
    assert "没有写责任人" in said["words"], "and what it was sent back for"
    takes(firm, Path(town("receipt", "--code", USCC).strip()))
    assert demands.demand_tasks(ports) == ()
    with ports.units.read() as uow:
        assert uow.submissions.get(second.submission.id).outcome is Outcome.ACCEPTED

    # a supervision order about the major hidden danger
    code = dangers.danger_sheet(ports, case.id).danger.code
    due = date.today() + timedelta(days=20)
    order = town(
        "order", "--code", USCC, "--number", "督〔2026〕3号", "--item", f"{code}=停用，限期治理", "--due", due
    ).strip()
    takes(firm, Path(order))
    file = dangers.danger_sheet(ports, case.id).file
    assert file is not None
    assert file.orders[0].number == "督〔2026〕3号"
    (task,) = demands.demand_tasks(ports)
    assert (task.title, task.due) == ("回复督办单", due)
    assert "没有反馈" in town("list", "--orders")

    # treated, answered, reported
    demand = next(s.demand for s in demands.demand_sheets(ports) if s.demand.number == "督〔2026〕3号")
    demands.answer_demand(ports, demand.id, "打磨间已停用，滤袋已换", by_id=case.officer)
    case.treat()
    dangers.accept_danger(ports, case.id, by_id=case.boss)
    assert case.status() is DangerStatus.AWAITING_AUTHORITY
    third = export_report(ports, out, EVERYTHING)
    town("receive", third.package.path, "--no-receipt")
    assert "已反馈" in town("list", "--orders")
    assert "打磨间已停用" in town("list", "--code", USCC)

    # struck off: the receipt closes the order and the hidden danger
    closed = town("order", "--code", USCC, "--number", "督〔2026〕3号", "--close", "现场复查合格，同意核销").strip()
    assert strangers_agree(Path(closed), tmp_path / "town" / "证书.pem") == "receipt"
    words = takes(firm, Path(closed)).words
    assert any("已核销" in each for each in words), words
    assert case.status() is DangerStatus.CLOSED
    assert demands.demand_sheet(ports, demand.id).state is DemandState.CLOSED
    assert "没有没办结的督办" in town("list", "--orders")

    # what 镇安委办 gets
    printed = town("report", "--out", tmp_path / "总表.xlsx")
    assert "查改率" in printed
    assert stick.is_dir()


def test_once_round_with_an_expert_in_the_middle(firm: Desk, town: Town, tmp_path: Path) -> None:
    """The expert identifies on his own copy; the firm looks, takes it whole, and reports."""
    Case(firm)  # the expert's copy
    expert = firm.with_ports(
        packages=SignedPackages(tmp_path / "expert", FileSecrets(tmp_path / "expert-user"), RESOURCES / "schemas")
    )
    author = Author(AuthorRole.EXPERT, "赵专家", "安达技术服务公司", "机械", "注安 1234")
    made, _ = drafts.export_draft(expert.ports, tmp_path / "draft", author, addressee=(USCC, "宏木家具厂"))
    pem = tmp_path / "expert.pem"
    pem.write_bytes(expert.ports.packages.certificate())
    assert strangers_agree(made.path, pem) == "draft"
    with new_desk(tmp_path / "own") as opened:
        opened.clock.moment = firm.clock.moment
        own = signing_desk(opened, tmp_path / "own").with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path / "own"))
        looked = open_file(own.ports, made.path)
        assert looked.report.stranger
        assert "".join(looked.report.groups) == fingerprint(expert)
        take_file(own.ports, looked)
        assert open_book(own.ports).hazards == open_book(firm.ports).hazards
        sent = export_report(own.ports, tmp_path / "own-out", EVERYTHING)
        town("init", "--name", "示例镇应急管理办公室", "--code", "331082")
        pem.write_bytes(own.ports.packages.certificate())
        town("trust", "--add", pem, "--fingerprint", fingerprint(own))
        assert "收下" in town("receive", sent.package.path)


def test_a_sealed_report_in_parts_goes_round(firm: Desk, town: Town, tmp_path: Path) -> None:
    """With the photos of a major hidden danger, over a platform that takes one megabyte, for the town's eyes only."""
    ports, case = firm.ports, Case(firm)
    town("init", "--name", "示例镇应急管理办公室", "--code", "331082")
    letter = look_at_certificate(ports, tmp_path / "town" / "证书.pem")
    pin(ports, letter, letter.fingerprint, code="331082")
    for seed in range(4):
        dangers.add_danger_photo(ports, case.id, ports.photos.keep(noise(seed)), PhotoStage.BEFORE)
    set_largest(ports, "1")
    sent = export_report(ports, tmp_path / "out", Choice(photos=True, sealed=True))
    assert len(sent.packages) > 1
    pem = tmp_path / "firm.pem"
    pem.write_bytes(ports.packages.certificate())
    town("trust", "--add", pem, "--fingerprint", fingerprint(firm))

    photos: set[str] = set()
    for number, package in enumerate(reversed(sent.packages)):
        assert strangers_agree(package.path, pem) == "report"
        assert "打磨间积尘".encode() not in package.path.read_bytes()
        said = json.loads(town("receive", package.path, "--json"))
        takes(firm, Path(said["receipt"]))
        town("open", package.path, "--out", tmp_path / f"里面{number}")
        assert "打磨间积尘" in (tmp_path / f"里面{number}" / "data" / "hazards.json").read_text(encoding="utf-8")
        photos |= {path.read_bytes()[:2].hex() + path.stem for path in (tmp_path / f"里面{number}").rglob("*.jpg")}
    stored = {name[:32] for name in chosen_photos(open_book(ports), Choice(photos=True))}
    assert photos == {f"ffd8{name}" for name in stored}, "every photo came, as the JPEG it is"
    with ports.units.read() as uow:
        assert {each.outcome for each in uow.submissions.all()} == {Outcome.ACCEPTED}
