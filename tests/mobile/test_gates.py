"""Before any route: the right host, our own page, not too often; and the same headers on everything."""

import json
import re
from collections.abc import Iterable

import pytest

from tests.mobile.support import HOST, ORIGIN, PhoneOf, Site, pair
from ymh_desktop.mobile.app import HEADERS
from ymh_desktop.mobile.limits import MOST_CALLERS, Rate

# What the security model lists, written out here so that a change of the program does not change its test.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

FOREIGN_HOSTS = {
    "another name": "evil.example:8765",
    "a name that was bent to this PC": "rebind.example:8765",
    "without the port": "pc.factory.test",
    "another port": "pc.factory.test:80",
    "this PC to itself": "localhost:8765",
    "our name inside another": "pc.factory.test:8765.evil.example",
    "our name behind another": "evil.example#pc.factory.test:8765",
    "nothing": "",
}


@pytest.mark.parametrize("host", FOREIGN_HOSTS.values(), ids=FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/talk.js", "/api/me", "/nowhere"])
def test_another_host_is_told_nothing(site: Site, host: str, path: str) -> None:
    answer = site.client().get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "ymh" not in answer.text


@pytest.mark.parametrize("host", [HOST, HOST.upper(), "192.168.1.5:8765"])
def test_the_address_and_the_name_of_this_pc_are_answered(site: Site, host: str) -> None:
    assert site.client().get("/", headers={"Host": host}).status_code == 200


FOREIGN_PAGES = {
    "another origin": {"Origin": "http://evil.example"},
    "our name with another port": {"Origin": "http://pc.factory.test:80"},
    "another scheme": {"Origin": f"https://{HOST}"},
    "a page without origin": {"Origin": "null"},
    "an empty origin": {"Origin": ""},
    "another site, as the browser says": {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    "a neighbour of our name": {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
    "an address typed by hand": {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
}


@pytest.mark.parametrize("headers", FOREIGN_PAGES.values(), ids=FOREIGN_PAGES)
def test_a_foreign_page_cannot_make_a_phone_send(site: Site, headers: dict[str, str]) -> None:
    phone = site.phone("张大勇")
    answer = phone.post("/api/entry", {}, **headers)
    assert answer.status_code == 403
    assert "不是从本页面发出的" in answer.text


def test_without_an_origin_nothing_is_sent(site: Site) -> None:
    phone = site.phone("张大勇")
    headers = {"X-Csrf": phone.csrf, "Content-Type": "application/json"}
    assert phone.client.post("/api/entry", data=b"{}", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", FOREIGN_PAGES.values(), ids=FOREIGN_PAGES)
def test_a_foreign_page_cannot_use_up_a_pairing_code(site: Site, headers: dict[str, str]) -> None:
    code = site.codes.offer(site.shop.person("张大勇"))
    assert pair(site.client(), code, **headers).status_code == 403
    assert pair(site.client(), code).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
    ids=str,
)
def test_a_foreign_page_cannot_read_through_a_phone(site: Site, headers: dict[str, str]) -> None:
    assert site.phone("张大勇").get("/api/tasks", headers=headers).status_code == 403


def test_a_link_elsewhere_may_open_the_page_which_says_nothing_yet(site: Site) -> None:
    answer = site.client().get("/i/P-0001", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


def test_the_proof_of_our_page_is_asked(site: Site) -> None:
    phone, other = site.phone("张大勇"), site.phone("赵师傅")
    for wrong in ("", "x", phone.csrf[:-1], other.csrf, phone.csrf.upper() + "x"):
        answer = phone.post("/api/entry", {}, **{"X-Csrf": wrong})
        assert answer.status_code == 403, wrong
        assert "刷新页面" in answer.text
    assert phone.report().status_code == 200


def test_the_proof_outlives_a_restart_so_that_what_waits_in_the_phone_can_be_sent(site: Site) -> None:
    phone = site.phone("张大勇")
    cookie = phone.client.get_cookie("ymh_phone", domain="pc.factory.test")
    assert cookie is not None
    after = Site(site.shop)
    client = after.client()
    client.set_cookie("ymh_phone", cookie.value, domain="pc.factory.test")
    assert PhoneOf(client, phone.csrf).report().status_code == 200


def test_the_121st_request_of_a_minute_from_one_address_is_turned_away(site: Site) -> None:
    client = site.client()
    assert {client.get("/style.css").status_code for _ in range(120)} == {200}
    assert client.get("/style.css").status_code == 429
    assert site.client("192.168.1.78").get("/style.css").status_code == 200


def test_the_31st_entry_within_five_minutes_is_turned_away_and_says_that_it_will_be_sent_later(site: Site) -> None:
    phone = site.phone("张大勇")
    assert {phone.report(f"第 {number} 条").status_code for number in range(30)} == {200}
    late = phone.report("第 31 条")
    assert late.status_code == 429
    assert "会自动再发" in late.text
    assert site.phone("赵师傅").report().status_code == 200


def test_a_rate_forgets_what_is_long_ago_and_the_callers_of_long_ago() -> None:
    now = [0.0]
    rate = Rate(2, 60, lambda: now[0])
    assert [rate.allows("a") for _ in range(3)] == [True, True, False]
    now[0] = 60.0
    assert rate.allows("a")
    for number in range(MOST_CALLERS + 10):
        rate.allows(f"made up {number}")
    assert len(rate._seen) == MOST_CALLERS


# ---- headers ---------------------------------------------------------------------------------------------------------

ANSWERS = {
    "a page": "/",
    "a script": "/pages.js",
    "a style": "/style.css",
    "the link on a sticker": "/i/P-0001",
    "the connection test": "/test",
    "something told": "/api/me",
    "nothing there": "/no/such/page",
}


@pytest.mark.parametrize("path", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_bears_the_headers(site: Site, path: str) -> None:
    _assert_headers(site.phone("张大勇").get(path).headers)


def test_refusals_bear_the_headers_as_well(site: Site) -> None:
    for answer in (
        site.client().get("/api/me"),
        site.client().post("/api/entry"),
        site.client().get("/", headers={"Host": "evil.example"}),
        site.client().put("/"),
    ):
        assert answer.status_code >= 400
        _assert_headers(answer.headers)


def _assert_headers(headers: Iterable[tuple[str, str]]) -> None:
    found = dict(headers)
    policy = dict(part.strip().split(" ", 1) for part in found["Content-Security-Policy"].split(";"))
    assert policy == POLICY
    assert "unsafe" not in found["Content-Security-Policy"]
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "no-referrer"
    assert found["Cache-Control"] == "no-store"
    assert found["X-Frame-Options"] == "DENY"
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not any(name.lower().startswith("access-control") for name in found)
    assert found.keys() >= HEADERS.keys()


# ---- routes ----------------------------------------------------------------------------------------------------------


def test_only_these_routes_exist(site: Site) -> None:
    assert sorted(f"{'/'.join(sorted(rule.methods or ()))} {rule.rule}" for rule in site.app.url_map.iter_rules()) == [
        "GET/HEAD /",
        "GET/HEAD /api/card",
        "GET/HEAD /api/check",
        "GET/HEAD /api/danger-photo",
        "GET/HEAD /api/figures",
        "GET/HEAD /api/me",
        "GET/HEAD /api/quiz",
        "GET/HEAD /api/tasks",
        "GET/HEAD /i/<code>",
        "GET/HEAD /pages.js",
        "GET/HEAD /parts.js",
        "GET/HEAD /style.css",
        "GET/HEAD /talk.js",
        "GET/HEAD /test",
        "POST /api/entry",
        "POST /api/leave",
        "POST /api/pair",
        "POST /api/photo",
        "POST /api/read-card",
        "POST /api/sent",
    ]


TRICKS = (
    "/../ymh.db",
    "/%2e%2e/ymh.db",
    "/..%2fymh.db",
    "/style.css/../../ymh.db",
    "/i/../../ymh.db",
    "/i/..%2f..%2fymh.db",
    "/i/P-0001/",
    "/static/style.css",
    "/photos/x.jpg",
    "//etc/passwd",
    "/etc/passwd",
    "/C:/ymh.db",
    "/..\\ymh.db",
    "/index.html",
    "/style.css%00.html",
    "/STYLE.CSS",
    "/.git/config",
    "/api",
    "/api/",
    "/api/me/",
    "/api/../talk.js",
    "/talk.js.map",
    "/favicon.ico",
    "/robots.txt",
)


@pytest.mark.parametrize("path", TRICKS)
def test_nothing_else_is_served(site: Site, path: str) -> None:
    answer = site.phone("张大勇").get(path)
    assert answer.status_code == 404
    assert "SQLite" not in answer.text
    assert json.loads(answer.data)["problem"] == "没有这个页面。"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
@pytest.mark.parametrize("path", ["/", "/api/me", "/api/entry", "/style.css"])
def test_other_methods_are_not_answered(site: Site, method: str, path: str) -> None:
    phone = site.phone("张大勇")
    answer = getattr(phone.client, method)(path, headers=phone.headers("application/json"))
    assert answer.status_code == 405
    assert "Allow" not in answer.headers, "nobody is told what else there is"


@pytest.mark.parametrize("text", ["/api/card?code=<script>alert(1)</script>", "/no/<script>x</script>"])
def test_what_was_asked_does_not_come_back_as_a_page(site: Site, text: str) -> None:
    answer = site.phone("张大勇").get(text)
    assert answer.content_type.startswith("application/json")


def test_a_fault_of_ours_tells_nothing_about_the_program(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ymh_desktop.services.phone import views

    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "phone_tasks", broken)
    answer = site.phone("张大勇").get("/api/tasks")
    assert answer.status_code == 500
    assert not re.search(r"secret|Traceback|Error|\.py", answer.text)
    assert "secret detail" in caplog.text  # for whoever mends it
