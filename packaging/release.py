"""What a release consists of beside the installers: the bill of materials, and the SHA-256 of every file."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bundle import PRODUCT
from house import ROOT, program_version

if TYPE_CHECKING:
    from cyclonedx.model.component import Component

FOLDER = ROOT / "dist" / "release"
_SUMS = "SHA256SUMS.txt"
# What lies in the folder for a stick, to be read first.
NOTE = f"""{PRODUCT}，免安装

1. 把整个文件夹放在U盘或电脑里，不要只拿里面的一个文件。
2. Windows 双击 ymh-desktop.exe，Linux 双击 ymh-desktop。
3. 企业的资料在 ymh-data 文件夹里，跟着这个文件夹走。升级时换掉别的文件，ymh-data 不要动。
4. U盘会坏会丢：每周在“设置”里备份一次到另一个地方。
"""
# What no package of Python lists: (name, version, licence).
_ALSO_INSIDE = (
    ("qt", "6.8.3", "LGPL-3.0-only"),
    ("noto-sans-sc", "", "OFL-1.1"),
    ("dejavu-sans", "", "DejaVu Fonts License"),
    ("lucide", "", "ISC"),
)
_WINDOWS_TOO = (("msvc-runtime", "14.44.35112", "Microsoft Visual C++ Redistributable"),)


def names() -> dict[str, Path]:
    """The files of a release by what they are."""
    version = program_version()
    files = {
        "windows-installer": f"{PRODUCT}-{version}-安装程序.exe",
        "windows-portable": f"{PRODUCT}-{version}-免安装.zip",
        "linux-deb": f"ymh-desktop_{version}_amd64.deb",
        "linux-portable": f"{PRODUCT}-{version}-Linux免安装.tar.xz",
        "windows-contents": f"ymh-desktop-{version}-windows.cdx.json",
        "linux-contents": f"ymh-desktop-{version}-linux.cdx.json",
    }
    return {what: FOLDER / name for what, name in files.items()}


def bill_of_materials(program: Path, system: str, python: str, target: Path) -> Path:
    """Write a CycloneDX bill of materials of a program folder; the same folder gives the same bytes."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.output.json import JsonV1Dot5

    lines = (program / "_internal" / "licenses" / "packages.jsonl").read_text("utf-8").splitlines()
    rows = [(row["name"], row["version"], row["licence"]) for row in map(json.loads, lines)]
    others = [*_ALSO_INSIDE, *(_WINDOWS_TOO if system == "windows" else ()), ("cpython", python, "PSF-2.0")]
    main = _component("ymh-desktop", program_version(), "Apache-2.0", application=True)
    parts = [_component(*row, package=True) for row in rows] + [_component(*row) for row in others]
    bom = Bom(components=parts)
    bom.metadata.component = main
    bom.register_dependency(main, parts)
    told = json.loads(JsonV1Dot5(bom).output_as_string())
    told["metadata"].pop("timestamp", None)  # the same build gives the same file
    told.pop("serialNumber", None)
    target.write_text(json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")
    return target


def _component(
    name: str, version: str, licence: str, *, application: bool = False, package: bool = False
) -> "Component":
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import DisjunctiveLicense
    from packageurl import PackageURL

    return Component(
        name=name,
        version=version or None,
        type=ComponentType.APPLICATION if application else ComponentType.LIBRARY,
        licenses=[DisjunctiveLicense(name=licence)] if licence else [],
        purl=PackageURL("pypi", None, name.lower(), version) if package else None,
        bom_ref=f"{name}@{version}",
    )


def write_sums() -> Path:
    """List the SHA-256 of every file of the release, as `sha256sum -c` reads it."""
    lines = [f"{_sha256(path)}  {path.name}\n" for path in _files()]
    target = FOLDER / _SUMS
    target.write_text("".join(lines), "utf-8", newline="\n")
    return target


def _files() -> Iterator[Path]:
    return (path for path in sorted(FOLDER.iterdir()) if path.is_file() and path.name != _SUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
