"""The one place that knows every concrete class: it opens a data folder and hands out the ports over it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ymh_desktop import __version__
from ymh_desktop.documents.qr_pictures import QrPictures
from ymh_desktop.documents.spreadsheets import SpreadsheetFiles
from ymh_desktop.domain.errors import UserError
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.mobile.server import LanServer
from ymh_desktop.services.branding import logo
from ymh_desktop.services.ports import (
    CertificateInfo,
    Clock,
    Expected,
    IncomingFile,
    KeyInfo,
    Letter,
    PackageContent,
    PackageResult,
    Ports,
    Progress,
    Tools,
    UpdateNews,
    VerifiedFile,
    Versions,
)
from ymh_desktop.storage.audit_trail import SqlAuditTrail
from ymh_desktop.storage.backup import DataCopies
from ymh_desktop.storage.doctor import FolderDoctor
from ymh_desktop.storage.errors import DamagedDatabase, DiskFault
from ymh_desktop.storage.folder import OpenFolder, open_for_reading, open_for_work
from ymh_desktop.storage.migrate import MigrationFailed, NotOurDatabase
from ymh_desktop.storage.own_library import LibraryFiles
from ymh_desktop.storage.photos import PhotoStore
from ymh_desktop.storage.queries import SqlViews
from ymh_desktop.storage.restore import FolderBackups, recover
from ymh_desktop.storage.schema import HEAD
from ymh_desktop.storage.unit_of_work import SqlUnits
from ymh_desktop.system import installing, paths
from ymh_desktop.system.clock import SystemClock
from ymh_desktop.system.files import SafeFiles
from ymh_desktop.system.ids import new_id

if TYPE_CHECKING:
    from ymh_desktop.documents.renderer import PaperRenderer
    from ymh_desktop.exchange.adapter import SignedPackages
    from ymh_desktop.exchange.update_files import UpdateFiles
    from ymh_desktop.services.town.ports import TownPorts

NOT_VERIFIED = "未核验身份"  # nobody proves who sits at the PC until a PIN is asked

# Elsewhere an older copy is no way out: a newer file waits for a newer program, a protected folder for another place.
HELPED_BY_A_BACKUP = (DamagedDatabase, DiskFault, MigrationFailed, NotOurDatabase)
PACKAGE_FORMAT = "1.0"  # exchange.header.FORMAT_VERSION, said here so that a start need not load it (a test compares)
RELEASE_KEY = "release-key.pem"  # in resources: the public half of what signs updates


class _RendererOnDemand:
    """The papers, loaded when the first one is asked for: a start draws none. `logo` gives the firm's mark."""

    def __init__(self, resources: Path, logo: Callable[[], bytes | None]) -> None:
        self._resources, self._logo = resources, logo

    @cached_property
    def real(self) -> "PaperRenderer":
        from ymh_desktop.documents.renderer import PaperRenderer

        return PaperRenderer(self._resources, self._logo)

    def pdf(self, report: object, progress: Progress | None = None) -> bytes:
        return self.real.pdf(report, progress)

    def excel(self, report: object) -> bytes:
        return self.real.excel(report)

    def word(self, report: object) -> bytes:
        return self.real.word(report)

    def pages(self, pdf: bytes, dpi: int) -> Sequence[bytes]:
        return self.real.pages(pdf, dpi)


class _PackagesOnDemand:
    """Signed packages, loaded when the first one is asked for."""

    def __init__(self, keys: Path, schemas: Path) -> None:
        self._keys, self._schemas = keys, schemas

    @cached_property
    def real(self) -> "SignedPackages":
        from ymh_desktop.exchange.adapter import SignedPackages
        from ymh_desktop.exchange.key_secrets import secrets_of_this_pc

        return SignedPackages(self._keys, secrets_of_this_pc(paths.user_secrets_folder()), self._schemas)

    def key(self) -> KeyInfo | None:
        return self.real.key()

    def ensure_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> KeyInfo:
        return self.real.ensure_key(enterprise_code, enterprise_name, now)

    def new_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> KeyInfo:
        return self.real.new_key(enterprise_code, enterprise_name, now)

    def certificate(self) -> bytes:
        return self.real.certificate()

    def build(self, content: PackageContent, folder: Path, progress: Progress | None = None) -> PackageResult:
        return self.real.build(content, folder, progress)

    def verify(self, path: Path, trust: bytes | None, now: datetime) -> VerifiedFile:
        return self.real.verify(path, trust, now)

    def send(self, letter: Letter, folder: Path, progress: Progress | None = None) -> PackageResult:
        return self.real.send(letter, folder, progress)

    def open(self, path: Path, expected: Expected, now: datetime) -> IncomingFile:
        return self.real.open(path, expected, now)

    def claimed_order(self, path: Path) -> tuple[str, int]:
        return self.real.claimed_order(path)

    def content(self, file: IncomingFile, name: str) -> bytes:
        return self.real.content(file, name)

    def unpack(self, file: IncomingFile, folder: Path) -> None:
        self.real.unpack(file, folder)

    def describe(self, certificate: bytes) -> CertificateInfo:
        return self.real.describe(certificate)

    def prepare_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> CertificateInfo:
        return self.real.prepare_key(enterprise_code, enterprise_name, now)

    def adopt_key(self) -> KeyInfo:
        return self.real.adopt_key()


