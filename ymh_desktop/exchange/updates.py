"""The kind `update`: a new version of the program, signed by its makers, with one installer per system inside.

Only here may an entry be larger than 64 MiB (up to 200 MiB), and only because whoever opens the file asks for an
update. Nothing is run from here: `extract_build` writes a proven installer to a file.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.container import BUFFER, flush_to_disk, open_container
from ymh_desktop.exchange.header import PackageReference, Party, ProgramVersions
from ymh_desktop.exchange.identity import SigningIdentity
from ymh_desktop.exchange.letters import Letter, letter_parcel
from ymh_desktop.exchange.limits import UPDATE_LIMITS
from ymh_desktop.exchange.package import ExportedPackage, Progress, write_package
from ymh_desktop.exchange.reader import Known, VerifiedPackage, verify_package
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.trust import Trust

LIBRARY = "library"  # a ZIP of modules/ and trades/: a newer library without a newer program
PLATFORMS = ("windows-x86_64", "linux-x86_64", "linux-aarch64", LIBRARY)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What an update says. `least_version` empty: any older program may take it. `notes` are words for users."""

    version: str
    released_on: date
    schema_revision: str
    library_date: str
    notes: tuple[str, ...] = ()
    least_version: str = ""


@dataclass(frozen=True, slots=True)
class UpdateFile:
    """A proven update. `builds` map a platform to (name inside, size)."""

    package: VerifiedPackage
    news: NewVersion
    builds: Mapping[str, tuple[str, int]]


def build_update(
    news: NewVersion,
    builds: Mapping[str, Path],
    folder: Path,
    identity: SigningIdentity,
    schemas: Schemas,
    *,
    maker: Party,
    package_id: str,
    sequence: int,
    now: datetime,
    previous: PackageReference | None = None,
    progress: Progress | None = None,
) -> ExportedPackage:
    """Write and sign an update in `folder`: one installer per platform of PLATFORMS. Raises UserError."""
    files, listed = {}, []
    for platform, path in sorted(builds.items()):
        if platform not in PLATFORMS:
            raise ValueError(f"unknown platform {platform!r}")
        name = f"program/{platform}.{path.suffix.removeprefix('.').lower() or 'bin'}"
        files[name] = path
        with open(path, "rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        listed.append({"platform": platform, "path": name, "size": path.stat().st_size, "sha256": digest})
    data = {
        "version": news.version,
        "released_on": news.released_on.isoformat(),
        "schema_revision": news.schema_revision,
        "library_date": news.library_date,
        "least_version": news.least_version,
        "notes": list(news.notes),
        "builds": listed,
    }
    letter = Letter(
        kind="update",
        package_id=package_id,
        sender=maker,
        from_enterprise=False,
        addressee=Party("", ""),
        sequence=sequence,
        created_at=now,
        versions=ProgramVersions(news.version, news.schema_revision, news.library_date),
        data={"update": data},
        title=f"程序升级包{news.version}",
        previous=previous,
        files=files,
    )
    return write_package(letter_parcel(letter), folder, identity, schemas, progress=progress, limits=UPDATE_LIMITS)


def open_update(path: Path, trust: Trust, schemas: Schemas, now: datetime, known: Known | None = None) -> UpdateFile:
    """Prove an update; any other kind is refused with E605, with the limits of every other file exceeded or not."""
    asked = known or Known(kinds=frozenset({"update"}))
    package = verify_package(path, trust=trust, schemas=schemas, now=now, known=asked, limits=UPDATE_LIMITS)
    if package.header.kind != "update":
        raise PackageRefused("E605")
    told = package.data["data/update.json"]
    news = NewVersion(
        version=told["version"],
        released_on=date.fromisoformat(told["released_on"]),
        schema_revision=told.get("schema_revision", ""),
        library_date=told.get("library_date", ""),
        notes=tuple(told.get("notes", ())),
        least_version=told.get("least_version", ""),
    )
    return UpdateFile(package, news, {each["platform"]: (each["path"], each["size"]) for each in told["builds"]})


def extract_build(update: UpdateFile, platform: str, target: Path) -> Path:
    """Write the installer for this platform to `target`, proven once more on the way; raises UserError.

    `target` is written beside and renamed; it is not executable.
    """
    if platform not in update.builds:
        raise UserError("这个升级包里没有适合这台电脑的安装程序。", "请向提供方要适合本机系统的升级包。")
    name, _ = update.builds[platform]
    expected = next(file.sha256 for file in update.package.files if file.name == name)
    part = target.with_name(target.name + ".part")
    digest, buffer = hashlib.sha256(), bytearray(BUFFER)
    try:
        with open_container(update.package.path, limits=UPDATE_LIMITS) as container, open(part, "wb") as out:
            if name not in container.entries:
                raise PackageRefused("E402", name)
            for block in container.blocks(container.entries[name], buffer):
                digest.update(block)
                out.write(block)
        if digest.hexdigest() != expected:
            raise PackageRefused("E403", name)
        flush_to_disk(part)
        os.replace(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(f"安装程序写不进“{target.parent}”。", "请检查磁盘空间和文件夹权限。") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target
