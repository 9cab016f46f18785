"""The application: language, look and icon, before the first window."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ymh_desktop.ui import theme
from ymh_desktop.ui.shell.navigation import PRODUCT
from ymh_desktop.ui.theme import tokens


class TranslationMissing(RuntimeError):
    """Qt's Chinese words are not in the installation: its dialogs would speak English."""


def make_application(
    arguments: Sequence[str], resources: Path, families: Sequence[str] = tokens.FONT_FAMILIES
) -> QApplication:
    """The one QApplication, dressed and speaking Chinese; call it once, before any widget."""
    app = QApplication(list(arguments))
    dress(app, resources, families)
    return app


def dress(app: QApplication, resources: Path, families: Sequence[str] = tokens.FONT_FAMILIES) -> None:
    """Give an application its name, language and look."""
    app.setApplicationName("ymh-desktop")
    app.setApplicationDisplayName("")  # or Qt appends it to every title
    QGuiApplication.setDesktopFileName("ymh-desktop")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_zh_CN", folder):
        raise TranslationMissing(folder)
    app.installTranslator(translator)
    theme.apply(app, resources, families)


__all__ = ["PRODUCT", "TranslationMissing", "dress", "make_application"]
