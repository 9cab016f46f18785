"""The port `Updates` of the use cases: files of the kind `update`, signed with the release key and nothing else."""

import io
import shutil
import stat
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.limits import KIB, MIB
from ymh_desktop.exchange.reader import Known
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.trust import Trust
from ymh_desktop.exchange.updates import LIBRARY, UpdateFile, extract_build, open_update
from ymh_desktop.services.ports import UpdateNews

_KNOWN = Known(kinds=frozenset({"update"}))
_NOT_OURS = ("E308", "E309", "E310")  # signed, but not by the release key, or no longer by it
_MOST_LIBRARY_FILES, _LARGEST_LIBRARY_FILE, _LARGEST_LIBRARY = 1000, 2 * MIB, 64 * MIB
_LIBRARY_FOLDERS = ("modules", "trades")


class ForeignUpdate(UserError):
    """Signed by somebody, but not with the release key of this program."""

    def __init__(self) -> None:
        super().__init__(
            "这个升级包不是本软件的发布方签名的，没有使用。", "请只用从发布方拿到的升级包，来路不明的不要装。"
        )


class NoReleaseKey(UserError):
    """This build does not know whose updates it may take."""

    def __init__(self) -> None:
        super().__init__("这一版程序里没有发布方的公钥，不能核对升级包。", "请用完整的安装程序升级。")


@dataclass(frozen=True, slots=True)
class UpdateFiles:
    """`release_key` is the makers' certificate (PEM); `platform` one of PLATFORMS, or None where nothing installs.

    Taken out files lie in `folder`, the user's own; what an earlier update left there is cleared first.
    """

    release_key: Path
    schemas: Path
    platform: str | None
    folder: Path

    @property
    def can_install(self) -> bool:
        """Whether this program was installed by an installer, so that a newer one can take its place."""
        return self.platform is not None

    def read(self, path: Path, now: datetime) -> UpdateNews:
        update = self._open(path, now)
        news = update.news
        return UpdateNews(
            version=news.version,
            released_on=news.released_on,
            schema_revision=news.schema_revision,
            library_date=news.library_date,
            least_version=news.least_version,
            notes=news.notes,
            has_installer=self.platform in update.builds,
            has_library=LIBRARY in update.builds,
        )

    def take_out_installer(self, path: Path, now: datetime) -> Path:
        update = self._open(path, now)
        platform = self.platform or ""
        suffix = PurePosixPath(update.builds[platform][0]).suffix if platform in update.builds else ""
        target = self._fresh() / f"ymh-desktop-{platform}{suffix}"
        return extract_build(update, platform, target)

    def take_out_library(self, path: Path, now: datetime) -> Path:
        update = self._open(path, now)
        fresh = self._fresh()
        archive = extract_build(update, LIBRARY, fresh / "library.zip")
        try:
            _unpack(archive.read_bytes(), fresh / "library")
        finally:
            archive.unlink(missing_ok=True)
        return fresh / "library"

    def _open(self, path: Path, now: datetime) -> UpdateFile:
        try:
            trust = Trust.from_pem(self.release_key.read_bytes())
        except OSError as error:
            raise NoReleaseKey from error
        try:
            return open_update(path, trust, Schemas.load(self.schemas), now, known=_KNOWN)
        except PackageRefused as refused:
            if refused.code in _NOT_OURS:
                raise ForeignUpdate from refused
            raise

    def _fresh(self) -> Path:
        """The folder, empty."""
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"升级包解不开，写不进“{self.folder}”。", "请检查磁盘空间，再试一次。") from error
        return self.folder


def _unpack(content: bytes, folder: Path) -> None:
    """The library files of a proven archive: only `modules/NAME.yaml` and `trades/NAME.yaml`, and not too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            sizes = [entry.file_size for entry in entries]
            if len(entries) > _MOST_LIBRARY_FILES or sum(sizes) > _LARGEST_LIBRARY:
                raise PackageRefused("E112", "行业库")
            for entry in entries:
                _check_entry(entry)
                target = folder / entry.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise PackageRefused("E101", "行业库") from error
    except OSError as error:
        raise UserError(f"行业库写不进“{folder}”。", "请检查磁盘空间，再试一次。") from error


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    plain = len(path.parts) == 2 and path.parts[0] in _LIBRARY_FOLDERS and path.suffix == ".yaml"
    named = path.stem.replace("-", "").replace("_", "").isalnum() and path.name.isascii()
    if not (plain and named) or stat.S_ISLNK(entry.external_attr >> 16):
        raise PackageRefused("E108", entry.filename)
    if entry.file_size > _LARGEST_LIBRARY_FILE or entry.file_size > max(entry.compress_size, KIB) * KIB:
        raise PackageRefused("E112", entry.filename)
