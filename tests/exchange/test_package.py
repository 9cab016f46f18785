"""Exports: the same content gives the same bytes, nothing half done is left, everything has its right name."""

import os
import sys
import threading
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.exchange.shop import CODE, DANGER, NAME, NOW, PACKAGE_ID, RISK, Shop, contents
from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.header import PackageReference, Party
from ymh_desktop.exchange.limits import Limits
from ymh_desktop.exchange.package import (
    ExportStopped,
    Photo,
    export_package,
    new_package_id,
    package_file_name,
    photo_of,
)


def test_the_same_content_gives_the_same_bytes(shop: Shop) -> None:
    assert shop.export(shop.package()).path.read_bytes() == shop.raw


def test_the_order_of_the_input_does_not_matter(shop: Shop) -> None:
    given = shop.package()
    turned = replace(given, data=dict(reversed(given.data.items())), photos=tuple(reversed(given.photos)))
    assert shop.export(turned).path.read_bytes() == shop.raw


def test_the_result_names_what_was_written(shop: Shop) -> None:
    made = shop.export(shop.package())
    read = shop.verify(made.path)
    assert made.path.name == "上报包_示例机械_月报_20261125_第7号.zip"
    assert made.size == made.path.stat().st_size
    assert (made.package_id, made.sequence) == (PACKAGE_ID, 7)
    assert made.manifest_sha256 == read.manifest_sha256
    assert made.manifest_mark == read.manifest_mark == made.manifest_sha256[:16]
    assert made.files == len(read.files) == len(shop.files) - 3


def test_without_our_program_the_file_explains_itself(shop: Shop) -> None:
    text = shop.files["readme.txt"].decode("utf-8-sig")
    assert f"{NAME}（{CODE}）" in text
    assert "不要解压后再压缩" in text
    assert "openssl cms -verify" in text
    assert "signed package" in text
    assert "\n" not in text.replace("\r\n", "")


def test_the_checksums_are_in_the_form_of_sha256sum(shop: Shop) -> None:
    lines = shop.files["checksums.sha256"].decode().splitlines()
    assert [line[64:66] for line in lines] == ["  "] * len(lines)
    assert {line[66:] for line in lines} == {
        name for name in shop.files if name not in ("mimetype", "checksums.sha256") and not name.startswith("META-INF")
    }


def test_the_header_names_the_package_before(shop: Shop) -> None:
    made = shop.export(shop.package(previous=PackageReference(PACKAGE_ID, "a" * 64)))
    assert shop.verify(made.path).header.previous == PackageReference(PACKAGE_ID, "a" * 64)


def test_only_what_was_ticked_is_in_the_package(shop: Shop) -> None:
    made = shop.export(shop.package(data={"major-risks": [RISK], "hazards": [DANGER]}, photos=(), tables={}))
    assert [name for name in contents(made.path) if "/" in name] == [
        "data/hazards.json",
        "data/major-risks.json",
        "docs/report.pdf",
        "META-INF/ASiCManifest.xml",
        "META-INF/signature.p7s",
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("永明/木业:*?", "永明木业"),
        ("  示 例\n", "示例"),
        ("CON..", "CON"),
        ("很长的名字" * 20, "很长的名字" * 4),
        ("???", "本企业"),
    ],
)
def test_the_file_name_suits_every_system(given: str, expected: str, shop: Shop) -> None:
    name = package_file_name(shop.package(short_name=given))
    assert name == f"上报包_{expected}_月报_20261125_第7号.zip"


def test_a_name_outside_the_first_plane_and_a_long_name_are_kept(shop: Shop) -> None:
    name = "𬭎" + "长" * 200
    made = shop.export(shop.package(enterprise=Party(CODE, name), short_name=""))
    assert shop.verify(made.path).header.sender.name == name


def test_photos_keep_their_bytes_and_are_named_by_their_digest(shop: Shop) -> None:
    photo = shop.photo(b"large", size=2_500_001)  # more than two buffers, and an odd rest
    made = shop.export(shop.package(photos=(photo, photo)))
    stored = contents(made.path)
    assert stored[photo.name] == photo.path.read_bytes()
    assert [name for name in stored if name.startswith("photos/")] == [photo.name]


def test_a_photo_kept_under_its_digest_is_not_hashed_twice(tmp_path: Path) -> None:
    named = tmp_path / ("a" * 64 + ".jpg")
    other = tmp_path / "img.jpg"
    for path in (named, other):
        path.write_bytes(b"x")
    assert photo_of(named).sha256 == "a" * 64
    assert photo_of(other).sha256.startswith("2d711642b726b044")


