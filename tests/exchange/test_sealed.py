"""Files that only the receiver can read: who opens them, who does not, and what stays provable for everybody."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.exchange import second_reader
from tests.exchange.shop import NAME, RISK, ROOT, Shop, contents, edited, identity_with, refused, resigned, run
from tests.support.machine import need
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.envelopes import SEALED, CannotSeal, Unseal, can_seal_for, seal, unseal
from ymh_desktop.exchange.identity import SigningIdentity, certificate_pem
from ymh_desktop.exchange.letters import letter_parcel
from ymh_desktop.exchange.package import Part, write_package
from ymh_desktop.exchange.unpack import unpack

OPEN = {"mimetype", "package.json", "readme.txt", "checksums.sha256"}
RISKS = "data/risks.json"


def opener(identity: SigningIdentity) -> Unseal:
    return partial(_open, identity)


def _open(identity: SigningIdentity, content: bytes, name: str) -> bytes:
    return unseal(content, name, identity)


@pytest.fixture(scope="module")
def sealed(shop: Shop) -> Path:
    """The good package, for the eyes of the department (here: the other key) only."""
    made = shop.export(shop.package(sealed_for=shop.stranger.certificate))
    path: Path = made.path
    return path


@pytest.fixture
def department(shop: Shop, tmp_path: Path) -> tuple[Path, Path]:
    """Certificate and key of the department as PEM files."""
    certificate, key = tmp_path / "dept.pem", tmp_path / "dept.key"
    certificate.write_bytes(certificate_pem(shop.stranger.certificate))
    key.write_bytes(shop.stranger.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, key


def test_nothing_of_the_content_can_be_read_in_the_file(shop: Shop, sealed: Path) -> None:
    raw = sealed.read_bytes()
    for words in (RISK["hazard"], RISK["risk_point"], '示例机械"'):
        assert words.encode() in shop.raw, words
        assert words.encode() not in raw, words
    inside = {name for name in contents(sealed) if not name.startswith("META-INF/")} - OPEN
    assert inside == {f"{name}{SEALED}" for name in shop.files if not name.startswith("META-INF/")} - {
        f"{name}{SEALED}" for name in OPEN
    }


def test_anybody_can_prove_it_and_is_told_that_it_was_not_read(shop: Shop, sealed: Path) -> None:
    read = shop.verify(sealed)
    assert [warning.code for warning in read.warnings] == ["W507"]
    assert read.data == {}
    assert (read.header.sender.name, read.header.sequence) == (NAME, 7)
    pem = shop.place() / "trust.pem"
    pem.write_bytes(certificate_pem(shop.ours.certificate))
    need("openssl", "openssl")
    said = run("bash", ROOT / "docs" / "verify.sh", sealed, pem)
    assert said.returncode == 0, said.stdout
    header, data, _ = second_reader.read(sealed, pem)
    assert header["sealed"] == {"cert_sha256": shop.stranger.fingerprint}
    assert data == {}


def test_the_readme_says_who_can_open_what_is_inside(shop: Shop, sealed: Path) -> None:
    """It stays open, for it is what somebody without our program reads first."""
    said = contents(sealed)["readme.txt"].decode("utf-8-sig")
    assert "只有收件部门用自己的密钥才打得开" in said
    assert "-in docs/report.pdf.p7m" in said
    assert "打开看：" not in said
    usual = shop.files["readme.txt"].decode("utf-8-sig")
    assert "打开看：" in usual
    assert "加了密" not in usual
    assert "{" not in said + usual


def test_the_department_reads_what_was_sealed(shop: Shop, sealed: Path) -> None:
    read = shop.verify(sealed, unseal=opener(shop.stranger))
    assert read.data == shop.verify(shop.raw).data
    assert read.warnings == ()


def test_a_second_reader_opens_it_with_openssl(shop: Shop, sealed: Path, department: tuple[Path, Path]) -> None:
    need("openssl", "openssl")
    pem = shop.place() / "trust.pem"
    pem.write_bytes(certificate_pem(shop.ours.certificate))
    _, data, _ = second_reader.read(sealed, pem, department)
    assert data == dict(shop.verify(shop.raw).data)


def test_openssl_opens_every_file_inside(
    shop: Shop, sealed: Path, department: tuple[Path, Path], tmp_path: Path
) -> None:
    need("openssl", "openssl")
    found = {name: content for name, content in contents(sealed).items() if name.endswith(SEALED)}
    assert any(name.startswith("photos/") for name in found)
    for name, content in found.items():
        place, out = tmp_path / "in.p7m", tmp_path / "out"
        place.write_bytes(content)
        certificate, key = department
        command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", place]
        said = run(*command, "-recip", certificate, "-inkey", key, "-out", out)
        assert said.returncode == 0, said.stderr
        assert out.read_bytes() == shop.files[name.removesuffix(SEALED)], name


def test_a_sealed_letter_can_be_proven_though_not_read(shop: Shop) -> None:
    """What its kind must hold is asked of whoever can open it."""
    parcel = replace(letter_parcel(shop.letter("receipt")), sealed_for=shop.stranger.certificate)
    made = write_package(parcel, shop.place(), shop.ours, shop.schemas).path
    assert [warning.code for warning in shop.verify(made).warnings] == ["W507"]
    assert "data/receipt.json" in shop.verify(made, unseal=opener(shop.stranger)).data


def test_another_key_does_not_open_it(shop: Shop, sealed: Path) -> None:
    with refused("E507"):
        shop.verify(sealed, unseal=opener(shop.ours))


@pytest.mark.parametrize("content", [b"", b"0", b"\x30\x80", b"no envelope at all" * 50, b"\x30\x84\xff\xff\xff\xff"])
def test_what_is_no_envelope_is_refused(shop: Shop, sealed: Path, content: bytes) -> None:
    raw = resigned(sealed, shop.ours, f"{RISKS}{SEALED}", lambda _: content, shop.verify(sealed).header.created_at)
    with refused("E507"):
        shop.verify(raw, unseal=opener(shop.stranger))


def test_a_changed_envelope_ends_in_a_code_or_in_other_bytes(shop: Shop) -> None:
    """The signature over the sealed file is what finds a change; opening alone must never end in another error."""
    made = seal(b"x" * 100, shop.stranger.certificate)
    codes = []
    for at in range(0, len(made), 7):
        try:
            unseal(made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :], "x", shop.stranger)
        except PackageRefused as refusal:
            codes.append(refusal.code)
    assert set(codes) == {"E507"}
    assert len(codes) > len(made) // 7 // 2


def test_what_is_inside_is_held_to_its_schema_by_the_reader(shop: Shop, sealed: Path) -> None:
    """A sealed file is no way around the checks."""
    bad = seal(edited(shop.files[RISKS], [0, "level"], "huge"), shop.stranger.certificate)
    raw = resigned(sealed, shop.ours, f"{RISKS}{SEALED}", lambda _: bad, shop.verify(sealed).header.created_at)
    with refused("E506"):
        shop.verify(raw, unseal=opener(shop.stranger))


def test_what_is_inside_is_held_to_its_schema_by_the_writer(shop: Shop) -> None:
    """It cannot be read back after it was sealed."""
    package = shop.package(sealed_for=shop.stranger.certificate)
    folder = shop.place()
    with pytest.raises(UserError, match="E506"):
        shop.export(replace(package, data={**package.data, "risks": [{**RISK, "colour": "green"}]}), folder)
    assert list(folder.iterdir()) == []


def _header(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    def changed(raw: bytes) -> bytes:
        header = json.loads(raw)
        change(header)
        return json.dumps(header, ensure_ascii=False).encode()

    return changed


def test_the_header_must_say_that_files_are_sealed(shop: Shop, sealed: Path) -> None:
    silent = _header(lambda header: (header.pop("sealed"), header.update(must_understand=[])))
    raw = resigned(sealed, shop.ours, "package.json", silent, shop.verify(sealed).header.created_at)
    with refused("E506"):
        shop.verify(raw, unseal=opener(shop.stranger))


def test_a_reader_that_knows_no_sealing_is_told_by_the_header(shop: Shop, sealed: Path) -> None:
    assert shop.verify(sealed).header.raw["must_understand"] == ["sealed"]
    assert shop.verify(shop.raw).header.raw["must_understand"] == []


def test_the_same_file_open_and_sealed_is_refused(shop: Shop, sealed: Path) -> None:
    """Otherwise one could say another thing than the other."""
    entry = {"path": RISKS, "schema": "aq:risks:1.0", "records": 1}
    header = _header(lambda header: header["files"].append(entry))
    files = {**contents(sealed), RISKS: shop.files[RISKS]}
    files["package.json"] = header(files["package.json"])
    with refused("E506"):
        shop.verify(shop.pack(files), unseal=opener(shop.stranger))


def test_a_certificate_that_cannot_open_is_said_before_anything_is_written(shop: Shop) -> None:
    curve = identity_with(ec.generate_private_key(ec.SECP256R1()))
    assert not can_seal_for(curve.certificate)
    assert can_seal_for(shop.stranger.certificate)
    folder = shop.place()
    with pytest.raises(CannotSeal):
        shop.export(shop.package(sealed_for=curve.certificate), folder)
    assert list(folder.iterdir()) == []


def test_a_photo_that_was_changed_on_disk_is_found_though_it_is_sealed(shop: Shop) -> None:
    photo = shop.photo(b"will change")
    package = shop.package(sealed_for=shop.stranger.certificate, photos=(photo,))
    photo.path.write_bytes(b"changed")
    with pytest.raises(UserError, match="已损坏"):
        shop.export(package)


# ---- as ordinary files -----------------------------------------------------------------------------------------------


def test_unpacked_it_is_what_was_packed(shop: Shop, sealed: Path, tmp_path: Path) -> None:
    digest = shop.verify(sealed).manifest_sha256
    unpack(sealed, digest, tmp_path / "out", opener(shop.stranger))
    found = {p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in (tmp_path / "out").rglob("*.*")}
    for name in (RISKS, "docs/report.pdf", "tables/risks.xlsx"):
        assert found[name] == shop.files[name]
    assert {n for n in found if n.startswith("photos/")} == {n for n in shop.files if n.startswith("photos/")}


def test_unpacking_writes_over_nothing(shop: Shop, sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="已经有东西"):
        unpack(sealed, shop.verify(sealed).manifest_sha256, tmp_path, opener(shop.stranger))
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_unpacking_proves_once_more(shop: Shop, sealed: Path, tmp_path: Path) -> None:
    with refused("E306"):
        unpack(sealed, "0" * 64, tmp_path / "out", opener(shop.stranger))


# ---- parts -----------------------------------------------------------------------------------------------------------


def test_a_part_says_which_one_it_is(shop: Shop) -> None:
    made = shop.export(shop.package(part=Part("g-1", 2, 3)))
    assert made.path.name == "上报包_示例机械_月报_20261125_第7号_3份之2.zip"
    assert shop.verify(made.path).header.raw["part"] == {"group_id": "g-1", "no": 2, "of": 3}
