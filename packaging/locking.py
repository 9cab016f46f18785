"""Makes the locks from pyproject.toml: every package with its hashes, and no registry address.

packaging/requirements.lock is for developing on every system; packaging/windows/requirements.lock holds, in the same
versions, what a Windows build consists of.
"""

import os
import shutil
import subprocess
import venv
from pathlib import Path

from house import CACHE, LOCK, ROOT, Stop

WINDOWS_LOCK = ROOT / "packaging" / "windows" / "requirements.lock"
_UV = "uv==0.13.9"


def lock(upgrade: bool) -> bool:
    """Resolve for every platform and Python at once. Versions that still fit stay, unless `upgrade` is asked for."""
    everywhere = ["--universal", "--extra", "dev", "--extra", "build"]
    if upgrade:
        everywhere.append("--upgrade")
    _compile(LOCK, everywhere)
    windows = ["--python-platform", "x86_64-pc-windows-msvc", "--extra", "build", "--upgrade"]
    _compile(WINDOWS_LOCK, [*windows, "--constraint", str(LOCK.relative_to(ROOT))])
    return True


def _compile(target: Path, how: list[str]) -> None:
    command = [
        _uv(), "pip", "compile", "--quiet", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--no-annotate",
        "--custom-compile-command", "python3 packaging/dev.py lock",
        *how, "pyproject.toml", "--output-file", str(target.relative_to(ROOT)),
    ]  # fmt: skip
    if subprocess.run(command, cwd=ROOT).returncode != 0:
        raise Stop("The lock was not changed; uv says above why the versions do not fit together.")
    print(f"{target.relative_to(ROOT)} is up to date.")


def _uv() -> str:
    """uv from the PATH, else from an environment of its own: it is needed for locking only."""
    if found := shutil.which("uv"):
        return found
    folder = CACHE / "uv"
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    if not shutil.which("uv", path=str(scripts)):
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", _UV], check=True)
    return str(scripts / "uv")
