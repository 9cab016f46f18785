"""Drafts of forms: kept apart from each other, dropped when they were sent, and no records."""

from tests.support.desk import Desk
from ymh_desktop.services.drafts import draft, drop_draft, keep_draft, keep_words


def test_a_draft_is_kept_until_it_is_dropped_and_leaves_others_alone(desk: Desk) -> None:
    keep_draft(desk.ports, "a", {"done": "擦了一半", "cost": ""})
    keep_draft(desk.ports, "b", {"done": "别的"})
    assert draft(desk.ports, "a") == {"done": "擦了一半"}
    drop_draft(desk.ports, "a")
    drop_draft(desk.ports, "a")
    assert draft(desk.ports, "a") == {}
    assert draft(desk.ports, "b") == {"done": "别的"}


def test_an_emptied_form_has_no_draft(desk: Desk) -> None:
    keep_draft(desk.ports, "a", {"done": "擦了"})
    keep_draft(desk.ports, "a", {"done": ""})
    assert draft(desk.ports, "a") == {}


def test_one_field_is_kept_and_forgotten_beside_the_others(desk: Desk) -> None:
    keep_words(desk.ports, "firm", "headcount", "十来个")
    keep_words(desk.ports, "firm", "phone", "一三八")
    assert draft(desk.ports, "firm") == {"headcount": "十来个", "phone": "一三八"}
    keep_words(desk.ports, "firm", "headcount", "")
    assert draft(desk.ports, "firm") == {"phone": "一三八"}


def test_a_draft_is_no_record_and_leaves_no_trace(desk: Desk) -> None:
    keep_draft(desk.ports, "a", {"done": "擦了"})
    assert desk.ports.audit.entries(10) == ()
