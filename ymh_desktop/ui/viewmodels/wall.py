"""墙上台账: which sheets hang, which are out of date, printing exactly those, and noting what was hung."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.services import wall
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.wall import WallLine, WallState
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values

Key = tuple[str, str]
WAITING = (WallState.OUT_OF_DATE, WallState.NOT_HUNG)


class WallModel(QObject):
    """What hangs on the walls."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports: Ports = context.ports
        self.lines: tuple[WallLine, ...] = ()
        self.people: tuple[Person, ...] = ()

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self._context.tasks.run(partial(_read, self._ports), self._came)

    @property
    def waiting(self) -> tuple[WallLine, ...]:
        """What is to be printed and hung."""
        return tuple(line for line in self.lines if line.state in WAITING)

    @property
    def headline(self) -> str:
        """How it stands, in a sentence."""
        if not self.lines:
            return "还没有要上墙的材料。先做风险辨识。"
        old = sum(1 for line in self.lines if line.state is WallState.OUT_OF_DATE)
        new = sum(1 for line in self.lines if line.state is WallState.NOT_HUNG)
        gone = sum(1 for line in self.lines if line.state is WallState.GONE)
        told = [
            words
            for count, words in ((old, f"{old} 张过时了"), (new, f"{new} 张还没贴"), (gone, f"{gone} 张该摘下"))
            if count
        ]
        return (
            f"墙上应有 {len(self.lines) - gone} 张：{'，'.join(told)}。"
            if told
            else f"墙上 {len(self.lines)} 张都是对的。"
        )

    def line(self, key: object) -> WallLine | None:
        """The line of a table's row."""
        return next((line for line in self.lines if key_of(line) == key), None)

    def make(self, keys: tuple[Key, ...] | None, then: Callable[[bytes], None]) -> None:
        """The sheets as one PDF (None: all that wait)."""
        ports = self._ports
        self._context.tasks.run_long(
            "正在生成", lambda progress: ports.renderer.pdf(wall.to_print(ports, keys), progress), then
        )

    def write(self, path: Path, content: bytes) -> None:
        """Keep the PDF."""
        self._context.tasks.run(
            partial(self._ports.files.write, path, content),
            lambda _: self._context.notices.say(f"已保存到 {path.name}。"),
        )

    def hung(self, keys: tuple[Key, ...]) -> None:
        """These hang since today."""
        self._context.records.save(partial(wall.hang, self._ports, keys), said=f"登记 {len(keys)} 张已贴出", toast=True)

    def take_down(self, line: WallLine) -> None:
        """It hangs no longer."""
        if line.posting_id is not None:
            work = partial(wall.take_down, self._ports, line.posting_id)
            self._context.records.save(work, said=f"摘下“{line.name[:10]}”", toast=True)

    def hang_form(self, line: WallLine) -> Form:
        """When, where and by whom one sheet was hung, with a photo of it."""
        ports = self._ports

        def send(values: Values) -> object:
            photos = values["photo"]
            return wall.hang(
                ports,
                [line.key],
                on=values["on"],
                by_id=values["by"],
                place=values["place"],
                photo=photos[0] if photos else None,
            )

        asks = (
            Ask("on", "哪天贴的", Kind.DAY, ports.clock.today(), half=True),
            Ask("by", "谁贴的", Kind.PERSON, None, half=True),
            Ask("place", "贴在哪里", value=line.place, placeholder="例如：封边机旁边的墙上"),
            Ask("photo", "贴好以后的照片", Kind.PHOTOS, most=1),
        )
        said = f"登记“{line.name[:10]}”已贴出"
        form_id = f"wall:{line.paper}:{line.subject}"
        return Form(form_id, f"登记：{line.name}", "贴好了", asks, send, said, people=self.people)

    def _came(self, found: tuple[tuple[WallLine, ...], tuple[Person, ...]]) -> None:
        self.lines, self.people = found
        self.loaded.emit()


def key_of(line: WallLine) -> str:
    """The row's id in the table."""
    return f"{line.paper}|{line.subject}"


def _read(ports: Ports) -> tuple[tuple[WallLine, ...], tuple[Person, ...]]:
    with ports.units.read() as uow:
        if uow.enterprise() is None:
            return (), ()
        people = uow.people.all()
    return wall.wall_register(ports), people
