"""Reads papers with foreign programs: what poppler, qpdf and zxing find is what other people's readers find."""

import re
import shutil
import subprocess
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import zxingcpp
from PIL import Image

from ymh_desktop.documents.pen import Placed
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.renderer import PaperRenderer

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

# Fields that are not printed as they stand: ids, digests, and texts that a code carries.
UNPRINTED = {"sign_id", "digest", "fingerprint", "qr_text", "replaces"}


def press(trace: list[Placed] | None = None) -> Press:
    """The shipped fonts and pictograms."""
    return Press(RESOURCES, trace)


def traced(report: object) -> list[Placed]:
    """Every text that a paper draws, with its box."""
    trace: list[Placed] = []
    renderer = PaperRenderer(RESOURCES)
    renderer._press = press(trace)
    renderer.pdf(report)
    return trace


def text_of(pdf: bytes, first_page: int = 1) -> str:
    """Everything pdftotext finds from a page on, in drawing order, without any blanks or line feeds."""
    found = _run(["pdftotext", "-raw", "-f", str(first_page), "-enc", "UTF-8", "-", "-"], pdf).decode()
    return without_blanks(found)


def without_blanks(text: str) -> str:
    """Line breaks and blanks depend on the reader and the width; the characters do not."""
    return re.sub(r"[\s\u3000]+", "", text)


def fonts_of(pdf: bytes) -> list[list[str]]:
    """The rows of pdffonts."""
    return [line.split() for line in _run(["pdffonts", "-"], pdf).decode().splitlines()[2:]]


def facts_of(pdf: bytes) -> dict[str, str]:
    """The rows of pdfinfo."""
    lines = _run(["pdfinfo", "-"], pdf).decode().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def pictures_of(pdf: bytes, folder: Path, dpi: int) -> list[Image.Image]:
    """Every page as poppler draws it."""
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", folder / "paper.pdf", folder / "page"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.pgm"))]


def codes_on(picture: Image.Image) -> list[str]:
    """The texts of the QR codes a reader finds."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def complaints_of(pdf: bytes, folder: Path) -> str:
    """What qpdf objects to, empty when nothing; empty too where qpdf is not installed."""
    if not shutil.which("qpdf"):
        return ""
    (folder / "paper.pdf").write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", folder / "paper.pdf"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def texts_in(report: object) -> list[str]:
    """Every text a report says, with dates as the papers write them."""
    if isinstance(report, Enum):
        return []
    if is_dataclass(report):
        values = [getattr(report, field.name) for field in fields(report) if field.name not in UNPRINTED]
        return [text for value in values for text in texts_in(value)]
    if isinstance(report, tuple):
        return [text for value in report for text in texts_in(value)]
    if isinstance(report, date):
        return [f"{report.year}年{report.month}月{report.day}日"]
    return [report] if isinstance(report, str) and report else []


def _run(command: list[str], given: bytes) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout
