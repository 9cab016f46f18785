"""The signing key on disk and on a USB stick: found again, never open, never replaced by halves."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.shop import CODE, NAME, NOW, ROOT, run
from tests.support.machine import need
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.identity import certificate_facts, certificate_pem, enrolment
from ymh_desktop.exchange.key_secrets import FileSecrets, SecretLost, secrets_of_this_pc
from ymh_desktop.exchange.keystore import KEY_FILE, KeyDamaged, KeyStore, NoKey, WrongPassphrase

PASSPHRASE = "木工车间2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder with a key, and its certificate. Tests that change something work on a copy."""
    folder = tmp_path_factory.mktemp("keys")
    identity = KeyStore(folder / "data", FileSecrets(folder / "user")).new_key(NAME, CODE, NOW)
    return folder, identity.certificate


@pytest.fixture
def store(made: tuple[Path, bytes], tmp_path: Path) -> KeyStore:
    import shutil

    shutil.copytree(made[0], tmp_path, dirs_exist_ok=True)
    return KeyStore(tmp_path / "data", FileSecrets(tmp_path / "user"))


def stored(store: KeyStore) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((store.folder / KEY_FILE).read_bytes())
    return content


def change(store: KeyStore, name: str, value: object) -> None:
    (store.folder / KEY_FILE).write_text(json.dumps({**stored(store), name: value}))


def test_the_key_is_found_again(store: KeyStore, made: tuple[Path, bytes]) -> None:
    identity = store.open()
    assert identity.certificate == store.certificate() == made[1]
    assert identity.key.key_size == 3072


def test_before_the_first_export_there_is_no_key(tmp_path: Path) -> None:
    empty = KeyStore(tmp_path / "none", FileSecrets(tmp_path / "user"))
    assert empty.certificate() is None
    with pytest.raises(NoKey):
        empty.open()


def test_the_private_key_lies_nowhere_in_the_clear(store: KeyStore, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    plain = store.open().key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) >= 2  # the sealed key, and what opens it
    assert len(plain[100:140]) == 40
    for content in kept:
        assert plain[100:140] not in content
        assert b"PRIVATE KEY" not in content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_only_the_owner_may_read_key_and_secret(store: KeyStore, tmp_path: Path) -> None:
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_on_another_pc_the_key_stays_closed(store: KeyStore, tmp_path: Path) -> None:
    elsewhere = KeyStore(store.folder, FileSecrets(tmp_path / "other user"))
    with pytest.raises(SecretLost, match="换新密钥"):
        elsewhere.open()
    assert elsewhere.certificate() is not None


@pytest.mark.parametrize("name", ["sealed_key", "nonce", "certificate", "wrapped_secret", "format", "version"])
def test_a_changed_key_file_is_refused_with_a_sentence(name: str, store: KeyStore) -> None:
    change(store, name, "AAAA")
    with pytest.raises((KeyDamaged, SecretLost)):
        store.open()


def test_the_key_opens_only_with_its_own_certificate(store: KeyStore, shop: Any) -> None:
    change(store, "certificate", certificate_pem(shop.stranger.certificate).decode())
    with pytest.raises(KeyDamaged):
        store.open()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 50_000, b"x" * 100_000])
def test_any_rubbish_in_place_of_the_key_is_refused_with_a_sentence(content: bytes, store: KeyStore) -> None:
    (store.folder / KEY_FILE).write_bytes(content)
    with pytest.raises(KeyDamaged):
        store.open()


def test_a_secret_file_outside_its_folder_is_never_read(store: KeyStore, tmp_path: Path) -> None:
    (tmp_path / "x.secret").write_bytes(b"0" * 32)
    change(store, "wrapped_secret", "Li4veC5zZWNyZXQ=")  # ../x.secret
    with pytest.raises(SecretLost):
        store.open()


def test_a_new_key_takes_one_step_and_the_old_certificate_stays(store: KeyStore, made: tuple[Path, bytes]) -> None:
    new = store.new_key(NAME, CODE, NOW)
    assert store.certificate() == new.certificate != made[1]
    assert store.open().certificate == new.certificate
    assert store.old_certificates() == (made[1],)


