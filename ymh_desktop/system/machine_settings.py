"""One small file per machine and user: what is not the enterprise's but this PC's affair."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from ymh_desktop.system.files import write_whole

FILE = "settings.json"
MOST_CLIENTS = 500


@dataclass(frozen=True, slots=True)
class Client:
    """An enterprise that an expert works for: its data folder and its name when it was last open."""

    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """`window` is (width, height, maximised), None before the first start. `clients`: the one opened last first."""

    last_data_folder: Path | None = None
    window: tuple[int, int, bool] | None = None
    clients: tuple[Client, ...] = ()

    def with_client(self, client: Client) -> "MachineSettings":
        """With this one at the top of the list; its folder stands there once."""
        others = tuple(each for each in self.clients if each.folder != client.folder)
        return replace(self, clients=(client, *others)[:MOST_CLIENTS])

    def without_client(self, folder: Path) -> "MachineSettings":
        """Without this folder in the list; nothing on the disk is touched."""
        return replace(self, clients=tuple(each for each in self.clients if each.folder != folder))


def load(folder: Path) -> MachineSettings:
    """What was kept; the defaults when there is nothing or it cannot be read: such a file must never stop a start."""
    try:
        kept = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return MachineSettings()
    if not isinstance(kept, dict):
        return MachineSettings()
    last = kept.get("last_data_folder")
    opened_last = Path(last) if isinstance(last, str) and last else None
    return MachineSettings(opened_last, _window(kept.get("window")), _clients(kept.get("clients")))


def save(folder: Path, settings: MachineSettings) -> None:
    """Keep them; raises OSError."""
    last = settings.last_data_folder
    kept = {
        "last_data_folder": str(last) if last else None,
        "window": settings.window,
        "clients": [[str(each.folder), each.name] for each in settings.clients],
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, json.dumps(kept, ensure_ascii=False, indent=1).encode())


def _clients(kept: object) -> tuple[Client, ...]:
    if not isinstance(kept, list):
        return ()
    pairs = [each for each in kept[:MOST_CLIENTS] if isinstance(each, list) and len(each) == 2]
    return tuple(
        Client(Path(folder), name) for folder, name in pairs if isinstance(folder, str) and isinstance(name, str)
    )


def _window(kept: object) -> tuple[int, int, bool] | None:
    if not isinstance(kept, list) or len(kept) != 3:
        return None
    width, height, maximised = kept
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return width, height, bool(maximised)
    return None
