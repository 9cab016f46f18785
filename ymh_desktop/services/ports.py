"""What the use cases need from outside, as protocols. `bootstrap` supplies the real ones.

A unit of work is used as a context manager; what was not committed leaves nothing behind. Reading units refuse to save.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from ymh_desktop.domain.audit import AuditEntry
from ymh_desktop.domain.awards import Award, AwardRule
from ymh_desktop.domain.change_notes import ChangeNote
from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.control_reviews import ControlReview
from ymh_desktop.domain.danger_events import DangerEvent
from ymh_desktop.domain.danger_figures import DangerGroup, Matter
from ymh_desktop.domain.demands import Demand
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Answer, Identification
from ymh_desktop.domain.incoming import ReceivedFile, TrustedParty
from ymh_desktop.domain.inspections import Inspection
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import MajorFile
from ymh_desktop.domain.maps import MapSheet, MapVersion
from ymh_desktop.domain.own_texts import OwnText
from ymh_desktop.domain.phones import Phone, PhoneEntry
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.receipts import CardReceipt, QuizResult
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.self_assessment import SelfAssessment
from ymh_desktop.domain.submissions import SentLetter, Submission
from ymh_desktop.domain.training import Training
from ymh_desktop.domain.workdays import Period, SpecialDays
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.services.changes import Changes

R = TypeVar("R")


class Record(Protocol):
    """A frozen value with an id."""

    @property
    def id(self) -> str: ...


class Repository(Protocol[R]):
    """The records of one kind. `save` adds or replaces; `remove` takes away; both only until commit."""

    def get(self, record_id: str) -> R:
        """The record; raises RecordGone (a UserError) when it does not exist."""

    def find(self, record_id: str) -> R | None:
        """The record or None."""

    def all(self) -> tuple[R, ...]:
        """Every record, in the order in which they were made."""

    def save(self, record: R) -> None:
        """Add it, or put it in place of the one with its id."""

    def remove(self, record_id: str) -> None:
        """Take it away; raises RecordGone."""


class HazardRepository(Repository[Hazard], Protocol):
    """Hazards with their measures, judgements and check item."""

    def of_point(self, risk_point_id: str) -> tuple[Hazard, ...]:
        """The hazards of one risk point."""

    def at_level(self, level: RiskLevel) -> tuple[Hazard, ...]:
        """The hazards of one level."""


class AnswerRepository(Repository[Answer], Protocol):
    """Answers of identifications."""

    def of_identification(self, identification_id: str) -> tuple[Answer, ...]:
        """All answers of one run."""


class CheckPlanRepository(Repository[CheckPlan], Protocol):
    """Check plans with their items."""

    def headers(self) -> tuple[CheckPlan, ...]:
        """Every plan as the file has it, without items: for lists of what is due."""


class DangerRepository(Repository[HiddenDanger], Protocol):
    """Hidden dangers: thousands after years, so ask for few."""

    def of_hazard(self, hazard_id: str) -> tuple[HiddenDanger, ...]:
        """Those of one hazard, also closed ones."""

    def still_open(self) -> tuple[HiddenDanger, ...]:
        """Those that are not closed."""

    def titled(self, title: str) -> tuple[HiddenDanger, ...]:
        """Those with exactly these words."""

    def names(self, person_id: str, *, following: bool = True) -> bool:
        """Whether a hidden danger, its history, a major file or a review names this person; saved ones only.

        With `following` False, who answers for an open major one does not count.
        """


class DangerEventRepository(Repository[DangerEvent], Protocol):
    """The histories of hidden dangers."""

    def of_danger(self, danger_id: str) -> tuple[DangerEvent, ...]:
        """Its history, oldest first."""


class ControlReviewRepository(Repository[ControlReview], Protocol):
    """The quarterly reviews of major risks."""

    def of_hazard(self, hazard_id: str) -> tuple[ControlReview, ...]:
        """Its reviews, oldest first."""


class InspectionRepository(Repository[Inspection], Protocol):
    """Checks that were made: years of them, so ask for a stretch."""

    def of_plan(self, plan_id: str, first: date, last: date) -> tuple[Inspection, ...]:
        """Those of one plan whose period begins between the two days."""

    def newest_of_plan(self, plan_id: str, most: int) -> tuple[Inspection, ...]:
        """The last ones that were made of a plan, newest first."""

    def names(self, person_id: str) -> bool:
        """Whether this person made one of them."""


class PhoneRepository(Repository[Phone], Protocol):
    """Paired phones, also revoked ones."""

    def with_token(self, token_sha256: str) -> Phone | None:
        """The phone whose secret has this digest (hex); None for a stranger."""

    def note_use(self, phone_id: str, at: datetime) -> None:
        """Write down that it was here; kept with the commit, not audited."""

    def last_uses(self) -> Mapping[str, datetime]:
        """When each phone was last here, by id; a phone that was never here is missing."""


class PhoneEntryRepository(Repository[PhoneEntry], Protocol):
    """What phones sent: thousands after years, so ask for few."""

    def sent_as(self, sent_id: str) -> PhoneEntry | None:
        """The one that the phone gave this number; None when it has not come."""

    def waiting(self) -> tuple[PhoneEntry, ...]:
        """Those that nobody decided on, in the order in which they came."""

    def count_waiting(self) -> int:
        """How many those are; saved ones only."""

    def newest_of(self, person_id: str, most: int) -> tuple[PhoneEntry, ...]:
        """The last ones of one person, newest first."""

    def names(self, person_id: str) -> bool:
        """Whether this person has a phone or sent something; saved ones only."""


class DemandRepository(Repository[Demand], Protocol):
    """What departments ask: years of it, so ask for what is open."""

    def still_open(self) -> tuple[Demand, ...]:
        """Those that are not closed, as the file has them and as this unit changed them."""

    def names(self, person_id: str) -> bool:
        """Whether this person gave an answer; saved ones only."""


class UnitOfWork(Protocol):
    """One transaction over all records. `commit` writes the audit rows too and returns what was touched."""

    departments: Repository[Department]
    people: Repository[Person]
    posts: Repository[Post]
    risk_points: Repository[RiskPoint]
    hazards: HazardRepository
    hidden_dangers: DangerRepository
    danger_events: DangerEventRepository
    major_files: Repository[MajorFile]
    control_reviews: ControlReviewRepository
    identifications: Repository[Identification]
    answers: AnswerRepository
    submissions: Repository[Submission]
    received_files: Repository[ReceivedFile]
    sent_letters: Repository[SentLetter]
    trusted_parties: Repository[TrustedParty]
    demands: DemandRepository
    check_plans: CheckPlanRepository
    inspections: InspectionRepository
    special_days: Repository[SpecialDays]
    map_sheets: Repository[MapSheet]
    map_versions: Repository[MapVersion]
    own_texts: Repository[OwnText]
    postings: Repository[Posting]
    phones: PhoneRepository
    phone_entries: PhoneEntryRepository
    trainings: Repository[Training]
    card_receipts: Repository[CardReceipt]
    quiz_results: Repository[QuizResult]
    award_rules: Repository[AwardRule]
    awards: Repository[Award]
    renewals: Repository[Renewal]
    change_notes: Repository[ChangeNote]
    self_assessments: Repository[SelfAssessment]
    handovers: Repository[Handover]

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def views(self) -> "Views":
        """The lists of the screen, read in this transaction: one look, and no connection for each of them."""

    def enterprise(self) -> Enterprise | None:
        """The enterprise of this data folder; None before the first step of the wizard."""

    def save_enterprise(self, enterprise: Enterprise) -> None:
        """Keep it (with an audit row like every record)."""

    def setting(self, key: str) -> str | None:
        """A setting's text, None when it was never set."""

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting. Settings are not audited."""

    def next_number(self, series: str) -> int:
        """1, 2, 3 … per series (post, facility …); a number given once is never given again."""

    def commit(self, action: str = "change") -> Changes:
        """Write everything and its audit rows in one transaction. `action` is change or undo."""


class Units(Protocol):
    """Opens units of work on the data folder."""

    def write(self) -> UnitOfWork:
        """For one use case that changes something."""

    def read(self) -> UnitOfWork:
        """For one consistent look; saving raises."""

    def through(self, via: str, actor: str | None = None) -> "Units":
        """The same data by another way in, as the audit trail names it; `actor` None: who it is otherwise."""


class AuditTrail(Protocol):
    """The hash chain."""

    def entries(self, newest: int) -> tuple[AuditEntry, ...]:
        """The newest entries, newest first."""

    def of_record(self, record_id: str) -> tuple[AuditEntry, ...]:
        """Every entry of one record, newest first."""

    def after(self, number: int, kinds: Sequence[str]) -> tuple[AuditEntry, ...]:
        """Every later entry about records of these kinds, newest first."""

    def kinds(self) -> Mapping[str, type]:
        """The name of each kind of record that is kept, and its class."""

    def broken_at(self) -> int | None:
        """The number of the first entry whose digest is wrong, None when the chain is whole."""

    def head(self) -> str:
        """The digest of the last entry; 64 zeros before the first."""


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """With offset."""

    def today(self) -> date:
        """The local day."""


NewId = Callable[[], str]  # a new UUIDv7 as text
Progress = Callable[[int, int], bool]  # (done, of) → False to stop


class Cancelled(Exception):
    """The user stopped a long task; nothing half done was left behind."""


class Initials(Protocol):
    """Pinyin initials for search: 喷漆 → pq."""

    def __call__(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Versions:
    """The four numbers that 关于, packages and diagnosis files show."""

    program: str
    schema: str
    package_format: str
    library: str


class Renderer(Protocol):
    """Report object → bytes. `render` takes any report of services.reports; raises TypeError for another."""

    def pdf(self, report: object, progress: Progress | None = None) -> bytes: ...

    def excel(self, report: object) -> bytes: ...

    def word(self, report: object) -> bytes: ...

    def pages(self, pdf: bytes, dpi: int) -> Sequence[bytes]:
        """Each page as PNG."""


class Files(Protocol):
    """Writing a file for the user."""

    def write(self, path: Path, content: bytes) -> None:
        """Written beside and renamed, so that nothing half written is ever seen; raises UserError when it cannot."""


@dataclass(frozen=True, slots=True)
class PackageContent:
    """What goes into a report package. `data` maps data/NAME.json to JSON-able values."""

    enterprise_code: str
    enterprise_name: str
    short_name: str
    recipient: str
    sequence: int
    previous: tuple[str, str] | None  # (package id, manifest digest)
    package_id: str
    created_at: datetime
    period: tuple[date, date]
    versions: Versions
    audit_head: str
    data: Mapping[str, object]
    documents: Mapping[str, bytes]  # file name below docs/ → content
    tables: Mapping[str, bytes]  # file name below tables/ → content
    photos: tuple[Path, ...] = ()
    part: tuple[str, int, int] | None = None  # (id of the report, which, of how many files)
    sealed_for: str = ""  # certificate (PEM) of the only one who may read what is inside; empty: everybody may


@dataclass(frozen=True, slots=True)
class PackageResult:
    """What was written. `manifest_sha256` identifies the content."""

    path: Path
    manifest_sha256: str
    size: int
    files: int


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """What a verified package is and holds. `warnings` are sentences."""

    signer: str
    fingerprint: str
    kind: str
    enterprise: str
    sequence: int
    created_at: datetime
    manifest_sha256: str
    files: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A signed file of any kind but report: receipt, supervision, guidance, draft, trust-list, key-rotation.

    `sender` and `addressee` are (code, name); an addressee without code is everybody, or a department by its name.
    `data` maps data/NAME.json to JSON-able values, `members` are further members of the header, `attachments` map
    whole names (library/press.yaml, trust.pem) to bytes, `photos` are JPEG files named by their SHA-256.
    """

    kind: str
    package_id: str
    sender: tuple[str, str]
    from_enterprise: bool
    addressee: tuple[str, str]
    sequence: int
    created_at: datetime
    versions: Versions
    data: Mapping[str, object]
    title: str = ""
    previous: tuple[str, str] | None = None  # (package id, manifest digest)
    in_reply_to: tuple[str, str] | None = None
    members: Mapping[str, object] = field(default_factory=dict)
    documents: Mapping[str, bytes] = field(default_factory=dict)
    tables: Mapping[str, bytes] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    photos: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A certificate (PEM) that somebody enrolled: whose it is, what it may sign, and since when it no longer counts.

    `revoked` with `revoked_at` None: it never counts, whenever the file was received.
    """

    certificate: str
    code: str
    kinds: frozenset[str]
    revoked: bool = False
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The newest file already taken of a series; `missing` are lower numbers that never came."""

    sequence: int
    manifest_sha256: str
    missing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """What the receiving side knows. `our_codes` None: not asked. `last` is by series, see docs/package-format.md."""

    keys: tuple[TrustedKey, ...] = ()
    our_codes: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    package_ids: frozenset[str] = frozenset()
    manifests: frozenset[str] = frozenset()
    last: Mapping[str, Taken] = field(default_factory=dict)
    trust_list_no: int | None = None
    proposals: bool = False  # a draft of an unknown signer may be looked at


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A proven file. `known` False: a draft by a signer nobody enrolled, to be looked at as a proposal only.

    `sender` is (code, name); `addressee` a credit code, the name of a department, or empty. `data` is by path
    (data/receipt.json), passed its schema and must be read, not trusted further.
    """

    path: Path
    kind: str
    kind_words: str
    title: str
    package_id: str
    manifest_sha256: str
    sender: tuple[str, str]
    from_enterprise: bool
    addressee: str
    series: str
    sequence: int
    created_at: datetime
    in_reply_to: tuple[str, str] | None
    signer: str
    fingerprint: str
    certificate: str
    known: bool
    data: Mapping[str, Any]
    files: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    members: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """What a certificate file says. `code` None: it bears no credit code. The fingerprint is upper-case hex.

    `can_open`: files can be sealed for its owner. `office_code` is that of a government unit without a credit code.
    """

    certificate: str
    name: str
    code: str | None
    fingerprint: str
    valid_from: date
    valid_to: date
    algorithm: str
    can_open: bool = False
    office_code: str | None = None


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """The signing key in use: SHA-256 fingerprint in upper-case hex and the certificate's days."""

    fingerprint: str
    valid_from: date
    valid_to: date
    algorithm: str


