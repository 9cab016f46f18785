"""Update files as the makers of the program would sign them, with a key of the test's own."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.folders import ROOT
from ymh_desktop.exchange.header import Party
from ymh_desktop.exchange.identity import SigningIdentity, certificate_pem
from ymh_desktop.exchange.package import new_package_id
from ymh_desktop.exchange.schemas import Schemas
from ymh_desktop.exchange.update_files import UpdateFiles
from ymh_desktop.exchange.updates import NewVersion, build_update

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
SCHEMAS = ROOT / "resources" / "schemas"
MAKER = Party("ymh-desktop", "双重预防桌面版")
INSTALLER = b"MZ an installer" * 1000
NOTE = "手机上可以拍照了。"


def make_update(
    folder: Path,
    signer: SigningIdentity,
    version: str,
    *,
    builds: Mapping[str, Path] | None = None,
    schema: str = "",
    library: str = "",
    least: str = "",
    now: datetime = NOW,
) -> Path:
    """An update file in `folder`; without `builds` it holds an installer for Windows."""
    if builds is None:
        installer = folder / "setup.exe"
        installer.write_bytes(INSTALLER)
        builds = {"windows-x86_64": installer}
    out = folder / "updates"
    out.mkdir(exist_ok=True)
    made = build_update(
        NewVersion(version, date(2026, 12, 1), schema, library, (NOTE,), least),
        builds,
        out,
        signer,
        Schemas.load(SCHEMAS),
        maker=MAKER,
        package_id=new_package_id(now),
        sequence=1,
        now=now,
    )
    return made.path


def updates_of(folder: Path, makers: SigningIdentity, platform: str | None = "windows-x86_64") -> UpdateFiles:
    """The port of a program whose makers these are; what it takes out lies in `folder`/taken-out."""
    key = folder / "release-key.pem"
    key.write_bytes(certificate_pem(makers.certificate))
    return UpdateFiles(key, SCHEMAS, platform, folder / "taken-out")
