"""The signature over the manifest: CAdES-BASELINE-B, made and checked with pyHanko.

Checking guards every known trap before pyHanko is called: size and number of certificates, exactly one signer,
detached content, an allow-list of algorithms, required attributes, the anchor found by fingerprint only. pyHanko then
proves the signature value and, for signers issued by an authority, the path and the revocation list. Expiry is
compared here, because a pinned certificate is an anchor and anchors are not checked for it.

Both functions run an event loop of their own: call them in a worker thread, never inside a running loop.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import groups_of_four
from ymh_desktop.exchange.codes import PackageRefused, printable
from ymh_desktop.exchange.identity import CertificateFacts, SigningIdentity, certificate_facts
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, Limits
from ymh_desktop.exchange.trust import Trust

CLOCK_TOLERANCE = timedelta(minutes=10)
_CHINA = timezone(timedelta(hours=8))
LEAST_RSA_BITS = 2048  # authorities still issue these; enterprise keys need 3072, checked with the header
_SIGNATURES = {"RSA": {"rsassa_pkcs1v15", "sha256_rsa"}, "P-256": {"sha256_ecdsa"}}
_REQUIRED = ("content_type", "message_digest", "signing_time", "signing_certificate_v2")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as proven. `signing_time` is the signer's own claim, in UTC."""

    facts: CertificateFacts
    certificate: bytes
    signing_time: datetime


def sign_manifest(manifest: bytes, identity: SigningIdentity, signing_time: datetime) -> bytes:
    """The detached CAdES-BASELINE-B signature (DER). The same input gives the same bytes."""
    facts = certificate_facts(identity.certificate)
    if not facts.not_before <= signing_time <= facts.not_after:
        raise UserError(
            f"签名证书的有效期是 {facts.not_before:%Y-%m-%d} 至 {facts.not_after:%Y-%m-%d}，现在不能用它签名。",
            "请先检查电脑日期；确实到期的，请在“签名密钥”里换新密钥。",
        )
    return asyncio.run(_sign(manifest, identity, signing_time))


