"""Photos are taken in as small, upright pictures without a trace of where and with what they were taken."""

import io
import os
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from tests.support.folders import TestFolder
from tests.support.samples import filled, hidden_danger
from ymh_desktop.domain.danger_photos import DangerPhoto
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Photos
from ymh_desktop.storage.photos import ApplePhoto, NoPhoto, PhotoStore, PhotoTooLarge


def picture(width: int, height: int, kind: str = "JPEG", *, mode: str = "RGB", turned: int | None = None) -> bytes:
    """Left half red, right half blue, with a place and a camera in its metadata."""
    image = Image.new(mode, (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x010F] = "SomeCamera"
    exif.get_ifd(0x8825)[1] = "N"
    if turned:
        exif[0x0112] = turned
    content = io.BytesIO()
    image.save(content, kind, exif=exif)
    return content.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path)


def test_a_photo_is_named_by_what_is_in_its_file(store: PhotoStore) -> None:
    name = store.keep(picture(400, 300))
    assert name == f"{sha256(store.path(name).read_bytes()).hexdigest()}.jpg"
    assert store.keep(picture(400, 300)) == name
    assert len(list(store.folder.iterdir())) == 1


def test_a_large_photo_is_made_smaller_in_proportion(store: PhotoStore) -> None:
    with Image.open(store.path(store.keep(picture(4000, 3000)))) as kept:
        assert kept.format == "JPEG"
        assert kept.size == (1920, 1440)


def test_a_small_photo_keeps_its_size(store: PhotoStore) -> None:
    with Image.open(store.path(store.keep(picture(400, 300)))) as kept:
        assert kept.size == (400, 300)


def test_a_turned_photo_stands_upright(store: PhotoStore) -> None:
    """Phones write the picture lying and a note how to turn it; 6 means: turn right."""
    with Image.open(store.path(store.keep(picture(400, 300, turned=6)))) as kept:
        assert kept.size == (300, 400)
        top, bottom = kept.getpixel((150, 20)), kept.getpixel((150, 380))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[0] > 200
        assert bottom[2] > 200


def test_nothing_of_place_and_camera_is_kept(store: PhotoStore) -> None:
    raw = store.path(store.keep(picture(400, 300))).read_bytes()
    assert b"SomeCamera" not in raw
    with Image.open(io.BytesIO(raw)) as kept:
        assert dict(kept.getexif()) == {}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparent_pictures_get_a_white_ground(store: PhotoStore, kind: str) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(content, kind)
    with Image.open(store.path(store.keep(content.getvalue()))) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    "raw", [b"", b"hello", picture(400, 300)[:600], b"GIF89a" + bytes(200)], ids=["empty", "text", "cut short", "gif"]
)
def test_what_is_no_picture_gets_a_sentence(store: PhotoStore, raw: bytes) -> None:
    with pytest.raises(NoPhoto, match="请选 JPG 或 PNG 照片"):
        store.keep(raw)
    assert list(store.folder.iterdir()) == []


def test_a_photo_of_an_apple_phone_gets_its_own_way_out(store: PhotoStore) -> None:
    with pytest.raises(ApplePhoto, match="兼容性最佳"):
        store.keep(bytes(4) + b"ftypheic" + bytes(200))


def test_eighty_megabytes_are_refused_unread_with_their_size(store: PhotoStore, tmp_path: Path) -> None:
    huge = tmp_path / "手机" / "大.jpg"
    huge.parent.mkdir()
    with huge.open("wb") as file:
        file.truncate(80 * 1024 * 1024)
    with pytest.raises(PhotoTooLarge, match="80 MB"):
        store.keep_file(huge)
    with pytest.raises(PhotoTooLarge, match="80 MB"):
        store.keep(huge.read_bytes())


def test_a_renamed_picture_is_taken_for_what_it_is(store: PhotoStore, tmp_path: Path) -> None:
    chosen = tmp_path / "其实是图.jpg"
    chosen.write_bytes(picture(40, 30, "PNG"))
    raw = store.read(store.keep_file(chosen))
    assert raw is not None
    with Image.open(io.BytesIO(raw)) as kept:
        assert kept.format == "JPEG"


def test_a_file_that_cannot_be_read_is_named(store: PhotoStore, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="拔掉了"):
        store.keep_file(tmp_path / "拔掉了.jpg")


def test_a_missing_photo_reads_as_nothing(store: PhotoStore) -> None:
    assert store.read(f"{'0' * 64}.jpg") is None


def test_the_store_is_the_port(store: PhotoStore) -> None:
    """Checked by mypy too; here so that a missing method shows at once."""
    port: Photos = store
    assert port.read(port.keep(picture(4, 3)))


@pytest.mark.parametrize(("side", "refusal"), [(7000, PhotoTooLarge), (20_000, NoPhoto)])
def test_a_picture_that_unpacks_to_very_much_is_refused_unread(
    store: PhotoStore, side: int, refusal: type[Exception]
) -> None:
    bomb = io.BytesIO()
    Image.new("1", (side, side)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(refusal):
        store.keep(bomb.getvalue())


@pytest.mark.parametrize("name", ["../ymh.db", "/etc/passwd", ".hidden", ""])
def test_a_name_never_leads_out_of_the_folder(store: PhotoStore, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a photo"):
        store.path(name)


# ---- what doctor says ------------------------------------------------------------------------------------------------


def photo_findings(opened: TestFolder) -> list[tuple[bool, str]]:
    return [(right, sentence) for right, sentence in opened.doctor.findings() if "照片" in sentence]


def test_a_missing_photo_is_told_with_its_name(opened: TestFolder) -> None:
    filled(opened)
    name = PhotoStore(opened.folder.photos).keep(picture(400, 300))
    with opened.units.write() as uow:
        uow.hidden_dangers.save(hidden_danger(photos=(DangerPhoto(name),)))
        uow.commit()
    assert photo_findings(opened) == [(True, "照片文件都完好。")]
    os.remove(opened.folder.photos / name)
    ((right, sentence),) = photo_findings(opened)
    assert not right
    assert f"有 1 张照片找不到，第一张是 {name}。" in sentence


def test_a_photo_that_no_record_names_does_no_harm(opened: TestFolder) -> None:
    PhotoStore(opened.folder.photos).keep(picture(400, 300))
    assert photo_findings(opened) == [(True, "照片文件都完好。有 1 张没有记录用到，不影响使用。")]
