"""The port that use cases see: keys, packages and their proof, without a word about how."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.shop import CODE, DRAFT, NAME, NOW, ORDER, PACKAGE_ID, RISK, ROOT, Shop
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.identity import certificate_pem
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services.ports import (
    Cancelled,
    Expected,
    Letter,
    PackageContent,
    Packages,
    Taken,
    TrustedKey,
    Versions,
)


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    return SignedPackages(tmp_path / "keys", FileSecrets(tmp_path / "user"), ROOT / "resources" / "schemas")


def content(sequence: int = 1, days: int = 29) -> PackageContent:
    return PackageContent(
        enterprise_code=CODE,
        enterprise_name=NAME,
        short_name="示例",
        recipient="示例镇安监站",
        sequence=sequence,
        previous=None if sequence == 1 else (PACKAGE_ID, "a" * 64),
        package_id=PACKAGE_ID,
        created_at=NOW,
        period=(date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=days)),
        versions=Versions("0.1.0", "0001", "1.0", "2026-11-20"),
        audit_head="",
        data={"major-risks": [RISK]},
        documents={"report.pdf": b"%PDF"},
        tables={},
    )


def test_before_the_first_export_there_is_no_key(packages: Packages) -> None:
    assert packages.key() is None
    with pytest.raises(UserError, match="还没有签名密钥"):
        packages.certificate()


def test_the_key_is_made_once(packages: Packages) -> None:
    made = packages.ensure_key(CODE, NAME, NOW)
    assert packages.ensure_key(CODE, NAME, NOW) == packages.key() == made
    assert made.algorithm == "RSA-3072"
    assert made.fingerprint == made.fingerprint.upper()
    assert packages.certificate().startswith(b"-----BEGIN CERTIFICATE-----")


def test_an_export_is_read_with_our_own_key_and_with_its_certificate(packages: Packages, tmp_path: Path) -> None:
    key = packages.ensure_key(CODE, NAME, NOW)
    made = packages.build(content(), tmp_path)
    for trust in (None, packages.certificate()):
        read = packages.verify(made.path, trust, NOW)
        assert (read.signer, read.fingerprint, read.enterprise, read.sequence) == (NAME, key.fingerprint, NAME, 1)
        assert len(read.files) == made.files
        assert read.manifest_sha256 == made.manifest_sha256


@pytest.mark.parametrize(("sequence", "days", "word"), [(1, 29, "首次上报"), (2, 29, "月报"), (3, 90, "季报")])
def test_the_file_says_what_it_is(sequence: int, days: int, word: str, packages: Packages, tmp_path: Path) -> None:
    packages.ensure_key(CODE, NAME, NOW)
    made = packages.build(content(sequence, days), tmp_path)
    assert made.path.name == f"上报包_示例_{word}_20261125_第{sequence}号.zip"


def test_a_package_of_an_older_key_is_still_ours(packages: Packages, tmp_path: Path) -> None:
    old = packages.ensure_key(CODE, NAME, NOW)
    made = packages.build(content(), tmp_path)
    assert packages.new_key(CODE, NAME, NOW) != old
    assert packages.verify(made.path, None, NOW).fingerprint == old.fingerprint


def test_somebody_elses_package_is_refused_with_a_code(packages: Packages, shop: Shop) -> None:
    packages.ensure_key(CODE, NAME, NOW)
    with pytest.raises(PackageRefused, match="不在信任名单里") as refusal:
        packages.verify(shop.good, None, NOW)
    assert refusal.value.code == "E308"


def test_warnings_come_as_sentences(packages: Packages, shop: Shop) -> None:
    read = packages.verify(shop.good, certificate_pem(shop.ours.certificate), NOW + timedelta(days=1200))
    assert read.warnings == ("签名后证书已经到期，请对方下次用新密钥签名：2029-11-23。",)


def test_stopping_raises_what_use_cases_expect(packages: Packages, tmp_path: Path) -> None:
    packages.ensure_key(CODE, NAME, NOW)
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Cancelled):
        packages.build(content(), folder, lambda done, of: False)
    assert list(folder.iterdir()) == []


def test_trust_without_a_certificate_gets_a_sentence(packages: Packages, shop: Shop) -> None:
    with pytest.raises(UserError, match="没有可用的证书"):
        packages.verify(shop.good, b"hello", NOW)


# ---- the other way ---------------------------------------------------------------------------------------------------


@pytest.fixture
def town(tmp_path: Path) -> Packages:
    """The town's own packages, with a key by its own code."""
    made = SignedPackages(tmp_path / "town", FileSecrets(tmp_path / "town-user"), ROOT / "resources" / "schemas")
    made.ensure_key("331082", "示例镇应急办", NOW)
    return made


