"""诊断包: what somebody needs to find a fault, and nothing of the enterprise. It never leaves the PC by itself."""

import io
import json
import platform
import sqlite3
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ymh_desktop.system.files import in_sentences, write_whole
from ymh_desktop.system.logs import redacted

_README = (
    "这是双重预防桌面版的诊断包，用来查找程序出错的原因。\n"
    "里面只有程序日志和版本号，没有企业、人员、风险和隐患的内容。\n"
    "程序不会自动发送它；请自己决定发给谁。\n"
)


def write(path: Path, log_folders: tuple[Path, ...], versions: Mapping[str, str]) -> None:
    """Write the zip; raises CannotWrite. `versions`: program, schema, package format and library.

    Lines are redacted once more, as the fault log is written by Python itself.
    """
    content = io.BytesIO()
    with in_sentences(path), zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("readme.txt", _README)
        package.writestr("versions.json", json.dumps({**versions, **_machine()}, indent=1))
        for number, folder in enumerate(log_folders, start=1):
            for log in sorted(folder.glob("*.log*")):
                text = log.read_text(encoding="utf-8", errors="replace")
                package.writestr(f"logs-{number}/{log.name}", redacted(text))
    with in_sentences(path):
        write_whole(path, content.getvalue())


def _machine() -> dict[str, str]:
    return {
        "system": platform.system(),
        "system_version": platform.version(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "frozen": str(getattr(sys, "frozen", False)),
    }
