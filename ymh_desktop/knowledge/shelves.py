"""Where the library's files lie: what is shipped, a newer library that was taken over, and what the user wrote.

```
resources/library/modules, trades     shipped with the program, never written
<data>/library/update/modules, trades a newer library; per file the later one of shipped and update is used
<data>/library/own/                   the user's own modules, and modules of the library that the user edited
<data>/library/base/                  of an edited module, the library's file as it was when it was edited
```
"""

from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.knowledge.model import Header
from ymh_desktop.knowledge.parse import parse_header

OWN_PREFIX = "own-"  # no shipped module begins with it (tested), so an update never meets the name of an own one
OWN_PLACE = "自己写的"  # how faults name the user's files
OWN, BASE, UPDATE = "own", "base", "update"
MODULES, TRADES = "modules", "trades"


@dataclass(frozen=True, slots=True)
class Shelves:
    """The library that is shipped and the library folder of a data folder. `added` None: only what is shipped.

    `waiting` is an update that is only being looked at; it counts as taken over.
    """

    shipped: Path
    added: Path | None = None
    waiting: Path | None = None

    def _libraries(self) -> tuple[Path, ...]:
        update = self.added / UPDATE if self.added is not None else None
        return tuple(folder for folder in (self.shipped, update, self.waiting) if folder is not None)

    def files(self, kind: str) -> dict[str, Path]:
        """The library's own file per name, the latest of them, ordered by name."""
        first, *others = (_named(folder / kind) for folder in self._libraries())
        found = dict(first)
        for named in others:
            for name, path in named.items():
                if name not in found or is_later(path, found[name], module=kind == MODULES):
                    found[name] = path
        return dict(sorted(found.items()))

    def file(self, kind: str, name: str) -> Path | None:
        """The library's file of that name; None when there is none."""
        found: Path | None = None
        for folder in self._libraries():
            path = folder / kind / f"{name}.yaml"
            if path.is_file() and (found is None or is_later(path, found, module=kind == MODULES)):
                found = path
        return found

    def own(self) -> dict[str, Path]:
        """The user's module files by name."""
        return _named(self.added / OWN) if self.added is not None else {}

    def own_file(self, name: str) -> Path | None:
        """The user's file of that name; None when there is none."""
        path = self.added / OWN / f"{name}.yaml" if self.added is not None else None
        return path if path is not None and path.is_file() else None

    def base_file(self, name: str) -> Path | None:
        """What the user's file was made from; None for own modules, and when somebody took it away."""
        path = self.added / BASE / f"{name}.yaml" if self.added is not None else None
        return path if path is not None and path.is_file() else None


def _named(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def is_later(one: Path, other: Path, *, module: bool) -> bool:
    """Whether a file is of a later version than another; one that cannot be read is not."""
    first, second = parse_header(one, module=module).value, parse_header(other, module=module).value
    return first is not None and (second is None or _age(first) > _age(second))


def _age(header: Header) -> tuple[str, tuple[int, ...]]:
    return header.date, tuple(int(part) if part.isdigit() else 0 for part in header.version.split("."))
