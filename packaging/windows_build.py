"""Builds the Windows program on Linux into dist/windows/ymh-desktop/: PyInstaller under wine, then gates on it."""

import shutil
from pathlib import Path

import bundle
import pe
import windows_python
import wine
from house import ROOT, Stop

FOLDER = ROOT / "dist" / "windows" / "ymh-desktop"
_BUILD = ROOT / "build" / "windows"
_LIMIT = 40 * 60


def freeze() -> Path:
    """The finished program folder; raises Stop where PyInstaller fails."""
    interpreter = windows_python.make() / "python.exe"
    print(f"Building {FOLDER.relative_to(ROOT)} under wine (some minutes)", flush=True)
    _BUILD.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    with wine.started(ROOT) as windows:
        code, said = windows.run(
            wine.of_linux(interpreter),
            *("-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
            *("--distpath", wine.of_linux(FOLDER.parent), "--workpath", wine.of_linux(_BUILD / "pyinstaller")),
            wine.of_linux(ROOT / "packaging" / "ymh-desktop.spec"),
            folder=ROOT,
            limit=_LIMIT,
        )
    (_BUILD / "pyinstaller.log").write_text(said, "utf-8")
    if code != 0 or not (FOLDER / "ymh-desktop.exe").is_file():
        raise Stop(f"{said[-4000:]}\nPyInstaller failed under wine; its words stand above.")
    return FOLDER


def faults() -> list[str]:
    """What is wrong with the built folder: parts of Qt too many, a file missing, a library that nobody brings."""
    missing = [f"{module} is not in the build" for module in bundle.modules_missing(_BUILD / "pyinstaller")]
    return [*missing, *bundle.faults(FOLDER / "_internal", "windows"), *pe.faults(FOLDER)]


if __name__ == "__main__":
    freeze()
    print("\n".join(faults()))
