"""Short ways to a paired phone and to what it sends."""

import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.support.desk import RESOURCES, Desk
from tests.support.folders import FixedClock
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.mobile.app import Means, make_app
from ymh_desktop.mobile.limits import Limits
from ymh_desktop.mobile.proofs import PairingCodes
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.ports import Ports

HOST = "pc.factory.test:8765"
ORIGIN = f"http://{HOST}"
PHONE_NUMBERS = ("13800000001", "13800000002", "13800000003", "13800000004")
HEADS = {"P-0002": "张大勇", "P-0009": "赵师傅"}  # two of the posts that have a card
CREDIT_CODE = "91350100M000100Y43"
ANDROID = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0"


def fill_shop(ports: Ports) -> None:
    """Two machines, four people, a post each for two of them, checks, a hidden danger for each of these two."""
    from tests.services.check_support import in_use_today, walked

    no_folder: Any = None  # the walk asks for ports only
    walked(Desk(ports, no_folder, FixedClock()), "wood-planer", "edge-bander", "distribution-box")
    people = {}
    for name, number in zip(("张大勇", "赵师傅"), PHONE_NUMBERS[2:], strict=True):
        person, _ = firm.add_person(ports, name, number, "工人")
        people[name] = person.id
    with ports.units.write() as uow:
        for post in uow.posts.all():
            if post.code in HEADS:
                uow.posts.save(replace(post, head_id=people[HEADS[post.code]]))
        uow.commit()
    refresh_plans(ports)
    in_use_today(ports)
    for name in people:
        danger, _ = dangers.register_danger(ports, f"{name}要改的", "木工车间", photos=(ports.photos.keep(jpeg()),))
        dangers.assign_danger(ports, danger.id, people[name], ports.clock.today() + timedelta(days=7))


def jpeg(width: int = 64, height: int = 48, *, exif: bytes = b"", colour: str = "red") -> bytes:
    """A small photo; `exif` as a phone would add it."""
    raw = io.BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", (width, height), colour).save(raw, "JPEG", **more)
    return raw.getvalue()


def noise(width: int, height: int, seed: int = 1) -> bytes:
    """A photo that packs badly, as real ones do."""
    grain = random.Random(seed).randbytes(width * height // 4)
    picture = Image.frombytes("L", (width // 2, height // 2), grain).resize((width, height)).convert("RGB")
    raw = io.BytesIO()
    picture.save(raw, "JPEG", quality=95)
    return raw.getvalue()


@dataclass(frozen=True)
class Shop:
    """The open program and its clock."""

    program: Program
    clock: FixedClock

    @property
    def ports(self) -> Ports:
        return self.program.ports

    def person(self, name: str) -> str:
        """The id of somebody."""
        with self.ports.units.read() as uow:
            return next(person.id for person in uow.people.all() if person.name == name)

    def danger(self, title: str) -> HiddenDanger:
        """The hidden danger with this title."""
        with self.ports.units.read() as uow:
            (found,) = uow.hidden_dangers.titled(title)
        return found


@dataclass
class Ticking:
    """A clock of seconds that tests move."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


class Browser(FlaskClient):
    """Opens the address that the QR codes name."""

    def open(self, *arguments: Any, **more: Any) -> TestResponse:
        more.setdefault("base_url", ORIGIN)
        return super().open(*arguments, **more)


@dataclass
class Site:
    """The routes, and the phones that call them. `told` keeps every change that the server announced."""

    shop: Shop
    limits: Limits = field(default_factory=Limits)
    told: list[Changes] = field(default_factory=list)
    seconds: Ticking = field(default_factory=Ticking)
    _phones: int = 0

    def __post_init__(self) -> None:
        self.codes = PairingCodes(self.limits.pairing_seconds, self.seconds)
        hosts = (HOST, "192.168.1.5:8765")
        self.means = Means(self.shop.ports, RESOURCES / "phone", hosts, self.codes, self.told.append, self.limits)
        self.app = make_app(self.means)
        self.app.test_client_class = Browser

    def client(self, address: str = "192.168.1.77") -> FlaskClient:
        """A phone that is not paired."""
        client = self.app.test_client()
        client.environ_base.update({"REMOTE_ADDR": address, "HTTP_USER_AGENT": ANDROID})
        return client

    def phone(self, name: str) -> "PhoneOf":
        """A paired phone of somebody, at an address of its own."""
        self._phones += 1
        client = self.client(f"192.168.1.{100 + self._phones}")
        answer = pair(client, self.codes.offer(self.shop.person(name)))
        assert answer.status_code == 200, answer.text
        return PhoneOf(client, json.loads(client.get("/api/me").data)["csrf"])


@dataclass
class PhoneOf:
    """A paired phone as its page talks."""

    client: FlaskClient
    csrf: str
    _sent: int = 0

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def data(self, path: str) -> Any:
        """What a route tells."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.data)

    def post(self, path: str, data: object, **headers: str) -> TestResponse:
        """As our page posts JSON."""
        return self.client.post(path, data=json.dumps(data), headers=self.headers("application/json", **headers))

    def picture(self, raw: bytes, path: str = "/api/photo", kind: str = "image/jpeg") -> TestResponse:
        """As our page posts a photo."""
        return self.client.post(path, data=raw, headers=self.headers(kind))

    def ticket(self, raw: bytes | None = None) -> str:
        """A photo that the server took."""
        answer = self.picture(raw or jpeg())
        assert answer.status_code == 200, answer.text
        return str(json.loads(answer.data)["ticket"])

    def headers(self, kind: str, **more: str) -> dict[str, str]:
        """What the page of ours sends along."""
        return {"Origin": ORIGIN, "X-Csrf": self.csrf, "Content-Type": kind, **more}

    def send(self, kind: str, payload: object, *, sent_id: str = "", age: int = 0) -> TestResponse:
        """An entry with a number of its own."""
        self._sent += 1
        sent_id = sent_id or f"{self.csrf[:12]}-{self._sent:08d}"
        return self.post("/api/entry", {"id": sent_id, "kind": kind, "age": age, "payload": payload})

    def report(self, what: str = "过道有油", *, anonymous: bool = False, photos: tuple[str, ...] = ()) -> TestResponse:
        """A hidden danger."""
        return self.send("danger", {"what": what, "place": "木工车间", "photos": list(photos), "anonymous": anonymous})


def pair(client: FlaskClient, code: str, **headers: str) -> TestResponse:
    """As our page pairs."""
    return client.post(
        "/api/pair",
        data=json.dumps({"code": code}),
        headers={"Origin": ORIGIN, "Content-Type": "application/json", **headers},
    )


Made = Callable[[], bytes]