def test_progress_grows_and_ends_complete(shop: Shop) -> None:
    seen: list[tuple[int, int]] = []
    package = shop.package(photos=(shop.photo(b"p", 3_000_000),))
    export_package(
        package, shop.place(), shop.ours, shop.schemas, progress=lambda done, of: not seen.append((done, of))
    )
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize("at", [0.1, 0.4, 0.9])
def test_stopping_leaves_nothing(at: float, shop: Shop) -> None:
    folder = shop.place()
    package = shop.package(photos=(shop.photo(b"p", 5_000_000),))
    with pytest.raises(ExportStopped):
        export_package(package, folder, shop.ours, shop.schemas, progress=lambda done, of: done < of * at)
    assert list(folder.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("package")]


def test_a_full_disk_gets_a_sentence_and_leaves_nothing(shop: Shop) -> None:
    folder = shop.place()
    package = shop.package(photos=(shop.photo(b"p", 400_000),))
    resource = pytest.importorskip("resource")  # only POSIX systems have it
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))  # writing more fails, as on a full disk
    try:
        with pytest.raises(UserError, match="请检查磁盘空间"):
            export_package(package, folder, shop.ours, shop.schemas)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(folder.iterdir()) == []


def test_a_missing_folder_is_made(shop: Shop) -> None:
    made = shop.export(shop.package(), shop.place() / "上报" / "2026")
    assert made.path.is_file()


def test_a_folder_that_cannot_be_made_gets_a_sentence(shop: Shop) -> None:
    with pytest.raises(UserError, match="换一个文件夹"):
        shop.export(shop.package(), shop.good / "below a file")


def test_a_file_of_the_same_name_is_never_replaced(shop: Shop) -> None:
    made = shop.export(shop.package())
    with pytest.raises(UserError, match="已经有"):
        shop.export(shop.package(), made.path.parent)


def test_a_damaged_photo_stops_the_export(shop: Shop) -> None:
    folder, photo = shop.place(), shop.photo(b"was good")
    photo.path.write_bytes(b"now bad")
    with pytest.raises(UserError, match="已损坏"):
        shop.export(shop.package(photos=(photo,)), folder)
    assert list(folder.iterdir()) == []


def test_a_missing_photo_stops_the_export(shop: Shop) -> None:
    with pytest.raises(UserError, match="找不到了"):
        shop.export(shop.package(photos=(Photo(shop.folder / "none.jpg", "a" * 64),)))


def test_too_much_for_one_package_gets_a_sentence(shop: Shop) -> None:
    photos = tuple(shop.photo(bytes([number])) for number in range(4))
    with pytest.raises(UserError, match="一个上报包放不下"):
        export_package(
            shop.package(photos=photos), shop.place(), shop.ours, shop.schemas, limits=Limits(container=15_000)
        )


def test_data_that_breaks_the_schema_is_not_exported(shop: Shop) -> None:
    folder = shop.place()
    with pytest.raises(UserError, match="E506"):
        shop.export(shop.package(data={"risks": [{**RISK, "invented": 1}]}), folder)
    assert list(folder.iterdir()) == []


def test_half_a_character_is_named(shop: Shop) -> None:
    with pytest.raises(UserError, match="“手碰”后面"):
        shop.export(shop.package(data={"risks": [{**RISK, "hazard": "手碰\ud83d"}]}))


def test_an_expired_certificate_is_said_before_anything_is_sent(shop: Shop) -> None:
    folder = shop.place()
    with pytest.raises(UserError, match="请在“签名密钥”里换新密钥"):
        shop.export(shop.package(created_at=NOW + timedelta(days=2000)), folder)
    assert list(folder.iterdir()) == []


def test_package_ids_are_uuids_of_version_7_and_sort_by_time() -> None:
    first, second = new_package_id(NOW), new_package_id(NOW + timedelta(milliseconds=1))
    assert (uuid.UUID(first).version, uuid.UUID(first).variant) == (7, uuid.RFC_4122)
    assert first < second
    assert new_package_id(NOW) != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_the_package_may_be_read_by_others(shop: Shop) -> None:
    """It is made to be passed on, unlike the key."""
    mask = os.umask(0o022)
    os.umask(mask)
    assert shop.export(shop.package()).path.stat().st_mode & 0o777 == 0o666 & ~mask
