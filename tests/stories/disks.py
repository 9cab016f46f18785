"""Places that cannot be written, by rights or, for root, who may everything, by the disk they lie on."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.machine import small_disk


class Stick:
    """A folder whose lock can be pushed to and fro, like that of a stick."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lock(self) -> None:
        """Nothing can be written from now on."""
        if os.geteuid() == 0:
            subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)
        else:
            self.folder.chmod(0o500)

    def unlock(self) -> None:
        """As before."""
        if os.geteuid() == 0:
            subprocess.run(["mount", "-o", "remount,rw", self.folder], check=True)
        else:
            self.folder.chmod(0o700)


@contextmanager
def stick(folder: Path) -> Iterator[Stick]:
    """An empty folder with a lock."""
    if os.name == "nt":
        pytest.skip("Windows has no read-only folders")
    if os.geteuid() == 0:
        with small_disk(folder, "600m"):  # memory is taken only for what is written
            yield Stick(folder)
    else:
        folder.mkdir()
        try:
            yield Stick(folder)
        finally:
            folder.chmod(0o700)


@contextmanager
def full(folder: Path) -> Iterator[Path]:
    """A disk without room; skips where the tests may not mount."""
    with small_disk(folder, "64k"):
        (folder / "already there").write_bytes(b"x" * 64 * 1024)
        yield folder
