"""The port `Packages` of the use cases, carried out with this package: the only module here that knows services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused, printable
from ymh_desktop.exchange.envelopes import can_seal_for, unseal
from ymh_desktop.exchange.header import ALL_KINDS, PackageReference, Party, ProgramVersions
from ymh_desktop.exchange.identity import (
    CertificateFacts,
    certificate_facts,
    certificate_pem,
    certificates_from_pem,
    fingerprint,
)
from ymh_desktop.exchange.key_secrets import SecretWrapper
from ymh_desktop.exchange.keystore import KeyStore, NoKey
from ymh_desktop.exchange.kinds import KIND_WORDS
from ymh_desktop.exchange.letters import Letter, letter_parcel
from ymh_desktop.exchange.package import ExportStopped, Part, ReportPackage, export_package, photo_of, write_package
from ymh_desktop.exchange.reader import (
    Known,
    LastReceived,
    Right,
    VerifiedPackage,
    claimed_order,
    embedded_certificate,
    read_signed,
    verify_package,
)
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.trust import Trust
from ymh_desktop.exchange.unpack import unpack
from ymh_desktop.services import ports
from ymh_desktop.services.ports import (
    Cancelled,
    CertificateInfo,
    Expected,
    IncomingFile,
    KeyInfo,
    PackageContent,
    PackageResult,
    Progress,
    TrustedKey,
    VerifiedFile,
)

_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class SignedPackages:
    """Packages signed with the key in `keys`, checked against the schemas in `schemas` (resources/schemas)."""

    keys: Path
    secrets: SecretWrapper
    schemas: Path

    @property
    def key_store(self) -> KeyStore:
        return KeyStore(self.keys, self.secrets)

    def key(self) -> KeyInfo | None:
        certificate = self.key_store.certificate()
        return _info(certificate_facts(certificate)) if certificate is not None else None

    def ensure_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> KeyInfo:
        return self.key() or self.new_key(enterprise_code, enterprise_name, now)

    def new_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> KeyInfo:
        return _info(certificate_facts(self.key_store.new_key(enterprise_name, enterprise_code, now).certificate))

    def certificate(self) -> bytes:
        certificate = self.key_store.certificate()
        if certificate is None:
            raise NoKey
        return certificate_pem(certificate)

    def build(self, content: PackageContent, folder: Path, progress: Progress | None = None) -> PackageResult:
        try:
            made = export_package(
                _package(content),
                folder,
                self.key_store.open(),
                _schemas(self.schemas),
                progress=progress,
            )
        except ExportStopped as stopped:
            raise Cancelled from stopped
        return PackageResult(made.path, made.manifest_sha256, made.size, made.files)

    def send(self, letter: ports.Letter, folder: Path, progress: Progress | None = None) -> PackageResult:
        try:
            made = write_package(
                letter_parcel(_letter(letter)),
                folder,
                self.key_store.open(),
                _schemas(self.schemas),
                progress=progress,
            )
        except ExportStopped as stopped:
            raise Cancelled from stopped
        return PackageResult(made.path, made.manifest_sha256, made.size, made.files)

    def open(self, path: Path, expected: Expected, now: datetime) -> IncomingFile:
        schemas, trust, known = _schemas(self.schemas), _trust(expected.keys), _known(expected)
        try:
            proven = verify_package(path, trust=trust, schemas=schemas, now=now, known=known, unseal=self._unseal)
            return _incoming(proven, known=True)
        except PackageRefused as refused:
            embedded = embedded_certificate(path) if expected.proposals and refused.code == "E308" else None
            if embedded is None or fingerprint(embedded) in trust.certificates:
                raise
            # whose key it is nobody says, but the file may still be whole: a draft is then shown as a proposal
            asked = replace(known, rights=None, kinds=ALL_KINDS, our_codes=None, last=MappingProxyType({}))
            believed = Trust.of(embedded)
            proven = verify_package(path, trust=believed, schemas=schemas, now=now, known=asked, unseal=self._unseal)
            if proven.header.kind != "draft" or (known.kinds and "draft" not in known.kinds):
                raise
            if expected.our_codes is not None and proven.header.addressee not in ("", *expected.our_codes):
                raise PackageRefused("E605", printable(proven.header.addressee)) from None
            return _incoming(proven, known=False)

    def _unseal(self, content: bytes, name: str) -> bytes:
        return unseal(content, name, self.key_store.open())

    def claimed_order(self, path: Path) -> tuple[str, int]:
        return claimed_order(path)

    def content(self, file: IncomingFile, name: str) -> bytes:
        return read_signed(file.path, file.manifest_sha256, name)

    def unpack(self, file: IncomingFile, folder: Path) -> None:
        unpack(file.path, file.manifest_sha256, folder, self._unseal)

    def describe(self, certificate: bytes) -> CertificateInfo:
        found = certificates_from_pem(certificate)
        if len(found) != 1:
            raise UserError("这个文件里不止一张证书。", "请选择只有一张证书的文件，逐个登记。")
        return _certificate_info(found[0])

    def prepare_key(self, enterprise_code: str, enterprise_name: str, now: datetime) -> CertificateInfo:
        waiting = self.key_store.next
        certificate = waiting.certificate()
        if certificate is None:
            certificate = waiting.new_key(enterprise_name, enterprise_code, now).certificate
        return _certificate_info(certificate)

    def adopt_key(self) -> KeyInfo:
        return _info(certificate_facts(self.key_store.adopt_next().certificate))

    def verify(self, path: Path, trust: bytes | None, now: datetime) -> VerifiedFile:
        believed = Trust.from_pem(trust) if trust is not None else Trust.of(*self._own_certificates())
        proven = verify_package(path, trust=believed, schemas=_schemas(self.schemas), now=now)
        return VerifiedFile(
            signer=proven.signer.facts.name,
            fingerprint=proven.signer.facts.fingerprint.upper(),
            kind=proven.header.kind,
            enterprise=proven.header.sender.name,
            sequence=proven.header.sequence,
            created_at=proven.header.created_at,
            manifest_sha256=proven.manifest_sha256,
            files=tuple((file.name, file.size) for file in proven.files),
            warnings=tuple(warning.sentence for warning in proven.warnings),
        )

    def _own_certificates(self) -> Sequence[bytes]:
        """The certificate in use and those before it: our own older packages stay readable."""
        current = self.key_store.certificate()
        return (*([current] if current is not None else []), *self.key_store.old_certificates())


@lru_cache(maxsize=4)
def _schemas(folder: Path) -> Schemas:
    """Read once: three hundred files are checked against the same."""
    return Schemas.load(folder)


@lru_cache(maxsize=4)
def _trust(keys: tuple[TrustedKey, ...]) -> Trust:
    trust = Trust.from_pem("".join(key.certificate for key in keys).encode()) if keys else Trust()
    for key in keys:
        if key.revoked:
            (der,) = certificates_from_pem(key.certificate.encode())
            trust = trust.revoking(fingerprint(der), key.revoked_at)
    return trust


@lru_cache(maxsize=4)
def _rights(keys: tuple[TrustedKey, ...]) -> Mapping[str, Right]:
    rights = {}
    for key in keys:
        (der,) = certificates_from_pem(key.certificate.encode())
        rights[fingerprint(der)] = Right(key.code, key.kinds)
    return MappingProxyType(rights)


def _known(expected: Expected) -> Known:
    return Known(
        our_codes=expected.our_codes,
        kinds=expected.kinds if expected.kinds is not None else ALL_KINDS,
        rights=_rights(expected.keys),
        package_ids=expected.package_ids,
        manifests=expected.manifests,
        last={
            series: LastReceived(taken.sequence, taken.manifest_sha256, taken.missing)
            for series, taken in expected.last.items()
        },
        trust_list_no=expected.trust_list_no,
    )


def _incoming(proven: VerifiedPackage, *, known: bool) -> IncomingFile:
    header, signer = proven.header, proven.signer
    answered = header.in_reply_to
    return IncomingFile(
        path=proven.path,
        kind=header.kind,
        kind_words=KIND_WORDS[header.kind],
        title=printable(header.subject, 200),
        package_id=header.package_id,
        manifest_sha256=proven.manifest_sha256,
        sender=(header.sender.code, printable(header.sender.name, 200)),
        from_enterprise=header.from_enterprise,
        addressee=header.addressee,
        series=header.series,
        sequence=header.sequence,
        created_at=header.created_at,
        in_reply_to=(answered.package_id, answered.manifest_sha256) if answered else None,
        signer=printable(signer.facts.name, 200),
        fingerprint=signer.facts.fingerprint.upper(),
        certificate=certificate_pem(signer.certificate).decode("ascii"),
        known=known,
        data=proven.data,
        files=tuple((file.name, file.size) for file in proven.files),
        warnings=tuple(warning.sentence for warning in proven.warnings),
        members=header.raw,
    )


def _letter(letter: ports.Letter) -> Letter:
    versions = letter.versions
    photos = {photo.name: photo.path for photo in map(photo_of, letter.photos)}
    return Letter(
        kind=letter.kind,
        package_id=letter.package_id,
        sender=Party(*letter.sender),
        from_enterprise=letter.from_enterprise,
        addressee=Party(*letter.addressee),
        sequence=letter.sequence,
        created_at=letter.created_at,
        versions=ProgramVersions(versions.program, versions.schema, versions.library),
        data=letter.data,
        title=letter.title,
        previous=PackageReference(*letter.previous) if letter.previous else None,
        in_reply_to=PackageReference(*letter.in_reply_to) if letter.in_reply_to else None,
        members=letter.members,
        documents=letter.documents,
        tables=letter.tables,
        attachments=letter.attachments,
        files=photos,
    )


def _certificate_info(certificate: bytes) -> CertificateInfo:
    facts = certificate_facts(certificate)
    info = _info(facts)
    return CertificateInfo(
        certificate=certificate_pem(certificate).decode("ascii"),
        name=printable(facts.name, 200),
        code=facts.credit_code,
        fingerprint=info.fingerprint,
        valid_from=info.valid_from,
        valid_to=info.valid_to,
        algorithm=info.algorithm,
        can_open=can_seal_for(certificate),
        office_code=facts.office_code,
    )


def _info(facts: CertificateFacts) -> KeyInfo:
    return KeyInfo(
        fingerprint=facts.fingerprint.upper(),
        valid_from=facts.not_before.astimezone().date(),
        valid_to=facts.not_after.astimezone().date(),
        algorithm=f"RSA-{facts.bits}" if facts.algorithm == "RSA" else facts.algorithm,
    )


def _package(content: PackageContent) -> ReportPackage:
    previous = content.previous
    return ReportPackage(
        package_id=content.package_id,
        enterprise=Party(content.enterprise_code, content.enterprise_name),
        short_name=content.short_name,
        recipient=content.recipient,
        sequence=content.sequence,
        previous=PackageReference(*previous) if previous else None,
        created_at=content.created_at,
        period=content.period,
        subject=_subject(content),
        versions=ProgramVersions(content.versions.program, content.versions.schema, content.versions.library),
        audit_head=content.audit_head or None,
        data=content.data,
        documents=content.documents,
        tables=content.tables,
        photos=tuple(photo_of(path) for path in content.photos),
        part=Part(*content.part) if content.part else None,
        sealed_for=certificates_from_pem(content.sealed_for.encode())[0] if content.sealed_for else None,
    )


def _subject(content: PackageContent) -> str:
    """What the file name calls it: the first of all, else by the length of the period; all parts alike."""
    parts_before = content.part[1] - 1 if content.part else 0
    if content.sequence - parts_before == 1:
        return "first"
    days = (content.period[1] - content.period[0]).days
    return "monthly" if days <= _LONGEST_MONTH else "quarterly"
