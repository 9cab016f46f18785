"""Draw resources/icons/app.png and app.ico from app.svg; run it after changing the drawing."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
SIDE = 256
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    from ymh_desktop.ui.theme import icons

    app = QGuiApplication([])
    icons.use_folder(ICONS)
    icons.pixmap("app", SIDE // 2).save(str(ICONS / "app.png"))  # drawn at double size
    with Image.open(ICONS / "app.png") as picture:
        picture.save(ICONS / "app.ico", sizes=[(side, side) for side in WINDOWS_SIZES])
    app.quit()


if __name__ == "__main__":
    main()
