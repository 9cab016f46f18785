"""QR codes as pictures: for the screen, for a terminal, and read back from photos of phones."""

import io

from ymh_desktop.documents.png import png
from ymh_desktop.documents.qr import QUIET, matrix
from ymh_desktop.domain.errors import UnfitPicture

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000  # enough for a code that fills a fifth of the picture
_FORMATS = ("JPEG", "PNG", "WEBP")


class NoPicture(UnfitPicture):
    """What came is no picture that we take."""

    def __init__(self) -> None:
        super().__init__("这个文件不是能用的照片，或者太大、已经损坏。", "请用手机的普通拍照再拍一张。")


class QrPictures:
    """Makes and reads them."""

    def picture(self, text: str, module: int = 8) -> bytes:
        """A PNG with `module` pixels a module and the white edge; raises ValueError for too long a text."""
        rows = _rows(text)
        side = len(rows) * module
        lines = [b"".join(b"\0\0\0" * module if dark else b"\xff\xff\xff" * module for dark in row) for row in rows]
        return png(side, side, 3 * side, b"".join(line for line in lines for _ in range(module)))

    def lines(self, text: str) -> tuple[str, ...]:
        """The code drawn with block letters, for a terminal with a dark ground: light modules are drawn."""
        rows = _rows(text)
        if len(rows) % 2:
            rows.append([False] * len(rows[0]))
        pairs = zip(rows[::2], rows[1::2], strict=True)
        return tuple("".join(_BLOCKS[upper, lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs)

    def read(self, raw: bytes) -> tuple[str, ...]:
        """Every text found in a JPEG, PNG or WebP; raises NoPicture."""
        import zxingcpp
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NoPicture
                picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG only: decodes no more than is needed
                grey = picture.convert("L")
        except (
            *(Image.DecompressionBombError, Image.DecompressionBombWarning),  # a warning may be made an error
            *(UnidentifiedImageError, OSError, ValueError, SyntaxError),
        ) as error:
            raise NoPicture from error
        grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        codes = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        return tuple(code.text for code in codes)


# (upper module dark?, lower module dark?) → what a dark terminal shows
_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


def _rows(text: str) -> list[list[bool]]:
    """Row by row, with the quiet zone; True is dark."""
    found = matrix(text)
    side = found.size + 2 * QUIET
    edge = [False] * QUIET
    inner = [
        [*edge, *(bool(m) for m in found.modules[row * found.size : (row + 1) * found.size]), *edge]
        for row in range(found.size)
    ]
    blank = [[False] * side for _ in range(QUIET)]
    return [*blank, *inner, *[list(each) for each in blank]]
