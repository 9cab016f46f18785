"""Whom we believe: certificates named by their fingerprint, and those that no longer count."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Self

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.identity import certificates_from_pem, fingerprint

_CRL_BEGIN, _CRL_END = b"-----BEGIN X509 CRL-----", b"-----END X509 CRL-----"


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates by fingerprint (DER), revoked fingerprints with their date (None: always), CRLs of authorities.

    A self-signed signer must stand here itself. A signer issued by an authority that stands here needs a fresh CRL too.
    """

    certificates: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    revoked: Mapping[str, datetime | None] = field(default_factory=lambda: MappingProxyType({}))
    crls: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, *certificates: bytes) -> Self:
        """Trust exactly these certificates (DER); with our own, this is what the self-check uses."""
        return cls(MappingProxyType({fingerprint(certificate): certificate for certificate in certificates}))

    @classmethod
    def from_pem(cls, text: bytes) -> Self:
        """Trust every certificate of a PEM file; CRLs in the same file are used too."""
        trust = cls.of(*certificates_from_pem(text))
        return replace(trust, crls=_crls_from_pem(text))

    def revoking(self, mark: str, since: datetime | None = None) -> Self:
        """The same trust, with one fingerprint no longer counting."""
        return replace(self, revoked=MappingProxyType({**self.revoked, mark.lower(): since}))


def _crls_from_pem(text: bytes) -> tuple[bytes, ...]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    found: list[bytes] = []
    rest = text
    while (start := rest.find(_CRL_BEGIN)) >= 0:
        end = rest.find(_CRL_END, start)
        block = rest[start : end + len(_CRL_END)] + b"\n"
        try:
            found.append(x509.load_pem_x509_crl(block).public_bytes(Encoding.DER))
        except ValueError as error:
            raise UserError("证书文件里的作废名单已损坏。", "请向对方重新要一份证书文件。") from error
        rest = rest[end + len(_CRL_END) :] if end >= 0 else b""
    return tuple(found)
