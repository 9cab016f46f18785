"""Real ports on a real data folder, for tests of use cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from tests.support.folders import ROOT, FixedClock, TestFolder, ready_folder
from ymh_desktop.documents.qr_pictures import QrPictures
from ymh_desktop.documents.spreadsheets import SpreadsheetFiles
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.mobile.server import LanServer
from ymh_desktop.services.ports import Ports, Versions
from ymh_desktop.storage.own_library import LibraryFiles
from ymh_desktop.storage.photos import PhotoStore
from ymh_desktop.storage.queries import SqlViews

RESOURCES = ROOT / "resources"


class _Unused:
    """A port that the test does not expect to be used."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"this use case must not reach for {name}")


@dataclass(frozen=True)
class Desk:
    """Ports together with what a test may move or look at."""

    ports: Ports
    folder: TestFolder
    clock: FixedClock

    def with_ports(self, **ports: Any) -> "Desk":
        """The same desk with other ports."""
        return replace(self, ports=replace(self.ports, **ports))


@contextmanager
def new_desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty enterprise folder; papers, packages and backups are not at hand unless the test adds them."""
    with ready_folder(tmp_path) as folder:
        unused: Any = _Unused()  # stands for any port
        ports = Ports(
            units=folder.units,
            views=SqlViews(folder.database),
            clock=folder.clock,
            new_id=folder.new_id,
            library=Catalogue(RESOURCES, folder.folder.library),
            codes=Codes(RESOURCES),
            renderer=unused,
            packages=unused,
            photos=PhotoStore(folder.folder.photos),
            backups=unused,
            doctor=unused,
            files=unused,
            audit=folder.trail,
            versions=Versions("0.1.0", "0001", "1.0", "test"),
            spreadsheets=SpreadsheetFiles(),
            own_library=LibraryFiles(folder.folder, folder.clock),
            qr_codes=QrPictures(),
            phones=LanServer(RESOURCES / "phone", port=0),
            updates=unused,
        )
        yield Desk(ports, folder, folder.clock)
