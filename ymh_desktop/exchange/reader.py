"""Reading a package: proving everything first, in one fixed order, and only then looking inside.

1 container (E1xx) → 2 the fixed files are there and within limits → 3 CMS shape → 4 signer, signature, validity (E3xx)
→ 5 manifest (E2xx) → 6 same set of files (E401, E402) → 7 digest and CRC of every file (E403, E404) → 8 profile (E32x)
→ 9 strict JSON and schema (E5xx) → 10 identity, addressee, sequence, chain (E6xx). The first fault ends it. Nothing is
unpacked and nothing of ours is changed.
"""

import hashlib
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.checksums import write_checksums
from ymh_desktop.exchange.codes import PackageRefused, PackageWarning, printable
from ymh_desktop.exchange.container import (
    BUFFER,
    CHECKSUMS_NAME,
    MANIFEST_NAME,
    SIGNATURE_NAME,
    UNSIGNED_NAMES,
    Container,
    Entry,
    open_container,
)
from ymh_desktop.exchange.envelopes import HEADER_MEMBER, SEALED, Unseal, plain_path
from ymh_desktop.exchange.header import (
    ALL_KINDS,
    FOR_EVERYBODY,
    HEADER_NAME,
    PackageHeader,
    check_version,
    parse_header,
)
from ymh_desktop.exchange.identity import KEY_BITS, CertificateFacts
from ymh_desktop.exchange.kinds import check_kind
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, Limits
from ymh_desktop.exchange.manifest import Reference, read_manifest, write_manifest
from ymh_desktop.exchange.schemas import HEADER_SCHEMA, Schemas, split_id
from ymh_desktop.exchange.signing import CLOCK_TOLERANCE, Signer, claimed_certificate, verify_signature
from ymh_desktop.exchange.strict_json import load_json
from ymh_desktop.exchange.trust import Trust

PROFILES = frozenset({"INT"})
_THREADS = 2  # hashlib, zlib and preadv let go of the interpreter lock; more than two do not pay on an office PC
_CREDIT_CODE_LENGTH = 18
EXPERT_CODE_LENGTH = 16  # of the fingerprint

ByteProgress = Callable[[int, int], None]  # (done, of) in bytes, from one thread at a time; may raise to stop


@dataclass(frozen=True, slots=True)
class LastReceived:
    """The newest package already taken of this series. `missing` are lower numbers that never came.

    A department's letters travel one by one, so a missing one may still come; an enterprise sends everything whole
    every time, so an older number is never wanted.
    """

    sequence: int
    manifest_sha256: str
    missing: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Right:
    """Whose key it is by our own list, and what it may sign."""

    code: str
    kinds: frozenset[str] = ALL_KINDS


@dataclass(frozen=True, slots=True)
class Known:
    """What the receiving side already knows. The defaults ask nothing: that is how an auditor checks a single file.

    `our_codes` are the codes a package may be addressed to; `last` gives the newest package per series
    (`header.series_of`); `rights` say per fingerprint whose key it is and what it may sign (None: not asked);
    `profiles` are the signatures our policy asks for, which the file cannot lower.
    """

    our_codes: frozenset[str] | None = None
    kinds: frozenset[str] = ALL_KINDS
    rights: Mapping[str, Right] | None = None
    package_ids: frozenset[str] = frozenset()
    manifests: frozenset[str] = frozenset()
    last: Mapping[str, LastReceived] = field(default_factory=lambda: MappingProxyType({}))
    trust_list_no: int | None = None
    profiles: frozenset[str] = PROFILES
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One signed file. `sha256` is 64 hex digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """A package of which every byte is proven. `data` holds the parsed data files by path, sealed ones by their plain
    path (`data/risks.json`); it is empty where they are sealed and the reader has no key (warning W507).

    Files are read with `read_file`, which proves the digest again: the file on disk may change after verification.
    """

    path: Path
    header: PackageHeader
    signer: Signer
    manifest_sha256: str
    files: tuple[PackageFile, ...]
    data: Mapping[str, Any]
    warnings: tuple[PackageWarning, ...]
    size: int

    @property
    def manifest_mark(self) -> str:
        """The first 16 hex digits of the manifest digest, as printed on the cover."""
        return self.manifest_sha256[:16]


