"""One phone cannot see or write what belongs to another person; and phones are told names, nothing more of anybody."""

import json
import re
from datetime import timedelta

import pytest

from tests.mobile.support import CREDIT_CODE, PHONE_NUMBERS, PhoneOf, Site, jpeg
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.phone.settings import allow_anonymous


def own_check(phone: PhoneOf) -> dict[str, object]:
    """The first check of this phone's person."""
    found: dict[str, object] = phone.data("/api/tasks")["checks"][0]
    return found


def test_each_person_is_shown_their_own_work(site: Site) -> None:
    zhang, zhao = site.phone("张大勇").data("/api/tasks"), site.phone("赵师傅").data("/api/tasks")
    assert [each["title"] for each in zhang["rectify"]] == ["张大勇要改的"]
    assert [each["title"] for each in zhao["rectify"]] == ["赵师傅要改的"]
    assert not {each["plan"] for each in zhang["checks"]} & {each["plan"] for each in zhao["checks"]}
    assert zhang["checks"]
    assert zhao["checks"]
    assert zhang["accept"] == zhao["accept"] == []


def test_the_check_of_another_person_can_be_neither_read_nor_sent(site: Site) -> None:
    zhang, zhao = site.phone("张大勇"), site.phone("赵师傅")
    check = own_check(zhao)
    assert zhang.get(f"/api/check?plan={check['plan']}&day={check['day']}").status_code == 403
    assert zhang.send("check", {"plan_id": check["plan"], "day": check["day"]}).status_code == 403
    assert zhao.get(f"/api/check?plan={check['plan']}&day={check['day']}").status_code == 200


def test_what_another_person_puts_right_can_be_neither_seen_nor_handed_in(site: Site) -> None:
    zhang, danger = site.phone("张大勇"), site.shop.danger("赵师傅要改的")
    assert zhang.get(f"/api/danger-photo?id={danger.id}&n=0").status_code == 403
    assert zhang.send("rectified", {"danger_id": danger.id, "done": "改好了"}).status_code == 403
    assert site.phone("赵师傅").get(f"/api/danger-photo?id={danger.id}&n=0").status_code == 200


@pytest.mark.parametrize("thing", ["check", "rectified", "acceptance", "card", "quiz"])
def test_a_thing_that_is_not_there_is_refused_like_one_that_is_not_theirs(site: Site, thing: str) -> None:
    payloads = {
        "check": {"plan_id": "no-such-plan", "day": "2026-11-23"},
        "rectified": {"danger_id": "no-such-danger", "done": "改好了"},
        "acceptance": {"danger_id": "no-such-danger", "passed": True},
        "quiz": {"post_id": "no-such-post", "edition": "A1", "letters": "ABC"},
    }
    phone = site.phone("张大勇")
    payload = payloads.get(thing) or {"post_id": "no-such-post", "edition": "A1", "photos": [phone.ticket()]}
    assert phone.send(thing, payload).status_code == 403


def test_only_who_leads_sees_todays_figures_and_accepts(site: Site) -> None:
    danger = site.shop.danger("张大勇要改的")
    dangers.hand_in_danger(site.shop.ports, danger.id, done="改好了", by_id=site.shop.person("张大勇"))
    worker, owner = site.phone("赵师傅"), site.phone("王建国")
    accepted = {"danger_id": danger.id, "passed": True}
    assert worker.get("/api/figures").status_code == 403
    assert worker.get(f"/api/danger-photo?id={danger.id}&n=0").status_code == 403
    assert worker.send("acceptance", accepted).status_code == 403
    assert owner.data("/api/figures")["toAccept"] == 1
    assert [each["title"] for each in owner.data("/api/tasks")["accept"]] == ["张大勇要改的"]
    assert owner.send("acceptance", accepted).status_code == 200


def test_who_put_it_right_does_not_accept_it(site: Site) -> None:
    danger = site.shop.danger("张大勇要改的")
    dangers.hand_in_danger(site.shop.ports, danger.id, done="改好了", by_id=site.shop.person("王建国"))
    owner = site.phone("王建国")
    assert owner.send("acceptance", {"danger_id": danger.id, "passed": True}).status_code == 403
    assert owner.data("/api/tasks")["accept"] == []


def test_what_another_person_sent_is_not_told(site: Site) -> None:
    zhang, zhao = site.phone("张大勇"), site.phone("赵师傅")
    assert zhang.report("张大勇看到的").status_code == 200
    ids = [f"{zhang.csrf[:12]}-{1:08d}"]
    assert json.loads(zhao.post("/api/sent", {"ids": ids}).data) == []
    assert [line["words"] for line in json.loads(zhang.post("/api/sent", {"ids": []}).data)] == [
        "张大勇看到的（木工车间）"
    ]


def test_the_number_of_another_persons_entry_cannot_be_taken(site: Site) -> None:
    zhang, zhao = site.phone("张大勇"), site.phone("赵师傅")
    sent = {"what": "过道有油", "place": "", "photos": [], "anonymous": False}
    assert zhang.send("danger", sent, sent_id="the-same-number-for-both").status_code == 200
    assert zhao.send("danger", sent, sent_id="the-same-number-for-both").status_code == 403
    with site.shop.ports.units.read() as uow:
        assert [entry.person_id for entry in uow.phone_entries.all()] == [site.shop.person("张大勇")]


