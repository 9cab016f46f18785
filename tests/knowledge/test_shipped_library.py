"""The library that is shipped passes every check."""

import pytest
import yaml

from tests.knowledge.support import RESOURCES
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.fields import faults_as_text
from ymh_desktop.knowledge.model import Asking, Entry, UsualPost
from ymh_desktop.knowledge.quality import check
from ymh_desktop.knowledge.statistics import level_of, stats

MOST_CARDS = 60  # a ten-person workshop in its first walk
FEWEST_ORDERS = 5  # as many as a notice card shows
WORKSHOPS = (
    "wood-furniture",
    "machining",
    "metal-structure",
    "plastics",
    "printing",
    "textile-garment",
    "stone-cement",
)


def test_no_file_has_any_fault(shipped: Catalogue, codes: Codes) -> None:
    assert faults_as_text(check(shipped, codes)) == ""


def test_wood_furniture_is_a_complete_trade(shipped: Catalogue, codes: Codes) -> None:
    trade = next(trade for trade in stats(shipped, codes).per_trade if trade.id == "wood-furniture")
    assert trade.modules >= 15
    assert trade.entries >= 120


@pytest.mark.parametrize("trade_id", WORKSHOPS)
def test_the_first_walk_of_a_small_workshop_is_short(shipped: Catalogue, codes: Codes, trade_id: str) -> None:
    trade = next(trade for trade in stats(shipped, codes).per_trade if trade.id == trade_id)
    assert trade.first_walk <= MOST_CARDS


@pytest.mark.parametrize("trade_id", WORKSHOPS)
def test_every_post_of_a_workshop_has_orders_for_its_card(shipped: Catalogue, trade_id: str) -> None:
    trade = shipped.trade(trade_id)
    orders = {
        post.name: {measure.card for entry in asked_first(shipped, post) for measure in entry.measures} - {""}
        for post in trade.posts
    }
    assert [name for name, found in orders.items() if len(found) < FEWEST_ORDERS] == []


def asked_first(library: Catalogue, post: UsualPost) -> list[Entry]:
    """What the first walk asks at this post."""
    entries = [entry for module in post.modules for entry in library.module(module).entries]
    return [entry for entry in entries if entry.ask is Asking.FIRST]


def test_every_major_item_of_a_trade_has_its_text(shipped: Catalogue) -> None:
    for header in shipped.trade_headers():
        for item in shipped.major_items(shipped.trade(header.id)):
            assert item.text
            assert item.document_title


def test_what_can_kill_is_asked_in_the_first_walk(shipped: Catalogue, codes: Codes) -> None:
    late = [
        entry.id
        for header in shipped.module_headers()
        for entry in shipped.module(header.id).entries
        if entry.ask is Asking.LATER and level_of(entry, codes) >= RiskLevel.CONSIDERABLE
    ]
    assert late == []


def test_every_table_of_criteria_has_a_title_and_a_vetted_document(shipped: Catalogue, codes: Codes) -> None:
    tables = {path.stem for path in (RESOURCES / "codes" / "major_hazards").glob("*.csv")}
    read = {name for name, document in shipped.documents.items() if document.get("text") != "none"}
    assert read == tables
    for document in shipped.documents.values():
        assert codes.citation(document["code"]) is not None


def test_every_sign_that_can_be_drawn_is_used_by_some_machine_activity_or_place(
    shipped: Catalogue, codes: Codes
) -> None:
    modules = [shipped.module(header.id) for header in shipped.module_headers()]
    used = {sign for module in modules for sign in module.signs}
    used |= {sign for module in modules for entry in module.entries for sign in entry.signs}
    assert used == {sign.id for sign in codes.signs}


def test_every_machine_activity_and_place_has_a_sign_for_the_plan(shipped: Catalogue) -> None:
    modules = [shipped.module(header.id) for header in shipped.module_headers()]
    bare = [m.id for m in modules if m.header.kind is not RiskPointKind.DUTY and not m.signs]
    assert bare == []


def test_the_note_counts_what_is_marked_for_review(shipped: Catalogue, codes: Codes) -> None:
    note = (RESOURCES.parent / "docs" / "library-review.md").read_text(encoding="utf-8")
    assert stats(shipped, codes).review.sentence in note


def test_every_tie_of_a_situation_is_to_a_criterion_that_some_trade_asks(shipped: Catalogue) -> None:
    """A misspelt one would tie nothing, and nobody would see it."""
    path = RESOURCES / "codes" / "major_hazards" / "measures.yaml"
    ties = yaml.safe_load(path.read_text(encoding="utf-8"))
    majors = [item for header in shipped.trade_headers() for item in shipped.trade(header.id).majors]
    asked: dict[str, set[str]] = {}
    for item in majors:
        asked.setdefault(item.id, set()).update((*item.missing, *item.related))
    assert set(ties) <= set(asked)
    assert all(set(how) <= {"missing", "parts"} for how in ties.values())
    idle = {
        (key, name) for key, how in ties.items() for names in how.values() for name in names if name not in asked[key]
    }
    assert idle == set()
