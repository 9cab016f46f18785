"""Every kind of file: made, read by us, by the published script and by a second reader; and every way it is wrong."""

import copy
import json
import os
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.exchange import second_reader
from tests.exchange.shop import (
    CODE,
    LETTER_KINDS,
    NAME,
    NOW,
    ORDER,
    RECEIPT,
    REFERENCE,
    ROOT,
    Shop,
    contents,
    edited,
    plain,
    raw_zip,
    refused,
    run,
)
from tests.exchange.test_reader import from_department, rezipped
from tests.support.machine import need
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.header import Party, series_of
from ymh_desktop.exchange.identity import certificate_facts, certificate_pem, new_identity
from ymh_desktop.exchange.kinds import KIND_WORDS, MUST_HOLD
from ymh_desktop.exchange.letters import letter_parcel
from ymh_desktop.exchange.limits import MIB, UPDATE_LIMITS
from ymh_desktop.exchange.package import reference_json, write_package
from ymh_desktop.exchange.reader import Known, LastReceived, Right, embedded_certificate, read_signed
from ymh_desktop.exchange.trust import Trust
from ymh_desktop.exchange.updates import NewVersion, UpdateFile, build_update, extract_build, open_update
from ymh_desktop.services import draft_data


@pytest.fixture
def pem(shop: Shop, tmp_path: Path) -> Path:
    path = tmp_path / "trust.pem"
    path.write_bytes(certificate_pem(shop.ours.certificate))
    return path


def update(shop: Shop, folder: Path, size: int = 3000) -> Path:
    setup = folder / "setup.exe"
    setup.write_bytes(b"MZ" + bytes(size))
    news = NewVersion("0.2.0", date(2026, 11, 25), "0009", "2026-11-20", ("能收镇里的回执",))
    made = build_update(
        news,
        {"windows-x86_64": setup},
        folder,
        shop.ours,
        shop.schemas,
        maker=Party("ymh-desktop", "双重预防桌面版"),
        package_id="01a209a4-68d0-74eb-92a1-e0c4247d08c1",
        sequence=1,
        now=NOW,
    )
    return made.path


# ---- good files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_a_file_of_any_kind_is_made_and_read(kind: str, shop: Shop) -> None:
    made = shop.send(shop.letter(kind))
    read = shop.verify(made.path, canonical=True)
    assert (read.header.kind, read.header.sequence) == (kind, 1)
    assert read.data == {f"data/{name}.json": content for name, content in shop.letter_data(kind).items()}
    assert read.warnings == ()


@pytest.mark.parametrize("kind", [*LETTER_KINDS, "report", "update"])
def test_a_second_reader_and_the_published_script_agree(kind: str, shop: Shop, pem: Path, tmp_path: Path) -> None:
    for tool in (("openssl", "openssl"), ("unzip", "unzip")):
        need(*tool)
    if kind == "report":
        path = shop.good
    else:
        path = update(shop, tmp_path) if kind == "update" else shop.send(shop.letter(kind)).path
    said = run("bash", ROOT / "docs" / "verify.sh", path, pem)
    assert said.returncode == 0, said.stdout
    header, data, digest = second_reader.read(path, pem)
    ours = open_update(path, shop.trust, shop.schemas, NOW).package if kind == "update" else shop.verify(path)
    assert (header, data, digest) == (dict(ours.header.raw), dict(ours.data), ours.manifest_sha256)


def test_the_second_reader_is_no_yes_man(shop: Shop, pem: Path, tmp_path: Path) -> None:
    need("openssl", "openssl")
    good = contents(shop.send(shop.letter("receipt")).path)
    other = {**RECEIPT, "package": {**RECEIPT["package"], "manifest_sha256": "b" * 64}}
    bad = {
        "changed": raw_zip(plain({**good, "data/receipt.json": b"{}"})),
        "added": raw_zip(plain({**good, "data/more.json": b"{}"})),
        "repacked": rezipped(shop, 8),
        "answers another": from_department(
            shop, kind="receipt", data={"receipt": other}, in_reply_to=reference_json(REFERENCE)
        ),
        "stranger": shop.pack(good, signer=shop.stranger),
    }
    for name, raw in bad.items():
        path = tmp_path / f"{name}.zip"
        path.write_bytes(raw)
        with pytest.raises(second_reader.Refused):
            second_reader.read(path, pem)


