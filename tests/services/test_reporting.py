"""Exporting for the town, and the record of every submission."""

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.documents.reading import text_of
from tests.services.support import answer, shop
from tests.services.test_report_parts import noise
from tests.support.desk import Desk
from tests.support.signing import signing_desk
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.demands import DemandKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.submissions import Channel, Submission
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.exchange.demands import register_paper
from ymh_desktop.services.flows import walk
from ymh_desktop.services.hidden_dangers.loop import add_danger_photo
from ymh_desktop.services.hidden_dangers.registration import register_danger
from ymh_desktop.services.reporting.data import Choice, package_data
from ymh_desktop.services.reporting.desk import outlook, reporting_desk
from ymh_desktop.services.reporting.export import Exported, export_report
from ymh_desktop.services.reporting.keys import lost_key
from ymh_desktop.services.reporting.sending import record_sending


@pytest.fixture
def town(desk: Desk, tmp_path: Path) -> Desk:
    """A shop that can report."""
    run = shop(desk, "distribution-box")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return signing_desk(desk, tmp_path)


def only(desk: Desk) -> Submission:
    (submission,) = reporting_desk(desk.ports, Choice()).submissions
    return submission


def test_the_first_export_brings_an_enrolment_sheet_the_second_does_not(town: Desk, tmp_path: Path) -> None:
    first = export_report(town.ports, tmp_path / "出")
    second = export_report(town.ports, tmp_path / "出")
    assert first.enrolment is not None
    assert first.enrolment.sheet.exists()
    assert first.enrolment.certificate.read_bytes() == town.ports.packages.certificate(), "what the town enrols"
    assert second.enrolment is None
    seen = reporting_desk(town.ports, Choice())
    assert [s.sequence for s in seen.submissions] == [2, 1]
    assert seen.folder == tmp_path / "出"
    assert seen.key is not None


def test_the_outlook_counts_what_was_ticked_only(town: Desk) -> None:
    usual, all_of_it = outlook(town.ports, Choice()), outlook(town.ports, Choice(True, True))
    assert (usual.all_risks, usual.general_dangers) == (None, None)
    assert all_of_it.all_risks is not None
    assert all_of_it.all_risks > 0
    assert usual.people == ("王建国 138****0001", "李秀英 138****0002")


@pytest.mark.parametrize("choice", [Choice(), Choice(full_register=True, general_dangers=True)])
def test_everybody_whom_the_package_names_is_told_before_signing(town: Desk, choice: Choice) -> None:
    person, _ = firm.add_person(town.ports, "张大勇", "13900000003")
    hazard = open_book(town.ports).hazards[0]
    worst = tuple(f.options[0].mark for f in town.ports.codes.profile("lec").factors)
    risks.grade_hazard(town.ports, hazard.id, worst)
    risks.set_responsible(town.ports, hazard.id, ControlTier.POST, person.id)
    planner, _ = firm.add_person(town.ports, "赵师傅")
    measure = hazard.measures[0]
    risks.plan_measure(town.ports, hazard.id, measure.id, person_id=planner.id, due=None, cost=None)
    told = " ".join(outlook(town.ports, choice).people)
    data = package_data(town.ports, open_book(town.ports), choice)
    named = set(names_in(data))
    assert {"王建国", "李秀英", "张大勇", "赵师傅"} <= named
    assert all(name in told for name in named)
    assert "张大勇 139****0003" in told


def names_in(data: object) -> Iterator[str]:
    """Every person's name in the data of a package."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in ("principal", "officer"):
                yield value["name"]
            elif key == "responsible" and isinstance(value, str):
                yield value
            elif key == "responsible":
                yield from (each["name"] for each in value)
            elif key == "participants":
                yield from value
            else:
                yield from names_in(value)
    elif isinstance(data, list):
        for each in data:
            yield from names_in(each)


def test_a_sending_is_recorded_with_channel_day_and_proof(town: Desk, tmp_path: Path) -> None:
    made = export_report(town.ports, tmp_path).submission
    record_sending(town.ports, made.id, Channel.WECHAT, town.clock.today(), "截图已存")
    assert (only(town).channel, only(town).sent_on, only(town).proof) == (
        Channel.WECHAT,
        date(2026, 11, 23),
        "截图已存",
    )
    record_sending(town.ports, made.id, Channel.NOT_SENT, town.clock.today())
    assert (only(town).sent_on, only(town).proof) == (None, ""), "what was not sent has neither day nor proof"


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_before_the_export_or_to_come_is_refused(town: Desk, tmp_path: Path, days: int) -> None:
    made = export_report(town.ports, tmp_path).submission
    with pytest.raises(UserError, match="送出日期"):
        record_sending(town.ports, made.id, Channel.USB, town.clock.today() + timedelta(days=days))


def test_a_damaged_key_is_said_and_replaced_in_one_step(town: Desk, tmp_path: Path) -> None:
    export_report(town.ports, tmp_path)
    (tmp_path / "keys" / "signing-key.json").write_text("broken")
    seen = reporting_desk(town.ports, Choice())
    assert seen.key is None
    assert "已损坏" in seen.key_trouble
    made = lost_key(town.ports, tmp_path / "表")
    assert made.sheet.exists()
    assert made.certificate.read_bytes() == town.ports.packages.certificate()
    seen = reporting_desk(town.ports, Choice())
    assert seen.key is not None
    assert seen.key_trouble == ""


def test_a_key_that_was_made_anew_by_an_export_brings_what_enrols_it(town: Desk, tmp_path: Path) -> None:
    """After a restore without the key the town knows only the old one."""
    export_report(town.ports, tmp_path / "出")
    shutil.rmtree(tmp_path / "keys")
    again = export_report(town.ports, tmp_path / "又")
    assert again.enrolment is not None
    assert again.enrolment.certificate.read_bytes() == town.ports.packages.certificate()


def papers_of(made: Exported) -> tuple[str, str]:
    """The words of the cover and of the readable report inside."""
    with zipfile.ZipFile(made.package.path) as archive:
        return text_of(made.cover.read_bytes()), text_of(archive.read("docs/report.pdf"))


def test_the_owner_signs_what_is_sent(town: Desk, tmp_path: Path) -> None:
    usual = papers_of(export_report(town.ports, tmp_path / "少"))
    assert all("重大风险、重大隐患和汇总数" in words for words in usual)
    danger, _ = register_danger(town.ports, "门口堵了", "车间")
    photo = town.ports.photos.keep(noise(1, 200))
    add_danger_photo(town.ports, danger.id, photo, PhotoStage.BEFORE)
    everything = Choice(full_register=True, general_dangers=True, supervision_answers=True, photos=True)
    cover, report = papers_of(export_report(town.ports, tmp_path / "全", everything))
    said = "全部风险、全部隐患、隐患照片1张和汇总数"  # nobody ordered anything: nothing is answered
    assert said in cover
    assert said in report
    count = len(open_book(town.ports).hazards)
    for words in (f"全部风险{count}条在tables文件夹", "一般隐患1条在tables文件夹", "照片1张在photos文件夹"):
        assert words in report, "where the rest of it lies"
    assert "督办" not in cover + report


def test_answers_to_orders_are_named_once_there_is_an_order(town: Desk, tmp_path: Path) -> None:
    register_paper(town.ports, DemandKind.SUPERVISION, number="督〔2026〕3号", issuer="镇安委办")
    for words in papers_of(export_report(town.ports, tmp_path / "全", Choice(supervision_answers=True))):
        assert "重大风险、重大隐患、督办反馈和汇总数" in words
