"""Making a release key and an update file, and taking that file as a user's program does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import release
import update_file
from house import ROOT, Stop

from ymh_desktop.bootstrap import Program, open_program
from ymh_desktop.exchange.update_files import UpdateFiles
from ymh_desktop.services.updates import Change, look_at_update, prepare_library, prepare_update

INSTALLER = b"MZ the real installer"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key of the test's own; the folder it lies in."""
    monkeypatch.setattr(update_file, "PUBLIC_HALF", tmp_path / "release-key.pem")
    monkeypatch.setattr(release, "FOLDER", tmp_path / "release")
    update_file.new_key(tmp_path / "key")
    return tmp_path / "key"


@pytest.fixture
def older(tmp_path: Path, made: Path) -> Iterator[Program]:
    """An installed program of an older version, with an older library."""
    program = open_program(tmp_path / "data", via="测试")
    updates = UpdateFiles(
        update_file.PUBLIC_HALF, ROOT / "resources" / "schemas", "windows-x86_64", tmp_path / "taken-out"
    )
    versions = replace(program.ports.versions, program="0.0.1", library="2020-01-01.1")
    yield replace(program, ports=replace(program.ports, updates=updates, versions=versions))
    program.close()


def test_an_update_that_was_made_is_taken_by_a_program_with_the_same_key(older: Program, made: Path) -> None:
    installer = release.names()["windows-installer"]
    installer.parent.mkdir()
    installer.write_bytes(INSTALLER)
    path = update_file.make(made)
    offer = look_at_update(older.ports, path)
    assert offer.change is Change.PROGRAM
    assert offer.news.notes
    assert prepare_update(older.ports, offer).read_bytes() == INSTALLER
    assert path.name in (release.FOLDER / "SHA256SUMS.txt").read_text("utf-8")


def test_a_newer_library_alone_is_taken_too(older: Program, made: Path) -> None:
    offer = look_at_update(older.ports, update_file.make(made, library_only=True))
    assert offer.change is Change.LIBRARY
    folder = prepare_library(older.ports, offer)
    shipped = ROOT / "resources" / "library"
    assert {path.name for path in (folder / "modules").iterdir()} == {p.name for p in (shipped / "modules").iterdir()}


def test_a_key_is_not_replaced_and_not_laid_into_the_tree(made: Path) -> None:
    with pytest.raises(Stop, match="holds a key already"):
        update_file.new_key(made)
    with pytest.raises(Stop, match="outside the tree"):
        update_file.new_key(ROOT / "build" / "key")


def test_another_key_than_the_one_the_program_knows_signs_nothing(made: Path, tmp_path: Path) -> None:
    known = update_file.PUBLIC_HALF.read_bytes()
    update_file.new_key(tmp_path / "other")
    update_file.PUBLIC_HALF.write_bytes(known)
    with pytest.raises(Stop, match="is not the one"):
        update_file.make(tmp_path / "other", library_only=True)


def test_without_an_installer_there_is_no_update(made: Path) -> None:
    with pytest.raises(Stop, match="holds no installer"):
        update_file.make(made)


def test_the_archive_of_the_library_is_the_same_each_time(tmp_path: Path) -> None:
    one, two = (update_file.library_archive(tmp_path / name) for name in ("one.zip", "two.zip"))
    assert one.read_bytes() == two.read_bytes()


def test_the_news_are_the_first_lines_of_the_newest_section() -> None:
    text = "# 更新记录\n\n- 不是\n\n## 0.2.0\n\n- 一\n- 二\n\n## 0.1.0\n\n- 旧\n"
    assert update_file.newest_notes(text) == ("一", "二")
    assert update_file.newest_notes("") == ()


def test_only_the_public_half_of_the_release_key_is_in_the_tree() -> None:
    from cryptography import x509

    text = (ROOT / "resources" / "release-key.pem").read_bytes()
    assert b"PRIVATE" not in text
    assert x509.load_pem_x509_certificate(text).subject
