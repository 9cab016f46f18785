"""Where things are, and how a command stops with a sentence."""

import hashlib
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
VENV_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VENV_PYTHON = VENV_BIN / ("python.exe" if os.name == "nt" else "python")


class Stop(Exception):
    """The command cannot go on; the text says why and what to do, and is all that is shown."""


def locked_version(name: str) -> str:
    """The version that the lock file pins for a package."""
    found = re.search(rf"^{re.escape(name.lower())}==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE)
    if not found:
        raise Stop(f"{LOCK.name} does not name {name}. Run: python3 packaging/dev.py lock")
    return found[1]


def program_version() -> str:
    """The version that the program says it is."""
    text = (ROOT / "ymh_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    assert found is not None
    return found[1]


def digest(*parts: str) -> str:
    """One SHA-256 over several texts, each kept apart from the next."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part.encode()).digest())
    return total.hexdigest()