async def _sign(manifest: bytes, identity: SigningIdentity, signing_time: datetime) -> bytes:
    from asn1crypto import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
    from pyhanko.sign.signers.pdf_cms import Signer as PyhankoSigner

    class KeySigner(PyhankoSigner):
        """Signs with the key already in memory; pyHanko's own would check it again each time (0.3 s)."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return identity.key.sign(data, PKCS1v15(), hashes.SHA256())

    signer = KeySigner(signing_cert=x509.Certificate.load(identity.certificate))
    content = await signer.async_sign_general_data(
        manifest,
        "sha256",
        use_cades=True,
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=signing_time.astimezone(UTC)),
    )
    return bytes(content.dump())


def verify_signature(
    signature: bytes,
    manifest: bytes,
    *,
    trust: Trust,
    now: datetime,
    received_at: datetime | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Signer:
    """Prove who signed exactly these manifest bytes, or refuse with E301–E312.

    `received_at` is a trusted time of receipt: a key revoked later than that still counts.
    """
    if len(signature) > limits.signature:
        raise PackageRefused("E312")
    parsed = _parse(signature, limits)
    if parsed.message_digest != hashlib.sha256(manifest).digest():
        raise PackageRefused("E306")
    anchor, issued = _anchor(parsed, trust, received_at)
    asyncio.run(_prove(parsed, manifest, anchor, trust.crls if issued else None, received_at or now))
    _check_times(parsed, now)
    return Signer(parsed.facts, parsed.certificate, parsed.signing_time)


def claimed_certificate(signature: bytes, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The signer's certificate inside a signature (DER), unproven; refuses a shape that the format does not allow."""
    if len(signature) > limits.signature:
        raise PackageRefused("E312")
    return _parse(signature, limits).certificate


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A CMS structure of the one shape the format allows."""

    signed_data: Any
    certificate: bytes
    facts: CertificateFacts
    message_digest: bytes
    signing_time: datetime


def _parse(signature: bytes, limits: Limits) -> _Parsed:
    # pyhanko registers its attribute types in asn1crypto.cms, which reads its tables once, at the first use:
    # loaded later, every CAdES signature would be unreadable
    import pyhanko.sign.general  # noqa: F401
    from asn1crypto import cms

    try:
        content = cms.ContentInfo.load(signature, strict=True)
        if content["content_type"].native != "signed_data" or signature[1] == 0x80:
            raise PackageRefused("E301")
        signed = content["content"]
        _check_shape(signed, limits)
        info = signed["signer_infos"][0]
        attributes = _attributes(info)
        certificate = _signer_certificate(signed, info)
        facts = certificate_facts(certificate)
        _check_algorithms(signed, info, facts)
        _check_certificate_attribute(attributes["signing_certificate_v2"], certificate)
        if attributes["content_type"].native != "data":
            raise PackageRefused("E304")
        signing_time = attributes["signing_time"].native
        digest = attributes["message_digest"].native
        if not isinstance(signing_time, datetime) or not isinstance(digest, bytes):
            raise PackageRefused("E304")
    except PackageRefused:
        raise
    except Exception as error:  # hostile bytes in a foreign parser: whatever it raises, the format is wrong
        raise PackageRefused("E301") from error
    return _Parsed(signed, certificate, facts, digest, signing_time)


def _check_shape(signed: Any, limits: Limits) -> None:
    from asn1crypto import core

    inner = signed["encap_content_info"]
    if inner["content_type"].native != "data" or not isinstance(inner["content"], core.Void):
        raise PackageRefused("E301")
    certificates = signed["certificates"]
    if isinstance(certificates, core.Void) or len(certificates) == 0:
        raise PackageRefused("E305")
    if len(certificates) > limits.certificates:
        raise PackageRefused("E312")
    if any(choice.name != "certificate" for choice in certificates):
        raise PackageRefused("E301")
    if len(signed["signer_infos"]) != 1:
        raise PackageRefused("E302")
    info = signed["signer_infos"][0]
    # the one version RFC 5652 allows here: neither number is signed, so nobody may play with them
    version = "v3" if info["sid"].name == "subject_key_identifier" else "v1"
    if not signed["version"].native == info["version"].native == version:
        raise PackageRefused("E301")


def _check_algorithms(signed: Any, info: Any, facts: CertificateFacts) -> None:
    digests = [item["algorithm"].native for item in signed["digest_algorithms"]]
    if digests != ["sha256"] or info["digest_algorithm"]["algorithm"].native != "sha256":
        raise PackageRefused("E303")
    if info["signature_algorithm"]["algorithm"].native not in _SIGNATURES.get(facts.algorithm, set()):
        raise PackageRefused("E303")


def _attributes(info: Any) -> Mapping[str, Any]:
    """The signed attributes: each kind once, with one value, and none of the required ones missing."""
    from asn1crypto import core

    attributes = info["signed_attrs"]
    if isinstance(attributes, core.Void):
        raise PackageRefused("E304")
    found: dict[str, Any] = {}
    for attribute in attributes:
        kind = attribute["type"].native
        if kind in found or len(attribute["values"]) != 1:
            raise PackageRefused("E304")
        found[kind] = attribute["values"][0]
    if any(kind not in found for kind in _REQUIRED):
        raise PackageRefused("E304")
    return found


def _signer_certificate(signed: Any, info: Any) -> bytes:
    sid = info["sid"]
    matching = [choice.chosen for choice in signed["certificates"] if _identifies(sid, choice.chosen)]
    if len(matching) != 1:
        raise PackageRefused("E305")
    return bytes(matching[0].dump())


def _identifies(sid: Any, certificate: Any) -> bool:
    if sid.name == "subject_key_identifier":
        return bool(certificate.key_identifier == sid.chosen.native)
    return bool(
        sid.chosen["serial_number"].native == certificate.serial_number
        and sid.chosen["issuer"].dump() == certificate.issuer.dump()
    )


def _check_certificate_attribute(value: Any, certificate: bytes) -> None:
    """The signed attribute must name this very certificate: one of the same key or name will not do."""
    first = value["certs"][0]
    algorithm = first["hash_algorithm"]["algorithm"].native
    if algorithm not in ("sha256", "sha384", "sha512"):
        raise PackageRefused("E303")
    if first["cert_hash"].native != hashlib.new(algorithm, certificate).digest():
        raise PackageRefused("E305")


def _anchor(parsed: _Parsed, trust: Trust, received_at: datetime | None) -> tuple[bytes, bool]:
    """The one trusted certificate to believe, and whether it is an authority that issued the signer's."""
    facts = parsed.facts
    described = f"{printable(facts.name) or '没有名称'}，{_beginning(facts)}"
    if facts.fingerprint in trust.revoked:
        since = trust.revoked[facts.fingerprint]
        if received_at is None or since is None or received_at >= since:
            raise PackageRefused("E309", described)
    if facts.algorithm == "RSA" and facts.bits < LEAST_RSA_BITS:
        raise PackageRefused("E308", f"{described}，密钥太短")
    if (pinned := trust.certificates.get(facts.fingerprint)) is not None:
        return pinned, False
    issuer = _issuer(parsed.certificate, trust)
    if issuer is None or not trust.crls:
        # without a revocation list nobody can say whether the authority still stands by this signer
        raise PackageRefused("E308", described)
    return issuer, True


