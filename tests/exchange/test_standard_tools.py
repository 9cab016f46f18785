"""What the town can do without any program of ours: openssl, unzip, sha256sum and the published scripts."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.exchange.shop import CODE, NOW, RISK, ROOT, Shop, edited, plain, raw_zip, refused, run
from tests.support.machine import need
from ymh_desktop.exchange.container import MANIFEST_NAME, SIGNATURE_NAME
from ymh_desktop.exchange.identity import certificate_pem
from ymh_desktop.exchange.reader import Known
from ymh_desktop.exchange.trust import Trust

VERIFY, MAKE = ROOT / "docs" / "verify.sh", ROOT / "docs" / "make.sh"
OPENSSL, UNZIP, ZIP = ("openssl", "openssl"), ("unzip", "unzip"), ("zip", "zip")


@pytest.fixture
def pem(shop: Shop, tmp_path: Path) -> Path:
    path = tmp_path / "trust.pem"
    path.write_bytes(certificate_pem(shop.ours.certificate))
    return path


def cms_verify(shop: Shop, pem: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    for name in (MANIFEST_NAME, SIGNATURE_NAME):
        (folder / Path(name).name).write_bytes(shop.files[name])
    return run(
        need(*OPENSSL), "cms", "-verify", "-inform", "DER", "-in", folder / "signature.p7s",
        "-content", folder / "ASiCManifest.xml", "-CAfile", pem, "-purpose", "any", "-out", folder / "out", *options,
    )  # fmt: skip


@pytest.mark.parametrize("options", [["-binary"], [], ["-binary", "-cades"], ["-cades"]], ids=" ".join)
def test_openssl_accepts_the_signature(options: list[str], shop: Shop, pem: Path, tmp_path: Path) -> None:
    """Without -binary too: that is what the CRLF lines of the manifest are for."""
    said = cms_verify(shop, pem, tmp_path, *options)
    assert said.returncode == 0, said.stderr
    assert "CMS Verification successful" in said.stderr or "CAdES Verification successful" in said.stderr


def test_openssl_refuses_a_stranger(shop: Shop, pem: Path, tmp_path: Path) -> None:
    pem.write_bytes(certificate_pem(shop.stranger.certificate))
    assert cms_verify(shop, pem, tmp_path, "-binary").returncode != 0


@pytest.mark.parametrize("turned", [False, True], ids=["ours first", "ours last"])
def test_openssl_finds_ours_among_two_keys_of_one_enterprise(
    turned: bool, shop: Shop, pem: Path, tmp_path: Path
) -> None:
    """With equal subjects one of the two orders failed."""
    both = [certificate_pem(shop.ours.certificate), certificate_pem(shop.stranger.certificate)]
    pem.write_bytes(b"".join(reversed(both) if turned else both))
    assert cms_verify(shop, pem, tmp_path, "-binary").returncode == 0


def test_the_older_smime_command_accepts_it_too(shop: Shop, pem: Path, tmp_path: Path) -> None:
    for name in (MANIFEST_NAME, SIGNATURE_NAME):
        (tmp_path / Path(name).name).write_bytes(shop.files[name])
    said = run(
        need(*OPENSSL), "smime", "-verify", "-inform", "DER", "-in", tmp_path / "signature.p7s",
        "-content", tmp_path / "ASiCManifest.xml", "-CAfile", pem, "-purpose", "any", "-out", tmp_path / "out",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr


def test_the_published_script_accepts_a_good_package(shop: Shop, pem: Path) -> None:
    for tool in (OPENSSL, UNZIP):
        need(*tool)
    said = run("bash", VERIFY, shop.good, pem)
    assert said.returncode == 0, said.stdout
    assert f"OK 通过 {len(shop.files) - 3} files" in said.stdout
    assert f"NTRCN-{CODE}" in said.stdout


def test_the_published_script_works_on_a_chinese_path_with_blanks(shop: Shop, pem: Path, tmp_path: Path) -> None:
    for tool in (OPENSSL, UNZIP):
        need(*tool)
    folder = tmp_path / "上报 材料"
    folder.mkdir()
    shutil.copy(shop.good, folder)
    assert run("bash", VERIFY, folder / shop.good.name, pem).returncode == 0


CHANGED = {
    "a record changed": {"data/risks.json": b"[]"},
    "a file added": {"data/more.json": b"[]"},
    "a file removed": {"readme.txt": None},
    "the manifest changed": {MANIFEST_NAME: b"<asic:ASiCManifest/>"},
}


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED)
def test_the_published_script_refuses_a_changed_package(
    changes: dict[str, bytes | None], shop: Shop, pem: Path, tmp_path: Path
) -> None:
    for tool in (OPENSSL, UNZIP):
        need(*tool)
    files = {name: content for name, content in {**shop.files, **changes}.items() if content is not None}
    path = tmp_path / "changed.zip"
    path.write_bytes(raw_zip(plain(files)))
    said = run("bash", VERIFY, path, pem)
    assert said.returncode != 0
    assert "FAIL 未通过" in said.stdout


def test_sha256sum_checks_an_unpacked_package(shop: Shop, tmp_path: Path) -> None:
    run(need(*UNZIP), "-q", shop.good, "-d", tmp_path)
    said = run(need("sha256sum", "coreutils"), "-c", "checksums.sha256", cwd=tmp_path)
    assert said.returncode == 0
    assert said.stdout.count(": OK") == len(shop.files) - 4


def test_file_recognises_the_type_by_its_place(shop: Shop) -> None:
    """The rule of the standard: the name stands at byte 30, the value at byte 38."""
    assert shop.raw[30:38] == b"mimetype"
    assert shop.raw[38:69] == b"application/vnd.etsi.asic-e+zip"


@pytest.mark.parametrize("options", [["-r"], ["-r", "-0"], ["-r", "-X", "-D"]], ids=" ".join)
def test_a_package_that_a_clerk_packed_again_gets_the_sentence_for_it(
    options: list[str], shop: Shop, tmp_path: Path
) -> None:
    run(need(*UNZIP), "-q", shop.good, "-d", tmp_path / "p")
    run(need(*ZIP), "-q", *options, tmp_path / "again.zip", ".", cwd=tmp_path / "p")
    with pytest.raises(Exception, match="文件被重新打包过，请要原始文件"):
        shop.verify(tmp_path / "again.zip")


# ---- the other way --------------------------------------------------------------------------------------------------


@pytest.fixture
def department(shop: Shop, tmp_path: Path) -> tuple[Path, Path]:
    """A folder to sign and a key, both made with openssl alone."""
    openssl = need(*OPENSSL)
    made = run(
        openssl, "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-keyout", tmp_path / "d.key", "-out",
        tmp_path / "d.crt", "-days", "365", "-subj", "/C=CN/O=Example Town/CN=Example Town safety office",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    told = run(openssl, "x509", "-in", tmp_path / "d.crt", "-noout", "-fingerprint", "-sha256").stdout
    folder = tmp_path / "d"
    (folder / "data").mkdir(parents=True)
    started = run("date", "-u", "+%Y-%m-%dT%H:%M:%S+00:00").stdout.strip()
    header = {
        "format": "aq-package",
        "format_version": "1.0",
        "kind": "supervision",
        "package_id": "01a209a4-68d0-74eb-92a1-e0c4247d08a9",
        "issuer": {"code": "331082", "name": "示例镇安监站"},
        "addressee": {"uscc": CODE},
        "sequence": 1,
        "created_at": started,
        "signer": {"cert_sha256": told.partition("=")[2].replace(":", "").strip().lower(), "profiles": ["INT"]},
        "files": [{"path": "data/order.json", "schema": "aq:order:1.0", "records": None}],
        "in_reply_to": {"package_id": "01a209a4-68d0-74eb-92a1-e0c4247d08a1", "manifest_sha256": "a" * 64},
    }
    (folder / "package.json").write_text(json.dumps(header, ensure_ascii=False), encoding="utf-8")
    order = {
        "number": "督〔2026〕3号",
        "kind": "supervision",
        "issued_on": "2026-11-25",
        "items": [{"no": 1, "title": "圆锯机没有防护罩"}],
    }
    (folder / "data" / "order.json").write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
    return folder, tmp_path / "d.crt"


def made_by_script(folder: Path, certificate: Path) -> Path:
    need(*ZIP)
    out = folder.parent / "d.zip"
    said = run("bash", MAKE, folder, certificate, certificate.with_suffix(".key"), certificate, out)
    assert said.returncode == 0, said.stderr
    return out


def test_a_file_that_the_department_made_with_standard_tools_is_accepted(
    department: tuple[Path, Path], shop: Shop
) -> None:
    from datetime import UTC, datetime

    folder, certificate = department
    read = shop.verify(
        made_by_script(folder, certificate),
        trust=Trust.from_pem(certificate.read_bytes()),
        now=datetime.now(UTC),
        known=Known(our_codes=frozenset({CODE}), kinds=frozenset({"supervision", "receipt"})),
    )
    assert (read.header.kind, read.header.sender.name, read.header.addressee) == ("supervision", "示例镇安监站", CODE)
    assert read.header.in_reply_to is not None
    assert read.data["data/order.json"]["number"] == "督〔2026〕3号"


def test_a_file_of_the_department_for_another_enterprise_is_refused(department: tuple[Path, Path], shop: Shop) -> None:
    from datetime import UTC, datetime

    folder, certificate = department
    header = folder / "package.json"
    header.write_bytes(edited(header.read_bytes(), ["addressee", "uscc"], "914403001922038216"))
    with refused("E605"):
        shop.verify(
            made_by_script(folder, certificate),
            trust=Trust.from_pem(certificate.read_bytes()),
            now=datetime.now(UTC),
            known=Known(our_codes=frozenset({CODE})),
        )


def test_the_excel_beside_the_data_is_never_read_back(shop: Shop) -> None:
    """What is in tables/ may be anything: only JSON counts."""
    raw = shop.with_file("tables/risks.xlsx", b"=cmd|' /C calc'!A0")
    assert shop.verify(raw, now=NOW).data["data/risks.json"] == [RISK]
