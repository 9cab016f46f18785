"""Photos as files beside the database, named by SHA-256: written once, before the row that names them, never changed.

Every picture is decoded and encoded anew, so nothing that came with it (place, camera, hidden content) is kept.
"""

import io
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.system.files import in_sentences, write_whole

LONGEST_SIDE = 1920
MOST_PIXELS = 40_000_000  # a picture that unpacks to more is an attack or a scan nobody needs
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")


class NoPhoto(UserError):
    """What was given is no picture that we take."""

    def __init__(self) -> None:
        super().__init__("这个文件不是能用的照片。", "请选 JPG 或 PNG 照片；苹果手机的 HEIC 照片请先在手机里转成 JPG。")


class PhotoTooLarge(UserError):
    """More pixels than any phone makes."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"照片太大（{width}×{height}）。", "请用手机的普通拍照模式再拍一张，或先缩小。")


@dataclass(frozen=True, slots=True)
class PhotoStore:
    """The photos of one data folder."""

    folder: Path

    def keep(self, raw: bytes) -> str:
        """Take in a picture; its name. Raises NoPhoto, PhotoTooLarge or CannotWrite."""
        content = encoded(raw)
        name = f"{sha256(content).hexdigest()}.jpg"
        path = self.path(name)
        if not path.exists():
            with in_sentences(path):
                write_whole(path, content)
        return name

    def path(self, name: str) -> Path:
        """Where the photo lies; raises ValueError for what is no name of ours."""
        if not name or Path(name).name != name or name.startswith("."):
            raise ValueError(f"no name of a photo: {name!r}")
        return self.folder / name


def encoded(raw: bytes) -> bytes:
    """The picture as JPEG: upright, at most 1,920 px, without any metadata."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoTooLarge(picture.width, picture.height)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG only: decodes no more than is needed
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = Image.new("RGB", upright.size, "white")  # what was transparent becomes white
            layer = upright.convert("RGBA")
            plain.paste(layer, mask=layer)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise NoPhoto from error
    content = io.BytesIO()
    plain.save(content, "JPEG", quality=_QUALITY)
    return content.getvalue()
