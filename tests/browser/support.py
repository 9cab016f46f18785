"""The factory's program that can be stopped and started, and a phone in a hand."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.mobile.support import noise
from tests.support.desk import RESOURCES
from tests.support.folders import FixedClock
from tests.ui.pages_support import pick
from tests.ui.support import settle, wait_until
from tests.ui.wizard_support import calm, press, write
from ymh_desktop.bootstrap import Program, open_program
from ymh_desktop.mobile.server import LanServer
from ymh_desktop.services.phone.inbox import InboxLine
from ymh_desktop.services.ports import Ports
from ymh_desktop.start import make_window
from ymh_desktop.ui.phone_link import PhoneLink
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.phones import PhonesPage, PhonesTab
from ymh_desktop.ui.widgets.basics import children

NAME = "pc.factory.test"
SHOTS = Path("build/browser")  # pictures to look at, made by the lane


class Loopback(LanServer):
    """The real server on a PC whose only network is itself."""

    def addresses(self) -> tuple[str, ...]:
        return ("127.0.0.1",)


class Factory:
    """The program with its real window over a data folder. The PC can sleep (`close`) and wake at the same address."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = 0
        self._program: Program | None = None
        self._window: MainWindow | None = None

    def open(self) -> None:
        """Start the program; the first time, switch the phone end on by hand."""
        program = open_program(self._data, via="窗口", clock=FixedClock())
        phones = Loopback(RESOURCES / "phone", port=self._port)
        self._program = replace(program, ports=replace(program.ports, phones=phones))
        window = self._window = make_window(self._program)
        PhoneLink(self.ports, window.records, window.tasks, window)
        window.show()
        window.navigate("phones")
        calm(window)
        if self.ports.phones.url() is None:
            write(self.page, "电脑的名字（可以不填）", NAME)
            press(self.page, "打开手机端")
        self._port = int(self.home.rpartition(":")[2])

    def close(self) -> None:
        """End it, window and all."""
        if self._program is None or self._window is None:
            return
        self._window.border.remove()
        self._window.close()
        self._window.tasks.wait()
        self._program.close()
        settle()
        self._window.deleteLater()
        settle()
        self._program = self._window = None

    @property
    def ports(self) -> Ports:
        assert self._program is not None
        return self._program.ports

    @property
    def window(self) -> MainWindow:
        assert self._window is not None
        return self._window

    @property
    def page(self) -> PhonesPage:
        assert isinstance(self.window.page, PhonesPage)
        return self.window.page

    @property
    def home(self) -> str:
        url = self.ports.phones.url()
        assert url is not None
        return url

    def link(self, name: str) -> str:
        """What the code on the screen says: chosen, pressed and read as a camera does."""
        self.page.show_tab(PhonesTab.PHONES)
        pick(self.page, "给谁绑定手机", name)
        press(self.page, "生成绑定二维码")
        raw = QBuffer()
        raw.open(QIODevice.OpenModeFlag.WriteOnly)
        self.page.phones.picture.grab().save(raw, "PNG")
        (text,) = self.ports.qr_codes.read(bytes(raw.data().data()))
        return text

    def inbox(self) -> tuple[InboxLine, ...]:
        """What the window shows as waiting."""
        self.page.show_tab(PhonesTab.INBOX)
        calm(self.window)
        return self.page.model.seen.lines if self.page.model.seen else ()

    def accept_everything(self) -> int:
        """Press 全部接受; how many there were."""
        waiting = len(self.inbox())
        wait_until(lambda: len(self.page.inbox.cards) == waiting)
        press(self.page, "全部接受")
        assert self.inbox() == ()
        return waiting

    def accept(self) -> None:
        """Press 接受 of the first one."""
        self.inbox()
        press(self.page, "接受第 1 条")

    def refuse(self, why: str) -> None:
        """Press 不接受 of the first one and say why."""
        self.inbox()
        press(self.page, "不接受第 1 条")
        write(self.page, "为什么不接受第 1 条", why)
        press(self.page, "确定不接受第 1 条")

    def send_away(self) -> None:
        """Revoke the first phone of the list."""
        self.page.show_tab(PhonesTab.PHONES)
        calm(self.window)
        self.page.phones.table.selectRow(0)
        self.page.phones.revoke.click()
        settle()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        next(b for b in children(dialog, QAbstractButton) if b.text() == "解除绑定").click()
        calm(self.window)


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
