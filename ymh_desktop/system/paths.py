"""Where things lie: what ships with the program, and the folder of the user's data."""

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "ymh-desktop"
_BESIDE = "ymh-data"


@dataclass(frozen=True, slots=True)
class Shipped:
    """Folders that come with the program, in the source tree or in a PyInstaller build."""

    root: Path

    @property
    def resources(self) -> Path:
        """Library, fonts, icons, signs, templates, pages."""
        return self.root / "resources"

    @property
    def migrations(self) -> Path:
        """The folder alembic/ with env.py and versions/."""
        return self.root / "alembic"

    @property
    def licences(self) -> Path:
        """The texts of all licences; a source tree holds only those that no package brings."""
        return self.root / ("licenses" if getattr(sys, "frozen", False) else "packaging/licenses")


def shipped() -> Shipped:
    """What came with the program that is running."""
    unpacked = getattr(sys, "_MEIPASS", None)  # where a PyInstaller build finds its files
    return Shipped(Path(unpacked) if unpacked else Path(__file__).resolve().parents[2])


def program_folder() -> Path:
    """The folder that a user sees the program in: the executable's, or the root of the source tree."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else shipped().root


def data_folder(given: Path | None = None, last: Path | None = None, *, beside: Path | None = None) -> Path:
    """The first that applies: --data, ymh-data beside the program, the one opened last, the per-user folder.

    `last` counts only while it exists: a stick may have been pulled out.
    """
    if given is not None:
        return given.absolute()
    here = (beside or program_folder()) / _BESIDE
    if here.is_dir():
        return here
    if last is not None and last.is_dir():
        return last
    return platformdirs.user_data_path(_APP, appauthor=False) / "data"


def user_settings_folder() -> Path:
    """Per user and machine: window size, last data folder."""
    return platformdirs.user_config_path(_APP, appauthor=False)


def user_secrets_folder() -> Path:
    """Per user, outside every data folder: what opens the signing key on this PC."""
    return platformdirs.user_data_path(_APP, appauthor=False) / "secrets"


def user_updates_folder() -> Path:
    """Per user: the installer taken out of an update, until the next one."""
    return platformdirs.user_cache_path(_APP, appauthor=False) / "updates"


def user_log_folder() -> Path:
    """For what goes wrong before a data folder is open."""
    return platformdirs.user_log_path(_APP, appauthor=False)
