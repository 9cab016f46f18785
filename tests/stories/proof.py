"""What others find in what the program made: poppler, a code reader, openssl, the published script, the commands."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.documents.reading import codes_on as codes_in
from tests.documents.reading import pictures_of, text_of
from tests.support.folders import ROOT

DPI = 150


def words_of(pdf: Path) -> str:
    """Everything pdftotext finds, without blanks."""
    return text_of(pdf.read_bytes())


def codes_on(pdf: Path) -> list[list[str]]:
    """For each page the texts of its codes, read from the page as it would be printed."""
    folder = pdf.parent / f"{pdf.stem} 的图"
    folder.mkdir()
    return [codes_in(picture) for picture in pictures_of(pdf.read_bytes(), folder, DPI)]


def cells_of(table: Path) -> str:
    """All shared texts of an Excel file, one after the other."""
    with zipfile.ZipFile(table) as inside:
        return re.sub(r"<[^>]+>", " ", inside.read("xl/sharedStrings.xml").decode())


def certificate(data: Path, folder: Path) -> Path:
    """What the firm hands to the town, by the command line, while the window is open."""
    pem = folder / "登记的证书.pem"
    said = ymh("--data", data, "certificate", "--out", pem)
    assert said.returncode == 0, said.stderr
    return pem


def standard_tools_accept(package: Path, pem: Path, folder: Path) -> None:
    """unzip and openssl alone."""
    inside = folder / "unpacked"
    run("unzip", "-q", package, "-d", inside)
    said = run(
        "openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", inside / "META-INF/signature.p7s",
        "-content", inside / "META-INF/ASiCManifest.xml", "-CAfile", pem, "-purpose", "any", "-out", folder / "out",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    said = run("sha256sum", "--check", "--strict", "--quiet", "checksums.sha256", cwd=inside)
    assert said.returncode == 0, said.stdout


def the_published_script_accepts(package: Path, pem: Path) -> None:
    """docs/verify.sh."""
    said = run("bash", ROOT / "docs" / "verify.sh", package, pem)
    assert said.returncode == 0, said.stdout
    assert said.stdout.splitlines()[-1].startswith("OK 通过")


def our_own_reader_accepts(package: Path, pem: Path) -> None:
    """The strict reader, as the town would call it."""
    said = ymh("verify", package, "--trust", pem)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "OK" in said.stdout


def ymh(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line of the program."""
    return run(sys.executable, "-m", "ymh_desktop", *arguments, cwd=ROOT)


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A program from outside, and what it said."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
