"""What lies where in a data folder."""

from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.system.files import in_sentences

DATABASE, TOWN_DATABASE = "ymh.db", "town.db"  # the data file of an enterprise, and of a town office


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where everything of one enterprise lies."""

    path: Path

    @property
    def database(self) -> Path:
        """The one data file."""
        return self.path / DATABASE

    @property
    def backups(self) -> Path:
        """Daily copies."""
        return self.path / "backups"

    @property
    def photos(self) -> Path:
        """Photos, named by their SHA-256."""
        return self.path / "photos"

    @property
    def library(self) -> Path:
        """What the user wrote for the industry library, and a newer library that was taken over."""
        return self.path / "library"

    @property
    def keys(self) -> Path:
        """What signs packages."""
        return self.path / "keys"

    @property
    def logs(self) -> Path:
        """The program's log, without personal data."""
        return self.path / "logs"

    @property
    def aside(self) -> Path:
        """What a restore took out of the way; nothing in here is ever deleted by the program."""
        return self.path / "kept-aside"

    def make(self) -> None:
        """Make what is missing; raises CannotWrite."""
        with in_sentences(self.path):
            for folder in (self.path, self.backups, self.photos, self.library, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
            self.keys.mkdir(mode=0o700, exist_ok=True)
