"""Makes packaging/requirements.lock from pyproject.toml: every package with its hashes, and no registry address."""

import os
import shutil
import subprocess
import venv

from house import CACHE, LOCK, ROOT, Stop

_UV = "uv==0.13.9"


def lock(upgrade: bool) -> bool:
    """Resolve for every platform and Python at once. Versions that still fit stay, unless `upgrade` is asked for."""
    command = [
        _uv(), "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--no-annotate",
        "--custom-compile-command", "python3 packaging/dev.py lock",
        "--extra", "dev", "--extra", "build",
        "pyproject.toml", "--output-file", str(LOCK.relative_to(ROOT)),
    ]  # fmt: skip
    if upgrade:
        command.append("--upgrade")
    if subprocess.run(command, cwd=ROOT).returncode != 0:
        raise Stop("The lock was not changed; uv says above why the versions do not fit together.")
    print(f"{LOCK.relative_to(ROOT)} is up to date.")
    return True


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
