"""Building a package: collect, hash and write in one pass, sign, prove the result, then give it its name.

The package appears under its name only after it has passed the same reader that everybody else uses.
"""

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.checksums import write_checksums
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.container import (
    BUFFER,
    CHECKSUMS_NAME,
    MANIFEST_NAME,
    MIMETYPE,
    MIMETYPE_NAME,
    SIGNATURE_NAME,
    ContainerWriter,
    WrittenEntry,
    flush_to_disk,
)
from ymh_desktop.exchange.envelopes import HEADER_MEMBER, SEALED, seal
from ymh_desktop.exchange.header import (
    FORMAT,
    FORMAT_VERSION,
    HEADER_NAME,
    PackageReference,
    Party,
    ProgramVersions,
)
from ymh_desktop.exchange.identity import SigningIdentity, fingerprint
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, Limits
from ymh_desktop.exchange.manifest import Reference, write_manifest
from ymh_desktop.exchange.reader import verify_package
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.signing import sign_manifest
from ymh_desktop.exchange.strict_json import dump_json
from ymh_desktop.exchange.trust import Trust

Progress = Callable[[int, int], bool]  # (bytes done, of) → False to stop

README_NAME = "readme.txt"
SUBJECTS: Mapping[str, str] = {
    "first": "首次上报",
    "monthly": "月报",
    "quarterly": "季报",
    "risks": "风险清单",
    "major-risks": "重大风险",
    "hidden-dangers": "隐患",
    "supervision-reply": "督办反馈",
}
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]|\s')
_LONGEST_SHORT_NAME = 20


class ExportStopped(Exception):
    """The caller's progress function said stop; nothing was left behind."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG on disk with its SHA-256 (64 hex digits), as it is named in the package."""

    path: Path
    sha256: str

    @property
    def name(self) -> str:
        return f"photos/{self.sha256[:32]}.jpg"


@dataclass(frozen=True, slots=True)
class Part:
    """Which of how many files of one report this is; all of them have the same `group_id`."""

    group_id: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class ReportPackage:
    """Everything a package of kind `report` says. The same value always gives the same bytes, unless it is sealed.

    `subject` is a key of SUBJECTS; `data` maps NAME of data/NAME.json (a schema of the same name exists) to JSON
    values; `documents` maps file names under docs/ to PDF bytes, `tables` those under tables/ to Excel bytes.
    `sealed_for` is the certificate (DER) of the only one who may read what is inside; None: everybody may.
    """

    package_id: str
    enterprise: Party
    short_name: str
    recipient: str
    sequence: int
    previous: PackageReference | None
    created_at: datetime
    period: tuple[date, date] | None
    subject: str
    versions: ProgramVersions
    audit_head: str | None
    data: Mapping[str, Any]
    documents: Mapping[str, bytes]
    tables: Mapping[str, bytes]
    photos: tuple[Photo, ...] = ()
    part: Part | None = None
    sealed_for: bytes | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """Any package before it is signed: what its header says beside format, signer and files, and what is inside.

    `data` maps NAME of data/NAME.json to JSON values. `small` maps names to bytes, `large` names to files on disk with
    the SHA-256 they must have (64 hex digits; None: whatever they have). With `sealed_for`, the certificate (DER) of
    the receiver, all of them are sealed one by one; header and readme stay open.
    """

    header: Mapping[str, Any]
    created_at: datetime
    file_name: str
    readme: bytes
    data: Mapping[str, Any]
    small: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    large: Mapping[str, tuple[Path, str | None]] = field(default_factory=lambda: MappingProxyType({}))
    sealed_for: bytes | None = None

    @property
    def package_id(self) -> str:
        """The header's."""
        return str(self.header["package_id"])


@dataclass(frozen=True, slots=True)
class ExportedPackage:
    """A package that was written and proven. The cover to sign on paper bears `manifest_mark`."""

    path: Path
    package_id: str
    sequence: int
    manifest_sha256: str
    size: int
    files: int

    @property
    def manifest_mark(self) -> str:
        """The first 16 hex digits of the manifest digest."""
        return self.manifest_sha256[:16]


