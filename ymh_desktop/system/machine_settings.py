"""One small file per machine and user: what is not the enterprise's but this PC's affair."""

import json
from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.system.files import write_whole

FILE = "settings.json"


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """`window` is (width, height, maximised), None before the first start."""

    last_data_folder: Path | None = None
    window: tuple[int, int, bool] | None = None


def load(folder: Path) -> MachineSettings:
    """What was kept; the defaults when there is nothing or it cannot be read: such a file must never stop a start."""
    try:
        kept = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return MachineSettings()
    if not isinstance(kept, dict):
        return MachineSettings()
    last = kept.get("last_data_folder")
    return MachineSettings(Path(last) if isinstance(last, str) and last else None, _window(kept.get("window")))


def save(folder: Path, settings: MachineSettings) -> None:
    """Keep them; raises OSError."""
    last = settings.last_data_folder
    kept = {"last_data_folder": str(last) if last else None, "window": settings.window}
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, json.dumps(kept, ensure_ascii=False, indent=1).encode())


def _window(kept: object) -> tuple[int, int, bool] | None:
    if not isinstance(kept, list) or len(kept) != 3:
        return None
    width, height, maximised = kept
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return width, height, bool(maximised)
    return None