def _issuer(certificate: bytes, trust: Trust) -> bytes | None:
    """The trusted authority whose key really signed this certificate. Intermediates are not part of the format."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    leaf = x509.load_der_x509_certificate(certificate)
    for mark, der in trust.certificates.items():
        authority = x509.load_der_x509_certificate(der)
        if mark not in trust.revoked and authority.subject == leaf.issuer:
            try:
                leaf.verify_directly_issued_by(authority)
            except (InvalidSignature, ValueError, TypeError):
                continue
            return der
    return None


async def _prove(
    parsed: _Parsed, manifest: bytes, anchor: bytes, crls: tuple[bytes, ...] | None, moment: datetime
) -> None:
    """Let pyHanko check the signature value and, when the signer was issued by an authority, path and revocation."""
    from asn1crypto import x509
    from pyhanko.sign.ades.report import AdESIndeterminate
    from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
    from pyhanko_certvalidator import ValidationContext

    # its warnings are tracebacks in English; the code and the sentence say what a person needs
    for library in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(library).addHandler(logging.NullHandler())
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(anchor)],
        other_certs=[],
        moment=moment,
        allow_fetching=False,  # never the network, never the system's own trust list
        crls=list(crls) if crls is not None else [],
        # "hard-fail" ignores a CRL that the certificate does not point to; only "require" uses it
        revocation_mode="soft-fail" if crls is None else "require",
    )
    try:
        status = await async_validate_cms_signature(
            parsed.signed_data, raw_digest=hashlib.sha256(manifest).digest(), validation_context=context
        )
    except Exception as error:  # as in _parse: any failure of a foreign parser is a refusal
        raise PackageRefused("E307") from error
    if not (status.intact and status.valid):
        raise PackageRefused("E307")
    if status.revoked:
        raise PackageRefused("E309", printable(parsed.facts.name))
    expired = (AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED)
    if status.trust_problem_indic in expired:
        raise PackageRefused("E310", printable(parsed.facts.name))
    if not status.trusted:
        raise PackageRefused("E308", f"{printable(parsed.facts.name)}，{_beginning(parsed.facts)}")


def _beginning(facts: CertificateFacts) -> str:
    """Enough to tell keys apart; the end is read off a paper when the key is enrolled, so it is never shown."""
    return f"指纹开头 {' '.join(groups_of_four(facts.fingerprint)[:4])}"


def _check_times(parsed: _Parsed, now: datetime) -> None:
    facts = parsed.facts
    if not facts.not_before <= parsed.signing_time <= facts.not_after:
        raise PackageRefused("E310", f"有效期 {facts.not_before:%Y-%m-%d} 至 {facts.not_after:%Y-%m-%d}")
    if parsed.signing_time > now + CLOCK_TOLERANCE:
        raise PackageRefused("E311", f"文件写的是{_in_china(parsed.signing_time)}，本机现在是{_in_china(now)}")


def _in_china(moment: datetime) -> str:
    return f"北京时间 {moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"
