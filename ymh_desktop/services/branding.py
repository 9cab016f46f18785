"""The firm's mark on its papers."""

from pathlib import Path

from ymh_desktop.services.ports import Ports

SETTING = "brand.logo"  # a name of the photo store


def logo(ports: Ports) -> bytes | None:
    """The mark as JPEG; None without one, or when its file is missing."""
    with ports.units.read() as uow:
        name = uow.setting(SETTING)
    return ports.photos.read(name) if name else None


def set_logo(ports: Ports, path: Path) -> None:
    """Take a picture in as the mark; what was transparent becomes white. Raises a UserError for what is no picture."""
    name = ports.photos.keep_file(path)
    with ports.units.write() as uow:
        uow.set_setting(SETTING, name)
        uow.commit()


def drop_logo(ports: Ports) -> None:
    """Papers bear the firm's name alone again."""
    with ports.units.write() as uow:
        uow.set_setting(SETTING, "")
        uow.commit()