def test_the_file_names_say_what_it_is_and_for_whom(shop: Shop) -> None:
    names = {kind: shop.send(shop.letter(kind)).path.name for kind in LETTER_KINDS}
    assert names["receipt"] == "回执_示例机械有限公司_20261125_第1号.zip"
    assert names["key-rotation"] == "换密钥通知_示例机械有限公司_20261125_第1号.zip"
    everybody = shop.send(shop.letter("trust-list", addressee=Party("", ""))).path.name
    assert everybody == "信任名单_示例镇安监站_20261125_第1号.zip"


def test_without_our_program_the_file_explains_itself(shop: Shop) -> None:
    text = contents(shop.send(shop.letter("supervision")).path)["readme.txt"].decode("utf-8-sig")
    assert "带数字签名的督办单" in text
    assert "示例镇安监站（331082）" in text


def test_every_kind_has_a_word_and_its_data_file_a_schema(shop: Shop) -> None:
    assert set(KIND_WORDS) == {"report", *MUST_HOLD}
    assert set(MUST_HOLD.values()) <= set(shop.schemas.opened)


def test_photos_of_an_order_travel_with_it(shop: Shop) -> None:
    photo = shop.photo(b"order")
    order = {**ORDER, "items": [{**ORDER["items"][0], "photos": [photo.sha256]}]}
    made = shop.send(shop.letter("supervision", data={"order": order}, files={photo.name: photo.path}))
    digest = shop.verify(made.path).manifest_sha256
    assert read_signed(made.path, digest, photo.name) == photo.path.read_bytes()
    with refused("E402"):
        read_signed(made.path, digest, "photos/none.jpg")
    with refused("E306"):
        read_signed(shop.good, digest, photo.name)


# ---- who may send what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "receipt", "from_enterprise": True},
        {"kind": "receipt", "addressee": Party("", "")},
        {"kind": "receipt", "data": {}},
    ],
    ids=["an enterprise writes receipts", "to nobody", "without its data"],
)
def test_nobody_makes_a_file_that_is_not_theirs(changes: dict[str, Any], shop: Shop) -> None:
    with pytest.raises(ValueError, match="receipt"):
        letter_parcel(shop.letter("receipt", **{k: v for k, v in changes.items() if k != "kind"}))


def test_a_report_of_a_department_and_a_receipt_of_an_enterprise_are_refused(shop: Shop) -> None:
    header = json.loads(shop.files["package.json"])
    with refused("E506"):
        shop.verify(shop.with_header(["kind"], "receipt"))
    del header["enterprise"]
    header |= {"issuer": {"code": "331082", "name": "镇"}}
    with refused("E506"):
        shop.verify(shop.with_file("package.json", json.dumps(header).encode()))


def test_a_key_signs_only_what_it_is_enrolled_for(shop: Shop) -> None:
    """The key of an expert must not write receipts."""
    path = shop.send(shop.letter("receipt")).path
    mark = shop.ours.fingerprint
    for right, code in (
        (Right("331082", frozenset({"draft"})), "E308"),
        (Right("331083", frozenset({"receipt"})), "E604"),
    ):
        with refused(code):
            shop.verify(path, known=Known(rights=MappingProxyType({mark: right})))
    with refused("E308"):
        shop.verify(path, known=Known(rights=MappingProxyType({})))
    allowed = Known(rights=MappingProxyType({mark: Right("331082", frozenset({"receipt"}))}))
    assert shop.verify(path, known=allowed).header.kind == "receipt"


def test_an_expert_without_an_office_goes_by_the_fingerprint(shop: Shop) -> None:
    expert = new_identity("赵专家", "", NOW)
    assert certificate_facts(expert.certificate).credit_code is None

    def signed(code: str) -> bytes:
        made = shop.letter("draft", sender=Party(code, "赵专家"), from_enterprise=False, addressee=Party(CODE, NAME))
        folder = shop.place()
        return write_package(letter_parcel(made), folder, expert, shop.schemas).path.read_bytes()

    trust = Trust.of(expert.certificate)
    assert shop.verify(signed(expert.fingerprint[:16]), trust=trust).header.sender.name == "赵专家"
    with pytest.raises(UserError, match="E604"):
        signed("0" * 16)


def test_the_certificate_of_a_department_bears_its_own_code(shop: Shop, tmp_path: Path) -> None:
    town = new_identity("示例镇应急办", "331082", NOW)
    (tmp_path / "town.pem").write_bytes(certificate_pem(town.certificate))
    said = run(need("openssl", "openssl"), "x509", "-in", tmp_path / "town.pem", "-noout", "-subject")
    assert "GOVCN-331082" in said.stdout
    facts = certificate_facts(town.certificate)
    assert (facts.credit_code, facts.office_code) == (None, "331082")


