"""The enterprise's signing key on disk, and its copy for a USB stick.

On disk: PKCS#8 under AES-256-GCM with a random secret that `key_secrets` keeps, bound to its certificate.
On the stick: the same under a key derived from a typed passphrase with Argon2id. A new key is one step; the
certificate it replaces stays on file, because old packages are still checked against it.
"""

import base64
import json
import os
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ymh_desktop.domain.errors import KeyUnusable, UserError
from ymh_desktop.exchange.identity import (
    SigningIdentity,
    certificate_pem,
    certificates_from_pem,
    fingerprint,
    new_identity,
)
from ymh_desktop.exchange.key_secrets import SecretLost, SecretWrapper

KEY_FILE = "signing-key.json"
OLD_CERTIFICATES = "old-certificates"
SHORTEST_PASSPHRASE = 8
_STORED, _CARRIED = "ymh-signing-key", "ymh-signing-key-backup"
_VERSION = 1
_NONCE, _SECRET, _SALT = 12, 32, 16
# Argon2id: 64 MiB, three passes, about 0.2 s on an office PC
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 16, 8
_LARGEST_FILE = 64 * 1024


class KeyDamaged(KeyUnusable):
    """The key file cannot be read, or is not what was written."""

    def __init__(self) -> None:
        super().__init__(
            "签名密钥文件已损坏。",
            "请从备份恢复，或在“签名密钥”里换新密钥。",
            "请运行 ymh-desktop new-key --lost --out 文件夹，换新密钥。",
        )


class NoKey(KeyUnusable):
    """No key was made yet."""

    def __init__(self) -> None:
        super().__init__(
            "还没有签名密钥。", "第一次导出上报包时会自动生成。", "第一次运行 ymh-desktop export 时会自动生成。"
        )


class WrongPassphrase(UserError):
    """The copy on the stick was not opened."""

    def __init__(self) -> None:
        super().__init__("口令不对，或者密钥备份文件已损坏。", "请再输一次口令；忘记口令的，请换新密钥。")


