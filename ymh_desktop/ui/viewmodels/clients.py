"""我是专家: the enterprises that an expert works for, each in a data folder of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.context import Context

_FORBIDDEN = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class ClientShown:
    """One enterprise of the list. `there` False: its folder is gone, e.g. a stick that was pulled out."""

    folder: Path
    name: str
    there: bool
    open_now: bool


class ClientFolders(Protocol):
    """What the program can do with data folders. `open` puts another one under a fresh window."""

    def known(self) -> tuple[ClientShown, ...]:
        """The list, the one opened last first."""

    def home(self) -> Path:
        """Where folders of new clients are made."""

    def open(self, folder: Path) -> None:
        """Close what is open and go on in this folder, made when it is new. Call it last: this window is gone then."""

    def forget(self, folder: Path) -> None:
        """Take it off the list; nothing on the disk is touched."""


class ClientsModel(QObject):
    """The list and what can be done with it; `folders` None: this window cannot change its folder."""

    changed = Signal()
    faulted = Signal(str)

    def __init__(self, context: Context, folders: ClientFolders | None) -> None:
        super().__init__()
        self._context = context
        self._folders = folders

    @property
    def clients(self) -> tuple[ClientShown, ...]:
        """The list."""
        return self._folders.known() if self._folders is not None else ()

    def begin(self, name: str) -> None:
        """A new folder for a client of this name, opened at once; `faulted` for a name that will not do."""
        if self._folders is None:
            return
        try:
            folder = new_folder(self._folders.home(), name)
        except UserError as error:
            self.faulted.emit(f"{error.problem}{error.advice}")
            return
        self._folders.open(folder)

    def open(self, client: ClientShown) -> None:
        """Go on with this client."""
        if self._folders is not None:
            self._folders.open(client.folder)

    def open_folder(self, folder: Path) -> None:
        """Go on in a folder that is not on the list, e.g. on a stick."""
        if self._folders is None:
            return
        if not (folder / "ymh.db").is_file():
            self.faulted.emit(f"“{folder.name}”里没有双重预防的数据。请选有 ymh.db 文件的那个文件夹。")
            return
        self._folders.open(folder)

    def forget(self, client: ClientShown) -> None:
        """Off the list."""
        if self._folders is not None:
            self._folders.forget(client.folder)
            self.changed.emit()


def new_folder(home: Path, name: str) -> Path:
    """A folder for this client that is not there yet; raises UserError for an empty or impossible name."""
    name = required_text("企业名称", name, 60)
    safe = "".join(char for char in name if char not in _FORBIDDEN and char.isprintable()).strip(" .")
    if not safe:
        raise UserError(f"“{name}”不能作文件夹的名字。", "请写企业的名称，例如 宏木家具厂。")
    folder, number = home / safe, 1
    while folder.exists():
        number += 1
        folder = home / f"{safe} {number}"
    return folder
