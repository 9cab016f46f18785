"""A shop with checks, people and hidden dangers; phones that talk with its server, in this process or over loopback."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mobile.support import Shop, Site, fill_shop
from tests.support.folders import FixedClock
from ymh_desktop.bootstrap import open_program


@pytest.fixture(scope="session")
def shop_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shop; filled once, never opened again."""
    folder = tmp_path_factory.mktemp("shop") / "data"
    program = open_program(folder, via="测试", clock=FixedClock())
    try:
        fill_shop(program.ports)
    finally:
        program.close()
    return folder


@pytest.fixture
def shop(shop_data: Path, tmp_path: Path) -> Iterator[Shop]:
    """The program over a copy of it; the server is not running."""
    shutil.copytree(shop_data, tmp_path / "车间的数据")
    clock = FixedClock()
    program = open_program(tmp_path / "车间的数据", via="测试", clock=clock)
    yield Shop(program, clock)
    program.close()


@pytest.fixture
def site(shop: Shop) -> Site:
    """The routes over the shop, called in this process."""
    return Site(shop)
