"""The firm's mark stands in every heading, whole, and changes nothing else."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.documents import samples
from tests.support.desk import RESOURCES, Desk, new_desk
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import branding


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty data folder."""
    with new_desk(tmp_path) as made:
        yield made


def jpeg(width: int, height: int) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, height), "#123456").save(content, "JPEG")
    return content.getvalue()


def pictures(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """The place of every picture on the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return [each.get_bounds() for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]


def words(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())


@pytest.mark.parametrize(("width", "height"), [(400, 400), (1600, 200), (100, 900)])
def test_the_mark_is_whole_and_undistorted(width: int, height: int) -> None:
    pdf = PaperRenderer(RESOURCES, lambda: jpeg(width, height)).pdf(samples.risk_register())
    ((left, bottom, right, top),) = pictures(pdf)
    assert (right - left) / (top - bottom) == pytest.approx(width / height, rel=0.02)
    assert top - bottom <= 26


def test_the_words_are_the_same_with_and_without_it() -> None:
    bare = PaperRenderer(RESOURCES).pdf(samples.risk_register())
    marked = PaperRenderer(RESOURCES, lambda: jpeg(300, 300)).pdf(samples.risk_register())
    assert pictures(bare) == []
    assert words(bare).split() == words(marked).split()


def test_the_same_mark_gives_the_same_bytes() -> None:
    renderer = PaperRenderer(RESOURCES, lambda: jpeg(300, 300))
    assert renderer.pdf(samples.risk_register()) == renderer.pdf(samples.risk_register())


def test_a_mark_is_taken_in_white_where_it_was_transparent_and_dropped(desk: Desk) -> None:
    path = desk.folder.folder.path / "logo.png"
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(path)
    branding.set_logo(desk.ports, path)
    kept = branding.logo(desk.ports)
    assert kept is not None
    assert Image.open(BytesIO(kept)).getpixel((5, 5)) == (255, 255, 255)
    branding.drop_logo(desk.ports)
    assert branding.logo(desk.ports) is None


def test_what_is_no_picture_is_refused(desk: Desk) -> None:
    path = desk.folder.folder.path / "logo.png"
    path.write_bytes(b"no picture")
    with pytest.raises(UserError):
        branding.set_logo(desk.ports, path)
    assert branding.logo(desk.ports) is None
