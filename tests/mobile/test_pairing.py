"""Pairing: a code that works once and soon, a secret that only the phone has, and an end at once."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.mobile.support import Shop, Site, pair
from tests.support.desk import RESOURCES
from ymh_desktop.domain.errors import UserError
from ymh_desktop.mobile import proofs
from ymh_desktop.mobile.server import PORT, LanServer
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.phone.pairing import caller_with, phone_lines, revoke_phone
from ymh_desktop.services.phone.settings import offer_pairing, switch_on

READING = ("/api/me", "/api/tasks", "/api/figures", "/api/card?code=P-0001", "/api/quiz?code=P-0001",
           "/api/check?plan=x&day=2026-11-23", "/api/danger-photo?id=x&n=0")  # fmt: skip
WRITING = ("/api/entry", "/api/photo", "/api/read-card", "/api/sent", "/api/leave")


@pytest.mark.parametrize("path", READING)
def test_a_phone_that_is_not_paired_reads_nothing(site: Site, path: str) -> None:
    answer = site.client().get(path)
    assert answer.status_code == 401
    assert "扫码绑定" in answer.text


@pytest.mark.parametrize("path", WRITING)
def test_a_phone_that_is_not_paired_writes_nothing(site: Site, path: str) -> None:
    answer = site.client().post(path, data=b"{}", headers={"Origin": "http://pc.factory.test:8765"})
    assert answer.status_code == 401


def test_every_route_of_the_interface_is_in_these_lists(site: Site) -> None:
    known = {path.partition("?")[0] for path in (*READING, *WRITING)} | {"/api/pair"}
    assert {rule.rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith("/api/")} == known


def test_a_code_has_72_bits_and_stands_behind_the_hash_where_no_log_sees_it(shop: Shop) -> None:
    ports = replace(shop.ports, phones=LanServer(RESOURCES / "phone", port=0))
    try:
        switch_on(ports, "127.0.0.1")
        offer = offer_pairing(ports, shop.person("张大勇"))
        found = re.fullmatch(r"http://127\.0\.0\.1:\d+/#bind=([A-Za-z0-9_-]{12})", offer.url)
        assert found is not None  # twelve signs of six bits
        assert offer.until - shop.clock.now() == timedelta(minutes=3)
    finally:
        ports.phones.stop()


def test_codes_differ(site: Site) -> None:
    assert len({site.codes.offer("p") for _ in range(100)}) == 100


def test_pairing_lets_the_phone_in_for_the_person_that_was_picked(site: Site) -> None:
    phone = site.phone("张大勇")
    assert phone.data("/api/me")["person"] == "张大勇"
    (line,) = phone_lines(site.shop.ports)
    assert (line.person, line.device, line.active) == ("张大勇", "安卓手机 微信", True)
    assert line.last_use == site.shop.clock.now()
    assert [changes.kinds() for changes in site.told] == [frozenset({"Phone"})]


def test_a_code_works_once(site: Site) -> None:
    code = site.codes.offer(site.shop.person("张大勇"))
    assert pair(site.client(), code).status_code == 200
    again = pair(site.client(), code)
    assert again.status_code == 403
    assert "Set-Cookie" not in again.headers
    assert len(phone_lines(site.shop.ports)) == 1


def test_a_code_works_for_three_minutes(site: Site) -> None:
    code = site.codes.offer(site.shop.person("张大勇"))
    site.seconds.now += 179
    early = site.codes.offer(site.shop.person("赵师傅"))
    site.seconds.now += 2
    assert pair(site.client(), code).status_code == 403
    assert pair(site.client(), early).status_code == 200


def test_a_new_code_voids_the_one_before_it(site: Site) -> None:
    first, second = (site.codes.offer(site.shop.person("张大勇")) for _ in range(2))
    assert pair(site.client(), first).status_code == 403
    assert pair(site.client(), second).status_code == 200


@pytest.mark.parametrize("code", ["", "A" * 12, "x" * 41, None, 7, ["a"], {"a": 1}], ids=repr)
def test_a_guessed_or_strange_code_is_refused(site: Site, code: Any) -> None:
    site.codes.offer(site.shop.person("张大勇"))
    assert pair(site.client(), code).status_code == 403


def test_the_ninth_try_within_five_minutes_is_turned_away_even_with_the_right_code(site: Site) -> None:
    client = site.client()
    assert [pair(client, "A" * 12).status_code for _ in range(8)] == [403] * 8
    code = site.codes.offer(site.shop.person("张大勇"))
    late = pair(client, code)
    assert late.status_code == 429
    assert late.headers["Retry-After"] == "60"
    assert pair(site.client("192.168.1.78"), code).status_code == 200  # another phone is not hindered


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(site: Site) -> None:
    answer = pair(site.client(), site.codes.offer(site.shop.person("张大勇")))
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Max-Age={180 * 24 * 3600}" in cookie
    assert "Path=/" in cookie
    token = re.match(r"ymh_phone=([A-Za-z0-9_-]+);", cookie)
    assert token is not None
    assert len(token[1]) == 43  # 256 bits
    assert token[1] not in answer.text


def test_only_the_digest_of_the_secret_is_kept(site: Site) -> None:
    answer = pair(site.client(), site.codes.offer(site.shop.person("张大勇")))
    token = answer.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    with site.shop.ports.units.read() as uow:
        assert [phone.token_sha256 for phone in uow.phones.all()] == [proofs.digest(token)]
    everything = b"".join(path.read_bytes() for path in site.shop.program.path.rglob("*") if path.is_file())
    assert proofs.digest(token).encode() in everything
    assert token.encode() not in everything


def test_a_revoked_phone_is_out_at_its_next_request(site: Site) -> None:
    phone = site.phone("张大勇")
    assert phone.get("/api/tasks").status_code == 200
    revoke_phone(site.shop.ports, phone_lines(site.shop.ports)[0].id)
    answer = phone.get("/api/tasks")
    assert answer.status_code == 401
    assert "ymh_phone=;" in answer.headers["Set-Cookie"]
    assert phone.report().status_code == 401


def test_a_phone_is_revoked_once(site: Site) -> None:
    site.phone("张大勇")
    (line,) = phone_lines(site.shop.ports)
    revoke_phone(site.shop.ports, line.id)
    with pytest.raises(UserError, match="已经解除绑定"):
        revoke_phone(site.shop.ports, line.id)


def test_a_phone_that_is_paired_anew_keeps_only_its_new_secret(site: Site) -> None:
    client = site.client()
    for name in ("张大勇", "赵师傅"):
        assert pair(client, site.codes.offer(site.shop.person(name))).status_code == 200
    assert [(line.person, line.active) for line in phone_lines(site.shop.ports)] == [
        ("赵师傅", True),
        ("张大勇", False),
    ]


def test_a_phone_can_send_itself_away(site: Site) -> None:
    phone = site.phone("张大勇")
    assert phone.post("/api/leave", {}).status_code == 200
    assert phone.get("/api/tasks").status_code == 401
    assert [line.active for line in phone_lines(site.shop.ports)] == [False]


def test_after_180_days_a_phone_must_be_paired_again(site: Site) -> None:
    phone = site.phone("张大勇")
    site.shop.clock.moment += timedelta(days=179, hours=23)
    assert phone.get("/api/me").status_code == 200
    site.shop.clock.moment += timedelta(hours=1)
    assert phone.get("/api/me").status_code == 401


def test_the_phone_of_somebody_who_left_is_out_at_once(site: Site) -> None:
    phone = site.phone("李秀英")
    with site.shop.ports.units.write() as uow:
        uow.people.save(replace(uow.people.get(site.shop.person("李秀英")), left=True))
        uow.commit()
    assert phone.get("/api/me").status_code == 401
    with pytest.raises(UserError, match="已经离职"):
        offer_pairing(site.shop.ports, site.shop.person("李秀英"))


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 4000, "'; --", "ÿ" * 43], ids=lambda token: token[:4])
def test_a_made_up_secret_is_nobody(site: Site, token: str) -> None:
    site.phone("张大勇")
    client = site.client()
    client.set_cookie("ymh_phone", token, domain="pc.factory.test")
    assert client.get("/api/me").status_code == 401


def test_who_has_a_phone_cannot_be_removed_from_the_list_of_people(site: Site) -> None:
    from ymh_desktop.services.staff import remove_person

    person, _ = firm.add_person(site.shop.ports, "临时工")
    site.phone("临时工")
    with pytest.raises(UserError, match="不能删除"):
        remove_person(site.shop.ports, person.id)


def test_the_port_is_fixed_so_that_printed_links_last() -> None:
    assert PORT == 8765


def test_an_unknown_secret_gives_no_caller(shop: Shop) -> None:
    assert caller_with(shop.ports, "0" * 64) is None