def test_a_new_key_leaves_no_old_secret(store: KeyStore, tmp_path: Path) -> None:
    store.new_key(NAME, CODE, NOW)
    assert len(list((tmp_path / "user").iterdir())) == 1


def test_the_next_key_waits_beside_the_one_in_use(store: KeyStore, made: tuple[Path, bytes]) -> None:
    """Between making it and taking it over there may be a power cut: neither key is lost then."""
    waiting = store.next.new_key(NAME, CODE, NOW)
    assert store.open().certificate == made[1]
    assert store.next.certificate() == waiting.certificate
    assert store.adopt_next().certificate == store.open().certificate == waiting.certificate
    assert store.old_certificates() == (made[1],)
    assert store.next.certificate() is None
    with pytest.raises(NoKey):
        store.adopt_next()


def test_a_damaged_key_does_not_stand_in_the_way_of_a_new_one(store: KeyStore) -> None:
    (store.folder / KEY_FILE).write_bytes(b"rubbish")
    new = store.new_key(NAME, CODE, NOW)
    assert store.open().certificate == new.certificate
    assert (store.folder / KEY_FILE).with_suffix(".damaged").read_bytes() == b"rubbish"


def test_a_lost_secret_does_not_stand_in_the_way_of_a_new_key(store: KeyStore, tmp_path: Path) -> None:
    for path in (tmp_path / "user").iterdir():
        path.unlink()
    new = store.new_key(NAME, CODE, NOW)
    assert store.open().certificate == new.certificate


def test_the_copy_on_a_stick_opens_elsewhere_with_its_passphrase(store: KeyStore, tmp_path: Path) -> None:
    elsewhere = KeyStore(tmp_path / "elsewhere", FileSecrets(tmp_path / "other user"))
    imported = elsewhere.import_(store.export(PASSPHRASE), PASSPHRASE)
    assert imported.certificate == store.certificate() == elsewhere.open().certificate


def test_the_same_passphrase_in_full_width_letters_opens_it(store: KeyStore, tmp_path: Path) -> None:
    elsewhere = KeyStore(tmp_path / "elsewhere", FileSecrets(tmp_path / "other user"))
    elsewhere.import_(store.export("abc12345"), "ａｂｃ１２３４５")
    assert elsewhere.certificate() == store.certificate()


def test_a_wrong_passphrase_changes_nothing(store: KeyStore) -> None:
    before = (store.folder / KEY_FILE).read_bytes()
    copy = store.export(PASSPHRASE)
    with pytest.raises(WrongPassphrase, match="口令不对"):
        store.import_(copy, PASSPHRASE + "x")
    assert (store.folder / KEY_FILE).read_bytes() == before


def test_a_short_passphrase_is_not_accepted(store: KeyStore) -> None:
    with pytest.raises(UserError, match="至少要 8 个字"):
        store.export("1234567")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("memory_kib", 10**9),
        ("passes", 10**9),
        ("lanes", 10**6),
        ("memory_kib", "64"),
        ("salt", "AA=="),
        ("name", "md5"),
    ],
)
def test_a_forged_copy_cannot_make_the_pc_work_for_hours(name: str, value: object, store: KeyStore) -> None:
    copy = json.loads(store.export(PASSPHRASE))
    copy["kdf"][name] = value
    with pytest.raises(WrongPassphrase):
        store.import_(json.dumps(copy).encode(), PASSPHRASE)


def test_the_key_file_itself_is_not_taken_for_a_copy(store: KeyStore) -> None:
    with pytest.raises(WrongPassphrase):
        store.import_((store.folder / KEY_FILE).read_bytes(), PASSPHRASE)


def test_this_pc_keeps_secrets_as_it_can(tmp_path: Path) -> None:
    """On Windows sealed for the account, elsewhere a file; the sentence says honestly what that is worth."""
    secrets = secrets_of_this_pc(tmp_path)
    wrapped = secrets.wrap(b"s" * 32)
    assert secrets.unwrap(wrapped) == b"s" * 32
    assert "账号" in secrets.sentence
    assert (secrets.kind == "dpapi") == (sys.platform == "win32")
    secrets.forget(wrapped)


