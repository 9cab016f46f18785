"""How this program came onto the PC, and handing over to the installer of a newer one."""

import shutil
import subprocess
import sys
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.system import paths

_UNINSTALLER = "uninstall.exe"  # beside the program where the Windows installer put it
_PACKAGED = Path("/opt/ymh-desktop")  # where the .deb puts it


class CannotHandOver(UserError):
    """The installer was not started; the running version stays."""


def platform() -> str | None:
    """The kind of installer that can renew this program, as updates call it; None for a source tree or a stick."""
    if not getattr(sys, "frozen", False):
        return None
    folder = paths.program_folder()
    if sys.platform == "win32":
        return "windows-x86_64" if (folder / _UNINSTALLER).is_file() else None
    return "linux-x86_64" if folder == _PACKAGED else None


def hand_over(installer: Path) -> None:
    """Start the installer and come back at once. Call it as the last thing before the program ends.

    On Windows the installer waits until this program has ended, and opens the new one. On Linux the system's own
    program for packages shows it and asks for the administrator's password.
    """
    try:
        if sys.platform == "win32":
            detached = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            subprocess.Popen([str(installer), "/UPDATE"], creationflags=detached, close_fds=True)
        else:
            opener = shutil.which("xdg-open")
            if opener is None:
                raise CannotHandOver("这台电脑上没有能打开安装包的程序。", f"请自己打开这个文件来安装：{installer}")
            subprocess.Popen([opener, str(installer)], start_new_session=True)
    except OSError as error:
        raise CannotHandOver("安装程序没有启动起来。", f"请自己打开这个文件来安装：{installer}") from error
