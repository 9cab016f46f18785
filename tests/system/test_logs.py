"""The log catches what nobody caught, keeps to its size, and holds nothing personal."""

import json
import logging
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ymh_desktop.system import diagnosis, logs
from ymh_desktop.system.files import CannotWrite
from ymh_desktop.system.logs import redacted

PERSONAL = [
    "王小明",
    "𬭎大勇",
    "13812345678",
    "91350100M000100Y43",
    "410123199001011234",
    "示例县宏木家具厂",
    "0371-66668888",
]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The file that is being logged into."""
    running = logs.start(tmp_path)
    yield tmp_path / logs.LOG_FILE
    running.close()


@pytest.mark.parametrize("text", PERSONAL)
def test_what_may_be_personal_is_not_written(log: Path, text: str) -> None:
    logging.getLogger("ymh_desktop.test").error("record %s of %r", text, {"name": text})
    written = log.read_text(encoding="utf-8")
    assert text not in written
    assert "record" in written


@pytest.mark.parametrize("text", PERSONAL)
def test_neither_is_what_stands_in_an_error(log: Path, text: str) -> None:
    try:
        raise ValueError(f"cannot read {text}")
    except ValueError:
        logging.getLogger("ymh_desktop.test").exception("failed")
    written = log.read_text(encoding="utf-8")
    assert text not in written
    assert "ValueError: cannot read" in written
    assert "test_logs.py" in written


def test_the_name_of_the_home_folder_is_not_written() -> None:
    assert redacted(f"{Path.home()}/data") == "~/data"


def test_what_a_developer_needs_stays() -> None:
    line = (
        'File "ymh_desktop/storage/engine.py", line 10234, in connect: sqlite3.OperationalError SQLITE_IOERR_WRITE 0001'
    )
    assert redacted(line) == line


def test_an_uncaught_error_is_logged_and_reported(tmp_path: Path) -> None:
    reported: list[BaseException] = []
    running = logs.start(tmp_path, reported.append)
    error = RuntimeError("lost")
    sys.excepthook(RuntimeError, error, None)
    running.close()
    assert reported == [error]
    assert "RuntimeError: lost" in (tmp_path / logs.LOG_FILE).read_text(encoding="utf-8")


def test_an_error_in_a_thread_is_logged_and_reported(tmp_path: Path) -> None:
    reported: list[BaseException] = []

    def fail() -> None:
        raise RuntimeError("lost in a thread")

    running = logs.start(tmp_path, reported.append)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    running.close()
    assert [str(error) for error in reported] == ["lost in a thread"]
    assert "lost in a thread" in (tmp_path / logs.LOG_FILE).read_text(encoding="utf-8")


def test_closing_puts_the_hooks_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers))
    logs.start(tmp_path).close()
    assert (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)) == before


def test_a_crash_of_the_process_leaves_its_stack(tmp_path: Path) -> None:
    code = (
        "import sys, faulthandler; from pathlib import Path; from ymh_desktop.system import logs;"
        "logs.start(Path(sys.argv[1])); faulthandler._sigsegv()"
    )
    crashed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert crashed.returncode != 0
    assert "most recent call first" in (tmp_path / logs.FAULT_FILE).read_text(encoding="utf-8")


def test_the_log_keeps_to_five_files_of_two_megabytes(log: Path) -> None:
    logger = logging.getLogger("ymh_desktop.test")
    for _ in range(130):
        logger.info("x" * 100_000)
    files = sorted(log.parent.glob("ymh.log*"))
    assert len(files) == 5
    assert all(file.stat().st_size <= 2 * 1024 * 1024 for file in files)


# ---- 诊断包 ----------------------------------------------------------------------------------------------------------


def test_the_diagnosis_holds_logs_and_versions_and_nothing_personal(log: Path, tmp_path: Path) -> None:
    (tmp_path / logs.FAULT_FILE).write_text("File C:/Users/王小明/x.py", encoding="utf-8")
    (tmp_path / "ymh.db").write_bytes(b"data")
    logging.getLogger("ymh_desktop.test").error("failed for 王小明")
    diagnosis.write(tmp_path / "诊断包.zip", (tmp_path,), {"program": "0.1.0", "schema": "0001"})
    with zipfile.ZipFile(tmp_path / "诊断包.zip") as package:
        assert sorted(package.namelist()) == ["logs-1/fault.log", "logs-1/ymh.log", "readme.txt", "versions.json"]
        versions = json.loads(package.read("versions.json"))
        everything = "".join(package.read(name).decode() for name in package.namelist())
    assert (versions["program"], versions["schema"]) == ("0.1.0", "0001")
    assert "sqlite" in versions
    assert "failed for" in everything
    assert "王小明" not in everything


def test_a_diagnosis_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        diagnosis.write(tmp_path / "nowhere" / "a.zip", (), {})
