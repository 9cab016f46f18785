"""The factory's program that can be stopped and started, and a phone in a hand."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.mobile.support import noise
from tests.support.desk import RESOURCES
from tests.support.folders import FixedClock
from ymh_desktop.bootstrap import Program, open_program
from ymh_desktop.mobile.server import LanServer
from ymh_desktop.services.phone.inbox import InboxLine, accept_all, inbox
from ymh_desktop.services.phone.settings import offer_pairing, switch_on
from ymh_desktop.services.ports import Ports

NAME = "pc.factory.test"
SHOTS = Path("build/browser")  # pictures to look at, made by the lane


class Factory:
    """The program over a data folder. The PC can sleep (`close`) and wake (`open`) at the same address."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = 0
        self._program: Program | None = None

    def open(self) -> None:
        program = open_program(self._data, via="窗口", clock=FixedClock())
        phones = LanServer(RESOURCES / "phone", port=self._port)
        self._program = replace(program, ports=replace(program.ports, phones=phones))
        switch_on(self.ports, "127.0.0.1", NAME)
        self._port = int(self.home.rpartition(":")[2])

    def close(self) -> None:
        if self._program is not None:
            self._program.close()
            self._program = None

    @property
    def ports(self) -> Ports:
        assert self._program is not None
        return self._program.ports

    @property
    def home(self) -> str:
        url = self.ports.phones.url()
        assert url is not None
        return url

    def person(self, name: str) -> str:
        with self.ports.units.read() as uow:
            return next(person.id for person in uow.people.all() if person.name == name)

    def link(self, name: str) -> str:
        """What the QR on the screen says."""
        return offer_pairing(self.ports, self.person(name)).url

    def inbox(self) -> tuple[InboxLine, ...]:
        return inbox(self.ports)

    def accept_everything(self) -> int:
        done = accept_all(self.ports, [line.id for line in self.inbox()])
        assert done.troubles == ()
        return done.accepted


@dataclass
class Handset:
    """A phone in a hand: taps and looks as a person does."""

    page: Page
    factory: Factory
    _shots: int = field(default=0)

    def pair(self, name: str) -> None:
        """Scan the code on the screen."""
        self.page.goto(self.factory.link(name))
        self.sees("绑定好了")
        self.tap("看我的任务")
        self.sees("我的任务")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.factory.home}{path}")

    def tap(self, words: str, *, exact: bool = False) -> None:
        """A button or link with these words."""
        self.named(words, exact=exact).first.tap()

    def menu(self, words: str) -> None:
        """An entry of the menu at the bottom."""
        self.page.get_by_role("navigation").get_by_role("link", name=words).tap()

    def named(self, words: str, *, exact: bool = False) -> Locator:
        return self.page.get_by_role("button", name=words, exact=exact).or_(
            self.page.get_by_role("link", name=words, exact=exact)
        )

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=20_000)

    def misses(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_have_count(0, timeout=20_000)

    def writes(self, field_name: str, words: str) -> None:
        self.page.get_by_label(field_name).first.fill(words)

    def photographs(self, *, number: int = 0, raw: bytes | None = None) -> None:
        """Take a photo with the camera; the page shows it when it has shrunk it."""
        before = self.page.locator(".photos img").count()
        content = raw or noise(2400, 1800, seed=number + 7)
        inputs = self.page.locator("input[type=file]")
        inputs.nth(min(number, inputs.count() - 1)).set_input_files(
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": content}
        )
        expect(self.page.locator(".photos img")).to_have_count(before + 1, timeout=30_000)

    def signs(self) -> None:
        """Draw a few strokes with a finger."""
        box = self.page.locator("canvas").bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 30, box["y"] + 60)
        mouse.down()
        for step in range(12):
            mouse.move(box["x"] + 30 + 15 * step, box["y"] + (110 if step % 2 else 50))
        mouse.up()

    def shoot(self, name: str) -> None:
        """A picture in both ways of holding it."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        portrait = self.page.viewport_size
        assert portrait is not None
        self.page.screenshot(path=SHOTS / f"{name}-portrait.png")
        self.page.set_viewport_size({"width": portrait["height"], "height": portrait["width"]})
        self.page.screenshot(path=SHOTS / f"{name}-landscape.png")
        assert self.wide_enough(), name
        self.page.set_viewport_size(portrait)
        assert self.wide_enough(), name

    def wide_enough(self) -> bool:
        """Nothing makes the page scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def storage(self) -> Sequence[str]:
        keys: list[str] = self.page.evaluate("Object.keys(localStorage)")
        return keys


def camera_photo() -> bytes:
    """A photo of eight megabytes as a phone makes it: lying on its side, with place and maker."""
    exif = Image.Exif()
    exif[0x010F] = "SPY CAMERA MAKER"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (26.0, 5.0, 30.0)
    raw = io.BytesIO()
    with Image.open(io.BytesIO(noise(4000, 3000))) as picture:
        picture.save(raw, "JPEG", quality=96, exif=exif.tobytes())
    return raw.getvalue()
