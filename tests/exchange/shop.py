"""A workshop for tests: one enterprise with its key, one good package, and tools to build every bad one."""

import hashlib
import io
import json
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from ymh_desktop.exchange.checksums import write_checksums
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.container import (
    CHECKSUMS_NAME,
    MANIFEST_NAME,
    MIMETYPE,
    MIMETYPE_NAME,
    SIGNATURE_NAME,
    canonical_order,
    open_container,
)
from ymh_desktop.exchange.envelopes import Unseal
from ymh_desktop.exchange.header import PackageReference, Party, ProgramVersions
from ymh_desktop.exchange.identity import SigningIdentity, certificate_pem, new_identity, self_signed_certificate
from ymh_desktop.exchange.letters import Letter, letter_parcel
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, Limits
from ymh_desktop.exchange.manifest import Reference, write_manifest
from ymh_desktop.exchange.package import Photo, ReportPackage, export_package, write_package
from ymh_desktop.exchange.reader import Known, VerifiedPackage, verify_package
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.signing import sign_manifest
from ymh_desktop.exchange.trust import Trust

_SIGNED_LAST = (MIMETYPE_NAME, MANIFEST_NAME, SIGNATURE_NAME, CHECKSUMS_NAME)
ROOT = Path(__file__).resolve().parents[2]
CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=CHINA)
CODE, NAME = "91350100M000100Y43", "示例机械有限公司"
PACKAGE_ID = "01a209a4-68d0-74eb-92a1-e0c4247d08a1"

