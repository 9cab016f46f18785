"""What the version control tracks, for the tests that look at the whole tree."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """Every tracked file that is still there, and every new one that no rule ignores, by its name in the tree."""
    # Neither the owner of the folder nor the settings of whoever runs the tests may matter.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return {name: (ROOT / name).read_bytes() for name in sorted(set(names)) if name and (ROOT / name).is_file()}


@pytest.fixture(scope="session")
def texts(files: dict[str, bytes]) -> dict[str, str]:
    """The files that are text. A zero byte near the beginning makes a file binary, as the version control judges."""
    return {name: content.decode("utf-8") for name, content in files.items() if b"\0" not in content[:8000]}
