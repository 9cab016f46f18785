"""What goes into the built program and what stays out; used by ymh-desktop.spec and by the check after the build."""

import ast
import importlib.metadata
import json
import re
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageMetadata
from pathlib import Path
from typing import TYPE_CHECKING

from house import ROOT, program_version

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

PRODUCT = "双重预防桌面版"

# (name inside the program, file on this machine, kind): how PyInstaller writes a row of a table of contents.
Entry = tuple[str, str, str]

# alembic runs its scripts from source files, and nothing but them imports these.
HIDDEN_IMPORTS = ["logging.config", "sqlalchemy.dialects.sqlite", "alembic.ddl.sqlite"]

EXCLUDED = [
    *("tkinter", "unittest", "pydoc", "test", "setuptools", "pip", "numpy"),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtPdf", "PySide6.QtOpenGL", "PySide6.QtWebEngineCore"),
    # AVIF pictures are not taken in, and their decoder is large.
    *("PIL.AvifImagePlugin", "PIL._avif"),
    *("psycopg2", "MySQLdb", "pysqlite2", "pytest", "hypothesis", "mypy", "typst", "stdnum", "IPython", "pandas"),
]

# Of two copies in one process the first one loaded serves all code, so there is one, of the newest version.
VC_RUNTIME = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll")
_VC_RUNTIME_COPY = re.compile(r"(^|/)(vcruntime140(_\w+)?|msvcp140(_\w+)?|concrt140|vcamp140|vccorlib140)\.dll$", re.I)

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

# Every desktop has them, and the ones of the machine that builds would ask for its own glibc.
_OF_THE_SYSTEM = re.compile(r"^lib(stdc\+\+|gcc_s|expat|cups)\.so")

# These modules of Qt may be used under the GPL only.
GPL_ONLY_QT = (
    *("QtCharts", "QtDataVisualization", "QtGraphs", "QtGraphsWidgets", "QtHttpServer", "QtLottie"),
    *("QtNetworkAuth", "QtQuick3D", "QtQuickTimeline", "QtVirtualKeyboard", "QtShaderTools"),
)

# The modules of Qt that the program uses, and what these need of Qt themselves. Nothing else of Qt is in a build.
QT_USED = ("Core", "Gui", "Widgets", "Network", "PrintSupport", "Svg")
_QT_BELOW = {"linux": ("XcbQpa", "DBus"), "windows": ()}
_QT_LIBRARY = re.compile(r"(?:lib)?Qt6([A-Za-z0-9]+?)(?:\.so[.\d]*|\.dll)$")
_QT_MODULE = re.compile(r"^PySide6/Qt([A-Za-z0-9]+)\.(?:abi3\.so|pyd)$")

_IN_EVERY_BUILD = [
    "alembic/env.py",
    "resources/fonts/NotoSansSC-Regular.ttf",
    "resources/codes/standards.csv",
    "docx/parts/__init__.py",
    "docx/templates/default-header.xml",
    "licenses/LICENSE",
    "licenses/LGPL-3.0.txt",
    "licenses/NOTICE-Python.txt",
    "licenses/Python/LICENSE.txt",
    "licenses/packages.jsonl",
]
_MUST_BE_THERE = {
    "linux": [
        *_IN_EVERY_BUILD,
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
    ],
    "windows": [
        *_IN_EVERY_BUILD,
        *("python311.dll", "python3.dll", *VC_RUNTIME),
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/imageformats/qjpeg.dll",
        "PySide6/translations/qtbase_zh_CN.qm",
    ],
}


def wanted(entry: Entry) -> bool:
    """Whether a file that PyInstaller collected belongs into the program."""
    name = entry[0].replace("\\", "/")
    if _GTK.match(name) or _OF_THE_SYSTEM.match(name) or _VC_RUNTIME_COPY.search(name):
        return False
    if "PySide6" in name or name.startswith(("libQt6", "Qt6")):
        return not _NOT_WANTED.search(name) and ("/translations/" not in name or bool(_TRANSLATION_WANTED.search(name)))
    return True


def data_files() -> list[tuple[str, str]]:
    """Files read at run time, laid out as in the source tree, and every licence: (file here, folder inside)."""
    files = [(str(path), str(path.parent.relative_to(ROOT))) for path in _read_at_run_time()]
    files += [(str(ROOT / "LICENSE"), "licenses")]
    files += [(str(path), "licenses") for path in sorted((ROOT / "packaging" / "licenses").iterdir())]
    # python-docx looks for its templates from the folder of this module, which has to be there for that.
    parts = importlib.metadata.distribution("python-docx").locate_file("docx/parts/__init__.py")
    return [*files, (str(parts), "docx/parts")]


