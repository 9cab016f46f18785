"""The port `Packages` of the use cases, carried out with this package: the only module here that knows services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ymh_desktop.exchange.header import PackageReference, Party, ProgramVersions
from ymh_desktop.exchange.identity import CertificateFacts, certificate_facts, certificate_pem
from ymh_desktop.exchange.key_secrets import SecretWrapper
from ymh_desktop.exchange.keystore import KeyStore, NoKey
from ymh_desktop.exchange.package import ExportStopped, ReportPackage, export_package, photo_of
from ymh_desktop.exchange.reader import verify_package
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.trust import Trust
from ymh_desktop.services.ports import Cancelled, KeyInfo, PackageContent, PackageResult, Progress, VerifiedFile

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
                Schemas.load(self.schemas),
                progress=progress,
            )
        except ExportStopped as stopped:
            raise Cancelled from stopped
        return PackageResult(made.path, made.manifest_sha256, made.size, made.files)

    def verify(self, path: Path, trust: bytes | None, now: datetime) -> VerifiedFile:
        believed = Trust.from_pem(trust) if trust is not None else Trust.of(*self._own_certificates())
        proven = verify_package(path, trust=believed, schemas=Schemas.load(self.schemas), now=now)
        return VerifiedFile(
            signer=proven.signer.facts.name,
            fingerprint=proven.signer.facts.fingerprint.upper(),
            kind=proven.header.kind,
            enterprise=proven.header.sender.name,
            sequence=proven.header.sequence,
            created_at=proven.header.created_at,
            files=tuple((file.name, file.size) for file in proven.files),
            warnings=tuple(warning.sentence for warning in proven.warnings),
        )

    def _own_certificates(self) -> Sequence[bytes]:
        """The certificate in use and those before it: our own older packages stay readable."""
        current = self.key_store.certificate()
        return (*([current] if current is not None else []), *self.key_store.old_certificates())


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
    )


def _subject(content: PackageContent) -> str:
    """What the file name calls it: the first of all, else by the length of the period."""
    if content.previous is None:
        return "first"
    days = (content.period[1] - content.period[0]).days
    return "monthly" if days <= _LONGEST_MONTH else "quarterly"
