"""The packages that users get: what they ask for, what is in them, and what the installer says."""

import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import chinese_head
import debian
import lane_windows
import linux_package
import pytest
import release
import windows_installer
import windows_python
import wine
from bundle import PRODUCT
from house import Stop
from lanes import Lane, run_lanes

from tests.support.machine import need

SCRIPT = Path(windows_installer.__file__).parent / "windows" / "installer.nsi"
DUMP = """
0000000000000000      DF *UND*  0000000000000000 (GLIBC_2.34) __libc_start_main
0000000000000000      DF *UND*  0000000000000000 (GLIBC_2.2.5) free
0000000000000000  w   DF *UND*  0000000000000000 (GLIBCXX_3.4.30) other
0000000000004020 g    DO .data  0000000000000008 (GLIBC_2.99) ours
"""


def test_the_needed_glibc_is_what_a_file_asks_for_not_what_it_offers() -> None:
    assert linux_package.versions_in(DUMP) == {(2, 34), (2, 2)}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder like a build, with a real program in it."""
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    shutil.copy(shutil.which("true") or "/bin/true", folder / "ymh-desktop")
    (folder / "_internal" / "数据.txt").write_text("x")
    (folder / "_internal" / "link").symlink_to("数据.txt")
    return folder


def test_the_deb_has_command_menu_icon_and_what_it_needs(program: Path, tmp_path: Path) -> None:
    made = linux_package.deb(program, tmp_path / "x.deb", quickly=True)
    listing = subprocess.run(["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True).stdout
    for name in (
        "./opt/ymh-desktop/ymh-desktop",
        "./usr/bin/ymh-desktop -> /opt/ymh-desktop/ymh-desktop",
        "./usr/share/applications/ymh-desktop.desktop",
        "./usr/share/icons/hicolor/scalable/apps/ymh-desktop.svg",
    ):
        assert name in listing
    assert all(" root/root " in line for line in listing.splitlines())
    wanted = subprocess.run(["dpkg-deb", "-f", made, "Depends"], capture_output=True, text=True, check=True).stdout
    assert re.match(r"libc6 \(>= 2\.\d+\), ", wanted)
    assert all(package in wanted for package in (*debian.QT.values(), "libcups2", "libstdc++6"))


def test_a_build_that_needs_a_newer_system_than_promised_is_no_package(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linux_package, "NEWEST_GLIBC", (2, 2))
    with pytest.raises(Stop, match=r"needs glibc 2\.\d+; 2\.2 is promised"):
        linux_package.deb(program, tmp_path / "x.deb")


def test_on_a_stick_the_data_lies_beside_the_program(program: Path, tmp_path: Path) -> None:
    made = linux_package.portable(program, tmp_path / "x.tar.xz", release.NOTE)
    with tarfile.open(made) as archive:
        names = {member.name: member for member in archive.getmembers()}
    assert names[f"{PRODUCT}/ymh-data"].isdir()
    assert names[f"{PRODUCT}/ymh-desktop"].mode & 0o100
    assert names[f"{PRODUCT}/先看这里.txt"].uname == "root"


def test_the_zip_for_a_stick_too(program: Path, tmp_path: Path) -> None:
    (program / "_internal" / "link").unlink()
    made = windows_installer.portable(program, tmp_path / "x.zip", release.NOTE)
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        note = archive.read(f"{PRODUCT}/先看这里.txt")
    assert f"{PRODUCT}/ymh-data/" in names
    assert f"{PRODUCT}/_internal/数据.txt" in names
    assert note.startswith(b"\xef\xbb\xbf")  # or old Windows shows it as gibberish


def test_the_head_of_the_installer_speaks_chinese() -> None:
    english = "".join(f"{text}\0" for text in chinese_head.TEXTS).encode("utf-16-le")
    head = chinese_head.in_chinese(b"MZ" + english)
    assert len(head) == 2 + len(english)
    assert not [text for text in chinese_head.TEXTS if text.encode("utf-16-le") in head]
    assert all(text.encode("utf-16-le") in head for text in chinese_head.TEXTS.values())


def test_another_nsis_with_other_texts_is_noticed() -> None:
    with pytest.raises(chinese_head.NotFound):
        chinese_head.in_chinese(b"MZ" + b"something else" * 10)


def test_what_the_installer_says_is_chinese_and_every_refusal_has_its_own_code() -> None:
    text = SCRIPT.read_text("utf-8-sig")
    refusals = re.findall(r'\$\{Refuse\} (\d+) "([^"]+)"', text)
    assert sorted({code for code, _ in refusals}) == ["10", "11", "12", "13", "14", "15"]
    said = [sentence for _, sentence in refusals] + re.findall(r'MessageBox \S+ "([^"]+)"', text)
    for sentence in said:
        plain = re.sub(r"\$\\[rn]|\$\{?\w+\}?|Windows|MB|TEXT", "", sentence)
        assert not re.search(r"[A-Za-z]{2,}", plain.replace("ymh-desktop\\data", "")), sentence


def test_the_installer_is_made_and_signed_by_the_command_of_the_house(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Off unless set; then the installer and its uninstaller pass through it."""
    need("makensis", "nsis")
    (program / "_internal" / "link").unlink()
    (program / "ymh-desktop").rename(program / "ymh-desktop.exe")
    plain = windows_installer.installer(program, tmp_path / "plain.exe", quick=True)
    assert plain.read_bytes()[:2] == b"MZ"
    notes = tmp_path / "signed.txt"
    signer = tmp_path / "sign.sh"
    signer.write_text(f'#!/bin/sh\necho "$1" >> {notes}\n')
    signer.chmod(0o755)
    monkeypatch.setenv(windows_installer.SIGN_COMMAND, str(signer))
    windows_installer.installer(program, tmp_path / "signed.exe", quick=True)
    windows_installer.sign(program / "ymh-desktop.exe")
    assert len(notes.read_text().splitlines()) == 3


def test_exported_names_are_those_of_the_interface_of_python() -> None:
    listing = "x\n[Ordinal/Name Pointer] Table\n\t[   0] PyArg_Parse\n\t[   1] _Py_Dealloc\n\t[   2] other\n\nPyNot\n"
    assert windows_python.exported_names(listing) == ["PyArg_Parse", "_Py_Dealloc"]


def test_what_a_chinese_windows_says_is_read() -> None:
    assert wine._decoded("检查".encode("gb18030")) == "检查"
    assert wine._decoded("检查".encode()) == "检查"
    assert wine.of_linux(Path("/a/b c")) == r"Z:\a\b c"


def test_as_a_lane_the_windows_build_is_skipped_with_a_sentence_unless_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("YMH_WINDOWS", raising=False)
    assert lane_windows.main(["--lane"]) == 77
    assert "dev.py build windows" in capsys.readouterr().out


def test_without_root_the_windows_build_says_why_it_is_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert lane_windows.main([]) == 77
    assert "Debian and root" in capsys.readouterr().out


@pytest.mark.parametrize(("optional", "passed"), [(True, True), (False, False)])
def test_a_lane_that_needs_another_system_may_be_skipped_anywhere(
    optional: bool, passed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    lane = Lane("windows", ["/bin/sh", "-c", "exit 77"], optional=optional)
    assert run_lanes([lane], {"PATH": "/usr/bin:/bin"}) is passed
