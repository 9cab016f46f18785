"""Photos as files beside the database, named by SHA-256: written once, before the row that names them, never changed.

Every picture is decoded and encoded anew, so nothing that came with it (place, camera, hidden content) is kept.
"""

import io
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ymh_desktop.domain.errors import UnfitPicture, UserError
from ymh_desktop.system.files import in_sentences, write_whole

LONGEST_SIDE = 1920
MOST_PIXELS = 40_000_000  # a picture that unpacks to more is an attack or a scan nobody needs
MOST_BYTES = 40 * 1024 * 1024  # no phone makes larger ones in its ordinary mode
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
_APPLE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class NoPhoto(UnfitPicture):
    """What was given is no picture that we take."""

    def __init__(self) -> None:
        super().__init__("这个文件不是能用的照片，或者已经损坏。", "请选 JPG 或 PNG 照片。")


class ApplePhoto(UnfitPicture):
    """HEIC: the program has no means to open it."""

    def __init__(self) -> None:
        super().__init__(
            "这是苹果手机的 HEIC 照片，打不开。",
            "请在手机的“设置→相机→格式”里选“兼容性最佳”再拍，或用微信发给自己后另存为 JPG。",
        )


class PhotoTooLarge(UnfitPicture):
    """More pixels or bytes than any phone makes."""

    def __init__(self, size: str) -> None:
        super().__init__(f"照片太大（{size}）。", "请用手机的普通拍照模式再拍一张，或先缩小。")


@dataclass(frozen=True, slots=True)
class PhotoStore:
    """The photos of one data folder."""

    folder: Path

    def keep(self, raw: bytes) -> str:
        """Take in a picture; its name. Raises NoPhoto, ApplePhoto, PhotoTooLarge or CannotWrite."""
        content = encoded(raw)
        name = f"{sha256(content).hexdigest()}.jpg"
        path = self.path(name)
        if not path.exists():
            with in_sentences(path):
                write_whole(path, content)
        return name

    def keep_file(self, path: Path) -> str:
        """The same from a file the user chose. Raises a UserError when it cannot be read."""
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise PhotoTooLarge(_megabytes(size))
            raw = path.read_bytes()
        except OSError as error:
            raise UserError(f"读不了照片“{path.name}”。", "请看看U盘或手机有没有拔掉，再选一次。") from error
        return self.keep(raw)

    def read(self, name: str) -> bytes | None:
        """The JPEG; None when the file is missing."""
        try:
            return self.path(name).read_bytes()
        except OSError:
            return None

    def path(self, name: str) -> Path:
        """Where the photo lies; raises ValueError for what is no name of ours."""
        if not name or Path(name).name != name or name.startswith("."):
            raise ValueError(f"no name of a photo: {name!r}")
        return self.folder / name


def encoded(raw: bytes) -> bytes:
    """The picture as JPEG: upright, at most 1,920 px, without any metadata."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(raw) > MOST_BYTES:
        raise PhotoTooLarge(_megabytes(len(raw)))
    if raw[4:8] == b"ftyp" and raw[8:12] in _APPLE_BRANDS:
        raise ApplePhoto
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoTooLarge(f"{picture.width}×{picture.height}")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG only: decodes no more than is needed
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = Image.new("RGB", upright.size, "white")  # what was transparent becomes white
            layer = upright.convert("RGBA")
            plain.paste(layer, mask=layer)
    except (
        *(Image.DecompressionBombError, Image.DecompressionBombWarning),  # a warning may be made an error
        *(UnidentifiedImageError, OSError, ValueError, SyntaxError),
    ) as error:
        raise NoPhoto from error
    content = io.BytesIO()
    plain.save(content, "JPEG", quality=_QUALITY)
    return content.getvalue()


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
