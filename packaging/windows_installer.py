"""Packs the built Windows program: the installer, and the folder for a USB stick. Runs on Linux."""

import math
import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import debian
from bundle import PRODUCT
from house import ROOT, Stop, program_version
from wheels import WINDOWS

TOOLS = {"makensis": "nsis"}
# Old and new version lie beside each other while one takes the place of the other.
_COPIES = 2.2
# A command line that signs the file whose name is added to it, for example a call of osslsigncode. Off unless set.
SIGN_COMMAND = "YMH_SIGN_COMMAND"


def installer(
    program: Path, target: Path, version: str = "", *, quick: bool = False, needed_mb: int | None = None
) -> Path:
    """Make the installer of a program folder.

    `quick` leaves out the compression and `needed_mb` sets how much room is looked for first: both for tests.
    """
    debian.need_tools(TOOLS, "The installer is made by NSIS")
    size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    defines = {
        "VERSION": version or program_version(),
        "SOURCE": str(program),
        "ICON": str(ROOT / "resources" / "icons" / "app.ico"),
        "OUT": str(target),
        "PYTHON": sys.executable,
        "PATCH": str(ROOT / "packaging" / "chinese_head.py"),
        "NEEDED_MB": str(needed_mb or math.ceil(size * _COPIES / 2**20)),
        "INSTALLED_KB": str(size // 1024),
    }
    if kind := os.environ.get("YMH_NSIS_TARGET"):
        defines["TARGET"] = kind
    if quick:
        defines["QUICK"] = "1"
    if command := os.environ.get(SIGN_COMMAND):
        defines["SIGN"] = command
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    options = [f"-D{name}={value}" for name, value in defines.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, str(WINDOWS / "installer.nsi")],
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise Stop(f"{done.stdout}{done.stderr}\nNSIS failed; its words stand above.")
    return target


def sign(file: Path) -> None:
    """Sign a program file with the command of the house, where there is one."""
    if command := os.environ.get(SIGN_COMMAND):
        if subprocess.run([*shlex.split(command), str(file)]).returncode != 0:
            raise Stop(f"{file.name} could not be signed; the command in {SIGN_COMMAND} says why above.")
        print(f"Signed {file.name}")


def portable(program: Path, target: Path, note: str) -> Path:
    """Make the ZIP for a USB stick: the program, a note, and beside it the folder that its data will lie in."""
    top = PRODUCT
    target.unlink(missing_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.mkdir(f"{top}/ymh-data")
        archive.writestr(f"{top}/先看这里.txt", note.replace("\n", "\r\n").encode("utf-8-sig"))
        for path in sorted(program.rglob("*")):
            if path.is_file():
                archive.write(path, f"{top}/{path.relative_to(program).as_posix()}")
    return target