@dataclass(frozen=True, slots=True)
class KeyStore:
    """The key of one data folder. Nothing is cached: the private key is in memory only while somebody holds it."""

    folder: Path
    secrets: SecretWrapper

    def certificate(self) -> bytes | None:
        """The certificate in use (DER), None before the first key. Does not open the key."""
        stored = self._read()
        return _certificate(stored) if stored is not None else None

    def open(self) -> SigningIdentity:
        """The key in use; raises NoKey, SecretLost or KeyDamaged."""
        stored = self._read()
        if stored is None:
            raise NoKey
        if stored.get("wrapper") != self.secrets.kind:
            raise SecretLost
        secret = self.secrets.unwrap(_bytes(stored, "wrapped_secret"))
        identity = _unseal(stored, secret)
        if identity is None:
            raise KeyDamaged
        return identity

    def new_key(self, name: str, credit_code: str, now: datetime) -> SigningIdentity:
        """Make a key and put it in place of the old one, whose certificate is kept on file."""
        identity = new_identity(name, credit_code, now)
        self._keep(identity)
        return identity

    @property
    def next(self) -> "KeyStore":
        """Where a key waits that shall follow the one in use: a power cut between the two loses neither."""
        return KeyStore(self.folder / "next", self.secrets)

    def adopt_next(self) -> SigningIdentity:
        """The waiting key in place of the one in use; raises NoKey when none waits."""
        waiting = self.next
        identity = waiting.open()
        self._keep(identity)
        waiting._forget()
        return identity

    def _forget(self) -> None:
        stored = self._read()
        if stored is not None:
            (self.folder / KEY_FILE).unlink()
            self.secrets.forget(_bytes(stored, "wrapped_secret"))

    def old_certificates(self) -> tuple[bytes, ...]:
        """Certificates that were in use before (DER)."""
        folder = self.folder / OLD_CERTIFICATES
        return tuple(der for path in sorted(folder.glob("*.pem")) for der in certificates_from_pem(path.read_bytes()))

    def export(self, passphrase: str) -> bytes:
        """The key in use, sealed with a passphrase of at least eight characters, for 备份到U盘."""
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise UserError(f"口令太短，至少要 {SHORTEST_PASSPHRASE} 个字。", "请换一个长一些、自己记得住的口令。")
        identity = self.open()
        salt = os.urandom(_SALT)
        derived = _derive(passphrase, salt, _MEMORY_KIB, _PASSES, _LANES)
        return _dump(
            {
                "format": _CARRIED,
                "version": _VERSION,
                "kdf": {
                    "name": "argon2id",
                    "salt": _text(salt),
                    "memory_kib": _MEMORY_KIB,
                    "passes": _PASSES,
                    "lanes": _LANES,
                },
                **_seal(identity, derived),
            }
        )

    def import_(self, backup: bytes, passphrase: str) -> SigningIdentity:
        """Put a key from a stick in place of the one in use; raises WrongPassphrase."""
        stored = _parse(backup, _CARRIED)
        if stored is None:
            raise WrongPassphrase
        kdf = stored.get("kdf")
        if not isinstance(kdf, dict) or kdf.get("name") != "argon2id":
            raise WrongPassphrase
        costs = (
            _cost(kdf, "memory_kib", _MOST_MEMORY_KIB),
            _cost(kdf, "passes", _MOST_PASSES),
            _cost(kdf, "lanes", _MOST_LANES),
        )
        try:
            derived = _derive(passphrase, _bytes(kdf, "salt"), *costs)
        except ValueError as error:  # a salt too short, or less memory than lanes
            raise WrongPassphrase from error
        identity = _unseal(stored, derived)
        if identity is None:
            raise WrongPassphrase
        self._keep(identity)
        return identity

    def _keep(self, identity: SigningIdentity) -> None:
        """Old certificate on file first, then the new key under its name in one step, then the old secret forgotten."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = self._read_for_replacing()
        if before is not None and (old := _certificate(before)) != identity.certificate:
            _put_aside(self.folder / OLD_CERTIFICATES, old)
        secret = os.urandom(_SECRET)
        content = {
            "format": _STORED,
            "version": _VERSION,
            "wrapper": self.secrets.kind,
            "wrapped_secret": _text(self.secrets.wrap(secret)),
            **_seal(identity, secret),
        }
        _write_beside(self.folder / KEY_FILE, _dump(content))
        if before is not None and before.get("wrapper") == self.secrets.kind:
            self.secrets.forget(_bytes(before, "wrapped_secret"))

    def _read(self) -> dict[str, Any] | None:
        try:
            raw = (self.folder / KEY_FILE).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyDamaged from error
        stored = _parse(raw, _STORED)
        if stored is None:
            raise KeyDamaged
        return stored

    def _read_for_replacing(self) -> dict[str, Any] | None:
        """A damaged key must not stand in the way of a new one; the damaged file is kept under another name."""
        try:
            stored = self._read()
            if stored is not None:
                _certificate(stored)
                _bytes(stored, "wrapped_secret")
            return stored
        except KeyDamaged:
            damaged = self.folder / KEY_FILE
            os.replace(damaged, damaged.with_suffix(".damaged"))
            return None


def _seal(identity: SigningIdentity, key: bytes) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    plain = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    nonce = os.urandom(_NONCE)
    # bound to its certificate: neither can be exchanged alone
    sealed = AESGCM(key).encrypt(nonce, plain, identity.certificate)
    return {
        "nonce": _text(nonce),
        "sealed_key": _text(sealed),
        "certificate": certificate_pem(identity.certificate).decode("ascii"),
    }


def _unseal(stored: dict[str, Any], key: bytes) -> SigningIdentity | None:
    """None when the secret is not the right one or anything was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    certificate = _certificate(stored)
    try:
        plain = AESGCM(key).decrypt(_bytes(stored, "nonce"), _bytes(stored, "sealed_key"), certificate)
    except (InvalidTag, ValueError):
        return None
    # what AES-GCM returns is what we wrote, so the costly check of the key (0.3 s) would find nothing
    private = load_der_private_key(plain, password=None, unsafe_skip_rsa_key_validation=True)
    return SigningIdentity(private, certificate) if isinstance(private, RSAPrivateKey) else None


def _derive(passphrase: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # NFKC: the same passphrase typed with a full-width input method is the same passphrase
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    return Argon2id(salt=salt, length=_SECRET, iterations=passes, lanes=lanes, memory_cost=memory_kib).derive(typed)


def _cost(kdf: dict[str, Any], name: str, most: int) -> int:
    """One cost of Argon2id; bounded, because a forged file must not make this PC compute for hours."""
    cost = kdf.get(name)
    if not isinstance(cost, int) or not 1 <= cost <= most:
        raise WrongPassphrase
    return cost


def _parse(raw: bytes, form: str) -> dict[str, Any] | None:
    if len(raw) > _LARGEST_FILE:
        return None
    try:
        stored = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    fits = isinstance(stored, dict) and stored.get("format") == form and stored.get("version") == _VERSION
    return stored if fits else None


def _certificate(stored: dict[str, Any]) -> bytes:
    try:
        return certificates_from_pem(str(stored.get("certificate")).encode("utf-8"))[0]
    except UserError as error:
        raise KeyDamaged from error


def _bytes(stored: dict[str, Any], key: str) -> bytes:
    try:
        return base64.b64decode(stored[key], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise KeyDamaged from error


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _dump(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1).encode("ascii")


def _put_aside(folder: Path, certificate: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_beside(folder / f"{fingerprint(certificate)[:16]}.pem", certificate_pem(certificate))


def _write_beside(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)