@pytest.mark.skipif(sys.platform != "win32", reason="sealed by Windows itself")
def test_windows_gives_a_secret_back_only_as_it_was_sealed(tmp_path: Path) -> None:
    """Nothing of it can be read in what is stored, and a changed byte makes it lost."""
    secrets = secrets_of_this_pc(tmp_path)
    wrapped = secrets.wrap(b"s" * 32)
    assert b"ssss" not in wrapped
    assert secrets.wrap(b"s" * 32) != wrapped
    for broken in (b"", b"x", wrapped[:-1], bytes([wrapped[0] ^ 1]) + wrapped[1:], b"\0" * 200):
        with pytest.raises(SecretLost):
            secrets.unwrap(broken)
    assert not list(tmp_path.iterdir())


def test_the_certificate_names_the_enterprise_as_the_format_asks(made: tuple[Path, bytes]) -> None:
    facts = certificate_facts(made[1])
    assert (facts.name, facts.credit_code, facts.algorithm, facts.bits) == (NAME, CODE, "RSA", 3072)
    assert facts.not_before < NOW
    assert 1090 < facts.days_left(NOW) < 1096


def test_openssl_reads_the_certificate(made: tuple[Path, bytes], tmp_path: Path) -> None:
    openssl = need("openssl", "openssl")
    pem = tmp_path / "own.pem"
    pem.write_bytes(certificate_pem(made[1]))
    said = run(openssl, "x509", "-in", pem, "-noout", "-text", "-fingerprint", "-sha256", "-nameopt", "utf8").stdout
    assert f"NTRCN-{CODE}" in said
    assert "Digital Signature, Non Repudiation" in said
    assert "CA:FALSE" in said
    assert certificate_facts(made[1]).fingerprint in said.replace(":", "").lower()


def test_two_keys_of_one_enterprise_have_different_subjects(made: tuple[Path, bytes], shop: Any) -> None:
    """With equal subjects it depends on the order of a list whether openssl verifies a signature."""
    from cryptography import x509

    subjects = {x509.load_der_x509_certificate(der).subject for der in (made[1], shop.ours.certificate)}
    assert len(subjects) == 2


def test_a_long_name_is_cut_in_the_certificate_only(shop: Any) -> None:
    from ymh_desktop.exchange.identity import self_signed_certificate

    facts = certificate_facts(self_signed_certificate(shop.ours.key, "𬭎" * 5000, CODE, NOW))
    assert facts.name == "𬭎" * 64


def test_a_name_of_ordinary_length_is_whole_in_the_organisation(shop: Any) -> None:
    """The common name holds 64 bytes, which is 13 characters beside its suffix: it must not limit the name."""
    from ymh_desktop.exchange.identity import self_signed_certificate

    name = "浙江省台州市示例木质家具制造有限责任公司"
    assert certificate_facts(self_signed_certificate(shop.ours.key, name, CODE, NOW)).name == name


def test_the_enrolment_sheet_shows_the_fingerprint_in_groups(made: tuple[Path, bytes]) -> None:
    sheet = enrolment(made[1])
    mark = certificate_facts(made[1]).fingerprint.upper()
    assert "".join(sheet.fingerprint_groups) == mark
    assert {len(group) for group in sheet.fingerprint_groups} == {4}
    assert sheet.qr_text == f"AQKEY1:{CODE}:{mark}"
    assert (sheet.name, sheet.credit_code, sheet.algorithm) == (NAME, CODE, "RSA-3072")


def test_nothing_heavy_is_loaded_by_importing_the_layer() -> None:
    script = (
        "import sys, ymh_desktop.exchange.package, ymh_desktop.exchange.keystore\n"
        "print([m for m in ('cryptography', 'pyhanko', 'asn1crypto', 'jsonschema', 'PySide6') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
