"""Fetches Windows packages on Linux, by pinned version and SHA-256, into a folder that git ignores.

packaging/windows/requirements.lock is made by `dev.py lock` from the same versions as the lock of the house;
packaging/windows/runtime.lock names what brings the interpreter itself and is written by hand.
"""

import re
import subprocess
from collections.abc import Collection
from pathlib import Path

from environment import variables
from house import CACHE, ROOT, VENV_PYTHON, Stop, digest

WHEELS = CACHE / "windows-wheels"
WINDOWS = ROOT / "packaging" / "windows"
WINDOWS_LOCK = WINDOWS / "requirements.lock"
RUNTIME_LOCK = WINDOWS / "runtime.lock"
_FOR_WINDOWS = [
    *("--platform", "win_amd64", "--implementation", "cp", "--python-version", "311"),
    *("--abi", "cp311", "--abi", "abi3", "--abi", "none", "--only-binary=:all:", "--no-deps"),
]


def fetch(lock: Path) -> None:
    """Have every wheel of this lock in WHEELS. pip compares the digests, also of what was there before."""
    stamp = WHEELS / f"{lock.name}.fetched"
    wanted = digest(lock.read_text("utf-8"))
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    print(f"Fetching the Windows packages of {lock.relative_to(ROOT)}", flush=True)
    WHEELS.mkdir(parents=True, exist_ok=True)
    _pip(["download", "--require-hashes", *_FOR_WINDOWS, "--dest", str(WHEELS), "-r", str(lock)])
    stamp.write_text(wanted, "utf-8")


def unpack(lock: Path, folder: Path) -> None:
    """Lay the packages of this lock out in `folder`, as pip does, without asking any registry."""
    fetch(lock)
    here = ["--no-index", "--find-links", str(WHEELS)]
    _pip(
        ["install", "--require-hashes", *here, *_FOR_WINDOWS, "--no-compile", "--target", str(folder), "-r", str(lock)]
    )


def wheel(name: str) -> Path:
    """The one fetched wheel of a package; the name as in a file name."""
    fetch(RUNTIME_LOCK)
    version = locked(RUNTIME_LOCK.read_text("utf-8"))[name.replace("_", "-")]
    found = [*WHEELS.glob(f"{name}-{version}-*.whl")]
    if len(found) != 1:
        raise Stop(
            f"{name} {version} was not fetched. Delete {WHEELS.relative_to(ROOT)} and run the same command again."
        )
    return found[0]


def locked(text: str) -> dict[str, str]:
    """The versions that a lock pins, by the name of the package."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def part_of(text: str, names: Collection[str]) -> str:
    """Of a lock only the entries of these packages, without the conditions on the system they are for."""
    entries = re.findall(r"^(\S+)==(\S+)[^\\\n]*((?:\\\n\s+--hash=\S+ ?)+)", text, re.MULTILINE)
    chosen = {name: f"{name}=={version} {hashes}\n" for name, version, hashes in entries if name in names}
    if missing := sorted(set(names) - set(chosen)):
        raise Stop(f"The lock does not name {', '.join(missing)}. Run: python3 packaging/dev.py lock")
    return "".join(chosen.values())


def _pip(arguments: list[str]) -> None:
    command = [str(VENV_PYTHON), "-m", "pip", *arguments, "--disable-pip-version-check", "--no-input", "-qq"]
    if subprocess.run(command, cwd=ROOT, env=variables()).returncode != 0:
        raise Stop("pip could not bring the Windows packages; its own words stand above. Run the same command again.")
