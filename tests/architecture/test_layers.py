"""The direction of imports, and that folders of this tree hide no installed library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest


def test_every_import_points_down_the_layers(root: Path) -> None:
    """The contracts stand in pyproject.toml; this runs them where a plain pytest run would forget to."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    run = subprocess.run([*command, "--no-cache"], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_the_folders_alembic_and_packaging_do_not_hide_the_libraries_of_their_names(root: Path) -> None:
    command = [sys.executable, "-c", "import alembic.command, packaging.version"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("folder", ["alembic", "packaging"])
def test_a_folder_named_like_a_library_is_no_package(files: dict[str, bytes], folder: str) -> None:
    assert f"{folder}/__init__.py" not in files


def test_no_file_beside_the_commands_is_named_like_a_module_of_python(files: dict[str, bytes]) -> None:
    """The folder of a script stands first on its import path, so such a file would be imported instead."""
    beside = {Path(name).stem for name in files if Path(name).parent.as_posix() == "packaging" and name.endswith(".py")}
    assert "dev" in beside
    assert not beside & sys.stdlib_module_names


def test_no_module_of_qt_is_imported_that_may_be_used_under_the_gpl_only(texts: dict[str, str]) -> None:
    from bundle import GPL_ONLY_QT

    imported = {
        f"{name}: {module}"
        for name, text in texts.items()
        if name.endswith(".py")
        for module in _qt_modules(text)
        if module in GPL_ONLY_QT
    }
    assert not imported


def _qt_modules(text: str) -> set[str]:
    """The modules of PySide6 that a source file imports, without the name of the package."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return {name.split(".")[1] for name in found if name.startswith("PySide6.")}
