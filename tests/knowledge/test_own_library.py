"""What the user wrote lies beside the library, joins it when read, and never harms it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.support import RESOURCES, ROOT, Shelf, example
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.model import Module
from ymh_desktop.knowledge.parse import parse_module
from ymh_desktop.knowledge.quality import check_module
from ymh_desktop.knowledge.shelves import OWN_PREFIX
from ymh_desktop.knowledge.write import module_text

STATEMENT = "刀轴护罩盖住刀口不送料的部分"


@pytest.fixture
def shelf_with_planer(shelf: Shelf) -> Shelf:
    shelf.module()
    return shelf


def own(shelf: Shelf, part: str, text: str, name: str = "wood-planer") -> None:
    folder = shelf.root / "data" / part
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def library(shelf: Shelf) -> Catalogue:
    return Catalogue(shelf.root, shelf.root / "data")


def test_every_shipped_module_is_written_and_read_again_as_it_was(shipped: Catalogue, tmp_path: Path) -> None:
    for header in shipped.module_headers():
        module = shipped.module(header.id)
        path = tmp_path / f"{module.id}.yaml"
        path.write_text(module_text(module), encoding="utf-8")
        again = parse_module(path)
        assert again.faults == ()
        assert again.value == module


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co")), min_size=1, max_size=20
)


@given(words=WORDS.map(str.strip).filter(bool))
@settings(deadline=None)
def test_whatever_somebody_types_is_read_again_as_it_was(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("own") / "wood-planer.yaml"
    path.write_text(example(0), encoding="utf-8")
    module = parse_module(path).value
    assert module is not None
    entry = replace(module.entries[0], statement=words, search=(words, "1.10", "yes", "- a: b"))
    typed = replace(module, entries=(entry,))
    path.write_text(module_text(typed), encoding="utf-8")
    assert parse_module(path).value == typed


def test_an_own_module_stands_in_the_list(shelf_with_planer: Shelf) -> None:
    text = example(0).replace("wood-planer", "own-1").replace("name: 平刨", "name: 吹膜机")
    own(shelf_with_planer, "own", text, "own-1")
    found = library(shelf_with_planer)
    assert [header.name for header in found.module_headers()] == ["吹膜机", "平刨"]
    assert found.module("own-1").entries[0].statement == STATEMENT


def test_an_edit_is_joined_with_a_newer_library(shelf_with_planer: Shelf) -> None:
    own(shelf_with_planer, "base", example(0))
    own(shelf_with_planer, "own", example(0).replace(STATEMENT, "护罩盖着刀"))
    shelf_with_planer.module(lambda text: text.replace("consequence: 断指、手掌切伤", "consequence: 断指"))
    entry = library(shelf_with_planer).module("wood-planer").entries[0]
    assert (entry.statement, entry.consequence) == ("护罩盖着刀", "断指")


BROKEN: dict[str, Callable[[str], str]] = {
    "not YAML at all": lambda text: "id: wood-planer\n---\nentries: [",
    "an entry without its statement": lambda text: text.replace(f"statement: {STATEMENT}", "statment: 写错"),
    "another encoding": lambda text: text,
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_own_file_is_told_in_one_line_and_the_library_works(
    shelf_with_planer: Shelf, change: Callable[[str], str]
) -> None:
    own(shelf_with_planer, "base", example(0))
    text = change(example(0))
    own(shelf_with_planer, "own", text)
    if text == example(0):
        (shelf_with_planer.root / "data" / "own" / "wood-planer.yaml").write_bytes(text.encode("gb18030"))
    found = library(shelf_with_planer)
    assert found.module("wood-planer").entries[0].statement == STATEMENT
    faults = [str(fault) for fault in found.faults()]
    assert faults
    assert all(line.startswith("自己写的/wood-planer.yaml") and "\n" not in line for line in faults)


def test_a_later_update_takes_the_place_of_what_is_shipped_and_an_older_one_does_not(shelf_with_planer: Shelf) -> None:
    newer = example(0).replace('version: "1.0.0"\ndate: "2026-11-25"', 'version: "1.1.0"\ndate: "2026-12-01"')
    newer = newer.replace("断指、手掌切伤", "断指")
    own(shelf_with_planer, "update/modules", newer)
    found = library(shelf_with_planer)
    assert found.module("wood-planer").entries[0].consequence == "断指"
    shelf_with_planer.module(lambda text: text.replace('date: "2026-11-25"\nchanges', 'date: "2027-01-01"\nchanges'))
    assert library(shelf_with_planer).module("wood-planer").entries[0].consequence == "断指、手掌切伤"


def test_no_shipped_module_or_entry_has_the_name_of_an_own_one(shipped: Catalogue) -> None:
    names = [header.id for header in shipped.module_headers()]
    names += [entry.id.partition(".")[2] for name in names for entry in shipped.module(name).entries]
    assert [name for name in names if name.startswith(OWN_PREFIX)] == []


def test_reading_anew_finds_what_was_written_since(shelf_with_planer: Shelf) -> None:
    found = library(shelf_with_planer)
    assert found.module("wood-planer").entries[0].statement == STATEMENT
    own(shelf_with_planer, "base", example(0))
    own(shelf_with_planer, "own", example(0).replace(STATEMENT, "护罩盖着刀"))
    found.reload()
    assert found.module("wood-planer").entries[0].statement == "护罩盖着刀"


def test_the_shipped_library_is_the_same_with_an_empty_data_folder(shipped: Catalogue, tmp_path: Path) -> None:
    found = Catalogue(RESOURCES, tmp_path)
    assert found.module_headers() == shipped.module_headers()
    assert isinstance(found.module("wood-planer"), Module)


def test_the_template_for_safety_engineers_passes_every_check(codes: Codes, tmp_path: Path) -> None:
    path = tmp_path / "own-1.yaml"
    shutil.copyfile(ROOT / "docs" / "library-template.yaml", path)
    parsed = parse_module(path)
    assert parsed.faults == ()
    assert parsed.value is not None
    assert check_module(parsed.value, codes) == []
