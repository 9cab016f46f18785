"""The border for errors: slots, threads and Qt's own messages all end here.

A UserError becomes a notice. Anything else is a bug: it is logged with its traceback and the window shows one calm
dialog; the data is safe because every change was its own transaction.
"""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.notices import Notices

log = logging.getLogger("ymh_desktop.ui")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ErrorBorder(QObject):
    """Where every error that nobody expected arrives. `bug` is emitted on the thread of the window."""

    bug = Signal(str)  # the kind of error, for the dialog's details
    _user_error = Signal(object)

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._user_error.connect(notices.show)
        self._handling = False

    def report(self, error: BaseException) -> None:
        """Show a UserError, log anything else and emit `bug`. May be called from any thread."""
        if isinstance(error, UserError):
            self._user_error.emit(error)
            return
        log.error("unexpected error", exc_info=(type(error), error, error.__traceback__))
        self.bug.emit(type(error).__name__)

    def install(self) -> None:
        """Catch what leaves slots, threads and Qt from now on; `remove` puts the former hooks back."""
        self._former = (sys.excepthook, threading.excepthook, qInstallMessageHandler(_log_qt_message))
        sys.excepthook = self._from_slot
        threading.excepthook = self._from_thread

    def remove(self) -> None:
        """Put the former hooks back."""
        sys.excepthook, threading.excepthook, handler = self._former
        qInstallMessageHandler(handler)

    def _from_slot(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if self._handling:  # showing the dialog failed too: never go round in circles
            sys.__excepthook__(kind, error, trace)
            return
        self._handling = True
        try:
            self.report(error)
        finally:
            self._handling = False

    def _from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            self.report(arguments.exc_value)


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)
