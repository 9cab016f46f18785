"""Pictures on paper: photos made small enough to print, and the firm's mark in a heading."""

from hashlib import sha256
from io import BytesIO

from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.style import MM

LONGEST = 1000  # pixels: sharp at the width of half a page
LOGO_HEIGHT = 9 * MM
_LOGO_WIDTH = 18 * MM
_QUALITY = 80


def printable(jpeg: bytes) -> tuple[bytes, tuple[int, int]]:
    """The photo no larger than paper shows, as RGB, and its pixels. The same photo gives the same bytes."""
    from PIL import Image

    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        if max(picture.size) <= LONGEST and picture.mode == "RGB":
            return jpeg, picture.size
        picture.draft("RGB", (LONGEST, LONGEST))
        small = picture.convert("RGB")
        small.thumbnail((LONGEST, LONGEST))
    content = BytesIO()
    small.save(content, "JPEG", quality=_QUALITY)
    return content.getvalue(), small.size


def draw_logo(pen: Pen, left: float, top: float) -> float:
    """The firm's mark below `top`, whole and undistorted; how much room it takes from the left, 0 without one."""
    if pen.logo is None:
        return 0
    jpeg, (across, down) = printable(pen.logo)
    factor = min(_LOGO_WIDTH / across, LOGO_HEIGHT / down)
    width, height = across * factor, down * factor
    pen.picture(f"logo{sha256(jpeg).hexdigest()[:16]}", jpeg, (across, down), (left, top - height, width, height))
    return width + 2 * MM