RISK: dict[str, Any] = {
    "id": "r1",
    "code": "F-0001-1",
    "risk_point": "圆锯机",
    "location": "开料车间",
    "hazard": "手碰到锯片",
    "factor_code": "",
    "accident_codes": [],
    "consequence": "断指",
    "method": "LEC",
    "marks": {"L": 3, "E": 6, "C": 15},
    "value": 270,
    "level": "major",
    "direct_judgement": {"basis": "以前断过手指"},
    "reason": "每天都用，碰到就断指，以前出过事。",
    "measures": [
        {"kind": "engineering", "text": "装锯片防护罩", "state": "in_place"},
        {"kind": "emergency", "text": "急停按钮", "state": "planned", "responsible": "王小明", "due": "2026-12-01"},
    ],
    "tier": "company",
    "responsible": [{"tier": "company", "name": "王小明", "phone": "13800000000"}],
    "frequency": {"company": "month", "post": "shift"},
    "emergency": ["先停机喊人"],
    "identified_on": "2026-11-02",
    "participants": ["王小明", "李师傅"],
    "reviewed_on": None,
}
DANGER: dict[str, Any] = {
    "id": "h1",
    "code": "Y-0001",
    "title": "圆锯机没有防护罩",
    "location": "开料车间",
    "level": "major",
    "basis": "按企业判定",
    "found_on": "2026-11-03",
    "source": "identification",
    "status": "registered",
    "responsible": "王小明",
    "deadline": "2026-11-30",
    "measures": "装防护罩",
    "closed_on": None,
}
TOTALS: dict[str, Any] = {
    "risks": {"major": 1, "considerable": 2, "general": 30, "low": 87},
    "hidden_dangers": {
        "general": {"found": 5, "closed": 3, "open": 2},
        "major": {"found": 1, "closed": 0, "open": 1},
    },
    "rates": {"rectification": {"done": 3, "of": 6, "not_due": 2, "value": 0.5}},
}


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a foreign tool and keep what it says."""
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class RawEntry:
    """One ZIP entry with every field free to lie. None means: what an honest writer would put there."""

    name: bytes
    content: bytes
    stored: bytes | None = None
    method: int = 0
    flags: int = 0
    needs: int = 10
    extra: bytes = b""
    comment: bytes = b""
    external: int = 0o100644 << 16
    disk: int = 0
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    local_crc: int | None = None
    local_size: int | None = None
    local_extra: bytes | None = None
    before: bytes = b""


def raw_zip(entries: Sequence[RawEntry], *, end: Callable[[list[Any]], None] | None = None, tail: bytes = b"") -> bytes:
    """A ZIP file made of these entries. `end` may change the fields of the end record."""
    body, directory = b"", b""
    for e in entries:
        stored = e.content if e.stored is None else e.stored
        crc = zlib.crc32(e.content) if e.crc is None else e.crc
        size = len(e.content) if e.size is None else e.size
        packed = len(stored) if e.packed is None else e.packed
        body += e.before
        offset = len(body) if e.offset is None else e.offset
        local_name = e.name if e.local_name is None else e.local_name
        local_extra = e.extra if e.local_extra is None else e.local_extra
        body += struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", e.needs, e.flags, e.method, 0, 33, crc if e.local_crc is None else e.local_crc,
            packed, size if e.local_size is None else e.local_size, len(local_name), len(local_extra),
        ) + local_name + local_extra + stored  # fmt: skip
        directory += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 788, e.needs, e.flags, e.method, 0, 33, crc, packed, size, len(e.name),
            len(e.extra), len(e.comment), e.disk, 0, e.external, offset,
        ) + e.name + e.extra + e.comment  # fmt: skip
    fields = [b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(body), 0]
    if end is not None:
        end(fields)
    return body + directory + struct.pack("<4s4H2IH", *fields) + tail


def plain(files: Mapping[str, bytes]) -> list[RawEntry]:
    """Honest entries in the given order."""
    return [RawEntry(name.encode(), content) for name, content in files.items()]


@dataclass(eq=False)
class Shop:
    """Everything a test of the exchange needs. Keys are made once per session."""

    folder: Path
    ours: SigningIdentity
    stranger: SigningIdentity
    schemas: Schemas
    good: Path = field(init=False)
    files: dict[str, bytes] = field(init=False)
    _count: int = 0

    @classmethod
    def open(cls, folder: Path) -> "Shop":
        shop = cls(
            folder,
            new_identity(NAME, CODE, NOW),
            new_identity(NAME, CODE, NOW),
            Schemas.load(ROOT / "resources" / "schemas"),
        )
        shop.good = shop.export(shop.package()).path
        shop.files = contents(shop.good)
        return shop

    @property
    def raw(self) -> bytes:
        """The bytes of the good package."""
        return self.good.read_bytes()

    @property
    def trust(self) -> Trust:
        return Trust.of(self.ours.certificate)

    def place(self) -> Path:
        """A new empty folder."""
        self._count += 1
        folder = self.folder / f"place{self._count}"
        folder.mkdir()
        return folder

    def package(self, **changes: Any) -> ReportPackage:
        """What the good package says, with changes."""
        content = ReportPackage(
            package_id=PACKAGE_ID,
            enterprise=Party(CODE, NAME),
            short_name="示例机械",
            recipient="示例镇安监站",
            sequence=7,
            previous=None,
            created_at=NOW,
            period=(date(2026, 11, 1), date(2026, 11, 30)),
            subject="monthly",
            versions=ProgramVersions("0.1.0", "0001", "2026-11-20"),
            audit_head="0" * 64,
            data={
                "major-risks": [RISK],
                "risks": [RISK],
                "hazards": [DANGER],
                "totals": TOTALS,
                "enterprise": {"uscc": CODE, "name": NAME, "short_name": "示例机械", "headcount": 10},
            },
            documents={"report.pdf": b"%PDF-1.4 example"},
            tables={"risks.xlsx": b"PK example"},
            photos=(self.photo(b"one"), self.photo(b"two")),
        )
        return replace(content, **changes)

    def photo(self, seed: bytes, size: int = 3000) -> Photo:
        content = (hashlib.sha256(seed).digest() * (size // 32 + 1))[:size]
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / f"{digest}.jpg"
        path.write_bytes(content)
        return Photo(path, digest)

    def export(self, package: ReportPackage, folder: Path | None = None) -> Any:
        return export_package(package, folder or self.place(), self.ours, self.schemas)

    def verify(
        self,
        raw: bytes | Path,
        *,
        trust: Trust | None = None,
        now: datetime = NOW,
        known: Known | None = None,
        canonical: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        unseal: Unseal | None = None,
    ) -> VerifiedPackage:
        if isinstance(raw, bytes):
            path = self.place() / "package.zip"
            path.write_bytes(raw)
        else:
            path = raw
        return verify_package(
            path,
            trust=self.trust if trust is None else trust,
            schemas=self.schemas,
            now=now,
            known=known,
            canonical=canonical,
            limits=limits,
            unseal=unseal,
        )

    def letter_data(self, kind: str) -> dict[str, Any]:
        """The data files of a good file of this kind, by name."""
        return letter_data(kind, self)

    def letter(self, kind: str, **changes: Any) -> Letter:
        """A good file of this kind, as this enterprise or the department sends it."""
        return letter(kind, self, **changes)

    def send(self, letter: Letter, folder: Path | None = None) -> Any:
        return write_package(letter_parcel(letter), folder or self.place(), self.ours, self.schemas)

    def pack(
        self,
        files: Mapping[str, bytes],
        *,
        signer: SigningIdentity | None = None,
        manifest: bytes | None = None,
        signature: Callable[[bytes], bytes] | None = None,
        at: datetime = NOW,
        cert_in_header: bool = True,
    ) -> bytes:
        """A package of these payload files, correctly listed and signed unless told otherwise."""
        signer = signer or self.ours
        payload = {n: c for n, c in files.items() if n not in (CHECKSUMS_NAME, MIMETYPE_NAME) and n[:4] != "META"}
        if cert_in_header and "package.json" in payload:
            payload["package.json"] = edited(payload["package.json"], ["signer", "cert_sha256"], signer.fingerprint)
        names = canonical_order(payload)
        references = [Reference(name, hashlib.sha256(payload[name]).digest()) for name in names]
        checksums = write_checksums(references)
        references.append(Reference(CHECKSUMS_NAME, hashlib.sha256(checksums).digest()))
        written = write_manifest(references) if manifest is None else manifest
        signed = sign_manifest(written, signer, at) if signature is None else signature(written)
        ordered = {
            MIMETYPE_NAME: MIMETYPE,
            **{name: payload[name] for name in names},
            CHECKSUMS_NAME: checksums,
            MANIFEST_NAME: written,
            SIGNATURE_NAME: signed,
        }
        return raw_zip(plain(ordered))

    def with_header(self, path: Sequence[str | int], value: Any, **options: Any) -> bytes:
        """The good package with one member of its header changed, signed anew."""
        files = {**self.files, "package.json": edited(self.files["package.json"], path, value)}
        return self.pack(files, **options)

    def with_file(self, name: str, content: bytes, **options: Any) -> bytes:
        """The good package with one payload file changed or added, signed anew."""
        return self.pack({**self.files, name: content}, **options)

    def with_manifest(self, change: Callable[[bytes], bytes]) -> bytes:
        """The good package with its manifest changed before it was signed."""
        return self.pack(self.files, manifest=change(self.files[MANIFEST_NAME]), cert_in_header=False)

    def with_cms(self, **options: Any) -> bytes:
        """The good package with a signature made by `cms` below."""
        signer = options.pop("signer", self.ours)
        return self.pack(self.files, signature=lambda manifest: cms(manifest, signer, **options))

    def with_entry(self, name: str, **changes: Any) -> bytes:
        """The good package with lies in the ZIP fields of one entry."""
        return raw_zip([replace(e, **changes) if e.name == name.encode() else e for e in plain(self.files)])

    def with_extra_entry(self, entry: RawEntry, at: int = 1) -> bytes:
        entries = plain(self.files)
        return raw_zip([*entries[:at], entry, *entries[at:]])


LETTER_KINDS = ("receipt", "supervision", "guidance", "draft", "trust-list", "key-rotation")
REFERENCE = PackageReference(PACKAGE_ID, "a" * 64)
LETTER_ID = "01a209a4-68d0-74eb-92a1-e0c4247d08b1"
RECEIPT: dict[str, Any] = {
    "number": "收〔2026〕18号",
    "package": {"package_id": PACKAGE_ID, "manifest_sha256": "a" * 64, "sequence": 7},
    "received_at": NOW.isoformat(),
    "result": "returned",
    "known": {"sequence": 7, "package_id": PACKAGE_ID, "manifest_sha256": "a" * 64},
    "returns": [{"file": "data/risks.json", "record_id": "r1", "code": "F-0001-1", "reason": "没有写排查频次"}],
    "due": "2026-12-05",
    "note": "",
}
ORDER: dict[str, Any] = {
    "number": "督〔2026〕3号",
    "kind": "supervision",
    "title": "挂牌督办",
    "issued_on": "2026-11-25",
    "due": "2026-12-20",
    "demands": "停用，装好防护罩再用",
    "basis": "",
    "contact": "镇安委办 0391-0000000",
    "items": [
        {
            "no": 1,
            "title": "圆锯机没有防护罩",
            "place": "开料车间",
            "level": "major",
            "record_id": "h1",
            "code": "Y-0001",
        }
    ],
}
GUIDANCE: dict[str, Any] = {
    "title": "木工机械专项检查",
    "issued_on": "2026-11-25",
    "message": "请各企业本周内自查。",
    "modules": [{"path": "library/wood-planer.yaml", "id": "wood-planer", "version": "2", "name": "压刨"}],
    "check_tables": [{"id": "t1", "title": "压刨检查表", "items": [{"what": "防护罩", "standard": "在位"}]}],
}
DRAFT: dict[str, Any] = {
    "author": {"role": "expert", "name": "赵专家"},
    "base": None,
    "enterprise": {"id": "e1", "name": NAME},
    "hazards": [],
}


def letter_data(kind: str, shop: "Shop") -> dict[str, Any]:
    """What a good file of this kind holds."""
    certificate = {
        "cert_sha256": shop.stranger.fingerprint,
        "cert_pem": certificate_pem(shop.stranger.certificate).decode(),
    }
    entry = {"role": "enterprise", "code": CODE, "name": NAME, **certificate, "state": "active"}
    match kind:
        case "receipt":
            return {"receipt": RECEIPT}
        case "supervision":
            return {"order": ORDER}
        case "guidance":
            return {"guidance": GUIDANCE}
        case "draft":
            return {"draft": DRAFT}
        case "trust-list":
            return {"trust": {"list_no": 4, "issued_at": NOW.isoformat(), "entries": [entry]}}
        case "key-rotation":
            return {"key-rotation": {**certificate, "overlap_until": "2026-12-31", "reason": "换电脑"}}
    raise ValueError(kind)


def letter(kind: str, shop: "Shop", **changes: Any) -> Letter:
    """A good file of this kind."""
    from_enterprise = kind in ("key-rotation", "draft")
    members: dict[str, Any] = {}
    if kind == "receipt":
        members = {"result": "returned", "received_at": NOW.isoformat(), "codes": []}
    elif kind == "trust-list":
        members = {"list_no": 4}
    made = Letter(
        kind=kind,
        package_id=LETTER_ID,
        sender=Party(CODE, NAME) if from_enterprise else Party("331082", "示例镇安监站"),
        from_enterprise=from_enterprise,
        addressee=Party("", "示例镇安监站") if from_enterprise else Party(CODE, NAME),
        sequence=1,
        created_at=NOW,
        versions=ProgramVersions("0.1.0", "0007", "2026-11-20"),
        data=letter_data(kind, shop),
        in_reply_to=REFERENCE if kind == "receipt" else None,
        members=members,
        attachments={"library/wood-planer.yaml": b"id: wood-planer\n"} if kind == "guidance" else {},
        documents={"letter.pdf": b"%PDF-1.4 example"},
    )
    return replace(made, **changes)


def contents(path: Path) -> dict[str, bytes]:
    """Every file of a package, in its order."""
    with open_container(path) as container:
        return {name: container.read(name) for name in container.entries}


def edited(raw: bytes, path: Sequence[str | int], value: Any) -> bytes:
    """The JSON with one member set; a value of `...` removes it."""
    document = json.loads(raw)
    at = document
    for step in path[:-1]:
        at = at[step]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return json.dumps(document, ensure_ascii=False).encode()


def packed_again(path: Path) -> bytes:
    """What a clerk makes of a package: unpacked, looked at, and packed again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name, content in contents(path).items():
            again.writestr(name, content)
    return out.getvalue()


