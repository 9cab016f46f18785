"""What goes into a build and what stays out, and how a finished folder is looked at."""

import ast
import json
from pathlib import Path

import bundle
import pytest
import release
import wheels
from house import LOCK, ROOT, program_version


@pytest.mark.parametrize(
    ("name", "wanted"),
    {
        "PySide6/Qt/lib/libQt6Widgets.so.6": True,
        "PySide6\\Qt6Widgets.dll": True,
        "PySide6\\plugins\\platforms\\qwindows.dll": True,
        "PySide6\\opengl32sw.dll": False,
        "PySide6\\Qt6OpenGL.dll": False,
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so": False,
        "PySide6/Qt/plugins/imageformats/libqjpeg.so": True,
        "PySide6/Qt/plugins/imageformats/libqwebp.so": False,
        "PySide6/Qt/translations/qtbase_zh_CN.qm": True,
        "PySide6/Qt/translations/qtbase_de.qm": False,
        "PySide6\\msvcp140.dll": False,
        "shiboken6\\VCRUNTIME140_1.dll": False,
        "libgtk-3.so.0": False,
        "libstdc++.so.6": False,
        "libxcb-cursor.so.0": True,
        "cryptography/hazmat/bindings/_rust.abi3.so": True,
    }.items(),
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_belongs_into_a_build(name: str, wanted: bool) -> None:
    assert bundle.wanted((name, "", "BINARY")) is wanted


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("PySide6/Qt/lib/libQt6Core.so.6", "Core"),
        ("libQt6XcbQpa.so.6", "XcbQpa"),
        ("PySide6/Qt6PrintSupport.dll", "PrintSupport"),
        ("PySide6/QtQml.pyd", "Qml"),
        ("PySide6/QtSvg.abi3.so", "Svg"),
        ("PySide6/pyside6.abi3.dll", None),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", None),
    ],
)
def test_a_library_of_qt_is_known_by_its_name(name: str, module: str | None) -> None:
    assert bundle.qt_module(name) == module


def finished(folder: Path, system: str) -> Path:
    """A folder that has all that must be there, all of it empty."""
    for name in bundle._MUST_BE_THERE[system]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_a_complete_folder_has_no_fault(tmp_path: Path, system: str) -> None:
    assert bundle.faults(finished(tmp_path, system), system) == []


@pytest.mark.parametrize(
    ("system", "name", "said"),
    [
        ("linux", "PySide6/Qt/lib/libQt6Qml.so.6", "a module of Qt that is not used"),
        ("windows", "PySide6/Qt6Quick.dll", "a module of Qt that is not used"),
        ("windows", "PySide6/Qt6DBus.dll", "a module of Qt that is not used"),  # Linux needs it, Windows does not
        ("windows", "PySide6/Qt6Charts.dll", "GPL only"),
        ("linux", "libgtk-3.so.0", "this program uses no GTK"),
    ],
)
def test_what_must_not_be_there_is_named(tmp_path: Path, system: str, name: str, said: str) -> None:
    folder = finished(tmp_path, system)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()
    assert f"{name}: {said}" in bundle.faults(folder, system)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    finished(tmp_path, "windows")
    (tmp_path / "python311.dll").unlink()
    assert bundle.faults(tmp_path, "windows") == ["python311.dll is missing"]


def test_the_list_of_used_modules_is_what_the_program_imports() -> None:
    used = set()
    for path in (ROOT / "ymh_desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6.Qt"):
                used.add(str(node.module).removeprefix("PySide6.Qt"))
    assert used == set(bundle.QT_USED)


def test_a_module_of_ours_that_was_left_out_is_named(tmp_path: Path) -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "ymh_desktop").rglob("*.py")]
    names = [name.removesuffix(".__init__") for name in modules]
    (tmp_path / "ymh-desktop").mkdir()
    table = tmp_path / "ymh-desktop" / "PYZ-00.toc"
    table.write_text(repr(("file", [(name, "", "PYMODULE") for name in names])), "utf-8")
    assert bundle.modules_missing(tmp_path) == []
    table.write_text(repr(("file", [(name, "", "PYMODULE") for name in names if name != "ymh_desktop.start"])), "utf-8")
    assert bundle.modules_missing(tmp_path) == ["ymh_desktop.start"]


def test_windows_gets_the_versions_that_are_tested_here() -> None:
    """The lock for Windows names the same versions, and everything that the program is run with."""
    house, windows = wheels.locked(LOCK.read_text("utf-8")), wheels.locked(wheels.WINDOWS_LOCK.read_text("utf-8"))
    assert {name: house.get(name) for name in windows} == windows
    text = (ROOT / "pyproject.toml").read_text("utf-8").partition("dependencies = [")[2].partition("]")[0]
    wanted = {line.strip(' ",').partition("==")[0].lower() for line in text.splitlines() if line.strip()}
    assert {name.replace("_", "-") for name in wanted} <= set(windows)


def test_every_wheel_for_windows_has_its_digest() -> None:
    for lock in (wheels.WINDOWS_LOCK, wheels.RUNTIME_LOCK):
        text = lock.read_text("utf-8")
        assert wheels.locked(text)
        for name in wheels.locked(text):
            assert "--hash=sha256:" in wheels.part_of(text, [name]), name


def test_the_bill_of_materials_names_every_package_and_is_the_same_each_time(tmp_path: Path) -> None:
    licences = tmp_path / "_internal" / "licenses"
    licences.mkdir(parents=True)
    bundle.write_contents(["reportlab", "SQLAlchemy", "Flask"], licences / "packages.jsonl")
    first = release.bill_of_materials(tmp_path, "windows", "3.11.7", tmp_path / "one.json").read_bytes()
    second = release.bill_of_materials(tmp_path, "windows", "3.11.7", tmp_path / "two.json").read_bytes()
    assert first == second
    told = json.loads(first)
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["version"] == program_version()
    parts = {part["name"]: part for part in told["components"]}
    assert {"reportlab", "SQLAlchemy", "Flask", "qt", "cpython", "msvc-runtime"} <= set(parts)
    assert parts["SQLAlchemy"]["purl"] == f"pkg:pypi/sqlalchemy@{parts['SQLAlchemy']['version']}"
    assert parts["SQLAlchemy"]["licenses"][0]["license"]["name"] == "MIT"


def test_the_sums_are_as_sha256sum_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "FOLDER", tmp_path)
    (tmp_path / "安装程序.exe").write_bytes(b"abc")
    lines = release.write_sums().read_text("utf-8")
    assert lines == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  安装程序.exe\n"
