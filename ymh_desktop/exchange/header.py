"""package.json: who sends what to whom, as which number, after which package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.envelopes import HEADER_MEMBER

FORMAT = "aq-package"
FORMAT_VERSION = "1.0"
MAJOR_VERSION = 1
HEADER_NAME = "package.json"
# Kinds by who may send them: an enterprise (member `enterprise`), or a department, an expert or the makers of the
# program (member `issuer`). A draft and a key rotation go either way.
ENTERPRISE_KINDS = frozenset({"report", "key-rotation", "draft"})
DEPARTMENT_KINDS = frozenset({"supervision", "receipt", "guidance", "trust-list", "key-rotation", "draft", "update"})
ALL_KINDS = ENTERPRISE_KINDS | DEPARTMENT_KINDS
UNDERSTOOD = (HEADER_MEMBER,)  # members of the header that a reader may be required to know
FOR_EVERYBODY = frozenset({"trust-list", "guidance", "key-rotation", "draft", "update"})  # these may name no addressee


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise by its 统一社会信用代码, or a department by its code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PackageReference:
    """Names another package: its id and the SHA-256 of its manifest (64 hex digits)."""

    package_id: str
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class ProgramVersions:
    """The four numbers every package shows; the fourth, the package format, is this module's own."""

    program: str
    schema_revision: str
    library_date: str


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file as the header lists it. `records` is None when the file is not a list."""

    path: str
    schema: str
    records: int | None


@dataclass(frozen=True, slots=True)
class PackageHeader:
    """The header of a verified package. `raw` keeps members of later minor versions.

    `from_enterprise` tells the two kinds of sender apart.
    """

    package_id: str
    kind: str
    subject: str
    sender: Party
    addressee: str  # the department's code, or the enterprise's credit code; empty when the file names none
    sequence: int
    previous: PackageReference | None
    in_reply_to: PackageReference | None
    created_at: datetime
    period: tuple[date, date] | None
    signer: str
    files: tuple[DataFile, ...]
    raw: Mapping[str, Any]
    from_enterprise: bool = True

    @property
    def series(self) -> str:
        """What the numbers count in: see `series_of`."""
        return series_of(self.kind, self.sender.code, "" if self.from_enterprise else self.addressee)


def series_of(kind: str, sender: str, addressee: str) -> str:
    """The row of numbers 1, 2, 3 … a package stands in.

    An enterprise counts its reports and key rotations together, whomever they go to (`addressee` empty here); a
    department counts per addressee, and on its own what goes to everybody. Drafts and updates never mix with either.
    """
    if kind in ("draft", "update"):
        return f"{sender}/{kind}"
    return f"{sender}/{addressee}" if addressee else sender


def check_version(raw: Any) -> None:
    """Before anything else is believed: is this our format, and a version this program can read? E601, E602."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise PackageRefused("E601")
    major = str(raw.get("format_version", "")).partition(".")[0]
    if not (major.isascii() and major.isdecimal()):
        raise PackageRefused("E601")
    if int(major[:4]) > MAJOR_VERSION:
        raise PackageRefused("E602")
    if int(major[:4]) < MAJOR_VERSION or raw.get("kind") not in ALL_KINDS:
        raise PackageRefused("E601")
    asked = raw.get("must_understand", [])
    if not isinstance(asked, list) or any(name not in UNDERSTOOD for name in asked):
        raise PackageRefused("E601")


def parse_header(raw: Mapping[str, Any]) -> PackageHeader:
    """The header as a value. `raw` has passed its schema; impossible dates are still refused with E506."""
    from_enterprise = "enterprise" in raw  # the schema lets a kind through only with the sender it may have
    sender = raw["enterprise"] if from_enterprise else raw["issuer"]
    try:
        created = datetime.fromisoformat(raw["created_at"]).astimezone(UTC)
        period = raw.get("period")
        days = (date.fromisoformat(period["from"]), date.fromisoformat(period["to"])) if period else None
    except (ValueError, OverflowError) as error:
        raise PackageRefused("E506", f"{HEADER_NAME} 的日期") from error
    return PackageHeader(
        package_id=raw["package_id"],
        kind=raw["kind"],
        subject=raw.get("subject", ""),
        sender=Party(sender["uscc"] if from_enterprise else sender["code"], sender["name"]),
        addressee=raw["recipient"] if from_enterprise else raw.get("addressee", {}).get("uscc", ""),
        sequence=raw["sequence"],
        previous=_reference(raw.get("previous")),
        in_reply_to=_reference(raw.get("in_reply_to")),
        created_at=created,
        period=days,
        signer=raw["signer"]["cert_sha256"],
        files=tuple(DataFile(f["path"], f["schema"], f.get("records")) for f in raw["files"]),
        raw=MappingProxyType(dict(raw)),
        from_enterprise=from_enterprise,
    )


def _reference(raw: Mapping[str, str] | None) -> PackageReference | None:
    return PackageReference(raw["package_id"], raw["manifest_sha256"]) if raw else None
