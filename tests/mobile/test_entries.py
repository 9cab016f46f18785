"""What arrives waits; the same thing sent again is kept once; the trail names the phone."""

import json
from dataclasses import replace

import pytest

from tests.mobile.support import Shop, Site, jpeg
from ymh_desktop.documents.qr_pictures import QrPictures
from ymh_desktop.domain.phones import EntryState
from ymh_desktop.services.papers.stickers import stickers
from ymh_desktop.services.phone.inbox import accept_entry, refuse_entry
from ymh_desktop.storage.unit_of_work import SqlUnits


def entries(site: Site) -> tuple[object, ...]:
    with site.shop.ports.units.read() as uow:
        return uow.phone_entries.all()


def test_nothing_a_phone_sends_is_a_record_before_it_was_accepted(site: Site) -> None:
    phone = site.phone("张大勇")
    check = phone.data("/api/tasks")["checks"][0]
    mark = {"number": 1, "state": "abnormal", "note": "松了", "photos": [phone.ticket()]}
    assert phone.send("check", {"plan_id": check["plan"], "day": check["day"], "marks": [mark]}).status_code == 200
    assert phone.report("过道有油").status_code == 200
    danger = site.shop.danger("张大勇要改的")
    assert phone.send("rectified", {"danger_id": danger.id, "done": "改好了"}).status_code == 200
    with site.shop.ports.units.read() as uow:
        assert {entry.state for entry in uow.phone_entries.all()} == {EntryState.WAITING}
        assert uow.inspections.all() == ()
        assert uow.hidden_dangers.titled("过道有油") == ()
        assert uow.hidden_dangers.get(danger.id) == danger


def test_what_waits_is_no_longer_among_the_tasks(site: Site) -> None:
    phone = site.phone("张大勇")
    before = phone.data("/api/tasks")
    check, danger = before["checks"][0], before["rectify"][0]
    phone.send("check", {"plan_id": check["plan"], "day": check["day"]})
    phone.send("rectified", {"danger_id": danger["id"], "done": "改好了"})
    after = phone.data("/api/tasks")
    assert check not in after["checks"]
    assert len(after["checks"]) == len(before["checks"]) - 1
    assert after["rectify"] == []