class Packages(Protocol):
    """Signed packages and the key that signs them."""

    def key(self) -> KeyInfo | None:
        """The key in use, None before the first export."""

    def ensure_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> KeyInfo:
        """The key in use, made now if there is none."""

    def new_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> KeyInfo:
        """A fresh key in place of the old one, whose certificate is kept."""

    def certificate(self) -> bytes:
        """The certificate in use as PEM; raises UserError when there is none."""

    def build(self, content: PackageContent, folder: Path, progress: Progress | None = None) -> PackageResult:
        """Write, sign and verify a package in `folder`; raises UserError or Cancelled, leaving nothing."""

    def send(self, letter: Letter, folder: Path, progress: Progress | None = None) -> PackageResult:
        """Write, sign and verify a file of another kind in `folder`; raises UserError or Cancelled, leaving nothing."""

    def open(self, path: Path, expected: Expected, now: datetime) -> IncomingFile:
        """Prove a file that somebody sent, and read it; raises PackageRefused, a UserError with a code."""

    def claimed_order(self, path: Path) -> tuple[str, int]:
        """(sender, number) as the file says, not proven: for the order of opening only. ("", 0) when it is bad."""

    def content(self, file: IncomingFile, name: str) -> bytes:
        """One signed file inside, its digest proven once more; raises PackageRefused."""

    def unpack(self, file: IncomingFile, folder: Path) -> None:
        """Every file inside below `folder`, which is new or empty; sealed ones opened. Raises UserError."""

    def describe(self, certificate: bytes) -> CertificateInfo:
        """What a certificate file (PEM, one certificate) says; raises UserError."""

    def prepare_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> CertificateInfo:
        """The key that shall follow the one in use: made now, or the one that was prepared before."""

    def adopt_key(self) -> KeyInfo:
        """Put the prepared key in place of the one in use, whose certificate is kept; raises UserError for none."""

    def verify(self, path: Path, trust: bytes | None, now: datetime) -> VerifiedFile:
        """Check a package against PEM certificates (None: our own); raises PackageRefused, a UserError with a code."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a spreadsheet. Cells are texts; `first_row` is the number that a person sees before the first."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet of a blank form: its first rows from the very top left, and what the lists of its columns offer."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    allowed: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """Somebody's Excel form, to be filled later. `raw` is the file."""

    raw: bytes
    sheets: tuple[FormSheet, ...]


