"""Packs the built Linux program: the .deb, and the archive for a USB stick; and says which glibc it needs."""

import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

import debian
from bundle import PRODUCT
from house import ROOT, Stop, program_version

TOOLS = {"dpkg-deb": "dpkg", "objdump": "binutils", "xz": "xz-utils"}
# What docs/install.md promises: Debian 12, Ubuntu 22.04 and newer.
NEWEST_GLIBC = (2, 35)
NAME = "ymh-desktop"
# What Qt leaves to the system, and what the build leaves out on purpose.
PACKAGES = (*debian.QT.values(), "libstdc++6", "libgcc-s1", "libexpat1", "libcups2")
_HOME = f"opt/{NAME}"
_ICON = ROOT / "resources" / "icons" / "app.svg"
_DESKTOP = f"""[Desktop Entry]
Type=Application
Name=YMH Desktop
Name[zh_CN]={PRODUCT}
Comment=Risk grading and hidden-danger control for small enterprises, offline
Comment[zh_CN]=小微企业风险分级管控和隐患排查治理，不联网也能用
Exec={NAME} --open %f
Icon={NAME}
Terminal=false
Categories=Office;
MimeType=application/vnd.etsi.asic-e+zip;
StartupWMClass={NAME}
"""


def glibc_needed(folder: Path) -> tuple[int, int]:
    """The newest version of glibc that any program file in the folder asks for."""
    newest = (0, 0)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and _is_elf(path):
            done = subprocess.run(["objdump", "-T", str(path)], capture_output=True, text=True, errors="replace")
            newest = max([newest, *versions_in(done.stdout)])
    return newest


def versions_in(symbols: str) -> set[tuple[int, int]]:
    """The versions of glibc that an `objdump -T` names for what the file itself does not define."""
    lines = (line for line in symbols.splitlines() if "*UND*" in line)
    return {(int(major), int(minor)) for line in lines for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", line)}


def deb(program: Path, target: Path, *, quickly: bool = False) -> Path:
    """Make the Debian package of a program folder; raises Stop when it needs a newer glibc than is promised.

    `quickly` packs less tightly, for tests.
    """
    debian.need_tools(TOOLS, "The .deb is made with programs that are not installed")
    floor = glibc_needed(program)
    if floor > NEWEST_GLIBC:
        raise Stop(f"The build needs glibc {_dotted(floor)}; {_dotted(NEWEST_GLIBC)} is promised to users.")
    print(f"The build needs glibc {_dotted(floor)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="ymh-deb-") as temporary:
        top = Path(temporary) / "package"
        shutil.copytree(program, top / _HOME, symlinks=True)
        _lay_out(top)
        size = sum(path.stat().st_size for path in top.rglob("*") if path.is_file() and not path.is_symlink())
        (top / "DEBIAN").mkdir()
        (top / "DEBIAN" / "control").write_text(_control(floor, size // 1024), "utf-8")
        for path in [top, *top.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        target.parent.mkdir(parents=True, exist_ok=True)
        command = [
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "-z1" if quickly else "-z6",
            "--build",
            str(top),
            str(target),
        ]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Stop(f"{done.stderr}\ndpkg-deb failed; its words stand above.")
    return target


def portable(program: Path, target: Path, note: str) -> Path:
    """Make the archive for a USB stick: the program, a note, and beside it the folder that its data will lie in."""
    with tempfile.TemporaryDirectory(prefix="ymh-portable-") as temporary:
        (Path(temporary) / "ymh-data").mkdir()
        (Path(temporary) / "先看这里.txt").write_text(note, "utf-8")
        with tarfile.open(target, "w:xz", preset=6) as archive:
            archive.add(program, PRODUCT, filter=_nobodys)
            for path in sorted(Path(temporary).iterdir()):
                archive.add(path, f"{PRODUCT}/{path.name}", filter=_nobodys)
    return target


def depends(floor: tuple[int, int]) -> str:
    """The field Depends: the libraries that Qt leaves to the system, by the names they have had since Debian 11."""
    renamed = {"libglib2.0-0": "libglib2.0-0t64 | libglib2.0-0", "libcups2": "libcups2t64 | libcups2"}
    libraries: Iterable[str] = dict.fromkeys(PACKAGES)
    return ", ".join([f"libc6 (>= {_dotted(floor)})", *(renamed.get(name, name) for name in libraries)])


def _control(floor: tuple[int, int], kilobytes: int) -> str:
    lines = [
        f"Package: {NAME}",
        f"Version: {program_version()}",
        "Architecture: amd64",
        "Maintainer: YMH Desktop <ymh-desktop@localhost>",
        f"Installed-Size: {kilobytes}",
        f"Depends: {depends(floor)}",
        "Recommends: fonts-noto-cjk | fonts-wqy-microhei, xdg-utils",
        "Section: misc",
        "Priority: optional",
        f"Description: {PRODUCT}",
        " 小微企业风险分级管控和隐患排查治理，不联网也能用。",
        " 资料在用户自己的文件夹里，卸载程序不会删。",
    ]
    return "\n".join(lines) + "\n"


def _lay_out(top: Path) -> None:
    """Command, menu entry and icon."""
    (top / "usr" / "bin").mkdir(parents=True)
    (top / "usr" / "bin" / NAME).symlink_to(f"/{_HOME}/{NAME}")
    applications = top / "usr" / "share" / "applications"
    applications.mkdir(parents=True)
    (applications / f"{NAME}.desktop").write_text(_DESKTOP, "utf-8")
    icons = top / "usr" / "share" / "icons" / "hicolor"
    for folder, icon in (("scalable/apps", _ICON), ("256x256/apps", _ICON.with_suffix(".png"))):
        (icons / folder).mkdir(parents=True)
        shutil.copy(icon, icons / folder / f"{NAME}{icon.suffix}")


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