@pytest.mark.parametrize("organisation", ["GOVCN", "GOVCN-", "NTRCN-"])
def test_a_code_that_was_forgotten_in_a_certificate_is_no_code(tmp_path: Path, organisation: str) -> None:
    """Made by hand as our format tells: taken for an empty code, no file of the department would ever fit it."""
    subject = f"/O=示例镇应急办/organizationIdentifier={organisation}/CN=示例镇应急办"
    key, der = tmp_path / "town.key", tmp_path / "town.der"
    how = ("-x509", "-newkey", "rsa:2048", "-noenc", "-utf8", "-outform", "DER")
    run(need("openssl", "openssl"), "req", *how, "-subj", subject, "-keyout", key, "-out", der)
    facts = certificate_facts(der.read_bytes())
    assert (facts.credit_code, facts.office_code) == (None, None)


def test_the_claimed_certificate_is_the_one_inside(shop: Shop) -> None:
    assert embedded_certificate(shop.good) == shop.ours.certificate


# ---- numbers ---------------------------------------------------------------------------------------------------------


def test_numbers_count_per_sender_and_for_departments_per_addressee() -> None:
    assert series_of("report", CODE, "") == series_of("key-rotation", CODE, "") == CODE
    assert series_of("receipt", "331082", CODE) == series_of("supervision", "331082", CODE) == f"331082/{CODE}"
    assert series_of("trust-list", "331082", "") == "331082"
    assert len({series_of(kind, CODE, "") for kind in ("report", "draft", "update")}) == 3


def test_a_letter_that_was_missed_may_still_come(shop: Shop) -> None:
    """A clerk hands over two files and the second is opened first: an order must not be lost by that."""
    series = f"331082/{CODE}"
    path = shop.send(shop.letter("supervision", sequence=3)).path
    told = Known(last=MappingProxyType({series: LastReceived(5, "a" * 64, frozenset({3}))}))
    assert shop.verify(path, known=told).header.sequence == 3
    with refused("E608"):
        shop.verify(path, known=Known(last=MappingProxyType({series: LastReceived(5, "a" * 64, frozenset({2}))})))


def test_an_older_report_never_comes_late(shop: Shop) -> None:
    told = Known(last=MappingProxyType({CODE: LastReceived(9, "a" * 64, frozenset({7}))}))
    with refused("E608"):
        shop.verify(shop.good, known=told)


# ---- what the schema of one file cannot say --------------------------------------------------------------------------


def spoiled(kind: str, name: str, path: list[Any], value: Any, **members: Any) -> Callable[[Shop], bytes]:
    """A file of this kind with one member of its data changed, signed anew."""

    def make(shop: Shop) -> bytes:
        files = contents(shop.send(shop.letter(kind)).path)
        changed = edited(files[f"data/{name}.json"], path, value)
        for member, content in members.items():
            files["package.json"] = edited(files["package.json"], [member], content)
        return shop.pack({**files, f"data/{name}.json": changed})

    return make