def order(**changes: Any) -> Letter:
    made = Letter(
        kind="supervision",
        package_id=PACKAGE_ID,
        sender=("331082", "示例镇应急办"),
        from_enterprise=False,
        addressee=(CODE, NAME),
        sequence=1,
        created_at=NOW,
        versions=Versions("0.1.0", "0001", "1.0", "2026-11-20"),
        data={"order": ORDER},
        title="督办单",
    )
    return replace(made, **changes)


def expected(town: Packages, **changes: Any) -> Expected:
    key = TrustedKey(town.certificate().decode(), "331082", frozenset({"supervision", "receipt"}))
    return replace(Expected(keys=(key,), our_codes=frozenset({CODE})), **changes)


def test_a_file_of_the_town_is_opened_with_what_it_says(town: Packages, packages: Packages, tmp_path: Path) -> None:
    made = town.send(order(), tmp_path)
    found = packages.open(made.path, expected(town), NOW)
    assert (found.kind, found.kind_words, found.title) == ("supervision", "督办单", "督办单")
    assert (found.sender, found.series, found.known) == (("331082", "示例镇应急办"), f"331082/{CODE}", True)
    assert found.data["data/order.json"] == ORDER
    assert found.manifest_sha256 == made.manifest_sha256
    assert packages.content(found, "data/order.json").startswith(b"{")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"our_codes": frozenset({"914403001922038216"})}, "E605"),
        ({"package_ids": frozenset({PACKAGE_ID})}, "E606"),
        ({"last": {f"331082/{CODE}": Taken(4, "a" * 64)}}, "E608"),
        ({"kinds": frozenset({"receipt"})}, "E605"),
        ({"keys": ()}, "E308"),
        ({"keys": (), "proposals": True}, "E308"),
    ],
    ids=["not for us", "received before", "older", "another kind", "nobody enrolled", "no draft is a proposal"],
)
def test_what_we_know_is_asked(
    changes: dict[str, Any], code: str, town: Packages, packages: Packages, tmp_path: Path
) -> None:
    made = town.send(order(), tmp_path)
    with pytest.raises(PackageRefused) as refusal:
        packages.open(made.path, expected(town, **changes), NOW)
    assert refusal.value.code == code


def test_a_revoked_key_is_refused(town: Packages, packages: Packages, tmp_path: Path) -> None:
    made = town.send(order(), tmp_path)
    (key,) = expected(town).keys
    with pytest.raises(PackageRefused) as refusal:
        packages.open(made.path, expected(town, keys=(replace(key, revoked=True),)), NOW)
    assert refusal.value.code == "E309"


def test_a_draft_of_somebody_unknown_is_a_proposal(packages: Packages, tmp_path: Path) -> None:
    expert = SignedPackages(tmp_path / "expert", FileSecrets(tmp_path / "e"), ROOT / "resources" / "schemas")
    mark = expert.ensure_key("", "赵专家", NOW).fingerprint
    draft = order(kind="draft", sender=(mark[:16].lower(), "赵专家"), data={"draft": DRAFT}, title="辨识初稿")
    made = expert.send(draft, tmp_path)
    found = packages.open(made.path, Expected(our_codes=frozenset({CODE}), proposals=True), NOW)
    assert (found.known, found.signer, found.fingerprint) == (False, "赵专家", mark)
    with pytest.raises(PackageRefused, match="赵专家") as refusal:
        packages.open(made.path, Expected(our_codes=frozenset({CODE})), NOW)
    assert refusal.value.code == "E308"
    with pytest.raises(PackageRefused) as refusal:
        packages.open(made.path, Expected(our_codes=frozenset({"914403001922038216"}), proposals=True), NOW)
    assert refusal.value.code == "E605"
    raw = bytearray(made.path.read_bytes())
    raw[raw.index("赵专家".encode())] ^= 1
    made.path.write_bytes(raw)
    with pytest.raises(PackageRefused) as refusal:
        packages.open(made.path, Expected(our_codes=frozenset({CODE}), proposals=True), NOW)
    assert refusal.value.code == "E403", "a proposal too must be whole"


def test_a_certificate_says_whose_it_is(town: Packages, packages: Packages) -> None:
    told, key = packages.describe(town.certificate()), town.key()
    assert key is not None
    assert (told.name, told.code, told.fingerprint) == ("示例镇应急办", None, key.fingerprint)
    with pytest.raises(UserError, match="不止一张"):
        packages.describe(town.certificate() * 2)


def test_the_key_that_follows_is_prepared_once_and_then_taken_over(packages: Packages) -> None:
    old = packages.ensure_key(CODE, NAME, NOW)
    told = packages.prepare_key(CODE, NAME, NOW)
    assert packages.prepare_key(CODE, NAME, NOW) == told
    assert packages.key() == old
    assert packages.adopt_key().fingerprint == told.fingerprint
    assert packages.certificate().decode() == told.certificate
