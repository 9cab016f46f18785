"""Makes and signs what users take new versions from: the update file, and once the release key.

Run inside .venv by dev.py: `key FOLDER` or `make FOLDER`; FOLDER holds the private key and lies outside the tree.
"""

import argparse
import re
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import release
from bundle import PRODUCT
from house import ROOT, Stop, program_version

sys.path.insert(0, str(ROOT))

from ymh_desktop.bootstrap import RELEASE_KEY
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.header import Party
from ymh_desktop.exchange.identity import certificate_pem, new_identity
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.exchange.keystore import KeyStore
from ymh_desktop.exchange.package import new_package_id
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.updates import LIBRARY, NewVersion, build_update
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.storage.schema import HEAD

_MAKER = Party("ymh-desktop", PRODUCT)
_RESOURCES = ROOT / "resources"
_MOST_NOTES = 8
PUBLIC_HALF = _RESOURCES / RELEASE_KEY


def main(arguments: list[str]) -> int:
    """0 when it was made, 1 with a sentence when not."""
    parser = argparse.ArgumentParser(prog="update_file.py")
    parser.add_argument("action", choices=["key", "make"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library-only", action="store_true", help="no installers: a newer library for any program")
    options = parser.parse_args(arguments)
    try:
        if options.action == "key":
            new_key(options.folder)
        else:
            print(make(options.folder, library_only=options.library_only))
    except (Stop, UserError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def new_key(folder: Path) -> None:
    """Make a release key in `folder`, its public half in resources/. Programs built before know only the old one."""
    if folder.resolve().is_relative_to(ROOT):
        raise Stop("The private key must lie outside the tree: name another folder.")
    store = _store(folder)
    if store.certificate() is not None:
        raise Stop(f"{folder} holds a key already; it is not replaced.")
    identity = store.new_key(f"{PRODUCT}发布方", "", datetime.now(UTC))
    PUBLIC_HALF.write_bytes(certificate_pem(identity.certificate))
    print(f"The private key is in {folder}: keep it off this PC. The public half is resources/{RELEASE_KEY}.")
    print(f"Fingerprint: {identity.fingerprint.upper()}")


def make(folder: Path, *, library_only: bool = False) -> Path:
    """Sign an update file with what dist/release holds and this tree's library; returns where it is."""
    identity = _store(folder).open()
    if certificate_pem(identity.certificate) != PUBLIC_HALF.read_bytes():
        raise Stop(f"The key in {folder} is not the one whose public half is resources/{RELEASE_KEY}.")
    files, now = release.names(), datetime.now(UTC)
    chosen = {} if library_only else {"windows-x86_64": files["windows-installer"], "linux-x86_64": files["linux-deb"]}
    builds = {platform: path for platform, path in chosen.items() if path.is_file()}
    if not builds and not library_only:
        raise Stop("dist/release holds no installer. Run: python3 packaging/dev.py build all")
    release.FOLDER.mkdir(parents=True, exist_ok=True)
    builds[LIBRARY] = library_archive(ROOT / "build" / "library.zip")
    news = NewVersion(
        version=program_version(),
        released_on=now.date(),
        schema_revision=HEAD,
        library_date=Catalogue(_RESOURCES).version,
        notes=newest_notes((ROOT / "CHANGELOG.md").read_text("utf-8")),
    )
    made = build_update(
        news,
        builds,
        release.FOLDER,
        identity,
        Schemas.load(_RESOURCES / "schemas"),
        maker=_MAKER,
        package_id=new_package_id(now),
        sequence=int(f"{now:%y%m%d%H}"),
        now=now,
    )
    release.write_sums()
    return made.path


def for_trial(installer: Path, folder: Path, resources: Path) -> Path:
    """An update with this installer, for the program that has these resources: signed with a key made for it."""
    now = datetime.now(UTC)
    identity = new_identity(f"{PRODUCT}试验", "", now)
    (resources / RELEASE_KEY).write_bytes(certificate_pem(identity.certificate))
    made = build_update(
        NewVersion("999.0", now.date(), HEAD, "", ("试验。",)),
        {"windows-x86_64": installer},
        folder,
        identity,
        Schemas.load(_RESOURCES / "schemas"),
        maker=_MAKER,
        package_id=new_package_id(now),
        sequence=1,
        now=now,
    )
    return made.path


def library_archive(target: Path) -> Path:
    """The library of this tree as one ZIP, the same bytes each time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in ("modules", "trades"):
            for path in sorted((_RESOURCES / "library" / kind).glob("*.yaml")):
                entry = zipfile.ZipInfo(f"{kind}/{path.name}", (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return target


def newest_notes(changelog: str) -> tuple[str, ...]:
    """The first lines of the newest section of the change log, as users read them before an update."""
    section = re.split(r"(?m)^## .*$", changelog)[1:2]
    lines = re.findall(r"(?m)^- (.+)$", section[0]) if section else []
    return tuple(line.strip() for line in lines[:_MOST_NOTES])


def _store(folder: Path) -> KeyStore:
    return KeyStore(folder, FileSecrets(folder / "secret"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
