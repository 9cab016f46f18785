"""`ymh-desktop update`: what an update file would change, and handing over to its installer."""

from pathlib import Path

from ymh_desktop.services.ports import Ports
from ymh_desktop.services.updates import Change, look_at_update, prepare_library, prepare_update


def tell_update(ports: Ports, path: Path, install: bool) -> tuple[str, Path | None]:
    """What to print, and the installer to start when all is closed; None when there is none to start."""
    offer = look_at_update(ports, path)
    words = "\n".join(offer.lines)
    if not install:
        return words, None
    if offer.change is Change.LIBRARY:
        folder = prepare_library(ports, offer)
        return f"{words}\n已解开到 {folder}。请在窗口的“行业库”里看改了什么，再决定用不用。", None
    return f"{words}\n已备份，现在交给安装程序。", prepare_update(ports, offer)
