"""Single files that only the receiver can read: CMS EnvelopedData (RFC 5652) for one RSA certificate.

The content is under AES-256-CBC, its key under RSA PKCS#1 v1.5: the form that `openssl cms -decrypt` reads. What is
signed is the sealed file, so that anybody can prove where it came from, and nobody can change a byte of it unseen.
"""

from collections.abc import Callable

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.identity import SigningIdentity, certificate_facts

SEALED = ".p7m"  # after the usual name: data/risks.json.p7m
HEADER_MEMBER = "sealed"  # the member of the header that says for whom; a reader must understand it
LEAST_BITS = 2048

Unseal = Callable[[bytes, str], bytes]  # (sealed bytes, name of the file) → what is inside; raises PackageRefused


class CannotSeal(UserError):
    """Nothing can be sealed for this certificate."""

    def __init__(self) -> None:
        super().__init__("对方的证书不能用来加密。", "请去掉“加密”再导出，或者请对方换一张 RSA 证书。")


def plain_path(name: str) -> str:
    """The name without the mark of a sealed file."""
    return name.removesuffix(SEALED)


def can_seal_for(certificate: bytes) -> bool:
    """Whether this certificate (DER) has a key that can open what is sealed for it."""
    facts = certificate_facts(certificate)
    return facts.algorithm == "RSA" and facts.bits >= LEAST_BITS


def seal(content: bytes, certificate: bytes) -> bytes:
    """The content as only the owner of the certificate (DER) can read it; raises CannotSeal."""
    from cryptography import x509
    from cryptography.hazmat.primitives.ciphers import algorithms
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options

    if not can_seal_for(certificate):
        raise CannotSeal
    return (
        PKCS7EnvelopeBuilder()
        .set_data(content)
        .add_recipient(x509.load_der_x509_certificate(certificate))
        .set_content_encryption_algorithm(algorithms.AES256)
        .encrypt(Encoding.DER, [PKCS7Options.Binary])
    )


def unseal(content: bytes, name: str, identity: SigningIdentity) -> bytes:
    """What is inside; raises PackageRefused (E507) for what this key does not open. `name` is for the sentence."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization.pkcs7 import pkcs7_decrypt_der

    try:
        return pkcs7_decrypt_der(content, x509.load_der_x509_certificate(identity.certificate), identity.key, [])
    except Exception as error:  # hostile bytes in a foreign parser
        raise PackageRefused("E507", name) from error
