"""What the town's use cases need from outside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from ymh_desktop.domain.errors import KeyUnusable, UserError
from ymh_desktop.domain.town import (
    TownChange,
    TownFirm,
    TownKey,
    TownLetter,
    TownOffice,
    TownOrder,
    TownPackage,
    TownRecord,
)
from ymh_desktop.services.ports import Clock, Files, NewId, Packages, Renderer, Spreadsheets, Versions


class TownBook(Protocol):
    """One transaction over the town's records; what was not committed leaves nothing behind."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None: ...

    def drop_unless_committed(self, path: Path) -> None:
        """A file that belongs to the transaction: it goes when nothing is committed."""

    def has_office(self) -> bool: ...

    def office(self) -> TownOffice:
        """Raises a UserError before `town init`."""

    def firms(self) -> tuple[TownFirm, ...]: ...

    def firm(self, uscc: str) -> TownFirm | None: ...

    def enrolled(self) -> tuple[TownKey, ...]: ...

    def package(self, package_id: str) -> TownPackage | None: ...

    def has_manifest(self, manifest_sha256: str) -> bool: ...

    def packages(self, uscc: str | None = None) -> tuple[TownPackage, ...]: ...

    def records(self, uscc: str | None = None) -> tuple[TownRecord, ...]: ...

    def changes(self, package_id: str) -> tuple[TownChange, ...]: ...

    def letters(self) -> tuple[TownLetter, ...]: ...

    def count_letters(self, kind: str) -> int: ...

    def last_letter(self, uscc: str) -> TownLetter | None: ...

    def orders(self, uscc: str | None = None) -> tuple[TownOrder, ...]: ...

    def save(self, *values: object) -> None:
        """Add each of the values above, or put it in place of the one with its key."""

    def put_records(self, uscc: str, before: Iterable[TownRecord], now: Sequence[TownRecord]) -> None: ...

    def add_changes(self, changes: Sequence[TownChange]) -> None: ...


class TownStore(Protocol):
    """Opens transactions."""

    def write(self) -> TownBook: ...

    def read(self) -> TownBook: ...


class Shelf(Protocol):
    """Where packages are kept as they came. What is proven is the copy that is kept, never the file on the stick."""

    def copy_in(self, source: Path) -> Path:
        """A copy below the town's folder, not yet kept; raises UserError."""

    def keep(self, copy: Path, name: str) -> None:
        """Keep the copy under this name, safe against a power cut; raises UserError."""

    def drop(self, copy: Path) -> None:
        """It is not wanted."""


@dataclass(frozen=True, slots=True)
class TownPorts:
    """Everything that the town's use cases may reach outside. `folder` is the town's data folder."""

    store: TownStore
    packages: Packages
    renderer: Renderer
    spreadsheets: Spreadsheets
    files: Files
    clock: Clock
    new_id: NewId
    versions: Versions
    shelf: Shelf
    folder: Path


OpenTown = Callable[..., TownPorts]


_ELSEWHERE = "请回到原来的电脑、用原来的账号运行；回不去的，"
_NEW_KEY = "运行 ymh-desktop town init --lost --name 名称 --code 代码 换新密钥，再把新的证书和公函发给企业登记。"


def what_to_do(error: UserError) -> str:
    """The advice of an error for the town, which has commands only, and another way out than an enterprise."""
    if not isinstance(error, KeyUnusable):
        return error.command
    return f"{_ELSEWHERE if error.opens_elsewhere else '请'}{_NEW_KEY}"