def test_a_photo_can_only_be_used_by_the_phone_that_sent_it(site: Site) -> None:
    zhang, zhao = site.phone("张大勇"), site.phone("赵师傅")
    ticket = zhang.ticket()
    name = ticket.partition("~")[0]
    for forged in (ticket, name, f"{name}~", f"{name}~{'0' * 64}", f"../../ymh.db~{ticket.partition('~')[2]}"):
        assert zhao.report(photos=(forged,)).status_code == 403
    assert zhang.report(photos=(ticket,)).status_code == 200


def test_phones_are_told_no_telephone_number_and_no_code_of_the_firm(site: Site) -> None:
    danger = site.shop.danger("张大勇要改的")
    dangers.hand_in_danger(site.shop.ports, danger.id, done="改好了", by_id=site.shop.person("张大勇"))
    told = []
    for name in ("张大勇", "王建国", "李秀英"):
        phone = site.phone(name)
        phone.report()
        paths = ["/api/me", "/api/tasks", "/api/figures", "/api/card?code=P-0002", "/api/quiz?code=P-0002"]
        checks = phone.data("/api/tasks")["checks"]
        paths += [f"/api/check?plan={check['plan']}&day={check['day']}" for check in checks]
        told += [phone.get(path).text for path in paths]
        told.append(phone.post("/api/sent", {"ids": []}).text)
    everything = "".join(told)
    assert "张大勇" in everything
    assert not [number for number in (*PHONE_NUMBERS, CREDIT_CODE) if number in everything]
    # Ids of records are made of figures too, but in groups; nothing looks like a mobile telephone number.
    assert not re.findall(r"(?<![0-9a-f-])1[3-9]\d{9}(?![0-9a-f-])", everything)


def test_an_unpaired_phone_is_not_told_whose_firm_it_is(site: Site) -> None:
    for path in ("/", "/i/P-0001", "/test", "/pages.js", "/talk.js", "/parts.js"):
        answer = site.client().get(path)
        assert answer.status_code == 200
        assert "宏木" not in answer.text
        assert "张大勇" not in answer.text


# ---- without a name --------------------------------------------------------------------------------------------------


def test_what_comes_without_a_name_names_neither_person_nor_phone(site: Site) -> None:
    phone = site.phone("张大勇")
    number = "nobody-knows-who-sent-it"
    sent = {"what": "师傅让我拆护罩", "place": "", "photos": [phone.ticket()], "anonymous": True}
    assert phone.send("danger", sent, sent_id=number).status_code == 200
    with site.shop.ports.units.read() as uow:
        (entry,) = uow.phone_entries.all()
    assert (entry.phone_id, entry.person_id) == (None, None)
    (newest,) = site.shop.ports.audit.entries(1)
    assert newest.record_id == entry.id
    assert (newest.via, newest.actor) == ("手机（没有署名）", "没有署名")
    assert "张大勇" not in json.dumps(newest.fields, ensure_ascii=False)
    assert "手机1号" not in json.dumps(newest.fields, ensure_ascii=False)


def test_only_whoever_knows_its_number_learns_what_became_of_it(site: Site) -> None:
    phone, number = site.phone("张大勇"), "nobody-knows-who-sent-it"
    sent = {"what": "师傅让我拆护罩", "place": "", "photos": [], "anonymous": True}
    phone.send("danger", sent, sent_id=number)
    assert json.loads(phone.post("/api/sent", {"ids": []}).data) == []
    (line,) = json.loads(phone.post("/api/sent", {"ids": [number]}).data)
    assert (line["words"], line["label"]) == ("师傅让我拆护罩", "待确认")


def test_without_a_name_nothing_is_taken_where_the_firm_does_not_allow_it(site: Site) -> None:
    allow_anonymous(site.shop.ports, False)
    phone = site.phone("张大勇")
    assert phone.data("/api/me")["anonymous"] is False
    assert phone.report(anonymous=True).status_code == 422
    assert phone.report(anonymous=False).status_code == 200


def test_nothing_but_a_hidden_danger_can_come_without_a_name(site: Site) -> None:
    phone = site.phone("张大勇")
    check = own_check(phone)
    payload = {"plan_id": check["plan"], "day": check["day"], "anonymous": True}
    assert phone.send("check", payload).status_code == 422


def test_signing_is_done_in_ones_own_name_only(site: Site) -> None:
    phone = site.phone("张大勇")
    card = phone.data("/api/card?code=P-0002")
    payload = {"post_id": card["postId"], "edition": card["edition"], "photos": [phone.ticket(jpeg())]}
    assert phone.send("card", {**payload, "person_id": site.shop.person("赵师傅")}).status_code == 422
    assert phone.send("card", payload).status_code == 200
    with site.shop.ports.units.read() as uow:
        assert [entry.person_id for entry in uow.phone_entries.all()] == [site.shop.person("张大勇")]


def test_the_right_answers_are_not_told_before_they_were_given(site: Site) -> None:
    quiz = site.phone("张大勇").data("/api/quiz?code=P-0002")
    assert {key for question in quiz["questions"] for key in question} == {"asked", "options"}


def test_an_entry_keeps_the_time_at_which_it_was_done_by_the_clock_of_this_pc(site: Site) -> None:
    """A phone whose clock is wrong by years still knows how long ago it was."""
    phone = site.phone("张大勇")
    assert phone.send("danger", {"what": "过道有油", "place": ""}, age=3600).status_code == 200
    with site.shop.ports.units.read() as uow:
        (entry,) = uow.phone_entries.all()
    assert entry.arrived_at == site.shop.clock.now()
    assert entry.arrived_at - entry.made_at == timedelta(hours=1)