WRONG: dict[str, tuple[str, str, Callable[[Shop], bytes]]] = {
    "receipt of another package": (
        "E506", "/package", spoiled("receipt", "receipt", ["package", "manifest_sha256"], "b" * 64)
    ),
    "receipt that says two things": ("E506", "/result", spoiled("receipt", "receipt", ["result"], "accepted")),
    "receipt without a reason": ("E506", "/returns/0", spoiled("receipt", "receipt", ["returns", 0, "reason"], ...)),
    "order with an impossible kind": ("E506", "/kind", spoiled("supervision", "order", ["kind"], "fine")),
    "order whose item has no words": (
        "E506", "/items/0/title", spoiled("supervision", "order", ["items", 0, "title"], "")
    ),
    "module that is not there": (
        "E506", "/modules/0/path", spoiled("guidance", "guidance", ["modules", 0, "path"], "library/none.yaml")
    ),
    "list with two numbers": ("E506", "/list_no", spoiled("trust-list", "trust", ["list_no"], 9)),
    "certificate under another fingerprint": (
        "E506", "/entries/0/cert_sha256", spoiled("trust-list", "trust", ["entries", 0, "cert_sha256"], "0" * 64)
    ),
    "certificate that is none": (
        "E506", "/entries/0/cert_pem", spoiled("trust-list", "trust", ["entries", 0, "cert_pem"], "hello")
    ),
    "new key that is none": ("E506", "/cert_pem", spoiled("key-rotation", "key-rotation", ["cert_pem"], "hello")),
    "draft with an impossible level": (
        "E506", "/hazards/0", spoiled("draft", "draft", ["hazards"], [{"id": "h", "grade": {"level": "huge"}}])
    ),
    "draft without an enterprise": ("E506", "/", spoiled("draft", "draft", ["enterprise"], ...)),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_hang_together_is_refused_with_a_pointer(name: str, shop: Shop) -> None:
    code, pointer, make = WRONG[name]
    with pytest.raises(UserError) as refusal:
        shop.verify(make(shop))
    assert getattr(refusal.value, "code", None) == code
    assert pointer in refusal.value.problem


def test_a_new_key_of_another_enterprise_is_refused(shop: Shop) -> None:
    foreign = new_identity("别的厂", "914403001922038216", NOW)
    data = {"cert_sha256": foreign.fingerprint, "cert_pem": certificate_pem(foreign.certificate).decode()}
    with pytest.raises(UserError, match="E604"):
        shop.send(shop.letter("key-rotation", data={"key-rotation": {**data, "overlap_until": "2026-12-31"}}))


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_a_file_without_its_data_file_is_refused(kind: str, shop: Shop) -> None:
    files = contents(shop.send(shop.letter(kind)).path)
    files = {name: content for name, content in files.items() if not name.startswith("data/")}
    with refused("E506"):
        shop.verify(shop.pack({**files, "package.json": edited(files["package.json"], ["files"], [])}))


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_our_own_exports_hold_no_member_that_the_schema_does_not_name(kind: str, shop: Shop) -> None:
    data = copy.deepcopy(shop.letter_data(kind))
    next(iter(data.values()))["invented"] = 1
    with pytest.raises(UserError, match="E506"):
        shop.send(shop.letter(kind, data=data))


# ---- updates ---------------------------------------------------------------------------------------------------------


def opened(shop: Shop, path: Path, **known: Any) -> UpdateFile:
    return open_update(path, shop.trust, shop.schemas, NOW, Known(kinds=frozenset({"update"}), **known))


def test_an_update_brings_its_installer_out_as_it_went_in(shop: Shop, tmp_path: Path) -> None:
    found = opened(shop, update(shop, tmp_path))
    assert (found.news.version, found.news.notes) == ("0.2.0", ("能收镇里的回执",))
    out = extract_build(found, "windows-x86_64", tmp_path / "neu.exe")
    assert out.read_bytes() == (tmp_path / "setup.exe").read_bytes()
    assert os.name == "nt" or not out.stat().st_mode & 0o111
    with pytest.raises(UserError, match="没有适合这台电脑"):
        extract_build(found, "linux-x86_64", tmp_path / "no")


def test_only_an_update_may_hold_a_large_file(shop: Shop, tmp_path: Path) -> None:
    path = update(shop, tmp_path, size=65 * MIB)
    assert opened(shop, path).builds["windows-x86_64"][1] == 65 * MIB + 2
    with refused("E112"):
        shop.verify(path)
    large = tmp_path / "large.jpg"
    large.write_bytes(bytes(65 * MIB))
    letter = shop.letter("supervision", files={"photos/" + "a" * 32 + ".jpg": large})
    with pytest.raises(UserError, match="太大"):
        shop.send(letter)
    other = write_package(letter_parcel(letter), shop.place(), shop.ours, shop.schemas, limits=UPDATE_LIMITS).path
    with refused("E605"):
        opened(shop, other)


def test_an_older_update_is_refused(shop: Shop, tmp_path: Path) -> None:
    with refused("E608"):
        opened(shop, update(shop, tmp_path), last=MappingProxyType({"ymh-desktop/update": LastReceived(2, "a" * 64)}))


def test_an_update_that_was_exchanged_after_it_was_looked_at_is_not_written(shop: Shop, tmp_path: Path) -> None:
    path = update(shop, tmp_path)
    found = opened(shop, path)
    raw = bytearray(path.read_bytes())
    at = raw.index(b"MZ")
    raw[at + 5] ^= 1
    path.write_bytes(raw)
    with refused("E403"):
        extract_build(found, "windows-x86_64", tmp_path / "neu.exe")
    assert {each.name for each in tmp_path.iterdir()} == {path.name, "setup.exe"}  # nor a part of it


# ---- drafts ----------------------------------------------------------------------------------------------------------


def test_the_schema_of_drafts_names_every_member_of_every_record(shop: Shop) -> None:
    """A new member must be decided on: add it to resources/schemas/draft.schema.json, or to LEFT_OUT."""
    defs = shop.schemas.opened["draft"]["$defs"]
    for kind, name in draft_data.NAMES.items():
        wanted = {field.name for field in fields(kind) if (kind, field.name) not in draft_data.LEFT_OUT}
        assert set(defs[name]["properties"]) == wanted, name
