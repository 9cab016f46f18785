"""Who signs: the enterprise's key with its self-signed certificate, and what a certificate says about its owner."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.marks import groups_of_four

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

KEY_BITS = 3072
VALID_YEARS = 3
# The PC's clock may be a little behind when the first package is signed in the same minute as the key is made.
_BACKDATED = timedelta(days=1)
_CN_SUFFIX = " 安全管理数据签名"
_LONGEST_X520 = 64  # upper bound of O in characters and of CN in UTF-8 bytes; names are cut in the certificate only
_REGISTER = "NTRCN"  # ETSI EN 319 412-1: national trade register, China
_GOVERNMENT = "GOVCN"  # the same: a government unit that has another code than the eighteen signs of the register
_CREDIT_CODE_LENGTH = 18


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A private key and its certificate (DER). Lives in memory only while something is signed."""

    key: "RSAPrivateKey"
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says. `algorithm` is "RSA", "P-256" or another name; `credit_code` None when it bears none.

    `office_code` is the code of a government unit that has no credit code, None when it bears none either.
    """

    name: str
    credit_code: str | None
    fingerprint: str
    not_before: datetime
    not_after: datetime
    algorithm: str
    bits: int
    office_code: str | None = None

    def days_left(self, now: datetime) -> int:
        """Whole days until the certificate expires; negative afterwards."""
        return (self.not_after - now).days


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the printed 密钥登记表 says: the department compares the fingerprint group by group."""

    name: str
    credit_code: str
    fingerprint_groups: tuple[str, ...]  # 16 groups of 4 hex digits, in capitals as openssl prints them
    algorithm: str
    valid_from: datetime
    valid_to: datetime
    qr_text: str  # AQKEY1:<credit code>:<fingerprint>


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the DER certificate, 64 lower-case hex digits: the name under which it is trusted."""
    return hashlib.sha256(certificate).hexdigest()


def new_identity(name: str, credit_code: str, now: datetime) -> SigningIdentity:
    """Make an RSA-3072 key and a self-signed certificate for three years."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return SigningIdentity(key, self_signed_certificate(key, name, credit_code, now))


def self_signed_certificate(key: "RSAPrivateKey", name: str, credit_code: str, now: datetime) -> bytes:
    """The enrolment certificate: subject as the package format asks, usage signing only.

    `credit_code` may also be the code by which a department goes, or empty for an expert without an office.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    public = key.public_key()
    spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:_LONGEST_X520]),
            *_organisation(credit_code),
            # Makes the subject differ from key to key: with equal subjects `openssl -CAfile` depends on the order.
            x509.NameAttribute(NameOID.SERIAL_NUMBER, hashlib.sha256(spki).hexdigest()[:16]),
            x509.NameAttribute(NameOID.COMMON_NAME, _common_name(name)),
        ]
    )
    start = now.astimezone(UTC).replace(microsecond=0) - _BACKDATED
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * VALID_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.DER)


def _organisation(code: str) -> "list[x509.NameAttribute[str]]":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    register = _REGISTER if len(code) == _CREDIT_CODE_LENGTH else _GOVERNMENT
    return [x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"{register}-{code}")] if code else []


def _common_name(name: str) -> str:
    room = _LONGEST_X520 - len(_CN_SUFFIX.encode())
    return name.encode()[:room].decode(errors="ignore") + _CN_SUFFIX  # a character cut in half is left out


def _signing_usage() -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def certificate_facts(certificate: bytes) -> CertificateFacts:
    """Read a DER certificate; ValueError when it is none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.x509.oid import NameOID

    parsed = x509.load_der_x509_certificate(certificate)

    def first(oid: x509.ObjectIdentifier) -> str:
        found = parsed.subject.get_attributes_for_oid(oid)
        return str(found[0].value) if found else ""

    public = parsed.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        algorithm, bits = "RSA", public.key_size
    elif isinstance(public, ec.EllipticCurvePublicKey):
        algorithm, bits = ("P-256" if public.curve.name == "secp256r1" else public.curve.name), public.curve.key_size
    else:
        algorithm, bits = type(public).__name__, 0
    prefix, _, code = first(NameOID.ORGANIZATION_IDENTIFIER).partition("-")
    codes = {prefix: code} if code else {}  # a register alone, forgotten to be filled in, is no code
    return CertificateFacts(
        name=first(NameOID.ORGANIZATION_NAME) or first(NameOID.COMMON_NAME),
        credit_code=codes.get(_REGISTER),
        fingerprint=fingerprint(certificate),
        not_before=parsed.not_valid_before_utc,
        not_after=parsed.not_valid_after_utc,
        algorithm=algorithm,
        bits=bits,
        office_code=codes.get(_GOVERNMENT),
    )


def enrolment(certificate: bytes) -> Enrolment:
    """What to print on the sheet that is stamped and handed in with a new key."""
    facts = certificate_facts(certificate)
    mark = facts.fingerprint.upper()  # capitals make the QR code smaller, too
    return Enrolment(
        name=facts.name,
        credit_code=facts.credit_code or "",
        fingerprint_groups=groups_of_four(mark),
        algorithm=f"{facts.algorithm}-{facts.bits}" if facts.algorithm == "RSA" else facts.algorithm,
        valid_from=facts.not_before,
        valid_to=facts.not_after,
        qr_text=f"AQKEY1:{facts.credit_code or ''}:{mark}",
    )


def certificate_pem(certificate: bytes) -> bytes:
    """The certificate as PEM text, to hand to the department."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def certificates_from_pem(text: bytes) -> tuple[bytes, ...]:
    """All certificates of a PEM file as DER, or a sentence when there is none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found = x509.load_pem_x509_certificates(text)
    except ValueError as error:
        raise UserError("这个文件里没有可用的证书。", "请选择对方提供的证书文件（通常以 .pem 结尾）。") from error
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)
