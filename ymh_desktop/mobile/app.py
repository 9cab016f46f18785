"""The routes, and nothing else is served. Every answer bears the same headers; every request passes the same gates.

Gates, in this order: host → address's rate → route → origin → paired phone → CSRF proof → size and kind of the body.
"""

import gzip
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from ymh_desktop.domain.errors import UnfitPicture, UserError
from ymh_desktop.domain.inspections import WrongCheck
from ymh_desktop.domain.phones import (
    PHONE_LASTS,
    EntryKind,
    QuizAnswered,
    WrongEntry,
    payload_from,
    photos_of,
    with_photos,
)
from ymh_desktop.mobile import proofs, shown
from ymh_desktop.mobile.limits import Limits, Rate
from ymh_desktop.mobile.shelf import Shelf
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.phone import arrivals, pairing, views
from ymh_desktop.services.phone.pairing import NOTED_EVERY, Caller, NotYours
from ymh_desktop.services.phone.settings import phone_settings
from ymh_desktop.services.phone.views import NoSuchPost
from ymh_desktop.services.ports import Ports

log = logging.getLogger(__name__)

COOKIE = "ymh_phone"
PICTURES = ("image/jpeg", "image/png", "image/webp")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
PAGES = {
    "index.html": "text/html; charset=utf-8",
    "test.html": "text/html; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "talk.js": "text/javascript; charset=utf-8",
    "parts.js": "text/javascript; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
}


@dataclass
class Means:
    """What the routes work with. `told` is called after each change, on the server's thread."""

    ports: Ports
    pages: Path
    hosts: tuple[str, ...]
    codes: proofs.PairingCodes
    told: Callable[[Changes], None]
    limits: Limits = field(default_factory=Limits)
    tests_seen: int = 0


class Refused(Exception):
    """A request that goes no further; the sentence is for whoever holds the phone."""

    def __init__(self, status: int, problem: str, advice: str = "") -> None:
        super().__init__(problem)
        self.status, self.problem, self.advice = status, problem, advice


class _Gates:
    """The checks before any route, with what they count."""

    def __init__(self, means: Means) -> None:
        limits = means.limits
        self.means = means
        self.requests = Rate(limits.requests_per_minute, 60)
        self.pairings = Rate(limits.pairings_per_5_minutes, 300)
        self.entries = Rate(limits.entries_per_5_minutes, 300)
        self.photos = Rate(limits.photos_per_5_minutes, 300)
        self.pictures = threading.BoundedSemaphore(limits.pictures_at_once)
        self._noted: dict[str, float] = {}

    def admit(self) -> None:
        """Host, rate, origin: for every request, before it is known what it wants."""
        if request.host.lower() not in self.means.hosts:
            raise Refused(421, "地址不对。", "请用办公室电脑上显示的地址打开。")
        if not self.requests.allows(address()):
            raise Refused(429, "点得太快了。", "请等一分钟再试。")
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        at_home = {f"http://{host}" for host in self.means.hosts}
        if request.method == "POST":
            if origin not in at_home or site not in (None, "same-origin"):
                raise Refused(403, "这个请求不是从本页面发出的。", "请重新打开页面。")
            return
        # Pages may be opened from anywhere: they say nothing before they have asked from here.
        strange = origin not in (None, *at_home) or site not in (None, "same-origin", "none")
        if strange and request.path.startswith("/api/"):
            raise Refused(403, "这个请求不是从本页面发出的。", "请重新打开页面。")

    def caller(self) -> Caller:
        """Who is at the other end; 401 for a phone that is not paired (any more)."""
        found = self.known()
        if found is None:
            raise Refused(401, "这部手机还没有绑定，或者绑定已经解除。", "请到办公室电脑上打开“手机端”，扫码绑定。")
        self._note_use(found)
        return found

    def known(self) -> Caller | None:
        """Whose secret the request bears; None for a stranger."""
        g.token = request.cookies.get(COOKIE, "")
        if not 20 <= len(g.token) <= 100:
            return None
        return pairing.caller_with(self.means.ports, proofs.digest(g.token))

    def writer(self) -> Caller:
        """The same, with the proof that the request comes from our own page."""
        found = self.caller()
        if not proofs.same(request.headers.get("X-Csrf", ""), proofs.csrf_token(g.token)):
            raise Refused(403, "页面太旧了。", "请刷新页面再试。")
        return found

    def _note_use(self, caller: Caller) -> None:
        now = time.monotonic()
        if now - self._noted.get(caller.phone.id, -NOTED_EVERY.total_seconds()) >= NOTED_EVERY.total_seconds():
            self._noted[caller.phone.id] = now
            pairing.note_use(self.means.ports, caller.phone.id)


def address() -> str:
    """Where the request comes from."""
    return request.remote_addr or ""


