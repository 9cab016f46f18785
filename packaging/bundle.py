"""What goes into the built program and what stays out; used by ymh-desktop.spec and by the check after the build."""

import importlib.metadata
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from house import ROOT

# (name inside the program, file on this machine, kind): how PyInstaller writes a row of a table of contents.
Entry = tuple[str, str, str]

# alembic runs its scripts from source files, and nothing but them imports these.
HIDDEN_IMPORTS = ["logging.config", "sqlalchemy.dialects.sqlite", "alembic.ddl.sqlite"]

EXCLUDED = [
    *("tkinter", "unittest", "pydoc", "test", "setuptools", "pip", "numpy"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtPdf", "PySide6.QtOpenGL", "PySide6.QtWebEngineCore"),
    # pyHanko lists it for signatures in XML, which are not made here.
    "lxml",
    # AVIF pictures are not taken in, and their decoder is large.
    *("PIL.AvifImagePlugin", "PIL._avif"),
    *("psycopg2", "MySQLdb", "pysqlite2", "pytest", "hypothesis", "mypy", "typst", "openpyxl", "stdnum", "IPython"),
]

# Qt brings far more than a window of plain widgets needs; the gtk3 theme alone would bring 20 MB of libraries.
_NOT_WANTED = re.compile(
    r"Qt6?(Qml|Quick|Pdf|OpenGL|VirtualKeyboard|WebSockets|Wayland|WlShell|EglFS|Concurrent|ShaderTools)"
    r"|opengl32sw|d3dcompiler"
    r"|plugins/platforms/(lib)?q(eglfs|linuxfb|vkkhr|vnc|minimal|wayland|direct2d)"
    r"|plugins/(platforminputcontexts/.*virtualkeyboard|egldevice|generic|networkinformation|qmltooling|wayland-)"
    r"|plugins/(designer|sqldrivers|platformthemes/libqgtk3)"
    r"|plugins/imageformats/(lib)?q(pdf|tga|wbmp|tiff|icns|webp|gif)",
    re.IGNORECASE,
)
_TRANSLATION_WANTED = re.compile(r"/translations/(qtbase|qt)_zh_CN\.qm$")

# Come along only for the gtk3 theme.
_GTK = re.compile(r"^lib(gtk-3|gdk-3|gdk_pixbuf|atk-|atk-bridge|atspi|cairo|pango|epoxy|harfbuzz|fribidi|thai|datrie)")

# These modules of Qt may be used under the GPL only.
GPL_ONLY_QT = (
    *("QtCharts", "QtDataVisualization", "QtGraphs", "QtGraphsWidgets", "QtHttpServer", "QtLottie"),
    *("QtNetworkAuth", "QtQuick3D", "QtQuickTimeline", "QtVirtualKeyboard", "QtShaderTools"),
)

MUST_BE_THERE = [
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/plugins/imageformats/libqjpeg.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
    "alembic/env.py",
    "resources/fonts/NotoSansSC-Regular.ttf",
    "resources/codes/standards.csv",
    "licenses/LICENSE",
    "licenses/LGPL-3.0.txt",
]


def wanted(entry: Entry) -> bool:
    """Whether a file that PyInstaller collected belongs into the program."""
    name = entry[0].replace("\\", "/")
    if _GTK.match(name):
        return False
    if "PySide6" in name or name.startswith(("libQt6", "Qt6")):
        return not _NOT_WANTED.search(name) and ("/translations/" not in name or bool(_TRANSLATION_WANTED.search(name)))
    return True


def data_files() -> list[tuple[str, str]]:
    """Files read at run time, laid out as in the source tree, and every licence: (file here, folder inside)."""
    files = [(str(path), str(path.parent.relative_to(ROOT))) for path in _read_at_run_time()]
    files += [(str(ROOT / "LICENSE"), "licenses")]
    files += [(str(path), "licenses") for path in sorted((ROOT / "packaging" / "licenses").iterdir())]
    return files


def licence_files(collected: Iterable[Entry]) -> list[Entry]:
    """The licence texts of the packages that these modules and libraries come from."""
    owners = importlib.metadata.packages_distributions()
    modules = {re.split(r"[./]", name)[0] for name, _, _ in collected}
    packages = {owner for module in modules for owner in owners.get(module, [])}
    return [
        (f"licenses/{package}/{path.name}", str(path), "DATA")
        for package in sorted(packages)
        for path in _licences_of(package)
    ]


def faults(folder: Path) -> list[str]:
    """What is wrong with the finished program folder: files missing, or some that must not be there."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    faults = [f"{name} is missing" for name in MUST_BE_THERE if not (folder / name).is_file()]
    libraries = tuple(module.replace("Qt", "Qt6", 1) for module in GPL_ONLY_QT)
    faults += [f"{name}: GPL only" for name in names if any(library in name for library in libraries)]
    faults += [f"{name}: this program uses no GTK" for name in names if _GTK.match(name)]
    return faults


def _read_at_run_time() -> Iterator[Path]:
    for top in ("resources", "alembic"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _licences_of(package: str) -> Iterator[Path]:
    for file in importlib.metadata.files(package) or []:
        inside = file.as_posix().partition(".dist-info/")[2]
        if inside.startswith("licenses/") or re.match(r"(?i)(licen[cs]e|copying|notice)", inside):
            yield Path(str(file.locate()))