def verify_package(
    path: Path,
    *,
    trust: Trust,
    schemas: Schemas,
    now: datetime,
    known: Known | None = None,
    canonical: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    progress: ByteProgress | None = None,
    unseal: Unseal | None = None,
) -> VerifiedPackage:
    """Prove a package or raise PackageRefused with the first fault.

    `canonical` is for our own exports: exactly the bytes our writer makes, and no member the schema does not name.
    `unseal` opens sealed files; without it they are proven and not read, as an auditor does.
    """
    known = known or Known()
    with open_container(path, limits=limits, canonical=canonical) as container:
        manifest = container.read(MANIFEST_NAME)
        signer = verify_signature(
            container.read(SIGNATURE_NAME),
            manifest,
            trust=trust,
            now=now,
            received_at=known.received_at,
            limits=limits,
        )
        references = read_manifest(manifest)
        _check_same_files(container, references)
        _check_digests(container, references, progress)
        if canonical:
            _check_canonical_lists(container, manifest, references)
        warnings = list(_check_profiles(container, known))
        header_raw, header = _read_header(container, references, schemas, limits, canonical)
        loader = _Loader(container, references, limits, unseal)
        data, more = _read_data(loader, header, schemas, canonical)
        warnings += more
        files = tuple(PackageFile(r.name, container.entries[r.name].size, r.sha256.hex()) for r in references)
        if not any(warning.code == "W507" for warning in warnings):  # of what was not read nothing can be said
            check_kind(header, data, {file.name: (file.size, file.sha256) for file in files})
        digest = hashlib.sha256(manifest).hexdigest()
        warnings += _check_identity(header, header_raw, signer, digest, known)
        if signer.facts.not_after < now:
            warnings.append(PackageWarning("W310", f"{signer.facts.not_after:%Y-%m-%d}"))
        return VerifiedPackage(
            path=path,
            header=header,
            signer=signer,
            manifest_sha256=digest,
            files=files,
            data=MappingProxyType(data),
            warnings=tuple(warnings),
            size=container.size,
        )