def test_the_same_entry_sent_again_is_kept_once_and_announced_once(site: Site) -> None:
    phone = site.phone("张大勇")
    announced = len(site.told)
    answers = [
        phone.send("danger", {"what": "过道有油", "place": ""}, sent_id="sent-again-and-again") for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(entries(site)) == 1
    assert len(site.told) == announced + 1


def test_an_entry_sent_again_after_it_was_decided_changes_nothing(site: Site) -> None:
    phone = site.phone("张大勇")
    sent = {"what": "过道有油", "place": ""}
    phone.send("danger", sent, sent_id="sent-again-and-again")
    with site.shop.ports.units.read() as uow:
        (entry,) = uow.phone_entries.all()
    accept_entry(site.shop.ports, entry.id)
    assert phone.send("danger", sent, sent_id="sent-again-and-again").status_code == 200
    with site.shop.ports.units.read() as uow:
        assert len(uow.hidden_dangers.titled("过道有油")) == 1
        assert uow.phone_entries.get(entry.id).state is EntryState.ACCEPTED


def test_the_trail_names_the_phone_and_its_person_on_arrival_and_the_phone_when_it_becomes_a_record(site: Site) -> None:
    phone = site.phone("张大勇")
    phone.report("过道有油")
    (arrival,) = site.shop.ports.audit.entries(1)
    assert (arrival.via, arrival.actor, arrival.record_kind) == ("手机：手机1号", "张大勇", "PhoneEntry")
    accept_entry(site.shop.ports, arrival.record_id)
    made = site.shop.ports.audit.entries(3)
    assert {entry.via for entry in made} == {"手机：手机1号，办公室确认"}
    assert {entry.record_kind for entry in made} == {"PhoneEntry", "HiddenDanger", "DangerEvent"}
    assert site.shop.ports.audit.broken_at() is None


def test_whoever_sent_it_sees_what_became_of_it(site: Site) -> None:
    phone = site.phone("张大勇")
    phone.report("过道有油")
    phone.report("护栏松了")
    with site.shop.ports.units.read() as uow:
        first, second = uow.phone_entries.all()
    accept_entry(site.shop.ports, first.id)
    refuse_entry(site.shop.ports, second.id, "照片看不清，请重拍")
    told = {line["words"]: line for line in json.loads(phone.post("/api/sent", {"ids": []}).data)}
    accepted, refused = told["过道有油（木工车间）"], told["护栏松了（木工车间）"]
    assert accepted["label"] == "已接受"
    assert accepted["now"].endswith("已登记")
    assert (refused["label"], refused["said"]) == ("没接受", "照片看不清，请重拍")


def test_a_card_is_read_from_a_photo_of_its_code_or_of_the_sticker(site: Site) -> None:
    phone = site.phone("张大勇")
    card = phone.data("/api/card?code=P-0002")
    for text in (
        f"宏木家具厂\n【{card['post']}】一般风险\n1.先停机\nP-0002 K-0002 20261123",
        "http://192.168.1.5:8765/i/P-0002",
    ):
        answer = phone.picture(QrPictures().picture(text), "/api/read-card", "image/png")
        assert answer.status_code == 200, answer.text
        assert json.loads(answer.data) == {"code": "P-0002", "name": card["post"], "place": card["place"]}


def test_the_code_on_a_printed_sticker_leads_to_its_card_as_well(site: Site) -> None:
    from ymh_desktop.services.book import open_book

    sheet = stickers(site.shop.ports, open_book(site.shop.ports))
    text = next(sticker.qr_text for sticker in sheet.stickers if sticker.code == "P-0001")
    answer = site.phone("张大勇").picture(QrPictures().picture(text), "/api/read-card", "image/png")
    assert json.loads(answer.data)["code"] == "P-0001"


def test_a_photo_without_a_code_and_a_foreign_code_are_said_so(site: Site) -> None:
    phone = site.phone("张大勇")
    assert "没有看清二维码" in phone.picture(jpeg(), "/api/read-card").text
    foreign = phone.picture(QrPictures().picture("https://example.com/pay"), "/api/read-card", "image/png")
    assert foreign.status_code == 404
    assert "没有找到岗位" in foreign.text


@pytest.mark.parametrize("typed", ["P-0001", "p-0001", "p0001", "1", "０１", " P 0001 ", "Ｐ－０００１"])
def test_the_code_of_a_post_may_be_typed_as_people_type(site: Site, typed: str) -> None:
    answer = site.phone("张大勇").get("/api/card", query_string={"code": typed})
    assert answer.status_code == 200
    assert json.loads(answer.data)["code"] == "P-0001"


@pytest.mark.parametrize("typed", ["P-9999", "abc", "0", "P-0001x9", "-1", "999999999"])
def test_a_code_that_is_on_no_card_is_said_so(site: Site, typed: str) -> None:
    assert site.phone("张大勇").get("/api/card", query_string={"code": typed}).status_code == 404


def test_signing_for_a_card_and_the_three_questions_wait_and_then_count(site: Site) -> None:
    phone = site.phone("张大勇")
    card, quiz = phone.data("/api/card?code=P-0002"), phone.data("/api/quiz?code=P-0002")
    signed = {"post_id": card["postId"], "edition": card["edition"], "photos": [phone.ticket(jpeg())]}
    assert phone.send("card", signed).status_code == 200
    answered = phone.send("quiz", {"post_id": quiz["postId"], "edition": quiz["edition"], "letters": "AAA"})
    feedback = json.loads(answered.data)["feedback"]
    assert len(feedback) == 3
    assert all(each["answer"] for each in feedback)
    waiting = phone.data("/api/card?code=P-0002")
    assert (waiting["sent"], waiting["signedOn"], waiting["right"]) == (True, "", None)
    with site.shop.ports.units.read() as uow:
        waits = uow.phone_entries.all()
    for entry in waits:
        accept_entry(site.shop.ports, entry.id)
    counted = phone.data("/api/card?code=P-0002")
    assert counted["signedOn"] == "11月23日"
    assert counted["right"] == sum(each["right"] for each in feedback)


def test_a_check_that_was_made_meanwhile_is_no_longer_offered(site: Site) -> None:
    from ymh_desktop.services.checks.fill import fill_check

    phone = site.phone("张大勇")
    check = phone.data("/api/tasks")["checks"][0]
    fill_check(site.shop.ports, check["plan"])
    answer = phone.get(f"/api/check?plan={check['plan']}&day={check['day']}")
    assert answer.status_code == 409
    assert "已经查过了" in answer.text


def test_a_full_disk_is_passing_trouble_so_the_phone_keeps_it_and_tries_again(shop: Shop) -> None:
    free = [10**12]
    assert isinstance(shop.ports.units, SqlUnits)
    units = replace(shop.ports.units, room=lambda _: free[0])
    site = Site(Shop(replace(shop.program, ports=replace(shop.ports, units=units)), shop.clock))
    phone = site.phone("张大勇")
    free[0] = 1000
    sent = {"what": "过道有油", "place": ""}
    answer = phone.send("danger", sent, sent_id="while-the-disk-is-full")
    assert answer.status_code == 503
    assert json.loads(answer.data)["problem"]
    free[0] = 10**12
    assert phone.send("danger", sent, sent_id="while-the-disk-is-full").status_code == 200


def test_a_card_shows_a_change_of_the_register_at_once(site: Site) -> None:
    """Though what was made of the register is kept while nothing changes."""
    from ymh_desktop.services import enterprise as firm

    phone = site.phone("张大勇")
    before = [phone.data("/api/card?code=P-0002"), phone.data("/api/card?code=P-0002")]
    assert before[0] == before[1]
    with site.shop.ports.units.read() as uow:
        post = next(post for post in uow.posts.all() if post.code == "P-0002")
    firm.edit_post(site.shop.ports, replace(post, place="新的封边区"))
    assert phone.data("/api/card?code=P-0002")["place"] == "新的封边区"
