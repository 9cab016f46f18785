"""The system libraries and tools that pip cannot bring: which are missing, and how they come.

A library is looked for by loading it, as the program will do, so no package database is asked and other Linux systems
are served as well. As root on a system with apt the missing packages are installed; otherwise the command is named.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from house import Stop

QT_ANY_SCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libbrotlidec.so.1": "libbrotli1",
}
QT_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
}
QT = {**QT_ANY_SCREEN, **QT_X11}

# The tests read every PDF with a foreign reader and check every signature with a foreign program.
TEST_TOOLS = {"pdftotext": "poppler-utils", "openssl": "openssl", "unzip": "unzip", "zip": "zip", "git": "git"}
# What a few tests need besides. LibreOffice is large, so a developer may do without: those tests are skipped then.
RARER_TEST_TOOLS = {
    "soffice": "libreoffice-writer-nogui",
    "makensis": "nsis",
    "unshare": "util-linux",
    "ip": "iproute2",
}
BUILD_TOOLS = {"objdump": "binutils", "strip": "binutils", "ldd": "libc-bin"}
# The black-box lane drives the real window through the accessibility tree, as a screen reader would.
BLACKBOX_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "dbus-run-session": "dbus",
    "import": "imagemagick",
}
# The browser lane: phones are emulated in Debian's own Chromium, which Playwright drives.
BROWSER_TOOLS = {"chromium": "chromium"}
BLACKBOX_FILES = {
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/pyatspi/__init__.py": "python3-pyatspi",
}


def missing_libraries(wanted: Mapping[str, str]) -> list[str]:
    """The packages whose library the loader cannot find, in the order given, each once."""
    return list(dict.fromkeys(package for library, package in wanted.items() if not _loads(library)))


def missing_tools(wanted: Mapping[str, str]) -> list[str]:
    """The packages whose program is not on the PATH."""
    return list(dict.fromkeys(package for tool, package in wanted.items() if not shutil.which(tool)))


def missing_files(wanted: Mapping[str, str]) -> list[str]:
    """The packages whose file is not there."""
    return list(dict.fromkeys(package for path, package in wanted.items() if not os.path.exists(path)))


def install(packages: list[str], why: str) -> None:
    """Bring the packages in, as root with apt; otherwise stop with the exact command to type."""
    if not packages:
        return
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise Stop(f"{why}. Install what your system calls: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise Stop(f"{why}. Run this once, then the same command again:\n  sudo {' '.join(command)}")
    print(f"{why}: installing {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if _quietly(command, environment) == 0:
        return
    # A fresh machine has no package lists yet, an old one has stale ones.
    _quietly(["apt-get", "update"], environment)
    if _quietly(command, environment) != 0:
        raise Stop(f"{why}, and apt-get could not install it. Run it by hand to see why:\n  {' '.join(command)}")


def need_qt() -> None:
    """Make sure that Qt can show a window here. Only Linux leaves these libraries to the system."""
    if sys.platform == "linux":
        install(missing_libraries(QT), "Qt needs system libraries that are not installed")


def need_tools(wanted: Mapping[str, str], why: str) -> None:
    """Make sure that these programs are on the PATH."""
    if sys.platform == "linux":
        install(missing_tools(wanted), why)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _quietly(command: list[str], environment: Mapping[str, str]) -> int:
    return subprocess.run(command, env=dict(environment), stdout=subprocess.DEVNULL).returncode