def resigned(
    path: Path, identity: SigningIdentity, name: str, change: Callable[[bytes], bytes], at: datetime | None = None
) -> bytes:
    """A package with one of its files changed, listed and signed anew by the sender itself; now, or at a moment."""
    files = contents(path)
    files[name] = change(files[name])
    payload = {each: content for each, content in files.items() if each not in _SIGNED_LAST}
    references = [Reference(each, hashlib.sha256(content).digest()) for each, content in sorted(payload.items())]
    checksums = write_checksums(references)
    references.append(Reference(CHECKSUMS_NAME, hashlib.sha256(checksums).digest()))
    manifest = write_manifest(references)
    signature = sign_manifest(manifest, identity, at or datetime.now().astimezone().replace(microsecond=0))
    ordered = {MIMETYPE_NAME: files[MIMETYPE_NAME], **dict(sorted(payload.items())), CHECKSUMS_NAME: checksums}
    return raw_zip(plain({**ordered, MANIFEST_NAME: manifest, SIGNATURE_NAME: signature}))


def identity_with(key: Any, *, name: str = NAME, code: str = CODE, now: datetime = NOW) -> SigningIdentity:
    """A self-signed identity with another key or another validity."""
    return SigningIdentity(key, self_signed_certificate(key, name, code, now))


