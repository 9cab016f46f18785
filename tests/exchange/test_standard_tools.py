"""What the town can do without any program of ours: openssl, unzip, sha256sum and the published scripts."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.exchange.shop import CODE, NAME, NOW, RISK, ROOT, Shop, edited, plain, raw_zip, refused, run
from tests.support.machine import need
from ymh_desktop.exchange.container import MANIFEST_NAME, SIGNATURE_NAME
from ymh_desktop.exchange.identity import certificate_pem, enrolment, new_identity
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
    assert said.stdout.splitlines()[-1] == f"OK 通过 {len(shop.files) - 3} 个文件，第 7 号，签名单位：{NAME}（{CODE}）"
    assert said.stderr == ""


def test_the_script_prints_what_stands_on_cover_and_enrolment_sheet(shop: Shop, pem: Path) -> None:
    """And what an answer must name, even where the package names others before it."""
    other = {"package_id": "01a209a4-68d0-74eb-92a1-e0c4247d08a0", "manifest_sha256": "b" * 64}
    path = shop.place() / "p.zip"
    path.write_bytes(shop.with_header(["previous"], other))
    read = shop.verify(path)
    mark = read.manifest_sha256[:16].upper()
    said = run("bash", VERIFY, path, pem).stdout.splitlines()
    assert said[0] == "校验码　" + " ".join(mark[at : at + 4] for at in range(0, 16, 4))
    assert said[1] == "指纹　　" + " ".join(enrolment(shop.ours.certificate).fingerprint_groups)
    assert json.loads("{" + said[2].removeprefix("编号").strip() + "}") == {
        "package_id": read.header.package_id,
        "manifest_sha256": read.manifest_sha256,
        "sequence": 7,
    }


def test_the_published_script_works_on_a_chinese_path_with_blanks(shop: Shop, pem: Path, tmp_path: Path) -> None:
    for tool in (OPENSSL, UNZIP):
        need(*tool)
    folder = tmp_path / "上报 材料"
    folder.mkdir()
    shutil.copy(shop.good, folder)
    assert run("bash", VERIFY, folder / shop.good.name, pem).returncode == 0


def fails(words: str, *arguments: str | Path) -> None:
    """One line, in Chinese, with these words; nothing that only a programmer understands."""
    for tool in (OPENSSL, UNZIP):
        need(*tool)
    said = run("bash", VERIFY, *arguments)
    assert (said.returncode, said.stderr) == (1, ""), said.stderr
    (line,) = said.stdout.splitlines()
    assert line.startswith("FAIL 未通过：")
    assert words in line
    assert re.search("[请用]", line), "what to do"
    known = {"META", "INF", "ASiCManifest", "bash", "verify", "sh", "trust", "apt", "install", "openssl", "unzip"}
    known |= {"data", "risks", "package", "json", "readme", "txt", "signature", "xml", "zip", "pem"}
    plain_words = re.sub(r"“[^”]*”|指纹 [0-9A-F ]+", "", line).removeprefix("FAIL")
    assert set(re.findall("[A-Za-z]{2,}", plain_words)) <= known, line


CHANGED = {
    "a record changed": ({"data/risks.json": b"[]"}, "data/risks.json 签名以后被改动过"),
    "a file added": ({"data/more.json": b"[]"}, "多了没有签名的文件"),
    "a file removed": ({"readme.txt": None}, "少了文件 readme.txt"),
    "the manifest changed": ({MANIFEST_NAME: b"<asic:ASiCManifest/>"}, "签名和清单对不上"),
    "no signature": ({SIGNATURE_NAME: None}, "不是签过名的文件"),
    "no header": ({"package.json": None}, "不是签过名的文件"),
    "a name that leads out": ({"../x.json": b"[]"}, "不该有的文件名"),
    "a folder": ({"data/": b""}, "被重新打包过"),
}


@pytest.mark.parametrize(("changes", "words"), CHANGED.values(), ids=CHANGED)
def test_the_published_script_refuses_a_changed_package(
    changes: dict[str, bytes | None], words: str, shop: Shop, pem: Path, tmp_path: Path
) -> None:
    files = {name: content for name, content in {**shop.files, **changes}.items() if content is not None}
    path = tmp_path / "changed.zip"
    path.write_bytes(raw_zip(plain(files)))
    fails(words, path, pem)


def test_the_script_says_what_is_wrong_with_the_zip(shop: Shop, pem: Path, tmp_path: Path) -> None:
    cut, twice, locked, folder = (tmp_path / name for name in ("cut.zip", "twice.zip", "locked.zip", "p"))
    cut.write_bytes(shop.raw[:2000])
    fails("不完整", cut, pem)
    twice.write_bytes(raw_zip([*plain(shop.files), *plain({"readme.txt": b"again"})]))
    fails("同名的文件", twice, pem)
    run(need(*UNZIP), "-q", shop.good, "-d", folder)
    run(need(*ZIP), "-q", "-D", "-r", "-P", "secret", locked, ".", cwd=folder)
    fails("加了解压密码", locked, pem)
    broken = bytearray(shop.raw)
    broken[shop.raw.index(shop.files["data/risks.json"]) + 5] ^= 1
    cut.write_bytes(broken)
    fails("已经损坏", cut, pem)


def test_the_script_says_what_is_wrong_with_the_words_it_was_given(shop: Shop, pem: Path, tmp_path: Path) -> None:
    for arguments in ((), (shop.good,), (shop.good, pem, pem)):
        fails("要写两个文件", *arguments)
    fails("没有.zip”", tmp_path / "没有.zip", pem)
    fails("没有.pem”", shop.good, tmp_path / "没有.pem")
    fails("没有证书", shop.good, shop.good)


def test_both_scripts_say_which_tool_is_missing(pem: Path) -> None:
    bash = need("bash", "bash")
    said = run("env", "PATH=/nowhere", bash, VERIFY, pem, pem)
    assert said.stdout == "FAIL 未通过：这台电脑没有 unzip，请先运行 apt install unzip openssl。\n"
    said = run("env", "PATH=/nowhere", bash, MAKE, pem.parent, pem, pem, "a.zip")
    assert said.stderr == "没有做成：这台电脑没有 openssl，请先运行 apt install openssl zip。\n"


def test_the_script_says_whose_key_is_not_enrolled(shop: Shop, pem: Path) -> None:
    pem.write_bytes(certificate_pem(shop.stranger.certificate))
    fails("没有登记", shop.good, pem)
    fails(" ".join(enrolment(shop.ours.certificate).fingerprint_groups), shop.good, pem)
    fails(f"{NAME}（{CODE}）", shop.good, pem)


@pytest.mark.parametrize(("years", "words"), [(-4, "到期了"), (4, "还没有到生效的日期")])
def test_the_script_says_that_a_certificate_is_out_of_its_time(
    years: int, words: str, shop: Shop, pem: Path, tmp_path: Path
) -> None:
    then = datetime.now(UTC) + timedelta(days=365 * years)
    other = new_identity(NAME, CODE, then)
    pem.write_bytes(certificate_pem(other.certificate))
    path = tmp_path / "p.zip"
    path.write_bytes(shop.pack(shop.files, signer=other, at=then))
    fails(words, path, pem)


def test_the_script_does_not_guess_at_a_manifest_in_another_spelling(shop: Shop, pem: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(shop.with_manifest(lambda raw: raw.replace(b"><ds:DigestMethod", b">\r\n<ds:DigestMethod")))
    assert shop.verify(path).header.sequence == 7
    fails("这个脚本不认识", path, pem)


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


def making(folder: Path, certificate: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    need(*ZIP)
    return run("bash", MAKE, folder, certificate, certificate.with_suffix(".key"), folder.parent / "d.zip", *more)


def made_by_script(folder: Path, certificate: Path) -> Path:
    said = making(folder, certificate)
    assert (said.returncode, said.stderr) == (0, ""), said.stderr
    return folder.parent / "d.zip"


def change(folder: Path, path: list[str | int], value: Any) -> None:
    header = folder / "package.json"
    header.write_bytes(edited(header.read_bytes(), path, value))


def test_a_file_that_the_department_made_with_standard_tools_is_accepted(
    department: tuple[Path, Path], shop: Shop
) -> None:
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
    folder, certificate = department
    change(folder, ["addressee", "uscc"], "914403001922038216")
    with refused("E605"):
        shop.verify(
            made_by_script(folder, certificate),
            trust=Trust.from_pem(certificate.read_bytes()),
            now=datetime.now(UTC),
            known=Known(our_codes=frozenset({CODE})),
        )


def test_the_script_fills_in_time_key_and_number(department: tuple[Path, Path], shop: Shop) -> None:
    """In a copy: the folder stays as the clerk wrote it, and the next file made of it is another one."""
    folder, certificate = department
    header = folder / "package.json"
    change(folder, ["created_at"], "2020-01-01T00:00:00+08:00")
    change(folder, ["signer", "cert_sha256"], "")
    change(folder, ["package_id"], "")
    header.write_bytes(b"\xef\xbb\xbf" + json.dumps(json.loads(header.read_bytes()), indent=2).encode())
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ids = []
    for _ in range(2):
        made = made_by_script(folder, certificate)
        read = shop.verify(made, trust=Trust.from_pem(certificate.read_bytes()), now=datetime.now(UTC))
        ids.append(UUID(read.header.package_id))
        assert read.header.in_reply_to is not None
        assert read.header.in_reply_to.package_id.endswith("08a1"), "only the empty one is filled"
    assert [each.version for each in ids] == [7, 7]
    assert sorted(set(ids)) == ids
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def without(member: str) -> Callable[[Path], None]:
    def taken_out(folder: Path) -> None:
        header = json.loads((folder / "package.json").read_bytes())
        del header[member]
        (folder / "package.json").write_text(json.dumps(header), encoding="utf-8")

    return taken_out


def with_word(words: str) -> Callable[[Path], None]:
    def written(folder: Path) -> None:
        (folder / "data" / "order.json").write_text(words, encoding="gbk")

    return written


def with_chinese_name(folder: Path) -> None:
    (folder / "扫描件.pdf").write_bytes(b"%PDF")


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "no header": (lambda folder: (folder / "package.json").unlink(), "package.json”"),
    "no data": (lambda folder: shutil.rmtree(folder / "data"), "data/….json"),
    "not the data it names": (
        lambda folder: (folder / "data" / "order.json").rename(folder / "data" / "o.json"),
        "没有这个文件",
    ),
    "no issuer": (without("issuer"), '没有 "issuer"'),
    "no number": (without("sequence"), '没有 "sequence"'),
    "a comma too many": (with_word('{\n"number": "3",\n}'), "第 3 行"),
    "not UTF-8": (with_word('{"number": "督"}'), "UTF-8"),
    "a Chinese file name": (with_chinese_name, "扫描件.pdf”对方不收"),
}


@pytest.mark.parametrize(("spoil", "words"), WRONG.values(), ids=WRONG)
def test_the_script_makes_nothing_of_what_would_be_refused(
    spoil: Callable[[Path], object], words: str, department: tuple[Path, Path]
) -> None:
    need("python3", "python3")
    folder, certificate = department
    spoil(folder)
    said = making(folder, certificate)
    assert said.returncode == 1
    assert said.stderr.startswith("没有做成：")
    assert words in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert not (folder.parent / "d.zip").exists()


def test_the_script_wants_the_key_of_the_certificate(department: tuple[Path, Path], pem: Path) -> None:
    folder, certificate = department
    for arguments, words in (
        ((), "要写四样"),
        ((folder, certificate, certificate, "a.zip"), "不是证书"),
        ((folder, folder / "package.json", certificate.with_suffix(".key"), "a.zip"), "不是证书"),
        ((folder, pem, certificate.with_suffix(".key"), "a.zip"), "的密钥"),
        ((folder, folder / "no.pem", certificate.with_suffix(".key"), "a.zip"), "读不了文件"),
        ((folder / "none", pem, pem, "a.zip"), "找不到文件夹"),
    ):
        said = run("bash", MAKE, *arguments, cwd=folder.parent)
        assert (said.returncode, said.stdout) == (1, "")
        assert words in said.stderr
        assert len(said.stderr.splitlines()) == 1
    assert not (folder.parent / "a.zip").exists()


def test_the_excel_beside_the_data_is_never_read_back(shop: Shop) -> None:
    """What is in tables/ may be anything: only JSON counts."""
    raw = shop.with_file("tables/risks.xlsx", b"=cmd|' /C calc'!A0")
    assert shop.verify(raw, now=NOW).data["data/risks.json"] == [RISK]
