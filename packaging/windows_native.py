"""The steps of a Windows build on a real Windows, for .github/workflows/build.yml. NOT RUN HERE: we have none.

`runtime FOLDER` lays the Visual C++ runtime of a downloaded wheel beside the interpreter, `look` checks the
built folder, `pack` makes installer, folder for a stick, bill of materials and SHA-256 list.
"""

import platform
import sys
import zipfile
from pathlib import Path

import pe
import release
import windows_installer
from bundle import VC_RUNTIME, faults, modules_missing
from house import ROOT

_PROGRAM = ROOT / "dist" / "windows" / "ymh-desktop"


def main(arguments: list[str]) -> int:
    """0 when the step went well."""
    match arguments:
        case ["runtime", folder]:
            lay_runtime(Path(folder), Path(sys.base_prefix))
        case ["look"]:
            found = [f"{module} is not in the build" for module in modules_missing(ROOT / "build" / "windows")]
            found += faults(_PROGRAM / "_internal", "windows") + pe.faults(_PROGRAM)
            print("\n".join(found) or "No fault.")
            return 1 if found else 0
        case ["pack"]:
            files = release.names()
            windows_installer.sign(_PROGRAM / "ymh-desktop.exe")
            windows_installer.installer(_PROGRAM, files["windows-installer"])
            windows_installer.portable(_PROGRAM, files["windows-portable"], release.NOTE)
            release.bill_of_materials(_PROGRAM, "windows", platform.python_version(), files["windows-contents"])
            release.write_sums()
        case _:
            print(__doc__)
            return 2
    return 0


def lay_runtime(wheels: Path, target: Path) -> None:
    """Take the libraries out of the one msvc-runtime wheel in a folder."""
    (wheel,) = wheels.glob("msvc_runtime-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            file = name.rpartition("/")[2].lower()
            if file in VC_RUNTIME:
                (target / file).write_bytes(archive.read(name))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