class _UpdatesOnDemand:
    """Files with a newer program or library, loaded when the first one is looked at."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    @cached_property
    def real(self) -> "UpdateFiles":
        from ymh_desktop.exchange.update_files import UpdateFiles

        key, schemas = self._resources / RELEASE_KEY, self._resources / "schemas"
        return UpdateFiles(key, schemas, installing.platform(), paths.user_updates_folder())

    @property
    def can_install(self) -> bool:
        return installing.platform() is not None

    def read(self, path: Path, now: datetime) -> UpdateNews:
        return self.real.read(path, now)

    def take_out_installer(self, path: Path, now: datetime) -> Path:
        return self.real.take_out_installer(path, now)

    def take_out_library(self, path: Path, now: datetime) -> Path:
        return self.real.take_out_library(path, now)


@dataclass(frozen=True, slots=True)
class Program:
    """An open data folder and the ports over it. Close it, or what was written last may wait in the log file."""

    ports: Ports
    folder: OpenFolder
    backups: FolderBackups

    @property
    def path(self) -> Path:
        """The data folder."""
        return self.folder.folder.path

    def close(self) -> None:
        """Send the phones away and let go of the folder."""
        self.ports.phones.stop()
        self.folder.close()


def tools() -> Tools:
    """What works without a data folder: library, codes, and checking packages against certificates."""
    resources = paths.shipped().resources
    library = Catalogue(resources)
    nowhere = paths.user_settings_folder() / "keys"  # never written: without a data folder there is no own key
    return Tools(
        library=library,
        codes=Codes(resources),
        packages=_PackagesOnDemand(nowhere, resources / "schemas"),
        files=SafeFiles(),
        clock=SystemClock(),
        versions=_versions(library),
    )


def open_program(data: Path, *, via: str, writing: bool = True, clock: Clock | None = None) -> Program:
    """Open (or, for writing, make) a data folder; raises the UserErrors of storage.folder."""
    shipped, clock = paths.shipped(), clock or SystemClock()
    opened = open_for_work(data, shipped.migrations, clock) if writing else open_for_reading(data)
    try:
        return _over(opened, shipped, clock, via)
    except BaseException:
        opened.close()
        raise


def _over(opened: OpenFolder, shipped: paths.Shipped, clock: Clock, via: str) -> Program:
    folder, database = opened.folder, opened.database
    library = Catalogue(shipped.resources, folder.library)
    units = SqlUnits(database, clock, lambda: NOT_VERIFIED, via)
    packages = _PackagesOnDemand(folder.keys, shipped.resources / "schemas")
    copies = DataCopies(folder, database, clock, lambda passphrase: packages.real.key_store.export(passphrase))
    backups = FolderBackups(copies, shipped.migrations, units)
    ports = Ports(
        units=units,
        views=SqlViews(database),
        clock=clock,
        new_id=new_id,
        library=library,
        codes=Codes(shipped.resources),
        renderer=_RendererOnDemand(shipped.resources, lambda: logo(ports)),
        packages=packages,
        photos=PhotoStore(folder.photos),
        backups=backups,
        doctor=FolderDoctor(folder, database, clock, lambda: _key_state(packages)),
        files=SafeFiles(),
        audit=SqlAuditTrail(database),
        versions=_versions(library),
        spreadsheets=SpreadsheetFiles(),
        own_library=LibraryFiles(folder, clock),
        qr_codes=QrPictures(),
        phones=LanServer(shipped.resources / "phone"),
        updates=_UpdatesOnDemand(shipped.resources),
    )
    return Program(ports, opened, backups)


def _versions(library: Catalogue) -> Versions:
    return Versions(__version__, HEAD, PACKAGE_FORMAT, library.version)


def _key_state(packages: "_PackagesOnDemand") -> tuple[bool, str]:
    """For the doctor: can this PC still sign?"""
    if packages.key() is None:
        return True, "还没有签名密钥，第一次上报时会自动生成。"
    try:
        packages.real.key_store.open()
    except UserError as trouble:
        return False, f"{trouble.problem}{trouble.advice}"
    return True, "签名密钥可以用。"


@contextmanager
def opened(data: Path | None, writing: bool, clock: Clock | None = None) -> Iterator[Ports]:
    """The ports for one command. `clock` None is the real one; the sample year lives by its own."""
    program = open_program(paths.data_folder(data), via="命令行", writing=writing, clock=clock)
    try:
        yield program.ports
    finally:
        program.close()


@contextmanager
def opened_town(data: Path, *, make: bool = False, writing: bool = True) -> Iterator["TownPorts"]:
    """The town's ports for one command, over a folder of its own; `make` also a new one."""
    from ymh_desktop.services.town.ports import TownPorts
    from ymh_desktop.storage.town.book import SqlTownStore
    from ymh_desktop.storage.town.folder import PackageShelf, open_town

    shipped, clock = paths.shipped(), SystemClock()
    town = open_town(data, shipped.migrations / "town", clock, make=make, writing=writing)
    try:
        yield TownPorts(
            store=SqlTownStore(town.database),
            packages=_PackagesOnDemand(town.folder.keys, shipped.resources / "schemas"),
            renderer=_RendererOnDemand(shipped.resources, lambda: None),
            spreadsheets=SpreadsheetFiles(),
            files=SafeFiles(),
            clock=clock,
            new_id=new_id,
            versions=_versions(Catalogue(shipped.resources)),
            shelf=PackageShelf(town.folder),
            folder=town.folder.path,
        )
    finally:
        town.close()


def restore_folder(data: Path | None, backup: Path) -> Path:
    """Put a backup in the place of the data, readable or not; returns where the former data is kept.

    Raises BackupUnusable, and DataFolderBusy while a window has the folder open.
    """
    folder = paths.data_folder(data)
    try:
        program = open_program(folder, via="命令行")
    except HELPED_BY_A_BACKUP:
        return recover_folder(folder, backup)
    try:
        return program.backups.restore(backup)
    finally:
        program.close()


def recover_folder(data: Path, backup: Path) -> Path:
    """Put a backup in place of data that cannot be opened; returns where the damaged data is kept."""
    return recover(data, backup, paths.shipped().migrations, SystemClock())
