"""Rules that hold for every value, and a storm of small damages: refused with a code, or meaning the same."""

import json
import random
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.shop import RISK, ROOT, Shop, refused
from ymh_desktop.exchange.codes import PackageRefused, printable
from ymh_desktop.exchange.container import allowed_name, canonical_order
from ymh_desktop.exchange.limits import Limits
from ymh_desktop.exchange.manifest import Reference, read_manifest, write_manifest
from ymh_desktop.exchange.schemas import Schemas, closed, pointer, split_id
from ymh_desktop.exchange.strict_json import dump_json, load_json

SECONDS = 6  # for all storms together

parts = st.text("abz019_-", max_size=6)
names = st.builds(
    lambda folders, part: "".join(f"f{f}/" for f in folders) + f"a{part}.json", st.lists(parts, max_size=4), parts
)
texts = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(
    st.lists(st.builds(Reference, names, st.binary(min_size=32, max_size=32)), min_size=1, unique_by=lambda r: r.name)
)
def test_a_manifest_says_what_was_written(references: list[Reference]) -> None:
    raw = write_manifest(references)
    assert read_manifest(raw) == tuple(references)
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(references) + 4


@given(values)
def test_strict_json_reads_what_it_writes(value: Any) -> None:
    assert load_json(dump_json(value), "x.json") == value


@given(st.binary(max_size=60) | st.text('[]{}",:\\u0123efE.- \n', max_size=40).map(str.encode))
def test_strict_json_never_accepts_what_the_standard_library_refuses(raw: bytes) -> None:
    """And never stops with anything but a code."""
    with suppress(PackageRefused):
        assert load_json(raw, "x.json") == json.loads(raw)


def test_brackets_inside_texts_do_not_count_as_depth() -> None:
    assert load_json(rb'["[[[[[[[[\"[[[[[["]', "x.json", Limits(json_depth=1)) == ['[[[[[[[["[[[[[[']
    with refused("E503"):
        load_json(b"[[]]", "x.json", Limits(json_depth=1))


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert load_json(rb'["\ud86c\udf4e"]', "x.json") == ["𫍎"]


@given(st.text(max_size=30))
def test_an_allowed_name_stays_inside_its_folder(name: str) -> None:
    """Whatever is accepted is a relative path of plain characters, the same on every system."""
    if allowed_name(name):
        assert name.isascii()
        assert ".." not in name
        assert not name.startswith("/")
        assert not set(name) & set('\\:*?"<>| ')


@pytest.mark.parametrize("name", ["con.json", "data/aux.txt", "nul.tar.gz", "com1.json", "data/lpt9.pdf", "prn/x.json"])
def test_names_of_windows_devices_are_not_allowed(name: str) -> None:
    assert not allowed_name(name)


@given(st.permutations(["mimetype", "b/b.txt", "a.json", "checksums.sha256", "META-INF/ASiCManifest.xml"]))
def test_there_is_one_order(given_names: list[str]) -> None:
    assert canonical_order(given_names) == [
        "mimetype",
        "a.json",
        "b/b.txt",
        "checksums.sha256",
        "META-INF/ASiCManifest.xml",
    ]


@given(st.text(max_size=200))
def test_foreign_text_is_shown_without_tricks(text: str) -> None:
    shown = printable(text)
    assert len(shown) <= 81
    assert shown.isprintable()


def test_every_schema_is_a_schema_and_closes() -> None:
    from jsonschema import Draft202012Validator

    schemas = Schemas.load(ROOT / "resources" / "schemas")
    assert set(schemas.opened) == {
        "answers", "draft", "enterprise", "guidance", "hazards", "key-rotation", "major-risks", "order", "package",
        "receipt", "risks", "totals", "trust", "update",
    }  # fmt: skip
    for name, schema in schemas.opened.items():
        Draft202012Validator.check_schema(schema)
        Draft202012Validator.check_schema(schemas.strict[name])
        assert schema["$id"] == f"aq:{name}:1.0"
        assert "unevaluatedProperties" not in json.dumps(schema)
        assert ("unevaluatedProperties" in json.dumps(schemas.strict[name])) == (
            name != "major-risks"
        )  # it only refers


def test_a_member_that_no_schema_names_is_open_one_way_and_closed_the_other() -> None:
    schemas = Schemas.load(ROOT / "resources" / "schemas")
    for name in ("risks", "major-risks"):
        later = [{**RISK, "measures": [{**RISK["measures"][0], "brand": "x"}]}]
        schemas.check(name, later, "f", strict=False)
        with refused("E506"):
            schemas.check(name, later, "f", strict=True)


def test_closing_leaves_conditions_and_free_objects_alone() -> None:
    assert closed({"type": "object", "properties": {"a": {}}})["unevaluatedProperties"] is False
    assert closed({"properties": {"level": {"const": "major"}}}) == {"properties": {"level": {"const": "major"}}}
    assert closed({"type": "object", "additionalProperties": {"type": "number"}}) == {
        "type": "object",
        "additionalProperties": {"type": "number"},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aq:risks:1.0", ("risks", 1)),
        ("aq:risks:12.7", ("risks", 12)),
        ("risks", ("", 0)),
        ("aq:risks:x", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_a_schema_id_has_a_name_and_a_major_version(text: str, expected: tuple[str, int]) -> None:
    assert split_id(text) == expected


def test_a_pointer_escapes_as_the_standard_says() -> None:
    assert pointer(["a/b", 0, "c~d"]) == "/a~1b/0/c~0d"


@pytest.mark.parametrize("kind", ["report", "receipt", "trust-list"])
@pytest.mark.parametrize("canonical", [False, True], ids=["from anybody", "our own"])
def test_a_storm_of_small_damages_is_refused_or_means_the_same(canonical: bool, kind: str, shop: Shop) -> None:
    """Bytes flipped, cut, doubled and moved. What passes can only be bookkeeping that nobody reads."""
    chance = random.Random(20261125 + canonical)  # the same storm every time
    source = shop.good if kind == "report" else shop.send(shop.letter(kind)).path
    good = shop.verify(source, canonical=canonical)
    raw, path = source.read_bytes(), shop.place() / "storm.zip"
    refusals: dict[str, int] = {}
    end = time.monotonic() + SECONDS / 6
    for _ in range(2000):
        path.write_bytes(damaged(raw, chance))
        try:
            read = shop.verify(path, canonical=canonical)
        except PackageRefused as refusal:
            refusals[refusal.code] = refusals.get(refusal.code, 0) + 1
        else:
            assert (read.data, read.files, read.manifest_sha256) == (good.data, good.files, good.manifest_sha256)
            assert read.signer == good.signer
        if time.monotonic() > end and sum(refusals.values()) > 20 and len(refusals) > 3:
            break  # a busy machine gets as many as a quiet one needs
    assert sum(refusals.values()) > 20
    assert len(refusals) > 3


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """One to three random changes."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 3)):
        # the directory and the signature are where the structure is: half of all hits go to the last third
        at = (
            chance.randrange(len(changed))
            if chance.random() < 0.5
            else chance.randrange(len(changed) * 2 // 3, len(changed))
        )
        match chance.randrange(5):
            case 0 | 1:
                changed[at] ^= 1 << chance.randrange(8)
            case 2:
                del changed[at : at + chance.randint(1, 40)]
            case 3:
                changed[at:at] = changed[at : at + chance.randint(1, 40)]
            case _:
                changed[at] = chance.choice(b"\x00\xff\x7f\x80PK")
    return bytes(changed)
