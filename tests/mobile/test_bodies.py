"""What phones may send: so large, of these kinds, read strictly; and pictures are taken apart and made anew."""

import io
import json
import struct
import zlib

import pytest
from PIL import Image

from tests.mobile.support import Made, Site, jpeg, noise
from ymh_desktop.mobile.limits import MEGABYTE


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to so many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    row = b"\0" * (1 + width // 8 + 1)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def saved(kind: str, **more: object) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (20, 20), "blue").save(raw, kind, **more)
    return raw.getvalue()


PICTURES = {"JPEG": jpeg, "PNG": lambda: saved("PNG"), "WebP": lambda: saved("WEBP")}

NO_PICTURES: dict[str, tuple[Made, str, int]] = {
    "a bomb of 100 megapixels": (lambda: bomb(10_000, 10_000), "image/png", 422),
    "a bomb beyond every limit": (lambda: bomb(60_000, 60_000), "image/png", 422),
    "a GIF": (lambda: saved("GIF"), "image/gif", 415),
    "a GIF that says it is a JPEG": (lambda: saved("GIF"), "image/jpeg", 415),
    "a BMP": (lambda: saved("BMP"), "image/bmp", 415),
    "a TIFF that says it is a PNG": (lambda: saved("TIFF"), "image/png", 415),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image/svg+xml", 415),
    "a page": (lambda: b"<html><script>1</script></html>", "image/jpeg", 415),
    "a program": (lambda: b"MZ" + b"\0" * 500, "image/jpeg", 415),
    "only the beginning of a JPEG": (lambda: b"\xff\xd8\xff" + b"\0" * 500, "image/jpeg", 422),
    "a JPEG cut short": (lambda: noise(400, 300)[:2000], "image/jpeg", 422),
    "a sound that begins like a WebP": (lambda: b"RIFF\x24\0\0\0WAVEfmt ", "image/webp", 422),
    "nothing": (lambda: b"", "image/jpeg", 415),
    "JSON": (lambda: b"{}", "application/json", 415),
    "no kind at all": (jpeg, "", 415),
}


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize("kind", ["image/jpeg", "image/png"])
def test_the_three_kinds_of_picture_are_taken(site: Site, make: Made, kind: str) -> None:
    """By what they are: a phone that names the kind wrongly is no attacker."""
    assert site.phone("张大勇").picture(make(), kind=kind).status_code == 200


@pytest.mark.parametrize(("make", "kind", "status"), NO_PICTURES.values(), ids=NO_PICTURES)
@pytest.mark.parametrize("path", ["/api/photo", "/api/read-card"])
def test_what_is_no_picture_is_refused_for_good_and_leaves_no_file(
    site: Site, make: Made, kind: str, status: int, path: str
) -> None:
    phone = site.phone("张大勇")
    before = photos(site)
    answer = phone.picture(make(), path, kind)
    assert answer.status_code == status
    assert json.loads(answer.data)["problem"]
    assert photos(site) == before


def photos(site: Site) -> set[str]:
    return {path.name for path in (site.shop.program.path / "photos").iterdir()}


def test_a_photo_is_made_anew_without_place_camera_or_anything_hidden(site: Site) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SPY CAMERA MAKER"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[2] = (26.0, 5.0, 30.0)
    sent = jpeg(400, 300, exif=exif.tobytes()) + b"hidden behind the end"
    phone = site.phone("张大勇")
    before = photos(site)
    assert phone.picture(sent).status_code == 200
    (name,) = photos(site) - before
    kept = (site.shop.program.path / "photos" / name).read_bytes()
    assert b"SPY" not in kept
    assert b"hidden" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert picture.size == (300, 400)  # turned upright before the note about it was dropped


def test_a_large_photo_is_made_smaller(site: Site) -> None:
    phone = site.phone("张大勇")
    before = photos(site)
    assert phone.picture(noise(4000, 3000)).status_code == 200
    (name,) = photos(site) - before
    with Image.open(site.shop.program.path / "photos" / name) as picture:
        assert max(picture.size) == 1920


def test_a_body_beyond_12_megabytes_is_refused(site: Site) -> None:
    answer = site.phone("张大勇").picture(b"\xff\xd8\xff" + b"\0" * (12 * MEGABYTE))
    assert answer.status_code == 413


def test_words_beyond_64_kilobytes_are_refused(site: Site) -> None:
    answer = site.phone("张大勇").report("长" * 40_000)
    assert answer.status_code == 413


def test_forms_are_not_taken_however_many_parts_they_have(site: Site) -> None:
    phone = site.phone("张大勇")
    parts = (
        "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n1\r\n' for n in range(5000)) + "--x--\r\n"
    )
    for path in ("/api/entry", "/api/photo", "/api/sent", "/api/pair"):
        answer = phone.client.post(path, data=parts.encode(), headers=phone.headers("multipart/form-data; boundary=x"))
        assert answer.status_code == 415
    assert site.app.config["MAX_FORM_PARTS"] == 200
    assert site.app.config["MAX_FORM_MEMORY_SIZE"] == 256 * 1024


STRANGE = {
    "no JSON": b"{",
    "half a character": b'{"id": "\xff"}',
    "a list": b"[]",
    "a number": b"1",
    "nothing": b"",
    "too deep": b"[" * 30_000 + b"]" * 30_000,
    "a huge number": b'{"id":"%s","kind":"danger","age":%s,"payload":{}}' % (b"a" * 20, b"9" * 400),
    "another field": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":"danger","age":0,"payload":{},"admin":true}',
    "a field missing": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":"danger","age":0}',
    "an unknown kind": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":"person","age":0,"payload":{}}',
    "a kind that is no text": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":["danger"],"age":0,"payload":{}}',
    "an age of true": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":"danger","age":true,"payload":{"what":"x","place":""}}',
    "an age in the future": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":"danger","age":-5,"payload":{"what":"x","place":""}}',
    "a year-long age": b'{"id":"aaaaaaaaaaaaaaaaaaaa","kind":"danger","age":9999999,"payload":{"what":"x","place":""}}',
    "a short number": b'{"id":"a","kind":"danger","age":0,"payload":{"what":"x","place":""}}',
    "a number with blanks": b'{"id":"aaaaaaaaaa aaaaaaaaaa","kind":"danger","age":0,"payload":{"what":"x","place":""}}',
}


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_what_our_page_would_not_send_is_refused_for_good(site: Site, body: bytes) -> None:
    phone = site.phone("张大勇")
    answer = phone.client.post("/api/entry", data=body, headers=phone.headers("application/json"))
    assert answer.status_code == 422
    with site.shop.ports.units.read() as uow:
        assert uow.phone_entries.all() == ()


PAYLOADS = {
    "more than the fields": ("danger", {"what": "x", "place": "", "level": "major"}),
    "a person of one's choice": ("danger", {"what": "x", "place": "", "person_id": "p"}),
    "words that are a number": ("danger", {"what": 5, "place": ""}),
    "no words": ("danger", {"what": "  ", "place": ""}),
    "too many words": ("danger", {"what": "长" * 301, "place": ""}),
    "a check of true": ("check", {"plan_id": "p", "day": True}),
    "a day that is none": ("check", {"plan_id": "p", "day": "2026-13-40"}),
    "a mark twice": (
        "check",
        {"plan_id": "p", "day": "2026-11-23", "marks": [{"number": 1}, {"number": 1, "state": "abnormal"}]},
    ),
    "a state of one's own": ("check", {"plan_id": "p", "day": "2026-11-23", "marks": [{"number": 1, "state": "fine"}]}),
    "a title of one's own": (
        "check",
        {"plan_id": "p", "day": "2026-11-23", "marks": [{"number": 1, "state": "abnormal", "title": "重大隐患"}]},
    ),
    "letters of one's own": ("quiz", {"post_id": "p", "edition": "A1", "letters": "XYZ"}),
    "a signature without a picture": ("card", {"post_id": "p", "edition": "A1", "photos": []}),
    "not passed and no word why": ("acceptance", {"danger_id": "d", "passed": False}),
    "half a surrogate": ("danger", {"what": "\ud800", "place": ""}),
}


@pytest.mark.parametrize(("kind", "payload"), PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_is_read_strictly(site: Site, kind: str, payload: dict[str, object]) -> None:
    answer = site.phone("张大勇").send(kind, payload)
    assert answer.status_code == 422
    with site.shop.ports.units.read() as uow:
        assert uow.phone_entries.all() == ()


@pytest.mark.parametrize(("photos", "status"), [(6, 200), (7, 422)])
def test_six_photos_go_with_a_record_and_no_more(site: Site, photos: int, status: int) -> None:
    phone = site.phone("张大勇")
    tickets = [phone.ticket(jpeg(64 + each)) for each in range(photos)]
    assert phone.send("danger", {"what": "过道有油", "place": "", "photos": tickets}).status_code == status


def test_a_ticket_that_this_phone_was_not_given_is_refused(site: Site) -> None:
    ticket = site.phone("赵师傅").ticket(jpeg())
    payload = {"what": "过道有油", "place": "", "photos": [ticket]}
    assert site.phone("张大勇").send("danger", payload).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["plan=x", "day=2026-11-23", "plan=x&day=today", "plan=x&day=", f"plan={'x' * 400}&day=2026-11-23"],
    ids=lambda query: query[:20],
)
def test_a_strange_question_is_answered_with_a_sentence(site: Site, query: str) -> None:
    assert site.phone("张大勇").get(f"/api/check?{query}").status_code == 422


@pytest.mark.parametrize(
    ("number", "status"), [("9", 403), ("-1", 422), ("a", 422), ("1e3", 422), ("９", 422), ("9999", 422)]
)
def test_a_photo_that_is_not_there_is_not_told(site: Site, number: str, status: int) -> None:
    danger = site.shop.danger("张大勇要改的")
    assert site.phone("张大勇").get(f"/api/danger-photo?id={danger.id}&n={number}").status_code == status
