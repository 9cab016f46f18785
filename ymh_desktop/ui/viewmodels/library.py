"""The reading room of the industry library: what is found, the entry that is read, and copying it into the register."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.library_growth import own_faults, preview_update
from ymh_desktop.services.library_reading import EntryLine, EntryPage, LibraryIndex, entry_page, library_index
from ymh_desktop.services.library_use import copy_entry, module_of_entry
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.pinyin_search import PinyinSearch
from ymh_desktop.ui.viewmodels.search import found_in

Options = tuple[tuple[object, str], ...]
REVIEW = "待核对"


@dataclass(frozen=True, slots=True)
class Room:
    """What was read on a worker: the index, what is wrong in own files, how many clashes wait to be decided."""

    index: LibraryIndex
    faults: tuple[str, ...]
    clashes: int
    points: tuple[RiskPoint, ...]


def read_room(ports: Ports) -> Room:
    """Everything that the page shows before an entry is opened."""
    with ports.units.read() as uow:
        points = uow.risk_points.all()
    index = library_index(ports.library, ports.codes)
    return Room(index, own_faults(ports), len(preview_update(ports, None).clashes), points)


class LibraryModel(QObject):
    """`loaded` brings other rows, `narrowed` the same with another filter, `shown` another entry to read."""

    loaded = Signal()
    narrowed = Signal()
    shown = Signal()
    copied = Signal(str)  # the new risk's id
    refused = Signal(str)  # why it was not copied

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._search = PinyinSearch(context.tasks, self)
        self._search.ready.connect(self.narrowed)
        self._asked = ""  # the entry whose page is on its way
        self._room: Room | None = None
        self.page: EntryPage | None = None
        self.words = ""
        self.trade: str | None = None
        self.accident: str | None = None
        self.kind: str | None = None

    @property
    def ready(self) -> bool:
        """Whether the library has been read."""
        return self._room is not None

    def load(self) -> None:
        """Read the library anew; `loaded` follows."""
        self._context.tasks.run_long("正在读行业库", lambda progress: read_room(self._context.ports), self._came)

    @property
    def rows(self) -> tuple[EntryLine, ...]:
        """Every entry; while something is searched, those first whose machine or place bears these words."""
        if self._room is None:
            return ()
        lines, names = self._room.index.lines, self._room.index.names
        if not self.words or not self._search.ready_for(self.words):
            return lines
        first = {module for module, called in names.items() if found_in(self.words, called)}
        return tuple(sorted(lines, key=lambda line: line.module_id not in first))

    @property
    def trades(self) -> Options:
        """Trades to narrow by."""
        return tuple(self._room.index.trades) if self._room else ()

    @property
    def accidents(self) -> Options:
        """Accident types to narrow by."""
        return tuple(self._room.index.accidents) if self._room else ()

    @property
    def kinds(self) -> Options:
        """Machines, activities, places, duties."""
        return tuple((label(kind), label(kind)) for kind in RiskPointKind)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong in the user's own files."""
        return self._room.faults if self._room else ()

    @property
    def clashes(self) -> int:
        """How many places a newer library and the user changed differently."""
        return self._room.clashes if self._room else 0

    @property
    def summary(self) -> str:
        """How much there is and how much of it nobody has confirmed."""
        if self._room is None:
            return ""
        unsure = sum(1 for line in self.rows if line.review)
        return f"共 {len(self.rows)} 条，其中 {unsure} 条有待核对的地方。库里写的是建议，照着自己厂的情况用。"

    def narrow(self, *, words: str, trade: object, accident: object, kind: object) -> None:
        """Leave out what is not meant."""
        self.words = words
        self.trade, self.accident, self.kind = (
            value if isinstance(value, str) else None for value in (trade, accident, kind)
        )
        self.narrowed.emit()
        self._search.prepare_for(self.words)

    def passes(self) -> Callable[[Any], bool] | None:
        """Whether a row is shown; None when all are."""
        tests: list[Callable[[EntryLine], bool]] = []
        trade, accident, kind = self.trade, self.accident, self.kind
        matches = self._search.matches(self.words)
        if trade is not None:
            tests.append(lambda line: trade in line.trades)
        if accident is not None:
            tests.append(lambda line: accident in line.accident_codes)
        if kind is not None:
            tests.append(lambda line: line.kind == kind)
        if matches is not None:
            tests.append(lambda line: matches(line.id))
        return (lambda line: all(test(line) for test in tests)) if tests else None

    # ---- reading one entry ---------------------------------------------------------------------------------------

    def open(self, entry_id: object) -> None:
        """Read an entry; `shown` follows. None shows none."""
        self._asked = entry_id if isinstance(entry_id, str) else ""
        if not self._asked:
            self.page = None
            self.shown.emit()
            return
        ports = self._context.ports
        work = partial(entry_page, ports.library, ports.codes, self._asked)
        self._context.tasks.run(work, self._read)

    def _read(self, page: EntryPage) -> None:
        if page.id == self._asked:  # somebody may have gone on to the next one
            self.page = page
            self.shown.emit()

    @property
    def module_id(self) -> str:
        """The module of the entry that is read, empty when none is."""
        return module_of_entry(self.page.id) if self.page else ""

    # ---- copying it ----------------------------------------------------------------------------------------------

    @property
    def points(self) -> tuple[tuple[str, str, str], ...]:
        """(id, words, place) of the risk points, those of this entry's module first."""
        points = self._room.points if self._room else ()
        ordered = sorted(points, key=lambda point: point.module_id != self.module_id)
        return tuple((point.id, f"{point.code} {point.name}", point.place) for point in ordered)

    def copy(self, point_id: str) -> None:
        """Copy the entry that is read to a risk point; `copied` follows, or `refused`."""
        if self.page is None:
            return
        self._context.records.save(
            partial(copy_entry, self._context.ports, self.page.id, point_id),
            said=f"已把“{self.page.statement}”抄进风险清单",
            toast=True,
            then=lambda result: self.copied.emit(result[0].id),
            failed=self._refuse,
        )

    def show_in_register(self, hazard_id: str) -> None:
        """Open the new risk."""
        self._context.navigate("register", hazard_id)

    def _refuse(self, error: UserError) -> None:
        self.refused.emit(f"{error.problem}{error.advice}")

    # ---- loading -------------------------------------------------------------------------------------------------

    def _came(self, room: Room) -> None:
        self._room = room
        self._search.set_texts(lambda: tuple(room.index.texts.items()))
        self.loaded.emit()
        self._search.prepare_for(self.words)
        if self.page is not None:
            self.open(self.page.id if any(line.id == self.page.id for line in self.rows) else None)


__all__ = ["REVIEW", "LibraryModel", "Room", "read_room"]
