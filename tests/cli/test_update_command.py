"""`ymh-desktop update` on a real data folder, with a release key of the test's own."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.updates import NOTE, make_update
from ymh_desktop import bootstrap
from ymh_desktop.__main__ import main
from ymh_desktop.exchange.identity import SigningIdentity, certificate_pem, new_identity


@pytest.fixture
def makers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SigningIdentity:
    identity = new_identity("发布方", "", datetime.now(UTC))
    key = tmp_path / "release-key.pem"
    key.write_bytes(certificate_pem(identity.certificate))
    monkeypatch.setattr(bootstrap, "RELEASE_KEY", str(key))
    return identity


def update(folder: Path, *arguments: object) -> int:
    return main(["--data", str(folder / "数据"), "update", *map(str, arguments)])


def library(folder: Path, makers: SigningIdentity) -> Path:
    archive = folder / "library.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("modules/lathe.yaml", "id: lathe\n")
    now = datetime.now(UTC)
    return make_update(folder, makers, "0.0.1", builds={"library": archive}, library="2099-01-01.1", now=now)


def test_what_would_change_is_told_and_nothing_is_done(
    tmp_path: Path, makers: SigningIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(tmp_path, library(tmp_path, makers)) == 0
    said = capsys.readouterr().out
    assert "更新到 2099-01-01.1" in said
    assert NOTE in said
    assert "已解开" not in said


def test_a_newer_library_is_laid_out_to_be_looked_at(
    tmp_path: Path, makers: SigningIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(tmp_path, library(tmp_path, makers), "--install") == 0
    folder = Path(capsys.readouterr().out.partition("已解开到 ")[2].partition("。请")[0])
    assert (folder / "modules" / "lathe.yaml").is_file()


def test_a_program_that_no_installer_put_here_is_not_replaced(
    tmp_path: Path, makers: SigningIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_update(tmp_path, makers, "9.0.0", now=datetime.now(UTC))
    assert update(tmp_path, path, "--install") == 1
    assert "免安装" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, makers: SigningIdentity, capsys: pytest.CaptureFixture[str]
) -> None:
    assert update(tmp_path, tmp_path / "没有.zip") == 1
    assert capsys.readouterr().err
