"""What a start may load. Heavy libraries are imported by the functions that use them, never by a start."""

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "PIL",
    "alembic",
    "cryptography",
    "flask",
    "jsonschema",
    "pyhanko",
    "pypdfium2",
    "pypinyin",
    "python_calamine",
    "qrcode",
    "reportlab",
    "waitress",
    "werkzeug",
    "xlsxwriter",
    "zxingcpp",
}


def python(*arguments: str, root: Path) -> str:
    """What another Python prints, in a fresh process without a screen."""
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_putting_the_program_together_loads_nothing_heavy(root: Path) -> None:
    code = "import sys, ymh_desktop.bootstrap; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(python("-c", code, root=root).split())
    assert "ymh_desktop" in loaded
    assert not loaded & HEAVY


def test_the_first_window_shows_before_anything_heavy_is_loaded(root: Path, tmp_path: Path) -> None:
    """The real start in an empty data folder. The second one: the first makes the database, through alembic."""
    start = ["-m", "ymh_desktop", "--data", str(tmp_path / "data"), "--probe-start"]
    python(*start, root=root)
    assert not set(json.loads(python(*start, root=root).splitlines()[-1])) & HEAVY