def read_file(package: VerifiedPackage, name: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of one signed file, its digest proven once more."""
    expected = next((file.sha256 for file in package.files if file.name == name), None)
    if expected is None:
        raise KeyError(name)
    with open_container(package.path, limits=limits) as container:
        content = container.read(name) if name in container.entries else b""
    if hashlib.sha256(content).hexdigest() != expected:
        raise PackageRefused("E403", name)
    return content


def read_signed(path: Path, manifest_sha256: str, name: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """One file of a package that was proven before under this manifest digest; its own digest is proven once more."""
    with open_container(path, limits=limits) as container:
        manifest = container.read(MANIFEST_NAME)
        if hashlib.sha256(manifest).hexdigest() != manifest_sha256:
            raise PackageRefused("E306")
        expected = next((r.sha256 for r in read_manifest(manifest) if r.name == name), None)
        if expected is None or name not in container.entries:
            raise PackageRefused("E402", printable(name))
        content = container.read(name)
    if hashlib.sha256(content).digest() != expected:
        raise PackageRefused("E403", name)
    return content


def embedded_certificate(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The certificate that the file itself brings along (DER): a claim, to be shown, never to be believed."""
    with open_container(path, limits=limits) as container:
        return claimed_certificate(container.read(SIGNATURE_NAME), limits)


def claimed_order(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[str, int]:
    """(code of the sender, number) as the header says, nothing of it proven; ("", 0) for what cannot be read.

    Good for the order in which files are opened, and for nothing else.
    """
    try:
        with open_container(path, limits=limits) as container:
            if HEADER_NAME not in container.entries or container.entries[HEADER_NAME].size > limits.json:
                return "", 0
            raw = load_json(container.read(HEADER_NAME), HEADER_NAME, limits)
        sender = raw.get("enterprise") or raw.get("issuer")
        code, number = sender.get("uscc") or sender.get("code"), raw["sequence"]
    except (UserError, AttributeError, KeyError, OSError):
        return "", 0
    return (code, number) if isinstance(code, str) and isinstance(number, int) else ("", 0)


def _check_same_files(container: Container, references: Sequence[Reference]) -> None:
    """Every file in the ZIP is signed and every signed file is there."""
    signed = {reference.name for reference in references}
    for name in container.entries:
        if name not in signed and name not in UNSIGNED_NAMES:
            raise PackageRefused("E401", name)
    for name in sorted(signed):
        if name not in container.entries:
            raise PackageRefused("E402", name)
    for name in (HEADER_NAME, CHECKSUMS_NAME):
        if name not in signed:
            raise PackageRefused("E402", name)


def _check_digests(container: Container, references: Sequence[Reference], progress: ByteProgress | None) -> None:
    """SHA-256 and CRC of all files in two threads, one buffer each. The first faulty file in order is named."""
    work = _Digesting(container, progress)
    signed = [(container.entries[reference.name], reference.sha256) for reference in references]
    unsigned: list[tuple[Entry, bytes | None]] = [(container.entries[name], None) for name in sorted(UNSIGNED_NAMES)]
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="package-verify")
    try:
        for refused in pool.map(work.check, [*signed, *unsigned]):
            if refused is not None:
                raise refused
    finally:
        work.stopped = True  # an error or a cancel ends the other thread too
        pool.shutdown(cancel_futures=True)


class _Digesting:
    """What the digest threads share."""

    def __init__(self, container: Container, progress: ByteProgress | None) -> None:
        self.stopped = False
        self._container = container
        self._progress = progress
        self._of = sum(entry.size for entry in container.entries.values())
        self._done = 0
        self._lock = threading.Lock()
        self._local = threading.local()

    def check(self, job: tuple[Entry, bytes | None]) -> PackageRefused | None:
        entry, expected = job
        digest, crc = hashlib.sha256(), 0
        for block in self._container.blocks(entry, self._buffer()):
            if self.stopped:
                return None
            digest.update(block)
            crc = zlib.crc32(block, crc)
            self._report(len(block))
        if expected is not None and digest.digest() != expected:
            return PackageRefused("E403", entry.name)
        return PackageRefused("E404", entry.name) if crc != entry.crc else None

    def _buffer(self) -> bytearray:
        if not hasattr(self._local, "buffer"):
            self._local.buffer = bytearray(BUFFER)
        buffer: bytearray = self._local.buffer
        return buffer

    def _report(self, count: int) -> None:
        if self._progress is not None:
            with self._lock:
                self._done += count
                self._progress(self._done, self._of)


def _check_canonical_lists(container: Container, manifest: bytes, references: Sequence[Reference]) -> None:
    """Both lists of our own exports are spelled in the one way their writers have, in the order of the container."""
    order = [name for name in container.entries if name not in UNSIGNED_NAMES]
    if [reference.name for reference in references] != order or manifest != write_manifest(references):
        raise PackageRefused("E115", MANIFEST_NAME)
    others = [reference for reference in references if reference.name != CHECKSUMS_NAME]
    if container.read(CHECKSUMS_NAME) != write_checksums(others):
        raise PackageRefused("E115", CHECKSUMS_NAME)


def _check_profiles(container: Container, known: Known) -> Iterator[PackageWarning]:
    if not known.profiles <= PROFILES:
        raise PackageRefused("E320", "本程序这一版只能核对国际通用签名")
    if any(name.startswith("gm/") for name in container.entries):
        yield PackageWarning("W320")


def _read_header(
    container: Container, references: Sequence[Reference], schemas: Schemas, limits: Limits, strict: bool
) -> tuple[Mapping[str, Any], PackageHeader]:
    raw = _Loader(container, references, limits).load(HEADER_NAME)
    check_version(raw)
    schemas.check(HEADER_SCHEMA, raw, HEADER_NAME, strict=strict)
    return raw, parse_header(raw)


def _read_data(
    loader: "_Loader", header: PackageHeader, schemas: Schemas, strict: bool
) -> tuple[dict[str, Any], list[PackageWarning]]:
    """The listed data files, checked. One of an unknown schema, or sealed for another, is warned of and not read."""
    data: dict[str, Any] = {}
    warnings: list[PackageWarning] = []
    if header.raw.get(HEADER_MEMBER) and loader.unseal is None:
        warnings.append(PackageWarning("W507"))
    for number, file in enumerate(header.files):
        at, path = f"{HEADER_NAME} 的 /files/{number}", plain_path(file.path)
        sealed = path != file.path
        if file.path not in loader.container.entries or file.path in UNSIGNED_NAMES or path in data:
            raise PackageRefused("E506", at)
        if sealed and not header.raw.get(HEADER_MEMBER):
            raise PackageRefused("E506", f"{HEADER_NAME} 的 /{HEADER_MEMBER}")
        if not schemas.knows(file.schema):
            warnings.append(PackageWarning("W506", path))
            continue
        if sealed and loader.unseal is None:
            continue
        value = loader.load(file.path)
        schemas.check(split_id(file.schema)[0], value, path, strict=strict)
        if file.records is not None and not (isinstance(value, list) and len(value) == file.records):
            raise PackageRefused("E506", f"{at}/records")
        data[path] = value
    return data, warnings


@dataclass(frozen=True, slots=True)
class _Loader:
    """Reads JSON out of a container whose files were proven."""

    container: Container
    references: Sequence[Reference]
    limits: Limits
    unseal: Unseal | None = None

    def load(self, name: str) -> Any:
        """One file, opened first when it is sealed."""
        if self.container.entries[name].size > self.limits.json:
            raise PackageRefused("E501", name)
        content = self.container.read(name)
        # read a second time, so proven a second time: the file on disk may have been exchanged since
        if not any(r.name == name and r.sha256 == hashlib.sha256(content).digest() for r in self.references):
            raise PackageRefused("E403", name)
        if self.unseal is not None and name.endswith(SEALED):
            content = self.unseal(content, name)
        return load_json(content, name, self.limits)


def _check_identity(
    header: PackageHeader, raw: Mapping[str, Any], signer: Signer, digest: str, known: Known
) -> Iterator[PackageWarning]:
    facts = signer.facts
    if header.signer != facts.fingerprint:
        raise PackageRefused("E603")
    _check_sender(header, facts, known)
    if header.kind not in known.kinds:
        raise PackageRefused("E605")
    for_everybody = header.kind in FOR_EVERYBODY and not header.addressee
    if known.our_codes is not None and header.addressee not in known.our_codes and not for_everybody:
        raise PackageRefused("E605", printable(header.addressee))
    if header.package_id in known.package_ids or digest in known.manifests:
        raise PackageRefused("E606")
    if abs(header.created_at - signer.signing_time) > CLOCK_TOLERANCE:
        raise PackageRefused("E607")
    yield from _check_sequence(header, known)
    newest = -1 if known.trust_list_no is None else known.trust_list_no
    if header.kind == "trust-list" and raw.get("list_no", 0) <= newest:
        raise PackageRefused("E610")


def _check_sender(header: PackageHeader, facts: CertificateFacts, known: Known) -> None:
    """The header must name the owner of the key: by its certificate, and by our own list where we have one."""
    sender = header.sender
    if header.from_enterprise:
        if facts.credit_code != sender.code:
            raise PackageRefused("E604", printable(sender.name))
        if facts.algorithm == "RSA" and facts.bits < KEY_BITS:
            raise PackageRefused("E308", f"{printable(facts.name)}，密钥太短")
    elif header.kind == "draft" and facts.credit_code is None:
        # an expert without an office has no code but that of the key, which nobody else can take
        if sender.code != facts.fingerprint[:EXPERT_CODE_LENGTH]:
            raise PackageRefused("E604", printable(sender.name))
    elif facts.credit_code not in (None, sender.code) and len(sender.code) == _CREDIT_CODE_LENGTH:
        # a department may call itself by a code of its own; one that looks like a credit code must be its certificate's
        raise PackageRefused("E604", printable(sender.name))
    if known.rights is None:
        return
    right = known.rights.get(facts.fingerprint)
    if right is None or header.kind not in right.kinds:
        raise PackageRefused("E308", f"{printable(facts.name)}，没有登记为可以发这种文件")
    if right.code != sender.code:
        told = f"{printable(sender.name)}，文件里的代码是 {printable(sender.code)}，登记的是 {printable(right.code)}"
        raise PackageRefused("E604", told)


def _check_sequence(header: PackageHeader, known: Known) -> Iterator[PackageWarning]:
    last = known.last.get(header.series)
    if last is None:
        return
    if header.sequence in last.missing and not header.from_enterprise:
        return  # it was missed before, and the warning of then comes to its end
    if header.sequence <= last.sequence:
        raise PackageRefused("E608", f"第{header.sequence}号，已收到第{last.sequence}号")
    if header.sequence > last.sequence + 1:
        yield PackageWarning("W608", f"已收到第{last.sequence}号，这是第{header.sequence}号")
    elif header.previous is None or header.previous.manifest_sha256 != last.manifest_sha256:
        raise PackageRefused("E609")
