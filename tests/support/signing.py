"""A desk that can draw papers and sign packages, with real parts."""

from pathlib import Path

from tests.support.desk import RESOURCES, Desk
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.exchange.adapter import SignedPackages
from ymh_desktop.exchange.key_secrets import FileSecrets
from ymh_desktop.system.files import SafeFiles


def signing_desk(desk: Desk, tmp_path: Path) -> Desk:
    """The same desk with renderer, packages and files; keys lie below `tmp_path`."""
    packages = SignedPackages(tmp_path / "keys", FileSecrets(tmp_path / "user"), RESOURCES / "schemas")
    return desk.with_ports(renderer=PaperRenderer(RESOURCES), packages=packages, files=SafeFiles())