def visual_c_runtime(interpreter: Path) -> list[Entry]:
    """Microsoft's run-time libraries for the top of a Windows build, from the folder of the interpreter."""
    return [(name, str(interpreter / name), "BINARY") for name in VC_RUNTIME]


def windows_version() -> "VSVersionInfo":
    """What Windows shows of the program under 属性, 详细信息."""
    from PyInstaller.utils.win32 import versioninfo as info

    version = program_version()
    numbers = tuple(int(number) for number in (version.split("+")[0].split(".") + ["0"] * 4)[:4])
    texts = {
        "CompanyName": "YMH Desktop",
        "FileDescription": PRODUCT,
        "FileVersion": version,
        "InternalName": "ymh-desktop",
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": "ymh-desktop.exe",
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }
    table = info.StringTable("080404B0", [info.StringStruct(name, text) for name, text in texts.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[info.StringFileInfo([table]), info.VarFileInfo([info.VarStruct("Translation", [0x0804, 0x04B0])])],
    )


def packages(collected: Iterable[Entry]) -> list[str]:
    """The packages that these modules and libraries come from, by name."""
    owners = importlib.metadata.packages_distributions()
    modules = {re.split(r"[./\\]", name)[0] for name, _, _ in collected}
    return sorted({owner for module in modules for owner in owners.get(module, [])} - {"ymh-desktop"})


def licence_files(names: Iterable[str]) -> list[Entry]:
    """The licence texts of these packages, and of Python itself."""
    files = [(f"licenses/{name}/{path.name}", str(path), "DATA") for name in names for path in _licences_of(name)]
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    return [*files, ("licenses/Python/LICENSE.txt", str(python), "DATA")]


def write_contents(names: Iterable[str], file: Path) -> Path:
    """What is inside, for the bill of materials: name, version and licence of every package, as JSON lines."""
    told = [importlib.metadata.metadata(name) for name in names]
    rows = [{"name": each["Name"], "version": each["Version"], "licence": _licence_name(each)} for each in told]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def faults(folder: Path, system: str) -> list[str]:
    """What is wrong with the finished program folder of a system: files missing, or some that must not be there."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    faults = [f"{name} is missing" for name in _MUST_BE_THERE[system] if not (folder / name).is_file()]
    used = {*QT_USED, *_QT_BELOW[system]}
    faults += [f"{name}: a module of Qt that is not used" for name in names if (qt_module(name) or "Core") not in used]
    libraries = tuple(module.replace("Qt", "Qt6", 1) for module in GPL_ONLY_QT)
    faults += [f"{name}: GPL only" for name in names if any(library in name for library in libraries)]
    faults += [f"{name}: this program uses no GTK" for name in names if _GTK.match(name)]
    return faults


def modules_missing(work: Path) -> list[str]:
    """The modules of ours that PyInstaller did not take in, by the list it leaves in its work folder."""
    table = ast.literal_eval((work / "ymh-desktop" / "PYZ-00.toc").read_text("utf-8"))
    taken = {name for name, *_ in table[1]}
    ours = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "ymh_desktop").rglob("*.py"))
    names = {".".join(path.parts).removesuffix(".__init__") for path in ours}
    return sorted(names - taken)


def qt_module(name: str) -> str | None:
    """Of a file in the program folder the module of Qt that it is the library of ("Core"), None for other files."""
    found = _QT_LIBRARY.match(name.rpartition("/")[2]) or _QT_MODULE.match(name)
    return found[1] if found else None


def _read_at_run_time() -> Iterator[Path]:
    for top in ("resources", "alembic"):
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def _licence_name(metadata: PackageMetadata) -> str:
    """As the package calls it: the expression, the short text, or the last words of its classifiers."""
    for field in ("License-Expression", "License"):
        for text in metadata.get_all(field) or []:
            if text.strip() and "\n" not in text:
                return str(text)
    classifiers = metadata.get_all("Classifier") or []
    return "; ".join(str(line).rpartition(" :: ")[2] for line in classifiers if line.startswith("License"))


def _licences_of(package: str) -> Iterator[Path]:
    for file in importlib.metadata.files(package) or []:
        inside = file.as_posix().partition(".dist-info/")[2]
        if inside.startswith("licenses/") or re.match(r"(?i)(licen[cs]e|copying|notice)", inside):
            yield Path(str(file.locate()))