def make_app(means: Means) -> Flask:
    """The application over a data folder."""
    limits = means.limits
    app = Flask("phones", static_folder=None, template_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=limits.body,
        MAX_FORM_PARTS=limits.form_parts,  # no route takes a form; should one ever, these bound it
        MAX_FORM_MEMORY_SIZE=limits.form_memory,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    gates = _Gates(means)
    app.before_request(gates.admit)
    app.after_request(_with_headers)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(UserError, _user_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _bug)
    _add_pages(app, means)
    _add_reading(app, means, gates)
    _add_writing(app, means, gates)
    return app


# ---- answers ---------------------------------------------------------------------------------------------------------


def _told(said: object, status: int = 200) -> Response:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, content_type="application/json; charset=utf-8")


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _refused(error: Refused) -> Response:
    answer = _told({"problem": error.problem, "advice": error.advice}, error.status)
    if error.status == 401 and request.cookies.get(COOKIE):
        answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    if error.status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


# What will be as wrong when it is sent again; everything else (a full disk, a busy file) may pass.
_FOR_GOOD = ((NotYours, 403), (NoSuchPost, 404), (WrongEntry, 422), (WrongCheck, 422), (UnfitPicture, 422))


def _user_error(error: UserError) -> Response:
    status = next((status for kind, status in _FOR_GOOD if isinstance(error, kind)), None)
    if status is None:
        status = 409 if request.method == "GET" else 503
    return _told({"problem": error.problem, "advice": error.advice}, status)


_SAYINGS = {
    404: "没有这个页面。",
    405: "没有这个页面。",
    413: "内容太大了。",
    415: "这种内容不收。",
}


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    return _told({"problem": _SAYINGS.get(status, "这个请求看不懂。"), "advice": "请回到首页再试。"}, status)


def _bug(error: Exception) -> Response:
    log.error("a phone's request failed", exc_info=error)
    return _told({"problem": "办公室电脑上出了点问题。", "advice": "内容还在手机里，请过一会儿再试。"}, 500)


def _route(app: Flask, path: str, name: str, answer: Callable[..., Response], method: str = "GET") -> None:
    app.add_url_rule(path, name, answer, methods=[method], provide_automatic_options=False)


# ---- pages -----------------------------------------------------------------------------------------------------------


def _add_pages(app: Flask, means: Means) -> None:
    contents = {name: (means.pages / name).read_bytes() for name in PAGES}
    packed = {name: gzip.compress(content, mtime=0) for name, content in contents.items()}

    def page(name: str) -> Response:
        smaller = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = Response(packed[name] if smaller else contents[name], content_type=PAGES[name])
        answer.headers["Vary"] = "Accept-Encoding"
        if smaller:
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    def tested() -> Response:
        means.tests_seen += 1
        means.told(Changes())
        return page("test.html")

    def of_post(code: str) -> Response:
        return page("index.html")  # the code is read by the page; nothing is told before it has asked

    _route(app, "/", "home", partial(page, "index.html"))
    _route(app, "/test", "test", tested)
    _route(app, "/i/<code>", "post", of_post)
    for name in PAGES:
        if not name.endswith(".html"):
            _route(app, f"/{name}", name, partial(page, name))


# ---- reading ---------------------------------------------------------------------------------------------------------


def _add_reading(app: Flask, means: Means, gates: _Gates) -> None:
    ports, shelf = means.ports, Shelf(means.ports)

    def book() -> Book:
        return shelf.get("book", partial(open_book, ports))

    def me() -> Response:
        caller = gates.caller()
        with ports.units.read() as uow:
            firm = the_enterprise(uow).called
        anonymous = phone_settings(ports).anonymous
        return _told(shown.me(caller, firm, anonymous, proofs.csrf_token(g.token)))

    def tasks() -> Response:
        caller = gates.caller()
        return _told(shown.tasks(shelf.get(("tasks", caller.person.id), partial(views.phone_tasks, ports, caller))))

    def check() -> Response:
        caller = gates.caller()
        return _told(shown.sheet(views.check_sheet(ports, caller, _argument("plan"), _day("day"))))

    def danger_photo() -> Response:
        caller = gates.caller()
        number = _argument("n")
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            raise WrongEntry
        return Response(views.photo_for(ports, caller, _argument("id"), int(number)), content_type="image/jpeg")

    def card() -> Response:
        caller, code = gates.caller(), _argument("code")
        of_post = shelf.get(("card", code), lambda: views.card_of(ports, code, book()))
        return _told(shown.card(views.card_before(ports, caller, of_post)))

    def quiz() -> Response:
        gates.caller()
        code = _argument("code")
        return _told(shown.quiz(shelf.get(("quiz", code), lambda: views.three_questions(ports, code, book()))))

    def figures() -> Response:
        return _told(shown.figures(views.figures(ports, gates.caller())))

    for route in (me, tasks, check, danger_photo, card, quiz, figures):
        _route(app, f"/api/{route.__name__.replace('_', '-')}", route.__name__, route)


def _argument(name: str) -> str:
    text = request.args.get(name, "")
    if not text or len(text) > 300:
        raise WrongEntry
    return text


