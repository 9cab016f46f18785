"""Puts a Windows CPython together on Linux, out of packages from the registry: no Windows and no download of ours.

The DLLs and extension modules are those of the Python Software Foundation, as the panda3d wheel carries them. The
standard library is the one of this machine's Python of the same version. `python.exe` and `python3.dll` are compiled
from packaging/windows/. The Visual C++ runtime is Microsoft's, from the msvc-runtime wheel: one copy for everything,
since of two copies the first one loaded serves all code, and an old one would serve code built for the new one.
"""

import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import wheels
from bundle import VC_RUNTIME
from house import CACHE, LOCK, Stop, digest

FOLDER = CACHE / "windows-python"
SITE_PACKAGES = FOLDER / "Lib" / "site-packages"
TEST_FOLDER = CACHE / "windows-test-packages"
PYTHON_DLL = "python311.dll"
# What the Linux standard library has and Windows cannot use, or nobody needs in a program.
_NOT_COPIED = ("__pycache__", "site-packages", "lib-dynload", "test", "config-*", "idlelib", "turtledemo", "*.so")
_LIBRARIES = ("libcrypto-3.dll", "libssl-3.dll", "libffi-8.dll", "sqlite3.dll", "zlib1.dll")
_GCC, _OBJDUMP = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump"
TOOLS = {_GCC: "gcc-mingw-w64-x86-64", _OBJDUMP: "binutils-mingw-w64-x86-64"}
# pytest on Windows needs these beside the packages of the program.
TEST_PACKAGES = (
    *("pytest", "pytest-qt", "pytest-timeout", "pluggy", "iniconfig", "pygments", "hypothesis", "python-stdnum"),
)


def make() -> Path:
    """The folder with a usable python.exe and every package of the build in it; made once per lock."""
    if sys.version_info[:2] != (3, 11):
        raise Stop("The Windows Python is 3.11 and takes its standard library from here: .venv must be of Python 3.11")
    sources = [wheels.WINDOWS_LOCK, wheels.RUNTIME_LOCK, LOCK, *sorted(wheels.WINDOWS.glob("*.c")), Path(__file__)]
    made_from = digest(platform.python_version(), *(path.read_text("utf-8") for path in sources))
    stamp = FOLDER / "made-from.txt"
    if stamp.exists() and stamp.read_text("utf-8") == made_from:
        return FOLDER
    print("Assembling the Windows Python", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "DLLs").mkdir(parents=True)
    _interpreter()
    _visual_c_runtime()
    _standard_library()
    _compiled()
    wheels.unpack(wheels.WINDOWS_LOCK, SITE_PACKAGES)
    _tests()
    _one_runtime()
    stamp.write_text(made_from, "utf-8")
    return FOLDER


def version_of_dll(path: Path) -> str:
    """The version that a python3xx.dll says it is, as "3.11.7"; empty when it says none."""
    _, found, after = path.read_bytes().partition("FileVersion".encode("utf-16-le"))
    version = re.search(r"3\.\d+\.\d+", after[:80].decode("utf-16-le", "ignore")) if found else None
    return version[0] if version else ""


def _interpreter() -> None:
    with zipfile.ZipFile(wheels.wheel("panda3d")) as archive:
        for name in archive.namelist():
            file = name.removeprefix("deploy_libs/")
            if file == name or "/" in file:
                continue
            if file == PYTHON_DLL:
                (FOLDER / file).write_bytes(archive.read(name))
            elif file.endswith(".pyd") or file in _LIBRARIES:
                (FOLDER / "DLLs" / file).write_bytes(archive.read(name))
    found = version_of_dll(FOLDER / PYTHON_DLL)
    if found != platform.python_version():
        print(f"Note: the Windows Python is {found}, its standard library comes from {platform.python_version()}.")


def _visual_c_runtime() -> None:
    with zipfile.ZipFile(wheels.wheel("msvc_runtime")) as archive:
        for name in archive.namelist():
            file = name.rpartition("/")[2].lower()
            if file in VC_RUNTIME:
                (FOLDER / file).write_bytes(archive.read(name))
    if missing := [file for file in VC_RUNTIME if not (FOLDER / file).is_file()]:
        raise Stop(f"The msvc-runtime wheel does not hold {', '.join(missing)}.")


def _standard_library() -> None:
    shutil.copytree(sysconfig.get_path("stdlib"), FOLDER / "Lib", ignore=shutil.ignore_patterns(*_NOT_COPIED))


def _compiled() -> None:
    compiler = [_GCC, "-O2", "-s"]
    launcher = [*compiler, "-municode", f'-DPYTHON_DLL=L"{PYTHON_DLL}"']
    _run([*launcher, str(wheels.WINDOWS / "python.c"), "-o", str(FOLDER / "python.exe")])
    names = exported_names(_run([_OBJDUMP, "-p", str(FOLDER / PYTHON_DLL)]))
    definition = CACHE / "python3.def"
    target = PYTHON_DLL.removesuffix(".dll")
    lines = [f"  {name}={target}.{name}" for name in names]
    definition.write_text("\n".join(["LIBRARY python3", "EXPORTS", *lines, ""]), "ascii")
    library = [*compiler, "-shared", "-nostdlib", "-Wl,-e,DllMain", str(wheels.WINDOWS / "forward.c"), str(definition)]
    _run([*library, "-o", str(FOLDER / "python3.dll")])


def exported_names(listing: str) -> list[str]:
    """The names of the C interface of Python in objdump's listing of a DLL."""
    _, _, table = listing.partition("[Ordinal/Name Pointer] Table")
    lines = table.partition("\n\n")[0].splitlines()
    return [name for line in lines if (name := line.rpartition(" ")[2]).startswith(("Py", "_Py"))]


def _tests() -> None:
    shutil.rmtree(TEST_FOLDER, ignore_errors=True)
    lock = CACHE / "windows-tests.lock"
    lock.write_text(wheels.part_of(LOCK.read_text("utf-8"), TEST_PACKAGES), "utf-8")
    wheels.unpack(lock, TEST_FOLDER)


def _one_runtime() -> None:
    for copy in [*(FOLDER / "DLLs").iterdir(), *SITE_PACKAGES.rglob("*.dll")]:
        if re.match(r"(?i)(vcruntime140|msvcp140|concrt140|vcamp140|vccorlib140)", copy.name):
            copy.unlink()


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Stop(f"{command[0]} failed:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    print(make())