def new_package_id(now: datetime) -> str:
    """A UUIDv7 (RFC 9562): sorts by time."""
    value = int(now.timestamp() * 1000) & (1 << 48) - 1
    noise = int.from_bytes(os.urandom(10), "big")
    number = value << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def package_file_name(package: ReportPackage) -> str:
    """上报包_企业简称_种类_日期_第7号.zip, with nothing that Windows or a USB stick refuses."""
    name = plain_name(package.short_name or package.enterprise.name)
    subject = SUBJECTS[package.subject]
    part = f"_{package.part.of}份之{package.part.number}" if package.part else ""
    return f"上报包_{name or '本企业'}_{subject}_{package.created_at:%Y%m%d}_第{package.sequence}号{part}.zip"


def photo_of(path: Path) -> Photo:
    """A photo with its digest: taken from the name when the file is stored under it, computed otherwise.

    A wrong name does no harm: the digest is compared again while the file is copied.
    """
    if re.fullmatch(r"[0-9a-f]{64}", path.stem):
        return Photo(path, path.stem)
    with open(path, "rb") as stream:
        return Photo(path, hashlib.file_digest(stream, "sha256").hexdigest())


def export_package(
    package: ReportPackage,
    folder: Path,
    identity: SigningIdentity,
    schemas: Schemas,
    *,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ExportedPackage:
    """Write, sign and prove a report in `folder`; see `write_package`."""
    return write_package(report_parcel(package), folder, identity, schemas, progress=progress, limits=limits)


def write_package(
    parcel: Parcel,
    folder: Path,
    identity: SigningIdentity,
    schemas: Schemas,
    *,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ExportedPackage:
    """Write, sign and prove a package in `folder`, made if missing. On any error or cancel no file is left there.

    Runs an event loop of its own: call it in a worker thread. `progress` gets bytes done of bytes to do, writing and
    proving together; it returns False to stop, then ExportStopped is raised.
    """
    target = folder / parcel.file_name
    if target.exists():
        raise UserError(f"文件夹里已经有“{target.name}”。", "请换一个文件夹，或先把原来的文件移走。")
    part = folder / f".{parcel.package_id}.part"
    steps = _Steps(progress, 2 * _payload(parcel))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        manifest = _write(part, _sealed(parcel, schemas), identity, steps, limits)
        with ThreadPoolExecutor(1, thread_name_prefix="package-flush") as disk:
            flushed = disk.submit(flush_to_disk, part)  # the disk works while the processor proves
            proven = verify_package(
                part,
                trust=Trust.of(identity.certificate),
                schemas=schemas,
                now=parcel.created_at,
                canonical=True,
                limits=limits,
                progress=lambda done, of: steps.at(steps.of // 2 + done * (steps.of // 2) // max(of, 1)),
            )
            flushed.result()
        os.replace(part, target)
        _sync_folder(folder)
    except PackageRefused as error:
        _discard(part)
        raise UserError(
            f"刚导出的文件没有通过检查（{error.code}）：{error.problem}",
            "文件没有保存。请再导出一次；仍然不行，请导出诊断包。",
        ) from error
    except OSError as error:
        _discard(part)
        raise UserError(f"文件写不进“{folder}”。", "请检查磁盘空间和文件夹权限，或换一个文件夹再导出。") from error
    except BaseException:
        _discard(part)
        raise
    return ExportedPackage(
        path=target,
        package_id=parcel.package_id,
        sequence=proven.header.sequence,
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        size=proven.size,
        files=len(proven.files),
    )


class _Steps:
    """Counts bytes towards the caller's progress and stops when it says so."""

    def __init__(self, progress: Progress | None, of: int) -> None:
        self._progress = progress
        self.of = of
        self._done = 0

    def add(self, count: int) -> None:
        self._done += count
        self.at(self._done)

    def at(self, done: int) -> None:
        if self._progress is not None and not self._progress(min(done, self.of), self.of):
            raise ExportStopped


def _payload(parcel: Parcel) -> int:
    return sum(map(len, parcel.small.values())) + sum(_size(path) for path, _ in parcel.large.values()) + BUFFER


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as error:
        if source.suffix != ".jpg":
            raise UserError(f"文件“{source.name}”找不到了。", "请确认它还在原处，再导出。") from error
        raise UserError(f"照片“{source.name}”找不到了。", "请在记录里删掉这张照片或从备份恢复，再导出。") from error


def _write(part: Path, parcel: Parcel, identity: SigningIdentity, steps: _Steps, limits: Limits) -> bytes:
    """Everything in canonical order; returns the manifest."""
    small = _small_files(parcel, identity)
    references: list[Reference] = []
    with ContainerWriter(part, limits) as writer:
        writer.add_bytes(MIMETYPE_NAME, MIMETYPE)
        for name in sorted([*small, *parcel.large]):
            if name in small:
                steps.add(len(small[name]) if not name.endswith(".json") else 0)
                entry = writer.add_bytes(name, small[name])
            else:
                entry = _add_large(writer, name, parcel, steps)
            references.append(Reference(name, entry.sha256))
        checksums = writer.add_bytes(CHECKSUMS_NAME, write_checksums(references))
        references.append(Reference(CHECKSUMS_NAME, checksums.sha256))
        manifest = write_manifest(references)
        writer.add_bytes(MANIFEST_NAME, manifest)
        writer.add_bytes(SIGNATURE_NAME, sign_manifest(manifest, identity, parcel.created_at.replace(microsecond=0)))
        writer.finish()
    return manifest


def _add_large(writer: ContainerWriter, name: str, parcel: Parcel, steps: _Steps) -> WrittenEntry:
    source, expected = parcel.large[name]
    if parcel.sealed_for is None:
        entry = writer.add_file(name, source, steps.add)
        found = entry.sha256.hex()
    else:  # one at a time in memory: a photo has a few megabytes at most
        content = source.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        entry = writer.add_bytes(name, seal(content, parcel.sealed_for))
        steps.add(len(content))
    if expected is not None and found != expected:
        raise UserError(f"照片“{source.name}”已损坏。", "请从备份恢复，或删掉这张照片再导出。")
    return entry


def _sealed(parcel: Parcel, schemas: Schemas) -> Parcel:
    """The parcel with what is inside sealed one by one; photos are sealed while they are written.

    What is sealed can no longer be proven by reading it back, so its data are held to their schemas before.
    """
    if parcel.sealed_for is None:
        return parcel
    for name, value in parcel.data.items():
        schemas.check(name, value, f"data/{name}.json", strict=True)
    data = {f"data/{name}.json": dump_json(value) for name, value in parcel.data.items()}
    return replace(
        parcel,
        small={
            f"{name}{SEALED}": seal(content, parcel.sealed_for) for name, content in {**data, **parcel.small}.items()
        },
        large={f"{name}{SEALED}": source for name, source in parcel.large.items()},
    )


def _small_files(parcel: Parcel, identity: SigningIdentity) -> dict[str, bytes]:
    sealed = parcel.sealed_for
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "must_understand": [HEADER_MEMBER] if sealed else [],
        "created_at": parcel.created_at.isoformat(timespec="seconds"),
        "signer": {"cert_sha256": identity.fingerprint, "profiles": ["INT"]},
        "files": [
            {
                "path": f"data/{name}.json{SEALED if sealed else ''}",
                "schema": f"aq:{name}:1.0",
                "records": len(value) if isinstance(value, list | tuple) else None,
            }
            for name, value in sorted(parcel.data.items())
        ],
        **({HEADER_MEMBER: {"cert_sha256": fingerprint(sealed)}} if sealed else {}),
        **parcel.header,
    }
    data = {} if sealed else {f"data/{name}.json": dump_json(value) for name, value in parcel.data.items()}
    return {HEADER_NAME: dump_json(header), README_NAME: parcel.readme, **data, **parcel.small}


def report_parcel(package: ReportPackage) -> Parcel:
    """A report as it goes into the container."""
    return Parcel(
        header=_report_header(package),
        created_at=package.created_at,
        file_name=package_file_name(package),
        readme=_report_readme(package),
        data=package.data,
        small={
            **{f"docs/{name}": content for name, content in package.documents.items()},
            **{f"tables/{name}": content for name, content in package.tables.items()},
        },
        # the same picture twice is one file
        large={photo.name: (photo.path, photo.sha256) for photo in package.photos},
        sealed_for=package.sealed_for,
    )


def _report_header(package: ReportPackage) -> dict[str, Any]:
    return {
        "kind": "report",
        "subject": package.subject,
        "package_id": package.package_id,
        "enterprise": {"uscc": package.enterprise.code, "name": package.enterprise.name},
        "recipient": package.recipient,
        "sequence": package.sequence,
        "previous": reference_json(package.previous),
        "period": (
            {"from": package.period[0].isoformat(), "to": package.period[1].isoformat()} if package.period else None
        ),
        "app": app_json(package.versions),
        "audit": {"head": package.audit_head} if package.audit_head else None,
        "snapshot": "full",
        **({"part": _part_json(package.part)} if package.part else {}),
        "in_reply_to": None,
    }


def _part_json(part: Part) -> dict[str, Any]:
    return {"group_id": part.group_id, "no": part.number, "of": part.of}


def reference_json(reference: PackageReference | None) -> dict[str, str] | None:
    """A reference to another package as headers and data files write it."""
    if reference is None:
        return None
    return {"package_id": reference.package_id, "manifest_sha256": reference.manifest_sha256}


def app_json(versions: ProgramVersions) -> dict[str, str]:
    """The four numbers of the program as headers write them."""
    return {
        "name": "ymh-desktop",
        "version": versions.program,
        "schema_revision": versions.schema_revision,
        "package_format": FORMAT_VERSION,
        "library_date": versions.library_date,
    }


_README = """\
{sender}
{subject}，第{sequence}号，{day}

这是一个带数字签名的{what}。请保持原样：不要解压后再压缩，不要改名里面的文件。

{inside}
怎样核对（不需要我们的程序，Linux 上有 openssl、unzip 即可）：
  1. 解压：unzip -d p 文件名.zip，然后 cd p
  2. 核对签名（trust.pem 是对方登记过的证书，用登记表核对过指纹）：
     openssl cms -verify -binary -inform DER -in META-INF/signature.p7s \\
       -content META-INF/ASiCManifest.xml -CAfile ../trust.pem -purpose any -out /dev/null
  3. 核对文件：
     openssl dgst -sha256 -binary checksums.sha256 | base64
     （结果应当与 META-INF/ASiCManifest.xml 中 checksums.sha256 一行的值相同）
     sha256sum -c checksums.sha256
  4. 确认压缩包里没有 checksums.sha256 以外的多余文件：unzip -Z1 文件名.zip
核对用的脚本请向接收部门要，不要用压缩包里带来的任何程序。

This is a signed package (ASiC-E with CAdES, ETSI EN 319 162-1). META-INF/ASiCManifest.xml lists the SHA-256 of
every file; META-INF/signature.p7s is a detached CMS signature over that list. Keep the file as it is: a package that
was unpacked and packed again cannot be verified automatically.{english}
"""
_FOLDERS = """\
  docs 文件夹    可以打印的文件（PDF）
  tables 文件夹  表格（Excel）
  photos 文件夹  照片
  data 文件夹    给程序读的数据
"""
_INSIDE = f"""\
打开看：
{_FOLDERS}"""
_INSIDE_SEALED = f"""\
内容加了密，只有收件部门用自己的密钥才打得开，直接点开看不了。每个文件名后面都多了 {SEALED}，解开以后是：
{_FOLDERS}
收件部门怎样打开：
  用镇里的工具包：ymh-desktop town open --data 数据文件夹 文件名.zip --out 新文件夹
  不用我们的程序（证书和私钥是 PEM 文件）：
     openssl cms -decrypt -binary -inform DER -in docs/report.pdf{SEALED} \\
       -recip 证书.pem -inkey 私钥.pem -out report.pdf
下面的核对不用解开，谁都可以做。
"""
_ENGLISH_SEALED = f"""
The files whose names end in {SEALED} are sealed (CMS EnvelopedData) for the receiving department; signature and
digests are those of the sealed files."""


def readme(sender: str, what: str, subject: str, sequence: int, created_at: datetime, *, sealed: bool = False) -> bytes:
    """readme.txt: what the file is, who can open what is inside, and how to check it without any program of ours."""
    text = _README.format(
        sender=sender,
        what=what,
        subject=subject,
        sequence=sequence,
        day=created_at.strftime("%Y-%m-%d"),
        inside=_INSIDE_SEALED if sealed else _INSIDE,
        english=_ENGLISH_SEALED if sealed else "",
    )
    # BOM and CRLF: the plain editor of an old Chinese Windows would otherwise show rubbish
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _report_readme(package: ReportPackage) -> bytes:
    sender = f"{package.enterprise.name}（{package.enterprise.code}）"
    sealed = package.sealed_for is not None
    return readme(sender, "上报包", SUBJECTS[package.subject], package.sequence, package.created_at, sealed=sealed)


def plain_name(text: str, longest: int = _LONGEST_SHORT_NAME) -> str:
    """Words as a part of a file name: nothing that Windows or a USB stick refuses, not too long; may be empty."""
    return _NOT_IN_FILE_NAMES.sub("", text)[:longest].strip(".")


def _discard(part: Path) -> None:
    """Cleaning up must not hide the error that made it necessary."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where a folder can be flushed (not on Windows)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
