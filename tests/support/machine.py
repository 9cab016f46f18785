"""What a test needs of the machine it runs on: a foreign tool, or a disk of its own.

What the machine cannot give is a skip with its reason, and `dev.py test` lists every skip. A tool can be installed, so
where nothing may be left out (CI=true) its absence is a failure. Rights cannot: a container may forbid root to mount.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lanes import strict


def need(tool: str, package: str) -> str:
    """The path of a foreign tool; where it is missing the test ends and names the Debian package that brings it."""
    found = shutil.which(tool)
    if found is not None:
        return found
    message = f"{tool} is missing: apt-get install {package}"
    if strict():
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own in memory; skips where the tests may not mount."""
    folder.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"cannot mount here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
