"""The look: Fusion, one palette, one style sheet, bundled fonts and icons. Applied once, before the first window."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ymh_desktop.ui.theme import icons, tokens


class FontsMissing(RuntimeError):
    """The program's folder is incomplete: without the bundled fonts Chinese may be drawn as empty boxes."""


def apply(app: QApplication, resources: Path, families: Sequence[str] = tokens.FONT_FAMILIES) -> None:
    """Give the application its look. `resources` is the resources folder of this installation."""
    _register_fonts(resources / "fonts")
    icons.use_folder(resources / "icons")
    app.setStyle("Fusion")
    app.setPalette(_palette())
    font = QFont(list(families))
    font.setPixelSize(tokens.FONT_BODY)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    app.setFont(font)
    app.setStyleSheet(style_sheet(resources))
    app.setWindowIcon(icons.program_icon())


def style_sheet(resources: Path) -> str:
    """The sheet with its tokens filled in; raises KeyError for a token that does not exist."""
    text = (resources / "ui" / "theme.qss").read_text(encoding="utf-8")
    return Template(text).substitute(tokens.for_style_sheet(), pictures=(resources / "ui").as_posix())


def set_look(widget: QWidget, look: str) -> None:
    """Switch one widget to another look of the style sheet; nothing else is styled anew."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _register_fonts(folder: Path) -> None:
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "DejaVuSans.ttf"):
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise FontsMissing(name)


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for where, colour in (
        (role.Window, tokens.PAGE),
        (role.WindowText, tokens.TEXT),
        (role.Base, tokens.SURFACE),
        (role.AlternateBase, tokens.PAGE),
        (role.Text, tokens.TEXT),
        (role.PlaceholderText, tokens.PLACEHOLDER),
        (role.Button, tokens.SURFACE),
        (role.ButtonText, tokens.TEXT),
        (role.ToolTipBase, tokens.TOAST),
        (role.ToolTipText, tokens.SURFACE),
        (role.Highlight, tokens.ACTION),
        (role.HighlightedText, tokens.SURFACE),
        (role.Link, tokens.ACTION),
        (role.Mid, tokens.LINE_STRONG),
        (role.Light, tokens.SURFACE),
    ):
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.PLACEHOLDER))
    return palette
