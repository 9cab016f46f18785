"""The port that use cases see: keys, packages and their proof, without a word about how."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.exchange.shop import CODE, NAME, NOW, PACKAGE_ID, RISK, ROOT, Shop
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.identity import certificate_pem
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.services.ports import Cancelled, PackageContent, Packages, Versions


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