class Spreadsheets(Protocol):
    """Spreadsheets that somebody else made."""

    def read(self, path: Path) -> tuple[Sheet, ...]:
        """Every visible sheet of an .xlsx, .xls or .csv file that holds something.

        Merged cells bear their text in each cell. Raises a UserError for what is damaged, hostile or too large.
        """

    def blank_form(self, path: Path) -> BlankForm:
        """Somebody's .xlsx form; raises a UserError for what is damaged, hostile, too large or an .xls."""

    def filled_form(self, form: bytes, sheet: str, first_row: int, rows: Sequence[Sequence[str | None]]) -> bytes:
        """The form with these rows as text from `first_row` (from 1) on; None leaves a cell as it is."""

    def plain_list(
        self, title: str, firm: str, made_on: date, columns: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> bytes:
        """A list of our own look with these columns."""


class Photos(Protocol):
    """Photos of the data folder, named by what is in them. Keep one before saving the record that names it."""

    def keep(self, raw: bytes) -> str:
        """Take in a picture as JPEG, at most 1,920 px, turned upright, without place and camera; its name.

        The same picture gives the same name. Raises a UserError for what is no picture, or cannot be written.
        """

    def keep_file(self, path: Path) -> str:
        """The same from a file the user chose; one that is far too large is refused without reading it."""

    def path(self, name: str) -> Path:
        """Where it lies; the file may be missing after a restore without photos."""

    def read(self, name: str) -> bytes | None:
        """The JPEG; None when the file is missing."""


class QrCodes(Protocol):
    """QR codes as pictures: made for phones to read, and read from what phones photographed."""

    def picture(self, text: str, module: int = 8) -> bytes:
        """A PNG with `module` pixels a module and the white edge; raises ValueError for too long a text."""

    def lines(self, text: str) -> tuple[str, ...]:
        """The code drawn with block letters, for a terminal with a dark ground."""

    def read(self, raw: bytes) -> tuple[str, ...]:
        """Every text found in a JPEG, PNG or WebP; raises a UserError for what is no picture that we take."""


@dataclass(frozen=True, slots=True)
class PairingOffer:
    """What a QR for one phone says: `url` holds the one-time code behind the #, valid until `until`."""

    url: str
    until: datetime


class PhoneServer(Protocol):
    """The server for phones on the factory's network. It writes with the ports it is given; the folder's lock is held.

    Listeners are called on threads of the server.
    """

    def addresses(self) -> tuple[str, ...]:
        """The addresses that this PC has in private networks, the likeliest first; empty without a network."""

    def start(self, ports: "Ports", address: str, name: str = "") -> None:
        """Listen on this address of this PC only; `name` is another way phones may call it. Raises a UserError.

        Already running: it is stopped first.
        """

    def stop(self) -> None:
        """Stop listening and wait for what is being written; does nothing when it is not running."""

    def url(self) -> str | None:
        """What phones open, as http://192.168.1.5:8765; None while it is not running."""

    def offer(self, person_id: str) -> PairingOffer:
        """A one-time code for a phone of this person, in place of an earlier one; raises a UserError when stopped."""

    def tests_seen(self) -> int:
        """How often the connection test was opened by some phone since the start."""

    def listen(self, told: Callable[[Changes], None] | None) -> None:
        """Call `told` after each change that came from a phone, with empty Changes for a connection test."""


class Backups(Protocol):
    """Verified copies of the data folder."""

    def make(self, folder: Path | None = None, *, key_passphrase: str | None = None) -> Path:
        """Copy the database and what it needs into a new backup (None: the daily place); raises UserError.

        With a passphrase the signing key goes along, wrapped by it; without one the copy bears no usable key elsewhere.
        """

    def make_daily(self) -> Path | None:
        """The backup at the start of a day, with older ones thinned out; None when today has one already."""

    def make_before_import(self) -> Path:
        """The way back from an import that brought something unwanted."""

    def all(self) -> tuple[tuple[Path, datetime], ...]:
        """Existing backups of the daily place, newest first."""

    def found(self, folder: Path) -> tuple[tuple[Path, datetime], ...]:
        """Backups in any folder, e.g. a USB stick, newest first."""

    def restore(self, backup: Path) -> Path:
        """Put a verified backup in place; the data that was there is kept aside at the path returned.

        `backup` is one of those listed, or a folder that holds some: then the newest is meant.
        """


class Doctor(Protocol):
    """Looks at the data folder without changing it."""

    def data_folder(self) -> Path:
        """Where the data lies."""

    def findings(self) -> Iterable[tuple[bool, str]]:
        """(all right?, sentence) per check."""


class OwnLibrary(Protocol):
    """The library files of the data folder. After each change `Catalogue.reload` must be called."""

    def keep(self, module_id: str, text: bytes, base: Path | None) -> None:
        """Write the user's module; `base` is the library's file that it was made from, None to leave the former."""

    def drop(self, module_id: str) -> None:
        """Take the user's module out of use; the file is kept aside."""

    def stage(self, folder: Path) -> Path:
        """Copy the library files of a folder to a waiting place and return that; raises a UserError."""

    def take_over(self, names: tuple[tuple[str, str], ...]) -> None:
        """Put the waiting files of these (modules or trades, name) into use."""

    def discard(self) -> None:
        """Throw away what waits."""


@dataclass(frozen=True, slots=True)
class UpdateNews:
    """What a proven update says. `least_version` empty: any older program may take it; `notes` are words for users."""

    version: str
    released_on: date
    schema_revision: str
    library_date: str
    least_version: str
    notes: tuple[str, ...]
    has_installer: bool
    has_library: bool


class Updates(Protocol):
    """Files with a newer program or library, signed with the release key."""

    @property
    def can_install(self) -> bool:
        """Whether an installer put this program here, so that a newer one can take its place."""

    def read(self, path: Path, now: datetime) -> UpdateNews:
        """Prove a file; raises UserError for one that is foreign, damaged or of another kind."""

    def take_out_installer(self, path: Path, now: datetime) -> Path:
        """Write the proven installer for this PC to a folder of the user's and return where it is; raises UserError."""

    def take_out_library(self, path: Path, now: datetime) -> Path:
        """Write the proven library files to a folder of the user's and return that; raises UserError."""


class Views(Protocol):
    """Lists as plain tuples, read in one query each: what tables on screen show."""

    def register(self) -> Sequence[Sequence[Any]]:
        """One row per hazard, in the order of services.lists.RegisterLine."""

    def hidden_dangers(self) -> Sequence[Sequence[Any]]:
        """One row per hidden danger, in the order of services.lists.DangerLine."""

    def danger_figures(self, first: date | None, last: date | None, as_of: date, level: str | None) -> Sequence[int]:
        """The fields of domain.danger_figures.DangerFigures, for a period as it stood on a day."""

    def danger_counts(
        self,
        first: date | None,
        last: date | None,
        as_of: date,
        *,
        matters: Sequence[Matter] = ...,
        level: str | None = None,
        by: DangerGroup | None = None,
    ) -> Sequence[Sequence[Any]]:
        """(group, one number per matter) per group that has any; without `by` one row whose group is None.

        Groups are the values of enums, or ids; for ACCIDENT the hazard's codes as a JSON list. None: belongs to none.
        """

    def dangers_behind(
        self,
        first: date | None,
        last: date | None,
        as_of: date,
        matter: Matter,
        *,
        level: str | None = None,
        by: DangerGroup | None = None,
        group: str | int | None = None,
    ) -> Sequence[Sequence[Any]]:
        """The rows that one number of `danger_counts` counted, like `hidden_dangers`; for ACCIDENT of one code."""

    def danger_months(self, months: Sequence[Period], as_of: date) -> Sequence[Sequence[Any]]:
        """(registered, closed, open at its end, overdue at its end) per month."""

    def danger_costs(self, first: date, as_of: date) -> Sequence[Sequence[Any]]:
        """(yuan, is it only planned?) of what was rectified since a day, and of approved plans for what is open."""

    def submission_counts(self, first: date | None, last: date | None) -> Sequence[Any]:
        """(packages exported in the period, with proof, sent without proof)."""

    def open_dangers(self) -> Sequence[Sequence[Any]]:
        """What the next task of each hidden danger that is not closed depends on; days as ISO text.

        (id, code, title, level, status, found_on, hazard_id, measure_id, deadline, occurrence, assigned_on,
        rectified_on, protective, cause, responsible_id)
        """

    def failed_controls(self, least: int) -> Sequence[Sequence[Any]]:
        """(hazard id, measure id, level) of each failed measure at a hazard of that level or worse."""

    def level_history(self, *, of_present: bool = False, since: date | None = None) -> Sequence[Sequence[Any]]:
        """(hazard id, moment as ISO text, fields as JSON text) of audit entries that may change a level, in order.

        `of_present`: only of hazards that are still there, which is quick however long the trail is. `since`: only
        changes from that day on, without the entries by which hazards came.
        """

    def checks(self, first: date, last: date) -> Sequence[Sequence[Any]]:
        """One row per inspection that was due between two days, in the order of services.checks.figures.CheckRow."""

    def rounds_made(self, first: date) -> Sequence[Sequence[Any]]:
        """(plan id, first day of the period) of each round (no month's sheet) that was due since that day."""

    def sheets_keyed(self, first: date, second: date) -> Sequence[Sequence[Any]]:
        """(plan id, is it the second month?, last day on record, last moment of keying as ISO text) per month's sheet.

        `first` and `second` are the first days of two months that follow each other; later ones are left out.
        """

    def plan_sizes(self, day: date) -> Sequence[Sequence[Any]]:
        """(plan id, how many items it has on that day)."""

    def points_identified(self) -> Sequence[Sequence[Any]]:
        """(risk point id, first day on which a hazard of it was identified as ISO text, hazards without a day)."""

    def kinds_overdue(self, day: date) -> Sequence[Sequence[Any]]:
        """(kind) of what fell due before that day and was neither renewed nor given up, each once."""

    def cited(self) -> Sequence[Sequence[str]]:
        """What the register cites: the codes of each different list of bases."""

    def standing(self, day: date) -> Sequence[Any]:
        """One row of counts for the home page, in the order of services.home.Standing."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that use cases may reach outside. Built once by bootstrap."""

    units: Units
    views: Views
    clock: Clock
    new_id: NewId
    library: Catalogue
    codes: Codes
    renderer: Renderer
    packages: Packages
    photos: Photos
    backups: Backups
    doctor: Doctor
    files: Files
    audit: AuditTrail
    versions: Versions
    spreadsheets: Spreadsheets
    own_library: OwnLibrary
    qr_codes: QrCodes
    phones: PhoneServer
    updates: Updates


@dataclass(frozen=True, slots=True)
class Tools:
    """What works without a data folder."""

    library: Catalogue
    codes: Codes
    packages: Packages
    files: Files
    clock: Clock
    versions: Versions
