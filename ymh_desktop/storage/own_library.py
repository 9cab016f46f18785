"""The library files of a data folder: what the user wrote, and a newer library that was taken over.

Every file is written beside and renamed. Nothing the user wrote is deleted: what is removed lies in kept-aside.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.knowledge.shelves import BASE, MODULES, OWN, TRADES, UPDATE
from ymh_desktop.services.ports import Clock
from ymh_desktop.storage.layout import DataFolder
from ymh_desktop.system.files import in_sentences, sync_folder, write_whole

INCOMING = ".incoming"
MOST_BYTES, MOST_FILES = 1_000_000, 1_000  # the largest shipped file has 40 kB, and there are 130 of them


class NoLibraryHere(UserError):
    """The chosen folder holds no library files, or none that may be taken."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, "请选更新文件夹本身，里面有 modules 和 trades 两个文件夹；拿不准就问发给您更新的人。")


@dataclass(frozen=True, slots=True)
class LibraryFiles:
    """The port OwnLibrary over one data folder."""

    folder: DataFolder
    clock: Clock

    def keep(self, module_id: str, text: bytes, base: Path | None) -> None:
        """Write the user's module; `base` is the library's file that it was made from, None for an own one.

        The user's file is written first: after a power cut between the two the merge still finds both sides.
        """
        with in_sentences(self.folder.library):
            copied = base.read_bytes() if base is not None else None
            self._write(self._place(OWN, module_id), text)
            if copied is not None:
                self._write(self._place(BASE, module_id), copied)

    def drop(self, module_id: str) -> None:
        """Take the user's module out of use; it lies in kept-aside from then on."""
        with in_sentences(self.folder.library):
            aside = _free(self.folder.aside / f"library-{self.clock.now():%Y%m%d-%H%M%S}")
            aside.mkdir(parents=True)
            for part in (OWN, BASE):
                path = self._place(part, module_id)
                if path.is_file():
                    os.replace(path, aside / f"{part}-{path.name}")
            sync_folder(aside)

    def stage(self, folder: Path) -> Path:
        """Copy the library files of a folder (or of `library` in it) into a waiting place and return that.

        Only plain files of moderate size are taken; raises NoLibraryHere, or CannotWrite.
        """
        source = folder / "library" if (folder / "library").is_dir() else folder
        waiting = self.folder.library / INCOMING
        found = [
            (kind, path)
            for kind in (MODULES, TRADES)
            for path in sorted((source / kind).glob("*.yaml"))
            if path.is_file() and not path.is_symlink()
        ]
        if not found:
            raise NoLibraryHere("这个文件夹里没有行业库的文件。")
        if len(found) > MOST_FILES:
            raise NoLibraryHere(f"这个文件夹里有 {len(found)} 个文件，不像是行业库的更新。")
        for _, path in found:
            if path.stat().st_size > MOST_BYTES:
                raise NoLibraryHere(f"文件“{path.name}”太大，不像是行业库的文件。")
        with in_sentences(self.folder.library):
            shutil.rmtree(waiting, ignore_errors=True)
            for kind, path in found:
                self._write(waiting / kind / path.name, path.read_bytes())
        return waiting

    def take_over(self, names: tuple[tuple[str, str], ...]) -> None:
        """Put the waiting files of these (kind, name) into use; what is left waiting is thrown away."""
        waiting = self.folder.library / INCOMING
        with in_sentences(self.folder.library):
            for kind, name in names:
                target = self.folder.library / UPDATE / kind / f"{name}.yaml"
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(waiting / kind / target.name, target)
                sync_folder(target.parent)
        self.discard()

    def discard(self) -> None:
        """Throw away what waits."""
        shutil.rmtree(self.folder.library / INCOMING, ignore_errors=True)

    def _place(self, part: str, module_id: str) -> Path:
        return self.folder.library / part / f"{module_id}.yaml"

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


def _free(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