def _day(name: str) -> date:
    try:
        return date.fromisoformat(_argument(name))
    except ValueError as error:
        raise WrongEntry from error


# ---- writing ---------------------------------------------------------------------------------------------------------


def _add_writing(app: Flask, means: Means, gates: _Gates) -> None:
    ports = means.ports

    def pair() -> Response:
        if not gates.pairings.allows(address()):
            raise Refused(429, "试得太多了。", "请过 5 分钟，再到办公室电脑上重新扫码。")
        code = _json(means.limits).get("code")
        person_id = means.codes.take(code) if type(code) is str and len(code) <= 40 else None
        if person_id is None:
            raise Refused(403, "这个绑定码已经用过，或者过期了。", "请到办公室电脑上重新生成一个，再扫一次。")
        token = proofs.new_token()
        device = shown.device(request.headers.get("User-Agent", ""))
        former = gates.known()
        phone, changes = pairing.pair_phone(ports, person_id, device, proofs.digest(token))
        if former is not None:  # the same phone, paired anew: its earlier secret ends
            changes = changes.joined(pairing.revoke_phone(ports, former.phone.id))
        means.told(changes)
        answer = _told({"phone": phone.called})
        seconds = int(PHONE_LASTS.total_seconds())
        answer.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="Lax", path="/")
        return answer

    def entry() -> Response:
        caller = gates.writer()
        if not gates.entries.allows(caller.phone.id):
            raise Refused(429, "发得太快了。", "内容还在手机里，过几分钟会自动再发。")
        data = _json(means.limits)
        if data.keys() != {"id", "kind", "age", "payload"}:
            raise WrongEntry
        sent_id, age = data["id"], data["age"]
        if type(sent_id) is not str or type(age) is not int:
            raise WrongEntry
        payload = payload_from(_kind(data["kind"]), data["payload"])
        names = {ticket: proofs.photo_named(g.token, ticket) for ticket in photos_of(payload)}
        if not all(names.values()):
            raise NotYours
        payload = with_photos(payload, {ticket: name for ticket, name in names.items() if name})
        _, changes = arrivals.keep_entry(ports, caller, sent_id, age, payload)
        if changes:
            means.told(changes)
        feedback = views.quiz_feedback(ports, payload) if isinstance(payload, QuizAnswered) else ()
        return _told({"kept": True, "feedback": [{"right": right, "answer": answer} for right, answer in feedback]})

    def photo() -> Response:
        gates.writer()
        if not gates.photos.allows(proofs.digest(g.token)):
            raise Refused(429, "照片发得太快了。", "内容还在手机里，过几分钟会自动再发。")
        with gates.pictures:
            name = ports.photos.keep(_picture())
        return _told({"ticket": proofs.photo_ticket(g.token, name)})

    def read_card() -> Response:
        gates.writer()
        if not gates.photos.allows(proofs.digest(g.token)):
            raise Refused(429, "拍得太快了。", "请过几分钟再试，或者输入岗位编号。")
        with gates.pictures:
            texts = ports.qr_codes.read(_picture())
        if not texts:
            raise Refused(422, "照片里没有看清二维码。", "请靠近一点、对准卡上的二维码再拍，或者输入岗位编号。")
        return _told(shown.post(views.post_with(ports, "\n".join(texts))))

    def sent() -> Response:
        caller = gates.writer()
        ids = _json(means.limits).get("ids")
        if type(ids) is not list or len(ids) > 100 or not all(type(each) is str and len(each) <= 64 for each in ids):
            raise WrongEntry
        return _told(shown.sent(views.sent_lines(ports, caller, ids)))

    def leave() -> Response:
        caller = gates.writer()
        means.told(pairing.revoke_phone(ports, caller.phone.id))
        answer = _told({"left": True})
        answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")
        return answer

    for route in (pair, entry, photo, read_card, sent, leave):
        _route(app, f"/api/{route.__name__.replace('_', '-')}", route.__name__, route, "POST")


def _kind(text: object) -> EntryKind:
    try:
        return EntryKind(text)
    except ValueError as error:
        raise WrongEntry from error


def _json(limits: Limits) -> dict[str, Any]:
    if request.mimetype != "application/json":
        raise Refused(415, "这种内容不收。")
    request.max_content_length = limits.json
    try:
        data = json.loads(request.get_data(cache=False).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise WrongEntry from error
    if type(data) is not dict:
        raise WrongEntry
    return data


def _picture() -> bytes:
    """The body if it is one of three kinds of picture, by what it says and by how it begins."""
    if request.mimetype not in PICTURES:
        raise Refused(415, "只收照片（JPG、PNG、WebP）。", "请用手机拍照。")
    raw = request.get_data(cache=False)
    if not raw.startswith(_MAGIC):
        raise Refused(415, "这个文件不是照片。", "请用手机拍照。")
    return raw


__all__ = ["COOKIE", "HEADERS", "PAGES", "Means", "make_app"]
