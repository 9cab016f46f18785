"""A real Chromium with phone emulation in front of the real program. Runs in its own lane: packaging/lane_browser.py.

Traffic stays on loopback: the browser is told that pc.factory.test is 127.0.0.1. Loopback itself would count as a
secure place, where more works than on a phone; a mapped name does not.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from PySide6.QtWidgets import QApplication

from tests.browser.support import NAME, Factory, Handset
from tests.mobile.support import fill_shop
from tests.support.folders import FixedClock
from tests.ui.support import FAMILIES, RESOURCES
from ymh_desktop.bootstrap import open_program
from ymh_desktop.ui.app import dress

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PORTRAIT, LANDSCAPE = (360, 740), (740, 360)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert program is not None, "chromium is not installed; packaging/lane_browser.py installs it"
    arguments = [f"--host-resolver-rules=MAP {NAME} 127.0.0.1", "--no-proxy-server"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application of the window, dressed."""
    dress(qapp, RESOURCES, FAMILIES)
    return qapp


@pytest.fixture(scope="session")
def shop_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a shop, filled once."""
    folder = tmp_path_factory.mktemp("shop") / "data"
    program = open_program(folder, via="测试", clock=FixedClock())
    try:
        fill_shop(program.ports)
    finally:
        program.close()
    return folder


@pytest.fixture
def factory(qapp: QApplication, shop_data: Path, tmp_path: Path) -> Iterator[Factory]:
    """The program with its window over a copy of it, its server on loopback."""
    shutil.copytree(shop_data, tmp_path / "数据")
    made = Factory(tmp_path / "数据")
    made.open()
    yield made
    made.close()


@pytest.fixture
def handset(browser: Browser, factory: Factory) -> Iterator[Callable[..., Handset]]:
    """Phones; each has its own cookies and storage. Errors in their pages fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(size: tuple[int, int] = PORTRAIT) -> Handset:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            user_agent="Mozilla/5.0 (Linux; Android 13; HUAWEI) AppleWebKit/537.36 Chrome/110 Mobile HuaweiBrowser/14",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("requestfailed", lambda request: _must_be_ours(request.url, troubles))
        page.on("request", lambda request: _must_be_ours(request.url, troubles))
        return Handset(page, factory)

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def _must_be_ours(url: str, troubles: list[str]) -> None:
    if not url.startswith((f"http://{NAME}:", "data:", "blob:")):
        troubles.append(f"asked {url}")
