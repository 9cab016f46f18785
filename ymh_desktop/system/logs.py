"""The log: rotating, UTF-8, on this PC only, and without personal data.

What people typed can reach a log through error messages, so every line is redacted when it is written: Chinese text,
long numbers and the home folder's name are replaced, never whole lines dropped. Code, types and line numbers stay.
"""

import faulthandler
import logging
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

LOG_FILE, FAULT_FILE = "ymh.log", "fault.log"
LARGEST, FILES = 2 * 1024 * 1024, 5
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"

# Codes and phone numbers: credit code, identity number, telephone; then names, addresses and all other Chinese.
_LONG_NUMBER = re.compile(r"\b(?=[0-9A-Z]*\d{5})[0-9A-Z]{6,}\b")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")

Report = Callable[[BaseException], None]
_Excepthook = Callable[[type[BaseException], BaseException, TracebackType | None], object]
_log = logging.getLogger("ymh_desktop")


def redacted(text: str) -> str:
    """The text without what may be personal: runs of Chinese become □, long numbers #, the home folder ~."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return _FOREIGN.sub("□", _LONG_NUMBER.sub("#", text))


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


@dataclass(slots=True)
class Logs:
    """The open log. Close it to let go of the files and to put the hooks back."""

    folder: Path
    _handler: logging.Handler
    _fault: IO[str]
    _hooks: tuple[_Excepthook, Callable[[threading.ExceptHookArgs], object]]

    def close(self) -> None:
        """Stop logging here."""
        sys.excepthook, threading.excepthook = self._hooks
        if faulthandler.is_enabled():
            faulthandler.disable()
        self._fault.close()
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()


def start(folder: Path, report: Report | None = None) -> Logs:
    """Log into `folder` from now on: what code logs, what nobody caught (any thread), and what killed the process.

    `report` is told of each uncaught exception after it was logged, in the thread where it happened. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / LOG_FILE, maxBytes=LARGEST, backupCount=FILES - 1, encoding="utf-8")
    handler.setFormatter(_Redacting(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    fault = (folder / FAULT_FILE).open("a", encoding="utf-8")
    faulthandler.enable(fault)
    hooks = (sys.excepthook, threading.excepthook)
    sys.excepthook = _uncaught(report, sys.excepthook)
    threading.excepthook = _uncaught_in_thread(report)
    return Logs(folder, handler, fault, hooks)


def _uncaught(report: Report | None, former: _Excepthook) -> _Excepthook:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            former(kind, error, trace)
            return
        _log.critical("uncaught", exc_info=(kind, error, trace))
        if report is not None:
            report(error)

    return hook


def _uncaught_in_thread(report: Report | None) -> Callable[[threading.ExceptHookArgs], object]:
    def hook(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is None or issubclass(found.exc_type, SystemExit):
            return
        _log.critical("uncaught in a thread", exc_info=(found.exc_type, found.exc_value, found.exc_traceback))
        if report is not None:
            report(found.exc_value)

    return hook