def cms(
    manifest: bytes,
    signer: SigningIdentity,
    *,
    at: datetime = NOW,
    digest: str = "sha256",
    mechanism: str = "rsassa_pkcs1v15",
    attributes: Callable[[list[Any]], list[Any]] = lambda listed: listed,
    named: bytes | None = None,
    certificates: Sequence[bytes] | None = None,
    embedded: bool = False,
    signers: int = 1,
    version: str = "v1",
    signer_version: str = "v1",
    spoil: Callable[[bytes], bytes] = lambda value: value,
    signed_attributes: bool = True,
) -> bytes:
    """A CMS signature built field by field, honest unless told otherwise."""
    # For what it does when it is loaded: it registers the CAdES attributes that `tsp` and `cms` name below.
    import pyhanko.sign.general  # noqa: F401
    from asn1crypto import algos, core, tsp, x509
    from asn1crypto import cms as asn1
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding

    certificate = x509.Certificate.load(signer.certificate)
    listed = [
        asn1.CMSAttribute({"type": "content_type", "values": ["data"]}),
        asn1.CMSAttribute({"type": "message_digest", "values": [hashlib.new(digest, manifest).digest()]}),
        asn1.CMSAttribute({"type": "signing_time", "values": [asn1.Time({"utc_time": core.UTCTime(at)})]}),
        asn1.CMSAttribute(
            {
                "type": "signing_certificate_v2",
                "values": [
                    tsp.SigningCertificateV2(
                        {"certs": [{"cert_hash": hashlib.sha256(named or signer.certificate).digest()}]}
                    )
                ],
            }
        ),
    ]
    attrs = asn1.CMSAttributes(attributes(listed))
    hashing = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}[digest]
    signed = attrs.dump() if signed_attributes else manifest
    key: Any = signer.key
    if isinstance(key, ec.EllipticCurvePrivateKey):
        value = key.sign(signed, ec.ECDSA(hashing))
    elif mechanism == "rsassa_pss":
        value = key.sign(signed, padding.PSS(padding.MGF1(hashing), 32), hashing)
    else:
        value = key.sign(signed, padding.PKCS1v15(), hashing)
    algorithm: dict[str, Any] = {"algorithm": mechanism}
    if mechanism == "rsassa_pss":
        algorithm["parameters"] = algos.RSASSAPSSParams({"hash_algorithm": {"algorithm": digest}})
    info = asn1.SignerInfo(
        {
            "version": signer_version,
            "sid": asn1.SignerIdentifier(
                {
                    "issuer_and_serial_number": asn1.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": digest}),
            "signature_algorithm": algos.SignedDigestAlgorithm(algorithm),
            **({"signed_attrs": attrs} if signed_attributes else {}),
            "signature": spoil(value),
        }
    )
    inner: dict[str, Any] = {"content_type": "data"}
    if embedded:
        inner["content"] = core.OctetString(manifest)
    embedded_certificates = [signer.certificate] if certificates is None else certificates
    structure: dict[str, Any] = {
        "version": version,
        "digest_algorithms": asn1.DigestAlgorithms([algos.DigestAlgorithm({"algorithm": digest})]),
        "encap_content_info": inner,
        "signer_infos": [info] * signers,
    }
    if embedded_certificates:
        structure["certificates"] = [
            asn1.CertificateChoices(name="certificate", value=x509.Certificate.load(der))
            for der in embedded_certificates
        ]
    return bytes(asn1.ContentInfo({"content_type": "signed_data", "content": asn1.SignedData(structure)}).dump())


def refused(code: str) -> Any:
    """Expects a refusal with exactly this code."""
    return pytest.raises(PackageRefused, check=lambda error: error.code == code)
